"""Workbooks in which nothing is found, and settings that fit nothing: what is said, and that what is proposed helps."""

from __future__ import annotations

import tomllib
from datetime import date

import pytest

from sync.model.cells import Sheet
from sync.model.rows import Field, LayoutRemark
from sync.options import ReadingOptions
from sync.reading import all_remarks, read_rows, what_is_missing
from tests.sheets import sheet_of

DAY = date(2026, 11, 19)
OWN_WORDS = "What we want | How we know | Start | Goal | Now\nGrow | Paying teams | 100 | 300 | 180"
OKRS = "Mục tiêu | Kết quả then chốt | Chỉ tiêu | Hiện tại\nTăng | Số khách | 30 | 20"


def remarks_on(options: ReadingOptions, *sheets: Sheet) -> list[LayoutRemark]:
    return list(what_is_missing(sheets, read_rows(sheets, options, DAY), options))


def columns_in(setting: str) -> dict[str, Field]:
    words = tomllib.loads(setting.removeprefix("[[workbook]] "))["columns"]
    return {header: Field(field) for header, field in words.items()}


@pytest.mark.parametrize(
    "text",
    [
        OWN_WORDS,
        "Định hướng | Thước đo thành công | Khởi đầu | Cần tới | Đã tới\nTăng | Số khách | 10 | 30 | 20",
        "Our plan\n\nPillar | Signal | Wanted | Got\nGrow | Paying teams | 300 | 180\nGrow | Orders | 20 | 5",
    ],
)
def test_what_is_proposed_for_unknown_headers_makes_them_read(text: str) -> None:
    (remark,) = remarks_on(ReadingOptions(), sheet_of(text, "Team"))
    assert remark.kind == "nothing_found"
    rows = read_rows([sheet_of(text, "Team")], ReadingOptions(columns=columns_in(remark.setting)), DAY)
    key_result = next(key_result for _, key_result in rows.key_results())
    assert key_result.target.value is not None
    assert key_result.current.value is not None


def test_a_workbook_with_some_okrs_says_nothing_of_its_other_tabs() -> None:
    assert remarks_on(ReadingOptions(), sheet_of(OWN_WORDS, "Other"), sheet_of(OKRS, "Q4"), sheet_of("", "Empty")) == []


def test_of_a_list_whose_columns_are_asked_about_nothing_else_is_said() -> None:
    plan = sheet_of(
        "Campaign | Goal | Description | Target | Actual\nNew year | Be known | Posters | 1000 | 500\n"
        "Summer | Sell more fruit | A stand a week | 300 | 250",
        "Sheet1",
    )
    rows = read_rows([plan], ReadingOptions(), DAY)
    assert [remark.kind for remark in rows.remarks] == ["other_list"]
    assert [remark.kind for remark in all_remarks([plan], rows, ReadingOptions())] == ["nothing_found"]
    beside = [plan, sheet_of(OKRS, "Q4")]
    rows = read_rows(beside, ReadingOptions(), DAY)
    assert [remark.kind for remark in all_remarks(beside, rows, ReadingOptions())] == ["other_list"]


def test_it_is_asked_in_the_language_of_the_headers() -> None:
    short = sheet_of("Metric | Current | Target\nUptime | 99 | 99.9\nUsers | 120 | 300\nChurn | 5 | 3", "Sheet1")
    assert [remark.language for remark in remarks_on(ReadingOptions(), short)] == ["en"]


def test_key_results_in_columns_are_not_proposed_as_columns_of_something_else() -> None:
    wide = (
        "Objective | KR1 | KR1 Target | KR1 Actual | KR2 | KR2 Target\nGrow | Visits | 50000 | 32000 | Readers | 2000"
    )
    assert remarks_on(ReadingOptions(), sheet_of(wide, "Q4")) == []


def test_headers_that_wait_for_their_rows_are_fine() -> None:
    assert remarks_on(ReadingOptions(), sheet_of(OKRS.split("\n", maxsplit=1)[0], "Q4")) == []


def test_a_workbook_without_tabs_or_cells_is_no_trouble() -> None:
    assert remarks_on(ReadingOptions()) == []
    assert [remark.kind for remark in remarks_on(ReadingOptions(), sheet_of("", "A"))] == ["nothing_found"]


def test_the_nearest_tab_is_named_where_none_fits() -> None:
    options = ReadingOptions(tabs=("Phong Kinh doanh",))
    (remark,) = remarks_on(options, sheet_of(OKRS, "Phòng Kinh doanh"), sheet_of("x", "Ghi chép"))
    assert (remark.kind, remark.guess) == ("no_tab_at_all", "Phòng Kinh doanh")
    assert remark.setting == 'tabs = ["Phòng Kinh doanh"]'


def test_a_tab_that_is_missing_beside_others_is_named_and_a_pattern_is_not() -> None:
    found = remarks_on(ReadingOptions(tabs=("Q4", "Q5 KPI", "2027*")), sheet_of(OKRS, "Q4"))
    assert [(remark.kind, remark.words) for remark in found] == [("no_such_tab", "Q5 KPI")]


def test_header_words_of_the_settings_that_stand_nowhere_are_named() -> None:
    text = OKRS.replace("Hiện tại", "Thực hiện đợt này")
    options = ReadingOptions(columns={"Thực hiện tới nay": Field.current, "Chỉ tiêu": Field.target})
    (remark,) = remarks_on(options, sheet_of(text, "Q4"))
    assert (remark.kind, remark.words, remark.guess) == ("no_such_header", "Thực hiện tới nay", "Thực hiện đợt này")
    assert remark.cell.a1 == "D1"


