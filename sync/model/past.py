"""What the past has to say: what is remembered, what was sealed, what stands in other workbooks."""

from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from sync.model.cells import CellRef
from sync.model.readings import Quantity
from sync.model.rows import Cycle, Field, Kpi, Table

if TYPE_CHECKING:
    from sync.model.scores import ScoredObjective

T = TypeVar("T")


class Remembered(NamedTuple):
    """What the archive last knew of a key result: its values, and the days on which it was first and last seen and on
    which its current value last changed. ``first_target`` and ``best_progress`` are the target as the archive first saw
    it in this cycle, and the highest progress that it saw in it: they stay as they are when a row is synced again.
    ``reached_on`` is the day on which it was first seen done."""

    current: Decimal | None
    target: Decimal | None
    progress: Decimal | None
    first_seen: date
    last_seen: date
    changed_on: date
    first_target: Decimal | None = None
    best_progress: Decimal | None = None
    reached_on: date | None = None


class Standing(NamedTuple):
    """An objective or key result as it stood when the workbook was last read, to tell which row it is by now.
    ``objective`` is the id of a key result's objective ('' for an objective), ``cycle`` the id of its cycle,
    ``given_id`` the one that its team gave it, as it is compared."""

    id: str
    words: str
    sheet: str
    cycle: str
    objective: str = ""
    current: Decimal | None = None
    target: Decimal | None = None
    left_out: bool = False
    given_id: str = ""


class Gone(NamedTuple):
    """A key result that stands in its workbook no longer: ``last_seen`` is the day for which it was last read, and
    ``sheet`` the tab on which it stood. ``objective_words`` are those of its objective by then. ``left_out``: it was
    cancelled or paused, so that nobody misses it."""

    id: str
    words: str
    objective: str
    objective_words: str
    cycle: str
    last_seen: date
    sheet: str = ""
    left_out: bool = False


class ClosingKind(StrEnum):
    objective = "objective"
    key_result = "key_result"
    kpi = "kpi"


class Verdict(StrEnum):
    """What follows from cycles in a row that were all fine, or all were not."""

    keep_going = "keep going"
    raise_the_bar = "raise the bar"
    make_it_a_key_result = "make it a key result"


class Closing(NamedTuple):
    """One row of a cycle as it ended. ``score`` is the computed one; ``hand_score`` the lead's, with its ``reason``.
    ``grade`` is 'success', 'progress made' or 'missed', ``verdict`` one of ``Verdict``, each '' where there is none;
    ``objective`` is the id of a key result's objective.

    ``lower`` and ``upper`` are a KPI's healthy bounds. ``start`` and ``due`` are a key result's days, ``reached`` the
    day on which it was first known to be done. ``before`` is what the cycle before it was closed with: an objective's
    score, the final value of a key result or KPI. ``given_id`` is the id that the team gave it, as it is compared.
    """

    workbook: str
    kind: ClosingKind
    id: str
    text: str
    cell: CellRef
    objective: str = ""
    owner: str = ""
    unit: str = ""
    committed: bool = False
    baseline: Decimal | None = None
    target: Decimal | None = None
    current: Decimal | None = None
    attainment: Decimal | None = None
    progress: Decimal | None = None
    score: Decimal | None = None
    status: str = ""
    grade: str = ""
    hand_score: Decimal | None = None
    reason: str = ""
    team: str = ""
    lower: Decimal | None = None
    upper: Decimal | None = None
    start: date | None = None
    due: date | None = None
    reached: date | None = None
    verdict: str = ""
    before: Decimal | None = None
    given_id: str = ""


class Inherited(NamedTuple):
    """A sealed row of another workbook that a row of this one goes on from. ``objective`` are the words of a key
    result's objective."""

    closing: Closing
    objective: str = ""


class MaybeFrom(NamedTuple):
    """A row of this workbook that may go on from a sealed one of another, and nobody knows whether: ``workbooks`` are
    the others that have one like it in ``cycle``, as far as it may be that."""

    cycle: str
    workbooks: tuple[str, ...]


