"""The parts that the figures of a key result's text play ─▶ what it measures: kind, values, unit, currency, cadence."""

from __future__ import annotations

from decimal import Decimal
from typing import NamedTuple

from sync.model.readings import Direction, Evidence, Kind, Measure, Quantity
from sync.reading.texts.cadence import PERIODS, cadence_of
from sync.reading.texts.figures import Figure
from sync.reading.texts.marks import CHANGES, MEASURES, VERBS, Mark
from sync.reading.texts.negations import fails
from sync.reading.texts.other_clauses import own_clause
from sync.reading.texts.ranges import is_plain, is_to_stay_in
from sync.reading.texts.spans_of_time import LASTING, SHORT, is_time
from sync.reading.texts.surrounded import LEADS, Surrounded
from sync.reading.texts.text import bare, word_set
from sync.reading.texts.tokens import Token, Tokens
from sync.reading.texts.turned_names import is_turned_round
from sync.reading.texts.unit_kinds import SAME, ratio, roughly_climbs
from sync.reading.texts.units import PERCENT, VIETNAMESE_SCALES


def measure_of(read: Tokens, parts: dict[str, Surrounded]) -> Measure | None:
    """Given a text and the figures that make up its value by the part that each plays, return what it measures; None
    where the parts do not go together."""
    main = next(iter(parts.values()))
    first = parts.get("baseline")
    if first is not None and _comes_from_others(first, main):
        return None
    if "range" in parts or ("lower" in parts and "upper" in parts):
        return _between(read, parts, main)
    if "change" in parts or "times" in parts:
        return _by_change(read, main, first, by_factor="times" in parts)
    stands_at = first is not None and (first.lead & Mark.now != 0 or first.in_brackets)
    if stands_at and _is_bound(parts, main):
        return _bounded(read, main, "lower" not in parts, None, first)
    if "target" in parts or "count" in parts or first is not None:  # a from–to wins over a comparator
        return _to_target(read, main, first)
    # What is kept at 0 may only rise from there.
    falls_by_words = _is_named_low(read, main) or main.figure.value == 0
    is_budget = any(token.word in _BUDGETS for token in read.tokens[: main.place])
    kept_low = "kept" in parts and (falls_by_words or is_budget)
    if kept_low and main.figure.percent and main.figure.value > 50 and read.marks & Mark.never:
        kept_low = False  # 'Giữ 100% học sinh không bỏ học'
    if kept_low and is_time(main) and read.marks & Mark.never:
        kept_low = False  # 'Duy trì 365 ngày không tai nạn'
    named = next((token for token in read.tokens if token.marks & Mark.lower_is_better), None) if kept_low else None
    return _bounded(read, main, "upper" in parts or kept_low, named)


_BUDGETS = ("ngân sách", "ngan sach", "budget")


def _is_bound(parts: dict[str, Surrounded], main: Surrounded) -> bool:
    """'eNPS of 60+ (currently 35)', 'no P1 incidents (2 now)', and not 'cut churn below 5% (now 8%)'."""
    if main.verb is not None and main.verb.marks & CHANGES:
        return False
    is_none = main.figure.value == 0 and ("count" in parts or ("target" in parts and main.lead == Mark.reach))
    return "lower" in parts or "upper" in parts or is_none


def _between(read: Tokens, parts: dict[str, Surrounded], main: Surrounded) -> Measure | None:
    one, two = parts.get("lower", main), parts.get("upper", main)
    end = main.upper if main.upper is not None else two.figure
    lower, upper = _shared(one.figure, end)
    if lower > upper or not is_to_stay_in(read, main, two):
        return None
    is_scaled_behind = main is one and one.figure.scale_word is None and two.figure.scale_word is not None
    said = _said(read, two, one) if is_scaled_behind else _said(read, main, parts.get("upper") if main is one else one)
    evidence = said.evidence(main, Evidence("lower", one.words), Evidence("upper", two.words))
    return Measure(
        Kind.between, lower=lower, upper=upper, kept=main.kept is not None, unit=said.unit, currency=said.currency,
        cadence=said.cadence, evidence=evidence,
    )  # fmt: skip


