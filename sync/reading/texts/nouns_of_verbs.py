"""Words that are verbs elsewhere, and name a measure or a thing here: 'cost per hire', 'days to close', 'máy cắt',
'hours saved'. They say of no way that a value is to go."""

from __future__ import annotations

from itertools import pairwise

from sync.reading.texts.marks import CHANGES, MEASURES, VERBS, Mark
from sync.reading.texts.spans_of_time import NUMBERS_OF
from sync.reading.texts.surrounded import BOUNDS, LEADS
from sync.reading.texts.text import word_set
from sync.reading.texts.tokens import Tokens


def is_noun(read: Tokens, index: int) -> bool:
    """'Cost per hire', 'time to merge', 'days to close: 8 to 5', 'falls with injury: 0': what comes after 'per', or
    first as 'falls', is no verb."""
    if index == 0:
        if _is_said_of_the_measure(read) or (len(read.tokens) > 2 and read.tokens[1].text == "/"):
            return True  # 'Lift/drag ratio'
        return read.tokens[0].word in _NOUNS_AT_FIRST or _is_bounded_itself(read) or _is_bounded_with_a_noun(read)
    is_helped = index > 1 and read.tokens[0].word == "help" and read.tokens[index].marks & CHANGES
    if is_helped and index + 1 < len(read.tokens):
        return False  # 'Help listed groups increase membership by 25%'
    if read.tokens[index].marks & Mark.name and index + 1 < len(read.tokens) and read.tokens[index + 1].name:
        return True  # 'At grade 12'
    following = read.tokens[index + 1 : index + 3]
    is_lost_to = read.tokens[index].word == "lost" and len(following) > 1 and following[0].word == "to"
    if is_lost_to and following[1].figure is None:
        return True  # 'Bed-days lost to late discharge'
    if read.tokens[index - 1].text == "/":
        return True  # 'tan/ha', typed without marks, is no 'hạ'
    said_before = " ".join(token.word for token in read.tokens[max(index - 2, 0) : index])
    is_how_much = said_before in _HOW_MUCH or read.tokens[index - 1].word in _HOW_MUCH  # 'tốc độ tăng trưởng'
    if is_how_much and read.tokens[index].marks & (Mark.up | Mark.down):
        return True
    if read.tokens[index].word in _TOOLS_VERBS and read.tokens[index - 1].word in _TOOLS:
        return True
    if _is_of_what_is_done(read, index):
        return True
    if read.vietnamese:
        if index > 1 and is_way_to(read, index):
            return True
        if read.tokens[index].text[0].isupper() and read.tokens[index - 1].word in _PLACES:
            return True  # 'Nhà văn hoá thôn Hạ'
        grows = read.tokens[index].word == "tăng trưởng"
        if grows and read.tokens[index - 1].word in _RATES_OF and _is_bounded_by_a_sign(read, index):
            return True  # 'Tốc độ tăng trưởng ngành ≥ 8%'
        is_of_growth = grows and read.tokens[index - 1].word == "vào"
        return is_of_growth or _is_of_a_share(read, index)
    before = read.tokens[index - 1]
    if read.tokens[index].word == "lower" and before.word in ("the", "our", "its") and following:
        return following[0].text[0].isalpha()  # 'Replant the lower vineyard'
    if before.word == "of" and read.tokens[index].word.endswith("ed") and following and following[0].text[0].isalpha():
        return True  # 'Germination of saved seed'
    opens = read.tokens[index - 2].word if index > 1 else ""
    if opens in ("at", "in", "on", "near") and before.is_plain and read.tokens[index].word in _ALSO_THINGS:
        return True  # 'Wait at base lift'
    if read.tokens[index].word in _ALSO_NOUNS and _is_between_nouns(read, index):
        return True
    if read.tokens[index].word in _NOUNS_BEHIND and index > 1 and read.tokens[0].marks & CHANGES:
        return not any(
            token.marks & Mark.both or token.text in ",;:" or token.word in _OPENS_A_CLAUSE
            for token in read.tokens[:index]
        )
    if index > 1 and read.tokens[0].marks & CHANGES and _leads_on(read, index):
        return True  # 'Reduce defaults on the loan book to under 3%'
    if index == 1 and before.marks & CHANGES and read.tokens[1].marks & CHANGES:
        return True  # 'Reduce shift supervisors', 'cut drop rate'
    if before.word == "to" and index > 1:
        taken = read.tokens[index - 2]
        return taken.marks & Mark.time_unit != 0 or taken.word in ("time", "times", "cost", "costs")
    return before.marks & Mark.other != 0


