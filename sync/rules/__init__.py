"""What is wrong with which cell, and what to do about it. ``check`` is the door; a rule is a small function with its
page directly above it, in its family's file.

OKR1xx cells and how rows hang together · OKR2xx writing · OKR3xx progress · OKR4xx across time · OKR5xx KPIs.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from operator import attrgetter
from typing import Any

from sync.memo import Memo
from sync.model.cells import Calculation, CellRef
from sync.model.findings import Finding
from sync.model.past import History
from sync.model.rows import Rows, Table
from sync.model.scores import Scored
from sync.options import RuleOptions
from sync.rules import (
    across_cycles,
    alignment,
    baselines,
    cells,
    columns,
    dates,
    disagreements,
    elsewhere,
    failing,
    forecasts,
    groups,
    kpis,
    kpis_across_cycles,
    layout,
    measures,
    pacing,
    past,
    scales,
    texts,
    unmatched,
    writing,
)
from sync.rules.checking import (
    check_calculation,
    check_formulas,
    check_landing,
    check_with,
    matches,
    rules_about_formulas,
)
from sync.rules.layout import LANDED, OLD_VALUES
from sync.rules.past import GONE
from sync.rules.rule import Example, Page, Problem, Rule

_FAMILIES: tuple[Rule, ...] = (
    *failing.RULES,
    *cells.RULES,
    *scales.RULES,
    *measures.RULES,
    *baselines.RULES,
    *groups.RULES,
    *alignment.RULES,
    *dates.RULES,
    *columns.RULES,
    *unmatched.RULES,
    *layout.RULES,
    *writing.RULES,
    *texts.RULES,
    *pacing.RULES,
    *disagreements.RULES,
    *forecasts.RULES,
    *past.RULES,
    *across_cycles.RULES,
    *kpis.RULES,
    *kpis_across_cycles.RULES,
    *elsewhere.RULES,
)
_RULES = tuple(sorted(_FAMILIES, key=attrgetter("code")))
_BY_CODE: Mapping[str, Rule] = {rule.code: rule for rule in _RULES}
_ABOUT_FORMULAS = frozenset(rule.code for rule in rules_about_formulas(_RULES))
_OF_THE_SHEET = _ABOUT_FORMULAS.union(OLD_VALUES, (LANDED,))


def check(
    scored: Scored, history: History, options: RuleOptions, known: Memo[Any] | None = None
) -> tuple[Finding, ...]:
    """Given scored rows, what the past says, which rules may speak, and what was said of objectives before, return the
    findings, ordered by sheet, row, column and code. A rule that fails becomes a finding itself (OKR000)."""
    return check_with(_RULES, scored, history, options, known)


def formula_in_the_way(rows: Rows, cells: Iterable[CellRef], options: RuleOptions) -> tuple[Finding, ...]:
    """Given the owned cells that hold somebody's formula, return a finding for each: they are never written."""
    return check_formulas(_RULES, rows, cells, options)


def old_values_may_show(tables: Sequence[Table], calculation: Calculation, options: RuleOptions) -> tuple[Finding, ...]:
    """Given a workbook's tables, and which of its formulas may show old values after a write, return what there is to
    say of that."""
    return check_calculation(_RULES, tables, calculation, options)


def landed_elsewhere(tables: Sequence[Table], cells: Iterable[CellRef], options: RuleOptions) -> tuple[Finding, ...]:
    """Given a workbook's tables, and cells that held another row's value for a moment, return a finding for each."""
    return check_landing(_RULES, tables, cells, options)


def is_of_rows(finding: Finding) -> bool:
    """Given a finding, return whether ``check`` gives it: others are found in the sheet itself, or by a write."""
    return finding.code not in _OF_THE_SHEET


def is_about_formulas(finding: Finding) -> bool:
    """Given a finding, return whether it is one of ``formula_in_the_way``: of the sheet itself, not of its rows."""
    return finding.code in _ABOUT_FORMULAS


def rules() -> tuple[Rule, ...]:
    """All rules, by code."""
    return _RULES


def rule(code: str) -> Rule:
    """Given a code, in any case, return its rule. Raise KeyError when there is none."""
    return _BY_CODE[code.strip().upper()]


def all_codes() -> tuple[str, ...]:
    """The codes of all rules, in order."""
    return tuple(_BY_CODE)


__all__ = [
    "GONE",
    "OLD_VALUES",
    "Example",
    "Page",
    "Problem",
    "Rule",
    "all_codes",
    "check",
    "formula_in_the_way",
    "is_about_formulas",
    "is_of_rows",
    "landed_elsewhere",
    "matches",
    "old_values_may_show",
    "rule",
    "rules",
]
