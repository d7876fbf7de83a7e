"""A template's description ─▶ a workbook.

The descriptions are TOML files of ``sheets_templates/`` (``team-okr.vi.toml``: name and language); those of the example
workbooks are in ``sheets_templates/examples/``. A description lists tabs, each with its rows as they stand, and what
lies over them: looks, number formats, drop-downs, colour rules, notes, a chart.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.resources import files
from importlib.resources.abc import Traversable
from io import BytesIO
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.chart import BarChart, LineChart, Reference, Series
from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule, DataBarRule, FormulaRule
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

from sync.messages import header_note, owned_header, render, status_word, written_day
from sync.model.findings import Language, Message
from sync.model.rows import Cycle, Field
from sync.model.scores import Status
from sync.options import ScoringOptions
from sync.planning import NUMBER_FORMATS, WIDTHS

Description = Mapping[str, Any]

_THIN = Side(style="thin", color="D0D5DD")
_BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
WRAPPED = Alignment(wrap_text=True, vertical="top")
"""Text of several lines, such as warnings: running on to the right, it would be cut in print."""
_WRAP = Alignment(wrap_text=True, vertical="center")
LOOKS: Mapping[str, Mapping[str, object]] = {
    "title": {"font": Font(name="Calibri", bold=True, size=16, color="1F3864")},
    "subtitle": {"font": Font(name="Calibri", italic=True, color="667085")},
    "header": {
        "font": Font(name="Calibri", bold=True, color="FFFFFF"),
        "fill": PatternFill("solid", fgColor="1F3864"),
        "alignment": Alignment(wrap_text=True, vertical="center", horizontal="center"),
        "border": _BOX,
    },
    "owned_header": {
        "font": Font(name="Calibri", bold=True, color="1F3864"),
        "fill": PatternFill("solid", fgColor="DCE6F5"),
        "alignment": Alignment(wrap_text=True, vertical="center", horizontal="center"),
        "border": _BOX,
    },
    "body": {"alignment": _WRAP, "border": _BOX},
    "owned": {
        "fill": PatternFill("solid", fgColor="F5F8FD"),
        "alignment": Alignment(vertical="center"),
        "border": _BOX,
    },
    "objective": {
        "font": Font(name="Calibri", bold=True),
        "fill": PatternFill("solid", fgColor="EEF2F8"),
        "alignment": _WRAP,
        "border": _BOX,
    },
    "total": {"font": Font(name="Calibri", bold=True), "fill": PatternFill("solid", fgColor="F2F4F7"), "border": _BOX},
    "text": {"alignment": WRAPPED},
    "step": {"font": Font(name="Calibri", bold=True, color="1F3864"), "alignment": Alignment(vertical="top")},
}
FILLS_ITSELF_IN = Message("This column fills itself in: what you type here is replaced at the next sync.")
TONES = {"good": "D1F0DB", "warn": "FDECC8", "bad": "FBD5D5"}


class UnknownTemplate(Exception):
    """A template's name, or a language, that does not exist."""

    def __init__(self, name: str, known: tuple[TemplateInfo, ...]) -> None:
        super().__init__(f"no template '{name}'")
        self.hint = "there are: " + ", ".join(f"{info.name} ({'|'.join(info.languages)})" for info in known)


class WouldOverwrite(Exception):
    """A file stands where a new one should go."""

    hint = "choose another path, or move the file away first: nothing of yours is ever overwritten"

    def __init__(self, path: Path) -> None:
        super().__init__(f"{path} exists already")


@dataclass(frozen=True)
class TemplateInfo:
    """A template as ``template list`` shows it."""

    name: str
    languages: tuple[str, ...]
    summaries: Mapping[str, str]


def templates() -> tuple[TemplateInfo, ...]:
    """All templates, by name."""
    found: dict[str, dict[str, str]] = {}
    for entry in sorted(files("sheets_templates").iterdir(), key=lambda entry: entry.name):
        if entry.name.endswith(".toml"):
            name, language, _ = entry.name.rsplit(".", 2)
            found.setdefault(name, {})[language] = tomllib.loads(entry.read_text("utf-8"))["summary"]
    return tuple(TemplateInfo(name, tuple(summaries), summaries) for name, summaries in found.items())


