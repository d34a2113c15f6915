"""What the figures hold: the numbers of their tables, and nothing that is not in them."""

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
from matplotlib.figure import Figure

import toolkit as tt
from tests import figure_tables as tables
from toolkit.figures.labels import spread_labels
from toolkit.figures.time_axis import date_ticks, period_spans
from toolkit.periods.event_text import event_sentences


@pytest.fixture
def ax():
    return Figure(figsize=(6.3, 4.5), layout="constrained").subplots()


@pytest.fixture(autouse=True)
def _close_figures():
    yield
    plt.close("all")


def test_one_line_per_theme_with_the_numbers_of_the_table(ax):
    table = tables.period_shares()
    tt.plot.theme_shares(table, ax=ax)
    lines = {line.get_label(): line for line in ax.lines}
    for theme, rows in table.groupby("theme"):
        np.testing.assert_array_equal(lines[theme].get_ydata(), rows["share"])


def test_a_period_without_articles_is_a_gap_and_not_a_zero(ax):
    table = tables.period_shares(("conflict",))
    tt.plot.theme_shares(table, ax=ax)
    solid = next(line for line in ax.lines if line.get_label() == "_sure")
    empty = (table["n_articles"] == 0).to_numpy()
    assert empty.sum() == 1
    assert np.isnan(solid.get_ydata()[empty]).all()


def test_an_estimate_without_an_interval_is_no_part_of_the_line(ax):
    table = tables.period_shares(("conflict",))
    tt.plot.theme_shares(table, ax=ax)
    solid = next(line for line in ax.lines if line.get_label() == "_sure")
    bare = (table["low"].isna() & table["share"].notna()).to_numpy()
    assert bare.sum() == 1
    assert np.isnan(solid.get_ydata()[bare]).all()
    loose = next(line for line in ax.lines if line.get_label() == "conflict")
    assert loose.get_linestyle() == "None"
    assert loose.get_markevery() == np.flatnonzero(bare).tolist()


def test_points_stand_in_the_middle_of_their_month(ax):
    tt.plot.theme_shares(tables.period_shares(("conflict",)), ax=ax)
    first = ax.lines[0].get_xdata()[0]
    assert pd.Timestamp("2014-01-16 12:00") == pd.Timestamp("1970-01-01") + pd.Timedelta(
        days=float(first)
    )


def test_the_articles_are_counted_beneath(ax):
    table = tables.period_shares(("conflict",))
    tt.plot.theme_shares(table, ax=ax)
    bars = [path.vertices[:, 1].max() for path in ax.child_axes[0].collections[0].get_paths()]
    assert bars == table["n_articles"].tolist()


def test_shares_start_at_zero_and_partial_periods_are_hollow(ax):
    table = tables.period_shares(("conflict",))
    tt.plot.theme_shares(table, ax=ax)
    assert ax.get_ylim()[0] == 0
    hollow = next(line for line in ax.lines if line.get_label() == "_partial")
    assert hollow.get_markerfacecolor() == "white"
    assert hollow.get_ydata().tolist() == table.loc[table["partial"], "share"].tolist()


def test_drawing_changes_neither_the_table_nor_matplotlib(ax):
    table = tables.period_shares()
    before, settings = table.copy(), dict(plt.rcParams)
    tt.plot.theme_shares(table, ax=ax)
    pd.testing.assert_frame_equal(table, before)
    assert dict(plt.rcParams) == settings


def test_a_figure_is_made_where_no_axes_are_given():
    for draw, table in (
        (tt.plot.theme_shares, tables.period_shares()),
        (tt.plot.differences, tables.differences()),
        (tt.plot.coverage, tables.coverage()),
    ):
        assert draw(table).figure.get_size_inches()[0] == pytest.approx(6.3)


def test_panels_of_themes_that_no_article_has_keep_an_axis(ax):
    rows = pd.DataFrame(
        {"period": pd.date_range("2016-01-01", periods=3, freq="MS"), "theme": "war"}
    )
    rows = rows.assign(share=0.0, low=0.0, high=0.0, n_articles=9, n_clusters=9, partial=False)
    tt.plot.theme_panels(rows, ax=ax)
    assert next(panel.get_ylim() for panel in ax.child_axes if panel.lines) == (0, 1)


def test_panels_show_each_theme_once_in_colour_and_the_others_in_grey(ax):
    names = ("war", "talks", "aid")
    tt.plot.theme_panels(tables.period_shares(names), ax=ax)
    panels = [child for child in ax.child_axes if child.lines]
    assert [panel.lines[3].get_label() for panel in panels] == list(names)
    assert all([line.get_label() for line in panel.lines[:3]] == ["_other"] * 3 for panel in panels)
    assert len({panel.get_ylim() for panel in panels}) == 1


