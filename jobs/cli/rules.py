"""``rules`` and ``rule``: the catalogue, and a rule's page."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jobs.cli.options import Config, Json, Quiet, Verbose, chosen_language, complete_rule, read_config, spoken_language
from jobs.cli.output import Output, width
from sync.model.findings import Message

if TYPE_CHECKING:
    from sync.model.findings import Language
    from sync.rules import Example, Rule

app = typer.Typer(rich_markup_mode=None)

Lang = Annotated[str | None, typer.Option("--lang", help="The language, like vi or en; else the settings', else en.")]

_STYLE = {"error": "red", "warning": "yellow", "info": "blue"}
_WIDEST = 100
_ONE_SIGN_WRONG = 0.8
_CODE, _SEVERITY, _FINDS = Message("code"), Message("severity"), Message("what it finds")
_WHAT_IT_FINDS, _WHY = Message("What it finds"), Message("Why it matters")
_TRIPS, _PASSES = Message("An example that trips it"), Message("One that does not")
_SETTINGS = Message("Settings")


class UnknownCode(Exception):
    """A code that no rule has."""

    def __init__(self, code: str, codes: list[str]) -> None:
        super().__init__(f"there is no rule '{code}'")
        near = get_close_matches(code.upper(), codes, 1, cutoff=_ONE_SIGN_WRONG)
        self.hint = f"did you mean '{near[0]}'?" if near else "'okr-sync rules' lists them"


@app.command("rules")
def list_rules(
    lang: Lang = None,
    as_json: Json = False,
    config: Config = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """List the rules."""
    from sync.messages import render, severity_words
    from sync.rules import rules

    language, output = _language(lang, config), Output(as_json, quiet, verbose)
    if as_json:
        output.data([page_document(rule, language) for rule in rules()])
    else:
        rows = [
            (rule.code, severity_words(rule.severities, language), render(rule.page.title, language))
            for rule in rules()
        ]
        output.table([render(header, language) for header in (_CODE, _SEVERITY, _FINDS)], rows)


@app.command("rule")
def show_rule(
    code: Annotated[
        str | None, typer.Argument(metavar="CODE", autocompletion=complete_rule, help="Like OKR201.")
    ] = None,
    all_rules: Annotated[bool, typer.Option("--all", help="Every rule's page.")] = False,
    lang: Lang = None,
    as_json: Json = False,
    config: Config = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Show one rule's page."""
    from sync.rules import rules

    if (code is None) is not all_rules:
        raise typer.BadParameter("name one rule, as in 'okr-sync rule OKR201', or give --all")
    known = {rule.code: rule for rule in rules()}
    if code is not None and code.upper() not in known:
        raise UnknownCode(code, list(known))
    wanted = [known[code.upper()]] if code is not None else list(known.values())
    language, output = _language(lang, config), Output(as_json, quiet, verbose)
    if as_json:
        pages = [page_document(rule, language) for rule in wanted]
        output.data(pages if all_rules else pages[0])
    else:
        for line in (line for rule in wanted for line in page_lines(rule, language, output)):
            output.line(line)


def page_document(rule: Rule, language: Language) -> dict[str, Any]:
    """Given a rule and a language, return its page as data for programs."""
    from sync.messages import render
    from sync.rules.examples import page_in

    page = page_in(rule, language)
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity.value,
        "severities": [each.value for each in rule.severities],
        "title": render(page.title, language),
        "finds": render(page.finds, language),
        "why": render(page.why, language),
        "trips": _text_of(page.trips),
        "trips_before": _past_of(page.trips, language),
        "passes": _text_of(page.passes),
        "passes_before": _past_of(page.passes, language),
        "settings": list(page.settings),
    }


def _text_of(example: Example | None) -> str | None:
    return None if example is None else textwrap.dedent(example.sheet).strip("\n")


def _past_of(example: Example | None, language: Language) -> list[dict[str, str]]:
    """What an example's workbook said earlier, in the order of time, without which its sheet trips nothing."""
    from sync.messages import render
    from sync.rules.examples import sheets_of

    earlier = [] if example is None else list(sheets_of(example))[:-1]
    return [{"when": render(when, language), "sheet": sheet} for when, sheet in earlier if when is not None]


def page_lines(rule: Rule, language: Language, output: Output) -> Iterator[str]:
    """Given a rule and a language, yield its page's lines, wrapped to the terminal."""
    from sync.messages import render, severity_words
    from sync.rules.examples import page_in, sheets_of

    page = page_in(rule, language)
    severity = output.styled(severity_words(rule.severities, language), _STYLE[rule.severity.value])
    yield f"{output.styled(f'{rule.code} {rule.name}', 'bold')} ({severity})"
    yield render(page.title, language)
    for heading, text in ((_WHAT_IT_FINDS, page.finds), (_WHY, page.why)):
        yield ""
        yield output.styled(render(heading, language), "bold")
        yield from textwrap.wrap(
            render(text, language), min(width(), _WIDEST), initial_indent="  ", subsequent_indent="  "
        )
    for heading, example in ((_TRIPS, page.trips), (_PASSES, page.passes)):
        if example is not None:
            yield ""
            yield output.styled(render(heading, language), "bold")
            for when, sheet in sheets_of(example):
                if when is not None:
                    yield f"  {render(when, language)}"
                yield from textwrap.indent(sheet, "  ").splitlines()
    if page.settings:
        yield ""
        yield output.styled(render(_SETTINGS, language), "bold")
        yield f"  {', '.join(page.settings)}"
    yield ""


def _language(lang: str | None, config: Path | None) -> Language:
    if lang is not None:
        return chosen_language(lang)
    return spoken_language(read_config(config))
