"""The part that each figure of a text plays: baseline, target, change, bound, or none."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from sync.reading.asides import is_done_by, is_said_in_passing
from sync.reading.cadence import cadence_after
from sync.reading.earlier_values import PAUSES, comes_from, is_of_before, is_so_now, is_so_now_at, next_is_start
from sync.reading.evidence_of_values import as_far_as_shown, is_done_so_often, is_none_with
from sync.reading.figures import Figure
from sync.reading.figures_left_open import leaves_open_what_it_is
from sync.reading.figures_of_changes import (
    is_a_means,
    is_behind_a_colon,
    is_label_of_a_change,
    is_saved,
    may_be_by,
    part_behind_a_colon,
    part_of_change,
    shares_its_verbs,
)
from sync.reading.gaps import is_a_gap
from sync.reading.marks import CHANGES, Mark
from sync.reading.negations import (
    forbids_a_fall,
    is_forbidden,
    is_negated,
    is_turned_by_a_sign,
    may_be_negated,
    negates_a_change,
)
from sync.reading.parts_of_spans import part_of_span
from sync.reading.spans_of_time import is_time
from sync.reading.surrounded import BOUNDS, Surrounded, is_arrow
from sync.reading.text import word_set
from sync.reading.tokens import Token, Tokens
from sync.reading.unled_figures import is_set_against_something, part_of_count


@dataclass(slots=True, eq=False)
class Part:
    name: str  # baseline, target, change, lower, upper, range, count (a value nobody leads up to)
    value: Surrounded


# Combined once: a class's attribute takes 15 ns to find, and every figure is asked for all of these.
_OTHER, _WITHIN, _TIMES_AS_MUCH, _NEVER = Mark.other, Mark.within, Mark.times, Mark.never
_STARTS, _GOES_TO = Mark.start | Mark.now, Mark.end_up | Mark.end_down
_BELOW, _BETWEEN, _LIMIT = Mark.below, Mark.between, Mark.limit
_BY, _UP_TO, _EXCEED, _END, _REACH = Mark.by, Mark.up_to, Mark.exceed, Mark.end, Mark.reach
_BY_OR_MORE = _BY | Mark.more
_DOWN, _START, _NOW, _LOWER = Mark.down, Mark.start, Mark.now, Mark.lower_is_better
_SAYS_WHAT = Mark.start | Mark.lower_is_better | Mark.higher_is_better | Mark.rate | Mark.money | Mark.down
_ODD_LEADS = _BY | _WITHIN | _OTHER | _TIMES_AS_MUCH
_ODD_MARKS = _NEVER | _BETWEEN | _LIMIT | Mark.every
_ODD_WORDS = frozenset(("±", "-", "×", "than", "the last", "the past"))
_FROM_BELOW, _FROM_ABOVE = Mark.at_least | Mark.above, Mark.at_most | Mark.below
_BOUNDS_OR_EXCEEDS = _BETWEEN | _UP_TO | _EXCEED | _FROM_BELOW | _FROM_ABOVE
_ONE_SIDED = _FROM_BELOW | _FROM_ABOVE | _EXCEED  # 'Dưới 2-3%'
_ADDS_OR_DOES = Mark.add | Mark.do
_MEASURES = Mark.lower_is_better | Mark.higher_is_better | Mark.rate | Mark.money


def part_played(read: Tokens, value: Surrounded) -> str | None:
    """Which part a figure plays; '' where it plays none (a span of time, a comparison), None where that is unclear."""
    part = _part_by_words(read, value)
    return as_far_as_shown(read, value, part) if part else part


def _part_by_words(read: Tokens, value: Surrounded) -> str | None:
    if value.in_brackets and is_of_before(read, value):
        return "baseline"
    if is_done_so_often(read, value) or is_none_with(read, value):
        return "lower" if value.or_more or value.lead & _FROM_BELOW else "count"
    if is_said_in_passing(read, value):
        return ""
    if value.figure.percent and value.place and read.tokens[value.place - 1].word == "top":
        return ""  # 'Đạt top 10% nhân viên có điểm cao nhất'
    if value.or_more and value.place > 3 and read.tokens[value.place - 2].word in _EACH and _is_not_first(read, value):
        return ""  # 'Mở 4 lớp, mỗi lớp 15 cháu trở lên'
    if value.lead & _EXCEED and read.tokens[0].marks & _LIMIT and read.tokens[1].word in ("tối đa", "toi da"):
        return ""  # 'Hạn chế tối đa việc khách chờ quá 15 phút'
    if value.more and (value.unit or "").lower() in _TIMES:
        return None  # '3x more leads': three times as many, or four
    if leaves_open_what_it_is(read, value) or may_be_negated(read, value) or is_a_gap(read, value):
        return None
    tokens, marks, lead, verb, place = read.tokens, read.marks, value.lead, value.verb, value.place
    # 'Duy trì mức tăng trưởng 20%': the verb of keeping comes first and rules.
    is_change = False
    if verb is not None:
        is_change = verb.marks & CHANGES != 0 and not value.kept_first and not _is_bounded_beside(read, value, verb)
        if verb.word == "tang" and value.unit is None and _is_a_storey(read, value, verb):
            return ""
    before = tokens[place - 1].word if place else ""
    may_be_odd = lead & _ODD_LEADS or marks & _ODD_MARKS or before in _ODD_WORDS or tokens[0].word in _MERGERS
    if may_be_odd or value.total is not None or value.upper is not None or value.words[0] in "+-":
        odd = _part_in_an_odd_place(read, value, before, is_change=is_change)
        if odd is not None:
            return odd[0]
    if before == ")" and place > 1 and tokens[place - 2].word in _UPS:
        return "target"  # 'NPS (↑) 50' says which way is better
    if before == "over" and (value.unit or "") in _SPANS and _is_not_first(read, value):
        return ""  # 'Improve retention by 25% over 6 months'
    if value.or_more or value.or_less:
        if value.or_more and is_change and lead == _START and value.figure.percent and read.vietnamese:
            return "change" if tokens[place - 2] is verb else None  # 'Tăng từ 15% trở lên'
        does = (
            before != ":" and verb is not None and verb.marks & _ADDS_OR_DOES and (read.vietnamese or verb is tokens[0])
        )
        if value.or_more and does and value.unit is None and place > 2:
            is_of_those = any(token.figure is not None for token in tokens[:place])
            return "lower" if is_of_those else None  # 'Mở lớp TOEIC 600+'
        if not is_change or (not lead & ~_WITHIN and verb is not None and verb.word in _GETS):
            return "lower" if value.or_more else "upper"
    if before in ("có", "co") and place > 1 and tokens[place - 2].marks & Mark.at_least:
        return "lower"  # 'Trong 8 bài, ít nhất có 3 bài lên trang nhất'
    if place > 2 and tokens[place - 1].text in PAUSES and is_so_now_at(read, place - 2):
        return "target"
    if lead == _START and place == 1 and value.figure.percent and _is_so_many_or_more(read, value):
        return "lower"
    if lead == _START and place == 2 and tokens[0].word in ("đạt", "dat") and _is_all(read, value):
        return "lower"  # 'Đạt từ 150 triệu/tháng'
    if lead & _STARTS and not (lead & _BY and lead & _NOW):
        return "baseline"
    following = value.last + 2
    if following < len(tokens) and tokens[following].text in PAUSES and is_so_now(read, value):
        return "baseline"
    if lead & _FROM_BELOW and lead & _GOES_TO == Mark.end_down and not (is_change or marks & _LOWER):
        return "lower"  # 'Quỹ còn ít nhất 5 tỷ'
    if lead & _GOES_TO:
        is_place = before == "xuong" and not is_change and not marks & _SAYS_WHAT
        is_place = is_place or (before == "so" and place > 1 and tokens[place - 2].word == "xuong")
        is_place = is_place or (before in ("về", "ve") and place == 2 and not marks & _SAYS_WHAT and not is_time(value))
        if is_change and lead & _BY_OR_MORE and value.figure.percent:
            return "change"  # 'Tăng doanh thu lên thêm 25%'
        if is_change and value.figure.percent and may_be_by(read, value):
            return None  # 'Tăng doanh thu lên 20%', 'Giảm chi phí xuống 15% so với quý 2': by so much, or of what
        return None if is_place else "target"  # 'xuống 1', or 'xưởng 1'; 'kéo về 300 khách'
    if is_change and before in _FOR and not value.figure.percent:
        is_said = any(token.figure is not None for token in tokens[:place])
        return "" if is_said else None  # 'Tăng lương cho 30 nhân viên', and not '… 5% cho 3 cửa hàng'
    if before == ":" and not is_change and is_saved(read, value):
        return None  # 'Time saved: 40 hours'
    if is_change and place > 3 and lead & _ONE_SIDED and tokens[place - 3] is verb and tokens[place - 2].text == ":":
        return "lower" if lead & _FROM_BELOW else "upper"  # 'Bundle size increase: < 30 KB'
    if is_change and before == ":" and is_label_of_a_change(read, value):
        return part_behind_a_colon(read, value)
    if is_change and tokens[0] is verb and is_behind_a_colon(read, value):
        return part_behind_a_colon(read, value)
    if is_change and ((not lead and is_a_means(read, value)) or (before in _UPS and not value.figure.percent)):
        return None  # 'NPS ↑ 50', 'costs ↓ 10k': to so much, or by so much; 'revenue ↑ 40%' is by so much
    if is_change:
        part = part_of_change(read, value)
        if part is None or (part == "change" and shares_its_verbs(read, value)):
            return None
        return part or part_of_count(read, value)
    if lead & _BOUNDS_OR_EXCEEDS:
        return _part_of_bound(read, value)
    if not lead and value.verb is None and _is_kept(read, value):
        return "kept"
    if value.kept is not None:
        if any(token.word == "while" for token in tokens[1:place]):
            return None  # 'Maintain current velocity while investing 20% time in exploration'
        return "upper" if any(token.word == "within" for token in read.tokens[: value.place]) else "kept"
    if before == "=>" and not marks & Mark.now and not any(token.figure is not None for token in tokens[:place]):
        return None if marks & _LOWER else "lower"  # typed for '≥'
    if lead & _END and (verb is None or not verb.marks & _ADDS_OR_DOES or comes_from(read, value)):
        return "change" if value.more and not is_arrow(read.tokens[value.place - 1]) else "target"
    if before == ":" and value.more and any(token.marks & Mark.more for token in tokens[value.last : value.last + 2]):
        return "change"  # 'Solar capacity: 12 MW more'
    if before == ":" and not is_change and tokens[0].marks & (Mark.at_least | Mark.at_most) and place > 2:
        return "lower" if tokens[0].marks & Mark.at_least else "upper"  # 'Ceiling on open tickets: 20'
    if before == ":" and verb is None and _is_a_time_of_what_is_unknown(read, value):
        return None
    if lead & _REACH and not lead & _BY_OR_MORE:
        if value.figure.percent and value.last + 1 < len(tokens) and tokens[value.last + 1].marks & Mark.more:
            return "change"  # 'Achieve 20% more organic visits'
        is_land = before == "dat" and is_time(value) and not marks & _MEASURES
        return None if is_land else "target"  # 'thue dat 50 nam', typed without marks
    return part_of_count(read, value)


def _is_all(read: Tokens, value: Surrounded) -> bool:
    """Whether nothing but how often stands behind a text's only figure."""
    return all(
        token.text == "/" or token.marks & (Mark.every | Mark.time_unit) for token in read.tokens[value.last + 1 :]
    )


