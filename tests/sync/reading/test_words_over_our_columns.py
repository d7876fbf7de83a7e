"""A list that people begin below a table, under our columns, is none of the table's: what it holds is not ours."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.model.rows import Field
from sync.options import ReadingOptions
from sync.reading import read_rows
from tests.sheets import sheet_of

DAY = date(2026, 11, 20)
OURS = "Progress ⟳ | Score ⟳ | Status ⟳ | Objective score ⟳ | Warnings ⟳"
TABLE = f"""Objective | Key result | Owner | Baseline | Target | Current | {OURS}
Grow | Win 50 deals | Bo | 0 | 50 | 30 | 0.6 | 0.6 | On track | 0.6 |
 | Raise NPS from 20 to 40 | Di | 20 | 40 | 35 | 0.75 | 0.75 | On track | |"""
VALUES = "North | Ann | 0901 | 2019 | 10 | 5 | 100 | 90 | ok | 10 | note a"


def texts(*below: str, table: str = TABLE, options: ReadingOptions | None = None) -> list[str | None]:
    rows = read_rows([sheet_of("\n".join([table, *below]), "Q4 2026")], options or ReadingOptions(), DAY)
    return [row.text.value for _, row in rows.key_results()]


OWN = texts()


@pytest.mark.parametrize(
    "header",
    [
        "Region | Manager | Phone | Opened | Rent | Staff | Budget | Spent | State | Left | Remarks",
        "Objective budget | Item | Owner | Plan | Target | Actual | Q4 budget | Q4 spent | Status | Left | Comment",
        "Khu vực | Quản lý | Điện thoại | Mở cửa | Thuê | Nhân sự | Ngân sách | Đã chi | Tình trạng | Còn | Ghi chú",
        f"Region | Manager | | | | | {OURS}",
    ],
)
@pytest.mark.parametrize("free", [0, 1, 2])
def test_words_in_all_of_our_columns_head_another_list(header: str, free: int) -> None:
    assert texts(*[""] * free, header, VALUES, VALUES) == OWN


@pytest.mark.parametrize("free", [0, 1])
def test_so_do_words_over_two_values_and_one_of_our_columns(free: int) -> None:
    header = "Team | Role | Who | Baseline | Target | Current | Used | Rate | State"
    assert texts(*[""] * free, header, "Sales | Rep | Ann | 3 | 6 | 5 | 1000 | 9000 | ok") == OWN
    milestone = " | Launch the shop | Zed | | Live | Beta | | | No data | | [OKR102] Not a number"
    below = " | Hire 5 people | Q | 0 | 5 | 2 | 0.4 | 0.4 | Behind | |"
    assert texts(milestone, below) == [*OWN, "Launch the shop", "Hire 5 people"]


@pytest.mark.parametrize("filled", [7, 8])
def test_so_do_some_below_a_free_row(filled: int) -> None:
    header = ["Item", "Plan", "Owner", "Start", "Target", "Actual", "Q4 budget", "Đã chi"][:filled]
    assert texts("", " | ".join(header), " | ".join(VALUES.split(" | ")[:filled])) == OWN


@pytest.mark.parametrize("title", ["Care", "Actual"])
@pytest.mark.parametrize("typed", ["Delayed", "60%", "N/A", "ask Bo", "Đang làm"])
@pytest.mark.parametrize("column", range(6, 11))
@pytest.mark.parametrize("free", [0, 1])
def test_an_objectives_own_row_is_one_whatever_somebody_typed_into_our_columns(
    title: str, typed: str, column: int, free: int
) -> None:
    own = " | ".join([title, *[""] * (column - 1), typed])
    rows = read_rows(
        [sheet_of("\n".join([TABLE, *[""] * free, own, " | Hire 5 people | Q | 0 | 5 | 2"]), "Q4 2026")],
        ReadingOptions(),
        DAY,
    )
    assert [(one.title.value, len(one.key_results)) for one in rows.objectives] == [("Grow", 2), (title, 1)]


@pytest.mark.parametrize("typed", ["n/a | n/a | waiting | | x", "n/a | n/a | n/a | n/a | n/a", "TBD | | waiting"])
@pytest.mark.parametrize("free", [0, 1])
def test_so_is_a_row_in_words(typed: str, free: int) -> None:
    row, next_row = f"Care | Launch the shop | Zed | Idea | Live | Done | {typed}", " | Hire 5 people | Q | 0 | 5 | 2"
    assert texts(*[""] * free, row, next_row) == [*OWN, "Launch the shop", "Hire 5 people"]


@pytest.mark.parametrize("free", [0, 1])
def test_and_where_status_is_our_only_column(free: int) -> None:
    table = "\n".join(" | ".join(line.split(" | ")[:6]) for line in TABLE.splitlines())
    table = table.replace("Current", "Current | Status ⟳", 1)
    row = "Care | Launch the shop | Zed | | | Done | waiting"
    assert texts(*[""] * free, row, " | Hire 5 people | Q | 0 | 5 | 2 | Behind", table=table)[2:] == [
        "Launch the shop",
        "Hire 5 people",
    ]


@pytest.mark.parametrize("free", [0, 1])
def test_the_last_row_is_one_where_its_words_say_how_much(free: int) -> None:
    assert texts(*[""] * free, " | Hire 5 people | | | | 2 | | | | | ask Bo") == [*OWN, "Hire 5 people"]


@pytest.mark.parametrize("free", [0, 1])
def test_a_milestone_is_a_row(free: int) -> None:
    assert texts(*[""] * free, " | Launch the website | | | | Done | | | waiting") == [*OWN, "Launch the website"]


def test_one_of_our_headers_heads_another_list_wherever_it_stands() -> None:
    table = "\n".join(" | ".join(line.split(" | ")[:6]) for line in TABLE.splitlines())
    table = table.replace("Current", "Current | Status ⟳", 1)
    below = "Region | Manager | | | | | Status ⟳", "North | Ann | | | | | my status"
    assert texts(*below, table=table) == texts("", *below, table=table) == OWN


@pytest.mark.parametrize(
    "header",
    [
        "Kho | ĐVT | Kế hoạch | Thực hiện | Mã | Giá",
        "Shop | Unit | Plan | Actual | Id | Fee",
        "Shop | Unit | Opened | Closed | Id | Fee",
    ],
)
def test_below_kpis_too(header: str) -> None:
    table = (
        "KPI | Unit | Target | Current | Status ⟳ | Warnings ⟳\nStock | box | 9 | 4 | Healthy |\nOrders | box | 8 | 5"
    )
    rows = read_rows([sheet_of(f"{table}\n\n{header}\nPens | box | 5 | 3 | 77 | 1.5", "KPI")], ReadingOptions(), DAY)
    assert [kpi.name.value for kpi in rows.kpis] == ["Stock", "Orders"]


@pytest.mark.parametrize("label", ["Nhận xét của giám đốc", "Kết luận", "Xếp loại", "Summary", "Director comments"])
@pytest.mark.parametrize("column", [0, 1])
@pytest.mark.parametrize("free", [0, 1])
def test_a_line_that_somebody_wrote_into_our_columns_is_his(label: str, column: int, free: int) -> None:
    line = " | ".join([*["", ""][:column], label, *[""] * (4 - column), "0.5", "0.55", "B+", "", "", "good work"])
    assert texts(*[""] * free, line) == OWN


@pytest.mark.parametrize(
    "row",
    [
        " | Open 3 shops | Zed | 0 | 3 | 2 | see memo | x | y | | z",
        " | Launch the shop | Zed | | | Done | n/a | | | |",
        " | Launch the shop | Zed | | | Done | 1 | 1 | Done | | Ask Bo",
        "Care | Answer within a day | Zed | | | Done | - | - | ? | - |",
    ],
)
def test_a_row_of_the_table_is_one_whatever_somebody_typed_into_our_columns(row: str) -> None:
    assert texts(row, " | Hire 5 people | Q | 0 | 5 | 2") == [*OWN, row.split(" | ")[1], "Hire 5 people"]


def test_columns_that_the_settings_call_ours_tell_the_same() -> None:
    named = TABLE.replace(" ⟳", "")
    options = ReadingOptions(owned={Field.progress: "Progress", Field.score: "Score", Field.status: "Status"})
    below = "Region | Manager | Phone | Opened | Rent | Staff | Budget | Spent | State", VALUES
    assert texts(*below, table=named, options=options) == texts("", *below, table=named, options=options) == OWN


WORDS = [
    "Budget",
    "Spent",
    "State",
    "Left",
    "Remarks",
    "Ngân sách",
    "Người duyệt",
    "Q3 actual",
    "Phone",
    "Region",
    "Rent",
]


@given(st.permutations(WORDS), st.integers(0, 2), st.integers(1, 3))
def test_no_list_that_is_headed_in_words_is_read(header: list[str], free: int, count: int) -> None:
    assert texts(*[""] * free, " | ".join(header), *[VALUES] * count) == OWN


@pytest.mark.parametrize(
    "header", ["Team | Role | Owner | Start | Target | Current", "Team | Role | | | Target | Current"]
)
def test_headers_said_again_over_other_names_head_another_list(header: str) -> None:
    assert texts("", header, "Sales | Rep | Ann | 3 | 6 | 5") == OWN


@pytest.mark.parametrize("names", ["Customers | Key result", "Customers |"])
def test_headers_said_again_with_a_sections_name_do_not(names: str) -> None:
    again = f"{names} | Owner | Baseline | Target | Current"
    assert texts("", again, " | Hire 5 people | Q | 0 | 5 | 2") == [*OWN, "Hire 5 people"]
