"""One workbook, from pull to archive: read, score, check, plan, write back. Knows nothing of schedules or terminals."""

__version__ = "0.1.0"
