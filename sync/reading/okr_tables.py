"""The rows of an OKR table ─▶ objectives with their key results.

Flat tables have a column for each of the two; lists and outlines have one for both, and their rows say what they are:
by a column of kinds, by numbers ('1', '1.2'), by marks ('O: …', '• KR: …'), by naming their parent, or, where nothing
else tells, by having values.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from sync.model import (
    Activity,
    CellRef,
    CheckIn,
    Cycle,
    ErrorValue,
    Field,
    KeyResult,
    LayoutRemark,
    Measure,
    Objective,
    Quantity,
    Read,
    Trouble,
)
from sync.reading.measures import reconcile
from sync.reading.outlines import (
    RowKind,
    depth_of_number,
    is_bulleted,
    is_remark,
    is_subtotal,
    kind_of_word,
    read_mark,
    unmarked,
)
from sync.reading.quantities import parse_pair
from sync.reading.row_reader import NO_QUANTITY, NO_TEXT, Bounds, Cells, RowReader
from sync.reading.standing import ignored_rules, read_activity, read_commitment, read_confidence, read_milestone
from sync.reading.text import bare
from sync.reading.values import read_quantity, read_text
from sync.reading.wording import read_wording

_NO_TICK: Read[bool] = Read()
_NO_SHARE: Read[Decimal] = Read()
_NO_MEASURE = Measure()
_VALUES = (Field.baseline, Field.target, Field.current, Field.lower, Field.upper, Field.healthy_range,
           Field.target_minimum, Field.target_stretch)  # fmt: skip


@dataclass
class Group:
    """An objective while its key results are gathered. ``names`` are what key results elsewhere may call it."""

    title: Read[str]
    row: int
    own_row: bool
    objective: Objective
    key_results: list[KeyResult] = field(default_factory=list)
    marked: bool = False
    alone: bool = False
    """Nothing else is filled in its row."""

    def finished(self) -> Objective:
        row = self.row or min((one.row for one in self.key_results), default=0)
        return replace(self.objective, row=row, key_results=tuple(self.key_results))


class OkrRows(NamedTuple):
    """What an OKR table's rows came to. ``last_row`` is the last that belongs to it, 0 where none does."""

    groups: list[Group]
    remarks: list[LayoutRemark]
    first_row: int
    last_row: int


def read_okr_rows(
    reader: RowReader,
    first_row: int,
    end_row: int,
    table: int,
    title: str,
    is_followed: bool,
    group: Group | None = None,
) -> OkrRows:
    """Given a table's reader and its rows, return its objectives. ``title`` stands in for an objective that nothing
    names; ``is_followed`` says that another table stands below; ``group`` is an objective that the header row itself
    names."""
    gathered = _Gathered(reader, table, title, [group] if group else [])
    if group:
        gathered.current = group
    rows = _list_rows(reader, first_row, end_row) if Field.item in reader.at else _flat_rows(reader, first_row, end_row)
    for found in rows:
        gathered.add(found)
    gathered.trim(is_followed)
    gathered.groups = [one for one in gathered.groups if one.row or one.key_results]
    return OkrRows(gathered.groups, gathered.remarks, gathered.first_row, gathered.last_row)


class _Found(NamedTuple):
    """A row that says something: an objective's words, a key result's, or both."""

    row: int
    cells: Cells
    objective: Read[str] = NO_TEXT
    key_result: Read[str] = NO_TEXT
    parent: str = ""
    marked: bool = False
    skipped: bool = False


# ── Rows as the table's form has them ────────────────────────────────────────────────────────────────────────────────


