"""What a rule is: a small function with its page directly above it, and the values that it looks at.

A check is a function of one case (a key result, an objective, a table, a KPI …) and yields a ``Problem`` for each thing
that is wrong; ``checking.py`` makes findings of them. To add a rule, write it into its family's file, and name it in
that file's ``RULES``; its words and examples in Vietnamese go into the catalogues (``sync/messages/vi``).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from sync.cycles import length_of, previous_cycle
from sync.lineage import Lineage
from sync.model.cells import CellRef
from sync.model.findings import Message, MessageValue, Severity
from sync.model.past import Gone, History, Remembered
from sync.model.readings import Measure, Quantity, Read
from sync.model.rows import Cycle, Field, KeyResult, Kpi, LayoutRemark, Objective, Table
from sync.model.scores import Doubt, Scored, ScoredKeyResult, ScoredKpi, ScoredObjective
from sync.options import RuleOptions

# ── What a check yields ──────────────────────────────────────────────────────────────────────────────────────────────


class Problem(NamedTuple):
    """What is wrong, and what to do. ``cell`` None is the cell of the row's own text; ``severity`` None the rule's;
    ``of`` None the case's own row."""

    message: Message
    hint: Message
    cell: CellRef | None = None
    severity: Severity | None = None
    of: KeyResult | Objective | Kpi | None = None


def say(template: str, **values: MessageValue) -> Message:
    """Given an English template with {names} and their values, return the message. ``make messages`` collects the
    templates from the calls, so they are literal strings."""
    return Message(template, tuple(values.items()))


_AS_WRITTEN = Decimal("0.0001")
_PREPARATION = timedelta(days=31)
"""How long before a cycle its sheet is made."""

# ── What a check looks at ────────────────────────────────────────────────────────────────────────────────────────────


class Around(NamedTuple):
    """What all cases of one run share. ``lineage`` leads from its rows to
    what they were closed with in earlier cycles; ``gone`` are the key results that stood in a sheet before, by their
    objective's id."""

    as_of: date
    options: RuleOptions
    history: History
    lineage: Lineage
    scored: Scored
    gone: Mapping[str, Sequence[Gone]]


class KeyResultCase(NamedTuple):
    """A key result with all that a rule may ask about it. ``troubled`` are its cells that have no value, or a doubtful
    one."""

    scored: ScoredKeyResult
    key_result: KeyResult
    objective: ScoredObjective
    table: Table
    cycle: Cycle | None
    remembered: Remembered | None
    troubled: tuple[Read[Any], ...]
    around: Around

    def doubts(self, doubt: Doubt) -> bool:
        return doubt in self.scored.doubts

    def is_of_this_cycle(self, *fields: Field) -> bool:
        """Whether what is remembered is of this cycle alone, and of the columns that give these fields today: a row
        that was there long before has an older one's target and progress too."""
        known, cycle = self.remembered, self.cycle
        if known is None or cycle is None or self.is_planned_by_period:
            return False
        # A tab that was another cycle's before was not made for this one, but a row that says its own cycle was.
        first = self.around.history.first_cycles.get(self.key_result.sheet, cycle.id)
        was_made_for_it = first == cycle.id or self.objective.objective.cycle is not None
        is_prepared = was_made_for_it and not self._may_go_on_from_before(cycle)
        since = cycle.first_day - _PREPARATION if is_prepared else cycle.first_day
        columns = (self.table.column(field) for field in fields)
        by_day = (column.period.first_day for column in columns if column is not None and column.period is not None)
        return known.first_seen >= max((since, *by_day))

    def _may_go_on_from_before(self, cycle: Cycle) -> bool:
        """Whether the row may have stood for the cycle before by the same id: its team's own id, which names no cycle.
        Where that one is closed, what was sealed tells."""
        if not self.key_result.external_id.value:
            return False
        before = previous_cycle(cycle, self.around.options.calendar)
        if before.id not in self.around.history.closed_cycles:
            return True
        return self.around.lineage.sealed(before, self.key_result.id) is not None

    @property
    def is_planned_by_period(self) -> bool:
        """Whether each month or week has a target of its own: the row's is another one with each value that comes,
        unless it has a plan that leads through all of them."""
        column = self.table.column(Field.target)
        if self.key_result.pace.value is not None and self.key_result.pace.value.points:
            return False
        return column is not None and column.period is not None and length_of(column.period) in ("month", "week")

    def input_cell(self, name: str) -> CellRef | None:
        """The cell that a number of the score was read from ('current' may be a check-in's, or a KPI's)."""
        return next((given.cell for given in self.scored.inputs if given.name == name), None)

    @property
    def current(self) -> Read[Quantity]:
        """The reading that counted as the current value: the row's own, a check-in's, or its KPI's."""
        cell, row = self.input_cell("current"), self.key_result
        own = (row.current, *(check_in.value for check_in in row.check_ins))
        found = next((read for read in own if read.cell == cell and read.value is not None), None)
        if found is not None or self.scored.current is None:
            return found or row.current
        by = self.scored.measured_by
        return Read(Quantity(self.scored.current, None if by is None else by.unit or None), cell)


