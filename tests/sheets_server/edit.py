"""One caller's change of one spreadsheet: who, when, and what they may touch."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from random import Random

from tests.sheets_server.errors import BadRequest
from tests.sheets_server.grid import Area, Spreadsheet
from tests.sheets_server.locales import Locale, locale_of


@dataclass(slots=True)
class Edit:
    spreadsheet: Spreadsheet
    user: str
    now: datetime
    random: Random

    @property
    def locale(self) -> Locale:
        return locale_of(self.spreadsheet.locale)

    def new_id(self, taken: set[int] | None = None) -> int:
        """An id that is not taken, as large as Google's are."""
        while True:
            number = self.random.randrange(100_000_000, 2_147_483_647)
            if number not in (taken or ()):
                return number

    @contextmanager
    def whole(self) -> Iterator[Edit]:
        """Within it everything is written, or, when an error comes out of it, nothing."""
        before = self.spreadsheet.snapshot()
        try:
            yield self
        except Exception:
            self.spreadsheet.restore(before)
            raise

    def guard(self, area: Area) -> None:
        """Raise BadRequest when the caller may not edit the cells."""
        for protected in area.tab.protected_ranges:
            if protected.get("warningOnly") or self.may_edit(protected):
                continue
            own = self._protected_area(protected)
            free = [self.spreadsheet.area(sent) for sent in protected.get("unprotectedRanges", ())]
            if own and _overlap(own, area) and not any(_inside(area, each) for each in free):
                raise BadRequest(
                    "You are trying to edit a protected cell or object. Please contact the spreadsheet owner to remove "
                    "protection if you need to edit."
                )

    def may_edit(self, protected: dict[str, object]) -> bool:
        """May the caller edit a protected range?"""
        editors = protected.get("editors") or {}
        assert isinstance(editors, dict)
        return self.user == self.spreadsheet.owner or self.user in editors.get("users", ())

    def _protected_area(self, protected: dict[str, object]) -> Area | None:
        sent = protected.get("range")
        if sent is None:
            names = [n for n in self.spreadsheet.named_ranges if n["namedRangeId"] == protected.get("namedRangeId")]
            sent = names[0]["range"] if names else None
        return self.spreadsheet.area(sent) if isinstance(sent, dict) else None


def _overlap(one: Area, other: Area) -> bool:
    rows = one.top < other.bottom and other.top < one.bottom
    return one.tab is other.tab and rows and one.left < other.right and other.left < one.right


def _inside(inner: Area, outer: Area) -> bool:
    rows = outer.top <= inner.top and inner.bottom <= outer.bottom
    return inner.tab is outer.tab and rows and outer.left <= inner.left and inner.right <= outer.right
