"""Datelines: "ANKARA, Oct 22 (Reuters) - " and "PARIS: " at the start of a story."""

from __future__ import annotations

import re
from dataclasses import dataclass

_MONTH = (
    r"(?:Jan|Feb|March|Mar|April|Apr|May|June|Jun|July|Jul|Aug|Sept|Sep|Oct|Nov|Dec)[a-z]{0,6}\.?"
)
_DAY = rf"(?:{_MONTH} \d{{1,2}}|\d{{1,2}} {_MONTH})(?:,? \d{{4}})?"
_NAME = r"[^\W\d_][\w.'’\-]{0,20}(?: [^\W\d_][\w.'’\-]{0,20}){0,4}"
_PLACES = rf"{_NAME}(?:(?:, |/| and ){_NAME}){{0,3}}"
_BODY = (
    r"Thomson Reuters Foundation|Associated Press|The Associated Press|Agence France-Presse|Xinhua News Agency|"
    r"Reuters|REUTERS|AP|AFP|UPI|dpa|DPA|Xinhua|IANS|PTI|TASS|EFE|ANSA|Anadolu|AA|Bloomberg|Kyodo|"
    r"Yonhap|JTA|CNN|CBN|SPA|WAM|NNA|ANI"
)
_DATELINE = re.compile(
    rf"(?P<place>{_PLACES})?(?:,? ?(?P<day>{_DAY}))?,? ?(?:\((?P<agency>{_BODY})\)|(?P<bare>"
    r"(?:(?<=\d) |(?<=, ))(?:AFP|AP|Reuters|IANS|PTI)))?"
    r"\s?(?P<mark>--|—|–|-|:|\|)?\s+(?=\S)"
)
_LONGEST = 150

AGENCIES = {
    "Reuters": "Reuters", "REUTERS": "Reuters", "Thomson Reuters Foundation": "Reuters",
    "AP": "AP", "Associated Press": "AP", "The Associated Press": "AP",
    "AFP": "AFP", "Agence France-Presse": "AFP", "UPI": "UPI", "dpa": "dpa", "DPA": "dpa",
    "Xinhua": "Xinhua", "Xinhua News Agency": "Xinhua", "IANS": "IANS", "PTI": "PTI", "TASS": "TASS",
    "EFE": "EFE", "ANSA": "ANSA", "Anadolu": "Anadolu", "AA": "Anadolu", "Bloomberg": "Bloomberg",
    "Kyodo": "Kyodo", "Yonhap": "Yonhap", "JTA": "JTA", "SPA": "SPA", "WAM": "WAM", "NNA": "NNA",
    "ANI": "ANI",
}  # fmt: skip
"""Agencies as they are written in datelines, and the name that goes into ``agency``."""

