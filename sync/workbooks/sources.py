"""What a source says of where its workbook is: on this machine, in a store that has a URL, in OneDrive and
SharePoint, or in Google Sheets."""

from __future__ import annotations

import os
import re
from typing import Literal, NamedTuple

from sync.patterns import RarePattern

_SYSTEM = re.compile(r"[a-z]{2,}:")
_SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://")
_GOOGLE_HOSTS = ("docs.google.com", "sheets.google.com", "drive.google.com")
_GOOGLE_KEY = RarePattern(r"[A-Za-z0-9_-]+")
_SPREADSHEET_PATH = RarePattern(r"/(?:a/[^/]+/)?spreadsheets/(?:u/\d+/)?d/(?!e/)([A-Za-z0-9_-]+)(?:/.*)?")
_FILE_PATH = RarePattern(r"/(?:a/[^/]+/)?file/(?:u/\d+/)?d/([A-Za-z0-9_-]+)(?:/.*)?")
_NO_SPREADSHEET = (
    ("/spreadsheets/d/e/", "is a page published from a spreadsheet, not the spreadsheet"),
    ("/forms/", "is a form; its answers stand in a spreadsheet of their own"),
    ("/document/", "is a document, not a spreadsheet"),
    ("/presentation/", "is a presentation, not a spreadsheet"),
    ("/folders/", "is a folder, not a spreadsheet"),
)
_SHOWN_LINK = RarePattern(r"/\*\*\*[0-9a-f]{16}$")
_COPY_OF_A_LINK = RarePattern(r"[?&]e=[^&]*$")
# Up to the last '@', because people do not escape what is in their passwords; but a port is none.
_WITHOUT_SCHEME = re.compile(r"(?:google:)?(?:docs|drive)\.google\.com/")
"""As some browsers copy what stands in their address bar."""
_PASSWORD = re.compile(r"(://[^/@\s:]*):(?!\d{1,5}/)\S*@")


class Source(NamedTuple):
    """``place`` is a path, a URL (``store``), what Microsoft Graph calls an item (``graph``): a path of its API, or
    the link that people share; or a Google spreadsheet's key (``google``)."""

    kind: Literal["file", "store", "graph", "google"]
    place: str

    @property
    def text(self) -> str:
        """The one way of writing it that settings use."""
        return f"google:{self.place}" if self.kind == "google" else f"excel:{self.place}"

    @property
    def shown(self) -> str:
        """``place`` as it may be shown and archived: a link that people share may open the workbook to whoever has it,
        and a hash stands for all of it but its host."""
        return _masked_link(self.place) if self.kind == "graph" and self.place.startswith("https:") else self.place


def parsed_source(source: str) -> Source | None:
    """Given a source ('excel:teams/sales.xlsx', 'excel:s3://bucket/sales.xlsx', 'excel:graph:/drives/…'), with
    'excel:' or without, or of a Google spreadsheet ('google:KEY', 'google:URL' or its URL), return where it is; None
    where no system is known by its first word, or it names nothing."""
    if _WITHOUT_SCHEME.match(source):
        source = f"https://{source.removeprefix('google:')}"
    if source.startswith("google:"):
        return _in_google(source.removeprefix("google:").strip())
    place = source.removeprefix("excel:")
    scheme = _SCHEME.match(place)
    if scheme is not None:
        return _of_url(scheme[1].lower(), place)
    if place.startswith("graph:"):
        return Source("graph", place) if place.removeprefix("graph:").strip("/") else None
    if not place or _SYSTEM.match(place):
        return None
    return Source("file", place)


def is_elsewhere(source: str) -> bool:
    """Given a source, return whether its workbook is not a file of this machine."""
    parsed = parsed_source(source)
    return parsed is not None and parsed.kind != "file"


def place_of(source: str) -> str:
    """Given a source, return where its workbook is, said in the one way that all sources of that workbook share: of a
    file, its real path. The archive knows workbooks by that."""
    where = parsed_source(source)
    if where is None:
        return source
    return f"excel:{os.path.realpath(where.place)}" if where.kind == "file" else shown_source(source)


