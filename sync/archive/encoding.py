"""A scored workbook cut into rows that can be kept one by one, and sewn together again. Pure.

What a row says, and what it came to, are JSON texts told relative to the row: they stay the same, letter for letter,
when the row moves. Where it stands (sheet, row, position) is beside them.
"""

import json
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import partial
from hashlib import blake2b
from itertools import groupby
from json.encoder import JSONEncoder, encode_basestring
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

from sync.archive import row_texts
from sync.memo import Memo
from sync.model.cells import CellRef, CellValue, ErrorValue
from sync.model.findings import Finding, Severity
from sync.model.plans import AddColumn
from sync.model.rows import KeyResult, Kpi, LayoutRemark, Objective, Rows, SkippedTab, Table
from sync.model.scores import Scored, ScoredKeyResult, ScoredKpi, ScoredObjective
from sync.options import ScoringOptions
from sync.plain import Record

_OBJECTIVE = Record(Objective, without=("row", "sheet", "key_results"))
_KEY_RESULT = Record(KeyResult, without=("row", "sheet"))
_KPI = Record(Kpi, without=("row", "sheet"))
_SCORED_OBJECTIVE = Record(ScoredObjective, without=("objective", "key_results", "expected"))
_SCORED_KEY_RESULT = Record(ScoredKeyResult, without=("key_result", "expected"))
_SCORED_KPI = Record(ScoredKpi, without=("kpi",))
_FINDING = Record(Finding, without=("code", "severity", "cell", "row"))
_TABLE = Record(Table)
_REMARK = Record(LayoutRemark)
_SKIPPED = Record(SkippedTab)
_OPTIONS = Record(ScoringOptions)
_ADDED_COLUMN = Record(AddColumn)

WRITTEN_OUT: dict[str, Record[Any]] = {
    "objective": _OBJECTIVE,
    "key_result": _KEY_RESULT,
    "kpi": _KPI,
    "scored_objective": _SCORED_OBJECTIVE,
    "scored_key_result": _SCORED_KEY_RESULT,
    "scored_kpi": _SCORED_KPI,
    "finding": _FINDING,
    "table": _TABLE,
    "remark": _REMARK,
    "skipped": _SKIPPED,
    "options": _OPTIONS,
    "added_column": _ADDED_COLUMN,
}
"""The functions of ``row_texts.py`` that write these, by name."""

Evaluation = ScoredObjective | ScoredKeyResult | ScoredKpi
T = TypeVar("T")


class Kept(NamedTuple):
    """One row (or table, remark, skipped tab) as it is kept. ``subject`` tells it from all others of its kind in its
    workbook. Positions count objectives with their key results in one line, and every other kind in its own.
    ``content`` is what it says and ``evaluation`` what that came to; or both are in ``content``, as a ``pair``."""

    kind: str
    subject: str
    position: int
    sheet: str
    row: int
    content: str
    evaluation: str | None = None
    current: Decimal | None = None
    target: Decimal | None = None
    progress: Decimal | None = None
    score: Decimal | None = None
    status: str | None = None


class KeptFinding(NamedTuple):
    """A finding as it is kept."""

    code: str
    severity: str
    sheet: str
    row: int
    column: int
    content: str


def cut(scored: Scored) -> Iterator[Kept]:
    """Given a scored workbook, yield its rows. Raise ValueError when objectives, key results or KPIs were scored that
    are not those of its rows: they could not be put together again."""
    return (with_texts(*one) for one in cut_without_texts(scored))


Cut = tuple[Kept, Evaluation | None]
"""A row without its texts, beside what these are made from, where it has any."""


def cut_without_texts(scored: Scored) -> Iterator[Cut]:
    """As ``cut``, but objectives, key results and KPIs have no texts yet."""
    seen: dict[tuple[str, str], int] = {}
    for objective, position in with_positions(scored):
        yield from ((told_apart(kept, seen), of) for kept, of in cut_objective(objective, position))
    yield from ((told_apart(kept, seen), of) for kept, of in cut_others(scored))


def with_positions(scored: Scored) -> Iterator[tuple[ScoredObjective, int]]:
    """Given a scored workbook, yield its objectives, each with its position. Raise ValueError as ``cut`` does."""
    _must_belong_together(scored)
    position = 0
    for objective in scored.objectives:
        yield objective, position
        position += 1 + len(objective.key_results)


