"""What an outline's texts say without their marks."""

from __future__ import annotations

import pytest

from sync.reading.outlines import unmarked


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
