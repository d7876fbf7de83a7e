"""What the settings ask of a workbook that it does not have, and workbooks in which nothing was found at all: said,
with the nearest tab, the nearest header and what each column might be, instead of passing as success."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from decimal import Decimal
from difflib import get_close_matches
from fnmatch import fnmatchcase
from itertools import islice
from typing import NamedTuple

from sync.model.cells import Cell, CellRef, Sheet
from sync.model.rows import Field, LayoutRemark, Rows
from sync.options import ReadingOptions
from sync.patterns import RarePattern
from sync.reading.sheets.claims import column_pair, quoted
from sync.reading.sheets.column_content import Profile, fits, profile_of, profiles_of
from sync.reading.sheets.columns import names_settings, owned_by_settings
from sync.reading.sheets.header_cells import Header, headers_in, is_period_cell
from sync.reading.sheets.header_periods import LONGEST_HEADER, period_words, without_period
from sync.reading.sheets.headers import likeness, place, plain_words
from sync.reading.sheets.left_behind import left_behind
from sync.reading.sheets.locales import language_of
from sync.reading.sheets.quantities import parse_quantity
from sync.reading.sheets.roles_of_rows import Role, role_of
from sync.reading.sheets.spans_of_values import spanned
from sync.reading.sheets.tables import Band, find_bands
from sync.reading.texts.text import bare, fold

_SEARCHED_ROWS = 20
_FEWEST_HEADERS = 3
_SAMPLED_TEXTS = 200
_NAMES = (Field.objective, Field.key_result)
_VALUES = (Field.baseline, Field.target, Field.current)
_NAMED = {*_NAMES, Field.item, Field.kpi}
IN_COLUMNS = "in columns"
"""What is guessed of a tab whose measures stand beside each other, a column each."""
WITHOUT_VALUES = "without values"
"""What is guessed of a tab whose headers name objectives and key results, and not what is reached of them."""


class Guess(NamedTuple):
    """What a column might be: its header's cell and words, and the field; ``known`` where its words say so."""

    cell: CellRef
    words: str
    field: Field | None
    known: bool = False


def what_is_missing(sheets: Sequence[Sheet], rows: Rows, options: ReadingOptions) -> tuple[LayoutRemark, ...]:
    """Given a workbook's tabs, what was read of them and its settings, return remarks: 'no_such_tab' and
    'no_such_header' for settings that match nothing ('no_tab_at_all' where none of the tabs is wanted), and
    'nothing_found' where no table was found in any tab, and nothing was said of why."""
    if not sheets:
        return ()
    remarks = list(_unmatched_tabs(sheets, options))
    if all(remark.kind != "no_tab_at_all" for remark in remarks):
        wanted = [sheet for sheet in sheets if _is_wanted(sheet, options.tabs)]
        remarks += _unmatched_headers(wanted, rows, options)
        is_told = any(remark.kind == "key_results_in_columns" for remark in rows.remarks)
        if not rows.tables and not is_told and not any(_waits_for_rows(sheet, options) for sheet in wanted):
            remarks.append(_nothing_found(wanted, options))
    return tuple(remarks)


def all_remarks(sheets: Sequence[Sheet], rows: Rows, options: ReadingOptions) -> tuple[LayoutRemark, ...]:
    """Given a workbook's tabs, what was read of them and its settings, return all that is to be said of its layout.
    Where it is asked what a table's columns may be, that it was left alone goes without saying."""
    missing = what_is_missing(sheets, rows, options)
    asked_about = {remark.cell.sheet for remark in missing if remark.kind == "nothing_found"}
    told = (one for one in rows.remarks if one.kind != "other_list" or one.cell.sheet not in asked_about)
    return (*told, *left_behind(sheets, rows), *missing)


def guesses(sheet: Sheet) -> tuple[Guess, ...]:
    """Given a tab in which no table was found, return what the columns of its likeliest header row might be; nothing
    where no row looks like headers."""
    for row, cells in sheet.rows.items():
        if row > _SEARCHED_ROWS:
            break
        headers = headers_in(sheet, row, {})
        if _is_a_line_of_headers(headers, cells) and _has_values_below(sheet, row):
            found = tuple(_guessed(sheet, Band(row, row, headers, sheet.last_row)))
            return tuple(one._replace(field=None) for one in found) if _are_in_columns(sheet, found) else found
    return ()


