from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone

import pytest

from sync.archive import ArchiveError, RunOutcome, WorkbookOutcome, open_archive
from sync.archive.store import Archive
from sync.model.plans import Receipt
from sync.options import ScoringOptions
from tests.sync.archive.samples import finding, plan, run_info, usual

ENDED = datetime(2026, 11, 2, 3, 5, tzinfo=UTC)


@pytest.fixture
def archive() -> Iterator[Archive]:
    with open_archive("sqlite://") as opened:
        yield opened


def test_a_run_is_known_by_its_time(archive: Archive) -> None:
    ids = [archive.begin_run(run_info(second)) for second in (5, 1, 3)]
    assert all(re.fullmatch(r"R20261102-03040[135]-[0-9a-f]{4}", one) for one in ids)
    assert [run.id for run in archive.runs()] == sorted(ids, reverse=True)


def test_two_runs_in_one_second_are_two(archive: Archive) -> None:
    assert len({archive.begin_run(run_info()) for _ in range(5)}) == 5


def test_a_run_comes_back_as_it_began_and_ended(archive: Archive) -> None:
    name = archive.begin_run(run_info())
    archive.finish_run(name, ENDED, RunOutcome.done)
    [run] = archive.runs()
    assert (run.info, run.finished, run.outcome) == (run_info(), ENDED, RunOutcome.done)


def test_times_are_kept_in_utc_wherever_they_were_taken(archive: Archive) -> None:
    hanoi = run_info().started.astimezone(timezone(timedelta(hours=7)))
    archive.begin_run(run_info()._replace(started=hanoi))
    [run] = archive.runs()
    assert run.info.started == hanoi
    assert run.info.started.tzinfo is UTC
    assert run.id.startswith("R20261102-0304")


def test_a_time_without_its_zone_is_refused(archive: Archive) -> None:
    with pytest.raises(Exception, match="needs its zone"):
        archive.begin_run(run_info()._replace(started=datetime(2026, 11, 2)))


def test_each_workbook_of_a_run_has_its_outcome_and_counts(archive: Archive) -> None:
    run = archive.begin_run(run_info())
    archive.record_snapshot(run, "sales", "excel:sales.xlsx", "before", usual(), (finding(2),), ScoringOptions())
    archive.record_intents(run, plan())
    archive.record_receipt(run, plan(), Receipt(plan().changes, plan().columns, (), "after"))
    archive.record_outcome(run, "sales", WorkbookOutcome.synced)
    archive.record_outcome(run, "people", WorkbookOutcome.failed, "excel:people.xlsx", "it is locked by Excel")
    [only] = archive.runs()
    people, sales = only.workbooks
    assert (people.workbook, people.source, people.outcome, people.error, people.snapshot, people.key_results) == (
        "people",
        "excel:people.xlsx",
        WorkbookOutcome.failed,
        "it is locked by Excel",
        None,
        0,
    )
    assert (sales.outcome, sales.error, sales.fingerprint_before, sales.fingerprint_after) == (
        WorkbookOutcome.synced,
        "",
        "before",
        "after",
    )
    assert (sales.objectives, sales.key_results, sales.kpis, sales.warnings, sales.written, sales.dropped) == (
        2,
        3,
        1,
        1,
        3,
        0,
    )


def test_the_last_run_of_every_workbook(archive: Archive) -> None:
    first, second = (archive.begin_run(run_info(number)) for number in (1, 2))
    archive.record_outcome(first, "sales", WorkbookOutcome.synced, "excel:sales.xlsx")
    archive.record_outcome(first, "people", WorkbookOutcome.synced, "excel:people.xlsx")
    archive.record_outcome(second, "sales", WorkbookOutcome.put_off, "excel:sales.xlsx", "saved three times")
    last = archive.last_runs()
    assert [(one.workbook.workbook, one.run.id, one.workbook.outcome) for one in last] == [
        ("people", first, WorkbookOutcome.synced),
        ("sales", second, WorkbookOutcome.put_off),
    ]


def test_runs_can_be_asked_for_by_workbook_and_number(archive: Archive) -> None:
    ids = [archive.begin_run(run_info(second)) for second in range(4)]
    for run in ids[::2]:
        archive.record_outcome(run, "sales", WorkbookOutcome.unchanged, "excel:sales.xlsx")
    assert [run.id for run in archive.runs(workbook="sales")] == [ids[2], ids[0]]
    assert [run.id for run in archive.runs(limit=1)] == [ids[3]]
    assert archive.runs(workbook="nobody") == ()


def test_what_no_run_did_cannot_be_recorded(archive: Archive) -> None:
    with pytest.raises(ArchiveError, match="no run R1"):
        archive.finish_run("R1", ENDED, RunOutcome.done)
    with pytest.raises(ArchiveError, match="no run R1"):
        archive.record_outcome("R1", "sales", WorkbookOutcome.synced)
