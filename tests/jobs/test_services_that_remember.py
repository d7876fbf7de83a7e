"""Services that remember, two of them on one archive, beside processes that know nothing: whatever is done to the
workbooks, the settings and the archive, they tell, write and record the same."""

from __future__ import annotations

import shutil
import tempfile
import textwrap
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from hashlib import blake2b
from pathlib import Path
from typing import Any
from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

from jobs.closing import CycleClosed, CycleNotOver, NothingToClose, close_cycle
from jobs.tasks import sync_workbooks
from jobs.undoing import NothingToUndo, leave_workbooks, undo_run
from jobs.wiring import House, NothingArchived
from sync.archive import Hold
from sync.cycles import cycle_of, previous_cycle
from sync.engine import Outcome
from sync.last_time import LastTime, hash_of
from sync.model.cells import Sheet, WorkbookContent
from sync.model.plans import CellChange, LeftAlone, Plan, Receipt
from sync.options import ReadingOptions, RuleOptions, ScoringOptions, Settings, WorkbookSettings
from sync.workbooks.base import WorkbookError
from tests.edited_sheets import deleted, inserted, swapped, typed
from tests.sheets import cell_of, sheet_of
from tests.sync.workbooks.memory import MemoryWorkbook, hands_on_cells

DAY = date(2026, 9, 21)
TABS = {
    "sales": {
        "Q3 2026": """
            Objective | Key result | KPI | Baseline | Target | Current | Progress ⟳ | Score ⟳ | Status ⟳ | Warnings ⟳
            Grow | Revenue | | 0 | 100 | 55
             | Loyal customers | Churn | 9 | 3 |
            Open doors | Shops newly opened | | 0 | 10 | =B9→3
             | Orders delivered on time | | 0 | 100 | 40
        """,
        "Q4 2026": """
            Objective | Key result | Owner | Baseline | Target | Current | Weight
            Grow | Revenue | An | 0 | 200 | 0 | 60
             | Weekly active teams | Bo | 10 | 40 | 12 | 40
        """,
    },
    "people": {
        "OKR": """
            Mục tiêu | Kết quả then chốt | Đơn vị | Bắt đầu | Chỉ tiêu | Thực đạt | Progress ⟳ | Score ⟳ | Status ⟳
            Bán hàng | Doanh số | tỷ | 0 | 50 | 10,5
             | Số đại lý mới | đại lý | 0 | 9 | =A9→3
            Con người | Tỷ lệ nghỉ việc tối đa 5% | | %0.09 | %0.05 | %0.06
        """,
    },
    "finance": {
        "KPI": "KPI | Unit | Healthy from | Healthy to | Current\nChurn | % | 0 | 5 | 7\nMargin | % | 20 | 30 | 22",
    },
}
GOOGLE = ("sales", "finance")
NAMES = tuple(TABS)


class Book(MemoryWorkbook):
    """As Google's: a fingerprint tells nothing of what formulas come to, nor of the locale; rows that say the same are
    one object; what happens in the moment of a write is told before."""

    def __init__(self, name: str) -> None:
        sheets = (sheet_of(textwrap.dedent(text).strip(), title) for title, text in TABS[name].items())
        super().__init__(name, tuple(sheets))
        self.source = f"google:{name}" if name in GOOGLE else f"memory:{name}"
        self.at_read: list[str] = []
        self.at_write: list[str] = []
        self.moves = False
        self._lines: dict[str, Any] = {}

    @property
    def drive_version(self) -> str:
        return str(self._version)

    def read(self, *wanted: Any, **named: Any) -> WorkbookContent:
        before, self._lines = self._lines, {}

        def line(cells: Any) -> Any:
            words = repr(cells)
            return self._lines.setdefault(words, before.get(words, cells))

        self._sheets = tuple(
            sheet._replace(rows={row: line(cells) for row, cells in sheet.rows.items()}) for sheet in self._sheets
        )
        content = super().read(*wanted, **named)
        said = [(one.title, one.merges, one.notes, [*map(_typed, one.rows.items())]) for one in self._sheets]
        fingerprint = blake2b(repr(said).encode(), digest_size=8).hexdigest()
        if self.at_read:
            self._typed_into("19" if self.at_read.pop() == "typed after" else "")
        return content._replace(fingerprint=fingerprint, moves_by_itself=self.moves)

    def _typed_into(self, words: str) -> None:
        title = self._sheets[0].title
        for row in (2, 3):
            self.put(title, row, 6, cell_of(words))

    def write(self, plan: Plan) -> Receipt:
        happens = self.at_write.pop(0) if self.at_write else ""
        if happens == "refused":
            raise WorkbookError(f"'{self.name}' may not be written")
        if happens == "killed":
            raise WorkbookError(f"'{self.name}' did not answer", maybe_written=True)
        if happens == "typed":
            self._typed_into("17")
        if happens == "in part" and len(plan.changes) > 1:
            kept, left = plan.changes[::2], plan.changes[1::2]
            receipt = super().write(plan._replace(changes=kept))
            return receipt._replace(dropped=(*receipt.dropped, *(LeftAlone(one.cell, "moved") for one in left)))
        receipt = super().write(plan)
        if happens == "lost":
            raise WorkbookError(f"'{self.name}' did not answer", maybe_written=True)
        if happens == "elsewhere":
            return receipt._replace(put_back=tuple(_turned(one) for one in receipt.written[:2]))
        return receipt


