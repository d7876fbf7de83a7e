"""The rows of an OKR table, each as what it says: an objective's words, a key result's, or both.

Flat tables have a column for each of the two; lists and outlines have one for both, and their rows say what they are:
by a column of kinds, by numbers ('1', '1.2'), by marks ('O: …', '• KR: …'), by naming their parent, or, where nothing
else tells, by having values.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal
from functools import partial
from typing import NamedTuple

from sync.model.cells import Cell, CellRef, ErrorValue
from sync.model.readings import Read
from sync.model.rows import Field
from sync.patterns import RarePattern
from sync.reading.sheets.lines_in_ours import LinesInOurs
from sync.reading.sheets.named_totals import Total, named_totals
from sync.reading.sheets.outlines import (
    RowKind,
    depth_of_number,
    is_aside_alone,
    is_bulleted,
    is_in_brackets,
    is_next_step,
    is_note,
    is_numeral,
    is_signature,
    is_subtotal,
    is_sum_of_others,
    kind_of_level,
    kind_of_word,
    read_mark,
)
from sync.reading.sheets.row_reader import NO_TEXT, Cells, RowReader
from sync.reading.sheets.values import read_quantity, read_text

_VALUES = (Field.baseline, Field.target, Field.current, Field.lower, Field.upper, Field.healthy_range,
           Field.target_minimum, Field.target_stretch)  # fmt: skip

_TARGETS = (Field.target, Field.lower, Field.upper, Field.healthy_range)

_TELL_OF_A_ROW = (Field.objective, Field.key_result, Field.item, Field.current, *_TARGETS)
"""Numbers, owners and days may stand beside formulas for rows to come."""


class FoundRow(NamedTuple):
    """A row that says something: an objective's words, a key result's, or both; or one that was ``skipped``, with the
    words by which it was taken for a total. Where the cell of its objective's words shows none yet, or an error,
    ``objective`` has no value, and that trouble."""

    row: int
    cells: Cells
    objective: Read[str] = NO_TEXT
    key_result: Read[str] = NO_TEXT
    parent: str = ""
    marked: bool = False
    skipped: bool = False


def rows_as_found(reader: RowReader, first_row: int, end_row: int) -> Iterator[FoundRow]:
    """Given a table's reader and its rows, return those that say something, in the table's own form."""
    rows = (_list_rows if Field.item in reader.at else _flat_rows)(reader, first_row, end_row)
    lines = LinesInOurs(reader.layout.columns)
    return _without_lines(lines, rows) if lines else rows


def _without_lines(lines: LinesInOurs, rows: Iterable[FoundRow]) -> Iterator[FoundRow]:
    """The rows; of what may be somebody's line that is skipped which stands below all rows of the table."""
    held: list[FoundRow] = []
    has_rows = False
    for found in rows:
        if found.skipped or lines.has(found.cells, found.key_result.value or found.objective.value):
            held.append(found)
            continue
        has_rows = True
        yield from held
        held.clear()
        yield found
    for found in held:
        yield FoundRow(found.row, found.cells, skipped=True) if has_rows and not found.skipped else found


def _flat_rows(reader: RowReader, first_row: int, end_row: int) -> Iterator[FoundRow]:
    """One key result a row; the objective beside it, in a merged cell, in its group's first row, or in its own."""
    key_result_column = reader.at.get(Field.key_result)
    banners = _banners(reader, key_result_column)
    over_values = _over_values(reader, key_result_column)
    rows = list(_rows_of(reader, first_row, end_row))
    totals = named_totals(reader, rows)
    known = reader.table if reader.known_by_row is not None else None
    is_among_key_results = False
    last_initiative = 0
    for row, cells in rows:
        if _heads_initiatives(cells) or (last_initiative == row - 1 > 0 and not _says_more(reader, cells)):
            last_initiative = row  # 'Initiatives' below key results, and what is listed there
            continue
        amid = is_among_key_results, row in banners, row in over_values, _is_over_others(reader, row), totals.get(row)
        if known is None:
            found, is_among_key_results = _flat_row(reader, row, cells, *amid)
        else:
            says = known.row(row, cells).says
            if amid not in says:
                says[amid] = _flat_row(reader, row, cells, *amid)
            found, is_among_key_results = says[amid]
        if found is not None:
            yield found


