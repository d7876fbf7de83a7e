"""Writes that are carried out whole, once, and only on the rows and columns that were looked at right before."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import chain, pairwise
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from sync.model.cells import Area
from sync.workbooks.google_alignment import are_as_they_were
from sync.workbooks.google_answers import JsonObject
from sync.workbooks.google_grid import LOOK_FIELDS, WRITTEN_FIELDS, Reach, Spreadsheet, Tab, range_of, spreadsheet_of
from sync.workbooks.google_headers import NO_HEADERS, Headers
from sync.workbooks.google_pull import read_again
from sync.workbooks.google_refusals import is_about_protection, is_no_such_range
from sync.workbooks.google_sentinels import (
    REMOVE_SENTINELS,
    Sentinel,
    Told,
    checking_requests,
    lines_to_watch,
    marking_request,
    placed,
    placing_requests,
    removing_requests,
    told_by,
)

if TYPE_CHECKING:
    from sync.workbooks.sheets_api import SheetsApi

LARGEST_WHOLE = 1_000
"""Rows of a tab that is looked at as a whole before and after it is written."""
FIRST_ROWS = 200
"""Rows of a larger one that are always looked at, as are its headers."""
MOST_ROWS = 10_000
"""Of these, how many before the first write."""
_MOST_AREAS = 40
_TRIES = 3
_REFUSED_REQUEST = re.compile(r"Invalid requests\[(\d+)\]")

_REPLIES = "replies.deleteDeveloperMetadata.deletedDeveloperMetadata.metadataId"

Reaches = Mapping[int, Reach]
"""Where something is written, by the ids of tabs."""
Lines = Mapping[int, Collection[int]]
"""Rows by the ids of their tabs."""
Written = Mapping[int, Mapping[int, Collection[int]]]
"""Columns that were written, by their rows, by the ids of their tabs."""


class RowsMoved(Exception):
    """Rows or columns are not where they were looked at, or their tab has gone: nothing was written."""


def is_looked_at_in_part(tab: Tab) -> bool:
    """Given a tab, return whether it is so large that only the rows which are written, and its first ones, are looked
    at: as long as these have not moved, the others are known from the read."""
    return tab.row_count > LARGEST_WHOLE


class Guard(NamedTuple):
    """Tabs as they are, and the sentinels that were put on them at that moment. ``at_once``: this was read in the very
    moment of the write before it, not somewhat later; ``told`` is what the sentinels before told in that moment, where
    the write was answered, by the ids of tabs."""

    spreadsheet: Spreadsheet
    sentinels: tuple[Sentinel, ...] = ()
    at_once: bool = True
    told: Mapping[int, Told] = MappingProxyType({})


class GuardedWrites:
    """All writes of one sync to one spreadsheet. ``left`` are ids of ours that stand in it from before;
    ``has_sentinels`` says whether some of this sync's stand there. ``headers`` are where they stand on each tab: they
    are always looked at."""

    def __init__(
        self,
        api: SheetsApi,
        key: str,
        new_id: Iterator[int],
        fields: str,
        left: Collection[int],
        headers: Mapping[str, Headers] = MappingProxyType({}),
    ) -> None:
        self._api = api
        self._headers = headers
        self._key = key
        self._new_id = new_id
        self._fields = fields
        self._answer_fields = LOOK_FIELDS if fields == LOOK_FIELDS else WRITTEN_FIELDS
        self._left = set(left)
        self.has_sentinels = False

    @property
    def left(self) -> frozenset[int]:
        """Ids of ours that stand in it now."""
        return frozenset(self._left)

    def guard(self, tabs: Sequence[Tab], reaches: Reaches) -> Guard:
        """Given tabs and where each will be written, put sentinels on them and return what stands there.
        Raise RowsMoved where they are not what they were, SheetsError, NoAnswer."""
        from sync.workbooks.sheets_api import SheetsError

        sentinels = self._sentinels(tabs, reaches)
        requests = [*removing_requests(sorted(self._left)), *placing_requests(sentinels)]
        try:
            looked_at = {tab_id: _first_of(own.rows) for tab_id, own in reaches.items()}
            found, _ = self._answered(requests, tabs, self._fields, looked_at)
        except SheetsError as error:
            if is_about_protection(error):
                # Where a whole tab is protected but for our columns, what landed is all that is left to go by.
                return Guard(self.read_again(tabs))
            if _is_about_structure(error):
                raise RowsMoved(error.message) from error
            raise
        self._left = {each.id for each in sentinels}
        self.has_sentinels = True
        return Guard(self.read_again(tabs) if self._has_moved(tabs, found, {}, looked_at) else found, sentinels)

    def write(self, guard: Guard, requests: Sequence[JsonObject], following: Reaches, upcoming: Lines) -> Guard:
        """Given a guard and requests, carry out all of them or none, and return what stands there right after. What is
        in ``following`` is still to be written, and its rows in ``upcoming`` are next: the answer is their guard. Raise
        RowsMoved, SheetsError: nothing was written; NoAnswer: that is not known."""
        from sync.workbooks.sheets_api import NoAnswer, SheetsError

        tabs = guard.spreadsheet.tabs
        sentinels = self._sentinels(tabs, following) if following and guard.sentinels else ()
        mark = next(self._new_id)
        checks = checking_requests(guard.sentinels)
        stale = self._left - {each.id for each in guard.sentinels}
        whole = [*checks, *requests, *(REMOVE_SENTINELS if checks else ()), *removing_requests(sorted(stale))]
        whole += [*placing_requests(sentinels), marking_request(mark)]
        lost: Exception | None = None
        written = _written_by(requests)
        looked_at = {tab.id: {*written.get(tab.id, ()), *_first_of(upcoming.get(tab.id, ()))} for tab in tabs}
        for _ in range(_TRIES):
            try:
                found, replies = self._answered(whole, tabs, self._answer_fields, looked_at)
            except NoAnswer as error:
                lost = error
            except SheetsError as error:
                refused = _REFUSED_REQUEST.search(error.message)
                place = int(refused[1]) if refused else -1
                is_done = place == len(whole) - 1
                if not is_done and not is_no_such_range(error):
                    if refused and not len(checks) <= place < len(checks) + len(requests):
                        raise RowsMoved(error.message) from error
                    raise
                lost = error
            else:
                told = told_by(guard.sentinels, replies)
                if self._has_moved(tabs, found, written, looked_at):
                    return self._written(Guard(self._look_back(tabs), sentinels, at_once=False, told=told), mark)
                return self._written(Guard(found, sentinels, told=told), mark)
            found = self._look_back(tabs)
            if mark in found.metadata:
                return self._written(Guard(found, sentinels, at_once=False), mark)
        if isinstance(lost, SheetsError):
            raise RowsMoved(str(lost)) from lost
        assert lost is not None
        raise lost

    def tidy_up(self) -> None:
        """Take away what we left in the spreadsheet. What cannot be taken away now goes with the next write."""
        from sync.workbooks.sheets_api import NoAnswer, SheetsError

        if self._left:
            try:
                self._api.batch_update(self._key, removing_requests(sorted(self._left)))
            except (SheetsError, NoAnswer):
                return
            self._left = set()
            self.has_sentinels = False

    def read_again(self, tabs: Sequence[Tab]) -> Spreadsheet:
        """Given tabs, return those that are still there, as they are now. Raise SheetsError, NoAnswer."""
        return read_again(self._api, self._key, [tab.id for tab in tabs], self._fields)

    def _sentinels(self, tabs: Sequence[Tab], reaches: Reaches) -> tuple[Sentinel, ...]:
        own = [tab for tab in tabs if tab.id in reaches]
        lines = [line for tab in own for line in lines_to_watch(tab, reaches[tab.id], len(own))]
        return placed(lines, self._new_id)

    def _answered(
        self, requests: Sequence[JsonObject], tabs: Sequence[Tab], wanted: str, looked_at: Lines
    ) -> tuple[Spreadsheet, Sequence[JsonObject]]:
        areas = {tab.id: self._areas_of(tab, looked_at.get(tab.id, ())) for tab in tabs if self._is_in_part(tab)}
        ranges = [
            *(range_of(tab) for tab in tabs if tab.id not in areas),
            *(range_of(tab, _whole_rows(tab, area)) for tab in tabs for area in areas.get(tab.id, ())),
        ]
        fields = f"{_REPLIES},updatedSpreadsheet({wanted})"
        answer = self._api.batch_update(self._key, requests, response_ranges=ranges, fields=fields)
        found = spreadsheet_of(answer.get("updatedSpreadsheet", {}))
        before = {tab.id: tab.cells for tab in tabs}
        whole = tuple(
            replace(tab, cells=before[tab.id].with_rows(tab.cells, areas[tab.id])) if tab.id in areas else tab
            for tab in found.tabs
        )
        return found._replace(tabs=whole), answer.get("replies", ())

    def _is_in_part(self, tab: Tab) -> bool:
        # What a read does not tell of a cell's look is not known of the rest.
        return is_looked_at_in_part(tab) and self._fields != LOOK_FIELDS

    def _areas_of(self, tab: Tab, wanted: Collection[int]) -> list[range]:
        headers = self._headers.get(tab.title, NO_HEADERS)
        return _areas_of(tab, {*wanted, *headers.rows}, FIRST_ROWS)

    def _has_moved(self, before: Sequence[Tab], found: Spreadsheet, written: Written, looked_at: Lines) -> bool:
        """Whether rows of a tab that was looked at in part are others than they were: all of it has to be known."""
        for tab in before:
            after = found.tab(tab.id)
            if after is None or not self._is_in_part(tab):
                continue
            rows = chain.from_iterable(self._areas_of(tab, looked_at.get(tab.id, ())))
            if after.row_count != tab.row_count or not are_as_they_were(tab, after, rows, written.get(tab.id, {})):
                return True
        return False

    def _written(self, after: Guard, mark: int) -> Guard:
        self._left = {mark, *(each.id for each in after.sentinels)}
        self.has_sentinels = bool(after.sentinels)
        return after

    def _look_back(self, tabs: Sequence[Tab]) -> Spreadsheet:
        from sync.workbooks.sheets_api import NoAnswer, SheetsError

        try:
            return self.read_again(tabs)
        except SheetsError as error:
            raise NoAnswer(f"nor can it be read: {error}") from error


def _is_about_structure(error: Exception) -> bool:
    return is_no_such_range(error) or _REFUSED_REQUEST.search(str(error)) is not None


def _written_by(requests: Sequence[JsonObject]) -> Written:
    """The cells that requests put something into, by the ids of their tabs, and row by row."""
    written: dict[int, dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for update in (request["updateCells"] for request in requests if "updateCells" in request):
        start = update["start"]
        left, rows = start["columnIndex"] + 1, written[start["sheetId"]]
        for number, row in enumerate(update["rows"], start["rowIndex"] + 1):
            rows[number].update(range(left, left + len(row["values"])))
    return written


def _areas_of(tab: Tab, wanted: Collection[int], first_rows: int) -> list[range]:
    """The first rows of a tab, and the wanted ones, in not too many areas: those nearest to each other are one."""
    rows = sorted({*range(1, first_rows + 1), *wanted})
    rows = [row for row in rows if row <= tab.row_count]
    gaps = sorted((below - row for row, below in pairwise(rows)), reverse=True)
    widest = gaps[_MOST_AREAS - 1] if len(gaps) >= _MOST_AREAS else 1
    areas: list[range] = []
    for row in rows:
        if areas and row - areas[-1][-1] <= max(widest, 1):
            areas[-1] = range(areas[-1].start, row + 1)
        else:
            areas.append(range(row, row + 1))
    return areas


def _first_of(rows: Collection[int]) -> Collection[int]:
    """As many of the rows as one answer may carry: the others are looked at right before it is their turn."""
    return rows if len(rows) <= MOST_ROWS else sorted(rows)[:MOST_ROWS]


def _whole_rows(tab: Tab, area: range) -> Area:
    return Area(area.start, 1, area.stop - 1, tab.column_count)
