from __future__ import annotations

import gzip
import io
import os
import zipfile

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import toolkit as tt
from toolkit.reading import limits
from toolkit.reading.encodings import decode, find_encoding
from toolkit.reading.interface import Document

STORY = "The ships left at dawn, and nobody was in the harbour to see them go to sea this time."
ARTICLE = f"Ships sail away\n\nUpdated 22 October 2018\n\nShips sail away\n\nTUNIS: {STORY}\n"
CSV = "title,text,date\nA,b,2018-01-01\n"


def zipped(members):
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def test_a_path_that_does_not_exist_is_one_sentence(tmp_path):
    with pytest.raises(tt.errors.ReadingError) as caught:
        tt.read_articles(tmp_path / "nowhere")
    assert str(caught.value) == (
        f"read_articles: there is no file or folder {str(tmp_path / 'nowhere')!r}. "
        f"Check the spelling."
    )


def test_an_empty_folder_is_one_sentence(tmp_path):
    with pytest.raises(tt.errors.ReadingError) as caught:
        tt.read_articles(tmp_path)
    assert str(caught.value) == f"read_articles: {tmp_path}: there is no file in this folder."


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), b"word"])
def test_a_file_without_articles_says_why(tmp_path, content):
    (tmp_path / "a.bin").write_bytes(content)
    with pytest.raises(tt.errors.ReadingError, match=r"no article was found. a.bin: "):
        tt.read_articles(tmp_path)


def test_a_file_that_may_not_be_opened_is_named(tmp_path, monkeypatch):
    file = tmp_path / "locked.txt"
    file.write_text(ARTICLE, encoding="utf-8")
    opened = type(file).open

    def refuse(self, *arguments, **named):
        if self.name == "locked.txt":
            raise PermissionError(13, "Permission denied")
        return opened(self, *arguments, **named)

    monkeypatch.setattr(type(file), "open", refuse)
    with pytest.raises(
        tt.errors.ReadingError, match=r"locked.txt: cannot be opened \(Permission denied\)"
    ):
        tt.read_articles(file)


def test_a_folder_is_read_in_order_with_its_sub_folders(tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "z.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "a.txt").write_text(ARTICLE.replace("22", "21"), encoding="utf-8")
    (tmp_path / "README.md").write_text(f"# Corpus\n\n{STORY}", encoding="utf-8")
    (tmp_path / "themes.toml").write_text("[conflict]\n", encoding="utf-8")
    (tmp_path / ".hidden").write_text(ARTICLE, encoding="utf-8")
    articles = tt.read_articles(tmp_path)
    assert articles["file"].tolist() == ["a.txt", "b/z.txt"]
    rows = tt.ledger(articles)
    skipped = rows[rows["rule"] == "skipped_file"].set_index("file")["reason"]
    assert sorted(skipped.index) == [".hidden", "README.md", "themes.toml"]
    assert "a description, not articles" in skipped["README.md"]


@pytest.mark.parametrize(
    ("content", "encoding", "kind"),
    [
        (STORY.encode(), "utf-8", "utf-8"),
        ("Café à Paris".encode("utf-8-sig"), "utf-8-sig", "bom"),
        ("Café à Paris".encode("utf-16"), "utf-16", "bom"),
        ("Café à Paris".encode("utf-16-le"), "utf-16-le", "guessed"),
        (b'<meta charset="cp1254"><p>' + "Erdoğan".encode("cp1254"), "cp1254", "declared"),
        (b"PK\x03\x04rest", "", "binary"),
        (b"\x00\x01\x02\x00\x00\x00\x00", "", "binary"),
    ],
)
def test_encodings_are_found_in_order(content, encoding, kind):
    assert find_encoding(Document.from_bytes("a", content)) == (encoding, kind)


def test_a_guessed_encoding_is_reported_as_a_guess(tmp_path):
    file = tmp_path / "a.txt"
    text = ARTICLE.replace("nobody", "“nobody” in the café, naïve or not,")
    file.write_bytes(text.encode("cp1252"))
    articles = tt.read_articles(file)
    assert "“nobody” in the café, naïve" in articles["body"].iloc[0]
    assert "guessed_encoding" in articles["quality"].iloc[0]
    rows = tt.ledger(articles)
    assert "cp1252 was guessed" in rows.loc[rows["rule"] == "guessed_encoding", "reason"].iloc[0]


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        ("Café, naïve, Müller, señor, garçon, Fañez, über, Köln, où, Noël, Århus", "cp1252"),
        ("Erdoğan Beşiktaş Diyarbakır Kılıçdaroğlu Ağrı Muş Iğdır kışla", "cp1254"),
        ("Wałęsa Łódź mąż żaba książka Kołobrzeg dążył ścieżka", "cp1250"),
        ("Президент прибыл в Москву на переговоры с делегацией и министром", "cp1251"),
    ],
)
def test_guesses_between_code_pages(text, encoding):
    content = (text + ". ").encode(encoding) * 8
    found, kind = find_encoding(Document.from_bytes("a.txt", content))
    assert kind == "guessed"
    assert content.decode(found) == (text + ". ") * 8


