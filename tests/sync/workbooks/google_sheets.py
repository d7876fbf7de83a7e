"""Spreadsheets on the test server, and workbooks that lead to them."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from sync.model import ErrorValue
from sync.options import GoogleOptions
from sync.workbooks.base import Workbook
from sync.workbooks.google import open_in_google
from sync.workbooks.sources import Source
from tests.sheets_server.editors import perform
from tests.sheets_server.server import SheetsServer
from tests.sync.workbooks.contract import Rows


def new_spreadsheet(server: SheetsServer, tabs: dict[str, Rows], *, rows: int = 1000, columns: int = 26) -> str:
    """A spreadsheet with these tabs, and nothing else."""
    key = server.world.add_spreadsheet("team").id
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


def opened(server: SheetsServer, key: str) -> Workbook:
    return open_in_google(Source("google", key), options(server), name="team")
