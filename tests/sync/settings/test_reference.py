from __future__ import annotations

import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from sync.options import Settings
from sync.settings import default_settings, read_settings
from sync.settings.reference import Setting, example_text, page_text, settings, toml

REPOSITORY = Path(__file__).parents[3]
EXAMPLE = REPOSITORY / "config.example.toml"


def test_the_example_and_the_page_are_current() -> None:
    assert EXAMPLE.read_text(encoding="utf-8") == example_text(), "run: python -m sync.settings.reference"
    page = (REPOSITORY / "docs" / "settings.md").read_text(encoding="utf-8")
    assert page == page_text(), "run: python -m sync.settings.reference"


def test_the_example_is_a_settings_file_that_says_nothing_but_defaults() -> None:
    said = read_settings(EXAMPLE)

    assert [workbook.name for workbook in said.workbooks] == ["sales"]
    sales = said.workbooks[0]
    assert (sales.write, sales.reading, sales.writing, sales.rules) == (
        said.defaults.write,
        said.defaults.reading,
        said.defaults.writing,
        said.defaults.rules,
    )
    assert said.defaults == Settings().defaults
    assert (said.scoring, said.calendar, said.timezone, said.language) == (
        default_settings().scoring,
        default_settings().calendar,
        default_settings().timezone,
        default_settings().language,
    )


@pytest.mark.parametrize("setting", settings(), ids=lambda setting: f"{setting.section}.{setting.name}")
def test_every_setting_stands_in_the_example_with_its_default_or_an_example(setting: Setting) -> None:
    section = example_text().split(f"[{setting.section}]")[1].split("\n\n\n")[0]
    content = tomllib.loads(example_text(), parse_float=Decimal)[setting.section]
    given = (content[0] if isinstance(content, list) else content).get(setting.name)

    assert setting.description
    if given is not None:
        assert given == (setting.example if setting.required or setting.default is None else setting.default)
    else:
        assert f"\n# {setting.name} = {toml(setting.example)}\n" in section + "\n"


@pytest.mark.parametrize(
    "setting", [each for each in settings() if each.example is not None], ids=lambda each: f"{each.section}.{each.name}"
)
def test_every_example_is_a_value_that_is_taken(setting: Setting, tmp_path: Path) -> None:
    content = {"workbook": {"name": "sales", "source": "excel:sales.xlsx"}, "job": {"name": "j", "task": "sync"}}
    if setting.section == "job":
        content["job"]["at" if setting.name in ("at", "on") else "every"] = (
            "18:00" if setting.name in ("at", "on") else "1 hour"
        )
    content.setdefault(setting.section, {})[setting.name] = setting.example  # type: ignore[assignment]
    if setting.section != "job":
        del content["job"]
    headers = {"workbook": "[[workbook]]", "job": "[[job]]"}
    path = tmp_path / "config.toml"
    path.write_text(
        "\n".join(
            "\n".join(
                [headers.get(section, f"[{section}]"), *(f"{name} = {toml(value)}" for name, value in values.items())]
            )
            for section, values in content.items()
        ),
        encoding="utf-8",
    )

    read_settings(path)
