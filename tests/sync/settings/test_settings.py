from __future__ import annotations

import subprocess
import sys
from datetime import time
from decimal import Decimal
from pathlib import Path

import pytest

from sync.model.rows import Field
from sync.options import FiscalCalendar, GraphOptions, JobSettings, RuleOptions, ScoringOptions, Settings
from sync.settings import SettingsError, default_settings, read_settings, workbook_names


def settings_of(tmp_path: Path, text: str) -> Settings:
    path = tmp_path / "config.toml"
    path.write_text(text, encoding="utf-8")
    return read_settings(path)


def test_an_empty_file_says_what_no_file_says_but_for_its_archive(tmp_path: Path) -> None:
    said = settings_of(tmp_path, "")

    assert said.archive_url == f"sqlite:///{tmp_path}/okr-archive.db"
    assert said == Settings(path=tmp_path / "config.toml", archive_url=said.archive_url, hash=default_settings().hash)


def test_fractions_are_exact(tmp_path: Path) -> None:
    scoring = settings_of(tmp_path, "[scoring]\non_track = 0.85\nat_risk = 0.1\ngrace = 0\n").scoring

    assert scoring == ScoringOptions(on_track=Decimal("0.85"), at_risk=Decimal("0.1"), grace=Decimal(0))


def test_a_workbook_lays_its_own_settings_over_the_services(tmp_path: Path) -> None:
    said = settings_of(
        tmp_path,
        """
[service]
language = "en"
[cycle]
current = "2026-Q3"
fiscal_year_starts = 4
[rules]
ignore = ["OKR201"]
most_objectives = 3
[writing]
add_columns = true
columns = ["progress", "objective_score"]
[[workbook]]
name = "sales"
source = "excel:teams/sales.xlsx"
language = "vi"
locale = "de"
cycle = "2026-Q4"
write = false
add_columns = false
tabs = ["Q*"]
ignore = ["OKR201", "OKR3"]
columns = { "Con số cần chạm" = "target" }
owned = { progress = "Tiến độ" }
[[workbook]]
name = "hr"
source = "excel:/data/hr.xlsx"
""",
    )
    sales, hr = said.workbook("sales"), said.workbook("hr")

    assert sales.source == f"excel:{tmp_path}/teams/sales.xlsx"
    assert (sales.write, hr.write) == (False, True)
    assert (sales.reading.language, hr.reading.language) == ("en", "en")
    assert (sales.reading.own_language, hr.reading.own_language) == ("vi", None)
    assert (sales.reading.spoken, hr.reading.spoken) == ("vi", "en")
    assert (sales.reading.locale, hr.reading.locale) == ("de", None)
    assert (sales.reading.cycle, hr.reading.cycle) == ("2026-Q4", "2026-Q3")
    assert (sales.reading.tabs, hr.reading.tabs) == (("Q*",), ())
    assert sales.reading.columns == {"Con số cần chạm": Field.target}
    assert sales.reading.owned == {Field.progress: "Tiến độ"}
    assert sales.rules == RuleOptions(ignore=("OKR201", "OKR3"), most_objectives=3, calendar=said.calendar)
    assert hr.rules == RuleOptions(ignore=("OKR201",), most_objectives=3, calendar=said.calendar)
    assert (sales.writing.add_columns, hr.writing.add_columns) == (False, True)
    assert hr.writing.fields == (Field.progress, Field.objective_score)
    assert hr.source == "excel:/data/hr.xlsx"
    april = FiscalCalendar(fiscal_year_starts=4)
    assert said.calendar == said.scoring.calendar == hr.reading.calendar == said.defaults.reading.calendar == april
    assert said.workbook("not configured").reading == said.defaults.reading


def test_jobs_run_every_so_often_or_at_a_time_of_day(tmp_path: Path) -> None:
    said = settings_of(
        tmp_path,
        """
[[workbook]]
name = "sales"
source = "excel:sales.xlsx"
[[job]]
name = "often"
task = "sync"
every = "30 minutes"
[[job]]
name = "evenings"
task = "check"
workbooks = ["s*"]
at = "18:00"
on = ["mon", "fri"]
""",
    )

    assert said.jobs == (
        JobSettings("often", "sync", ("*",), every_seconds=1800),
        JobSettings("evenings", "check", ("s*",), at=time(18), on=("mon", "fri")),
    )


