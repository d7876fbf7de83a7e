"""What every spreadsheet system offers: read all, write a plan."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Protocol

from sync.model.cells import CellRef, Sheet, WorkbookContent
from sync.model.plans import Plan, Receipt
from sync.rate_limits import RateLimit


class WorkbookError(Exception):
    """A workbook that cannot be read or written. ``str()`` is one clear sentence that names it; ``hint`` says what to
    do. ``maybe_written``: a store did not answer, and whether it wrote the plan will be seen at the next read."""

    def __init__(self, message: str, hint: str = "", *, maybe_written: bool = False) -> None:
        super().__init__(message)
        self.hint = hint
        self.maybe_written = maybe_written


class WorkbookPutOff(WorkbookError):
    """A workbook that cannot be synced just now, mostly because people are working on it: nothing was written, and it
    is to be tried again later."""


class WorkbookChanged(WorkbookPutOff):
    """Somebody saved the workbook since it was read: nothing was written, read it again."""


class WorkbookBusy(WorkbookPutOff):
    """Somebody has the workbook open: nothing was written, come back when it is closed."""


class WorkbookOutOfReach(WorkbookPutOff):
    """A workbook whose service is busy or does not answer: nothing was written, come back when it does."""


class Workbook(Protocol):
    """One workbook of one spreadsheet system."""

    name: str
    source: str

    def read(
        self, wanted_tabs: tuple[str, ...] = (), worth_reading: Callable[[Sheet], bool] | None = None
    ) -> WorkbookContent:
        """Given tab patterns (shell style; none: all), return every tab. A tab whose first 100 rows, handed as a Sheet
        to ``worth_reading``, are not worth it, or that is not wanted, comes back with its head alone and
        ``complete=False``. Raise WorkbookError when it cannot be read."""
        ...

    def looks(self, plan: Plan) -> Mapping[CellRef, str]:
        """Given a plan, return what the cells whose look it changes look like now, and by its header the same of each
        column that it adds: texts in this system's own words, with which a later plan gives the look back. Raise
        WorkbookError when it cannot be read."""
        ...

    def write(self, plan: Plan) -> Receipt:
        """Given a plan made from the content with ``plan.fingerprint``, write all of it or nothing. Raise
        WorkbookChanged when the workbook is no longer that one, WorkbookBusy when somebody has it open,
        WorkbookError when it cannot be written."""
        ...

    def tidy_up(self) -> None:
        """Take away what an earlier write left for the next one and nobody sees, as far as that can be done now: for
        a farewell, after which there may be no next one."""
        ...


class Turns(Protocol):
    """Who gives out the turns at a service that counts requests; equal ones give out the same."""

    def __hash__(self) -> int: ...

    def take(self, limits: Sequence[RateLimit], longest_wait: float) -> float:
        """Given the limits that a request counts against, return how many seconds to wait before it is sent; its turn
        is then taken. Where that is longer than ``longest_wait``, none is."""
        ...


class Sizes(Protocol):
    """Who remembers, from one read to the next, which workbooks are small enough to be asked for all at once."""

    def was_small(self, source: str) -> bool:
        """Given where a workbook is, return whether it was small when it was last read; False where nobody knows."""
        ...

    def remember(self, source: str, *, is_small: bool) -> None: ...


def tab_is_wanted(title: str, patterns: tuple[str, ...]) -> bool:
    """Given a tab's title and patterns, return whether one of them fits, upper and lower case alike; none fit all."""
    return not patterns or any(fnmatchcase(_folded(title), _folded(pattern)) for pattern in patterns)


def _folded(text: str) -> str:
    return unicodedata.normalize("NFC", text).casefold()
