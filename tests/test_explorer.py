"""The data behind the explorer: every number is the table's, every call gives the number."""

from __future__ import annotations

import ast
import gzip
import hashlib
import json
import re
from types import SimpleNamespace
from urllib.parse import urlsplit

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import toolkit as tt
from tests.hostile import PAYLOADS, hostile_corpus
from toolkit._core import progress_steps
from toolkit.cli import main
from toolkit.errors import InputError
from toolkit.explorer.container import (
    MAGIC,
    Container,
    as_letters,
    from_letters,
    read_container,
    safe_text,
)
from toolkit.explorer.period_columns import GAP, PARTIAL, TOO_FEW
from toolkit.explorer.word_codes import code_words, decode_words, encode_words, paying_words
from toolkit.reading.samples import corpus_path
from toolkit.reporting.page.explorer_parts import study_explorer

GIVEN = ("articles", "tokens", "themes", "model", "topics", "dtm")
NEAR = 0.6 / 65534
"""Half a step of a stored share, and a little more."""


@pytest.fixture(scope="module")
def sample():
    articles = tt.clean_articles(tt.load_sample())
    tokens = tt.tokenize(articles["text"])
    themes = tt.read_themes(corpus_path() / "themes.toml")
    dtm = tt.count_terms(tokens, min_docs=2)
    model = tt.LDA(n_topics=6, random_state=1).fit(dtm)
    topics = tt.doc_topics(model, dtm)
    events = tt.read_events(corpus_path() / "events.toml")
    given = {"tokens": tokens, "themes": themes, "model": model, "topics": topics, "dtm": dtm}
    made = tt.explore(articles, **given, events=events, freq="QS", text="full", title="Sample")
    meta, columns = read_container(made.data)
    held = {"articles": articles, "shown": articles.sort_values("date", kind="stable"), **given}
    return SimpleNamespace(**held, made=made, meta=meta, columns=columns)


def of_series(sample, kind):
    return [i for i, one in enumerate(sample.meta["series"]) if one["kind"] == kind]


def run(sample, call, **filled):
    """Run the setup and a call as a reader would paste it; return its last line's value."""
    names = {one: getattr(sample, one) for one in GIVEN}
    exec(sample.meta["calls"]["setup"], names)
    return run_in(names, call, **filled)


def run_in(names, call, **filled):
    for name, value in filled.items():
        call = call.replace(f"{{{name}}}", repr(value))
    assert not re.search(r"\{[a-z_]+\}", call), call
    body = ast.parse(call).body
    last = body.pop()
    assert isinstance(last, ast.Expr)
    exec(compile(ast.Module(body, []), "call", "exec"), names)
    return eval(compile(ast.Expression(last.value), "call", "eval"), names)


def test_shares_over_time_are_those_of_share_by_period(sample):
    scores = tt.score_themes(sample.tokens, sample.themes, measure="present", min_matches=2)
    dates, precision = sample.articles["date"], sample.articles["date_precision"]
    table = tt.share_by_period(scores, dates, freq="QS", precision=precision)
    for i in of_series(sample, "theme"):
        rows = table[table["theme"] == sample.meta["series"][i]["name"]]
        assert [f"{day:%Y-%m-%d}" for day in rows["period"]] == sample.meta["period"]["starts"]
        for name, column in (("value", "share"), ("low", "low"), ("high", "high")):
            stored = sample.columns[f"shares.{name}"][0, i, 0]
            np.testing.assert_allclose(stored, rows[column], atol=NEAR)
        assert sample.columns["shares.n"][0, 0].tolist() == rows["n_articles"].tolist()


def test_topics_over_time_have_their_own_denominator(sample):
    dates, precision = sample.articles["date"], sample.articles["date_precision"]
    table = tt.share_by_period(sample.topics, dates, freq="QS", precision=precision)
    for topic, i in enumerate(of_series(sample, "topic")):
        rows = table[table["topic"] == topic]
        np.testing.assert_allclose(
            sample.columns["shares.value"][1, i, 0], rows["share"], atol=NEAR
        )
        assert np.isnan(sample.columns["shares.value"][0, i]).all()
        assert sample.columns["shares.n"][1, 0].tolist() == rows["n_articles"].tolist()


def test_marks_are_the_tables_own(sample):
    scores = tt.score_themes(sample.tokens, sample.themes, measure="present", min_matches=2)
    dates, precision = sample.articles["date"], sample.articles["date_precision"]
    rows = tt.share_by_period(scores, dates, freq="QS", precision=precision)
    rows = rows.drop_duplicates("period")
    status = sample.columns["shares.status"][0, 0]
    assert ((status == TOO_FEW) == ((rows["note"] != "") & (rows["n_articles"] > 0))).all()
    assert ((status == GAP) == (rows["n_articles"] == 0)).all()
    assert (rows["partial"].to_numpy()[status == PARTIAL]).all()
    assert sample.meta["period"]["partial"] == rows["partial"].tolist()
    low = sample.columns["shares.low"][0, 0, 0]
    assert np.isnan(low[status >= TOO_FEW]).all()


