"""Columns that were not understood: what is said of them, where, and what rows no longer have to say."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from sync.messages import render
from tests.sync.rules.examples import checked, scored_sheet

DAY = date(2026, 11, 20)
HEADERS = "Mục tiêu | Kết quả then chốt | Đầu kỳ | Chỉ tiêu | {}"
ROWS = "\nTăng | Số khách mới từ 10 lên 30 | 10 | 30 | 20\nTăng | Số đơn từ 100 lên 300 | 100 | 300 | 150"


def test_one_finding_names_the_unused_column_instead_of_one_a_row() -> None:
    found = [one for one in checked(HEADERS.format("Kết quả tuần này") + ROWS, DAY) if one.code in ("OKR140", "OKR111")]
    assert [(one.code, one.cell.a1, one.row) for one in found] == [("OKR140", "E1", 2)]
    assert 'columns = { "Kết quả tuần này" = "current" }' in render(found[0].hint, "vi")
    assert "giá trị hiện tại" in render(found[0].message, "vi")


def test_rows_speak_for_themselves_where_no_column_may_hold_the_value() -> None:
    sheet = "Mục tiêu | Kết quả then chốt | Đầu kỳ | Chỉ tiêu | Ghi\nTăng | Số khách mới từ 10 lên 30 | 10 | 30 | tốt"
    assert [one.code for one in checked(sheet, DAY) if one.code in ("OKR140", "OKR111")] == ["OKR111"]


def test_rivals_reach_the_rows_that_they_leave_without_a_score() -> None:
    sheet = (
        "Mục tiêu | Kết quả then chốt | Đầu kỳ | Chỉ tiêu | Thực hiện | Lũy kế\n"
        "Tăng | Số khách mới từ 10 lên 30 | 10 | 30 | 5 | 20\n"
        "Tăng | Số đơn từ 100 lên 300 | 100 | 300 | 150 | 150"
    )
    found = [one for one in checked(sheet, DAY) if one.code == "OKR149"]
    assert [(one.row, one.severity) for one in found] == [(2, "error")]
    assert "“Lũy kế” và “Thực hiện” đều là giá trị hiện tại" in render(found[0].message, "vi")
    assert "[[workbook]] columns = {" in render(found[0].hint, "vi")


def test_a_column_that_adds_up_the_months_is_asked_about_where_the_target_may_be_each_months() -> None:
    months = "Mục tiêu | Kết quả then chốt | Chỉ tiêu | T10 | T11 | {}\nBán | Cuộc họp | 10 | 8 | 7 | {}"
    (found,) = (one for one in checked(months.format("Tổng", "=D2+E2→15"), DAY) if one.code == "OKR140")
    assert (found.cell.a1, found.row, found.severity) == ("F1", 2, "warning")
    assert render(found.hint, "vi") == (
        'Nếu tổng mới là giá trị hiện tại, ghi vào cài đặt: [[workbook]] columns = { "Tổng" = "current" }'
    )
    for header, value in (("Tổng", "14"), ("Lũy kế", "15")):
        assert not [one for one in checked(months.format(header, value), DAY) if one.code == "OKR140"]
    of_the_quarter = months.format("Tổng", "15").replace("| 10 |", "| 30 |")
    assert not [one for one in checked(of_the_quarter, DAY) if one.code == "OKR140"]


def test_the_teams_own_progress_that_is_not_used_is_told_once() -> None:
    headers = "Mục tiêu | Kết quả then chốt | Xong? | Tiến độ"
    sheet = headers + "\nTăng | Có 1.000 lượt tải | x | {}\nTăng | Số lỗi dưới 10 | x | {}"
    told = {
        one: [
            (found.code, found.cell.a1, render(found.hint, "vi"))
            for found in checked(sheet.format(*one), DAY)
            if found.code == "OKR140"
        ]
        for one in (("400/1000", "8"), ("400/900", "8"), ("400/1000", "9/10"), ("40%", "80%"), ("40%", "8"))
    }
    setting = 'Nếu đúng là nó, ghi vào cài đặt: [[workbook]] columns = { "Tiến độ" = "current" }'
    assert told["400/1000", "8"] == told["400/900", "8"] == told["40%", "8"] == [("OKR140", "D1", setting)]
    assert told["400/1000", "9/10"] == []
    assert told["40%", "80%"][0] == ("OKR140", "D1", "Thêm cột “Hiện tại” với giá trị đo được")


@pytest.mark.parametrize(
    ("header", "rows"),
    [
        (
            "% hoàn thành",
            ("Số hóa quy trình mua hàng | 0.4", "Giảm tồn kho từ 5 xuống 3 | 0.5", "Đào tạo 50 người | 0.3"),
        ),
        ("% complete", ("Train 50 people | 30", "Cut stock from 5 to 3 | 50")),
        ("Progress", ("Train 50 people | 0.3", "Cut stock from 5 to 3 | 1")),
        ("Progress", ("Move to the new office | 0.4", "Train 50 people | 8")),
    ],
)
def test_the_teams_own_progress_is_never_advised_as_current_values(header: str, rows: tuple[str, ...]) -> None:
    sheet = f"Mục tiêu | Kết quả then chốt | {header}\n" + "\n".join(f"Tăng | {row}" for row in rows)
    told = [render(one.hint, "vi") for one in checked(sheet, DAY) if one.code == "OKR140"]
    assert told == ["Thêm cột “Hiện tại” với giá trị đo được"]


def test_the_teams_own_progress_beside_months_is_not_told() -> None:
    headers = "Objective | Key result | Target | Oct | Nov | Progress"
    sheet = f"{headers}\nGrow | Visits | 100 | 40 | 50 | 50%\nGrow | Leads | 9 | | | 20%"
    assert "OKR140" not in {found.code for found in checked(sheet, DAY)}


def test_the_whole_quarters_actual_beside_the_months_plans_asks_for_its_own() -> None:
    sheet = (
        "Mục tiêu | Kết quả then chốt | KH T10 | TH T10 | KH T11 | TH T11 | KH T12 | TH T12 | TH Q4\n"
        "Bán | Doanh thu | 10 | 9 | 11 | 5 | 12 | | 14"
    )
    (missing,) = (one for one in checked(sheet, DAY) if one.code == "OKR110")
    assert missing.cell.a1 == "I2"
    assert render(missing.hint, "vi") == "Thêm cột chỉ tiêu của kỳ mà “TH Q4” nói tới"


@pytest.mark.parametrize(
    ("header", "yes", "no"),
    [
        ("Đạt/Không đạt", "Đạt", "Không đạt"),
        ("Đạt / Chưa đạt", "Đạt", "Chưa đạt"),
        ("Đạt?", "x", "Không"),
        ("Đạt hay chưa", "✓", "✗"),
        ("Kết quả (Đạt/Không đạt)", "Đạt", "Không đạt"),
        ("Met / Not met", "Met", "Not met"),
        ("Met?", "Yes", "No"),
        ("Met/Missed", "Met", "Missed"),
        ("Achieved (Y/N)", "Y", "N"),
        ("Achieved?", "Yes", "No"),
        ("Pass/Fail", "Pass", "Fail"),
        ("Reached?", "Y", "N"),
    ],
)
def test_a_column_of_what_was_met_says_whether_a_task_is_done(header: str, yes: str, no: str) -> None:
    headers = f"Mục tiêu | Kết quả then chốt | Hạn | {header}"
    rows = f"Tuân thủ | Có chứng nhận ISO 9001 | 2026-10-31 | {yes}\nTuân thủ | Kiểm toán nội bộ | 2026-10-31 | {no}"
    (objective,) = scored_sheet(f"{headers}\n{rows}", DAY).objectives
    assert [one.status for one in objective.key_results] == ["done", "behind"]


@pytest.mark.parametrize("header", ["Đạt?", "Met?", "Reached"])
def test_such_a_column_of_numbers_is_no_such_column(header: str) -> None:
    sheet = (
        f"Objective | Key result | Target | {header} | Current\nGrow | Dealers | 12 | 50 | 6\nGrow | Shops | 8 | 25 | 2"
    )
    (objective,) = scored_sheet(sheet, DAY).objectives
    assert [one.progress for one in objective.key_results] == [Decimal("0.5"), Decimal("0.25")]
