"""A study handed on: nothing of the text leaves, and a reader finds every number again."""

from __future__ import annotations

import contextlib
import json
import re
import runpy
import shutil
import unicodedata
import zipfile
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

import toolkit as tt
from toolkit.archive.citation import read_authors
from toolkit.archive.environment import environment_differences, frozen_environment
from toolkit.archive.number_checks import UNCHECKED, cells_of, key_of
from toolkit.archive.quotations import QUOTATION, Passages, readable_texts
from toolkit.archive.term_counts import count_tables, groups_of_articles
from toolkit.archive.text_hashes import text_hash
from toolkit.archive.withheld_text import quoted_passages, without_text
from toolkit.cli import BAD_INPUT, DONE, main
from toolkit.errors import InputError, IntegrityError, ReadingError
from toolkit.reading.samples import sample_path
from toolkit.reporting.page.writer import build_page, study_record, suggested_recipe

ROOT = Path(__file__).parents[1]
CORPUS = sample_path().parent
DRAWING = "toolkit.archive.handover.draw_pictures"
SETTINGS = tt.Settings(n_topics=6, stability_runs=0)
WHO = {"authors": ["Sen, Amina (0000-0002-1825-0097)", "News Lab"], "published": "2020-02-03"}


@pytest.fixture(scope="module")
def study():
    return tt.run_study(
        sample_path(),
        CORPUS / "themes.toml",
        aliases=CORPUS / "aliases.toml",
        events=CORPUS / "events.toml",
        settings=SETTINGS,
        show_progress=False,
    )


@pytest.fixture(scope="module")
def share(study, tmp_path_factory):
    folder = tmp_path_factory.mktemp("handed-on") / "share"
    return tt.share_study(study, folder, counts="matrix", license="CC-BY-4.0", **WHO)


@pytest.fixture(scope="module")
def tiny(tmp_path_factory):
    """A study of twenty short articles, and the study as shared with all its counts."""
    folder = tmp_path_factory.mktemp("tiny")
    rows = [
        {
            "title": f"Envoy {n} speaks of a truce",
            "date": f"2016-05-{n:02}",
            "body": f"The war talks number {n} began in the capital and the envoy left at once."
            + " A war of words." * (n % 3),
            "source": "Post" if n % 2 else "Times",
            "url": f"https://example.org/a/{n}",
        }
        for n in range(1, 21)
    ]
    write(folder / "news.json", rows)
    (folder / "themes.toml").write_text('[war]\nterms = ["war"]\n', encoding="utf-8")
    made = tt.run_study(folder / "news.json", folder / "themes.toml", show_progress=False)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(DRAWING, lambda *_: {})
        shared = tt.share_study(made, folder / "share", counts="matrix", min_articles=1, **WHO)
    return made, rows, folder, shared


@pytest.fixture
def small(tiny, tmp_path, monkeypatch):
    """The tiny study, its rows, a folder of one's own with its files, and the study as shared."""
    monkeypatch.setattr(DRAWING, lambda *_: {})  # the sample's share has the figures
    made, rows, folder, shared = tiny
    for name in ("news.json", "themes.toml"):
        shutil.copy(folder / name, tmp_path / name)
    return made, rows, tmp_path, shared


def write(path, rows):
    path.write_text(json.dumps(rows, ensure_ascii=False), encoding="utf-8")
    return path


def words(text):
    """Words as the reader of a page counts them, found without the code under test."""
    plain = unicodedata.normalize("NFKC", text).casefold().replace("\u00ad", "")
    return re.findall(r"[^\W\d_]+", plain)


def passages_of(articles, length):
    found = set()
    for name in ("title", "body", "text"):
        for text in articles[name]:
            all_words = words(text)
            found.update(
                tuple(all_words[at : at + length]) for at in range(len(all_words) - length + 1)
            )
    return found


