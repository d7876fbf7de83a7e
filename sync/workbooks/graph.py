"""Workbooks in OneDrive and SharePoint, as drive items of Microsoft Graph: fetched whole, and put back with the eTag of
what was fetched (If-Match), so that Graph itself refuses the write when somebody saved meanwhile."""

from __future__ import annotations

import base64
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from sync.options import GraphOptions
from sync.workbooks.base import Workbook, WorkbookBusy, WorkbookChanged, WorkbookError
from sync.workbooks.elsewhere import AnswerLost, ElsewhereWorkbook, Replaced
from sync.workbooks.sources import Source, shown_source

if TYPE_CHECKING:
    from sync.workbooks.graph_api import GraphApi, GraphError, Item


def open_in_graph(where: Source, options: GraphOptions | None, *, name: str, read_only: bool = False) -> Workbook:
    """Given a drive item's address or the link that people share, and how to reach Graph (None: as the environment
    says), return its workbook; nothing is read yet."""
    return ElsewhereWorkbook(DriveItem(where, options or GraphOptions()), name=name, read_only=read_only)


@cache
def graph_api(options: GraphOptions) -> GraphApi:
    """Given how to reach Graph, return the one way to it that all workbooks share: its token is good for an hour."""
    from sync.workbooks.graph_api import GraphApi

    return GraphApi(options)


class DriveItem:
    """One drive item. A version is its eTag."""

    def __init__(self, where: Source, options: GraphOptions) -> None:
        self.source = shown_source(where.text)
        self.where = where.shown
        self._address = _address(where.place)
        self._options = options
        self._item: Item | None = None

    @property
    def _api(self) -> GraphApi:
        try:
            return graph_api(self._options)
        except ImportError as error:
            raise WorkbookError(
                f"{self.where} needs a library that is not installed ({error.name}).", "pip install 'okr-sync[graph]'"
            ) from error

    def fetch(self, write: Callable[[bytes], object]) -> str:
        api = self._api
        with self._plain_words():
            item = api.item(self._address)
            if "file" not in item:
                raise WorkbookError(f"{self.where} is no file.", "Name the workbook, not its folder.")
            api.download(item, write)
            if api.item(self._address)["eTag"] != item["eTag"]:
                raise self._changed()
        self._item = item
        return str(item["eTag"])

    def refuse_while_in_use(self) -> None:
        """Graph does not say who has a file open; it refuses the write then (423)."""

    def replace(self, new: Path, version: str) -> Replaced:
        from sync.workbooks.graph_api import GraphError, NoAnswer

        assert self._item is not None
        assert self._item["eTag"] == version
        try:
            return Replaced(str(self._api.upload(self._item, new).get("eTag", "")))
        except NoAnswer as error:
            raise AnswerLost(
                f"{self.where} did not say whether it was written: {error}.",
                "The next sync looks at what stands there, and goes on from it.",
            ) from error
        except GraphError as error:
            raise self._refused(error) from error

    @contextmanager
    def _plain_words(self) -> Iterator[None]:
        from sync.workbooks.graph_api import GraphError, NoAnswer

        try:
            yield
        except NoAnswer as error:
            raise WorkbookError(f"{self.where} could not be reached: {error}.", "Try again later.") from error
        except GraphError as error:
            raise self._refused(error) from error

    def _refused(self, error: GraphError) -> WorkbookError:
        match error.status:
            case 409 | 412:
                return self._changed()
            case 423:
                return WorkbookBusy(
                    f"{self.where} is open in Excel, or checked out.", "It is written once it is closed there."
                )
            case 401 | 403:
                return WorkbookError(
                    f"The app may not read or write {self.where} ({error.code}).",
                    "An administrator gives it Files.ReadWrite.All, or Sites.Selected with 'write' for this site.",
                )
            case 400 | 404:
                return WorkbookError(
                    f"there is no file {self.where} ({error.code}).", "Check the source's spelling, or share it again."
                )
            case 429 | 503:
                return WorkbookError(f"Microsoft asks to come back later for {self.where}.", "The next sync does.")
            case 507:
                return WorkbookError(f"{self.where} was not written: its drive is full.", "Make room there.")
        return WorkbookError(f"{self.where} could not be reached: {error}.", "Try again later.")

    def _changed(self) -> WorkbookChanged:
        return WorkbookChanged(f"{self.where} was saved by somebody since it was read.", "Read and plan again.")


def _address(place: str) -> str:
    """Given 'graph:/drives/…' or the link that people share, return what Graph calls the item."""
    if place.startswith("graph:"):
        path = place.removeprefix("graph:")
        return quote(f"/{path.strip('/')}", safe="/:!,@$()'+~=")
    # As the API has it: unpadded base64url of the link.
    return f"/shares/u!{base64.urlsafe_b64encode(place.encode()).decode().rstrip('=')}/driveItem"
