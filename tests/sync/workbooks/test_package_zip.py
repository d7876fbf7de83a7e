"""A zip's directory, as it is found in a file that somebody may be writing."""

from __future__ import annotations

import io
import zipfile
import zlib

import pytest

from sync.workbooks.package_zip import DamagedZip, Deflating, read_directory


class Changing(io.BytesIO):
    """A file that is saved in place after its size was asked for the first time."""

    def __init__(self, before: bytes, after: bytes) -> None:
        super().__init__(before)
        self._after: bytes | None = after

    def seek(self, offset: int, whence: int = 0, /) -> int:
        place = super().seek(offset, whence)
        if whence == 2 and self._after is not None:
            after, self._after = self._after, None
            super().seek(0)
            self.truncate()
            self.write(after)
        return place

    def read(self, size: int | None = -1, /) -> bytes:
        assert size is None or size >= -1, "a file on disk refuses that"
        return super().read(size)


def zip_of(size: int) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("xl/workbook.xml", b"x" * size)
    return made.getvalue()


def test_a_file_that_grows_while_it_is_read_is_read_as_it_is_by_then() -> None:
    short, long = zip_of(10), zip_of(9_000)
    assert read_directory(Changing(short, long)) == read_directory(io.BytesIO(long))
    assert read_directory(Changing(long, short)) == read_directory(io.BytesIO(short))


def test_a_file_that_is_cut_off_while_it_is_read_is_damaged() -> None:
    with pytest.raises(DamagedZip):
        read_directory(Changing(zip_of(9_000), zip_of(9_000)[:40]))


@pytest.mark.parametrize("times", [1, 1 << 17, 1 << 18], ids=["one piece", "pieces", "pieces on several cores"])
def test_of_two_contents_of_one_name_the_later_one_is_deflated(times: int) -> None:
    first, later = bytes(4 * times), b"later" * times
    with Deflating() as deflating:
        deflating.add({"a.xml": first, "b.xml": b"<b/>"})
        deflating.add({"a.xml": later})
        found = {name: (content, zlib.decompress(body, -15)) for name, (content, body) in deflating.deflated().items()}
    assert found == {"a.xml": (later, later), "b.xml": (b"<b/>", b"<b/>")}
