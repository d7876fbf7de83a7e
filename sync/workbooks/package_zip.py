"""The zip around a workbook: read its directory, inflate single entries within bounds, and write a new zip in which all
entries but the changed ones are the same bytes as before, headers and gaps included.
"""

from __future__ import annotations

import os
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from io import BytesIO
from typing import TYPE_CHECKING, BinaryIO, NamedTuple

if TYPE_CHECKING:
    from concurrent.futures import Future, ThreadPoolExecutor

MOST_ENTRIES = 100_000
MOST_BYTES_OF_A_PART = 1 << 30
MOST_BYTES_IN_ALL = 1 << 32
MOST_BYTES_OF_A_FILE = (1 << 31) - 1
SUSPICIOUS_BYTES = 64 << 20
"""A part (or all XML parts together) larger than this must not have shrunk to less than a hundredth: nothing that
people make does."""
SUSPICIOUS_RATIO = 100

_CHUNK = 1 << 16
"""Bytes in hand at a time: few enough that each piece lies where the one before lay. Larger ones get room from the
system and give it back, which takes as long as to inflate them."""
_AT_ONCE = 1 << 19
"""What one core deflates at once. Between pieces a few bytes are lost, and what repeats is found all the same."""
_WORTH_THREADS = 1 << 20
"""From how many bytes on several cores deflate: to import and start what they need takes as long as half as many."""
_WINDOW = 1 << 15
_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_LOCATOR_64 = struct.Struct("<4sLQL")
_ENCRYPTED, _DESCRIPTOR_FOLLOWS = 0x1, 0x8
_ZIP64_EXTRA = 0x0001
_FILLED_ELSEWHERE = 0xFFFFFFFF


class DamagedZip(ValueError):
    """A zip that cannot be trusted. ``str()`` is what is wrong, to stand after 'FILE is damaged: '."""


class EncryptedZip(ValueError):
    """An entry is encrypted."""


class TooBig(ValueError):
    """A zip that would inflate beyond the bounds. ``str()`` says which."""


class Entry(NamedTuple):
    """One entry of the directory. ``start`` is where its local header begins in the file, ``end`` where the next entry
    or the directory does; ``record`` is its record in the directory as it is."""

    name: str
    start: int
    end: int
    method: int
    flags: int
    crc: int
    compressed_size: int
    size: int
    record: bytes


class Directory(NamedTuple):
    """A zip's directory: its entries as it lists them, and the bytes after the last record as they are."""

    entries: tuple[Entry, ...]
    start: int
    tail: bytes


def read_directory(file: BinaryIO) -> Directory:
    """Given an open zip, return its directory. Raise DamagedZip, EncryptedZip, or TooBig when what it says about itself
    is beyond the bounds."""
    size = file.seek(0, 2)
    if size > MOST_BYTES_OF_A_FILE:
        raise TooBig(f"it is larger than {MOST_BYTES_OF_A_FILE >> 20} MB")
    try:
        with zipfile.ZipFile(file) as archive:
            infos = archive.infolist()
            start = archive.start_dir
    except (zipfile.BadZipFile, NotImplementedError, struct.error, ValueError, OverflowError, EOFError) as error:
        raise DamagedZip("its zip directory cannot be read (the file may have been cut off)") from error
    _stay_in_bounds(infos)

    # The size anew: whoever saves in place may be at it.
    size = file.seek(0, 2)
    if start > size:
        raise DamagedZip("its zip directory cannot be read (the file may have been cut off)")
    file.seek(start)
    directory = file.read(size - start)
    records = []
    position = 0
    for info in infos:
        try:
            fields = _CENTRAL.unpack_from(directory, position)
        except struct.error as error:
            raise DamagedZip("its zip directory is cut off") from error
        if fields[0] != b"PK\x01\x02":
            raise DamagedZip("its zip directory is not in order")
        length = _CENTRAL.size + fields[10] + fields[11] + fields[12]
        records.append(directory[position : position + length])
        position += length
        if info.flag_bits & _ENCRYPTED:
            raise EncryptedZip(info.filename)
    ends = _ends([info.header_offset for info in infos], [info.compress_size for info in infos], start)
    entries = tuple(
        Entry(
            # ``orig_filename`` keeps a NUL and what follows, which another reader might take for the name.
            info.orig_filename,
            info.header_offset,
            end,
            info.compress_type,
            info.flag_bits,
            info.CRC,
            info.compress_size,
            info.file_size,
            record,
        )
        for info, end, record in zip(infos, ends, records, strict=True)
    )
    return Directory(entries, start, directory[position:])


