"""One plan on its way into a spreadsheet: a look right before, all cells in one write (more, where it is large), and
from the write's own answer where they landed. What landed wrong is put back until nothing is left to put back.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from itertools import chain, pairwise
from typing import NamedTuple

from sync.model.cells import CellRef, CellValue, WorkbookContent
from sync.model.plans import CellChange, LeftAlone, Plan, Receipt
from sync.model.rows import Field
from sync.workbooks.base import WorkbookChanged, WorkbookError
from sync.workbooks.excel_numbers import stored_number
from sync.workbooks.google_alignment import Alignment, aligned
from sync.workbooks.google_answers import CellData
from sync.workbooks.google_batches import Batch, batches_of, puts_of, reaches_of
from sync.workbooks.google_grid import Print, Reach, Spreadsheet, Tab, entered, fingerprint_of, print_of
from sync.workbooks.google_guarded import Guard, GuardedWrites, Lines, RowsMoved
from sync.workbooks.google_headers import headers_of
from sync.workbooks.google_landing import Landing, carried, landed
from sync.workbooks.google_protections import allowed
from sync.workbooks.google_reading import cells_of
from sync.workbooks.google_sentinels import NOTHING_TOLD
from sync.workbooks.google_writing import NOTE, Puts, cell_requests, size_of
from sync.workbooks.settling import settle

_ROUNDS = 8
"""How often it is tried to put back what landed wrong, when rows move again and again meanwhile."""
_PLAN_AGAIN = "Read and plan again."

Owed = dict[int, Puts]
"""What is to be put back, by the ids of tabs."""


class Known(NamedTuple):
    """A spreadsheet as it was read: its content (without the rows of large tabs), its tabs (small ones without their
    cells), and the hashes of those that were read to their end, by the tabs' ids."""

    content: WorkbookContent
    spreadsheet: Spreadsheet
    prints: Mapping[int, Print]

    def content_for(self, plan: Plan) -> WorkbookContent:
        """The content with those cells of large tabs that a plan is about."""
        reaches = reaches_of(plan)
        large = {tab.title: tab for tab in self.spreadsheet.tabs if tab.cells and tab.title in reaches}
        sheets = (
            cells_of(large[sheet.title], self.spreadsheet.locale, *reaches[sheet.title])
            if sheet.title in large
            else sheet
            for sheet in self.content.sheets
        )
        return self.content._replace(sheets=tuple(sheets))


class Pushed(NamedTuple):
    """What came of a plan: its receipt, None where nothing of it stays in the spreadsheet."""

    receipt: Receipt | None
    put_back: tuple[CellChange, ...]


def push(writes: GuardedWrites, plan: Plan, known: Known, name: str, largest: int) -> Pushed:
    """Given a plan that was made from what is known of a spreadsheet that messages call ``name``, write it. Raise
    WorkbookChanged where that holds no more, WorkbookError, SheetsError: nothing was written; NoAnswer, and
    WorkbookError with ``maybe_written``: something may be."""
    from sync.workbooks.google_refusals import out_of_reach
    from sync.workbooks.sheets_api import NoAnswer, SheetsError

    planned = reaches_of(plan)
    tabs = [tab for tab in known.spreadsheet.tabs if tab.title in planned]
    try:
        guard = writes.guard(tabs, {tab.id: planned[tab.title] for tab in tabs})
    except RowsMoved as error:
        raise _changed(name, f" ({error})") from error
    except NoAnswer as error:
        raise out_of_reach(error, name) from error
    try:
        if not _still_holds(plan, known, guard.spreadsheet):
            raise _changed(name)
        pushed = _Push(writes, plan, known, name, guard).run(largest)
    except (WorkbookError, SheetsError) as error:
        # A write that may yet arrive must find its sentinels.
        if not getattr(error, "maybe_written", False):
            writes.tidy_up()
        raise
    if writes.has_sentinels:
        writes.tidy_up()
    return pushed


