"""``init`` and ``demo``: the first minute."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from jobs.cli.opening import opened
from jobs.cli.options import Quiet, chosen_cycle, chosen_language

app = typer.Typer(rich_markup_mode=None)


@app.command()
def demo(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="Where to make the workbooks.")] = Path("okr-demo"),
    quiet: Quiet = False,
) -> None:
    """Run the main job on example workbooks; needs nothing."""
    from jobs.cli.demo_story import tell_demo
    from jobs.demo import run_demo

    tell_demo(run_demo(folder), opened(quiet=quiet).output)


@app.command()
def init(
    folder: Annotated[Path, typer.Argument(metavar="[DIR]", help="Where to start.", show_default=False)] = Path(),
    lang: Annotated[str, typer.Option("--lang", help="vi or en: of the workbook and of messages.")] = "",
    name: Annotated[str, typer.Option("--name", help="The first workbook's name.")] = "",
    template: Annotated[str, typer.Option("--template", help="'okr-sync template list' shows which there are.")] = "",
    cycle: Annotated[str, typer.Option("--cycle", help="Like 2026-Q4; the present quarter if not given.")] = "",
    quiet: Quiet = False,
) -> None:
    """Write a config.toml and a workbook from a template; asks on a terminal for what is not given."""
    from jobs.starting import start_project

    output = opened(quiet=quiet).output
    made = start_project(
        folder,
        language=chosen_language(_asked(lang, "Language (vi or en)", "vi")),
        name=_asked(name, "Name of the first workbook", "okr"),
        template=_asked(template, "Template (team-okr or kpi)", "team-okr"),
        cycle=chosen_cycle(cycle),
    )
    for path in made:
        output.line(f"wrote {path}")
    there = "" if folder == Path() else f"cd {folder} && "
    output.message(f"fill in {made[-1].name}, then: {there}okr-sync check")


def _asked(given: str, question: str, default: str) -> str:
    if given or not sys.stdin.isatty():
        return given or default
    return str(typer.prompt(question, default=default))
