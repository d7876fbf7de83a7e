"""The server's own clock, which a test may set wrong, stop and turn on."""

from __future__ import annotations

import time
from datetime import UTC, datetime, timedelta


class Clock:
    """Runs with the machine's time plus an offset, or, once stopped, only when it is turned on."""

    def __init__(self) -> None:
        self.offset = 0.0
        self._stopped_at: float | None = None

    def seconds(self) -> float:
        """Seconds since 1970 by this clock."""
        return (time.time() if self._stopped_at is None else self._stopped_at) + self.offset

    def now(self) -> datetime:
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=self.seconds())

    def stop(self, at: float | None = None) -> None:
        """Stop at a moment (seconds since 1970), or now."""
        self._stopped_at = self.seconds() if at is None else at
        self.offset = 0.0

    def turn_on(self, seconds: float) -> None:
        """Put the clock forward (back, with a negative number)."""
        self.offset += seconds


def written(moment: datetime) -> str:
    """A moment as Drive writes it: '2026-11-25T08:30:00.000Z'."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.") + f"{moment.microsecond // 1000:03}Z"