def _flat_rows(reader: RowReader, first_row: int, end_row: int) -> Iterator[_Found]:
    """One key result a row; the objective beside it, in a merged cell, in its group's first row, or in its own."""
    at = reader.at
    objective_column, key_result_column = at.get(Field.objective), at.get(Field.key_result)
    kind_column = at.get(Field.row_kind)
    banners = _banners(reader, key_result_column)
    ref = reader.sheet.ref
    for row, cells in _rows_of(reader, first_row, end_row):
        objective = key_result = NO_TEXT
        if objective_column is not None and (cell := cells.get(objective_column)) is not None:
            objective = read_text(cell, ref(row, objective_column))
        if key_result_column is not None and (cell := cells.get(key_result_column)) is not None:
            key_result = read_text(cell, ref(row, key_result_column))
        if _is_total(cells, objective.value, key_result.value):
            continue
        if kind_column is not None and (cell := cells.get(kind_column)) is not None and isinstance(cell.value, str):
            kind = kind_of_word(cell.value)
            if kind == "initiative":
                continue
            if kind == "objective" and objective.value is None and key_result.value is not None:
                objective, key_result = key_result, NO_TEXT
        if objective.trouble is not None or (objective.value is not None and _is_only_a_dash(objective.value)):
            objective = NO_TEXT
        if objective_column is None and row in banners and len(cells) == 1:
            objective, key_result = key_result, NO_TEXT
        mark = read_mark(key_result.value) if key_result.value is not None else None
        if mark is not None and mark.kind == "initiative":
            continue
        if objective.value is None and key_result.value is None:
            if key_result.trouble is None and _has_typed_value(reader, cells):
                yield _Found(row, cells, skipped=True)
            continue
        yield _Found(row, cells, objective, key_result)


def _banners(reader: RowReader, column: int | None) -> frozenset[int]:
    """The rows in which one text is merged over the table: objectives over their key results."""
    return frozenset(
        area.first_row
        for area in reader.sheet.merges
        if area.first_column == column and area.last_column > area.first_column and area.first_row == area.last_row
    )


def _is_only_a_dash(text: str) -> bool:
    """Whether a cell for an objective's words holds only a dash."""
    return text in ("-", "–", "—", "…", "...", '"', "〃")


def _list_rows(reader: RowReader, first_row: int, end_row: int) -> Iterator[_Found]:
    """One column for both; each row says what it is."""
    at, ref = reader.at, reader.sheet.ref
    column = at[Field.item]
    rows = [
        (row, cells, read_text(cell, ref(row, column)))
        for row, cells in _rows_of(reader, first_row, end_row)
        if (cell := cells.get(column)) is not None
    ]
    with_text = [(row, cells, text) for row, cells, text in rows if text.value is not None]
    form = _Form.of(reader, with_text)
    seen_objective = False
    for row, cells, text in with_text:
        words = text.value or ""
        if _is_total(cells, words, None):
            continue
        kind = form.kind_of(reader, row, cells, words, seen_objective)
        parent = (reader.text(cells, row, Field.parent).value or "") if Field.parent in at else ""
        if kind == "objective":
            seen_objective = True
            yield _Found(row, cells, objective=text, parent=parent, marked=form.marked)
        elif kind == "key_result":
            yield _Found(row, cells, key_result=text, parent=parent, marked=form.marked)
    named = {row for row, _, _ in with_text}
    for row, cells in _rows_of(reader, first_row, end_row):
        if (
            row not in named
            and not form.marked
            and _has_typed_value(reader, cells)
            and not _is_total(cells, None, None)
        ):
            yield _Found(row, cells, skipped=True)


