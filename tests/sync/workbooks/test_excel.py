"""Real files: made by openpyxl, by hand, and by others."""

from __future__ import annotations

import os
import re
import tempfile
import warnings
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl.comments import Comment
from openpyxl.styles import Border, Font, Side
from openpyxl.worksheet.table import Table

from sync.model.cells import Area, CellRef, ErrorValue
from sync.model.rows import Field
from sync.options import Settings, WorkbookSettings
from sync.workbooks import WorkbookError, open_workbook
from sync.workbooks.base import Workbook
from sync.workbooks.excel import ExcelWorkbook
from sync.workbooks.excel_texts import unescaped
from tests.sync.workbooks.contract import TEAM, Rows, WorkbookContract, added, change, plan, values


class TestExcelWorkbook(WorkbookContract):
    @pytest.fixture(autouse=True)
    def _folder(self, tmp_path: Path) -> None:
        self.folder = tmp_path

    def make(self, tabs: dict[str, Rows]) -> Workbook:
        path = self.folder / f"team {len(list(self.folder.iterdir()))}.xlsx"
        save(path, tabs)
        return open_workbook(f"excel:{path}")

    def someone_types(self, workbook: Workbook, cell: CellRef, value: Any) -> None:
        assert isinstance(workbook, ExcelWorkbook)
        book = openpyxl.load_workbook(workbook.path)
        book[cell.sheet].cell(cell.row, cell.column).value = value
        book.save(workbook.path)


# ── Reading ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_what_surrounds_the_values_is_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    tab = book.active
    assert tab is not None
    tab.title = "Q4"
    for row in [["Objective", "Due", "Progress ⟳"], ["Grow", date(2026, 12, 31), 0.3], ["Shrink", None, 0.5]]:
        tab.append(row)
    tab["C2"].number_format = "0.0%"
    tab["C1"].comment = Comment("okr-sync writes here", "okr-sync")
    tab["A2"].hyperlink = "https://example.com/a?b=c&d=e"
    tab.merge_cells("A5:B6")
    tab.row_dimensions[3].hidden = True
    tab.column_dimensions["E"].hidden = True
    tab.protection.sheet = True
    tab.add_table(Table(displayName="Goals", ref="A1:C3"))
    book.create_sheet("Hidden").sheet_state = "hidden"
    book.create_sheet("Very hidden").sheet_state = "veryHidden"
    book.save(tmp_path / "team.xlsx")

    content = open_workbook(str(tmp_path / "team.xlsx")).read()

    sheet = content.sheets[0]
    assert [(tab.title, tab.hidden, tab.for_macros) for tab in content.sheets] == [
        ("Q4", False, False),
        ("Hidden", True, False),
        ("Very hidden", True, True),
    ]
    assert sheet.notes == {(1, 3): "okr-sync writes here"}
    assert (sheet.merges, sheet.list_areas) == ((Area(5, 1, 6, 2),), (Area(1, 1, 3, 3),))
    assert (sheet.hidden_rows, sheet.hidden_columns) == ({3}, {5})
    assert sheet.protected
    assert not content.sheets[1].protected
    due, progress, grow = sheet.cell(2, 2), sheet.cell(2, 3), sheet.cell(2, 1)
    assert due is not None
    assert progress is not None
    assert grow is not None
    assert (due.value, due.number_format) == (Decimal(46387), "yyyy-mm-dd")
    assert (progress.value, progress.number_format) == (Decimal("0.3"), "0.0%")
    assert grow.hyperlink == "https://example.com/a?b=c&d=e"


def test_the_epoch_of_a_workbook_is_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.epoch = datetime(1904, 1, 1)
    book.save(tmp_path / "mac.xlsx")

    assert open_workbook(str(tmp_path / "mac.xlsx")).read().sheets[0].epoch_1904


