"""The corpus of key-result texts: each is read as it was labelled, and every value is traceable to words of it."""

from __future__ import annotations

import pytest

from sync.model import Kind
from sync.reading.numbers import tidy
from sync.reading.wording import read_wording
from tests.sync.reading.texts_measured import Text, is_confident_and_wrong, texts_of, wrong_fields

TUNED = texts_of("tuned")
READ_OTHERWISE = {
    "Học viên đạt IELTS 6.5 trở lên: 40 người": "both figures could be meant: it is said to be in doubt",
    "Đạt 5 sao trên 100 đánh giá Google": "the stars are taken, the reviews not",
}


@pytest.mark.parametrize("text", TUNED, ids=lambda text: text.text)
def test_a_text_is_read_as_it_was_labelled(text: Text) -> None:
    assert (wrong_fields(text) == {}) is (text.text not in READ_OTHERWISE)


def test_no_value_is_given_with_confidence_that_is_another() -> None:
    wrong = {text.text for text in TUNED if is_confident_and_wrong(text, wrong_fields(text))}
    assert wrong == {"Đạt 5 sao trên 100 đánh giá Google"}


@pytest.mark.parametrize("text", TUNED, ids=lambda text: text.text)
def test_every_value_is_traceable_to_words_of_the_text(text: Text) -> None:
    measure = read_wording(text.text)
    parts = {said.part for said in measure.evidence}
    given = {"baseline", "target", "change", "lower", "upper"} & {
        name for name in measure._fields if getattr(measure, name) is not None
    }
    assert given <= parts
    assert measure.cadence is None or "cadence" in parts
    assert measure.unit is None or measure.relative or "unit" in parts
    assert measure.kind is None or measure.kind is Kind.between or {"kind", *given} & parts
    typed = tidy(text.text).lower()
    assert all(words.lower() in typed for said in measure.evidence for words in said.words.split(" … "))
