"""``config.example.toml`` and ``docs/settings.md``, made from the schema so that neither can be wrong.

``python -m sync.settings.reference`` writes both; a test compares them with what stands there.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from sync.settings.schema import LISTED, Section, section_models, settings_of

_EXAMPLE_HEAD = """\
# Every setting of okr-sync, each with its default. Copy this file to config.toml and keep what you change: what is
# left out has the default that is shown here. Lines behind a '#' have no default, and show an example.
# Paths are relative to this file. Secrets never stand in it."""

_PAGE_HEAD = """\
# Settings

Settings stand in `config.toml`: the file that `--config` names, else the one that `OKR_SYNC_CONFIG` names, else
`config.toml` in the current folder. All of it is optional, and so is the file. It is checked whole before anything
else happens: everything that is wrong is said at once, with line, column and the nearest right name. Paths are
relative to the file. Secrets never stand in it.

This page and [config.example.toml](../config.example.toml) are made from the schema by
`python -m sync.settings.reference`."""


class Setting(NamedTuple):
    """One setting as its schema has it. ``default`` is None where it has none; ``example`` where none is given."""

    section: str
    name: str
    description: str
    required: bool
    default: object
    example: object

    @property
    def stands_in_example(self) -> bool:
        """Whether the example file gives it a value, rather than a comment: a job has either ``every`` or ``at``."""
        if self.section == "job" and self.name in ("every", "at", "on"):
            return self.name == "every"
        return self.required or self.default is not None


def settings() -> list[Setting]:
    """Return every setting, in the order of the file."""
    return [
        Setting(section, name, one.about.description, one.is_required, _as_typed(one.default), one.about.example)
        for section in section_models()
        for name, one in settings_of(section).items()
    ]


def example_text() -> str:
    """Return what ``config.example.toml`` holds."""
    blocks = [_EXAMPLE_HEAD]
    for section, model in section_models().items():
        lines = [f"# {_story(model)}", _header(section)]
        for setting in settings():
            if setting.section == section:
                lines += ["", f"# {setting.description}{_for_example(setting)}", _line(setting)]
        blocks.append("\n".join(lines))
    return "\n\n\n".join(blocks) + "\n"


def page_text() -> str:
    """Return what ``docs/settings.md`` holds."""
    blocks = [_PAGE_HEAD]
    for section, model in section_models().items():
        rows = ["| setting | default | what it is |", "| --- | --- | --- |"]
        for setting in settings():
            if setting.section == section:
                default = "required" if setting.required else _code(setting.default)
                example = "" if setting.example is None else f" For example {_code(setting.example)}."
                description = setting.description.replace("|", "\\|")
                rows.append(f"| `{setting.name}` | {default} | {description}.{example} |")
        blocks += [f"## {_header(section)}", _story(model), "\n".join(rows)]
    return "\n\n".join(blocks) + "\n"


def toml(value: object) -> str:
    """Given a setting's value, return it as TOML."""
    match value:
        case bool():
            return "true" if value else "false"
        case int() | Decimal():
            return str(value)
        case str():
            return json.dumps(value, ensure_ascii=False)
        case list():
            return f"[{', '.join(map(toml, value))}]"
        case dict():
            pairs = (f"{_key(key)} = {toml(each)}" for key, each in value.items())
            return "{ " + ", ".join(pairs) + " }" if value else "{}"
    raise TypeError(f"no setting has a value like {value!r}")


def write_reference(folder: Path) -> None:
    """Given the repository's folder, write the example file and the page into it."""
    (folder / "config.example.toml").write_text(example_text(), encoding="utf-8")
    (folder / "docs" / "settings.md").write_text(page_text(), encoding="utf-8")


def _as_typed(default: object) -> object:
    """A default as a file would say it."""
    if isinstance(default, tuple):
        return list(default)
    return dict(default) if isinstance(default, Mapping) else default


def _line(setting: Setting) -> str:
    value = setting.example if setting.default is None or not setting.stands_in_example else setting.default
    return f"{'' if setting.stands_in_example else '# '}{setting.name} = {toml(value)}"


def _for_example(setting: Setting) -> str:
    shown_already = setting.default is None or not setting.stands_in_example
    return "" if setting.example is None or shown_already else f"; for example {toml(setting.example)}"


def _header(section: str) -> str:
    return f"[[{section}]]" if section in LISTED else f"[{section}]"


def _story(model: type[Section]) -> str:
    return " ".join((model.__doc__ or "").split())


def _code(value: object) -> str:
    return "–" if value is None else f"`{toml(value)}`"


def _key(key: str) -> str:
    return key if re.fullmatch(r"[A-Za-z0-9_-]+", key) else json.dumps(key, ensure_ascii=False)


if __name__ == "__main__":
    write_reference(Path.cwd())
