"""Which workbooks were small, as long as this process lives; where there is an archive, it remembers for longer."""

from __future__ import annotations


class OwnSizes:
    """What this process alone remembers."""

    def __init__(self) -> None:
        self._small: set[str] = set()

    def was_small(self, source: str) -> bool:
        return source in self._small

    def remember(self, source: str, *, is_small: bool) -> None:
        if is_small:
            self._small.add(source)
        else:
            self._small.discard(source)


OWN_SIZES = OwnSizes()
