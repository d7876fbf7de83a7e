"""What a test in another process may set: /_admin/…, JSON in and out. In this process, use ``SheetsServer.world``."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

from tests.sheets_server.editors import RandomEditor, perform
from tests.sheets_server.errors import ApiError
from tests.sheets_server.hooks import Hook
from tests.sheets_server.latency import Latency
from tests.sheets_server.messages import Answer, Call
from tests.sheets_server.quotas import limits_of
from tests.sheets_server.world import OWNER, World


def answer(call: Call) -> Answer:
    handler = _HANDLERS.get((call.method, call.path.removeprefix("/_admin/")))
    if handler is None:
        known = [f"{method} /_admin/{name}" for method, name in _HANDLERS]
        return Answer(404, {"error": f"no {call.method} {call.path}", "known": known})
    try:
        sent = json.loads(call.content) if call.content else {}
        with call.world.lock:
            return Answer(body=handler(call.world, sent) or {})
    except ApiError as error:
        return Answer(error.code, error.body())
    except (ValueError, KeyError, TypeError) as error:
        return Answer(400, {"error": f"{type(error).__name__}: {error}"})


def _add_fault(world: World, sent: dict[str, Any]) -> None:
    world.faults.add(**sent)


def _latency(world: World, sent: dict[str, Any]) -> None:
    world.latency = Latency(**sent)


def _clock(world: World, sent: dict[str, Any]) -> dict[str, Any]:
    if "stop" in sent:
        world.clock.stop(None if sent["stop"] is True else sent["stop"])
    if "offset" in sent:
        world.clock.offset = sent["offset"]
    world.clock.turn_on(sent.get("turn_on", 0))
    return {"now": world.clock.seconds()}


def _add_editor(world: World, sent: dict[str, Any]) -> None:
    """Either ``edits``, all of them at one moment, or ``random``: ``{"seed": 7, "kinds": […]}``."""
    spreadsheet_id, when = sent.pop("spreadsheetId"), {"when", "match", "number", "probability", "seed"}
    edits, dice = sent.pop("edits", []), sent.pop("random", None)
    if unknown := set(sent) - when:
        raise ValueError(f"no option {', '.join(sorted(unknown))}")
    if dice is not None:
        action = RandomEditor.of(world, spreadsheet_id, dice.get("seed", 0), dice.get("kinds", ())).act
    else:
        action = _script(world, spreadsheet_id, edits)
    world.hooks.add(Hook(action, **sent))


def _script(world: World, spreadsheet_id: str, edits: list[dict[str, Any]]) -> Callable[[], None]:
    def act() -> None:
        for change in edits:
            perform(world, spreadsheet_id, change)

    return act


def _edit(world: World, sent: dict[str, Any]) -> None:
    perform(world, sent.pop("spreadsheetId"), sent)


def _add_spreadsheet(world: World, sent: dict[str, Any]) -> dict[str, Any]:
    file = world.add_spreadsheet(sent["title"], sent.get("owner", OWNER), tuple(sent.get("sharedWith", ())))
    return {"id": file.id}


def _add_folder(world: World, sent: dict[str, Any]) -> dict[str, Any]:
    return {"id": world.add_folder(sent["name"], shared_drive=bool(sent.get("sharedDrive"))).id}


def _share(world: World, sent: dict[str, Any]) -> None:
    """Give ``user`` (absent: whoever has the link) a ``role``; without a role, take it away."""
    file = world.files.get(sent["id"])
    if file is None:
        raise ValueError(f"no file {sent['id']}")
    own = world.files.permission(
        sent.get("role") or "reader", "user" if "user" in sent else "anyone", sent.get("user", "")
    )
    file.permissions = [each for each in file.permissions if each["id"] != own["id"]]
    if sent.get("role"):
        file.permissions.append(own)
    world.files.noted(file)


def _imports(world: World, sent: dict[str, Any]) -> None:
    world.imports_are_loading = bool(sent["loading"])


def _storage(world: World, sent: dict[str, Any]) -> None:
    world.robots_own_no_storage = bool(sent["robots_own_none"])


_HANDLERS: dict[tuple[str, str], Callable[[World, dict[str, Any]], Any]] = {
    ("GET", "log"): lambda world, sent: {"requests": world.log.as_json(), "transferred": world.log.transferred},
    ("GET", "counts"): lambda world, sent: world.log.counts(),
    ("DELETE", "log"): lambda world, sent: world.log.empty(),
    ("POST", "faults"): _add_fault,
    ("DELETE", "faults"): lambda world, sent: world.faults.clear(),
    ("POST", "quotas"): lambda world, sent: world.quotas.turn_on(limits_of(sent)),
    ("DELETE", "quotas"): lambda world, sent: world.quotas.turn_off(),
    ("POST", "latency"): _latency,
    ("DELETE", "latency"): lambda world, sent: _latency(world, {}),
    ("POST", "editors"): _add_editor,
    ("GET", "editors"): lambda world, sent: {"failures": world.hooks.failures},
    ("DELETE", "editors"): lambda world, sent: world.hooks.clear(),
    ("POST", "edit"): _edit,
    ("POST", "clock"): _clock,
    ("POST", "expire-tokens"): lambda world, sent: world.expire_tokens(),
    ("POST", "spreadsheets"): _add_spreadsheet,
    ("POST", "folders"): _add_folder,
    ("POST", "share"): _share,
    ("POST", "imports"): _imports,
    ("POST", "storage"): _storage,
}
