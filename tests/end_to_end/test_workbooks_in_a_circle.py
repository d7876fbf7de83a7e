"""Workbooks that go by each other in a circle: what 'plan' shows is what the next 'sync' writes, and all of it."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.end_to_end.commands import okr_sync

DAY = ("--as-of", "2026-11-10")
HEAD = ["Objective", "Parent objective", "Key result", "Baseline", "Target", "Current", "Progress ⟳", "Score ⟳"]


def make(folder: Path, *names: str) -> None:
    settings = [f'[[workbook]]\nname = "{name}"\nsource = "excel:{name}.xlsx"\nlanguage = "en"\n' for name in names]
    (folder / "config.toml").write_text("\n".join(settings))
    for at, name in enumerate(names):
        there = names[(at + 1) % len(names)]
        workbook = openpyxl.Workbook()
        tab = workbook.worksheets[0]
        tab.title = "Q4 2026"
        tab.append(HEAD)
        tab.append([f"Win with {name}", f"Keep with {there}"])
        tab.append([f"Keep with {name}", f"{there}: O: Stay with {there}"])
        tab.append([f"Stay with {name}", None, f"Fans of {name}", 0, 100, 50])
        tab.append([f"Grow {name}", f"Win with {there}", f"Customers of {name}", 0, 100, 10 * (at + 1)])
        workbook.save(folder / f"{name}.xlsx")


def enter(folder: Path, name: str, value: int) -> None:
    workbook = openpyxl.load_workbook(folder / f"{name}.xlsx")
    workbook.worksheets[0]["F5"] = value
    workbook.save(folder / f"{name}.xlsx")


@pytest.mark.parametrize("names", [("board", "sales"), ("board", "sales", "ops")])
def test_what_is_planned_for_workbooks_in_a_circle_is_written(tmp_path: Path, names: tuple[str, ...]) -> None:
    make(tmp_path, *names)
    for value in (30, 70):
        plans = okr_sync("plan", "--json", *DAY, folder=tmp_path).document["plans"]
        done = okr_sync("sync", "--json", *DAY, folder=tmp_path).document["workbooks"]
        assert all(one["changes"] for one in plans)
        assert [one["written"] for one in done] == [one["changes"] for one in plans]
        assert okr_sync("plan", "--detailed-exitcode", *DAY, folder=tmp_path).status == 0
        again = okr_sync("sync", "--json", *DAY, folder=tmp_path).document["workbooks"]
        assert not any(one["written"] for one in again)
        for name in names:
            enter(tmp_path, name, value)