def _is_not_first(read: Tokens, value: Surrounded) -> bool:
    return any(token.figure is not None for token in read.tokens[: value.place])


def _is_so_many_or_more(read: Tokens, value: Surrounded) -> bool:
    """'Từ 70% ca mổ bắt đầu đúng giờ': a text that opens with from how many of them on, and says nothing further."""
    behind = read.tokens[value.last + 1 :]
    goes_on = any(token.figure is not None and token.figure.percent for token in behind)
    return read.vietnamese and len(behind) > 2 and not goes_on and not read.marks & (CHANGES | _GOES_TO)


def _is_a_time_of_what_is_unknown(read: Tokens, value: Surrounded) -> bool:
    """'Callback: 2 h', and not 'training: 16 hours': whether more of it is better is not said."""
    if not is_time(value) or value.lead != _REACH or read.vietnamese or value.more or value.or_more or value.or_less:
        return False
    named, following = read.tokens[: value.place], read.tokens[value.last + 1 : value.last + 2]
    if value.figure.value >= 100 or (following and following[0].marks & Mark.every):
        return False  # 'Annotated audio: 800 hours'
    return not any(token.marks & _MEASURES or token.word in _SPENT_WELL for token in named)


def _part_in_an_odd_place(read: Tokens, value: Surrounded, before: str, *, is_change: bool) -> tuple[str | None] | None:
    """The part of a figure that is one of two, or led up to by other words than those of a value; which may be unclear.
    None where these words say nothing of it."""
    tokens, marks, lead, verb, place = read.tokens, read.marks, value.lead, value.verb, value.place
    if lead & _BY and is_done_by(read, value):
        return ("target",)
    if place == 1 and lead & _WITHIN and tokens[0].word == "trong" and not is_time(value):
        is_grown = value.unit is not None and not value.figure.percent  # 'trồng', typed without marks
        return ("count" if is_grown else None,)
    if before in _PASTS and place + 1 < len(tokens) and _is_of_a_past_time(tokens[place + 1]):
        return ("",)  # 'Above the last 12 months' peaks'
    if before == "-" and place > 2 and [token.text for token in tokens[place - 3 : place]] == ["+", "/", "-"]:
        return (None,)
    is_a_share = any(token.figure is not None and token.figure.percent for token in tokens)  # 'Merge 80% of PRs'
    is_merged = tokens[0].word in _MERGERS and not (marks & _START or is_a_share)
    is_merged = is_merged and (value.unit or "").rpartition(" ")[2].lower() not in _MERGED_ONE_BY_ONE
    if before == "±" and place > 1 and tokens[place - 2].marks & _FROM_ABOVE:
        return ("upper",)  # 'Forecast error ≤ ±10%'
    if before == "±" or is_merged:
        return (None,)
    total = value.total
    if total is not None and _is_a_share(read, value, total):
        return (None,)
    following = value.last + 2
    if following < len(tokens) and tokens[following - 1].text == "/" and _is_one_per(value, tokens[following]):
        return (None,)  # '1 PT / 12 hội viên'
    if marks & _BETWEEN and place and _ends_between(read, value):
        return ("count",)
    if before == "than" and tokens[place - 2].word in _GRADED:
        return ("upper" if marks & _LOWER else "lower" if marks & Mark.higher_is_better else None,)
    if lead & _OTHER:
        is_share = before in ("cứ", "cu")  # 'cứ 10 khách thì 3 …'
        return (None if is_share or (place == 1 and before == "moi") else "",)  # 'mỗi', or 'mời'
    if total is not None and "/" in value.words and _is_day_of_month(read, value):
        return ("",)
    if lead & _WITHIN and (spanned := part_of_span(read, value, before)) is not None:
        return spanned
    at_when = next((at for at in range(1, place) if tokens[at].word == "khi"), 0) if lead & _TIMES_AS_MUCH else 0
    if any(token.marks & (CHANGES | _ADDS_OR_DOES) for token in tokens[:at_when]):
        is_alone = sum(token.figure is not None for token in tokens) == 1
        return ("" if is_alone else None,)  # 'Tự mở rộng khi lượng truy cập tăng gấp 10 lần'
    if lead & _TIMES_AS_MUCH:
        is_met = before == "gap" and (value.unit or "lan").partition(" ")[0] not in ("lan", "nam")
        return ("count" if is_met else "times",)  # 'gap', typed without marks, may be 'gặp'
    if before == "×":
        return ("times",)
    if marks & _NEVER and lead & _BELOW and forbids_a_fall(read, value):
        return ("lower",)
    if marks & _NEVER and negates_a_change(read, value):
        return ("lower" if lead & _BELOW and lead & _DOWN else None,)  # 'never drops below 90%'
    is_of_a_rate = lead & Mark.above and _is_of_a_rate_of_those(read, value)
    if marks & _NEVER and lead & (_EXCEED | Mark.above) and not is_of_a_rate and is_negated(read, value):
        return ("upper",)  # "Shouldn't go beyond 20 minutes"
    if (
        value.words[0] == "+"
        and verb is None
        and not lead & ~_REACH
        and value.unit is None
        and any(token.word in _SIGNED for token in tokens[:place])
    ):
        return ("lower" if value.or_more else "target" if before in ("of", "at") else None,)
    if value.words[0] == "+" and not lead & ~_REACH and not (verb is not None and verb.marks & _DOWN):
        return ("change",)  # '+25 KH', 'Conversion: +4pp'
    if value.words[0] == "-" and not lead & ~_REACH and is_set_against_something(read, value):
        return ("change",)  # 'Energy use: -7% vs 2025'
    if value.words[0] == "-" and before == ":" and value.figure.percent and lead == _REACH:
        may_be_level = any(token.word in _MAY_BE_NEGATIVE for token in tokens[:place])
        return (None if may_be_level else "change",)  # 'Complaints: -40%', and not 'Net margin: -3%'
    if value.words[0] == "-" and lead == _REACH and any(_is_less(token) for token in tokens[value.last :]):
        # 'Achieve -70% payout time reduction', 'achieve -10% cost'; 'achieve -2% net churn' may be a level
        return (None if any(token.word == "net" for token in tokens) else "change",)
    if value.upper is not None:
        is_counted = verb is not None and verb.marks & _ADDS_OR_DOES and cadence_after(read, value.place) is None
        is_counted = is_counted and not lead & _BETWEEN
        is_counted = is_counted or _is_some(read, value) or lead & _ONE_SIDED != 0
        is_counted = is_counted or any(token.marks & Mark.at_most for token in tokens[max(place - 2, 0) : place])
        return (None if (is_change and not lead & _END) or is_counted else "range",)
    if marks & _LIMIT and not lead & _FROM_BELOW and before not in ("đạt", "dat") and _is_limited(read, value):
        return ("upper",)
    return None


