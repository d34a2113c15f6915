"""Distinctive terms: scores against other implementations, laws, errors over articles and days."""

from __future__ import annotations

import re
import zipfile
from collections import Counter
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from scipy import sparse, stats

import toolkit as tt
from toolkit import tables
from toolkit.keyness import cooccurrence, distinctive_terms
from toolkit.keyness.measures import chi2, g2, log_odds_ratio, tfidf_of_group
from toolkit.keyness.term_cautions import MARKS, mark_terms
from toolkit.vectorizing import DocumentTermMatrix

INAUGURAL = (
    Path(__file__).parents[1].parent / "shared" / "data" / "nltk_data" / "corpora" / "inaugural.zip"
)
PUBLISHED = [  # quanteda's documentation of textstat_keyness: post- against pre-1945 speeches
    ("we", 1048, 779, 764.4484),
    ("america", 148, 54, 200.5544),
    ("world", 196, 123, 171.9660),
    ("the", 2089, 8094, -331.9907),
]
SHORT = settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))


def matrix(counts, *, extra=0):
    counts = np.asarray(counts)
    return DocumentTermMatrix(
        counts=sparse.csr_matrix(counts, dtype=np.int32),
        terms=np.array([f"w{k:02}" for k in range(counts.shape[1])]),
        article_id=pd.Index([f"a{k:03}" for k in range(len(counts))], name="article_id"),
        n_tokens=(counts.sum(axis=1) + extra).astype(np.int64),
        pruned=pd.DataFrame(),
    )


def labels(dtm, values):
    return pd.Series(values, index=dtm.article_id)


@st.composite
def corpora(draw):
    """A small matrix and two groups, each with tokens."""
    n, width = draw(st.integers(12, 24)), draw(st.integers(2, 6))
    seed = draw(st.integers(0, 10_000))
    rng = np.random.default_rng(seed)
    dtm = matrix(rng.poisson(draw(st.sampled_from([0.5, 2, 8])), (n, width)), extra=10)
    return dtm, labels(dtm, np.where(np.arange(n) % 3 == 0, "left", "right"))


@pytest.fixture(scope="module")
def planted():
    """Two hundred articles: w00 is the group's in every article, w01 sits in one of them."""
    rng = np.random.default_rng(3)
    counts = rng.poisson(1.0, (200, 8))
    counts[:100, 0] += 3
    counts[:, 1] = 0
    counts[7, 1] = 60
    dtm = matrix(counts, extra=200)
    return dtm, labels(dtm, ["ours"] * 100 + ["theirs"] * 100)


@pytest.fixture(scope="module")
def speeches():
    if not INAUGURAL.exists():
        pytest.skip("NLTK's inaugural addresses are not in ../shared/data")
    texts = {}
    with zipfile.ZipFile(INAUGURAL) as archive:
        for name in sorted(archive.namelist()):
            if re.search(r"/\d{4}-", name):
                raw = archive.read(name)
                # one of the files is in Big5; read otherwise its apostrophes are lost
                code = "big5" if b"\xa1\xa6" in raw else "utf-8"
                texts[Path(name).stem] = raw.decode(code, errors="replace").lower()
    return texts


