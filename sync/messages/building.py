"""Templates in the code ─▶ the Vietnamese catalogue ─▶ its compiled form. Run by ``make messages``; needs Babel, which
nothing else of ``sync`` imports.

pybabel's own commands take the per cent sign of '{progress}% of' for a placeholder, so Babel is used as a library.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from string import Formatter

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[2]
PO = Path(__file__).parent / "vi" / "LC_MESSAGES" / "okr-sync.po"
MO = PO.with_suffix(".mo")
_KEYWORDS = {"say": None, "Message": None}


def main() -> int:
    """Bring the catalogue up to date, compile it, and print what is still to be translated."""
    catalogue = merged(extracted(), read_catalogue())
    PO.write_bytes(as_po(catalogue))
    MO.write_bytes(as_mo(catalogue))
    open_ones = list(untranslated(catalogue))
    for complaint in open_ones:
        print(complaint, file=sys.stderr)
    return 1 if open_ones else 0


def extracted() -> dict[str, list[str]]:
    """Every template that the code has: template ─▶ the files that it is in."""
    found: dict[str, list[str]] = {}
    for folder in ("sync", "jobs"):
        for name, _, template, _, _ in extract_from_dir(
            ROOT / folder, method_map=[("**.py", "python")], keywords=_KEYWORDS
        ):
            place = f"{folder}/{name}"
            if isinstance(template, str) and template and place not in found.setdefault(template, []):
                found[template].append(place)
    return found


def read_catalogue() -> Catalog:
    """The Vietnamese catalogue as it stands."""
    with PO.open("rb") as file:
        return read_po(file, locale="vi")


def merged(templates: dict[str, list[str]], old: Catalog) -> Catalog:
    """Given the code's templates and the catalogue, return one that has these templates and no others, with their
    translations as far as there are any."""
    new = Catalog(locale="vi", header_comment=old.header_comment, fuzzy=False)
    new.mime_headers = old.mime_headers
    for template in sorted(templates, key=lambda template: (templates[template][0],)):
        known = old.get(template)
        new.add(template, known.string if known is not None else "", [(place, 0) for place in templates[template]])
    return new


def untranslated(catalogue: Catalog) -> Iterator[str]:
    """Given a catalogue, yield a sentence for each template without a translation, or with other {names} than it."""
    for message in catalogue:
        template, translation = str(message.id), str(message.string)
        if template and not translation:
            yield f"to be translated: {template}"
        elif names_in(template) != names_in(translation):
            yield f"other names in {{}} than: {template}"


def names_in(template: str) -> set[str]:
    """Given a template, return the {names} in it."""
    return {name for _, name, _, _ in Formatter().parse(template) if name is not None}


def as_po(catalogue: Catalog) -> bytes:
    """Given a catalogue, return it as it is kept: one line a text, so that changes can be read."""
    out = BytesIO()
    for message in catalogue:
        message.flags.discard("python-format")
    write_po(out, catalogue, width=0, include_lineno=False, ignore_obsolete=True)
    return out.getvalue()


def as_mo(catalogue: Catalog) -> bytes:
    """Given a catalogue, return it compiled."""
    out = BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


if __name__ == "__main__":
    sys.exit(main())
