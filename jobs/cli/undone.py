"""What was taken back, as people and programs read it."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from jobs.cli.findings import counted, failure_of, shown_path
from jobs.cli.holds import hold_document, hold_line
from jobs.cli.output import Output, aligned, in_shell
from jobs.cli.plans import (
    by_reason,
    change_document,
    column_document,
    from_to,
    left_alone_document,
    quoted,
    stored,
    where_they_differ,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from jobs.undoing import TakenBackIn
    from sync.model.plans import CellChange, LeftAlone
    from sync.options import Settings
    from sync.taken_out import Kept
    from sync.taking_back import TakenBackFrom


def show_undone(found: TakenBackIn, output: Output, what: str) -> None:
    """Print what was taken back of each workbook, cell by cell in a dry run, what is kept and why, and the holds."""
    is_dry = found.run is None
    for each in found.workbooks:
        _show_workbook(each, output, is_dry=is_dry)
    if is_dry:
        output.message("a dry run: nothing was written")
        return
    # What is kept may be ours, as long as nobody can tell: then not all of it is gone.
    is_all = not any(each.kept or _is_kept_in_part(each) for each in found.workbooks)
    if not found.failed and all(each.plan.writes_nothing for each in found.workbooks):
        nothing = "nothing was left to take back" if is_all else "nothing was taken back: what is kept says why"
        output.message(f"{counted(len(found.workbooks), 'workbook')}: {nothing} ({found.run})")
        return
    done = sum(1 for each in found.workbooks if each.error is None)
    if not done:
        return  # the errors say it all
    failed = f"; {counted(len(found.workbooks) - done, 'workbook')} failed" if found.failed else ""
    but = "" if is_all else ", but for what is kept,"
    output.message(f"{counted(done, 'workbook')}: {what}{but} was taken back in {found.run}{failed}")


def _is_kept_in_part(each: TakenBackFrom) -> bool:
    """Whether something of ours stands there still that could not be written to."""
    return each.receipt is not None and bool(each.receipt.dropped)


def _dropped(each: TakenBackFrom) -> Sequence[LeftAlone]:
    """What of the plan could not be written, or could not be if it were carried out now."""
    return each.plan.left_alone if each.receipt is None else each.receipt.dropped


def _show_workbook(each: TakenBackFrom, output: Output, *, is_dry: bool) -> None:
    if each.error is not None:
        output.failure(failure_of(each), each.error.hint)
    else:
        output.line(f"{output.styled(f'{shown_path(each)}:', 'bold')} {_counts(each, is_dry=is_dry)}")
    if is_dry:
        for line in _lines(each):
            output.line(f"  {line}")
    for line in _kept_lines(each.kept):
        output.line(f"  {line}")
    for cells, why in by_reason(_dropped(each)):
        output.line(f"  kept {cells}: {why}")
    if each.hold is not None:
        held, resume = (
            hold_line(each.hold, output._replace(language="en")),
            f"okr-sync resume {in_shell(each.workbook)}",
        )
        output.line(f"  {held}: read, not written, until '{resume}'")


def _counts(each: TakenBackFrom, *, is_dry: bool) -> str:
    """What was done, or would be: in counts."""
    receipt = each.receipt
    changes = receipt.written if receipt is not None else each.plan.changes
    taken = receipt.removals if receipt is not None else each.plan.removals
    again = receipt.columns if receipt is not None else each.plan.columns
    parts = [f"{counted(sum(1 for one in changes if one.before != one.after), 'cell')} put back"]
    if taken:
        parts.append(f"{counted(len(taken), 'column')} taken out")
    if again:
        parts.append(f"{counted(len(again), 'column')} added again")
    if each.kept:
        parts.append(f"{len(each.kept)} kept")
    if each.plan.writes_nothing and not each.kept and not _dropped(each):
        return "nothing of ours stands in it"
    return ("would be " if is_dry else "") + ", ".join(parts)


def _lines(each: TakenBackFrom) -> list[str]:
    rows = [(f"- {one.cell}", f"column '{one.column.header}'") for one in each.plan.removals]
    rows += [(f"- {one.cell}", f"our note on '{one.header}'") for one in each.plan.notes]
    rows += [(f"+ {one.cell}", f"column '{one.header}'") for one in each.plan.columns]
    rows += [_change_row(one) for one in each.plan.changes if one.before != one.after]
    return aligned(rows)


def _change_row(change: CellChange) -> tuple[str, str]:
    mark = "-" if change.after is None else "~" if change.before is not None else "+"
    return f"{mark} {change.cell}", f"{change.field.value}: {from_to(change.before, change.after)}"


def _kept_lines(every: Sequence[Kept]) -> Iterator[str]:
    """What is kept, cell by cell, but where a tab has many that are kept for one reason: its columns were taken out,
    its rows deleted."""
    counts = Counter((kept.cell.sheet, kept.reason) for kept in every)
    together = {(sheet, why) for (sheet, why), count in counts.items() if count > _MOST_BY_ONE.get(why, count)}
    for sheet, why in sorted(together):
        yield f"kept {counted(counts[sheet, why], 'cell')} in '{sheet}': {_WHY_TOGETHER[why]}"
    yield from (_kept_line(kept) for kept in every if (kept.cell.sheet, kept.reason) not in together)


_MOST_BY_ONE = {"cycle_closed": 0, "column_gone": 5, "row_gone": 5, "written_later": 5}
_NAMED = "; --json names each"
_WHY_TOGETHER = {
    "cycle_closed": "the cycle is closed, and what is sealed stays",
    "column_gone": f"their columns are not there any more, or their place is taken{_NAMED}",
    "written_later": f"their rows were moved, and a later run wrote for them{_NAMED}",
    "row_gone": f"their rows are not there any more, or say something else{_NAMED}",
}


def _kept_line(kept: Kept) -> str:
    now, wrote = map(quoted, where_they_differ(kept.now, kept.wrote))
    why = {
        "changed": f"{now} stands there now, and {wrote} was written",
        "formula": "somebody's formula stands there now",
        "row_gone": f"its row is not there any more, or says something else; {wrote} was written",
        "written_later": f"its row was moved, and a later run wrote for it, in {kept.where}; {wrote} was written",
        "header_changed": _why_header_changed(kept, now, wrote),
        "column_gone": f"its column is not there any more, or its place is taken; {wrote} was written",
        "column_in_doubt": "which column of ours this is cannot be told: others have its header, or its rows are gone",
        "column_in_use": _why_in_use(kept, now, wrote),
        "merged": _why_merged(kept, wrote),
    }
    return f"kept {kept.cell}: {why[kept.reason]}"


def _why_in_use(kept: Kept, now: str, wrote: str) -> str:
    # Only a formula that was never calculated stands there without a value.
    what = "somebody's formula" if kept.now is None else now
    return f"the column {wrote} stays, because {what} stands in {kept.where}"


def _why_merged(kept: Kept, wrote: str) -> str:
    if kept.where is None:
        return f"a merged cell covers it; {wrote} was written"
    return f"the column {wrote} stays, because cells are merged there, from {kept.where} on"


def _why_header_changed(kept: Kept, now: str, wrote: str) -> str:
    header = (
        f"{wrote}, which headed our column, is gone" if kept.now is None else f"{now} heads the column of our {wrote}"
    )
    return header if kept.where is None else f"{header}; what we wrote below it stays, in {kept.where} and on"


def show_settings_to_delete(found: TakenBackIn, settings: Settings, output: Output) -> None:
    """Say what to delete from the settings, so that a workbook that was left is not read either."""
    for each in found.workbooks:
        if _is_kept_in_part(each):
            again = f"okr-sync leave {in_shell(each.workbook)}"
            output.message(f"'{again}' takes the rest out of it, once that can be edited")
        elif each.error is None and any(own.name == each.workbook for own in settings.workbooks):
            output.message(f"delete its [[workbook]] '{each.workbook}' from {settings.path} to leave it for good")


def show_what_was_sealed(found: TakenBackIn, output: Output) -> None:
    """Say in which tabs the final scores of closed cycles go too, or went."""
    for each in found.workbooks:
        for sheet in each.sealed_tabs if each.error is None else ():
            output.message(
                f"'{sheet}' is of a closed cycle, and its final scores go too: what was sealed stays in the archive"
                " ('okr-sync archive show --cycle')"
            )


def undone_document(found: TakenBackIn) -> dict[str, Any]:
    """What was taken back, as data for programs: values as they are stored, decimals as strings."""
    return {"run": found.run, "workbooks": [_workbook(each) for each in found.workbooks]}


def _workbook(each: TakenBackFrom) -> dict[str, Any]:
    receipt = each.receipt
    changes, removals = (each.plan.changes, each.plan.removals)
    if receipt is not None:
        changes, removals = receipt.written, receipt.removals
    return {
        "workbook": each.workbook,
        "source": each.source,
        "error": None if each.error is None else str(each.error),
        "hint": None if each.error is None else each.error.hint or None,
        "put_back": [change_document(one) for one in changes if one.before != one.after],
        "columns_removed": [column_document(one.column) for one in removals],
        "columns_added": [column_document(one) for one in each.plan.columns],
        "kept": [_kept(one) for one in each.kept],
        "dropped": [left_alone_document(one) for one in _dropped(each)],
        "sealed_tabs": list(each.sealed_tabs),
        "held": hold_document(each.hold),
    }


def _kept(each: Kept) -> dict[str, Any]:
    return {
        "sheet": each.cell.sheet,
        "cell": each.cell.a1,
        "field": each.field.value,
        "reason": each.reason,
        "wrote": stored(each.wrote),
        "now": stored(each.now),
        "where": None if each.where is None else each.where.a1,
    }
