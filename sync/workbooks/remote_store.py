"""What all stores with a URL have in common, and the way of writing for those that take no condition: put the new file
beside the old one, look at the old one once more, and let the store move the one over the other."""

from __future__ import annotations

import contextlib
import errno
import hashlib
import os
import re
import secrets
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any, NamedTuple

from sync.workbooks.base import WorkbookBusy, WorkbookChanged, WorkbookError
from sync.workbooks.elsewhere import AnswerLost, Replaced
from sync.workbooks.sources import Source, masked

PIECE = 1 << 20
_MOST_BYTES_OF_A_NAME = 120
_LEFT_OVER_AFTER = timedelta(hours=1)


class Login(NamedTuple):
    """How to present oneself to a host; both are None where the store's library finds out by itself."""

    user: str | None
    password: str | None


class UrlStore:
    """One workbook behind a URL. ``fs`` is fsspec's file system for it, made when it is first needed (inside
    ``plain_words``, because some connect at once), and ``path`` what it calls the workbook."""

    extra = ""
    """The name under which pip installs what this store needs."""

    def __init__(self, where: Source) -> None:
        self.source = where.text
        self.where = where.place
        _, _, self.path = where.place.partition("://")
        self.host, _, self.path_on_host = self.path.partition("/")
        if not self.path_on_host or self.path_on_host.endswith("/"):
            raise WorkbookError(f"'{self.where}' names no file.", "A URL ends with the workbook's name.")

    @cached_property
    def fs(self) -> Any:
        raise NotImplementedError

    @property
    def file_name(self) -> str:
        return self.path.rpartition("/")[2]

    @property
    def folder(self) -> str:
        return self.path.rpartition("/")[0]

    def errors(self) -> tuple[type[Exception], ...]:
        """What the store's library raises when the store cannot do something."""
        return (OSError,)

    def refuse_while_in_use(self) -> None:
        """Raise WorkbookBusy when a lock file beside the workbook says that somebody has it open."""
        for lock, program in ((f"~${self.file_name}", "Excel"), (f".~lock.{self.file_name}#", "LibreOffice")):
            with self.plain_words():
                if not self.fs.exists(self.beside(lock)):
                    continue
            raise WorkbookBusy(
                f"{self.where} is open in {program}.",
                f"Close it there. If nobody has it open, delete {lock} beside it, left by a crash.",
            )

    def beside(self, name: str) -> str:
        """Given a file's name, return its path in the workbook's folder."""
        return f"{self.folder}/{name}"

    @contextlib.contextmanager
    def plain_words(self) -> Iterator[None]:
        """Say in one sentence what a store's library raises inside."""
        try:
            yield
        except ImportError as error:
            raise WorkbookError(
                f"{self.where} needs a library that is not installed ({error.name}).",
                f"pip install 'okr-sync[{self.extra}]'",
            ) from error
        except self.errors() as error:
            number = getattr(error, "errno", None)
            if isinstance(error, FileNotFoundError) or number in (errno.ENOENT, errno.ENOTDIR, errno.EISDIR):
                raise WorkbookError(f"there is no file {self.where}.", "Check the source's spelling.") from error
            if isinstance(error, PermissionError) or number in (errno.EACCES, errno.EPERM):
                raise self.denied() from error
            raise WorkbookError(f"{self.where} could not be reached: {said(error)}.", "Try again later.") from error

    def denied(self) -> WorkbookError:
        return WorkbookError(
            f"{self.where} may not be read or written with the credentials that were found.",
            "docs/elsewhere.md says where each store's credentials go.",
        )

    def changed(self) -> WorkbookChanged:
        return WorkbookChanged(f"{self.where} was saved by somebody since it was read.", "Read and plan again.")

    def answer_lost(self, error: Exception) -> AnswerLost:
        return AnswerLost(
            f"{self.where} did not say whether it was written: {said(error)}.",
            "The next sync looks at what stands there, and goes on from it.",
        )


