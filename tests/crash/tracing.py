"""A process of ours whose every system call is a stop: to kill it there, or to let the call fail.

Linux's ptrace, by ctypes. Killing works on every kind of processor; making a call fail changes registers, and is
written for x86-64.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import platform
import signal
import struct
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

_TRACEME, _PEEKUSER, _POKEUSER, _SYSCALL, _DETACH, _SETOPTIONS = 0, 3, 6, 24, 17, 0x4200
_OPTIONS = 0x01 | 0x00100000  # TRACESYSGOOD: a stop at a call is told from a signal; EXITKILL: none outlives the tracer
_ORIG_RAX, _RAX = 15 * 8, 10 * 8
_ARGUMENTS = (14 * 8, 13 * 8, 12 * 8)  # rdi, rsi, rdx

LINUX = sys.platform.startswith("linux")
CAN_FAIL_CALLS = LINUX and platform.machine() == "x86_64"

_BY_NUMBER = {
    1: "write",
    2: "open",
    3: "close",
    18: "pwrite64",
    20: "writev",
    74: "fsync",
    75: "fdatasync",
    76: "truncate",
    77: "ftruncate",
    82: "rename",
    83: "mkdir",
    84: "rmdir",
    85: "creat",
    86: "link",
    87: "unlink",
    90: "chmod",
    91: "fchmod",
    92: "chown",
    93: "fchown",
    94: "lchown",
    188: "setxattr",
    190: "fsetxattr",
    257: "openat",
    260: "fchownat",
    263: "unlinkat",
    264: "renameat",
    265: "linkat",
    268: "fchmodat",
    285: "fallocate",
    316: "renameat2",
    72: "fcntl",
    73: "flock",
}
_WRITING = {
    *("write", "pwrite64", "writev", "fsync", "fdatasync", "truncate", "ftruncate", "rename", "mkdir", "rmdir"),
    *("creat", "link", "unlink", "chmod", "fchmod", "chown", "fchown", "setxattr", "fsetxattr", "fchownat"),
    *("unlinkat", "renameat", "linkat", "fchmodat", "fallocate", "renameat2", "flock"),
}
_OPEN_FOR_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT


class Call(NamedTuple):
    """A system call as it is about to happen; ``file`` is the name of the file that it is about, where there is one."""

    name: str
    file: str
    writes: bool


MAY_NOT_TRACE = 77
"""The exit status of a harness whose user may not trace processes."""


class MayNotTrace(Exception):
    """The machine does not let this user trace processes."""


class Ended(NamedTuple):
    """How a process ended: its exit status (-9 when killed), and how many system calls it had begun by then."""

    status: int
    calls: int


def forked(work: Callable[[], int], *, traced: bool) -> int:
    """Given what a new process does, start it and return its id; traced, it waits for its first stop."""
    process = os.fork()
    if process:
        return process
    status = 70
    try:
        if traced:
            _ptrace(_TRACEME, 0, 0, 0)
            os.kill(os.getpid(), signal.SIGSTOP)
        status = work()
    except BaseException:
        traceback.print_exc()
    finally:
        os._exit(status)


def waited_for(process: int) -> int:
    """Given a process, wait for its end and return its exit status, negative when a signal ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(process, 0)[1])


def killed_at(work: Callable[[], int], at_call: int) -> Ended:
    """Given what a process does, let it do that up to its ``at_call``-th system call, and kill it when that is about to
    happen."""

    def visit(process: int, number: int) -> None:
        if number == at_call:
            os.kill(process, signal.SIGKILL)

    return _traced(work, visit)


def failing(work: Callable[[], int], error: int, wants_to_fail: Callable[[int, Call], bool]) -> Ended:
    """Given what a process does, let every system call fail with ``error`` for which ``wants_to_fail``, given how many
    calls that write came before and the call, says so. None of them happens."""
    writing = 0

    def visit(process: int, number: int) -> int | None:
        nonlocal writing
        call = _call(process)
        if not call.writes:
            return None
        writing += 1
        return error if wants_to_fail(writing - 1, call) else None

    return _traced(work, visit)


