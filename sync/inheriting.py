"""What a workbook's rows go on from in other workbooks, added to what the past has to say.

Asked only about rows that the workbook's own past does not know, and of nobody else's past than of workbooks that had a
row of the same words: most syncs ask nothing. Pure, but for what ``OtherWorkbooks`` answers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date, timedelta
from operator import attrgetter
from typing import Protocol

from sync.cycles import cycle_by_id, cycle_of, length_of, previous_cycle
from sync.lineage import ByName, Known, Said, gist, said_by_key_result, said_by_kpi, said_by_objective
from sync.model.past import Closing, ClosingKind, Gone, History, Inherited, MaybeFrom, Remembered
from sync.model.rows import Cycle, KeyResult, Objective
from sync.model.scores import Scored
from sync.moved_rows import Name, Origins, Row, SealedRows, moved_from, names_of, origins, successor
from sync.options import FiscalCalendar, RuleOptions


class OtherWorkbooks(Protocol):
    """What the archive knows of all workbooks but one."""

    def sealed(self, cycle: str, names: Collection[Name]) -> Sequence[Closing]:
        """All rows that were sealed, when a cycle was closed, for workbooks that had one by any of the names."""
        ...

    def sealed_for(self, cycle: str, workbook: str) -> Sequence[Closing]:
        """All rows that were sealed for a workbook when a cycle was closed."""
        ...

    def sealed_workbooks(self, cycle: str) -> Collection[str]: ...

    def planned(self, cycle: Cycle) -> Collection[str]:
        """The workbooks that have anything in a running cycle."""
        ...

    def standing(self, cycle: Cycle, names: Collection[Name]) -> Sequence[Row]:
        """Their rows in a running cycle by any of the names."""
        ...

    def left(self, cycle: Cycle, names: Collection[Name]) -> Sequence[tuple[Row, Remembered]]:
        """Their key results of a running cycle by any of the names that are there no longer, with what is known of
        each; ``since`` is when it was last seen."""
        ...

    def first_seen(self, ids: Collection[str]) -> Mapping[str, int]:
        """When rows of the one workbook were first seen, as ``Row.since`` counts."""
        ...

    def last_seen(self, ids: Collection[str]) -> Mapping[str, int]:
        """When rows of the one workbook were last seen, in the same count."""
        ...


def with_other_workbooks(
    workbook: str, scored: Scored, history: History, rules: RuleOptions, others: OtherWorkbooks
) -> History:
    """Given a workbook's scored rows and its own past, return the past with what its rows go on from in other
    workbooks, what they may go on from, which of the rows that are gone stand there by now, and the day after which
    another one goes on in its place."""
    over = _succeeded_after(workbook, scored, history, rules.calendar, others)
    search = _Search(workbook, scored, history, rules, others)
    for cycle, rows in search.open_rows():
        if over is None or cycle.first_day <= over:
            search.follow(workbook, rows, cycle, rules.patience)
    moved = _moved_away(missing_rows(scored, history), history, rules.calendar, others)
    known = _moved_here(workbook, scored, history, others)
    if not (search.inherited or search.maybe_from or moved or over or known):
        return history
    known = {**history.key_results, **known}
    inherited = {cycle: tuple(rows.values()) for cycle, rows in search.inherited.items()}
    return history._replace(
        key_results=known,
        inherited=inherited,
        maybe_from=search.maybe_from,
        moved_away=moved,
        succeeded_after=over,
    )


def missing_rows(scored: Scored, history: History) -> list[Gone]:
    """Given scored rows, return the key results that stood in their workbook before and do not now, cancelled ones
    aside."""
    ids = {row.key_result.id for one in scored.objectives for row in one.key_results}
    return [*(one for one in history.gone if one.id not in ids and not one.left_out), *_gone_since(history, ids)]


def _gone_since(history: History, ids: Collection[str]) -> Iterator[Gone]:
    """Those that stood there when it was last read, and are none of these now."""
    for one in history.standing.values():
        if one.id in ids:
            continue
        above = history.standing.get(one.objective)
        if above is not None and not one.left_out and history.read_on is not None:
            yield Gone(one.id, one.words, above.id, above.words, one.cycle, history.read_on, one.sheet)


def _moved_away(
    missing: Sequence[Gone], history: History, calendar: FiscalCalendar, others: OtherWorkbooks
) -> frozenset[str]:
    """Those that another workbook has in the same cycle, and not since before they were last seen here: one that stood
    there all the time is another row."""
    by_cycle: defaultdict[str, list[Gone]] = defaultdict(list)
    for one in missing:
        if one.cycle and one.cycle not in history.closed_cycles:
            by_cycle[one.cycle].append(one)
    moved: set[str] = set()
    for cycle, rows in by_cycle.items():
        said = {one.id: _said_by_gone(one) for one in rows}
        there = others.standing(cycle_by_id(cycle, calendar), _names(said.values()))
        if there:
            last_seen, by_name = others.last_seen(said.keys()), ByName((row.said, row) for row in there)
            for id, words in said.items():
                found = by_name.find(words)
                moved |= {id for row in found if id in last_seen and (row.since or 0) > last_seen[id]}
    return frozenset(moved)


def _moved_here(workbook: str, scored: Scored, history: History, others: OtherWorkbooks) -> dict[str, Remembered]:
    """What is known of rows from another workbook that they left in their cycle: of those that came after their
    workbook's first ones of that cycle, and say the same as one that was gone there before they came."""
    found: dict[str, Remembered] = {}
    by_cycle: defaultdict[str, list[tuple[KeyResult, Objective]]] = defaultdict(list)
    cycles: dict[str, Cycle] = {}
    for one in scored.objectives if history.key_results else ():
        if one.cycle is not None and one.cycle.id not in history.closed_cycles:
            cycles[one.cycle.id] = one.cycle
            own = [row.key_result for row in one.key_results if row.key_result.id in history.key_results]
            by_cycle[one.cycle.id] += [(key_result, one.objective) for key_result in own]
    for id, rows in by_cycle.items():
        began = min((history.key_results[row.id].first_seen for row, _ in rows), default=scored.as_of)
        new = [
            Row(row.id, workbook, said_by_key_result(row, objective))
            for row, objective in rows
            if history.key_results[row.id].first_seen > began
        ]
        left = others.left(cycles[id], _names(row.said for row in new)) if new else ()
        if left:
            since = others.first_seen([row.id for row in new])
            new = [row._replace(since=since.get(row.id)) for row in new]
            there = others.standing(cycles[id], _names(row.said for row, _ in left))
            gone, came_from = dict(left), moved_from(new, [row for row, _ in left], there)
            for row_id, origin in came_from.items():
                found[row_id] = _joined(gone[origin], history.key_results[row_id])
    return found


