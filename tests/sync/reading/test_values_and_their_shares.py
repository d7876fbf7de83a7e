"""'30 (75%)' is 30 where that is 75 % of the way, and nobody's guess where it is not; 'Current status' over numbers."""

from __future__ import annotations

from datetime import date

import pytest

from sync.model.rows import Field
from sync.options import ReadingOptions
from sync.reading import all_remarks, read_rows
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


def of_several(table: str, title: str) -> tuple[list[str], list[tuple[str, str, str]]]:
    """What rows have for current values, and what is told of columns."""
    sheet = sheet_of(table, title)
    rows = read_rows([sheet], ReadingOptions(), DAY)
    told = [(one.kind, one.words, one.guess) for one in all_remarks([sheet], rows, ReadingOptions())]
    return [one.current.raw for one in (*rows.kpis, *(row for _, row in rows.key_results()))], told


STATUS = (
    "Objective | Key result | Target | {}\nGrow | Revenue | 100 | {}\nGrow | Users | 50 | {}\nGrow | Fans | 70 | {}"
)


@pytest.mark.parametrize("header", ["Status", "Trạng thái", "Tình trạng", "Status (1-3)", "RAG", "Current status"])
@pytest.mark.parametrize("legend", ["", "\n\n1 = Chưa làm, 2 = Đang làm, 3 = Xong", "\n\nStatus: 1 = new, 3 = done"])
def test_small_numbers_under_a_status_may_be_codes(header: str, legend: str) -> None:
    for codes in (("1", "2", "3"), ("0", "1", "1"), ("5", "5", "4")):
        found = of_several(STATUS.format(header, *codes) + legend, "Q4 2026")
        assert found == (["", "", ""], [("unused_values", header, "current")])
    kpis = f"KPI | Target | {header}\nRevenue | 100 | 1\nUsers | 50 | 2" + legend
    assert of_several(kpis, "KPI") == (["", ""], [("unused_values", header, "current")])


@pytest.mark.parametrize(
    "values", [("45", "22", "33"), ("1", "2", "33"), ("0", "0", "0"), ("%0", "%1", "%1"), ("1.5", "2", "3")]
)
def test_other_numbers_there_are_values(values: tuple[str, ...]) -> None:
    currents, told = of_several(STATUS.format("Status", *values), "Q4 2026")
    assert (all(currents), told) == (True, [])


def test_beside_a_current_value_codes_are_not_spoken_of() -> None:
    table = STATUS.format("Current | Status", "20 | 1", "30 | 2", "70 | 3")
    assert of_several(table, "Q4 2026") == (["20", "30", "70"], [])


def test_who_says_in_the_settings_that_they_are_values_is_believed() -> None:
    options = ReadingOptions(columns={"Status": Field.current})
    sheet = sheet_of(STATUS.format("Status", "1", "2", "3"), "Q4 2026")
    assert [row.current.raw for _, row in read_rows([sheet], options, DAY).key_results()] == ["1", "2", "3"]


def test_a_kpis_status_in_numbers_may_be_lights() -> None:
    table = "KPI | Target | Status\nRevenue | 100 | 3\nUsers | 50 | 2"
    assert [one.current.value for one in read_rows([sheet_of(table, "KPI")], ReadingOptions(), DAY).kpis] == [None] * 2


WITH_MORE = "Objective | Key result | {}\nGrow | Open stores | {}\n | Hire managers | {}\n | Partners | {}"


@pytest.mark.parametrize(
    ("headers", "rows"),
    [
        ("Start | Current status | Target", ("0 | 2 | 5", "1 | 3 | 4", "0 | 1 | 3")),
        ("Start | Target | Status", ("0 | 5 | 2", " | 4 | 3", "0 | 3 | 1")),
        ("Baseline | Target | Status", ("5 | 0 | 2", "4 | 1 | 3", "3 | 0 | 1")),
        ("Start | Target | Status", ("0 | 5 | 2", "1 | 4 | 3", "0 | 3 | 4")),
        ("Target | Status | Progress", ("5 | 2 | %0.4", "4 | 3 | %0.75", "3 | 4 | %1")),
        ("Target | Status | Progress", ("5 | 2 | %0.4", "4 | 3 | %0.75", "3 | 1 | %0.3333")),
        ("Target | Status | Progress", ("5 | 2 | 40%", "4 | 3 | 75%", "3 | 1 | 33%")),
        ("Target | Current status | Progress", ("5 | 2 | =D2/C2→0.4", "4 | 3 | 75", "3 | 1 | ")),
    ],
)
def test_small_numbers_on_their_way_to_the_target_are_values(headers: str, rows: tuple[str, ...]) -> None:
    at = headers.split(" | ").index("Status" if "| Status" in headers else "Current status")
    values = [row.split(" | ")[at].strip() for row in rows]
    assert of_several(WITH_MORE.format(headers, *rows), "Q4 2026")[0] == values


@pytest.mark.parametrize(
    ("headers", "rows"),
    [
        ("Baseline | Target | Status", ("40 | 100 | 2", "10 | 50 | 3", "20 | 70 | 1")),
        ("Baseline | Target | Status", (" | 100 | 2", " | 50 | 3", " | 70 | 1")),
        ("Target | Status | Progress", ("100 | 2 | %0.4", "50 | 3 | %0.75", "70 | 1 | %0")),
        ("Target | Status | Progress", ("5 | 2 | %0.4", "4 | 3 | %0.5", "3 | 1 | ")),
        ("Target | Status | Progress", ("100 | 1 | %1", "100 | 1 | %1", "100 | 1 | %1")),
        ("Baseline | Target | Status", ("20 | 10 | 2", "30 | 5 | 3", "40 | 20 | 1")),
        ("Target | Status | Progress", ("5 | 2 | ", "4 | 3 | ", "3 | 0 | %0")),
    ],
)
def test_small_numbers_that_do_not_fit_the_rest_of_the_row_may_be_codes(headers: str, rows: tuple[str, ...]) -> None:
    currents, told = of_several(WITH_MORE.format(headers, *rows), "Q4 2026")
    assert currents == ["", "", ""]
    assert ("unused_values", "Status", "current") in told
