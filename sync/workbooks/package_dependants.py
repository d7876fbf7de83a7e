"""What else changes in a workbook because formulas depend on the cells that were written, and what of it may be old.

``package_recalculation`` says which formulas these are; here the tabs are gone through, each in memory only while it is
asked, and those without formulas never as a whole.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import NamedTuple

from sync.workbooks.package_cells import Address
from sync.workbooks.package_parts import Package, SheetPart
from sync.workbooks.package_reach import AlikeHere, Formula, Formulas
from sync.workbooks.package_recalculation import (
    Context,
    Recalculation,
    alike_in,
    asking_for_calculation,
    calculates_by_hand,
    defined_names,
    formulas_of,
    recalculation,
    without_cached_values,
)
from sync.workbooks.package_refusals import corrupt
from sync.workbooks.package_tab import Splice, Tab, spliced
from sync.workbooks.package_tables import Table, table_in
from sync.workbooks.package_xml import MalformedXml


class Recalculated(NamedTuple):
    """What else changes because formulas depend on what was written: parts with their new content, and splices of tabs
    that are edited too. And where old values may still show: by tab the cell of the first formula of which it cannot be
    told, and how many these are; the tab and the cell of one that depends, where the workbook is calculated by hand."""

    changed: Mapping[str, bytes] = {}
    splices: Mapping[str, list[Splice]] = {}
    untellable: Mapping[str, tuple[Address, int]] = {}
    by_hand: tuple[str, Address] | None = None


def recalculated(
    package: Package, edited: Mapping[str, Tab | None], written: Mapping[str, Collection[Address]]
) -> Recalculated:
    """Given a workbook, the tabs of it that are edited by the names of their parts, as they were (None: without
    formulas), and the cells written by tab's title, return what else changes. Raise WorkbookRefused."""
    numbers = {tab.title: number for number, tab in enumerate(package.tabs)}
    tabs = _Tabs(package, edited)
    cells = {numbers[title]: addresses for title, addresses in written.items() if addresses}
    if not cells:
        return Recalculated()
    try:
        formulas = _formulas(package, tabs)
        if not formulas.count:
            return Recalculated()
        result = recalculation(formulas, cells)
        by_hand = calculates_by_hand(package.workbook_xml)
        again, splices = ({}, {}) if by_hand else _without_cached_values(package, tabs, result)
        if result.stale or result.stale_alike or result.uncertain:
            workbook = asking_for_calculation(package.workbook_xml)
            if workbook is not package.workbook_xml:
                again[package.entry(package.workbook_part).name] = workbook
    except MalformedXml as error:
        raise corrupt(package.path, f"its formulas cannot be read: a part {error}") from error
    keeping = min(result.stale_cells(), default=None) if by_hand else None
    old = (package.tabs[keeping[0]].title, keeping[1:]) if keeping else None
    return Recalculated(again, splices, _first_by_tab(package, result.uncertain), old)


def _first_by_tab(package: Package, formulas: Iterable[Formula]) -> dict[str, tuple[Address, int]]:
    """By tab, the first formula's cell, and how many they are."""
    found: dict[str, tuple[Address, int]] = {}
    for formula in sorted(formulas, key=_address):
        title = package.tabs[formula.tab].title
        first, count = found.get(title, (_address(formula)[1:], 0))
        found[title] = first, count + 1
    return found


def _address(formula: Formula) -> tuple[int, int, int]:
    return formula.tab, formula.row, formula.place.column


def _formulas(package: Package, tabs: _Tabs) -> Formulas:
    """All formulas of the workbook. One tab after the other is held in memory, and those without formulas are not."""
    context: Context | None = None
    each: list[Formula] = []
    alike: list[AlikeHere] = []
    for sheet in package.sheets:
        tab = tabs.with_formulas(sheet)
        if tab is None:
            continue
        if context is None:
            context = Context(
                tuple(tab.title for tab in package.tabs),
                defined_names(package.workbook_xml),
                {table.name.lower(): table for sheet in package.sheets for _, table in tables_of(package, sheet)},
            )
        number = package.tabs.index(sheet)
        same = list(alike_in(tab, number, context))
        alike += same
        if not _are_all(same):
            known = {start for here in same for start in here.alike.starts()}
            each += formulas_of(tab, number, context, known)
    return Formulas(each, alike)


def _are_all(same: list[AlikeHere]) -> bool:
    """Whether a tab has no formulas but these."""
    return bool(same) and sum(len(here.alike.members) for here in same) == same[0].alike.among.in_all


def _without_cached_values(
    package: Package, tabs: _Tabs, result: Recalculation
) -> tuple[dict[str, bytes], dict[str, list[Splice]]]:
    """What takes the cached values of these formulas out: the new content of parts, and splices of edited tabs."""
    again: dict[str, bytes] = {}
    of_edited: dict[str, list[Splice]] = {}
    for number in sorted({one.tab for one in result.stale} | {some.tab for some in result.stale_alike}):
        tab = tabs.with_formulas(package.tabs[number])
        if tab is None:
            continue
        stale = (formula for formula in result.stale if formula.tab == number)
        stale_alike = (some for some in result.stale_alike if some.tab == number)
        splices = without_cached_values(tab, stale, stale_alike)
        name = package.entry(package.tabs[number].part).name
        if splices and name in tabs.edited:
            of_edited[name] = splices
        elif splices:
            again[name] = spliced(tab.data, splices)
    return again, of_edited


class _Tabs:
    """The tabs of a workbook of which these are edited, and in memory anyway."""

    def __init__(self, package: Package, edited: Mapping[str, Tab | None]) -> None:
        self.edited = edited
        self._package = package
        self._last: tuple[str, Tab | None] = "", None

    def with_formulas(self, sheet: SheetPart) -> Tab | None:
        """The tab, when it has formulas. One that has none is never held in memory as a whole, and of the others that
        are not edited one at a time."""
        name = self._package.entry(sheet.part).name
        if name in self.edited:
            tab = self.edited[name]
            return tab if tab is not None and tab.may_hold_formulas else None
        if name != self._last[0]:
            self._last = "", None
            self._last = name, self._read(sheet)
        return self._last[1]

    def _read(self, sheet: SheetPart) -> Tab | None:
        if not _may_hold_formulas(self._package.read_in_pieces(sheet.part)):
            return None
        tab = Tab(self._package.read_unproven(sheet.part))
        return tab if tab.may_hold_formulas else None


def _may_hold_formulas(pieces: Iterable[bytes]) -> bool:
    end_of_last = b""
    for piece in pieces:
        # In UTF-16 a formula looks otherwise, and behind a prefix.
        if not end_of_last and b"\x00" in piece[:4]:
            return True
        # One byte is looked for twenty times as fast as two, and most tabs' own words have no f.
        if b"f" in piece:
            window = end_of_last + piece
            if b"<f" in window or b":f" in window:
                return True
        end_of_last = piece[-1:]
    return False


def tables_of(package: Package, sheet: SheetPart) -> list[tuple[str, Table]]:
    """Given a tab, return its tables, each with its part. Raise WorkbookRefused."""
    number = package.tabs.index(sheet)
    parts = package.related(sheet.part, "table")
    try:
        return [(part, table) for part in parts if (table := table_in(package.read(part), number)) is not None]
    except MalformedXml as error:
        raise corrupt(package.path, f"a table of the tab {sheet.title} {error}") from error
