"""One row of a table as fields: what OKR and KPI tables read in the same way."""

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from decimal import Decimal
from functools import lru_cache, partial
from typing import Any, NamedTuple, TypeVar

from sync.cycles import parse_cycle
from sync.memo import Memo
from sync.model.cells import Cell, CellRef, Sheet
from sync.model.readings import Direction, Quantity, Read, Trouble
from sync.model.rows import Cycle, Field
from sync.options import FiscalCalendar
from sync.patterns import RarePattern
from sync.reading.sheets.columns import Layout
from sync.reading.sheets.dates import days_without_year, names_a_day
from sync.reading.sheets.directions import read_direction
from sync.reading.sheets.headers import plain_words
from sync.reading.sheets.known_rows import KnownTable
from sync.reading.sheets.named_days import day_of_period
from sync.reading.sheets.period_columns import OwnPlan
from sync.reading.sheets.quantities import parse_compared, parse_pair, parse_quantity, parse_range, value_and_share
from sync.reading.sheets.roles_of_rows import rows_with_roles
from sync.reading.sheets.standing import read_answer, read_commitment
from sync.reading.sheets.unit_scales import in_full, scale_of_unit
from sync.reading.sheets.value_notes import from_and_to, is_rounded
from sync.reading.sheets.values import read_date, read_milestone, read_quantity, read_text
from sync.reading.texts.text import bare, fold
from sync.reading.texts.units import SIGN_OF

Cells = Mapping[int, Cell]
NO_QUANTITY: Read[Quantity] = Read()
NO_TEXT: Read[str] = Read()
NO_DAY: Read[date] = Read()
NO_CELLS: Cells = {}
# Python 3.11 takes 0.15 µs to find a member of an enumeration, which the checks of ten thousand rows would do a million
# times.
_NOT_A_NUMBER, _NOT_A_DATE = Trouble.not_a_number, Trouble.not_a_date
_VALUE_FIELDS = (Field.baseline, Field.target, Field.current)
_ASKS_FOR_COMMITMENT = RarePattern(
    r"(?:is (?:it )?)?(?:commit|committed|commitment|(?:okr )?cam ket)(?: (?:okr|kr))?(?: (?:y n|yes no|co khong))?"
)
_ASKS_FOR_ASPIRATION = RarePattern(
    r"(?:is (?:it )?(?:a |an )?)?(?:aspirational|aspiration|moonshot|stretch(?: goal)?|"
    r"(?:okr )?(?:khat vong|vuon len|thach thuc|tham vong))(?: (?:okr|kr))?(?: (?:y n|yes no|co khong))?"
)
_BRACKETED = re.compile(r"[(\[]([^()\[\]]{1,30})[)\]]")


class Bounds(NamedTuple):
    """What a row's columns say of where its value should be."""

    target: Read[Quantity] = NO_QUANTITY
    lower: Read[Quantity] = NO_QUANTITY
    upper: Read[Quantity] = NO_QUANTITY


class Columns(NamedTuple):
    """The columns that a key result's fields stand in; None where a table has none for it. To ask for them by attribute
    is a third of asking for each ``Field`` in every row."""

    key_result_id: int | None
    baseline: int | None
    target: int | None
    target_minimum: int | None
    target_stretch: int | None
    current: int | None
    done: int | None
    lower: int | None
    upper: int | None
    healthy_range: int | None
    tolerance: int | None
    direction: int | None
    unit: int | None
    weight: int | None
    confidence: int | None
    owner: int | None
    start: int | None
    due: int | None
    updated: int | None
    status: int | None
    note: int | None
    commitment: int | None
    kpi: int | None
    pace: int | None


