"""Each figure of a key result's text with what stands around it: the words that lead up to it, the verb that governs
it, its unit."""

from __future__ import annotations

from sync.reading.texts.cadence import periods_counted_at
from sync.reading.texts.figures import Figure
from sync.reading.texts.governing_verbs import COMPLETED, RETAINS, as_meant, governing_verb, verb_of_keeping
from sync.reading.texts.marks import CHANGES, MEASURES, VERBS, Mark, Marks
from sync.reading.texts.nouns_of_verbs import is_noun
from sync.reading.texts.numbers_of_names import end_of_name, is_named_like_the_one_before, is_numbered_product, is_year
from sync.reading.texts.other_clauses import PAUSES, is_of_another_clause
from sync.reading.texts.surrounded import BOUNDS, LEADS, Surrounded
from sync.reading.texts.text import bare, word_set
from sync.reading.texts.things_made_up import SIZES
from sync.reading.texts.tokens import Token, Tokens
from sync.reading.texts.unit_phrases import is_period, unit_after

_OF = ("of", "out of", "trên", "trong", "trong số", "trên tổng số", "trong tổng số")


def surrounded_figures(read: Tokens) -> list[Surrounded]:
    tokens = read.tokens
    verbs: list[int] = []
    values: list[Surrounded] = []
    first_free = 0
    is_named = False
    for index, token in enumerate(tokens):
        if token.is_plain:
            continue
        if token.figure is not None and index >= first_free:
            every = periods_counted_at(read, index)
            if every is not None:
                first_free = every.last + 1
                continue
            value = _around(read, verbs, index, token.figure, first_free)
            named_up_to = first_free if is_named else 0
            if index > 1 and (tokens[index - 1].marks & _BOTH or tokens[index - 1].text == "+"):
                named_up_to = end_of_name(read, index, named_up_to)
            is_named = named_up_to > 0 and is_named_like_the_one_before(read, value, named_up_to)
            first_free = value.last + 1
            is_named = is_named or is_numbered_product(read, value)
            if not is_named and not (len(token.text) == 4 and is_year(read, value)):
                values.append(value)
        if token.marks & VERBS and token.text not in (":", "=") and not is_noun(read, index):
            verbs.append(index)
    return values