@pytest.mark.parametrize(
    "text",
    [
        "Month | Revenue | New customers | Churn | NPS\nTarget | 1000 | 20 | 3% | 50\nJan | 900 | 15 | 2.5% | 44",
        "Month | Closed | CSAT (%) | Backlog at month end\nTarget | 1500 | 92 | 120\nJul 2026 | 1312 | 88 | 210",
        "Rep | Closed | CSAT (%) | Backlog | SLA met (%)\nAnn | 150 | 92 | 12 | 95\nBob | 131 | 88 | 21 | 89",
        "Tháng | Doanh số | Số khách mới\nTháng 1 | 900 | 15\nTháng 2 | 950 | 17",
        "Rep | Sales | | Calls |\n| Plan | Actual | Plan | Actual\nAnn | 50 | 42 | 20 | 21\nBob | 450 | 460 | 20 | 15",
    ],
)
def test_measures_beside_each_other_are_no_baseline_target_and_current_value(text: str) -> None:
    (remark,) = remarks_on(ReadingOptions(), sheet_of(text, "KPI 2026"))
    assert (remark.kind, remark.guess, remark.setting) == ("nothing_found", "in columns", "")


@pytest.mark.parametrize("first", ["TRUE", "#REF!", "=A9", "7", "2026-07-01", "July"])
def test_whatever_stands_below_the_first_header_is_no_trouble(first: str) -> None:
    text = f"Month | Closed | Backlog | Notes here\n{first} | 1500 | 120 | a\n{first} | 1312 | 210 | b"
    (remark,) = remarks_on(ReadingOptions(), sheet_of(text, "Desk"))
    assert remark.kind == "nothing_found"


def test_a_budget_may_be_the_target_and_a_variance_is_nothing() -> None:
    text = "Account | Budget | Actual | Variance | Var %\nRent | 500 | 480 | -20 | -4%"
    (remark,) = remarks_on(ReadingOptions(), sheet_of(text, "P&L"))
    assert columns_in(remark.setting) == {"Account": Field.key_result, "Budget": Field.target}


def test_a_line_of_values_is_no_line_of_headers() -> None:
    text = "Signal | Wanted | 2026-09-01 | 2026-10-01\nPaying | $120k | $105k | $109k\nNew | $20k | $5k | $9k"
    (remark,) = remarks_on(ReadingOptions(), sheet_of(text, "Team"))
    assert remark.words.startswith("Signal | Wanted")
    assert set(columns_in(remark.setting)) == {"Signal", "Wanted"}


def test_what_is_said_of_nothing_is_said_in_the_sheets_language() -> None:
    (remark,) = remarks_on(ReadingOptions(), sheet_of("Weekly meeting of the leadership team\nAnn | 3", "Notes"))
    assert (remark.words, remark.language) == ("", "en")


def test_key_results_that_say_how_much_are_read_beside_a_column_that_is_not_known() -> None:
    text = "Chủ đề | Kết quả then chốt | Phụ trách\nTăng | Đạt 10 hợp đồng | Lan\nNgười | Tuyển 3 kỹ sư | Tú"
    rows = read_rows([sheet_of(text, "Kế hoạch")], ReadingOptions(), DAY)
    assert [one.text.value for one in rows.objectives[0].key_results] == ["Đạt 10 hợp đồng", "Tuyển 3 kỹ sư"]


def test_numbers_of_rows_are_never_proposed_as_values() -> None:
    text = "TT | Tiêu chí | Trọng số | Chỉ tiêu | Kết quả\n1 | Doanh số | 50% | 300 | 7\n2 | Chăm khách | 50% | 100 | 9"
    (remark,) = remarks_on(ReadingOptions(), sheet_of(text, "Đánh giá"))
    columns = columns_in(remark.setting)
    assert columns == {"Tiêu chí": Field.kpi, "Kết quả": Field.current}
    kpis = read_rows([sheet_of(text, "Đánh giá")], ReadingOptions(columns=columns), DAY).kpis
    assert [one.name.value for one in kpis] == ["Doanh số", "Chăm khách"]


@pytest.mark.parametrize(
    ("text", "never"),
    [
        ("Signal | Signal type | Wanted | Got\nUptime | Team | 99 | 98\nOrders | Team | 20 | 5", "Signal type"),
        ("Signal | Class of it | Wanted | Got\nUptime | B | 99 | 98\nOrders | A | 20 | 5", "Class of it"),
        ("Employee | Signal | Wanted | Got\nAnn | Uptime | 99 | 98\nBob | Orders | 20 | 5", "Employee"),
        ("Signal | Where | Wanted | Got\nUptime | North | 99 | 98\nOrders | North | 20 | 5", "Where"),
    ],
)
def test_kinds_people_and_grades_are_never_proposed_as_names(text: str, never: str) -> None:
    (remark,) = remarks_on(ReadingOptions(), sheet_of(text, "Team"))
    assert never not in columns_in(remark.setting)
    assert "Signal" in columns_in(remark.setting)


def test_people_with_a_plan_and_an_actual_of_each_measure_are_measures_in_columns() -> None:
    text = (
        "STT | Họ tên | Doanh số (triệu) | | Số KH mới | | Xếp loại\n | | Chỉ tiêu | Thực đạt | Chỉ tiêu | Thực đạt |\n"
        "1 | Nguyễn Văn An | 300 | 280 | 10 | 8 | B\n2 | Trần Bình | 250 | 260 | 8 | 9 | A"
    )
    merges = ["A1:A2", "B1:B2", "C1:D1", "E1:F1", "G1:G2"]
    (remark,) = remarks_on(ReadingOptions(), sheet_of(text, "KPI NV", merges))
    assert (remark.guess, remark.setting) == ("in columns", "")
