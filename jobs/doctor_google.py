"""Google's part of the doctor's round: who we are there, what is shared with us, whose clock is wrong, and what is left
of the quota. Nothing is written anywhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from jobs.diagnosis import Check
from jobs.wiring import House
from sync.options import GoogleOptions, WorkbookSettings
from sync.workbooks import WorkbookError
from sync.workbooks.sources import parsed_source

if TYPE_CHECKING:
    from sync.workbooks.google_account import GoogleAccount, SharedFile

_SKEW = 60
"""Seconds that a clock may be off; from five minutes on Google gives no token."""
_MOST_NAMES = 5


def examine_google(house: House, wanted: tuple[WorkbookSettings, ...]) -> Iterator[Check]:
    """Given the service's settings and workbooks, yield what was found at Google; nothing where neither speaks of
    it."""
    if not any(_key(own) for own in wanted) and house.settings.google == GoogleOptions():
        return
    try:
        account = _account(house)
    except WorkbookError as error:
        yield Check("google account", False, str(error), error.hint)
        return
    yield Check("google account", True, f"{account.called}: {account.kind}", _share_with(account))
    yield _clock(account)
    try:
        shared = account.shared_files()
    except WorkbookError as error:
        yield Check("google drive", False, f"{error} Until then every spreadsheet is read every time.", error.hint)
    else:
        yield _shared(shared, (*wanted, *house.settings.workbooks))
    yield _quota(account)


def may_be_written(house: House, own: WorkbookSettings) -> Check | None:
    """Given a workbook that could be read, return why it cannot be written, or that it is an Excel file; None where
    nothing is to be said of it."""
    key = _key(own)
    if not key:
        return None
    try:
        account = _account(house)
        file = account.file(key)
    except WorkbookError:
        return None  # told of already: Drive is of no help
    if file.may_be_written:
        return None if file.is_spreadsheet else _office_file(own, file)
    return Check(
        f"workbook {own.name}",
        False,
        f"'{file.name}' may be read by {account.called}, and not written",
        f"open it, Share, and make {account.called} an Editor; or set write = false to observe only",
    )


def _office_file(own: WorkbookSettings, file: SharedFile) -> Check:
    return Check(
        f"workbook {own.name}",
        True,
        f"'{file.name}' is an Excel file on Google Drive: it is downloaded, patched and put back as one",
        "File, Save as Google Sheets makes it a spreadsheet, which is synced cell by cell beside people who edit",
    )


def _account(house: House) -> GoogleAccount:
    from sync.workbooks.google_account import GoogleAccount  # brings Google's libraries

    return GoogleAccount(house.settings.google, house.turns())


def _share_with(account: GoogleAccount) -> str:
    if not account.address:
        return ""
    return f"share each spreadsheet with {account.address}: Share, Editor; a mail that bounces is normal"


def _clock(account: GoogleAccount) -> Check:
    try:
        ahead = account.seconds_ahead()
    except WorkbookError as error:
        return Check("google clock", False, str(error), error.hint)
    if abs(ahead) <= _SKEW:
        return Check("google clock", True, "this machine's and Google's agree")
    found = f"this machine's is {abs(ahead):.0f} seconds {'behind' if ahead > 0 else 'ahead of'} Google's"
    return Check("google clock", False, found, "set it: timedatectl set-ntp true; Google refuses who is 5 minutes off")


def _shared(shared: tuple[SharedFile, ...], known: tuple[WorkbookSettings, ...]) -> Check:
    configured = {_key(own) for own in known}
    others = [file.name for file in shared if file.key not in configured]
    found = f"spreadsheets shared with it: {len(shared)}, of these configured: {len(shared) - len(others)}"
    if others:
        more = ", …" if len(others) > _MOST_NAMES else ""
        found += f"; not configured: {', '.join(others[:_MOST_NAMES])}{more}"
    return Check("google drive", True, found)


def _quota(account: GoogleAccount) -> Check:
    left = account.turns_left()
    found = (
        f"left in the next minute: {left.reads} of {left.most_reads} reads, {left.writes} of {left.most_writes} writes"
    )
    return Check("google quota", True, found)


def _key(own: WorkbookSettings) -> str:
    where = parsed_source(own.source)
    return where.place if where is not None and where.kind == "google" else ""