def _flat_row(
    reader: RowReader,
    row: int,
    cells: Cells,
    is_among_key_results: bool,
    is_banner: bool,
    is_over_values: bool,
    is_over_others: bool,
    total: Total | None,
) -> tuple[FoundRow | None, bool]:
    """What a row says, None where that is nothing of its table's, and whether it is among key results by then."""
    at, ref = reader.at, reader.sheet.ref
    objective_column, key_result_column = at.get(Field.objective), at.get(Field.key_result)
    kind_column = at.get(Field.row_kind)
    objective = key_result = NO_TEXT
    if objective_column is not None and (cell := cells.get(objective_column)) is not None:
        objective = read_text(cell, ref(row, objective_column))
        if objective.trouble is not None and not _waits(reader, row, cells, objective_column):
            objective = NO_TEXT
    if key_result_column is not None and (cell := cells.get(key_result_column)) is not None:
        key_result = read_text(cell, ref(row, key_result_column))
    objective, key_result = _names_of(objective, key_result)
    is_sum = objective.value is not None and is_sum_of_others(objective.value)
    beside = None if key_result.value is None or is_sum else objective.value
    if (is_sum or _is_total(cells, objective.value, key_result.value)) and not _is_aimed_at(reader, cells, beside):
        is_skipped = key_result.value is not None and _has_target_and_value(reader, cells)
        found = FoundRow(row, cells, key_result=key_result, skipped=True) if is_skipped else None
        return found, is_among_key_results
    is_heading = key_result.value is None and is_over_others
    opens_an_objective = objective.value is not None and key_result.value is not None
    if total is not None and not (is_heading or opens_an_objective):
        if not _has_typed_target(reader, cells):
            return None, is_among_key_results
        if total is Total.throughout and not _is_aimed_at(reader, cells, None):
            return FoundRow(row, cells, key_result=key_result, skipped=True), is_among_key_results
    is_alone = objective.value is not None and key_result.value is None and not is_over_others
    if is_alone and _has_a_score_alone(reader, row, cells):
        return None, is_among_key_results
    if kind_column is not None and (cell := cells.get(kind_column)) is not None and isinstance(cell.value, str):
        kind = kind_of_word(cell.value)
        if kind == "initiative":
            return None, is_among_key_results
        if kind == "objective" and objective.value is None and key_result.value is not None:
            objective, key_result = key_result, NO_TEXT
    if objective_column is None and is_banner and _stands_alone(reader, cells, key_result_column):
        objective, key_result = key_result, NO_TEXT
    mark = read_mark(key_result.value) if key_result.value is not None else None
    if mark is not None and mark.kind == "initiative":
        return None, is_among_key_results
    words = key_result.value or objective.value
    if words is not None and mark is None:
        is_aside = is_note(words) or (is_among_key_results and is_next_step(words)) or _is_aside(reader, cells, words)
        is_aside = is_aside and not (is_over_others and key_result.value is None and is_in_brackets(words))
        if is_aside and not _has_value(reader, cells):
            if objective.value is None or key_result.value is None:
                return None, is_among_key_results
            key_result = NO_TEXT
        elif is_over_values and objective.value is None and not _has_value(reader, cells):
            return FoundRow(row, cells, skipped=True), is_among_key_results
    if key_result.value is not None and not is_among_key_results:
        is_among_key_results = not is_next_step(key_result.value)
    if objective.value is None and key_result.value is None:
        if objective.trouble is not None or (
            key_result.trouble is not None and _waits(reader, row, cells, at[Field.key_result])
        ):
            return FoundRow(row, cells, objective, key_result), is_among_key_results
        is_skipped = key_result.trouble is None and _has_typed_value(reader, cells)
        return FoundRow(row, cells, skipped=True) if is_skipped else None, is_among_key_results
    return _new_row((row, cells, objective, key_result, "", False, False)), is_among_key_results


# As NamedTuples make themselves, without the call that takes longer than that: a table has one for each of its rows.
_new_row: Callable[[tuple[int, Cells, Read[str], Read[str], str, bool, bool]], FoundRow] = partial(
    tuple.__new__, FoundRow
)


def _waits(reader: RowReader, row: int, cells: Cells, column: int) -> bool:
    """Whether a cell that shows no words, or an error, is that of a row: something is typed beside it, or a key result
    stands below that has no objective beside it. A formula that comes to nothing is filled down for rows to come."""
    if cells[column].value == "":
        return False
    told = {reader.at.get(field) for field in _TELL_OF_A_ROW}
    others = [cell for other, cell in cells.items() if other != column and other in told]
    is_typed = any(
        cell.formula is None and cell.value not in (None, "") and not isinstance(cell.value, ErrorValue)
        for cell in others
    )
    return is_typed or _is_over_others(reader, row)