def pieces_of(file):
    """What a file says, with a reader of its own for each format."""
    content = file.read_bytes()
    if file.suffix == ".parquet":
        table = pd.read_parquet(file)
        yield from ("\n".join(map(str, table[name])) for name in table)
        yield "\n".join(map(str, table.to_numpy().ravel()))
    elif file.suffix == ".pdf":
        pypdf = pytest.importorskip("pypdf")
        yield from (page.extract_text() for page in pypdf.PdfReader(file).pages)
    elif file.suffix == ".json":
        yield json.dumps(json.loads(content), ensure_ascii=False)
    elif file.suffix in {".html", ".svg"}:
        text = re.sub(r"base64,[A-Za-z0-9+/=]+", "", content.decode())
        yield from re.split(r"</?(?:div|li|p|td|h\d|text|figcaption|pre)\b", text)
    elif zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as archive:
            yield from (
                archive.read(name).decode("utf-8", "replace") for name in archive.namelist()
            )
    else:
        yield content.decode("utf-8", "replace")


def longer_passages(folder, articles, length=QUOTATION + 1):
    known = passages_of(articles, length)
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        for piece in pieces_of(file):
            said = words(re.sub(r"<[^<>]*>", " ", piece))
            for at in range(len(said) - length + 1):
                passage = tuple(said[at : at + length])
                if passage in known and len(set(passage)) > 2:
                    yield file.name, " ".join(passage)


def test_no_file_of_a_share_holds_more_than_ten_words_in_a_row_of_an_article(study, share):
    files = [path for path in share.rglob("*") if path.is_file()]
    assert {path.suffix for path in files} >= {".html", ".svg", ".json", ".csv", ".parquet", ".pdf"}
    assert list(longer_passages(share, study.articles)) == []


def test_the_search_for_passages_finds_one_in_every_format(study, tmp_path):
    text = " ".join(study.articles["text"].iloc[0].split()[:30])
    tt.save_table(pd.DataFrame({"word": text.split()}), tmp_path / "table")
    (tmp_path / "page.html").write_text(f"<p>{text.replace(' ', ' <b>', 1)}</b></p>")
    (tmp_path / "note.json").write_text(json.dumps({"a": [text]}))
    (tmp_path / "figure.svg").write_text(f"<svg><text>{text}</text></svg>")
    (tmp_path / "themes.toml").write_text(f"# {text}")
    passages = Passages(study.articles)
    found = {
        path.suffix
        for path in tmp_path.iterdir()
        if any(passages.found_in(piece) for piece in readable_texts(path))
    }
    assert found == {".csv", ".parquet", ".html", ".json", ".svg", ".toml"}
    assert {name for name, _ in longer_passages(tmp_path, study.articles)} == {
        "table.csv", "table.parquet", "page.html", "note.json", "figure.svg", "themes.toml",
    }  # fmt: skip


def test_a_report_as_such_would_not_pass(study, tmp_path):
    """The passages of the report's own page are longer than a quotation."""
    page = build_page(study, {}, study_record(study), title="A report")
    (tmp_path / "index.html").write_text(page, encoding="utf-8")
    assert any(name == "index.html" for name, _ in longer_passages(tmp_path, study.articles))


def test_a_definition_that_spells_out_a_sentence_is_refused_and_nothing_is_written(small):
    made, rows, folder, _ = small
    said = rows[0]["body"]
    held = {**made.definitions, "themes": f'[war]\ndescription = "{said}"\n'.encode()}
    with pytest.raises(InputError, match=r"definitions/themes\.toml would hold 11 words in a row"):
        tt.share_study(replace(made, definitions=held), folder / "share")
    assert not (folder / "share").exists()


def test_titles_and_file_names_leave_nowhere(study, share):
    articles = pd.read_parquet(share / "tables" / "articles.parquet")
    assert not {"title", "body", "text", "file", "byline", "captions"} & set(articles.columns)
    assert {"article_id", "date", "source", "text_hash", "n_words", "url"} <= set(articles.columns)
    page = (share / "report" / "index.html").read_text(encoding="utf-8")
    read = study.topics.readings["title"]
    assert not [title for title in read if len(title.split()) > 4 and title in page]
    assert f"article {study.topics.readings['article_id'].iloc[0]}" in page


