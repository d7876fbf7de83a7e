"""Google Sheets and Drive over HTTP, through gspread's client: what is asked keeps to Google's quotas, and answers that
ask for patience get it.

A read is asked again by itself. A write is so only where the answer says that nothing was done; whoever asked for it
decides about all others (``NoAnswer``). Whatever Google refuses for good is told at once (``SheetsError``).
"""

from __future__ import annotations

import logging
import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parsedate_to_datetime
from functools import cache, cached_property
from itertools import count
from typing import Any, TypeVar
from urllib.parse import quote, urlencode

import requests
from google.auth.exceptions import GoogleAuthError, RefreshError, TransportError
from google.auth.transport.requests import AuthorizedSession
from gspread.exceptions import APIError
from gspread.http_client import HTTPClient
from requests.adapters import HTTPAdapter
from urllib3 import BaseHTTPResponse
from urllib3.exceptions import NewConnectionError

from sync.options import GoogleOptions
from sync.rate_limits import LONGEST_WAIT, RateLimit
from sync.workbooks.answers import as_it_is, wait_of
from sync.workbooks.base import Turns
from sync.workbooks.google_access import READING, WRITING, Access, access, explained
from sync.workbooks.google_answers import JsonObject, document, sent, spreadsheet_answer

SHEETS = "https://sheets.googleapis.com"
DRIVE = "https://www.googleapis.com"
_FIRST_WAIT = 1.0
_LONGEST_WAIT = 32.0
_CONNECT_WITHIN = 10.0
_SILENT = 5.0
"""Seconds that somebody is let wait without being told why."""
_PASSING = (408, 429, 500, 502, 503, 504)
_QUOTA_REASONS = ("rateLimitExceeded", "userRateLimitExceeded", "sharingRateLimitExceeded", "RATE_LIMIT_EXCEEDED")
_SHARE = 0.95
"""The rest of each limit is left to requests that were longer on their way than those after them."""
_PIECE = 256 << 10
_AT_ONCE = 4
"""Requests that one spreadsheet is asked without a pause: a read, a guard, a write, and a look at what came of it."""
_LONGEST_ADDRESS = 6_000
_DRIVE_REQUESTS_A_MINUTE = 12_000
"""What Google publishes, of an account and of a project alike."""

NOT_REACHED = "NOT_REACHED"
"""Our own reason of an error: Google was not even asked, so that nothing was done."""

SPREADSHEET = "application/vnd.google-apps.spreadsheet"

_IN_ONE_LINE = {"prettyPrint": "false"}
"""Google indents its answers otherwise, which makes three times as much of them."""

Answer = TypeVar("Answer")


class SheetsError(Exception):
    """Google's answer to something that it did not do. ``status`` is HTTP's, ``reason`` Google's own word for it
    ('PERMISSION_DENIED', 'SERVICE_DISABLED', 'notFound'), ``link`` where Google says it can be mended."""

    def __init__(self, status: int, reason: str, message: str, *, link: str = "", wait: float | None = None) -> None:
        super().__init__(f"{status} {reason}: {message}" if reason else f"{status}: {message}")
        self.status = status
        self.reason = reason
        self.message = message
        self.link = link
        self.wait = wait

    @property
    def is_about_quota(self) -> bool:
        return self.status == 429 or (self.status == 403 and self.reason in _QUOTA_REASONS)


class NoAnswer(Exception):
    """Google was asked and did not say whether it did it."""


class _NotReached(Exception):
    """Google was not even asked."""


@dataclass(frozen=True)
class Patience:
    """How long a request is asked again (seconds), and the world's ways of waiting: a clock, a sleep, and a number
    from 0 to 1 by which a wait is shortened, so that not all who failed together come back together."""

    deadline: float
    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    share: Callable[[], float] = random.random

    def wait_before(self, attempt: int) -> float:
        """Given how often it was tried, return how many seconds to wait: truncated exponential, full jitter."""
        return self.share() * min(_LONGEST_WAIT, _FIRST_WAIT * 2.0 ** min(attempt - 1, 10))


@cache
def sheets_api(options: GoogleOptions, turns: Turns, *, read_only: bool) -> SheetsApi:
    """Given the settings and who gives out turns, return the one way to Google that all workbooks share: its token is
    good for an hour. Raise WorkbookError where no account is named."""
    return SheetsApi(options, turns, read_only=read_only)


class _Reach:
    """Whether Google could be reached lately. Who could not waited for the whole deadline: all others of the run try
    once, and do not wait for theirs as well."""

    gave_up_at: float | None = None

    def is_gone(self, now: float, for_seconds: float) -> bool:
        return self.gave_up_at is not None and 0 <= now - self.gave_up_at < for_seconds


