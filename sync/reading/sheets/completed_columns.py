"""The columns that only the whole of a table tells: one list of objectives and key results under either's name, key
results in the column beside it that has no header, codes between objectives and words, a column of kinds without a
header."""

from collections.abc import Mapping
from decimal import Decimal

from sync.model.cells import Cell, Sheet
from sync.model.rows import Field, TableKind
from sync.patterns import RarePattern
from sync.reading.sheets.claims import Claim
from sync.reading.sheets.column_content import Profile, fits, holds_numbering, profile_of
from sync.reading.sheets.header_cells import Header
from sync.reading.sheets.headers import plain_words
from sync.reading.sheets.objectives_in_headers import objective_marked, objective_named
from sync.reading.sheets.quantities import parse_quantity
from sync.reading.sheets.tables import Band


def completed(
    sheet: Sheet,
    band: Band,
    claims: list[Claim],
    profiles: Mapping[int, Profile],
    kind: TableKind,
    has_periods: bool = False,
) -> list[Claim]:
    """Given the columns that are claimed by their own headers, and what stands below each, return what the whole makes
    of them; ``has_periods`` where others have values by period."""
    if kind is TableKind.check_ins:
        return claims
    if not has_periods:
        claims = _status_in_numbers(sheet, band, claims, profiles, kind)
    claims = _with_the_only_target(claims)
    at = {claim.field: claim for claim in claims}
    if kind is TableKind.kpi:
        if Field.kpi not in at:
            named = at.get(Field.item) or at.get(Field.key_result)
            return [claim._replace(field=Field.kpi) if claim is named else claim for claim in claims]
        return claims
    if Field.key_result not in at and Field.item not in at and Field.kpi in at and Field.objective in at:
        claims = [claim._replace(field=Field.key_result) if claim.field is Field.kpi else claim for claim in claims]
        at = {claim.field: claim for claim in claims}
    if {Field.objective, Field.item} <= at.keys() and Field.key_result not in at and _calls_key_results(at):
        fields = {Field.item: Field.key_result, Field.row_kind: Field.key_result_id}
        fields = {old: new for old, new in fields.items() if new not in at}
        claims = [claim._replace(field=fields.get(claim.field, claim.field)) for claim in claims]
        at = {claim.field: claim for claim in claims}
    if Field.target_minimum in at and not {Field.target, Field.target_stretch} & at.keys():  # the only one to reach
        least = at[Field.target_minimum]
        claims = [claim._replace(field=Field.target) if claim is least else claim for claim in claims]
        at = {claim.field: claim for claim in claims}
    if (
        {Field.objective, Field.item, Field.target} <= at.keys()
        and not {Field.key_result, Field.row_kind} & at.keys()
        and at[Field.item].header.column > at[Field.objective].header.column
        and not profiles[at[Field.item].header.column].marks
    ):
        claims = [claim._replace(field=Field.key_result) if claim.field is Field.item else claim for claim in claims]
        at = {claim.field: claim for claim in claims}
    if (
        {Field.objective, Field.item} <= at.keys()
        and not {Field.key_result, Field.row_kind} & at.keys()
        and not profiles[at[Field.item].header.column].marks
        and profiles[at[Field.objective].header.column].filled >= profiles[at[Field.item].header.column].filled
    ):
        claims = [claim for claim in claims if claim.field is not Field.item]  # each objective with its description
        at = {claim.field: claim for claim in claims}
    claims = [*claims, *_named_by_its_place(band, at, profiles)]
    names = [claim for claim in claims if claim.field in (Field.objective, Field.key_result, Field.item)]
    if not names:
        below_it = _below_an_objective(sheet, band, claims, profiles)
        if below_it is not None:
            return [*claims, Claim(below_it, Field.key_result)]
        outline = _outline_below(sheet, band, profiles)
        return [*claims, Claim(outline, Field.item)] if outline is not None else claims
    if len(names) > 1 and Field.item in at and Field.key_result in at:
        item = at[Field.item]
        if {"objective", "key_result"} <= profiles[item.header.column].marks:
            return [claim for claim in claims if claim is not at[Field.key_result]]  # 'Metric' says how it is measured
        if Field.row_kind in at and _says_how_measured(at, profiles):
            return [claim for claim in claims if claim is not at[Field.key_result]]
        if Field.objective not in at and _holds_objectives(item.header, at[Field.key_result].header, profiles):
            claims = [claim._replace(field=Field.objective) if claim is item else claim for claim in claims]
        else:
            claims = [claim for claim in claims if claim is not item]
    if len(names) == 1:
        claims = _one_list(sheet, band, claims, names[0], profiles)
    return _goals_with_values(claims, profiles)


