"""The demo, run as a first-time user runs it, and what it leaves of the workbooks."""

from __future__ import annotations

import shutil
import subprocess
import warnings
import zipfile
from decimal import Decimal
from pathlib import Path

import pytest
from openpyxl import load_workbook

from sync.templates import example_workbooks
from tests.end_to_end.commands import okr_sync

NAMES = ("cac-doi", "growth-team", "kpi-2026", "suc-khoe-va-doanh-so")


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo") / "demo"
    ran = okr_sync("demo", folder, folder=folder.parent)
    assert ran.status == 0, ran.err
    assert "nothing to write; bytes and times of all files are as they were" in ran.out
    return folder


def parts_of(path: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(path) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_a_second_sync_of_every_example_leaves_bytes_and_times_alone(demo: Path) -> None:
    before = {
        name: ((demo / f"{name}.xlsx").read_bytes(), (demo / f"{name}.xlsx").stat().st_mtime_ns) for name in NAMES
    }
    ran = okr_sync("sync", "--as-of", "2026-11-20", folder=demo)
    assert ran.status == 0, ran.err
    after = {name: ((demo / f"{name}.xlsx").read_bytes(), (demo / f"{name}.xlsx").stat().st_mtime_ns) for name in NAMES}
    assert before == after


@pytest.fixture(scope="module")
def originals(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The example workbooks before a sync; those after it lie in the folder 'synced' in it."""
    folder = tmp_path_factory.mktemp("originals")
    synced = folder / "synced"
    synced.mkdir()
    for file, data in example_workbooks().items():
        (folder / file).write_bytes(data)
        (synced / file).write_bytes(data)
    (synced / "config.toml").write_text("[writing]\nadd_columns = true\n")
    ran = okr_sync("sync", *(f"{name}.xlsx" for name in NAMES), "--as-of", "2026-11-20", folder=synced)
    assert ran.status == 0, ran.err
    return folder


def test_only_the_patched_sheet_and_the_styles_of_new_columns_change(originals: Path) -> None:
    for file in (f"{name}.xlsx" for name in NAMES):
        before, after = parts_of(originals / file), parts_of(originals / "synced" / file)
        assert before.keys() == after.keys()
        changed = {name for name in before if before[name] != after[name]}
        tabs = {name for name in changed if name.startswith("xl/worksheets/sheet")}
        assert tabs, file
        assert changed - tabs <= {"xl/styles.xml", "xl/workbook.xml"}, file


def test_tabs_without_key_results_are_not_touched(originals: Path) -> None:
    before, after = parts_of(originals / "growth-team.xlsx"), parts_of(originals / "synced" / "growth-team.xlsx")
    changed = {name for name in before if before[name] != after[name]}
    assert changed == {"xl/worksheets/sheet1.xml", "xl/styles.xml"}


def test_what_a_team_typed_is_still_there(originals: Path) -> None:
    for file in (f"{name}.xlsx" for name in NAMES):
        before, after = load_workbook(originals / file), load_workbook(originals / "synced" / file)
        for tab in before:
            for row in tab.iter_rows():
                for cell in row:
                    now = after[tab.title][cell.coordinate]
                    assert now.value == cell.value, (file, tab.title, cell.coordinate)
                    assert now.number_format == cell.number_format
                    assert (repr(now.font), repr(now.fill)) == (repr(cell.font), repr(cell.fill))


def test_the_seeds_objectives_come_out_as_by_hand(demo: Path) -> None:
    """As of 2026-11-20 the fourth quarter is 50 of 91 days old, so 0.549 is expected."""
    document = okr_sync("check", "suc-khoe-va-doanh-so", "--json", "--as-of", "2026-11-20", folder=demo).document
    found = {
        row["text"]: (Decimal(row["progress"]), row["status"]) for row in document["key_results"] if row["progress"]
    }
    expected = {
        "Lượng mỡ thừa giảm 3kg": (Decimal("0.6"), "on track"),
        "Tăng lượng cơ thêm 5kg": (Decimal("0.5"), "on track"),
        "Bổ sung 3000Calo mỗi ngày": (Decimal("0.9"), "on track"),
        "Doanh số mới đạt 10 tỷ": (Decimal("0.62"), "on track"),
        "Doanh số từ khách hàng mới đạt 5 tỷ": (Decimal("0.28"), "behind"),
        "Tỷ lệ khách quay trở lại đạt 30%": (Decimal("0.8"), "on track"),
        "Bổ sung thành công 5 thành viên mới của đội kinh doanh": (Decimal("0.6"), "on track"),
    }
    for text, (progress, status) in expected.items():
        assert found[text] == (progress, status), text
    scores = {row["title"]: row["score"] for row in document["objectives"]}
    # (0.6 + 0.5 + 0.9) ÷ 3 and (0.62 + 0.28 + 0.8 + 0.6) ÷ 4 = 0.575, half up
    assert scores["Có một cơ thể khỏe mạnh"] == "0.67"
    assert scores["Đạt doanh số kỷ lục trong quý cuối cùng"] == "0.58"


def test_new_cells_do_not_wrap_where_their_neighbours_do_so_that_no_row_needs_to_grow(demo: Path) -> None:
    tab = load_workbook(demo / "growth-team.xlsx")["OKRs Q4 2026"]
    warnings_column = next(cell.column for cell in tab[5] if cell.value == "Warnings ⟳")
    assert tab["M8"].alignment.wrap_text
    assert tab.cell(8, warnings_column).value
    assert not tab.cell(8, warnings_column).alignment.wrap_text


def test_a_key_result_takes_its_value_from_the_kpi_that_it_names(demo: Path) -> None:
    document = okr_sync("check", "kpi-2026", "--json", "--as-of", "2026-11-20", folder=demo).document
    current = {row["text"]: row["current"] for row in document["key_results"]}
    assert current["Doanh thu tháng đạt 12 tỷ"] == "10400000000"


def test_the_task_among_the_key_results_is_found(demo: Path) -> None:
    document = okr_sync("check", "--json", "--as-of", "2026-11-20", folder=demo).document
    tasks = {finding["cell"] for finding in document["findings"] if finding["code"] == "OKR201"}
    assert len(tasks) >= 2


def test_a_written_number_can_be_asked_where_it_comes_from(demo: Path) -> None:
    written = load_workbook(demo / "growth-team.xlsx")["OKRs Q4 2026"]
    column = next(cell.column_letter for cell in written[5] if cell.value == "Progress ⟳")
    ran = okr_sync("why", "growth-team", f"'OKRs Q4 2026'!{column}6", folder=demo)
    assert ran.status == 0, ran.err
    for word in ("0.5625", "(current − baseline)", "D6", "E6", "F6"):
        assert word in ran.out


def test_an_objectives_score_is_explained_by_its_key_results(demo: Path) -> None:
    written = load_workbook(demo / "growth-team.xlsx")["OKRs Q4 2026"]
    column = next(cell.column_letter for cell in written[5] if cell.value == "Objective score ⟳")
    ran = okr_sync("why", "growth-team", f"{column}6", folder=demo)
    assert ran.status == 0, ran.err
    assert "Customers come back because they want to" in ran.out
    assert "40% of Increase weekly active teams" in ran.out
    assert "20% of Net promoter score reaches 45" in ran.out


def test_the_demo_never_touches_a_folder_that_it_did_not_make(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    ran = okr_sync("demo", tmp_path, folder=tmp_path)
    assert ran.status == 2
    assert "nothing was written" in ran.err
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


def test_the_demo_can_be_run_again_and_keeps_what_somebody_added(tmp_path: Path) -> None:
    folder = tmp_path / "again"
    assert okr_sync("demo", folder, folder=tmp_path).status == 0
    (folder / "notes.txt").write_text("mine")
    assert okr_sync("demo", folder, folder=tmp_path).status == 0
    assert (folder / "notes.txt").read_text() == "mine"


def test_the_demo_never_replaces_what_somebody_changed(tmp_path: Path) -> None:
    folder = tmp_path / "edited"
    assert okr_sync("demo", folder, folder=tmp_path).status == 0
    with (folder / "config.toml").open("a") as file:
        file.write("# mine\n")
    (folder / "cac-doi.xlsx").write_bytes(b"my own")
    (folder / "kpi-2026.xlsx").unlink()
    before = {path.name: path.read_bytes() for path in folder.iterdir()}

    ran = okr_sync("demo", folder, folder=tmp_path)

    assert ran.status == 0, ran.err
    kept = tmp_path / "edited-1"
    assert f"what you changed in {folder} stands in {kept} now" in ran.err
    assert {path.name: path.read_bytes() for path in kept.iterdir()} == before
    assert (folder / "cac-doi.xlsx").read_bytes() != b"my own"


@pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_what_was_written_and_calculates_what_the_team_had(demo: Path, tmp_path: Path) -> None:
    subprocess.run(
        [
            *("soffice", f"-env:UserInstallation=file://{tmp_path}/profile", "--headless"),
            *("--convert-to", "xlsx:Calc MS Excel 2007 XML", "--outdir", str(tmp_path), str(demo / "growth-team.xlsx")),
        ],
        check=True,
        capture_output=True,
        timeout=180,
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # LibreOffice's own extensions, which openpyxl does not know
        values = load_workbook(tmp_path / "growth-team.xlsx", data_only=True)["OKRs Q4 2026"]
        tab = load_workbook(tmp_path / "growth-team.xlsx")["OKRs Q4 2026"]
    assert values["L6"].value == pytest.approx(0.5625)
    column = next(cell.column for cell in values[5] if cell.value == "Progress ⟳")
    assert values.cell(6, column).value == pytest.approx(0.5625)
    assert len(tab._charts) == 1
    assert {str(area.sqref) for area in tab.conditional_formatting} == {"F6:F12", "H6:H12", "L6:L12"}
    assert tab["B7"].comment is not None
