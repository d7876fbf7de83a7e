"""Google's limits a minute, off until a test turns them on."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, fields

from tests.sheets_server.clock import Clock
from tests.sheets_server.errors import ApiError, quota_exceeded


@dataclass(frozen=True, slots=True)
class Limits:
    """Requests a minute; None where there is no limit. ``spreadsheet_per_second`` is what one spreadsheet serves:
    Google publishes no number for it."""

    read_per_user: int | None = None
    write_per_user: int | None = None
    read_per_project: int | None = None
    write_per_project: int | None = None
    drive_per_user: int | None = None
    spreadsheet_per_second: int | None = None


GOOGLES = Limits(60, 60, 300, 300, 12_000, None)
"""What Google publishes."""


class Quotas:
    """Counts requests in minutes of the server's clock, and refuses what is too much; that is not counted."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.limits = Limits()
        self._window: tuple[int, int] = (0, 0)
        self._minute: Counter[str] = Counter()
        self._second: Counter[str] = Counter()

    def turn_on(self, limits: Limits = GOOGLES) -> None:
        self.limits = limits

    def turn_off(self) -> None:
        self.limits = Limits()

    def take(self, service: str, user: str, writes: bool, file_id: str) -> None:
        """Count one request. Raise ApiError 429 when a limit is reached (Drive: 403 with its reason)."""
        now = int(self._clock.seconds())
        if now // 60 != self._window[0]:
            self._minute.clear()
        if now != self._window[1]:
            self._second.clear()
        self._window = (now // 60, now)
        kind = "Write" if writes else "Read"
        if service == "drive":
            self._take_drive(user)
            return
        own, all_of_it = f"{kind} {user}", f"{kind} everybody"
        name = kind.lower()
        limit, project = getattr(self.limits, f"{name}_per_user"), getattr(self.limits, f"{name}_per_project")
        if limit is not None and self._minute[own] >= limit:
            raise quota_exceeded("sheets", kind, True, limit)
        if project is not None and self._minute[all_of_it] >= project:
            raise quota_exceeded("sheets", kind, False, project)
        one = self.limits.spreadsheet_per_second
        if one is not None and self._second[file_id] >= one:
            raise quota_exceeded("sheets", kind, True, limit or one)
        self._minute.update((own, all_of_it))
        self._second[file_id] += 1

    def _take_drive(self, user: str) -> None:
        limit = self.limits.drive_per_user
        if limit is not None and self._minute[f"drive {user}"] >= limit:
            raise ApiError(403, "User Rate Limit Exceeded", reason="userRateLimitExceeded")
        self._minute[f"drive {user}"] += 1


def limits_of(sent: dict[str, int | None]) -> Limits:
    """Given limits by name, return them; Google's where none is named. Raise ValueError at a name that there is not."""
    known = {field.name for field in fields(Limits)}
    if unknown := set(sent) - known:
        raise ValueError(f"no limit {', '.join(sorted(unknown))}; there are {', '.join(sorted(known))}")
    return Limits(**sent) if sent else GOOGLES
