"""The main job on 6,205 real articles shows the facts that are known about them."""

from __future__ import annotations

import importlib.util
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import toolkit as tt
from toolkit.cleaning import clean_articles
from toolkit.periods import share_by_period
from toolkit.reading import read_articles
from toolkit.themes import read_themes, score_themes
from toolkit.tokenizing import tokenize

pytestmark = [pytest.mark.corpus, pytest.mark.slow]

CORPUS = Path(__file__).parents[1] / "corpus"
BENCHMARK = Path(__file__).parents[1] / "benchmarks" / "world_affairs.py"
SHARED = Path(__file__).parents[1].parent / "shared" / "data"
NAMES = """
[islamic_state]
terms = ["isis", "isil", "daesh"]
phrases = ["islamic state*"]
[syria]
terms = ["syria", "syrian*", "syria's"]
[north_korea]
phrases = ["north korea*"]
[ukraine]
terms = ["ukraine", "ukrainian*"]
[refugees]
terms = ["refugee*"]
[sanctions]
terms = ["sanction*"]
"""


@pytest.fixture(scope="module")
def corpus():
    if not SHARED.is_dir():
        pytest.skip("needs the real corpora in ../shared/data, which a clone does not have")
    articles = read_articles(SHARED / "world-affairs" / "articles.parquet")
    assert len(articles) == 6205
    assert articles["date"].isna().sum() == 622
    articles = clean_articles(articles, progress=False)
    return articles, tokenize(articles["text"], aliases=CORPUS / "aliases.toml", progress=False)


@pytest.fixture(scope="module")
def months(corpus, tmp_path_factory) -> pd.DataFrame:
    articles, tokens = corpus
    file = tmp_path_factory.mktemp("themes") / "names.toml"
    file.write_text(NAMES, encoding="utf-8")
    scores = score_themes(tokens, read_themes(file), measure="present")
    table = share_by_period(scores, articles["date"], freq="MS", random_state=1)
    return table[table["n_articles"] >= 20]


def best_months(months: pd.DataFrame, theme: str, n: int) -> list[str]:
    rows = months[months["theme"] == theme].nlargest(n, "share")
    return rows["period"].dt.strftime("%Y-%m").tolist()


def test_islamic_state_peaks_in_september_2014_and_late_2015(months):
    best = best_months(months, "islamic_state", 4)
    assert best[0] == "2014-09"
    assert {"2015-11", "2015-12"} <= set(best)
    top = months[(months["theme"] == "islamic_state") & (months["period"] == "2014-09-01")].iloc[0]
    assert top["n_articles"] == 147
    assert top["share"] == pytest.approx(0.80, abs=0.02)
    assert top["low"] < top["share"] < top["high"]


def test_syria_peaks_in_september_2013(months):
    best = best_months(months, "syria", 4)
    assert best[0] == "2013-09"
    assert "2015-11" in best


def test_north_korea_peaks_in_september_2017(months):
    assert best_months(months, "north_korea", 1) == ["2017-09"]


def test_ukraine_peaks_in_november_2019(months):
    best = best_months(months, "ukraine", 4)
    assert best[0] == "2019-11"


def test_refugees_peak_in_the_autumn_of_2015(months):
    assert set(best_months(months, "refugees", 2)) == {"2015-11", "2015-09"}


def test_sanctions_peak_with_the_talks_on_irans_programme(months):
    assert {"2013-11", "2015-07"} & set(best_months(months, "sanctions", 3))


@pytest.fixture(scope="module")
def scores(corpus):
    themes = read_themes(CORPUS / "themes.toml")
    return themes, score_themes(corpus[1], themes, measure="present", min_matches=2)


def test_conflict_gave_way_to_diplomacy_and_the_mix_of_outlets_hid_part_of_it(corpus, scores):
    dates, source = corpus[0]["date"], corpus[0]["source"].astype("str")
    spans = [dates.dt.year.between(2013, 2015), dates.dt.year.between(2017, 2019)]
    half = pd.Series(np.select(spans, ["2013-2015", "2017-2019"], None), index=dates.index)
    two = scores[1][["conflict", "diplomacy"]]
    options = {"baseline": "2013-2015", "dates": dates, "random_state": 2018}
    gap = tt.compare_groups(two, half, **options)
    assert gap["difference"].round(3).tolist() == [-0.228, 0.078]
    assert gap["p_adjusted"].iloc[0] < 0.01
    assert gap["p_adjusted"].iloc[1] < 0.05  # 0.0005 if news did not last for days
    assert gap["sentence"][1] == (
        "Diplomacy had a share 7.8 points higher in 2017-2019 than in 2013-2015 (95 % interval 1.0 "
        "to 14.6; 2,386 and 2,237 articles; p = 0.032, corrected for 2 comparisons)."
    )
    fixed = tt.compare_groups(two, half, standardize=source, **options)
    assert fixed["difference"].round(2).tolist() == [-0.22, 0.11]


def test_of_nine_events_none_stands_out_from_ordinary_dates(corpus, scores):
    spec = importlib.util.spec_from_file_location("world_affairs", BENCHMARK)
    benchmark = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(benchmark)
    events = pd.DataFrame(benchmark.EVENTS, columns=["date", "label"])
    table = tt.event_effects(scores[1], corpus[0]["date"], events, window=60)
    assert len(table) == 27
    assert ((table["low"] > 0) | (table["high"] < 0)).sum() == 3
    assert table["p_adjusted"].min() > 0.05
    largest = table.loc[table["difference"].abs().idxmax()]
    assert largest[["event", "theme"]].tolist() == ["Mosul falls", "conflict"]
    assert 0.05 < largest["p_placebo"] < 0.08


def test_points_of_the_chart_add_up_to_their_sentences(corpus, scores):
    articles, tokens = corpus
    quarters = share_by_period(
        scores[1], articles["date"], freq="QS", precision=articles["date_precision"], random_state=1
    )
    made_from = {"tokens": tokens, "themes": scores[0], "articles": articles}
    for row in quarters[quarters["theme"] == "online_extremism"].to_dict("records")[::8]:
        found = tt.evidence(quarters, theme=row["theme"], period=row["period"], **made_from)
        assert found["article_id"].nunique() == round(row["share"] * row["n_articles"])
