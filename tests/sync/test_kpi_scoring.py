"""KPIs: which value counts on a day, and whether it is healthy."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from sync.cycles import cycle_by_id
from sync.kpi_scoring import score_kpi
from sync.model.readings import Quantity, Read
from sync.model.rows import Cycle
from sync.model.scores import Doubt, Status
from sync.options import FiscalCalendar, ReadingOptions, ScoringOptions
from sync.reading import read_rows
from tests.sheets import sheet_of
from tests.sync.rows import HALF_TIME, SHEET, key_result, kpi, number, objective, scored, scored_alone, scored_kpi
from tests.sync.rules.examples import scored_sheet

D = Decimal
YEAR = cycle_by_id("2026", FiscalCalendar())


def months(**values: str | None) -> tuple[tuple[Cycle, Read[Quantity]], ...]:
    """Given m10='5', m11='=0', return periods; '=' opens what a formula gave."""
    periods = []
    for name, value in values.items():
        month = int(name.removeprefix("m"))
        is_formula = value is not None and value.startswith("=")
        read = number((value or "").removeprefix("=") or None, column=month + 5)
        periods.append((cycle_by_id(f"2026-{month:02}", FiscalCalendar()), read._replace(is_formula=is_formula)))
    return tuple(periods)


@pytest.mark.parametrize(
    ("said", "progress", "status"),
    [
        ({"upper": "3", "current": "2.5"}, "1", Status.healthy),
        ({"upper": "3", "current": "3"}, "1", Status.healthy),
        ({"upper": "3", "current": "3.15"}, "0.5", Status.out_of_range),
        ({"upper": "3", "current": "4"}, "0", Status.out_of_range),
        ({"lower": "95", "current": "94", "tolerance": "4"}, "0.75", Status.out_of_range),
        ({"lower": "20", "upper": "30", "current": "25"}, "1", Status.healthy),
        ({"lower": "20", "upper": "30", "current": "33", "baseline": "24"}, "0.5", Status.out_of_range),
        ({"target": "10", "current": "12", "kind": "increase"}, "1", Status.healthy),
        ({"target": "10", "current": "12", "kind": "decrease"}, "0", Status.out_of_range),
        ({"target": "10", "current": "10"}, "1", Status.healthy),
    ],
)
def test_a_kpi_is_healthy_inside_its_bounds(said: dict[str, str], progress: str, status: Status) -> None:
    one = scored_kpi(kpi(**said))
    assert (one.progress, one.status) == (D(progress), status)
    assert one.doubts == ()


@pytest.mark.parametrize(
    ("said", "doubts"),
    [
        ({"upper": "3"}, (Doubt.current_missing,)),
        ({"current": "3"}, (Doubt.target_needed,)),
        ({"target": "10", "current": "12"}, (Doubt.side_unknown,)),
        ({"target": "10", "current": "8"}, (Doubt.side_unknown,)),
        ({"upper": "3", "current": "#error_cell"}, ()),
        ({"upper": "#error_cell", "current": "3"}, (Doubt.target_needed,)),
    ],
)
def test_a_kpi_without_value_or_bound_has_no_data(said: dict[str, str], doubts: tuple[Doubt, ...]) -> None:
    one = scored_kpi(kpi(**said))
    assert (one.progress, one.status, one.keep, one.doubts) == (None, Status.no_data, False, doubts)


@pytest.mark.parametrize(
    ("values", "current", "month"),
    [
        (months(m10="5", m11="6", m12="7"), "6", "2026-11"),
        (months(m10="5", m11=None, m12="7"), "5", "2026-10"),
        (months(m9="5", m10="=0", m11="=0"), "5", "2026-09"),
        (months(m9="=5", m10="0", m11="=0"), "0", "2026-10"),
        (months(m10="=0", m11="=0"), None, None),
        (months(m10="5", m11="#error_cell"), None, "2026-11"),
    ],
)
def test_the_latest_filled_period_that_has_begun_counts(
    values: tuple[tuple[Cycle, Read[Quantity]], ...], current: str | None, month: str | None
) -> None:
    one = scored_kpi(kpi(upper="10", periods=values))
    assert one.current == (None if current is None else D(current))
    assert (one.period and one.period.id) == month
    assert not one.keep


def test_a_period_that_is_not_calculated_yet_keeps_what_was_last_written() -> None:
    for aggregation in (None, "sum"):
        values = months(m10="4", m11="=#not_calculated")
        one = scored_kpi(kpi(upper="10", periods=values, aggregation=aggregation))
        assert (one.current, one.status, one.keep) == (None, Status.no_data, True)
    assert not scored_kpi(kpi(upper="10", periods=months(m10="4", m12="=#not_calculated"))).keep


def test_a_period_that_begins_after_the_day_is_never_the_current_value() -> None:
    values = months(m10="5", m11="6", m12="7")
    assert scored_kpi(kpi(upper="10", periods=values), on=date(2026, 10, 31)).current == D(5)
    assert scored_kpi(kpi(upper="10", periods=values), on=date(2026, 12, 1)).current == D(7)


def test_a_table_of_a_past_cycle_is_looked_at_as_of_its_last_day() -> None:
    values = months(m3="5", m11="6")
    assert scored_kpi(kpi(upper="10", periods=values), cycle=cycle_by_id("2026-Q1", FiscalCalendar())).current == D(5)
    assert scored_kpi(kpi(upper="10", periods=values), cycle=None, on=date(2027, 2, 1)).current == D(6)


@pytest.mark.parametrize(
    ("aggregation", "current"),
    [("sum", "15"), ("Tổng", "15"), ("lũy kế", "15"), ("Trung bình", "5"), ("avg", "5"), ("last", "6"), (None, "6")],
)
def test_several_periods_of_a_cycle_come_together_as_the_column_says(aggregation: str | None, current: str) -> None:
    values = months(m1="4", m10="5", m11="6", m12="70")
    one = scored_kpi(kpi(upper="100", periods=values, aggregation=aggregation), cycle=YEAR)
    assert one.current == D(current)
    quarter = scored_kpi(kpi(upper="100", periods=values, aggregation="sum"))
    assert (quarter.current, quarter.period and quarter.period.id) == (D(11), "2026-Q4")


def test_the_settings_say_how_where_no_column_does() -> None:
    one = kpi(upper="100", periods=months(m10="5", m11="6"))
    assert scored_kpi(one, options=ScoringOptions(aggregation="sum")).current == D(11)


def test_a_quarter_beside_its_months_is_not_counted_twice() -> None:
    values = (*months(m10="5", m11="6"), (cycle_by_id("2026-Q4", FiscalCalendar()), number("11")))
    assert scored_kpi(kpi(upper="100", periods=values, aggregation="sum")).current == D(11)


def test_a_sum_with_a_broken_period_is_no_number() -> None:
    values = months(m10="#error_cell", m11="6")
    one = scored_kpi(kpi(upper="100", periods=values, aggregation="sum"))
    assert (one.current, one.status, one.keep) == (None, Status.no_data, False)


@pytest.mark.parametrize(
    "said",
    [
        {"upper": "3", "current": "#not_calculated"},
        {"upper": "#not_calculated", "current": "3"},
        {"upper": "3", "periods": months(m10="=#not_calculated", m11="=#not_calculated")},
        {"upper": "3", "aggregation": "sum", "periods": months(m10="=#not_calculated", m11="2")},
    ],
)
def test_a_kpi_that_was_not_calculated_keeps_what_was_written(said: dict[str, str]) -> None:
    one = scored_kpi(kpi(**said))
    assert (one.keep, one.progress, one.doubts) == (True, None, (Doubt.not_calculated,))


def test_where_a_kpis_value_stands_is_known() -> None:
    one = scored_kpi(kpi(upper="3", periods=months(m10="2", m11="4")))
    assert one.cell is not None
    assert one.cell.a1 == "P2"
    assert [(each.name, each.value) for each in one.inputs] == [
        ("current", D(4)),
        ("upper", D(3)),
        ("tolerance", D("0.3")),
    ]
    assert one.formula == "1 − (current − upper) ÷ tolerance"


# ── Key results that point at a KPI ──────────────────────────────────────────────────────────────────────────────────


def test_a_key_result_takes_the_value_of_the_kpi_that_it_points_at() -> None:
    churn = kpi("Tỷ lệ rời bỏ", upper="3", current="2.5", row=9)
    one = scored_alone(key_result("decrease", baseline="4", target="2", kpi="ty le roi bo"), kpis=(churn,))
    assert (one.current, one.progress, one.doubts) == (D("2.5"), D("0.75"), ())
    assert [str(each.cell) for each in one.inputs if each.name == "current"] == [f"'{SHEET}'!E9"]


def test_a_kpis_value_comes_before_the_rows_own() -> None:
    churn, empty = kpi(upper="3", current="2.5"), kpi(upper="3")
    own = key_result("decrease", baseline="4", target="2", current="3", kpi="Churn")
    assert scored_alone(own, kpis=(churn,)).current == D("2.5")
    assert scored_alone(own, kpis=(empty,)).current == D(3)


def test_a_kpi_that_is_not_there_is_said() -> None:
    one = scored_alone(key_result("decrease", baseline="4", target="2", kpi="Chrun"), kpis=(kpi(upper="3"),))
    assert one.doubts == (Doubt.kpi_not_found,)
    assert one.status is Status.no_data


def test_a_key_result_waits_for_its_kpi() -> None:
    waiting = kpi(upper="3", current="#not_calculated")
    [one] = scored(objective(key_result("decrease", baseline="4", target="2", kpi="Churn")), kpis=(waiting,)).objectives
    assert one.keep
    assert scored_alone(
        key_result("decrease", baseline="4", target="2", kpi="Churn"), kpis=(kpi(upper="3"),)
    ).doubts == (Doubt.current_missing,)


def test_the_day_of_the_tests_lies_in_november() -> None:
    assert HALF_TIME.month == 11


@pytest.mark.parametrize(
    ("headers", "row", "status"),
    [
        ("Tối thiểu | Mục tiêu | Xuất sắc", "CPL | 120 | 100 | 80 | 95", Status.healthy),
        ("Minimum | Target | Stretch", "NPS | 30 | 40 | 50 | 35", Status.out_of_range),
        ("Min | Target | Max", "Stock days | 15 | 20 | 30 | 34", Status.out_of_range),
        ("Tối thiểu | Ghi chú | Tối đa", "Tồn kho (ngày) | 15 | | 30 | 12", Status.out_of_range),
    ],
)
def test_the_least_of_three_steps_is_no_healthy_bound(headers: str, row: str, status: Status) -> None:
    (one,) = scored_sheet(f"KPI | {headers} | Thực đạt\n{row}", HALF_TIME).kpis
    assert one.status is status


def test_last_years_value_is_none_of_a_row_whose_own_column_is_empty() -> None:
    table = """
        Chỉ tiêu | ĐVT | Thực hiện năm 2025 | Kế hoạch năm 2026 | Thực hiện 10 tháng
        Tổng thu ngân sách | triệu đồng | 18450 | 21000 | 17920
        Thu nhập bình quân | triệu đồng | 61.5 | 66 |
        """
    rows = read_rows((sheet_of(table, "KPI 2026"),), ReadingOptions(), date(2026, 11, 20))
    year = cycle_by_id("2026", FiscalCalendar())
    found = [score_kpi(kpi, year, date(2026, 11, 20), ScoringOptions()) for kpi in rows.kpis]
    assert [str(one.current) for one in found] == ["17920", "None"]