@pytest.mark.parametrize(
    ("days", "precision", "said"),
    [
        (["2000-01-01", "2001-01-01"], "year", ""),
        (["2000-01-01", "2001-05-18"], "day", "Last year: the articles end inside it."),
        (["2000-02-01", "2001-12-01"], "month", "First year: the articles begin inside it."),
        (["2000-02-01", "2000-03-01"], "month", "The articles cover only a part of the year."),
    ],
)
def test_the_page_says_of_no_whole_year_that_the_articles_end_inside_it(days, precision, said):
    """First and last year were always said to be covered in part."""
    dates = pd.to_datetime(np.repeat(days, 15))
    articles = pd.DataFrame(
        {"title": "A title", "text": "war and peace", "date": dates, "source": "Post"},
        index=pd.Index([f"a{k}" for k in range(len(dates))], name="article_id"),
    ).assign(date_precision=precision)
    tokens = tt.tokenize(articles["text"])
    dtm = tt.count_terms(tokens, min_docs=1, max_doc_share=1.0)
    topics = tt.doc_topics(tt.LDA(n_topics=2, random_state=1).fit(dtm), dtm)
    made = tt.explore(articles, topics=topics, freq="YS")
    assert read_container(made.data)[0]["sentences"]["partial"] == said


def test_the_articles_of_a_period_are_its_denominator(sample):
    c = sample.columns
    inside = c["articles.period"][c["articles.period"] != 65535]
    n = np.bincount(inside, minlength=c["shares.n"].shape[2])
    assert n.tolist() == c["shares.n"][0, 0].tolist()


def test_articles_counted_at_a_point_divided_by_its_denominator_are_the_share(sample):
    c = sample.columns
    for i in of_series(sample, "theme"):
        rows = (c["themes.series"] == i) & (c["themes.count"] >= sample.meta["min_matches"])
        period = c["articles.period"][c["themes.article"][rows]]
        for number, n in enumerate(c["shares.n"][0, 0].tolist()):
            found = int((period == number).sum())
            share = c["shares.value"][0, i, 0, number]
            assert found == pytest.approx(share * n, abs=0.01) if n else found == 0


def test_sentences_add_up_as_evidence_does(sample):
    c = sample.columns
    for i in of_series(sample, "theme"):
        name = sample.meta["series"][i]["name"]
        own = c["matches.series"] == i
        article = c["sentences.article"][c["matches.sentence"][own]]
        held = np.bincount(article, minlength=len(sample.articles))
        counted = np.zeros(len(sample.articles), dtype=int)
        of_theme = c["themes.series"] == i
        counted[c["themes.article"][of_theme]] = c["themes.count"][of_theme]
        assert held.tolist() == counted.tolist()
        table = tt.theme_evidence(
            sample.tokens, sample.themes, sample.articles, theme=name, period="2016-05-01",
            freq="QS", min_matches=2,
        )  # fmt: skip
        period = sample.meta["period"]["starts"].index("2016-04-01")
        inside = (c["articles.period"] == period) & (counted >= 2)
        assert int(inside.sum()) == table.attrs["n_with"]
        assert int(held[inside].sum()) == table.attrs["n_matches"] == len(table)


def test_a_marked_match_is_the_printed_match(sample):
    found = tt.find_themes(sample.tokens, sample.themes)
    c = sample.columns
    texts = c["sentences.text"]
    marked = [
        utf16(texts[sentence], start, end)
        for sentence, start, end in zip(
            c["matches.sentence"], c["matches.start"], c["matches.end"], strict=True
        )
    ]
    assert sorted(marked) == sorted(found["match"])


def utf16(text, start, end):
    return text.encode("utf-16-le")[2 * int(start) : 2 * int(end)].decode("utf-16-le")


def test_positions_count_as_a_page_counts_them():
    texts = pd.Series({"a": "😀 The truce 😀😀 held. A siege, a siege."})
    articles = pd.DataFrame({"title": ["One"], "text": texts}, index=["a"])
    themes = tt.read_themes(corpus_path() / "themes.toml")
    made = tt.explore(articles, themes=themes, text="full", compare=[])
    _, c = read_container(made.data)
    marks = zip(c["matches.sentence"], c["matches.start"], c["matches.end"], strict=True)
    found = {utf16(c["sentences.text"][k], start, end) for k, start, end in marks}
    assert found == {"truce", "siege"}
    first = int(c["sentences.start"][1])
    assert utf16(c["bodies.text"][0], first, first + 7) == "A siege"


