"""Which of a text's figures are its value, and which say something about it or about something else."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise, zip_longest

from sync.reading.asides import numbers_the_text
from sync.reading.cadence import cadence_after
from sync.reading.conditions import (
    is_time_of_a_rate,
    is_within_a_rate,
    kind_of,
    may_be_of_one_measure,
    without_conditions,
)
from sync.reading.earlier_values import PAUSES, is_of_before
from sync.reading.from_to import WAYS, from_to, goes_to, is_in_per_cent, may_be_a_range
from sync.reading.marks import MEASURES, VERBS, Mark
from sync.reading.parts import Part, part_played
from sync.reading.qualifiers import (
    GRADES,
    describes,
    describes_measure,
    is_changed,
    is_of_those,
    is_source,
    without_qualifiers,
)
from sync.reading.roles_by_time import from_one_to_the_other, is_against_what_is_said, is_what_shall_change
from sync.reading.spans_of_time import is_short_time, is_time
from sync.reading.stated_targets import stated_target
from sync.reading.surrounded import BOUNDS, LEADS, Surrounded, is_arrow
from sync.reading.text import word_set
from sync.reading.tokens import Token, Tokens
from sync.reading.unit_kinds import SAME, ratio

_MISTYPED = re.compile(r"[0-9]{1,3}[.,][0-9]{3}0")
"""'250,0000': 250,000, or 2,500,000."""
_WITH = word_set("with at")
_NONE_OF = word_set("no zero 0")
_AIMED_AT = word_set("rate success satisfaction accuracy engagement attendance score completion quality uptime pass")
_AMISS = word_set("tickets missed unsafe failed late lost unplanned critical overdue")


def chosen_parts(read: Tokens, values: list[Surrounded]) -> dict[str, Surrounded] | None:
    """Given a text's figures, return those that make up its value by the part that each plays, the baseline last;
    none where no figure plays a part; None where one is unclear, or two contradict each other."""
    if any(token.name and _MISTYPED.fullmatch(token.text) for token in read.tokens):
        return None
    if values and numbers_the_text(read, values[0]):
        values = values[1:]
    asks = bool(values) and not read.vietnamese and read.tokens[0].word in _ASKS
    if asks and any(one.word in _IF for one in read.tokens[1:5]):
        return {}  # 'Figure out if we can do larger deals ($200k+)'
    if len(values) > 1 and any(not one.figure.value and read.tokens[one.place - 1].word == "with" for one in values):
        return None  # 'Finish the audit with 0 open issues and 3 new controls'
    if len(values) == 2 and _is_for_another(read, *values):
        return None
    if (stated := stated_target(read, values)) or stated is None:
        return stated
    if len(values) > 1:
        if read.vietnamese and any(_is_beside_a_plan(read, one, two) for one, two in pairwise(values)):
            return None
        if any(_is_another_in_brackets(read, *two) or _comes_with_more(read, *two) for two in pairwise(values)):
            return None
        values = without_conditions(read, values)
    if values and not read.vietnamese and _is_with_another_aim(read, values[0]):
        return None
    if len(values) < 2:
        if values and (is_within_a_rate(read, values[0]) or is_time_of_a_rate(read, values[0])):
            return {}
        return None if values and is_what_shall_change(read, values[0]) else _chosen(read, values)
    if any(
        (one.lead & _OVER and _is_of_which_or_from(one, two))
        or _are_either(read, one, two)
        or _is_of_so_many(one, two)
        or _are_ends(read, one, two)
        or _does_for_so_long(read, one, two)
        or _is_of_another(read, one, two)
        or _are_two_bounds(read, one, two)
        or (one.lead & two.lead & _ENDS and one.figure.value != two.figure.value)
        or _is_kept_at_another(one, two)
        for one, two in pairwise(values)
    ):
        return None
    if len(values) > 3 and sum(is_arrow(token) for token in read.tokens) > 1:
        return None  # 'Revenue a visit (€1.11→€1.20 one brand, €0.74→€0.81 another)'
    if (told := from_one_to_the_other(read, values)) is not None:
        return {"target": told[1], "baseline": told[0]}
    chosen = _chosen(read, values)
    if chosen and (is_against_what_is_said(read, values, chosen) or _are_two_changes(read, chosen)):
        return None
    return chosen


def _chosen(read: Tokens, values: list[Surrounded]) -> dict[str, Surrounded] | None:
    values = without_qualifiers(read, values)
    parts: list[Part] = []
    for value, following in zip_longest(values, values[1:]):
        name = part_played(read, value)
        if following is not None:
            if following.lead & _GOES_TO and goes_to(read, value, following, parts):
                name = "count"
            if read.tokens[following.place - 1].word in _DOWN_FROM and _came_from(value, following):
                name = "target"
        if name is None:
            return None
        if name:
            parts.append(Part(name, value))
        elif parts and _goes_on(read, parts[-1].value, value):
            return None
    if not parts:
        return {}
    if read.marks & Mark.served and len(parts) == 1 and _is_served_in_time(parts[0], values):
        return None
    if len(parts) == 1 and parts[0].name == "baseline" and _comes_from_many(read, parts[0].value):
        parts = [Part("count", parts[0].value)]
    parts = from_to(read, parts)
    if any(part.name == "range" for part in parts) and any(part.name == "baseline" for part in parts):
        return None  # 'Tăng tỷ lệ thu hồi từ 9% lên 15–18%'
    return None if may_be_a_range(read, parts) else _main_parts(read, parts) or None


def _is_of_which_or_from(one: Surrounded, two: Surrounded) -> bool:
    """'Reduce complaints open over 48 hours to 10': which of them, or from where."""
    is_bare = two.unit is None and two.figure.scale_word is None and two.figure.value != 0
    return is_time(one) and two.lead & _GOES_TO != 0 and is_bare


def _is_with_another_aim(read: Tokens, first: Surrounded) -> bool:
    """'Conduct 12 drills with 90%+ success rate', 'ship 12 reports with no missed deadlines': two values, not one."""
    at = next((at for at in range(first.last + 1, len(read.tokens) - 2) if read.tokens[at].word in _WITH), None)
    if at is None:
        return False
    said, following = read.tokens[at + 1], read.tokens[at + 2 : at + 6]
    if said.word in _NONE_OF:
        return any(token.marks & Mark.lower_is_better or token.word in _AMISS for token in following)
    if (
        any("score" in token.word or "rating" in token.word for token in following)
        and first.figure.currency is not None
    ):
        return any(token.figure is not None for token in read.tokens[at + 2 : at + 9])
    is_counted = first.unit is not None and not first.figure.percent and first.figure.currency is None
    is_share = any(token.figure is not None and token.figure.percent for token in (said, *following[:1]))
    is_bounded = said.marks & BOUNDS != 0  # 'Launch 2 channels with > 10% of pipeline'
    return is_counted and is_share and (is_bounded or any(token.word in _AIMED_AT for token in following))


def _does_for_so_long(read: Tokens, one: Surrounded, two: Surrounded) -> bool:
    """'3 phòng live vận hành 12 tiếng/ngày': how many, or how long each."""
    is_so_many = one.place == 0 and one.unit is not None and not is_time(one) and not one.figure.percent
    return is_so_many and is_time(two) and not two.lead & ~Mark.within and cadence_after(read, two.place) is not None


def _are_ends(read: Tokens, one: Surrounded, two: Surrounded) -> bool:
    """'Phản hồi trong 2h-4h': from one to the other, or anywhere between."""
    if one.unit is None or one.unit != two.unit or one.in_brackets or two.place != one.last + 2:
        return False
    return read.tokens[one.last + 1].text in _DASHES


_DASHES = ("-", "–", "—", "~")


def _is_of_so_many(one: Surrounded, two: Surrounded) -> bool:
    """'Sell 300 5% bonds': which of the two is counted."""
    return two.place == one.last + 1 and one.unit is None and not two.lead


def _are_either(read: Tokens, one: Surrounded, two: Surrounded) -> bool:
    """'Seen within 15 min of arrival or 20 min at weekends': two values, of which either counts."""
    between = read.tokens[one.last + 1 : two.place]
    if len(between) > 1 and between[-2].marks & Mark.both and between[-1].word in ("a", "an"):
        return True  # '200k downloads and a 4.5 store rating'
    for token in between:
        if token.word in _EITHER:
            return not any(token.text in ",;:" for token in between)
    return False


def _is_of_another(read: Tokens, one: Surrounded, two: Surrounded) -> bool:
    """'On-time arrivals to 85% and baggage claims cut by 20%', 'tăng NPS lên 60, giảm churn 5%': after 'and', or with a
    verb of its own, another measure changes."""
    if one.figure.percent and two.figure.percent and read.tokens[two.place - 1].text == ";" and not two.lead:
        return True  # '80% coverage of the core; 60% on the apps'
    if two.place < one.last + 4 or not read.marks & (Mark.up | Mark.down | Mark.both) or two.lead & Mark.within:
        return False
    between = read.tokens[one.last + 1 : two.place]
    if two.lead & Mark.by and two.verb is not one.verb and is_changed(two) and one.lead & _GOES_TO:
        at = next((at for at, token in enumerate(between) if token is two.verb), len(between))
        said_of = between[at + 1 :]  # 'xuống dưới 45%, qua đó tăng doanh thu thêm 18%'
        return any(token.text[0].isalpha() and not token.marks & _NO_NAME for token in said_of)
    joined_at = next((at for at, token in enumerate(between) if _joins(token, between[at + 1 : at + 2])), None)
    if joined_at is None:
        return False
    said = between[joined_at + 1 :]
    is_changed_too = any(token.marks & (Mark.up | Mark.down) or token.word in WAYS for token in said)
    if not is_changed_too or not (one.unit or one.figure.scale_word or one.lead & _GOES_TO):
        return False
    if between[joined_at].text in PAUSES:
        named = [token.word for token in read.tokens[: one.place]]
        return any(token.marks & MEASURES and token.word not in named for token in said)
    return any(token.text[0].isalpha() and not token.marks & _NO_NAME and token.word not in WAYS for token in said)


def _joins(token: Token, following: list[Token]) -> bool:
    if token.marks & Mark.both or token.word in _ALONGSIDE:
        return True
    return token.text in PAUSES and bool(following) and following[0].marks & (Mark.up | Mark.down) != 0


def _are_two_bounds(read: Tokens, one: Surrounded, two: Surrounded) -> bool:
    """'≥ 90% confidence on ≥ 70% of uploads'."""
    are_bounds = one.lead & two.lead & (Mark.at_least | Mark.above) != 0
    if are_bounds and one.unit != two.unit and any(token.text == ";" for token in read.tokens[one.last : two.place]):
        return True  # 'Giải quyết ít nhất 5 vụ việc; truy vết được trong ít nhất 2 vụ án'
    are_bounds = are_bounds and one.figure.percent and two.figure.percent
    return are_bounds and read.tokens[two.place - 2].word in ("on", "for", "in", "of", "trên", "cho")


def _is_for_another(read: Tokens, one: Surrounded, two: Surrounded) -> bool:
    """'Purge files within 5 minutes to keep storage below 2TB'."""
    if two.kept is None or one.kept is not None or not (is_time(one) and one.lead & Mark.within):
        return False
    at = next(at for at, token in enumerate(read.tokens) if token is two.kept)
    return at > one.last and read.tokens[at - 1].word in ("to", "để", "de")


def _comes_with_more(read: Tokens, one: Surrounded, two: Surrounded) -> bool:
    """'Produce 2 webinars with 500 registrants', and not '12 visits, each with 30 pupils', '20 homes with 3 rooms'."""
    between = read.tokens[one.last + 1 : two.place]
    leads = [token for token in between if token.word in _BESIDE or not token.marks & (BOUNDS | Mark.filler)]
    around = (*between, *read.tokens[two.last + 1 : two.last + 3])
    if any(token.word in _EACH for token in around):
        return False
    is_counted = one.unit is not None or one.figure.scale_word is not None
    is_counted = is_counted and kind_of(one) not in ("%", "money", "time")
    if is_counted and two.figure.currency is not None and two.in_brackets and not two.lead & ~BOUNDS:
        return one.verb is not None and one.verb.marks & Mark.add != 0  # 'Close 5 deals ($200K new ARR)'
    if _BESIDE.isdisjoint([token.word for token in leads[-3:]]):
        return False
    if one.figure.percent and not two.figure.percent and kind_of(two) and two.lead & BOUNDS and not read.vietnamese:
        return True  # 'Cut response time by 50% with < 100 ms'
    if is_counted and (two.lead & BOUNDS or two.or_more) and not read.vietnamese:
        is_measure = any(token.marks & MEASURES for token in between)
        if is_short_time(two) or (two.unit is None and is_measure):
            return True  # 'Pass at 10k req/min with p99 < 200 ms', '50 users complete tests with NPS ≥ 30'
    are_counted = all(kind_of(each) not in ("", "%", "money", "time") for each in (one, two))
    return (
        are_counted
        and leads[-1].word in _BESIDE
        and kind_of(one) != kind_of(two)
        and two.figure.value > one.figure.value
    )


def _is_another_in_brackets(read: Tokens, one: Surrounded, two: Surrounded) -> bool:
    """'Response time below 24h for gold (and below 48h for all)', 'keep 90% of customers (net revenue retention
    110%)', 'pass rate 90% (cut failures from 30% to 10%)'."""
    if not two.in_brackets or one.in_brackets or one.figure.percent != two.figure.percent:
        return False
    opens = max(place for place in range(two.place) if read.tokens[place].text == "(")
    said = read.tokens[opens + 1 : two.place]
    if not said:
        following = read.tokens[two.last + 1].word if two.last + 1 < len(read.tokens) else ""
        is_plain = two.figure.percent and not is_changed(one) and not two.figure.points
        return is_plain and following.isalpha() and following not in _SAID_OF_THE_SAME and not is_of_before(read, two)
    if said[0].marks & Mark.both:
        return True
    if not two.figure.percent or any(token.figure for token in said):
        return False
    if said[0].marks & (Mark.up | Mark.down) and two.lead & Mark.start and not is_changed(one):
        return True
    before = {token.word for token in read.tokens[:opens]}
    is_named = said[-1].marks & MEASURES != 0 and any(token.word not in before for token in said)
    return is_named and not two.lead & ~Mark.reach