def _bounded(
    read: Tokens, main: Surrounded, falls: bool, named: Token | None, first: Surrounded | None = None
) -> Measure:
    said, bound, start = _said(read, main, first), main.figure.value, None
    from_where: tuple[Evidence, ...] = ()
    if first is not None:
        start, bound = _shared(first.figure, main.figure)
        from_where = (Evidence("baseline", _with_lead(read, first)),)
    kind, direction, side = (Kind.at_most, Direction.down, "upper") if falls else (Kind.at_least, Direction.up, "lower")
    direction_by_name = () if named is None else (Evidence("direction", named.text),)
    return Measure(
        kind, direction, start, lower=None if falls else bound, upper=bound if falls else None,
        kept=main.kept is not None, unit=said.unit, currency=said.currency, cadence=said.cadence,
        evidence=said.evidence(main, *from_where, Evidence(side, _with_lead(read, main)), *direction_by_name),
    )  # fmt: skip


def _to_target(read: Tokens, main: Surrounded, first: Surrounded | None) -> Measure | None:
    """An end value: seen from the baseline where there is one, else by the verb, else by the measure's own name; of
    two times of which neither can be told in the other ('từ 3 ngày xuống 4 giờ') the end alone. None where the two are
    of other units that cannot ('2.1MB to 500KB')."""
    said, verb = _said(read, main, first), main.verb
    baseline, target = None, main.figure.value
    values = [Evidence("target", _with_lead(read, main))]
    if first is not None:
        baseline, target = _shared(first.figure, main.figure)
        if first.figure.value == main.figure.value and first.unit == main.unit and "/" in read.text:
            return None  # 'Từ 1 lần/tuần lên 1 lần/ngày'
        brought = ratio(first.unit, main.unit) if first.unit and main.unit else SAME
        if brought is not None:
            baseline = brought.of(baseline)
            values.insert(0, Evidence("baseline", _with_lead(read, first)))
        elif is_time(first) and is_time(main):
            return _to_a_time(read, main, first)
        else:
            return None
    if baseline is not None and baseline != target:
        falls = target < baseline
        is_against = verb is read.tokens[0] and verb.marks & (Mark.up if falls else Mark.down)
        if is_against and not (_is_of_ranks(read) or _is_so_all_the_same(read, main, baseline, target)):
            return None  # 'Reduce deploys to 5x a day (from 2x)'
    elif main.place and read.tokens[main.place - 1].word.endswith(_RANKS):
        return None  # 'Lên hạng 3': from where is not said, and less is better
    elif main.lead & (Mark.end_up | Mark.end_down):
        falls = main.lead & Mark.end_down != 0
    elif verb is not None and verb.marks & Mark.improve and main.lead & Mark.below:
        falls = True
    elif verb is not None and verb.marks & (Mark.up | Mark.down):
        falls = verb.marks & Mark.down != 0
    elif main.lead == Mark.reach and read.tokens[0].marks & Mark.down and main.place < 4 and read.tokens[1].text != ",":
        falls = True  # 'Giảm cân đạt 60kg'
    elif target == 0 and not main.lead & Mark.end:
        return _bounded(read, main, True, None)  # 'Zero incidents': nothing is known of how many there were
    else:
        if read.tokens[0].word in _COSTS and main.verb is not None and main.verb.marks & (Mark.add | Mark.do):
            return None  # 'Chi phí đào tạo bình quân 2 triệu/người': whether more of it is better is not known
        named = (
            _named_lower(read, main)
            or _named_behind(read, main)
            or (verb if verb is not None and _is_sped_up(verb, main) else None)
        )
        if named is not None and main.figure.percent and target > 50:
            return None  # nobody wants more than half of what is bad
        if named is None and _is_brought_to_a_time(read, main):
            named = verb
        if named is None and verb is None and first is None and is_time(main):
            named = next((token for token in read.tokens[: main.place] if token.word in _TAKES_SO_LONG), None)
            averaged = any(token.word in _ON_AVERAGE for token in read.tokens[: main.place - 1])
            if named is None and averaged and not read.marks & Mark.higher_is_better:
                return None  # 'Average stay 3 days'
        if named is not None and _is_given_out(read, main):
            named = None  # 'Roll out food waste caddies to 12,000 flats'
        falls = named is not None or target == 0
        if named is not None:
            values.append(Evidence("direction", named.text))
    kind, direction = (Kind.decrease, Direction.down) if falls else (Kind.increase, Direction.up)
    return Measure(
        kind, direction, baseline, target, unit=said.unit, currency=said.currency, cadence=said.cadence,
        evidence=said.evidence(main, *values),
    )  # fmt: skip


