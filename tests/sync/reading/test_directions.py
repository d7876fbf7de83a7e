"""A column that says which side is better."""

from __future__ import annotations

from datetime import date

import pytest

from sync.messages import render
from sync.model.readings import Direction, Kind
from sync.model.rows import Field
from sync.options import ReadingOptions
from sync.reading import read_rows
from sync.reading.sheets.directions import read_direction
from tests.sheets import sheet_of
from tests.sync.rules.examples import checked

NOVEMBER = date(2026, 11, 19)
DOWN, UP = Direction.down, Direction.up


def kinds(table: str, title: str = "KPI Q4 2026") -> list[Kind | None]:
    rows = read_rows((sheet_of(table, title),), ReadingOptions(), NOVEMBER)
    measured = [kpi.measure for kpi in rows.kpis]
    return [one.kind for one in (*measured, *(key_result.measure for _, key_result in rows.key_results()))]


@pytest.mark.parametrize(
    "cell",
    [
        "Low is good", "Smaller is better", "Lower", "Decrease", "↓", "▼", "Less is better", "The lower the better",
        "Low", "Down", "Minimise", "Lower = better", "Giảm", "Càng thấp càng tốt", "Thấp hơn là tốt", "Thấp", "≤",
    ],
)  # fmt: skip
def test_less_is_better(cell: str) -> None:
    assert read_direction(cell) is DOWN


@pytest.mark.parametrize(
    "cell",
    [
        "High", "Higher is better", "↑", "▲", "Increase", "Bigger is better", "High is good", "Up", "Maximize",
        "The higher the better", "Tăng", "Càng cao càng tốt", "Cao hơn tốt hơn", "Cao", "Càng nhiều càng tốt", "≥",
    ],
)  # fmt: skip
def test_more_is_better(cell: str) -> None:
    assert read_direction(cell) is UP


@pytest.mark.parametrize("cell", ["In range", "Lower is worse", "→", "Maintain", "Low risk", "n/a", "Giảm chi phí", ""])
def test_what_says_neither(cell: str) -> None:
    assert read_direction(cell) is None


@pytest.mark.parametrize(
    "header", ["Good is", "Better", "Polarity", "Desired direction", "Direction", "Measure direction", "Good direction"]
)
def test_the_column_says_the_healthy_side(header: str) -> None:
    table = f"""
        KPI | {header} | Target | Actual
        Parking appeals lost | Low is good | 12 | 18
        Revenue | Lower | 12 | 18
        Churn | Higher is better | 12 | 18
        Exclusions | ↓ | 5 | 8
        Approval steps | ↑ | 5 | 8
        Complaints | see note | 5 | 8
        """
    at_most, at_least = Kind.at_most, Kind.at_least
    assert kinds(table) == [at_most, at_most, at_least, at_most, at_least, at_most]


@pytest.mark.parametrize("header", ["Xu hướng tốt", "Chiều", "Chiều hướng", "Hướng tốt"])
def test_the_column_is_read_in_vietnamese(header: str) -> None:
    table = f"""
        Chỉ số | {header} | Chỉ tiêu | Thực hiện
        Số phiếu trễ | Càng thấp càng tốt | 5 | 8
        Số cuộc họp | Giảm | 5 | 8
        Số buổi gặp | Càng cao càng tốt | 5 | 8
        Số ý kiến | Tăng | 5 | 8
        """
    assert kinds(table) == [Kind.at_most, Kind.at_most, Kind.at_least, Kind.at_least]


def test_a_key_result_goes_the_way_that_the_column_says() -> None:
    table = """
        Objective | Key result | Good is | Target | Current
        Run well | Exclusions | Low | 5 | 8
         | Time in queue with an adviser | High | 30 | 22
         | Churn | Higher | 5 | 8
         | Reach 40 homes | High | | 8
        """
    assert kinds(table, "Q4 2026") == [Kind.decrease, Kind.increase, Kind.increase, Kind.increase]


def test_from_where_to_where_says_more_than_the_column() -> None:
    table = "Objective | Key result | Good is | Baseline | Target | Current\nRun well | Exclusions | Low | 5 | 8 | 6"
    assert kinds(table, "Q4 2026") == [Kind.increase]


@pytest.mark.parametrize("header", ["Direction of travel", "Trend", "Xu hướng"])
def test_how_it_moved_is_not_which_side_is_better(header: str) -> None:
    table = f"KPI | {header} | Target | Actual\nExclusions | ↓ | 5 | 8\nApproval steps | ↑ | 5 | 8"
    assert kinds(table) == [None, None]


def test_arrows_that_point_level_are_how_it_moved() -> None:
    table = "KPI | Direction | Target | Actual\nExclusions | ↓ | 5 | 8\nApproval steps | → | 5 | 8\nNo-one | ↑ | 5 | 8"
    rows = read_rows((sheet_of(table, "KPI Q4 2026"),), ReadingOptions(), NOVEMBER)
    assert rows.tables[0].column(Field.direction) is None
    assert [kpi.measure.kind for kpi in rows.kpis] == [None, None, None]


def test_settings_place_the_column() -> None:
    table = "KPI | Wish | Target | Actual\nExclusions | ↓ | 5 | 8\nApproval steps | up | 5 | 8"
    options = ReadingOptions(columns={"Wish": Field.direction})
    rows = read_rows((sheet_of(table, "KPI Q4 2026"),), options, NOVEMBER)
    assert [kpi.measure.kind for kpi in rows.kpis] == [Kind.at_most, Kind.at_least]


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("Exclusions | Low | 5 | 8 | 6", "A column says that less is better, but by its numbers the row is to rise"),
        ("Partners | High | 8 | 5 | 6", "A column says that more is better, but by its numbers the row is to fall"),
        ("Exclusions | Low | 8 | 5 | 6", ""),
        ("Partners | High | 5 | 8 | 6", ""),
        ("Partners | see notes | 5 | 8 | 6", ""),
    ],
)
def test_numbers_that_go_the_other_way_are_told(row: str, message: str) -> None:
    table = (
        f"Objective | Key result | Good is | Baseline | Target | Current\nRun well | {row}\n | Staff | High | 1 | 2 | 1"
    )
    found = [render(one.message, "en") for one in checked(table, NOVEMBER) if one.code == "OKR206"]
    assert found == ([message] if message else [])


def test_a_healthy_bound_on_the_other_side_is_told() -> None:
    table = "KPI | Good is | Target | Actual\nExclusions | Low | ≥ 5 | 8\nPartners | High | ≥ 5 | 8"
    (found,) = [one for one in checked(table, NOVEMBER) if one.code == "OKR206"]
    assert render(found.message, "en") == "A column says that less is better, but by its numbers the row is to rise"
    assert (found.cell.a1 if found.cell else "") == "C2"
