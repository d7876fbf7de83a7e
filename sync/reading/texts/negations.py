"""What a text says shall not be, where it bears on a figure: 'không quá', 'never below'."""

from __future__ import annotations

from itertools import pairwise

from sync.reading.texts.marks import Mark
from sync.reading.texts.participles import is_done
from sync.reading.texts.short_negations import MAY_BE_TURNED, leaves_open_a_not
from sync.reading.texts.surrounded import LEADS, Surrounded
from sync.reading.texts.text import word_set
from sync.reading.texts.tokens import Token, Tokens


def negates_a_change(read: Tokens, value: Surrounded) -> bool:
    """'Không tăng chi phí quá 5%' bounds the growth, not the measure."""
    words = read.tokens[: value.place]
    if any(one.marks & Mark.never and two.marks & (Mark.up | Mark.down) for one, two in pairwise(words)):
        return True
    # "Don't let CSAT drop below 4.5"
    let = next((at for at, (one, two) in enumerate(pairwise(words)) if _forbids(one, two)), len(words))
    return any(token.marks & (Mark.up | Mark.down) for token in words[let:])


def forbids_a_fall(read: Tokens, value: Surrounded) -> bool:
    """'K xuống dưới 4.5', "can't go under 99%", 'không để SLA tụt dưới 95%'."""
    words = [token for token in read.tokens[: value.place] if token.word not in _ALLOWED and token.word != "to"]
    if any(one.marks & Mark.never and (two.marks & _FALLS or two.word == "go") for one, two in pairwise(words)):
        return True
    lets = any(one.marks & Mark.never and one.word.endswith(_LETS_IT) for one in words)
    lets = lets or any(one.marks & Mark.never and two.word in _LETS_VI for one, two in pairwise(words))
    return lets and any(token.marks & _FALLS for token in words)


def is_kept_from_moving(read: Tokens, value: Surrounded) -> bool:
    """'Ensure no store drops below 90%', 'avoid churn going above 3%', 'none of the sites below 80%'."""
    before = [token.word for token in read.tokens[: value.place]]
    if "none" in before[:1] and value.lead & Mark.below:
        return True
    at = next((at for at, word in enumerate(before[:4]) if word in _KEEPS_FROM), None)
    if at is None or (at and read.tokens[0].word not in _SEES_TO_IT):
        return False
    moves = _FALLING if value.lead & Mark.below else _RISING
    return any(word in moves for word in before[at + 1 :])


_KEEPS_FROM = ("no", "avoid", "stop", "prevent")
_SEES_TO_IT = ("ensure", "make", "see")
_FALLING = word_set("fall falls falling drop drops dropping dip dips dipping slip slips slipping going sink sinks")
_RISING = word_set("rise rises rising go goes going climb climbs climbing grow grows growing increasing")


def _forbids(one: Token, two: Token) -> bool:
    return one.marks & Mark.never != 0 and two.word in _LETS


def is_turned_by_a_sign(read: Tokens, value: Surrounded) -> bool:
    """'CSAT not < 95', where the sign stands right after what turns it round."""
    return value.place > 1 and read.tokens[value.place - 2].marks & Mark.never != 0


def may_be_negated(read: Tokens, value: Surrounded) -> bool:
    """'Tỷ lệ lỗi kh quá 2%', 'so loi td 5': what may be 'không' or 'tối đa', and something else as well; and 'khách
    không chờ trên 15 phút', 'cửa hàng không có khiếu nại trên 90%': what is not so may be what is bounded, or may say
    which are meant."""
    if not value.place or read.tokens[value.place - 1].word not in _MAY_BE_OPEN or not read.vietnamese:
        return False
    if read.marks & Mark.never and value.lead & _OVER_OR_UNDER and _may_be_of_those(read, value):
        return True
    before = read.tokens[max(0, value.place - 4) : value.place]
    if before[-1].text in _SHORT_BOUNDS:
        return True
    if before[-1].word in ("đến", "den") and len(before) > 1 and before[-2].marks & Mark.never:
        return True  # 'không đến 3 lỗi', or who does not come
    return leaves_open_a_not([token.word for token in before])


def fails(before: list[Token]) -> Token | None:
    """Given the words before a figure, return the 'not' of 'hồ sơ không đạt', 'đơn chưa thành công': what should have
    been so, and of which less is better."""
    for one, two in pairwise(before):
        if one.word in _NOTS and (two.marks & Mark.higher_is_better or two.word in _SHOULD_BE):
            return one
    return None


def is_negated(read: Tokens, value: Surrounded) -> bool:
    if not read.marks & Mark.never:
        return False
    before = read.tokens[: value.place]
    return any(
        token.marks & Mark.never
        and not (value.lead & Mark.below and _names_those(before, place))
        and (not place or (before[place - 1].word not in _SAYS_WHICH and _negates(before, place, value)))
        and not _says_which(before, place, value)
        for place, token in enumerate(before)
    )


def _names_those(before: list[Token], place: int) -> bool:
    """'Not seen rate below 3%', 'tỷ lệ không đến khám dưới 5%': who are meant."""
    if place + 2 >= len(before):
        return False
    word, following = before[place].word, before[place + 1]
    is_participle = word == "not" and is_done(following) and not following.marks & (LEADS | Mark.up | Mark.down)
    return is_participle or (word in ("không", "khong") and following.word in ("đến", "den"))


