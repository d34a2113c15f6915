"""A public function given something of the wrong kind says so; it never fails in its own words."""

from __future__ import annotations

import contextlib
import datetime
import inspect
import multiprocessing
import pickle
import re
import tempfile
import warnings
from pathlib import Path

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

import toolkit as tt
from tests import figure_tables
from toolkit._core.argument_errors import explain_arguments
from toolkit.errors import InputError, ToolkitError

STUB = Path(tt.__file__).with_suffix(".pyi").read_text(encoding="utf-8")
NAMES = [
    name
    for name in re.findall(r"import (\w+) as \1", STUB)
    if inspect.isfunction(getattr(tt, name)) and inspect.signature(getattr(tt, name)).parameters
]
THEMES = '[conflict]\nterms = ["war", "attack*"]\n[diplomacy]\nterms = ["talks", "minister"]\n'


def answer(k: int = 1) -> float:
    """Answer a question of `sensitivity`."""
    return float(k)


class Odd:
    """An object that is nothing in particular."""


WRONG = {
    "None": None,
    "a number": 3,
    "a negative number": -1,
    "zero": 0,
    "a huge number": 10**30,
    "a fraction": 0.5,
    "not a number": float("nan"),
    "infinity": float("inf"),
    "a complex number": 1j,
    "True": True,
    "a word": "nonsense",
    "an empty text": "",
    "a text with a control character": "a\x00b",
    "half a character": "\ud83d",
    "bytes": b"bytes",
    "a list of texts": ["a", "b"],
    "a list of numbers": [1, 2],
    "a list of None": [None],
    "an empty list": [],
    "a tuple": (1, "a"),
    "a set": {"a"},
    "an empty dictionary": {},
    "a dictionary": {"a": 1},
    "an object": Odd(),
    "a class": Odd,
    "a function": len,
    "a date": datetime.date(2018, 10, 22),
    "an array": np.arange(3.0),
    "an array of objects": np.array([None, "a"], dtype=object),
    "an empty table": pd.DataFrame(),
    "a table of something else": pd.DataFrame({"colour": ["red"], 3: [None]}),
    "a series": pd.Series(["x"], index=["nobody"]),
    "an empty series": pd.Series(dtype=float),
    "a path that is not there": Path("no-such-folder/no-such-file"),
    "a folder": Path(tempfile.mkdtemp()),
}


