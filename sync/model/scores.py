"""What rows come to on a day."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from sync.model.cells import CellRef
from sync.model.readings import Kind
from sync.model.rows import Cycle, KeyResult, Kpi, Objective, Rows


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
    part_or_so_far = "part_or_so_far"  # less revenue in November than in October: a month's alone, or all so far?
    relative_change_of_a_rate = "relative_change_of_a_rate"
    not_measurable = "not_measurable"
    target_needed = "target_needed"
    side_unknown = "side_unknown"  # a KPI's target, and nothing says whether it is to be reached or not to be passed
    planned_for_longer = "planned_for_longer"  # a month's value beside a year's plan
    current_missing = "current_missing"
    not_calculated = "not_calculated"
    due_before_start = "due_before_start"
    tolerance_is_zero = "tolerance_is_zero"
    kpi_not_found = "kpi_not_found"
    kpi_in_several_workbooks = "kpi_in_several_workbooks"
    kpi_of_the_year = "kpi_of_the_year"  # 310 since January is no quarter's value
    percent_scales = "percent_scales"  # 0.24 beside 30 %: no number is right
    several_in_one_cell = "several_in_one_cell"  # 'KR1: … KR2: …' in one cell
    other_whole = "other_whole"  # 50 of 200 beside a target of 100
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


class Scored(NamedTuple):
    rows: Rows
    as_of: date
    objectives: tuple[ScoredObjective, ...] = ()
    kpis: tuple[ScoredKpi, ...] = ()
