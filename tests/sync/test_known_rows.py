"""A process that goes on does not work out again what rows came to that are what they were: whatever people do to a
sheet, it finds, writes and records what a process that knows nothing finds, writes and records."""

from __future__ import annotations

import tempfile
import textwrap
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date, timedelta
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sync.archive import open_archive
from sync.archive.store import Archive
from sync.engine import Outcome, sync_workbook
from sync.last_time import LastTime, hash_of
from sync.model.cells import Area, Sheet
from sync.options import ReadingOptions, RuleOptions, ScoringOptions, Settings, WorkbookSettings
from sync.rules import Example, rules
from sync.run_info import run_info
from tests.edited_sheets import deleted, inserted, swapped, typed
from tests.sheets import sheet_of
from tests.sync.rules.examples import examples_of
from tests.sync.workbooks.memory import MemoryWorkbook, hands_on_cells

TEAM = """
    Objective | Key result | Owner | Baseline | Target | Current | Weight | Progress ⟳ | Score ⟳ | Status ⟳ | Warnings ⟳
    Grow | Raise revenue from 10 to 20 tỷ | An | 10 | 20 | 15 | 50
     | New customers | An | 0 | 100 | 40 | 50
     | Loyal customers | Bo | 0 | 100 | 40
    Keep | Churn at most 3% | Bo | %0.09 | %0.03 | %0.05
     | Ship the new shop | | | | done
    Learn | Train 50 people | Chi | 0 | 50 |
     | Read 5 books | Chi | 0 | 5 | 5
"""
IN_TWO_ROWS = """
    Mục tiêu | Kết quả then chốt | KH/TH | T10 | T11 | T12 | Progress ⟳ | Score ⟳ | Status ⟳ | Warnings ⟳
    Bán hàng | Doanh số (tỷ) | KH | 10 | 11 | 12
     | | TH | 9 | 6 |
     | Số đại lý mới | KH | 5 | 5 | 5
     | | TH | 6 | |
"""
OTHERS = ["Objective | Key result | Target | Current\nSell | Shops | 9 | 3", "KPI | Target | Current\nChurn | 5 | 7"]
EXAMPLES: list[Example] = [
    each
    for rule in rules()
    if rule.page.trips is not None
    for language in ("en", "vi")
    for each in examples_of(rule, language)
]


@dataclass
class Team:
    """A workbook with its archive, and the process that syncs it."""

    sheets: tuple[Sheet, ...]
    archive: Archive
    last_time: LastTime[Outcome] | None
    language: Any = "en"
    day: date = date(2026, 11, 20)
    patience: int = 2
    missing: Any = "zero"
    workbook: MemoryWorkbook = field(init=False)

    def __post_init__(self) -> None:
        self.workbook = MemoryWorkbook("team", self.sheets)
        if self.last_time is not None:
            hands_on_cells(self.last_time, "team")

    @property
    def settings(self) -> Settings:
        reading, checked = ReadingOptions(language=self.language), RuleOptions(patience=self.patience)
        own = WorkbookSettings("team", self.workbook.source, reading=reading, rules=checked)
        scoring = ScoringOptions(missing_current=self.missing)
        return Settings(language="en", scoring=scoring, workbooks=(own,), hash=f"{self.patience} {self.missing}")

    def does(self, step: tuple[Any, ...]) -> None:
        kind, *told = step
        if kind == "days":
            self.day += timedelta(days=told[0])
        elif kind == "patience":
            self.patience = told[0]
        elif kind == "missing":
            self.missing = told[0]
        elif kind == "by command":
            last_time, self.last_time = self.last_time, None
            self.sync()
            self.last_time = last_time
        else:
            sheets = list(self.workbook._sheets)
            place = told[0] % len(sheets)
            if kind == "tab":
                sheets = _TABS[told[1]](sheets, place, told[2])
            else:
                changed = _CHANGES[kind](sheets[place], *told[1:])
                sheets[place] = changed._replace(rows=dict(sorted(changed.rows.items())))
            self.workbook._sheets, self.workbook._version = self._as_known(sheets), self.workbook._version + 1

    def _as_known(self, sheets: list[Sheet]) -> tuple[Sheet, ...]:
        """Rows that say the same are one object, and the one of before, as Google's are."""
        rows = {repr(cells): cells for sheet in reversed(self.workbook._sheets) for cells in sheet.rows.values()}
        return tuple(
            sheet._replace(rows={row: rows.setdefault(repr(cells), cells) for row, cells in sheet.rows.items()})
            for sheet in sheets
        )

    def sync(self) -> Outcome:
        run = self.archive.begin_run(run_info("test", self.settings, self.day))
        return sync_workbook(
            self.workbook, self.archive, self.settings, self.day, run, keep_rows=False, last_time=self.last_time
        )

    def came_of_a_sync(self) -> list[Any]:
        """All of it, but for the archive's own numbers."""
        outcome = self.sync()
        [newest] = self.archive.snapshots("team", limit=1)
        came_to = outcome.came_to, hash_of(outcome.plan), hash_of(outcome.findings), outcome.findings, outcome.plan
        recorded = newest.content_hash, newest.changed_rows, hash_of(self.archive.history("team", self.day))
        if self.last_time is not None:
            past = self.last_time.rows_of("team").past
            assert hash_of(self.archive.history("team", self.day, past)) == recorded[-1]
        return [came_to, recorded, [sheet.rows for sheet in self.workbook._sheets]]


