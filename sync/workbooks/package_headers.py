"""Headers of Excel's tables. Excel calls a workbook damaged where a header cell and its column's name differ, so who
writes such a cell names the column too; not where anything goes by the old name.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from sync.patterns import RarePattern
from sync.workbooks.package_cells import Address
from sync.workbooks.package_formulas import mentions_in, plain_name
from sync.workbooks.package_parts import Package
from sync.workbooks.package_tables import Table
from sync.workbooks.package_values import CellEdit, NewValue
from sync.workbooks.package_xml import Element, attributes_of, elements_named, root_of, shadow_of, text_of, to_attribute

_LONGEST_NAME = 255
_NAME = RarePattern(rb"""(\sname\s*=\s*)(?:"[^"]*"|'[^']*')""")
_FORMULAS = (b"f", b"formula", b"formula1", b"formula2", b"calculatedColumnFormula", b"totalsRowFormula")
_NAMED_BY_COLUMN = (
    ("pivotCacheDefinition", b"cacheField", "name"),
    ("slicerCache", b"slicerCacheDefinition", "sourceName"),
)
"""Parts by the last word of their relationship, and where these name columns of tables."""


def written_headers(table: Table, edits: Mapping[Address, CellEdit | NewValue]) -> dict[Address, object]:
    """Given a table and edits of its tab's cells, return the new values of its header cells, those that differ from the
    columns' names."""
    found: dict[Address, object] = {}
    for place, name in table.headers():
        if place not in edits:
            continue
        edit = edits[place]
        value = edit.value if isinstance(edit, CellEdit) else edit
        if value != name:
            found[place] = value
    return found


def cannot_name_a_column(table: Table, headers: Mapping[Address, object]) -> Address | None:
    """Given new headers of a table, return one that cannot be a column's name: no text, too long, or there twice."""
    names = {place: headers.get(place, name) for place, name in table.headers()}
    lowered = [str(name).lower() for name in names.values()]
    for place, name in headers.items():
        is_name = isinstance(name, str) and name.strip() and len(name) <= _LONGEST_NAME
        if not is_name or lowered.count(str(name).lower()) > 1:
            return place
    return None


def used_by_name(package: Package, table: Table, headers: Iterable[Address]) -> Address | None:
    """Given a workbook, one of its tables and header cells of it, return one whose column something goes by: a formula
    on any tab, a name, a pivot table, a slicer, or a query that fills the table."""
    old = {table.header_at(*place) or "": place for place in headers}
    if table.is_filled:
        return next(iter(old.values()), None)
    lowered = {plain_name(name): place for name, place in old.items()}
    for formula in _all_formulas(package):
        for reference in mentions_in(formula).tables:
            if reference.table.lower() in ("", table.name.lower()):
                for name in (name for span in reference.columns for name in span):
                    if name in lowered:
                        return lowered[name]
    return next((old[name] for name in _names_in_other_parts(package) if name in old), None)


def with_column_names(data: bytes, table: Table, headers: Mapping[Address, object]) -> bytes:
    """Given a table's part as UTF-8, return it with its columns named as these header cells say."""
    shadow = shadow_of(data)
    root = root_of(shadow)
    columns = list(elements_named(shadow, b"tableColumn", root.inside, root.inside_end))
    for (_, column), name in sorted(headers.items(), reverse=True):
        element = columns[column - table.area.first_column]
        data = data[: element.start] + _named(data, element, str(name)) + data[element.inside :]
    return data


def _named(data: bytes, element: Element, name: str) -> bytes:
    # Excel writes line breaks in these names as texts of cells have their control characters.
    new = to_attribute(name).replace(b"&#10;", b"_x000a_")
    return _NAME.sub(lambda found: found[1] + b'"' + new + b'"', data[element.start : element.inside], count=1)


def _all_formulas(package: Package) -> Iterator[str]:
    for part in (package.workbook_part, *(sheet.part for sheet in package.sheets)):
        yield from _formulas_in(package.read(part), (*_FORMULAS, b"definedName"))
    for sheet in package.sheets:
        for part in package.related(sheet.part, "table"):
            yield from _formulas_in(package.read(part), _FORMULAS)


def _formulas_in(data: bytes, names: tuple[bytes, ...]) -> Iterator[str]:
    shadow = shadow_of(data)
    for name in names:
        for element in elements_named(shadow, name):
            yield text_of(data[element.inside : element.inside_end])


def _names_in_other_parts(package: Package) -> Iterator[str]:
    for kind, element_name, attribute in _NAMED_BY_COLUMN:
        for part in package.related(package.workbook_part, kind):
            data = package.read(part)
            for element in elements_named(shadow_of(data), element_name):
                yield attributes_of(data[element.start : element.inside]).get(attribute, "")
