"""In which language a table is written, and how its typed numbers use '.' and ','."""

from __future__ import annotations

import re
from collections.abc import Iterable

from sync.model import Language, Sheet
from sync.reading.headers import Placement
from sync.reading.text import fold

_SAMPLED_ROWS = 200


def language_of(placements: Iterable[Placement], texts: Iterable[str], default: Language) -> Language:
    """Given a table's placed headers and some of its texts, return its language: the headers', else the texts'."""
    vietnamese = english = 0
    for placement in placements:
        vietnamese += placement.language == "vi"
        english += placement.language == "en"
    if vietnamese != english:
        return "vi" if vietnamese > english else "en"
    marked = plain = 0
    for text in texts:
        if _VIETNAMESE_LETTER.search(fold(text)):
            marked += 1
        elif len(text) > 12:
            plain += 1
    if marked or plain:
        return "vi" if marked * 3 > plain else "en"
    return default


def locale_of(sheet: Sheet, first_row: int, last_row: int) -> str | None:
    """Given a table's rows, return the locale that its typed numbers show ('vi' for 1.500.000 and tỷ, 'en' for
    1,500,000), or None where nothing tells."""
    vietnamese = english = 0
    for row in range(first_row, min(last_row, first_row + _SAMPLED_ROWS) + 1):
        for cell in sheet.rows.get(row, {}).values():
            text = cell.value
            if isinstance(text, str) and len(text) <= 40 and _DIGIT.search(text):
                vietnamese += _VIETNAMESE_NUMBER.search(text.casefold()) is not None
                english += _ENGLISH_NUMBER.search(text) is not None
    if vietnamese == english:
        return None
    return "vi" if vietnamese > english else "en"


_DIGIT = re.compile(r"[0-9]")
_VIETNAMESE_LETTER = re.compile(r"[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]")
_VIETNAMESE_NUMBER = re.compile(
    r"₫|[0-9]\s?(?:tỷ|tỉ|triệu|tr|nghìn|ngàn|đồng|đ)(?![^\W_])|(?<![\w.,])[0-9]{1,3}(?:\.[0-9]{3}){2,}(?![\w.])"
    r"|(?<![\w.,])[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+|(?<![\w.,])[0-9]+,[0-9]{1,2}(?![\w,.])"
)
_ENGLISH_NUMBER = re.compile(
    r"(?<![\w.,])\$?[0-9]{1,3}(?:,[0-9]{3}){2,}(?![\w,])|(?<![\w.,])\$?[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+"
    r"|(?<![\w.,])\$?[0-9]+\.[0-9]{1,2}(?![\w,.])|\$[0-9]"
)
