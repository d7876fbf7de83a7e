"""Lists that stand in a table's columns below its rows, under a free row, and are none of its own: a legend, risks,
things to do, notes, signatures. None of their rows has a value where the table's have, and something says besides that
they are a list: headers or a heading of their own, words where values go, or the words of legends and signatures."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from decimal import Decimal

from sync.cycle_names import find_periods
from sync.model.cells import Cell, CellRef, Sheet
from sync.model.readings import Trouble
from sync.model.rows import Field, LayoutRemark
from sync.patterns import RarePattern
from sync.reading.sheets.dates import parse_day
from sync.reading.sheets.formats import read_format
from sync.reading.sheets.header_rows import HAS_DIGIT
from sync.reading.sheets.headers import OWNED_MARK, place
from sync.reading.sheets.outlines import is_bulleted, is_note, is_remark, is_signature, read_mark
from sync.reading.sheets.tables import Band, titles_above
from sync.reading.sheets.values import read_quantity
from sync.reading.texts.text import bare
from sync.reading.texts.wording import names_a_value

_VALUES = {Field.baseline, Field.target, Field.current, Field.target_minimum, Field.target_stretch, Field.lower,
           Field.upper, Field.healthy_range}  # fmt: skip
_NAMES = {Field.key_result, Field.item, Field.kpi}
_ANYWHERE = CellRef("", 1, 1)
_SHORT = 2
"""So many words may be somebody's name, or a colour and what it means."""

Row = Mapping[int, Cell]


def without_lists_below(sheet: Sheet, bands: Sequence[Band]) -> tuple[Sheet, list[LayoutRemark]]:
    """Given a tab and its bands, return it without the lists below their rows, and what their teams should know."""
    rows, remarks, is_changed = dict(sheet.rows), [], False
    for band in bands:
        is_beside = any(one.right < band.left for one in bands)
        own = range(band.left if is_beside else 1, band.right + 1)
        passed_over, of_band = _lists_below(sheet, band, own)
        remarks += of_band
        is_changed = is_changed or passed_over != []
        for row in passed_over:
            left = {column: cell for column, cell in rows.get(row, {}).items() if column not in own}
            if left:
                rows[row] = left
            else:
                rows.pop(row, None)
    return (sheet._replace(rows=rows) if is_changed else sheet), remarks


def _lists_below(sheet: Sheet, band: Band, own: range) -> tuple[list[int], list[LayoutRemark]]:
    """The rows of lists below a band that are none of its own, and a remark on each that may be of its rows all the
    same."""
    teams = set(own) - {header.column for header in band.headers if OWNED_MARK in header.text}
    filled = [
        row
        for row in range(band.header_row + 1, band.end_row + 1)
        if row in sheet.rows and _is_filled(sheet.rows[row], teams)
    ]
    blocks = _blocks(filled)
    if len(blocks) == 1 and not any(_may_explain(_typed(sheet.rows[row], teams)) for row in filled[-_LAST_ROWS:]):
        return [], []  # as most tables are: no row is free, and nothing follows
    rows = {row: _typed(sheet.rows[row], teams) for row in filled}
    passed_over = _explained_at_the_end(rows, blocks[0]) if blocks else []
    main = [rows[row] for row in blocks[0] if row not in passed_over] if blocks else []
    form = _Form(band, main)
    if not band.has_headers or not form.values or not form.names or len(main) < 2:
        return [], []
    if not _has_values_mostly(form, main):
        return [], []
    remarks: list[LayoutRemark] = []
    heading: list[int] = []
    above = list(main)
    for block in blocks[1:]:
        block_rows = [rows[row] for row in block]
        if len(block) == 1 and len(block_rows[0]) == 1:
            heading = block
            continue
        if _heads_explanations(rows[(heading or block)[0]]) and not any(map(form.has_value, block_rows)):
            passed_over += [*heading, *block]
        elif _is_of_others(sheet, band, _heading_of(rows, heading, block)):
            passed_over += [*heading, *block]
            words, at = _heading_of(rows, heading, block), (heading or block)[0]
            if _OF_OTHER_THINGS.fullmatch(bare(words).strip(" :.")) is None:
                remarks.append(LayoutRemark("row_skipped", sheet.ref(at, min(rows[at])), words))
        elif form.is_headed(block_rows, main) or form.is_a_list(block_rows, above, is_titled=heading != []):
            passed_over += [*heading, *block]
            named = [cells for cells in block_rows if form.is_named(cells)]
            if named and not (_is_a_legend(block_rows) or _signs(block_rows)):
                cells = named[0]
                words = " | ".join(str(cell.value) for cell in list(cells.values())[:6])
                remarks.append(
                    LayoutRemark("row_skipped", sheet.ref(block[block_rows.index(cells)], min(cells)), words)
                )
        else:
            above += block_rows
        heading = []
    return passed_over, remarks