_MAY = ("allowed", "permitted", "supposed")
_NAMES_A_VALUE = ("target", "goal")


def _negates(before: list[Token], place: int, value: Surrounded) -> bool:
    """'Không quá', 'không để', 'không đội quá', and not 'thanh toán không tiền mặt'."""
    if place + 1 == len(before):
        return True
    is_of_those = before[place + 1].word == "being" or is_done(before[place + 1])
    if is_of_those and any(token.text == ")" or token.word in _NAMES_A_VALUE for token in before[place + 1 :]):
        return False  # 'Left without being seen (LWBS) target < 2%', and not 'do not let (peak) load exceed 80%'
    if _is_said_of_a_thing(before[place + 1 :]):
        return False
    following = before[place + 1]
    is_of_those = is_done(following) and following.word not in _MAY and not following.marks & LEADS
    if before[place].word == "not" and is_of_those and not value.lead & Mark.above:
        return False  # 'Calls not answered under 5%'
    if before[place].word not in ("không", "khong"):
        return True
    if value.kept is not None and any(token is value.kept for token in before[:place]):
        return any(token.marks & LEADS for token in before[place + 1 : place + 3])
    return following.marks & ~(Mark.unit | Mark.money) != 0 or following.word in _GO_ON or following.word in _MOVING


def _says_which(before: list[Token], place: int, value: Surrounded) -> bool:
    """'Khách không hài lòng dưới 3%', 'hồ sơ chưa đạt dưới 5%': what is not so says which are meant, unless what may
    not be is that the figure is passed: 'không được xuống dưới', 'không cửa hàng nào dưới'."""
    if before[place].word not in _NOTS or not value.lead & _OVER_OR_UNDER:
        return False
    after = [token for token in before[place + 1 :] if token.word not in _ALLOWED and token.text not in ":="]
    if not after or after[0].marks & _MOVES or after[0].word in _GO_ON or after[0].word in _MOVING:
        return False
    if any(token.word in _NONE_OF for token in after):
        return False
    return place > 0 or (value.lead & Mark.below != 0 and after[0].word not in _HAVE)


def is_forbidden(read: Tokens, value: Surrounded) -> bool:
    """'Không > 5%', 'không được > 5%': nothing stands between that says which are meant."""
    before = read.tokens[: value.place]
    while before and not before[-1].marks & Mark.never and (before[-1].word in _ALLOWED or before[-1].marks & LEADS):
        before = before[:-1]
    return bool(before) and before[-1].marks & Mark.never != 0


def _may_be_of_those(read: Tokens, value: Surrounded) -> bool:
    """Whether a figure after 'not so' may be that of which are meant, and may be a bound of what is not so."""
    before = read.tokens[: value.place]
    at = [place for place, token in enumerate(before) if token.marks & Mark.never and _says_which(before, place, value)]
    if not at:
        return False
    if before[0].marks & Mark.rate or (before[0].word in _COUNTS and not value.figure.percent):
        return False
    is_amount = value.figure.percent or value.figure.scale_word is not None or value.figure.currency is not None
    return not (value.lead & Mark.below and is_amount and before[at[-1] + 1].word not in _HAVE)


def _is_said_of_a_thing(after: list[Token]) -> bool:
    """'Lô hàng không đạt cơ tính dưới 0,4%': what is not reached is a thing, and says which are meant."""
    return after[0].marks & Mark.reach != 0 and any(token.marks == 0 for token in after[1:])


_FALLS = Mark.down | Mark.end_down
_LETS_IT = (" để", " de")
_LETS_VI = ("để", "de")
_LETS = ("let", "allow")
_SHORT_BOUNDS = ("td", "tđ", "tt")
_MAY_BE_OPEN = MAY_BE_TURNED | {*_SHORT_BOUNDS, "đến", "den"}
_SAYS_WHICH = ("who", "that", "which", "whose", "mà")
"""'Customers who can't log in below 2%': what is not so says which are meant."""
_NOTS = ("không", "khong", "ko", "chưa", "chua", "hok")
_OVER_OR_UNDER = Mark.above | Mark.below
_MOVES = (LEADS & ~(Mark.reach | Mark.within | Mark.other)) | Mark.up | Mark.down
_MOVING = word_set("tụt rớt rơi sụt thấp cao ít nhiều thap roi rot nhieu it để de")
_ALLOWED = frozenset(
    (
        *word_set("ở o nằm nam mức muc được duoc dc đc nên nen cho phép phep thể the"),
        *("ở mức", "o muc", "cho phép", "cho phep"),
    )
)
_SHOULD_BE = word_set("đạt dat đúng phù phu hợp hop") | {"thành công", "thanh cong", "hoàn thành", "hoan thanh"}
_NONE_OF = ("nào", "nao", "ai")
_HAVE = ("có", "co")
_COUNTS = ("số", "so", "số lượng", "so luong", "sl", "tổng số", "tong so")
_GO_ON = word_set("bị bi xảy xay phát phat phải nên nen ai nào")