def _is_kept_at_another(one: Surrounded, two: Surrounded) -> bool:
    """'Keep heifers under 2 years at 18–22 °C': the first says which, or two things are kept."""
    return one.kept is not None and one.lead & Mark.below != 0 and is_time(one) and two.upper is not None


def _is_beside_a_plan(read: Tokens, one: Surrounded, two: Surrounded) -> bool:
    """'Tổn thất thực hiện 5,8% (kế hoạch 6,1%)': what was reached beside what was planned, or more than that."""
    if one.figure.percent != two.figure.percent or one.unit != two.unit:
        return False
    between = [token.word for token in read.tokens[one.last + 1 : two.place] if token.text not in (":", "(", ",", "=")]
    return len(between) in (1, 2) and between[0] in _PLANS and between[-1] in (*_PLANS, *_OF_THE_YEAR)


def _are_two_changes(read: Tokens, chosen: dict[str, Surrounded]) -> bool:
    """'Doanh thu tăng 15% (năm ngoái 10%)': what it grew by then is no value that it starts at."""
    if "change" not in chosen or "baseline" not in chosen:
        return False
    change, start = chosen["change"].figure, chosen["baseline"].figure
    return change.percent and start.percent and not change.points and not is_in_per_cent(read)


def _came_from(value: Surrounded, following: Surrounded) -> bool:
    """'RFI turnaround averages 4 days, down from 9': what comes after says where it was."""
    return value.last == following.place - 3 and not value.lead & Mark.start


