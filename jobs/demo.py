"""The main job on the shipped example workbooks, told step by step: what ``okr-sync demo`` does."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import count
from pathlib import Path

from jobs.tasks import check_workbooks, sync_workbooks
from jobs.wiring import House
from sync.engine import Outcome
from sync.options import Settings, WorkbookSettings, WritingOptions

AS_OF = date(2026, 11, 20)
"""The day that the demo takes for today: the examples are of the fourth quarter of 2026."""

_MARK = ".okr-sync-demo"
_ARCHIVE = "okr-archive.db"


class NotADemoFolder(Exception):
    """A folder that holds something else: the demo makes its own, and overwrites nobody's files."""

    hint = "name a folder that is empty or does not exist yet: okr-sync demo DIR"

    def __init__(self, folder: Path, why: str = "is not empty, and was not made by the demo") -> None:
        super().__init__(f"{folder} {why}: nothing was written")


@dataclass(frozen=True)
class DemoRun:
    """What the demo did: the plans before, the outcomes of the first sync and of the second. ``kept`` is where an
    earlier demo's folder stands now, in which somebody went on working."""

    folder: Path
    planned: tuple[Outcome, ...]
    first: tuple[Outcome, ...]
    second: tuple[Outcome, ...]
    untouched: bool
    """Whether the second sync left every file's bytes and time as they were."""
    kept: Path | None = None


def run_demo(folder: Path) -> DemoRun:
    """Given a folder of the demo's own, make the example workbooks there, plan, sync and sync again.

    Raise NotADemoFolder."""
    from sync.templates import example_workbooks, write_new_file

    examples = example_workbooks()
    kept = make_room(folder, [*examples, "config.toml", *(_ARCHIVE + ending for ending in ("", "-wal", "-shm"))])
    paths = [folder / name for name in examples]
    for path, data in zip(paths, examples.values(), strict=True):
        write_new_file(path, data)
    (folder / "config.toml").write_text(_config(paths), "utf-8")
    house = House(_demo_settings(folder, paths), trigger="demo")
    wanted = house.wanted(())
    planned = tuple(check_workbooks(house, wanted, AS_OF))
    first = tuple(sync_workbooks(house, wanted, AS_OF))
    before = _state(paths)
    second = tuple(sync_workbooks(house, wanted, AS_OF))
    _mark_as_left(folder, [*examples, "config.toml"])
    return DemoRun(folder, planned, first, second, before == _state(paths), kept)


def make_room(folder: Path, names: Sequence[str]) -> Path | None:
    """Leave a folder in which none of ``names`` exists. Only files that an earlier demo made are removed, and only
    where they are as it left them: what somebody changed since is moved aside with its folder, whose new path is
    returned. Raise NotADemoFolder."""
    mark, kept = folder / _MARK, None
    if mark.exists():
        made = dict(_left_by_a_demo(mark))
        if any(hash and _hash_of(folder / name) not in (hash, "") for name, hash in made.items()):
            kept = next(other for nth in count(1) if not (other := folder.with_name(f"{folder.name}-{nth}")).exists())
            folder.rename(kept)
        for name in () if kept else made:
            (folder / name).unlink(missing_ok=True)
    elif folder.exists() and any(folder.iterdir()):
        raise NotADemoFolder(folder)
    folder.mkdir(parents=True, exist_ok=True)
    mark.write_text("".join(f"{name}\n" for name in names), "utf-8")
    return kept


def _mark_as_left(folder: Path, names: Sequence[str]) -> None:
    """Note what a demo leaves, where it came to its end: what changes from now on is somebody's work."""
    mark = folder / _MARK
    made = [name for name, _ in _left_by_a_demo(mark)]
    lines = [f"{name}\t{_hash_of(folder / name)}\n" if name in names else f"{name}\n" for name in made]
    mark.write_text("".join(lines), "utf-8")


def _left_by_a_demo(mark: Path) -> Iterator[tuple[str, str]]:
    """The names of the files that a demo made, each with its hash, or '' where it was to change."""
    for line in mark.read_text("utf-8").splitlines():
        name, _, hash = line.partition("\t")
        if name and Path(name).name == name:
            yield name, hash


def _hash_of(path: Path) -> str:
    """'' for a file that is gone: nobody's work is in it."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.exists() else ""


def _demo_settings(folder: Path, paths: Sequence[Path]) -> Settings:
    writing = WritingOptions(add_columns=True)
    return Settings(
        language="en",  # as the demo tells its story; each sheet is spoken of in its own
        archive_url=f"sqlite:///{(folder / _ARCHIVE).absolute()}",
        workbooks=tuple(WorkbookSettings(path.stem, f"excel:{path.absolute()}", writing=writing) for path in paths),
    )


def _config(paths: Sequence[Path]) -> str:
    """The same settings as a file, so that the other commands work in the demo's folder."""
    service = ['language = "en"', f'archive = "sqlite:///{_ARCHIVE}"']
    lines = ["[service]", *service, "", "[writing]", "add_columns = true"]
    for path in paths:
        lines += ["", "[[workbook]]", f'name = "{path.stem}"', f'source = "excel:{path.name}"']
    return "\n".join(lines) + "\n"


def _state(paths: Sequence[Path]) -> list[tuple[int, bytes]]:
    return [(path.stat().st_mtime_ns, path.read_bytes()) for path in paths]