_ALSO_THINGS = ("lift", "drop", "rise", "cut", "run", "hold", "keep", "growth", "open", "read", "post", "store")
_RATES_OF = ("độ", "tỷ lệ", "tỉ lệ", "mức", "do", "ty le", "muc")


def _is_bounded_by_a_sign(read: Tokens, index: int) -> bool:
    return any(one.text in _SIGNS and two.figure is not None for one, two in pairwise(read.tokens[index + 1 :]))


def _leads_on(read: Tokens, index: int) -> bool:
    """Whether a verb of doing has no object, but is followed by what leads up to a value."""
    token, following = read.tokens[index], read.tokens[index + 1 : index + 4]
    if not token.marks & Mark.do or token.marks & CHANGES or token.word.endswith("ed"):
        return False
    is_led = following[:1] and following[0].marks & LEADS and not following[0].figure
    return bool(is_led) and any(one.figure is not None for one in following)


def is_way_to(read: Tokens, index: int) -> bool:
    """'Áp dụng chính sách giảm 25.000đ cho đơn đầu', and not 'triển khai chương trình giảm 10% chi phí', 'thực hiện
    chính sách tăng lương 10%', where what it shall change is named."""
    tokens = read.tokens
    before = tokens[index - 1].word
    is_way = before in _WAYS_TO or (index > 1 and f"{tokens[index - 2].word} {before}" in _WAYS_TO)
    if not is_way or not tokens[0].marks & _DOES:
        return False
    figure = tokens[index + 1].figure if index + 1 < len(tokens) and tokens[index].marks & Mark.down else None
    if figure is None or not (figure.percent or figure.currency or figure.scale_word):
        return False  # '… giảm 30 tấn rác'
    named = tokens[index + 2 :]
    if named and named[0].word.partition(" ")[0] in _PRICES:
        return True  # '… giảm 30% học phí cho sinh viên'
    return not any(token.marks & (MEASURES | Mark.money | Mark.rate) for token in named)


def _is_of_a_share(read: Tokens, index: int) -> bool:
    """'Tỷ lệ khách tăng chi tiêu … trên 30%', 'số lần cắt điện dưới 5', 'thời gian chuyển ca dưới 10 phút': in the name
    of a share or a count a verb of change with its object says which are meant, where a comparator or 'đạt' leads up to
    the figure; and so does a verb that says of no way in the name of any measure."""
    tokens = read.tokens
    first, verb = tokens[0], tokens[index]
    if verb.marks & Mark.improve:
        said = next((token for token in tokens[index + 1 :] if not token.marks & Mark.filler), verb)
        if said.text in _SIGNS and said is not tokens[index + 1]:
            return True  # 'Dòng tiền chuyển trực tiếp >= 5%', and not 'chất lượng cải thiện >= 20%'
    is_named = (
        first.marks & Mark.rate or first.word in NUMBERS_OF or (verb.marks & Mark.improve and first.marks & _NAMED)
    )
    if not is_named or not verb.marks & CHANGES or index + 1 == len(tokens):
        return False
    following = tokens[index + 1]
    if following.marks & _NO_OBJECT or following.word in _ADVERBS or not following.text[0].isalpha():
        return False
    at = next((at for at in range(index + 2, len(tokens)) if tokens[at].figure is not None), None)
    return at is not None and tokens[at - 1].marks & _COMPARED_OR_REACHED != 0


_SIGNS = ("≥", ">=", "≤", "<=", "<", ">")
_NAMED = Mark.lower_is_better | Mark.higher_is_better | Mark.money
_NO_OBJECT = LEADS | Mark.filler | Mark.every | Mark.cadence
_COMPARED_OR_REACHED = Mark.above | Mark.below | Mark.at_least | Mark.at_most | Mark.reach
_ADVERBS = word_set("mạnh nhanh dần đều rõ chậm ròng manh nhanh dan deu ro cham rong") | {
    "bình quân", "trung bình", "binh quan", "trung binh",
}  # fmt: skip


