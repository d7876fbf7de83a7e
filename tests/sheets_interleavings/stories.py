"""Stories by the dozen: spreadsheets that live through a few syncs and edits each."""

from __future__ import annotations

from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis.stateful import run_state_machine_as_test

from sync.workbooks import google_guarded
from tests.sheets_interleavings.machine import TALLY, Interleavings, Tally

_STEPS = 12


def seen(number: int) -> Tally:
    """In a process of its own: given a seed, what was seen in the stories that it makes."""
    TALLY.clear()
    run(number, examples=50)
    return TALLY


def look_at_tabs_in_part() -> None:
    google_guarded.LARGEST_WHOLE, google_guarded.FIRST_ROWS = 0, 1


def run(number: int, examples: int) -> None:
    """Given a seed, let that many spreadsheets live through up to a dozen steps each. Raise AssertionError, with the
    shortest story that leads there, where something is not as it should be."""
    own = settings(
        max_examples=examples,
        stateful_step_count=_STEPS,
        deadline=None,
        database=None,
        phases=(Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
        print_blob=False,
    )
    machine = seed(number)(Interleavings)
    run_state_machine_as_test(machine, settings=own)