def _below_an_objective(
    sheet: Sheet, band: Band, claims: list[Claim], profiles: Mapping[int, Profile]
) -> Header | None:
    """The column of the key results of an objective that the headers name: the one below it, or, where that only calls
    them 'KR1', 'KR2' … or is free, the one of words beside it."""
    named = objective_named(band.headers, sheet)
    if named is not None:
        return named.title
    marked = objective_marked(band.headers)
    if marked is None:
        return None
    below = profiles[marked.column]
    if 5 * below.kind >= 4 * below.filled or holds_numbering(below):
        headed = {header.column: header for header in band.headers}
        end = min((one.header.column for one in claims if one.header.column > marked.column), default=band.right + 1)
        for column in range(marked.column + 1, end):
            words = profiles.get(column) or profile_of(sheet, band, column)
            header = headed.get(column, Header(column, band.header_row, "", "", None))
            if header.placement is None and 2 * words.text > words.filled:
                return header
    return marked


def _status_in_numbers(
    sheet: Sheet, band: Band, claims: list[Claim], profiles: Mapping[int, Profile], kind: TableKind
) -> list[Claim]:
    """'Current status' over numbers alone is the current value, where no other column is; 'Status' only in a table of
    OKRs with several of them, beside a target. Where all are 1, 2 or 3, they may be codes: these are asked about,
    unless the rest of their rows says that they are values."""
    at = {claim.field: claim for claim in claims}
    status = at.get(Field.status)
    if status is None or Field.current in at:
        return claims
    below = profiles[status.header.column]
    is_of_now = _OF_NOW.search(plain_words(status.header.text)) is not None
    may_be = is_of_now or (
        kind is TableKind.okr and below.filled > 1 and bool({Field.target, Field.target_minimum} & at.keys())
    )
    if not may_be or not below.number == below.filled > 0:
        return claims
    if _may_be_codes(sheet, band, status.header.column) and not _are_on_their_way(sheet, band, at):
        return claims
    return [claim._replace(field=Field.current) if claim is status else claim for claim in claims]


def _may_be_codes(sheet: Sheet, band: Band, column: int) -> bool:
    """Whether several numbers are such as stand for what people call how far they are: '1' not begun, '3' done."""
    below = (sheet.cell(row, column) for row in range(band.header_row + 1, band.end_row + 1))
    cells = [cell for cell in below if cell is not None and isinstance(cell.value, Decimal)]
    are_small = all(cell.value in _CODES and "%" not in cell.number_format for cell in cells)
    return len(cells) > 1 and are_small and any(cell.value for cell in cells)


def _are_on_their_way(sheet: Sheet, band: Band, at: Mapping[Field, Claim]) -> bool:
    """Whether most numbers under a status lie between where their rows begin and what these are to reach, or are as
    much of it as the team's own progress says."""
    told: dict[Field, list[bool]] = {Field.baseline: [], Field.progress: []}
    for row in range(band.header_row + 1, band.end_row + 1):
        cells = {one: sheet.cell(row, claim.header.column) for one, claim in at.items() if one in _ON_A_WAY}
        numbers = {one: _number(cell) for one, cell in cells.items()}
        value, target = numbers.get(Field.status), numbers.get(Field.target, numbers.get(Field.target_minimum))
        begins, progress = (numbers.get(one) for one in told)
        if value is None or target is None:
            continue
        if begins is not None:
            is_near = max(abs(begins), abs(target)) <= 2 * max(_CODES)
            told[Field.baseline].append(is_near and min(begins, target) <= value <= max(begins, target))
        if progress is not None and value and target:
            cell = cells[Field.progress]
            may_be = (progress,) if cell is not None and "%" in cell.number_format else (progress, progress / 100)
            told[Field.progress].append(any(abs(value / target - one) < _A_PERCENT for one in may_be))
    by_progress = told[Field.progress]
    if by_progress and 2 * sum(by_progress) <= len(by_progress):
        return False
    return any(2 * sum(one) > len(one) for one in told.values())


