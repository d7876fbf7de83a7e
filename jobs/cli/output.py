"""What commands print, and with which status they end. Data goes to standard output, all else to standard error; colour
and progress bars only to a terminal, and nowhere with ``NO_COLOR``. Every error becomes words in one table."""

from __future__ import annotations

import errno
import json
import os
import shutil
import sys
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import Enum, IntEnum
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO, TypeVar

from sync.patterns import RarePattern

if TYPE_CHECKING:
    import re

    from sync.model.findings import Language, MessageValue

T = TypeVar("T")

PLAIN_WIDTH = 80
_WORD_KEPT_WHOLE = 12
_NUMBER_KEPT_WHOLE = 24
"""An amount in full, or a run's id: broken it would be misread, or could not be copied."""
_WORDS = RarePattern(r"(?:'okr-sync [^']*'|\S)+")
_IN_UTC = RarePattern(r"\b(\d{4}-\d\d-\d\d \d\d:\d\d) UTC\b")
_NEEDS_NO_QUOTES = RarePattern(r"[\w@%+=:,./~-]+")
_STYLES = RarePattern(r"\x1b\[[0-9;]*m")
_COLOURS = {"red": "31", "green": "32", "yellow": "33", "blue": "34", "cyan": "36", "bold": "1", "dim": "2"}


class Exit(IntEnum):
    """The exit statuses, as the contract has them."""

    done = 0
    findings = 1  # at or above --fail-on, or a workbook that could not be synced
    usage = 2  # or settings
    something_to_write = 3
    fault_of_ours = 4
    interrupted = 130


class Output(NamedTuple):
    """How one command speaks: ``as_json`` one document and nothing else on standard output, ``quiet`` without messages,
    ``verbose`` with details, moments as the clocks of ``timezone`` show them, what it was asked for in
    ``language``; errors and help are English."""

    as_json: bool = False
    quiet: bool = False
    verbose: bool = False
    timezone: str = "UTC"
    language: Language = "en"

    def data(self, document: object) -> None:
        """Print one JSON document."""
        print(json.dumps(document, ensure_ascii=not _takes_all_letters(sys.stdout), indent=2, default=_plain))

    def line(self, text: str = "") -> None:
        """Print one line of what was asked for: to a terminal broken between words, further lines a little in."""
        print(fitted(text, sys.stdout))

    def say(self, template: str, **values: MessageValue) -> str:
        """Given an English template with {names} and their values, return it in ``language``."""
        from sync.messages import render
        from sync.model.findings import Message

        return render(Message(template, tuple(values.items())), self.language)

    def message(self, text: str) -> None:
        """Say something beside the result."""
        if not self.quiet:
            print(fitted(text, sys.stderr), file=sys.stderr)

    def failure(self, text: str, hint: str = "") -> None:
        """Say what could not be done, and what to do about it; ``quiet`` or not."""
        _say(self.by_own_clock(text), hint)

    def detail(self, text: str) -> None:
        """Say something that only ``--verbose`` asks for."""
        if self.verbose:
            print(text, file=sys.stderr)

    def moment(self, moment: datetime, *, with_zone: bool = False) -> str:
        """Given an aware moment, return it as the service's clocks show it: '2026-11-20 16:00 Asia/Ho_Chi_Minh'."""
        from zoneinfo import ZoneInfo

        shown = f"{moment.astimezone(ZoneInfo(self.timezone)):%Y-%m-%d %H:%M}"
        return f"{shown} {self.timezone}" if with_zone else shown

    def by_own_clock(self, text: str) -> str:
        """Given a message from where nobody knows the service's clocks, return it with its moments as they show them:
        'since 2026-11-20 09:00 UTC' ─▶ 'since 2026-11-20 16:00 Asia/Ho_Chi_Minh'."""

        def shown(found: re.Match[str]) -> str:
            return self.moment(datetime.fromisoformat(f"{found[1]}+00:00"), with_zone=True)

        return _IN_UTC.sub(shown, text)

    def styled(self, text: str, *styles: str) -> str:
        """Given text and styles ('red', 'bold'), return it so for standard output: unchanged where there is no
        colour."""
        return styled(text, *styles) if has_colour(sys.stdout) else text

    @property
    def can_ask(self) -> bool:
        """Whether somebody sits at a terminal and wants to be spoken to."""
        return sys.stdin.isatty() and sys.stderr.isatty() and not self.quiet

    def ask(self, question: str, default: str) -> str:
        """Ask on a terminal, and return the answer; elsewhere, or where nothing is typed, return the default."""
        if not self.can_ask:
            return default
        print(f"{question} [{default}]: ", end="", file=sys.stderr, flush=True)
        return sys.stdin.readline().strip() or default

    def table(self, headers: Sequence[str], rows: Iterable[Sequence[str]], title: str = "") -> None:
        """Print a table: drawn to the width of a terminal, or to the columns that COLUMNS says, with cells broken where
        they find no room; elsewhere a line a row, as programs want it."""
        rows = list(rows)
        lines = aligned([headers, *rows])
        room = width() if sys.stdout.isatty() or os.environ.get("COLUMNS") else None
        if sys.stdout.isatty() or (room is not None and max(map(display_width, lines)) > room):
            _draw_table(headers, rows, title)
        else:
            for line in [*([title] if title else []), *lines]:
                print(line)

    def progress(self, each: Sequence[T], label: str) -> Iterator[T]:
        """Given things to work on, yield them, with a progress bar on standard error where that is a terminal."""
        if self.quiet or len(each) < 2 or not has_colour(sys.stderr):
            yield from each
            return
        from rich.console import Console
        from rich.progress import track

        yield from track(each, description=label, console=Console(stderr=True), transient=True)


