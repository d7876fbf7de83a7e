"""A checked settings file ─▶ Settings: names become the domain's values, paths absolute, and each workbook's own
settings are laid over the service's."""

from __future__ import annotations

from collections.abc import Collection
from datetime import time
from decimal import Decimal
from os.path import abspath
from pathlib import Path
from typing import Any, cast

from sync.model.rows import Field
from sync.options import (
    FiscalCalendar,
    GoogleOptions,
    GraphOptions,
    JobSettings,
    ReadingOptions,
    RuleOptions,
    ScoringOptions,
    Settings,
    WorkbookSettings,
    WritingOptions,
)
from sync.settings import content_hash
from sync.settings.checks import checked
from sync.settings.schema import GoogleSection, GraphSection, JobSection, WorkbookSection
from sync.settings.value_types import interval_seconds
from sync.workbooks.sources import parsed_source


def settings_from(text: str, path: Path, known_codes: Collection[str] = ()) -> Settings:
    """Given a settings file's text and path, return its settings. Raise SettingsError with all that is wrong."""
    document = checked(text, str(path), known_codes)
    path = path.absolute()
    calendar = FiscalCalendar(**document.cycle.model_dump(exclude={"current"}))
    language = document.service.language
    rules = document.rules.model_dump() | {
        "select": tuple(document.rules.select),
        "ignore": tuple(document.rules.ignore),
    }
    defaults = WorkbookSettings(
        name="",
        source="",
        reading=ReadingOptions(language=language, cycle=document.cycle.current, calendar=calendar),
        writing=WritingOptions(document.writing.add_columns, tuple(map(Field, document.writing.columns))),
        rules=RuleOptions(**rules, calendar=calendar),
    )
    return Settings(
        path=path,
        timezone=document.service.timezone,
        language=language,
        archive_url="sqlite:///" + _absolute(path, document.service.archive.removeprefix("sqlite:///")),
        calendar=calendar,
        scoring=ScoringOptions(**document.scoring.model_dump(), calendar=calendar),
        defaults=defaults,
        workbooks=tuple(_workbook(each, defaults, path) for each in document.workbook),
        jobs=tuple(map(_job, document.job)),
        graph=_graph(document.graph, path),
        google=_google(document.google, path),
        hash=content_hash(_plain(document.model_dump(exclude_defaults=True))),
    )


def _workbook(own: WorkbookSection, defaults: WorkbookSettings, path: Path) -> WorkbookSettings:
    reading, writing, rules = defaults.reading, defaults.writing, defaults.rules
    return WorkbookSettings(
        name=own.name,
        source=_source(own.source, path),
        write=own.write,
        reading=reading._replace(
            own_language=own.language,
            locale=own.locale,
            cycle=own.cycle or reading.cycle,
            tabs=tuple(own.tabs),
            columns={words: Field(name) for words, name in own.columns.items()},
            owned={Field(name): words for name, words in own.owned.items()},
        ),
        writing=writing if own.add_columns is None else writing._replace(add_columns=own.add_columns),
        rules=rules._replace(ignore=tuple(dict.fromkeys((*rules.ignore, *own.ignore)))),
    )


def _job(own: JobSection) -> JobSettings:
    return JobSettings(
        name=own.name,
        task=cast(Any, own.task),
        workbooks=tuple(own.workbooks),
        every_seconds=interval_seconds(own.every) if own.every else None,
        at=time.fromisoformat(own.at) if own.at else None,
        on=tuple(own.on),
    )


def _graph(own: GraphSection, path: Path) -> GraphOptions:
    key_file = None if own.key_file is None else Path(_absolute(path, own.key_file))
    return GraphOptions(own.tenant, own.client_id, key_file, own.endpoint, own.authority)


def _google(own: GoogleSection, path: Path) -> GoogleOptions:
    said = own.model_dump(exclude={"credentials", "deadline", "read_again", "always_read"})
    return GoogleOptions(
        credentials=None if own.credentials is None else Path(_absolute(path, own.credentials)),
        deadline_seconds=interval_seconds(own.deadline),
        read_again_seconds=interval_seconds(own.read_again),
        always_read=tuple(name.upper() for name in own.always_read),
        **said,
    )


def _source(source: str, path: Path) -> str:
    where = parsed_source(source)
    assert where is not None, source
    return where.text if where.kind != "file" else "excel:" + _absolute(path, where.place)


def _absolute(settings_path: Path, path: str) -> str:
    return abspath(settings_path.parent / Path(path).expanduser())


def _plain(said: object) -> object:
    match said:
        case dict():
            return {key: _plain(value) for key, value in said.items()}
        case list():
            return [_plain(value) for value in said]
        case Decimal():
            return f"{said.normalize():f}"
    return said
