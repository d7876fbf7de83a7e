from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from hashlib import blake2b
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.archive import ArchiveError, open_archive
from sync.archive.encoding import cut
from sync.archive.store import Archive
from sync.model.findings import Finding
from sync.model.rows import Cycle
from sync.model.scores import Scored
from sync.options import ScoringOptions
from tests.sync.archive.samples import (
    DAY,
    TAB,
    finding,
    key_result,
    moved_down,
    objective,
    run_info,
    scored,
    usual,
    workbooks,
)

OPTIONS = ScoringOptions(on_track=Decimal("0.85"))


@pytest.fixture
def archive() -> Iterator[Archive]:
    with open_archive("sqlite://") as opened:
        yield opened


def record(
    archive: Archive, whole: Scored, findings: tuple[Finding, ...] = (), fingerprint: str = "", workbook: str = "sales"
) -> int:
    """One run that reads one workbook. Another content is another file."""
    run = archive.begin_run(run_info(as_of=whole.as_of))
    fingerprint = fingerprint or f"of {hash((whole.rows, findings))}"
    return archive.record_snapshot(run, workbook, f"excel:{workbook}.xlsx", fingerprint, whole, findings, OPTIONS)


def rows_in(archive: Archive) -> dict[str, int]:
    """How many rows each growing table has."""
    with archive._database.reading() as connection:
        tables = ("content", "version", "finding")
        return {table: connection.value(f"SELECT count(*) FROM {table}") for table in tables}


def growth(before: dict[str, int], after: dict[str, int]) -> dict[str, int]:
    return {name: after[name] - before[name] for name in after if after[name] != before[name]}


def test_a_snapshot_comes_back_exactly_as_it_was_recorded(archive: Archive) -> None:
    findings = (finding(2), finding(3), finding(3), finding(3, "OKR101"))
    record(archive, usual(), findings)
    back = archive.snapshot_on("sales", DAY)
    assert back is not None
    assert back.scored == usual()
    assert Counter(back.findings) == Counter(findings)
    assert back.options == OPTIONS
    info = back.info
    assert (info.objectives, info.key_results, info.kpis) == (2, 3, 1)
    assert (info.errors, info.warnings, info.infos) == (0, 4, 0)
    assert (info.workbook, info.source, info.as_of) == ("sales", "excel:sales.xlsx", DAY)


def test_digits_of_a_number_are_kept(archive: Archive) -> None:
    record(archive, scored(objective("O", 2, key_result("k", 2, "40.00"))))
    back = archive.snapshot_on("sales", DAY)
    assert back is not None
    assert str(back.scored.objectives[0].key_results[0].current) == "40.00"
    assert str(back.scored.objectives[0].key_results[0].share) == "0.50"


def test_an_unchanged_sheet_adds_no_second_copy_of_its_rows(archive: Archive) -> None:
    record(archive, usual(), (finding(2),))
    before = rows_in(archive)
    record(archive, usual(), (finding(2),))
    record(archive, usual(), (finding(2),), fingerprint="the same rows in a file that was saved again")
    assert rows_in(archive) == before
    assert [info.changed_rows for info in archive.snapshots()] == [0, 0, 6]
    assert len({info.content_hash for info in archive.snapshots()}) == 1


def test_only_the_newest_snapshot_that_a_run_knows_of_is_recorded_again(archive: Archive) -> None:
    number = record(archive, usual(), (finding(2),))
    run = archive.snapshots()[0].run
    again = archive.begin_run(run_info())
    assert archive.record_again(again, "sales", "excel:sales.xlsx", number, "R20200101-000000-0000") is None
    newer = archive.record_again(again, "sales", "excel:sales.xlsx", number, run)
    assert newer is not None
    assert archive.record_again(again, "sales", "excel:sales.xlsx", number, run) is None
    assert [(one.id, one.run) for one in archive.snapshots()] == [(newer, again), (number, run)]


def test_a_row_that_changed_adds_one_row(archive: Archive) -> None:
    record(archive, usual("40"), (finding(2),))
    before = rows_in(archive)
    record(archive, usual("41"), (finding(2),))
    assert growth(before, rows_in(archive)) == {"content": 1, "version": 1}
    newest, oldest = archive.snapshots()
    assert newest.changed_rows == 1
    assert newest.content_hash != oldest.content_hash


def test_rows_that_an_older_version_kept_in_two_texts_are_read_and_no_change(archive: Archive) -> None:
    record(archive, usual())
    as_before(archive)
    before = rows_in(archive)
    assert archive.snapshots()[0].changed_rows == 6
    back = archive.snapshot_on("sales", DAY)
    assert back is not None
    assert back.scored == usual()
    record(archive, usual(), fingerprint="saved again")
    assert rows_in(archive) == before
    record(archive, usual("41"), fingerprint="changed")
    assert growth(before, rows_in(archive)) == {"content": 1, "version": 1}


