"""What all tests share: the account of what was skipped; no test reaches a real home folder or depends on a window."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from sync.workbooks.sizes import OWN_SIZES

# The same examples on every machine, and no deadline: a slow machine is no failure.
settings.register_profile(
    "okr-sync", derandomize=True, deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("okr-sync")


NO_RIGHT = "this user may not"
"""How the reason of a skip begins that no installation mends: the machine does not let this user do it."""


@pytest.fixture(autouse=True)
def _an_empty_folder_is_home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path_factory.mktemp("home")))
    monkeypatch.delenv("OKR_SYNC_CONFIG", raising=False)
    # Tables are fitted to the window that a test says that there is, and to no other.
    monkeypatch.delenv("COLUMNS", raising=False)


@pytest.fixture(autouse=True)
def _nothing_is_known_of_any_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """A process remembers spreadsheets, and whether Google was there, by a server's address: the next test's server may
    have the same."""
    monkeypatch.setattr(OWN_SIZES, "_small", set())
    asking = sys.modules.get("sync.workbooks.sheets_api")
    if asking is not None:
        asking._reach.cache_clear()


@pytest.fixture
def corpus() -> Path:
    """A folder of workbooks that others made; named by OKR_SYNC_CORPUS."""
    folder = os.environ.get("OKR_SYNC_CORPUS")
    if not folder:
        pytest.skip("OKR_SYNC_CORPUS names no folder of workbooks")
    return Path(folder)


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Where everything is installed, a skipped test is a failure: it would hide what nobody ran."""
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    skipped = (
        sum(1 for each in reporter.stats.get("skipped", ()) if NO_RIGHT not in str(each.longrepr)) if reporter else 0
    )
    if skipped and os.environ.get("OKR_SYNC_FAIL_ON_SKIP"):
        reporter.write_line(f"{skipped} skipped where none may be: OKR_SYNC_FAIL_ON_SKIP is set", red=True)
        session.exitstatus = 1
