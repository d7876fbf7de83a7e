"""A few of the runs of ``python -m tests.sheets_faults``, which makes thousands."""

from __future__ import annotations

from pathlib import Path

from tests.sheets_faults.__main__ import trials
from tests.sheets_faults.trial import WAYS, Trial


def test_every_sync_under_faults_ends_done_or_with_a_clear_error_and_the_next_one_mends_the_rest(
    tmp_path: Path,
) -> None:
    ways: set[str] = set()
    with trials(tmp_path) as (server, credentials):
        for number in range(20):
            trial = Trial(server, tmp_path, credentials, number)
            trial.run()
            ways.update(trial.ways)

    assert len(ways) > len(WAYS) / 2
