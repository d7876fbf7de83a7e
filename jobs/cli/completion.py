"""What the shell completes: workbooks' names and rules' codes. Quick, and silent where anything is wrong."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any


def complete_workbook(ctx: Any, incomplete: str) -> list[str]:
    """Given what is typed so far, return the configured workbooks' names that begin so; files are the shell's own to
    complete where there is none."""
    from sync.settings import workbook_names

    chosen = ctx.params.get("config") or os.environ.get("OKR_SYNC_CONFIG") or "config.toml"
    return [name for name in workbook_names(Path(chosen)) if name.startswith(incomplete)]


def complete_rule(incomplete: str) -> list[tuple[str, str]]:
    """Given what is typed so far, return the rules' codes that begin so, with their titles."""
    from sync.rules import rules

    return [(rule.code, rule.title) for rule in rules() if rule.code.startswith(incomplete.upper())]
