"""Headers ─▶ which column may hold which field: the settings' own words first, then names, then words that head every
kind of list, then guesses. Two columns that claim the target or the current value with the same right are rivals."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sync.cycles import length_of
from sync.model.cells import Sheet
from sync.model.rows import Cycle, Field, LayoutRemark, TableKind
from sync.reading.sheets.column_content import (
    TEXTS,
    Profile,
    fits,
    holds_numbering,
    holds_numbers_alone,
    holds_pairs,
    holds_percentages,
)
from sync.reading.sheets.header_cells import Header
from sync.reading.sheets.headers import Placement, compared_pair, nearest, plain_words
from sync.reading.sheets.outlines import kind_of_word
from sync.reading.sheets.roles_of_rows import Role, role_of
from sync.reading.sheets.spans_of_values import is_to_date
from sync.reading.sheets.tables import Band
from sync.reading.sheets.years_values import is_of_a_part
from sync.reading.texts.this_year import names_the_year

NAMES = {Field.objective, Field.key_result, Field.item}
ESSENTIAL = NAMES | {Field.target, Field.current, Field.baseline, Field.weight}
_BY_CONTENT = {Field.row_kind, Field.commitment, Field.done, Field.direction}
_DECISIVE = {Field.target, Field.current}
_MEASURE = (Field.key_result,)
_WORDED = (Field.key_result, Field.item)
_AS_IT_IS = (Field.current, Field.baseline)
_RESULT = (Field.key_result, Field.current, Field.value)
_COMPARISONS = ((Field.progress,), ())
_GOAL = (Field.objective, Field.target)
_NO_WORDS = {Field.objective, Field.status, Field.owner, Field.team, Field.note, Field.updated, Field.cycle, Field.unit}
_NUMBERS_OF = {Field.objective: Field.objective_id, Field.key_result: Field.key_result_id}
_BY_SETTINGS, _BY_NAME, _BY_A_COMMON_WORD, _BY_GUESS = 3, 2, 1, 0


class Claim(NamedTuple):
    """A column that holds a field; ``owned`` where it is ours to fill in. ``period`` is that of a column which holds
    the field on this day, and another one on other days."""

    header: Header
    field: Field
    owned: bool = False
    period: Cycle | None = None


class Rivals(NamedTuple):
    """Two columns that claim one field with the same right, and do not say the same."""

    field: Field
    first: Header
    second: Header


class Claims(NamedTuple):
    claims: list[Claim]
    rivals: list[Rivals]
    remarks: list[LayoutRemark]


def claims_of(
    sheet: Sheet,
    band: Band,
    headers: Sequence[Header],
    profiles: Mapping[int, Profile],
    kind: TableKind,
    words: Mapping[str, Field],
    cycle: Cycle | None,
) -> Claims:
    """Given a band's headers, what stands below each, the header words that settings place and the table's cycle,
    return which column holds which field."""
    made = _Making(sheet, band, headers, profiles, kind, cycle)
    for certainty in (_BY_SETTINGS, _BY_NAME, _BY_A_COMMON_WORD, _BY_GUESS):
        made.take([header for header in headers if _certainty(header, words) == certainty], certainty)
    made.name_what_is_called()
    rivals, remarks = made.refused()
    for header in headers:
        if header.column in made.named:
            continue
        if header.placement is None and header.day is None:
            near = nearest(header.text)
            if near is None or near[1] > 2 or (near[0], "") in made.taken:
                continue
            if fits(near[0], profiles[header.column]):
                made.claim(header, near[0], "", _BY_GUESS)
                remarks.append(remark_on(sheet, "doubtful_column", header, near[0]))
    return Claims(made.claims, rivals, remarks)


def without_ratios(sheet: Sheet, band: Band, header: Header) -> Header:
    """Given a header, return it as what it is where it seems to head pairs: 'TH/KH' over single numbers heads how much
    of the plan is reached, 'KH/TH' nothing of ours; over '14 / 20' both values, and so does 'Actual vs Target'."""
    placement = header.placement
    if placement is not None and placement.fields in _COMPARISONS:
        pair = compared_pair(header.text)
        return header._replace(placement=pair) if pair and holds_pairs(sheet, band, header.column) else header
    if placement is None or placement.also is None or not holds_numbers_alone(sheet, band, header.column):
        return header
    fields = (Field.progress,) if placement.also is Field.target else ()
    return header._replace(placement=placement._replace(fields=fields, also=None, guessed=True))


def targets_beside_kpis(headers: Sequence[Header], profiles: Mapping[int, Profile]) -> list[Header]:
    """Given a table's headers and what stands below them, return them with 'Mục tiêu' as what it is right of the names
    of KPIs: their target, and not an objective, unless it holds words and another column is the target."""
    fields = [header.placement.fields for header in headers if header.placement is not None]
    has_target = any(Field.target in one and one != _GOAL for one in fields)
    names = [header.column for header in headers if _is_headed([header], Field.kpi)]
    if not names or _is_headed(headers, Field.key_result):
        return list(headers)
    return [
        header._replace(placement=header.placement._replace(fields=(Field.target,)))
        if header.placement is not None
        and header.placement.fields == _GOAL
        and header.column > names[0]
        and not (has_target and _holds_words_alone(profiles[header.column]))
        else header
        for header in headers
    ]


def starts_beside_results(headers: Sequence[Header], profiles: Mapping[int, Profile]) -> list[Header]:
    """Given a table's headers and what stands below them, return them with 'Hiện trạng' as where it starts, and 'Kết
    quả' over numbers as the current value, where these stand on either side of what is to be reached."""
    starts = next((one for one in headers if one.placement is not None and one.placement.fields == _AS_IT_IS), None)
    result = next((one for one in headers if _may_be_a_result(one) and profiles[one.column].number > 0), None)
    if starts is None or starts.placement is None or result is None or result.placement is None:
        return list(headers)
    between = [one for one in headers if starts.column < one.column < result.column and one.placement is not None]
    others = [one for one in headers if one is not starts and one is not result]
    if not any(Field.target in one.placement.fields for one in between if one.placement) or not any(
        one.placement is not None and one.placement.fields[:1] == _MEASURE for one in others
    ):
        return list(headers)
    placed = {
        starts.column: starts.placement._replace(fields=(Field.baseline,)),
        result.column: result.placement._replace(fields=(Field.current,), weak=False),
    }
    return [one._replace(placement=placed.get(one.column, one.placement)) for one in headers]