def test_chart_sheets_are_no_tabs_of_ours(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.create_chartsheet("Chart")
    book.save(tmp_path / "chart.xlsx")

    assert [sheet.title for sheet in open_workbook(str(tmp_path / "chart.xlsx")).read().sheets] == ["Sheet"]


def test_a_thread_of_comments_is_a_note(tmp_path: Path) -> None:
    path = save(tmp_path / "team.xlsx", {"Q4": TEAM})
    change_part(path, "xl/worksheets/_rels/sheet1.xml.rels", lambda _: _THREAD_RELATION)
    change_part(path, "xl/threadedComments/threadedComment1.xml", lambda _: _THREAD)

    assert open_workbook(str(path)).read().sheets[0].notes == {(2, 1): "Why 100?\nBecause."}


_THREAD_RELATION = b"""<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
  <Relationship Id="rId1" Type="http://schemas.microsoft.com/office/2017/10/relationships/threadedComment"
    Target="../threadedComments/threadedComment1.xml"/></Relationships>"""
_THREAD = b"""<ThreadedComments xmlns="http://schemas.microsoft.com/office/spreadsheetml/2018/threadedcomments">
  <threadedComment ref="A2" id="{1}"><text>Why 100?</text></threadedComment>
  <threadedComment ref="A2" id="{2}" parentId="{1}"><text>Because.</text></threadedComment></ThreadedComments>"""


def test_an_unrelated_tab_is_not_inflated(tmp_path: Path) -> None:
    path = save(tmp_path / "team.xlsx", {"Q4": TEAM, "Raw": [[row, f"text {row}"] for row in range(60_000)]})
    # Its second half is made unreadable: whoever inflates it, notices.
    spoil_end_of_part(path, "xl/worksheets/sheet2.xml")

    content = open_workbook(str(path)).read(worth_reading=lambda head: head.title == "Q4")

    assert [sheet.complete for sheet in content.sheets] == [True, False]
    with pytest.raises(WorkbookError):
        open_workbook(str(path)).read()


def test_a_workbook_replaced_during_the_read_is_read_as_it_was(tmp_path: Path) -> None:
    path = save(tmp_path / "team.xlsx", {"Q4": [["old"]] + [[row] for row in range(5_000)]})
    other = save(tmp_path / "other.xlsx", {"Q4": [["new"]] + [[-row] for row in range(5_000)]})
    whole = open_workbook(str(path)).read()

    def replace_it(_: object) -> bool:
        os.replace(other, path)
        return True

    assert open_workbook(str(path)).read(worth_reading=replace_it) == whole


CELL_VALUES = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**14), 10**14),
    st.floats(-1e300, 1e300),
    st.text(st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]), max_size=20),
    st.sampled_from(["=A1+1", '=IF(A1>0,"x","")', "#DIV/0!", "Mục tiêu", "_x000D_", " spaces ", "two\nlines", "🟢"]),
)
FORMATS = st.sampled_from(["General", "0%", "0.00", "dd/mm/yyyy", '#,##0" ₫"', "@"])


@given(
    cells=st.dictionaries(
        st.tuples(st.integers(1, 130), st.integers(1, 40)), st.tuples(CELL_VALUES, FORMATS), max_size=40
    ),
    merges=st.lists(
        st.tuples(st.integers(200, 210), st.integers(1, 9), st.integers(0, 3), st.integers(1, 3)), max_size=2
    ),
    hidden_rows=st.sets(st.integers(1, 130), max_size=3),
    hidden_columns=st.sets(st.integers(1, 40), max_size=3),
)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_openpyxl_wrote_is_read_as_openpyxl_reads_it(
    tmp_path: Path,
    cells: dict[tuple[int, int], tuple[Any, str]],
    merges: list[tuple[int, int, int, int]],
    hidden_rows: set[int],
    hidden_columns: set[int],
) -> None:
    path = tmp_path / "random.xlsx"
    book = openpyxl.Workbook()
    tab = book.active
    assert tab is not None
    for (row, column), (value, number_format) in cells.items():
        tab.cell(row, column).value = value
        tab.cell(row, column).number_format = number_format
    for row, column, height, width in merges[:1]:
        tab.merge_cells(start_row=row, start_column=column, end_row=row + height, end_column=column + width)
    for row in hidden_rows:
        tab.row_dimensions[row].hidden = True
    for column in hidden_columns:
        tab.column_dimensions[openpyxl.utils.get_column_letter(column)].hidden = True
    book.save(path)

    assert differences_from_openpyxl(path) == []