def as_before(archive: Archive) -> None:
    """What a row said and what it came to, in a text each, as it was kept at first."""
    with archive._database.writing() as connection:
        for kept in cut(usual()):
            texts = [text for text in (kept.content, kept.evaluation) if text is not None]
            hashes = [blake2b(text.encode(), digest_size=16).digest() for text in texts]
            connection.insert_many(
                "content", ("hash", "text"), zip(hashes, texts, strict=True), " ON CONFLICT DO NOTHING"
            )
            connection.run(
                "UPDATE version SET content = :content, evaluation = :evaluation"
                " WHERE kind = :kind AND subject = :subject",
                content=hashes[0],
                evaluation=hashes[1] if len(hashes) > 1 else None,
                kind=kept.kind,
                subject=kept.subject,
            )
        connection.run("DELETE FROM content WHERE text LIKE '[%'")


def test_rows_that_only_moved_add_no_text(archive: Archive) -> None:
    record(archive, usual())
    before = rows_in(archive)
    record(archive, moved_down(usual(), 3))
    assert growth(before, rows_in(archive)) == {"version": 6}
    back = archive.snapshot_on("sales", DAY)
    assert back is not None
    assert back.scored == moved_down(usual(), 3)


def test_expected_progress_of_a_new_day_is_one_text(archive: Archive) -> None:
    record(archive, usual())
    before = rows_in(archive)
    tomorrow = usual(as_of=DAY + timedelta(days=1))
    moved_on = tuple(
        one._replace(
            expected=Decimal("0.36"),
            key_results=tuple(kr._replace(expected=Decimal("0.36")) for kr in one.key_results),
        )
        for one in tomorrow.objectives
    )
    record(archive, tomorrow._replace(objectives=moved_on))
    assert growth(before, rows_in(archive)) == {"content": 1}
    back = archive.snapshot_on("sales", tomorrow.as_of)
    assert back is not None
    assert back.scored.objectives == moved_on


def test_a_finding_that_went_is_gone_and_the_day_before_still_has_it(archive: Archive) -> None:
    record(archive, usual(), (finding(2), finding(3)))
    record(archive, usual(as_of=DAY + timedelta(days=1)), (finding(3),))
    on_both = [archive.snapshot_on("sales", DAY + timedelta(days=days)) for days in (0, 1)]
    assert [one and one.findings for one in on_both] == [(finding(2), finding(3)), (finding(3),)]


def test_two_workbooks_do_not_mix(archive: Archive) -> None:
    record(archive, usual("40"), workbook="sales")
    record(archive, usual("90"), workbook="people")
    record(archive, usual("41"), workbook="sales")
    for name, current in (("sales", "41"), ("people", "90")):
        back = archive.snapshot_on(name, DAY)
        assert back is not None
        assert back.scored == usual(current)
    assert [info.workbook for info in archive.snapshots()] == ["sales", "people", "sales"]
    assert [info.workbook for info in archive.snapshots("people")] == ["people"]


def test_two_rows_of_one_name_are_both_kept(archive: Archive) -> None:
    twins = scored(objective("O", 2, key_result("k", 2, "1"), key_result("k", 3, "2"), key_result("", 4, "3")))
    record(archive, twins)
    back = archive.snapshot_on("sales", DAY)
    assert back is not None
    assert back.scored == twins


def test_a_workbook_that_lost_all_of_its_rows_is_remembered(archive: Archive) -> None:
    record(archive, usual())
    record(archive, scored(as_of=DAY + timedelta(days=1)))
    back = archive.snapshot_on("sales", DAY + timedelta(days=1))
    assert back is not None
    assert back.scored.objectives == ()
    assert "doanh-so" in archive.history("sales", DAY + timedelta(days=1)).key_results


def test_before_the_first_day_there_is_nothing(archive: Archive) -> None:
    record(archive, usual())
    assert archive.snapshot_on("sales", DAY - timedelta(days=1)) is None
    assert archive.snapshot_on("nobody", DAY) is None
    assert archive.history("sales", DAY - timedelta(days=1)).key_results == {}
    with pytest.raises(ArchiveError, match="no snapshot 99"):
        archive.snapshot(99)


def test_a_score_that_belongs_to_no_row_is_refused(archive: Archive) -> None:
    whole = usual()
    with pytest.raises(ValueError, match="objectives"):
        record(archive, whole._replace(objectives=whole.objectives[:1]))
    lost = whole.objectives[0]._replace(key_results=whole.objectives[0].key_results[:1])
    with pytest.raises(ValueError, match="key results"):
        record(archive, whole._replace(objectives=(lost, whole.objectives[1])))
    assert archive.snapshots() == ()


def test_a_snapshot_needs_a_run(archive: Archive) -> None:
    with pytest.raises(ArchiveError, match="no run R0"):
        archive.record_snapshot("R0", "sales", "excel:x", "f", usual(), (), OPTIONS)


