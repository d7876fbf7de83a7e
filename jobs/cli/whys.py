"""``why``: how a written number came about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from jobs.cli.findings import whole_of
from jobs.cli.history import amount, unit_of
from jobs.cli.holds import hold_document, hold_line
from jobs.cli.opening import opened
from jobs.cli.options import Config, Json, Quiet, Verbose, complete_workbook
from jobs.cli.output import Exit, Output, in_shell
from sync.archive import WrittenCell
from sync.messages import kept_word
from sync.model.findings import Finding
from sync.model.rows import Field
from sync.model.scores import Doubt, ScoredKeyResult, ScoredKpi, ScoredObjective

if TYPE_CHECKING:
    from jobs.unwritten import Unwritten

app = typer.Typer(rich_markup_mode=None)

_MEASURED = ("baseline", "target", "current", "lower", "upper", "tolerance", "total", "plan")
_IN_DOUBT = frozenset((Doubt.percent_scales, Doubt.unit_slip))


class _Given(NamedTuple):
    """Something that a number was computed from, and where it stands."""

    name: str
    value: object
    cell: str


@app.command()
def why(
    workbook: Annotated[str, typer.Argument(autocompletion=complete_workbook, help="A configured name or a path.")],
    cell: Annotated[str, typer.Argument(help="A written cell: H7, or \"'Q4 2026'!H7\" where several tabs are.")],
    as_json: Json = False,
    config: Config = None,
    quiet: Quiet = False,
    verbose: Verbose = False,
) -> int:
    """Show how a written number came about."""
    from jobs.tasks import written_cell
    from jobs.undoing import hold_of
    from jobs.unwritten import unwritten_cell

    at = opened(config, as_json=as_json, quiet=quiet, verbose=verbose)
    (own,) = at.house.wanted([workbook])
    try:
        found = written_cell(at.house, own, cell)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    if found is None:
        lines = tuple(why_unwritten(unwritten_cell(at.house, own, cell), cell, own.name))
        if as_json:
            at.output.data({"workbook": own.name, "cell": cell, "run": None, "why": list(lines)})
            return Exit.findings
        for line in lines:
            # That is the answer, and said however quiet it is to be.
            at.output._replace(quiet=False).message(line)
        return Exit.findings
    hold = hold_of(at.house, own)
    if as_json:
        at.output.data({**why_document(found), "held": hold_document(hold)})
        return Exit.done
    show_why(found, at.output)
    if hold is not None:
        at.output.line(f"  workbook:    {hold_line(hold, at.output)}")
    return Exit.done


def why_unwritten(found: Unwritten, cell: str, workbook: str) -> Iterator[str]:
    """Why a cell was never written, in lines."""
    if not found.is_marked:
        yield f"okr-sync never wrote {cell} of {workbook}: only columns marked ⟳ are written"
    elif not found.is_row:
        yield f"okr-sync never wrote {cell} of {workbook}: no objective, key result or KPI stands there"
    elif not found.is_scored:
        yield f"okr-sync never wrote {cell} of {workbook}: its row is not scored"
        for finding in found.unscored_by:
            yield f"{finding.cell} {finding.code}: {whole_of(finding)}"
    else:
        yield (
            f"okr-sync never wrote {cell} of {workbook}, as far as its archive knows; "
            f"'okr-sync plan {in_shell(workbook)}' shows what it would write"
        )


def show_why(found: WrittenCell, output: Output) -> None:
    """Print a written cell's story: value, formula, inputs with their cells, thresholds, run."""
    document = why_document(found)
    write = found.write
    value = output.styled(f"{document['cell']} = {_grouped(write.after)}", "bold")
    output.line(f"{value}   (before: {_grouped(write.before)})")
    for label in ("what", "formula"):
        if document[label]:
            output.line(f"  {label + ':':12} {document[label]}")
    scored = _scored(found)
    unit = "" if scored is None else unit_of(scored)
    for each in _how(scored)[1]:
        own = _unit_typed(scored, each.cell) if _is_in_doubt(scored) else unit
        shown = _grouped(each.value, own if each.name in _MEASURED else "")
        source = each.cell or _cycle_of(scored, each.name)
        output.line(f"  {each.name + ':':12} {shown}" + (f"   from {source}" if source else ""))
    status = "" if scored is None else kept_word(scored.status, found.language or output.language)
    for label, said in (*((name, document[name]) for name in ("progress", "expected")), ("status", status)):
        if said not in (None, ""):
            output.line(f"  {label + ':':12} {said}")
    for finding in _unscored_by(found):
        output.line(f"  {'not scored:':12} {finding.cell} {finding.code}: {whole_of(finding)}")
    if document["thresholds"]:
        output.line(f"  {'thresholds:':12} {document['thresholds']}")
    started = output.moment(found.run.info.started, with_zone=True)
    by = f"{document['run']} ({started}, {document['trigger']}), okr-sync {document['version']}"
    output.line(f"  written by:  {by}")


