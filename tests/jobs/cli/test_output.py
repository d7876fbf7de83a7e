from __future__ import annotations

import errno
import io
import json
import re
import shlex
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from jobs.cli.output import Exit, Output, aligned, display_width, fitted, has_colour, in_shell, report, styled
from sync.model.scores import Status
from sync.settings import Problem, SettingsError
from sync.workbooks.base import WorkbookChanged, WorkbookError


@pytest.mark.parametrize(
    ("word", "typed"),
    [
        ("teams/sales-2026.xlsx", "teams/sales-2026.xlsx"),
        ("đội", "đội"),
        ("đội bán hàng.xlsx", '"đội bán hàng.xlsx"'),
        ("it's.xlsx", '"it\'s.xlsx"'),
        ("a$(b).xlsx", "'a$(b).xlsx'"),
        (Path("~$x y.xlsx"), "'~$x y.xlsx'"),
    ],
)
def test_a_path_in_a_command_is_quoted_where_a_shell_needs_it(word: str | Path, typed: str) -> None:
    assert in_shell(word) == typed
    assert shlex.split(in_shell(word)) == [str(word)]


def test_a_moment_in_a_message_is_told_by_the_services_clock(capsys: pytest.CaptureFixture[str]) -> None:
    Output(timezone="Asia/Ho_Chi_Minh").failure("open since 2026-11-20 22:30 UTC.")
    Output().failure("open since 2026-11-20 22:30 UTC.")
    assert capsys.readouterr().err == (
        "error: open since 2026-11-21 05:30 Asia/Ho_Chi_Minh.\nerror: open since 2026-11-20 22:30 UTC.\n"
    )


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class ArchiveError(Exception):
    """Told by its name, as those of libraries are: the real one would bring SQL."""

    hint = "put back the last backup"


def _with_hint() -> Exception:
    error = type("CycleNotOver", (Exception,), {"__module__": "jobs.tasks", "hint": "wait for its last day"})
    return error("2026-Q4 ends on 2026-12-31")


@pytest.mark.parametrize(
    ("error", "said", "status"),
    [
        (
            SettingsError((Problem("config.toml", "there is no such file", help="'okr-sync init' writes one"),)),
            "config.toml: there is no such file\nhelp: 'okr-sync init' writes one\n",
            Exit.usage,
        ),
        (
            WorkbookError("sales.xlsx is encrypted: it cannot be read", "save it without a password"),
            "error: sales.xlsx is encrypted: it cannot be read\n  help: save it without a password\n",
            Exit.findings,
        ),
        (
            WorkbookChanged("sales.xlsx has changed"),
            "error: sales.xlsx has changed\n  help: 'okr-sync doctor' looks at everything that a sync needs\n",
            Exit.findings,
        ),
        (
            ArchiveError("okr.db is damaged"),
            "error: okr.db is damaged\n  help: put back the last backup\n",
            Exit.findings,
        ),
        (_with_hint(), "error: 2026-Q4 ends on 2026-12-31\n  help: wait for its last day\n", Exit.usage),
        (
            PermissionError(errno.EACCES, "Permission denied", "plan.json"),
            "error: plan.json: Permission denied\n",
            Exit.findings,
        ),
        (OSError(errno.ENOSPC, "No space left on device"), "error: No space left on device\n", Exit.findings),
        (KeyboardInterrupt(), "", Exit.interrupted),
        (SystemExit(3), "", 3),
    ],
    ids=lambda value: type(value).__name__ if isinstance(value, BaseException) else "",
)
def test_every_error_has_its_words_and_its_status(
    error: BaseException, said: str, status: int, capsys: pytest.CaptureFixture[str]
) -> None:
    assert report(error, ["check"]) == status
    assert capsys.readouterr().err == said


