"""The names that tables and interfaces give to the fields of an article, in several languages.

Names are compared as returned by `name_key`: without case, accents and separators. In each list
the preferred name comes first.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.reading.months import folded

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

COMMON_NAMES = {
    "title": """
        title headline hd headline_main web_title article_title heading main_headline
        article_headline story_title story_headline news_title news_headline document_title
        title_rendered title_full head titel überschrift schlagzeile artikeltitel titre
        intitulé título titular titolo manchete kop artikelkop başlık tytuł nagłówek
        rubrik_titel overskrift otsikko nadpis název cím titlu заголовок название назва
        العنوان عنوان عنوان_المقال تیتر 标题 標題 タイトル 제목 शीर्षक judul tiêu_đề
    """,
    "body": """
        body text content article maintext main_text full_text fulltext article_text
        article_body body_text text_of_article full_text_of_article article_full_text story
        content_text text_content plain_text introtext content_rendered
        article_content story_text document_text news_text body_plain volltext artikeltext
        inhalt textkörper texte corps contenu texte_intégral texto cuerpo contenido
        texto_completo testo contenuto corpo conteúdo texto_integral metin içerik
        haber_metni tekst treść artikelinhoud inhoud brødtekst brödtext teksti obsah szöveg
        conținut текст содержание текст_статьи النص نص المحتوى متن 正文 内容 本文 본문
        내용 isi_berita nội_dung
    """,
    "date": """
        date article_date story_date news_date event_date print_date date_printed datum fecha
        tarih
        datum_artikel dato päivämäärä dátum дата تاريخ التاريخ تاریخ 日期 日付 날짜 tanggal ngày
    """,
    "published": """
        published publish_date published_at published_date pubdate pub_date publication_date
        date_published publication_time published_time date_publish publishing_date
        first_publication_date first_published first_published_date first_published_at publish_on
        authored_on
        web_publication_date date_issued issue_date issued release_date date_time_pub
        published_on publish_time posted_at date_of_publication veröffentlicht
        veröffentlichungsdatum erscheinungsdatum publikationsdatum erschienen
        date_de_publication date_publication date_parution fecha_de_publicación
        fecha_publicación publicado data_pubblicazione data_di_pubblicazione
        data_de_publicação data_publicação publicatiedatum yayın_tarihi yayınlanma_tarihi
        data_publikacji дата_публикации дата_публікації تاريخ_النشر تاریخ_انتشار 发布时间 发布日期
        掲載日 게재일 publicerad publicerat publisert publiceringsdatum utgivningsdatum
        publiseringsdato utgivelsesdato udgivelsesdato julkaistu julkaisupäivä
        veröffentlicht_am erschienen_am publié_le publiée_le paru_le publicado_el publicado_em
        pubblicato pubblicato_il gepubliceerd gepubliceerd_op publicatie_datum opublikowano
        data_opublikowania publicerad_den udgivet udgivet_den
    """,
    "updated": """
        updated updated_at update_date last_updated version_created aktualisiert aktualisiert_am
        mis_à_jour mis_à_jour_le actualizado actualizado_el aggiornato_il atualizado_em
        bijgewerkt_op
    """,
    "source": """
        source publication outlet media_name newspaper source_name source_title
        publication_title news_outlet mentionsourcename publication_name outlet_name
        newspaper_name newspaper_title pub_title journal_title container_title periodical
        media_outlet media_source news_source paper medium quelle zeitung medienname mediumname
        journal média fuente periódico medio diario fonte testata giornale jornal veículo
        bron krant kaynak gazete źródło gazeta tidning källa avis medie kilde lähde lehti zdroj
        forrás sursa источник издание газета джерело المصدر الصحيفة منبع روزنامه 来源 媒体 報紙
        新聞名 매체 언론사 sumber nguồn publikation mediename
    """,
    "section": """
        section section_name category desk news_desk section_title rubric categories
        subsection ressort rubrik rubrique sección seccion sezione seção secção kategori
        kategorie bölüm rubriek dział раздел рубрика القسم 栏目 분야
    """,
    "byline": """
        byline author authors creator by byline_original author_name authors_byline writer
        reporter autor autoren verfasser auteur auteurs autore autori autores yazar
        journaliste redakteur forfatter författare kirjoittaja автор авторы الكاتب نویسنده
        作者 記者 기자 penulis tác_giả
    """,
    "url": """
        url link web_url article_url canonical_url document_url mentionidentifier permalink
        page_url trove_url story_url news_link hyperlink
        webadresse adresse_url lien enlace weblink odkaz ссылка
        رابط 链接 링크
    """,
    "language": """
        language lang sprache langue idioma lingua dil taal język språk язык мова اللغة 语言
        언어 language_code lg
    """,
    "summary": """
        summary abstract standfirst description excerpt snippet abstract_note trail_text
        lead lede subtitle dek subheadline teaser excerpt_rendered meta_description opening_text
        zusammenfassung vorspann kurzfassung untertitel résumé chapô chapeau resumen
        entradilla resumo riassunto sommario özet spot samenvatting streszczenie ingress
        аннотация ملخص 摘要 요약
    """,
    "place": "place dateline ort lieu lugar luogo",
    "agency": "agency news_agency agentur",
    "captions": "caption captions image_caption bildunterschrift légende",
    "notes": "notes note correction corrections",
    "page": "page page_number print_page seite pagina página",
    "edition": "edition ausgabe édition edición",
}
"""Field -> names that mean it wherever they stand."""

YEARS = "year jahr année anno año ano yıl jaar rok год рік السنة 年"
MONTHS = "month monat mois mes mese mês ay maand miesiąc месяц місяць الشهر 月"
DAYS = "day day_of_month tag jour día giorno dia gün dag dzień день اليوم 日"
"""Names of columns that hold a part of the date each."""

SECOND_CHOICES = {
    "title": "rubrik name post_title print_headline og_title title_rss seo_title",
    "body": """
        content_html body_html html_content article_html raw_text clean_text lead_paragraph
        content_encoded post_content tweet_text selftext message paragraphs
        content_elements
    """,
    "date": """
        data day datetime date_time time_published pubtime time created_at created
        creation_date creation_time post_created created_utc seendate mentiontimedate timestamp
        ts post_date date_gmt date_utc match_date_time
        year jahr année anno año ano yıl jaar rok год рік السنة 年
    """,
    "published": """
        publication_datetime published_datetime first_created content_created
        published_date_utc published_at_utc publish_date_utc published_utc
    """,
    "source": """
        publisher publisher_name site_name meta_site_name og_site_name source_hostname
        hostname domain site site_full source_domain website clean_url provider
        provider_name channel channel_title feed_title feed origin_title domain_name title_title
        community_name host subreddit name_source extra_source_attributes_name
    """,
    "url": "uri href original_url source_url post_url guid link_href adresse",
    "section": "topic_name pillar_name",
    "language": "meta_lang",
    "byline": "by_line editor creators creator_name",
    "summary": "post_excerpt",
}
"""Field -> names that mean it only where none of `COMMON_NAMES` is filled in."""

ACCOUNTS = {
    "source": """
        page_name post_owner_name screen_name user_screen_name author_handle author_username
        username user_name handle
    """
}
"""Names of accounts, which are the outlet of posts only if no other column is."""

_STAMPS = """
    modified last_modified date_modified modified_date date_modify modification_date
    modification_datetime added date_added added_at accessed access_date accessed_at
    date_accessed retrieved retrieved_at retrieval_date date_retrieved crawled crawled_at
    crawl_date date_crawled scraped scraped_at scrape_date downloaded download_date
    date_download downloaded_at indexed indexed_at indexed_date index_date ingested ingested_at
    ingestion_date ingestion_datetime imported imported_at import_date inserted inserted_at
    collected collected_at collection_date captured captured_at capture_date archived
    archived_at fetched fetched_at saved saved_at filedate file_date load_date export_date
    exported exported_at processed_at loaded_at discovered_at seen_at record_created
    record_updated geändert hinzugefügt abgerufen abrufdatum zugriff modifié consulté ajouté
    geändert_am hinzugefügt_am abgerufen_am gespeichert_am importiert_am exportiert_am
    heruntergeladen_am modifié_le consulté_le ajouté_le consultado_el consultato_il
