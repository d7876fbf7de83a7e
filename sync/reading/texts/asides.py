"""Figures of a key result's text that are said in passing, and are no value to reach: what a thing is made of ('quy
trình 3 bước'), what o'clock, whom it is for; and those of which that cannot be told."""

from __future__ import annotations

from sync.reading.texts.cadence import cadence_after
from sync.reading.texts.lexicon import AMISS
from sync.reading.texts.marks import CHANGES, Mark
from sync.reading.texts.nouns_of_verbs import is_way_to
from sync.reading.texts.spans_of_time import LASTING, SPANS, is_time
from sync.reading.texts.surrounded import BOUNDS, LEADS, Surrounded, next_word
from sync.reading.texts.text import word_set
from sync.reading.texts.things_made_up import AGES, SIZES, is_make_up
from sync.reading.texts.things_worked_on import (
    MAKERS,
    UPGRADES,
    WORKS,
    is_a_version_of_a_product,
    is_of_a_plan,
    is_of_what_is_written,
    is_what_it_becomes,
)
from sync.reading.texts.tokens import Token, Tokens
from sync.reading.texts.words_right_before import WORDS_THAT_TELL, is_told_by_the_word_before

_COUNTED = Mark.unit | Mark.time_unit | Mark.name
_NAMES_A_MEASURE = Mark.rate | Mark.lower_is_better | Mark.higher_is_better
_LEADS_UP = Mark.reach | Mark.exceed | Mark.keep | CHANGES | Mark.add | Mark.do
_ADDS_OR_DOES = Mark.add | Mark.do