def _around(read: Tokens, verbs: list[int], index: int, figure: Figure, first_free: int) -> Surrounded:
    """The figure at ``index`` of a text, before which verbs are at ``verbs``; ``first_free`` is the first token that
    the figure before it leaves."""
    tokens, marks = read.tokens, read.marks
    count = len(tokens)
    lead = _lead(tokens, index, first_free)
    if first_free and first_free == index - 1 and tokens[first_free].word in _OF:
        lead |= _OTHER
    upper, total, last = None, None, index
    if index + 2 < count and (between := tokens[index + 1].word) in _PARTS_FIGURES:
        end = index + 2
        if tokens[end].word in _ARTICLES and end + 1 < count and between in _OF:
            end += 1
        if (other := tokens[end].figure) is not None:
            if between in _DASHES and not (figure.percent and (other.scale_word or other.currency)):
                upper, last = other, end
            elif not (figure.percent or other.percent or other.currency or figure.scale_word or figure.currency):
                total, last = other, end
    has_plus = "+" in read.text and _is_or_more(read, last)
    unit, unit_words, more, last = unit_after(read, last + has_plus, figure if last == index else tokens[last].figure)
    following = last + 1
    if unit is None and following < count:
        if not lead and (size := tokens[following].figure) is not None:
            unit, unit_words, more, last = _counted_by_size(read, last, size) or (unit, unit_words, more, last)
            following = last + 1
        if unit is None and not read.vietnamese and tokens[following].marks & _OR_ELSE:
            unit, unit_words, more, _ = unit_after(read, following, None)  # '5 or more customers'
    or_more, or_less = has_plus or figure.or_more, False
    if marks & _SAYS_BEHIND:
        ahead = _comparison_ahead(tokens, following)
        is_turned = ahead & Mark.or_more != 0 and _is_better_when_less(read, figure, following)
        or_more = or_more or (ahead & Mark.or_more != 0 and not is_turned)
        if or_more and figure.percent and _is_of_a_grade(tokens, following):
            or_more = False  # '30% giáo viên dạy giỏi cấp huyện trở lên'
        or_less = ahead & Mark.or_less != 0 or is_turned
        said_at = _bound_said_after(tokens, following)
        if said_at is not None:
            or_less = tokens[said_at].marks & Mark.at_most != 0
            or_more = or_more or not or_less
    at_verb, verb = None, None
    if verbs:
        at_verb = verbs[-1]
        verb = tokens[at_verb]
        if len(verbs) > 1 or verb.marks & _ADDS_OR_DOES or verb.word in COMPLETED:
            at_verb = governing_verb(tokens, verbs)
            verb = tokens[at_verb]
        if lead & Mark.by and not verb.marks & CHANGES and tokens[0].marks & CHANGES and verbs[0] == 0:
            at_verb, verb = 0, tokens[0]  # 'Reduce time for form filling by 80%'
        is_apart = verb.marks & CHANGES and not PAUSES.isdisjoint(read.said)
        if is_apart and is_of_another_clause(tokens, at_verb, index, figure, lead):
            verb = None
        elif verb.marks & _SAVES:
            verb = as_meant(read, verb, index, lead)
    of_something = False
    if following < count:
        after = tokens[following]
        of_something = after.word in _SHARE_OF or (read.vietnamese and figure.percent)
        changed = after if after.word.removesuffix(" of") in _CHANGE_NOUNS else _change_behind(tokens, following + 1)
        if changed is None and after.word in _EACH_YEAR:
            changed = _change_behind(tokens, following + 2)  # '25% YoY revenue increase'
        is_opening = not index or (index == 1 and tokens[0].marks & (Mark.reach | Mark.at_least) != 0)
        if changed is None and is_opening:
            changed = _change_behind(tokens, following + 2)  # 'Achieve 15% conversion rate improvement'
        is_share = figure.percent or (unit or "").lower() in _POINTS or (is_opening and verb is None)
        if is_opening and unit in _CHANGE_NOUNS and after.word in _OF_WHAT:
            changed, unit = tokens[last], None  # '500 increase in members'
        if (is_share or (upper is not None and upper.percent)) and changed is not None:
            verb, lead = changed, lead & ~_REACH
        elif after.word == "lost" and verb is None and (unit or "").lower() in _WEIGHTS:
            verb = after  # '7 kg lost'
        elif (
            after.word.partition(" ")[0] in _COMPARED
            and not lead & BOUNDS
            and (way := _compared(tokens, following, figure))
        ):
            verb, lead = Token(after.text, after.word, way), lead & ~_REACH
    if index:
        at_before = index - 1
        while at_before and (tokens[at_before].word in _BY_ABOUT or tokens[at_before].marks & _SO_MUCH):
            at_before -= 1
        before = tokens[at_before]
        if (
            figure.percent
            and before.word in _MORE_THAN
            and following < count
            and tokens[following].word in _SET_AGAINST
        ):
            verb, lead = Token(before.text, before.word, _MORE_THAN[before.word]), lead & ~_COMPARES
        if before.word in _UP_AND_DOWN:
            verb = Token(before.text, before.word, _UP_AND_DOWN[before.word])
        if marks & _COMPARES and tokens[index - 1].word in _ENDS_A_PAST:
            more_than = _more_than_before(tokens, index)
            if more_than is not None:
                verb, lead = more_than, _BY
        if tokens[0].word in _TAKES and (taken_at := _off_at(tokens, following)) is not None:
            taker = _taken_off(tokens, index, figure, taken_at)
            verb = verb if taker is None else taker
    if lead & _END_DOWN and (verb is None or not verb.marks & CHANGES) and _is_about(tokens, index):
        lead &= ~_END_DOWN  # 'about', where nothing falls
    is_kept = marks & _KEEP or tokens[0].word in RETAINS
    at_kept = verb_of_keeping(tokens, index, lead) if is_kept else None
    return Surrounded(
        index,
        last,
        figure,
        tokens[index].text if last == index else read.words(index, last),
        lead,
        verb,
        None if at_kept is None else tokens[at_kept],
        at_kept is not None and at_verb is not None and at_kept < at_verb,
        unit,
        unit_words,
        more,
        or_more,
        or_less,
        upper,
        total,
        "(" in read.text and sum((token.text == "(") - (token.text == ")") for token in tokens[:index]) > 0,
        first_free > 0
        and (
            (marks & _ABOUT_ELSE != 0 and any(token.marks & _ABOUT_ELSE for token in tokens[first_free:index]))
            or (marks & _EVERY != 0 and _is_of_each(tokens, first_free, index))
        ),
        of_something,
    )


