"""Values on their way through a formula."""

from __future__ import annotations

from collections.abc import Iterator

from tests.sheets_server.cells import ErrorValue, Result
from tests.sheets_server.proto import plain_number

Grid = list[list[Result]]


class Failed(Exception):
    """A formula whose result is an error."""

    def __init__(self, error: ErrorValue) -> None:
        super().__init__(error.message)
        self.error = error


def fail(kind: str, message: str) -> Failed:
    return Failed(ErrorValue(kind, message))


def scalar(value: Result | Grid) -> Result:
    """The value itself, or the first of an area. Raise Failed when it is an error."""
    found = value[0][0] if isinstance(value, list) else value
    if isinstance(found, ErrorValue):
        raise Failed(found)
    return found


def flat(*values: Result | Grid) -> Iterator[Result]:
    """All values, areas row by row. Raise Failed at the first that is an error."""
    for value in values:
        for found in (item for row in value for item in row) if isinstance(value, list) else (value,):
            if isinstance(found, ErrorValue):
                raise Failed(found)
            yield found


def numbers(*values: Result | Grid) -> list[float]:
    """The numbers: in areas only cells that are numbers, else whatever can be read as one."""
    found: list[float] = []
    for value in values:
        if isinstance(value, list):
            items = flat(value)
            found += [item for item in items if isinstance(item, int | float) and not isinstance(item, bool)]
        elif value is not None:
            found.append(number(value))
    return found


def number(value: Result | Grid, function: str = "ADD", place: int = 1) -> float:
    """The value as a number. Raise Failed when it is none."""
    found = scalar(value)
    if found is None or found == "":
        return 0.0
    if isinstance(found, bool | int | float):
        return float(found)
    assert isinstance(found, str)
    try:
        return float(found.strip().removesuffix("%")) / (100 if found.strip().endswith("%") else 1)
    except ValueError:
        raise fail(
            "VALUE",
            f"Function {function} parameter {place} expects number values. But '{found}' is a text and cannot be "
            "coerced to a number.",
        ) from None


def text(value: Result | Grid) -> str:
    """The value as text."""
    found = scalar(value)
    if found is None:
        return ""
    if isinstance(found, bool):
        return "TRUE" if found else "FALSE"
    if isinstance(found, float | int):
        return f"{plain_number(found):.15g}" if isinstance(plain_number(found), float) else str(plain_number(found))
    assert isinstance(found, str)
    return found


def truth(value: Result | Grid) -> bool:
    """The value as a condition. Raise Failed when it is none."""
    found = scalar(value)
    if isinstance(found, str):
        if found.upper() in ("TRUE", "FALSE", ""):
            return found.upper() == "TRUE"
        raise fail("VALUE", f"Function IF parameter 1 expects boolean values. But '{found}' is a text.")
    return bool(found)
