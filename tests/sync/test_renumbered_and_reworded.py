"""Numbers that were given anew while rows were reworded: no row gets the past of another one."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from sync.identity import identify
from sync.model.readings import Read
from sync.model.rows import KeyResult, Rows
from tests.sync.rows import key_result, kpi, objective, rows
from tests.sync.test_renumbering import BEFORE, TEXTS, after, ids, kr, of
from tests.sync.test_rewording import stood

REVENUE, DEALERS, HIRES = TEXTS
BRANCHES = "Open 5 branches in the west"


def test_a_row_that_comes_in_above_a_reworded_one_is_new() -> None:
    rest = kr("KR3", DEALERS), kr("KR4", HIRES)
    other = ids(after(kr("KR1", BRANCHES, 1), kr("KR2", "Turnover", 6), *rest))
    assert other[2:] == ["kr2", "kr3"]
    assert not {"kr1", "kr2", "kr3"} & set(other[:2])
    alike = ids(after(kr("KR1", BRANCHES, 1), kr("KR2", "New revenue reaches $10M in the south", 6), *rest))
    assert alike[1:] == ["kr1", "kr2", "kr3"]


def test_the_last_row_is_known_by_its_words_though_its_number_is_one_that_nobody_had() -> None:
    found = after(
        kr("KR1", REVENUE), kr("KR2", BRANCHES, 1), kr("KR3", DEALERS), kr("KR4", "Hire 8 sales reps by November")
    )
    assert [ids(found)[0], *ids(found)[2:]] == ["kr1", "kr2", "kr3"]


def test_a_row_that_took_the_number_of_one_that_was_taken_out_is_not_that() -> None:
    """The dealers' row was taken out, and that of hires reworded and moved up."""
    two = identify(of(kr("KR1", REVENUE), kr("KR2", DEALERS)))
    found = ids(after(kr("KR1", BRANCHES, 1), kr("KR2", "New revenue of $10M"), before=two))
    assert not {"kr1", "kr2"} & set(found)
    # A text that is like the one that had its number is that, whatever else it is like.
    found = ids(after(kr("KR1", "New revenue of $10M"), kr("KR2", "Sign 12 contracts with dealers"), before=two))
    assert found == ["kr1", "kr2"]


def test_texts_that_say_the_same_and_moved_down_a_number_keep_their_order() -> None:
    before = identify(of(kr("KR1", "Ship it"), kr("KR2", "Ship it"), kr("KR3", HIRES)))
    found = after(kr("KR1", BRANCHES, 1), kr("KR2", "Ship it"), kr("KR3", "Ship it"), kr("KR4", HIRES), before=before)
    assert ids(found)[1:] == ["kr1", "kr2", "kr3"]


def test_numbers_that_rows_get_for_the_first_time_take_no_past_away() -> None:
    before = identify(of(*(key_result(text=text) for text in TEXTS)))
    found = after(*(kr(f"KR{nth}", f"{text}{' now' * (nth == 2)}") for nth, text in enumerate(TEXTS, 1)), before=before)
    assert ids(found) == ids(before)


def test_a_number_that_two_rows_had_says_nothing() -> None:
    before = identify(of(kr("KR1", REVENUE), kr("KR1", DEALERS), kr("KR2", HIRES)))
    found = after(kr("KR1", "Turnover", 6), kr("KR3", "Contracts", 6), kr("KR2", HIRES), before=before)
    assert not set(ids(before)[:2]) & set(ids(found))

    alike = after(kr("KR1", "New revenue of $10M", 6), kr("KR3", DEALERS), kr("KR2", HIRES), before=before)
    assert ids(alike) == ids(before)
    alone = after(kr("KR1", "New revenue of $10M", 6), kr("KR2", HIRES), before=before)
    assert ids(alone) == [ids(before)[0], "kr2"]


def test_numbers_that_were_exchanged_while_values_went_on_exchange_no_past() -> None:
    assert ids(after(kr("KR2", REVENUE, 6), kr("KR1", DEALERS, 7), kr("KR3", HIRES))) == ["kr1", "kr2", "kr3"]


def test_a_text_that_was_typed_over_leaves_its_values_where_they_were() -> None:
    before = identify(of(kr("KR1", REVENUE, 5, 10), kr("KR2", DEALERS, 3, 8)))
    assert ids(after(kr("KR1", DEALERS, 5, 10), kr("KR2", HIRES, 3, 8), before=before)) == ["kr1", "kr2"]


def test_a_row_that_has_come_to_the_values_of_another_one_is_not_that() -> None:
    before = identify(of(kr("KR1", REVENUE, 5, 10), kr("KR2", DEALERS, 3, 8)))
    found = ids(after(kr("KR1", DEALERS, 5, 10), kr("KR2", HIRES, 0, 2), kr("KR3", REVENUE, 6, 10), before=before))
    assert (found[0], found[2]) == ("kr2", "kr1")
    assert len(set(found)) == 3


