"""The options that commands share, and what they come to."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from sync.options import Settings

DEFAULT_CONFIG = Path("config.toml")


def read_config(config: Path | None) -> Settings:
    """Given ``--config``, return the settings: of that file, else of ./config.toml, else the defaults. Raise
    SettingsError."""
    from sync.settings import default_settings, read_settings

    path = config or DEFAULT_CONFIG
    if config is None and not path.exists():
        return default_settings()

    from sync.rules import all_codes

    return read_settings(path, all_codes())


def parse_day(text: str) -> date:
    """Given a date as typed after an option, return it. Raise BadParameter with how to write it."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"'{text}' is no date: write it like 2026-12-31") from None


def complete_workbook(ctx: typer.Context, incomplete: str) -> list[str]:
    """Given what is typed so far, return the configured workbooks' names that begin so: quick, and none where anything
    is wrong."""
    from sync.settings import workbook_names

    names = workbook_names(ctx.params.get("config") or DEFAULT_CONFIG)
    return [name for name in names if name.startswith(incomplete)]


def complete_rule(incomplete: str) -> list[tuple[str, str]]:
    """Given what is typed so far, return the rules' codes that begin so, with their titles."""
    from sync.rules import rules

    return [(rule.code, rule.title) for rule in rules() if rule.code.startswith(incomplete.upper())]


Config = Annotated[
    Path | None,
    typer.Option("--config", metavar="FILE", envvar="OKR_SYNC_CONFIG", help="The settings file; else ./config.toml."),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print results and errors only.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Print more, tracebacks included.")]
AsOf = Annotated[
    date | None, typer.Option("--as-of", metavar="DATE", parser=parse_day, help="The day to evaluate for; else today.")
]
Workbook = Annotated[
    str, typer.Argument(metavar="WORKBOOK", autocompletion=complete_workbook, help="A configured name or a path.")
]
Workbooks = Annotated[
    list[str] | None,
    typer.Argument(
        metavar="WORKBOOK...", autocompletion=complete_workbook, help="Configured names or paths; else all configured."
    ),
]
