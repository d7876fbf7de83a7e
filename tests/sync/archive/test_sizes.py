"""Which workbooks are small, remembered in one process and beyond it."""

from __future__ import annotations

from pathlib import Path

import pytest

from sync.archive.sizes import SharedSizes
from sync.workbooks.base import Sizes
from sync.workbooks.sizes import OwnSizes


@pytest.mark.parametrize("shared", [True, False])
def test_what_was_small_is_remembered_until_it_is_not(tmp_path: Path, shared: bool) -> None:
    url = f"sqlite:///{tmp_path / 'archive.db'}"
    own = OwnSizes()

    def sizes() -> Sizes:
        return SharedSizes(url) if shared else own

    assert not sizes().was_small("google:1AbC")
    for _ in range(2):
        sizes().remember("google:1AbC", is_small=True)
    assert sizes().was_small("google:1AbC")
    assert not sizes().was_small("google:1XyZ")
    sizes().remember("google:1AbC", is_small=False)
    assert not sizes().was_small("google:1AbC")
