"""What can be put into a cell, and how the file stores it."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import Literal, NamedTuple

from sync.workbooks.package_looks import GivenBack
from sync.workbooks.package_xml import to_cell_text


class Percent(NamedTuple):
    """A share to be shown in per cent: ``Percent(Decimal("0.25"))`` stores 0.25, and shows 25 %."""

    fraction: Decimal


class ErrorCode(NamedTuple):
    """An error as somebody typed it: ``ErrorCode("#N/A")``."""

    code: str


NewValue = Decimal | int | float | str | bool | date | datetime | Percent | ErrorCode | None


class CellEdit(NamedTuple):
    """What to put into one cell; None clears it and keeps its look.

    ``number_format`` is a format code ('0%', '@') for the cell; None leaves the one that it has. ``like`` is the (row,
    column) of the cell on the same tab whose look (font, fill, border, alignment) it takes; None keeps its own. With
    ``one_line`` that look's text is not wrapped: it runs on beside the cell, and no row needs to grow.
    """

    value: NewValue
    number_format: str | None = None
    like: tuple[int, int] | None = None
    one_line: bool = False


class SheetEdit(NamedTuple):
    """What to change on one tab. Cells are addressed by (row, column), columns by number, all from 1; a value alone is
    a ``CellEdit`` of nothing else. Widths are in characters. ``prompts`` are input messages (title, text) that show
    when the cell is selected; the file holds at most 32 and 255 characters of them. ``given_back`` comes after all of
    these."""

    cells: Mapping[tuple[int, int], CellEdit | NewValue] = {}
    column_widths: Mapping[int, float] = {}
    prompts: Mapping[tuple[int, int], tuple[str, str]] = {}
    given_back: GivenBack | None = None


class Unwritable(ValueError):
    """A value that no cell can hold. ``str()`` says why."""


Kind = Literal["nothing", "number", "bool", "error", "text", "spaced text"]
Stored = tuple[Kind, bytes, str]
"""A value as the file stores it: its kind (spaced text must keep the blanks at its ends), its characters, fit for XML,
and the kind of number format that it needs ('percent', 'date', 'datetime') or ''."""

MOST_CHARACTERS = 32_767
_SECONDS_OF_A_DAY = 86_400


def stored(value: NewValue, epoch_1904: bool) -> Stored:
    """Given a value, return it as a workbook of that epoch stores it. Raise Unwritable."""
    # Ordered by how often they come.
    if isinstance(value, Decimal):
        if not value.is_finite() or value.adjusted() > 307:
            raise Unwritable(f"{value} is not a number that a cell can hold")
        return "number", str(value).encode(), ""
    if isinstance(value, str):
        return _stored_text(str(value))
    if value is None:
        return "nothing", b"", ""
    if isinstance(value, bool):
        return "bool", b"1" if value else b"0", ""
    if isinstance(value, int):
        return stored(Decimal(value), epoch_1904)
    if isinstance(value, float):
        return stored(Decimal(repr(float(value))), epoch_1904)
    if isinstance(value, ErrorCode):
        return "error", to_cell_text(value.code), ""
    if isinstance(value, Percent):
        return "number", stored(value.fraction, epoch_1904)[1], "percent"
    if isinstance(value, datetime):
        return "number", _serial(value, epoch_1904), "datetime"
    if isinstance(value, date):
        return "number", _serial(datetime(value.year, value.month, value.day), epoch_1904), "date"
    raise Unwritable(f"a value of type {type(value).__name__} cannot be put into a cell")


def stored_numbers(values: Sequence[Decimal]) -> list[str] | None:
    """Given numbers, return the characters by which a workbook stores them; None when a cell may not hold one."""
    numbers = list(map(str, values))
    together = "".join(numbers)
    # What is beyond what a cell can hold is long, or is told with a power of ten, and so are others; NaN, Infinity.
    may_not = "E+" in together or "N" in together or "I" in together or max(map(len, numbers), default=0) > 300
    return None if may_not else numbers


@lru_cache(maxsize=4096)
def _stored_text(text: str) -> Stored:
    # A cell's length is counted in UTF-16 units.
    if len(text) > MOST_CHARACTERS // 2 and len(text.encode("utf-16-le", "surrogatepass")) // 2 > MOST_CHARACTERS:
        raise Unwritable(f"a text of more than {MOST_CHARACTERS} characters does not fit into a cell")
    spaced = text != text.strip() or "\n" in text
    return "spaced text" if spaced else "text", to_cell_text(text), ""


def _serial(moment: datetime, epoch_1904: bool) -> bytes:
    if moment.tzinfo is not None:
        raise Unwritable("a time with a time zone cannot be put into a cell, which has none")
    since = moment - (datetime(1904, 1, 1) if epoch_1904 else datetime(1899, 12, 30))
    if not epoch_1904 and moment < datetime(1900, 3, 1):
        # That epoch has a 29 February 1900, which never was.
        since -= timedelta(days=1)
    if since < timedelta(days=0 if epoch_1904 else 1):
        raise Unwritable(f"{moment:%Y-%m-%d} is before the first day that this workbook can hold")
    seconds = since.seconds + since.microseconds / 1_000_000
    if not seconds:
        return str(since.days).encode()
    return repr(since.days + seconds / _SECONDS_OF_A_DAY).encode()