def test_events_are_marked_at_their_day_and_only_inside_the_chart(ax):
    events = pd.DataFrame(
        {"date": pd.to_datetime(["2014-06-29", "1999-01-01"]), "label": ["Strike", "Too early"]}
    )
    tt.plot.mark_events(events, ax=tt.plot.theme_shares(tables.period_shares(), ax=ax))
    rules = [line for line in ax.lines if line.get_label() == "_event"]
    assert [rule.get_xdata()[0] for rule in rules] == [16250.0]
    assert [text.get_text() for text in ax.child_axes[-1].texts] == ["Strike"]


def test_differences_are_in_percentage_points_and_filled_where_clear(ax):
    table = tables.differences(("a", "b", "c", "d"))
    tt.plot.differences(table, ax=ax)
    ordered = table.sort_values("difference")
    dots = ax.collections[-1]
    assert dots.get_offsets()[:, 0].tolist() == pytest.approx(
        (100 * ordered["difference"]).tolist()
    )
    filled = [color[:3].tolist() != [1, 1, 1] for color in dots.get_facecolors()]
    assert filled == (ordered["p_adjusted"] < 0.05).tolist()


def test_the_dumbbell_prints_each_difference_with_its_interval(ax):
    table = tables.differences(("a",)).assign(difference=0.12, low=0.05, high=-0.19)
    tt.plot.group_shares(table, ax=ax)
    assert [text.get_text() for text in ax.texts] == ["+12 (+5 to −19)"]


def test_slopes_join_the_two_shares_and_bars_are_the_interval_of_the_difference(ax):
    table = tables.differences(("a", "b", "c")).assign(n_articles=1200, n_baseline=1)
    tt.plot.slopes(table, ax=ax)
    lines = {line.get_label(): line for line in ax.lines if line.get_label() in "abc"}
    for row in table.to_dict("records"):
        line = lines[row["theme"]]
        assert list(line.get_ydata()) == [row["baseline_share"], row["share"]]
        assert (line.get_linestyle() == "-") == (row["p_adjusted"] < 0.05)
    bars = [list(line.get_ydata()) for line in ax.lines if line.get_label() == "_interval"]
    assert bars == [
        [row["baseline_share"] + row["low"], row["baseline_share"] + row["high"]]
        for row in table.to_dict("records")
    ]
    assert ax.get_ylim()[0] == 0
    under = [label.get_text() for label in ax.get_xticklabels()]
    assert under == ["Hill Times\n(1\u00a0article)", "Coast Daily\n(1,200\u00a0articles)"]


def test_a_slope_prints_shares_and_the_difference_with_its_interval(ax):
    table = tables.differences(("a",)).assign(
        share=0.42, baseline_share=0.3, difference=0.12, low=0.05, high=0.19
    )
    tt.plot.slopes(table, ax=ax)
    assert [text.get_text() for text in ax.texts] == ["● a\n30% to 42%\n+12 (+5 to +19)"]


def test_groups_stand_with_their_numbers_of_articles():
    table = tables.differences().assign(n_articles=1200, n_baseline=800)
    ax = tt.plot.differences(table)
    assert ax.get_xlabel().replace("\n", " ").replace("\u00a0", " ") == (
        "Percentage points: Coast Daily (1,200 articles) minus Hill Times (800 articles)"
    )
    ax = tt.plot.group_shares(table)
    legend = next(child.get_legend() for child in ax.child_axes if child.get_legend())
    shown = [text.get_text().replace("\u00a0", " ") for text in legend.get_texts()]
    assert shown == ["Hill Times (800 articles)", "Coast Daily (1,200 articles)"]


def test_what_is_left_over_is_grey():
    assert tt.plot.theme_colors(["a", "other", "b"])["other"][0] == "#8C8C8C"
    assert (
        tt.plot.theme_colors(["a", "other", "b"])["b"] == tt.plot.theme_colors(["a", "c", "b"])["b"]
    )


def test_a_long_series_keeps_markers_at_even_distances(ax):
    tt.plot.theme_shares(tables.period_shares(("a",), n=100), ax=ax)
    solid = next(line for line in ax.lines if line.get_label() == "_sure")
    assert (solid.get_marker(), solid.get_markevery()) == ("o", 8)


def test_periods_without_a_share_are_hatched_in_a_heatmap(ax):
    tt.plot.topic_periods(tables.period_shares((0, 1), column="topic"), ax=ax)
    assert ax.patch.get_hatch() == "////"


