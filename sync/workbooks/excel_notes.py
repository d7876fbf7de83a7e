"""The small parts beside a tab: its notes, threaded comments and list objects."""

from __future__ import annotations

from collections.abc import Iterable

from sync.model.cells import Area
from sync.workbooks.excel_addresses import parse_area
from sync.workbooks.excel_texts import TextGatherer
from sync.workbooks.xml_events import Attributes, BrokenXml, parse_events

Notes = dict[tuple[int, int], str]


def read_notes(chunks: Iterable[bytes]) -> Notes:
    """Given a comments part, return each note's text by row and column."""
    notes: Notes = {}
    gatherer = TextGatherer()
    places: list[tuple[int, int]] = []

    def start(name: str, attributes: Attributes) -> None:
        if name == "comment":
            places.append(parse_area(attributes.get("ref", ""))[:2])
        gatherer.start(name)

    def end(name: str) -> None:
        gatherer.end(name)
        if name == "comment":
            notes[places[-1]] = gatherer.take()

    parse_events(chunks, start, end, gatherer.text)
    return notes


def read_threads(chunks: Iterable[bytes]) -> Notes:
    """Given a threaded-comments part, return each thread's texts, one a line, by row and column."""
    threads: Notes = {}
    place: tuple[int, int] | None = None
    in_text = False

    def start(name: str, attributes: Attributes) -> None:
        nonlocal place, in_text
        if name == "threadedComment":
            place = parse_area(attributes.get("ref", ""))[:2]
            threads[place] = threads[place] + "\n" if place in threads else ""
        in_text = name == "text"

    def end(name: str) -> None:
        nonlocal in_text
        in_text = False

    def text(characters: str) -> None:
        if in_text and place:
            threads[place] += characters

    parse_events(chunks, start, end, text)
    return threads


def read_list_area(chunks: Iterable[bytes]) -> Area:
    """Given a list object's part, return its area. Raise BrokenXml where it has none."""
    areas: list[Area] = []

    def start(name: str, attributes: Attributes) -> None:
        # Extensions hold tables of their own.
        if name == "table" and not areas:
            areas.append(parse_area(attributes.get("ref", "")))

    parse_events(chunks, start)
    if not areas:
        raise BrokenXml("it is no list object")
    return areas[0]
