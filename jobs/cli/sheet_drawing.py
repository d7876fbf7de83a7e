"""A sheet as it was understood, drawn as the sheet itself: letters and fields above, row numbers at the left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from jobs.cli.output import Output, aligned, display_width, width
from jobs.sheet_picture import TablePicture, TabPicture

_WIDEST = 24
_MOST_ROWS = 14
_SHORT = {"objective + key result": "O+KR", "objective": "O", "key result": "KR", "header": "head", "": "·"}


def draw_tabs(tabs: Sequence[TabPicture], output: Output) -> None:
    """Given how tabs were understood, draw each: all rows with ``verbose``, else the first ones."""
    for tab in tabs:
        output.line(output.styled(f"tab '{tab.title}'", "bold") + (f": {tab.left_alone}" if tab.left_alone else ""))
        for table in tab.tables:
            for line in _drawn(table, len(table.rows) if output.verbose else _MOST_ROWS):
                output.line(line)
        if tab.guessed is not None:
            for line in _drawn(tab.guessed, len(tab.guessed.rows), "what its columns might be:"):
                output.line(line)
            output.line(f"    help: if these are OKRs, write into the settings: {tab.guessed.kind}")
        for remark in tab.remarks:
            output.line(f"  {remark.cell}: {remark.said}")
            output.line(f"    help: {remark.mend}")
        output.line()


def _drawn(table: TablePicture, most: int, title: str = "") -> Iterator[str]:
    cycle = f", cycle {table.cycle}" if table.cycle else ""
    yield f"  {title or f'{table.kind}: {table.language}, numbers as in {table.locale}{cycle}'}"
    rows, more = table.rows[:most], len(table.rows) - most
    for first, last in _bands(table):
        columns = table.columns[first:last]
        yield ""
        head = [
            ["", "", *(column.letters for column in columns)],
            ["", "", *(_field(column.field) for column in columns)],
        ]
        body = [
            [_SHORT.get(row.taken_for, row.taken_for), str(row.row), *(_cut(cell) for cell in row.cells[first:last])]
            for row in rows
        ]
        yield from (f"  {line.rstrip()}" for line in aligned([*head, *body]))
    if more > 0:
        yield f"  … {more} more {'row' if more == 1 else 'rows'}; --verbose shows all"
    unused = [
        f"{column.letters} '{_cut(column.header)}'" for column in table.columns if column.header and not column.field
    ]
    if unused:
        yield f"  not used: {', '.join(unused)}"


def _bands(table: TablePicture) -> Iterator[tuple[int, int]]:
    """As many columns side by side as the terminal holds."""
    room = width() - 14
    first, used = 0, 0
    for index, column in enumerate(table.columns):
        wide = max(
            map(display_width, (column.letters, _field(column.field), *(_cut(row.cells[index]) for row in table.rows)))
        )
        if index > first and used + wide + 2 > room:
            yield first, index
            first, used = index, 0
        used += wide + 2
    yield first, len(table.columns)


def _field(name: str) -> str:
    return f"[{name}]" if name else "–"


def _cut(text: str) -> str:
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"
