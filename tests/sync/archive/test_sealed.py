from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from sync.archive import ArchiveError, WorkbookOutcome, open_archive
from sync.archive.store import Archive
from sync.model.cells import CellRef
from sync.model.past import Closing, ClosingKind
from sync.options import ScoringOptions
from tests.sync.archive.samples import DAY, TAB, run_info, usual

CLOSED = datetime(2027, 1, 4, 2, 0, 0, 5, tzinfo=UTC)
CLOSINGS = (
    Closing(
        "sales", ClosingKind.objective, "O1", "Mục tiêu O1", CellRef(TAB, 2, 1), score=Decimal("0.70"), grade="success"
    ),
    Closing(
        "sales",
        ClosingKind.key_result,
        "doanh-so",
        "Đạt 100 doanh-so",
        CellRef(TAB, 2, 2),
        objective="O1",
        owner="Lan",
        baseline=Decimal(0),
        target=Decimal("100.0"),
        current=Decimal(70),
        attainment=Decimal("0.7"),
        progress=Decimal("0.7"),
        score=Decimal("0.70"),
        status="behind",
        grade="success",
        hand_score=Decimal("0.80"),
        reason="khách ký muộn một ngày",
    ),
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "archive.db"


@pytest.fixture
def archive(path: Path) -> Iterator[Archive]:
    with open_archive(f"sqlite:///{path}") as opened:
        yield opened


@pytest.fixture
def run(archive: Archive) -> str:
    return archive.begin_run(run_info())


def test_a_closed_cycle_comes_back_as_it_was_sealed(archive: Archive, run: str) -> None:
    assert not archive.is_closed("2026-Q4")
    sealed = archive.close_cycle("2026-Q4", run, CLOSED, CLOSINGS)
    assert archive.cycle_snapshot("2026-Q4") == sealed
    assert (sealed.closings, sealed.run, sealed.closed, sealed.intact) == (CLOSINGS, run, CLOSED, True)
    assert archive.is_closed("2026-Q4")
    assert archive.closed_cycles() == ("2026-Q4",)
    assert archive.history("sales", DAY).closed_cycles == {"2026-Q4"}


def test_a_link_that_was_archived_whole_is_hidden_at_the_close(archive: Archive, path: Path, run: str) -> None:
    link, shown = "excel:https://contoso.sharepoint.com/:x:/s/kpi?e=1", "excel:https://contoso.sharepoint.com/***5d41"
    for source in (link, shown):
        archive.record_outcome(run, "sales", WorkbookOutcome.unchanged, source)
        archive.record_snapshot(run, "sales", source, source, usual(), (), ScoringOptions())
    archive.record_outcome(run, "finance", WorkbookOutcome.unchanged, "excel:https://files.example/finance.xlsx")
    archive.close_cycle("2026-Q4", run, CLOSED, CLOSINGS)
    assert {one.source for one in archive.snapshots("sales")} == {shown}
    sources = {one.workbook: one.source for one in archive.run(run).workbooks}
    assert sources == {"sales": shown, "finance": "excel:https://files.example/finance.xlsx"}


def test_anybody_can_compute_the_seal_again(archive: Archive, path: Path, run: str) -> None:
    seal = archive.close_cycle("2026-Q4", run, CLOSED, CLOSINGS).seal
    with closing(sqlite3.connect(path)) as database:
        documents = [json.loads(text) for (text,) in database.execute("SELECT document FROM closing ORDER BY position")]
    whole = {"cycle": "2026-Q4", "run": run, "closed": "2027-01-04T02:00:00.000005+00:00", "closings": documents}
    text = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert hashlib.sha256(text.encode()).hexdigest() == seal


def test_a_cycle_is_closed_once(archive: Archive, run: str) -> None:
    sealed = archive.close_cycle("2026-Q4", run, CLOSED, CLOSINGS)
    with pytest.raises(
        ArchiveError, match=f"2026-Q4 was closed on 2027-01-04 .run {run}., and a closed cycle is never"
    ):
        archive.close_cycle("2026-Q4", run, CLOSED, (CLOSINGS[0]._replace(score=Decimal(1)),))
    assert archive.cycle_snapshot("2026-Q4") == sealed


def test_no_later_sync_changes_a_closed_cycle(archive: Archive, run: str) -> None:
    sealed = archive.close_cycle("2026-Q4", run, CLOSED, CLOSINGS)
    archive.record_snapshot(run, "sales", "excel:sales.xlsx", "late", usual("100"), (), ScoringOptions())
    assert archive.cycle_snapshot("2026-Q4") == sealed


def test_an_open_cycle_has_nothing_sealed(archive: Archive, run: str) -> None:
    archive.close_cycle("2026-Q3", run, CLOSED, ())
    assert archive.cycle_snapshot("2026-Q3").closings == ()
    with pytest.raises(ArchiveError, match="2026-Q4 is not closed"):
        archive.cycle_snapshot("2026-Q4")


@pytest.mark.parametrize(
    "attempt",
    [
        "UPDATE closing SET grade = 'missed'",
        "UPDATE closed_cycle SET seal = ''",
        "DELETE FROM closing WHERE position = 1",
        "DELETE FROM closed_cycle",
        "INSERT OR REPLACE INTO closing SELECT cycle, position, workbook, kind, id, '1', grade, document FROM closing",
        "INSERT OR REPLACE INTO closed_cycle SELECT cycle, run, closed, 99, seal FROM closed_cycle",
        "INSERT INTO closing SELECT cycle, position + 2, workbook, kind, id, score, grade, document FROM closing",
        "INSERT INTO closing SELECT cycle, position - 2, workbook, kind, id, score, grade, document FROM closing",
        "INSERT INTO closing SELECT cycle, 0.5, workbook, kind, id, score, grade, document FROM closing LIMIT 1",
        "REPLACE INTO closing SELECT cycle, position, workbook, kind, id, score, 'missed', document FROM closing",
        "UPDATE OR REPLACE closing SET position = 0",
    ],
)
def test_the_database_itself_refuses_to_change_what_is_sealed(
    archive: Archive, path: Path, run: str, attempt: str
) -> None:
    sealed = archive.close_cycle("2026-Q4", run, CLOSED, CLOSINGS)
    with closing(sqlite3.connect(path)) as database:
        with pytest.raises(sqlite3.IntegrityError, match="a sealed cycle is never changed"):
            database.execute(attempt)
        database.commit()
    assert archive.cycle_snapshot("2026-Q4") == sealed


@pytest.mark.parametrize(
    "forgery",
    [
        "UPDATE closing SET document = replace(document, '0.70', '0.90')",
        "UPDATE closing SET grade = 'missed'",
        "UPDATE closing SET score = '0.90'",
        "DELETE FROM closing WHERE position = 1",
        "UPDATE closed_cycle SET closed = '2027-01-01 00:00:00.000000'",
    ],
)
def test_a_seal_shows_what_was_forged_behind_the_databases_back(
    archive: Archive, path: Path, run: str, forgery: str
) -> None:
    archive.close_cycle("2026-Q4", run, CLOSED, CLOSINGS)
    with closing(sqlite3.connect(path)) as database:
        for (trigger,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f"DROP TRIGGER {trigger}")
        database.execute(forgery)
        database.commit()
    assert not archive.cycle_snapshot("2026-Q4").intact
