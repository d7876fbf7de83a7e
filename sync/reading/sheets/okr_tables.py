"""The rows of an OKR table ─▶ objectives with their key results: which objective each belongs to, and where the table
ends."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import islice
from typing import NamedTuple

from sync.model.cells import ErrorValue
from sync.model.readings import Activity, Read
from sync.model.rows import Cycle, Field, KeyResult, LayoutRemark, Objective
from sync.patterns import RarePattern
from sync.reading.sheets.cycle_headings import CycleHeadings, cycle_headings
from sync.reading.sheets.headers import plain_words
from sync.reading.sheets.key_result_rows import Worded, activity_of, read_key_result, worded
from sync.reading.sheets.okr_rows import FoundRow, rows_as_found
from sync.reading.sheets.outlines import (
    is_numeral,
    is_remark,
    is_signature,
    lists_several,
    read_mark,
    unmarked,
)
from sync.reading.sheets.row_reader import NO_CELLS, NO_QUANTITY, NO_TEXT, Cells, RowReader
from sync.reading.sheets.standing import ignored_rules
from sync.reading.texts.text import bare


class Group:
    """An objective while its key results are gathered."""

    def __init__(
        self,
        title: Read[str],
        row: int,
        own_row: bool,
        objective: Objective,
        alone: bool = False,
        cells: Cells = NO_CELLS,
    ) -> None:
        self.title, self.row, self.own_row, self.objective = title, row, own_row, objective
        self.key_results: list[KeyResult] = []
        self.marked = False
        self.is_written_once = False
        """A key result of its own stands in a row that does not repeat its words."""
        self.number = ""
        """The number in its mark: '2' in 'O2: Grow'."""
        self.alone = alone
        """Nothing else of the team's is filled in its row."""
        self.cells = cells
        """What the team has in its row."""

    def finished(self) -> Objective:
        row = self.row or min((one.row for one in self.key_results), default=0)
        return self.objective._replace(row=row, key_results=tuple(self.key_results))

    def finished_as_before(self, reader: RowReader) -> Objective:
        """The objective: where all of it is what it was when it was read before, the very one of before."""
        found, known = self.finished(), reader.known
        if known is None:
            return found
        named, made_from = ("objective", found.row), (reader.way, self.cells, *self.key_results)
        before: Objective | None = known.recall(named, *made_from)
        return before if before == found else known.keep(found, named, *made_from)


class OkrRows(NamedTuple):
    """What an OKR table's rows came to. ``last_row`` is the last that belongs to it, 0 where none does."""

    groups: list[Group]
    remarks: list[LayoutRemark]
    first_row: int
    last_row: int


def read_okr_rows(
    reader: RowReader,
    first_row: int,
    end_row: int,
    table: int,
    title: str,
    is_followed: bool,
    group: Group | None = None,
) -> OkrRows:
    """Given a table's reader and its rows, return its objectives. ``title`` stands in for an objective that nothing
    names; ``is_followed`` says that another table stands below; ``group`` is an objective that the header row itself
    names."""
    names = reader.at.get(Field.key_result, reader.at.get(Field.item))
    if names is not None:
        reader.take_roles(names, first_row, end_row)
    headings = cycle_headings(reader, first_row, end_row)
    gathered = _Gathered(reader, table, title, [group] if group else [], headings)
    if group:
        gathered.current = group
    rows = (found for found in rows_as_found(reader, first_row, end_row) if found.row not in headings.rows)
    while block := list(islice(rows, _ROWS_AT_ONCE)):
        known = [gathered.known_key_result(found) for found in block]
        said = [one or worded(found.key_result, reader.locale) for found, one in zip(block, known, strict=True)]
        for found, one in zip(block, said, strict=True):
            gathered.add(found, one)
    gathered.trim(is_followed)
    gathered.groups = [one for one in gathered.groups if one.key_results or (one.row and one.title.trouble is None)]
    if _has_ids_of_objectives(reader, gathered.groups):
        _give_ids_to_objectives(gathered.groups)
    if reader.columns.weight is not None and _are_weights_of_objectives(gathered.groups):
        _give_weights_to_objectives(gathered.groups)
    last_row = max(gathered.last_row, *reader.beside) if reader.beside and gathered.last_row else gathered.last_row
    return OkrRows(gathered.groups, gathered.remarks, gathered.first_row, last_row)


