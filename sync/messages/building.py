"""Templates in the code ─▶ the catalogue of each language ─▶ its compiled form. Run by ``make messages``; needs Babel,
which nothing else of ``sync`` imports.

A new language begins with an empty file ``<code>/LC_MESSAGES/okr-sync.po``: what is missing in a catalogue is added to
it, and how the language writes days and numbers is filled in from CLDR. What is not translated is told in English.

pybabel's own commands take the per cent sign of '{progress}% of' for a placeholder, so Babel is used as a library.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Collection, Iterator
from io import BytesIO
from pathlib import Path
from string import Formatter
from typing import NamedTuple

from babel import Locale, UnknownLocaleError
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from babel.numbers import get_decimal_symbol, get_group_symbol

from sync.messages.catalogues import FOLDER
from sync.messages.forms import DAY, NUMBER, is_number_form
from sync.messages.words import HEADERS

ROOT = Path(__file__).parents[2]
ALWAYS_WHOLE = ("vi",)
"""The languages of which nothing may be untranslated."""
_NAME = "LC_MESSAGES/okr-sync.po"
_KEYWORDS = {"say": None, "Message": None}
_FOR_TRANSLATORS = "For translators:"
_OWNED_MARK = "⟳"
# What Excel shows as the title of a header's note.
_LONGEST_HEADER = 32


class Template(NamedTuple):
    """Where in the code a template stands, and what it says to translators."""

    places: list[str]
    comments: list[str]


def main() -> int:
    """Bring every catalogue up to date, compile it, and print what cannot be used and what is still to be translated.
    Return 1 where something cannot be used, or where Vietnamese, which is always whole, lacks something."""
    templates, headers, is_well = extracted(), english_headers(), True
    for language in catalogued():
        catalogue = merged(templates, read_catalogue(language))
        wrong = dict(complaints(catalogue, headers))
        missing = [template for template in wrong if is_untranslated(catalogue, template)]
        po_of(language).write_bytes(as_po(catalogue))
        po_of(language).with_suffix(".mo").write_bytes(as_mo(catalogue, leave_out=wrong.keys()))
        may_wait = language not in ALWAYS_WHOLE
        for template, complaint in wrong.items():
            if template not in missing or not may_wait:
                print(f"{language}: {complaint}", file=sys.stderr)
                is_well = False
        if missing and may_wait:
            where = po_of(language).relative_to(ROOT).as_posix()
            print(
                f"{language}: {len(missing)} of {len(templates)} messages are to be translated (the empty msgstr in "
                f"{where}), and are told in English until then"
            )
    return 0 if is_well else 1


def catalogued() -> list[str]:
    """The languages, by code, that have a catalogue. Vietnamese is first: a header that it has is taken for others."""
    return sorted((path.parts[-3] for path in FOLDER.glob(f"*/{_NAME}")), key=lambda code: (code != "vi", code))


def po_of(language: str) -> Path:
    """Given a language, return where its catalogue is; compiled, it stands beside that as .mo."""
    return FOLDER / language / _NAME


def extracted() -> dict[str, Template]:
    """Every template that the code has."""
    found: dict[str, Template] = {}
    for folder in ("sync", "jobs"):
        for name, _, template, comments, _ in extract_from_dir(
            ROOT / folder,
            method_map=[("**.py", "python")],
            keywords=_KEYWORDS,
            comment_tags=[_FOR_TRANSLATORS],
            strip_comment_tags=True,
        ):
            if isinstance(template, str) and template:
                known = found.setdefault(template, Template([], []))
                known.comments.extend(comments)
                if (place := f"{folder}/{name}") not in known.places:
                    known.places.append(place)
    return found


def read_catalogue(language: str) -> Catalog:
    """Given a language, return its catalogue as it stands."""
    with po_of(language).open("rb") as file:
        return read_po(file, locale=language)


def merged(templates: dict[str, Template], old: Catalog) -> Catalog:
    """Given the code's templates and a catalogue, return one that has these templates and no others, with their
    translations as far as there are any."""
    new = Catalog(locale=old.locale_identifier, header_comment=old.header_comment, fuzzy=False)
    new.mime_headers = old.mime_headers
    usual = usual_forms(old.locale_identifier or "")
    for text, template in sorted(templates.items(), key=lambda item: (item[1].places[0],)):
        known = old.get(text)
        translation = known.string if known is not None else ""
        places = [(place, 0) for place in template.places]
        new.add(text, translation or usual.get(text, ""), places, auto_comments=template.comments)
    return new


def usual_forms(language: str) -> dict[str, str]:
    """Given a language, return how CLDR has it write a day and a number, by their templates; nothing where CLDR does
    not know the language."""
    try:
        locale = Locale.parse(language)
    except (UnknownLocaleError, ValueError):
        return {}
    day: str = locale.datetime_skeletons["yMd"].pattern
    for letters, name in (("y+", "{year}"), ("M+", "{month}"), ("d+", "{day}")):
        day = re.sub(rf"(?<![{{\w]){letters}(?!\w)", name, day)
    groups, decimals = get_group_symbol(locale), get_decimal_symbol(locale)
    spaced = re.search(r"\s*%", locale.percent_formats[None].pattern)
    return {DAY.template: day, NUMBER.template: f"1{groups}234{groups}567{decimals}89{spaced[0] if spaced else '%'}"}


def english_headers() -> dict[str, str]:
    """The headers of the owned columns in English, case-folded, by which ``complaints`` knows those that are taken."""
    return {header.template.casefold(): header.template for header in HEADERS.values()}


def complaints(catalogue: Catalog, headers: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Given a catalogue, and the owned columns' headers in other languages, yield each template whose translation is
    missing or cannot be used, with a sentence that says why. The catalogue's own headers are added to the others."""
    for message in catalogue:
        template = str(message.id)
        if template and (why := _why_unusable(template, str(message.string), headers)):
            yield template, why


