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


def message_of(code: str, sheet: str, language: str = "vi") -> str:
    return next(render(one.message, language) for one in checked(sheet, date(2026, 11, 20)) if one.code == code)


def test_a_text_is_proposed_with_the_sheets_own_decimal_sign() -> None:
    assert "“Điểm hài lòng từ 3 lên 4,8”" in hint_of("OKR206", VIETNAMESE.format("4.8"))


def test_a_text_is_proposed_without_zeros_that_say_nothing() -> None:
    assert "“Điểm hài lòng từ 3 lên 4,8”" in hint_of("OKR206", VIETNAMESE.format("4,80"))
    thousands = (
        "Mục tiêu | Kết quả then chốt | Giá trị đầu | Chỉ tiêu | Hiện tại\nTăng | Số đại lý đạt 2.000 | 0 | {} | 4"
    )
    assert "“Số đại lý đạt 1.500”" in hint_of("OKR206", thousands.format("'1.500"))


def test_no_text_is_proposed_with_a_number_of_another_size() -> None:
    assert "“" not in hint_of("OKR206", VIETNAMESE.format("0.032"))


def test_a_cell_that_is_a_number_already_need_not_be_made_one() -> None:
    sheet = "Objective | Key result | Baseline | Target | Current\nGrow | Weekly active teams | 1200 | 2000 | 1.65"
    assert hint_of("OKR104", sheet) == "Nếu đúng vậy, gõ lại số đó, không dùng dấu chấm hay phẩy"


def test_the_two_readings_of_a_number_are_written_without_the_mark_that_can_be_read_in_two_ways() -> None:
    sheet = "Mục tiêu | Kết quả then chốt | Giá trị đầu | Chỉ tiêu | Hiện tại\nTăng | Người dùng mới | | 12000 | '6,500"
    assert message_of("OKR104", sheet) == "“6,500” ở E2 được đọc là 6,5 nhưng có lẽ là 6500, nên không chấm"


def test_less_than_one_has_no_thousands_that_were_lost() -> None:
    sheet = "KPI | Unit | Healthy from | Owner | Sep | Oct\nRetention | % | 95 | A | 97 | 0.93"
    assert not [one for one in checked(sheet, date(2026, 11, 20)) if one.code == "OKR104"]


def test_numbers_in_two_units_are_told_with_their_units() -> None:
    row = "Mục tiêu | Kết quả then chốt | Giá trị đầu | Chỉ tiêu | Hiện tại\nNhanh | Thời gian giao | 48h | 1 ngày | {}"
    told = message_of("OKR107", row.format("30 giờ"))
    assert told == "30 giờ đứng cạnh 1 ngày là khác đơn vị, nên không chấm"
    assert hint_of("OKR107", row.format("30 giờ")) == "Ghi mọi số trong dòng theo cùng một đơn vị"


def test_a_value_outside_its_bound_is_told_with_its_unit() -> None:
    sheet = (
        "Mục tiêu | Kết quả then chốt | Giá trị đầu | Chỉ tiêu | Hiện tại\n"
        "Gắn bó | Giữ tỷ lệ nghỉ việc dưới 5% | | 5% | 9,5%"
    )
    assert message_of("OKR302", sheet) == "Chậm: đang ở 9,5%, ngoài ngưỡng"


def test_what_is_to_rise_or_fall_is_asked_from_where_to_where() -> None:
    row = "Mục tiêu | Kết quả then chốt | Hiện tại\nTăng | {} |"
    asked = "Ghi rõ từ đâu đến đâu (“từ 3% lên 8%”), hoặc tăng giảm bao nhiêu (“thêm 5%”)"
    assert hint_of("OKR208", row.format("Tăng doanh thu từ đại lý lên 25%")) == asked
    assert hint_of("OKR208", row.format("Khám 50 BN mỗi ngày")) != asked


def test_a_range_that_may_be_exceeded_is_asked_for_one_value() -> None:
    row = "Mục tiêu | Kết quả then chốt | Hiện tại\nTăng | {} |"
    asked = "Ghi một giá trị cần đạt, hoặc ghi rõ là giữ trong khoảng: “giữ từ 45 đến 50”"
    assert hint_of("OKR208", row.format("Đạt 45–50 tỷ doanh thu dịch vụ")) == asked
    assert hint_of("OKR208", row.format("Tuyển 8 - 12 cộng tác viên")) == asked


def test_where_it_starts_in_another_unit_is_asked_for_in_the_same() -> None:
    sheet = "Objective | Key result | Current\nCalm | Cut the review time from 2 days to 4 hours | 9"
    assert hint_of("OKR114", sheet) == "Ghi “2 days” theo cùng đơn vị với giá trị cần đạt"
