"""A workbook as a package of parts: opened or refused, its tabs and how its parts relate, each part's XML as UTF-8."""

from __future__ import annotations

import contextlib
import os
import posixpath
import re
import stat
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from string import ascii_letters
from types import TracebackType
from typing import BinaryIO, NamedTuple
from urllib.parse import unquote

from sync.workbooks.package_refusals import WorkbookRefused, corrupt
from sync.workbooks.package_xml import (
    SPREADSHEET_NAMESPACES,
    MalformedXml,
    attributes_of,
    children_of,
    local_attribute,
    refuse_malformed,
    root_of,
    shadow_of,
    utf8_of,
)
from sync.workbooks.package_zip import (
    DamagedZip,
    Directory,
    EncryptedZip,
    Entry,
    TooBig,
    inflate,
    inflate_in_pieces,
    read_directory,
)

CONTENT_TYPES = "[Content_Types].xml"


class SheetPart(NamedTuple):
    """A tab: its title, the part that holds it, and its state ('visible', 'hidden', 'veryHidden'). ``kind`` is the last
    word of its relationship's type: 'worksheet', 'chartsheet', 'dialogsheet', 'xlMacrosheet'."""

    title: str
    part: str
    state: str
    kind: str = "worksheet"


class Related(NamedTuple):
    """A relationship of a part: id, the last word of its type, and the part that it points to ('' when outside)."""

    id: str
    kind: str
    target: str