def has_colour(stream: TextIO) -> bool:
    """Whether a stream is a terminal that may be given colours."""
    return stream.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"


def _takes_all_letters(stream: TextIO) -> bool:
    """Whether a stream's encoding has all letters: what escapes the others for people writes no JSON."""
    return (stream.encoding or "utf-8").lower().replace("_", "-") in ("utf-8", "utf8")


def styled(text: str, *styles: str) -> str:
    """Given text and styles ('red', 'bold'), return it with a terminal's codes for them."""
    return f"\x1b[{';'.join(_COLOURS[style] for style in styles)}m{text}\x1b[0m" if styles else text


def width() -> int:
    """The terminal's width in columns; 80 where there is none."""
    return shutil.get_terminal_size((PLAIN_WIDTH, 24)).columns


def fitted(text: str, stream: TextIO) -> str:
    """Given a line, return it broken into lines that fit where the stream is a terminal, with commands that are quoted
    in it left whole; elsewhere, as it is."""
    room = width() if stream.isatty() else 0
    if not room or _shown_width(text) <= room:
        return text
    indent = len(text) - len(text.lstrip(" "))
    lines, line = [], " " * indent
    for word in _WORDS.findall(text):
        if line.strip() and _shown_width(line) + 1 + _shown_width(word) > room:
            lines.append(line)
            line = " " * (indent + 4)
        line += f" {word}" if line.strip() else word
    return "\n".join([*lines, line])


def _shown_width(text: str) -> int:
    return display_width(_STYLES.sub("", text))


def aligned(rows: Iterable[Sequence[str]]) -> list[str]:
    """Given rows of words, return them as lines with aligned columns, two blanks apart."""
    cells = [[" ".join(cell.split()) for cell in row] for row in rows]
    widths = [max(map(display_width, column)) for column in zip(*cells, strict=True)]
    return ["  ".join(_padded(cell, room) for cell, room in zip(row, widths, strict=True)).rstrip() for row in cells]


def in_shell(word: str | os.PathLike[str]) -> str:
    """Given a name or a path, return it as it is typed in a command: in quotes where a shell would take it apart, and
    in double ones where that is enough, since commands stand between single ones in messages."""
    text = os.fspath(word)
    if _NEEDS_NO_QUOTES.fullmatch(text):
        return text
    if not any(sign in text for sign in '"$`\\!'):
        return f'"{text}"'
    import shlex

    return shlex.quote(text)


