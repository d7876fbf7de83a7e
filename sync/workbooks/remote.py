"""Workbooks in stores that have a URL, through fsspec: which file of ours knows which store."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from sync.workbooks.base import Workbook, WorkbookError
from sync.workbooks.elsewhere import ElsewhereWorkbook, Store
from sync.workbooks.sources import Source

_STORES = {
    "s3": ("remote_s3", "S3Store"),
    "webdavs": ("remote_webdav", "WebdavStore"),
    "webdav": ("remote_webdav", "WebdavStore"),
    "smb": ("remote_smb", "SmbStore"),
    "memory": ("remote_store", "BesideStore"),
}


def open_in_store(where: Source, *, name: str, read_only: bool = False) -> Workbook:
    """Given a URL, return its workbook; nothing is read yet. Raise WorkbookError for a store that is not known."""
    scheme = where.place.partition("://")[0].lower()
    if scheme not in _STORES:
        known = ", ".join(f"{each}://" for each in _STORES)
        raise WorkbookError(f"'{where.place}' is in no store that is known.", f"Known are {known}.")
    module, store = _STORES[scheme]
    make: Callable[[Source], Store] = getattr(import_module(f"sync.workbooks.{module}"), store)
    return ElsewhereWorkbook(make(where), name=name, read_only=read_only)