class BesideStore(UrlStore):
    """A store that takes no condition with a write. Here: the memory of this process, for trying things out. A version
    is the SHA-256 of the bytes."""

    @cached_property
    def fs(self) -> Any:
        from fsspec.implementations.memory import MemoryFileSystem

        return MemoryFileSystem(skip_instance_cache=True)

    def fetch(self, write: Callable[[bytes], object]) -> str:
        digest = hashlib.sha256()
        with self.plain_words(), self.open() as file:
            while piece := file.read(PIECE):
                digest.update(piece)
                write(piece)
        return digest.hexdigest()

    def replace(self, new: Path, version: str) -> Replaced:
        beside = self.beside(f"{_start_of_beside(self.file_name)}{secrets.token_hex(6)}~")
        try:
            with self.plain_words():
                self.put(new, beside)
            self._remove_leftovers(beside)
            if self.version_before_move() != version:
                raise self.changed()
            self.move_over(beside)
        finally:
            # Where it was moved it is no longer there; where the move is still on its way, it finds nothing to move.
            with contextlib.suppress(*self.errors()):
                self.fs.rm_file(beside)
        return Replaced()

    def open(self) -> Any:
        """The workbook, open for reading."""
        return self.fs.open(self.path, "rb")

    def put(self, new: Path, path: str) -> None:
        """Put a file of this machine at a path of the store where nothing is."""
        with open(new, "rb") as file, self.fs.open(path, "wb") as there:
            while piece := file.read(PIECE):
                there.write(piece)

    def version_before_move(self) -> str:
        """The version that stands there now, looked at in the last moment before the move."""
        return self.fetch(lambda _: None)

    def move_over(self, beside: str) -> None:
        """Let the store move the new file over the old one. Raise AnswerLost where it is not known whether it did."""
        with self.plain_words():
            self.fs.mv(beside, self.path)

    def modified(self, path: str) -> datetime:
        """When a file was put there, by the store's clock."""
        when: datetime = self.fs.modified(path)
        return when

    def _remove_leftovers(self, beside: str) -> None:
        """Remove what killed runs left beside the workbook. Others' runs may be going: only what is old by the store's
        own clock, which shows in the file that was just put there."""
        pattern = re.compile(re.escape(_start_of_beside(self.file_name)) + r"[0-9a-f]{12}~")
        with contextlib.suppress(*self.errors(), AttributeError, NotImplementedError):
            now = self.modified(beside)
            names = (path.rpartition("/")[2] for path in self.fs.ls(self.folder, detail=False))
            for path in [self.beside(name) for name in names if pattern.fullmatch(name)]:
                if now - self.modified(path) > _LEFT_OVER_AFTER:
                    self.fs.rm_file(path)


def login(user: str | None, host: str, protocol: str) -> Login:
    """Given the user that a URL names (if any), its host and its store ('smb'), return how to log in there: as the
    netrc file says for the host, else as OKR_SYNC_SMB_USERNAME and OKR_SYNC_SMB_PASSWORD do for all hosts."""
    import netrc

    with contextlib.suppress(FileNotFoundError):
        found = netrc.netrc().authenticators(host)
        if found is not None and user in (None, found[0]):
            return Login(found[0], found[2])
    prefix = f"OKR_SYNC_{protocol.upper()}"
    return Login(user or os.environ.get(f"{prefix}_USERNAME"), os.environ.get(f"{prefix}_PASSWORD"))


def said(error: BaseException) -> str:
    """Given an error of a library, return it as the end of a sentence, without secrets."""
    words = " ".join(masked(str(error)).split())
    return (words[:200] if words else type(error).__name__).rstrip(". ")


def _start_of_beside(file_name: str) -> str:
    return f".{file_name.encode()[:_MOST_BYTES_OF_A_NAME].decode('utf-8', 'ignore')}.okr-sync-"