def _heads_initiatives(cells: Cells) -> bool:
    """Whether a row holds nothing but 'Initiatives' or 'Việc cần làm'."""
    if len(cells) != 1:
        return False
    (cell,) = cells.values()
    return (
        isinstance(cell.value, str)
        and len(cell.value) < _LONGEST_KIND
        and _INITIATIVES.fullmatch(cell.value) is not None
    )


_LONGEST_KIND = 40
_INITIATIVES = RarePattern(
    r"\W*(?:(?:key |main |supporting )?(?:initiatives|actions|activities|tasks)|action plan"
    r"|(?:các )?(?:sáng kiến|hành động|hoạt động|công việc|việc cần làm)(?: chính)?|kế hoạch hành động)\W*",
    re.IGNORECASE,
)


def _says_more(reader: RowReader, cells: Cells) -> bool:
    """Whether a row has an objective's words, or a value to reach or reached."""
    objective = reader.at.get(Field.objective)
    return objective in cells or _has_value(reader, cells)


def _has_a_score_alone(reader: RowReader, row: int, cells: Cells) -> bool:
    """'Điểm mục tiêu 1 | | | | 76%': a text in the objectives' column with a number that is no value of a key result,
    and no key result below it."""
    at, following = reader.at, reader.sheet.rows.get(row + 1, {})
    objective = at.get(Field.objective)
    own = {column: cell for column, cell in cells.items() if column != objective and cell.value not in (None, "")}
    if (
        not own
        or objective is None
        or min(own) < objective
        or _is_filled_down(reader, row, own)
        or not all(map(_is_a_number, own.values()))
        or _has_value(reader, cells)
    ):
        return False
    if any(at.get(field) in own for field in (*_SOMEBODYS, Field.objective_id, Field.row_kind, Field.key_result_id)):
        return False
    repeats = following.get(objective)
    return repeats is None or repeats.value != cells[objective].value


def _is_filled_down(reader: RowReader, row: int, own: Cells) -> bool:
    """Whether a formula is that of the row above, for its own row."""
    above = reader.sheet.rows.get(row - 1, {})
    formulas = [(cell.formula, one.formula) for column, cell in own.items() if (one := above.get(column)) is not None]
    return any(
        mine is not None and other is not None and _NUMBERS.sub("", mine) == _NUMBERS.sub("", other)
        for mine, other in formulas
    )


_NUMBERS = RarePattern("[0-9]+|IFERROR[(]|,0[)]")


def _is_a_number(cell: Cell) -> bool:
    return isinstance(cell.value, Decimal) or (
        isinstance(cell.value, str) and read_quantity(cell, CellRef("", 1, 1), "").value is not None
    )


def _is_aside(reader: RowReader, cells: Cells, words: str) -> bool:
    """Whether something in brackets, a link, a day is a row's only words, and nobody owns it or has it to do."""
    return is_aside_alone(words) and not any(cells.get(reader.at.get(field, 0)) for field in _SOMEBODYS)


_SOMEBODYS = (Field.owner, Field.due, Field.weight, Field.confidence)


def _is_over_others(reader: RowReader, row: int) -> bool:
    """Whether a key result without an objective of its own comes next."""
    following = reader.sheet.rows.get(row + 1, {})
    objective, key_result = reader.at.get(Field.objective), reader.at.get(Field.key_result)
    return key_result in following and objective not in following


def _holds_number(cells: Cells) -> bool:
    return any(isinstance(cell.value, Decimal) for cell in cells.values())


def _stands_alone(reader: RowReader, cells: Cells, column: int | None) -> bool:
    """Whether no other cell of the table's own columns is filled: a remark beside a banner leaves it one."""
    return all(other == column or cells.get(other) is None for other in reader.at.values())


def _banners(reader: RowReader, column: int | None) -> frozenset[int]:
    """The rows in which one text is merged over the table: objectives over their key results."""
    return frozenset(
        area.first_row
        for area in reader.sheet.merges
        if area.first_column == column and area.last_column > area.first_column and area.first_row == area.last_row
    )


def _over_values(reader: RowReader, column: int | None) -> frozenset[int]:
    """The rows in which the key result's cell is merged over those of its values: nothing can be measured there."""
    values = [at for field in (Field.target, Field.current) if (at := reader.at.get(field)) is not None]
    return frozenset(
        area.first_row
        for area in reader.sheet.merges
        if area.first_column == column and area.first_row == area.last_row
        if any(area.first_column < value <= area.last_column for value in values)
    )


