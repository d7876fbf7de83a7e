"""Spreadsheets on the test server, workbooks that lead to them, and people who edit in the midst of a sync."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from sync.model.cells import CellRef, ErrorValue, WorkbookContent
from sync.model.plans import AddColumn, CellChange, Plan
from sync.model.rows import Field
from sync.options import GoogleOptions
from sync.workbooks.base import Workbook
from sync.workbooks.google import open_in_google
from sync.workbooks.sources import Source
from tests.sheets_server.cells import Formula
from tests.sheets_server.editors import Change, perform
from tests.sheets_server.grid import Tab
from tests.sheets_server.hooks import Hook
from tests.sheets_server.server import SheetsServer
from tests.sheets_server.world import ROBOT
from tests.sync.workbooks.contract import Rows

TEAM: Rows = [
    ["Key result", "Target", "Progress ⟳", "Comment"],
    ["Revenue", 100, 0.1, "ask An"],
    ["Customers", 40, 0.2, "=B3"],
    ["Churn", 3, "=B4/10", None],
    ["Tickets", 30, 0.4, "last"],
]
GUARD, WRITE = 1, 2
"""The numbers of a sync's batchUpdates."""


def new_spreadsheet(
    server: SheetsServer, tabs: dict[str, Rows], *, rows: int = 1000, columns: int = 26, owner: str = ROBOT
) -> str:
    """A spreadsheet with these tabs, and nothing else. Where somebody owns it, we may edit it."""
    key = server.world.add_spreadsheet("team", owner, shared_with=() if owner == ROBOT else (ROBOT,)).id
    requests: list[dict[str, Any]] = []
    for number, (title, typed) in enumerate(tabs.items(), 1):
        size = {"rowCount": rows, "columnCount": max(columns, *map(len, typed), 1)}
        requests.append({"addSheet": {"properties": {"sheetId": number, "title": title, "gridProperties": size}}})
        lines = [{"values": [cell_data(value) for value in row]} for row in typed]
        if lines:
            start = {"sheetId": number, "rowIndex": 0, "columnIndex": 0}
            requests.append({"updateCells": {"start": start, "rows": lines, "fields": "userEnteredValue"}})
    requests.append({"deleteSheet": {"sheetId": 0}})
    perform(server.world, key, {"edit": "requests", "requests": requests})
    return key


def cell_data(value: Any) -> dict[str, Any]:
    match value:
        case None:
            return {}
        case bool():
            return {"userEnteredValue": {"boolValue": value}}
        case int() | float() | Decimal():
            return {"userEnteredValue": {"numberValue": float(value)}}
        case ErrorValue():
            return {"userEnteredValue": {"formulaValue": f"={value.code}"}}
        case str() if value.startswith("="):
            return {"userEnteredValue": {"formulaValue": value}}
    return {"userEnteredValue": {"stringValue": value}}


def options(server: SheetsServer, **own: Any) -> GoogleOptions:
    """Without quotas of our own: the server has none either."""
    limits = ("reads_per_minute", "writes_per_minute", "project_reads_per_minute", "project_writes_per_minute")
    return GoogleOptions(
        endpoint=server.url, **{"spreadsheet_per_second": 1_000_000, **dict.fromkeys(limits, 60_000_000), **own}
    )


def opened(server: SheetsServer, key: str, **own: Any) -> Workbook:
    return open_in_google(Source("google", key), options(server, **own), name="team")


class Sheets:
    """One spreadsheet, and its workbook."""

    def __init__(
        self,
        server: SheetsServer,
        tabs: dict[str, Rows],
        *,
        rows: int = 1000,
        columns: int = 26,
        owner: str = ROBOT,
        **own: Any,
    ) -> None:
        self.server = server
        self.key = new_spreadsheet(server, tabs, rows=rows, columns=columns, owner=owner)
        self.workbook: Workbook = opened(server, self.key, **own)

    def tab(self, number: int = 0) -> Tab:
        file = self.server.world.files.get(self.key)
        assert file is not None
        assert file.spreadsheet is not None
        return file.spreadsheet.tabs[number]

    def column(self, column: int, rows: int = 8, tab: int = 0) -> list[Any]:
        found = [self.tab(tab).cell(row, column - 1).entered for row in range(rows)]
        return [one.text if isinstance(one, Formula) else one for one in found]

    def somebody(self, number: int, *changes: Change, when: str = "before") -> None:
        """Somebody acts before (or after) a batchUpdate of the next sync."""

        def act() -> None:
            for change in changes:
                perform(self.server.world, self.key, change)

        self.server.world.hooks.add(Hook(act, when, "batchUpdate", number))

    def asked(self, *requests: dict[str, Any]) -> None:
        """The owner does what Google is asked for."""
        perform(self.server.world, self.key, {"edit": "requests", "requests": list(requests)})

    def counts(self) -> dict[str, int]:
        return self.server.world.log.counts()


def plan(content: WorkbookContent, *changes: CellChange, columns: tuple[AddColumn, ...] = ()) -> Plan:
    return Plan("team", content.fingerprint, date(2026, 11, 1), columns, changes)


def change(row: int, after: Any, column: int = 3, tab: str = "Q4") -> CellChange:
    return CellChange(CellRef(tab, row, column), None, after, Field.progress, f"row {row}")


def progress(content: WorkbookContent) -> Plan:
    """A value for each of the team's rows that names its row."""
    sheet = content.sheets[0]
    rows = [row for row in sheet.rows if row > 1 and sheet.cell(row, 1) is not None]
    return plan(content, *(change(row, f"for {sheet.rows[row][1].value}", tab=sheet.title) for row in rows))


def added(column: int, last_row: int = 5, tab: str = "Q4") -> AddColumn:
    return AddColumn(
        CellRef(tab, 1, column), "Score ⟳", Field.score, "okr-sync fills it in", "0.00", 9, column - 1, last_row
    )
