"""Scored rows ─▶ findings: every selected rule over everything, in one pass. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from operator import attrgetter
from typing import Any

from sync.inheriting import missing_rows
from sync.lineage import Lineage
from sync.memo import Memo
from sync.model.cells import Calculation, CellRef
from sync.model.findings import Finding, Language, Severity
from sync.model.past import Gone, History
from sync.model.readings import Activity, Read
from sync.model.rows import Cycle, KeyResult, Kpi, Objective, Rows, Table
from sync.model.scores import Scored, Status
from sync.options import RuleOptions
from sync.reading.texts.text import bare
from sync.rules.asked_before import AskedBefore
from sync.rules.rule import (
    Around,
    ByHandCase,
    KeyResultCase,
    KpiCase,
    LandedElsewhereCase,
    Matter,
    ObjectiveCase,
    OwnedFormulaCase,
    Problem,
    RemarkCase,
    Rule,
    TableCase,
    UntellableCase,
    say,
)

RULE_FAILED = "OKR000"


def matches(code: str, patterns: Iterable[str]) -> bool:
    """Given a rule's code, and codes or families ('OKR201', 'OKR2'), return whether one of these means it."""
    return any(code.startswith(pattern.strip().upper()) for pattern in patterns if pattern.strip())


def selected(rules: Sequence[Rule], options: RuleOptions) -> tuple[Rule, ...]:
    """Given all rules, return those that the options let speak."""
    return tuple(
        rule
        for rule in rules
        if (not options.select or matches(rule.code, options.select)) and not matches(rule.code, options.ignore)
    )


def check_with(
    rules: Sequence[Rule], scored: Scored, history: History, options: RuleOptions, known: Memo[Any] | None = None
) -> tuple[Finding, ...]:
    """Given the rules, scored rows, what the past says, and what was said of objectives before, return the findings,
    ordered by sheet, row, column, code."""
    findings = _Findings(scored.rows, options)
    speaking = selected(rules, options)
    if not speaking:
        return ()
    lineage = Lineage(history.closings, options.calendar, history.inherited)
    around = Around(scored.as_of, options, history, lineage, scored, _gone(scored, history))
    tables = _Tables(scored.rows.tables)
    before = None if known is None else AskedBefore(known, rules, around)
    _check_objectives(findings, speaking, scored, around, before)
    _check_kpis(findings, speaking, scored, around)
    _check_tables(findings, speaking, scored, around)
    _check_remarks(findings, speaking, scored, tables, history)
    return findings.in_order()


def _gone(scored: Scored, history: History) -> Mapping[str, Sequence[Gone]]:
    """Key results that stood in the workbook before and do so no longer, in no other words, at no other place and in no
    other workbook; of a tab with rows whose words are not known yet, nobody knows."""
    waiting = {
        row.key_result.sheet
        for one in scored.objectives
        for row in one.key_results
        if row.key_result.text.trouble is not None or one.objective.title.trouble is not None
    }
    missing = [
        one
        for one in missing_rows(scored, history)
        if one.words and one.sheet not in waiting and one.id not in history.moved_away
    ]
    if not missing:
        return {}
    words = {
        (one.cycle.id if one.cycle else "", bare(row.key_result.text.value or ""))
        for one in scored.objectives
        for row in one.key_results
    }
    gone: dict[str, list[Gone]] = defaultdict(list)
    for one in missing:
        if (one.cycle, bare(one.words)) not in words:
            gone[one.objective].append(one)
    return gone


def check_formulas(
    rules: Sequence[Rule], rows: Rows, cells: Iterable[CellRef], options: RuleOptions
) -> tuple[Finding, ...]:
    """Given the owned cells that hold somebody's formula, return a finding for each."""
    speaking = _about(selected(rules, options), OwnedFormulaCase)
    asked = list(cells) if speaking else []
    if not asked:
        return ()
    findings, tables, excused = _Findings(rows, options), _Tables(rows.tables), _excused_by_row(rows)
    for cell in asked:
        excuse = excused.get((cell.sheet, cell.row), frozenset())
        findings.add(speaking, OwnedFormulaCase(cell), partial(_Place, cell, cell.row, tables.at(cell), excuse))
    return findings.in_order()


