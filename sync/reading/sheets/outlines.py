"""Rows that say themselves what they are: 'O: …', 'Mục tiêu 1: …', '• KR: …', 'KR1.2 …', 'Initiative: …'.

A mark needs more than its letters: a colon, a number, a dash or a quotation. 'KR không phải là việc' is a sentence.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Literal, NamedTuple

from sync.patterns import RarePattern
from sync.reading.texts.text import bare

RowKind = Literal["objective", "key_result", "initiative"]


class Marked(NamedTuple):
    """A row's text without its mark, what the mark says, and its number ('1.2' of 'KR1.2: …'). ``spans_time`` where the
    number says how long ('Mục tiêu 6 tháng'): over a column that is what its cells are, and none of them."""

    kind: RowKind
    text: str
    number: str = ""
    spans_time: bool = False


@lru_cache(maxsize=1024)
def read_mark(text: str) -> Marked | None:
    """Given a cell's text, return what its mark says and the text after it, or None where it bears no mark: what a sync
    wrote of an objective's findings ('O: [OKR120] …') bears none."""
    if not _may_be_marked(text):
        return None
    found = _MARK.match(text)
    if found is None and not text.isascii():
        found = _MARK.match(unicodedata.normalize("NFC", text))
    if found is None:
        return None
    words = bare(found["word"])
    kind = _KINDS[words.replace(".", "")]
    rest = _unquoted(found["text"].strip())
    number = (found["number"] or "").strip("#.- ")
    if number and not found["sign"] and _SPAN.fullmatch(rest):
        return Marked(kind, f"{number} {rest}", "", spans_time=True)  # 'Mục tiêu 6 tháng'
    if not found["sign"] and not number and found["text"][:1] not in _OPENING_QUOTES:
        return None
    if not found["sign"] and ((len(words) > 3 and not number) or _BRACKETED.fullmatch(rest)):
        return None  # 'KR1 (Leading)' is what a row is called
    return Marked(kind, rest, number) if rest and not _OUR_OWN_FINDING.match(rest) else None


def _may_be_marked(text: str) -> bool:
    """Whether a text begins with a word of a mark, or with a bullet or number that one may follow. Few do, and the
    pattern of marks is long."""
    start = (text if text.isascii() else unicodedata.normalize("NFC", text)).lstrip().casefold()
    if "." in start[:4] or ")" in start[:4]:
        return any(map(str.isalpha, start))
    if not start[:1].isalpha():
        return not start[:1].isdigit()
    if start[0] in "oi" and not start[1:2].isalpha():
        return len(start) > 1
    return start.startswith(_WORDS_OF_MARKS) and bare(text) not in _KINDS


def mark_of(text: str) -> RowKind | None:
    """Given a cell's text, return what its mark says it is, if any."""
    found = read_mark(text)
    return found.kind if found is not None else None


def unmarked(text: str) -> str:
    """Given an objective's or key result's text, return it without mark and bullet."""
    found = read_mark(text)
    if found is not None:
        return found.text
    bullet = _BULLET.match(text) if _may_be_listed(text) else None
    return _unquoted((text[bullet.end() :] if bullet is not None else text).strip())


def is_bulleted(text: str) -> bool:
    """Whether a text begins with a bullet, a dash or a number of a list."""
    return _may_be_listed(text) and _BULLET.match(text) is not None


def _may_be_listed(text: str) -> bool:
    start = text.lstrip()[:3]
    return not start[:1].isalnum() or "." in start or ")" in start


@lru_cache(maxsize=1024)
def lists_several(text: str, marked_only: bool = False) -> bool:
    """Whether one cell lists several key results, a line each ('KR1: …', 'KR2: …'), or an objective with its key
    results. A text with its remarks in bullets below it is one; with ``marked_only`` bullets alone say nothing."""
    if "\n" not in text:
        return False
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    marks = [mark_of(line) for line in lines]
    if marks.count("key_result") > 1 or {"objective", "key_result"} <= set(marks):
        return True
    return not marked_only and len(lines) > 1 and all(is_bulleted(line) for line in lines)


