"""Drive's list of spreadsheets: which of them changed, told of all at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from http import HTTPStatus

from sync.options import GoogleOptions
from sync.workbooks.base import Turns
from sync.workbooks.google_answers import JsonObject
from sync.workbooks.google_refusals import out_of_reach, refused
from sync.workbooks.sheets_api import SPREADSHEET, NoAnswer, SheetsApi, SheetsError, sheets_api

_MOST_PAGES = 10
_VERSION = "version,modifiedTime"


def spreadsheet_versions(
    keys: Collection[str], options: GoogleOptions, turns: Turns, *, read_only: bool
) -> Mapping[str, str]:
    """Given spreadsheets' keys, return the version and time of change that Drive tells of each, as one text. Those that
    it does not list (they were not shared, deleted, or lie beyond the first 10,000) are left out. Raise WorkbookError
    when Drive gives no list."""
    api = sheets_api(options, turns, read_only=read_only)
    found: dict[str, str] = {}
    try:
        if len(keys) == 1:
            return _version_of_one(api, *keys)
        for page, files in enumerate(api.spreadsheet_files(fields=f"id,{_VERSION}"), start=1):
            found |= {file["id"]: _version(file) for file in files if file["id"] in keys}
            if len(found) == len(keys) or page == _MOST_PAGES:
                break
    except SheetsError as error:
        raise refused(error, "Google Drive", api.access) from error
    except NoAnswer as error:
        raise out_of_reach(error, "Google Drive") from error
    return found


def _version_of_one(api: SheetsApi, key: str) -> Mapping[str, str]:
    """What the list tells of one file, without the list."""
    try:
        file = api.file(key, fields=f"mimeType,trashed,{_VERSION}")
    except SheetsError as error:
        if error.status == HTTPStatus.NOT_FOUND:
            return {}
        raise
    return {key: _version(file)} if file["mimeType"] == SPREADSHEET and not file.get("trashed") else {}


def _version(file: JsonObject) -> str:
    return f"{file['version']} {file['modifiedTime']}"
