"""Plans and receipts as people and programs read them: every cell with what stands there and what should."""

from __future__ import annotations

import os
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jobs.cli.findings import counted, failure_of, message_of, shown_path, skipped_tabs
from jobs.cli.holds import hold_document, hold_line
from jobs.cli.output import Output, in_shell
from sync.archive import WorkbookOutcome
from sync.messages import render, with_marks
from sync.model.cells import CellValue, ErrorValue
from sync.model.findings import Finding, Language, Message
from sync.model.plans import AddColumn, CellChange, LeftAlone, Plan
from sync.planning import NUMBER_FORMATS
from sync.rules import OLD_VALUES

if TYPE_CHECKING:
    from sync.engine import Outcome


LONGEST = 60
_MARKS = {"+": "green", "~": "yellow", "-": "red"}
REASONS: Mapping[str, Message] = {
    "formula": Message("somebody's formula stands there"),
    "not_calculated": Message("an input was not calculated yet"),
    "cycle_closed": Message("its cycle is closed"),
    "merged": Message("a merged cell covers it"),
    "table": Message("it names a column of a table of Excel's: shrink the table in Excel, and try again"),
    "moved": Message("somebody moved its row in that moment; the next sync writes it"),
    "header_changed": Message(
        "somebody changed the header of its column in that moment: it is no column of ours any more"
    ),
    "protected": Message(
        "it is in a range that we may not edit: Data, Protect sheets and ranges, and let our account edit it"
    ),
    "hidden": Message("it is hidden, as is all to its right, where {columns} of ours would go: show {columns} there"),
    "protected_room": Message(
        "it is in a range that we may not edit, where {columns} of ours would go: Data, Protect sheets "
        "and ranges, and let our account edit it"
    ),
    "protected_column": Message(
        "a range that we may not edit is in its column: Data, Protect sheets and ranges, and let our account edit it"
    ),
    "too_long": Message("its text is longer than a cell of Google's takes"),
    "no_columns": Message("it has no column for the results; --add-columns adds them, or head one with '{header}'"),
    "no_headers": Message(
        "it has no headers: insert a row above it, with 'OKR' over its texts and '{header}' beside that"
    ),
    "no_room": Message(
        "it stands where {columns} of ours would go, and is never written over: insert {columns} before it"
    ),
}
_EMPTY = Message("(empty)")
_IN_THAT_MOMENT = ("moved", "header_changed")
_MOST_ALIKE = 3
"""Cells that are named one by one where many were left for the same reason."""


# ── What would be written ────────────────────────────────────────────────────────────────────────────────────────────


def show_plans(outcomes: Sequence[Outcome], output: Output, observed: Collection[str] = ()) -> None:
    """Given what came of workbooks, print each plan: added (+), changed (~) and emptied (-) cells by tab, old → new,
    and one closing line with the counts: of what a sync would write, so without workbooks that are held or only
    ``observed``, of which that is said, and with how many could not be read."""
    for outcome in outcomes:
        if outcome.error is not None:
            output.failure(failure_of(outcome), outcome.error.hint)
            continue
        for line in plan_lines(outcome, output):
            output.line(line)
        if left_alone := skipped_tabs(outcome, "for_macros"):
            output.line(f"{shown_path(outcome)}: left alone: {left_alone}")
        if not outcome.plan.writes_nothing and (why := _why_not_written(outcome, output, observed)):
            kept = output.say("{why}: a sync writes nothing of this", why=why)
            output.line(f"{shown_path(outcome)}: {kept}")
    output.line(_closing_line(outcomes, observed, output))


def _why_not_written(outcome: Outcome, output: Output, observed: Collection[str]) -> str:
    if outcome.held is not None:
        return hold_line(outcome.held, output)
    return output.say("only observed (write = false)") if outcome.workbook in observed else ""


