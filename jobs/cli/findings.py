"""Findings as people and programs read them: text, one JSON document, GitHub's annotations, SARIF."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jobs.cli.output import Exit, Output
from sync import __version__
from sync.forecasting import Forecast, forecast_of
from sync.messages import render
from sync.model.findings import Finding, Severity
from sync.model.scores import Aligned, MeasuredBy, Scored, ScoredKeyResult, ScoredKpi, ScoredObjective
from sync.rules import rule
from sync.workbooks.sources import is_elsewhere

if TYPE_CHECKING:
    from sync.engine import Outcome
    from sync.rules.known import KnownFinding
    from sync.taking_back import TakenBackFrom


_STYLE = {Severity.error: "red", Severity.warning: "yellow", Severity.info: "blue"}
_FOUR_DECIMALS = Decimal("0.0001")


def show_findings(outcomes: Sequence[Outcome], form: str, output: Output) -> None:
    """Given what came of workbooks and a format (text, json, github, sarif), print what was found in them."""
    _FORMS[form](outcomes, output)


def exit_status(outcomes: Sequence[Outcome], fail_on: str) -> Exit:
    """Given what came of workbooks, and the least severity that fails (error, warning, never), return the status."""
    failing = {"error": {Severity.error}, "warning": {Severity.error, Severity.warning}, "never": set()}[fail_on]
    failed = any(outcome.error or failing & {finding.severity for finding in outcome.findings} for outcome in outcomes)
    return Exit.findings if failed else Exit.done


def show_known(hidden: int, gone: Sequence[KnownFinding], output: Output) -> None:
    """Given how many known findings are not shown, and those that no longer occur, say so beside the result."""
    if hidden:
        output.message(f"not shown, since accepted for now: {counted(hidden, 'finding')}")
    for one in gone[:_MOST_GONE]:
        times = f" ({one.times} times)" if one.times > 1 else ""
        output.message(f"no longer found: {one.code} in {one.workbook}: “{one.words}”{times}")
    if len(gone) > _MOST_GONE:
        output.message(f"no longer found: {len(gone) - _MOST_GONE} more")
    if gone:
        output.message("  help: check --write-known FILE takes them out of the file")


_MOST_GONE = 20

# ── Text ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _show_text(outcomes: Sequence[Outcome], output: Output) -> None:
    for outcome in outcomes:
        for finding in outcome.findings:
            show_finding(outcome, finding, output)
        if outcome.findings:
            output.line()
        if outcome.error is not None:
            output.failure(failure_of(outcome), outcome.error.hint)
    for line in _summary(outcomes):
        output.message(line)


def show_finding(outcome: Outcome, finding: Finding, output: Output) -> None:
    """Print what is wrong with which cell of a workbook, and what to do."""
    where = output.styled(f"{shown_path(outcome)}:", "bold")
    severity = output.styled(finding.severity.value, _STYLE[finding.severity])
    output.line(f"{where} {finding.cell} {finding.code} {severity}: {message_of(finding)}")
    if hint := hint_of(finding):
        output.line(f"  help: {hint}")


def _summary(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """What was looked at, and how much of what was found."""
    read = [outcome for outcome in outcomes if outcome.error is None]
    for outcome in read:
        if not outcome.rows.tables:
            tabs = skipped_tabs(outcome) or "it has no tabs with cells"
            yield f"{shown_path(outcome)}: no OKRs or KPIs were found in it ({tabs})"
        elif left_alone := skipped_tabs(outcome, "no_okrs", "view", "for_macros"):
            yield f"{shown_path(outcome)}: left alone: {left_alone}"
    counts = Counter(finding.severity for outcome in outcomes for finding in outcome.findings)
    found = ", ".join(counted(counts[severity], _NOUNS[severity]) for severity in Severity if counts[severity])
    key_results = sum(1 for outcome in read for _ in outcome.rows.key_results())
    kpis = sum(len(outcome.rows.kpis) for outcome in read)
    looked_at = f"{counted(len(read), 'workbook')}, {counted(key_results, 'key result')}, {counted(kpis, 'KPI')}"
    if read:
        yield f"{found or 'no findings'} in {looked_at}"
    if failed := len(outcomes) - len(read):
        yield f"{counted(failed, 'workbook')} could not be read"


_NOUNS = {Severity.error: "error", Severity.warning: "warning", Severity.info: "suggestion"}
_REASONS = {
    "no_okrs": "has no OKRs or KPIs",
    "empty": "is empty",
    "not_wanted": "is not among the tabs wanted",
    "view": "shows rows of other tabs by formulas",
    "for_macros": "is hidden so that only macros can show it",
}


def skipped_tabs(outcome: Outcome, *reasons: str) -> str:
    """Which tabs were left alone (for one of these reasons), and why; '' for none."""
    skipped = [tab for tab in outcome.rows.skipped if not reasons or tab.reason in reasons]
    tabs = [f"tab '{tab.title}' {_REASONS.get(tab.reason, tab.reason)}" for tab in skipped]
    return "; ".join(tabs[:5]) + ("; …" if len(tabs) > 5 else "")


def counted(count: int, noun: str) -> str:
    """Given a count and an English noun, return both: '1 cell', '2 cells'."""
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def shown_path(outcome: Outcome | TakenBackFrom) -> str:
    """Given what came of a workbook, return its file's path, relative to the current folder where it is in it; of a
    Google spreadsheet, whose key tells nobody anything, its name."""
    if outcome.source.startswith("google:"):
        return outcome.workbook
    path = outcome.source.removeprefix("excel:")
    if is_elsewhere(outcome.source):
        return path
    relative = os.path.relpath(path) if os.path.isabs(path) else path
    return path if relative.startswith("..") or relative == "." else relative


def failure_of(outcome: Outcome | TakenBackFrom) -> str:
    """Given a workbook that could not be done, return why, with what it is called, and with its path once."""
    shown, path = shown_path(outcome), outcome.source.removeprefix("excel:")
    said = str(outcome.error)
    begun = next((each for each in (path, shown) if each and said.startswith(f"{each} ")), None)
    if begun is None:
        return f"{shown}: {said}"
    said = shown + said.removeprefix(begun)
    # Where the settings do not name it, it is called by its path.
    is_its_name = os.path.abspath(outcome.workbook) != os.path.abspath(path)
    return f"{outcome.workbook}: {said}" if is_its_name else said


def message_of(finding: Finding) -> str:
    """Given a finding, return what is wrong, on one line, in the sheet's language."""
    return " ".join(render(finding.message, finding.language).split())


