"""The Sheets API: one function for each method of the discovery document."""

from __future__ import annotations

from typing import Any

from tests.sheets_server import values
from tests.sheets_server.drive.files import SPREADSHEET, File
from tests.sheets_server.errors import ApiError, BadRequest
from tests.sheets_server.formulas.calculating import Calculation
from tests.sheets_server.grid import Area, Spreadsheet
from tests.sheets_server.masks import select
from tests.sheets_server.messages import Answer, Call
from tests.sheets_server.proto import tidy
from tests.sheets_server.ranges import area_of, filtered_areas, matching
from tests.sheets_server.rendering import spreadsheet_answer
from tests.sheets_server.requests import batch, tabs
from tests.sheets_server.values import Rendering


def create(call: Call) -> Answer:
    body = call.body()
    properties = body.get("properties", {})
    call.world.check_storage(call.user, [])
    file = call.world.files.add(properties.get("title", "Untitled spreadsheet"), SPREADSHEET, call.user)
    spreadsheet, edit = _spreadsheet(file), call.world.edit(file, call.user)
    given = {name: value for name, value in properties.items() if name in ("locale", "timeZone")}
    if given:
        tabs.update_spreadsheet_properties(edit, {"properties": given, "fields": ",".join(given)})
    if body.get("sheets"):
        first = spreadsheet.tabs.pop()
        for position, sheet in enumerate(body["sheets"]):
            own = dict(sheet.get("properties", {}))
            own.setdefault("sheetId", 0 if position == 0 else None)
            tabs.add_sheet(edit, {"properties": {name: value for name, value in own.items() if value is not None}})
            for data in sheet.get("data", []):
                start = {"sheetId": spreadsheet.tabs[-1].id, "rowIndex": data.get("startRow", 0)}
                start["columnIndex"] = data.get("startColumn", 0)
                update = {"start": start, "rows": data.get("rowData", []), "fields": "*"}
                batch.apply(edit, [{"updateCells": update}], lambda: _calculation(call, file))
        spreadsheet.tabs = spreadsheet.tabs or [first]
    return Answer(body=_masked(call, spreadsheet_answer(_calculation(call, file), call.user, [], None, False)))


def get(call: Call, key: str) -> Answer:
    file = call.world.open(key, call.user)
    areas = [area_of(_spreadsheet(file), text) for text in call.query.get("ranges", [])]
    with_cells = call.flag("includeGridData")
    return Answer(body=spreadsheet_answer(_calculation(call, file), call.user, areas, call.mask(), with_cells))


def get_by_data_filter(call: Call, key: str) -> Answer:
    file, body = call.world.open(key, call.user), call.body()
    filters = body.get("dataFilters", [])
    areas = [area for each in filters for area in filtered_areas(_spreadsheet(file), each)]
    if filters and not areas:
        raise BadRequest("No data matched the provided data filters.")
    with_cells = bool(body.get("includeGridData"))
    return Answer(body=spreadsheet_answer(_calculation(call, file), call.user, areas, call.mask(), with_cells))


def batch_update(call: Call, key: str) -> Answer:
    file, body = call.world.open(key, call.user, write=True), call.body()
    edit, spreadsheet = call.world.edit(file, call.user), _spreadsheet(file)
    replies = batch.apply(edit, body.get("requests", []), lambda: _calculation(call, file))
    call.world.files.touch(file, call.user)
    answer: dict[str, Any] = {"spreadsheetId": key, "replies": tidy(replies)}
    mask = call.mask()
    if body.get("includeSpreadsheetInResponse"):
        areas = [area_of(spreadsheet, text) for text in body.get("responseRanges", [])]
        inner = mask.get("updatedSpreadsheet") if mask else None
        answer["updatedSpreadsheet"] = spreadsheet_answer(
            _calculation(call, file), call.user, areas, inner or None, bool(body.get("responseIncludeGridData"))
        )
        if mask and inner:
            mask = {**mask, "updatedSpreadsheet": {}}  # it holds only what it should already
    return Answer(body=select(answer, mask) if mask else answer)


def copy_sheet(call: Call, key: str, sheet_id: str) -> Answer:
    source = _spreadsheet(call.world.open(key, call.user)).tab(int(sheet_id))
    target = call.world.open(str(call.body().get("destinationSpreadsheetId", "")), call.user, write=True)
    spreadsheet = _spreadsheet(target)
    tab = tabs.copy_of(call.world.edit(target, call.user), source, None, None, f"Copy of {source.title}")
    spreadsheet.tabs.append(tab)
    spreadsheet.check_size()
    call.world.files.touch(target, call.user)
    return Answer(body=tabs.tab_properties(spreadsheet, tab))


