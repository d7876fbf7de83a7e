"""Files as Drive answers them: v3, and the one v2 answer that CSV imports still get."""

from __future__ import annotations

import hashlib
from typing import Any

from tests.sheets_server.clock import written
from tests.sheets_server.drive.files import FOLDER, OFFICE, SPREADSHEET, File, Revision, ident_of

_EXPORTS = {
    "application/x-vnd.oasis.opendocument.spreadsheet": "ods",
    "text/tab-separated-values": "tsv",
    "application/pdf": "pdf",
    OFFICE: "xlsx",
    "text/csv": "csv",
    "application/zip": "zip",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
}
SHORT = ("kind", "id", "name", "mimeType")
"""The fields that are answered when none are asked for."""


def resource(file: File, user: str) -> dict[str, Any]:
    """A file with every field that this server knows."""
    own, may_write = file.owner == user, file.may_write(user)
    answer: dict[str, Any] = {
        "kind": "drive#file",
        "id": file.id,
        "name": file.name,
        "mimeType": file.mime_type,
        "starred": False,
        "trashed": file.trashed,
        "explicitlyTrashed": file.trashed,
        "parents": file.parents,
        "spaces": ["drive"],
        "version": str(file.version),
        "webViewLink": _link(file),
        "iconLink": f"https://drive-thirdparty.googleusercontent.com/16/type/{file.mime_type}",
        "viewedByMe": True,
        "createdTime": written(file.created),
        "modifiedTime": written(file.modified),
        "modifiedByMe": file.last_user == user,
        "lastModifyingUser": person(file.last_user, user),
        "shared": len(file.permissions) > 1,
        "ownedByMe": own and not file.drive_id,
        "capabilities": {
            "canEdit": may_write,
            "canCopy": True,
            "canDelete": own,
            "canDownload": True,
            "canShare": may_write,
            "canTrash": own,
            "canAddChildren": may_write and file.mime_type == FOLDER,
        },
        "viewersCanCopyContent": True,
        "copyRequiresWriterPermission": False,
        "writersCanShare": True,
        "quotaBytesUsed": str(len(file.content or b"")),
    }
    if file.drive_id:
        answer |= {"driveId": file.drive_id, "teamDriveId": file.drive_id}
    else:
        answer["owners"] = [person(file.owner, user)]
    if may_write:
        answer["permissions"] = file.permissions
        answer["permissionIds"] = [permission["id"] for permission in file.permissions]
    if file.app_properties:
        answer["appProperties"] = file.app_properties
    if file.content is not None:
        answer |= {
            "size": str(len(file.content)),
            "md5Checksum": file.md5,
            "headRevisionId": file.head_revision,
            "originalFilename": file.name,
            "fullFileExtension": file.name.rpartition(".")[2],
            "fileExtension": file.name.rpartition(".")[2],
            "webContentLink": f"https://drive.google.com/uc?id={file.id}&export=download",
        }
    if file.mime_type == SPREADSHEET:
        answer["exportLinks"] = _export_links(file)
    return answer


def _link(file: File) -> str:
    if file.mime_type == FOLDER:
        return f"https://drive.google.com/drive/folders/{file.id}"
    kind = "spreadsheets" if file.mime_type in (SPREADSHEET, OFFICE) else "file"
    return f"https://docs.google.com/{kind}/d/{file.id}/edit?usp=drivesdk"


def _export_links(file: File) -> dict[str, str]:
    url = f"https://docs.google.com/spreadsheets/export?id={file.id}&exportFormat="
    return {kind: url + name for kind, name in _EXPORTS.items()}


def revision_resource(revision: Revision) -> dict[str, Any]:
    return {
        "kind": "drive#revision",
        "id": revision.id,
        "modifiedTime": written(revision.modified),
        "md5Checksum": hashlib.md5(revision.content, usedforsecurity=False).hexdigest(),
        "size": str(len(revision.content)),
        "lastModifyingUser": {"kind": "drive#user", "emailAddress": revision.user},
    }


def person(email: str, user: str) -> dict[str, Any]:
    return {
        "kind": "drive#user",
        "displayName": email.partition("@")[0],
        "me": email == user,
        "permissionId": ident_of(email),
        "emailAddress": email,
    }


def v2_resource(file: File, user: str) -> dict[str, Any]:
    """A file as Drive v2 answers it after an upload."""
    url = f"https://www.googleapis.com/drive/v2/files/{file.id}"
    someone = {
        "displayName": user,
        "kind": "drive#user",
        "isAuthenticatedUser": True,
        "permissionId": ident_of(user),
        "emailAddress": user,
        "picture": {"url": "https://lh3.googleusercontent.com/a/default-user=s64"},
    }
    parent = file.parents[0]
    modified, size = written(file.modified), "1024"
    return {
        "kind": "drive#file",
        "userPermission": {
            "id": "me",
            "type": "user",
            "role": "owner",
            "kind": "drive#permission",
            "selfLink": f"{url}/permissions/me",
            "etag": f'"{file.head_revision[:27]}"',
            "pendingOwner": False,
        },
        "selfLink": url,
        "ownerNames": [user],
        "lastModifyingUserName": user,
        "editable": True,
        "writersCanShare": True,
        "mimeType": file.mime_type,
        "exportLinks": _export_links(file),
        "parents": [
            {
                "selfLink": f"{url}/parents/{parent}",
                "id": parent,
                "isRoot": True,
                "kind": "drive#parentReference",
                "parentLink": f"https://www.googleapis.com/drive/v2/files/{parent}",
            }
        ],
        "thumbnailLink": f"https://docs.google.com/feeds/vt?gd=true&id={file.id}&v=1&s=AMedNnoAAAAA&sz=s220",
        "appDataContents": False,
        "iconLink": f"https://drive-thirdparty.googleusercontent.com/16/type/{file.mime_type}",
        "shared": len(file.permissions) > 1,
        "lastModifyingUser": someone,
        "owners": [someone],
        "copyable": True,
        "etag": f'"{file.head_revision[-16:]}"',
        "alternateLink": f"https://docs.google.com/spreadsheets/d/{file.id}/edit?usp=drivesdk",
        "embedLink": f"https://docs.google.com/spreadsheets/d/{file.id}/htmlembed?ouid=101377741449911561961",
        "fileSize": size,
        "copyRequiresWriterPermission": False,
        "spaces": ["drive"],
        "id": file.id,
        "title": file.name,
        "labels": {"viewed": True, "restricted": False, "starred": False, "hidden": False, "trashed": file.trashed},
        "explicitlyTrashed": file.trashed,
        "createdDate": written(file.created),
        "modifiedDate": modified,
        "modifiedByMeDate": modified,
        "lastViewedByMeDate": modified,
        "markedViewedByMeDate": "1970-01-01T00:00:00.000Z",
        "quotaBytesUsed": size,
        "version": str(file.version),
        "capabilities": {"canEdit": True, "canCopy": True},
    }