def test_a_fault_of_ours_is_one_sentence_and_its_traceback_a_file(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    error = KeyError("row")

    status = report(error, ["check"])

    (file,) = tmp_path.glob("okr-sync-fault-*.txt")
    assert status == Exit.fault_of_ours
    assert capsys.readouterr().err == (
        "error: okr-sync failed through a fault of its own: KeyError: 'row'\n"
        f"  help: the traceback is in {file}; --verbose shows it\n"
    )
    assert "KeyError: 'row'" in file.read_text(encoding="utf-8")


def test_verbose_shows_the_traceback_of_a_fault_of_ours(capsys: pytest.CaptureFixture[str]) -> None:
    try:
        raise KeyError("row")
    except KeyError as error:
        status = report(error, ["check", "--verbose"])

    assert status == Exit.fault_of_ours
    assert "Traceback (most recent call last)" in capsys.readouterr().err


def test_data_is_one_json_document_of_exact_decimals(capsys: pytest.CaptureFixture[str]) -> None:
    Output(as_json=True).data(
        {"value": Decimal("1E+10"), "day": date(2026, 11, 20), "status": Status.on_track, "ở": "é"}
    )

    shown = capsys.readouterr().out
    assert json.loads(shown) == {"value": "10000000000", "day": "2026-11-20", "status": "on track", "ở": "é"}
    assert "ở" in shown


def test_messages_are_on_standard_error_and_not_said_when_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    Output().message("synced")
    Output(quiet=True).message("not said")
    Output().detail("not said")
    Output(verbose=True).detail("in detail")
    Output(quiet=True).failure("cannot be read", "close it")

    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", "synced\nin detail\nerror: cannot be read\n  help: close it\n")


@pytest.mark.parametrize(
    ("stream", "environment", "coloured"),
    [
        (Terminal(), {}, True),
        (Terminal(), {"NO_COLOR": "1"}, False),
        (Terminal(), {"NO_COLOR": ""}, True),
        (Terminal(), {"TERM": "dumb"}, False),
        (io.StringIO(), {}, False),
    ],
)
def test_colour_is_for_terminals_that_want_it(
    stream: io.StringIO, environment: dict[str, str], coloured: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")
    for name, value in environment.items():
        monkeypatch.setenv(name, value)

    assert has_colour(stream) is coloured


def test_a_table_is_aligned_whatever_letters_stand_in_it(capsys: pytest.CaptureFixture[str]) -> None:
    decomposed = "Tiê\u0301n đô\u0323"

    Output().table(("what", "score"), [("Mục tiêu", "0.70"), (decomposed, "1.00"), ("目標", "0.40")], title="sales")

    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "sales"
    assert {display_width(line) for line in lines[2:]} == {14}


def test_an_empty_table_is_its_headers() -> None:
    assert aligned([("what", "score")]) == ["what  score"]


def test_progress_is_silent_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    assert list(Output().progress("abc", "reading")) == ["a", "b", "c"]
    assert capsys.readouterr() == ("", "")


def test_nothing_is_asked_where_nobody_can_answer(capsys: pytest.CaptureFixture[str]) -> None:
    assert Output().ask("Language", "vi") == "vi"
    assert capsys.readouterr() == ("", "")


def test_a_line_is_broken_between_words_where_a_terminal_is_narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "37")
    line = f"  {styled('sales', 'bold')}: held by Lan since 2026-11-20; 'okr-sync resume sales' goes on"
    assert fitted(line, Terminal()).splitlines() == [
        f"  {styled('sales', 'bold')}: held by Lan since",
        "      2026-11-20;",
        "      'okr-sync resume sales' goes on",
    ]
    assert fitted(line, io.StringIO()) == line
    assert fitted("short:  as it is", Terminal()) == "short:  as it is"


def test_a_table_on_a_narrow_terminal_loses_no_letter(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    names = ("growth-team", "a-workbook-with-a-long-name")
    headers = ("workbook", "state", "last run", "ago", "next run", "score", "errors", "warnings", "cells written")
    Output().table(
        headers, [(name, "did not finish", *["2026-11-20 12:00", "90 min"] * 2, "1", "2", "3") for name in names]
    )
    said = re.sub(r"\x1b\[[0-9;]*m", "", capsys.readouterr().out)
    assert max(map(display_width, said.splitlines())) <= 80
    assert said.count("cells") == said.count("written") == 1
    assert "…" not in said
    assert "growth-team " in said


def test_what_a_table_has_to_spare_goes_to_the_column_whose_cells_are_broken_most(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    rows = [
        ("KR", "Giảm tỷ lệ rời bỏ trong quý", "3.8%", "3%", "60%", "đúng tiến độ"),
        ("KR", "Doanh thu đạt 12 tỷ", "10,500,000,000 VND", "12,000,000,000 VND", "63%", "chậm tiến độ"),
    ]
    Output().table(("", "what", "current", "target", "progress", "status"), rows)
    said = capsys.readouterr().out
    assert "đúng tiến độ" in said
    assert "chậm tiến độ" in said