@pytest.mark.parametrize(
    ("written", "stands_for"),
    [
        ("sqlite:///history/okr.db", "sqlite:///{here}/history/okr.db"),
        ("sqlite:////var/lib/okr.db", "sqlite:////var/lib/okr.db"),
        ("sqlite:///../okr.db", "sqlite:///{above}/okr.db"),
    ],
)
def test_the_archives_path_is_relative_to_the_file(written: str, stands_for: str, tmp_path: Path) -> None:
    said = settings_of(tmp_path, f'[service]\narchive = "{written}"\n')

    assert said.archive_url == stands_for.format(here=tmp_path, above=tmp_path.parent)


def test_the_hash_is_of_what_is_said_and_not_of_how(tmp_path: Path) -> None:
    plain = settings_of(tmp_path, "[rules]\npatience = 3\n").hash

    assert settings_of(tmp_path, "# said otherwise\nrules = { patience = 3 }\n[scoring]\ngrace = 0.10\n").hash == plain
    assert settings_of(tmp_path, "[rules]\npatience = 4\n").hash != plain
    shares = [settings_of(tmp_path, f"[scoring]\non_track = {share}\n").hash for share in ("0.8", "0.80")]
    assert shares[0] == shares[1] != plain


def test_a_source_elsewhere_is_no_path_beside_the_settings(tmp_path: Path) -> None:
    sources = ["s3://bucket/sales.xlsx", "graph:/drives/1/root:/sales.xlsx", "https://1drv.ms/x/s!Abc?e=1"]
    blocks = [f"[[workbook]]\nname = 'w{number}'\nsource = 'excel:{source}'\n" for number, source in enumerate(sources)]

    found = settings_of(tmp_path, "".join(blocks)).workbooks

    assert [own.source for own in found] == [f"excel:{source}" for source in sources]


def test_how_to_reach_graph_is_read(tmp_path: Path) -> None:
    said = settings_of(
        tmp_path,
        "[graph]\ntenant = 'contoso'\nkey_file = 'graph.txt'\nendpoint = 'http://127.0.0.1:8080/'\n",
    )

    assert said.graph == GraphOptions(
        tenant="contoso", key_file=tmp_path / "graph.txt", endpoint="http://127.0.0.1:8080"
    )


def test_a_file_from_notepad_is_read(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b'\xef\xbb\xbf[service]\r\nlanguage = "en"\r\n')

    assert read_settings(path).language == "en"


def test_names_are_completed_even_where_the_rest_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('[[workbook]]\nname = "sales"\nnonsense = 1\n[[workbook]]\nname = "hr"\n', encoding="utf-8")

    assert workbook_names(path) == ["sales", "hr"]
    assert workbook_names(tmp_path / "none.toml") == []


def test_a_right_file_needs_no_parser_of_positions_and_no_file_none_that_validates(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_text("[rules]\npatience = 3\n", encoding="utf-8")
    script = (
        "import sys; from pathlib import Path; from sync.settings import default_settings, read_settings;"
        "default_settings(); assert 'pydantic_core' not in sys.modules;"
        f"read_settings(Path({str(tmp_path / 'config.toml')!r})); assert 'tree_sitter' not in sys.modules"
    )

    assert subprocess.run([sys.executable, "-c", script]).returncode == 0


def test_a_hard_link_to_another_workbook_is_that_workbook(tmp_path: Path) -> None:
    (tmp_path / "sales.xlsx").touch()
    (tmp_path / "other.xlsx").hardlink_to(tmp_path / "sales.xlsx")
    (tmp_path / "third.xlsx").touch()

    with pytest.raises(SettingsError, match="source: this is the same workbook as 'sales'") as refused:
        settings_of(
            tmp_path,
            "".join(f"[[workbook]]\nname = '{at}'\nsource = 'excel:{at}.xlsx'\n" for at in ("sales", "other", "third")),
        )
    assert str(refused.value).count("the same workbook") == 1


@pytest.mark.parametrize("linked", ["teams/sales.xlsx", "teams"])
def test_a_link_to_another_workbook_is_that_workbook(tmp_path: Path, linked: str) -> None:
    (tmp_path / "teams").mkdir()
    (tmp_path / "teams" / "sales.xlsx").touch()
    (tmp_path / "link").symlink_to(tmp_path / linked)
    other = "link" if linked.endswith(".xlsx") else "link/sales.xlsx"
    named = (("sales", "teams/sales.xlsx"), ("other", other))

    with pytest.raises(SettingsError, match="source: this is the same workbook as 'sales'"):
        settings_of(tmp_path, "".join(f"[[workbook]]\nname = '{name}'\nsource = 'excel:{at}'\n" for name, at in named))


def test_a_locale_that_nobody_knows_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('[[workbook]]\nname = "kd"\nsource = "excel:kd.xlsx"\nlocale = "vie"\n', "utf-8")
    with pytest.raises(SettingsError, match="'vie' is no locale that is known"):
        read_settings(file)
