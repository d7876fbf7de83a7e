"""A short part of ``python -m tests.sheets_interleavings``, the same each time."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.sheets_interleavings.machine import stop_server
from tests.sheets_interleavings.stories import run


@pytest.fixture(autouse=True)
def _with_server() -> Iterator[None]:
    yield
    stop_server()


@pytest.mark.parametrize("seed", [1, 2])
def test_whatever_people_do_in_between_no_value_stays_in_a_wrong_row(seed: int) -> None:
    run(seed, examples=8)
