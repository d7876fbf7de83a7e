"""``init`` and ``demo``: the first minute."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jobs.cli.opening import opened
from jobs.cli.options import Quiet, Verbose, chosen_cycle, chosen_language, known_languages
from jobs.cli.output import in_shell
from jobs.cli.template import tell_wording

if TYPE_CHECKING:
    from sync.workbooks.sources import Source

app = typer.Typer(rich_markup_mode=None)


class WouldBeRefused(Exception):
    """Something that was given for the settings, and would be refused once it stood in them."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(f"{message}: nothing was written")
        self.hint = hint


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="Where to make the workbooks.")] = Path("okr-demo"),
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Run the main job on example workbooks; needs nothing."""
    from jobs.cli.demo_story import tell_demo
    from jobs.demo import run_demo

    tell_demo(run_demo(folder), opened(quiet=quiet, verbose=verbose).output)


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="Where to start.", show_default=False)] = Path(),
    lang: Annotated[str, typer.Option("--lang", help="Of the workbook and of messages, like vi or en.")] = "",
    name: Annotated[str, typer.Option("--name", help="The first workbook's name.")] = "",
    template: Annotated[str, typer.Option("--template", help="'okr-sync template list' shows which there are.")] = "",
    cycle: Annotated[str, typer.Option("--cycle", help="Like 2026-Q4; the present quarter if not given.")] = "",
    source: Annotated[
        str,
        typer.Option(
            "--source",
            metavar="WORKBOOK",
            help="One that is there already, in place of a template: a Google spreadsheet's address, or a path.",
        ),
    ] = "",
    credentials: Annotated[
        str, typer.Option("--credentials", metavar="FILE", help="Who syncs a Google spreadsheet: docs/google.md.")
    ] = "",
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Write a config.toml and a workbook from a template; asks on a terminal for what is not given."""
    from jobs.starting import start_project, start_with

    output = opened(quiet=quiet, verbose=verbose).output
    language = chosen_language(_asked(lang, f"Language ({known_languages()})", "vi"))
    own_name = _name(name)
    there = "" if folder == Path() else f"cd {in_shell(folder)} && "
    account = _credentials(credentials, folder)
    if source:
        where = _source(source, folder)
        output.line(f"wrote {start_with(folder, where, language=language, name=own_name, credentials=account)}")
        output.message("a sync adds columns of its own (⟳) at the right edge of its tables: add_columns says whether")
        output.message(f"next: {there}okr-sync doctor" if where.kind == "google" else f"next: {there}okr-sync check")
        return
    chosen = _asked(template, "Template (team-okr or kpi)", "team-okr")
    made = start_project(folder, language=language, name=own_name, template=chosen, cycle=chosen_cycle(cycle))
    for path in made:
        output.line(f"wrote {path}")
    tell_wording(chosen, language, output)
    output.message(f"fill in {made[-1].name}, then: {there}okr-sync check")


def _source(given: str, folder: Path) -> Source:
    """Settings name a file from their own folder on, who types names it from here."""
    from sync.settings import why_refused
    from sync.workbooks.sources import is_google_key, parsed_source, why_no_spreadsheet

    found = parsed_source(f"google:{given}" if is_google_key(given) else given)
    if found is None:
        why = why_no_spreadsheet(given) or f"'{given}' is no workbook"
        raise typer.BadParameter(f"{why}: a spreadsheet's address, or a workbook's path, is wanted")
    if found.kind == "file":
        if not os.path.isfile(found.place):
            raise WouldBeRefused(
                f"there is no file {found.place}",
                "name a workbook that is there, from this folder on; without --source, one is made from a template",
            )
        found = found._replace(place=os.path.relpath(found.place, folder))
    if refused := why_refused(source=found.text):
        raise WouldBeRefused(*refused)
    return found


def _credentials(given: str, folder: Path) -> str:
    if not given:
        return ""
    if not os.path.isfile(given):
        hint = "name the account's JSON file, from this folder on: docs/google.md says how to get it"
        raise WouldBeRefused(f"there is no file {given}", hint)
    return given if os.path.isabs(given) else os.path.relpath(given, folder)


def _name(given: str) -> str:
    """The first workbook's name, which becomes that of its file, too: who is asked for it is asked until it is one."""
    from sync.settings import why_refused

    def one(name: str) -> str:
        if refused := why_refused(name=name):
            raise typer.BadParameter(": ".join(refused))
        return name

    if given and (refused := why_refused(name=given)):
        raise WouldBeRefused(*refused)
    return _asked(given, "Name of the first workbook", "okr", one)


def _asked(given: str, question: str, default: str, accepted: Callable[[str], str] = str) -> str:
    """What was given, else what is answered on a terminal: asked again where ``accepted`` raises BadParameter."""
    if given or not sys.stdin.isatty():
        return given or default
    return str(typer.prompt(question, default=default, value_proc=accepted))
