"""Which languages there are: English, and each that has a compiled catalogue beside this file."""

from __future__ import annotations

from functools import lru_cache
from gettext import NullTranslations, translation
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
    if language == "en":
        return NullTranslations()
    return translation(_DOMAIN, str(FOLDER), [language], fallback=True)
