"""The words of messages, in Vietnamese and English.

English is the key: a ``Message`` carries an English template, and ``vi/LC_MESSAGES/okr-sync.po`` its Vietnamese.
``make messages`` collects new templates into that file and compiles it. ``vi/examples.toml``, beside it, holds the
example sheets of the rules' pages; a language without that file shows the English ones (``sync/rules/examples.py``).
"""

from sync.messages.rendering import render, short
from sync.messages.words import (
    header_note,
    kept_word,
    owned_header,
    severity_word,
    status_word,
    warnings_text,
)

__all__ = [
    "header_note",
    "kept_word",
    "owned_header",
    "render",
    "severity_word",
    "short",
    "status_word",
    "warnings_text",
]
