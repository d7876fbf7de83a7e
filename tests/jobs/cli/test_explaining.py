from __future__ import annotations

import json

import pytest

from jobs.cli.main import main


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ["Giảm tỷ lệ nghỉ việc từ 12% xuống 8%"],
            [
                "kind: decrease from 'Giảm'",
                "baseline: 12 from 'từ 12%'",
                "target: 8 from 'xuống 8%'",
                "unit: % from '8%'",
            ],
        ),
        (
            ["Tăng lượng cơ thêm 5kg"],
            ["kind: increase from 'Tăng'", "change: +5 from 'thêm 5kg'", "unit: kg from 'kg'"],
        ),
        (
            ["P95 latency 200 ms"],
            ["kind: decrease", "direction: down from 'latency'", "target: 200 from '200 ms'", "unit: ms from 'ms'"],
        ),
        (["Tăng 20%, giảm 10%"], ["in doubt: '20%', '10%' may be the value, or part of something else"]),
        (["Viết tài liệu"], ["not measurable: it names no value to reach"]),
        (["--value", "10 tỷ"], ["10,000,000,000"]),
        (["--value", "1.500", "--locale", "vi"], ["1,500"]),
        (["--value", "1.500", "--lang", "en"], ["1.5"]),
        (["--value", "dưới 2 giờ"], ["at most 2 giờ"]),
        (["--value", "15–30 ngày"], ["at least 15, at most 30 ngày"]),
        (["--value=-5%"], ["-5%"]),
        (["--value", "-5%"], ["-5%"]),
        (["-5%", "--value"], ["-5%"]),
        (["--value", "--", "-5%"], ["-5%"]),
        (["--value=-1.500", "--locale", "vi"], ["-1,500"]),
        (["--value=10 tỷ"], ["10,000,000,000"]),
        (["--value", "11,150,000,000.00 VND", "--lang", "en"], ["11,150,000,000 VND"]),
        (["--value", "soon"], ["not a number, nor a bound on one"]),
    ],
    ids=lambda words: " ".join(words),
)
def test_a_text_is_explained_by_its_own_words(
    words: list[str], said: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", *words]) == 0
    assert [" ".join(line.split()) for line in capsys.readouterr().out.splitlines()] == said


def test_the_document_has_the_contracts_keys(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "Doanh số mới đạt 10 tỷ", "--json"]) == 0
    of_text = json.loads(capsys.readouterr().out)
    assert main(["explain", "--value", "30%", "--json"]) == 0
    of_value = json.loads(capsys.readouterr().out)

    assert list(of_text) == [
        *("measurable", "kind", "direction", "change", "baseline", "target"),
        *("lower", "upper", "unit", "currency", "cadence", "evidence"),
    ]
    assert (of_text["kind"], of_text["target"], of_text["change"]) == ("increase", "10000000000", None)
    assert list(of_value) == ["value", "unit", "currency", "percent", "ambiguous"]
    assert (of_value["value"], of_value["percent"]) == ("30", True)


def test_a_language_that_there_is_not_is_a_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "x", "--lang", "fr"]) == 2
    assert "there is no language 'fr': vi or en" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "example"),
    [("Viết tài liệu", "Doanh số mới đạt 10 tỷ"), ("Improve the quality of service", "New sales reach 10 bn")],
)
def test_help_gives_an_example_in_the_texts_language(
    text: str, example: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", text]) == 0
    assert f"as in '{example}'" in capsys.readouterr().err


def test_a_time_that_cannot_be_told_in_the_other_unit_is_asked_for_in_it(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["explain", "Cut review time from 2 days to 4 hours"]) == 0
    printed = capsys.readouterr()
    assert "baseline" not in printed.out
    assert printed.err == "  help: write '2 days' in the same unit as the value to reach, to have its baseline\n"


@pytest.mark.parametrize(("typed", "said", "doubted"), [("5/8", "5 of 8\n", False), ("31/12", "31 of 12\n", True)])
def test_a_part_is_told_with_its_whole_and_one_that_is_more_is_doubted(
    typed: str, said: str, doubted: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["explain", "--value", typed]) == 0

    printed = capsys.readouterr()
    assert printed.out == said
    assert ("a day is no value" in printed.err) == doubted
    assert main(["explain", "--value", typed, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["ambiguous"] == doubted
