"""A day of a service that syncs a thousand Google spreadsheets every hour, with one account and Google's quotas.

python -m tests.sheets_day [--spreadsheets 1000] [--hours 24] [--changing 0.2]

Over real HTTP, on a clock that only waits and answers turn on. Prints the share of syncs that were done within their
hour, how often Google refused for its quota, and what was asked.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.sheets_day.day import Day, office, simulated


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.sheets_day", description=__doc__.partition("\n")[0])
    parser.add_argument("--spreadsheets", type=int, default=1000)
    parser.add_argument("--hours", type=int, default=24)
    parser.add_argument("--changing", type=float, default=0.2, help="share of them that people change in an hour")
    options = parser.parse_args()
    begun, day = time.monotonic(), Day()
    with (
        tempfile.TemporaryDirectory() as folder,
        office(Path(folder), options.spreadsheets) as (server, house),
    ):
        for hour, day in enumerate(simulated(server, house, options.hours, options.changing), start=1):
            print(f"hour {hour}: on time {day.share_on_time:.2%}, longest run {day.longest:.0f} s", file=sys.stderr)
    print(f"{options.spreadsheets} spreadsheets, {options.hours} hours, {options.changing:.0%} changed in each")
    print(f"on time {day.share_on_time:.2%}: {day.on_time} in their hour, {day.late} late")
    print(f"refused for the quota: {day.refused}; longest run {day.longest:.0f} s of 3600; cells written: {day.cells}")
    print("asked:", ", ".join(f"{operation} {count}" for operation, count in day.asked.most_common()))
    for error, count in day.failed.most_common():
        print(f"{count:6}  {error}")
    print(f"took {time.monotonic() - begun:.0f} s")
    sys.exit(bool(day.late or day.failed or day.refused))


if __name__ == "__main__":
    main()
