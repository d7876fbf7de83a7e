"""One tab's XML with edits spliced in: the cells asked for, and what must go with them (rows that were missing, spans,
the dimension). Every other byte stays.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from operator import itemgetter
from typing import NamedTuple

from sync.patterns import RarePattern
from sync.workbooks.package_cell_looks import CellLooks
from sync.workbooks.package_cell_xml import CellXml
from sync.workbooks.package_cells import LAST_COLUMN, LAST_ROW, Address, CellArea, cell_name, parsed_area
from sync.workbooks.package_layout import prompt_splices, width_splices
from sync.workbooks.package_row_writing import Refuse, RowWriter
from sync.workbooks.package_rows import PlainRun, refuse_malformed_tab, rows_of
from sync.workbooks.package_styles import Styles
from sync.workbooks.package_tab import Splice, Tab, spliced, with_place_for_cells
from sync.workbooks.package_values import CellEdit, NewValue, SheetEdit
from sync.workbooks.package_xml import attributes_of


class PatchedTab(NamedTuple):
    """A tab as it was, with all of its plain rows (None: it is known to be well-formed); the splices of its XML that
    make it what it is to be, and the cells that change, in the order in which they were asked for: hundreds of
    thousands, which a set would scatter. Its new XML is made once all is known that is to change in it."""

    tab: Tab
    runs: Collection[PlainRun] | None
    splices: list[Splice]
    written: Collection[Address]

    def data(self, others: Iterable[Splice] = ()) -> bytes:
        """The new XML, with other splices too. Raise MalformedXml where two replace the same."""
        return spliced(self.tab.data, [*self.splices, *others])

    def refuse_malformed(self) -> None:
        """Raise MalformedXml when a reader of XML would not take the tab: an edit breaks nothing, and mends nothing."""
        if self.runs is not None:
            refuse_malformed_tab(self.tab, self.runs)

    def applied(self) -> PatchedTab:
        """The tab as it is with all of these splices made. Raise MalformedXml."""
        self.refuse_malformed()
        return PatchedTab(Tab(self.data()), None, [], self.written)


def patched_tab(
    original: bytes,
    edit: SheetEdit,
    styles: Styles,
    shared_text: Callable[[int], str],
    epoch_1904: bool,
    refuse: Refuse,
) -> PatchedTab | None:
    """Given a tab's XML as UTF-8 and what to change, return how; None where nothing is to change. Styles that it needs
    are added to ``styles``. Raise what ``refuse`` raises for a cell that must not be written, MalformedXml for XML that
    is no tab."""
    if not edit.cells and not edit.column_widths and not edit.prompts:
        return None
    tab = Tab(original)
    if edit.cells and tab.cells.self_closing:
        tab = Tab(with_place_for_cells(original))
    edited = _EditedCells()
    if edit.cells:
        edited = _edited_cells(tab, edit.cells, styles, CellXml(tab, shared_text), epoch_1904, refuse)
    splices = [*edited.splices, *width_splices(tab, edit.column_widths), *prompt_splices(tab, edit.prompts)]
    if not splices:
        return None
    return PatchedTab(tab, edited.runs, splices, edited.written)


class _EditedCells(NamedTuple):
    """What edits of cells come to: splices, the cells that change, and all plain rows of the tab."""

    splices: Collection[Splice] = ()
    written: Collection[Address] = ()
    runs: Collection[PlainRun] = ()


def _edited_cells(
    tab: Tab,
    edits: Mapping[Address, CellEdit | NewValue],
    styles: Styles,
    xml: CellXml,
    epoch_1904: bool,
    refuse: Refuse,
) -> _EditedCells:
    columns: defaultdict[int, dict[int, CellEdit | NewValue]] = defaultdict(dict)
    for (row, column), edit in edits.items():
        columns[column][row] = edit
    wanted = set[int]().union(*columns.values())
    around = CellArea(min(wanted), min(columns), max(wanted), max(columns))
    _refuse_outside(around, edits, refuse)
    _refuse_covered(tab, edits, refuse)
    if CellEdit in set(map(type, edits.values())):
        wanted |= {edit.like[0] for edit in edits.values() if isinstance(edit, CellEdit) and edit.like is not None}
    rows = rows_of(tab, wanted)
    _refuse_strays(tab, rows.strays, edits, refuse)
    writer = RowWriter(tab, rows, CellLooks(tab, styles, rows), xml, epoch_1904, refuse)
    writer.write(columns)
    as_before = set(writer.as_before)
    written = [address for address in edits if address not in as_before] if as_before else edits.keys()
    if as_before and written:
        numbers, numbers_of_columns = set(map(_ROW, written)), set(map(_COLUMN, written))
        around = CellArea(min(numbers), min(numbers_of_columns), max(numbers), max(numbers_of_columns))
    splices = [*writer.splices, *_dimension_splices(tab, around)] if written else writer.splices
    return _EditedCells(splices, written, rows.runs)


def _refuse_outside(around: CellArea, edits: Collection[Address], refuse: Refuse) -> None:
    most = CellArea(1, 1, LAST_ROW, LAST_COLUMN)
    if around.within(most):
        return
    for row, column in edits:
        if not most.holds(row, column):
            refuse(row, column, "lies outside of what a tab can hold")


def _refuse_covered(tab: Tab, edits: Collection[Address], refuse: Refuse) -> None:
    for row, column in tab.formula_areas.cells_inside(edits):
        refuse(row, column, "array")
    for row, column in tab.merges().cells_inside(edits, but_first=True):
        refuse(row, column, "merged")


def _refuse_strays(tab: Tab, strays: list[int], edits: Collection[Address], refuse: Refuse) -> None:
    """A cell that stands in another's row too is seen there by some programs, and here by others."""
    for start in strays:
        tag = tab.data[start : tab.data.find(b">", start) + 1]
        area = parsed_area(attributes_of(tag).get("r", ""))
        if area is not None and area[:2] in edits:
            refuse(*area[:2], "stands in the file a second time, in a row that is not its own")


def _dimension_splices(tab: Tab, around: CellArea) -> Iterator[Splice]:
    """Given the area around all cells that change, let the tab's extent hold it."""
    for element in tab.before:
        if element.local_name != b"dimension":
            continue
        found = _REF.search(tab.data[element.start : element.inside])
        area = parsed_area(found[2].decode("utf-8", "replace")) if found else None
        if found is None or area is None:
            return
        if not around.within(area):
            first, last = tuple(map(min, area[:2], around[:2])), tuple(map(max, area[2:], around[2:]))
            new = cell_name(*first) + (f":{cell_name(*last)}" if first != last else "")
            yield element.start + found.start(2), element.start + found.end(2), new.encode()


_ROW, _COLUMN = itemgetter(0), itemgetter(1)
_REF = RarePattern(rb"""\sref\s*=\s*(["'])([^"']*)["']""")