def _number(cell: Cell | None) -> Decimal | None:
    value = None if cell is None else cell.value
    if isinstance(value, str):
        read = parse_quantity(value, None)
        return None if read is None else read.value
    return value if isinstance(value, Decimal) else None


_ON_A_WAY = {Field.status, Field.baseline, Field.target, Field.target_minimum, Field.progress}
_A_PERCENT = Decimal("0.01")
_CODES = frozenset(map(Decimal, range(6)))
_OF_NOW = RarePattern(r"(?<!\S)(?:current|hien tai|hien nay)(?!\S)")


def _with_the_only_target(claims: list[Claim]) -> list[Claim]:
    """Without a target of its own, 'Commit' beside a stretch is what is to be reached, and 'Target (max)' alone the
    most that a value may be."""
    at = {claim.field: claim for claim in claims}
    least, most = at.get(Field.target_minimum), at.get(Field.target_stretch)
    if {Field.target, Field.upper} & at.keys() or most is None:
        return claims
    if least is not None and _COMMITS.search(plain_words(least.header.text)):
        return [claim._replace(field=Field.target) if claim is least else claim for claim in claims]
    if least is None and _MOST.search(plain_words(most.header.text)):
        return [claim._replace(field=Field.upper) if claim is most else claim for claim in claims]
    return claims


_COMMITS = RarePattern(r"(?<!\S)(?:commit(?:ted|ment)?|cam ket)(?!\S)")
_MOST = RarePattern(r"(?<!\S)(?:max|maximum|toi da|tran)(?!\S)")


def _named_by_its_place(band: Band, at: Mapping[Field, Claim], profiles: Mapping[int, Profile]) -> list[Claim]:
    """The key results beside objectives, or the objectives left of key results and of all else, where their header's
    words alone would say too little: 'How we measure it', 'Pillar'."""
    names = {Field.objective, Field.key_result, Field.item, Field.kpi, Field.row_kind, Field.parent} & at.keys()
    free = [one for one in band.headers if one.column not in {claim.header.column for claim in at.values()}]
    words = [one for one in free if 2 * profiles[one.column].text > profiles[one.column].filled > 0]
    if names == {Field.objective} and len({Field.baseline, Field.target, Field.current} & at.keys()) > 1:
        first = at[Field.objective].header.column
        measured = [one for one in words if one.column > first and _MEASURES.search(plain_words(one.text))]
        return [Claim(measured[0], Field.key_result)] if len(measured) == 1 else []
    if names == {Field.key_result} and Field.objective_id not in at:
        head = min((one for one in band.headers if profiles[one.column].text), key=lambda one: one.column, default=None)
        if head in words and head is not None and _GROUPS.fullmatch(plain_words(head.text)):
            return [Claim(head, Field.objective)]
    return []


_MEASURES = RarePattern(
    r"(?<!\S)(?:measured?|measures|metrics?|know|indicators?|do luong|cach do|thuoc do|dau ra)(?!\S)"
)
_GROUPS = RarePattern(
    r"(?:strategic |key )?(?:themes?|pillars?|focus(?: areas?)?|priorit(?:y|ies)|outcomes?)"
    r"|nhiem vu trong tam|dinh huong|tru cot|linh vuc trong tam|muc tieu cu the"
)