def get_metadata(call: Call, key: str, metadata_id: str) -> Answer:
    for metadata in _spreadsheet(call.world.open(key, call.user)).metadata:
        if metadata["metadataId"] == int(metadata_id):
            return Answer(body=tidy(metadata))
    raise ApiError(404, f"No developer metadata with ID {metadata_id}")


def search_metadata(call: Call, key: str) -> Answer:
    spreadsheet = _spreadsheet(call.world.open(key, call.user))
    matched: list[dict[str, Any]] = []
    for data_filter in call.body().get("dataFilters", []):
        found = (
            matching(spreadsheet, data_filter["developerMetadataLookup"])
            if "developerMetadataLookup" in data_filter
            else _metadata_on(spreadsheet, filtered_areas(spreadsheet, data_filter))
        )
        for metadata in found:
            own = next((each for each in matched if each["developerMetadata"] is metadata), None)
            if own:
                own["dataFilters"].append(data_filter)
            else:
                matched.append({"developerMetadata": metadata, "dataFilters": [data_filter]})
    return Answer(body={"matchedDeveloperMetadata": tidy(matched)} if matched else {})


def _metadata_on(spreadsheet: Spreadsheet, areas: list[Area]) -> list[dict[str, Any]]:
    found = []
    for metadata in spreadsheet.metadata:
        lines = metadata["location"].get("dimensionRange")
        for area in areas if lines else []:
            start, end = (area.top, area.bottom) if lines["dimension"] == "ROWS" else (area.left, area.right)
            if lines["sheetId"] == area.tab.id and start <= lines["startIndex"] < end:
                found.append(metadata)
                break
    return found


def values_get(call: Call, key: str, text: str) -> Answer:
    file = call.world.open(key, call.user)
    area = area_of(_spreadsheet(file), text)
    return Answer(body=_masked(call, values.value_range(area, _calculation(call, file), Rendering.of(call.options()))))


def values_batch_get(call: Call, key: str) -> Answer:
    file = call.world.open(key, call.user)
    rendering, calculation = Rendering.of(call.options()), _calculation(call, file)
    areas = [area_of(_spreadsheet(file), text) for text in call.query.get("ranges", [])]
    found = [values.value_range(area, calculation, rendering) for area in areas]
    return Answer(body=_masked(call, {"spreadsheetId": key} | ({"valueRanges": found} if found else {})))


def values_batch_get_by_data_filter(call: Call, key: str) -> Answer:
    file, body = call.world.open(key, call.user), call.body()
    rendering, calculation = Rendering.of(body), _calculation(call, file)
    found = [
        {"valueRange": values.value_range(area, calculation, rendering), "dataFilters": [data_filter]}
        for data_filter in body.get("dataFilters", [])
        for area in filtered_areas(_spreadsheet(file), data_filter)
    ]
    return Answer(body={"spreadsheetId": key} | ({"valueRanges": found} if found else {}))


def values_update(call: Call, key: str, text: str) -> Answer:
    body = call.body()
    rows = values.check_values(body.get("values"), "data.values")
    file = call.world.open(key, call.user, write=True)
    area = area_of(_spreadsheet(file), text)
    with call.world.edit(file, call.user).whole() as edit:
        major, option = body.get("majorDimension", "ROWS"), call.one("valueInputOption")
        written = values.write_values(edit, area, rows, major, option, text)
    call.world.files.touch(file, call.user)
    return Answer(body=_masked(call, _update_reply(call, file, written, call.options())))


def _update_reply(call: Call, file: File, written: values.Written, options: dict[str, Any]) -> dict[str, Any]:
    reply: dict[str, Any] = tidy(written.reply(file.id))
    if str(options.get("includeValuesInResponse", "")).lower() == "true":
        rendering = Rendering.of(options, "r")
        reply["updatedData"] = values.value_range(written.area, _calculation(call, file), rendering)
    return reply


