"""People and syncs by turns, and people in the midst of a sync: before any of its requests, and right after."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from sync.model.plans import Receipt
from sync.workbooks.base import WorkbookChanged, WorkbookError
from tests.sheets_interleavings.planner import planned
from tests.sheets_interleavings.truth import KEY_RESULT, MARK, Place, Truth
from tests.sheets_server.a1 import Span, cells_text
from tests.sheets_server.editors import perform
from tests.sheets_server.errors import ApiError
from tests.sheets_server.hooks import Hook
from tests.sheets_server.server import SheetsServer
from tests.sync.workbooks.google_sheets import new_spreadsheet, opened

_TRIES = 3
IN_THAT_MOMENT = ("moved", "header_changed")
"""Why cells are left out that somebody's edit kept from being written."""
LARGEST_WRITES = (2_000_000, 600)
"""In bytes: everything in one write, and a write of many parts."""
_OWNED = (f"Progress {MARK}", f"Warnings {MARK}")
TABS: dict[str, list[list[Any]]] = {
    "Q4": [
        ["Objective", KEY_RESULT, "Target", "Current", "Share", *_OWNED, "Comment"],
        ["Grow", "Revenue", 100, 25, "=D2/C2", None, "old", "ask An"],
        [None, "Customers", 40, 10, "=D3/C3", 0.5, None, None],
        [None, "Churn", 3, 5, "=D4/C4", "=D4/C4", None, "a formula of ours →"],
        ["Care", "Same words", 1, 1, "=D5/C5", 1, None, None],
        [None, "Same words", 1, 1, "=D6/C6", 1, "x", None],
        [None, None, None, None, None, None, None, None],
        [None, "Tickets", 30, 12, "=D8/C8", None, None, None],
        ["Total", None, "=SUM(C2:C8)", None, None, "not yours", "=C9", None],
        [None, None, None, None, None, None, None, None],
        ["Notes", None, None, None, None, "a note under Progress", None, "another"],
        [],
        [None, KEY_RESULT, _OWNED[0], "Current", "Share", "Comment"],
        [None, "Calls", 0.4, 12, "=D14/30", "a day"],
        [None, "Visits", None, 7, 8, "a week"],
    ],
    "D3": [
        ["A title over all"],
        [],
        [_OWNED[0], KEY_RESULT, "Current", _OWNED[1], "Link"],
        [0.25, "Hire", 1, None, "=A4"],
        [None, "Train", 2, "careful", "https://example.com"],
        [0.75, "Keep", 3, None, None],
    ],
    "Quý 4 🌱": [["Việc", KEY_RESULT, "Hiện tại"], ["A", "Một", 1], ["B", "Hai", 2], ["C", "Ba", 3]],
}

numbers = st.integers(0, 30)
values = st.one_of(st.integers(0, 99), st.sampled_from(["", "typed", "Revenue", "=1+1", KEY_RESULT, f"Mine {MARK}"]))
edits = st.one_of(
    st.tuples(st.sampled_from(("insert_rows", "delete_rows", "insert_columns", "delete_columns")), numbers, numbers),
    st.tuples(st.sampled_from(("move_rows", "move_columns", "sort", "cut", "cut_cells")), numbers, numbers),
    st.tuples(st.sampled_from(("rename_tab", "change_header")), numbers, numbers),
    st.tuples(st.just("overwrite"), numbers, numbers),
    st.tuples(st.just("delete_tab"), numbers, numbers),
)
Edit = tuple[str, int, int]
Unanswered = tuple[int, bool] | None
Act = tuple[int, Edit, int, Any]
"""A tab's number, what is done there, and with which value."""
acts = st.tuples(st.integers(0, 2), edits, numbers, values)
moments = st.lists(st.tuples(st.integers(0, 9), acts), min_size=1, max_size=6)
"""Before which request of a sync, or, for odd numbers, right after which, somebody does something."""
answers = st.one_of(st.none(), st.none(), st.none(), st.tuples(st.integers(0, 4), st.booleans()))
"""After how many others a write of a sync stays without an answer, and whether it is carried out all the same."""


@dataclass
class Tally:
    """What was seen in all runs."""

    counts: Counter[str] = field(default_factory=Counter)
    seconds_misplaced: list[float] = field(default_factory=list)
    requests_misplaced: list[int] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        self.counts += other.counts
        self.seconds_misplaced += other.seconds_misplaced
        self.requests_misplaced += other.requests_misplaced

    def clear(self) -> None:
        self.counts.clear()
        self.seconds_misplaced.clear()
        self.requests_misplaced.clear()


TALLY = Tally()
_servers: list[SheetsServer] = []