def test_numbers_of_topics_on_one_spot_move_apart(ax):
    table = pd.DataFrame({"topic": [0, 1, 2], "x": [0, 0, 5.0], "y": [0, 0, 5.0], "share": 0.3})
    tt.plot.topic_map(table, ax=ax)
    places = [text.get_position() for text in ax.texts]
    assert places[0] != places[1]
    assert places[2] == (5.0, 5.0)


@pytest.mark.parametrize("text", ["US$5bn, then $3bn", "$x^2$", "$\\frac{"])
def test_amounts_of_money_are_drawn_as_they_are(text, ax):
    tt.plot.differences(tables.differences((text,)), ax=ax)
    label = ax.get_yticklabels()[0]
    assert label.get_text() == text
    assert not label.get_parse_math()
    with tt.plot.figure_style():
        inside = tt.plot.contexts(tables.contexts([text], n=1))
    assert not any(text.get_parse_math() for text in inside.texts)


def test_control_characters_are_not_drawn(ax):
    tt.plot.theme_shares(tables.period_shares(("a\x07b\u202ec", "b")), ax=ax)
    assert ax.texts[0].get_text() == "● a\ufffdb\ufffdc"


def test_a_long_title_is_broken_and_not_cut_off():
    with tt.plot.figure_style("one column"):
        ax = tt.plot.differences(tables.differences())
        ax.set_title("A finding in a sentence that no journal column could hold in a line")
        ax.figure.draw_without_rendering()
        assert ax.get_children()[-2].get_window_extent().x1 <= ax.figure.bbox.x1
        assert any(text.get_wrap() for text in ax.findobj(plt.Text))


def test_bars_of_two_groups_point_away_from_each_other(ax):
    table = tables.telling_terms(groups=("Coast Daily", "Hill Times"))
    tt.plot.distinctive_terms(table, ax=ax)
    widths = [bar.get_width() for bar in ax.patches]
    assert sum(width > 0 for width in widths) == sum(width < 0 for width in widths) == 3


def test_terms_that_may_differ_by_chance_have_hollow_bars(ax):
    table = tables.telling_terms(groups=("Coast Daily", "Hill Times"))
    tt.plot.distinctive_terms(table.assign(p_adjusted=[0.01, 0.2, np.nan] * 2), ax=ax)
    filled = [bar.get_facecolor() == bar.get_edgecolor() for bar in ax.patches]
    assert sum(filled) == 2
    assert len(filled) == 6


def test_only_the_leading_terms_are_drawn(ax):
    table = tables.telling_terms([f"term {i}" for i in range(30)])
    tt.plot.distinctive_terms(table, n_terms=5, ax=ax)
    best = table.nlargest(5, "score")["term"].tolist()
    assert [label.get_text() for label in ax.get_yticklabels()] == best[::-1]


def test_coverage_marks_a_month_that_the_table_does_not_name(ax):
    tt.plot.coverage(tables.coverage(("Coast Daily",)), ax=ax)
    crosses = [line for line in ax.child_axes[0].lines if line.get_label() == "no article"]
    assert len(crosses[0].get_xdata()) == 1
    march = pd.Timestamp("2014-03-15") - pd.Timestamp("1970-01-01")
    assert crosses[0].get_xdata()[0] == pytest.approx(march.days, abs=2)


def test_heatmap_rows_follow_their_peaks_and_empty_periods_stay_white(ax):
    table = tables.period_shares((0, 1, 2), column="topic")
    tt.plot.topic_periods(table, ax=ax)
    values = ax.collections[0].get_array().reshape(3, -1)
    assert values.mask[:, 8].all()
    peaks = values.filled(-1).argmax(axis=1)
    assert peaks.tolist() == sorted(peaks)


def test_stacked_parts_reach_their_sum(ax):
    table = tables.parts()
    tt.plot.stacked_shares(table, ax=ax)
    tops = [path.vertices[:, 1].max() for path in ax.collections[-1].get_paths()]
    assert len(tops) == 23  # one of 24 periods has no articles
    assert tops == pytest.approx([1.0] * 23)


def test_ridges_state_their_scale(ax):
    tt.plot.ridgeline(tables.period_shares(("a", "b", "c")), ax=ax)
    assert ax.get_xlabel().startswith("Distance between two base lines: ")


def test_a_matrix_prints_its_lower_triangle(ax):
    table = tables.distances()
    tt.plot.distances(table, ax=ax)
    numbers = [text.get_text() for text in ax.texts if text.get_text().startswith("0.")]
    assert numbers == [f"{table.iloc[i, j]:.2f}" for i in range(3) for j in range(i)]


