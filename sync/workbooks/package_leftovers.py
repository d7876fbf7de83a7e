"""The files that a write makes beside a workbook, and what becomes of those that a killed one left.

Their names say whose they are, so that only the leavings of runs that are over are touched: those of this machine (or
of a container on it) once it is our turn, which a run has until its end; those of this machine before it was started
anew, where it is known to be this one; those of other machines after a day.
"""

from __future__ import annotations

import contextlib
import functools
import glob
import hashlib
import itertools
import os
import platform
import re
import time
from pathlib import Path
from typing import NamedTuple

from sync.patterns import RarePattern
from sync.workbooks.package_refusals import WorkbookRefused
from sync.workbooks.package_swap import Original, Swap, settle, short
from sync.workbooks.package_system_errors import could_not_write, uninterrupted
from sync.workbooks.package_turns import turn_at

FOREIGN_RUNS_END_AFTER = 86_400
"""Seconds after which a run on another machine is over for sure."""

_MOST_BYTES_OF_A_NAME = 40
_GIVEN_BY_A_MAKER = re.compile(rb"(?!00:00:00:00:00:00)[0-9a-f][048c]:")
_count = itertools.count()


def new_name_beside(path: Path) -> Path:
    """Given a workbook's path, return the path of a new file beside it, for the version that is being written."""
    machine, kernel, _ = _marks()
    return path.with_name(f"{_start(path)}{machine}-{kernel}-{os.getpid()}-{next(_count)}~")


def swap_of(original: Original, written: Path, fingerprint: str) -> Swap:
    """Given the file that was read, and its successor as written beside it with its fingerprint, return the swap of the
    two, in which the successor has a name that says what it is."""
    was, ours = short(original.fingerprint), short(fingerprint)
    return Swap(original.path, written.with_name(f"{written.name[:-1]}-{was}-{ours}~"), was, ours)


def settle_leftovers(path: Path) -> None:
    """Given a workbook's real path, end what killed runs left beside it. Other runs of ours are waited for where there
    is anything. Raise WorkbookRefused as ``package_swap.settle`` does, and when the system refuses."""
    if _leftovers(path):
        with turn_at(path.parent) as is_our_turn:
            settle_in_our_turn(path, is_our_turn)


def settle_in_our_turn(path: Path, is_our_turn: bool) -> None:
    """As ``settle_leftovers``, for who has the turn already, or knows that there are none (``is_our_turn`` False)."""
    for name, found in _leftovers(path):
        beside = path.with_name(name)
        if not _is_over(beside, found, is_our_turn):
            continue
        try:
            if found["original"]:
                settle(Swap(path, beside, found["original"], found["ours"]))
            else:
                uninterrupted(os.unlink, beside)
        except FileNotFoundError:
            continue
        except PermissionError as error:
            raise WorkbookRefused(
                f"{beside}, left by a run that was killed, may not be read or removed by this user.",
                "Run the sync once as the user whom it belongs to, or give this user the right to read it.",
            ) from error
        except OSError as error:
            raise could_not_write(path, error) from error


def left_beside(path: Path) -> list[Path]:
    """Given a workbook's real path, return the files of ours beside it: of a run that is going, or was killed."""
    return [path.with_name(name) for name, _ in _leftovers(path)]


_BEHIND_START = RarePattern(
    r"(?P<machine>[0-9a-f]{8})-(?P<kernel>[0-9a-f]{8})-\d+-\d+"
    r"(?:-(?P<original>[0-9a-f]{24})-(?P<ours>[0-9a-f]{24}))?~"
)


def _leftovers(path: Path) -> list[tuple[str, re.Match[str]]]:
    start = _start(path)
    # Beside a workbook that is gone or cannot be seen, nothing is decided.
    with contextlib.suppress(OSError):
        if os.path.exists(path):
            names = sorted(name for name in os.listdir(path.parent) if name.startswith(start))
            return [(name, found) for name in names if (found := _BEHIND_START.fullmatch(name[len(start) :]))]
    return []


def _is_over(beside: Path, found: re.Match[str], is_our_turn: bool) -> bool:
    machine, kernel, is_sure = _marks()
    if is_our_turn and (found["machine"] == machine or found["kernel"] == kernel):
        return True
    if is_sure and found["machine"] == machine and found["kernel"] != kernel:
        # Nobody outlives the machine's restart: on shares, where no turn can be had, that is all there is to know.
        return True
    try:
        status = os.lstat(beside)
    except OSError:
        return False
    # The time of an old version that came out is old; that of its change of names is not.
    return time.time() - max(status.st_mtime, status.st_ctime) > FOREIGN_RUNS_END_AFTER


def _start(path: Path) -> str:
    name = path.name
    if len(os.fsencode(name)) > _MOST_BYTES_OF_A_NAME:
        beginning = os.fsencode(name)[: _MOST_BYTES_OF_A_NAME - 10].decode("utf-8", "ignore")
        name = f"{beginning}-{_digits(os.fsencode(name))}"
    return f".{name}.okr-sync-"


class _Marks(NamedTuple):
    """This machine, and its kernel as it is running now: containers on one machine have names of their own. ``is_sure``
    where no other machine has this mark."""

    machine: str
    kernel: str
    is_sure: bool


@functools.cache
def _marks() -> _Marks:
    kernel = _content("/proc/sys/kernel/random/boot_id")
    # Copied machines often have one id, and containers that of their image: none of them has another's network card.
    number, cards = _content("/etc/machine-id"), _network_cards()
    if number and cards and kernel:
        return _Marks(_digits(b" ".join([number, *cards])), _digits(kernel), True)
    machine = platform.node().encode()
    return _Marks(_digits(machine), _digits(kernel or machine), False)


def _network_cards() -> list[bytes]:
    """The addresses of the network cards that are built in. Others come and go; those that no maker gave, as of most
    virtual machines and all containers, may be another's too."""
    devices = (path for path in glob.glob("/sys/class/net/*/device") if "/usb" not in os.path.realpath(path))
    found = {_content(os.path.join(os.path.dirname(path), "address")) for path in devices}
    return sorted(address for address in found if _GIVEN_BY_A_MAKER.match(address))


def _content(path: str) -> bytes:
    try:
        return Path(path).read_bytes().strip()
    except OSError:
        return b""


def _digits(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()[:8]
