"""Rows that moved between workbooks: the one sealed row that they were, or none."""

from __future__ import annotations

from collections.abc import Sequence
from random import Random
from typing import TypeVar

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.lineage import Known, Said
from sync.model.cells import CellRef
from sync.model.past import Closing, ClosingKind
from sync.moved_rows import Origins, Row, SealedRows, moved_from, origins, same_but_for_the_cycle, successor

T = TypeVar("T")

CELL = CellRef("Q3 2026", 2, 1)
WORDS = ("Orders delivered on time", "Shops newly opened", "Active partners in sales", "Churn", "Revenue per seat now")
TITLES = ("Grow", "Lean operations everywhere")


def sealed(workbook: str, words: str, above: str = "Grow", given_id: str = "", owner: str = "") -> Closing:
    return Closing(workbook, ClosingKind.key_result, f"{workbook}/{above}/{words}", words, CELL, objective=above,
                   given_id=given_id, owner=owner)  # fmt: skip


def sealed_objective(workbook: str, title: str = "Grow") -> Closing:
    return Closing(workbook, ClosingKind.objective, title, title, CELL)


def row(
    workbook: str, words: str, above: str = "Grow", since: int | None = 5, given_id: str = "", owner: str = ""
) -> Row:
    said = Said(ClosingKind.key_result, given_id, words.lower(), above.lower(), owner)
    return Row(f"{workbook}/{above}/{words}", workbook, said, since)


def origins_of(
    rows: Sequence[Row],
    closings: Sequence[Closing],
    others: Sequence[Row] = (),
    *,
    is_planned: bool = True,
    has_past: bool = True,
) -> Origins:
    above = {(one.workbook, one.objective) for one in closings if one.objective}
    every = [*closings, *(sealed_objective(*one) for one in sorted(above))]
    planned = {one.workbook for one in others} | {one.workbook for one in rows}
    return origins(
        rows[0].workbook, rows, SealedRows(every), others, planned, is_planned=is_planned, has_past=has_past
    )  # fmt: skip


@pytest.mark.parametrize(
    ("before", "now"),
    [("OKR Q3", "OKR Q4"), ("okr-2026-q4", "OKR Q1 2027"), ("Sales_2026_Q3", "sales 2026-Q4"),
     ("Kinh doanh quý 3", "Kinh doanh Quý IV/2026"), ("Q3", "Q4")],
)  # fmt: skip
def test_a_name_with_another_cycle_in_it_is_the_next_workbook(before: str, now: str) -> None:
    assert same_but_for_the_cycle(before, now)


@pytest.mark.parametrize(
    ("one", "other"),
    [("sales", "sales"), ("sales Q4", "sales Q4"), ("team-01", "team-02"), ("sales Q3", "finance Q4"),
     ("sales", "sales Q4"), ("sales Q4", "sales"), ("Q3", "sales Q4")],
)  # fmt: skip
def test_other_names_are_other_workbooks(one: str, other: str) -> None:
    assert not same_but_for_the_cycle(one, other)


STILL_THERE = [row("a", "Trial users per week"), row("c", "Trial users per week")]
"""What the workbooks that a row left have in the cycle besides it."""


def test_a_row_goes_on_from_the_workbook_that_it_left() -> None:
    moved = row("b", "Shops newly opened")
    found = origins_of([moved], [sealed("a", "Shops newly opened"), sealed("a", "Churn")], STILL_THERE)
    assert found.single[moved.id].closing.workbook == "a"
    assert found.single[moved.id].objective == "Grow"


def test_a_row_that_its_workbook_still_has_is_nobody_elses() -> None:
    copied, kept = row("b", "Shops newly opened"), row("a", "Shops newly opened", since=9)
    assert origins_of([copied], [sealed("a", "Shops newly opened")], [kept]) == Origins()


def test_a_row_that_the_next_workbook_of_its_team_has_is_nobody_elses() -> None:
    closings = [sealed("a Q3", "Shops newly opened")]
    copied, kept = row("b", "Shops newly opened"), row("a Q4", "Shops newly opened", since=9)
    assert origins_of([copied], closings, [kept]) == Origins()


def test_of_two_copies_the_one_that_was_there_first_goes_on_and_the_other_is_told() -> None:
    closings = [sealed("a", "Shops newly opened")]
    first, second = row("b", "Shops newly opened", since=5), row("c", "Shops newly opened", since=6)
    assert set(origins_of([first], closings, [second, *STILL_THERE]).single) == {first.id}
    found = origins_of([second], closings, [first, *STILL_THERE])
    assert not found.single
    assert found.doubtful == {second.id: ("a",)}