def _is_given_out(read: Tokens, main: Surrounded) -> bool:
    opens = " ".join(token.word for token in read.tokens[:2])
    return main.unit is not None and (opens in ("roll out", "hand out", "give out") or opens.startswith(_GIVES))


_GIVES = ("deliver ", "distribute ", "offer ", "extend ", "supply ", "phát ", "cấp ", "trao ", "tặng ")


def _is_named_low(read: Tokens, main: Surrounded) -> bool:
    """'Keep churn at 3%', 'keep 2% churn', and not 'maintain reserves of 6 months of expenses'."""
    if not read.marks & Mark.lower_is_better:
        return False
    named = read.tokens[1 : main.place]
    is_named_before = read.tokens[main.place - 1].word == "of" and any(is_plain(token) for token in named)
    return any(token.marks & Mark.lower_is_better for token in (named if is_named_before else read.tokens))


def _is_of_ranks(read: Tokens) -> bool:
    """'Tăng hạng từ 14 lên 5'."""
    return "#" in read.text or any(token.word.endswith(_RANKS) or "rank" in token.word for token in read.tokens)


def _is_so_all_the_same(read: Tokens, main: Surrounded, baseline: Decimal, target: Decimal) -> bool:
    """'Raise quality: error rate from 5% to 2%', 'speed up filing from 10 days to 5', 'reduce losses from -5m to -2m':
    what the first verb says is of something else, or is the same."""
    is_time_of_speed = is_time(main) and target < baseline and any(token.word in _SPEEDS for token in read.tokens)
    is_loss = target <= 0 and baseline < target and any(token.word in _LOSSES for token in read.tokens)
    before = read.tokens[: main.place]
    first_figure = next((at for at, token in enumerate(before) if token.figure is not None), main.place)
    pause = next((at for at in range(1, first_figure) if before[at].text in (":", ",", ";")), None)
    said = [] if pause is None or pause == 1 else before[pause:first_figure]
    is_list = any(token.marks & Mark.both for token in said)  # 'Reduce rework, scrap and errors from 2% to 5%'
    is_named_anew = not is_list and any(token.marks & MEASURES for token in said)
    return is_time_of_speed or is_loss or is_named_anew


_SPEEDS = word_set("speed pace velocity frequency tempo tốc") | {"tốc độ", "tần suất", "tăng tốc", "toc do", "tan suat"}
_LOSSES = word_set("loss losses deficit lỗ lo") | {"thâm hụt", "tham hut"}


def _comes_from_others(first: Surrounded, main: Surrounded) -> bool:
    """'Grow to 5,000 members from 2 sources', 'đạt 120 con/m2 từ 2 nguồn': where from, and not where it stood."""
    if first.place < main.place or not first.lead & Mark.start or first.in_brackets or first.unit is None:
        return False
    if main.unit is None:
        return not first.figure.percent and not first.figure.currency and bare(first.unit) not in _OF_SCORES
    one, two = bare(first.unit).split(" ")[0], bare(main.unit).split(" ")[0]
    return one != two and ratio(first.unit, main.unit) is SAME


_OF_SCORES = word_set("point points diem sao star stars x times")


def _to_a_time(read: Tokens, main: Surrounded, first: Surrounded) -> Measure | None:
    """'From 3 days to 4 hours': how many hours a day has is not known, but which way it goes is."""
    climbs = roughly_climbs(Quantity(first.figure.value, first.unit), Quantity(main.figure.value, main.unit))
    if climbs is None or (main.verb is not None and main.verb.marks & (Mark.down if climbs else Mark.up)):
        return None
    said = _said(read, main, None)
    kind, direction = (Kind.increase, Direction.up) if climbs else (Kind.decrease, Direction.down)
    return Measure(
        kind, direction, None, main.figure.value, unit=said.unit, currency=said.currency, cadence=said.cadence,
        evidence=said.evidence(main, Evidence("start", first.words), Evidence("target", _with_lead(read, main))),
    )  # fmt: skip


def _is_brought_to_a_time(read: Tokens, main: Surrounded) -> bool:
    """'Bring payback to 8 months': how long something takes, unless more of it is better."""
    is_brought = main.verb is not None and main.verb.word in ("bring", "get", "drive", "take", "brings", "đưa", "dua")
    return is_brought and is_time(main) and not read.marks & Mark.higher_is_better