class RowReader:
    """Reads rows of one table. ``shared`` has, for the cells that a merge over several rows hides, the merge's first
    row."""

    def __init__(
        self,
        sheet: Sheet,
        layout: Layout,
        locale: str,
        calendar: FiscalCalendar,
        cycle: Cycle | None,
        as_of: date,
        has_headers: bool,
        known: Memo[Any] | None = None,
        days_in: str | None = None,
    ) -> None:
        self.sheet = sheet
        self.title = sheet.title
        self.at = layout.at
        self.columns = Columns(*[layout.at.get(Field[name]) for name in Columns._fields])
        self.layout = layout
        self.locale = locale
        self.days_in = days_in or locale
        """The locale that writes day and month in the order that the table's own days show, else the table's."""
        self.calendar = calendar
        self.own_cycle = cycle
        self.as_of = as_of
        self.has_headers = has_headers
        self.epoch_1904 = sheet.epoch_1904
        self.shared = _shared_cells(sheet, layout)
        scales = _scales_in_headers(layout)
        self._scales = scales if len(set(scales.values())) > 1 else {}
        """By columns, where their headers name several: 'Kế hoạch (tỷ đồng)' beside 'Thực hiện (triệu đồng)'."""
        self.unit_in_headers = _unit_in_headers(layout)
        self.columns_in_per_cent = frozenset(one.column for one in layout.columns if "%" in one.header)
        """'tỷ' of 'Hiện tại (tỷ)', where the headers of values name one scale."""
        self.actuals: dict[int, int | None] = {}
        """The row with a measure's actual values by period, by the row that names it, where these are two."""
        self.plans: dict[int, int | None] = {}
        """The row with what its periods were to come to, likewise."""
        self.beside: set[int] = set()
        """Rows that belong to the one above them, and are none by themselves."""
        self.known = known
        """What rows came to that were read before, for a process that goes on."""
        self.way: object = (layout, locale, self.days_in, calendar, cycle, as_of, has_headers, sheet.epoch_1904)
        """All that the reading of a row goes by beside its cells: one object for as long as it is the same."""
        named = sheet.title, layout.columns[0].cell if layout.columns else None
        if known is not None:
            self.way = known.same(named, self.way)
        owned = frozenset(column.column for column in layout.columns if column.owned)
        self.table = KnownTable(owned, named, self.way, known)
        asked = [plain_words(column.header) for column in layout.columns if column.field is Field.commitment]
        self._asks_for_commitment = any(map(_ASKS_FOR_COMMITMENT.fullmatch, asked))
        self._asks_for_aspiration = any(map(_ASKS_FOR_ASPIRATION.fullmatch, asked))
        self._rivals = {layout.at[rival.field]: rival.column for rival in layout.rivals}
        self._quantities: dict[int, Read[Quantity]] = {}
        self._texts: dict[int, Read[str]] = {}
        self._days: dict[int, Read[date]] = {}

    def take_roles(self, names: int, first_row: int, end_row: int) -> None:
        """Tell rows of plans and of actuals apart, where a column says which is which; ``names`` is the column of what
        the rows measure."""
        if self.layout.roles is None:
            return
        for one in rows_with_roles(self.sheet, names, self.layout.roles, first_row, end_row):
            self.actuals[one.row] = one.actual
            self.plans[one.row] = one.plan
            self.beside.update(range(one.row + 1, one.last + 1))

    @property
    def known_by_row(self) -> Memo[Any] | None:
        """What rows came to before, where that follows from a row's own cells."""
        return None if self.shared or self.actuals or self.plans or self.beside else self.known

    def teams(self, row: int, cells: Cells) -> Cells:
        """Given a row and its cells, return those that are not ours, from which all follows that is read of it."""
        return self.table.row(row, cells).team

    def cells(self, row: int) -> Cells:
        return self.sheet.rows.get(row, NO_CELLS)

    def cell(self, cells: Cells, row: int, column: int) -> tuple[Cell | None, int]:
        """The cell and the row that it stands in: another one where a merge over several rows holds it."""
        cell = cells.get(column)
        if cell is None and self.shared:
            top = self.shared.get((row, column))
            if top is not None:
                return self.sheet.rows.get(top, NO_CELLS).get(column), top
        return cell, row

    def text(self, cells: Cells, row: int, wanted: Field) -> Read[str]:
        return self.text_at(cells, row, self.at.get(wanted))

    def quantity(self, cells: Cells, row: int, wanted: Field) -> Read[Quantity]:
        return self.quantity_at(cells, row, self.at.get(wanted))

    def day(self, cells: Cells, row: int, wanted: Field) -> Read[date]:
        return self.day_at(cells, row, self.at.get(wanted), is_start=wanted is Field.start)

    def commitment(self, cells: Cells, row: int) -> bool | None:
        """Whether a row is committed or aspirational, as its column says; under 'Committed?' and 'Aspirational?' yes
        and no say it too."""
        said = self.text_at(cells, row, self.columns.commitment).value
        if not said:
            return None
        committed = read_commitment(said)
        if committed is not None or not (self._asks_for_commitment or self._asks_for_aspiration):
            return committed
        answer = read_answer(said)
        return answer if answer is None or self._asks_for_commitment else not answer

    def text_at(self, cells: Cells, row: int, column: int | None) -> Read[str]:
        if column is None:
            return NO_TEXT
        cell = cells.get(column)
        if cell is None:
            cell, row = self.cell(cells, row, column)
            if cell is None:
                return Read(None, CellRef(self.title, row, column))
        ref = _new_ref((self.title, row, column))
        known = self._texts.get(id(cell))
        if known is None:
            return _keep(self._texts, cell, read_text(cell, ref))
        value, _, raw, trouble, is_formula = known
        return _new_read((value, ref, raw, trouble, is_formula))

    def quantity_at(self, cells: Cells, row: int, column: int | None) -> Read[Quantity]:
        """A number; nothing, and trouble two_columns, where a column with the same right says something else."""
        if column is None:
            return NO_QUANTITY
        cell = cells.get(column)
        if self._rivals and column in self._rivals:
            other = cells.get(self._rivals[column])
            if other is not None and other.value not in (None, "") and (cell is None or cell.value != other.value):
                shown = "" if cell is None else read_text(cell, _NOWHERE).raw
                return Read(None, CellRef(self.title, row, column), shown, Trouble.two_columns)
        if cell is None:
            return Read(None, CellRef(self.title, row, column))
        ref = _new_ref((self.title, row, column))
        known = self._quantities.get(id(cell))
        if known is None:
            known = _keep(self._quantities, cell, read_quantity(cell, ref, self.locale))
        value, _, raw, trouble, is_formula = known
        if self._scales and value is not None:
            value = self._in_full(cells, column, value)
        return _new_read((value, ref, raw, trouble, is_formula))

    def _in_full(self, cells: Cells, column: int, value: Quantity) -> Quantity:
        is_scaled = column in self._scales and not self._counts_things(cells)
        return in_full(value, self._scales[column]) if is_scaled else value

    def with_its_share(
        self, read: Read[Quantity], cells: Cells, ends: Iterable[Decimal | None], begins: Decimal | None = None
    ) -> Read[Quantity]:
        """'30 (75%)' as 30, where that is 75 % of the way from where the row begins to one of its ``ends``."""
        if read.trouble is not Trouble.not_a_number or read.cell is None:
            return read
        found = value_and_share(read.raw, self.locale)
        if found is None:
            return read
        value, share = self._in_full(cells, read.cell.column, found[0]), found[1].value
        start = begins or Decimal(0)
        ways = (end - start for end in ends if end is not None and end != start)
        is_said = any(is_rounded((value.value - start) * 100 / way, share) for way in ways)
        return read._replace(value=value, trouble=None) if is_said else read

    def _counts_things(self, cells: Cells) -> bool:
        """Whether a row's own unit says that its numbers are of no money: 'khách' below 'Kế hoạch (tỷ đồng)'."""
        cell = None if self.columns.unit is None else cells.get(self.columns.unit)
        unit = cell.value.strip() if cell is not None and isinstance(cell.value, str) else ""
        return unit != "" and scale_of_unit(unit) == 1 and bare(unit) not in _MONEY

    def day_at(self, cells: Cells, row: int, column: int | None, *, is_start: bool = False) -> Read[date]:
        """A day; the last one of a period ('Q4 2026', 'tháng 11') where a period is named, the first for a start. One
        without its year ('15/12') is the one in the table's cycle, else the nearest."""
        if column is None:
            return NO_DAY
        cell, row = self.cell(cells, row, column)
        ref = _new_ref((self.title, row, column))
        if cell is None:
            return Read(None, ref)
        known = self._days.get(id(cell))
        if known is None:
            known = _keep(self._days, cell, read_date(cell, ref, self.days_in, self.epoch_1904))
        value, _, raw, trouble, is_formula = known
        if trouble is _NOT_A_DATE and isinstance(cell.value, str):
            within = self.as_of if self.own_cycle is None else self.own_cycle.last_day
            value = day_of_period(cell.value, self.calendar, self.as_of, within, is_start=is_start)
            if value is None:
                days = days_without_year(cell.value, self.days_in, self.as_of.year)
                value = min(days, key=self._distance_of, default=None)
            trouble = trouble if value is None else None
        return _new_read((value, ref, raw, trouble, is_formula))

    def _distance_of(self, day: date) -> tuple[bool, int]:
        cycle = self.own_cycle
        is_outside = cycle is None or not cycle.first_day <= day <= cycle.last_day
        return is_outside, abs((day - self.as_of).days)

    def bounds(self, cells: Cells, row: int) -> Bounds:
        """The target and healthy bounds: from columns of their own, or as '≥ 95 %', '20–30', '20 → 30' in one cell."""
        at = self.columns
        target = self.quantity_at(cells, row, at.target)
        lower = self.quantity_at(cells, row, at.lower)
        upper = self.quantity_at(cells, row, at.upper)
        if target.trouble is _NOT_A_NUMBER:
            target = self._from_and_to(target)[1]
        if target.trouble is _NOT_A_NUMBER:
            target, lower, upper = self._as_range(target, lower, upper)
            if target.trouble is _NOT_A_NUMBER and self._says_done(cells, Field.target):
                target = target._replace(trouble=None)
            elif target.trouble is _NOT_A_NUMBER and names_a_day(target.raw):
                target = target._replace(trouble=Trouble.date_for_number)
        if at.healthy_range is not None:
            healthy = self.quantity_at(cells, row, at.healthy_range)
            if healthy.trouble is _NOT_A_NUMBER:
                healthy, lower, upper = self._as_range(healthy, lower, upper)
                if healthy.trouble is not None and lower.value is None:
                    lower = healthy
            elif healthy.value is not None and target.value is None:
                target = healthy
        if lower.trouble is None and upper.trouble is None:
            return _new_bounds((target, lower, upper))
        if lower.trouble is _NOT_A_NUMBER:
            understood, low, upper = self._as_range(lower, NO_QUANTITY, upper)
            lower = low if understood.trouble is None else lower
        if upper.trouble is _NOT_A_NUMBER:
            understood, lower, high = self._as_range(upper, lower, NO_QUANTITY)
            upper = high if understood.trouble is None else upper
        return Bounds(target, lower, upper)

    def unit_at(self, cells: Cells, row: int, column: int | None) -> Read[str]:
        """A unit as its column says it: of a share ('phần trăm') the sign."""
        unit = self.text_at(cells, row, column)
        sign = _sign_of(unit.value) if unit.value else None
        return unit if sign is None else unit._replace(value=sign)

    def direction_at(self, cells: Cells, row: int, column: int | None) -> Direction | None:
        """Which side is better, where a column says so."""
        said = None if column is None else self.text_at(cells, row, column).value
        return read_direction(said) if said else None

    def plan_beside(self, row: int, value: Read[Any]) -> OwnPlan | None:
        """The plan of the period that a row's value is of, where each period has its own."""
        own = value.cell is not None and value.cell.row == row and value.cell.sheet == self.title
        return self.layout.plan_of.get(value.cell.column) if own and value.cell is not None else None

    def planned(self, cells: Cells, row: int, value: Read[Any], plan: OwnPlan) -> Bounds:
        """What the period that a row's value is of was to come to; nothing where it has no plan."""
        return Bounds(Read(None, value.cell)) if plan.column is None else self.bounds_at(cells, row, plan.column)

    def bounds_above(self, row: int, value: Read[Any], bounds: Bounds) -> Bounds:
        """What the period that a value is of was to come to by the row of plans, where the row has no other target."""
        plan = self.plans.get(row)
        if plan is None or value.cell is None or value.cell.row != self.actuals.get(row):
            return bounds
        return self.bounds_at(self.cells(plan), plan, value.cell.column)

    def bounds_at(self, cells: Cells, row: int, column: int) -> Bounds:
        """A target of its own column, which may say a range: '≥ 95 %'."""
        target = self.quantity_at(cells, row, column)
        if target.trouble is not _NOT_A_NUMBER:
            return Bounds(target)
        return Bounds(*self._as_range(target, NO_QUANTITY, NO_QUANTITY))

    def pair(self, cells: Cells, row: int, target: Read[Quantity]) -> tuple[Read[Quantity], Read[Quantity]]:
        """Current and target where one cell holds both: '14 / 20 phòng'. ``target`` is the one of its own column."""
        first = self.layout.holds_pairs
        column = self.at.get(first or Field.current)
        cell = cells.get(column) if column is not None else None
        if column is None or cell is None or not isinstance(cell.value, str):
            return NO_QUANTITY, target
        if first is None and target.cell is not None and target.raw:
            return NO_QUANTITY, target
        found = (parse_pair if first is None else parse_compared)(cell.value, self.locale)
        if found is None:
            return NO_QUANTITY, target
        one, two, unit = found
        if first is None and unit is None:
            return NO_QUANTITY, target  # '5/8' by itself is k of n
        ref = self.sheet.ref(row, column)
        is_formula = cell.formula is not None
        reads = [
            Read(quantity._replace(unit=unit or quantity.unit, total=None), ref, cell.value.strip(), None, is_formula)
            for quantity in ((two, one) if first is Field.target else (one, two))
        ]
        return reads[0], reads[1]

    def baseline_of(self, cells: Cells, row: int, target: Read[Quantity]) -> Read[Quantity]:
        """Where a row began: as its own column says, else as the target's cell does ('10,000 → 25,000')."""
        baseline = self.quantity_at(cells, row, self.columns.baseline)
        if (
            baseline.value is None
            and baseline.trouble is None
            and target.value is not None
            and not target.raw.isdigit()
        ):
            start = self._from_and_to(target)[0]
            return baseline if start.value is None else start
        return baseline

    def _from_and_to(self, read: Read[Quantity]) -> tuple[Read[Quantity], Read[Quantity]]:
        """The two values of '10,000 → 25,000'; nothing and what was read where a cell says no such thing."""
        is_kpi = Field.kpi in self.at and Field.key_result not in self.at
        typed = from_and_to(read.raw, may_be_a_range=is_kpi)
        first, last = (None, None) if typed is None else (parse_quantity(one, self.locale) for one in typed)
        if first is None or last is None:
            return NO_QUANTITY, read
        return read._replace(value=first, trouble=None), read._replace(value=last, trouble=None)

    def _as_range(
        self, read: Read[Quantity], lower: Read[Quantity], upper: Read[Quantity]
    ) -> tuple[Read[Quantity], Read[Quantity], Read[Quantity]]:
        found = parse_range(read.raw, self.locale)
        if found is None:
            return read, lower, upper
        low, high = found
        understood = read._replace(trouble=None)
        if low is not None and lower.value is None:
            lower = understood._replace(value=low)
        if high is not None and upper.value is None:
            upper = understood._replace(value=high)
        return understood, lower, upper

    def _says_done(self, cells: Cells, wanted: Field) -> bool:
        cell = cells.get(self.at[wanted])
        return read_milestone(cell, self.sheet.ref(1, 1)).value is True

    def cycle(self, cells: Cells, row: int) -> Cycle | None:
        text = self.text(cells, row, Field.cycle).value
        if not text:
            return None
        near = self.as_of
        found = parse_cycle(text, self.calendar, near)
        if found is None and text in ("1", "2", "3", "4"):
            found = parse_cycle(f"Q{text}", self.calendar, near)
        return found


