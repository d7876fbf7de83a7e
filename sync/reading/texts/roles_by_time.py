"""Which of two figures a measure starts at and which it is to reach, told by when each holds: 'EUR 42M last year, EUR
48M this year', 'hiện là 27, mục tiêu 12', 'down to 45 minutes; we are at 110'.

Words of time and standing belong to the figure in whose clause they stand. What was comes before what is, that before
what this period is to bring, and that before a target: the earlier one is the baseline. A figure without such a word is
the one to reach only where other words lead to it.
"""

from __future__ import annotations

from enum import IntEnum
from itertools import zip_longest

from sync.patterns import RarePattern
from sync.reading.texts.marks import CHANGES, MEASURES, VERBS, Mark
from sync.reading.texts.spans_of_time import is_time
from sync.reading.texts.surrounded import BOUNDS, Surrounded
from sync.reading.texts.text import word_set
from sync.reading.texts.tokens import Token, Tokens


class When(IntEnum):
    """When a figure holds."""

    before = 0
    now = 1
    this_period = 2
    to_be = 3


def from_one_to_the_other(read: Tokens, values: list[Surrounded]) -> tuple[Surrounded, Surrounded] | None:
    """Given a text's figures, return the one it starts at and the one to reach, where there are two of one measure and
    words of time or standing tell which is which; else None. By when it is due is no matter."""
    if len(values) > 2:
        values = [value for value in values if not (value.lead & Mark.within and is_time(value))]
    if len(values) != 2 or not _may_say_when(read, values) or not _are_of_one_measure(*values):
        return None
    told = [_when(clause) for clause in _clauses(read, values)]
    first, second = (_is_led_to(value) if when is None else when for value, when in zip(values, told, strict=True))
    is_apart = any(token.text in _PAUSES for token in read.tokens[values[0].last + 1 : values[1].place])
    if first is None and told[1] is When.to_be and is_apart and _says_so_much(values[0]):
        first = When.now  # 'Average dwell 36 h, target 24 h'
    if first is None and second is When.before and _is_set_beside(read, *values):
        first = When.to_be
    if first is None or second is None or first == second or max(first, second) < When.this_period:
        return None
    start, end = values if first < second else reversed(values)
    earlier = min(first, second)
    if earlier is When.this_period and (None in told or _is_wanted(start)):
        return None  # 'Reach 40 this year, 60 next year'
    if _is_by_how_much(end) or (start.verb is not end.verb and _is_by_how_much(start)):
        return None
    if _counts_what_is_done(start, end, earlier) or _is_against(read, start, end):
        return None
    if _is_of_another_measure(read, start, end):
        return None
    return start, end


def _says_so_much(value: Surrounded) -> bool:
    """Whether nothing leads up to a figure but what it measures."""
    return not value.lead and value.verb is None and value.place > 0 and not (value.or_more or value.or_less)


def _is_set_beside(read: Tokens, one: Surrounded, two: Surrounded) -> bool:
    """'Grid losses 6.1% vs 6.8% last year'."""
    between = read.tokens[one.last + 1 : two.place]
    if not between or one.lead & Mark.start:
        return False
    return (len(between) == 1 and between[0].word in _VERSUS) or between[-1].text in (",", ";")


def is_against_what_is_said(read: Tokens, values: list[Surrounded], chosen: dict[str, Surrounded]) -> bool:
    """Whether a text plainly says where its measure stood, and what was made of it leaves that out, takes it for the
    value to reach, or sets it beside another measure's."""
    start = chosen.get("baseline")
    end = next(iter(chosen.values()))
    if start is not None and end is not start:
        if "target" in chosen and not start.lead & Mark.start and _is_against(read, start, end):
            return True
        if _is_of_another_measure(read, start, end):
            return True
    if not _may_say_when(read, values):
        return False
    told = [_when(clause) for clause in _clauses(read, values)]
    if start is not None:  # 'Khu A hiện có 40 phòng, khu B 60 phòng'
        when = next((when for value, when in zip(values, told, strict=True) if value is end), None)
        is_bare = "count" in chosen and end.verb is None and not end.lead
        return is_bare and when is None and start.place < end.place and not start.in_brackets
    for value, when in zip(values, told, strict=True):
        if when is not None and when < When.this_period and _are_of_one_measure(value, end):
            return True
    return False