class TestScores:
    @pytest.mark.parametrize(("a", "b", "n_a", "n_b"), [(30, 10, 900, 1100), (1, 40, 500, 900)])
    def test_chi2_and_g2_equal_scipys_on_the_two_by_two_table(self, a, b, n_a, n_b):
        table = [[a, b], [n_a - a, n_b - b]]
        pearson = stats.chi2_contingency(table, correction=False)
        likelihood = stats.chi2_contingency(table, correction=False, lambda_="log-likelihood")
        sign = np.sign(a / n_a - b / n_b)
        assert chi2(a, b, n_a, n_b) == pytest.approx(sign * pearson.statistic)
        assert g2(a, b, n_a, n_b) == pytest.approx(sign * likelihood.statistic)

    @pytest.mark.parametrize(("word", "after", "before", "published"), PUBLISHED)
    def test_chi2_gives_the_values_quanteda_publishes(self, word, after, before, published):
        # The page prints no token totals; these two numbers solve its four equations at once.
        assert float(chi2(after, before, 43_002, 108_539)) == pytest.approx(published, abs=1e-4)

    def test_log_odds_equal_the_formula_written_out(self):
        delta, variance = log_odds_ratio(30, 10, 1000, 1200, prior=4, total=220)
        by_hand = np.log(34 / (1220 - 34)) - np.log(14 / (1420 - 14))
        assert delta == pytest.approx(by_hand)
        assert variance == pytest.approx(1 / 34 + 1 / 14)

    def test_a_term_no_group_lacks_has_no_tfidf(self):
        uses = np.array([[4.0, 2.0, 0.0], [1.0, 0.0, 3.0], [1.0, 0.0, 0.0]])
        expected = [[0, 0.2 * np.log(3), 0], [0, 0, 0.3 * np.log(3)], [0, 0, 0]]
        tokens = np.array([10.0, 10.0, 10.0])
        scores = [tfidf_of_group(sparse.csr_matrix(uses), tokens, group) for group in range(3)]
        assert np.array(scores) == pytest.approx(np.array(expected))

    def test_a_term_that_is_every_token_does_not_divide_by_zero(self):
        assert float(chi2(5, 5, 5, 5)) == 0
        assert float(g2(5, 5, 5, 5)) == 0

    @pytest.mark.parametrize("measure", ["log_odds", "g2", "chi2", "tfidf", "z"])
    def test_every_measure_finds_the_planted_term(self, planted, measure):
        dtm, groups = planted
        if measure == "tfidf":
            counts = dtm.counts.toarray()
            counts[100:, 0] = 0
            dtm = matrix(counts, extra=200)
        table = distinctive_terms(dtm, groups, measure=measure)
        ours = table[table["group"] == "ours"]
        assert "w00" in ours["term"].head(2).tolist()
        assert table.attrs["measure"] == measure


class TestPublishedCounts:
    @pytest.mark.corpus
    def test_keywords_of_fifty_eight_speeches_are_as_often_as_published(self, speeches):
        words = Counter()
        for text in list(speeches.values())[:58]:
            words.update(re.findall(r"\w+(?:['’\-]\w+)*", text))
        published = {
            "laws": 130, "law": 129, "executive": 97, "congress": 130, "party": 81, "world": 311,
            "peace": 254, "freedom": 185, "constitution": 206, "rights": 138, "war": 174,
            "foreign": 104,
        }  # fmt: skip
        assert {word: words[word] for word in published} == published

    @pytest.mark.corpus
    def test_speeches_after_the_war_are_told_by_the_published_words(self, speeches):
        index = pd.Index(list(speeches), name="article_id")
        texts = pd.Series(list(speeches.values()), index=index)
        dtm = tt.count_terms(tt.tokenize(texts, stop_words=None, progress=False))
        after = pd.Series([int(name[:4]) >= 1945 for name in index], index=index)
        groups = after.map({True: "after", False: "before"})
        table = distinctive_terms(dtm, groups, measure="chi2", n_terms=None)
        ours = table[table["group"] == "after"].set_index("term")
        assert ours["rank"]["we"] == 1
        for word, _, before, published in PUBLISHED:
            # another edition of two speeches, another tokeniser: counts near, chi-squared nearish
            assert ours["n_rest"][word] == pytest.approx(before, rel=0.08)
            assert np.sign(ours["score"][word]) == np.sign(published)


