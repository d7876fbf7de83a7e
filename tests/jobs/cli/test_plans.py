from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest

from jobs.cli.output import Exit, Output, report
from jobs.cli.plans import (
    NoSavedPlan,
    OfOthers,
    _entry,
    from_to,
    plan_document,
    read_plan,
    receipt_document,
    show_plans,
    show_receipts,
    shown,
    where_they_differ,
    why_left,
    write_plan,
)
from sync.model.cells import Calculation, CellRef, ErrorValue
from sync.model.plans import CellChange, LeftAlone
from sync.model.rows import Field
from sync.options import RuleOptions
from sync.plain import plan_to_json
from sync.rules import old_values_may_show
from sync.workbooks import WorkbookBusy
from tests.jobs.cli.outcomes import PLAN, failed, outcome, quiet


@pytest.fixture(autouse=True)
def _in_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_a_plan_shows_every_cell_with_what_stands_there_and_what_would(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    show_plans([outcome(tmp_path), quiet(tmp_path), failed(tmp_path)], Output())

    printed = capsys.readouterr()
    assert printed.out == (
        "teams/sales.xlsx (sales)\n"
        "  tab 'Q4 2026'\n"
        "    + I3  new column 'Tiến độ ⟳'\n"
        "    + I4  progress: 75%\n"
        "    ~ J4  score: 0.50 → 0.75\n"
        '    - K5  status: "Đúng tiến độ" → (empty)\n'
        "      J5  left as it is: somebody's formula stands there\n"
        "  tab 'KPI'\n"
        '    ~ H3  status: "Ngoài ngưỡng" → "Trong ngưỡng"\n'
        "\n"
        "Plan: 1 column to add, 1 cell to fill, 2 to change, 1 to empty; "
        "not known of 1 of 3 workbooks, which could not be read.\n"
    )
    assert printed.err == "error: old: old.xls is in the format of Excel 97\n  help: save it as .xlsx\n"


def test_a_plan_that_writes_nothing_says_so(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    show_plans([quiet(tmp_path)], Output())

    assert capsys.readouterr().out == "Plan: nothing to write.\n"


def test_a_plan_of_what_could_not_be_read_does_not_sound_as_if_all_were_well(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    show_plans([quiet(tmp_path), failed(tmp_path)], Output())
    show_plans([failed(tmp_path)], Output())
    show_plans([failed(tmp_path), failed(tmp_path)], Output())

    assert capsys.readouterr().out.splitlines() == [
        "Plan: nothing to write; not known of 1 of 2 workbooks, which could not be read.",
        "Plan: not known: the workbook could not be read.",
        "Plan: not known: none of 2 workbooks could be read.",
    ]


def test_a_plan_as_data_holds_values_as_they_are_stored(tmp_path: Path) -> None:
    document = plan_document([outcome(tmp_path), failed(tmp_path)])

    sales, old = json.loads(json.dumps(document))["plans"]
    assert (sales["workbook"], sales["writes_nothing"], sales["error"]) == ("sales", False, None)
    assert sales["changes"][1] == {
        "sheet": "Q4 2026",
        "cell": "J4",
        "field": "score",
        "before": "0.5",
        "after": "0.75",
        "subject": "kr-1",
    }
    assert sales["columns"] == [{"sheet": "Q4 2026", "cell": "I3", "field": "progress", "header": "Tiến độ ⟳"}]
    assert sales["left_alone"] == [{"sheet": "Q4 2026", "cell": "J5", "reason": "formula"}]
    assert old["error"] == "old.xls is in the format of Excel 97"


def test_a_receipt_says_what_was_written(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    observed = outcome(tmp_path)._replace(workbook="watched")

    show_receipts([outcome(tmp_path, receipt=True), observed, quiet(tmp_path), failed(tmp_path)], Output())

    printed = capsys.readouterr()
    assert printed.out == (
        "teams/sales.xlsx: 4 cells written, 1 column added; 1 error, 1 warning\n"
        "  'Q4 2026'!J5 left as it is: somebody's formula stands there\n"
        "teams/sales.xlsx: observed only, 4 cells would change; 1 error, 1 warning\n"
        "  'Q4 2026'!J5 left as it is: somebody's formula stands there\n"
        "hr.xlsx: nothing to write; no warnings\n"
    )
    assert printed.err.endswith("3 workbooks synced, 4 cells written; 1 workbook failed in run-1\n")


def test_a_workbook_that_is_put_off_has_not_failed(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    busy = quiet(tmp_path)._replace(error=WorkbookBusy("hr.xlsx is open in Excel by An.", "An has to close it."))

    show_receipts([busy, failed(tmp_path)], Output())

    said = capsys.readouterr().err
    assert "error: hr: hr.xlsx is open in Excel by An.\n  help: An has to close it.\n" in said
    assert said.endswith("0 workbooks synced, 0 cells written; 1 workbook put off; 1 workbook failed\n")
    assert receipt_document([busy])["workbooks"][0]["outcome"] == "put off"


def test_who_was_synced_and_could_not_be_synced_once_more_is_told_with_both(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    busy = WorkbookBusy("sales.xlsx is open in Excel by An.", "An has to close it.")

    show_receipts([outcome(tmp_path, receipt=True)._replace(error=busy)], Output())

    printed = capsys.readouterr()
    assert printed.out == "teams/sales.xlsx: 4 cells written, 1 column added; 1 error, 1 warning\n"
    assert "sales.xlsx is open in Excel by An.\n  help: An has to close it.\n" in printed.err
    assert printed.err.endswith("0 workbooks synced, 4 cells written; 1 workbook put off in run-1\n")


def test_a_receipt_says_where_old_values_may_still_show(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    synced = outcome(tmp_path, receipt=True)
    calculation = Calculation((), CellRef("Q4 2026", 2, 9))
    uncertain = synced._replace(
        receipt=synced.receipt._replace(calculation=calculation),
        findings=(*synced.findings, *old_values_may_show((), calculation, RuleOptions())),
    )

    show_receipts([uncertain], Output())

    assert "  'Q4 2026'!I2 OKR147: The workbook is calculated by hand" in capsys.readouterr().out
    one, other = receipt_document([uncertain, synced])["workbooks"]
    assert (one["may_show_old_values"], other["may_show_old_values"]) == (True, False)
    assert [(each["code"], each["cell"]) for each in one["old_values"]] == [("OKR147", "I2")]
    assert other["old_values"] == []


def test_a_receipt_as_data(tmp_path: Path) -> None:
    document = receipt_document([outcome(tmp_path, receipt=True), quiet(tmp_path)])

    sales, hr = json.loads(json.dumps(document))["workbooks"]
    assert (sales["run"], len(sales["written"]), sales["findings"]) == (
        "run-1",
        4,
        {"error": 1, "warning": 1, "info": 1},
    )
    assert (hr["written"], hr["error"]) == ([], None)


def test_a_saved_plan_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text(plan_to_json(PLAN), encoding="utf-8")

    assert read_plan(path) == PLAN


@pytest.mark.parametrize("text", [None, "", "[1]", "{", "\x00"])
def test_a_file_that_is_no_plan_is_a_wrong_use(
    text: str | None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "plan.json"
    if text is not None:
        path.write_text(text, encoding="utf-8")

    with pytest.raises(NoSavedPlan) as refused:
        read_plan(path)

    assert report(refused.value, ["sync"]) == Exit.usage
    assert capsys.readouterr().err.startswith(f"error: {path}: ")


@pytest.mark.parametrize(
    ("value", "number_format", "said"),
    [
        (Decimal("0.755"), "0%", "76%"),
        (Decimal("0.7"), "0.00", "0.70"),
        (Decimal("1E+3"), None, "1000"),
        (Decimal("1.50"), "General", "1.5"),
        ("two\nlines", None, "two lines"),
        ("x" * 70, None, "x" * 59 + "…"),
        (ErrorValue("#REF!"), None, "#REF!"),
        (True, None, "TRUE"),
        (None, "0%", ""),
    ],
)
def test_values_are_shown_as_the_sheet_shows_them(
    value: Decimal | str | bool | ErrorValue | None, number_format: str | None, said: str
) -> None:
    assert shown(value, number_format) == said


def test_long_texts_are_shown_fromwhere_they_differ() -> None:
    same = "[OKR302] Behind: 14% of the way done → Agree on what will change this week · "
    before, after = where_they_differ(same + "[OKR301] No check-in since 2026-10-05", same + "[OKR306] Reached already")
    assert "OKR301" in shown(before)
    assert "OKR306" in shown(after)
    assert where_they_differ("short", "shorter") == ("short", "shorter")


def test_a_long_text_that_is_put_back_is_shown_from_where_it_differs() -> None:
    same = "[OKR302] Behind: outside its bound, at 2.1 → Agree on what will change this week · "
    said = from_to(same + "[OKR301] No check-in", same + "[OKR306] Reached already")
    assert said == '"…this week · [OKR301] No check-in" → "…this week · [OKR306] Reached already"'


def test_numbers_are_shown_alike_on_both_sides() -> None:
    change = CellChange(CellRef("Q4", 5, 8), Decimal("0.5"), Decimal("0.7777777777"), Field.score, "k")
    assert _entry(change, Output()) == ("~", "score: 0.50 → 0.78")
    near = change._replace(after=Decimal("0.501"))
    assert _entry(near, Output()) == ("~", "score: 0.5 → 0.501")
    assert _entry(change._replace(field=Field.progress), Output()) == ("~", "progress: 50% → 78%")


def test_a_table_without_columns_is_told_the_header_that_makes_one() -> None:
    left = LeftAlone(CellRef("KPI", 3, 1), "no_columns", "Trạng thái ⟳")
    assert "head one with 'Trạng thái ⟳'" in why_left(left)


def test_where_there_is_no_room_it_says_how_many_columns_to_insert() -> None:
    left = LeftAlone(CellRef("Q4", 3, 10), "no_room", columns=5)
    assert why_left(left).endswith(
        "where 5 columns of ours would go, and is never written over: insert 5 columns before it"
    )


def test_a_plan_is_saved_over_no_other_file(tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    write_plan(file, PLAN)
    write_plan(file, PLAN)
    assert read_plan(file) == PLAN
    for content in (b"PK\x03\x04 a workbook", b'{"a": 1}', b""):
        file.write_bytes(content)
        with pytest.raises(OfOthers, match="is there already, and is no saved plan"):
            write_plan(file, PLAN)
        assert file.read_bytes() == content
    with pytest.raises(OfOthers):
        write_plan(tmp_path, PLAN)
    assert [one.name for one in tmp_path.iterdir()] == ["plan.json"]


def test_what_a_sync_would_not_write_is_said_and_not_counted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    show_plans([outcome(tmp_path)], Output(), {"sales"})
    printed = capsys.readouterr().out
    assert printed.endswith(
        "teams/sales.xlsx: only observed (write = false): a sync writes nothing of this\n"
        "Plan: nothing to write; 1 workbook held or only observed, of which nothing is written.\n"
    )
