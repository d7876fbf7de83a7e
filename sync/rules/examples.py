"""A rule's page with its examples in a language.

English examples stand in the page itself, above the check. Those of another language are sheets as a team would type
them there, by code in ``sync/messages/<language>/examples.toml``: ``sheet``, and where the English example has a past,
``before`` or ``closed`` by cycle. Days are the English example's. A rule that such a file leaves out, or a language
without one, has the English examples. Only pages import this: a sync shows none.
"""

from __future__ import annotations

import textwrap
import tomllib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import sync.messages
from sync.model.findings import Language, Message
from sync.rules.rule import Example, Page, Rule, say

_LANGUAGES = Path(sync.messages.__file__).parent
_BEFORE = say("On {day} the sheet said:")
_CLOSED = say("{cycle} was closed with:")
_DAY = say("On {day}:")


def page_in(rule: Rule, language: Language) -> Page:
    """Given a rule and a language, return its page with examples in that language; English ones where it has none."""
    page, own = rule.page, examples_in(language).get(rule.code)
    if own is None or page.trips is None or page.passes is None:
        return page
    return page._replace(trips=_told(page.trips, **own["trips"]), passes=_told(page.passes, **own["passes"]))


@lru_cache(maxsize=8)
def examples_in(language: Language) -> Mapping[str, Mapping[str, Mapping[str, Any]]]:
    """Given a language, return its catalogue of example sheets: code ─▶ 'trips' and 'passes' ─▶ their sheets."""
    file = _LANGUAGES / language / "examples.toml"
    return tomllib.loads(file.read_text("utf-8")) if file.exists() else {}


def sheets_of(example: Example) -> Iterator[tuple[Message | None, str]]:
    """Given an example, yield its sheets in the order of time, each under what says when it was so; None for a sheet
    without a past."""
    if example.before:
        yield say(_BEFORE.template, day=example.before_on), _plain(example.before)
    for cycle, sheet in example.closed:
        yield say(_CLOSED.template, cycle=cycle), _plain(sheet)
    has_past = example.before or example.closed
    yield say(_DAY.template, day=example.as_of) if has_past else None, _plain(example.sheet)


def _told(example: Example, sheet: str, before: str = "", closed: Mapping[str, str] | None = None) -> Example:
    return example._replace(sheet=sheet, before=before, closed=tuple((closed or {}).items()))


def _plain(sheet: str) -> str:
    return textwrap.dedent(sheet).strip("\n").rstrip()