def _is_a_line_of_headers(headers: Sequence[Header], cells: Mapping[int, Cell]) -> bool:
    """Whether a row holds nothing but words and periods, and most of it words."""
    words = [one for one in headers if one.day is None and isinstance(cells[one.column].value, str)]
    if len(words) < 2 or len(headers) < max(_FEWEST_HEADERS, len(cells)):
        return False
    are_short = all(len(one.text) <= LONGEST_HEADER for one in headers)
    return are_short and not any(one.placement is None and parse_quantity(one.text, None) for one in headers)


def setting_of(found: Iterable[Guess]) -> str:
    """Given guesses, return the setting that places those whose words do not say so; '' where there is nothing to
    place, or no column may hold a value."""
    found = [guess for guess in found if guess.field is not None]
    unknown = [guess for guess in found if not guess.known]
    if not unknown or not any(guess.field in _VALUES for guess in found):
        return ""
    if not any(guess.field in _NAMED for guess in found):
        return ""
    pairs = ", ".join(column_pair(guess.words, guess.field.value) for guess in unknown if guess.field is not None)
    return f"[[workbook]] columns = {{ {pairs} }}"


# ── Settings that match nothing ──────────────────────────────────────────────────────────────────────────────────────


def _unmatched_tabs(sheets: Sequence[Sheet], options: ReadingOptions) -> Iterator[LayoutRemark]:
    """Patterns that fit no tab: each where none fits any; else those that are names, not patterns."""
    unmatched = [each for each in options.tabs if not any(_is_wanted(sheet, (each,)) for sheet in sheets)]
    is_none = len(unmatched) == len(options.tabs)
    titles = {bare(sheet.title): sheet.title for sheet in sheets}
    for pattern in unmatched:
        if is_none or not set(pattern) & set("*?["):
            near = get_close_matches(bare(pattern).strip("*? "), titles, 1)
            nearest = titles[near[0]] if near else ""
            setting = f"tabs = [{quoted(nearest)}]" if nearest else ""
            kind = "no_tab_at_all" if is_none else "no_such_tab"
            yield LayoutRemark(kind, CellRef(sheets[0].title, 1, 1), pattern, nearest, setting, options.spoken)


def _unmatched_headers(sheets: Sequence[Sheet], rows: Rows, options: ReadingOptions) -> Iterator[LayoutRemark]:
    """Header words of the settings that stand in no header."""
    if not options.columns or not sheets:
        return
    headers = _header_texts(sheets, rows)
    for words, wanted in options.columns.items():
        plain = plain_words(words)
        if plain and not any(plain == known or plain.endswith(f" {known}") for known in headers if known):
            near = get_close_matches(plain, headers, 1)
            nearest = headers[near[0]] if near else None
            where = nearest[0] if nearest else _first_header(sheets, rows)
            setting = f"columns = {{ {column_pair(nearest[1], wanted.value)} }}" if nearest else ""
            yield LayoutRemark("no_such_header", where, words, nearest[1] if nearest else "", setting, options.spoken)


def _header_texts(sheets: Sequence[Sheet], rows: Rows) -> Mapping[str, tuple[CellRef, str]]:
    """What may be a header, by its plain words: the texts of the tables' header rows, and of the first rows of tabs."""
    ends = {sheet.title: _SEARCHED_ROWS for sheet in sheets}
    for table in rows.tables:
        ends[table.sheet] = max(ends.get(table.sheet, 0), table.header_row)
    found: dict[str, tuple[CellRef, str]] = {}
    for sheet in sheets:
        for row, cells in sheet.rows.items():
            if row > ends[sheet.title]:
                break
            for column, cell in cells.items():
                if isinstance(cell.value, str) and len(cell.value) <= LONGEST_HEADER:
                    text = " ".join(cell.value.split())
                    found.setdefault(plain_words(text), (sheet.ref(row, column), text))
    return found


def _first_header(sheets: Sequence[Sheet], rows: Rows) -> CellRef:
    first = next(iter(rows.tables), None)
    if first is None:
        return CellRef(sheets[0].title, 1, 1)
    return CellRef(first.sheet, max(first.header_row, 1), max(first.left_edge, 1))


# ── Nothing found ────────────────────────────────────────────────────────────────────────────────────────────────────