def test_terms_and_their_relevance_are_those_of_topic_terms(sample):
    c = sample.columns
    term = np.asarray([*c["terms.text"], ""], dtype=object)
    for weight in (0.0, 0.6, 1.0):
        table = tt.topic_terms(sample.model, n_terms=10, relevance=weight)
        score = weight * c["topic_terms.logprob"] + (1 - weight) * c["topic_terms.loglift"]
        for topic in range(6):
            order = np.argsort(-np.nan_to_num(score[topic], nan=-np.inf), kind="stable")[:10]
            shown = term[np.minimum(c["topic_terms.term"][topic][order], len(term) - 1)]
            rows = table[table["topic"] == topic]
            np.testing.assert_allclose(score[topic][order], rows["relevance"], atol=1e-4)
            assert set(shown) == set(rows["term"]) or len(set(rows["relevance"])) < 10


def test_places_on_the_map_are_those_of_the_figure(sample):
    from matplotlib.figure import Figure

    axes = tt.plot.topic_map(sample.model, ax=Figure().subplots())
    offsets = np.asarray(axes.collections[0].get_offsets())
    np.testing.assert_allclose(sample.columns["map.x"], offsets[:, 0], atol=1e-6)
    np.testing.assert_allclose(sample.columns["map.y"], offsets[:, 1], atol=1e-6)
    assert f"{sample.meta['map_kept']:.0%}" in axes.get_xlabel()


def test_a_words_topic_is_the_one_that_most_likely_wrote_it(sample):
    c, topic = sample.columns, 2
    told = tt.topic_passages(sample.model, sample.tokens, sample.topics, topic=topic, n=3)
    for row, marks in zip(told.table.to_dict("records"), told.marks, strict=True):
        article = sample.shown.index.get_loc(row["article_id"])
        part = slice(c["tokens.row"][article], c["tokens.row"][article + 1])
        at = dict(
            zip(c["tokens.start"][part].tolist(), c["tokens.topic"][part].tolist(), strict=True)
        )
        assert [at[row["start"] + first] for first, _, _ in marks] == [k for *_, k in marks]


def test_what_reading_and_cleaning_removed_is_in_the_ledger(sample):
    rows = tt.ledger(sample.articles)
    rows = rows[rows["action"].isin(["dropped", "moved"]) & (rows["article_id"] != "")]
    assert sorted(sample.columns["removed.text"]) == sorted(map(safe_text, rows["text"]))
    assert len(sample.meta["removed_reasons"]) < 20


@pytest.mark.parametrize("name", ["theme_series", "theme_point", "theme_series_of_outlet"])
@pytest.mark.parametrize("measure", [0, 1])
def test_the_call_of_a_theme_gives_the_number_shown(sample, name, measure):
    outlet, period = 1, 9
    at = next(i for i, one in enumerate(sample.meta["slices"]) if one.get("outlet") == outlet)
    part = at if name.endswith("outlet") else 0
    for i in of_series(sample, "theme"):
        table = run(
            sample, sample.meta["calls"][name],
            theme=sample.meta["series"][i]["name"],
            measure=sample.meta["measures"][measure]["score"],
            source=sample.meta["outlets"]["names"][outlet],
            period=sample.meta["period"]["starts"][period],
        )  # fmt: skip
        row = table[table["period"] == sample.meta["period"]["starts"][period]]
        for column, key in (("share", "value"), ("low", "low"), ("high", "high")):
            stored = sample.columns[f"shares.{key}"][measure, i, part, period]
            assert row[column].item() == pytest.approx(stored, abs=NEAR, nan_ok=True)
        assert row["n_articles"].item() == sample.columns["shares.n"][0, part, period]


