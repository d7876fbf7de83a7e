"""Who starts a run, where, when and with which software: what the archive wants to know of it. Asks the clock and the
machine, so that nothing else has to."""

from __future__ import annotations

import getpass
import platform
from datetime import UTC, date, datetime

from sync import __version__
from sync.archive import RunInfo
from sync.options import Settings


def run_info(trigger: str, settings: Settings, as_of: date, started: datetime | None = None) -> RunInfo:
    """Given what starts a run ('cli', 'job:hourly', 'script') and for which day, return what the archive records."""
    return RunInfo(
        started=started or datetime.now(UTC),
        trigger=trigger,
        actor=_user(),
        host=platform.node(),
        version=__version__,
        settings_hash=settings.hash,
        as_of=as_of,
    )


def software_and_settings(settings: Settings) -> tuple[str, str]:
    """What reads and scores today: the software's version, and the hash of the settings."""
    return __version__, settings.hash


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):  # a container's user without a name
        return ""