def server() -> SheetsServer:
    """One for all runs: what is tried is not whether it starts."""
    if not _servers:
        _servers.append(SheetsServer())
        _servers[0].__enter__()
    return _servers[0]


def stop_server() -> None:
    while _servers:
        _servers.pop().__exit__(None, None, None)


class Interleavings(RuleBasedStateMachine):
    @initialize(largest_write=st.sampled_from(LARGEST_WRITES))
    def begin(self, largest_write: int) -> None:
        self.server = server()
        self.largest_write = largest_write
        self.world = self.server.world
        self.world.hooks.clear()
        self.key = new_spreadsheet(self.server, TABS, rows=24, columns=14)
        file = self.world.files.get(self.key)
        assert file is not None
        assert file.spreadsheet is not None
        self.spreadsheet = file.spreadsheet
        self.truth = Truth(self.spreadsheet)
        self.truth.watch()
        self.run = 0

    def teardown(self) -> None:
        if hasattr(self, "world"):
            self.world.hooks.clear()
            file = self.world.files.get(self.key)
            assert file is not None
            # The server answers ever more slowly otherwise.
            self.world.files.remove(file)

    @rule(act=acts)
    def somebody_edits(self, act: Act) -> None:
        self.perform(act)

    @rule(during=moments, unanswered=answers)
    def a_sync_is_disturbed(self, during: list[tuple[int, Act]], unanswered: Unanswered) -> None:
        self.sync(during, unanswered)

    @precondition(lambda self: self.run % 5 == 4)
    @rule()
    def a_sync_is_left_alone(self) -> None:
        receipt = self.sync([])
        assert receipt is None or not any(left.reason in IN_THAT_MOMENT for left in receipt.dropped)

    # ── A sync ──

    def sync(self, during: list[tuple[int, Act]], unanswered: Unanswered = None) -> Receipt | None:
        self.run += 1
        TALLY.counts["syncs"] += 1
        TALLY.counts["syncs with edits in between"] += bool(during)
        seen = _Seen(self, during)
        is_tab_lost = any(act[1][0] in ("rename_tab", "delete_tab") for _, act in during)
        self.truth.begin(is_answer_lost=is_tab_lost or unanswered is not None)
        for hook in (Hook(seen.reads, "before", "GET /v4/"), Hook(seen.before, "before"), Hook(seen.after, "after")):
            self.world.hooks.add(hook)
        if unanswered is not None:
            TALLY.counts["syncs of which an answer is lost"] += 1
            self.world.faults.add("drop", match="batchUpdate", after=unanswered[0], applied=unanswered[1])
        workbook = opened(self.server, self.key, largest_write=self.largest_write)
        receipt = None
        try:
            receipt = self._tried(workbook, seen)
        finally:
            self.world.hooks.clear()
            self.world.faults.clear()
        left = self.truth.misplaced()
        assert not left, f"{left} values stand in cells that they were not meant for"
        wrong = self.truth.verdicts(receipt, seen.at_guard, seen.ages)
        assert not wrong, "\n".join(wrong)
        seen.tell()
        return receipt

    def _tried(self, workbook: Any, seen: _Seen) -> Receipt | None:
        for _ in range(_TRIES):
            try:
                content = workbook.read()
                plan = planned(content, self.run)
                if plan.writes_nothing:
                    return None
                seen.begin_write({str(change.after): Place(*change.cell) for change in plan.changes})
                receipt: Receipt = workbook.write(plan)
            except WorkbookChanged as error:
                _was_not_written(error)
                TALLY.counts["tries that wrote nothing because somebody changed something"] += 1
            except WorkbookError as error:
                _was_not_written(error)
                TALLY.counts[f"syncs refused: {str(error)[:60]}"] += 1
                return None
            else:
                TALLY.counts["syncs that wrote"] += 1
                TALLY.counts["cells written"] += len(receipt.written)
                TALLY.counts["cells left out because their row moved or their header changed"] += sum(
                    left.reason in IN_THAT_MOMENT for left in receipt.dropped
                )
                TALLY.counts["cells put back"] += len(receipt.put_back)
                return receipt
        return None

    # ── People ──

    def perform(self, act: Act) -> bool:
        number, (kind, one, other), third, value = act
        tabs = self.spreadsheet.tabs
        tab = tabs[number % len(tabs)]
        filled = [(row, column) for row, column, _ in tab.filled()]
        height = max((row + 1 for row, _ in filled), default=1)
        width = max((column + 1 for _, column in filled), default=1)
        row, column = one % (height + 1) + 1, other % width + 1
        change: dict[str, Any] = {"edit": kind, "tab": tab.title}
        cut: dict[tuple[int, int], int] = {}
        match kind:
            case "insert_rows" | "delete_rows":
                change |= {"at": row, "count": third % 3 + 1}
            case "insert_columns" | "delete_columns":
                change |= {"at": column, "count": 1}
            case "move_rows":
                change |= {"at": row, "count": third % 2 + 1, "to": other % (height + 2) + 1}
            case "move_columns":
                change |= {"edit": "move_rows", "dimension": "COLUMNS", "at": column, "to": one % (width + 2) + 1}
            case "sort":
                header_rows = 3 if tab.cell(0, 0).entered == "A title over all" else 1
                change |= {"column": column, "descending": bool(third % 2), "header_rows": header_rows}
            case "cut":
                line = Span(row - 1, 0, row, width)
                change |= {"range": cells_text(line), "to": f"A{third % (height + 2) + 1}"}
            case "cut_cells":
                to = (third % height + 1, one % width + 1)
                change |= {"edit": "cut", "range": _cell(row, column), "to": _cell(*to)}
                cut = {place: self.truth.number(tab, place[0] - 1, place[1] - 1) for place in ((row, column), to)}
            case "rename_tab":
                change |= {"title": f"{tab.title.partition(' ~')[0]} ~{third}"}
            case "delete_tab":
                if len(tabs) == 1 or third % 4:
                    return False
            case "change_header":
                rows = [row + 1 for row, _, cell in tab.filled() if cell.entered == KEY_RESULT]
                row = rows[third % len(rows)] if rows else 1
                change |= {"cell": _cell(row, column), "value": value}
            case "overwrite":
                change |= {"cell": _cell(row, column), "value": value}
        is_typed = kind in ("overwrite", "change_header")
        if is_typed:
            self.truth.about_to_be_typed(tab, row - 1, column - 1)
        try:
            perform(self.world, self.key, change)
        except ApiError:
            return False
        if is_typed:
            self.truth.typed(tab, row - 1, column - 1)
        for place, known in cut.items():
            self.truth.stayed(tab, place[0] - 1, place[1] - 1, known)
        self.truth.watch()
        return True


