"""Cells that say where a row stands, in words, ticks and lights: how confident, done or not, cancelled, committed,
excused from a rule."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from sync.model.cells import Cell, CellRef, ErrorValue
from sync.model.readings import Activity, Read, Trouble
from sync.patterns import RarePattern
from sync.reading.sheets.formats import read_format
from sync.reading.sheets.quantities import parse_quantity
from sync.reading.sheets.value_notes import without_notes
from sync.reading.texts.numbers import plain, shown, tidy
from sync.reading.texts.text import bare, fold

HIGH, MEDIUM, LOW = Decimal("0.9"), Decimal("0.5"), Decimal("0.2")
"""What the three words (High, Medium, Low) and lights stand for."""


def read_confidence(cell: Cell | None, ref: CellRef, locale: str) -> Read[Decimal]:
    """Given a cell of a confidence column, return a fraction: 70 % and 0.7 are 0.7, 7 and '7/10' too (1 to 10), words
    and lights their level. A bare 1 is taken as 1 of 10, and ambiguous. Trouble not_understood for anything else."""
    if cell is None:
        return Read(None, ref)
    value, number_format, formula, _ = cell
    is_formula = formula is not None
    if value is None or (isinstance(value, str) and not value):
        return Read(None, ref, "", Trouble.not_calculated if is_formula else None, is_formula)
    if isinstance(value, ErrorValue):
        return Read(None, ref, value.code, Trouble.error_cell, is_formula)
    if isinstance(value, bool):
        return Read(None, ref, str(value).upper(), Trouble.not_understood, is_formula)
    if isinstance(value, Decimal):
        kind = read_format(number_format)
        if kind.percent:
            share = value if 0 <= value <= 1 else None
            raw = f"{shown(plain(value * 100))}%"
            return Read(share, ref, raw, None if share is not None else Trouble.not_understood, is_formula)
        share = None if kind.date else _share(value, bool(kind.decimals))
        doubt = Trouble.ambiguous if value == 1 and not kind.decimals else None
        return Read(share, ref, shown(value), doubt if share is not None else Trouble.not_understood, is_formula)
    raw = value.strip()
    if not raw or raw in "-–—":
        return Read(None, ref, raw, None, is_formula)
    share, doubt = _confidence_in_words(raw, locale)
    return Read(share, ref, raw, doubt, is_formula)


def read_milestone(cell: Cell | None, ref: CellRef) -> Read[bool]:
    """Given a cell, return whether it says done or not done; a value of None without trouble where it says neither."""
    if cell is None:
        return Read(None, ref)
    value, _, formula, _ = cell
    is_formula = formula is not None
    if isinstance(value, bool):
        return Read(value, ref, "TRUE" if value else "FALSE", None, is_formula)
    if isinstance(value, ErrorValue):
        return Read(None, ref, value.code, Trouble.error_cell, is_formula)
    if value is None or (isinstance(value, str) and not value):
        return Read(None, ref, "", Trouble.not_calculated if is_formula else None, is_formula)
    if isinstance(value, Decimal):
        return Read(None, ref, shown(value), None, is_formula)
    return Read(done_or_not(value), ref, value.strip(), None, is_formula)


def contradicts_itself(text: str) -> bool:
    """Given a cell's text, tell whether its word says done and its sign not done, or the other way round:
    'Chưa xong ✅'."""
    typed = tidy(text)
    said = done_or_not(_SIGN.sub("", typed).strip())
    return said is not None and _sign_against(said, typed)


@lru_cache(maxsize=16384)
def read_activity(text: str) -> Activity:
    """Given the text of a status or note cell, return what it says about the row. Only the whole text or its leading
    phrase counts ('Hủy – hết ngân sách'), never a word within a sentence ('không hủy'), nor what was taken up again
    since ('Halted. Resumed in Nov')."""
    folded = _LEADING_SIGNS.sub("", fold(tidy(text)))
    for phrases, activity in _ACTIVITIES:
        if phrases.match(folded):
            is_over = activity is not Activity.done and _RESUMED.search(folded) is not None
            return Activity.active if is_over else activity
    return Activity.active


@lru_cache(maxsize=4096)
def moved_to(text: str) -> str:
    """Given the text of a status or note cell, return the name of the period that it moves its row to ('Chuyển sang
    Q1/2027', 'Moved to January'); '' where it does not. Whether that is a later one, the text alone does not say."""
    found = _MOVED.match(_LEADING_SIGNS.sub("", fold(tidy(text))))
    return "" if found is None else found["period"]


@lru_cache(maxsize=4096)
def read_commitment(text: str) -> bool | None:
    """Given the text of a type column, return True for committed, False for aspirational, None for neither."""
    words = bare(tidy(text)).strip(" .:()")
    if _COMMITTED.fullmatch(words):
        return True
    return False if _ASPIRATIONAL.fullmatch(words) else None


@lru_cache(maxsize=1024)
def read_answer(text: str) -> bool | None:
    """Given the text of a cell that answers its header ('Committed?'), return what it says: yes, no, or None."""
    typed = tidy(text)
    words = bare(typed).strip(" .!")
    if typed in _TICKS or words in _YES:
        return True
    return False if typed in _CROSSES or words in _NO else None


_NO_RULES: frozenset[str] = frozenset()
"""One for all rows: Python makes each anew."""


@lru_cache(maxsize=4096)
def ignored_rules(text: str | None) -> frozenset[str]:
    """Given a note, return the codes and families that it excuses its row from: 'okr: ignore OKR201, OKR3'."""
    if not text or "okr" not in text.casefold():
        return _NO_RULES
    return frozenset(code.upper() for excuse in _EXCUSE.finditer(tidy(text)) for code in _CODE.findall(excuse["codes"]))


def _share(value: Decimal, has_decimals: bool) -> Decimal | None:
    if 0 <= value < 1 or (value == 1 and has_decimals):
        return value
    if 1 <= value <= 10:
        return value / 10
    return value / 100 if 10 < value <= 100 else None


@lru_cache(maxsize=4096)
def _confidence_in_words(raw: str, locale: str) -> tuple[Decimal | None, Trouble | None]:
    quantity = parse_quantity(raw, locale)
    if quantity is not None and quantity.currency is None and quantity.scale_word is None:
        share: Decimal | None = None
        if quantity.total is not None:
            share = quantity.value / quantity.total if 0 <= quantity.value <= quantity.total else None
        elif quantity.is_percent:
            share = quantity.value / 100 if 0 <= quantity.value <= 100 else None
        elif quantity.unit is None:
            share = _share(quantity.value, "." in raw or "," in raw)
        bare_one = quantity.value == 1 and quantity.total is None and quantity.unit is None and raw.isdigit()
        doubt = Trouble.ambiguous if bare_one else None
        return share, doubt if share is not None else Trouble.not_understood
    words = _LEADING_SIGNS.sub("", bare(tidy(raw))).strip(" .!()-–:")
    level = _CONFIDENCE_WORDS.get(words)
    if level is None:
        light = next((sign for sign in tidy(raw) if sign in _LIGHTS), None)
        level = _LIGHTS[light] if light else None
    return level, None if level is not None else Trouble.not_understood


@lru_cache(maxsize=4096)
def done_or_not(text: str) -> bool | None:
    """Given a text that is not empty, return whether it says done or not done; None where it says neither."""
    typed = tidy(text)
    words = bare(typed).strip(" .!:")
    if typed in _TICKS or words in _DONE:
        return True
    if typed in _CROSSES or words in _NOT_DONE:
        return False
    rest = bare(typed.lstrip("✓✔☑✅✗✘❌☐⬜ ")).strip(" .!:")
    if rest != words and rest in _DONE and typed[0] in _TICKS:
        return True
    if rest != words and rest in _NOT_DONE and typed[0] in _CROSSES:
        return False
    plain_words = without_notes(typed)  # 'Done ✅', 'Xong (16/11)'
    said = done_or_not(plain_words) if plain_words != typed else None
    return said if said is not None and not _sign_against(said, typed) else None


def _sign_against(said: bool, typed: str) -> bool:
    return any((sign in _CROSS_SIGNS) if said else (sign not in _CROSS_SIGNS) for sign in _SIGN.findall(typed))


_LEADING_SIGNS = RarePattern(r"^[^\w(\[]+")

_LIGHTS = {
    **dict.fromkeys("🟢💚✅", HIGH),
    **dict.fromkeys("🟡🟠💛🧡", MEDIUM),
    **dict.fromkeys("🔴❤🛑", LOW),
}
_CONFIDENCE_WORDS = {
    **dict.fromkeys(
        ("high", "very high", "cao", "rat cao", "rat tot", "tot", "tu tin", "rat tu tin", "confident", "very confident",
         "on track", "dung tien do", "green", "xanh", "xanh la", "great", "good", "strong"), HIGH,
    ),
    **dict.fromkeys(
        ("medium", "med", "mid", "moderate", "trung binh", "tb", "vua", "on", "ok", "okay", "binh thuong", "at risk",
         "co rui ro", "rui ro", "yellow", "amber", "vang", "fair", "kha"), MEDIUM,
    ),
    **dict.fromkeys(
        ("low", "very low", "thap", "rat thap", "khong on lam", "khong on", "kem", "xau", "off track", "behind",
         "cham tien do", "tre tien do", "red", "do", "poor", "not confident", "khong tu tin", "yeu"), LOW,
    ),
}  # fmt: skip

_CROSS_SIGNS = "✗✘❌❎"
_SIGN = RarePattern(rf"[✓✔☑✅{_CROSS_SIGNS}]|\[[xX✓]\]")
_TICKS = frozenset(("[x]", "[X]", "[✓]", *"✓✔☑✅🗹xX⊠☒√"))
_CROSSES = frozenset(("[]", "[ ]", *"✗✘❌❎☐⬜□○✕✖🔲"))
_YES = frozenset(("yes", "y", "true", "co", "dung"))
_NO = frozenset(("no", "n", "false", "khong", "sai"))
_DONE = frozenset(
    ("true", "xong", "da xong", "hoan thanh", "da hoan thanh", "hoan tat", "da hoan tat", "done", "completed",
     "complete", "finished", "achieved", "shipped", "launched", "yes", "y", "co", "dat", "da dat", "dung", "roi",
     "da lam", "xong roi", "closed", "pass", "passed", "met", "reached")
)  # fmt: skip
_NOT_DONE = frozenset(
    ("false", "chua", "chua xong", "chua hoan thanh", "chua dat", "chua lam", "chua bat dau", "chua co", "khong",
     "khong dat", "not done", "not yet", "not started", "incomplete", "not complete", "no", "n", "not achieved",
     "to do", "todo", "dang lam", "dang thuc hien", "in progress", "wip", "open", "pending", "sai", "fail",
     "failed", "not passed", "not met", "missed", "not reached")
)  # fmt: skip

# What may follow the leading phrase: nothing, a sign, a date, or the reason. 'Hủy đăng ký giảm' is about
# something else.
_AFTER = r"(?=\s*$|\s*[-–—:,.;(|/!\n]|\s+(?:do|vì|từ|theo|because|since|due to|as of|until|per|till|đến|ngày|[0-9]+/))"
_CANCELLED = (
    r"(?:đã |bị |đã bị |tạm )?(?:hủy bỏ|huỷ bỏ|hủy|huỷ)|da huy|huy bo|bỏ|đã bỏ|loại bỏ|ngừng hẳn|dừng hẳn|cancell?ed|"
    r"killed(?: off)?|axed|terminated|called off|"
    r"dropped|abandoned|de-?scoped|withdrawn|obsolete|(?:won't|wont|will not) (?:do|be done)|scrapped|discontinued|"
    r"not (?:doing|pursuing|proceeding)(?: (?:it|this|any ?more))?(?: this (?:quarter|year|cycle))?|"
    r"no longer (?:doing|pursu(?:ed|ing)|needed|required|relevant)|"
    r"không (?:làm|triển khai|thực hiện|theo đuổi) nữa|khong (?:lam|trien khai|thuc hien|theo duoi) nua"
)
_PAUSED = (
    r"(?:đã |đang |bị |phải |đã phải )?(?:tạm dừng|tạm hoãn|tạm ngưng|tạm ngừng|hoãn|hoãn lại|(?:dừng|ngừng|ngưng)"
    r"(?: (?:lại|triển khai|thực hiện|theo đuổi|dự án|làm))?)|(?:da |dang |bi )?(?:tam dung|tam hoan|tam ngung|"
    r"(?:dung|ngung) (?:lai|trien khai|thuc hien|theo duoi))|"
    r"(?:put )?on[ -]hold|paused|postponed|deferred|suspended|parked|frozen|stopped|halted|shelved|"
    r"de-?prioriti[sz]ed|(?:no longer|not) a priority|"
    r"(?:moved|pushed(?: back| out)?) (?=to next)|không (?:còn )?ưu tiên(?: nữa)?|khong (?:con )?uu tien(?: nua)?|"
    r"(?:chuyển|dời|lùi|chuyen|doi|lui) (?=(?:sang|qua|sau|toi|tới|den|đến) (?:quý|quy|kỳ|ky|năm|nam) (?:sau|tới|toi))"
)
_FINISHED = (
    r"(?:đã )?(?:xong|hoàn thành|hoàn tất|kết thúc)|(?:da )?(?:hoan thanh|hoan tat)|da xong|done|completed?|finished|"
    r"achieved|đã đạt|closed"
)
_UNTIL_LATER = (
    r"(?=\s*(?:to|into|sang|qua|đến|tới|den|toi)\s+(?:the |early |late |mid-?)*"
    r"(?:next|following|later|q[1-4]\b|h[12]\b|fy|20[2-4]|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\b"
    r"|quý|quy|tháng|thang|năm|nam|kỳ|ky|đợt|dot)"
    r"|\s+(?:for (?:now|q[1-4]|this)|this (?:quarter|year|cycle)|indefinitely|pending)\b)"
)
_MOVED = RarePattern(
    r"(?:đã |được |da |duoc |has been |was )?(?:chuyển|dời|lùi|chuyen|doi|lui|moved|pushed(?: back| out)?|"
    r"rolled(?: over)?|carried (?:over|forward)|slipped)\s+"
    r"(?:sang|qua|tới|đến|toi|den|to|into)\s+(?:the |early |late |mid-?|đầu |dau )*"
    r"(?P<period>(?:q|h|quý|quy|nửa đầu|nửa cuối|nua dau|nua cuoi|tháng|thang|năm|nam|fy)\s?(?:\d{1,4}|i{1,3}|iv)?"
    r"(?:\s?(?:[/'’.-]|năm|nam)?\s?\d{2,4})?|20[2-4]\d"
    r"|(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*(?:\s?[/'’.-]?\s?\d{2,4})?)"
    rf"{_AFTER}"
)
_RESUMED = RarePattern(
    r"(?<!to be )(?<!will be )(?<!can be )(?<!not )(?<!until )(?<!if )(?<!when )(?<!chưa )(?<!sẽ )(?<!chờ )(?<![^\W_])"
    r"(?:(?:resumed|restarted|reinstated|reactivated|re-?started|unpaused|un-paused|picked up again|running again"
    r"|active again|back on)|(?:đã|lại|nay) (?:tiếp tục|khởi động lại|chạy lại|nối lại|làm lại|triển khai lại|mở lại)"
    r"|da (?:tiep tuc|khoi dong lai|chay lai|noi lai|lam lai|trien khai lai|mo lai))(?![^\W_])"
)
"""What stands behind a word that let a row go, and takes it back."""
_ACTIVITIES = tuple(
    (RarePattern(rf"(?:{phrases})(?:{after})"), activity)
    for phrases, activity, after in (
        (_CANCELLED, Activity.cancelled, _AFTER),
        (_PAUSED, Activity.paused, rf"{_AFTER}|{_UNTIL_LATER}"),
        (_FINISHED, Activity.done, _AFTER),
    )
)

_COMMITTED = re.compile(
    r"(?:okrs?|kr|muc tieu|loai|type)?\s?(?:cam ket|bat buoc|committed|commit|commitment|must[ -]have|roofshot|"
    r"operational)"
    r"(?:\s(?:okrs?|kr))?(?:\s\(.*)?"
)
_ASPIRATIONAL = re.compile(
    r"(?:okrs?|kr|muc tieu|loai|type)?\s?(?:vuon len|khat vong|thach thuc|tham vong|aspirational|aspiration|aspire|"
    r"stretch|stretch goal|moonshot|ambitious)(?:\s(?:okrs?|kr))?(?:\s\(.*)?"
)
_EXCUSE = RarePattern(
    r"okr\s*:\s*ignore\s*:?\s*(?P<codes>okr[0-9]{1,3}(?:[\s,;&+]+(?:and\s|và\s)?okr[0-9]{1,3})*)", re.IGNORECASE
)
_CODE = RarePattern(r"okr[0-9]{1,3}", re.IGNORECASE)