def is_said_in_passing(read: Tokens, value: Surrounded) -> bool:
    """Whether a figure is what a thing is made of or named by, or a time of the day."""
    place, tokens, verb = value.place, read.tokens, value.verb
    if not place:
        return _opens_as_a_release(value) or (not read.vietnamese and _is_sized(value) and read.figures == 1)
    if read.figures == 1 and (_is_a_race(value) or _is_run(read, value)):
        return True
    before, first = tokens[place - 1], tokens[0]
    if first.word in _CHOOSES and not tokens[1].marks & _NAMES_A_MEASURE:
        return True
    if before.word in ("cả", "ca") and place > 1 and value.unit is not None and tokens[place - 2].word in _ON_ALL:
        return not (value.figure.percent or value.figure.currency)  # 'Trên cả 3 tiêu chí'
    size, _, thing = ("", "", "") if value.unit is None else value.unit.lower().partition(" ")
    if size in AGES and value.lead in (Mark.above, Mark.below) and read.figures > 1:
        return True  # 'Kham cho 5.000 nguoi tren 40 tuoi'
    if before.word in WORDS_THAT_TELL and is_told_by_the_word_before(read, value, size, thing):
        return True
    if place < 2 and not read.vietnamese and _is_sized(value) and (first.marks & Mark.do or first.word in WORKS):
        return True
    if value.figure.percent and _is_how_sure(tokens[value.last + 1 : value.last + 3]):
        return True  # 'Measured at 95% confidence'
    is_by_noun = before.marks & (Mark.up | Mark.down) and read.vietnamese and verb is not before and place > 1
    if is_by_noun and is_way_to(read, place - 1):
        return True  # 'Áp dụng chính sách giảm 25.000đ'
    if _is_a_year(value) and (next_word(read, value) if value.unit is None else value.unit) in _OF_A_YEAR:
        return True  # 'Cut emissions by 20% from the 2014 baseline'
    if before.word == "of" and place > 1 and tokens[place - 2].word in _ONE_OF:
        is_put_together = tokens[place - 2].word == "team" and first.marks & _ADDS_OR_DOES and read.figures == 1
        return not is_put_together  # 'Complete the second of three pilots', and not 'build a team of 15'
    if value.unit is None and value.total is None and value.lead & _LEADS_TO_A_VALUE:  # most figures of a from–to
        is_upgraded = first.word in UPGRADES and (is_what_it_becomes(read, value) or _is_a_version(read, value))
        return is_upgraded or is_a_version_of_a_product(read, value)
    if value.unit is not None:
        unit = value.unit.lower()
        if unit in HOURS and value.figure.value <= 24:
            after = tokens[value.last + 1].word if value.last + 1 < len(tokens) else ""
            if before.word in _AT or after in _TIMES_OF_DAY:
                return True
        if unit in ("am", "pm") or (not read.vietnamese and _is_one_thing(read, value, before)):
            return True
        if (
            read.figures > 1
            and unit in SPANS
            and (next_word(read, value) in _OF_A_SPAN or _is_average_of_a_span(read, value, before))
        ):
            return True  # 'Tỷ lệ hủy 12 tháng đầu dưới 7%', 'doanh thu trung bình 2 tháng ≥ 25tr'
        if before.word in ("first", "initial") and unit in LASTING:
            return True  # 'Within their first 30 days'
        if _says_whose_share(read, value, before):
            return True
        is_dialled = value.figure.value >= 100 and not value.lead and place > 1 and tokens[place - 2].word != "số"
        if is_dialled and (before.word == "hotline" or (before.word == "đài" and tokens[place - 2].word == "tổng")):
            return True  # 'Tổng đài 115 điều xe trong vòng 3 phút'
        if before.word == "cho" and value.figure.value == 1 and verb is None and read.figures == 1:
            return True  # 'Điện năng cho 1 tấn đá cây'
        if before.word == "số" and place > 2 and _describes_alone(value) and not tokens[place - 2].marks:
            return True  # 'Đưa xe nâng số 4 đi bảo dưỡng'
        if before.word in ("đủ", "du") and tokens[0].figure is not None and tokens[0].figure.percent:
            return True  # '100% trẻ được tiêm đủ 3 mũi'
        is_at = before.word in ("tại", "tai") and not (value.figure.percent or value.figure.currency or value.total)
        if read.figures > 1 and (is_at or (before.word == "ở" and size in _PLACES)):
            return True  # 'Mức sinh tại 33 tỉnh giảm về 2,1 con', 'Khám tại 5 trạm y tế cho 1200 người'
        if (
            read.figures > 1
            and is_of_a_place(read, value)
            and any(token.figure is not None for token in tokens[:place])
        ):
            return True
        if verb is not None and verb.word in _BUYERS and _is_of_a_thing(value, before):
            return not (value.more or value.lead) and cadence_after(read, place) is None
        if _is_a_size_alone(read, value, before):
            return True
    elif before.word in _NUMBERED and place > 1 and _describes_alone(value):
        return True  # 'Lò tinh luyện LF số 2', 'phu luc so 03'
    if value.in_brackets and _describes_alone(value) and not _is_none_of_what_is_unwanted(read, value):
        return True
    if value.in_brackets and _defines_the_measure(read, value):
        return True
    if (read.vietnamese or first.word in UPGRADES) and is_what_it_becomes(read, value):
        return True
    is_of_errors = value.lead & BOUNDS and tokens[1].marks & _NAMES_A_MEASURE  # 'Design errors found on site < 10'
    if (
        not is_of_errors
        and (first.marks & _ADDS_OR_DOES or first.word in WORKS)
        and (is_of_a_plan(read, value) or is_of_what_is_written(read, value, before))
    ):
        return True
    if _names_several(read, value, before) or _is_version(read, value, before):
        return True
    if value.total is not None and not value.lead and _is_scale_of_a_map(value):
        return True
    if value.unit is None:
        return False
    if before.word in _CONTAINING and verb is not None and verb.word in MAKERS:
        is_bound = (value.or_more or value.lead & BOUNDS) and read.figures == 1 and not is_time(value)
        is_bound = is_bound and not read.vietnamese  # 'Build a glossary with 50+ terms'
        return _is_made(read, value) and not value.figure.percent and value.figure.value != 0 and not is_bound
    return place > 1 and not value.lead and read.vietnamese and is_make_up(read, value, before, value.unit.lower())


def _is_how_sure(behind: list[Token]) -> bool:
    words = [token.word for token in behind]
    return words[:1] == ["confidence"] or words in (["độ", "tin"], ["do", "tin"])


def _is_a_version(read: Tokens, value: Surrounded) -> bool:
    """'Upgrade Postgres from 12 to 16': whole numbers after a name, of what is measured by none."""
    is_small = value.words.isdecimal() and value.figure.value < 100
    is_named = read.tokens[1].text[0].isupper() and not read.marks & (_NAMES_A_MEASURE | Mark.money)
    return is_small and is_named and read.tokens[0].word in ("upgrade", "nâng cấp", "nang cap", "update", "migrate")


def _is_sized(value: Surrounded) -> bool:
    """'Write 5 year strategy', 'open 12 seat cafe', and not 'run 12 week courses'."""
    figure, words = value.figure, (value.unit or "").lower().split(" ")
    if figure.percent or figure.currency or figure.scale_word or value.lead or value.or_more or value.more:
        return False
    return len(words) > 1 and words[0] in _OF_ONE and not words[-1].endswith("s")


