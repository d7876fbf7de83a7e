"""A value and a target of different spans, side by side in one sheet: the value of a quarter, or of last year, is held
against no month's target, and a row takes what is of its own span."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from sync.model.rows import KeyResult, Kpi
from sync.options import ReadingOptions
from sync.reading import all_remarks, read_rows
from sync.reading.sheets.adding_up import is_a_level_by_words
from sync.reading.texts.this_year import names_the_year, says_this_year
from tests.sheets import sheet_of

DAY = date(2026, 11, 20)


def kpi(headers: str, values: str, tab: str = "KPI Nov 2026") -> Kpi:
    sheet = sheet_of(f"KPI | Unit | {headers}\nRevenue | tỷ | {values}", tab)
    [found] = read_rows([sheet], ReadingOptions(), DAY).kpis
    return found


def key_results(headers: str, *rows: str, tab: str, day: date = DAY) -> list[KeyResult]:
    sheet = sheet_of("\n".join([f"Objective | Key result | {headers}", *rows]), tab)
    return [row for _, row in read_rows([sheet], ReadingOptions(), day).key_results()]


def numbers(headers: str, *rows: str, tab: str, day: date = DAY) -> list[tuple[Decimal | None, Decimal | None]]:
    """Each key result's current value and target."""
    found = key_results(headers, *rows, tab=tab, day=day)
    return [
        (one.current.value and one.current.value.value, one.target.value and one.target.value.value) for one in found
    ]


def told(headers: str, *rows: str, tab: str, day: date = DAY) -> list[tuple[str, str]]:
    """What is told of columns."""
    sheet = sheet_of("\n".join([f"Objective | Key result | {headers}", *rows]), tab)
    read = read_rows([sheet], ReadingOptions(), day)
    return [(one.kind, one.words) for one in all_remarks([sheet], read, ReadingOptions())]


@pytest.mark.parametrize(
    "headers",
    [
        "Q4 target | Nov target | Q4 actual | MTD",
        "KH quý 4 | KH tháng 11 | TH quý 4 | MTD",
        "KH quý 4 | KH tháng 11 | TH quý 4 | TH tháng",
    ],
)
def test_in_a_months_tab_the_months_value_is_held_against_the_months_target(headers: str) -> None:
    assert kpi(headers, "100 | 30 | 40 | 21").current.raw == "21"
    assert numbers(headers, "Grow | Revenue | 100 | 30 | 40 | 21", tab="Nov 2026") == [(Decimal(21), Decimal(30))]


def test_so_it_is_beside_a_plain_target() -> None:
    row = "Grow | Revenue | 30 | 100 | 21 | 40"
    assert numbers("Target | Q4 target | MTD | Q4 actual", row, tab="Nov 2026") == [(Decimal(21), Decimal(30))]


@pytest.mark.parametrize(
    ("headers", "values"),
    [
        ("Target | QTD | YTD", "30 | 42 | 311"),
        ("Chỉ tiêu | TH quý | TH 2026", "30 | 42 | 312"),
        ("Chỉ tiêu | Lũy kế quý | Cùng kỳ 2025 | TH quý 3", "30 | 42 | 20 | 96"),
        ("Annual target | QTD | Actual 2025", "400 | 42 | 290"),
    ],
)
def test_what_is_of_another_time_does_not_come_into_the_place_of_a_quarters_value(headers: str, values: str) -> None:
    assert kpi(headers, values).current.value is None


def test_a_years_value_stands_beside_a_years_target() -> None:
    assert kpi("Annual target | QTD | Actual 2026", "400 | 42 | 312").current.raw == "312"


def test_small_numbers_under_a_status_are_no_values_on_the_way_to_large_targets() -> None:
    rows = ["Grow | A | 0 | 100 | 1", "Grow | B | 0 | 50 | 2", "Grow | C | 0 | 40 | 3"]
    assert [current for current, _ in numbers("Start | Target | Status", *rows, tab="OKR Q4 2026")] == [None] * 3
    rows = ["Grow | A | 0 | 3 | 1", "Grow | B | 0 | 5 | 2", "Grow | C | 0 | 4 | 3"]
    found = numbers("Start | Target | Status", *rows, tab="OKR Q4 2026")
    assert [current for current, _ in found] == [Decimal(1), Decimal(2), Decimal(3)]