def _is_bounded_beside(read: Tokens, value: Surrounded, verb: Token) -> bool:
    """'Improve app performance (load time < 2 s)', 'a cost saving of ≥ 12%': the bound is of what stands beside it."""
    if not value.lead & BOUNDS or value.lead & Mark.end:
        return False
    if verb.marks & Mark.improve:
        return value.in_brackets and read.tokens[value.place - 2].text != "("
    at = next((at for at in range(1, value.place - 1) if read.tokens[at] is verb), 0)
    return at > 0 and verb.word in ("saving", "savings") and read.tokens[at + 1].word == "of"


_MAY_BE_NEGATIVE = word_set(
    "growth margin profit net balance gap deviation variance change churn lãi lỗ biên chênh lệch lai lo bien"
) | {"tăng trưởng", "lợi nhuận", "tang truong", "loi nhuan"}


def _is_less(token: Token) -> bool:
    return token.marks & Mark.lower_is_better != 0 or token.word in _LESS


_LESS = word_set("reduction reductions decrease decreases cut drop saving savings")
_PASTS = ("the last", "the past")


def _is_of_a_past_time(token: Token) -> bool:
    return token.word.startswith(("day", "week", "month", "quarter", "year"))


def _part_of_bound(read: Tokens, value: Surrounded) -> str | None:
    """The part of a figure that a comparator leads up to, and no verb of change governs."""
    lead = value.lead
    if lead & _BETWEEN:
        return "lower" if any(token.figure for token in read.tokens[value.last + 1 :]) else ""
    if lead & _UP_TO:
        if next_is_start(read, value) or comes_from(read, value):
            return "target"  # 'Coverage up to 45% from 20%', 'from 80 up to 90'
        return "upper" if read.marks & _LOWER else None  # 'utilization up to 88%'
    if lead & _EXCEED:
        if is_negated(read, value):
            return "upper"
        if read.tokens[value.place - 1].word not in ("quá", "qua"):
            return "target"
        is_alone = sum(token.figure is not None for token in read.tokens) == 1
        return None if is_alone else ""  # 'Phân loại khách nợ quá 30 ngày': what is over, and no aim
    if lead & _FROM_BELOW:
        if _is_compared(read, value) or (value.figure.percent and _is_followed_by(read, value, _HIGHER_THAN)):
            return None  # 'A ratio ≥ 5% higher than the current one'
        is_turned = lead & Mark.above and not _is_of_a_rate_of_those(read, value) and is_negated(read, value)
        return "upper" if is_turned else "lower"
    if read.tokens[value.place - 1].word in _FASTER and is_time(value):
        return None  # 'Giao hàng nhanh hơn 2 ngày': than before by so much, or than that
    is_word = read.tokens[value.place - 1].text[0].isalpha()
    is_turned = lead & _BELOW and (is_negated(read, value) if is_word else is_turned_by_a_sign(read, value))
    return "lower" if is_turned else "upper"


