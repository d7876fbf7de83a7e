"""Workbooks in S3 and what speaks like it, through s3fs: each write carries the ETag of what was read (If-Match), so
that the store itself refuses it when somebody saved meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import Any

from sync.workbooks.base import WorkbookChanged, WorkbookError
from sync.workbooks.elsewhere import Replaced
from sync.workbooks.remote_store import PIECE, UrlStore
from sync.workbooks.sources import Source

_KEPT = (
    *("ContentType", "CacheControl", "ContentDisposition", "ContentEncoding", "ContentLanguage", "Metadata"),
    *("StorageClass", "ServerSideEncryption", "SSEKMSKeyId", "BucketKeyEnabled", "WebsiteRedirectLocation"),
)
"""What an object has besides its bytes. A write replaces all of it, so it is handed over again."""
_SOMEBODY_WROTE = (409, 412)


class S3Store(UrlStore):
    """One object. A version is its ETag."""

    extra = "s3"

    def __init__(self, where: Source) -> None:
        super().__init__(where)
        self._object = {"Bucket": self.host, "Key": self.path_on_host}
        self._kept: dict[str, Any] = {}
        self._has_tags = False

    @cached_property
    def fs(self) -> Any:
        from s3fs import S3FileSystem

        # s3fs tries again by itself too, so that these multiply.
        patience = {"retries": {"total_max_attempts": 2}, "connect_timeout": 10, "read_timeout": 60}
        return S3FileSystem(use_listings_cache=False, config_kwargs=patience)

    def errors(self) -> tuple[type[Exception], ...]:
        from aiohttp import ClientError as ConnectionFault
        from botocore.exceptions import BotoCoreError, ClientError

        return (OSError, BotoCoreError, ClientError, ConnectionFault)

    def fetch(self, write: Callable[[bytes], object]) -> str:
        with self.plain_words():
            from fsspec.asyn import sync

            answer: dict[str, Any] = sync(self.fs.loop, self._fetch, write)
        self._kept = {name: answer[name] for name in _KEPT if answer.get(name)}
        self._has_tags = bool(answer.get("TagCount"))
        return str(answer["ETag"])

    async def _fetch(self, write: Callable[[bytes], object]) -> dict[str, Any]:
        answer: dict[str, Any] = await self.fs._call_s3("get_object", **self._object)
        async with answer["Body"] as body:
            while piece := await body.read(PIECE):
                write(piece)
        return answer

    def replace(self, new: Path, version: str) -> Replaced:
        with self.plain_words():
            if self.fs.call_s3("head_object", **self._object)["ETag"] != version:
                # Some services that speak like S3 take no notice of the condition.
                raise self.changed()
            tags = self._tags()
        try:
            answer = self.fs.call_s3(
                "put_object", **self._object, **self._kept, **tags, Body=new.read_bytes(), IfMatch=version
            )
        except self.errors() as error:
            raise self._refused(error) from error
        return Replaced(str(answer["ETag"]))

    def _tags(self) -> dict[str, str]:
        from urllib.parse import urlencode

        if not self._has_tags:
            return {}
        tags = self.fs.call_s3("get_object_tagging", **self._object)["TagSet"]
        return {"Tagging": urlencode([(tag["Key"], tag["Value"]) for tag in tags])}

    def _refused(self, error: Exception) -> WorkbookError:
        status = _http_status(error)
        if status in _SOMEBODY_WROTE:
            # Or we did: the library asks again by itself where an answer is lost.
            return WorkbookChanged(str(self.changed()), self.changed().hint, maybe_written=True)
        if status == 404:
            return WorkbookError(f"{self.where} was removed since it was read.", "Check the source.")
        if status == 403:
            return self.denied()
        if status is not None and 400 <= status < 500:
            return WorkbookError(f"{self.where} was not written: {error}.", "Check the store's settings.")
        return self.answer_lost(error)


def _http_status(error: BaseException | None) -> int | None:
    """The HTTP status that an error of the library was made from; None where there was no answer at all."""
    while error is not None:
        answer = getattr(error, "response", None)
        if isinstance(answer, dict):
            status = answer.get("ResponseMetadata", {}).get("HTTPStatusCode")
            return status if isinstance(status, int) else None
        error = error.__cause__
    return None
