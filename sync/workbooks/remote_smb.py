"""Workbooks on Windows and Samba shares, through fsspec's SMB file system.

SMB takes no condition with a rename, so a write is checked before and after. But a share knows who has a file open:
that is asked too, not only the lock files.
"""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from typing import Any

from sync.workbooks.base import WorkbookBusy, WorkbookError
from sync.workbooks.remote_store import PIECE, BesideStore, login
from sync.workbooks.sources import Source

_SHARING_VIOLATION = 0xC0000043
_ACCESS_DENIED = 0xC0000022


class SmbStore(BesideStore):
    """One file of a share: ``smb://[user@]host[:port]/share/folder/file.xlsx``."""

    extra = "smb"

    def __init__(self, where: Source) -> None:
        super().__init__(where)
        user, _, host = self.host.rpartition("@")
        self._user = user or None
        self._server, _, port = host.partition(":")
        self._port = int(port) if port.isdecimal() else 445
        self.path = f"/{self.path_on_host}"

    @cached_property
    def fs(self) -> Any:
        from fsspec.implementations.smb import SMBFileSystem

        # At the very end it tells of servers that went away, which nobody can mend by then.
        for library in ("smbclient", "smbprotocol"):
            logging.getLogger(library).addHandler(logging.NullHandler())
        user, password = login(self._user, self._server, "smb")
        # Readers lock nobody out: a person who saves while we read wins.
        return SMBFileSystem(
            self._server,
            port=self._port,
            username=user,
            password=password,
            share_access="rwd",
            register_session_retries=0,
            skip_instance_cache=True,
        )

    def errors(self) -> tuple[type[Exception], ...]:
        from smbprotocol.exceptions import SMBException

        # A host that is not found is a ValueError.
        return (OSError, SMBException, ValueError)

    def refuse_while_in_use(self) -> None:
        super().refuse_while_in_use()
        with self._open_while_nobody_writes():
            pass

    def version_before_move(self) -> str:
        digest = hashlib.sha256()
        with self._open_while_nobody_writes() as file:
            while piece := file.read(PIECE):
                digest.update(piece)
        return digest.hexdigest()

    @contextmanager
    def _open_while_nobody_writes(self) -> Iterator[Any]:
        """The file, open for reading; which cannot be had while somebody has it open for writing."""
        try:
            with self.fs.open(self.path, "rb", share_access="rd") as file:
                yield file
        except self.errors() as error:
            raise self._refused(error) from error

    def move_over(self, beside: str) -> None:
        import smbclient

        names = [rf"\\{self._server}" + path.replace("/", "\\") for path in (beside, self.path)]
        try:
            smbclient.replace(*names, port=self._port)
        except self.errors() as error:
            raise self._refused(error, moving=True) from error

    def _refused(self, error: Exception, *, moving: bool = False) -> WorkbookError:
        status = getattr(error, "ntstatus", None)
        # A file that is open cannot be replaced, and Samba calls that a lack of rights.
        if status == _SHARING_VIOLATION or (moving and status == _ACCESS_DENIED):
            return WorkbookBusy(f"{self.where} is open in a program.", "It is written once it is closed there.")
        if moving and status is None:
            # Whoever looks at it next needs a new connection.
            del self.fs
            return self.answer_lost(error)
        try:
            with self.plain_words():
                raise error
        except WorkbookError as refusal:
            return refusal
        raise AssertionError("plain_words has words for every error of the store")