def _is_of_a_rate_of_those(read: Tokens, value: Surrounded) -> bool:
    """'Tỷ lệ đơn không bị đổi trả > 98%', and not 'tỷ lệ trễ không được > 5%'."""
    is_sign = not read.tokens[value.place - 1].text[0].isalpha()
    return is_sign and read.tokens[0].marks & Mark.rate != 0 and not is_forbidden(read, value)


def _is_followed_by(read: Tokens, value: Surrounded, words: tuple[str, ...]) -> bool:
    return any(token.word in words for token in read.tokens[value.last + 1 : value.last + 2])


_HIGHER_THAN = ("higher than", "lower than", "more than", "less than", "better than", "greater than")


def _is_compared(read: Tokens, value: Surrounded) -> bool:
    """'Mượt hơn 20%': by how much something is to differ from before, and whether that is more or less is not said."""
    if value.place < 2 or read.tokens[value.place - 1].word not in ("hơn", "hon"):
        return False
    return read.tokens[value.place - 2].word in _QUALITIES


_FASTER = ("nhanh hơn", "nhanh hon")
_QUALITIES = word_set(
    "mượt gọn nhẹ khỏe khoẻ tốt sạch mạnh bền chậm sớm dài đông dày rộng "
    "muot gon nhe khoe tot sach manh ben cham som dai dong day rong"
)


