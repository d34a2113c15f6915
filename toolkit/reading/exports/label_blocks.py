"""Reader for texts of labelled blocks: "Title: … / Date: … / Source: …", then the story.

Such files have no publisher: researchers and scripts write them, in the order and language they
like. Labels are read in several languages; a block begins where the first label of the file
recurs after a blank line with another label near it.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.reading.exports.assembly import ArticleBuilder, LinedText, clean, declare_length
from toolkit.reading.exports.common import first_lines, is_markup, require_article
from toolkit.reading.exports.labelled import label_in, labelled_fields
from toolkit.reading.exports.nexis_labels import language_code, strip_by
from toolkit.reading.front_matter import MOST_LINES, find_front_matter
from toolkit.reading.text_size import count_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.reading.exports.assembly import Line
    from toolkit.reading.interface import Document, Piece, RawArticle, ReadOptions

_LABELS = {
    "title": (
        "title|headline|heading|head|hl|article title|titel|überschrift|schlagzeile|titre|título|"
        "titulo|titular|titolo|manchete|kop|başlık|tytuł|rubrik/titel|заголовок|название|заголовок|"
        "عنوان|العنوان|标题|標題|タイトル|제목"
    ),
    "published": (
        "date|published|published on|publication date|date published|date of publication|pub date|"
        "pubdate|datum|erscheinungsdatum|erschienen|date de publication|fecha|"
        "fecha de publicación|data|data di pubblicazione|data de publicação|publicatiedatum|tarih|"
        "дата|дата публикации|التاريخ|تاريخ|日期|日付|날짜"
    ),
    "updated": "updated|last updated|modified|aktualisiert|mis à jour|actualizado|güncelleme",
    "source": (
        "source|newspaper|paper|publication|publication title|publication name|outlet|"
        "news outlet|news source|media|medium|media outlet|journal|quelle|zeitung|journal/source|"
        "fuente|periódico|diario|fonte|giornale|testata|jornal|veículo|bron|krant|kaynak|gazete|"
        "źródło|gazeta|источник|издание|газета|المصدر|الصحيفة|来源|來源|媒体|출처"
    ),
    "byline": (
        "author|authors|author(s)|byline|by|written by|reporter|journalist|autor|autoren|autor/in|"
        "verfasser|auteur|auteurs|autores|autore|autori|yazar|автор|الكاتب|作者|記者|기자"
    ),
    "section": (
        "section|category|desk|rubrik|ressort|kategorie|rubrique|sección|sezione|seção|editoria|"
        "rubriek|bölüm|рубрика|القسم"
    ),
    "page": "page|pages|pg|page number|seite|seiten|página|páginas|pagina|sayfa|страница",
    "url": "url|link|web|web address|weblink|permalink|enlace|lien|adresse url|internetadresse",
    "body": (
        "text|full text|fulltext|body|content|article|article text|main text|story|volltext|"
        "inhalt|artikeltext|texte|texte intégral|texte complet|contenu|texto|texto completo|"
        "contenido|testo|conteúdo|tekst|inhoud|metin|treść|текст|النص|正文|内容|本文|본문"
    ),
    "summary": (
        "abstract|summary|lead|lede|teaser|standfirst|subtitle|sub-headline|zusammenfassung|"
        "vorspann|untertitel|résumé|chapô|resumen|entradilla|sommario|resumo|samenvatting|özet"
    ),
    "place": "place|dateline|location|ort|lieu|lugar|luogo|local|plaats|yer",
    "language": "language|sprache|langue|idioma|lingua|taal|dil|язык|اللغة",
    "edition": "edition|ausgabe|édition|edición|edizione|edição|editie|baskı",
    "words_declared": "length|word count|words|länge|wörter|longueur|longitud|lunghezza|lengte",
    "agency": "agency|news agency|agentur|agence|agencia|agenzia|agência",
    "captions": "caption|captions|image caption|bildunterschrift|légende|pie de foto|didascalia",
    "notes": "note|notes|correction|anmerkung|remarque|nota",
    "document_number": "id|document id|article id|doc id|record number|accession number|"
    "dokumentnummer",
    "keywords": "keywords|subject|subjects|tags|topic|topics|schlagwörter|mots-clés|palabras clave|"
    "parole chiave|country|database|slug|status|type|document type|publisher|copyright|issn",
}  # fmt: skip
_FIELD_OF = {label: name for name, labels in _LABELS.items() for label in labels.split("|")}
_OWN_NAME = frozenset(_LABELS["keywords"].split("|"))
_COUNTER = re.compile(
    r"\s*(?:article|artikel|artículo|record|document|dokument|item|story|no\.?|nr\.?|#)?\s*"
    r"\d{1,5}(?: (?:of|von|de|sur) \d{1,6})?\s*[.):]?\s*$",
    re.IGNORECASE,
)
_SEPARATOR = re.compile(r"\s*(?:[-*=_~#]{3,}|\f+|(?:[*•]\s?){3,})\s*$")
_MAX_HEADER = 30
_MOST_ABOVE, _MOST_WORDS = 3, 12


class LabelBlocks:
    """Text of blocks "Title: … / Date: … / Source: …"."""

    name = "labelled-text"

    def recognizes(self, document: Document) -> bool:
        """Return whether the text begins with a block of labels, the title or a date among them."""
        if document.is_binary or is_markup(document.head):
            return False
        if not _may_hold_blocks(LinedText(first_lines(document.head, _MAX_HEADER)).lines):
            return False
        if find_front_matter(document.head.split("\n", MOST_LINES)) is not None:
            return False  # that is read elsewhere
        return holds_blocks(LinedText(document.head))

    def read(self, document: Document, options: ReadOptions) -> Iterator[RawArticle | Piece]:
        """Yield the articles in order, and the pieces that belong to no article."""
        source = LinedText(document.text)
        if "\f" in document.text:
            source.lines = list(_between_form_feeds(source.lines))
        yield from require_article(document, read_blocks(source), "labelled text")


def _between_form_feeds(lines: Sequence[Line]) -> Iterator[Line]:
    """Yield the parts of lines before and behind form feeds, with an empty line for each feed."""
    for line in lines:
        at = line.start
        for nth, part in enumerate(line.text.split("\f")):
            if nth:
                yield line._replace(end=at - 1, start=at - 1, text="")
            yield line._replace(start=at, end=at + len(part), text=part)
            at += len(part) + 1


def _is_gap(line: Line) -> bool:
    if line.blank or _SEPARATOR.match(line.text) is not None:
        return True
    return len(line.text) < 40 and _COUNTER.match(line.text) is not None


def field_in(line: Line) -> tuple[str, int] | None:
    """Return the field of a line's label and the offset of its value; None without a known one."""
    found = label_in(line)
    if found is None:
        return None
    name = _FIELD_OF.get(found[0].lstrip("\ufeff"))
    if name is None:
        return None
    return (found[0] if found[0] in _OWN_NAME else name), found[1]