def is_what_shall_change(read: Tokens, value: Surrounded) -> bool:
    """'Wait times are 40 minutes; halve them', 'uptime is 99.5%, keep it there': a text's only figure, which is so now,
    and a clause of what is to become of it."""
    tokens, following = read.tokens, value.last + 1
    if following + 1 >= len(tokens) or tokens[following].text not in _PAUSES or read.vietnamese:
        return False
    if _IT.isdisjoint([token.word for token in tokens[following:]]):
        return False
    return _when(f"{_said(tokens[: value.place])} #") in (When.before, When.now)


def _is_of_another_measure(read: Tokens, start: Surrounded, end: Surrounded) -> bool:
    """'Margin is 12%; grow revenue to 20%', 'nợ xấu hiện 3%, tăng trưởng tín dụng 12%': before the later figure another
    measure is named."""
    one, two = (start, end) if start.place < end.place else (end, start)
    between = read.tokens[one.last + 1 : two.place]
    pause = next((at for at, token in enumerate(between) if token.text in _PAUSES or token.marks & Mark.both), None)
    if pause is None or between[pause].text == "(":
        return False
    named = {token.word for token in read.tokens[: one.place]}
    return any(token.marks & MEASURES and token.word not in named for token in between[pause + 1 :])


def _may_say_when(read: Tokens, values: list[Surrounded]) -> bool:
    one, two = values[:2]
    if len(values) == 2 and two.place == one.last + 2 and two.lead & _GOES_TO and not one.lead & Mark.now:
        return False  # 'from 12% to 18%'
    return read.marks & Mark.now != 0 or not _SAYS_WHEN.isdisjoint(read.said)


def _are_of_one_measure(one: Surrounded, two: Surrounded) -> bool:
    if any(value.upper is not None or value.kept is not None or value.more for value in (one, two)):
        return False
    if one.figure.percent != two.figure.percent and (one.figure.scale_word or two.figure.scale_word):
        return False
    if one.figure.percent != two.figure.percent or is_time(one) != is_time(two):
        return one.unit is None or two.unit is None
    if one.figure.currency and two.figure.currency:
        return one.figure.currency == two.figure.currency
    units = {(value.unit or "").lower().partition(" ")[0] for value in (one, two)} - {""}
    return len(units) < 2


def _clauses(read: Tokens, values: list[Surrounded]) -> list[str]:
    """What is said of each figure, for which '#' stands: up to the pause between it and the next, and where there is
    none, what it is followed by at once."""
    tokens = read.tokens
    first = values[0].place
    opens = max((at + 1 for at, token in enumerate(tokens[:first]) if token.text in _PAUSES), default=0)
    leads_up, clauses = _said(tokens[opens:first]), []
    for value, following in zip_longest(values, values[1:]):
        rest = tokens[value.last + 1 :] if following is None else tokens[value.last + 1 : following.place]
        if (value.unit or "").lower() in _MONTHS and rest and rest[0].word in _FIRST_OR_LAST:
            rest = rest[2:]  # '6 tháng đầu năm' are none of before
        pause = next((at for at, token in enumerate(rest) if token.text in _PAUSES), None)
        if pause is not None:
            behind, leads_on = _said(rest[:pause]), _said(rest[pause:])
        else:
            behind, leads_on = _said(rest), ""
            if following is not None:
                found = _BEHIND.match(behind)
                behind, leads_on = (found[0], behind[found.end() :]) if found else ("", behind)
        clauses.append(f"{leads_up} # {behind}")
        leads_up = leads_on
    return clauses


def _said(tokens: list[Token]) -> str:
    """The words of a clause, without those phrases that only look as if they said when ('hiện đại', 'up to date')."""
    return " ".join("…" if _only_looks_so(token) else token.word for token in tokens)


def _only_looks_so(token: Token) -> bool:
    return not token.marks and " " in token.text and _NEXT.match(token.word) is None


