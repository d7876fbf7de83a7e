"""Every setting: its name, type, bounds, default and the one line that explains it. Validation, ``config.example.toml``
and ``docs/settings.md`` all come from here; defaults come from ``sync.options``. Only this file and the types of its
values import pydantic."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationError

from sync.options import (
    DEFAULT_ARCHIVE,
    FiscalCalendar,
    GoogleOptions,
    GraphOptions,
    RuleOptions,
    ScoringOptions,
    Settings,
    WorkbookSettings,
    WritingOptions,
)
from sync.settings.value_types import (
    FIELD_NAMES,
    OWNED_NAMES,
    TIME_OF_DAY,
    CycleId,
    FieldName,
    LanguageName,
    Limit,
    Locale,
    OwnedName,
    RuleCode,
    Share,
    Text,
    check_archive,
    check_country,
    check_interval,
    check_server,
    check_source,
    check_time_zone,
    check_workbook_name,
    interval_of,
    one_of,
    shaped,
)

TASKS = ("sync", "check", "close-quarter")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_SETTINGS, _SCORING, _RULES = Settings(), ScoringOptions(), RuleOptions()
_WRITING, _CALENDAR, _WORKBOOK = WritingOptions(), FiscalCalendar(), WorkbookSettings("", "")
_GRAPH, _GOOGLE = GraphOptions(), GoogleOptions()


class Section(BaseModel):
    """Unknown keys and wrong types are refused."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


class ServiceSection(Section):
    """The service as a whole."""

    timezone: Annotated[str, AfterValidator(check_time_zone)] = Field(
        default=_SETTINGS.timezone,
        description="IANA time zone of days and of the jobs' times; beware that Etc/GMT+7 is UTC-7",
    )
    language: LanguageName = Field(
        default=_SETTINGS.language,
        description="of messages, and of what is written where a sheet shows no language: vi, en or another "
        "that has a catalogue",
    )
    archive: Annotated[str, AfterValidator(check_archive)] = Field(
        default=DEFAULT_ARCHIVE, description="where history is kept: a SQLite file, relative to this file"
    )


class CycleSection(Section):
    """The periods that objectives are set for."""

    fiscal_year_starts: Annotated[int, Field(ge=1, le=12)] = Field(
        default=_CALENDAR.fiscal_year_starts, description="month in which the fiscal year begins, 1 to 12"
    )
    fiscal_year_named_by: Annotated[str, AfterValidator(one_of("way to name it", ("start", "end")))] = Field(
        default=_CALENDAR.fiscal_year_named_by,
        description="which calendar year names a fiscal year that spans two: start or end",
    )
    current: CycleId | None = Field(
        default=None,
        description="cycle of tables that name none; without it the cycle in which they were first seen",
        examples=["2026-Q4"],
    )


class ScoringSection(Section):
    """How progress becomes a status and a score."""

    on_track: Share = Field(
        default=_SCORING.on_track, description="on track from this share of expected progress (at risk below it)"
    )
    at_risk: Share = Field(
        default=_SCORING.at_risk, description="at risk from this share of expected progress (behind below)"
    )
    grace: Share = Field(
        default=_SCORING.grace, description="share of the cycle at its start in which nothing steady is below on track"
    )
    missing_current: Annotated[str, AfterValidator(one_of("way to count it", ("zero", "skip")))] = Field(
        default=_SCORING.missing_current,
        description="how a key result without a value counts in its objective: zero, or skip to leave it out",
    )
    committed: bool = Field(
        default=_SCORING.committed,
        description="true: what does not say is committed (1.0 is success), not aspirational (0.7)",
    )
    low_confidence: Share = Field(
        default=_SCORING.low_confidence, description="below this confidence an open done/not-done milestone is at risk"
    )
    aggregation: Annotated[str, AfterValidator(one_of("aggregation", ("last", "sum", "mean")))] = Field(
        default=_SCORING.aggregation, description="a KPI's value over several periods: last, sum or mean"
    )
    days: Annotated[str, AfterValidator(one_of("kind of days", ("calendar", "working")))] = Field(
        default=_SCORING.days, description="days that expected progress counts: calendar, or working (Monday to Friday)"
    )
    holidays: Annotated[str, AfterValidator(check_country)] = Field(
        default=_SCORING.holidays,
        description="with working days: the country whose public holidays do not count, like VN or DE-BY; empty: none",
    )


