"""Everything that is wrong with a settings file, found in one go: syntax, then every key and value, then what does not
go together."""

from __future__ import annotations

from collections.abc import Collection
from os.path import dirname
from typing import Any

from sync.settings.conflicts import conflicts
from sync.settings.faults import Fault, fault, header
from sync.settings.problems import Problem, SettingsError
from sync.settings.schema import LISTED, Document
from sync.settings.syntax import Parsed, parse
from sync.settings.validating import validate


def checked(text: str, file: str, known_codes: Collection[str] = ()) -> Document:
    """Given a settings file's text and path, and the rules' codes where they are known, return the document. Raise
    SettingsError with all that is wrong."""
    parsed = parse(text)
    document, errors = validate(parsed.content)
    if parsed.faults:
        # A line that cannot be read may have held what seems to be missing or in conflict.
        faults = [fault(error) for error in errors if error["type"] != "missing"]
    else:
        faults = [*map(fault, errors), *conflicts(parsed.content, dirname(file), known_codes)]
    if document is not None and not parsed.faults and not faults:
        return document
    raise SettingsError(_problems(text, file, parsed, faults))


def _problems(text: str, file: str, parsed: Parsed, faults: list[Fault]) -> tuple[Problem, ...]:
    from sync.settings.places import find_places  # a parser that only a file with mistakes needs

    places = find_places(parsed.readable)
    lines = text.split("\n")

    def problem(line: int, column: int, length: int, key: str, message: str, help: str) -> Problem:
        return Problem(file, message, key, help, line, column, lines[line - 1].rstrip(), length)

    problems = {problem(*each) for each in parsed.faults}
    for each in faults:
        place = places.of_key(each.path) if each.at_key else places.of_value(each.path)
        problems.add(problem(*place, _called(each.path, parsed.content), each.message, each.help))
    return tuple(sorted(problems, key=lambda each: (each.line, each.column, each.key, each.message)))


def _called(path: tuple[str | int, ...], content: dict[str, Any]) -> str:
    """Return what a setting is called: '[scoring] grace', "[[workbook]] 'sales' tabs"."""
    section, *rest = path
    words = [header(str(section))]
    of_each = content.get(str(section))
    if section in LISTED and rest and isinstance(of_each, list):
        each = of_each[int(rest[0])]
        name = each.get("name") if isinstance(each, dict) else None
        words.append(f"'{name}'" if isinstance(name, str) else f"number {int(rest.pop(0)) + 1}")
    return " ".join([*words, *(str(part) for part in rest if isinstance(part, str))])