def _nothing_found(sheets: Sequence[Sheet], options: ReadingOptions) -> LayoutRemark:
    best: tuple[Sheet, tuple[Guess, ...]] | None = None
    for sheet in sheets:
        found = guesses(sheet)
        if found and (best is None or (setting_of(found) and not setting_of(best[1]))):
            best = sheet, found
    if best is None:
        language = language_of(_texts_in(sheets), options)
        return LayoutRemark("nothing_found", CellRef(sheets[0].title, 1, 1), "", language=language)
    sheet, found = best
    if _are_in_columns(sheet, found):
        words, language = " | ".join(guess.words for guess in found), language_of(_texts_in([sheet]), options)
        return LayoutRemark("nothing_found", found[0].cell, words, IN_COLUMNS, "", language)
    words = " | ".join(guess.words for guess in found)
    language = language_of(_texts_in([sheet]), options, (guess.words for guess in found))
    setting = setting_of(found)
    guess = WITHOUT_VALUES if not setting and _names_alone(found) else ""
    return LayoutRemark("nothing_found", found[0].cell, words, guess, setting, language)


def _names_alone(found: Sequence[Guess]) -> bool:
    """Whether objectives and key results are headed by their words, and their targets and current values are not."""
    known = {guess.field for guess in found if guess.known}
    return set(_NAMES) <= known and not {Field.target, Field.current} <= known


def _are_in_columns(sheet: Sheet, found: Sequence[Guess]) -> bool:
    """Whether measures head the columns, and rows are months or people: 'Month | Revenue | Orders | Churn | NPS', or
    'KH | TH' under each of several measures."""
    row = found[0].cell.row
    below = [role_of(cell.value) for cell in sheet.rows.get(row + 1, {}).values()]
    if min(below.count(Role.plan), below.count(Role.actual)) > 1:
        return all(_says_nothing(guess.words) or guess.field not in (*_NAMES, *_VALUES, Field.kpi) for guess in found)
    if any(guess.known and guess.field in _VALUES for guess in found):
        return False
    band = Band(row, row, (), sheet.last_row)
    columns = [guess.cell.column for guess in found if _says_nothing(guess.words)]
    measures = sum(_is_number(profile_of(sheet, band, column)) for column in columns)
    return measures > (1 if _are_periods_down(sheet, row, found[0].cell.column) else len(_VALUES))


def _says_nothing(words: str) -> bool:
    """Whether a header is the name of a measure, as far as its words say: 'CSAT (%)' is placed by its sign alone."""
    placement = place(words)
    return placement is None or placement.guessed


def _are_periods_down(sheet: Sheet, row: int, column: int) -> bool:
    """Whether the rows below a header are months, quarters or weeks, but for one of targets."""
    cells = [cells[column] for under, cells in sheet.rows.items() if under > row and column in cells]
    return len(cells) > 1 and sum(_names_a_period(cell) for cell in cells) >= len(cells) - 1


def _names_a_period(cell: Cell) -> bool:
    if isinstance(cell.value, str):
        return bool(period_words(cell.value)) and not bare(without_period(plain_words(cell.value)))
    return isinstance(cell.value, Decimal) and is_period_cell(cell)


def _texts_in(sheets: Sequence[Sheet]) -> list[str]:
    cells = (cell for sheet in sheets for cells in sheet.rows.values() for cell in cells.values())
    return list(islice((cell.value for cell in cells if isinstance(cell.value, str)), _SAMPLED_TEXTS))


def _waits_for_rows(sheet: Sheet, options: ReadingOptions) -> bool:
    """Whether a tab has the headers of OKRs or KPIs, and nobody has written anything below them yet."""
    bands = find_bands(sheet, names_settings(options), owned_by_settings(options))
    return bool(bands) and not any(
        isinstance(cell.value, str)
        and cell.value.strip()
        and cell.formula is None
        and band.left <= column <= band.right
        for band in bands
        for row in range(band.header_row + 1, band.end_row + 1)
        for column, cell in sheet.rows.get(row, {}).items()
    )


def _has_values_below(sheet: Sheet, row: int) -> bool:
    below = (sheet.rows.get(under, {}) for under in range(row + 1, row + 4))
    return any(len(cells) >= 2 for cells in below)