def display_width(text: str) -> int:
    """Given text, return how many columns of a terminal it takes: a combining mark takes none, a wide letter two."""
    if text.isascii():
        return len(text)
    marks = sum(1 for character in text if unicodedata.combining(character))
    return len(text) - marks + sum(1 for character in text if unicodedata.east_asian_width(character) in "WF")


def cut(text: str, room: int) -> str:
    """Given text, return it in that many columns of a terminal: what does not fit becomes '…'."""
    if display_width(text) <= room:
        return text
    while display_width(text) > room - 1:
        text = text[:-1]
    return f"{text.rstrip()}…"


def _padded(cell: str, room: int) -> str:
    return cell + " " * (room - display_width(cell))


def _draw_table(headers: Sequence[str], rows: Sequence[Sequence[str]], title: str) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    widths, gap = _column_widths([headers, *rows], width())
    table = Table(
        title=title or None, title_justify="left", box=box.SIMPLE_HEAD, show_edge=False, padding=(0, gap - 1, 0, 0)
    )
    for header, room in zip(headers, widths, strict=True):
        table.add_column(header, overflow="fold", width=room)
    for row in rows:
        table.add_row(*map(Text, row))
    Console(no_color=not has_colour(sys.stdout), highlight=False).print(table)


def _column_widths(rows: Sequence[Sequence[str]], room: int) -> tuple[list[int], int]:
    """Given a table and the columns of a terminal, return how wide each of its columns is drawn, and the gap between
    two: cells are broken between words where they have to be, and only long words within. What is left over goes to
    the column whose cells are broken most."""
    columns = [[" ".join(cell.split()) for cell in column] for column in zip(*rows, strict=True)]
    natural = [max(map(display_width, column)) for column in columns]
    widths = [max(_room_needed(word) for cell in column for word in cell.split() or [""]) for column in columns]
    gap = 2 if sum(widths) + 2 * len(widths) <= room else 1
    left = room - sum(widths) - gap * len(widths) + 1
    while left < 0 < max(widths) - 1:
        widths[widths.index(max(widths))] -= 1
        left += 1
    lines = [_broken_lines(column, width) for column, width in zip(columns, widths, strict=True)]
    while left > 0 and (narrow := [index for index, most in enumerate(natural) if widths[index] < most]):
        index = max(narrow, key=lambda index: (lines[index], widths[index] - natural[index]))
        widths[index] += 1
        lines[index] = _broken_lines(columns[index], widths[index])
        left -= 1
    return widths, gap


def _room_needed(word: str) -> int:
    is_number = any(letter.isdigit() for letter in word)
    return min(display_width(word), _NUMBER_KEPT_WHOLE if is_number else _WORD_KEPT_WHOLE)


def _broken_lines(cells: Iterable[str], room: int) -> int:
    """Given a column's cells and its width, return how many lines more than one each its cells are drawn in."""
    more = 0
    for cell in cells:
        if display_width(cell) > room:
            used = 0
            for word in map(display_width, cell.split()):
                if used and used + 1 + word > room:
                    more, used = more + 1, 0
                used += word + (1 if used else 0)
                more, used = more + (used - 1) // room, (used - 1) % room + 1
    return more


def _plain(value: object) -> object:
    """Given what JSON does not know, return what stands for it: decimals as exact strings, dates in ISO form."""
    match value:
        case Decimal():
            return f"{value:f}"
        case datetime() | date():
            return value.isoformat()
        case Enum():
            return value.value
    return str(value)


# ── Errors ───────────────────────────────────────────────────────────────────────────────────────────────────────────

_STATUS = {
    "SettingsError": Exit.usage,
    "UsageError": Exit.usage,
    "UnknownRun": Exit.usage,
    "WorkbookError": Exit.findings,
    "ArchiveError": Exit.findings,
    "Abort": Exit.findings,
}
"""Errors that are somebody's to mend, by the name of their class or of one above it: asking by name imports nothing.
Any other of our own that carries a hint says that what was asked for cannot be done."""

_NEXT = {
    "WorkbookError": "'okr-sync doctor' looks at everything that a sync needs",
    "ArchiveError": "'okr-sync doctor' looks at everything that a sync needs",
}
"""What to do next about an error that does not say so itself."""


