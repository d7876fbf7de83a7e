"""What the fields of a sheet are called in a sentence: 'chỉ tiêu', 'target'."""

from __future__ import annotations

from collections.abc import Mapping

from sync.model.findings import Message
from sync.model.rows import Field

_WORDS: Mapping[Field, Message] = {
    Field.objective: Message("objective"),
    Field.objective_id: Message("the objective's id"),
    Field.key_result: Message("key result"),
    Field.key_result_id: Message("the key result's id"),
    Field.row_kind: Message("kind of row"),
    Field.item: Message("objectives and key results"),
    Field.parent: Message("the objective above"),
    Field.baseline: Message("baseline"),
    Field.target: Message("target"),
    Field.target_minimum: Message("the least that is acceptable"),
    Field.target_stretch: Message("stretch target"),
    Field.current: Message("current value"),
    Field.done: Message("done or not"),
    Field.lower: Message("lower bound"),
    Field.upper: Message("upper bound"),
    Field.healthy_range: Message("healthy range"),
    Field.tolerance: Message("tolerance"),
    Field.direction: Message("which side is better"),
    Field.unit: Message("unit"),
    Field.weight: Message("weight"),
    Field.confidence: Message("confidence"),
    Field.owner: Message("owner"),
    Field.team: Message("team"),
    Field.cycle: Message("cycle"),
    Field.start: Message("first day"),
    Field.due: Message("due day"),
    Field.updated: Message("day of the last update"),
    Field.note: Message("note"),
    Field.commitment: Message("committed or aspirational"),
    Field.kpi: Message("KPI"),
    Field.pace: Message("planned pace"),
    Field.aggregation: Message("how periods are added up"),
    Field.day: Message("day of the check-in"),
    Field.value: Message("value of the check-in"),
    Field.period: Message("values by period"),
    Field.progress: Message("progress"),
    Field.score: Message("score"),
    Field.status: Message("status"),
    Field.warnings: Message("warnings"),
    Field.objective_score: Message("the objective's score"),
}


def field_word(name: str) -> Message:
    """Given a field's name ('current'), return what it is called in a sentence: 'current value'. Raise ValueError where
    there is no such field."""
    return _WORDS[Field(name)]