def _says_how_measured(at: Mapping[Field, Claim], profiles: Mapping[int, Profile]) -> bool:
    """Whether 'Metric' says how the key results are measured that 'Title' names, beside a column of kinds of rows."""
    key_result = at[Field.key_result].header
    titles, kinds = (profiles[at[field].header.column] for field in (Field.item, Field.row_kind))
    is_metric = key_result.placement is not None and Field.kpi in key_result.placement.fields
    return is_metric and kinds.kind > 0 and titles.filled >= kinds.filled > profiles[key_result.column].filled


def _goals_with_values(claims: list[Claim], profiles: Mapping[int, Profile]) -> list[Claim]:
    """'Goal | Target | Actual': where each goal has numbers of its own and no key result beside it, it is one."""
    at = {claim.field: claim for claim in claims}
    if Field.objective not in at or not {Field.target, Field.current} <= at.keys() or _OTHER_NAMES & at.keys():
        return claims
    goals = at[Field.objective]
    numbers = [profiles[at[field].header.column].number for field in (Field.target, Field.current)]
    if profiles[goals.header.column].marks or 2 * min(numbers) <= profiles[goals.header.column].filled:
        return claims
    return [claim._replace(field=Field.key_result) if claim is goals else claim for claim in claims]


_OTHER_NAMES = {Field.key_result, Field.item, Field.kpi, Field.row_kind, Field.parent, Field.key_result_id}


def _calls_key_results(at: Mapping[Field, Claim]) -> bool:
    """Whether the column that tells rows apart is headed 'KR': beside objectives it holds how these are called."""
    kinds = at.get(Field.row_kind)
    return kinds is not None and kinds.header.placement is not None and kinds.header.placement.field is Field.key_result


def _holds_objectives(item: Header, key_results: Header, profiles: Mapping[int, Profile]) -> bool:
    """Whether a list left of the key results is of their objectives: 'OKRs | Kết quả then chốt', or rows marked so."""
    marks = profiles[item.column].marks
    says_so = plain_words(item.text) in ("okr", "okrs") or "objective" in marks
    return item.column < key_results.column and says_so and "key_result" not in marks


def _outline_below(sheet: Sheet, band: Band, profiles: Mapping[int, Profile]) -> Header | None:
    """The column whose rows say themselves that they are objectives and key results, under a title or nothing."""
    headed = {header.column: header for header in band.headers}
    for column in range(1, band.right + 1):
        header = headed.get(column, Header(column, band.header_row, "", "", None))
        profile = profiles.get(column) or profile_of(sheet, band, column)
        if header.placement is None and {"objective", "key_result"} <= profile.marks:
            return header
    return None


def _one_list(
    sheet: Sheet, band: Band, claims: list[Claim], names: Claim, profiles: Mapping[int, Profile]
) -> list[Claim]:
    column = names.header.column
    at = {claim.field for claim in claims}
    headed = {header.column for header in band.headers}
    marks = profiles[column].marks
    is_told = Field.row_kind in at  # what each row is stands beside it
    if not marks and not is_told and names.field is not Field.key_result and column + 1 not in headed:
        beside = profile_of(sheet, band, column + 1)
        if beside.text >= 2 and 2 * beside.text >= beside.filled:
            header = names.header._replace(column=column + 1, text="", placement=None)
            others = [claim for claim in claims if claim is not names]
            return [*others, names._replace(field=Field.objective), Claim(header, Field.key_result)]
    if Field.row_kind not in at and column > 1 and column - 1 not in headed:
        before = profile_of(sheet, band, column - 1)
        if before.filled and fits(Field.row_kind, before):
            header = names.header._replace(column=column - 1, text="", placement=None)
            claims = [*claims, Claim(header, Field.row_kind)]
            at.add(Field.row_kind)
    is_list = (
        {"objective", "key_result"} <= marks
        or at & {Field.row_kind, Field.parent}
        or (names.field is Field.objective and "key_result" in marks)
        or (names.field is Field.key_result and "objective" in marks)
    )
    if is_list and names.field is not Field.item and not (names.field is Field.key_result and Field.parent in at):
        return [claim._replace(field=Field.item) if claim is names else claim for claim in claims]
    return claims
