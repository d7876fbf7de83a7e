"""A workbook of a team, synced, edited as people do, undone and left."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import openpyxl
from hypothesis import strategies as st

from sync.archive import Hold
from sync.archive.store import Archive
from sync.engine import sync_workbook
from sync.options import ReadingOptions, Settings, WorkbookSettings, WritingOptions
from sync.run_info import run_info
from sync.taking_back import Recording, TakenBackFrom, leave_workbook, undo_in_workbook
from sync.workbooks.excel import ExcelWorkbook

AS_OF = date(2026, 11, 20)
TAB = "Q4 2026"
TEAM = [
    ["Team Sales"],
    ["Objective", "Key result", "Baseline", "Target", "Current", "Our notes"],
    ["Grow", "Revenue", 0, 100, 40, "ask Ann"],
    [None, "Users", 0, 50, 10, None],
    ["Care", "Churn", 12, 8, 9, "=E5*2"],
    [None, "Answer time", 60, 20, None, None],
]
OWNED = ["Progress ⟳", "Score ⟳", "Status ⟳", "Warnings ⟳"]
WITH_OWNED = [TEAM[0], [*TEAM[1][:5], *OWNED, "Our notes"], *([*row[:5], *[None] * 4, row[5]] for row in TEAM[2:])]
ADDED = [*OWNED[:3], "Objective score ⟳", OWNED[3]]


def settings_of(*, add_columns: bool = True) -> Settings:
    writing = WritingOptions(add_columns=add_columns)
    return Settings(
        language="en", defaults=WorkbookSettings("", "", reading=ReadingOptions(language="en"), writing=writing)
    )


def save(path: Path, rows: list[list[Any]], style: Callable[[Any], None] | None = None) -> None:
    workbook = openpyxl.Workbook()
    tab = workbook.active
    assert tab is not None
    tab.title = TAB
    for number, row in enumerate(rows, 1):
        for column, value in enumerate(row, 1):
            if value is not None:
                tab.cell(number, column).value = value
    workbook.create_sheet("Notes").append(["Meeting", 0.5])
    if style is not None:
        style(tab)
    workbook.save(path)


def edit(path: Path, change: Callable[[Any], None]) -> None:
    """Change the tab as a person's program does: the whole file anew."""
    workbook = openpyxl.load_workbook(path)
    change(workbook[TAB])
    workbook.save(path)


def type_into(path: Path, **cells: Any) -> None:
    def change(tab: Any) -> None:
        for name, value in cells.items():
            tab[name].value = value

    edit(path, change)


def sync(path: Path, archive: Archive, settings: Settings | None = None, as_of: date = AS_OF) -> str:
    outcome = sync_workbook(ExcelWorkbook(path, name="team"), archive, settings or settings_of(), as_of)
    assert outcome.run
    return outcome.run


def recording(archive: Archive, settings: Settings, trigger: str) -> Recording:
    run = archive.begin_run(run_info(trigger, settings, AS_OF))
    return Recording(run, Hold("team", datetime(2026, 11, 20, tzinfo=UTC), "lan", trigger, run))


def undo(path: Path, archive: Archive, run: str, workbook: ExcelWorkbook | None = None) -> tuple[str, TakenBackFrom]:
    """Undo a run; return the run that did it, and what came of it."""
    settings = settings_of()
    mine = recording(archive, settings, f"undo:{run}")
    workbook = workbook or ExcelWorkbook(path, name="team")
    found = undo_in_workbook(workbook, archive, settings, AS_OF, archive.run(run), mine)
    return mine.run, found


def leave(path: Path, archive: Archive) -> TakenBackFrom:
    settings = settings_of()
    workbook = ExcelWorkbook(path, name="team")
    return leave_workbook(workbook, archive, settings, AS_OF, recording(archive, settings, "leave"))


def kept(found: TakenBackFrom) -> dict[str, str]:
    return {one.cell.a1: one.reason for one in found.kept}


typed = st.sampled_from([None, 0, 0.25, 1, True, "x", "On track", "on track", "=1+1", "#N/A"])


@st.composite
def sheets(draw: st.DrawFn) -> list[list[Any]]:
    own = draw(st.lists(st.sampled_from(OWNED), unique=True, max_size=4))
    notes = draw(st.booleans())
    rows: list[list[Any]] = [
        ["Objective", "Key result", "Baseline", "Target", "Current", *own, *(["Our notes"] if notes else [])]
    ]
    for number in range(draw(st.integers(1, 4))):
        title = f"Aim {number}" if number == 0 or draw(st.booleans()) else None
        numbers = draw(st.tuples(*[st.sampled_from([0, 10, 50, 100, None])] * 3))
        rows.append([title, f"Reach {number}", *numbers, *(draw(typed) for _ in own), *(["n"] if notes else [])])
    return rows


def alike(one: Any, other: Any) -> bool:
    return isinstance(one, bool) is isinstance(other, bool) and one == other
