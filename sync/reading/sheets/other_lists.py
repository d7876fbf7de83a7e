"""Tables that share words with OKRs and are something else: plans, courses, minutes, lists of items."""

from __future__ import annotations

from collections.abc import Sequence

from sync.model.rows import Column, Field, KeyResult, Kpi, LayoutRemark, TableKind
from sync.options import ReadingOptions
from sync.patterns import RarePattern
from sync.reading.sheets.found_tables import FoundTable
from sync.reading.sheets.headers import plain_words
from sync.reading.sheets.tables import says_okr
from sync.reading.texts.text import bare

_AIMS = {Field.target, Field.baseline, Field.lower, Field.upper, Field.healthy_range, Field.target_minimum,
         Field.target_stretch, Field.weight}  # fmt: skip
_TELLING = {Field.weight, Field.confidence, Field.commitment, Field.parent, Field.kpi, Field.objective_id,
            Field.objective_score}  # fmt: skip
_OTHERS = frozenset(
    "chien dich, campaign, du an, project, chuong trinh, program, programme, su kien, event, san pham, product, kenh, "
    "channel, khach hang, customer, client, hop dong, contract, nha cung cap, supplier".split(", ")
)
"""What the rows of a plan belong to that is no plan of objectives."""


def with_anything_read(found: Sequence[FoundTable]) -> tuple[list[FoundTable], list[str]]:
    """Given the tables of a workbook, return those of which anything could be read, and the titles of the others' tabs:
    what has a header's words alone is a list of something else."""
    kept = [
        one
        for one in found
        if one.last_row or one.kind is not TableKind.okr or {Field.key_result, Field.item} & one.layout.at.keys()
    ]
    return kept, [one.sheet.title for one in found if one not in kept]


def of_okrs(
    found: Sequence[FoundTable], options: ReadingOptions
) -> tuple[list[FoundTable], list[str], list[LayoutRemark]]:
    """Given the tables of a workbook, return those of OKRs, the titles of the others' tabs, and a remark for each that
    may be of OKRs after all. Lists of goals that no key result belongs to are others, and so are plans, courses and
    minutes that only share words with OKRs, on tabs that do not speak of OKRs."""
    has_objectives = any(group.title.value for one in found for group in one.groups)
    # Key results that an objective of another table took in are of OKRs, and their table with them.
    joined = {row.table for one in found for group in one.groups for row in group.key_results}
    kept: list[FoundTable] = []
    told: list[tuple[FoundTable, bool]] = []
    for one in found:
        only_objectives = (
            one.kind is TableKind.okr
            and bool(one.groups)
            and not {Field.key_result, Field.item} & one.layout.at.keys()
            and not any(group.key_results for group in one.groups)
            and not _is_headed_okr(one)
        )
        is_doubtful = not options.tabs and _is_list_of_others(one)
        is_other = only_objectives or is_doubtful or (not options.tabs and _is_of_something_else(one, has_objectives))
        says_okrs = _says_okrs if is_doubtful and _has_only_objectives(one) else says_okr
        if not is_other or one.index in joined or says_okrs(one.sheet.title) or says_okrs(one.title):
            kept.append(one)
        elif is_doubtful:
            told.append((one, _has_only_objectives(one) or _is_of_what_is_unknown(one)))
    # Beside OKRs that are plainly such, lists of goals and results are somebody's own.
    remarks = [_left_alone(one) for one, is_plain in told if not is_plain or not kept]
    return kept, [one.sheet.title for one in found if one not in kept], remarks


def _left_alone(one: FoundTable) -> LayoutRemark:
    texts = [key_result.text.value for group in one.groups for key_result in group.key_results if key_result.text.value]
    texts += [group.title.value for group in one.groups if not texts and group.title.value]
    texts += [kpi.name.value for kpi in one.kpis if kpi.name.value]
    cell = one.sheet.ref(one.band.header_row, one.band.left)
    return LayoutRemark("other_list", cell, ", ".join(texts[:3]), language=one.language)


def _is_list_of_others(one: FoundTable) -> bool:
    """Whether a table with targets is of something that is no OKR: a list of items of which nothing, no quarter and no
    words of a key result, says that they are, or a plan whose rows belong to campaigns or projects."""
    if _has_only_objectives(one) or _is_of_what_is_unknown(one):
        return True
    if one.kind is TableKind.kpi:
        return one.band.has_headers and bool(one.kpis) and not any(map(_has_a_number, one.kpis))
    if not _may_be_of_others(one) or _names_its_rows(one) or _TELLING & one.layout.at.keys():
        return False
    key_results = [key_result for group in one.groups for key_result in group.key_results]
    measurable = sum(1 for key_result in key_results if key_result.wording.measurable)
    if not key_results or 2 * measurable >= len(key_results):
        return False
    objective = one.layout.at.get(Field.objective)
    if objective is None:
        return one.cycle is None
    before = [plain_words(header.text) for header in one.band.headers if header.column < objective]
    return any(words in _OTHERS for words in before)


