"""Numbers, dates and number formats as an Excel file stores them ─▶ exact decimals and format codes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time
from decimal import Decimal

from sync.patterns import RarePattern
from sync.workbooks.xml_events import Attributes, parse_events

GENERAL = "General"

_NUMBER = re.compile(r"\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?\s*", re.ASCII)


def stored_number(text: str) -> Decimal | None:
    """Given a stored number ('0.30000000000000004', '1E+2'), return the double that it is at 15 significant digits, as
    spreadsheets show it: Decimal('0.3'), Decimal(100). None when it is no number."""
    if len(text) <= 15 and text.isascii() and text.isdecimal():
        return Decimal(text)
    # At most 15 digits around a point, in the shortest way that they can be written: these are the ones that are shown.
    whole, point, decimals = text.partition(".")
    if point and len(text) <= 16 and text.isascii() and decimals[-1:] != "0" and (whole + decimals).isdecimal():
        return Decimal(text)
    if not _NUMBER.fullmatch(text):
        return None

    rounded = format(float(text), ".15g")
    if rounded in ("inf", "-inf"):
        return None
    number = Decimal(rounded)
    if not number:
        return Decimal(0)
    return Decimal(int(number)) if "e+" in rounded else number


_TIME = r"(\d{1,2}):(\d\d)(?::(\d\d)(?:\.(\d+))?)?"
_ISO = RarePattern(rf"\s*(?:(\d{{4}})-?(\d\d)-?(\d\d))?(?:T?{_TIME})?(?:Z|[+-]\d\d:?\d\d)?\s*", re.ASCII)
_MICROSECONDS_A_DAY = 86_400_000_000


def iso_serial(text: str, epoch_1904: bool) -> tuple[Decimal, str] | None:
    """Given an ISO date, time or both as stored ('2026-10-31T18:00:00'), return its serial number and the format that
    shows it; None when it is none."""
    match = _ISO.fullmatch(text)
    if not match or not (match[1] or match[4]):
        return None

    try:
        moment = time(int(match[4]), int(match[5]), int(match[6] or 0)) if match[4] else time()
        day = date(int(match[1]), int(match[2]), int(match[3])) if match[1] else None
    except ValueError:
        return None

    micros = ((moment.hour * 60 + moment.minute) * 60 + moment.second) * 1_000_000
    micros += int((match[7] or "0").ljust(6, "0")[:6])
    share = Decimal(micros) / _MICROSECONDS_A_DAY
    fraction = stored_number(str(float(share))) or Decimal(0)
    if day is None:
        return fraction, "hh:mm:ss"
    serial = _day_serial(day, epoch_1904)
    return (serial + fraction, "yyyy-mm-dd hh:mm:ss") if match[4] else (serial, "yyyy-mm-dd")


def _day_serial(day: date, epoch_1904: bool) -> Decimal:
    if epoch_1904:
        return Decimal((day - date(1904, 1, 1)).days)
    days = (day - datetime(1899, 12, 30).date()).days
    # Lotus took 1900 for a leap year, and Excel kept its 29 February: days before it count one less.
    return Decimal(days if days > 60 else days - 1)


# ── Number formats ───────────────────────────────────────────────────────────────────────────────────────────────────

_BUILT_IN = {
    0: GENERAL,
    1: "0",
    2: "0.00",
    3: "#,##0",
    4: "#,##0.00",
    5: '"$"#,##0_);("$"#,##0)',
    6: '"$"#,##0_);[Red]("$"#,##0)',
    7: '"$"#,##0.00_);("$"#,##0.00)',
    8: '"$"#,##0.00_);[Red]("$"#,##0.00)',
    9: "0%",
    10: "0.00%",
    11: "0.00E+00",
    12: "# ?/?",
    13: "# ??/??",
    14: "mm-dd-yy",
    15: "d-mmm-yy",
    16: "d-mmm",
    17: "mmm-yy",
    18: "h:mm AM/PM",
    19: "h:mm:ss AM/PM",
    20: "h:mm",
    21: "h:mm:ss",
    22: "m/d/yy h:mm",
    37: "#,##0_);(#,##0)",
    38: "#,##0_);[Red](#,##0)",
    39: "#,##0.00_);(#,##0.00)",
    40: "#,##0.00_);[Red](#,##0.00)",
    41: r'_(* #,##0_);_(* \(#,##0\);_(* "-"_);_(@_)',
    42: r'_("$"* #,##0_);_("$"* \(#,##0\);_("$"* "-"_);_(@_)',
    43: r'_(* #,##0.00_);_(* \(#,##0.00\);_(* "-"??_);_(@_)',
    44: r'_("$"* #,##0.00_);_("$"* \(#,##0.00\);_("$"* "-"??_);_(@_)',
    45: "mm:ss",
    46: "[h]:mm:ss",
    47: "mmss.0",
    48: "##0.0E+0",
    49: "@",
}
# What these show depends on the language of whoever opens the file; all of them are dates or times of day.
_BUILT_IN |= dict.fromkeys((*range(27, 32), 36, *range(50, 55), 57, 58), "yyyy-mm-dd")
_BUILT_IN |= dict.fromkeys((*range(32, 36), 55, 56), "h:mm:ss")


def read_number_formats(chunks: Iterable[bytes]) -> tuple[str, ...]:
    """Given the styles part, return the number format of each cell style, in their order."""
    custom: dict[str, str] = {}
    styles: list[str] = []
    parents: list[str] = []

    def start(name: str, attributes: Attributes) -> None:
        parent = parents[-1] if parents else ""
        if name == "numFmt" and parent == "numFmts":
            custom[attributes.get("numFmtId", "")] = attributes.get("formatCode", "")
        elif name == "xf" and parent == "cellXfs":
            styles.append(attributes.get("numFmtId", "0"))
        parents.append(name)

    def end(name: str) -> None:
        parents.pop()

    parse_events(chunks, start, end)
    return tuple(custom.get(style) or _built_in(style) for style in styles)


def _built_in(number_format_id: str) -> str:
    return _BUILT_IN.get(int(number_format_id), GENERAL) if number_format_id.isdecimal() else GENERAL


class StyleFormats(dict[str, str]):
    """The number format of a cell by its style attribute, '' where it has none."""

    def __init__(self, formats: Sequence[str]) -> None:
        super().__init__()
        self._formats = formats

    def __missing__(self, style: str) -> str:
        known = not style or (style.isdecimal() and len(style) < 12)
        index = int(style or 0) if known else len(self._formats)
        self[style] = number_format = self._formats[index] if index < len(self._formats) else GENERAL
        return number_format
