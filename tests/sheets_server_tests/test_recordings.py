"""The server answers as Google did."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.sheets_server.discovery import Discovery
from tests.sheets_server.server import SheetsServer
from tests.sheets_server_tests.conftest import Checker
from tests.sheets_server_tests.recordings import Replay, cassettes


def test_recorded_requests_are_answered_as_google_answered_them(wire: Path, capsys: pytest.CaptureFixture[str]) -> None:
    checker, compared, differences = Checker(Discovery(wire)), 0, []
    for cassette in cassettes(wire):
        with SheetsServer() as server:
            server.world.discovery = checker.discovery
            server.world.watchers.append(checker)
            replay = Replay(server.url, cassette).run()
        compared += replay.compared
        differences += replay.differences
    share = 1 - len(differences) / compared
    with capsys.disabled():
        print(f"\n{compared - len(differences)} of {compared} recorded answers alike ({share:.1%}); ", end="")
        print(f"{checker.answers} answers fit the discovery documents", end="")
    assert share >= 0.99, differences[:5]
    assert not checker.complaints
