"""The corpus of key-result texts: each is read as it was labelled, and every value is traceable to words of it."""

from __future__ import annotations

import pytest

from sync.model import Kind
from sync.reading.numbers import tidy
from sync.reading.wording import read_wording
from tests.sync.reading.texts_measured import Text, corpora, is_confident_and_wrong, texts_of, wrong_fields

TEXTS = [text for name in corpora() for text in texts_of(name)]
READ_OTHERWISE = {
    "ROAS of 5x on paid social": "first look",
    "Tái cấu trúc phòng sales theo mô hình 3 lớp": "first look",
    "0 tai nạn lao động trong năm 2026": "first look",
    "Parents' evening attended by 70% of families": "first look",
    "Provide clean water to 3,500 more people": "first look",
    "Tổng đài bắt máy trước 3 hồi chuông": "first look",
    "30-day readmissions lowered to 9%": "first look",
    "Đạt 3000 like fanpage": "first look",
    "Tăng lượng máu hiến thêm 120 đơn vị": "first look",
    "20 keywords ranking in the top 10": "first look",
    "Get 500+ signups for the launch webinar": "first look",
    "Class size capped at 28": "first look",
    "Vòng quay hàng tồn kho đạt 8 lần/năm": "first look",
    "Thời gian giữ chỗ đơn COD rút từ 5 ngày xuống còn 3 ngày": "first look",
    "Our place in the regional quality league from 38th to 20th": "first look",
    "Khách cũ mua lại lần 2 chiếm 35%": "first look",
    "Answer every chat within 60 seconds": "first look",
    "App Store rating of 4.6": "first look",
    "hop ban giam doc vao 14h thu 6": "first look",
    "Post on Instagram 4 times a week": "first look",
    "Tìm hiểu lý do khách hủy gói": "first look",
    "Bật xác thực 2 lớp cho 100% tài khoản quản trị": "first look",
    "Vệ sinh máy móc xưởng 1 định kỳ hàng tháng": "first look",
    "Chi 500 triệu cho quảng cáo dịp Tết": "first look",
    "Spend $40K on trade shows": "first look",
    "Đầu tư 2 tỷ vào dây chuyền đóng gói": "first look",
    "Xây văn phòng 5 tầng tại Thủ Đức": "first look",
    "tuyen 4 lai xe container": "first look",
    "Thiết kế gói bảo hiểm 3 mức cho nhân viên": "first look",
    "Fix bug 1042 in the export screen": "first look",
    "Sửa lỗi #4521 trên màn hình thanh toán": "first look",
    "Sponsor the city marathon (42 km)": "first look",
    "Audit 45 tier 1 suppliers": "first look",
    "Organize a workshop for 50 people": "first look",
    "Tổ chức buổi gặp mặt cho 50 đại lý": "first look",
    "Create a dashboard with 12 metrics": "first look",
    "Lắp 16 camera giám sát ở bãi xe": "first look",
    "Cập nhật phác đồ điều trị theo QĐ 1832 của Bộ Y tế": "first look",
    "Invest €1M in the new press line": "first look",
    "Thiết kế lại bao bì dòng sữa 180ml": "first look",
    "Refresh the year 9 science syllabus": "first look",
    "Ship orders within 1 business day": "first look",
    "Bật xác thực 2 lớp cho email nội bộ": "first look",
    "xay dung quy trinh kiem soat chat luong 3 buoc": "first look",
    "Học viên đạt IELTS 6.5 trở lên: 40 người": "both figures could be meant: it is said to be in doubt",
    "Doanh thu từ 2 tỷ đến 3 tỷ": "from–to, or anywhere between: it is said to be in doubt",
    "Đồng bộ dữ liệu 2 hệ thống kế toán và kho": "a task, said to be in doubt",
    "Document the incident response process": "said to fall, as incidents should",
    "Gặp 1:1 với từng thành viên 2 tuần/lần": "a cadence that is not read",
    "Month-end close in 5 business days": "how long, or when: read as a task",
    "Release every two weeks": "a cadence that is not read",
    "Double-digit growth in all regions": "said to rise",
    "Nhịn ăn gián đoạn 16/8 trong 30 ngày": "read as a task",
    "Giữ chân 85% khách hàng VIP": "a value to reach, as in 'retain 85%', and no bound",
    "Chạy 5 km trong 30 phút": "the distance is taken for the value",
    "75 NPS": "the measure's name is taken for a unit",
    "20 pilot customers live by March": "the unit takes in a word too many",
    "Run payroll with zero errors for two quarters": "0 errors are taken for the value",
}


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.text)
def test_a_text_is_read_as_it_was_labelled(text: Text) -> None:
    assert (wrong_fields(text) == {}) is (text.text not in READ_OTHERWISE)


