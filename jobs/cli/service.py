"""``status``, ``serve`` and ``doctor``: for those who run it."""

from __future__ import annotations

from typing import Annotated

import typer

from jobs.cli.opening import opened
from jobs.cli.options import AsOf, Config, Json, Quiet, Verbose, Workbooks
from jobs.cli.output import Exit

app = typer.Typer(rich_markup_mode=None)


@app.command()
def status(as_json: Json = False, config: Config = None, quiet: Quiet = False, verbose: Verbose = False) -> None:
    """Show each workbook's last and next run, its score and findings."""
    from jobs.cli.history import show_status, status_document
    from jobs.status import workbook_statuses

    at = opened(config, as_json=as_json, quiet=quiet, verbose=verbose)
    statuses = workbook_statuses(at.house)
    if as_json:
        at.output.data(status_document(statuses))
    else:
        show_status(statuses, at.output)


@app.command()
def doctor(
    workbooks: Workbooks = None,
    sheet: Annotated[
        str | None, typer.Option("--sheet", metavar="WORKBOOK", help="Draw how this workbook was understood instead.")
    ] = None,
    as_of: AsOf = None,
    as_json: Json = False,
    config: Config = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """Check settings, archive and workbooks, and say how to fix each."""
    from dataclasses import asdict

    from jobs.doctor import examine_house

    at = opened(config, as_of, as_json=as_json, quiet=quiet, verbose=verbose)
    if sheet is not None:
        from jobs.cli.sheet_drawing import draw_tabs
        from jobs.sheet_picture import picture_of

        (own,) = at.house.wanted([sheet])
        tabs = picture_of(at.house, own, at.day)
        if as_json:
            at.output.data([asdict(tab) for tab in tabs])
        else:
            draw_tabs(tabs, at.output)
        return Exit.done if any(tab.tables for tab in tabs) else Exit.findings
    wanted = at.house.wanted(workbooks) if workbooks else at.house.settings.workbooks
    checks = tuple(examine_house(at.house, wanted, at.day))
    if as_json:
        at.output.data([asdict(each) for each in checks])
    else:
        for each in checks:
            if quiet and each.well:
                continue
            mark = at.output.styled("ok  ", "green") if each.well else at.output.styled("FIX ", "red")
            at.output.line(f"{mark} {each.what}: {at.output.by_own_clock(each.found)}")
            if each.mend:
                at.output.line(f"       help: {each.mend}")
    return Exit.done if all(each.well for each in checks) else Exit.findings


@app.command()
def serve(config: Config = None, quiet: Quiet = False, verbose: Verbose = False) -> int:
    """Run the jobs of the settings on their schedule, until SIGTERM."""
    from functools import partial

    from jobs.logs import log_to_stderr
    from jobs.put_off import put_off_workbooks
    from jobs.running import run_job, sync_put_off
    from jobs.schedule import Comeback, ScheduledJob, Stop, serve_jobs
    from jobs.wiring import ArchiveSeen
    from sync.last_time import LastTime

    at = opened(config, quiet=quiet, verbose=verbose)
    jobs = at.house.settings.jobs
    if not jobs:
        raise typer.BadParameter("the settings have no [[job]]: config.example.toml shows how one is written")
    log_to_stderr(verbose=verbose, quiet=quiet)
    seen = ArchiveSeen()
    seen.look(at.house.archive_path)
    house = at.house._replace(last_time=LastTime(), archive_seen=seen)
    stop = Stop()
    scheduled = [
        ScheduledJob(job, partial(run_job, house._replace(trigger=f"job:{job.name}"), job, lambda: stop.wanted))
        for job in jobs
    ]
    comeback = Comeback(
        lambda: min((each.next_try for each in put_off_workbooks(house)), default=None),
        partial(sync_put_off, house._replace(trigger="put off"), lambda: stop.wanted),
    )
    return serve_jobs(scheduled, at.house.settings.timezone, comeback=comeback, stop=stop)
