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


def test_objectives_of_one_name_are_each_teams_where_they_are_written_once() -> None:
    table = """
        Phòng | Mục tiêu | Kết quả then chốt | Chỉ tiêu | Thực hiện
        KD1 | Tăng doanh số | Doanh số (tỷ) | 15 | 10
         |  | Khách mới | 30 | 20
        KD2 | Tăng doanh số | Số hợp đồng | 40 | 10
         |  | Tỷ lệ chốt (%) | 30 | 10
        """
    rows = read_rows((sheet_of(table, "Q4 2026"),), ReadingOptions(), date(2026, 11, 20))
    assert [(one.team.value, len(one.key_results)) for one in rows.objectives] == [("KD1", 2), ("KD2", 2)]


def test_an_objective_that_each_row_repeats_may_have_key_results_of_several_teams() -> None:
    table = """
        Team | Objective | Key result | Target | Current
        Sales | Grow | Revenue | 15 | 10
        Marketing | Grow | Leads | 30 | 20
        """
    rows = read_rows((sheet_of(table, "Q4 2026"),), ReadingOptions(), date(2026, 11, 20))
    assert [len(one.key_results) for one in rows.objectives] == [2]


@pytest.mark.parametrize(
    ("parent", "objective"),
    [
        ("Company Objective", "Dept Objective"),
        ("Company Objective", "Team Objective"),
        ("Company Objective", "Department Objective"),
        ("Strategic Goal", "Objective"),
        ("Annual objective", "Objective"),
        ("Mục tiêu chiến lược", "Mục tiêu"),
        ("Mục tiêu công ty", "Mục tiêu phòng"),
        ("Mục tiêu năm", "Mục tiêu quý"),
    ],
)
def test_the_wider_of_two_columns_of_objectives_is_what_the_other_belongs_to(parent: str, objective: str) -> None:
    table = f"""
        {parent} | Department | {objective} | Key Result | Target | Current
        Be the leader | Sales | Win new markets | Deals in Hue | 10 | 4
        Be the leader | IT | Run without fail | Uptime | 99.9 | 99.5
        """
    found = read_rows((sheet_of(table, "Q4 2026"),), ReadingOptions(), date(2026, 11, 19)).objectives
    said = [(one.title.value, one.parent.value, one.team.value) for one in found]
    assert said == [("Win new markets", "Be the leader", "Sales"), ("Run without fail", "Be the leader", "IT")]


def test_a_strategic_goal_alone_is_an_objective() -> None:
    table = "Strategic Goal | Key Result | Target | Current\nBe the leader | Deals in Hue | 10 | 4"
    found = read_rows((sheet_of(table, "Q4 2026"),), ReadingOptions(), date(2026, 11, 19)).objectives
    assert [one.title.value for one in found] == ["Be the leader"]
