"""The options that commands share, and what they come to."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from sync.model.findings import Language
    from sync.model.rows import Cycle
    from sync.options import FiscalCalendar, Settings

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


def spoken_language(settings: Settings) -> Language:
    """Given the settings, return the language of words in what a command prints: theirs, and English where no file says
    any."""
    return "en" if settings.path is None else settings.language


def parse_day(text: str) -> date:
    """Given a date as typed after an option, return it. Raise BadParameter with how to write it."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"'{text}' is no date: write it like 2026-12-31") from None


def parse_as_of(text: str) -> date:
    """Given ``--as-of`` as typed, return its day. Raise BadParameter where it is none, or one for which no sheet can be
    evaluated: the years around it, which its cycles, paces and forecasts go by, are beyond the calendar's end."""
    day = parse_day(text)
    if not _FIRST_YEAR <= day.year <= _LAST_YEAR:
        raise typer.BadParameter(f"'{text}' is too far off: give a day of the years {_FIRST_YEAR} to {_LAST_YEAR}")
    return day


_FIRST_YEAR, _LAST_YEAR = 1900, 2999


def parse_file_to_write(text: str) -> Path:
    """Given the name of a file that is to be written, return its path. Raise BadParameter where its folder is missing:
    that is seen before the work is done, not after."""
    path = Path(text)
    if not path.parent.is_dir():
        raise typer.BadParameter(f"there is no folder '{path.parent}': create it first, or name another file")
    return path


def chosen_language(text: str) -> Language:
    """Given ``--lang``, return it. Raise BadParameter where it is none of ours."""
    from sync.messages import languages

    if text in languages():
        return text
    raise typer.BadParameter(f"there is no language '{text}': {known_languages()}")


def known_languages() -> str:
    """The languages that may be chosen, as a sentence lists them: 'vi or en'."""
    from sync.messages import languages

    *others, last = languages()
    return f"{', '.join(others)} or {last}"


def chosen_cycle(text: str, calendar: FiscalCalendar | None = None) -> Cycle:
    """Given a cycle's id and the fiscal calendar that it is of, return it; without an id the present quarter. Raise
    BadParameter."""
    from sync.cycles import cycle_by_id, cycle_of
    from sync.options import FiscalCalendar

    calendar = calendar or FiscalCalendar()
    if not text:
        return cycle_of(date.today(), calendar)
    try:
        return cycle_by_id(text, calendar)
    except ValueError:
        raise typer.BadParameter(f"'{text}' is no cycle: write it like 2026-Q4") from None


def complete_workbook(ctx: typer.Context, incomplete: str) -> list[str]:
    """Given what is typed so far, return the configured workbooks' names that begin so: quick, and none where anything
    is wrong."""
    from sync.settings import workbook_names

    names = workbook_names(ctx.params.get("config") or DEFAULT_CONFIG)
    return [name for name in names if name.startswith(incomplete)]


def complete_run(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Given what is typed so far, return the newest runs' ids that begin so, with when and what; none where anything is
    wrong."""
    from jobs.wiring import House, NothingArchived
    from sync.archive import ArchiveError
    from sync.settings import SettingsError

    try:
        with House(read_config(ctx.params.get("config"))).read_archive() as archive:
            runs = archive.runs(limit=50)
    except (ArchiveError, NothingArchived, SettingsError):
        return []
    return [
        (run.id, f"{run.info.started:%Y-%m-%d %H:%M} {', '.join(one.workbook for one in run.workbooks)}")
        for run in runs
        if run.id.startswith(incomplete) and any(one.written for one in run.workbooks)
    ]


def complete_rule(incomplete: str) -> list[tuple[str, str]]:
    """Given what is typed so far, return the rules' codes that begin so, with their titles."""
    from sync.rules import rules

    return [(rule.code, rule.name) for rule in rules() if rule.code.startswith(incomplete.upper())]


def complete_template(incomplete: str) -> list[str]:
    """Given what is typed so far, return the templates' names that begin so."""
    from sync.templates import templates

    return [each.name for each in templates() if each.name.startswith(incomplete)]


Config = Annotated[
    Path | None,
    typer.Option("--config", metavar="FILE", envvar="OKR_SYNC_CONFIG", help="The settings file; else ./config.toml."),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON document.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="Print results and errors only.")]
Verbose = Annotated[bool, typer.Option("--verbose", "-v", help="Print more, tracebacks included.")]
AsOf = Annotated[
    date | None,
    typer.Option("--as-of", metavar="DATE", parser=parse_as_of, help="The day to evaluate for; else today."),
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