def check_calculation(
    rules: Sequence[Rule], tables: Sequence[Table], calculation: Calculation, options: RuleOptions
) -> tuple[Finding, ...]:
    """Given a workbook's tables and which of its formulas may show old values after a write, return a finding for
    each tab with such formulas, and one where it is calculated by hand."""
    findings = _Findings(Rows(tables=tuple(tables)), options)
    cases: list[UntellableCase | ByHandCase] = [UntellableCase(*each) for each in calculation.untellable]
    if calculation.by_hand is not None:
        cases.append(ByHandCase(calculation.by_hand))
    speaking, of_tab = selected(rules, options), _Tables(tables)
    for case in cases:
        # A tab without tables speaks as the others do.
        table = of_tab.at(case.cell) or next(iter(tables), None)
        findings.add(_about(speaking, type(case)), case, partial(_Place, case.cell, None, table))
    return findings.in_order()


def check_landing(
    rules: Sequence[Rule], tables: Sequence[Table], cells: Iterable[CellRef], options: RuleOptions
) -> tuple[Finding, ...]:
    """Given cells that held another row's value for a moment, return a finding for each."""
    findings = _Findings(Rows(tables=tuple(tables)), options)
    speaking, of_tab = _about(selected(rules, options), LandedElsewhereCase), _Tables(tables)
    for cell in cells if speaking else ():
        table = of_tab.at(cell) or next(iter(tables), None)
        findings.add(speaking, LandedElsewhereCase(cell), partial(_Place, cell, None, table))
    return findings.in_order()


def rules_about_formulas(rules: Sequence[Rule]) -> Sequence[Rule]:
    """Given rules, return those that ``check_formulas`` asks."""
    return _about(rules, OwnedFormulaCase)


# ── One pass over each kind of case ──────────────────────────────────────────────────────────────────────────────────


def _check_objectives(
    findings: _Findings, speaking: Sequence[Rule], scored: Scored, around: Around, before: AskedBefore | None
) -> None:
    of_all = _of_all(around)
    remembered = around.history.key_results
    if before is not None:
        around = before.around
    of_open, of_sealed = (
        (_Asked(rules, ObjectiveCase).with_any(of_all), _Asked(rules, KeyResultCase))
        for rules in (speaking, _of_sealed(speaking))
    )
    waiting = {one.objective.table for one in scored.objectives if one.objective.title.trouble is not None}
    for objective in scored.objectives:
        its_past = tuple([remembered.get(one.key_result.id) for one in objective.key_results])
        if before is not None and (said := before.said(objective, its_past)) is not None:
            findings.take(said)
            continue
        begun = findings.so_far
        own = objective.objective
        table = scored.rows.tables[own.table]
        is_sealed = _is_sealed(objective.cycle or table.cycle, around.history)
        objective_rules, key_result_rules = of_sealed if is_sealed else of_open
        # Where the words of one are not known yet, nobody knows how many rows any has.
        if (objective.status is not Status.left_out or not own.key_results) and own.table not in waiting:
            case_of_all = ObjectiveCase(objective, own, table, around)
            findings.add(objective_rules, case_of_all, partial(_objective_place, own, table))
        for key_result, known in zip(objective.key_results, its_past, strict=True):
            status = key_result.status
            if status is _LEFT_OUT:
                continue
            row = key_result.key_result
            own_table = table if row.table is None else scored.rows.tables[row.table]
            cycle = objective.cycle or table.cycle
            troubled = _troubled(row)
            if own.title.trouble is not None and row is own.key_results[0]:
                troubled = (own.title, *troubled)
            case = _new_case((key_result, row, objective, own_table, cycle, known, troubled, around))
            matters = (
                of_all
                | (_DOUBT if key_result.doubts or troubled else 0)
                | (0 if known is None else _REMEMBERED)
                | (_CHECK_INS if row.check_ins else 0)
                | (0 if key_result.measured_by is None else _MEASURING_KPI)
                | _said_matters(row)
                | (Matter.behind if status is _BEHIND else Matter.done if status is _DONE else 0)
                | (_SAID_DONE if row.activity is _IS_DONE and status is not _DONE else 0)
            )
            findings.add(key_result_rules.with_any(matters), case, partial(_key_result_place, row, own_table))
        if before is not None and (found := findings.since(begun)) is not None:
            before.keep(objective, its_past, found)