def _may_explain(cells: Row) -> bool:
    """Whether a row may be of what explains a table: a legend, or the heading of definitions."""
    return _may_be_of_a_legend(cells) or _heads_explanations(cells)


def _heads_explanations(cells: Row) -> bool:
    alone = next(iter(cells.values())).value if len(cells) == 1 else None
    return isinstance(alone, str) and len(alone) < _LONGEST_HEADING and _EXPLAINS.fullmatch(_plain(alone)) is not None


def _explained_at_the_end(rows: Mapping[int, Row], block: Sequence[int]) -> list[int]:
    """The rows that explain a table right below its own: 'Definitions:' with all that follows, where none of it is a
    number, or a legend and its heading."""
    heads = next((at for at, row in enumerate(block) if at and _heads_explanations(rows[row])), None)
    if heads is not None and heads + 1 < len(block):
        explained = list(block[heads:])
        cells = [cell for row in explained for cell in rows[row].values()]
        if all(isinstance(cell.value, str) for cell in cells):
            return explained
    one_line = [row for row in block[-_LAST_ROWS:] if _is_a_legend_in_a_row(rows[row])]
    return _legend_at_the_end(rows, [row for row in block if row not in one_line]) + one_line


def _is_a_legend_in_a_row(cells: Row) -> bool:
    """'Legend: | Green = on track | Amber = at risk'."""
    said = [cell.value for cell in cells.values() if isinstance(cell.value, str)]
    if len(said) < len(cells) or len(said) < 2:
        return False
    colours = [text for text in said if _COLOUR_EXPLAINED.match(bare(text)) is not None]
    return len(colours) == len(said) or (
        len(colours) == len(said) - 1 and _EXPLAINS.fullmatch(_plain(said[0])) is not None
    )


def _plain(text: str) -> str:
    return bare(text).strip(" :.")


def _legend_at_the_end(rows: Mapping[int, Row], block: Sequence[int]) -> list[int]:
    """The rows of a legend right below a table's own: 'Green | on track', 'Chú thích: | Xanh | Từ 70%'."""
    legend: list[int] = []
    for row in reversed(block):
        if not _may_be_of_a_legend(rows[row]):
            break
        legend.insert(0, row)
    return legend if len(legend) > 1 and len(legend) < len(block) else []


def _may_be_of_a_legend(cells: Row) -> bool:
    first = [str(cell.value) for cell in list(cells.values())[:2]]
    opens = len(first) > 1 and _is_a_colour(first[1]) and (is_remark(first[0]) or is_note(first[0]))
    return _is_a_colour(first[0]) or opens or _is_a_legend_in_a_row(cells)


def _is_a_colour(text: str) -> bool:
    words = bare(text).strip(" :")
    return _may_be_a_colour(words) and _LEGEND.fullmatch(words) is not None


def _may_be_a_colour(words: str) -> bool:
    """Whether words begin as a legend's do, which is quick to see; a number is one only with another behind a dash."""
    if words[:1].isdigit():
        return not _DASHES.isdisjoint(words)
    return len(words) <= 2 or words.startswith(_BEGIN_LEGENDS)


def _heading_of(rows: Mapping[int, Row], heading: Sequence[int], block: Sequence[int]) -> str:
    """What stands alone over a block, or in its first row."""
    over = rows[heading[0]] if heading else rows[block[0]]
    alone = next(iter(over.values())).value if len(over) == 1 else None
    return alone.strip() if isinstance(alone, str) else ""


def _is_of_others(sheet: Sheet, band: Band, heading: str) -> bool:
    """Whether a heading says that what stands below it is of another quarter than the tab, or of none: 'Kết quả quý 3'
    on a tab of quarter 4, 'Backlog'."""
    if not heading:
        return False
    if any(pattern.fullmatch(bare(heading).strip(" :.")) for pattern in (_PUT_ASIDE, _OF_OTHER_THINGS)):
        return True
    told = {(one.kind, one.number) for one in find_periods(heading) if one.kind in ("quarter", "month", "half")}
    over = [sheet.title, *(title.value or "" for title in titles_above(sheet, band, 0))]
    own = {(one.kind, one.number) for words in over for one in find_periods(words)}
    kinds = {kind for kind, _ in told} & {kind for kind, _ in own}
    return bool(kinds) and told.isdisjoint(own)