class _Form:
    """By what a list's rows are told apart: the first of these that the list has."""

    def __init__(self, kinds: bool, numbered: bool, marked: bool, parents: bool, bare_key_results: bool) -> None:
        self.kinds = kinds
        self.numbered = numbered
        self.marked = marked
        self.parents = parents
        self.bare_key_results = bare_key_results
        self.in_group = False

    @classmethod
    def of(cls, reader: RowReader, rows: list[tuple[int, Cells, Read[str]]]) -> _Form:
        marks = {mark.kind for _, _, text in rows if (mark := read_mark(text.value or "")) is not None}
        numbered = reader.layout.numbers_rows
        return cls(
            Field.row_kind in reader.at and not numbered, numbered, bool(marks & {"objective", "key_result"}),
            Field.parent in reader.at, marks == {"objective"} and reader.has_headers,
        )  # fmt: skip

    def kind_of(self, reader: RowReader, row: int, cells: Cells, words: str, seen_objective: bool) -> RowKind | None:
        if self.kinds:
            cell = cells.get(reader.at[Field.row_kind])
            kind = kind_of_word(cell.value) if cell is not None and isinstance(cell.value, str) else None
            if kind is not None or not self.marked:
                return kind
        mark = read_mark(words)
        if mark is not None:
            self.in_group = mark.kind != "initiative" or self.in_group
            return mark.kind
        if self.marked:
            return self._among_marks(reader, cells, words)
        if self.numbered:
            number = reader.text(cells, row, Field.row_kind).value or ""
            depth = depth_of_number(number)
            return None if not depth else "objective" if depth == 1 else "key_result" if depth == 2 else "initiative"
        if self.parents:
            return "key_result" if reader.text(cells, row, Field.parent).value else "objective"
        if _has_value(reader, cells):
            return "key_result"
        return "key_result" if is_bulleted(words) and seen_objective else "objective"

    def _among_marks(self, reader: RowReader, cells: Cells, words: str) -> RowKind | None:
        """A row without a mark among marked ones: a key result where it has a bullet or a value, else somebody's prose,
        which ends the group."""
        if self.in_group and (self.bare_key_results or is_bulleted(words) or _has_typed_value(reader, cells)):
            return "key_result"
        self.in_group = False
        return None


def _rows_of(reader: RowReader, first_row: int, end_row: int) -> Iterator[tuple[int, Cells]]:
    rows = reader.sheet.rows
    if end_row - first_row > 2 * len(rows):
        return ((row, cells) for row, cells in rows.items() if first_row <= row <= end_row)
    return ((row, cells) for row in range(first_row, end_row + 1) if (cells := rows.get(row)))


def _is_total(cells: Cells, objective: str | None, key_result: str | None) -> bool:
    if key_result is not None:
        return is_subtotal(key_result)
    if objective is not None:
        return is_subtotal(objective)
    return any(isinstance(cell.value, str) and is_subtotal(cell.value) for cell in cells.values())


def _has_value(reader: RowReader, cells: Cells) -> bool:
    return any(
        (column := reader.at.get(wanted)) is not None
        and (cell := cells.get(column)) is not None
        and cell.value not in (None, "", "-", "–")
        for wanted in _VALUES
    )


def _has_typed_value(reader: RowReader, cells: Cells) -> bool:
    """Whether somebody typed a number where values go; formulas filled down over empty rows are nobody's."""
    return any(
        (column := reader.at.get(wanted)) is not None
        and (cell := cells.get(column)) is not None
        and cell.formula is None
        and (
            isinstance(cell.value, Decimal)
            or (isinstance(cell.value, str) and read_quantity(cell, CellRef("", 1, 1), reader.locale).value is not None)
        )
        for wanted in _VALUES
    )


# ── Rows ─▶ objectives ───────────────────────────────────────────────────────────────────────────────────────────────


