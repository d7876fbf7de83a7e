"""``undo``, ``hold``, ``resume`` and ``leave``, as people type them."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from jobs.cli.output import display_width
from sync.templates import example_workbooks
from tests.appearance import layout, looks, parts, values
from tests.end_to_end.commands import ROOT, okr_sync
from tests.end_to_end.terminal import on_a_terminal
from tests.end_to_end.test_interruptions import archive_query, beside, kill_when, meant, reading, team, type_new_values
from tests.sync.test_engine import TEAM, save

DAY = ("--as-of", "2026-11-20")
NAMES = tuple(example_workbooks())


def sync(folder: Path, *workbooks: str, day: tuple[str, str] = DAY) -> str:
    """Sync, and return the run."""
    ran = okr_sync("sync", *workbooks, *day, "--json", folder=folder)
    assert ran.status == 0, ran.err
    return str(ran.document["workbooks"][0]["run"])


@pytest.fixture
def examples(tmp_path: Path) -> Path:
    for file, data in example_workbooks().items():
        (tmp_path / file).write_bytes(data)
    (tmp_path / "config.toml").write_text("[writing]\nadd_columns = true\n")
    return tmp_path


def seen(path: Path) -> tuple[Any, ...]:
    """What openpyxl reads, and every part of the package but the styles, of which unused ones may be left."""
    return looks(path), layout(path), {name: data for name, data in parts(path).items() if name != "xl/styles.xml"}


def test_leaving_every_example_after_syncs_gives_back_the_workbook_of_before(examples: Path) -> None:
    before = {name: seen(examples / name) for name in NAMES}
    sync(examples, *NAMES)
    sync(examples, *NAMES, day=("--as-of", "2026-12-20"))
    assert all(seen(examples / name) != before[name] for name in NAMES)
    for name in NAMES:
        shown = okr_sync("leave", name, "--dry-run", folder=examples)
        assert shown.status == 0, shown.err
        assert "would be" in shown.out
        ran = okr_sync("leave", name, folder=examples)
        assert ran.status == 0, ran.err
        assert "kept" not in ran.out
    assert {name: seen(examples / name) for name in NAMES} == before

    left = {name: (examples / name).read_bytes() for name in NAMES}
    again = okr_sync("sync", *NAMES, *DAY, folder=examples)
    assert again.status == 0
    assert "0 workbooks synced, 4 held" in again.err
    assert {name: (examples / name).read_bytes() for name in NAMES} == left


def test_an_undo_covers_all_workbooks_of_the_run_and_is_said_cell_by_cell(examples: Path) -> None:
    before = {name: seen(examples / name) for name in NAMES}
    run = sync(examples, *NAMES)
    header = next(
        cell.column_letter
        for cell in openpyxl.load_workbook(examples / "growth-team.xlsx")["OKRs Q4 2026"][5]
        if cell.value == "Status ⟳"
    )
    workbook = openpyxl.load_workbook(examples / "growth-team.xlsx")
    workbook["OKRs Q4 2026"][f"{header}6"].value = "see my mail"
    workbook.save(examples / "growth-team.xlsx")

    plan = okr_sync("undo", run, "--dry-run", "--json", folder=examples).document
    assert plan["run"] is None
    ran = okr_sync("undo", run, "--json", folder=examples)
    assert ran.status == 0, ran.err
    document = ran.document
    assert document["undone"] == run
    by_name = {each["workbook"]: each for each in document["workbooks"]}
    assert set(by_name) == set(NAMES)
    growth = by_name["growth-team.xlsx"]
    kept = [(each["cell"], each["reason"], each["now"], each["where"]) for each in growth["kept"]]
    assert kept == [
        (f"{header}5", "column_in_use", "see my mail", f"{header}6"),
        (f"{header}6", "changed", "see my mail", None),
    ]
    assert growth["held"]["run"] == document["run"]
    assert {each["workbook"]: each["put_back"] for each in plan["workbooks"]} == {
        name: each["put_back"] for name, each in by_name.items()
    }
    others = [name for name in NAMES if name != "growth-team.xlsx"]
    assert {name: seen(examples / name) for name in others} == {name: before[name] for name in others}
    now = values(examples / "growth-team.xlsx")
    assert {str(value) for value in now.values() if str(value).endswith("⟳")} == {"Status ⟳"}


def test_a_column_that_stays_is_told_by_the_cell_that_keeps_it(examples: Path) -> None:
    path = examples / "growth-team.xlsx"
    run = sync(examples, path.name)
    workbook = openpyxl.load_workbook(path)
    tab = workbook["OKRs Q4 2026"]
    ours = [cell for cell in tab[5] if str(cell.value).endswith("⟳")]
    merged, calculated = (f"{cell.column_letter}{cell.row + 1}" for cell in ours[:2])
    tab.merge_cells(f"{merged}:{ours[0].column_letter}{ours[0].row + 2}")
    tab[calculated].value = "=1+1"
    workbook.save(path)
    out = okr_sync("undo", run, folder=examples).out
    assert (
        f"kept '{tab.title}'!{ours[0].coordinate}: the column \"{ours[0].value}\" stays, because cells are merged"
        in out
    )
    assert f"there, from '{tab.title}'!{merged} on" in out
    assert f"stays, because somebody's formula stands in '{tab.title}'!{calculated}" in out


def test_a_held_workbook_is_read_archived_and_not_written_and_everything_says_so(tmp_path: Path) -> None:
    path = team(tmp_path)
    sync(tmp_path, "team.xlsx")
    type_new_values(path)
    before = path.read_bytes()
    held = okr_sync("hold", "team.xlsx", "--reason", "board meeting", folder=tmp_path)
    assert held.status == 0, held.err
    assert "(board meeting)" in held.out

    ran = okr_sync("sync", "team.xlsx", *DAY, folder=tmp_path)
    assert ran.status == 0, ran.err
    assert "held since" in ran.out
    assert "(board meeting), " in ran.out
    assert path.read_bytes() == before
    document = okr_sync("sync", "team.xlsx", *DAY, "--json", folder=tmp_path).document["workbooks"][0]
    assert (document["held"]["why"], document["written"]) == ("board meeting", [])
    assert okr_sync("plan", "team.xlsx", *DAY, "--detailed-exitcode", folder=tmp_path).status == 0
    [status] = okr_sync("status", "--json", folder=tmp_path).document
    assert (status["state"], status["held"]["why"], status["outcome"]) == ("held", "board meeting", "held")
    assert "board meeting" in okr_sync("status", folder=tmp_path).out
    assert "board meeting" in okr_sync("why", "team.xlsx", "F3", folder=tmp_path).out
    assert okr_sync("why", "team.xlsx", "F3", "--json", folder=tmp_path).document["held"]["why"] == "board meeting"
    assert len(okr_sync("archive", "list", "--json", folder=tmp_path).document["snapshots"]) == 3
    assert "it was held since" in okr_sync("hold", "team.xlsx", folder=tmp_path).out

    resumed = okr_sync("resume", "team.xlsx", "--json", folder=tmp_path).document
    assert resumed["workbooks"][0]["was_held"]["why"] == "board meeting"
    assert "was not held" in okr_sync("resume", "team.xlsx", folder=tmp_path).out
    sync(tmp_path, "team.xlsx")
    assert path.read_bytes() != before


def test_the_story_of_a_cell_that_was_put_back_is_told(tmp_path: Path) -> None:
    team(tmp_path)
    run = sync(tmp_path, "team.xlsx")
    okr_sync("undo", run, folder=tmp_path)
    told = okr_sync("why", "team.xlsx", "F3", folder=tmp_path).out
    assert f"put back: {run} was undone" in told
    assert "thresholds" not in told


def test_what_cannot_be_undone_is_refused_in_one_sentence(tmp_path: Path) -> None:
    assert "nothing is archived yet" in okr_sync("undo", "R1", folder=tmp_path).err
    team(tmp_path)
    run = sync(tmp_path, "team.xlsx")
    idle = sync(tmp_path, "team.xlsx")
    watch = '[[workbook]]\nname = "watched"\nsource = "excel:team.xlsx"\nwrite = false\n'
    (tmp_path / "watching.toml").write_text(watch)
    type_new_values(tmp_path / "team.xlsx")
    watched = okr_sync("sync", *DAY, "--config", "watching.toml", "--json", folder=tmp_path)
    observed = watched.document["workbooks"][0]["run"]
    unknown = okr_sync("undo", "R20200101-000000-0000", folder=tmp_path)
    assert (unknown.status, unknown.err.splitlines()[0]) == (
        2,
        "error: the archive knows no run R20200101-000000-0000",
    )
    said = {
        idle: f"error: {idle} wrote nothing: there is nothing to put back",
        observed: f"error: {observed} only observed watched: it wrote nothing, so there is nothing to put back",
    }
    for id, sentence in said.items():
        ran = okr_sync("undo", id, folder=tmp_path)
        assert (ran.status, ran.err.splitlines()[0]) == (2, sentence)
    undone = okr_sync("undo", run, "--json", folder=tmp_path).document["run"]
    again = okr_sync("undo", run, folder=tmp_path)
    assert (again.status, again.err.splitlines()[0]) == (2, f"error: {run} was undone already, by {undone}")
    assert "no such file" in okr_sync("hold", "nowhere.xlsx", folder=tmp_path).err


def test_a_workbook_that_fails_stops_no_other_and_can_be_undone_later(examples: Path) -> None:
    run = sync(examples, *NAMES)
    synced = (examples / NAMES[0]).read_bytes()
    (examples / NAMES[0]).write_bytes(b"no workbook")
    ran = okr_sync("undo", run, "--json", folder=examples)
    assert ran.status == 1
    errors = [each["workbook"] for each in ran.document["workbooks"] if each["error"]]
    assert errors == [NAMES[0]]
    (examples / NAMES[0]).write_bytes(synced)
    again = okr_sync("undo", run, "--json", folder=examples)
    assert again.status == 0
    assert [each["workbook"] for each in again.document["workbooks"]] == [NAMES[0]]
    assert not [value for value in values(examples / NAMES[0]).values() if str(value).endswith("⟳")]


def test_leaving_says_what_to_delete_from_the_settings(tmp_path: Path) -> None:
    team(tmp_path)
    (tmp_path / "config.toml").write_text('[[workbook]]\nname = "sales"\nsource = "excel:team.xlsx"\n')
    sync(tmp_path, "sales")
    ran = okr_sync("leave", "sales", folder=tmp_path)
    assert ran.status == 0, ran.err
    assert f"delete its [[workbook]] 'sales' from {tmp_path / 'config.toml'}" in ran.err
    assert okr_sync("leave", "sales", "--quiet", folder=tmp_path).err == ""


def test_leaving_names_what_it_cannot_tell_and_does_not_say_that_everything_is_gone(tmp_path: Path) -> None:
    path = team(tmp_path)
    (tmp_path / "config.toml").write_text("[writing]\nadd_columns = true\n")
    sync(tmp_path, path.name)
    workbook = openpyxl.load_workbook(path)
    tab = workbook["Q4 2026"]
    tab.delete_rows(2, tab.max_row)
    tab.insert_cols(1)
    for cell in tab[1]:
        if not str(cell.value).endswith("⟳"):
            cell.value = None
    workbook.save(path)
    for _ in range(2):
        ran = okr_sync("leave", path.name, folder=tmp_path)
        assert ran.status == 0, ran.err
        named = [line for line in ran.out.splitlines() if "which column of ours this is cannot be told" in line]
        assert [line.split(":")[0] for line in named] == [f"  kept 'Q4 2026'!{column}1" for column in "JKL"]
        assert "nothing was taken back: what is kept says why" in ran.err
        assert "everything" not in ran.err


@pytest.mark.parametrize("words", ["How far we are", None])
def test_leaving_and_undoing_name_what_stays_below_a_header_that_somebody_changed(
    tmp_path: Path, words: str | None
) -> None:
    path = tmp_path / "team.xlsx"
    save(path, {"Q4 2026": [row[:5] for row in TEAM["Q4 2026"]]})
    (tmp_path / "config.toml").write_text("[writing]\nadd_columns = true\n")
    run = sync(tmp_path, path.name)
    workbook = openpyxl.load_workbook(path)
    workbook["Q4 2026"]["F2"].value = words
    workbook.save(path)
    dry = okr_sync("undo", run, "--dry-run", folder=tmp_path)
    assert any("'Q4 2026'!F2" in line and "our note on 'Progress ⟳'" in line for line in dry.out.splitlines())
    header = (
        f'"{words}" heads the column of our "Progress ⟳"' if words else '"Progress ⟳", which headed our column, is gone'
    )
    assert f"kept 'Q4 2026'!F2: {header}; what we wrote below it stays, in 'Q4 2026'!F3 and on" in dry.out
    left = okr_sync("leave", path.name, folder=tmp_path)
    assert ("what we wrote below it stays" in left.out) is (words is not None)
    assert ("everything of ours was taken back" in left.err) is (words is None)


def test_ids_of_runs_that_wrote_are_completed_by_the_shell(tmp_path: Path) -> None:
    words = {"_OKR_SYNC_COMPLETE": "complete_bash", "COMP_WORDS": "okr-sync undo R", "COMP_CWORD": "2"}
    assert okr_sync(folder=tmp_path, **words).out.split() == []
    assert not list(tmp_path.iterdir())
    team(tmp_path)
    run = sync(tmp_path, "team.xlsx")
    sync(tmp_path, "team.xlsx")
    assert okr_sync(folder=tmp_path, **words).out.split() == [run]


# ── Killed ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def start(folder: Path, *words: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "jobs", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.parametrize(("happened", "then"), [(reading, 0.03), (meant, 0.0), (meant, 0.005), (beside, 0.0)])
@pytest.mark.parametrize("command", ["undo", "leave"])
def test_taking_back_that_is_killed_leaves_the_old_file_or_the_new_one_and_can_be_done_again(
    tmp_path: Path, command: str, happened: Callable[[Path], bool], then: float
) -> None:
    path = team(tmp_path)
    original = parts(path)
    run = sync(tmp_path, "team.xlsx")
    synced = parts(path)
    words = ("undo", run) if command == "undo" else ("leave", "team.xlsx")
    kill_when(happened, start(tmp_path, *words), tmp_path, then)
    assert same_but_styles(parts(path), synced) or same_but_styles(parts(path), original)

    okr_sync(*words, folder=tmp_path)
    assert same_but_styles(parts(path), original)
    assert not beside(tmp_path)
    sync(tmp_path, "team.xlsx")
    assert same_but_styles(parts(path), original), "it is held"
    assert archive_query(tmp_path, "SELECT count(*) FROM intent WHERE settled = 0") == [(0,)]
    assert archive_query(tmp_path, "PRAGMA integrity_check") == [("ok",)]


def same_but_styles(one: dict[str, bytes], other: dict[str, bytes]) -> bool:
    return one.keys() == other.keys() and all(one[name] == other[name] for name in one if name != "xl/styles.xml")


def test_undoing_while_others_sync_ends_with_the_workbook_of_before_and_held(tmp_path: Path) -> None:
    path = team(tmp_path)
    original = parts(path)
    run = sync(tmp_path, "team.xlsx")
    started = [start(tmp_path, "sync", "team.xlsx", *DAY) for _ in range(2)]
    assert okr_sync("undo", run, folder=tmp_path).status == 0
    for process in started:
        process.communicate(timeout=120)
    sync(tmp_path, "team.xlsx")
    assert same_but_styles(parts(path), original)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such terminals")
def test_on_a_terminal_of_80_columns_no_line_is_longer_and_nothing_is_cut(tmp_path: Path) -> None:
    save(tmp_path / "the-sales-team-of-the-north.xlsx", TEAM)
    name = "the-sales-team-of-the-north.xlsx"
    run = okr_sync("sync", name, "--json", folder=tmp_path).document["workbooks"][0]["run"]
    shown = ""
    for words in (["hold", name, "--reason", "board meeting " * 4], ["status"], ["undo", run], ["leave", name]):
        said = on_a_terminal(*words, folder=tmp_path)
        assert max(map(display_width, said.splitlines())) <= 80, said
        shown += said
    assert f"'okr-sync resume {name}'" in shown
    assert "…" not in shown.replace('…"', "")


def test_a_saved_plan_is_tried_without_writing(examples: Path) -> None:
    workbook = examples / "growth-team.xlsx"
    before = workbook.read_bytes()
    okr_sync("plan", "growth-team.xlsx", "--out", "plan.json", folder=examples)
    tried = okr_sync("sync", "--plan", "plan.json", "--dry-run", folder=examples)
    assert tried.status == 0
    assert "Kế hoạch: " in tried.out
    assert workbook.read_bytes() == before
    assert not (examples / "okr-archive.db").exists()
    refused = okr_sync("plan", "growth-team.xlsx", "--out", workbook.name, folder=examples)
    assert refused.status == 2
    assert workbook.read_bytes() == before
