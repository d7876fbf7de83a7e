"""The words that are written into sheets: statuses, headers of owned columns and their notes, a row's warnings."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache

from sync.messages.catalogues import languages
from sync.messages.rendering import render
from sync.model.findings import Finding, Language, Message, Severity
from sync.model.rows import Field
from sync.model.scores import Status
from sync.options import ScoringOptions

LONGEST_NOTE = 255
"""What Excel shows of a header's note (an input message)."""

_SEVERITIES = {
    Severity.error: Message("Error"),
    Severity.warning: Message("Warning"),
    Severity.info: Message("Suggestion"),
}
_STATUSES = {
    Status.not_started: Message("Not started"),
    Status.no_data: Message("No data"),
    Status.done: Message("Done"),
    Status.on_track: Message("On track"),
    Status.at_risk: Message("At risk"),
    Status.behind: Message("Behind"),
    Status.healthy: Message("Healthy"),
    Status.out_of_range: Message("Out of range"),
    Status.left_out: Message("Left out"),
}
_GRADES_AND_VERDICTS = {
    "success": Message("success"),
    "progress made": Message("progress made"),
    "missed": Message("missed"),
    "keep going": Message("keep going"),
    "raise the bar": Message("raise the bar"),
    "make it a key result": Message("make it a key result"),
}
HEADERS = {
    Field.progress: Message("Progress ⟳"),
    Field.score: Message("Score ⟳"),
    Field.status: Message("Status ⟳"),
    Field.warnings: Message("Warnings ⟳"),
    Field.objective_score: Message("Objective score ⟳"),
}
_NOTES = {
    Field.progress: Message(
        "How far from baseline to target: (current − baseline) ÷ (target − baseline). A bound that is kept: 100% "
        "inside, 0% where it is missed by the tolerance, which is 10% of it unless a column says otherwise."
    ),
    Field.score: Message(
        "Progress as a number from 0.0 to 1.0. An objective's is the weighted mean of its key results'."
    ),
    Field.status: Message(
        "Progress against the time that has passed: on track from {on_track}% of what is expected by now, at risk from "
        "{at_risk}%, else behind. The first {grace}% of the cycle are free."
    ),
    Field.warnings: Message(
        "What is wrong in this row, and what to do. O: is about the objective. To excuse this row from a rule, write "
        "okr: ignore and its code in the notes column."
    ),
    Field.objective_score: Message(
        "The weighted mean of the progress of the objective's key results, 0.0–1.0. A key result without a value "
        "counts as 0."
    ),
}
_SKIPPING_NOTE = Message(
    "The weighted mean of the progress of the objective's key results, 0.0–1.0. A key result without a value is left "
    "out."
)
_KPI_STATUS_NOTE = Message("Whether the newest value of the KPI is inside its healthy range.")
_FILLED_IN = Message("Filled in by okr-sync; typed values are replaced.")
_SEVEREST_FIRST = {Severity.error: 0, Severity.warning: 1, Severity.info: 2}


def severity_words(severities: Iterable[Severity], language: Language) -> str:
    """Given the severities that a rule's findings may have, return their words: 'Lỗi', 'Lỗi / cảnh báo'."""
    first, *others = [render(_SEVERITIES[each], language) for each in severities]
    return " / ".join([first, *map(str.lower, others)])


@lru_cache(maxsize=32)
def status_word(status: Status, language: Language) -> str:
    """Given a status, return the word that is written into sheets: 'Đúng tiến độ', 'On track'."""
    return render(_STATUSES[status], language)


def kept_word(kept: str, language: Language) -> str:
    """Given a status, grade or verdict as the archive keeps it, return the word for it inside a line: 'at risk', 'có
    rủi ro'; '' for ''."""
    if kept in _GRADES_AND_VERDICTS:
        return render(_GRADES_AND_VERDICTS[kept], language)
    return status_word(Status(kept), language).lower() if kept else ""


def owned_header(field: Field, language: Language) -> str:
    """Given an owned field, return its column's header with the mark: 'Tiến độ ⟳'. Raise KeyError for another field."""
    return render(HEADERS[field], language)


def owned_field(header: str) -> tuple[Field, Language | None] | None:
    """Given a header with the mark, return the owned field that some language heads so, and that language (none where
    languages share the words: 'Status ⟳'); None where no language does."""
    return _owned_fields().get(_as_compared(header))


def header_note(field: Field, language: Language, scoring: ScoringOptions, *, of_kpis: bool = False) -> str:
    """Given an owned field, and whether it stands in a table of KPIs, return what its header explains to whoever
    selects it: what the column is, its formula and thresholds, and that typed values are replaced. At most 255
    characters: a language that needs more is cut."""
    note = _NOTES[field]
    if field is Field.objective_score and scoring.missing_current == "skip":
        note = _SKIPPING_NOTE
    elif field is Field.status and of_kpis:
        note = _KPI_STATUS_NOTE
    values = tuple((name, getattr(scoring, name) * Decimal(100)) for name in ("on_track", "at_risk", "grace"))
    explained, filled_in = render(Message(note.template, values), language), render(_FILLED_IN, language)
    room = LONGEST_NOTE - len(filled_in) - 1
    return f"{explained if len(explained) <= room else explained[: room - 1].rstrip() + '…'} {filled_in}"


def warnings_text(findings: Iterable[Finding], language: Language, separator: str = "\n") -> str:
    """Given a row's findings, return the text of its Warnings cell: '[OKR101] message → hint', the severest first, and
    of these the objective's, which open with 'O:'. In whatever order findings come, that is the same text."""
    ordered = sorted((_place(finding), _warning(finding, language)) for finding in findings)
    return separator.join(dict.fromkeys(warning for _, warning in ordered))


@lru_cache(maxsize=1)
def _owned_fields() -> Mapping[str, tuple[Field, Language | None]]:
    found: dict[str, tuple[Field, Language | None]] = {}
    for language in languages():
        for field in HEADERS:
            header = _as_compared(owned_header(field, language))
            found[header] = field, None if header in found else language
    return found


def _as_compared(header: str) -> str:
    return " ".join(header.casefold().split())


def _place(finding: Finding) -> tuple[int, bool, str, int]:
    return _SEVEREST_FIRST[finding.severity], not finding.about_objective, finding.code, finding.cell.column


def _warning(finding: Finding, language: Language) -> str:
    hint = render(finding.hint, language)
    return (
        f"{'O: ' if finding.about_objective else ''}[{finding.code}] {render(finding.message, language)}"
        f"{' → ' + hint if hint else ''}"
    )
