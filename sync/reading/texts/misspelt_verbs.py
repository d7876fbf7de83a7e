"""English verbs that open a text and were typed with one slip: 'Icrease', 'Redcue', 'Acheive', 'Improove'."""

from __future__ import annotations

from functools import cache

_VERBS = ("increase", "decrease", "reduce", "improve", "achieve", "maintain")
_WORDS_OF_THEIR_OWN = ("decease", "improv")


def verb_meant(word: str) -> str | None:
    """Given a word in lower case that nobody knows, return the verb that differs from it by a letter that is missing or
    typed twice, or by two that changed places; None where there is none."""
    return _slips().get(word)


@cache
def _slips() -> dict[str, str]:
    slips = {}
    for verb in _VERBS:
        for at in range(1, len(verb)):
            before, letter, after = verb[:at], verb[at], verb[at + 1 :]
            slips[before + after] = slips[before + letter + letter + after] = verb
            if after:
                slips[before + after[0] + letter + after[1:]] = verb
    return {slip: verb for slip, verb in slips.items() if slip not in _VERBS and slip not in _WORDS_OF_THEIR_OWN}
