"""What each setting by itself allows, and all together do not: names that stand twice, jobs for workbooks that there
are not. Works on whatever of the content is well formed, so that one bad value hides no other."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from decimal import Decimal
from fnmatch import fnmatchcase
from os.path import expanduser, join
from typing import Any

from sync.model.rows import OWNED_FIELDS, Field
from sync.options import ScoringOptions
from sync.settings.faults import Fault, nearest, secret
from sync.settings.problems import SECRET, Path
from sync.settings.value_types import OWNED_NAMES
from sync.workbooks.sources import identity_of, parsed_source, place_of

Content = dict[str, Any]
_CODE = re.compile(r"OKR\d{0,3}")
_ONE_SIGN_WRONG = 0.8


def conflicts(content: Content, folder: str, known_codes: Collection[str] = ()) -> list[Fault]:
    """Given a settings file's content, the folder that its paths are relative to, and the codes of the rules where they
    are known, return what does not go together."""
    return [
        *_secrets(content),
        *_thresholds(content),
        *_holidays(content),
        *_unknown_rules(content, known_codes),
        *_no_rule_left(content, known_codes),
        *_twice(content, "workbook", "name"),
        *_one_file_twice(content, folder),
        *_columns_twice(content),
        *_owned_twice(content),
        *_owned_inputs(content),
        *_twice(content, "job", "name"),
        *_job_times(content),
        *_job_workbooks(content),
    ]


def listed(content: Content, section: str) -> Iterator[tuple[Path, Content]]:
    """Given a section that stands once for each thing, return each one's path and content."""
    found = content.get(section)
    for index, each in enumerate(found if isinstance(found, list) else []):
        if isinstance(each, dict):
            yield (section, index), each


def _secrets(content: object, path: Path = ()) -> Iterator[Fault]:
    """Secrets anywhere, be it in a section that there is not; only header words may read like one."""
    if isinstance(content, list):
        for index, each in enumerate(content):
            yield from _secrets(each, (*path, index))
    elif isinstance(content, dict) and path[-1:] not in (("columns",), ("owned",)):
        for key, value in content.items():
            if SECRET.search(key) and not _names_a_file((*path, key), value):
                yield secret((*path, key))
            else:
                yield from _secrets(value, (*path, key))


def _names_a_file(path: Path, value: object) -> bool:
    """Whether a key that reads like a secret's is the setting that says where one is."""
    return path == ("google", "credentials") and not (isinstance(value, str) and "{" in value)


def _thresholds(content: Content) -> Iterator[Fault]:
    section = content.get("scoring")
    if not isinstance(section, dict):
        return
    defaults = ScoringOptions()
    on_track, at_risk = section.get("on_track", defaults.on_track), section.get("at_risk", defaults.at_risk)
    if _is_share(on_track) and _is_share(at_risk) and not at_risk < on_track:
        key = "at_risk" if "at_risk" in section else "on_track"
        yield Fault(("scoring", key), f"at_risk ({at_risk}) must be below on_track ({on_track})")


def _holidays(content: Content) -> Iterator[Fault]:
    section = content.get("scoring")
    country = section.get("holidays") if isinstance(section, dict) else None
    if isinstance(section, dict) and isinstance(country, str) and country and section.get("days") != "working":
        yield Fault(("scoring", "holidays"), "holidays only count among working days", 'add days = "working"')


def _is_share(value: object) -> bool:
    return isinstance(value, int | Decimal) and not Decimal(value).is_nan() and 0 <= value <= 1


def _unknown_rules(content: Content, known_codes: Collection[str]) -> Iterator[Fault]:
    if not known_codes:
        return
    places: list[tuple[Path, object]] = []
    if isinstance(rules := content.get("rules"), dict):
        places += [(("rules", "select"), rules.get("select")), (("rules", "ignore"), rules.get("ignore"))]
    places += [((*path, "ignore"), workbook.get("ignore")) for path, workbook in listed(content, "workbook")]
    for path, codes in places:
        for index, code in enumerate(codes if isinstance(codes, list) else []):
            if (
                isinstance(code, str)
                and _CODE.fullmatch(code)
                and not any(known.startswith(code) for known in known_codes)
            ):
                help = nearest(code, known_codes, _ONE_SIGN_WRONG) or "'okr-sync rules' lists them"
                yield Fault((*path, index), f"there is no rule '{code}'", help)


def _no_rule_left(content: Content, known_codes: Collection[str]) -> Iterator[Fault]:
    """Who ignores all rules means it; who selects some, and ignores these, cannot."""
    rules = content.get("rules")
    selected, ignored = (_codes(rules.get(key)) if isinstance(rules, dict) else () for key in ("select", "ignore"))
    wanted = [code for code in known_codes or selected if code.startswith(selected)]
    if selected and ignored and wanted and all(code.startswith(ignored) for code in wanted):
        message = "every rule that 'select' names is ignored: none is left"
        yield Fault(("rules", "ignore"), message, "leave one of the two out", at_key=True)


def _codes(given: object) -> tuple[str, ...]:
    return tuple(code for code in given if isinstance(code, str)) if isinstance(given, list) else ()


