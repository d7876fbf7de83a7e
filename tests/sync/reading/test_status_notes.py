"""What stands behind a key result and says how it fares: its weight, its owner, how far it is, its score."""

from __future__ import annotations

import random

import pytest

from sync.reading.texts.languages import lexicon_of
from sync.reading.texts.status_notes import may_say_how_far, without_notes, without_weight_in_front
from tests.sync.reading.texts_measured import corpora, read_fields, texts_of

NOTES = {
    True: (
        " (trọng số 20%)", " (người phụ trách: 2 bạn)", " (cập nhật 12/10)", " (độ tự tin 6/10)", " (tự chấm 0.7)",
        " (hoàn thành 40%)", " (tiến độ 55%)", " (tuần 3: 25%)", " ✅ 80%", " – xong 3/5", " (điểm 0,8)", " (Lan, 30%)",
        " (tỷ trọng 15%)", " - Hạn: 30/6/2026", " @Lan 15/11", " (ưu tiên 1)", " (mới 20%)", " - 40%",
        " (thưởng 5tr)", " (chi phí 20 triệu)", " (5đ)", " (đạt 3/10)", " (tối đa 10 điểm)",
    ),
    False: (
        " (weight 20%)", " (owners: 2 people)", " (updated 10/12)", " (confidence 6/10)", " (scored 0.7)",
        " (40% complete)", " (progress 55%)", " (week 3: 25%)", " ✅ 80%", " – 3/5 done", " (score: 0.8)",
        " (Lan, 30%)", " (15% weight)", " - Due: 6/30/2026", " @Lan due 11/15", " (priority 1)", " (20% so far)",
        " - 40%", " (bonus $500)", " (budget $5k)", " (20 points)", " (3 of 10 done)",
    ),
}  # fmt: skip
VALUES = ("kind", "change", "baseline", "target", "lower", "upper")


@pytest.mark.parametrize("vietnamese", [True, False])
def test_a_note_behind_a_text_is_no_value_of_it(vietnamese: bool) -> None:
    """But for where it says that it stands at so much, which is where a share starts from."""
    texts = [text.text for name in corpora() for text in texts_of(name) if len(text.text) < 80]
    texts = [text for text in texts if lexicon_of(text)[1] is vietnamese and not (vietnamese and text.isascii())]
    chance = random.Random(7)
    changed = [
        text + note
        for note in NOTES[vietnamese]
        for text in chance.sample([one.rstrip(".") for one in texts], 60)
        if _is_changed(text, note)
    ]
    assert len(changed) <= 60 * len(NOTES[vietnamese]) // 200, changed


def _is_changed(text: str, note: str) -> bool:
    alone, noted = read_fields(text), read_fields(text + note)
    if noted["measurable"] != "True" or noted["doubt"] == "True":
        return False
    return any(alone[field] != noted[field] for field in VALUES)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("Raise NPS to 50 (weight 20%)", "Raise NPS to 50"),
        ("Raise NPS to 50 (weight 20%) (owner: Minh, Lan)", "Raise NPS to 50"),
        ("Sign 5 dealers (60% complete)", "Sign 5 dealers"),
        ("Move payroll (60% complete)", "Move payroll (60% complete)"),
        ("Raise NPS to 50 (now 42)", "Raise NPS to 50 (now 42)"),
        ("Hold 2 events (budget: $5k)", "Hold 2 events"),
        ("Doanh thu 5 tỷ (chi phí dưới 2 tỷ)", "Doanh thu 5 tỷ (chi phí dưới 2 tỷ)"),
        ("Doanh thu 5 tỷ (hạn mức 6 tỷ)", "Doanh thu 5 tỷ (hạn mức 6 tỷ)"),
        ("(weight 20%)", "(weight 20%)"),
    ],
)
def test_a_text_is_read_without_its_notes(text: str, rest: str) -> None:
    assert without_notes(text) == rest


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("KR1 (30%): Sign 5 dealers", "KR1: Sign 5 dealers"),
        ("Kết quả 2 [25%] Ký 5 đại lý", "Kết quả 2: Ký 5 đại lý"),
        ("(20%) Sign 5 dealers", "Sign 5 dealers"),
        ("[85%] học sinh đậu đại học", "[85%] học sinh đậu đại học"),
        ("[80%] of staff trained", "[80%] of staff trained"),
        ("(100%) hồ sơ đúng hạn", "(100%) hồ sơ đúng hạn"),
    ],
)
def test_a_weight_in_front_is_no_value(text: str, rest: str) -> None:
    assert without_weight_in_front(text) == rest


@pytest.mark.parametrize(
    ("text", "may"),
    [
        ("60% - Calibrate the mill", True),
        ("(60%) Calibrate the mill", True),
        ("Keep utilisation at 70 - 80%", False),
        ("Move payroll (60% complete)", True),
        ("Áp dụng 5S tại xưởng dệt (mới 20%)", True),
        ("Coverage ≥ 75% (hiện 58%)", False),
        ("Coverage ≥ 75%", False),
    ],
)
def test_a_lone_figure_may_say_how_far_a_task_is(text: str, may: bool) -> None:
    assert may_say_how_far(text) is may


def test_a_range_with_spaces_is_no_note() -> None:
    fields = read_fields("Giữ công suất phòng 70 – 80%")

    assert (fields["kind"], fields["lower"], fields["upper"]) == ("between", "70", "80")


@pytest.mark.parametrize("text", ["Guests complain in 90% of stays", "Staff skip the check in 90% of shifts"])
def test_a_share_of_what_is_unwanted_is_no_value(text: str) -> None:
    assert read_fields(text)["measurable"] == "False"
