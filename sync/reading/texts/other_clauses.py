"""Verbs that say why, or besides what, and not of the figure: 'nâng cao chất lượng, CSAT 4.5', 'giữ giá, tăng sản lượng
10%'. What stands between them and the figure is a clause of its own."""

from __future__ import annotations

from sync.reading.texts.figures import Figure
from sync.reading.texts.marks import CHANGES, MEASURES, Mark, Marks
from sync.reading.texts.surrounded import BOUNDS
from sync.reading.texts.text import word_set
from sync.reading.texts.tokens import Token, Tokens


def is_kept_in_another_clause(tokens: list[Token], keeps: int, index: int) -> bool:
    """Given where a verb of keeping and a figure are, tell whether the figure has a verb of its own: 'duy trì khách cũ
    và phát triển 50 khách mới', 'kiểm soát chi phí giảm 10%'."""
    for at in range(keeps + 2, index):
        if not tokens[at].marks & _OWN_VERBS or tokens[at].marks & Mark.keep or tokens[at - 1].word in _NOUNS_OF:
            continue
        is_apart = tokens[at - 1].text in PAUSES or tokens[at - 1].word in _JOINS
        if is_apart and at > keeps + 2:  # 'Duy trì và nâng cao tỷ lệ hài lòng 95%' is one
            return True
        if at == index - 1 and tokens[at].word in _FALLS and tokens[keeps].word in _CONTROLS:
            return True
    return False


def is_of_another_clause(tokens: list[Token], at_verb: int, index: int, figure: Figure, lead: Marks) -> bool:
    """Given where a verb of change and a figure are, tell whether the figure is the level of a measure that is named
    after a pause."""
    pause = next((at for at in range(index - 1, at_verb, -1) if tokens[at].text in PAUSES), None)
    if pause is None or any(token.text == ")" for token in tokens[pause:index]):
        return False
    named = tokens[pause + 1 : index]
    verb = tokens[at_verb]
    if verb.marks & Mark.improve:
        if tokens[pause].text == ":":
            return any(token.marks & MEASURES for token in named)
        if len(named) > 1 and named[-1].marks & BOUNDS != 0 and named[0].text[0].isalpha():
            return True  # 'Tối ưu trang, CR >= 4%'
    if pause == at_verb + 1 or lead & (Mark.by | Mark.more) or any(token.marks & CHANGES for token in named):
        return False
    following = tokens[index + 1 :]
    is_most = figure.percent and figure.value >= _MOST
    if not named and is_most and following:
        return tokens[pause].text == "," and following[0].text[0].isalpha()  # 'Giảm trễ hạn, 95% đúng hẹn'
    against = Mark.higher_is_better if verb.marks & Mark.down else Mark.lower_is_better
    if any(token.marks & against for token in named):
        return True  # 'Tăng sản lượng, tỷ lệ lỗi 2%'
    is_score = figure.currency is None and figure.scale_word is None and not figure.percent
    is_named = any(token.marks & Mark.higher_is_better for token in named)
    if is_named and not verb.marks & Mark.down and (is_score or is_most or lead & Mark.reach):
        return True
    is_habit = any(token.text == "/" for token in following[:3]) and figure.currency is None and not figure.percent
    return is_habit and not any(token.marks & MEASURES for token in (*named, *following))


def own_clause(read: Tokens, index: int, verb: Token | None) -> list[Token]:
    """The tokens before a figure that are of its own clause: those after the last pause where a verb of change before
    it is not the figure's."""
    tokens = read.tokens
    pause = next((at for at in range(index - 1, 0, -1) if tokens[at].text in PAUSES), 0)
    is_apart = verb is None and tokens[0].marks & CHANGES and pause and read.starts[pause + 1] > read.end(pause)
    return tokens[pause + 1 : index] if is_apart else tokens[:index]


_OWN_VERBS = CHANGES | Mark.add | Mark.do | Mark.reach
PAUSES = frozenset((",", ":", ";", "(", "-", "–", "—"))
_JOINS = ("và", "va", "nhưng", "nhung", "để", "de", "and", "but", "while")
_NOUNS_OF = ("mức", "muc", "tỷ lệ", "ty le", "độ", "sự", "rate", "the")
_FALLS = word_set("giảm giam")
_CONTROLS = ("kiểm soát", "kiem soat")
_MOST = 60
"""Nobody cuts two things by so many per cent."""
