"""Cuts the lines of Chinese and Japanese stories that print date, outlet and author without blanks.

"2019-09-24 09:10来源：新华社 作者：李明" is a date and two fields.
"""

from __future__ import annotations

import re

_WHO = "来源|來源|作者|记者|記者|责任编辑|(?<!责任)编辑|編輯|责编"
FIELD = rf"(?:{_WHO}|阅读|浏览|点击|评论|字号|所属分类)[:：]"
"""A pattern of the labels that stand beside a date: origin, author, editor, readers, comments."""
_LETTER = r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]"
_GLUED = re.compile(
    rf"(?<={_LETTER})(?=(?:19|20)\d\d ?[-年/.])|(?<=\d:\d\d)(?={_LETTER})"
    r"|(?<=\d日)(?=[\u3400-\u9fff])"
    rf"|(?<=\S)(?={FIELD})"
)
_TIME_LABEL = re.compile(rf"^(?:时间|時間|日期)[:：] ?(?=\d{{4}}.*{FIELD})")
"""Alone, this label may announce when an event takes place, and not who wrote the article."""
_BEFORE_FIELD = re.compile(rf"(.+?) {FIELD}")


def set_apart(text: str) -> str:
    """Return a line with one blank between its words, and between the fields of East Asian lines.

    Examples
    --------
    >>> set_apart("棱镜2019-09-23 07:48来源：腾讯")
    '棱镜 2019-09-23 07:48 来源：腾讯'
    >>> set_apart("时间：2019-09-25 作者：李明"), set_apart("时间：2019-09-25 地点：北京")
    ('2019-09-25 作者：李明', '时间：2019-09-25 地点：北京')
    """
    text = " ".join(text.split())
    return text if text.isascii() else _TIME_LABEL.sub("", _GLUED.sub(" ", text))


def before_fields(text: str) -> str:
    """Return what stands before the first field of a line, "" for a line without one.

    Examples
    --------
    >>> before_fields("2019-09-24 09:10来源：新华社"), before_fields("2019-09-24 09:10")
    ('2019-09-24 09:10', '')
    """
    found = None if text.isascii() else _BEFORE_FIELD.match(set_apart(text))
    return "" if found is None else found[1]
