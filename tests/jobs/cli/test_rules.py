from __future__ import annotations

import json

import pytest

from jobs.cli.main import main
from sync.rules import all_codes


def test_the_rules_are_listed_each_on_a_line(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rules"]) == 0

    listed = [line.split()[0] for line in capsys.readouterr().out.splitlines()[1:]]
    assert listed == list(all_codes())


@pytest.mark.parametrize("code", all_codes())
def test_every_rule_has_a_page(code: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule", code.lower(), "--lang", "en"]) == 0

    shown = capsys.readouterr().out
    assert shown.startswith(f"{code} ")
    assert "What it finds" in shown
    assert "Why it matters" in shown
    assert [line for line in shown.splitlines() if len(line) > 80] == []


def test_a_vietnamese_page_has_vietnamese_headings_and_examples_as_they_are_read(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["rule", "OKR201", "--lang", "vi"]) == 0
    shown = capsys.readouterr().out
    assert "(Lỗi / cảnh báo)" in shown
    assert "Phát hiện gì" in shown
    assert "Vì sao quan trọng" in shown
    assert "What it finds" not in shown
    assert "| Phủ kín miền Tây | Ra mắt cổng thông tin đại lý |" in shown
    assert main(["rules", "--lang", "vi"]) == 0
    assert capsys.readouterr().out.split()[0] == "mã"

    assert main(["rule", "--all", "--json"]) == 0
    for page in json.loads(capsys.readouterr().out):
        for example in (page["trips"], page["passes"]):
            assert example is None or not example.startswith((" ", "\n")), page["code"]


def test_an_example_shows_what_the_sheet_said_before(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule", "OKR403", "--lang", "en"]) == 0
    shown = capsys.readouterr().out
    assert shown.index("Q3 2026 was closed with:") < shown.index("| 2100 ") < shown.index("On 2026-11-20:")
    assert main(["rule", "OKR401", "--lang", "vi"]) == 0
    assert "Ngày 02/10/2026 bảng ghi:" in capsys.readouterr().out
    assert main(["rule", "OKR401", "--lang", "en", "--json"]) == 0
    page = json.loads(capsys.readouterr().out)
    for which in ("trips", "passes"):
        (before,) = page[f"{which}_before"]
        assert before["when"] == "On 2026-10-02 the sheet said:"
        assert "| 2000 " in before["sheet"]
    assert main(["rule", "OKR201", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["trips_before"] == []


def test_a_code_that_is_near_none_gets_no_suggestion(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule", "OKR999"]) == 2
    assert "did you mean" not in capsys.readouterr().err
    assert main(["rule", "OKR2O1"]) == 2
    assert "did you mean 'OKR201'?" in capsys.readouterr().err


def test_pages_are_in_both_languages(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["rule", "--all", "--json", "--lang", "vi"]) == 0
    vietnamese = json.loads(capsys.readouterr().out)
    assert main(["rule", "--all", "--json", "--lang", "en"]) == 0
    english = json.loads(capsys.readouterr().out)

    assert [page["code"] for page in vietnamese] == [page["code"] for page in english] == list(all_codes())
    assert all(one["title"] != other["title"] for one, other in zip(vietnamese, english, strict=True))


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["rule", "OKR999"], "error: there is no rule 'OKR999'\n"),
        (["rule"], "error: name one rule, as in 'okr-sync rule OKR201', or give --all\n"),
        (
            ["rule", "OKR201", "--all"],
            "error: name one rule, as in 'okr-sync rule OKR201', or give --all\n",
        ),
    ],
)
def test_a_rule_that_there_is_not_is_a_wrong_use(
    words: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 2
    assert capsys.readouterr().err.startswith(said)
