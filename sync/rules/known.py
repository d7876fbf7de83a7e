"""Findings that are accepted for now, so that a team can start clean on an old sheet: told again by rule, workbook and
what the row is about (its id, not its number), and as often as they were accepted. Pure."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from sync.messages import render
from sync.model.findings import Finding
from sync.model.rows import Rows
from sync.options import RuleOptions
from sync.rules.checking import matches


class KnownFinding(NamedTuple):
    """One accepted finding. ``subject`` is the id of its objective, key result or KPI, else the tab and what was said
    of it; ``words`` are that row's, for people who read the file; ``times`` is how many of its kind are accepted."""

    code: str
    workbook: str
    subject: str
    words: str
    times: int


class Sifted(NamedTuple):
    """A workbook's findings after its known ones are taken out, and how many these were."""

    left: tuple[Finding, ...]
    hidden: int


class KnownFile(ValueError):
    """A file that holds no known findings: what is wrong with it."""

    hint = "'okr-sync check --write-known FILE' makes one of what is found now"


_Key = tuple[str, str, str]
_VERSION = 1
_FIELDS = {"code": str, "workbook": str, "subject": str, "words": str, "times": int}


def as_known(workbook: str, rows: Rows, findings: Iterable[Finding]) -> tuple[KnownFinding, ...]:
    """Given a workbook's name, its rows and its findings, return these as accepted ones, in a lasting order."""
    subjects = _Subjects(rows)
    counts: Counter[_Key] = Counter()
    words: dict[_Key, str] = {}
    for finding in findings:
        subject, said = subjects.of(finding)
        key = (finding.code, workbook, subject)
        counts[key] += 1
        words[key] = said
    return tuple(sorted(KnownFinding(*key, words[key], count) for key, count in counts.items()))


def sift(
    workbook: str, rows: Rows, findings: Sequence[Finding], known: Sequence[KnownFinding], options: RuleOptions
) -> tuple[Sifted, tuple[KnownFinding, ...]]:
    """Given a workbook's name, rows and findings, and what is known, return the findings that are new, and the known
    ones of this workbook that no longer occur (as often as they were accepted). Rules that were not asked, by the
    options, say nothing of what is gone."""
    room = Counter({(one.code, one.workbook, one.subject): one.times for one in known if one.workbook == workbook})
    words = {(one.code, one.workbook, one.subject): one.words for one in known}
    subjects = _Subjects(rows)
    left = []
    for finding in findings:
        key = (finding.code, workbook, subjects.of(finding)[0])
        if room[key] > 0:
            room[key] -= 1
        else:
            left.append(finding)
    gone = tuple(
        sorted(
            KnownFinding(*key, words[key], times)
            for key, times in room.items()
            if times > 0 and is_asked(key[0], options)
        )
    )
    return Sifted(tuple(left), len(findings) - len(left)), gone


def is_asked(code: str, options: RuleOptions) -> bool:
    """Given a rule's code and which rules may speak, return whether it is among them."""
    return (not options.select or matches(code, options.select)) and not matches(code, options.ignore)


def known_to_json(known: Iterable[KnownFinding]) -> str:
    """Given known findings, return the file's text: one a line, so that a change of one is a change of one line."""
    lines = ",\n".join(f"    {json.dumps(one._asdict(), ensure_ascii=False)}" for one in sorted(known))
    return f'{{\n  "version": {_VERSION},\n  "known": [\n{lines}\n  ]\n}}\n'


def known_from_json(text: str) -> tuple[KnownFinding, ...]:
    """Given such a file's text, return its findings. Raise KnownFile where it is none."""
    try:
        document = json.loads(text)
    except ValueError as error:
        raise KnownFile(f"it is not JSON ({error})") from None
    if not isinstance(document, dict) or document.get("version") != _VERSION:
        raise KnownFile(f'it is no list of known findings (it has no "version": {_VERSION})')
    entries = document.get("known")
    if not isinstance(entries, list) or not all(_is_entry(one) for one in entries):
        raise KnownFile(f"each of its entries has to have {', '.join(_FIELDS)}")
    return tuple(KnownFinding(**{name: one[name] for name in _FIELDS}) for one in entries)


def _is_entry(one: object) -> bool:
    return isinstance(one, dict) and all(isinstance(one.get(name), kind) for name, kind in _FIELDS.items())


class _Subjects:
    """What each row of a workbook is about."""

    def __init__(self, rows: Rows) -> None:
        self._rows = dict(_subjects(rows))
        self._objectives = {
            (objective.sheet, objective.row): (objective.id, objective.title.value or "")
            for objective in rows.objectives
        }

    def of(self, finding: Finding) -> tuple[str, str]:
        """The subject of a finding, and its words."""
        place = (finding.cell.sheet, finding.row or finding.cell.row)
        found = self._objectives.get(place) if finding.about_objective else None
        found = found or self._rows.get(place)
        if found is not None and finding.row is not None:
            return found
        said = " ".join(render(finding.message, "en").split())
        return f"{finding.cell.sheet}: {said}", said


def _subjects(rows: Rows) -> Iterator[tuple[tuple[str, int], tuple[str, str]]]:
    """A key result's row is its own, even where its objective shares it."""
    for objective in rows.objectives:
        yield (objective.sheet, objective.row), (objective.id, objective.title.value or "")
    for kpi in rows.kpis:
        yield (kpi.sheet, kpi.row), (kpi.id, kpi.name.value or "")
    for _, key_result in rows.key_results():
        yield (key_result.sheet, key_result.row), (key_result.id, key_result.text.value or "")
