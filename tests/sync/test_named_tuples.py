"""Named tuples as of typing, made faster: what can be done with one can be done with the other."""

from __future__ import annotations

import copy
import pickle
import typing
from collections.abc import Callable
from typing import Any, Generic, TypeVar

import pytest

from sync.named_tuples import NamedTuple

T = TypeVar("T")


class Ours(NamedTuple):
    """A value."""

    name: str
    number: int | None = None
    more: tuple[str, ...] = ()

    @property
    def twice(self) -> str:
        return self.name * 2


class Typings(typing.NamedTuple):
    """A value."""

    name: str
    number: int | None = None
    more: tuple[str, ...] = ()

    @property
    def twice(self) -> str:
        return self.name * 2


class Of(NamedTuple, Generic[T]):
    value: T


class Empty(NamedTuple):
    pass


@pytest.mark.parametrize(
    "told",
    [
        lambda kind: kind("a"),
        lambda kind: kind("a", more=("b",), number=3),
        lambda kind: repr(kind("a", 2)).replace(kind.__name__, ""),
        lambda kind: kind("a", 2)._asdict(),
        lambda kind: kind("a", 2)._replace(name="b", more=("c",)),
        lambda kind: kind._make(["a", 2, ()]),
        lambda kind: (kind._fields, kind._field_defaults, kind.__match_args__, kind.__doc__, kind.__module__),
        lambda kind: typing.get_type_hints(kind),
        lambda kind: (kind("a", 2).number, kind("a").twice, hash(kind("a")), kind("a") < kind("b"), len(kind("a"))),
        lambda kind: pickle.loads(pickle.dumps(kind("a", 2))) == copy.deepcopy(kind("a", 2)) == ("a", 2, ()),
    ],
)
def test_it_gives_what_typings_gives(told: Callable[[Any], Any]) -> None:
    assert told(Ours) == told(Typings)


@pytest.mark.parametrize(
    "wrong",
    [
        lambda kind: kind(),
        lambda kind: kind("a", 1, (), 4),
        lambda kind: kind("a", colour=1),
        lambda kind: kind("a")._replace(colour=1),
        lambda kind: kind._make(["a"]),
        lambda kind: setattr(kind("a"), "name", "b"),
        lambda kind: setattr(kind("a"), "colour", "b"),
    ],
)
def test_what_typings_refuses_it_refuses_in_the_same_words(wrong: Callable[[Any], Any]) -> None:
    messages = []
    for kind in (Ours, Typings):
        with pytest.raises((AttributeError, TypeError, ValueError)) as refused:
            wrong(kind)
        messages.append((refused.type, str(refused.value).replace(kind.__name__, "")))
    assert messages[0] == messages[1]


def test_a_field_with_a_default_comes_last() -> None:
    with pytest.raises(TypeError, match="without a default follows"):

        class Wrong(NamedTuple):
            name: str = ""
            number: int  # type: ignore[misc]


def test_it_may_be_generic_and_may_have_no_fields() -> None:
    assert Of[int](3).value == 3
    assert typing.get_type_hints(Of) == {"value": T}
    assert Of(3) == (3,)
    assert Empty() == ()


def test_a_value_has_no_room_for_more_and_matches_by_place() -> None:
    assert not hasattr(Ours("a"), "__dict__")
    match Ours("a", 2):
        case Ours(name, number):
            assert (name, number) == ("a", 2)