def template_workbook(name: str, language: Language, cycle: Cycle) -> bytes:
    """Given a template's name, a language and the cycle that it is for, return the workbook's bytes.

    Raise UnknownTemplate.
    """
    return workbook_bytes(described(name, language), words_of(cycle, language))


def described(name: str, language: Language) -> Description:
    """Given a template's name and a language, return its description. One that has no words in that language has the
    English ones, but for the columns that fill themselves in. Raise UnknownTemplate."""
    entry = _file(name, language if has_words(name, language) else "en")
    if not entry.is_file():
        raise UnknownTemplate(f"{name} ({language})", templates())
    return _told_in(language, tomllib.loads(entry.read_text("utf-8")))


def has_words(name: str, language: Language) -> bool:
    """Whether a template is worded in a language; where it is not, its words are the English ones."""
    return _file(name, language).is_file()


def example_workbooks() -> Mapping[str, bytes]:
    """The example workbooks of the demo: file name ─▶ the workbook's bytes."""
    folder = files("sheets_templates") / "examples"
    return {
        entry.name.removesuffix(".toml") + ".xlsx": workbook_bytes(tomllib.loads(entry.read_text("utf-8")), {})
        for entry in sorted(folder.iterdir(), key=lambda entry: entry.name)
        if entry.name.endswith(".toml")
    }


