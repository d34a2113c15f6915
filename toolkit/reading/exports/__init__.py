"""Readers for the exports of news databases, feeds and archives.

`READERS` lists them in the order in which they are tried: specific formats before general ones.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.reading.exports.europresse import EuropresseHtml
from toolkit.reading.exports.factiva import FactivaHtml, FactivaText, FactivaXml
from toolkit.reading.exports.feeds import Feed, JsonFeed
from toolkit.reading.exports.gdelt import Gdelt
from toolkit.reading.exports.mediawiki import MediaWiki
from toolkit.reading.exports.nexis import NexisHtml, NexisText, NexisUniDocx, NexisUniText
from toolkit.reading.exports.office_files import RichText, WordDocument
from toolkit.reading.exports.pdf import Pdf
from toolkit.reading.exports.proquest import ProQuestHtml, ProQuestMail, ProQuestText
from toolkit.reading.exports.warc import WebArchive
from toolkit.reading.exports.webpages import WebPage

if TYPE_CHECKING:
    from toolkit.reading.interface import Reader

READERS: tuple[Reader, ...] = (
    Pdf(),
    WebArchive(),
    NexisUniDocx(),
    WordDocument(),
    RichText(),
    FactivaXml(),
    MediaWiki(),
    Feed(),
    JsonFeed(),
    NexisHtml(),
    FactivaHtml(),
    EuropresseHtml(),
    ProQuestHtml(),
    ProQuestMail(),
    ProQuestText(),
    NexisText(),
    NexisUniText(),
    FactivaText(),
    Gdelt(),
    WebPage(),
)
"""Tried in this order; the first that recognises a document reads it."""

__all__ = ["READERS"]