class _Form:
    """The columns of a band that hold values, names and objectives, as its headers name them, and the others that its
    first rows fill."""

    def __init__(self, band: Band, main: Sequence[Row]) -> None:
        placed = [(one.column, set(one.placement.fields)) for one in band.headers if one.placement is not None]
        self.names = {column for column, fields in placed if fields & _NAMES and not fields & _VALUES}
        self.values = {column for column, fields in placed if fields & _VALUES} - self.names
        self.objectives = {
            column for column, fields in placed if Field.objective in fields and not fields & _VALUES
        } - self.names
        goals = {column for column, fields in placed if fields == {Field.objective, Field.target}}
        if len(self.values - goals) and goals:
            self.values -= goals
            self.objectives |= goals
        filled = {column for cells in main for column in cells}
        self.others = filled - self.names - self.values - self.objectives

    def is_headed(self, rows: Sequence[Row], main: Sequence[Row]) -> bool:
        """Whether a list's first row of several cells has words alone, also where each of the table's rows has a value:
        'Item | Supplier | Cost'."""
        at = next((at for at, cells in enumerate(rows) if len(cells) > 1), len(rows))
        if at + 1 >= len(rows) or at > 1:
            return False
        over = self.values & rows[at].keys()
        said = [cell.value for cell in rows[at].values()]
        if not over or len(said) < 3 or any(not isinstance(text, str) or HAS_DIGIT.search(text) for text in said):
            return False
        is_worded = all(not _is_a_value(rows[at][column]) for column in over)
        are_values = all(_is_a_value(cells[column]) for cells in main for column in over & cells.keys())
        are_headers = sum(place(str(text)) is not None for text in said) > 1
        below = [cells[column] for cells in rows[at + 1 :] for column in over & cells.keys()]
        are_headers = are_headers or (len(rows) > at + 2 and len(below) > 1 and all(map(_is_a_value, below)))
        return is_worded and are_values and are_headers

    def is_a_list(self, rows: Sequence[Row], above: Sequence[Row], *, is_titled: bool) -> bool:
        """Whether rows without any value are another list. ``is_titled``: a heading stands over them, alone."""
        if any(map(self.has_value, rows)):
            return _is_a_legend(rows)
        if _is_a_legend(rows):
            return True
        if any(self._is_a_row(cells, above) for cells in rows):
            return False
        if _signs(rows):
            return True
        titles = sum(len(cells) == 1 for cells in above)
        is_titled = (is_titled or (len(rows) > 1 and len(rows[0]) == 1)) and not titles
        named = [cells[column].value for cells in rows for column in self.names & cells.keys()]
        are_short = all(isinstance(text, str) and len(_WORD.findall(text)) <= _SHORT for text in named)
        says_words = any(not self.values.isdisjoint(cells) for cells in rows)
        if not named:
            return len(rows) > 1
        return are_short and (is_titled or says_words)

    def _is_a_row(self, cells: Row, above: Sequence[Row]) -> bool:
        """Whether something says that a row is the table's: a label, words of a value, a number that goes on counting,
        a formula filled down, or another column of the table's own."""
        texts = [cell.value for column, cell in cells.items() if column in self.names | self.objectives]
        if any(isinstance(text, str) and (read_mark(text) is not None or is_bulleted(text)) for text in texts):
            return True
        named = [cells[column].value for column in self.names & cells.keys()]
        if any(isinstance(text, str) and names_a_value(text) for text in named):
            return True
        for column in self.others & cells.keys():
            if _goes_on(cells[column], [one[column] for one in above if column in one]):
                return bool(named) or not self.objectives.isdisjoint(cells)
        return False

    def has_value(self, cells: Row) -> bool:
        """Whether a row has a value where the table's have theirs."""
        return any(_is_a_value(cells[column]) for column in self.values & cells.keys())

    def is_named(self, cells: Row) -> bool:
        """Whether a row has the names that the table's rows have, and no more."""
        own = self.names | self.objectives
        return bool(self.names & cells.keys()) and own & cells.keys() == cells.keys()


def _goes_on(cell: Cell, above: Sequence[Cell]) -> bool:
    """Whether a cell goes on with those of its column: a formula below formulas, a number that counts on, and else what
    is of one kind with them."""
    if any(one.formula is not None for one in above):
        return cell.formula is not None
    if isinstance(cell.value, Decimal):
        numbers = [one.value for one in above if isinstance(one.value, Decimal)]
        return not numbers or cell.value > max(numbers) or read_format(cell.number_format).date
    return any(type(one.value) is type(cell.value) for one in above)