class _Gathered:
    """The objectives so far, and which of them the next key result belongs to."""

    def __init__(self, reader: RowReader, table: int, title: str, groups: list[Group]) -> None:
        self.reader = reader
        self.table = table
        self.title = title
        self.groups = groups
        self.current: Group | None = None
        self.by_words: dict[tuple[str, str, str], Group] = {}
        self.remarks: list[LayoutRemark] = []
        self.first_row = self.last_row = 0
        self.has_objective_column = Field.objective in reader.at
        self.is_list = Field.item in reader.at

    def add(self, found: _Found) -> None:
        if found.skipped:
            cell = self.reader.sheet.ref(found.row, min(found.cells))
            self.remarks.append(LayoutRemark("row_skipped", cell, _words_of(found.cells)))
            return
        if found.objective.value is not None:
            self.current = self._group(found)
        elif not self.is_list:
            self._follow_own_columns(found)
        if found.key_result.value is not None or found.key_result.trouble is not None:
            group = self._parent_of(found) or self.current or self._nameless(found)
            self.current = group if self.current is None else self.current
            group.key_results.append(_key_result(self.reader, found))
        self.first_row = min(self.first_row or found.row, found.row)
        self.last_row = max(self.last_row, found.row)

    def trim(self, is_followed: bool) -> None:
        """Take back what stands at the table's end and is no part of it: titles of the next table, notes below."""
        while self.groups:
            last = self.groups[-1]
            if last.key_results or last.marked or not last.own_row or not last.alone or len(self.groups) == 1:
                break
            blank_before = not self.reader.cells(last.row - 1)
            if not (is_followed or blank_before or is_remark(last.title.value or "")):
                break
            self.groups.pop()
            rows = [one.row for group in self.groups for one in group.key_results] + [one.row for one in self.groups]
            self.last_row = max(rows)

    def _group(self, found: _Found) -> Group:
        reader, row, cells = self.reader, found.row, found.cells
        words = found.objective.value or ""
        own_row = found.key_result.value is None and found.key_result.trouble is None
        title = found.objective._replace(value=unmarked(words))
        cycle = reader.cycle(cells, row) if Field.cycle in reader.at else None
        team = reader.text(cells, row, Field.team) if Field.team in reader.at else NO_TEXT
        key = (bare(title.value or ""), cycle.id if cycle else "", bare(team.value or ""))
        if not own_row:
            if self.current is not None and self._is_same(self.current, key[0], key[1]):
                return self.current
            known = self.by_words.get(key)
            if known is not None:
                return known
        group = self._new(title, row, cells, own_row, cycle, team)
        group.marked = found.marked
        self.by_words[key] = group
        return group

    def _is_same(self, group: Group, words: str, cycle: str) -> bool:
        own = group.objective.cycle.id if group.objective.cycle else ""
        return bare(group.title.value or "") == words and (own == cycle or not cycle)

    def _new(
        self, title: Read[str], row: int, cells: Cells, own_row: bool, cycle: Cycle | None, team: Read[str]
    ) -> Group:
        reader = self.reader
        note = reader.text(cells, row, Field.note) if own_row else NO_TEXT
        id_field = Field.objective_id if Field.objective_id in reader.at else Field.key_result_id
        external_id = reader.text(cells, row, id_field) if own_row or id_field is Field.objective_id else NO_TEXT
        weight = reader.quantity(cells, row, Field.weight) if own_row else NO_QUANTITY
        commitment = reader.text(cells, row, Field.commitment).value if own_row else None
        own = Objective(
            title,
            row,
            reader.title,
            self.table,
            own_row,
            external_id=external_id,
            parent=reader.text(cells, row, Field.parent),
            owner=reader.text(cells, row, Field.owner) if own_row else NO_TEXT,
            team=team,
            weight=weight,
            committed=read_commitment(commitment) if commitment else None,
            activity=_activity(reader.text(cells, row, Field.status), note) if own_row else Activity.active,
            note=note,
            ignored_rules=ignored_rules(note.value) if note.value else frozenset(),
            cycle=cycle,
        )
        group = Group(title, row, own_row, own, alone=own_row and len(cells) == 1)
        self.groups.append(group)
        return group

    def _follow_own_columns(self, found: _Found) -> None:
        """Where only an id, a cycle or a parent says which objective a row belongs to, a new one begins a new group."""
        if self.has_objective_column:
            return
        reader, row, cells = self.reader, found.row, found.cells
        parent = reader.text(cells, row, Field.parent if Field.parent in reader.at else Field.objective_id)
        cycle = reader.cycle(cells, row) if Field.cycle in reader.at else None
        if parent.value is None and cycle is None:
            return
        key = (bare(parent.value or ""), cycle.id if cycle else "", "")
        known = self.by_words.get(key)
        if known is None:
            title = parent if parent.value is not None else Read(self.title or None)
            known = self._new(title, row, cells, False, cycle, reader.text(cells, row, Field.team))
            self.by_words[key] = known
        self.current = known

    def _parent_of(self, found: _Found) -> Group | None:
        """The objective that a row of a list names as its parent, by its words or its id."""
        if not found.parent:
            return None
        words = bare(unmarked(found.parent))
        for group in reversed(self.groups):
            own_id = group.objective.external_id.value
            if words == bare(group.title.value or "") or (own_id and words == bare(own_id)):
                return group
        return None

    def _nameless(self, found: _Found) -> Group:
        return self._new(Read(self.title or None), found.row, found.cells, False, None, NO_TEXT)