@cache
def _reach(endpoint: str | None) -> _Reach:
    """One for all ways of this process to the same hosts, whatever they may do there."""
    return _Reach()


class SheetsApi:
    """Google as one account. With ``read_only`` it asks for no right to write. All methods raise SheetsError, NoAnswer,
    and WorkbookError where the account itself is refused."""

    def __init__(
        self,
        options: GoogleOptions,
        turns: Turns,
        *,
        read_only: bool,
        patience: Patience | None = None,
        scopes: Sequence[str] = (),
    ) -> None:
        self._options = options
        self._turns = turns
        self._patience = patience or Patience(options.deadline_seconds)
        self._reach = _reach(options.endpoint)
        self._access = access(options, scopes or (READING if read_only else WRITING))
        self._sheets = f"{options.endpoint or SHEETS}/v4/spreadsheets"
        self._drive = f"{options.endpoint or DRIVE}/drive/v3"

    def close(self) -> None:
        self._http.session.close()

    @property
    def access(self) -> Access:
        return self._access

    def spreadsheet(self, key: str, *, fields: str, ranges: Sequence[str] = ()) -> JsonObject:
        """Given a spreadsheet's key, a field mask, and the ranges whose cells are wanted (none: all of them), return
        what stands there. Numbers with a fraction are Decimal."""
        address = f"{self._sheets}/{quoted(key)}"
        wanted = {"fields": fields, **_IN_ONE_LINE}
        asked = urlencode(wanted | {"ranges": list(ranges)}, doseq=True)
        limits = self._limits(key, is_write=False)
        if len(asked) <= _LONGEST_ADDRESS:
            return self._asked("GET", f"{address}?{asked}", limits=limits, parse=spreadsheet_answer)
        filters = {"dataFilters": [{"a1Range": each} for each in ranges]}
        address = f"{address}:getByDataFilter?{urlencode(wanted)}"
        return self._asked("POST", address, filters, limits=limits, parse=spreadsheet_answer)

    def batch_update(
        self, key: str, requests: Sequence[JsonObject], *, response_ranges: Sequence[str] = (), fields: str = ""
    ) -> JsonObject:
        """Given a spreadsheet's key and requests, carry out all or none of them, and return the answer: with what
        stands in ``response_ranges`` afterwards (``updatedSpreadsheet``), as far as the field mask says. Where no
        SheetsError says that nothing was done, NoAnswer is raised."""
        wanted: JsonObject = {"requests": list(requests)}
        if response_ranges:
            wanted |= {"includeSpreadsheetInResponse": True, "responseIncludeGridData": True}
            wanted["responseRanges"] = list(response_ranges)
        address = f"{self._sheets}/{quoted(key)}:batchUpdate"
        address += f"?{urlencode(({'fields': fields} if fields else {}) | _IN_ONE_LINE)}"
        limits = self._limits(key, is_write=True)
        return self._asked("POST", address, wanted, limits=limits, is_write=True, parse=spreadsheet_answer)

    def file(self, key: str, *, fields: str) -> JsonObject:
        """Given a file's key and a field mask, return what Drive says of it."""
        asked = urlencode({"fields": fields, "supportsAllDrives": "true"})
        return self._asked("GET", f"{self._drive}/files/{quoted(key)}?{asked}", limits=self._drive_limits)

    def spreadsheet_files(self, *, fields: str) -> Iterator[list[JsonObject]]:
        """Given the wanted fields of each, yield all spreadsheets that we may see, in pages of a thousand; those that
        changed last come first."""
        asked = {
            "q": f"mimeType = '{SPREADSHEET}' and trashed = false",
            "orderBy": "modifiedTime desc",
            "pageSize": "1000",
            "fields": f"nextPageToken,files({fields})",
            # Shared drives, too.
            "corpora": "allDrives",
            "includeItemsFromAllDrives": "true",
            "supportsAllDrives": "true",
        }
        while True:
            page = self._asked("GET", f"{self._drive}/files?{urlencode(asked)}", limits=self._drive_limits)
            yield page.get("files", [])
            if "nextPageToken" not in page:
                return
            asked["pageToken"] = page["nextPageToken"]

    def seconds_ahead(self) -> float:
        """How far Google's clock is ahead of this machine's, to a second; no account is needed for that. Raise
        NoAnswer."""
        before = time.time()
        try:
            answer = requests.get(self._sheets, timeout=_CONNECT_WITHIN, allow_redirects=False)
            theirs = parsedate_to_datetime(answer.headers["Date"]).timestamp()
        except (requests.RequestException, KeyError, ValueError) as error:
            raise NoAnswer(_kind(error)) from error
        # A date has whole seconds: half of one is added.
        return theirs + 0.5 - (before + time.time()) / 2

    def turns_left(self, *, is_write: bool) -> tuple[int, int]:
        """How many requests could be sent in the next minute, and how many if nobody had sent any."""
        limits = self._account_limits(is_write=is_write)
        wait = self._turns.take(limits, longest_wait=-1)  # looks, and takes none
        most = min(int(60 / limit.interval) + limit.burst for limit in limits)
        return max(0, int(most * (1 - wait / 60))), most

    # ── Asking ──

    def _asked(
        self,
        method: str,
        address: str,
        content: JsonObject | None = None,
        *,
        limits: Sequence[RateLimit] = (),
        is_write: bool = False,
        parse: Callable[[bytes], JsonObject] = document,
    ) -> JsonObject:
        return self._patiently(lambda: self._answer(method, address, content, parse), limits=limits, is_write=is_write)

    def _patiently(
        self, ask: Callable[[], Answer], *, limits: Sequence[RateLimit] = (), is_write: bool = False
    ) -> Answer:
        """Ask until there is an answer, for as long as it makes sense."""
        patience = self._patience
        began = patience.now()
        ends = began + patience.deadline
        is_gone = self._reach.is_gone(began, patience.deadline)
        is_told = False
        for attempt in count(1):
            self._wait_for_turn(limits, min(LONGEST_WAIT, ends - patience.now()))
            wait = patience.wait_before(attempt)
            try:
                answer = ask()
            except SheetsError as error:
                if not error.is_about_quota and error.status not in _PASSING:
                    raise
                if is_write and not error.is_about_quota:
                    raise NoAnswer(str(error)) from error
                wait = max(wait, error.wait or 0.0)
                if patience.now() + wait > ends:
                    raise
                why = f"Google asks for patience ({error})"
            except _NotReached as error:
                if is_gone or patience.now() + wait > ends:
                    self._reach.gave_up_at = patience.now()
                    raise SheetsError(503, NOT_REACHED, str(error)) from error
                why = f"Google cannot be reached ({error})"
            except NoAnswer as error:
                if is_write or patience.now() + wait > ends:
                    raise
                why = f"Google does not answer ({error})"
            else:
                self._reach.gave_up_at = None
                return answer
            if not is_told and patience.now() + wait - began >= _SILENT:
                _say_how_long(why, ends - patience.now())
                is_told = True
            patience.sleep(wait)
        raise AssertionError("the loop returns or raises")

    def _wait_for_turn(self, limits: Sequence[RateLimit], longest: float) -> None:
        if not limits:
            return
        wait = self._turns.take(limits, longest)
        if wait > longest:
            raise SheetsError(429, "OWN_LIMIT", f"the quota that the settings allow is used up for {wait:.0f} s")
        if wait > 0:
            self._patience.sleep(wait)

    def _answer(
        self, method: str, address: str, content: JsonObject | None, parse: Callable[[bytes], JsonObject]
    ) -> JsonObject:
        data = None if content is None else sent(content)
        headers = None if content is None else {"Content-Type": "application/json"}
        with self._told_apart():
            answer = self._http.request(method, address, data=data, headers=headers)
        return self._document(answer.content, parse)

    def _document(self, content: bytes, parse: Callable[[bytes], JsonObject] = document) -> JsonObject:
        try:
            return parse(content)
        except ValueError as error:
            raise NoAnswer("an answer that is no JSON of Google's") from error

    @contextmanager
    def _told_apart(self) -> Iterator[None]:
        """Whatever the client raises ─▶ an answer, none, or not even a question."""
        try:
            yield
        except APIError as error:
            raise _error_of(error.response) from error
        except TransportError as error:
            # No token was to be had: what it is for was not asked yet.
            raise _NotReached(_kind(error)) from error
        except RefreshError as error:
            if error.retryable or _is_a_page(error):
                raise _NotReached("Google gave no token yet") from error
            raise explained(error, self._access) from error
        except GoogleAuthError as error:
            raise explained(error, self._access) from error
        except requests.RequestException as error:
            if _was_never_sent(error):
                raise _NotReached(_kind(error)) from error
            raise NoAnswer(_kind(error)) from error

    @cached_property
    def _http(self) -> _Client:
        session = AuthorizedSession(self._access.credentials)
        session.mount("https://", _InLargePieces())
        session.mount("http://", _InLargePieces())
        session.auth = as_it_is
        client = _Client(self._access.credentials, session)
        client.set_timeout((_CONNECT_WITHIN, self._options.deadline_seconds))
        return client

    def _limits(self, key: str, *, is_write: bool) -> tuple[RateLimit, ...]:
        one = RateLimit(f"google spreadsheet {key}", 1 / self._options.spreadsheet_per_second, _AT_ONCE)
        return (*self._account_limits(is_write=is_write), one)

    @cached_property
    def _drive_limits(self) -> tuple[RateLimit, ...]:
        """Requests to Drive are counted apart from those to Sheets."""
        where = self._access.project or "its project"
        return (RateLimit.within(f"google drive requests in {where}", _DRIVE_REQUESTS_A_MINUTE, 60, _SHARE),)

    def _account_limits(self, *, is_write: bool) -> tuple[RateLimit, RateLimit]:
        own = self._options
        kind, user, project = (
            ("writes", own.writes_per_minute, own.project_writes_per_minute)
            if is_write
            else ("reads", own.reads_per_minute, own.project_reads_per_minute)
        )
        who, where = self._access.address or self._access.where, self._access.project or "its project"
        return (
            RateLimit.within(f"google {kind} of {who}", user, 60, _SHARE),
            RateLimit.within(f"google {kind} in {where}", project, 60, _SHARE),
        )


