"""What must be calculated again because cells were written: the formulas that depend on them, directly or through other
formulas, on any tab, by name or by table.

Their cached values are dropped, so that no program shows a stale one, and the workbook asks to be calculated when it is
opened: Excel goes by that, LibreOffice calculates cells that have no value. Where it cannot be told whether a formula
depends (INDIRECT, OFFSET), or people calculate by hand, cached values stay and calculation is asked for all the same.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from typing import NamedTuple

from sync.patterns import RarePattern
from sync.workbooks.package_alike_formulas import alike_formulas
from sync.workbooks.package_cells import Address, CellArea, parsed_area
from sync.workbooks.package_formulas import Mentions, TableReference, mentions_in, tab_names
from sync.workbooks.package_reach import AlikeHere, Formula, Formulas, SomeAlike
from sync.workbooks.package_tab import CellPlace, Splice, Tab
from sync.workbooks.package_tables import Table
from sync.workbooks.package_xml import (
    Element,
    attributes_of,
    children_of,
    elements_named,
    root_of,
    shadow_of,
    text_of,
)

_MOST_STEPS = 2_000
"""A chain of more steps than this through large areas is taken to reach every formula."""
_MOST_CELLS = 1_000_000

_UP_TO_CALCULATION = frozenset(
    (
        b"fileVersion",
        b"fileSharing",
        b"workbookPr",
        b"workbookProtection",
        b"bookViews",
        b"sheets",
        b"functionGroups",
        b"externalReferences",
        b"definedNames",
    )
)
_OF_THE_VALUE = RarePattern(rb"""\s(?:t|vm)\s*=\s*(?:"[^"]*"|'[^']*')""")
"""What a cell's start tag says of its value."""
_FULL_CALCULATION = re.compile(rb"""(\sfullCalcOnLoad\s*=\s*)(["'])[^"']*["']""")


class Context(NamedTuple):
    """What formulas may speak of: the tabs' titles in order, defined names by (tab's number or None, name), tables."""

    titles: tuple[str, ...]
    names: Mapping[tuple[int | None, str], str]
    tables: Mapping[str, Table]


class Recalculation(NamedTuple):
    """What is to be done. ``stale`` are the formulas whose cached values go, and ``stale_alike`` those of them that are
    alike; ``uncertain`` those that may show an old value, as it cannot be told whether they depend on what was
    written."""

    stale: tuple[Formula, ...]
    stale_alike: tuple[SomeAlike, ...]
    uncertain: tuple[Formula, ...]

    def stale_cells(self) -> Iterator[tuple[int, int, int]]:
        """The cells of all whose cached values go, as (tab, row, column)."""
        yield from ((formula.tab, formula.row, formula.place.column) for formula in self.stale)
        for some in self.stale_alike:
            yield from ((some.tab, *cell) for cell in some.cells())


def recalculation(formulas: Formulas, written: Mapping[int, Iterable[Address]]) -> Recalculation:
    """Given all formulas of a workbook, and the cells written by tab's number, return what must be calculated again."""
    stale: set[int] = set()
    frontier: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
    for tab, cells in written.items():
        by_column: defaultdict[int, list[int]] = defaultdict(list)
        for row, column in cells:
            by_column[column].append(row)
        frontier.update({(tab, column): rows for column, rows in by_column.items()})
    steps = 0
    while frontier:
        steps += 1
        found = formulas.that_refer_to(frontier) if steps <= _MOST_STEPS else set(range(formulas.count))
        frontier = defaultdict(list)
        found -= stale
        stale |= found
        for number in found:
            if number >= len(formulas.each):
                continue
            formula = formulas.each[number]
            if formula.fills.size > _MOST_CELLS:
                steps = _MOST_STEPS
            for row, column in _first_cells_of(formula):
                frontier[formula.tab, column].append(row)
        for some in formulas.alike_among(found):
            for row, column in some.cells():
                frontier[some.tab, column].append(row)
    uncertain = (formula for number, formula in enumerate(formulas.each) if formula.uncertain and number not in stale)
    return Recalculation(
        tuple(formula for number, formula in enumerate(formulas.each) if number in stale),
        tuple(some for some in formulas.alike_among(stale) if any(some.cells())),
        tuple(uncertain),
    )