def hint_of(finding: Finding) -> str:
    """Given a finding, return what to do, on one line, in the sheet's language."""
    return " ".join(render(finding.hint, finding.language).split())


def whole_of(finding: Finding) -> str:
    """Given a finding, return what is wrong and what to do, on one line."""
    return " → ".join(part for part in (message_of(finding), hint_of(finding)) if part)


# ── JSON ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _show_json(outcomes: Sequence[Outcome], output: Output) -> None:
    output.data(findings_document(outcomes))


def findings_document(outcomes: Sequence[Outcome]) -> dict[str, list[dict[str, Any]]]:
    """Given what came of workbooks, return the document of ``check --json``. Numbers are decimal strings; progress and
    its like are fractions, at four decimals."""
    rows = [(outcome.workbook, rows_as_data(outcome.scored)) for outcome in outcomes]
    return {
        "findings": [finding_document(outcome, finding) for outcome in outcomes for finding in outcome.findings],
        **{
            kind: [row | {"workbook": workbook} for workbook, of_one in rows for row in of_one[kind]]
            for kind in ("key_results", "objectives", "kpis")
        },
        "errors": [
            {"workbook": outcome.workbook, "message": str(outcome.error), "hint": outcome.error.hint or None}
            for outcome in outcomes
            if outcome.error is not None
        ],
    }


def rows_as_data(scored: Scored) -> dict[str, list[dict[str, Any]]]:
    """Given a workbook's scored rows, return its key results, objectives and KPIs as data for programs."""
    return {
        "key_results": [
            _key_result(objective, each, scored.as_of)
            for objective in scored.objectives
            for each in objective.key_results
        ],
        "objectives": [_objective(objective) for objective in scored.objectives],
        "kpis": [_kpi(kpi) for kpi in scored.kpis],
    }


