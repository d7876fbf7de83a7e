"""Other people's workbooks: each is patched, and then nothing else differs, or refused with a reason and untouched.

Runs where OKR_SYNC_CORPUS names a folder of workbooks.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.corpus import check_workbook, workbooks_in
from tests.sync.workbooks.package_reading import cells_in

CORPUS = os.environ.get("OKR_SYNC_CORPUS", "")
WORKBOOKS = workbooks_in(Path(CORPUS)) if CORPUS else []

pytestmark = pytest.mark.skipif(not CORPUS, reason="OKR_SYNC_CORPUS names no folder of workbooks")


@pytest.mark.parametrize("source", WORKBOOKS, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_every_workbook_is_patched_and_nothing_else_or_refused_and_untouched(source: Path, tmp_path: Path) -> None:
    check_workbook(source, tmp_path)


def test_the_reader_that_compares_sees_what_a_file_holds() -> None:
    content = b'<w><sheetData><row><c t="b"><v>1</v></c><c r="C1"><f>A1</f><v>2</v></c></row></sheetData></w>'
    cells = cells_in(content, [])
    assert [(place, cell.kind, cell.value) for place, cell in cells.items()] == [((1, 1), "b", "1"), ((1, 3), "n", "2")]
