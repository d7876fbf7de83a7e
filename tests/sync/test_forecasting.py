"""A forecast says what it does not know: its interval holds the final value in four cases of five."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.forecasting import FEWEST, Point, forecast, forecast_of
from sync.identity import identify
from sync.messages import render
from sync.model.past import History
from sync.model.scores import ScoredKeyResult
from sync.options import ReadingOptions, RuleOptions, ScoringOptions
from sync.reading import read_rows
from sync.rules import check
from sync.scoring import score
from tests.sync.reading.test_layouts import sheets_in

START, DUE = date(2026, 10, 1), date(2026, 12, 31)
CASES = 1000


def random_walk(random: Random) -> list[float]:
    drift, chance, values = random.uniform(-2, 8), random.uniform(0.5, 10), [100.0]
    for _ in range(91):
        values.append(values[-1] + drift + random.gauss(0, chance))
    return values


def line_with_noise(random: Random) -> list[float]:
    drift, noise = random.uniform(-2, 8), random.uniform(1, 40)
    return [100 + drift * day + random.gauss(0, noise) for day in range(92)]


def share_held(way: Callable[[Random], list[float]], counts: tuple[int, ...]) -> float:
    """In which share of many cases the interval held the final value."""
    random, held = Random(20), 0
    for case in range(CASES):
        values = way(random)
        days = sorted(random.sample(range(1, 60), counts[case % len(counts)]))
        points = [Point(START + timedelta(days=day), Decimal(str(round(values[day], 3)))) for day in [0, *days]]
        found = forecast(points, DUE)
        assert found is not None
        held += found.low <= Decimal(str(values[91])) <= found.high
    return held / CASES


def test_the_interval_holds_four_random_walks_of_five() -> None:
    assert 0.77 <= share_held(random_walk, (3, 4, 6, 8)) <= 0.86


def test_it_is_never_too_narrow_for_a_line_with_noise() -> None:
    assert share_held(line_with_noise, (3, 4, 6, 8)) >= 0.8


VALUES = st.lists(st.decimals(-1000, 1000, places=2), min_size=0, max_size=9)


@given(VALUES, st.randoms(use_true_random=False))
def test_what_is_likely_lies_in_the_interval_and_a_few_values_say_nothing(
    values: list[Decimal], random: Random
) -> None:
    days = sorted(random.sample(range(80), len(values)))
    points = [Point(START + timedelta(days=day), value) for day, value in zip(days, values, strict=True)]
    found = forecast(points, DUE)
    assert (found is None) == (len(values) < FEWEST)
    assert found is None or found.low <= found.value <= found.high


def test_a_way_that_was_even_is_still_not_known_to_the_digit() -> None:
    points = [Point(START + timedelta(days=10 * n), Decimal(100 + 10 * n)) for n in range(5)]
    found = forecast(points, DUE)
    assert found is not None
    assert (found.value, found.low, found.high) == (Decimal(191), Decimal("185.9"), Decimal("196.1"))


def scored(weeks: str, confidence: str = "", unit: str = "", more: str = "") -> tuple[ScoredKeyResult, list[str]]:
    head = "Objective | Key result | Unit | Baseline | Target | W41 | W42 | W43 | W44 | W45 | Confidence | Pace"
    sheet = f"=== Q4 2026\n{head}\nGrow | Weekly active teams | {unit} | {weeks} | {confidence} | {more}"
    as_of = date(2026, 11, 10)
    rows = identify(read_rows(sheets_in(sheet)[0], ReadingOptions(language="en"), as_of))
    found = score(rows, as_of, ScoringOptions(), History())
    told = check(found, History(), RuleOptions(select=("OKR304", "OKR308", "OKR309")))
    return found.objectives[0].key_results[0], [f"{one.code} {render(one.message, 'en')}" for one in told]


STEADY = "1200 | 2000 | 1260 | 1330 | 1400 | 1460 | 1540"


def test_check_ins_tell_what_the_status_does_not_know_yet() -> None:
    steady, told = scored(STEADY)
    assert told == []
    found = forecast_of(steady, date(2026, 11, 10))
    assert found is not None
    assert found.low < 2000 < found.high
    assert found.on == DUE


@pytest.mark.parametrize(
    ("weeks", "confidence", "expected"),
    [
        (STEADY, "90%", []),
        ("1200 | 2000 | 1270 | 1320 | 1370 | 1415 | 1465", "", ["OKR308"]),
        ("1200 | 2000 | 1270 | 1320 | 1370 | 1415 | 1465", "90%", ["OKR308", "OKR309"]),
        ("1200 | 2000 | 1270 | 1320 | 1370 | 1415 | 1465", "40%", ["OKR308"]),
        ("1200 | 1700 | 1300 | 1400 | 1500 | 1590 | 1690", "20%", ["OKR304"]),
        ("1200 | 1600 | 1260 | 1330 | 1400 | 1460 | 1540", "45%", ["OKR304"]),
    ],
)
def test_confidence_is_held_against_the_forecast_where_nothing_else_speaks(
    weeks: str, confidence: str, expected: list[str]
) -> None:
    assert [line[:6] for line in scored(weeks, confidence)[1]] == expected


def test_what_is_planned_otherwise_or_cannot_be_is_not_forecast() -> None:
    day = date(2026, 11, 10)
    assert forecast_of(scored(STEADY, more="back-loaded")[0], day) is None
    assert forecast_of(scored("1200 | 2000 | 1260 | | | | ")[0], day) is None
    rate = forecast_of(scored("50 | 95 | 60 | 70 | 78 | 86 | 94", unit="%")[0], day)
    assert rate is not None
    assert rate.high <= 100
