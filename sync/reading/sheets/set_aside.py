"""Columns that say the same of something else, beside the one that counts: 'Weight' beside 'KR weight', 'Previous'
beside where a row began."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from sync.model.cells import Sheet
from sync.model.rows import Field
from sync.reading.sheets.column_content import Profile
from sync.reading.sheets.header_cells import Header
from sync.reading.sheets.headers import Placement, heads_both, plain_words
from sync.reading.sheets.outlines import kind_of_word
from sync.reading.sheets.tables import Band

_VALUES = (Field.target, Field.current)
_KINDS_OF_WORK = ("issue type", "issuetype", "ticket type", "card type", "type of issue", "goal type")
_OF_KEY_RESULTS = re.compile(r"(?<!\S)(?:krs?|key results?|ket qua(?: then chot| chinh)?|kqtc)(?!\S)")


def of_the_rows_themselves(headers: Sequence[Header]) -> list[Header]:
    """Given a band's headers, return them with a weight set aside that is the objectives', where another column is the
    key results': by its words, or right of them while the other one is left of them."""
    weights = [one for one in headers if one.placement is not None and one.placement.field is Field.weight]
    own = [one.column for one in weights if _OF_KEY_RESULTS.search(plain_words(one.text))]
    names = [one.column for one in headers if one.placement is not None and one.placement.field is Field.key_result]
    if len(own) != 1 and len(names) == 1:
        own = [one.column for one in weights if one.column > names[0]]
    if len(own) != 1:
        return list(headers)
    others = {one.column for one in weights}.difference(own)
    return [one._replace(placement=Placement()) if one.column in others else one for one in headers]


def kinds_of_work_tell_no_rows(sheet: Sheet, band: Band, headers: Sequence[Header]) -> list[Header]:
    """Given a band's headers, return them without 'Issue Type', 'Goal type' and the like as what tells rows apart where
    key results have a column of their own, or no row below is called an objective or key result: they say what sort of
    work a row is, then, and leave no row out."""
    own = any(one.placement is not None and one.placement.fields[:1] == (Field.key_result,) for one in headers)
    return [
        one._replace(placement=None)
        if plain_words(one.text) in _KINDS_OF_WORK and (own or not _names_rows(sheet, band, one.column))
        else one
        for one in headers
    ]


def lists_beside_key_results_are_objectives(headers: Sequence[Header]) -> list[Header]:
    """Given a band's headers, return them with 'Objective & Key Results' as the objectives', where another column is
    the key results'."""
    own = any(one.placement is not None and one.placement.fields[:1] == (Field.key_result,) for one in headers)
    return [
        one._replace(placement=one.placement._replace(fields=(Field.objective,)))
        if own and one.placement is not None and one.placement.fields == (Field.item,) and heads_both(one.text)
        else one
        for one in headers
    ]


def _names_rows(sheet: Sheet, band: Band, column: int) -> bool:
    below = (sheet.cell(row, column) for row in range(band.header_row + 1, band.end_row + 1))
    told = (kind_of_word(cell.value) for cell in below if cell is not None and isinstance(cell.value, str))
    return any(kind in ("objective", "key_result") for kind in told)


def wider_goals_are_parents(headers: Sequence[Header], profiles: Mapping[int, Profile]) -> list[Header]:
    """Given a band's headers and what stands below each, return them with 'Strategic goal' as what an objective right
    of it belongs to, where no other column says that."""
    fields = {one.column: one.placement.field for one in headers if one.placement is not None}
    objectives = [one for one in headers if fields.get(one.column) is Field.objective]
    objectives = [one for one in objectives if 2 * profiles[one.column].text >= profiles[one.column].filled]
    if len(objectives) != 2 or Field.parent in fields.values() or Field.key_result not in fields.values():
        return list(headers)
    wider = [one for one in objectives if _WIDER.search(plain_words(one.text))]
    if wider != objectives[:1]:
        return list(headers)
    return [one._replace(placement=Placement((Field.parent,))) if one in wider else one for one in headers]


_WIDER = re.compile(
    r"(?<!\S)(?:strategic|strategy|annual|yearly|company|corporate|business|chien luoc|cong ty|nam)(?!\S)"
)


def previous_is_where_it_began(headers: Sequence[Header]) -> list[Header]:
    """Given a band's headers, return them with 'Previous' set aside unless it is where a row began: left of the target
    and of the current value. Right of one of them, or in a log, it is that of the last check-in. So is all that says
    what was before where another column says where rows began: 'Start | Last quarter'."""
    fields = {one.column: one.placement.field for one in headers if one.placement is not None}
    first_value = min((column for column, field in fields.items() if field in _VALUES), default=0)
    last_target = max((column for column, field in fields.items() if field is Field.target), default=0)
    baselines = [one for one in headers if one.placement is not None and Field.baseline in one.placement.fields]
    of_before = {one.column for one in baselines if _SAYS_BEFORE.search(plain_words(one.text))}
    have_their_own = len(of_before) < len(baselines)
    return [
        one._replace(placement=Placement())
        if one.column in of_before
        and (have_their_own or (plain_words(one.text) in _PREVIOUS and not one.column < min(first_value, last_target)))
        else one
        for one in headers
    ]


_SAYS_BEFORE = re.compile(r"(?<!\S)(?:last|prior|previous|prev|truoc)(?!\S)")
_PREVIOUS = ("previous", "prev", "last value", "gia tri truoc")


def green_is_healthy(headers: Sequence[Header]) -> list[Header]:
    """Given a KPI table's headers, return them with 'Green' as the healthy range where 'Amber' or 'Red' stands beside
    it and nothing else says what is healthy; those of what is not healthy are none of ours."""
    colours = {header.column: colour for header in headers if (colour := _COLOURS.get(plain_words(header.text)))}
    aims = {header.placement.field for header in headers if header.placement is not None}
    if "healthy" not in colours.values() or len(set(colours.values())) < 2 or aims & _AIMS:
        return list(headers)
    placements = {"healthy": Placement((Field.healthy_range,)), "not": Placement()}
    return [
        header._replace(placement=placements[colours[header.column]]) if header.column in colours else header
        for header in headers
    ]


def minimum_is_the_bound(headers: Sequence[Header]) -> list[Header]:
    """Given a KPI table's headers, return them with 'Min. acceptable' beside a target as what is healthy at least,
    where no other column says that and no stretch makes it one of three steps."""
    fields = {field for one in headers if one.placement is not None for field in one.placement.fields[:1]}
    if Field.target not in fields or fields & {Field.target_stretch, Field.lower, Field.upper, Field.healthy_range}:
        return list(headers)
    return [
        one._replace(placement=one.placement._replace(fields=(Field.lower,)))
        if one.placement is not None and one.placement.field is Field.target_minimum
        else one
        for one in headers
    ]


def steps_are_no_bounds(headers: Sequence[Header]) -> list[Header]:
    """Given a KPI table's headers, return them with 'Minimum' set aside where a target and a stretch stand beside it:
    the least of three steps, which of costs is more than the target, and no healthy bound."""
    fields = [one.placement.fields for one in headers if one.placement is not None]
    if (Field.target_stretch,) not in fields or not any(Field.target in one for one in fields):
        return list(headers)
    return [
        one._replace(placement=Placement())
        if one.placement is not None and one.placement.field is Field.target_minimum
        else one
        for one in headers
    ]


_COLOURS = {
    **dict.fromkeys(("green", "xanh", "xanh la"), "healthy"),
    **dict.fromkeys(("amber", "yellow", "orange", "red", "vang", "cam", "do"), "not"),
}
_AIMS = {Field.target, Field.lower, Field.upper, Field.healthy_range}
