"""Tables and their rows: what a team keeps."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from enum import Enum, StrEnum
from typing import NamedTuple

from sync.model.cells import CellRef
from sync.model.findings import Language
from sync.model.readings import Activity, CheckIn, Measure, PlannedPace, Quantity, Read


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
    done = "done"  # ticked off or not
    lower = "lower"
    upper = "upper"
    healthy_range = "healthy_range"  # '≥ 95 %', '20–30' in one cell
    tolerance = "tolerance"
    direction = "direction"  # which side is better: 'Low is good', '↑'
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


class Cycle(NamedTuple):
    """The period that objectives are set for: '2026', '2026-H2', '2026-Q4', '2026-11' or a week '2026-W07'."""

    id: str
    first_day: date
    last_day: date

    def __str__(self) -> str:
        return self.id


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


class Table(NamedTuple):
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

    def header_of(self, wanted: Field) -> str:
        """The words over the team's own column of a field; '' where there is none."""
        column = self.column(wanted)
        return "" if column is None else column.header


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
    aggregation: Read[str] = Read()
    """How the current value was brought together from the periods' ('Cộng dồn', 'last'), where a column says so."""
    period: Cycle | None = None
    """The month or week that its current value and target are of, where each has its own; or the year, in a table of
    less."""


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
    planned_for: Cycle | None = None
    """The period that its target is for, where its periods are parts of it: a year's plan over months. ``current`` is
    what that has come to so far."""


class LayoutRemark(NamedTuple):
    """Something about a layout that its team should know: a column that could not be placed, two that claim one field.
    ``kind`` is 'unplaced_column', 'doubtful_column', 'second_column', 'row_skipped', 'merged_row_skipped' (its
    text is merged over the cells of its values), 'kpi_row_skipped' (in a KPI table), 'kind_skipped' (of a kind that is
    none of a list of OKRs), 'key_results_in_columns', 'several_in_one_cell', 'total_skipped', 'log_row_names_nothing',
    'log_row_to_come', 'other_list', 'unheaded_values',
    'unused_values' (numbers that nothing was read from, where no column gives a field that is needed),
    'unused_progress' (so, under the team's own progress), 'unused_shares' (percentages there), 'unused_sum' (what
    columns by period come to), 'years_value' and 'years_value_beside' (the year so far, over key results of a
    quarter: without a value, and beside months), 'years_own' (a
    year's target and value there), 'part_of_target' (a month's value beside a quarter's target), 'copied_tab',
    'cycle_in_doubt', 'fiscal_year_unknown', 'typed_ahead',
    'read_as_last_years', 'row_period_unread', 'value_to_come' (in a row without any other), 'before_is_baseline' (what
    the quarter before came to), 'left_behind' (columns of ours beside no table) or 'title_against_tab', and of a
    whole workbook 'nothing_found', 'no_tab_at_all', 'no_such_tab' or 'no_such_header'; ``guess`` is the nearest field's
    name, tab or header, or the day that is meant. ``language`` is the tab's, where no table says it; ``row`` the row
    whose Warnings cell says it.
    """

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


class Rows(NamedTuple):
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
