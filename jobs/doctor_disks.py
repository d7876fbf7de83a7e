"""The doctor's round on this machine's disks: whether the archive can be written, whether there is room, and whether a
lock file keeps syncs from a workbook. Nothing is written."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

from jobs.diagnosis import Check
from jobs.wiring import House
from sync.options import WorkbookSettings
from sync.workbooks.package_in_use import refuse_while_open_elsewhere
from sync.workbooks.package_refusals import WorkbookInUse
from sync.workbooks.sources import is_elsewhere, parsed_source

LEAST_FREE = 10_000_000
"""Bytes that should be free beside a file: a workbook is written anew in full before it takes the old one's place."""

_LONGEST_LOOK = 30.0
"""Seconds that the archive is looked through for damage: some GB, and whoever has more does not wait for minutes."""


def examine_archive(house: House) -> Check:
    """Given the service, return what keeps it from using its archive or from relying on it, or how many runs are in
    it."""
    from sync.archive import ArchiveError
    from sync.archive.database import why_unusable

    refused = why_unusable(house.archive_url)
    if not house.has_archive():
        if refused is not None:
            return Check("archive", False, str(refused), refused.hint)
        return Check("archive", True, f"{house.archive_url}: made at the first sync")
    try:
        with house.read_archive() as archive:
            count, older = len(archive.runs()), archive.migrates_from
            is_whole = archive.look_through(_LONGEST_LOOK)
            altered = [cycle for cycle in archive.closed_cycles() if not archive.cycle_snapshot(cycle).intact]
    except ArchiveError as error:
        return Check("archive", False, str(error), error.hint)
    if refused is not None:
        return Check("archive", False, str(refused), refused.hint)
    if altered:
        return Check(
            "archive",
            False,
            f"{house.archive_url}: the seal of {', '.join(altered)} is broken: what was sealed was altered since",
            "find out who wrote to the archive, and put a backup of it in its place; "
            f"'okr-sync archive show --cycle {altered[0]}' shows what stands there now",
        )
    mend = f"it is of an older version ({older}): the next sync copies it, and brings it to the newest" if older else ""
    looked = "" if is_whole else f", too large to be looked through in {_LONGEST_LOOK:.0f} s"
    return Check("archive", True, f"{house.archive_url}: runs: {count}{looked}", mend)


def examine_disks(house: House, wanted: tuple[WorkbookSettings, ...]) -> Iterator[Check]:
    """Given the service's settings and workbooks, yield each disk that is nearly full, by the first file on it."""
    told = set()
    for path in _files(house, wanted):
        try:
            device, free = path.parent.stat().st_dev, shutil.disk_usage(path.parent).free
        except OSError:
            continue  # what is wrong there is told where the file is looked at
        if free < LEAST_FREE and device not in told:
            told.add(device)
            found = f"{free / 1e6:.1f} MB are free for {path} and what else is on that disk: a sync may not be recorded"
            yield Check("disk", False, found, f"make room, {LEAST_FREE // 1_000_000} MB at least")


def about_its_lock(name: str, path: Path) -> Iterator[Check]:
    """Given a workbook of this machine that is to be written, yield who has it open: people do at all times, and only a
    lock of another day is something to mend."""
    try:
        refuse_while_open_elsewhere(path)
    except WorkbookInUse as in_use:
        yield Check(name, not in_use.seems_left, f"{in_use} Until it is closed, syncs are put off.", in_use.hint)


def _files(house: House, wanted: tuple[WorkbookSettings, ...]) -> Iterator[Path]:
    if house.archive_path is not None:
        yield house.archive_path
    for own in wanted:
        where = parsed_source(own.source)
        if where is not None and not is_elsewhere(own.source):
            yield Path(os.path.realpath(where.place))
