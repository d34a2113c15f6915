from __future__ import annotations

import io
import json
import random

import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

import toolkit as tt
from toolkit.reading import storage as storing


@pytest.fixture(scope="module")
def articles():
    return tt.load_sample().iloc[:12]


@pytest.fixture
def saved(articles, tmp_path):
    return tt.save_articles(articles, tmp_path / "corpus.parquet")


def test_articles_come_back_as_they_were(articles, saved):
    back = tt.load_articles(saved)
    pd.testing.assert_frame_equal(back, articles)
    pd.testing.assert_frame_equal(tt.ledger(back), tt.ledger(articles))
    assert back.attrs["files"] == articles.attrs["files"]
    assert isinstance(back["captions"].iloc[0], list)
    assert isinstance(back["extra"].iloc[0], dict)


def test_further_columns_are_kept(articles, tmp_path):
    more = articles.assign(text=articles["body"], period=articles["date"], weight=0.5)
    back = tt.load_articles(tt.save_articles(more, tmp_path / "a.parquet"))
    pd.testing.assert_frame_equal(back, more)


def test_the_same_articles_make_the_same_bytes(articles, tmp_path):
    first = tt.save_articles(articles, tmp_path / "a.parquet").read_bytes()
    again = tt.save_articles(articles, tmp_path / "b.parquet").read_bytes()
    assert first == again


def test_any_other_tool_can_read_the_file(articles, saved):
    assert pd.read_parquet(saved)["title"].tolist() == articles["title"].tolist()


def test_a_flipped_bit_anywhere_is_noticed(saved):
    content = saved.read_bytes()
    places = random.Random(7).sample(range(len(content)), 120)
    for place in [0, 3, len(content) - 1, len(content) - 6, *places]:
        damaged = bytearray(content)
        damaged[place] ^= 1 << (place % 8)
        saved.write_bytes(bytes(damaged))
        with pytest.raises(tt.errors.IntegrityError):
            tt.load_articles(saved)


@pytest.mark.parametrize("keep", [0, 3, 100, -1])
def test_a_file_cut_short_is_noticed(saved, keep):
    saved.write_bytes(saved.read_bytes()[:keep])
    with pytest.raises(
        tt.errors.IntegrityError, match=r"corpus.parquet is damaged|was not written by"
    ):
        tt.load_articles(saved)


