"""A cycle is sealed for good: what stands against it is shown first."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import openpyxl
import pytest

from tests.end_to_end.commands import okr_sync
from tests.end_to_end.terminal import on_a_terminal

DAY = ("--as-of", "2026-10-20")
OKRS = (["Objective", "Key result", "Baseline", "Target", "Current"], ["Grow", "Revenue", 0, 100, 40],
        [None, "Customers", 0, 50, "5tr5"])  # fmt: skip
KPIS = (["KPI", "Unit", "Aggregation", "Healthy from", "Q3"], ["Stock", "days", "last", 20, 23])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "config.toml").write_text('[[workbook]]\nname = "team"\nsource = "excel:team.xlsx"\nlanguage = "en"\n')
    return tmp_path


def make(folder: Path, **tabs: Sequence[list[object]]) -> None:
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)  # type: ignore[arg-type]
    for title, rows in tabs.items():
        tab = workbook.create_sheet(title.replace("_", " "))
        for row in rows:
            tab.append(row)
    workbook.save(folder / "team.xlsx")


def is_sealed(folder: Path) -> bool:
    return okr_sync("archive", "show", "--cycle", "2026-Q3", folder=folder).status == 0


def test_what_is_still_open_is_shown_before_a_cycle_is_sealed(folder: Path) -> None:
    make(folder, Q3_2026=OKRS, Q4_2026=OKRS)
    dry = okr_sync("quarter", "close", "2026-Q3", "--dry-run", "--json", *DAY, folder=folder).document
    assert {(one["sheet"], one["cell"]) for one in dry["open_findings"]} >= {("Q3 2026", "E3")}
    assert {one["sheet"] for one in dry["open_findings"]} == {"Q3 2026"}

    asked = on_a_terminal("quarter", "close", "2026-Q3", *DAY, folder=folder, typed="no\n")
    assert "'Q3 2026'!E3 OKR" in asked
    assert "It cannot be opened again" in asked
    assert "nothing was sealed" in asked
    assert not is_sealed(folder)

    asked = on_a_terminal("quarter", "close", "2026-Q3", *DAY, folder=folder, typed="yes\n")
    assert asked.index("It cannot be opened again") < asked.rindex("; sealed")
    assert is_sealed(folder)


def test_where_nobody_can_be_asked_a_cycle_is_sealed_and_what_was_open_is_said(folder: Path) -> None:
    make(folder, Q3_2026=OKRS)
    ran = okr_sync("quarter", "close", "2026-Q3", *DAY, folder=folder)
    assert (ran.status, "open; sealed" in ran.out) == (0, True)
    assert "2026-Q3: 1 objective (" in ran.out


def test_a_cycle_of_which_only_kpis_were_found_is_not_sealed_unless_that_is_meant(folder: Path) -> None:
    make(folder, Q4_2026=OKRS, KPI_2026=KPIS)
    before = (folder / "team.xlsx").read_bytes()
    refused = okr_sync("quarter", "close", "2026-Q3", *DAY, folder=folder)
    assert refused.status == 2
    assert "2026-Q3 has 1 KPI and no objective or key result in these workbooks: not sealed" in refused.err
    assert "--yes' seals the KPIs alone" in refused.err
    assert (folder / "team.xlsx").read_bytes() == before
    assert not is_sealed(folder)
    assert okr_sync("quarter", "close", "2026-Q3", "--yes", *DAY, folder=folder).status == 0
    assert is_sealed(folder)


def test_a_cycle_of_which_nothing_was_found_is_refused_and_nothing_is_written(folder: Path) -> None:
    make(folder, Q4_2026=OKRS)
    refused = okr_sync("quarter", "close", "2025-Q3", *DAY, folder=folder)
    assert refused.status == 2
    assert "nothing was closed" in refused.err
    assert not (folder / "okr-archive.db").exists()
