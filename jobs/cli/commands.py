"""The commands: which there are, in which file each stands, and how one is run.

A new command is a function in a file of this folder, of that file's ``app``, and a line in ``COMMANDS``.
The file is imported when the command is called; ``--help`` of all imports none of them.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from typing import Any, NamedTuple

import typer
from typer.core import TyperGroup

from jobs.cli.output import flush, report

PROGRAM = "okr-sync"


class Entry(NamedTuple):
    """A command: its file in this folder, and the first line of its help."""

    file: str
    summary: str


COMMANDS: dict[str, dict[str, Entry]] = {
    "Begin": {
        "demo": Entry("starting", "Run the main job on example workbooks; needs nothing."),
        "init": Entry("starting", "Write a config.toml and a workbook from a template."),
        "template": Entry("template", "Make workbooks from templates."),
    },
    "Work on workbooks": {
        "check": Entry("sheets", "Say what is wrong with which cell; nothing is written."),
        "plan": Entry("sheets", "Show what a sync would write, cell by cell; nothing is written."),
        "sync": Entry("sheets", "Pull, validate, score, write back, archive."),
        "why": Entry("whys", "Show how a written number came about."),
    },
    "Take back": {
        "undo": Entry("undoing", "Put back what a run wrote, where nobody changed it since; then hold."),
        "hold": Entry("undoing", "Stop writing to a workbook; it is still read and archived."),
        "resume": Entry("undoing", "Go on writing to a workbook that was held."),
        "leave": Entry("undoing", "Take everything of ours out of a workbook again; then hold."),
    },
    "Look back": {
        "status": Entry("service", "Show each workbook's last and next run, its score and findings."),
        "archive": Entry("archive", "Look into the past."),
        "quarter": Entry("quarter", "Close a cycle."),
    },
    "Run it as a service": {
        "serve": Entry("service", "Run the jobs of the settings on their schedule, until SIGTERM."),
        "doctor": Entry("service", "Check settings, archive and workbooks, and say how to fix each."),
    },
    "Understand": {
        "explain": Entry("explaining", "Tell how a key result's text, or a typed value, is understood."),
        "rules": Entry("rules", "List the rules."),
        "rule": Entry("rules", "Show one rule's page."),
    },
}
"""Heading ─▶ name ─▶ command, in the order of the help."""

ENTRIES = {name: entry for entries in COMMANDS.values() for name, entry in entries.items()}


def run(words: Sequence[str]) -> int:
    """Given the words after ``okr-sync``, run the command and return the exit status; whatever goes wrong is said on
    standard error."""
    try:
        status = typer.main.get_command(app).main(
            args=list(words) or ["--help"], prog_name=PROGRAM, standalone_mode=False
        )
        flush()
    except BaseException as error:
        return report(error, words)
    return status if isinstance(status, int) else 0


class Commands(TyperGroup):
    """The commands of ``COMMANDS``, each imported when it is called."""

    def __init__(self, **attributes: Any) -> None:
        # Typer looks at the keys alone, to suggest a name for a misspelt one.
        super().__init__(**{**attributes, "commands": dict.fromkeys(ENTRIES)})

    def list_commands(self, ctx: Any) -> list[str]:
        return list(ENTRIES)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:
        if cmd_name not in ENTRIES:
            return None
        own = import_module(f"jobs.cli.{ENTRIES[cmd_name].file}").app
        for registered in own.registered_commands:
            if cmd_name == (registered.name or typer.main.get_command_name(registered.callback.__name__)):
                # Alone: to look at the options of the file's other commands takes longer than to run some of them.
                return typer.main.get_command_from_info(
                    registered, pretty_exceptions_short=True, rich_markup_mode=own.rich_markup_mode
                )
        return typer.main.get_group(own)

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        for heading, entries in COMMANDS.items():
            with formatter.section(heading):
                formatter.write_dl([(name, entry.summary) for name, entry in entries.items()])


app = typer.Typer(
    cls=Commands,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)


@app.callback()
def okr_sync(
    version: bool = typer.Option(False, "--version", "-V", help="Show the version and exit."),
) -> None:
    """Keeps OKR and KPI spreadsheets scored, checked and archived, and touches nothing else in them.

    WORKBOOK is a configured name or a path: `okr-sync check teams/sales.xlsx` needs no settings.
    """