def _copied(sheet: Sheet, one: int, other: int) -> Sheet:
    return sheet._replace(rows={**sheet.rows, other: sheet.rows[one]}) if one in sheet.rows else sheet


def _formatted(sheet: Sheet, row: int, column: int, code: str) -> Sheet:
    cells = sheet.rows.get(row, {})
    if column not in cells:
        return sheet
    return sheet._replace(rows={**sheet.rows, row: {**cells, column: cells[column]._replace(number_format=code)}})


def _merged(sheet: Sheet, row: int, column: int, more: int) -> Sheet:
    return sheet._replace(merges=(Area(row, column, row + more, column),) if more else ())


def _column_inserted(sheet: Sheet, at: int) -> Sheet:
    moved = {row: {column + (column >= at): one for column, one in cells.items()} for row, cells in sheet.rows.items()}
    return sheet._replace(rows=moved)


_CHANGES: dict[str, Callable[..., Sheet]] = {
    "type": typed,
    "insert": inserted,
    "delete": deleted,
    "swap": swapped,
    "copy": _copied,
    "format": _formatted,
    "merge": _merged,
    "column": _column_inserted,
    "note": lambda sheet, row, column, words: sheet._replace(notes={**sheet.notes, (row, column): words}),
    "hide": lambda sheet, row: sheet._replace(hidden_rows=sheet.hidden_rows ^ {row}),
    "locale": lambda sheet, locale: sheet._replace(locale=locale),
}
_TITLES = ["Team", "Team Q3 2026", "Copy of Team Q4 2026", "Shops", "Q1 2027"]
_TABS: dict[str, Callable[[list[Sheet], int, int], list[Sheet]]] = {
    "rename": lambda tabs, place, to: [*tabs[:place], tabs[place]._replace(title=_free(tabs, to)), *tabs[place + 1 :]],
    "copy": lambda tabs, place, to: [*tabs, tabs[place]._replace(title=_free(tabs, to))] if len(tabs) < 5 else tabs,
    "delete": lambda tabs, place, _: [*tabs[:place], *tabs[place + 1 :]] if len(tabs) > 1 else tabs,
    "to the front": lambda tabs, place, _: [tabs[place], *tabs[:place], *tabs[place + 1 :]],
}


def _free(tabs: list[Sheet], wanted: int) -> str:
    titles = [*_TITLES[wanted:], *_TITLES[:wanted], *(f"Tab {number}" for number in range(9))]
    return next(title for title in titles if title not in [one.title for one in tabs])