def test_a_topic_map_keeps_distances_of_a_plane():
    points = np.random.default_rng(4).normal(size=(6, 2))
    between = np.sqrt(((points[:, None] - points[None]) ** 2).sum(-1))
    placed = tt.plot.principal_coordinates(pd.DataFrame(between))
    again = placed[["x", "y"]].to_numpy()
    np.testing.assert_allclose(np.sqrt(((again[:, None] - again[None]) ** 2).sum(-1)), between)
    assert placed.attrs["kept"] == pytest.approx(1.0)


def test_circles_of_the_map_are_numbered_by_topic(ax):
    placed = tt.plot.principal_coordinates(tables.distances()).assign(share=[0.5, 0.3, 0.2])
    tt.plot.topic_map(placed.assign(topic=[4, 7, 9]), ax=ax)
    assert [text.get_text() for text in ax.texts] == ["4", "7", "9"]
    assert ax.get_xlabel() == "Two axes keep 100% of the distances' variation"


def test_runs_and_medians_of_each_measure_are_shown(ax):
    table = tables.topic_numbers()
    tt.plot.topic_numbers(table, ax=ax)
    assert [panel.get_title(loc="left") for panel in ax.child_axes] == ["coherence", "stability"]
    middle = table[table["measure"] == "coherence"].groupby("n_topics")["value"].median()
    assert ax.child_axes[0].lines[0].get_ydata().tolist() == middle.tolist()


def test_fragile_topics_are_hollow_and_runs_are_printed(ax):
    table = tables.stability()
    tt.plot.stability(table, ax=ax)
    faces = ax.collections[-1].get_facecolors()
    assert sum(face[:3].tolist() == [1, 1, 1] for face in faces) == table["fragile"].sum()
    assert ax.texts[0].get_text().endswith("of 10")


def test_a_context_is_cut_at_its_far_ends(ax):
    tt.plot.contexts(tables.contexts(n=2), ax=ax)
    place, match, left, right = [text.get_text() for text in ax.texts[:4]]
    assert place == "2016-03-01  Coast Daily"
    assert left.startswith("…")
    assert left.endswith("said to everybody on the quay that the"[-12:])
    assert match == "truce"
    assert right.startswith("would hold")
    assert right.endswith("…")


@pytest.mark.parametrize(
    ("days", "points", "expected"),
    [
        (("2014-01-01", "2020-01-01"), 60, ["2014", "2015", "2016", "2017", "2018", "2019"]),
        (("2014-01-01", "2020-01-01"), 12, ["2014", "2016", "2018"]),
        (("2014-05-01", "2015-05-01"), 22, ["Jul\n2014", "Oct", "Jan\n2015", "Apr"]),
        (("2014-05-30", "2014-06-03"), 40, ["30 May\n2014", "31 May", "1 Jun", "2 Jun"]),
    ],
)
def test_ticks_stand_at_round_dates(days, points, expected):
    low, high = ((pd.Timestamp(day) - pd.Timestamp("1970-01-01")).days for day in days)
    assert date_ticks(low, high, points=points)[1] == expected


def test_a_hole_in_the_table_does_not_widen_the_period_before_it():
    periods = pd.DatetimeIndex(["2014-01-01", "2014-02-01", "2014-06-01", "2014-07-01"])
    assert period_spans(periods)[1].max() <= 31


def test_labels_are_moved_as_little_as_possible_and_stay_in_their_order():
    placed = spread_labels([0.1, 0.12, 0.9], [0.2, 0.2, 0.2], 0.0, 1.0)
    assert placed == pytest.approx([0.1, 0.3, 0.9])
    assert spread_labels([5.0, 5.0], [1.0, 1.0], 0.0, 1.0) == pytest.approx([0.0, 1.0])