class _Named(NamedTuple):
    """What a row says of an objective: ``key`` is its title, cycle and team as they are compared, ``number`` the one
    before the title."""

    own_row: bool
    title: Read[str]
    cycle: Cycle | None
    team: Read[str]
    number: str
    key: tuple[str, str, str]


_ROWS_AT_ONCE = 200
"""The texts of so many rows are read one after another: amid all else that is read of a row each takes 40 % longer."""


class _Gathered:
    """The objectives so far, and which of them the next key result belongs to."""

    def __init__(self, reader: RowReader, table: int, title: str, groups: list[Group], headings: CycleHeadings) -> None:
        self.headings = headings
        self.headed = 0
        """How many headings of cycles stand above the row that was taken in last."""
        self.reader = reader
        self.table = table
        self.title = title
        self.groups = groups
        self.current: Group | None = None
        self.by_words: dict[tuple[str, str, str, str], Group] = {}
        self.by_number: dict[tuple[str, str, str], Group] = {}
        """By title, cycle, team and the number before the title, and the first of a title without that number too."""
        self.remarks: list[LayoutRemark] = []
        self.first_row = self.last_row = 0
        self.has_objective_column = Field.objective in reader.at
        self.is_list = Field.item in reader.at

    def known_key_result(self, found: FoundRow) -> KeyResult | None:
        """A row's key result, where it was read before from the same cells of the team's in the same way."""
        if self.reader.known_by_row is None:
            return None
        before: tuple[Read[str], KeyResult] | None = self.reader.table.row(found.row, found.cells).read
        return before[1] if before is not None and before[0] == found.key_result else None

    def add(self, found: FoundRow, said: Worded | KeyResult) -> None:
        """Given a row, and what its text says, or the key result that it is known to be, take it in."""
        if found.skipped:
            cell = self.reader.sheet.ref(found.row, min(found.cells))
            total = found.key_result
            if total.value is not None and total.cell is not None:
                self.remarks.append(LayoutRemark("total_skipped", total.cell, total.value))
            else:
                is_merged = any(
                    area.first_row == cell.row and area.first_column == cell.column < area.last_column
                    for area in self.reader.sheet.merges
                )
                kind = "merged_row_skipped" if is_merged else "row_skipped"
                kind = "kind_skipped" if self._is_of_another_kind(found) else kind
                self.remarks.append(LayoutRemark(kind, cell, _words_of(found.cells)))
            return
        if (headed := self.headings.over(found.row)) != self.headed:
            self.headed, self.current = headed, None
        if found.objective.value is not None:
            self.current = self._group(found)
        elif found.objective.trouble is not None:
            self.current = self._unknown(found)
        elif not self.is_list:
            self._follow_own_columns(found)
        if found.key_result.value is not None or found.key_result.trouble is not None:
            group = self._parent_of(found) or self.current or self._nameless(found)
            self.current = group if self.current is None else self.current
            if isinstance(said, Worded):
                said = self._key_result(found, said)
            group.key_results.append(said)
            group.is_written_once = group.is_written_once or found.objective.value is None
        self.first_row = min(self.first_row or found.row, found.row)
        self.last_row = max(self.last_row, found.row)

    def _is_of_another_kind(self, found: FoundRow) -> bool:
        """Whether a row of a list was left out for what it says it is, since its text stands where it should."""
        at = self.reader.at
        words = [found.cells.get(at.get(field, 0)) for field in (Field.item, Field.row_kind)]
        texts = [cell.value for cell in words if cell is not None and isinstance(cell.value, str)]
        is_told = len(texts) == len(words) and not self.reader.layout.numbers_rows
        return is_told and all(any(map(str.isalpha, text)) for text in texts)

    def _key_result(self, found: FoundRow, said: Worded) -> KeyResult:
        reader, row = self.reader, found.row
        known = reader.table.row(row, found.cells)
        key_result = read_key_result(reader, row, known.team, said)
        if reader.known_by_row is not None:
            known.read = found.key_result, key_result
        return key_result

    def trim(self, is_followed: bool) -> None:
        """Take back what is no part of the table: titles of teams between its rows, the title of the next table,
        signatures and notes below."""
        self._drop_titles()
        self._drop_signatures()
        stand_beside = self._stand_beside_key_results()
        kept = len(self.groups)
        for place in range(len(self.groups) - 1, 0, -1):
            last = self.groups[place]
            if not (_is_lone_text(last) or _is_signed(last)):
                break
            if (
                is_followed
                or (stand_beside and not _is_numbered(last))
                or _is_signed(last)
                or not self.reader.cells(last.row - 1)
                or is_remark(last.title.raw.strip() or last.title.value or "")
            ):
                kept = place
        if kept < len(self.groups):
            below = self.groups[kept]
            said = below.title.raw.strip() or below.title.value or ""
            if stand_beside and self.reader.cells(below.row - 1) and not (is_remark(said) or said.endswith(":")):
                self.remarks.append(
                    LayoutRemark("row_skipped", below.title.cell or self.reader.sheet.ref(below.row, 1), said)
                )
            del self.groups[kept:]
            self._end_with_its_groups()

    def _stand_beside_key_results(self) -> bool:
        """Whether each objective stands in a row with its first key result, so that a text alone below is none."""
        filled = [group for group in self.groups if group.key_results]
        return not self.is_list and bool(filled) and not any(group.own_row for group in filled)

    def _drop_signatures(self) -> None:
        """From where a sheet is signed on, names stand where objectives would."""
        for place in range(len(self.groups) - 1, 0, -1):
            if self.groups[place].key_results:
                return
            if _is_signed(self.groups[place]):
                signed = self.groups[place].row
                self.groups[:] = [group for group in self.groups if group.row < signed]
                self._end_with_its_groups()
                return

    def _end_with_its_groups(self) -> None:
        rows = [one.row for group in self.groups for one in group.key_results] + [one.row for one in self.groups]
        self.last_row = max(rows)

    def _drop_titles(self) -> None:
        """Where no objective stands alone in its row over its key results, a text that does, right over another
        objective, is the title of what stands below it ('TEAM B')."""
        filled = [group for group in self.groups if group.key_results]
        if self.is_list or not filled or any(group.own_row and group.alone for group in filled):
            return
        kept: list[Group] = []
        for group in reversed(self.groups):
            if not (_is_lone_text(group) and kept and not _is_lone_text(kept[-1])):
                kept.append(group)
        self.groups[:] = reversed(kept)

    def _group(self, found: FoundRow) -> Group:
        own_row, title, cycle, team, number, key = self._named(found)
        if cycle is None and (cycle := self.headings.cycle(found.row)) is not None:
            key = (key[0], cycle.id, key[2])
        called = _LABEL_ALONE.fullmatch(key[0]) if not own_row and key[0].startswith(_LABELS) else None
        if called is not None and (called["number"], *key[1:]) in self.by_number:
            return self.by_number[called["number"], *key[1:]]  # 'O1' below 'O1: Grow'
        if not own_row:
            is_current = self.current is not None and self._is_same(self.current, key[0], key[1], number)
            if self.current is not None and is_current and not _is_another_teams(self.current, team):
                return self.current
            known = self.by_words.get((*key, number))
            if known is not None:
                return known
        group = self._new(title, found.row, found.cells, own_row, cycle, team)
        group.marked = found.marked
        group.number = number
        self.by_words[(*key, number)] = group
        if number:
            self.by_words.setdefault((*key, ""), group)
            self.by_number[number, *key[1:]] = group
        return group

    def _named(self, found: FoundRow) -> _Named:
        """What a row with an objective's words says of it, as it was understood before where the row is what it was."""
        says = self.reader.table.row(found.row, found.cells).says if self.reader.known_by_row is not None else {}
        before: tuple[FoundRow, _Named] | None = says.get("objective")
        if before is not None and before[0] is found:
            return before[1]
        reader, row, cells = self.reader, found.row, found.cells
        words = found.objective.value or ""
        own_row = found.key_result.value is None and found.key_result.trouble is None
        title = found.objective._replace(value=unmarked(words.splitlines()[0] if lists_several(words) else words))
        cycle = reader.cycle(cells, row) if Field.cycle in reader.at else None
        team = reader.text(cells, row, Field.team) if Field.team in reader.at else NO_TEXT
        key = (bare(title.value or ""), cycle.id if cycle else "", bare(team.value or ""))
        named = _Named(own_row, title, cycle, team, _number_before(title.value or "", words), key)
        says["objective"] = found, named
        return named

    def _is_same(self, group: Group, words: str, cycle: str, number: str) -> bool:
        own = group.objective.cycle.id if group.objective.cycle else ""
        if number and group.number and number != group.number:
            return False
        return bare(group.title.value or "") == words and (own == cycle or not cycle)

    def _new(
        self, title: Read[str], row: int, cells: Cells, own_row: bool, cycle: Cycle | None, team: Read[str]
    ) -> Group:
        reader = self.reader
        cells = reader.teams(row, cells)
        note = reader.text(cells, row, Field.note) if own_row else NO_TEXT
        id_field = Field.objective_id if Field.objective_id in reader.at else Field.key_result_id
        external_id = reader.text(cells, row, id_field) if own_row or id_field is Field.objective_id else NO_TEXT
        weight = reader.quantity(cells, row, Field.weight) if own_row else NO_QUANTITY
        own = Objective(
            title,
            row,
            reader.title,
            self.table,
            own_row,
            external_id=external_id,
            parent=reader.text(cells, row, Field.parent),
            owner=reader.text(cells, row, Field.owner) if own_row else NO_TEXT,
            team=team,
            weight=weight,
            committed=reader.commitment(cells, row) if own_row else None,
            activity=activity_of(reader, reader.text(cells, row, Field.status), note) if own_row else Activity.active,
            note=note,
            ignored_rules=ignored_rules(note.value),
            cycle=cycle,
        )
        group = Group(title, row, own_row, own, alone=own_row and not self._has_more(cells, title), cells=cells)
        self.groups.append(group)
        return group

    def _has_more(self, cells: Cells, title: Read[str]) -> bool:
        """Whether something stands in a row of the team beside its title; a remark beside the table does not."""
        column = title.cell.column if title.cell is not None else 0
        own = self.reader.at.values()
        right = max(own) if len(own) > 2 else max(cells)
        return any(
            other != column and other <= right and not (other < column and is_numeral(str(cell.value)))
            for other, cell in cells.items()
        )

    def _follow_own_columns(self, found: FoundRow) -> None:
        """Where only an id, a cycle or a parent says which objective a row belongs to, a new one begins a new group."""
        if self.has_objective_column:
            return
        reader, row, cells = self.reader, found.row, found.cells
        parent = reader.text(cells, row, Field.parent if Field.parent in reader.at else Field.objective_id)
        cycle = reader.cycle(cells, row) if Field.cycle in reader.at else None
        cycle = cycle or self.headings.cycle(row)
        if parent.value is None and cycle is None:
            return
        key = (bare(parent.value or ""), cycle.id if cycle else "", "", "")
        known = self.by_words.get(key)
        if known is None:
            title = parent if parent.value is not None else Read(self.title or None)
            known = self._new(title, row, cells, False, cycle, reader.text(cells, row, Field.team))
            self.by_words[key] = known
        self.current = known

    def _parent_of(self, found: FoundRow) -> Group | None:
        """The objective that a row of a list names as its parent, by its words or its id."""
        if not found.parent:
            return None
        words = bare(unmarked(found.parent))
        for group in reversed(self.groups):
            own_id = group.objective.external_id.value
            if words == bare(group.title.value or "") or (own_id and words == bare(own_id)):
                return group
        return None

    def _unknown(self, found: FoundRow) -> Group:
        """An objective whose words are not known yet: rows of such stand together."""
        own_row = found.key_result.value is None and found.key_result.trouble is None
        if self.current is not None and self.current.title.trouble is not None and not own_row:
            return self.current
        cycle = self.headings.cycle(found.row)
        return self._new(found.objective, found.row, found.cells, own_row, cycle, NO_TEXT)

    def _nameless(self, found: FoundRow) -> Group:
        cycle = self.headings.cycle(found.row)
        return self._new(Read(self.title or None), found.row, found.cells, False, cycle, NO_TEXT)


