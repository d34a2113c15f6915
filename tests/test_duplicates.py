"""Copies: planted ones are found, unrelated articles are not, and order does not matter."""

import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import toolkit as tt
from toolkit._kernels import duplicates as kernels
from toolkit.cleaning import find_agency
from toolkit.duplicates import candidates, fingerprints
from toolkit.duplicates.candidates import find_candidates, measure_overlaps
from toolkit.duplicates.fingerprints import fingerprint
from toolkit.errors import InputError
from toolkit.reading.ledgers import ledger

DATA = Path(__file__).parents[1].parent / "shared" / "data"
WORDS = (
    *("river", "bridge", "town", "council", "winter", "harvest", "minister", "market", "stone"),
    *("lantern", "garden", "engine", "letter", "copper", "valley", "signal", "paper", "island"),
    *("window", "ladder", "forest", "barrel", "candle", "saddle", "meadow", "anchor"),
)


def story(seed, n_words=160):
    """Invent a story of five-sentence paragraphs that shares no run of words with another."""
    rng = np.random.default_rng(seed)
    words = [f"{WORDS[at]}{rng.integers(50)}" for at in rng.integers(len(WORDS), size=n_words)]
    paragraphs = [words[at : at + 40] for at in range(0, n_words, 40)]
    return "\n\n".join(" ".join(part).capitalize() + "." for part in paragraphs)


def articles_of(**bodies):
    return pd.DataFrame(
        {"body": list(bodies.values())}, index=pd.Index(list(bodies), name="article_id")
    )


def grouped(result):
    """Return the groups as sets of article ids."""
    return {frozenset(part.index) for _, part in result.groupby("dup_group")}