# ── Against openpyxl, cell by cell ───────────────────────────────────────────────────────────────────────────────────


def differences_from_openpyxl(path: Path) -> list[str]:
    """Every cell, merge and hidden row in which our reading and openpyxl's disagree, in words."""
    with warnings.catch_warnings(), path.open("rb") as file:
        warnings.simplefilter("ignore")
        book = openpyxl.load_workbook(file)
        computed = openpyxl.load_workbook(file, data_only=True)
    content = open_workbook(str(path)).read()
    found = []
    titles = [sheet.title for sheet in content.sheets]
    if titles != [tab.title for tab in book.worksheets]:
        return [f"tabs {titles} and {book.sheetnames}"]

    for sheet, tab, values_tab in zip(content.sheets, book.worksheets, computed.worksheets, strict=True):
        theirs = {
            (cell.row, cell.column): (cell, values_tab._cells[cell.row, cell.column])
            for cell in tab._cells.values()
            if getattr(cell, "value", None) is not None
        }
        ours = {(row, column): cell for row, cells in sheet.rows.items() for column, cell in cells.items()}
        for place in theirs.keys() ^ ours.keys():
            found.append(
                f"{sheet.title}{place}: {ours.get(place)} and {theirs[place][0].value if place in theirs else None}"
            )
        for place in theirs.keys() & ours.keys():
            cell, (typed, shown) = ours[place], theirs[place]
            if not same_value(cell.value, shown.value, values_tab.parent.epoch):
                found.append(f"{sheet.title}{place}: {cell.value!r} and {shown.value!r}")
            is_formula = typed.data_type == "f"
            if is_formula and cell.formula is None:
                found.append(f"{sheet.title}{place}: formula {cell.formula!r} and {typed.value!r}")
            if cell.number_format != (typed.number_format or "General"):
                found.append(f"{sheet.title}{place}: format {cell.number_format!r} and {typed.number_format!r}")
        their_merges = sorted((m.min_row, m.min_col, m.max_row, m.max_col) for m in tab.merged_cells.ranges)
        if sorted(sheet.merges) != their_merges:
            found.append(f"{sheet.title}: merges {sheet.merges[:5]} and {their_merges[:5]}")
        their_hidden = {row for row, dimension in tab.row_dimensions.items() if dimension.hidden}
        if sheet.hidden_rows != their_hidden:
            found.append(f"{sheet.title}: hidden rows {set(sheet.hidden_rows) ^ their_hidden}")
    return found


def same_value(ours: Any, theirs: Any, epoch: datetime) -> bool:
    if isinstance(ours, ErrorValue):
        return bool(theirs == ours.code)
    if isinstance(ours, Decimal) and not isinstance(theirs, bool):
        if theirs == "#VALUE!":
            # A number shown as a date that openpyxl cannot express.
            return not -600_000 < ours < 2_900_000
        if isinstance(theirs, datetime | date | timedelta) or hasattr(theirs, "hour"):
            serial = openpyxl.utils.datetime.to_excel(theirs, epoch)
            return abs(serial - float(ours)) < 0.00002 or abs(ours) < 61
        return isinstance(theirs, int | float) and format(theirs, ".15g") == format(float(ours), ".15g")
    if isinstance(ours, str):
        return unescaped(theirs or "") == ours
    return ours is theirs


CORPUS = os.environ.get("OKR_SYNC_CORPUS", "")


@pytest.mark.skipif(not CORPUS, reason="OKR_SYNC_CORPUS names no folder of workbooks that others made")
def test_every_workbook_of_others_is_read_or_refused_in_a_sentence() -> None:
    paths = sorted(path for path in Path(CORPUS).rglob("*.xls?") if path.is_file())
    assert paths
    refusals = {path.name: error for path in paths if (error := refusal_of(path))}

    assert len(refusals) < len(paths) / 10
    for name, error in refusals.items():
        assert name in str(error)
        assert str(error).endswith(".")
        assert error.hint


# ── Bad input ────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    refused(tmp_path / "nowhere.xlsx")


