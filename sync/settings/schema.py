"""Every setting: its name, type, bounds, default and the one line that explains it. Validation, ``config.example.toml``
and ``docs/settings.md`` all come from here; defaults come from ``sync.options``."""

from collections.abc import Mapping
from functools import cache
from types import MappingProxyType
from typing import Annotated, Any, NamedTuple, get_args, get_type_hints

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
    About,
    Bounds,
    CycleId,
    FieldName,
    Interval,
    LanguageName,
    Limit,
    Locale,
    OwnedName,
    RuleCode,
    Server,
    Share,
    Text,
    TimeOfDay,
    check_archive,
    check_country,
    check_source,
    check_time_zone,
    check_workbook_name,
    interval_of,
    one_of,
)

TASKS = ("sync", "check", "close-quarter")
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

_SETTINGS, _SCORING, _RULES = Settings(), ScoringOptions(), RuleOptions()
_WRITING, _CALENDAR, _WORKBOOK = WritingOptions(), FiscalCalendar(), WorkbookSettings("", "")
_GRAPH, _GOOGLE = GraphOptions(), GoogleOptions()
_COLUMNS = tuple(each.value for each in _WRITING.fields)
_NO_WORDS: Mapping[str, str] = MappingProxyType({})


class ServiceSection(NamedTuple):
    """The service as a whole."""

    timezone: Annotated[
        str, check_time_zone, About("IANA time zone of days and of the jobs' times; beware that Etc/GMT+7 is UTC-7")
    ] = _SETTINGS.timezone
    language: Annotated[
        LanguageName,
        About(
            "of messages, and of what is written where a sheet shows no language: vi, en or another "
            "that has a catalogue"
        ),
    ] = _SETTINGS.language
    archive: Annotated[str, check_archive, About("where history is kept: a SQLite file, relative to this file")] = (
        DEFAULT_ARCHIVE
    )


class CycleSection(NamedTuple):
    """The periods that objectives are set for."""

    fiscal_year_starts: Annotated[int, Bounds(1, 12), About("month in which the fiscal year begins, 1 to 12")] = (
        _CALENDAR.fiscal_year_starts
    )
    fiscal_year_named_by: Annotated[
        str,
        one_of("way to name it", ("start", "end")),
        About("which calendar year names a fiscal year that spans two: start or end"),
    ] = _CALENDAR.fiscal_year_named_by
    current: Annotated[
        CycleId | None,
        About("cycle of tables that name none; without it the cycle in which they were first seen", "2026-Q4"),
    ] = None


class ScoringSection(NamedTuple):
    """How progress becomes a status and a score."""

    on_track: Annotated[Share, About("on track from this share of expected progress (at risk below it)")] = (
        _SCORING.on_track
    )
    at_risk: Annotated[Share, About("at risk from this share of expected progress (behind below)")] = _SCORING.at_risk
    grace: Annotated[Share, About("share of the cycle at its start in which nothing steady is below on track")] = (
        _SCORING.grace
    )
    missing_current: Annotated[
        str,
        one_of("way to count it", ("zero", "skip")),
        About("how a key result without a value counts in its objective: zero, or skip to leave it out"),
    ] = _SCORING.missing_current
    committed: Annotated[
        bool, About("true: what does not say is committed (1.0 is success), not aspirational (0.7)")
    ] = _SCORING.committed
    low_confidence: Annotated[Share, About("below this confidence an open done/not-done milestone is at risk")] = (
        _SCORING.low_confidence
    )
    aggregation: Annotated[
        str,
        one_of("aggregation", ("last", "sum", "mean")),
        About("a KPI's value over several periods: last, sum or mean"),
    ] = _SCORING.aggregation
    days: Annotated[
        str,
        one_of("kind of days", ("calendar", "working")),
        About("days that expected progress counts: calendar, or working (Monday to Friday)"),
    ] = _SCORING.days
    holidays: Annotated[
        str,
        check_country,
        About("with working days: the country whose public holidays do not count, like VN or DE-BY; empty: none"),
    ] = _SCORING.holidays


class RulesSection(NamedTuple):
    """Which rules speak, and the numbers that they go by. `okr-sync rules` lists them."""

    select: Annotated[
        tuple[RuleCode, ...], About("codes or families that are checked; empty: all", ["OKR1", "OKR201"])
    ] = _RULES.select
    ignore: Annotated[tuple[RuleCode, ...], About("codes or families that are not", ["OKR202"])] = _RULES.ignore
    patience: Annotated[
        int, Bounds(1, 20), About("cycles in a row before a KPI or an objective calls for a change")
    ] = _RULES.patience
    stale_after_days: Annotated[
        int, Bounds(1, 3660), About("days without a check-in after which a key result is stale")
    ] = _RULES.stale_after_days
    most_objectives: Annotated[int, Bounds(1, 1000), About("objectives of one team that are not too many")] = (
        _RULES.most_objectives
    )
    most_key_results: Annotated[int, Bounds(1, 1000), About("key results of one objective that are not too many")] = (
        _RULES.most_key_results
    )
    early_share: Annotated[
        Share, About("done before this share of its time: reached early, the target was too easy")
    ] = _RULES.early_share
    unit_slip_factor: Annotated[
        int, Bounds(2), About("so many times apart, two values of a row look like a slip of the unit")
    ] = _RULES.unit_slip_factor
    confidence_gap: Annotated[Share, About("so far apart, confidence and progress contradict each other")] = (
        _RULES.confidence_gap
    )


