"""In which language a table is written, and how its typed numbers use '.' and ','.

Words show Vietnamese and English. That a table is in a third language is told by the settings, or by the headers that
we gave its owned columns.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Collection, Iterable

from sync.model.cells import Sheet
from sync.model.findings import Language
from sync.model.rows import Field
from sync.options import ReadingOptions
from sync.patterns import RarePattern
from sync.reading.sheets.headers import Placement, place
from sync.reading.texts.text import fold

SHOWN_LANGUAGES: tuple[Language, ...] = ("vi", "en")
_SAMPLED_ROWS = 200
NUMERIC = {
    Field.baseline, Field.target, Field.target_minimum, Field.target_stretch, Field.current, Field.lower, Field.upper,
    Field.healthy_range, Field.tolerance, Field.weight, Field.value, Field.period, Field.progress, Field.score,
}  # fmt: skip
"""What columns of values hold."""


def languages_of(
    placements: Iterable[Placement], texts: Iterable[str], options: ReadingOptions
) -> tuple[Language, Language]:
    """Given a table's placed headers and some of its texts, return the language to speak of it in, and the one in which
    its numbers are typed where nothing else tells. Both are the one that its words show; but a workbook's own language
    is spoken in any case, and is that of its numbers where English headers stand in a third language's sheet."""
    shown, own = _shown(placements, texts, options.spoken), options.own_language
    if own is None:
        return shown, shown
    return own, own if shown == "en" and own != "vi" else shown


def language_of(texts: Iterable[str], options: ReadingOptions, headers: Iterable[str] = ()) -> Language:
    """Given some of a sheet's texts, and what seem to be its headers, return the language to speak of it in."""
    placements = (placement for words in headers if (placement := place(words)) is not None)
    return options.own_language or _shown(placements, texts, options.spoken)


def _shown(placements: Iterable[Placement], texts: Iterable[str], default: Language) -> Language:
    """The headers' language, else the texts'."""
    votes = Counter(placement.language for placement in placements if placement.language is not None)
    match votes.most_common(2):
        case [(language, _)]:
            return language
        case [(language, most), (_, fewer)] if most > fewer:
            return language
    marked = plain = 0
    letter = _VIETNAMESE_LETTER if default in SHOWN_LANGUAGES else _ONLY_VIETNAMESE_LETTER
    for text in texts:
        if letter.search(fold(text)):
            marked += 1
        elif len(text) > 12:
            plain += 1
    if marked or plain:
        # Letters without marks are English's as they are any third language's.
        return "vi" if marked * 3 > plain else "en" if default == "vi" else default
    return default


def locale_of(sheet: Sheet, first_row: int, last_row: int, values_in: Collection[int]) -> str | None:
    """Given a table's rows and the columns that hold its values, return the locale that its typed numbers show ('vi'
    for 1.500.000 and tỷ, 'en' for 1,500,000), or None where nothing tells. Elsewhere '1.1', '31.12' and 'mục 2.3' are
    the numbers of rows, days and clauses."""
    vietnamese = english = 0
    for row in range(first_row, min(last_row, first_row + _SAMPLED_ROWS) + 1):
        for column, cell in sheet.rows.get(row, {}).items():
            text = cell.value
            if isinstance(text, str) and len(text) <= 40 and _DIGIT.search(text):
                numbers = _VERSION.sub(" ", text)
                is_value = column in values_in
                vietnamese += _is_so_written(numbers.casefold(), _VIETNAMESE_NUMBER, _DECIMAL_COMMA, is_value)
                english += _is_so_written(numbers, _ENGLISH_NUMBER, _DECIMAL_POINT, is_value)
    if vietnamese == english:
        return None
    return "vi" if vietnamese > english else "en"


