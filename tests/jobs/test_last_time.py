"""A process that goes on remembers what came of its workbooks, and decides nothing otherwise for that."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from jobs.closing import CycleClosed, close_cycle
from jobs.tasks import sync_workbooks
from jobs.wiring import House
from sync.archive import Hold, WorkbookOutcome
from sync.cycles import cycle_by_id
from sync.engine import Outcome, StalePlan
from sync.last_time import LastTime, Recorded, ThisTime, hash_of, made_from
from sync.memo import NOTHING_KNOWN
from sync.model.cells import Cell, CellValue, Sheet, WorkbookContent
from sync.model.past import ClosingKind, History
from sync.model.plans import Plan
from sync.options import FiscalCalendar, ReadingOptions, RuleOptions, Settings, WorkbookSettings
from tests.sync.workbooks.memory import MemoryWorkbook, hands_on_cells

DAY = date(2026, 9, 21)
Q3 = cycle_by_id("2026-Q3", FiscalCalendar())
TAB = "OKR"
OWNED = ("Progress ⟳", "Score ⟳", "Status ⟳", "Warnings ⟳")
HEAD = ("Objective", "Key result", "KPI", "Baseline", "Target", "Current", *OWNED)
CURRENT = 6
ROWS: dict[str, list[tuple[object, ...]]] = {
    "sales": [HEAD, ("Grow", "Revenue", None, 0, 100, 55), (None, "Loyal customers", "Churn", 9, 3, None)],
    "people": [HEAD, ("Grow", "Users", None, 0, 50, 10), (None, "Shops newly opened", None, 0, 9, 3)],
    "finance": [("KPI", "Unit", "Healthy from", "Healthy to", "Current"), ("Churn", "%", 0, 5, 7)],
}
MOVING = (None, "Orders delivered on time", None, 0, 100, 40)
PLACE_OF_MOVING = 4


@dataclass
class Service:
    """Three workbooks, two of which Drive tells a version of, and the process that keeps them up to date."""

    folder: Path
    last_time: LastTime[Outcome] | None = None
    day: date = DAY
    patience: int = 2
    books: dict[str, MemoryWorkbook] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for name, rows in ROWS.items():
            self.books[name] = MemoryWorkbook(name, (Sheet(TAB, {}),))
            if self.last_time is not None:
                hands_on_cells(self.last_time, name)
            self.books[name].source = f"google:{name}" if name != "people" else f"memory:{name}"
            for number, row in enumerate(rows, 1):
                self.put(name, number, row)

    def put(self, name: str, number: int, row: Sequence[object]) -> None:
        for column, value in enumerate(row, 1):
            self.type(name, number, column, value)

    def type(self, name: str, row: int, column: int, value: object) -> None:
        typed = Decimal(value) if isinstance(value, int) else value
        self.books[name].put(TAB, row, column, None if typed is None else Cell(typed))  # type: ignore[arg-type]

    @property
    def house(self) -> House:
        own = tuple(
            WorkbookSettings(
                name, book.source, reading=ReadingOptions(language="en"), rules=RuleOptions(patience=self.patience)
            )
            for name, book in self.books.items()
        )
        url = f"sqlite:///{self.folder / 'archive.db'}"
        chosen = Settings(language="en", workbooks=own, archive_url=url, hash=f"patience {self.patience}")
        now = datetime.combine(self.day, time(3), UTC)
        return House(chosen, now=lambda: now, last_time=self.last_time)

    @contextmanager
    def reached(self) -> Iterator[None]:
        """Workbooks and versions are these."""

        def opened(_: House, own: WorkbookSettings, **__: object) -> MemoryWorkbook:
            return self.books[own.name]

        def versions(sources: Sequence[str], *_: object, **__: object) -> dict[str, str]:
            return {book.source: book.read().fingerprint for book in self.books.values() if book.source in sources}

        with patch.object(House, "open_workbook", opened), patch("jobs.changes.file_versions", versions):
            yield

    def sync(self, *, of_another_process: bool = False) -> list[Outcome]:
        house = self.house._replace(last_time=None) if of_another_process else self.house
        with self.reached():
            return list(sync_workbooks(house, house.wanted(()), self.day))

    def close(self) -> None:
        self.day = max(self.day, date(2026, 10, 1))
        with self.reached():
            try:
                close_cycle(self.house, self.house.wanted(()), Q3, self.day)
            except CycleClosed:
                return

    def hold(self, name: str) -> None:
        with self.house.open_archive() as archive:
            if archive.held(name) is None:
                archive.hold(Hold(name, self.house.now(), "An", "wait"))
            else:
                archive.resume(name, self.house.now(), "An")

    def does(self, step: tuple[Any, ...]) -> None:
        kind, *told = step
        if kind == "type":
            self.type(*told)
        elif kind == "days":
            self.day += timedelta(days=told[0])
        elif kind == "patience":
            self.patience = told[0]
        elif kind == "move":
            for name in ("sales", "people"):
                self.put(name, PLACE_OF_MOVING, MOVING if name == told[0] else (None,) * len(MOVING))
        elif kind == "hold":
            self.hold(*told)
        elif kind == "close":
            self.close()
        elif kind == "another process":
            self.sync(of_another_process=True)

    def archived(self) -> list[Any]:
        """All that later syncs go by."""
        with self.house.open_archive() as archive:
            return [
                (
                    [one._replace(run="", taken=None, fingerprint="") for one in archive.snapshots(name)],
                    hash_of(archive.history(name, self.day)),
                    [(one.cell, one.after, one.state) for one in archive.written_to(name)],
                )
                for name in self.books
            ]


def told(outcomes: Sequence[Outcome]) -> list[Any]:
    """All of it, but what was left alone: a read alone tells that, of a workbook that was not read nothing is told."""
    return [
        (one.workbook, one.came_to, one.plan._replace(left_alone=()), one.findings, one.held, one.error)
        for one in outcomes
    ]


STEPS = st.one_of(
    st.just(("nothing",)),
    st.just(("nothing",)),
    st.tuples(st.just("type"), st.sampled_from(["sales", "people"]), st.just(2), st.just(CURRENT), st.integers(0, 60)),
    st.tuples(st.just("type"), st.just("finance"), st.just(2), st.just(5), st.integers(0, 9)),
    st.tuples(st.just("days"), st.sampled_from([-1, 0, 1, 5, 40])),
    st.tuples(st.just("patience"), st.integers(1, 3)),
    st.tuples(st.just("move"), st.sampled_from(["sales", "people", "nobody"])),
    st.tuples(st.just("hold"), st.sampled_from(["sales", "people"])),
    st.just(("close",)),
    st.just(("another process",)),
)


@settings(max_examples=15)
@given(st.lists(STEPS, max_size=8))
@example([*[("nothing",)] * 3, ("hold", "sales"), ("close",), ("nothing",), ("hold", "sales")])
def test_what_is_remembered_decides_nothing_otherwise(steps: list[tuple[Any, ...]]) -> None:
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        remembers, forgets = Service(Path(one), LastTime()), Service(Path(other))
        for step in [("nothing",), *steps, ("nothing",), ("nothing",)]:
            remembers.does(step)
            forgets.does(step)
            assert told(remembers.sync()) == told(forgets.sync()), step
        assert remembers.archived() == forgets.archived()


@pytest.fixture
def service(tmp_path: Path) -> Service:
    service = Service(tmp_path, LastTime())
    for _ in range(3):
        service.sync()
    return service


def test_where_nothing_changed_nothing_is_worked_out(service: Service, monkeypatch: pytest.MonkeyPatch) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError("worked out again")

    monkeypatch.setattr("sync.engine.examine", never)
    monkeypatch.setattr("sync.unchanged.examine_unchanged", never)

    outcomes = service.sync()

    assert {one.came_to for one in outcomes} == {WorkbookOutcome.unchanged}
    assert [len(one.findings) for one in outcomes if one.workbook == "sales"] != [0]
    with service.house.open_archive() as archive:
        [newest] = archive.snapshots("people", limit=1)
        assert (newest.run, newest.key_results, newest.changed_rows) == (outcomes[1].run, 2, 0)


@pytest.mark.parametrize("change", ["a value", "a KPI elsewhere", "the day", "the settings", "another process"])
def test_what_changed_is_worked_out(service: Service, change: str, monkeypatch: pytest.MonkeyPatch) -> None:
    steps = {
        "a value": ("type", "people", 2, CURRENT, 20),
        "a KPI elsewhere": ("type", "finance", 2, 5, 4),
        "the day": ("days", 1),
        "the settings": ("patience", 3),
        "another process": ("another process",),
    }
    service.does(steps[change])
    worked_out = []
    from sync import engine

    examine = engine.examine
    monkeypatch.setattr("sync.engine.examine", lambda *given: worked_out.append(given[0].name) or examine(*given))
    service.sync()
    expected = {"a value": "people", "a KPI elsewhere": "finance"}.get(change, "people")
    assert expected in worked_out


def test_what_another_process_recorded_by_other_settings_is_not_left_as_the_last_word(service: Service) -> None:
    service.patience = 3
    service.does(("another process",))
    service.patience = 2
    outcomes = service.sync()
    with service.house.open_archive() as archive:
        newest = [archive.snapshots(name, limit=1)[0].run for name in service.books]
    assert newest == [one.run for one in outcomes]


def test_what_was_held_is_written_once_it_is_resumed(service: Service) -> None:
    service.hold("people")
    service.type("people", 2, CURRENT, 30)
    for _ in range(3):
        assert service.sync()[1].came_to is WorkbookOutcome.held

    service.hold("people")

    assert service.sync()[1].came_to is WorkbookOutcome.synced
    assert service.sync()[1].came_to is WorkbookOutcome.unchanged


def test_a_cycle_is_sealed_with_all_rows_of_what_nobody_changed(service: Service) -> None:
    service.day = date(2026, 10, 1)
    for _ in range(3):
        outcomes = service.sync()
    assert {one.came_to for one in outcomes} == {WorkbookOutcome.unchanged}

    service.close()

    with service.house.open_archive() as archive:
        closings = archive.cycle_snapshot(Q3.id).closings
    sealed = Counter((one.workbook, one.kind) for one in closings if one.kind is not ClosingKind.objective)
    assert sealed == {
        ("sales", ClosingKind.key_result): 2,
        ("people", ClosingKind.key_result): 2,
        ("finance", ClosingKind.kpi): 1,
    }


def test_a_plan_that_somebody_approved_is_held_against_the_workbook_itself(service: Service) -> None:
    stale = Plan("people", "the workbook of yesterday", service.day)
    with service.reached():
        [own] = service.house.wanted(("people",))
        [outcome] = sync_workbooks(service.house, [own], service.day, stale)
    assert isinstance(outcome.error, StalePlan)


def test_what_there_is_no_room_for_is_worked_out(tmp_path: Path) -> None:
    service, forgets = Service(tmp_path / "one", LastTime(most_findings=0)), Service(tmp_path / "other")
    for each in (service, forgets):
        each.folder.mkdir()
    for _ in range(4):
        assert told(service.sync()) == told(forgets.sync())


@pytest.mark.parametrize(("one", "other"), [(Decimal(5), "5"), (Decimal(1), True), (True, "TRUE"), (None, "")])
def test_a_number_and_its_text_are_two_things(one: CellValue, other: CellValue) -> None:
    """What a formula comes to changes without a new fingerprint: '1.5' as a text is not what 1.5 is everywhere."""
    said = [WorkbookContent((Sheet(TAB, {1: {1: Cell(value, formula="=A9")}}),), "1") for value in (one, other)]
    first, second = (made_from("sales", "google:sales", content, Settings(), DAY, History()) for content in said)
    assert first != second


@dataclass
class Answers:
    """Other workbooks, of which one question is asked, and something that came of a workbook for it."""

    sealed: tuple[str, ...] = ()
    findings: tuple[str, ...] = ("one",)

    def sealed_workbooks(self, _: str) -> Sequence[str]:
        return self.sealed

    def of(self, name: str, last_time: LastTime[Answers]) -> ThisTime[Answers]:
        same = made_from(name, f"memory:{name}", "1", Settings(), DAY, History())
        return last_time.beside(name, "R1", lambda: same, self)  # type: ignore[arg-type]

    def kept(self, name: str, last_time: LastTime[Answers]) -> None:
        this_time = self.of(name, last_time)
        this_time.others.sealed_workbooks("2026-Q3")
        this_time.keep(self, Recorded(7, "R7"))


def test_another_answer_of_other_workbooks_is_another_outcome() -> None:
    last_time: LastTime[Answers] = LastTime()
    for answer in ((), ("people",)):
        others = Answers(answer)
        assert others.of("sales", last_time).recall() is None
        others.kept("sales", last_time)
        again = others.of("sales", last_time)
        assert again.recall() == (others, Recorded(7, "R7"))
        again.keep(others, Recorded(8, "R8"))


def test_what_was_asked_for_longest_ago_makes_room() -> None:
    last_time: LastTime[Answers] = LastTime(most_findings=2)
    for name in ("sales", "people", "finance"):
        Answers().kept(name, last_time)
    recalled = {name: Answers().of(name, last_time).recall() is not None for name in ("sales", "people", "finance")}
    assert recalled == {"sales": False, "people": True, "finance": True}


def test_rows_are_kept_of_so_many_workbooks_as_there_is_room_for() -> None:
    last_time: LastTime[Answers] = LastTime(most_rows=3)
    for name, rows in (("sales", 2), ("people", 1), ("finance", 2)):
        cells = last_time.rows_of(name).cells
        assert cells is not None
        for row in range(rows):
            cells.keep("read", row)
        last_time.let_rows_go()
    assert [last_time.rows_of(name).rows for name in ("sales", "people", "finance")] == [0, 1, 2]


def test_nothing_is_kept_of_rows_whose_workbook_reads_them_anew_each_time() -> None:
    known = LastTime[Answers]().rows_of("sales")
    assert known.by_their_cells == NOTHING_KNOWN
    assert known.cells is not None
    known.cells.keep("read", 1)
    assert known.by_their_cells is known
