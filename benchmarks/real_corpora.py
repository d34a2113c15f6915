"""Runs the report on real corpora and checks what it says against history.

    python benchmarks/real_corpora.py ../shared/data [--only NAME ...] [--rows N] [--out DIR]

Each corpus is read in place and thinned to a sample of its days, so that a run takes one or two
minutes per corpus on one core; --rows 0 takes all articles. The themes are single words or names,
and the facts are those that the corpora's descriptions or any chronicle give: which month or year a
name should peak in, which outlets there are, which events stand out. Prints one line per fact (ok
or WRONG), the number of sentences in the report that a rule finds to be untrue or badly worded, and
the seconds each corpus took. Only counts, shares and names are printed.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import pandas as pd

from toolkit.reporting import Settings, run_study, write_report
from toolkit.reporting.page.prose import peak_period, theme_sentences

SEED = 2018
PERIODS = {"D": "D", "W": "W", "MS": "M", "QS": "Q", "YS": "Y"}
BAD_WORDING = (
    r"(?<![\d.,])0\.0 points", r"(?<![\d.,])1 (articles|matches|outlets|topics|passages|days)\b",
    r"\bnan\b", r"\(0%\)(?! )", r"by 0 points", r"at least 1 matches", r"\b1 of [\d,]+ article\b",
)  # fmt: skip


@dataclass(frozen=True)
class Corpus:
    """A corpus, the themes looked for in it, and what history says of them."""

    path: str
    themes: dict[str, list[str]]
    peaks: dict[str, tuple[str, ...]]
    settings: dict[str, object] = field(default_factory=dict)
    rows: int = 3000
    events: tuple[tuple[str, str], ...] = ()
    columns: dict[str, str] = field(default_factory=dict)
    found: tuple[tuple[str, str], ...] = ()
    """Pairs of event and theme that the test should find."""
    not_compared: tuple[str, ...] = ()
    """Outlets of another kind, which should not be compared with a newspaper."""
    newcomers: tuple[str, ...] = ()
    """Outlets that enter or leave between the two halves of the span."""


CORPORA = {
    "world-affairs": Corpus(
        "world-affairs/articles.parquet",
        {
            "Islamic State": ["ISIS", "ISIL", "Daesh", "Islamic State"],
            "Syria": ["Syria", "Syrian", "Syrians"],
            "North Korea": ["North Korea", "North Korean", "Pyongyang"],
            "Ukraine": ["Ukraine", "Ukrainian", "Kiev"],
            "refugees": ["refugee", "refugees"],
        },
        {
            "Islamic State": ("2014-09", "2015-11", "2015-12", "2014-08", "2014-10"),
            "Syria": ("2013-09", "2013-08", "2015-11"),
            "North Korea": ("2017-08", "2017-09", "2018-06", "2018-05", "2017-04", "2018-03"),
            "Ukraine": ("2019-11", "2014-07", "2014-03", "2019-10", "2019-12", "2014-04"),
            "refugees": ("2015-11", "2015-09", "2015-12", "2017-01"),
        },
        rows=6205,
        events=(("2014-08-08", "US air strikes in Iraq"), ("2015-11-13", "Attacks in Paris")),
        found=(("US air strikes in Iraq", "Islamic State"),),
        not_compared=("Guest Writer - Left", "Guest Writer - Right", "The Flip Side"),
    ),
    "reuters-headlines": Corpus(
        "reuters-headlines/headlines.parquet",
        {
            "Gaza": ["Gaza"],
            "Ossetia": ["Ossetia", "Ossetian"],
            "Egypt": ["Egypt", "Egyptian", "Mubarak"],
            "Libya": ["Libya", "Libyan", "Gaddafi"],
            "bin Laden": ["bin Laden"],
            "Syria": ["Syria", "Syrian"],
        },
        {
            "Gaza": ("2009-01", "2008-12"),
            "Ossetia": ("2008-08",),
            "Egypt": ("2011-02", "2013-07", "2013-08"),
            "Libya": ("2011-03", "2011-08"),
            "bin Laden": ("2011-05",),
            "Syria": ("2013-09", "2012-02", "2012-07"),
        },
        settings={"n_topics": 0, "min_matches": 1},
        rows=40_000,
    ),
    "un-general-debate": Corpus(
        "un-general-debate/speeches.parquet",
        {
            "apartheid": ["apartheid"],
            "climate change": ["climate change"],
            "Soviet Union": ["Soviet Union", "USSR"],
            "COVID-19": ["COVID-19", "coronavirus"],
            "Viet Nam": ["Viet Nam", "Vietnam"],
        },
        {
            "apartheid": tuple(str(year) for year in range(1976, 1991)),
            "climate change": tuple(str(year) for year in range(2007, 2025)),
            "Soviet Union": tuple(str(year) for year in range(1946, 1993)),
            "COVID-19": ("2020", "2021"),
            "Viet Nam": tuple(str(year) for year in range(1965, 1980)),
        },
        settings={"n_topics": 0, "source_noun": "speaker", "freq": "YS"},
        rows=1200,
    ),
    "reuters-21578": Corpus(
        "reuters-21578/articles.parquet",
        {"grain": ["wheat", "corn", "grain"], "oil": ["crude", "barrels", "OPEC"],
         "Black Monday": ["stock market crash", "Black Monday", "market collapse"]},
        {},  # October has two days of articles: too few to lead
        settings={"n_topics": 0, "min_matches": 1},
    ),
    "us-news": Corpus(
        "us-news/articles.parquet",
        {"Trump": ["Trump"], "Ebola": ["Ebola"], "impeachment": ["impeachment", "impeach"],
         "coronavirus": ["coronavirus", "COVID-19"]},
        {
            "Trump": tuple(f"{y}-{m:02d}" for y in range(2016, 2021) for m in range(1, 13)),
            "Ebola": ("2014-10", "2014-09", "2014-08"),
            "impeachment": ("2019-10", "2019-11", "2019-12", "2020-01", "2019-09"),
            "coronavirus": ("2020-03", "2020-04", "2020-05", "2020-06", "2020-07"),
        },
    ),
    "nyt-frontpage": Corpus(
        "nyt-frontpage/headlines.csv",
        # "attack" alone leads in the Iraq war (7 of 74 headlines in spring 2003, 5 of 73 in autumn
        # 2001); after 11 September the paper headed its stories "A Nation Challenged".
        {"Iraq": ["Iraq", "Iraqi", "Iraqis", "Baghdad"], "Kosovo": ["Kosovo", "Serbs", "NATO"],
         "11 September": ["terror", "terrorism", "terrorist", "terrorists", "Nation Challenged",
                          "After the Attacks"]},
        {
            "Iraq": tuple(f"{y}-{m:02d}" for y in (2003, 2004) for m in range(1, 13)),
            "Kosovo": ("1999-03", "1999-04", "1999-05", "1999-06"),
            "11 September": ("2001-09", "2001-10", "2001-11"),
        },
        settings={"n_topics": 0, "min_matches": 1, "date_order": "dmy", "freq": "QS"},
        events=(("2001-09-12", "Attacks in New York"), ("2003-03-20", "Invasion of Iraq")),
        found=(("Attacks in New York", "11 September"), ("Invasion of Iraq", "Iraq")),
        columns={"Date": "date", "Title": "title"},
    ),
    "wikinews-2019": Corpus(
        "wikinews-2019/articles.parquet",
        {"Brexit": ["Brexit", "European Union"], "Notre-Dame": ["Notre-Dame", "cathedral"]},
        {},
        settings={"min_matches": 1},
    ),
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("data", type=Path, help="the folder of the corpora")
    parser.add_argument("--only", nargs="+", choices=CORPORA, default=list(CORPORA))
    parser.add_argument("--rows", type=int, help="articles per corpus; 0 for all")
    parser.add_argument("--out", type=Path, help="keep the reports in this folder")
    options = parser.parse_args()
    facts, wrong = 0, 0
    with tempfile.TemporaryDirectory() as scratch:
        for name in options.only:
            n, n_wrong = check(name, options, Path(scratch))
            facts, wrong = facts + n, wrong + n_wrong
    print(f"\n{facts - wrong} of {facts} facts hold.")
    sys.exit(bool(wrong))


def check(name: str, options: argparse.Namespace, scratch: Path) -> tuple[int, int]:
    """Run the report on one corpus; return the number of facts and of those that do not hold."""
    corpus = CORPORA[name]
    rows = corpus.rows if options.rows is None else options.rows
    folder = scratch / name
    folder.mkdir()
    path = thin(options.data / corpus.path, folder, corpus, rows)
    (folder / "themes.toml").write_text(themes_text(corpus.themes), encoding="utf-8")
    events = None
    if corpus.events:
        events = folder / "events.toml"
        events.write_text(events_text(corpus.events), encoding="utf-8")
    begun = time.monotonic()
    settings = Settings(seed=SEED, **{"stability_runs": 0, **corpus.settings})
    study = run_study(
        path, folder / "themes.toml", events=events, settings=settings, show_progress=False
    )
    page = write_report(study, (options.out or scratch / "out") / name)
    seconds = time.monotonic() - begun
    print(f"\n## {name}: {len(study.articles):,} articles, {study.freq}, {seconds:.0f} s\n")
    outcomes = [*peaks(study, corpus), *event_facts(study, corpus), *outlet_facts(study, corpus)]
    outcomes += [*sentences(study), *wording(page)]
    for ok, text in outcomes:
        print(f"- {'ok   ' if ok else 'WRONG'} {text}")
    for sentence in study.limits:
        print(f"  limit: {sentence}")
    for one in study.comparisons:
        print(f"  compared: {one.title}: {one.group} and {one.baseline}. {one.reason}")
    return len(outcomes), sum(not ok for ok, _ in outcomes)


def thin(path: Path, folder: Path, corpus: Corpus, rows: int) -> Path:
    """Write an evenly spaced sample of the rows, in the order of their dates."""
    read = pd.read_csv if path.suffix == ".csv" else pd.read_parquet
    table = read(path).rename(columns=corpus.columns)
    if rows and len(table) > rows:
        order = table["date"].astype("str").argsort(kind="stable").to_numpy()
        table = table.iloc[np.sort(order[np.linspace(0, len(table) - 1, rows).astype(int)])]
    keep = [name for name in ("id", "title", "date", "source", "section", "text") if name in table]
    out = folder / "articles.parquet"
    table[keep].astype("str").replace({"None": "", "nan": "", "<NA>": ""}).to_parquet(out)
    return out


def themes_text(themes: dict[str, list[str]]) -> str:
    return "\n".join(f'["{name}"]\nterms = {terms!r}' for name, terms in themes.items()) + "\n"


def events_text(events: tuple[tuple[str, str], ...]) -> str:
    return "".join(f'[event_{k}]\ndate = {day}\nlabel = "{label}"\n'
                   for k, (day, label) in enumerate(events))  # fmt: skip


def peaks(study, corpus):
    """Yield for each theme whether its peak is where history has it."""
    for theme, expected in corpus.peaks.items():
        row = peak_period(study.periods, theme)
        if row is None:
            yield False, f"{theme}: no peak"
            continue
        at = row["period"].to_period(PERIODS[study.freq])
        days = (at.start_time, at.end_time)
        hit = any(
            pd.Period(one).start_time <= days[1] and days[0] <= pd.Period(one).end_time
            for one in expected
        )
        told = f"peaks in {at} ({100 * row['share']:.1f}% of {int(row['n_articles']):,} articles)"
        yield hit, f"{theme} {told}, expected {', '.join(expected[:4])}"


def event_facts(study, corpus):
    """Yield for each pair of event and theme that history knows whether the test finds it."""
    for event, theme in corpus.found:
        table = study.event_effects
        row = table[(table["event"] == event) & (table["theme"] == theme)].iloc[0]
        yield (
            row["p_adjusted"] < 0.05,
            (
                f"{theme} changes at {event}: {100 * row['difference']:+.1f} points, "
                f"p = {row['p_adjusted']:.3f}"
            ),
        )


def outlet_facts(study, corpus):
    """Yield whether the pair of outlets is of one kind, and who is said to come and go."""
    pair = [one for one in study.comparisons if one.kind == "outlets"]
    if corpus.not_compared and pair:
        names = {pair[0].group, pair[0].baseline}
        yield not names & set(corpus.not_compared), f"compared: {' and '.join(sorted(names))}"
    for one in study.comparisons:
        if one.kind == "periods" and corpus.newcomers:
            names = {*one.newcomers, *one.departed}
            yield names == set(corpus.newcomers), f"come or go: {', '.join(sorted(names))}"


def sentences(study):
    """Yield whether the sentences on themes and events hold when recounted from the articles."""
    known = study.scores.dropna()
    period = study.articles["date"].reindex(known.index).dt.to_period(PERIODS[study.freq])
    for name, text in zip(study.themes, theme_sentences(study), strict=True):
        numbers = [
            int(n.replace(",", "")) for n in re.findall(r"([\d,]+) of ([\d,]+) art", text)[0]
        ]
        holds = numbers == [int(known[name].sum()), len(known)]
        row = peak_period(study.periods, name)
        if row is not None:
            inside = known[name][period == row["period"].to_period(PERIODS[study.freq])]
            holds &= abs(inside.mean() - row["share"]) < 1e-9 and len(inside) == row["n_articles"]
        yield holds, f"recounted: {text}"
    if study.event_effects is not None:
        yield from recounted_events(study)


def recounted_events(study):
    """Yield whether the shares before and after each event are those of the articles."""
    window = pd.Timedelta(days=int(study.steps["events"]["window"]))
    day = study.articles["date_precision"].astype("str") == "day"
    dates = study.articles["date"].where(day)
    for row in study.event_effects.dropna(subset=["before"]).to_dict("records"):
        values = study.scores[row["theme"]].dropna()
        when = dates.reindex(values.index)
        sides = [
            values[(when >= row["date"] - window) & (when < row["date"])].mean(),
            values[(when >= row["date"]) & (when < row["date"] + window)].mean(),
        ]
        holds = np.allclose(sides, [row["before"], row["after"]])
        if row["p_adjusted"] < 0.05 or not holds:
            yield holds, f"recounted: {row['sentence']}"


def wording(page: Path):
    """Yield whether the page is free of wrong numbers and grammar."""
    text = re.sub(r"<(style|pre).*?</\1>", "", page.read_text(encoding="utf-8"), flags=re.S)
    text = re.sub(r"<[^>]+>", " ", text)
    for pattern in BAD_WORDING:
        found = re.search(rf".{{40}}{pattern}.{{20}}", text)
        if found:
            yield False, f"wording: {' '.join(found.group().split())}"
    yield True, "the page is written"


if __name__ == "__main__":
    main()
