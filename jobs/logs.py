"""What the service says while it runs: lines for people on a terminal, JSON for programs elsewhere."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime


def log_to_stderr(*, verbose: bool = False, quiet: bool = False) -> None:
    """Log to standard error: a line a record for people on a terminal, a JSON object a record elsewhere. ``quiet``
    leaves only warnings and errors, ``verbose`` adds what libraries say."""
    handler = logging.StreamHandler(sys.stderr)
    human = logging.Formatter("%(asctime)s %(levelname)s %(message)s", "%Y-%m-%d %H:%M:%S")
    has_all_letters = (sys.stderr.encoding or "utf-8").lower().replace("_", "-") in ("utf-8", "utf8")
    handler.setFormatter(human if sys.stderr.isatty() else JsonFormatter(ensure_ascii=not has_all_letters))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.INFO if verbose else logging.WARNING)
    logging.getLogger("okr_sync").setLevel(logging.WARNING if quiet else logging.DEBUG if verbose else logging.INFO)


class JsonFormatter(logging.Formatter):
    """A record as one line of JSON: time (UTC), level, logger, message, and the traceback where there is one."""

    def __init__(self, *, ensure_ascii: bool = False) -> None:
        super().__init__()
        self._ensure_ascii = ensure_ascii

    def format(self, record: logging.LogRecord) -> str:
        said: dict[str, object] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            said["traceback"] = self.formatException(record.exc_info)
        return json.dumps(said, ensure_ascii=self._ensure_ascii)
