"""Marks of rows, kinds of rows and totals, and the sentences that only look like them."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.options import ReadingOptions
from sync.reading import read_rows
from sync.reading.sheets.outlines import (
    depth_of_number,
    is_remark,
    is_subtotal,
    kind_of_word,
    mark_of,
    read_mark,
    unmarked,
)
from tests.sheets import sheet_of

MARKED = (
    ("O: Lớn mạnh", "objective", "Lớn mạnh"),
    ("O “Có một cơ thể khỏe mạnh”", "objective", "Có một cơ thể khỏe mạnh"),
    ("O1 Grow", "objective", "Grow"),
    ("O1. Grow", "objective", "Grow"),
    ("Objective 2 - Be great", "objective", "Be great"),
    ("Mục tiêu 1: Lớn mạnh", "objective", "Lớn mạnh"),
    (" • KR: Lượng mỡ thừa giảm 3kg", "key_result", "Lượng mỡ thừa giảm 3kg"),
    ("KR1 Doanh số", "key_result", "Doanh số"),
    ("KR1.2: NPS", "key_result", "NPS"),
    ("- KR-3: NPS", "key_result", "NPS"),
    ("Kết quả then chốt 1: NPS", "key_result", "NPS"),
    ("Key Result 1 – Get 5", "key_result", "Get 5"),
    ("KR (50%): NPS", "key_result", "NPS"),
    ("Initiative 1: hire", "initiative", "hire"),
    ("Sáng kiến: tuyển người", "initiative", "tuyển người"),
)


def test_what_a_sync_wrote_of_an_objective_is_no_objective() -> None:
    assert mark_of("O: [OKR120] The weights add up to 80; the score brings them to a whole") is None


@pytest.mark.parametrize(("text", "kind", "words"), MARKED)
def test_a_mark_says_what_a_row_is(text: str, kind: str, words: str) -> None:
    mark = read_mark(text)
    assert mark is not None
    assert (mark.kind, mark.text) == (kind, words)


@pytest.mark.parametrize(
    "text",
    [
        "KR không phải là các công việc cần làm để đạt được O, mà là các giá trị cần đạt.",
        "KR số 4, theo KPI thì sẽ không xuất hiện với đội kinh doanh",
        "Kết quả chính là phép đo hỗ trợ Mục tiêu.",
        "Mục tiêu trong OKRs luôn đặt ra cao hơn trước",
        "OKRs FAQ",
        "Okra sales",
        "O2O growth",
        "Objective",
        "KR1",
        "",
    ],
)
def test_sentences_and_bare_words_bear_no_mark(text: str) -> None:
    assert mark_of(text) is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Objective", "objective"),
        ("Mục tiêu 2:", "objective"),
        ("O1", "objective"),
        ("KR", "key_result"),
        ("KR1.2", "key_result"),
        ("Kết quả then chốt", "key_result"),
        ("Initiative", "initiative"),
        ("Lan", None),
        ("Growth", None),
    ],
)
def test_a_cell_of_kinds_says_what_its_row_is(text: str, kind: str | None) -> None:
    assert kind_of_word(text) == kind


@pytest.mark.parametrize(
    "text", ["Tổng", "Tổng cộng:", "Total", "Trung bình mục tiêu 1", "Average of our progress", "TB"]
)
def test_totals_are_no_key_results(text: str) -> None:
    assert is_subtotal(text)


@pytest.mark.parametrize("text", ["Tổng doanh thu đạt 10 tỷ", "Total revenue", "Average order value", "Tổng kho mới"])
def test_key_results_that_begin_like_totals_are_none(text: str) -> None:
    assert not is_subtotal(text)


def test_numbers_of_rows_have_a_depth() -> None:
    assert [depth_of_number(text) for text in ("1", "II.", "1.2", "1.2.3", "2026-10", "Lan", "")] == [
        1,
        1,
        2,
        3,
        0,
        0,
        0,
    ]


@given(st.text(max_size=60))
def test_any_text_may_be_asked(text: str) -> None:
    read_mark(text)
    kind_of_word(text)
    is_subtotal(text)
    assert len(unmarked(text)) <= len(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("    • KR: Doanh số mới đạt 10 tỷ", "Doanh số mới đạt 10 tỷ"),
        ("- Raise revenue - north", "Raise revenue - north"),
        ("From 20 → 30", "From 20 → 30"),
        ("Tăng doanh số → 10 tỷ", "Tăng doanh số → 10 tỷ"),
        ("KR1: 5 → 8", "5 → 8"),
        ("1.2 Churn 4.2 → 2.5", "Churn 4.2 → 2.5"),
    ],
)
def test_a_bullet_is_taken_off_the_front_and_nothing_out_of_the_middle(text: str, words: str) -> None:
    assert unmarked(text) == words


@pytest.mark.parametrize(
    "text",
    [
        "Ghi chú: số liệu tính đến 15/11", "Người lập: Nguyễn Văn A", "Cập nhật ngày 15/11/2026", "Giám đốc",
        "Cập nhật lần cuối: 15/11", "Hà Nội, ngày 15 tháng 11 năm 2026", "Trưởng phòng", "Đã duyệt",
        "Đỏ: chậm; Vàng: rủi ro", "Vui lòng không sửa cột bên phải", "Không sửa cột có dấu ⟳", "Đơn vị tính: tỷ đồng",
        "https://example.com/okr", "Link: example.com", "Last updated 15 Nov 2026", "Updated on 15 Nov",
        "Prepared by Ann", "Approved by the board", "Next review: 1 Dec", "See also the roadmap tab",
        "Green = on track", "Do not edit the columns on the right", "TODO: ask Bob about the target",
        "Ngày 15 tháng 11 năm 2026", "Please update by Friday", "Vui lòng cập nhật trước thứ sáu",
        "Nguồn: ERP", "Source: CRM",
        "Notes", "Ghi chú số liệu tháng 10", "x Không đạt",
    ],
)  # fmt: skip
def test_what_people_write_under_a_table_is_a_remark(text: str) -> None:
    assert is_remark(text)


@pytest.mark.parametrize(
    "text",
    [
        "Cập nhật quy trình bán hàng", "Người lập trình giỏi nghề", "Giám đốc vùng tự chủ", "Green operations",
        "Do more with less", "Ngày hội khách hàng", "See growth in the north", "Update the brand", "Đỏ lửa nhà máy",
        "Ra mắt sản phẩm ngày 15 tháng 12", "Hoàn thành nhà máy trước ngày 31 12", "Do not lose any customer",
        "Please customers every day", "Vui lòng khách đến", "Nguồn khách hàng ổn định",
        "Notebook sales lead the market",
        "Source of pride for the town", "Legendary service",
        "Next generation of leaders", "Linked teams", "Đơn vị dẫn đầu ngành", "Prepared for the next crisis",
    ],
)  # fmt: skip
def test_an_objective_is_no_remark(text: str) -> None:
    assert not is_remark(text)


@pytest.mark.parametrize(
    ("objectives", "key_result"),
    [
        (("Company Objective", "Team Objective", "Department Objective"), "Key Result"),
        (("Company-level Objective", "Dept. Objective", "Individual objective 2"), "Team KR"),
        (("Strategic Objective", "Annual Goal", "Product OKR"), "Company Key Result"),
        (("Mục tiêu công ty", "Mục tiêu cấp phòng", "Mục tiêu cá nhân"), "Kết quả then chốt của đội"),
    ],
)
def test_a_kind_of_row_may_say_whose_it_is(objectives: tuple[str, ...], key_result: str) -> None:
    lines = ["Level | Title | Owner | Start | Target | Current"]
    for number, kind in enumerate(objectives):
        lines += [f"{kind} | Grow part {number} | Ana | | |", f"{key_result} | Sales {number} | Bo | 400 | 500 | 447"]
    rows = read_rows((sheet_of("\n".join(lines), "Q4 2026"),), ReadingOptions(), date(2026, 11, 19))
    found = [(one.title.value, [own.text.value for own in one.key_results]) for one in rows.objectives]
    assert found == [(f"Grow part {number}", [f"Sales {number}"]) for number in range(3)]


@pytest.mark.parametrize("kind", ["Team Objective", "Mục tiêu phòng"])
def test_beside_columns_of_both_a_level_says_only_whose_they_are(kind: str) -> None:
    table = f"""
        Level | Objective | Key result | Target | Current
        {kind} | Grow | Sales | 500 | 447
        {kind} |  | Customers | 50 | 41
        """
    rows = read_rows((sheet_of(table, "Q4 2026"),), ReadingOptions(), date(2026, 11, 19))
    assert [len(one.key_results) for one in rows.objectives] == [2]
