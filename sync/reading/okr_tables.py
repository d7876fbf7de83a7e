"""The rows of an OKR table ─▶ objectives with their key results.

Flat tables have a column for each of the two; lists and outlines have one for both, and their rows say what they are:
by a column of kinds, by numbers ('1', '1.2'), by marks ('O: …', '• KR: …'), by naming their parent, or, where nothing
else tells, by having values.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import NamedTuple

from sync.model import (
    Activity,
    CellRef,
    Cycle,
    ErrorValue,
    Field,
    KeyResult,
    LayoutRemark,
    Objective,
    Read,
)
from sync.reading.key_result_rows import activity_of, read_key_result
from sync.reading.outlines import (
    RowKind,
    depth_of_number,
    is_bulleted,
    is_remark,
    is_signature,
    is_subtotal,
    kind_of_word,
    lists_several,
    read_mark,
    unmarked,
)
from sync.reading.row_reader import NO_QUANTITY, NO_TEXT, Cells, RowReader
from sync.reading.standing import ignored_rules, read_commitment
from sync.reading.text import bare
from sync.reading.values import read_quantity, read_text

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
    """Nothing else of the team's is filled in its row."""

    def finished(self) -> Objective:
        row = self.row or min((one.row for one in self.key_results), default=0)
        return self.objective._replace(row=row, key_results=tuple(self.key_results))


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
        self.owned = frozenset(column.column for column in reader.layout.columns if column.owned)

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
            group.key_results.append(read_key_result(self.reader, found.row, found.cells, found.key_result))
        self.first_row = min(self.first_row or found.row, found.row)
        self.last_row = max(self.last_row, found.row)

    def trim(self, is_followed: bool) -> None:
        """Take back what is no part of the table: titles of teams between its rows, the title of the next table and
        notes below."""
        self._drop_titles()
        kept = len(self.groups)
        for place in range(len(self.groups) - 1, 0, -1):
            last = self.groups[place]
            if not (_is_lone_text(last) or _is_signed(last)):
                break
            if (
                is_followed
                or _is_signed(last)
                or not self.reader.cells(last.row - 1)
                or is_remark(last.title.raw.strip() or last.title.value or "")
            ):
                kept = place
        if kept < len(self.groups):
            del self.groups[kept:]
            rows = [one.row for group in self.groups for one in group.key_results] + [one.row for one in self.groups]
            self.last_row = max(rows)

    def _drop_titles(self) -> None:
        """Where no objective stands alone in its row over its key results, a text that does, right over another
        objective, is the title of what stands below it ('TEAM B')."""
        filled = [group for group in self.groups if group.key_results]
        if self.is_list or not filled or any(group.own_row and group.alone for group in filled):
            return
        kept: list[Group] = []
        for group in reversed(self.groups):
            if not (_is_lone_text(group) and kept and not _is_lone_text(kept[-1])):
                kept.append(group)
        self.groups[:] = reversed(kept)

    def _group(self, found: _Found) -> Group:
        reader, row, cells = self.reader, found.row, found.cells
        words = found.objective.value or ""
        own_row = found.key_result.value is None and found.key_result.trouble is None
        title = found.objective._replace(value=unmarked(words.splitlines()[0] if lists_several(words) else words))
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
            activity=activity_of(reader.text(cells, row, Field.status), note) if own_row else Activity.active,
            note=note,
            ignored_rules=ignored_rules(note.value),
            cycle=cycle,
        )
        group = Group(title, row, own_row, own, alone=own_row and not self._has_more(cells, title))
        self.groups.append(group)
        return group

    def _has_more(self, cells: Cells, title: Read[str]) -> bool:
        """Whether something of the team's stands in a row beside its title; what the service wrote is not theirs."""
        column = title.cell.column if title.cell is not None else 0
        return any(
            other != column and other not in self.owned and not (other < column and _is_numeral(cell.value))
            for other, cell in cells.items()
        )

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


def _is_numeral(value: object) -> bool:
    """Whether a cell numbers a section, as 'A', 'II' or 'B.' do; numbers may number objectives."""
    return isinstance(value, str) and _NUMERAL.fullmatch(value.strip()) is not None


def _is_signed(group: Group) -> bool:
    """Whether a row is where those who made and approved a sheet sign it."""
    return group.own_row and not group.key_results and is_signature(group.title.value or "")


def _is_lone_text(group: Group) -> bool:
    return group.own_row and group.alone and not group.marked and not group.key_results


def _words_of(cells: Cells) -> str:
    words = []
    for cell in cells.values():
        value = cell.value
        if value is not None and value != "":
            words.append(value.code if isinstance(value, ErrorValue) else str(value))
    return " | ".join(words[:6])


_NUMERAL = re.compile(r"(?:[A-H]|[IVX]{1,4})[.)]?")
