"""What makes a write fail as a whole when rows or columns have moved since the last look: there is no compare-and-set,
but developer metadata follows its row or column, and an id that is in use is refused.

Before the write, metadata with ids of our own is put on rows and columns of each tab (a *sentinel*), and the cells are
read in the answer. The write begins by deleting each sentinel at just the place where it was put, and by making it
again with the same id: where the row or column has moved, nothing is deleted, the id is in use, and the whole batch is
refused. What does not move rows (a sort, a cut) is not seen by them: ``google_landing`` does. Where one was deleted and
another inserted in its place, the id is free: that nothing was deleted with it is told in the answer.

The write leaves one more id on the spreadsheet, its *mark*: who asks whether a write was carried out looks for that,
and a request that arrives twice is refused the second time. Pure.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from sync.workbooks.google_answers import JsonObject
from sync.workbooks.google_grid import OURS, Reach, Tab

_MOST_ON_A_TAB = 24
_MOST = 400


class Sentinel(NamedTuple):
    """A row or column (counted from 0) of a tab, and the id that is put on it."""

    id: int
    tab_id: int
    dimension: str
    position: int

    @property
    def place(self) -> JsonObject:
        lines = {"sheetId": self.tab_id, "dimension": self.dimension}
        return {"dimensionRange": lines | {"startIndex": self.position, "endIndex": self.position + 1}}


class Line(NamedTuple):
    """Where a sentinel is wanted."""

    tab_id: int
    dimension: str
    position: int


class Told(NamedTuple):
    """What the sentinels on a tab told in the moment of a write, of rows and columns counted from 1: columns that had
    not moved, and what had been deleted, so that something else stands in its place."""

    held_columns: set[int]
    gone_rows: set[int]
    gone_columns: set[int]


NOTHING_TOLD = Told(set(), set(), set())


def lines_to_watch(tab: Tab, reach: Reach, tabs: int) -> tuple[Line, ...]:
    """Given a tab, where it will be written, and how many tabs there are, return the rows and columns that
    would move if anything that matters did: those that are written, the next ones, and the grid's last. Of many rows a
    choice, first and last among them."""
    rows = {row - 1 for row in reach.rows}
    columns = {column - 1 for column in reach.columns}
    columns |= {column + 1 for column in columns} | {min(columns, default=1) - 1, tab.column_count - 1}
    last = {max(rows, default=0) + 1, tab.row_count - 1}
    wanted_rows = [row for row in sorted(rows | {row + 1 for row in rows}) if row < tab.row_count]
    most = max(6, min(_MOST_ON_A_TAB, _MOST // tabs))
    chosen = {*_spread(wanted_rows, most), *(row for row in last if row < tab.row_count)}
    return (
        *(Line(tab.id, "ROWS", row) for row in sorted(chosen) if row >= 0),
        *(Line(tab.id, "COLUMNS", column) for column in sorted(columns) if 0 <= column < tab.column_count),
    )


def _spread(numbers: Sequence[int], most: int) -> Iterable[int]:
    if len(numbers) <= most:
        return numbers
    step = (len(numbers) - 1) / (most - 1)
    return {numbers[round(place * step)] for place in range(most)}


def placed(lines: Iterable[Line], new_id: Iterator[int]) -> tuple[Sentinel, ...]:
    """Given where sentinels are wanted, and ids, return them."""
    return tuple(Sentinel(next(new_id), *line) for line in lines)


def placing_requests(sentinels: Iterable[Sentinel]) -> list[JsonObject]:
    return [_created(each.id, each.place) for each in sentinels]


def checking_requests(sentinels: Iterable[Sentinel]) -> list[JsonObject]:
    """What fails unless each sentinel is where it was put."""
    requests: list[JsonObject] = []
    for each in sentinels:
        lookup = {"metadataId": each.id, "metadataLocation": each.place, "locationMatchingStrategy": "EXACT_LOCATION"}
        requests.append({"deleteDeveloperMetadata": {"dataFilter": {"developerMetadataLookup": lookup}}})
        requests.append(_created(each.id, each.place))
    return requests


def told_by(sentinels: Sequence[Sentinel], replies: Sequence[JsonObject]) -> Mapping[int, Told]:
    """Given sentinels, and the replies to what ``checking_requests`` made of them and was carried out, return what they
    told, by the ids of tabs."""
    found: dict[int, Told] = defaultdict(lambda: Told(set(), set(), set()))
    for each, reply in zip(sentinels, replies[::2], strict=False):
        is_there = bool(reply.get("deleteDeveloperMetadata", {}).get("deletedDeveloperMetadata"))
        told, line = found[each.tab_id], each.position + 1
        if each.dimension == "COLUMNS":
            (told.held_columns if is_there else told.gone_columns).add(line)
        elif not is_there:
            told.gone_rows.add(line)
    return found


def removing_requests(ids: Iterable[int]) -> list[JsonObject]:
    """What takes metadata of ours away, by the ids that are known to be there."""
    return [
        {"deleteDeveloperMetadata": {"dataFilter": {"developerMetadataLookup": {"metadataId": each}}}} for each in ids
    ]


def marking_request(mark: int) -> JsonObject:
    return _created(mark, {"spreadsheet": True})


def _created(metadata_id: int, location: JsonObject) -> JsonObject:
    metadata = {"metadataId": metadata_id, "metadataKey": OURS, "location": location, "visibility": "PROJECT"}
    return {"createDeveloperMetadata": {"developerMetadata": metadata}}


REMOVE_SENTINELS: tuple[JsonObject, ...] = tuple(
    {
        "deleteDeveloperMetadata": {
            "dataFilter": {"developerMetadataLookup": {"metadataKey": OURS, "locationType": dimension}}
        }
    }
    for dimension in ("ROW", "COLUMN")
)
"""What takes all sentinels away; a mark stays."""
