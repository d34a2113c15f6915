"""Readers for the exports of news databases, feeds and archives.

`READERS` lists them in the order in which they are tried: specific formats before general ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.reading.exports.bibtex import BibTex
from toolkit.reading.exports.clippings import NEWSBANK, PRESSREADER
from toolkit.reading.exports.ebsco import Ebsco
from toolkit.reading.exports.endnote_xml import ENDNOTE_XML
from toolkit.reading.exports.europresse import EuropresseHtml
from toolkit.reading.exports.factiva import FactivaHtml, FactivaText, FactivaXml
from toolkit.reading.exports.feeds import Feed, JsonFeed
from toolkit.reading.exports.gale import Gale
from toolkit.reading.exports.gdelt import Gdelt
from toolkit.reading.exports.genios import Genios
from toolkit.reading.exports.label_blocks import LabelBlocks
from toolkit.reading.exports.mail_pages import MailPage
from toolkit.reading.exports.mediawiki import MediaWiki
from toolkit.reading.exports.newsml import NEWSML
from toolkit.reading.exports.nexis import (
    NexisHtml,
    NexisSingle,
    NexisText,
    NexisUniDocx,
    NexisUniText,
)
from toolkit.reading.exports.nitf import NITF
from toolkit.reading.exports.office_files import OpenDocument, RichText, WordDocument
from toolkit.reading.exports.pdf import Pdf
from toolkit.reading.exports.proquest import ProQuestHtml, ProQuestMail, ProQuestText
from toolkit.reading.exports.record_json import CslJson, TrafilaturaJson
from toolkit.reading.exports.tagged_references import EndNoteTagged, Ris
from toolkit.reading.exports.tdm_studio import TDM_STUDIO
from toolkit.reading.exports.tei import Tei
from toolkit.reading.exports.trafilatura_files import TRAFILATURA
from toolkit.reading.exports.unknown import UnknownStructure
from toolkit.reading.exports.warc import WebArchive
from toolkit.reading.exports.webpages import WebPage

if TYPE_CHECKING:
    from toolkit.reading.interface import Reader

READERS: tuple[Reader, ...] = (
    Pdf(),
    WebArchive(),
    NexisUniDocx(),
    WordDocument(),
    OpenDocument(),
    RichText(),
    FactivaXml(),
    MediaWiki(),
    NITF,
    NEWSML,
    Tei(),
    TDM_STUDIO,
    ENDNOTE_XML,
    TRAFILATURA,
    Feed(),
    JsonFeed(),
    CslJson(),
    TrafilaturaJson(),
    NexisHtml(),
    FactivaHtml(),
    EuropresseHtml(),
    ProQuestHtml(),
    ProQuestMail(),
    MailPage(),
    ProQuestText(),
    NexisText(),
    NexisUniText(),
    FactivaText(),
    Genios(),
    Gale(),
    Ris(),
    EndNoteTagged(),
    BibTex(),
    NexisSingle(),
    Ebsco(),
    LabelBlocks(),
    NEWSBANK,
    PRESSREADER,
    Gdelt(),
    WebPage(),
)
"""Tried in this order; the first that recognises a document reads it."""

UNKNOWN: Reader = UnknownStructure()
"""Tried after JSON, before tables and pasted text: an error for structures that are not read."""

__all__ = ["READERS", "UNKNOWN"]