def _typed(line: tuple[int, Any]) -> str:
    row, cells = line
    return repr((row, {column: one._replace(value=one.formula or one.value) for column, one in cells.items()}))


def _turned(change: CellChange) -> CellChange:
    return change._replace(before=change.after, after=change.before)


@dataclass
class World:
    """The workbooks, the archive, and the services that keep the former up to date; a service without a memory is any
    process."""

    folder: Path
    services: Sequence[LastTime[Outcome] | None]
    day: date = DAY
    hour: int = 0
    patience: int = 2
    missing: Any = "zero"
    language: Any = "auto"
    books: dict[str, Book] = field(default_factory=dict)
    turn: int = 0
    runs: int = 0

    def __post_init__(self) -> None:
        for name in NAMES:
            self.books[name] = Book(name)
            for last_time in self.services:
                if last_time is not None and name in GOOGLE:
                    hands_on_cells(last_time, name)

    @property
    def archive(self) -> Path:
        return self.folder / "archive.db"

    def house_of(self, last_time: LastTime[Outcome] | None) -> House:
        own = tuple(
            WorkbookSettings(
                name,
                book.source,
                reading=ReadingOptions(language=self.language),
                rules=RuleOptions(patience=self.patience),
            )
            for name, book in self.books.items()
        )
        chosen = Settings(
            language="en",
            workbooks=own,
            scoring=ScoringOptions(missing_current=self.missing),
            archive_url=f"sqlite:///{self.archive}",
            hash=f"{self.patience} {self.missing} {self.language}",
        )
        self.runs += 1
        now = datetime.combine(self.day, time(3), UTC) + timedelta(hours=self.hour, seconds=self.runs)
        return House(chosen, now=lambda: now, last_time=last_time)

    @contextmanager
    def reached(self) -> Iterator[None]:
        def opened(_: House, own: WorkbookSettings, **__: object) -> Book:
            return self.books[own.name]

        def versions(sources: Sequence[str], *_: object, **__: object) -> dict[str, str]:
            return {book.source: book.drive_version for book in self.books.values() if book.source in sources}

        with patch.object(House, "open_workbook", opened), patch("jobs.changes.file_versions", versions):
            yield

    def sync(self, *names: str, knowing_nothing: bool = False) -> list[Any]:
        house = self.house_of(None if knowing_nothing else self.services[self.turn % len(self.services)])
        with self.reached():
            return told(list(sync_workbooks(house, house.wanted(names), self.day)))

    def does(self, step: tuple[Any, ...]) -> Any:
        kind, *given = step
        return getattr(self, f"_{kind}")(*given)

    def _nothing(self) -> None:
        pass

    def _other_service(self) -> None:
        self.turn += 1

    def _days(self, days: int) -> None:
        self.day += timedelta(days)

    def _hours(self, hours: int) -> None:
        self.hour = (self.hour + hours) % 20

    def _chooses(self, what: str, value: Any) -> None:
        setattr(self, what, value)

    def _command(self, name: str) -> Any:
        return self.sync(name, knowing_nothing=True)

    def _command_with(self, what: str, value: Any) -> Any:
        """Somebody syncs by other settings than the service's."""
        before = getattr(self, what)
        setattr(self, what, value)
        found = self.sync(knowing_nothing=True)
        setattr(self, what, before)
        return found

    def _one_alone(self, name: str) -> Any:
        return self.sync(name)

    def _at_write(self, name: str, *what: str) -> None:
        self.books[name].at_write += what

    def _at_read(self, name: str, what: str) -> None:
        self.books[name].at_read.append(what)

    def _moves(self, name: str) -> None:
        self.books[name].moves ^= True
        self.books[name]._version += 1

    def _hold(self, name: str) -> None:
        house = self.house_of(None)
        with house.open_archive() as archive:
            if archive.held(name) is None:
                archive.hold(Hold(name, house.now(), "An", "wait"))
            else:
                archive.resume(name, house.now(), "An")

    def _close(self) -> Any:
        house = self.house_of(self.services[self.turn % len(self.services)])
        cycle = previous_cycle(cycle_of(self.day, house.settings.calendar), house.settings.calendar)
        with self.reached():
            try:
                found = close_cycle(house, house.wanted(()), cycle, self.day)
            except (CycleClosed, CycleNotOver, NothingToClose) as error:
                return str(error)
        return found.cycle, found.closings, found.sealed, told(found.outcomes)

    def _undo(self, nth: int) -> Any:
        house = self.house_of(None)
        if not self.archive.exists():
            return None
        with house.read_archive() as archive:
            runs = [run for run in archive.runs(50) if any(one.written for one in run.workbooks)]
        if nth >= len(runs):
            return None
        with self.reached():
            try:
                found = undo_run(house, runs[nth].id, self.day)
            except NothingToUndo as error:
                return str(error)
        return [(one.workbook, one.plan, one.kept, one.hold, str(one.error)) for one in found.workbooks]

    def _leave(self, name: str) -> Any:
        house = self.house_of(None)
        with self.reached(), suppress(NothingArchived):
            found = leave_workbooks(house, house.wanted((name,)), self.day)
            return [(one.workbook, one.plan, one.kept, one.hold, str(one.error)) for one in found.workbooks]

    def _copy_of_archive(self) -> None:
        if self.archive.exists():
            shutil.copy(self.archive, self.folder / "copy.db")

    def _copy_put_back(self) -> None:
        if (self.folder / "copy.db").exists():
            shutil.copy(self.folder / "copy.db", self.archive)

    def _archive_lost(self) -> None:
        self.archive.unlink(missing_ok=True)

    # ── What people do to sheets ──

    def _edit(self, name: str, tab: int, edit: str, *given: Any) -> None:
        book = self.books[name]
        sheets = list(book._sheets)
        place = tab % len(sheets)
        changed = _EDITS[edit](sheets[place], *given)
        sheets[place] = changed._replace(rows=dict(sorted(changed.rows.items())))
        book._sheets = tuple(sheets)
        if edit != "comes to":
            book._version += 1

    def _rename(self, name: str, tab: int, title: str) -> None:
        book = self.books[name]
        sheets = list(book._sheets)
        if title not in [sheet.title for sheet in sheets]:
            sheets[tab % len(sheets)] = sheets[tab % len(sheets)]._replace(title=title)
        book._sheets, book._version = tuple(sheets), book._version + 1

    def _copy_tab(self, name: str, tab: int, title: str) -> None:
        book = self.books[name]
        if title not in [sheet.title for sheet in book._sheets] and len(book._sheets) < 4:
            book._sheets = (*book._sheets, book._sheets[tab % len(book._sheets)]._replace(title=title))
            book._version += 1

    def _delete_tab(self, name: str, tab: int) -> None:
        book = self.books[name]
        if len(book._sheets) > 1:
            place = tab % len(book._sheets)
            book._sheets, book._version = (*book._sheets[:place], *book._sheets[place + 1 :]), book._version + 1

    def _move_row(self, name: str, tab: int, row: int, to: str, to_tab: int) -> None:
        """Cut a row, and paste it below the last one of another tab or workbook."""
        one, other = self.books[name], self.books[to]
        sheet, target = one._sheets[tab % len(one._sheets)], other._sheets[to_tab % len(other._sheets)]
        cells = sheet.rows.get(row)
        if cells is None or (one is other and sheet is target):
            return
        for book in (one, other):
            book._version += 1
            book._sheets = tuple(
                deleted(each, row)
                if book is one and each is sheet
                else each._replace(rows={**each.rows, each.last_row + 1: cells})
                if book is other and each is target
                else each
                for each in book._sheets
            )

    # ── What is compared ──

    def known(self) -> list[Any]:
        """What the archive knows of each workbook for the next sync."""
        if not self.archive.exists():
            return []
        with self.house_of(None).open_archive() as archive:
            return [
                (archive.snapshots(name), archive.when_last_read(name), hash_of(archive.history(name, self.day)))
                for name in self.books
            ]

    def archived(self) -> list[Any]:
        """All else that later syncs, and people, go by."""
        found = []
        with self.house_of(None).open_archive() as archive:
            for name in self.books:
                newest = archive.snapshot(archive.snapshots(name, limit=1)[0].id)
                writes = [(one.cell, one.before, one.after, one.state) for one in archive.written_to(name)]
                found.append((hash_of(newest.findings), hash_of(newest.scored), newest.options, writes))
        return found

    def sheets(self) -> list[Any]:
        return [book._sheets for book in self.books.values()]


