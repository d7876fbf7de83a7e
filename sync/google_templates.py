"""A template's description ─▶ the requests that make a Google spreadsheet of it. Pure; the descriptions are those of
``sync/templates.py``.

A spreadsheet is made by requests of its own rather than by uploading the Excel workbook and letting Google convert it:
what Google has for the same purpose is other than Excel's (a note on an owned header, a protection that only warns,
a gradient for a bar), and a conversion is told by nobody what became of it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from openpyxl.styles import Alignment, Border, Font, PatternFill
from openpyxl.utils.cell import column_index_from_string, coordinate_to_tuple, range_boundaries

from sync.messages import header_note, owned_header, render
from sync.model.findings import Language
from sync.model.rows import Cycle, Field
from sync.options import ScoringOptions
from sync.planning import NUMBER_FORMATS, WIDTHS
from sync.templates import FILLS_ITSELF_IN, LOOKS, TONES, WRAPPED, Description, described, filled, words_of
from sync.workbooks.google_making import NewSpreadsheet
from sync.workbooks.google_writing import number_format_of

Request = dict[str, Any]

_ROWS, _COLUMNS = 1000, 26
_LOCALES: Mapping[Language, str] = {"vi": "vi_VN", "en": "en_US"}
_PIXELS_A_POINT = 4 / 3
_VERTICAL = {"center": "MIDDLE", "top": "TOP"}


def template_spreadsheet(name: str, language: Language, cycle: Cycle, title: str, timezone: str) -> NewSpreadsheet:
    """Given a template's name, a language, the cycle that it is for, the spreadsheet's title ('': what the template's
    first cell says) and its time zone, return the spreadsheet. Raise UnknownTemplate."""
    description, words = described(name, language), words_of(cycle, language)
    tabs = description["tab"]
    own = {"locale": _LOCALES.get(language, language), "timeZone": timezone}
    requests: list[Request] = [{"updateSpreadsheetProperties": {"properties": own, "fields": "locale,timeZone"}}]
    for number, tab in enumerate(tabs):
        requests += _tab(number, tab, language, words)
    return NewSpreadsheet(title or str(filled(tabs[0]["rows"][0][0], words)), requests)


def _tab(number: int, tab: Description, language: Language, words: Mapping[str, str]) -> Iterator[Request]:
    frozen_row, frozen_column = coordinate_to_tuple(tab.get("freeze", "A1"))
    grid = {"rowCount": _ROWS, "columnCount": _COLUMNS, "frozenRowCount": frozen_row - 1, "hideGridlines": True}
    properties = {"sheetId": number, "title": filled(tab["title"], words), "index": number}
    properties["gridProperties"] = grid | {"frozenColumnCount": frozen_column - 1}
    if number == 0:
        # A new spreadsheet has one tab, whose id is 0.
        yield {"updateSheetProperties": {"properties": properties, "fields": "title,gridProperties"}}
    else:
        yield {"addSheet": {"properties": properties}}
    rows = [{"values": [_text(filled(cell, words)) for cell in row]} for row in tab["rows"]]
    start = {"sheetId": number, "rowIndex": 0, "columnIndex": 0}
    yield {"updateCells": {"start": start, "rows": rows, "fields": "userEnteredValue"}}
    for look in tab.get("look", ()):
        yield from _dress(number, look)
    for letters, characters in tab.get("widths", {}).items():
        yield _wide(number, column_index_from_string(letters), characters)
    for row, points in tab.get("heights", {}).items():
        yield _sized(number, "ROWS", int(row), round(points * _PIXELS_A_POINT))
    for choices in tab.get("choices", ()):
        yield _offer(number, choices)
    for column in tab.get("owned", ()):
        yield from _own(number, column, language)
    for rule in tab.get("colour", ()):
        yield _colour(number, rule)


def _text(value: object) -> Request:
    return {} if value in (None, "") else {"userEnteredValue": {"stringValue": str(value)}}


def _area(number: int, text: str) -> Request:
    left, top, right, bottom = (bound or 1 for bound in range_boundaries(text))
    own = {"sheetId": number, "startRowIndex": top - 1, "endRowIndex": bottom}
    return own | {"startColumnIndex": left - 1, "endColumnIndex": right}


def _dress(number: int, look: Description) -> Iterator[Request]:
    own: Request = {}
    for style in LOOKS.get(look.get("as", ""), {}).values():
        own |= _format_of(style)
    if "format" in look:
        own["numberFormat"] = _number_format(look["format"])
    if own:
        yield _repeat(_area(number, look["range"]), own)


def _repeat(area: Request, own: Request) -> Request:
    fields = f"userEnteredFormat({','.join(own)})"
    return {"repeatCell": {"range": area, "cell": {"userEnteredFormat": own}, "fields": fields}}


def _format_of(style: object) -> Request:
    match style:
        case Font():
            letters: Request = {"bold": bool(style.b), "italic": bool(style.i)}
            if style.sz:
                letters["fontSize"] = round(style.sz)
            if style.color is not None:
                letters["foregroundColorStyle"] = {"rgbColor": _rgb(style.color.rgb)}
            return {"textFormat": letters}
        case PatternFill():
            return {"backgroundColorStyle": {"rgbColor": _rgb(style.fgColor.rgb)}}
        case Alignment():
            found: Request = {"verticalAlignment": _VERTICAL.get(style.vertical or "", "BOTTOM")}
            if style.horizontal:
                found["horizontalAlignment"] = str(style.horizontal).upper()
            return found | {"wrapStrategy": "WRAP" if style.wrap_text else "CLIP"}
        case Border():
            assert style.left is not None
            assert style.left.color is not None
            line = {"style": "SOLID", "colorStyle": {"rgbColor": _rgb(style.left.color.rgb)}}
            return {"borders": dict.fromkeys(("top", "bottom", "left", "right"), line)}
    raise TypeError(f"no format is made of {style!r}")


def _rgb(code: str) -> dict[str, float]:
    """'D1F0DB', or with an alpha before it."""
    channels = [int(code[-6:][place : place + 2], 16) / 255 for place in (0, 2, 4)]
    return dict(zip(("red", "green", "blue"), channels, strict=True))


def _number_format(code: str) -> Request | None:
    return {"type": "DATE", "pattern": code} if "yy" in code else number_format_of(code)


def _wide(number: int, column: int, characters: float) -> Request:
    return _sized(number, "COLUMNS", column, round(characters * 7 + 5))


def _sized(number: int, dimension: str, place: int, pixels: int) -> Request:
    lines = {"sheetId": number, "dimension": dimension, "startIndex": place - 1, "endIndex": place}
    sized = {"range": lines, "properties": {"pixelSize": pixels}, "fields": "pixelSize"}
    return {"updateDimensionProperties": sized}


def _offer(number: int, choices: Description) -> Request:
    values = [{"userEnteredValue": word} for word in choices["values"]]
    # A hint, not a fence: a team may type a word of its own.
    rule = {"condition": {"type": "ONE_OF_LIST", "values": values}, "strict": False, "showCustomUi": True}
    return {"setDataValidation": {"range": _area(number, choices["range"]), "rule": rule}}


def _own(number: int, column: Description, language: Language) -> Iterator[Request]:
    """An owned column: its header with the mark and what it is, its format, and a question (never a fence) to whoever
    types into it."""
    field = Field(column["field"])
    header = {"userEnteredValue": {"stringValue": owned_header(field, language)}}
    note = header_note(field, language, ScoringOptions(), of_kpis=column.get("of_kpis", False))
    header["note"] = note  # type: ignore[assignment]
    place = _area(number, column["header"])
    start = {"sheetId": number, "rowIndex": place["startRowIndex"], "columnIndex": place["startColumnIndex"]}
    update = {"start": start, "rows": [{"values": [header]}], "fields": "userEnteredValue,note"}
    yield {"updateCells": update}
    if (number_format := number_format_of(NUMBER_FORMATS[field])) is not None:
        yield _repeat(_area(number, column["range"]), {"numberFormat": number_format})
    if field is Field.warnings:
        yield _repeat(_area(number, column["range"]), _format_of(WRAPPED))
    protected = {"range": _area(number, column["range"]), "warningOnly": True}
    protected["description"] = render(FILLS_ITSELF_IN, language)
    yield {"addProtectedRange": {"protectedRange": protected}}
    yield _wide(number, place["endColumnIndex"], WIDTHS[field])


def _colour(number: int, rule: Description) -> Request:
    own: Request = {"ranges": [_area(number, rule["range"])]}
    if "bar" in rule:
        # Google has no bars in cells but by formulas, and an owned cell holds a number.
        ends: Sequence[tuple[str, str, str]] = (("minpoint", "0", "FFFFFF"), ("maxpoint", str(rule["bar"]), "9DB7E4"))
        own["gradientRule"] = {
            end: {"colorStyle": {"rgbColor": _rgb(color)}, "type": "NUMBER", "value": value}
            for end, value, color in ends
        }
    else:
        condition = {"type": "TEXT_EQ", "values": [{"userEnteredValue": str(rule["equals"])}]}
        look = {"backgroundColorStyle": {"rgbColor": _rgb(TONES[rule["tone"]])}}
        own["booleanRule"] = {"condition": condition, "format": look}
    return {"addConditionalFormatRule": {"rule": own, "index": 0}}
