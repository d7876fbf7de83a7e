"""A checked settings file ─▶ Settings: names become the domain's values, paths absolute, and each workbook's own
settings are laid over the service's."""

from __future__ import annotations

from collections.abc import Collection, Mapping
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
    calendar = FiscalCalendar(document.cycle.fiscal_year_starts, cast(Any, document.cycle.fiscal_year_named_by))
    language = document.service.language
    defaults = WorkbookSettings(
        name="",
        source="",
        reading=ReadingOptions(language=language, cycle=document.cycle.current, calendar=calendar),
        writing=WritingOptions(document.writing.add_columns, tuple(map(Field, document.writing.columns))),
        rules=RuleOptions(**document.rules._asdict(), calendar=calendar),
    )
    return Settings(
        path=path,
        timezone=document.service.timezone,
        language=language,
        archive_url="sqlite:///" + _absolute(path, document.service.archive.removeprefix("sqlite:///")),
        calendar=calendar,
        scoring=ScoringOptions(**document.scoring._asdict(), calendar=calendar),
        defaults=defaults,
        workbooks=tuple(_workbook(each, defaults, path) for each in document.workbook),
        jobs=tuple(map(_job, document.job)),
        graph=_graph(document.graph, path),
        google=_google(document.google, path),
        hash=content_hash(_said(document)),
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
            tabs=own.tabs,
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
        workbooks=own.workbooks,
        every_seconds=interval_seconds(own.every) if own.every else None,
        at=time.fromisoformat(own.at) if own.at else None,
        on=own.on,
    )


def _graph(own: GraphSection, path: Path) -> GraphOptions:
    key_file = None if own.key_file is None else Path(_absolute(path, own.key_file))
    return GraphOptions(own.tenant, own.client_id, key_file, own.endpoint, own.authority)


def _google(own: GoogleSection, path: Path) -> GoogleOptions:
    in_seconds = {"deadline_seconds": own.deadline, "read_again_seconds": own.read_again}
    said = own._asdict() | {
        "credentials": None if own.credentials is None else Path(_absolute(path, own.credentials)),
        "always_read": tuple(name.upper() for name in own.always_read),
        **{name: interval_seconds(interval) for name, interval in in_seconds.items()},
    }
    return GoogleOptions(**{name: said[name] for name in GoogleOptions._fields})


def _source(source: str, path: Path) -> str:
    where = parsed_source(source)
    assert where is not None, source
    return where.text if where.kind != "file" else "excel:" + _absolute(path, where.place)


def _absolute(settings_path: Path, path: str) -> str:
    return abspath(settings_path.parent / Path(path).expanduser())


def _said(value: Any) -> object:
    """What a document says beyond the defaults, as plain data."""
    if hasattr(value, "_field_defaults"):
        defaults = value._field_defaults
        said = value._asdict().items()
        return {name: _said(each) for name, each in said if name not in defaults or each != defaults[name]}
    match value:
        case Mapping():
            return {key: _said(each) for key, each in value.items()}
        case tuple():
            return [_said(each) for each in value]
        case Decimal():
            return f"{value.normalize():f}"
    return value