def _goes_on(read: Tokens, before: Surrounded, value: Surrounded) -> bool:
    """'Open 2 new stores and renovate 3': a bare figure after 'and' is as much of a value as the one before; and so is
    the count of what a grade is of ('5 sao trên 100 đánh giá')."""
    if (before.unit or "").lower() in GRADES and value.place == before.last + 2:
        return value.unit is not None and read.tokens[value.place - 1].word in _GRADED_BY
    if value.unit is not None or value.lead or value.total is not None or value.in_brackets:
        return False
    if read.tokens[value.place - 1].text == "," and value.place > before.last + 1 and before.unit is not None:
        following = read.tokens[value.last + 1 : value.last + 2]
        return bool(following) and following[0].word in ("within", "by")  # '10 languages at launch, 30 within a year'
    return any(token.marks & Mark.both for token in read.tokens[before.last + 1 : value.place])


def _is_served_in_time(bound: Part, values: list[Surrounded]) -> bool:
    """'Approve claims below 10tr within 1 day': the bound says which are, and the time may be the value."""
    if bound.name not in ("lower", "upper") or bound.value.figure.percent or is_time(bound.value):
        return False
    return any(is_time(value) and value.lead & Mark.within for value in values)


def _comes_from_many(read: Tokens, value: Surrounded) -> bool:
    """'Collect feedback from 200 parents' starts from no value."""
    if value.figure.percent and value.of_something and not read.vietnamese:
        return True  # 'Rent collected on time from 98% of tenants'
    does = value.verb is not None and value.verb.marks & (Mark.do | Mark.add) != 0
    return does and value.unit is not None and not value.lead & Mark.now


