"""Coding sheets, agreement, and shares corrected by hand codes."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import toolkit as tt


def make_corpus(n: int = 400, seed: int = 0):
    rng = np.random.default_rng(seed)
    ids = pd.Index([f"a{i:04d}" for i in range(n)], name="article_id")
    articles = pd.DataFrame(
        {
            "title": "A title", "text": "A short text.", "source": rng.choice(["Post", "Times"], n),
            "date": pd.Timestamp("2016-01-01"),
        },
        index=ids,
    )  # fmt: skip
    hits = {"war": rng.random(n) < 0.2, "peace": rng.random(n) < 0.05}
    shares = pd.DataFrame(hits, index=ids, dtype=float).rename_axis(columns="theme")
    return articles, shares


def fill(sheet: pd.DataFrame, truth: pd.Series, theme: str = "war", coder: str = "ada"):
    filled = sheet.copy()
    filled["coder"] = coder
    filled[f"code_{theme}"] = truth.loc[filled["article_id"]].astype(int).astype(str).to_numpy()
    return filled


def test_half_of_the_sheet_shows_a_theme_in_every_stratum():
    articles, shares = make_corpus()
    drawn = tt.validation.coding_sheet(
        articles, shares, n=80, by=articles["source"], random_state=1
    )
    counts = drawn.key.groupby("stratum")["sampled"].sum()
    assert counts.tolist() == [20, 20, 20, 20]
    assert len(drawn.sheet) == 80
    per_stratum = drawn.key.groupby("stratum")["sampled"].mean()
    assert drawn.key.groupby("stratum")["probability"].first().tolist() == per_stratum.tolist()


def test_a_blind_sheet_shows_neither_outlet_nor_date_nor_what_the_theme_says():
    articles, shares = make_corpus()
    blind = tt.validation.coding_sheet(articles, shares, n=20, random_state=1).sheet
    seen = tt.validation.coding_sheet(articles, shares, n=20, blind=False, random_state=1).sheet
    assert list(blind.columns) == [
        "article_id", "coder", "title", "text", "code_war", "code_peace"
    ]  # fmt: skip
    assert {"source", "date"} <= set(seen.columns)


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_no_cell_of_the_sheet_is_a_formula(start, tmp_path):
    articles, shares = make_corpus()
    articles["title"] = f"{start}HYPERLINK(1)"
    sheet, _ = tt.validation.coding_sheet(articles, shares, n=10, random_state=1).write(tmp_path)
    assert set(pd.read_csv(sheet, dtype=str)["title"].str[0]) == {"'"}


def test_the_draw_does_not_depend_on_the_order_of_articles():
    articles, shares = make_corpus()
    first = tt.validation.coding_sheet(articles, shares, n=30, random_state=5)
    second = tt.validation.coding_sheet(articles, shares.iloc[::-1], n=30, random_state=5)
    assert set(first.sheet["article_id"]) == set(second.sheet["article_id"])


def test_more_articles_than_there_are_cannot_be_drawn():
    with pytest.raises(
        tt.errors.TooFewArticlesError, match="n is 500, and there are only 400 articles"
    ):
        tt.validation.coding_sheet(*make_corpus(), n=500)


def test_articles_without_text_cannot_be_coded():
    articles, shares = make_corpus()
    with pytest.raises(tt.errors.InputError, match="neither a column 'text' nor 'body'"):
        tt.validation.coding_sheet(articles.drop(columns="text"), shares, n=10)


def test_a_sheet_written_filled_and_read_again_validates_the_theme(tmp_path):
    articles, shares = make_corpus(2000)
    rng = np.random.default_rng(3)
    truth = shares["war"].where(rng.random(2000) > 0.1, 1 - shares["war"])
    drawn = tt.validation.coding_sheet(articles, shares, n=400, random_state=1)
    sheet, key = drawn.write(tmp_path)
    coded = fill(pd.read_csv(sheet, dtype=str, keep_default_na=False), truth)
    table = tt.validation.validate_themes(
        coded.drop(columns="code_peace"), pd.read_csv(key, index_col=0), random_state=1
    )
    row = table.iloc[0]
    said = shares["war"] == 1
    assert row["low"] < truth.mean() < row["high"]
    assert row["precision_low"] < truth[said].mean() < row["precision_high"]
    assert row["recall_low"] < said[truth == 1].mean() < row["recall_high"]
    assert np.isnan(row["alpha"])


def test_two_coders_give_an_alpha_and_their_ties_are_no_code():
    articles, shares = make_corpus()
    drawn = tt.validation.coding_sheet(articles, shares, n=100, random_state=1)
    truth = shares["war"]
    other = truth.copy()
    other[drawn.sheet["article_id"].iloc[:5]] = 1 - other[drawn.sheet["article_id"].iloc[:5]]
    both = pd.concat([fill(drawn.sheet, truth), fill(drawn.sheet, other, coder="ben")])
    both = both.reset_index(drop=True).drop(columns="code_peace")
    row = tt.validation.validate_themes(both, drawn.key, random_state=1).iloc[0]
    assert row["n_coded"] == 95
    assert row["agreement"] == pytest.approx(0.95)
    assert row["alpha_low"] < row["alpha"] < 1


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (lambda coded: coded.assign(code_war="maybe"), "is 'maybe'; write 1, 0 or nothing."),
        (
            lambda coded: coded.assign(code_war=""),
            "'war' has not been coded: column code_war is empty",
        ),
        (lambda coded: coded.assign(article_id="zz"), "not in the key, the first being 'zz'"),
    ],
)
def test_a_sheet_that_cannot_be_used_is_refused(change, message):
    articles, shares = make_corpus()
    drawn = tt.validation.coding_sheet(articles, shares, n=50, random_state=1)
    coded = fill(drawn.sheet, shares["war"]).drop(columns="code_peace")
    with pytest.raises(tt.errors.InputError, match=message):
        tt.validation.validate_themes(change(coded), drawn.key)


def test_alpha_agrees_with_the_worked_example_by_hand():
    codes = pd.DataFrame({"a": [1, 2, 3, 3], "b": [1, 2, 3, np.nan], "c": [2, 2, 3, 3]})
    # Coincidences by hand: unit 1 adds 1/2 * (1-1: 2, 1-2: 2, 2-1: 2); the others agree.
    observed, n = 2.0, 11
    frequency = np.array([2, 4, 5])
    expected = (n**2 - (frequency**2).sum()) / (n - 1)
    assert tt.validation.krippendorff_alpha(codes) == pytest.approx(1 - observed / expected)


@given(st.integers(0, 10_000))
@settings(max_examples=15, deadline=None)
def test_alpha_does_not_depend_on_the_order_of_coders_or_units(seed):
    rng = np.random.default_rng(seed)
    codes = pd.DataFrame(rng.integers(0, 4, (20, 3)).astype(float)).mask(rng.random((20, 3)) < 0.2)
    mixed = codes.sample(frac=1, axis=0, random_state=seed).sample(frac=1, axis=1, random_state=1)
    for measure in ("nominal", "ordinal", "interval"):
        first = tt.validation.krippendorff_alpha(codes, measure=measure)
        assert first == pytest.approx(tt.validation.krippendorff_alpha(mixed, measure=measure))


def test_alpha_of_equal_codes_is_missing_and_says_so():
    codes = pd.DataFrame({"a": [1, 1, 1], "b": [1, 1, 1]})
    row = tt.validation.coder_agreement(codes, random_state=1).iloc[0]
    assert np.isnan(row["alpha"])
    assert (row["agreement"], row["verdict"]) == (1.0, "all codes equal")


def test_an_interval_of_alpha_ends_at_one():
    codes = pd.DataFrame({"a": [1, 1], "b": [1, 0]})
    row = tt.validation.coder_agreement(codes, random_state=1).iloc[0]
    assert row["low"] <= row["alpha"] <= row["high"] <= 1


def test_a_rate_that_no_code_tells_is_named():
    ids = pd.Index([f"a{i}" for i in range(60)], name="article_id")
    found = pd.Series(np.arange(60) % 3 == 0, index=ids).astype(float)
    for code, lacking in ((1.0, "without"), (0.0, "with")):
        codes = pd.Series(code, index=ids).where(np.arange(60) < 30)
        with pytest.raises(tt.errors.InputError, match=f"no coded article is {lacking} the theme"):
            tt.validation.correct_prevalence(found, codes, method="rogan-gladen")


@pytest.mark.parametrize("method", ["tuned", "labels", "rogan-gladen"])
def test_a_corpus_coded_as_a_whole_has_no_error(method):
    ids = pd.Index([f"a{i}" for i in range(60)], name="article_id")
    codes = pd.Series(np.arange(60) % 3 == 0, index=ids).astype(float)
    row = tt.validation.correct_prevalence(codes, codes, method=method).iloc[0]
    assert row[["low", "high"]].tolist() == pytest.approx([1 / 3, 1 / 3])
    assert row["standard_error"] == 0


def test_articles_without_a_prediction_are_named():
    """They were said to be codes that are numbers, "nan"."""
    truth = pd.Series(["yes", "no", "yes"], index=list("abc"))
    predicted = pd.Series(["yes", None, "no"], index=list("abc"))
    match = r"1 coded article has no prediction \(first: 'b'\)\. Give them one, or leave"
    with pytest.raises(tt.errors.InputError, match=match):
        tt.validation.classification_scores(predicted, truth)
    left = tt.validation.classification_scores(predicted, truth[predicted.notna()])
    assert left["n_coded"].tolist() == [2, 2]


@pytest.mark.parametrize(
    "agreement",
    [
        tt.validation.krippendorff_alpha,
        tt.validation.coder_agreement,
        lambda codes: tt.validation.classification_scores(codes["ada"], codes["ben"]),
    ],
)
def test_numbers_and_the_same_numbers_as_text_are_no_disagreement_but_an_error(agreement):
    codes = pd.DataFrame({"ada": [1, 0, 1, 1] * 5, "ben": ["1", "0", "1", "1"] * 5})
    with pytest.raises(
        tt.errors.InputError,
        match=r"some codes are numbers \([01]\) and some are text \('[01]'\), which never",
    ):
        agreement(codes)
    agreement(codes.apply(pd.to_numeric))


def test_one_coder_has_nobody_to_agree_with():
    with pytest.raises(tt.errors.TooFewArticlesError, match="none of 3 units has two codes"):
        tt.validation.krippendorff_alpha(pd.DataFrame({"a": [1, 0, 1]}))


def test_names_are_not_ranks():
    codes = pd.DataFrame({"a": ["war", "peace"], "b": ["war", "war"]})
    assert tt.validation.krippendorff_alpha(codes) == pytest.approx(0)
    with pytest.raises(
        tt.errors.InputError, match="ordinal codes must be numbers; got columns of type"
    ):
        tt.validation.krippendorff_alpha(codes, measure="ordinal")


def test_scores_are_those_of_scikit_learn():
    from sklearn.metrics import precision_recall_fscore_support

    rng = np.random.default_rng(0)
    truth, said = (pd.Series(rng.integers(-1, 2, 90)) for _ in range(2))
    weights = pd.Series(rng.random(90) + 0.5)
    table = tt.validation.classification_scores(said, truth, weights=weights, random_state=1)
    theirs = precision_recall_fscore_support(truth, said, sample_weight=weights)
    assert table["precision"].tolist() == pytest.approx(theirs[0].tolist())
    assert table["recall"].tolist() == pytest.approx(theirs[1].tolist())
    assert table["f1"].tolist() == pytest.approx(theirs[2].tolist())


def test_a_useless_dictionary_changes_nothing():
    rng = np.random.default_rng(2)
    truth = pd.Series((rng.random(3000) < 0.3) * 1.0)
    noise = pd.Series((rng.random(3000) < 0.5) * 1.0)
    coded = truth.where(truth.index < 300)
    tuned = tt.validation.correct_prevalence(noise, coded).iloc[0]
    labels = tt.validation.correct_prevalence(noise, coded, method="labels").iloc[0]
    assert abs(tuned["tuning"]) < 0.2
    assert tuned["share"] == pytest.approx(labels["share"], abs=0.01)


def test_a_dictionary_without_an_error_among_forty_codes_may_have_some_elsewhere():
    truth = pd.Series([1.0, 0.0, 0.0, 0.0] * 100)
    coded = truth.where(truth.index < 40)
    row = tt.validation.correct_prevalence(truth, coded).iloc[0]
    assert (row["share"], row["tuning"]) == pytest.approx((0.25, 1.0))
    assert row["low"] < 0.25 < row["high"]
    assert 0.005 < row["standard_error"] < 0.05


def test_pooled_rates_mislead_when_sensitivity_moves_and_the_note_says_so():
    rng = np.random.default_rng(1)
    n = 4000
    late = np.arange(n) >= n // 2
    truth = (rng.random(n) < np.where(late, 0.3, 0.1)) * 1.0
    caught = rng.random(n) < np.where(late, 0.8, 0.3)
    said = pd.Series(np.where(truth == 1, caught, rng.random(n) < 0.02) * 1.0)
    when = pd.Series(np.where(late, "late", "early"))
    coded = pd.Series(truth).where(rng.random(n) < 0.25)
    pooled = tt.validation.correct_prevalence(said, coded, groups=when, method="rogan-gladen")
    tuned = tt.validation.correct_prevalence(said, coded, groups=when)
    true = [truth[~late].mean(), truth[late].mean()]
    assert abs(pooled["share"] - true).max() > 0.04
    assert ((tuned["low"] < true) & (true < tuned["high"])).all()
    assert pooled["note"].str.contains("sensitivity differs between groups").all()


def test_the_corrected_interval_covers_the_true_share():
    rng = np.random.default_rng(7)
    truth = (rng.random(3000) < 0.2) * 1.0
    said = pd.Series(np.where(rng.random(3000) < 0.15, 1 - truth, truth))
    covered = []
    for _ in range(100):
        coded = pd.Series(np.nan, index=said.index)
        drawn = rng.choice(3000, 250, replace=False)
        coded.iloc[drawn] = truth[drawn]
        row = tt.validation.correct_prevalence(said, coded).iloc[0]
        covered.append(row["low"] < truth.mean() < row["high"])
    assert 0.90 <= np.mean(covered) <= 0.99


def test_codes_other_than_0_and_1_are_refused():
    said = pd.Series([1.0] * 20)
    with pytest.raises(tt.errors.InputError, match="hand codes must be 0 or 1; article '0' has 2"):
        tt.validation.correct_prevalence(said, pd.Series([2.0] * 20))


def test_nine_codes_are_too_few():
    said = pd.Series([1.0, 0.0] * 20)
    with pytest.raises(
        tt.errors.TooFewArticlesError, match="too few coded articles: 9; at least 10"
    ):
        tt.validation.correct_prevalence(said, said.iloc[:9])


def test_a_dictionary_no_better_than_chance_cannot_be_inverted():
    rng = np.random.default_rng(0)
    truth = pd.Series((rng.random(500) < 0.3) * 1.0)
    with pytest.raises(
        tt.errors.InputError,
        match="no better than chance, so the Rogan-Gladen estimator is undefined",
    ):
        tt.validation.correct_prevalence(1 - truth, truth, method="rogan-gladen")


def test_rogan_gladen_always_says_what_it_assumes():
    rng = np.random.default_rng(3)
    truth = (rng.random(400) < 0.3) * 1.0
    said = pd.Series(np.where(rng.random(400) < 0.1, 1 - truth, truth))
    coded = pd.Series(truth).where(pd.Series(rng.random(400) < 0.3))
    group = pd.Series(np.where(np.arange(400) % 2, "a", "b"))
    table = tt.validation.correct_prevalence(said, coded, groups=group, method="rogan-gladen")
    assert (
        table["note"].str.startswith("assumes one sensitivity and specificity for all groups").all()
    )


def test_the_ends_of_a_corrected_interval_are_the_quantiles_of_the_posterior():
    from scipy.stats import beta

    truth = pd.Series(np.arange(20_000) % 5 == 0, dtype=float)  # 20 of 100 coded
    coded = truth.where(truth.index < 100)
    row = tt.validation.correct_prevalence(truth, coded, method="labels").iloc[0]
    ends = beta.ppf([0.025, 0.975], 20.5, 80.5)
    assert row[["low", "high"]].tolist() == pytest.approx(ends.tolist(), abs=0.006)


def by_months(seed: int, n: int, n_months: int = 24):
    """Return articles, shares, truth and a sheet drawn from each of many months."""
    rng = np.random.default_rng(seed)
    articles, shares = make_corpus(3000, seed)
    month = pd.Series(np.arange(3000) % n_months, index=shares.index).map("{:02d}".format)
    truth = pd.Series(rng.random(3000) < 0.1, index=shares.index, dtype=float)
    wrong = rng.random(3000) < np.where(truth == 1, 0.2, 0.05)
    shares = shares.assign(war=np.where(wrong, 1 - truth, truth))[["war"]]
    drawn = tt.validation.coding_sheet(articles, shares, n=n, by=month, random_state=seed)
    return shares["war"], truth, drawn.key


@pytest.mark.parametrize("method", ["tuned", "labels", "rogan-gladen"])
def test_one_code_in_each_of_many_strata_gives_the_share_of_the_corpus(method):
    errors = []
    for seed in range(8):
        said, truth, key = by_months(seed, n=48)
        coded = truth.where(key["sampled"])
        table = tt.validation.correct_prevalence(said, coded, strata=key["stratum"], method=method)
        row = table.iloc[0]
        errors.append(row["share"] - truth.mean())
        assert row["low"] < row["high"]
    assert abs(np.mean(errors)) < 0.03  # half of the codes are hits: 0.3 without weights


def test_groups_that_cut_across_small_strata_have_shares_of_their_own():
    errors = []
    for seed in range(8):
        said, truth, key = by_months(seed, n=96)
        half = pd.Series(np.arange(3000) // 30 % 2, index=said.index)
        table = tt.validation.correct_prevalence(
            said, truth.where(key["sampled"]), strata=key["stratum"], groups=half, method="labels"
        )
        errors += (table["share"].to_numpy() - truth.groupby(half).mean().to_numpy()).tolist()
    assert abs(np.mean(errors)) < 0.04


def test_intervals_from_many_small_strata_are_not_narrower_than_from_one_sample():
    said, truth, key = by_months(3, n=96)
    coded = truth.where(key["sampled"])
    found = pd.Series(np.where(said > 0, "found", "not found"), index=said.index)
    widths, precise = [], []
    for strata in (key["stratum"], found):
        row = tt.validation.correct_prevalence(said, coded, strata=strata).iloc[0]
        widths.append(row["high"] - row["low"])
        scores = tt.validation.classification_scores(
            said, coded.dropna(), weights=1 / key["probability"], strata=strata, random_state=1
        ).iloc[1]
        precise.append(scores["precision_high"] - scores["precision_low"])
    assert widths[0] > 0.75 * widths[1]
    assert precise[0] > 0.75 * precise[1]


def test_strata_in_which_nobody_coded_are_counted_in_the_note():
    said, truth, key = by_months(1, n=96)
    coded = truth.where(key["sampled"] & ~key["stratum"].str.startswith("07"))
    row = tt.validation.correct_prevalence(said, coded, strata=key["stratum"]).iloc[0]
    assert row["note"] == "no code in the strata of 125 articles"


def test_a_sheet_with_fewer_articles_than_strata_is_refused():
    articles, shares = make_corpus()
    month = pd.Series(np.arange(400) % 12, index=shares.index).map("{:02d}".format)
    with pytest.raises(tt.errors.InputError, match="n is 20, and there are 24 strata"):
        tt.validation.coding_sheet(articles, shares, n=20, by=month)


def test_a_coder_without_a_name_is_not_two_coders():
    articles, shares = make_corpus()
    drawn = tt.validation.coding_sheet(articles, shares, n=60, random_state=3)
    sheet = fill(drawn.sheet, shares["war"], coder="")
    with pytest.raises(tt.errors.InputError, match="a coder without a name coded article 'a"):
        tt.validation.validate_themes(pd.concat([sheet, sheet]), drawn.key)


def test_identifiers_that_are_numbers_match_after_a_way_through_csv(tmp_path):
    articles, shares = make_corpus()
    ids = pd.Index([str(1000 + k) for k in range(400)], name="article_id")
    articles, shares = articles.set_axis(ids), shares.set_axis(ids)
    drawn = tt.validation.coding_sheet(articles, shares[["war"]], n=60, random_state=3)
    sheet = fill(drawn.sheet, shares["war"])
    drawn.key.to_csv(tmp_path / "key.csv")
    sheet.to_csv(tmp_path / "sheet.csv", index=False)
    row = tt.validation.validate_themes(
        pd.read_csv(tmp_path / "sheet.csv"), pd.read_csv(tmp_path / "key.csv", index_col=0)
    ).iloc[0]
    assert row["share"] == pytest.approx(shares["war"].mean())


def test_cells_that_a_coder_left_empty_move_no_precision():
    articles, shares = make_corpus()
    drawn = tt.validation.coding_sheet(articles, shares[["war"]], n=100, random_state=3)
    truth = shares["war"].where(np.arange(400) % 7 > 0, 1 - shares["war"])
    sheet = fill(drawn.sheet, truth)
    found = drawn.key["stratum"].eq("all, some theme").loc[sheet["article_id"]].to_numpy()
    order = np.argsort(found, kind="stable")
    left = sheet.iloc[order[np.r_[0:50, 50:60]]]  # ten of the fifty with a theme
    row = tt.validation.validate_themes(left, drawn.key, random_state=1).iloc[0]
    hits, misses = drawn.key["said_war"].sum() * row["precision"], 0
    wrong = truth.loc[left["article_id"]].to_numpy()[:50].mean()
    misses = wrong * (400 - drawn.key["said_war"].sum())
    assert row["recall"] == pytest.approx(hits / (hits + misses))


def test_a_theme_that_one_coder_found_once_tells_nothing_of_agreement_on_it():
    codes = pd.DataFrame({"a": [1.0] + [0.0] * 19, "b": [0.0] * 20})
    row = tt.validation.coder_agreement(codes, random_state=1).iloc[0]
    assert row["alpha"] == 0
    assert row["low"] < 0
    assert row["high"] > 0.5


def test_rates_that_give_no_share_are_told_and_no_share_is_below_zero():
    truth = pd.Series(np.arange(400) % 4 == 0, dtype=float)
    said = truth.where(np.arange(400) % 10 > 0, 1 - truth)
    said.iloc[200:] = 0.0  # the other half, where it never hits
    half = pd.Series(np.arange(400) // 200, index=said.index).map({0: "first", 1: "second"})
    coded = truth.where((np.arange(400) < 200) & (np.arange(400) % 3 == 0))
    table = tt.validation.correct_prevalence(said, coded, groups=half, method="rogan-gladen")
    assert table["share"].between(0, 1).all()
    assert table["note"].iloc[1].startswith("the formula gives −")
    assert not table["note"].iloc[0].startswith("the formula")


def test_articles_without_a_stratum_are_one_of_their_own():
    truth = pd.Series(np.arange(300) % 3 == 0, dtype=float)
    strata = pd.Series(np.where(np.arange(300) % 2, "odd", "even"), dtype=object)
    strata.iloc[:40] = None
    coded = truth.where(truth.index % 5 == 0)
    row = tt.validation.correct_prevalence(truth, coded, strata=strata, method="labels").iloc[0]
    named = strata.fillna("neither")
    same = tt.validation.correct_prevalence(truth, coded, strata=named, method="labels").iloc[0]
    assert row["share"] == pytest.approx(same["share"])
    assert row["low"] < row["share"] < row["high"]
