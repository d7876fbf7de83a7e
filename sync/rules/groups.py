"""OKR120–126: how rows hang together: weights, owners, doubles, objectives without key results."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from sync.messages import short
from sync.model.findings import Severity
from sync.model.rows import Field, KeyResult
from sync.model.scores import Doubt, ScoredObjective, Status
from sync.reading.sheets.outlines import lists_several
from sync.reading.texts.text import bare
from sync.rules.rule import (
    Example,
    KeyResultCase,
    KpiCase,
    Matter,
    ObjectiveCase,
    Problem,
    RowCase,
    Rule,
    TableCase,
    page,
    say,
)


@page(
    "OKR120",
    "weights-do-not-add-up",
    Severity.warning,
    ObjectiveCase,
    title=say("Weights do not add up"),
    finds=say(
        "An objective's weights add up to something other than the total that the tab uses (1, 10 or 100), or are on "
        "another scale than the rest of the tab. Cancelled and paused key results do not count; weights that add up to "
        "the objective's own are fine."
    ),
    why=say(
        "Weights say what matters most. When they do not add up, a row was changed or deleted and nobody looked at the "
        "others. The score is computed with weights brought to a whole, which may not be what was agreed."
    ),
    trips=Example(
        """
        | Objective | Key result          | Baseline | Target | Current | Weight |
        | Grow      | Weekly active teams | 1200     | 2000   | 1650    | 50     |
        | Grow      | Paying teams        | 100      | 300    | 180     | 30     |
        """
    ),
    passes=Example(
        """
        | Objective | Key result          | Baseline | Target | Current | Weight |
        | Grow      | Weekly active teams | 1200     | 2000   | 1650    | 60     |
        | Grow      | Paying teams        | 100      | 300    | 180     | 40     |
        """
    ),
)
def weights_do_not_add_up(case: ObjectiveCase) -> Iterator[Problem]:
    if Doubt.weights_on_two_scales in case.scored.doubts:
        typed = (one.weight.cell for one in case.objective.key_results if one.weight.value is not None)
        yield Problem(
            say("These weights are on another scale than the rest of the tab's: they were taken by themselves"),
            say("Type all weights of the tab on one scale: 40% or 40, or 0.4"),
            next(typed, None),
        )
    if Doubt.weights_normalised not in case.scored.doubts:
        return
    weights = [one.key_result.weight for one in case.scored.key_results if one.status is not Status.left_out]
    together = sum((weight.value.value for weight in weights if weight.value is not None), Decimal(0))
    own = case.objective.weight.value
    if own is not None and own.value == together:
        return  # parts of what the objective itself counts for
    yield Problem(
        say("The weights add up to {sum}; the score brings them to a whole", sum=together),
        say("Make the objective's weights add up to 100% (or 1, or 10, as in the rest of the tab)"),
        weights[0].cell if weights else None,
    )


@page(
    "OKR121",
    "weight-missing",
    Severity.warning,
    KeyResultCase,
    only_with=Matter.doubt,
    title=say("No weight is left for this key result"),
    finds=say("A key result without a weight whose siblings have taken the whole already: it counts for nothing."),
    why=say(
        "Missing weights share what the others leave. Where they leave nothing, a key result that somebody works on "
        "never moves the score."
    ),
    trips=Example(
        """
        | Objective | Key result          | Baseline | Target | Current | Weight |
        | Grow      | Weekly active teams | 1200     | 2000   | 1650    | 60     |
        | Grow      | Paying teams        | 100      | 300    | 180     | 40     |
        | Grow      | Partners            | 10       | 30     | 18      |        |
        """
    ),
    passes=Example(
        """
        | Objective | Key result          | Baseline | Target | Current | Weight |
        | Grow      | Weekly active teams | 1200     | 2000   | 1650    | 50     |
        | Grow      | Paying teams        | 100      | 300    | 180     | 30     |
        | Grow      | Partners            | 10       | 30     | 18      |        |
        """
    ),
)
def weight_missing(case: KeyResultCase) -> Iterator[Problem]:
    if case.doubts(Doubt.weight_missing):
        yield Problem(
            say("No weight, and the others take it all: this key result counts 0"),
            say("Give it a weight, and lower the others"),
            case.key_result.weight.cell,
        )


@page(
    "OKR122",
    "weight-negative",
    Severity.error,
    KeyResultCase,
    only_with=Matter.doubt,
    title=say("A negative weight"),
    finds=say("A weight below 0. It is counted as 0."),
    why=say("Progress on a key result must never lower its objective's score."),
    trips=Example(
        """
        | Objective | Key result          | Baseline | Target | Current | Weight |
        | Grow      | Weekly active teams | 1200     | 2000   | 1650    | 120    |
        | Grow      | Paying teams        | 100      | 300    | 180     | -20    |
        """
    ),
    passes=Example(
        """
        | Objective | Key result          | Baseline | Target | Current | Weight |
        | Grow      | Weekly active teams | 1200     | 2000   | 1650    | 80     |
        | Grow      | Paying teams        | 100      | 300    | 180     | 20     |
        """
    ),
)
def weight_negative(case: KeyResultCase) -> Iterator[Problem]:
    if case.doubts(Doubt.weight_negative):
        yield Problem(
            say("The weight is negative: it counts as 0"), say("Enter a weight above 0"), case.key_result.weight.cell
        )


@page(
    "OKR123",
    "duplicate-key-result",
    Severity.warning,
    TableCase,
    title=say("The same key result twice"),
    finds=say("Two rows of one table with the same key result: of one objective, or of one owner."),
    why=say(
        "A row that was copied and forgotten counts twice in the score, is updated once, and makes two people believe "
        "that the other one looks after it."
    ),
    trips=Example(
        """
        | Objective | Key result                      | Baseline | Target | Current |
        | Grow      | Weekly active teams reach 2,000 | 1200     | 2000   | 1650    |
        | Grow      | weekly active teams reach 2,000 | 1200     | 2000   | 1400    |
        """
    ),
    passes=Example(
        """
        | Objective | Key result                      | Baseline | Target | Current |
        | Grow      | Weekly active teams reach 2,000 | 1200     | 2000   | 1650    |
        | Grow      | Weekly paying teams reach 300   | 100      | 300    | 180     |
        """
    ),
)
def duplicate_key_result(case: TableCase) -> Iterator[Problem]:
    first: dict[tuple[str, str, str], KeyResult] = {}
    for cycle, key_result in _listed_key_results(case):
        words = bare(key_result.text.value or "")
        if not words:
            continue
        owner = bare(key_result.owner.value or "")
        twin = first.setdefault((cycle, words, owner), key_result)
        if twin is not key_result:
            yield Problem(
                say("The same key result stands in row {row}", row=str(twin.row)),
                say("Delete one of the two, or say what tells them apart"),
                of=key_result,
            )


@page(
    "OKR124",
    "duplicate-id",
    Severity.warning,
    TableCase,
    title=say("The same id twice"),
    finds=say(
        "Two rows of one table whose id column says the same. Short ids that begin anew under an objective (KR1, KR2; "
        "KR1, KR2) are told apart by it."
    ),
    why=say(
        "An id is what a row's history hangs on when it is moved or reworded. With two owners it belongs to neither: "
        "values of one can be shown as the past of the other."
    ),
    trips=Example(
        """
        | Objective | KR ID | Key result          | Baseline | Target | Current |
        | Grow      | KR1   | Weekly active teams | 1200     | 2000   | 1650    |
        | Grow      | KR1   | Weekly paying teams | 100      | 300    | 180     |
        """
    ),
    passes=Example(
        """
        | Objective | KR ID | Key result          | Baseline | Target | Current |
        | Grow      | KR1   | Weekly active teams | 1200     | 2000   | 1650    |
        | Grow      | KR2   | Weekly paying teams | 100      | 300    | 180     |
        """
    ),
)
def duplicate_id(case: TableCase) -> Iterator[Problem]:
    first: dict[tuple[int, str], KeyResult] = {}
    anew = _numbered_anew(case)
    for number, objective in enumerate(case.objectives):
        for scored in objective.key_results:
            key_result = scored.key_result
            external_id = bare(key_result.external_id.value) if key_result.external_id.value else ""
            if not external_id:
                continue
            group = number if len(external_id) <= 4 and number in anew else -1
            twin = first.setdefault((group, external_id), key_result)
            if twin is not key_result:
                yield Problem(
                    say("The id {id} stands in row {row} too", id=short(external_id.upper()), row=str(twin.row)),
                    say("Give each key result an id of its own"),
                    key_result.external_id.cell,
                    of=key_result,
                )


@page(
    "OKR125",
    "owner-missing",
    Severity.warning,
    KeyResultCase,
    KpiCase,
    title=say("Nobody owns it"),
    finds=say("A key result or KPI without an owner, in a table that has a column for owners."),
    why=say(
        "What everybody owns, nobody does. One name on a key result means one who is asked, and one who asks for "
        "help in time. Where the objective has an owner, that one is taken."
    ),
    trips=Example(
        """
        | Objective | Key result          | Baseline | Target | Current | Owner |
        | Grow      | Weekly active teams | 1200     | 2000   | 1650    |       |
        | Loyalty   | Paying teams        | 100      | 300    | 180     | Ana   |
        """
    ),
    passes=Example(
        """
        | Objective | Key result          | Baseline | Target | Current | Owner |
        | Grow      | Weekly active teams | 1200     | 2000   | 1650    | Ben   |
        | Loyalty   | Paying teams        | 100      | 300    | 180     | Ana   |
        """
    ),
)
def owner_missing(case: RowCase) -> Iterator[Problem]:
    if isinstance(case, KeyResultCase):
        owner = case.key_result.owner
        is_owned = owner.value or case.objective.objective.owner.value
    else:
        owner = case.kpi.owner
        is_owned = owner.value
    if not is_owned and owner.trouble is None and case.table.column(Field.owner) is not None:
        yield Problem(say("No owner"), say("Enter the one person or team who answers for it"), owner.cell)


@page(
    "OKR126",
    "objective-without-key-results",
    Severity.error,
    ObjectiveCase,
    title=say("An objective without key results"),
    finds=say("An objective under which no key result stands."),
    why=say(
        "An objective says where to go, its key results how one knows that one has arrived. Without them it cannot be "
        "scored, and it stays a wish."
    ),
    trips=Example(
        """
        | OKR                                 | Baseline | Target | Current |
        | O: Grow                             |          |        |         |
        | KR: Weekly active teams reach 2,000 | 1200     | 2000   | 1650    |
        | KR: Paying teams reach 300          | 100      | 300    | 180     |
        | O: Become the place to work         |          |        |         |
        """
    ),
    passes=Example(
        """
        | OKR                                 | Baseline | Target | Current |
        | O: Grow                             |          |        |         |
        | KR: Weekly active teams reach 2,000 | 1200     | 2000   | 1650    |
        | KR: Paying teams reach 300          | 100      | 300    | 180     |
        """
    ),
)
def objective_without_key_results(case: ObjectiveCase) -> Iterator[Problem]:
    title = case.objective.title
    has_children = case.scored.aligned is not None and bool(case.scored.aligned.children)
    is_alone = not case.scored.key_results and not has_children and not lists_several(title.raw)
    if is_alone and case.scored.status is not Status.left_out and title.value:
        yield Problem(
            say("This objective has no key results"), say("Add two to five values to reach that define its success")
        )


RULES: tuple[Rule, ...] = (
    weights_do_not_add_up,
    weight_missing,
    weight_negative,
    duplicate_key_result,
    duplicate_id,
    owner_missing,
    objective_without_key_results,
)


def _numbered_anew(case: TableCase) -> set[int]:
    """The objectives, by their places in the table, whose ids begin again as those of its first objective do: 'KR1' is
    then another one under each of them."""
    begins = [next((words for id in _ids_said(objective) if (words := bare(id))), "") for objective in case.objectives]
    first = next((number for number, words in enumerate(begins) if words), 0)
    return {number for number, words in enumerate(begins) if number > first and words == begins[first]}


def _ids_said(objective: ScoredObjective) -> list[str]:
    return [id for one in objective.key_results if (id := one.key_result.external_id.value)]


def _listed_key_results(case: TableCase) -> Iterator[tuple[str, KeyResult]]:
    """Each key result that counts, with its cycle's id: what goes on in the next quarter is no second one."""
    for objective in case.objectives:
        cycle = objective.cycle.id if objective.cycle is not None else ""
        for scored in objective.key_results:
            if scored.status is not Status.left_out:
                yield cycle, scored.key_result
