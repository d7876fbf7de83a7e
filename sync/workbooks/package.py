"""The lossless patch of an Excel workbook: what is asked for changes, and every other byte that can stay, stays.

``patch_cells`` puts values into cells, ``patch`` also looks, widths and messages. Both edit the tab's XML in place of
writing it anew, copy all other parts as the compressed bytes that they are, and replace the file at once or not at all.

This file is all of it for those who use it; its parts are the ``package_*`` files beside it. None of them imports
anything of ours but each other, so that the patch can be taken out and used alone.
"""

from __future__ import annotations

import gc
import os
import posixpath
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, NoReturn

from sync.workbooks.package_cells import Address, cell_name, parsed_name
from sync.workbooks.package_dependants import recalculated, tables_of
from sync.workbooks.package_first_styles import no_styles, with_content_type, with_relationship
from sync.workbooks.package_headers import cannot_name_a_column, used_by_name, with_column_names, written_headers
from sync.workbooks.package_in_use import refuse_while_open_elsewhere
from sync.workbooks.package_leftovers import settle_in_our_turn, settle_leftovers
from sync.workbooks.package_looks import GivenBack, KnownStyles, looks_of, with_given_back
from sync.workbooks.package_parts import CONTENT_TYPES, Package, Related, SheetPart
from sync.workbooks.package_refusals import (
    CellRefused,
    WorkbookChangedSinceRead,
    WorkbookInUse,
    WorkbookRefused,
    corrupt,
)
from sync.workbooks.package_save import replace_whole
from sync.workbooks.package_sheet import PatchedTab, patched_tab
from sync.workbooks.package_styles import Styles, TooManyStyles
from sync.workbooks.package_surroundings import ColumnPlace
from sync.workbooks.package_swap import Original, changed_since_read, fingerprint_of
from sync.workbooks.package_turns import turn_at
from sync.workbooks.package_values import CellEdit, ErrorCode, NewValue, Percent, SheetEdit
from sync.workbooks.package_xml import (
    MalformedXml,
    elements_named,
    refuse_malformed,
    shadow_of,
    text_of,
    without_phonetics,
)
from sync.workbooks.package_zip import DamagedZip, deflated, write_with_changes

__all__ = [
    "CellEdit",
    "CellRefused",
    "ColumnPlace",
    "ErrorCode",
    "GivenBack",
    "NewValue",
    "Package",
    "Patched",
    "Percent",
    "Related",
    "SheetEdit",
    "SheetPart",
    "WorkbookChangedSinceRead",
    "WorkbookInUse",
    "WorkbookRefused",
    "fingerprint",
    "looks",
    "patch",
    "patch_cells",
    "settle_leftovers",
]


class Patched(NamedTuple):
    """What a patch did. ``fingerprint`` is the workbook's after it; ``written`` holds the (row, column)s that changed,
    by tab; ``changed_parts`` names the package's parts that are no longer the same bytes (none: the file was not
    touched). Formulas that may depend on what was written keep their cached values until a program calculates where it
    cannot be told whether they do (``untellable``: by tab the first one's cell, and how many they are), or where the
    workbook is calculated by hand (``by_hand``: the tab and the cell of one that depends)."""

    fingerprint: str
    written: Mapping[str, frozenset[Address]]
    changed_parts: tuple[str, ...]
    untellable: Mapping[str, tuple[Address, int]] = {}
    by_hand: tuple[str, Address] | None = None

    @property
    def may_show_old_values(self) -> bool:
        return bool(self.untellable) or self.by_hand is not None


def patch_cells(path: str | os.PathLike[str], cells: Mapping[tuple[str, str], NewValue]) -> None:
    """Given a workbook's path and values by (tab's title, cell's name), put them there.

    A value is a Decimal, int, float, bool, str (always text, never a formula), date, datetime, ``Percent`` (a fraction
    shown in per cent), or None, which clears the cell. Cells keep their look; dates and percentages get a number
    format where theirs would not show them as such. What is there already is not written again, and when that is all,
    the file is not touched.

    Raise WorkbookRefused with a reason when any of it cannot be done: the file is then as it was.

    >>> patch_cells("teams/sales.xlsx", {("Q4 2026", "H7"): Percent(Decimal("0.25")), ("Q4 2026", "I7"): "On track"})
    """
    by_tab: defaultdict[str, dict[Address, CellEdit | NewValue]] = defaultdict(dict)
    with _no_collecting():
        for (title, name), value in cells.items():
            address = parsed_name(name)
            if address is None:
                reason = f"{os.fspath(path)} was not written: {name!r} is not a cell."
                raise WorkbookRefused(reason, "Name it like 'B7'.")
            by_tab[title][address] = value
    patch(path, {title: SheetEdit(edits) for title, edits in by_tab.items()})


