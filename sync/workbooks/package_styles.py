"""The workbook's styles: which number format a cell has, and the style that is equal to another but for that."""

from __future__ import annotations

import re

from sync.patterns import RarePattern
from sync.workbooks.package_xml import (
    Element,
    MalformedXml,
    attributes_of,
    children_of,
    root_of,
    shadow_of,
    to_attribute,
)

_BUILTIN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 11: "0.00E+00", 12: "# ?/?",
    13: "# ??/??", 14: "mm-dd-yy", 15: "d-mmm-yy", 16: "d-mmm", 17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM",
    20: "h:mm", 21: "h:mm:ss", 22: "m/d/yy h:mm", 37: "#,##0 ;(#,##0)", 38: "#,##0 ;[Red](#,##0)",
    39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;[Red](#,##0.00)", 45: "mm:ss", 46: "[h]:mm:ss", 47: "mmss.0",
    48: "##0.0E+0", 49: "@",
}  # fmt: skip
_BUILTIN_IDS = {code: number for number, code in _BUILTIN.items()}
_OTHER_BUILTIN_DATES = frozenset((*range(27, 37), *range(50, 59)))
_FIRST_CUSTOM_ID = 164
_MOST_STYLES = 65_490
_QUOTED = RarePattern(r'"[^"]*"|\\.|_.|\*.|\[(?![hms]+\])[^\]]*\]', re.IGNORECASE)


_WRAPS = RarePattern(rb"""\s(?:wrapText|shrinkToFit)\s*=\s*(?:"[^"]*"|'[^']*')""")


class TooManyStyles(ValueError):
    """Excel opens no more different styles than this workbook has already."""


