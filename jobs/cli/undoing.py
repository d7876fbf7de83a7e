"""``undo``, ``hold``, ``resume`` and ``leave``: for when something was written that should not stand."""

from __future__ import annotations

from typing import Annotated

import typer

from jobs.cli.opening import opened
from jobs.cli.options import AsOf, Config, Json, Quiet, Verbose, Workbook, complete_run
from jobs.cli.output import Exit, in_shell

app = typer.Typer(rich_markup_mode=None)

DryRun = Annotated[bool, typer.Option("--dry-run", help="Show what would be taken back; write nothing.")]


@app.command()
def undo(
    run: Annotated[
        str, typer.Argument(metavar="RUN", autocompletion=complete_run, help="A run: R20261120-090000-4b2a.")
    ],
    dry_run: DryRun = False,
    as_of: AsOf = None,
    as_json: Json = False,
    config: Config = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """Put back what a run wrote, where nobody changed it since; then hold."""
    from jobs.cli.undone import show_undone, undone_document
    from jobs.undoing import undo_run

    at = opened(config, as_of, as_json=as_json, quiet=quiet, verbose=verbose)
    found = undo_run(at.house, run, at.day, dry_run=dry_run)
    if as_json:
        at.output.data({"undone": run, **undone_document(found)})
    else:
        show_undone(found, at.output, what=f"what {run} wrote")
    return Exit.findings if found.failed else Exit.done


@app.command()
def hold(
    workbook: Workbook,
    reason: Annotated[str, typer.Option("--reason", help="Why, for whoever asks: a board meeting.")] = "",
    as_json: Json = False,
    config: Config = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> None:
    """Stop writing to a workbook; it is still read and archived."""
    from jobs.cli.holds import hold_document, hold_line
    from jobs.undoing import hold_workbooks, still_writing

    at = opened(config, as_json=as_json, quiet=quiet, verbose=verbose)
    holds = hold_workbooks(at.house, at.house.wanted([workbook]), reason)
    if as_json:
        at.output.data({"workbooks": [{"workbook": each.workbook, "held": hold_document(each)} for each, _ in holds]})
        return
    for each, is_new in holds:
        said = hold_line(each, at.output._replace(language="en"))
        at.output.line(f"{each.workbook}: {said if is_new else f'it was {said}'}")
        at.output.message(
            f"it is read and archived, and not written, until 'okr-sync resume {in_shell(each.workbook)}'"
        )
        for run in still_writing(at.house, each.workbook):
            at.output.message(
                f"but {run} had begun to write before, and has not said that it ended: unless it was killed, what it"
                " writes still lands"
            )


@app.command()
def resume(
    workbook: Workbook, as_json: Json = False, config: Config = None, quiet: Quiet = False, verbose: Verbose = False
) -> None:
    """Go on writing to a workbook that was held."""
    from jobs.cli.holds import hold_document, hold_line
    from jobs.undoing import resume_workbooks

    at = opened(config, as_json=as_json, quiet=quiet, verbose=verbose)
    ended = resume_workbooks(at.house, at.house.wanted([workbook]))
    if as_json:
        at.output.data({"workbooks": [{"workbook": name, "was_held": hold_document(each)} for name, each in ended]})
        return
    for name, each in ended:
        if each is None:
            at.output.line(f"{name}: it was not held")
        else:
            held = hold_line(each, at.output._replace(language="en"))
            at.output.line(f"{name}: written again from the next sync on (it was {held})")


@app.command()
def leave(
    workbook: Workbook,
    dry_run: DryRun = False,
    as_of: AsOf = None,
    as_json: Json = False,
    config: Config = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """Take everything of ours out of a workbook again; then hold."""
    from jobs.cli.undone import show_settings_to_delete, show_undone, show_what_was_sealed, undone_document
    from jobs.undoing import leave_workbooks

    at = opened(config, as_of, as_json=as_json, quiet=quiet, verbose=verbose)
    found = leave_workbooks(at.house, at.house.wanted([workbook]), at.day, dry_run=dry_run)
    if as_json:
        at.output.data(undone_document(found))
    else:
        show_undone(found, at.output, what="everything of ours")
        show_what_was_sealed(found, at.output)
        show_settings_to_delete(found, at.house.settings, at.output)
    return Exit.findings if found.failed else Exit.done
