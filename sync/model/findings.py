"""What a rule has to say about a cell, before it is put into words, and the languages that there are."""

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from sync.model.cells import CellRef

Language = str


class Severity(StrEnum):
    error = "error"
    warning = "warning"
    info = "info"


MessageValue = Decimal | date | str | int | CellRef


class Message(NamedTuple):
    """A text before it is put into words: an English template with {names}, and their values. ``sync.messages`` renders
    it in a language, with that language's numbers and dates."""

    template: str
    values: tuple[tuple[str, MessageValue], ...] = ()


class Finding(NamedTuple):
    """What a rule has to say about a cell. ``row`` is the row whose Warnings cell shows it; ``about_objective`` opens
    it with 'O:' there. ``language`` is the sheet's."""

    code: str
    severity: Severity
    message: Message
    hint: Message
    cell: CellRef
    row: int | None = None
    about_objective: bool = False
    language: Language = "en"
