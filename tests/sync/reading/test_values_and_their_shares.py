"""'30 (75%)' is 30 where that is 75 % of the way, and nobody's guess where it is not; 'Current status' over numbers."""

from __future__ import annotations

from datetime import date

import pytest

from sync.options import ReadingOptions
from sync.reading import read_rows
from tests.sheets import sheet_of

DAY = date(2026, 11, 20)


def current(headers: str, values: str, tab: str = "OKR Q4 2026") -> str | None:
    sheet = sheet_of(f"Objective | Key result | {headers}\nGrow | Revenue | {values}", tab)
    [(_, row)] = read_rows([sheet], ReadingOptions(), DAY).key_results()
    return None if row.current.value is None else str(row.current.value.value)


@pytest.mark.parametrize("header", ["Current", "Thực hiện", "Progress", "Tiến độ", "T11", "Q4 actual"])
def test_a_value_with_its_share_is_that_value(header: str) -> None:
    assert current(f"Target | {header}", "40 | 30 (75%)") == "30"
    assert current(f"Target | {header}", "90 | 30 (33%)") == "30"
    assert current(f"Target | {header}", "90 | 30 (33,3 %)") == "30"
    assert current(f"Target | {header}", "40 | 30 [75%]") == "30"


@pytest.mark.parametrize("header", ["Current", "Progress", "T11"])
def test_a_share_that_is_another_one_leaves_it_open(header: str) -> None:
    for values in ("100 | 30 (75%)", "100 | 30 (29%)", "100 | 30 (0.3)", "| 30 (75%)"):
        assert current(f"Target | {header}", values) is None


def test_the_share_is_of_the_way_from_where_the_row_begins() -> None:
    assert current("Baseline | Target | Current", "20 | 100 | 40 (25%)") == "40"
    assert current("Baseline | Target | Current", "20 | 100 | 40 (40%)") is None
    assert current("Baseline | Target | Current", "100 | 20 | 80 (25%)") == "80"


def test_what_the_text_says_is_to_be_reached_will_do() -> None:
    sheet = sheet_of("Objective | Key result | Current\nGrow | Revenue reaches 40 | 30 (75%)", "OKR Q4 2026")
    [(_, row)] = read_rows([sheet], ReadingOptions(), DAY).key_results()
    assert row.current.value is not None
    assert row.current.value.value == 30


@pytest.mark.parametrize(("values", "value"), [("40 | 30 (75%)", "30"), ("100 | 30 (75%)", None)])
@pytest.mark.parametrize("headers", ["Target | Current", "Target | T10", "KH T10 | TH T10"])
def test_so_it_is_for_kpis(headers: str, values: str, value: str | None) -> None:
    [kpi] = read_rows([sheet_of(f"KPI | {headers}\nRevenue | {values}", "KPI")], ReadingOptions(), DAY).kpis
    reads = [kpi.current, *(one.value for one in kpi.periods)]
    assert next((str(one.value.value) for one in reads if one.value is not None), None) == value


@pytest.mark.parametrize("header", ["Current status", "Tình trạng hiện tại", "Trạng thái hiện tại"])
def test_current_status_over_numbers_is_the_current_value(header: str) -> None:
    assert current(f"Target | {header}", "100 | 30") == "30"
    assert current(header, "30") == "30"
    assert current(f"Target | {header}", "100 | On track") is None
    assert current(f"Target | T10 | {header}", "100 | 20 | 3") == "20"
    assert current(f"Target | Current | {header}", "100 | 20 | 3") == "20"
    [kpi] = read_rows([sheet_of(f"KPI | Target | {header}\nRevenue | 100 | 30", "KPI")], ReadingOptions(), DAY).kpis
    assert kpi.current.raw == "30"


def test_a_kpis_status_in_numbers_may_be_lights() -> None:
    table = "KPI | Target | Status\nRevenue | 100 | 3\nUsers | 50 | 2"
    assert [one.current.value for one in read_rows([sheet_of(table, "KPI")], ReadingOptions(), DAY).kpis] == [None] * 2
