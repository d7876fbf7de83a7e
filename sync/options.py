"""What a team or its service may choose, as frozen values with their defaults: the part of the settings that the pure
core takes. ``settings.py`` reads them from TOML and is the only one that knows files."""

from collections.abc import Mapping
from datetime import time
from decimal import Decimal
from pathlib import Path
from typing import Literal, NamedTuple

from sync.model.findings import Language
from sync.model.rows import Field

DEFAULT_ARCHIVE = "sqlite:///okr-archive.db"


class FiscalCalendar(NamedTuple):
    """When fiscal years begin (month 1–12), and whether one that spans two calendar years is named by its first or its
    last."""

    fiscal_year_starts: int = 1
    fiscal_year_named_by: Literal["start", "end"] = "start"


class ReadingOptions(NamedTuple):
    """How to understand a workbook where its own words do not tell.

    ``language`` is the service's, used where a sheet shows none; ``own_language`` the workbook's, used whatever its
    sheets show. ``locale`` ('vi', 'en', 'de' …) is of typed numbers;
    None: from the sheet. ``cycle`` is an id for tables that name none. ``columns`` maps header words, as they stand in
    the sheet, to fields. ``owned`` maps an owned field to the header of the column that the service may write even
    without the mark. ``tabs`` are shell-style patterns; none: all.
    """

    language: Language = "vi"
    own_language: Language | None = None
    locale: str | None = None
    cycle: str | None = None
    tabs: tuple[str, ...] = ()
    columns: Mapping[str, Field] = {}
    owned: Mapping[Field, str] = {}
    calendar: FiscalCalendar = FiscalCalendar()

    @property
    def spoken(self) -> Language:
        """The language to speak of the workbook as a whole in."""
        return self.own_language or self.language


class ScoringOptions(NamedTuple):
    """Thresholds are shares of expected progress; ``grace`` is the share of the cycle at its start in which nothing
    that moves linearly is below on track. ``missing_current``: how a key result without a value counts in its mean.
    ``committed``: what a key result is when neither it nor its objective says. ``days``: which of them count as time
    that passes: all, or Monday to Friday, and then not the public holidays of the country ``holidays`` ('VN', 'DE-BY';
    '' for none). ``low_confidence``: below it an open
    done/not-done milestone is at risk."""

    on_track: Decimal = Decimal("0.9")
    at_risk: Decimal = Decimal("0.6")
    grace: Decimal = Decimal("0.1")
    missing_current: Literal["zero", "skip"] = "zero"
    committed: bool = False
    low_confidence: Decimal = Decimal("0.4")
    aggregation: Literal["last", "sum", "mean"] = "last"
    days: Literal["calendar", "working"] = "calendar"
    holidays: str = ""
    calendar: FiscalCalendar = FiscalCalendar()


class RuleOptions(NamedTuple):
    """Which rules speak, and the numbers that they go by. ``select`` and ``ignore`` hold codes or families ('OKR201',
    'OKR2'); an empty ``select`` is all."""

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    patience: int = 2
    stale_after_days: int = 14
    most_objectives: int = 5
    most_key_results: int = 5
    early_share: Decimal = Decimal("0.5")
    """A key result that is done before this share of its time has passed was reached early."""
    unit_slip_factor: int = 500
    confidence_gap: Decimal = Decimal("0.4")
    calendar: FiscalCalendar = FiscalCalendar()


class WritingOptions(NamedTuple):
    """``add_columns``: owned columns that a table lacks are added at its right edge. ``fields`` are the ones wanted."""

    add_columns: bool = False
    fields: tuple[Field, ...] = (Field.progress, Field.score, Field.status, Field.warnings)


class WorkbookSettings(NamedTuple):
    """What one workbook's settings come to: its own, over the service's. ``source`` is 'excel:PATH', the path
    absolute, 'excel:URL' or 'google:KEY'. Without ``write`` it is observed only."""

    name: str
    source: str
    write: bool = True
    reading: ReadingOptions = ReadingOptions()
    writing: WritingOptions = WritingOptions()
    rules: RuleOptions = RuleOptions()


class JobSettings(NamedTuple):
    """One job of the schedule: every so many seconds, or at a time of day on the given days (none: every day)."""

    name: str
    task: Literal["sync", "check", "close-quarter"]
    workbooks: tuple[str, ...] = ("*",)
    every_seconds: int | None = None
    at: time | None = None
    on: tuple[str, ...] = ()


class GraphOptions(NamedTuple):
    """How to reach Microsoft Graph as an app. ``tenant`` and ``client_id`` say which app, ``key_file`` holds its
    secret; what is None is in the environment (AZURE_TENANT_ID, AZURE_CLIENT_ID, AZURE_CLIENT_SECRET)."""

    tenant: str | None = None
    client_id: str | None = None
    key_file: Path | None = None
    endpoint: str = "https://graph.microsoft.com"
    authority: str = "https://login.microsoftonline.com"


class GoogleOptions(NamedTuple):
    """How to reach Google Sheets and Drive, and how much of them may be used. ``credentials`` is a file; None: where
    Google's own tools look. ``endpoint`` stands in the place of all of Google's hosts. ``deadline_seconds`` is how long
    one request is asked again. Limits count requests: a minute for the account and for the project that it belongs to,
    a second for one spreadsheet; ``largest_write`` is in bytes. An unchanged spreadsheet is read again after
    ``read_again_seconds``, one with a function of ``always_read`` every time."""

    credentials: Path | None = None
    endpoint: str | None = None
    deadline_seconds: int = 120
    reads_per_minute: int = 60
    writes_per_minute: int = 60
    project_reads_per_minute: int = 300
    project_writes_per_minute: int = 300
    spreadsheet_per_second: int = 1
    largest_write: int = 2_000_000
    read_again_seconds: int = 86_400
    always_read: tuple[str, ...] = (
        "IMPORTRANGE", "IMPORTDATA", "IMPORTFEED", "IMPORTHTML", "IMPORTXML", "GOOGLEFINANCE", "GOOGLETRANSLATE",
        "INDIRECT", "NOW", "TODAY", "RAND", "RANDARRAY", "RANDBETWEEN",
    )  # fmt: skip


class Settings(NamedTuple):
    """All settings. ``archive_url`` is None where none is configured; ``defaults`` are those of a workbook that the
    settings do not name; ``hash`` is of everything that they say."""

    path: Path | None = None
    timezone: str = "Asia/Ho_Chi_Minh"
    language: Language = "vi"
    archive_url: str | None = None
    calendar: FiscalCalendar = FiscalCalendar()
    scoring: ScoringOptions = ScoringOptions()
    defaults: WorkbookSettings = WorkbookSettings("", "")
    workbooks: tuple[WorkbookSettings, ...] = ()
    jobs: tuple[JobSettings, ...] = ()
    graph: GraphOptions = GraphOptions()
    google: GoogleOptions = GoogleOptions()
    hash: str = ""

    def workbook(self, name: str) -> WorkbookSettings:
        """Given a workbook's name, return its settings: the defaults where it is not configured."""
        return next((own for own in self.workbooks if own.name == name), self.defaults._replace(name=name))