def test_a_folder(tmp_path: Path) -> None:
    refused(tmp_path)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("empty.xlsx", b""),
        ("list.csv", b"Objective;Key result\nGrow;Revenue\n"),
        ("renamed.xlsx", b"Objective,Key result\nGrow,Revenue\n"),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(2_000)),
        ("picture.xlsx", b"\x89PNG\r\n\x1a\n" + bytes(500)),
        ("cut.xlsx", b"PK\x03\x04" + bytes(200)),
    ],
)
def test_what_is_no_workbook(tmp_path: Path, name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)

    refused(tmp_path / name)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_truncated_workbook(tmp_path: Path, share: float) -> None:
    path = save(tmp_path / "team.xlsx", {"Q4": TEAM})
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])

    refused(path)


def test_an_encrypted_workbook_and_a_binary_one(tmp_path: Path) -> None:
    path = tmp_path / "secret.xlsx"
    path.write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + "EncryptedPackage".encode("utf-16-le") + bytes(400)
    )
    refused(path)

    with zipfile.ZipFile(tmp_path / "binary.xlsb", "w") as file:
        file.writestr("xl/workbook.bin", b"\x83\x01\x00")
    refused(tmp_path / "binary.xlsb")


def test_a_zip_that_is_no_workbook(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "letters.xlsx", "w") as file:
        file.writestr("word/document.xml", "<document/>")

    refused(tmp_path / "letters.xlsx")


@pytest.fixture
def as_nobody() -> Iterator[None]:
    """Root may read every file: for a while, be a user who may not."""
    if os.geteuid() != 0:
        yield
        return
    "".encode("cp437")  # zipfile's; nobody may not read the interpreter's own files
    os.seteuid(65534)
    yield
    os.seteuid(0)


def test_a_file_without_permission(as_nobody: None) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = save(Path(folder) / "team.xlsx", {"Q4": TEAM})
        path.chmod(0)

        with pytest.raises(WorkbookError, match="may not be read") as caught:
            open_workbook(str(path)).read()
        assert "team.xlsx" in str(caught.value)


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"]
)
@pytest.mark.parametrize("broken", [b"", b"not xml", b"<a><b></a>", b"\xff\xfe<", b"<!DOCTYPE a><a/>"])
def test_a_broken_part(tmp_path: Path, part: str, broken: bytes) -> None:
    path = save(tmp_path / "team.xlsx", {"Q4": TEAM})
    change_part(path, part, lambda _: broken)

    error = refused(path)

    if part.endswith("sheet1.xml"):
        assert "Q4" in str(error)


def test_a_text_that_is_not_there_is_named_with_its_cell(tmp_path: Path) -> None:
    path = save(tmp_path / "team.xlsx", {"Q4": TEAM})
    change_part(path, "xl/sharedStrings.xml", lambda part: part[: part.index(b"<si>")] + b"</sst>")

    assert "'Q4'!A1" in str(refused(path))


def test_a_broken_tab_that_nobody_wants_does_not_matter(tmp_path: Path) -> None:
    path = save(tmp_path / "team.xlsx", {"Q4": TEAM, "Raw": TEAM})
    change_part(path, "xl/worksheets/sheet2.xml", lambda _: b"not xml")

    content = open_workbook(str(path)).read(("Q4",))

    assert [(sheet.title, sheet.complete) for sheet in content.sheets] == [("Q4", True), ("Raw", False)]
    assert not content.sheets[1].rows


@given(st.binary(max_size=400), st.integers(0, 10_000))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_damage_is_a_sentence(tmp_path: Path, damage: bytes, place: int) -> None:
    path = save(tmp_path / "team.xlsx", {"Q4": TEAM})
    content = path.read_bytes()
    place %= len(content)
    path.write_bytes(content[:place] + damage + content[place + len(damage) :])

    error = refusal_of(path)

    assert error is None or str(error).endswith(".")


@pytest.mark.parametrize("source", ["", "excel:", "ftp:somewhere", "gopher:x.xlsx"])
def test_a_source_that_no_backend_knows(source: str) -> None:
    with pytest.raises(WorkbookError):
        open_workbook(source)


def refusal_of(path: Path) -> WorkbookError | None:
    try:
        open_workbook(str(path)).read()
    except WorkbookError as error:
        return error
    return None


