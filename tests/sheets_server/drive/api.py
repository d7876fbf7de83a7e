"""The Drive API: one function for each method that is spoken here."""

from __future__ import annotations

import re
from typing import Any

from tests.sheets_server.clock import written
from tests.sheets_server.drive import uploads
from tests.sheets_server.drive.conversion import csv_of, spreadsheet_of, tsv_of, workbook_of
from tests.sheets_server.drive.files import FOLDER, OFFICE, SPREADSHEET, File, ident_of
from tests.sheets_server.drive.queries import parse_query
from tests.sheets_server.drive.resources import SHORT, resource, revision_resource, v2_resource
from tests.sheets_server.errors import ApiError, file_not_found
from tests.sheets_server.masks import Mask, parse_mask, select
from tests.sheets_server.messages import Answer, Call

_ORDERS = {"modifiedTime": "modified", "createdTime": "created", "name": "name", "recency": "modified"}


def list_files(call: Call) -> Answer:
    """The newest first, unless ``orderBy`` says otherwise."""
    test = parse_query(call.one("q")) if call.one("q") else None
    found = [file for file in call.world.files if file.may_read(call.user) and (test is None or test(file))]
    if call.one("driveId"):
        found = [file for file in found if file.drive_id == call.one("driveId")]
    found.sort(key=lambda file: (file.modified, file.version), reverse=True)
    for key in reversed([key.strip() for key in call.one("orderBy").split(",") if key.strip()]):
        name, _, way = key.partition(" ")
        if name not in _ORDERS:
            raise ApiError(400, "Invalid Value", reason="invalid")
        found.sort(key=lambda file, name=name: getattr(file, _ORDERS[name]), reverse=way == "desc")  # type: ignore[misc]
    size, start = min(int(call.one("pageSize", "100")), 1000), int(call.one("pageToken") or 0)
    page = found[start : start + size]
    mask = call.mask() or parse_mask(f"kind,nextPageToken,incompleteSearch,files({','.join(SHORT)})")
    answer: dict[str, Any] = {"kind": "drive#fileList", "incompleteSearch": False}
    if start + size < len(found):
        answer["nextPageToken"] = str(start + size)
    answer["files"] = [resource(file, call.user) for file in page]
    return Answer(body=select(answer, mask))


def get_file(call: Call, file_id: str) -> Answer:
    if file_id == "root":
        root = {"kind": "drive#file", "id": call.world.files.root_of(call.user), "name": "My Drive", "mimeType": FOLDER}
        return Answer(body=select(root, call.mask() or {name: {} for name in SHORT}))
    file = call.world.files.readable(file_id, call.user)
    if call.one("alt") == "media":
        if file.content is None:
            raise ApiError(
                403,
                "Only files with binary content can be downloaded. Use Export with Docs Editors files.",
                reason="fileNotDownloadable",
            )
        return Answer(body=file.content, content_type=file.mime_type)
    return _answer(call, file)


def _answer(call: Call, file: File) -> Answer:
    mask: Mask = call.mask() or {name: {} for name in SHORT}
    return Answer(body=select(resource(file, call.user), mask))


def create_file(call: Call) -> Answer:
    return _answer(call, create_from(call, call.body(), None, ""))


def create_from(call: Call, sent: dict[str, Any], content: bytes | None, content_type: str) -> File:
    """Make a file from its metadata and its content; a workbook or CSV that is to be a spreadsheet becomes one."""
    for parent in sent.get("parents", []):
        if parent != "root":
            call.world.files.readable(parent, call.user)
    mime_type = sent.get("mimeType") or content_type or "application/octet-stream"
    name, parents = sent.get("name", "Untitled"), [p for p in sent.get("parents", []) if p != "root"]
    call.world.check_storage(call.user, parents)
    own_content = None if mime_type in (SPREADSHEET, FOLDER) else content or b""
    file = call.world.files.add(name, mime_type, call.user, parents or None, own_content)
    file.app_properties = sent.get("appProperties", {})
    if mime_type == SPREADSHEET and content:
        spreadsheet_of(call.world.edit(file, call.user), content, content_type)
    return file


def update_file(call: Call, file_id: str) -> Answer:
    return _answer(call, update_from(call, file_id, call.body(), None, ""))


