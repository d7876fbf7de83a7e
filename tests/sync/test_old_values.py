"""Formulas that may go on showing old values after a write are told of: before it where they are read, else by it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName

from sync.archive import open_archive
from sync.archive.store import Archive
from sync.engine import Outcome, plan_workbook, sync_workbook
from sync.messages import render
from sync.model.findings import Finding
from sync.model.past import History
from sync.options import ReadingOptions, RuleOptions, Settings, WorkbookSettings, WritingOptions
from sync.workbooks.excel import ExcelWorkbook

AS_OF = date(2026, 11, 20)
TEAM = [
    ["Objective", "Key result", "Baseline", "Target", "Current", "Progress ⟳"],
    ["Grow", "Revenue", 0, 100, 40],
    [None, "Users", 0, 50, 10],
]
FAR_BELOW: list[list[Any]] = [["x"]] * 3000


def save(path: Path, other: list[list[Any]], *, by_hand: bool = False, names: dict[str, str] | None = None) -> Path:
    workbook = openpyxl.Workbook()
    tab = workbook.active
    assert tab is not None
    tab.title = "Q4 2026"
    for row in TEAM:
        tab.append(row)
    board = workbook.create_sheet("Board")
    for row in other:
        board.append(row)
    for name, text in (names or {}).items():
        workbook.defined_names[name] = DefinedName(name, attr_text=text)
    if by_hand:
        workbook.calculation.calcMode = "manual"
    workbook.save(path)
    return path


def settings(*, write: bool = True, ignore: tuple[str, ...] = (), add_columns: bool = False) -> Settings:
    own = WorkbookSettings(
        "",
        "",
        write,
        reading=ReadingOptions(language="en"),
        writing=WritingOptions(add_columns=add_columns),
        rules=RuleOptions(ignore=ignore),
    )
    return Settings(language="en", defaults=own)


def told(outcome: Outcome) -> list[tuple[str, str, str]]:
    return [(one.code, str(one.cell), render(one.message, "en")) for one in outcome.findings if is_about_it(one)]


def is_about_it(finding: Finding) -> bool:
    return finding.code in ("OKR146", "OKR147")


def planned(path: Path, house: Settings | None = None) -> Outcome:
    return plan_workbook(ExcelWorkbook(path, name="w"), History(), house or settings(), AS_OF)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with open_archive(f"sqlite:///{tmp_path / 'archive.db'}") as archive:
        yield archive


@pytest.mark.parametrize(
    "formula",
    ["=INDIRECT(A9)", "=SUM(offset(A1,0,0,2,2))", "=SUM('Q4 2026'!F2:INDEX('Q4 2026'!F:F,9))", "=SUM(Everybody)"],
)
def test_a_formula_that_does_not_tell_what_it_depends_on_is_found_before_anything_is_written(
    tmp_path: Path, formula: str
) -> None:
    path = save(tmp_path / "w.xlsx", [["Sum"], [formula]], names={"Everybody": "OFFSET('Q4 2026'!$F$2,0,0,9)"})
    message = "It cannot be told what the formula in A2 depends on: it may show an old value"
    assert told(planned(path)) == [("OKR146", "Board!A2", message)]


@pytest.mark.parametrize(
    "formula",
    ["=SUM('Q4 2026'!F2:F9)", "=SUM(F:F)", "=SUM(1:3)", "=SUM(Everybody)", '="INDIRECT"&A1', "=LOOKUP(A1,A2:A9,B2:B9)"],
)
def test_of_any_other_formula_nothing_is_said(tmp_path: Path, formula: str) -> None:
    path = save(tmp_path / "w.xlsx", [["Sum"], [formula]], names={"Everybody": "'Q4 2026'!$F$2:$F$9"})
    assert told(planned(path)) == []


def test_many_such_formulas_of_a_tab_are_one_finding(tmp_path: Path) -> None:
    path = save(tmp_path / "w.xlsx", [[f"=INDIRECT(A{row})", f"=OFFSET(A{row},1,1)"] for row in range(1, 5)])
    message = "It cannot be told what 8 formulas depend on, A1 first: they may show old values"
    assert told(planned(path)) == [("OKR146", "Board!A1", message)]


def test_a_workbook_that_is_calculated_by_hand_is_told_where_it_has_formulas(tmp_path: Path) -> None:
    assert told(planned(save(tmp_path / "values.xlsx", [["x"]], by_hand=True))) == []
    path = save(tmp_path / "formulas.xlsx", [["x"], [None, "=A1"]], by_hand=True)
    assert [(code, cell) for code, cell, _ in told(planned(path))] == [("OKR147", "Board!B2")]


def test_of_a_workbook_that_is_never_written_nothing_is_said(tmp_path: Path) -> None:
    path = save(tmp_path / "w.xlsx", [["=INDIRECT(A9)"]], by_hand=True)
    assert told(planned(path, settings(write=False))) == []
    assert told(planned(path, settings(ignore=("OKR14",)))) == []


def test_it_is_archived_with_the_run_and_stands_while_it_is_so(tmp_path: Path, archive: Archive) -> None:
    workbook = ExcelWorkbook(save(tmp_path / "w.xlsx", [["=INDIRECT(A9)"]], by_hand=True), name="w")
    for _ in range(2):
        outcome = sync_workbook(workbook, archive, settings(), AS_OF)
        newest = archive.snapshot(archive.snapshots()[0].id)
        assert set(newest.findings) == set(outcome.findings)
        assert [one.code for one in newest.findings if is_about_it(one)] == ["OKR146", "OKR147"]


def test_what_only_the_write_finds_out_is_archived_with_its_run(tmp_path: Path, archive: Archive) -> None:
    path = save(tmp_path / "w.xlsx", [*FAR_BELOW, ["=INDIRECT(A9)"], ["=INDIRECT(A8)"]])
    assert told(planned(path)) == []

    outcome = sync_workbook(ExcelWorkbook(path, name="w"), archive, settings(), AS_OF)

    message = "It cannot be told what 2 formulas depend on, A3001 first: they may show old values"
    assert told(outcome) == [("OKR146", "Board!A3001", message)]
    newest = archive.snapshot(archive.snapshots()[0].id)
    assert set(newest.findings) == set(outcome.findings)
    assert newest.info.infos == sum(1 for one in outcome.findings if one.severity == "info")


def test_what_the_write_finds_out_by_hand_is_archived_once(tmp_path: Path, archive: Archive) -> None:
    path = save(tmp_path / "w.xlsx", [*FAR_BELOW, ["='Q4 2026'!F2"]], by_hand=True)
    before = path.read_bytes()
    for _ in range(2):
        # Somebody puts the file of before back: the same is read, written and found again.
        path.write_bytes(before)
        outcome = sync_workbook(ExcelWorkbook(path, name="w"), archive, settings(), AS_OF)
        assert [(code, cell) for code, cell, _ in told(outcome)] == [("OKR147", "Board!A3001")]
        newest = archive.snapshot(archive.snapshots()[0].id)
        assert [one.code for one in newest.findings if is_about_it(one)] == ["OKR147"]