def _names_of(objective: Read[str], key_result: Read[str]) -> tuple[Read[str], Read[str]]:
    """What a row's cells for words name: marks alone ('-', '…') name nothing, and neither does a lone number."""
    if _begins_with_a_letter(key_result) and (objective.value is None or _begins_with_a_letter(objective)):
        return objective, key_result  # as in most rows
    objective = NO_TEXT if _is_without(str.isalnum, objective) else objective
    key_result = NO_TEXT if _is_without(str.isalnum, key_result) else key_result
    is_numbered = objective.value is not None or key_result.value is not None
    if is_numbered and all(read.value is None or _is_without(str.isalpha, read) for read in (objective, key_result)):
        return NO_TEXT, NO_TEXT
    is_number = _is_without(str.isalpha, key_result) and not any(sign in key_result.raw for sign in "≥≤<>")
    return objective, NO_TEXT if is_number else key_result


def _begins_with_a_letter(read: Read[str]) -> bool:
    return read.value is not None and read.value[0].isalpha() and read.value not in _TICKS


def _is_without(is_one: Callable[[str], bool], read: Read[str]) -> bool:
    return read.value is not None and (read.value in _TICKS or not any(map(is_one, read.value)))


_TICKS = ("TRUE", "FALSE")
"""What a box to tick holds, where a name would stand."""


def _list_rows(reader: RowReader, first_row: int, end_row: int) -> Iterator[FoundRow]:
    """One column for both; each row says what it is."""
    at, ref = reader.at, reader.sheet.ref
    column = at[Field.item]
    rows = [
        (row, cells, read_text(cell, ref(row, column)))
        for row, cells in _rows_of(reader, first_row, end_row)
        if (cell := cells.get(column)) is not None
    ]
    with_text = [(row, cells, text) for row, cells, text in rows if text.value is not None]
    last = with_text[-1][0] if with_text else 0
    form = _Form.of(reader, with_text)
    totals = named_totals(reader, [(row, cells) for row, cells, _ in with_text])
    seen_objective = False
    for row, cells, text in rows:
        if text.value is None:
            if text.trouble is not None and (row < last or _waits(reader, row, cells, column)):
                yield FoundRow(row, cells, key_result=text)  # an objective, or a key result: nobody knows yet
            continue
        words = text.value
        if _is_without(str.isalpha, text):
            if not form.marked and _has_typed_value(reader, cells):
                yield FoundRow(row, cells, skipped=True)
            continue
        if _is_total(cells, words, None) and not _is_aimed_at(reader, cells, None):
            if _has_target_and_value(reader, cells):
                yield FoundRow(row, cells, key_result=text, skipped=True)
            continue
        if row in totals and not _has_typed_target(reader, cells):
            continue
        if totals.get(row) is Total.throughout and not _is_aimed_at(reader, cells, None):
            yield FoundRow(row, cells, key_result=text, skipped=True)
            continue
        if (is_note(words) or _is_aside(reader, cells, words)) and not _has_value(reader, cells):
            continue
        kind = form.kind_of(reader, row, cells, words, seen_objective)
        parent = (reader.text(cells, row, Field.parent).value or "") if Field.parent in at else ""
        if kind == "objective":
            seen_objective = True
            yield FoundRow(row, cells, objective=text, parent=parent, marked=form.marked)
        elif kind == "key_result":
            yield FoundRow(row, cells, key_result=text, parent=parent, marked=form.marked)
        elif kind is None and form.kinds and not form.marked and _has_typed_value(reader, cells):
            yield FoundRow(row, cells, skipped=True)  # a 'KPI' among objectives and key results
    named = {row for row, _, text in rows if text.value is not None or text.trouble is not None}
    for row, cells in _rows_of(reader, first_row, end_row):
        if (
            row not in named
            and not form.marked
            and _has_typed_value(reader, cells)
            and not _is_total(cells, None, None)
        ):
            yield FoundRow(row, cells, skipped=True)


