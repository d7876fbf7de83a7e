"""How long somebody's save can be overlooked, measured on this machine, in this folder.

    python -m tests.crash.window [FOLDER]

Where two names can be exchanged at once: from the exchange to the look at what came out (what was saved right before is
put back then; only who opens the workbook in between sees it without). Elsewhere: from the last look to the rename
(what is saved in between is overwritten).
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sync.templates import example_workbooks
from sync.workbooks import package_swap
from sync.workbooks.package import Package, patch_cells

COUNT = 300


def measured(folder: Path, begins: str, ends: str) -> list[float]:
    """The microseconds from the end of one call of ``package_swap`` to the end of another, in so many patches."""
    times: dict[str, float] = {}
    found = []

    def noted(name: str) -> Callable[..., Any]:
        call = getattr(package_swap, name)

        def timed(*arguments: Any) -> Any:
            try:
                return call(*arguments)
            finally:
                times[name] = time.perf_counter()

        setattr(package_swap, name, timed)
        return call  # type: ignore[no-any-return]

    calls = {name: noted(name) for name in (begins, ends)}
    try:
        path = folder / "team.xlsx"
        path.write_bytes(example_workbooks()["growth-team.xlsx"])
        with Package(path) as package:
            title = package.sheets[0].title
        for number in range(COUNT):
            patch_cells(path, {(title, "Z99"): number})
            found.append((times[ends] - times[begins]) * 1e6)
    finally:
        for name, call in calls.items():
            setattr(package_swap, name, call)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("folder", nargs="?", type=Path)
    with tempfile.TemporaryDirectory(dir=parser.parse_args().folder) as name:
        _show("exchange to look", measured(Path(name), "_exchange", "_came_out_as_read"))
        renameat2 = package_swap._renameat2
        package_swap._renameat2 = lambda: None  # type: ignore[assignment]
        _show("last look to rename", measured(Path(name), "_same_file", "_renamed"))
        package_swap._renameat2 = renameat2


def _show(what: str, microseconds: list[float]) -> None:
    ordered = sorted(microseconds)
    print(
        f"{what}: median {statistics.median(ordered):.0f} µs, 99 % within {ordered[int(0.99 * len(ordered))]:.0f} µs, "
        f"longest {ordered[-1]:.0f} µs, of {len(ordered)} patches"
    )


if __name__ == "__main__":
    main()