class _Client(HTTPClient):
    """gspread's client, without what it makes of errors that have not the form of Google's."""

    def request(self, method: str, endpoint: str, *args: Any, **more: Any) -> requests.Response:
        try:
            return super().request(method, endpoint, *args, **more)
        except (KeyError, TypeError) as error:
            raise requests.exceptions.InvalidJSONError("an error without a code") from error

    def streamed(self, address: str) -> requests.Response:
        """As ``request`` of what may be large: its content is still to come."""
        answer = self.session.get(address, stream=True, timeout=self.timeout)
        if answer.ok:
            return answer
        try:
            raise APIError(answer)
        except (KeyError, TypeError) as error:
            raise requests.exceptions.InvalidJSONError("an error without a code") from error


class _InLargePieces(HTTPAdapter):
    """Unpacks answers in pieces of 256 KiB: in those of 10, as requests does by itself, it takes twice as long."""

    def build_response(self, req: requests.PreparedRequest, resp: BaseHTTPResponse) -> requests.Response:
        answer: requests.Response = super().build_response(req, resp)
        in_pieces = answer.iter_content

        def in_large_pieces(chunk_size: int | None = 1, decode_unicode: bool = False) -> Iterator[Any]:
            return in_pieces(None if chunk_size is None else max(chunk_size, _PIECE), decode_unicode)

        answer.iter_content = in_large_pieces  # type: ignore[method-assign]
        return answer


