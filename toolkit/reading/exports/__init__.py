"""Readers for the exports of news databases, feeds and archives.

`READERS` lists them in the order in which they are tried: specific formats before general ones. The
module of a reader is imported when a document has what every file in its format has.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.reading.exports.late_readers import LateReader
from toolkit.reading.exports.unknown import UnknownStructure

if TYPE_CHECKING:
    from toolkit.reading.interface import Reader

_ZIP = (b"PK\x03\x04",)
_RULE = 40 * "_"
_LENGTHS = ("LENGTH", "LÄNGE", "LONGUEUR", "LONGITUD", "LUNGHEZZA", "LENGTE")
_STORIES = ("Body", "Text", "Volltext", "Corps")
_HEADINGS = ("\n#", "\n=", "\n*", "\n--", "\n~~", "\n^^", "\nh1", "\nh2", "\nh3")
_COVERS = ("Job Number", "Auftragsnummer", "Numéro de tâche", "Documents (")

READERS: tuple[LateReader, ...] = (
    LateReader("pdf.Pdf", starts=(b"%PDF-", b" obj")),
    LateReader("warc.WebArchive", starts=(b"WARC/", b"filedesc://", b"\x1f\x8b")),
    LateReader("crawl_lists.CrawlList", words=("json-pages-", " CDX ", ")/")),
    LateReader("nexis.NexisUniDocx", starts=_ZIP),
    LateReader("office_files.WordDocument", starts=_ZIP),
    LateReader("office_files.OpenDocument", starts=_ZIP),
    LateReader("epub.Epub", starts=_ZIP),
    LateReader("office_files.RichText", starts=(b"{\\rtf",)),
    LateReader("substack.SubstackPosts", words=("post_id,post_date",)),
    LateReader("substack.SubstackPage", markup=True),
    LateReader("factiva.FactivaXml", markup=True),
    LateReader("mediawiki.MediaWiki", markup=True),
    LateReader("nitf.NITF", markup=True),
    LateReader("newsml.NEWSML", markup=True),
    LateReader("tei.Tei", markup=True),
    LateReader("tdm_studio.TDM_STUDIO", markup=True),
    LateReader("endnote_xml.ENDNOTE_XML", markup=True),
    LateReader("trafilatura_files.TRAFILATURA", markup=True),
    LateReader("evernote.Enex", words=("<en-export",)),
    LateReader("feeds.Feed", markup=True),
    LateReader("feeds.JsonFeed", words=("jsonfeed.org",)),
    LateReader("record_json.CslJson", words=("date-parts",)),
    LateReader("record_json.TrafilaturaJson", words=('"fingerprint"',)),
    LateReader("nexis.NexisHtml", markup=True),
    LateReader("factiva.FactivaHtml", markup=True),
    LateReader("europresse.EuropresseHtml", markup=True),
    LateReader("proquest.ProQuestHtml", markup=True),
    LateReader("telegram.TelegramHtml", words=("page_body chat_page",)),
    LateReader("proquest.ProQuestMail", words=("text/html",)),
    LateReader("mailboxes.Mailbox", starts=(b"From ",)),
    LateReader("mail_pages.MailPage", folded=("mime-version", "content-type")),
    LateReader("proquest.ProQuestText", words=(_RULE,)),
    LateReader("nexis.NexisText", folded=("doc", "dok")),
    LateReader("nexis.NexisUniText", words=(*_STORIES, *_COVERS)),
    LateReader("factiva.FactivaText", words=("Document", "Dokument", "Документ")),
    LateReader("genios.Genios", words=("Quelle:",)),
    LateReader("gale.Gale", words=("Full Text:",)),
    LateReader("retriever.Retriever", words=("Publicerat ", "blisert ")),
    LateReader("tagged_references.Ris", words=("TY ",)),
    LateReader("tagged_references.EndNoteTagged", words=("%0",)),
    LateReader("bibtex.BibTex", words=("@",)),
    LateReader("nexis.NexisSingle", words=_LENGTHS),
    LateReader("ebsco.Ebsco", words=("Title:",)),
    LateReader("label_blocks.LabelBlocks"),
    LateReader("clippings.NEWSBANK"),
    LateReader("clippings.PRESSREADER"),
    LateReader("framed_tables.FramedTable", words=("|",)),
    LateReader("marked_headings.MarkedHeadings", words=_HEADINGS),
    LateReader("gdelt.Gdelt", folded=("\t", "identifier", "sourceurl", "seendate")),
    LateReader("record_xml.XmlRecords", markup=True),
    LateReader("webpages.WebPage", markup=True),
)
"""Tried in this order; the first that recognises a document reads it."""

UNKNOWN: Reader = UnknownStructure()
"""Tried after JSON, before tables and pasted text: an error for structures that are not read."""

__all__ = ["READERS", "UNKNOWN"]
