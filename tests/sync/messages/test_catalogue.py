"""The Vietnamese catalogue knows every template of the code, with the same {names}, and is compiled as it stands."""

from __future__ import annotations

import subprocess
import sys
from gettext import GNUTranslations
from io import BytesIO

from sync.messages.building import MO, as_mo, as_po, extracted, merged, names_in, read_catalogue, untranslated

RUN = "run: make messages"


def test_every_template_has_a_translation_with_the_same_names() -> None:
    assert list(untranslated(merged(extracted(), read_catalogue()))) == []


def test_the_catalogue_has_no_template_that_the_code_lost() -> None:
    kept = {str(message.id) for message in read_catalogue() if message.id}
    assert kept == set(extracted()), RUN


def test_the_compiled_catalogue_says_what_the_catalogue_says() -> None:
    committed = GNUTranslations(BytesIO(MO.read_bytes()))
    fresh = GNUTranslations(BytesIO(as_mo(read_catalogue())))
    assert all(committed.gettext(template) == fresh.gettext(template) for template in extracted()), RUN


def test_templates_are_found_wherever_they_are_written() -> None:
    found = extracted()
    assert "This column fills itself in: what you type here is replaced at the next sync." in found
    assert found["The target is missing"] == ["sync/rules/measures.py"]


def test_bringing_a_current_catalogue_up_to_date_changes_nothing() -> None:
    catalogue = read_catalogue()
    assert as_po(merged(extracted(), catalogue)) == as_po(read_catalogue())


def test_a_translation_that_lost_a_name_is_told() -> None:
    catalogue = merged({"{a} of {b}": ["x.py"], "new": ["x.py"]}, read_catalogue())
    message = catalogue.get("{a} of {b}")
    assert message is not None
    message.string = "{a}"
    assert list(untranslated(catalogue)) == ["other names in {} than: {a} of {b}", "to be translated: new"]
    assert names_in("{a} of {b}, 30%") == {"a", "b"}


def test_messages_load_nothing_heavy() -> None:
    code = "import sys, sync.messages; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"babel", "sync.rules", "sync.reading", "pydantic", "openpyxl", "rich"} & set(loaded)