class _Push:
    """The plan of one sync, from the guard on."""

    def __init__(self, writes: GuardedWrites, plan: Plan, known: Known, name: str, guard: Guard) -> None:
        self._writes = writes
        self._plan = plan
        self._known = known
        self._name = name
        self._guard = guard
        self._ids = {tab.title: tab.id for tab in guard.spreadsheet.tabs}
        self._headers = {self._ids[title]: own for title, own in headers_of(plan).items()}
        self._right: dict[int, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
        self._under_another_header: set[tuple[int, int, int]] = set()
        self._put_back: list[CellChange] = []

    def run(self, largest: int) -> Pushed:
        found, plan = self._guard.spreadsheet, self._plan
        changes, dropped = settle(plan, self._content(), self._name)
        own = allowed(found, plan.columns, changes, plan.removals)
        # What somebody says there by now is theirs.
        notes = tuple(note for note in plan.notes if self._note_at(note.cell) == note.note)
        self._write_all(batches_of(found, own.columns, own.changes, own.removals, largest, notes), largest)

        def stays(cell: CellRef) -> bool:
            return cell.row in self._right[self._ids[cell.sheet]][cell.column]

        written = tuple(change for change in own.changes if stays(change.cell))
        columns = tuple(column for column in own.columns if stays(column.cell))
        removals = tuple(removal for removal in own.removals if stays(removal.cell))
        meant = plan._replace(columns=own.columns, changes=own.changes, removals=own.removals, notes=())
        moved = [cell for cell in meant.cells if not stays(cell)]
        notes = tuple(note for note in notes if stays(note.cell))
        if moved and not (written or columns or removals or notes):
            return Pushed(None, tuple(self._put_back))
        dropped = (*dropped, *own.left_alone, *(LeftAlone(cell, self._why_moved(cell)) for cell in moved))
        receipt = Receipt(written, columns, dropped, self._fingerprint(), removals, notes=notes)
        return Pushed(receipt, tuple(self._put_back))

    def _content(self) -> WorkbookContent:
        """What stands by now in the cells that the plan is about."""
        found, planned = self._guard.spreadsheet, reaches_of(self._plan)
        sheets = tuple(cells_of(tab, found.locale, *planned[tab.title]) for tab in found.tabs)
        return WorkbookContent(sheets, self._plan.fingerprint)

    def _why_moved(self, cell: CellRef) -> str:
        place = self._ids[cell.sheet], cell.row, cell.column
        return "header_changed" if place in self._under_another_header else "moved"

    def _note_at(self, cell: CellRef) -> object:
        """The note on a cell; None where there is none, or we may not edit it."""
        tab = self._guard.spreadsheet.titled(cell.sheet)
        if tab is None or tab.is_protected(cell.row, cell.column):
            return None
        return tab.cell(cell.row, cell.column).get(NOTE)

    def _write_all(self, batches: Iterable[Batch], largest: int) -> None:
        is_first = True
        for batch, after_it in pairwise(chain(batches, [None])):
            assert batch is not None
            upcoming = {tab_id: Reach.of(puts).rows for tab_id, puts in after_it.puts.items()} if after_it else {}
            try:
                after = self._write(batch, upcoming, is_first=is_first)
            except RowsMoved as error:
                if is_first:
                    raise _changed(self._name) from error
                return
            is_first = False
            owed, alignments = self._landed(batch, after)
            # All that is still to be written, and not only what is next: from this write on, its past is not known.
            is_unmoved = all(
                self._is_unmoved(tab_id, batch, after, reach, alignments.get(tab_id))
                for tab_id, reach in batch.rest.items()
            )
            self._guard = after
            if owed:
                self._put_all_back(owed, largest)
            if owed or not is_unmoved:
                return

    def _write(self, batch: Batch, upcoming: Lines, *, is_first: bool) -> Guard:
        from sync.workbooks.sheets_api import SheetsError

        try:
            return self._writes.write(self._guard, batch.requests, batch.rest, upcoming)
        except SheetsError as error:
            if is_first:
                raise
            raise WorkbookError(
                f"'{self._name}' was written in part: Google refused the rest: {error}.",
                "The next sync goes on from it.",
                maybe_written=True,
            ) from error

    def _landed(self, batch: Batch, after: Guard) -> tuple[Owed, Mapping[int, Alignment]]:
        owed: Owed = {}
        alignments: dict[int, Alignment] = {}
        for tab_id, puts in batch.puts.items():
            before, now = self._guard.spreadsheet.tab(tab_id), after.spreadsheet.tab(tab_id)
            if before is None or now is None:
                continue  # somebody deleted the tab, and all of it went with it
            told = after.told.get(tab_id, NOTHING_TOLD)
            found = landed(before, now, puts, self._headers[tab_id], at_once=after.at_once, told=told)
            if after.at_once:
                alignments[tab_id] = found.alignment
            for row, column in found.right:
                self._right[tab_id][column].add(row)
            self._under_another_header.update((tab_id, *place) for place in found.under_another_header)
            if found.owed:
                owed[tab_id] = found.owed
                self._tell(now, found)
        return owed, alignments

    def _tell(self, tab: Tab, found: Landing) -> None:
        for (row, column), put in found.owed.items():
            wrote, back = _value_in(tab.cell(row, column)), _value_in(put.data)
            if wrote != back:
                self._put_back.append(CellChange(CellRef(tab.title, row, column), wrote, back, Field.note, ""))

    def _is_unmoved(self, tab_id: int, batch: Batch, after: Guard, rest: Reach, found: Alignment | None) -> bool:
        before, now = self._guard.spreadsheet.tab(tab_id), after.spreadsheet.tab(tab_id)
        if before is None or now is None:
            return False
        if found is None:
            told = after.told.get(tab_id, NOTHING_TOLD)
            found = aligned(before, now, batch.puts.get(tab_id, {}).keys(), self._headers[tab_id], told=told)
        return found.leaves(rest)

    # ── Putting back ──

    def _put_all_back(self, owed: Owed, largest: int) -> None:
        from sync.workbooks.sheets_api import SheetsError

        try:
            left = self._left_after_rounds(owed, largest)
        except SheetsError as error:
            raise WorkbookError(
                f"'{self._name}': values landed in wrong rows, and not all could be put back: Google refused: {error}.",
                "Look at its versions in Google Sheets, and sync again: 'okr-sync sync' looks at every row.",
                maybe_written=True,
            ) from error
        if left:
            raise WorkbookError(
                f"'{self._name}': rows moved again and again while values that had landed in wrong rows were put back.",
                "Let people finish, and sync again: 'okr-sync sync' looks at every row.",
                maybe_written=True,
            )

    def _left_after_rounds(self, owed: Owed, largest: int) -> Owed:
        """Put it back, and return what is still owed. Raise SheetsError, NoAnswer."""
        from sync.workbooks.sheets_api import NoAnswer

        for _ in range(_ROUNDS):
            tabs = [tab for tab in self._guard.spreadsheet.tabs if owed.get(tab.id)]
            if not tabs:
                return {}
            try:
                guard = self._writes.guard(tabs, _reaches(owed))
            except (RowsMoved, NoAnswer):
                later = Guard(self._writes.read_again(tabs))
                owed = self._carried(owed, later)
                self._keep(later)
                continue
            owed = self._carried(owed, guard)
            self._keep(guard)
            while owed:
                requests, now = _portion(owed, largest)
                rest = _reaches(_without(owed, now))
                try:
                    after = self._writes.write(guard, requests, rest, {each: rest[each].rows for each in rest})
                except RowsMoved:
                    break
                left = self._carried(_without(owed, now), after, now)
                for tab_id, puts in now.items():
                    before, tab = guard.spreadsheet.tab(tab_id), after.spreadsheet.tab(tab_id)
                    if before is not None and tab is not None:
                        headers = self._headers[tab_id]
                        told = after.told.get(tab_id, NOTHING_TOLD)
                        found = landed(before, tab, puts, headers, puts.keys(), at_once=after.at_once, told=told)
                        left.setdefault(tab_id, {}).update(found.owed)
                self._keep(after)
                owed, guard = {tab_id: puts for tab_id, puts in left.items() if puts}, after
                if owed and not after.sentinels:
                    break
        return owed

    def _carried(self, owed: Owed, after: Guard, written: Mapping[int, Puts] | None = None) -> Owed:
        found: Owed = {}
        for tab_id, puts in owed.items():
            before, now = self._guard.spreadsheet.tab(tab_id), after.spreadsheet.tab(tab_id)
            if before is not None and now is not None:
                own, told = (written or {}).get(tab_id, {}).keys(), after.told.get(tab_id, NOTHING_TOLD)
                found[tab_id] = carried(before, now, puts, self._headers[tab_id], own, told)
        return found

    def _keep(self, after: Guard) -> None:
        """What stands there now, over what stood there: tabs that were not looked at are as they were."""
        now = {tab.id: tab for tab in after.spreadsheet.tabs}
        old = self._guard.spreadsheet
        tabs = tuple(now.get(tab.id, tab) for tab in old.tabs)
        self._guard = Guard(old._replace(tabs=tabs), after.sentinels)

    def _fingerprint(self) -> str:
        prints = dict(self._known.prints)
        prints |= {tab.id: print_of(tab) for tab in self._guard.spreadsheet.tabs}
        return fingerprint_of(prints[tab.id] for tab in self._known.spreadsheet.tabs if tab.id in prints)


def _still_holds(plan: Plan, known: Known, found: Spreadsheet) -> bool:
    """Whether the rows that are to be written are what they were, as are headers: what is edited elsewhere may be newer
    than what was planned from, and the next sync sees it."""
    planned, headers = reaches_of(plan), headers_of(plan)
    for tab in found.tabs:
        before = known.prints[tab.id]
        if (before.title, before.merges) != (tab.title, tab.merges):
            return False
        # What a formula fills in elsewhere is only asked for where there was one.
        if tab.cells.hold_formulas and not before.has_formulas:
            return False
        rows = chain(headers[tab.title].rows, planned[tab.title].rows)
        if any(before.rows.get(row) != tab.cells.hash(row) for row in rows):
            return False
    return len(found.tabs) == len(planned)


def _reaches(owed: Owed) -> dict[int, Reach]:
    return {tab_id: Reach.of(puts) for tab_id, puts in owed.items() if puts}


def _portion(owed: Owed, largest: int) -> tuple[list[dict[str, object]], Owed]:
    """What of it goes into one write, as requests, and by tab."""
    requests: list[dict[str, object]] = []
    now: Owed = {}
    size = 0
    for tab_id, puts in owed.items():
        for request in cell_requests(tab_id, puts):
            size += size_of(request)
            if requests and size > largest:
                return requests, now
            requests.append(request)
            now.setdefault(tab_id, {}).update(puts_of(request, puts))
    return requests, now


def _without(owed: Owed, now: Owed) -> Owed:
    return {
        tab_id: rest
        for tab_id, puts in owed.items()
        if (rest := {place: put for place, put in puts.items() if place not in now.get(tab_id, {})})
    }


def _value_in(cell: CellData) -> CellValue:
    found = entered(cell)
    if found is None:
        return None
    kind, content = found
    if kind == "numberValue":
        return stored_number(str(content))
    return bool(content) if kind == "boolValue" else str(content)


def _changed(name: str, words: str = "") -> WorkbookChanged:
    return WorkbookChanged(
        f"'{name}' was changed by somebody since it was read: nothing was written{words}.", _PLAN_AGAIN
    )