def test_nor_where_progress_says_something_else() -> None:
    rows = ["Grow | A | 0 | 4 | 1 | %0.9", "Grow | B | 0 | 5 | 2 | %0.1", "Grow | C | 0 | 4 | 3 | %0.2"]
    found = numbers("Start | Target | Status | Progress", *rows, tab="OKR Q4 2026")
    assert [current for current, _ in found] == [None] * 3


@pytest.mark.parametrize(
    ("headers", "values"),
    [("Chỉ tiêu | TH quý | TH tháng", "100 | 42 | 21"), ("Chỉ tiêu | Thực hiện | TH quý", "100 | 21 | 42")],
)
def test_beside_rows_of_a_month_a_quarters_row_takes_the_quarters_value(headers: str, values: str) -> None:
    rows = [f"Grow | Revenue | Q4 2026 | {values}", f"Grow | Orders | T11/2026 | {values}"]
    found = numbers(f"Cycle | {headers}", *rows, tab="OKR")
    assert found[0] == (Decimal(42), Decimal(100))


def test_and_no_months_target() -> None:
    values = "100 | 30 | 42 | 21"
    rows = [f"Grow | Revenue | Q4 2026 | {values}", f"Grow | Orders | T11/2026 | {values}"]
    found = numbers("Cycle | KH quý | KH tháng | TH quý | TH tháng", *rows, tab="OKR")
    assert found[0] == (Decimal(42), None)


@pytest.mark.parametrize(
    "headers",
    [
        "Chỉ tiêu quý | Kết quả tháng | Kết quả quý",
        "KH quý | TH quý | TH tháng",
        "KH quý 4 | TH tháng | TH quý 4",
        "Quarterly target | Monthly actual | Quarterly actual",
        "Quarterly target | Monthly result | Quarterly result",
        "KH quý | TH tháng | Thực hiện",
    ],
)
@pytest.mark.parametrize("tab", ["Tháng 11", "Q4 2026", "OKR"])
def test_beside_a_quarters_target_the_quarters_value_counts_in_any_tab(headers: str, tab: str) -> None:
    is_month_last = headers.endswith("tháng")
    row = f"Grow | Revenue | 100 | {'42 | 21' if is_month_last else '21 | 42'}"
    assert numbers(headers, row, tab=tab) == [(Decimal(42), Decimal(100))]


@pytest.mark.parametrize(
    ("headers", "tab"),
    [
        ("KH quý | TH tháng", "Tháng 11"),
        ("Quarterly target | This month", "Q4 2026"),
        ("Q4 target | This month", "OKR"),
        ("Q4 target | Nov actual", "Nov 2026"),
        ("Annual target | This month", "OKR 2026"),
    ],
)
def test_a_months_value_alone_is_not_held_against_a_quarters_target(headers: str, tab: str) -> None:
    assert numbers(headers, "Grow | Revenue | 100 | 21", tab=tab) == [(None, Decimal(100))]
    assert told(headers, "Grow | Revenue | 100 | 21", tab=tab) == [("part_of_target", headers.split(" | ")[1])]


def test_but_for_what_a_month_has_as_its_quarter_has_it() -> None:
    rows = ["Grow | NPS | 50 | 42", "Grow | Tỷ lệ khách quay lại | %0.3 | %0.2", "Grow | Ra mắt web | | Xong"]
    found = key_results("KH quý | TH tháng", *rows, tab="Tháng 11")
    assert [one.current.raw for one in found[:2]] == ["42", "20%"]
    assert found[2].milestone.value is True
    assert told("KH quý | TH tháng", *rows, tab="Tháng 11") == []


def test_months_side_by_side_go_on_to_the_end_of_their_quarter() -> None:
    for tab in ("Tháng 11", "Q4 2026"):
        assert numbers("KH quý | T10 | T11", "Grow | Revenue | 100 | 20 | 42", tab=tab)[0][0] == Decimal(42)