def _words_of(cells: Cells) -> str:
    words = []
    for cell in cells.values():
        value = cell.value
        if value is not None and value != "":
            words.append(value.code if isinstance(value, ErrorValue) else str(value))
    return " | ".join(words[:6])


# ── One key result ───────────────────────────────────────────────────────────────────────────────────────────────────


def _key_result(reader: RowReader, found: _Found) -> KeyResult:
    row, cells, at = found.row, found.cells, reader.at
    words = found.key_result.value
    text = found.key_result if words is None else found.key_result._replace(value=unmarked(words))
    wording = read_wording(text.value, reader.locale) if text.value else _NO_MEASURE
    bounds = reader.bounds(cells, row)
    now = _current(reader, row, cells, bounds, wording)
    baseline = reader.quantity(cells, row, Field.baseline)
    unit = reader.text(cells, row, Field.unit)
    tolerance = reader.quantity(cells, row, Field.tolerance)
    status = reader.text(cells, row, Field.status)
    note = reader.text(cells, row, Field.note)
    commitment = reader.text(cells, row, Field.commitment).value if Field.commitment in at else None
    measure = reconcile(
        wording,
        baseline=baseline,
        target=now.target,
        lower=bounds.lower,
        upper=bounds.upper,
        tolerance=tolerance,
        unit=unit,
        milestone=now.milestone,
        current=now.current,
    )
    confidence = _NO_SHARE
    if (column := at.get(Field.confidence)) is not None:
        confidence = read_confidence(cells.get(column), reader.sheet.ref(row, column), reader.locale)
    return KeyResult(
        text,
        row,
        reader.title,
        "",
        reader.text(cells, row, Field.key_result_id),
        wording,
        measure,
        baseline,
        now.target,
        reader.quantity(cells, row, Field.target_minimum),
        reader.quantity(cells, row, Field.target_stretch),
        now.current,
        now.milestone,
        bounds.lower,
        bounds.upper,
        tolerance,
        unit,
        reader.quantity(cells, row, Field.weight),
        confidence,
        reader.text(cells, row, Field.owner),
        reader.day(cells, row, Field.start),
        reader.day(cells, row, Field.due),
        now.updated,
        status,
        _activity(status, note),
        note,
        read_commitment(commitment) if commitment else None,
        reader.text(cells, row, Field.kpi),
        now.check_ins,
        ignored_rules(note.value) if note.value else frozenset(),
    )


def _activity(status: Read[str], note: Read[str]) -> Activity:
    said = read_activity(status.value) if status.value else Activity.active
    return read_activity(note.value) if said is Activity.active and note.value else said


class _Now(NamedTuple):
    current: Read[Quantity]
    milestone: Read[bool]
    target: Read[Quantity]
    updated: Read[date]
    check_ins: tuple[CheckIn, ...] = ()


def _current(reader: RowReader, row: int, cells: Cells, bounds: Bounds, wording: Measure) -> _Now:
    """The current value: of its own column; else the last one filled in of the columns by period; else, for a
    milestone, the team's own progress."""
    updated = reader.day(cells, row, Field.updated)
    column = reader.at.get(Field.current)
    target = bounds.target
    current, milestone = NO_QUANTITY, _NO_TICK
    if reader.layout.holds_pairs is not None or (column is not None and target.value is None):
        current, target = _pair(reader, row, cells, target)
    if column is not None and current.value is None:
        current, milestone = _value_or_tick(reader, cells, row, column)
    check_ins: tuple[CheckIn, ...] = ()
    if reader.layout.periods:
        history = _by_period(reader, row, cells)
        if history and current.value is None and current.trouble is None and milestone.value is None:
            last = history.pop()
            current, milestone = last.value, _tick_in(reader, cells, last.value)
            if updated.value is None and last.day is not None:
                updated = Read(min(last.day, reader.as_of), last.value.cell, last.label)
        check_ins = tuple(history)
    has_target = target.value is not None or bounds.lower.value is not None or bounds.upper.value is not None
    if column is None and current.value is None and not wording.measurable and not has_target:
        current, milestone = _own_progress(reader, row, cells, current, milestone)
    return _Now(current, milestone, target, updated, check_ins)


