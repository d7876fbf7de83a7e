"""What stands before a key result's own words: its label ('KR1:', '[SX3]', '★'), and by when it is due ('Đến
31/12/2026, …', 'Q4: …'), or behind them ('… by 31 December'). Neither says what is measured, and the first word after
them is the text's first."""

from __future__ import annotations

import re

from sync.patterns import RarePattern
from sync.reading.texts.text import bare, word_set


def after_label(text: str) -> int:
    """Given tidy text, return where it goes on after its label: 0 where it has none."""
    if any(map(str.isdigit, text[:20])):
        numbered = _NUMBERED_THING.match(text)
        if numbered is not None:
            return numbered.end()
        if (text[0].isdigit() or text[1:2] in ".IVX") and (counted := _COUNTED.match(text)) is not None:
            return counted.end()
    if text[:1].isalpha() and text[:1] not in "kKoO" and text[1:2] != ")":
        named = _NAMED.match(text) if text[0] in "tTgGmMcC" and ":" in text[:12] else None
        return _after_team(text, 0) if named is None else named.end()
    end = _after_team(text, _end_of_label(text, 0))
    if end and text[end : end + 1].upper() in ("K", "O"):  # 'O2-KR1: KR 3.2 - Launch a portal', '2.1. KPI 1.3 Đào tạo'
        end = _end_of_label(text, end)
    return end if end < len(text) else 0


def _after_team(text: str, start: int) -> int:
    """Where a text goes on after whose it is ('Marketing: Increase …', 'Phòng Kinh doanh - Mở …'), if that is before
    two words at least: 'Sales: 5 tỷ', 'Sales: increase by 20%' name what is measured."""
    if ":" not in text[start : start + _LONGEST_TEAM] and " - " not in text[start : start + _LONGEST_TEAM]:
        return start
    team = _TEAM.match(text, start)
    return start if team is None else team.end()


def _end_of_label(text: str, start: int) -> int:
    label = _LABEL.match(text, start)
    assert label is not None
    return label.end()


def words_of_deadline(words: list[str], names: list[bool]) -> int:
    """Given a text's words in lower case and which of them are names with numbers (31/12/2026, Q4), return how many
    of the first say by when, up to and with the comma or colon that ends them: 0 where none do."""
    says_when = False
    for place, word in enumerate(words[:_MOST_WORDS]):
        if word in _ENDS and place:
            return place + 1 if says_when and place + 1 < len(words) else 0
        if (names[place] and "_" not in word) or _YEAR.fullmatch(word) or word in _DAYS:
            says_when = True
        elif not _PERIODS.issuperset(bare(word).split(" ")):
            return 0
        elif word in _WHEN:
            says_when = True
    return 0


def may_close_a_text(word: str) -> bool:
    """Whether a text's last word may be that of a deadline, or of the cycle that the text is of."""
    return word in _CLOSES or _YEAR.fullmatch(word) is not None


def words_of_closing_deadline(words: list[str], names: list[bool]) -> int:
    """Given a text's last words in lower case and which of them are names with numbers (31/12/2026, Q4), return how
    many of them say by when, or in which cycle: 0 where none do."""
    says_when = False
    for length in range(1, len(words)):
        word, is_name = words[-length], names[-length]
        if is_name:
            if says_when or _IS_A_TIME.fullmatch(word) is None:
                return 0
            says_when = True
        elif word in _CLOSES or _YEAR.fullmatch(word) is not None:
            says_when = True
        elif word not in _BETWEEN and word not in _OPENS:
            return 0
        before = words[-length - 1]
        if word in _OPENS and not (word in _MAY_GO_ON and (before in _OPENS or before in _BETWEEN)):
            is_deadline = says_when and before not in _BEFORE_NO_DEADLINE and not names[-length - 1]
            return length if is_deadline else 0
    return 0