def cut_others(scored: Scored) -> Iterator[Cut]:
    """What is kept beside objectives and key results. Of a kind, rows that have the same subject are to be
    ``told_apart``."""
    yield from _kpis(scored)
    yield from ((one, None) for one in _layout(scored.rows))


def cut_objective(objective: ScoredObjective, position: int) -> Iterator[Cut]:
    """Given an objective and its position, yield its row and those of its key results."""
    yield _kept_objective(objective, position), objective
    for at, key_result in enumerate(objective.key_results, position + 1):
        yield _kept_key_result(key_result, at), key_result


def with_texts(kept: Kept, of: Evaluation | None) -> Kept:
    """Given a row as ``cut_without_texts`` gave it, return it as ``cut`` does. Its texts follow from ``of`` alone."""
    if of is None:
        return kept
    content, evaluation = texts_of(of, _home(kept))
    return kept._replace(content=content, evaluation=evaluation)


def texts_of(of: Evaluation, home: tuple[str, int]) -> tuple[str, str]:
    """Given a scored row and where it stands, return what it says and what that came to, as they are kept."""
    if isinstance(of, ScoredKeyResult):
        return row_texts.key_result(of.key_result, home), row_texts.scored_key_result(of, home)
    if isinstance(of, ScoredObjective):
        return row_texts.objective(of.objective, home), row_texts.scored_objective(of, home)
    return row_texts.kpi(of.kpi, home), row_texts.scored_kpi(of, home)


def pair(content: str, evaluation: str) -> bytes:
    """Given what a row says and what it came to, return both as one text in UTF-8, from which ``evaluation_of`` reads
    them."""
    # A formula has signs of which each takes two bytes in memory, and so would all of the text that it is put into.
    return b"[%b,%b]" % (content.encode(), evaluation.encode())


def sew(kept: Iterable[Kept], expected: str, as_of: date) -> Scored:
    """Given the rows that ``cut`` gave, the text that ``expected_text`` gave, and the day, return what was cut."""
    kinds: dict[str, list[Kept]] = {}
    for one in sorted(kept, key=attrgetter("position")):
        line = "okr" if one.kind in ("objective", "key_result") else one.kind
        kinds.setdefault(line, []).append(one)
    objectives = tuple(_sewn_objectives(kinds.get("okr", []), expected_from_text(expected)))
    kpis = tuple(evaluation_of(one) for one in kinds.get("kpi", []))
    rows = Rows(
        tables=tuple(_TABLE.decode(json.loads(one.content)) for one in kinds.get("table", [])),
        objectives=tuple(one.objective for one in objectives),
        kpis=tuple(one.kpi for one in kpis),
        remarks=tuple(_REMARK.decode(json.loads(one.content), _home(one)) for one in kinds.get("remark", [])),
        skipped=tuple(_SKIPPED.decode(json.loads(one.content)) for one in kinds.get("skipped", [])),
    )
    return Scored(rows, as_of, objectives, kpis)


def evaluation_of(kept: Kept, expected: Decimal | None = None) -> Any:
    """Given a kept objective, key result or KPI and its expected progress, return it scored; an objective comes without
    its key results."""
    said = json.loads(kept.content)
    content, evaluation = said if kept.evaluation is None else (said, json.loads(kept.evaluation))
    home, place = _home(kept), {"sheet": kept.sheet, "row": kept.row}
    if kept.kind == "kpi":
        return _SCORED_KPI.decode(evaluation, home, kpi=_KPI.decode(content, home, **place))
    if kept.kind == "key_result":
        key_result = _KEY_RESULT.decode(content, home, **place)
        return _SCORED_KEY_RESULT.decode(evaluation, home, key_result=key_result, expected=expected)
    objective = _OBJECTIVE.decode(content, home, key_results=(), **place)
    return _SCORED_OBJECTIVE.decode(evaluation, home, objective=objective, key_results=(), expected=expected)


def said_of(kept: Kept) -> dict[str, Any]:
    """Given a kept objective, key result or KPI, return what it said, as it is kept."""
    content: Any = json.loads(kept.content)
    said: dict[str, Any] = content[0] if kept.evaluation is None else content
    return said


def kpi_of(kept: Kept) -> Kpi:
    """Given a kept KPI, return what it said."""
    return _KPI.decode(said_of(kept), _home(kept), sheet=kept.sheet, row=kept.row)


def table_of(content: str) -> Table:
    """Given a kept table's text, return the table."""
    return _TABLE.decode(json.loads(content))


