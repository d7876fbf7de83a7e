"""Patterns that few sheets need, compiled when the first text asks for one.

To compile a pattern of a few lines takes up to 2 ms, as long as to read twenty key results, and each start would do it
anew for all of them. What a plain table asks for anyway is compiled where it stands, with ``re``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cached_property
from typing import Any, AnyStr, Generic


class RarePattern(Generic[AnyStr]):
    """As ``re.compile`` of the same; each method is looked up once."""

    def __init__(self, pattern: AnyStr, flags: int = 0) -> None:
        self.pattern: AnyStr = pattern
        self._flags = flags

    @cached_property
    def match(self) -> Callable[..., re.Match[AnyStr] | None]:
        return self._compiled.match

    @cached_property
    def fullmatch(self) -> Callable[..., re.Match[AnyStr] | None]:
        return self._compiled.fullmatch

    @cached_property
    def search(self) -> Callable[..., re.Match[AnyStr] | None]:
        return self._compiled.search

    @cached_property
    def finditer(self) -> Callable[..., Iterator[re.Match[AnyStr]]]:
        return self._compiled.finditer

    @cached_property
    def findall(self) -> Callable[..., list[Any]]:
        return self._compiled.findall

    @cached_property
    def split(self) -> Callable[..., list[AnyStr]]:
        return self._compiled.split

    @cached_property
    def sub(self) -> Callable[..., AnyStr]:
        return self._compiled.sub

    @cached_property
    def _compiled(self) -> re.Pattern[AnyStr]:
        return re.compile(self.pattern, self._flags)
