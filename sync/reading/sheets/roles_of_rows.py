"""KPI tables with a column a month and two rows a measure, plan and actual ('KH' and 'TH' in a column of their own) ─▶
which rows belong together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum
from typing import NamedTuple

from sync.model.cells import Sheet
from sync.reading.sheets.headers import plain_words
from sync.reading.texts.text import bare


class Role(Enum):
    """What a row of a measure tells. ``other`` is what people work out of plan and actual, or keep beside them."""

    plan = "plan"
    actual = "actual"
    other = "other"


class RolesOfRows(NamedTuple):
    """The rows of one measure. ``row`` is the first, which has its name."""

    row: int
    plan: int | None
    actual: int | None
    last: int


def role_of(text: object) -> Role | None:
    """Given a cell's value, return what it says its row tells, or None."""
    if not isinstance(text, str) or len(text) > _LONGEST:
        return None
    return _ROLES.get(plain_words(text)) or (Role.other if "%" in text or bare(text) in _WORKED_OUT else None)


def column_of_roles(sheet: Sheet, columns: Sequence[int], first_row: int, end_row: int) -> int | None:
    """Given a tab, columns and rows of a table, return the column whose cells say which rows are plans and which
    actuals, or None where none does: all of its cells do, and both stand there equally often."""
    for column in columns:
        roles: list[Role] = []
        for row in range(first_row, min(end_row, first_row + _SAMPLE) + 1):
            cell = sheet.cell(row, column)
            if cell is None or cell.value is None or cell.value == "":
                continue
            role = role_of(cell.value)
            if role is None:
                break
            roles.append(role)
        else:
            plans, actuals = roles.count(Role.plan), roles.count(Role.actual)
            if plans and abs(plans - actuals) <= 1 and actuals:
                return column
    return None


def rows_with_roles(sheet: Sheet, names: int, roles: int, first_row: int, end_row: int) -> Iterator[RolesOfRows]:
    """Given a tab, the columns of names and of roles and a table's rows, return those of each measure, top to bottom.
    A row that names none belongs to the measure above it."""
    found: RolesOfRows | None = None
    named = ""
    for row in range(first_row, end_row + 1):
        cells = sheet.rows.get(row, {})
        role = role_of(cells[roles].value) if roles in cells else None
        name = cells[names].value if names in cells else None
        words = bare(name) if isinstance(name, str) else ""
        if role is None or (words and words != named):
            if found is not None:
                yield found
            found, named = (None, "") if role is None else (RolesOfRows(row, None, None, row), words)
        if found is None or role is None:
            continue
        if role is Role.plan and found.plan is None:
            found = found._replace(plan=row)
        elif role is Role.actual and found.actual is None:
            found = found._replace(actual=row)
        found = found._replace(last=row)
    if found is not None:
        yield found


_LONGEST = 30
_SAMPLE = 60
_ROLES = {
    **dict.fromkeys(
        ("kh", "ke hoach", "chi tieu", "ct", "muc tieu", "ngan sach", "du toan", "dinh muc", "plan", "planned",
         "target", "budget", "budgeted", "bud", "aop", "goal"), Role.plan
    ),
    **dict.fromkeys(
        ("th", "thuc hien", "thuc te", "thuc dat", "tt", "ket qua", "actual", "actuals", "result", "achieved"),
        Role.actual,
    ),
}  # fmt: skip
_WORKED_OUT = frozenset(
    ("chenh lech", "lech", "cung ky", "ck", "nam truoc", "luy ke", "du bao", "variance", "gap", "delta", "last year",
     "forecast")
)  # fmt: skip
