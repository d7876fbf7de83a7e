"""What a text says without a figure: 'double', 'giảm một nửa', 'no incidents'; or only which way is better."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import pairwise

from sync.model.readings import Direction, Evidence, Kind, Measure
from sync.patterns import RarePattern
from sync.reading.texts.governing_verbs import ALWAYS
from sync.reading.texts.lexicon import FACTORS, HALVE
from sync.reading.texts.marks import Mark
from sync.reading.texts.nouns_of_verbs import is_noun
from sync.reading.texts.qualifiers import is_age_of_none
from sync.reading.texts.text import word_set
from sync.reading.texts.tokens import Token, Tokens
from sync.reading.texts.turned_names import is_turned_round


def without_figure(read: Tokens) -> Measure | None:
    """Given a text none of whose figures is a value, return what it measures all the same, or None."""
    if read.marks & Mark.never:
        return _none_of(read)
    none = next((two for one, two in pairwise(read.tokens) if one.text in (":", "=") and two.word in _NIL), None)
    if none is not None:  # 'Sev-1 incidents: none this quarter'
        return _at_most_none(none)
    part = _by_a_part(read)
    if part is not None:
        return part
    multiplied = next((token.text for token in read.tokens if token.name and TIMES_AS_MUCH.fullmatch(token.text)), None)
    if multiplied is not None:
        is_grown = (
            read.marks & (Mark.up | Mark.higher_is_better | Mark.money | Mark.rate) and not read.marks & Mark.every
        )
        if not (is_grown or read.tokens[0].text == multiplied):
            return None  # 'Gym x3 a week', 'workshops x4'
        times = Decimal(multiplied[1:].replace(",", "."))
        return _times_as_much(times, multiplied) if times > 1 else None
    if read.said.isdisjoint(_FACTORS) and read.said.isdisjoint(_CLOSES_A_FACTOR):
        return None
    words = [token.word for token in read.tokens]
    for place, word in enumerate(words):
        pair = f"{word} {words[place + 1]}" if place + 1 < len(words) else ""
        factor = FACTORS.get(pair) or FACTORS.get(word)
        if factor and words[place + 1 : place + 2] not in (["digit"], ["digits"], ["figure"], ["figures"]):
            said = pair if pair in FACTORS else word
            return _times_as_much(factor, read.tokens[place].text if said == word else said)
        is_of_one = words[place + 2 : place + 3] in (["a"], ["an"], ["million"], ["billion"])  # 'by half a day'
        if word in HALVE or (pair in _HALVES and read.marks & Mark.down and not is_of_one):
            return Measure(
                Kind.decrease, Direction.down, change=Decimal(-50), relative=True,
                evidence=(Evidence("change", word if word in HALVE else pair),),
            )  # fmt: skip
    return None


def says_a_part(read: Tokens, starts_somewhere: bool) -> bool:
    """Whether something is to change by a part of itself, beside a figure: 'onboard 14 riders and cut accidents by a
    third'. ``starts_somewhere``: what the figures say is from where to where, which may be that part."""
    is_apart = read.marks & Mark.both != 0 or (not starts_somewhere and any(sign in read.text for sign in _PAUSES))
    return is_apart and _PART.search(read.text) is not None


def says_a_factor(read: Tokens) -> bool:
    """Whether something is to be so many times, or half, as much: 'lượt xem gấp đôi …', 'double trials …'."""
    if not read.said.isdisjoint(_FACTORS):
        return True
    if read.said.isdisjoint(_OPENS_A_FACTOR) or read.said.isdisjoint(_CLOSES_A_FACTOR):
        return False
    return any(f"{one.word} {two.word}" in _FACTORS for one, two in pairwise(read.tokens))


_FACTORS = {*FACTORS, *HALVE, "một nửa", "mot nua", "in half", "by half", "phân nửa", "phan nua"}
_OPENS_A_FACTOR = {factor[:at] for factor in _FACTORS for at, letter in enumerate(factor) if letter == " "}
_CLOSES_A_FACTOR = {factor[at + 1 :] for factor in _FACTORS for at, letter in enumerate(factor) if letter == " "}
_PAUSES = (", ", "; ", ". ", " - ", " + ")


def _by_a_part(read: Tokens) -> Measure | None:
    """'Down by a quarter', 'cut by a third', 'giảm một phần tư'."""
    found = _PART.search(read.text) if read.marks & (Mark.by | Mark.up | Mark.down) else None
    if found is None:
        return None
    before = [token for token, start in zip(read.tokens, read.starts, strict=True) if start < found.start()]
    if any(token.figure for token in before):
        return None
    for token in reversed(before):
        if token.marks & (Mark.up | Mark.down) or token.word in ("up", "down"):
            rises = token.marks & Mark.up != 0 or token.word == "up"
            way = (Kind.increase, Direction.up) if rises else (Kind.decrease, Direction.down)
            change = _PARTS[(found["part"] or found["of"]).lower()]
            evidence = (Evidence("kind", token.text), Evidence("change", found[0]))
            return Measure(*way, change=change if rises else -change, relative=True, evidence=evidence)
    return None


