"""``serve`` as Ops run it: jobs by the clock, one failing, stopped by SIGTERM."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from tests.end_to_end.commands import ROOT, okr_sync

SETTINGS = """
[service]
archive = "sqlite:///archive.db"

[[workbook]]
name = "good"
source = "excel:good.xlsx"

[[workbook]]
name = "gone"
source = "excel:gone.xlsx"

[[job]]
name = "bad"
task = "sync"
workbooks = ["gone"]
every = "1 second"

[[job]]
name = "often"
task = "sync"
workbooks = ["good"]
every = "1 second"
"""


def until(happened: Callable[[], bool], seconds: float = 60) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if happened():
            return True
        time.sleep(0.2)
    return False


def test_jobs_run_on_their_schedule_a_failing_one_stops_no_other_and_sigterm_ends_it(tmp_path: Path) -> None:
    assert okr_sync("template", "new", "team-okr", "good.xlsx", "--lang", "en", folder=tmp_path).status == 0
    (tmp_path / "config.toml").write_text(SETTINGS)
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    service = subprocess.Popen(
        [sys.executable, "-m", "jobs", "serve"], cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True
    )

    def outcomes() -> dict[str, str]:
        rows = okr_sync("status", "--json", folder=tmp_path).document
        return {row["workbook"]: row["state"] for row in rows}

    try:
        assert until(lambda: outcomes() == {"good": "unchanged", "gone": "failed"})
    finally:
        service.send_signal(signal.SIGTERM)
        _, said = service.communicate(timeout=60)
    assert service.returncode == 0, said
    assert "Traceback" not in said
    triggers = {row["trigger"] for row in okr_sync("status", "--json", folder=tmp_path).document}
    assert triggers == {"job:bad", "job:often"}


def test_serving_without_jobs_says_what_is_missing(tmp_path: Path) -> None:
    ran = okr_sync("serve", folder=tmp_path)
    assert ran.status == 2
    assert "[[job]]" in ran.err
