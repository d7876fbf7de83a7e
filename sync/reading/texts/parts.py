"""The part that each figure of a text plays: baseline, target, change, bound, or none."""

from __future__ import annotations

from dataclasses import dataclass

from sync.reading.texts.asides import is_said_in_passing
from sync.reading.texts.cadence import cadence_after
from sync.reading.texts.circumstances import is_a_circumstance, may_be_a_circumstance
from sync.reading.texts.earlier_values import PAUSES, comes_from, is_of_before, is_so_now, is_so_now_at, next_is_start
from sync.reading.texts.evidence_of_values import as_far_as_shown, is_done_so_often, is_none_with
from sync.reading.texts.figures_left_open import leaves_open_what_it_is
from sync.reading.texts.figures_of_changes import (
    is_a_means,
    is_behind_a_colon,
    is_label_of_a_change,
    is_saved,
    may_be_by,
    part_behind_a_colon,
    part_of_change,
    shares_its_verbs,
)
from sync.reading.texts.gaps import is_a_gap
from sync.reading.texts.marks import CHANGES, VERBS, Mark
from sync.reading.texts.negations import (
    is_kept_from_moving,
    is_negated,
    is_turned_by_a_sign,
    may_be_negated,
)
from sync.reading.texts.parts_in_odd_places import is_of_a_rate_of_those, may_be_in_an_odd_place, part_in_an_odd_place
from sync.reading.texts.spans_of_time import is_short_time, is_time
from sync.reading.texts.surrounded import BOUNDS, Surrounded, is_arrow
from sync.reading.texts.text import word_set
from sync.reading.texts.tokens import Token, Tokens
from sync.reading.texts.unled_figures import part_of_count


@dataclass(slots=True, eq=False)
class Part:
    name: str  # baseline, target, change, lower, upper, range, count (a value nobody leads up to)
    value: Surrounded


# Combined once: a class's attribute takes 15 ns to find, and every figure is asked for all of these.
_WITHIN, _LIMIT, _BETWEEN = Mark.within, Mark.limit, Mark.between
_START, _LOWER, _BELOW = Mark.start, Mark.lower_is_better, Mark.below
_STARTS, _GOES_TO = Mark.start | Mark.now, Mark.end_up | Mark.end_down
_BY, _UP_TO, _EXCEED, _END, _REACH, _NOW = Mark.by, Mark.up_to, Mark.exceed, Mark.end, Mark.reach, Mark.now
_BY_OR_MORE = _BY | Mark.more
_SAYS_WHAT = Mark.start | Mark.lower_is_better | Mark.higher_is_better | Mark.rate | Mark.money | Mark.down
_ABOVE_OR_BELOW = Mark.above | Mark.below
_FROM_BELOW, _FROM_ABOVE = Mark.at_least | Mark.above, Mark.at_most | Mark.below
_BOUNDS_OR_EXCEEDS = _BETWEEN | _UP_TO | _EXCEED | _FROM_BELOW | _FROM_ABOVE
_ONE_SIDED = _FROM_BELOW | _FROM_ABOVE | _EXCEED  # 'Dưới 2-3%'
_MOST_TIMES = 20
_ADDS_OR_DOES = Mark.add | Mark.do
_MEASURES = Mark.lower_is_better | Mark.higher_is_better | Mark.rate | Mark.money


def part_played(read: Tokens, value: Surrounded) -> str | None:
    """Which part a figure plays; '' where it plays none (a span of time, a comparison), None where that is unclear."""
    part = _part_by_words(read, value)
    return as_far_as_shown(read, value, part) if part else part


