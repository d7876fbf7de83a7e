"""What goes into the archive and comes out of it, where the model has no word for it yet. Times are aware, in UTC."""

from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from sync.model.cells import CellRef, CellValue
from sync.model.findings import Finding, Language
from sync.model.past import Closing
from sync.model.plans import AddColumn
from sync.model.rows import Field
from sync.model.scores import Scored, ScoredKeyResult, ScoredKpi, ScoredObjective
from sync.options import ScoringOptions


class ArchiveError(Exception):
    """An archive that cannot be opened, read or written, or that refuses. ``str()`` is one clear sentence; ``hint``
    says what to do."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class UnknownRun(ArchiveError):
    """A run that somebody named, and the archive does not know."""


class RunInfo(NamedTuple):
    """A run as it begins. ``trigger`` is what started it ('cli', 'job:hourly', or 'undo:R…' and 'leave', which are no
    syncs), ``actor`` the user that it runs as."""

    started: datetime
    trigger: str
    actor: str
    host: str
    version: str
    settings_hash: str
    as_of: date


class RunOutcome(StrEnum):
    """How a run ended; one that goes on has none yet."""

    done = "done"
    failed = "failed"  # at least one workbook could not be synced, or it was all refused
    stopped = "stopped"  # somebody stopped it, or asked for that, before all of its workbooks were done
    killed = "killed"  # as a later run found; nobody knows when


class WorkbookOutcome(StrEnum):
    """What came of one workbook in one run."""

    synced = "synced"
    unchanged = "unchanged"
    observed = "observed"  # archived; nothing may be written to it
    failed = "failed"
    put_off = "put off"  # somebody has it open, or kept saving it
    held = "held"  # archived; somebody holds it
    undone = "undone"  # what a run wrote was put back
    left = "left"  # everything of ours was taken out


class WorkbookRun(NamedTuple):
    """One workbook in one run. ``outcome`` is None while the run goes on, and for ever where it was killed.

    ``fingerprint_before`` is None where the workbook could not be read, ``fingerprint_after`` where nothing was
    written.
    The counts are those of its last snapshot in the run, ``written`` and ``dropped`` those of cells.
    """

    run: str
    workbook: str
    source: str
    outcome: WorkbookOutcome | None
    error: str
    snapshot: int | None
    fingerprint_before: str | None
    fingerprint_after: str | None
    objectives: int
    key_results: int
    kpis: int
    errors: int
    warnings: int
    infos: int
    written: int
    dropped: int


class Run(NamedTuple):
    """A run as the archive knows it. ``finished`` and ``outcome`` are None while it goes on, or where it was killed."""

    id: str
    info: RunInfo
    finished: datetime | None
    outcome: RunOutcome | None
    workbooks: tuple[WorkbookRun, ...] = ()


class LastRun(NamedTuple):
    """The newest run of a workbook, for an overview."""

    run: Run
    workbook: WorkbookRun


class SnapshotInfo(NamedTuple):
    """A snapshot without its rows. ``taken`` is when its run began. ``changed_rows`` counts objectives, key
    results and KPIs that came, went, moved or changed since the snapshot before."""

    id: int
    run: str
    workbook: str
    source: str
    taken: datetime
    as_of: date
    fingerprint: str
    content_hash: str
    objectives: int
    key_results: int
    kpis: int
    errors: int
    warnings: int
    infos: int
    changed_rows: int


class Snapshot(NamedTuple):
    """What a workbook said, what it came to, and by which options. Findings are in the order of their cells."""

    info: SnapshotInfo
    scored: Scored
    findings: tuple[Finding, ...]
    options: ScoringOptions


class LastRead(NamedTuple):
    """The read of a workbook after which nothing was left to be written: what it came to, the run that made it, when it
    began, and the version that the file had before it."""

    snapshot: Snapshot
    run: RunInfo
    began: datetime
    file_version: str


class WriteState(StrEnum):
    intended = "intended"  # recorded, and not known to have reached the sheet
    landed = "landed"
    dropped = "dropped"


class Write(NamedTuple):
    """One cell that a run meant to write. ``reason`` says why it was dropped; ``header`` is True for the header of a
    column that was added (``after`` is its words, ``subject`` empty) or taken out (``before`` is), which ``column`` is.
    ``look`` is what the cell (of a header: the column) looked like before, as its workbook tells it, where that was to
    change. ``intent`` numbers what was recorded at once, before one write: rows and columns move between two of these,
    and never within one."""

    run: str
    workbook: str
    cell: CellRef
    field: Field
    subject: str
    before: CellValue
    after: CellValue
    number_format: str | None
    state: WriteState
    reason: str = ""
    header: bool = False
    look: str | None = None
    column: AddColumn | None = None
    intent: int = 0


class Hold(NamedTuple):
    """A workbook that is held: read and archived, and not written. ``actor`` did it, ``reason`` is theirs ('' without
    one), ``run`` is the undo or leave after which it is held ('' where somebody said so)."""

    workbook: str
    since: datetime
    actor: str
    reason: str
    run: str = ""


class Settled(NamedTuple):
    """What became of writes that no receipt came for. A write was dropped with reason 'never_written' where the cell
    still holds what it held, 'changed_since' where it holds something else again, 'not_read' where its tab is gone or
    was not read to the end."""

    landed: tuple[Write, ...] = ()
    dropped: tuple[Write, ...] = ()


class WrittenCell(NamedTuple):
    """How a written cell came about: the write, its run, and what the run's snapshot knows of the row that it was
    computed for. ``evaluation`` is None for a header, ``language`` is the sheet's where that is known."""

    write: Write
    run: Run
    evaluation: ScoredObjective | ScoredKeyResult | ScoredKpi | None
    findings: tuple[Finding, ...]
    options: ScoringOptions | None
    language: Language | None = None


class ClosedCycle(NamedTuple):
    """A sealed cycle. ``seal`` is the SHA-256 of all of it in canonical JSON; ``intact`` is False where what stands in
    the database is no longer what was sealed."""

    cycle: str
    run: str
    closed: datetime
    closings: tuple[Closing, ...]
    seal: str
    intact: bool