def _is_sped_up(verb: Token, main: Surrounded) -> bool:
    return verb.word in ("speed up", "accelerate", "accelerates", "streamline") and is_time(main)


_TAKES_SO_LONG = word_set(
    "onboarding delivery turnaround response approval handover checkout changeover setup settlement repair recovery "
    "dispatch quote quotation reply resolution"
)
_ON_AVERAGE = word_set("average avg mean median") | {"average of", "an average of"}
_COSTS = ("chi phí", "chi phi")
_RANKS = ("hạng", "vị trí", " thứ", " hang", " vi tri")


def _named_lower(read: Tokens, main: Surrounded) -> Token | None:
    """The name of a measure before a value of which less is better: 'tỷ lệ lỗi', and not 'tỷ lệ xử lý lỗi'."""
    before = own_clause(read, main.place, main.verb)
    ratio_at = next((place for place, token in enumerate(before) if token.text == "/"), None)
    before = before[:ratio_at]  # 'Opex/revenue'
    does = Mark.add | Mark.do | Mark.spends
    is_of_a_time = bool(before) and before[0].marks & Mark.lower_is_better != 0 and is_time(main)
    if not is_of_a_time and main.verb is not None and main.verb.marks & does:
        return None
    if before and before[0].marks & does:
        return None
    if read.vietnamese and read.marks & Mark.never and (failing := fails(before)) is not None:
        return failing
    if main.figure.percent and any(token.marks & _MENDS or token.word in _MENDING for token in before):
        return None
    if any(token.word in _HEADS for token in before[:2]):
        return None
    named = next((token for token in before if token.marks & Mark.lower_is_better), None)
    if named is None and main.verb is None and len(before) > 1 and before[0].word in _GONE_WRONG:
        named = before[0]  # 'Failed deliveries 3%'
    if named is not None and not is_time(main) and is_turned_round(" ".join(token.text for token in before)):
        return None
    return named


def _named_behind(read: Tokens, main: Surrounded) -> Token | None:
    """The name of what is better few, right behind its figure and last: '5 complaints', '3% churn'; and not '5 bugs
    fixed'."""
    is_first = not main.place or read.tokens[main.place - 1].text == ":"  # 'Response: 10 ms latency'
    if not is_first or main.verb is not None or any(token.marks & MEASURES for token in read.tokens[: main.place]):
        return None
    behind = read.tokens[main.last + 1 :]
    if (main.figure.percent or main.figure.currency) and (named := _named_at_the_end(behind)) is not None:
        return named
    if main.figure.percent and behind and behind[0].marks & Mark.lower_is_better:
        named, *behind = behind
    else:
        named = read.tokens[main.last]
    ends = not behind or behind[0].marks & Mark.every or behind[0].text == "/" or behind[0].word in _WITHIN_WHAT
    return named if ends and named.marks & Mark.lower_is_better else None


def _named_at_the_end(behind: list[Token]) -> Token | None:
    """The name of what is better low among the few words behind a share or a sum: '5% monthly churn', '$20 CAC'."""
    at = next((at for at, token in enumerate(behind[:3]) if token.marks & Mark.lower_is_better), None)
    if at is None or not all(token.text.isalpha() and not token.marks & ~_PERIODS_OR_RATES for token in behind[:at]):
        return None
    rest = behind[at + 1 :]
    rest = rest[1:] if rest and rest[0].word in ("rate", "rates") else rest
    return behind[at] if not rest or rest[0].marks & Mark.every or rest[0].text == "/" else None


_PERIODS_OR_RATES = Mark.cadence | Mark.every | Mark.time_unit | Mark.rate | Mark.stop | Mark.filler
_GONE_WRONG = word_set(
    "late overdue failed damaged missed unanswered cancelled canceled bounced unresolved unpaid rejected delayed "
    "stolen missing expired abandoned broken faulty defective duplicate wrong incorrect wasted unfilled undelivered "
    "unsold stale"
)
_HEADS = ("ltv", "roi", "roas", "score", "điểm", "rating", "doanh thu", "doanh số", "revenue", "nps", "csat", "điểm số")
"""Measures of which more is better, whatever comes after: 'LTV:CAC', 'điểm xử lý khiếu nại'."""
_MENDS = Mark.served | Mark.never | Mark.higher_is_better
_WITHIN_WHAT = ("in", "within", "after", "by", "before", "at", "across", "trong", "trong vòng", "sau", "tại", "ở")
_MENDING = word_set("recycled reused avoided diverted free resolved resolution solved recovered prevented") | {
    "tái chế", "tái sử dụng", "thu hồi", "thu hoi",
}  # fmt: skip