def _part_by_words(read: Tokens, value: Surrounded) -> str | None:
    if value.in_brackets and is_of_before(read, value):
        return "baseline"
    if "each" in read.said and _is_of_each_with(read, value):
        return "" if _is_not_first(read, value) else None  # 'Hold talks with 30+ guests each'
    if value.in_brackets and _bounds_what_is_done(read, value):
        return None  # 'Roll out e-signatures (at most 2 a month)'
    if is_done_so_often(read, value) or is_none_with(read, value):
        return "lower" if value.or_more or value.lead & _FROM_BELOW else "count"
    if is_said_in_passing(read, value) or is_a_circumstance(read, value):
        return ""
    if read.tokens[0].word in _SHARES and value.or_more and _counts_what_they_did(read, value):
        return None  # 'Tỷ lệ người hiến máu nhắc lại từ 2 lần trở lên'
    if value.figure.percent and value.place and read.tokens[value.place - 1].word == "top":
        return ""  # 'Đạt top 10% nhân viên có điểm cao nhất'
    if value.or_more and value.place > 3 and read.tokens[value.place - 2].word in _EACH and _is_not_first(read, value):
        return ""  # 'Mở 4 lớp, mỗi lớp 15 cháu trở lên'
    if value.lead & _EXCEED and read.tokens[0].marks & _LIMIT and read.tokens[1].word in ("tối đa", "toi da"):
        return ""  # 'Hạn chế tối đa việc khách chờ quá 15 phút'
    if value.more and (value.unit or "").lower() in _TIMES:
        return None  # '3x more leads': three times as many, or four
    if leaves_open_what_it_is(read, value):
        return None
    if read.vietnamese and (may_be_negated(read, value) or is_a_gap(read, value)):
        return None
    if may_be_a_circumstance(read, value):
        return None
    tokens, marks, lead, verb, place = read.tokens, read.marks, value.lead, value.verb, value.place
    # 'Duy trì mức tăng trưởng 20%': the verb of keeping comes first and rules.
    is_change = False
    if verb is not None:
        is_change = verb.marks & CHANGES != 0 and not value.kept_first and not _is_bounded_beside(read, value, verb)
        if verb.word in ("get", "gets") and lead and not lead & ~_ABOVE_OR_BELOW and read.figures == 1:
            is_change = False  # 'Get LCP under 2.5 s' says nothing of a start
        if verb.word == "tang" and value.unit is None and _is_a_storey(read, value, verb):
            return ""
    before = tokens[place - 1].word if place else ""
    if value.or_more and value.figure.percent and before == "in" and tokens[value.last + 1 : value.last + 2]:
        return "lower"  # 'Cited as a reason in 50%+ of won deals'
    if may_be_in_an_odd_place(read, value, before):
        odd = part_in_an_odd_place(read, value, before, is_change=is_change)
        if odd is not None:
            return odd[0]
    is_factor = value.unit in ("lần", "lan") and lead & Mark.end_up and marks & Mark.money
    if is_factor and value.figure.value < _MOST_TIMES and cadence_after(read, place) is None:
        return "times"  # 'Tăng doanh thu lên 2 lần'
    if before in ("âm", "negative", "minus") or (lead & _BY and lead & _UP_TO):
        return None  # 'Đưa NPS từ mức âm 10 lên 20', 'cut costs by up to 10%'
    if (
        before == "+"
        and place > 1
        and read.starts[place] > read.end(place - 1)
        and read.starts[place - 1] > read.end(place - 2)
        and verb is None
        and tokens[place - 2].text[0].isalpha()
    ):
        return "change" if read.figures == 1 else None  # 'NPS + 5 pts'
    if lead & _ABOVE_OR_BELOW and is_kept_from_moving(read, value):
        return "lower" if lead & Mark.below else "upper"
    if lead & _FROM_BELOW and _counts_those_without(tokens[:place]):
        return "lower"  # 'Days without accidents > 100'
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
    if lead and not lead & ~_ABOVE_OR_BELOW and _is_of_those_with(read, value):
        return "" if _is_not_first(read, value) else None  # 'Free delivery on orders over $500'
    if before in ("mức", "muc") and value.figure.value < 10 and place > 1 and _is_a_level(read, value):
        return ""  # 'Xóa mức 2 các tiêu chí còn lại'
    if (
        lead & Mark.start
        and lead & Mark.at_least
        and before == "at least"
        and value.figure.percent
        and not _goes_to(read, value)
    ):
        return None if _is_not_first(read, value) else "lower"  # 'Feedback from at least 50% of users'
    if before in ("từ ít nhất", "tu it nhat") and _is_not_first(read, value):
        return None  # 'Đạt 4,5 sao từ ít nhất 1.000 người dùng'
    if before in ("có", "co") and place > 1 and tokens[place - 2].marks & Mark.at_least:
        return "lower"  # 'Trong 8 bài, ít nhất có 3 bài lên trang nhất'
    if before in PAUSES and place > 2 and is_so_now_at(read, place - 2):
        return "target"
    if lead == _START and value.figure.percent and _opens(tokens, place) and _is_so_many_or_more(read, value):
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
    if is_change and place > 3 and lead & _ONE_SIDED and tokens[0] is not verb and tokens[place - 2].text == ":":
        return "lower" if lead & _FROM_BELOW else "upper"  # 'Bundle size increase: < 30 KB', 'water lost: < 12%'
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
        does = verb is not None and verb is not value.kept and verb.marks & Mark.do and not value.kept.marks & Mark.do
        if does and is_time(value) and not is_short_time(value) and not lead and value.last + 1 == len(tokens):
            return ""  # 'Giữ máy cũ chạy song song 2 tuần'
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