def _main_parts(read: Tokens, parts: list[Part]) -> dict[str, Surrounded] | None:
    """The parts by name, the baseline last. What stands in brackets or opens with 'worth', 'with', 'who' is about
    something else; a second figure for the same thing is a contradiction."""
    baseline: Surrounded | None = None
    ends: dict[str, Surrounded] = {}
    for part in parts:
        name, value = part.name, part.value
        if name == "baseline":
            if not (ends and is_source(next(iter(ends.values())), value)):
                baseline = baseline or value
        elif not ends or {*ends, name} == {"lower", "upper"}:
            if ends and not all(_may_bound_one(end, value) for end in ends.values()):
                return None
            ends[name] = value
        elif any(_is_met_by_a_share(name, end, value) for name, end in ends.items()):
            return None  # 'Reply time under 1h for 90% of tickets', 'IELTS 6.5+ for 70% of seniors'
        elif name in ends and name in _BOUNDS and not may_be_of_one_measure(ends[name], value):
            return None  # 'Lợi nhuận cửa hàng trên 50 bàn trên 12 tỷ'
        elif baseline is not None and list(ends) == ["change"] and name == "target":
            ends = {"target": value}  # 'by 20% (from 30% to 36%)'
        elif (
            describes(parts, part)
            or is_of_those(read, ends, value)
            or value.follows_aside
            or value.in_brackets
            or value.lead & Mark.within
            or (name == "change" and _is_reached(ends, value))
        ):
            continue
        elif list(ends) == ["change"] and name == "target" and is_changed(ends["change"]):
            ends = {"target": value if value.verb is not None else replace(value, verb=ends["change"].verb)}
        elif name == "target" and all(describes_measure(end, value) for end in ends.values()):
            ends = {"target": value}
        else:
            return None
    if baseline is None:
        return ends
    if not ends or ("change" not in ends and not all(may_be_of_one_measure(baseline, end) for end in ends.values())):
        return None
    if read.vietnamese and not baseline.lead & _STARTS and any(_counts_another(baseline, end) for end in ends.values()):
        return None
    if read.vietnamese and list(ends) == ["change"] and _is_whose(read, baseline, ends["change"]):
        return ends
    return {**ends, "baseline": baseline}


