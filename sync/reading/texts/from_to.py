"""Which two figures of a key result's text are where it starts and where it shall end, or the ends of a range."""

from __future__ import annotations

from sync.reading.texts.evidence_of_values import starts_at_a_name
from sync.reading.texts.marks import Mark
from sync.reading.texts.parts import Part, part_played
from sync.reading.texts.qualifiers import adjoin, goes_by_arrow, is_changed
from sync.reading.texts.surrounded import Surrounded
from sync.reading.texts.text import word_set
from sync.reading.texts.tokens import Tokens
from sync.reading.texts.unit_kinds import SAME, ratio

_GOES_TO = Mark.end | Mark.end_up | Mark.end_down


def from_to(read: Tokens, parts: list[Part]) -> list[Part]:
    """'từ 20 đến 30' after a verb of keeping is a range; '20 → 30' without 'from' starts at 20."""
    if len(parts) < 2:
        return parts
    first, second, *rest = parts
    one, two = first.value, second.value
    is_range = first.name == "baseline" and second.name in ("target", "kept")
    is_range = is_range and not two.lead & (Mark.end_up | Mark.end_down)
    is_range = is_range and (two.kept is not None or _is_reached_from(read, one, two))
    is_range = is_range or (first.name == "target" and _is_reached_to(read, one, two))
    is_range = is_range or (first.name == "kept" and second.name in ("kept", "target") and two.lead & Mark.end != 0)
    is_range = is_range or _is_of_a_range(read, first, second)
    if is_range or (one.lead & Mark.between and two.place == one.last + 2):
        return [Part("lower", one), Part("upper", two), *rest]
    next_to = two.lead & _GOES_TO and adjoin(read, one, two)
    if next_to and read.marks & Mark.rate and two.unit is None and two.figure.value == 1 and not two.figure.percent:
        return []  # 'A ratio of 3 to 1'
    if _is_range_of_change(read, first, second):
        return [Part("range", one), Part("target", two)]
    is_end = second.name in ("count", "target") or (second.name in ("lower", "upper") and goes_by_arrow(read, one, two))
    open_ended = first.name in ("count", "change", "target") and is_end and not one.more
    if next_to and open_ended and (goes_by_arrow(read, one, two) or not _is_step_to(read, first, two)):
        return [Part("baseline", one), Part("target", two), *rest]
    return parts


def _is_of_a_range(read: Tokens, first: Part, second: Part) -> bool:
    """'Blood stock of 5 to 7 days', where nothing rises or falls."""
    one, two = first.value, second.value
    between = read.tokens[one.last + 1 : two.place]
    is_of = one.place > 1 and read.tokens[one.place - 1].word == "of" and [token.word for token in between] == ["to"]
    is_still = one.verb is None and two.verb is None and not read.marks & (Mark.up | Mark.down | Mark.improve)
    return is_of and is_still and not read.vietnamese and one.figure.value < two.figure.value


def _is_range_of_change(read: Tokens, first: Part, second: Part) -> bool:
    """'Tăng 10 đến 12%', 'grow deposits 8 to 10 percent': by so much, or to so much."""
    one, two = first.value, second.value
    between = read.tokens[one.last + 1 : two.place]
    if one.verb is None or not is_changed(one) or len(between) != 1 or between[0].word not in _TO:
        return False
    is_in_points = one.figure.points or (one.unit is not None and not one.figure.percent)
    if two.figure.percent and not is_in_points and not is_in_per_cent(read) and one.verb.marks & (Mark.up | Mark.down):
        if one.lead & Mark.start:
            return read.vietnamese and not one.figure.percent
        return one.figure.value < two.figure.value
    return read.vietnamese and one.verb is read.tokens[one.place - 1] and not one.lead & Mark.start


def goes_to(read: Tokens, value: Surrounded, following: Surrounded, before: list[Part]) -> bool:
    """'Đơn/ngày 100 lên 150', '100 → 150', '(100 → 150)': the bare figure is where it starts."""
    if not adjoin(read, value, following):
        return False
    if value.in_brackets and (before or not following.in_brackets):
        return False
    if goes_by_arrow(read, value, following):
        return not value.lead & (Mark.start | Mark.now)
    return not value.lead and part_played(read, value) == "" and not starts_at_a_name(read, value)


