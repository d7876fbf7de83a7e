"""Which language a text of a key result is in: the words that it is read by."""

from __future__ import annotations

import re

from sync.patterns import RarePattern
from sync.reading.texts.lexicon import Lexicon, english, marked, may_be_vietnamese, unmarked
from sync.reading.texts.text import word_set


def lexicon_of(text: str) -> tuple[Lexicon, bool]:
    """Given a text, return the words that it is read by, and whether these are Vietnamese. Words with Vietnamese marks
    are told from English ones by their spelling; a text without any mark is read as Vietnamese where more of its words
    are Vietnamese than English."""
    if text.isascii():
        words = text.lower().translate(_LETTERS_ONLY).split()
    elif _MARKED_LETTER.search(text):
        return marked(), not _is_english_with_a_name(text)
    else:
        words = _ASCII_WORD.findall(text.lower())
    if len(words) == 1 and text.isupper():
        return english(), False  # 'CAC $120'
    if _VIETNAMESE_WORDS.isdisjoint(words):
        return (unmarked(), True) if _are_spelled_so(words) else (english(), False)
    # 'To' is a word of both languages, so that most English texts come this far.
    if _VIETNAMESE_WORDS.intersection(words) <= _ENGLISH_WORDS and not _ENGLISH_ALONE.isdisjoint(words):
        return english(), False
    words = _without_names(text, words)
    if _VIETNAMESE_WORDS.isdisjoint(words) and not _are_spelled_so(words):
        return english(), False
    vietnamese = sum(map(_VIETNAMESE_WORDS.__contains__, words))
    english_ones = sum(map(_ENGLISH_WORDS.__contains__, words)) + (words[0] in _ENGLISH_VERBS)
    if vietnamese > english_ones or (vietnamese == english_ones and _are_spelled_so(words)):
        return unmarked(), True
    return english(), False


def _without_names(text: str, words: list[str]) -> list[str]:
    """'Sell 2,500 policies through Bao Viet agents': what is written large amid small words says nothing of the
    language."""
    first, *others = _TYPED_WORD.findall(text)
    small = [word for word in others if not word[0].isupper()]
    if not small:
        return words
    is_name = first.isupper() and first.lower() in _VIETNAMESE_WORDS  # 'CAC payback'
    second = others[0]
    is_name = is_name or (
        second.istitle() and len(second) > 1 and first.istitle() and may_be_vietnamese(second.lower())
    )
    return small if is_name else [first.lower(), *small]


def _are_spelled_so(words: list[str]) -> bool:
    """Whether all of several words are spelled as syllables of Vietnamese, abbreviations ('sv', 'km') aside: English
    soon has a word that is not."""
    if not all(may_be_vietnamese(word) or _NO_VOWEL.fullmatch(word) for word in words):
        return False
    if all(map(_NO_VOWEL.fullmatch, words)):
        return False  # 'GMV 2x vs 2025'
    return len(words) > 2 and sum(map(_ENGLISH_WORDS.__contains__, words)) * 2 < len(words)


def _is_english_with_a_name(text: str) -> bool:
    """'Get to 1,000 paying users by Tết': of all words one has marks."""
    words = text.lower().split(" ")
    few = sum(map(_ENGLISH_WORDS.__contains__, words))
    return few > 1 and sum(not word.isascii() and _MARKED_LETTER.search(word) is not None for word in words) == 1


_NO_VOWEL = re.compile("[bcdghklmnpqrstvx]{1,3}")
_TYPED_WORD = RarePattern(r"[A-Za-z]+")
_ASCII_WORD = re.compile(r"[a-z]+")
_LETTERS_ONLY = "".join(chr(code) if chr(code).isalpha() else " " for code in range(128))
_MARKED_LETTER = RarePattern(r"[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]", re.IGNORECASE)
_ENGLISH_WORDS = word_set(
    "the of to from in and for with by at on is are a an our per each new more than least most increase reduce keep "
    "below above under over all no not within every by via before after "
    "between into until while was last this should through across during than without "
    "million billion"
)
_ENGLISH_VERBS = word_set(
    "sell open sign hire launch raise grow lift hit trim lower achieve improve train deliver build close roll collect "
    "onboard recruit publish host double halve maintain hold limit bring get drive push take move ship answer resolve"
)
"""What an English text begins with, and a Vietnamese one seldom."""
_VIETNAMESE_WORDS = word_set(
    "giam tang dat tu xuong len den duoi tren khach hang doanh thu loi nhuan chi phi ty le nguoi thang ngay tuan "
    "quy moi hoan thanh duy tri giu bo sung them tuyen nhan vien ky su hop dong cua thoi gian nghi viec trieu nghin "
    "san pham duoc va cho trong khong qua toi da thieu nhat it muc luong cai thien nang cao dam bao viet tai lieu "
    "vuot ko hon "
    "to chuc buoi diem trien khai xay dung thong trinh dao tao giai doan thien ho nang luc lap bao cao nghien cuu danh "
    "khi voi theo cac nha gui nhung gia phat dich vu nhap kho giao hoan chuan phong cong ty du lieu"
)
_ENGLISH_ALONE = _ENGLISH_WORDS - _VIETNAMESE_WORDS
