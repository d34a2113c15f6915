"""The main job on 6,205 real articles shows the facts that are known about them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from toolkit.cleaning import clean_articles
from toolkit.periods import share_by_period
from toolkit.reading import read_articles
from toolkit.themes import read_themes, score_themes
from toolkit.tokenizing import tokenize

pytestmark = [pytest.mark.corpus, pytest.mark.slow]

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
def months(tmp_path_factory) -> pd.DataFrame:
    if not SHARED.is_dir():
        pytest.skip("needs the real corpora in ../shared/data, which a clone does not have")
    file = tmp_path_factory.mktemp("themes") / "names.toml"
    file.write_text(NAMES, encoding="utf-8")
    articles = read_articles(SHARED / "world-affairs" / "articles.parquet")
    assert len(articles) == 6205
    assert articles["date"].isna().sum() == 622
    texts = clean_articles(articles, progress=False)["text"]
    scores = score_themes(tokenize(texts, progress=False), read_themes(file), measure="present")
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