def _are_weights_of_objectives(groups: list[Group]) -> bool:
    """Whether weights stand beside objectives alone, each in the row of its first key result, and these add up: '60 % |
    (empty) | 40 % | (empty)' weighs two objectives, and none of their key results."""
    own = [group for group in groups if group.key_results]
    if len(own) < 2 or not any(len(group.key_results) > 1 for group in own):
        return False
    weights = [group.key_results[0].weight.value for group in own]
    others = any(one.weight.value is not None for group in own for one in group.key_results[1:])
    if others or any(weight is None for weight in weights) or any(group.own_row for group in own):
        return False
    whole = sum((weight.value for weight in weights if weight is not None), _NOTHING)
    return whole in (_ONE, _HUNDRED)


def _give_weights_to_objectives(groups: list[Group]) -> None:
    for group in groups:
        if group.key_results:
            first = group.key_results[0]
            group.objective = group.objective._replace(weight=first.weight)
            group.key_results[0] = first._replace(weight=first.weight._replace(value=None))


_NOTHING, _ONE, _HUNDRED = Decimal(0), Decimal(1), Decimal(100)


def _has_ids_of_objectives(reader: RowReader, groups: list[Group]) -> bool:
    """Whether a plain 'ID' left of the objectives is theirs: an objective's rows share it, or only its first has it."""
    at = reader.columns.key_result_id
    objectives = reader.at.get(Field.objective)
    if at is None or objectives is None or at > objectives or Field.objective_id in reader.at:
        return False
    if not any(column.column == at and plain_words(column.header) in _PLAIN_IDS for column in reader.layout.columns):
        return False
    if any(group.own_row or not group.key_results for group in groups):
        return False
    if all(len(group.key_results) == 1 for group in groups):
        said = [group.key_results[0].external_id.value or "" for group in groups]
        return all(_ID_OF_AN_OBJECTIVE.fullmatch(one) is not None for one in said)
    ids = [{bare(one.external_id.value) for one in group.key_results if one.external_id.value} for group in groups]
    return all(len(own) == 1 and group.key_results[0].external_id.value for own, group in zip(ids, groups, strict=True))


