"""What can go wrong between a client and Google, when a test wants it to."""

from __future__ import annotations

import random
import re
from dataclasses import dataclass, field, fields
from typing import Any

from tests.sheets_server.errors import (
    ApiError,
    api_disabled,
    no_permission,
    quota_exceeded,
    storage_full,
    unauthenticated,
)
from tests.sheets_server.messages import Answer

_BUSY_PAGE = (
    "<!DOCTYPE html>\n<html lang=en>\n<title>Error 502 (Server Error)!!1</title>\n<p><b>502.</b> <ins>That’s an error."
    "</ins>\n<p>The server encountered a temporary error and could not complete your request.<p>Please try again in 30 "
    "seconds.\n"
)
_LOGIN_PAGE = "<!DOCTYPE html>\n<html lang=en>\n<title>Sign in to the network</title>\n<p>Please sign in.\n"
KINDS = {
    "429": "too many requests; with Retry-After when retry_after says so",
    "500": "an internal error",
    "502": "an HTML page instead of an answer",
    "503": "the service is unavailable",
    "html": "a page of somebody in between, with status 200",
    "truncated": "the answer breaks off half way",
    "drop": "the connection is closed without an answer",
    "slow": "the answer comes after so many seconds",
    "expired": "401: the token has run out",
    "forbidden": "403: the caller has no permission any more",
    "disabled": "403: the API is not switched on in the project",
    "storage_full": "403: the Drive is full (service accounts own no storage)",
    "account_not_found": "400 of the token address: nobody knows the account",
}


@dataclass(slots=True)
class Fault:
    """One fault. It strikes requests whose 'METHOD /path' the pattern ``match`` is found in: it lets ``after`` of them
    pass, then strikes ``times`` of them (None: every one), each with ``probability``. ``applied``: the request is
    carried out first, and only its answer is lost or replaced."""

    kind: str
    match: str = ""
    user: str = ""
    after: int = 0
    times: int | None = 1
    probability: float = 1.0
    applied: bool = False
    seconds: float = 1.0
    retry_after: int | None = None
    seed: int = 0
    passed: int = 0
    struck: int = 0
    dice: random.Random = field(default_factory=random.Random)

    def __post_init__(self) -> None:
        if self.kind not in KINDS:
            raise ValueError(f"no fault {self.kind}; there are {', '.join(KINDS)}")
        re.compile(self.match)
        self.dice.seed(self.seed)

    def strikes(self, method: str, path: str, user: str) -> bool:
        """Does it strike this request? Counts it."""
        if not re.search(self.match, f"{method} {path}") or (self.user and self.user != user):
            return False
        if self.times is not None and self.struck >= self.times:
            return False
        self.passed += 1
        if self.passed <= self.after or self.dice.random() >= self.probability:
            return False
        self.struck += 1
        return True

    def answer(self, service: str, writes: bool) -> Answer:
        """What is answered in the place of the real answer."""
        if self.kind == "502":
            return Answer(502, _BUSY_PAGE.encode(), "text/html; charset=UTF-8")
        if self.kind == "html":
            return Answer(200, _LOGIN_PAGE.encode(), "text/html; charset=UTF-8")
        if self.kind == "account_not_found":
            return Answer(400, {"error": "invalid_grant", "error_description": "Invalid grant: account not found"})
        errors = {
            "429": lambda: (
                ApiError(429, "Rate Limit Exceeded", reason="rateLimitExceeded")
                if service == "drive"
                else quota_exceeded("sheets", "Write" if writes else "Read", True, 60)
            ),
            "500": lambda: ApiError(500, "Internal error encountered."),
            "503": lambda: ApiError(503, "The service is currently unavailable."),
            "expired": unauthenticated,
            "forbidden": no_permission,
            "disabled": lambda: api_disabled(service),
            "storage_full": storage_full,
        }
        error = errors[self.kind]()
        headers = {"Retry-After": str(self.retry_after)} if self.retry_after is not None else {}
        return Answer(error.code, error.body(), headers=headers)


class Faults:
    """The faults that are turned on; the first that strikes a request is the one."""

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def add(self, kind: str, **options: Any) -> Fault:
        """Turn a fault on. Raise ValueError when there is no such fault or option."""
        known = {own.name for own in fields(Fault)} - {"kind", "passed", "struck", "dice"}
        if unknown := set(options) - known:
            raise ValueError(f"no option {', '.join(sorted(unknown))}; there are {', '.join(sorted(known))}")
        fault = Fault(kind, **options)
        self._faults.append(fault)
        return fault

    def clear(self) -> None:
        self._faults = []

    def pick(self, method: str, path: str, user: str) -> Fault | None:
        return next((fault for fault in self._faults if fault.strikes(method, path, user)), None)
