"""The templates, made, filled in and read again."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import load_workbook

from sync.cycles import cycle_by_id
from sync.engine import plan_workbook
from sync.messages import owned_header
from sync.model.findings import Language
from sync.model.past import History
from sync.model.rows import Field
from sync.options import FiscalCalendar, ReadingOptions, Settings, WorkbookSettings
from sync.templates import (
    UnknownTemplate,
    WouldOverwrite,
    example_workbooks,
    template_workbook,
    templates,
    write_new_file,
)
from sync.workbooks import open_workbook

AS_OF = date(2026, 11, 20)
Q4 = cycle_by_id("2026-Q4", FiscalCalendar())
OKR_ROWS = {
    "en": [
        ("Customers stay", "Churn falls from 4% to 3%", "Aspirational", 4, 3, 3.4, "points", 0.6, "High", "Ana"),
        (None, "Net promoter score reaches 45", "Committed", 38, 45, 41, "points", 0.4, "Medium", "Ben"),
    ],
    "vi": [
        ("Khách hàng ở lại", "Điểm hài lòng đạt 4,8", "Vươn lên", 4.4, 4.8, 4.6, "điểm", 60, "Cao", "Hà"),
        (None, "Tuyển thêm 5 nhân viên", "Cam kết", 0, 5, 3, "người", 40, "Thấp", "Minh"),
    ],
}
KPI_ROWS = [("Retention", "%", 90, None, "Ana", 91, 92, 93), ("Stock", "days", 15, 30, "Ben", 22, 24, 33)]


def filled(path: Path, name: str, language: Language) -> None:
    path.write_bytes(template_workbook(name, language, Q4))
    book = load_workbook(path)
    tab = book.worksheets[0]
    first, rows = (5, OKR_ROWS[language]) if name == "team-okr" else (4, KPI_ROWS)
    for row, values in enumerate(rows, first):
        for column, value in enumerate(values, 1):
            tab.cell(row, column).value = value
    book.save(path)


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", ["team-okr", "kpi"])
def test_a_template_that_is_filled_in_is_read_without_a_finding_about_its_layout(
    tmp_path: Path, name: str, language: Language
) -> None:
    path = tmp_path / "team.xlsx"
    filled(path, name, language)
    own = WorkbookSettings("team", f"excel:{path}", reading=ReadingOptions(language=language))
    outcome = plan_workbook(open_workbook(str(path), name="team"), History(), Settings(workbooks=(own,)), AS_OF)
    assert not [finding.code for finding in outcome.findings if finding.code.startswith("OKR14")]
    assert not outcome.rows.remarks
    assert {table.language for table in outcome.rows.tables} == {language}
    assert not outcome.plan.columns
    if name == "team-okr":
        (objective,) = outcome.scored.objectives
        assert [each.key_result.row for each in objective.key_results] == [5, 6]
        assert objective.cycle == Q4
        assert {change.field for change in outcome.plan.changes} >= {Field.progress, Field.score, Field.objective_score}
    else:
        assert [str(kpi.status) for kpi in outcome.scored.kpis] == ["healthy", "out of range"]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", ["team-okr", "kpi"])
def test_a_template_has_drop_downs_a_frozen_header_a_how_to_tab_and_owned_columns_that_explain_themselves(
    name: str, language: Language
) -> None:
    book = load_workbook(BytesIO(template_workbook(name, language, Q4)))
    tab = book.worksheets[0]
    header = 4 if name == "team-okr" else 3
    assert tab.freeze_panes is not None
    assert "{" not in "".join(str(cell.value) for row in tab.iter_rows() for cell in row if cell.value)
    assert book.worksheets[-1].title in ("How to", "Hướng dẫn")
    validations = tab.data_validations.dataValidation
    status = next(cell for cell in tab[header] if cell.value == owned_header(Field.status, language))
    assert any(status.coordinate in one.sqref and one.prompt for one in validations)
    guards = [one for one in validations if one.type == "custom"]
    assert guards
    assert all(one.errorStyle == "warning" for one in guards)
    if name == "team-okr":
        assert sum(one.type == "list" for one in validations) == 2


def test_every_template_has_both_languages_and_a_summary_in_each() -> None:
    assert {info.name: info.languages for info in templates()} == {"kpi": ("en", "vi"), "team-okr": ("en", "vi")}
    assert all(summary for info in templates() for summary in info.summaries.values())


def test_an_unknown_template_is_answered_with_those_that_exist() -> None:
    with pytest.raises(UnknownTemplate) as caught:
        template_workbook("team-okrs", "vi", Q4)
    assert "team-okr" in caught.value.hint


def test_nothing_of_anybodys_is_ever_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "mine.xlsx"
    path.write_text("mine")
    with pytest.raises(WouldOverwrite):
        write_new_file(path, b"new")
    assert path.read_text() == "mine"


def test_the_examples_hold_what_a_team_has_around_its_okrs() -> None:
    book = load_workbook(BytesIO(example_workbooks()["growth-team.xlsx"]))
    tab = book["OKRs Q4 2026"]
    assert tab["L6"].value == "=(F6-D6)/(E6-D6)"
    assert tab["B7"].comment is not None
    assert len(tab._charts) == 1
    assert tab.conditional_formatting


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("name", ["team-okr", "kpi"])
def test_a_template_prints_one_page_wide_and_its_warnings_wrap(name: str, language: Language) -> None:
    book = load_workbook(BytesIO(template_workbook(name, language, Q4)))
    for tab in book.worksheets:
        assert tab.page_setup.orientation == "landscape"
        assert tab.sheet_properties.pageSetUpPr.fitToPage
        assert (tab.page_setup.fitToWidth, tab.page_setup.fitToHeight) == (1, 0)
    tab = book.worksheets[0]
    [header] = [cell for row in tab.iter_rows() for cell in row if cell.value == owned_header(Field.warnings, language)]
    below = tab.cell(header.row + 1, header.column).alignment
    assert (below.wrap_text, below.vertical) == (True, "top")