def write_new_file(path: Path, data: bytes) -> None:
    """Write ``data`` to a path where nothing stands yet, whole or not at all. Raise WouldOverwrite."""
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        with path.open("xb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
    except FileExistsError:
        raise WouldOverwrite(path) from None


def workbook_bytes(description: Description, words: Mapping[str, str]) -> bytes:
    """Given a description, and the words that stand for its {names}, return the workbook's bytes."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for tab in description["tab"]:
        _build_tab(workbook.create_sheet(filled(tab["title"], words)), tab, words, description["language"])
    out = BytesIO()
    workbook.save(out)
    return out.getvalue()


def _file(name: str, language: Language) -> Traversable:
    return files("sheets_templates") / f"{name}.{language}.toml"


def _told_in(language: Language, description: dict[str, Any]) -> Description:
    """A description whose owned columns are in a language: their colours go by its status words."""
    if description["language"] == language:
        return description
    words = {status.value: status_word(status, language) for status in Status}
    tabs = description["tab"]
    coloured = [tab | {"colour": [_by_words(rule, words) for rule in tab.get("colour", ())]} for tab in tabs]
    return description | {"language": language, "tab": coloured}


def _by_words(rule: Description, words: Mapping[str, str]) -> Description:
    return {**rule, "equals": words.get(rule["equals"], rule["equals"])} if "equals" in rule else rule


def _build_tab(sheet: Worksheet, tab: Description, words: Mapping[str, str], language: Language) -> None:
    for offset, row in enumerate(tab.get("rows", ())):
        for column, value in enumerate(row, 1):
            if value != "":
                sheet.cell(offset + 1, column, filled(value, words))
    for letters, width in tab.get("widths", {}).items():
        sheet.column_dimensions[letters].width = width
    for row_number, height in tab.get("heights", {}).items():
        sheet.row_dimensions[int(row_number)].height = height
    for area in tab.get("merge", ()):
        sheet.merge_cells(area)
    for look in tab.get("look", ()):
        _dress(sheet, look)
    for choices in tab.get("choices", ()):
        _offer(sheet, choices)
    for bound in tab.get("colour", ()):
        _colour(sheet, bound)
    for note in tab.get("note", ()):
        sheet[note["cell"]].comment = Comment(filled(note["text"], words), note.get("author", ""), 120, 320)
    for column in tab.get("owned", ()):
        _own(sheet, column, language)
    for chart in tab.get("chart", ()):
        _draw(sheet, chart)
    for row_number in tab.get("hidden_rows", ()):
        sheet.row_dimensions[row_number].hidden = True
    if "freeze" in tab:
        sheet.freeze_panes = tab["freeze"]
    if "filter" in tab:
        sheet.auto_filter.ref = tab["filter"]
    sheet.sheet_view.showGridLines = tab.get("grid", False)
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0


def _dress(sheet: Worksheet, look: Description) -> None:
    for row in _cells(sheet, look["range"]):
        for cell in row:
            for name, style in LOOKS.get(look.get("as", ""), {}).items():
                setattr(cell, name, style)
            if "format" in look:
                cell.number_format = look["format"]


def _offer(sheet: Worksheet, choices: Description) -> None:
    validation = DataValidation(type="list", formula1='"' + ",".join(choices["values"]) + '"', allow_blank=True)
    # A hint, not a fence: a team may type a word of its own.
    validation.showErrorMessage = False
    validation.add(choices["range"])
    sheet.add_data_validation(validation)


def _colour(sheet: Worksheet, rule: Description) -> None:
    if "bar" in rule:
        sheet.conditional_formatting.add(
            rule["range"], DataBarRule("num", 0, "num", rule["bar"], color="638EC6", showValue=True)
        )
        return
    fill = PatternFill(bgColor=TONES[rule["tone"]], fill_type="solid")
    if "formula" in rule:
        sheet.conditional_formatting.add(rule["range"], FormulaRule(formula=[rule["formula"]], fill=fill))
    else:
        word = str(rule["equals"]).replace('"', '""')
        sheet.conditional_formatting.add(rule["range"], CellIsRule(operator="equal", formula=[f'"{word}"'], fill=fill))


def _draw(sheet: Worksheet, chart: Description) -> None:
    drawn = LineChart() if chart["kind"] == "line" else BarChart()
    drawn.title = chart["title"]
    drawn.height, drawn.width = chart.get("height", 7.5), chart.get("width", 16)
    if isinstance(drawn, BarChart) and chart["kind"] == "bar":
        drawn.type = "bar"
    data = _reference(sheet, chart["data"])
    if "series" in chart:
        drawn.append(Series(data, title=chart["series"]))
    else:
        drawn.add_data(data, titles_from_data=True)
    drawn.set_categories(_reference(sheet, chart["labels"]))
    sheet.add_chart(drawn, chart["at"])


def _reference(sheet: Worksheet, area: str) -> Reference:
    left, top, right, bottom = (bound or 1 for bound in range_boundaries(area))
    return Reference(sheet, min_col=left, min_row=top, max_col=right, max_row=bottom)


def _own(sheet: Worksheet, column: Description, language: Language) -> None:
    """An owned column: its header with the mark, what it is to whoever selects the header, its format, and a question
    (never a fence) to whoever types into it."""
    field = Field(column["field"])
    ((header,),) = _cells(sheet, column["header"])
    header.value = owned_header(field, language)
    note = header_note(field, language, ScoringOptions(), of_kpis=column.get("of_kpis", False))
    header_validation = DataValidation(allow_blank=True, prompt=note)
    header_validation.showInputMessage = True
    header_validation.promptTitle = owned_header(field, language)
    header_validation.add(header.coordinate)
    sheet.add_data_validation(header_validation)
    guard = DataValidation(type="custom", formula1="FALSE", errorStyle="warning", allow_blank=True)
    guard.showErrorMessage = True
    guard.errorTitle = owned_header(field, language)
    guard.error = render(FILLS_ITSELF_IN, language)
    guard.add(column["range"])
    sheet.add_data_validation(guard)
    for row in _cells(sheet, column["range"]):
        for cell in row:
            cell.number_format = NUMBER_FORMATS[field]
            if field is Field.warnings:
                cell.alignment = WRAPPED
    sheet.column_dimensions[header.column_letter].width = WIDTHS[field]


def _cells(sheet: Worksheet, area: str) -> Any:
    found = sheet[area]
    return found if isinstance(found, tuple) else ((found,),)


def filled(value: Any, words: Mapping[str, str]) -> Any:
    """Given what stands in a description's cell, return it with the cycle's words in their places."""
    if isinstance(value, str) and not value.startswith("=") and "{" in value:
        for name, word in words.items():
            value = value.replace("{" + name + "}", word)
    return value


def words_of(cycle: Cycle, language: Language) -> Mapping[str, str]:
    """Given a cycle, return the words for it that descriptions have places for."""
    year, _, part = cycle.id.partition("-")
    start, end = written_day(cycle.first_day, language), written_day(cycle.last_day, language)
    title = f"{part} {year}" if part.startswith("Q") else cycle.id
    return {"cycle": title, "year": year, "start": start, "end": end}