def test_an_address_that_spells_out_a_long_title_is_cut_to_its_host(small):
    made, rows, folder, shared = small
    slug = "-".join(words(rows[3]["body"]))
    urls = made.articles["url"].mask(
        made.articles["title"].str.startswith("Envoy 4 "), f"https://example.org/{slug}"
    )
    changed = replace(made, articles=made.articles.assign(url=urls))
    shared = tt.share_study(changed, folder / "share")
    left = pd.read_csv(shared / "tables" / "articles.csv")["url"]
    assert (left == "https://example.org/").sum() == 1
    assert "1 address that spelled out a longer title was cut" in (shared / "README.md").read_text()


def test_a_passage_is_cut_around_its_match_and_one_of_an_article_is_kept():
    row = {
        "article_id": "a",
        "left": "a b c d e f g h",
        "match": "the world's war",
        "right": "i j k",
    }
    cut = quoted_passages(pd.DataFrame([row, row | {"match": "other"}]))
    assert len(cut) == 1
    assert (
        cut[["left", "match", "right"]].agg(" ".join, axis=1).item()
        == "… f g h the world's war i j k"
    )


def test_a_reader_with_the_same_articles_finds_every_number_again(share):
    check = tt.verify_study(share, sample_path())
    assert check.agrees, str(check)
    assert (check.articles["state"] == "same").all()
    assert set(check.numbers["table"]) >= {
        "theme-shares",
        "topic-shares",
        "event-effects",
        "term-counts",
    }
    assert check.numbers["n_values"].sum() > 14_000
    assert (
        check.sentences[1] == "All 257 articles of the study are in the copy, with the same words."
    )


def test_every_table_of_a_share_has_columns_that_name_its_rows(share):
    names = {file.stem for file in (share / "tables").glob("*.csv")}
    assert names >= {"theme-shares-outlets-fixed", "two-outlets-wording"}
    for name in names - set(UNCHECKED):
        content = (share / "tables" / f"{name}.csv").read_bytes()
        table = pd.read_csv(share / "tables" / f"{name}.csv")
        assert len(cells_of(content, key_of(name)).rows) == len(table), name


def test_order_and_format_of_the_copy_make_no_difference(small):
    _, rows, folder, shared = small
    table = pd.DataFrame(rows[::-1]).rename(columns={"body": "story", "date": "day"})
    table["day"] = pd.to_datetime(table["day"]).dt.strftime("%d %B %Y")
    table["story"] = table["story"].str.replace("talks number", "talks  number").str.upper()
    table.to_csv(folder / "mine.csv", index=False)
    check = tt.verify_study(shared, folder / "mine.csv", mapping={"body": "story", "date": "day"})
    assert (check.articles["state"] == "same").all(), check.articles
    assert (check.articles["found_as"] != check.articles["article_id"]).all()
    assert check.numbers.set_index("table").loc["theme-scores", "verdict"] == "equal"
    assert check.agrees, str(check)


def test_changed_missing_and_further_articles_are_told_apart(small):
    _, rows, folder, shared = small
    mine = [dict(row) for row in rows[2:]]
    mine[1]["body"] = "Peace began in the capital."
    mine += [{**rows[0], "title": "New", "body": "Something else entirely.", "url": ""}]
    check = tt.verify_study(shared, write(folder / "mine.json", mine))
    assert not check.agrees
    assert check.articles["state"].value_counts().to_dict() == {
        "same": 17,
        "missing": 2,
        "changed": 1,
    }
    changed = check.articles.set_index("state").loc["changed"]
    assert changed["note"] == "other words at the same address"
    text = str(check)
    assert "17 of 20 articles of the study are in the copy with the same words; 1 has other" in text
    assert "The copy has 1 further article, which the study does not have; it was left out." in text
    assert "Numbers over all articles may differ because articles are missing or changed." in text
    rows_of = check.numbers.set_index("table")
    assert rows_of.loc["theme-scores", ["n_values", "n_different"]].tolist() == [18, 1]
    assert rows_of.loc["term-counts", "n_different"] + rows_of.loc["term-counts", "n_absent"] > 0
    assert rows_of.loc["theme-shares", "verdict"] == "different"