# Before a colon a word in capitals may be anything (a speaker, "EXCLUSIVE"), so only cities that
# are usual in datelines count there.
CITIES = frozenset(
    "abidjan|abu dhabi|abuja|accra|addis ababa|aden|adana|al-mukalla|aleppo|alexandria|algiers|almaty|amman|"
    "amsterdam|ankara|antakya|arbil|ashgabat|astana|athens|atlanta|auckland|baghdad|baku|bali|"
    "bamako|bangkok|bangui|barcelona|basra|beijing|beirut|belfast|belgrade|benghazi|berlin|bern|bogota|"
    "bogotá|boston|brasilia|bratislava|brussels|bucharest|budapest|buenos aires|bujumbura|cairo|"
    "canberra|caracas|casablanca|chicago|chisinau|colombo|copenhagen|dakar|dallas|damascus|dammam|"
    "dar es salaam|davos|dhahran|dhaka|djibouti|doha|donetsk|dubai|dublin|dushanbe|edinburgh|erbil|"
    "frankfurt|gaza|gaza city|geneva|guantanamo|hague|hanoi|harare|havana|hebron|helsinki|hong kong|"
    "houston|idlib|irbil|islamabad|istanbul|jakarta|jeddah|jerusalem|johannesburg|juba|kabul|kampala|"
    "kandahar|karachi|kathmandu|khartoum|kiev|kigali|kinshasa|kirkuk|kuala lumpur|kuwait|kuwait city|"
    "kyiv|lagos|lahore|lima|lisbon|ljubljana|london|los angeles|luxembourg|madrid|makkah|manama|manila|"
    "mecca|medina|mexico city|miami|milan|minsk|mogadishu|moscow|mosul|mumbai|munich|muscat|nairobi|"
    "new delhi|new york|niamey|nicosia|nouakchott|oslo|ottawa|ouagadougou|panama city|paris|peshawar|"
    "phnom penh|prague|pretoria|pristina|pyongyang|quito|rabat|ramallah|rangoon|raqqa|reykjavik|riga|"
    "riyadh|rome|san francisco|sanaa|sanaa’a|sana’a|sana'a|santiago|sao paulo|sarajevo|seoul|shanghai|"
    "sharm el-sheikh|singapore|skopje|sofia|srinagar|stockholm|strasbourg|sydney|taipei|tallinn|"
    "tashkent|tbilisi|tehran|tel aviv|the hague|tokyo|toronto|tripoli|tunis|ulaanbaatar|united nations|"
    "vatican city|vienna|vilnius|warsaw|washington|wellington|yangon|yerevan|zagreb|zurich".split(
        "|"
    )
)
"""Cities that start datelines, in lower case."""

_NOT_PLACES = frozenset(
    "analysis|breaking|bulletin|comment|commentary|correction|editorial|exclusive|explainer|factbox|"
    "first on cnn|live|news|opinion|report|review|special report|timeline|update|urgent|video|watch|"
    "photos|poll|interview|note|question|answer|isis|isil|nato|obama|trump".split("|")
)


@dataclass(frozen=True, slots=True)
class Dateline:
    """A dateline: the text taken off, and what it says."""

    text: str
    place: str
    agency: str


def find_dateline(paragraph: str) -> Dateline | None:
    """Return the dateline with which ``paragraph`` starts, or None.

    A dateline counts when an agency stands in it, when a known city in capitals stands before a
    colon, or when a name in capitals stands before a dash; at least five words must follow.

    Examples
    --------
    >>> find_dateline("ANKARA, Oct 22 (Reuters) - Four leaders will meet in Istanbul on Saturday.")
    Dateline(text='ANKARA, Oct 22 (Reuters) - ', place='Ankara', agency='Reuters')
    >>> find_dateline("Daesh: Defeating the virtual caliphate will take many years") is None
    True
    """
    match = _DATELINE.match(paragraph[:_LONGEST])
    if match is None or not _is_dateline(match):
        return None
    rest = paragraph[match.end() :]
    if len(rest[:400].split()) < 5 or not _starts_sentence(rest):
        return None
    agency = AGENCIES.get(match["agency"] or match["bare"] or "", "")
    return Dateline(paragraph[: match.end()], _tidy_place(match["place"] or ""), agency)


def _is_dateline(match: re.Match[str]) -> bool:
    place, mark = match["place"] or "", match["mark"] or ""
    first = re.split(", |/| and ", place)[0]
    if match["agency"]:
        return not place or (first[:1].isupper() and len(place.split()) <= 7)
    if not mark or not place or not first.isupper() or first.casefold() in _NOT_PLACES:
        return False
    if mark in ":|-" or match["bare"]:
        return first.casefold() in CITIES
    return len(first) >= 4 and (first.casefold() in CITIES or "," in place)


def _starts_sentence(rest: str) -> bool:
    start = rest.lstrip("“\"‘'«([$€£")[:1]
    return not start.islower()


def _tidy_place(place: str) -> str:
    parts = [part.strip() for part in re.split("/| and ", place) if part.strip()]
    return "; ".join(_tidy_name(part) for part in parts)


def _tidy_name(name: str) -> str:
    words = [
        word.title() if word.isupper() and "." not in word else word for word in name.split(" ")
    ]
    return " ".join(words).replace("’S", "’s").replace("'S", "'s")