def _guessed(sheet: Sheet, band: Band) -> Iterator[Guess]:
    """The headers' own words first; then likeness; then what stands below: texts are names, numbers are values."""
    profiles = profiles_of(sheet, band)
    fields: dict[int, Field] = {}
    known: set[int] = set()
    for header in band.headers:
        placement = header.placement
        own = [one for one in placement.fields if fits(one, profiles[header.column])] if placement is not None else []
        free = [one for one in own if one not in fields.values()]
        may_be_told = not own and _is_number(profiles[header.column]) and not _counts_rows(sheet, header)
        told = spanned(header.text) if may_be_told else None
        if told is not None and told.field not in fields.values() and told.span in (None, "to date"):
            fields[header.column] = told.field  # 'Budget'
        if free:
            fields[header.column] = free[0]
            if placement is not None and not placement.weak:
                known.add(header.column)
    open_ones = [one for one in band.headers if one.column not in fields and one.placement is None and one.day is None]
    open_ones = [one for one in open_ones if not _counts_rows(sheet, one) and not _is_of_none(one.text)]
    for header in sorted(open_ones, key=lambda one: -_best_likeness(one.text)):
        other = max(likeness(header.text, one) for one in Field if one not in (*_NAMES, *_VALUES))
        alike = [one for one in (*_NAMES, *_VALUES) if likeness(header.text, one) > max(other, 0.5)]
        _give(header, [one for one in alike if _may_hold(profiles[header.column], one)], fields)
    texts = [one for one in open_ones if one.column not in fields and _is_text(profiles[one.column])]
    names = [one for one in _NAMES if one not in fields.values()]
    texts = [one for one in texts if _may_name(sheet, one)] if names else []
    for header, wanted in zip(texts, names if len(texts) >= len(names) else names[-1:], strict=False):
        fields[header.column] = wanted
    numbers = [one for one in open_ones if one.column not in fields and _is_number(profiles[one.column])]
    values = [one for one in _VALUES if one not in fields.values()]
    for header, wanted in zip(
        numbers, values if len(numbers) >= len(values) else values[-len(numbers) :], strict=False
    ):
        fields[header.column] = wanted
    for header in band.headers:
        ref = sheet.ref(header.row, header.column)
        yield Guess(ref, header.text, fields.get(header.column), header.column in known)


def _counts_rows(sheet: Sheet, header: Header) -> bool:
    """Whether the numbers below a header are 1, 2, 3 …"""
    below = (sheet.cell(row, header.column) for row in range(header.row + 1, header.row + _COUNTED))
    typed = [cell.value for cell in below if cell is not None and cell.value is not None]
    return len(typed) > 1 and typed == [Decimal(number) for number in range(1, len(typed) + 1)]


def _is_of_none(text: str) -> bool:
    """Whether a header's words are those of people, kinds or grades: no column of ours."""
    return _OF_NONE.search(plain_words(text)) is not None


def _may_name(sheet: Sheet, header: Header) -> bool:
    """Whether the texts below a header may be words of objectives or key results: each its own, and more than codes."""
    below = (sheet.cell(row, header.column) for row in range(header.row + 1, header.row + _COUNTED))
    texts = [cell.value.strip() for cell in below if cell is not None and isinstance(cell.value, str)]
    return 2 * len(set(texts)) > len(texts) and any(len(text) >= _SHORTEST_NAME for text in texts)


_COUNTED = 12
_SHORTEST_NAME = 4
_OF_NONE = RarePattern(
    r"(?<!\S)(?:types?|kind|category|grade|rank|level|class|position|job title|employee|staff|member|rep|sales ?person"
    r"|full name|first name|last name|person|loai|xep loai|phan loai|hang|ho ten|ho va ten|nhan vien|nhan su|chuc vu"
    r"|chuc danh|gioi tinh)(?!\S)"
)


def _give(header: Header, candidates: Sequence[Field], fields: dict[int, Field]) -> None:
    free = [one for one in candidates if one not in fields.values()]
    if free:
        fields[header.column] = max(free, key=lambda one: likeness(header.text, one))


def _best_likeness(text: str) -> float:
    return max(likeness(text, one) for one in (*_NAMES, *_VALUES))


def _may_hold(profile: Profile, wanted: Field) -> bool:
    return _is_number(profile) if wanted in _VALUES else _is_text(profile)


def _is_number(profile: Profile) -> bool:
    return profile.filled > 0 and 2 * profile.number > profile.filled


def _is_text(profile: Profile) -> bool:
    return profile.filled > 0 and 2 * profile.text > profile.filled


def _is_wanted(sheet: Sheet, patterns: Sequence[str]) -> bool:
    return not patterns or any(fnmatchcase(fold(sheet.title), fold(pattern)) for pattern in patterns)