def _check_kpis(findings: _Findings, speaking: Sequence[Rule], scored: Scored, around: Around) -> None:
    of_open, of_sealed = _Asked(speaking, KpiCase), _Asked(_of_sealed(speaking), KpiCase)
    of_all = _of_all(around) | Matter.bound  # nearly all have one
    for kpi in scored.kpis:
        table = scored.rows.tables[kpi.kpi.table]
        troubled = _troubled_kpi(kpi.kpi, scored.as_of)
        asked = of_sealed if _is_sealed(table.cycle, around.history) else of_open
        rules = asked.with_any(of_all | (_DOUBT if kpi.doubts or troubled else 0))
        findings.add(rules, KpiCase(kpi, kpi.kpi, table, troubled, around), partial(_kpi_place, kpi.kpi, table))


def _check_tables(findings: _Findings, speaking: Sequence[Rule], scored: Scored, around: Around) -> None:
    table_rules = _Asked(speaking, TableCase).with_any(_of_all(around))
    if not table_rules:
        return
    objectives, kpis = defaultdict(list), defaultdict(list)
    for objective in scored.objectives:
        objectives[objective.objective.table].append(objective)
    for kpi in scored.kpis:
        kpis[kpi.kpi.table].append(kpi)
    for index, table in enumerate(scored.rows.tables):
        if _is_sealed(table.cycle, around.history):
            continue
        case = TableCase(table, tuple(objectives[index]), tuple(kpis[index]), around)
        header = CellRef(table.sheet, max(table.header_row, 1), max(table.left_edge, 1))
        findings.add(table_rules, case, partial(_Place, header, None, table))


def _check_remarks(
    findings: _Findings, speaking: Sequence[Rule], scored: Scored, tables: _Tables, history: History
) -> None:
    remark_rules = _about(speaking, RemarkCase)
    for remark in scored.rows.remarks:
        table = tables.at(remark.cell)
        if table is not None and _is_sealed(table.cycle, history):
            continue
        place_of = partial(_Place, remark.cell, remark.row, table, spoken=remark.language)
        findings.add(remark_rules, RemarkCase(remark), place_of)


def _about(rules: Iterable[Rule], kind: type) -> tuple[Rule, ...]:
    return tuple(rule for rule in rules if kind in rule.about)


class _Asked:
    """The rules about one kind of case, by the matters that a case has."""

    def __init__(self, rules: Iterable[Rule], kind: type) -> None:
        self._rules = _about(rules, kind)
        self._by_matters: dict[int, tuple[Rule, ...]] = {}

    def with_any(self, matters: int) -> tuple[Rule, ...]:
        """Those that may have something to say of a case with these matters."""
        asked = self._by_matters.get(matters)
        if asked is None:
            asked = tuple(rule for rule in self._rules if not rule.only_with or rule.only_with & matters)
            self._by_matters[matters] = asked
        return asked


# As NamedTuples make themselves, without the call that takes longer than that: every row has one.
_new_case: Callable[[tuple[Any, ...]], KeyResultCase] = partial(tuple.__new__, KeyResultCase)


def _said_matters(row: KeyResult) -> int:
    measure = row.measure
    if measure.lower is not None or measure.upper is not None:
        matters = _BOUND
    else:
        matters = _VALUELESS if measure.target is None and measure.change is None else 0
    return matters | (_KEPT if measure.kept else 0) | (0 if row.confidence.value is None else _CONFIDENCE)


_DOUBT, _REMEMBERED, _CHECK_INS = Matter.doubt, Matter.remembered, Matter.check_ins
_MEASURING_KPI, _VALUELESS, _BOUND = Matter.measuring_kpi, Matter.valueless, Matter.bound
_KEPT, _CONFIDENCE, _SAID_DONE = Matter.kept, Matter.confidence, Matter.said_done
# Python 3.11 takes 0.15 µs to find a member of an enumeration, and every row asks for these.
_LEFT_OUT, _BEHIND, _DONE, _IS_DONE = Status.left_out, Status.behind, Status.done, Activity.done