def why_document(found: WrittenCell) -> dict[str, object]:
    """A written cell's story as data for programs."""
    write, run, scored, options = found.write, found.run, _scored(found), found.options
    thresholds = ""
    if (
        scored is not None
        and options is not None
        and write.field in (Field.status, Field.progress)
        and not isinstance(scored, ScoredKpi)
    ):
        thresholds = (
            f"on track from {options.on_track} of expected progress, at risk from {options.at_risk}, "
            f"nothing below on track in the first {options.grace:.0%} of the cycle"
        )
    formula, inputs = _how(scored)
    return {
        "workbook": write.workbook,
        "cell": str(write.cell),
        "field": write.field,
        "before": _as_data(write.before),
        "after": _as_data(write.after),
        "what": _what(scored) if scored is not None else _what_else(found),
        "formula": formula,
        "inputs": [
            {"name": each.name, "value": _as_data(each.value), "cell": str(each.cell) if each.cell else ""}
            for each in inputs
        ],
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


def _scored(found: WrittenCell) -> ScoredObjective | ScoredKeyResult | ScoredKpi | None:
    """What the cell was computed from; None where what stands in it is what was before: the row's numbers say nothing
    about that."""
    trigger = found.run.info.trigger
    return None if trigger == "leave" or trigger.startswith("undo:") else found.evaluation


def _is_in_doubt(scored: ScoredObjective | ScoredKeyResult | ScoredKpi | None) -> bool:
    """Whether a row's numbers may be in several units: 0.93 where per cent are meant is no 0.93%."""
    return isinstance(scored, ScoredKeyResult | ScoredKpi) and not _IN_DOUBT.isdisjoint(scored.doubts)


def _unit_typed(scored: ScoredObjective | ScoredKeyResult | ScoredKpi | None, cell: str) -> str:
    """The unit that stands in a cell beside its number, '' where none does."""
    match scored:
        case ScoredKeyResult(key_result=row):
            past = tuple(check_in.value for check_in in row.check_ins)
        case ScoredKpi(kpi=row):
            past = tuple(period.value for period in row.periods)
        case _:
            return ""
    reads = (row.baseline, row.target, row.current, row.lower, row.upper, row.tolerance, *past)
    typed = next((read.value for read in reads if read.value is not None and str(read.cell) == cell), None)
    return "" if typed is None else typed.unit or typed.currency or ""


def _unscored_by(found: WrittenCell) -> tuple[Finding, ...]:
    """The findings for which a row has no score."""
    from jobs.unwritten import in_the_way

    scored = _scored(found)
    return () if scored is None or scored.progress is not None else in_the_way(found.findings)


def _cycle_of(scored: ScoredObjective | ScoredKeyResult | ScoredKpi | None, name: str) -> str:
    """Where the days of a row that names none come from."""
    return "the table's cycle" if isinstance(scored, ScoredKeyResult) and name in ("start", "due") else ""


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


def _how(scored: ScoredObjective | ScoredKeyResult | ScoredKpi | None) -> tuple[str, list[_Given]]:
    if scored is None:
        return "", []
    if isinstance(scored, ScoredObjective):
        shares = [
            _Given(
                f"{each.share:.0%} of {each.key_result.text.raw.strip()}",
                _fraction(each.progress),
                str(each.key_result.text.cell or ""),
            )
            for each in scored.key_results
        ]
        if scored.aligned is not None and not scored.key_results:
            return "weighted mean of the progress of the objectives that support it", [
                _Given(
                    child.title,
                    _fraction(child.progress),
                    f"workbook {child.workbook}, as of {child.read_on}" if child.workbook else "",
                )
                for child in scored.aligned.children
            ]
        return "weighted mean of the key results' progress", shares
    return scored.formula, [
        _Given(each.name, each.value, str(each.cell) if each.cell else "") for each in scored.inputs
    ]


def _fraction(value: Decimal | None) -> str | None:
    return None if value is None else _shown(value.quantize(Decimal("0.0001"), ROUND_HALF_UP))


def _grouped(value: object, unit: str = "") -> str:
    """A value as people read it: thousands apart, with its unit."""
    return amount(value, unit) if isinstance(value, Decimal) else _shown(value)


def _as_data(value: object) -> str | None:
    """As ``_shown``, with null where nothing stands."""
    return None if value is None else _shown(value)


def _shown(value: object) -> str:
    match value:
        case None:
            return "–"
        case Decimal():
            return f"{value.normalize():f}"
        case date():
            return value.isoformat()
    return str(value)
