"""Column widths, and messages that show when a cell is selected, as splices of one tab's XML."""

from __future__ import annotations

from collections.abc import Mapping

from sync.patterns import RarePattern
from sync.workbooks.package_cells import CellArea, cell_name, parsed_area
from sync.workbooks.package_tab import Splice, Tab, whole
from sync.workbooks.package_xml import Element, children_of, elements_named, from_cell_text, text_of, to_attribute

_MOST_OF_A_TITLE, _MOST_OF_A_TEXT = 32, 255
_SAME_WIDTH = 1 / 256

_BETWEEN_CELLS_AND_PROMPTS = frozenset(
    (
        b"sheetCalcPr",
        b"sheetProtection",
        b"protectedRanges",
        b"scenarios",
        b"autoFilter",
        b"sortState",
        b"dataConsolidate",
        b"customSheetViews",
        b"mergeCells",
        b"phoneticPr",
        b"conditionalFormatting",
    )
)
_COUNT = RarePattern(rb"""(\scount\s*=\s*)(["'])[^"']*["']""")


def width_splices(tab: Tab, widths: Mapping[int, float]) -> list[Splice]:
    """Given widths by column, return what gives these columns that width and leaves all others theirs."""
    if not widths:
        return []
    columns = next((element for element in tab.before if element.local_name == b"cols"), None)
    left = dict(widths)
    splices = []
    known = list(children_of(tab.shadow, columns)) if columns is not None else []
    for element in known:
        attributes = tab.attributes(element)
        first, last = whole(attributes.get("min")), whole(attributes.get("max"))
        inside = {column: left.pop(column) for column in sorted(left) if first <= column <= last}
        changed = {column: width for column, width in inside.items() if not _has_width(attributes, width)}
        if changed:
            splices.append((element.start, element.end, _split(tab, attributes, first, last, changed)))
    if not left:
        return splices
    new = [(column, _column(tab, {}, column, column, left[column])) for column in sorted(left)]
    if columns is None or columns.self_closing:
        place = (tab.cells.start, tab.cells.start) if columns is None else (columns.start, columns.end)
        inside_new = b"".join(xml for _, xml in new)
        return [*splices, (*place, b"<%bcols>%b</%bcols>" % (tab.root_prefix, inside_new, tab.root_prefix))]
    for column, xml in new:
        followers = (element.start for element in known if whole(tab.attributes(element).get("min")) > column)
        place_in_list = next(followers, columns.inside_end)
        splices.append((place_in_list, place_in_list, xml))
    return splices


def _has_width(attributes: Mapping[str, str], width: float) -> bool:
    try:
        return abs(float(attributes.get("width", "")) - width) < _SAME_WIDTH
    except ValueError:
        return False


def _split(tab: Tab, attributes: Mapping[str, str], first: int, last: int, changed: Mapping[int, float]) -> bytes:
    """One ``<col>`` of several columns taken apart, so that some get a width of their own."""
    pieces = []
    position = first
    for column, width in changed.items():
        if position < column:
            pieces.append(_column(tab, attributes, position, column - 1, None))
        pieces.append(_column(tab, attributes, column, column, width))
        position = column + 1
    if position <= last:
        pieces.append(_column(tab, attributes, position, last, None))
    return b"".join(pieces)


def _column(tab: Tab, attributes: Mapping[str, str], first: int, last: int, width: float | None) -> bytes:
    new = {**attributes, "min": str(first), "max": str(last)}
    if width is not None:
        new |= {"width": f"{width:.8g}", "customWidth": "1"}
        new.pop("bestFit", None)
    in_order = {name: new.pop(name) for name in ("min", "max") if name in new} | new
    written = b"".join(b' %b="%b"' % (name.encode(), to_attribute(value)) for name, value in in_order.items())
    return b"<%bcol%b/>" % (tab.root_prefix, written)


