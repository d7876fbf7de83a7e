"""``rules`` and ``rule``: the catalogue, and a rule's page."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from jobs.cli.options import Config, Json, Quiet, Verbose, chosen_language, complete_rule, read_config
from jobs.cli.output import Output, width

if TYPE_CHECKING:
    from sync.model import Language
    from sync.rules import Rule

app = typer.Typer(rich_markup_mode=None)

Lang = Annotated[str | None, typer.Option("--lang", help="vi or en; else the settings', else en.")]

_STYLE = {"error": "red", "warning": "yellow", "info": "blue"}
_WIDEST = 100


class UnknownCode(Exception):
    """A code that no rule has."""

    def __init__(self, code: str, codes: list[str]) -> None:
        super().__init__(f"there is no rule '{code}'")
        near = get_close_matches(code.upper(), codes, 1)
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
    from sync.messages import render
    from sync.rules import rules

    language, output = _language(lang, config), Output(as_json, quiet, verbose)
    if as_json:
        output.data([page_document(rule, language) for rule in rules()])
    else:
        rows = [(rule.code, rule.severity.value, render(rule.page.title, language)) for rule in rules()]
        output.table(("code", "severity", "what it finds"), rows)


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

    page = rule.page
    return {
        "code": rule.code,
        "name": rule.name,
        "severity": rule.severity.value,
        "title": render(page.title, language),
        "finds": render(page.finds, language),
        "why": render(page.why, language),
        "trips": page.trips.sheet if page.trips else None,
        "passes": page.passes.sheet if page.passes else None,
        "settings": list(page.settings),
    }


def page_lines(rule: Rule, language: Language, output: Output) -> Iterator[str]:
    """Given a rule and a language, yield its page's lines, wrapped to the terminal."""
    from sync.messages import render

    page, severity = rule.page, rule.severity.value
    yield f"{output.styled(f'{rule.code} {rule.name}', 'bold')} ({output.styled(severity, _STYLE[severity])})"
    yield render(page.title, language)
    for heading, text in (("What it finds", page.finds), ("Why it matters", page.why)):
        yield ""
        yield output.styled(heading, "bold")
        yield from textwrap.wrap(
            render(text, language), min(width(), _WIDEST), initial_indent="  ", subsequent_indent="  "
        )
    for heading, example in (("An example that trips it", page.trips), ("One that does not", page.passes)):
        if example is not None:
            yield ""
            yield output.styled(heading, "bold")
            yield from textwrap.indent(textwrap.dedent(example.sheet).strip("\n"), "  ").splitlines()
    if page.settings:
        yield ""
        yield output.styled("Settings", "bold")
        yield f"  {', '.join(page.settings)}"
    yield ""


def _language(lang: str | None, config: Path | None) -> Language:
    if lang is not None:
        return chosen_language(lang)
    settings = read_config(config)
    return "en" if settings.path is None else settings.language
