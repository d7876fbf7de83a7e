"""Tables made up of words that head columns, in any order, with what people put between and around them: each is read
as what it was made of."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from random import Random
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from sync.model.cells import Area, Cell, Sheet
from sync.model.readings import Read
from sync.model.rows import Field, Rows
from sync.options import ReadingOptions
from sync.reading import read_rows
from sync.reading.sheets.header_words import ENGLISH, VIETNAMESE

AS_OF = date(2026, 11, 19)
RANDOMS = st.randoms(use_true_random=False)
_SAYS_ANOTHER_SPAN = re.compile(r"\b(?:[yqm]td|year to date|month\w*|tháng|thang|quarter\w*|quý|quy)\b")
TITLES = ("OKR Q4 2026", "Q4", "Sheet1", "Team A")


class Words(NamedTuple):
    """What a team writes in its language."""

    heads: Mapping[Field, str]
    objectives: Sequence[str]
    key_results: Sequence[str]
    kpis: Sequence[str]
    teams: Sequence[str]
    others: Sequence[str]
    months: Sequence[Sequence[str]]

    def head(self, made: Random, field: Field) -> str:
        words = [word.strip() for word in " ".join(self.heads[field].split()).split(",")]
        words = [word for word in words if word and not (field is Field.current and _SAYS_ANOTHER_SPAN.search(word))]
        return made.choice([str.capitalize, str.upper, str.title])(made.choice(words))


VI = Words(
    VIETNAMESE,
    ("Tăng trưởng bền vững", "Đội ngũ gắn bó", "Khách hàng hài lòng", "Kho gọn gàng"),
    ("Doanh thu mới", "Khách hàng mới", "Tỷ lệ rời bỏ", "Điểm hài lòng", "Chi phí mỗi đơn", "Giờ đào tạo", "Số bài"),
    ("Tồn kho bình quân", "Số khiếu nại", "Thời gian chờ"),
    ("Phòng Kinh doanh", "Đội Kho", "PHÒNG MARKETING"),
    ("Ngân sách", "Độ ưu tiên", "Link", "Hành động", "Số giờ", "Sản phẩm"),
    (("T8", "T9", "T10", "T11"), ("Tháng 8", "Tháng 9", "Tháng 10", "Tháng 11"), ("Kết quả T9", "Kết quả T10")),
)  # fmt: skip
EN = Words(
    ENGLISH,
    ("Grow sustainably", "A team that stays", "Happy customers", "Tidy stores"),
    ("New revenue", "New customers", "Churn of accounts", "Satisfaction", "Cost per order", "Training", "Articles"),
    ("Average stock", "Complaints", "Waiting time"),
    ("Sales team", "TEAM B", "Support squad"),
    ("Budget", "Priority", "Link", "Actions", "Hours", "Product"),
    (("Aug", "Sep", "Oct", "Nov"), ("Aug 2026", "Sep 2026", "Oct 2026"), ("2026-09", "2026-10", "2026-11")),
)  # fmt: skip
Value = str | Decimal
Said = Mapping[Field, Value | None]


def _value(made: Random, field: Field) -> Value:
    if field is Field.owner:
        return made.choice(("Lan", "Minh", "Ann", "Bob"))
    spans = {Field.baseline: (5, 20), Field.target: (60, 90), Field.current: (25, 55), Field.lower: (5, 19),
             Field.upper: (91, 120), Field.weight: (10, 40)}  # fmt: skip
    return Decimal(made.randint(*spans[field]))


def _said(rows: Rows, fields: Sequence[Field]) -> list[tuple[str | None, str | None, Said]]:
    return [
        (objective.title.value, one.text.value, {field: _of(getattr(one, field.value)) for field in fields})
        for objective in rows.objectives
        for one in objective.key_results
    ]


def _of(read: Read[object]) -> Value | None:
    value = getattr(read.value, "value", read.value)
    return value if isinstance(value, str | Decimal) else None


def _some(made: Random, *fields: Field) -> list[Field]:
    return [field for field in fields if made.random() < 0.5]


@settings(max_examples=150, deadline=None)
@given(RANDOMS)
def test_a_flat_table_with_columns_of_others_and_free_ones_between(made: Random) -> None:
    words = made.choice((VI, EN))
    values = [*_some(made, Field.baseline, Field.weight, Field.owner), Field.target, Field.current]
    made.shuffle(values)
    fields: list[Field | None] = []
    for field in (Field.objective, Field.key_result, *values):
        fields += [None] * (made.random() < 0.15 and bool(fields)) + [field]
    head = made.choice((1, 3))
    rows: dict[int, dict[int, Cell]] = {1: {1: Cell("OKR Q4 2026")}}
    free = made.random() < 0.4
    rows[head] = {
        at: Cell(made.choice(words.others) if field is None else words.head(made, field))
        for at, field in enumerate(fields, 1)
        if field is not None or not free
    }
    expected, merges, left = [], [], list(words.key_results)
    row = head
    for title in words.objectives[: made.randint(1, 3)]:
        first = row + 1
        for _ in range(made.randint(1, 2)):
            row += 1
            said = {field: _value(made, field) for field in values if made.random() < 0.9}
            name = left.pop()
            own = {Field.objective: title if row == first else None, Field.key_result: name, **said}
            rows[row] = {
                at: Cell(value)
                for at, field in enumerate(fields, 1)
                if (value := own.get(field) if field is not None else None if free else "P1") is not None
            }
            expected.append((title, name, {field: said.get(field) for field in values}))
        if made.random() < 0.3 and row > first:
            merges.append(Area(first, 1, row, 1))
    read = read_rows([Sheet(made.choice(TITLES), rows, merges=tuple(merges))], ReadingOptions(), AS_OF)
    assert _said(read, values) == expected


@settings(max_examples=100, deadline=None)
@given(RANDOMS)
def test_an_outline_with_marks_of_any_kind(made: Random) -> None:
    words = made.choice((VI, EN))
    objective_mark = made.choice(("O{n}: {t}", "O{n}. {t}", "Objective {n}: {t}", "Mục tiêu {n}: {t}", "O{n} - {t}"))
    mark = made.choice(("KR{m}: {t}", "KR{n}.{m}: {t}", "KR{n}.{m} {t}", "• KR: {t}", "- KR{m}: {t}", "KR {m}. {t}"))
    values = [*_some(made, Field.baseline, Field.owner), Field.target, Field.current]
    rows = {
        1: {1: Cell(words.head(made, Field.item))}
        | {at: Cell(words.head(made, one)) for at, one in enumerate(values, 2)}
    }
    row, expected, left = 1, [], list(words.key_results)
    for number, title in enumerate(words.objectives[: made.randint(1, 3)], 1):
        row += made.choice((1, 2))
        rows[row] = {1: Cell(objective_mark.format(n=number, t=title))}
        for of in range(1, made.randint(2, 3)):
            row += 1
            name, said = left.pop(), {field: _value(made, field) for field in values if made.random() < 0.9}
            cells = {at: Cell(said[field]) for at, field in enumerate(values, 2) if field in said}
            rows[row] = {1: Cell(mark.format(n=number, m=of, t=name)), **cells}
            expected.append((title, name, {field: said.get(field) for field in values}))
    read = read_rows([Sheet(made.choice(TITLES), rows)], ReadingOptions(), AS_OF)
    assert _said(read, values) == expected


@settings(max_examples=100, deadline=None)
@given(RANDOMS)
def test_kpis_with_months_or_a_value_and_bounds(made: Random) -> None:
    words = made.choice((VI, EN))
    months = made.choice(words.months) if made.random() < 0.5 else ()
    bounds = made.choice(([Field.target], [Field.lower], [Field.upper], [Field.lower, Field.upper]))
    fields = [*_some(made, Field.owner), *bounds, *([] if months else [Field.current])]
    made.shuffle(fields)
    heads = [words.head(made, Field.kpi), *(words.head(made, field) for field in fields), *months]
    rows = {1: {at: Cell(head) for at, head in enumerate(heads, 1)}}
    expected = []
    for row, name in enumerate(words.kpis, 2):
        said = {field: _value(made, field) for field in fields}
        of_months = [Decimal(made.randint(20, 50)) for _ in months]
        rows[row] = {at: Cell(value) for at, value in enumerate((name, *said.values(), *of_months), 1)}
        expected.append((name, said, of_months))
    read = read_rows([Sheet(made.choice(("KPI", "KPI 2026", "Bảng KPI")), rows)], ReadingOptions(), AS_OF)
    assert [
        (
            kpi.name.value,
            {field: _of(getattr(kpi, field.value)) for field in fields},
            [period.value.value.value for period in kpi.periods if period.value.value is not None],
        )
        for kpi in read.kpis
    ] == expected


@settings(max_examples=100, deadline=None)
@given(RANDOMS)
def test_teams_below_each_other_and_their_kpis_below_them(made: Random) -> None:
    words = made.choice((VI, EN))
    values = [Field.target, Field.current, *_some(made, Field.owner)]
    heads = [words.head(made, field) for field in (Field.objective, Field.key_result, *values)]
    rows: dict[int, dict[int, Cell]] = {}
    row, expected, left, titles = 0, [], list(words.key_results), list(words.objectives)
    is_titled, gap = made.random() < 0.6, made.randint(1, 3)
    for team in words.teams[: made.randint(1, 3)]:
        row += gap
        if is_titled:
            row += 1
            rows[row] = {1: Cell(team)}
        row += 1
        rows[row] = {at: Cell(head) for at, head in enumerate(heads, 1)}
        title = titles.pop()
        for of in range(made.randint(1, 2)):
            row += 1
            name, said = left.pop(), {field: _value(made, field) for field in values}
            cells = {at: Cell(value) for at, value in enumerate((name, *said.values()), 2)}
            rows[row] = ({1: Cell(title)} if not of else {}) | cells
            expected.append((title, name, said))
    kpis = words.kpis if made.random() < 0.5 else ()
    if kpis:
        row += 1 + gap
        rows[row] = {
            at: Cell(words.head(made, one)) for at, one in enumerate((Field.kpi, Field.target, Field.current), 1)
        }
        for name in kpis:
            row += 1
            rows[row] = {1: Cell(name), 2: Cell(Decimal(50)), 3: Cell(Decimal(40))}
    if made.random() < 0.4:
        rows[row + 2] = {
            1: Cell(made.choice(("Ghi chú: số liệu tạm tính", "Prepared by: Ann", "Note: updated on Fridays")))
        }
    read = read_rows([Sheet(made.choice(TITLES), rows)], ReadingOptions(), AS_OF)
    assert _said(read, values) == expected
    assert [kpi.name.value for kpi in read.kpis] == list(kpis)
    assert all(objective.key_results for objective in read.objectives)
