"""What the rules said of an objective and its key results before, in a process that goes on: that follows from the
objective itself, what is remembered of its rows, and a few things that all rows share. A rule may look at more than
that; then what it said is not kept. Pure.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any, NamedTuple, cast

from sync.memo import Memo
from sync.model.findings import Finding
from sync.model.past import History, Remembered
from sync.model.rows import Table
from sync.model.scores import Scored, ScoredObjective
from sync.rules.rule import Around

_SHARED = (
    *("closed_cycles", "first_cycles", "closings", "inherited", "maybe_from", "moved_away", "succeeded_after"),
    "unwritten",
)
"""What all rows share of a history. The rest is about single rows, or changes with each sync of other workbooks."""


class _Said(NamedTuple):
    """What was said of an objective, and what was remembered of its key results then."""

    remembered: tuple[Remembered | None, ...]
    findings: tuple[Finding, ...]


class AskedBefore:
    """What was said of objectives before. ``around`` is what the rules are to be given now: it tells whether one of
    them looks at more than what the answer is known to follow from."""

    def __init__(self, known: Memo[Any], rules: object, around: Around) -> None:
        known.begin()
        self._known = known
        past = {name: getattr(around.history, name) for name in _SHARED}
        said = around.scored.rows.remarks, around.scored.rows.skipped
        shared = (around.as_of, around.options, past, around.gone, said)
        self._shared = (known.same("rules", rules), known.same("shared", shared))
        self._tables: dict[str, object] = {}
        self._looks = _Looks()
        rows = _Watched(around.scored.rows, self._looks, remarks=around.scored.rows.remarks)
        scored = _Watched(around.scored, self._looks, rows=rows, as_of=around.as_of)
        self.around = around._replace(
            history=cast(History, _Watched(around.history, self._looks, **past)), scored=cast(Scored, scored)
        )
        self._all_tables = around.scored.rows.tables

    def said(self, objective: ScoredObjective, remembered: tuple[Remembered | None, ...]) -> tuple[Finding, ...] | None:
        """Given an objective, and what is remembered of its key results, return what is said of it; None where the
        rules have to be asked."""
        self._looks.at_more = False
        before: _Said | None = self._known.recall(None, *self._made_from(objective))
        if before is None or not all(map(_is_same, before.remembered, remembered)):
            return None
        return before.findings

    def keep(
        self, objective: ScoredObjective, remembered: tuple[Remembered | None, ...], findings: Sequence[Finding]
    ) -> None:
        """Given what the rules said when they were asked, keep it where nothing else was looked at."""
        if not self._looks.at_more:
            self._known.keep(_Said(remembered, tuple(findings)), None, *self._made_from(objective))

    def _made_from(self, objective: ScoredObjective) -> tuple[object, ...]:
        tables, own = self._all_tables, objective.objective
        sheets = {tables[own.table].sheet}
        sheets.update(tables[one.table].sheet for one in own.key_results if one.table is not None)
        return (objective, *self._shared, *(self._tables_of(sheet) for sheet in sorted(sheets)))

    def _tables_of(self, sheet: str) -> object:
        found = self._tables.get(sheet)
        if found is None:
            own: list[tuple[int, Table]] = [one for one in enumerate(self._all_tables) if one[1].sheet == sheet]
            found = self._tables[sheet] = self._known.same(("tables", sheet), own)
        return found


class _Looks:
    """Whether a rule looked at more than what is known to be what it was."""

    at_more = False


class _Watched:
    """Something of which only some attributes are known to be what they were."""

    def __init__(self, whole: object, looks: _Looks, **known: object) -> None:
        self.__dict__.update(known)
        self._whole, self._looks = whole, looks

    def __getattr__(self, name: str) -> Any:
        self._looks.at_more = True
        return getattr(self._whole, name)


def _is_same(one: Remembered | None, other: Remembered | None) -> bool:
    """Whether two are the same to the letter: 0.5 and 0.50 are not."""
    if one is other:
        return True
    if one is None or other is None:
        return False
    return one == other and all(
        not isinstance(value, Decimal) or not value.compare_total(cast(Decimal, its))
        for value, its in zip(one, other, strict=True)
    )
