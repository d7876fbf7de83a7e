"""What is wrong with a settings file, as values, and how it reads: like a compiler's messages."""

import re
import unicodedata
from typing import NamedTuple

from sync.patterns import RarePattern

_SECRETS = r"passw(or)?d|passphrase|secret|token|api_?key|private_?key|credential|\bpwd\b"
SECRET = RarePattern(_SECRETS, re.IGNORECASE)
_SECRET_LINE = RarePattern(rf"^(.*?(?:{_SECRETS})[^=]*=\s*).*$", re.IGNORECASE)
_PASSWORD_IN_URL = RarePattern(r"(://[^:/@\s\"']*:)[^@\s\"']+@")

WIDEST = 100

Path = tuple[str | int, ...]
"""Where a setting stands in the parsed content: ('workbook', 0, 'name')."""


class Problem(NamedTuple):
    """One thing that is wrong: where, which setting, what, and what to do. Lines and columns count from 1, columns in
    characters; ``line`` is None where the whole file is meant. ``quoted`` is the line, ``length`` how much of it."""

    file: str
    message: str
    key: str = ""
    help: str = ""
    line: int | None = None
    column: int = 1
    quoted: str = ""
    length: int = 1

    def __str__(self) -> str:
        place = self.file if self.line is None else f"{self.file}:{self.line}:{self.column}"
        lines = [": ".join(part for part in (place, self.key, self.message) if part)]
        margin = " " * len(str(self.line or ""))
        if self.line is not None:
            quoted = hide_secrets(self.quoted)
            shown, column = _window(quoted, self.column)
            lines.append(f"{self.line} | {shown}".rstrip())
            if quoted == self.quoted:
                lines.append(f"{margin} | {_caret(shown, column, self.length)}")
        if self.help:
            lines.append(f"{margin} = help: {self.help}" if margin else f"help: {self.help}")
        return "\n".join(lines)


class SettingsError(Exception):
    """A settings file that cannot be used: all that is wrong with it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(problems)
        self.problems = problems

    def __str__(self) -> str:
        count = len(self.problems)
        last = f"{count} problems in {self.problems[0].file}" if count > 1 else ""
        return "\n\n".join([*map(str, self.problems), last]).rstrip()


def hide_secrets(line: str) -> str:
    """Given a line of a settings file, return it without what looks like a secret: messages end up in logs."""
    return _PASSWORD_IN_URL.sub(r"\1…@", _SECRET_LINE.sub(r"\1…", line))


def _window(line: str, column: int) -> tuple[str, int]:
    """Return the part of a long line around a column, and the column in it."""
    start = max(0, min(column - 1 - WIDEST // 2, len(line) - WIDEST))
    shown = line[start : start + WIDEST]
    if start:
        shown = "…" + shown[1:]
    return (shown[:-1] + "…" if start + WIDEST < len(line) else shown), column - start


def _caret(line: str, column: int, length: int) -> str:
    before, marked = line[: column - 1], line[column - 1 : column - 1 + length]
    indent = "".join("\t" if character == "\t" else " " * _width(character) for character in before)
    return indent + "^" * max(1, sum(map(_width, marked)))


def _width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1