class Package:
    """An Excel workbook's package, open for reading. Part names have no leading slash ('xl/workbook.xml') and are found
    whatever their case.

    Opening raises WorkbookRefused for what is no workbook that can be read: nothing there, a folder, no permission,
    another kind of file, encrypted, the old binary formats, damaged, or of the kind that attacks are made of.
    """

    def __init__(self, path: str | os.PathLike[str]) -> None:
        self.path = Path(path)
        self._relationships: dict[str, tuple[Related, ...]] = {}
        self.file: BinaryIO = _opened(self.path)
        try:
            self.directory: Directory = self._read_directory()
            self._entries = self._entries_by_name()
            self._refuse_other_formats()
        except BaseException:
            self.file.close()
            raise

    def __enter__(self) -> Package:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        # It was only read: that closing fails (on a share) is no news of anything.
        with contextlib.suppress(OSError):
            self.file.close()

    # ── Parts ────────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def parts(self) -> tuple[str, ...]:
        """The names of all parts, as the zip lists them."""
        return tuple(entry.name for entry in self.directory.entries)

    def has(self, part: str) -> bool:
        return _key(part) in self._entries

    def entry(self, part: str) -> Entry:
        """Given a part's name, return its zip entry. Raise WorkbookRefused when there is none."""
        try:
            return self._entries[_key(part)]
        except KeyError:
            raise corrupt(self.path, f"its part {part} is missing") from None

    def read(self, part: str) -> bytes:
        """Given the name of an XML part, return it as UTF-8 (as it is, when it is UTF-8). Raise WorkbookRefused when it
        is missing, damaged, too big, not well-formed, or declares a document type."""
        data = self.read_unproven(part)
        try:
            refuse_malformed(data)
        except MalformedXml as error:
            raise corrupt(self.path, f"its part {part} {error}") from error
        return data

    def read_unproven(self, part: str) -> bytes:
        """As ``read``, for large parts: whether it is well-formed to its end is not looked at."""
        try:
            return utf8_of(self.read_raw(part))
        except MalformedXml as error:
            raise corrupt(self.path, f"its part {part} {error}") from error

    def read_raw(self, part: str) -> bytes:
        """Given a part's name, return its bytes as stored. Raise WorkbookRefused as ``read`` does."""
        entry = self.entry(part)
        try:
            return inflate(self.file, entry)
        except DamagedZip as error:
            raise corrupt(self.path, str(error)) from error
        except TooBig as error:
            raise _bomb(self.path, str(error)) from error

    def read_in_pieces(self, part: str) -> Iterator[bytes]:
        """Given a part's name, yield its bytes as stored in pieces of 64 KiB at most. Raise WorkbookRefused as ``read``
        does."""
        try:
            yield from inflate_in_pieces(self.file, self.entry(part))
        except DamagedZip as error:
            raise corrupt(self.path, str(error)) from error
        except TooBig as error:
            raise _bomb(self.path, str(error)) from error

    # ── How they relate ──────────────────────────────────────────────────────────────────────────────────────────

    def relationships(self, part: str) -> tuple[Related, ...]:
        """Given a part ('' for the package itself), return what it relates to; nothing when it has no relationships."""
        if part not in self._relationships:
            self._relationships[part] = self._read_relationships(part)
        return self._relationships[part]

    def _read_relationships(self, part: str) -> tuple[Related, ...]:
        folder, name = posixpath.split(part)
        rels = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self.has(rels):
            return ()
        data = self.read(rels)
        found = []
        try:
            shadow = shadow_of(data)
            for element in children_of(shadow, root_of(shadow)):
                if element.local_name != b"Relationship":
                    continue
                attributes = attributes_of(data[element.start : element.inside])
                outside = attributes.get("TargetMode") == "External"
                target = "" if outside else self._target(folder, attributes.get("Target", ""))
                kind = attributes.get("Type", "").rpartition("/")[2]
                found.append(Related(attributes.get("Id", ""), kind, target))
        except MalformedXml as error:
            raise corrupt(self.path, f"its part {rels} {error}") from error
        return tuple(found)

    def related(self, part: str, type_suffix: str) -> list[str]:
        """Given a part and the last word of a relationship's type ('comments', 'table'), return the parts that it
        relates to in that way, in order, those that exist."""
        return [
            related.target
            for related in self.relationships(part)
            if related.kind == type_suffix and related.target and self.has(related.target)
        ]

    def content_type(self, part: str) -> str:
        """Given a part, return its content type, or ''."""
        overrides, defaults = self._content_types
        return overrides.get(_key(part)) or defaults.get(part.rpartition(".")[2].lower(), "")

    def _target(self, folder: str, target: str) -> str:
        target = unquote(target.partition("#")[0]).replace("\\", "/")
        if target.startswith("/"):
            return posixpath.normpath(target).lstrip("/")
        resolved = posixpath.normpath(posixpath.join(folder, target))
        if not self.has(resolved) and self.has(target):
            return target
        return resolved

    # ── The workbook ─────────────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def workbook_part(self) -> str:
        """The name of the part that lists the tabs (mostly 'xl/workbook.xml')."""
        try:
            for part in self.related("", "officeDocument"):
                return part
        except WorkbookRefused as refusal:
            # Relationships that are no XML keep only Excel out: the content types name the workbook too.
            if not isinstance(refusal.__cause__, MalformedXml):
                raise
        for part, kind in self._content_types[0].items():
            if ("sheet" in kind or "excel" in kind) and kind.endswith("main+xml"):
                return part
        raise _not_a_workbook(self.path)

    @cached_property
    def workbook_xml(self) -> bytes:
        return self.read(self.workbook_part)

    @cached_property
    def workbook_namespace(self) -> str:
        """The namespace of the workbook's own elements: the transitional or the strict one."""
        return next((name for name in SPREADSHEET_NAMESPACES if name.encode() in self.workbook_xml), "")

    @cached_property
    def tabs(self) -> tuple[SheetPart, ...]:
        """All tabs in order, charts and old macro sheets too."""
        data = self.workbook_xml
        by_id = {related.id: related for related in self.relationships(self.workbook_part)}
        found = []
        try:
            shadow = shadow_of(data)
            for sheets in children_of(shadow, root_of(shadow)):
                if sheets.local_name != b"sheets":
                    continue
                for sheet in children_of(shadow, sheets):
                    attributes = attributes_of(data[sheet.start : sheet.inside])
                    related = by_id.get(local_attribute(attributes, "id") or "")
                    if sheet.local_name == b"sheet" and related is not None and related.target:
                        title, state = attributes.get("name", ""), attributes.get("state", "visible")
                        found.append(SheetPart(title, related.target, state, related.kind))
        except MalformedXml as error:
            raise corrupt(self.path, f"its part {self.workbook_part} {error}") from error
        return tuple(found)

    @cached_property
    def sheets(self) -> tuple[SheetPart, ...]:
        """The tabs that hold cells, in order. Raise WorkbookRefused when there are none."""
        worksheets = tuple(tab for tab in self.tabs if tab.kind == "worksheet" and self.has(tab.part))
        if not worksheets:
            raise WorkbookRefused(f"{self.path} has no tab with cells.", "Add a tab to it in a spreadsheet program.")
        return worksheets

    @cached_property
    def epoch_1904(self) -> bool:
        """Whether the workbook counts its days from 1904, as old Macs did."""
        data = self.workbook_xml
        shadow = shadow_of(data)
        return any(
            attributes_of(data[element.start : element.inside]).get("date1904", "0").strip() in ("1", "true", "on")
            for element in children_of(shadow, root_of(shadow))
            if element.local_name == b"workbookPr"
        )

    @property
    def signed(self) -> bool:
        """Whether the package carries a digital signature, which any change would break. The mere place for signatures
        (origin.sigs) stays when the last one is taken off, and a signature of macros is of these alone."""
        return any(
            (_key(name).startswith("_xmlsignatures/") and _key(name).endswith(".xml"))
            or self.content_type(name).endswith("digital-signature-xmlsignature+xml")
            for name in self.parts
        )

    @cached_property
    def _content_types(self) -> tuple[dict[str, str], dict[str, str]]:
        data = self.read(CONTENT_TYPES)
        overrides: dict[str, str] = {}
        defaults: dict[str, str] = {}
        try:
            shadow = shadow_of(data)
            for element in children_of(shadow, root_of(shadow)):
                attributes = attributes_of(data[element.start : element.inside])
                kind = attributes.get("ContentType", "")
                if element.local_name == b"Override":
                    overrides[_key(attributes.get("PartName", ""))] = kind
                elif element.local_name == b"Default":
                    defaults[attributes.get("Extension", "").lower()] = kind
        except MalformedXml as error:
            raise corrupt(self.path, f"its part [Content_Types].xml {error}") from error
        return overrides, defaults

    # ── Refusals at the door ─────────────────────────────────────────────────────────────────────────────────────

    def _read_directory(self) -> Directory:
        head = self.file.read(8)
        is_zip = head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK00PK\x03\x04"))
        if head.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
            raise _old_container(self.path, self.file)
        if head.startswith(b"\x09") and re.match(rb"\x09[\x00\x02\x04\x08][\x04\x06\x08\x10]\x00", head):
            raise _legacy(self.path)
        try:
            # A zip may have something in front of it: what counts is its end.
            return read_directory(self.file)
        except DamagedZip as error:
            raise (corrupt(self.path, str(error)) if is_zip else _not_a_workbook(self.path)) from error
        except EncryptedZip as error:
            raise _encrypted(self.path) from error
        except TooBig as error:
            raise _bomb(self.path, str(error)) from error

    def _entries_by_name(self) -> dict[str, Entry]:
        entries: dict[str, Entry] = {}
        for entry in self.directory.entries:
            name = entry.name.replace("\\", "/")
            has_drive = name[1:2] == ":" and name[0] in ascii_letters
            if ".." in name.split("/") or has_drive or name.startswith("//") or "\x00" in name:
                raise WorkbookRefused(
                    f"{self.path} holds a part whose name leads out of it ({entry.name!r}).",
                    "Such files are made by attackers, not by spreadsheet programs: do not open it.",
                )
            if _key(name) in entries:
                raise corrupt(self.path, f"it holds two parts of the same name ({entry.name})")
            entries[_key(name)] = entry
        return entries

    def _refuse_other_formats(self) -> None:
        if "mimetype" in self._entries and b"opendocument" in self.read_raw("mimetype")[:100]:
            raise WorkbookRefused(
                f"{self.path} is an OpenDocument file, not an Excel workbook.", "Save it as .xlsx and use that file."
            )
        if "[content_types].xml" not in self._entries:
            raise _not_a_workbook(self.path)
        kind = self.content_type(self.workbook_part)
        if "sheet.binary" in kind or self.workbook_part.lower().endswith(".bin"):
            raise WorkbookRefused(
                f"{self.path} is a binary Excel workbook (.xlsb), which is not supported.",
                "Save it as .xlsx (or .xlsm when it has macros) and use that file.",
            )
        if kind and "sheet" not in kind and "excel" not in kind and not kind.endswith("/xml"):
            raise _not_a_workbook(self.path)


