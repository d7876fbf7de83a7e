"""A workbook in Google Sheets. Nothing there refuses a write because somebody else wrote meanwhile, so it is looked at
right before and right after: docs/google-writing.md tells the whole story.
"""

from __future__ import annotations

import secrets
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from sync.memo import Memo
from sync.model.cells import Area, CellRef, Sheet, WorkbookContent
from sync.model.plans import CellChange, Plan, Receipt
from sync.options import GoogleOptions
from sync.workbooks.base import Sizes, Turns, Workbook, WorkbookChanged, WorkbookError
from sync.workbooks.google_answers import Rows
from sync.workbooks.google_grid import CELL_FIELDS, LOOK_FIELDS, WRITTEN_FIELDS, Tab, fingerprint_of, print_of
from sync.workbooks.google_guarded import GuardedWrites, is_looked_at_in_part
from sync.workbooks.google_headers import headers_of
from sync.workbooks.google_moving import moves_by_itself
from sync.workbooks.google_pull import pull, read_cells
from sync.workbooks.google_push import Known, push
from sync.workbooks.google_reading import Lines, head_of
from sync.workbooks.google_writing import look_of_cell, look_of_column, looks_wanted
from sync.workbooks.settling import settle
from sync.workbooks.sizes import OWN_SIZES, in_one_answer, remembered_as
from sync.workbooks.sources import Source, spreadsheet_address
from sync.workbooks.turns import OWN_TURNS

if TYPE_CHECKING:
    from sync.workbooks.sheets_api import SheetsApi, SheetsError


def open_in_google(
    where: Source,
    options: GoogleOptions | None,
    *,
    name: str,
    read_only: bool = False,
    turns: Turns | None = None,
    sizes: Sizes | None = None,
    known: Lines | None = None,
) -> Workbook:
    """Given a spreadsheet's key, how to reach Google, who gives out turns there and who remembers what is small (None:
    this process), and rows that were read before, return its workbook; nothing is read yet."""
    own = options or GoogleOptions()
    return GoogleWorkbook(where, own, name=name, read_only=read_only, turns=turns, sizes=sizes, known=known)


