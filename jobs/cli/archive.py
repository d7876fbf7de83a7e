"""``archive list`` and ``archive show``: what a sheet said."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import typer

from jobs.cli.opening import opened
from jobs.cli.options import Config, Json, Quiet, Verbose, chosen_cycle, complete_workbook, parse_day
from jobs.cli.output import Exit

app = typer.Typer(name="archive", rich_markup_mode=None, no_args_is_help=True, help="Look into the past.")

OneWorkbook = Annotated[
    str | None, typer.Argument(metavar="WORKBOOK", autocompletion=complete_workbook, help="A name or path; else all.")
]


@app.command("list")
def list_snapshots(
    workbook: OneWorkbook = None,
    limit: Annotated[int, typer.Option("--limit", min=1, help="How many of each.")] = 20,
    as_json: Json = False,
    config: Config = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """List snapshots, newest first, and closed cycles."""
    from jobs.cli.history import show_snapshots, snapshot_document
    from sync.workbooks.sources import place_of

    at = opened(config, as_json=as_json, quiet=quiet, verbose=verbose)
    own = at.house.wanted([workbook])[0] if workbook else None
    with at.house.read_archive() as archive:
        name = None if own is None else archive.name_of(own.name, place_of(own.source))
        snapshots, cycles = archive.snapshots(name, limit), archive.closed_cycles()
    if as_json:
        at.output.data({"snapshots": [snapshot_document(each) for each in snapshots], "closed_cycles": cycles})
    else:
        show_snapshots(snapshots, cycles, at.output)


@app.command()
def show(
    workbook: OneWorkbook = None,
    on: Annotated[
        date | None,
        typer.Option("--on", metavar="DATE", parser=parse_day, help="The day that it held for; else the newest."),
    ] = None,
    cycle: Annotated[str | None, typer.Option("--cycle", help="A closed cycle, as it was sealed: 2026-Q3.")] = None,
    as_json: Json = False,
    config: Config = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """Show what a workbook said on a day, or what a closed cycle came to."""
    from jobs.cli.history import cycle_document, rows_document, show_cycle, show_rows
    from sync.workbooks.sources import place_of

    at = opened(config, as_of=on, as_json=as_json, quiet=quiet, verbose=verbose)
    wanted = at.house.wanted([workbook] if workbook else ())
    with at.house.read_archive() as archive:
        names = [archive.name_of(own.name, place_of(own.source)) for own in wanted]
        if cycle is not None:
            closed = archive.cycle_snapshot(chosen_cycle(cycle, at.house.settings.calendar).id)
            if as_json:
                at.output.data(cycle_document(closed, names if workbook else None))
            else:
                show_cycle(closed, names if workbook else None, at.output)
            return Exit.done if closed.intact else Exit.findings
        found = [(name, archive.snapshot_on(name, on or date.max)) for name in names]
    if as_json:
        at.output.data([rows_document(name, snapshot) for name, snapshot in found])
    else:
        show_rows(found, on, at.output)
    return Exit.done