_PARTS = {
    **dict.fromkeys(("half",), Decimal(50)),
    **dict.fromkeys(("third", "ba"), Decimal(33)),
    **dict.fromkeys(("quarter", "tư", "tu"), Decimal(25)),
    **dict.fromkeys(("fifth", "năm", "nam"), Decimal(20)),
    **dict.fromkeys(("tenth", "mười", "muoi"), Decimal(10)),
}
_PART = RarePattern(
    r"\bby (?:(?:a|one)[ -])?(?P<part>half|third|quarter|fifth|tenth)(?![-\w]|\s(?:an?|million|billion|of an?)\s)"
    r"|\b(?:một phần|mot phan) (?P<of>ba|tư|tu|năm|nam|mười|muoi)(?!\w)",
    re.IGNORECASE,
)
"""What part of itself something changes by."""


def _times_as_much(factor: Decimal, words: str) -> Measure:
    evidence = (Evidence("change", words),)
    return Measure(Kind.increase, Direction.up, change=(factor - 1) * 100, relative=True, evidence=evidence)


TIMES_AS_MUCH = re.compile(r"x[0-9](?:[.,][0-9])?")
"""'Doanh thu x3'."""
_HALVES = frozenset(("một nửa", "mot nua", "in half", "by half", "phân nửa", "phan nua"))


def _none_of(read: Tokens) -> Measure | None:
    """'No critical findings', 'không còn đơn trễ hạn': at most 0 of what is better few. Where there are figures, these
    say how long or how much, and which of them is meant cannot be told."""
    tokens = read.tokens
    place = next((place for place, token in enumerate(tokens) if token.marks & Mark.never), 0)
    pairs = pairwise(tokens)
    if tokens[0].figure or any(
        two.figure
        and not _is_year(two)
        and not is_age_of_none(read, at + 1)
        and (at < place or not one.marks & Mark.aside)
        for at, (one, two) in enumerate(pairs)
    ):
        return None
    if not place and any(token.figure and is_age_of_none(read, at) for at, token in enumerate(tokens)):
        return _at_most_none(tokens[0])
    first = tokens[place]
    if first.word == "no" and tokens[0].word in ("pass", "passed", "clear") and tokens[place - 1].word == "with":
        return _at_most_none(first)  # 'Pass the visit with no critical conditions'
    following = tokens[place + 1].word if place + 1 < len(tokens) else ""
    if first.word == "not" and place == 0 and _said_after(tokens, _NOT_ONE):
        return _at_most_none(first)  # 'Not one missed SLA'
    if first.word == "no":
        is_none = place == 0 or tokens[place - 1].word in ("with", "have") or tokens[0].word == "there"
    else:
        is_wanted_none = tokens[1:] and tokens[1].marks & Mark.lower_is_better
        is_apart = place > 0 and tokens[place - 1].text in (",", ";") and first.word in _NONE
        is_said = first.word in _NONE or following in _NONE_GOES_ON or bool(is_wanted_none)
        is_left = (
            following in ("còn", "con") and 0 < place < 3 and not tokens[0].marks & Mark.rate
        )  # 'xã không còn hộ nghèo'
        is_none = is_said and (
            is_left or place == 0 or is_apart or (following in ("có", "còn") and tokens[-1].word == "nào")
        )
    if place > 1 and tokens[place - 1].text == ":" and _says_none_of_it(tokens, place):
        return _at_most_none(first)
    unwanted = next((one for one in tokens[place + 1 : place + 6] if one.marks & Mark.lower_is_better), None)
    if unwanted is None:  # 'Không có đơn nào bị trả lại'
        unwanted = next((one for one in tokens[place + 1 : place + 6] if one.word in ("nào", "nao")), None)
    is_none_of_any = _is_no_such(tokens) or _is_none_whatever(tokens)
    if following in ("phát", "phat") and place + 2 < len(tokens) and tokens[place + 2].word == "sinh":
        following = "phát sinh"
    happens = following in (_HAPPENS if first.word in _NONE else _COMES_UP if first.word in _NOT else ())
    if place == 0 and any(one.word in _OVER and two.word in _IN_WORDS for one, two in pairwise(tokens[2:])):
        return None  # 'Không xảy ra quá hai sự cố'
    if place == 0 and (is_none_of_any or happens):  # 'Không để xảy ra cháy rừng', 'không xảy ra ngộ độc'
        return _at_most_none(first)
    if not is_none or unwanted is None or unwanted.marks & Mark.time_unit:
        return None
    return _at_most_none(first)


