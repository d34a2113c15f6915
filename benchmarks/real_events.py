"""Ten dated events in seven years of headlines: found or not, and how sure.

    python benchmarks/real_events.py [folder of the corpora]

Reads ``reuters-headlines/headlines.parquet`` (358,199 headlines on world affairs, 2007 to 2013).
A theme is present in a headline that matches its pattern. Events and themes are tested together:
ten events and nine themes. The table of docs/time.md.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pandas as pd

import toolkit as tt

THEMES = {
    "Gaza": r"\bgaza\b|hamas",
    "Georgia": r"ossetia|\bgeorgian?\b|tbilisi",
    "Haiti": r"\bhaiti",
    "North Korea": r"north korea|pyongyang",
    "Egypt": r"\begypt|mubarak|cairo",
    "Libya": r"\blibya|gaddafi|tripoli",
    "Japan": r"\bjapan|fukushima|tokyo",
    "bin Laden": r"bin laden",
    "Syria": r"\bsyria|assad|damascus",
}
EVENTS = [
    ("2008-08-08", "war in Georgia", "Georgia"),
    ("2008-12-27", "war in Gaza", "Gaza"),
    ("2010-01-12", "earthquake in Haiti", "Haiti"),
    ("2010-11-23", "shelling of Yeonpyeong", "North Korea"),
    ("2011-01-25", "uprising in Egypt", "Egypt"),
    ("2011-02-17", "uprising in Libya", "Libya"),
    ("2011-03-11", "earthquake in Japan", "Japan"),
    ("2011-05-02", "death of bin Laden", "bin Laden"),
    ("2013-07-03", "coup in Egypt", "Egypt"),
    ("2013-08-21", "chemical attack in Syria", "Syria"),
]


def read_headlines(folder: Path) -> pd.DataFrame:
    """Headlines on world affairs, indexed by article_id."""
    path = folder / "reuters-headlines" / "headlines.parquet"
    table = pd.read_parquet(path, columns=["id", "title", "date", "world"])
    table = table[table["world"] == "1"].set_index("id").rename_axis("article_id")
    return table.assign(date=pd.to_datetime(table["date"]).astype("datetime64[us]"))


def main() -> None:
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data")
    articles = read_headlines(folder)
    titles = articles["title"].str.lower()
    shares = pd.DataFrame(
        {name: titles.str.contains(words, regex=True) for name, words in THEMES.items()},
        dtype=float,
    ).rename_axis(columns="theme")
    events = pd.DataFrame(EVENTS, columns=["date", "label", "theme"])
    started = time.perf_counter()
    table = tt.event_effects(shares, articles["date"], events)
    took = time.perf_counter() - started
    print("| Event | date | theme | before | after | points | 95 % | rank | p | found |")
    print("|---|---|---|---|---|---|---|---|---|---|")
    for day, label, theme in EVENTS:
        row = table[(table["event"] == label) & (table["theme"] == theme)].iloc[0]
        found = "yes" if row["p_adjusted"] <= 0.05 else "no"
        print(
            f"| {label} | {day} | {theme} | {row['before']:.1%} | {row['after']:.1%} | "
            f"{100 * row['difference']:+.1f} | {100 * row['low']:.1f} to {100 * row['high']:.1f} | "
            f"{row['p_placebo']:.4f} | {row['p_adjusted']:.3f} | {found} |"
        )
    own = {(label, theme) for _, label, theme in EVENTS}
    others = table[[pair not in own for pair in zip(table["event"], table["theme"], strict=True)]]
    clear = others[others["p_adjusted"] <= 0.05]
    print(f"\nOf the other {len(others)} pairs, {len(clear)} are significant:")
    for row in clear.to_dict("records"):
        print(f"- {row['sentence']}")
    print(f"\n{len(shares):,} headlines, {len(table)} comparisons, {took:.1f} s.")


if __name__ == "__main__":
    main()
