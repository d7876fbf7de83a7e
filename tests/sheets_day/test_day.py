"""A few hours of ``python -m tests.sheets_day``, with quotas as small as the number of spreadsheets."""

from __future__ import annotations

from pathlib import Path

from tests.sheets_day.day import office, simulated
from tests.sheets_server.quotas import Limits


def test_all_are_done_within_their_hour_and_google_never_has_to_refuse(tmp_path: Path) -> None:
    per_minute, project = 10, 20
    own = {
        "reads_per_minute": per_minute,
        "writes_per_minute": per_minute,
        "project_reads_per_minute": project,
        "project_writes_per_minute": project,
    }
    limits = Limits(per_minute, per_minute, project, project, 12_000, 4)
    with office(tmp_path, 10, limits, **own) as (server, house):
        *_, day = simulated(server, house, hours=4, changing=0.1)

    assert (day.on_time, day.late, day.failed.total(), day.refused) == (40, 0, 0, 0)
    assert day.longest < 3600
    assert day.asked["spreadsheets.get"] < 10 * (3 + 3), "those that nobody changed were not read"
