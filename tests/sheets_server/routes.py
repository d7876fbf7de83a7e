"""Which function answers which request."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import unquote

from tests.sheets_server import sheets_api as sheets
from tests.sheets_server import tokens
from tests.sheets_server.drive import api as drive
from tests.sheets_server.messages import Answer


class Route(NamedTuple):
    """One method of one API: its name there, its service, whether it writes, and who answers it."""

    operation: str
    method: str
    path: re.Pattern[str]
    handler: Callable[..., Answer]
    writes: bool

    @property
    def service(self) -> str:
        if self.operation == "token":
            return "token"
        return "sheets" if self.operation.startswith("spreadsheets") else "drive"


def _route(operation: str, method: str, path: str, handler: Callable[..., Answer], writes: bool | None = None) -> Route:
    """``path`` as the discovery documents write it: '{id}' is one part of the address."""
    pattern = re.sub(r"\\\{\w+\\\}", "([^/]+?)", re.escape(path))
    return Route(operation, method, re.compile(pattern), handler, method != "GET" if writes is None else writes)


_S, _V, _F = "/v4/spreadsheets", "/v4/spreadsheets/{id}/values", "/drive/v3/files"
ROUTES = [
    _route("spreadsheets.create", "POST", _S, sheets.create),
    _route("spreadsheets.batchUpdate", "POST", _S + "/{id}:batchUpdate", sheets.batch_update),
    _route("spreadsheets.getByDataFilter", "POST", _S + "/{id}:getByDataFilter", sheets.get_by_data_filter, False),
    _route("spreadsheets.get", "GET", _S + "/{id}", sheets.get),
    _route("spreadsheets.values.batchGet", "GET", _V + ":batchGet", sheets.values_batch_get),
    _route("spreadsheets.values.batchUpdate", "POST", _V + ":batchUpdate", sheets.values_batch_update),
    _route("spreadsheets.values.batchClear", "POST", _V + ":batchClear", sheets.values_batch_clear),
    _route(
        "spreadsheets.values.batchGetByDataFilter",
        "POST",
        _V + ":batchGetByDataFilter",
        sheets.values_batch_get_by_data_filter,
        False,
    ),
    _route(
        "spreadsheets.values.batchUpdateByDataFilter",
        "POST",
        _V + ":batchUpdateByDataFilter",
        sheets.values_batch_update,
    ),
    _route(
        "spreadsheets.values.batchClearByDataFilter", "POST", _V + ":batchClearByDataFilter", sheets.values_batch_clear
    ),
    _route("spreadsheets.values.append", "POST", _V + "/{range}:append", sheets.values_append),
    _route("spreadsheets.values.clear", "POST", _V + "/{range}:clear", sheets.values_clear),
    _route("spreadsheets.values.get", "GET", _V + "/{range}", sheets.values_get),
    _route("spreadsheets.values.update", "PUT", _V + "/{range}", sheets.values_update),
    _route(
        "spreadsheets.developerMetadata.search",
        "POST",
        _S + "/{id}/developerMetadata:search",
        sheets.search_metadata,
        False,
    ),
    _route(
        "spreadsheets.developerMetadata.get", "GET", _S + "/{id}/developerMetadata/{metadataId}", sheets.get_metadata
    ),
    _route("spreadsheets.sheets.copyTo", "POST", _S + "/{id}/sheets/{sheetId}:copyTo", sheets.copy_sheet),
    _route("files.list", "GET", _F, drive.list_files),
    _route("files.create", "POST", _F, drive.create_file),
    _route("files.copy", "POST", _F + "/{id}/copy", drive.copy_file),
    _route("files.export", "GET", _F + "/{id}/export", drive.export_file),
    _route("comments.list", "GET", _F + "/{id}/comments", drive.list_comments),
    _route("revisions.list", "GET", _F + "/{id}/revisions", drive.list_revisions),
    _route("revisions.get", "GET", _F + "/{id}/revisions/{revisionId}", drive.get_revision),
    _route("permissions.list", "GET", _F + "/{id}/permissions", drive.list_permissions),
    _route("permissions.create", "POST", _F + "/{id}/permissions", drive.create_permission),
    _route("permissions.get", "GET", _F + "/{id}/permissions/{permissionId}", drive.get_permission),
    _route("permissions.update", "PATCH", _F + "/{id}/permissions/{permissionId}", drive.update_permission),
    _route("permissions.delete", "DELETE", _F + "/{id}/permissions/{permissionId}", drive.delete_permission),
    _route("files.get", "GET", _F + "/{id}", drive.get_file),
    _route("files.update", "PATCH", _F + "/{id}", drive.update_file),
    _route("files.delete", "DELETE", _F + "/{id}", drive.delete_file),
    _route("changes.getStartPageToken", "GET", "/drive/v3/changes/startPageToken", drive.start_page_token),
    _route("changes.list", "GET", "/drive/v3/changes", drive.list_changes),
    _route("about.get", "GET", "/drive/v3/about", drive.about),
    _route("files.create", "POST", "/upload/drive/v3/files", drive.upload_new),
    _route("files.create", "PUT", "/upload/drive/v3/files", drive.upload_new),
    _route("files.update", "PATCH", "/upload/drive/v3/files/{id}", drive.upload_over),
    _route("files.update", "PUT", "/upload/drive/v3/files/{id}", drive.upload_over),
    _route("files.update (v2)", "PUT", "/upload/drive/v2/files/{id}", drive.upload_v2),
    _route("token", "POST", "/token", tokens.grant),
    _route("token", "POST", "/v1/token", tokens.grant),
    _route("token", "POST", "/v1/projects/-/serviceAccounts/{account}:generateAccessToken", tokens.impersonate),
]


def find(method: str, path: str) -> tuple[Route, tuple[str, ...]] | None:
    """Given a method and a path as it was sent, return the route and the parts of the address; None without one."""
    for route in ROUTES:
        if route.method == method and (match := route.path.fullmatch(path)):
            return route, tuple(unquote(part) for part in match.groups())
    return None