_OF_ONE = word_set(
    "year month week day hour minute page seat room step point mile person member part module bed storey"
)


def _is_none_of_what_is_unwanted(read: Tokens, value: Surrounded) -> bool:
    """'Audit readiness (zero high-risk findings)', and not 'finish the audit (0 findings so far)'."""
    if value.figure.value != 0 or read.figures > 1:
        return False
    behind = read.tokens[value.place + 1 :]
    is_so_now = any(token.marks & Mark.now or token.word in _SO_FAR for token in behind)
    said = read.tokens[value.place + 1 : value.last + 2]
    return not is_so_now and any(token.marks & Mark.lower_is_better or token.word in AMISS for token in said)


_SO_FAR = ("so far", "far", "yet")


def _defines_the_measure(read: Tokens, value: Surrounded) -> bool:
    """'Visual outcomes (% achieving 6/18 or better)': the brackets say what is counted."""
    opens = max(place for place in range(value.place) if read.tokens[place].text == "(")
    said = read.tokens[opens + 1 : value.place]
    goes_on = any(token.text == ";" or token.word == "target" for token in said)
    goes_on = goes_on or (value.lead & BOUNDS != 0 and value.unit is None)  # 'Coverage (% of piers > 50)'
    return len(said) > 1 and said[0].text == "%" and said[1].text[0].isalpha() and not goes_on


_LEADS_TO_A_VALUE = LEADS & ~(Mark.above | Mark.below | Mark.exceed | Mark.within)


def is_of_a_place(read: Tokens, value: Surrounded) -> bool:
    """'Tại 5 chi nhánh', 'across 3 regions', 'cho 2 nhà máy' at the end of a text: where, and not how much."""
    figure, tokens = value.figure, read.tokens
    if value.place < 2 or value.unit is None or tokens[value.place - 1].word not in _PLACED:
        return False
    if figure.percent or figure.currency or figure.scale_word or value.unit.lower() in LASTING:
        return False
    return not any(token.figure is not None for token in tokens[value.last + 1 :])


def is_where_alone(read: Tokens, value: Surrounded) -> bool:
    """'… tại 5 chi nhánh', '… across 3 regions', '… with 3 partners': the only figure of a text says where, or with
    whom."""
    figure, unit = value.figure, (value.unit or "").lower()
    if value.place < 2 or not unit or figure.percent or figure.currency or figure.scale_word:
        return False
    is_where = read.tokens[value.place - 1].word in _WHERE and not value.lead & ~Mark.within
    return is_where and unit not in LASTING and unit not in ("x", "times") and read.figures == 1


_WHERE = (
    "tại", "ở", "của", "trên", "cho", "với", "qua", "theo", "tai", "o", "cua", "voi",
    "across", "in", "on", "at", "of", "with", "through",
)  # fmt: skip
_PLACED = frozenset(("tại", "ở", "cho", "của", "tai", "o", "cua", "across", "at", "for", "in all", "in", "trên", "on"))
_NUMBERED_FIRST = word_set("kpi target goal objective criterion") | {
    "chỉ tiêu", "mục tiêu", "tiêu chí", "nhiệm vụ", "chi tieu", "muc tieu", "tieu chi", "nhiem vu",
}  # fmt: skip
_LONG_NUMBER = 4
_PLACES = word_set("tỉnh tinh huyện huyen xã phường phuong quận quan")
_TIME = ("thời gian", "thoi gian")
_ON_AVERAGE = ("trung bình", "bình quân", "tb", "trung binh", "binh quan")
_OF_A_SPAN = ("đầu", "đầu tiên", "gần nhất", "dau", "dau tien", "gan nhat")
_ON_ALL = (*_PLACED, "trong", "tren")
_DEGREES = ("mức độ", "cấp độ", "muc do", "cap do", "level")


def _says_whose_share(read: Tokens, value: Surrounded, before: Token) -> bool:
    """'Increase share of members with 2+ visits a week': of whom, and not to how much."""
    if before.word != "with" or value.figure.percent or read.figures > 1 or not read.tokens[0].marks & CHANGES:
        return False
    return any(token.word in _SHARES_OF for token in read.tokens[1:4])


_SHARES_OF = ("share", "percentage", "proportion", "percent", "%", "number")


def _is_average_of_a_span(read: Tokens, value: Surrounded, before: Token) -> bool:
    return before.word in _ON_AVERAGE and not _measures_time(read, value)


