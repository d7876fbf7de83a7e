"""Actors that share a folder, one at a time, in an order that a seed decides: every system call is a chance to change.

Each actor is a thread that runs only while it has the turn. The rooms that write workbooks are given an ``os`` and an
``open`` that hand the turn back before every call, so that the order of all calls of all actors is one line that can be
played again.
"""

from __future__ import annotations

import builtins
import os
import random
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import SimpleNamespace
from typing import Any

from sync.workbooks import (
    excel,
    package,
    package_in_use,
    package_leftovers,
    package_save,
    package_swap,
    package_turns,
    package_watch,
)

ROOMS = (package_in_use, package_leftovers, package_save, package_swap, package_turns, package_watch)
_CALLS = ("open", "close", "stat", "lstat", "fstat", "rename", "replace", "unlink", "fsync", "listdir", "access")


class Scheduler:
    """Who runs next is drawn from ``seed``; ``restlessness`` is how likely a change is at each chance (0–1)."""

    def __init__(self, seed: int, restlessness: float) -> None:
        self._random = random.Random(seed)
        self._restlessness = restlessness
        self._actors: list[_Actor] = []
        self.steps = 0

    def add(self, work: Callable[[], None]) -> None:
        self._actors.append(_Actor(work, self))

    def run(self) -> None:
        """Run all actors to their ends. Raise what one of them raised."""
        alive = list(self._actors)
        actor = self._random.choice(alive)
        while alive:
            if actor not in alive or self._random.random() < self._restlessness:
                actor = self._random.choice(alive)
            self.steps += 1
            actor.step()
            if actor.ended:
                alive.remove(actor)
        for actor in self._actors:
            if actor.error is not None:
                raise actor.error

    def pause(self) -> None:
        """Called by an actor: let others run. Called by anybody else, nothing happens."""
        actor = _acting.actor
        if actor is not None:
            actor.hand_back()


class _Actor:
    def __init__(self, work: Callable[[], None], scheduler: Scheduler) -> None:
        self.ended = False
        self.error: BaseException | None = None
        self._turn, self._back = threading.Semaphore(0), threading.Semaphore(0)
        self._thread = threading.Thread(target=self._run, args=(work,), daemon=True)
        self._thread.start()

    def step(self) -> None:
        self._turn.release()
        self._back.acquire()
        if self.ended:
            self._thread.join()

    def hand_back(self) -> None:
        self._back.release()
        self._turn.acquire()

    def _run(self, work: Callable[[], None]) -> None:
        self._turn.acquire()
        _acting.actor = self
        try:
            work()
        except BaseException as error:
            self.error = error
        self.ended = True
        self._back.release()


class _Acting(threading.local):
    actor: _Actor | None = None


_acting = _Acting()


@contextmanager
def stepped_rooms(pause: Callable[[], None]) -> Iterator[None]:
    """While it lasts, the rooms that write workbooks call ``pause`` before each of their system calls."""

    def stepped(call: Callable[..., Any]) -> Callable[..., Any]:
        def paused(*arguments: Any, **named: Any) -> Any:
            pause()
            return call(*arguments, **named)

        return paused

    replaced: list[tuple[Any, str, Any]] = []

    def put(room: Any, name: str, value: Any) -> None:
        replaced.append((room, name, vars(room).get(name)))
        setattr(room, name, value)

    calls = SimpleNamespace(**vars(os) | {name: stepped(getattr(os, name)) for name in _CALLS})
    for room in ROOMS:
        if "os" in vars(room):
            put(room, "os", calls)
        put(room, "open", stepped(builtins.open))
    put(package_swap, "_exchanged", stepped(package_swap._exchanged))
    put(package_turns, "time", SimpleNamespace(sleep=lambda seconds: pause(), monotonic=lambda: 0.0))
    for room in (package, excel):
        put(room, "Package", stepped(package.Package))
        put(room, "fingerprint_of", stepped(package_swap.fingerprint_of))
    try:
        yield
    finally:
        for room, name, value in reversed(replaced):
            delattr(room, name) if value is None else setattr(room, name, value)
