"""What the workbook must do when it is opened so that its formulas show the new values."""

from __future__ import annotations

import re

from sync.workbooks.package_xml import attributes_of, children_of, root_of, shadow_of

_UP_TO_CALCULATION = frozenset(
    (
        b"fileVersion",
        b"fileSharing",
        b"workbookPr",
        b"workbookProtection",
        b"bookViews",
        b"sheets",
        b"functionGroups",
        b"externalReferences",
        b"definedNames",
    )
)
_FULL_CALCULATION = re.compile(rb"""(\sfullCalcOnLoad\s*=\s*)(["'])[^"']*["']""")


def asking_for_calculation(workbook: bytes) -> bytes:
    """Given workbook.xml as UTF-8, return it asking for a full calculation when it is opened; the same bytes when it
    does so already. Raise MalformedXml."""
    shadow = shadow_of(workbook)
    root = root_of(shadow)
    place = root.inside
    for element in children_of(shadow, root):
        if element.local_name in _UP_TO_CALCULATION:
            place = element.end
        if element.local_name != b"calcPr":
            continue
        tag = workbook[element.start : element.inside]
        if attributes_of(tag).get("fullCalcOnLoad") in ("1", "true", "on"):
            return workbook
        asking, replaced = _FULL_CALCULATION.subn(rb'\g<1>"1"', tag)
        if not replaced:
            name_end = 1 + len(element.name)
            asking = tag[:name_end] + b' fullCalcOnLoad="1"' + tag[name_end:]
        return workbook[: element.start] + asking + workbook[element.inside :]
    prefix = root.name[: -len(root.local_name)]
    return workbook[:place] + b'<%bcalcPr fullCalcOnLoad="1"/>' % prefix + workbook[place:]
