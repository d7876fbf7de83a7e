"""Styles for a workbook that has none: the part itself, and the two places that make a part known."""

from __future__ import annotations

import itertools
from collections.abc import Iterable

from sync.workbooks.package_parts import Related
from sync.workbooks.package_xml import root_of, shadow_of


def no_styles(namespace: str) -> bytes:
    """Given the workbook's namespace, return a styles part in which every cell looks plain."""
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<styleSheet xmlns="{namespace}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font></fonts>'
        '<fills count="2"><fill><patternFill patternType="none"/></fill>'
        '<fill><patternFill patternType="gray125"/></fill></fills>'
        '<borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
        '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs>'
        '<cellXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0"/></cellXfs></styleSheet>'
    ).encode()


def with_relationship(relationships: bytes, known: Iterable[Related], target: str) -> bytes:
    """Given a part's relationships, return them with one more, to its styles."""
    shadow = shadow_of(relationships)
    root = root_of(shadow)
    prefix = root.name[: -len(root.local_name)]
    ids = {related.id for related in known}
    new_id = next(name for name in (f"rIdStyles{number}" for number in itertools.count(1)) if name not in ids)
    strict = b"purl.oclc.org" in relationships
    base = "http://purl.oclc.org/ooxml" if strict else "http://schemas.openxmlformats.org"
    kind = f"{base}/officeDocument/{'' if strict else '2006/'}relationships/styles"
    new = f'Relationship Id="{new_id}" Type="{kind}" Target="{target}"/>'.encode()
    return relationships[: root.inside_end] + b"<" + prefix + new + relationships[root.inside_end :]


def with_content_type(content_types: bytes, part: str) -> bytes:
    """Given the package's content types, return them with the styles part's."""
    root = root_of(shadow_of(content_types))
    prefix = root.name[: -len(root.local_name)]
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"
    new = f'Override PartName="{part}" ContentType="{kind}"/>'.encode()
    return content_types[: root.inside_end] + b"<" + prefix + new + content_types[root.inside_end :]
