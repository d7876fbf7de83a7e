"""Objectives of one name in a flat table: one, unless the numbers in their marks differ."""

from __future__ import annotations

from datetime import date

import pytest

from sync.options import ReadingOptions
from sync.reading import read_rows
from tests.sheets import sheet_of


def sizes(*titles: str) -> list[int]:
    """Given the objective of each row, return how many key results each objective that was found has."""
    lines = [f"{title} | Win {place} customers | 0 | {place} | 5" for place, title in enumerate(titles, 10)]
    table = "\n".join(["Objective | Key result | Baseline | Target | Current", *lines])
    found = read_rows((sheet_of(table, "Q4 2026"),), ReadingOptions(), date(2026, 11, 19))
    return [len(objective.key_results) for objective in found.objectives]


@pytest.mark.parametrize(
    ("titles", "expected"),
    [
        (("O1: Grow", "O1: Grow", "O2: Grow"), [2, 1]),
        (("O1 🚀", "O2 🚀", "O1 🚀"), [2, 1]),
        (("Objective 1: Grow", "Objective 2: Grow", "Objective 2: Grow"), [1, 2]),
        (("O1: Grow", "Grow", "O1: Grow"), [3]),
        (("O1: Grow", "Win", "Grow"), [2, 1]),
        (("O1: Grow", "Objective 1 - Grow"), [2]),
        (("Grow", "Win", "Grow"), [2, 1]),
    ],
)
def test_objectives_of_one_name_are_told_apart_by_the_numbers_before_it(
    titles: tuple[str, ...], expected: list[int]
) -> None:
    assert sizes(*titles) == expected
