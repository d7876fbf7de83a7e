"""How long Google takes to answer, whatever this machine takes."""

from __future__ import annotations

from dataclasses import dataclass

SMALL_REQUEST = 0.4
"""Seconds that Google took for a small request, with all that was on the way: in what gspread's project recorded of its
tests (one request after another) answers are dated to the second, and 946 of the Sheets API came 0.39 s after the one
before, on average; reads of values 0.31 s, batches 0.41 s, a spreadsheet's tabs 0.44 s."""


@dataclass(frozen=True, slots=True)
class Latency:
    """No answer is sent sooner than ``seconds`` after its request came, and a second later for each
    ``bytes_per_second`` of JSON (as it is before it is zipped) in the request and in the answer; None where these cost
    nothing. What the server itself takes is within that, as long as it takes less."""

    seconds: float = 0.0
    bytes_per_second: float | None = None

    def __post_init__(self) -> None:
        if self.seconds < 0 or (self.bytes_per_second is not None and self.bytes_per_second <= 0):
            raise ValueError("an answer takes 0 seconds or more, at more than 0 bytes a second")

    def of(self, size: int) -> float:
        """Given how many bytes were asked and answered, return the seconds from the request to its answer."""
        return self.seconds + (size / self.bytes_per_second if self.bytes_per_second else 0.0)
