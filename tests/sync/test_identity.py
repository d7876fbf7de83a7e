"""Ids that stay with their rows, whatever people do to the order of a sheet."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from sync.cycles import cycle_by_id
from sync.identity import identify
from sync.model.readings import Read
from sync.model.rows import KeyResult, Objective, Rows
from sync.options import FiscalCalendar
from tests.sync.rows import key_result, kpi, objective, rows, table


def named(title: str, *texts: str) -> Objective:
    return objective(*(key_result(text=text) for text in texts), title=title)


def with_id(one: KeyResult, external_id: str) -> KeyResult:
    return one._replace(external_id=Read(external_id))


def ids(read: Rows) -> list[str]:
    found = identify(read)
    own = [one.id for one in found.objectives] + [one.id for one in found.kpis]
    return own + [one.id for _, one in found.key_results()]


def test_every_row_gets_an_id_of_its_own() -> None:
    found = ids(rows(named("A", "one", "two"), named("B", "one"), kpis=(kpi("A"), kpi("one"))))
    assert len(found) == len(set(found)) == 7
    assert all(len(id) == 10 for id in found)


def test_ids_do_not_depend_on_where_a_row_stands_nor_on_marks_or_case() -> None:
    here = identify(rows(named("Đạt doanh số", "Khách mới", "Tỷ lệ"))).objectives[0]
    there = identify(rows(named("B", "x"), named("DAT  doanh so", "Ty le", "khach moi"))).objectives[1]
    assert here.id == there.id
    assert [one.id for one in here.key_results] == [one.id for one in there.key_results[::-1]]


def test_the_id_that_the_team_gave_is_taken_where_it_is_unique() -> None:
    own = objective(
        with_id(key_result(text="one"), "KR-1"),
        with_id(key_result(text="two"), "KR-2"),
        with_id(key_result(text="three"), "kr-2"),
    )
    first, second, third = (one.id for one in identify(rows(own)).objectives[0].key_results)
    assert first == "kr-1"
    assert len({second, third, "kr-2"}) == 3


def test_rows_that_say_the_same_are_told_apart_by_their_order() -> None:
    first, second, third = (one.id for _, one in identify(rows(named("A", "same", "same", "same"))).key_results())
    assert (second, third) == (f"{first}-2", f"{first}-3")


def test_a_tab_that_carries_an_objective_over_has_ids_of_its_own_wherever_it_stands() -> None:
    tables = (table(cycle_by_id("2026-Q3", FiscalCalendar())), table())
    old, new = named("A", "one"), named("A", "one")._replace(table=1)
    one, other = identify(Rows(tables, (old, new))), identify(Rows(tables, (new, old)))
    assert len(set(ids(Rows(tables, (old, new))))) == 4
    assert [each.id for each in one.objectives] == [each.id for each in other.objectives[::-1]]


@given(st.lists(st.tuples(st.text(max_size=5), st.lists(st.text(max_size=5), max_size=4)), max_size=4), st.integers())
def test_sorting_changes_no_id_of_a_row_that_is_unique(said: list[tuple[str, list[str]]], seed: int) -> None:
    objectives = [named(title, *texts) for title, texts in said]
    shuffled = Random(seed).sample(objectives, len(objectives))
    before, after = ids(rows(*objectives)), ids(rows(*shuffled))
    assert len(before) == len(set(before))
    assert sorted(before) == sorted(after)
