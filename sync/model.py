"""The words of the domain as frozen values. All of ``sync`` speaks in these; this file imports nothing of ours.

Numbers are ``decimal.Decimal`` throughout. A percentage is kept in points with the unit ``%``: a cell that shows 30 %
is ``Quantity(Decimal(30), unit="%")``, whether it stores 0.3 with a percent format or the text '30%'. Progress,
attainment, expected progress, score, weight share and confidence are fractions (0.75).

What a workbook has by the row is a NamedTuple, and the rest are frozen dataclasses: a KeyResult of 31 fields takes
0.7 µs and 300 bytes where a frozen dataclass takes 4 µs and 1.6 kB, and a changed copy of it 1.2 µs where it took 14.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import Enum, StrEnum
from functools import cached_property
from typing import Generic, Literal, NamedTuple, TypeVar

Language = str
"""'vi', 'en', or another that ``sync.messages`` has a catalogue of."""
T = TypeVar("T")

# ── Cells and sheets: what a spreadsheet system hands over ────────────────────────────────────────────────────────────


def column_letters(column: int) -> str:
    """Given a 1-based column number, return its letters: 1 is 'A', 28 is 'AB'."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def column_number(letters: str) -> int:
    """Given column letters ('AB'), return the 1-based number (28)."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


class CellRef(NamedTuple):
    """A cell's address: the tab's title, and row and column counted from 1."""

    sheet: str
    row: int
    column: int

    @property
    def a1(self) -> str:
        return f"{column_letters(self.column)}{self.row}"

    def __str__(self) -> str:
        return f"{quoted_title(self.sheet)}!{self.a1}"


def quoted_title(title: str) -> str:
    """Given a tab's title, return it as formulas write it: quoted where it is not a plain word."""
    plain = re.fullmatch(r"[^\W\d]\w*", title) and not re.fullmatch(r"[A-Za-z]{1,3}\d+|[Rr]\d*[Cc]?\d*|[Cc]\d*", title)
    return title if plain else "'" + title.replace("'", "''") + "'"


@dataclass(frozen=True, slots=True)
class ErrorValue:
    """An error that a formula gave: '#REF!', '#N/A', '#DIV/0!' …"""

    code: str


CellValue = Decimal | str | bool | ErrorValue | None


class Cell(NamedTuple):
    """One cell as stored: dates are numbers with a date format, and a formula's value is its cached one.

    ``value`` is None for an empty cell and for a formula that was never calculated (then ``formula`` is set).
    ``number_format`` is the format code ('0.0%', 'dd/mm/yyyy', 'General').
    """

    value: CellValue
    number_format: str = "General"
    formula: str | None = None
    hyperlink: str | None = None


class Area(NamedTuple):
    """A rectangle of cells, ends included."""

    first_row: int
    first_column: int
    last_row: int
    last_column: int

    def holds(self, row: int, column: int) -> bool:
        return self.first_row <= row <= self.last_row and self.first_column <= column <= self.last_column


def shown_at(row: int, column: int, merges: Iterable[Area]) -> tuple[int, int]:
    """Given a cell's place and merged areas, return the row and column of the cell that is shown there: of a merged
    area its first."""
    return next(((area.first_row, area.first_column) for area in merges if area.holds(row, column)), (row, column))