def _stay_in_bounds(infos: list[zipfile.ZipInfo]) -> None:
    if len(infos) > MOST_ENTRIES:
        raise TooBig(f"it has {len(infos)} entries")
    if sum(info.file_size for info in infos) > MOST_BYTES_IN_ALL:
        raise TooBig(f"it would inflate to more than {MOST_BYTES_IN_ALL >> 20} MB")
    texts = [info for info in infos if info.filename.lower().endswith(".xml")]
    size, compressed_size = sum(info.file_size for info in texts), sum(info.compress_size for info in texts)
    if size > SUSPICIOUS_BYTES and size > SUSPICIOUS_RATIO * compressed_size:
        raise TooBig(f"its parts would inflate from {compressed_size >> 10} KB to {size >> 20} MB")


def _ends(starts: list[int], sizes: list[int], directory_start: int) -> list[int]:
    """Where each entry ends: at the next one's start. Entries that share bytes are how bombs multiply, so they are
    damage."""
    order = sorted(range(len(starts)), key=starts.__getitem__)
    ends = [0] * len(starts)
    for position, index in enumerate(order):
        following = order[position + 1] if position + 1 < len(order) else None
        ends[index] = directory_start if following is None else starts[following]
        if starts[index] < 0 or starts[index] + 30 + sizes[index] > ends[index]:
            raise DamagedZip("its zip entries overlap, or lie outside of the file")
    return ends


def inflate(file: BinaryIO, entry: Entry) -> bytes:
    """Given an entry, return its content. Raise DamagedZip when it is not what the directory says, TooBig beyond the
    bounds."""
    _check_size(entry)
    # A part of megabytes would be in memory twice, were its pieces kept until they are joined.
    content = BytesIO(bytes(entry.size))
    for piece in inflate_in_pieces(file, entry):
        content.write(piece)
    return content.getvalue()