def test_a_row_that_is_like_what_it_was_leaves_the_number_of_the_next_one_alone() -> None:
    before = identify(of(kr("KR1", "Open 5 shops in the west"), kr("KR2", "Open 9 shops in the east")))
    found = after(kr("KR1", "Open 6 shops in the west", 6), kr("KR2", "Retail", 7), before=before)
    assert ids(found) == ["kr1", "kr2"]


def test_two_new_rows_that_say_the_same_are_two() -> None:
    rest = [kr(f"KR{nth}", text) for nth, text in enumerate(TEXTS, 3)]
    found = ids(after(kr("KR1", BRANCHES, 1), kr("KR2", BRANCHES, 1), *rest))
    assert found[2:] == ["kr1", "kr2", "kr3"]
    assert found[1] == f"{found[0]}-2"


def test_a_row_without_words_is_known_by_its_number_alone() -> None:
    before = identify(of(kr("KR1", REVENUE), kr("KR2", "")))
    assert ids(after(kr("KR1", REVENUE), kr("KR3", ""), before=before)) == ["kr1", "kr3"]


def test_numbers_that_run_on_from_tab_to_tab_give_nobodys_past_to_a_row_of_the_next() -> None:
    def tabs(first: list[str], second: list[str]) -> Rows:
        every = [kr(f"KR{nth}", text) for nth, text in enumerate([*first, *second], 1)]
        later = [one._replace(sheet="Q4 Sales") for one in every[len(first) :]]
        other = objective(*later, title="Lead the north")._replace(sheet="Q4 Sales")
        return rows(objective(*every[: len(first)], title="Lead the south"), other)

    before = identify(tabs([REVENUE, DEALERS, HIRES], ["Launch in 4 more countries"]))
    found = identify(tabs([DEALERS, HIRES], [BRANCHES, "Launch in 4 more countries"]), stood(before))
    assert [*ids(found)[:2], *ids(found)[3:]] == ["kr2", "kr3", "kr4"]
    assert ids(found)[2] not in ids(before)
    found = identify(tabs([DEALERS, "A full team"], [BRANCHES, "Launch in 4 more countries"]), stood(before))
    assert [ids(found)[0], ids(found)[3]] == ["kr2", "kr4"]
    assert not set(ids(found)[1:3]) & set(ids(before))


def test_a_number_that_became_a_kpis_is_its_own() -> None:
    tab = of(kr("KR9", REVENUE), kr("KR2", DEALERS))
    found = identify(tab._replace(kpis=(kpi("Revenue")._replace(external_id=Read("KR1")),)), stood(BEFORE))
    assert [found.kpis[0].id, *ids(found)] == ["kr1", "kr9", "kr2"]


def test_a_number_that_is_typed_twice_by_now_takes_no_past_away() -> None:
    found = after(kr("KR1", BRANCHES, 1), kr("KR1", REVENUE), kr("KR2", DEALERS), kr("KR3", HIRES))
    assert ids(found)[1:] == ["kr1", "kr2", "kr3"]


def test_a_new_row_does_not_get_the_id_of_one_that_has_had_another_number_for_long() -> None:
    exchanged = after(kr("KR2", REVENUE), kr("KR1", DEALERS), kr("KR3", HIRES))
    found = after(kr("KR1", DEALERS), kr("KR3", HIRES), before=exchanged)
    assert ids(found) == ["kr2", "kr3"]
    moved_on = after(kr("KR9", REVENUE), kr("KR1", DEALERS), kr("KR3", HIRES), before=exchanged)
    assert ids(moved_on) == ["kr1", "kr2", "kr3"]
    new = after(kr("KR9", "Turnover", 6), kr("KR2", BRANCHES, 1), kr("KR1", DEALERS), kr("KR3", HIRES), before=moved_on)
    assert [ids(new)[0], *ids(new)[2:]] == ["kr1", "kr2", "kr3"]
    assert not set(ids(new)[1:2]) & set(ids(moved_on))
    for_it = after(kr("KR9", REVENUE), kr("KR2", BRANCHES, 1), kr("KR3", HIRES), kr("KR4", "Go", 2), before=moved_on)
    assert [ids(for_it)[0], *ids(for_it)[2:]] == ["kr1", "kr3", "kr4"]
    assert ids(for_it)[1] != "kr2"


def test_what_comes_in_above_time_and_again_is_another_row_each_time() -> None:
    rest = [kr(f"KR{nth}", text) for nth, text in enumerate(TEXTS, 2)]
    first = after(kr("KR1", BRANCHES, 1), *rest)
    gone = after(*(kr(f"KR{nth}", text) for nth, text in enumerate(TEXTS, 1)), before=first)
    second = after(kr("KR1", "Train 40 dealers", 2), *rest, before=gone)
    assert ids(first)[1:] == ids(gone) == ids(second)[1:] == ["kr1", "kr2", "kr3"]
    assert ids(first)[0] != ids(second)[0]


def test_a_row_without_a_number_is_not_one_that_is_there_by_its_number() -> None:
    plain = key_result(text="New revenue reaches $11M")
    found = ids(after(kr("KR1", "Turnover", 6), plain, kr("KR2", DEALERS), kr("KR3", HIRES)))
    assert found[0] == "kr1"
    assert len(set(found)) == 4


