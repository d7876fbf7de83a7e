"""spreadsheets.batchUpdate: all requests of a batch, or none."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.sheets_server.edit import Edit
from tests.sheets_server.errors import ApiError, BadRequest, bad_field
from tests.sheets_server.formulas.calculating import Calculation
from tests.sheets_server.requests import cells, dimensions, filters, metadata, pasting, ranged, stored, tabs

Handler = Callable[[Edit, dict[str, Any]], dict[str, Any] | None]
CalculatingHandler = Callable[[Edit, dict[str, Any], Calculation], dict[str, Any] | None]

HANDLERS: dict[str, Handler] = {
    "addBanding": stored.add_banding,
    "addChart": stored.add_chart,
    "addConditionalFormatRule": filters.add_conditional_format_rule,
    "addDimensionGroup": dimensions.add_dimension_group,
    "addFilterView": filters.add_filter_view,
    "addNamedRange": ranged.add_named_range,
    "addProtectedRange": ranged.add_protected_range,
    "addSheet": tabs.add_sheet,
    "addSlicer": stored.add_slicer,
    "addTable": stored.add_table,
    "appendCells": cells.append_cells,
    "appendDimension": dimensions.append_dimension,
    "createDeveloperMetadata": metadata.create,
    "deleteBanding": stored.delete_banding,
    "deleteConditionalFormatRule": filters.delete_conditional_format_rule,
    "deleteDeveloperMetadata": metadata.delete,
    "deleteDimension": dimensions.delete_dimension,
    "deleteDimensionGroup": dimensions.delete_dimension_group,
    "deleteEmbeddedObject": stored.delete_embedded_object,
    "deleteFilterView": filters.delete_filter_view,
    "deleteNamedRange": ranged.delete_named_range,
    "deleteProtectedRange": ranged.delete_protected_range,
    "deleteSheet": tabs.delete_sheet,
    "deleteTable": stored.delete_table,
    "duplicateFilterView": filters.duplicate_filter_view,
    "duplicateSheet": tabs.duplicate_sheet,
    "findReplace": cells.find_replace,
    "insertDimension": dimensions.insert_dimension,
    "mergeCells": ranged.merge_cells,
    "moveDimension": dimensions.move_dimension,
    "repeatCell": cells.repeat_cell,
    "setDataValidation": cells.set_data_validation,
    "trimWhitespace": cells.trim_whitespace,
    "unmergeCells": ranged.unmerge_cells,
    "updateBanding": stored.update_banding,
    "updateBorders": cells.update_borders,
    "updateCells": cells.update_cells,
    "updateChartSpec": stored.update_chart_spec,
    "updateConditionalFormatRule": filters.update_conditional_format_rule,
    "updateDeveloperMetadata": metadata.update,
    "updateDimensionGroup": dimensions.update_dimension_group,
    "updateDimensionProperties": dimensions.update_dimension_properties,
    "updateFilterView": filters.update_filter_view,
    "updateNamedRange": ranged.update_named_range,
    "updateProtectedRange": ranged.update_protected_range,
    "updateSheetProperties": tabs.update_sheet_properties,
    "updateSpreadsheetProperties": tabs.update_spreadsheet_properties,
}
CALCULATING: dict[str, CalculatingHandler] = {
    "autoResizeDimensions": dimensions.auto_resize_dimensions,
    "clearBasicFilter": filters.clear_basic_filter,
    "copyPaste": pasting.copy_paste,
    "cutPaste": pasting.cut_paste,
    "deleteDuplicates": pasting.delete_duplicates,
    "deleteRange": pasting.delete_range,
    "insertRange": pasting.insert_range,
    "pasteData": pasting.paste_data,
    "randomizeRange": pasting.randomize_range,
    "setBasicFilter": filters.set_basic_filter,
    "sortRange": pasting.sort_range,
}


def apply(edit: Edit, requests: list[dict[str, Any]], calculation: Callable[[], Calculation]) -> list[dict[str, Any]]:
    """Given requests, apply all of them and return a reply for each. Raise BadRequest at the first that cannot be, with
    the spreadsheet as it was before."""
    if not isinstance(requests, list) or not requests:
        raise BadRequest("Must specify at least one request.")
    kinds = [_kind(request, index) for index, request in enumerate(requests)]
    replies: list[dict[str, Any]] = []
    with edit.whole():
        for kind, request in zip(kinds, requests, strict=True):
            try:
                if kind in HANDLERS:
                    reply = HANDLERS[kind](edit, request[kind])
                else:
                    reply = CALCULATING[kind](edit, request[kind], calculation())
            except ApiError as error:
                raise BadRequest(f"Invalid requests[{len(replies)}].{kind}: {error.message}") from error
            except (KeyError, TypeError, AttributeError, ValueError, IndexError) as error:
                what = f"{type(error).__name__}: {error}"
                raise BadRequest(f"Invalid requests[{len(replies)}].{kind}: {what}") from error
            edit.spreadsheet.changed()
            replies.append({} if reply is None else {kind: reply})
    return replies


def _kind(request: dict[str, Any], index: int) -> str:
    if len(request) != 1:
        raise BadRequest(
            f"Invalid value at 'requests[{index}]' (oneof), oneof field 'kind' must have exactly one value."
        )
    kind = next(iter(request))
    if kind not in HANDLERS and kind not in CALCULATING:
        text = f"Invalid JSON payload received. Unknown name \"{kind}\" at 'requests[{index}]': Cannot find field."
        raise bad_field([(f"requests[{index}]", text)])
    return kind
