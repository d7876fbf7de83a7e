"""The rows of a tab that are asked for, found in one pass, which also tells the plain ones from all others.

A plain row holds cells that are all spelt in the usual way, all of this row, and nothing else. Nearly every row of
nearly every program is one. A regular expression sees it whole, and sees that it is well-formed, but for its characters
and for what its start tag says behind its number: a parser of XML needs to be shown only that, and what stands around
plain rows. To show it everything takes five times as long.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Collection, Iterator
from functools import lru_cache, partial
from typing import NamedTuple

from sync.workbooks.package_cells import column_letters
from sync.workbooks.package_tab import RowPlace, Tab
from sync.workbooks.package_xml import MalformedXml, refuse_malformed


class PlainRun(NamedTuple):
    """Plain rows that follow each other in ``[start, end)``, and what their start tags say behind the number."""

    start: int
    end: int
    heads: frozenset[bytes]


class Rows(NamedTuple):
    """Rows that were asked for, by number: ``plain`` ones, and all ``others``, each with all of its places, since a
    file may have a row twice. ``strays``: where cells start that say to be of another row than the one that holds them.
    ``runs``: all plain rows of the tab, asked for or not. Where comments or the like make a tab look otherwise than it
    is, no row is plain."""

    plain: dict[int, RowPlace]
    others: dict[int, list[RowPlace]]
    strays: list[int]
    runs: list[PlainRun]

    def places(self, number: int) -> list[RowPlace]:
        """Given a row's number, return its places; none when it does not exist."""
        plain = self.plain.get(number)
        return self.others.get(number, []) if plain is None else [plain]


# As NamedTuples make themselves, without the call that takes longer than that: a tab has one for each of its rows.
_new_row: Callable[[tuple[int, int, int, int, bool, bytes]], RowPlace] = partial(tuple.__new__, RowPlace)


def rows_of(tab: Tab, wanted: Collection[int]) -> Rows:
    """Given a tab and row numbers, return those of the rows that exist. Raise MalformedXml."""
    rows = Rows({}, {}, [], [])
    known, others, is_as_it_looks = rows.plain, rows.others, tab.shadow is tab.data
    number = run_start = run_end = 0
    heads: set[bytes] = set()
    for row in _any_row(tab.prefix).finditer(tab.shadow, tab.cells.inside, tab.cells.inside_end):
        digits, head = row.group(1, 2)
        start, end = row.span()
        if digits is not None and is_as_it_looks:
            number = int(digits)
            if start != run_end:
                rows.runs.append(PlainRun(run_start, run_end, frozenset(heads)))
                run_start, heads = start, set()
            run_end = end
            heads.add(head)
            if number in wanted:
                place = _new_row((number, start, *row.span(3), False, head))
                if number in known or number in others:
                    _add(rows, place)
                else:
                    known[number] = place
            continue
        if digits is not None:
            number = int(digits)
            place = RowPlace(number, start, *row.span(3), False)
        else:
            number = int(row[4]) if row[4] is not None else tab.row_number(row[0], number + 1)
            place = tab.row_place(number, start, end)
            rows.strays.extend(cell.start for cell in tab.cells_of(place) if not cell.column)
        if number in wanted:
            _add(rows, place)
    rows.runs.append(PlainRun(run_start, run_end, frozenset(heads)))
    return rows._replace(runs=[run for run in rows.runs if run.heads])


def _add(rows: Rows, place: RowPlace) -> None:
    """A row that is there twice is no plain one."""
    here = rows.others.get(place.number)
    if here is None:
        plain = rows.plain.pop(place.number, None)
        here = rows.others[place.number] = [] if plain is None else [plain]
    here.append(place)


@lru_cache(maxsize=16)
def _any_row(prefix: bytes) -> re.Pattern[bytes]:
    """A plain row as a whole (its number, what its start tag says behind that, its content), or else the start tag of
    any (its number, if that is told first). The two forms that nearly all cells have are tried first."""
    pattern = rb"""
        <Prow\ r="([1-9]\d*+)"([^<>]*+)>(?<!/>)
        (
          (?:
            <Pc\ r="[A-Z]{1,3}\1"(?:\ s="\d++"(?:\ t="[A-Za-z]++")?+|\ t="[A-Za-z]++"(?:\ s="\d++")?+)?+
            (?:
              >(?:
                <Pv>[^<]*+</Pv></Pc>
                | <Pis><Pt>[^<]*+</Pt></Pis></Pc>
                | (?:<Pf(?:\ t="[A-Za-z]++")?+(?:\ ref="[A-Z0-9:]++")?+(?:\ aca="\w++")?+(?:\ ca="\w++")?+
                    (?:\ si="\d++")?+\ ?+(?:/>|>[^<]*+</Pf>))?+
                  (?:<Pv(?:\ xml:space="preserve")?+\ ?+(?:/>|>[^<]*+</Pv>)
                    | <Pis><Pt(?:\ xml:space="preserve")?+\ ?+(?:/>|>[^<]*+</Pt>)</Pis>)?+
                  </Pc>
              )
              | \ ?+/>
            )
          )++
        )
        </Prow>
        | <Prow(?:\ r="(\d+)"|(?=[\s/>]))[^<>]*+>
        """
    # Each blank of the indentation would be looked at, which takes an eighth of the time.
    written_close = b"".join(map(bytes.strip, pattern.splitlines()))
    return re.compile(written_close.replace(b"P", re.escape(prefix)), re.VERBOSE)


