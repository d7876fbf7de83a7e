"""The main job on Google Sheets, told step by step, against the test server: what ``make demo-google`` does.

python -m tests.demo_google [DIR] [--minutes 60]
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, NamedTuple

import requests

from jobs.cli.demo_story import heading, own_command, show_commands, written_rows
from jobs.cli.findings import counted
from jobs.cli.output import Output, in_shell
from jobs.cli.plans import show_receipts
from jobs.demo import AS_OF, NotADemoFolder, make_room
from jobs.tasks import check_workbooks, sync_workbooks
from jobs.wiring import House
from sync.engine import Outcome
from sync.settings import read_settings
from sync.templates import example_workbooks

ROOT = Path(__file__).resolve().parents[1]
_FILES = ("config.toml", "server.log", *("okr-archive.db" + ending for ending in ("", "-wal", "-shm")))
_LIMITS = (
    *("reads_per_minute", "writes_per_minute", "project_reads_per_minute", "project_writes_per_minute"),
    "spreadsheet_per_second",
)
_SORTED, _INSERTED, _TYPED = "kpi-2026", "suc-khoe-va-doanh-so", "growth-team"
"""The spreadsheets in which somebody is at work while they are synced."""


class Server(NamedTuple):
    """The test server, in a process of its own: its address, its process's id, and the keys of its spreadsheets by
    their names."""

    url: str
    pid: int
    keys: dict[str, str]

    def admin(self, method: str, what: str, **sent: Any) -> dict[str, Any]:
        answer = requests.request(method, f"{self.url}/_admin/{what}", json=sent or None, timeout=10)
        answer.raise_for_status()
        found: dict[str, Any] = answer.json()
        return found

    def requests_since(self) -> str:
        """What was asked since this was last called, and how often."""
        counts = self.admin("GET", "counts")
        self.admin("DELETE", "log")
        total = counts.pop("total")
        each = ", ".join(f"{count} × {operation.rpartition('.')[2]}" for operation, count in counts.items())
        return f"{counted(total, 'request')} in all ({each})"


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.demo_google", description=__doc__)
    parser.add_argument("folder", nargs="?", type=Path, default=Path("demo-google"), metavar="DIR")
    parser.add_argument("--minutes", type=float, default=60, metavar="N", help="how long the server goes on (60)")
    options = parser.parse_args()
    output = Output()
    try:
        make_room(options.folder, _FILES)
    except NotADemoFolder as error:
        output.failure(str(error), error.hint.replace("okr-sync demo", "python -m tests.demo_google"))
        return 2
    server = start_server(options.folder / "server.log", options.minutes)
    config = options.folder / "config.toml"
    config.write_text(settings_for(server), "utf-8")
    tell(House(read_settings(config), trigger="demo"), server, options.folder, options.minutes, output)
    return 0


def start_server(log: Path, minutes: float) -> Server:
    """Start the server with a spreadsheet of each example workbook. It goes on when this process has ended."""
    with tempfile.TemporaryDirectory() as seed, open(log, "w", encoding="utf-8") as said:
        for name, data in example_workbooks().items():
            (Path(seed) / name).write_bytes(data)
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.sheets_server", "--seed", seed, "--minutes", str(minutes)],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        expected = 1 + len(example_workbooks())
        while len(lines := log.read_text("utf-8").splitlines()) < expected:
            if process.poll() is not None:
                raise SystemExit(f"the server did not start:\n{log.read_text('utf-8')}")
            time.sleep(0.05)
    url, *files = lines
    keys = dict(reversed(line.split("\t")) for line in files)
    return Server(url, process.pid, keys)


def settings_for(server: Server) -> str:
    lines = [
        "[service]",
        'language = "en"',
        'archive = "sqlite:///okr-archive.db"',
        "",
        "[google]",
        f'endpoint = "{server.url}"',
    ]
    # Nobody else uses this server: it need not be spared.
    lines += [f"{limit} = 6000" for limit in _LIMITS]
    lines += ["", "[writing]", "add_columns = true"]
    for name in sorted(server.keys):
        lines += ["", "[[workbook]]", f'name = "{name}"', f'source = "google:{server.keys[name]}"']
    return "\n".join(lines) + "\n"


def let_people_edit(server: Server) -> None:
    """Somebody sorts, inserts rows and types, each in the worst moment: after our last look, before our write."""

    def before_the_write(name: str, *edits: dict[str, Any]) -> None:
        key = server.keys[name]
        server.admin("POST", "editors", spreadsheetId=key, match=f"{key}:batchUpdate", number=2, edits=edits)

    # By name. Where objectives stand in the first row of their groups alone, a sort would lose which row is whose.
    before_the_write(_SORTED, {"edit": "sort", "column": 1, "header_rows": 3, "descending": True})
    before_the_write(_INSERTED, {"edit": "insert_rows", "at": 4, "count": 2})
    before_the_write(_TYPED, {"edit": "overwrite", "cell": "M6", "value": "typed while it was synced"})


def tell(house: House, server: Server, folder: Path, minutes: float, output: Output) -> None:
    wanted = house.wanted(())
    heading(output, f"1  A server on this machine that speaks Google's wire format, with {len(wanted)} spreadsheets")
    output.line(f"   {server.url}  (open it in a browser; today is taken to be {AS_OF})")

    heading(output, "2  What a sync would write: only into columns of its own, marked ⟳")
    for outcome in check_workbooks(house, wanted, AS_OF):
        output.line(f"\n{outcome.workbook}")
        output.table(("cells", "row of", "before", "after"), list(written_rows(outcome)))
    server.requests_since()

    heading(output, "3  Sync, while people edit between its last look and its write")
    output.line(f"   in {_SORTED} somebody sorts the KPIs, in {_INSERTED} somebody inserts two rows,")
    output.line(f"   in {_TYPED} somebody types a note\n")
    let_people_edit(server)
    _show(tuple(sync_workbooks(house, wanted, AS_OF)), output)
    server.admin("DELETE", "editors")
    output.line(f"\n   {server.requests_since()}")

    heading(output, "4  Sync again: what somebody moved in that very moment gets its values now")
    _show(tuple(sync_workbooks(house, wanted, AS_OF)), output)
    server.requests_since()

    heading(
        output, "5  And again, twice: the first still reads what our own write changed, the second asks Drive alone"
    )
    for _ in range(2):
        outcomes = tuple(sync_workbooks(house, wanted, AS_OF))
        total = sum(len(outcome.receipt.written) for outcome in outcomes if outcome.receipt is not None)
        output.line(f"   {total or 'nothing'} to write; {server.requests_since()}")

    heading(output, "6  Now look")
    command = own_command()
    show_commands(
        (
            (f"{server.url}/sheet/{server.keys[_SORTED]}", "the sorted spreadsheet: each value in its row"),
            (f"cd {in_shell(folder)}", "settings and archive"),
            (f"{command} check", "what is wrong with which cell"),
            (f"{command} template new team-okr google:root", "makes one more spreadsheet"),
            (f"kill {server.pid}", f"ends the server, which ends by itself after {minutes:g} minutes"),
        ),
        output,
    )


def _show(outcomes: Sequence[Outcome], output: Output) -> None:
    show_receipts(outcomes, Output(output.as_json, quiet=True))


if __name__ == "__main__":
    sys.exit(main())
