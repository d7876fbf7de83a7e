"""``quarter close``: seal what a cycle came to."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Annotated

import typer

from jobs.cli.findings import counted, failure_of, finding_document, show_finding
from jobs.cli.history import show_closings
from jobs.cli.opening import opened
from jobs.cli.options import AsOf, Config, Json, Quiet, Verbose, chosen_cycle
from jobs.cli.output import Exit, Output
from sync.messages import kept_word

if TYPE_CHECKING:
    from jobs.closing import Close

app = typer.Typer(name="quarter", rich_markup_mode=None, no_args_is_help=True, help="Close a cycle.")


@app.callback()
def quarter() -> None:
    """Close a cycle."""


_IN_THE_SETTINGS = (
    "a cycle is closed for all workbooks of config.toml: 'okr-sync init --source teams/sales.xlsx' writes one for a "
    "workbook that is there"
)


@app.command()
def close(
    cycle: Annotated[str, typer.Argument(help="The cycle that is over, like 2026-Q3.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be sealed; write nothing.")] = False,
    yes: Annotated[bool, typer.Option("--yes", help="Do not ask, and seal KPIs alone where there is no more.")] = False,
    as_of: AsOf = None,
    as_json: Json = False,
    config: Config = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """Seal a cycle's final values, scores, grades and verdicts; its tabs are then read, and never written."""
    from jobs.closing import NotCalculated, OnlyKpis, close_cycle
    from jobs.wiring import NothingConfigured

    at = opened(config, as_of, as_json=as_json, quiet=quiet, verbose=verbose)
    if not at.house.settings.workbooks:
        raise NothingConfigured(_IN_THE_SETTINGS)
    wanted, over = at.house.wanted(()), chosen_cycle(cycle, at.house.settings.calendar)
    found = close_cycle(at.house, wanted, over, at.day, dry_run=True)
    is_whole = not any(outcome.error for outcome in found.outcomes)
    if is_whole and not dry_run and not yes and found.has_kpis_alone and not at.output.can_ask:
        raise OnlyKpis(found)
    if not as_json:
        _show(found, at.output)
    if is_whole and not dry_run:
        if found.not_calculated:
            raise NotCalculated(found)
        if not yes and not as_json and at.output.can_ask and not _is_wanted(found, at.output):
            at.output.message("nothing was sealed")
            return Exit.findings
        found = close_cycle(at.house, wanted, over, at.day)
    if as_json:
        at.output.data(_document(found))
    else:
        _show_end(found, at.output)
    return Exit.findings if any(outcome.error for outcome in found.outcomes) else Exit.done


def _show(found: Close, output: Output) -> None:
    """Print what is sealed, and what is still open about it."""
    show_closings(found.closings, output)
    for outcome, finding in found.still_open:
        show_finding(outcome, finding, output)


def _is_wanted(found: Close, output: Output) -> bool:
    """Ask whether to seal what was shown, for good."""
    if found.has_kpis_alone:
        output.message(f"{found.cycle.id} has no objective or key result in these workbooks, only KPIs")
    if found.still_open:
        output.message(f"still open: {counted(len(found.still_open), 'finding')}; once sealed, fixing has no effect")
    answer = output.ask(f"Seal {found.cycle.id}? It cannot be opened again (yes or no)", "no")
    return answer.lower() in ("y", "yes")


def _show_end(found: Close, output: Output) -> None:
    """Print the grades in one line, and what failed or waits."""
    grades = Counter(row.grade for row in found.closings if row.grade and row.kind.value == "objective")
    language = output.language
    graded = ", ".join(f"{count} {kept_word(grade, language)}" for grade, count in grades.items())
    parts = [f"{counted(grades.total(), 'objective')} ({graded})" if graded else "no objective has a score"]
    verdicts = Counter(row.verdict for row in found.closings if row.verdict)
    parts += [f"{count} × {kept_word(verdict, language)}" for verdict, count in verdicts.items()]
    if found.still_open:
        parts.append(f"{counted(len(found.still_open), 'finding')} open")
    output.line(f"{found.cycle.id}: {', '.join(parts)}; {'sealed' if found.sealed else 'not sealed'}")
    for outcome in found.outcomes:
        if outcome.error is not None:
            output.failure(failure_of(outcome), outcome.error.hint)
        if outcome.held is not None and found.sealed:
            output.message(
                f"{outcome.workbook} is held: its tabs of {found.cycle.id} get their final scores once it is resumed"
            )
    if any(outcome.error for outcome in found.outcomes):
        output.message("a cycle is sealed whole: nothing was sealed")


def _document(found: Close) -> dict[str, object]:
    return {
        "cycle": found.cycle.id,
        "sealed": found.sealed,
        "rows": [row._asdict() | {"cell": str(row.cell)} for row in found.closings],
        "open_findings": [finding_document(outcome, finding) for outcome, finding in found.still_open],
    }