def _counted_by_size(read: Tokens, last: int, size: Figure) -> tuple[str, str, bool, int] | None:
    """The unit of 'sell 300 1.5 L bottles', 'print 200 $5 vouchers': after the number a size, and then what has it."""
    said, words, more, end = unit_after(read, last + 1, size)
    if size.currency is not None:
        said, words, more, end = unit_after(read, last + 1, None)
        return None if said is None else (said, words, more, end)
    of_size, _, thing = (said or "").partition(" ")
    return (thing, words, more, end) if thing and of_size.lower() in _SIZES else None


_SIZES = SIZES | word_set("m cm ft foot feet metre meter litre liter tonne ton m2 sqm hour minute day")


def _is_or_more(read: Tokens, last: int) -> bool:
    """Whether a plus follows a token: '200+', '80% +'."""
    tokens, sign = read.tokens, last + 1
    if sign >= len(tokens) or tokens[sign].text != "+":
        return False
    is_right_behind = read.starts[sign] == read.end(last)
    return is_right_behind or sign + 1 == len(tokens) or tokens[sign + 1].marks & Mark.within != 0


def _is_of_each(tokens: list[Token], first: int, index: int) -> bool:
    """'Close 25 deals, each over $10k': what each of them is."""
    for place in range(first, index):
        token = tokens[place]
        if token.word in _EACH_OF and token.text != "/" and not is_period(tokens, place + 1):
            return True
    return False


_EACH_OF = ("mỗi", "each", "every", "moi")


def _is_of_a_grade(tokens: list[Token], following: int) -> bool:
    """Whether 'trở lên' says which grade at least, and not how many."""
    at = next((at for at in range(following, len(tokens)) if tokens[at].marks & Mark.or_more), following)
    return at - following > 1 and any(token.word in _GRADES for token in tokens[following + 1 : at])


_GRADES = word_set("cấp loại mức hạng bậc khá giỏi tốt grade level band epc cap loai kha gioi") | {
    "trình độ", "đại học", "cao đẳng", "trinh do", "dai hoc",
}  # fmt: skip


def _is_about(tokens: list[Token], index: int) -> bool:
    """'Phản ánh về', 'có hàng chiều về tối thiểu 95%', and not 'về 0'."""
    if tokens[index].text == "0":
        return False
    return any(token.word in ("về", "ve") for token in tokens[max(index - 3, 0) : index])


def _change_behind(tokens: list[Token], place: int) -> Token | None:
    """The noun of 'pass on a 3% price increase', not of '90% of price increases', '98% price increase acceptance'."""
    if place >= len(tokens) or tokens[place].word not in _CHANGE_NOUNS:
        return None
    if any(token.word in _HOW_FAR_IT_IS_TAKEN_UP for token in tokens[place + 1 : place + 3]):
        return None
    named = tokens[place - 1]  # 'price', or 'year-over-year'
    is_plain = named.text.replace("-", "").isalpha() and not named.marks & ~MEASURES
    return tokens[place] if is_plain else None


_HOW_FAR_IT_IS_TAKEN_UP = word_set("acceptance adoption approval completion compliance coverage")