def _says_none_of_it(tokens: list[Token], place: int) -> bool:
    """'Tai nạn lao động: không vụ nào', 'khiếu nại: không có', 'rò NH3: không để xảy ra'."""
    rest = [token.word for token in tokens[place:]]
    if len(rest) > _FEW_WORDS or rest[0] not in (*_NOT, *_NONE):
        return False
    is_unwanted = any(token.marks & Mark.lower_is_better for token in tokens[:place])
    happens = rest[-1] in ("nào", "nao", "xảy ra", "xay ra", "phát sinh") and len(rest) > 1
    return happens or (is_unwanted and rest[1:] in (["có"], ["co"], []))


_FEW_WORDS = 4


def _said_after(tokens: list[Token], words: tuple[str, ...]) -> bool:
    return " ".join(token.word for token in tokens[1:3]).startswith(words)


def _at_most_none(said: Token) -> Measure:
    return Measure(Kind.at_most, Direction.down, upper=Decimal(0), evidence=(Evidence("upper", said.text),))


def _is_no_such(tokens: list[Token]) -> bool:
    """'No regulatory fines': whatever it is, there is to be none of it."""
    where = next((at for at, token in enumerate(tokens) if at > 1 and token.word in _WHERE), len(tokens))
    tokens = tokens[:where]
    if tokens[0].word != "no" or not 1 < len(tokens) < _FEW or any(token.marks & Mark.stop for token in tokens[1:]):
        return False
    is_one = tokens[-1].word in _BEFALLS and tokens[-1].is_plain  # 'No child hurt on the playground'
    return is_one or any(token.word.endswith("s") and not token.marks & ~Mark.name for token in tokens[1:4])


_BEFALLS = word_set("hurt injured harmed killed lost missed rejected bitten scalded stranded")


def _is_none_whatever(tokens: list[Token]) -> bool:
    """'Không mất khách hàng lớn nào', 'không đơn nào giao trễ'."""
    return tokens[0].word in _NOT and any(token.word in ("nào", "nao") for token in tokens[2:8])


_NOT = ("không", "khong", "ko")
_FEW = 5
_WHERE = ("in", "at", "on", "from", "across", "during", "within", "after", "for", "due to", "because of")
_NOT_ONE = ("one ", "a single")
_NIL = ("none", "nil")
_OVER = ("quá", "qua")
_IN_WORDS = word_set("một hai ba bốn năm sáu bảy tám chín mười mot bon nam sau bay tam chin muoi")
_COMES_UP = ("xảy", "xẩy", "xảy ra", "phát sinh", "xay", "xay ra", "phat sinh")
_HAPPENS = (
    "mất",
    "hình",
    "tồn",
    "nảy",
    "tái",
    "sẩy",
    "xẩy",
    "xãy",
    "xảy",
    "phát",
    "xay",
    "phat",
    "xảy ra",
    "phát sinh",
    "xay ra",
    "phat sinh",
)


def _is_year(token: Token) -> bool:
    return len(token.text) == 4 and token.text.isdecimal() and token.text.startswith("20")


_NONE = ("không để", "ko để", "khong de", "ko de")
_NONE_GOES_ON = ("có", "còn", "xảy", "phát", "để", "bị", "co", "con", "xay", "phat", "de", "bi")


def direction_alone(read: Tokens, doubts: tuple[Evidence, ...]) -> Measure:
    """What a text without a value still says, for its columns: that something falls, or is kept."""
    if (told := _IS_BETTER.search(read.text)) is not None:  # 'Downloads over time (up is better)'
        better = Direction.down if told["down"] else Direction.up
        return Measure(direction=better, evidence=(Evidence("direction", told[0]), *doubts))
    if read.marks & Mark.never or (doubts and read.marks & Mark.up and read.marks & Mark.down):
        return Measure(evidence=doubts)
    verbs = (
        (place, token)
        for place, token in enumerate(read.tokens)
        if token.marks & _SAYS_WHICH_WAY and token.word not in ALWAYS
    )
    verb = next(
        (
            one
            for place, one in verbs
            if not (is_noun(read, place) or _is_a_doing(read, one, place) or _is_of_a_name(read, place))
        ),
        None,
    )
    if verb is not None and not verb.marks & Mark.keep:
        direction = Direction.down if verb.marks & Mark.down else Direction.up
        return Measure(direction=direction, evidence=(Evidence("direction", verb.text), *doubts))
    named = None if _is_done(read) else _named_lower(read)
    said = tuple(Evidence("direction", token.text) for token in (verb, named) if token is not None)
    kept = verb is not None and not verb.marks & Mark.do
    return Measure(direction=Direction.down if named else None, kept=kept, evidence=(*said, *doubts))


