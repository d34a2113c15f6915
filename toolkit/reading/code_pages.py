"""Tell apart code pages by the letters that they would give: East Asian, Cyrillic, Latin.

Detectors mistake East Asian bytes for UTF-8 with faults, or Czech for Western European. Here a
guess rests on what is certain about the languages: Japanese has kana, Korean has Hangul, many
characters of a Chinese text are among few, and each language of Europe has an alphabet of its own.
"""

from __future__ import annotations

import re
from collections import Counter

_RUN = re.compile(rb"(?:[\x80-\xff][\x40-\xff]?)+")
_LONG = 6
_KANA = re.compile("[\u3041-\u30fe]")
_HANGUL = re.compile("[\uac00-\ud7a3]")
_COMMON = frozenset(
    "的一是不了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学"
    "對對这個國說為會來時們這過學後發經開關問長門間東車馬電話新聞市日月報記者表示政府中央美总書"
    "发经开关问长门间东车电话闻报总统部长公司经济今天工作人民与对后从而将被还两进行成本多方"
)
_HAN = re.compile("[\u4e00-\u9fff]")
_EAST_ASIAN = (("cp932", _KANA, 0.2), ("euc_jp", _KANA, 0.2), ("cp949", _HANGUL, 0.8))
_CHINESE = ("gb18030", "big5")
_CYRILLIC = ("cp1251", "koi8_r", "iso8859_5", "cp866")
_FREQUENT = frozenset("оеаинтсрвлкмдпуія")
_ALPHABETS = {
    "cp1252": (
        "àâçéèêëîïôœùûüÿ", "äöüß", "áéíóúñüªº", "àáâãçéêíóôõúüºª", "àèéìíòóùú", "æøåéóô",
        "åäöéü", "áéíóúýþæöð", "éëïóöüèêà", "äöüõšž", "áéíóú", "àèéíïòóúüç·",
    ),
    "cp1250": (
        "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "ąćęłńóśźż", "áéíóöőúüű", "ăâîşţ", "čćđšž",
    ),
    "iso8859_2": (
        "áčďéěíňóřšťúůýž", "áäčďéíĺľňóôŕšťúýž", "ąćęłńóśźż", "áéíóöőúüű", "ăâîşţ", "čćđšž",
    ),
    "cp1254": ("çğıöşüâîû",),
    "cp1257": ("ąčęėįšųūž", "āčēģīķļņšūž"),
}  # fmt: skip
"""Code page -> the letters beyond a to z of the languages that are written in it."""

_NEUTRAL = frozenset("’‘“”„‚–—…«»°·´©®™€£§•\u00a0\u00ad½¼¾")
_LEAST, _MARGIN = 3, 0.05


def share_in_long_runs(sample: bytes) -> float:
    """Return the share of bytes above 127 that stand in runs, as letters of other scripts do.

    Examples
    --------
    >>> share_in_long_runs("Café à Paris".encode()), share_in_long_runs("市議会".encode("cp932"))
    (0.0, 1.0)
    """
    n_high = len(sample) - len(sample.translate(None, bytes(range(128, 256))))
    runs = (found[0] for found in _RUN.finditer(sample))
    in_runs = sum(sum(byte > 127 for byte in run) for run in runs if len(run) >= _LONG)
    return in_runs / n_high if n_high else 0.0


def east_asian(sample: bytes) -> str:
    """Return the East Asian code page of a sample, or "" if it is none.

    Examples
    --------
    >>> east_asian("市議会は月曜日に決めた。".encode("cp932"))
    'cp932'
    >>> east_asian("The Café and the naïve visitor".encode("cp1252"))
    ''
    """
    if share_in_long_runs(sample) < 0.5:
        return ""
    for encoding, letters, least in _EAST_ASIAN:
        text = _decoded(sample, encoding)
        others = [c for c in text if c > "\u0370"]
        if others and len(letters.findall(text)) >= least * len(others):
            return encoding
    shares = {encoding: _share_of_common(_decoded(sample, encoding)) for encoding in _CHINESE}
    best = max(shares, key=lambda encoding: shares[encoding])
    return best if shares[best] >= 0.15 else ""


def _share_of_common(text: str) -> float:
    characters = _HAN.findall(text)
    return sum(c in _COMMON for c in characters) / len(characters) if characters else 0.0


def _decoded(sample: bytes, encoding: str) -> str:
    """Return a sample as text, or "" if it is not of this code page; its end may be cut."""
    for end in range(len(sample), max(len(sample) - 4, 0), -1):
        try:
            return sample[:end].decode(encoding)
        except UnicodeError:
            continue
    return ""


def cyrillic(sample: bytes) -> str:
    """Return the Cyrillic code page of a sample, or "" if it is none.

    Examples
    --------
    >>> cyrillic("Совет города решил построить причал".encode("koi8_r"))
    'koi8_r'
    """
    if share_in_long_runs(sample) < 0.5:
        return ""
    shares = {encoding: _share_of_frequent(_decoded(sample, encoding)) for encoding in _CYRILLIC}
    best = max(shares, key=lambda encoding: shares[encoding])
    return best if shares[best] >= 0.6 else ""


def _share_of_frequent(text: str) -> float:
    letters = [c for c in text if c > "\x7f"]
    return sum(c in _FREQUENT for c in letters) / len(letters) if letters else 0.0


def latin(sample: bytes) -> str:
    """Return the Latin code page under which the letters of a sample are those of one language.

    Examples
    --------
    >>> latin("Příští týden přijede ředitel města".encode("cp1250"))
    'cp1250'
    >>> latin("Le café où l’été s’achève, près d’ici".encode("cp1252"))
    'cp1252'
    """
    found = {encoding: _in_words(sample, encoding) for encoding in _ALPHABETS}
    if sum(found["cp1252"].values()) < _LEAST:
        return "cp1252"
    shares = {encoding: _covered(letters, _ALPHABETS[encoding])
              for encoding, letters in found.items()}  # fmt: skip
    best = max(shares, key=lambda encoding: shares[encoding])  # the first of equals
    return best if shares[best] > shares["cp1252"] + _MARGIN else "cp1252"


def _in_words(sample: bytes, encoding: str) -> Counter[str]:
    """Count the characters beyond ASCII that touch a letter, in lower case."""
    text = sample.decode(encoding, "replace")
    return Counter(c for c in _TOUCHING.findall(text.lower()) if c not in _NEUTRAL)


_TOUCHING = re.compile(r"(?<=[a-z])[^\x00-\x7f]|[^\x00-\x7f](?=[a-z])")


def _covered(letters: Counter[str], alphabets: tuple[str, ...]) -> float:
    """Return the largest share of the letters that are in one alphabet."""
    total = max(sum(letters.values()), 1)
    return max(sum(letters[c] for c in alphabet) for alphabet in alphabets) / total