FORMATS = st.sampled_from(["General", "0%", "0.00", "d/m/yyyy"])
TABS, PLACES = st.integers(0, 2), st.integers(1, 10)
WORDS = st.sampled_from(
    [
        "",
        "0",
        "7",
        "40",
        "%0.5",
        "100",
        "done",
        "n/a",
        "#REF!",
        "Grow",
        "New customers",
        "15/12",
        "=A1→5",
        "12 tỷ",
        "An",
    ]
)
HEADERS = st.sampled_from(["Target", "Baseline", "Owner", "Current", "Note", "Unit", "Due", "Q3 2026", "Weight", ""])
OURS = st.sampled_from(["", "0.5", "%0.75", "1", "On track", "[OKR121] mine", "=A1→5", "Total", "n/a", "Not started"])
HEADERS_OF_OURS = st.sampled_from(["Progress ⟳", "Score ⟳", "Status ⟳", "Warnings ⟳", "Status", "Progress", "Note", ""])
STEPS = st.one_of(
    st.just(("days", 0)),
    st.tuples(st.just("type"), TABS, PLACES, st.integers(1, 9), WORDS),
    st.tuples(st.just("type"), TABS, PLACES, st.integers(3, 7), st.integers(0, 99).map(str)),
    st.tuples(st.just("type"), st.just(0), PLACES, st.integers(7, 11), OURS),
    st.tuples(st.just("type"), st.just(0), st.just(1), st.integers(7, 12), HEADERS_OF_OURS),
    st.tuples(st.just("note"), TABS, PLACES, st.integers(1, 11), st.sampled_from(["", "okr: ignore OKR201"])),
    st.tuples(st.just("hide"), TABS, PLACES),
    st.tuples(st.just("type"), st.just(0), st.just(1), st.integers(2, 8), HEADERS),
    st.tuples(st.just("insert"), TABS, PLACES),
    st.tuples(st.just("delete"), TABS, PLACES),
    st.tuples(st.just("swap"), TABS, PLACES, PLACES),
    st.tuples(st.just("copy"), TABS, PLACES, PLACES),
    st.tuples(st.just("format"), TABS, PLACES, st.integers(3, 7), FORMATS),
    st.tuples(st.just("merge"), TABS, PLACES, st.integers(1, 7), st.integers(0, 3)),
    st.tuples(st.just("column"), TABS, PLACES),
    st.tuples(st.just("locale"), TABS, st.sampled_from([None, "vi_VN", "en_US"])),
    st.tuples(st.just("tab"), TABS, st.sampled_from(sorted(_TABS)), st.integers(0, 4)),
    st.tuples(st.just("days"), st.sampled_from([1, 7, 40, -1])),
    st.tuples(st.just("patience"), st.integers(1, 3)),
    st.just(("by command",)),
    st.tuples(st.just("missing"), st.sampled_from(["zero", "skip"])),
)


def _all_come_to_the_same(sheets: tuple[Sheet, ...], language: Any, steps: list[tuple[Any, ...]]) -> None:
    with (
        tempfile.TemporaryDirectory() as one,
        tempfile.TemporaryDirectory() as other,
        open_archive(f"sqlite:///{one}/archive.db") as first,
        open_archive(f"sqlite:///{other}/archive.db") as second,
    ):
        goes_on, knows_nothing = Team(sheets, first, LastTime(), language), Team(sheets, second, None, language)
        for step in [("days", 0), *steps, ("days", 0)]:
            goes_on.does(step)
            knows_nothing.does(step)
            assert goes_on.came_of_a_sync() == knows_nothing.came_of_a_sync(), step


def test_rows_that_are_what_they_were_are_not_worked_out_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counts = Counter[str]()
    steps = {
        "read": ("sync.reading.sheets.okr_tables", "read_key_result"),
        "scored": ("sync.scoring", "_score_objective"),
        "told": ("sync.archive.recording", "_text_of"),
        "remembered": ("sync.archive.known_versions", "remembered_of"),
        "stood": ("sync.archive.known_versions", "standing_row_of"),
        "asked": ("sync.rules.checking", "_troubled"),
    }
    for step, (module, name) in steps.items():
        monkeypatch.setattr(f"{module}.{name}", _counted(counts, step, getattr(import_module(module), name)))
    with open_archive(f"sqlite:///{tmp_path}/archive.db") as archive:
        team = Team((sheet_of(textwrap.dedent(TEAM).strip(), "Team Q4 2026"),), archive, LastTime())
        # The results that the first one writes make all rows new to the second, and the past of all new to the third.
        for _ in range(3):
            team.sync()
        counts.clear()
        team.does(("type", 0, 5, 6, "%0.04"))
        team.sync()
        # One key result of the two of an objective; told are these three, and the layout.
        assert counts == {"read": 1, "scored": 1, "told": 4, "asked": 2}
        counts.clear()
        team.sync()
        assert (counts["remembered"], counts["stood"]) == (1, 3)


def test_what_we_wrote_into_rows_makes_no_other_rows_of_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    counts = Counter[str]()
    for step, (module, name) in {
        "read": ("sync.reading.sheets.okr_tables", "read_key_result"),
        "scored": ("sync.scoring", "_score_objective"),
        "told": ("sync.archive.recording", "_text_of"),
    }.items():
        monkeypatch.setattr(f"{module}.{name}", _counted(counts, step, getattr(import_module(module), name)))
    with open_archive(f"sqlite:///{tmp_path}/archive.db") as archive:
        team = Team((sheet_of(textwrap.dedent(TEAM).strip(), "Team Q4 2026"),), archive, LastTime())
        first = team.sync()
        assert first.receipt is not None
        written = {change.cell.row for change in first.receipt.written}
        assert written == set(range(2, 9))
        for cells in ((), (4, 8, "0.9"), (4, 11, "Ours is better"), (5, 10, "")):
            if cells:
                team.does(("type", 0, *cells))
            counts.clear()
            team.sync()
            # The layout is told each time.
            assert counts == {"told": 1}, cells