def patch(
    path: str | os.PathLike[str], edits: Mapping[str, SheetEdit], *, expected_fingerprint: str | None = None
) -> Patched:
    """Given a workbook's path and edits by tab's title, make all of them, or none.

    ``expected_fingerprint`` is that of the workbook from which the edits were computed: when it is no longer that one,
    raise WorkbookChangedSinceRead. Raise WorkbookInUse when somebody has it open, CellRefused for a cell that must not
    be written, WorkbookRefused for anything else: the file is then as it was. Patches by several processes of one
    machine take turns, and what a killed one left beside the workbook is settled.
    """
    asked, real_path = Path(path), Path(os.path.realpath(path))
    refuse_while_open_elsewhere(asked)
    with turn_at(real_path.parent) as is_our_turn:
        settle_in_our_turn(real_path, is_our_turn)
        try:
            return _patched_in_our_turn(asked, real_path, edits, expected_fingerprint)
        except (WorkbookChangedSinceRead, WorkbookInUse):
            raise
        except WorkbookRefused as refusal:
            # What cannot be read any more may be the half of a file that somebody is just saving.
            stands = _fingerprint_if_any(real_path)
            if stands is None or expected_fingerprint in (None, stands):
                raise
            raise changed_since_read(real_path) from refusal


def _fingerprint_if_any(path: Path) -> str | None:
    try:
        return fingerprint(path)
    except OSError:
        return None


def _patched_in_our_turn(
    asked: Path, real_path: Path, edits: Mapping[str, SheetEdit], expected_fingerprint: str | None
) -> Patched:
    with Package(real_path) as package:
        before = fingerprint_of(package.file)
        original = Original(real_path, os.fstat(package.file.fileno()), before, asked)
        if expected_fingerprint not in (None, before):
            raise changed_since_read(real_path)
        if package.signed:
            raise WorkbookRefused(
                f"{real_path} is digitally signed, and any change would break the signature.",
                "Take the signature off in Excel (File, Info), or leave the workbook to be read only.",
            )
        with _no_collecting():
            changed, written, without_formulas = _changed_parts(package, edits)
            again = recalculated(package, changed, written, without_formulas)
        changed |= again.changed
        if not changed:
            return Patched(before, written, ())
        proven = {package.entry(sheet.part).name for sheet in package.sheets if sheet.title in written}
        new = deflated(changed, lambda: _refuse_malformed(package, changed, proven))
        try:
            after = replace_whole(
                original, lambda write: write_with_changes(package.file, package.directory, new, write)
            )
        except DamagedZip as error:
            raise corrupt(real_path, str(error)) from error
        return Patched(after, written, tuple(changed), again.untellable, again.by_hand)


