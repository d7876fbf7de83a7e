"""An opened Excel file ─▶ its tabs as Sheets. Every tab is scanned to its head, and only the wanted ones further."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import chain

from sync.model.cells import Area, Calculation, CellRef, Sheet
from sync.workbooks.base import WorkbookError, tab_is_wanted
from sync.workbooks.excel_calculation import calculation_of, doubts_by_tab
from sync.workbooks.excel_formulas import Doubts
from sync.workbooks.excel_notes import Notes, read_list_area, read_notes, read_threads
from sync.workbooks.excel_numbers import read_number_formats
from sync.workbooks.excel_reading import Hyperlink, TabScan
from sync.workbooks.excel_texts import SharedTexts
from sync.workbooks.package import Package, SheetPart, WorkbookRefused
from sync.workbooks.xml_events import Attributes, BrokenXml, parse_events

SAVE_AGAIN = "Open it in Excel or LibreOffice, let it be repaired, and save it as .xlsx."

_PIECE = 32_768
"""Bytes handed to the parser at a time: the head of a tab costs no more than a few of them."""


def read_sheets(
    package: Package, name: str, wanted_tabs: tuple[str, ...], worth_reading: Callable[[Sheet], bool] | None
) -> tuple[tuple[Sheet, ...], Calculation]:
    """Given an opened file that messages call ``name``, return its worksheets in order, and what of their formulas may
    show old values after a write. Raise WorkbookError, or WorkbookRefused where a part cannot be had."""
    with _in_plain_words(f"'{name}': the cell styles"):
        formats = _number_formats(package)
    with _in_plain_words(f"'{name}'"):
        doubts = doubts_by_tab(package)
        tabs = [_Tab(package, name, part, formats, own) for part, own in zip(package.sheets, doubts, strict=True)]

    wanted = [tab for tab in tabs if tab_is_wanted(tab.title, wanted_tabs)]
    for tab in tabs:
        if tab in wanted:
            tab.scan_head()
        else:
            tab.try_to_scan_head()

    texts = _shared_texts(package)
    with _in_plain_words(f"'{name}': the shared texts"):
        known = texts.fetch(set(chain.from_iterable(tab.texts_of_head() for tab in tabs)))
    for tab in tabs:
        tab.scan.settle_texts(known)

    complete = [tab for tab in wanted if worth_reading is None or worth_reading(tab.head())]
    for tab in complete:
        tab.scan_rest()
    with _in_plain_words(f"'{name}': the shared texts"):
        known = texts.fetch(set(chain.from_iterable(tab.texts() for tab in complete)))
    for tab in complete:
        tab.scan.settle_texts(known)

    sheets = tuple(tab.sheet() if tab in complete else tab.head() for tab in tabs if tab.scan.is_worksheet)
    return sheets, calculation_of(package, [(tab.title, tab.doubts) for tab in tabs])


class _Tab:
    """A tab on its way from its parts to a Sheet."""

    def __init__(
        self, package: Package, workbook: str, part: SheetPart, formats: tuple[str, ...], doubts: Doubts
    ) -> None:
        self.title = part.title
        self.doubts = doubts
        self._package = package
        self._workbook = workbook
        self._part = part
        pieces = _pieces(package.read_in_pieces(part.part))
        self.scan = TabScan(pieces, formats, package.epoch_1904, doubts)
        self._head_rows: tuple[int, ...] = ()

    def scan_head(self) -> None:
        with self._in_plain_words():
            self._head_rows = tuple(self.scan.to_head())

    def try_to_scan_head(self) -> None:
        """A tab that nobody wants is no reason to refuse the workbook."""
        try:
            self.scan_head()
        except (WorkbookError, WorkbookRefused):
            self.scan.finished = True

    def scan_rest(self) -> None:
        with self._in_plain_words():
            self.scan.to_end()

    def texts_of_head(self) -> set[int]:
        rows = set(self._head_rows)
        return {pending.text_number for pending in self.scan.pending if pending.row in rows}

    def texts(self) -> set[int]:
        return {pending.text_number for pending in self.scan.pending}

    def head(self) -> Sheet:
        """What is known of the tab after its head."""
        scan = self.scan
        rows = {row: scan.rows[row] for row in sorted(self._head_rows)}
        return Sheet(
            self.title,
            rows={row: dict(sorted(cells.items())) for row, cells in rows.items()},
            merges=tuple(scan.merges),
            hidden_rows=frozenset(row for row in scan.hidden_rows if row in rows),
            hidden_columns=frozenset(scan.hidden_columns),
            hidden=self._part.state != "visible",
            for_macros=self._part.state == "veryHidden",
            protected=scan.protected,
            epoch_1904=self._package.epoch_1904,
            complete=False,
        )

    def sheet(self) -> Sheet:
        scan = self.scan
        for pending in scan.pending:
            cell = CellRef(self.title, pending.row, pending.column)
            raise WorkbookError(
                f"'{self._workbook}': cell {cell} refers to a text that the file does not hold.", SAVE_AGAIN
            )
        with self._in_plain_words():
            self._put_hyperlinks(scan.hyperlinks)
            return Sheet(
                self.title,
                rows=scan.rows,
                merges=tuple(scan.merges),
                notes=self._notes(),
                hidden_rows=frozenset(scan.hidden_rows),
                hidden_columns=frozenset(scan.hidden_columns),
                hidden=self._part.state != "visible",
                for_macros=self._part.state == "veryHidden",
                protected=scan.protected,
                epoch_1904=self._package.epoch_1904,
                list_areas=self._list_areas(),
            )

    def _notes(self) -> Notes:
        notes: Notes = {}
        for part in self._package.related(self._part.part, "comments"):
            notes |= read_notes(self._package.read_in_pieces(part))
        # Excel keeps a stand-in note for each thread, for programs that know no threads.
        for part in self._package.related(self._part.part, "threadedComment"):
            notes |= read_threads(self._package.read_in_pieces(part))
        return notes

    def _list_areas(self) -> tuple[Area, ...]:
        parts = self._package.related(self._part.part, "table")
        return tuple(read_list_area(self._package.read_in_pieces(part)) for part in parts)

    def _put_hyperlinks(self, links: list[Hyperlink]) -> None:
        if not links:
            return
        addresses = _outside_addresses(self._package, self._part.part)
        for area, relation, place in links:
            cell = self.scan.rows.get(area.first_row, {}).get(area.first_column)
            address = addresses.get(relation or "", "") + (f"#{place}" if place else "")
            if cell is not None and address:
                self.scan.rows[area.first_row][area.first_column] = cell._replace(hyperlink=address)

    @contextmanager
    def _in_plain_words(self) -> Iterator[None]:
        with _in_plain_words(f"'{self._workbook}': the tab '{self.title}'"):
            yield


@contextmanager
def _in_plain_words(what: str) -> Iterator[None]:
    try:
        yield
    except BrokenXml as error:
        raise WorkbookError(f"{what} cannot be read: {error}.", SAVE_AGAIN) from error


def _number_formats(package: Package) -> tuple[str, ...]:
    for part in package.related(package.workbook_part, "styles"):
        return read_number_formats(package.read_in_pieces(part))
    return ()


def _shared_texts(package: Package) -> SharedTexts:
    parts = package.related(package.workbook_part, "sharedStrings")
    return SharedTexts((lambda: _pieces(package.read_in_pieces(parts[0]))) if parts else None)


def _pieces(chunks: Iterable[bytes]) -> Iterator[bytes]:
    for chunk in chunks:
        for start in range(0, len(chunk), _PIECE):
            yield chunk[start : start + _PIECE]


def _outside_addresses(package: Package, part: str) -> dict[str, str]:
    """Given a part, return the addresses outside of the file that it relates to, by the relation's id."""
    folder, file = posixpath.split(part)
    relations = f"{folder}/_rels/{file}.rels"
    addresses: dict[str, str] = {}

    def start(name: str, attributes: Attributes) -> None:
        if name == "Relationship" and attributes.get("TargetMode") == "External":
            addresses[attributes.get("Id", "")] = attributes.get("Target", "")

    if package.has(relations):
        parse_events(package.read_in_pieces(relations), start)
    return addresses
