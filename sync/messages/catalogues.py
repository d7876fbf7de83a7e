"""Which languages there are: English, and each that has a compiled catalogue beside this file."""

from __future__ import annotations

from bisect import bisect_left
from functools import lru_cache
from pathlib import Path
from struct import Struct

from sync.model.findings import Language

FOLDER = Path(__file__).parent
_DOMAIN = "okr-sync"
_OF_LITTLE_ENDS = b"\xde\x12\x04\x95"
"""What a compiled catalogue begins with whose numbers are written from their little ends."""


@lru_cache(maxsize=1)
def languages() -> tuple[Language, ...]:
    """The languages that messages can be told in, by code, and English last; looked for when first asked for."""
    return (*sorted(folder.name for folder in FOLDER.iterdir() if _compiled_of(folder.name).is_file()), "en")


class Catalogue:
    """A compiled catalogue, in which templates are looked up one by one: a sync asks for a few of more than a thousand,
    and Python's own reader takes them all. Without ``compiled`` all templates stay as they are."""

    def __init__(self, compiled: bytes = b"") -> None:
        """Given the content of a ``.mo`` file (gettext's format: two tables of lengths and places, of the templates in
        the order of their bytes, and of their translations)."""
        order = "<" if compiled.startswith(_OF_LITTLE_ENDS) else ">"
        head = Struct(f"{order}5I").unpack_from(compiled) if compiled else (0, 0, 0, 0, 0)
        _, _, count, self._templates, self._translations = head
        self._compiled = compiled
        self._numbers = range(count)
        self._place = Struct(f"{order}2I")
        self._known: dict[str, str] = {}

    def gettext(self, template: str) -> str:
        """Given a template, return its translation; itself where there is none."""
        known = self._known.get(template)
        if known is None:
            known = self._known[template] = self._translated(template)
        return known

    def _translated(self, template: str) -> str:
        wanted = template.encode()
        number = bisect_left(self._numbers, wanted, key=self._template)
        is_known = number in self._numbers and self._template(number) == wanted
        return self._text(self._translations, number).decode() if is_known else template

    def _template(self, number: int) -> bytes:
        return self._text(self._templates, number)

    def _text(self, table: int, number: int) -> bytes:
        length, start = self._place.unpack_from(self._compiled, table + self._place.size * number)
        return self._compiled[start : start + length]


@lru_cache(maxsize=8)
def catalogue_of(language: Language) -> Catalogue:
    """Given a language, return its catalogue. Where it has none (an archive remembers a language that is gone), its
    messages are English."""
    try:
        return Catalogue(_compiled_of(language).read_bytes())
    except OSError:
        return Catalogue()


def _compiled_of(language: str) -> Path:
    return FOLDER / language / "LC_MESSAGES" / f"{_DOMAIN}.mo"