@contextmanager
def _no_collecting() -> Iterator[None]:
    """Hundreds of thousands of small tuples, and none in a circle: looking for garbage among them finds none."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _refuse_malformed(package: Package, changed: Mapping[str, bytes], proven: Collection[str]) -> None:
    """What is not well-formed now was not so before, as an edit breaks nothing: nobody can read it, nor can we."""
    for name, content in changed.items():
        if name in proven:
            continue
        try:
            refuse_malformed(content)
        except MalformedXml as error:
            raise corrupt(package.path, f"its part {name} {error}") from error


def fingerprint(path: str | os.PathLike[str]) -> str:
    """Given a file's path, return the SHA-256 of its bytes in hexadecimal: what tells one state of a workbook from any
    other. Raise OSError when it cannot be read."""
    with open(path, "rb") as file:
        return fingerprint_of(file)


def _changed_parts(
    package: Package, edits: Mapping[str, SheetEdit]
) -> tuple[dict[str, bytes], dict[str, frozenset[Address]], set[str]]:
    """The new content of the parts that change, by the names that the zip has for them, the cells written, and which
    of these parts hold no formulas."""
    if not edits:
        return {}, {}, set()
    sheets = {sheet.title: sheet for sheet in package.sheets}
    shared_texts = _SharedTexts(package)
    styles_part, styles = _styles_of(package)
    changed: dict[str, bytes] = {}
    written: dict[str, frozenset[Address]] = {}
    without_formulas: set[str] = set()
    for title, edit in edits.items():
        if title not in sheets:
            raise WorkbookRefused(f"{package.path} has no tab {title!r} with cells.", _tab_hint(package))
        if sum(tab.title == title for tab in package.tabs) > 1:
            raise WorkbookRefused(f"{package.path} has two tabs {title!r}.", "Rename one of them in Excel.")
        part = sheets[title].part
        if sum(package.entry(tab.part) is package.entry(part) for tab in package.sheets) > 1:
            raise corrupt(package.path, f"two of its tabs, {title!r} and another, are one part")
        old = package.read_unproven(part)
        changed |= _renamed_columns(package, sheets[title], edit)
        new = _patched(package, sheets[title], old, edit, styles, shared_texts)
        if edit.given_back is not None:
            new = _with_given_back(package, sheets[title], new, edit.given_back, styles)
        if new.data is not old:
            changed[package.entry(part).name] = new.data
            written[title] = new.written
            if not new.may_hold_formulas:
                without_formulas.add(package.entry(part).name)
        del old, new
    changed |= _changed_styles(package, styles_part, styles)
    return changed, written, without_formulas


def looks(
    path: str | os.PathLike[str], cells: Mapping[str, tuple[Collection[Address], Collection[ColumnPlace]]]
) -> dict[str, dict[Address, str]]:
    """Given a workbook's path, and by tab's title the cells whose look will change and the places where columns will be
    added, return what ``GivenBack`` needs to give that back. Raise WorkbookRefused when it cannot be read."""
    with Package(path) as package:
        styles = KnownStyles(_styles_of(package)[1])
        parts = {sheet.title: sheet.part for sheet in package.sheets}
        try:
            return {
                title: looks_of(package.read_unproven(parts[title]), *wanted, styles)
                for title, wanted in cells.items()
                if title in parts
            }
        except MalformedXml as error:
            raise corrupt(package.path, f"a part of it {error}") from error


def _with_given_back(
    package: Package, sheet: SheetPart, patched: PatchedTab, asked: GivenBack, styles: Styles
) -> PatchedTab:
    try:
        data, changed = with_given_back(patched.data, asked, KnownStyles(styles))
        if data is not patched.data:
            refuse_malformed(data)
    except MalformedXml as error:
        raise corrupt(package.path, f"its part {sheet.part} {error}") from error
    except TooManyStyles as error:
        raise WorkbookRefused(f"{package.path} was not written: {error}.", "Remove unused styles in Excel.") from error
    return PatchedTab(data, patched.written | changed, patched.may_hold_formulas)


def _styles_of(package: Package) -> tuple[str, Styles]:
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
    package: Package, sheet: SheetPart, data: bytes, edit: SheetEdit, styles: Styles, shared_texts: _SharedTexts
) -> PatchedTab:
    def refuse(row: int, column: int, why: str) -> NoReturn:
        raise _cell_refused(package.path, sheet.title, row, column, why)

    for _, table in tables_of(package, sheet) if edit.given_back else ():
        for place in edit.given_back.columns if edit.given_back else ():
            if table.header_at(*place.header) is not None:
                refuse(*place.header, "table_header")
    try:
        return patched_tab(data, edit, styles, shared_texts, package.epoch_1904, refuse)
    except MalformedXml as error:
        raise corrupt(package.path, f"its part {sheet.part} {error}") from error
    except TooManyStyles as error:
        raise WorkbookRefused(f"{package.path} was not written: {error}.", "Remove unused styles in Excel.") from error


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


def _tab_hint(package: Package) -> str:
    return "It has: " + ", ".join(sheet.title for sheet in package.sheets) + "."


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
