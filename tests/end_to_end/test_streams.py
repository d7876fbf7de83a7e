"""Where what is printed goes: into other encodings than UTF-8, and nowhere."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from sync.templates import example_workbooks
from tests.end_to_end.commands import ROOT


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("streams")
    (folder / "cac-doi.xlsx").write_bytes(example_workbooks()["cac-doi.xlsx"])
    (folder / "config.toml").write_text('[[workbook]]\nname = "đội"\nsource = "excel:cac-doi.xlsx"\n')
    return folder


def printed(*words: str, folder: Path, encoding: str) -> tuple[int, bytes, bytes]:
    done = subprocess.run(
        [sys.executable, "-m", "jobs", *words],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": encoding},
        capture_output=True,
        check=False,
    )
    return done.returncode, done.stdout, done.stderr


@pytest.mark.parametrize("encoding", ["latin-1", "ascii"])
@pytest.mark.parametrize(
    "command",
    ["check --fail-on never", "plan", "status", "rules", "template list", "why đội J7", "check nirgends đ.xlsx"],
)
def test_letters_that_an_encoding_lacks_are_escaped(command: str, encoding: str, folder: Path) -> None:
    status, out, err = printed(*command.split(), folder=folder, encoding=encoding)

    assert status in (0, 2), err
    assert b"UnicodeEncodeError" not in err
    (out + err).decode(encoding)


@pytest.mark.parametrize("command", ["check --json --fail-on never", "check --format sarif --fail-on never"])
def test_a_document_is_the_same_in_any_encoding(command: str, folder: Path) -> None:
    documents = [printed(*command.split(), folder=folder, encoding=one)[1] for one in ("utf-8", "latin-1")]

    assert json.loads(documents[0].decode()) == json.loads(documents[1].decode("latin-1"))


@pytest.mark.skipif(sys.platform == "win32", reason="no such redirections there")
@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"])
def test_a_stream_that_is_closed_takes_nothing_and_harms_nothing(closed: str, folder: Path) -> None:
    command = f"{sys.executable} -m jobs status {closed}"
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(command, shell=True, cwd=folder, env=environment, capture_output=True, check=False)

    assert done.returncode == 0
    assert b"Traceback" not in done.stderr
    assert b"error" not in done.stderr
