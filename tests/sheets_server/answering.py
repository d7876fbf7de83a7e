"""From a request to its answer: who asks, what may go wrong, who else acts, and what it comes to."""

from __future__ import annotations

import logging
import time
from dataclasses import dataclass

from tests.sheets_server import routes
from tests.sheets_server.errors import ApiError, not_found, unauthenticated
from tests.sheets_server.faults import Fault
from tests.sheets_server.messages import Answer, Call
from tests.sheets_server.world import World

_LOGGER = logging.getLogger("sheets_server")


@dataclass(frozen=True, slots=True)
class Outcome:
    """An answer, and what becomes of it on its way: all of it arrives, half of it, or nothing (``answer`` is None)."""

    answer: Answer | None
    half: bool = False


def answer(world: World, call: Call, authorization: str) -> Outcome:
    """Given a request, return its outcome, written into the log."""
    found = routes.find(call.method, call.path)
    user = world.user_of(authorization)
    call.user = user or ""
    service = found[0].service if found else ""
    with world.lock:
        fault = world.faults.pick(call.method, call.path, call.user)
    if fault and fault.kind == "slow":
        time.sleep(fault.seconds)
    with world.lock:
        world.hooks.run("before", call.method, call.path)
        outcome = _outcome(world, call, found, fault, user is not None)
        world.hooks.run("after", call.method, call.path)
        sent = outcome.answer
        if sent and found:
            for watcher in world.watchers:
                watcher(found[0].operation, call, sent)
        world.log.add(
            user=call.user,
            service=service,
            operation=found[0].operation if found else "unknown",
            method=call.method,
            path=call.path,
            file_id=found[1][0] if found and found[1] else "",
            status=sent.status if sent else 0,
            fault=fault.kind if fault else "",
            size=len(call.content),
        )
    return outcome


def _outcome(
    world: World, call: Call, found: tuple[routes.Route, tuple[str, ...]] | None, fault: Fault | None, known: bool
) -> Outcome:
    if fault is None or fault.kind == "slow":
        return Outcome(_answered(world, call, found, known))
    if fault.kind == "truncated":
        return Outcome(_answered(world, call, found, known), half=True)
    if fault.applied:
        _answered(world, call, found, known)
    if fault.kind == "drop":
        return Outcome(None)
    service, writes = (found[0].service, found[0].writes) if found else ("", False)
    return Outcome(fault.answer(service, writes))


def _answered(world: World, call: Call, found: tuple[routes.Route, tuple[str, ...]] | None, known: bool) -> Answer:
    try:
        if found is None:
            raise not_found()
        route, parts = found
        if route.service != "token":
            if not known:
                raise unauthenticated()
            world.quotas.take(route.service, call.user, route.writes, parts[0] if parts else "")
            if world.discovery:
                body = call.body() if call.content[:1] == b"{" else {}
                world.discovery.refuse(route.operation, body, call.mask())
        return route.handler(call, *parts)
    except ApiError as error:
        return Answer(error.code, error.body())
    except Exception:
        _LOGGER.exception("%s %s", call.method, call.path)
        return Answer(500, ApiError(500, "A fault of the test server's own: see its log.").body())
