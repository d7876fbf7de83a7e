"""What answers over HTTP have in common, whoever gives them."""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import requests


def wait_of(answer: requests.Response) -> float | None:
    """Given an answer, return how many seconds it asks to wait (``Retry-After``, in seconds or as a date), or None."""
    words = answer.headers.get("Retry-After", "")
    if words.isdecimal():
        return float(words)
    with suppress(TypeError, ValueError):
        return max(0.0, (parsedate_to_datetime(words) - datetime.now(UTC)).total_seconds())
    return None


def as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    """As ``auth`` of a session: what people have in .netrc is for other things, and would take our token's place."""
    return request