def _by_change(read: Tokens, main: Surrounded, first: Surrounded | None, *, by_factor: bool) -> Measure | None:
    """A change: relative where it is in per cent and not in points. Three times as much is 200 % more."""
    said, verb, figure = _said(read, main, first), main.verb, main.figure
    falls = verb is not None and verb.marks & Mark.down != 0
    if verb is not None and verb.marks & Mark.improve:
        falls = read.marks & Mark.lower_is_better != 0
        if is_time(main) and not read.marks & (Mark.lower_is_better | Mark.higher_is_better) and not read.vietnamese:
            return None  # 'Move the close by 2 days'
    if figure.value < 0 and (verb is None or verb.marks & Mark.reach):  # 'Chi phí -10%', 'achieve -10% in cost'
        falls = True
    if verb is None and main.place and read.tokens[main.place - 1].word == "by":  # by a verb that we do not know
        if not read.marks & Mark.lower_is_better:
            return None
        falls = True
    amount, relative, unit = abs(figure.value), figure.percent and not figure.points, said.unit
    if amount == 0:
        return None
    if by_factor:
        if falls or amount <= 1:
            return None
        amount, relative = (amount - 1) * 100, True
    if relative:
        is_rate = read.marks & Mark.rate or (first is not None and first.figure.percent)
        unit = PERCENT if is_rate else None
    said = said._replace(unit=unit)
    values = [Evidence("change", _with_lead(read, main))]
    if first is not None:
        values.insert(0, Evidence("baseline", _with_lead(read, first)))
    kind, direction = (Kind.decrease, Direction.down) if falls else (Kind.increase, Direction.up)
    return Measure(
        kind, direction, None if first is None else first.figure.value, change=-amount if falls else amount,
        relative=relative, unit=said.unit, currency=said.currency, cadence=said.cadence,
        evidence=said.evidence(main, *values),
    )  # fmt: skip


class _Said(NamedTuple):
    """What a text says about its value besides the value."""

    unit: str | None
    currency: str | None
    unit_words: str
    cadence: str | None
    cadence_words: str

    def evidence(self, main: Surrounded, *values: Evidence) -> tuple[Evidence, ...]:
        verb = main.kept or main.verb
        kind = (Evidence("kind", verb.text),) if verb is not None else ()
        unit = (Evidence("unit", self.unit_words),) if self.unit is not None and self.unit_words else ()
        currency = (Evidence("currency", self.unit_words),) if self.currency is not None and self.unit_words else ()
        cadence = (Evidence("cadence", self.cadence_words),) if self.cadence_words else ()
        return (*kind, *values, *unit, *currency, *cadence)


def _said(read: Tokens, main: Surrounded, other: Surrounded | None) -> _Said:
    last = main.last if other is None else max(main.last, other.last)
    return _Said(*_unit_and_currency(read, main, other), *cadence_of(read, last))


def _unit_and_currency(read: Tokens, main: Surrounded, first: Surrounded | None) -> tuple[str | None, str | None, str]:
    figure = main.figure
    if main.unit is not None and main.unit.lower() in _SCORES:
        return None, None, ""
    if main.unit is not None:
        if main.unit == "d" and read.vietnamese and figure.value >= 100:
            return "VND", "VND", main.words  # '700d'
        currency = figure.currency or (None if main.upper is None else main.upper.currency)
        if not read.vietnamese and (time := _time_that_is_taken(main.unit)):
            return time, currency, time
        per = "" if figure.percent or currency else _per_what(read, main)
        return main.unit + per, currency, main.unit_words + per
    if main.upper is not None and (main.upper.percent or main.upper.currency):
        return (PERCENT if main.upper.percent else main.upper.currency), main.upper.currency, main.words
    if first is not None and first.unit is not None and first.figure.scale_word in (None, figure.scale_word):
        return first.unit, first.figure.currency, first.unit_words
    if figure.scale_word is None and main.upper is not None:
        figure = main.upper  # 'Đạt 45-50 tỷ'
    if figure.scale_word is None:
        return None, None, ""
    scale = figure.scale_word.lower().split(" ")[0]
    before = read.tokens[: main.place]
    if scale in VIETNAMESE_SCALES or (read.vietnamese and scale in ("ty", "ti", "trieu", "nghin", "k")):
        money = next((token for token in read.tokens if token.marks & _NAMES_MONEY), None)
        is_count = scale == "k" and any(token.word in _COUNTED for token in before[:2])  # 'tang luong khach len 80k'
        if money is not None and not is_count:
            return "VND", "VND", f"{money.text} … {figure.scale_word}"
        is_named = any(token.text[0].isalpha() and not token.marks & ~_COUNTED_MARKS for token in before)
        if scale in ("tỷ", "tỉ") and is_named and not any(token.word in _COUNTED for token in before):
            return "VND", "VND", figure.scale_word
        if main.verb is not None and main.verb.word in _TAKES_MONEY:
            return "VND", "VND", f"{main.verb.text} … {figure.scale_word}"
    return None, None, ""