def _why_unusable(template: str, translation: str, headers: dict[str, str]) -> str:
    """'' where a translation can be used. That of a header is added to ``headers``."""
    if not translation:
        return f"to be translated: {template}"
    if names_in(template) != names_in(translation):
        return f"other names in {{}} than: {template}"
    if template == NUMBER.template and not is_number_form(translation):
        return f"not the number {template} in other marks: {translation}"
    if template not in headers.values():
        return ""
    if _OWNED_MARK not in translation:
        return f"without the {_OWNED_MARK} of: {template}"
    if len(translation) > _LONGEST_HEADER:
        return f"longer than {_LONGEST_HEADER} characters, as headers may not be: {translation}"
    same_header = headers.setdefault(translation.casefold(), template)
    # Read back, the column would be taken for the other one, and a new one would be added at every sync.
    return f"'{translation}' is the header of another column: {same_header}" if same_header != template else ""


def is_untranslated(catalogue: Catalog, template: str) -> bool:
    """Given a catalogue and one of its templates, return whether there is no translation of it yet."""
    message = catalogue.get(template)
    return message is None or not message.string


def names_in(template: str) -> set[str] | None:
    """Given a template, return the {names} in it; None where its braces do not match."""
    try:
        return {name for _, name, _, _ in Formatter().parse(template) if name is not None}
    except ValueError:
        return None


def as_po(catalogue: Catalog) -> bytes:
    """Given a catalogue, return it as it is kept: one line a text, so that changes can be read."""
    out = BytesIO()
    for message in catalogue:
        message.flags.discard("python-format")
    write_po(out, catalogue, width=0, include_lineno=False, ignore_obsolete=True)
    return out.getvalue()


def as_mo(catalogue: Catalog, leave_out: Collection[str] = ()) -> bytes:
    """Given a catalogue, return it compiled, without some templates."""
    for template in leave_out:
        catalogue.delete(template)
    out = BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main())