def _is_kept(read: Tokens, value: Surrounded) -> bool:
    """'Uptime 99,95% duy trì hàng tháng', 'retention 92% maintained': what is kept comes before its verb."""
    following = read.tokens[value.last + 1 : value.last + 2]
    if not following or not following[0].marks & Mark.keep or following[0].marks & Mark.do:
        return False
    goes_on = any(token.figure is not None for token in read.tokens[value.last + 2 :])
    return not goes_on and any(token.marks & _MEASURES for token in read.tokens[: value.place])


def _is_a_share(read: Tokens, value: Surrounded, total: Figure) -> bool:
    """'9/10 khách hài lòng', '1/3 quản lý', 'tỷ lệ giáo viên/học sinh 1/15' are shares; which, and of how many, is not
    surely a count."""
    is_typed_so = "/" in value.words
    if is_typed_so and value.figure.value == 1 and value.unit is None and (read.marks & Mark.rate or total.value > 99):
        return True
    if value.unit is not None and total.value in _OUT_OF and is_typed_so:
        return True
    return (is_typed_so or value.figure.value == 1) and _is_fraction(value.figure.value, total.value)


_GRADED = ("worse", "better")
"""'No worse than 18:1': whether that is more or less, only the measure's name can say."""


def _ends_between(read: Tokens, value: Surrounded) -> bool:
    """The 15 of 'between 10 and 15 minutes'."""
    place = value.place - 1
    if not read.tokens[place].marks & Mark.both or place < 2:
        return False
    before = read.tokens[:place]
    start = next((one for one, token in enumerate(before) if token.marks & _BETWEEN), place)
    return sum(token.figure is not None for token in before[start:]) >= 1 and place - start <= 4


