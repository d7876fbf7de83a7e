"""A plan on its way from a baseline to a target: what is reached by then, shares of the way, or each period's own."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.sync.test_planned_months import BESIDE_A_TARGET, near, scored, told

IN_WORDS = "| Objective | Key result | Baseline | Target | Current | Planned pace"
NOT_PLANNED = Decimal(60) / 91
"""By the end of November, of a quarter without a plan."""


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("Sign 60 dealers | 0 | 60 | 0% | 50% | 100% | 35", Decimal("0.5")),  # shares of the way
        ("Sign 60 dealers | 0 | 60 | 10% | 30% | 60% | 35", Decimal("0.4")),  # each month's share
        ("Sign 60 dealers | 0 | 60 | 0 | 20 | 40 | 35", Decimal(20) / 60),  # each month's own
        ("Sign 60 dealers | 0 | 60 | 0 | 0 | 60 | 35", Decimal(0)),
        ("Sign 60 dealers | 0 | 60 | 30 | 20 | | 35", Decimal(50) / 60),  # falls: each month's own
        ("Sign dealers | 20 | 80 | 10 | 20 | 30 | 35", Decimal("0.5")),
        ("Sign dealers | 20 | 80 | 10% | 40% | 50% | 35", Decimal("0.5")),
        ("Lose 4 kg | | | 20% | 50% | 100% | 1", Decimal("0.5")),
        ("Raise the share by 4 percentage points | | | 1% | 2% | 4% | 1%", Decimal("0.5")),
        ("Increase orders by 20% | 200 | | 210 | 220 | 240 | 215", Decimal("0.5")),  # by so much, from there
        ("Sign 12 more dealers | 10 | | 14 | 16 | 22 | 15", Decimal("0.5")),
        ("Lose 4 kg | 80 | | 79 | 78 | 76 | 79", Decimal("0.5")),
        ("Orders | 0 | ≥ 60 | 15 | 30 | 60 | 20", Decimal("0.5")),
        ("Days in stock | 40 | ≤ 20 | 35 | 30 | 20 | 33", Decimal("0.5")),
        ("Dealers trained | 0% | 60% | 10% | 20% | | 15%", Decimal(20) / 60),  # a share does not add up
    ],
)
def test_what_points_by_month_are(row: str, expected: Decimal) -> None:
    assert near(scored(BESIDE_A_TARGET, row).expected) == near(expected)
    assert "OKR108" not in told(BESIDE_A_TARGET, row)


@pytest.mark.parametrize(
    "row",
    [
        "Sign 60 dealers | 0 | 60 | 20% | 40% | 60% | 35",  # neither 60 dealers nor all of the way
        "Sign 60 dealers | 0 | 60 | 25% | 30 | 60 | 35",
        "Sign 60 dealers | 0 | 60 | -5 | 25 | 40 | 35",
        "Sign 60 dealers | 0 | 60 | 30 | 30 | | 35",  # 30 or 60 by the end of November
    ],
)
def test_points_by_month_that_lead_nowhere_or_in_two_ways_are_told(row: str) -> None:
    assert near(scored(BESIDE_A_TARGET, row).expected) == near(NOT_PLANNED)
    assert "OKR108" in told(BESIDE_A_TARGET, row)


@pytest.mark.parametrize(
    ("pace", "expected"),
    [
        ("2026-10-01: 0; 2026-11-30: 30; 2026-12-31: 60", Decimal("0.5")),  # from the first day to the last
        ("2026-10-31: 20; 2026-12-25: 40", Decimal(20) / 60 + Decimal(40) / 60 * Decimal(30) / 55),
    ],
)
def test_points_in_words_are_the_way(pace: str, expected: Decimal) -> None:
    row = f"Sign 60 dealers | 0 | 60 | 35 | {pace}"
    assert near(scored(IN_WORDS, row).expected) == near(expected)
    assert "OKR108" not in told(IN_WORDS, row)


@pytest.mark.parametrize(
    "pace",
    [
        "2026-09-30: 0; 2026-11-30: 30; 2026-12-31: 60",  # before the quarter
        "2026-11-30: 30; 2027-01-01: 60",
        "2026-10-31: 10; 2026-12-25: 40",  # 40, or 50, at the end
    ],
)
def test_points_in_words_that_lead_nowhere_are_told(pace: str) -> None:
    row = f"Sign 60 dealers | 0 | 60 | 35 | {pace}"
    assert near(scored(IN_WORDS, row).expected) == near(NOT_PLANNED)
    assert "OKR108" in told(IN_WORDS, row)


def test_a_plan_of_a_row_that_goes_nowhere_is_no_second_error() -> None:
    assert not {"OKR108", "OKR115"} & told(BESIDE_A_TARGET, "Sign dealers | 60 | 60 | 60 | 60 | 60 | 60").keys()


@pytest.mark.parametrize(
    "row",
    [
        "Launch the site | | | 20% | 50% | 100% | 40%", "Launch the site | | done | 20% | 50% | 100% | no",
        "Stock in days | | 10-20 | 12 | 15 | 18 | 14", "Keep churn below 5% | | | 6% | 5% | 4% | 4%",
        "Sign dealers | 60 | 60 | 60 | 60 | 60 | 60", "Reduce churn | | 5 | 8 | 6 | 5 | 7",
    ],
)  # fmt: skip
def test_what_goes_no_way_has_no_plan(row: str) -> None:
    found = scored(BESIDE_A_TARGET, row)
    assert (found.key_result.pace.value, near(found.expected)) == (None, near(NOT_PLANNED))
    assert "OKR108" not in told(BESIDE_A_TARGET, row)


def test_a_pace_of_what_is_kept_leads_nowhere_and_is_no_error() -> None:
    assert "OKR108" not in told(IN_WORDS, "Keep churn below 5% | | <5% | 4% | 2026-11-30: 3%")


def test_a_plan_below_zero_has_the_scale_of_its_column() -> None:
    headers = BESIDE_A_TARGET.replace("Baseline", "Unit | Baseline")
    row = "Result of the south | tỷ | -10 | -2 | -8 tỷ | -4 tỷ | -2 tỷ | -5"
    assert scored(headers, row).expected == Decimal("0.75")


@pytest.mark.parametrize(
    "values",
    [
        "10 | 2 | 5 | 10 | 3", "10 tỷ | 2 | 5 | 10 | 3 tỷ", "10000000000 | 2 | 5 | 10 | 3000000000",
        "10000000000 | 2 tỷ | 5 tỷ | 10 tỷ | 3000000000", "10 | 2 tỷ | 5 tỷ | 10 tỷ | 3",
        "10000000000 | 2000000000 | 5000000000 | 10000000000 | 3000000000",
        "10000000000 | 20% | 50% | 100% | 3000000000", "10 tỷ | 20% | 50% | 100% | 3 tỷ",
    ],
)  # fmt: skip
def test_points_in_words_in_full_and_in_the_columns_scale_are_the_same_way(values: str) -> None:
    headers = BESIDE_A_TARGET.replace("Baseline", "Unit | Baseline")
    assert scored(headers, f"Revenue | tỷ | 0 | {values}").expected == Decimal("0.5")