@pytest.mark.parametrize(
    "headers", ["Q4 target | Nov target | Actual", "KH quý 4 | KH tháng 11 | TH", "KH quý | KH tháng | TH"]
)
def test_in_a_months_tab_its_own_target_counts_beside_the_quarters(headers: str) -> None:
    assert numbers(headers, "Grow | Revenue | 100 | 30 | 21", tab="Nov 2026") == [(Decimal(21), Decimal(30))]


def test_unless_the_value_is_the_quarters() -> None:
    row = "Grow | Revenue | 100 | 30 | 42"
    for headers, tab in (
        ("Q4 target | Nov target | Q4 actual", "Nov 2026"),
        ("Q4 target | Nov target | Actual", "OKR"),
    ):
        assert numbers(headers, row, tab=tab) == [(Decimal(42), Decimal(100))]


@pytest.mark.parametrize("value", ["TH quý 4", "Q4 actual", "TH quý"])
def test_a_quarters_value_is_not_held_against_a_later_months_target(value: str) -> None:
    assert numbers(f"Chỉ tiêu | {value}", "Grow | Revenue | 30 | 42", tab="Tháng 11") == [(None, Decimal(30))]
    assert told(f"Chỉ tiêu | {value}", "Grow | Revenue | 30 | 42", tab="Tháng 11") == [("years_value", value)]


def test_in_the_quarters_first_month_both_begin_alike() -> None:
    day = date(2026, 10, 20)
    found = numbers("Chỉ tiêu | TH quý 4", "Grow | Revenue | 30 | 22", tab="Tháng 10/2026", day=day)
    assert found == [(Decimal(22), Decimal(30))]


@pytest.mark.parametrize(
    ("words", "target", "own", "so_far"),
    [
        ("Revenue", "400", "310", "0.78"),
        ("Followers", "5000", "4800", "800"),
        ("NPS", "50", "45", "41"),
    ],
)
def test_a_years_row_takes_no_share_and_of_a_level_nothing_over_its_own(
    words: str, target: str, own: str, so_far: str
) -> None:
    rows = [f"Grow | {words} | 2026 | {target} | {own} | {so_far}", "Grow | Orders | Q4 2026 | 9 | 3 | 8"]
    found = numbers("Cycle | Target | Actual | YTD", *rows, tab="OKR")
    assert found[0] == (Decimal(own), Decimal(target))


def test_a_row_that_goes_on_after_its_cycle_has_the_value_of_then() -> None:
    day = date(2027, 1, 20)
    row, ended = "Grow | NPS | 50 | 31/01/2027 | 40 | 42 | 45 | 48", "Grow | CSAT | 50 | 31/12/2026 | 40 | 42 | 45 | 48"
    found = numbers("Chỉ tiêu | Hạn | T10 | T11 | T12 | T1", row, ended, tab="OKR Q4 2026", day=day)
    assert [current for current, _ in found] == [Decimal(48), Decimal(45)]


def test_what_a_cycle_came_to_may_be_typed_under_a_day_after_it() -> None:
    row = "Grow | Revenue | 100 | 80 | 98"
    found = numbers("Target | 2026-12-15 | 2027-01-02", row, tab="OKR Q4 2026", day=date(2027, 1, 8))
    assert found == [(Decimal(98), Decimal(100))]


def test_a_share_of_the_month_so_far_is_no_second_value() -> None:
    row = "Grow | Revenue | 30 | 21 | %0.7"
    assert numbers("Target | Actual | MTD", row, tab="Nov 2026") == [(Decimal(21), Decimal(30))]


def test_in_a_tab_of_the_year_what_there_is_to_date_is_the_value() -> None:
    row = "Grow | Revenue | 400 | 40 | 311"
    assert numbers("Chỉ tiêu | TH | Lũy kế", row, tab="OKR năm") == [(Decimal(311), Decimal(400))]


@pytest.mark.parametrize(
    "title",
    ["KH năm", "OKR năm", "This year's OKRs", "Mục tiêu năm", "KPI Năm", "OKR năm của phòng Kinh doanh",
     "Kế hoạch kinh doanh năm", "OKR công ty năm", "KPI năm phòng kinh doanh miền Bắc", "OKR cả năm của công ty ABC",
     "Annual OKRs of the sales team", "Annual sales plan"],
)  # fmt: skip
def test_a_tab_of_the_years_goals_is_known(title: str) -> None:
    assert names_the_year(title)