def _opens(tokens: list[Token], place: int) -> bool:
    """Whether what leads up to a figure opens the text, or follows 'có'."""
    opens = place == 1 or (place == 2 and tokens[0].marks & Mark.filler)
    return bool(opens) or (place > 1 and tokens[place - 2].word in ("có", "co"))


def _is_a_level(read: Tokens, value: Surrounded) -> bool:
    figure = value.figure
    is_bare = not (figure.percent or figure.currency or figure.scale_word) and read.tokens[value.place].text.isdigit()
    return is_bare and not read.tokens[value.place - 2].marks & (
        Mark.end | Mark.keep | Mark.start | Mark.reach | _GOES_TO
    )


def _counts_those_without(before: list[Token]) -> bool:
    """'Days without accidents', 'orders without errors': many of what has none of what is bad."""
    return len(before) > 2 and before[0].word.endswith("s") and before[1].word == "without"


def _is_of_each_with(read: Tokens, value: Surrounded) -> bool:
    behind = read.tokens[value.last + 1 : value.last + 2]
    return value.place > 0 and read.tokens[value.place - 1].word == "with" and bool(behind) and behind[0].word == "each"


def _counts_what_they_did(read: Tokens, value: Surrounded) -> bool:
    return value.unit is not None and not value.figure.percent and read.figures == 1


def _bounds_what_is_done(read: Tokens, value: Surrounded) -> bool:
    """Whether a bound in brackets, of so many in a time, stands beside something that is done and names no measure, or
    beside another figure that it does not go with."""
    opens = max(place for place in range(value.place) if read.tokens[place].text == "(")
    if not value.lead & BOUNDS or cadence_after(read, value.place) is None:
        return False
    before = read.tokens[:opens]
    if any(token.figure is not None for token in before):
        return value.lead & (Mark.at_most | Mark.below) != 0
    does = before[0].marks & (Mark.do | Mark.served) != 0 or (value.verb is not None and value.verb is before[0])
    is_measured = any(token.marks & (_MEASURES | CHANGES) for token in before)
    is_alone = read.figures == 1
    return does and is_alone and not is_measured


