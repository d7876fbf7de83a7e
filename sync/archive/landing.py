"""Whether a write reached its cell, of which no receipt tells. Pure."""

from sync.archive.values import Write
from sync.model.cells import WorkbookContent, is_same_value

NEVER_WRITTEN = "never_written"
CHANGED_SINCE = "changed_since"
NOT_READ = "not_read"


def why_not_landed(write: Write, content: WorkbookContent) -> str | None:
    """Given a write that no receipt came for, and the workbook as it stands, return why it was none; None where the
    cell holds what was meant."""
    sheet = content.sheet(write.cell.sheet)
    if sheet is None or not sheet.complete:
        return NOT_READ
    cell = sheet.cell(write.cell.row, write.cell.column)
    stands = None if cell is None else cell.value
    if is_same_value(stands, write.after):
        return None
    return NEVER_WRITTEN if is_same_value(stands, write.before) else CHANGED_SINCE
