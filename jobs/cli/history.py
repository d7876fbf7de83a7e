"""What the archive knows, put into lines and documents."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby

from jobs.cli.findings import message_of
from jobs.cli.holds import hold_document, hold_line
from jobs.cli.output import Output, in_shell
from jobs.status import WorkbookStatus
from sync.archive import ClosedCycle, LastRun, Snapshot, SnapshotInfo, WorkbookOutcome
from sync.kpi_scoring import healthy_bounds
from sync.messages import kept_word, with_marks, written_number
from sync.model.findings import Language
from sync.model.past import Closing, ClosingKind
from sync.model.readings import Kind
from sync.model.scores import ScoredKeyResult, ScoredKpi, ScoredObjective

_KINDS = {ClosingKind.objective: "O", ClosingKind.key_result: "KR", ClosingKind.kpi: "KPI"}
_TAKEN_BACK = (WorkbookOutcome.undone, WorkbookOutcome.left)
_MOST_DECIMALS = 10
_COUNTS = ("objectives", "key_results", "kpis", "errors", "warnings", "infos")


def show_snapshots(snapshots: Sequence[SnapshotInfo], cycles: Sequence[str], output: Output) -> None:
    """Print snapshots as a table, newest first, and the closed cycles."""
    if not snapshots:
        output.message("nothing is archived yet: 'okr-sync sync' does")
        return
    output.table(
        (
            *(output.say("run"), output.say("taken"), output.say("as of"), output.say("workbook"), output.say("rows")),
            *(output.say("found"), output.say("changed")),
        ),
        [
            (
                each.run,
                output.moment(each.taken),
                each.as_of.isoformat(),
                each.workbook,
                f"{each.objectives}/{each.key_results}/{each.kpis}",
                f"{each.errors}/{each.warnings}",
                str(each.changed_rows),
            )
            for each in snapshots
        ],
    )
    output.message(f"rows: objectives/key results/KPIs; found: errors/warnings; times of {output.timezone}")
    output.line(output.say("closed cycles: {cycles}", cycles=", ".join(cycles) or output.say("none")))


def snapshot_document(each: SnapshotInfo) -> dict[str, object]:
    """A snapshot as data for programs."""
    facts = ("id", "run", "workbook", "taken", "as_of", "changed_rows", "content_hash")
    return {name: getattr(each, name) for name in (*facts, *_COUNTS)}


def show_rows(found: Sequence[tuple[str, Snapshot | None]], on: date | None, output: Output) -> None:
    """Print what each workbook said: a line a row."""
    for name, snapshot in found:
        if snapshot is None:
            day = f" on or before {on.isoformat()}" if on else ""
            output.message(f"{name}: nothing is archived{day}")
            continue
        taken = output.moment(snapshot.info.taken, with_zone=True)
        read = {"name": name, "day": snapshot.info.as_of.isoformat(), "moment": taken, "run": snapshot.info.run}
        output.line(output.styled(output.say("{name}, as of {day} (read {moment}, {run})", **read), "bold"))
        rows: list[tuple[str, ...]] = []
        for objective in snapshot.scored.objectives:
            rows.append(_line("O", objective.objective.title.value, objective, output.language))
            rows += [_line("KR", each.key_result.text.value, each, output.language) for each in objective.key_results]
        rows += [_line("KPI", each.kpi.name.value, each, output.language) for each in snapshot.scored.kpis]
        headers = (
            *("", output.say("what"), output.say("current"), output.say("target"), output.say("healthy")),
            *(output.say("progress"), output.say("score"), output.say("status")),
        )
        output.table(*_without_empty(headers, rows))
        output.line()


def rows_document(name: str, snapshot: Snapshot | None) -> dict[str, object]:
    """What a workbook said, as data for programs: the shape of ``check --json``, with the snapshot's own facts."""
    if snapshot is None:
        return {"workbook": name, "snapshot": None}
    from jobs.cli.findings import rows_as_data

    return {
        "workbook": name,
        "snapshot": snapshot_document(snapshot.info),
        **rows_as_data(snapshot.scored),
    }


def show_cycle(closed: ClosedCycle, only: Sequence[str] | None, output: Output) -> None:
    """Print a closed cycle as it was sealed."""
    moment = output.moment(closed.closed, with_zone=True)
    whole = output.say("{cycle}, closed {moment} by {run}", cycle=closed.cycle, moment=moment, run=closed.run)
    output.line(output.styled(whole, "bold"))
    intact = output.say("intact") if closed.intact else output.say("BROKEN: the archive was altered since")
    output.line(output.say("seal {seal}: {intact}", seal=closed.seal, intact=intact))
    show_closings([each for each in closed.closings if only is None or each.workbook in only], output)


