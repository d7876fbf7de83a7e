"""Who has a workbook open: the lock files that Excel and LibreOffice leave beside it while they do."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from sync.workbooks.package_refusals import WorkbookInUse

_MOST_BYTES = 4096
_MOST_LETTERS = 80
_MOST_LINKS = 40
_DAY = 86_400


def refuse_while_open_elsewhere(path: Path) -> None:
    """Given a workbook's path, raise WorkbookInUse when a lock file beside it, or beside what it leads to as a symbolic
    link, says that somebody has it open: who, in which program, since when. A lock file may be left by a crash: it is
    told how old it is, and never passed over."""
    for name in _names_of(path):
        for lock, program, user_in in (
            (f"~${name.name}", "Excel", _excel_user),
            (f".~lock.{name.name}#", "LibreOffice", _libreoffice_user),
        ):
            if os.path.lexists(name.parent / lock):
                raise _in_use(name, name.parent / lock, program, user_in)


def _names_of(path: Path) -> list[Path]:
    """The names by which somebody may have opened the file: programs put their lock beside the one that they got."""
    names = [path]
    while len(names) <= _MOST_LINKS and os.path.islink(names[-1]):
        names.append(names[-1].parent / os.readlink(names[-1]))
    return names


def _in_use(path: Path, lock: Path, program: str, user_in: Callable[[bytes], str]) -> WorkbookInUse:
    # A lock file need not be readable to say what it says by being there: Excel locks its own on a share.
    try:
        user = _shown(user_in(_beginning_of(lock)))
    except (OSError, ValueError):
        user = ""
    try:
        since = os.lstat(lock).st_mtime
        days = max(0, int(time.time() - since)) // _DAY
        # In UTC: here nobody knows by which clock the service goes. And no age: it is read again later.
        when = f" since {datetime.fromtimestamp(since, UTC):%Y-%m-%d %H:%M %Z}"
    except (OSError, ValueError, OverflowError):
        days, when = 0, ""
    by = f" by {user}" if user else ""
    close = f"{user or 'Whoever has it open'} has to close it; then try again."
    if days:
        close = (
            f"That is {days} day{'s' if days > 1 else ''} ago: if nobody has it open any more, {lock.name} beside it "
            "was left by a crash: delete it."
        )
    return WorkbookInUse(f"{path} is open in {program}{by}{when}.", close, seems_left=days > 0)


def _beginning_of(lock: Path) -> bytes:
    if not lock.is_file():
        return b""  # a pipe would be waited for until somebody writes into it
    with open(lock, "rb") as file:
        return file.read(_MOST_BYTES)


def _excel_user(data: bytes) -> str:
    """The user's name stands there twice, each time after its length: in the system's own encoding, and from byte 55
    on in UTF-16. The first one lacks the letters that the encoding lacks."""
    length = int.from_bytes(data[55:57], "little")
    if 0 < length <= (len(data) - 57) // 2:
        return data[57 : 57 + 2 * length].decode("utf-16-le", "replace")
    length = data[0] if data else 0
    return data[1 : 1 + length].decode("cp1252", "replace") if length < len(data) else ""


def _libreoffice_user(data: bytes) -> str:
    """Name, login, machine, time and profile stand there between commas, with a backslash before a comma that is part
    of one of them."""
    fields, escaped = [""], False
    for letter in data.decode("utf-8", "replace"):
        if escaped or letter not in "\\,;":
            fields[-1] += letter
            escaped = False
        elif letter == "\\":
            escaped = True
        elif letter == ",":
            fields.append("")
        else:
            break
    name, login, machine = [field.strip() for field in (*fields, "", "", "")[:3]]
    return " on ".join(part for part in (name or login, machine) if part)


def _shown(name: str) -> str:
    """A name that somebody typed, fit for one line."""
    return " ".join("".join(letter if letter.isprintable() else " " for letter in name).split())[:_MOST_LETTERS]