def report(error: BaseException, words: Sequence[str]) -> int:
    """Given what ended a command, and the command's words, say it on standard error and return the exit status."""
    if isinstance(error, SystemExit):
        return error.code if isinstance(error.code, int) else Exit.fault_of_ours
    if isinstance(error, KeyboardInterrupt):
        return Exit.interrupted
    if isinstance(error, BrokenPipeError):
        _drop_output()
        return Exit.findings
    kind = _kind(error)
    if kind is None and isinstance(error, OSError) and error.errno in _OF_THE_WORLD:
        where = f"{error.filename}: " if error.filename else ""
        _say(f"{where}{os.strerror(error.errno)}")
        return Exit.findings
    if kind is None:
        return _fault_of_ours(error, words)
    if hasattr(error, "format_message"):
        _say_usage(error)
    elif kind == "SettingsError":
        print(error, file=sys.stderr)
    elif kind == "Abort":
        _say("stopped: nothing more was done")
    else:
        _say(str(error), getattr(error, "hint", "") or _NEXT.get(kind, ""))
    return _STATUS[kind]


_OF_THE_WORLD = (
    *(errno.EACCES, errno.EPERM, errno.ENOENT, errno.EEXIST, errno.EISDIR, errno.ENOTDIR, errno.ENOSPC, errno.EROFS),
    *(errno.ENAMETOOLONG, errno.EBUSY, errno.EDQUOT, errno.EIO),
)


def flush() -> None:
    """Write out what is printed so far, so that a reader that went away is noticed here and not at the very end."""
    sys.stdout.flush()
    sys.stderr.flush()


def _drop_output() -> None:
    """Let the interpreter's last flush go nowhere: whoever read our output has stopped reading."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())


def _kind(error: BaseException) -> str | None:
    """Return the name in the table that an error goes by, or None where it is a fault of ours."""
    named = next((each.__name__ for each in type(error).__mro__ if each.__name__ in _STATUS), None)
    is_ours = type(error).__module__.startswith(("sync.", "jobs."))
    return named or ("UsageError" if is_ours and hasattr(error, "hint") else None)


def _say(text: str, hint: str = "") -> None:
    label = styled("error:", "red", "bold") if has_colour(sys.stderr) else "error:"
    print(fitted(f"{label} {text}", sys.stderr), file=sys.stderr)
    if hint:
        print(fitted(f"  help: {hint}", sys.stderr), file=sys.stderr)


def _say_usage(error: Any) -> None:
    """Say Typer's complaint about the words of a command in our form, and where to read on."""
    program = error.ctx.command_path if getattr(error, "ctx", None) else "okr-sync"
    complaint = error.format_message().rstrip(".").removeprefix("Invalid value: ")
    if not complaint:
        print(error.ctx.get_help(), file=sys.stderr)  # a group of commands without one: its help is the answer
    elif program == "okr-sync" and complaint.startswith("No such option"):
        _say(f"{complaint[:1].lower()}{complaint[1:]}", "options stand after the command: okr-sync COMMAND --option")
    else:
        _say(f"{complaint[:1].lower()}{complaint[1:]}", f"'{program} --help' shows what there is")


def _is_verbose(words: Sequence[str]) -> bool:
    return "--verbose" in words or "-v" in words


def _fault_of_ours(error: BaseException, words: Sequence[str]) -> int:
    import tempfile

    what = next(iter(f"{type(error).__name__}: {error}".splitlines()))
    fault = f"okr-sync failed through a fault of its own: {what}"
    if _is_verbose(words):
        _print_traceback(error, sys.stderr)
        _say(fault)
        return Exit.fault_of_ours
    try:
        descriptor, path = tempfile.mkstemp(prefix="okr-sync-fault-", suffix=".txt")
        with open(descriptor, "w", encoding="utf-8") as file:
            _print_traceback(error, file)
    except OSError:
        _say(fault, "--verbose shows the traceback")
    else:
        _say(fault, f"the traceback is in {path}; --verbose shows it")
    return Exit.fault_of_ours


def _print_traceback(error: BaseException, stream: TextIO) -> None:
    import traceback

    traceback.print_exception(error, file=stream)
