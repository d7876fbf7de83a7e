"""What a text without a sure value leaves open: its figures that may be the value, or one of several."""

from __future__ import annotations

from sync.model import Evidence
from sync.reading.lexicon import Mark
from sync.reading.parts import is_short_time, is_time, part_played
from sync.reading.surroundings import Surrounded
from sync.reading.tokens import Tokens


def doubts_of(read: Tokens, values: list[Surrounded]) -> tuple[Evidence, ...]:
    """Given a text that measures nothing for sure, return the figures that leave it open: each whose part is unclear,
    else all where they contradict each other, else how long something lasts or is waited for. None where its figures
    plainly are no values ('Ra mắt trong 2 tuần')."""
    parts = [part_played(read, value) for value in values]
    unclear = [value for value, part in zip(values, parts, strict=True) if part is None]
    doubtful = unclear or [value for value, part in zip(values, parts, strict=True) if part]
    if not doubtful:
        lasting = read.marks & Mark.streak != 0
        waited_for = read.marks & Mark.served != 0
        doubtful = [
            value for value in values if (lasting and is_time(value)) or (waited_for and is_short_time(value))
        ]
    return tuple(Evidence("doubt", value.words) for value in doubtful)
