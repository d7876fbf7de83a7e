"""What every store of workbooks promises beyond what every workbook does."""

from __future__ import annotations

import io
import tempfile
import zipfile
from abc import abstractmethod
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from sync.model.cells import CellRef, WorkbookContent
from sync.workbooks import Workbook, WorkbookBusy, WorkbookError, open_workbook
from sync.workbooks.excel import ExcelWorkbook
from tests.sync.workbooks.contract import TEAM, Rows, WorkbookContract, change, plan, read_cell, values
from tests.sync.workbooks.test_excel import save

NAME = "Đội #1 – 50%.xlsx"


class ElsewhereContract(WorkbookContract):
    """Each store's test class says how files get in and out as people do it, and by which source ours are opened."""

    @abstractmethod
    def put(self, name: str, content: bytes) -> None: ...

    @abstractmethod
    def get(self, name: str) -> bytes: ...

    @abstractmethod
    def names(self) -> list[str]: ...

    @abstractmethod
    def source(self, name: str) -> str: ...

    def open(self, source: str, *, read_only: bool = False) -> Workbook:
        return open_workbook(source, read_only=read_only)

    @pytest.fixture(autouse=True)
    def _folders(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.folder = tmp_path
        self.temporary = tmp_path / "temporary"
        self.temporary.mkdir()
        monkeypatch.setattr(tempfile, "tempdir", str(self.temporary))

    def make(self, tabs: dict[str, Rows]) -> Workbook:
        self.put(NAME, save(self.folder / "made.xlsx", tabs).read_bytes())
        return self.open(self.source(NAME))

    def someone_types(self, workbook: Workbook, cell: CellRef, value: Any) -> None:
        self.put(NAME, typed_into(self.get(NAME), cell, value))

    def test_every_part_that_the_change_does_not_need_is_the_same(self) -> None:
        workbook = self.make({"Q4": TEAM, "Other": [[1]]})
        before = self.get(NAME)

        workbook.write(plan(workbook.read(), change("Q4", 2, 5, "on track")))

        after = parts_of(self.get(NAME))
        changed = {name for name, content in parts_of(before).items() if after.get(name) != content}
        assert changed == {"xl/worksheets/sheet1.xml"}
        assert list(after) == list(parts_of(before))

    def test_nothing_is_left_over_there_or_here(self) -> None:
        workbook = self.make({"Q4": TEAM})
        there = self.names()
        stale = plan(workbook.read(), change("Q4", 2, 5, 1))
        workbook.write(plan(workbook.read(), change("Q4", 2, 5, 2)))

        with pytest.raises(WorkbookError):
            workbook.write(stale)

        assert self.names() == there
        assert list(self.temporary.iterdir()) == []

    def test_a_workbook_that_is_not_there_is_named(self) -> None:
        with pytest.raises(WorkbookError, match=r"no file .*nowhere\.xlsx"):
            self.open(self.source("nowhere.xlsx")).read()

    def test_what_is_no_workbook_is_named_by_its_source_and_not_by_our_copy(self) -> None:
        self.put("letter.xlsx", b"Dear Anna")

        with pytest.raises(WorkbookError) as refused:
            self.open(self.source("letter.xlsx")).read()

        assert "letter.xlsx" in str(refused.value)
        assert str(self.temporary) not in f"{refused.value} {refused.value.hint}"

    def test_what_is_half_saved_is_read_again(self, monkeypatch: pytest.MonkeyPatch) -> None:
        workbook = self.make({"Q4": TEAM})
        whole = self.get(NAME)
        self.put(NAME, whole[: len(whole) // 2])
        read = ExcelWorkbook.read

        def read_and_then_it_is_saved(local: ExcelWorkbook, *more: Any) -> WorkbookContent:
            try:
                return read(local, *more)
            finally:
                self.put(NAME, whole)

        monkeypatch.setattr(ExcelWorkbook, "read", read_and_then_it_is_saved)
        assert values(workbook.read(), "Q4")[2, 4] == 25

    def test_a_disk_that_is_full_here_is_said_to_be_so(self, monkeypatch: pytest.MonkeyPatch) -> None:
        workbook = self.make({"Q4": TEAM})
        monkeypatch.setattr(tempfile, "tempdir", str(self.temporary / "nowhere"))

        with pytest.raises(WorkbookError, match="no room here for a copy") as refused:
            workbook.read()

        assert "TMPDIR" in refused.value.hint

    def test_a_workbook_that_is_only_observed_is_not_written(self) -> None:
        self.make({"Q4": TEAM})
        workbook = self.open(self.source(NAME), read_only=True)
        wanted = plan(workbook.read(), change("Q4", 2, 5, 1))

        with pytest.raises(WorkbookError, match="only observed"):
            workbook.write(wanted)

        assert read_cell(workbook.read(), CellRef("Q4", 2, 5)) is None


class FolderContract(ElsewhereContract):
    """Stores in whose folders programs leave lock files."""

    @pytest.mark.parametrize("lock", ["~${}", ".~lock.{}#"])
    def test_a_lock_file_beside_it_means_in_use(self, lock: str) -> None:
        workbook = self.make({"Q4": TEAM})
        wanted = plan(workbook.read(), change("Q4", 2, 5, 1))
        before = self.get(NAME)
        self.put(lock.format(NAME), b"Anna")

        with pytest.raises(WorkbookBusy, match="is open in"):
            workbook.write(wanted)

        assert self.get(NAME) == before


def typed_into(content: bytes, cell: CellRef, value: Any) -> bytes:
    """Given a workbook's bytes, return those of one in which somebody typed into a cell and saved."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    book[cell.sheet].cell(cell.row, cell.column).value = value
    saved = io.BytesIO()
    book.save(saved)
    return saved.getvalue()


def parts_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}
