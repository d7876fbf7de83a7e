"""System calls that fail: a clear error, the workbook as it was (or as it should be), and the next sync mends the rest.

    python -m tests.crash.faults                     every call that writes fails once, with every error
    python -m tests.crash.faults --from-then-on      … and so do all that write after it

The disk that is full, the folder that is read-only, the share that is gone: what the system says then is put into its
mouth, at every call by which a sync writes into the workbook's folder, the archive included.
"""

from __future__ import annotations

import argparse
import errno
import random
import re
import sys
import tempfile
from collections import Counter
from pathlib import Path

from tests.crash.syncs import Broken, Stage, said, staged, sync_in
from tests.crash.tracing import MAY_NOT_TRACE, Call, MayNotTrace, failing

ERRORS = {
    name: getattr(errno, name)
    for name in ("EINTR", "EIO", "ENOSPC", "EROFS", "EACCES", "ESTALE", "EDQUOT", "EPERM", "ENOENT", "ETIMEDOUT")
}


def writing_calls(stage: Stage, folder: Path) -> list[Call]:
    """The calls by which a sync writes, in their order."""
    calls: list[Call] = []

    def note(number: int, call: Call) -> bool:
        calls.append(call)
        return False

    stage.set(folder)
    failing(sync_in(folder, "counted"), errno.EIO, note)
    return calls


def fail(stage: Stage, folder: Path, at: int, error: str, *, from_then_on: bool) -> str:
    """Let the ``at``-th call that writes fail, and return what came of the sync. Raise Broken."""
    failed: list[Call] = []

    def wants_to_fail(number: int, call: Call) -> bool:
        if "/output/" in call.file or not (number == at or (from_then_on and number > at)):
            return False
        failed.append(call)
        return True

    stage.set(folder)
    try:
        status, _ = failing(sync_in(folder, "hindered"), ERRORS[error], wants_to_fail)
    except TimeoutError as hangs:
        raise Broken(f"{error} at write {at}, {failed[:1]}: {hangs}") from None
    if not failed:
        return "nothing failed"
    what = f"{error} at write {at}, {failed[0].name} {failed[0].file}"
    try:
        _check(stage, folder, status)
        # What this user or this file system may not keep is not kept, and nobody is kept out by that.
        may_not_keep = error in ("EACCES", "EPERM") and any(call.name in ("fchown", "fsetxattr") for call in failed)
        stage.mended(folder, keeps_attributes=not may_not_keep)
    except Broken as broken:
        raise Broken(f"{what}: {broken} (in {folder})") from None
    return f"status {status}"


def _check(stage: Stage, folder: Path, status: int) -> None:
    stands, words = (folder / "team.xlsx").read_bytes(), said(folder, "hindered")
    if stands not in (stage.before, stage.after):
        raise Broken("the workbook is neither the old nor the new one")
    if status == 0 and stands != stage.after:
        raise Broken(f"it ended well and wrote nothing: {words}")
    if status not in (0, 1):
        raise Broken(f"it ended with {status}: {words}")
    errors = re.findall(r"^error: ", words, re.MULTILINE)
    if "Traceback" in words or len(errors) != status or (status and "help: " not in words):
        raise Broken(f"it does not say clearly what is wrong and what to do: {words}")


def cases_of(calls: list[Call], sample: int | None, chance: random.Random) -> list[tuple[int, str]]:
    """Which call fails with which error: all with all, or every one about the workbook with one, and a sample of those
    about the archive."""
    if sample is None:
        return [(at, error) for error in ERRORS for at in range(len(calls))]
    about_workbook = [
        at for at, call in enumerate(calls) if "team.xlsx" in call.file or call.name in ("flock", "fsync")
    ]
    others = chance.sample([at for at in range(len(calls)) if at not in about_workbook], sample)
    return [(at, chance.choice(list(ERRORS))) for at in (*about_workbook, *others)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("--from-then-on", action="store_true")
    parser.add_argument("--sample", type=int, metavar="N", help="all calls about the workbook, N of the others")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--errors", default=",".join(ERRORS), help="only these: EIO,ENOSPC")
    asked = parser.parse_args()
    seen, broken = Counter[str](), 0
    with tempfile.TemporaryDirectory() as name:
        stage, folder = staged(Path(name)), Path(name) / "hindered"
        calls = writing_calls(stage, folder)
        errors = asked.errors.split(",")
        cases = [case for case in cases_of(calls, asked.sample, random.Random(asked.seed)) if case[1] in errors]
        print(f"{len(calls)} calls that write, {len(cases)} faults", flush=True)
        for at, error in cases:
            # A signal that interrupts everything for ever is no signal.
            if error == "EINTR" and asked.from_then_on:
                continue
            try:
                seen[f"{error}: {fail(stage, folder, at, error, from_then_on=asked.from_then_on)}"] += 1
            except Broken as failure:
                broken += 1
                print(f"BROKEN {failure}", flush=True)
    for what, count in sorted(seen.items()):
        print(f"{count:9,} {what}")
    print(f"{broken} of them break a promise")
    return 1 if broken else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except MayNotTrace:
        sys.exit(MAY_NOT_TRACE)