def _may_be_a_result(header: Header) -> bool:
    return header.placement is not None and header.placement.fields == _RESULT


def done_only_over_ticks(header: Header, profile: Profile) -> Header:
    """Given a header and what stands below it, return it as one of an unknown column where it says 'Done' or 'Hoàn
    thành' over anything but ticks: over percentages it may be the progress."""
    placement = header.placement
    if placement is None or placement.fields != (Field.done,) or fits(Field.done, profile):
        return header
    return header._replace(placement=None)


def remark_on(sheet: Sheet, kind: str, header: Header, guess: Field) -> LayoutRemark:
    """A remark on a header, with the setting that would place it."""
    setting = column_setting(header.text, guess.value)
    return LayoutRemark(kind, sheet.ref(header.row, header.column), header.text, guess.value, setting)


def column_setting(header: str, field: str) -> str:
    """Given a header as typed and a field's name, return the setting that places it."""
    return f"[[workbook]] columns = {{ {column_pair(header, field)} }}"


def column_pair(header: str, field: str) -> str:
    """Given a header as typed and a field's name, return them as they stand in ``columns``: '"Got" = "current"'."""
    return f'{quoted(header)} = "{field}"'


def quoted(text: str) -> str:
    """Given text from a sheet, return it as the settings write it, on one line."""
    words = " ".join(text.split()).replace("\\", "\\\\").replace('"', '\\"')
    return f'"{words}"'


