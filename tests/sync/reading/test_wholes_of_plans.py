"""What a plan by period says of the target of the whole: the last of it, what each period has of its own, or nothing
without somebody who says so."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.model.readings import Quantity, Read
from sync.reading.sheets.planned_periods import Beside, Plan, Whole, whole_of
from sync.reading.texts.wording import read_wording

DAYS = (date(2026, 10, 31), date(2026, 11, 30), date(2026, 12, 31))


def whole(
    values: Sequence[int],
    text: str = "Sign dealers",
    start: int | None = None,
    unit: str = "",
    how: str | None = None,
    has_actuals: bool = True,
) -> Whole:
    """Of a plan of as many months of a quarter as there are values, that ends with December where there are three."""
    typed = "%" if unit == "typed %" else None
    points = tuple(
        (day, Read(Quantity(Decimal(value), typed), None, str(value)))
        for day, value in zip(DAYS[3 - len(values) :] if len(values) == 1 else DAYS, values, strict=False)
    )
    plan = Plan(points, points[-1][0] == DAYS[-1], False, "")
    baseline = None if start is None else Decimal(start)
    return whole_of(
        plan, Beside(read_wording(text, "en"), text, baseline, unit.removeprefix("typed "), how, has_actuals)
    )


@pytest.mark.parametrize(
    ("values", "start", "expected"),
    [
        ((12, 15, 20), 10, "last"),  # on from where it began
        ((5, 8, 12), 10, "own"),  # down from 10 to 5 and up again: each month's own
        ((4, 4, 4), None, "own"),
        ((4, 4, 4), 4, "own"),
        ((2, 6, 12), None, "open"),  # 12 by the end, or 20 in all
        ((60, 40, 20), 100, "last"),  # what falls from where it began is there by then
        ((60, 80, 40), 100, "own"),
    ],
)
def test_a_plan_that_goes_one_way_from_where_its_row_began_leads_to_its_last(
    values: Sequence[int], start: int | None, expected: Whole
) -> None:
    assert whole(values, start=start) == expected


def test_without_values_of_its_own_a_month_can_not_be_held_against_its_plan() -> None:
    assert whole((5, 8, 12), start=10, has_actuals=False) == "open"
    assert whole((60, 80, 40), start=100, has_actuals=False) == "open"
    assert whole((4, 4, 4), unit="%", has_actuals=False) == "last"


@pytest.mark.parametrize(("unit", "how", "text"), [("typed %", None, "Onboarding"), ("%", None, "Onboarding"),
                                                   ("", "last", "Onboarding"), ("", None, "NPS")])  # fmt: skip
def test_what_is_there_on_any_day_is_the_last_of_its_plan(unit: str, how: str | None, text: str) -> None:
    assert whole((10, 20, 30), text, unit=unit, how=how) == "last"
    assert whole((10, 20, 30), "Onboarding") == "open"


def test_what_adds_up_is_each_months_own_though_it_grows() -> None:
    assert whole((10, 20, 30), "Sign dealers", how="sum") == "own"
    assert whole((10, 20, 30), "Revenue") == "own"
    assert whole((10, 20, 30), "Revenue", start=5) == "open"
    assert whole((10, 20, 30), "Revenue", unit="%") == "last"  # no share does


@pytest.mark.parametrize(
    ("values", "text", "start", "expected"),
    [
        ((10, 20, 30), "Sign 30 dealers", None, "last"),
        ((10, 10, 10), "Sign 30 dealers", None, "text"),  # together
        ((5, 10, 15), "Grow from 60 to 90 dealers", None, "text"),  # together, on top of where it began
        ((40,), "Grow from 60 to 100 dealers", None, "open"),  # one month's 40 is no sum
        ((10, 20, 40), "Sign 30 dealers", None, "open"),
        ((10, 20), "Sign 30 dealers", None, "text"),  # the text's is still to come
        ((10, 30), "Sign 30 dealers", None, "own"),  # of each month, rather
        ((10, 40), "Sign 30 dealers", None, "open"),
    ],
)
def test_beside_a_text_that_says_what_is_to_be_reached(
    values: Sequence[int], text: str, start: int | None, expected: Whole
) -> None:
    assert whole(values, text, start) == expected


@given(
    st.lists(st.integers(1, 1000), min_size=2, max_size=3), st.one_of(st.none(), st.integers(0, 1000)), st.booleans(),
    st.sampled_from(("Sign dealers", "NPS", "Revenue", "Sign 30 dealers", "Onboarding")),
)  # fmt: skip
def test_a_month_is_held_against_its_own_plan_only_where_it_has_a_value_of_its_own(
    values: list[int], start: int | None, has_actuals: bool, text: str
) -> None:
    found = whole(values, text, start, has_actuals=has_actuals)
    assert has_actuals or found != "own"
    if found == "last" and text != "Sign 30 dealers":
        way = values if start is None else [start, *values]
        assert not has_actuals or way in (sorted(way), sorted(way, reverse=True))
