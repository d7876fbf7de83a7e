"""The rules' pages as one document in each language: ``docs/rules.md``, ``docs/rules.vi.md``, made by
``python -m sync.rules.pages``."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from pathlib import Path

from sync.messages import languages, render, severity_words
from sync.model.findings import Language, Message
from sync.rules import rules
from sync.rules.examples import page_in, sheets_of
from sync.rules.rule import Example, Rule, say

_TITLE = say("Rules")
_OPENING = say(
    "A finding names a rule's code, what is wrong, what to do, and the cell. An error means that the row cannot be "
    "scored; a warning, that it is probably wrong; a suggestion, that it could be better. Rules are chosen in the "
    "settings ([rules] select and ignore) by code or family (OKR2), and one row is excused by 'okr: ignore OKR201' in "
    "its notes column."
)
_MADE = say("This page is made from the rules themselves; its examples are run as tests.")
_CODE, _SEVERITY, _FINDS = say("code"), say("severity"), say("what it finds")
_TRIPS, _PASSES = say("Trips it:"), say("Passes:")
_SETTINGS = say("Settings: {names}")
_WRITTEN = 118


def as_markdown(rules: Sequence[Rule], language: Language) -> str:
    """Given rules and a language, return their pages as one Markdown document, with a table of contents."""
    return "\n".join(_lines(rules, language))


def write_pages(folder: Path) -> None:
    """Write the documents into a folder, one a language."""
    for language in languages():
        (folder / name_in(language)).write_text(as_markdown(rules(), language), encoding="utf-8")


def name_in(language: Language) -> str:
    """Given a language, return the name of its document."""
    return "rules.md" if language == "en" else f"rules.{language}.md"


def _lines(rules: Sequence[Rule], language: Language) -> Iterator[str]:
    yield f"# {render(_TITLE, language)}"
    yield ""
    yield from _wrapped(_OPENING, language)
    yield ""
    yield from _wrapped(_MADE, language)
    yield ""
    yield f"| {render(_CODE, language)} | {render(_SEVERITY, language)} | {render(_FINDS, language)} |"
    yield "| --- | --- | --- |"
    for rule in rules:
        title = render(rule.page.title, language)
        yield f"| [{rule.code}](#{rule.code.lower()}) | {severity_words(rule.severities, language)} | {title} |"
    for rule in rules:
        yield ""
        yield from _page(rule, language)


def _page(rule: Rule, language: Language) -> Iterator[str]:
    page = page_in(rule, language)
    yield f'<a id="{rule.code.lower()}"></a>'
    yield ""
    yield f"## {rule.code} {rule.name}"
    yield ""
    yield f"**{render(page.title, language)}** · {severity_words(rule.severities, language)}"
    yield ""
    yield from _wrapped(page.finds, language)
    yield ""
    yield from _wrapped(page.why, language)
    for heading, example in ((_TRIPS, page.trips), (_PASSES, page.passes)):
        if example is not None:
            yield ""
            yield from _example(heading, example, language)
    if page.settings:
        yield ""
        names = ", ".join(f"`{name}`" for name in page.settings)
        yield render(say(_SETTINGS.template, names=names), language)
    yield ""


def _example(heading: Message, example: Example, language: Language) -> Iterator[str]:
    yield render(heading, language)
    for when, sheet in sheets_of(example):
        if when is not None:
            yield render(when, language)
        yield ""
        yield "```"
        yield from sheet.splitlines()
        yield "```"
        yield ""


def _wrapped(text: Message, language: Language) -> Iterator[str]:
    yield from textwrap.wrap(render(text, language), _WRITTEN, break_long_words=False, break_on_hyphens=False)


if __name__ == "__main__":
    write_pages(Path(__file__).parents[2] / "docs")