@dataclass(frozen=True)
class Sheet:
    """One tab as read. ``rows`` maps row ─▶ column ─▶ cell and holds only cells that have a value or a formula, in
    ascending order of rows and columns. ``complete`` is False when only the tab's head was read, because it
    holds no OKRs."""

    title: str
    rows: Mapping[int, Mapping[int, Cell]]
    merges: tuple[Area, ...] = ()
    notes: Mapping[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()
    hidden: bool = False
    for_macros: bool = False
    """Hidden so that only a macro can show it: a machine's, whatever it holds."""
    protected: bool = False
    epoch_1904: bool = False
    locale: str | None = None
    complete: bool = True
    list_areas: tuple[Area, ...] = ()
    """Excel's own tables (list objects), header row included."""
    address: str = ""
    """Where a browser shows the tab ('https://docs.google.com/…/edit#gid=0'); '' where none does."""

    def cell(self, row: int, column: int) -> Cell | None:
        return self.rows.get(row, {}).get(column)

    def ref(self, row: int, column: int) -> CellRef:
        return CellRef(self.title, row, column)

    @cached_property
    def last_row(self) -> int:
        return max(self.rows, default=0)

    @cached_property
    def last_column(self) -> int:
        return max((max(cells) for cells in self.rows.values() if cells), default=0)


class Untellable(NamedTuple):
    """Formulas of one tab of which it cannot be told what they depend on: the first one's cell, and how many they
    are."""

    cell: CellRef
    formulas: int


class Calculation(NamedTuple):
    """Which formulas may go on showing old values after a write: ``untellable`` ones by tab, and ``by_hand`` the first
    formula of a workbook that is calculated only when somebody asks for it. Where the system calculates by itself at
    once, there are none."""

    untellable: tuple[Untellable, ...] = ()
    by_hand: CellRef | None = None


ALL_CALCULATED = Calculation()


@dataclass(frozen=True)
class WorkbookContent:
    """All tabs of a workbook as one read found them. ``fingerprint`` changes whenever the stored workbook does.
    ``calculation`` is of what was read: of a tab that is not ``complete``, of its head. ``moves_by_itself``: what a
    formula of it results in changes without anybody's saving the workbook."""

    sheets: tuple[Sheet, ...]
    fingerprint: str
    calculation: Calculation = ALL_CALCULATED
    moves_by_itself: bool = False

    def sheet(self, title: str) -> Sheet | None:
        return next((sheet for sheet in self.sheets if sheet.title == title), None)


# ── What a cell says, once read ──────────────────────────────────────────────────────────────────────────────────────


class Trouble(StrEnum):
    """Why a cell that is not empty has no value, or has one that may be wrong."""

    error_cell = "error_cell"  # #REF!, #N/A …
    not_calculated = "not_calculated"  # a formula without a cached value
    not_a_number = "not_a_number"
    not_a_date = "not_a_date"
    not_understood = "not_understood"  # a confidence, weight or status word that is none
    date_for_number = "date_for_number"  # 5/8 that the program turned into 5 August
    ambiguous = "ambiguous"  # '1.500' where both readings are possible: one was taken
    unreadable_formula_value = "unreadable_formula_value"
    two_columns = "two_columns"  # two columns say so with equal right, and differ


class Quantity(NamedTuple):
    """A number as typed: scale words are multiplied out ('10 tỷ' is 10 000 000 000), percentages are in points.

    ``total`` is n in 'k of n' ('5/8': value 5, total 8). ``other`` is the reading not taken where two were possible.
    ``scale_word`` is the scale as typed ('tỷ'), for findings about slips.
    """

    value: Decimal
    unit: str | None = None
    currency: str | None = None
    total: Decimal | None = None
    other: Decimal | None = None
    scale_word: str | None = None

    @property
    def is_percent(self) -> bool:
        return self.unit == "%"


class Read(NamedTuple, Generic[T]):
    """A field as read: its value, the cell that it came from, and what stands there, word for word.

    An empty or absent cell is ``Read()``. ``cell`` without ``raw`` is an empty cell in a column that exists.
    """

    value: T | None = None
    cell: CellRef | None = None
    raw: str = ""
    trouble: Trouble | None = None
    is_formula: bool = False


NOTHING: Read[object] = Read()


class Kind(StrEnum):
    increase = "increase"
    decrease = "decrease"
    at_least = "at_least"
    at_most = "at_most"
    between = "between"
    milestone = "milestone"


class Direction(StrEnum):
    up = "up"
    down = "down"


class Evidence(NamedTuple):
    """The words (or the cell's text) that a part of a measure came from: ('target', '10 tỷ')."""

    part: str
    words: str


class Measure(NamedTuple):
    """What a key result measures. From its text alone (``KeyResult.wording``), or text and columns together
    (``KeyResult.measure``). ``kind`` is None where nothing measurable is said.

    ``change`` is signed ('giảm 3kg' is −3); with ``relative`` it is in per cent of the baseline. ``kept``: a verb of
    keeping, or a KPI: a bound is scored by distance and tolerance. ``lower`` and ``upper`` are bounds.
    """

    kind: Kind | None = None
    direction: Direction | None = None
    baseline: Decimal | None = None
    target: Decimal | None = None
    change: Decimal | None = None
    relative: bool = False
    lower: Decimal | None = None
    upper: Decimal | None = None
    tolerance: Decimal | None = None
    kept: bool = False
    unit: str | None = None
    currency: str | None = None
    cadence: str | None = None
    evidence: tuple[Evidence, ...] = ()

    @property
    def measurable(self) -> bool:
        return self.kind is not None


class Activity(StrEnum):
    """What a status or note column of the team's own says about a row."""

    active = "active"
    done = "done"
    paused = "paused"
    cancelled = "cancelled"


Curve = Literal["linear", "early", "late", "s-curve", "at the end"]


class PacePoint(NamedTuple):
    """What is to be reached by a day: a value of the measure, or in per cent a share of the way."""

    day: date
    value: Quantity


class PlannedPace(NamedTuple):
    """How a key result is meant to move through its time: along a curve, or from point to point (ascending days)."""

    curve: Curve = "linear"
    points: tuple[PacePoint, ...] = ()


class CheckIn(NamedTuple):
    """One measured value of the past: from a column a week, a check-in log or a period column."""

    label: str
    day: date | None
    value: Read[Quantity]
    note: str = ""


# ── Rows: what a team keeps ──────────────────────────────────────────────────────────────────────────────────────────


class Field(Enum):
    """What a column can hold. Header words for each are in ``reading/headers.py``."""

    objective = "objective"
    objective_id = "objective_id"
    key_result = "key_result"
    key_result_id = "key_result_id"
    row_kind = "row_kind"  # Objective / Key result / Initiative
    item = "item"  # one list for objectives and key results
    parent = "parent"
    baseline = "baseline"
    target = "target"
    target_minimum = "target_minimum"
    target_stretch = "target_stretch"
    current = "current"
    lower = "lower"
    upper = "upper"
    healthy_range = "healthy_range"  # '≥ 95 %', '20–30' in one cell
    tolerance = "tolerance"
    unit = "unit"
    weight = "weight"
    confidence = "confidence"
    owner = "owner"
    team = "team"
    cycle = "cycle"
    start = "start"
    due = "due"
    updated = "updated"
    note = "note"
    commitment = "commitment"
    kpi = "kpi"
    pace = "pace"  # how it is meant to move: a curve, or values by day
    aggregation = "aggregation"
    day = "day"  # of a check-in
    value = "value"  # of a check-in
    period = "period"  # one column a week, month or quarter
    progress = "progress"
    score = "score"
    status = "status"
    warnings = "warnings"
    objective_score = "objective_score"

    # Members are single objects: hashing their names in Python would cost a tenth of the reading.
    __hash__ = object.__hash__


OWNED_FIELDS = (Field.progress, Field.score, Field.status, Field.warnings, Field.objective_score)


class TableKind(StrEnum):
    okr = "okr"
    kpi = "kpi"
    check_ins = "check_ins"


class Column(NamedTuple):
    """One column of a table as understood: its header's words and cell, and for ``Field.period`` which period. Of a
    target or current value that is another column's as time goes on ('Q3 | Q4'), ``period`` is the one of today's."""

    field: Field
    column: int
    header: str
    cell: CellRef
    owned: bool = False
    period: Cycle | None = None
    period_label: str = ""


@dataclass(frozen=True)
class Cycle:
    """The period that objectives are set for: '2026', '2026-H2', '2026-Q4', '2026-11' or a week '2026-W07'."""

    id: str
    first_day: date
    last_day: date

    def __str__(self) -> str:
        return self.id


@dataclass(frozen=True)
class Table:
    """Where a table stands and what its columns are. ``header_row`` is the last of its header rows; ``last_row`` is
    the last row that belongs to it; ``right_edge`` is its rightmost column in use."""

    sheet: str
    kind: TableKind
    first_header_row: int
    header_row: int
    first_row: int
    last_row: int
    left_edge: int
    right_edge: int
    columns: tuple[Column, ...]
    language: Language
    locale: str
    cycle: Cycle | None = None
    cycle_source: Read[str] = Read()
    title: str = ""
    rivals: tuple[Column, ...] = ()
    """Columns that claim the target or the current value with the same right as one of ``columns``."""

    def column(self, wanted: Field, *, owned: bool = False) -> Column | None:
        return next((column for column in self.columns if column.field is wanted and column.owned is owned), None)


class KeyResult(NamedTuple):
    """One key result as its row says. Columns win over words: ``measure`` is both together, ``wording`` the text's own
    reading. ``id`` is empty until ``identity.identify`` gave it."""

    text: Read[str]
    row: int
    sheet: str
    id: str = ""
    external_id: Read[str] = Read()
    wording: Measure = Measure()
    measure: Measure = Measure()
    baseline: Read[Quantity] = Read()
    target: Read[Quantity] = Read()
    target_minimum: Read[Quantity] = Read()
    target_stretch: Read[Quantity] = Read()
    current: Read[Quantity] = Read()
    milestone: Read[bool] = Read()
    """Done or not done, where the current cell says so in words or ticks."""
    lower: Read[Quantity] = Read()
    upper: Read[Quantity] = Read()
    tolerance: Read[Quantity] = Read()
    unit: Read[str] = Read()
    weight: Read[Quantity] = Read()
    confidence: Read[Decimal] = Read()
    owner: Read[str] = Read()
    start: Read[date] = Read()
    due: Read[date] = Read()
    updated: Read[date] = Read()
    status_text: Read[str] = Read()
    activity: Activity = Activity.active
    note: Read[str] = Read()
    committed: bool | None = None
    kpi: Read[str] = Read()
    check_ins: tuple[CheckIn, ...] = ()
    ignored_rules: frozenset[str] = frozenset()
    """Codes or families from 'okr: ignore OKR201' in the notes column."""
    table: int | None = None
    """Index into ``Rows.tables`` where it stands in another table than its objective."""
    pace: Read[PlannedPace] = Read()


class Objective(NamedTuple):
    """An objective with its key results. ``own_row`` says whether its row is its own (an outline, a row-kind column);
    otherwise it shares ``row`` with its first key result, or stands in a merged cell."""

    title: Read[str]
    row: int
    sheet: str
    table: int
    """Index into ``Rows.tables``."""
    own_row: bool = False
    id: str = ""
    external_id: Read[str] = Read()
    parent: Read[str] = Read()
    cycle: Cycle | None = None
    owner: Read[str] = Read()
    team: Read[str] = Read()
    weight: Read[Quantity] = Read()
    committed: bool | None = None
    activity: Activity = Activity.active
    note: Read[str] = Read()
    ignored_rules: frozenset[str] = frozenset()
    key_results: tuple[KeyResult, ...] = ()


class Kpi(NamedTuple):
    """One KPI: its healthy bounds, and its values by period (``periods``, ascending) or in one current cell."""

    name: Read[str]
    row: int
    sheet: str
    table: int
    id: str = ""
    external_id: Read[str] = Read()
    unit: Read[str] = Read()
    owner: Read[str] = Read()
    team: Read[str] = Read()
    measure: Measure = Measure()
    lower: Read[Quantity] = Read()
    upper: Read[Quantity] = Read()
    target: Read[Quantity] = Read()
    baseline: Read[Quantity] = Read()
    tolerance: Read[Quantity] = Read()
    current: Read[Quantity] = Read()
    periods: tuple[PeriodValue, ...] = ()
    aggregation: Read[str] = Read()
    note: Read[str] = Read()
    ignored_rules: frozenset[str] = frozenset()


class KpiAim(NamedTuple):
    """What one period of a KPI should come to; without any value where its own cell is empty."""

    target: Read[Quantity] = Read()
    lower: Read[Quantity] = Read()
    upper: Read[Quantity] = Read()
    measure: Measure = Measure()


class PeriodValue(NamedTuple):
    """A KPI's value for one period. ``aim`` is None where its row has no targets by period."""

    period: Cycle
    value: Read[Quantity]
    aim: KpiAim | None = None


class LayoutRemark(NamedTuple):
    """Something about a layout that its team should know: a column that could not be placed, two that claim one field.
    ``kind`` is 'unplaced_column', 'doubtful_column', 'second_column', 'row_skipped', 'key_results_in_columns',
    'several_in_one_cell', 'log_row_names_nothing', 'other_list', 'unheaded_values',
    'unused_values' (numbers under no known header, where no
    column gives a field that is needed), 'unused_sum' (what columns by period come to), 'copied_tab',
    'cycle_in_doubt' or 'title_against_tab', and of a whole workbook 'nothing_found', 'no_tab_at_all', 'no_such_tab' or
    'no_such_header'; ``guess`` is the nearest field's name, tab or header. ``language`` is the tab's, where no table
    says it; ``row`` the row whose Warnings cell says it."""

    kind: str
    cell: CellRef
    words: str
    guess: str = ""
    setting: str = ""
    language: Language | None = None
    row: int | None = None


class SkippedTab(NamedTuple):
    """A tab left alone. ``reason`` is 'no_okrs', 'empty', 'not_wanted', 'view' (its rows are other tabs', by
    formulas), or 'for_macros' (only they can show it)."""

    title: str
    reason: str


@dataclass(frozen=True)
class Rows:
    """Everything that was read from one workbook."""

    tables: tuple[Table, ...] = ()
    objectives: tuple[Objective, ...] = ()
    kpis: tuple[Kpi, ...] = ()
    remarks: tuple[LayoutRemark, ...] = ()
    skipped: tuple[SkippedTab, ...] = ()

    def key_results(self) -> Iterator[tuple[Objective, KeyResult]]:
        for objective in self.objectives:
            for key_result in objective.key_results:
                yield objective, key_result


# ── Scores ───────────────────────────────────────────────────────────────────────────────────────────────────────────


class Status(StrEnum):
    not_started = "not started"
    no_data = "no data"
    done = "done"
    on_track = "on track"
    at_risk = "at risk"
    behind = "behind"
    healthy = "healthy"
    out_of_range = "out of range"
    left_out = "left out"  # cancelled or paused: listed, not scored


class Doubt(StrEnum):
    """What scoring had to assume, or could not do; rules turn each into a finding."""

    baseline_taken_as_zero = "baseline_taken_as_zero"
    baseline_needed = "baseline_needed"
    baseline_equals_target = "baseline_equals_target"
    direction_unknown = "direction_unknown"  # a time, and neither words nor baseline say whether less of it is better
    change_or_level = "change_or_level"  # the current value is more than twice the change: probably a level
    relative_change_of_a_rate = "relative_change_of_a_rate"
    not_measurable = "not_measurable"
    target_needed = "target_needed"
    current_missing = "current_missing"
    not_calculated = "not_calculated"
    due_before_start = "due_before_start"
    tolerance_is_zero = "tolerance_is_zero"
    kpi_not_found = "kpi_not_found"
    kpi_in_several_workbooks = "kpi_in_several_workbooks"
    percent_scales = "percent_scales"  # 0.24 beside 30 %: no number is right
    several_in_one_cell = "several_in_one_cell"  # 'KR1: … KR2: …' in one cell
    unit_slip = "unit_slip"  # 4 beside 10 tỷ: no number is right
    weight_missing = "weight_missing"
    weight_negative = "weight_negative"
    weights_normalised = "weights_normalised"
    parent_not_found = "parent_not_found"
    parent_in_several_workbooks = "parent_in_several_workbooks"
    parent_loop = "parent_loop"
    weights_on_two_scales = "weights_on_two_scales"  # shares of 1 in a tab whose weights add up to 100


class Input(NamedTuple):
    """A number that a score was computed from: its name ('baseline'), value, and cell where it has one."""

    name: str
    value: Decimal | date | str | None
    cell: CellRef | None = None


class MeasuredBy(NamedTuple):
    """The KPI that a key result takes its current value from: its healthy bounds stand beside the key result's stretch.
    ``workbook`` is '' where it is the key result's own, else ``read_on`` is the day for which that one was last read.
    """

    name: str
    value: Decimal | None
    lower: Decimal | None
    upper: Decimal | None
    unit: str
    status: Status
    workbook: str = ""
    read_on: date | None = None


class ScoredKeyResult(NamedTuple):
    """A key result's score on a day. Fractions are unrounded but ``score`` (two decimals, half up).

    ``share`` is its normalised weight in the objective (0 when left out). ``keep`` is True where nothing may be
    written because an input was not calculated yet.
    """

    key_result: KeyResult
    kind: Kind | None
    baseline: Decimal | None
    target: Decimal | None
    current: Decimal | None
    attainment: Decimal | None
    progress: Decimal | None
    expected: Decimal | None
    score: Decimal | None
    status: Status
    share: Decimal = Decimal(0)
    due: date | None = None
    committed: bool = False
    keep: bool = False
    doubts: tuple[Doubt, ...] = ()
    formula: str = ""
    """'(current − baseline) ÷ (target − baseline)', for ``why``."""
    inputs: tuple[Input, ...] = ()
    measured_by: MeasuredBy | None = None


class Child(NamedTuple):
    """An objective that supports another one. ``workbook`` is '' where both stand in one, else ``read_on`` is the day
    for which the child's was last read."""

    title: str
    workbook: str
    progress: Decimal | None
    owner: str = ""
    read_on: date | None = None


class Aligned(NamedTuple):
    """What an objective supports, and what supports it. ``parent`` is the title of the one that it supports ('' where
    it supports none, or a ``doubt`` says why it is not known), ``workbook`` that one's; ``loop`` the titles on the way
    up from it to itself (the first five). ``rolled_up`` is the weighted mean of the children's progress."""

    parent: str = ""
    workbook: str = ""
    doubt: Doubt | None = None
    loop: tuple[str, ...] = ()
    children: tuple[Child, ...] = ()
    rolled_up: Decimal | None = None


class ScoredObjective(NamedTuple):
    """An objective's score: the weighted mean of its key results' unrounded progress. ``weakest`` is the index of the
    key result with the worst status and progress, or None. One without key results of its own takes the score that its
    children come to (``aligned``)."""

    objective: Objective
    key_results: tuple[ScoredKeyResult, ...]
    progress: Decimal | None
    score: Decimal | None
    expected: Decimal | None
    status: Status
    cycle: Cycle | None = None
    committed: bool = False
    keep: bool = False
    weakest: int | None = None
    doubts: tuple[Doubt, ...] = ()
    aligned: Aligned | None = None


class ScoredKpi(NamedTuple):
    kpi: Kpi
    current: Decimal | None
    period: Cycle | None
    cell: CellRef | None
    progress: Decimal | None
    status: Status
    keep: bool = False
    doubts: tuple[Doubt, ...] = ()
    formula: str = ""
    inputs: tuple[Input, ...] = ()


@dataclass(frozen=True)
class Scored:
    rows: Rows
    as_of: date
    objectives: tuple[ScoredObjective, ...] = ()
    kpis: tuple[ScoredKpi, ...] = ()


# ── The past ─────────────────────────────────────────────────────────────────────────────────────────────────────────


class Remembered(NamedTuple):
    """What the archive last knew of a key result: its values, and the days on which it was first and last seen and on
    which its current value last changed. ``first_target`` and ``best_progress`` are the target as the archive first saw
    it in this cycle, and the highest progress that it saw in it: they stay as they are when a row is synced again.
    ``reached_on`` is the day on which it was first seen done."""

    current: Decimal | None
    target: Decimal | None
    progress: Decimal | None
    first_seen: date
    last_seen: date
    changed_on: date
    first_target: Decimal | None = None
    best_progress: Decimal | None = None
    reached_on: date | None = None


class Standing(NamedTuple):
    """An objective or key result as it stood when the workbook was last read, to tell which row it is by now.
    ``objective`` is the id of a key result's objective ('' for an objective), ``cycle`` the id of its cycle."""

    id: str
    words: str
    sheet: str
    cycle: str
    objective: str = ""
    current: Decimal | None = None
    target: Decimal | None = None
    left_out: bool = False


class Gone(NamedTuple):
    """A key result that stands in its workbook no longer: ``last_seen`` is the day for which it was last read.
    ``objective_words`` are those of its objective by then."""

    id: str
    words: str
    objective: str
    objective_words: str
    cycle: str
    last_seen: date


class ClosingKind(StrEnum):
    objective = "objective"
    key_result = "key_result"
    kpi = "kpi"


class Verdict(StrEnum):
    """What follows from cycles in a row that were all fine, or all were not."""

    keep_going = "keep going"
    raise_the_bar = "raise the bar"
    make_it_a_key_result = "make it a key result"


@dataclass(frozen=True)
class Closing:
    """One row of a cycle as it ended. ``score`` is the computed one; ``hand_score`` the lead's, with its ``reason``.
    ``grade`` is 'success', 'progress made' or 'missed', ``verdict`` one of ``Verdict``, each '' where there is none;
    ``objective`` is the id of a key result's objective.

    ``lower`` and ``upper`` are a KPI's healthy bounds. ``start`` and ``due`` are a key result's days, ``reached`` the
    day on which it was first known to be done. ``before`` is what the cycle before it was closed with: an objective's
    score, the final value of a key result or KPI. ``given_id`` is the id that the team gave it, as it is compared.
    """

    workbook: str
    kind: ClosingKind
    id: str
    text: str
    cell: CellRef
    objective: str = ""
    owner: str = ""
    unit: str = ""
    committed: bool = False
    baseline: Decimal | None = None
    target: Decimal | None = None
    current: Decimal | None = None
    attainment: Decimal | None = None
    progress: Decimal | None = None
    score: Decimal | None = None
    status: str = ""
    grade: str = ""
    hand_score: Decimal | None = None
    reason: str = ""
    team: str = ""
    lower: Decimal | None = None
    upper: Decimal | None = None
    start: date | None = None
    due: date | None = None
    reached: date | None = None
    verdict: str = ""
    before: Decimal | None = None
    given_id: str = ""


class Inherited(NamedTuple):
    """A sealed row of another workbook that a row of this one goes on from. ``objective`` are the words of a key
    result's objective."""

    closing: Closing
    objective: str = ""


class MaybeFrom(NamedTuple):
    """A row of this workbook that may go on from a sealed one of another, and nobody knows whether: ``workbooks`` are
    the others that have one like it in ``cycle``, as far as it may be that."""

    cycle: str
    workbooks: tuple[str, ...]


class KpiElsewhere(NamedTuple):
    """A KPI of another workbook as the archive last knew it: ``cycle`` is its table's, ``read_on`` the day for which
    the workbook was read."""

    workbook: str
    kpi: Kpi
    cycle: Cycle | None
    read_on: date


class ObjectiveElsewhere(NamedTuple):
    """An objective of another workbook as the archive last knew it. ``parent`` is what its parent column says."""

    workbook: str
    title: str
    given_id: str
    parent: str
    cycle: Cycle | None
    weight: Quantity | None
    owner: str
    progress: Decimal | None
    status: str
    read_on: date


@dataclass(frozen=True)
class History:
    """What the past has to say, fetched before the line starts. Keys are key-result ids and (sheet, table title)."""

    key_results: Mapping[str, Remembered] = field(default_factory=dict)
    closed_cycles: frozenset[str] = frozenset()
    first_cycles: Mapping[str, str] = field(default_factory=dict)
    """Tab title ─▶ the cycle in which the archive first saw it."""
    closings: Mapping[str, tuple[Closing, ...]] = field(default_factory=dict)
    """Closed cycle ─▶ the workbook's rows as they were sealed then, in their order."""
    kpis_elsewhere: Mapping[str, tuple[KpiElsewhere, ...]] = field(default_factory=dict)
    """KPIs of other workbooks by every name that a key result may call them, compared: 'churn', 'sales: churn'."""
    objectives_elsewhere: Sequence[ObjectiveElsewhere] = ()
    standing: Mapping[str, Standing] = field(default_factory=dict)
    """The objectives and key results of the last read, by id."""
    gone: tuple[Gone, ...] = ()
    """Key results that were there in an earlier read and not in the last one, cancelled ones aside."""
    read_on: date | None = None
    """The day of the last read."""
    inherited: Mapping[str, tuple[Inherited, ...]] = field(default_factory=dict)
    """Closed cycle ─▶ the rows of other workbooks that rows of this one go on from."""
    maybe_from: Mapping[str, MaybeFrom] = field(default_factory=dict)
    """The id of an objective, key result or KPI of which that is not known ─▶ what it may go on from."""
    moved_away: frozenset[str] = frozenset()
    """The ids of key results that stand here no longer, and in another workbook since."""
    succeeded_after: date | None = None
    """The last day of the workbook's last cycle, where another workbook goes on in its place since."""
    unwritten: Mapping[tuple[str, str], Decimal | None] = field(default_factory=dict)
    """Of cycles that were closed while the workbook was held, and whose tabs wait for what was sealed: the cycle and a
    key result's or KPI's id ─▶ its sealed progress."""


# ── Findings ─────────────────────────────────────────────────────────────────────────────────────────────────────────


class Severity(StrEnum):
    error = "error"
    warning = "warning"
    info = "info"


MessageValue = Decimal | date | str | int | CellRef


class Message(NamedTuple):
    """A text before it is put into words: an English template with {names}, and their values. ``sync.messages`` renders
    it in a language, with that language's numbers and dates."""

    template: str
    values: tuple[tuple[str, MessageValue], ...] = ()


class Finding(NamedTuple):
    """What a rule has to say about a cell. ``row`` is the row whose Warnings cell shows it; ``about_objective`` opens
    it with 'O:' there. ``language`` is the sheet's."""

    code: str
    severity: Severity
    message: Message
    hint: Message
    cell: CellRef
    row: int | None = None
    about_objective: bool = False
    language: Language = "en"


# ── The plan: what to write ──────────────────────────────────────────────────────────────────────────────────────────

WrittenValue = Decimal | str | None
"""What a sync computes for a cell. An undo also puts back what people typed: any value."""


class CellChange(NamedTuple):
    """One cell to write: what stands there, what should. ``number_format`` None leaves the cell's own. ``subject`` is
    the id of the key result, objective or KPI that it was computed for; ``field`` which owned column. ``look`` gives
    the cell back a look that its workbook told before (``Workbook.looks``)."""

    cell: CellRef
    before: CellValue
    after: CellValue
    field: Field
    subject: str
    number_format: str | None = None
    look: str | None = None


class AddColumn(NamedTuple):
    """An owned column to add: its header goes into ``cell``. ``note`` explains it to whoever selects the header.
    ``like_column`` is the neighbour whose look (borders, font, fill) its cells take; ``last_row`` the table's. Where
    headers take more than one row, ``header_rows_above`` are those over ``cell``: they take the look alone."""

    cell: CellRef
    header: str
    field: Field
    note: str
    number_format: str
    width: int
    like_column: int
    last_row: int
    header_rows_above: int = 0

    @property
    def rows(self) -> range:
        """All its rows, from its first header row to the table's last."""
        return range(self.cell.row - self.header_rows_above, self.last_row + 1)


class RemoveColumn(NamedTuple):
    """A column that the service added, and takes out again: ``column`` says where it stands now, with its header and
    its last row. Nothing but what the same plan empties stands in it. Its cells, width and message go, and what
    ``look`` tells (as its workbook told it before it was added) comes back; no other column moves."""

    column: AddColumn
    look: str | None = None

    @property
    def cell(self) -> CellRef:
        return self.column.cell


class LeftAlone(NamedTuple):
    """An owned cell that is not written. ``reason`` is 'formula' (somebody put one there), 'not_calculated',
    'cycle_closed', 'merged', 'no_room' (something stands already where ``columns`` columns would be added) or
    'no_columns' (a table without owned columns that may not get any: ``header`` is one that makes a column owned
    there)."""

    cell: CellRef
    reason: str
    header: str = ""
    columns: int = 0


@dataclass(frozen=True)
class Plan:
    """All that a sync would write, computed from the workbook whose content has ``fingerprint``."""

    workbook: str
    fingerprint: str
    as_of: date
    columns: tuple[AddColumn, ...] = ()
    changes: tuple[CellChange, ...] = ()
    left_alone: tuple[LeftAlone, ...] = ()
    removals: tuple[RemoveColumn, ...] = ()

    @property
    def writes_nothing(self) -> bool:
        return not self.columns and not self.changes and not self.removals

    @property
    def cells(self) -> tuple[CellRef, ...]:
        """Every cell that it writes: headers of new columns, of those that go, and changes."""
        headers = (*(one.cell for one in self.columns), *(one.cell for one in self.removals))
        return (*headers, *(one.cell for one in self.changes))


@dataclass(frozen=True)
class Receipt:
    """What a write did. ``fingerprint`` is the workbook's after it. ``calculation`` tells of formulas that may depend
    on what was written, and keep the values that they had until a program calculates. ``put_back``: values that landed
    in cells that they were not meant for, because somebody moved rows in that moment, and what was put in their place
    again (Google alone: nothing else lets that happen)."""

    written: tuple[CellChange, ...] = ()
    columns: tuple[AddColumn, ...] = ()
    dropped: tuple[LeftAlone, ...] = ()
    fingerprint: str = ""
    removals: tuple[RemoveColumn, ...] = ()
    calculation: Calculation = ALL_CALCULATED
    put_back: tuple[CellChange, ...] = ()

    @property
    def may_show_old_values(self) -> bool:
        return self.calculation != ALL_CALCULATED

    @property
    def cells(self) -> tuple[CellRef, ...]:
        """Every cell that was written, headers of columns that came or went included."""
        headers = (*(one.cell for one in self.columns), *(one.cell for one in self.removals))
        return (*headers, *(one.cell for one in self.written))