FIRST = story(1)
CHANGES = {
    "the same words": FIRST,
    "other case and punctuation": FIRST.upper().replace(".", " !"),
    "an attribution line": f"By our staff\n\n{FIRST}\n\nWith agencies.",
    "another headline": f"Something else altogether happened\n\n{FIRST}",
    "one word in forty": re.sub(r"(?m)^\w+", "Changed", FIRST),
    "cut in half at a paragraph": "\n\n".join(FIRST.split("\n\n")[:2]),
    "cut in half and light edit": "\n\n".join(FIRST.split("\n\n")[:2]) + "\n\nMore to come later.",
    "paragraphs joined by single line breaks": FIRST.replace("\n\n", "\n"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_a_changed_copy_is_found(change):
    articles = articles_of(a=FIRST, b=CHANGES[change], c=story(2), d=story(3))
    assert grouped(tt.near_duplicates(articles)) == {frozenset("ab")}


UNRELATED = {
    "another story": story(4),
    "one shared paragraph of four": FIRST.split("\n\n")[0] + "\n\n" + story(5, 120),
    "nothing": "",
    "three words": "river bridge town",
}


@pytest.mark.parametrize("other", UNRELATED)
def test_an_unrelated_article_is_left_alone(other):
    result = tt.near_duplicates(articles_of(a=FIRST, b=UNRELATED[other]))
    assert result["role"].tolist() == ["single", "single"]
    assert result["dup_group"].isna().all()
    assert result["similarity"].isna().all()
    assert result["original"].tolist() == ["a", "b"]


def test_the_first_quarter_of_a_story_is_found_by_its_paragraphs():
    stories = {f"a{n}": story(n, 480) for n in range(20)}
    quarters = {f"b{n}": "\n\n".join(story(n, 480).split("\n\n")[:3]) for n in range(20)}
    result = tt.near_duplicates(articles_of(**stories, **quarters))
    assert grouped(result) == {frozenset({f"a{n}", f"b{n}"}) for n in range(20)}


def test_paragraphs_that_stand_in_many_articles_propose_no_pairs():
    texts = [f"{story(n)}\n\n{story(999, 120)}" for n in range(70)]
    prints = fingerprint(texts, show=False)
    assert find_candidates(prints, np.arange(30)).size == 30 * 29 / 2
    assert find_candidates(prints, np.arange(70)).size < 70 * 69 / 4


def test_a_short_text_inside_a_longer_one_is_not_an_excerpt():
    words = FIRST.split()
    for n_words, roles in ((20, ["single", "single"]), (30, ["original", "excerpt"])):
        first, rest = " ".join(words[:n_words]), " ".join(words[n_words : 3 * n_words])
        articles = articles_of(a=f"{first}\n{rest}", b=first)
        assert tt.near_duplicates(articles)["role"].tolist() == roles


def test_empty_articles_are_not_copies_of_each_other():
    result = tt.near_duplicates(articles_of(a="", b=" ", c="!?"))
    assert (result["role"] == "single").all()


def test_a_boilerplate_paragraph_does_not_join_stories():
    furniture = "Our correspondents in the region report every day from many towns and markets."
    articles = articles_of(**{f"a{n}": f"{story(n)}\n\n{furniture}" for n in range(80)})
    assert (tt.near_duplicates(articles)["role"] == "single").all()


def test_similarity_and_containment_are_those_of_the_shingle_sets():
    other = "\n\n".join(FIRST.split("\n\n")[:2])
    result = tt.near_duplicates(articles_of(a=FIRST, b=other)).loc["b"]

    def shingles(text):
        words = re.findall(r"\w+", text.lower())
        return {tuple(words[at : at + 5]) for at in range(len(words) - 4)}

    one, two = shingles(FIRST), shingles(other)
    assert result["similarity"] == pytest.approx(len(one & two) / len(one | two))
    assert result["containment"] == pytest.approx(len(one & two) / min(len(one), len(two)))


@pytest.fixture
def outlets():
    """Return an agency story, its copies in outlets, and an outlet's own later version."""
    half = "\n\n".join(FIRST.split("\n\n")[:2])
    rows = [
        ("wire", "Reuters", "2018-10-22", f"TOWN (Reuters) - {FIRST}"),
        ("copy", "Daily", "2018-10-22", f"By our staff\n\n{FIRST}"),
        ("late", "Daily", "2018-10-23", f"{FIRST}\n\nA new last sentence was added here."),
        ("cut", "Weekly", "2018-10-24", half),
        ("own", "Weekly", "2018-10-24", story(9)),
        ("own2", "Weekly", "2018-10-25", f"{story(9)}\n\nUpdated with one more line of words."),
    ]
    table = pd.DataFrame(rows, columns=["article_id", "source", "date", "body"])
    return table.assign(date=pd.to_datetime(table["date"])).set_index("article_id")


def test_roles_original_and_agency_are_named(outlets):
    result = tt.near_duplicates(outlets)
    assert result["role"].astype(str).to_dict() == {
        "wire": "original",
        "copy": "agency copy",
        "late": "agency copy",
        "cut": "excerpt",
        "own": "original",
        "own2": "updated version",
    }
    assert result["original"].tolist() == ["wire"] * 4 + ["own"] * 2
    assert result["agency"].tolist() == ["Reuters"] * 4 + [""] * 2
    assert result.loc["wire", ["similarity", "containment"]].tolist() == [1.0, 1.0]


def test_the_earliest_is_the_likely_original_and_an_undated_one_never_before_a_dated(outlets):
    outlets.loc["cut", "date"] = pd.Timestamp("2018-10-01")
    outlets.loc["wire", "date"] = pd.NaT
    assert tt.near_duplicates(outlets).loc["wire", "original"] == "cut"


def test_the_text_is_compared_where_there_is_one():
    articles = articles_of(a=f"x {FIRST}", b=f"y {FIRST}").assign(text=[story(5), story(6)])
    assert (tt.near_duplicates(articles)["role"] == "single").all()


@given(st.permutations(range(9)))
@settings(max_examples=25, deadline=None)
def test_order_of_the_articles_does_not_matter(order):
    bodies = [
        story(1),
        story(1),
        story(2),
        story(3),
        story(3) + " More.",
        story(4),
        "",
        "a b",
        "a b",
    ]
    articles = articles_of(**{f"a{at}": body for at, body in enumerate(bodies)})
    result = tt.near_duplicates(articles.iloc[list(order)])
    pd.testing.assert_frame_equal(
        result.sort_index(), tt.near_duplicates(articles).sort_index(), check_index_type=False
    )
    assert result.index.tolist() == [f"a{at}" for at in order]


def test_an_added_unrelated_article_changes_no_group():
    articles = articles_of(a=FIRST, b=FIRST + " More.", c=story(2))
    more = articles_of(a=FIRST, b=FIRST + " More.", c=story(2), d=story(3))
    pd.testing.assert_frame_equal(
        tt.near_duplicates(more).loc[list("abc")], tt.near_duplicates(articles)
    )


def test_a_corpus_given_twice_pairs_every_article_with_itself():
    once = articles_of(**{f"a{n}": story(n) for n in range(30)})
    twice = pd.concat([once, once.rename(lambda name: f"{name}-again")])
    result = tt.near_duplicates(twice)
    assert grouped(result) == {frozenset({f"a{n}", f"a{n}-again"}) for n in range(30)}
    assert (result["similarity"] == 1.0).all()


def test_the_result_does_not_depend_on_the_hash_seed():
    code = (
        "import pandas as pd, toolkit as tt\n"
        "words = 'river bridge town council winter harvest minister market stone'.split()\n"
        "bodies = [' '.join(words[n:] + words[:n]) * 3 for n in range(6)] * 2\n"
        "table = pd.DataFrame({'body': bodies}, index=[f'a{n}' for n in range(12)])\n"
        "print(tt.near_duplicates(table).to_csv())\n"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


def test_a_kernel_run_as_plain_python_gives_the_same_numbers():
    text = "The bridge, the bridge and the river.\nAnother line of exactly eight words is here."
    prints = fingerprint([text], show=False)
    with np.errstate(over="ignore"):
        words = np.array(sorted(set(prints.store.shingles.tolist())), dtype=np.uint64)
        plain = np.empty(128, dtype=np.uint32)
        fast = np.empty(128, dtype=np.uint32)
        factors = np.arange(1, 257, 2, dtype=np.uint32)
        terms = np.arange(128, dtype=np.uint32)
        kernels.min_hashes.py_func(words, factors, terms, plain)
        kernels.min_hashes(words, factors, terms, fast)
    assert plain.tolist() == fast.tolist()


@given(st.lists(st.text("ab \n.", max_size=40), min_size=2, max_size=5))
@settings(max_examples=50, deadline=None)
def test_overlaps_are_between_0_and_1_and_equal_texts_overlap_wholly(texts):
    prints = fingerprint([*texts, texts[0]], show=False)
    n = len(texts) + 1
    left, right = (np.asarray(side, dtype=np.int64) for side in np.triu_indices(n, 1))
    overlaps = measure_overlaps(prints, left, right)
    assert ((overlaps.similarity >= 0) & (overlaps.similarity <= overlaps.containment)).all()
    assert (overlaps.containment <= 1).all()
    if prints.n_words[0]:
        assert overlaps.similarity[(left == 0) & (right == n - 1)].tolist() == [1.0]
        assert n - 1 in find_candidates(prints, np.array([0, n - 1])) % n


# -- what copies count for -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("keep", "wanted"),
    [
        ("all", [1, 1, 1, 1, 1, 1]),
        ("first", [1, 0, 0, 0, 1, 0]),
        ("one_per_source", [1, 1, 0, 1, 1, 0]),
        ("weight", [0.25, 0.25, 0.25, 0.25, 0.5, 0.5]),
    ],
)
def test_weights_of_copies(outlets, keep, wanted):
    weights = tt.weigh_copies(outlets, tt.near_duplicates(outlets), keep=keep)
    assert weights.tolist() == wanted
    assert weights.index.equals(outlets.index)
    assert weights.name == "weight"


def test_where_the_original_is_not_among_the_articles_one_copy_still_counts(outlets):
    duplicates = tt.near_duplicates(outlets)
    some = outlets.loc[["own2", "late", "cut"]]
    assert tt.weigh_copies(some, duplicates, keep="first").sum() == 2
    assert tt.weigh_copies(some, duplicates, keep="weight").tolist() == [1.0, 0.5, 0.5]


@pytest.mark.parametrize("keep", ["first", "one_per_source", "weight"])
def test_the_groups_together_count_what_they_should(outlets, keep):
    duplicates = tt.near_duplicates(outlets)
    weights = tt.weigh_copies(outlets, duplicates, keep=keep)
    sums = weights.groupby(duplicates["dup_group"]).sum()
    sources = outlets["source"].groupby(duplicates["dup_group"]).nunique()
    wanted = sources if keep == "one_per_source" else sources * 0 + 1
    assert sums.tolist() == pytest.approx(wanted.tolist())


def test_copies_are_dropped_and_the_order_stays(outlets):
    duplicates = tt.near_duplicates(outlets)
    assert tt.drop_copies(outlets, duplicates).index.tolist() == ["wire", "own"]
    assert tt.drop_copies(outlets, duplicates, keep="all").equals(outlets)


def test_dropped_copies_are_in_the_ledger(outlets):
    rows = ledger(tt.drop_copies(outlets, tt.near_duplicates(outlets)))
    assert rows["article_id"].tolist() == ["copy", "late", "cut", "own2"]
    assert set(rows["action"]) == {"rejected"}
    assert rows["reason"].tolist()[2:] == ["excerpt of wire", "updated version of own"]
    assert "ledger" not in outlets.attrs


@pytest.mark.parametrize(
    ("agency", "source", "body", "wanted"),
    [
        ("AFP", "Daily", "TOWN (Reuters) - x", "AFP"),
        ("", "Reuters", "x", "Reuters"),
        ("", "Daily", f"TOWN, Land (AP) — {FIRST[:80]}", "AP"),
        (
            "",
            "Daily",
            "A story.\n\nCopyright 2018 The Associated Press. All rights reserved.",
            "AP",
        ),
        ("", "Daily", "He told AFP and Reuters that the talks had failed.", ""),
    ],
)
def test_only_a_credit_names_the_agency(agency, source, body, wanted):
    assert find_agency(agency, source, body) == wanted


# -- messages ------------------------------------------------------------------------------------


def raises(message):
    return pytest.raises(InputError, match=re.escape(message))


def test_a_threshold_out_of_range_is_an_error():
    with raises("near_duplicates: min_similarity must be above 0 and at most 1; got 0."):
        tt.near_duplicates(articles_of(a="x"), min_similarity=0)
    with raises("near_duplicates: min_containment must be above 0 and at most 1; got 80."):
        tt.near_duplicates(articles_of(a="x"), min_containment=80)


def test_a_table_without_text_is_an_error():
    with raises("near_duplicates: the table has neither 'text' nor 'body'. It has: 'words'."):
        tt.near_duplicates(pd.DataFrame({"words": ["x"]}))


def test_a_repeated_article_id_is_an_error():
    articles = pd.concat([articles_of(a="x"), articles_of(a="y")])
    with raises("near_duplicates: the index contains 'a' more than once, but article_id must be"):
        tt.near_duplicates(articles)


def test_unknown_ways_to_keep_are_errors(outlets):
    duplicates = tt.near_duplicates(outlets)
    with raises("weigh_copies: keep must be one of 'all', 'first', 'one_per_source', 'weight';"):
        tt.weigh_copies(outlets, duplicates, keep="last")
    with raises("drop_copies: keep='weight' assigns weights instead of dropping rows."):
        tt.drop_copies(outlets, duplicates, keep="weight")
    with raises("weigh_copies: duplicates lacks 1 of 6 articles, the first being 'own2'."):
        tt.weigh_copies(outlets, duplicates.drop("own2"))
    with raises("weigh_copies: the table has no column 'source'."):
        tt.weigh_copies(outlets[["body"]], duplicates, keep="one_per_source")


def test_an_empty_table_has_no_copies():
    result = tt.near_duplicates(articles_of().astype({"body": "str"}))
    assert result.columns.tolist() == [
        "dup_group",
        "role",
        "similarity",
        "containment",
        "original",
        "agency",
    ]
    assert result.empty


# -- real articles -------------------------------------------------------------------------------


@pytest.mark.corpus
def test_copies_planted_in_real_articles_are_found_and_nothing_else():
    if not (DATA / "reuters-21578").exists():
        pytest.skip("needs ../shared/data")
    sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
    try:
        import duplicates as benchmark
    finally:
        sys.path.pop(0)
    corpus = benchmark.read_corpus(3000)
    planted = benchmark.plant(corpus, 3000)
    result = tt.near_duplicates(planted, progress=False)
    natural = tt.near_duplicates(corpus.set_index("id"), progress=False)["original"]
    judged = benchmark.judge(planted, result["original"], natural)
    assert (judged["planted"] > 150).all()
    assert (judged["recall"] >= 0.95).all()
    assert (judged["precision"] >= 0.98).all()


SPREAD = st.integers(0, 2**64 - 1)
SAME_BITS = st.integers(0, 999).map(lambda value: 2**63 + value)


@settings(deadline=None)
@given(st.lists(st.one_of(SPREAD, SAME_BITS, st.just(7)), min_size=1, max_size=200))
def test_hashes_are_sorted_however_their_first_bits_fall(values):
    hashes = np.array(values, dtype=np.uint64)
    for sort in (kernels.sort_hashes, kernels.sort_hashes.py_func):
        ordered = np.empty_like(hashes)
        sort(hashes, ordered)
        assert ordered.tolist() == sorted(values)


@settings(deadline=None)
@given(st.lists(SPREAD, min_size=1, max_size=60), st.integers(1, 5))
def test_min_hashes_of_few_and_of_many_shingles_are_those_of_the_definition(values, n):
    rng = np.random.default_rng(n)
    factors = rng.integers(0, 2**32, n, dtype=np.uint32) | np.uint32(1)
    terms = rng.integers(0, 2**32, n, dtype=np.uint32)
    minima = np.empty(n, dtype=np.uint32)
    kernels.min_hashes(np.array(values, dtype=np.uint64), factors, terms, minima)
    assert minima.tolist() == [
        min((int(a) * (value >> 32) + int(b)) % 2**32 for value in values)
        for a, b in zip(factors, terms, strict=True)
    ]


@given(st.lists(st.integers(0, 5), max_size=40))
def test_rows_of_repeated_keys_keep_their_order(values):
    keys, rows = np.array(values, dtype=np.uint64), np.arange(len(values)) * 3
    found_keys, found_rows = candidates._repeated_in_order(keys, rows)
    pairs = sorted((value, 3 * at) for at, value in enumerate(values) if values.count(value) > 1)
    assert list(zip(found_keys.tolist(), found_rows.tolist(), strict=True)) == pairs


@given(st.sets(st.integers(0, 9)), st.lists(st.integers(0, 9)))
def test_pairs_are_united_once_each(found, more):
    united = candidates._united(np.array(sorted(found), dtype=np.int64), np.array(more, np.int64))
    assert united.tolist() == sorted(found | set(more))


WORDS_OF_PRINTS = st.sampled_from(
    [
        "the",
        "Bridge",
        "fell,",
        "\n",
        "\n\n",
        "naïve",
        "\U0001f600",
        "x" * 40,
        "한국",
        "e\u0301",
        "-",
    ]
)


def _texts_for_prints():
    text = st.lists(WORDS_OF_PRINTS, max_size=40).map(" ".join)
    return st.lists(st.one_of(text, st.text("ab \n", max_size=60)), max_size=6)


@settings(max_examples=200, deadline=None)
@given(_texts_for_prints())
def test_little_text_has_the_fingerprints_that_the_kernels_give(texts):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fingerprints, "FEW_CHARACTERS", -1)
        by_kernel = fingerprints.fingerprint_block(texts)
    in_numpy = fingerprints.fingerprint_block(texts)
    for name, ours, theirs in zip(in_numpy._fields, in_numpy, by_kernel, strict=True):
        assert ours.tolist() == theirs.tolist(), name
        assert ours.dtype == theirs.dtype, name


@settings(max_examples=50, deadline=None)
@given(_texts_for_prints(), st.integers(0, 28), st.integers(1, 4))
def test_few_shingles_have_the_bands_and_the_overlaps_that_the_kernels_give(texts, first, n_bands):
    block = fingerprints.fingerprint_block(texts)
    offsets = np.cumsum(np.append(0, block.n_shingles))
    known = (block.shingles, offsets, first, n_bands)
    every = np.arange(len(texts))
    left, right = (each.ravel() for each in np.meshgrid(every, every))
    bounds = (offsets[left], offsets[left + 1]), (offsets[right], offsets[right + 1])
    pairs = (block.shingles, *bounds)
    in_numpy = fingerprints.band_keys(*known), candidates._count_shared(*pairs)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fingerprints, "FEW_SHINGLES", -1)
        patch.setattr(candidates, "FEW_PAIRS", -1)
        by_kernel = (
            fingerprints.band_keys(*known),
            candidates._count_shared(block.shingles, *bounds),
        )
    for ours, theirs in zip(in_numpy, by_kernel, strict=True):
        assert ours.tolist() == theirs.tolist()


