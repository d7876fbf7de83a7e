"""Every catalogue knows every template of the code, with the same {names}, and is compiled as it stands."""

from __future__ import annotations

import subprocess
import sys
from gettext import GNUTranslations
from io import BytesIO

import pytest
from babel.messages.catalog import Catalog

from sync.messages.building import (
    ALWAYS_WHOLE,
    Template,
    as_mo,
    as_po,
    catalogued,
    complaints,
    english_headers,
    extracted,
    is_untranslated,
    merged,
    names_in,
    po_of,
    read_catalogue,
    usual_forms,
)
from sync.messages.forms import DAY, NUMBER

RUN = "run: make messages"
IN_EACH_LANGUAGE = pytest.mark.parametrize("language", catalogued())


@IN_EACH_LANGUAGE
def test_every_translation_can_be_used_and_vietnamese_lacks_none(language: str) -> None:
    catalogue = merged(extracted(), read_catalogue(language))
    found = [
        complaint
        for template, complaint in complaints(catalogue, english_headers())
        if language in ALWAYS_WHOLE or not is_untranslated(catalogue, template)
    ]
    assert found == []


@IN_EACH_LANGUAGE
def test_the_catalogue_has_no_template_that_the_code_lost(language: str) -> None:
    kept = {str(message.id) for message in read_catalogue(language) if message.id}
    assert kept == set(extracted()), RUN


@IN_EACH_LANGUAGE
def test_the_compiled_catalogue_says_what_the_catalogue_says(language: str) -> None:
    committed = GNUTranslations(BytesIO(po_of(language).with_suffix(".mo").read_bytes()))
    fresh = GNUTranslations(BytesIO(as_mo(read_catalogue(language))))
    assert all(committed.gettext(template) == fresh.gettext(template) for template in extracted()), RUN


def test_templates_are_found_wherever_they_are_written() -> None:
    found = extracted()
    assert "This column fills itself in: what you type here is replaced at the next sync." in found
    assert found["The target is missing"].places == ["sync/rules/measures.py"]


@IN_EACH_LANGUAGE
def test_bringing_a_current_catalogue_up_to_date_changes_nothing(language: str) -> None:
    catalogue = read_catalogue(language)
    assert as_po(merged(extracted(), catalogue)) == as_po(read_catalogue(language))


def catalogue_of(translations: dict[str, str]) -> Catalog:
    catalogue = Catalog(locale="de")
    for template, translation in translations.items():
        catalogue.add(template, translation)
    return catalogue


def complaints_about(translations: dict[str, str]) -> list[str]:
    return [sentence for _, sentence in complaints(catalogue_of(translations), english_headers())]


def test_a_translation_that_lost_a_name_or_is_missing_is_told() -> None:
    assert complaints_about({"{a} of {b}": "{a}", "new": "", "in {a}": "in {a", "{a}": "von {a}"}) == [
        "other names in {} than: {a} of {b}",
        "to be translated: new",
        "other names in {} than: in {a}",
    ]
    assert names_in("{a} of {b}, 30%") == {"a", "b"}


def test_headers_by_which_an_owned_column_would_not_be_known_again_are_told() -> None:
    headers = {"Progress ⟳": "Score ⟳", "Warnings ⟳": "Hinweise", "Score ⟳": "Stand ⟳", "Status ⟳": "stand ⟳"}
    assert complaints_about(headers) == [
        "'Score ⟳' is the header of another column: Score ⟳",
        "without the ⟳ of: Warnings ⟳",
        "'stand ⟳' is the header of another column: Score ⟳",
    ]
    assert complaints_about({"Status ⟳": "Status ⟳"}) == []
    (too_long,) = complaints_about({"Status ⟳": f"{'Stand ' * 6}⟳"})
    assert too_long.startswith("longer than 32 characters")


def test_a_number_in_other_digits_is_told() -> None:
    assert complaints_about({NUMBER.template: "1.234,5"}) == ["not the number 1,234,567.89% in other marks: 1.234,5"]


def test_what_cannot_be_used_is_left_out_of_the_compiled_catalogue() -> None:
    catalogue = catalogue_of({"{a} of {b}": "{a}", "{a}": "von {a}"})
    wrong = dict(complaints(catalogue, {}))
    compiled = GNUTranslations(BytesIO(as_mo(catalogue, leave_out=wrong)))
    assert [compiled.gettext(template) for template in ("{a} of {b}", "{a}")] == ["{a} of {b}", "von {a}"]


@pytest.mark.parametrize(
    ("language", "day", "number"),
    [
        ("vi", "{day}/{month}/{year}", "1.234.567,89%"),
        ("de", "{day}.{month}.{year}", "1.234.567,89\N{NO-BREAK SPACE}%"),
        ("ja", "{year}/{month}/{day}", "1,234,567.89%"),
        ("pt_BR", "{day}/{month}/{year}", "1.234.567,89%"),
    ],
)
def test_a_new_catalogue_writes_days_and_numbers_as_its_language_usually_does(
    language: str, day: str, number: str
) -> None:
    templates = {DAY.template: Template(["x.py"], []), NUMBER.template: Template(["x.py"], [])}
    new = merged(templates, Catalog(locale=language))
    assert {message.id: message.string for message in new if message.id} == {DAY.template: day, NUMBER.template: number}
    assert list(complaints(new, {})) == []
    assert usual_forms("xx") == {}


@pytest.mark.parametrize("asked", ["--version", "--help"])
def test_the_version_and_the_help_look_for_no_catalogue(asked: str) -> None:
    code = f"import sys; from jobs.cli.main import main; main([{asked!r}]); print('|', 'sync.messages' in sys.modules)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True).stdout
    assert told.rpartition("|")[2].strip() == "False"


def test_no_catalogue_is_opened_before_a_sentence_is_wanted() -> None:
    code = "import sync.engine, sync.messages.catalogues as it; print(it.catalogue_of.cache_info().currsize)"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, encoding="utf-8", check=True).stdout
    assert told == "0\n"


def test_messages_load_nothing_heavy() -> None:
    code = "import sys, sync.messages; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.split()
    assert not {"babel", "sync.rules", "sync.reading", "pydantic_core", "openpyxl", "rich"} & set(loaded)
