"""Which workbooks were small, as long as this process lives; where there is an archive, it remembers for longer."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sync.options import GoogleOptions
    from sync.workbooks.sources import Source


def remembered_as(where: Source, options: GoogleOptions) -> str:
    """Given a spreadsheet and how Google is reached, return the name by which it is known whether it is small: under
    the same key another server has another spreadsheet."""
    return f"{where.text} at {options.endpoint}" if options.endpoint else where.text


def in_one_answer(remembered: str) -> str:
    """Given the name by which it is known whether a spreadsheet is small, return the one by which it is known whether
    it fits one answer: a large tab may, where all of it is read anyhow."""
    return f"{remembered} in one answer"


class OwnSizes:
    """What this process alone remembers."""

    def __init__(self) -> None:
        self._small: set[str] = set()

    def was_small(self, source: str) -> bool:
        return source in self._small

    def remember(self, source: str, *, is_small: bool) -> None:
        if is_small:
            self._small.add(source)
        else:
            self._small.discard(source)


OWN_SIZES = OwnSizes()