class TestTable:
    def test_columns_are_those_documented(self, planted):
        dtm, groups = planted
        table = distinctive_terms(dtm, groups, sources=groups)
        documented = [column.name for column in tables.DISTINCTIVE_TERMS]
        assert table.columns.tolist() == documented[:-1]
        one = labels(dtm, ["Post"] * 200)
        fixed = distinctive_terms(dtm, groups, sources=groups, standardize=one)
        assert fixed.columns.tolist() == documented

    def test_terms_that_name_the_group_or_belong_to_the_page_are_marked(self):
        groups = ["CNN (Web News)", "Fox Online News", "Reuters", "The Washington Times", "Reason"]
        marked = {
            "cnn": ["label", "", "", "", ""],
            "fox_news": ["", "label", "", "", ""],
            "news": [""] * 5,
            "reuters": ["agency", "agency", "label", "agency", "agency"],
            "washington_times": ["", "", "", "label", ""],
            "washington": [""] * 5,
            "times": [""] * 5,
            "reason": ["", "", "", "", "label"],
            "newsletter": ["page"] * 5,
            "twitter": [""] * 5,
            "IS": [""] * 5,
        }
        for term, expected in marked.items():
            assert mark_terms(groups, [term] * 5) == expected
            assert set(expected) <= set(MARKS)
        assert mark_terms([2018, pd.Timestamp("2018-01-01")], ["2018", "01"]) == ["", ""]

    def test_the_table_carries_the_marks(self, planted):
        dtm, _ = planted
        groups = labels(dtm, np.where(np.arange(len(dtm)) % 2, "Outlet w00", "b"))
        table = distinctive_terms(dtm, groups, n_terms=None, min_count=1)
        marked = table[table["mark"] != ""][["group", "term", "mark"]]
        assert marked.to_numpy().tolist() == [["Outlet w00", "w00", "label"]]

    def test_counts_rates_and_dispersion_are_those_counted_by_hand(self):
        # Gries (2008), table 1: five parts of 9 to 11 words, "a" 1 to 5 times: DP = 0.18
        counts = np.array([[1, 8], [2, 8], [3, 7], [4, 6], [5, 6], [0, 50]])
        dtm = matrix(counts)
        groups = labels(dtm, ["text"] * 5 + ["other"])
        table = distinctive_terms(dtm, groups, n_terms=None, min_count=1)
        row = table[(table["group"] == "text") & (table["term"] == "w00")].iloc[0]
        assert round(row["dispersion"], 2) == 0.18
        assert (row["n_group"], row["n_rest"]) == (15, 0)
        assert (row["articles_group"], row["articles_rest"]) == (5, 0)
        assert row["rate_group"] == pytest.approx(1000 * 15 / 50)
        other = table[(table["group"] == "other") & (table["term"] == "w00")].iloc[0]
        assert np.isnan(other["dispersion"])

    def test_more_than_two_groups_are_each_set_against_all_the_others(self):
        dtm = matrix(np.array([[9, 1, 0], [1, 9, 0], [0, 0, 9], [0, 0, 9]]))
        table = distinctive_terms(dtm, labels(dtm, list("xyzz")), n_terms=1, min_count=1)
        assert table[["group", "term", "n_rest"]].to_numpy().tolist() == [
            ["x", "w00", 1], ["y", "w01", 1], ["z", "w02", 0],
        ]  # fmt: skip

    def test_articles_without_a_group_are_left_out_and_years_stay_whole(self, planted):
        dtm, groups = planted
        years = groups.map({"ours": 2014.0, "theirs": 2017.0})
        years.iloc[:10] = np.nan
        table = distinctive_terms(dtm, years)
        assert table.attrs["left_out"] == 10
        assert table["group"].unique().tolist() == [2014, 2017]
        assert distinctive_terms(dtm, years).equals(distinctive_terms(dtm, years.astype("Int64")))

    def test_outlets_are_counted_within_the_group(self, planted):
        dtm, groups = planted
        sources = labels(dtm, ["Post"] * 50 + ["Times"] * 150)
        table = distinctive_terms(dtm, groups, sources=sources, n_terms=None)
        counts = table.set_index(["group", "term"])["n_sources"]
        assert (counts["ours", "w00"], counts["theirs", "w00"]) == (2, 1)
        assert (counts["ours", "w01"], counts["theirs", "w01"]) == (1, 0)

    def test_equal_scores_are_in_alphabetical_order_and_ranks_begin_at_one(self):
        dtm = matrix(np.array([[5, 5], [0, 0]]), extra=5)
        table = distinctive_terms(dtm, labels(dtm, ["a", "b"]), min_count=1)
        assert table[["rank", "term"]].to_numpy().tolist() == [[1, "w00"], [2, "w01"]]