def _when(clause: str) -> When | None:
    """When the figure of a clause holds ('#' stands for it); None where nothing says so, or the words contradict each
    other. What it is set against says nothing of it ('tăng 15% so với năm ngoái')."""
    clause = _SET_AGAINST.sub("", clause)
    if _TO_BE.search(clause):
        return None if _BEFORE.search(clause) else When.to_be
    found = [when for when, words in _WORDS.items() if words.search(clause)]
    if not found:
        return When.now if _IS.search(clause) else None
    if len(found) == 1 or found[0] is When.before:  # 'At the end of last year'
        return found[0]
    return When.to_be if When.now not in found else None


def _is_led_to(value: Surrounded) -> When | None:
    """A figure beside one that holds now is to be reached where a direction or a verb of reaching leads to it."""
    if value.lead & _REACHES or (value.verb is not None and value.verb.marks & CHANGES and value.lead & BOUNDS):
        return When.to_be
    return None


def _is_wanted(start: Surrounded) -> bool:
    return bool(start.lead & _REACHES) or (start.verb is not None and start.verb.marks & VERBS != 0)


def _counts_what_is_done(start: Surrounded, end: Surrounded, when: When) -> bool:
    """'Hire 8 people this year; we hired 5 last year', 'lost 3 clients last year, win 5 this year': what is done begins
    at nought in each period."""
    verb, other = end.verb, start.verb
    if verb is None or not verb.marks & _COUNTS:
        return False
    if when is When.now:
        return verb.marks & Mark.add != 0
    if end.figure.percent and start.figure.percent and not verb.marks & Mark.add:
        return False  # 'Tỷ lệ phủ sóng năm ngoái 61%, năm nay 80%': a share does not begin at nought
    if verb.marks & _ADDS_OR_DOES:
        return True
    return other is not None and other is not verb and other.marks & _COUNTS != 0


def _is_by_how_much(end: Surrounded) -> bool:
    """'Tăng 15% năm nay, năm ngoái 10%'."""
    changes = end.verb is not None and end.verb.marks & (Mark.up | Mark.down) and not end.lead & (_REACHES | BOUNDS)
    return bool(changes or end.lead & Mark.by or end.words[0] in "+-−")


def _is_against(read: Tokens, start: Surrounded, end: Surrounded) -> bool:
    """'Lên 85% (đầu năm 92%)': what is said to rise would fall."""
    ways = end.lead & _ENDS or (0 if end.verb is None else end.verb.marks & (Mark.up | Mark.down))
    if any(token.word.endswith(_RANKS) for token in read.tokens):
        return False  # 'Xếp hạng hiện 14, lên 5'
    if start.figure.scale_word != end.figure.scale_word or (start.unit and end.unit and start.unit != end.unit):
        return False  # 'CHF 1.1m (baseline 1.5)', 'from 6 hours to 45 minutes'
    if ways & (Mark.up | Mark.end_up) and not ways & (Mark.down | Mark.end_down):
        return end.figure.value <= start.figure.value
    is_down = ways & (Mark.down | Mark.end_down) and not ways & (Mark.up | Mark.end_up)
    return bool(is_down) and end.figure.value >= start.figure.value


