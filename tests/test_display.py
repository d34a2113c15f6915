"""What a notebook shows of objects and tables: counts, dates, warnings, never a whole corpus."""

import numpy as np
import pandas as pd
import pytest

import toolkit as tt
from tests import figure_tables as tables
from toolkit import tables as tables_module
from toolkit.reporting.study.reading_overview import reading_lines
from toolkit.tables.display import format_value
from toolkit.tables.kinds import KINDS, describe_columns, table_kind

TEXTS = ["The truce held. Talks began.", "Talks about the truce failed.", "Rain fell."]


@pytest.fixture(scope="module")
def sample():
    return tt.load_sample()


@pytest.fixture(scope="module")
def tokens():
    return tt.tokenize(TEXTS)


def test_articles_are_summed_up_with_dates_and_what_is_missing(sample):
    text = repr(tt.show(sample, n=2))
    head, warning, *rows = text.splitlines()
    assert head.startswith(f"<Articles: rows {len(sample):,}; dates 2014-")
    assert "outlets 4" in head
    undated = int(sample["date"].isna().sum())
    assert warning == f"! {undated} of {len(sample)} articles have no usable date."
    assert len(rows) == 4
    assert rows[-1] == f"{len(sample) - 2:,} more rows."
    assert sample["body"].iloc[0][:60] not in tt.show(sample)._repr_html_()


def test_a_result_says_what_a_reader_could_miss():
    text = repr(tt.show(tables.period_shares(("conflict",))))
    assert text.startswith("<Shares per period: rows 24; periods 2014-01-01 to 2015-12-01;")
    assert "! 1 of 24 rows has no share." in text
    assert "! The corpus covers 1 of the periods only in part." in text
    assert "topics are fragile." in repr(tt.show(tables.stability()))


def test_a_p_value_is_never_shown_as_zero_nor_as_one():
    """The least p-value of 1,999 permutations was 0.0005 here and "0.0" in a notebook."""
    rows = pd.DataFrame({"p_value": [0.0005, 0.0123, np.nan], "p_adjusted": [0.99999, 1.0, 0.02]})
    shown = repr(tt.show(rows)).splitlines()[2:]
    assert [line.split() for line in shown] == [
        ["<", "0.001", ">", "0.999"],
        ["0.012", "1"],
        ["–", "0.020"],
    ]
    html = tt.show(rows)._repr_html_()
    assert "<bdi>&lt; 0.001</bdi>" in html
    assert "<bdi>1</bdi>" in html


def test_one_row_has_and_several_have():
    rows = pd.DataFrame({"share": [np.nan, 0.5], "note": ["too few articles", ""]})
    text = repr(tt.show(rows))
    assert "! 1 of 2 rows has no share." in text
    assert "! 1 of 2 rows has a note" in text
    assert "1 of 1 match of 'truce', found in 1 of 1 article" in repr(
        tt.contexts(tt.tokenize(["The truce held."]), "truce")
    )


def test_all_levels_of_an_index_are_shown():
    rows = pd.DataFrame({"n": [4, 8], "seed": [1, 2], "value": [0.5, 0.25]})
    assert repr(tt.show(rows.set_index(["n", "seed"]))) == repr(tt.show(rows))
    assert repr(tt.show(rows.set_index(["n", "seed"], drop=False))) == repr(tt.show(rows))
    assert repr(tt.show(rows.set_index("n", drop=False))) == repr(tt.show(rows))
    assert repr(tt.show(rows.set_axis([7, 9]))) == repr(tt.show(rows))


def test_pointing_at_a_heading_tells_what_the_column_means():
    html = tt.show(tables.period_shares(("conflict",), n=3))._repr_html_()
    assert 'title="articles in the period: the denominator (articles)"' in html


def test_every_kind_of_table_is_recognised_by_its_own_columns():
    for kind, columns in KINDS.items():
        names = [column.name.split(" or ")[0] for column in columns]
        assert table_kind(pd.DataFrame(columns=names)) == kind
        described = describe_columns(pd.DataFrame(columns=names))
        assert [one.meaning for one in described.values()] == [one.meaning for one in columns]


def test_tokens_and_matrix_show_their_counts(tokens):
    html = tokens._repr_html_()
    assert "texts <b>3</b>" in html
    assert "Most frequent words: talks, truce" in html
    dtm = tt.count_terms(tokens, min_docs=2)
    html = dtm._repr_html_()
    assert "1 of 3 articles uses none of the terms." in html
    assert "<bdi>min_docs</bdi>" in html
    assert repr(tt.tfidf(dtm)).startswith("<Term weights: articles 3; terms 2; weight")
    assert "1 of 2 texts has no token." in tt.tokenize(["", "One."])._repr_html_()