class WritingSection(NamedTuple):
    """What is written into the sheets. Only columns that carry the mark ⟳, or that `owned` names, are ever written."""

    add_columns: Annotated[bool, About("true: owned columns that a table lacks are added at its right edge")] = (
        _WRITING.add_columns
    )
    columns: Annotated[
        tuple[OwnedName, ...],
        About(
            f"the owned columns that are wanted, of {', '.join(OWNED_NAMES)} (the last comes with score where "
            "objectives have no rows of their own)"
        ),
    ] = _COLUMNS


class GraphSection(NamedTuple):
    """The app that opens workbooks in OneDrive and SharePoint; docs/elsewhere.md says how to register one. Its secret
    is in a file, or in AZURE_CLIENT_SECRET."""

    tenant: Annotated[
        Text | None,
        About("directory (tenant) of the app: id or domain; without it, AZURE_TENANT_ID", "contoso.onmicrosoft.com"),
    ] = _GRAPH.tenant
    client_id: Annotated[
        Text | None,
        About(
            "application (client) id of the app; without it, AZURE_CLIENT_ID", "11111111-2222-3333-4444-555555555555"
        ),
    ] = _GRAPH.client_id
    key_file: Annotated[
        Text | None,
        About(
            "file with the app's secret, for this user alone (mode 0600); without it, AZURE_CLIENT_SECRET",
            "graph-secret.txt",
        ),
    ] = None
    endpoint: Annotated[Server, About("Graph itself; national clouds have their own")] = _GRAPH.endpoint
    authority: Annotated[Server, About("who gives out its tokens; national clouds have their own")] = _GRAPH.authority


class GoogleSection(NamedTuple):
    """The account that opens Google spreadsheets, and how much of Google's quotas it uses; docs/google.md takes you
    there step by step. What is asked is spread over time so that these limits hold for all processes together."""

    credentials: Annotated[
        Text | None,
        About(
            "file with a service account's key, an authorised user or a workload identity, for this user alone "
            "(mode 0600); without it, application default credentials",
            "service-account.json",
        ),
    ] = None
    endpoint: Annotated[
        Server | None,
        About("a server in the place of Google's hosts: a proxy, or one to try things on", "http://127.0.0.1:8080"),
    ] = None
    deadline: Annotated[Interval, About("how long a request is repeated when Google is busy or out of reach")] = (
        interval_of(_GOOGLE.deadline_seconds)
    )
    reads_per_minute: Annotated[Limit, About("read requests of the account in a minute")] = _GOOGLE.reads_per_minute
    writes_per_minute: Annotated[Limit, About("write requests of the account in a minute")] = _GOOGLE.writes_per_minute
    project_reads_per_minute: Annotated[Limit, About("read requests of all accounts of its project in a minute")] = (
        _GOOGLE.project_reads_per_minute
    )
    project_writes_per_minute: Annotated[Limit, About("write requests of all accounts of its project in a minute")] = (
        _GOOGLE.project_writes_per_minute
    )
    spreadsheet_per_second: Annotated[
        Limit, About("requests a second that one spreadsheet is asked in the long run")
    ] = _GOOGLE.spreadsheet_per_second
    largest_write: Annotated[
        int, Bounds(10_000, 10_000_000), About("bytes of one write; what is more is written in several")
    ] = _GOOGLE.largest_write
    read_again: Annotated[
        Interval,
        About("a spreadsheet that Drive says is unchanged is read all the same when it was last read so long ago"),
    ] = interval_of(_GOOGLE.read_again_seconds)
    always_read: Annotated[
        tuple[Text, ...],
        About(
            "functions whose results change without Drive's knowledge: a spreadsheet with one of them is read "
            "every time"
        ),
    ] = _GOOGLE.always_read