class KpiElsewhere(NamedTuple):
    """A KPI of another workbook as the archive last knew it: ``cycle`` is its table's, ``read_on`` the day for which
    the workbook was read, ``header`` that of the current values, as far as it is known."""

    workbook: str
    kpi: Kpi
    cycle: Cycle | None
    read_on: date
    header: str = ""

    @classmethod
    def of(cls, workbook: str, kpi: Kpi, table: Table | None, read_on: date) -> "KpiElsewhere":
        """Given a KPI of another workbook as it was read for a day, and its table as far as it is known, return what
        others see of it."""
        if table is None:
            return cls(workbook, kpi, None, read_on)
        return cls(workbook, kpi, table.cycle, read_on, table.header_of(Field.current))


class ObjectiveElsewhere(NamedTuple):
    """An objective of another workbook as the archive last knew it. ``parent`` is what its parent column says."""

    workbook: str
    title: str
    given_id: str
    parent: str
    cycle: Cycle | None
    weight: Quantity | None
    owner: str
    progress: Decimal | None
    status: str
    read_on: date

    @classmethod
    def of(cls, workbook: str, scored: "ScoredObjective", read_on: date) -> "ObjectiveElsewhere":
        """Given an objective of another workbook as it was read for a day, return what others see of it."""
        said = scored.objective
        return cls(
            workbook,
            said.title.value or "",
            said.external_id.value or "",
            said.parent.value or "",
            scored.cycle,
            said.weight.value,
            said.owner.value or "",
            scored.progress,
            str(scored.status),
            read_on,
        )


class Elsewhere(Mapping[str, tuple[T, ...]]):
    """What other workbooks have by a name, in the order of the workbooks' names; ``of`` is what each has."""

    def __init__(self, of: Mapping[str, Mapping[str, tuple[T, ...]]] = MappingProxyType({})) -> None:
        self.of = {workbook: of[workbook] for workbook in sorted(of)}

    def __getitem__(self, name: str) -> tuple[T, ...]:
        found = tuple(one for each in self.of.values() if name in each for one in each[name])
        if not found:
            raise KeyError(name)
        return found

    def __iter__(self) -> Iterator[str]:
        return iter({name for each in self.of.values() for name in each})

    def __len__(self) -> int:
        return len(set(self))

    def __bool__(self) -> bool:
        return any(self.of.values())

    @property
    def kept(self) -> object:
        """What all of it follows from."""
        return self.of


NOTHING_ELSEWHERE: Elsewhere[Any] = Elsewhere()


class History(NamedTuple):
    """What the past has to say, fetched before the line starts. Keys are key-result ids and (sheet, table title)."""

    key_results: Mapping[str, Remembered] = {}
    closed_cycles: frozenset[str] = frozenset()
    first_cycles: Mapping[str, str] = {}
    """Tab title ─▶ the cycle in which the archive first saw it."""
    closings: Mapping[str, tuple[Closing, ...]] = {}
    """Closed cycle ─▶ the workbook's rows as they were sealed then, in their order."""
    kpis_elsewhere: Elsewhere[KpiElsewhere] = NOTHING_ELSEWHERE
    """KPIs of other workbooks by every name that a key result may call them, compared: 'churn', 'sales: churn'."""
    objectives_elsewhere: Elsewhere[ObjectiveElsewhere] = NOTHING_ELSEWHERE
    """Objectives of other workbooks by every name that a row may call them."""
    children_elsewhere: Elsewhere[ObjectiveElsewhere] = NOTHING_ELSEWHERE
    """Objectives of other workbooks by the parent that they name: the same ones, not others alike."""
    standing: Mapping[str, Standing] = {}
    """The objectives and key results of the last read, by id."""
    gone: tuple[Gone, ...] = ()
    """Key results that were there in an earlier read and not in the last one."""
    read_on: date | None = None
    """The day of the last read."""
    inherited: Mapping[str, tuple[Inherited, ...]] = {}
    """Closed cycle ─▶ the rows of other workbooks that rows of this one go on from."""
    maybe_from: Mapping[str, MaybeFrom] = {}
    """The id of an objective, key result or KPI of which that is not known ─▶ what it may go on from."""
    moved_away: frozenset[str] = frozenset()
    """The ids of key results that stand here no longer, and in another workbook since."""
    succeeded_after: date | None = None
    """The last day of the workbook's last cycle, where another workbook goes on in its place since."""
    unwritten: Mapping[tuple[str, str], Decimal | None] = {}
    """Of cycles that were closed while the workbook was held, and whose tabs wait for what was sealed: the cycle and a
    key result's or KPI's id ─▶ its sealed progress."""
    workbook: str = ""
    """What the workbook is called, by its own rows too ('board: Win the market'); '' where nobody knows."""