def plan_lines(outcome: Outcome, output: Output) -> Iterator[str]:
    """Given an outcome, yield its plan's lines: none where there is nothing to write or to say."""
    plan = outcome.plan
    if plan.writes_nothing and not plan.left_alone:
        return
    path = shown_path(outcome)
    yield output.styled(path if path == outcome.workbook else f"{path} ({outcome.workbook})", "bold")
    everything: list[AddColumn | CellChange | LeftAlone] = [*plan.columns, *plan.changes, *plan.left_alone]
    tabs = list(dict.fromkeys(each.cell.sheet for each in everything))
    everything.sort(key=lambda each: tabs.index(each.cell.sheet))
    for tab, of_tab in groupby(everything, key=lambda each: each.cell.sheet):
        yield "  " + output.say("tab '{title}'", title=tab)
        entries = list(of_tab)
        width = max(len(each.cell.a1) for each in entries)
        for each in entries:
            mark, said = _entry(each, output)
            yield f"    {output.styled(mark, _MARKS[mark]) if mark in _MARKS else mark} {each.cell.a1:{width}}  {said}"
    yield ""


def _entry(each: AddColumn | CellChange | LeftAlone, output: Output) -> tuple[str, str]:
    match each:
        case AddColumn():
            return "+", output.say("new column '{header}'", header=each.header)
        case CellChange():
            name = output.say("{field}", field=each.field.value)
            after = quoted(each.after, _format_of(each), output.language)
            if each.before is None:
                return "+", f"{name}: {after}"
            mark = "-" if each.after is None else "~"
            return mark, f"{name}: {from_to(each.before, each.after, _format_of(each), output.language)}"
    return " ", output.say("left as it is: {why}", why=why_left(each, output.language))


def why_left(each: LeftAlone, language: Language = "en") -> str:
    """Why a cell was left alone, in words."""
    if each.reason not in REASONS:
        return each.reason
    columns = counted(each.columns, "column")
    if language != "en":
        columns = render(Message("{count} columns", (("count", each.columns),)), language)
    values = (("header", each.header), ("columns", columns))
    return render(Message(REASONS[each.reason].template, values), language)


def by_reason(left: Iterable[LeftAlone]) -> Iterator[tuple[str, str]]:
    """Given cells that were left alone, yield those with the same reason together, and why in words."""
    found: dict[str, list[str]] = defaultdict(list)
    for each in left:
        found[why_left(each)].append(str(each.cell))
    return ((_first(cells), why) for why, cells in found.items())


