"""The one place that picks the backend for a source."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import TYPE_CHECKING, Any

from sync.workbooks.base import Sizes, Turns, Workbook, WorkbookError
from sync.workbooks.sources import (
    Source,
    has_password,
    identity_of,
    is_shown_link,
    masked,
    parsed_source,
    why_no_spreadsheet,
)
from sync.workbooks.turns import OWN_TURNS

if TYPE_CHECKING:
    from sync.memo import Memo
    from sync.options import Settings

SPREADSHEET_ADDRESS = "Open the spreadsheet and copy its address: https://docs.google.com/spreadsheets/d/KEY/edit"


def open_workbook(
    source: str,
    settings: Settings | None = None,
    *,
    name: str = "",
    read_only: bool = False,
    turns: Turns | None = None,
    sizes: Sizes | None = None,
    known: Memo[Any] | None = None,
) -> Workbook:
    """Given a source ('excel:teams/sales.xlsx', 'excel:s3://bucket/sales.xlsx', or without 'excel:'; 'google:KEY', or a
    spreadsheet's URL), return its workbook; nothing is read yet. ``name`` is what messages call it: else its name in
    ``settings``, else the source. One opened ``read_only``, or that the settings only observe, refuses every plan that
    writes. ``turns`` gives out turns at services that count requests, ``sizes`` remembers which workbooks are small
    (none: this process for itself), and ``known`` are rows as they were when this process last read them. Raise
    WorkbookError when no backend knows such a source."""
    where = source_without_password(source)
    if settings is not None:
        same = identity_of(where)
        owns = [own for own in settings.workbooks if identity_of(parsed_source(own.source)) == same]
        if owns:
            # Of two names that lead to one file, that it is only observed holds for both.
            name, read_only = name or owns[0].name, read_only or not all(own.write for own in owns)
    name = name or where.shown

    # Backends bring what they need only when one of their workbooks is opened.
    if where.kind == "store":
        from sync.workbooks.remote import open_in_store

        return open_in_store(where, name=name, read_only=read_only)
    if where.kind == "graph":
        from sync.workbooks.graph import open_in_graph

        return open_in_graph(where, settings.graph if settings else None, name=name, read_only=read_only)
    if where.kind == "google":
        from sync.workbooks.google_drive import open_on_drive

        options = settings.google if settings else None
        return open_on_drive(where, options, name=name, read_only=read_only, turns=turns, sizes=sizes, known=known)
    from sync.workbooks.excel import ExcelWorkbook

    return ExcelWorkbook(where.place, name=name, read_only=read_only)


def source_without_password(source: str) -> Source:
    """Given a source, return where it is. Raise WorkbookError where no backend knows it, and where a password stands in
    it: sources are archived and shown."""
    if has_password(source):
        raise WorkbookError(
            f"'{masked(source)}' has a password in it, which would be archived and shown.",
            "Leave it out of the source: docs/elsewhere.md says where each store's credentials go.",
        )
    where = parsed_source(source)
    if where is None:
        if why := why_no_spreadsheet(source):
            raise WorkbookError(f"{why}.", SPREADSHEET_ADDRESS)
        raise WorkbookError(
            f"'{source}' names no workbook.",
            "A source is 'excel:' and a path or a URL (excel:teams/sales.xlsx), or a Google spreadsheet's address.",
        )
    if is_shown_link(where):
        raise WorkbookError(
            f"'{source}' is what is shown of a link, whose own words are not kept: it may be a secret.",
            "Name the link itself, or put the workbook into the settings and use its name.",
        )
    return where


def file_versions(
    sources: Collection[str], settings: Settings, turns: Turns | None = None, *, read_only: bool = False
) -> Mapping[str, str]:
    """Given the sources of workbooks, return the version that the file of each has now, by one request for all of them;
    those are left out of which it does not tell. While a version stays the same, so does what people put into the file.
    Raise WorkbookError when nothing is to be had."""
    wanted = {where.place: each for each in sources if (where := parsed_source(each)) and where.kind == "google"}
    if not wanted:
        return {}
    from sync.workbooks.google_files import spreadsheet_versions

    found = spreadsheet_versions(wanted, settings.google, turns or OWN_TURNS, read_only=read_only)
    return {wanted[key]: version for key, version in found.items()}
