"""A tab that is a copy of another one, of the same cycle: its rows count twice."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property

from sync.model.cells import CellRef
from sync.model.readings import Quantity, Read
from sync.model.rows import Cycle, KeyResult, LayoutRemark, Rows, TableKind
from sync.patterns import RarePattern
from sync.reading.sheets.claims import quoted
from sync.reading.texts.text import bare

_FEWEST = 2
"""A single key result may well be two teams'."""
_Row = tuple[object, ...]


class _Tab:
    """What one tab has of one cycle."""

    def __init__(self, title: str, cycle: Cycle | None) -> None:
        self.title, self.cycle = title, cycle
        self.objectives: set[str] = set()
        self.key_results: list[KeyResult] = []

    @cached_property
    def goals(self) -> Sequence[_Row]:
        """What each key result is about, and whose it is."""
        return tuple(map(_goal, self.key_results))

    @cached_property
    def all_goals(self) -> frozenset[_Row]:
        return frozenset(self.goals)


def copied_tabs(rows: Rows) -> Iterator[LayoutRemark]:
    """Given what was read of a workbook, yield a remark on each tab whose key results all stand on another one too,
    with the setting that leaves one of the two out. Teams may share their targets: unless its name says that a tab is a
    copy, most current values are the same too."""
    if len({table.sheet for table in rows.tables}) < 2:
        return
    tabs: dict[tuple[str, str], _Tab] = {}
    for objective in rows.objectives:
        table = rows.tables[objective.table]
        if table.kind is TableKind.okr:
            cycle = objective.cycle or table.cycle
            tab = tabs.setdefault((table.sheet, cycle.id if cycle else ""), _Tab(table.sheet, cycle))
            tab.objectives.add(bare(objective.title.value or ""))
            tab.key_results.extend(objective.key_results)
    known = [tab for tab in tabs.values() if len(tab.key_results) >= _FEWEST]
    for place, tab in enumerate(known):
        for other in known[:place]:
            if _are_the_same(tab, other):
                is_first_the_copy = _says_copy(other.title) and not _says_copy(tab.title)
                copy, original = (other, tab) if is_first_the_copy else (tab, other)
                yield _remark(rows, copy.title, original.title, copy.key_results[0])
                break


def _remark(rows: Rows, copy: str, original: str, first: KeyResult) -> LayoutRemark:
    kept = dict.fromkeys(table.sheet for table in rows.tables if table.sheet != copy)
    setting = f"tabs = [{', '.join(quoted(title) for title in kept)}]"
    language = next(table.language for table in rows.tables if table.sheet == copy)
    cell = first.text.cell or CellRef(copy, first.row, 1)
    return LayoutRemark("copied_tab", cell, copy, original, setting, language, first.row)


def _are_the_same(tab: _Tab, other: _Tab) -> bool:
    ones, others = tab.key_results, other.key_results
    if tab.cycle != other.cycle or tab.objectives != other.objectives:
        return False
    if tab.all_goals != other.all_goals:
        return False
    if _says_copy(tab.title) or _says_copy(other.title):
        return True
    values = dict(zip(other.goals, (_said(one.current) for one in others), strict=True))
    measured = [(goal, one) for goal, one in zip(tab.goals, ones, strict=True) if one.current.value is not None]
    return bool(measured) and 2 * sum(values[goal] == _said(one.current) for goal, one in measured) > len(measured)


def _goal(key_result: KeyResult) -> _Row:
    text, owner = bare(key_result.text.value or ""), bare(key_result.owner.value or "")
    return text, owner, _said(key_result.baseline), _said(key_result.target)


def _said(read: Read[Quantity]) -> object:
    return None if read.value is None else read.value.value


def _says_copy(title: str) -> bool:
    return _COPY.search(bare(title)) is not None


_COPY = RarePattern(r"\b(?:copy|ban sao|sao chep|backup|ban luu)\b|\([0-9]\)$")