def test_the_encoding_that_is_passed_is_used_or_refused(tmp_path):
    file = tmp_path / "a.txt"
    file.write_bytes(ARTICLE.replace("dawn", "şafak").encode("cp1254"))
    assert "şafak" in tt.read_articles(file, encoding="cp1254")["body"].iloc[0]
    with pytest.raises(tt.errors.ReadingError, match=r"a\.txt: the bytes are not 'utf-8'"):
        tt.read_articles(file, encoding="utf-8")
    with pytest.raises(tt.errors.ReadingError, match="encoding must be a name that Python knows"):
        tt.read_articles(file, encoding="klingon")


@given(st.binary(max_size=300))
def test_any_bytes_decode_or_are_binary(content):
    document = Document.from_bytes("a", content)
    encoding, kind = find_encoding(document)
    if kind != "binary":
        assert isinstance(decode(content, encoding), str)


def test_archives_are_read_like_folders(tmp_path):
    members = {"a.txt": ARTICLE, "deep/b.csv": CSV, "__MACOSX/a.txt": "x", "deep/c.csv.gz": b""}
    members["deep/c.csv.gz"] = gzip.compress(CSV.replace("A", "C").encode())
    (tmp_path / "export.zip").write_bytes(zipped(members))
    articles = tt.read_articles(tmp_path / "export.zip")
    assert articles["file"].tolist() == [
        "export.zip/a.txt",
        "export.zip/deep/b.csv",
        "export.zip/deep/c.csv.gz",
    ]


def test_names_in_archives_cannot_lead_out(tmp_path):
    content = zipped({"../../etc/a.txt": ARTICLE, "/abs/b.txt": ARTICLE.replace("22", "21")})
    (tmp_path / "export.zip").write_bytes(content)
    articles = tt.read_articles(tmp_path)
    assert sorted(articles["file"]) == ["export.zip/abs/b.txt", "export.zip/etc/a.txt"]


@pytest.mark.parametrize("kind", ["zip", "gz"])
def test_a_bomb_is_stopped_by_what_comes_out_not_by_what_it_claims(tmp_path, kind, monkeypatch):
    monkeypatch.setattr(limits, "ARCHIVE_RATIO", 20)
    content = b"Ships sail away. " * 200_000
    file = tmp_path / f"bomb.{kind}"
    file.write_bytes(zipped({"a.txt": content}) if kind == "zip" else gzip.compress(content))
    with pytest.raises(
        tt.errors.ReadingError, match=r"this archive unpacks to more than .* zip bomb"
    ):
        tt.read_articles(file)


def test_archives_in_archives_in_archives_are_not_followed(tmp_path):
    content = ARTICLE.encode()
    for _ in range(4):
        content = gzip.compress(content)
    (tmp_path / "a.gz").write_bytes(content)
    with pytest.raises(
        tt.errors.ReadingError, match="an archive within an archive within an archive"
    ):
        tt.read_articles(tmp_path)


@pytest.mark.parametrize("cut", [5, 30, 80])
def test_a_damaged_archive_is_one_sentence(tmp_path, cut):
    file = tmp_path / "a.zip"
    file.write_bytes(zipped({"a.txt": ARTICLE})[:-cut])
    with pytest.raises(
        tt.errors.ReadingError, match=r"a.zip: this archive is damaged or not complete"
    ):
        tt.read_articles(file)
    packed = tmp_path / "a.gz"
    packed.write_bytes(gzip.compress(ARTICLE.encode())[:-cut])
    with pytest.raises(
        tt.errors.ReadingError, match=r"a.gz: this archive is damaged or not complete"
    ):
        tt.read_articles(packed)