# What ``CellRef(…)``, ``Read(…)`` and ``Bounds(…)`` do, without a call in Python for each of a hundred thousand cells.
_new_bounds: Callable[[tuple[Read[Quantity], Read[Quantity], Read[Quantity]]], Bounds] = partial(tuple.__new__, Bounds)
_new_ref: Callable[[tuple[str, int, int]], CellRef] = partial(tuple.__new__, CellRef)
_new_read: Callable[[tuple[Any, CellRef, str, Trouble | None, bool]], Read[Any]] = partial(tuple.__new__, Read)


@lru_cache(maxsize=1024)
def _sign_of(unit: str) -> str | None:
    return SIGN_OF.get(fold(unit))


_Kept = TypeVar("_Kept")
_NOWHERE = CellRef("", 0, 0)
_MOST_KEPT = 2_000


def _keep(known: dict[int, _Kept], cell: Cell, said: _Kept) -> _Kept:
    """Remember what a cell says by its identity: cells of the same content are one object as read from a file, which
    lives as long as its sheet, and the same owners, units, weights and days come back in every row."""
    if len(known) < _MOST_KEPT:
        known[id(cell)] = said
    return said


_MONEY = ("dong", "d", "vnd", "usd", "$", "eur", "€", "£", "gbp")


def _scales_in_headers(layout: Layout) -> dict[int, Decimal]:
    """What the headers of values say that their numbers are of: a thousand million of 'Kế hoạch (tỷ đồng)', and one of
    'Thực hiện (đồng)' beside it."""
    scales: dict[int, Decimal] = {}
    by_period = (*layout.plans, *layout.periods) if layout.plans else ()
    for column in (*layout.columns, *by_period):
        if (column.field in _VALUE_FIELDS or column in by_period) and not column.owned:
            for unit in _BRACKETED.findall(column.header):
                if (scale := scale_of_unit(unit.strip())) != 1 or bare(unit).strip() in _MONEY:
                    scales.setdefault(column.column, scale)
    return scales


def _unit_in_headers(layout: Layout) -> Read[str]:
    """The unit with a scale word that brackets in the headers of values agree on; nothing where they do not."""
    found: dict[str, Read[str]] = {}
    for column in layout.columns:
        if column.field in _VALUE_FIELDS and not column.owned:
            for unit in _BRACKETED.findall(column.header):
                if scale_of_unit(unit.strip()) != 1:
                    found.setdefault(unit.strip().casefold(), Read(unit.strip(), column.cell, unit.strip()))
    return next(iter(found.values())) if len(found) == 1 else NO_TEXT


def _shared_cells(sheet: Sheet, layout: Layout) -> dict[tuple[int, int], int]:
    columns = set(layout.at.values())
    return {
        (row, area.first_column): area.first_row
        for area in sheet.merges
        if area.first_row < area.last_row and area.first_column in columns
        for row in range(area.first_row + 1, min(area.last_row, sheet.last_row) + 1)
    }
