"""A hold as people and programs read it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from jobs.cli.output import Output
    from sync.archive import Hold


def hold_line(hold: Hold, output: Output) -> str:
    """Given a hold, return it in words: 'held since 2026-11-20 09:00 UTC by lan (board meeting)'."""
    since, why = output.moment(hold.since, with_zone=True), f" ({hold.reason})" if hold.reason else ""
    if hold.actor:
        return output.say("held since {moment} by {actor}", moment=since, actor=hold.actor) + why
    return output.say("held since {moment}", moment=since) + why


def hold_document(hold: Hold | None) -> dict[str, Any] | None:
    """Given a hold, return it as data for programs; None where there is none."""
    if hold is None:
        return None
    return {"since": hold.since, "by": hold.actor, "why": hold.reason, "run": hold.run or None}