def _has_only_objectives(one: FoundTable) -> bool:
    """Whether a table names objectives, no key results, and nothing of how far they are: a list of goals, or of
    tasks."""
    is_okr = one.kind is TableKind.okr and one.band.has_headers and bool(one.groups)
    is_okr = is_okr and Field.key_result not in one.layout.at  # none is typed yet
    is_okr = is_okr and not _is_headed_okr(one)
    if not is_okr or any(group.key_results or group.marked for group in one.groups):
        return False
    has_values = bool((_AIMS | _TELLING | {Field.current}) & one.layout.at.keys())
    return not has_values and not any(map(_is_owned, one.layout.columns))


def _is_headed_okr(one: FoundTable) -> bool:
    """Whether a header says so much ('OKR_ID')."""
    return any(_says_okrs(header.text.replace("_", " ")) for header in one.band.headers)


def _is_owned(column: Column) -> bool:
    return column.owned


def _says_okrs(words: str) -> bool:
    return _SAYS_OKRS.search(bare(words)) is not None


_SAYS_OKRS = RarePattern(r"(?<![^\W_])(?:okrs?|key results?|ket qua then chot)(?![^\W_])")


def _is_of_what_is_unknown(one: FoundTable) -> bool:
    """Whether what 'key results' stand beside is none of ours ('Experiment', 'Kịch bản'), with no objective and no
    value anywhere, in their own words neither."""
    at = one.layout.at
    if one.kind is not TableKind.okr or not one.band.has_headers or Field.key_result not in at or one.cycle is not None:
        return False
    telling = (_AIMS | _TELLING | {Field.current, Field.objective, Field.row_kind, Field.item}) & at.keys()
    key_results = [key_result for group in one.groups for key_result in group.key_results]
    if telling - {Field.confidence} or any(key_result.confidence.value is not None for key_result in key_results):
        return False
    if 2 * sum(key_result.wording.kind is not None for key_result in key_results) > len(key_results):
        return False  # 'Đạt 10 hợp đồng' says how much is wanted
    before = [header for header in one.band.headers if header.column < at[Field.key_result]]
    are_unknown = any(header.placement is None or not header.placement.fields for header in before)
    return are_unknown and not any(map(_is_owned, one.layout.columns))


def _has_a_number(kpi: Kpi) -> bool:
    reads = (kpi.target, kpi.lower, kpi.upper, kpi.baseline, kpi.current, *(period.value for period in kpi.periods))
    aims = (read for period in kpi.periods if period.aim is not None for read in period.aim[:3])
    return any(read.value is not None for read in (*reads, *aims))


def _may_be_of_others(one: FoundTable) -> bool:
    if one.kind is not TableKind.okr or not one.band.has_headers or any(column.owned for column in one.layout.columns):
        return False
    return Field.row_kind not in one.layout.at and not any(group.marked for group in one.groups)


def _is_of_something_else(one: FoundTable, has_objectives: bool) -> bool:
    """Whether nothing but words that head every kind of list ('Mục tiêu', 'Nội dung', 'Kết quả') says that a table's
    rows are objectives and key results: no row says so, and none has a number to reach. A list of actions that names
    key results, beside tables that have their objectives, is something else too."""
    if not _may_be_of_others(one):
        return False
    key_results = [key_result for group in one.groups for key_result in group.key_results]
    if any(_has_aim(key_result) for key_result in key_results):
        return False
    if not _names_its_rows(one):
        digits = sum(1 for key_result in key_results if any(map(str.isdigit, key_result.text.value or "")))
        return one.cycle is None or not key_results or 2 * digits < len(key_results)
    is_list_of_actions = not any(group.title.value for group in one.groups) and not _AIMS & one.layout.at.keys()
    return is_list_of_actions and has_objectives


def _names_its_rows(one: FoundTable) -> bool:
    """Whether the column of the rows' texts is headed by words that mean nothing else ('Key result', 'OKR')."""
    at = one.layout.at
    column = at.get(Field.key_result, at.get(Field.item))
    placement = next((header.placement for header in one.band.headers if header.column == column), None)
    return placement is None or (len(placement.fields) == 1 and not placement.weak)


def _has_aim(key_result: KeyResult) -> bool:
    aims = (key_result.target, key_result.baseline, key_result.lower, key_result.upper)
    return any(aim.value is not None or aim.trouble is not None for aim in aims)
