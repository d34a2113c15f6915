"""The methods paragraph claims only what ran: checked against the record over twenty settings."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from tests.test_report_edges import page_of, table
from toolkit.reporting import Settings, run_study
from toolkit.reporting.page.methods import methods_paragraph
from toolkit.reporting.page.writer import study_record

CORPUS = Path(__file__).parents[1] / "corpus"
SETTINGS = {
    "defaults": {},
    "no topics": {"n_topics": 0},
    "four topics": {"n_topics": 4},
    "stability": {"n_topics": 3, "stability_runs": 2},
    "one match": {"min_matches": 1},
    "three matches": {"min_matches": 3},
    "quarters": {"freq": "QS"},
    "days": {"freq": "D"},
    "first copies": {"copies": "first"},
    "weighted copies": {"copies": "weight"},
    "one copy per source": {"copies": "one_per_source"},
    "headlines": {"text": "title"},
    "both": {"text": "both"},
    "bodies": {"text": "body"},
    "days kept": {"first": "2018-01-10", "last": "2018-03-10"},
    "one outlet": {"outlets": ("Post",)},
    "a pair": {"compare": (("Post", "Times"),)},
    "periods": {"periods": (("a", "2018-01-01", "2018-01-31"), ("b", "2018-02-01", "2018-03-31"))},
    "mapping": {"mapping": {"body": "text"}},
    "a seed": {"seed": 5, "n_topics": 3},
}
FILES = {"defaults": ("aliases", "events"), "days": ("events",), "one match": ("aliases",)}


def claims(text: str) -> dict[str, bool]:
    """Return which steps a methods paragraph claims."""
    return {
        "aliases": "were merged" in text,
        "topics": "Latent Dirichlet allocation" in text,
        "stability": "Topic stability was estimated" in text,
        "comparisons": "Groups were compared" in text,
        "fixed": "mix of outlets held fixed" in text,
        "terms": "Distinctive terms are ranked" in text,
        "periods": "Shares over time" in text,
        "intervals": "bootstrap intervals" in text,
        "events": "recorded beforehand" in text,
        "tests": "was tested against" in text,
        "mapping": "assigned by hand" in text,
        "headline": "the headline" in text or "headline and body" in text,
        "selection": ", only those " in text,
    }


def facts(record: dict) -> dict[str, bool]:
    """Return the same from the record alone."""
    steps = record["steps"]
    topics, periods, events = steps["topics"], steps["periods"], steps["events"]
    counted = steps["text"]["counted"]
    return {
        "aliases": bool((steps["tokens"] or {}).get("n_aliases")),
        "topics": topics is not None,
        "stability": bool(topics and topics["n_refits"]),
        "comparisons": bool(steps["comparisons"]),
        "fixed": any(one["outlets_fixed"] for one in steps["comparisons"]),
        "terms": any(one["terms"] for one in steps["comparisons"]),
        "periods": periods is not None,
        "intervals": bool(periods and periods["intervals"]),
        "events": bool(events),
        "tests": bool(events and events["n_tests"]),
        "mapping": bool(record["settings"]["mapping"]),
        "headline": bool(counted["title"] or counted["both"]),
        "selection": bool(
            record["settings"]["first"]
            or record["settings"]["last"]
            or record["settings"]["outlets"]
        ),
    }


@pytest.mark.parametrize("case", SETTINGS)
def test_every_claim_of_the_methods_is_in_the_record(case, tmp_path):
    table().to_csv(tmp_path / "articles.csv", index=False)
    files = {name: CORPUS / f"{name}.toml" for name in FILES.get(case, ())}
    settings = Settings(**{"stability_runs": 0, **SETTINGS[case]})
    study = run_study(
        tmp_path / "articles.csv", CORPUS / "themes.toml", **files, settings=settings,
        show_progress=False,
    )  # fmt: skip
    record = json.loads(json.dumps(study_record(study)))  # as record.json holds it
    text = methods_paragraph(record["steps"])
    assert text in re.sub(r"\s+", " ", page_of(study).text)
    assert claims(text) == facts(record)
    assert "a word with a hyphen as one word" in text  # "war" is not in "post-war"
    known = {abs(n) for n in numbers(json.dumps(record))} | {95.0, 100.0, 1.0}
    stray = [
        n
        for n in numbers(text.replace(record["steps"]["themes"]["sha256"][:12], ""))
        if n not in known
    ]
    assert stray == [], text


def numbers(text: str) -> list[float]:
    """Return the numbers of a text, counts with commas and shares in per cent included."""
    text = text.replace("256", "")
    found = re.findall(r"(?<![\w.])\d[\d,]*(?:\.\d+)?", text)
    values = [float(one.replace(",", "") or 0) for one in found]
    return [*values, *(100 * value for value in values if 0 < value < 1)]