class _Making:
    """Claims while they are made. ``taken`` has, by field and the period that a header names, who claimed it first and
    with which certainty."""

    def __init__(
        self,
        sheet: Sheet,
        band: Band,
        headers: Sequence[Header],
        profiles: Mapping[int, Profile],
        kind: TableKind,
        cycle: Cycle | None,
    ) -> None:
        self.sheet, self.band, self.headers, self.profiles, self.kind = sheet, band, headers, profiles, kind
        is_so_called = names_the_year(sheet.title) and not any(is_of_a_part(one.text) for one in headers)
        self.is_a_years = is_so_called if cycle is None else length_of(cycle) == "year"
        self.claims: list[Claim] = []
        self.taken: dict[tuple[Field, str], tuple[Header, int]] = {}
        self.named: set[int] = set()
        """Columns without a known header that hold the key results' words."""
        self._again: list[tuple[Header, Field, int]] = []

    def claim(self, header: Header, wanted: Field, period: str, certainty: int) -> None:
        self.taken[wanted, period] = header, certainty
        self.claims.append(Claim(header, wanted))

    def take(self, headers: Sequence[Header], certainty: int) -> None:
        """Headers of one certainty: words that mean one thing, then those whose column must decide."""
        several: list[tuple[Header, tuple[Field, ...]]] = []
        for header in headers:
            candidates = self._candidates(header)
            if len(candidates) > 1:
                several.append((header, candidates))
            elif candidates:
                self._take_one(header, candidates[0], certainty)
        key_results = next((one.header.column for one in self.claims if one.field is Field.key_result), None)
        for header, candidates in several:
            period = _period_of(header)
            profile = self.profiles[header.column]
            fitting = [one for one in candidates if fits(one, profile)]
            free = [one for one in fitting if (one, period) not in self.taken]
            if not profile.filled and key_results is not None and header.column > key_results:
                free.sort(key=lambda one: one in TEXTS)
            if free:
                self.claim(header, free[0], period, certainty)
            elif profile.filled and fitting and fitting[0] in ESSENTIAL:
                self._again.append((header, fitting[0], certainty))

    def name_what_is_called(self) -> None:
        """Beside 'KR1', 'KR2' … that nothing else words, the first column right of them does: one of words that are
        headed by none that is known, or of targets ('50 ideas a year') where these are no plain numbers."""
        taken = {named for named, _ in self.taken}
        calls = next((one for one in self.headers if _is_headed([one], Field.key_result)), None)
        if self.kind is not TableKind.okr or calls is None or taken & {Field.key_result, Field.item}:
            return
        beside = [one for one in self.headers if one.column > calls.column]
        words = next((one for one in beside if _may_be_a_target(one) or self._words(one)), None)
        if words is None or not _holds_kinds(self.profiles[calls.column]):
            return
        if self._words(words) or self._holds_text(words):
            self.claims = [one for one in self.claims if one.header is not words]
            self.claim(words, Field.key_result, "", _BY_GUESS)
            self.named.add(words.column)
        else:
            self.claims = [one._replace(field=Field.key_result) if one.header is calls else one for one in self.claims]

    def _words(self, header: Header) -> bool:
        return header.placement is None and _holds_words_mostly(self.profiles[header.column])

    def _holds_text(self, header: Header) -> bool:
        below = (self.sheet.cell(row, header.column) for row in range(header.row + 1, header.row + 4))
        return any(cell is not None and isinstance(cell.value, str) and " " in cell.value for cell in below)

    def refused(self) -> tuple[list[Rivals], list[LayoutRemark]]:
        """The columns whose field another one has, where they say something else."""
        rivals, remarks = [], []
        for header, wanted, certainty in self._again:
            is_vague = wanted in NAMES and header.placement is not None and header.placement.weak  # 'Metric', 'Name'
            first = self._holder(wanted, header)
            if wanted not in ESSENTIAL or is_vague or first is None or not self._differ(first[0], header):
                continue
            if wanted in _DECISIVE and (certainty == first[1] or self._may_be_a_shorter_spans(first, header)):
                rivals.append(Rivals(wanted, first[0], header))
            else:
                remarks.append(remark_on(self.sheet, "second_column", header, wanted))
        return rivals, remarks

    def _may_be_a_shorter_spans(self, first: tuple[Header, int], second: Header) -> bool:
        """Whether 'TH' beside 'Lũy kế' may be the quarter's where that is the year's, however common a word it is. In
        a year's table that is the value; words ('Chưa đạt') and shares of the plan are none."""
        header, certainty = first
        may_be = self.kind is TableKind.okr and certainty != _BY_SETTINGS and not self.is_a_years
        if not may_be or role_of(second.text) is not Role.actual or not is_to_date(header.text):
            return False
        below = self.profiles[second.column]
        are_shares = [holds_percentages(self.sheet, self.band, one.column) for one in (second, header)]
        return 2 * below.number >= below.filled and are_shares != [True, False]

    def _take_one(self, header: Header, wanted: Field, certainty: int) -> None:
        profile, period = self.profiles[header.column], _period_of(header)
        if wanted is Field.item and self._calls_objectives(header):
            wanted = Field.objective  # 'O1' under 'OKR', beside 'KR1.1' under 'KR'
        number_of = _NUMBERS_OF.get(wanted)
        if number_of is not None and self._only_numbers_them(header, wanted):
            if (number_of, "") not in self.taken and (wanted is Field.objective or not self._is_repeated(header)):
                self.claim(header, number_of, "", certainty)
            return
        if wanted is Field.key_result and holds_numbering(profile) and self._are_worded_beside(header):
            self.claim(header, Field.key_result_id, "", certainty)
        elif (
            wanted in NAMES
            and self.kind is not TableKind.check_ins  # in a log, 'KR1' is which key result it is
            and _holds_kinds(profile)
            # Beside a column of key results, 'Objective 1' is how an objective is called.
            and not (wanted is Field.objective and _is_headed(self.headers, Field.key_result))
            and not (wanted is Field.key_result and self._has_no_words_but_of(header))
        ):
            if (Field.row_kind, "") not in self.taken:
                self.claim(header, Field.row_kind, "", certainty)
        elif (wanted, period) in self.taken:
            self._again.append((header, wanted, certainty))
        elif wanted not in _BY_CONTENT or fits(wanted, profile):
            self.claim(header, wanted, period, certainty)

    def _only_numbers_them(self, header: Header, wanted: Field) -> bool:
        """Whether 'O' over 'O1', 'O2', or 'KR' over 1, 2, stands beside a column of their words."""
        profile = self.profiles[header.column]
        is_number = profile.filled > 0 and profile.number == profile.filled
        if not (is_number or (wanted is Field.objective and _holds_kinds(profile))):
            return False
        named = [one for one in self.headers if one is not header and _is_headed([one], wanted)]
        return any(_holds_words_alone(self.profiles[one.column]) for one in named)

    def _calls_objectives(self, header: Header) -> bool:
        others = [one for one in self.headers if one is not header]
        if not _is_headed(others, Field.key_result) or not _holds_kinds(self.profiles[header.column]):
            return False
        below = (self.sheet.cell(row, header.column) for row in range(header.row + 1, header.row + 8))
        said = [kind_of_word(cell.value) for cell in below if cell is not None and isinstance(cell.value, str)]
        return "objective" in said and "key_result" not in said

    def _are_worded_beside(self, header: Header) -> bool:
        """Whether words of key results stand right of their numbers."""
        right = [one for one in self.headers if one.column > header.column and _may_word(one)]
        return any(_holds_words_alone(self.profiles[one.column]) for one in right)

    def _are_called_elsewhere(self) -> bool:
        """Whether a column of key results holds nothing but how they are called."""
        return any(
            _is_headed([header], Field.key_result) and _holds_kinds(self.profiles[header.column])
            for header in self.headers
        )

    def _is_right_of_words(self, header: Header) -> bool:
        """Whether a column left of it, headed by words that are not known, holds the rows' words."""
        left = (one for one in self.headers if one.placement is None and one.column < header.column)
        return any(_holds_words_mostly(self.profiles[one.column]) for one in left)

    def _is_repeated(self, header: Header) -> bool:
        """Whether a column says the same more than once, as one of objectives does, or leaves it out."""
        rows = [cells for row, cells in list(self.sheet.rows.items())[:200] if row > header.row]
        said = [cell.value for cells in rows if (cell := cells.get(header.column)) is not None and cell.value]
        return len(set(said)) < len(said)

    def _are_worded_elsewhere(self, target: Header) -> bool:
        """Whether another column than a target's is headed as key results' words and holds some; a 'Measure' right of
        the target says how that is measured."""
        others = [one for one in self.headers if _may_word(one)]
        others = [one for one in others if _is_headed([one], *_WORDED) or one.column < target.column]
        profiles = [self.profiles[one.column] for one in others]
        return any(2 * profile.text > profile.filled > 0 and not _holds_kinds(profile) for profile in profiles)

    def _has_no_words_but_of(self, header: Header) -> bool:
        """Whether 'KR 1.1' is how a key result is called, since no other column holds more than objectives' words."""
        others = [
            one
            for one in self.headers
            if one is not header and (one.placement is None or _may_name_rows(one.placement))
        ]
        if any(_may_be_a_target(one) and _holds_words_mostly(self.profiles[one.column]) for one in others):
            return False  # '150 departures fixed', 'first bus in service'
        profiles = [self.profiles[one.column] for one in others]
        return not any(2 * profile.text > profile.filled > 0 and not _holds_kinds(profile) for profile in profiles)

    def _candidates(self, header: Header) -> tuple[Field, ...]:
        placement = header.placement
        if placement is None or placement.field is None or placement.field is Field.period:
            return ()
        candidates = _for_kind(placement.fields, self.kind)
        profile = self.profiles[header.column]
        if candidates == _MEASURE and Field.kpi in placement.fields and 5 * profile.number >= 4 * profile.filled > 0:
            return (Field.target,)  # 'Chỉ số' over '30p', '4,7/5' is how much, and not of what
        is_in_words = Field.target in candidates and _holds_words_mostly(profile)
        if is_in_words and candidates[0] is Field.objective and self._is_repeated(header):
            return candidates
        if is_in_words and self._is_right_of_words(header):
            return candidates
        if is_in_words and self._are_called_elsewhere() and not self._are_worded_elsewhere(header):
            return (Field.key_result,)  # 'KR1.1' under 'KR', and its words under 'Target'
        return candidates

    def _holder(self, wanted: Field, header: Header) -> tuple[Header, int] | None:
        own = self.taken.get((wanted, _period_of(header)))
        return own or next((one for (named, _), one in self.taken.items() if named is wanted), None)

    def _differ(self, first: Header, second: Header) -> bool:
        """Whether a second column of the same name says something that the first does not."""
        if not self.profiles[second.column].filled:
            return False
        return any(
            (one := cells.get(first.column)) is not None
            and (two := cells.get(second.column)) is not None
            and one.value != two.value
            for cells in list(self.sheet.rows.values())[:200]
        )


