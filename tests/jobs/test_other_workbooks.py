"""A key result takes a KPI's value from another workbook, as that one was last read, and says how old it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import openpyxl
import pytest

from jobs.cli.findings import rows_as_data
from jobs.tasks import check_workbooks, sync_workbooks
from jobs.wiring import House
from sync.engine import Outcome
from sync.messages import render
from sync.model.scores import ScoredKeyResult
from sync.options import ReadingOptions, RuleOptions, Settings, WorkbookSettings, WritingOptions

FIRST, NOW, LATER = date(2026, 11, 2), date(2026, 11, 10), date(2026, 11, 30)
OKRS = ["Objective", "Key result", "KPI", "Unit", "Baseline", "Target", "Current"]
KPIS = ["KPI", "Unit", "Healthy from", "Healthy to", "Current"]


def save(folder: Path, name: str, tabs: Mapping[str, Sequence[Sequence[object]]]) -> None:
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for title, rows in tabs.items():
        tab = book.create_sheet(title)
        for row in rows:
            tab.append(list(row))
    book.save(folder / f"{name}.xlsx")


def house_of(folder: Path, *names: str) -> House:
    workbooks = tuple(
        WorkbookSettings(
            name,
            f"excel:{folder / name}.xlsx",
            reading=ReadingOptions(language="en"),
            writing=WritingOptions(add_columns=True),
            rules=RuleOptions(select=("OKR1", "OKR207", "OKR508")),
        )
        for name in names
    )
    settings = Settings(language="en", workbooks=workbooks, archive_url=f"sqlite:///{folder / 'archive.db'}")
    return House(settings, now=lambda: datetime(2026, 11, 10, 3, tzinfo=UTC))


def sync(house: House, name: str, day: date) -> Outcome:
    (outcome,) = sync_workbooks(house, house.wanted((name,)), day, keep_rows=True)
    assert outcome.error is None
    return outcome


def key_result(outcome: Outcome) -> ScoredKeyResult:
    return outcome.scored.objectives[0].key_results[0]


def told(outcome: Outcome) -> list[str]:
    return [f"{one.code} {render(one.message, 'en')}" for one in outcome.findings]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    save(tmp_path, "finance", {"KPI": [KPIS, ["Stock", "days", 15, 30, 34], ["Cash", "days", 60, None, 70]]})
    pointing = ["Lean", "Days in stock", "Stock", "days", 40, 20]
    save(tmp_path, "ops", {"Q4 2026": [OKRS, pointing]})
    return tmp_path


def test_a_key_result_is_measured_by_a_kpi_of_another_workbook(folder: Path) -> None:
    house = house_of(folder, "finance", "ops")
    sync(house, "finance", FIRST)
    outcome = sync(house, "ops", NOW)
    found = key_result(outcome)
    assert (found.current, found.progress) == (Decimal(34), Decimal("0.3"))
    assert told(outcome) == []
    assert [one.cell for one in found.inputs if one.name in ("current", "KPI")] == [None, None]
    assert "Stock, workbook finance, as of 2026-11-02" in [one.value for one in found.inputs]
    assert sync(house, "ops", NOW).receipt is None, "a second sync writes nothing"


def test_the_kpis_bound_and_the_key_results_stretch_stand_side_by_side(folder: Path) -> None:
    house = house_of(folder, "finance", "ops")
    sync(house, "finance", FIRST)
    (row,) = rows_as_data(sync(house, "ops", NOW).scored)["key_results"]
    assert row["target"] == "20"
    assert row["kpi"] == {
        "name": "Stock",
        "value": "34",
        "healthy_min": "15",
        "healthy_max": "30",
        "unit": "days",
        "status": "out of range",
        "workbook": "finance",
        "read_on": "2026-11-02",
    }


def test_a_kpi_that_was_read_long_ago_says_so(folder: Path) -> None:
    house = house_of(folder, "finance", "ops")
    sync(house, "finance", FIRST)
    outcome = sync(house, "ops", LATER)
    assert told(outcome) == ["OKR508 The KPI “Stock” of finance was last read on 2026-11-02"]
    assert key_result(outcome).current == Decimal(34)


def test_a_kpi_of_two_other_workbooks_is_not_guessed(folder: Path) -> None:
    save(folder, "shop", {"KPI": [KPIS, ["Stock", "days", 10, 20, 12]]})
    house = house_of(folder, "finance", "ops", "shop")
    sync(house, "finance", FIRST)
    sync(house, "shop", FIRST)
    outcome = sync(house, "ops", NOW)
    assert key_result(outcome).progress is None
    assert told(outcome) == ["OKR119 The KPI “Stock” stands in several workbooks: finance, shop"]
    save(folder, "ops", {"Q4 2026": [OKRS, ["Lean", "Days in stock", "Shop: stock", "days", 40, 20]]})
    assert key_result(sync(house, "ops", NOW)).current == Decimal(12)


def test_the_workbooks_own_kpi_comes_first(folder: Path) -> None:
    pointing = ["Lean", "Days in stock", "Stock", "days", 40, 20]
    save(folder, "ops", {"Q4 2026": [OKRS, pointing], "KPI": [KPIS, ["Stock", "days", 15, 30, 25]]})
    house = house_of(folder, "finance", "ops")
    sync(house, "finance", FIRST)
    found = key_result(sync(house, "ops", NOW))
    assert found.current == Decimal(25)
    assert found.measured_by is not None
    assert found.measured_by.workbook == ""


def test_without_the_other_workbook_the_kpi_is_not_found(folder: Path) -> None:
    house = house_of(folder, "finance", "ops")
    assert told(sync(house, "ops", NOW)) == ["OKR119 No KPI is called “Stock”"]


def test_what_was_known_on_a_day_is_what_counts_for_it(folder: Path) -> None:
    house = house_of(folder, "finance", "ops")
    sync(house, "finance", FIRST)
    save(folder, "finance", {"KPI": [KPIS, ["Stock", "days", 15, 30, 28]]})
    sync(house, "finance", NOW)
    for day, expected in ((date(2026, 11, 5), 34), (NOW, 28)):
        (outcome,) = check_workbooks(house, house.wanted(("ops",)), day)
        assert key_result(outcome).current == Decimal(expected)


def test_a_workbook_that_was_renamed_is_not_beside_itself(folder: Path) -> None:
    sync(house_of(folder, "finance"), "finance", FIRST)
    (folder / "ops.xlsx").unlink()
    renamed = house_of(folder, "finance")
    own = renamed.settings.workbooks[0]
    with renamed.open_archive() as archive:
        assert not archive.history("finance", NOW).kpis_elsewhere
        assert "stock" in archive.history(own.name + "-new", NOW).kpis_elsewhere


def test_a_key_result_that_brings_a_kpi_back_into_its_range_is_no_kpi_itself(folder: Path) -> None:
    house = house_of(folder, "finance", "ops")
    sync(house, "finance", FIRST)
    save(folder, "ops", {"Q4 2026": [OKRS, ["Lean", "Days in stock", "Stock", "days", 40, 30]]})
    assert told(sync(house, "ops", NOW)) == []


COMPANY = ["Objective", "Key result", "Baseline", "Target", "Current"]
TEAM = ["Objective", "Company objective", "Key result", "Baseline", "Target", "Current"]


def test_objectives_are_aligned_across_workbooks_as_they_were_last_read(tmp_path: Path) -> None:
    save(tmp_path, "board", {"Q4 2026": [COMPANY, ["Win the market", "Share of market", 10, 20, 12]]})
    for name, current in (("sales", 90), ("ops", 30)):
        row = [f"Grow {name}", "Win the market", "Customers won", 0, 100, current]
        save(tmp_path, name, {"Q4 2026": [TEAM, row]})
    house = house_of(tmp_path, "board", "sales", "ops")
    assert told(sync(house, "sales", FIRST)) == ["OKR127 No objective is called “Win the market”"]
    sync(house, "board", FIRST)
    assert told(sync(house, "sales", NOW)) == []
    sync(house, "ops", NOW)
    (objective,) = rows_as_data(sync(house, "board", NOW).scored)["objectives"]
    assert objective["score"] == "0.2"
    assert objective["rolled_up"] == "0.6"
    assert [(child["title"], child["workbook"], child["read_on"]) for child in objective["children"]] == [
        ("Grow ops", "ops", "2026-11-10"),
        ("Grow sales", "sales", "2026-11-10"),
    ]


def test_kpis_and_parents_of_other_workbooks_may_be_called_by_their_ids(tmp_path: Path) -> None:
    own_ids = ["ID", "Objective", "Parent objective", "Key result", "Baseline", "Target", "Current"]
    save(tmp_path, "board", {"Q4 2026": [own_ids, ["O-7", "Win the market", None, "Fans", 0, 100, 50]]})
    save(tmp_path, "finance", {"KPI": [["ID", *KPIS], ["K-3", "Stock", "days", 15, 30, 34]]})
    head = ["Objective", "Parent objective", "Key result", "KPI", "Unit", "Baseline", "Target"]
    save(tmp_path, "ops", {"Q4 2026": [head, ["Lean", "O-7", "Days in stock", "K-3", "days", 40, 20]]})
    house = house_of(tmp_path, "board", "finance", "ops")
    for name in ("board", "finance"):
        sync(house, name, NOW)
    found = sync(house, "ops", NOW)
    aligned = found.scored.objectives[0].aligned
    assert str(key_result(found).progress) == "0.3"
    assert aligned is not None
    assert (aligned.parent, aligned.workbook) == ("Win the market", "board")