_MERGED_ONE_BY_ONE = ("requests", "prs", "patches", "branches")
_MERGERS = frozenset(
    (
        "gộp",
        "sát nhập",
        "gop",
        "sat nhap",
        "merge",
        "consolidate",
        "combine",
        "hợp nhất",
        "sáp nhập",
        "hop nhat",
        "sap nhap",
    )
)
"""'Hợp nhất 3 kho thành 1': what is there before is no value to reach."""
_SPENT_WELL = word_set(
    "training learning volunteering coaching mentoring teaching practice studio tutoring airtime hours days minutes "
    "weeks months"
)
"""What time is spent on, and how many hours of it are counted."""
_SIGNED = ("nps", "enps")
"""Scores that are written with their sign: 'eNPS +15 or better', 'NPS of +40'; 'eNPS +10' may be either."""
_UPS = ("↑", "↗", "▲", "⬆", "↓", "↘", "▼", "⬇")
_AT = ("to", "at", "ở", "ở mức", "mức", "o", "o muc", "muc")
_EACH = ("mỗi", "moi", "each", "every")
_SPANS = ("weeks", "months", "quarters", "years")
_TIMES = ("x", "times", "fold")
_FOR = ("cho", "for")
_GETS = ("get", "gets", "have", "drive", "bring")