def _certainty(header: Header, words: Mapping[str, Field]) -> int:
    if plain_words(header.text) in words:
        return _BY_SETTINGS
    placement = header.placement
    if placement is None or placement.guessed:
        return _BY_GUESS
    return _BY_A_COMMON_WORD if placement.weak else _BY_NAME


def _period_of(header: Header) -> str:
    return header.placement.period if header.placement else ""


def _is_headed(headers: Sequence[Header], *wanted: Field) -> bool:
    return any(header.placement is not None and header.placement.field in wanted for header in headers)


def _may_be_a_target(header: Header) -> bool:
    return header.placement is not None and Field.target in header.placement.fields


def _may_word(header: Header) -> bool:
    return header.placement is not None and not {*_WORDED}.isdisjoint(header.placement.fields)


def _may_name_rows(placement: Placement) -> bool:
    return placement.field not in _NO_WORDS or placement.fields == _GOAL


def _holds_words_mostly(profile: Profile) -> bool:
    """Whether a column holds words, or figures with words: '3 real users', 'first conversation'."""
    return profile.text > 0 and profile.text + profile.number == profile.filled and not profile.top + profile.deeper


def _holds_words_alone(profile: Profile) -> bool:
    return profile.text == profile.filled > 0


def _holds_kinds(profile: Profile) -> bool:
    """Whether a column headed 'KR' holds 'KR1', 'KR2' … rather than their words."""
    return profile.kind > 0 and 5 * profile.kind >= 4 * profile.filled


def _for_kind(fields: Sequence[Field], kind: TableKind) -> tuple[Field, ...]:
    """The candidates that make sense in a table of that kind, in its own order."""
    if kind is TableKind.kpi:
        renamed = {
            Field.target_minimum: Field.lower,
            Field.target_stretch: Field.upper if Field.upper in fields else Field.target_stretch,
            Field.key_result: Field.kpi,
            Field.value: Field.current,
        }
        return tuple(dict.fromkeys(renamed.get(one, one) for one in fields if one is not Field.row_kind))
    if kind is TableKind.okr:
        renamed = {Field.value: Field.current, Field.day: Field.updated}
        if Field.kpi in fields and Field.key_result in fields:
            fields = [one for one in fields if one is not Field.kpi]
        return tuple(dict.fromkeys(renamed.get(one, one) for one in fields))
    renamed = {Field.current: Field.value, Field.updated: Field.day, Field.target: Field.note}
    return tuple(dict.fromkeys(renamed.get(one, one) for one in fields))