def _of_all(around: Around) -> int:
    """The matters that all cases of one run share."""
    return (Matter.past if around.lineage else 0) | (Matter.moved if around.history.maybe_from else 0)


def _is_sealed(cycle: Cycle | None, history: History) -> bool:
    """Whether nothing that is done about rows of a cycle has an effect any more: it is closed, and none of them waits
    to be written what was sealed while the workbook was held."""
    if cycle is None or cycle.id not in history.closed_cycles:
        return False
    return not any(waiting == cycle.id for waiting, _ in history.unwritten)


def _of_sealed(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    return tuple(rule for rule in rules if rule.of_sealed)


# ── From a problem to a finding ──────────────────────────────────────────────────────────────────────────────────────


class _Place:
    """Where a case's findings go unless they say otherwise."""

    __slots__ = ("about_objective", "cell", "excused", "row", "spoken", "table")

    def __init__(
        self,
        cell: CellRef,
        row: int | None,
        table: Table | None,
        excused: frozenset[str] = frozenset(),
        about_objective: bool = False,
        spoken: Language | None = None,
    ) -> None:
        self.cell, self.row, self.table, self.spoken = cell, row, table, spoken
        self.excused, self.about_objective = excused, about_objective

    @property
    def language(self) -> Language:
        return self.spoken or (self.table.language if self.table is not None else "en")


class _Findings:
    """Findings as they are gathered. A rule that crashes is told of once, where it crashed first."""

    def __init__(self, rows: Rows, options: RuleOptions) -> None:
        self._rows = rows
        self._tables = _Tables(rows.tables)
        self._tells_of_failures = not matches(RULE_FAILED, options.ignore)
        self._found: list[Finding] = []
        self._failed: set[str] = set()
        self._failures = 0

    @property
    def so_far(self) -> tuple[int, int]:
        """How many there are, and how often a rule crashed."""
        return len(self._found), self._failures

    def since(self, then: tuple[int, int]) -> Sequence[Finding] | None:
        """Given how many there were, return those that came since; None where a rule crashed meanwhile."""
        return self._found[then[0] :] if self._failures == then[1] else None

    def take(self, said: Iterable[Finding]) -> None:
        """Take over what the rules are known to say."""
        self._found += said

    def add(self, rules: Sequence[Rule], case: Any, place_of: Callable[[], _Place]) -> None:
        """Ask the rules about a case. ``place_of`` is asked only where one has something to say."""
        for rule in rules:
            try:
                for problem in rule.check(case):
                    self._add(rule, problem, place_of() if problem.of is None else self._place_of(problem.of))
            except Exception as error:
                self._add_failure(rule, error, place_of())

    def in_order(self) -> tuple[Finding, ...]:
        sheets = {table.sheet: index for index, table in reversed(list(enumerate(self._rows.tables)))}
        last = len(sheets)

        def place(finding: Finding) -> tuple[int, str, int, int, str, str]:
            cell = finding.cell
            return (
                sheets.get(cell.sheet, last),
                cell.sheet,
                cell.row,
                cell.column,
                finding.code,
                finding.message.template,
            )

        return tuple(sorted(self._found, key=place))

    def _add(self, rule: Rule, problem: Problem, place: _Place) -> None:
        if place.excused and matches(rule.code, place.excused):
            return
        # A row's findings stand on its own sheet, where its Warnings cell is: the message names a cell elsewhere.
        elsewhere = problem.cell is not None and problem.cell.sheet != place.cell.sheet
        cell = place.cell if problem.cell is None or elsewhere else problem.cell
        self._found.append(
            Finding(
                rule.code,
                problem.severity or rule.severity,
                problem.message,
                problem.hint,
                cell,
                place.row,
                place.about_objective,
                place.language,
            )
        )

    def _add_failure(self, rule: Rule, error: Exception, place: _Place) -> None:
        self._failures += 1
        if rule.code in self._failed or not self._tells_of_failures:
            return
        self._failed.add(rule.code)
        message = say("Rule {rule} failed here: {error}", rule=rule.code, error=f"{type(error).__name__}: {error}")
        hint = say("Report this, with the row; until it is fixed, ignore {rule} in the settings", rule=rule.code)
        # No row: what is wrong with us is nobody's warning in a sheet.
        self._found.append(Finding(RULE_FAILED, Severity.error, message, hint, place.cell, None, False, place.language))

    def _place_of(self, subject: KeyResult | Objective | Kpi) -> _Place:
        if isinstance(subject, Objective):
            return _objective_place(subject, self._rows.tables[subject.table])
        if isinstance(subject, Kpi):
            return _kpi_place(subject, self._rows.tables[subject.table])
        return _key_result_place(subject, self._tables.at(_own_cell(subject.text, subject.sheet, subject.row)))


def _key_result_place(key_result: KeyResult, table: Table | None) -> _Place:
    cell = _own_cell(key_result.text, key_result.sheet, key_result.row, table)
    return _Place(cell, key_result.row, table, key_result.ignored_rules)


def _objective_place(objective: Objective, table: Table) -> _Place:
    cell = _own_cell(objective.title, objective.sheet, objective.row, table)
    return _Place(cell, objective.row, table, objective.ignored_rules, about_objective=not objective.own_row)


def _kpi_place(kpi: Kpi, table: Table) -> _Place:
    return _Place(_own_cell(kpi.name, kpi.sheet, kpi.row, table), kpi.row, table, kpi.ignored_rules)


def _own_cell(text: Read[str], sheet: str, row: int, table: Table | None = None) -> CellRef:
    """The cell of a row's text, in the row itself (a merged cell's text stands further up)."""
    if text.cell is not None and text.cell.sheet == sheet:
        return text.cell
    return CellRef(sheet, row, 1 if table is None else max(table.left_edge, 1))


class _Tables:
    """Which table a row belongs to."""

    def __init__(self, tables: Sequence[Table]) -> None:
        self._by_sheet: Mapping[str, list[Table]] = defaultdict(list)
        for table in tables:
            self._by_sheet[table.sheet].append(table)

    def at(self, cell: CellRef) -> Table | None:
        """The table that holds the cell, else its row, else the sheet's first."""
        own = self._by_sheet.get(cell.sheet, [])
        holding = [table for table in own if table.first_header_row <= cell.row <= table.last_row] or own
        beside = (table for table in holding if table.left_edge <= cell.column <= table.right_edge)
        return next(beside, holding[0] if holding else None)


def _excused_by_row(rows: Rows) -> Mapping[tuple[str, int], frozenset[str]]:
    excused: dict[tuple[str, int], frozenset[str]] = defaultdict(frozenset)
    for subject in _subjects(rows):
        if subject.ignored_rules:
            excused[subject.sheet, subject.row] |= subject.ignored_rules
    return excused


def _subjects(rows: Rows) -> Iterator[KeyResult | Objective | Kpi]:
    yield from rows.objectives
    yield from rows.kpis
    for _, key_result in rows.key_results():
        yield key_result


_NAMES = (
    "text", "baseline", "target", "target_minimum", "target_stretch", "current", "milestone", "lower", "upper",
    "tolerance", "unit", "weight", "confidence", "owner", "start", "due", "updated", "kpi", "pace",
)  # fmt: skip
_READS = attrgetter(*_NAMES)
_TROUBLES = attrgetter(*[f"{name}.trouble" for name in _NAMES])


def _troubled(row: KeyResult) -> tuple[Read[Any], ...]:
    # Hardly any row has one, and every row is asked.
    return _distinct([read for read in _READS(row) if read.trouble is not None]) if any(_TROUBLES(row)) else ()


def _troubled_kpi(kpi: Kpi, as_of: date) -> tuple[Read[Any], ...]:
    """What a period that has not begun holds is nobody's trouble yet."""
    reads: tuple[Read[Any], ...] = (kpi.name, kpi.unit, kpi.lower, kpi.upper, kpi.target, kpi.baseline, kpi.tolerance)
    values = (kpi.current, *(one.value for one in kpi.periods if one.period.first_day <= as_of))
    return _distinct([read for read in (*reads, *values) if read.trouble is not None])


def _distinct(reads: list[Read[Any]]) -> tuple[Read[Any], ...]:
    """One cell may feed two fields (a current value and a milestone): it is spoken of once."""
    return tuple({(read.cell, read.trouble): read for read in reads}.values())
