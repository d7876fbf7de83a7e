"""Tables that show when their own fiscal year begins."""

from __future__ import annotations

from datetime import date

import pytest

from sync.cycles import cycle_by_id
from sync.messages import render
from sync.options import FiscalCalendar, ReadingOptions
from sync.reading import read_rows
from sync.reading.sheets.fiscal_years import calendar_of_titles
from sync.reading.sheets.periods import Label, periods_of
from tests.sheets import sheet_of
from tests.sync.rules.examples import checked

CALENDAR = FiscalCalendar()
NOVEMBER = date(2026, 11, 20)
FISCAL = "Apr May Jun Jul Aug Sep Oct Nov Dec Jan Feb Mar".split()


def ids(words: list[str], cycle: str = "", as_of: date = NOVEMBER, filled: tuple[bool, ...] = ()) -> list[str]:
    of = cycle_by_id(cycle, CALENDAR) if cycle else None
    found = periods_of([Label(one) for one in words], of, CALENDAR, as_of, filled)
    return ["" if one is None else one.id for one in found]


@pytest.mark.parametrize("cycle", ["", "2026", "2026-Q4"])
def test_months_that_go_on_over_a_new_year_are_of_one_fiscal_year(cycle: str) -> None:
    assert ids(FISCAL, cycle) == [f"2026-{month:02}" for month in range(4, 13)] + ["2027-01", "2027-02", "2027-03"]


def test_in_spring_they_are_of_the_fiscal_year_that_runs() -> None:
    assert ids(FISCAL, as_of=date(2027, 2, 10))[-1] == "2027-03"
    assert ids(FISCAL, as_of=date(2027, 4, 10))[0] == "2027-04"
    assert ids(FISCAL, as_of=date(2027, 4, 10), filled=(True,) * 12)[-1] == "2027-03"


def test_a_winter_and_months_in_vietnamese() -> None:
    assert ids(["Nov", "Dec", "Jan"]) == ["2026-11", "2026-12", "2027-01"]
    assert ids(["T10", "T11", "T12", "T1", "T2"]) == ["2026-10", "2026-11", "2026-12", "2027-01", "2027-02"]
    assert ids(["Oct", "Oct", "Nov", "Nov", "Dec", "Dec", "Jan", "Jan"])[-2:] == ["2027-01", "2027-01"]


@pytest.mark.parametrize(
    "words", [["Jan", "Feb", "Mar", "Apr"], ["Dec", "Nov", "Oct"], ["Dec", "Jan"], ["Nov", "Dec", "Jan 2026"]]
)
def test_other_orders_show_no_fiscal_year(words: list[str]) -> None:
    assert all(one.startswith("2026-") for one in ids(words))


def test_months_to_come_are_not_missed() -> None:
    sheet = "KPI | Healthy from | " + " | ".join(FISCAL) + "\nOrders | 10" + " | 12" * 7 + " | | | | |"
    assert not [one for one in checked(sheet, NOVEMBER) if one.code == "OKR502"]
    (missing,) = [one for one in checked(sheet, date(2027, 3, 1)) if one.code == "OKR502"]
    assert render(missing.message, "en") == "No value for Nov, Dec, Jan, Feb"


@pytest.mark.parametrize(
    ("title", "starts"),
    [
        ("Quarter 3 (Oct–Dec 2026) performance report", 4),
        ("Q1 2026/27 (April - June)", 4),
        ("Q3 FY26: Jan to Mar", 7),
        ("Quý 3 (tháng 10–12/2026)", 4),
        ("Q4 (Oct–Dec 2026)", 1),
        ("Q4 2026", 1),
        ("Oct–Dec 2026", 1),
    ],
)
def test_a_title_says_which_months_a_quarter_has(title: str, starts: int) -> None:
    assert calendar_of_titles([title], CALENDAR).fiscal_year_starts == starts


def test_the_quarter_of_a_title_is_not_over_before_its_months_are() -> None:
    sheet = """
        Quarter 3 (Oct–Dec 2026) performance report
        .
        KPI | Q1 | Q2 | Q3 | Q4 | Target
        Retention | 90% | 92% | | | 95%
        """
    (kpi,) = read_rows((sheet_of(sheet, "Report"),), ReadingOptions(), NOVEMBER).kpis
    assert [one.period.last_day for one in kpi.periods] == [date(2026, 6, 30), date(2026, 9, 30)]
