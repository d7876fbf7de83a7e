"""Turns at a service that counts requests, shared by every process that uses the archive: one row a key, and one
statement that takes the next turn, so that they are given in the order of asking."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass

from sync.archive.connection import Connection
from sync.archive.database import Database
from sync.rate_limits import LONGEST_WAIT, RateLimit


@dataclass(frozen=True)
class SharedTurns:
    """Turns that the archive's database gives out. ``now`` is in seconds since 1970, and the same clock for all."""

    url: str
    now: Callable[[], float] = time.time

    def take(self, limits: Sequence[RateLimit], longest_wait: float) -> float:
        """As ``Turns`` has it. Raise ArchiveError when the database cannot be used."""
        # Whatever thread asks: a connection belongs to the one that opened it.
        with closing(Database(self.url)) as database:
            try:
                with database.noting() as connection:
                    now = self.now()
                    wait = max((_taken(connection, each, now) for each in limits), default=0.0)
                    if wait > longest_wait:
                        raise _TooLong
                    return wait
            except _TooLong:
                return wait


class _TooLong(Exception):
    """Takes back the turns that were taken."""


def _taken(connection: Connection, limit: RateLimit, now: float) -> float:
    """Take a key's next turn, and return how many seconds it is away."""
    spoken_for = connection.value(
        _NEXT,
        key=limit.key,
        now=now,
        latest=now + 2 * LONGEST_WAIT,
        first=limit.after(0.0, now),
        interval=limit.interval,
    )
    return limit.wait(spoken_for, now)


_NEXT = """
INSERT INTO quota (key, spoken_for) VALUES (:key, :first)
ON CONFLICT (key) DO UPDATE SET spoken_for =
  CASE WHEN quota.spoken_for BETWEEN :now AND :latest THEN quota.spoken_for ELSE :now END + :interval
RETURNING spoken_for"""