def test_who_has_a_past_of_its_own_takes_nobodys_row_however_long_it_is_there() -> None:
    closings = [sealed("a", "Shops newly opened"), sealed("c", "Shops newly opened")]
    moved, own = row("b", "Shops newly opened"), row("c", "Shops newly opened", since=1)
    found = origins_of([moved], closings, [own, *STILL_THERE])
    assert found.single[moved.id].closing.workbook == "a"
    assert not found.doubtful


def test_a_row_that_its_own_workbook_had_twice_is_in_doubt_there_and_asks_nobody() -> None:
    closings = [sealed("b", "Shops newly opened", title) for title in TITLES]
    assert origins_of([row("b", "Shops newly opened", "Care")], closings, STILL_THERE) == Origins()


def test_between_two_rows_that_say_the_same_nobody_guesses() -> None:
    closings = [sealed("a", "Shops newly opened"), sealed("c", "Shops newly opened")]
    moved = row("b", "Shops newly opened")
    found = origins_of([moved], closings, STILL_THERE)
    assert not found.single
    assert found.doubtful == {moved.id: ("a", "c")}


def test_of_a_workbook_that_is_over_no_single_row_is_taken() -> None:
    moved = row("b", "Shops newly opened")
    found = origins_of([moved], [sealed("a", "Shops newly opened")])
    assert not found.single
    assert found.doubtful == {moved.id: ("a",)}


def test_an_id_decides_whatever_the_words() -> None:
    moved = row("b", "Openings of shops", given_id="kr-7")
    closings = [sealed("a", "Shops newly opened", given_id="kr-7"), sealed("c", "Openings of shops")]
    assert origins_of([moved], closings).single[moved.id].closing.given_id == "kr-7"


def test_few_words_under_another_objective_say_nothing() -> None:
    moved = row("b", "Churn", "Lean operations everywhere")
    assert origins_of([moved], [sealed("a", "Churn")], STILL_THERE) == Origins()


def test_the_same_words_with_another_owner_under_another_objective_are_another_row() -> None:
    moved = row("b", "Shops newly opened", "Lean operations everywhere", owner="lan")
    assert not origins_of([moved], [sealed("a", "Shops newly opened", owner="Minh")], STILL_THERE).single


FEW, MORE, ELSEWHERE = "Churn", "Shops newly opened", "Lean operations everywhere"


@pytest.mark.parametrize(
    ("words", "above", "owner", "owner_then", "is_that_one"),
    [
        (FEW, "Grow", "", "", True),
        (FEW, "Grow", "lan", "minh", True),
        (FEW, ELSEWHERE, "lan", "lan", False),
        (MORE, ELSEWHERE, "", "", True),
        (MORE, ELSEWHERE, "lan", "lan", True),
        (MORE, ELSEWHERE, "lan", "", True),
        (MORE, ELSEWHERE, "", "minh", True),
        (MORE, ELSEWHERE, "lan", "minh", False),
    ],
)
def test_a_key_result_is_known_by_its_objective_or_by_words_enough_that_nobody_else_owns(
    words: str, above: str, owner: str, owner_then: str, is_that_one: bool
) -> None:
    moved = row("b", words, above, owner=owner)
    found = origins_of([moved], [sealed("a", words, owner=owner_then)], STILL_THERE)
    assert set(found.single) == ({moved.id} if is_that_one else set())


@pytest.mark.parametrize(
    ("words", "owners", "teams", "is_that_one"),
    [
        (MORE, ("lan", "lan"), ("", ""), True),
        (MORE, ("", ""), ("sales", "sales"), True),
        (MORE, ("lan", "minh"), ("sales", "finance"), False),
        (MORE, ("", ""), ("", ""), False),
        (FEW, ("lan", "lan"), ("sales", "sales"), False),
    ],
)
def test_a_kpi_is_known_by_words_enough_and_the_same_people(
    words: str, owners: tuple[str, str], teams: tuple[str, str], is_that_one: bool
) -> None:
    said = Said(ClosingKind.kpi, "", words.lower(), "", owners[0], teams[0])
    then = Closing("a", ClosingKind.kpi, f"a/{words}", words, CELL, owner=owners[1], team=teams[1])
    found = origins_of([Row("b/kpi", "b", said, 5)], [then, sealed("a", "Trial users per week")], STILL_THERE)
    assert set(found.single) == ({"b/kpi"} if is_that_one else set())


@pytest.mark.parametrize("moves", [True, False])
def test_an_objective_has_moved_where_its_key_results_have(moves: bool) -> None:
    objective = Row("b/Grow", "b", Said(ClosingKind.objective, "", "grow"), 5)
    closings = [sealed("a", MORE), sealed("c", "Trial users per week")]
    found = origins_of([objective, *([row("b", MORE)] if moves else [])], closings, STILL_THERE)
    assert (objective.id in found.single, objective.id in found.doubtful) == (moves, not moves)


