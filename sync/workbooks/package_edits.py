"""What edits change in a workbook's package, part by part, and which of them are refused."""

from __future__ import annotations

import posixpath
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import NamedTuple, NoReturn

from sync.workbooks.package_cells import Address, cell_name
from sync.workbooks.package_dependants import Recalculated, recalculated, tables_of
from sync.workbooks.package_first_styles import no_styles, with_content_type, with_relationship
from sync.workbooks.package_headers import cannot_name_a_column, used_by_name, with_column_names, written_headers
from sync.workbooks.package_looks import GivenBack, KnownStyles, with_given_back
from sync.workbooks.package_parts import CONTENT_TYPES, Package, SheetPart
from sync.workbooks.package_refusals import CellRefused, WorkbookRefused, corrupt
from sync.workbooks.package_sheet import PatchedTab, patched_tab
from sync.workbooks.package_styles import Styles, TooManyStyles
from sync.workbooks.package_tab import Splice, Tab
from sync.workbooks.package_values import SheetEdit
from sync.workbooks.package_xml import (
    MalformedXml,
    elements_named,
    refuse_malformed,
    shadow_of,
    text_of,
    without_phonetics,
)
from sync.workbooks.package_zip import Deflated, Deflating


class Changes(NamedTuple):
    """What edits come to: the parts that change, by the names that the zip has for them, the cells written, by tab's
    title, and where old values may still show (``Recalculated``)."""

    parts: Mapping[str, Deflated]
    written: Mapping[str, frozenset[Address]]
    untellable: Mapping[str, tuple[Address, int]] = {}
    by_hand: tuple[str, Address] | None = None


def changes_of(package: Package, edits: Mapping[str, SheetEdit]) -> Changes:
    """Given a workbook and edits by tab's title, return what they come to. Raise CellRefused, WorkbookRefused."""
    if not edits:
        return Changes({}, {})
    with Deflating() as deflating:
        changing = _Changing(package, deflating)
        for title, edit in edits.items():
            changing.edit(title, edit)
        again = recalculated(package, changing.tabs, changing.written)
        changing.finish(again)
        written = {title: frozenset(cells) for title, cells in changing.written.items()}
        return Changes(deflating.deflated(), written, again.untellable, again.by_hand)


class _Changing:
    """A workbook while it is edited. What is known of its new content is deflated while the rest is worked out.

    ``tabs`` are those that change, as they were, by their parts' names in the zip (None: without formulas); ``written``
    are the cells written, by tab's title."""

    def __init__(self, package: Package, deflating: Deflating) -> None:
        self.tabs: dict[str, Tab | None] = {}
        self.written: dict[str, Collection[Address]] = {}
        self._package = package
        self._deflating = deflating
        self._sheets = {sheet.title: sheet for sheet in package.sheets}
        self._shared_texts = _SharedTexts(package)
        self._styles_part, self._styles = styles_of(package)
        self._with_formulas: dict[str, PatchedTab] = {}

    def edit(self, title: str, edit: SheetEdit) -> None:
        sheet = self._sheet_to_edit(title)
        renamed = _renamed_columns(self._package, sheet, edit)
        patched = _patched(self._package, sheet, edit, self._styles, self._shared_texts)
        self._change(renamed)
        if patched is None:
            return
        name = self._package.entry(sheet.part).name
        self.written[title] = patched.written
        if patched.tab.may_hold_formulas:
            # Cached values in it may have to go too.
            self.tabs[name], self._with_formulas[name] = patched.tab, patched
        else:
            self.tabs[name] = None
            self._change_tab(name, patched, ())

    def finish(self, again: Recalculated) -> None:
        """Change what is left, and what has to be calculated again."""
        for name, patched in self._with_formulas.items():
            self._change_tab(name, patched, again.splices.get(name, ()))
        self._change(_changed_styles(self._package, self._styles_part, self._styles))
        self._change(again.changed)

    def _sheet_to_edit(self, title: str) -> SheetPart:
        package = self._package
        if title not in self._sheets:
            hint = "It has: " + ", ".join(sheet.title for sheet in package.sheets) + "."
            raise WorkbookRefused(f"{package.path} has no tab {title!r} with cells.", hint)
        if sum(tab.title == title for tab in package.tabs) > 1:
            raise WorkbookRefused(f"{package.path} has two tabs {title!r}.", "Rename one of them in Excel.")
        sheet = self._sheets[title]
        if sum(package.entry(tab.part) is package.entry(sheet.part) for tab in package.sheets) > 1:
            raise corrupt(package.path, f"two of its tabs, {title!r} and another, are one part")
        return sheet

    def _change_tab(self, name: str, patched: PatchedTab, others: Iterable[Splice]) -> None:
        try:
            self._deflating.add({name: patched.data(others)})
            patched.refuse_malformed()
        except MalformedXml as error:
            raise corrupt(self._package.path, f"its part {name} {error}") from error

    def _change(self, parts: Mapping[str, bytes]) -> None:
        """Change other parts. What is not well-formed now was not so before, as an edit breaks nothing: nobody can read
        it, nor can we."""
        self._deflating.add(parts)
        for name, content in parts.items():
            try:
                refuse_malformed(content)
            except MalformedXml as error:
                raise corrupt(self._package.path, f"its part {name} {error}") from error


