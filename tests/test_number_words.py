"""Numbers in sentences: over their whole range, none is worded as something it is not."""

from __future__ import annotations

import re
from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

import toolkit as tt
from toolkit._core.number_words import (
    change,
    count,
    listed,
    of_total,
    p_digits,
    percent,
    percent_of,
    plural,
    signed_points,
    size_of_change,
)
from toolkit.reporting.page.shown_rows import event_rows
from toolkit.stats.number_format import format_p_value

counts = st.integers(0, 10**7)
shares = st.floats(0, 1)
differences = st.floats(-1, 1)


@given(counts, st.integers(1, 10**7))
def test_a_part_is_nothing_or_everything_only_if_it_is(part, total):
    part = min(part, total)
    text = percent_of(part, total)
    assert (text == "0%") == (part == 0)
    assert (text == "100%") == (part == total)


@pytest.mark.parametrize("total", [1, 2, 3, 7, 199, 699, 1000, 203_652])
def test_every_part_of_a_small_total_is_within_rounding(total):
    for part in range(0, total + 1, max(1, total // 1000)):
        text = percent_of(part, total)
        if text.startswith(("under", "over")):
            assert 0 < part < total
            continue
        assert abs(float(text.rstrip("%")) - 100 * part / total) <= (
            0.05 + 1e-9 if part / total < 0.0995 or part / total > 0.99 else 0.5
        )


@given(shares, shares)
def test_percentages_keep_the_order_of_shares(one, two):
    one, two = sorted((one, two))
    value = [{"under 0.1%": 0.05, "over 99.9%": 99.97}.get(percent(x)) for x in (one, two)]
    low, high = (
        v if v is not None else float(percent(x).rstrip("%"))
        for v, x in zip(value, (one, two), strict=True)
    )
    assert low <= high


@given(differences)
def test_a_change_never_rises_or_falls_by_nothing(difference):
    text = change("conflict", difference)
    assert "0.0" not in text.replace("10.0", "").replace("00.0", "") or re.search(
        r"[1-9]0\.0", text
    )
    assert ("rose" in text) == (difference > 0)
    assert ("fell" in text) == (difference < 0)
    assert not re.search(r"by (0|0\.0) points", text)


@given(differences)
def test_a_signed_difference_has_the_sign_of_the_number(difference):
    text = signed_points(difference)
    assert ("+" in text) == (difference > 0)
    assert ("−" in text) == (difference < 0)
    assert "-" not in text
    assert text not in {"+0.0", "−0.0"}


@given(counts, st.sampled_from(["article", "match", "outlet", "country", "day", "period"]))
def test_one_is_singular_and_every_other_number_plural(n, noun):
    text = count(n, noun)
    assert text.endswith(noun if n == 1 else plural(noun))
    assert text.split(" ")[0].replace(",", "") == str(n)
    assert of_total(1, n, noun).endswith(noun if n == 1 else plural(noun))


@given(st.floats(0, 1))
def test_a_p_value_is_never_written_as_zero_or_as_more_than_it_is_below_a_thousandth(p):
    text = format_p_value(p)
    assert text not in {"p = 0.000", "p = 1.000"}
    assert (text == "p = 1") == (p == 1)
    assert (text == "p < 0.001") == (p < 0.001)
    assert text in {f"p = {p_digits(p)}", f"p {p_digits(p)}"}


@pytest.mark.parametrize(
    ("p", "digits"),
    [
        (1 / 2000, "< 0.001"),  # the least of 1,999 permutations
        (1 / 1000, "0.001"),
        (0.0625, "0.063"),  # a tie: JavaScript rounds it up
        (0.9995, "> 0.999"),
        (1.0, "1"),
    ],
)
def test_page_report_table_and_sentence_write_one_p_value(p, digits):
    effect = {"event": "Accord", "date": "14 July 2015", "theme": "war", "difference": 0.1}
    effect |= {"before": 0.1, "after": 0.2, "low": 0.0, "high": 0.2, "p_adjusted": p, "note": ""}
    assert event_rows(pd.DataFrame([effect]))["p (corrected)"].tolist() == [digits]
    page = tt.to_report_table(pd.DataFrame({"p_value": [p]}), title="One").to_html()
    assert f">{digits.replace('<', '&lt;').replace('>', '&gt;')}<" in page
    assert format_p_value(p).removeprefix("p ").removeprefix("= ") == digits


def test_the_explorer_writes_p_values_by_the_same_rule():
    page = Path(tt.__file__).parent / "explorer"
    rule = (page / "source" / "page" / "wording.ts").read_text(encoding="utf-8")
    for part in ('if (p < 0.001) return "< 0.001"', 'p >= 0.9995) return p >= 1 ? "1" : "> 0.999"'):
        assert part in rule
    assert '"> 0.999"' in (page / "static" / "explorer.js").read_text(encoding="utf-8")


@given(st.lists(st.text("abc", min_size=1, max_size=3), max_size=12))
def test_a_list_names_its_items_and_counts_the_rest(items):
    text = listed(items, most=4)
    assert all(item in text for item in items[:4])
    assert (f"{len(items) - 4} more" in text) == (len(items) > 4)


def test_the_size_of_one_point_is_singular():
    assert size_of_change(0.01) == "1.0 point"
    assert size_of_change(0.011) == "1.1 points"
