"""Lists that stand right of a table, beyond an empty column, and lend it no columns: things to do, a scale of grades,
people, a summary."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from sync.model.cells import Sheet
from sync.model.rows import Field
from sync.reading.sheets.header_cells import Header
from sync.reading.sheets.headers import OWNED_MARK, OWNED_NOTE, plain_words
from sync.reading.sheets.tables_apart import is_empty_below

_NAMES = {Field.key_result, Field.item, Field.kpi}
_SUMMED_UP = {Field.objective, Field.progress, Field.score, Field.status}
_BOUNDS = {Field.baseline, Field.lower, Field.upper}
_SCALES = frozenset(("grade", "rating", "level", "band", "scale", "score", "xep loai", "muc", "hang", "diem", "loai"))
_LISTED = frozenset(
    "action, actions, action item, action items, task, tasks, to do, todo, risk, risks, issue, issues, name, names, "
    "full name, person, people, member, members, team member, meeting, date, viec, cong viec, hanh dong, nhiem vu, "
    "viec can lam, rui ro, van de, ho ten, ho va ten, ten nhan vien, thanh vien, nhan vien, nhan su, cuoc hop, ngay, "
    "tuan, week, thang, month".split(", ")
)
_VALUES = {Field.target, Field.current, Field.healthy_range, Field.lower, Field.upper}


def without_list_beside(
    headers: tuple[Header, ...], sheet: Sheet, row: int, named: Collection[str]
) -> tuple[Header, ...]:
    """Given a table's headers and their last row, return them up to the empty column beyond which another list begins:
    its first header names the items of another list, or objectives once more. Our own columns, which stand right of
    both, stay, and so do those that the settings name (``named``, in plain words)."""
    for at in range(2, len(headers)):
        column = headers[at].column
        if column - headers[at - 1].column < 2 or not is_empty_below(sheet, row, column - 1):
            continue
        left, right = headers[:at], headers[at:]
        if len(right) > 1 and _is_a_table(left) and _begins_a_list(left, right):
            return (*left, *(header for header in right if _is_told(header, sheet, named)))
    return headers


def without_summaries(
    tables: Sequence[tuple[Header, ...]], sheet: Sheet, named: Collection[str]
) -> list[tuple[Header, ...]]:
    """Given the headers of tables in one row, return them without those that only sum up the objectives of another:
    'Mục tiêu | Tiến độ' beside objectives with their key results. Our own columns, and those that the
    settings name, go to the table before."""
    if not any({Field.objective, Field.key_result} <= _fields_of(one) for one in tables):
        return list(tables)
    kept: list[tuple[Header, ...]] = []
    for one in tables:
        told = tuple(header for header in one if _is_told(header, sheet, named))
        fields = _fields_of([header for header in one if header not in told])
        if not (Field.objective in fields and fields <= _SUMMED_UP):
            kept.append(one)
        elif kept:
            kept[-1] += told
    return kept


def _is_told(header: Header, sheet: Sheet, named: Collection[str]) -> bool:
    """Whether a mark, a note or the settings say what a column is."""
    if OWNED_MARK in header.text or plain_words(header.text) in named:
        return True
    return sheet.notes.get((header.row, header.column), "").lstrip().casefold().startswith(OWNED_NOTE)


def _is_a_table(headers: Sequence[Header]) -> bool:
    fields = _fields_of(headers)
    return not fields.isdisjoint(_NAMES) and not fields.isdisjoint(_VALUES)


def _begins_a_list(left: Sequence[Header], right: Sequence[Header]) -> bool:
    first = right[0]
    if plain_words(first.text) in _LISTED:
        return first.upper == "" and bool(_fields_of(right[1:]) - {Field.period})
    if plain_words(first.text) in _SCALES:
        return not _fields_of(right[1:]).isdisjoint(_BOUNDS)
    again = {
        plain_words(one.text) for one in left if one.placement is not None and Field.objective in one.placement.fields
    }
    return plain_words(first.text) in again and _NAMES.isdisjoint(_fields_of(right))


def _fields_of(headers: Sequence[Header]) -> set[Field]:
    return {field for one in headers if one.placement is not None for field in one.placement.fields[:1]}