class ObjectiveCase(NamedTuple):
    """An objective, with its key results' scores."""

    scored: ScoredObjective
    objective: Objective
    table: Table
    around: Around


class TableCase(NamedTuple):
    """A table with the objectives that stand in it, and the KPIs."""

    table: Table
    objectives: tuple[ScoredObjective, ...]
    kpis: tuple[ScoredKpi, ...]
    around: Around


class KpiCase(NamedTuple):
    """A KPI with its score."""

    scored: ScoredKpi
    kpi: Kpi
    table: Table
    troubled: tuple[Read[Any], ...]
    around: Around


class RemarkCase(NamedTuple):
    """Something about a layout that its team should know."""

    remark: LayoutRemark


class OwnedFormulaCase(NamedTuple):
    """A cell in an owned column that holds somebody's formula."""

    cell: CellRef


class LandedElsewhereCase(NamedTuple):
    """A cell that held another row's value for a moment."""

    cell: CellRef


class UntellableCase(NamedTuple):
    """A tab's formulas of which it cannot be told what they depend on: the first one's cell, and how many they are."""

    cell: CellRef
    formulas: int


class ByHandCase(NamedTuple):
    """A workbook that is calculated only when somebody asks for it: the cell of a formula of it."""

    cell: CellRef


RowCase = KeyResultCase | KpiCase
Check = Callable[[Any], Iterable[Problem]]

# ── The rule and its page ────────────────────────────────────────────────────────────────────────────────────────────


class Example(NamedTuple):
    """A small sheet, as a text table, that is read, scored and checked on a day. ``before`` is what the same sheet said
    on an earlier day, for rules about the past; ``closed`` are cycles, and what the same workbook said when each was
    closed."""

    sheet: str
    as_of: date = date(2026, 11, 20)
    before: str = ""
    before_on: date = date(2026, 10, 2)
    closed: tuple[tuple[str, str], ...] = ()


class Page(NamedTuple):
    """A rule's page: what it finds, why it matters (with the source), an example that trips it and one that passes, and
    the settings that it goes by."""

    title: Message
    finds: Message
    why: Message
    trips: Example | None = None
    passes: Example | None = None
    settings: tuple[str, ...] = ()


class Matter:
    """What a row must have for some rules to have anything to say of it. Each is one bit, joined with ``|``."""

    doubt = 1 << 0  # scoring had a doubt about it, or one of its cells could not be read
    past = 1 << 1  # a cycle was closed before
    remembered = 1 << 2  # it was read before
    check_ins = 1 << 3
    measuring_kpi = 1 << 4
    valueless = 1 << 5  # neither its words nor its columns give a value to reach, a change or a bound
    behind = 1 << 6
    done = 1 << 7
    moved = 1 << 8  # some row of the workbook may have come from another one
    bound = 1 << 9  # a lower or an upper one
    kept = 1 << 10  # a level is to be kept
    confidence = 1 << 11
    said_done = 1 << 12  # the team says that it is done


class Rule(NamedTuple):
    """One rule. ``about`` are the kinds of case that its check looks at. With ``only_with`` it has nothing to say of a
    case that has none of these matters, and is not asked: most rows are such, for most of the rules. With ``of_sealed``
    it is asked of the rows of a closed cycle too: nothing that is done about them has an effect any more, so the others
    are not. ``also`` is the severity of those of its findings that weigh more or less than ``severity``."""

    code: str
    name: str
    severity: Severity
    page: Page
    about: tuple[type, ...]
    check: Check
    only_with: int = 0
    of_sealed: bool = False
    also: Severity | None = None

    @property
    def severities(self) -> tuple[Severity, ...]:
        """All that its findings may have, the severest first."""
        return tuple([one for one in Severity if one in (self.severity, self.also)])