def identity_of(where: Source | None) -> object:
    """Given where a workbook is, return what is equal for two ways of saying it: of a file that is there, by links of
    both kinds too."""
    if where is None or where.kind != "file":
        return where and where.place
    try:
        status = os.stat(where.place)
    except (OSError, ValueError):
        return os.path.abspath(where.place)
    return (status.st_dev, status.st_ino) if status.st_ino else os.path.abspath(where.place)


def shown_source(source: str) -> str:
    """Given a source, return it as it may be shown and archived."""
    where = parsed_source(source)
    return source if where is None else where.text.replace(where.place, where.shown)


def is_shown_link(where: Source) -> bool:
    """Whether this is what is shown of a link, which leads nowhere."""
    return where.place.startswith("https:") and _SHOWN_LINK.search(where.place) is not None


def is_google_key(text: str) -> bool:
    """Given a text, return whether it looks like the key of a spreadsheet as Google makes them: 44 characters."""
    return len(text) == 44 and text.startswith("1") and _GOOGLE_KEY.fullmatch(text) is not None


def spreadsheet_address(key: str) -> str:
    """Given a spreadsheet's key, return where a browser shows it."""
    return f"https://docs.google.com/spreadsheets/d/{key}/edit"


def why_no_spreadsheet(source: str) -> str:
    """Given a source that names no workbook, return what it is where it leads to Google all the same; '' elsewhere."""
    place = source.removeprefix("google:").strip()
    if not source.startswith("google:") and not _leads_to_google(place):
        return ""
    for part, what in _NO_SPREADSHEET:
        if part in place:
            return f"'{place}' {what}"
    return f"'{place}' is no spreadsheet's key or address"


def has_password(text: str) -> bool:
    return _PASSWORD.search(text) is not None


def masked(text: str) -> str:
    """Given a text with URLs in it, return it without their passwords."""
    return _PASSWORD.sub(r"\1:***@", text)


def _masked_link(link: str) -> str:
    import hashlib
    from urllib.parse import urlsplit

    if _SHOWN_LINK.search(link):
        return link
    # The 'e' differs each time that the link is copied.
    same = _COPY_OF_A_LINK.sub("", link)
    return f"https://{urlsplit(link).hostname}/***{hashlib.sha256(same.encode()).hexdigest()[:16]}"


def _of_url(scheme: str, url: str) -> Source | None:
    from urllib.parse import unquote, urlsplit  # takes longer to import than all of this file

    if scheme in ("http", "https") and _leads_to_google(url):
        return _in_google(url)
    if scheme == "https":
        return Source("graph", url)
    if scheme == "file":
        path = unquote(urlsplit(url).path)
        return Source("file", path) if path.strip("/") else None
    host_and_path = url.partition("://")[2]
    return Source("store", url) if host_and_path.strip("/") else None


def _in_google(key_or_url: str) -> Source | None:
    from urllib.parse import parse_qs, urlsplit

    if _GOOGLE_KEY.fullmatch(key_or_url):
        return Source("google", key_or_url)
    if not _leads_to_google(key_or_url):
        return None
    parts = urlsplit(key_or_url)
    found = _SPREADSHEET_PATH.fullmatch(parts.path) or _FILE_PATH.fullmatch(parts.path)
    if found is not None:
        return Source("google", found[1])
    # What Drive's 'copy link' once gave: https://drive.google.com/open?id=KEY
    key = parse_qs(parts.query).get("id", [""])[-1] if parts.path in ("/open", "/uc", "/spreadsheet/ccc") else ""
    return Source("google", key) if _GOOGLE_KEY.fullmatch(key) else None


def _leads_to_google(url: str) -> bool:
    from urllib.parse import urlsplit

    try:
        return urlsplit(url).hostname in _GOOGLE_HOSTS
    except ValueError:
        return False
