"""Datelines at the start of a story: "ANKARA, Oct 22 (Reuters) - ", "NICE, France: ", "PARIS: "."""

from __future__ import annotations

import re
from dataclasses import dataclass

from toolkit.reading.dates import PrintedDate, read_date
from toolkit.reading.months import ENGLISH_MONTHS
from toolkit.reading.text_size import count_words

_AGENCIES = """
    Reuters: Reuters, REUTERS, Reuter, REUTER, Thomson Reuters Foundation
    AP: AP, Associated Press, The Associated Press
    AFP: AFP, Agence France-Presse
    UPI: UPI
    dpa: dpa, DPA
    EPA: EPA
    Xinhua: Xinhua, Xinhua News Agency
    IANS: IANS
    PTI: PTI
    TASS: TASS
    EFE: EFE
    ANSA: ANSA
    Anadolu: Anadolu, Anadolu Agency, AA
    Bloomberg: Bloomberg
    Kyodo: Kyodo
    Yonhap: Yonhap
    SPA: SPA
    WAM: WAM
    NNA: NNA
    ANI: ANI
    JTA: JTA
"""
AGENCIES = {
    written.strip(): line.split(":")[0].strip()
    for line in _AGENCIES.split("\n")
    for written in line.partition(":")[2].split(",")
    if written.strip()
}
"""News agencies as datelines print them, and the name stored in the column ``agency``."""

_NATIONAL = """
    ТАСС: TASS
    РИА Новости: RIA Novosti
    Интерфакс: Interfax
    Interfax: Interfax
    УНИАН: UNIAN
    УНІАН: UNIAN
    DHA: DHA
    İHA: İHA
    ANKA: ANKA
    PAP: PAP
    ČTK: ČTK
    TASR: TASR
    MTI: MTI
    Agerpres: Agerpres
    AGERPRES: Agerpres
    Hina: Hina
    HINA: Hina
    Tanjug: Tanjug
    BTA: BTA
    БТА: BTA
    ΑΠΕ-ΜΠΕ: AMNA
    Belga: Belga
    ANP: ANP
    ats: Keystone-ATS
    ATS: Keystone-ATS
    sda: Keystone-SDA
    SDA: Keystone-SDA
    Keystone-SDA: Keystone-SDA
    APA: APA
    epd: epd
    KNA: KNA
    Lusa: Lusa
    NTB: NTB
    TT: TT
    Ritzau: Ritzau
    STT: STT
    Europa Press: Europa Press
    Notimex: Notimex
    Antara: Antara
"""
NATIONAL_AGENCIES = {
    line.split(":")[0].strip(): line.partition(":")[2].strip()
    for line in _NATIONAL.split("\n")
    if line.strip()
}
"""Agencies whose names mean other things too: they count only before a dash or colon."""

# A name in capitals may also be a speaker ("JANE ROE:") or a label. Without a region or an agency,
# names of two words or more, and names before a dash, count only if they are cities listed here.
_CITIES = """
    abidjan|abu dhabi|abuja|accra|addis ababa|aden|adana|aleppo|alexandria|algiers|almaty
    amman|amsterdam|ankara|antakya|arbil|ashgabat|astana|athens|atlanta|auckland|baghdad|baku
    bali|bamako|bangkok|bangui|barcelona|basra|beijing|beirut|belfast|belgrade|benghazi|berlin
    bern|bogota|bogotá|boston|brasilia|bratislava|brussels|bucharest|budapest|buenos aires
    bujumbura|cairo|canberra|caracas|casablanca|chicago|chisinau|colombo|copenhagen|dakar
    dallas|damascus|dammam|dar es salaam|davos|dhahran|dhaka|djibouti|doha|donetsk|dubai
    dublin|dushanbe|edinburgh|erbil|frankfurt|gaza|gaza city|geneva|guantanamo|hanoi|harare
    havana|hebron|helsinki|hong kong|houston|idlib|irbil|islamabad|istanbul|jakarta|jeddah
    jerusalem|johannesburg|juba|kabul|kampala|kandahar|karachi|kathmandu|khartoum|kiev|kigali
    kinshasa|kirkuk|kuala lumpur|kuwait city|kyiv|lagos|lahore|lima|lisbon|ljubljana|london
    los angeles|luxembourg|madrid|makkah|manama|manila|mecca|medina|mexico city|miami|milan
    minsk|mogadishu|moscow|mosul|mumbai|munich|muscat|nairobi|new delhi|new york|niamey
    nicosia|nouakchott|oslo|ottawa|ouagadougou|panama city|paris|peshawar|phnom penh|prague
    pretoria|pristina|pyongyang|quito|rabat|ramallah|rangoon|raqqa|reykjavik|riga|riyadh|rome
    san francisco|sanaa|sana’a|sana'a|santiago|sao paulo|são paulo|sarajevo|seoul|shanghai
    sharm el-sheikh|simferopol|singapore|skopje|sofia|srinagar|stockholm|strasbourg|sydney
    taipei|tallinn|tashkent|tbilisi|tehran|tel aviv|the hague|tokyo|toronto|tripoli|tunis
    ulaanbaatar
    united nations|valencia|vatican city|vienna|vilnius|warsaw|washington|wellington|yangon
    yerevan|zagreb|zurich
    москва|санкт-петербург|киев|київ|минск|мінск|варшава|берлин|париж|лондон|вашингтон|нью-йорк
    брюссель|женева|пекин|токио|анкара|стамбул|тбилиси|ереван|баку|ташкент|астана|бишкек|дамаск
    багдад|тегеран|каир|рим|вена|донецк|луганск|симферополь|харьков|харків|одесса|одеса|львов|львів
    софия|белград|београд|скопје|αθηνα|αθήνα|θεσσαλονικη|θεσσαλονίκη|λευκωσια|λευκωσία|βρυξελλες
    athènes|bruxelles|genève|londres|moscou|pékin|varsovie|vienne|rom|moskau|warschau|brüssel
    genf|wien|köln|hamburg|münchen|düsseldorf|peking|kairo|athen|lissabon|prag|warszawa|praha
    roma|milano|parigi|londra|mosca|bruselas|ginebra|moscú|pekín|nueva york|varsovia|wenen|parijs
    londen|brussel|moskou|moskova|berlín|atina|pekin|şam|bağdat|kahire|tahran|kudüs|beyrut|brüksel
    cenevre|izmir|diyarbakır|diyarbakir|şanlıurfa|gaziantep|münih|viyana|varşova|lefkoşa
    bucurești|bucureşti|zürich|københavn|göteborg|malmö|kraków|łódź|gdańsk|wrocław
"""
CITIES = frozenset(name.strip() for line in _CITIES.split("\n") for name in line.split("|") if name)
"""Cities common in datelines, in lower case."""

