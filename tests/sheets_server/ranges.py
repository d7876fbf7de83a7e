"""Ranges as texts, found in a spreadsheet."""

from __future__ import annotations

from typing import Any

from tests.sheets_server.a1 import Span, parse_span, split_title
from tests.sheets_server.errors import BadRequest
from tests.sheets_server.grid import Area, Spreadsheet, Tab, exceeds


def area_of(spreadsheet: Spreadsheet, text: str) -> Area:
    """Given a range in A1 notation, a tab's title or a named range, return its cells. A bare 'D3' is a cell of the
    first tab, also where a tab is called so. Raise BadRequest when it names nothing, or cells beyond the grid."""
    title, rest, in_quotes = split_title(text)
    if title is None:
        named = _named(spreadsheet, text)
        span = parse_span(text)
        if named:
            return named
        if span:
            return _within(spreadsheet.tabs[0], span)
        title, rest, in_quotes = text, "", True
    tab = spreadsheet.titled(title)
    if tab is None or (not rest and not in_quotes):
        raise BadRequest(f"Unable to parse range: {text}")
    if not rest:
        return tab.area()
    span = parse_span(rest)
    if span:
        return _within(tab, span)
    named = _named(spreadsheet, rest)
    if named is None:
        raise BadRequest(f"Unable to parse range: {text}")
    return named


def _named(spreadsheet: Spreadsheet, name: str) -> Area | None:
    for named in spreadsheet.named_ranges:
        if named["name"].casefold() == name.casefold():
            return spreadsheet.area(named["range"])
    return None


def _within(tab: Tab, span: Span) -> Area:
    height, width = len(tab.rows), len(tab.columns)
    if span.top >= height or span.left >= width or (span.bottom or 0) > height or (span.right or 0) > width:
        raise exceeds(tab, span)
    bottom = height if span.bottom is None else span.bottom
    right = width if span.right is None else span.right
    return Area(tab, span.top, bottom, span.left, right)


def filtered_areas(spreadsheet: Spreadsheet, data_filter: dict[str, Any]) -> list[Area]:
    """Given a DataFilter, return the cells that it finds. Raise BadRequest when it is none."""
    if "a1Range" in data_filter:
        return [area_of(spreadsheet, data_filter["a1Range"])]
    if "gridRange" in data_filter:
        return [spreadsheet.area(data_filter["gridRange"])]
    if "developerMetadataLookup" not in data_filter:
        raise BadRequest("Must specify at least one data filter.")
    found = []
    for metadata in matching(spreadsheet, data_filter["developerMetadataLookup"]):
        location = metadata["location"]
        if "dimensionRange" in location:
            lines = location["dimensionRange"]
            tab = spreadsheet.tab(lines.get("sheetId", 0))
            start, end = lines.get("startIndex", 0), lines["endIndex"]
            whole = tab.area()
            rows = lines["dimension"] == "ROWS"
            found.append(whole._replace(top=start, bottom=end) if rows else whole._replace(left=start, right=end))
        elif location["locationType"] == "SHEET":
            found.append(spreadsheet.tab(location.get("sheetId", 0)).area())
        else:
            found += [tab.area() for tab in spreadsheet.tabs]
    return found


def matching(spreadsheet: Spreadsheet, lookup: dict[str, Any]) -> list[dict[str, Any]]:
    """Given a DeveloperMetadataLookup, return the metadata that it finds."""
    return [metadata for metadata in spreadsheet.metadata if _matches(metadata, lookup)]


def _matches(metadata: dict[str, Any], lookup: dict[str, Any]) -> bool:
    for name in ("metadataId", "metadataKey", "metadataValue", "visibility"):
        if name in lookup and lookup[name] != metadata.get(name):
            return False
    location = metadata["location"]
    if lookup.get("locationType", location["locationType"]) != location["locationType"]:
        return False
    wanted = lookup.get("metadataLocation")
    if not wanted:
        return True
    if "dimensionRange" in wanted:
        exact = location.get("dimensionRange")
        if exact is None:
            return False
        return bool({"sheetId": 0, "startIndex": 0} | wanted["dimensionRange"] == exact)
    if "sheetId" in wanted:
        inside = location.get("dimensionRange", location).get("sheetId")
        everything = lookup.get("locationMatchingStrategy") == "INTERSECTING_LOCATION"
        return bool(inside == wanted["sheetId"] and (everything or location["locationType"] == "SHEET"))
    everything = lookup.get("locationMatchingStrategy") == "INTERSECTING_LOCATION"
    return bool(everything or location["locationType"] == "SPREADSHEET")
