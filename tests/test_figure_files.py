"""A saved figure: every format, its numbers, its record, the same bytes each time."""

import hashlib
import io
import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import matplotlib.pyplot as plt
import pandas as pd
import pytest
from fontTools.subset import Options
from fontTools.ttLib import TTFont
from matplotlib.figure import Figure
from PIL import Image

import toolkit as tt
from tests import figure_tables as tables
from toolkit._core import drafts

ROOT = Path(__file__).parents[1]
SVG = "{http://www.w3.org/2000/svg}"
TITLE = "Talks <rose> & fell"


def save(folder, name="talks", **options):
    table = tables.period_shares(n=6)
    with tt.plot.figure_style():
        fig = Figure(figsize=(4, 3), layout="constrained")
        ax = fig.subplots()
        tt.plot.theme_shares(table, ax=ax)
        ax.set_title(TITLE)
        return tt.save_figure(fig, folder / name, data=table, made_by={"seed": 1}, **options)


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    return save(tmp_path_factory.mktemp("figures"), caption='Share of articles; "talks" < aid.')


def test_every_file_has_the_same_stem(saved):
    names = sorted(path.name for path in saved.files)
    suffixes = [".caption.txt", ".csv", ".json", ".pdf", ".png", ".svg"]
    assert names == [f"talks{suffix}" for suffix in suffixes]
    assert all(path.exists() for path in saved.files)