def _twice(content: Content, section: str, key: str) -> Iterator[Fault]:
    seen: set[str] = set()
    for path, each in listed(content, section):
        value = each.get(key)
        if isinstance(value, str):
            if value in seen:
                yield Fault((*path, key), f"two {section}s have this {key}", "each has its own")
            seen.add(value)


def _one_file_twice(content: Content, folder: str) -> Iterator[Fault]:
    """A workbook with two names would be written by both, and one's hold, history and settings not hold for the
    other: links of both kinds are followed, as the first write would make two files of two hard links."""
    seen: dict[object, object] = {}
    for path, each in listed(content, "workbook"):
        source = each.get("source")
        where = parsed_source(source) if isinstance(source, str) else None
        if where is None:
            continue
        file = where.kind == "file" and join(folder, expanduser(where.place))
        source = f"excel:{file}" if file else where.text
        known_by: list[object] = [place_of(source), *([identity_of(parsed_source(source))] if file else ())]
        same = [seen[known] for known in known_by if known in seen]
        if same:
            message = f"this is the same workbook as '{same[0]}'"
            yield Fault((*path, "source"), message, "give each workbook one name: leave one of the two out")
        for known in known_by:
            seen.setdefault(known, each.get("name"))


def _columns_twice(content: Content) -> Iterator[Fault]:
    for path, workbook in listed(content, "workbook"):
        columns = workbook.get("columns")
        seen: dict[str, object] = {}
        for words, field in columns.items() if isinstance(columns, dict) else ():
            if seen.setdefault(_as_read(words), field) != field:
                message = f"the header '{words}' stands here twice, for two fields"
                yield Fault((*path, "columns", words), message, "capitals, blanks and marks do not matter", at_key=True)


def _as_read(header: str) -> str:
    """Given a header, return what is the same for all ways of writing it that are read as one."""
    from sync.reading.sheets.headers import plain_words

    return plain_words(header) or header.strip().casefold()


def _owned_twice(content: Content) -> Iterator[Fault]:
    for path, workbook in listed(content, "workbook"):
        owned = workbook.get("owned")
        seen: set[str] = set()
        for field, header in owned.items() if isinstance(owned, dict) else ():
            if isinstance(header, str):
                if _as_read(header) in seen:
                    yield Fault((*path, "owned", field), f"two owned columns have the header '{header}'")
                seen.add(_as_read(header))


def _owned_inputs(content: Content) -> Iterator[Fault]:
    """What people enter is never to be written over, whatever the settings say."""
    for path, workbook in listed(content, "workbook"):
        owned, columns = workbook.get("owned"), workbook.get("columns")
        read = {_as_read(words) for words in columns} if isinstance(columns, dict) else set()
        for field, header in owned.items() if isinstance(owned, dict) else ():
            if not isinstance(header, str) or field not in OWNED_NAMES:
                continue  # which is told by itself
            help = 'name a column that is there for the result alone, like "Tiến độ" or "Progress"'
            if _as_read(header) in read:
                message = f"'{header}' stands in 'columns' too: what is read from there would be written over"
                yield Fault((*path, "owned", field), message, help)
            elif (entered := _entered_under(header)) is not None:
                message = f"'{header}' heads what people enter ({entered}): it would be written over"
                yield Fault((*path, "owned", field), message, help)


def _entered_under(header: str) -> str | None:
    """What a column of that header holds, where people enter it; None where that is not known, and of remarks, which
    may as well be a program's."""
    from sync.reading.sheets.headers import place

    found = place(header)
    if found is None or found.guessed or not {*found.fields}.isdisjoint((*OWNED_FIELDS, Field.note)):
        return None
    return found.fields[0].value.replace("_", " ") if found.fields else None


def _job_times(content: Content) -> Iterator[Fault]:
    for path, job in listed(content, "job"):
        if "every" in job and "at" in job:
            yield Fault((*path, "at"), "a job has either 'every' or 'at'", "leave one of them out", at_key=True)
        elif not {"every", "at", "cron"} & job.keys():
            help = 'write every = "1 hour", or at = "18:00"'
            yield Fault(path, "this job has neither 'every' nor 'at': it would never run", help, at_key=True)
        if "on" in job and "at" not in job:
            yield Fault((*path, "on"), "'on' gives the days of 'at'", 'add at = "18:00"', at_key=True)


def _job_workbooks(content: Content) -> Iterator[Fault]:
    names = [each["name"] for _, each in listed(content, "workbook") if isinstance(each.get("name"), str)]
    for path, job in listed(content, "job"):
        wanted = job.get("workbooks", ["*"])
        if job.get("task") == "close-quarter" and wanted != ["*"]:
            help = "leave 'workbooks' out: a cycle is sealed whole, with all workbooks of these settings"
            yield Fault((*path, "workbooks"), "a cycle is not closed for some workbooks alone", help)
            continue
        if wanted == [] and isinstance(wanted, list):
            yield Fault((*path, "workbooks"), "this job has no workbooks", 'all of them: workbooks = ["*"]')
        for index, pattern in enumerate(wanted if isinstance(wanted, list) else []):
            if isinstance(pattern, str) and not any(fnmatchcase(name, pattern) for name in names):
                help = nearest(pattern, names) or (
                    f"known: {', '.join(names)}" if names else "there is no [[workbook]]"
                )
                yield Fault((*path, "workbooks", index), f"no workbook is called '{pattern}'", help)