def test_the_calls_of_a_topic_give_the_numbers_shown(sample):
    c, calls, topic, period = sample.columns, sample.meta["calls"], 3, 9
    outlets = sample.meta["outlets"]["names"]
    series = of_series(sample, "topic")[topic]
    start, end = (sample.meta["period"][name][period] for name in ("starts", "ends"))
    table = run(sample, calls["topic_series"], topic=topic)
    np.testing.assert_allclose(c["shares.value"][1, series, 0], table["share"], atol=NEAR)
    for place, one in enumerate(sample.meta["slices"][1:]):
        name = outlets[one["outlet"]]
        whole = run(sample, calls["topic_outlets"], topic=topic, source=name)
        for column, key in (("share", "value"), ("low", "low"), ("high", "high")):
            stored = c[f"outlet_share.{key}"][topic, place]
            assert whole[column].item() == pytest.approx(stored, abs=1e-6, nan_ok=True)
        listed = run(
            sample, calls["topic_point_of_outlet"], topic=topic, source=name, start=start, end=end
        )
        inside = (c["articles.period"] == period) & (c["articles.outlet"] == one["outlet"])
        assert set(listed.index) <= set(sample.shown.index[inside])
    listed = run(sample, calls["topic_point"], topic=topic, start=start, end=end)
    assert listed["share"].mean() == pytest.approx(
        c["shares.value"][1, series, 0, period], abs=NEAR
    )
    best = run(sample, calls["topic_articles"], topic=topic, n=10)
    assert sample.shown.index[c["topic_articles.article"][topic]].tolist() == best.index.tolist()
    np.testing.assert_allclose(c["topic_articles.share"][topic], best["share"], atol=1e-6)
    passages = run(sample, calls["topic_passages"], topic=topic)
    own = c["passages.topic"] == topic
    shown = [c["passages.text"][i] for i in np.flatnonzero(own)]
    assert shown == [" ".join(text.split()) for text in passages["sentence"]]
    terms = run(sample, calls["topic_terms"], topic=topic, n=5, relevance=0.6)
    assert len(terms) == 5


def test_the_other_calls_run(sample, tmp_path):
    calls = sample.meta["calls"]
    first = str(sample.articles.index[0])
    assert (
        run(sample, calls["article"], article_id=first)["title"] == sample.articles["title"].iloc[0]
    )
    found = run(sample, calls["theme_evidence"], theme="conflict", period="2016-04-01")
    assert len(found) == found.attrs["n_matches"] > 0
    one = run(
        sample,
        calls["theme_evidence_of_outlet"],
        theme="conflict",
        period="2016-04-01",
        source="Levant Desk",
    )
    assert set(one["source"]) == {"Levant Desk"}
    span = {"theme": "conflict", "start": "2016-04-01", "end": "2016-06-30"}
    assert len(run(sample, calls["theme_span"], **span)) == len(found)
    within = run(sample, calls["theme_span_of_outlet"], **span, source="Levant Desk")
    assert within["sentence"].tolist() == one["sentence"].tolist()
    assert len(run(sample, calls["contexts"], pattern="truce*").table) > 0
    assert run(sample, calls["term_trend"], pattern="talks")["n_with"].sum() > 0
    assert 0 < run(sample, calls["topic_pair"], a=0, b=1) <= 1
    path = tmp_path / "recipe.toml"
    steps = '\n[[step]]\ndo = "name"\ntopic = 1\ntext = "Talks"\n'
    path.write_text(sample.meta["recipe"]["head"] + steps, encoding="utf-8")
    edited = run(sample, calls["recipe"], path=str(path))
    assert edited.shape == sample.topics.shape
    assert tt.read_recipe(path).names == {1: "Talks"}


def test_the_calls_of_a_pair_give_the_differences_and_terms_shown(sample):
    c = sample.columns
    assert [one["column"] for one in sample.meta["pairs"]] == ["outlet", "period"]
    for number, pair in enumerate(sample.meta["pairs"]):
        for kind, name in (("theme", "themes"), ("topic", "topics")):
            table = run(sample, pair["calls"][name])
            places = of_series(sample, kind)
            columns = {
                "value": "difference",
                "low": "low",
                "high": "high",
                "p_adjusted": "p_adjusted",
            }
            for key, column in columns.items():
                stored = c[f"pair_effects.{key}"][number, places]
                np.testing.assert_allclose(stored, table[column], atol=1e-6)
            assert [pair["sentences"][i] for i in places] == table["sentence"].tolist()
            assert (pair["n_a"], pair["n_b"]) == (
                table["n_articles"].max(), table["n_baseline"].max()
            )  # fmt: skip
        terms = run(sample, pair["calls"]["terms"])
        own = c["pair_terms.pair"] == number
        assert [c["terms.text"][i] for i in c["pair_terms.term"][own]] == terms["term"].tolist()
        np.testing.assert_allclose(c["pair_terms.score"][own], terms["score"], rtol=1e-5)
        of_a = c["pair_terms.side"][own] == 1
        np.testing.assert_allclose(
            c["pair_terms.rate_a"][own],
            terms["rate_group"].where(of_a, terms["rate_rest"]),
            rtol=1e-5,
        )