def _first_cells_of(formula: Formula) -> Iterator[Address]:
    """The cells that the formula fills. Beyond a bound that only attacks reach, some are enough: all else is stale."""
    fills = formula.fills
    for row in range(fills.first_row, fills.last_row + 1):
        for column in range(fills.first_column, fills.last_column + 1):
            yield row, column
            if fills.size > _MOST_CELLS:
                return


# ── The formulas of a tab ────────────────────────────────────────────────────────────────────────────────────────────


def alike_in(tab: Tab, number: int, context: Context) -> Iterator[AlikeHere]:
    """Given a tab, its number and what formulas may speak of, yield those of its formulas that are alike and of which
    it can be told at once to what they refer."""
    for alike in alike_formulas(tab):
        names = [(tab_names(tab)[0], name) for tab, name in alike.names()]
        if any(name.lower() in context.tables for _, name in names) or _behind_names(names, number, context):
            continue
        cells = [(_tabs_named(alike.tab_of(named), number, context), named) for named in alike.shape.cells]
        yield AlikeHere(number, alike, cells)


def _tabs_named(name: str | None, number: int, context: Context) -> Collection[int]:
    first, last = tab_names(name)
    return (number,) if first is None else _tabs_between(first, last, context)


def formulas_of(tab: Tab, number: int, context: Context, but: Collection[int] = ()) -> Iterator[Formula]:
    """Given a tab, its number and what formulas may speak of, yield its formulas, but those that start at these
    places."""
    shared: dict[str, tuple[Mentions, int, int]] = {}
    waiting: list[tuple[CellPlace, int, str]] = []
    for place, row, element in tab.formula_cells(but):
        attributes = attributes_of(tab.data[element.start : element.inside])
        kind = attributes.get("t", "normal")
        text = text_of(tab.data[element.inside : element.inside_end])
        fills = CellArea(row, place.column, row, place.column)
        if kind == "shared":
            group = attributes.get("si", "")
            if not text:
                waiting.append((place, row, group))
                continue
            shared[group] = mentions_in(text), row, place.column
        elif kind in ("array", "dataTable"):
            fills = parsed_area(attributes.get("ref", "")) or fills
        mentions = mentions_in(text)
        areas = tuple(_areas(mentions, number, row, place.column, (0, 0), context))
        if kind == "dataTable":
            areas += tuple((number, area) for area in _areas_of_what_if(fills, attributes))
        yield Formula(number, place, row, fills, areas, _is_uncertain(mentions, number, context))
    for place, row, group in waiting:
        fills = CellArea(row, place.column, row, place.column)
        if group not in shared:
            yield Formula(number, place, row, fills, (), True)
            continue
        mentions, first_row, first_column = shared[group]
        moved = row - first_row, place.column - first_column
        areas = tuple(_areas(mentions, number, row, place.column, moved, context))
        yield Formula(number, place, row, fills, areas, _is_uncertain(mentions, number, context))


def _areas(
    mentions: Mentions, tab: int, row: int, column: int, moved: tuple[int, int], context: Context
) -> Iterator[tuple[int, CellArea]]:
    yield from _areas_said(mentions, tab, row, column, moved, context)
    for defined in _behind_names(mentions.names, tab, context):
        # What is relative in a name counts from A1.
        yield from _areas_said(defined, tab, row, column, (row - 1, column - 1), context)


def _areas_said(
    mentions: Mentions, tab: int, row: int, column: int, moved: tuple[int, int], context: Context
) -> Iterator[tuple[int, CellArea]]:
    for reference in mentions.references:
        area = reference.moved(*moved) if moved != (0, 0) else CellArea.between(*reference.area)
        if reference.first_tab is None:
            yield tab, area
        else:
            for other in _tabs_between(reference.first_tab, reference.last_tab, context):
                yield other, area
    for reference_to_table in mentions.tables:
        yield from _table_areas(reference_to_table, tab, row, column, context)
    for _, name in mentions.names:
        table = context.tables.get(name.lower())
        if table is not None:
            first_row, last_row = table.rows_of(("data",))
            yield table.tab, table.area._replace(first_row=first_row, last_row=last_row)


