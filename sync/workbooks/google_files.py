"""Drive's list of spreadsheets: which of them changed, told of all at once."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from sync.options import GoogleOptions
from sync.workbooks.base import Turns
from sync.workbooks.google_refusals import out_of_reach, refused
from sync.workbooks.sheets_api import NoAnswer, SheetsError, sheets_api

_MOST_PAGES = 10


def spreadsheet_versions(
    keys: Collection[str], options: GoogleOptions, turns: Turns, *, read_only: bool
) -> Mapping[str, str]:
    """Given spreadsheets' keys, return the version and time of change that Drive tells of each, as one text. Those that
    it does not list (they were not shared, deleted, or lie beyond the first 10,000) are left out. Raise WorkbookError
    when Drive gives no list."""
    api = sheets_api(options, turns, read_only=read_only)
    found: dict[str, str] = {}
    try:
        for page, files in enumerate(api.spreadsheet_files(fields="id,version,modifiedTime"), start=1):
            versions = ((file["id"], f"{file['version']} {file['modifiedTime']}") for file in files)
            found |= {key: version for key, version in versions if key in keys}
            if len(found) == len(keys) or page == _MOST_PAGES:
                break
    except SheetsError as error:
        raise refused(error, "Google Drive", api.access) from error
    except NoAnswer as error:
        raise out_of_reach(error, "Google Drive") from error
    return found