def told(outcomes: Sequence[Outcome]) -> list[Any]:
    """All of it, but what was left alone and where it is shown: a read alone tells that."""
    return [
        (
            *(one.workbook, one.came_to, one.plan._replace(left_alone=()), one.findings, one.held, str(one.error)),
            one.receipt and (one.receipt.written, one.receipt.dropped),
        )
        for one in outcomes
    ]


def _column_inserted(sheet: Sheet, at: int) -> Sheet:
    moved = {row: {column + (column >= at): one for column, one in cells.items()} for row, cells in sheet.rows.items()}
    return sheet._replace(rows=moved)


def _column_deleted(sheet: Sheet, at: int) -> Sheet:
    rows = {
        row: {column - (column > at): one for column, one in cells.items() if column != at}
        for row, cells in sheet.rows.items()
    }
    return sheet._replace(rows={row: cells for row, cells in rows.items() if cells})


def _comes_to(sheet: Sheet, words: str) -> Sheet:
    """What formulas come to changes, and nobody typed anything."""
    cell = cell_of(words)
    rows = {
        row: {
            column: one if one.formula is None else one._replace(value=cell and cell.value)
            for column, one in cells.items()
        }
        for row, cells in sheet.rows.items()
    }
    return sheet._replace(
        rows={row: cells if cells != sheet.rows[row] else sheet.rows[row] for row, cells in rows.items()}
    )