class _Seen:
    """What happens around each request of one sync."""

    def __init__(self, machine: Interleavings, during: Iterable[tuple[int, Act]]) -> None:
        self._machine = machine
        self._during = list(during)
        self._requests = 0
        self._guard = -1
        self._is_read, self._is_guarded = False, False
        self._planned: dict[str, Place] = {}
        self._misplaced_since: tuple[float, int] | None = None
        self.at_guard: dict[Place, int] = {}
        self.ages: dict[int, int] = {}

    def begin_write(self, planned: dict[str, Place]) -> None:
        """The next request is the guard read: from then on a value belongs to the cell that stands there. Of a large
        tab all may be read again after it, before anything is written: then from that read on."""
        self._planned = planned
        self._guard = self._requests
        self._is_guarded = False

    def reads(self) -> None:
        self._is_read = True

    def before(self) -> None:
        self._act(self._requests * 2)

    def after(self) -> None:
        truth = self._machine.truth
        truth.watch()
        is_guard = self._requests == self._guard
        self._is_guarded = is_guard or (self._is_guarded and self._is_read)
        self._is_read = False
        if self._is_guarded:
            truth.look()
            self.at_guard, self.ages = truth.places(), truth.ages()
            truth.meant |= {value: self.at_guard.get(place, 0) for value, place in self._planned.items()}
        self._watch_misplaced()
        self._act(self._requests * 2 + 1)
        self._requests += 1

    def _act(self, moment: int) -> None:
        for when, act in self._during:
            if when == moment and self._machine.perform(act):
                TALLY.counts[f"edits: {act[1][0]}"] += 1

    def _watch_misplaced(self) -> None:
        wrong = self._machine.truth.misplaced()
        if wrong and self._misplaced_since is None:
            TALLY.counts["values misplaced for a moment"] += wrong
            TALLY.counts["syncs with values misplaced for a moment"] += 1
            self._misplaced_since = time.perf_counter(), self._requests
        elif not wrong and self._misplaced_since is not None:
            since, request = self._misplaced_since
            TALLY.seconds_misplaced.append(time.perf_counter() - since)
            TALLY.requests_misplaced.append(self._requests - request)
            self._misplaced_since = None

    def tell(self) -> None:
        TALLY.counts["requests"] += self._requests


def _was_not_written(error: WorkbookError) -> None:
    assert not error.maybe_written, str(error)


def _cell(row: int, column: int) -> str:
    return cells_text(Span(row - 1, column - 1, row, column))