def _give_ids_to_objectives(groups: list[Group]) -> None:
    for group in groups:
        group.objective = group.objective._replace(external_id=group.key_results[0].external_id)
        group.key_results[:] = [one._replace(external_id=NO_TEXT) for one in group.key_results]


_LABELS = ("o", "muc tieu", "mt")
_LABEL_ALONE = RarePattern(r"(?:o|obj|objective|muc tieu|mt) ?[.#-]?(?P<number>[0-9]{1,2})")
_ID_OF_AN_OBJECTIVE = RarePattern(r"(?:obj(?:ective)?s?|o|goal|g|mt)\W?[0-9.]+", re.IGNORECASE)
_PLAIN_IDS = ("id", "code", "ref", "ma", "ma so")


def _is_signed(group: Group) -> bool:
    """Whether a row is where those who made and approved a sheet sign it."""
    return group.own_row and not group.key_results and is_signature(group.title.value or "")


def _number_before(title: str, words: str) -> str:
    """Given an objective's title and the words that it was cut from, return the number in what stands before it: two of
    one name are told apart by it ('O1: Grow', 'O2: Grow')."""
    return "".join(letter for letter in words[: words.find(title)] if letter.isdecimal()) if title in words else ""


def _is_another_teams(group: Group, team: Read[str]) -> bool:
    """Whether an objective in the words of the one before it is another team's, where each is written once, over its
    key results: where all rows repeat it, it may have key results of several teams."""
    own = group.objective.team.value
    return group.is_written_once and bool(own and team.value) and bare(own or "") != bare(team.value or "")


def _is_lone_text(group: Group) -> bool:
    return group.own_row and group.alone and not group.marked and not group.key_results


def _is_numbered(group: Group) -> bool:
    """'O3: Be the best place to work', '3. Nhân sự'."""
    said = group.title.raw.strip()
    return bool(group.number) or read_mark(said) is not None or _NUMBERED.match(said) is not None


_NUMBERED = RarePattern(r"(?:[0-9]{1,2}|[ivx]{1,4})[.)]\s", re.IGNORECASE)


def _words_of(cells: Cells) -> str:
    words = []
    for cell in cells.values():
        value = cell.value
        if value is not None and value != "":
            words.append(value.code if isinstance(value, ErrorValue) else str(value))
    return " | ".join(words[:6])
