"""Totals, keys, legends and definitions in a table's columns: no objectives and no key results of its own."""

from __future__ import annotations

from datetime import date

import pytest

from sync.model.rows import Rows
from sync.options import ReadingOptions
from sync.reading import read_rows
from sync.reading.sheets.outlines import is_subtotal, is_sum_of_others
from tests.sheets import sheet_of

NOVEMBER = date(2026, 11, 20)


def rows_of(below: str) -> Rows:
    table = f"""
        Objective | Key result | Baseline | Target | Current | Owner
        Safer | Days without lost-time injury | 40 | 120 | 91 | Jo
         | Lost time injuries | 3 | 0 | 1 | Al
        Better | Complaints | 22 | 10 | 16 | Al
         | Board papers on time | 70 | 100 | 85 | Al
{below}"""
    return read_rows((sheet_of(table, "Q4 2026"),), ReadingOptions(), NOVEMBER)


def last_rows(below: str) -> tuple[int, int]:
    rows = rows_of(below)
    return (
        max(one.row for one in rows.objectives),
        max(one.row for objective in rows.objectives for one in objective.key_results),
    )


@pytest.mark.parametrize(
    "below",
    [
        "Total / average | | | | 58%",
        "Sub-total Safety | | 3 | |",
        "Grand total | | 3 | 7 | 4",
        "Average & total | | | | 48%",
        " | Sub-total: Safety | | 3 |",
        "Tổng cộng nhóm An toàn | | | 3 |",
        "\nKey\nR | Below 40%\nA | 40-70%\nG | Above 70%",
        "Key\nR | Below 40%\nA | 40-70%\nG | Above 70%",
        "\nRAG key:\nGreen | On track\nAmber | At risk\nRed | Off track",
        "Legend: | Green = on track | Amber = at risk | Red = off track",
        "Green = on track | Amber = at risk | Red = off track",
        "Legend: | G = on track | A = at risk\nWeights must add up to 100% per objective",
        "\nDefinitions:\nMember | Someone who paid in the last 12 months\nComplaint | Any written complaint",
        "Definitions:\nMember | Someone who paid in the last 12 months\nComplaint | Any written complaint",
        "\nGlossary\n\nMember | Someone who paid in the last 12 months\nComplaint | Any written complaint",
        "\nĐịnh nghĩa:\nThành viên | Người đã đóng phí trong 12 tháng\nKhiếu nại | Mọi khiếu nại bằng văn bản",
    ],
)
def test_what_sums_up_or_explains_the_rows_is_none_of_them(below: str) -> None:
    assert last_rows(below) == (4, 5)


def test_a_grand_total_beside_what_it_sums_up_is_named() -> None:
    rows = rows_of("\nGrand total | Revenue ($m) | | 7.0 | 4.0")
    assert [objective.title.value for objective in rows.objectives] == ["Safer", "Better"]
    assert [(remark.kind, remark.cell and remark.cell.row) for remark in rows.remarks] == [("total_skipped", 7)]


@pytest.mark.parametrize(
    "below",
    [
        "Overall | Customer satisfaction | 70 | 90 | 81 | Jo",
        "Total safety | Near misses reported | 10 | 30 | 12 | Jo",
        "Key | Accounts kept | 10 | 30 | 12 | Jo",
        "Scale\n | Stores | 10 | 30 | 12 | Jo",
        "Define | Members who say what they need | 10 | 30 | 12 | Jo",
    ],
)
def test_a_row_with_values_of_its_own_is_one(below: str) -> None:
    assert last_rows(below)[1] > 5


@pytest.mark.parametrize(
    ("text", "is_one", "is_of_others"),
    [
        ("Total / average", True, True),
        ("Sub-total Safety", True, True),
        ("Grand total", True, True),
        ("Tổng / Trung bình", True, False),
        ("Average", True, False),
        ("Overall", True, False),
        ("Total safety", False, False),
        ("Grand totals of 40 stores", False, False),
        ("Tổng công ty", False, False),
        ("Total revenue reaches 10", False, False),
    ],
)
def test_a_subtotal_says_so(text: str, is_one: bool, is_of_others: bool) -> None:
    assert (is_subtotal(text), is_sum_of_others(text)) == (is_one, is_of_others)
