"""Commands that work on workbooks: check, plan, sync."""

from __future__ import annotations

from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from jobs.cli.opening import Opened, opened
from jobs.cli.options import AsOf, Config, Json, Quiet, Verbose, Workbooks, parse_file_to_write
from jobs.cli.output import Exit, in_shell

if TYPE_CHECKING:
    from sync.model.plans import Plan
    from sync.options import WorkbookSettings

app = typer.Typer(rich_markup_mode=None)


class Format(StrEnum):
    text = "text"
    json = "json"
    github = "github"
    sarif = "sarif"


class FailOn(StrEnum):
    error = "error"
    warning = "warning"
    never = "never"


Codes = list[str]
AddColumns = Annotated[
    bool, typer.Option("--add-columns", help="Add the columns for the results where a table has none.")
]
Select = Annotated[Codes | None, typer.Option("--select", metavar="CODES", help="Only these codes or families.")]
Ignore = Annotated[Codes | None, typer.Option("--ignore", metavar="CODES", help="None of these codes or families.")]


@app.command()
def check(
    workbooks: Workbooks = None,
    format: Annotated[Format, typer.Option("--format", help="How findings are printed.")] = Format.text,
    select: Select = None,
    ignore: Ignore = None,
    known: Annotated[
        Path | None, typer.Option("--known", metavar="FILE", help="Findings that are accepted for now are not shown.")
    ] = None,
    accept: Annotated[
        Path | None,
        typer.Option(
            "--write-known",
            metavar="FILE",
            parser=parse_file_to_write,
            help="Accept all that is found now, into this file.",
        ),
    ] = None,
    fail_on: Annotated[FailOn, typer.Option("--fail-on", help="From which severity on to exit with 1.")] = FailOn.error,
    as_of: AsOf = None,
    as_json: Json = False,
    config: Config = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """Say what is wrong with which cell; nothing is written."""
    from jobs.cli.findings import exit_status, show_findings, show_known
    from jobs.known import read_known, without_known, write_known
    from jobs.tasks import check_workbooks

    accepted = () if known is None else read_known(known)
    at = opened(config, as_of, as_json=as_json, quiet=quiet, verbose=verbose, select=select, ignore=ignore)
    wanted = at.house.wanted(workbooks or ())
    along = partial(at.output.progress, label="checking")
    outcomes = tuple(check_workbooks(at.house, wanted, at.day, along))
    rules = {own.name: own.rules for own in wanted}
    if accept is not None:
        count = write_known(accept, outcomes, rules)
        check_again = f"okr-sync check --known {in_shell(accept)}"
        at.output.message(f"findings accepted for now: {count}; from here on: {check_again}")
        accepted = read_known(accept)
    sifted = without_known(outcomes, accepted, rules)
    show_findings(sifted.outcomes, Format.json if as_json else format, at.output)
    show_known(sifted.hidden, sifted.gone, at.output)
    return exit_status(sifted.outcomes, fail_on)


@app.command()
def plan(
    workbooks: Workbooks = None,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", parser=parse_file_to_write, help="Save it for 'sync --plan FILE'."),
    ] = None,
    detailed_exitcode: Annotated[
        bool, typer.Option("--detailed-exitcode", help="Exit with 3 when there is something to write.")
    ] = False,
    add_columns: AddColumns = False,
    as_of: AsOf = None,
    as_json: Json = False,
    config: Config = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """Show what a sync would write, cell by cell; nothing is written."""
    from jobs.cli.plans import plan_document, show_plans, write_plan
    from jobs.tasks import check_workbooks

    at = opened(config, as_of, as_json=as_json, quiet=quiet, verbose=verbose, add_columns=add_columns)
    wanted = at.house.wanted(workbooks or ())
    if out is not None and len(wanted) != 1:
        raise typer.BadParameter(f"--out saves one workbook's plan, and {len(wanted)} are meant: name one")
    along = partial(at.output.progress, label="planning")
    outcomes = tuple(check_workbooks(at.house, wanted, at.day, along))
    observed = frozenset(own.name for own in wanted if not own.write)
    if as_json:
        at.output.data(plan_document(outcomes, observed))
    else:
        show_plans(outcomes, at.output, observed)
    if any(outcome.error for outcome in outcomes):
        return Exit.findings
    if out is not None:
        write_plan(out, outcomes[0].plan)
        at.output.message(f"saved; apply it with: okr-sync sync --plan {in_shell(out)}")
    written = [each for each in outcomes if each.held is None and each.workbook not in observed]
    writes = any(not outcome.plan.writes_nothing for outcome in written)
    return Exit.something_to_write if detailed_exitcode and writes else Exit.done


@app.command()
def sync(
    workbooks: Workbooks = None,
    plan_file: Annotated[
        Path | None, typer.Option("--plan", metavar="FILE", help="Apply this saved plan; a stale one is refused.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show the plan; write nothing.")] = False,
    add_columns: AddColumns = False,
    as_of: AsOf = None,
    as_json: Json = False,
    config: Config = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """Pull, validate, score, write back, archive."""
    from jobs.cli.plans import read_plan, receipt_document, show_receipts
    from jobs.tasks import sync_workbooks

    approved = None if plan_file is None else read_plan(plan_file)
    if dry_run and approved is None:
        return plan(workbooks, None, False, add_columns, as_of, as_json, config, quiet, verbose)
    at = opened(
        config,
        approved.as_of if approved else as_of,
        as_json=as_json,
        quiet=quiet,
        verbose=verbose,
        add_columns=add_columns,
    )
    if approved is None:
        wanted = at.house.wanted(workbooks or ())
    else:
        wanted = at.house.wanted(workbooks or [approved.workbook])
        if [own.name for own in wanted] != [approved.workbook]:
            raise typer.BadParameter(f"{plan_file} is a plan for '{approved.workbook}': name that one, or none")
    if dry_run and approved is not None:
        return _tried(at, wanted[0], approved, as_json=as_json)
    _say_what_day(at)
    is_first = not at.house.has_archive()
    along = partial(at.output.progress, label="syncing")
    outcomes = tuple(sync_workbooks(at.house, wanted, at.day, approved, along=along))
    if as_json:
        at.output.data(receipt_document(outcomes))
    else:
        show_receipts(outcomes, at.output)
    if is_first:
        at.output.message(f"the archive was made: {at.house.archive_path}; undo, why and archive look into it")
    return Exit.findings if any(outcome.error for outcome in outcomes) else Exit.done


def _say_what_day(at: Opened) -> None:
    """Say what it means to write what is evaluated for another day than today."""
    if at.day > at.house.today():
        at.output.message(f"{at.day} is in the future: what is written is what will be true then if nothing changes")
    elif at.day < at.house.today():
        at.output.message(
            f"warning: {at.day} is past: progress, status and warnings in the sheets are replaced by what "
            "the values that stand there now meant on that day; the next sync without --as-of puts it right"
        )


def _tried(at: Opened, own: WorkbookSettings, approved: Plan, *, as_json: bool) -> int:
    """Show what applying a saved plan would come to, and write nothing."""
    from jobs.cli.plans import plan_document, show_plans
    from jobs.tasks import try_plan

    outcomes, observed = (try_plan(at.house, own, approved),), frozenset(() if own.write else (own.name,))
    if as_json:
        at.output.data(plan_document(outcomes, observed))
    else:
        show_plans(outcomes, at.output, observed)
    return Exit.findings if outcomes[0].error else Exit.done
