"""What the schema refuses, put into the words of somebody who writes a settings file."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, NamedTuple

from sync.settings.problems import SECRET, Path
from sync.settings.schema import LISTED, section_models, settings_of


class Fault(NamedTuple):
    """Something wrong at a path. ``at_key`` points at the key, else at its value."""

    path: Path
    message: str
    help: str = ""
    at_key: bool = False


def fault(error: dict[str, Any]) -> Fault:
    """Given one of pydantic's errors, return the fault: what is wrong, and the nearest thing that would be right."""
    at_key = "[key]" in error["loc"]
    path: Path = tuple(part for part in error["loc"] if part != "[key]")
    kind, value, context = error["type"], error["input"], error.get("ctx", {})
    if kind == "extra_forbidden":
        return _unknown(path)
    if kind == "missing":
        return Fault(path[:-1], f"'{path[-1]}' is missing", _example(path), at_key=True)
    if kind == "refused":
        help = nearest(context["value"], context["names"]) or context["help"]
        return Fault(path, context["message"], help, at_key)
    if kind in ("greater_than_equal", "less_than_equal"):
        return Fault(path, f"{_said(value)} is out of bounds: {_bounds(path)}")
    if wanted := _WANTED.get(kind):
        is_section = len(path) == 1 or (len(path) == 2 and path[0] in LISTED)
        wanted = "a section" if is_section and kind == "dict_type" else wanted
        if len(path) == 1 and path[0] in LISTED and not isinstance(value, dict):
            wanted, help = "a section", f"write {header(str(path[0]))} on a line of its own, and its settings below it"
        elif is_section and isinstance(value, list):
            help = "its header stands in single brackets: […]"
        else:
            help = _example(path) if path[-1] in ("every", "at") else _corrected(kind, value)
        return Fault(path, f"this must be {wanted}, not {_said(value)}", help)
    return Fault(path, error["msg"])


def nearest(name: str, names: Collection[str], cutoff: float = 0.65) -> str:
    """Given a name that is none, and those that there are, return a suggestion, or nothing where none is near."""
    by_folded = {known.casefold(): known for known in names}
    close = get_close_matches(name.casefold(), by_folded, n=1, cutoff=cutoff)
    return f"did you mean '{by_folded[close[0]]}'?" if close else ""


def secret(path: Path) -> Fault:
    """Given the path of a setting that looks like a secret, return the fault."""
    help = "take it out, and change it where it is in use: it was readable here"
    return Fault(path, "secrets are never in the settings", help, at_key=True)


def header(section: str) -> str:
    """Given a section's name, return its header as it stands in the file."""
    return f"[[{section}]]" if section in LISTED else f"[{section}]"


def _unknown(path: Path) -> Fault:
    name, section = str(path[-1]), str(path[0])
    if SECRET.search(name):
        return secret(path)
    sections = section_models()
    homes = [home for home in sections if home != section and name in settings_of(home)]
    at_home = f"it belongs to {header(homes[0])}" if homes else ""
    if len(path) == 1:
        help = nearest(name, sections) or at_home or f"known: {', '.join(map(header, sections))}"
        return Fault(path, "there is no such section", help, at_key=True)
    if (section, name) in _HINTS:
        return Fault(path, "there is no such setting", _HINTS[section, name], at_key=True)
    known = settings_of(section)
    return Fault(
        path, "there is no such setting", nearest(name, known) or at_home or f"known: {', '.join(known)}", at_key=True
    )


_HINTS = {
    ("job", "cron"): 'write every = "1 hour", or at = "18:00" with on = ["mon", "fri"]',
    ("job", "schedule"): 'write every = "1 hour", or at = "18:00" with on = ["mon", "fri"]',
    ("workbook", "path"): 'write source = "excel:teams/sales.xlsx"',
    ("workbook", "file"): 'write source = "excel:teams/sales.xlsx"',
}

_WANTED = {
    "string_type": "text in quotes",
    "bool_type": "true or false",
    "int_type": "a whole number",
    "is_instance_of": "a number",
    "decimal_type": "a number",
    "finite_number": "a finite number",
    "list_type": "a list in [ ]",
    "dict_type": "a table in { }",
}


def _said(value: object) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return "text"
        case int() | Decimal():
            return str(value) if len(str(value)) <= 20 else "this number"
        case list():
            return "a list"
        case dict():
            return "a table"
    return "a date or time"


def _corrected(kind: str, value: object) -> str:
    match kind, value:
        case "string_type", int() | Decimal() if not isinstance(value, bool) and len(str(value)) <= 20:
            return f'write "{value}"'
        case "list_type", str():
            return f'write ["{value}"]'
        case "list_type", dict():
            return "its header stands in double brackets: [[…]]"
        case "bool_type", str() if value.casefold() in ("true", "false"):
            return f"write {value.casefold()}, without quotes"
    return ""


def _bounds(path: Path) -> str:
    least, most = settings_of(str(path[0]))[str(path[-1])].bounds
    if least is not None and most is not None:
        return f"{least} to {most}"
    return f"at least {least}" if most is None else f"at most {most}"


def _example(path: Path) -> str:
    example = settings_of(str(path[0]))[str(path[-1])].about.example
    return "" if example is None else f'for example {path[-1]} = "{example}"'