"""
RECORD_STAMPS = frozenset(_STAMPS.split())
"""Stamps that a library or crawler keeps of its own records: never an article's date."""

DATES_ONLY = frozenset(
    ["data", "day", "time", "timestamp", "ts", "created", "issued", *YEARS.split()]
)
"""Names that mean a date only if their values are dates ("data" is Italian for it)."""


def plain_name(name: str) -> str:
    """Normalise a column name: "Publication Date", "publicationDate" -> "publication_date"."""
    split = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name.strip("\ufeff \t"))
    return re.sub(r"[^\w]+|_+", "_", split.casefold()).strip("_")


def name_key(name: str) -> str:
    """Return a column name without case, accents and separators, for look-ups.

    Examples
    --------
    >>> name_key("Publication Date"), name_key("publicationDate"), name_key("Über_schrift")
    ('publicationdate', 'publicationdate', 'uberschrift')
    """
    return folded(plain_name(name)).replace("_", "")


def _ranked(table: Mapping[str, str]) -> dict[str, tuple[str, int]]:
    ranked: dict[str, tuple[str, int]] = {}
    for field, names in table.items():
        for rank, name in enumerate(names.split()):
            ranked.setdefault(name_key(name), (field, rank))
    return ranked


FORMS = frozenset(["value", "processed", "rendered"])
"""Last names of a nested field that say how it is written: "body.value", "title.rendered"."""