_IS_BETTER = RarePattern(
    r"\b(?:(?:up|higher|more|bigger)|(?P<down>down|lower|less|fewer|smaller|shorter)) is better\b"
    r"|càng (?:cao|nhiều|lớn) càng tốt",
    re.IGNORECASE,
)


def _is_a_doing(read: Tokens, token: Token, place: int) -> bool:
    """'Between cutting and sewing'; 'soan cam nang', where marks are left out."""
    if place > 1 and read.vietnamese and token.word.isascii() and _is_done(read) and read.text.isascii():
        return True
    if place + 1 == len(read.tokens) and token.word == "nâng cao" and place > 1:
        return True  # 'Tiêu chí nông thôn mới nâng cao'
    return place > 0 and (token.word.endswith("ing") or (not read.vietnamese and _is_a_noun_at_the_end(read, place)))


def _is_of_a_name(read: Tokens, place: int) -> bool:
    """'A growth team', 'extend the programme to Plant 4': what something is called, or where it goes."""
    tokens = read.tokens
    if tokens[place].word in _GROWS_INTO:
        is_named = tokens[-1].name or (tokens[-1].figure is not None and tokens[-2].text[0].isupper())
        return is_named and any(token.word == "to" for token in tokens[place:])
    following = tokens[place + 1] if place + 1 < len(tokens) else None
    if place and following is not None and tokens[place].text.istitle() and following.text.istitle():
        return not read.text.istitle()  # 'Học nghề từ nghệ nhân Hạ Thái'
    is_noun = tokens[place].word in _NOUNS and following is not None
    return is_noun and following is not None and following.text[0].isalpha() and not following.marks & ~Mark.name


_NOUNS = ("growth", "reduction", "saving")
_GROWS_INTO = ("extend", "expand", "extends", "expands")


def _is_a_noun_at_the_end(read: Tokens, place: int) -> bool:
    """'Have a plan for power cuts'."""
    token = read.tokens[place]
    return place + 1 == len(read.tokens) and place > 1 and token.word.endswith("s") and _is_done(read)


def _is_done(read: Tokens) -> bool:
    """'Tìm hiểu lý do khách hủy gói', 'document the incidents': a doing says nothing of more or less."""
    if not read.tokens or _WORKS.match(read.text, read.starts[0]) is not None:
        return bool(read.tokens)
    if any(token.word in _DOINGS for token in read.tokens[:4]):
        return True  # 'Root cause analysis of the outage'
    if read.tokens[0].marks & _DOES or read.tokens[0].word in _COMPLETES:
        return True
    if any(token.word in _MADE for token in read.tokens[2:]):
        return True  # 'Templates created for security incidents', 'backlog board cleaned up'
    # 'Simplify the refund flow', 'hand over the test backlog'
    return not read.vietnamese and any(token.word in ("the", "a", "an", "our") for token in read.tokens[1:3])


_COMPLETES = ("complete", "hoàn thành", "hoan thanh")
_WORKS = RarePattern(
    r"(?:agree|align|sync|synchronise|synchronize|reconcile|negotiate|discuss|liaise|partner|coordinate|meet|talk|"
    r"work (?:with|on)|integrate|connect|migrate|classify|define|monitor|track|record|log|share|map|benchmark|produce|"
    r"bring|present|publish|communicate|categori[sz]e|prioriti[sz]e|triage|assess|evaluate|estimate|understand|learn|"
    r"set ?up|start|launch|begin|run|install|configure|code|build|dựng|học|dò|huấn luyện|"
    r"determine|decide|verify|find out|identify|investigate|explore|research|compare|prepare|draft|write|"
    r"đồng bộ|đối soát|đối chiếu|làm việc|phối hợp|thống nhất|trao đổi|họp|đàm phán|thương lượng|tích hợp|kết nối|"
    r"phân loại|theo dõi|ghi nhận|ghi mã|ghi chép|ghi lại|rà lại|cập nhật|xem xét|hỗ trợ|"
    r"dong bo|doi soat|doi chieu|lam viec|phoi hop|thong nhat|trao doi|hop voi|dam phan|thuong luong|tich hop|"
    r"ket noi|phan loai|theo doi|ghi nhan|cap nhat|xem xet|ho tro)(?!\w)",
    re.IGNORECASE,
)
"""What one does about a thing, and which says nothing of more or less of it."""
_MADE = word_set(
    "created built written drafted designed documented defined published delivered launched cleaned mapped developed "
    "produced implemented deployed installed approved"
)
_DOINGS = ("analysis", "review", "post-mortem", "workshop", "study", "report")


def _named_lower(read: Tokens) -> Token | None:
    named = next((token for token in read.tokens if token.marks & Mark.lower_is_better), None)
    return None if named is not None and is_turned_round(read.text) else named


_SAYS_WHICH_WAY = Mark.up | Mark.down | Mark.keep
_DOES = Mark.do | Mark.add | Mark.served | Mark.spends
