"""python -m tests.sheets_server [--port 8080] [--seed DIR] [--office DIR] [--latency 0.4] [--minutes 60]"""

from __future__ import annotations

import argparse
import gc
import sys
import threading
from contextlib import suppress
from pathlib import Path

from tests.sheets_server.discovery import Discovery
from tests.sheets_server.errors import ApiError
from tests.sheets_server.latency import SMALL_REQUEST, Latency
from tests.sheets_server.server import SheetsServer


def main() -> None:
    parser = argparse.ArgumentParser(
        prog="python -m tests.sheets_server", description="Google Sheets and Drive, locally."
    )
    parser.add_argument("--port", type=int, default=0, help="0: any that is free")
    parser.add_argument("--seed", type=Path, metavar="DIR", help="make a spreadsheet of each workbook (.xlsx) in it")
    parser.add_argument("--office", type=Path, metavar="DIR", help="put each workbook in it on the Drive as it is")
    parser.add_argument(
        "--discovery", type=Path, metavar="DIR", help="refuse what Google's documents in it do not know"
    )
    parser.add_argument("--dice", type=int, default=0, metavar="N", help="what ids and random editors begin with")
    parser.add_argument(
        "--latency", type=float, default=0.0, metavar="SECONDS", help=f"Google takes about {SMALL_REQUEST}"
    )
    parser.add_argument("--minutes", type=float, metavar="N", help="end by itself after so long")
    options = parser.parse_args()
    # Answers are millions of small values that hold no rings.
    gc.set_threshold(1_000_000, 50, 100)
    server = SheetsServer(options.port, options.dice)
    server.world.latency = Latency(options.latency)
    if options.discovery:
        server.world.discovery = Discovery(options.discovery)
    for folder, as_office_file in ((options.seed, False), (options.office, True)):
        if folder is None:
            continue
        if not folder.is_dir():
            parser.error(f"{folder} is no folder")
        for path in sorted(folder.glob("*.xlsx")):
            try:
                server.add_workbook(path, as_office_file=as_office_file)
            except ApiError as error:
                print(f"{path} is left out: {error.message}", file=sys.stderr)
    server.start()
    print(server.url)
    for file in server.world.files:
        print(f"{file.id}\t{file.name}")
    sys.stdout.flush()
    with suppress(KeyboardInterrupt):
        threading.Event().wait(None if options.minutes is None else options.minutes * 60)
    server.stop()


if __name__ == "__main__":
    main()
