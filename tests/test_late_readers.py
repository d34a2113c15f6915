"""Readers whose modules are imported when a document may be in their format."""

import subprocess
import sys
from pathlib import Path

import pytest

from toolkit.reading.exports import READERS
from toolkit.reading.interface import Document

FILES = sorted(path for path in (Path(__file__).parent / "data" / "exports").iterdir())


@pytest.mark.parametrize("path", FILES, ids=[path.name for path in FILES])
def test_what_a_reader_recognises_is_never_ruled_out_before_its_module_is_imported(path):
    for content in (path.read_bytes(), b"\n \n" + path.read_bytes()):
        document = Document.from_bytes(path.name, content)
        for late in READERS:
            if late.reader.recognizes(document):
                assert late.may_read(document), late.place


def test_each_reader_is_found_where_it_is_said_to_be_and_once():
    assert len({late.place for late in READERS}) == len(READERS)
    for late in READERS:
        name = late.place.split(".")[1]
        assert name in {type(late.reader).__name__} or name.isupper(), late.place


def test_a_plain_text_imports_few_readers():
    code = (
        "import sys; from toolkit.reading.registry import find_reader; "
        "from toolkit.reading.interface import Document; "
        "text = b'Talks resume\\n\\n12 May 2018\\n\\nTalks resumed on Monday, officials said.\\n'; "
        "print(find_reader(Document.from_bytes('a.txt', text)).name); "
        "print(*(m.rpartition('.')[2] for m in sys.modules if '.exports.' in m))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    name, modules = done.stdout.splitlines()
    assert name == "pasted text"
    modules = modules.split()
    for heavy in ("webpages", "mail_pages", "xml_files", "pdf", "factiva", "proquest"):
        assert heavy not in modules