_EDITS: dict[str, Callable[..., Sheet]] = {
    "type": typed,
    "insert": inserted,
    "delete": deleted,
    "swap": swapped,
    "insert column": _column_inserted,
    "delete column": _column_deleted,
    "comes to": _comes_to,
    "locale": lambda sheet, locale: sheet._replace(locale=locale),
    "hide": lambda sheet, row: sheet._replace(hidden_rows=sheet.hidden_rows ^ {row}),
}

NAME, TAB, ROW = st.sampled_from(NAMES), st.integers(0, 1), st.integers(1, 8)
WORDS = st.sampled_from(
    [
        "",
        "0",
        "7",
        "40",
        "100",
        "%0.5",
        "1,5",
        "12 tỷ",
        "done",
        "n/a",
        "=A1→5",
        "Revenue",
        "Churn",
        "Grow",
        "An",
        "15/12",
    ]
)
HEADERS = st.sampled_from(
    ["Target", "Baseline", "Current", "KPI", "Owner", "Note", "Unit", "Weight", "ID", "Due", "Parent", "Q4 2026", ""]
)
OURS = st.sampled_from(["", "0.5", "1", "On track", "[OKR121] mine", "=A1→5", "Note", "Progress ⟳", "Warnings ⟳"])
TITLES = st.sampled_from(["OKR", "Q3 2026", "Q4 2026", "Q1 2027", "Copy of OKR", "Shops"])


def _edits(*more: Any) -> Any:
    return st.tuples(st.just("edit"), NAME, TAB, *more)


