"""Patterns that few sheets need, compiled when the first text asks for one.

To compile a pattern of a few lines takes up to 2 ms, as long as to read twenty key results, and each start would do it
anew for all of them. What a plain table asks for anyway is compiled where it stands, with ``re``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any

Finds = Callable[..., re.Match[str] | None]


class RarePattern:
    """As ``re.compile`` of the same; each method is looked up once."""

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self._pattern = pattern
        self._flags = flags

    @cached_property
    def match(self) -> Finds:
        return self._compiled.match

    @cached_property
    def fullmatch(self) -> Finds:
        return self._compiled.fullmatch

    @cached_property
    def search(self) -> Finds:
        return self._compiled.search

    @cached_property
    def finditer(self) -> Callable[..., Iterator[re.Match[str]]]:
        return self._compiled.finditer

    @cached_property
    def findall(self) -> Callable[..., list[Any]]:
        return self._compiled.findall

    @cached_property
    def split(self) -> Callable[..., list[str]]:
        return self._compiled.split

    @cached_property
    def sub(self) -> Callable[..., str]:
        return self._compiled.sub

    @cached_property
    def _compiled(self) -> re.Pattern[str]:
        return re.compile(self._pattern, self._flags)
