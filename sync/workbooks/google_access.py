"""Who we are to Google: the account that a file or the environment names, with no more rights than the job needs."""

from __future__ import annotations

import json
import os
import stat
from collections.abc import Sequence
from pathlib import Path
from shlex import quote
from typing import Any, NamedTuple
from urllib.parse import urlsplit

import google.auth
from google.auth import aws, identity_pool, impersonated_credentials
from google.auth.credentials import AnonymousCredentials, Credentials
from google.auth.exceptions import DefaultCredentialsError, GoogleAuthError, RefreshError
from google.oauth2 import credentials as user_credentials
from google.oauth2 import service_account

from sync.options import GoogleOptions
from sync.workbooks.base import WorkbookError

_AUTH = "https://www.googleapis.com/auth/"
READING = (f"{_AUTH}spreadsheets.readonly", f"{_AUTH}drive.metadata.readonly")
"""What check, plan and workbooks that are only observed need."""
WRITING = (f"{_AUTH}spreadsheets", f"{_AUTH}drive.metadata.readonly")
"""What a sync needs. ``drive.file`` would be narrower, but shows a service account no file that people shared with it;
this one shows names and times, and no content."""

FILES = (f"{_AUTH}spreadsheets", f"{_AUTH}drive")
"""What it takes to make a file in somebody's folder, and to replace an Excel file: asked for only then."""
FILES_READING = (f"{_AUTH}drive.readonly",)
"""What it takes to read an Excel file that lies on Drive."""

HOW_TO_BEGIN = "docs/google.md takes you from no Google Cloud project to a synced spreadsheet."
_ENVIRONMENT = "GOOGLE_APPLICATION_CREDENTIALS"
_KINDS = {
    "service_account": "service account",
    "authorized_user": "authorised user",
    "external_account": "workload identity",
    "impersonated_service_account": "impersonated service account",
}


class Access(NamedTuple):
    """``address`` is the e-mail address to share spreadsheets with ('' where the credentials do not tell), ``project``
    the Google Cloud project's id ('' the same), ``kind`` and ``where`` what messages call the credentials."""

    credentials: Credentials
    address: str
    project: str
    kind: str
    where: str


def access(options: GoogleOptions, scopes: Sequence[str]) -> Access:
    """Given the settings and the rights that are needed, return who we are. Nothing is asked of Google's servers yet.
    Raise WorkbookError with what to do where nobody is named, or a file is none of credentials."""
    path = options.credentials
    where = f"credentials of [google] ({path})"
    if path is None and os.environ.get(_ENVIRONMENT, "").strip():
        path = Path(os.environ[_ENVIRONMENT].strip())
        where = f"{_ENVIRONMENT} ({path})"
    if path is not None:
        return _of_file(path, where, options.endpoint, scopes)
    if options.endpoint is not None and _is_this_machine(options.endpoint):
        anybody: Credentials = _Anybody()  # type: ignore[no-untyped-call]
        return Access(anybody, "", "", "none: any token is good for a server on this machine", "no credentials")
    try:
        found, project = google.auth.default(scopes=list(scopes))
    except (DefaultCredentialsError, GoogleAuthError) as error:
        raise WorkbookError(
            "no account for Google Sheets is named, and this machine has no application default credentials.",
            f"Name a service account's key file as 'credentials' under [google]. {HOW_TO_BEGIN}",
        ) from error
    address = _plain_address(getattr(found, "service_account_email", ""))
    return Access(found, address, str(project or ""), "application default credentials", "this machine's credentials")


def explained(error: GoogleAuthError, of: Access) -> WorkbookError:
    """Given why no token was given out, return it as a sentence with what to do."""
    said = " ".join(str(part) for part in error.args)
    if "Token must be a short-lived token" in said:
        return WorkbookError(
            "Google does not accept this machine's time: its clock is wrong.",
            "Set the clock (timedatectl set-ntp true), then 'okr-sync doctor' says how far it is off.",
        )
    for words, what, mend in _REFUSALS:
        if words in said:
            return WorkbookError(f"{of.where}: {what}.", mend)
    first = str(error.args[0])[:200] if error.args else type(error).__name__
    return WorkbookError(f"{of.where}: Google gave no token: {first}.", HOW_TO_BEGIN)


_NEW_KEY = (
    "Make a new key: console.cloud.google.com, IAM & Admin, Service Accounts, the account, Keys, Add key, JSON; "
    "and put it in the old one's place."
)
_REFUSALS = (
    ("account not found", "Google knows no such service account any more; it was deleted", _NEW_KEY),
    ("Invalid JWT Signature", "the key was revoked, or belongs to another account", _NEW_KEY),
    ("disabled", "the service account is disabled", "Enable it in the Google Cloud console, IAM & Admin."),
    (
        "invalid_scope",
        "the account was not granted what a sync needs",
        "Sign in again with the scopes that docs/google.md lists.",
    ),
    (
        "Token has been expired or revoked",
        "the sign-in has expired, or was taken back",
        "Sign in again; one of an app in 'Testing' lasts seven days. A service account's key does not expire.",
    ),
    (
        "invalid_grant",
        "Google does not accept the key or the sign-in any more",
        "Make a new one; docs/google.md says how.",
    ),
    ("invalid_client", "Google does not know the app of this sign-in", "Make a new one; docs/google.md says how."),
)


