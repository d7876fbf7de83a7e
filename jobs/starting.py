"""What a project begins with: settings and a workbook (``okr-sync init``), or a spreadsheet (``template new``)."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from jobs.wiring import House
from sync.model.findings import Language
from sync.model.rows import Cycle
from sync.reading.sheets.locales import SHOWN_LANGUAGES
from sync.templates import WouldOverwrite, template_workbook, write_new_file

if TYPE_CHECKING:
    from sync.workbooks.google_making import MadeSpreadsheet
    from sync.workbooks.sources import Source


def start_project(folder: Path, *, language: Language, name: str, template: str, cycle: Cycle) -> tuple[Path, ...]:
    """Given a folder, write config.toml and a workbook into it and return their paths. Both or none: raise
    WouldOverwrite when either stands there already, UnknownTemplate."""
    config, workbook = folder / "config.toml", folder / f"{name}.xlsx"
    for path in (config, workbook):
        if path.exists():
            raise WouldOverwrite(path)
    data = template_workbook(template, language, cycle)
    write_new_file(workbook, data)
    write_new_file(config, first_settings(language, name).encode())
    return config, workbook


def start_with(folder: Path, source: Source, *, language: Language, name: str, credentials: str) -> Path:
    """Given a folder, and a workbook that is there already (of Google Sheets with the file that names the account, ''
    for none), write a config.toml that names it, and return its path. Nothing is asked of the workbook. Raise
    WouldOverwrite."""
    config = folder / "config.toml"
    if config.exists():
        raise WouldOverwrite(config)
    write_new_file(config, settings_of(language, name, source, credentials).encode())
    return config


def start_spreadsheet(
    house: House, folder: str, *, template: str, language: Language, cycle: Cycle, title: str
) -> MadeSpreadsheet:
    """Given a folder of Google Drive (its id or address, 'root' for the user's own Drive), make a spreadsheet of a
    template in it. Raise UnknownTemplate, WorkbookError."""
    from sync.google_templates import template_spreadsheet
    from sync.workbooks.google_making import folder_in, make_spreadsheet

    settings = house.settings
    new = template_spreadsheet(template, language, cycle, title, settings.timezone)
    return make_spreadsheet(new, folder_in(folder), settings.google, house.turns())


def first_settings(language: Language, name: str) -> str:
    """The settings that a project starts with."""
    return _settings(language, name, f"excel:{name}.xlsx")


def settings_of(language: Language, name: str, source: Source, credentials: str) -> str:
    """The settings that a project starts with whose workbook is there already."""
    google = ""
    if source.kind == "google":
        named = f"credentials = {_text(credentials)}" if credentials else '# credentials = "service-account.json"'
        google = f"""\
[google]
{named}     # whose address is to be made Editor of the spreadsheet

"""
    return _settings(language, name, source.text, google)


def _settings(language: Language, name: str, source: str, google: str = "") -> str:
    return f"""\
# Every setting and its default: config.example.toml of okr-sync.

[service]
timezone = "Asia/Ho_Chi_Minh"
language = "{language}"
archive = "sqlite:///okr-archive.db"

{google}[writing]
add_columns = true      # owned columns (⟳) that a table lacks are added at its right edge; false: nowhere

[[workbook]]
name = {_text(name)}
source = {_text(source)}
{own_language(language)}
[[job]]
name = "hourly"
task = "sync"
every = "1 hour"        # runs under 'okr-sync serve'
"""


def own_language(language: Language) -> str:
    """The line under a workbook that says its language, where its own words cannot show it; '' where they can."""
    return "" if language in SHOWN_LANGUAGES else f"language = {_text(language)}\n"


def _text(value: str) -> str:
    """As TOML writes it, which is as JSON does."""
    return json.dumps(value, ensure_ascii=False)
