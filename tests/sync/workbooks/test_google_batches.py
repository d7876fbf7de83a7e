from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from sync.model.cells import CellRef
from sync.model.plans import CellChange
from sync.model.rows import Field
from sync.workbooks.google_batches import batches_of
from sync.workbooks.google_grid import Reach, Spreadsheet, Tab

TABS = (Tab(1, "Q4", 5_000, 8), Tab(2, "Q3", 5_000, 8))
CELLS = st.builds(CellRef, st.sampled_from([tab.title for tab in TABS]), st.integers(2, 3_000), st.integers(1, 8))


@given(st.lists(CELLS, unique=True, max_size=20), st.sampled_from([1, 200, 1_000, 2_000_000]))
def test_each_batch_tells_where_something_is_still_to_be_written(cells: list[CellRef], largest: int) -> None:
    changes = [CellChange(cell, None, Decimal(cell.row), Field.score, "") for cell in cells]

    batches = list(batches_of(Spreadsheet(TABS), (), changes, (), largest))

    tab_ids = {tab.title: tab.id for tab in TABS}
    put = [(tab_id, *place) for batch in batches for tab_id, puts in batch.puts.items() for place in puts]
    assert sorted(put) == sorted((tab_ids[cell.sheet], cell.row, cell.column) for cell in cells)
    for number, batch in enumerate(batches):
        left: dict[int, list[tuple[int, int]]] = {}
        for later in batches[number + 1 :]:
            for tab_id, puts in later.puts.items():
                left.setdefault(tab_id, []).extend(puts)
        rest = {tab_id: Reach(set(reach.rows), set(reach.columns)) for tab_id, reach in batch.rest.items()}
        assert rest == {tab_id: Reach.of(places) for tab_id, places in left.items()}