def test_any_column_can_be_compared(sample):
    a, b = sample.articles["section"].astype("str").value_counts().index[:2]
    given = {"topics": sample.topics, "dtm": sample.dtm, "freq": "YS"}
    made = tt.explore(sample.articles, **given, compare=[("section", a, b)])
    meta, columns = read_container(made.data)
    (pair,) = meta["pairs"]
    assert (pair["column"], pair["a"], pair["b"]) == ("section", a, b)
    sides = columns["pair_sides.value"][0]
    assert (sides == 1).sum() == (sample.articles["section"] == a).sum()


def test_the_same_input_gives_the_same_bytes(sample):
    given = {name: getattr(sample, name) for name in ("tokens", "themes", "topics", "dtm")}
    again = [
        tt.explore(sample.articles, **given, freq="YS", text="passages", compare=[]).data
        for _ in range(2)
    ]
    assert again[0] == again[1]
    assert tt.explore(sample.articles, **given, freq="YS", compare=[]).data != again[0]


def test_without_text_no_sentence_goes_along(sample):
    made = tt.explore(
        sample.articles, tokens=sample.tokens, themes=sample.themes, freq="YS", compare=[]
    )
    meta, columns = read_container(made.data)
    assert not [
        name for name in columns if name.startswith(("sentences", "bodies", "passages", "removed"))
    ]
    assert "no sentence" in meta["statement"]
    sentence = "A sentence that only the body of an article has."
    table = sample.articles.assign(text=sentence, body=sentence)
    made = tt.explore(table, themes=sample.themes, freq="YS", compare=[])
    assert b"only the body" not in gzip.decompress(made.data)


def test_undated_articles_are_shown_without_a_chart():
    articles = pd.DataFrame(
        {"title": ["One", "Two"], "text": ["The truce held.", "A siege. The siege."]},
        index=["a", "b"],
    )
    themes = tt.read_themes(corpus_path() / "themes.toml")
    meta, columns = read_container(tt.explore(articles, themes=themes, text="passages").data)
    assert "There is no chart over time: none of 2 articles has a date." in meta["limits"]
    assert "shares.value" not in columns
    assert columns["articles.title"] == ["One", "Two"]
    assert (columns["articles.period"] == 65535).all()
    assert len(columns["sentences.text"]) == 3


def test_forty_articles_say_what_they_are_too_few_for(sample):
    few = sample.articles.iloc[:40]
    made = tt.explore(few, themes=sample.themes, freq="MS")
    meta, columns = read_container(made.data)
    said = " ".join(meta["limits"])
    assert "too few for an interval. Longer periods have intervals." in said
    assert "There are no topics: no model and no topic shares were given." in said
    assert "not compared" in said or "No two" in said
    assert (columns["shares.status"][0, 0] != 0).any()


def test_topic_shares_of_any_program_are_enough(sample):
    given = sample.topics.rename(columns=lambda k: f"t{k}").rename_axis(columns="topic")
    made = tt.explore(sample.articles, topics=given, freq="YS", compare=[])
    meta, columns = read_container(made.data)
    assert [one["label"] for one in meta["series"]] == [f"topic t{k}" for k in range(6)]
    assert meta["recipe"] is None
    assert "topic_terms.term" not in columns
    assert any("came without their words" in one for one in meta["limits"])
    given = given.loc[sample.shown.index]
    np.testing.assert_allclose(columns["topics.share"], given, atol=0.51 / 254)


def test_imported_topics_bring_terms_map_and_names(sample):
    from toolkit.interop.imported import ImportedTopics

    model = ImportedTopics.of(
        "elsewhere", sample.topics, topic_term=sample.model.topic_term_,
        terms=sample.model.terms_, labels=[f"Name {k}" for k in range(6)], note="Of one sample.",
    )  # fmt: skip
    made = tt.explore(sample.articles, model=model, freq="YS", compare=[])
    meta, columns = read_container(made.data)
    assert [one["label"] for one in meta["series"]] == [f"Name {k}" for k in range(6)]
    assert columns["map.x"].shape == (6,)
    assert "Of one sample." in meta["limits"]


def test_fragile_topics_keep_their_mark(sample):
    labels = pd.Series({0: "war, siege †", 1: "talks"})
    made = tt.explore(sample.articles, topics=sample.topics, labels=labels, freq="YS", compare=[])
    meta, _ = read_container(made.data)
    assert [(one["label"], one["fragile"]) for one in meta["series"][:2]] == [
        ("war, siege", True),
        ("talks", False),
    ]


def test_a_number_of_hits_says_in_what_was_searched(sample):
    known = {"tokens": sample.tokens, "themes": sample.themes, "freq": "YS", "compare": []}
    said = {
        (text, bool(title)): read_container(
            tt.explore(sample.articles.assign(title=title), text=text, **known).data
        )[0]["searched"]
        for text in ("full", "passages", "none")
        for title in ("Truce", "")
    }
    assert said == {
        ("full", True): "the texts",
        ("full", False): "the texts",
        ("passages", True): "the sentences with a theme alone",
        ("passages", False): "the sentences with a theme alone",
        ("none", True): "the titles",
        ("none", False): "the titles, which no article here has",
    }


