"""What was written twice in one run, joined by what it was written for. Pure.

People may move rows and columns between the two writes. So what the second one found in a cell is what the first one
left there only where both were for the same row and the same column. A row is told by its subject. A column is the same
where it stands in its place, where our values went along with it, or where it went as far as another one of its tab
that they went along with.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple, Protocol, TypeVar

from sync.model.cells import CellRef, CellValue, is_same_value
from sync.model.rows import Field


class Written(Protocol):
    """A cell that was written: over what, with what, for which row ('' for nobody's) and in which owned column."""

    @property
    def cell(self) -> CellRef: ...
    @property
    def before(self) -> CellValue: ...
    @property
    def after(self) -> CellValue: ...
    @property
    def field(self) -> Field: ...
    @property
    def subject(self) -> str: ...


W = TypeVar("W", bound=Written)


class NewColumn(NamedTuple):
    """A column that the second write added: its header, and the last row of its table, as far as that is known."""

    header: CellRef
    last_row: float

    def holds(self, cell: CellRef) -> bool:
        is_below = self.header.row < cell.row <= self.last_row
        return is_below and (cell.sheet, cell.column) == (self.header.sheet, self.header.column)


def joined(
    first: Sequence[W], second: Sequence[W], new: Sequence[NewColumn], join: Callable[[W, W], W]
) -> tuple[W, ...]:
    """Given what two writes of one run wrote, and the columns that the second one added, return what both come to: what
    was written for the same row and column as ``join`` makes it of the two, and the rest as it is. Of a cell that
    somebody changed between the two writes, what the second one found is what stood there."""
    pairs = _pairs(first, second, new)
    replaced = _replaced(first, second, pairs)
    found = (
        join(one, second[pairs[number]]) if number in pairs else one
        for number, one in enumerate(first)
        if number not in replaced
    )
    taken = set(pairs.values())
    return (*found, *(one for number, one in enumerate(second) if number not in taken))


_Purpose = tuple[str, Field, str, CellRef | None]
_Pair = tuple[int, int]


def _purpose(one: Written) -> _Purpose:
    """What a cell was written for; a row of nobody's is known by its place alone."""
    return one.cell.sheet, one.field, one.subject, None if one.subject else one.cell


def _by_purpose(written: Sequence[Written]) -> dict[_Purpose, list[int]]:
    found: dict[_Purpose, list[int]] = defaultdict(list)
    for number, one in enumerate(written):
        found[_purpose(one)].append(number)
    return found


def _pairs(first: Sequence[Written], second: Sequence[Written], new: Sequence[NewColumn]) -> dict[int, int]:
    """The numbers of first writes, each with that of the second one that went on from it."""
    before, after = _by_purpose(first), _by_purpose(second)
    in_place: list[_Pair] = []
    of_copies: list[_Pair] = []
    moved: list[_Pair] = []
    for purpose, ours in after.items():
        theirs = before.get(purpose, [])
        there, here = ({first[one].cell.column for one in theirs}, {second[one].cell.column for one in ours})
        for number in ours:
            cell = second[number].cell
            if any(column.holds(cell) for column in new):
                continue
            going_on = [one for one in theirs if is_same_value(first[one].after, second[number].before)]
            same = [(one, number) for one in going_on if first[one].cell.column == cell.column]
            if len(there) == len(here) == 1:
                (in_place if same else moved).extend((one, number) for one in going_on)
            elif there == here:
                of_copies += same

    found: dict[int, int] = {}

    def take(some: Iterable[_Pair]) -> None:
        """Take those of which each is the other's only one."""
        taken = set(found.values())
        free = [(one, other) for one, other in some if one not in found and other not in taken]
        lefts, rights = Counter(one for one, _ in free), Counter(other for _, other in free)
        found.update((one, other) for one, other in free if lefts[one] == rights[other] == 1)

    def step(pair: _Pair) -> tuple[str, int]:
        one, other = first[pair[0]].cell, second[pair[1]].cell
        return one.sheet, other.column - one.column

    take(in_place)
    take(pair for pair in moved if first[pair[0]].after is not None)
    steps = {step(pair) for pair in found.items() if step(pair)[1]}
    take(pair for pair in moved if step(pair) in steps)
    # Of several columns that are headed the same, none is told by its place once columns have moved.
    shifted = {sheet for sheet, _ in steps}
    take(pair for pair in of_copies if step(pair)[0] not in shifted)
    # An objective's score may stand in any of the rows that it shares.
    sorted_ = {first[one].cell.sheet for one, other in found.items() if first[one].cell.row != second[other].cell.row}
    at_rest = (pair for pair in (*in_place, *of_copies) if step(pair)[0] not in shifted | sorted_)
    take((one, other) for one, other in at_rest if first[one].cell == second[other].cell)
    found.update(_taken_along(first, second, [one for one in range(len(first)) if one not in found], before))
    return found


def _taken_along(
    first: Sequence[Written], second: Sequence[Written], left: Collection[int], before: Mapping[_Purpose, Sequence[int]]
) -> Iterator[_Pair]:
    """Given the first writes that nothing went on from, pair objectives' scores with what the second write emptied in a
    row of nobody's: a row that the objective shares took the score there, and it was written anew in the first of its
    rows, which is the last one above."""
    scores = [number for number, one in enumerate(second) if one.field is Field.objective_score]
    for number in scores:
        emptied = second[number]
        if emptied.subject or emptied.before is None:
            continue
        above = [second[one] for one in scores if second[one].subject and _is_above(second[one].cell, emptied.cell)]
        if not above:
            continue
        owner = max(above, key=lambda one: one.cell.row)
        own = [one for one in before.get(_purpose(owner), ()) if one in left]
        own = [one for one in own if is_same_value(first[one].after, emptied.before)]
        if len(own) == 1:
            yield own[0], number


def _is_above(one: CellRef, other: CellRef) -> bool:
    return (one.sheet, one.column) == (other.sheet, other.column) and one.row < other.row


def _replaced(first: Sequence[Written], second: Sequence[Written], pairs: dict[int, int]) -> set[int]:
    """The numbers of first writes over which somebody typed before the second one wrote there."""
    after = _by_purpose(second)

    def is_replaced(one: Written) -> bool:
        there = [second[at] for at in after.get(_purpose(one), ()) if second[at].cell.column == one.cell.column]
        return bool(one.subject and there) and not any(is_same_value(one.after, other.before) for other in there)

    return {number for number, one in enumerate(first) if number not in pairs and is_replaced(one)}
