"""A target that a text states in brackets of its own: 'Languages: 12 available (Target: 15)'."""

from __future__ import annotations

from dataclasses import replace

from sync.reading.texts.conditions import may_be_of_one_measure
from sync.reading.texts.marks import CHANGES, Mark
from sync.reading.texts.participles import is_done
from sync.reading.texts.qualifiers import is_changed
from sync.reading.texts.surrounded import BOUNDS, Surrounded
from sync.reading.texts.text import word_set
from sync.reading.texts.tokens import Token, Tokens
from sync.reading.texts.turned_names import is_turned_round


def stated_target(read: Tokens, values: list[Surrounded]) -> dict[str, Surrounded] | None:
    """Given a text's figures, return the one that its brackets name as the target, by the part that it plays, with what
    it starts at where one other figure says so much; nothing where the brackets name none, or the text's own verb says
    which way to go from there; None where the others contradict it."""
    goal = next((value for value in values if _is_a_goal_to_be_met(read, value)), None)
    if goal is not None:
        return {"target": replace(goal, verb=None)}
    stated = [value for value in values if value.in_brackets and _is_named_a_target(read, value)]
    if not stated and len(values) == 2 and _is_set_beside_a_target(read, *values):
        return None
    if len(stated) != 1 or read.tokens[0].marks & CHANGES:
        return {}
    end = replace(stated[0], verb=None)
    others = [value for value in values if value is not stated[0]]
    closes = next((at for at in range(end.last, len(read.tokens)) if read.tokens[at].text == ")"), end.last)
    comma = next((at for at in range(end.last, closes) if read.tokens[at].text in (",", ";")), closes)
    now = next(
        (value for value in others if value.place == comma + 2 and read.tokens[comma + 1].marks & Mark.now), None
    )
    if now is not None and may_be_of_one_measure(now, end):
        return {part_of_end(end): end, "baseline": replace(now, lead=now.lead | Mark.now)}  # '(target 30%, now 18%)'
    if any(token.figure or token.text[0].isdigit() for token in read.tokens[comma + 1 : closes]):
        return None  # '(Target: 6 teams, level 50+)'
    if not others:
        return {part_of_end(end): end}
    start = others[0]
    if start.place > end.place:
        return {}
    if start.figure.value == 1 and end.unit is not None and start.unit != end.unit:
        return {part_of_end(end): end}  # 'Thời gian tạo 1 form (mục tiêu < 2 phút)'
    if not may_be_of_one_measure(start, end):
        return None if end.unit is not None else {}  # 'Exercise 4x/week (target: 12 weeks)'
    if any(other.place < closes or other.lead & _WHERE_IT_STANDS for other in others[1:]):
        return None  # what else stands behind the target says where: 'Signed 9 schools (target 16) at 5 branches'
    if start.figure.value == end.figure.value and end.unit is None:
        return {part_of_end(end): start}  # 'Identify 5 streams (target: 5)'
    if start.lead & (BOUNDS | Mark.by) or start.more or start.or_more or start.or_less:
        return None  # 'Ít nhất 1 đảng viên mỗi năm (chỉ tiêu cả nhiệm kỳ là 2)'
    if _is_aimed_at(read, start) or _is_past_its_target(read, start, end):
        return None
    start = replace(start, lead=start.lead | Mark.now)
    return {
        part_of_end(end): end if end.unit is not None else replace(end, unit=start.unit, unit_words=start.unit_words),
        "baseline": start,
    }


_WHERE_IT_STANDS = Mark.start | Mark.now | Mark.end | Mark.end_up | Mark.end_down


def _is_aimed_at(read: Tokens, start: Surrounded) -> bool:
    """'Sign 10 clients (target 3 in the north)', 'keep 40 clients (target 50)': the text's own verb asks for so many,
    so that it does not say where things stand."""
    first, second = read.tokens[:2]
    is_past = is_done(first) or first.word.endswith(_DONE_VI) or second.word in _DONE_VI  # 'Tuyển được 8 người'
    asks = start.verb is first and first.marks & _ASKS and not is_past
    return bool(asks) or start.kept is not None or is_changed(start)


def _is_past_its_target(read: Tokens, start: Surrounded, end: Surrounded) -> bool:
    """'Uptime 99.9% (target: 99.5%)': reached already, and no way to go down."""
    if part_of_end(end) != "target":
        return False
    is_low, is_high = read.marks & Mark.lower_is_better != 0, read.marks & Mark.higher_is_better != 0
    if is_low == is_high or is_turned_round(read.text) or start.unit != (end.unit or start.unit):
        return False
    one, two = start.figure.value, end.figure.value
    return one > two if is_high else one < two


def _is_a_goal_to_be_met(read: Tokens, value: Surrounded) -> bool:
    """'Share of calls answered within 30 seconds, against a 95% goal'."""
    before = [token.word for token in read.tokens[max(value.place - 2, 0) : value.place]]
    following = read.tokens[value.last + 1 : value.last + 2]
    return before == ["against", "a"] and bool(following) and following[0].word in _TARGETS


def _is_set_beside_a_target(read: Tokens, one: Surrounded, two: Surrounded) -> bool:
    """'Kết nạp ít nhất 1 đảng viên (chỉ tiêu cả nhiệm kỳ là 2)'."""
    if not two.in_brackets or one.in_brackets or not (one.lead & BOUNDS or one.or_more or one.or_less):
        return False
    opens = max(place for place in range(two.place) if read.tokens[place].text == "(")
    return _length_of_name(read.tokens[opens + 1 : two.place]) > 0


def _is_named_a_target(read: Tokens, value: Surrounded) -> bool:
    opens = max(place for place in range(value.place) if read.tokens[place].text == "(")
    said = read.tokens[opens + 1 : value.place]
    length = _length_of_name(said)
    return length > 0 and all(one.marks & (BOUNDS | Mark.filler) or one.word in _BETWEEN for one in said[length:])


def _length_of_name(said: list[Token]) -> int:
    """How many of the words that brackets open with name a target."""
    return next((end for end in (1, 2) if " ".join(one.word for one in said[:end]) in _TARGETS), 0)


def part_of_end(end: Surrounded) -> str:
    """Given a value to reach, return the part that it plays by its own comparator: a target, or a bound."""
    if end.or_more or end.lead & (Mark.at_least | Mark.above):
        return "lower"
    return "upper" if end.or_less or end.lead & (Mark.at_most | Mark.below) else "target"


_DONE_VI = ("được", "duoc")
_ASKS = Mark.add | Mark.do | Mark.reach
_TARGETS = word_set("target goal targets") | {"mục tiêu", "chỉ tiêu", "muc tieu", "chi tieu"}
_BETWEEN = word_set("is of are now là la :") | {"=", ":"}