def _measures_time(read: Tokens, value: Surrounded) -> bool:
    """'Thời gian chờ trung bình 15 phút, giảm từ 30 phút': how long is what is measured."""
    others = [at for at, token in enumerate(read.tokens) if token.figure is not None and at != value.place]
    is_beside_a_time = any(token.word in SPANS for at in others for token in read.tokens[at + 1 : at + 2])
    return is_beside_a_time or any(token.word in _TIME for token in read.tokens[: value.place])


def _is_one_thing(read: Tokens, value: Surrounded, before: Token) -> bool:
    """'Install a 50 kW system', 'buy a scanner with 128 slices': it is one, and the number says what it is like."""
    figure, verb = value.figure, value.verb
    if figure.percent or figure.currency or value.unit is None or value.or_more or value.or_less:
        return False
    if figure.scale_word is not None and not (figure.scale_word == "K" and before.word == "the"):  # 'Run the 10K race'
        return False
    size, _, of = value.unit.lower().partition(" ")
    if size in ("rating", "score"):
        return False  # 'Aim for a 4.8 rating'
    if verb is not None and verb.marks & Mark.do and of and size in SIZES:
        return True  # 'Replace 40 W bulbs'
    is_size = value.unit.lower().partition(" ")[0] in SIZES
    if is_size and " " in value.unit and before.word in ("the", "our", "a") and not value.lead & ~Mark.within:
        return True  # 'For the 50 Hz motor line'
    if verb is not None and not verb.marks & Mark.do:
        return False
    one = read.tokens[1].word in _ONE
    if value.place > 1 and read.tokens[value.place - 2].word in _ONE and not before.marks and not value.lead:
        return not value.unit.endswith("s")  # 'The Unity 6 upgrade'
    if before.word in ("the", "our") and not value.lead:
        is_version = "." in value.words
        is_single = not value.unit.split(" ")[-1].endswith("s") and value.last + 1 - value.place > 1
        return is_version or is_single or value.unit.lower().partition(" ")[0] in SIZES
    return before.word in ("a", "an") or (before.word == "with" and one and read.tokens[0].word not in HOLDERS)


_ONE = ("a", "an", "the")


def numbers_the_text(read: Tokens, value: Surrounded) -> bool:
    """'Chỉ tiêu 29 (tỷ lệ …): 42%', and not 'target 20 (currently 15)', 'target 5,000. Now 3,200'."""
    is_bare = value.place == 1 and value.unit is None and value.words.isdigit() and len(value.words) < _LONG_NUMBER
    if not is_bare or read.tokens[0].word not in _NUMBERED_FIRST:
        return False
    behind = read.tokens[value.last + 2 :]
    closes = next((at for at, token in enumerate(behind) if token.text == ")"), 0)
    if any(token.figure is not None for token in behind[:closes]):
        return False
    if behind and (behind[0].marks & (Mark.now | Mark.start) or behind[0].word == "baseline"):
        return False
    return next_word(read, value) in ("(", ":", ".")


def _is_of_a_thing(value: Surrounded, before: Token) -> bool:
    """'Mua máy chụp 128 lát cắt', 'thuê kho 500 m2': what is bought comes before the number."""
    figure = value.figure
    if figure.percent or figure.currency or figure.scale_word or value.total or value.unit is None:
        return False
    return (
        before is not value.verb and before.figure is None and before.text[0].isalpha() and not before.marks & ~_COUNTED
    )


def _is_a_year(value: Surrounded) -> bool:
    words = value.words
    is_long = len(words) > 3 and words[:4].isdecimal() and words.startswith(("19", "20"))
    return is_long and 1900 < value.figure.value < 2100


_OF_A_YEAR = ("baseline", "base year", "level", "levels")


def is_first(read: Tokens, value: Surrounded) -> bool:
    return not any(token.figure for token in read.tokens[: value.place])


def _is_a_size_alone(read: Tokens, value: Surrounded, before: Token) -> bool:
    """'Thay máy biến áp 560 kVA': a thing's size, after a thing, and no verb that we know."""
    if not read.vietnamese or value.unit is None or value.verb is not None or value.lead or value.more:
        return False
    is_thing = value.place > 1 and before.text[0].isalpha() and not before.marks & ~(Mark.unit | Mark.name)
    return is_thing and value.unit.lower().partition(" ")[0] in SIZES and not read.marks & (_NAMES_A_MEASURE | _GOES_TO)


_GOES_TO = Mark.end | Mark.end_up | Mark.end_down


def _describes_alone(value: Surrounded) -> bool:
    """'Sponsor the city marathon (42 km)': nothing leads up to it."""
    figure = value.figure
    return not (value.lead or figure.percent or figure.currency or figure.scale_word or value.total or value.upper)