def refused(path: Path) -> WorkbookError:
    """The file is refused in one sentence that names it and says what to do, and it is left as it was."""
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(WorkbookError) as caught:
        open_workbook(str(path), name="sales").read()

    sentence = str(caught.value)
    assert path.name in sentence or "sales" in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence
    assert caught.value.hint
    assert (path.read_bytes() if path.is_file() else None) == before
    return caught.value


# ── Writing ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_plan_that_writes_nothing_leaves_bytes_and_time_alone(tmp_path: Path) -> None:
    path = save(tmp_path / "team.xlsx", {"Q4": TEAM})
    os.utime(path, (1_000_000_000, 1_000_000_000))
    before = path.read_bytes()
    workbook = open_workbook(str(path))

    workbook.write(plan(workbook.read()))

    assert path.read_bytes() == before
    assert path.stat().st_mtime == 1_000_000_000


def test_a_workbook_opened_for_reading_only_is_not_written(tmp_path: Path) -> None:
    path = save(tmp_path / "team.xlsx", {"Q4": TEAM})
    before = path.read_bytes()
    workbook = open_workbook(str(path), read_only=True)

    with pytest.raises(WorkbookError):
        workbook.write(plan(workbook.read(), change("Q4", 2, 5, Decimal("0.25"))))

    assert path.read_bytes() == before


@pytest.mark.parametrize("link", [Path.symlink_to, Path.hardlink_to])
def test_a_workbook_that_is_only_observed_is_so_by_each_of_its_names(
    tmp_path: Path, link: Callable[[Path, Path], None]
) -> None:
    path = save(tmp_path / "team.xlsx", {"Q4": TEAM})
    link(tmp_path / "link.xlsx", path)
    observed = WorkbookSettings("team", f"excel:{path}", write=False)
    another = WorkbookSettings("another", f"excel:{tmp_path / 'link.xlsx'}")
    before = path.read_bytes()
    for house in (Settings(workbooks=(observed,)), Settings(workbooks=(another, observed))):
        workbook = open_workbook(str(tmp_path / "link.xlsx"), house)
        with pytest.raises(WorkbookError, match="only observed"):
            workbook.write(plan(workbook.read(), change("Q4", 2, 5, Decimal("0.25"))))
    assert path.read_bytes() == before


@pytest.mark.parametrize(("formula", "may_be_old"), [("=INDIRECT(A9)", True), ("=SUM(E1:E9)", False)])
def test_a_receipt_says_where_old_values_may_still_show(tmp_path: Path, formula: str, may_be_old: bool) -> None:
    path = save(tmp_path / "team.xlsx", {"Q4": TEAM, "Other": [[formula]]})
    workbook = open_workbook(str(path))

    receipt = workbook.write(plan(workbook.read(), change("Q4", 2, 5, Decimal("0.25"))))

    assert receipt.may_show_old_values == may_be_old


def test_a_saved_plan_is_written_by_a_workbook_that_never_read(tmp_path: Path) -> None:
    path = save(tmp_path / "team.xlsx", {"Q4": TEAM, "Other": TEAM})
    saved = plan(open_workbook(str(path)).read(), change("Q4", 3, 5, Decimal("0.25")))

    receipt = open_workbook(str(path)).write(saved)

    assert receipt.written[0].before == Decimal("0.5")
    assert values(open_workbook(str(path)).read(), "Q4")[3, 5] == Decimal("0.25")


def test_a_new_column_looks_like_its_neighbour(tmp_path: Path) -> None:
    path = tmp_path / "team.xlsx"
    book = openpyxl.Workbook()
    tab = book.active
    assert tab is not None
    tab.title = "Q4"
    for row in TEAM:
        tab.append(row)
    thin = Side(style="thin")
    for cells in tab["A1:E4"]:
        for cell in cells:
            cell.border = Border(left=thin, right=thin, top=thin, bottom=thin)
    tab["E1"].font = Font(bold=True)
    book.save(path)
    workbook = open_workbook(str(path))
    column = added("Q4", 6, "Score ⟳")
    changes = (change("Q4", 2, 6, Decimal("0.25"), Field.score), change("Q4", 3, 6, "text", Field.score))

    workbook.write(plan(workbook.read(), *changes, columns=(column,)))

    tab = openpyxl.load_workbook(path)["Q4"]
    assert tab["F1"].value == "Score ⟳"
    assert tab["F1"].font.bold
    assert [tab[place].border.bottom.style for place in ("F1", "F2", "F3")] == ["thin"] * 3
    assert (tab["F2"].value, tab["F2"].number_format) == (0.25, "0.00")
    assert tab.column_dimensions["F"].width == pytest.approx(12, abs=1)
    prompts = {str(rule.sqref): rule.prompt for rule in tab.data_validations.dataValidation}
    assert prompts == {"F1": column.note}