def values_append(call: Call, key: str, text: str) -> Answer:
    body = call.body()
    rows = values.check_values(body.get("values"), "data.values")
    file = call.world.open(key, call.user, write=True)
    area = area_of(_spreadsheet(file), text)
    insert = call.one("insertDataOption") == "INSERT_ROWS"
    with call.world.edit(file, call.user).whole() as edit:
        major, option = body.get("majorDimension", "ROWS"), call.one("valueInputOption")
        table, written = values.append(edit, area, rows, major, option, insert)
    call.world.files.touch(file, call.user)
    answer: dict[str, Any] = {"spreadsheetId": key}
    if table:
        answer["tableRange"] = table.text
    return Answer(body=_masked(call, answer | {"updates": _update_reply(call, file, written, call.options())}))


def values_batch_update(call: Call, key: str) -> Answer:
    body = call.body()
    data = [
        (each, values.check_values(each.get("values"), f"data[{index}].values"))
        for index, each in enumerate(body.get("data", []))
    ]
    file = call.world.open(key, call.user, write=True)
    written: list[tuple[dict[str, Any], values.Written]] = []
    with call.world.edit(file, call.user).whole() as edit:
        for index, (each, rows) in enumerate(data):
            try:
                areas = _areas_to_write(edit.spreadsheet, each)
                major, option = each.get("majorDimension", "ROWS"), body.get("valueInputOption", "")
                for area in areas:
                    written.append((each, values.write_values(edit, area, rows, major, option, each.get("range", ""))))
            except BadRequest as error:
                raise BadRequest(f"Invalid data[{index}]: {error.message}") from error
    call.world.files.touch(file, call.user)
    responses = [_with_filter(_update_reply(call, file, own, body), each) for each, own in written]
    totals = {
        "totalUpdatedRows": len({(id(own.area.tab), r) for _, own in written for r in _rows(own)}),
        "totalUpdatedColumns": len({(id(own.area.tab), c) for _, own in written for c in _columns(own)}),
        "totalUpdatedCells": sum(own.cells for _, own in written),
        "totalUpdatedSheets": len({id(own.area.tab) for _, own in written}),
    }
    return Answer(body=_masked(call, {"spreadsheetId": key} | tidy(totals) | {"responses": responses}))


def _rows(written: values.Written) -> range:
    return range(written.area.top, written.area.top + written.rows)


def _columns(written: values.Written) -> range:
    return range(written.area.left, written.area.left + written.columns)


def _areas_to_write(spreadsheet: Spreadsheet, each: dict[str, Any]) -> list[Area]:
    """The cells that an entry names; the first cell of an area that a data filter found is where its values begin."""
    if "dataFilter" in each:
        return filtered_areas(spreadsheet, each["dataFilter"])
    return [area_of(spreadsheet, each.get("range", ""))]


def _with_filter(reply: dict[str, Any], each: dict[str, Any]) -> dict[str, Any]:
    if "dataFilter" not in each:
        return reply
    return {name: value for name, value in reply.items() if name != "spreadsheetId"} | {
        "dataFilter": each["dataFilter"]
    }


def values_clear(call: Call, key: str, text: str) -> Answer:
    file = call.world.open(key, call.user, write=True)
    area = area_of(_spreadsheet(file), text)
    values.clear(call.world.edit(file, call.user), area)
    call.world.files.touch(file, call.user)
    return Answer(body=_masked(call, {"spreadsheetId": key, "clearedRange": area.text}))


def values_batch_clear(call: Call, key: str) -> Answer:
    file, body = call.world.open(key, call.user, write=True), call.body()
    areas = []
    for index, text in enumerate(body.get("ranges", [])):
        try:
            areas.append(area_of(_spreadsheet(file), text))
        except BadRequest as error:
            raise BadRequest(f"Invalid range[{index}]: {error.message}") from error
    for data_filter in body.get("dataFilters", []):
        areas += filtered_areas(_spreadsheet(file), data_filter)
    with call.world.edit(file, call.user).whole() as edit:
        for area in areas:
            values.clear(edit, area)
    call.world.files.touch(file, call.user)
    return Answer(body=_masked(call, {"spreadsheetId": key, "clearedRanges": [area.text for area in areas]}))


def _spreadsheet(file: File) -> Spreadsheet:
    assert file.spreadsheet
    return file.spreadsheet


def _calculation(call: Call, file: File) -> Calculation:
    return call.world.calculation(_spreadsheet(file))


def _masked(call: Call, answer: dict[str, Any]) -> dict[str, Any]:
    mask = call.mask()
    return answer if mask is None else select(answer, mask)