class GoogleWorkbook:
    """One spreadsheet of Google's."""

    def __init__(
        self,
        where: Source,
        options: GoogleOptions,
        *,
        name: str,
        read_only: bool = False,
        turns: Turns | None = None,
        sizes: Sizes | None = None,
        known: Lines | None = None,
    ) -> None:
        self.name = name
        self.source = where.text
        self._key = where.place
        self._options = options
        self._read_only = read_only
        self._turns = turns or OWN_TURNS
        self._sizes = sizes or OWN_SIZES
        self._remembered_as = remembered_as(where, options)
        self._known = Memo() if known is None else known
        self._last_read: Known | None = None
        self._put_back: tuple[CellChange, ...] = ()

    def read(
        self, wanted_tabs: tuple[str, ...] = (), worth_reading: Callable[[Sheet], bool] | None = None
    ) -> WorkbookContent:
        """As every workbook does: in one request where the spreadsheet is known to fit one answer."""
        as_one = in_one_answer(self._remembered_as)
        was_small = self._sizes.was_small(self._remembered_as)
        did_fit = was_small or self._sizes.was_small(as_one)
        self._known.begin()
        with self._plain_words():
            pulled = pull(self._api, self._key, wanted_tabs, worth_reading, at_once=did_fit, known=self._known)
        if pulled.is_small != was_small:
            self._sizes.remember(self._remembered_as, is_small=pulled.is_small)
        if pulled.fits_one_answer != did_fit:
            self._sizes.remember(as_one, is_small=pulled.fits_one_answer)
        found = pulled.spreadsheet
        heads = pulled.heads
        sheets = tuple(
            pulled.complete.get(tab.id) or heads.get(tab.id) or head_of(tab, found.locale) for tab in found.tabs
        )
        sheets = tuple(
            sheet._replace(address=f"{spreadsheet_address(self._key)}#gid={tab.id}")
            for sheet, tab in zip(sheets, found.tabs, strict=True)
        )
        whole = [tab for tab in found.tabs if tab.id in pulled.complete]
        prints = {tab.id: print_of(tab) for tab in whole}
        # Of a large tab only some rows are asked for again when it is written.
        large = {tab.id: tab.cells for tab in whole if is_looked_at_in_part(tab)}
        bare = found._replace(tabs=tuple(replace(tab, cells=large.get(tab.id, Rows())) for tab in found.tabs))
        moves = moves_by_itself(sheets, self._options.always_read)
        content = WorkbookContent(sheets, fingerprint_of(prints.values()), moves_by_itself=moves)
        self._last_read = Known(_without_rows_of(content, bare.tabs, large), bare, prints)
        return content

    def looks(self, plan: Plan) -> Mapping[CellRef, str]:
        """As every workbook does. A plan that changes no look asks nothing."""
        changes = looks_wanted(plan)
        if not changes and not plan.columns:
            return {}
        known = self._known_behind(plan)
        areas = []
        for tab in known.spreadsheet.tabs:
            places = [one.cell[1:] for one in changes if one.cell.sheet == tab.title]
            for column in (one for one in plan.columns if one.cell.sheet == tab.title):
                places += [(column.rows.start, column.cell.column), (column.last_row, column.cell.column)]
            if places:
                rows, columns = [row for row, _ in places], [column for _, column in places]
                last = min(max(rows), tab.row_count), min(max(columns), tab.column_count)
                if min(columns) <= last[1]:
                    areas.append((tab, Area(min(rows), min(columns), *last)))
        with self._plain_words():
            found = read_cells(self._api, self._key, areas, LOOK_FIELDS)
        looks: dict[CellRef, str] = {}
        tabs = {tab.title: found.titled(tab.title) or tab for tab in known.spreadsheet.tabs}
        for change in changes:
            looks[change.cell] = look_of_cell(tabs[change.cell.sheet].cell(*change.cell[1:]))
        for column in plan.columns:
            looks[column.cell] = look_of_column(tabs[column.cell.sheet], column)
        return looks

    def write(self, plan: Plan) -> Receipt:
        """As every workbook does, but that a row which somebody moves in the very moment may be left out: the receipt
        says so. What had landed in a wrong row by then is put back, which the receipt says too."""
        from sync.workbooks import sheets_api

        if plan.writes_nothing:
            return Receipt(fingerprint=plan.fingerprint)
        if self._read_only:
            raise WorkbookError(f"'{self.name}' is only observed: nothing was written.", "Set write = true for it.")
        known = self._known_behind(plan)
        # Whatever comes of this, the workbook has to be read anew before it is written again.
        self._last_read = None
        settle(plan, known.content_for(plan), self.name)
        fields = LOOK_FIELDS if plan.columns or plan.removals else CELL_FIELDS
        if fields == CELL_FIELDS and not any(each.has_formulas for each in known.prints.values()):
            fields = WRITTEN_FIELDS
        left = {*known.spreadsheet.metadata, *(each for tab in known.spreadsheet.tabs for each in tab.metadata)}
        writes = GuardedWrites(self._api, self._key, _ids(), fields, left, headers_of(plan))
        try:
            pushed = push(writes, plan, known, self.name, self._options.largest_write)
        except sheets_api.NoAnswer as error:
            raise WorkbookError(
                f"'{self.name}': Google did not say whether it was written ({error}).",
                "The next sync looks at what stands there, and goes on from it.",
                maybe_written=True,
            ) from error
        except sheets_api.SheetsError as error:
            raise self._refused(error, writing=True) from error
        self._put_back += pushed.put_back
        if plan.removals or plan.notes:
            # An undo, or a farewell: nothing of ours should be left behind.
            writes.tidy_up()
        if pushed.receipt is None:
            raise WorkbookChanged(
                f"'{self.name}': somebody moved its rows while it was written: nothing stays of what was written.",
                "Read and plan again.",
            )
        put_back, self._put_back = self._put_back, ()
        return pushed.receipt._replace(put_back=put_back)

    @property
    def _api(self) -> SheetsApi:
        from sync.workbooks.sheets_api import sheets_api

        return sheets_api(self._options, self._turns, read_only=self._read_only)

    def _known_behind(self, plan: Plan) -> Known:
        """What the plan was made from: as it was read last, or read anew for a plan made elsewhere."""
        known = self._last_read
        touched = {cell.sheet for cell in plan.cells}
        if known is None or known.content.fingerprint != plan.fingerprint or not _all_complete(known, touched):
            self.read(worth_reading=lambda head: head.title in touched)
            known = self._last_read
        assert known is not None
        if known.content.fingerprint != plan.fingerprint:
            raise WorkbookChanged(
                f"'{self.name}' was changed by somebody since it was read: nothing was written.", "Read and plan again."
            )
        return known

    @contextmanager
    def _plain_words(self) -> Iterator[None]:
        from sync.workbooks import sheets_api
        from sync.workbooks.google_refusals import out_of_reach

        try:
            yield
        except sheets_api.NoAnswer as error:
            raise out_of_reach(error, self.name) from error
        except sheets_api.SheetsError as error:
            raise self._refused(error, writing=False) from error

    def _refused(self, error: SheetsError, *, writing: bool) -> WorkbookError:
        from sync.workbooks.google_refusals import refused

        return refused(error, self.name, self._api.access, writing=writing)


def _all_complete(known: Known, titles: set[str]) -> bool:
    return all(sheet.complete for sheet in known.content.sheets if sheet.title in titles)


def _without_rows_of(content: WorkbookContent, tabs: Sequence[Tab], large: Container[int]) -> WorkbookContent:
    """The same, without the rows of tabs whose cells are known anyhow."""
    sheets = (
        sheet._replace(rows={}, notes={}) if tab.id in large else sheet
        for sheet, tab in zip(content.sheets, tabs, strict=True)
    )
    return content._replace(sheets=tuple(sheets))


def _ids() -> Iterator[int]:
    """Ids for metadata that nobody else will have thought of."""
    while True:
        yield secrets.randbelow(2**31 - 2) + 1
