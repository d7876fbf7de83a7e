"""A key result whose row says how it is meant to move is measured by that, and by nothing else."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Literal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.cycles import elapsed, worked
from sync.identity import identify
from sync.messages import render
from sync.model.cells import CellRef
from sync.model.past import History
from sync.model.readings import Read
from sync.model.scores import ScoredKeyResult
from sync.options import FiscalCalendar, ReadingOptions, RuleOptions, ScoringOptions
from sync.planned_paces import Way, planned_progress
from sync.reading import read_rows
from sync.reading.sheets.paces import read_pace
from sync.rules import check
from sync.scoring import score
from tests.sheets import sheet_of
from tests.sync.reading.test_layouts import sheets_in
from tests.sync.rules.examples import checked

AS_OF = date(2026, 11, 15)
START, DUE = date(2026, 10, 1), date(2026, 12, 31)
CELL = CellRef("Q4 2026", 2, 9)
WAY = Way(START, DUE, Decimal(0), Decimal(100), None, None)
WORDS = [
    ("dồn cuối kỳ", "late"),
    ("Back-loaded", "late"),
    ("đều", "linear"),
    ("front loaded", "early"),
    ("hình chữ S", "s-curve"),
    ("một lần cuối kỳ", "at the end"),
]
POINTS = [
    ("31/10: 20%; 30/11: 60%", ["2026-10-31 20", "2026-11-30 60"]),
    ("T10: 2 tỷ; T11: 5 tỷ", ["2026-10-31 2000000000", "2026-11-30 5000000000"]),
    ("2026-11-30 = 40\n2026-10-31 = 10", ["2026-10-31 10", "2026-11-30 40"]),
    ("Oct: 10%, Nov: 50%", ["2026-10-31 10", "2026-11-30 50"]),
    ("tháng 11: 1,5 triệu", ["2026-11-30 1500000"]),
    ("31/1: 50%", ["2027-01-31 50"]),
]


@pytest.mark.parametrize(("text", "curve"), WORDS)
def test_words_name_a_curve(text: str, curve: str) -> None:
    found = read_pace(Read(text, CELL, text), "vi", FiscalCalendar(), AS_OF).value
    assert found is not None
    assert (found.curve, found.points) == (curve, ())


@pytest.mark.parametrize(("text", "points"), POINTS)
def test_values_by_day_are_points(text: str, points: list[str]) -> None:
    found = read_pace(Read(text, CELL, text), "vi", FiscalCalendar(), AS_OF).value
    assert found is not None
    assert [f"{one.day} {one.value.value:f}" for one in found.points] == points


@pytest.mark.parametrize(
    "text", ["as fast as we can", "31/10: soon", "31/10: 20%; then more", "T10: 1; T10: 2", ": 5", "5"]
)
def test_half_a_plan_is_none_and_says_so(text: str) -> None:
    read = read_pace(Read(text, CELL, text), "vi", FiscalCalendar(), AS_OF)
    assert (read.value, read.trouble) == (None, "not_understood")


def scored(row: str, on: date = AS_OF) -> tuple[ScoredKeyResult, list[str]]:
    sheet = (
        "=== Q4 2026\nMục tiêu | Kết quả then chốt | Đơn vị | Giá trị đầu | Chỉ tiêu | Hiện tại | Lộ trình\n"
        f"Lớn mạnh | {row}"
    )
    rows = identify(read_rows(sheets_in(sheet)[0], ReadingOptions(), on))
    found = score(rows, on, ScoringOptions(), History())
    told = check(found, History(), RuleOptions(select=("OKR108", "OKR302")))
    return found.objectives[0].key_results[0], [f"{one.code} {render(one.message, 'vi')}" for one in told]


def test_what_is_planned_for_the_end_is_not_late_in_the_middle() -> None:
    assert scored("Khách mới | người | 0 | 100 | 10 |")[1] == ["OKR302 Chậm: mới đi được 10% chặng đường"]
    assert scored("Khách mới | người | 0 | 100 | 10 | dồn cuối kỳ")[0].status == "behind"
    assert scored("Khách mới | người | 0 | 100 | 10 | một lần cuối kỳ")[1] == []
    planned, told = scored("Khách mới | người | 0 | 100 | 10 | 30/11: 12%")
    assert (planned.status, told) == ("on track", [])
    assert planned.expected == Decimal("0.12") * 45 / 60


def test_points_are_values_of_the_measure_or_shares_of_the_way() -> None:
    billions = scored("Doanh số | tỷ | 2 | 10 | 4 | 15/11: 6 tỷ")[0]
    assert billions.expected == Decimal("0.5")
    assert scored("Tỷ lệ giữ chân | % | 20 | 40 | 25 | 15/11: 30%")[0].expected == Decimal("0.5")
    assert scored("Chi phí | tỷ | 10 | 6 | 9 | 15/11: 9")[0].expected == Decimal("0.25")


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("Tỷ lệ rời bỏ | % | 12 | 8 | 11 | 31/10: 20%; 15/11: 60%", "0.6"),  # no way leads from 12 over 20 to 8
        ("Tỷ lệ giữ chân | % | 20 | 30 | 24 | 31/10: 20%; 15/11: 60%", "0.6"),
        ("Tỷ lệ giữ chân | % | 20 | 40 | 24 | 31/10: 25; 15/11: 30", "0.5"),
        ("Tỷ lệ rời bỏ | % | 12 | 8 | 11 | 31/10: 11%; 15/11: 10%", "0.5"),  # shares of the way do not fall
        ("Đại lý | | 0 | 100 | 30 | Tuần 4: 10; Tuần 8: 30; Tuần 12: 80", None),
        ("Đại lý | | 0 | 100 | 30 | W4: 10; W8: 30; W12: 80", None),
        ("Đại lý | | 0 | 100 | 30 | week 4: 10; wk 8: 30", None),
        ("Doanh số mới | tỷ | 0 | 10 | 3 | T10: 2,5; T11: 3,5; T12: 4", None),
        ("Doanh số mới đạt 10 tỷ | tỷ | 0 | 10 tỷ | 3 tỷ | 15/11: 5 tỷ", "0.5"),
        ("Doanh số mới đạt 10 tỷ | tỷ | 0 | 10 tỷ | 3 tỷ | 15/11: 5", "0.5"),
    ],
)
def test_a_path_that_is_written_so_leads_from_baseline_to_target(row: str, expected: str | None) -> None:
    planned, told = scored(row)
    assert [one for one in told if "OKR108" in one] == []
    assert expected is None or planned.expected == Decimal(expected)


@pytest.mark.parametrize("start", ["0", ""])
def test_values_from_nothing_to_all_are_the_same_as_shares_of_the_way(start: str) -> None:
    planned, told = scored(f"Độ phủ | % | {start} | 100 | 40 | 31/10: 20%; 30/11: 50%; 31/12: 100%")
    assert told == []
    assert planned.expected == Decimal("0.2") + Decimal("0.3") * 15 / 30
    assert scored("Độ phủ | % | 10 | 100 | 40 | 31/10: 20%; 30/11: 50%; 31/12: 100%")[1][0].startswith("OKR108")


def test_weeks_of_a_path_are_those_of_the_cycle() -> None:
    for words in ("Tuần 4: 10; Tuần 8: 30; Tuần 12: 80", "W4: 10; W8: 30", "week 4: 10; wk 8: 30"):
        planned, _ = scored(f"Đại lý | | 0 | 100 | 30 | {words}", date(2026, 11, 25))
        assert (planned.expected, planned.status) == (Decimal("0.3"), "on track")


def test_a_path_is_of_the_cycle_however_long_ago_that_was() -> None:
    _, told = scored("Đại lý | | 0 | 100 | 100 | 31/10: 10; T11: 30", date(2027, 6, 20))
    assert told == []


def test_months_of_a_path_that_add_up_to_the_target_are_each_their_own() -> None:
    planned, _ = scored("Doanh số mới | tỷ | 0 | 10 | 6 | T10: 2,5; T11: 3,5; T12: 4", date(2026, 11, 30))
    assert planned.expected == Decimal("0.6")


@pytest.mark.parametrize(
    "path",
    [
        "31/10/2025: 10; 25/11/2025: 30",
        "31/10: 10; 30/11: 3000",
        "31/10: 40; 30/11: 30",
        "31/10: -5",
        "31/1: 50",
        "31/10: 10; 31/12: 80",
        "31/10: 20%; 30/11: 120%",
        "T10: 10; T11: 20; T12: 30",
    ],
)
def test_a_path_that_does_not_lead_to_the_target_is_told_and_time_runs_evenly(path: str) -> None:
    planned, told = scored(f"Khách mới | người | 0 | 100 | 60 | {path}")
    assert [one[:6] for one in told] == ["OKR108"]
    assert planned.expected is not None
    assert round(planned.expected, 9) == round(Decimal(45) / 91, 9)


def test_a_path_in_per_cent_that_may_be_values_or_shares_of_the_way_is_asked_about() -> None:
    planned, told = scored("Tỷ lệ giữ chân | % | 20 | 40 | 32 | 31/10: 25%; 15/11: 30%")
    assert planned.expected == Decimal("0.5")
    assert [one[:6] for one in told] == ["OKR108"]


def test_a_path_to_what_a_row_is_due_before_the_cycle_ends() -> None:
    sheet = "Objective | Key result | Baseline | Target | Due | Current | Pace\nGrow | Reach 12 | 0 | 12 | {} | 3 | {}"
    for due, path, is_told in (
        ("2026-11-30", "31/10: 3; 30/11: 12", False),
        ("2026-11-30", "31/10: 3; 31/12: 12", True),
    ):
        assert ("OKR108" in {one.code for one in checked(sheet.format(due, path), AS_OF)}) == is_told


def test_a_pace_that_is_not_understood_is_told_and_time_runs_evenly() -> None:
    planned, told = scored("Khách mới | người | 0 | 100 | 60 | từ từ")
    assert told == ["OKR108 Không hiểu “từ từ” ở G2"]
    assert planned.expected is not None
    assert round(planned.expected, 9) == round(Decimal(45) / 91, 9)


POINT = st.tuples(st.dates(date(2026, 9, 1), date(2027, 2, 1)), st.integers(-50, 200))


@given(
    st.lists(POINT, max_size=5, unique_by=lambda point: point[0]),
    st.dates(START, DUE),
    st.dates(START, DUE),
    st.sampled_from([elapsed, partial(worked, country="VN")]),
)
def test_what_is_expected_never_falls_and_stays_between_nothing_and_all(
    points: list[tuple[date, int]], one: date, other: date, passed: Callable[[date, date, date], Decimal]
) -> None:
    text = "; ".join(f"{day.isoformat()}: {value}" for day, value in points) or "cuối kỳ"
    read = read_pace(Read(text, CELL, text), "vi", FiscalCalendar(), AS_OF).value
    assert read is not None
    early, late = sorted((one, other))
    expected = [planned_progress(read, WAY, day, passed) for day in (early, late)]
    assert 0 <= expected[0] <= expected[1] <= 1
    assert planned_progress(read, WAY, DUE, passed) == 1


@pytest.mark.parametrize("plan", ["31/1: 30%; 28/2: 60%", "dồn cuối kỳ"])
def test_where_only_working_days_count_a_plan_waits_for_the_holidays_to_pass(plan: str) -> None:
    sheet = sheet_of(
        "Mục tiêu | Kết quả then chốt | Đầu kỳ | Chỉ tiêu | Hiện tại | Lộ trình\n"
        f"Mở rộng | Số đại lý | 0 | 100 | 40 | {plan}",
        "Q1 2027",
    )

    def expected(day: date, days: Literal["calendar", "working"]) -> Decimal | None:
        rows = identify(read_rows([sheet], ReadingOptions(), day), {})
        options = ScoringOptions(days=days, holidays="VN" if days == "working" else "")
        return score(rows, day, options, History()).objectives[0].key_results[0].expected

    before_tet, at_its_end = date(2027, 2, 5), date(2027, 2, 9)
    assert expected(before_tet, "working") == expected(at_its_end, "working")
    assert expected(before_tet, "calendar") != expected(at_its_end, "calendar")


def test_after_its_last_point_a_plan_goes_on_from_there() -> None:
    read = read_pace(Read("31/10: 20%", CELL, "31/10: 20%"), "vi", FiscalCalendar(), AS_OF).value
    assert read is not None
    after = date(2026, 11, 30)
    assert planned_progress(read, WAY, after, elapsed) == Decimal("0.2") + Decimal("0.8") * elapsed(
        date(2026, 10, 31), DUE, after
    )
