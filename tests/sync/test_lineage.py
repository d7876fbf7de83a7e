"""A row is known again in earlier cycles by its id or its words, or not at all."""

from __future__ import annotations

import pytest

from sync.cycles import cycle_by_id
from sync.lineage import Lineage, gist, said_by_key_result, said_by_kpi, said_by_objective
from sync.model.cells import CellRef
from sync.model.past import Closing, ClosingKind
from sync.model.readings import Read
from sync.options import FiscalCalendar
from tests.sync.rows import Q4, key_result, kpi, objective

CALENDAR = FiscalCalendar()
CELL = CellRef("Q3 2026", 2, 1)


def closed(kind: str, text: str, id: str = "", **said: object) -> Closing:
    return Closing("sales", ClosingKind(kind), id or text, text, CELL, **said)  # type: ignore[arg-type]


def lineage(**cycles: list[Closing]) -> Lineage:
    """Given cycles as 'Q3' of 2026, return what leads up to the fourth quarter."""
    return Lineage({f"2026-{name}": tuple(rows) for name, rows in cycles.items()}, CALENDAR)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("Doanh số đạt 10 tỷ", "Doanh số đạt 800 triệu"),
        ("KR1: Tăng NPS từ 30 lên 45 điểm", "• KR 2 - Tăng NPS từ 45 lên 50 điểm"),
        ("Đạt doanh số kỷ lục trong quý 3/2026", "Đạt doanh số kỷ lục trong Q4 2026"),
        ("Dat doanh so ky luc trong quy III", "Đạt doanh số kỷ lục"),
        ("Increase MRR from $1.2M to $2M by Q3 2026", "Increase MRR from $2M to $2.5M"),
        ("Weekly active teams reach 2,000", "weekly active teams  reach 2,600"),
    ],
)
def test_numbers_and_names_of_cycles_are_no_part_of_what_a_row_says(before: str, after: str) -> None:
    assert gist(before) == gist(after) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [("P95 latency to 200 ms", "P99 latency to 200 ms"), ("Tăng doanh thu", "Giảm doanh thu"), ("Top 3", "ISO 27001")],
)
def test_names_with_numbers_and_verbs_are(one: str, other: str) -> None:
    assert gist(one) != gist(other)


def test_a_key_result_is_followed_through_its_objective_until_it_was_not_there() -> None:
    past = lineage(
        Q3=[closed("objective", "Grow", "o3"), closed("key_result", "Teams reach 20", objective="o3")],
        Q2=[closed("objective", "Grow", "o2"), closed("key_result", "Teams reach 10", objective="o2")],
        Q1=[closed("objective", "Grow", "o1"), closed("key_result", "Users reach 10", objective="o1")],
    )
    said = said_by_key_result(key_result(text="Teams reach 30"), objective(title="Grow"))
    assert [one.text for one in past.before(Q4, said)] == ["Teams reach 20", "Teams reach 10"]


def test_a_cycle_that_was_never_closed_ends_the_line() -> None:
    past = lineage(Q3=[closed("kpi", "Churn")], Q1=[closed("kpi", "Churn")])
    assert len(list(past.before(Q4, said_by_kpi(kpi("Churn"))))) == 1
    assert [cycle.id for cycle in past.cycles_before(Q4)] == ["2026-Q3"]


def test_two_that_say_the_same_are_told_apart_by_whose_they_are_or_not_at_all() -> None:
    twins = [closed("kpi", "Churn", "1", team="Hanoi"), closed("kpi", "Churn", "2", team="Saigon")]
    past = lineage(Q3=twins)
    saigon = kpi("Churn")._replace(team=Read("Sài Gòn"))
    assert [one.id for one in past.before(Q4, said_by_kpi(saigon._replace(team=Read("saigon"))))] == ["2"]
    assert list(past.before(Q4, said_by_kpi(saigon))) == []
    assert list(past.before(Q4, said_by_kpi(kpi("Churn")))) == []


def test_the_teams_own_id_comes_before_the_words() -> None:
    past = lineage(
        Q3=[closed("objective", "Old words", given_id="okr-4711"), closed("objective", "Grow", given_id="okr-4712")]
    )
    renamed = objective(title="Grow")._replace(external_id=Read("OKR-4711"))
    assert [one.text for one in past.before(Q4, said_by_objective(renamed))] == ["Old words"]


@pytest.mark.parametrize(
    ("number", "text", "known"),
    [
        ("KR1", "NPS from 30 to 45", False),
        ("KR1", "Sign 20 dealers", False),
        ("KR1", "Recurring revenue from 150 to 200", True),
        ("O1-KR1", "NPS from 30 to 45", False),
        ("1.1", "NPS from 30 to 45", False),
        ("GROWTH-118", "NPS from 30 to 45", True),
    ],
)
def test_a_running_number_that_is_used_again_says_nothing_of_other_words(number: str, text: str, known: bool) -> None:
    past = lineage(Q3=[closed("key_result", "Monthly recurring revenue from 100 to 150", given_id=number.lower())])
    own = key_result(text=text)._replace(external_id=Read(number))
    assert bool(list(past.before(Q4, said_by_key_result(own, objective(title="Delight"))))) is known


def test_a_few_words_are_not_looked_for_under_another_objective() -> None:
    rows = [
        closed("objective", "Thailand", "o3"),
        closed("key_result", "Revenue", objective="o3"),
        closed("key_result", "New customers from partners", objective="o3"),
    ]
    past = lineage(Q3=rows)

    def found(text: str) -> list[Closing]:
        return list(past.before(Q4, said_by_key_result(key_result(text=text), objective(title="Vietnam"))))

    assert found("Revenue") == []
    assert [one.text for one in found("New customers from partners")] == ["New customers from partners"]


def test_what_is_closed_by_halves_runs_in_halves() -> None:
    past = Lineage({"2026-H1": (closed("kpi", "Churn"),)}, CALENDAR)
    assert [cycle.id for cycle in past.running(Q4.first_day)] == ["2026-H2"]
    assert past.sealed(cycle_by_id("2026-Q3", CALENDAR), "Churn") is None
