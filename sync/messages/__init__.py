"""The words of messages, in English and in every language that has a catalogue.

English is the key: a ``Message`` carries an English template, and ``vi/LC_MESSAGES/okr-sync.po`` its Vietnamese.
``make messages`` collects new templates into each such file and compiles it: one more file is one more language.
``vi/examples.toml``, beside it, holds the example sheets of the rules' pages; a language without that file shows the
English ones (``sync/rules/examples.py``).
"""

from sync.messages.catalogues import languages
from sync.messages.forms import with_marks, written_day, written_number
from sync.messages.rendering import render, short
from sync.messages.words import (
    header_note,
    kept_word,
    owned_field,
    owned_header,
    severity_words,
    status_word,
    warnings_text,
)

__all__ = [
    "header_note",
    "kept_word",
    "languages",
    "owned_field",
    "owned_header",
    "render",
    "severity_words",
    "short",
    "status_word",
    "warnings_text",
    "with_marks",
    "written_day",
    "written_number",
]