class WorkbookSection(NamedTuple):
    """One workbook; as many of these as there are workbooks."""

    name: Annotated[str, check_workbook_name, About("what commands call it; unique", "sales")]
    source: Annotated[
        str,
        check_source,
        About(
            "'excel:' and a path, relative to this file, or a URL (S3, WebDAV, SMB, OneDrive, SharePoint); or "
            "'google:' and a spreadsheet's address or key",
            "excel:teams/sales.xlsx",
        ),
    ]
    write: Annotated[bool, About("false: observe only, write nothing into it")] = _WORKBOOK.write
    tabs: Annotated[
        tuple[Text, ...], About("the tabs to read, by shell-style patterns; empty: all that hold OKRs", ["Q*", "KPI"])
    ] = _WORKBOOK.reading.tabs
    locale: Annotated[
        Locale | None,
        About("whose way of writing numbers ('1.500') holds; without it, the sheet's own words tell", "vi"),
    ] = None
    language: Annotated[
        LanguageName | None,
        About("of what is said about it and written into it, whatever its words show; without it they tell", "en"),
    ] = None
    cycle: Annotated[
        CycleId | None, About("cycle of its tables that name none; without it, `current` of [cycle]", "2026-Q4")
    ] = None
    add_columns: Annotated[
        bool | None,
        About("owned columns are added here, or not; without it, as [writing] says", not _WRITING.add_columns),
    ] = None
    ignore: Annotated[
        tuple[RuleCode, ...], About("codes or families that are not checked here, besides those of [rules]", ["OKR304"])
    ] = ()
    columns: Annotated[
        Mapping[str, FieldName],
        About(
            "header words that are not understood by themselves, and the field each means, of "
            + ", ".join(name for name in FIELD_NAMES if name not in OWNED_NAMES),
            {"Con số cần chạm": "target"},
        ),
    ] = _NO_WORDS
    owned: Annotated[
        Mapping[OwnedName, Text],
        About(
            "columns that may be written though they carry no mark, and that people enter nothing in: field, and the "
            "header's words",
            {"progress": "Tiến độ"},
        ),
    ] = _NO_WORDS


class JobSection(NamedTuple):
    """One job of `okr-sync serve`; as many of these as there are jobs. Either `every`, or `at`."""

    name: Annotated[Text, About("what logs and commands call it; unique", "hourly")]
    task: Annotated[
        str,
        one_of("task", TASKS),
        About(
            f"one of {', '.join(TASKS)}; close-quarter seals the quarter before the running one, once and with "
            "all workbooks",
            "sync",
        ),
    ]
    workbooks: Annotated[tuple[Text, ...], About("names, or shell-style patterns of names; of close-quarter all")] = (
        "*",
    )
    every: Annotated[
        Interval | None,
        About("how often, on the clock: '1 hour' runs at full hours; seconds, minutes, hours, days or weeks", "1 hour"),
    ] = None
    at: Annotated[TimeOfDay | None, About("time of day in the service's time zone, instead of `every`", "18:00")] = None
    on: Annotated[
        tuple[Annotated[str, one_of("day", WEEKDAYS)], ...], About("days of `at`; empty: every day", ["mon", "fri"])
    ] = ()


class Document(NamedTuple):
    """A whole settings file."""

    service: ServiceSection = ServiceSection()
    cycle: CycleSection = CycleSection()
    scoring: ScoringSection = ScoringSection()
    rules: RulesSection = RulesSection()
    writing: WritingSection = WritingSection()
    graph: GraphSection = GraphSection()
    google: GoogleSection = GoogleSection()
    workbook: tuple[WorkbookSection, ...] = ()
    job: tuple[JobSection, ...] = ()


Section = (
    ServiceSection
    | CycleSection
    | ScoringSection
    | RulesSection
    | WritingSection
    | GraphSection
    | GoogleSection
    | WorkbookSection
    | JobSection
)

LISTED: dict[str, type[Section]] = {"workbook": WorkbookSection, "job": JobSection}
"""Sections that stand once for each thing, in double brackets."""


class Setting(NamedTuple):
    """One setting as its section declares it: its type, which may carry bounds and checks, and what it is."""

    kind: Any
    about: About
    is_required: bool
    default: Any

    @property
    def bounds(self) -> Bounds:
        kind = get_args(self.kind)
        return next((each for each in kind if isinstance(each, Bounds)), Bounds())


def section_models() -> dict[str, type[Section]]:
    """Return each section's name and model, in the order of the file."""
    return {name: LISTED.get(name) or type(default) for name, default in Document._field_defaults.items()}


@cache
def settings_of(section: str) -> dict[str, Setting]:
    """Given a section's name, return its settings by their names; none of one that does not exist."""
    model = section_models().get(section)
    if model is None:
        return {}
    kinds, defaults = get_type_hints(model, include_extras=True), model._field_defaults
    return {name: _setting(kind, name not in defaults, defaults.get(name)) for name, kind in kinds.items()}


def _setting(kind: Any, is_required: bool, default: Any) -> Setting:
    [about] = (each for each in get_args(kind) if isinstance(each, About))
    return Setting(kind, about, is_required, default)
