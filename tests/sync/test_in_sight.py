"""What was just read of other workbooks stands in the place of what was known of them, and nothing else does."""

from __future__ import annotations

from datetime import date

import pytest

from sync.in_sight import Seen, comes_to_something_else, in_sight_of
from sync.model.past import History
from sync.model.scores import Scored
from sync.options import Settings, WorkbookSettings
from sync.rules import is_of_rows
from tests.sync.rules.examples import NO_PAST, checked, scored_sheet

EARLIER, NOW = date(2026, 11, 2), date(2026, 11, 10)
KPIS = "KPI | ID | Unit | Healthy from | Healthy to | Current\n{name} | {id} | days | 15 | 30 | {value}"
POINTING = """
    Objective | Key result | KPI | Unit | Baseline | Target | Current{more}
    Lean | Days in stock | {kpi} | days | 40 | 20 |"""
PARENTS = (
    "Objective | Parent objective | Key result | Baseline | Target | Current\n{title} | | Shops | 0 | 10 | {value}"
)
SETTINGS = Settings(workbooks=(WorkbookSettings("ops", "excel:ops.xlsx"),))


def kpis(value: int, day: date = NOW, name: str = "Stock", id: str = "K1") -> Scored:
    return scored_sheet(KPIS.format(name=name, id=id, value=value), day)


def known(**workbooks: Scored) -> History:
    """What an archive says in which these were read last."""
    return beside(NO_PAST, **workbooks)


def beside(history: History, **workbooks: Scored) -> History:
    """The past, in sight of what these come to."""
    return in_sight_of(history, [Seen(name, name, scored) for name, scored in workbooks.items()])


def pointing(kpi: str = "Stock", more: str = "") -> str:
    return POINTING.format(kpi=kpi, more=more)


def comes_to(history: History, kpi: str = "Stock") -> str:
    (objective,) = scored_sheet(pointing(kpi), NOW, history).objectives
    return str(objective.key_results[0].current)


@pytest.mark.parametrize("called", ["Stock", "K1", "finance: stock", "Finance: k1"])
def test_a_kpi_that_was_just_read_counts_as_it_is_now(called: str) -> None:
    before = known(finance=kpis(34, EARLIER))
    assert comes_to(before, called) == "34"
    assert comes_to(beside(before, finance=kpis(26)), called) == "26"
    assert comes_to(beside(before, shop=kpis(26, name="Cash", id="K2")), called) == "34"


def test_a_kpi_without_an_id_is_called_by_its_name() -> None:
    assert comes_to(known(finance=kpis(26, id=""))) == "26"


def test_nothing_that_was_read_changes_nothing() -> None:
    before = known(finance=kpis(34, EARLIER))
    assert in_sight_of(before, []) == before


def test_a_kpi_that_was_renamed_is_not_there_under_its_old_name() -> None:
    after = beside(known(finance=kpis(34, EARLIER)), finance=kpis(26, name="Cash"))
    assert comes_to(after) == "None"
    assert comes_to(after, "Cash") == "26"
    assert not {"stock", "finance: stock"} & after.kpis_elsewhere.keys()


def test_a_workbook_that_has_a_new_name_is_not_there_twice() -> None:
    after = in_sight_of(known(finance=kpis(34, EARLIER)), [Seen("money", "finance", kpis(26))])
    assert [comes_to(after, called) for called in ("Stock", "money: Stock", "finance: Stock")] == ["26", "26", "None"]


def test_objectives_that_were_just_read_stand_in_the_place_of_their_workbooks() -> None:
    def board(title: str, value: int) -> Scored:
        return scored_sheet(PARENTS.format(title=title, value=value), NOW)

    before = known(board=board("Win", 4), sales=board("Grow", 5))
    after = beside(before, board=board("Win all", 6))
    known_there = after.objectives_elsewhere.values()
    found = {(one.workbook, one.title, str(one.progress)) for each in known_there for one in each}
    assert found == {("board", "Win all", "0.6"), ("sales", "Grow", "0.5")}


def is_something_else(sheet: str, before: History, after: History) -> bool:
    then = scored_sheet(sheet, NOW, before)
    return comes_to_something_else("ops", then, checked(sheet, NOW, before), after, SETTINGS, None)


def test_another_value_of_a_kpi_is_something_else_and_another_day_is_not() -> None:
    before = known(finance=kpis(34, EARLIER))
    assert is_something_else(pointing(), before, known(finance=kpis(26)))
    assert not is_something_else(pointing(), before, known(finance=kpis(34)))
    assert not is_something_else(pointing(), before, before)


def test_another_value_in_a_closed_cycle_is_something_else_though_nothing_is_written() -> None:
    before, after = (known(finance=kpis(value))._replace(closed_cycles=frozenset({"2026-Q4"})) for value in (34, 26))
    assert is_something_else(pointing(), before, after)
    assert not is_something_else(pointing(), before, before)


def test_a_kpi_that_was_last_read_long_ago_is_told_and_so_something_else() -> None:
    assert is_something_else(pointing(), known(finance=kpis(34, date(2026, 8, 1))), known(finance=kpis(34)))


def test_other_words_in_a_cell_that_is_written_are_something_else() -> None:
    """The KPI stands in several workbooks both times, and in others."""
    before, after = (known(finance=kpis(34), **{name: kpis(30)}) for name in ("shop", "hr"))
    assert is_something_else(pointing(more=" | Warnings ⟳"), before, after)


def test_what_was_found_in_the_sheet_itself_is_still_there() -> None:
    sheet = "Objective | Key result | Baseline | Target | Current | Score ⟳\nLean | Shops | 0 | 9 | 3 | =1/3→0.33"
    assert not all(map(is_of_rows, checked(sheet, NOW)))
    assert not is_something_else(sheet, NO_PAST, known(finance=kpis(34)))
