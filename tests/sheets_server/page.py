"""A page to look at the spreadsheets, without scripts."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape
from typing import Any

from tests.sheets_server.a1 import column_letters
from tests.sheets_server.clock import written
from tests.sheets_server.drive.files import SPREADSHEET
from tests.sheets_server.formulas.calculating import Calculation
from tests.sheets_server.grid import Tab
from tests.sheets_server.messages import Answer, Call

_MOST_ROWS = 500
_DEFAULT_WIDTH, _HEAD_WIDTH = 100, 44
_LONG = 60
"""Characters of a text that ends with its cell, even where the next one is empty."""
_STYLE = """
body { font: 13px/1.4 system-ui, sans-serif; margin: 1.5rem; color: #1f2328; background: #fff }
table { border-collapse: collapse; margin: .5rem 0 2rem }
table.tab { table-layout: fixed; width: 0 }
td, th { border: 1px solid #d0d7de; padding: .2rem .4rem; text-align: left; vertical-align: middle }
table.tab td { white-space: nowrap; overflow: hidden; text-overflow: ellipsis }
table.tab td.over { overflow: visible; text-overflow: clip }
table.tab td.wrap { white-space: pre-wrap; overflow-wrap: break-word }
th { background: #f3f4f6; font-weight: 400; color: #57606a }
table.tab th { text-align: center; font-size: 12px }
td.number { text-align: right; font-variant-numeric: tabular-nums }
td.note { background-image: linear-gradient(225deg, #e8a33d 7px, transparent 7px) }
tr.hidden, td.hidden, th.hidden { opacity: .45 }
"""


def answer(call: Call) -> Answer:
    """The list of spreadsheets, or all tabs of one."""
    with call.world.lock:
        if call.path == "/":
            return _page(200, "Spreadsheets", _list(call))
        file = call.world.files.get(call.path.removeprefix("/sheet/"))
        if file is None or file.spreadsheet is None:
            return _page(404, "No such spreadsheet", '<p><a href="/">All spreadsheets</a></p>')
        calculation = call.world.calculation(file.spreadsheet)
        tabs = "".join(_tab(calculation, tab) for tab in file.spreadsheet.tabs)
        return _page(
            200, file.name, f'<p><a href="/">All spreadsheets</a> · changed {written(file.modified)}</p>{tabs}'
        )


def _page(status: int, title: str, body: str) -> Answer:
    html = (
        f'<!DOCTYPE html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(title)}</title><style>{_STYLE}</style><h1>{escape(title)}</h1>{body}</html>"
    )
    return Answer(status, html.encode(), "text/html; charset=UTF-8")


def _list(call: Call) -> str:
    files = sorted(
        (file for file in call.world.files if not file.trashed), key=lambda file: file.modified, reverse=True
    )
    if not files:
        return "<p>There are none yet.</p>"
    rows = "".join(
        f"<tr><td>{_link(file.id, file.name) if file.mime_type == SPREADSHEET else escape(file.name)}</td>"
        f"<td>{escape(file.mime_type)}</td><td>{escape(file.owner)}</td><td>{written(file.modified)}</td></tr>"
        for file in files
    )
    return f"<table><tr><th>Name</th><th>Kind</th><th>Owner</th><th>Changed</th></tr>{rows}</table>"


def _link(file_id: str, name: str) -> str:
    return f'<a href="/sheet/{escape(file_id)}">{escape(name)}</a>'


def _tab(calculation: Calculation, tab: Tab) -> str:
    filled = [(row, column) for row, column, _ in tab.filled()]
    filled += [(row, column) for row, line in calculation.spilled(tab).items() for column in line]
    height = min(max((row + 1 for row, _ in filled), default=1), _MOST_ROWS)
    width = max((column + 1 for _, column in filled), default=1)
    covered = _covered(tab)
    head = "".join(
        f"<th{' class=hidden' if tab.columns[column].hidden_by_user else ''}>{column_letters(column)}</th>"
        for column in range(width)
    )
    rows = "".join(_row(calculation, tab, row, width, covered) for row in range(height))
    widths = [tab.columns[column].pixel_size or _DEFAULT_WIDTH for column in range(width)]
    columns = "".join(f'<col style="width:{pixels}px">' for pixels in (_HEAD_WIDTH, *widths))
    hidden = " (hidden)" if tab.hidden else ""
    more = "<p>Only the first rows are shown.</p>" if any(row >= height for row, _ in filled) else ""
    table = f"<table class=tab><colgroup>{columns}</colgroup><tr><th></th>{head}</tr>{rows}</table>"
    return f"<h2>{escape(tab.title)}{hidden}</h2>{table}{more}"


def _covered(tab: Tab) -> dict[tuple[int, int], tuple[int, int] | None]:
    """The first cell of each merge with its height and width; the others of it with None."""
    covered: dict[tuple[int, int], tuple[int, int] | None] = {}
    for merge in tab.merges:
        top, left = merge["startRowIndex"], merge["startColumnIndex"]
        for row in range(top, merge["endRowIndex"]):
            covered |= {(row, column): None for column in range(left, merge["endColumnIndex"])}
        covered[top, left] = (merge["endRowIndex"] - top, merge["endColumnIndex"] - left)
    return covered


def _row(
    calculation: Calculation, tab: Tab, row: int, width: int, covered: dict[tuple[int, int], tuple[int, int] | None]
) -> str:
    line = tab.rows[row].line
    hidden = " class=hidden" if line.hidden_by_user or line.hidden_by_filter else ""
    cells = []
    for column in range(width):
        span = covered.get((row, column), (1, 1))
        if span is not None:
            cells.append(_cell(calculation, tab, row, column, span))
    return f"<tr{hidden}><th>{row + 1}</th>{''.join(cells)}</tr>"


def _cell(calculation: Calculation, tab: Tab, row: int, column: int, span: tuple[int, int]) -> str:
    cell, result = tab.cell(row, column), calculation.result(tab, row, column)
    own, text = cell.format or {}, calculation.text(tab, row, column)
    classes = [
        name
        for name, on in (
            ("number", isinstance(result, float)),
            ("wrap", own.get("wrapStrategy") == "WRAP"),
            ("over", 12 < len(text) < _LONG and _is_free(calculation, tab, row, column + 1)),
            ("note", bool(cell.note)),
            ("hidden", tab.columns[column].hidden_by_user),
        )
        if on
    ]
    attributes = f' class="{" ".join(classes)}"' if classes else ""
    attributes += f' style="{escape(look)}"' if (look := _look(own)) else ""
    title = cell.note or (text if len(text) > 12 else "")
    attributes += f' title="{escape(title)}"' if title else ""
    attributes += f' rowspan="{span[0]}" colspan="{span[1]}"' if span != (1, 1) else ""
    return f"<td{attributes}>{escape(text)}</td>"


def _is_free(calculation: Calculation, tab: Tab, row: int, column: int) -> bool:
    """Whether a text may reach into a cell from the one before it."""
    return column >= len(tab.columns) or calculation.result(tab, row, column) is None


def _look(own: Mapping[str, Any]) -> str:
    """A cell's format as CSS."""
    letters = own.get("textFormat", {})
    said = {
        "background-color": _css(own.get("backgroundColorStyle", {}).get("rgbColor") or own.get("backgroundColor")),
        "color": _css(letters.get("foregroundColorStyle", {}).get("rgbColor") or letters.get("foregroundColor")),
        "font-weight": "600" if letters.get("bold") else "",
        "font-style": "italic" if letters.get("italic") else "",
        "font-size": f"{letters['fontSize'] * 4 / 3:g}px" if letters.get("fontSize", 10) > 11 else "",
        "text-align": str(own.get("horizontalAlignment", "")).lower(),
    }
    return ";".join(f"{name}:{value}" for name, value in said.items() if value)


def _css(color: Mapping[str, float] | None) -> str:
    if color is None:
        return ""
    return "#" + "".join(f"{round(color.get(part, 0) * 255):02x}" for part in ("red", "green", "blue"))