class TestErrorsOverArticles:
    def test_one_burst_leads_by_tokens_and_is_no_finding_by_articles(self, planted):
        dtm, groups = planted
        table = distinctive_terms(dtm, groups, measure="g2", n_terms=None)
        row = table[(table["group"] == "ours") & (table["term"] == "w01")].iloc[0]
        assert stats.chi2.sf(row["score"], 1) < 1e-10
        assert row["p_value"] > 0.2
        assert row["low"] < 0 < row["high"]
        assert row["dispersion"] > 0.98

    def test_p_agrees_with_a_permutation_of_articles(self):
        rng = np.random.default_rng(11)
        counts = rng.negative_binomial(0.3, 0.1, (60, 1))
        dtm = matrix(np.hstack([counts, rng.poisson(3, (60, 1))]), extra=100)
        groups = np.repeat([True, False], 30)
        for shift in (0, 4):
            shifted = counts[:, 0] + shift * groups
            dtm = matrix(np.column_stack([shifted, dtm.counts[:, [1]].toarray()]), extra=100)
            table = distinctive_terms(dtm, labels(dtm, groups), n_terms=None)
            p = table.set_index(["group", "term"])["p_value"][True, "w00"]
            sizes = dtm.n_tokens.astype(float)
            parts = shifted - shifted.sum() / sizes.sum() * sizes
            shuffled = rng.permuted(np.tile(groups, (20_000, 1)), axis=1) @ parts
            exact = (np.abs(shuffled) >= abs(groups @ parts) - 1e-9).mean()
            assert p == pytest.approx(exact, abs=0.03)

    def test_days_told_apart_make_p_larger_when_stories_share_a_day(self):
        rng = np.random.default_rng(5)
        burst = np.repeat(rng.negative_binomial(0.3, 0.1, 40), 5)
        burst[:100] += 2
        dtm = matrix(np.column_stack([burst, rng.poisson(3, 200)]), extra=100)
        groups = labels(dtm, np.repeat(["a", "b"], 100))
        days = labels(dtm, np.repeat([f"day {k}" for k in range(40)], 5))
        alone = distinctive_terms(dtm, groups, n_terms=None).set_index(["group", "term"])
        together = distinctive_terms(dtm, groups, clusters=days, n_terms=None)
        assert together.attrs["n_clusters"] == 40
        together = together.set_index(["group", "term"])
        assert together["p_value"]["a", "w00"] > 2 * alone["p_value"]["a", "w00"]

    def test_p_of_twelve_desks_is_that_of_the_sums_written_out(self):
        rng = np.random.default_rng(8)
        desk = np.repeat(np.arange(12), 20)
        rate = rng.gamma(1.0, 2.0, 12)[desk] + (desk < 6)
        dtm = matrix(np.column_stack([rng.poisson(rate), rng.poisson(3, 240)]), extra=100)
        ours = desk < 6
        groups = labels(dtm, np.where(ours, "a", "b"))
        clusters = labels(dtm, [f"desk {k}" for k in desk])
        table = distinctive_terms(dtm, groups, clusters=clusters, n_terms=None)
        uses, sizes = dtm.counts[:, [0]].toarray().ravel(), dtm.n_tokens.astype(float)
        left = uses - uses.sum() / sizes.sum() * sizes
        part = sizes[ours].sum() / sizes.sum()
        by_desk = np.bincount(desk, left * (ours - part))
        z = left[ours].sum() / np.sqrt((by_desk**2).sum() * 12 / 11)
        expected = 2 * stats.t.sf(abs(z), 11)
        p = table.set_index(["group", "term"])["p_value"]["a", "w00"]
        assert p == pytest.approx(expected, rel=1e-9)
        assert 0.001 < p < 0.9

    def test_a_small_group_that_missed_a_rare_term_has_no_finding(self):
        counts = np.zeros((200, 2), dtype=int)
        counts[-5:, 0] = 1
        counts[:, 1] = 3
        dtm = matrix(counts, extra=50)
        table = distinctive_terms(dtm, labels(dtm, ["few"] * 20 + ["many"] * 180), n_terms=None)
        assert table.set_index(["group", "term"])["p_value"]["few", "w00"] > 0.3

    def test_fewer_than_ten_clusters_give_neither_interval_nor_p(self):
        dtm = matrix(np.full((9, 1), 4), extra=5)
        table = distinctive_terms(dtm, labels(dtm, ["a"] * 4 + ["b"] * 5), n_terms=None)
        assert table[["low", "high", "p_value", "p_adjusted"]].isna().all(axis=None)

    def test_p_holds_its_promise_when_labels_mean_nothing(self):
        rng = np.random.default_rng(17)
        counts = rng.negative_binomial(0.2, 0.1, (200, 300))
        dtm = matrix(counts, extra=500)
        table = distinctive_terms(dtm, labels(dtm, rng.random(200) < 0.5), n_terms=None)
        p = table.loc[table["group"], "p_value"]
        assert 0.02 < (p < 0.05).mean() < 0.075
        assert (table["p_adjusted"] < 0.05).sum() == 0

    def test_p_over_articles_is_fishers(self, planted):
        dtm, groups = planted
        table = distinctive_terms(dtm, groups, n_terms=None, test="articles")
        for row in table.itertuples():
            cells = [
                [row.articles_group, 100 - row.articles_group],
                [row.articles_rest, 100 - row.articles_rest],
            ]
            tails = [stats.fisher_exact(cells, side).pvalue for side in ("less", "greater")]
            assert row.p_value == pytest.approx(min(1, 2 * min(tails)))

    def test_p_over_articles_sees_a_term_that_a_few_articles_share_and_no_others(self):
        counts = np.full((200, 2), 3)
        counts[:, 0] = 0
        counts[:11, 0] = 2
        dtm = matrix(counts, extra=100)
        groups = labels(dtm, ["new"] * 30 + ["old"] * 170)
        p = {
            test: distinctive_terms(dtm, groups, test=test, n_terms=1)["p_value"].iloc[0]
            for test in ("rates", "articles")
        }
        assert p["articles"] < 1e-7 < p["rates"] < 0.01

    def test_an_article_without_a_cluster_is_one_of_its_own(self, planted):
        dtm, groups = planted
        days = labels(dtm, pd.Series(["one day"] * 50 + [None] * 150, dtype="object").to_numpy())
        assert distinctive_terms(dtm, groups, clusters=days).attrs["n_clusters"] == 151


