"""config.toml ─▶ Settings: checked whole, and everything that is wrong with it said at once.

Import is cheap; what validates comes in when a file is read, the parser that knows positions when something in it is
wrong.
"""

from __future__ import annotations

from collections.abc import Collection
from pathlib import Path

from sync.options import Settings
from sync.settings.problems import Problem, SettingsError

__all__ = ["Problem", "SettingsError", "default_settings", "read_settings", "why_refused", "workbook_names"]


def default_settings() -> Settings:
    """Return what holds where there is no settings file."""
    return Settings(hash=content_hash({}))


def read_settings(path: Path, known_codes: Collection[str] = ()) -> Settings:
    """Given the settings file's path, and the rules' codes where they are known, return its settings, with paths in
    it made absolute. Raise SettingsError with all that is wrong."""
    from sync.settings.build import settings_from  # brings what validates

    return settings_from(_text(path), path, known_codes)


def why_refused(**workbook: str) -> tuple[str, str] | None:
    """Given settings of a [[workbook]] by name, before they are written, return what the file would be refused for, and
    what to do about it; None where it would not be."""
    from sync.settings.faults import fault
    from sync.settings.validating import validate

    _, errors = validate({"workbook": [{"name": "okr", "source": "excel:okr.xlsx"} | workbook]})
    first = next(map(fault, errors), None)
    return None if first is None else (first.message, first.help)


def workbook_names(path: Path) -> list[str]:
    """Given the settings file's path, return the workbooks' names, for completion by the shell: quick, and empty where
    anything is wrong."""
    import tomllib

    try:
        workbooks = tomllib.loads(_text(path)).get("workbook", [])
    except (SettingsError, ValueError, RecursionError):
        return []
    found = workbooks if isinstance(workbooks, list) else []
    names = [each.get("name") for each in found if isinstance(each, dict)]
    return [name for name in names if isinstance(name, str)]


def content_hash(said: object) -> str:
    """Given what a settings file says beyond the defaults, as plain data, return its SHA-256."""
    import hashlib
    import json

    canonical = json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def _text(path: Path) -> str:
    try:
        stored = path.read_bytes()
    except FileNotFoundError:
        raise _unreadable(path, "there is no such file", "'okr-sync init' writes one") from None
    except IsADirectoryError:
        raise _unreadable(path, "this is a folder", "name the settings file in it") from None
    except PermissionError:
        raise _unreadable(path, "no permission to read this file") from None
    except (OSError, ValueError) as error:
        raise _unreadable(path, f"cannot be read: {getattr(error, 'strerror', None) or error}") from None
    try:
        return stored.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = stored.count(b"\n", 0, error.start) + 1
        message, help = "this line is not in UTF-8", "save the file with the encoding UTF-8"
        raise SettingsError((Problem(str(path), message, help=help, line=line),)) from None


def _unreadable(path: Path, message: str, help: str = "") -> SettingsError:
    return SettingsError((Problem(str(path), message, help=help),))