def test_a_cell_under_a_merge_is_not_written(tmp_path: Path) -> None:
    path = save(tmp_path / "team.xlsx", {"Q4": TEAM})
    book = openpyxl.load_workbook(path)
    book["Q4"].merge_cells("E2:E3")
    book.save(path)
    workbook = open_workbook(str(path))

    receipt = workbook.write(plan(workbook.read(), change("Q4", 3, 5, Decimal(1)), change("Q4", 2, 5, Decimal(1))))

    assert [(left.cell.a1, left.reason) for left in receipt.dropped] == [("E3", "merged")]
    assert [written.cell.a1 for written in receipt.written] == ["E2"]


def test_parts_that_a_plan_does_not_need_stay_byte_for_byte(tmp_path: Path) -> None:
    path = save(tmp_path / "team.xlsx", {"Q4": TEAM, "Other": TEAM})
    before = parts_of(path)
    workbook = open_workbook(str(path))

    workbook.write(plan(workbook.read(), change("Q4", 2, 5, Decimal("0.25"))))

    after = parts_of(path)
    assert [name for name in before if before[name] != after[name]] == ["xl/worksheets/sheet1.xml"]
    assert list(before) == list(after)


# ── Making and breaking files ────────────────────────────────────────────────────────────────────────────────────────


def save(path: Path, tabs: dict[str, Rows]) -> Path:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in tabs.items():
        tab = book.create_sheet(title)
        for row in rows:
            tab.append(list(row))
    book.save(path)
    share_texts(path)
    return path


def share_texts(path: Path) -> None:
    """Put the texts into a part of their own, as Excel does; openpyxl leaves them in their cells."""
    texts: list[bytes] = []

    def share(cell: re.Match[bytes]) -> bytes:
        texts.append(cell[1])
        return b't="s"><v>%d</v>' % (len(texts) - 1)

    parts = parts_of(path)
    for name in parts:
        if name.startswith("xl/worksheets/sheet"):
            parts[name] = re.sub(rb't="inlineStr"><is>(.*?)</is>', share, parts[name])
    items = b"".join(b"<si>" + text + b"</si>" for text in texts)
    namespace = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    parts["xl/sharedStrings.xml"] = b'<sst xmlns="' + namespace + b'">' + items + b"</sst>"
    relations = "xl/_rels/workbook.xml.rels"
    parts[relations] = parts[relations].replace(b"</Relationships>", _SHARED_RELATION + b"</Relationships>")
    types = "[Content_Types].xml"
    parts[types] = parts[types].replace(b"</Types>", _SHARED_TYPE + b"</Types>")
    write_parts(path, parts)


_SHARED_TYPE = (
    b'<Override PartName="/xl/sharedStrings.xml" '
    b'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
)
_SHARED_RELATION = (
    b'<Relationship Id="rIdTexts" Target="sharedStrings.xml" '
    b'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/sharedStrings"/>'
)


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as file:
        return {name: file.read(name) for name in file.namelist()}


def change_part(path: Path, name: str, changed: Any) -> None:
    parts = parts_of(path)
    parts[name] = changed(parts.get(name, b""))
    write_parts(path, parts)


def write_parts(path: Path, parts: dict[str, bytes]) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as file:
        for other, content in parts.items():
            file.writestr(other, content)


def spoil_end_of_part(path: Path, name: str) -> None:
    with zipfile.ZipFile(path) as file:
        info = file.getinfo(name)
    content = bytearray(path.read_bytes())
    end = info.header_offset + 30 + len(info.filename) + info.compress_size
    content[end - 200 : end] = bytes(200)
    path.write_bytes(content)