def test_a_copy_without_any_of_the_articles_compares_nothing(small):
    _, _, folder, shared = small
    mine = [{"title": "New", "date": "2016-05-01", "body": "Something else.", "source": "Mail"}]
    check = tt.verify_study(shared, write(folder / "mine.json", mine))
    assert not check.agrees
    assert (check.articles["state"] == "missing").all()
    assert check.numbers.set_index("table").loc["theme-scores", "verdict"] == "not compared"
    assert check.numbers["n_equal"].sum() == 0


def test_a_recipe_that_no_longer_fits_leaves_the_topics_out_and_all_else_compared(
    study, tmp_path, monkeypatch
):
    """Without some articles the model is another, which the recipe is not for."""
    monkeypatch.setattr(DRAWING, lambda *_: {})
    named = suggested_recipe(study.topics).name(0, "Kurdish front").save(tmp_path / "recipe.toml")
    edited = tt.run_study(
        sample_path(), CORPUS / "themes.toml", aliases=CORPUS / "aliases.toml",
        recipe=named, settings=SETTINGS, show_progress=False,
    )  # fmt: skip
    shared = tt.share_study(edited, tmp_path / "share", **WHO)
    check = tt.verify_study(shared, tt.load_sample().iloc[5:])
    verdicts = check.numbers.set_index("table")
    assert verdicts.loc["theme-scores", "verdict"] == "equal"
    assert verdicts.loc["topic-terms", "n_absent"] == verdicts.loc["topic-terms", "n_values"] > 0


def test_headlines_can_be_handed_on_since_their_titles_are_their_texts(small, tmp_path):
    _, _, folder, _ = small
    settings = tt.Settings(text="title")
    made = tt.run_study(
        folder / "news.json", folder / "themes.toml", settings=settings, show_progress=False
    )
    shared = tt.share_study(made, tmp_path / "headlines", counts="matrix", min_articles=2)
    assert tt.verify_study(shared, folder / "news.json").agrees
    assert list(longer_passages(shared, made.articles, length=6)) == []


def test_another_date_or_outlet_of_the_copy_is_told_and_that_of_the_study_is_used(small):
    _, rows, folder, shared = small
    mine = [{**row, "date": "2016-06-01", "source": "Mail"} for row in rows]
    check = tt.verify_study(shared, write(folder / "mine.json", mine))
    assert check.agrees
    assert "dated 2016-06-01, in the study 2016-05-01" in check.articles["note"].iloc[0]
    assert "20 articles with the same words have another title, outlet or date" in str(check)


def test_copies_with_the_same_words_go_to_the_outlet_that_printed_them(small):
    made, rows, folder, shared = small
    twin = {**rows[0], "source": "Mail", "url": "https://example.org/b/1"}
    write(folder / "twins.json", [*rows, twin])
    made = tt.run_study(folder / "twins.json", folder / "themes.toml", show_progress=False)
    shared = tt.share_study(made, folder / "share")
    mine = [{**row, "title": row["title"].upper()} for row in [twin, *rows]]
    check = tt.verify_study(shared, write(folder / "mine.json", mine))
    assert check.agrees
    assert not check.articles["note"].str.contains("outlet '").any()


def test_without_articles_the_files_and_what_follows_from_the_tables_are_checked(share, tmp_path):
    check = tt.verify_study(share)
    assert check.agrees
    assert set(check.numbers["table"]) == {"theme-shares", "coverage", "event-effects"}
    copy = shutil.copytree(share, tmp_path / "copy")
    table = copy / "tables" / "theme-shares.csv"
    lines = table.read_text(encoding="utf-8").splitlines()
    lines[1] = re.sub(r",0\.\d+,", ",0.5,", lines[1], count=1)
    table.write_text("\n".join(lines) + "\n", encoding="utf-8")
    check = tt.verify_study(copy)
    assert (
        "1 of 128 files is not as written: tables/theme-shares.csv (changed)." in check.sentences
        or ("is not as written: tables/theme-shares.csv (changed)." in str(check))
    )
    assert "Not equal: theme-shares (1 of 126 values, fractions by at most 0" in str(check)