def _is_said_of_the_measure(read: Tokens) -> bool:
    """'Lost property returned: 75%', 'dropped calls 0.3% or lower': what was done says which are measured."""
    if not (read.tokens[0].word.endswith("ed") or read.tokens[0].word == "lost"):
        return False
    if any(token.text == ":" for token in read.tokens):
        return True
    leads_to_one = Mark.by | Mark.start | Mark.end
    is_changed = any(one.marks & leads_to_one and two.figure is not None for one, two in pairwise(read.tokens))
    return not is_changed and read.marks & (BOUNDS | Mark.or_less | Mark.or_more) != 0


_BEFORE_NOUNS = ("at", "of", "in", "on", "per", "the", "a", "an", "each", "every")
_PRICES = word_set("giá phí cước vé gia phi cuoc ve học hoc tiền tien")
_OPENS_A_CLAUSE = ("while", "as", "when", "if", "where", "because", "so", "until", "that")
_NOUNS_BEHIND = ("saves", "drops", "gains", "lifts", "cuts", "moves", "wins")
"""'Increase playlist saves by 18%'."""
_ALSO_NOUNS = word_set("change drop lift cut move turn drive push shift increase decrease decline rise fall gain boost")


def _is_between_nouns(read: Tokens, index: int) -> bool:
    """'Roll change time': in English a verb of change comes first, after 'to' or 'and', or after what changes, and then
    says at once how much."""
    before, following = read.tokens[index - 1], read.tokens[index + 1 : index + 2]
    if before.word in _BEFORE_NOUNS:
        return True
    if not before.text[0].isalpha() or before.marks & ~(Mark.filler | Mark.unit | MEASURES) or before.word == "to":
        return False
    return bool(following) and not following[0].marks & ~MEASURES and following[0].text[0].isalpha()


def _is_of_what_is_done(read: Tokens, index: int) -> bool:
    """'Hours saved', 'weight lost: 5 kg', 'funds raised ≥ $2M': what is counted, and whether more of it is better
    is not said."""
    word = read.tokens[index].word
    if index == 0 or not (word.endswith("ed") or word in ("lost", "held", "kept", "cut", "grown")):
        return False
    following = read.tokens[index + 1] if index + 1 < len(read.tokens) else None
    return following is None or not (following.text[0].isalnum() or following.figure is not None)


def _is_bounded_itself(read: Tokens) -> bool:
    """'Shrink at or below 1.1% of sales', 'Spend ≤ $5k': a verb of nothing is a noun."""
    first, following = read.tokens[0], read.tokens[1] if len(read.tokens) > 1 else None
    if following is None or not first.marks & CHANGES or read.vietnamese:
        return False
    return bool(following.marks & (Mark.at_most | Mark.at_least)) or following.word in ("rate", "under", "below", "≤")


def _is_bounded_with_a_noun(read: Tokens) -> bool:
    """'Change orders < 5% of contract value'."""
    first, *said = read.tokens[:3]
    if read.vietnamese or len(said) < 2 or not first.marks & Mark.improve or first.word not in _ALSO_NOUNS:
        return False
    return said[0].word.endswith("s") and not said[0].marks & VERBS and said[1].marks & BOUNDS != 0


_HOW_MUCH = ("mức", "tốc độ", "đà", "nhịp", "tỷ lệ", "tỉ lệ", "hệ số", "muc", "toc do", "ty le", "ti le")
"""'Mức tăng trưởng doanh thu' names a measure."""
_TOOLS_VERBS = word_set("kéo ép ep cắt nâng hạ rút bớt chuyển đưa gọi bán đóng sửa cat nang rut bot")
_TOOLS = word_set(
    "đầu máy bàn xe tổ khâu chuyền cầu cần dao xưởng phòng đường trải thang trạm trung bàn kênh quầy gói may"
) | {"dây chuyền", "day chuyen"}
"""What a tool or a place of work begins with: 'máy cắt', 'xe nâng', 'khâu cắt', 'quầy bán'."""
_DOES = Mark.do | Mark.add
_WAYS_TO = ("chính sách", "chinh sach", "chương trình", "chuong trinh", "sách", "trình", "mã", "voucher")
_PLACES = word_set("thôn xã phường huyện quận ấp làng bản khu thon phuong huyen quan ap lang")
_NOUNS_AT_FIRST = frozenset(("falls", "drops", "rises", "gains", "declines"))
