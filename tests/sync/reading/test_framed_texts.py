"""What people put around a text, and that says nothing of its value: quotes, a full stop, a label, spaces, capitals, by
when. The text says the same with it."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Mapping

import pytest

from sync.reading.texts.languages import lexicon_of
from tests.sync.reading.texts_measured import corpora, read_fields, texts_of

TEXTS = sorted({text.text for name in corpora() for text in texts_of(name)})[::3]
VALUES = ("kind", "change", "baseline", "target", "lower", "upper")
_NAMES_A_TIME = re.compile(
    r"\b(?:20\d\d|[qh][1-4]|now|today|current\w*|present|last|this|by|nay|này|hiện|đang|dang|trước|truoc|năm|nam)\b"
    r"|quý|quy |tháng|thang|đến |in [a-z]+$",
    re.IGNORECASE,
)


def _closed(english: str, vietnamese: str, without_marks: str) -> Callable[[str], str]:
    def frame(text: str) -> str:
        _, is_vietnamese = lexicon_of(text)
        end = (without_marks if text.isascii() else vietnamese) if is_vietnamese else english
        return f"{text.rstrip('.')} {end}"

    return frame


FRAMES: Mapping[str, Callable[[str], str]] = {
    "quotes": lambda text: f"“{text}”",
    "full stop": lambda text: f"{text.rstrip('.')}.",
    "exclamation": lambda text: f"{text.rstrip('.')}!",
    "ticked": lambda text: f"{text} ✅",
    "bold": lambda text: f"**{text}**",
    "dash": lambda text: f"{text.rstrip('.')} –",
    "spaces": lambda text: text.replace(" ", "  "),
    "label": lambda text: f"Target: {text}",
    "team": lambda text: f"Marketing: {text}",
    "link": lambda text: f"{text.rstrip('.')} https://example.com/okr/12",
    "mention": lambda text: f"{text.rstrip('.')} @ann",
    "by a day": _closed("by 31 December 2026", "trước 31/12/2026", "truoc 31/12/2026"),
    "by the year's end": _closed("by the end of the year", "trước cuối năm", "truoc cuoi nam"),
    "in the quarter": _closed("in Q4 2026", "trong quý 4/2026", "trong quy 4/2026"),
    "this quarter": _closed("this quarter", "trong quý này", "trong quy nay"),
}


def _may_be_framed(text: str, name: str) -> bool:
    if name in ("by a day", "by the year's end", "in the quarter", "this quarter"):
        return _NAMES_A_TIME.search(text) is None
    if name in ("label", "team"):  # 'Target: 14 new buyers' is how many there shall be
        return text[0].isalpha() and ":" not in text and re.match(r"k(?:r|pi) ?\d", text, re.IGNORECASE) is None
    return not ("“" in text or '"' in text) if name == "quotes" else True


@pytest.mark.parametrize("name", FRAMES)
def test_what_stands_around_a_text_changes_nothing(name: str) -> None:
    framed = {text: FRAMES[name](text) for text in TEXTS if _may_be_framed(text, name)}
    assert len(framed) > 1500
    otherwise = []
    for text, with_frame in framed.items():
        alone, in_frame = read_fields(text), read_fields(with_frame)
        if any(alone[field] != in_frame[field] for field in (*VALUES, "doubt")):
            otherwise.append(with_frame)
    assert len(otherwise) <= len(framed) // 500, otherwise


@pytest.mark.parametrize("text", ["Response time < 2 hours", "NPS > 40", "Churn <3% & NPS 50"])
def test_signs_that_an_export_has_escaped_are_read_as_signs(text: str) -> None:
    assert read_fields(html.escape(text, quote=False)) == read_fields(text)