def test_history_knows_when_a_value_last_changed(archive: Archive) -> None:
    days = [DAY + timedelta(days=number) for number in range(4)]
    for day, current in zip(days, ("40", "40", "41", "41"), strict=True):
        record(archive, usual(current, as_of=day))
    known = archive.history("sales", days[3]).key_results["doanh-so"]
    assert (known.current, known.target, known.progress) == (Decimal(41), Decimal(100), Decimal("0.41"))
    assert (known.first_seen, known.changed_on, known.last_seen) == (days[0], days[2], days[3])
    then = archive.history("sales", days[1]).key_results["doanh-so"]
    assert (then.current, then.first_seen, then.changed_on, then.last_seen) == (Decimal(40), DAY, DAY, days[1])


def with_target(whole: Scored, target: str) -> Scored:
    """The same workbook with another target of the first key result."""
    first = whole.objectives[0]
    moved = first.key_results[0]._replace(target=Decimal(target))
    return whole._replace(
        objectives=(first._replace(key_results=(moved, *first.key_results[1:])), *whole.objectives[1:])
    )


def test_history_keeps_the_first_target_and_the_best_progress(archive: Archive) -> None:
    days = [DAY + timedelta(days=number) for number in range(4)]
    for day, current, target in zip(days, ("9", "90", "30", "30"), ("100", "100", "80", "80"), strict=True):
        record(archive, with_target(usual(current, as_of=day), target))
    for day, target in zip(days[2:], ("80", "80"), strict=True):
        known = archive.history("sales", day).key_results["doanh-so"]
        assert (known.target, known.first_target) == (Decimal(target), Decimal(100))
        assert (known.progress, known.best_progress) == (Decimal("0.3"), Decimal("0.9"))
    begun = archive.history("sales", days[0]).key_results["doanh-so"]
    assert (begun.first_target, begun.best_progress) == (Decimal(100), Decimal("0.09"))


def test_a_key_result_that_only_moved_did_not_change(archive: Archive) -> None:
    record(archive, usual())
    later = DAY + timedelta(days=5)
    record(archive, moved_down(usual(), 2)._replace(as_of=later))
    known = archive.history("sales", later).key_results["doanh-so"]
    assert (known.first_seen, known.changed_on, known.last_seen) == (DAY, DAY, later)


def test_a_key_result_that_comes_back_is_known_from_before(archive: Archive) -> None:
    days = [DAY + timedelta(days=number) for number in range(3)]
    record(archive, usual(as_of=days[0]))
    record(archive, scored(as_of=days[1]))
    gone = archive.history("sales", days[1]).key_results["doanh-so"]
    assert (gone.first_seen, gone.last_seen) == (days[0], days[0])
    record(archive, usual(as_of=days[2]))
    back = archive.history("sales", days[2]).key_results["doanh-so"]
    assert (back.first_seen, back.changed_on, back.last_seen) == (days[0], days[0], days[2])


def test_a_tabs_first_cycle_stays(archive: Archive) -> None:
    record(archive, usual())
    next_year = Cycle("2027-Q1", date(2027, 1, 1), date(2027, 3, 31))
    record(archive, scored(as_of=date(2027, 1, 5), cycle=next_year))
    assert archive.history("sales", date(2027, 1, 5)).first_cycles == {TAB: "2026-Q4"}


def test_a_tab_without_a_cycle_of_its_own_has_that_of_its_scores(archive: Archive) -> None:
    record(archive, scored(objective("O", 2), cycle=None))
    assert archive.history("sales", DAY).first_cycles == {TAB: "2026-Q4"}


@given(st.lists(st.tuples(workbooks(), st.integers(0, 3), st.sets(st.integers(2, 9))), min_size=1, max_size=6))
@settings(max_examples=25, deadline=None)
def test_whatever_happens_each_day_says_what_was_recorded_last_until_then(
    days: list[tuple[Scored, int, set[int]]],
) -> None:
    with open_archive("sqlite://") as archive:
        day = DAY
        last: dict[date, tuple[Scored, list[Finding]]] = {}
        for whole, passed, found_in in days:
            day += timedelta(days=passed)
            findings = [finding(row) for row in sorted(found_in)]
            last[day] = (whole._replace(as_of=day), findings)
            before = rows_in(archive)
            number = record(archive, last[day][0], tuple(findings))
            changed = archive.snapshots(limit=1)[0].changed_rows
            assert growth(before, rows_in(archive)).get("version", 0) <= changed + (
                3 if len(archive.snapshots()) == 1 else 0
            )
            assert (archive.snapshot(number).scored, list(archive.snapshot(number).findings)) == last[day]
        for passed in range((day - DAY).days + 1):
            asked = DAY + timedelta(days=passed)
            until_then = [known for known in last if known <= asked]
            back = archive.snapshot_on("sales", asked)
            if not until_then:
                assert back is None
                continue
            assert back is not None
            assert (back.scored, list(back.findings)) == last[max(until_then)]


def test_many_hourly_runs_cost_little(tmp_path: Path) -> None:
    path = tmp_path / "archive.db"
    with open_archive(f"sqlite:///{path}") as archive:
        record(archive, usual())
    size = path.stat().st_size
    with open_archive(f"sqlite:///{path}") as archive:
        for _ in range(50):
            record(archive, usual())
    assert path.stat().st_size - size < 50 * 1_000