def is_kind_word(text: str) -> bool:
    """Whether a cell holds nothing but what its row is: 'Objective', 'KR1.2', 'Kết quả then chốt'."""
    return kind_of_word(text) is not None


@lru_cache(maxsize=16384)
def kind_of_word(text: str) -> RowKind | None:
    """Given the text of a cell that says what its row is, return that, or None."""
    if len(text) > 30:
        return None
    found = _KIND_WORD.fullmatch(bare(text))
    return _KINDS.get(found["word"].replace(".", "").strip()) if found is not None else None


@lru_cache(maxsize=16384)
def kind_of_level(text: str) -> RowKind | None:
    """Given the text of a cell in a column of kinds, return what its row is, whosever that may be: 'Team Objective',
    'Company-level KR', 'Mục tiêu phòng'. Elsewhere 'Company objective' may head what a table's own ones go back to."""
    found = kind_of_word(text)
    if found is not None or len(text) > _LONGEST_KIND:
        return found
    words = bare(text)
    without = _WHOSE.sub("", words, count=1)
    return kind_of_word(without) if without != words else None


@lru_cache(maxsize=16384)
def depth_of_number(text: str) -> int:
    """Given a cell that numbers its row, return how deep: '1' and 'II' are 1, '1.2' and '1.a' are 2, 0 for none."""
    words = text.strip().strip(".)").casefold()
    if not _NUMBERING.fullmatch(words):
        return 0
    return words.count(".") + 1


def is_numeral(text: str) -> bool:
    """Whether a cell numbers a section, as 'A', 'II' or 'B.' do; numbers may number objectives."""
    return _NUMERAL.fullmatch(text.strip()) is not None


def is_subtotal(text: str) -> bool:
    """Whether a row's text heads a total or an average, and is no key result ('Tổng doanh thu đạt 10 tỷ')."""
    words = bare(text).strip(" :.*-")
    words = words[1:-1] if words.startswith("(") and words.endswith(")") else words
    return len(text) <= 60 and words.startswith(_HEADS_OF_SUBTOTALS) and _SUBTOTAL.fullmatch(words) is not None


def is_sum_of_others(text: str) -> bool:
    """Whether a text in the objectives' column heads the sum of other rows, whatever is named beside it: 'Grand total',
    'Sub-total Safety'. 'Overall' and 'Average' may be what key results beside them are of."""
    return text[:1] in _BEGIN_SUMS and is_subtotal(text) and _SUM_OF_OTHERS.match(bare(text)) is not None


def is_note(text: str) -> bool:
    """Whether a row without values says itself that it is a note on the row above: 'Ghi chú: …', 'Note: …'."""
    words = bare(text)
    may_be_one = words.startswith(_WORDS_OF_NOTES) or not words[:1].isalnum()
    return may_be_one and _NOTE.match(words) is not None


def is_aside_alone(text: str) -> bool:
    """Whether a row's only words are a link, when it was written, or something in brackets: '(add rows above)'."""
    words = bare(text)
    return words.startswith(_HEADS_OF_ASIDES) and _ASIDE_ALONE.fullmatch(words) is not None


def is_in_brackets(text: str) -> bool:
    """Whether all of a text is in brackets, as a title may be, and does not say where rows are to be added."""
    return _TITLE_IN_BRACKETS.fullmatch(bare(text)) is not None


def is_next_step(text: str) -> bool:
    """Whether a row without values says what follows from the row above: '→ hire 2 agents', '=> gọi lại khách'."""
    return text.lstrip().startswith(("→", "➔", "➜", "⇒", "=>", "->"))


def is_remark(text: str) -> bool:
    """Whether a row's only text is a note under a table rather than an objective."""
    return _REMARK.match(bare(text)) is not None


def is_signature(text: str) -> bool:
    """Whether a text stands over or under a signature: 'Người lập biểu: Lan', '(ký, ghi rõ họ tên)', 'Approved by'."""
    words = bare(text)
    return _SIGNATURE.fullmatch(words.strip(" :.()")) is not None or _SIGNED_BY.fullmatch(words) is not None


def _unquoted(text: str) -> str:
    if len(text) > 2 and text[0] in _OPENING_QUOTES and text.rstrip(".")[-1] in _CLOSING_QUOTES:
        return text.rstrip(".")[1:-1].strip()
    return text


