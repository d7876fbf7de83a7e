"""What was asked of the server, in order."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass
from typing import Any

from tests.sheets_server.clock import Clock


@dataclass(frozen=True, slots=True)
class Record:
    """One request: its number, when it came (seconds since 1970, by the server's clock), who sent it, which method of
    which API it calls ('spreadsheets.batchUpdate'), about which file, and how it ended. ``status`` is 0 where no answer
    was sent; ``fault`` names the fault that struck; ``size`` is that of the request's body in bytes."""

    number: int
    time: float
    user: str
    service: str
    operation: str
    method: str
    path: str
    file_id: str
    status: int
    fault: str
    size: int


class Log:
    """All requests since the start, or since it was emptied, and how many bytes were ``transferred``, asked and
    answered, as they are before they are zipped. Those to the server's own pages are not in it."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.records: list[Record] = []
        self.transferred = 0

    def add(self, **fields: Any) -> None:
        self.records.append(Record(number=len(self.records) + 1, time=self._clock.seconds(), **fields))

    def empty(self) -> None:
        self.records, self.transferred = [], 0

    def counts(self) -> dict[str, int]:
        """How often each method was called, and how many requests there were in 'total'."""
        counted = Counter(record.operation for record in self.records)
        return dict(sorted(counted.items())) | {"total": len(self.records)}

    def as_json(self) -> list[dict[str, Any]]:
        return [asdict(record) for record in self.records]