def test_the_damage_is_explained(saved):
    content = bytearray(saved.read_bytes())
    content[len(content) // 3] ^= 4
    saved.write_bytes(bytes(content))
    with pytest.raises(tt.errors.IntegrityError) as caught:
        tt.load_articles(saved)
    assert str(caught.value) == (
        "load_articles: corpus.parquet is damaged: its content does not fit its checksum. Take a "
        "copy from a backup, or read the articles again from the files they came from."
    )


def test_a_file_of_a_newer_toolkit_is_refused_politely(articles, tmp_path, monkeypatch):
    monkeypatch.setattr(storing, "SCHEMA_VERSION", 2)
    file = tt.save_articles(articles, tmp_path / "a.parquet")
    monkeypatch.setattr(storing, "SCHEMA_VERSION", 1)
    with pytest.raises(tt.errors.IntegrityError) as caught:
        tt.load_articles(file)
    assert str(caught.value) == (
        "load_articles: a.parquet was saved by a newer toolkit (table version 2; this one knows "
        "1). Update: pip install -U theme-toolkit."
    )


def test_parquet_of_another_origin_is_sent_to_read_articles(tmp_path):
    pd.DataFrame({"title": ["A"]}).to_parquet(tmp_path / "a.parquet")
    with pytest.raises(
        tt.errors.IntegrityError, match=r"a.parquet was not written by save_articles"
    ):
        tt.load_articles(tmp_path / "a.parquet")


def test_a_missing_file_is_one_sentence(tmp_path):
    with pytest.raises(
        tt.errors.InputError, match=r"load_articles: there is no file .*nothing.parquet"
    ):
        tt.load_articles(tmp_path / "nothing.parquet")


def test_tables_that_are_not_articles_are_refused(tmp_path):
    with pytest.raises(
        tt.errors.InputError, match="save_articles: the table has no columns 'title', 'body'"
    ):
        tt.save_articles(pd.DataFrame({"date": []}), tmp_path / "a.parquet")


def test_values_that_cannot_be_stored_are_named(articles, tmp_path):
    odd = articles.assign(extra=[{"a": object()}] * len(articles))
    with pytest.raises(tt.errors.InputError, match="a value of type dict cannot be stored"):
        tt.save_articles(odd, tmp_path / "a.parquet")
    assert not (tmp_path / "a.parquet").exists()


def test_a_failed_write_leaves_the_earlier_file(articles, saved, monkeypatch):
    before = saved.read_bytes()

    def fail(path):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(storing, "_seal", fail)
    with pytest.raises(OSError, match="the disk is full"):
        tt.save_articles(articles.iloc[:3], saved)
    assert saved.read_bytes() == before
    assert list(saved.parent.iterdir()) == [saved]


def test_pages_carry_checksums(saved):
    import pyarrow.parquet as pq

    file = pq.ParquetFile(io.BytesIO(saved.read_bytes()), page_checksum_verification=True)
    assert file.read().num_rows == 12


def test_an_article_may_hold_the_mark_of_the_seal(articles, tmp_path):
    mark = "toolkit-sha256:"
    odd = articles.assign(title=mark, body=[f"{mark}{'0' * 64} {n}" for n in range(len(articles))])
    odd.attrs["note"] = mark + "0" * 64
    file = tt.save_articles(odd, tmp_path / "a.parquet")
    pd.testing.assert_frame_equal(tt.load_articles(file), odd)
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(bytes(content))
    with pytest.raises(tt.errors.IntegrityError):
        tt.load_articles(file)


def test_half_a_character_is_named_with_its_article(articles, tmp_path):
    odd = articles.copy()
    odd["title"] = odd["title"].astype(object)
    odd.loc[odd.index[3], "title"] = "Talks \ud83d"
    with pytest.raises(
        tt.errors.InputError, match=rf"title of article '{odd.index[3]}' holds half a cha"
    ):
        tt.save_articles(odd, tmp_path / "a.parquet")
    odd = articles.copy()
    odd.attrs["note"] = "\ud83d"
    with pytest.raises(tt.errors.InputError, match="a note of the table holds half a character"):
        tt.save_articles(odd, tmp_path / "a.parquet")


@pytest.mark.parametrize(
    "change",
    [
        {"toolkit:version": "two"},
        {"toolkit:attrs": "[1]"},
        {"toolkit:attrs": "{"},
        {"toolkit:json": '["absent"]'},
        {"toolkit:json": '["title"]'},
        {"toolkit:ledger": "####"},
        {"toolkit:ledger": "UEFSMQ=="},
        {"toolkit:version": None},
        {"rows": 10_000_000},
        {"columns": ["title"]},
    ],
)
def test_a_file_with_a_good_seal_and_wrong_insides_is_damaged(tmp_path, change, articles):
    plain, as_json = storing._flat(articles)
    notes = {"toolkit:version": "1", "toolkit:json": json.dumps(as_json), "toolkit:attrs": "{}"}
    if "rows" in change:
        plain = pd.DataFrame({"title": "", "body": "", "date": 0}, index=range(change.pop("rows")))
        notes["toolkit:json"] = "[]"
    if "columns" in change:
        plain = plain[change.pop("columns")]
        notes["toolkit:json"] = "[]"
    notes |= change
    notes = {name: value for name, value in notes.items() if value is not None}
    notes["toolkit:digest"] = (storing._MARK + storing._ZEROS).decode()
    file, table = tmp_path / "a.parquet", pa.Table.from_pandas(plain)
    with pq.ParquetWriter(file, table.schema, write_page_checksum=True) as writer:
        writer.write_table(table)
        writer.add_key_value_metadata(notes)
    storing._seal(file)
    with pytest.raises(tt.errors.IntegrityError, match=r"a\.parquet is damaged"):
        tt.load_articles(file)


@pytest.mark.parametrize("form", ["csv", "jsonl", "parquet", "saved"])
def test_a_month_stays_a_month_where_a_table_of_articles_is_read_again(form, tmp_path):
    rows = pd.DataFrame(
        {
            "title": [f"Ships sail {n}" for n in range(40)],
            "body": [f"Envoys met for the {n}. time." for n in range(40)],
            "date": ["1861", "October 1861", "1861-10-22", "1861-10-01"] * 10,
        }
    )
    rows.to_csv(tmp_path / "articles.csv", index=False)
    articles = tt.read_articles(tmp_path / "articles.csv")
    again = tmp_path / f"again.{form}"
    if form == "csv":
        articles.to_csv(again)
    elif form == "jsonl":
        articles.to_json(again, orient="records", lines=True, date_format="iso")
    elif form == "parquet":
        articles.drop(columns=["extra"]).to_parquet(again)
    else:
        tt.save_articles(articles, again)
    found = tt.read_articles(again)
    assert found["date_precision"].tolist() == ["year", "month", "day", "day"] * 10
    assert found["date"].tolist() == articles["date"].tolist()
    assert found["date_raw"].tolist()[:4] == ["1861", "1861-10", *found["date_raw"].iloc[2:4]]