_OPENING_QUOTES = "“\"«‘'"
_CLOSING_QUOTES = "”\"»’'"
_BRACKETED = RarePattern(r"\([^()]*\)")
_SPAN = RarePattern(r"ngày|tuần|tháng|năm|ngay|tuan|thang|nam|days?|weeks?|months?|years?", re.IGNORECASE)
_OUR_OWN_FINDING = RarePattern(r"\[OKR\d+\] ")
_WORDS_OF_MARKS = (
    "obj", "okr", "goal", "mục tiêu", "muc tieu", "mt", "key", "kr", "kết quả", "ket qua", "kq", "initiative",
    "sáng kiến", "sang kien", "hành động", "hanh dong", "công việc", "cong viec", "task", "action", "việc cần làm",
    "viec can lam",
)  # fmt: skip
_MARK = RarePattern(
    r"""
    \s*(?:[•·●○◦▪▫■□➢➤►▶→✓✔*+–—-]\s*|\(?[0-9a-z]{1,2}[.)]\s+)*
    (?P<word>objectives?|obj|okr|goal|o|mục\ tiêu|muc\ tieu|mt(?=\ ?[0-9])
      |key\ ?results?|kr|k\.r|kết\ quả\ (?:then\ chốt|chính|quan\ trọng)|ket\ qua\ (?:then\ chot|chinh)
      |(?:kết\ quả|ket\ qua)(?=\ ?[0-9]{1,2}\s?[:.–-])|kqtc|kqc|kq
      |initiatives?|sáng\ kiến|hành\ động|công\ việc|tasks?|actions?|việc\ cần\ làm|i(?=[0-9]))
    (?:\s(?:o|kr)(?=[0-9]))?(?P<number>\s?[\#-]?\s?(?:[0-9]{1,2}(?:\.[0-9a-z]{1,2})*|[ivx]{1,4}(?=\s*[:.)–—-])))?
    (?P<sign>\s*(?:\([^()]{1,24}\)\s*)?[:：]\s*|\s*[.)](?=\s|[^\W\d_])\s*|\s+[–—-]+\s*|[–—-]\s+|\s*[–—]\s*)?
    \s*(?P<text>(?:(?<=[\s:：.)–—-])|(?=[“"«‘]))\S.*)
    """,
    re.VERBOSE | re.IGNORECASE | re.DOTALL,
)
_OBJECTIVES = ("objective", "objectives", "obj", "okr", "goal", "o", "muc tieu", "mt")
_KEY_RESULTS = (
    "key result", "key results", "keyresult", "keyresults", "kr", "krs", "ket qua then chot", "ket qua chinh",
    "ket qua quan trong", "ket qua", "kqtc", "kqc", "kq", "kq then chot", "kq chinh", "k", "result",
)  # fmt: skip
_INITIATIVES = (
    "initiative", "initiatives", "sang kien", "hanh dong", "cong viec", "task", "tasks", "action", "actions",
    "viec can lam", "i", "project", "du an", "activity", "hoat dong", "to do", "todo", "ke hoach hanh dong",
)  # fmt: skip
_KINDS: dict[str, RowKind] = {
    **dict.fromkeys(_OBJECTIVES, "objective"),
    **dict.fromkeys(_KEY_RESULTS, "key_result"),
    **dict.fromkeys(_INITIATIVES, "initiative"),
}
_LONGEST_KIND = 40
_WHOSE = RarePattern(
    r"^(?:company|corporate|organi[sz]ation(?:al)?|org|business(?: unit)?|bu|group|division(?:al)?|department(?:al)?"
    r"|dept\.?|team|squad|tribe|function(?:al)?|individual|personal|employee|regional|product|strategic|annual|yearly"
    r"|quarterly|top|parent|child)(?:[- ]level)?[- ](?=\S)"
    r"|(?<=\S) (?:(?:cua|cap) )*(?:cong ty|tap doan|khoi|phong(?: ban)?|ban|bo phan|doi|nhom|team|to|chi nhanh|ca nhan"
    r"|nhan vien|chien luoc|nam|quy)(?=$| ?[0-9(:])"
)
"""Whose a row is, before its kind in English and behind it in Vietnamese."""
_KIND_WORD = re.compile(
    r"[^\w]*(?P<word>[a-z][a-z. ]*?)\s?(?:\((?:o|kr|objective|key result)\))?"
    r"\s?[-#.]?\s?(?:[0-9ivx]{1,2}(?:[.\-][0-9a-z]{1,3})*)?\s?[.:]?(?:\s?\([a-z ]{1,12}\))?"
)
_NUMERAL = re.compile(r"(?:[A-H]|[IVX]{1,4})[.)]?")
_NUMBERING = re.compile(r"(?:[0-9]{1,2}|[ivx]{1,4})(?:\.(?:[0-9]{1,2}|[a-h]))*")
_BULLET = RarePattern(
    r"\s*(?:[•·●○◦▪▫■□➢➤►▶→✓✔*]\s*|[+–—-]\s+|\(?(?:[0-9]{1,2}|[a-h])[.)]\s+|[0-9]{1,2}(?:\.[0-9]{1,2})+\.?\s+)+"
)
_HEADS_OF_SUBTOTALS = (
    "sub", "grand", "total", "sum", "average", "avg", "mean", "overall", "weighted", "final", "okr", "objective", "kr",
    "o ", "o0", "o1", "o2", "o3", "o4", "o5", "o6", "o7", "o8", "o9", "team", "company", "department", "diem",
    "tien do", "ket qua", "ty le", "muc do", "tb", "trung binh", "tong", "cong", "binh quan",
)  # fmt: skip
_BEGIN_SUMS = frozenset("sStTgG")
_SUM_OF_OTHERS = RarePattern(r"(?:sub-?\s?total|grand total|total|tong cong)(?:\W|$)")
_SUBTOTAL = RarePattern(
    r"""
    (?:(?:sub-?\s?|grand\ )total|tong\ cong(?=\ (?:nhom|khoi|phong|bo\ phan|phan|muc|doi|to|mang)\b))
     (?:\ ?[-–:])?\ [^0-9]{1,40}
    |(?:total|sum|average|avg|mean|tong|tong\ cong|trung\ binh|tb)
     (?:\ ?[/&]\ ?|\ (?:and|or|va|hoac)\ )(?:total|sum|average|avg|mean|tong|tong\ cong|trung\ binh|tb)
    |(?:sub-?\s?total|grand\ total|totals?|sum|averages?|avg|mean|overall|total\ weight
      |(?:average|avg|overall|weighted|total|final|mean)\ (?:(?:okrs?|krs?|objectives?|team|company|department)\ )?
       (?:score|progress|average|achievement|completion|rating|result)
      |(?:okrs?|objectives?|o|krs?|team|company|department)\ ?[0-9]{0,2}\ (?:score|average|total|progress|completion)
      |(?:diem|tien\ do|ket\ qua|(?:ty\ le|muc\ do)\ hoan\ thanh)
       \ (?:chung|okrs?|o|muc\ tieu|tong\ the|tong\ hop)(?:\ ?[0-9]{1,2})?(?:\ (?:toan|cua|ca)\ [^0-9]{1,30})?
      |tb\ chung|trung\ binh\ chung|tong|cong|tong\ (?:cong|so|diem|ket|hop|trong\ so)|trung\ binh|binh\ quan|tb
      |diem\ (?:trung\ binh|tb|tong)|tien\ do\ trung\ binh)
    (?:\ (?:of\ |for\ |cua\ |cho\ )?
      (?:objectives?|o|muc\ tieu|okrs?|team|doi|nhom|phong|khoi|bo\ phan|phong\ ban
        |department|section|group|quy|quarter|all|toan\ bo|ca|progress|score|tien\ do|diem
        |weight|trong\ so|doi\ \w+)(?:\ ?[0-9]{1,2})?
      |\ of\ [^0-9]{1,30})?
    (?:\ ?[(:].*)?
    """,
    re.VERBOSE,
)
_SIGNATURE = RarePattern(
    r"nguoi (?:lap|duyet|kiem tra|phe duyet|giao|nhan)(?: (?:bieu|bang|bao cao|ke hoach|viec|muc tieu|okrs?))?"
    r"|ky,? (?:va )?(?:ghi ro )?(?:ho )?ten|truong (?:phong|bo phan|nhom)|(?:pho |tong )?giam doc|ke toan truong"
    r"|(?:prepared|approved|reviewed|signed|verified|checked) by|dai dien (?:phong|bo phan|cong ty|lanh dao)"
    r"|date:? ?[0-9]{1,2}[-/.][0-9]{1,2}[-/.](?:20)?[0-9]{2}"
    r"|(?:[\w .]{1,30}, ?)?ngay [0-9]{1,2} ?(?:thang|[-/.]) ?[0-9]{1,2} ?(?:nam|[-/.]) ?(?:20)?[0-9]{2}"
)
_SIGNED_BY = RarePattern(
    r"(?:nguoi (?:lap|duyet|kiem tra|phe duyet|tong hop)(?: (?:bieu|bang|bao cao|ke hoach|okrs?))?"
    r"|(?:prepared|approved|reviewed|signed|verified|checked) by"
    r"|(?:[a-z]+ ){0,2}(?:manager|director|supervisor|accountant|giam doc|truong phong|ke toan))\s*[:.…_–-].*",
    re.DOTALL,
)
_WORDS_OF_NOTES = ("ghi chu", "chu thich", "luu y", "dien giai", "note", "nb", "n.b", "remark", "comment")
_NOTE = RarePattern(
    r"\W*(?:ghi chu|chu thich|luu y|dien giai|notes?|n\.?b|remarks?|comments?)\s*(?:\([^()]*\)\s*)?[:：–—-]"
)
_TITLE_IN_BRACKETS = RarePattern(
    r"[(\[](?!(?:add|insert|copy|fill|enter|type|delete|see|continued|them|chen|dien|nhap|sao chep|xem|tiep)\b)"
    r"[^()\[\]]*[)\]]"
)
_HEADS_OF_ASIDES = ("http", "www.", "(", "<", "[", "da cap nhat", "cap nhat", "last update", "update")
_ASIDE_ALONE = RarePattern(
    r"(?:https?://|www\.)\S+|\([^()]*\)|<[^<>]*>|\[[^\[\]]*\]"
    r"|(?:(?:da )?cap nhat|(?:last )?updated?)(?: (?:ngay|lan cuoi|luc|den|moi nhat|on|at))*\s*:?\s*[0-9][0-9 :./-]*"
)
_REMARK = RarePattern(
    r"""
    \*|ghi\ chu\b|chu\ thich\b|chu\ giai\b|luu\ y\b|\(\*\)|x\s|(?:notes?|legend|nguon|source)\s*(?:[:(.–-]|$)
    |https?://|www\.|links?\s*:|todo\b|don\ vi(?:\ tinh)?\s*:
    |cap\ nhat\ (?:ngay|lan\ cuoi|luc|den|moi\ nhat)\b
    |(?:last\ (?:updated?|changed?|edited)\b|updated\ on|updated\ at|updated\s*:)
    |nguoi\ (?:lap|duyet|kiem\ tra|tong\ hop|cap\ nhat)(?:\ (?:bieu|bang))?\s*:
    |(?:prepared|approved|reviewed|signed|created|updated)\ by\b|da\ duyet
    |(?:[\w .]{1,40},\s*)?ngay\ [0-9.]+\ (?:thang\ )?[0-9.]+
    |(?:truong\ phong|(?:pho\ |tong\ )?giam\ doc|ke\ toan\ truong|thu\ truong\ don\ vi)$
    |(?:xanh|do|vang|green|red|amber|yellow)\s*[:=]
    |vui\ long\ (?:khong|dien|nhap|ghi|cap\ nhat|lien\ he|giu|xem|doc)\b|khong\ (?:duoc\ )?(?:sua|xoa)\b
    |(?:please\ )?(?:do\ not|don.?t)\ (?:edit|change|delete|modify|remove|touch|move|sort|insert|add|write|overwrite)\b
    |please\ (?:update|fill|enter|keep|contact|use|see|read|ask|note)\b
    |next\ (?:review|update|check.?in)\b|see\ also\b
    """,
    re.VERBOSE,
)