def prompt_splices(tab: Tab, prompts: Mapping[tuple[int, int], tuple[str, str]]) -> list[Splice]:
    """Given messages (title, text) by cell, return what makes them show when the cell is selected. A cell that has a
    validation of its team's own keeps that, without our message."""
    if not prompts:
        return []
    validations: Element | None = None
    place = tab.cells.end
    extended: list[CellArea] = []
    for element in tab.after:
        if element.local_name == b"dataValidations":
            validations = element
        elif element.local_name == b"extLst":
            extended = _areas_in_extensions(tab, element)
        elif element.local_name in _BETWEEN_CELLS_AND_PROMPTS and validations is None:
            place = element.end
    known = list(children_of(tab.shadow, validations)) if validations is not None else []
    areas = [(element, _areas(tab.attributes(element).get("sqref", ""))) for element in known]
    splices: list[Splice] = []
    new = []
    for (row, column), (title, text) in sorted(prompts.items()):
        xml = _prompt(tab, row, column, title, text)
        covering = [element for element, each in areas if any(area.holds(row, column) for area in each)]
        if any(area.holds(row, column) for area in extended):
            continue
        if not covering:
            new.append(xml)
        elif _is_prompt_of(tab, covering[0], row, column) and not says(tab, covering[0], title, text):
            splices.append((covering[0].start, covering[0].end, xml))
    if new:
        splices += _added(tab, validations, place, len(known) + len(new), b"".join(new))
    return splices


def _areas(names: str) -> list[CellArea]:
    return [area for area in map(parsed_area, names.split()) if area is not None]


def _areas_in_extensions(tab: Tab, extensions: Element) -> list[CellArea]:
    found = []
    for validation in elements_named(tab.shadow, b"dataValidation", extensions.inside, extensions.inside_end):
        for cells in elements_named(tab.shadow, b"sqref", validation.inside, validation.inside_end):
            found += _areas(text_of(tab.data[cells.inside : cells.inside_end]))
    return found


def _is_prompt_of(tab: Tab, validation: Element, row: int, column: int) -> bool:
    """Whether that is a message alone, on this cell alone."""
    attributes = tab.attributes(validation)
    return attributes.get("type", "none") == "none" and _areas(attributes.get("sqref", "")) == [
        CellArea(row, column, row, column)
    ]


def says(tab: Tab, validation: Element, title: str, text: str) -> bool:
    """Whether a cell's message is that one."""
    attributes = tab.attributes(validation)
    said = from_cell_text(attributes.get("promptTitle", "")), from_cell_text(attributes.get("prompt", ""))
    return said == (
        _cut(title, _MOST_OF_A_TITLE),
        _cut(text, _MOST_OF_A_TEXT),
    )


def _prompt(tab: Tab, row: int, column: int, title: str, text: str) -> bytes:
    titled = b' promptTitle="%b"' % to_attribute(_cut(title, _MOST_OF_A_TITLE)) if title else b""
    return b'<%bdataValidation allowBlank="1" showInputMessage="1"%b prompt="%b" sqref="%b"/>' % (
        tab.root_prefix,
        titled,
        to_attribute(_cut(text, _MOST_OF_A_TEXT)),
        cell_name(row, column).encode(),
    )


def _cut(text: str, most: int) -> str:
    """A text of at most that many UTF-16 units, which is how Excel counts."""
    if len(text.encode("utf-16-le", "surrogatepass")) // 2 <= most:
        return text
    kept = text[: most - 1]
    while len(kept.encode("utf-16-le", "surrogatepass")) // 2 > most - 1:
        kept = kept[:-1]
    return kept + "…"


def _added(tab: Tab, validations: Element | None, place: int, count: int, new: bytes) -> list[Splice]:
    name = tab.root_prefix + b"dataValidations"
    if validations is None:
        return [(place, place, b'<%b count="%d">%b</%b>' % (name, count, new, name))]
    tag = _COUNT.sub(rb"\g<1>\g<2>%d\g<2>" % count, tab.data[validations.start : validations.inside])
    if validations.self_closing:
        whole_list = tag[:-2].rstrip() + b">" + new + b"</" + validations.name + b">"
        return [(validations.start, validations.end, whole_list)]
    return [
        (validations.start, validations.inside, tag),
        (validations.inside_end, validations.inside_end, new),
    ]
