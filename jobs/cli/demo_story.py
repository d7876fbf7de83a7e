"""How the demo tells what it did."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from jobs.cli.findings import counted
from jobs.cli.output import PLAIN_WIDTH, Output, display_width, in_shell
from jobs.cli.plans import shown
from jobs.demo import AS_OF, DemoRun
from sync.engine import Outcome
from sync.model.rows import Field

_LONGEST = 32


def tell_demo(run: DemoRun, output: Output) -> None:
    """Given what the demo did, tell it so that a first-time reader knows what this software is for."""
    if run.kept is not None:
        output.message(f"what you changed in {run.folder} stands in {run.kept} now")
    heading(output, f"1  Four workbooks as teams keep them (today is taken to be {AS_OF})")
    for outcome in run.planned:
        output.line(f"   {outcome.workbook + '.xlsx':28} {_contents(outcome)}")
    heading(output, "2  What a sync would write: only into columns of its own, marked ⟳")
    for outcome in run.planned:
        output.line(f"\n{outcome.workbook}.xlsx")
        output.table(("cells", "row of", "before", "after"), list(written_rows(outcome)))
    heading(output, "3  Sync: intents archived, then written, then the receipt archived")
    for outcome in run.first:
        output.line(f"   {outcome.workbook + '.xlsx':28} {_written(outcome)}")
    heading(output, "4  Sync again, on the same day")
    total = sum(len(outcome.receipt.written) for outcome in run.second if outcome.receipt is not None)
    as_they_were = "bytes and times of all files are as they were" if run.untouched else "files have changed"
    output.line(f"   {total or 'nothing'} to write; {as_they_were}")
    heading(output, "5  Now look")
    command = own_command()
    growth = run.folder / "growth-team.xlsx"
    output.line(f"   open {growth}: formulas, chart, comments are still there")
    show_commands(
        (
            (f"cd {in_shell(run.folder)}", "workbooks, settings and archive"),
            (f"{command} check", "what is wrong with which cell"),
            (f"{command} archive show", "what the sheets said"),
            (f"{command} rule OKR201", "why a task is no key result"),
            (f"{command} check YOUR-OWN.xlsx", "only reads"),
        ),
        output,
    )


def show_commands(commands: Sequence[tuple[str, str]], output: Output) -> None:
    """Given commands, and what each shows, print them beside each other, or below where one is too long for that."""
    room = max(display_width(words) for words, _ in commands)
    is_wide = any(3 + room + 2 + display_width(what) > PLAIN_WIDTH for _, what in commands)
    for words, what in commands:
        if is_wide:
            output.line(f"   {words}")
            output.line(f"      {what}")
        else:
            output.line(f"   {words}{' ' * (room - display_width(words))}  {what}")


def own_command() -> str:
    """How to call this program from another folder."""
    called = Path(sys.argv[0])
    on_path = shutil.which("okr-sync")
    if called.name != "okr-sync" or (on_path and Path(on_path).resolve() == called.resolve()):
        return "okr-sync"
    return in_shell(called.absolute())


def heading(output: Output, text: str) -> None:
    """Print what comes next."""
    output.line("\n" + output.styled(text, "bold"))


def written_rows(outcome: Outcome) -> Iterator[tuple[str, str, str, str]]:
    """Given an outcome, yield for each row to be written: its cells, whose row it is, before, after. Warnings are left
    to be read in the sheet."""
    names = {key_result.id: key_result.text.raw for _, key_result in outcome.rows.key_results()}
    names |= {objective.id: objective.title.raw for objective in outcome.rows.objectives}
    names |= {kpi.id: kpi.name.raw for kpi in outcome.rows.kpis}
    rows: dict[tuple[str, int], list[int]] = {}
    for index, change in enumerate(outcome.plan.changes):
        if change.field is not Field.warnings:
            rows.setdefault((change.cell.sheet, change.cell.row), []).append(index)
    for (_, row), indexes in rows.items():
        changes = [outcome.plan.changes[index] for index in indexes]
        first, last = changes[0].cell, changes[-1].cell
        where = first.a1 + (f":{last.a1}" if last != first else "")
        before = "  ".join(shown(change.before) for change in changes if change.before is not None) or "–"
        after = "  ".join(shown(change.after, change.number_format) for change in changes if change.after is not None)
        yield where, _short(names.get(changes[0].subject, f"row {row}").strip()), before, after or "–"


def _short(text: str) -> str:
    """A row's words, so that a line of the table fits into 80 columns."""
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1].rstrip() + "…"


def _contents(outcome: Outcome) -> str:
    key_results = sum(1 for _ in outcome.rows.key_results())
    parts = [
        (len(outcome.rows.objectives), "objective"),
        (key_results, "key result"),
        (len(outcome.rows.kpis), "KPI"),
    ]
    found = ", ".join(f"{count} {word}{'s' if count > 1 else ''}" for count, word in parts if count)
    return f"{found}, {counted(len(outcome.findings), 'finding')}"


def _written(outcome: Outcome) -> str:
    if outcome.error is not None:
        return str(outcome.error)
    if outcome.receipt is None:
        return "nothing to write"
    return f"{len(outcome.receipt.written)} cells in {len(outcome.receipt.columns)} new columns"
