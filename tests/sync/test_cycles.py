"""Cycles: every day has one, ids and names lead back to it, and ordinary words name none."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.cycles import cycle_by_id, cycle_of, elapsed, length_of, next_cycle, parse_cycle, previous_cycle
from sync.model.rows import Cycle
from sync.options import FiscalCalendar

CALENDAR = FiscalCalendar()
APRIL = FiscalCalendar(4, "start")
APRIL_BY_END = FiscalCalendar(4, "end")
NOVEMBER = date(2026, 11, 15)

calendars = st.builds(FiscalCalendar, st.integers(1, 12), st.sampled_from(["start", "end"]))
days = st.dates(date(1950, 1, 1), date(2150, 12, 31))
lengths = st.sampled_from(["year", "half", "quarter", "month", "week"])


@pytest.mark.parametrize(
    ("id", "calendar", "first_day", "last_day"),
    [
        ("2026", CALENDAR, date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-H2", CALENDAR, date(2026, 7, 1), date(2026, 12, 31)),
        ("2026-Q4", CALENDAR, date(2026, 10, 1), date(2026, 12, 31)),
        ("2024-02", CALENDAR, date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-W07", CALENDAR, date(2026, 2, 9), date(2026, 2, 15)),
        ("2026-W01", CALENDAR, date(2025, 12, 29), date(2026, 1, 4)),
        ("2026-Q1", APRIL, date(2026, 4, 1), date(2026, 6, 30)),
        ("2026-Q4", APRIL, date(2027, 1, 1), date(2027, 3, 31)),
        ("2026-Q1", APRIL_BY_END, date(2025, 4, 1), date(2025, 6, 30)),
        ("2026-Q4", APRIL_BY_END, date(2026, 1, 1), date(2026, 3, 31)),
        ("2026", FiscalCalendar(1, "end"), date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-11", APRIL, date(2026, 11, 1), date(2026, 11, 30)),
    ],
)
def test_an_id_says_which_days_a_cycle_has(id: str, calendar: FiscalCalendar, first_day: date, last_day: date) -> None:
    assert cycle_by_id(id, calendar) == Cycle(id, first_day, last_day)


@pytest.mark.parametrize(
    "id", ["", "Q4", "2026-Q5", "2026-H3", "2026-13", "2026-00", "2026-W54", "2025-W53", "26-Q1", "0000", "2026-q4 "]
)
def test_what_is_no_id_is_refused_in_a_sentence(id: str) -> None:
    with pytest.raises(ValueError, match=f"'{id}' is no cycle: write it like 2026, 2026-H2, 2026-Q4"):
        cycle_by_id(id, CALENDAR)


@given(days, calendars)
def test_every_day_lies_in_exactly_one_quarter(day: date, calendar: FiscalCalendar) -> None:
    own = cycle_of(day, calendar)
    quarters = [
        cycle_by_id(f"{year}-Q{number}", calendar)
        for year in range(day.year - 1, day.year + 2)
        for number in (1, 2, 3, 4)
    ]
    assert [quarter for quarter in quarters if quarter.first_day <= day <= quarter.last_day] == [own]


@given(days, calendars, lengths)
def test_a_cycle_and_its_id_lead_to_each_other(day: date, calendar: FiscalCalendar, length: str) -> None:
    cycle = cycle_of(day, calendar, length)  # type: ignore[arg-type]
    assert cycle.first_day <= day <= cycle.last_day
    assert cycle_by_id(cycle.id, calendar) == cycle
    assert length_of(cycle) == length


@given(st.dates(date(2001, 1, 1), date(2098, 12, 31)), calendars, lengths)
def test_an_id_is_found_as_a_name_too(day: date, calendar: FiscalCalendar, length: str) -> None:
    cycle = cycle_of(day, calendar, length)  # type: ignore[arg-type]
    assert parse_cycle(cycle.id, calendar, NOVEMBER) == cycle


@given(days, calendars, lengths)
def test_cycles_follow_each_other_without_a_gap(day: date, calendar: FiscalCalendar, length: str) -> None:
    cycle = cycle_of(day, calendar, length)  # type: ignore[arg-type]
    following = next_cycle(cycle, calendar)
    assert following.first_day == cycle.last_day + timedelta(days=1)
    assert length_of(following) == length
    assert previous_cycle(following, calendar) == cycle


@pytest.mark.parametrize(
    ("text", "id"),
    [
        ("Q4 2026", "2026-Q4"),
        ("Q4/2026", "2026-Q4"),
        ("2026 Q4", "2026-Q4"),
        ("2026-Q4", "2026-Q4"),
        ("2026Q4", "2026-Q4"),
        ("Q42026", "2026-Q4"),
        ("4Q26", "2026-Q4"),
        ("Q4'26", "2026-Q4"),
        ("Q4-25", "2025-Q4"),
        ("OKR_Q4_2026", "2026-Q4"),
        ("Q4 (2026)", "2026-Q4"),
        ("Q4 Sales OKRs 2025", "2025-Q4"),
        ("FY26 Q1", "2026-Q1"),
        ("Sales Q1 FY2027", "2027-Q1"),
        ("Fourth quarter 2025", "2025-Q4"),
        ("Quý 4", "2026-Q4"),
        ("Quy 4", "2026-Q4"),
        ("Qúy 4", "2026-Q4"),
        ("QUÝ Ⅳ", "2026-Q4"),
        ("Quý IV/2025", "2025-Q4"),
        ("Quý IV năm 2025", "2025-Q4"),
        ("OKRs công ty Quý 3.2026", "2026-Q3"),
        ("Muc tieu quy 2 nam 2025", "2025-Q2"),
        ("quý cuối 2025", "2025-Q4"),
        ("quý cuối năm 2025", "2025-Q4"),
        ("H2 2025", "2025-H2"),
        ("1H26", "2026-H1"),
        ("6 tháng cuối 2025", "2025-H2"),
        ("6 tháng đầu năm", "2026-H1"),
        ("Second half 2025", "2025-H2"),
        ("2026", "2026"),
        ("OKR 2025", "2025"),
        ("2025 Company OKRs", "2025"),
        ("Năm 2025", "2025"),
        ("FY25", "2025"),
        ("Tháng 11/2025", "2025-11"),
        ("T11/2025", "2025-11"),
        ("T11", "2026-11"),
        ("KPI T3", "2026-03"),
        ("Nov 2025", "2025-11"),
        ("November", "2026-11"),
        ("11/2025", "2025-11"),
        ("2025-11", "2025-11"),
        ("W07", "2026-W07"),
        ("Tuần 7", "2026-W07"),
        ("Week 7, 2025", "2025-W07"),
        ("2025-W07", "2025-W07"),
        ("OKR Quý 3/2026 (cập nhật ngày 15 tháng 11 năm 2026)", "2026-Q3"),
        ("Q3-Q4 2025", "2025-H2"),
        ("T10–T12/2025", "2025-Q4"),
        ("Oct - Dec 2025", "2025-Q4"),
        ("Q4 2025 (T10, T11, T12)", "2025-Q4"),
        ("Tháng 10-12", "2026-Q4"),
        ("Tháng 10–12/2025", "2025-Q4"),
        ("tháng 10, 11, 12", "2026-Q4"),
        ("Tháng 7 đến 9 năm 2025", "2025-Q3"),
        ("T7-T9", "2026-Q3"),
        ("T10-12/2025", "2025-Q4"),
        ("OKR thang 4 den 6", "2026-Q2"),
        ("Tháng 11-11", "2026-11"),
        ("Quý 3 & 4", "2026-H2"),
        ("Quý III-IV/2025", "2025-H2"),
        ("Q1-2 2025", "2025-H1"),
        ("Q1–Q4", "2026"),
        ("Quí 4/2025", "2025-Q4"),
        ("Quí IV", "2026-Q4"),
        ("QUI 3 NĂM 2025", "2025-Q3"),
        ("Q.4", "2026-Q4"),
        ("Q-4/2025", "2025-Q4"),
        ("Tháng 10 - 5 mục tiêu", "2026-10"),
        ("KPI Nov-25", "2025-11"),
        ("Nov'25", "2025-11"),
        ("Sept ’25", "2025-09"),
        ("11.2025", "2025-11"),
        ("KPI 9.2025", "2025-09"),
        ("KPI_11_2025", "2025-11"),
        ("KPI_2025_11", "2025-11"),
        ("Tháng 9.2025", "2025-09"),
        ("KPI Th11.2025", "2025-11"),
        ("Th11/25", "2025-11"),
        ("M11/2025", "2025-11"),
        ("Q.IV.2025", "2025-Q4"),
        ("Q-III 2025", "2025-Q3"),
        ("QIV/2025", "2025-Q4"),
        ("QII", "2026-Q2"),
        ("hết T12", "2026-12"),
        ("Qtr 4 2025", "2025-Q4"),
        ("4th Qtr 2025", "2025-Q4"),
        ("6T cuối năm 2025", "2025-H2"),
        ("6T đầu năm", "2026-H1"),
        # What a team does has a month's English name: it sews, it markets.
        ("OKR XƯỞNG MAY 2026", "2026"),
        ("KPI PHÂN XƯỞNG MAY - 2026", "2026"),
        ("OKR phan xuong may 2026", "2026"),
        ("OKR Công ty May 2026", "2026"),
        ("OKR phòng Mar 2026", "2026"),
        ("Doanh số May 2026", "2026-05"),
        ("Team May 2026", "2026-05"),
        ("OKR Sales Team Mar 2026", "2026-03"),
        ("OKR Phòng Kế toán May 2026", "2026-05"),
        ("Báo cáo May 2026", "2026-05"),
        ("OKR May 2026", "2026-05"),
        ("Sales - Mar 2026", "2026-03"),
        ("Sales Mar 2026", "2026-03"),
    ],
)
def test_a_cycle_is_found_as_people_write_it(text: str, id: str) -> None:
    found = parse_cycle(text, CALENDAR, NOVEMBER)
    assert found is not None
    assert found.id == id


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Top 4",
        "Team 2026 km",
        "2026 km",
        "Quỹ 4",
        "Quỹ 4 tỷ",
        "quy 4 triệu",
        "4 quý",
        "Quý 5",
        "Q5",
        "H2O",
        "FAQ4",
        "P95",
        "ISO 27001",
        "1.500",
        "2026.5",
        "Tháng 13",
        "W60",
        "01/10/2026",
        "2026-11-05",
        "Việt Nam 2026",
        "Máy 2026",
        "Mars 2026",
        "March to victory",
        "We may win",
        "Họp T2 tới T6",
        "Đạt doanh số kỷ lục trong quý cuối cùng.",
        "Doanh số mới đạt 10 tỷ",
        "Q2 and Q4 2026",
        "Tháng 11-12",
        "Tuần 1-13",
        "FAQ-4",
        "OKR 15/11/2026",
        "OKR cập nhật 15.11.2026",
        "Cập nhật ngày 15 tháng 11 năm 2026",
        "Updated Nov 15, 2026",
        "Updated 15 November 2026",
        "Nov 26",
        "Nov-09",
        "2026-2028",
        "OKR 2026–2030",
        "15.11.26",
        "1.2026 tỷ",
        "Đội QI",
        "M4 Max",
        "Q4 2026 " * 40,
        "Sheet1",
        "OKR",
    ],
)
def test_ordinary_words_and_numbers_name_no_cycle(text: str) -> None:
    assert parse_cycle(text, CALENDAR, NOVEMBER) is None


@pytest.mark.parametrize(
    ("text", "calendar", "near", "id"),
    [
        ("Q1", CALENDAR, date(2026, 11, 15), "2026-Q1"),
        ("Q1", CALENDAR, date(2026, 12, 20), "2027-Q1"),
        ("Q4", CALENDAR, date(2027, 1, 20), "2026-Q4"),
        ("Q4", CALENDAR, date(2027, 2, 20), "2027-Q4"),
        ("T12", CALENDAR, date(2027, 1, 5), "2026-12"),
        ("Tuần 1", CALENDAR, date(2025, 12, 29), "2026-W01"),
        ("Q4", APRIL, date(2026, 6, 1), "2026-Q4"),
        ("Q4", APRIL, date(2027, 2, 1), "2026-Q4"),
        ("T2", APRIL, date(2026, 6, 1), "2027-02"),
        ("Q4", APRIL_BY_END, date(2026, 6, 1), "2027-Q4"),
    ],
)
def test_without_a_year_it_is_the_fiscal_year_of_today_or_the_neighbour_that_is_near(
    text: str, calendar: FiscalCalendar, near: date, id: str
) -> None:
    found = parse_cycle(text, calendar, near)
    assert found is not None
    assert found.id == id


def test_a_fiscal_year_written_as_two_is_named_as_the_calendar_names_it() -> None:
    assert parse_cycle("FY2025/26", APRIL, NOVEMBER) == cycle_by_id("2025", APRIL)
    assert parse_cycle("FY2025/26", APRIL_BY_END, NOVEMBER) == cycle_by_id("2026", APRIL_BY_END)
    assert parse_cycle("Q1 2025-2026", APRIL_BY_END, NOVEMBER) == cycle_by_id("2026-Q1", APRIL_BY_END)
    assert parse_cycle("2025-2026", CALENDAR, NOVEMBER) is None


@given(st.text(max_size=30), days, calendars)
@settings(max_examples=200)
def test_any_text_is_a_cycle_or_none_and_never_an_accident(text: str, near: date, calendar: FiscalCalendar) -> None:
    found = parse_cycle(text, calendar, near)
    assert found is None or cycle_by_id(found.id, calendar) == found


def test_time_passes_from_the_first_day_to_the_due_date() -> None:
    start, due = date(2026, 10, 1), date(2026, 12, 31)
    assert elapsed(start, due, date(2026, 9, 30)) == 0
    assert elapsed(start, due, start) == 0
    assert elapsed(start, due, start + timedelta(days=13)) == Decimal(1) / Decimal(7)
    assert elapsed(start, due, due - timedelta(days=1)) < 1
    assert elapsed(start, due, due) == 1
    assert elapsed(due, start, date(2026, 11, 1)) == 1


@given(days, days, days, days)
def test_more_time_never_means_less_of_it_passed(start: date, due: date, one: date, other: date) -> None:
    earlier, later = sorted((one, other))
    assert 0 <= elapsed(start, due, earlier) <= elapsed(start, due, later) <= 1