def _is_whose(read: Tokens, start: Surrounded, change: Surrounded) -> bool:
    """'Tăng doanh thu từ 20 khách hàng lớn thêm 10%': whose money it is, and no value that it starts at."""
    counts_things = start.unit is not None and kind_of(start) not in ("%", "money", "time")
    return counts_things and change.figure.percent and any(one.marks & Mark.money for one in read.tokens[: start.place])


def _counts_another(one: Surrounded, two: Surrounded) -> bool:
    """'Nâng 5 sản phẩm lên 4 sao': how many, and what each of them is to be."""
    kinds = kind_of(one), kind_of(two)
    if one.unit is None or two.unit is None or "/" in one.unit + two.unit or not all(kinds):
        return False
    return kinds[0].partition(" ")[0] != kinds[1].partition(" ")[0]


def _is_met_by_a_share(name: str, end: Surrounded, share: Surrounded) -> bool:
    if end.figure.percent or not share.figure.percent:
        return False
    if name in _BOUNDS:
        return (name == "upper" and is_time(end)) or (share.of_something and share.lead & Mark.within != 0)
    return name == "count" and share.of_something and share.follows_aside  # '3 bids on 90% of tenders'


def _may_bound_one(one: Surrounded, two: Surrounded) -> bool:
    """Whether two bounds may be of one measure, as they are in one unit."""
    if not may_be_of_one_measure(one, two):
        return False
    if two.figure.currency is not None and one.unit is None and not two.words[0].isdigit():
        return False  # 'Burn of customers over 60 under $320,000'
    return one.unit is None or two.unit is None or ratio(one.unit, two.unit) == SAME