@pytest.fixture(scope="module")
def good(tmp_path_factory):
    """Return arguments that each public function takes, by function and name."""
    folder = tmp_path_factory.mktemp("good")
    (folder / "themes.toml").write_text(THEMES)
    (folder / "events.toml").write_text("[accord]\ndate = 2016-07-14\n")
    articles = tt.clean_articles(tt.load_sample().iloc[::6], progress=False)
    tokens = tt.tokenize(articles["text"], progress=False)
    themes = tt.read_themes(folder / "themes.toml")
    dtm = tt.count_terms(tokens, min_docs=2)
    model = tt.LDA(n_topics=3, max_epochs=8, tol=0.1, n_jobs=1).fit(dtm)
    topics = tt.doc_topics(model, dtm)
    shares = tt.score_themes(tokens, themes, measure="present")
    dates, source = articles["date"], articles["source"].astype(str)
    outlets = source.value_counts().index[:2].tolist()
    duplicates = tt.near_duplicates(articles, progress=False)
    monthly = tt.share_by_period(shares, dates, freq="YS", n_resamples=200, min_articles=2)
    tt.save_articles(articles, folder / "a.parquet")
    tt.save_tokens(tokens, folder / "a.tokens")
    tt.save_model(model, folder / "a.model", dtm=dtm)
    tt.to_report_table(monthly).save(folder / "t", formats=["csv"])
    recipe = tt.topic_recipe(model)
    recipe.save(folder / "recipe.toml")
    found = tt.find_themes(tokens, themes)
    searched = pd.DataFrame(
        {"n_topics": [3, 3], "measure": "heldout", "value": [1.0, 2.0], "seed": [1, 2]}
    )
    by_name = {
        "articles": articles, "tokens": tokens, "themes": themes, "dtm": dtm, "model": model,
        "topics": topics, "shares": shares, "dates": dates, "groups": source, "by": source,
        "group": outlets[0], "baseline": outlets[1], "duplicates": duplicates, "topic": 1,
        "theme": "conflict", "path": folder / "out", "texts": articles["text"],
        "terms": ["war", "talks"], "pattern": "war", "table": monthly, "scores": shares,
        "n_permutations": 99, "n_resamples": 200, "source": source, "recipe": recipe,
        "random_state": 0, "progress": False, "formula": "outlet", "a": model, "b": model,
        "old": model, "new": model, "stability": None,
    }  # fmt: skip
    own = {
        "attribute_change": {"by": articles["section"].astype(str)},
        "share_by_period": {"freq": "YS"}, "theme_shares": {"freq": "YS"},
        "source_presence": {"freq": "YS"}, "term_trend": {"freq": "YS"},
        "compare_groups": {"n_permutations": 99},
        "prevalence_regression": {"covariates": pd.DataFrame({"outlet": source})},
        "event_effect": {"event": "2016-07-14"},
        "event_effects": {"events": tt.read_events(folder / "events.toml")},
        "name_periods": {"periods": {"before": ("2010-01-01", "2016-01-01")}},
        "read_events": {"path": folder / "events.toml"},
        "read_themes": {"path": folder / "themes.toml"},
        "use_memory": {"size": "1GiB"},
        "read_recipe": {"path": folder / "recipe.toml"},
        "read_articles": {"path": folder / "a.parquet", "source": None},
        "iter_articles": {"path": folder / "a.parquet", "source": None},
        "load_articles": {"path": folder / "a.parquet"},
        "save_corpus": {"parts": [articles], "folder": folder / "big"},
        "open_corpus": {"folder": folder / "big"},
        "load_tokens": {"path": folder / "a.tokens"},
        "load_model": {"path": folder / "a.model"},
        "describe_model": {"path": folder / "a.model"},
        "read_report_table": {"path": folder / "t.csv"},
        "join_articles": {"tables": [articles]},
        "run_study": {"path": folder / "a.parquet", "themes": folder / "themes.toml"},
        "save_figure": {"fig": Figure(figsize=(1, 1))},
        "evidence": {"result": monthly, "source": None},
        "theme_evidence": {"source": None, "freq": "YS"},
        "sensitivity": {"question": answer, "over": {"k": [1, 2]}},
        "search_topics": {"n_topics": [2], "model": tt.LDA(max_epochs=2), "seeds": [1],
                          "measures": ["heldout_perplexity"], "path": None},
        "advise_n_topics": {"table": searched}, "bursts": {"n_permutations": 99},
        "mark_fragile": {"table": tt.topic_terms(model)},
        "topic_coherence": {"terms": tt.topic_terms(model)},
        "topic_stability": {"n_runs": 2},
        "topic_prototype": {"n_runs": 2, "model": tt.LDA(n_topics=3, max_epochs=2)},
        "topic_draws": {"n_draws": 2, "n_steps": 1},
        "topic_question": {"ask": lambda topics: 0.5},
        "theme_overlap": {"scores": shares}, "theme_coverage": {"found": found},
        "stop_words": {"words": "news"}, "contexts": {"n": 2}, "cooccurrence": {"terms": ["war"]},
        "alias_usage": {"freq": "YS"}, "count_terms": {"vocabulary": None},
        "topic_recipe": {}, "show": {"n": 2}, "rebase_topics": {"recipe": None, "tokens": None},
        "provenance": {}, "write_report": {"study": None, "out": folder / "report"},
        "near_duplicates": {}, "tokenize": {}, "split_sentences": {}, "detect_languages": {},
        "score_articles": {"articles": tokens},
        "share_study": {"study": None, "folder": folder / "share"},
        "verify_study": {"folder": folder / "share", "share": folder / "share"},
        "match_articles": {"covariates": articles[["section"]].astype(str)},
        "similar_articles": {"article_id": articles.index[0]},
        "similar_sentences": {"text": "The talks on the war resumed."},
        "expected_share": {"event": "2016-07-14", "column": "conflict"},
        "use_cluster": {"cluster": "tcp://127.0.0.1:8786"},
        "rename_sources": {"names": tt.suggest_source_names(articles)},
    }  # fmt: skip
    return {name: by_name | own.get(name, {}) for name in NAMES}


