"""So many requests in so long a time: when the next one may be sent (the generic cell rate algorithm).

A key has one number, the moment until which its requests are spoken for. Whoever asks is given the next turn, in the
order of asking, and waits for it by himself. Pure.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class RateLimit:
    """What requests under one key keep to: one each ``interval`` seconds in the long run, ``burst`` of them at once
    where the time before was quiet."""

    key: str
    interval: float
    burst: int = 1

    @classmethod
    def within(cls, key: str, requests: int, seconds: float, share: float = 1.0) -> RateLimit:
        """Given how many requests fit into any so many seconds, return what keeps to it whenever those begin, using a
        ``share`` of it. A tenth of that may come at once."""
        usable = max(1, int(requests * share))
        burst = max(1, usable // 10)
        return cls(key, seconds / max(1, usable - burst), burst)


def next_turn(
    limits: Sequence[RateLimit], spoken_for: Mapping[str, float], now: float
) -> tuple[float, dict[str, float]]:
    """Given limits, until when each key is spoken for (seconds, absent: never), and the time, return how many seconds
    to wait for the next turn that all of them allow, and until when each is spoken for with it."""
    wait = 0.0
    after: dict[str, float] = {}
    for limit in limits:
        until = spoken_for.get(limit.key, 0.0)
        wait = max(wait, until - (limit.burst - 1) * limit.interval - now)
        after[limit.key] = max(until, now) + limit.interval
    return wait, after