def test_objectives_that_moved_down_open_the_numbers_of_their_key_results() -> None:
    def tab(*said: tuple[str, str, str, str]) -> Rows:
        return rows(
            *(
                objective(kr(number, text), title=title)._replace(external_id=kr(own, "").external_id)
                for own, title, number, text in said
            )
        )

    before = identify(tab(("O1", "Grow", "O1.1", REVENUE), ("O2", "Hire well", "O2.1", HIRES)))
    now = tab(
        ("O1", "Be known", "O1.1", BRANCHES), ("O2", "Grow", "O2.1", "Turnover"), ("O3", "Hire well", "O3.1", HIRES)
    )
    found = identify(now, stood(before))
    assert [one.id for one in found.objectives][1:] == ["o1", "o2"]
    assert ids(found)[2] == "o2.1"
    assert not {"o1.1", "o2.1"} & set(ids(found)[:2])


class Said(NamedTuple):
    """A text, and what a team makes of it."""

    text: str
    alike: str
    other: str


SAID = (
    Said("Tăng doanh thu miền Nam lên 10 tỷ", "Tăng doanh thu miền Nam lên 12 tỷ", "Bán được nhiều hơn"),
    Said("Sign 12 dealer contracts", "Sign 12 new dealer contracts", "Kênh phân phối"),
    Said("Hire 8 sales reps by June", "Hire 9 sales reps by June", "A full team"),
    Said("Giảm tỷ lệ nghỉ việc từ 12% xuống 8%", "Giảm tỷ lệ nghỉ việc từ 12% xuống 7%", "Ai cũng ở lại"),
    Said("Keep the churn of customers below 3%", "Keep churn of customers below 3%", "Loyalty"),
    Said("Launch in 4 more countries", "Launch in 5 more countries", "Go abroad"),
    Said("NPS from 31 to 45", "NPS from 31 up to 45", "Được khen"),
)
CAME_IN = ("x" * 20, "xy" * 9, "zy" * 12)
"""Like nothing that stands there, nor one another."""


class Edit(NamedTuple):
    before: tuple[Said, ...]
    now: tuple[str, ...]

    @property
    def is_clear(self) -> bool:
        """Whether it shows that the numbers were given anew: two rows that were exchanged and wholly reworded are two
        that were wholly reworded where they stand."""
        places = {text: place for place, text in enumerate(self.now)}
        moved = any(places.get(one.text, place) != place for place, one in enumerate(self.before))
        return moved or not any(one.other in places for one in SAID)


@st.composite
def edits(draw: st.DrawFn) -> Edit:
    before = draw(st.lists(st.sampled_from(SAID), unique=True, min_size=1))
    kept = draw(st.lists(st.sampled_from(before), unique=True))
    reworded = draw(st.lists(st.sampled_from(kept), unique=True, max_size=2)) if kept else []
    texts = [draw(st.sampled_from([one.alike, one.other])) if one in reworded else one.text for one in kept]
    came = draw(st.lists(st.sampled_from(CAME_IN), unique=True))
    return Edit(tuple(before), tuple(draw(st.permutations([*texts, *came]))))


def _owner(text: str) -> Said | None:
    return next((one for one in SAID if text in one), None)


def _numbered(form: str, texts: Iterable[str]) -> Rows:
    def row(number: int, text: str) -> KeyResult:
        own = _owner(text)
        value = 1 + (SAID.index(own) if own else len(SAID) + CAME_IN.index(text))
        return kr(form.format(number), text, value, 100 + value)

    return of(*(row(number, text) for number, text in enumerate(texts, 1)))


@given(edits(), st.sampled_from(["KR{}", "1.{}"]))
def test_no_row_gets_the_past_of_another_one(edit: Edit, form: str) -> None:
    before = identify(_numbered(form, (one.text for one in edit.before)))
    was = dict(zip(edit.before, ids(before), strict=True))
    after = identify(_numbered(form, edit.now), stood(before))
    found = ids(after)
    assert len(set(found)) == len(found)
    assert ids(identify(_numbered(form, edit.now), stood(after))) == found
    still_there = {was[own] for text in edit.now if (own := _owner(text)) is not None}
    for text, id in zip(edit.now, found, strict=True):
        own = _owner(text)
        if own is not None and text == own.text:
            assert id == was[own]
        elif edit.is_clear:
            assert id not in still_there or (own is not None and id == was[own])


ROWS = st.lists(st.tuples(st.sampled_from(["", "1", "2", "3", "4"]), st.sampled_from([*SAID[0], *SAID[1]])), max_size=5)


@given(st.lists(ROWS, min_size=2, max_size=3))
def test_ids_are_unique_whatever_has_a_number(reads: list[list[tuple[str, str]]]) -> None:
    before = identify(of())
    for read in reads:
        before = identify(of(*(kr(number, text) for number, text in read)), stood(before))
        assert len(set(ids(before))) == len(read)