def _behind_names(names: Iterable[tuple[str | None, str]], tab: int, context: Context) -> list[Mentions]:
    """What the names that a formula of that tab speaks of stand for, and the names in these, each of them once."""
    found: dict[str, Mentions] = {}
    waiting = list(names) if context.names else []
    while waiting:
        name_tab, name = waiting.pop()
        defined = _defined(name_tab, name, tab, context)
        if defined is not None and defined not in found:
            found[defined] = mentions_in(defined)
            waiting += found[defined].names
    return list(found.values())


def _tabs_between(first: str, last: str | None, context: Context) -> range:
    lowered = [title.lower() for title in context.titles]
    try:
        start, end = lowered.index(first.lower()), lowered.index((last or first).lower())
    except ValueError:
        return range(0)
    return range(min(start, end), max(start, end) + 1)


def _table_areas(
    reference: TableReference, tab: int, row: int, column: int, context: Context
) -> Iterator[tuple[int, CellArea]]:
    if reference.table:
        table = context.tables.get(reference.table.lower())
    else:
        around = (each for each in context.tables.values() if each.tab == tab and each.area.holds(row, column))
        table = next(around, None)
    if table is None:
        return
    first_column, last_column = table.area.first_column, table.area.last_column
    first_row, last_row = (row, row) if reference.this_row else table.rows_of(reference.parts)
    if first_row > last_row:
        return
    spans = [
        (table.column_named(first, first_column), table.column_named(last, last_column))
        for first, last in reference.columns
    ] or [(first_column, last_column)]
    for low, high in spans:
        yield table.tab, CellArea(first_row, min(low, high), last_row, max(low, high))


def _defined(name_tab: str | None, name: str, tab: int, context: Context) -> str | None:
    scope = next(iter(_tabs_between(name_tab, None, context)), tab) if name_tab is not None else tab
    lowered = name.lower()
    found = context.names.get((scope, lowered))
    return found if found is not None else context.names.get((None, lowered))


def cannot_be_told(formula: str, tab: int, context: Context) -> bool:
    """Given a formula's text, the number of the tab that it stands on and what it may speak of, return whether it may
    refer to more than can be told."""
    return _is_uncertain(mentions_in(formula), tab, context)


def _is_uncertain(mentions: Mentions, tab: int, context: Context) -> bool:
    return mentions.uncertain or any(defined.uncertain for defined in _behind_names(mentions.names, tab, context))


def _areas_of_what_if(area: CellArea, attributes: Mapping[str, str]) -> Iterator[CellArea]:
    """What a what-if table is calculated from: its input cells, and the formulas and values that stand above it and
    to its left. What these depend on, it depends on through them."""
    first_row, first_column, last_row, last_column = area
    top, left = max(1, first_row - 1), max(1, first_column - 1)
    yield CellArea(top, left, top, last_column)
    yield CellArea(top, left, last_row, left)
    for name in ("r1", "r2"):
        cell = parsed_area(attributes.get(name, ""))
        if cell is not None:
            yield cell


# ── What formulas may speak of ───────────────────────────────────────────────────────────────────────────────────────


def defined_names(workbook: bytes) -> dict[tuple[int | None, str], str]:
    """Given workbook.xml as UTF-8, return its defined names' formulas by (tab's number or None, name in lower case)."""
    shadow = shadow_of(workbook)
    found: dict[tuple[int | None, str], str] = {}
    sections = [one for one in children_of(shadow, root_of(shadow)) if one.local_name == b"definedNames"]
    for element in (name for section in sections for name in children_of(shadow, section)):
        attributes = attributes_of(workbook[element.start : element.inside])
        scope = attributes.get("localSheetId", "")
        number = int(scope) if scope.isdigit() else None
        found[number, attributes.get("name", "").lower()] = text_of(workbook[element.inside : element.inside_end])
    return found


# ── What changes in the file ─────────────────────────────────────────────────────────────────────────────────────────