def page(
    code: str,
    name: str,
    severity: Severity,
    *about: type,
    title: Message,
    finds: Message,
    why: Message,
    trips: Example | None = None,
    passes: Example | None = None,
    settings: tuple[str, ...] = (),
    only_with: int = 0,
    of_sealed: bool = False,
    also: Severity | None = None,
) -> Callable[[Check], Rule]:
    """Stand above a check: what the rule is called, and its page. What was a function is a ``Rule`` then."""

    def with_check(check: Check) -> Rule:
        own = Page(title, finds, why, trips, passes, settings)
        return Rule(code, name, severity, own, about, check, only_with, of_sealed, also)

    return with_check


# ── What several families ask ────────────────────────────────────────────────────────────────────────────────────────


def is_of_a_period(case: KeyResultCase) -> bool:
    """Whether the current value stands in a column of a period ('Actual Q4'), beside those of earlier ones."""
    cell = case.key_result.current.cell
    return cell is not None and any(
        column.period_label or column.period is not None
        for column in case.table.columns
        if column.cell.column == cell[2]
    )


def points(share: Decimal) -> Decimal:
    """Given a fraction, return it in whole per cent, as its cell shows it: it is written there at four decimals."""
    written = share.quantize(_AS_WRITTEN, "ROUND_HALF_UP")
    return (written * 100).quantize(Decimal(1), "ROUND_HALF_UP")


def confidence_said(read: Read[Decimal]) -> str:
    """Given a confidence, return it as its cell says it: a word as it stands there, a number in per cent."""
    word = read.raw.strip()
    return f"“{word}”" if word and not any(sign.isdigit() for sign in word) else f"{points(read.value or Decimal(0))}%"


def as_typed(read: Read[Quantity]) -> Decimal | str:
    """Given a value, return it as its cell says it: a number for the reader's language to write, else its words."""
    is_number = read.value is not None and read.raw == str(read.value.value)
    return read.value.value if is_number and read.value is not None else read.raw


def address_in_row(read: Read[Any], case: RowCase) -> str:
    """A cell's address: without the tab where it is the row's own."""
    if read.cell is None:
        return ""
    row = case.key_result if isinstance(case, KeyResultCase) else case.kpi
    return read.cell.a1 if read.cell.sheet == row.sheet else str(read.cell)


def behind_a_number(unit: str) -> str:
    """A unit as it stands behind a number: '%', ' giờ'; '#' says only that it is one."""
    if unit in ("", "%", "‰"):
        return unit
    return "" if unit == "#" else f" {unit}"


def says_no_value(measure: Measure) -> bool:
    """Whether there is no value to reach, no change and no bound."""
    return measure.target is None and measure.change is None and measure.lower is None and measure.upper is None


def is_wrong(read: Read[Any]) -> bool:
    """Whether a cell holds something that gave no value: the rules of cells speak of it."""
    return read.value is None and read.trouble is not None


def may_stand_in_an_unused_column(case: RowCase, wanted: Field) -> bool:
    """Whether no column of the row's table gives a field, and an unused one may: OKR140 speaks of it, once."""
    table = case.table
    return table.column(wanted) is None and any(
        remark.kind in _OF_UNUSED_VALUES and remark.guess == wanted.value and _holds(table, remark.cell)
        for remark in case.around.scored.rows.remarks
    )


_OF_UNUSED_VALUES = ("unused_values", "years_value", "part_of_target")


def stands_in_a_period_to_come(case: RowCase) -> bool:
    """Whether a row's only value is of a period that has not begun: OKR153 speaks of it."""
    row = case.key_result if isinstance(case, KeyResultCase) else case.kpi
    return any(
        remark.kind == "value_to_come" and (remark.cell.sheet, remark.row) == (row.sheet, row.row)
        for remark in case.around.scored.rows.remarks
    )


def _holds(table: Table, cell: CellRef) -> bool:
    return cell.sheet == table.sheet and table.first_header_row <= cell.row <= table.last_row


def is_done_without_a_number(case: KeyResultCase) -> bool:
    """Whether the current cell says done where a number is needed: 'Đạt' beside a target of 100."""
    return case.key_result.milestone.value is True and case.doubts(Doubt.current_missing)