def field_of_label(text: str) -> str:
    """Return the field that a label names, with or without its colon; "" for other texts.

    Examples
    --------
    >>> field_of_label("Publication date:"), field_of_label("Harbour talks")
    ('published', '')
    """
    label = " ".join(text.casefold().split()).rstrip(" :：")
    name = _FIELD_OF.get(label, "")
    return label if label in _OWN_NAME else name


def _begins_block(lines: Sequence[Line], at: int) -> bool:
    """Return whether a block of labels begins at a line: two of title, date and outlet in it."""
    first = field_in(lines[at])
    if first is None or first[0] == "body":
        return False
    names = set()
    for line in lines[at : at + _MAX_HEADER]:
        found = field_in(line)
        if found is None and not line.blank and count_words(line.text) > 12:
            break
        if found is not None:
            if found[0] in names and found[0] == first[0]:
                break
            names.add(found[0])
    return len(names & {"title", "published", "source"}) >= 2


def holds_blocks(source: LinedText, *, least: int = 1) -> bool:
    r"""Return whether a text begins with a block of labels, or a name of the whole above several.

    Below such a name the blocks begin with their titles: "Date: …" may stand below a headline.

    Parameters
    ----------
    source : LinedText
    least : int
        How many blocks there must be, at least.

    Examples
    --------
    >>> block = "Title: Ships\nDate: 22 May 2018\n\nThey sail.\n\n"
    >>> [holds_blocks(LinedText(f"{name}{block * 2}")) for name in ("", "Press review\n\n")]
    [True, True]
    """
    if not _may_hold_blocks(source.lines):
        return False
    starts = list(_starts(source.lines))
    has_name = any(not _is_gap(line) for line in source.lines[: starts[0]]) if starts else False
    return len(starts) >= max(least, 1 + has_name)


