"""The lossless patch of an Excel workbook: what is asked for changes, and every other byte that can stay, stays.

``patch_cells`` puts values into cells, ``patch`` also looks, widths and messages. Both edit the tab's XML in place of
writing it anew, copy all other parts as the compressed bytes that they are, and replace the file at once or not at all.

This file is all of it for those who use it; its parts are the ``package_*`` files beside it. None of them imports
anything of ours but each other, so that the patch can be taken out and used alone.
"""

from __future__ import annotations

import gc
import os
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from sync.workbooks.package_cells import Address, parsed_names
from sync.workbooks.package_edits import changes_of, styles_of
from sync.workbooks.package_in_use import refuse_while_open_elsewhere
from sync.workbooks.package_leftovers import settle_in_our_turn, settle_leftovers
from sync.workbooks.package_looks import GivenBack, KnownStyles, looks_of
from sync.workbooks.package_parts import Package, Related, SheetPart
from sync.workbooks.package_refusals import (
    CellRefused,
    WorkbookChangedSinceRead,
    WorkbookInUse,
    WorkbookRefused,
    corrupt,
)
from sync.workbooks.package_save import replace_whole
from sync.workbooks.package_surroundings import ColumnPlace
from sync.workbooks.package_swap import Original, changed_since_read, fingerprint_of
from sync.workbooks.package_turns import turn_at
from sync.workbooks.package_values import CellEdit, ErrorCode, NewValue, Percent, SheetEdit
from sync.workbooks.package_xml import MalformedXml
from sync.workbooks.package_zip import DamagedZip, write_with_changes

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
        addresses = parsed_names([name for _, name in cells])
        for ((title, name), value), address in zip(cells.items(), addresses, strict=True):
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
            changes = changes_of(package, edits)
        if not changes.parts:
            return Patched(before, changes.written, ())
        try:
            after = replace_whole(
                original, lambda write: write_with_changes(package.file, package.directory, changes.parts, write)
            )
        except DamagedZip as error:
            raise corrupt(real_path, str(error)) from error
        return Patched(after, changes.written, tuple(changes.parts), changes.untellable, changes.by_hand)


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


def fingerprint(path: str | os.PathLike[str]) -> str:
    """Given a file's path, return the SHA-256 of its bytes in hexadecimal: what tells one state of a workbook from any
    other. Raise OSError when it cannot be read."""
    with open(path, "rb") as file:
        return fingerprint_of(file)


def looks(
    path: str | os.PathLike[str], cells: Mapping[str, tuple[Collection[Address], Collection[ColumnPlace]]]
) -> dict[str, dict[Address, str]]:
    """Given a workbook's path, and by tab's title the cells whose look will change and the places where columns will be
    added, return what ``GivenBack`` needs to give that back. Raise WorkbookRefused when it cannot be read."""
    with Package(path) as package:
        styles = KnownStyles(styles_of(package)[1])
        parts = {sheet.title: sheet.part for sheet in package.sheets}
        try:
            return {
                title: looks_of(package.read_unproven(parts[title]), *wanted, styles)
                for title, wanted in cells.items()
                if title in parts
            }
        except MalformedXml as error:
            raise corrupt(package.path, f"a part of it {error}") from error