def _opened(path: Path) -> BinaryIO:
    try:
        if stat.S_ISDIR(path.stat().st_mode):
            raise WorkbookRefused(f"{path} is a folder, not a workbook.", "Name a workbook inside of it.")
        if not stat.S_ISREG(path.stat().st_mode):
            raise WorkbookRefused(f"{path} is not a file.", "Name an Excel workbook (.xlsx or .xlsm).")
        return path.open("rb")
    except (FileNotFoundError, NotADirectoryError):
        raise WorkbookRefused(f"{path} does not exist.", "Check the name and the folder.") from None
    except PermissionError:
        raise WorkbookRefused(
            f"{path} may not be read by this user.", "Give the user that runs this the right to read it."
        ) from None
    except (OSError, ValueError) as error:
        raise WorkbookRefused(f"{path} cannot be opened: {error}.", "Check the name and the disk.") from error


def _key(part: str) -> str:
    return part.replace("\\", "/").lstrip("/").lower()


def _not_a_workbook(path: Path) -> WorkbookRefused:
    return WorkbookRefused(f"{path} is not an Excel workbook.", "Save it from Excel or LibreOffice as .xlsx.")


def _encrypted(path: Path) -> WorkbookRefused:
    return WorkbookRefused(
        f"{path} is encrypted with a password.", "Take the password off in Excel (File, Info, Protect Workbook)."
    )


def _legacy(path: Path) -> WorkbookRefused:
    return WorkbookRefused(
        f"{path} is a workbook in the old .xls format, which is not supported.", "Save it as .xlsx and use that file."
    )


def _bomb(path: Path, detail: str) -> WorkbookRefused:
    return WorkbookRefused(
        f"{path} is too big when unpacked: {detail}.", "Split it, or look at where it comes from: it may be an attack."
    )


def _old_container(path: Path, file: BinaryIO) -> WorkbookRefused:
    """An OLE compound file: encrypted when it holds EncryptedPackage, else mostly an old .xls."""
    file.seek(0)
    beginning = file.read(64 << 20)
    if "EncryptedPackage".encode("utf-16-le") in beginning:
        return _encrypted(path)
    if "Workbook".encode("utf-16-le") in beginning or "Book".encode("utf-16-le") in beginning:
        return _legacy(path)
    return _not_a_workbook(path)