def test_an_owner_who_stands_in_another_row_is_none_of_the_rows_own_cells() -> None:
    rows = (sheet_of(textwrap.dedent(TEAM).strip(), "Team Q4 2026"),)
    merged = [("type", 0, 4, 3, ""), ("merge", 0, 3, 3, 1), *[("days", 0)] * 2]
    _all_come_to_the_same(rows, "en", [*merged, ("type", 0, 3, 3, "Chi")])


@pytest.mark.parametrize("row", [2, 3], ids=["plan", "actual"])
def test_a_measures_rows_of_plan_and_actual_are_one(row: int) -> None:
    rows = (sheet_of(textwrap.dedent(IN_TWO_ROWS).strip(), "Q4 2026"),)
    _all_come_to_the_same(rows, "vi", [*[("days", 0)] * 2, ("type", 0, row, 5, "17")])


def test_of_an_archive_that_is_put_in_anothers_place_all_is_asked_for(tmp_path: Path) -> None:
    sheets = (sheet_of(textwrap.dedent(TEAM).strip(), "Team Q4 2026"),)
    last_time = LastTime[Outcome]()
    with open_archive(f"sqlite:///{tmp_path}/one.db") as one, open_archive(f"sqlite:///{tmp_path}/other.db") as other:
        for archive, value in ((one, "7"), (other, "8")):
            team = Team(sheets, archive, last_time if archive is one else None)
            for words in (value, "9", "10"):
                team.does(("type", 0, 5, 6, words))
                team.sync()
        past = last_time.rows_of("team").past
        for archive in (one, other, one):
            anew = archive.history("team", Team.day)
            assert hash_of(archive.history("team", Team.day, past)) == hash_of(anew)


def test_rows_make_room_whatever_they_were_read_from(tmp_path: Path) -> None:
    """Of a workbook whose rows are other objects each time, and of one of which nothing but its past was asked."""
    sheets = (sheet_of(textwrap.dedent(TEAM).strip(), "Team Q4 2026"),)
    with open_archive(f"sqlite:///{tmp_path}/archive.db") as archive:
        roomy, narrow = LastTime[Outcome](), LastTime[Outcome](most_rows=3)
        for last_time in (roomy, narrow):
            known = last_time.rows_of("team")
            Team(sheets, archive, last_time).sync()
            assert (last_time.rows_of("team") is known) == (last_time is roomy)
        known = narrow.rows_of("team")
        archive.history("team", Team.day, known.past)
        narrow.rows_of("sales")
        assert narrow.rows_of("team") is not known


def _counted(counts: Counter[str], step: str, function: Any) -> Any:
    def counted(*given: Any, **named: Any) -> Any:
        counts[step] += 1
        return function(*given, **named)

    return counted


@settings(max_examples=30)
@given(st.lists(STEPS, max_size=8))
def test_whatever_is_done_to_a_sheet_its_rows_come_to_what_they_come_to_anew(steps: list[tuple[Any, ...]]) -> None:
    tabs = [textwrap.dedent(TEAM).strip(), *OTHERS]
    sheets = tuple(
        sheet_of(text, f"{name} Q4 2026") for name, text in zip(("Team", "Shops", "KPIs"), tabs, strict=True)
    )
    _all_come_to_the_same(sheets, "en", steps)


@settings(max_examples=30)
@given(st.sampled_from(EXAMPLES), st.sampled_from(EXAMPLES), st.lists(STEPS, max_size=6))
def test_so_do_the_rows_of_sheets_of_any_kind(one: Example, other: Example, steps: list[tuple[Any, ...]]) -> None:
    sheets = tuple(_sheet_of(each, title) for each, title in ((one, "Q4 2026"), (other, "Team B Q4 2026")))
    _all_come_to_the_same(sheets, "vi", steps)


def _sheet_of(example: Example, title: str) -> Sheet:
    lines = textwrap.dedent(example.sheet).strip("\n").splitlines()
    return sheet_of("\n".join(line.strip().removeprefix("|").removesuffix("|") for line in lines), title)