def _is_one_per(value: Surrounded, of: Token) -> bool:
    return of.figure is not None and value.figure.value == 1


_OUT_OF = (10, 100)


def _is_a_storey(read: Tokens, value: Surrounded, verb: Token) -> bool:
    """'Sua phong nghi tang 5', typed without marks."""
    figure, before = value.figure, read.tokens[: value.place]
    is_bare = not (figure.percent or figure.scale_word or figure.currency or value.more) and figure.value < 100
    return is_bare and before[-1] is verb and len(before) > 1 and not any(_names_one(one) for one in before)


def _names_one(token: Token) -> bool:
    """Whether a word typed without marks names a measure, and is no 'lại'."""
    return token.marks & _MEASURES != 0 and token.word != "lai"


def _is_limited(read: Tokens, value: Surrounded) -> bool:
    """'Quy trình kiểm soát chất lượng' limits nothing, nor does 'kiểm soát 100% lô hàng'."""
    is_led_to = value.place > 0 and read.tokens[value.place - 1].word in _AT
    if value.figure.percent and value.figure.value == 100 and not is_led_to:
        return False
    before = read.tokens[: value.place]
    place = next((place for place, token in enumerate(before) if token.marks & _LIMIT), None)
    if place is None or any(token.marks & _ADDS_OR_DOES for token in before[:place]):
        return False
    is_cut = value.verb is not None and value.verb.marks & Mark.down != 0 and before[place + 1 :] != []
    return not (is_cut and before[place + 1].marks & Mark.both)  # 'Kiểm soát và cắt giảm 15%'


def _is_day_of_month(read: Tokens, value: Surrounded) -> bool:
    """'31/12' that was not k of n, 'từ 1/7' where nothing says what it goes to."""
    following = read.tokens[value.last + 1].marks if value.last + 1 < len(read.tokens) else 0
    is_since = read.vietnamese and value.lead == Mark.start and not following & (Mark.end | _GOES_TO)
    total = value.total
    if total is None or value.or_more or value.or_less or "." in value.words:
        return False  # 'CSAT 9.0/10'
    if value.place == 0 and value.figure.value == total.value <= 12:
        return any(token.figure for token in read.tokens[value.last + 1 :])  # '12/12 sale: 9,000 orders'
    if value.figure.value > total.value:
        return True
    return (
        value.unit is None
        and total.value <= 12
        and total.value % 1 == 0
        and value.figure.value % 1 == 0
        and (not value.lead or is_since)
    )


def _is_fraction(count: Decimal, total: Decimal) -> bool:
    """'1/3 quản lý' is a share, '2/3 dự án' may be: neither is surely a count. '3,8/4' is a mark."""
    return count % 1 == 0 and 0 < count < total <= 4 and (total == 2 or total != 2 * count)


def _is_some(read: Tokens, value: Surrounded) -> bool:
    """'Land 2–3 retainer clients', 'pitch 5–6 brand': so many are to be done, by whatever verb."""
    figure, first = value.figure, read.tokens[0]
    is_bare = not (value.lead or figure.percent or figure.currency or figure.scale_word or is_time(value))
    return is_bare and value.place == 1 and value.unit is not None and first.text[0].isalpha() and not first.marks