def test_a_file_that_must_be_read_whole_has_a_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "WHOLE_FILE_BYTES", 100)
    file = tmp_path / "a.txt"
    file.write_text(ARTICLE, encoding="utf-8")
    with pytest.raises(tt.errors.ReadingError, match=r"a\.txt: this file is larger than 0 MiB"):
        tt.read_articles(file)


def test_keep_goes_on_after_a_damaged_archive(tmp_path):
    (tmp_path / "a.zip").write_bytes(zipped({"a.txt": ARTICLE})[:-30])
    (tmp_path / "b.txt").write_text(ARTICLE, encoding="utf-8")
    articles = tt.read_articles(tmp_path, on_error="keep")
    assert articles["file"].tolist() == ["b.txt"]
    rows = tt.ledger(articles)
    reason = rows.loc[rows["rule"] == "unreadable", "reason"].item()
    assert reason == "this archive is damaged or not complete. Download it again"


def test_a_few_zero_bytes_do_not_make_a_text_binary(tmp_path):
    (tmp_path / "a.csv").write_bytes(b"title,text,more\nShips,b\x00c and a few more words,d\n")
    assert tt.read_articles(tmp_path)["body"].tolist() == ["b\x00c and a few more words"]


def test_a_header_with_a_title_and_no_text_is_a_headline(tmp_path):
    (tmp_path / "a.md").write_text("---\ntitle: Ships\ndate: 2018-05-03\n---\n", encoding="utf-8")
    articles = tt.read_articles(tmp_path)
    assert articles["title"].tolist() == ["Ships"]
    assert "headline_only" in articles["quality"].iloc[0]


def test_keep_goes_on_after_a_file_that_cannot_be_read(tmp_path):
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "b.csv").write_text("title,text,content\nA,b,c\n", encoding="utf-8")
    with pytest.raises(tt.errors.ReadingError, match="could each be the body"):
        tt.read_articles(tmp_path)
    articles = tt.read_articles(tmp_path, on_error="keep")
    assert len(articles) == 1
    rows = tt.ledger(articles)
    assert rows.loc[rows["rule"] == "unreadable", "file"].tolist() == ["b.csv"]


@pytest.mark.parametrize("option", ["on_error", "date_order"])
def test_unknown_options_are_named(tmp_path, option):
    with pytest.raises(tt.errors.InputError, match=f"read_articles: {option} must be one of"):
        tt.read_articles(tmp_path, **{option: "perhaps"})


def test_the_table_has_the_documented_columns_and_types(tmp_path):
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    articles = tt.read_articles(tmp_path)
    from toolkit.tables import ARTICLES

    assert list(articles.columns) == [column.name for column in ARTICLES]
    assert articles.index.name == "article_id"
    for column in ARTICLES:
        if column.dtype.startswith(("list", "dict")):
            assert articles[column.name].dtype == object
        else:
            assert articles[column.name].dtype.name == column.dtype


def test_what_came_in_is_counted(tmp_path):
    (tmp_path / "a.csv").write_text(CSV + "C,d,\n", encoding="utf-8")
    counts = tt.describe_articles(tt.read_articles(tmp_path)).set_index(["what", "value"])["n"]
    assert counts["articles", ""] == 2
    assert counts["undated", ""] == 1
    assert counts["quality", "no_date"] == 1


SEEDS = [ARTICLE, CSV, '{"title": "A", "text": "b"}\n', '[{"title": "A"}]', "---\ntitle: A\n---\nb"]


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.sampled_from([seed.encode() for seed in SEEDS] + [zipped({"a.txt": ARTICLE})]),
    st.integers(0, 400),
    st.binary(max_size=40),
    st.integers(0, 40),
)
def test_only_our_own_errors_come_out_of_damaged_files(tmp_path, seed, place, inserted, removed):
    content = seed[:place] + inserted + seed[place + removed :]
    file = tmp_path / "fuzzed"
    file.write_bytes(content)
    try:
        articles = tt.read_articles(file, on_error="keep")
    except tt.errors.ToolkitError:
        return
    assert articles.index.is_unique
    assert (tt.ledger(articles)["rule"] != "unbalanced").all()


