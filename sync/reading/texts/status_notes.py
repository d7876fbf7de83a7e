"""What stands behind a key result and says how it fares, and not what it is: '(weight 20%)', '(hoàn thành 40%)',
'✅ 80%', '@Lan due 11/15'."""

from __future__ import annotations

import re

from sync.patterns import RarePattern


def without_notes(text: str) -> str:
    """Given a tidy text, return it without notes at its end that are never its value (a weight, an owner, a day), and,
    where a figure stands before them, without those that say how far it is, or what it costs."""
    if not _may_have_a_note(text):
        return text
    while (note := _NO_VALUE.search(text)) is not None and note.start() > 0:
        text = text[: note.start()]
    how_far = _HOW_FAR.search(text)
    if how_far is not None and _FIGURE.search(text, 0, how_far.start()) is not None:
        return text[: how_far.start()]
    return text


def without_weight_in_front(text: str) -> str:
    """Given a tidy text, return it without the share in brackets behind its label ('KR1 (30%): Sign 5 dealers') or at
    its head, which is its weight or how far it is; and not where it opens a share ('[80%] of the staff') or is the
    text's only figure ('[85%] students pass')."""
    weight = _IN_FRONT.match(text) if "%" in text[:_FARTHEST] else None
    if weight is None or _FIGURE.search(text, weight.end()) is None:
        return text
    return (f"{weight['label']}: " if weight["label"] else "") + text[weight.end() :]


def may_say_how_far(text: str) -> bool:
    """Given a text that went through ``without_notes``, return whether its only figure may say how far it is: 'Migrate
    payroll (60% complete)' may aim at so much as well."""
    if _FIRST.match(text) is not None or ("%" in text[:_FARTHEST] and _IN_FRONT.match(text) is not None):
        return True  # '60% - Calibrate the mill', 'KR1 (30%): Calibrate the mill'
    if not _may_have_a_note(text):
        return False
    if (note := _HOW_FAR.search(text)) is not None:
        return _FIGURE.search(text, 0, note.start()) is None
    note = _STANDS.search(text)
    return note is not None and _PERCENT.search(text, 0, note.start()) is None


def _may_have_a_note(text: str) -> bool:
    """Whether a text ends as a note does: with a bracket, or with a share, a day or a count after a sign."""
    return text[-1:] in _BRACKETS or (text.endswith(_CLOSES) and _SIGN.search(text) is not None)


_BRACKETS = (")", "]")
_CLOSES = (*"%0123456789", "done")
_SIGN = re.compile("[-–—|@✅✔☑]")
_SHARE = r"[0-9]{1,3}\s?%"
_IS = r"\s?[:=]?\s?"
_WEIGHT = r"weight|weighting|trọng số|trong so"
_BY_WHOM = r"owners?|pic|assignee|lead by|người phụ trách|phụ trách|nguoi phu trach|phu trach"
_WHEN = r"updated|as of|due|deadline|cập nhật|cap nhat|hạn"
_DAY = r"[0-9]{1,2}[/.-][0-9]{1,2}(?:[/.-][0-9]{2,4})?"
_SURE = r"confidence|độ tự tin|tự tin|do tu tin|tu tin"
_GRADE = r"scored?|graded?|tự chấm|tự đánh giá|chấm|điểm okr|tu cham|diem okr"
_NO_VALUE = RarePattern(
    rf"\s*(?:[(\[](?:(?:{_WEIGHT}){_IS}{_SHARE}|{_SHARE} (?:{_WEIGHT})|(?:{_BY_WHOM})(?!\w)[^()\[\]]*"
    rf"|(?:{_WHEN})(?!\w)[^()\[\]]*{_DAY}|(?:{_SURE}){_IS}[0-9]+(?:[.,][0-9]+)?(?:/10|\s?%)?"
    rf"|(?:{_GRADE}){_IS}[01][.,][0-9]{{1,2}})[)\]]"
    r"|[(\[](?:priority|prio|ưu tiên|uu tien)\s?[:=]?\s?[0-9][)\]]"
    rf"|\s[-–—|]\s?(?:due|deadline|hạn|hạn chót|han)\s?:\s?{_DAY}|@\w+(?:\s(?:due|hạn))?\s{_DAY})$",
    re.IGNORECASE,
)
_IN_FRONT = RarePattern(
    r"(?P<label>(?:kr|okr|kpi|o|obj|key result|milestone|phase|step|stage|wave|task"
    r"|kết quả|ket qua|mục tiêu|muc tieu|chỉ tiêu|mốc|giai đoạn|bước|đợt|việc|hạng mục)\s?[0-9.]*[0-9](?=\W))?"
    r"\s?[(\[]\s?(?!100)[0-9]{1,2}\s?%\s?[)\]](?:\s?[:.–-])?\s(?!(?:of|số|so|các|cac|trong|the|all)\s)(?=[^\W\d_])",
    re.IGNORECASE,
)
_FARTHEST = 24
_DONE = r"progress|done|completed?|finished|tiến độ|hoàn thành|xong|tien do|hoan thanh"
_SPENT = r"bonus|budget|costs?|thưởng|ngân sách|chi phí|kinh phí|thuong|ngan sach|chi phi|kinh phi"
_MOST = r"max |maximum |tối đa |toi da "
_POINTS = r"points?|pts?|điểm|đ|diem"
_HOW_FAR = RarePattern(
    rf"\s*(?:[(\[](?:(?:{_DONE}){_IS}{_SHARE}|{_SHARE} (?:{_DONE})|(?:week|wk|tuần|tuan) [0-9]{{1,2}}{_IS}{_SHARE}"
    rf"|(?:scores?|điểm|diem){_IS}[01][.,][0-9]{{1,2}}|(?:tỷ|tỉ|ty) (?:trọng|trong){_IS}{_SHARE}"
    rf"|[^\W\d_]+, {_SHARE}|(?:{_SPENT}){_IS}[$€£]?[0-9][0-9.,]*\s?[^\W\d_]*(?:\s[^\W\d_]+)?|x[0-9]|[0-9]x"
    rf"|(?:{_MOST})?[0-9]+ ?(?:{_POINTS})"
    rf"|(?:đạt|dat|xong) [0-9]+/[0-9]+|[0-9]+(?: of |/)[0-9]+ (?:{_DONE})|(?:làm được|xong) [0-9]+|[0-9]+ done)[)\]]"
    rf"|[✅✔☑]\ufe0f?\s?{_SHARE}|[-–—] (?:xong )?[0-9]{{1,3}}/[0-9]{{1,3}}(?: done)?)$",
    re.IGNORECASE,
)
_FIRST = RarePattern(r"[0-9]{1,2}\s?%\s?[-–—|]\s(?=[^\W\d_])")
_STANDS = RarePattern(
    rf"[(\[](?:{_SHARE} so far|(?:mới|moi|đã đạt|da dat|now|hiện) {_SHARE})[)\]]$|(?<![0-9])\s[-–—] {_SHARE}$",
    re.IGNORECASE,
)
_PERCENT = RarePattern(r"[0-9]\+?\s?%")
_FIGURE = RarePattern(r"(?<![^\W_])[0-9]")
