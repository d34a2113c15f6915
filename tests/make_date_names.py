"""Write toolkit/reading/date_names.json: names of months and weekdays from CLDR, through babel.

Run by hand when CLDR changes: ``python tests/make_date_names.py``.
"""

import json
from collections import defaultdict
from pathlib import Path

import babel
from babel import Locale

from toolkit.reading.months import folded

FILE = Path(__file__).parents[1] / "toolkit" / "reading" / "date_names.json"
LOCALES = """
    en fr de de_AT es tr it pt nl ru ar ar_LB ar_DZ ar_MA ar_EG pl cs ro el uk vi hi da sv nb nn
    fi hu id ms fa sk bg sr sr_Latn bs hr sl lt lv et ca gl eu sq he bn ur sw ka az uz kk be mk
    is hy ky
"""
WIDTHS = [(use, width) for use in ("format", "stand-alone") for width in ("wide", "abbreviated")]


def date_names():
    """Return months, months that two languages read differently, and weekdays, all folded."""
    found = defaultdict(lambda: {False: set(), True: set()})
    weekdays = set()
    for name in LOCALES.split():
        locale = Locale.parse(name)
        has_dot = "d." in locale.date_formats["long"].pattern
        for use, width in WIDTHS:
            for number, month in locale.months[use][width].items():
                found[plain(month)][has_dot].add(number)
            weekdays |= {plain(day) for day in locale.days[use][width].values()}
    found = {name: by_dot for name, by_dot in found.items() if name.isprintable() and has_no(name)}
    months, disputed = {}, {}
    for name, by_dot in found.items():
        numbers = by_dot[False] | by_dot[True]
        if len(numbers) == 1:
            months[name] = min(numbers)
        else:
            disputed[name] = [sure(by_dot[False]), sure(by_dot[True])]
    return {
        "babel": babel.__version__,
        "months": dict(sorted(months.items())),
        "disputed": dict(sorted(disputed.items())),
        "weekdays": sorted(weekdays),
    }


def plain(name):
    """Fold a name and strip the marks of abbreviation."""
    return folded(name).strip(" .\u0970")


def has_no(name):
    """Whether a name is a word, not a number such as "10月"."""
    return not any(map(str.isdigit, name))


def sure(numbers):
    """Return the one number, or 0."""
    return min(numbers) if len(numbers) == 1 else 0


if __name__ == "__main__":
    text = json.dumps(date_names(), ensure_ascii=False, indent=0)
    FILE.write_text(text + "\n", encoding="utf-8")