def test_tables_written_and_read_by_pandas_keep_their_ledger(tmp_path):
    (tmp_path / "a.txt").write_text(ARTICLE, encoding="utf-8")
    articles = tt.read_articles(tmp_path)
    articles[["title", "body"]].to_parquet(tmp_path / "b.parquet")
    back = pd.read_parquet(tmp_path / "b.parquet")
    assert tt.ledger(back)["text"].tolist() == tt.ledger(articles)["text"].tolist()


def test_what_is_no_ordinary_file_in_a_folder_is_named_and_not_opened(tmp_path):
    folder, outside = tmp_path / "folder", tmp_path / "outside"
    folder.mkdir()
    outside.mkdir()
    (folder / "a.csv").write_text("title,text\nA,b\n")
    (outside / "b.csv").write_text("title,text\nB,c\n")
    (folder / "linked").symlink_to(outside)
    (folder / "broken.csv").symlink_to(outside / "nowhere")
    os.mkfifo(folder / "pipe")
    articles = tt.read_articles(folder)
    assert articles["title"].tolist() == ["A"]
    rows = tt.ledger(articles).query("rule == 'skipped_file'").set_index("file")["reason"]
    assert rows.to_dict() == {
        "broken.csv": "a link to nothing",
        "linked": "a link to a folder, which is not followed",
        "pipe": "a pipe, socket or device, not a file",
    }


def test_a_pipe_or_a_path_with_nul_is_refused_at_once(tmp_path):
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(tt.errors.ReadingError, match="pipe: this is a pipe, socket or device"):
        tt.read_articles(tmp_path / "pipe")
    with pytest.raises(tt.errors.ReadingError, match="cannot contain the character NUL"):
        tt.read_articles("a\0b")


@pytest.mark.parametrize(
    ("head", "shown"),
    [
        (b"SQLite format 3\0", "an SQLite database, which is not read; export its table as CSV"),
        (b"\0" * 257 + b"ustar\0" + b"\0" * 200, "a tar archive, which is not read; unpack it"),
        (b"PK\x03\x04" + b"\0" * 26 + b"mimetypeapplication/epub+zip", "an EPUB book"),
        (b"\x89PNG\r\n\x1a\n\0\0\0", r"a picture, .*; run a text recognition \(OCR\)"),
    ],
)
def test_a_binary_file_that_is_not_read_is_named_with_what_to_do(head, shown, tmp_path):
    if head.startswith(b"PK"):
        with zipfile.ZipFile(tmp_path / "a.bin", "w") as archive:
            archive.writestr("mimetype", "application/epub+zip")
    else:
        (tmp_path / "a.bin").write_bytes(head)
    with pytest.raises(tt.errors.ReadingError, match=shown):
        tt.read_articles(tmp_path / "a.bin")


def test_one_value_that_stands_for_millions_of_rows_is_refused_early(tmp_path, monkeypatch):
    import pyarrow as pa
    import pyarrow.parquet as pq

    from toolkit.reading import parquet

    def write(n):
        once = {"title": "Talks", "body": "war " * 250, "date": "2018-10-22"}
        columns = {
            name: pa.DictionaryArray.from_arrays(pa.array([0] * n, pa.int32()), pa.array([value]))
            for name, value in once.items()
        }
        pq.write_table(pa.table(columns), tmp_path / "a.parquet")
        return tmp_path / "a.parquet"

    monkeypatch.setattr(parquet, "FREE", 1)
    size = write(3_000).stat().st_size
    monkeypatch.setattr(limits, "ARCHIVE_RATIO", 3_000 * 1_100 // size)
    assert len(tt.read_articles(write(3_000), progress=False)) == 3_000
    with pytest.raises(
        tt.errors.ReadingError,
        match=r"^read_articles: a\.parquet: this Parquet file unpacks to more than .* raise "
        r"toolkit\.reading\.limits\.ARCHIVE_RATIO\.",
    ):
        tt.read_articles(write(30_000), progress=False)