def test_no_value_is_given_with_confidence_that_is_another() -> None:
    wrong = {text.text for text in TEXTS if is_confident_and_wrong(text, wrong_fields(text))}
    assert wrong == {
        "Run payroll with zero errors for two quarters",
        "Giữ chân 85% khách hàng VIP",
        "Chạy 5 km trong 30 phút",
        "Tái cấu trúc phòng sales theo mô hình 3 lớp",
        "0 tai nạn lao động trong năm 2026",
        "Parents' evening attended by 70% of families",
        "Provide clean water to 3,500 more people",
        "Tổng đài bắt máy trước 3 hồi chuông",
        "30-day readmissions lowered to 9%",
        "Get 500+ signups for the launch webinar",
        "Vòng quay hàng tồn kho đạt 8 lần/năm",
        "hop ban giam doc vao 14h thu 6",
        "Bật xác thực 2 lớp cho 100% tài khoản quản trị",
        "Chi 500 triệu cho quảng cáo dịp Tết",
        "Spend $40K on trade shows",
        "Đầu tư 2 tỷ vào dây chuyền đóng gói",
        "Xây văn phòng 5 tầng tại Thủ Đức",
        "Fix bug 1042 in the export screen",
        "Sponsor the city marathon (42 km)",
        "Organize a workshop for 50 people",
        "Tổ chức buổi gặp mặt cho 50 đại lý",
        "Create a dashboard with 12 metrics",
        "Cập nhật phác đồ điều trị theo QĐ 1832 của Bộ Y tế",
        "Invest €1M in the new press line",
        "Refresh the year 9 science syllabus",
        "Bật xác thực 2 lớp cho email nội bộ",
        "xay dung quy trinh kiem soat chat luong 3 buoc",
    }


def test_tasks_are_told_from_values() -> None:
    tasks = {text.text for text in TEXTS if text.is_task}
    read_as_tasks = {text.text for text in TEXTS if _is_read_as_a_task(text)}
    assert len(tasks) >= 150
    assert len(tasks & read_as_tasks) / len(tasks) >= 0.95
    assert len(tasks & read_as_tasks) / len(read_as_tasks) >= 0.95


@pytest.mark.parametrize("text", TEXTS, ids=lambda text: text.text)
def test_every_value_is_traceable_to_words_of_the_text(text: Text) -> None:
    measure = read_wording(text.text)
    parts = {said.part for said in measure.evidence}
    given = {name for name in ("baseline", "target", "change", "lower", "upper") if getattr(measure, name) is not None}
    assert given <= parts
    assert measure.currency is None or "currency" in parts
    assert measure.cadence is None or "cadence" in parts
    assert measure.unit is None or measure.relative or "unit" in parts
    assert measure.kind is None or measure.kind is Kind.between or {"kind", *given} & parts
    typed = tidy(text.text).lower()
    assert all(words.lower() in typed for said in measure.evidence for words in said.words.split(" … "))


def _is_read_as_a_task(text: Text) -> bool:
    measure = read_wording(text.text)
    return not measure.measurable and all(said.part != "doubt" for said in measure.evidence)