def test_hostile_texts_survive_in_every_field_and_none_can_end_the_script(tmp_path):
    articles = tt.clean_articles(tt.read_articles(hostile_corpus(tmp_path), progress=False))
    themes = tt.read_themes(corpus_path() / "themes.toml")
    events = pd.DataFrame({"name": PAYLOADS, "date": pd.Timestamp("2018-05-01"), "label": PAYLOADS})
    made = tt.explore(
        articles, themes=themes, events=events, freq="QS", text="full", title=PAYLOADS[1],
        compare=[("section", "World", PAYLOADS[0])],
    )  # fmt: skip
    meta, columns = read_container(made.data)
    seen = "\n".join([*columns["articles.title"], *meta["outlets"]["names"]])
    for payload in PAYLOADS:
        assert safe_text(payload.strip()) in seen, payload
    assert meta["title"] == safe_text(PAYLOADS[1])
    assert all(
        urlsplit(url).scheme in {"http", "https", ""} for url in columns.get("articles.url", [])
    )
    assert made.html.count("</script") == 3
    assert PAYLOADS[1] not in made.html


def test_only_web_addresses_become_links(sample):
    urls = ["https://example.org/a", "javascript:alert(1)", "ftp://example.org", "http://x y", ""]
    table = sample.articles.iloc[:5].assign(url=urls)
    made = tt.explore(table, topics=sample.topics.loc[table.index], compare=[])
    _, columns = read_container(made.data)
    assert columns["articles.url"][:3] == ["https://example.org/a", "", ""]


def test_the_page_allows_its_own_style_and_script_and_nothing_else(sample):
    html = sample.made.html
    policy = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', html)[1]
    assert policy.startswith("default-src &#x27;none&#x27;; script-src &#x27;sha256-")
    assert "unsafe" not in policy
    assert "http://" not in policy
    assert "https://" not in policy
    data = re.search(r'<script type="application/octet-stream" id="data">([^<]*)</script>', html)[1]
    assert from_letters(data) == sample.made.data


def test_a_saved_page_has_the_size_that_is_told(sample, tmp_path):
    path = sample.made.save(tmp_path / "explorer.html")
    assert path.stat().st_size == sample.made.size
    assert path.read_text(encoding="utf-8").startswith("<!doctype html>")


def test_a_notebook_shows_a_sandboxed_frame_and_a_picture_beside_it(sample):
    shown = sample.made._repr_html_()
    assert 'sandbox="allow-scripts allow-downloads"' in shown
    assert shown.count("<iframe ") == 1
    assert '<img src="data:image/png;base64,' in shown
    assert 'alt="Shares of themes per period' in shown
    assert repr(sample.made) == "<Explorer: Sample; 257 articles; 3 themes; 6 topics; full text>"


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"text": "all"}, "text must be one of 'none', 'passages', 'full'; got 'all'"),
        ({"freq": "month"}, "freq must be one of"),
        ({"compare": [("desk", "a", "b")]}, "compare names the column 'desk'"),
        ({"compare": [("Post", "Times")]}, "compare, in source"),
    ],
)  # fmt: skip
def test_wrong_arguments_are_told(sample, given, message):
    with pytest.raises(InputError, match=re.escape(message)):
        tt.explore(sample.articles, topics=sample.topics, **given)


def test_articles_that_were_not_cleaned_are_told(sample):
    with pytest.raises(InputError, match=r"no column 'text'\. Clean them first"):
        tt.explore(sample.articles.drop(columns="text"), themes=sample.themes)


def test_a_model_without_its_articles_is_told(sample):
    with pytest.raises(InputError, match=re.escape("topics=tt.doc_topics(model, dtm)")):
        tt.explore(sample.articles, model=sample.model)


def test_columns_start_at_multiples_of_eight_and_say_what_they_are():
    made = Container()
    made.add_texts("a", ["x", "Ω"])
    made.add("b", [1, 2, 3], "u8")
    made.add_scaled("c", [[0.0, 1.0], [np.nan, 0.25]], "u16", largest=1.0)
    raw = gzip.decompress(made.compressed({"k": 1}))
    assert raw[:8] == MAGIC
    length = int.from_bytes(raw[8:12], "little")
    header = json.loads(raw[12 : 12 + length])
    assert all(one["offset"] % 8 == 0 for one in header["columns"].values())
    assert header["columns"]["c"]["shape"] == [2, 2]
    _, columns = read_container(made.compressed({}))
    assert columns["a"] == ["x", "Ω"]
    np.testing.assert_allclose(columns["c"], [[0, 1], [np.nan, 0.25]], atol=1e-4)