LONGEST_DEADLINE = 8
_OPENS = frozenset(
    ("in", "by", "before", "until", "till", "during", "this", "trước", "truoc", "trong", "vào", "vao", "hết", "het",
     "đến", "den", "tới", "cuối", "cuoi")
)  # fmt: skip
_MAY_GO_ON = word_set("this cuối cuoi hết het")
"""'Before the end of this year', 'trước cuối năm'."""
_BETWEEN = word_set(
    "the end of year quarter month week start beginning mid early late close cả ca năm nam quý quy tháng thang kỳ "
    "ky đầu dau giữa giua ngày ngay"
)
_CLOSES = word_set(
    "year quarter month week january february march april june july august september october november december "
    "christmas xmas end nay này tết tet năm nam quý quy tháng thang tuần tuan kỳ ky"
)
_BEFORE_NO_DEADLINE = word_set("so với voi than vs from over of từ tu than since on per every each mỗi moi")
_IS_A_TIME = RarePattern(
    r"(?:q[1-4]|h[12]|fy ?[0-9]{2,4}|qu[ýy] [1-4]|(?:tháng|thang|thg|t) ?[0-9]{1,2}|(?:năm|nam) 20[0-9]{2}"
    r"|[0-9]{1,2}[-/.][0-9]{1,2}|[0-9]{1,2}(?:st|nd|rd|th)? [a-z]{3,9}\.?|[a-z]{3,9}\.? [0-9]{1,4}(?:st|nd|rd|th)?)"
    r"(?:,? ?[-/.]? ?(?:năm |nam )?(?:20)?[2-4][0-9])?|20[0-9]{2}-[0-9]{2}(?:-[0-9]{2})?"
)
_LABEL = RarePattern(
    r"(?:\[[^\[\]\n]{0,20}\]\s*|\([A-Z]{1,3}[0-9]{0,3}\)\s*|[✓✔☑✅☐⬜⭐★☆🎯🚀✨🔥📈📌👉🔹🔸🟢🟡🔴]\s*)*"
    r"(?:[\s•●○◦▪■►▶–—*·+-]+(?![0-9])(?:\[[ xX]?\]\s*)?)?"
    r"(?:(?:kr|kq|krs|key result|kết quả(?: then chốt| chính)?|o)\s?[0-9]*(?:\.[0-9]+)*"
    r"(?:\s?[.–—-]\s?kr\s?[0-9]+(?:\.[0-9]+)*)?\s*(?:[:)–—-]|\.(?![0-9]))+\s*"
    r"|kr\s?[0-9]+(?:\.[0-9]+)*\s+|[0-9]{1,2}(?:\.[0-9]{1,2})*[.)]\s+(?=[^\d\s])|[0-9]{1,2}/\s+(?=\D)"
    r"|[0-9]\.[0-9]{1,2}\s+(?=(?-i:[A-ZĐ][a-zà-ỹ]+) )(?!tri[ệe]u|t[ỷỉyi] |million|billion|t[ấa]n|ngh[ìi]n|ng[àa]n)"
    r"|kpi\s?[0-9]{1,2}(?:\.[0-9]{1,2})*\s*(?:[:)]|[–—-](?!\s?[0-9]))\s*"
    r"|kpi\s?[0-9]{1,2}(?:\.[0-9]{1,2})+\s+(?=(?-i:[A-ZĐ]))"
    r"|[a-h]\)\s+|\#[0-9]{1,2}[:.]\s+)?",
    re.IGNORECASE,
)
_COUNTED = RarePattern(
    r"[0-9]{1,2}(?:[.-]?[0-9]{1,2})?[.-]?[a-z]\)\s*(?=\S)|[0-9]{1,2}[a-hA-H](?:\.|:|\s[-–—])\s+(?=[^\W\d_])"
    r"|[0-9][a-h]\.\s+(?=[0-9])|[0-9][i-z]\.\s+(?=[A-ZĐ][a-zà-ỹ])"
    r"|(?:[A-Z]|[IVX]{1,4})(?:\.[0-9]{1,2})+(?:[.):]|\s[-–—])?\s+(?=[^\W\d_])"
    r"|[0-9]{1,2}\s+(?=(?:Grow|Become|Be|Make|Keep|Retain|Improve|Increase|Reduce|Cut|Raise|Expand|Strengthen|Create"
    r"|Ensure|Achieve|Develop|Deliver|Build|Fix|Win|Protect|Attract|Delight|Tăng|Giảm|Nâng|Mở rộng|Xây dựng|Phát triển"
    r"|Trở thành|Cải thiện|Đẩy mạnh|Giữ)(?![\w-]))"
)
"""'1b) Books read', '2a. Reach 40 teams', 'B.1 Stock accuracy', '1 Grow': what a list counts its rows with."""
_NUMBERED_THING = RarePattern(
    r"(?:giai đoạn|tổ|tuần|ca|đợt|khối|chi bộ|chi đoàn|bước|hạng mục|lớp|kho|chi nhánh|phòng|thôn|ấp|nhóm|nhiệm vụ"
    r"|mục tiêu|chuyền|xưởng|vùng|khu|cụm|dự án|gói|phase|zone|team|week|sprint|room|step|workstream|stream|plant|line"
    r"|cohort|year|tier|goal|unit|store|track|area|level|stage|wave|module|task|item|action|site|region|cell|squad)"
    r" [0-9]{1,3}(?:\.[0-9]{1,2}|[A-Z][0-9]?)?(?::|\.| [-–—]) "
    r"(?=(?:[^\W\d_]+(?:[-'][^\W\d_]+)*|[0-9][0-9.,]*[x%kKmM]? [^\W\d_]{2,}) \S)"
    r"|(?:(?:trong )?[0-9]{1,3} (?:ngày|tuần|tháng) đầu(?: tiên)?|(?:the )?first [0-9]{1,3} (?:days|weeks|months)):"
    r" (?=[^\W\d_]+ \S)",
    re.IGNORECASE,
)
"""'Phase 2: Roll out the app', 'Tổ 3: Giảm lỗi', and not 'Line 4: 620 → 750'."""
_NAMED = RarePattern(
    r"(?:targets?|goals?|metrics?|measure|mục tiêu|muc tieu|chỉ tiêu|chi tieu)\s?:\s+(?=[^\W\d_]{2}|[-+−][0-9])",
    re.IGNORECASE,
)
_LONGEST_TEAM = 40
_TEAM = RarePattern(
    r"(?:(?:marketing|mkt|sales|hr|hcns|product|engineering|finance|operations?|ops|support|legal|admin|design"
    r"|kinh doanh|nhân sự|kế toán|sản xuất|kỹ thuật|vận hành)(?: team| department| dept\.?)?"
    r"|(?:phòng|bộ phận|team|khối|ban|tổ|nhóm|đội|phong|bo phan|khoi|nhom) [^\W\d_][^:\d–—-]{0,24}"
    r"|[^\W\d_][^:\d–—-]{0,20} (?:team|department|dept\.?))(?::| [-–—]) "
    r"(?!(?:at|over|under|above|below|less|more|from|to|up|down|than|trên|dưới|tren|duoi|từ|lên|xuống) )"
    r"(?!(?:ít nhất|tối (?:đa|thiểu)|(?:không|no) (?:quá|dưới|more|less|fewer)) )"
    r"(?=[^\W\d_][\w-]+ (?:[^\W\d_]+ ?\S|[$€£]?[0-9][0-9.,]*[%\w]* [^\W\d_]))",
    re.IGNORECASE,
)
_MOST_WORDS = 9
_ENDS = (",", ":")
_YEAR = RarePattern("20[0-9]{2}")
_WHEN = word_set("year quarter month week christmas tết") | {"năm", "quý", "tháng", "tuần", "kỳ", "học kỳ"}
_DAYS = word_set("tết tet christmas xmas noel")
_PERIODS = word_set(
    "den truoc het cuoi dau giua trong nam quy thang tuan ngay ky hoc nay toi sau va vao tu tinh han i ii iii iv by in "
    "before until till end of the this next during mid early late year quarter month week christmas from from start "
    "close fiscal calendar date due deadline"
)
"""What a deadline is said with, without marks."""