def _has_values_mostly(form: _Form, rows: Sequence[Row]) -> bool:
    of_several = [cells for cells in rows if len(cells) > 1]
    valued = [cells for cells in of_several if any(_is_a_value(cells[column]) for column in form.values & cells.keys())]
    return len(valued) > 0 and 2 * len(valued) >= len(of_several)


def _is_a_value(cell: Cell) -> bool:
    if isinstance(cell.value, Decimal):
        return not read_format(cell.number_format).date
    return read_quantity(cell, _ANYWHERE, "").trouble is not Trouble.not_a_number


def _is_a_legend(rows: Sequence[Row]) -> bool:
    """'Green | On track', '0.7 - 1.0 | Good': each row opens with a colour, a grade or a span of scores."""
    rows = rows[1:] if len(rows[0]) == 1 and len(rows) > 2 else rows
    opens = [str(cells[min(cells)].value) for cells in rows]
    are_days = all(parse_day(text, None) is not None for text in opens if text) or all(
        read_format(cells[min(cells)].number_format).date for cells in rows
    )
    return len(rows) > 1 and (are_days or all(_LEGEND.fullmatch(bare(text).strip(" :")) for text in opens))


def _signs(rows: Sequence[Row]) -> bool:
    """'Prepared by | Jane', 'Nhân viên | Trưởng phòng | Giám đốc'."""
    first = [cell.value for cell in rows[0].values() if isinstance(cell.value, str)]
    return any(is_signature(text) or is_note(text) or is_remark(text) for text in first)


_PUT_ASIDE = RarePattern(
    r"(?:the )?(?:backlog|parking lot|ideas?|parked|cancell?ed|dropped|archived?)"
    r"|(?:da )?huy|tam dung|y tuong|ton dong|de sau|luu tru|kho y tuong"
)
_EXPLAINS = RarePattern(
    r"key|legend|(?:rag|colou?r|status|scoring|score|grading) (?:key|legend|scale|guide)"
    r"|(?:key )?(?:definitions?|glossary|abbreviations?|acronyms?)(?: (?:of terms|and \w+|used))?"
    r"|(?:cac )?(?:dinh nghia|thuat ngu|tu viet tat|chu giai|chu thich|giai thich)"
    r"(?: (?:mau(?: sac)?|tu ngu|thuat ngu|ky hieu))?"
)
"""What heads words that explain a table's own."""
_LONGEST_HEADING = 40
_LAST_ROWS = 12
_OF_OTHER_THINGS = RarePattern(r"(?:key )?(?:risks?|dependencies|budget|headcount)|(?:cac )?rui ro|ngan sach|dinh bien")
_WORD = RarePattern(r"[^\W\d_]+")
_BEGIN_LEGENDS = (
    "green", "yellow", "amber", "red", "orange", "blue", "grey", "gray", "xanh", "vang", "do", "cam", "xam", "mau ",
    *"<>≥≤",
)  # fmt: skip
_DASHES = frozenset("-–—")
_LEGEND = RarePattern(
    r"(?:green|yellow|amber|red|orange|blue|grey|gray|xanh(?: la| duong)?|vang|do|cam|xam|mau [a-z]+|[a-d][+-]?|[rgy]"
    r"|[01][.,][0-9]{1,2}\s?[-–—]\s?[01][.,][0-9]{1,2}|[0-9]{1,3}\s?[-–—]\s?[0-9]{1,3}\s?%?|[<>≥≤]=? ?[0-9.,]+ ?%?)"
)

_COLOUR_EXPLAINED = RarePattern(
    r"(?:green|yellow|amber|red|orange|blue|grey|gray|xanh(?: la| duong)?|vang|do|cam|xam|mau [a-z]+|[rgya])"
    r"\s*(?:[=:–—]|\s-\s|means\b|is\b|la\b)\s*\S"
)


def _is_filled(cells: Row, teams: Collection[int]) -> bool:
    return any(column in teams and _is_typed(cell) for column, cell in cells.items())


def _typed(cells: Row, teams: Collection[int]) -> dict[int, Cell]:
    return {column: cell for column, cell in cells.items() if column in teams and _is_typed(cell)}


def _is_typed(cell: Cell) -> bool:
    # A Decimal that is asked whether it is one of several texts asks itself of each whether that is a number.
    return type(cell.value) is Decimal or cell.value not in (None, "")


def _blocks(rows: Sequence[int]) -> list[list[int]]:
    """Rows, parted where one is free."""
    blocks: list[list[int]] = []
    for row in rows:
        if blocks and row - blocks[-1][-1] == 1:
            blocks[-1].append(row)
        else:
            blocks.append([row])
    return blocks