def test_while_the_others_still_plan_none_of_their_rows_has_moved() -> None:
    moved, closings = row("b", "Shops newly opened"), [sealed("a", "Shops newly opened")]
    assert origins_of([moved], closings, is_planned=False) == Origins()
    planned = row("a", "Churn")
    assert set(origins_of([moved], closings, [planned], is_planned=False).single) == {moved.id}


def test_a_workbook_without_a_past_goes_on_from_the_one_with_its_rows() -> None:
    rows = [row("new", words) for words in WORDS]
    closings = SealedRows([*(sealed("old", words) for words in WORDS), *(sealed("x", words) for words in WORDS[:2])])
    found = origins("new", rows, closings, [], {"new"}, is_planned=False, has_past=False)
    assert found == Origins("old")
    again = origins("new", rows, closings, [], {"new", "old"}, is_planned=False, has_past=False)
    assert not again.predecessor, "one that is there in this cycle itself is nobody's"


def test_what_a_workbook_went_on_from_is_not_looked_for_elsewhere() -> None:
    rows = [row("new", words) for words in WORDS]
    closings = [*(sealed("old", words) for words in WORDS), *(sealed("x", words) for words in WORDS[:2])]
    there = [row("x", "Trial users per week")]
    assert origins_of(rows, closings, there, has_past=False) == Origins("old")
    in_doubt = row("new", WORDS[0], "Care")
    twice = [*closings[: len(WORDS)], sealed("old", WORDS[0], TITLES[1])]
    assert origins_of([*rows[1:], in_doubt], twice, there, has_past=False) == Origins("old")


def test_a_workbook_that_is_there_itself_is_nobodys_predecessor_whatever_its_name() -> None:
    rows = [row("okr Q4", words) for words in WORDS]
    closings = SealedRows([sealed("okr Q3", "Something else entirely")])
    found = origins("okr Q4", rows, closings, [], {"okr Q4"}, is_planned=True, has_past=False)
    assert found.predecessor == "okr Q3"
    found = origins("okr Q4", rows, closings, [], {"okr Q4", "okr Q3"}, is_planned=True, has_past=False)
    assert not found.predecessor


def predecessor_of(rows: Sequence[Row], closings: Sequence[Closing], *others: Row, is_planned: bool = True) -> str:
    return origins_of(rows, closings, others, is_planned=is_planned, has_past=False).predecessor


def test_of_two_workbooks_by_one_name_neither_is_the_predecessor_nor_has_one() -> None:
    rows, before = [row("okr Q4", words) for words in WORDS], sealed("okr Q3", "Something else entirely")
    assert predecessor_of(rows, [before]) == "okr Q3"
    assert not predecessor_of(rows, [before, sealed("OKR_Q3", "Something else entirely")])
    assert not predecessor_of(rows, [before], row("OKR_Q4", "Trial users per week"))


def test_most_rows_make_a_predecessor_and_a_few_do_not() -> None:
    rows, old = [row("new", words) for words in WORDS], [sealed("old", words) for words in WORDS]
    more = [row("new", f"Something new, number {number}") for number in range(6)]
    assert predecessor_of([*rows, *more], old) == "old"
    assert not predecessor_of([*rows, *more], old, is_planned=False), "most of the new one's rows are not the old one's"
    assert not predecessor_of([*rows[:3], *more], [*old, *(sealed("old", f"Left, number {n}") for n in range(4))])
    assert not predecessor_of(rows[:2], old[:2]), "so few are chance"


def test_a_workbook_that_goes_on_by_its_name_is_nobody_elses_predecessor() -> None:
    rows = [row("new", words) for words in WORDS]
    closings = [sealed("a Q3", words) for words in WORDS]
    assert predecessor_of(rows, closings) == "a Q3"
    assert not predecessor_of(rows, closings, row("a Q4", "Trial users per week"))


def test_a_row_or_two_that_another_workbook_has_for_longer_take_no_predecessor() -> None:
    rows = [row("new", words) for words in WORDS]
    closings = [sealed("old", words) for words in WORDS]
    alike = [row("other", words, since=1) for words in WORDS]
    assert predecessor_of(rows, closings, *alike[:2]) == "old"
    assert not predecessor_of(rows, closings, *alike[:3])


