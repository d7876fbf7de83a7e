"""Is everything here that a sync needs? Settings, clock, archive, each workbook, and how it was understood."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

from jobs.diagnosis import Check
from jobs.doctor_disks import about_its_lock, examine_archive, examine_disks
from jobs.doctor_google import examine_google, may_be_written
from jobs.wiring import House
from sync.engine import plan_workbook
from sync.messages import render
from sync.model.findings import Finding
from sync.model.past import History
from sync.model.rows import Rows
from sync.options import WorkbookSettings
from sync.rules import rules
from sync.rules.rule import RemarkCase
from sync.workbooks import WorkbookError
from sync.workbooks.package_leftovers import left_beside
from sync.workbooks.sources import is_elsewhere, shown_source


def examine_house(house: House, wanted: tuple[WorkbookSettings, ...], as_of: date) -> Iterator[Check]:
    """Given the service's settings and workbooks, yield what was looked at. Nothing is written."""
    yield _settings(house)
    yield _clock(house.settings.timezone, as_of)
    yield examine_archive(house)
    yield from examine_disks(house, wanted)
    yield from examine_google(house, wanted)
    for own in wanted:
        yield from _workbook(house, own, as_of)


def _settings(house: House) -> Check:
    path = house.settings.path
    if path is None:
        return Check("settings", True, "none: defaults", "'okr-sync init' writes a config.toml to start with")
    jobs = ", ".join(job.name for job in house.settings.jobs) or "none"
    return Check("settings", True, f"{path}: workbooks: {len(house.settings.workbooks)}; jobs: {jobs}")


def _clock(zone: str, as_of: date) -> Check:
    """IANA's 'Etc/GMT+7' is seven hours behind UTC, as POSIX writes zones; who types it mostly means those ahead."""
    turned = re.fullmatch(r"Etc/GMT([+-])([1-9]\d?)", zone)
    if turned is None:
        return Check("clock", True, f"{as_of} in {zone}")
    hours = turned[2]
    own, meant = ("-", "+") if turned[1] == "+" else ("+", "-")
    name = "Asia/Ho_Chi_Minh" if zone == "Etc/GMT+7" else f"Etc/GMT{own}{hours}"
    mend = f'if UTC{meant}{hours} is meant, write timezone = "{name}"'
    return Check("clock", True, f"{as_of} in {zone}, which is UTC{own}{hours}", mend)


def _workbook(house: House, own: WorkbookSettings, as_of: date) -> Iterator[Check]:
    from sync.archive import ArchiveError

    name = f"workbook {own.name}"
    try:
        history = house.read_history(own.name, as_of, own.source)
    except ArchiveError:
        history = History()  # told of already, and a workbook can be looked at without its past
    try:
        outcome = plan_workbook(house.open_workbook(own, read_only=True), history, house.settings, as_of)
    except WorkbookError as error:
        yield Check(name, False, str(error), error.hint)
        return
    rows = outcome.rows
    if not rows.tables:
        yield Check(
            name,
            False,
            f"{shown_source(own.source)}: no table of OKRs or KPIs was found",
            "okr-sync check shows each tab's reason",
        )
        return
    key_results = sum(1 for _ in rows.key_results())
    counts = (("objectives", len(rows.objectives)), ("key results", key_results), ("KPIs", len(rows.kpis)))
    yield Check(name, True, ", ".join(f"{what}: {count}" for what, count in counts))
    yield from _about_layout(name, outcome.findings)
    if not is_elsewhere(own.source):
        yield from _left_beside(name, own, Path(os.path.realpath(_path_of(own))))
    if not own.write:
        yield Check(name, True, "observed only (write = false)")
        return
    if (about_writing := _about_writing(name, house, own, rows)) is not None:
        yield about_writing
    if not is_elsewhere(own.source):
        yield from about_its_lock(name, _path_of(own))


def _about_writing(name: str, house: House, own: WorkbookSettings, rows: Rows) -> Check | None:
    """What is to be said of writing to a workbook, mostly what keeps syncs from it; None where there is nothing."""
    path = _path_of(own)
    if not is_elsewhere(own.source) and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)):
        return Check(
            name,
            False,
            f"{path} cannot be written",
            "give this user the right to write the file and its folder, or set write = false",
        )
    refusal = may_be_written(house, own)
    if refusal is not None:
        return refusal
    if own.writing.add_columns or any(column.owned for table in rows.tables for column in table.columns):
        return None
    return Check(
        name,
        False,
        "no table has a column for the results",
        "set add_columns = true under [writing], or add a column headed 'Progress ⟳' or 'Tiến độ ⟳'",
    )


def _path_of(own: WorkbookSettings) -> Path:
    return Path(own.source.removeprefix("excel:"))


def _left_beside(name: str, own: WorkbookSettings, path: Path) -> Iterator[Check]:
    for left in left_beside(path):
        what = f"{left} was left by a sync that was killed, or is of one that is going; it may be what somebody saved"
        if own.write:
            yield Check(name, True, f"{what}: the next sync settles it")
        else:
            yield Check(name, False, what, "set write = true for one sync: beside what is observed, nothing is tidied")


def _about_layout(name: str, findings: Sequence[Finding]) -> Iterator[Check]:
    """What of a workbook's layout was not understood, in the words of the rules that speak of it."""
    speaking = {rule.code for rule in rules() if RemarkCase in rule.about}
    for one in findings:
        if one.code in speaking:
            found = f"{one.cell} {one.code}: {render(one.message, one.language)}"
            yield Check(name, True, found, render(one.hint, one.language))
