"""Where ``okr-sync`` begins: the version at once, anything else by the commands."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from sync import __version__


def main(arguments: Sequence[str] | None = None) -> int:
    """Given the words after ``okr-sync`` (none: the process's own), do it and return the exit status."""
    words = sys.argv[1:] if arguments is None else list(arguments)
    if words[:1] in (["--version"], ["-V"]):
        # Before anything is imported: scripts ask for it, and should not wait.
        print(f"okr-sync {__version__}")
        return 0

    from jobs.cli.commands import run

    return run(words)


if __name__ == "__main__":
    sys.exit(main())