def _say_how_long(why: str, seconds: float) -> None:
    ends = datetime.now().astimezone() + timedelta(seconds=seconds)
    logging.getLogger("okr_sync.google").warning(
        "%s: asked again until %s, for %.0f s at most ('deadline' of [google])", why, f"{ends:%H:%M:%S %Z}", seconds
    )


def _error_of(answer: requests.Response) -> SheetsError:
    error: JsonObject = {}
    with suppress(ValueError, AttributeError):
        said = answer.json().get("error")
        error = said if isinstance(said, dict) else {"message": str(said or "")}
    details = [each for each in error.get("details", ()) if isinstance(each, dict)]
    reasons = [
        *(str(each["reason"]) for each in details if "reason" in each),
        *(str(each.get("reason", "")) for each in error.get("errors", ()) if isinstance(each, dict)),
        str(error.get("status", "")),
    ]
    links = [str(link.get("url", "")) for each in details for link in each.get("links", ()) if isinstance(link, dict)]
    message = str(error.get("message") or answer.reason or "no reason given")
    return SheetsError(
        answer.status_code,
        next(filter(None, reasons), ""),
        message.strip().rstrip("."),
        link=next(filter(None, links), ""),
        wait=wait_of(answer),
    )


def _was_never_sent(error: requests.RequestException) -> bool:
    if isinstance(error, requests.ConnectTimeout):
        return True
    reason = getattr(error.args[0] if error.args else None, "reason", None)
    return isinstance(error, requests.ConnectionError) and isinstance(reason, NewConnectionError)


def _is_a_page(error: RefreshError) -> bool:
    """Whether it was not Google's token server that said no, but a page in front of it: it passes."""
    return any(str(part).lstrip().lower().startswith(("<!doctype", "<html")) for part in error.args)


def _kind(error: Exception) -> str:
    """What went wrong, without the whole address that the library's own words have in them."""
    cause = error.args[0] if error.args and isinstance(error.args[0], Exception) else error
    return type(getattr(cause, "reason", None) or cause).__name__


def quoted(key: str) -> str:
    """Given a key, return it as a part of an address."""
    return quote(key, safe="")
