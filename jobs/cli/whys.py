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
from jobs.cli.output import Exit, Output, display_width, in_shell
from sync.archive import WrittenCell
from sync.messages import kept_word, with_marks, written_day
from sync.model.findings import Finding, Language
from sync.model.rows import Field
from sync.model.scores import Doubt, ScoredKeyResult, ScoredKpi, ScoredObjective
from sync.patterns import RarePattern

if TYPE_CHECKING:
    from jobs.unwritten import Unwritten
    from sync.options import ScoringOptions

app = typer.Typer(rich_markup_mode=None)

_MEASURED = ("baseline", "target", "current", "lower", "upper", "tolerance", "total", "plan")
_NAME = RarePattern(r"[a-z]+")
_WIDEST_LABEL = 18
_OF_KEY_RESULTS = "weighted mean of the key results' progress"
_OF_OBJECTIVES = "weighted mean of the progress of the objectives that support it"
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
        label = at.output.say("workbook")
        at.output.line(f"  {label}: {hold_line(hold, at.output)}")
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
    write, scored, language = found.write, _scored(found), output.language
    after = _grouped(write.after, language)
    before = output.say("before: {value}", value=_grouped(write.before, language))
    value = output.styled(f"{write.cell} = {after}", "bold")
    output.line(f"{value}   ({before})")
    lines = list(_story(found, scored, output))
    room = min(max((display_width(label) for label, _ in lines), default=0), _WIDEST_LABEL) + 1
    for label, said in lines:
        label = f"{label}:" if label else ""
        output.line(f"  {label}{' ' * (room - display_width(label))} {said}")


def _story(
    found: WrittenCell, scored: ScoredObjective | ScoredKeyResult | ScoredKpi | None, output: Output
) -> Iterator[tuple[str, str]]:
    """What is told of a cell, line by line: a label, and what it is about."""
    what = _what(scored) if scored is not None else _what_else(found, output)
    yield output.say("what"), what
    formula, inputs = _how(scored)
    language = output.language
    if formula:
        yield output.say("formula"), _in_words(formula, output)
    unit = "" if scored is None else unit_of(scored)
    for each in inputs:
        own = _unit_typed(scored, each.cell) if _is_in_doubt(scored) else unit
        shown = _grouped(each.value, language, own if each.name in _MEASURED else "")
        source = each.cell or _cycle_of(scored, each.name, output)
        where = output.say("from {place}", place=source) if source else ""
        yield _label(each.name, output), f"{shown}   {where}".rstrip()
    if scored is not None:
        yield output.say("progress"), with_marks(_fraction(scored.progress) or "", language)
        if not isinstance(scored, ScoredKpi):
            yield output.say("expected"), with_marks(_fraction(scored.expected) or "", language)
        yield output.say("status"), kept_word(scored.status, found.language or language)
    for finding in _unscored_by(found):
        yield output.say("not scored"), f"{finding.cell} {finding.code}: {whole_of(finding)}"
    if (options := _thresholds(found, scored)) is not None:
        on_track, at_risk, grace = options.on_track, options.at_risk, options.grace * Decimal(100)
        yield output.say("thresholds"), output.say("on track from {share} of expected progress", share=on_track)
        yield "", output.say("at risk from {share} of it", share=at_risk)
        yield "", output.say("nothing below on track in the first {percent}% of the cycle", percent=grace)
    run = found.run
    started = output.moment(run.info.started, with_zone=True)
    yield output.say("written by"), f"{run.id} ({started}, {run.info.trigger}), okr-sync {run.info.version}"


def _label(name: str, output: Output) -> str:
    words = {
        "baseline": output.say("baseline"),
        "target": output.say("target"),
        "current": output.say("current"),
        "lower": output.say("lower bound"),
        "upper": output.say("upper bound"),
        "tolerance": output.say("tolerance"),
        "total": output.say("total"),
        "change": output.say("change"),
        "plan": output.say("plan"),
        "start": output.say("start"),
        "due": output.say("due"),
    }
    return words.get(name, name)


def _in_words(formula: str, output: Output) -> str:
    """A formula with the names that its inputs have in the lines below it."""
    whole = {
        _OF_KEY_RESULTS: output.say("weighted mean of the key results' progress"),
        _OF_OBJECTIVES: output.say("weighted mean of the progress of the objectives that support it"),
    }
    return whole.get(formula) or _NAME.sub(lambda name: _label(name[0], output), formula)


def _thresholds(
    found: WrittenCell, scored: ScoredObjective | ScoredKeyResult | ScoredKpi | None
) -> ScoringOptions | None:
    """The settings by which a cell's status was told; None where it has nothing to do with them."""
    if scored is None or isinstance(scored, ScoredKpi) or found.write.field not in (Field.status, Field.progress):
        return None
    return found.options


def why_document(found: WrittenCell) -> dict[str, object]:
    """A written cell's story as data for programs."""
    write, run, scored = found.write, found.run, _scored(found)
    options, thresholds = _thresholds(found, scored), ""
    if options is not None:
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
        "what": _what(scored) if scored is not None else _what_else(found, Output()),
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


def _cycle_of(scored: ScoredObjective | ScoredKeyResult | ScoredKpi | None, name: str, output: Output) -> str:
    """Where the days of a row that names none come from."""
    return output.say("the table's cycle") if isinstance(scored, ScoredKeyResult) and name in ("start", "due") else ""


def _what_else(found: WrittenCell, output: Output) -> str:
    trigger = found.run.info.trigger
    if trigger.startswith("undo:"):
        return output.say("put back: {run} was undone", run=trigger.removeprefix("undo:"))
    if trigger == "leave":
        return output.say("everything of ours was taken out")
    return output.say("the header of a column that the service added")


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
                _at_four_decimals(each.progress),
                str(each.key_result.text.cell or ""),
            )
            for each in scored.key_results
        ]
        if scored.aligned is not None and not scored.key_results:
            return _OF_OBJECTIVES, [
                _Given(
                    child.title,
                    _at_four_decimals(child.progress),
                    f"workbook {child.workbook}, as of {child.read_on}" if child.workbook else "",
                )
                for child in scored.aligned.children
            ]
        return _OF_KEY_RESULTS, shares
    return scored.formula, [
        _Given(each.name, each.value, str(each.cell) if each.cell else "") for each in scored.inputs
    ]


def _fraction(value: Decimal | None) -> str | None:
    return None if value is None else _shown(_at_four_decimals(value))


def _at_four_decimals(value: Decimal | None) -> Decimal | None:
    return None if value is None else value.quantize(Decimal("0.0001"), ROUND_HALF_UP)


def _grouped(value: object, language: Language, unit: str = "") -> str:
    """A value as people read it: thousands apart, with its unit."""
    match value:
        case Decimal():
            return amount(value, unit, language)
        case date():
            return written_day(value, language)
    return _shown(value)


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