def _names_several(read: Tokens, value: Surrounded, before: Token) -> bool:
    """'Nợ nhóm 3-5', 'kho 2-4', 'on lines 4-6', 'mức độ 2': what the word before them numbers."""
    figure, upper = value.figure, value.upper
    if upper is None and (before.word not in _DEGREES or figure.value > 10):
        is_a_degree = before.word in ("mức", "muc") and figure.value <= 10
        if not is_a_degree or is_first(read, value):  # 'Giảm 30% khiếu nại mức 1'
            return False
    unit = value.unit if value.unit is None or not value.unit.endswith("ed") else None  # 'Lanes 5–8 upgraded'
    is_bare = unit is None and not (value.lead or figure.percent or figure.currency or figure.scale_word)
    if not is_bare or cadence_after(read, value.place) is not None:
        return False
    if upper is None:
        return True
    opens = read.tokens[value.place - 2].word if value.place > 1 else ""
    is_placed = opens in (*_PLACED, "(") and not before.marks & ~_COUNTED
    is_placed = is_placed or (not read.vietnamese and before.word.endswith("s") and not before.marks)
    return not (upper.percent or upper.currency) and (before.marks & Mark.name != 0 or is_placed)


def _is_a_race(value: Surrounded) -> bool:
    """'Complete a 5K run', 'a 5K running plan', and not '5K running hours'."""
    if value.figure.scale_word not in ("K", "k"):
        return False
    first, *rest = (value.unit or "").split(" ")
    return first in ("run", "race", "walk") or (first == "running" and not "".join(rest[-1:]).endswith("s"))


def _is_run(read: Tokens, value: Surrounded) -> bool:
    """'Run a 5k'."""
    if value.figure.scale_word not in ("K", "k") or value.unit is not None or value.place < 2:
        return False
    runs, one = read.tokens[value.place - 2 : value.place]
    return runs.word in ("run", "complete", "finish", "walk", "race") and one.word == "a"


def _opens_as_a_release(value: Surrounded) -> bool:
    """'4.18 GA by week 18'."""
    return "." in value.words and value.unit in ("GA", "RC", "LTS", "MVP") and not value.figure.percent


def _is_version(read: Tokens, value: Surrounded, before: Token) -> bool:
    """'POS 3.0 cho quản lý': a whole number written with a nought behind, right after a name, and for somebody."""
    if not value.words.endswith((".0", ",0")):
        return False
    is_name = before.text.isupper() and not read.text.isupper() and not before.marks
    return is_name and not value.lead and next_word(read, value) in FOR_WHOM


def _is_scale_of_a_map(value: Surrounded) -> bool:
    """'Quy hoạch 1/500', 'bản đồ 1/2000'."""
    total = value.total
    return total is not None and value.figure.value == 1 and total.value % 100 == 0 and "/" in value.words


def _is_made(read: Tokens, value: Surrounded) -> bool:
    """Whether what is made or held stands between the verb and the words before the figure."""
    assert value.verb is not None
    return read.tokens[value.place - 2] is not value.verb


_NUMBERED = frozenset(("số", "so", "no.", "number"))
_CHOOSES = frozenset(
    (
        "chọn",
        "lựa chọn",
        "so sánh",
        "chon",
        "lua chon",
        "so sanh",
        "choose",
        "select",
        "pick",
        "compare",
        "split",
        "divide",
        "reorganise",
        "reorganize",
        "chia",
        "tách",
    )
)
_GROUPS = ("team", "squad", "group", "committee", "crew", "staff", "class", "force", "panel", "board", "cohort")
_ONE_OF = (*_GROUPS, "classes", "batches", "cohorts", "first", "second", "third", "last", "one")
_BUYERS = ("mua", "thu mua", "mua sắm", "thuê", "thue", "lắp", "lắp đặt", "xây", "mua sam", "lap dat")
_TIMES_OF_DAY = ("sáng", "chiều", "tối", "trưa", "am", "pm", "thứ", "sang", "chieu", "toi", "trua", "thu")
HOURS = ("h", "giờ", "gio", "am", "pm")
_AT = ("vào", "lúc", "trước", "at", "before", "vao", "luc", "truoc")
_CONTAINING = ("với", "with", "có", "gồm", "bao gồm", "including", "voi", "co", "gom")
FOR_WHOM = ("for", "cho", "with", "với", "voi")
HOLDERS = word_set("organize organise host hold plan arrange book throw run") | {"tổ chức", "to chuc"}