def _joined(before: Remembered, now: Remembered) -> Remembered:
    """What is known of a row, where it was first and where it is now."""
    progress = [one.best_progress for one in (before, now) if one.best_progress is not None]
    is_as_it_came = now.changed_on == now.first_seen and now.current == before.current
    return now._replace(
        first_seen=before.first_seen,
        changed_on=before.changed_on if is_as_it_came else now.changed_on,
        first_target=now.first_target if before.first_target is None else before.first_target,
        best_progress=max(progress, default=None),
        reached_on=before.reached_on or now.reached_on,
    )


def _succeeded_after(
    workbook: str, scored: Scored, history: History, calendar: FiscalCalendar, others: OtherWorkbooks
) -> date | None:
    """The last day of the workbook's last cycle, where another one has gone on in its place since."""
    cycles = {one.cycle.id: one.cycle for one in scored.objectives if one.cycle is not None}
    if not cycles or not history.closed_cycles:
        return None
    last = max(cycles.values(), key=attrgetter("last_day"))
    running = cycle_of(scored.as_of, calendar, length_of(last))
    own = [row for cycle, row in rows_of(workbook, scored) if cycle is None or cycle.id == last.id]
    for cycle in (running, previous_cycle(running, calendar)):
        if cycle.first_day > last.last_day:
            planned = others.planned(cycle)
            there = others.standing(cycle, _names(row.said for row in own)) if planned else ()
            since = others.first_seen([row.id for row in own]) if there else {}
            if successor([row._replace(since=since.get(row.id)) for row in own], there, planned):
                return last.last_day
    return None


def rows_of(workbook: str, scored: Scored) -> Iterator[tuple[Cycle | None, Row]]:
    """All objectives and key results with their cycle, then the KPIs, without."""
    for one in scored.objectives:
        yield one.cycle, Row(one.objective.id, workbook, said_by_objective(one.objective))
        for row in one.key_results:
            own = row.key_result
            yield one.cycle, Row(own.id, workbook, said_by_key_result(own, one.objective))
    for kpi in scored.kpis:
        yield None, Row(kpi.kpi.id, workbook, said_by_kpi(kpi.kpi))