def finding_document(outcome: Outcome, finding: Finding) -> dict[str, Any]:
    """Given a finding of a workbook, return it as data for programs."""
    address = outcome.addresses.get(finding.cell.sheet)
    return {
        "code": finding.code,
        "severity": finding.severity.value,
        "message": message_of(finding),
        "hint": hint_of(finding) or None,
        "workbook": outcome.workbook,
        "sheet": finding.cell.sheet,
        "cell": finding.cell.a1,
        "url": f"{address}&range={finding.cell.a1}" if address else None,
    }


def _key_result(objective: ScoredObjective, scored: ScoredKeyResult, as_of: date) -> dict[str, Any]:
    said = scored.key_result
    return {
        "id": said.id or None,
        "objective": objective.objective.id or None,
        "text": said.text.value or said.text.raw,
        "kind": scored.kind.value if scored.kind else None,
        "baseline": _number(scored.baseline),
        "target": _number(scored.target),
        "current": _number(scored.current),
        "unit": said.measure.unit or said.measure.currency,
        "weight": _number(said.weight.value.value if said.weight.value else None),
        "owner": said.owner.value or objective.objective.owner.value,
        "due": scored.due.isoformat() if scored.due else None,
        "progress": _fraction(scored.progress),
        "attainment": _fraction(scored.attainment),
        "expected": _fraction(scored.expected),
        "score": _number(scored.score),
        "status": scored.status.value,
        "sheet": said.sheet,
        "row": said.row,
        "kpi": None if scored.measured_by is None else _measured_by(scored.measured_by),
        "forecast": _forecast(forecast_of(scored, as_of)),
    }


def _forecast(found: Forecast | None) -> dict[str, Any] | None:
    """Where a key result will end if it goes on as it did: in four cases of five between ``low`` and ``high``."""
    if found is None:
        return None
    return {name: _fraction(getattr(found, name)) for name in ("value", "low", "high")} | {"on": found.on.isoformat()}


def _measured_by(kpi: MeasuredBy) -> dict[str, Any]:
    """The KPI beside the key result: its healthy range beside the stretch."""
    return {
        "name": kpi.name,
        "value": _number(kpi.value),
        "healthy_min": _number(kpi.lower),
        "healthy_max": _number(kpi.upper),
        "unit": kpi.unit or None,
        "status": kpi.status.value,
        "workbook": kpi.workbook or None,
        "read_on": kpi.read_on.isoformat() if kpi.read_on else None,
    }


def _objective(scored: ScoredObjective) -> dict[str, Any]:
    said = scored.objective
    return {
        "id": said.id or None,
        "title": said.title.value or said.title.raw,
        "owner": said.owner.value,
        "parent": said.parent.value,
        "committed": scored.committed,
        "progress": _fraction(scored.progress),
        "score": _number(scored.score),
        "status": scored.status.value,
        "sheet": said.sheet,
        "row": said.row,
        **_aligned(scored.aligned),
    }


def _aligned(aligned: Aligned | None) -> dict[str, Any]:
    """What stands above an objective in another workbook, what stands below it, and what that comes to."""
    children = () if aligned is None else aligned.children
    return {
        "parent_workbook": None if aligned is None else aligned.workbook or None,
        "rolled_up": None if aligned is None else _fraction(aligned.rolled_up),
        "children": [
            {
                "title": child.title,
                "owner": child.owner or None,
                "progress": _fraction(child.progress),
                "workbook": child.workbook or None,
                "read_on": child.read_on.isoformat() if child.read_on else None,
            }
            for child in children
        ],
    }


def _kpi(scored: ScoredKpi) -> dict[str, Any]:
    said = scored.kpi
    cell = scored.cell or said.name.cell
    return {
        "id": said.id or None,
        "name": said.name.value or said.name.raw,
        "unit": said.measure.unit or said.measure.currency or said.unit.value,
        "current": _number(scored.current),
        "target": _number(said.target.value.value if said.target.value else None),
        "healthy_min": _number(said.measure.lower),
        "healthy_max": _number(said.measure.upper),
        "period": scored.period.id if scored.period else None,
        "status": scored.status.value,
        "sheet": said.sheet,
        "cell": cell.a1 if cell else None,
    }