class TestLaws:
    @SHORT
    @given(corpora(), st.sampled_from(["log_odds", "g2", "chi2", "z"]))
    def test_two_groups_are_mirror_images(self, corpus, measure):
        table = distinctive_terms(*corpus, measure=measure, n_terms=None, min_count=1)
        left = table[table["group"] == "left"].set_index("term")
        right = table[table["group"] == "right"].set_index("term").reindex(left.index)
        assert left["score"].to_numpy() == pytest.approx(-right["score"].to_numpy())
        assert left["low"].to_numpy() == pytest.approx(-right["high"].to_numpy())
        assert left["p_value"].to_numpy() == pytest.approx(right["p_value"].to_numpy())
        assert left["n_group"].tolist() == right["n_rest"].tolist()

    @SHORT
    @given(corpora(), st.randoms(use_true_random=False))
    def test_the_order_of_articles_does_not_matter(self, corpus, random):
        dtm, groups = corpus
        order = list(range(len(dtm)))
        random.shuffle(order)
        turned = DocumentTermMatrix(
            dtm.counts[order], dtm.terms, dtm.article_id[order], dtm.n_tokens[order], dtm.pruned
        )
        first, second = distinctive_terms(dtm, groups), distinctive_terms(turned, groups)
        pd.testing.assert_frame_equal(first, second, rtol=1e-9)

    @SHORT
    @given(corpora())
    def test_a_corpus_taken_twice_has_twice_the_counts_and_the_same_rates(self, corpus):
        dtm, groups = corpus
        twice = DocumentTermMatrix(
            sparse.vstack([dtm.counts, dtm.counts]).tocsr(),
            dtm.terms,
            dtm.article_id.append(dtm.article_id + "-copy"),
            np.tile(dtm.n_tokens, 2),
            dtm.pruned,
        )
        both = pd.Series(np.tile(groups.to_numpy(), 2), index=twice.article_id)
        options = {"n_terms": None, "min_count": 1, "measure": "g2"}
        one, two = (
            distinctive_terms(dtm, groups, **options),
            distinctive_terms(twice, both, **options),
        )
        two = two.set_index(["group", "term"]).reindex(
            pd.MultiIndex.from_frame(one[["group", "term"]])
        )
        for name in ("n_group", "n_rest", "articles_group", "score"):
            assert two[name].to_numpy() == pytest.approx(2 * one[name].to_numpy())
        for name in ("rate_group", "rate_rest", "log_odds", "dispersion"):
            assert two[name].to_numpy() == pytest.approx(one[name].to_numpy(), nan_ok=True)

    @SHORT
    @given(corpora())
    def test_an_interval_leaves_zero_out_only_where_p_is_small(self, corpus):
        table = distinctive_terms(*corpus, n_terms=None, min_count=1)
        outside = (table["low"] > 0) | (table["high"] < 0)
        assert (table.loc[outside, "p_value"] < 0.05 + 1e-9).all()
        inside = table["low"].le(table["log_odds"]) & table["high"].ge(table["log_odds"])
        assert inside.all()
        assert table["dispersion"].dropna().between(-1e-9, 1).all()

    @SHORT
    @given(corpora())
    def test_pruning_other_terms_changes_no_score(self, corpus):
        dtm, groups = corpus
        fewer = DocumentTermMatrix(
            dtm.counts[:, [0]], dtm.terms[:1], dtm.article_id, dtm.n_tokens, dtm.pruned
        )
        every = distinctive_terms(dtm, groups, n_terms=None, min_count=1)
        alone = distinctive_terms(fewer, groups, n_terms=None, min_count=1)
        every = every[every["term"] == "w00"].reset_index(drop=True)
        columns = ["group", "score", "log_odds", "low", "high", "p_value"]
        pd.testing.assert_frame_equal(every[columns], alone[columns])