_NOT_PLACES = """
    above|analysis|breaking|bulletin|comment|commentary|correction|corrected|daesh|developing
    editorial|exclusive|explainer|factbox|file photo|analyse|analiz|analisi|análisis|analiza
    hintergrund|kommentar|kommentti|commento|commentaire|comentario|yorum|komentarz|комментарий
    eilmeldung|urgente|pilne|срочно|терміново|son dakika|flash|alerte|última hora|важно|внимание
    meinung|opinión|opinione|görüş|мнение|думка|tribune|entretien|entrevista|intervista|wywiad
    röportaj|интервью|exklusiv|exclusif|exclusiva|esclusiva|özel|özet|эксклюзив|reportage|enquête
    reportaje|crónica|bericht|haber|новости|новини|vidéo|vídeo|wideo|видео|відео|βιντεο|foto|fotos
    фото|φωτο|infographie|frage|antwort|réponse|pregunta|respuesta|domanda|risposta|soru|cevap
    вопрос|ответ|aktualisiert|güncelleme|обновлено|оновлено|aktualizacja|actualización|direct
    сша|рф|оон|нато|игил|ес|єс|onu|otan|abd|ab|bm|uno|usa|unicef|opinia|сми|змі
first on cnn|interview|isil|isis|live|nato
    news|note|opec|opinion|photos
    poll|profile|question|answer|report|review|special report|timeline|update|updated|urgent|video
    watch
"""
NOT_PLACES = frozenset(name.strip() for line in _NOT_PLACES.split("\n") for name in line.split("|"))
"""Labels and organisations in capitals that appear where a dateline could, in lower case."""