def expected_text(scored: Scored) -> str:
    """Given a scored workbook, return the expected progress of its objectives and key results, in the order of their
    positions, with runs of the same value told once. It changes daily, for every row, and is kept once a snapshot."""
    values: dict[str | None, int] = {}
    runs: list[list[int]] = []
    before: object = values
    for value in _expected(scored):
        # What rows of one cycle share is one object, and spelt once.
        if value is not before:
            before = value
            number = values.setdefault(None if value is None else str(value), len(values))
            if not runs or runs[-1][0] != number:
                runs.append([number, 0])
        runs[-1][1] += 1
    return _to_text({"values": list(values), "runs": runs})


def expected_from_text(text: str) -> list[Decimal | None]:
    """Given ``expected_text``, return the value for each position."""
    document = json.loads(text)
    values = [None if value is None else Decimal(value) for value in document["values"]]
    return [values[index] for index, length in document["runs"] for _ in range(length)]


def cut_findings(findings: Iterable[Finding]) -> Iterator[KeptFinding]:
    """Given findings, yield them as they are kept, in the order of their codes and cells."""
    for _, same in groupby(sorted(findings, key=_PLACE), key=_PLACE):
        yield from sorted(map(cut_finding, same))


def sew_finding(kept: KeptFinding) -> Finding:
    plain = json.loads(kept.content)
    row = kept.row + plain.pop("row") if "row" in plain else None
    cell = CellRef(kept.sheet, kept.row, kept.column)
    home = (kept.sheet, kept.row)
    return _FINDING.decode(plain, home, code=kept.code, severity=Severity(kept.severity), cell=cell, row=row)


def options_to_text(options: ScoringOptions) -> str:
    return row_texts.options(options)


def options_from_text(text: str) -> ScoringOptions:
    return _OPTIONS.decode(json.loads(text))


def added_column_to_text(column: AddColumn) -> str:
    # With spaces, as the first version kept it.
    return json.dumps(json.loads(row_texts.added_column(column)), ensure_ascii=False)


def added_column_from_text(text: str) -> AddColumn:
    return _ADDED_COLUMN.decode(json.loads(text))


def value_to_text(value: CellValue) -> str:
    """Given a cell's value, return it as JSON: a number with its own digits, an error as ``{"error": "#REF!"}``."""
    if isinstance(value, str):
        return encode_basestring(value)
    if isinstance(value, Decimal):
        return str(value)
    return "null" if value is None else json.dumps({"error": value.code} if isinstance(value, ErrorValue) else value)


def value_from_text(text: str) -> CellValue:
    value: Any = json.loads(text, parse_float=Decimal, parse_int=Decimal, parse_constant=Decimal)
    return ErrorValue(value["error"]) if isinstance(value, dict) else value


def gist(scored: Scored, findings: Iterable[Finding], known: Memo[Any] | None = None) -> bytes:
    """Given a scored workbook and its findings, and what was hashed before, return a hash of what they came to. Of one
    file, read by one version with one set of settings on one day, equal gists mean equal rows."""
    digest = blake2b(digest_size=16)
    for objective in scored.objectives:
        digest.update(_as_before(known, "gist", objective, _gist_of_objective))
    for kpi in scored.kpis:
        digest.update(_any_to_text(_ESSENCE_OF_KPI(kpi)).encode())
    for finding in findings:
        digest.update(_as_before(known, "gist", finding, _gist_of_finding))
    return digest.digest()


def _gist_of_objective(objective: ScoredObjective) -> bytes:
    whole = f"{objective.objective.id} {objective.status} {objective.progress} {objective.keep}"
    # What ends with so many numbers cannot be taken for anything else, and each is a text in C.
    return "\n".join([whole, *[_KEY_RESULT_SPELT % _ESSENCE(one) for one in objective.key_results]]).encode()


def _gist_of_finding(finding: Finding) -> bytes:
    return _any_to_text(_ESSENCE_OF_FINDING(finding)).encode()


def _as_before(known: Memo[Any] | None, named: str, of: T, made: Callable[[T], bytes]) -> bytes:
    """What is made of an object, as it was made before."""
    found: bytes | None = None if known is None else known.recall(named, of)
    if found is not None:
        return found
    return made(of) if known is None else known.keep(made(of), named, of)


_to_text = JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode
_any_to_text = JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"), default=str).encode
_ESSENCE = attrgetter("key_result.id", "key_result.row", "status", "progress", "current", "target", "expected", "share")
_KEY_RESULT_SPELT = "%s %s %s %s %s %s %s %s"
_ESSENCE_OF_KPI = attrgetter("kpi.id", "kpi.row", "status", "progress", "current")
_PLACE = attrgetter("code", "severity", "cell")
_ESSENCE_OF_FINDING = attrgetter("code", "cell", "message")