def _compared(tokens: list[Token], place: int, figure: Figure) -> Marks:
    """Which way '10% fewer returns', '9% lower than last year', '8 days shorter' change; 0 where none is compared."""
    word = tokens[place].word
    if figure.percent and word in ("fewer", "less", "lower"):
        return Mark.down
    adjective, _, than = word.partition(" ")
    following = tokens[place + 1] if place + 1 < len(tokens) else None
    if adjective in _FASTER:
        takes_time = any(token.marks & Mark.lower_is_better for token in tokens[:place])
        return _COMPARED[adjective] if figure.percent and takes_time else 0
    if following is not None and following.figure is not None:
        is_a_year = than == "than" and figure.percent and following.figure.value in _YEARS and following.text.isdigit()
        return _COMPARED[adjective] if is_a_year else 0  # '10% less than 2023'
    if than == "than" and following is not None and following.word in _PAST:  # '150 more than last year'
        return _COMPARED[adjective]
    if than == "than" and figure.percent and following is not None and following.word in _AT_ANOTHER_TIME:
        return _COMPARED[adjective]  # 'Spend 12% more than in spring'
    if adjective == "more" or (than and (than != "than" or not figure.percent)):
        return 0
    return _COMPARED[adjective]


_AT_ANOTHER_TIME = ("in", "during", "before", "at")


def _more_than_before(tokens: list[Token], index: int) -> Token | None:
    """The 'nhiều hơn' of 'nhiều hơn năm ngoái 150 ca' as a verb of change."""
    for token in reversed(tokens[max(index - 5, 0) : index]):
        if token.marks & (Mark.above | Mark.below):
            is_less = token.marks & Mark.below or any(one.word in _LESS for one in tokens[: tokens.index(token)])
            return Token(token.text, token.word, Mark.down if is_less else Mark.up)
        if not token.marks & Mark.time_unit and bare(token.word) not in _OF_A_PAST:
            return None
    return None


def _off_at(tokens: list[Token], place: int) -> int | None:
    """Where 'off' or 'out of' follows an amount, or how often it is that."""
    for at in range(place, min(place + 3, len(tokens))):
        if tokens[at].word in _OFF:
            return at
        if not tokens[at].marks & (Mark.every | Mark.time_unit):
            return None
    return None


def _taken_off(tokens: list[Token], index: int, figure: Figure, off_at: int) -> Token | None:
    """The verb of 'take $1.8M out of the bunker bill', 'knock 15 minutes off each changeover': an amount that it takes
    away, and not 'take 3 vans off the road'."""
    is_amount = figure.percent or figure.currency is not None or tokens[0].word in _TAKES_AWAY
    is_amount = is_amount or (index + 1 < len(tokens) and tokens[index + 1].marks & Mark.time_unit != 0)
    behind = tokens[off_at + 1 :]
    if not behind or (behind[0].marks & Mark.stop and behind[0].word not in _OF_WHICH):
        return None  # '20% off for early orders'
    if tokens[0].word == "get" and not any(token.marks & Mark.lower_is_better for token in behind):
        return None  # 'Get $15k out of sponsors'
    if not is_amount or any(not token.marks & (Mark.filler | Mark.more) for token in tokens[1:index]):
        return None
    return Token(tokens[0].text, tokens[0].word, Mark.down)