def _value_or_tick(reader: RowReader, cells: Cells, row: int, column: int) -> tuple[Read[Quantity], Read[bool]]:
    ref = reader.sheet.ref(row, column)
    cell = cells.get(column)
    current = read_quantity(cell, ref, reader.locale)
    if current.trouble is not Trouble.not_a_number:
        return current, _NO_TICK
    milestone = read_milestone(cell, ref)
    return (current._replace(trouble=None), milestone) if milestone.value is not None else (current, _NO_TICK)


def _tick_in(reader: RowReader, cells: Cells, read: Read[Quantity]) -> Read[bool]:
    if read.value is not None or read.cell is None:
        return _NO_TICK
    return read_milestone(cells.get(read.cell.column), read.cell)


def _pair(reader: RowReader, row: int, cells: Cells, target: Read[Quantity]) -> tuple[Read[Quantity], Read[Quantity]]:
    """Current and target where one cell holds both: '14 / 20 phòng'."""
    first = reader.layout.holds_pairs
    column = reader.at.get(first or Field.current)
    cell = cells.get(column) if column is not None else None
    if column is None or cell is None or not isinstance(cell.value, str):
        return NO_QUANTITY, target
    if first is None and target.cell is not None and target.raw:
        return NO_QUANTITY, target
    found = parse_pair(cell.value, reader.locale)
    if found is None:
        return NO_QUANTITY, target
    one, two, unit = found
    if first is None and unit is None:
        return NO_QUANTITY, target  # '5/8' by itself is k of n
    ref = reader.sheet.ref(row, column)
    is_formula = cell.formula is not None
    reads = [
        Read(quantity._replace(unit=unit or quantity.unit, total=None), ref, cell.value.strip(), None, is_formula)
        for quantity in ((two, one) if first is Field.target else (one, two))
    ]
    return reads[0], reads[1]


def _by_period(reader: RowReader, row: int, cells: Cells) -> list[CheckIn]:
    """The values of the periods that have begun, without what formulas filled down to the end of the year give."""
    found: list[CheckIn] = []
    typed_to = 0
    for column in reader.layout.periods:
        cell = cells.get(column.column)
        period = column.period
        if cell is None or period is None or period.first_day > reader.as_of:
            continue
        read = read_quantity(cell, reader.sheet.ref(row, column.column), reader.locale)
        if read.trouble is Trouble.not_a_number and _tick_in(reader, cells, read).value is not None:
            read = read._replace(trouble=None)
        elif (read.value is None and read.trouble is None) or (
            read.is_formula and read.trouble is Trouble.not_calculated and cell.value == ""
        ):
            continue
        found.append(CheckIn(column.header, period.last_day, read))
        if not (read.is_formula and read.value is not None and not read.value.value):
            typed_to = len(found)
    return found[:typed_to]


def _own_progress(
    reader: RowReader, row: int, cells: Cells, current: Read[Quantity], milestone: Read[bool]
) -> tuple[Read[Quantity], Read[bool]]:
    """The team's own progress, typed, where a milestone has no other current value."""
    column = reader.at.get(Field.progress)
    cell = cells.get(column) if column is not None else None
    if column is None or cell is None or cell.formula is not None:
        return current, milestone
    read, tick = _value_or_tick(reader, cells, row, column)
    if read.value is not None and read.value.unit is None and 0 <= read.value.value <= 1:
        read = read._replace(value=Quantity(read.value.value * 100, "%"))
    if read.value is not None and not read.value.is_percent and read.value.total is None:
        return current, milestone
    return (read, tick) if read.value is not None or tick.value is not None else (current, milestone)