class _Anybody(AnonymousCredentials):
    """Who a test server takes for its robot."""

    def apply(self, headers: dict[str, str], token: str | None = None) -> None:
        headers["Authorization"] = "Bearer local"

    def before_request(self, request: object, method: str, url: str, headers: dict[str, str]) -> None:
        self.apply(headers)

    def refresh(self, request: object) -> None:
        raise RefreshError("the server on this machine wants credentials: name them as 'credentials' under [google]")


def _of_file(path: Path, where: str, endpoint: str | None, scopes: Sequence[str]) -> Access:
    said = _content(path, where)
    kind = said.get("type", "")
    if kind not in _KINDS:
        raise WorkbookError(f"{where} holds no credentials: {_what_it_is(said)}.", HOW_TO_BEGIN)
    if endpoint is not None:
        said = _elsewhere(said, endpoint)
    try:
        found = _MAKERS[kind](said, list(scopes))
    except (ValueError, KeyError, TypeError, GoogleAuthError) as error:
        raise WorkbookError(
            f"{where} is a damaged file of a {_KINDS[kind]}: {error}.", "Download the file once more. " + HOW_TO_BEGIN
        ) from error
    address = said.get("client_email") or _impersonated(said)
    project = said.get("project_id") or said.get("quota_project_id") or ""
    return Access(found, str(address), str(project), _KINDS[kind], where)


def _service_account(said: dict[str, Any], scopes: list[str]) -> Credentials:
    found: Credentials = service_account.Credentials.from_service_account_info(said, scopes=scopes)
    return found


def _authorised_user(said: dict[str, Any], scopes: list[str]) -> Credentials:
    # A user has granted what they granted; asking for anything else is refused.
    # google-auth takes no other server for the token from such a file.
    return user_credentials.Credentials(
        None,
        refresh_token=said["refresh_token"],
        token_uri=said.get("token_uri", "https://oauth2.googleapis.com/token"),
        client_id=said["client_id"],
        client_secret=said["client_secret"],
        quota_project_id=said.get("quota_project_id"),
    )


def _workload(said: dict[str, Any], scopes: list[str]) -> Credentials:
    of_amazon = str(said.get("subject_token_type", "")).endswith(":aws4_request")
    maker = aws.Credentials if of_amazon else identity_pool.Credentials
    found: Credentials = maker.from_info(said, scopes=scopes)  # type: ignore[no-untyped-call]
    return found


def _impersonating(said: dict[str, Any], scopes: list[str]) -> Credentials:
    maker = impersonated_credentials.Credentials
    found: Credentials = maker.from_impersonated_service_account_info(said, scopes=scopes)
    return found


_MAKERS = {
    "service_account": _service_account,
    "authorized_user": _authorised_user,
    "external_account": _workload,
    "impersonated_service_account": _impersonating,
}


def _content(path: Path, where: str) -> dict[str, Any]:
    try:
        with open(path, encoding="utf-8-sig") as file:
            mode = os.fstat(file.fileno()).st_mode
            if os.name == "posix" and mode & (stat.S_IRWXG | stat.S_IRWXO):
                raise WorkbookError(f"{where} holds a secret and others may read it.", f"chmod 600 {quote(str(path))}")
            said = json.load(file)
    except OSError as error:
        raise WorkbookError(f"{where} cannot be read: {error.strerror}.", HOW_TO_BEGIN) from error
    except ValueError as error:
        raise WorkbookError(
            f"{where} is no JSON file, as Google's keys are.", "Download the key as JSON, not P12. " + HOW_TO_BEGIN
        ) from error
    if not isinstance(said, dict):
        raise WorkbookError(f"{where} holds no credentials.", HOW_TO_BEGIN)
    return said


def _what_it_is(said: dict[str, Any]) -> str:
    if "installed" in said or "web" in said:
        return "it names an OAuth app, and nobody has signed in to it yet"
    if "spreadsheetId" in said:
        return "it is a spreadsheet's content"
    return f"its 'type' is '{said['type']}'" if said.get("type") else "it has no 'type'"


def _elsewhere(said: dict[str, Any], endpoint: str) -> dict[str, Any]:
    """What a file says, with another server in the place of Google's token servers."""
    moved = dict(said)
    match said["type"]:
        case "service_account" | "authorized_user":
            moved["token_uri"] = f"{endpoint}/token"
        case "external_account":
            moved["token_url"] = _moved(said.get("token_url", ""), endpoint)
            if "service_account_impersonation_url" in said:
                moved["service_account_impersonation_url"] = _moved(said["service_account_impersonation_url"], endpoint)
    return moved


def _moved(url: str, endpoint: str) -> str:
    return endpoint + urlsplit(url).path


def _impersonated(said: dict[str, Any]) -> str:
    url = str(said.get("service_account_impersonation_url", ""))
    return url.rpartition("/")[2].partition(":")[0]


def _plain_address(address: str) -> str:
    return address if "@" in address else ""


def _is_this_machine(endpoint: str) -> bool:
    return urlsplit(endpoint).hostname in ("localhost", "127.0.0.1", "::1")
