"""Patterns that are compiled when the first text asks for one."""

from __future__ import annotations

import gc
import re
from typing import Any

import pytest

import sync.engine
import sync.workbooks.excel  # noqa: F401 (with all rooms that have patterns)
from sync.patterns import RarePattern


@pytest.mark.parametrize("text", ["ab-C d", "cab", "", "d"])
def test_a_rare_pattern_finds_what_re_finds(text: str) -> None:
    rare, usual = RarePattern(r"[a-c]+", re.IGNORECASE), re.compile(r"[a-c]+", re.IGNORECASE)
    assert str(rare.match(text)) == str(usual.match(text))
    assert str(rare.fullmatch(text)) == str(usual.fullmatch(text))
    assert str(rare.search(text)) == str(usual.search(text))
    assert [*map(str, rare.finditer(text))] == [*map(str, usual.finditer(text))]
    assert rare.findall(text) == usual.findall(text)
    assert rare.split(text) == usual.split(text)
    assert rare.sub("!", text) == usual.sub("!", text)


def test_a_rare_pattern_of_bytes_finds_bytes() -> None:
    assert RarePattern(rb"[a-c]+").findall(b"ab-C d") == [b"ab"]


def test_each_rare_pattern_can_be_compiled() -> None:
    patterns: list[RarePattern[Any]] = [each for each in gc.get_objects() if type(each) is RarePattern]
    assert patterns
    for pattern in patterns:
        pattern.search(type(pattern.pattern)())