class TestMessages:
    @pytest.mark.parametrize(
        ("options", "message"),
        [
            ({"measure": "logodds"}, "measure must be one of 'log_odds', 'g2', 'chi2', 'tfidf', "
             "'z'; got 'logodds'. Did you mean 'log_odds'?"),
            ({"test": "fisher"}, "test must be one of 'rates', 'articles'; got 'fisher'."),
            ({"test": "articles", "clusters": pd.Series()}, 'test="articles" assumes '
             'independent articles. Leave clusters out, or use test="rates".'),
            ({"min_count": 0}, "min_count must be a whole number from 1; got 0."),
            ({"n_terms": 2.5}, "n_terms must be a whole number from 1; got 2.5."),
            ({"prior_tokens": -3}, "prior_tokens must be a number above 0; got -3."),
            ({"min_count": 10**6}, "no term is used 1000000 times or more in the articles "
             "compared. Lower min_count or prune less in count_terms."),
        ],
    )  # fmt: skip
    def test_a_wrong_option_is_named_with_its_value(self, planted, options, message):
        with pytest.raises(tt.errors.InputError) as error:
            distinctive_terms(*planted, **options)
        assert str(error.value) == f"distinctive_terms: {message}"

    def test_one_group_is_too_few(self, planted):
        dtm, groups = planted
        with pytest.raises(tt.errors.InputError) as error:
            distinctive_terms(dtm, groups.replace("theirs", "ours"))
        assert str(error.value) == (
            "distinctive_terms: groups must hold at least two groups among 200 articles; found "
            "only 'ours'. Articles without a group are left out."
        )

    def test_articles_that_groups_lack_are_named(self, planted):
        dtm, groups = planted
        with pytest.raises(
            tt.errors.InputError, match="groups lacks 1 of 200 articles, the first being"
        ):
            distinctive_terms(dtm, groups.iloc[1:])

    def test_a_group_without_tokens_is_named(self):
        dtm = matrix(np.array([[5], [5], [0]]))
        with pytest.raises(tt.errors.TooFewArticlesError) as error:
            distinctive_terms(dtm, labels(dtm, ["a", "b", "c"]), min_count=1)
        assert str(error.value) == (
            "distinctive_terms: the articles of group 'c' have no tokens. "
            "Leave the group out: groups.where(groups != 'c')."
        )