@given(st.binary(max_size=40))
def test_letters_hold_any_bytes_and_mean_nothing_in_a_page(content):
    letters = as_letters(content)
    assert from_letters(letters) == content
    assert not set(letters) & set("<>&\"'\\")


@given(st.lists(st.text(max_size=20)), st.lists(st.sampled_from(["truce", "talks", "café"])))
def test_titles_with_coded_words_come_back_as_they_were(texts, repeated):
    texts = [*texts, " ".join(repeated), " ".join(repeated)]
    texts = [safe_text(text) for text in texts]
    words = paying_words(texts)
    codes = code_words(words)
    assert [decode_words(encode_words(text, codes), words) for text in texts] == texts


def test_more_words_than_one_byte_can_tell_have_codes_of_two():
    words = [f"word{'abcdefghij'[n % 10]}{'q' * (n // 10)}" for n in range(400)]
    codes = code_words(words)
    assert {len(code) for code in codes.values()} == {1, 2}
    assert len(set(codes.values())) == 400
    text = " ".join(words)
    assert decode_words(encode_words(text, codes), words) == text


@pytest.fixture(scope="module")
def catalogue():
    rng, n = np.random.default_rng(5), 2_500
    ids = [hashlib.sha256(bytes([k % 256, k // 256])).hexdigest()[:16] for k in range(n)]
    index = pd.Index(ids, name="article_id")
    words = np.array(["Truce", "talks", "siege", "held", "café", "vote", "strike"])
    articles = pd.DataFrame(
        {
            "title": [" ".join(words[rng.integers(0, 7, 6)]) for _ in range(n)],
            "date": pd.Timestamp("2016-01-01") + pd.to_timedelta(rng.integers(0, 300, n), "D"),
            "source": np.array([f"Outlet {k}" for k in range(30)])[rng.integers(0, 30, n)],
            "url": [f"https://example.org/{k}" for k in range(n)],
        },
        index=index,
    )
    shares = rng.dirichlet(np.full(20, 0.1), n)
    topics = pd.DataFrame(shares, index=index, columns=pd.RangeIndex(20, name="topic"))
    return articles, topics


def test_a_large_catalogue_keeps_what_tells_articles_apart(catalogue):
    articles, topics = catalogue
    meta, columns = read_container(tt.explore(articles, topics=topics, compare=[]).data)
    ordered = articles.sort_values("date", kind="stable")
    assert columns["articles.title"] == ordered["title"].tolist()
    assert {len(one) for one in columns["articles.id"]} == {8}
    assert len(set(columns["articles.id"])) == len(articles)
    assert not {"articles.url", "articles.words"} & set(columns)
    assert any("cut to its first 8 characters" in one for one in meta["limits"])
    shown = run_in(
        {"articles": articles}, meta["calls"]["article"], article_id=columns["articles.id"][7]
    )
    assert shown["title"] == columns["articles.title"][7]
    best = np.sort(topics.loc[ordered.index].to_numpy(), axis=1)[:, ::-1][:, :4]
    np.testing.assert_allclose(columns["topics.top_share"], best, atol=0.0051)
    with_text = tt.explore(articles.assign(text="A truce."), topics=topics, text="full", compare=[])
    _, whole = read_container(with_text.data)
    assert whole["articles.id"] == [str(one) for one in ordered.index]
    assert whole["articles.url"] == ordered["url"].tolist()


def test_size_grows_with_titles_and_shares_alone(catalogue):
    articles, topics = catalogue
    made = tt.explore(articles, topics=topics, compare=[])
    per_article = len(made.data) / len(articles)
    assert per_article < 45
    assert made.size < 1.26 * len(made.data) + 60_000


@pytest.fixture(scope="module")
def study():
    settings = tt.Settings(n_topics=5, stability_runs=0, copies="first", freq="QS")
    themes = corpus_path() / "themes.toml"
    return tt.run_study(corpus_path() / "sample", themes, settings=settings, show_progress=False)


def test_the_explorer_of_a_study_shows_the_studys_own_numbers(study):
    made = study_explorer(study, title="Study")
    meta, columns = read_container(made.data)
    for number, name in enumerate(study.themes):
        rows = study.periods[study.periods["theme"] == name]
        np.testing.assert_allclose(columns["shares.value"][0, number, 0], rows["share"], atol=NEAR)
        np.testing.assert_allclose(columns["shares.low"][0, number, 0], rows["low"], atol=NEAR)
        words = study.word_periods[study.word_periods["theme"] == name]
        np.testing.assert_allclose(columns["shares.value"][1, number, 0], words["share"], atol=NEAR)
    for number, one in enumerate(study.comparisons):
        effects = columns["pair_effects.value"][number]
        np.testing.assert_allclose(effects[:3], one.themes["difference"], atol=1e-6)
        np.testing.assert_allclose(effects[3:], one.topics["difference"], atol=1e-6)
    assert not [one for one in meta["series"] if one["label"][:2] == "0:"]
    assert set(study.limits) <= set(meta["limits"])


def test_the_setup_of_a_study_makes_the_numbers_again(study, monkeypatch):
    monkeypatch.chdir(corpus_path())
    meta, columns = read_container(study_explorer(study).data)
    names = {}
    exec(meta["calls"]["setup"], names)
    for number, theme in enumerate(("conflict", "diplomacy")):
        start = meta["period"]["starts"][5]
        filled = {"theme": theme, "measure": "present", "period": start}
        row = run_in(names, meta["calls"]["theme_point"], **filled)
        stored = columns["shares.value"][0, number, 0, 5]
        assert row["share"].item() == pytest.approx(stored, abs=NEAR)
    table = run_in(names, meta["pairs"][1]["calls"]["topics"])
    np.testing.assert_allclose(columns["pair_effects.value"][1, 3:], table["difference"], atol=1e-6)


def test_a_report_refuses_an_unknown_choice_of_text(study, tmp_path):
    with pytest.raises(InputError, match="write_report: explorer_text must be one of 'none'"):
        tt.write_report(study, tmp_path / "report", explorer_text="all")
    assert list(tmp_path.iterdir()) == []


def data_of(path):
    page = path.read_text(encoding="utf-8")
    return read_container(from_letters(re.search(r'id="data">([^<]*)<', page)[1]))


def test_the_command_writes_one_file(tmp_path, capsys):
    out = tmp_path / "sample.html"
    themes = str(corpus_path() / "themes.toml")
    given = [str(corpus_path() / "sample"), "--themes", themes, "--out", str(out), "--quiet"]
    options = ["--topics", "0", "--stability-runs", "0", "--freq", "YS", "--text", "passages"]
    assert main(["explore", *given, *options]) == 0
    assert capsys.readouterr().out.strip() == str(out)
    meta, columns = data_of(out)
    assert meta["period"]["freq"] == "YS"
    assert len(columns["sentences.text"]) > 100
    assert [one["kind"] for one in meta["series"]] == ["theme"] * 3
    assert "No topics were learned: none were requested." in meta["limits"]


def test_the_command_names_the_step_that_writes_the_page(tmp_path, capsys, monkeypatch):
    """After the study nothing was said until the page was there, 2.7 s for 100,000 headlines."""
    monkeypatch.setattr(progress_steps, "DELAY_SECONDS", 0.0)
    given = [str(corpus_path() / "sample"), "--themes", str(corpus_path() / "themes.toml")]
    options = ["--topics", "0", "--stability-runs", "0", "--out", str(tmp_path / "sample.html")]
    assert main(["explore", *given, *options]) == 0
    lines = capsys.readouterr().err.splitlines()
    assert lines[-1].startswith("Explorer, step 8 of 8: writing the explorer, 257 articles, ")


def test_the_command_says_what_is_missing(capsys):
    assert main(["explore", "nothing-here"]) == 3
    assert "toolkit explore: --themes is missing" in capsys.readouterr().err


def test_the_command_says_at_once_that_no_date_was_read_and_what_to_give(tmp_path, capsys):
    """The report was written without a word; its charts over time were missing."""
    rows = [f"{2 + k % 9}-Jan-{k % 9 + 1:02},Senate passes bill {k}" for k in range(30)]
    table = tmp_path / "headlines.csv"
    table.write_text("\n".join(["date,title", *rows]), encoding="utf-8")
    given = ["explore", str(table), "--themes", str(corpus_path() / "themes.toml"), "--quiet"]
    options = ["--topics", "0", "--stability-runs", "0", "--out", str(tmp_path / "page.html")]
    assert main([*given, *options]) == 0
    said = capsys.readouterr().err
    assert "toolkit: 30 of 30 articles have no usable date" in said
    assert "--date-order dmy, mdy or ymd" in said
    assert main([*given, *options, "--date-order", "dmy"]) == 0
    assert "no usable date" not in capsys.readouterr().err


def test_shares_of_topics_are_explained_only_where_there_are_topics():
    themes = tt.read_themes(corpus_path() / "themes.toml")
    meta, _ = read_container(tt.explore(tt.clean_articles(tt.load_sample()), themes=themes).data)
    assert "topics" not in meta["sentences"]["denominator"]
