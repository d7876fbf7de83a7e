"""A workbook that nobody changed since it was last read: what it comes to today, without reading it again.

A sync is a function of what the workbook says, of the settings, of the past and of the day. Where the first two are the
same, the last two still may ask for something else to be written: then the workbook is read before that is done.
"""

from __future__ import annotations

from datetime import date

from sync.archive import LastRead
from sync.due import due_in_owned_cells
from sync.engine import Outcome
from sync.inheriting import OtherWorkbooks, with_other_workbooks
from sync.model.past import History
from sync.model.plans import Plan
from sync.model.rows import Field, Rows
from sync.options import Settings
from sync.rules import check, is_about_formulas
from sync.run_info import software_and_settings
from sync.scoring import score


def examine_unchanged(
    read: LastRead, history: History, settings: Settings, as_of: date, others: OtherWorkbooks | None = None
) -> Outcome | None:
    """Given a workbook's last read after which nothing was left to be written, and that it says the same still, return
    what it comes to on a day: nothing is to be written. None where it has to be read: other software or settings read
    it, other columns of it may count by now, or its owned cells should hold something else. Pure, but for what the
    other workbooks are asked."""
    if (read.run.version, read.run.settings_hash) != software_and_settings(settings):
        return None
    if history.unwritten:
        return None  # what was sealed waits to be written, and nobody knows what stands there
    then, info = read.snapshot, read.snapshot.info
    if _goes_by_other_columns(then.scored.rows, info.as_of, as_of):
        return None
    own = settings.workbook(info.workbook)
    scored = score(then.scored.rows, as_of, settings.scoring, history)
    if others is not None:
        history = with_other_workbooks(info.workbook, scored, history, own.rules, others)
    in_the_way = (finding for finding in then.findings if is_about_formulas(finding))
    findings = (*check(scored, history, own.rules), *in_the_way)
    was_due = due_in_owned_cells(then.scored, then.findings, history)
    if due_in_owned_cells(scored, findings, history) != was_due:
        return None
    plan = Plan(info.workbook, info.fingerprint, as_of)
    return Outcome(info.workbook, info.source, then.scored.rows, scored, findings, plan)


def _goes_by_other_columns(rows: Rows, then: date, as_of: date) -> bool:
    """Whether since then a period has begun of which a column holds values, or one is over whose column gave a field
    ('Target Q3 | Target Q4')."""
    return any(
        then < period.first_day <= as_of or (column.field is not Field.period and then <= period.last_day < as_of)
        for table in rows.tables
        for column in table.columns
        if (period := column.period) is not None
    )