_NAMES_MONEY = Mark.money | Mark.saves | Mark.spends


def _time_that_is_taken(unit: str) -> str:
    """The 'ms' of '<100 ms response time', 'under 2 seconds latency': what takes so long is no part of its unit."""
    time, *rest = unit.split(" ")
    return time if time.lower() in _TIMES and not _TAKES_TIME.isdisjoint(map(str.lower, rest)) else ""


_TIMES = LASTING | SHORT | word_set("ms millisecond milliseconds")
_TAKES_TIME = word_set("latency time times lag delay response responses turnaround downtime overhead payback")


def _per_what(read: Tokens, main: Surrounded) -> str:
    """The '/ha' of '6,8 tấn/ha'; '' where it is a period, which is how often, or nothing."""
    slash, tokens = main.last + 1, read.tokens
    if slash + 1 >= len(tokens) or tokens[slash].text != "/":
        return ""
    of = tokens[slash + 1]
    per = read.words(slash, slash + 1)
    is_unit = of.marks & Mark.unit != 0 and of.word not in PERIODS
    is_unit = is_unit or (of.word in _MEASURED_BY and (main.unit or "").lower() in _OF_INSTRUMENTS)
    return per if is_unit and main.unit_words + per in read.text else ""


_OF_INSTRUMENTS = word_set("mg g µg ug ng mm cm m km ml l kg kwh cfu mmol")
_MEASURED_BY = word_set("s h l lít lit litre liter ml dl m2 m3 m² m³ kg km g")
"""'300 mg/l', '6 mm/s'."""
_COUNTED_MARKS = Mark.unit | Mark.name | Mark.lower_is_better | Mark.higher_is_better
_COUNTED = word_set("số lượng lượt người khách đơn view views user users traffic reach cây sản mã so luong luot") | {
    "sản lượng", "lượt xem", "lượt tải", "đơn hàng", "khách hàng", "người dùng", "số lượng",
}  # fmt: skip
"""What comes in thousands of millions and is no money."""
_TAKES_MONEY = (
    "bán được",
    "ban duoc",
    "thu",
    "thu được",
    "thu duoc",
    "thu về",
    "thu ve",
    "chi",
    "nộp",
    "kiếm được",
    "để dành",
    "bán",
)
_SCORES = ("nps", "enps", "csat")
"""Measures whose name may stand after their value: '75 NPS'."""


def _shared(first: Figure, second: Figure) -> tuple[Decimal, Decimal]:
    """'từ 5 lên 10 tỷ': the scale typed once is of both."""
    if first.scale_word is None and second.scale_word is not None:
        is_money = second.currency is not None and first.currency is None  # 'CHF 1.1m (baseline 1.5)'
        widely = is_money or second.scale_word.casefold() in VIETNAMESE_SCALES
        if abs(first.value) * second.scale <= abs(second.value) * (10 if widely else 1):
            return first.value * second.scale, second.value
    return first.value, second.value


def _with_lead(read: Tokens, value: Surrounded) -> str:
    """The words of a value together with the mark that stands directly before it: 'xuống 8%'."""
    place = value.place
    tokens = read.tokens
    while place > 0 and (before := tokens[place - 1].marks) & LEADS and not before & VERBS:
        place -= 1
    return read.words(place, value.last)