def test_a_folder_that_holds_no_study_is_refused(tmp_path, share):
    with pytest.raises(InputError, match=r"holds no shared study: share\.json or files\.json"):
        tt.verify_study(tmp_path)
    with pytest.raises(ReadingError, match="there are no articles at"):
        tt.verify_study(share, tmp_path / "nowhere")


@pytest.mark.parametrize(
    ("name", "content", "message"),
    [
        ("share.json", '{"schema": 99}', "newer version of the toolkit"),
        ("share.json", "[", "share.json is missing or damaged"),
        ("tables/articles.csv", "article_id,date\na,2016", "articles.csv is missing or damaged"),
        ("environment/environment.json", "", "environment.json is missing or damaged"),
    ],
)
def test_a_damaged_or_newer_share_is_named(share, tmp_path, name, content, message):
    copy = shutil.copytree(share, tmp_path / "copy")
    (copy / name).write_text(content, encoding="utf-8")
    with pytest.raises(IntegrityError, match=message):
        tt.verify_study(copy)


def test_the_commands_share_and_verify_say_it_with_their_exit_codes(small, capsys):
    _, rows, folder, _ = small
    out = str(folder / "share")
    words_of = [str(folder / "news.json"), "--themes", str(folder / "themes.toml"), "--quiet"]
    assert (
        main(["share", *words_of, "--out", out, "--counts", "sums", "--author", "Sen, Amina"])
        == DONE
    )
    assert capsys.readouterr().out.strip().endswith("README.md")
    assert main(["verify", out, "--articles", str(folder / "news.json"), "--quiet"]) == DONE
    shown = capsys.readouterr().out
    assert "All 20 articles of the study are in the copy, with the same words." in shown
    assert re.search(r"theme-scores +equal +20 +20 +0 +0", shown)
    assert "NaN" not in shown
    mine = str(write(folder / "mine.json", rows[:15]))
    table = str(folder / "which.csv")
    assert main(["verify", out, "--articles", mine, "--quiet", "--table", table]) == BAD_INPUT
    assert "15 of 20 articles" in capsys.readouterr().out
    assert (pd.read_csv(table)["state"] == "missing").sum() == 5
    assert main(["verify", str(folder)]) == BAD_INPUT


def test_the_same_study_gives_the_same_bytes(small):
    made, _, folder, _ = small
    one, two = (tt.share_study(made, folder / name, counts="sums", **WHO) for name in ("a", "b"))
    files = sorted(path.relative_to(one) for path in one.rglob("*") if path.is_file())
    assert len(files) > 20
    assert [name for name in files if (one / name).read_bytes() != (two / name).read_bytes()] == []