def update_from(call: Call, file_id: str, sent: dict[str, Any], content: bytes | None, content_type: str) -> File:
    """Change a file's metadata, and put content in the place of its own."""
    file = call.world.files.readable(file_id, call.user)
    if not file.may_write(call.user):
        raise ApiError(
            403,
            "The user does not have sufficient permissions for this file.",
            reason="insufficientFilePermissions",
        )
    if "name" in sent:
        file.name = sent["name"]
        if file.spreadsheet:
            file.spreadsheet.title = sent["name"]
    file.trashed = sent.get("trashed", file.trashed)
    file.app_properties = file.app_properties | sent.get("appProperties", {})
    added, removed = call.one("addParents"), call.one("removeParents").split(",")
    file.parents = [p for p in file.parents if p not in removed] + ([added] if added else [])
    if content is not None:
        if file.spreadsheet is not None:
            spreadsheet_of(call.world.edit(file, call.user), content, content_type)
        else:
            file.content = content
    call.world.files.touch(file, call.user)
    return file


def copy_file(call: Call, file_id: str) -> Answer:
    source, sent = call.world.files.readable(file_id, call.user), call.body()
    name = sent.get("name") or f"Copy of {source.name}"
    mime_type = sent.get("mimeType") or source.mime_type
    call.world.check_storage(call.user, sent.get("parents", []))
    copied = call.world.files.add(name, mime_type, call.user, sent.get("parents"), source.content)
    if source.spreadsheet and copied.spreadsheet:
        twin = source.spreadsheet.snapshot()
        twin.id, twin.title, twin.owner = copied.id, name, call.user
        copied.spreadsheet = twin
    elif source.content is not None and copied.spreadsheet:
        copied.content = None
        spreadsheet_of(call.world.edit(copied, call.user), source.content, source.mime_type)
    return _answer(call, copied)


def delete_file(call: Call, file_id: str) -> Answer:
    file = call.world.files.readable(file_id, call.user)
    if file.owner != call.user and not file.drive_id:
        raise ApiError(
            403,
            "The user does not have sufficient permissions for this file.",
            reason="insufficientFilePermissions",
        )
    call.world.files.remove(file)
    return Answer(204, b"", "text/html")


def export_file(call: Call, file_id: str) -> Answer:
    """CSV and TSV are of the first tab."""
    file, kind = call.world.files.readable(file_id, call.user), call.one("mimeType")
    if file.spreadsheet is None:
        raise ApiError(403, "Export only supports Docs Editors files.", reason="fileNotExportable")
    calculation = call.world.calculation(file.spreadsheet)
    if kind == OFFICE:
        content = workbook_of(calculation)
    elif kind in ("text/csv", "text/tab-separated-values"):
        content = csv_of(calculation) if kind == "text/csv" else tsv_of(calculation)
    else:
        raise ApiError(400, "The requested conversion is not supported.", reason="badRequest")
    return Answer(body=content, content_type=kind, headers={"Content-Disposition": "attachment"})


def list_revisions(call: Call, file_id: str) -> Answer:
    """The oldest first."""
    file = call.world.files.readable(file_id, call.user)
    answer = {"kind": "drive#revisionList", "revisions": [revision_resource(each) for each in file.revisions]}
    short = "kind,nextPageToken,revisions(kind,id,mimeType,modifiedTime)"
    return Answer(body=select(answer, call.mask() or parse_mask(short)))


def get_revision(call: Call, file_id: str, revision_id: str) -> Answer:
    file = call.world.files.readable(file_id, call.user)
    for own in file.revisions:
        if own.id == revision_id:
            if call.one("alt") == "media":
                return Answer(body=own.content, content_type=file.mime_type)
            return Answer(body=select(revision_resource(own), call.mask() or parse_mask("kind,id,modifiedTime")))
    raise ApiError(404, f"Revision not found: {revision_id}.", reason="notFound")


def list_comments(call: Call, file_id: str) -> Answer:
    call.world.files.readable(file_id, call.user)
    mask = call.mask()
    answer = {"kind": "drive#commentList", "comments": []}
    return Answer(body=select(answer, mask) if mask else answer)


def list_permissions(call: Call, file_id: str) -> Answer:
    file = call.world.files.readable(file_id, call.user)
    answer = {"kind": "drive#permissionList", "permissions": file.permissions}
    short = "kind,nextPageToken,permissions(kind,id,type,role)"
    return Answer(body=select(answer, call.mask() or parse_mask(short)))