def test_a_team_that_writes_alike_and_has_a_past_of_its_own_takes_nobodys_workbook() -> None:
    rows = [row("new", words) for words in WORDS]
    alike = [row("other new", words, since=1) for words in WORDS[:3]]
    closings = [*(sealed("old", words) for words in WORDS), *(sealed("other old", words) for words in WORDS[:3])]
    planned = {"new", "other new"}
    found = origins("new", rows, SealedRows(closings), alike, planned, is_planned=True, has_past=False)
    assert found == Origins("old")
    without = SealedRows(closings[: len(WORDS)])
    found = origins("new", rows, without, alike, planned, is_planned=True, has_past=False)
    assert not found.predecessor, "the other one may go on from it as well, and was there first"


def test_two_workbooks_with_the_same_rows_are_no_predecessors_but_by_name() -> None:
    rows = [row("okr Q4", words) for words in WORDS]
    both = [*(sealed("copy", words) for words in WORDS), *(sealed("backup", words) for words in WORDS)]
    both += [sealed_objective("copy"), sealed_objective("backup")]
    found = origins("okr Q4", rows, SealedRows(both), [], {"okr Q4"}, is_planned=True, has_past=False)
    assert not found.predecessor
    assert not found.single
    assert set(found.doubtful) == {one.id for one in rows}
    named = SealedRows([*both, sealed("okr Q3", "Something else entirely")])
    assert origins("okr Q4", rows, named, [], {"okr Q4"}, is_planned=True, has_past=False).predecessor == "okr Q3"


def test_a_row_that_came_after_it_was_gone_elsewhere_is_that_one() -> None:
    came, gone = row("b", "Shops newly opened", since=7), row("a", "Shops newly opened", since=4)
    assert moved_from([came], [gone], []) == {came.id: gone}
    assert not moved_from([came], [gone._replace(since=8)], []), "it was there until later"
    assert not moved_from([came], [gone], [row("c", "Shops newly opened", since=5)]), "another one came first"
    assert moved_from([came], [gone], [row("c", "Shops newly opened", since=2)]), "that one was there all the time"
    assert moved_from([came], [gone], [row("c", "Shops newly opened", since=9)]) == {came.id: gone}, (
        "that one came later"
    )


def test_a_workbook_whose_rows_stand_in_a_newer_one_is_over() -> None:
    rows = [row("old", words, since=1) for words in WORDS]
    newer = [row("new", words, since=7) for words in WORDS[:3]]
    assert successor(rows, newer, {"new"}) == "new"
    assert not successor(rows[:2], newer[:2], {"new"}), "so few are chance"
    assert not successor([*rows, row("old", "Calls"), row("old", "Visits")], newer, {"new"}), "most stand here"
    named = [one._replace(workbook="okr Q3") for one in rows]
    assert successor(named, newer, {"new", "okr Q4"}) == "okr Q4"
    assert not successor([one._replace(since=9) for one in rows], newer, {"new"}), "that one was there before"


Workbook = st.sampled_from(["a", "b", "c Q3", "c Q4", "d"])
Wording = st.tuples(st.sampled_from(WORDS), st.sampled_from(TITLES))


@given(
    st.lists(st.tuples(Workbook, Wording), unique=True, max_size=10),
    st.lists(st.tuples(Workbook, Wording), unique=True, min_size=1, max_size=10),
    st.randoms(use_true_random=False),
)
def test_no_sealed_row_is_ever_gone_on_from_twice(
    before: list[tuple[str, tuple[str, str]]], now: list[tuple[str, tuple[str, str]]], random: Random
) -> None:
    closings = [sealed(workbook, *said) for workbook, said in before]
    rows = [row(workbook, *said, since=place) for place, (workbook, said) in enumerate(now)]
    taken: list[str] = []
    for workbook in sorted({one.workbook for one in rows}):
        own = _known(closings, workbook)
        mine = [one for one in rows if one.workbook == workbook]
        taken += {closing.id for one in mine if (closing := own.find(one.said)) is not None}
        strangers = [one for one in mine if own.find(one.said) is None]
        others = [one for one in rows if one.workbook != workbook]
        if strangers:
            has_past = any(one.workbook == workbook for one in closings)
            found = origins_of(strangers, closings, others, has_past=has_past)
            taken += [inherited.closing.id for inherited in found.single.values()]
            if found.predecessor:
                before_it = _known(closings, found.predecessor)
                taken += {closing.id for one in strangers if (closing := before_it.find(one.said)) is not None}
            assert not set(found.single) & set(found.doubtful)
            shuffled = (_shuffled(strangers, random), _shuffled(closings, random), _shuffled(others, random))
            assert origins_of(*shuffled, has_past=has_past) == found
    assert len(taken) == len(set(taken))


def _known(closings: Sequence[Closing], workbook: str) -> Known:
    own = [one for one in closings if one.workbook == workbook]
    return Known([*own, *(sealed_objective(workbook, title) for title in TITLES)])


def _shuffled(things: Sequence[T], random: Random) -> list[T]:
    return random.sample(things, len(things))
