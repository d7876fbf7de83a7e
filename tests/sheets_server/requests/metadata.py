"""Requests about developer metadata: values of a program's own that follow the rows they are put on."""

from __future__ import annotations

from typing import Any

from tests.sheets_server.edit import Edit
from tests.sheets_server.errors import BadRequest
from tests.sheets_server.masks import merge, parse_mask
from tests.sheets_server.proto import copied
from tests.sheets_server.ranges import matching


def create(edit: Edit, sent: dict[str, Any]) -> dict[str, Any]:
    metadata, taken = copied(sent["developerMetadata"]), {m["metadataId"] for m in edit.spreadsheet.metadata}
    if metadata.get("metadataId") in taken:
        raise BadRequest(f"A developer metadata with id {metadata['metadataId']} already exists.")
    if not metadata.get("metadataKey"):
        raise BadRequest("developerMetadata.metadataKey must be specified.")
    if metadata.get("visibility") not in ("DOCUMENT", "PROJECT"):
        raise BadRequest("developerMetadata.visibility must be specified.")
    metadata.setdefault("metadataId", edit.new_id(taken))
    metadata["location"] = _located(edit, metadata.get("location", {}))
    edit.spreadsheet.metadata.append(metadata)
    return {"developerMetadata": answered(metadata)}


def _located(edit: Edit, sent: dict[str, Any]) -> dict[str, Any]:
    if "dimensionRange" in sent:
        tab, dimension, start, end = edit.spreadsheet.line_range(sent["dimensionRange"])
        if end - start != 1:
            raise BadRequest("developerMetadata.location.dimensionRange must represent a single row or column.")
        if end > tab.length(dimension):
            raise BadRequest("developerMetadata.location.dimensionRange is outside of the grid.")
        lines = {"sheetId": tab.id, "dimension": dimension, "startIndex": start, "endIndex": end}
        return {"locationType": "ROW" if dimension == "ROWS" else "COLUMN", "dimensionRange": lines}
    if "sheetId" in sent:
        return {"locationType": "SHEET", "sheetId": edit.spreadsheet.tab(sent["sheetId"]).id}
    if sent.get("spreadsheet"):
        return {"locationType": "SPREADSHEET", "spreadsheet": True}
    raise BadRequest("developerMetadata.location must be specified.")


def answered(metadata: dict[str, Any]) -> dict[str, Any]:
    """Metadata as it is answered: a copy."""
    own: dict[str, Any] = copied(metadata)
    return own


def update(edit: Edit, sent: dict[str, Any]) -> dict[str, Any]:
    found, mask = _found(edit, sent.get("dataFilters", [])), parse_mask(sent.get("fields") or "*")
    for metadata in found:
        merged = merge(metadata, copied(sent.get("developerMetadata", {})), mask)
        merged["metadataId"] = metadata["metadataId"]
        if merged.get("location") != metadata["location"]:
            merged["location"] = _located(edit, merged.get("location", {}))
        metadata.clear()
        metadata.update(merged)
    return {"developerMetadata": [answered(metadata) for metadata in found]}


def delete(edit: Edit, sent: dict[str, Any]) -> dict[str, Any]:
    found = _found(edit, [sent.get("dataFilter", {})])
    edit.spreadsheet.metadata[:] = [m for m in edit.spreadsheet.metadata if not any(m is each for each in found)]
    return {"deletedDeveloperMetadata": [answered(metadata) for metadata in found]}


def _found(edit: Edit, filters: list[dict[str, Any]]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    for data_filter in filters:
        if "developerMetadataLookup" not in data_filter:
            raise BadRequest("dataFilter.developerMetadataLookup must be specified.")
        for metadata in matching(edit.spreadsheet, data_filter["developerMetadataLookup"]):
            if not any(metadata is each for each in found):
                found.append(metadata)
    return found
