"""What memory the process keeps for itself."""

from __future__ import annotations

import ctypes
import functools

_M_MMAP_THRESHOLD = -3
_LARGE = 256 << 10


@functools.cache
def give_back_what_is_large() -> None:
    """From now on, what is larger than 256 KiB goes back to the system as soon as it is freed: the XML of a tab,
    mostly, which is several megabytes, and is there three times in a sync.

    The C library of most Linux systems does so at first, but raises the size with each of them that it sees, until
    they lie among small values, and the room that they took stays with the process: 3 MB more at 10,000 key results.
    Does nothing where there is another C library.
    """
    try:
        ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, _LARGE)
    except (OSError, AttributeError, TypeError):  # TypeError: on Windows, where a library has to have a name
        return
