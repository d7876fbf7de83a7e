"""So many requests in so long a time: when the next one may be sent (the generic cell rate algorithm).

A key has one number, the moment until which its requests are spoken for. Whoever asks is given the next turn, in the
order of asking, and waits for it by himself. Pure.
"""

from __future__ import annotations

from typing import NamedTuple

LONGEST_WAIT = 600.0
"""Seconds that anybody may wait for a turn. A key that is spoken for until long after that was so by a clock that has
been set back since."""


class RateLimit(NamedTuple):
    """What requests under one key keep to: one each ``interval`` seconds in the long run, ``burst`` of them at once
    where the time before was quiet."""

    key: str
    interval: float
    burst: int = 1

    @classmethod
    def within(cls, key: str, requests: int, seconds: float, share: float = 1.0) -> RateLimit:
        """Given how many requests fit into any so many seconds, return what keeps to it whenever those begin, using a
        ``share`` of it. One in fourteen of that may come at once: of 60 a minute, the 4 that a sync asks for."""
        usable = max(1, int(requests * share))
        burst = max(1, usable // 14)
        return cls(key, seconds / max(1, usable - burst), burst)

    def after(self, spoken_for: float, now: float) -> float:
        """Given until when the key is spoken for and the time (seconds), return until when it is with one more turn."""
        is_believed = now < spoken_for <= now + 2 * LONGEST_WAIT
        return (spoken_for if is_believed else now) + self.interval

    def wait(self, spoken_for: float, now: float) -> float:
        """Given until when the key is spoken for with a turn that was just given, return how many seconds that turn is
        away."""
        return max(0.0, spoken_for - self.burst * self.interval - now)
