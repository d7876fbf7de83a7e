"""What can be done about what was written: put a run's cells back, hold a workbook and resume it, take all of ours out.
Commands call these; no schedule does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from jobs.wiring import House, UnknownWorkbook
from sync.archive import ArchiveError, Hold, Run, RunOutcome, WorkbookOutcome, WriteState
from sync.model.plans import Plan
from sync.options import WorkbookSettings
from sync.taking_back import Recording, TakenBackFrom, leave_workbook, undo_in_workbook
from sync.workbooks import Workbook, WorkbookError, WorkbookPutOff
from sync.workbooks.sources import is_elsewhere, place_of, shown_source

if TYPE_CHECKING:
    from collections.abc import Callable

    from sync.archive import Archive

LEFT = "okr-sync left it"
_NEWEST = 500


class NothingToUndo(Exception):
    """A run of which nothing can be put back."""

    def __init__(self, message: str, hint: str) -> None:
        super().__init__(message)
        self.hint = hint


@dataclass(frozen=True)
class TakenBackIn:
    """What was taken back in one run (``run`` is None in a dry run), workbook by workbook."""

    run: str | None
    workbooks: tuple[TakenBackFrom, ...]

    @property
    def failed(self) -> bool:
        return any(each.error is not None for each in self.workbooks)


def undo_run(house: House, undone: str, as_of: date, *, dry_run: bool = False) -> TakenBackIn:
    """Given a run, put back what it wrote, in all of its workbooks, and hold them. A workbook that fails does not stop
    the others. With ``dry_run`` nothing is written, not even into the archive. Raise ArchiveError (no such run),
    NothingToUndo."""
    with house.read_archive() if dry_run else house.open_existing_archive() as archive:
        run = archive.run(undone)
        names = _written_by(archive, run)
        wanted = [_settings_of(house, run, name) for name in names]

        def undo(own: WorkbookSettings, recording: Recording | None) -> TakenBackFrom:
            workbook = _opened(house, own, recording)
            return undo_in_workbook(workbook, archive, house.settings, as_of, run, recording)

        as_trigger = house._replace(trigger=f"undo:{undone}")
        way = _Way(undo, WorkbookOutcome.undone, f"undo of {undone}")
        return _take_back(as_trigger, archive, wanted, as_of, way, dry_run=dry_run)


def leave_workbooks(
    house: House, wanted: Sequence[WorkbookSettings], as_of: date, *, dry_run: bool = False
) -> TakenBackIn:
    """Given workbooks, take out of each everything that was ever written to it, and hold it. With ``dry_run`` nothing
    is written, not even into the archive. Raise NothingArchived, UnknownWorkbook for a path at which there is
    nothing."""
    for own in wanted:
        _must_exist(house, own)
    with house.read_archive() if dry_run else house.open_existing_archive() as archive:

        def leave(own: WorkbookSettings, recording: Recording | None) -> TakenBackFrom:
            return leave_workbook(_opened(house, own, recording), archive, house.settings, as_of, recording)

        as_trigger = house._replace(trigger="leave")
        way = _Way(leave, WorkbookOutcome.left, LEFT)
        return _take_back(as_trigger, archive, wanted, as_of, way, dry_run=dry_run)


def hold_workbooks(house: House, wanted: Sequence[WorkbookSettings], reason: str) -> tuple[tuple[Hold, bool], ...]:
    """Given workbooks and why, hold each, and return the holds that stand, and whether they are new. Raise
    UnknownWorkbook for a path at which there is nothing, ArchiveError."""
    for own in wanted:
        _must_exist(house, own)
    with house.open_archive() as archive:
        since, actor = house.now(), house.run_info(house.today()).actor
        found = []
        for own in wanted:
            mine = Hold(own.name, since, actor, reason)
            standing = archive.hold(mine, place_of(own.source))
            found.append((standing, standing == mine))
        return tuple(found)


def still_writing(house: House, name: str) -> tuple[str, ...]:
    """The runs that had begun to write to a workbook before it was held: what they write may still land."""
    with house.read_archive() as archive:
        return archive.still_writing(name)


def resume_workbooks(house: House, wanted: Sequence[WorkbookSettings]) -> tuple[tuple[str, Hold | None], ...]:
    """Given workbooks, end the hold of each, and return by name the hold that ended, or None where there was none."""
    if not house.has_archive():
        return tuple((own.name, None) for own in wanted)
    with house.open_archive() as archive:
        actor = house.run_info(house.today()).actor
        return tuple((own.name, archive.resume(own.name, house.now(), actor, place_of(own.source))) for own in wanted)


def hold_of(house: House, own: WorkbookSettings) -> Hold | None:
    """The hold under which a workbook stands; None where there is none, or no archive yet."""
    if not house.has_archive():
        return None
    with house.read_archive() as archive:
        return archive.held(own.name, place_of(own.source))


class _Way(NamedTuple):
    """A way of taking back: the word and the reason that the archive keeps of it."""

    take_back: Callable[[WorkbookSettings, Recording | None], TakenBackFrom]
    word: WorkbookOutcome
    reason: str


def _take_back(
    house: House, archive: Archive, wanted: Iterable[WorkbookSettings], as_of: date, way: _Way, *, dry_run: bool
) -> TakenBackIn:
    if dry_run:
        return TakenBackIn(None, tuple(_taken_back_from(own, way, None, as_of) for own in wanted))
    info = house.run_info(as_of)
    found = []
    with archive.running(info, house.now) as run:
        for own in wanted:
            hold = Hold(own.name, house.now(), info.actor, way.reason, run.id)
            each, place = _taken_back_from(own, way, Recording(run.id, hold), as_of), place_of(own.source)
            came_to, error = way.word, ""
            if each.error is not None:
                # Whoever wants something taken back does not want more of it meanwhile.
                each = replace(each, hold=archive.hold(hold, place) if own.write else None)
                is_put_off = isinstance(each.error, WorkbookPutOff)
                came_to = WorkbookOutcome.put_off if is_put_off else WorkbookOutcome.failed
                error = str(each.error)
            archive.record_outcome(run.id, own.name, came_to, place, error)
            found.append(each)
        result = TakenBackIn(run.id, tuple(found))
        run.outcome = RunOutcome.failed if result.failed else RunOutcome.done
    return result


def _taken_back_from(own: WorkbookSettings, way: _Way, recording: Recording | None, as_of: date) -> TakenBackFrom:
    try:
        return way.take_back(own, recording)
    except WorkbookError as error:
        if isinstance(error, WorkbookPutOff):
            error.hint += " The service does not take anything back by itself."
        return TakenBackFrom(own.name, shown_source(own.source), Plan(own.name, "", as_of), error=error)


def _opened(house: House, own: WorkbookSettings, recording: Recording | None) -> Workbook:
    if not own.write:
        raise WorkbookError(
            f"'{own.name}' is only observed: nothing was taken back.", "Set write = true for it in the settings."
        )
    return house.open_workbook(own, read_only=recording is None)


def _written_by(archive: Archive, run: Run) -> list[str]:
    """The workbooks in which something may still stand that a run wrote. Raise NothingToUndo where there are none."""
    written = {one.workbook for one in archive.writes(run.id) if one.state is not WriteState.dropped}
    undone = {name: by for name in sorted(written) if (by := archive.undone_by(run.id, name)) is not None}
    left = sorted(written - undone.keys())
    if left:
        return left
    if undone:
        by = ", ".join(dict.fromkeys(undone.values()))
        raise NothingToUndo(f"{run.id} was undone already, by {by}", f"'okr-sync undo {by}' takes that back")
    hint = _what_could_be(archive, run)
    outcomes = {one.outcome for one in run.workbooks}
    if outcomes == {WorkbookOutcome.observed}:
        names = ", ".join(one.workbook for one in run.workbooks)
        raise NothingToUndo(f"{run.id} only observed {names}: it wrote nothing, so there is nothing to put back", hint)
    raise NothingToUndo(f"{run.id} wrote nothing: there is nothing to put back", hint)


def _what_could_be(archive: Archive, run: Run) -> str:
    """What to undo instead of a run that wrote nothing."""
    for name in dict.fromkeys(one.workbook for one in run.workbooks):
        for other in archive.runs(_NEWEST, name):
            if any(one.workbook == name and one.written for one in other.workbooks):
                return f"the last run that wrote to {name} is {other.id}: 'okr-sync undo {other.id}' puts that back"
    return "'okr-sync archive list' shows the runs"


def _settings_of(house: House, run: Run, name: str) -> WorkbookSettings:
    """The settings of a workbook that a run wrote to: where it is no longer configured, its source of then."""
    own = house.settings.workbook(name)
    if own.source:
        return own
    source = next((one.source for one in run.workbooks if one.workbook == name), "")
    renamed = next((own for own in house.settings.workbooks if place_of(own.source) == source), None)
    if renamed is not None:
        return renamed
    if not source:
        raise ArchiveError(f"the archive does not know where '{name}' is", "name it in the settings")
    return own._replace(source=source)


def _must_exist(house: House, own: WorkbookSettings) -> None:
    path = own.source.removeprefix("excel:")
    is_configured = any(one.source == own.source for one in house.settings.workbooks)
    if not is_configured and not is_elsewhere(own.source) and not Path(path).exists():
        raise UnknownWorkbook(own.name, "name one that is configured, or the path of a file")
