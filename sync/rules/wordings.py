"""What the words of a key result without a value are: a task, a wish, or a measure whose target is missing."""

from __future__ import annotations

import re
from functools import lru_cache

from sync.model.readings import Kind, Quantity, Read
from sync.model.rows import Field, KeyResult
from sync.model.scores import Doubt
from sync.patterns import RarePattern
from sync.reading.texts.numbers import decimal_mark, read_digits
from sync.reading.texts.text import bare
from sync.rules.rule import KeyResultCase, is_wrong, says_no_value

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
_STARTS_WITH_A_TASK = RarePattern(rf"{_OPENING}(?:{_TASK_VERBS})\b")
_HOLDS_A_WISH = RarePattern(rf"\b(?:{_WISHES})\b")


def names_no_value(case: KeyResultCase) -> bool:
    """Whether neither the words nor the columns of a key result say what to reach."""
    row = case.key_result
    measure = row.measure
    if not says_no_value(measure):
        return False
    if case.doubts(Doubt.several_in_one_cell):
        return False
    if row.current.value is not None and row.current.value.total is not None:
        return False  # '6/15': the cell says of how many
    if measure.kind is not None and (measure.kind is not Kind.milestone or row.wording.kind is not None):
        return False
    return bool(row.text.value) and not any(is_wrong(read) for read in (row.target, row.lower, row.upper))


def figures_in_doubt(row: KeyResult) -> tuple[str, ...]:
    """The figures of a key result's words of which none, or no single reading, can be told to be the value."""
    return tuple([said.words for said in row.wording.evidence if said.part == "doubt"])


def rewritten(row: KeyResult, parts: tuple[str, ...], column: Read[Quantity], locale: str) -> str | None:
    """Given a key result, the parts of its wording of which one is its value, a column that says another, and how the
    sheet writes numbers, return the text with the column's number in the place of its own; None where the two are not
    written alike, or are so far apart that one of them means something else."""
    text = row.text.value or ""
    words = next((said.words for said in row.wording.evidence if said.part in parts), "")
    own, wanted = _NUMBER.search(words), _NUMBER.search(column.raw)
    if own is None or wanted is None or words not in text:
        return None
    own_unit, wanted_unit = words[own.end() :].split(), column.raw[wanted.end() :].split()
    if own_unit != wanted_unit and (wanted_unit or row.measure.relative or _SCALED.search(words)):
        return None
    mark = decimal_mark(locale)
    # What stands in its cell as a number has a point in every locale.
    is_number = column.value is not None and wanted[0] == str(column.value.value)
    its_mark = "." if is_number else mark
    one, other = read_digits(own[0], mark), read_digits(wanted[0], its_mark)
    if one is None or other is None or not one.value <= _FAR * other.value <= _FAR * _FAR * one.value:
        return None
    number = wanted[0]
    trimmed = number.rstrip("0").rstrip(".,")
    if ("." in number or "," in number) and (read := read_digits(trimmed, its_mark)) and read.value == other.value:
        number = trimmed
    number = number.replace(".", ",") if is_number and mark == "," else number
    return text.replace(words, words[: own.start()] + number + words[own.end() :], 1)


_FAR = 10
_NUMBER = RarePattern(r"[0-9]+(?:[.,][0-9]+)*")
_SCALED = RarePattern(r"[0-9]\s?(?:tỷ|tỉ|ty|triệu|trieu|tr|nghìn|ngàn|k|m|bn|b|million|billion)\b", re.IGNORECASE)


def names_only_a_wish(row: KeyResult) -> bool:
    """Whether the words say that something should get better, and not by how much."""
    return _is_a_wish(row.text.value or "")


def names_a_task(case: KeyResultCase) -> bool:
    """Whether the words say what to do. Where no column asks for a target, any words without a value do; where one
    does, or something was measured, only those that begin with something to do, or whose current cell is ticked off."""
    row = case.key_result
    if case.scored.kind is Kind.milestone or (case.table.column(Field.target) is None and row.current.value is None):
        return True
    return _begins_with_a_task(row.text.value or "")


@lru_cache(maxsize=16384)
def _begins_with_a_task(text: str) -> bool:
    return _STARTS_WITH_A_TASK.match(bare(text)) is not None


@lru_cache(maxsize=16384)
def _is_a_wish(text: str) -> bool:
    return _HOLDS_A_WISH.search(bare(text)) is not None