_OFF = ("off", "out of")
_TAKES_AWAY = word_set("knock strip squeeze trim slice wring lop chop shave cut carve")
_OF_WHICH = ("the", "a", "an", "each", "every", "this")
_TAKES = word_set(
    "take takes knock strip squeeze get trim slice wring remove lop chop drive carve wipe drain pull shave cut"
)
_PAST = ("last", "previous", "prior", "a")
_ENDS_A_PAST = frozenset(
    ("ngoái", "trước", "kỳ", "ngoai", "truoc", "ky", "cùng kỳ", "cung ky", "năm ngoái", "năm trước")
)
_LESS = word_set("ít it thấp ngắn rẻ kém")
"""'Ít khiếu nại hơn quý trước 15%'."""
_OF_A_PAST = word_set("ngoai truoc cung ky so voi cua thang quy nam tuan")
_COMPARED = {
    **dict.fromkeys(("more",), Mark.up),
    **dict.fromkeys(("higher", "longer", "larger", "bigger", "greater", "up"), Mark.up),
    **dict.fromkeys(("shorter", "smaller", "cheaper", "lower", "fewer", "less", "lighter", "down"), Mark.down),
    **dict.fromkeys(("faster", "quicker", "sooner"), Mark.down),
}
_FASTER = ("faster", "quicker", "sooner")
_YEARS = range(1990, 2100)
_SO_MUCH = Mark.at_least | Mark.above
_BY_ABOUT = frozenset(
    ("by", "about", "around", "approximately", "roughly", "nearly", "almost", "some", "by about", "by around")
)
"""'Traffic deaths down at least 5%', 'sales up by more than 8%', 'queues down about a minute'."""
_UP_AND_DOWN = {
    **{word: way for word, way in _COMPARED.items() if word != "more"},
    "up": Mark.up,
    "down": Mark.down,
    "rút": Mark.down,
    "rut": Mark.down,
}
"""'NPS up 10 points', 'energy use down 8%', 'waiting list shorter by 5 weeks', 'lead time rút 12 giờ'."""
_MORE_THAN = {
    **dict.fromkeys(("cao hơn", "lớn hơn", "nhiều hơn", "hơn", "cao hon", "lon hon", "nhieu hon", "hon"), Mark.up),
    **dict.fromkeys(
        ("thấp hơn", "nhỏ hơn", "ít hơn", "nhanh hơn", "thap hon", "nho hon", "it hon", "nhanh hon"), Mark.down
    ),
}
_SET_AGAINST = ("so với", "so voi")
"""'Doanh thu cao hơn 20% so với cùng kỳ'."""
_POINTS = ("point", "points", "pt", "pts", "pp", "percentage point")
_SHARE_OF = frozenset(("of", "of the time", "số", "trong", "tổng", "của"))
_ARTICLES = ("the", "our", "all", "these")
_DASHES = ("-", "–", "—", "~", "..", "…")
_PARTS_FIGURES = frozenset((*_DASHES, "/", *_OF))
"""What stands between the ends of a range, '4.3' and its scale '5.0', or the k and the n of '5 of 8'."""
_BY, _COMPARES = Mark.by, Mark.above | Mark.below
_OTHER, _END_DOWN, _KEEP, _FILLER, _REACH = Mark.other, Mark.end_down, Mark.keep, Mark.filler, Mark.reach
_REACHES = Mark.reach | Mark.end_up
_ENDS = Mark.end_up | Mark.end_down
_WEIGHTS = word_set("kg kgs kilo kilos kilogram kilograms lb lbs pound pounds stone")
_OR_ELSE = Mark.or_more | Mark.or_less
_ABOUT_ELSE = Mark.aside | Mark.other
_BOUNDS_SAID = Mark.at_least | Mark.at_most
_SAYS_BEHIND = _OR_ELSE | _BOUNDS_SAID
_SAVES, _BOTH, _EVERY = Mark.saves, Mark.both, Mark.every


def _bound_said_after(tokens: list[Token], place: int) -> int | None:
    """Where '3 days max', 'VND 210/m3 at most', '8 hours a week per driver at most' say the bound; and not '5 ngày, tối
    đa 7'."""
    while place + 1 < len(tokens) and (tokens[place].text == "/" or tokens[place].word in _EACH_ONE):
        place += 2
    if place + 1 < len(tokens) and tokens[place].word == "of" and tokens[-1].marks & _BOUNDS_SAID:
        place = len(tokens) - 1 if len(tokens) - place <= _FARTHEST_BOUND else place  # '10% of revenue minimum'
    if place >= len(tokens) or not tokens[place].marks & _BOUNDS_SAID:
        return None
    goes_on = place + 1 < len(tokens) and tokens[place + 1].word not in _ENDS_A_BOUND
    return None if goes_on and not tokens[place + 1].marks & Mark.other else place


_FARTHEST_BOUND = 4
_EACH_ONE = ("a", "per", "each", "every", "mỗi", "một")
_ENDS_A_BOUND = (
    *",;./()-–—", "in", "across", "by", "before", "until", "for", "on", "at", "this", "next", "from", "with", "under",
    "after", "since", "during", "within", "when", "while", "in each", "for each", "per", "each", "every", "mỗi",
    "trong", "trước", "truoc", "tại", "ở", "sau", "với", "theo", "compared", "vs", "versus", "than", "so với",
)  # fmt: skip
"""What may follow '3 days max' and no further figure of it: '… max, due 15 Nov', '… at most in Q4', '… tops for new
stores'."""