def create_permission(call: Call, file_id: str) -> Answer:
    file, sent = call.world.files.readable(file_id, call.user), call.body()
    role, kind, email = sent.get("role", ""), sent.get("type", ""), sent.get("emailAddress") or sent.get("domain", "")
    if not file.may_write(call.user):
        raise ApiError(
            403,
            "The user does not have sufficient permissions for this file.",
            reason="insufficientFilePermissions",
        )
    if not role or kind not in ("user", "group", "domain", "anyone") or (kind != "anyone" and not email):
        raise ApiError(400, "The permission type field is required.", reason="required")
    if role == "owner" and not call.flag("transferOwnership"):
        message = "The transferOwnership parameter must be enabled when the permission role is 'owner'."
        raise ApiError(403, message, reason="forbidden")
    own = call.world.files.permission(role, kind, email)
    file.permissions = [each for each in file.permissions if each["id"] != own["id"]]
    if role == "owner":
        for each in file.permissions:
            each["role"] = "writer" if each["role"] == "owner" else each["role"]
        file.owner = email
        if file.spreadsheet:
            file.spreadsheet.owner = email
    file.permissions.append(own)
    call.world.files.noted(file)
    return Answer(body=select(own, call.mask() or parse_mask("kind,id,type,role")))


def get_permission(call: Call, file_id: str, permission_id: str) -> Answer:
    own = _permission(call, file_id, permission_id)
    return Answer(body=select(own, call.mask() or parse_mask("kind,id,type,role")))


def update_permission(call: Call, file_id: str, permission_id: str) -> Answer:
    own = _permission(call, file_id, permission_id)
    own["role"] = call.body().get("role", own["role"])
    call.world.files.noted(call.world.files.readable(file_id, call.user))
    return Answer(body=select(own, call.mask() or parse_mask("kind,id,type,role")))


def delete_permission(call: Call, file_id: str, permission_id: str) -> Answer:
    own = _permission(call, file_id, permission_id)
    file = call.world.files.readable(file_id, call.user)
    file.permissions.remove(own)
    call.world.files.noted(file)
    return Answer(204, b"", "text/html")


def _permission(call: Call, file_id: str, permission_id: str) -> dict[str, Any]:
    for own in call.world.files.readable(file_id, call.user).permissions:
        if own["id"] == permission_id:
            return own
    raise ApiError(404, f"Permission not found: {permission_id}.", reason="notFound")


def start_page_token(call: Call) -> Answer:
    token = str(call.world.files.page_token())
    return Answer(body={"kind": "drive#startPageToken", "startPageToken": token})


def list_changes(call: Call) -> Answer:
    """Each file that changed since the token, once; one that is gone, or no longer to be seen, is removed."""
    files = call.world.files
    if not re.fullmatch(r"\d+", call.one("pageToken")):
        raise ApiError(400, "Invalid Value", reason="invalid")
    changed = files.changed_since(int(call.one("pageToken")))
    changes = []
    for file_id in changed:
        file = files.get(file_id)
        gone = file is None or not file.may_read(call.user)
        moment = written(call.world.clock.now() if file is None else file.modified)
        change: dict[str, Any] = {"kind": "drive#change", "type": "file", "changeType": "file", "time": moment}
        change |= {"removed": gone, "fileId": file_id}
        if file is not None and not gone:
            change["file"] = resource(file, call.user)
        changes.append(change)
    answer = {
        "kind": "drive#changeList",
        "newStartPageToken": str(files.page_token()),
        "changes": changes,
    }
    short = f"kind,newStartPageToken,changes(kind,type,changeType,time,removed,fileId,file({','.join(SHORT)}))"
    return Answer(body=select(answer, call.mask() or parse_mask(short)))


def about(call: Call) -> Answer:
    user = {"kind": "drive#user", "displayName": call.user, "me": True, "emailAddress": call.user}
    answer = {
        "kind": "drive#about",
        "user": user | {"permissionId": ident_of(call.user)},
        "storageQuota": {"limit": "0", "usage": "0", "usageInDrive": "0", "usageInDriveTrash": "0"},
    }
    return Answer(body=select(answer, call.mask() or {}))


def upload_new(call: Call) -> Answer:
    return uploads.received(call, lambda sent, content, kind: _answer(call, create_from(call, sent, content, kind)))


def upload_over(call: Call, file_id: str) -> Answer:
    call.world.files.readable(file_id, call.user)
    return uploads.received(
        call, lambda sent, content, kind: _answer(call, update_from(call, file_id, sent, content, kind))
    )


def upload_v2(call: Call, file_id: str) -> Answer:
    """What gspread's CSV import still uses: the spreadsheet's content becomes that of the CSV."""
    file = call.world.files.get(file_id)
    if file is None:
        raise file_not_found(file_id)
    update_from(call, file_id, {}, call.content, call.headers.get("content-type", ""))
    return Answer(body=v2_resource(file, call.user))
