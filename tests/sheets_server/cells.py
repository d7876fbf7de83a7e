"""What a cell holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from tests.sheets_server.errors import BadRequest
from tests.sheets_server.formulas.tokens import moved
from tests.sheets_server.proto import plain_number

LONGEST_TEXT = 50_000


class Formula(NamedTuple):
    """A formula as it was typed, with its '='."""

    text: str


class ErrorValue(NamedTuple):
    """A result that is an error: Google's type for it, and what it says."""

    type: str
    message: str = ""


Result = None | bool | float | str | ErrorValue
Entered = None | bool | float | str | Formula

ERROR_TEXTS = {
    "DIVIDE_BY_ZERO": "#DIV/0!",
    "REF": "#REF!",
    "NAME": "#NAME?",
    "N_A": "#N/A",
    "VALUE": "#VALUE!",
    "NUM": "#NUM!",
    "NULL_VALUE": "#NULL!",
    "ERROR": "#ERROR!",
    "LOADING": "Loading...",
}


class Cell(NamedTuple):
    """One cell as it was entered. Never changed: a write puts another in its place."""

    entered: Entered = None
    format: Mapping[str, Any] | None = None
    note: str = ""
    validation: Mapping[str, Any] | None = None
    extras: Mapping[str, Any] | None = None
    """What is kept and answered as it was sent: textFormatRuns, chipRuns, pivotTable."""

    def copied(self, rows: int, columns: int) -> Cell:
        """The cell as it is so many rows down and columns right: what its formula names moves along."""
        if not isinstance(self.entered, Formula) or (not rows and not columns):
            return self
        return self._replace(entered=Formula(moved(self.entered.text, rows, columns)))


EMPTY = Cell()


def entered_of(sent: Mapping[str, Any] | None) -> Entered:
    """Given an ExtendedValue, return what it enters. Raise BadRequest when it is too long or no value."""
    if not sent:
        return None
    if "formulaValue" in sent:
        text = str(sent["formulaValue"])
        return Formula(checked_text(text)) if text.startswith("=") else checked_text(text)
    if "stringValue" in sent:
        return checked_text(str(sent["stringValue"])) or None
    if "numberValue" in sent:
        return float(sent["numberValue"])
    if "boolValue" in sent:
        return bool(sent["boolValue"])
    raise BadRequest("Invalid value: user_entered_value must have a value set.")


def checked_text(text: str) -> str:
    """Given a text, return it. Raise BadRequest when it is longer than a cell may hold."""
    if len(text) > LONGEST_TEXT:
        raise BadRequest("Your input contains more than the maximum of 50000 characters in a single cell.")
    return text


def extended(value: Entered | Result) -> dict[str, Any] | None:
    """Given what a cell holds or results in, return it as an ExtendedValue; None for nothing."""
    if value is None or value == "":
        return None
    if isinstance(value, Formula):
        return {"formulaValue": value.text}
    if isinstance(value, ErrorValue):
        return {"errorValue": {"type": value.type, "message": value.message}}
    if isinstance(value, bool):
        return {"boolValue": value}
    if isinstance(value, int | float):
        return {"numberValue": plain_number(value)}
    return {"stringValue": value}