def test_the_numbers_are_the_table_that_was_drawn(saved):
    lines = saved.path(".csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "period,theme,share,low,high,n_articles,n_clusters,partial,note"
    assert len(lines) == 1 + 2 * 6


def test_the_record_holds_the_hash_of_every_other_file(saved):
    record = json.loads(saved.path(".json").read_text(encoding="utf-8"))
    assert record["made_by"] == {"seed": 1}
    assert record["title"] == TITLE
    assert set(record["files"]) == {".png", ".svg", ".pdf", ".csv", ".caption.txt"}
    for suffix, digest in record["files"].items():
        assert hashlib.sha256(saved.path(suffix).read_bytes()).hexdigest() == digest


def test_the_svg_is_named_and_described_for_screen_readers(saved):
    root = ET.fromstring(saved.path(".svg").read_bytes())
    title, description = root.find(f"{SVG}title"), root.find(f"{SVG}desc")
    assert root.get("role") == "img"
    assert root.get("aria-labelledby") == f"{title.get('id')} {description.get('id')}"
    assert title.text == TITLE
    assert description.text == saved.alt
    assert len(root.findall(f"{SVG}title")) == 1


def test_the_png_carries_title_description_and_record_at_300_dpi(saved):
    with Image.open(saved.path(".png")) as image:
        assert image.info["Title"] == TITLE
        assert image.info["Description"] == saved.alt
        assert json.loads(image.info["Provenance"]) == {"seed": 1}
        assert round(image.info["dpi"][0]) == 300
        assert image.size == (1200, 900)


def test_the_fonts_of_a_pdf_have_no_tables_for_setting_text_and_its_words_can_be_read(saved):
    pypdf = pytest.importorskip("pypdf")
    page = pypdf.PdfReader(saved.path(".pdf")).pages[0]
    for font in page["/Resources"]["/Font"].values():
        own = font.get_object()
        inner = own["/DescendantFonts"][0].get_object() if "/DescendantFonts" in own else own
        data = inner["/FontDescriptor"]["/FontFile2"].get_data()
        tables = set(TTFont(io.BytesIO(data)).keys())
        assert "glyf" in tables
        assert not tables & {"GPOS", "GSUB", "GDEF"}
    assert "Talks <rose> & fell" in page.extract_text()
    assert not {"GPOS", "GSUB", "GDEF"} & set(Options().drop_tables)  # others keep theirs


def test_a_figure_is_drawn_once_for_each_format(tmp_path, monkeypatch):
    """Matplotlib drew it twice, the first time for a layout that was made already."""
    drawn = []
    draw = Figure.draw
    monkeypatch.setattr(Figure, "draw", lambda fig, to: drawn.append(1) or draw(fig, to))
    save(tmp_path)
    assert len(drawn) == 3


def test_the_pdf_embeds_its_fonts_and_has_no_type_3(saved):
    pypdf = pytest.importorskip("pypdf")
    assert b"/Type3" not in saved.path(".pdf").read_bytes()
    reader = pypdf.PdfReader(saved.path(".pdf"))
    fonts = reader.pages[0]["/Resources"]["/Font"]
    inner = [font.get_object()["/DescendantFonts"][0].get_object() for font in fonts.values()]
    assert inner
    assert all("/FontFile2" in font["/FontDescriptor"].get_object() for font in inner)
    assert reader.metadata["/Subject"] == saved.alt
    assert reader.metadata.title == TITLE


def test_no_file_tells_the_time_or_a_path_of_the_machine(saved):
    for path in saved.files:
        content = path.read_bytes()
        assert str(path.parent).encode() not in content
        assert not re.search(rb"20[2-9]\d-\d\d-\d\dT\d\d", content)
        assert b"CreationDate" not in content


def test_a_notebook_gets_the_alternative_text_with_html_and_png(saved):
    data, metadata = saved._repr_mimebundle_()
    alt = saved.alt.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    assert f'alt="{alt}"' in data["text/html"]
    assert "&quot;talks&quot; &lt; aid." in data["text/html"]
    assert metadata["image/png"]["alt"] == saved.alt
    assert "<rose>" not in data["text/html"]
    assert data["text/html"].startswith("<figure")


def test_the_caption_file_has_caption_and_alternative_text(saved):
    text = saved.path(".caption.txt").read_text(encoding="utf-8")
    assert text == f"{saved.caption}\n\n{saved.alt}\n"


def test_a_figure_saved_twice_is_the_same_and_stays_as_it_was(tmp_path):
    with tt.plot.figure_style():
        ax = tt.plot.coverage(tables.coverage())
        fig = ax.figure
        before = fig.get_layout_engine(), fig.dpi
        first = tt.save_figure(fig, tmp_path / "a")
        fig.draw_without_rendering()
        second = tt.save_figure(fig, tmp_path / "b")
    assert (fig.get_layout_engine(), fig.dpi) == before
    assert ax.get_in_layout()
    for suffix in (".png", ".svg", ".pdf", ".json"):
        assert first.path(suffix).read_bytes() == second.path(suffix).read_bytes(), suffix
    plt.close(fig)


PROGRAM = """
import sys
from pathlib import Path
from tests.test_figure_files import save
save(Path(sys.argv[1]))
"""


def test_another_process_with_another_hash_seed_writes_the_same_bytes(tmp_path):
    here = save(tmp_path / "here")
    environment = {**os.environ, "PYTHONHASHSEED": "random", "TZ": "Pacific/Kiritimati"}
    subprocess.run(
        [sys.executable, "-c", PROGRAM, str(tmp_path / "there")],
        check=True,
        cwd=ROOT,
        env=environment,
    )
    for path in here.files:
        assert (tmp_path / "there" / path.name).read_bytes() == path.read_bytes(), path.name


def test_a_full_disk_leaves_the_earlier_figure_as_it_was(tmp_path, monkeypatch):
    first = save(tmp_path)
    before = {path: path.read_bytes() for path in first.files}

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(drafts, "sync", full)
    with pytest.raises(OSError, match="the disk is full"):
        save(tmp_path, alt="Another text.")
    assert {path: path.read_bytes() for path in tmp_path.iterdir()} == before


def test_numbers_of_an_earlier_figure_do_not_stay_beside_one_without_a_table(tmp_path):
    save(tmp_path)
    tt.save_figure(Figure(), tmp_path / "talks")
    assert not (tmp_path / "talks.csv").exists()


def test_a_path_with_a_suffix_is_refused():
    with pytest.raises(tt.errors.InputError) as error:
        tt.save_figure(Figure(), "figures/talks.png")
    assert str(error.value) == "save_figure: give the path without its suffix; got 'talks.png'."


@pytest.mark.filterwarnings("ignore:Glyph:UserWarning")
def test_control_characters_in_labels_leave_a_picture_that_every_reader_of_xml_opens(tmp_path):

    figure = Figure(figsize=(3, 2))
    ax = figure.subplots()
    ax.set_title("red \x1b[31m \x07 \x0b", gid="title\x07")
    ax.plot([0, 1], gid="line\x1b\x01")
    table = pd.DataFrame({"theme": ["a\x1b[2J\x9b"], "share": [0.5]})
    saved = tt.save_figure(figure, tmp_path / "f", data=table, caption="c\x00\x1b", alt="a\x08")
    ET.parse(saved.path(".svg"))
    for path in saved.files:
        if path.name.endswith((".csv", ".txt", ".svg")):
            assert not set(path.read_text(encoding="utf-8")) & {"\x00", "\x07", "\x08", "\x1b"}