def where_they_differ(before: CellValue, after: CellValue) -> tuple[CellValue, CellValue]:
    """Two long texts from shortly before where they part, so that what is cut off is not the difference."""
    if not isinstance(before, str) or not isinstance(after, str) or max(len(before), len(after)) <= LONGEST:
        return before, after
    pairs = zip(before, after, strict=False)
    same = next((index for index, (one, other) in enumerate(pairs) if one != other), min(len(before), len(after)))
    start = before.rfind(" ", 0, max(0, same - LONGEST // 4)) + 1
    return (f"…{before[start:]}", f"…{after[start:]}") if start else (before, after)


def from_to(before: CellValue, after: CellValue, number_format: str | None = None, language: Language = "en") -> str:
    """Given what stands in a cell and what will, return both so that one sees where they differ."""
    before, after = where_they_differ(before, after)
    then, now = quoted(before, number_format, language), quoted(after, number_format, language)
    if then == now:
        then, now = quoted(before, None, language), quoted(after, None, language)
    return f"{then} → {now}"


def _format_of(each: CellChange) -> str | None:
    """A cell that has a look of its own keeps it: its number is shown as the others of its column are."""
    return each.number_format or NUMBER_FORMATS.get(each.field)


def _closing_line(outcomes: Sequence[Outcome], observed: Collection[str], output: Output) -> str:
    read = [one for one in outcomes if one.error is None]
    unread = len(outcomes) - len(read)
    if unread and not read:
        if unread == 1:
            return output.say("Plan: not known: the workbook could not be read.")
        return output.say("Plan: not known: none of {count} workbooks could be read.", count=unread)
    written = [one for one in read if one.held is None and one.workbook not in observed]
    kept = [one for one in read if one not in written and not one.plan.writes_nothing]
    said = [_counts([one.plan for one in written], output)]
    if kept:
        said.append(
            output.say("1 workbook held or only observed, of which nothing is written")
            if len(kept) == 1
            else output.say("{count} workbooks held or only observed, of which nothing is written", count=len(kept))
        )
    if unread:
        said.append(
            output.say(
                "not known of {count} of {all} workbooks, which could not be read", count=unread, all=len(outcomes)
            )
        )
    return output.say("Plan: {what}.", what="; ".join(said))


def _counts(plans: Sequence[Plan], output: Output) -> str:
    if all(plan.writes_nothing for plan in plans):
        return output.say("nothing to write")
    marks = Counter(_entry(change, output)[0] for plan in plans for change in plan.changes)
    columns = sum(len(plan.columns) for plan in plans)
    parts = [
        output.say("1 column to add") if columns == 1 else output.say("{count} columns to add", count=columns),
        output.say("1 cell to fill") if marks["+"] == 1 else output.say("{count} cells to fill", count=marks["+"]),
        output.say("{count} to change", count=marks["~"]),
        output.say("{count} to empty", count=marks["-"]),
    ]
    return ", ".join(parts)


def shown(value: CellValue, number_format: str | None = None, language: Language = "en") -> str:
    """Given a cell's value and number format, return it as a person sees it: 0.7512 with '0%' is '75%'; texts on one
    line, and cut where they are long."""
    match value:
        case None:
            return ""
        case bool():
            return str(value).upper()
        case Decimal():
            return with_marks(_shown_number(value, number_format), language)
        case ErrorValue():
            return value.code
    line = " ".join(value.split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1].rstrip() + "…"


def quoted(value: CellValue, number_format: str | None = None, language: Language = "en") -> str:
    """Given a cell's value and number format, return it as ``shown``, texts in quotes and nothing as 'empty'."""
    if value is None:
        return render(_EMPTY, language)
    return f'"{shown(value)}"' if isinstance(value, str) else shown(value, number_format, language)


def _shown_number(value: Decimal, number_format: str | None) -> str:
    if number_format == "0%":
        return f"{(value * 100).quantize(Decimal(1), ROUND_HALF_UP):f}%"
    if number_format == "0.00":
        return f"{value.quantize(Decimal('0.01'), ROUND_HALF_UP):f}"
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def plan_document(outcomes: Sequence[Outcome], observed: Collection[str] = ()) -> dict[str, Any]:
    """Given what came of workbooks, return the document of ``plan --json``: values as they are stored, decimals as
    strings."""
    return {"plans": [_plan(outcome, observed) for outcome in outcomes]}


def _plan(outcome: Outcome, observed: Collection[str]) -> dict[str, Any]:
    plan = outcome.plan
    return {
        **_which(outcome),
        "as_of": plan.as_of.isoformat(),
        "fingerprint": plan.fingerprint or None,
        "writes_nothing": plan.writes_nothing,
        "held": hold_document(outcome.held),
        "observed": outcome.workbook in observed,
        "columns": [column_document(each) for each in plan.columns],
        "changes": [change_document(each) for each in plan.changes],
        "left_alone": [left_alone_document(each) for each in plan.left_alone],
    }


def _which(outcome: Outcome) -> dict[str, Any]:
    return {
        "workbook": outcome.workbook,
        "source": outcome.source,
        "error": None if outcome.error is None else str(outcome.error),
        "hint": None if outcome.error is None else outcome.error.hint or None,
    }


def column_document(each: AddColumn) -> dict[str, Any]:
    """Given a column of ours, return it as data for programs."""
    return {"sheet": each.cell.sheet, "cell": each.cell.a1, "field": each.field.value, "header": each.header}


def change_document(each: CellChange) -> dict[str, Any]:
    """Given a change of a cell of ours, return it as data for programs."""
    return {
        "sheet": each.cell.sheet,
        "cell": each.cell.a1,
        "field": each.field.value,
        "before": stored(each.before),
        "after": stored(each.after),
        "subject": each.subject or None,
    }


def left_alone_document(each: LeftAlone) -> dict[str, Any]:
    """Given a cell that was left alone, return it as data for programs."""
    return {"sheet": each.cell.sheet, "cell": each.cell.a1, "reason": each.reason}


def stored(value: CellValue) -> str | bool | None:
    """Given a cell's value, return it as JSON has it: numbers as exact strings."""
    match value:
        case Decimal():
            return f"{value:f}"
        case ErrorValue():
            return value.code
    return value


class NoSavedPlan(Exception):
    """A file that is no saved plan."""

    hint = "'okr-sync plan NAME --out FILE' saves one"

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(f"{path}: {why}")


class OfOthers(Exception):
    """A file that is there already, and holds no saved plan."""

    hint = "name another file: nothing of yours is ever overwritten"

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} is there already, and is no saved plan")


def write_plan(path: Path, plan: Plan) -> None:
    """Given a path where nothing stands yet, or a plan that was saved before, save a plan there. Raise OfOthers."""
    import tempfile

    from sync.plain import is_saved_plan, plan_to_json

    if path.is_char_device() or path.is_fifo():
        path.write_text(plan_to_json(plan), "utf-8")  # /dev/stdout
        return
    if os.path.lexists(path) and not (path.is_file() and is_saved_plan(path.read_bytes())):
        raise OfOthers(path)
    try:
        handle, beside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    except OSError as error:
        raise OSError(error.errno, error.strerror, str(path)) from error  # nobody asked for the other name
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(plan_to_json(plan))
        os.replace(beside, path)
    except BaseException:
        os.unlink(beside)
        raise


def read_plan(path: Path) -> Plan:
    """Given the file of a saved plan, return the plan. Raise NoSavedPlan where it is none."""
    from sync.plain import plan_from_json

    try:
        return plan_from_json(path.read_text("utf-8"))
    except FileNotFoundError:
        raise NoSavedPlan(path, "there is no such file") from None
    except ValueError as error:
        raise NoSavedPlan(path, str(error)) from None


# ── What was written ─────────────────────────────────────────────────────────────────────────────────────────────────


def show_receipts(outcomes: Sequence[Outcome], output: Output) -> None:
    """Given what came of a sync, print a line a workbook, what it left alone, and the closing counts."""
    for outcome in outcomes:
        _show_receipt(outcome, output)
    for outcome in outcomes:
        if outcome.held is not None:
            resume = f"okr-sync resume {in_shell(outcome.workbook)}"
            output.message(f"{outcome.workbook} is held: '{resume}' goes on writing to it")
    output.message(_closing_counts(outcomes))


def _show_receipt(outcome: Outcome, output: Output) -> None:
    # Who was synced and could not be synced once more has both.
    if outcome.error is None or outcome.receipt is not None:
        output.line(f"{output.styled(shown_path(outcome) + ':', 'bold')} {receipt_line(outcome, output)}")
    if outcome.error is not None:
        output.failure(failure_of(outcome), outcome.error.hint)
        return
    for line in _untouched_lines(outcome):
        output.line(f"  {line}")
    if outcome.receipt is not None and outcome.receipt.may_show_old_values:
        for finding in _old_values(outcome):
            output.line(f"  {finding.cell} {finding.code}: {message_of(finding)}")


def _closing_counts(outcomes: Sequence[Outcome]) -> str:
    run = next((outcome.run for outcome in outcomes if outcome.run), None)
    synced = [outcome for outcome in outcomes if outcome.error is None]
    held = sum(1 for outcome in synced if outcome.held is not None)
    written = sum(len(outcome.receipt.written) for outcome in outcomes if outcome.receipt)
    ended = Counter(outcome.came_to for outcome in outcomes)
    others = "".join(
        f"; {counted(ended[word], 'workbook')} {word}"
        for word in (WorkbookOutcome.put_off, WorkbookOutcome.failed)
        if ended[word]
    )
    by_run = f" in {run}" if run else ""
    done = f"{counted(len(synced) - held, 'workbook')} synced{f', {held:,} held' if held else ''}"
    return f"{done}, {counted(written, 'cell')} written{others}{by_run}"


def _untouched_lines(outcome: Outcome) -> Iterator[str]:
    """What stands in owned cells and was not written, and what was for a moment where it should not have been."""
    receipt = outcome.receipt
    for cells, why in by_reason(outcome.plan.left_alone):
        yield f"{cells} left as it is: {why}"
    if receipt is None:
        return
    for cells, why in by_reason(one for one in receipt.dropped if one.reason not in _IN_THAT_MOMENT):
        yield f"{cells} left as it is: {why}"
    for cells, why in by_reason(one for one in receipt.dropped if one.reason in _IN_THAT_MOMENT):
        yield f"{cells} not written: {why}"
    put_back = [
        f"{each.cell} ({shown(each.before) or 'nothing'} → {shown(each.after) or 'nothing'})"
        for each in receipt.put_back
    ]
    if put_back:
        yield f"{_first(put_back)} put back: values had landed there when somebody moved rows or changed headers"


def _first(cells: Sequence[str]) -> str:
    more = f" and {len(cells) - _MOST_ALIKE:,} more" if len(cells) > _MOST_ALIKE else ""
    return ", ".join(cells[:_MOST_ALIKE]) + more


def _old_values(outcome: Outcome) -> list[Finding]:
    """What was found about formulas that may show old values."""
    return [finding for finding in outcome.findings if finding.code in OLD_VALUES]


def receipt_line(outcome: Outcome, output: Output) -> str:
    """Given an outcome of a sync that did not fail, return what it did: cells written, columns added, or why none."""
    findings = Counter(finding.severity.value for finding in outcome.findings)
    found = ", ".join(counted(findings[word], word) for word in ("error", "warning") if findings[word]) or "no warnings"
    receipt = outcome.receipt
    if receipt is not None:
        added = f", {counted(len(receipt.columns), 'column')} added" if receipt.columns else ""
        return f"{counted(len(receipt.written), 'cell')} written{added}; {found}"
    if outcome.held is not None:
        would = "" if outcome.plan.writes_nothing else f", {counted(len(outcome.plan.changes), 'cell')} would change"
        return f"{hold_line(outcome.held, output._replace(language='en'))}{would}; {found}"
    if outcome.plan.writes_nothing:
        return f"nothing to write; {found}"
    return f"observed only, {counted(len(outcome.plan.changes), 'cell')} would change; {found}"


def _put_back(each: CellChange) -> dict[str, Any]:
    return {"sheet": each.cell.sheet, "cell": each.cell.a1, "held": stored(each.before), "put_back": stored(each.after)}


def receipt_document(outcomes: Sequence[Outcome]) -> dict[str, Any]:
    """Given what came of a sync, return the document of ``sync --json``."""
    return {"workbooks": [_receipt(outcome) for outcome in outcomes]}


def _receipt(outcome: Outcome) -> dict[str, Any]:
    receipt = outcome.receipt
    severities = Counter(finding.severity.value for finding in outcome.findings)
    return {
        **_which(outcome),
        "run": outcome.run,
        "outcome": outcome.came_to.value,
        "as_of": outcome.plan.as_of.isoformat(),
        "columns": [column_document(each) for each in (receipt.columns if receipt else ())],
        "written": [change_document(each) for each in (receipt.written if receipt else ())],
        "dropped": [left_alone_document(each) for each in (receipt.dropped if receipt else ())],
        "put_back": [_put_back(each) for each in (receipt.put_back if receipt else ())],
        "left_alone": [left_alone_document(each) for each in outcome.plan.left_alone],
        "may_show_old_values": receipt is not None and receipt.may_show_old_values,
        "old_values": [
            {"code": each.code, "sheet": each.cell.sheet, "cell": each.cell.a1, "message": message_of(each)}
            for each in _old_values(outcome)
        ],
        "findings": {word: severities[word] for word in ("error", "warning", "info")},
        "held": hold_document(outcome.held),
    }