_HOLDERS = """
    user userprofile profile sender member owner actor account author creator community library
    feed blog collection counts postowner surface
"""
PEOPLE = frozenset(_HOLDERS.split())
"""Names of nested objects whose title, name and dates are those of a person, a feed or a library,
not of an article."""

SAVED_LINKS = (
    frozenset(["selection", "folder", "timestamp"]),
    frozenset(["note", "excerpt", "folder", "created"]),
    frozenset(["link", "excerpt", "created", "lastupdate"]),
)
"""Columns of lists of saved links (Instapaper, Raindrop.io), whose date is when one was saved."""

MEDIA = frozenset([
    "article", "audio", "blog", "broadcast", "fernsehen", "hörfunk", "internet", "magazine", "net",
    "news", "newspaper", "online", "online news", "podcast", "press", "print", "radio", "rundfunk",
    "social media", "television", "tv", "video", "web", "website",
])  # fmt: skip
"""Kinds of media, which a column "medium" may hold in place of outlets."""

FIRST, SECOND, LAST = map(_ranked, (COMMON_NAMES, SECOND_CHOICES, ACCOUNTS))
"""Key of a name -> the field that it means, and its rank among the names of that field."""


def field_of_name(name: str) -> str:
    """Return the field that is meant by a common name of a column, "" if it is none.

    Examples
    --------
    >>> field_of_name("Headline"), field_of_name("colour")
    ('title', '')
    """
    return FIRST.get(name_key(name), ("", 0))[0]


def fields_of_pages(names: Iterable[str]) -> dict[str, str]:
    """Return column -> field for scanned pages of newspapers, {} for any other table.

    In Chronicling America "title" is the name of the newspaper, and the text is called after its
    language.

    Examples
    --------
    >>> fields_of_pages(["lccn", "title", "title_normal", "ocr_eng", "date"])
    {'title': 'source', 'ocr_eng': 'body'}
    """
    keys = {name: name_key(name) for name in names}
    if not {"lccn", "titlenormal"} <= set(keys.values()):
        return {}
    texts = {name: "body" for name, key in keys.items() if re.fullmatch("ocr[a-z]{3}", key)}
    return {name: "source" for name, key in keys.items() if key == "title"} | texts


def is_of_text(name: str) -> bool:
    """Return whether a name is one for the text of an article, be it a second choice."""
    key = name_key(name)
    return (FIRST.get(key) or SECOND.get(key, ("", 0)))[0] == "body"


_TELLING = frozenset({"title", "body", "url", "date", "published", "source"})


def n_fields(names: Iterable[str]) -> int:
    """Return how many of the fields that tell an article some names mean.

    Examples
    --------
    >>> n_fields(["Headline", "Text", "Title", "Colour"])
    2
    """
    return len({field_of_name(name) for name in names} & _TELLING)


STAMPS = frozenset(map(name_key, RECORD_STAMPS))
"""`RECORD_STAMPS` as keys."""

DATE_KEYS = frozenset(map(name_key, DATES_ONLY))
"""`DATES_ONLY` as keys."""

YEAR_KEYS, MONTH_KEYS, DAY_KEYS = (
    frozenset(map(name_key, names.split())) for names in (YEARS, MONTHS, DAYS)
)
"""Names of the parts of a date as keys."""
