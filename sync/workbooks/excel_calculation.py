"""Which formulas of an Excel file may go on showing old values after a write, as far as it is read."""

from __future__ import annotations

from collections.abc import Iterable
from functools import partial

from sync.model.cells import Calculation, CellRef, Untellable
from sync.workbooks.excel_formulas import Doubts
from sync.workbooks.package import Package
from sync.workbooks.package_recalculation import Context, calculates_by_hand, cannot_be_told, defined_names


def doubts_by_tab(package: Package) -> list[Doubts]:
    """Given an opened file, return for each of its sheets what its formulas are to be asked. Raise MalformedXml."""
    names = defined_names(package.workbook_xml) if b"definedName" in package.workbook_xml else {}
    context = Context(tuple(tab.title for tab in package.tabs), names, {})
    untellable: frozenset[str] = frozenset()
    # A name may stand for another one: where one is in question, all are understood.
    if any(map(Doubts(lambda text: True).cannot_be_told, names.values())):
        found = (name.upper() for (scope, name), text in names.items() if cannot_be_told(text, scope or 0, context))
        untellable = frozenset(found)
    numbers = (package.tabs.index(sheet) for sheet in package.sheets)
    return [Doubts(partial(cannot_be_told, tab=number, context=context), untellable) for number in numbers]


def calculation_of(package: Package, tabs: Iterable[tuple[str, Doubts]]) -> Calculation:
    """Given an opened file, and by their titles what was found in its tabs, return it as the model has it."""
    found = list(tabs)
    untellable = (
        Untellable(CellRef(title, *doubts.first_untellable), doubts.untellable)
        for title, doubts in found
        if doubts.first_untellable is not None
    )
    # Most workbooks say nothing of the kind, and need not be looked through for it.
    by_hand = b"manual" in package.workbook_xml and calculates_by_hand(package.workbook_xml)
    first = next((CellRef(title, *doubts.first) for title, doubts in found if by_hand and doubts.first), None)
    return Calculation(tuple(untellable), first)
