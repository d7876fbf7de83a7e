"""What a command works with, once its options are known: settings, the house, the day, how it speaks."""

from __future__ import annotations

from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import typer

from jobs.cli.options import read_config, spoken_language
from jobs.cli.output import Output

if TYPE_CHECKING:
    from jobs.wiring import House
    from sync.options import Settings, WorkbookSettings


class Asked(NamedTuple):
    """The options that commands share, as given."""

    config: Path | None = None
    as_of: date | None = None
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    add_columns: bool = False
    as_json: bool = False
    quiet: bool = False
    verbose: bool = False


class Opened(Asked):
    """All of it is made on first use: a command that needs none of it does not wait for it."""

    @cached_property
    def output(self) -> Output:
        settings = self.house.settings
        return Output(self.as_json, self.quiet, self.verbose, settings.timezone, spoken_language(settings))

    @cached_property
    def house(self) -> House:
        from jobs.wiring import House

        settings = _with_rules(read_config(self.config), self.select, self.ignore)
        return House(_with_columns(settings) if self.add_columns else settings)

    @cached_property
    def day(self) -> date:
        return self.as_of or self.house.today()


def opened(
    config: Path | None = None,
    as_of: date | None = None,
    *,
    as_json: bool = False,
    quiet: bool = False,
    verbose: bool = False,
    select: list[str] | None = None,
    ignore: list[str] | None = None,
    add_columns: bool = False,
) -> Opened:
    """Given the options that every command takes, return what it works with."""
    if quiet:
        import logging

        # Else Python prints warnings of ours to standard error.
        logging.getLogger("okr_sync").setLevel(logging.ERROR)
    return Opened(config, as_of, _codes(select), _codes(ignore), add_columns, as_json, quiet, verbose)


def _with_columns(settings: Settings) -> Settings:
    """The settings, with columns allowed to every workbook for this once."""

    def allowed(own: WorkbookSettings) -> WorkbookSettings:
        return own._replace(writing=own.writing._replace(add_columns=True))

    workbooks = tuple(allowed(own) for own in settings.workbooks)
    return settings._replace(defaults=allowed(settings.defaults), workbooks=workbooks)


def _codes(given: list[str] | None) -> tuple[str, ...]:
    """Codes come as '--select OKR1 --select OKR201' or '--select OKR1,OKR201'."""
    return tuple(code.strip().upper() for text in given or () for code in text.split(",") if code.strip())


def _with_rules(settings: Settings, select: tuple[str, ...], ignore: tuple[str, ...]) -> Settings:
    if not select and not ignore:
        return settings
    from sync.rules import all_codes, matches

    for pattern in (*select, *ignore):
        if not any(matches(code, (pattern,)) for code in all_codes()):
            raise typer.BadParameter(f"there is no rule '{pattern}': 'okr-sync rules' lists them")

    def chosen(own: WorkbookSettings) -> WorkbookSettings:
        rules = own.rules._replace(select=select or own.rules.select, ignore=(*own.rules.ignore, *ignore))
        return own._replace(rules=rules)

    workbooks = tuple(chosen(own) for own in settings.workbooks)
    return settings._replace(defaults=chosen(settings.defaults), workbooks=workbooks)