def show_closings(closings: Sequence[Closing], output: Output) -> None:
    """Print a cycle's final rows: beside each value and score, what it was when the cycle before was closed."""
    for workbook, of_one in groupby(closings, key=lambda each: each.workbook):
        rows = [
            (
                _KINDS[each.kind],
                each.text,
                amount(each.current, each.unit, output.language),
                _share(each.attainment),
                number(each.score, output.language),
                number(each.before, output.language)
                if each.kind is ClosingKind.objective
                else amount(each.before, each.unit, output.language),
                _grade(each, output.language),
            )
            for each in of_one
        ]
        output.line(output.styled(workbook, "bold"))
        headers = (
            *("", output.say("what"), output.say("final value"), output.say("attained"), output.say("score")),
            *(output.say("before"), output.say("grade")),
        )
        output.table(*_without_empty(headers, rows))


def _grade(each: Closing, language: Language) -> str:
    """What a row came to: its grade (a KPI's status), and what follows from it."""
    came_to = each.grade or (each.status if each.kind is ClosingKind.kpi else "")
    verdict = f"→ {kept_word(each.verdict, language)}" if each.verdict else ""
    return f"{kept_word(came_to, language)} {verdict}".strip()


def _without_empty(headers: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[list[str], list[list[str]]]:
    """A table without the columns in which nothing stands."""
    filled = [at for at, header in enumerate(headers) if not header or any(row[at] for row in rows)]
    return [headers[at] for at in filled], [[row[at] for at in filled] for row in rows]


def cycle_document(closed: ClosedCycle, only: Sequence[str] | None = None) -> dict[str, object]:
    """A closed cycle as data for programs."""
    return {
        "cycle": closed.cycle,
        "closed": closed.closed,
        "run": closed.run,
        "seal": closed.seal,
        "intact": closed.intact,
        "rows": [
            each._asdict() | {"cell": str(each.cell)}
            for each in closed.closings
            if only is None or each.workbook in only
        ],
    }


def show_status(statuses: Sequence[WorkbookStatus], output: Output) -> None:
    """Print how each workbook stands, with times as the service's clocks show them."""
    if not statuses:
        output.message("no workbook is configured, and none was synced yet: 'okr-sync init' begins")
        return
    output.table(
        (
            *(output.say("workbook"), output.say("state"), output.say("last run"), output.say("ago")),
            *(output.say("next run"), output.say("score"), output.say("errors"), output.say("warnings")),
            output.say("cells written"),
        ),
        [
            (
                each.name,
                _state(each, output),
                output.moment(each.last.run.info.started) if each.last else "–",
                _ago(each.lag, output),
                output.moment(each.next) if each.next else "–",
                number(each.score, output.language) or "–",
                *((str(each.seen.errors), str(each.seen.warnings)) if each.seen else ("–", "–")),
                _written(each.last, output),
            )
            for each in statuses
        ],
    )
    output.message(f"times of {output.timezone}")
    for each in statuses:
        if each.hold is not None:
            resume = f"okr-sync resume {in_shell(each.name)}"
            held = output.say("{held}; '{command}' goes on", held=hold_line(each.hold, output), command=resume)
            output.line(f"{each.name}: {held}")
        if each.last is not None and each.last.workbook.error:
            times = f"put off {each.times_put_off} times in a row: " if each.times_put_off > 1 else ""
            output.line(f"{each.name}: {times}{output.by_own_clock(each.last.workbook.error)}")
        for finding in each.old_values:
            output.line(f"{each.name}: {finding.cell} {finding.code}: {message_of(finding)}")


def status_document(statuses: Sequence[WorkbookStatus]) -> list[dict[str, object]]:
    """How each workbook stands, as data for programs: ``lag`` in seconds."""
    return [
        {
            "workbook": each.name,
            "source": each.source,
            "state": each.state,
            "next_run": each.next,
            "score": each.score,
            "lag": None if each.lag is None else int(each.lag.total_seconds()),
            "held": hold_document(each.hold),
            "times_put_off": each.times_put_off,
            "old_values": [{"code": one.code, "sheet": one.cell.sheet, "cell": one.cell.a1} for one in each.old_values],
            **_last_run(each),
        }
        for each in statuses
    ]


def _state(status: WorkbookStatus, output: Output) -> str:
    words = {
        "new": output.say("new"),
        "held": output.say("held"),
        "resumed": output.say("resumed"),
        "synced": output.say("synced"),
        "unchanged": output.say("unchanged"),
        "observed": output.say("observed"),
        "failed": output.say("failed"),
        "put off": output.say("put off"),
        "undone": output.say("undone"),
        "left": output.say("left"),
        "did not finish": output.say("did not finish"),
    }
    return words.get(status.state, status.state)


def _written(last: LastRun | None, output: Output) -> str:
    """How many cells a run wrote; what was taken back was written before."""
    if last is None:
        return "–"
    count = last.workbook.written
    return output.say("{count} put back", count=count) if last.workbook.outcome in _TAKEN_BACK else str(count)


def _last_run(status: WorkbookStatus) -> dict[str, object]:
    last = status.last
    if last is None:
        return {"run": None}
    return {
        "run": last.run.id,
        "started": last.run.info.started,
        "finished": last.run.finished,
        "trigger": last.run.info.trigger,
        "as_of": last.run.info.as_of,
        "outcome": last.workbook.outcome,
        "error": last.workbook.error,
        **{name: getattr(status.seen or last.workbook, name) for name in _COUNTS},
        **{name: getattr(last.workbook, name) for name in ("written", "dropped")},
    }


def _ago(lag: timedelta | None, output: Output) -> str:
    if lag is None:
        return "–"
    minutes = int(lag.total_seconds()) // 60
    if minutes < 120:
        return output.say("{count} min", count=minutes)
    if minutes < 48 * 60:
        return output.say("{count} h", count=minutes // 60)
    return output.say("{count} days", count=minutes // 1440)


def _line(
    kind: str, what: str | None, scored: ScoredObjective | ScoredKeyResult | ScoredKpi, language: Language
) -> tuple[str, ...]:
    unit = unit_of(scored)
    current = amount(scored.current, unit, language) if isinstance(scored, ScoredKeyResult | ScoredKpi) else ""
    target = amount(scored.target, unit, language) if isinstance(scored, ScoredKeyResult) else ""
    if isinstance(scored, ScoredKeyResult) and scored.kind is Kind.milestone:
        current, target = " ".join(scored.key_result.current.raw.split()), ""
    score = None if isinstance(scored, ScoredKpi) else scored.score
    indent = "  " if kind == "KR" else ""
    return (
        kind,
        indent + (what or ""),
        current,
        target,
        _healthy(scored, language),
        _share(scored.progress),
        number(score, language),
        kept_word(scored.status, language),
    )


def _healthy(scored: ScoredObjective | ScoredKeyResult | ScoredKpi, language: Language) -> str:
    """A KPI's healthy range; of a key result that points at one, that one's, beside its own target."""
    if isinstance(scored, ScoredKpi):
        lower, upper, _ = healthy_bounds(scored.kpi)
        return _range(lower, upper, unit_of(scored), language)
    by = scored.measured_by if isinstance(scored, ScoredKeyResult) else None
    if by is None:
        return ""
    source = f" ({by.workbook}, {by.read_on})" if by.workbook else ""
    return f"{_range(by.lower, by.upper, by.unit, language)}{source}"


def _range(lower: Decimal | None, upper: Decimal | None, unit: str, language: Language) -> str:
    if lower is not None and upper is not None:
        return f"{amount(lower, '', language)}–{amount(upper, unit, language)}"
    if lower is not None:
        return f"≥ {amount(lower, unit, language)}"
    return f"≤ {amount(upper, unit, language)}" if upper is not None else ""


def unit_of(scored: ScoredObjective | ScoredKeyResult | ScoredKpi) -> str:
    """The unit of what a row measures; '' where there is none."""
    match scored:
        case ScoredKeyResult():
            measure = scored.key_result.measure
        case ScoredKpi():
            measure = scored.kpi.measure
        case _:
            return ""
    return measure.unit or measure.currency or ""


def amount(value: Decimal | None, unit: str, language: Language = "en") -> str:
    """Given a number and its unit, return both as people read them: '91%', '8,200,000,000 VND', and no zeros behind
    the point that say nothing. A mean of thirds has ten decimals, and not fifty."""
    if value is None:
        return ""
    return f"{written_number(value, language, _MOST_DECIMALS)}{'' if unit in ('', '%') else ' '}{unit}"


def number(value: Decimal | None, language: Language = "en") -> str:
    """A score, with the decimals that it has: '0.70', '0,70'."""
    return "" if value is None else with_marks(f"{value:,f}", language)


def _share(value: Decimal | None) -> str:
    """A fraction in whole per cent, as a cell shows it, in which it is written at four decimals."""
    if value is None:
        return ""
    written = value.quantize(Decimal("0.0001"), ROUND_HALF_UP)
    return f"{(written * 100).quantize(Decimal(1), ROUND_HALF_UP):f}%"
