"""What somebody is told who made a mistake in config.toml: mistakes.txt holds the files and the answers, word for
word."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from sync.settings import SettingsError, read_settings, workbook_names
from sync.settings.reference import example_text, settings, toml

KNOWN_CODES = ("OKR101", "OKR201", "OKR204")


def cases() -> list[tuple[str, str, str]]:
    blocks = (Path(__file__).parent / "mistakes.txt").read_text(encoding="utf-8").split("=== ")[1:]
    named = (block.split("\n", 1) for block in blocks)
    parted = ((name, *block.split("\n--- is told\n", 1)) for name, block in named)
    return [(name, text, told.strip("\n")) for name, text, told in parted]


@pytest.mark.parametrize(("text", "told"), [pytest.param(text, told, id=name) for name, text, told in cases()])
def test_a_mistake_is_told_with_its_place_and_the_nearest_right_thing(
    text: str, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("config.toml").write_text(text, encoding="utf-8")

    with pytest.raises(SettingsError) as refused:
        read_settings(Path("config.toml"), KNOWN_CODES)

    assert str(refused.value) == told


def test_no_secret_is_repeated() -> None:
    assert not [told for _, _, told in cases() if "hunter2" in told]


def test_every_problem_says_which_line_it_means(tmp_path: Path) -> None:
    text = "".join(f"{setting.name} = 1979-05-27\n" for setting in settings() if setting.section == "scoring")
    path = tmp_path / "config.toml"
    path.write_text(f"[scoring]\n{text}", encoding="utf-8")

    with pytest.raises(SettingsError) as refused:
        read_settings(path)

    assert [problem.line for problem in refused.value.problems] == list(range(2, 11))


@pytest.mark.parametrize(
    ("stored", "told"),
    [
        (None, "there is no such file\nhelp: 'okr-sync init' writes one"),
        (b'[service]\nlanguage = "vi" # Ti\xeang Vi\xe8t\n', "this line is not in UTF-8"),
    ],
)
def test_a_file_that_is_no_text_is_told_too(stored: bytes | None, told: str, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    if stored is not None:
        path.write_bytes(stored)

    with pytest.raises(SettingsError, match=r"config\.toml") as refused:
        read_settings(path)

    assert told in str(refused.value)


def test_a_folder_is_no_settings_file(tmp_path: Path) -> None:
    with pytest.raises(SettingsError, match="this is a folder"):
        read_settings(tmp_path)


names = st.sampled_from([setting.name for setting in settings()] + ["x", "password", '"Chỉ tiêu"', "a.b", "c d"])
headers = st.sampled_from(
    [
        "[service]",
        "[cycle]",
        "[scoring]",
        "[rules]",
        "[[workbook]]",
        "[[job]]",
        "[workbook]",
        "[[service]]",
        "[x.y]",
        "[",
    ]
)
values = st.one_of(
    st.sampled_from(
        ['"vi"', '"excel:a.xlsx"', '"1 hour"', "0.5", "nan", "1e99999999999999999999", "true", "[", "{", '"']
    )
    | st.sampled_from(["18:00:00", "2026-02-31", "[1, [2]]", "{ a = { b = 1 } }", "'''", "0x1f", "1_000", "9" * 5000]),
    st.text(max_size=8),
    st.integers().map(str),
)
lines = st.one_of(headers, st.builds("{} = {}".format, names, values), st.text(max_size=20))


@given(st.lists(lines, max_size=12).map("\n".join))
@example("[[workbook]]\nname = 1\n[workbook.columns]\nx = 2\n[[workbook.columns.y]]\n")
@example("workbook = [1, { name = [] }]\njob = [[]]\n")
@example("rules.ignore = [1]\nrules = 1\n")
@example('\ufeff[service]\r\nlanguage = "vi"\r\n')
def test_whatever_stands_in_the_file_it_is_read_or_refused(text: str) -> None:
    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "config.toml"
        path.write_bytes(text.encode(errors="replace"))
        told = ""
        try:
            read_settings(path, KNOWN_CODES)
        except SettingsError as refused:
            told = str(refused)
        names_read = workbook_names(path)

    assert not told or told.startswith(str(path))
    assert isinstance(names_read, list)


@given(st.data())
def test_one_wrong_value_in_the_example_is_told_at_its_line(data: st.DataObject) -> None:
    example_lines = example_text().split("\n")
    given_here = [index for index, line in enumerate(example_lines) if " = " in line and not line.startswith("#")]
    index = data.draw(st.sampled_from(given_here))
    wrong = data.draw(st.sampled_from(["1979-05-27", "[[1]]"]))
    example_lines[index] = f"{example_lines[index].split(' = ')[0]} = {wrong}"

    import tempfile

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "config.toml"
        path.write_text("\n".join(example_lines), encoding="utf-8")
        with pytest.raises(SettingsError) as refused:
            read_settings(path)

    assert index + 1 in {problem.line for problem in refused.value.problems}


@given(
    st.recursive(
        st.text() | st.booleans() | st.integers(), lambda each: st.lists(each) | st.dictionaries(st.text(), each)
    )
)
def test_a_value_written_as_toml_is_that_value(value: object) -> None:
    written = toml(value)
    if "\x7f" not in written:
        assert tomllib.loads(f"value = {written}") == {"value": value}
