"""Tabs ─▶ rows: objectives with their key results, KPIs and check-ins, as any team keeps them. Pure."""

from sync.reading.sheets.nothing_found import all_remarks, what_is_missing
from sync.reading.sheets.workbook import read_rows, worth_reading

__all__ = ["all_remarks", "read_rows", "what_is_missing", "worth_reading"]