def _is_of_those_with(read: Tokens, value: Surrounded) -> bool:
    """'On orders over $500', 'với đơn trên 500k': which are meant."""
    named = read.tokens[value.place - 3 : value.place - 1] if value.place > 3 else []
    if len(named) < 2 or named[1].marks & VERBS or not named[1].text[0].isalpha():
        return False
    is_amount = value.figure.currency is not None or value.figure.scale_word is not None
    is_amount = is_amount and (read.tokens[0].marks & (VERBS | Mark.served) != 0 or _is_not_first(read, value))
    return named[0].word in ("on", "with", "for", "với", "cho") and is_amount and not value.figure.percent


def _is_all(read: Tokens, value: Surrounded) -> bool:
    """Whether nothing but how often stands behind a text's only figure."""
    return all(
        token.text == "/" or token.marks & (Mark.every | Mark.time_unit) for token in read.tokens[value.last + 1 :]
    )


def _goes_to(read: Tokens, value: Surrounded) -> bool:
    """'From at least 50% to 30%'."""
    following = read.tokens[value.last + 1 : value.last + 3]
    return len(following) == 2 and following[0].marks & (_GOES_TO | _END) != 0 and following[1].figure is not None


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


def _is_bounded_beside(read: Tokens, value: Surrounded, verb: Token) -> bool:
    """'Improve app performance (load time < 2 s)', 'a cost saving of ≥ 12%': the bound is of what stands beside it."""
    if not value.lead & BOUNDS or value.lead & Mark.end:
        return False
    if verb.marks & Mark.improve:
        return value.in_brackets and read.tokens[value.place - 2].text != "("
    at = next((at for at in range(1, value.place - 1) if read.tokens[at] is verb), 0)
    return at > 0 and verb.word in ("saving", "savings") and read.tokens[at + 1].word == "of"


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
        if is_negated(read, value) or read.tokens[value.place - 1].marks & Mark.at_most:
            return "upper"
        if read.tokens[value.place - 1].word not in ("quá", "qua"):
            return "target"
        is_alone = read.figures == 1
        return None if is_alone else ""  # 'Phân loại khách nợ quá 30 ngày': what is over, and no aim
    if lead & _FROM_BELOW:
        if _is_compared(read, value) or (value.figure.percent and _is_followed_by(read, value, _HIGHER_THAN)):
            return None  # 'A ratio ≥ 5% higher than the current one'
        is_turned = lead & Mark.above and not is_of_a_rate_of_those(read, value) and is_negated(read, value)
        return "upper" if is_turned else "lower"
    if read.tokens[value.place - 1].word in _FASTER and is_time(value):
        return None  # 'Giao hàng nhanh hơn 2 ngày': than before by so much, or than that
    is_word = read.tokens[value.place - 1].text[0].isalpha()
    is_turned = lead & _BELOW and (is_negated(read, value) if is_word else is_turned_by_a_sign(read, value))
    return "lower" if is_turned else "upper"


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


_SPENT_WELL = word_set(
    "training learning volunteering coaching mentoring teaching practice studio tutoring airtime hours days minutes "
    "weeks months"
)
"""What time is spent on, and how many hours of it are counted."""
_UPS = ("↑", "↗", "▲", "⬆", "↓", "↘", "▼", "⬇")
_EACH = ("mỗi", "moi", "each", "every")
_SHARES = ("tỷ lệ", "tỉ lệ", "ty le", "ti le")
_SPANS = ("weeks", "months", "quarters", "years")
_TIMES = ("x", "times", "fold")
_FOR = ("cho", "for")
_GETS = ("get", "gets", "have", "drive", "bring")


def _is_a_storey(read: Tokens, value: Surrounded, verb: Token) -> bool:
    """'Sua phong nghi tang 5', typed without marks."""
    figure, before = value.figure, read.tokens[: value.place]
    is_bare = not (figure.percent or figure.scale_word or figure.currency or value.more) and figure.value < 100
    return is_bare and before[-1] is verb and len(before) > 1 and not any(_names_one(one) for one in before)


def _names_one(token: Token) -> bool:
    """Whether a word typed without marks names a measure, and is no 'lại'."""
    return token.marks & _MEASURES != 0 and token.word != "lai"