@pytest.mark.parametrize("kind", ["str", "object", "category"])
def test_labels_of_any_type_tell_the_same_roles(kind):
    articles = articles_of(a=FIRST, b=FIRST, c=FIRST + " More.", d=story(2), e=FIRST)
    sources = pd.Series(["Reuters", "Arab News", "Arab News", "Other", None], articles.index)
    agencies = pd.Series(["", "AFP", None, "AFP", "AFP"], articles.index)
    dates = pd.to_datetime(["2018-02-02", "2018-02-01", "2018-02-01", None, None])
    given_ = articles.assign(source=sources.astype(kind), agency=agencies.astype(kind), date=dates)
    found = tt.near_duplicates(given_, progress=False)
    assert found["role"].tolist() == [
        "agency copy",
        "updated version",
        "original",
        "single",
        "agency copy",
    ]
    assert found["original"].tolist() == ["c", "c", "c", "d", "c"]
    assert found["agency"].tolist() == ["AFP", "AFP", "AFP", "", "AFP"]


def test_bands_are_the_same_however_many_are_computed_at_a_time(monkeypatch):
    prints = fingerprint([story(seed, 8) for seed in range(40)], show=False)
    few = np.array(list(prints.store.bands()))
    monkeypatch.setattr(fingerprints, "FEWEST_BANDS", 32)
    np.testing.assert_array_equal(few, np.array(list(prints.store.bands())))
    assert few.shape == (32, 40)
