"""A key result whose row says how it is meant to move is measured by that, and by nothing else."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
from tests.sync.reading.test_layouts import sheets_in

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


def test_a_pace_that_is_not_understood_is_told_and_time_runs_evenly() -> None:
    planned, told = scored("Khách mới | người | 0 | 100 | 60 | từ từ")
    assert told == ["OKR108 Không hiểu “từ từ” ở G2"]
    assert planned.expected is not None
    assert round(planned.expected, 9) == round(Decimal(45) / 91, 9)


POINT = st.tuples(st.dates(date(2026, 9, 1), date(2027, 2, 1)), st.integers(-50, 200))


@given(st.lists(POINT, max_size=5, unique_by=lambda point: point[0]), st.dates(START, DUE), st.dates(START, DUE))
def test_what_is_expected_never_falls_and_stays_between_nothing_and_all(
    points: list[tuple[date, int]], one: date, other: date
) -> None:
    text = "; ".join(f"{day.isoformat()}: {value}" for day, value in points) or "cuối kỳ"
    read = read_pace(Read(text, CELL, text), "vi", FiscalCalendar(), AS_OF).value
    assert read is not None
    early, late = sorted((one, other))
    shares = [Decimal((day - START).days) / 91 for day in (early, late)]
    expected = [planned_progress(read, WAY, day, share) for day, share in zip((early, late), shares, strict=True)]
    assert 0 <= expected[0] <= expected[1] <= 1
    assert planned_progress(read, WAY, DUE, Decimal(1)) == 1
