"""How 'không' is typed in haste, where it turns a bound round: 'k quá', 'kg dưới', 'hok đc vượt'."""

from __future__ import annotations

from collections.abc import Sequence

from sync.reading.texts.text import word_set

SHORT_NOTS = word_set("k kg khg kog kô k0 hok hông hổng chẳng chả chớ")
_MAY_BE_NOTS = SHORT_NOTS | word_set("kh hk hong hem 0")
"""'Kh' is 'khách hàng' as well, 'hk' 'học kỳ', 'hong' 'hỏng', and '0' a number: they leave open what is meant."""
_COUNTED_BY = word_set("số so sl lượng luong tổng tong mỗi moi tệp tep / một mot theo trên tren từng tung per")
"""What 'k' and 'kh' are customers after, and 'kg' a kilogram: 'số kh trên 200', 'giá/kg dưới 50k'."""


def leaves_open_a_not(words: list[str]) -> bool:
    """Given the words before a figure, return whether the last of them may be turned round by what may be 'không':
    'kh quá 5', '0 dưới 5', and not 'số kh trên 200'."""
    if len(words) < 3 or words[-1] not in MAY_BE_TURNED:
        return False
    place = len(words) - (3 if words[-2] in _LETS_IT else 2)
    return place > 0 and words[place] in _MAY_BE_NOTS and words[place - 1] not in _COUNTED_BY


def is_a_short_not(before: str, following: Sequence[tuple[str, bool]], *, opens: bool) -> bool:
    """Given the word before one of ``SHORT_NOTS`` and the words that follow it, each with whether it is a figure,
    return whether it says 'không' of a bound. ``opens``: it is the first word of its text."""
    if before in _COUNTED_BY or not following:
        return False
    first = following[0][0]
    if first in _LETS or (opens and first in _HAPPENS):
        return True
    for place, (word, _) in enumerate(following):
        if word == "qua" and place == 0:
            return len(following) > 1 and following[1][1]  # 'k qua 2%', and not 'k qua kênh'
        if word in _BOUNDS:
            return True
        if word not in _LEADS_TO_ONE or (place == 0 and word in _ALLOWED):
            return False
    return False


_LETS = ("để", "de")
_LETS_IT = ("được", "duoc", "dc", "đc")
_HAPPENS = word_set("có co còn con bị bi xảy xay phát phat ai 1 một mot")
_BOUNDS = word_set("quá qua vượt vuot hơn hon dưới duoi trên tren > < ≥ ≤ >= <= kém kem tới toi đến den")
MAY_BE_TURNED = _BOUNDS - {"<", ">", "≤", "≥", "kém", "kem", "tới", "toi", "đến", "den"} | {
    "vượt quá", "vuot qua", "cao hơn", "thấp hơn", "nhiều hơn", "ít hơn", "lớn hơn", "nhỏ hơn", "vượt trên",
    "cao hon", "thap hon", "nhieu hon", "it hon", "lon hon", "nho hon",
}  # fmt: skip
_ALLOWED = ("phép", "phep")
_LEADS_TO_ONE = word_set(
    "dc đc được duoc dk nên nen phải phai cho phép phep thể the bị bi "
    "tăng tang giảm giam tụt tut rớt rot rơi roi xuống xuong "
    "ở o mức muc lên len thấp thap cao ít it nhỏ nho lớn lon nhiều nhieu đi di"
)