def _number(value: Decimal | None) -> str | None:
    """A number as text: all of its digits, no exponent, no zeros that say nothing."""
    if value is None:
        return None
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _fraction(value: Decimal | None) -> str | None:
    return None if value is None else _number(value.quantize(_FOUR_DECIMALS, ROUND_HALF_UP))


# ── GitHub ───────────────────────────────────────────────────────────────────────────────────────────────────────────

_ANNOTATIONS = {Severity.error: "error", Severity.warning: "warning", Severity.info: "notice"}


def _show_github(outcomes: Sequence[Outcome], output: Output) -> None:
    for line in github_annotations(outcomes):
        output.line(line)


def github_annotations(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """Given what came of workbooks, yield a workflow command for each finding, which GitHub shows beside the file."""
    for outcome in outcomes:
        file = _property(shown_path(outcome))
        for finding in outcome.findings:
            said = f"{finding.cell}: {whole_of(finding)}"
            yield f"::{_ANNOTATIONS[finding.severity]} file={file},title={_property(finding.code)}::{_data(said)}"
        if outcome.error is not None:
            said = f"{outcome.error}. {outcome.error.hint}".rstrip()
            yield f"::error file={file},title=okr-sync::{_data(said)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


# ── SARIF ────────────────────────────────────────────────────────────────────────────────────────────────────────────

_LEVELS = {Severity.error: "error", Severity.warning: "warning", Severity.info: "note"}


def _show_sarif(outcomes: Sequence[Outcome], output: Output) -> None:
    output.data(sarif_document(outcomes))


def sarif_document(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Given what came of workbooks, return a SARIF 2.1.0 log with the rules that occur. A finding's place is its file;
    its cell is the logical location."""
    codes = sorted({finding.code for outcome in outcomes for finding in outcome.findings})
    invocation: dict[str, Any] = {"executionSuccessful": not any(outcome.error for outcome in outcomes)}
    notifications = [
        {"level": "error", "message": {"text": str(outcome.error)}, "locations": [_sarif_file(outcome)]}
        for outcome in outcomes
        if outcome.error is not None
    ]
    if notifications:
        invocation["toolExecutionNotifications"] = notifications
    driver = {"name": "okr-sync", "version": __version__, "rules": [_sarif_rule(code) for code in codes]}
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [
            {
                "tool": {"driver": driver},
                "invocations": [invocation],
                "results": [
                    _sarif_result(outcome, finding, codes.index(finding.code))
                    for outcome in outcomes
                    for finding in outcome.findings
                ],
            }
        ],
    }


def _sarif_rule(code: str) -> dict[str, Any]:
    known = rule(code)
    return {
        "id": code,
        "shortDescription": {"text": render(known.page.title, "en")},
        "defaultConfiguration": {"level": _LEVELS[known.severity]},
    }


def _sarif_result(outcome: Outcome, finding: Finding, index: int) -> dict[str, Any]:
    location = _sarif_file(outcome)
    location["logicalLocations"] = [{"name": finding.cell.a1, "fullyQualifiedName": str(finding.cell), "kind": "cell"}]
    return {
        "ruleId": finding.code,
        "ruleIndex": index,
        "level": _LEVELS[finding.severity],
        "message": {"text": f"{finding.cell}: {whole_of(finding)}"},
        "locations": [location],
    }


def _sarif_file(outcome: Outcome) -> dict[str, Any]:
    shown = Path(shown_path(outcome))
    if shown.is_absolute():
        return {"physicalLocation": {"artifactLocation": {"uri": shown.as_uri()}}}
    from urllib.parse import quote

    return {"physicalLocation": {"artifactLocation": {"uri": quote(shown.as_posix())}}}


_FORMS: dict[str, Callable[[Sequence[Outcome], Output], None]] = {
    "text": _show_text,
    "json": _show_json,
    "github": _show_github,
    "sarif": _show_sarif,
}
