"""What rules said of an objective before is said again where all that it follows from is what it was, and only
there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from sync.memo import Memo
from sync.model.findings import Severity
from sync.model.past import History, Remembered
from sync.model.scores import Scored
from sync.options import RuleOptions
from sync.rules import Problem, Rule
from sync.rules.checking import check_with
from sync.rules.rule import KeyResultCase, ObjectiveCase, page, say
from tests.sync.rules.examples import NO_PAST, scored_sheet

AS_OF = date(2026, 11, 20)
SCORED = scored_sheet(
    """
    | Objective | Key result | Baseline | Target | Current |
    | Grow      | Shops      | 0        | 9      | 3       |
    |           | Users      | 0        | 100    | 40      |
    | Keep      | Churn      | 9        | 3      | 5       |
    """,
    AS_OF,
)
SHOPS = SCORED.objectives[0].key_results[0].key_result.id


class Asked:
    """A rule that says what it sees, and how often it was asked."""

    def __init__(self, looks: Any) -> None:
        self.times = 0

        @page("OKR999", "asked", Severity.info, KeyResultCase, title=say("a"), finds=say("b"), why=say("c"))
        def rule(case: KeyResultCase) -> Iterator[Problem]:
            self.times += 1
            yield Problem(say("sees {what}", what=str(looks(case))), say("nothing"))

        self.rules: tuple[Rule, ...] = (rule,)
        self.known: Memo[Any] = Memo()

    def told(self, scored: Scored, history: History = NO_PAST, options: RuleOptions = RuleOptions()) -> list[str]:  # noqa: B008
        """What it says, which is what it says where nothing is known."""
        before = self.times
        anew = check_with(self.rules, scored, history, options)
        self.times = before
        found = check_with(self.rules, scored, history, options, self.known)
        assert found == anew
        return [str(dict(finding.message.values)["what"]) for finding in found]


def test_rules_are_asked_once_of_what_stays_the_same() -> None:
    asked = Asked(lambda case: case.scored.current)
    assert asked.told(SCORED) == asked.told(SCORED) == ["3", "40", "5"]
    assert asked.times == 3


def test_of_objectives_that_are_others_they_are_asked_again_alone() -> None:
    asked = Asked(lambda case: case.scored.current)
    asked.told(SCORED)
    one, other = SCORED.objectives
    changed = other._replace(key_results=(other.key_results[0]._replace(current=Decimal(7)),))
    assert asked.told(SCORED._replace(objectives=(one, changed))) == ["3", "40", "7"]
    assert asked.times == 4


@pytest.mark.parametrize("digits", ["0.5", "0.6"])
def test_what_is_remembered_of_a_row_counts_to_the_letter(digits: str) -> None:
    asked = Asked(lambda case: case.remembered.progress if case.remembered else None)
    for progress in ("0.50", digits):
        remembered = Remembered(None, None, Decimal(progress), AS_OF, AS_OF, AS_OF)
        told = asked.told(SCORED, History(key_results={SHOPS: remembered}))
        assert told == [progress, "None", "None"]
    assert asked.times == 3 + 2


@pytest.mark.parametrize(
    "looks",
    [
        lambda case: [one.status for one in case.around.scored.objectives],
        lambda case: len(case.around.history.kpis_elsewhere),
        lambda case: len(case.around.history.key_results),
        lambda case: case.around.scored.rows.kpis,
    ],
    ids=["other rows", "other workbooks", "what is remembered of others", "KPIs"],
)
def test_a_rule_that_looks_at_more_is_asked_each_time(looks: Any) -> None:
    asked = Asked(looks)
    asked.told(SCORED)
    asked.told(SCORED)
    assert asked.times == 6


@pytest.mark.parametrize(
    ("history", "options"),
    [
        (History(first_cycles={"Q4 2026": "2026-Q3"}), RuleOptions()),
        (History(closed_cycles=frozenset({"2026-Q3"})), RuleOptions()),
        (NO_PAST, RuleOptions(patience=7)),
    ],
    ids=["the tab's first cycle", "a closed cycle", "the settings"],
)
def test_where_what_all_rows_share_is_another_all_are_asked_again(history: History, options: RuleOptions) -> None:
    asked = Asked(
        lambda case: (
            sorted(case.around.history.first_cycles),
            sorted(case.around.history.closed_cycles),
            case.around.options.patience,
        )
    )
    asked.told(SCORED)
    asked.told(SCORED, history, options)
    assert asked.times == 6


def test_so_they_are_where_the_table_is_another() -> None:
    asked = Asked(lambda case: case.table.last_row)
    asked.told(SCORED)
    tables = (SCORED.rows.tables[0]._replace(last_row=9),)
    assert asked.told(SCORED._replace(rows=SCORED.rows._replace(tables=tables))) == ["9"] * 3
    assert asked.times == 6


def test_a_rule_that_crashes_is_told_of_each_time() -> None:
    @page("OKR999", "fails", Severity.info, ObjectiveCase, title=say("a"), finds=say("b"), why=say("c"))
    def fails(case: ObjectiveCase) -> Iterable[Problem]:
        raise ZeroDivisionError

    known: Memo[Any] = Memo()
    whole = [check_with((fails,), SCORED, NO_PAST, RuleOptions(), known) for _ in range(2)]
    [later] = check_with((fails,), SCORED._replace(objectives=SCORED.objectives[1:]), NO_PAST, RuleOptions(), known)
    assert [[finding.code for finding in found] for found in whole] == [["OKR000"], ["OKR000"]]
    assert later.code == "OKR000"
