"""The three ways of uploading: media alone, metadata and media in one body, and in a session of its own."""

from __future__ import annotations

import email
import email.policy
import json
from collections.abc import Callable
from typing import Any

from tests.sheets_server.errors import ApiError
from tests.sheets_server.messages import Answer, Call

Store = Callable[[dict[str, Any], bytes, str], Answer]


def received(call: Call, store: Store) -> Answer:
    """Given a request to an upload address, hand its metadata, content and content type to ``store``."""
    kind, content_type = call.one("uploadType"), call.headers.get("content-type", "")
    if kind == "media":
        return store({}, call.content, content_type)
    if kind == "multipart":
        return store(*_parts(call.content, content_type))
    if kind == "resumable":
        return _session(call, store)
    raise ApiError(400, f"Invalid upload type: {kind}", reason="badRequest")


def _parts(content: bytes, content_type: str) -> tuple[dict[str, Any], bytes, str]:
    message = email.message_from_bytes(
        f"Content-Type: {content_type}\r\n\r\n".encode() + content, policy=email.policy.HTTP
    )
    parts = list(message.walk())[1:]
    if len(parts) != 2:
        raise ApiError(400, "Multipart body must have exactly two parts.", reason="badContent")
    metadata, media = (part.get_payload(decode=True) for part in parts)
    assert isinstance(metadata, bytes)
    assert isinstance(media, bytes)
    return json.loads(metadata or b"{}"), media, parts[1].get_content_type()


def _session(call: Call, store: Store) -> Answer:
    """The first request carries the metadata and is told where to send the content, the second brings it."""
    sessions = call.world.upload_sessions
    upload_id = call.one("upload_id")
    if not upload_id:
        upload_id = call.world.files.new_id(30)
        sessions[upload_id] = (call.body(), call.headers.get("x-upload-content-type", ""))
        location = f"{call.base_url}{call.path}?uploadType=resumable&upload_id={upload_id}"
        if call.one("fields"):
            location += f"&fields={call.one('fields')}"
        return Answer(200, b"", "text/plain", {"Location": location, "X-GUploader-UploadID": upload_id})
    if upload_id not in sessions:
        raise ApiError(404, "Upload session not found.", reason="notFound")
    metadata, kind = sessions.pop(upload_id)
    return store(metadata, call.content, kind or call.headers.get("content-type", ""))
