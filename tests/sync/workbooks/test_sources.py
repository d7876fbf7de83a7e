"""What a source says of where its workbook is, and that no password in one is ever shown."""

from __future__ import annotations

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.workbooks import WorkbookError, open_workbook
from sync.workbooks.sources import Source, is_elsewhere, masked, parsed_source, place_of, shown_source


@pytest.mark.parametrize(
    ("source", "where"),
    [
        ("excel:teams/sales.xlsx", Source("file", "teams/sales.xlsx")),
        ("teams/sales.xlsx", Source("file", "teams/sales.xlsx")),
        (r"C:\teams\sales.xlsx", Source("file", r"C:\teams\sales.xlsx")),
        (r"excel:\\server\share\sales.xlsx", Source("file", r"\\server\share\sales.xlsx")),
        ("excel:file:///teams/Kế%20hoạch.xlsx", Source("file", "/teams/Kế hoạch.xlsx")),
        ("excel:s3://bucket/a b.xlsx", Source("store", "s3://bucket/a b.xlsx")),
        ("webdavs://anna@cloud.example/sales.xlsx", Source("store", "webdavs://anna@cloud.example/sales.xlsx")),
        ("excel:graph:/drives/1/root:/sales.xlsx", Source("graph", "graph:/drives/1/root:/sales.xlsx")),
        ("https://1drv.ms/x/s!Abc", Source("graph", "https://1drv.ms/x/s!Abc")),
        ("sheets:abc", None),
        ("google:1AbC_-9", Source("google", "1AbC_-9")),
        ("https://docs.google.com/spreadsheets/d/1AbC_-9/edit#gid=0", Source("google", "1AbC_-9")),
        ("google:https://docs.google.com/spreadsheets/d/1AbC_-9", Source("google", "1AbC_-9")),
        ("https://docs.google.com/spreadsheets/u/1/d/1AbC_-9/edit?usp=sharing", Source("google", "1AbC_-9")),
        ("https://docs.google.com/a/example.com/spreadsheets/d/1AbC_-9/view", Source("google", "1AbC_-9")),
        ("https://drive.google.com/file/d/1AbC_-9/view?usp=drive_link", Source("google", "1AbC_-9")),
        ("https://drive.google.com/open?id=1AbC_-9", Source("google", "1AbC_-9")),
        ("docs.google.com/spreadsheets/d/1AbC_-9/edit", Source("google", "1AbC_-9")),
        ("google:docs.google.com/spreadsheets/d/1AbC_-9/edit", Source("google", "1AbC_-9")),
        ("https://docs.google.com/spreadsheets/d/e/2PACX-1v/pubhtml", None),
        ("https://docs.google.com/document/d/1AbC_-9/edit", None),
        ("https://drive.google.com/drive/folders/1AbC_-9", None),
        ("google:", None),
        ("google:Q4 của đội bán hàng", None),
        ("excel:", None),
        ("excel:graph:", None),
        ("excel:s3://", None),
        ("excel:file:///", None),
    ],
)
def test_a_source_says_where_its_workbook_is(source: str, where: Source | None) -> None:
    assert parsed_source(source) == where
    assert is_elsewhere(source) == (where is not None and where.kind != "file")


@pytest.mark.parametrize(
    ("source", "what"),
    [
        ("https://docs.google.com/spreadsheets/d/e/2PACX-1v/pubhtml", "is a page published from a spreadsheet"),
        ("google:https://docs.google.com/document/d/1AbC/edit", "is a document"),
        ("https://docs.google.com/forms/d/1AbC/edit", "is a form"),
        ("https://drive.google.com/drive/folders/1AbC", "is a folder"),
        ("google:Q4 của đội bán hàng", "is no spreadsheet's key or address"),
    ],
)
def test_what_leads_to_google_and_is_no_spreadsheet_is_told_so(source: str, what: str) -> None:
    with pytest.raises(WorkbookError, match=what) as refused:
        open_workbook(source)

    assert "copy its address" in refused.value.hint


@given(st.text())
def test_any_text_is_a_source_or_none_and_its_text_means_the_same(text: str) -> None:
    where = parsed_source(text)
    if where is not None:
        assert parsed_source(where.text) == where


WORDS = st.text(st.characters(exclude_categories=("Z", "C")), min_size=1)


@given(st.sampled_from(["smb", "webdavs", "s3"]), WORDS.filter(lambda user: not set(user) & set(":/@")), WORDS, WORDS)
def test_no_password_is_left_in_what_is_shown(scheme: str, user: str, password: str, path: str) -> None:
    password = f"<{password}>"
    source = f"excel:{scheme}://{user}:{password}@host/{path}.xlsx"

    assert password not in masked(f"{source} could not be reached")
    with pytest.raises(WorkbookError, match="has a password in it") as refused:
        open_workbook(source)
    assert password not in f"{refused.value} {refused.value.hint}"


@pytest.mark.parametrize("url", ["webdav://host:8080/anna@home/sales.xlsx", "smb://anna@host:445/share/a@b.xlsx"])
def test_a_port_is_no_password(url: str) -> None:
    assert masked(url) == url


def test_a_store_that_is_not_known_is_named_with_those_that_are() -> None:
    with pytest.raises(WorkbookError, match="no store that is known") as refused:
        open_workbook("excel:gopher://host/sales.xlsx")

    assert "s3://" in refused.value.hint


@pytest.mark.parametrize("source", ["excel:s3://bucket", "excel:s3://bucket/teams/", "smb://host/"])
def test_a_url_that_names_no_file_is_refused(source: str) -> None:
    with pytest.raises(WorkbookError, match="names no file"):
        open_workbook(source)


@pytest.mark.parametrize(
    ("source", "library", "extra"),
    [
        ("s3://bucket/sales.xlsx", "s3fs", "s3"),
        ("webdavs://host/sales.xlsx", "webdav4.fsspec", "webdav"),
        ("smb://host/share/sales.xlsx", "fsspec.implementations.smb", "smb"),
        ("graph:/drives/1/root:/sales.xlsx", "sync.workbooks.graph_api", "graph"),
    ],
)
def test_a_library_that_is_not_installed_is_named_with_how_to_install_it(
    source: str, library: str, extra: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, library, None)

    with pytest.raises(WorkbookError, match="needs a library that is not installed") as refused:
        open_workbook(source).read()

    assert refused.value.hint == f"pip install 'okr-sync[{extra}]'"


def test_of_a_link_its_host_and_a_hash_are_shown_by_which_it_is_known_again() -> None:
    link = "https://contoso.sharepoint.com/:x:/s/sales/EaBcDeF?e=4%3aabc"
    shown = shown_source(f"excel:{link}")
    assert shown.startswith("excel:https://contoso.sharepoint.com/***")
    assert "EaBcDeF" not in shown
    assert place_of(link) == place_of("https://contoso.sharepoint.com/:x:/s/sales/EaBcDeF?e=another copy") == shown
    assert place_of(link.replace("EaB", "EaC")) != shown
    assert shown_source(shown) == shown
    with pytest.raises(WorkbookError, match="is what is shown of a link"):
        open_workbook(shown)