class RulesSection(Section):
    """Which rules speak, and the numbers that they go by. `okr-sync rules` lists them."""

    select: list[RuleCode] = Field(
        default=list(_RULES.select),
        description="codes or families that are checked; empty: all",
        examples=[["OKR1", "OKR201"]],
    )
    ignore: list[RuleCode] = Field(
        default=list(_RULES.ignore), description="codes or families that are not", examples=[["OKR202"]]
    )
    patience: Annotated[int, Field(ge=1, le=20)] = Field(
        default=_RULES.patience, description="cycles in a row before a KPI or an objective calls for a change"
    )
    stale_after_days: Annotated[int, Field(ge=1, le=3660)] = Field(
        default=_RULES.stale_after_days, description="days without a check-in after which a key result is stale"
    )
    most_objectives: Annotated[int, Field(ge=1, le=1000)] = Field(
        default=_RULES.most_objectives, description="objectives of one team that are not too many"
    )
    most_key_results: Annotated[int, Field(ge=1, le=1000)] = Field(
        default=_RULES.most_key_results, description="key results of one objective that are not too many"
    )
    early_share: Share = Field(
        default=_RULES.early_share,
        description="done before this share of its time: reached early, the target was too easy",
    )
    unit_slip_factor: Annotated[int, Field(ge=2)] = Field(
        default=_RULES.unit_slip_factor,
        description="so many times apart, two values of a row look like a slip of the unit",
    )
    confidence_gap: Share = Field(
        default=_RULES.confidence_gap, description="so far apart, confidence and progress contradict each other"
    )


class WritingSection(Section):
    """What is written into the sheets. Only columns that carry the mark ⟳, or that `owned` names, are ever written."""

    add_columns: bool = Field(
        default=_WRITING.add_columns, description="true: owned columns that a table lacks are added at its right edge"
    )
    columns: list[OwnedName] = Field(
        default=[field.value for field in _WRITING.fields],
        description=f"the owned columns that are wanted, of {', '.join(OWNED_NAMES)} (the last comes with score where "
        "objectives have no rows of their own)",
    )


class GraphSection(Section):
    """The app that opens workbooks in OneDrive and SharePoint; docs/elsewhere.md says how to register one. Its secret
    is in a file, or in AZURE_CLIENT_SECRET."""

    tenant: Text | None = Field(
        default=_GRAPH.tenant,
        description="directory (tenant) of the app: id or domain; without it, AZURE_TENANT_ID",
        examples=["contoso.onmicrosoft.com"],
    )
    client_id: Text | None = Field(
        default=_GRAPH.client_id,
        description="application (client) id of the app; without it, AZURE_CLIENT_ID",
        examples=["11111111-2222-3333-4444-555555555555"],
    )
    key_file: Text | None = Field(
        default=None,
        description="file with the app's secret, for this user alone (mode 0600); without it, AZURE_CLIENT_SECRET",
        examples=["graph-secret.txt"],
    )
    endpoint: Annotated[str, AfterValidator(check_server)] = Field(
        default=_GRAPH.endpoint, description="Graph itself; national clouds have their own"
    )
    authority: Annotated[str, AfterValidator(check_server)] = Field(
        default=_GRAPH.authority, description="who gives out its tokens; national clouds have their own"
    )


class GoogleSection(Section):
    """The account that opens Google spreadsheets, and how much of Google's quotas it uses; docs/google.md takes you
    there step by step. What is asked is spread over time so that these limits hold for all processes together."""

    credentials: Text | None = Field(
        default=None,
        description="file with a service account's key, an authorised user or a workload identity, for this user alone "
        "(mode 0600); without it, application default credentials",
        examples=["service-account.json"],
    )
    endpoint: Annotated[str, AfterValidator(check_server)] | None = Field(
        default=None,
        description="a server in the place of Google's hosts: a proxy, or one to try things on",
        examples=["http://127.0.0.1:8080"],
    )
    deadline: Annotated[str, AfterValidator(check_interval)] = Field(
        default=interval_of(_GOOGLE.deadline_seconds),
        description="how long a request is repeated when Google is busy or out of reach",
    )
    reads_per_minute: Limit = Field(
        default=_GOOGLE.reads_per_minute, description="read requests of the account in a minute"
    )
    writes_per_minute: Limit = Field(
        default=_GOOGLE.writes_per_minute, description="write requests of the account in a minute"
    )
    project_reads_per_minute: Limit = Field(
        default=_GOOGLE.project_reads_per_minute, description="read requests of all accounts of its project in a minute"
    )
    project_writes_per_minute: Limit = Field(
        default=_GOOGLE.project_writes_per_minute,
        description="write requests of all accounts of its project in a minute",
    )
    spreadsheet_per_second: Limit = Field(
        default=_GOOGLE.spreadsheet_per_second,
        description="requests a second that one spreadsheet is asked in the long run",
    )
    largest_write: Annotated[int, Field(ge=10_000, le=10_000_000)] = Field(
        default=_GOOGLE.largest_write, description="bytes of one write; what is more is written in several"
    )
    read_again: Annotated[str, AfterValidator(check_interval)] = Field(
        default=interval_of(_GOOGLE.read_again_seconds),
        description="a spreadsheet that Drive says is unchanged is read all the same when it was last read so long ago",
    )
    always_read: list[Text] = Field(
        default=list(_GOOGLE.always_read),
        description="functions whose results change without Drive's knowledge: a spreadsheet with one of them is read "
        "every time",
    )