def calls(name, good):
    """Yield (argument, what is wrong with it, all arguments) for one function."""
    function = getattr(tt, name)
    parameters = inspect.signature(function).parameters.values()
    named = [p for p in parameters if p.kind not in {p.VAR_POSITIONAL, p.VAR_KEYWORD}]
    usual = {p.name: good[name][p.name] for p in named if p.default is p.empty}
    cheap = ("n_permutations", "n_resamples", "progress", "freq", "n_runs", "n_draws", "n_steps",
             "seeds", "measures")  # fmt: skip
    quick = {p.name: good[name][p.name] for p in named if p.name in cheap and p.name in good[name]}
    for parameter in named:
        for kind, value in WRONG.items():
            yield parameter.name, kind, {**usual, **quick, parameter.name: value}


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_the_wrong_kind_never_makes_a_public_function_fail_in_its_own_words(
    name, good, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)  # a word can be a path to write to
    function, bare = getattr(tt, name), []
    for argument, kind, options in calls(name, good):
        if kind == "a huge number":
            continue  # a count of that size is a matter of memory, not of kind
        if name == "sensitivity" and kind in {"a class", "a function"}:
            continue  # what the user's own function raises is the user's
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                result = function(**options)
                if name == "iter_articles":
                    next(iter(result), None)
            except (ToolkitError, ModuleNotFoundError):
                continue
            except (AttributeError, TypeError, KeyError, IndexError, AssertionError) as error:
                bare.append(f"{argument}={kind}: {type(error).__name__}: {error}")
            except Exception:  # noqa: BLE001 - ValueError and OSError have words of their own
                continue
    assert not bare, "\n".join([f"{len(bare)} of {name}", *bare])


def second_level(table):
    return table.set_axis(pd.MultiIndex.from_arrays([table.index, range(len(table))]))


def column_of_words(table):
    return table.assign(**{"my note": "a"}).rename_axis(columns=table.columns.name)


FAULTY = {
    "a row twice": lambda table: pd.concat([table, table.iloc[[-1]]]),
    "a column twice": lambda table: pd.concat([table, table.iloc[:, [0]]], axis=1),
    "rows renumbered": lambda table: table.reset_index(drop=True),
    "its index as a column": lambda table: table.reset_index(),
    "a second level": second_level,
    "an empty row": lambda table: table.reindex([*table.index, "of nobody"]),
    "no rows": lambda table: table.iloc[:0],
    "numbers as text": lambda table: table.astype(str),
    "categories": lambda table: table.astype("category"),
    "objects": lambda table: table.astype(object),
    "a column of words": column_of_words,
    "Arrow": lambda table: table.convert_dtypes(dtype_backend="pyarrow"),
}


def faulty_tables(arguments):
    """Yield (argument, what is wrong with the table, all arguments)."""
    for name, table in arguments.items():
        if isinstance(table, pd.DataFrame | pd.Series):
            for fault, change in FAULTY.items():
                is_series = isinstance(table, pd.Series)
                if not (is_series and "column" in fault) and len(table):
                    with contextlib.suppress(TypeError):  # lists are no categories
                        yield name, fault, {**arguments, name: change(table)}


def bare_faults(function, arguments):
    """Return which faults of tables make a function fail in other words than its own."""
    bare = []
    for name, fault, options in faulty_tables(arguments):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                function(**options)
            except (ToolkitError, ModuleNotFoundError):
                continue
            except Exception as error:  # noqa: BLE001 - whatever it is
                bare.append(f"{name} with {fault}: {type(error).__name__}: {error}")
            finally:
                plt.close("all")
    return bare


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_a_table_with_a_fault_never_makes_a_public_function_fail_in_other_words(
    name, good, tmp_path, monkeypatch
):
    if name in {"explore", "use_cluster", "run_study"}:
        pytest.skip("takes no table that is not one of another function too, or needs a cluster")
    monkeypatch.chdir(tmp_path)
    known = good[name]
    cheap = {"n_permutations", "n_resamples", "progress", "freq", "n_runs", "n_draws", "n_steps",
             "seeds", "measures"}  # fmt: skip
    arguments = {
        p.name: known[p.name]
        for p in inspect.signature(getattr(tt, name)).parameters.values()
        if p.kind not in {p.VAR_POSITIONAL, p.VAR_KEYWORD}
        and p.name in known
        and (p.default is p.empty or p.name in cheap or p.name in {"articles", "dates"})
    }
    bare = bare_faults(getattr(tt, name), arguments)
    assert not bare, "\n".join([f"{len(bare)} of {name}", *bare])


BARE = (AttributeError, TypeError, KeyError, IndexError, AssertionError, ArithmeticError,
        NotImplementedError)  # fmt: skip
SPACES = {
    f"{space}.{name}": getattr(getattr(tt, space), name)
    for space in ("plot", "stats", "validation", "interop")
    for name in getattr(tt, space).__all__
    if inspect.isfunction(getattr(getattr(tt, space), name))
}