def is_mixed(sheet: Sheet, rows: range, values_in: Collection[int], shown: str | None, language: str) -> bool:
    """Given the locale that a table's numbers surely show (None: they show none) and the language of its words, return
    whether others are written as the other one groups thousands: '10.000' beside '7,100.5' is ten, or ten thousand.
    Where the two agree it takes a row of such numbers that all end with a zero: nobody types three decimals and means
    one of them. Where none is shown these have to be bare: scales show '2.500 kg'."""
    contrary = _GROUPED_BY_A_POINT if (shown or language) == "en" else _GROUPED_BY_A_COMMA
    below_one = _BELOW_ONE_WITH_A_POINT if (shown or language) == "en" else _BELOW_ONE_WITH_A_COMMA
    for row in rows[:_SAMPLED_ROWS] if shown is None else ():
        values = (cell.value for column, cell in sheet.rows.get(row, {}).items() if column in values_in)
        if any(isinstance(value, str) and below_one.match(value.strip()) for value in values):
            return False  # '0.125' shows how the table writes
    for row in rows[:_SAMPLED_ROWS]:
        cells = sheet.rows.get(row, {})
        typed = [cell.value for column, cell in cells.items() if column in values_in and isinstance(cell.value, str)]
        of_text = contrary.search if shown is not None else contrary.fullmatch
        found = [match[0] for text in typed if (match := of_text(text.strip())) is not None]
        if found and (
            shown not in (None, language) or (len(found) > 1 and all(number.endswith("0") for number in found))
        ):
            return True
    return False


def _is_so_written(text: str, surely: re.Pattern[str], decimal: re.Pattern[str], is_value: bool) -> bool:
    if surely.search(text) is not None:
        return True
    found = decimal.search(text)
    return found is not None and (is_value or text[found.end() :].lstrip().startswith("%"))


MIXED = "mixed"
"""The locale of a table whose numbers are typed in two ways: what may be read in both is asked about."""
_GROUPED_BY_A_POINT = RarePattern(r"(?<![\w.,])[1-9][0-9]{0,2}\.[0-9]{3}(?![\w.,])")
_GROUPED_BY_A_COMMA = RarePattern(r"(?<![\w.,])[1-9][0-9]{0,2},[0-9]{3}(?![\w.,])")
_BELOW_ONE_WITH_A_POINT = RarePattern(r"-?0\.[0-9]")
_BELOW_ONE_WITH_A_COMMA = RarePattern(r"-?0,[0-9]")
_DIGIT = re.compile(r"[0-9]")
_VIETNAMESE_LETTER = RarePattern(r"[ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ]")
# Without those that French, Portuguese or Romanian have as well.
_ONLY_VIETNAMESE_LETTER = RarePattern(r"[đơưảạằẳẵắặầẩẫấậẻẽẹềểễếệỉịỏọồổỗốộờởỡớợủụừửữứựỳỷỹỵ]")
_VIETNAMESE_NUMBER = re.compile(
    r"₫|[0-9]\s?(?:tỷ|tỉ|triệu|tr|nghìn|ngàn|đồng|đ)(?![^\W_])|(?<![\w.,])[0-9]{1,3}(?:\.[0-9]{3}){2,}(?![\w.])"
    r"|(?<![\w.,])[0-9]{1,3}(?:\.[0-9]{3})+,[0-9]+"
)
_DECIMAL_COMMA = re.compile(r"(?<![\w.,])[0-9]+,[0-9]{1,2}(?![\w,.])")
# 'Web 3.0', 'Chuyển đổi số 4.0', 'v2.1', 'KR 1.2': the point in a name is nobody's decimal sign.
_VERSION = re.compile(
    r"(?<=[^\W\d_] )[0-9]{1,2}\.0(?![\w.,%])"
    r"|(?<![^\W_])(?:v|ver|version|phiên bản|o|kr|okr|kpi)[ .]?[0-9]{1,2}\.[0-9]{1,2}(?![\w.,%])",
    re.IGNORECASE,
)
_ENGLISH_NUMBER = re.compile(
    r"(?<![\w.,])\$?[0-9]{1,3}(?:,[0-9]{3}){2,}(?![\w,])|(?<![\w.,])\$?[0-9]{1,3}(?:,[0-9]{3})+\.[0-9]+"
    r"|\$[0-9]"
)
_DECIMAL_POINT = re.compile(r"(?<![\w.,])[0-9]+\.[0-9]{1,2}(?![\w,.])")