def test_a_share_that_fails_leaves_the_earlier_one_as_it_was(small, monkeypatch):
    made, _, folder, _ = small
    shared = tt.share_study(made, folder / "share", **WHO)
    before = {path: path.read_bytes() for path in shared.rglob("*") if path.is_file()}

    def fail(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("toolkit.archive.handover.check_passages", fail)
    with pytest.raises(KeyboardInterrupt):
        tt.share_study(made, shared, counts="sums", **WHO)
    assert {path: path.read_bytes() for path in shared.rglob("*") if path.is_file()} == before


def test_the_shared_settings_run_the_study_again(small):
    _, _, folder, shared = small
    config = str(shared / "study.toml")
    out = folder / "again"
    assert (
        main(
            ["report", str(folder / "news.json"), "--config", config, "--out", str(out), "--quiet"]
        )
        == DONE
    )
    for name in ("theme-scores.csv", "theme-shares.csv"):
        if (shared / "tables" / name).exists():
            assert (out / "tables" / name).read_bytes() == (shared / "tables" / name).read_bytes()


def test_the_shared_model_is_the_one_of_the_study(study, share):
    model = tt.load_model(share / "model" / "topics.model")
    assert np.array_equal(model.components_, study.topics.model.components_)


# counts


def test_every_sum_is_of_five_articles_or_more_and_no_article_is_in_two(study):
    groups = groups_of_articles(study.articles)
    sizes = groups.dropna().groupby(["span", "first_day", "source"]).size()
    assert sizes.min() >= 5
    assert (
        sizes.to_numpy()
        == groups.dropna().groupby(["span", "first_day", "source"])["n_articles"].first().to_numpy()
    ).all()
    tables = count_tables(study.dtm, study.articles, counts="sums", min_articles=10)
    assert tables["term-sums"]["n_articles"].min() >= 5
    left_out = groups.index[groups["span"].isna()]
    assert len(left_out) < 5
    kept = study.dtm.counts[~study.dtm.article_id.isin(left_out)]
    by_term = dict(zip(study.dtm.terms, np.asarray(kept.sum(axis=0)).ravel(), strict=True))
    summed = tables["term-sums"].groupby("term")["n"].sum()
    assert all(by_term[term] == n for term, n in summed.items())


def test_the_matrix_holds_no_term_of_fewer_articles_than_asked(study, share):
    terms = pd.read_csv(share / "counts" / "terms.csv", keep_default_na=False)
    counts = pd.read_csv(share / "counts" / "term-counts.csv")
    assert terms["n_articles"].min() >= 10
    assert (
        counts.groupby("term_id")["article_id"].nunique().tolist() == terms["n_articles"].tolist()
    )
    n_docs = np.bincount(study.dtm.counts.indices, minlength=study.dtm.shape[1])
    assert len(terms) == (n_docs >= 10).sum()


def test_what_the_counts_tell_is_measured_and_said(share):
    facts = json.loads((share / "share.json").read_text())
    assert facts["exposure"] == {
        "n_with_counts": 257,
        "n_unique": 255,
        "counted_share": pytest.approx(0.218, abs=0.01),
    }
    said = " ".join((share / "README.md").read_text(encoding="utf-8").split())
    assert "255 of 257 articles have counts that no other article has" in said
    assert "No file holds more than 10 consecutive words" in said


def test_no_more_than_a_quotation_can_be_rebuilt_from_the_counts(study):
    bench = runpy.run_path(str(ROOT / "benchmarks" / "sharing.py"))
    of_all, of_counted = bench["attack"](
        study.tokens, study.dtm, study.duplicates, min_articles=10, n_articles=60
    )
    assert of_all.max() <= 4
    assert of_counted.max() <= QUOTATION
    order, text = ["the", "war", "ended", "today"], ["a", "war", "ended", "today", "the"]
    assert bench["longest_run"](order, text) == 3


def test_no_counts_leave_unless_asked_for(small):
    made, _, folder, shared = small
    shared = tt.share_study(made, folder / "share")
    assert not (shared / "counts").exists()
    with pytest.raises(InputError, match="counts must be one of 'none', 'sums', 'matrix'"):
        tt.share_study(made, folder / "share", counts="all")


# hashes


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_the_hash_of_a_text_does_not_depend_on_blanks_and_marks(text):
    spaced = "\n " + " — ".join(text.split(" ")) + " … "
    assert text_hash(spaced) == text_hash(text)


@given(
    st.lists(st.sampled_from(["war", "peace", "talks", "9", "é"]), max_size=6), st.integers(0, 5)
)
def test_the_hash_of_a_text_changes_with_a_word(parts, place):
    changed = [*parts[:place], "summit", *parts[place:]]
    assert text_hash(" ".join(changed)) != text_hash(" ".join(parts))


def test_texts_in_scripts_without_blanks_are_searched_by_character():
    said = "昨日記者会見が行われ停戦が発表された"
    passages = Passages(pd.DataFrame({"text": [said]}))
    assert passages.found_in(f"前置き{said[2:14]}") != ""
    assert passages.found_in(said[:10]) == ""


# the papers around it


def test_an_archive_reads_the_metadata_and_every_file_is_in_it(share):
    from rocrate.rocrate import ROCrate

    crate = ROCrate(share)
    root = crate.root_dataset
    assert root["name"] == "Conflict, diplomacy and online extremism, 2014 to 2019"
    assert root["datePublished"] == "2020-02-03" if isinstance(root["datePublished"], str) else True
    assert root["license"]["@id"] == "https://spdx.org/licenses/CC-BY-4.0"
    assert [one["name"] for one in root["author"]] == ["Amina Sen", "News Lab"]
    listed = {one.id for one in crate.data_entities}
    files = {path.relative_to(share).as_posix() for path in share.rglob("*") if path.is_file()}
    assert listed == files - {"ro-crate-metadata.json", "files.json"}


def test_the_metadata_hold_what_the_specification_asks_for(share):
    graph = json.loads((share / "ro-crate-metadata.json").read_text())
    assert graph["@context"] == "https://w3id.org/ro/crate/1.1/context"
    by_id = {one["@id"]: one for one in graph["@graph"]}
    assert len(by_id) == len(graph["@graph"])
    descriptor = by_id["ro-crate-metadata.json"]
    assert descriptor["@type"] == "CreativeWork"
    assert descriptor["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.1"}
    root = by_id[descriptor["about"]["@id"]]
    assert root["@type"] == "Dataset"
    assert {"name", "description", "datePublished", "license"} <= set(root)

    def references(value):
        if isinstance(value, dict):
            if set(value) == {"@id"}:
                yield value["@id"]
            for inner in value.values():
                yield from references(inner)
        elif isinstance(value, list):
            for inner in value:
                yield from references(inner)

    outside = {one for one in references(graph["@graph"]) if one not in by_id}
    assert outside == {"https://w3id.org/ro/crate/1.1"}


def test_the_citation_is_yaml_with_the_fields_of_its_format(share):
    cited = yaml.safe_load((share / "CITATION.cff").read_text(encoding="utf-8"))
    assert {"cff-version", "message", "title", "authors"} <= set(cited)
    assert cited["type"] == "dataset"
    assert cited["license"] == "CC-BY-4.0"
    assert cited["authors"] == [
        {
            "family-names": "Sen",
            "given-names": "Amina",
            "orcid": "https://orcid.org/0000-0002-1825-0097",
        },
        {"name": "News Lab"},
    ]
    assert cited["date-released"] == "2020-02-03"


def test_an_author_is_checked():
    with pytest.raises(InputError, match="0000-0002-1825-0098 is no ORCID: its last digit"):
        read_authors(["Sen, Amina (0000-0002-1825-0098)"])
    with pytest.raises(InputError, match="an author needs a name"):
        read_authors([" "])


def test_the_environment_lists_what_is_installed_with_the_hash_of_its_files(share):
    from importlib import metadata

    held = json.loads((share / "environment" / "environment.json").read_text())
    lines = (share / "environment" / "requirements.txt").read_text().splitlines()
    assert lines[0].startswith("# Python 3.")
    for line in lines[1:]:
        name, version = line.split("==")
        assert name == "theme-toolkit" or metadata.version(name) == version
        assert len(held["packages"][name]["files_sha256"]) == 64
    assert {"numpy", "pandas", "scikit-learn", "nltk", "theme-toolkit"} <= set(held["packages"])
    assert "pytest" not in held["packages"]
    assert held["note"].startswith("files_sha256 is the SHA-256 of the list")
    again = frozen_environment(held["packages"])
    assert environment_differences(held, again) == []
    held["packages"]["numpy"]["version"] = "0.9"
    assert environment_differences(held, again) == [
        f"numpy 0.9, here {again['packages']['numpy']['version']}"
    ]


def test_a_study_without_articles_of_its_own_titles_shares_the_same(small):
    """What leaves does not depend on columns that never leave."""
    made, *_ = small
    bare = made.articles.assign(byline="", notes=[[] for _ in range(len(made.articles))])
    one = without_text(made, Passages(made.articles))
    two = without_text(replace(made, articles=bare), Passages(bare))
    pd.testing.assert_frame_equal(one.articles, two.articles)


def test_a_day_of_publication_is_checked(small):
    made, _, folder, _ = small
    with pytest.raises(InputError, match="published must be a day such as 2020-01-31; got 'today'"):
        tt.share_study(made, folder / "share", published="today")
    with contextlib.suppress(FileNotFoundError):
        assert list((folder / "share").iterdir()) == []
