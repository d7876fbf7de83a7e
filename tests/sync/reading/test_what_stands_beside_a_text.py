"""What stands beside a text and has a number: the name of a place, a clause, a room behind a task, which gives it no
value; a phase or a team before a text, which changes none; a second key result behind a first, which leaves open which
of them is meant."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping

import pytest

from sync.reading.texts.languages import lexicon_of
from tests.sync.reading.texts_measured import corpora, read_fields, texts_of

NUMBERED = {
    True: (
        "theo Nghị định 24", "tại tầng 3", "cho khóa 65", "trên Windows 11", "(giai đoạn 2)", "theo Thông tư 58/2024",
        "ở toà nhà B2", "cho tuyến số 19", "bản 2.3", "tại kho số 4", "theo tiêu chuẩn 5S", "cho lớp 12", "theo mẫu 01",
        "trước ngày 15", "trong 2 tuần", "hạng 4 sao", "theo Quyết định số 749", "ca 3", "cho xe 16 chỗ", "phòng 204",
        "ấp 5", "đời 2019", "theo mô hình 4P", "đợt 1/2026", "của khối 6", "theo chuẩn WCAG 2.1",
    ),
    False: (
        "under Regulation 24", "on floor 3", "for cohort 12", "on Windows 11", "(phase 2)", "at Building 7",
        "on Route 19", "in version 2.3", "with a 2-day workshop", "for the 5-year plan", "in Zone 3", "by week 6",
        "within 3 weeks", "for Year 9", "at Gate 14", "for the 4-star hotel", "in Room 204", "under Section 8",
        "for tier 2 support", "on line 4", "for grades 5 and 6", "with 16-seat vans", "per clause 12", "at mile 12",
        "using the 5 whys", "on the 747 fleet", "in aisle 9", "for the 2019 model", "in 2 sprints", "at 3 pm",
    ),
}  # fmt: skip
PREFACES = {
    True: (
        "Giai đoạn 2: ", "Tổ 3: ", "Tuần 6 - ", "Ca 2: ", "Đợt 1: ", "Khối 6: ", "Chi bộ 5: ", "Bước 3: ",
        "Hạng mục 4: ", "Lớp 12A3: ", "Kho 2 - ", "Chi nhánh 3: ", "Phòng 204: ", "Thôn 7: ", "Nhóm 2: ",
        "Nhiệm vụ 2. ", "Mục tiêu 1.2 - ", "(Q4) ", "[Sprint 12] ", "Trước 31/12, ", "Năm 2027: ", "Chuyền 5: ",
        "100 ngày đầu: ",
    ),
    False: (
        "Phase 2: ", "Zone 3: ", "Team 4: ", "Week 6 - ", "[Sprint 12] ", "Room 204: ", "(Q4) ", "Step 3: ",
        "Workstream 2 - ", "Plant 7: ", "Line 4: ", "Cohort 12: ", "Year 2: ", "Tier 1: ", "Goal 1.2 - ",
        "By June 30, ", "In 2027, ", "First 100 days: ", "Unit 5: ", "Store 12: ", "Track 3. ", "Level 2 - ",
    ),
}  # fmt: skip
VALUES = ("kind", "change", "baseline", "target", "lower", "upper")
TEXTS = [text for name in corpora() for text in texts_of(name)]
JOINS: Mapping[str, tuple[Callable[[str, str], str], int]] = {
    "comma": (lambda one, two: f"{one}, {two}", 20),
    "dash": (lambda one, two: f"{one} - {two}", 20),
    "full stop": (lambda one, two: f"{one}. {two}", 20),
    "line": (lambda one, two: f"{one}\n{two[0].upper()}{two[1:]}", 12),
    "word": (lambda one, two: f"{one} {'but still' if one.isascii() else 'nhưng vẫn'} {two}", 20),
    "brackets": (lambda one, two: f"{one} ({two})", 3),
}
"""How two are joined, and of how many at most one may be given a value."""


@pytest.mark.parametrize("vietnamese", [True, False])
def test_a_numbered_name_behind_a_task_is_no_value(vietnamese: bool) -> None:
    tasks = [text.text for text in TEXTS if text.is_task and not any(map(str.isdigit, text.text))]
    tasks = [text for text in tasks if lexicon_of(text)[1] is vietnamese and not (vietnamese and text.isascii())]
    chance = random.Random(7)
    made = [f"{text.rstrip('.')} {name}" for name in NUMBERED[vietnamese] for text in chance.sample(tasks, 40)]
    valued = [text for text in made if _is_valued(text)]
    assert len(valued) <= len(made) // 200, valued


@pytest.mark.parametrize("vietnamese", [True, False])
def test_a_numbered_name_before_a_text_changes_no_value(vietnamese: bool) -> None:
    texts = [text.text for text in TEXTS if len(text.text) < 80 and lexicon_of(text.text)[1] is vietnamese]
    texts = [text for text in texts if not (vietnamese and text.isascii())]
    chance = random.Random(7)
    changed = [
        preface + text
        for preface in PREFACES[vietnamese]
        for text in chance.sample(texts, 60)
        if _is_valued(preface + text) and _values(preface + text) != _values(text)
    ]
    assert len(changed) <= 60 * len(PREFACES[vietnamese]) // 150, changed


@pytest.mark.parametrize("name", JOINS)
def test_a_second_key_result_leaves_open_which_is_meant(name: str) -> None:
    """Of what is in brackets it is told only where that names a measure or a doing of its own: a benchmark and a
    condition stand there as well."""
    join, most = JOINS[name]
    texts = [text.text for text in TEXTS if 15 < len(text.text) < 70 and not set(text.text) & set(",;(&|")]
    chance = random.Random(7)
    valued = [text for text in chance.sample(texts, 900) if _is_valued(text)]
    made = []
    for vietnamese in (True, False):
        own = [text for text in valued if lexicon_of(text)[1] is vietnamese and not (vietnamese and text.isascii())]
        made += [join(*map(_small, chance.sample(own, 2))) for _ in range(150)]
    told = [text for text in made if _is_valued(text)]
    assert len(told) <= len(made) // most, told


CONDITIONS = (
    ("Giảm khói bụi tại 5 nhà máy", None, None),
    ("Lượt đặt xe theo kế hoạch 5 năm", None, None),
    ("Less dust (measured on 1,000 samples)", None, None),
    ("Hold town halls with 30+ guests each", None, None),
    ("Free delivery on orders over $500", None, None),
    ("Double trials across 3 regions", None, None),
    ("Grow to 5,000 members by 2027", None, "5000"),
    ("Grow to 5,000 members from 2,000 members", "2000", "5000"),
    ("Keep 95% of orders on time, measured at 95% confidence", None, "95"),
)


@pytest.mark.parametrize(("text", "baseline", "target"), CONDITIONS)
def test_a_condition_behind_a_text_is_no_value_of_it(text: str, baseline: str | None, target: str | None) -> None:
    fields = read_fields(text)

    assert target in (fields["target"], fields["lower"])
    assert fields["baseline"] == baseline


SAID = (
    ("API success rate >= 99.999%", "at_least", "lower", "99.999"),
    ("Tỷ lệ sẵn sàng 99.999%", "increase", "target", "99.999"),
    ("Red accounts: 5 at most in each branch", "at_most", "upper", "5"),
    ("Bounce rate 55% max (200 people each)", "at_most", "upper", "55"),
    ("Signed 9 schools (target 16) at 5 branches", "increase", "target", "16"),
    ("5 complaints within 24 hours", "decrease", "target", "5"),
    ("Grow ARR from $5M to $6M 3/5", "increase", "target", "6000000"),
    ("Drivers scan the seal in 95% of handovers", "increase", "target", "95"),
    ("xe 7 cho chay it nhat 11 cuoc moi ngay", "at_least", "lower", "11"),
)


@pytest.mark.parametrize(("text", "kind", "field", "value"), SAID)
def test_a_value_is_what_the_text_says_of_it(text: str, kind: str, field: str, value: str) -> None:
    fields = read_fields(text)

    assert (fields["kind"], fields[field], fields["doubt"]) == (kind, value, "False")


@pytest.mark.parametrize(
    "text", ["Doanh thu trên 3 sàn", "Số lớp: 6 đến 8", "Plant availability of 91% or higher (at most 2 a month)"]
)
def test_what_may_be_two_things_is_in_doubt(text: str) -> None:
    assert read_fields(text)["doubt"] == "True"


NO_VALUES = (
    "Chuyển bộ vector sang tester 93K",
    "Cut complaints (measured on 1,000 samples)",
    "Reduce paperwork for nurses in 3 provinces",
    "Increase awareness with 3 partners",
    "Cut paperwork at goods receipt of 4 departments",
    "Apprentice pass rate at 5 branches",
    "Move the depot in 4 stages",
    "Chuyển kho theo 3 giai đoạn",
    "Giảm chi phí vận hành qua 3 kênh",
    "Triển khai MFA cho nhân viên trên 2 hệ thống",
    "Open an office once we have 30 orders",
    "Train crews on tablets instead of 3 binders",
    "Migrate billing off the spreadsheet led by 2 engineers",
    "Sell the repair kit priced at $20",
    "Finish the patio (about $2,000)",
    "Build a wall 30 m long",
    "Cut paperwork of all 5 sites",
    "Reduce litter along the trail with a budget of $50k",
    "Draft a new policy for cases under $500",
    "Soạn nội quy sau khi có 20 khách đầu tiên",
    "Mở quán nếu vượt 100 khách",
    "Họp giao ban mỗi thứ 2",
    "Bán vé xem kịch giá 200k",
    "Lắp ghế an toàn cho trẻ từ 3 tuổi",
    "Tập huấn sơ cứu do 2 kỹ sư phụ trách",
    "Làm hồ sơ hoàn công cùng 2 đồng nghiệp",
    "Xây kho rộng 500m2",
    "Soạn sổ tay vận hành gồm 4 phần",
    "Phát hành bản dùng thử tối đa 2 tuần",
    "With 3 partners, launch the card",
    "Với 50 triệu, mở quán nước",
    "50% of my time: teach the new crew",
    "2 người: soạn lại quy trình",
    "Milestone 2 (30%): Publish the price list",
)


@pytest.mark.parametrize("text", NO_VALUES)
def test_a_name_a_sample_a_place_or_a_way_is_no_value(text: str) -> None:
    assert read_fields(text)["kind"] is None


def test_where_something_comes_from_leaves_open_where_it_stood() -> None:
    assert read_fields("Grow to 5,000 members from 2 sources")["doubt"] == "True"


def _is_valued(text: str) -> bool:
    said = read_fields(text)
    return said["measurable"] == "True" and said["doubt"] == "False"


def _values(text: str) -> list[str | None]:
    said = read_fields(text)
    return [said[name] for name in VALUES]


def _small(text: str) -> str:
    return text[0].lower() + text[1:] if text[1:2].islower() else text