@pytest.mark.parametrize("make", [tt.LDA, tt.NMF])
def test_a_model_shows_its_topics_and_keeps_its_text_form(make, tokens):
    model = make(n_topics=2, random_state=1)
    assert "not fitted yet" in model._repr_mimebundle_()["text/html"]
    dtm = tt.count_terms(tokens)
    model.fit(np.vstack([dtm.counts.toarray()] * 12))
    model.terms_ = np.asarray(dtm.terms)
    bundle = model._repr_mimebundle_()
    assert bundle["text/plain"] == f"{make.__name__}(n_topics=2, random_state=1)"
    assert "topics <b>2</b>" in bundle["text/html"]
    assert "truce" in bundle["text/html"]
    model.complete_ = False
    assert "The fit was interrupted" in model._repr_mimebundle_()["text/html"]


def test_values_are_written_for_readers():
    day, moment = pd.Timestamp("2018-03-01"), pd.Timestamp("2018-03-01 10:30")
    values = [12345, 0.12345, None, np.nan, day, moment, True, ["a", "b"], "x\ny\x07", np.int64(7)]
    assert [format_value(value) for value in values] == [
        "12,345", "0.123", "–", "–", "2018-03-01", "2018-03-01 10:30:00", "True", "a; b",
        "x y\ufffd", "7",
    ]  # fmt: skip
    assert len(format_value("a" * 10_000)) == 160


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: tt.show([1]), "show: table must be a DataFrame; got [1]."),
        (lambda: tt.show(pd.DataFrame(), n=-1), "show: n must be 0 or more; got -1."),
    ],
)
def test_what_cannot_be_shown_is_refused(call, message):
    with pytest.raises(tt.errors.InputError) as error:
        call()
    assert str(error.value) == message


def test_an_empty_table_can_be_shown():
    assert repr(tt.show(pd.DataFrame())) == "<Table: rows 0>"
    assert tt.show(pd.DataFrame())._repr_html_().startswith("<div")


def test_every_public_class_shows_itself_in_a_notebook():
    classes = [one for one in map(tt.__getattr__, tt.__all__) if isinstance(one, type)]
    silent = [
        one.__name__
        for one in classes
        if not issubclass(one, Exception | Warning)
        and not hasattr(one, "_repr_html_")
        and not hasattr(one, "_repr_mimebundle_")
    ]
    assert silent == ["Settings"]  # plain choices: the text form says it all


def test_every_list_of_columns_is_a_kind_of_table():
    listed = [
        value
        for value in vars(tables_module).values()
        if isinstance(value, tuple) and value and isinstance(value[0], tables_module.Column)
    ]
    assert [one for one in listed if one not in KINDS.values()] == []


def test_a_year_is_never_shown_as_its_first_of_january(tmp_path):
    rows = pd.DataFrame(
        {"title": ["Ships sail", "Talks fail", "Undated"], "body": "Envoys met again.",
         "date": ["1861", "October 1893", ""]}
    )  # fmt: skip
    rows.to_csv(tmp_path / "articles.csv", index=False)
    articles = tt.read_articles(tmp_path / "articles.csv")
    counts = tt.describe_articles(articles).set_index("what")
    assert counts.loc["articles", "note"] == "1861 to 1893-10"
    shown = tt.show(articles)
    assert dict(shown.facts)["dates"] == "1861 to 1893-10"
    assert "1861-01-01" not in repr(shown)
    assert shown.rows["date"].tolist()[:2] == ["1861", "1893-10"]
    assert "Dates from 1861 to 1893-10" in list(reading_lines(articles))


def test_years_and_seeds_have_no_thousands_separator():
    table = pd.DataFrame(
        {"group": [2016], "baseline": [2014], "seed": [2018], "n_articles": [2016], "topic": [1024]}
    )
    last = repr(tt.show(table)).splitlines()[-1]
    assert last.split() == ["2016", "2014", "2018", "2,016", "1024"]
    html = tt.to_report_table(table, title="Years")._repr_html_()
    assert [html.count(text) for text in (">2,014<", ">2,018<")] == [0, 0]
    assert html.count(">2,016<") == 1
