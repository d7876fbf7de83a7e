"""Whatever people do to a sheet, reading gives an answer, and what does not matter changes nothing."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from sync.model.cells import Area, Cell, CellRef, CellValue, ErrorValue, Sheet
from sync.model.rows import Field, KeyResult, Rows
from sync.options import ReadingOptions
from sync.reading import read_rows, what_is_missing, worth_reading
from tests.sheets import sheet_of

AS_OF = date(2026, 11, 19)
WORDS = (
    "Objective", "Key result", "Mục tiêu", "Kết quả then chốt", "Chỉ tiêu", "Target", "Hiện tại", "Current", "KPI",
    "Date", "Value", "O: Lớn mạnh", "KR: Doanh số đạt 10 tỷ", "KR1 x", "Tổng", "Quý 4", "W1", "T10", "Q3",
    "14 / 20 phòng", "10 tỷ",
    "≥ 95 %", "O", "KR", "1.1", "Xong", "Weight", "Parent", "ID", "Type", "Healthy range", "Progress ⟳", "Progress", "",
    "okr: ignore OKR201", "Ngày", "05/10", "31/12/2026", "- bullet", "Owner",
)  # fmt: skip

values = st.one_of(
    st.sampled_from(WORDS),
    st.text(max_size=12),
    st.decimals(allow_nan=False, allow_infinity=False, places=2, min_value=-100000, max_value=100000),
    st.sampled_from([Decimal(46387), Decimal(1), Decimal(2), Decimal("1e300"), Decimal("-1e-300"), Decimal(2958465)]),
    st.booleans(),
    st.just(ErrorValue("#REF!")),
    st.none(),
)
cells = st.builds(
    Cell,
    values,
    st.sampled_from(["General", "0%", "yyyy-mm-dd", "#,##0 ₫", "@"]),
    st.sampled_from([None, None, None, "A1+1"]),
)
grids = st.dictionaries(
    st.integers(1, 14), st.dictionaries(st.integers(1, 9), cells, min_size=1, max_size=9), max_size=14
).map(lambda rows: {row: dict(sorted(rows[row].items())) for row in sorted(rows)})
areas = st.builds(
    lambda row, column, down, right: Area(row, column, row + down, column + right),
    st.integers(1, 12), st.integers(1, 8), st.integers(0, 5), st.integers(0, 4),
)  # fmt: skip
sheets = st.builds(
    lambda title, rows, merges, note: Sheet(title, rows, tuple(merges), {(1, 1): note} if note else {}),
    st.sampled_from(["OKR Q4 2026", "KPI", "Check-ins", "Sheet1", "Quý 4", "Mục tiêu"]),
    grids,
    st.lists(areas, max_size=4),
    st.sampled_from(["", "okr-sync: made by us", "a note"]),
)
options = st.sampled_from(
    [
        ReadingOptions(),
        ReadingOptions(language="en", locale="en", cycle="2026-Q4", columns={"Value": Field.current}),
        ReadingOptions(cycle="no cycle", owned={Field.progress: "Progress"}, columns={"Owner": Field.objective}),
    ]
)


@given(st.lists(sheets, max_size=3), options)
def test_reading_never_fails(tabs: list[Sheet], choice: ReadingOptions) -> None:
    tabs = [Sheet(f"{tab.title} {index}", tab.rows, tab.merges, tab.notes) for index, tab in enumerate(tabs)]
    rows = read_rows(tabs, choice, AS_OF)
    assert all(remark.cell.row >= 1 for remark in what_is_missing(tabs, rows, choice))
    titles = [tab.title for tab in tabs]
    assert {table.sheet for table in rows.tables} | {tab.title for tab in rows.skipped} == set(titles)
    assert not {table.sheet for table in rows.tables} & {tab.title for tab in rows.skipped}
    for table in rows.tables:
        assert 0 <= table.first_header_row <= table.header_row < table.first_row
        assert table.left_edge <= table.right_edge
    for objective, key_result in rows.key_results():
        table = rows.tables[objective.table if key_result.table is None else key_result.table]
        assert table.sheet == key_result.sheet
        assert table.first_row <= key_result.row <= table.last_row
        assert table.left_edge <= min(ref.column for ref in _cells_of(key_result))


@given(sheets)
def test_looking_at_a_head_never_fails(tab: Sheet) -> None:
    assert worth_reading(tab) in (True, False)


def _cells_of(key_result: KeyResult) -> list[CellRef]:
    return [read.cell for read in (key_result.text, key_result.target, key_result.current) if read.cell is not None]


TABLE: tuple[tuple[CellValue, ...], ...] = (
    ("Objective", "Customers come back", None, None, "A better team", None),
    ("Key result", "Increase teams from 1,200 to 2,000", "Churn below 3%", "NPS", "Hire 6 engineers", "Retention 95%"),
    ("Baseline", Decimal(1200), Decimal("0.05"), Decimal(38), Decimal(0), None),
    ("Target", Decimal(2000), Decimal("0.03"), Decimal(45), Decimal(6), Decimal("0.95")),
    ("Current", Decimal(1650), Decimal("0.04"), Decimal(41), Decimal(4), Decimal("0.93")),
    ("Weight", Decimal(40), Decimal(30), Decimal(30), Decimal(50), Decimal(50)),
    ("Owner", "Ana", "Ben", "Ana", "Chi", "Chi"),
    ("Notes", None, "okr: ignore OKR201", None, None, "on hold"),
)


def _tab(columns: Sequence[tuple[CellValue, ...]], gaps: Collection[int] = ()) -> Sheet:
    rows: dict[int, dict[int, Cell]] = {}
    number = 1
    for index in range(len(TABLE[0])):
        number += 1 + (index in gaps and index > 0)
        cells = {
            place: Cell(column[index]) for place, column in enumerate(columns, start=1) if column[index] is not None
        }
        rows[number] = cells
    return Sheet("Q4 2026", rows)


def _said(rows: Rows) -> list[tuple[object, ...]]:
    """What was read, without where it stood."""
    return [
        (
            objective.title.value, one.text.value, one.measure, one.baseline.value, one.target.value, one.current.value,
            one.weight.value, one.owner.value, one.note.value, one.activity, one.ignored_rules,
        )
        for objective, one in rows.key_results()
    ]  # fmt: skip


PLAIN = _said(read_rows([_tab(list(TABLE))], ReadingOptions(), AS_OF))


def test_the_plain_table_is_read_whole() -> None:
    assert len(PLAIN) == 5
    assert [row[0] for row in PLAIN] == ["Customers come back"] * 3 + ["A better team"] * 2


@given(st.permutations(TABLE))
def test_the_order_of_columns_does_not_matter(columns: list[tuple[CellValue, ...]]) -> None:
    assert _said(read_rows([_tab(columns)], ReadingOptions(), AS_OF)) == PLAIN


@given(
    st.sets(st.integers(1, 5)),
    st.integers(0, len(TABLE)),
    st.sampled_from(["Link", "Priority", "Forecast", "Ngân sách"]),
)
def test_blank_rows_and_other_columns_do_not_matter(gaps: set[int], place: int, header: str) -> None:
    columns = list(TABLE)
    columns.insert(place, (header, "x", Decimal(7), None, "y", Decimal(8)))
    assert _said(read_rows([_tab(columns, gaps)], ReadingOptions(), AS_OF)) == PLAIN


@given(st.sets(st.integers(1, 5)))
def test_columns_that_we_add_at_the_right_edge_change_nothing_that_is_read(gaps: set[int]) -> None:
    before = _tab(list(TABLE), gaps)
    table = read_rows([before], ReadingOptions(), AS_OF).tables[0]
    rows = {row: dict(cells) for row, cells in before.rows.items()}
    for offset, header in enumerate(("Progress ⟳", "Score ⟳", "Status ⟳", "Objective score ⟳", "Warnings ⟳"), start=1):
        assert all(table.right_edge + offset not in cells for cells in rows.values())
        rows[table.header_row][table.right_edge + offset] = Cell(header)
        for row in range(table.first_row, table.last_row + 1):
            rows.setdefault(row, {})[table.right_edge + offset] = Cell("done" if offset > 2 else Decimal("0.5"))
    read = read_rows([Sheet("Q4 2026", dict(sorted(rows.items())))], ReadingOptions(), AS_OF)
    assert _said(read) == PLAIN
    after = read.tables[0]
    assert (after.header_row, after.first_row, after.last_row) == (table.header_row, table.first_row, table.last_row)
    assert {column.field for column in after.columns if column.owned} == {
        Field.progress, Field.score, Field.status, Field.objective_score, Field.warnings,
    }  # fmt: skip


def test_settings_place_a_column_that_no_words_would() -> None:
    tab = sheet_of("""
        Việc lớn | Key result | Con số cuối | Current
        Lớn mạnh | Người dùng mới | 100 | 60
    """)
    chosen = ReadingOptions(columns={"con so cuoi": Field.target, "Việc lớn": Field.objective})
    objective, key_result = next(read_rows([tab], chosen, AS_OF).key_results())
    assert objective.title.value == "Lớn mạnh"
    assert key_result.target.value is not None
    assert key_result.target.value.value == 100


def test_settings_can_make_a_column_ours() -> None:
    tab = sheet_of("""
        Objective | Key result | Target | Current | Our score
        Grow | New users | 100 | 60 | 0.6
    """)
    table = read_rows([tab], ReadingOptions(owned={Field.score: "our score"}), AS_OF).tables[0]
    assert [column.column for column in table.columns if column.owned] == [5]
    plain = read_rows([tab], ReadingOptions(), AS_OF).tables[0]
    assert not any(column.owned for column in plain.columns)


def test_tabs_that_are_not_wanted_are_named_and_left_alone() -> None:
    tab = sheet_of("Objective | Key result | Target\nGrow | New users | 100", "Q3 2026")
    rows = read_rows([tab, Sheet("Empty", {})], ReadingOptions(tabs=("Q4*", "Empty")), AS_OF)
    assert not rows.tables
    assert [(one.title, one.reason) for one in rows.skipped] == [("Q3 2026", "not_wanted"), ("Empty", "empty")]


def test_a_value_typed_far_right_moves_the_edge_beyond_it() -> None:
    tab = sheet_of("""
        Objective | Key result | Target | Current | |
        Grow | New users | 100 | 60 | | ask Ana
    """)
    assert read_rows([tab], ReadingOptions(), AS_OF).tables[0].right_edge == 6
