"""Numbers and letters that a list counts its rows with, in front of their words: no values of theirs."""

from __future__ import annotations

import pytest

from sync.reading.texts.wording import names_a_value, read_wording


@pytest.mark.parametrize(
    "label",
    ["1b)", "2k)", "1m)", "1-b)", "3d)", "1.2a)", "1b.", "1b:", "1b -", "2m.", "B.1", "B.1)", "B.1:", "A.2.", "II.1",
     "C.10", "B.1.2"],
)  # fmt: skip
def test_a_label_in_front_is_no_value(label: str) -> None:
    assert not read_wording(f"{label} Books read per pupil", "en").measurable
    said = read_wording(f"{label} Raise books read from 4 to 10", "en")
    assert (said.baseline, said.target) == (4, 10)


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("1c) 20 investigations published", 20),
        ("1b) Bounce rate from 61% to 50%", 50),
        ("2d. 3 trainings held", 3),
        ("A.1 Doanh thu đạt 10 tỷ", 10_000_000_000),
        ("2 Giảm lỗi xuống 3%", 3),
        ("2B customers", 2_000_000_000),
        ("10 Wins in EMEA", 10),
    ],
)
def test_the_value_is_read_behind_it(text: str, target: int) -> None:
    assert read_wording(text, "en").target == target


@pytest.mark.parametrize(
    "title", ["1 Grow", "2 Improve our service", "1 Tăng doanh thu", "B.1 Win Scotland", "1k) Grow"]
)
def test_a_number_before_an_objective_is_no_value(title: str) -> None:
    assert not names_a_value(title)