def _traced(work: Callable[[], int], visit: Callable[[int, int], int | None], seconds: float = 60) -> Ended:
    process, calls, entering, failing_with = forked(work, traced=True), 0, True, 0
    if not os.WIFSTOPPED(os.waitpid(process, 0)[1]):
        raise MayNotTrace
    _ptrace(_SETOPTIONS, process, 0, _OPTIONS)
    end, deliver = time.monotonic() + seconds, 0
    while True:
        with contextlib.suppress(ProcessLookupError):  # killed
            _ptrace(_SYSCALL, process, 0, deliver)
        _, status = os.waitpid(process, 0)
        if not os.WIFSTOPPED(status):
            return Ended(os.waitstatus_to_exitcode(status), calls)
        if time.monotonic() > end:
            os.kill(process, signal.SIGKILL)
            os.waitpid(process, 0)
            raise TimeoutError(f"still running after {seconds} s and {calls} system calls")
        stopped_by = os.WSTOPSIG(status)
        deliver = 0
        if stopped_by != signal.SIGTRAP | 0x80:
            deliver = 0 if stopped_by == signal.SIGSTOP else stopped_by
        elif entering:
            calls += 1
            error = visit(process, calls)
            if error is not None:
                _ptrace(_POKEUSER, process, _ORIG_RAX, -1)
                failing_with = error
            entering = False
        else:
            if failing_with:
                _ptrace(_POKEUSER, process, _RAX, -failing_with)
                failing_with = 0
            entering = True


def _call(process: int) -> Call:
    name = _BY_NUMBER.get(_peek(process, _ORIG_RAX), "")
    if not name:
        return Call("", "", False)
    one, two, three = (_peek(process, place) for place in _ARGUMENTS)
    if name == "openat":
        return Call(name, _text(process, two), bool(three & _OPEN_FOR_WRITING))
    if name == "open":
        return Call(name, _text(process, one), bool(two & _OPEN_FOR_WRITING))
    if name in ("rename", "unlink", "chmod", "chown", "truncate", "link", "mkdir", "rmdir", "setxattr", "creat"):
        return Call(name, _text(process, one), True)
    if name in ("renameat", "renameat2", "unlinkat", "linkat", "fchmodat", "fchownat"):
        return Call(name, _text(process, two), True)
    file = _open_file(process, one)
    if name == "close":
        # The last news of what was written comes when a file is closed.
        return Call(name, file, "okr-" in os.path.basename(file))
    # What is printed is no part of the promise.
    return Call(name, file, name in _WRITING and one > 2)


def _open_file(process: int, descriptor: int) -> str:
    try:
        return os.readlink(f"/proc/{process}/fd/{descriptor}")
    except OSError:
        return ""


def _text(process: int, address: int) -> str:
    try:
        with Path(f"/proc/{process}/mem").open("rb", buffering=0) as memory:
            memory.seek(address)
            return os.fsdecode(memory.read(256).partition(b"\0")[0])
    except (OSError, ValueError):
        return ""


def _peek(process: int, place: int) -> int:
    # The system call itself, unlike libc's wrapper, puts the word where it is told to.
    word = ctypes.c_long()
    if _libc().syscall(101, _PEEKUSER, process, ctypes.c_void_p(place), ctypes.byref(word)) != 0:
        raise OSError(ctypes.get_errno(), "ptrace")
    return int(struct.unpack("q", struct.pack("q", word.value))[0])


def _ptrace(request: int, process: int, address: int, data: int) -> None:
    if _libc().ptrace(request, process, ctypes.c_void_p(address), ctypes.c_void_p(data)) == -1:
        number = ctypes.get_errno()
        raise OSError(number, f"ptrace: {os.strerror(number)}")


def _libc() -> ctypes.CDLL:
    libc = ctypes.CDLL(None, use_errno=True)
    libc.ptrace.restype = ctypes.c_long
    libc.syscall.restype = ctypes.c_long
    return libc