class _Search:
    def __init__(
        self, workbook: str, scored: Scored, history: History, rules: RuleOptions, others: OtherWorkbooks
    ) -> None:
        self._workbook, self._scored, self._history = workbook, scored, history
        self._rules, self._calendar, self._others = rules, rules.calendar, others
        self.inherited: defaultdict[str, dict[tuple[str, str, str], Inherited]] = defaultdict(dict)
        self.maybe_from: dict[str, MaybeFrom] = {}

    def open_rows(self) -> Iterator[tuple[Cycle, list[Row]]]:
        """The workbook's rows in each open cycle; nothing before any cycle was closed: there is none to go on from."""
        if not self._history.closed_cycles:
            return
        rows: defaultdict[str, list[Row]] = defaultdict(list)
        cycles: dict[str, Cycle] = {}
        kpis: list[Row] = []
        for cycle, row in rows_of(self._workbook, self._scored):
            if cycle is None:
                kpis += [row] if row.said.kind is ClosingKind.kpi else []
            else:
                cycles[cycle.id] = cycle
                rows[cycle.id].append(row)
        for cycle in self._cycles_of_kpis() if kpis else ():
            cycles[cycle.id] = cycle
            rows[cycle.id] += kpis
        for id, cycle in cycles.items():
            if id not in self._history.closed_cycles:
                yield cycle, rows[id]

    def _cycles_of_kpis(self) -> Iterator[Cycle]:
        """The running cycles, and those just over, of each length that is ever closed."""
        closed = {length_of(cycle_by_id(id, self._calendar)) for id in self._history.closed_cycles}
        for length in closed:
            running = cycle_of(self._scored.as_of, self._calendar, length)
            yield running
            yield previous_cycle(running, self._calendar)

    def follow(self, workbook: str, rows: Sequence[Row], cycle: Cycle, steps: int, *, whole: bool = False) -> None:
        """Find what rows of a workbook in a cycle go on from in as many cycles before it, and keep what that is of
        other workbooks' rows. ``whole``: all of the workbook's rows are ours."""
        before = previous_cycle(cycle, self._calendar)
        if not steps or not rows or before.id not in self._history.closed_cycles:
            return
        is_own = workbook == self._workbook
        past = self._history.closings.get(before.id, ()) if is_own else self._others.sealed_for(before.id, workbook)
        known = Known(past)
        found = {row.id: closing for row in rows if (closing := known.find(row.said)) is not None}
        went_on = tuple(past) if whole else tuple({id(one): one for one in found.values()}.values())
        if not is_own:
            self._inherit(before.id, map(known.inherited, went_on))
        self.follow(workbook, [_row(one, known, workbook) for one in went_on], before, steps - 1, whole=whole)
        strangers = [row for row in rows if row.id not in found]
        origin = self._origins(workbook, strangers, cycle, before, has_past=bool(past)) if strangers else None
        if origin is None:
            return
        if is_own and cycle.id not in self._history.closed_cycles:
            self.maybe_from |= {id: MaybeFrom(before.id, names) for id, names in origin.doubtful.items()}
        if origin.predecessor:
            self._follow_predecessor(origin.predecessor, before, steps - 1)
        self._inherit(before.id, iter(origin.single.values()))
        by_workbook: defaultdict[str, list[Row]] = defaultdict(list)
        for inherited in origin.single.values():
            by_workbook[inherited.closing.workbook].append(_inherited_row(inherited))
        for name, moved in by_workbook.items():
            self.follow(name, moved, before, steps - 1)

    def _follow_predecessor(self, predecessor: str, before: Cycle, steps: int) -> None:
        past = self._others.sealed_for(before.id, predecessor)
        known = Known(past)
        self._inherit(before.id, map(known.inherited, past))
        self.follow(predecessor, [_row(one, known, predecessor) for one in past], before, steps, whole=True)

    def _origins(
        self, workbook: str, strangers: Sequence[Row], cycle: Cycle, before: Cycle, *, has_past: bool
    ) -> Origins | None:
        names, others = _names(row.said for row in strangers), self._others
        sealed = SealedRows(others.sealed(before.id, names))
        if not sealed.rows:
            return None
        if cycle.id in self._history.closed_cycles:
            later = SealedRows(others.sealed(cycle.id, names))
            there = [
                Row(one.id, name, later.said(one), 0)
                for name, rows in later.rows.items()
                for one in rows
                if name != workbook
            ]
            planned, is_planned = others.sealed_workbooks(cycle.id), True
        else:
            seen = others.first_seen([row.id for row in strangers])
            strangers = [row._replace(since=seen.get(row.id)) for row in strangers]
            there = list(others.standing(cycle, names))
            planned = others.planned(cycle)
            is_planned = self._scored.as_of >= cycle.first_day + timedelta(days=self._rules.stale_after_days)
        return origins(workbook, strangers, sealed, there, planned, is_planned=is_planned, has_past=has_past)

    def _inherit(self, cycle: str, rows: Iterator[Inherited]) -> None:
        kept = self.inherited[cycle]
        for one in rows:
            if one.closing.workbook != self._workbook:
                kept[one.closing.workbook, one.closing.kind, one.closing.id] = one
        if not kept:
            del self.inherited[cycle]


def _row(closing: Closing, known: Known, workbook: str) -> Row:
    return Row(closing.id, workbook, known.said(closing))


def _inherited_row(inherited: Inherited) -> Row:
    known = Known((), (inherited,))
    return _row(inherited.closing, known, inherited.closing.workbook)


def _names(said: Collection[Said] | Iterator[Said]) -> frozenset[Name]:
    return frozenset(name for one in said for name in names_of(one))


def _said_by_gone(gone: Gone) -> Said:
    return Said(ClosingKind.key_result, "", gist(gone.words), gist(gone.objective_words))
