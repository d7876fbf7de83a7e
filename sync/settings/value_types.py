"""What the value of a setting may be: types that check one value each, and say what to do about one that is refused."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Collection
from decimal import Decimal
from typing import Annotated, Any, NamedTuple, NoReturn
from zoneinfo import ZoneInfo, available_timezones

from pydantic_core import PydanticCustomError

from sync.messages import languages
from sync.model.rows import OWNED_FIELDS
from sync.model.rows import Field as SheetField
from sync.options import DEFAULT_ARCHIVE
from sync.public_holidays import is_country
from sync.workbooks.sources import has_password, is_google_key, parsed_source, why_no_spreadsheet

FIELD_NAMES = tuple(field.value for field in SheetField)
OWNED_NAMES = tuple(field.value for field in OWNED_FIELDS)
SECONDS = {"second": 1, "minute": 60, "hour": 3600, "day": 86_400, "week": 604_800}

_TIME_OF_DAY = re.compile(r"([01]\d|2[0-3]):([0-5]\d)")

_INTERVAL = re.compile(r"(\d{1,6}) *(second|minute|hour|day|week)s?")
_CYCLE_ID = re.compile(r"(19|2\d)\d\d(-(H[12]|Q[1-4]|0[1-9]|1[0-2]|W(0[1-9]|[1-4]\d|5[0-3])))?")
_LOCALE = re.compile(r"[a-z]{2,3}([-_][A-Za-z]{2,4})?")
_COUNTRY = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")
_SHELL_SAFE = re.compile(r"\w[\w.-]*")
_RULE_CODE = re.compile(r"OKR[1-9]?\d{0,2}")


class Bounds(NamedTuple):
    """Between which numbers a value may be, both of them allowed."""

    least: int | None = None
    most: int | None = None


class About(NamedTuple):
    """What the reference says of a setting; ``example`` is None where none is given."""

    description: str
    example: Any = None


def _refuse(message: str, help: str = "", value: str = "", names: Collection[str] = ()) -> NoReturn:
    """Raise a refusal that carries what to do about it; among ``names`` the nearest to ``value`` is suggested."""
    raise PydanticCustomError(
        "refused", "{message}", {"message": message, "help": help, "value": value, "names": tuple(names)}
    )


def one_of(noun: str, names: Collection[str]) -> Callable[[str], str]:
    """Given what they are and all that there are, return the check that a value is among these names."""

    def check(value: str) -> str:
        if value not in names:
            known = f"known: {', '.join(names)}" if len(names) <= 12 else ""
            _refuse(f"there is no {noun} '{value}'", known, value, names)
        return value

    return check


def shaped(pattern: re.Pattern[str], message: str, help: str) -> Callable[[str], str]:
    """Given a pattern, and what to say of a value that does not have it, return the check."""

    def check(value: str) -> str:
        if not pattern.fullmatch(value):
            _refuse(message.format(value), help)
        return value

    return check


def check_time_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (OSError, ValueError, LookupError):
        words = name.casefold()
        if words == "ict" or any(word in words for word in ("hanoi", "ha_noi", "hcm", "viet", "se asia", "+7", "+07")):
            _refuse(f"there is no time zone '{name}'", "Vietnam's is 'Asia/Ho_Chi_Minh'")
        _refuse(f"there is no time zone '{name}'", "IANA names, like 'Asia/Ho_Chi_Minh'", name, available_timezones())
    return name


def check_archive(url: str) -> str:
    if url.startswith(("postgresql:", "postgres:", "postgresql+")):
        _refuse("PostgreSQL is not supported yet", f"use a file: '{DEFAULT_ARCHIVE}'")
    if not url.startswith("sqlite:///"):
        _refuse("an archive's address begins with 'sqlite:///'", f"for example '{DEFAULT_ARCHIVE}'")
    path = url.removeprefix("sqlite:///")
    if not path.strip("/") or path == ":memory:" or "?" in path or "\0" in path or path.endswith("/"):
        _refuse("the archive must name a file", f"for example '{DEFAULT_ARCHIVE}'")
    return url


def check_source(source: str) -> str:
    system, colon, path = source.partition(":")
    if has_password(source):
        _refuse("a password stands in the source", "take it out; docs/elsewhere.md says where credentials go")
    where = parsed_source(source)
    if where is None and (why := why_no_spreadsheet(source)):
        _refuse(why, "open the spreadsheet and copy its address")
    if where is not None and where.kind == "google":
        return source
    if is_google_key(source):
        _refuse("a source says which system it is in", f"write 'google:{source}'")
    if not colon or len(system) == 1:
        _refuse("a source says which system it is in", f"write 'excel:{source}'")
    if system != "excel":
        _refuse(f"there is no system '{system}'", "known: excel, as in 'excel:teams/sales.xlsx', and google")
    if where is None or not path.strip() or "\0" in path:
        _refuse("the source names no file", "write the workbook's path: 'excel:teams/sales.xlsx'")
    if where.kind == "file" and ("*" in path or "?" in path):
        _refuse("a source is one file, not a pattern", "write a [[workbook]] for each file")
    return source


def check_server(url: str) -> str:
    """An address to which credentials are sent: over HTTPS, or to this machine."""
    if not re.fullmatch(r"(https://[^/\s]+|http://(localhost|127\.0\.0\.1|\[::1\])(:\d+)?)/?", url):
        _refuse(f"'{url}' is no address of a server", "like 'https://proxy.example.com', without a path")
    return url.rstrip("/")


def check_workbook_name(name: str) -> str:
    """Commands take names beside paths and patterns, and so do shells: a name needs no quotes in either."""
    if not _is_workbook_name(name):
        slug = _slug(name)
        nearest = f"; perhaps '{slug}'" if _is_workbook_name(slug) else ""
        _refuse(
            f"'{name}' cannot be a workbook's name",
            "letters, digits, '-', '_' and '.', beginning with a letter or digit, and not the name of a file" + nearest,
        )
    return name


def _is_workbook_name(name: str) -> bool:
    return _SHELL_SAFE.fullmatch(name) is not None and not name.lower().endswith((".xlsx", ".xlsm"))


def _slug(name: str) -> str:
    """Given words, return them as a name that is typed on every keyboard: 'Bán hàng.xlsx' ─▶ 'ban-hang'."""
    plain = unicodedata.normalize("NFKD", name.casefold().replace("đ", "d")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9_]+", "-", re.sub(r"\.xls[xm]$", "", plain.strip())).strip("-_")


def check_country(code: str) -> str:
    if code and not (_COUNTRY.fullmatch(code) and is_country(code)):
        _refuse(f"no public holidays are known of '{code}'", "ISO codes, like 'VN', 'SG' or 'DE-BY'")
    return code


def _locale(name: str) -> str:
    """A locale whose decimal mark is known: by any other one numbers would be read as if none were set."""
    from sync.reading.texts.numbers import decimal_mark

    if not _LOCALE.fullmatch(name) or decimal_mark(name) is None:
        _refuse(f"'{name}' is no locale that is known", "like 'vi', 'en' or 'de'")
    return name


def check_interval(text: str) -> str:
    found = _INTERVAL.fullmatch(text)
    if not found or not 1 <= int(found[1]) * SECONDS[found[2]] <= 366 * SECONDS["day"]:
        _refuse(f"'{text}' is no interval", "like '30 minutes', '1 hour', '2 days' or '1 week', up to 366 days")
    return text


def interval_seconds(text: str) -> int:
    """Given an interval as the settings write it ('2 hours'), return its seconds."""
    found = _INTERVAL.fullmatch(text)
    assert found, text
    return int(found[1]) * SECONDS[found[2]]


def interval_of(seconds: int) -> str:
    """Given seconds, return the interval as the settings write it: '2 minutes'."""
    unit, each = next((unit, each) for unit, each in reversed(SECONDS.items()) if seconds % each == 0)
    return f"{seconds // each} {unit}{'' if seconds == each else 's'}"


def _not_empty(text: str) -> str:
    if not text.strip():
        _refuse("this is empty", "leave the setting out instead")
    return text


Share = Annotated[Decimal, Bounds(0, 1)]
Limit = Annotated[int, Bounds(1, 1_000_000)]
Text = Annotated[str, _not_empty]
LanguageName = Annotated[str, lambda value: one_of("language", languages())(value)]
FieldName = Annotated[str, one_of("field", FIELD_NAMES)]
OwnedName = Annotated[str, one_of("owned column", OWNED_NAMES)]
CycleId = Annotated[str, shaped(_CYCLE_ID, "'{}' is no cycle", "like '2026-Q4', '2026-H2', '2026-11' or '2026'")]
Locale = Annotated[str, _locale]
RuleCode = Annotated[
    str, shaped(_RULE_CODE, "'{}' is no rule or family", "like 'OKR201', or 'OKR2' for all of its family")
]
Server = Annotated[str, check_server]
Interval = Annotated[str, check_interval]
TimeOfDay = Annotated[str, shaped(_TIME_OF_DAY, "'{}' is no time of day", "hours and minutes, from '00:00' to '23:59'")]