def _comparison_ahead(tokens: list[Token], first: int) -> Marks:
    """The marks of the 'or more', 'or less' that comes before the next figure."""
    for place, token in enumerate(tokens[first:], first):
        if token.figure is not None or (token.name and place + 1 < len(tokens) and tokens[place + 1].marks & _OR_ELSE):
            return 0  # '30% of roles at grade 12 and above'
        if token.word in ("trở lại", "tro lai") and _is_come_back(tokens, first, place):
            return 0  # 'Nhận 20 liên kết trở lại'
        if (
            token.word in _EQUAL
            and place > first
            and tokens[place + 1 : place + 2]
            and tokens[place + 1].marks & _OR_ELSE
        ):
            return 0  # '100% hộ có mức sống bằng hoặc cao hơn mức trung bình'
        if token.word in _FROM and place > first:
            return 0  # '85% học sinh đạt điểm từ trung bình trở lên'
        if token.marks & _OR_ELSE:
            is_of_a_grade = place > first + 1 and any(_is_graded(one) for one in tokens[first:place])
            return 0 if is_of_a_grade else token.marks  # '100% giáo án đạt loại Tốt trở lên'
    return 0


_EACH_YEAR = ("yoy", "y/y", "annual", "yearly", "year-over-year", "year-on-year", "organic")
_GRADED = ("rated", "graded", "ranked", "judged", "scored", "xếp", "xep", "loại", "loai")


def _is_graded(token: Token) -> bool:
    return token.marks & Mark.reach != 0 or token.word in _GRADED


def _is_better_when_less(read: Tokens, figure: Figure, first: int) -> bool:
    """'DSO of 40 days or better'."""
    if not any(token.word == "or better" for token in read.tokens[first:]):
        return False
    is_bad = read.marks & Mark.lower_is_better and not read.marks & Mark.higher_is_better
    return bool(is_bad) and not (figure.percent and figure.value > 50)


def _is_come_back(tokens: list[Token], first: int, place: int) -> bool:
    """Whether what is counted comes back, rather than is at most so many: no time, no share and no 'từ' before it."""
    before = tokens[first - 1]
    is_counted = before.figure is None and not before.marks & Mark.time_unit and place == first
    return is_counted and not any(token.marks & Mark.start for token in tokens[:first])


_ADDS_OR_DOES = Mark.add | Mark.do
_FROM = ("từ", "tu")
_EQUAL = ("bằng", "bang", "ngang", "tương đương", "tuong duong")
_OF_WHAT = ("in", "of", "to")
_CHANGE_NOUNS = word_set(
    "gain cut reduction decrease drop decline increase growth uplift lift improvement rise boost jump"
)
"""What may stand after a percentage: '20% reduction in costs' is a change, whatever verb comes before it."""


def _lead(tokens: list[Token], index: int, first: int) -> Marks:
    """The marks of the words that stand directly before a figure, fillers passed over."""
    marks = 0
    for place in range(index - 1, first - 1, -1):
        token = tokens[place]
        if token.text == "(" and place - 1 == first > 0 and tokens[first].marks & _BOUNDS_SAID:
            break  # 'Bounce rate 55% max (200 people each)'
        leading = token.marks & LEADS
        if token.word in ("hơn", "hon") and tokens[place + 1].text == ":":
            break  # 'Nợ kỹ thuật rộng hơn: 32 → 15'
        if marks & _REACHES:  # 'hàng chiều về đạt 93%'
            leading &= ~_ENDS
        if leading:
            marks |= leading
            if marks & _FARTHEST_LEADS:
                break
        elif not marks and token.word in _EACH:
            is_new = (
                token.word == "moi"
                and place == index - 1 > 0
                and (
                    tokens[place - 1].marks & _ADDS_OR_DOES or index == len(tokens) - 1  # 'so hoc vien moi 300'
                )
            )
            return 0 if is_new or is_period(tokens, place + 1) else _OTHER  # 'Ky moi 12 hop dong'
        elif not token.marks & _FILLER and token.text != "(":
            break
        elif marks and token.word in ("lại", "lai") and place and tokens[place - 1].word in ("còn", "con"):
            break  # 'Ngân sách còn lại trên 10%'
    return marks


_FARTHEST_LEADS = Mark.up | Mark.down | Mark.keep | Mark.start | Mark.now | Mark.within
_EACH = frozenset(("mỗi", "each", "every", "per", "moi", "/"))
