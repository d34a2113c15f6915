"""What a report says of the languages of its articles."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest

import toolkit as tt
from toolkit.reporting.page.methods import methods_paragraph
from toolkit.reporting.study.corpus_languages import keep_languages
from toolkit.reporting.study.settings import Settings

CORPORA = Path(__file__).parent / "data" / "languages"
THEMES = '[war]\nterms = ["قصف", "هجوم", "обстрел*", "armée"]'


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    here = tmp_path_factory.mktemp("mixed")
    names = ("arabic", "russian", "french")
    pd.concat([pd.read_csv(CORPORA / f"{name}.csv") for name in names]).to_csv(
        here / "news.csv", index=False
    )
    (here / "themes.toml").write_text(THEMES, encoding="utf-8")
    return here


def study_of(folder, **settings):
    return tt.run_study(
        folder / "news.csv",
        folder / "themes.toml",
        settings=Settings(n_topics=0, **settings),
        show_progress=False,
    )


def cleaned(*languages):
    text = [""] * len(languages)
    return pd.DataFrame({"language": languages, "text": text}, index=range(len(languages)))


def test_the_report_says_which_languages_are_kept_and_what_that_means(folder):
    study = study_of(folder)
    record = study.steps["languages"]
    assert record["main"] == "ar"
    assert record["counts"] == {"ar": 40, "ru": 35, "fr": 18, "unknown": 7}
    assert record["set_aside"] == {}
    assert sum("53 of 100 articles are in other languages than Arabic" in s for s in study.limits)
    assert sum("forms of a word are counted apart" in sentence for sentence in study.limits) == 1
    text = methods_paragraph(study.steps)
    assert (
        "By language, the articles are 40 Arabic, 35 Russian, 18 French and 7 unknown; none was "
        "set aside. Stop words are those of Arabic, the most common language" in text
    )
    made = tt.provenance(study.articles, study.tokens)["made_with"][0]
    assert made["parameters"]["tokenizer"] == "news"
    assert made["parameters"]["language"] == "ar"
    assert study.made_with[0] is study.tokens


def test_half_of_a_bilingual_corpus_is_not_called_most_of_it(tmp_path):
    """Its French half loses the words behind l', which was said nowhere."""
    releases = pd.DataFrame({"title": "Release", "date": "2019-01-07", "text": [
        "The hospital will receive new nurses before the winter, said the ministry.",
        "L'hôpital recevra de nouvelles infirmières avant l'hiver, a dit le ministère.",
    ] * 10})  # fmt: skip
    releases["date"] = [f"2019-01-{1 + n:02}" for n in range(20)]
    releases["language"] = ["en", "fr"] * 10
    releases.to_csv(tmp_path / "news.csv", index=False)
    (tmp_path / "themes.toml").write_text('[health]\nterms = ["hôpital*"]', encoding="utf-8")
    study = study_of(tmp_path, source_noun="office")
    assert study.scores["health"].sum() == 0
    assert "French words behind l', d' or qu' (l'hôpital) are found with --language fr only." in (
        study.limits
    )
    text = methods_paragraph(study.steps)
    assert "Stop words are those of English, as common as French" in text
    assert "tokens, words joined in one term being one." in text
    assert set(study.coverage["source"]) == {"no office named"}
    assert study_of(tmp_path, language="fr", min_matches=1).scores["health"].sum() == 10


def test_languages_can_be_set_aside_and_the_report_counts_them(folder):
    study = study_of(folder, languages=("fr",))
    assert study.steps["languages"]["main"] == "fr"
    assert study.steps["languages"]["set_aside"] == {"ar": 40, "ru": 35, "unknown": 5}
    assert len(study.articles) == 20
    text = methods_paragraph(study.steps)
    assert "80 articles were set aside (40 Arabic, 35 Russian and 5 unknown)." in text
    assert "Words are counted without an elided article" in text
    assert not any("other languages" in sentence for sentence in study.limits)


def test_without_a_list_of_stop_words_none_is_left_out_and_the_report_says_so():
    _, spoken = keep_languages(cleaned(*["hin", "xx", "xx"]), Settings())
    assert spoken.options["stop_words"] is None
    assert spoken.limits[1].startswith("No stop words of xx were left out: there is no list of")
    steps = {"languages": spoken.record}
    assert "there is no list for xx" in " ".join(_languages_of(steps))


def _languages_of(steps):
    from toolkit.reporting.page import methods

    return methods._languages(steps)


def test_a_language_that_is_asked_for_must_have_stop_words():
    message = "there is no list of stop words for the language 'xx'"
    with pytest.raises(tt.errors.InputError, match=message):
        keep_languages(cleaned("en"), Settings(language="xx"))


def test_no_article_in_the_languages_asked_for_is_an_error():
    message = "run_study: no article is in fr. The languages are 2 English and 1 unknown."
    with pytest.raises(tt.errors.InputError, match=re.escape(message)):
        keep_languages(cleaned("en", "English", ""), Settings(languages=("fr",)))


def test_a_language_in_settings_is_a_code():
    with pytest.raises(tt.errors.InputError, match="a language is a code such as 'fr'; got 'F"):
        Settings(languages=("French",))


def test_english_articles_are_counted_as_before():
    kept, spoken = keep_languages(cleaned("en", "en-GB", "eng", ""), Settings())
    assert len(kept) == 4
    assert spoken.options == {"language": "en", "fold_spelling": False}
    assert spoken.limits == []


def test_the_command_takes_both_settings():
    from toolkit.cli import _config, _parser

    given = ["report", "a", "--themes", "t", "--out", "o", "--language", "ar", "--languages", "ar"]
    settings = _config(_parser().parse_args(given), "report").settings
    assert (settings.language, settings.languages) == ("ar", ("ar",))


def test_letters_that_the_figures_cannot_draw_are_told_once_and_not_as_warnings(tmp_path):
    days = pd.date_range("2018-01-01", periods=60).strftime("%Y-%m-%d")
    rows = [(outlet, day, "The war went on.") for day in days for outlet in ("和平报", "Post")]
    table = pd.DataFrame(rows, columns=["source", "date", "body"])
    table.to_csv(tmp_path / "news.csv", index=False)
    (tmp_path / "themes.toml").write_text('[war]\nterms = ["war"]\n')
    page = tt.write_report(study_of(tmp_path), tmp_path / "out", show_progress=False)
    told = "The font of the figures lacks 3 letters (such as 和): they are drawn as boxes."
    assert page.read_text(encoding="utf-8").count(told) == 1