class Styles:
    """The styles of one workbook, to be asked and added to. ``patched()`` is the part's new content: the very same
    bytes when nothing was added."""

    def __init__(self, data: bytes) -> None:
        """Given styles.xml as UTF-8. Raise MalformedXml."""
        self._data = data
        shadow = shadow_of(data)
        self._root = root_of(shadow)
        if self._root.local_name != b"styleSheet":
            raise MalformedXml("holds no styles")
        self._prefix = self._root.name[: -len(self._root.local_name)]
        sections = {section.local_name: section for section in children_of(shadow, self._root)}
        self._number_formats = sections.get(b"numFmts")
        self._cell_styles = sections.get(b"cellXfs")
        self._codes: dict[int, str] = {}
        if self._number_formats is not None:
            for element in children_of(shadow, self._number_formats):
                attributes = self._attributes(element)
                self._codes[_whole(attributes.get("numFmtId"), -1)] = attributes.get("formatCode", "General")
        self._styles: list[tuple[dict[str, str], bytes]] = []
        if self._cell_styles is not None:
            self._styles = [
                (self._attributes(element), data[element.inside : element.inside_end])
                for element in children_of(shadow, self._cell_styles)
            ]
        self._known = len(self._styles)
        self._new_codes: dict[int, str] = {}
        self._index: dict[tuple[frozenset[tuple[str, str]], bytes], int] = {}
        for number, style in enumerate(self._styles):
            self._index.setdefault(_look(*style), number)

    def format_of(self, style: int) -> str:
        """Given a style's number, return its number format's code."""
        number = self._format_id(style)
        return self._codes.get(number) or _BUILTIN.get(number, "General")

    def shows_dates(self, style: int) -> bool:
        number = self._format_id(style)
        if number not in self._codes and number in _OTHER_BUILTIN_DATES:
            return True
        return bool(re.search("[dmyhs]", _bare(self.format_of(style)), re.IGNORECASE))

    def shows_percent(self, style: int) -> bool:
        return "%" in _bare(self.format_of(style))

    def with_format(self, style: int, code: str) -> int:
        """Given a style and a format code, return the number of the style that is equal but for that number format: one
        that exists, or a new one. Raise TooManyStyles."""
        if self.format_of(style) == code:
            return style
        attributes, inside = self._styles[style] if 0 <= style < len(self._styles) else ({}, b"")
        attributes = {name: value for name, value in attributes.items() if name != "quotePrefix"}
        attributes["numFmtId"] = str(self._id_of(code))
        attributes["applyNumberFormat"] = "1"
        return self._number_of(attributes, inside)

    def on_one_line(self, style: int) -> int:
        """Given a style, return the number of the one that is equal but does not wrap its text: one that exists, or a
        new one. Raise TooManyStyles."""
        attributes, inside = self._styles[style] if 0 <= style < len(self._styles) else ({}, b"")
        unwrapped = _WRAPS.sub(b"", inside)
        return style if unwrapped == inside else self._number_of(dict(attributes), unwrapped)

    def _number_of(self, attributes: dict[str, str], inside: bytes) -> int:
        for required in ("fontId", "fillId", "borderId", "xfId"):
            attributes.setdefault(required, "0")
        look = _look(attributes, inside)
        found = self._index.get(look)
        if found is None:
            if len(self._styles) >= _MOST_STYLES:
                raise TooManyStyles("it has as many different cell styles as Excel can open")
            found = self._index[look] = max(len(self._styles), 1)
            if not self._styles:
                self._styles.append(({"numFmtId": "0", "fontId": "0", "fillId": "0", "borderId": "0"}, b""))
            self._styles.append((attributes, inside))
        return found

    @property
    def added(self) -> bool:
        return len(self._styles) > self._known

    def patched(self) -> bytes:
        """Return the part with what was added to it."""
        if not self.added:
            return self._data
        splices = [self._style_splice()]
        if self._new_codes:
            splices.append(self._format_splice())
        data = self._data
        for start, end, new in sorted(splices, reverse=True):
            data = data[:start] + new + data[end:]
        return data

    def _attributes(self, element: Element) -> dict[str, str]:
        return attributes_of(self._data[element.start : element.inside])

    def _format_id(self, style: int) -> int:
        return _whole(self._styles[style][0].get("numFmtId"), 0) if 0 <= style < len(self._styles) else 0

    def _id_of(self, code: str) -> int:
        for number, known in self._codes.items():
            if known == code:
                return number
        builtin = _BUILTIN_IDS.get(code)
        if builtin is not None and builtin not in self._codes:
            return builtin
        number = max(_FIRST_CUSTOM_ID - 1, *self._codes, 0) + 1
        self._codes[number] = self._new_codes[number] = code
        return number

    def _style_splice(self) -> tuple[int, int, bytes]:
        new = b"".join(self._style_xml(*style) for style in self._styles[self._known :])
        if self._cell_styles is None:
            place = self._place_of(b"cellStyles", b"dxfs", b"tableStyles", b"colors", b"extLst")
            return place, place, self._section(b"cellXfs", len(self._styles), new)
        return self._extended(self._cell_styles, len(self._styles), new)

    def _format_splice(self) -> tuple[int, int, bytes]:
        name = self._prefix + b"numFmt"
        new = b"".join(
            b'<%b numFmtId="%d" formatCode="%b"/>' % (name, number, to_attribute(code))
            for number, code in self._new_codes.items()
        )
        if self._number_formats is None:
            place = self._root.inside
            return place, place, self._section(b"numFmts", len(self._new_codes), new)
        return self._extended(self._number_formats, len(self._codes), new)

    def _style_xml(self, attributes: dict[str, str], inside: bytes) -> bytes:
        name = self._prefix + b"xf"
        written = b"".join(b' %b="%b"' % (key.encode(), to_attribute(value)) for key, value in attributes.items())
        return b"<%b%b>%b</%b>" % (name, written, inside, name) if inside else b"<%b%b/>" % (name, written)

    def _section(self, name: bytes, count: int, inside: bytes) -> bytes:
        name = self._prefix + name
        return b'<%b count="%d">%b</%b>' % (name, count, inside, name)

    def _extended(self, section: Element, count: int, new: bytes) -> tuple[int, int, bytes]:
        tag = self._data[section.start : section.inside]
        tag = re.sub(rb"""(\scount\s*=\s*["'])[^"']*""", rb"\g<1>%d" % count, tag)
        if section.self_closing:
            return section.start, section.end, tag[:-2].rstrip() + b">" + new + b"</" + section.name + b">"
        return section.start, section.inside_end, tag + self._data[section.inside : section.inside_end] + new

    def _place_of(self, *followers: bytes) -> int:
        shadow = shadow_of(self._data)
        for section in children_of(shadow, self._root):
            if section.local_name in followers:
                return section.start
        return self._root.inside_end


def _look(attributes: dict[str, str], inside: bytes) -> tuple[frozenset[tuple[str, str]], bytes]:
    """What two styles must share to be the same. Programs show a style's number format whether or not it says that it
    applies."""
    return frozenset(item for item in attributes.items() if item[0] != "applyNumberFormat"), inside


def _bare(code: str) -> str:
    """A format code's first section without texts, colours and conditions."""
    return _QUOTED.sub("", code).split(";")[0].replace("General", "")


def _whole(text: str | None, otherwise: int) -> int:
    try:
        return int(text) if text is not None else otherwise
    except ValueError:
        return otherwise
