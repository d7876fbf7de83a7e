"""Words, ticks and lights that say where a row stands."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.model.cells import Cell, ErrorValue
from sync.model.readings import Activity, Trouble
from sync.options import ReadingOptions
from sync.reading import read_rows
from sync.reading.sheets.values import ignored_rules, read_activity, read_commitment, read_confidence, read_milestone
from tests.sync.reading.cells import HERE, cell
from tests.sync.reading.test_layouts import sheets_in

CONFIDENCES: list[tuple[Cell, str]] = [
    (Cell(Decimal("0.7"), "0%"), "0.7"),
    (Cell(Decimal(1), "0%"), "1"),
    (Cell(Decimal("0.7")), "0.7"),
    (Cell(Decimal(0)), "0"),
    (Cell(Decimal("1.0"), "0.0"), "1"),
    (Cell(Decimal(7)), "0.7"),
    (Cell(Decimal(10)), "1"),
    (Cell(Decimal(70)), "0.7"),
    (Cell(Decimal(100)), "1"),
    (cell("70%"), "0.7"),
    (cell("70 %"), "0.7"),
    (cell("7"), "0.7"),
    (cell("0,7"), "0.7"),
    (cell("7,5"), "0.75"),
    (cell("7/10"), "0.7"),
    (cell("4/5"), "0.8"),
    (cell("High"), "0.9"),
    (cell("medium"), "0.5"),
    (cell("LOW"), "0.2"),
    (cell("Cao"), "0.9"),
    (cell("Trung bình"), "0.5"),
    (cell("Thấp"), "0.2"),
    (cell("Rất tốt"), "0.9"),
    (cell("Ổn"), "0.5"),
    (cell("Không ổn lắm"), "0.2"),
    (cell("khong on lam"), "0.2"),
    (cell("🟢"), "0.9"),
    (cell("🟡"), "0.5"),
    (cell("🔴"), "0.2"),
    (cell("🔴 Off track"), "0.2"),
    (cell("On track"), "0.9"),
    (cell("At risk"), "0.5"),
    (cell("Off track"), "0.2"),
]


@pytest.mark.parametrize(("stored", "share"), CONFIDENCES)
def test_a_confidence_is_read_on_whatever_scale_it_was_given(stored: Cell, share: str) -> None:
    read = read_confidence(stored, HERE, "vi")
    assert (read.value, read.trouble) == (Decimal(share), None)


def test_a_bare_one_is_one_of_ten_and_said_to_be_doubtful() -> None:
    for stored in (Cell(Decimal(1)), cell("1")):
        read = read_confidence(stored, HERE, "vi")
        assert (read.value, read.trouble) == (Decimal("0.1"), Trouble.ambiguous)


@pytest.mark.parametrize(
    "stored", [cell("hmm"), cell(101), cell(-1), cell("120%"), cell("9/5"), cell("5 kg"), cell(True)]
)
def test_what_is_no_confidence_is_not_understood(stored: Cell) -> None:
    read = read_confidence(stored, HERE, "vi")
    assert (read.value, read.trouble) == (None, Trouble.not_understood)


def test_an_empty_confidence_is_no_trouble_and_an_error_is() -> None:
    assert read_confidence(None, HERE, "vi").trouble is None
    assert read_confidence(cell(" "), HERE, "vi").trouble is None
    assert read_confidence(cell(None, formula="A1"), HERE, "vi").trouble is Trouble.not_calculated
    assert read_confidence(cell(ErrorValue("#N/A")), HERE, "vi").trouble is Trouble.error_cell


@pytest.mark.parametrize(
    "said",
    [
        True,
        "✓",
        "✔",
        "☑",
        "✅",
        "x",
        "X",
        "Xong",
        "xong.",
        "Hoàn thành",
        "hoan thanh",
        "Done",
        "Yes",
        "Có",
        "Đạt",
        "✅ Done",
    ],
)
def test_done_is_understood(said: str | bool) -> None:
    assert read_milestone(cell(said), HERE).value is True


@pytest.mark.parametrize("said", ["Done ✅", "Xong (16/11)", "Xong 👍", "Hoàn thành ✔ (16/11)"])
def test_done_is_understood_with_a_mark_or_a_day_beside_it(said: str) -> None:
    assert read_milestone(cell(said), HERE).value is True


@pytest.mark.parametrize(
    "said",
    ["Chưa xong (16/11)", False, "✗", "☐", "❌", "Chưa", "chưa xong", "Chưa hoàn thành", "Not done", "No",
     "Không", "[ ]", "đang làm"],
)  # fmt: skip
def test_not_done_is_understood(said: str | bool) -> None:
    assert read_milestone(cell(said), HERE).value is False


@pytest.mark.parametrize(
    "stored", [cell("50%"), cell("Xong ❌"), cell("gần xong"), cell(1), cell("3/5"), None, cell("")]
)
def test_what_is_neither_done_nor_not_done_is_no_trouble(stored: Cell | None) -> None:
    read = read_milestone(stored, HERE)
    assert (read.value, read.trouble) == (None, None)


ACTIVITIES: list[tuple[str, Activity]] = [
    ("Hủy", Activity.cancelled),
    ("Huỷ", Activity.cancelled),
    ("HỦY", Activity.cancelled),
    ("Đã hủy", Activity.cancelled),
    ("Hủy bỏ", Activity.cancelled),
    ("Hủy vì hết ngân sách", Activity.cancelled),
    ("Hủy – hết ngân sách", Activity.cancelled),
    ("Cancelled", Activity.cancelled),
    ("canceled: no budget", Activity.cancelled),
    ("Dropped", Activity.cancelled),
    ("❌ Hủy", Activity.cancelled),
    ("Tạm dừng", Activity.paused),
    ("tam dung", Activity.paused),
    ("Đang tạm hoãn", Activity.paused),
    ("On hold", Activity.paused),
    ("On-hold until March", Activity.paused),
    ("⏸ Paused", Activity.paused),
    ("Deferred", Activity.paused),
    ("Deferred to Q1", Activity.paused),
    ("Deferred to next quarter: no budget", Activity.paused),
    ("Postponed to January 2027", Activity.paused),
    ("Paused for now", Activity.paused),
    ("Deprioritised", Activity.paused),
    ("De-prioritized until Q1", Activity.paused),
    ("No longer a priority", Activity.paused),
    ("Pushed to next quarter", Activity.paused),
    ("Stopped", Activity.paused),
    ("Hoãn sang quý 1", Activity.paused),
    ("Tạm hoãn đến năm sau", Activity.paused),
    ("Chuyển sang quý sau", Activity.paused),
    ("Không ưu tiên nữa", Activity.paused),
    ("Dừng", Activity.paused),
    ("Dừng – hết ngân sách", Activity.paused),
    ("Đã dừng từ 10/11", Activity.paused),
    ("Ngừng triển khai", Activity.paused),
    ("Ngưng", Activity.paused),
    ("Đã ngừng thực hiện vì thiếu người", Activity.paused),
    ("Ngung trien khai", Activity.paused),
    ("Halted", Activity.paused),
    ("Halted. Resumed in Nov", Activity.active),
    ("Paused – restarted 3/11", Activity.active),
    ("Tạm dừng; đã khởi động lại từ 5/11", Activity.active),
    ("Cancelled; reinstated by the board", Activity.active),
    ("Paused, to be resumed in Q1", Activity.paused),
    ("Tạm dừng, sẽ tiếp tục trong quý 1", Activity.paused),
    ("Killed", Activity.cancelled),
    ("Called off: no budget", Activity.cancelled),
    ("Dừng chân ở 40 cửa hàng", Activity.active),
    ("Dừng quảng cáo kênh A", Activity.active),
    ("Đúng", Activity.active),
    ("Dung", Activity.active),
    ("Không dừng", Activity.active),
    ("Killed 40 bugs", Activity.active),
    ("Not doing", Activity.cancelled),
    ("Not doing this quarter", Activity.cancelled),
    ("De-scoped", Activity.cancelled),
    ("Scrapped", Activity.cancelled),
    ("No longer needed", Activity.cancelled),
    ("Không làm nữa", Activity.cancelled),
    ("Khong thuc hien nua", Activity.cancelled),
    ("Not doing well", Activity.active),
    ("Deferred revenue is up", Activity.active),
    ("Moved to Q4", Activity.active),
    ("Pushed to 30%", Activity.active),
    ("Stopped the leak in line 3", Activity.active),
    ("Backlog: 40 tickets", Activity.active),
    ("Chuyển sang phòng mới", Activity.active),
    ("Không ưu tiên khách mới", Activity.active),
    ("Xong", Activity.done),
    ("Hoàn thành", Activity.done),
    ("Đã hoàn thành", Activity.done),
    ("Done", Activity.done),
    ("", Activity.active),
    ("không hủy", Activity.active),
    ("Not cancelled", Activity.active),
    ("Huy", Activity.active),
    ("Huy động thêm vốn", Activity.active),
    ("Hủy đăng ký giảm mạnh", Activity.active),
    ("Dropped to 30%", Activity.active),
    ("Khách hàng đã hủy đơn trong tháng 11 nhiều hơn dự kiến", Activity.active),
    ("We paused the campaign for a week", Activity.active),
    ("Hoàn thành 50%", Activity.active),
    ("Hoàn thành trước hạn là mục tiêu", Activity.active),
    ("Đúng tiến độ", Activity.active),
]


@pytest.mark.parametrize(("text", "activity"), ACTIVITIES)
def test_only_a_leading_phrase_stops_a_row(text: str, activity: Activity) -> None:
    assert read_activity(text) is activity


@pytest.mark.parametrize(
    ("text", "is_moved"),
    [("Chuyển sang Q1/2027", True), ("Chuyển sang Q1", True), ("Dời sang quý 1/2027 do thiếu người", True),
     ("Moved to Q1", True), ("Pushed out to Q2 2027: no budget", True), ("Moved to January 2027", True),
     ("Carried over to 2027", True), ("Chuyển sang năm 2027", True), ("Lùi sang tháng 1/2027", True),
     ("Moved to Q4", False), ("Chuyển sang Q4/2026", False), ("Chuyển sang tháng 12", False),
     ("Moved from Q3 to Q4", False), ("Moved to Q1 pipeline", False), ("Chuyển sang phòng mới", False),
     ("Moved to Q3 2026", False), ("Chuyển sang 2026", False)],
)  # fmt: skip
@pytest.mark.parametrize("column", ["Status", "Notes"])
def test_a_row_that_is_moved_to_a_later_period_is_let_go_in_its_own(text: str, is_moved: bool, column: str) -> None:
    sheets, _ = sheets_in(f"=== Q4 2026\nObjective | Key result | Baseline | Target | Current | {column}\n"
                          f"Grow | Open shops in the south | 0 | 10 | 4 | {text}")  # fmt: skip
    ((_, row),) = read_rows(sheets, ReadingOptions(language="en"), date(2026, 11, 15)).key_results()
    assert (row.activity is Activity.paused) is is_moved


@pytest.mark.parametrize(
    "text", ["Moved to May", "Moved to Q3", "Chuyển sang tháng 5", "Chuyển sang Q3", "Moved to Q2"]
)
def test_a_note_without_a_year_moves_a_row_only_into_the_next_cycle(text: str) -> None:
    sheets, _ = sheets_in(f"=== Q4 2026\nObjective | Key result | Baseline | Target | Current | Notes\n"
                          f"Grow | Open shops in the south | 0 | 10 | 4 | {text}\n"
                          f"| Open shops in the north | 0 | 10 | 4 | {text} 2027\n"
                          f"| Open shops in the east | 0 | 10 | 4 | Moved to February")  # fmt: skip
    rows = read_rows(sheets, ReadingOptions(language="en"), date(2026, 11, 15)).key_results()
    assert [row.activity is Activity.paused for _, row in rows] == [False, True, True]


@pytest.mark.parametrize(
    ("text", "committed"),
    [("Cam kết", True), ("cam ket", True), ("Committed", True), ("Committed OKR", True), ("Roofshot", True),
     ("Vươn lên", False), ("Aspirational", False), ("Stretch", False), ("Moonshot", False), ("", None), ("KR", None),
     ("không cam kết gì", None)],
)  # fmt: skip
def test_committed_and_aspirational_are_told_apart(text: str, committed: bool | None) -> None:
    assert read_commitment(text) is committed


@pytest.mark.parametrize(
    ("note", "codes"),
    [
        ("okr: ignore OKR201", {"OKR201"}),
        ("okr: ignore OKR201, OKR3", {"OKR201", "OKR3"}),
        ("Đã bàn với sếp. OKR: ignore okr201 okr302 vì quý này khác", {"OKR201", "OKR302"}),
        ("okr:ignore OKR1", {"OKR1"}),
        ("ignore OKR201", set()),
        ("okr: ignore", set()),
        ("", set()),
    ],
)
def test_a_note_excuses_its_row_from_the_rules_that_it_names(note: str, codes: set[str]) -> None:
    assert ignored_rules(note) == codes


@given(st.text(max_size=60))
def test_any_text_can_be_read_without_a_crash(text: str) -> None:
    read_activity(text)
    read_commitment(text)
    ignored_rules(text)
    read_milestone(cell(text), HERE)
    read_confidence(cell(text), HERE, "vi")