class TestCooccurrence:
    @SHORT
    @given(corpora(), st.sampled_from(["npmi", "llr", "dice"]))
    def test_every_pair_equals_the_formula_counted_by_hand(self, corpus, measure):
        dtm, _ = corpus
        holds = dtm.counts.toarray() > 0
        table = cooccurrence(dtm, measure=measure, min_docs=1)
        numbers = {term: k for k, term in enumerate(dtm.terms)}
        n = len(dtm)
        for row in table.itertuples():
            one, two = holds[:, numbers[row.term_1]], holds[:, numbers[row.term_2]]
            assert row.term_1 < row.term_2
            assert (row.n_1, row.n_2, row.n_both) == (one.sum(), two.sum(), (one & two).sum())
            if measure == "dice":
                expected = 2 * row.n_both / (row.n_1 + row.n_2)
            elif measure == "npmi":
                expected = (
                    1.0
                    if row.n_both == n
                    else np.log(n * row.n_both / (row.n_1 * row.n_2)) / -np.log(row.n_both / n)
                )
            else:
                cells = [
                    [(one & two).sum(), (one & ~two).sum()],
                    [(~one & two).sum(), (~one & ~two).sum()],
                ]
                if min(np.sum(cells, axis=0).min(), np.sum(cells, axis=1).min()) == 0:
                    expected = 0.0
                else:
                    g = stats.chi2_contingency(cells, correction=False, lambda_="log-likelihood")
                    expected = g.statistic * np.sign(row.n_both * n - row.n_1 * row.n_2)
            assert row.score == pytest.approx(expected, abs=1e-9)

    def test_pairs_of_terms_asked_for_are_those_of_all_pairs(self):
        rng = np.random.default_rng(2)
        dtm = matrix(rng.poisson(0.7, (50, 12)))
        every = cooccurrence(dtm, min_docs=3)
        asked = cooccurrence(dtm, terms=["w05", "w02"], min_docs=3)
        wanted = {"w02", "w05"}
        expected = {
            frozenset(pair) for pair in zip(every["term_1"], every["term_2"], strict=True)
            if wanted & set(pair)
        }  # fmt: skip
        found = [frozenset(pair) for pair in zip(asked["term_1"], asked["term_2"], strict=True)]
        assert set(found) == expected
        assert len(found) == len(expected)
        assert asked["term_1"].isin(wanted).all()
        assert len(cooccurrence(dtm, n_pairs=4)) == 4

    def test_no_pair_gives_an_empty_table(self):
        dtm = matrix(np.eye(4, dtype=int))
        assert len(cooccurrence(dtm, min_docs=2)) == 0

    @pytest.mark.parametrize(
        ("options", "message"),
        [
            ({"terms": ["w0"]}, "the term 'w0' is not among the 3 terms counted. Close to it: "
             "'w02', 'w01', 'w00'."),
            ({"terms": ["shelling"]}, "the term 'shelling' is not among the 3 terms counted. It "
             "may be a stop word or pruned: look at dtm.pruned and tokens.terms."),
            ({"terms": "w00"}, "terms must be a list of terms; got 'w00'."),
            ({"terms": []}, "terms is empty; name at least one term."),
            ({"terms": ["w00", "w00"]}, "terms names 'w00' twice."),
            ({"measure": "pmi"}, "measure must be one of 'npmi', 'llr', 'dice'; got 'pmi'. Did you "
             "mean 'npmi'?"),
        ],
    )  # fmt: skip
    def test_messages_name_what_is_close(self, options, message):
        with pytest.raises(tt.errors.InputError) as error:
            cooccurrence(matrix(np.full((5, 3), 1)), **options)
        assert str(error.value) == f"cooccurrence: {message}"

    def test_one_article_cannot_show_company(self):
        with pytest.raises(tt.errors.TooFewArticlesError) as error:
            cooccurrence(matrix([[1, 1]]))
        assert str(error.value) == (
            "cooccurrence: co-occurrence needs at least two articles; got 1."
        )


