"""Ids that stay with their rows when words change, and that no other row gets."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.identity import identify
from sync.model.past import Standing
from sync.model.rows import KeyResult, Objective, Rows
from sync.scoring import score
from tests.sync.rows import DEFAULTS, HALF_TIME, NO_PAST, key_result, objective, rows
from tests.sync.rules.examples import stood as as_archived


def stood(read: Rows) -> dict[str, Standing]:
    """What an archive knows that saw these identified rows last."""
    return as_archived(score(read, HALF_TIME, DEFAULTS, NO_PAST))


def kr(text: str, current: int = 0, target: int = 100) -> KeyResult:
    return key_result(text=text, baseline="0", target=str(target), current=str(current))


def named(title: str, *key_results: KeyResult) -> Objective:
    return objective(*key_results, title=title)


def ids(read: Rows) -> dict[str, str]:
    """Words ─▶ id; an objective's in capitals."""
    found = {(one.title.value or "").upper(): one.id for one in read.objectives}
    return found | {one.text.value or "": one.id for _, one in read.key_results()}


BEFORE = identify(
    rows(
        named("Grow", kr("Weekly active teams", 40), kr("Paying teams", 7)),
        named("Stay", kr("Churn of customers", 9), kr("Support tickets", 30)),
    )
)
KNOWN = ids(BEFORE)


def after(*objectives: Objective) -> dict[str, str]:
    return ids(identify(rows(*objectives), stood(BEFORE)))


STAY = named("Stay", kr("Churn of customers", 9), kr("Support tickets", 30))


def test_a_row_that_is_reworded_is_known_by_its_words_or_by_its_numbers() -> None:
    alike = after(named("Grow", kr("Paying teams", 8), kr("Weekly active teams in Asia", 55)), STAY)
    assert alike["Weekly active teams in Asia"] == KNOWN["Weekly active teams"]
    other = after(named("Grow", kr("Paying teams", 8), kr("Teams that are active each week", 40)), STAY)
    assert other["Teams that are active each week"] == KNOWN["Weekly active teams"]


def test_a_row_that_comes_for_one_that_goes_is_another_one() -> None:
    for other in (kr("Offices opened", 0, 3), kr("Offices opened", 40), kr("Teams in Asia", 12)):
        found = after(named("Grow", kr("Paying teams", 7), other), STAY)
        assert found[other.text.value or ""] not in KNOWN.values()


def test_an_objective_that_is_reworded_keeps_its_id_and_its_key_results_theirs() -> None:
    found = after(named("Become twice the size", kr("Weekly active teams", 40), kr("Paying teams", 7)), STAY)
    assert found["BECOME TWICE THE SIZE"] == KNOWN["GROW"]
    assert found["Paying teams"] == KNOWN["Paying teams"]


def test_a_key_result_that_moves_to_another_objective_keeps_its_id() -> None:
    moved = after(
        named("Grow", kr("Weekly active teams", 40)),
        named("Stay", kr("Churn of customers", 9), kr("Support tickets", 30), kr("Paying teams", 7)),
    )
    assert moved["Paying teams"] == KNOWN["Paying teams"]


def test_what_is_in_doubt_is_a_new_row() -> None:
    found = after(named("Grow", kr("Paying teams in Asia", 1), kr("Paying teams in Europe", 2)), STAY)
    assert not {found["Paying teams in Asia"], found["Paying teams in Europe"]} & set(KNOWN.values())


def test_what_was_reworded_is_still_known_in_the_read_after() -> None:
    second = identify(
        rows(named("Grow", kr("Paying teams", 8), kr("Teams that are active each week", 40)), STAY), stood(BEFORE)
    )
    third = identify(
        rows(STAY, named("Grow", kr("Teams that are active each week", 52), kr("Paying teams", 9))), stood(second)
    )
    assert ids(third)["Teams that are active each week"] == KNOWN["Weekly active teams"]
    # Somebody writes the old words anew, beside it: that is another row.
    again = (kr("Teams that are active each week", 52), kr("Paying teams", 9), kr("Weekly active teams", 3))
    fourth = ids(identify(rows(STAY, named("Grow", *again)), stood(third)))
    assert fourth["Teams that are active each week"] == KNOWN["Weekly active teams"]
    assert fourth["Weekly active teams"] == f"{KNOWN['Weekly active teams']}-2"


@pytest.mark.parametrize("past", [True, False])
def test_nothing_changes_where_nothing_was_reworded(past: bool) -> None:
    standing = stood(BEFORE) if past else {}
    again = rows(*(one._replace(id="", key_results=one.key_results) for one in BEFORE.objectives))
    assert ids(identify(again, standing)) == KNOWN


WORD = st.text("abcdefghij", min_size=2, max_size=6)
WORDS = st.lists(WORD, min_size=3, max_size=5, unique=True).map(" ".join)
GROUPS = st.lists(st.lists(WORDS, min_size=1, max_size=5), min_size=1, max_size=5)
DIFFERENT = st.lists(st.lists(WORDS, min_size=1, max_size=5, unique=True), min_size=1, max_size=5)


def rewordings(words: str) -> st.SearchStrategy[str]:
    """What people make of a text: a word more, a word less, another word, another order."""
    own = words.split()
    place = st.integers(0, len(own) - 1)
    more = st.tuples(place, WORD).map(lambda drawn: [*own[: drawn[0]], drawn[1], *own[drawn[0] :]])
    less = place.map(lambda at: own[:at] + own[at + 1 :])
    other = st.tuples(place, WORD).map(lambda drawn: [*own[: drawn[0]], drawn[1], *own[drawn[0] + 1 :]])
    return st.one_of(more, less, other, st.permutations(own)).map(" ".join)


@given(DIFFERENT, st.randoms(use_true_random=False), st.data())
def test_identity_survives_any_permutation_and_one_reworded_row_in_each_group(
    groups: list[list[str]], random: Random, data: st.DataObject
) -> None:
    numbers, every = iter(range(1, 1000)), {words for group in groups for words in group}
    before = identify(
        rows(*(named(f"O{n}", *(kr(words, next(numbers), 1000) for words in group)) for n, group in enumerate(groups)))
    )
    was = [[(one.id, one.current) for one in each.key_results] for each in before.objectives]
    later = []
    for each in before.objectives:
        own = list(each.key_results)
        place = random.randrange(len(own))
        words = data.draw(rewordings(own[place].text.value or "").filter(lambda words: words not in every))
        own[place] = own[place]._replace(text=own[place].text._replace(value=words, raw=words))
        later.append(each._replace(key_results=tuple(random.sample(own, len(own)))))
    found = identify(rows(*random.sample(later, len(later))), stood(before))
    by_objective = {each.id: each for each in found.objectives}
    for each, known in zip(before.objectives, was, strict=True):
        now = {one.id: one.current for one in by_objective[each.id].key_results}
        assert {id: now.get(id) for id, _ in known} == dict(known)


@given(GROUPS, GROUPS)
def test_ids_are_unique_whatever_stood_there_before(before: list[list[str]], now: list[list[str]]) -> None:
    def sheet(groups: list[list[str]]) -> Rows:
        return rows(*(named(f"O{n % 2}", *(kr(words, 5) for words in group)) for n, group in enumerate(groups)))

    found = identify(sheet(now), stood(identify(sheet(before))))
    every = [one.id for one in found.objectives] + [one.id for _, one in found.key_results()]
    assert len(every) == len(set(every))
