"""OKR403–408: what the cycles before say of this one. Rows of a cycle that is closed are left in peace."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import islice
from typing import NamedTuple

from sync.attainment import LINEAR
from sync.lineage import said_by_key_result, said_by_objective
from sync.model.findings import Severity
from sync.model.past import Closing, ClosingKind
from sync.model.readings import Kind
from sync.model.rows import Cycle, TableKind
from sync.model.scores import ScoredKeyResult, Status
from sync.reading.texts.text import bare
from sync.rules.rule import Around, Example, KeyResultCase, Matter, ObjectiveCase, Problem, Rule, TableCase, page, say
from sync.scoring import Grade
from sync.verdicts import final_score, in_a_row

_ONE = Decimal(1)
_FEW = 2
"""One key result that was easy says nothing of how a team sets its targets."""


def _teams(baseline: int, target: int, current: int) -> str:
    """A sheet of the examples."""
    head = "| Objective | Key result          | Baseline | Target | Current |"
    return f"{head}\n| Grow      | Weekly active teams | {baseline:<8} | {target:<6} | {current:<7} |"


def _two_measures(teams: int, paying: int, updated: str) -> str:
    return f"""\
| Objective | Key result   | Baseline | Target | Current | Last update |
| Grow      | Active teams | 1200     | 2000   | {teams:<7} | {updated}  |
| Grow      | Paying teams | 100      | 300    | {paying:<7} | {updated}  |"""


@page(
    "OKR403",
    "no-stretch",
    Severity.warning,
    KeyResultCase,
    only_with=Matter.past,
    title=say("A target that was reached before"),
    finds=say("A target that is not beyond the value with which the cycle before was closed."),
    why=say(
        "Objectives are always set above what was there before (the FAQ that this service grew from). A target at or "
        "below the last final value is reached before the cycle begins, and shows a success that nobody worked for."
    ),
    trips=Example(
        _teams(1200, 2000, 1650),
        closed=(("Q3 2026", _teams(1200, 2000, 2100)),),
    ),
    passes=Example(
        _teams(2100, 2600, 2300),
        closed=(("Q3 2026", _teams(1200, 2000, 2100)),),
    ),
)
def no_stretch(case: KeyResultCase) -> Iterator[Problem]:
    now, last = case.scored, _last(case)
    if last is None or last.closing.current is None or now.target is None:
        return
    if _direction(now) and _is_same_measure(case, last.closing) and not _is_beyond(now, last.closing.current):
        yield Problem(
            say(
                "The target {target} is not beyond {final}, with which {cycle} was closed",
                target=now.target,
                final=last.closing.current,
                cycle=last.cycle.id,
            ),
            say("Set a target beyond what was reached, or make it a KPI"),
            case.key_result.target.cell,
        )


@page(
    "OKR404",
    "raise-the-bar",
    Severity.info,
    ObjectiveCase,
    only_with=Matter.past,
    title=say("Fine cycle after cycle: raise the bar"),
    finds=say(
        "An objective that succeeded in as many closed cycles in a row as the patience of the settings (2), and whose "
        "key results go no further than before."
    ),
    why=say(
        "'If OKRs are fine quarter after quarter, what do we do? We must go further: fine means that it was still "
        "within reach' (the FAQ that this service grew from). Google's re:Work calls 0.6–0.7 the sweet spot."
    ),
    trips=Example(
        _teams(1200, 2000, 1300),
        closed=(
            ("Q2 2026", _teams(1200, 2000, 1900)),
            ("Q3 2026", _teams(1200, 2000, 1950)),
        ),
    ),
    passes=Example(
        _teams(1950, 3000, 2000),
        closed=(
            ("Q2 2026", _teams(1200, 2000, 1900)),
            ("Q3 2026", _teams(1200, 2000, 1950)),
        ),
    ),
    settings=("rules.patience",),
)
def raise_the_bar(case: ObjectiveCase) -> Iterator[Problem]:
    cycle, patience = _open_cycle(case.scored.cycle, case.around), case.around.options.patience
    if cycle is None:
        return
    ended = _ended(case, cycle, patience)
    if not in_a_row(ended, patience, fine=True):
        return
    compared = [
        (one, closing)
        for one in case.scored.key_results
        if _direction(one) and (closing := _closed_before(one, case, cycle)) is not None and closing.target is not None
    ]
    goes_further = any(
        _is_beyond(one, closing.target or one.target) and _is_beyond(one, closing.current) for one, closing in compared
    )
    if compared and not goes_further:
        message = say(
            "Succeeded {count} cycles in a row, the last with {score}: it was still within reach",
            count=patience,
            score=final_score(ended[0]) or _ONE,
        )
        yield Problem(message, say("Raise the bar: targets beyond what was reached"))


@page(
    "OKR405",
    "carried-over",
    Severity.warning,
    KeyResultCase,
    only_with=Matter.past,
    title=say("Carried over unchanged"),
    finds=say("A key result that was not done when the cycle before was closed, and has the same numbers in this one."),
    why=say(
        "A new cycle is an open decision about what matters now. What is copied over without one, from the same start "
        "to the same end, was decided by nobody; Doerr and Wodtke both ask for it to be argued for anew."
    ),
    trips=Example(
        _teams(1200, 2000, 1650),
        closed=(("Q3 2026", _teams(1200, 2000, 1400)),),
    ),
    passes=Example(
        _teams(1400, 2000, 1650),
        closed=(("Q3 2026", _teams(1200, 2000, 1400)),),
    ),
)
def carried_over(case: KeyResultCase) -> Iterator[Problem]:
    now, last = case.scored, _last(case)
    if last is None or last.closing.progress is None or last.closing.progress >= _ONE:
        return
    unchanged = (now.target, now.baseline) == (last.closing.target, last.closing.baseline)
    if not unchanged or not (_direction(now) or now.kind is Kind.milestone):
        return
    if now.target is None or last.closing.current is None:
        message = say("Carried over unchanged from {cycle}, where it was not done", cycle=last.cycle.id)
    else:
        message = say(
            "Carried over unchanged from {cycle}, which ended at {final} of {target}",
            cycle=last.cycle.id,
            final=last.closing.current,
            target=now.target,
        )
    yield Problem(message, say("Decide anew: begin at the last value, change the way or the target, or let it go"))


@page(
    "OKR407",
    "always-early",
    Severity.info,
    TableCase,
    only_with=Matter.past,
    title=say("Always done early"),
    finds=say(
        "A team all of whose key results (two at least) were done before half of their time, in as many closed cycles "
        "in a row as the patience of the settings (2)."
    ),
    why=say(
        "One target that was easy is luck; all of them, every time, is a team that promises what it has already. Grove "
        "and Doerr call it sandbagging: it costs the stretch that OKRs are for, and comes from scores used for pay."
    ),
    trips=Example(
        _two_measures(1300, 120, "2026-11-15"),
        closed=(
            ("Q2 2026", _two_measures(2000, 300, "2026-04-20")),
            ("Q3 2026", _two_measures(2100, 310, "2026-07-25")),
        ),
    ),
    passes=Example(
        _two_measures(1300, 120, "2026-11-15"),
        closed=(
            ("Q2 2026", _two_measures(2000, 300, "2026-04-20")),
            ("Q3 2026", _two_measures(2100, 310, "2026-09-25")),
        ),
    ),
    settings=("rules.patience", "rules.early_share"),
)
def always_early(case: TableCase) -> Iterator[Problem]:
    if not case.around.lineage or case.table.kind is not TableKind.okr:
        return
    patience, told = case.around.options.patience, set[str]()
    for scored in case.objectives:
        cycle, team = _open_cycle(scored.cycle, case.around), bare(scored.objective.team.value or "")
        if cycle is None or team in told:
            continue
        told.add(team)
        cycles = list(islice(case.around.lineage.cycles_before(cycle), patience))
        if len(cycles) == patience and all(_was_all_early(one, team, case.around) for one in cycles):
            yield Problem(
                say(
                    "All key results of {cycles} were done before half of their time",
                    cycles=", ".join(one.id for one in reversed(cycles)),
                ),
                say("Set targets that are not certain: 0.7 is a success"),
                of=scored.objective,
            )


@page(
    "OKR408",
    "always-missed",
    Severity.warning,
    ObjectiveCase,
    only_with=Matter.past,
    title=say("Missed cycle after cycle"),
    finds=say(
        "An objective that was missed (a score below 0.4; a committed one below 1.0) in as many closed cycles in a row "
        "as the patience of the settings (2), and stands here again."
    ),
    why=say(
        "A stretch that is never nearly reached is no stretch: nobody plans by it any more. Either it is not worked "
        "on, or it is out of reach; both are worth an open word before another quarter goes by."
    ),
    trips=Example(
        _teams(1250, 2000, 1300),
        closed=(
            ("Q2 2026", _teams(1200, 2200, 1220)),
            ("Q3 2026", _teams(1220, 2100, 1250)),
        ),
    ),
    passes=Example(
        _teams(1800, 2600, 1900),
        closed=(
            ("Q2 2026", _teams(1200, 2200, 1220)),
            ("Q3 2026", _teams(1220, 2100, 1800)),
        ),
    ),
    settings=("rules.patience",),
)
def always_missed(case: ObjectiveCase) -> Iterator[Problem]:
    cycle, patience = _open_cycle(case.scored.cycle, case.around), case.around.options.patience
    if cycle is None:
        return
    ended = _ended(case, cycle, patience)
    if len(ended) == patience and all(one.grade == Grade.missed for one in ended):
        score = final_score(ended[0]) or Decimal(0)
        yield Problem(
            say("Missed {count} cycles in a row, the last with {score}", count=patience, score=score),
            say("Say what is different this time: less, another way, or let it go"),
        )


RULES: tuple[Rule, ...] = (no_stretch, raise_the_bar, carried_over, always_early, always_missed)


# ── What a row goes on from ──────────────────────────────────────────────────────────────────────────────────────────


class _Last(NamedTuple):
    cycle: Cycle
    closing: Closing


def _open_cycle(cycle: Cycle | None, around: Around) -> Cycle | None:
    """The cycle, where anything was closed before it and it is not closed itself."""
    is_open = cycle is not None and around.lineage and cycle.id not in around.history.closed_cycles
    return cycle if is_open else None


def _last(case: KeyResultCase) -> _Last | None:
    """What the row was closed with in the cycle before its own."""
    cycle = _open_cycle(case.cycle, case.around)
    if cycle is None:
        return None
    said = said_by_key_result(case.key_result, case.objective.objective)
    found = zip(case.around.lineage.cycles_before(cycle), case.around.lineage.before(cycle, said), strict=False)
    return next((_Last(*one) for one in found), None)


def _ended(case: ObjectiveCase, cycle: Cycle, patience: int) -> list[Closing]:
    return list(islice(case.around.lineage.before(cycle, said_by_objective(case.objective)), patience))


def _closed_before(one: ScoredKeyResult, case: ObjectiveCase, cycle: Cycle) -> Closing | None:
    said = said_by_key_result(one.key_result, case.objective)
    return next(case.around.lineage.before(cycle, said), None)


def _direction(scored: ScoredKeyResult) -> int:
    """1 where its value is to rise, −1 where it is to fall; 0 where there is no way from a baseline to a target."""
    if scored.baseline is None or scored.target is None or not scored.formula.startswith(LINEAR):
        return 0
    return (scored.target > scored.baseline) - (scored.target < scored.baseline)


def _is_beyond(scored: ScoredKeyResult, value: Decimal | None) -> bool:
    return value is None or ((scored.target or value) - value) * _direction(scored) > 0


def _is_same_measure(case: KeyResultCase, closing: Closing) -> bool:
    return bare(case.key_result.measure.unit or "") == bare(closing.unit)


def _was_all_early(cycle: Cycle, team: str, around: Around) -> bool:
    rows = around.lineage.closings(cycle)
    own = [one for one in rows if one.kind is ClosingKind.key_result and bare(one.team) == team]
    own = [one for one in own if one.status != Status.left_out]
    return len(own) >= _FEW and all(_was_early(one, around.options.early_share) for one in own)


def _was_early(one: Closing, early_share: Decimal) -> bool:
    if one.reached is None or one.start is None or one.due is None or one.start >= one.due:
        return False
    return (one.reached - one.start).days < early_share * (one.due - one.start).days