VALUES = st.one_of(
    _edits(st.just("type"), ROW, st.integers(4, 6), st.integers(0, 99).map(str)),
    st.tuples(
        *map(st.just, ("edit", "finance", 0, "type")), st.integers(2, 3), st.just(5), st.integers(0, 40).map(str)
    ),
    _edits(st.just("comes to"), st.sampled_from(["", "1", "6", "#N/A"])),
)
WORDS_AND_LINES = st.one_of(
    _edits(st.just("type"), ROW, st.integers(1, 7), WORDS),
    _edits(st.just("type"), st.just(1), st.integers(1, 8), HEADERS),
    _edits(st.just("type"), ROW, st.integers(7, 11), OURS),
    _edits(st.just("insert"), ROW),
    _edits(st.just("delete"), ROW),
    _edits(st.just("swap"), ROW, ROW),
    _edits(st.just("insert column"), st.integers(1, 11)),
    _edits(st.just("delete column"), st.integers(1, 11)),
    _edits(st.just("locale"), st.sampled_from([None, "vi_VN", "en_US"])),
    _edits(st.just("hide"), ROW),
    st.tuples(st.just("rename"), NAME, TAB, TITLES),
    st.tuples(st.just("copy_tab"), NAME, TAB, TITLES),
    st.tuples(st.just("delete_tab"), NAME, TAB),
    st.tuples(st.just("move_row"), NAME, TAB, ROW, NAME, TAB),
)
TIMES_AND_SETTINGS = st.one_of(
    st.tuples(st.just("days"), st.sampled_from([-1, 1, 2, 10, 40])),
    st.tuples(st.just("hours"), st.sampled_from([1, 7])),
    st.tuples(st.just("chooses"), st.just("patience"), st.integers(1, 3)),
    st.tuples(st.just("chooses"), st.just("missing"), st.sampled_from(["zero", "skip"])),
    st.tuples(st.just("chooses"), st.just("language"), st.sampled_from(["auto", "en", "vi"])),
)
OTHERS = st.one_of(
    st.just(("other_service",)),
    st.tuples(st.just("command"), NAME),
    st.tuples(st.just("command_with"), st.just("patience"), st.integers(1, 3)),
    st.tuples(st.just("one_alone"), NAME),
    st.tuples(
        st.just("at_write"), NAME, st.sampled_from(["refused", "killed", "typed", "lost", "elsewhere", "in part"])
    ),
    st.tuples(st.just("at_read"), NAME, st.sampled_from(["typed after", "emptied after"])),
    st.tuples(st.just("moves"), NAME),
    st.just(("close",)),
    st.just(("copy_of_archive",)),
    st.just(("copy_put_back",)),
)
FAREWELLS = st.one_of(
    st.tuples(st.just("hold"), NAME),
    st.tuples(st.just("undo"), st.integers(0, 2)),
    st.tuples(st.just("leave"), NAME),
    st.just(("archive_lost",)),
)
STEPS = st.sampled_from(
    [*[VALUES] * 5, *[WORDS_AND_LINES] * 5, *[TIMES_AND_SETTINGS] * 4, *[OTHERS] * 4, FAREWELLS]
).flatmap(lambda steps: steps)
TURNS = st.lists(
    st.sampled_from([0, 1, 1, 1, 2]).flatmap(lambda count: st.lists(STEPS, min_size=count, max_size=count)), max_size=8
)
"""What is done between one sync and the next."""

Step = tuple[Any, ...]


def all_come_to_the_same(turns: Sequence[Sequence[Step]], services: int = 2) -> None:
    """Given what is done between one sync and the next, do it in both worlds. Each sync is followed by another one, of
    a workbook in which nothing is left to be written."""
    with tempfile.TemporaryDirectory() as one, tempfile.TemporaryDirectory() as other:
        remember = World(Path(one), [LastTime() for _ in range(services)])
        forget = World(Path(other), [None] * services)
        for turn in [[], *turns, [], [("other_service",)]]:
            for step in turn:
                assert remember.does(step) == forget.does(step), step
            for _ in range(2):
                assert remember.sync() == forget.sync(), turn
                assert remember.sheets() == forget.sheets(), turn
            assert remember.known() == forget.known(), turn
        assert remember.archived() == forget.archived()


@settings(max_examples=15)
@given(TURNS)
def test_services_that_remember_do_what_processes_do_that_know_nothing(turns: list[list[Step]]) -> None:
    all_come_to_the_same(turns)


def test_another_archives_snapshot_of_that_number_is_not_what_was_recorded() -> None:
    """An older copy of the archive is put in its place, and somebody syncs by other settings."""
    elsewhere = [("copy_put_back",), ("command_with", "missing", "skip")]
    all_come_to_the_same([[("days", 2)], [], [("copy_of_archive",)], elsewhere], services=1)