def drawn(name: str) -> dict[str, object]:
    """Return good arguments of a function of a public package, as far as it has some here."""
    days = pd.Series(pd.date_range("2018-01-01", periods=12), index=[f"a{k}" for k in range(12)])
    source = pd.Series(["x", "y"] * 6, index=days.index)
    codes = pd.Series([0, 1, 1] * 4, index=days.index)
    shares = pd.DataFrame({"war": 0.25, "talks": 0.5}, index=days.index)
    shares = shares.rename_axis("article_id").rename_axis(columns="theme")
    period = figure_tables.period_shares()
    tables = {
        "plot.theme_shares": period, "plot.theme_panels": period,
        "plot.stacked_shares": figure_tables.parts(), "plot.ridgeline": figure_tables.parts(),
        "plot.differences": figure_tables.differences(), "plot.coverage": figure_tables.coverage(),
        "plot.distinctive_terms": figure_tables.telling_terms(),
        "plot.topic_terms": figure_tables.topic_terms(),
        "plot.contexts": figure_tables.contexts(), "plot.stability": figure_tables.stability(),
        "plot.topic_numbers": figure_tables.topic_numbers(),
        "plot.mark_events": {"2015-01-01": "Accord"},
    }  # fmt: skip
    return {
        "table": tables.get(name, WRONG["a table of something else"]), "topic": 0, "names": ["a"],
        "ax": Figure().subplots(), "distances": figure_tables.distances(), "dates": days,
        "source": source, "successes": [1], "trials": [4], "p": [0.5, 0.5], "q": [0.1, 0.9],
        "p_values": [0.1, 0.2], "predicted": codes, "truth": codes, "coded": codes,
        "codes": pd.DataFrame({"first": codes, "second": codes}), "shares": shares,
        "first": shares, "second": shares, "theme": "war", "n_resamples": 200,
        "articles": pd.DataFrame({"title": "T", "body": "B."}, index=shares.index),
        "doc_topic": [[0.5, 0.5]], "article_id": ["a"], "model": None, "key": shares,
        "doc_topics": "absent.txt", "path": "absent.txt", "theta": "absent.csv",
    }  # fmt: skip


def failures(call, good, *, but=()):
    """Call with each wrong thing for each argument; return what failed in its own words."""
    bare = []
    for argument in good:
        for kind, value in WRONG.items():
            if kind == "a huge number" or (argument, kind) in but:
                continue  # a count of that size is a matter of memory, not of kind
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                try:
                    call(**{**good, argument: value})
                except (ToolkitError, ModuleNotFoundError):
                    continue
                except BARE as error:
                    bare.append(f"{argument}={kind}: {type(error).__name__}: {error}")
                except Exception:  # noqa: BLE001 - as above
                    continue
        plt.close("all")
    return bare


@pytest.mark.parametrize("name", SPACES)
def test_the_wrong_kind_never_makes_a_function_of_a_public_package_fail_in_its_own_words(
    name, tmp_path, monkeypatch
):
    monkeypatch.chdir(tmp_path)
    parameters = inspect.signature(SPACES[name]).parameters.values()
    named = [p for p in parameters if p.kind not in {p.VAR_KEYWORD, p.VAR_POSITIONAL}]
    known = drawn(name)
    good = {p.name: known[p.name] if p.default is p.empty else p.default for p in named}
    good |= {"n_resamples": 200} if "n_resamples" in good else {}
    bare = failures(SPACES[name], good)
    assert not bare, "\n".join([f"{len(bare)} of {name}", *bare])


@pytest.mark.parametrize("name", [name for name in SPACES if name.startswith("plot.")])
def test_a_table_with_a_fault_never_makes_a_figure_fail_in_other_words(name):
    parameters = inspect.signature(SPACES[name]).parameters.values()
    known = drawn(name)
    arguments = {p.name: known[p.name] for p in parameters if p.default is p.empty}
    bare = bare_faults(SPACES[name], arguments)
    assert not bare, "\n".join([f"{len(bare)} of {name}", *bare])


