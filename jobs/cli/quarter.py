"""``quarter close``: seal what a cycle came to."""

from __future__ import annotations

from collections import Counter
from typing import Annotated

import typer

from jobs.cli.history import show_closings
from jobs.cli.opening import opened
from jobs.cli.options import AsOf, Config, Json, Quiet, chosen_cycle
from jobs.cli.output import Exit

app = typer.Typer(name="quarter", rich_markup_mode=None, no_args_is_help=True, help="Close a cycle.")


@app.callback()
def quarter() -> None:
    """Close a cycle."""


@app.command()
def close(
    cycle: Annotated[str, typer.Argument(help="The cycle that is over, like 2026-Q3.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Show what would be sealed; write nothing.")] = False,
    as_of: AsOf = None,
    as_json: Json = False,
    config: Config = None,
    quiet: Quiet = False,
) -> int:
    """Seal a cycle's final values, scores, grades and verdicts; its tabs are then read, and never written."""
    from jobs.cli.findings import shown_path
    from jobs.tasks import close_cycle

    at = opened(config, as_of, as_json=as_json, quiet=quiet)
    wanted = at.house.wanted(())
    closed = close_cycle(at.house, wanted, chosen_cycle(cycle, at.house.settings.calendar), at.day, dry_run=dry_run)
    failed = [outcome for outcome in closed.outcomes if outcome.error is not None]
    if as_json:
        rows = [
            {name: getattr(row, name) for name in row.__dataclass_fields__} | {"cell": str(row.cell)}
            for row in closed.closings
        ]
        at.output.data({"cycle": closed.cycle.id, "sealed": closed.sealed, "rows": rows})
    else:
        show_closings(closed.closings, at.output)
        grades = Counter(row.grade for row in closed.closings if row.grade and row.kind.value == "objective")
        said = ", ".join(f"{count} {grade}" for grade, count in grades.items()) or "no objective has a score"
        verdicts = Counter(row.verdict for row in closed.closings if row.verdict)
        said += "".join(f", {count} × {verdict}" for verdict, count in verdicts.items())
        at.output.line(f"{closed.cycle.id}: {said}; {'sealed' if closed.sealed else 'not sealed'}")
    for outcome in failed:
        assert outcome.error is not None
        at.output.failure(f"{shown_path(outcome)}: {outcome.error}", outcome.error.hint)
    for outcome in closed.outcomes:
        if outcome.held is not None and closed.sealed:
            at.output.message(
                f"{outcome.workbook} is held: its tabs of {closed.cycle.id} get their final scores once it is resumed"
            )
    if failed:
        at.output.message("a cycle is sealed whole: nothing was sealed")
    return Exit.findings if failed else Exit.done
