"""What a finding proposes to write: in the numbers of the sheet, and nothing that nobody can have meant."""

from __future__ import annotations

from datetime import date

from sync.messages import render
from tests.sync.rules.examples import checked

VIETNAMESE = (
    "Mục tiêu | Kết quả then chốt | Giá trị đầu | Chỉ tiêu | Hiện tại\nTăng | Điểm hài lòng từ 3 lên 4,5 | 3 | {} | 4"
)


def hint_of(code: str, sheet: str) -> str:
    return next(render(one.hint, "vi") for one in checked(sheet, date(2026, 11, 20)) if one.code == code)


def test_a_text_is_proposed_with_the_sheets_own_decimal_sign() -> None:
    assert "“Điểm hài lòng từ 3 lên 4,8”" in hint_of("OKR206", VIETNAMESE.format("4.8"))


def test_no_text_is_proposed_with_a_number_of_another_size() -> None:
    assert "“" not in hint_of("OKR206", VIETNAMESE.format("0.032"))


def test_a_cell_that_is_a_number_already_need_not_be_made_one() -> None:
    sheet = "Objective | Key result | Baseline | Target | Current\nGrow | Weekly active teams | 1200 | 2000 | 1.65"
    assert hint_of("OKR104", sheet) == "Nếu đúng vậy, gõ lại số đó, không dùng dấu chấm hay phẩy"
