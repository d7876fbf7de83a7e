"""Moments at which somebody else acts: before or after a request, with nothing in between."""

from __future__ import annotations

import random
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.sheets_server.errors import ApiError


@dataclass(slots=True)
class Hook:
    """Calls ``action`` before or after requests whose 'METHOD /path' the pattern ``match`` is found in: the
    ``number``-th of them (from 1), or, when that is None, every one with ``probability``."""

    action: Callable[[], None]
    when: str = "before"
    match: str = ""
    number: int | None = None
    probability: float = 1.0
    seed: int = 0
    seen: int = 0
    dice: random.Random = field(default_factory=random.Random)

    def __post_init__(self) -> None:
        if self.when not in ("before", "after"):
            raise ValueError(f"a hook is before or after a request, not {self.when}")
        re.compile(self.match)
        self.dice.seed(self.seed)

    def due(self, when: str, method: str, path: str) -> bool:
        """Is it time? Counts the request."""
        if when != self.when or not re.search(self.match, f"{method} {path}"):
            return False
        self.seen += 1
        return self.seen == self.number if self.number is not None else self.dice.random() < self.probability


class Hooks:
    """All hooks. ``failures`` says what could not be done: the tab was gone already, say."""

    def __init__(self) -> None:
        self._hooks: list[Hook] = []
        self.failures: list[str] = []

    def add(self, hook: Hook) -> Hook:
        self._hooks.append(hook)
        return hook

    def clear(self) -> None:
        self._hooks = []

    def run(self, when: str, method: str, path: str) -> None:
        for hook in list(self._hooks):
            if hook.due(when, method, path):
                try:
                    hook.action()
                except ApiError as error:
                    self.failures.append(error.message)
