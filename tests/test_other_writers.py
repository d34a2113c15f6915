"""What real writers of files print, on small copies: dumps, archives of services, tables, notes."""

from __future__ import annotations

import pytest

import toolkit as tt

STORY = (
    "Dockers in the harbour of Quay returned to work on Monday after a vote of their union, which "
    "had called for more money and shorter nights since the summer."
)
NEXT = "The council said that the talks about wages would go on until the end of the month."


# ---------------------------------------------------------------- a mapping that no file uses


def test_a_mapping_that_no_file_uses_is_an_error_where_files_are_passed_over_too(tmp_path):
    (tmp_path / "a.txt").write_text(f"Ships sail\n22 October 2018\n\n{STORY}\n", encoding="utf-8")
    for read in (tt.read_articles, lambda *a, **k: list(tt.iter_articles(*a, **k))):
        with pytest.raises(tt.errors.InputError, match=r"mapping names 'nope' for 'date', but no"):
            read(tmp_path, mapping={"date": "nope"}, on_error="keep")


def test_a_mapping_for_a_file_that_was_passed_over_is_in_the_ledger(tmp_path):
    (tmp_path / "a.txt").write_text(f"Ships sail\n22 October 2018\n\n{STORY}\n", encoding="utf-8")
    (tmp_path / "b.csv").write_text(f"title,text,day\nShips,{STORY},2018\n", encoding="utf-8")
    how = {"mapping": {"date": "nope"}, "on_error": "keep"}
    tables = [tt.read_articles(tmp_path, progress=False, **how)]
    for table in [*tables, *tt.iter_articles(tmp_path, **how)]:
        ledger = tt.ledger(table)
        row = ledger[ledger["rule"] == "unused_mapping"].iloc[0]
        assert len(table) == 1
        assert row["file"] == "b.csv"
        assert row["reason"] == "mapping names 'nope' for 'date', which no other file has either"