_DAY = (
    rf"(?i:(?:{ENGLISH_MONTHS})\.? \d{{1,2}}|\d{{1,2}} (?:{ENGLISH_MONTHS})\.?)(?:,? \d{{4}})?"
    r"|\d{1,2}\.?(?:er)? (?:de )?[^\W\d_]{3,12}\.?(?:,? (?:de )?\d{4})?"
)
_NOT_MONTH = rf"(?!(?i:{ENGLISH_MONTHS})\b)"
_NAME = r"[^\W\d_](?:[\w.'’]|-(?!-)){0,20}(?: [^\W\d_](?:[\w.'’]|-(?!-)){0,20}){0,4}"
_PLACES = rf"{_NAME}(?:(?:, {_NOT_MONTH}|/| and ){_NAME}){{0,3}}"
_BODIES = "|".join(sorted([*map(re.escape, AGENCIES), "CNN", "CBN"], key=len, reverse=True))
_NATIONALS = "|".join(sorted(map(re.escape, NATIONAL_AGENCIES), key=len, reverse=True))
_DATELINE = re.compile(
    rf"\s*(?P<place>{_PLACES})?(?:,? ?(?P<day>{_DAY}))?[.,]? ?"
    rf"(?:[/(](?P<national>{_NATIONALS})[/)]\s?(?:--|—|–|-|:|\.-|\.)|\((?P<agency>{_BODIES})(?:/\w{{2,4}})?\)\s?(?:--|—|–|-|:|\.-|\.)?"
    r"|(?:\((?P<other>[^()]{2,40})\)\s?)?(?P<mark>--|—|–|-|:|\.-))\s+(?=\S)"
)
_MARK = re.compile(r"[(/]|[-—–:]\s")
"""A quick test: what stands in every dateline."""
_MAX_LENGTH = 160
_MIN_WORDS = 5


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline: its text with the mark after it, the place, and the agency ('' if none)."""

    text: str
    place: str
    agency: str


def find_dateline(paragraph: str) -> Dateline | None:
    """Return the dateline with which ``paragraph`` starts, or None.

    A dateline is one of: any place before a news agency in brackets; a place in capitals with its
    region before a colon or dash; a city of `CITIES` in capitals before a colon or dash; one word
    in capitals before a colon, unless it is one of `NOT_PLACES`. Capitals of any alphabet count. At
    least five words must follow, and no second dateline.

    Examples
    --------
    >>> find_dateline("ANKARA, Oct 22 (Reuters) - Four leaders will meet in Istanbul on Saturday.")
    Dateline(text='ANKARA, Oct 22 (Reuters) - ', place='Ankara', agency='Reuters')
    >>> find_dateline("NICE, France: A man drove a lorry through the crowds on Thursday").place
    'Nice, France'
    >>> find_dateline("Daesh: Defeating the virtual caliphate will take many years") is None
    True
    """
    match = _match(paragraph)
    if match is None or _match(paragraph[match.end() :]) is not None:
        return None
    agency = match["agency"] or match["national"] or match["other"] or ""
    if agency in {"CNN", "CBN"}:
        agency = ""
    agency = AGENCIES.get(agency) or NATIONAL_AGENCIES.get(agency, agency)
    return Dateline(match[0], _tidy_place(match["place"] or ""), agency)


def _match(paragraph: str) -> re.Match[str] | None:
    beginning = paragraph[:_MAX_LENGTH]
    match = _DATELINE.match(beginning) if _MARK.search(beginning) else None
    if match is None or not _is_dateline(match):
        return None
    rest = paragraph[match.end() :]
    enough = count_words(rest[:600]) >= _MIN_WORDS
    return match if enough and _starts_sentence(rest) else None


def _is_dateline(match: re.Match[str]) -> bool:
    place, mark = match["place"] or "", match["mark"] or ""
    first = re.split(", |/| and ", place)[0]
    if match["day"] and not _is_day(match["day"]):
        return False
    if match["national"] and not all(word[:1].isupper() for word in first.split()):
        return False
    if match["agency"] or match["national"]:
        return not place or (first[:1].isupper() and len(place.split()) <= 7)
    name = _lowered(first)
    if not place or not first.isupper() or name in NOT_PLACES:
        return False
    if name in CITIES:
        return len(first) >= 4 or mark in ":-"
    one_word = mark == ":" and place == first and first.replace("-", "").isalpha()
    return len(first) >= 4 and (one_word or _has_region(place))


def _is_day(text: str) -> bool:
    """Return whether a day and month are ones, in any language: "22 Ekim", "22. Oktober 2018"."""
    has_year = re.search(r"\d{4}$", text) is not None
    return isinstance(read_date(text if has_year else f"{text.rstrip('.')} 2000"), PrintedDate)


def _lowered(name: str) -> str:
    """Return a name in lower case, without the dot that Python leaves above the i of İSTANBUL."""
    return name.casefold().replace("i\u0307", "i")


def _has_region(place: str) -> bool:
    """Whether a region in mixed case, or initials such as N.J., follow the city."""
    region = place.partition(", ")[2]
    return region[:1].isupper() and ("." in region or not region.isupper())


def _starts_sentence(rest: str) -> bool:
    start = rest.lstrip("“\"‘'«([$€£")[:1]
    return not start.islower()


def _tidy_place(place: str) -> str:
    parts = [part.strip() for part in re.split("/| and ", place) if part.strip()]
    return "; ".join(" ".join(map(_tidy_word, part.split(" "))) for part in parts)


_SMALL = "de du des au aux sur sous en la le les lès et am an der den del di da do dos upon on of"
_SMALL_WORDS = frozenset(_SMALL.split())
_ROMANIAN = re.compile(r"[ŢĂÂÎ]|(?:EŞTI|AŞI|EŞTE|IŞTE|OARA)$")


def _tidy_word(word: str) -> str:
    bare = word.rstrip(",.") if word.count(".") == 1 and len(word) > 4 else word.rstrip(",")
    parts = [_tidy_part(part, inside=at > 0) for at, part in enumerate(bare.split("-"))]
    return "-".join(parts) + "," * word.endswith(",")


def _tidy_part(part: str, *, inside: bool) -> str:
    if not part.isupper() or "." in part:
        return part
    if inside and part.lower() in _SMALL_WORDS:
        return part.lower()
    if set(part) & set("İĞ") or ("Ş" in part and not _ROMANIAN.search(part)):
        # Turkish, in which I and İ are two letters
        return part[0] + part[1:].replace("I", "ı").replace("İ", "i").lower()
    return part.capitalize()
