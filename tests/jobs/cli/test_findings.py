from __future__ import annotations

import json
from pathlib import Path

import pytest

from jobs.cli.findings import exit_status, failure_of, findings_document, sarif_document, show_findings
from jobs.cli.main import main
from jobs.cli.output import Exit, Output
from sync.workbooks.base import WorkbookError
from tests.jobs.cli.outcomes import empty, failed, outcome, quiet


@pytest.fixture(autouse=True)
def _in_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_findings_read_like_a_compilers(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    show_findings([outcome(tmp_path), quiet(tmp_path), empty(tmp_path), failed(tmp_path)], "text", Output())

    shown = capsys.readouterr()
    assert shown.out == (
        "teams/sales.xlsx: 'Q4 2026'!B5 OKR201 error: a task, not a value\n"
        "  help: name a value, 100%: so\n"
        "teams/sales.xlsx: 'Q4 2026'!G4 OKR106 warning: weights add up to 90\n"
        "teams/sales.xlsx: 'Q4 2026'!B4 OKR201 info: two lines\n"
        "  help: mend it\n"
        "\n"
    )
    assert shown.err == (
        "error: old: old.xls is in the format of Excel 97\n"
        "  help: save it as .xlsx\n"
        "budget.xlsx: no OKRs or KPIs were found in it (tab 'Budget' has no OKRs or KPIs; tab 'Sheet2' is empty)\n"
        "1 error, 1 warning, 1 suggestion in 3 workbooks, 4 key results, 2 KPIs\n"
        "1 workbook could not be read\n"
    )


def test_nothing_found_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    show_findings([quiet(tmp_path)], "text", Output())

    assert capsys.readouterr() == ("", "no findings in 1 workbook, 2 key results, 1 KPI\n")


def test_the_document_has_the_contracts_keys_and_exact_numbers(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    show_findings([outcome(tmp_path), failed(tmp_path)], "json", Output(as_json=True))

    document = json.loads(capsys.readouterr().out)
    assert document == findings_document([outcome(tmp_path), failed(tmp_path)])
    assert document["findings"][0] == {
        "code": "OKR201",
        "severity": "error",
        "message": "a task, not a value",
        "hint": "name a value, 100%: so",
        "workbook": "sales",
        "sheet": "Q4 2026",
        "cell": "B5",
        "url": None,
    }
    assert document["key_results"][0] == {
        "id": "kr-1",
        "objective": "o-1",
        "text": "Doanh số mới đạt 10 tỷ",
        "kind": "increase",
        "baseline": "0",
        "target": "10000000000",
        "current": "7500000000",
        "unit": "VND",
        "weight": "0.6",
        "owner": "Lan",
        "due": "2026-12-31",
        "progress": "0.75",
        "attainment": "0.75",
        "expected": "0.5435",
        "score": "0.75",
        "status": "on track",
        "sheet": "Q4 2026",
        "row": 4,
        "kpi": None,
        "forecast": None,
        "workbook": "sales",
    }
    assert document["key_results"][1]["progress"] is None
    assert document["objectives"] == [
        {
            "id": "o-1",
            "title": "Bứt phá doanh số",
            "owner": None,
            "parent": None,
            "committed": False,
            "progress": "0.3333",
            "score": "0.33",
            "status": "behind",
            "sheet": "Q4 2026",
            "row": 4,
            "parent_workbook": None,
            "rolled_up": None,
            "children": [],
            "workbook": "sales",
        }
    ]
    assert document["kpis"] == [
        {
            "id": "kpi-1",
            "name": "Churn",
            "unit": "%",
            "current": "2.5",
            "target": None,
            "healthy_min": None,
            "healthy_max": "3",
            "period": None,
            "status": "healthy",
            "sheet": "KPI",
            "cell": "E3",
            "workbook": "sales",
        }
    ]
    assert document["errors"] == [
        {"workbook": "old", "message": "old.xls is in the format of Excel 97", "hint": "save it as .xlsx"}
    ]


def test_annotations_are_escaped_as_github_wants_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    show_findings([outcome(tmp_path), failed(tmp_path)], "github", Output())

    assert capsys.readouterr().out.splitlines() == [
        "::error file=teams/sales.xlsx,title=OKR201::'Q4 2026'!B5: a task, not a value → name a value, 100%25: so",
        "::warning file=teams/sales.xlsx,title=OKR106::'Q4 2026'!G4: weights add up to 90",
        "::notice file=teams/sales.xlsx,title=OKR201::'Q4 2026'!B4: two lines → mend it",
        "::error file=old.xls,title=okr-sync::old.xls is in the format of Excel 97. save it as .xlsx",
    ]


def test_sarif_has_only_the_rules_that_occur_and_each_results_cell(tmp_path: Path) -> None:
    log = sarif_document([outcome(tmp_path), failed(tmp_path)])

    run = log["runs"][0]
    assert log["version"] == "2.1.0"
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == ["OKR106", "OKR201"]
    assert all(rule["shortDescription"]["text"] for rule in rules)
    assert [(result["ruleId"], result["level"], rules[result["ruleIndex"]]["id"]) for result in run["results"]] == [
        ("OKR201", "error", "OKR201"),
        ("OKR106", "warning", "OKR106"),
        ("OKR201", "note", "OKR201"),
    ]
    (location,) = run["results"][0]["locations"]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == "teams/sales.xlsx"
    assert location["logicalLocations"][0]["fullyQualifiedName"] == "'Q4 2026'!B5"
    assert run["invocations"][0]["executionSuccessful"] is False
    json.dumps(log)


def test_a_file_outside_of_the_folder_is_named_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")

    log = sarif_document([outcome(tmp_path)])

    (location,) = log["runs"][0]["results"][0]["locations"]
    assert location["physicalLocation"]["artifactLocation"]["uri"] == (tmp_path / "teams/sales.xlsx").as_uri()


@pytest.mark.parametrize(
    ("fail_on", "status"), [("error", Exit.findings), ("warning", Exit.findings), ("never", Exit.done)]
)
def test_the_status_says_what_was_found(fail_on: str, status: Exit, tmp_path: Path) -> None:
    assert exit_status([outcome(tmp_path)], fail_on) == status
    assert exit_status([quiet(tmp_path)], fail_on) == Exit.done


def test_a_workbook_that_could_not_be_read_fails_whatever_is_asked_for(tmp_path: Path) -> None:
    assert exit_status([failed(tmp_path)], "never") == Exit.findings


def test_a_folder_is_named_and_nothing_is_said_of_workbooks_that_were_not_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "teams"
    folder.mkdir()
    monkeypatch.chdir(folder)
    assert main(["check", "../teams"]) == 1
    said = capsys.readouterr().err
    assert "error: .:" not in said
    assert str(folder) in said
    assert "no findings" not in said


@pytest.mark.parametrize(
    ("name", "error", "told"),
    [
        ("team.xlsx", "{path} does not exist.", "team.xlsx does not exist."),
        ("sales", "{path} does not exist.", "sales: team.xlsx does not exist."),
        ("sales", "team.xlsx is open.", "sales: team.xlsx is open."),
        ("sales", "there is no key file", "team.xlsx: there is no key file"),
    ],
)
def test_what_could_not_be_done_is_told_with_the_workbooks_name_and_its_path_once(
    name: str, error: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "team.xlsx"
    outcome = failed(tmp_path)._replace(
        workbook=name, source=f"excel:{path}", error=WorkbookError(error.format(path=path))
    )
    assert failure_of(outcome) == told