def _is_reached(ends: dict[str, Surrounded], change: Surrounded) -> bool:
    """'Doanh thu 50 tỷ, tăng 15%': how much more that is."""
    count = ends.get("count")
    if count is not None and count.figure.percent and count.last + 2 <= change.place:
        return change.figure.points or (change.unit or "").lower() in _POINTS  # '30%, up 6 pts'
    is_amount = count is not None and (count.figure.scale_word or count.figure.currency) and change.figure.percent
    return list(ends) == ["target"] or bool(is_amount and count is not None and count.last + 2 <= change.place - 1)


_POINTS = ("pt", "pts", "point", "points", "pp")
_OVER = Mark.above | Mark.exceed
_STARTS = Mark.start | Mark.now
_BOUNDS = ("lower", "upper")
_PLANS = ("kế hoạch", "ke hoach", "kh", "chỉ tiêu", "chi tieu")
_OF_THE_YEAR = ("năm", "quý", "tháng", "nam", "quy", "thang", "là", "la", "giao")
_GRADED_BY = ("trên", "từ", "tren", "tu", "on", "from", "over")
_ENDS = Mark.end_up | Mark.end_down
_GOES_TO = Mark.end | Mark.end_up | Mark.end_down
_DOWN_FROM = ("down from", "up from")
_ALONGSIDE = ("while", "plus", "cùng với", "cung voi", "&")
_NO_NAME = LEADS | VERBS | Mark.filler | Mark.stop
_BESIDE = frozenset(("with", "với", "voi"))
_EACH = ("each", "every", "mỗi", "moi")
_EITHER = frozenset(("or", "hoặc", "hoac"))
_ASKS = word_set("figure find decide determine explore investigate evaluate assess check see")
_IF = ("if", "whether", "how", "why")
_SAID_OF_THE_SAME = word_set(
    "of now today currently last in at by above below more less up down baseline target goal từ hiện năm quý tháng"
)
