"""What Google answers when it does not do something ─▶ one clear sentence, and what to do about it. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sync.workbooks.base import WorkbookChanged, WorkbookError, WorkbookOutOfReach

if TYPE_CHECKING:
    from sync.workbooks.google_access import Access
    from sync.workbooks.sheets_api import NoAnswer, SheetsError

OFFICE_FILE = "This operation is not supported for this document"
"""What the Sheets API says of an Excel file that lies in Google Drive."""
_SWITCHED_OFF = ("SERVICE_DISABLED", "accessNotConfigured")
_TOO_FEW_SCOPES = ("ACCESS_TOKEN_SCOPE_INSUFFICIENT", "insufficientPermissions")
_TOO_MANY_CELLS = "above the limit of"
_NO_SUCH_RANGE = ("Unable to parse range", "exceeds grid limits")
_PROTECTED = "protected"
_LATER = "The next sync comes back to it."


class IsOfficeFile(WorkbookError):
    """A file that is no spreadsheet of Google's but an Excel file that lies in Drive."""


def is_office_file(error: SheetsError) -> bool:
    """Given Google's answer, return whether it says that a file is an Excel file, not a spreadsheet of its own."""
    return error.status == 400 and OFFICE_FILE in error.message


def is_no_such_range(error: Exception) -> bool:
    """Given Google's answer, return whether it says that a tab is not there (any more), or not so large."""
    return any(words in str(error) for words in _NO_SUCH_RANGE)


def is_about_protection(error: Exception) -> bool:
    """Given Google's answer, return whether it says that cells or a tab are protected against who asked."""
    return _PROTECTED in str(error)


def refused(error: SheetsError, name: str, access: Access, *, writing: bool = False) -> WorkbookError:
    """Given Google's answer to reading (or writing) a spreadsheet, what messages call it, and who asked, return it as
    what happened and what to do."""
    if error.is_about_quota:
        return WorkbookOutOfReach(
            f"'{name}': Google asks to come back later: {error.message}.",
            f"{_LATER} More requests a minute: docs/google.md.",
        )
    if error.reason == "NOT_REACHED":
        return _out_of_reach(name, error.message)
    if error.status >= 500 or error.status == 408:
        return WorkbookOutOfReach(f"'{name}': Google is out of order ({error.status}: {error.message}).", _LATER)
    if error.reason in _SWITCHED_OFF:
        return api_switched_off(error)
    if error.reason in _TOO_FEW_SCOPES or "insufficient authentication scopes" in error.message:
        return WorkbookError(
            f"'{name}': {access.where} were not granted what a sync needs.",
            "Sign in again with the scopes that docs/google.md lists; of a virtual machine, set its access scopes.",
        )
    if is_no_such_range(error):
        return WorkbookChanged(
            f"'{name}': somebody renamed tabs, deleted them or made them smaller while they were read: nothing was "
            "written.",
            _LATER,
        )
    if is_office_file(error):
        return IsOfficeFile(
            f"'{name}' is an Excel file in Google Drive ('.xlsx' in Office mode), which Google Sheets does not read.",
            "Open it there, File, Save as Google Sheets, and name the new spreadsheet's address.",
        )
    if error.reason == "storageQuotaExceeded":
        return WorkbookError(
            f"'{name}': its owner has no room left on Google Drive: it cannot be saved.",
            "Its owner (of a shared drive: its manager) makes room, or moves it to a drive that has some.",
        )
    if is_about_protection(error):
        return _protected(name, access)
    if error.status == 403:
        return _not_allowed(name, access, writing=writing)
    if error.status == 404:
        return WorkbookError(
            f"'{name}': there is no such spreadsheet, or it was deleted.",
            f"Open it and copy its address anew; then share it{_with(access)}.",
        )
    if error.status == 400 and _TOO_MANY_CELLS in error.message:
        return WorkbookError(
            f"'{name}' is full: Google Sheets allows 10 million cells in a spreadsheet, empty ones counted, and a new "
            "column needs more.",
            "Delete the empty rows below its tables, or tabs that nobody needs.",
        )
    if error.status == 401:
        return WorkbookError(
            f"'{name}': Google does not accept {access.where} any more.",
            "Make a new key, or sign in again: docs/google.md.",
        )
    return WorkbookError(f"'{name}': Google refused: {error.message} ({error.status}).", "'okr-sync doctor' looks why.")


def not_made(error: SheetsError, folder: str, access: Access) -> WorkbookError:
    """Given Google's answer to making a file in a folder, return it as what happened and what to do."""
    who = access.address or "the account that syncs"
    if error.reason == "storageQuotaExceeded":
        return WorkbookError(
            f"{who} has no room on Google Drive: service accounts own no storage.",
            f"Name a folder of a shared drive in which {who} is Content manager, or sign in as a user: docs/google.md. "
            f"Or make the spreadsheet yourself, and share it with {who}.",
        )
    if error.status == 404:
        return WorkbookError(
            f"there is no folder '{folder}' on Google Drive, or it is not shared with {who}.",
            f"Open the folder, Share (of a shared drive: Manage members), and make {who} a Content manager.",
        )
    if error.status == 403 and error.reason in ("insufficientFilePermissions", "insufficientParentPermissions"):
        return WorkbookError(
            f"{who} may see the folder '{folder}', and not write to it.", f"Make {who} a Content manager of it."
        )
    return refused(error, f"folder {folder}", access, writing=True)


def out_of_reach(error: NoAnswer, name: str) -> WorkbookError:
    """Given that a read was not answered, return it as what happened and what to do."""
    return _out_of_reach(name, str(error))


def api_switched_off(error: SheetsError) -> WorkbookError:
    """Given the answer of a project in which an API is off, return where to switch it on."""
    api = "Google Drive API" if "Drive" in error.message else "Google Sheets API"
    where = error.link or "console.cloud.google.com, APIs & Services, Library"
    return WorkbookError(
        f"the {api} is not switched on in the Google Cloud project of the credentials.",
        f"Enable it: {where}; it takes a few minutes to hold.",
    )


def _out_of_reach(name: str, why: str) -> WorkbookError:
    return WorkbookOutOfReach(
        f"'{name}': Google could not be reached ({why}).", f"{_LATER} Is this machine online, and its proxy set?"
    )


def _not_allowed(name: str, access: Access, *, writing: bool) -> WorkbookError:
    who = access.address or "the account that syncs"
    if writing:
        return WorkbookError(
            f"'{name}' may be read by {who}, and not written.",
            f"Open it, Share, and make {who} an Editor; or set write = false to observe only.",
        )
    return WorkbookError(
        f"'{name}' is not shared with {who}.",
        f"Open it, Share, add {who} as Editor (to observe only: Viewer). A mail that this address cannot be reached "
        "is normal: nobody reads there.",
    )


def _protected(name: str, access: Access) -> WorkbookError:
    who = access.address or "the account that syncs"
    return WorkbookError(
        f"'{name}': a tab or range is protected against {who}, and Google does not say which: nothing was written.",
        f"Open it, Data, Protect sheets and ranges, and let {who} edit where columns of ours are, or are to be added.",
    )


def _with(access: Access) -> str:
    return f" with {access.address} (Share, Editor)" if access.address else ""
