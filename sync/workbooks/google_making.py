"""A new spreadsheet in a folder of Google Drive: made empty, and filled by one batchUpdate."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress
from typing import Any, NamedTuple

from sync.options import GoogleOptions
from sync.workbooks.base import Turns, WorkbookError
from sync.workbooks.sources import spreadsheet_address

_FOLDER = re.compile(r"(?:https://drive\.google\.com/drive/(?:u/\d+/)?folders/)?([A-Za-z0-9_-]+)(?:[?#].*)?")


class NewSpreadsheet(NamedTuple):
    """What is to be made: its title, and requests of batchUpdate. Its first tab has the id 0."""

    title: str
    requests: Sequence[dict[str, Any]]


class MadeSpreadsheet(NamedTuple):
    key: str
    address: str


def folder_in(text: str) -> str:
    """Given a folder's id or its address ('https://drive.google.com/drive/folders/…'), return its id; 'root' is the
    user's own Drive. Raise WorkbookError where it is none."""
    found = _FOLDER.fullmatch(text.strip())
    if found is None:
        raise WorkbookError(
            f"'{text}' is no folder of Google Drive.",
            "Open the folder and copy its address: https://drive.google.com/drive/folders/…",
        )
    return found[1]


def make_spreadsheet(new: NewSpreadsheet, folder: str, options: GoogleOptions, turns: Turns) -> MadeSpreadsheet:
    """Given what is to be made and a folder's id, make it, and return its key and address. Raise WorkbookError with
    what to do; what was made in part goes to the bin."""
    from sync.workbooks.drive_api import drive_api
    from sync.workbooks.sheets_api import NoAnswer, SheetsError

    api = drive_api(options, turns, read_only=False)
    try:
        made = api.new_spreadsheet(new.title, folder)
    except SheetsError as error:
        from sync.workbooks.google_refusals import not_made

        raise not_made(error, folder, api.access) from error
    except NoAnswer as error:
        raise WorkbookError(
            f"Google did not say whether it made '{new.title}' ({error}).", "Look into the folder before you try again."
        ) from error
    try:
        api.batch_update(made["id"], new.requests)
    except (SheetsError, NoAnswer) as error:
        with suppress(SheetsError, NoAnswer):
            api.bin(made["id"])
        raise WorkbookError(
            f"'{new.title}' was made and could not be filled: {error}.", "It went to the bin; try again."
        ) from error
    return MadeSpreadsheet(made["id"], spreadsheet_address(made["id"]))