def without_cached_values(tab: Tab, stale: Iterable[Formula], stale_alike: Iterable[SomeAlike]) -> list[Splice]:
    """Given a tab and its stale formulas, return what takes their cached values out of it."""
    cells = [cell for some in stale_alike for _, cell in some.among.places(some.numbers)]
    filled: list[CellArea] = []
    for formula in stale:
        cells.append(formula.place)
        if formula.fills.size > 1:
            filled.append(formula.fills)
    splices = [splice for cell in cells for splice in _without_value(tab, cell)]
    if filled:
        # What writes a workbook anew may put a formula of its own where another one fills cells.
        known = {cell.start for cell in cells}
        for cell in _cells_filled(tab, filled):
            if cell.start not in known:
                splices += _without_value(tab, cell)
    return splices


def _cells_filled(tab: Tab, areas: list[CellArea]) -> Iterator[CellPlace]:
    """The cells in these areas, which do not overlap in what people make, and are few in each row."""
    coming = sorted(areas, reverse=True)
    current: list[CellArea] = []
    last_row = 0
    for row in tab.all_rows():
        if row.number < last_row:
            # Rows out of order: begin again, for those that come now.
            coming, current = sorted(areas, reverse=True), []
        last_row = row.number
        while coming and coming[-1].first_row <= row.number:
            current.append(coming.pop())
        current = [area for area in current if area.last_row >= row.number]
        for cell in tab.cells_of(row) if current else ():
            if any(area.first_column <= cell.column <= area.last_column for area in current):
                yield cell


def _without_value(tab: Tab, cell: CellPlace) -> Iterable[Splice]:
    """What takes a cell's cached value out of it."""
    if tab.shadow is not tab.data:
        return _without_any_value(tab, cell)
    _, start, inside, inside_end, _ = cell
    formula_end = tab.data.find(tab.formula_close, inside, inside_end) + len(tab.formula_close)
    if formula_end < inside or not tab.data.startswith(tab.formula, inside):
        return _without_any_value(tab, cell)
    if formula_end == inside_end:
        return ()
    value = tab.data[formula_end:inside_end]
    if not (value.startswith(tab.value_open) and value.endswith(tab.value_close) and value.count(b"<") == 2):
        return _without_any_value(tab, cell)
    value_splice = formula_end, inside_end, b""
    if _OF_THE_VALUE.search(tab.data, start, inside):
        return _without_type(tab, cell), value_splice
    return (value_splice,)


def _without_any_value(tab: Tab, cell: CellPlace) -> Iterator[Splice]:
    values = [element for element in children_of(tab.shadow, _content_of(cell)) if element.local_name in (b"v", b"is")]
    if values:
        yield _without_type(tab, cell)
    for element in values:
        yield element.start, element.end, b""


def _without_type(tab: Tab, cell: CellPlace) -> Splice:
    """The type and the metadata are those of the value, which is not known until it is calculated."""
    return cell.start, cell.inside, _OF_THE_VALUE.sub(b"", tab.data[cell.start : cell.inside])


def _content_of(cell: CellPlace) -> Element:
    return Element(b"c", cell.start, cell.inside, cell.inside_end, cell.end)


def calculates_by_hand(workbook: bytes) -> bool:
    """Given workbook.xml as UTF-8, return whether it is calculated only when somebody asks for it."""
    return any(
        attributes_of(workbook[element.start : element.inside]).get("calcMode") == "manual"
        for element in elements_named(shadow_of(workbook), b"calcPr")
    )


def asking_for_calculation(workbook: bytes) -> bytes:
    """Given workbook.xml as UTF-8, return it asking for a full calculation when it is opened; the same bytes when it
    does so already. Raise MalformedXml."""
    shadow = shadow_of(workbook)
    root = root_of(shadow)
    place = root.inside
    for element in children_of(shadow, root):
        if element.local_name in _UP_TO_CALCULATION:
            place = element.end
        if element.local_name != b"calcPr":
            continue
        tag = workbook[element.start : element.inside]
        if attributes_of(tag).get("fullCalcOnLoad") in ("1", "true", "on"):
            return workbook
        asking, replaced = _FULL_CALCULATION.subn(rb'\g<1>"1"', tag)
        if not replaced:
            name_end = 1 + len(element.name)
            asking = tag[:name_end] + b' fullCalcOnLoad="1"' + tag[name_end:]
        return workbook[: element.start] + asking + workbook[element.inside :]
    prefix = root.name[: -len(root.local_name)]
    return workbook[:place] + b'<%bcalcPr fullCalcOnLoad="1"/>' % prefix + workbook[place:]
