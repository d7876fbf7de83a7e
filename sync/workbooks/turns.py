"""Turns at a service that counts requests, for one process by itself; where there is an archive, its database gives
them to all processes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence

from sync.rate_limits import RateLimit


class OwnTurns:
    """Turns that this process alone takes, in all of its threads."""

    def __init__(self, now: Callable[[], float] = time.time) -> None:
        self._now = now
        self._lock = threading.Lock()
        self._spoken_for: dict[str, float] = {}

    def take(self, limits: Sequence[RateLimit], longest_wait: float) -> float:
        with self._lock:
            now = self._now()
            after = {each.key: each.after(self._spoken_for.get(each.key, 0.0), now) for each in limits}
            wait = max((each.wait(after[each.key], now) for each in limits), default=0.0)
            if wait <= longest_wait:
                self._spoken_for |= after
            return wait


OWN_TURNS = OwnTurns()