def places_for_rows(tab: Tab, missing: list[int]) -> dict[int, int]:
    """Given a tab and the numbers of rows that do not exist, in order, return where each of them goes: before the first
    one that is further down."""
    places: dict[int, int] = {}
    if not missing:
        return places
    coming = number = 0
    for tag in tab.row_open.finditer(tab.shadow, tab.cells.inside, tab.cells.inside_end):
        number = int(tag[1]) if tag[1] is not None else tab.row_number(tag[0], number + 1)
        while missing[coming] < number:
            places[missing[coming]] = tag.start()
            coming += 1
            if coming == len(missing):
                return places
    for row in missing[coming:]:
        places[row] = tab.cells.inside_end
    return places


class LookOut:
    """Looks out for cells, spelt in the usual way, that stand in a column or to the right of it. Asked of rows in the
    order in which they stand, it looks at no place twice."""

    def __init__(self, tab: Tab, column: int) -> None:
        self._tab = tab
        self._cell = re.compile(re.escape(tab.usual_cell) + _letters_from(column_letters(column)))
        self._none_from, self._none_to = 0, 0

    def first(self, start: int, end: int) -> int:
        """Given where a row's content starts and ends, return where the first such cell starts; ``end`` without any."""
        if not self._none_from <= start <= self._none_to:
            # Of a row that stands further up than the last one, no more is looked at than that row.
            limit = end if start < self._none_from else self._tab.cells.inside_end
            found = self._cell.search(self._tab.data, start, limit)
            if limit == end:
                return found.start() if found else end
            self._none_from, self._none_to = start, found.start() if found else limit
        return min(self._none_to, end)


def _letters_from(letters: bytes) -> bytes:
    """A pattern of all columns from that one on."""
    *first, last = (b"%c" % letter for letter in letters)
    further = [b"[A-Z]{%d,3}" % (len(letters) + 1)] if len(letters) < 3 else []
    for place, letter in enumerate(first):
        if letter < b"Z":
            further.append(letters[:place] + b"[%c-Z]" % (letter[0] + 1) + b"[A-Z]" * (len(first) - place))
    return b"(?:%b)[0-9]" % b"|".join([b"".join(first) + b"[%b-Z]" % last, *further])


# ── Well-formed or not ───────────────────────────────────────────────────────────────────────────────────────────────


def refuse_malformed_tab(tab: Tab, runs: Collection[PlainRun]) -> None:
    """Given a tab and all of its plain rows, raise MalformedXml when a reader of XML would not take it."""
    if not all(_holds_only_text(tab.data, run.start, run.end) for run in runs):
        refuse_malformed(tab.data)
        return
    try:
        refuse_malformed(*_around(tab, runs))
    except MalformedXml:
        # What it says is to be true of the tab as it is.
        refuse_malformed(tab.data)


def _around(tab: Tab, runs: Collection[PlainRun]) -> Iterator[memoryview | bytes]:
    """The tab without its plain rows: in their place stands one that is empty for each start tag that is not the same.
    One always does, or what is around them might close up to something well-formed."""
    view = memoryview(tab.data)
    position = 0
    for run in runs:
        yield view[position : run.start]
        yield b"".join(b'%b r="1"%b/>' % (tab.row_start, head) for head in run.heads)
        position = run.end
    yield view[position:]


_CHUNK = 1 << 16
_NO_CHARACTERS = [b"%c" % code for code in range(32) if code not in b"\t\n\r"]
_UNKNOWN_REFERENCE = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos);)")


def _holds_only_text(data: bytes, start: int, end: int) -> bool:
    """Whether the characters between two places are such as may stand in XML as they are. A reference to a character by
    its number is not looked into: then it is not said that they are."""
    if data.find(b"&", start, end) >= 0 and _UNKNOWN_REFERENCE.search(data, start, end):
        return False
    if data.find(b"]", start, end) >= 0 and data.find(b"]]>", start, end) >= 0:
        return False
    position = start
    while position < end:
        piece = data[position : min(position + _CHUNK, end)]
        # Each is looked for faster than all of them together.
        if any(character in piece for character in _NO_CHARACTERS):
            return False
        try:
            # A character that the piece's end cuts in two is left for the next.
            text, used = codecs.utf_8_decode(piece, "strict", position + len(piece) == end)
        except UnicodeDecodeError:
            return False
        if "\ufffe" in text or "\uffff" in text:
            return False
        position += used
    return True