MANY = [f"theme {i}" for i in range(25)]
WRONG = {
    "slopes": (
        lambda ax: tt.plot.slopes(tables.differences(MANY[:7]), ax=ax),
        "plot.slopes: 7 slopes are too many to tell apart; at most 6. Select some, or draw all "
        "with plot.group_shares.",
    ),
    "room": (
        lambda ax: tt.plot.slopes(
            tables.differences(MANY[:6]), ax=Figure(figsize=(6, 2)).subplots()
        ),
        "plot.slopes: the labels of 6 slopes do not fit in axes of 1.5 inches; make the figure "
        "3.5 inches high, or select some rows.",
    ),
    "lines": (
        lambda ax: tt.plot.theme_shares(tables.period_shares(MANY[:7]), ax=ax),
        "plot.theme_shares: 7 lines are too many to tell apart; at most 6. Select some, or draw "
        "one panel for each with plot.theme_panels.",
    ),
    "panels": (
        lambda ax: tt.plot.theme_panels(tables.period_shares(MANY, n=4), ax=ax),
        "plot.theme_panels: 25 panels are too many to read; at most 24. Select some, or draw all "
        "as a heatmap with plot.topic_periods.",
    ),
    "parts": (
        lambda ax: tt.plot.stacked_shares(tables.period_shares(MANY[:7], n=4), ax=ax),
        "plot.stacked_shares: 7 parts are too many to tell apart; at most 6. Combine the smaller "
        "ones as 'other'.",
    ),
    "no parts": (
        lambda ax: tt.plot.stacked_shares(tables.parts().assign(share=0.5), ax=ax),
        "plot.stacked_shares: the shares of a period sum to 1.5, so they are not parts of a whole: "
        "an article can have several themes. Use plot.theme_panels.",
    ),
    "sources": (
        lambda ax: tt.plot.coverage(tables.coverage(MANY[:7]), ax=ax),
        "plot.coverage: expected 1 to 6 outlets; got 7. Combine the smaller ones as 'other'.",
    ),
    "pairs": (
        lambda ax: tt.plot.differences(
            pd.concat([tables.differences(), tables.differences(groups=("C", "D"))]), ax=ax
        ),
        "plot.differences: the table compares 2 pairs of groups; choose one: "
        "table[table['group'] == 'Coast Daily'].",
    ),
    "groups": (
        lambda ax: tt.plot.distinctive_terms(tables.telling_terms(groups=("A", "B", "C")), ax=ax),
        "plot.distinctive_terms: the table holds 3 groups; select one or two: "
        "table[table['group'] == 'A'].",
    ),
    "rows": (
        lambda ax: tt.plot.differences(tables.differences(MANY * 4), ax=ax),
        "plot.differences: 100 rows do not fit in axes of 4.5 inches; make the figure 14.1 inches "
        "high, or select some rows.",
    ),
    "square": (
        lambda ax: tt.plot.distances(tables.distances().iloc[:2], ax=ax),
        "plot.distances: the rows and columns of the table must have the same names.",
    ),
    "matrix": (
        lambda ax: tt.plot.distances(tables.distances(MANY), ax=ax),
        "plot.distances: expected 2 to 16 groups; got 25.",
    ),
    "contexts": (
        lambda ax: tt.plot.contexts(tables.contexts(n=31), ax=ax),
        "plot.contexts: expected 1 to 30 rows; got 31. Select some rows.",
    ),
    "measures": (
        lambda ax: tt.plot.topic_numbers(
            pd.DataFrame({"n_topics": 5, "measure": MANY[:9], "value": 1.0}), ax=ax
        ),
        "plot.topic_numbers: at most 8 measures fit into a readable figure; got 9.",
    ),
    "topic": (
        lambda ax: tt.plot.topic_terms(tables.topic_terms(), topic=7, ax=ax),
        "plot.topic_terms: topic must be one of 0; got 7.",
    ),
    "column": (
        lambda ax: tt.plot.mark_events(pd.DataFrame({"date": []}), ax=ax),
        "mark_events: the table has no column 'label'. It has: 'date'.",
    ),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_table_that_cannot_be_drawn_is_refused_with_a_way_out(case, ax):
    draw, message = WRONG[case]
    with pytest.raises(tt.errors.InputError) as error:
        draw(ax)
    assert str(error.value) == message


def flat(scales: tuple[float, ...]) -> pd.DataFrame:
    """Shares of several themes, each a constant with its interval."""
    periods = pd.date_range("2018-01-01", periods=12, freq="MS")
    return pd.concat(
        [
            pd.DataFrame({"period": periods, "theme": f"t{i}", "share": share, "low": share / 2,
                          "high": 1.5 * share, "n_articles": 40, "partial": False, "note": ""})
            for i, share in enumerate(scales)
        ],
        ignore_index=True,
    )  # fmt: skip


def test_a_rare_theme_is_not_flattened_by_a_common_one():
    figure = Figure(figsize=(6, 6), layout="constrained")
    ax = tt.plot.theme_panels(flat((0.5, 0.01)), ax=figure.subplots())
    tops = [panel.get_ylim()[1] for panel in ax.child_axes[:2]]
    assert tops == pytest.approx([0.78, 0.0156])
    labels = " ".join(panel.get_ylabel().replace("\n", " ") for panel in ax.child_axes)
    assert "each panel has its own scale" in labels
    assert not any(line.get_label() == "_other" for panel in ax.child_axes for line in panel.lines)


def test_themes_of_like_size_share_one_scale():
    ax = tt.plot.theme_panels(flat((0.5, 0.2)), ax=Figure(layout="constrained").subplots())
    assert len({panel.get_ylim() for panel in ax.child_axes[:2]}) == 1


def test_a_period_of_a_handful_sets_no_scale_and_leads_no_row():
    table = flat((0.2, 0.1))
    table.loc[3, ["share", "low", "high", "n_articles"]] = [1.0, np.nan, np.nan, 1]
    ax = tt.plot.theme_panels(table, ax=Figure(layout="constrained").subplots())
    assert ax.child_axes[0].get_ylim()[1] < 0.35
    arrows = [line for line in ax.child_axes[0].lines if line.get_label() == "_beyond"]
    assert len(arrows) == 1
    heat = tt.plot.topic_periods(
        table.rename(columns={"theme": "topic"}), ax=Figure(layout="constrained").subplots()
    )
    mesh = heat.collections[0]
    assert mesh.get_clim()[1] == pytest.approx(0.2)
    assert mesh.get_array().mask.sum() == 1


def test_event_labels_stand_over_each_column_of_panels():
    figure = Figure(figsize=(6.8, 5), layout="constrained")
    ax = tt.plot.theme_panels(flat((0.5, 0.4, 0.3, 0.4, 0.5)), ax=figure.subplots())
    tt.plot.mark_events({"2018-06-15": "Coup attempt"}, ax=ax)
    figure.draw_without_rendering()
    headers = [
        child for child in ax.child_axes if any(t.get_text() == "Coup attempt" for t in child.texts)
    ]
    assert len(headers) == 2
    for header, panel in zip(headers, ax.child_axes[:2], strict=True):
        label = header.texts[0]
        rule = next(line for line in panel.lines if line.get_label() == "_event")
        at = panel.transData.transform((rule.get_xdata()[0], 0))[0]
        left, right = label.get_window_extent().x0, label.get_window_extent().x1
        assert left - 3 <= at <= right + 3
        assert panel.bbox.x0 - 1 <= left


def test_effects_of_events_stand_under_their_event_and_say_what_could_not_be_tested():
    columns = ["theme", "difference", "p_adjusted", "note"]
    rows = [("war", 0.1, 0.01, ""), ("talks", 0.0, 0.8, ""), ("oil", np.nan, np.nan, "few days")]
    table = pd.DataFrame(rows, columns=columns)
    table = table.assign(event="Accord", date=pd.Timestamp("2015-07-14"))
    table = table.assign(low=table["difference"] - 0.05, high=table["difference"] + 0.05)
    ax = tt.plot.event_effects(table, ax=Figure(layout="constrained").subplots())
    names = [label.get_text() for label in ax.get_yticklabels()]
    assert names == ["oil", "talks", "war", "Accord, 14 July 2015"]
    assert [text.get_text() for text in ax.texts] == ["few days"]
    faces = ax.collections[-1].get_facecolors()
    assert (faces[0] != faces[1]).any()


def test_an_interval_that_holds_zero_is_no_finding_in_figure_or_sentence_of_an_event():
    row = {"theme": "war", "difference": 0.02, "low": -0.01, "high": 0.05, "p_adjusted": 0.01}
    row |= {"event": "Accord", "date": pd.Timestamp("2015-07-14"), "note": ""}
    row |= {"n_before": 90, "n_after": 80, "n_placebo": 400, "p_placebo": 0.004}
    table = pd.DataFrame([row])
    (said,) = event_sentences(table, "theme", "Accord", 28, n_tests=1)
    assert said.startswith("No clear change in war in the 28 days from Accord on (+2.0 points")
    assert "the interval includes zero, although the test finds a step" in said
    ax = tt.plot.event_effects(table, ax=Figure().subplots())
    assert (ax.collections[-1].get_facecolors()[0][:3] == 1).all()
    effects = table.assign(effect=0.02, contrast="B − A")
    ax = tt.plot.effects(effects, ax=Figure().subplots())
    assert (ax.collections[-1].get_facecolors()[0][:3] == 1).all()


def test_a_reason_that_all_themes_of_an_event_share_is_written_once():
    names = ["war", "talks", "oil"]
    day = {"Accord": "2015-07-14", "Summit": "2016-02-01", "Vote": "2017-03-01"}
    notes = {"Accord": ["few days"] * 3, "Summit": ["few days", "few days", "no hit"]}
    tables = [
        pd.DataFrame({"theme": names, "note": notes.get(event, [""] * 3)}).assign(
            event=event, date=pd.Timestamp(when), difference=0.1 if event == "Vote" else np.nan
        )
        for event, when in day.items()
    ]
    table = pd.concat(tables, ignore_index=True)
    table = table.assign(low=table["difference"] - 1, high=table["difference"] + 1, p_adjusted=0.5)
    ax = tt.plot.event_effects(table, ax=Figure(layout="constrained").subplots())
    labels = [label.get_text() for label in ax.get_yticklabels()][::-1]
    assert labels[:2] == ["Accord, 14 July 2015", "all 3 themes"]
    assert labels[2:6] == ["Summit, 1 February 2016", *names]
    assert [text.get_text() for text in ax.texts].count("few days") == 3
    assert len(labels) == 10


def test_a_topic_map_takes_a_model_as_its_neighbours_return_it():
    rng = np.random.default_rng(0)
    model = tt.LDA(n_topics=4, random_state=0, max_epochs=5).fit(rng.poisson(1.0, (60, 30)))
    ax = tt.plot.topic_map(model)
    assert sorted(text.get_text() for text in ax.texts) == ["0", "1", "2", "3"]
    sizes = ax.collections[0].get_sizes()
    mass = model.components_.sum(axis=1)
    assert sizes / sizes.max() == pytest.approx(mass / mass.max(), rel=1e-5)
    with pytest.raises(tt.errors.InputError, match="a map needs two topics or more"):
        tt.plot.topic_map(tt.LDA(n_topics=1, max_epochs=2).fit(rng.poisson(1.0, (60, 30))))


def test_distances_take_the_table_of_distance_matrix():
    rng = np.random.default_rng(0)
    ids = pd.Index([f"a{i}" for i in range(300)], name="article_id")
    shares = pd.DataFrame(rng.dirichlet([0.3] * 5, 300), index=ids).rename_axis(columns="topic")
    source = pd.Series(np.tile(["Post", "Star", "Times"], 100), index=ids)
    table = tt.distance_matrix(shares, source, random_state=1)
    ax = tt.plot.distances(table)
    order = table.attrs["order"]
    assert [label.get_text() for label in ax.get_yticklabels()] == order
    wanted = table.set_index(["other", "group"])["corrected"].clip(lower=0)
    drawn = {text.get_text() for text in ax.texts}
    assert f"{wanted[(order[0], order[1])]:.2f}" in drawn


def test_the_interval_of_a_sparse_quarter_sets_no_scale(ax):
    quarters = pd.date_range("2016-01-01", periods=6, freq="QS")
    rows = pd.DataFrame({"period": quarters, "theme": "war", "share": 0.1, "n_articles": 200})
    rows = rows.assign(low=0.05, high=0.2)
    rows.loc[3, ["share", "low", "high", "n_articles"]] = [0.15, 0.001, 1.0, 11]
    panel = tt.plot.theme_panels(rows, ax=ax).child_axes[0]
    assert panel.get_ylim() == pytest.approx((0, 1.04 * 0.2))
    (arrow,) = [line for line in panel.lines if line.get_label() == "_beyond"]
    assert arrow.get_marker() == "^"
    assert list(arrow.get_markevery()) == [3]


def test_a_period_covered_in_part_is_not_drawn_beyond_its_own_panel(ax):
    months = pd.date_range("1987-03-01", periods=4, freq="MS")
    rows = pd.DataFrame({"period": months, "theme": "oil", "share": 0.02, "n_articles": 300})
    rows = rows.assign(low=0.01, high=0.03, partial=False)
    rows.loc[3, ["share", "low", "high", "partial"]] = [0.5, np.nan, np.nan, True]
    panel = tt.plot.theme_panels(rows, ax=ax).child_axes[0]
    tops = [max(line.get_ydata(), default=0) for line in panel.lines if not line.get_clip_on()]
    assert max(tops) <= panel.get_ylim()[1]


def test_a_chart_without_partial_periods_fills_its_figure():
    # An empty line that may leave its axes counted as a point in the corner of the figure.
    months = pd.date_range("2016-01-01", periods=6, freq="MS")
    rows = pd.DataFrame({"period": months, "theme": "war", "share": 0.1, "n_articles": 200})
    rows = rows.assign(low=0.05, high=0.2, partial=False)
    figure = Figure(figsize=(6.8, 4), layout="constrained")
    ax = tt.plot.theme_panels(rows, ax=figure.subplots())
    places = []
    for _ in range(4):
        figure.draw_without_rendering()
        places.append(ax.get_position(original=True).extents)
    assert places[-1] == pytest.approx(places[0], abs=0.01)
    assert places[-1][0] < 0.15


@pytest.mark.parametrize(
    ("freq", "days"), [("YS", 365), ("QS", 90), ("MS", 31), ("W", 7), ("D", 1)]
)
def test_a_single_period_is_as_long_as_it_is_and_not_a_month(freq, days):
    period = "2018-12-31" if freq == "W" else "2019-01-01"
    table = pd.DataFrame(
        {
            "period": pd.to_datetime([period]),
            "theme": "war",
            "share": 0.2,
            "low": 0.1,
            "high": 0.3,
            "n_articles": 40,
            "n_clusters": 30,
            "partial": False,
            "note": "",
        }
    )
    table.attrs["freq"] = freq
    ax = tt.plot.theme_shares(table, ax=Figure().subplots())
    low, high = ax.get_xlim()
    assert high - low == days
    (line,) = [one for one in ax.lines if len(one.get_xdata()) == 1][:1]
    assert line.get_xdata()[0] == pytest.approx(low + days / 2)


@pytest.mark.parametrize(("freq", "days"), [("YS", 366), ("MS", 31)])
def test_the_coverage_of_a_single_period_is_as_long_as_it_is(freq, days):
    """Forty articles of October stood in a bar from 1 to 28 January."""
    table = pd.DataFrame(
        {"period": pd.to_datetime(["1912-01-01"]), "source": "A", "n_articles": 40}
    )
    table.attrs["freq"] = freq
    (panel,) = tt.plot.coverage(table, ax=Figure().subplots()).child_axes
    low, high = panel.get_xlim()
    assert high - low == days
    (bar,) = panel.collections[0].get_paths()
    assert np.ptp(bar.vertices[:, 0]) == pytest.approx(0.88 * days)


def test_thousands_of_articles_are_written_as_in_the_text():
    table = tables.coverage(("Coast Daily",))
    table["n_articles"] = 12_000
    figure = Figure()
    (panel,) = tt.plot.coverage(table, ax=figure.subplots()).child_axes
    figure.draw_without_rendering()
    assert "12,000" in [label.get_text() for label in panel.get_yticklabels()]


def test_marks_at_zero_and_at_the_top_are_drawn_whole():
    """Their lower or upper half was cut off at the axis."""
    table = tables.period_shares(("war",)).assign(share=1.0, low=0.9, high=1.0)
    table.loc[::2, "share"] = 0.0
    figure = Figure(figsize=(6, 3), layout="constrained")
    panel = tt.plot.theme_panels(table, ax=figure.subplots()).child_axes[0]
    figure.draw_without_rendering()
    marked = [line for line in panel.lines if line.get_marker() != "None" and line.get_clip_on()]
    assert marked
    for line in marked:
        clip, axis = line.get_clip_box(), panel.bbox
        radius = line.get_markersize() / 2 / 72 * figure.dpi
        assert clip.y0 <= axis.y0 - radius
        assert clip.y1 >= axis.y1 + radius
        assert (clip.x0, clip.x1) == pytest.approx((axis.x0, axis.x1))


EMPTIED = {
    "plot.theme_shares": (tt.plot.theme_shares, tables.parts),
    "plot.stacked_shares": (tt.plot.stacked_shares, tables.parts),
    "plot.ridgeline": (tt.plot.ridgeline, tables.parts),
    "plot.topic_periods": (tt.plot.topic_periods, tables.parts),
    "plot.distinctive_terms": (tt.plot.distinctive_terms, tables.telling_terms),
    "plot.differences": (tt.plot.differences, tables.differences),
    "plot.group_shares": (tt.plot.group_shares, tables.differences),
}


@pytest.mark.parametrize("name", EMPTIED)
def test_a_table_without_rows_is_told_and_not_drawn(name):
    draw, table = EMPTIED[name]
    with pytest.raises(tt.errors.InputError, match=f"{name}: the table has no rows"):
        draw(table().iloc[:0])


def test_the_label_beside_panels_stands_left_of_the_widest_numbers():
    """It stood beside those of its own panel, and over "150" of the panel above."""
    years = pd.date_range("1986-01-01", periods=4, freq="YS")
    sizes = {"Guardian": 262, "AFP": 74, "Times": 27, "Post": 25, "Herald": 12, "other": 12}
    table = pd.DataFrame(
        [(year, name, n) for name, n in sizes.items() for year in years],
        columns=["period", "source", "n_articles"],
    )
    fig = Figure(figsize=(6.8, 3.9), layout="constrained")
    ax = tt.plot.coverage(table, ax=fig.subplots())
    fig.canvas.draw()
    panels = ax.child_axes
    (label,) = (panel.yaxis.label for panel in panels if panel.get_ylabel())
    box = label.get_window_extent()
    numbers = [one for panel in panels for one in panel.get_yticklabels() if one.get_text()]
    assert max(len(one.get_text()) for one in numbers) == 3
    assert not [one.get_text() for one in numbers if one.get_window_extent().x0 < box.x1]
