"""``why``: how a written number came about."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Annotated

import typer

from jobs.cli.holds import hold_document, hold_line
from jobs.cli.opening import opened
from jobs.cli.options import Config, Json, complete_workbook
from jobs.cli.output import Exit, Output
from sync.archive import WrittenCell
from sync.model import Field, ScoredKeyResult, ScoredKpi, ScoredObjective

app = typer.Typer(rich_markup_mode=None)


@app.command()
def why(
    workbook: Annotated[str, typer.Argument(autocompletion=complete_workbook, help="A configured name or a path.")],
    cell: Annotated[str, typer.Argument(help="A written cell: H7, or \"'Q4 2026'!H7\" where several tabs are.")],
    as_json: Json = False,
    config: Config = None,
) -> int:
    """Show how a written number came about."""
    from jobs.tasks import written_cell
    from jobs.undoing import hold_of

    at = opened(config, as_json=as_json)
    (own,) = at.house.wanted([workbook])
    try:
        found = written_cell(at.house, own, cell)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    if found is None:
        at.output.message(f"okr-sync never wrote {cell} of {own.name}: only columns marked ⟳ are written")
        return Exit.findings
    hold = hold_of(at.house, own)
    if as_json:
        at.output.data({**why_document(found), "held": hold_document(hold)})
        return Exit.done
    show_why(found, at.output)
    if hold is not None:
        at.output.line(f"  workbook:    {hold_line(hold)}")
    return Exit.done


def show_why(found: WrittenCell, output: Output) -> None:
    """Print a written cell's story: value, formula, inputs with their cells, thresholds, run."""
    document = why_document(found)
    value = output.styled(f"{document['cell']} = {document['after']}", "bold")
    output.line(f"{value}   (before: {document['before']})")
    for label in ("what", "formula"):
        if document[label]:
            output.line(f"  {label + ':':12} {document[label]}")
    inputs = document["inputs"]
    assert isinstance(inputs, list)
    for each in inputs:
        output.line(f"  {each['name'] + ':':12} {each['value']}" + (f"   from {each['cell']}" if each["cell"] else ""))
    for label in ("progress", "expected", "status", "thresholds"):
        if document[label] not in (None, ""):
            output.line(f"  {label + ':':12} {document[label]}")
    by = f"{document['run']} ({document['started']}, {document['trigger']}), okr-sync {document['version']}"
    output.line(f"  written by:  {by}")


def why_document(found: WrittenCell) -> dict[str, object]:
    """A written cell's story as data for programs."""
    write, run, scored, options = found.write, found.run, found.evaluation, found.options
    thresholds = ""
    if options is not None and write.field in (Field.status, Field.progress) and not isinstance(scored, ScoredKpi):
        thresholds = (
            f"on track from {options.on_track} of expected progress, at risk from {options.at_risk}, "
            f"nothing below on track in the first {options.grace:.0%} of the cycle"
        )
    if run.info.trigger == "leave" or run.info.trigger.startswith("undo:"):
        # What stands there is what was before, and the row's numbers say nothing about it.
        scored, thresholds = None, ""
    formula, inputs = _how(scored)
    return {
        "workbook": write.workbook,
        "cell": str(write.cell),
        "field": write.field,
        "before": _shown(write.before),
        "after": _shown(write.after),
        "what": _what(scored) if scored is not None else _what_else(found),
        "formula": formula,
        "inputs": inputs,
        "progress": None if scored is None else _fraction(scored.progress),
        "expected": None if scored is None or isinstance(scored, ScoredKpi) else _fraction(scored.expected),
        "status": None if scored is None else scored.status,
        "thresholds": thresholds,
        "as_of": run.info.as_of,
        "run": run.id,
        "started": run.info.started.strftime("%Y-%m-%d %H:%M UTC"),
        "trigger": run.info.trigger,
        "version": run.info.version,
    }


def _what_else(found: WrittenCell) -> str:
    trigger = found.run.info.trigger
    if trigger.startswith("undo:"):
        return f"put back: {trigger.removeprefix('undo:')} was undone"
    if trigger == "leave":
        return "everything of ours was taken out"
    return "the header of a column that the service added"


def _what(scored: ScoredObjective | ScoredKeyResult | ScoredKpi) -> str:
    match scored:
        case ScoredObjective():
            return scored.objective.title.raw
        case ScoredKeyResult():
            return scored.key_result.text.raw
        case ScoredKpi():
            return scored.kpi.name.raw


def _how(scored: ScoredObjective | ScoredKeyResult | ScoredKpi | None) -> tuple[str, list[dict[str, object]]]:
    if scored is None:
        return "", []
    if isinstance(scored, ScoredObjective):
        shares: list[dict[str, object]] = [
            {
                "name": f"{each.share:.0%} of {each.key_result.text.raw.strip()}",
                "value": _fraction(each.progress),
                "cell": str(each.key_result.text.cell or ""),
            }
            for each in scored.key_results
        ]
        if scored.aligned is not None and not scored.key_results:
            return "weighted mean of the progress of the objectives that support it", [
                {
                    "name": child.title,
                    "value": _fraction(child.progress),
                    "cell": f"workbook {child.workbook}, as of {child.read_on}" if child.workbook else "",
                }
                for child in scored.aligned.children
            ]
        return "weighted mean of the key results' progress", shares
    return scored.formula, [
        {"name": each.name, "value": _shown(each.value), "cell": str(each.cell) if each.cell else ""}
        for each in scored.inputs
    ]


def _fraction(value: Decimal | None) -> str:
    return _shown(None if value is None else value.quantize(Decimal("0.0001"), ROUND_HALF_UP))


def _shown(value: object) -> str:
    match value:
        case None:
            return "–"
        case Decimal():
            return f"{value.normalize():f}"
        case date():
            return value.isoformat()
    return str(value)