COUNTS = np.random.default_rng(0).poisson(1.0, (12, 8))
TEXTS = ["The war went on in Aleppo.", "Talks on the war resumed."]
ESTIMATORS = {
    "LDA": (tt.LDA, {"n_topics": 2, "max_epochs": 2, "n_jobs": 1}, COUNTS),
    "NMF": (tt.NMF, {"n_topics": 2, "max_epochs": 3}, COUNTS),
    "NewsVectorizer": (tt.NewsVectorizer, {"n_jobs": 1}, TEXTS),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", ESTIMATORS)
def test_the_wrong_kind_never_makes_an_estimator_fail_in_its_own_words(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    estimator, options, data = ESTIMATORS[name]
    parameters = inspect.signature(estimator).parameters.values()
    good = {p.name: p.default for p in parameters} | options
    bare = failures(lambda **settings: estimator(**settings).fit(data), good)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        fitted = estimator(**options).fit(data)
    for method in ("fit", "fit_transform", "transform", "partial_fit", "score"):
        if hasattr(fitted, method):
            argument = next(iter(inspect.signature(getattr(fitted, method)).parameters))
            bare += [
                f"{method}: {one}" for one in failures(getattr(fitted, method), {argument: data})
            ]
    assert not bare, "\n".join([f"{len(bare)} of {name}", *bare])


def test_a_number_of_jobs_that_is_no_number_does_not_wait_for_ever():
    with pytest.raises(InputError, match=r"n_jobs must be a whole number or None.*; got nan\."):
        tt.NewsVectorizer(n_jobs=float("nan")).fit(TEXTS)
    counts = tt.NewsVectorizer(n_jobs=-1).fit_transform(TEXTS)  # all processors, as elsewhere
    assert (counts != tt.NewsVectorizer().fit_transform(TEXTS)).nnz == 0


@pytest.mark.slow
def test_the_wrong_kind_never_makes_a_method_fail_in_its_own_words(good, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    given = good["count_terms"]
    corpus = tt.save_corpus(given["articles"], tmp_path / "corpus")
    recipe, dtm = given["recipe"], given["dtm"]
    table = tt.to_report_table(given["table"])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        page = tt.explore(given["articles"], tokens=given["tokens"], themes=given["themes"])
        sheet = tt.validation.coding_sheet(given["articles"], given["shares"], n=3)
    calls = {
        "Corpus.part": (corpus.part, {"number": 0}),
        "Corpus.kept": (corpus.kept, {"mask": [True] * len(corpus), "notes": ()}),
        "Explorer.save": (page.save, {"path": "page.html"}),
        "ReportTable.save": (table.save, {"path": "table", "formats": ["csv"]}),
        "CodingSheet.write": (sheet.write, {"folder": "sheet", "name": "coding"}),
        "TopicRecipe.merge": (recipe.merge, {"topics": [0, 1], "into": 0}),
        "TopicRecipe.split": (recipe.split, {"topic": 0, "dtm": dtm, "n_parts": 2, "seed": 0}),
        "TopicRecipe.drop": (recipe.drop, {"topic": 0}),
        "TopicRecipe.name": (recipe.name, {"topic": 0, "text": "War"}),
        "TopicRecipe.note": (recipe.note, {"topic": 0, "text": "Why"}),
        "TopicRecipe.save": (recipe.save, {"path": "recipe.toml"}),
        "Settings": (tt.Settings, {name: getattr(tt.Settings(), name)
                                   for name in inspect.signature(tt.Settings).parameters}),
    }  # fmt: skip
    bare = [f"{name}: {one}" for name, call in calls.items() for one in failures(*call)]
    assert not bare, "\n".join([str(len(bare)), *bare])
    with pytest.raises(InputError, match=r"^Corpus\.part: number must be a whole number; got None"):
        corpus.part(None)
    with pytest.raises(InputError, match=r"^Settings: mapping must be a dictionary; got 3"):
        tt.Settings(mapping=3)


def test_the_argument_is_named_with_what_it_must_be():
    with pytest.raises(InputError, match=r"^join_articles: tables must be a sequence of DataFra"):
        tt.join_articles([3])
    with pytest.raises(InputError, match=r"^describe_articles: articles must be a DataFrame; got"):
        tt.describe_articles("corpus")


def test_what_is_wrong_with_a_table_is_named_with_what_to_write():
    shares = pd.DataFrame({"war": [0.1, 0.2]}, index=pd.Index(["a", "b"], name="article_id"))
    shares = shares.rename_axis(columns="theme")
    dates = pd.Series(pd.to_datetime(["2018-01-01", "2018-01-02"]), index=shares.index)
    articles = pd.DataFrame({"date": dates, "source": "Post", "title": "T"})
    tokens = tt.tokenize(pd.Series(["Envoys met for talks.", "The talks failed."], shares.index))
    periods = figure_tables.period_shares()
    for call, sentence in {
        lambda: tt.share_by_period(shares.reset_index(), dates, freq="D"):
            "share_by_period: the column 'article_id' of shares holds 'a', which is no number. It "
            "names the rows: shares.set_index('article_id').",
        lambda: tt.share_by_period(shares.assign(note="x"), dates, freq="D"):
            "share_by_period: the column 'note' of shares holds 'x', which is no number. Leave it "
            "out: shares.drop(columns='note').",
        lambda: tt.similar_sentences("Talks.", tokens, articles=FAULTY["a row twice"](articles)):
            "similar_sentences: articles has the article 'b' twice. Keep the first: "
            "articles[~articles.index.duplicated()].",
        lambda: tt.contexts(tokens, "talks", articles=FAULTY["a row twice"](articles)):
            "contexts: articles has the article 'b' twice. Keep the first: "
            "articles[~articles.index.duplicated()].",
        lambda: tt.smooth_shares(periods.astype({"n_articles": str})):
            "smooth_shares: the numbers in column 'n_articles' of table are text, such as "
            f"{str(periods['n_articles'].iloc[0])!r}. Write "
            "pd.to_numeric(table['n_articles'].astype(str)).",
        lambda: tt.smooth_shares(FAULTY["a column twice"](periods)):
            "smooth_shares: table has the column 'period' twice. Keep the first: table.loc[:, "
            "~table.columns.duplicated()].",
        lambda: tt.theme_overlap(FAULTY["a second level"](shares.assign(talks="x"))):
            "theme_overlap: the rows of scores are named by 2 levels. Keep one: "
            "scores.droplevel(1).",
    }.items():  # fmt: skip
        with pytest.raises(InputError) as error:
            call()
        assert str(error.value) == sentence


@pytest.mark.parametrize(("mine", "other", "kind"), [(str, int, "str"), (int, str, "int64")])
def test_ids_that_are_texts_in_one_table_and_numbers_in_another_are_named(mine, other, kind):
    shares = pd.DataFrame({"war": [0.1, 0.2]}, index=pd.Index([7, 8]).astype(mine))
    dates = pd.Series(pd.to_datetime(["2018-01-01"] * 2), index=pd.Index([7, 8]).astype(other))
    with pytest.raises(InputError) as error:
        tt.share_by_period(shares.rename_axis(columns="theme"), dates, freq="D")
    assert str(error.value) == (
        f"share_by_period: dates has the article '7' as {dates.index.dtype}, not as {kind}. Make "
        f"the ids alike: dates.index = dates.index.astype({kind!r})."
    )


def test_the_day_of_an_event_carries_no_time_zone():
    shares = pd.DataFrame({"war": 0.5}, index=range(90)).rename_axis(columns="theme")
    dates = pd.Series(pd.date_range("2018-01-01", periods=90), index=shares.index)
    event = pd.Timestamp("2018-02-10", tz="UTC")
    with pytest.raises(InputError, match=r"it carries a time zone\. Write it as '2014-06-10'"):
        tt.event_effect(shares, dates, event)
    with pytest.raises(InputError, match="event_effects: cannot read a day from NaT"):
        tt.event_effects(shares, dates, pd.DataFrame({"date": [pd.NaT], "label": "x"}))


def test_a_fault_of_the_toolkit_goes_on_as_it_is():
    @explain_arguments
    def broken(words: list[str]) -> int:
        return words.nothing

    with pytest.raises(AttributeError):
        broken(["a"])


def test_a_wrong_name_of_an_argument_keeps_the_words_of_python():
    with pytest.raises(TypeError, match="unexpected keyword argument 'stopwords'"):
        tt.tokenize(["a"], stopwords="news")


def test_public_functions_can_be_sent_to_another_process():
    for name in NAMES:
        function = getattr(tt, name)
        assert pickle.loads(pickle.dumps(function)) is function
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        (there,) = pool.map(tt.split_sentences, [["One. Two."]])
    assert there[0].tolist() == tt.split_sentences(["One. Two."])[0].tolist()


def test_arguments_that_have_to_be_named_are_listed():
    """Python's words say how many there are, not what they are called."""
    with pytest.raises(tt.errors.InputError) as error:
        tt.evidence(pd.DataFrame(), "war", "2015")
    assert str(error.value) == (
        "evidence: 1 argument may be given without a name; got 3. Write the others with theirs: "
        "theme=, period=, source=, tokens=, themes=, articles= and 1 more."
    )
    with pytest.raises(TypeError, match="unexpected keyword argument 'nope'"):
        tt.evidence(pd.DataFrame(), nope=1)
