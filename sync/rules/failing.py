"""OKR000: a rule that failed. Its finding is made where rules are run (``checking.py``)."""

from __future__ import annotations

from collections.abc import Iterator

from sync.model.findings import Severity
from sync.rules.rule import Problem, Rule, page, say


@page(
    "OKR000",
    "rule-failed",
    Severity.error,
    title=say("A rule failed"),
    finds=say("A rule of okr-sync ended in an error of its own. All other rules and all scores are unharmed."),
    why=say(
        "A mistake of ours must neither stop a sync nor go unseen: it is reported like a finding, and never written "
        "into a sheet."
    ),
)
def rule_failed(_: object) -> Iterator[Problem]:
    yield from ()


RULES: tuple[Rule, ...] = (rule_failed,)
