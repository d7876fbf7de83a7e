"""Rows that were given other numbers are known by their words; a number that stays says which row it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from sync.identity import identify
from sync.model.past import Gone
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


def taken_out(*reads: Rows) -> tuple[Gone, ...]:
    """What the archive knows of rows that were there in an earlier one of these reads, and not in the last."""
    here = set(ids(reads[-1]))
    rows_of = {one.id: (objective, one) for read in reads[:-1] for objective, one in read.key_results()}
    return tuple(
        Gone(id, one.text.value or "", objective.id, objective.title.value or "", "", date(2026, 10, 30))
        for id, (objective, one) in rows_of.items()
        if id not in here
    )


def test_a_number_of_a_row_that_was_taken_out_brings_another_one_no_past() -> None:
    two = after(kr("KR1", TEXTS[0]), kr("KR2", TEXTS[1]))
    gone = taken_out(BEFORE, two)
    other = identify(
        of(kr("KR1", TEXTS[0]), kr("KR2", TEXTS[1]), kr("KR3", "Open 5 branches", 1)), stood(two), gone=gone
    )
    assert ids(other)[:2] == ["kr1", "kr2"]
    assert ids(other)[2] not in ids(BEFORE)
    reworded = identify(of(kr("KR1", TEXTS[0]), kr("KR2", TEXTS[1]), kr("KR3", "Branches", 2)), stood(other), gone=gone)
    assert ids(reworded) == ids(other)


def test_the_same_row_that_is_back_has_its_past() -> None:
    two = after(kr("KR1", TEXTS[0]), kr("KR2", TEXTS[1]))
    for words in (TEXTS[2], "Hire 9 sales reps"):
        back = of(kr("KR1", TEXTS[0]), kr("KR2", TEXTS[1]), kr("KR3", words))
        assert ids(identify(back, stood(two), gone=taken_out(BEFORE, two))) == ["kr1", "kr2", "kr3"]


def test_where_all_rows_were_taken_out_their_numbers_say_nothing_either() -> None:
    found = identify(of(kr("KR1", "Open 5 branches", 1)), {}, gone=taken_out(BEFORE, of()))
    assert ids(found)[0] not in ids(BEFORE)
    assert ids(identify(of(kr("KR1", TEXTS[0])), {}, gone=taken_out(BEFORE, of()))) == ["kr1"]


def test_nor_does_the_number_of_an_objective_that_was_taken_out() -> None:
    def named(number: str, title: str) -> Rows:
        return rows(objective(key_result(text=f"Of {title}"), title=title)._replace(external_id=Read(number)))

    before, empty = identify(named("O1", "Grow")), rows()
    assert identify(named("O1", "Hire"), {}, gone=taken_out(before, empty)).objectives[0].id != "o1"
    assert identify(named("O1", "Grow"), {}, gone=taken_out(before, empty)).objectives[0].id == "o1"


UNLIKE = ("revenue", "hiring", "churn", "support tickets", "net promoter score", "dock space", "gym", "patents filed")


def numbered(texts: Sequence[str], numbers: Sequence[int]) -> Rows:
    return of(*(kr(f"KR{number}", text) for number, text in zip(numbers, texts, strict=True)))


@given(st.lists(st.tuples(st.lists(st.sampled_from(UNLIKE), unique=True), st.integers(0, 9)), min_size=2, max_size=5))
def test_no_row_ever_gets_the_past_of_one_that_was_taken_out_before(reads: list[tuple[list[str], int]]) -> None:
    """A row has an id that one of unlike words had only where that one stood there when it came in."""
    seen: list[Rows] = []
    words_of: dict[str, str] = {}
    for texts, seed in reads:
        numbers = Random(seed).sample(range(1, 9), len(texts))
        before = stood(seen[-1]) if seen else {}
        gone = taken_out(*seen) if seen else ()
        read = identify(numbered(texts, numbers), before, gone=gone)
        assert len(set(ids(read))) == len(texts)
        for _, one in read.key_results():
            if one.id in words_of and one.id not in before:
                assert words_of[one.id] == one.text.value
            words_of[one.id] = one.text.value or ""
        seen.append(read)
