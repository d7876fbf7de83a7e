"""The file of findings that are accepted for now, and what ``check`` does with it."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sync.engine import Outcome
from sync.options import RuleOptions
from sync.rules.known import KnownFile, KnownFinding, as_known, is_asked, known_from_json, known_to_json, sift


@dataclass(frozen=True)
class WithoutKnown:
    """What came of workbooks without their known findings, how many of these there were, and which known ones no
    longer occur."""

    outcomes: tuple[Outcome, ...]
    hidden: int
    gone: tuple[KnownFinding, ...]


def read_known(path: Path) -> tuple[KnownFinding, ...]:
    """Given the file's path, return what is accepted. Raise KnownFile with the path where it cannot be read as such."""
    try:
        return known_from_json(path.read_text("utf-8"))
    except FileNotFoundError:
        raise KnownFile(f"{path} is not there") from None
    except ValueError as error:
        raise KnownFile(f"{path} cannot be used: {error}") from None


def write_known(path: Path, outcomes: Sequence[Outcome], options: Mapping[str, RuleOptions]) -> int:
    """Given the file's path, what came of workbooks and which rules were asked of each, accept all that was found, and
    return how much that is. What the file holds of other workbooks and other rules stays."""
    read = {outcome.workbook for outcome in outcomes if outcome.error is None}
    before = read_known(path) if path.exists() else ()
    others = [one for one in before if one.workbook not in read or not is_asked(one.code, options[one.workbook])]
    found = [
        one
        for outcome in outcomes
        if outcome.error is None
        for one in as_known(outcome.workbook, outcome.rows, outcome.findings)
    ]
    beside = path.with_name(f".{path.name}.new")
    beside.write_text(known_to_json([*others, *found]), "utf-8")
    os.replace(beside, path)
    return sum(one.times for one in found)


def without_known(
    outcomes: Sequence[Outcome], known: Sequence[KnownFinding], options: Mapping[str, RuleOptions]
) -> WithoutKnown:
    """Given what came of workbooks, what is accepted and which rules were asked of each workbook, sort the findings. A
    workbook that could not be read says nothing of what is gone."""
    hidden, gone, left = 0, list[KnownFinding](), list[Outcome]()
    for outcome in outcomes:
        if outcome.error is not None:
            left.append(outcome)
            continue
        sifted, missing = sift(outcome.workbook, outcome.rows, outcome.findings, known, options[outcome.workbook])
        left.append(outcome._replace(findings=sifted.left))
        hidden += sifted.hidden
        gone += missing
    return WithoutKnown(tuple(left), hidden, tuple(gone))
