"""A user without root's rights: who may not write where the mode says so."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def nobody() -> Iterator[None]:
    """What is done inside is done with no more rights than any user has: root may write everywhere."""
    is_root = os.geteuid() == 0
    if is_root:
        os.seteuid(65534)
    try:
        yield
    finally:
        if is_root:
            os.seteuid(0)


@contextmanager
def folder_for_all() -> Iterator[Path]:
    """A folder that every user may look into, whatever modes its files are given."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        for each in (folder, *folder.rglob("*")):
            if each.is_dir():
                each.chmod(0o755)
        shutil.rmtree(folder)