_MONTHS = word_set("tháng tuần quý ngày thang tuan quy ngay")
_FIRST_OR_LAST = word_set("đầu cuối dau cuoi")
_VERSUS = ("vs", "vs .", "versus", "against")
_IT = frozenset(("it", "them", "that", "this"))
_RANKS = ("hạng", "vị trí", "hang", "vi tri", "rank", "ranking", "position")
_ADDS_OR_DOES = Mark.add | Mark.do
_COUNTS = _ADDS_OR_DOES | Mark.up | Mark.down
_GOES_TO = Mark.end | Mark.end_up | Mark.end_down
_ENDS = Mark.end_up | Mark.end_down
_REACHES = _GOES_TO | Mark.up_to | Mark.exceed | Mark.reach
_PAUSES = frozenset((",", ";", ".", "(", ")", "–", "—", "-", "|"))
_PERIOD = r"(?:year|quarter|month|week|season|term|cycle|financial year|fiscal year)"
_KY = r"(?:năm|quý|kỳ|tháng|tuần|mùa|vụ|nam|quy|ky|thang|tuan)"
_LAST = r"(?:ngoái|trước|vừa rồi|vừa qua|ngoai|truoc)"
_WORDS = {
    When.before: RarePattern(
        rf"\b(?:(?:last|previous|prior) [a-z]+|(?:a|one) {_PERIOD} ago|was|were|used to be|stood at|previously|"
        rf"formerly|before #|ly|py|so far|baseline|{_KY} {_LAST}|cùng kỳ|cung ky|đầu {_KY}(?! (?:sau|tới))|"
        rf"dau {_KY}(?! (?:sau|toi))|trước đây|trước đó|truoc day|ban đầu|ban dau|xuất phát|lúc đầu|luc dau)(?!\w)"
    ),
    When.now: RarePattern(
        r"\b(?:now|today|currently|current|at present|presently|at the moment|to date|hiện|hiện tại|hiện nay|hiện là|"
        r"hiện ở mức|hiện đang|hiện có|hiện tại là|đang|đang là|đang ở|bây giờ|hôm nay|hien|hien tai|hien nay|hien la|"
        r"hien dang|dang|dang o|dang o muc|dang la|hom nay)(?!\w)"
    ),
    When.this_period: RarePattern(
        rf"\b(?:this {_PERIOD}|{_KY} (?:nay|này)|(?:cuối|hết|cuoi|het) {_KY}(?! {_LAST})|"
        rf"(?:by|at|for) (?:the )?(?:end|close)|(?:by|at) (?:{_PERIOD}|year[ -]end)|year[ -]end|by {_PERIOD}[ -]end)"
        r"(?!\w)"
    ),
    When.to_be: RarePattern(
        rf"\b(?:next (?:{_PERIOD}|spring|summer|autumn|winter|january|february|march|april|may|june|july|august|"
        rf"september|october|november|december)|by [^#]*|{_KY} (?:sau|tới|toi)|sang năm|sang nam)(?!\w)"
    ),
}  # fmt: skip
_TO_BE = RarePattern(
    r"\b(?:targets?|goal|aim|aims|aiming|objective|should|must|needs?|has to|have to|want|wanted|"
    r"(?:get|bring|take|push|drive|move|lift|raise|cut|lower) (?:it|this|that|them|us)|"
    r"mục tiêu|phấn đấu|cần|phải|muốn|đích|muc tieu|phan dau|can dat|phai) (?:[^#]* )?#"
)
_BEFORE = RarePattern(rf"\b(?:was|were|(?:last|previous|prior) {_PERIOD}|{_KY} {_LAST})(?!\w)")
_SET_AGAINST = RarePattern(
    r"\b(?:so với|so voi|than|vs\.?|versus|compared (?:to|with)|on|over|against|above|below) (?:the )?"
    rf"(?:(?:cùng kỳ|cung ky|last|previous|prior)\b[^#]*|{_KY} {_LAST}[^#]*|(?:hiện|hien) (?:nay|tại|tai))"
)
_IS = RarePattern(
    r"\b(?:is|are|(?:it|that)['’]s|(?:we|they)['’]re|sits?|stands?|hovers?|stand at|stands at) "
    r"(?:[a-z]+ing )?(?:at |around |about )?#"
)
"""A figure that a measure is said to be."""
_NEXT = RarePattern(rf"{_KY} sau")
"""Phrases that do nothing by themselves and say when all the same."""
_BEHIND = RarePattern(
    rf"(?:now|today|currently|at present|(?:last|this|next|previous|prior) {_PERIOD}|hiện nay|hiện tại|{_KY} {_LAST}|"
    rf"{_KY} (?:nay|này))(?!\w)"
)
_SAYS_WHEN = word_set(
    "target goal ly py now today present moment date last previous prior ago was were is are used stood stands stand "
    "sits hovers so far we're it's that's baseline formerly previously presently hiện ngoái trước cùng đầu hôm nay bây "
    "ban lúc này hien ngoai truoc cung dau dang hom xuất phát this by next"
) | {"stands at", "stand at"}
"""Beside those marked as 'now': no text is without one in which one figure holds before the other."""
