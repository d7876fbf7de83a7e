"""Which of a text's figures are its value, and which say something about it or about something else."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise, zip_longest

from sync.patterns import RarePattern
from sync.reading.texts.asides import numbers_the_text
from sync.reading.texts.conditions import (
    is_time_of_a_rate,
    is_within_a_rate,
    kind_of,
    may_be_of_one_measure,
    without_conditions,
)
from sync.reading.texts.figures_apart import (
    is_of_the_name,
    is_to_a_version,
    says_how_long_none_lasts,
    without_ages,
    without_nights,
    without_years,
)
from sync.reading.texts.from_to import from_to, goes_to, is_in_per_cent, may_be_a_range
from sync.reading.texts.marks import CHANGES, Mark
from sync.reading.texts.pairs_in_doubt import (
    are_all_at,
    are_of_two_times,
    are_set_beside,
    are_steps_of_one_way,
    counts_on,
    is_a_share_of_those_at,
    is_a_span_of_a_habit,
    is_how_long_each_is,
    is_of_a_share_of_them,
    is_with_a_measure_of_its_own,
    may_be_planted,
)
from sync.reading.texts.parts import Part, part_played
from sync.reading.texts.qualifiers import (
    GRADES,
    describes,
    describes_measure,
    is_changed,
    is_of_those,
    is_source,
    without_qualifiers,
)
from sync.reading.texts.roles_by_time import from_one_to_the_other, is_against_what_is_said, is_what_shall_change
from sync.reading.texts.spans_of_time import is_time
from sync.reading.texts.stated_targets import part_of_end, stated_target
from sync.reading.texts.status_notes import may_say_how_far
from sync.reading.texts.surrounded import BOUNDS, Surrounded, is_arrow
from sync.reading.texts.text import word_set
from sync.reading.texts.tokenising import mistyped_numbers
from sync.reading.texts.tokens import Tokens
from sync.reading.texts.two_values import are_two_values, is_with_another_aim, says_another
from sync.reading.texts.unit_kinds import SAME, ratio


def chosen_parts(read: Tokens, values: list[Surrounded]) -> dict[str, Surrounded] | None:
    """Given a text's figures, return those that make up its value by the part that each plays, the baseline last;
    none where no figure plays a part; None where one is unclear, or two contradict each other."""
    if mistyped_numbers(read) or may_say_how_far(read.text):
        return None
    are_listed = all(value.in_brackets and not value.lead & Mark.start for value in values)
    if len(values) > 2 and are_listed and read.text.count("(") == 1:
        return None  # 'Tháng đầu (500 visit, 100 account, D7 ≥ 15%)'
    if values and read.tokens[0].word in _ASKS and any(one.word in _IF for one in read.tokens[1:5]):
        return {}  # 'Figure out if we can do larger deals ($200k+)'
    if len(values) > 1:
        if numbers_the_text(read, values[0]):
            values = values[1:]
        values = without_ages(read, values)
        values = [one for one in values if not says_how_long_none_lasts(read, values[0], one)]
    may_state_one = "(" in read.text or "against" in read.text
    if may_state_one and ((stated := stated_target(read, values)) or stated is None):
        return stated
    if values and (_is_timed(read, values) or _EVERY_SO_LONG.match(read.text)):
        return None
    if values and "(" in read.text and _SCALE_ABOVE.search(read.text):
        return None
    values = without_nights(read, values)
    if len(values) > 1:
        values = without_years(values)
    if len(values) == 3 and _is_of_each_of_them(read, *values):
        return None
    if len(values) > 1 and not read.vietnamese and is_of_the_name(values[0]):
        values = values[1:]
    if any(is_one(read, *pair) for pair in _pairs_apart(values) for is_one in _IN_DOUBT):
        return None
    if values and "even" in read.text.lower() and _BREAKS_EVEN.search(read.text) is not None:
        return None
    if len(values) == 2 and is_to_a_version(read, *values):
        return {}
    if len(values) == 2 and _is_of_so_many(read, *values):
        values = values[1:]
    if len(values) == 2 and _is_by_so_much(read, *values):
        is_open = values[0].words[0] in "-−" and not (values[0].figure.percent or read.marks & Mark.lower_is_better)
        if is_open and values[0].figure.currency is not None:
            return None  # 'EBITDA -$2M to $1M': less by so much, or from there
        values = values[1:]
    if len(values) > 1:
        if any(says_another(read, one, two) for one, two in _pairs_apart(values)):
            return None
        values = without_conditions(read, values)
    if values and is_with_another_aim(read, values[0]):
        return None
    if len(values) < 2:
        if values and (is_within_a_rate(read, values[0]) or is_time_of_a_rate(read, values[0])):
            return {}
        return None if values and is_what_shall_change(read, values[0]) else _chosen(read, values)
    if any(are_two_values(read, one, two) for one, two in _pairs_apart(values)):
        return None
    if len(values) > 3 and sum(is_arrow(token) for token in read.tokens) > 1:
        return None  # 'Revenue a visit (€1.11→€1.20 one brand, €0.74→€0.81 another)'
    if (told := from_one_to_the_other(read, values)) is not None:
        start, end = told
        is_beside = start.in_brackets or (start.place > end.place and end.lead & BOUNDS != 0)  # '≤ 75 phút, hiện 110'
        is_led = end.lead & _GOES_TO or is_changed(end) or not is_beside
        return {"target" if is_led else part_of_end(end): end, "baseline": replace(start, lead=start.lead | Mark.now)}
    chosen = _chosen(read, values)
    if chosen and (is_against_what_is_said(read, values, chosen) or _are_two_changes(read, chosen)):
        return None
    return chosen


def _pairs_apart(values: list[Surrounded]) -> list[tuple[Surrounded, Surrounded]]:
    """Each figure with the next, but for 'from 12 to 18'."""
    return [
        (one, two)
        for one, two in pairwise(values)
        if two.place != one.last + 2 or not (one.lead & Mark.start and two.lead & _GOES_TO) or one.total is not None
    ]


def _chosen(read: Tokens, values: list[Surrounded]) -> dict[str, Surrounded] | None:
    values = without_qualifiers(read, values)
    parts: list[Part] = []
    for value, following in zip_longest(values, values[1:]):
        name = part_played(read, value)
        if following is not None:
            if _may_be_anywhere_between(read, value, following):
                return None
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


def _may_be_anywhere_between(read: Tokens, one: Surrounded, two: Surrounded) -> bool:
    """'Tăng trọng 0,9 đến 1,1 kg/ngày': no 'từ' says that it starts there."""
    if two.place != one.last + 2 or read.tokens[one.last + 1].word not in _UP_TO_IN_VIETNAMESE:
        return False
    return not one.lead & ~(Mark.reach | _GOES_TO) and one.unit is None


_UP_TO_IN_VIETNAMESE = ("đến", "tới", "den")


def _is_timed(read: Tokens, values: list[Surrounded]) -> bool:
    """'Run 5k in 25:00', 'response time 00:30:00': how far and how fast, or a clock that may be hours or minutes."""
    if ":" not in read.text:
        return False
    if _CLOCK_OF_THREE.search(read.text) is not None:
        return True
    if not any(token.name and ":" in token.text for token in read.tokens):
        return False
    return any(
        value.figure.scale_word in ("K", "k") or (value.unit or "").split(" ")[0] in ("m", "km") for value in values
    )


_SCALE_ABOVE = RarePattern(
    r"\((?:đvt: ?)?(?:tỷ|tỉ|triệu|nghìn|ngàn|tr|million|billion|thousand|bn|mn)(?: (?:đồng|đ|vnd|usd|đô))?\)"
    r"[ :=]*(?:đạt |là |to |at )?[0-9][0-9.,]*(?![0-9.,]| ?(?:tỷ|tỉ|triệu|tr|nghìn|%|m|bn|k))",
    re.IGNORECASE,
)
"""'Doanh thu (tỷ): 5': the scale stands before the number, and is not read from there."""


_EVERY_SO_LONG = RarePattern(
    r"(?:cách )?[0-9]+ (?:ngày|tuần|tháng)(?: ?/ ?| (?:đăng |viết |làm )?)[0-9]+ [^\W\d_]", re.IGNORECASE
)
"""'2 ngày 1 bài đăng': how often, and of how many in all nothing is said."""
_BREAKS_EVEN = RarePattern(r"(?:→|->|=>|\bto)\s*break-?\s?even", re.IGNORECASE)
"""'EBITDA -$2M → breakeven': what is to be reached is said in words."""


def _is_of_each_of_them(read: Tokens, count: Surrounded, start: Surrounded, end: Surrounded) -> bool:
    """'Nâng 2 sản phẩm từ 3 sao lên 4 sao': how many, and what each of them is to be."""
    figure = count.figure
    lead = count.lead & ~(CHANGES | Mark.add | Mark.do)
    is_count = count.unit is not None and not (lead or figure.percent or figure.currency or figure.scale_word)
    is_from_to = start.lead & Mark.start != 0 and end.lead & _GOES_TO != 0
    is_direct = count.place < 2 or read.tokens[count.place - 1].word in ("cho", "for")
    return is_count and is_direct and is_from_to and not is_time(count) and (end.unit or "") != count.unit


_CLOCK_OF_THREE = RarePattern(r"(?<![0-9:])[0-9]{1,2}:[0-9]{2}:[0-9]{2}(?![0-9:])")


def _is_of_so_many(read: Tokens, one: Surrounded, two: Surrounded) -> bool:
    """'Raise NPS in 3 regions to 50': where, and not from how much."""
    if one.place < 2 or one.lead & ~Mark.within or not two.lead & _GOES_TO or one.unit is None or one.in_brackets:
        return False
    figure = one.figure
    if figure.percent or figure.currency or figure.scale_word or is_time(one) or one.total is not None:
        return False
    is_where = read.tokens[one.place - 1].word in ("in", "on", "with", "across", "at")
    if read.tokens[one.place - 1].word == "all" and two.figure.percent:
        return True
    return is_where and (two.unit is None or two.unit.lower() != one.unit.lower())


def _is_by_so_much(read: Tokens, one: Surrounded, two: Surrounded) -> bool:
    """'Members +50 to 500', 'NPS tăng 10 điểm lên 45': by how much it changes, and to what."""
    leads = Mark.end_up | Mark.end_down if read.vietnamese else _GOES_TO
    if not two.lead & leads or is_arrow(read.tokens[two.place - 1]) or one.lead & Mark.start or not one.place:
        return False
    before = read.tokens[one.place - 1]
    if one.in_brackets or before.word.endswith((" từ", " tu")):
        return False
    is_after_its_verb = one.place > 1 and (before.marks & (Mark.up | Mark.down) != 0 or before.word in ("up", "down"))
    return one.words[0] in "+-−" or (is_after_its_verb and before is not read.tokens[0])


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
    does = does or (read.tokens[0].word in _GATHERS and read.tokens[1].word in _HEARD)  # 'Get feedback from 5 users'
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
                is_named = value.place > 0 and read.tokens[value.place - 1].word in _BASELINES
                baseline = value if is_named else baseline or value  # 'current 28%, target 35%, baseline 22%'
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
    is_given = read.vietnamese or not (read.tokens[0].marks & CHANGES or _goes_by_arrow_to(read, ends))
    if is_given and not baseline.lead & _STARTS and any(_counts_another(baseline, end) for end in ends.values()):
        return None  # 'Nâng 5 sản phẩm lên 4 sao', 'give 2 lectures to 80 listeners'
    if read.vietnamese and list(ends) == ["change"] and _is_whose(read, baseline, ends["change"]):
        return ends
    return {**ends, "baseline": baseline}


def _goes_by_arrow_to(read: Tokens, ends: dict[str, Surrounded]) -> bool:
    return any(end.place and is_arrow(read.tokens[end.place - 1]) for end in ends.values())


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


_IN_DOUBT = (
    is_of_a_share_of_them,
    are_of_two_times,
    may_be_planted,
    is_with_a_measure_of_its_own,
    counts_on,
    is_how_long_each_is,
    are_steps_of_one_way,
    are_set_beside,
    are_all_at,
    is_a_span_of_a_habit,
    is_a_share_of_those_at,
)
_POINTS = ("pt", "pts", "point", "points", "pp")
_STARTS = Mark.start | Mark.now
_BOUNDS = ("lower", "upper")
_GRADED_BY = ("trên", "từ", "tren", "tu", "on", "from", "over")
_GOES_TO = Mark.end | Mark.end_up | Mark.end_down
_DOWN_FROM = ("down from", "up from")
_GATHERS = word_set("get gather receive obtain collect")
_HEARD = word_set("feedback input responses answers reviews testimonials")
_BASELINES = ("baseline", "xuất phát", "xuat phat")
_ASKS = word_set("figure find decide determine explore investigate evaluate assess check see")
_IF = ("if", "whether", "how", "why")