class TestMixHeldFixed:
    """Words of an outlet that only one of two periods has."""

    @pytest.fixture
    def periods(self):
        rng = np.random.default_rng(0)
        late = np.repeat([False, True], 150)
        ticker = late & (rng.random(300) < 0.5)
        counts = rng.poisson(2.0, (300, 6))
        counts[:, 0] = 2 * ticker  # the outlet's own word
        counts[:, 1] = late & (rng.random(300) < 0.5)  # a word of the period, in every outlet
        dtm = matrix(counts, extra=20)
        source = labels(dtm, np.where(ticker, "Ticker", rng.choice(["Post", "Times"], 300)))
        return dtm, labels(dtm, np.where(late, "late", "early")), source

    def test_a_word_of_an_outlet_that_enters_sets_the_periods_apart_only_as_collected(
        self, periods
    ):
        dtm, groups, source = periods
        own, news = str(dtm.terms[0]), str(dtm.terms[1])
        raw = tt.distinctive_terms(dtm, groups, n_terms=2)
        assert raw[raw["group"] == "late"]["term"].tolist() == [own, news]
        fixed = tt.distinctive_terms(dtm, groups, n_terms=None, standardize=source)
        late = fixed[fixed["group"] == "late"].set_index("term")
        assert late["rank"].idxmin() == news
        assert late.loc[own, "log_odds"] == pytest.approx(0, abs=1e-9)
        assert late.loc[own, "log_odds_collected"] > 2
        assert late.loc[own, "n_group"] == int(raw.set_index("term").loc[own, "n_group"])

    def test_a_mix_that_is_the_same_changes_no_effect(self, periods):
        dtm, groups, _ = periods
        one = labels(dtm, ["Post"] * 300)
        fixed = tt.distinctive_terms(dtm, groups, n_terms=None, standardize=one)
        assert fixed["log_odds"].to_numpy() == pytest.approx(
            fixed["log_odds_collected"].to_numpy(), rel=0.05, abs=0.01
        )

    def test_groups_without_a_label_in_common_are_refused(self, periods):
        dtm, groups, _ = periods
        with pytest.raises(tt.errors.TooFewArticlesError, match="no label has articles in every"):
            tt.distinctive_terms(dtm, groups, standardize=groups)
        with pytest.raises(tt.errors.InputError, match="counts every article alike"):
            tt.distinctive_terms(dtm, groups, standardize=groups, test="articles")


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("measure", ["log_odds", "z", "g2", "chi2", "tfidf"])
def test_a_vocabulary_of_one_term_sets_nothing_apart(measure):
    """It divided by zero, with a dozen warnings of NumPy."""
    texts = pd.Series(["war war", "war"] * 20)
    dtm = tt.count_terms(tt.tokenize(texts), min_docs=1, max_doc_share=1.0)
    groups = pd.Series(["a", "b"] * 20)
    assert distinctive_terms(dtm, groups, measure=measure, min_count=1).empty
    delta, variance = log_odds_ratio([30.0], [10.0], 30, 10, prior=[4.0], total=4.0)
    assert delta.tolist() == [0.0]
    assert variance.tolist() == pytest.approx([1 / 34 + 1 / 14])
