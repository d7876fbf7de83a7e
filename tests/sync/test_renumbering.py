"""Rows that were given other numbers are known by their words; a number that stays says which row it is."""

from __future__ import annotations

from random import Random

from hypothesis import given
from hypothesis import strategies as st

from sync.identity import identify
from sync.model.readings import Read
from sync.model.rows import KeyResult, Rows
from tests.sync.rows import key_result, objective, rows
from tests.sync.test_rewording import stood

TEXTS = ("New revenue reaches $10M", "Sign 12 dealer contracts", "Hire 8 sales reps")


def kr(number: str, text: str, current: int = 5, target: int = 10) -> KeyResult:
    one = key_result(text=text, baseline="0", target=str(target), current=str(current))
    return one._replace(external_id=Read(number))


def of(*key_results: KeyResult) -> Rows:
    return rows(objective(*key_results, title="Lead the south"))


def ids(read: Rows) -> list[str]:
    return [one.id for _, one in read.key_results()]


BEFORE = identify(of(*(kr(f"KR{nth}", text) for nth, text in enumerate(TEXTS, 1))))


def after(*key_results: KeyResult, before: Rows = BEFORE) -> Rows:
    return identify(of(*key_results), stood(before))


def test_rows_that_moved_down_a_number_are_the_ones_that_they_were() -> None:
    found = after(
        kr("KR1", "Open 5 branches in the west", 1), *(kr(f"KR{nth}", text) for nth, text in enumerate(TEXTS, 2))
    )
    assert ids(found)[1:] == ids(BEFORE) == ["kr1", "kr2", "kr3"]
    assert ids(found)[0] not in ids(BEFORE)
    again = identify(of(*(one for _, one in found.key_results())), stood(found))
    assert ids(again) == ids(found)


def test_numbers_that_were_exchanged_exchange_no_past() -> None:
    found = after(kr("KR2", TEXTS[0]), kr("KR1", TEXTS[1]), kr("KR3", TEXTS[2]))
    assert ids(found) == ["kr1", "kr2", "kr3"]


def test_a_number_that_moved_up_when_a_row_went_takes_its_row_along() -> None:
    assert ids(after(kr("KR1", TEXTS[1]), kr("KR2", TEXTS[2]))) == ["kr2", "kr3"]


def test_numbers_of_another_kind_lose_no_past() -> None:
    assert ids(after(*(kr(f"SALES-{nth}", text) for nth, text in enumerate(TEXTS)))) == ["kr1", "kr2", "kr3"]


def test_what_was_renumbered_is_known_by_its_number_from_then_on() -> None:
    renumbered = after(kr("KR2", TEXTS[0]), kr("KR1", TEXTS[1]), kr("KR3", TEXTS[2]))
    reworded = after(kr("KR2", "Turnover in the south"), kr("KR1", TEXTS[1]), kr("KR3", TEXTS[2]), before=renumbered)
    assert ids(reworded) == ["kr1", "kr2", "kr3"]


def test_a_row_that_is_reworded_keeps_its_number() -> None:
    for text in ("Turnover", "Sign dealer contracts worth $10M"):
        assert ids(after(kr("KR1", text), kr("KR2", TEXTS[1]), kr("KR3", TEXTS[2]))) == ["kr1", "kr2", "kr3"]


def test_texts_that_are_alike_and_were_exchanged_leave_their_values_where_they_were() -> None:
    before = identify(of(kr("KR1", "Open 5 shops in the west", 2, 5), kr("KR2", "Open 9 shops in the east", 4, 9)))
    texts = after(
        kr("KR1", "Open 9 shops in the east", 2, 5), kr("KR2", "Open 5 shops in the west", 4, 9), before=before
    )
    assert ids(texts) == ["kr1", "kr2"]
    numbers = after(
        kr("KR1", "Open 9 shops in the east", 5, 9), kr("KR2", "Open 5 shops in the west", 2, 5), before=before
    )
    assert ids(numbers) == ["kr2", "kr1"]


def test_objectives_that_were_renumbered_keep_theirs() -> None:
    def named(number: str, title: str) -> Rows:
        return rows(objective(key_result(text=f"Of {title}"), title=title)._replace(external_id=Read(number)))

    before = identify(named("O1", "Grow"))
    found = identify(named("O2", "Grow"), stood(before))
    assert [one.id for one in found.objectives] == ["o1"]


@given(st.lists(st.sampled_from("abcdefgh"), unique=True), st.lists(st.sampled_from("abcdefgh"), unique=True),
       st.integers())  # fmt: skip
def test_ids_are_unique_however_numbers_and_words_are_mixed(before: list[str], now: list[str], seed: int) -> None:
    numbers = Random(seed).sample(range(1, 9), 8)
    first = identify(of(*(kr(f"KR{nth}", f"measure {text}") for nth, text in enumerate(before, 1))))
    second = after(*(kr(f"KR{numbers[nth]}", f"measure {text}") for nth, text in enumerate(now)), before=first)
    third = after(*(kr(f"KR{nth}", f"measure {text}") for nth, text in enumerate(now, 1)), before=second)
    for read in (second, third):
        assert len(set(ids(read))) == len(now)
    assert ids(third) == ids(second)