def inflate_in_pieces(file: BinaryIO, entry: Entry) -> Iterator[bytes]:
    """Given an entry, yield its content in pieces of 64 KiB at most, so that memory does not grow with it. Raise as
    ``inflate`` does."""
    _check_size(entry)
    position = _content_start(file, entry)
    left, produced, crc = entry.compressed_size, 0, 0
    if entry.method not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise DamagedZip(f"its part {entry.name} is compressed in a way that workbooks are not")
    inflater = zlib.decompressobj(-15) if entry.method == zipfile.ZIP_DEFLATED else None
    pending = b""
    while left or pending:
        if not pending:
            file.seek(position)
            pending = file.read(min(_CHUNK // 4, left))
            if not pending:
                raise DamagedZip(f"its part {entry.name} is cut off")
            position += len(pending)
            left -= len(pending)
        if inflater is None:
            piece, pending = pending, b""
        else:
            try:
                piece = inflater.decompress(pending, _CHUNK)
            except zlib.error as error:
                raise DamagedZip(f"its part {entry.name} cannot be inflated") from error
            pending = b"" if inflater.eof else inflater.unconsumed_tail
            if inflater.eof:
                left = 0
        produced += len(piece)
        if produced > entry.size:
            raise _not_as_told(entry)
        crc = zlib.crc32(piece, crc)
        if piece:
            yield piece
    if inflater is not None:
        rest = inflater.flush()
        if rest:
            produced += len(rest)
            crc = zlib.crc32(rest, crc)
            yield rest
    if produced != entry.size or crc != entry.crc:
        raise _not_as_told(entry)


def _not_as_told(entry: Entry) -> DamagedZip:
    return DamagedZip(f"its part {entry.name} is not as long as it says, or its checksum is wrong")


def _check_size(entry: Entry) -> None:
    if entry.size > MOST_BYTES_OF_A_PART:
        raise TooBig(f"its part {entry.name} would inflate to {entry.size >> 20} MB")
    if entry.size > SUSPICIOUS_BYTES and entry.size > SUSPICIOUS_RATIO * entry.compressed_size:
        raise TooBig(
            f"its part {entry.name} would inflate from {entry.compressed_size >> 10} KB to {entry.size >> 20} MB"
        )


def _content_start(file: BinaryIO, entry: Entry) -> int:
    fields = _local_header(file, entry)
    start = entry.start + _LOCAL.size + fields[9] + fields[10]
    if start + entry.compressed_size > entry.end:
        raise DamagedZip(f"its part {entry.name} does not lie where the directory says")
    return int(start)


def _local_header(file: BinaryIO, entry: Entry) -> tuple[int, ...]:
    file.seek(entry.start)
    header = file.read(_LOCAL.size)
    if len(header) < _LOCAL.size or not header.startswith(b"PK\x03\x04"):
        raise DamagedZip(f"its part {entry.name} does not lie where the directory says")
    return _LOCAL.unpack(header)


# ── Writing ──────────────────────────────────────────────────────────────────────────────────────────────────────────


class Deflated(NamedTuple):
    """A part's content, and how it is kept in a zip."""

    content: bytes
    body: bytes


class Deflating:
    """Contents by entry name while they are deflated, at zlib's level 6: large ones in pieces, on as many cores as
    there are, while others are still to come. Left as a context, it begins no more of them."""

    def __init__(self) -> None:
        self._contents: dict[str, bytes] = {}
        self._pieces: dict[str, list[Future[bytes]]] = {}
        self._threads: ThreadPoolExecutor | None = None

    def __enter__(self) -> Deflating:
        return self

    def __exit__(self, *_: object) -> None:
        if self._threads is not None:
            self._threads.shutdown(cancel_futures=True)

    def add(self, contents: Mapping[str, bytes]) -> None:
        """Of two contents of one name, the later one counts."""
        self._contents.update(contents)
        for name in contents:
            self._pieces.pop(name, None)
        if sum(map(len, self._contents.values())) <= _WORTH_THREADS:
            return
        threads = self._threads = self._threads or _new_threads()
        for name in self._contents.keys() - self._pieces.keys():
            content = self._contents[name]
            self._pieces[name] = [threads.submit(_deflated_piece, content, start) for start in _starts(content)]

    def deflated(self) -> dict[str, Deflated]:
        """All contents, in the order in which they were added."""
        return {name: Deflated(content, self._body(name, content)) for name, content in self._contents.items()}

    def _body(self, name: str, content: bytes) -> bytes:
        if name not in self._pieces:
            return b"".join([_deflated_piece(content, start) for start in _starts(content)])
        return b"".join([piece.result() for piece in self._pieces[name]])


def _starts(content: bytes) -> range:
    """Where the pieces of a content begin."""
    return range(0, len(content) or 1, _AT_ONCE)


def _new_threads() -> ThreadPoolExecutor:
    # Most workbooks are small, and would wait for the import alone as long as to be deflated.
    from concurrent.futures import ThreadPoolExecutor

    return ThreadPoolExecutor(os.cpu_count())


def _deflated_piece(content: bytes, start: int) -> bytes:
    """The deflated bytes of one piece of a content, to stand behind those of the pieces before it."""
    end, view = start + _AT_ONCE, memoryview(content)
    deflater = zlib.compressobj(6, zlib.DEFLATED, -15, zdict=view[max(0, start - _WINDOW) : start])
    body = deflater.compress(view[start:end])
    return body + deflater.flush(zlib.Z_FINISH if end >= len(content) else zlib.Z_SYNC_FLUSH)


def write_with_changes(
    source: BinaryIO, directory: Directory, changed: Mapping[str, Deflated], write: Callable[[bytes], object]
) -> None:
    """Given a zip, and new content by entry name, hand to ``write`` the whole new zip in order. Bytes of every other
    entry, gaps between entries, the order, and the comment stay as they are; a changed entry keeps its name, date,
    attributes, extra fields and way of compression."""
    written = 0
    starts: dict[int, int] = {}
    replaced: dict[int, tuple[int, int, int, int]] = {}
    in_file_order = sorted(range(len(directory.entries)), key=lambda index: directory.entries[index].start)
    position = 0
    for index in in_file_order:
        entry = directory.entries[index]
        new = changed.get(entry.name)
        # Whatever stands before the first entry, or is untouched, goes over in one sweep.
        if new is None:
            starts[index] = written + entry.start - position
            continue
        written += _copy(source, position, entry.start, write)
        starts[index] = written
        header, body, replaced[index] = _new_local_entry(source, entry, new)
        write(header)
        write(body)
        written += len(header) + len(body)
        position = entry.end
    written += _copy(source, position, directory.start, write)

    records = [_new_record(entry, starts[index], replaced.get(index)) for index, entry in enumerate(directory.entries)]
    known = {entry.name for entry in directory.entries}
    for name in changed.keys() - known:
        local, record = _added_entry(name, changed[name], written)
        write(local)
        written += len(local)
        records.append(record)
    for record in records:
        write(record)
    size = sum(map(len, records))
    write(_new_tail(directory, written, size, len(records)))


def _added_entry(name: str, new: Deflated, start: int) -> tuple[bytes, bytes]:
    """An entry that is new: its bytes, and its record in the directory."""
    content, body = new
    raw_name, crc = name.encode(), zlib.crc32(content)
    # Version 2.0, no flags, deflated, 1 January 1980, as Excel dates its entries.
    common = 20, 0, zipfile.ZIP_DEFLATED, 0, 0x21, crc, len(body), len(content), len(raw_name), 0
    local = _LOCAL.pack(b"PK\x03\x04", *common) + raw_name + body
    return local, _CENTRAL.pack(b"PK\x01\x02", 20, *common, 0, 0, 0, 0, start) + raw_name


def _copy(source: BinaryIO, start: int, end: int, write: Callable[[bytes], object]) -> int:
    source.seek(start)
    left = end - start
    while left:
        piece = source.read(min(_CHUNK, left))
        if not piece:
            raise DamagedZip("the file became shorter while it was copied")
        write(piece)
        left -= len(piece)
    return end - start


def _new_local_entry(source: BinaryIO, entry: Entry, new: Deflated) -> tuple[bytes, bytes, tuple[int, int, int, int]]:
    fields = _local_header(source, entry)
    name_and_extra = source.read(fields[9] + fields[10])
    name, extra = name_and_extra[: fields[9]], without_zip64(name_and_extra[fields[9] :])
    method = zipfile.ZIP_STORED if entry.method == zipfile.ZIP_STORED else zipfile.ZIP_DEFLATED
    content = new.content
    body = content if method == zipfile.ZIP_STORED else new.body
    crc = zlib.crc32(content)
    flags = fields[2] & ~_DESCRIPTOR_FOLLOWS
    header = _LOCAL.pack(
        b"PK\x03\x04",
        fields[1],
        flags,
        method,
        fields[4],
        fields[5],
        crc,
        len(body),
        len(content),
        len(name),
        len(extra),
    )
    return header + name + extra, body, (method, crc, len(body), len(content))


def without_zip64(extra: bytes) -> bytes:
    """Given an entry's extra fields, return them without the one for sizes beyond 4 GB."""
    kept, position = b"", 0
    while position + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, position)
        field = extra[position : position + 4 + length]
        if kind != _ZIP64_EXTRA:
            kept += field
        position += 4 + length
    return kept + extra[position:]


def _new_record(entry: Entry, start: int, replaced: tuple[int, int, int, int] | None) -> bytes:
    fields = list(_CENTRAL.unpack_from(entry.record))
    name_end = _CENTRAL.size + fields[10]
    extra_end = name_end + fields[11]
    name, extra, comment = (
        entry.record[_CENTRAL.size : name_end],
        entry.record[name_end:extra_end],
        entry.record[extra_end:],
    )
    if replaced is not None:
        fields[4], fields[7], fields[8], fields[9] = replaced
        fields[3] &= ~_DESCRIPTOR_FOLLOWS
        extra = without_zip64(extra)
        fields[11], fields[16] = len(extra), start
    elif fields[16] == _FILLED_ELSEWHERE:
        extra = _with_zip64_start(extra, fields, start)
    else:
        fields[16] = start
    return _CENTRAL.pack(*fields) + name + extra + comment


def _with_zip64_start(extra: bytes, fields: list[int], start: int) -> bytes:
    position = 0
    while position + 4 <= len(extra):
        kind, length = struct.unpack_from("<HH", extra, position)
        if kind == _ZIP64_EXTRA:
            # The field holds only those of size, compressed size and start that did not fit, in this order.
            place = position + 4 + 8 * sum(fields[index] == _FILLED_ELSEWHERE for index in (8, 9))
            return extra[:place] + struct.pack("<Q", start) + extra[place + 8 :]
        position += 4 + length
    raise DamagedZip("an entry of its zip directory has no position")


def _new_tail(directory: Directory, start: int, size: int, count: int) -> bytes:
    """The bytes after the last record (a signature, the zip64 records, the end record, the comment) with the
    directory's new place and number of entries."""
    tail = bytearray(directory.tail)
    end = tail.rfind(b"PK\x05\x06")
    while end > 0 and end + _END.size + struct.unpack_from("<H", tail, end + 20)[0] != len(tail):
        end = tail.rfind(b"PK\x05\x06", 0, end)
    if end < 0:
        raise DamagedZip("its zip directory has no end record")
    for place in (8, 10):
        if struct.unpack_from("<H", tail, end + place)[0] != 0xFFFF:
            struct.pack_into("<H", tail, end + place, count)
    if struct.unpack_from("<L", tail, end + 12)[0] != _FILLED_ELSEWHERE:
        struct.pack_into("<L", tail, end + 12, size)
    if struct.unpack_from("<L", tail, end + 16)[0] != _FILLED_ELSEWHERE:
        struct.pack_into("<L", tail, end + 16, start)
    locator = end - _LOCATOR_64.size
    if locator >= 0 and tail.startswith(b"PK\x06\x07", locator):
        record = tail.rfind(b"PK\x06\x06", 0, locator)
        if record < 0:
            raise DamagedZip("its zip64 end record is missing")
        struct.pack_into("<QQQQ", tail, record + 24, count, count, size, start)
        struct.pack_into("<Q", tail, locator + 8, start + size + record)
    return bytes(tail)