class WorkbookSection(Section):
    """One workbook; as many of these as there are workbooks."""

    name: Annotated[str, AfterValidator(check_workbook_name)] = Field(
        description="what commands call it; unique", examples=["sales"]
    )
    source: Annotated[str, AfterValidator(check_source)] = Field(
        description="'excel:' and a path, relative to this file, or a URL (S3, WebDAV, SMB, OneDrive, SharePoint); or "
        "'google:' and a spreadsheet's address or key",
        examples=["excel:teams/sales.xlsx"],
    )
    write: bool = Field(default=_WORKBOOK.write, description="false: observe only, write nothing into it")
    tabs: list[Text] = Field(
        default=list(_WORKBOOK.reading.tabs),
        description="the tabs to read, by shell-style patterns; empty: all that hold OKRs",
        examples=[["Q*", "KPI"]],
    )
    locale: Locale | None = Field(
        default=None,
        description="whose way of writing numbers ('1.500') holds; without it, the sheet's own words tell",
        examples=["vi"],
    )
    language: LanguageName | None = Field(
        default=None,
        description="of what is said about it and written into it, whatever its words show; without it they tell",
        examples=["en"],
    )
    cycle: CycleId | None = Field(
        default=None,
        description="cycle of its tables that name none; without it, `current` of [cycle]",
        examples=["2026-Q4"],
    )
    add_columns: bool | None = Field(
        default=None,
        description="owned columns are added here, or not; without it, as [writing] says",
        examples=[not _WRITING.add_columns],
    )
    ignore: list[RuleCode] = Field(
        default=[],
        description="codes or families that are not checked here, besides those of [rules]",
        examples=[["OKR304"]],
    )
    columns: dict[str, FieldName] = Field(
        default={},
        description="header words that are not understood by themselves, and the field each means, of "
        + ", ".join(name for name in FIELD_NAMES if name not in OWNED_NAMES),
        examples=[{"Con số cần chạm": "target"}],
    )
    owned: dict[OwnedName, Text] = Field(
        default={},
        description="columns that may be written though they carry no mark: field, and the header's words",
        examples=[{"progress": "Tiến độ"}],
    )


class JobSection(Section):
    """One job of `okr-sync serve`; as many of these as there are jobs. Either `every`, or `at`."""

    name: Text = Field(description="what logs and commands call it; unique", examples=["hourly"])
    task: Annotated[str, AfterValidator(one_of("task", TASKS))] = Field(
        description=f"one of {', '.join(TASKS)}; close-quarter seals the quarter before the running one, once and with "
        "all workbooks",
        examples=["sync"],
    )
    workbooks: list[Text] = Field(
        default=["*"], description="names, or shell-style patterns of names; of close-quarter all"
    )
    every: Annotated[str, AfterValidator(check_interval)] | None = Field(
        default=None,
        description="how often, on the clock: '1 hour' runs at full hours; seconds, minutes, hours, days or weeks",
        examples=["1 hour"],
    )
    at: (
        Annotated[
            str,
            AfterValidator(shaped(TIME_OF_DAY, "'{}' is no time of day", "hours and minutes, from '00:00' to '23:59'")),
        ]
        | None
    ) = Field(
        default=None, description="time of day in the service's time zone, instead of `every`", examples=["18:00"]
    )
    on: list[Annotated[str, AfterValidator(one_of("day", WEEKDAYS))]] = Field(
        default=[], description="days of `at`; empty: every day", examples=[["mon", "fri"]]
    )


class Document(Section):
    """A whole settings file."""

    service: ServiceSection = ServiceSection()
    cycle: CycleSection = CycleSection()
    scoring: ScoringSection = ScoringSection()
    rules: RulesSection = RulesSection()
    writing: WritingSection = WritingSection()
    graph: GraphSection = GraphSection()
    google: GoogleSection = GoogleSection()
    workbook: list[WorkbookSection] = []
    job: list[JobSection] = []


LISTED: dict[str, type[Section]] = {"workbook": WorkbookSection, "job": JobSection}
"""Sections that stand once for each thing, in double brackets."""


def section_models() -> dict[str, type[Section]]:
    """Return each section's name and model, in the order of the file."""
    return {name: LISTED.get(name) or type(info.default) for name, info in Document.model_fields.items()}


def setting_names(section: str) -> tuple[str, ...]:
    """Given a section's name, return the names of its settings; none for one that does not exist."""
    model = section_models().get(section)
    return tuple(model.model_fields) if model else ()


def validate(content: dict[str, Any]) -> tuple[Document | None, list[dict[str, Any]]]:
    """Given parsed TOML, return the document, or None and every error with its place (pydantic's ``loc``)."""
    try:
        return Document.model_validate(content), []
    except ValidationError as error:
        return None, [dict(each) for each in error.errors(include_url=False)]
