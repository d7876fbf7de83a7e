"""What the words of a key result without a value are: a task, a wish, or a measure whose target is missing."""

from __future__ import annotations

import re
from functools import lru_cache

from sync.model import Doubt, Field, KeyResult, Kind
from sync.reading.text import bare
from sync.rules.rule import KeyResultCase, is_wrong

# Compared without Vietnamese marks; each stands for what people do, not for what comes of it.
_TASK_VERBS = (
    "viet|soan|lam|xay dung|trien khai|to chuc|hoan thanh|tao|thiet ke|lap|chuan bi|nghien cuu|hop|gui|mua|ra mat|"
    "khao sat|dao tao|dang|chay|thuc hien|tham gia|kiem tra|ky|cap nhat|chuyen|mo|phat trien|hoan thien|phat hanh|"
    "thue|tuyen|goi|lien he|"
    "write|draft|launch|build|create|implement|organi[sz]e|complete|finish|design|prepare|research|develop|hold|run|send|"
    "buy|set up|roll out|release|ship|publish|train|plan|review|conduct|make|migrate|document|deploy|introduce|attend|"
    "schedule|hire|deliver|start|open|move|redesign|refactor|add|test|define|call|contact"
)
_WISHES = (
    "nang cao|cai thien|tang cuong|day manh|toi uu|tot hon|manh hon|nhanh hon|hieu qua hon|chuyen nghiep hon|"
    "on dinh hon|hai long hon|gan bo hon|nang tam|"
    "improve|improving|better|enhance|optimi[sz]e|strengthen|boost|foster|maximi[sz]e|minimi[sz]e|world[- ]class|"
    "best[- ]in[- ]class|more efficient|faster|happier|stronger|smoother|leverage"
)
_OPENING = r"^(?:[\W_]*(?:kr|key result|ket qua(?: then chot| chinh)?)\s*[\d.]*\s*[:.\-–)]*)?[\W_]*"
_STARTS_WITH_A_TASK = re.compile(rf"{_OPENING}(?:{_TASK_VERBS})\b")
_HOLDS_A_WISH = re.compile(rf"\b(?:{_WISHES})\b")


def names_no_value(case: KeyResultCase) -> bool:
    """Whether neither the words nor the columns of a key result say what to reach."""
    row = case.key_result
    measure = row.measure
    if not (measure.target is None and measure.change is None and measure.lower is None and measure.upper is None):
        return False
    if case.doubts(Doubt.several_in_one_cell):
        return False
    if measure.kind is not None and (measure.kind is not Kind.milestone or row.wording.kind is not None):
        return False
    return bool(row.text.value) and not any(is_wrong(read) for read in (row.target, row.lower, row.upper))


def figures_in_doubt(row: KeyResult) -> tuple[str, ...]:
    """The figures of a key result's words of which none, or no single reading, can be told to be the value."""
    return tuple(said.words for said in row.wording.evidence if said.part == "doubt")


def names_only_a_wish(row: KeyResult) -> bool:
    """Whether the words say that something should get better, and not by how much."""
    return _is_a_wish(row.text.value or "")


def names_a_task(case: KeyResultCase) -> bool:
    """Whether the words say what to do. Where no column asks for a target, any words without a value do; where one
    does, only those that begin with something to do, or whose current cell is ticked off."""
    row = case.key_result
    if case.table.column(Field.target) is None or case.scored.kind is Kind.milestone:
        return True
    return _begins_with_a_task(row.text.value or "")


@lru_cache(maxsize=16384)
def _begins_with_a_task(text: str) -> bool:
    return _STARTS_WITH_A_TASK.match(bare(text)) is not None


@lru_cache(maxsize=16384)
def _is_a_wish(text: str) -> bool:
    return _HOLDS_A_WISH.search(bare(text)) is not None