def _must_belong_together(scored: Scored) -> None:
    if tuple(one.objective for one in scored.objectives) != scored.rows.objectives:
        raise ValueError("the scored objectives are not those of the rows")
    if tuple(one.kpi for one in scored.kpis) != scored.rows.kpis:
        raise ValueError("the scored KPIs are not those of the rows")
    for one in scored.objectives:
        if tuple(scored_one.key_result for scored_one in one.key_results) != one.objective.key_results:
            raise ValueError(f"the scored key results are not those of {one.objective.title.raw!r}")


# As NamedTuples make themselves, without the call that takes longer than that: every row has one.
_new_kept: Callable[[tuple[Any, ...]], Kept] = partial(tuple.__new__, Kept)


def _kept_objective(scored: ScoredObjective, position: int) -> Kept:
    objective = scored.objective
    return _new_kept(
        (
            "objective",
            objective.id or objective.title.raw,
            position,
            objective.sheet,
            objective.row,
            "",
            None,
            None,
            None,
            scored.progress,
            scored.score,
            str(scored.status),
        )
    )


def _kept_key_result(scored: ScoredKeyResult, position: int) -> Kept:
    key_result = scored.key_result
    return _new_kept(
        (
            "key_result",
            key_result.id or key_result.text.raw,
            position,
            key_result.sheet,
            key_result.row,
            "",
            None,
            scored.current,
            scored.target,
            scored.progress,
            scored.score,
            str(scored.status),
        )
    )


def _kpis(scored: Scored) -> Iterator[tuple[Kept, Evaluation]]:
    for position, one in enumerate(scored.kpis):
        kpi = one.kpi
        where = (kpi.id or kpi.name.raw, position, kpi.sheet, kpi.row)
        yield Kept("kpi", *where, "", current=one.current, progress=one.progress, status=str(one.status)), one


def _layout(rows: Rows) -> Iterator[Kept]:
    for position, table in enumerate(rows.tables):
        content = row_texts.table(table)
        yield Kept("table", table.title, position, table.sheet, table.first_header_row, content)
    for position, remark in enumerate(rows.remarks):
        content = row_texts.remark(remark, (remark.cell.sheet, remark.cell.row))
        name = f"{remark.kind} {remark.words}"
        yield Kept("remark", name, position, remark.cell.sheet, remark.cell.row, content)
    for position, skipped in enumerate(rows.skipped):
        yield Kept("skipped", skipped.title, position, skipped.title, 0, row_texts.skipped(skipped))


def told_apart(kept: Kept, seen: dict[tuple[str, str], int]) -> Kept:
    """Given a row, and how often rows of its kind and subject came before, return it with a subject of its own."""
    named = kept[:2]
    seen[named] = nth = seen.get(named, 0) + 1
    return kept if nth == 1 else kept._replace(subject=f"{named[1]}#{nth}")


def _sewn_objectives(line: list[Kept], expected: list[Decimal | None]) -> Iterator[ScoredObjective]:
    """Key results follow their objective."""
    objective: ScoredObjective | None = None
    key_results: list[ScoredKeyResult] = []
    for kept in line:
        scored = evaluation_of(kept, expected[kept.position])
        if kept.kind == "key_result":
            key_results.append(scored)
            continue
        if objective is not None:
            yield _with_key_results(objective, key_results)
        objective, key_results = scored, []
    if objective is not None:
        yield _with_key_results(objective, key_results)


def _with_key_results(objective: ScoredObjective, key_results: list[ScoredKeyResult]) -> ScoredObjective:
    own = objective.objective._replace(key_results=tuple(one.key_result for one in key_results))
    return objective._replace(objective=own, key_results=tuple(key_results))


def _expected(scored: Scored) -> Iterator[Decimal | None]:
    for objective in scored.objectives:
        yield objective.expected
        for key_result in objective.key_results:
            yield key_result.expected


def cut_finding(finding: Finding) -> KeptFinding:
    sheet, row, column = finding.cell
    text = row_texts.finding(finding, (sheet, row))
    if finding.row is not None:
        text = f'{text[:-1]},"row":{finding.row - row}}}'
    return KeptFinding(finding.code, str(finding.severity), sheet, row, column, text)


def _home(kept: Kept) -> tuple[str, int]:
    return kept.sheet, kept.row