def may_be_a_range(read: Tokens, parts: list[Part]) -> bool:
    """'Doanh thu từ 2 tỷ đến 3 tỷ', where nothing says that it rises: from–to, or anywhere between."""
    if len(parts) != 2 or parts[0].name not in ("baseline", "change"):
        return False
    if not read.vietnamese:
        return _may_be_so_many(read, parts[0].value, parts[1].value)
    if parts[0].name != "baseline":
        return False
    if parts[1].name not in ("target", "change"):
        return False
    one, two = parts[0].value, parts[1].value
    if goes_by_arrow(read, one, two):
        return False
    no_way = two.lead & Mark.end and not two.lead & (Mark.end_up | Mark.end_down | Mark.reach)
    if two.verb is not None and two.verb.marks & (Mark.do | Mark.add) and two.verb is one.verb:
        by_word = read.tokens[two.place - 1].text.isalpha() and not two.figure.percent
        return bool(no_way) and by_word  # 'Mở từ 2 đến 3 chi nhánh', 'bán 100 đến 150 sản phẩm'
    opens = one.lead & Mark.start != 0 or (one.place == 0 and one.figure.percent)  # '95% đến 100% chi hội đạt'
    return bool(no_way and opens) and one.verb is None and two.verb is None


def _may_be_so_many(read: Tokens, one: Surrounded, two: Surrounded) -> bool:
    """'Publish 2 to 3 articles a week', 'lose 3 to 5 kg', 'class size 20 to 25': so many, where no word says from."""
    between = [token.word for token in read.tokens[one.last + 1 : two.place]]
    if between[-1:] != ["to"] or one.lead & Mark.start or one.figure.value >= two.figure.value or not one.place:
        return False
    before = read.tokens[one.place - 1]
    if before.marks & (Mark.do | Mark.add) or (before.marks & (Mark.up | Mark.down) and one.place == 1):
        return not (one.figure.percent or one.figure.currency or two.figure.currency)
    is_still = one.verb is None and two.verb is None
    before_it = read.tokens[: one.place]
    named = any(token.word in _IN_RANGE or token.marks & Mark.lower_is_better for token in before_it)
    return is_still and named and before.text != ":"


_IN_RANGE = word_set("ph humidity bmi size temperature pressure")


def _is_reached_from(read: Tokens, one: Surrounded, two: Surrounded) -> bool:
    """'Đạt từ 30% đến 32%' is reached anywhere between."""
    before = read.tokens[one.place - 2] if one.place > 1 and one.lead & Mark.start else None
    is_reached = before is not None and before.marks & Mark.reach and before.text not in (":", "=")
    return bool(is_reached) and not two.lead & (Mark.end_up | Mark.end_down)


def _is_reached_to(read: Tokens, one: Surrounded, two: Surrounded) -> bool:
    """'Doanh thu đạt 45 đến 50 tỷ'."""
    is_end = two.lead & Mark.end and not two.lead & (Mark.end_up | Mark.end_down | Mark.reach)
    is_reached = one.lead & Mark.reach and read.tokens[one.place - 1].word in ("đạt", "dat")
    return bool(is_end and is_reached) and two.place == one.last + 2 and not goes_by_arrow(read, one, two)


def _is_step_to(read: Tokens, first: Part, end: Surrounded) -> bool:
    """'Giảm 20% xuống còn 80 triệu', 'giảm 20 triệu xuống 80 triệu', 'RevPAR up $6 to $68': the first is how far, not
    where from."""
    step = first.value
    if first.name != "change" or step.verb is None:
        return False
    if (step.figure.points and not end.figure.points) or step.lead & Mark.by:
        return True  # 'Grow MRR by $25k to $140k'
    if _is_right_behind_up(read, step) and step.figure.percent is end.figure.percent:
        return abs(step.figure.value) * 2 < end.figure.value
    falls = step.verb.marks & Mark.down != 0
    brought = ratio(step.unit, end.unit) if step.unit and end.unit else SAME
    is_less = brought is not None and brought.of(step.figure.value) < end.figure.value
    is_other = step.figure.percent != end.figure.percent and step.unit is not None
    return is_other or (falls and is_less)


def _is_right_behind_up(read: Tokens, step: Surrounded) -> bool:
    """'Sales up $2m to $30m', and not 'grow sales $2m to $30m'."""
    if read.vietnamese or step.place < 2:
        return False
    before = read.tokens[step.place - 1]
    return before.word in WAYS[:1] or before.marks & Mark.up != 0


_TO = frozenset(("to", "đến", "tới", "den", "toi"))


def is_in_per_cent(read: Tokens) -> bool:
    return read.marks & Mark.rate != 0 or any(token.word in _IN_PER_CENT for token in read.tokens)


WAYS = ("up", "down")


_IN_PER_CENT = word_set(
    "occupancy yield accuracy attendance compliance availability efficiency oee satisfaction humidity completion "
    "on-time utilisation utilization npl penetration"
) | {
    "công suất", "hiệu suất", "đúng hạn", "đúng giờ", "hài lòng", "hoàn thành", "giữ chân", "chuyển đổi", "nợ xấu",
    "cong suat", "hieu suat", "dung han", "dung gio", "hai long", "hoan thanh", "giu chan", "chuyen doi", "no xau",
}  # fmt: skip
"""Measures that are themselves in per cent, beside those that are named as rates."""
