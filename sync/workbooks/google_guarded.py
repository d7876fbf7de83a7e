"""Writes that are carried out whole, once, and only on the rows and columns that were looked at right before."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, NamedTuple

from sync.workbooks.google_answers import JsonObject
from sync.workbooks.google_grid import LOOK_FIELDS, WRITTEN_FIELDS, Address, Spreadsheet, Tab, range_of, spreadsheet_of
from sync.workbooks.google_pull import is_no_such_range, read_again
from sync.workbooks.google_sentinels import (
    REMOVE_SENTINELS,
    Sentinel,
    checking_requests,
    lines_to_watch,
    marking_request,
    placed,
    placing_requests,
    removing_requests,
)

if TYPE_CHECKING:
    from sync.workbooks.sheets_api import SheetsApi

_TRIES = 3
_REFUSED_REQUEST = re.compile(r"Invalid requests\[(\d+)\]")

_PROTECTED = "protected cell or object"

Places = Mapping[int, Collection[Address]]
"""Cells by the ids of their tabs."""


class RowsMoved(Exception):
    """Rows or columns are not where they were looked at, or their tab has gone: nothing was written."""


class Guard(NamedTuple):
    """Tabs as they are, and the sentinels that were put on them at that moment. ``at_once``: this was read in the very
    moment of the write before it, not somewhat later."""

    spreadsheet: Spreadsheet
    sentinels: tuple[Sentinel, ...] = ()
    at_once: bool = True


class GuardedWrites:
    """All writes of one sync to one spreadsheet. ``left`` are ids of ours that stand in it from before;
    ``has_sentinels`` says whether some of this sync's stand there."""

    def __init__(self, api: SheetsApi, key: str, new_id: Iterator[int], fields: str, left: Collection[int]) -> None:
        self._api = api
        self._key = key
        self._new_id = new_id
        self._fields = fields
        self._answer_fields = LOOK_FIELDS if fields == LOOK_FIELDS else WRITTEN_FIELDS
        self._left = set(left)
        self.has_sentinels = False

    def guard(self, tabs: Sequence[Tab], places: Places) -> Guard:
        """Given tabs and the cells of each that will be written, put sentinels on them and return what stands there.
        Raise RowsMoved where they are not what they were, SheetsError, NoAnswer."""
        from sync.workbooks.sheets_api import SheetsError

        sentinels = self._sentinels(tabs, places)
        requests = [*removing_requests(sorted(self._left)), *placing_requests(sentinels)]
        try:
            found = self._answered(requests, tabs, self._fields)
        except SheetsError as error:
            if _PROTECTED in error.message:
                # Where a whole tab is protected but for our columns, what landed is all that is left to go by.
                return Guard(self.read_again(tabs))
            if _is_about_structure(error):
                raise RowsMoved(error.message) from error
            raise
        self._left = {each.id for each in sentinels}
        self.has_sentinels = True
        return Guard(found, sentinels)

    def write(self, guard: Guard, requests: Sequence[JsonObject], following: Places | None = None) -> Guard:
        """Given a guard and requests, carry out all of them or none, and return what stands there right after. The
        cells of ``following`` are to be written next: the answer is their guard. Raise RowsMoved, SheetsError: nothing
        was written; NoAnswer: that is not known."""
        from sync.workbooks.sheets_api import NoAnswer, SheetsError

        tabs = guard.spreadsheet.tabs
        sentinels = self._sentinels(tabs, following) if following and guard.sentinels else ()
        mark = next(self._new_id)
        checks = checking_requests(guard.sentinels)
        stale = self._left - {each.id for each in guard.sentinels}
        whole = [*checks, *requests, *(REMOVE_SENTINELS if checks else ()), *removing_requests(sorted(stale))]
        whole += [*placing_requests(sentinels), marking_request(mark)]
        lost: Exception | None = None
        for _ in range(_TRIES):
            try:
                found = self._answered(whole, tabs, self._answer_fields)
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
                return self._written(Guard(found, sentinels), mark)
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

    def _sentinels(self, tabs: Sequence[Tab], places: Places) -> tuple[Sentinel, ...]:
        own = [tab for tab in tabs if places.get(tab.id)]
        lines = [line for tab in own for line in lines_to_watch(tab, places[tab.id], len(own))]
        return placed(lines, self._new_id)

    def _answered(self, requests: Sequence[JsonObject], tabs: Sequence[Tab], wanted: str) -> Spreadsheet:
        ranges = [range_of(tab) for tab in tabs]
        fields = f"updatedSpreadsheet({wanted})"
        answer = self._api.batch_update(self._key, requests, response_ranges=ranges, fields=fields)
        return spreadsheet_of(answer.get("updatedSpreadsheet", {}))

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
