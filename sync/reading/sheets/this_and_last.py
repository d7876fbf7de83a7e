"""'Last month | This month | Target | YTD' over KPIs ─▶ which value is held against the target: this month's,
unless the target's header or the numbers themselves say that it is of all that there is to date."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from sync.cycles import length_of
from sync.model.cells import Sheet
from sync.model.rows import Cycle, Field
from sync.reading.sheets.column_content import SAMPLE
from sync.reading.sheets.header_cells import Header
from sync.reading.sheets.headers import Placement, plain_words
from sync.reading.sheets.spans_of_values import is_to_date, names_a_span, says_so_far, span_of, spanned
from sync.reading.sheets.tables import Band

_CLEARLY = Decimal("1.5")


def of_this_month(sheet: Sheet, band: Band, headers: Sequence[Header], cycle: Cycle | None) -> list[Header]:
    """Given a KPI table's headers and its cycle, return them with 'Last month' set aside beside 'This month', which is
    no start of it; and with one of 'This month' and 'YTD', the one that the only target is of."""
    this = [one for one in headers if _is(Field.current, one) and plain_words(one.text) in _THIS]
    this = this or _of_the_only_month(headers)
    if len(this) != 1:
        return list(headers)
    last = {one.column for one in headers if _is(Field.baseline, one) and plain_words(one.text) in _LAST}
    to_date = [one for one in headers if _is(Field.current, one) and is_to_date(one.text)]
    targets = [one for one in headers if _is(Field.target, one)]
    of_the_quarter = [one for one in headers if _is_of_a_quarter_to_date(one)]
    if len(of_the_quarter) == sum(span_of(one.text) == "quarter" for one in targets) == 1:
        last.update(one.column for one in (*this, *to_date) if one not in of_the_quarter)
    elif len(to_date) == 1 and len(targets) == 1:
        is_of_all = _is_of_all_to_date(sheet, band, (this[0], to_date[0], targets[0]), cycle)
        last.add((this if is_of_all else to_date)[0].column)
    return [one._replace(placement=Placement()) if one.column in last else one for one in headers]


def _of_the_only_month(headers: Sequence[Header]) -> list[Header]:
    """'TH T10' beside 'Lũy kế', where no plan names its month."""
    named = [one for one in headers if one.placement is not None and one.placement.period]
    is_alone = len(named) == 1 and any(_is(Field.current, one) and is_to_date(one.text) for one in headers)
    fields = (Field.current, Field.period)
    return [one for one in named if is_alone and one.placement is not None and one.placement.field in fields]


def _is_of_a_quarter_to_date(header: Header) -> bool:
    """'QTD', 'Lũy kế quý', 'Q4 to date'."""
    said = says_so_far(header.text)
    period = "" if header.placement is None else header.placement.period
    return bool(said) if not period else said is not None and period.startswith("q")


def _is(wanted: Field, header: Header) -> bool:
    placement = header.placement
    return placement is not None and placement.fields[:1] == (wanted,) and not placement.period


def _is_of_all_to_date(sheet: Sheet, band: Band, columns: tuple[Header, ...], cycle: Cycle | None) -> bool:
    """Whether a target is of what there is to date: as its header says, else as the most rows have it whose month is
    clearly nearer or farther than that; where none tells, in the table of a year or quarter."""
    said = spanned(columns[-1].text)
    if names_a_span(columns[-1].text) or (said is not None and said.span is not None):
        return said is None or said.span in ("to date", "year")
    told = list(_nearer(sheet, band, columns))
    if told:
        return 2 * sum(told) > len(told)
    return cycle is not None and length_of(cycle) != "month"


def _nearer(sheet: Sheet, band: Band, columns: tuple[Header, ...]) -> Iterator[bool]:
    for row in range(band.header_row + 1, min(band.end_row, band.header_row + SAMPLE) + 1):
        cells = [sheet.cell(row, one.column) for one in columns]
        values = [cell.value for cell in cells if cell is not None and isinstance(cell.value, Decimal)]
        if len(values) < len(columns) or min(values) <= 0:
            continue
        this, to_date, target = values
        months, of_all = _times(this, target), _times(to_date, target)
        if max(months, of_all) > _CLEARLY * min(months, of_all):
            yield of_all < months


def _times(one: Decimal, other: Decimal) -> Decimal:
    return max(one, other) / min(one, other)


_THIS = (
    "this month", "this week", "this quarter", "current month", "current week", "current quarter", "thang nay",
    "tuan nay", "quy nay", "ky nay",
)  # fmt: skip
_LAST = (
    "last month", "last week", "last quarter", "last year", "prior month", "previous month", "previous value",
    "prior value", "previous quarter", "thang truoc", "tuan truoc", "quy truoc", "ky truoc", "nam truoc",
)  # fmt: skip