class _Form:
    """By what a list's rows are told apart: the first of these that the list has."""

    def __init__(
        self, kinds: bool, numbered: bool, marked: bool, parents: bool, bare_key_results: bool, under_numerals: bool
    ) -> None:
        self.kinds = kinds
        self.numbered = numbered
        self.under_numerals = under_numerals
        self.marked = marked
        self.parents = parents
        self.bare_key_results = bare_key_results
        self.in_group = False

    @classmethod
    def of(cls, reader: RowReader, rows: list[tuple[int, Cells, Read[str]]]) -> _Form:
        marks = {mark.kind for _, _, text in rows if (mark := read_mark(text.value or "")) is not None}
        numbered = reader.layout.numbers_rows
        numbers = [reader.text(cells, row, Field.row_kind).value or "" for row, cells, _ in rows] if numbered else []
        under_numerals = any(is_numeral(number) for number in numbers) and any(
            number[:1].isdigit() and depth_of_number(number) == 1 for number in numbers
        )
        return cls(
            Field.row_kind in reader.at and not numbered, numbered, bool(marks & {"objective", "key_result"}),
            Field.parent in reader.at, marks == {"objective"} and reader.has_headers, under_numerals,
        )  # fmt: skip

    def kind_of(self, reader: RowReader, row: int, cells: Cells, words: str, seen_objective: bool) -> RowKind | None:
        if self.kinds:
            cell = cells.get(reader.at[Field.row_kind])
            kind = kind_of_level(cell.value) if cell is not None and isinstance(cell.value, str) else None
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
            depth = 1 if is_numeral(number) else depth_of_number(number)
            depth += self.under_numerals and number[:1].isdigit() and depth > 0
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
    """The rows that hold anything, without those in which a sheet is signed, and the names below."""
    rows = reader.sheet.rows
    if reader.beside:
        rows = {row: cells for row, cells in rows.items() if row not in reader.beside}
    numbers: Iterable[int] = rows if end_row - first_row > 2 * len(rows) else range(first_row, end_row + 1)
    for row in numbers:
        cells = rows.get(row)
        if not cells or not first_row <= row <= end_row:
            continue
        if row - 1 not in rows and _signs(reader, cells):
            if not any(_may_be_a_row(reader, cells) for other, cells in rows.items() if row < other <= end_row):
                return
            continue
        yield row, cells


def _may_be_a_row(reader: RowReader, cells: Cells) -> bool:
    """Whether a row below 'Giám đốc' goes on with the table, since it says how much or more than a name."""
    said = [words for cell in _names_in(reader, cells) if isinstance(words := cell.value, str)]
    own = [words for words in said if not words.startswith("(") and not is_signature(words)]
    return _holds_number(cells) or any(
        words.count(" ") >= _LONGEST_NAME or any(map(str.isdigit, words)) for words in own
    )


_LONGEST_NAME = 5


def _names_in(reader: RowReader, cells: Cells) -> list[Cell]:
    return [cells[column] for field in _NAMES if (column := reader.at.get(field)) in cells and column is not None]


def _signs(reader: RowReader, cells: Cells) -> bool:
    """Whether a row is one of signatures by what stands where its objective or key result would, and holds no number:
    'Giám đốc' may own a key result."""
    said = [cell.value for cell in _names_in(reader, cells) or list(cells.values())[:1]]
    return all(isinstance(words, str) and is_signature(words) for words in said) and not _holds_number(cells)


_NAMES = (Field.objective, Field.key_result, Field.item)


def _is_total(cells: Cells, objective: str | None, key_result: str | None) -> bool:
    if key_result is not None and any(map(str.isalpha, key_result)):
        return is_subtotal(key_result)
    if objective is not None:
        return is_subtotal(objective)
    return any(isinstance(cell.value, str) and is_subtotal(cell.value) for cell in cells.values())


def _is_aimed_at(reader: RowReader, cells: Cells, objective: str | None) -> bool:
    """Whether a row that is called like a total ('Điểm trung bình') is a key result: it is somebody's, or stands beside
    its objective, and both its target and another value of it were typed."""
    columns = reader.columns
    owner = None if columns.owner is None else cells.get(columns.owner)
    if objective is None and (owner is None or owner.value in (None, "")):
        return False
    return _has_target_and_value(reader, cells)


def _has_target_and_value(reader: RowReader, cells: Cells) -> bool:
    """Whether somebody typed both a row's target and another value of it."""
    columns = reader.columns
    typed = [
        column is not None and (cell := cells.get(column)) is not None and cell.formula is None and cell.value != ""
        for column in (columns.target, columns.baseline, columns.current)
    ]
    return typed[0] and (typed[1] or typed[2])


def _has_typed_target(reader: RowReader, cells: Cells) -> bool:
    """Whether somebody typed what a row is to reach: 'Tổng doanh thu' is a key result of 'Doanh thu' then."""
    typed = (cells.get(column) for field in _TARGETS if (column := reader.at.get(field)) is not None)
    return any(cell is not None and cell.formula is None and cell.value not in (None, "") for cell in typed)


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
