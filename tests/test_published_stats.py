"""Published results, reproduced from the files they were published with.

Sources: Hayes & Krippendorff (2007), Communication Methods and Measures 1(1), the 40 units by 5
coders as filed in raoulbia/nltk-krippendorff-validation at 9cb46ef; van Atteveldt, van der Velden &
Boukes (2021), Communication Methods and Measures 15(2), table 2, vanatteveldt/ecosent at 9c4c612;
New York Times front pages coded by Boydstun, cran/RTextTools; articles on the US economy coded by
readers, cran/sentometrics.
"""

from __future__ import annotations

import zipfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import toolkit as tt

DATA = Path(__file__).parents[1].parent / "shared" / "data"

pytestmark = pytest.mark.corpus


def data(name: str) -> Path:
    path = DATA / name
    if not path.exists():
        pytest.skip(f"needs {name} in {DATA}")
    return path


@pytest.mark.parametrize(
    ("measure", "published"), [("ordinal", 0.7598), ("nominal", 0.4765), ("interval", 0.7574)]
)
def test_krippendorffs_alpha_of_hayes_and_krippendorff(measure, published):
    codes = pd.read_csv(data("published/hayes-krippendorff-2007.csv"), na_values=".", index_col=0)
    assert tt.validation.krippendorff_alpha(codes, measure=measure) == pytest.approx(
        published, abs=5e-5
    )


DICTIONARIES = {
    "AFINN": "AFINN_deepl", "DamstraBoukes": "db_deepl", "GenInq": "GenInq_deepl",
    "HuLiu": "HuLiu_deepl", "LoughranMcDonald": "LMD_deepl", "LSD": "LSD_deepl",
    "Muddiman": "muddiman_deepl", "NRC": "nrc_deepl", "RID": "RID_deepl",
}  # fmt: skip


@pytest.mark.parametrize("name", DICTIONARIES)
def test_dictionaries_against_the_gold_standard_of_van_atteveldt_and_others(name):
    gold = pd.read_csv(data("published/ecosent-gold.csv"), index_col="id")["value"]
    said = pd.read_csv(data("published/ecosent-combined-predictions.csv"))
    said = said[said["variable"] == DICTIONARIES[name]].set_index("id")["value"]
    published = pd.read_csv(data("published/ecosent-table-performance.csv"))
    published = (
        published[published["section"].str.startswith("English")].set_index("name").loc[name]
    )
    sign = np.sign(said).astype(int)
    table = tt.validation.classification_scores(sign, gold, n_resamples=200, random_state=1)
    table = table.set_index("class")
    assert table["accuracy"].iloc[0] == pytest.approx(published["acc"], abs=5e-3)
    for label, short in ((1, "pos"), (0, "neut"), (-1, "neg")):
        for measure in ("precision", "recall", "f1"):
            expected = published[f"{short}_{measure}"]
            got = table.loc[label, measure] if label in table.index else 0.0
            assert np.nan_to_num(got) == pytest.approx(expected, abs=5e-3)
    codes = pd.DataFrame({"gold": gold, "dictionary": sign.reindex(gold.index)})
    alpha = tt.validation.krippendorff_alpha(codes, measure="ordinal")
    assert alpha == pytest.approx(published["alpha"], abs=5e-3)


ECONOMY = r"\b(?:econom\w*|inflation|unemployment|recession|federal reserve|interest rates?|gdp)\b"


def test_a_dictionary_that_hides_a_difference_is_put_right_by_400_hand_codes():
    articles = pd.read_parquet(data("us-economy-coded/articles.parquet")).set_index("id")
    said = articles["text"].str.contains(ECONOMY, case=False).astype(float)
    truth, source = articles["economy"], articles["source"]
    by_outlet = truth.groupby(source).mean()
    true = by_outlet["Wall Street Journal"] - by_outlet["Washington Post"]
    rng = np.random.default_rng(1)
    gaps, covered = [], []
    for _ in range(100):
        drawn = rng.choice(len(articles), 400, replace=False)
        coded = truth.iloc[drawn]
        table = tt.validation.correct_prevalence(said, coded, groups=source).set_index("group")
        gap = table.loc["Wall Street Journal", "share"] - table.loc["Washington Post", "share"]
        error = np.sqrt((table["standard_error"] ** 2).sum())
        gaps.append(gap)
        covered.append(abs(gap - true) < 1.96 * error)
    assert np.mean(gaps) == pytest.approx(true, abs=0.015)
    assert np.mean(covered) >= 0.88


KEYWORDS = {
    "laws": 130, "law": 129, "executive": 97, "congress": 130, "party": 81, "world": 311,
    "peace": 254, "freedom": 185, "constitution": 206, "rights": 138, "war": 174, "foreign": 104,
}  # fmt: skip
"""keyATM's documentation (keyATM_cov): its keywords in the 58 inaugural addresses to 2017."""


def test_the_keywords_of_keyatm_are_counted_as_often_as_keyatm_counts_them(tmp_path):
    """NLTK's copies of the addresses differ in a few letters from quanteda's, which keyATM took."""
    with zipfile.ZipFile(data("nltk_data/corpora/inaugural.zip")) as held:
        names = [n for n in held.namelist() if n[10:14].isdigit() and n[10:14] <= "2017"]
        texts = pd.Series({n: held.read(n).decode("cp1252", "replace") for n in names})
    assert len(texts) == 58
    file = tmp_path / "themes.toml"
    file.write_text("".join(f'[{word}]\nterms = ["{word}"]\n' for word in KEYWORDS), "utf-8")
    found = tt.find_themes(tt.tokenize(texts, progress=False), tt.read_themes(file))
    # "world's" counts as "world" here, as another word there
    plain = found.loc[~found["match"].str.endswith("'s"), "theme"].astype("str")
    counts = plain.value_counts().reindex(list(KEYWORDS))
    off = (counts - pd.Series(KEYWORDS)).abs()
    assert off.max() <= 2
    assert (off == 0).sum() >= 10
