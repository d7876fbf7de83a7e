"""Files as Drive keeps them: names, owners, who may do what, versions, and what changed when."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from tests.sheets_server.clock import Clock
from tests.sheets_server.errors import file_not_found
from tests.sheets_server.grid import Spreadsheet, Tab

SPREADSHEET = "application/vnd.google-apps.spreadsheet"
FOLDER = "application/vnd.google-apps.folder"
OFFICE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
_READING = {"reader", "commenter", "writer", "fileOrganizer", "organizer", "owner"}
_WRITING = {"writer", "fileOrganizer", "organizer", "owner"}


def ident_of(email: str) -> str:
    """A person's permission id."""
    return str(int(hashlib.sha256(email.encode()).hexdigest()[:16], 16)).zfill(20)


class Revision(NamedTuple):
    """What a file that is no spreadsheet held at one time."""

    id: str
    content: bytes
    modified: datetime
    user: str


@dataclass(slots=True)
class File:
    """One file. A spreadsheet has no content of its own, any other file has."""

    id: str
    name: str
    mime_type: str
    owner: str
    created: datetime
    modified: datetime
    parents: list[str]
    permissions: list[dict[str, Any]]
    last_user: str
    spreadsheet: Spreadsheet | None = None
    content: bytes | None = None
    trashed: bool = False
    version: int = 1
    head_revision: str = ""
    revisions: list[Revision] = field(default_factory=list)
    app_properties: dict[str, str] = field(default_factory=dict)
    drive_id: str = ""

    @property
    def md5(self) -> str:
        return hashlib.md5(self.content or b"", usedforsecurity=False).hexdigest()

    def may_read(self, user: str) -> bool:
        return self._has(user, _READING)

    def may_write(self, user: str) -> bool:
        return self._has(user, _WRITING)

    def _has(self, user: str, roles: set[str]) -> bool:
        return any(
            own["role"] in roles and (own["type"] == "anyone" or own.get("emailAddress") == user)
            for own in self.permissions
        )


class Files:
    """All files, and a journal of their changes."""

    def __init__(self, clock: Clock, dice: random.Random) -> None:
        self.clock, self.dice = clock, dice
        self._files: dict[str, File] = {}
        self._gone: set[str] = set()
        self._journal: list[str] = []

    def __iter__(self) -> Iterator[File]:
        return iter(list(self._files.values()))

    def get(self, file_id: str) -> File | None:
        return self._files.get(file_id)

    def deleted(self, file_id: str) -> bool:
        """Was there such a file once?"""
        return file_id in self._gone

    def readable(self, file_id: str, user: str) -> File:
        """The file. Raise ApiError when it is not there or the user may not see it: Drive does not say which."""
        file = self._files.get(file_id)
        if file is None or not file.may_read(user):
            raise file_not_found(file_id)
        return file

    def new_id(self, length: int = 44) -> str:
        return "1" + "".join(self.dice.choices(_ALPHABET, k=length - 1))

    def add(
        self, name: str, mime_type: str, user: str, parents: list[str] | None = None, content: bytes | None = None
    ) -> File:
        """Make a file; a spreadsheet begins with one empty tab."""
        now = self.clock.now()
        file = File(
            id=self.new_id(44 if mime_type == SPREADSHEET else 33),
            name=name,
            mime_type=mime_type,
            owner=user,
            created=now,
            modified=now,
            parents=parents or [self.root_of(user)],
            permissions=[self.permission("owner", "user", user)],
            last_user=user,
            content=content,
        )
        if mime_type == SPREADSHEET:
            file.spreadsheet = Spreadsheet(file.id, name, user, tabs=[Tab.of_size(0, "Sheet1")])
        parent = self._files.get(file.parents[0])
        if parent is not None:
            file.drive_id = parent.drive_id
            inherited = [p for p in parent.permissions if p.get("emailAddress") != user]
            file.permissions += [dict(p, role="writer" if p["role"] == "owner" else p["role"]) for p in inherited]
        self._files[file.id] = file
        self._renew(file)
        return file

    def root_of(self, user: str) -> str:
        return "0A" + hashlib.sha256(user.encode()).hexdigest()[:15] + "PVA"

    def permission(self, role: str, kind: str, email: str = "") -> dict[str, Any]:
        given: dict[str, Any] = {"kind": "drive#permission", "id": ident_of(email) if email else "anyoneWithLink"}
        given |= {"type": kind, "role": role}
        return given | ({"emailAddress": email, "displayName": email.partition("@")[0]} if email else {})

    def touch(self, file: File, user: str) -> None:
        """The file was changed: its time moves on, always."""
        file.modified = max(self.clock.now(), file.modified + timedelta(milliseconds=1))
        file.last_user = user
        if file.spreadsheet:
            file.name = file.spreadsheet.title
        self._renew(file)

    def noted(self, file: File) -> None:
        """Something about the file was changed that does not change its time: who may see it."""
        file.version += 1
        self._journal.append(file.id)

    def _renew(self, file: File) -> None:
        file.head_revision = "0B" + self.new_id(50)
        if file.content is not None:
            file.revisions.append(Revision(file.head_revision, file.content, file.modified, file.last_user))
        self.noted(file)

    def remove(self, file: File) -> None:
        for child in [other for other in self._files.values() if file.id in other.parents]:
            self.remove(child)
        self._files.pop(file.id, None)
        self._gone.add(file.id)
        self._journal.append(file.id)

    def page_token(self) -> int:
        """Where the journal ends now."""
        return len(self._journal) + 1

    def changed_since(self, token: int) -> list[str]:
        """The files that changed since a token was given, each once, in the order of its last change."""
        return list(dict.fromkeys(reversed(self._journal[token - 1 :])))[::-1]
