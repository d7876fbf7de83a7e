"""Which languages there are: English, and each that has a compiled catalogue beside this file."""

from __future__ import annotations

from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

from sync.model.findings import Language

FOLDER = Path(__file__).parent
_DOMAIN = "okr-sync"


@lru_cache(maxsize=1)
def languages() -> tuple[Language, ...]:
    """The languages that messages can be told in, by code, and English last; looked for when first asked for."""
    compiled = FOLDER.glob(f"*/LC_MESSAGES/{_DOMAIN}.mo")
    return (*sorted(path.parts[-3] for path in compiled), "en")


@lru_cache(maxsize=8)
def catalogue_of(language: Language) -> NullTranslations:
    """Given a language, return its catalogue. Where it has none (an archive remembers a language that is gone), its
    messages are English."""
    # ``gettext.translation`` would look for it under more names, and import what knows all languages for that.
    compiled = FOLDER / language / "LC_MESSAGES" / f"{_DOMAIN}.mo"
    if language == "en" or not compiled.exists():
        return NullTranslations()
    with compiled.open("rb") as stored:
        return GNUTranslations(stored)