def _may_hold_blocks(lines: Sequence[Line]) -> bool:
    """Return whether a block begins at one of the first lines, below short ones."""
    filled = [at for at, line in enumerate(lines[:_MAX_HEADER]) if not _is_gap(line)]
    for nth, at in enumerate(filled[:_MOST_ABOVE]):
        found = field_in(lines[at])
        if found is not None and (nth == 0 or found[0] == "title") and _begins_block(lines, at):
            return True
        if found is not None or count_words(lines[at].text) > _MOST_WORDS:
            return False
    return False


def read_blocks(source: LinedText) -> Iterator[RawArticle | Piece]:
    """Yield the article of each block of labels, and what stands above the first."""
    lines = source.lines
    starts = list(_starts(lines))
    if source.has_text(0, lines[starts[0]].start if starts else len(source.text)):
        end = lines[starts[0]].start if starts else len(source.text)
        yield source.piece(0, end, "dropped", rule="before_first_block")
    for at, following in zip(starts, [*starts[1:], len(lines)], strict=True):
        end = lines[following].start if following < len(lines) else len(source.text)
        builder = ArticleBuilder(source, lines[at].start, end)
        yield _article(builder, lines[at:following])


def _starts(lines: Sequence[Line]) -> Iterator[int]:
    """Yield where blocks begin: the label of the first one, with others below it."""
    first = ""
    gap = True
    for at, line in enumerate(lines):
        found = field_in(line) if gap or _goes_on(lines, at) else None
        if found is not None and first in {"", found[0]} and _begins_block(lines, at):
            first = found[0]
            yield at
        gap = _is_gap(line)


def _goes_on(lines: Sequence[Line], at: int) -> bool:
    """Return whether the line below has a label, as in a header and not in a story."""
    below = lines[at + 1] if at + 1 < len(lines) else None
    return below is not None and (found := field_in(below)) is not None and found[0] != "body"


def _article(builder: ArticleBuilder, lines: Sequence[Line]) -> RawArticle | Piece:
    cut = _end_of_header(lines)
    header = [line for line in lines[:cut] if not line.blank]
    for field in labelled_fields(header, field_in):
        _put(builder, field.name, field.value_at, field.lines)
    rest = [line for line in lines[cut:] if not _is_gap(line)]
    foot = len(rest)
    while foot and (found := field_in(rest[foot - 1])) and found[0] not in {"body", "summary"}:
        foot -= 1
    if not builder.article.fields.get("title") and foot > 1 and _is_headline(rest[0]):
        builder.put_lines("title", rest[:1], rule="first_line")
        builder.article.flag("title_guess", "no label names the headline; the first line was taken")
        rest, foot = rest[1:], foot - 1
    for line in rest[:foot]:
        builder.put("body", line.start, line.end, rule="paragraph", value=line.text)
    for field in labelled_fields(rest[foot:], field_in):
        _put(builder, field.name, field.value_at, field.lines)
    for line in lines[cut:]:
        if not line.blank and _is_gap(line):
            builder.put_lines("", [line], rule="separator", action="dropped")
    article = builder.article
    if article.extra.get("status", "").lower() == "draft":
        return builder.reject("not_an_article", "never published (status: draft)")
    if not article.paragraphs and not article.fields.get("title") and not article.summary:
        return builder.reject("not_an_article", "labels without a title and a story")
    article = builder.finish()
    declare_length(article)
    return article


def _is_headline(line: Line) -> bool:
    return count_words(line.text) <= 25 and not line.text.rstrip().endswith((".", ":", ";"))


def _end_of_header(lines: Sequence[Line]) -> int:
    """Return where the story begins: below the last label that directly follows the others."""
    cut = 1
    blank = False
    for at, line in enumerate(lines):
        if line.blank:
            blank = True
            continue
        found = field_in(line)
        if found is None:
            if blank or _is_gap(line) or not _goes_on(lines, at):
                return cut
        elif found[0] == "body":
            return at + 1
        cut, blank = at + 1, False
    return cut


def _put(builder: ArticleBuilder, name: str, value_at: int, lines: Sequence[Line]) -> None:
    start, end = lines[0].start, lines[-1].end
    if name == "body":
        builder.put("", start, value_at, rule="label", action="dropped")
        builder.put_paragraphs(value_at, end)
        return
    value = clean(builder.source.text[value_at:end])
    if name == "byline":
        value = strip_by(value)
    elif name == "language":
        value = language_code(value)
    if name in {"title", "source", "published"} and builder.article.fields.get(name):
        name = f"other_{name}"
    builder.put(name, start, end, rule=f"label_{name}", value=value)
