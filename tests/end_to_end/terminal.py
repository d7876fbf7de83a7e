"""Runs the command as somebody does who sits at a terminal of 80 columns."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from tests.end_to_end.commands import ROOT


def on_a_terminal(*words: str, folder: Path, typed: str = "") -> str:
    """What ``okr-sync WORDS`` prints there, and what is ``typed`` where it asks."""
    import pty

    ours, theirs = pty.openpty()
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80", "NO_COLOR": "1", "TERM": "dumb"}
    command = [sys.executable, "-m", "jobs", *words]
    process = subprocess.Popen(command, cwd=folder, env=environment, stdout=theirs, stderr=theirs, stdin=theirs)
    os.close(theirs)
    os.write(ours, typed.encode())
    said = b""
    with suppress(OSError):  # the terminal's end is an error on Linux
        while piece := os.read(ours, 65_536):
            said += piece
    os.close(ours)
    process.wait()
    return said.decode().replace("\r\n", "\n")
