"""Where ``okr-sync`` begins: the version at once, anything else by the commands."""

from __future__ import annotations

import gc
import io
import os
import sys
from collections.abc import Callable, Sequence

from sync import __version__


def main(arguments: Sequence[str] | None = None) -> int:
    """Given the words after ``okr-sync`` (none: the process's own), do it and return the exit status."""
    words = sys.argv[1:] if arguments is None else list(arguments)
    if words[:1] in (["--version"], ["-V"]):
        # Before anything is imported: scripts ask for it, and should not wait.
        print(f"okr-sync {__version__}")
        return 0

    if arguments is None:
        let_all_words_through()
    spare_the_collector()
    status = with_room_for_calls(_run, words)
    if arguments is None:
        _leave(status)
    return status


def _run(words: list[str]) -> int:
    from jobs.cli.commands import run

    return run(words)


def with_room_for_calls(function: Callable[[list[str]], int], words: list[str]) -> int:
    """Call a function where all that it calls in turn has room.

    Python keeps what its calls need in pieces of 16 KiB. It gets a piece from the system whenever a call crosses an
    edge, and gives it back on return: 10 µs, for every turn of a loop that happens to stand there, a tenth of the time
    of a start. A call that itself asks for much gets a larger piece, and leaves the rest of it to those that it makes.
    """
    return function(words)


with_room_for_calls.__code__ = with_room_for_calls.__code__.replace(co_stacksize=1 << 15)


def let_all_words_through() -> None:
    """Give the process streams that take whatever is printed: what an encoding has no letter for is escaped, and what
    goes to a stream that was closed (``>&-``) goes nowhere."""
    for name in ("stdin", "stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            # The lowest free number is this stream's own: else the next file that is opened would get it.
            nowhere = os.open(os.devnull, os.O_RDWR)
            setattr(sys, name, os.fdopen(nowhere, "r" if name == "stdin" else "w", encoding="utf-8"))
        elif name != "stdin" and isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def spare_the_collector() -> None:
    """Rows are millions of small values that live until the command ends, and what is imported lives as long: looking
    through them again and again for rings costs a third of the time at 10,000 key results, and finds none."""
    gc.freeze()
    gc.set_threshold(1_000_000, 50, 100)


def _leave(status: int) -> None:
    """End the process at once: the system takes back what was read in one go, where the interpreter would free millions
    of small values one by one. All that had to be kept is on the disk by now; only what was printed is still on its
    way."""
    if "logging" in sys.modules:
        sys.modules["logging"].shutdown()
    for stream in (sys.stdout, sys.stderr):
        try:  # noqa: SIM105 (importing contextlib would slow each start)
            stream.flush()
        except (OSError, ValueError):
            pass  # a reader that went away was told of by the command already
    os._exit(status)


if __name__ == "__main__":
    sys.exit(main())