def styles_of(package: Package) -> tuple[str, Styles]:
    """The part that holds the styles ('' when there is none yet), and them."""
    part = next(iter(package.related(package.workbook_part, "styles")), "")
    try:
        return part, Styles(package.read(part) if part else no_styles(package.workbook_namespace))
    except MalformedXml as error:
        raise corrupt(package.path, f"its part {part} {error}") from error


def _changed_styles(package: Package, part: str, styles: Styles) -> dict[str, bytes]:
    """The parts that change so that the workbook has these styles."""
    if not styles.added:
        return {}
    if part:
        return {package.entry(part).name: styles.patched()}
    workbook = package.workbook_part
    folder, name = posixpath.split(workbook)
    new, rels = posixpath.join(folder, "styles.xml"), posixpath.join(folder, "_rels", f"{name}.rels")
    if package.has(new):
        raise corrupt(package.path, f"its part {new} is not related to the workbook")
    return {
        new: styles.patched(),
        package.entry(rels).name: with_relationship(package.read(rels), package.relationships(workbook), "styles.xml"),
        package.entry(CONTENT_TYPES).name: with_content_type(package.read(CONTENT_TYPES), f"/{new}"),
    }


def _renamed_columns(package: Package, sheet: SheetPart, edit: SheetEdit) -> dict[str, bytes]:
    """The tables' parts that change because header cells of theirs are written."""
    changed = {}
    for part, table in tables_of(package, sheet) if edit.cells else ():
        headers = written_headers(table, edit.cells)
        if not headers:
            continue
        place = cannot_name_a_column(table, headers)
        if place is not None:
            raise _cell_refused(package.path, sheet.title, *place, "table_name")
        place = used_by_name(package, table, headers)
        if place is not None:
            raise _cell_refused(package.path, sheet.title, *place, "table_header")
        changed[package.entry(part).name] = with_column_names(package.read(part), table, headers)
    return changed


def _patched(
    package: Package, sheet: SheetPart, edit: SheetEdit, styles: Styles, shared_texts: _SharedTexts
) -> PatchedTab | None:
    """A tab with its edits; None where nothing changes."""

    def refuse(row: int, column: int, why: str) -> NoReturn:
        raise _cell_refused(package.path, sheet.title, row, column, why)

    for _, table in tables_of(package, sheet) if edit.given_back else ():
        for place in edit.given_back.columns if edit.given_back else ():
            if table.header_at(*place.header) is not None:
                refuse(*place.header, "table_header")
    old = package.read_unproven(sheet.part)
    try:
        patched = patched_tab(old, edit, styles, shared_texts, package.epoch_1904, refuse)
        if edit.given_back is not None:
            patched = _with_given_back(old, patched, edit.given_back, styles)
        if patched is not None and patched.tab.formula_areas.any_of_many_cells:
            # The cells that a formula fills lose their values with it, and are no cells that splices keep away from.
            patched = patched.applied()
    except MalformedXml as error:
        raise corrupt(package.path, f"its part {sheet.part} {error}") from error
    except TooManyStyles as error:
        raise WorkbookRefused(f"{package.path} was not written: {error}.", "Remove unused styles in Excel.") from error
    return patched


def _with_given_back(old: bytes, patched: PatchedTab | None, asked: GivenBack, styles: Styles) -> PatchedTab | None:
    """A tab with its edits, and then with what is given back. Raise MalformedXml, TooManyStyles."""
    data, written = (old, ()) if patched is None else (patched.data(), patched.written)
    given, changed = with_given_back(data, asked, KnownStyles(styles))
    if given is data:
        return patched
    return PatchedTab(Tab(given), (), [], {*written, *changed})


_WHY = {
    "formula": ("holds a formula, which is left alone", "Remove the formula if the value is to be written there."),
    "array": (
        "is filled by an array formula or a data table, which is left alone",
        "Remove the formula if the value is to be written there.",
    ),
    "table_header": (
        "names a column of a table, and formulas, a pivot table or a query use that name",
        "Rename the column in Excel, which renames it there too.",
    ),
    "table_name": (
        "names a column of a table, which needs a text that no other of its columns has",
        "Write such a text, or clear the table's format in Excel (Table Design, Convert to Range).",
    ),
    "merged": ("is covered by a merged cell", "Unmerge the cells, or write to the first of them."),
}


def _cell_refused(path: Path, title: str, row: int, column: int, why: str) -> CellRefused:
    name = cell_name(row, column)
    sentence, hint = _WHY.get(why, (why, ""))
    return CellRefused(f"{path} was not written: {title}!{name} {sentence}.", hint, title, name, why)


class _SharedTexts:
    """The workbook's shared texts by number, read when the first one is asked for."""

    def __init__(self, package: Package) -> None:
        self._package = package
        self._texts: list[str] | None = None

    def __call__(self, number: int) -> str:
        if self._texts is None:
            self._texts = self._read()
        return self._texts[number] if 0 <= number < len(self._texts) else ""

    def _read(self) -> list[str]:
        package = self._package
        for part in package.related(package.workbook_part, "sharedStrings"):
            data = package.read(part)
            return [
                text_of(without_phonetics(data[item.inside : item.inside_end]))
                for item in elements_named(shadow_of(data), b"si")
            ]
        return []
