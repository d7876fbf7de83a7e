"""``python -m tests.graph_server --port 0 [--seed DIR]``: prints its address and its drive's id as its first two lines,
and serves until it is ended. The app is 'our-app', its secret 's3cret'."""

from __future__ import annotations

import argparse
import threading
from pathlib import Path

from tests.graph_server.server import DRIVE, GraphServer


def main() -> None:
    words = argparse.ArgumentParser(prog="python -m tests.graph_server")
    words.add_argument("--port", type=int, default=0)
    words.add_argument("--seed", type=Path, help="a folder whose workbooks stand in the drive from the start")
    wanted = words.parse_args()
    server = GraphServer(port=wanted.port)
    for path in sorted(wanted.seed.glob("*.xlsx")) if wanted.seed else ():
        server.add(path.name, path.read_bytes())
    with server.running():
        print(server.base, DRIVE, sep="\n", flush=True)
        threading.Event().wait()


if __name__ == "__main__":
    main()
