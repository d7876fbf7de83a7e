"""What the doctor found, as a value."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Check:
    """One thing that was looked at: what, whether it is well, what was found, and how to mend it."""

    what: str
    well: bool
    found: str
    mend: str = ""