@pytest.mark.parametrize(
    "title",
    [
        "Mục tiêu năm người",
        "OKR Năm mới",
        "OKR năm học",
        "Kế hoạch năm năm",
        "This year's party",
        "Annual event plan",
        "Annual audit plan",
        "OKR phòng Năm",
        "Kế hoạch kinh doanh năm mới",
        "Kế hoạch của các phòng để chuẩn bị cho buổi tiệc năm",
    ],
)
def test_another_is_not(title: str) -> None:
    assert not names_the_year(title)


@pytest.mark.parametrize(
    "words",
    ["Doanh thu gói cả năm", "Khách mới mua gói cả năm", "Học sinh năm nay đạt giải", "Ra mắt sản phẩm năm nay",
     "Revenue from full-year contracts", "Orders of full-year plans", "this-year cohort retention"],
)  # fmt: skip
def test_what_is_sold_or_made_says_nothing_of_the_values_time(words: str) -> None:
    assert not says_this_year(words, "2026")


@pytest.mark.parametrize(
    "words",
    ["Số thuê bao thực tăng", "Công nợ phải thu thu hồi được", "Mở thêm số cửa hàng", "Gain followers",
     "Số cửa hàng được mở", "Số hợp đồng đang mở bán", "Revenue from followers", "New subscribers",
     "Subscribers gained", "Subscribers lost", "Inventory sold", "Inventory written off", "Add 500 subscribers",
     "Grow subscribers by 500", "Receivables collected", "Emails to subscribers", "Number of stores opened",
     "Total customers served", "Paying customers acquired", "Revenue from the installed base", "So mau thu",
     "Hire employees", "Customers"],
)  # fmt: skip
def test_what_comes_to_a_stock_is_no_level(words: str) -> None:
    assert not is_a_level_by_words(words)


@pytest.mark.parametrize(
    "words",
    [
        "Followers",
        "Số cửa hàng",
        "Dư nợ",
        "Số thuê bao",
        "Tổng số khách hàng",
        "Subscribers",
        "MAU",
        "Reach 10k MAU",
        "Grow subscribers to 5000",
        "Grow subscribers from 3k to 5k",
        "Inventory",
        "Reduce inventory to 300",
        "Headcount",
        "Backlog",
        "Total customers",
        "Paying customers",
        "Registered users",
        "Installed base",
        "AUM",
        "Number of stores",
        "Outstanding debt",
        "Reduce overdue receivables",
    ],
)
def test_a_stock_is(words: str) -> None:
    assert is_a_level_by_words(words)


def test_what_there_is_to_date_is_held_against_no_months_target_either() -> None:
    row = "Grow | Revenue | 100 | 30 | 21 | 77"
    found = numbers("KH quý 4 | KH tháng 11 | TH T11 | Lũy kế", row, tab="Tháng 11")
    assert found == [(Decimal(77), Decimal(100))]
    found = numbers("KH quý 4 | KH tháng 11 | TH | YTD", "Grow | Revenue | 100 | 30 | 21 | 311", tab="Tháng 11")
    assert found == [(Decimal(21), Decimal(30))]


@pytest.mark.parametrize(
    ("text", "start", "target", "value"),
    [
        ("Reduce defects from 30 to 10", "30", "10", "14"),
        ("Monthly revenue from 1.2M to 2M", "1200000", "2000000", "1650000"),
        ("Keep incidents at most 3 a month", "", "3", "2"),
        ("Tăng cân từ 60 lên 66 kg", "60", "66", "63"),
        ("Gain weight", "60", "66", "63"),
    ],
)
def test_what_begins_somewhere_is_of_a_month_as_of_its_quarter(text: str, start: str, target: str, value: str) -> None:
    row = f"Grow | {text} | {start} | {target} | {value}"
    assert numbers("Baseline | Q4 target | This month", row, tab="Q4 2026") == [(Decimal(value), Decimal(target))]
