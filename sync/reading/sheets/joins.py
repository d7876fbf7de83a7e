"""What belongs together across tables and tabs: objectives and their key results, key results and their check-ins,
KPIs and their actuals. By an id where there is one, else by the words."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import NamedTuple

from sync.cycles import counts_from
from sync.model.cells import column_number
from sync.model.readings import CheckIn, Quantity, Read, Trouble
from sync.model.rows import Cycle, KeyResult, Kpi
from sync.patterns import RarePattern
from sync.reading.sheets.check_ins import Entry
from sync.reading.sheets.measures import reconcile
from sync.reading.sheets.okr_tables import Group
from sync.reading.sheets.outlines import read_mark
from sync.reading.sheets.row_periods import is_of_longer
from sync.reading.texts.text import bare

_NO_TICK: Read[bool] = Read()
_LAST_ROW = 1_048_576
_REFERENCE = RarePattern(
    r"""(?:'((?:[^']|'')+)'!|(?<![\w.'])([\w.]+)!|(?<![\w.!$:]))  # the tab
    \$?([A-Z]{1,3})\$?([0-9]*)(?::\$?([A-Z]{1,3})\$?([0-9]*))?(?![\w.(!])""",
    re.VERBOSE,
)


def join_objectives(tables: Mapping[int, list[Group]]) -> None:
    """Given each table's groups by the table's index, move key results whose group only names an objective of another
    table to that objective, in place."""
    owners: dict[str, Group] = {}
    for groups in tables.values():
        for group in groups:
            if group.own_row and not group.key_results:
                for name in names_of(group):
                    owners.setdefault(name, group)
    if not owners:
        return
    for index, groups in tables.items():
        for group in list(groups):
            if group.own_row or not group.key_results:
                continue
            owner = next((owners[name] for name in names_of(group) if name in owners), None)
            if owner is None or owner.objective.table == index:
                continue
            owner.key_results += [key_result._replace(table=index) for key_result in group.key_results]
            owner.objective = owner.objective._replace(cycle=owner.objective.cycle or group.objective.cycle)
            groups.remove(group)


def names_of(group: Group) -> list[str]:
    """What rows elsewhere may call an objective: its id, its words."""
    own = group.objective
    names = [bare(name) for name in (own.external_id.value, group.title.value) if name]
    if not group.own_row and own.parent.value:
        names.append(bare(own.parent.value))
    return names + _number_of(group.title, "o")


def _number_of(title: Read[str], letters: str) -> list[str]:
    """'O1' of 'O1: Grow revenue': good for joining, not for knowing a row again after people have moved it."""
    mark = read_mark(title.raw)
    return [f"{letters}{mark.number}"] if mark is not None and mark.number else []


class KeyResultIndex:
    """Key results by what entries may call them."""

    def __init__(self, tables: Iterable[Sequence[Group]], cycles: Mapping[int, Cycle | None]) -> None:
        self.by_id: dict[str, list[tuple[Group, int]]] = {}
        self.by_words: dict[str, list[tuple[Group, int]]] = {}
        self.cycles = cycles
        for groups in tables:
            for group in groups:
                for index, key_result in enumerate(group.key_results):
                    if key_result.external_id.value:
                        self.by_id.setdefault(bare(key_result.external_id.value), []).append((group, index))
                    for number in _number_of(key_result.text, "kr"):
                        if "." in number:
                            self.by_id.setdefault(number, []).append((group, index))
                    if key_result.text.value:
                        self.by_words.setdefault(bare(key_result.text.value), []).append((group, index))

    def find(self, entry: Entry) -> list[tuple[Group, int]]:
        """Given an entry, return the key results that it is about: those of its objective and of the cycle that holds
        its day, where several are called the same."""
        found = self.by_id.get(entry.external_id or entry.words, []) or self.by_words.get(entry.words, [])
        if len(found) > 1 and entry.objective:
            found = [one for one in found if entry.objective in names_of(one[0])] or found
        if len(found) > 1 and entry.day is not None:
            day = entry.day
            found = [one for one in found if self._holds(one[0], day)] or found
        return found

    def _holds(self, group: Group, day: date) -> bool:
        cycle = group.objective.cycle or self.cycles.get(group.objective.table)
        return cycle is not None and cycle.first_day <= day <= cycle.last_day


class Unused(NamedTuple):
    """Entries of a log that count for nothing."""

    unmatched: list[Entry]
    to_come: list[Entry]
    of_more: list[Entry]


def apply_entries(
    index: KeyResultIndex, entries: Sequence[Entry], as_of: date, are_of_more: Callable[[Group, KeyResult], bool]
) -> Unused:
    """Given all entries of a log, and whether its values are of more than a key result's cycle, put them into the key
    results that they name, in place; return those that name none, those of a day that is still to come, and those of
    more than the cycle.

    The latest not after ``as_of`` is the current value, unless the key result's own row holds one that is not known to
    be older; the others are its check-ins, ascending.
    """
    by_key_result: dict[tuple[int, int], tuple[Group, int, list[Entry]]] = {}
    unmatched: list[Entry] = []
    to_come: list[Entry] = []
    of_more: list[Entry] = []
    for entry in entries:
        found = index.find(entry)
        if not found:
            unmatched.append(entry)
        for group, position in found:
            if entry.formula and _is_copied_from(group.key_results[position], entry):
                continue
            if are_of_more(group, group.key_results[position]):
                of_more.append(entry)
                continue
            by_key_result.setdefault((id(group), position), (group, position, []))[2].append(entry)
    for group, position, own in by_key_result.values():
        past = _in_order(entry for entry in own if entry.day is None or entry.day <= as_of)
        to_come += [entry for entry in own if entry.day is not None and entry.day > as_of]
        if past:
            group.key_results[position] = _with_entries(group.key_results[position], past)
    return Unused(unmatched, to_come, of_more)


def _in_order(entries: Iterable[Entry]) -> list[Entry]:
    """Entries by their day, those without one last; those of a day by their time where each has one, else as typed."""
    ordered: list[Entry] = []
    for _, of_a_day in groupby(sorted(entries, key=lambda one: one.day or date.max), key=lambda one: one.day):
        same = list(of_a_day)
        times = [one.time for one in same if one.time is not None]
        ordered += sorted(same, key=lambda one: one.time or 0) if len(times) == len(same) else same
    return ordered


def _is_copied_from(key_result: KeyResult, entry: Entry) -> bool:
    """Whether an entry's formula takes its value from the key result's own current cell: a view of the row, no news."""
    own, there = key_result.current.cell, entry.value.cell
    if own is None or there is None:
        return False
    for found in _REFERENCE.finditer(entry.formula):
        quoted, plain, *corners = found.groups()
        sheet = quoted.replace("''", "'") if quoted else plain or there.sheet
        first_column, first_row, last_column, last_row = corners
        columns = column_number(first_column), column_number(last_column or first_column)
        rows = int(first_row or 1), int(last_row or (first_row if not last_column else None) or _LAST_ROW)
        if sheet.casefold() == own.sheet.casefold() and (
            columns[0] <= own.column <= columns[1] and rows[0] <= own.row <= rows[1]
        ):
            return True
    return False


def _with_entries(key_result: KeyResult, past: Sequence[Entry]) -> KeyResult:
    latest = past[-1]
    own_day = key_result.updated.value
    has_own = (
        key_result.current.value is not None
        or key_result.milestone.value is not None
        or key_result.current.trouble is not None
    )
    is_newer = latest.day is not None and own_day is not None and latest.day > own_day
    if has_own and not is_newer:
        return key_result._replace(check_ins=_history(key_result.check_ins, past))
    changed = key_result._replace(
        current=latest.value,
        milestone=latest.milestone,
        updated=latest.day_read if latest.day_read.value is not None else _day_of(latest, key_result.updated),
        check_ins=_history(key_result.check_ins, past[:-1]),
        aggregation=Read(),
        confidence=latest.confidence if _is_empty(key_result.confidence) else key_result.confidence,
    )
    measure = reconcile(
        changed.wording,
        baseline=changed.baseline,
        target=changed.target,
        lower=changed.lower,
        upper=changed.upper,
        tolerance=changed.tolerance,
        unit=changed.unit,
        milestone=changed.milestone,
        current=changed.current,
        text=changed.text.value or "",
    )
    return changed._replace(measure=measure)


def _day_of(entry: Entry, own: Read[date]) -> Read[date]:
    return Read(entry.day, entry.value.cell, entry.label) if entry.day is not None else own


def _is_empty(read: Read[Decimal]) -> bool:
    return read.value is None and read.trouble is None


def _history(known: tuple[CheckIn, ...], past: Sequence[Entry]) -> tuple[CheckIn, ...]:
    added = [CheckIn(entry.label, entry.day, entry.value, entry.note) for entry in past]
    return tuple(sorted((*known, *added), key=lambda one: one.day or date.min))


def join_kpi_actuals(kpis: list[Kpi]) -> tuple[list[Kpi], set[int]]:
    """Given all KPIs, return them with the values that a table without bounds holds for KPIs of the same name, and the
    indexes of the tables that only held such values."""
    bounded = {bare(kpi.name.value or ""): kpi for kpi in kpis if _has_bounds(kpi) and not _has_values(kpi)}
    values: dict[str, Kpi] = {}
    for kpi in kpis:
        if not _has_bounds(kpi) and _has_values(kpi):
            name = bare(kpi.name.value or "")
            values[name] = _with_the_periods_of(kpi, values.get(name))
    both = {name for name in bounded.keys() & values.keys() if name and bounded[name].table != values[name].table}
    if not both:
        return kpis, set()
    joined = []
    actuals = {values[name].table for name in both}
    for kpi in kpis:
        name = bare(kpi.name.value or "")
        if name in both and bounded[name] is kpi:
            kpi = kpi._replace(current=values[name].current, periods=values[name].periods)
        if kpi.table not in actuals or name not in both:
            joined.append(kpi)
    left = {kpi.table for kpi in joined}
    return joined, actuals - left


def _with_the_periods_of(kpi: Kpi, before: Kpi | None) -> Kpi:
    """A KPI with what another row of its list says of other periods: 'T9 | Doanh thu | 9', 'T10 | Doanh thu | 11'."""
    if before is None or before.table != kpi.table:
        return kpi
    for one, other in ((kpi, before), (before, kpi)):
        if one.current.trouble is Trouble.period_unknown:  # 'cả năm' is no month; what 'xx' is may be the latest
            return other if is_of_longer(one.current.raw) else one
    if not (before.periods and kpi.periods):
        return kpi
    by_period = {one.period: one for one in (*before.periods, *kpi.periods)}
    periods = sorted(by_period.values(), key=lambda one: (one.period.first_day, counts_from(one.period)))
    return kpi._replace(periods=tuple(periods))


def _has_bounds(kpi: Kpi) -> bool:
    return any(_filled(read) for read in (kpi.lower, kpi.upper, kpi.target))


def _has_values(kpi: Kpi) -> bool:
    return bool(kpi.periods) or _filled(kpi.current)


def _filled(read: Read[Quantity]) -> bool:
    return read.value is not None or read.trouble is not None
