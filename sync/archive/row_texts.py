"""The archive's rows as JSON text. Made by ``make archive``, never edited: ``written_out.py`` says why."""

# fmt: off
# ruff: noqa
# mypy: disable-error-code="assignment"

from __future__ import annotations

from datetime import date
from decimal import Decimal
from json.encoder import encode_basestring as quoted
from typing import Any

from sync.model.findings import Finding, Message
from sync.model.plans import AddColumn
from sync.model.readings import CheckIn, Measure, PacePoint, PlannedPace, Quantity, Read
from sync.model.rows import Column, Cycle, KeyResult, Kpi, KpiAim, LayoutRemark, Objective, PeriodValue, SkippedTab, Table
from sync.model.scores import Aligned, Child, Input, MeasuredBy, ScoredKeyResult, ScoredKpi, ScoredObjective
from sync.options import FiscalCalendar, ScoringOptions
from sync.plain import Home, any_to_text, cell, day_to_text, evidence, tagged

NO_READ: Any = Read()
NO_MEASURE: Any = Measure()
NO_FISCALCALENDAR: Any = FiscalCalendar()


def read_of_str(value: Read[str], home: Home = None) -> str:
    v0, v1, v2, v3, v4, = value
    if v3 is None and v4 is False and not (v0 is None or v1 is None or not v2):
        return f'''{{"value":{quoted(v0)}''' f''',"cell":{cell(v1, home)}''' f''',"raw":{quoted(v2)}''' '}'
    v0 = '' if v0 is None else f''',"value":{quoted(v0)}'''
    v1 = '' if v1 is None else f''',"cell":{cell(v1, home)}'''
    v2 = '' if not v2 else f''',"raw":{quoted(v2)}'''
    v3 = '' if v3 is None else f''',"trouble":{quoted(v3)}'''
    v4 = '' if v4 is False else f''',"is_formula":{("true" if v4 else "false")}'''
    return f'''{{{f"{v0}{v1}{v2}{v3}{v4}"[1:]}}}'''


def cycle(value: Cycle, home: Home = None) -> str:
    v0, v1, v2, = value
    v0 = quoted(v0)
    v1 = f'''"{day_to_text(v1)}"'''
    v2 = f'''"{day_to_text(v2)}"'''
    return f'''{{"id":{v0},"first_day":{v1},"last_day":{v2}}}'''


def quantity(value: Quantity, home: Home = None) -> str:
    v0, v1, v2, v3, v4, v5, = value
    if v1 is None and v2 is None and v3 is None and v4 is None and v5 is None:
        return f'''{{"value":"{v0!s}"''' '}'
    v0 = f'''"{v0!s}"'''
    v1 = '' if v1 is None else f''',"unit":{quoted(v1)}'''
    v2 = '' if v2 is None else f''',"currency":{quoted(v2)}'''
    v3 = '' if v3 is None else f''',"total":"{v3!s}"'''
    v4 = '' if v4 is None else f''',"other":"{v4!s}"'''
    v5 = '' if v5 is None else f''',"scale_word":{quoted(v5)}'''
    return f'''{{"value":{v0}{v1}{v2}{v3}{v4}{v5}}}'''


def read_of_quantity(value: Read[Quantity], home: Home = None) -> str:
    v0, v1, v2, v3, v4, = value
    if v3 is None and v4 is False and not (v0 is None or v1 is None or not v2):
        return f'''{{"value":{quantity(v0, home)}''' f''',"cell":{cell(v1, home)}''' f''',"raw":{quoted(v2)}''' '}'
    v0 = '' if v0 is None else f''',"value":{quantity(v0, home)}'''
    v1 = '' if v1 is None else f''',"cell":{cell(v1, home)}'''
    v2 = '' if not v2 else f''',"raw":{quoted(v2)}'''
    v3 = '' if v3 is None else f''',"trouble":{quoted(v3)}'''
    v4 = '' if v4 is False else f''',"is_formula":{("true" if v4 else "false")}'''
    return f'''{{{f"{v0}{v1}{v2}{v3}{v4}"[1:]}}}'''


def objective(value: Objective, home: Home = None) -> str:
    v0, _, _, v1, v2, v3, v4, v5, v6, v7, v8, v9, v10, v11, v12, v13, _, = value
    v0 = read_of_str(v0, home)
    v1 = f'''{v1}'''
    v2 = '' if v2 is False else f''',"own_row":{("true" if v2 else "false")}'''
    v3 = '' if not v3 else f''',"id":{quoted(v3)}'''
    v4 = '' if v4 == NO_READ else f''',"external_id":{read_of_str(v4, home)}'''
    v5 = '' if v5 == NO_READ else f''',"parent":{read_of_str(v5, home)}'''
    v6 = '' if v6 is None else f''',"cycle":{cycle(v6, home)}'''
    v7 = '' if v7 == NO_READ else f''',"owner":{read_of_str(v7, home)}'''
    v8 = '' if v8 == NO_READ else f''',"team":{read_of_str(v8, home)}'''
    v9 = '' if v9 == NO_READ else f''',"weight":{read_of_quantity(v9, home)}'''
    v10 = '' if v10 is None else f''',"committed":{("true" if v10 else "false")}'''
    v11 = '' if v11 == 'active' else f''',"activity":{quoted(v11)}'''
    v12 = '' if v12 == NO_READ else f''',"note":{read_of_str(v12, home)}'''
    v13 = '' if not v13 else f''',"ignored_rules":{('[' + ','.join([quoted(one) for one in sorted(v13)]) + ']')}'''
    return f'''{{"title":{v0},"table":{v1}{v2}{v3}{v4}{v5}{v6}{v7}{v8}{v9}{v10}{v11}{v12}{v13}}}'''


def measure(value: Measure, home: Home = None) -> str:
    v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, v10, v11, v12, v13, = value
    v0 = '' if v0 is None else f''',"kind":{quoted(v0)}'''
    v1 = '' if v1 is None else f''',"direction":{quoted(v1)}'''
    v2 = '' if v2 is None else f''',"baseline":"{v2!s}"'''
    v3 = '' if v3 is None else f''',"target":"{v3!s}"'''
    v4 = '' if v4 is None else f''',"change":"{v4!s}"'''
    v5 = '' if v5 is False else f''',"relative":{("true" if v5 else "false")}'''
    v6 = '' if v6 is None else f''',"lower":"{v6!s}"'''
    v7 = '' if v7 is None else f''',"upper":"{v7!s}"'''
    v8 = '' if v8 is None else f''',"tolerance":"{v8!s}"'''
    v9 = '' if v9 is False else f''',"kept":{("true" if v9 else "false")}'''
    v10 = '' if v10 is None else f''',"unit":{quoted(v10)}'''
    v11 = '' if v11 is None else f''',"currency":{quoted(v11)}'''
    v12 = '' if v12 is None else f''',"cadence":{quoted(v12)}'''
    v13 = '' if not v13 else f''',"evidence":{evidence(v13)}'''
    return f'''{{{f"{v0}{v1}{v2}{v3}{v4}{v5}{v6}{v7}{v8}{v9}{v10}{v11}{v12}{v13}"[1:]}}}'''


def read_of_bool(value: Read[bool], home: Home = None) -> str:
    v0, v1, v2, v3, v4, = value
    if v3 is None and v4 is False and not (v0 is None or v1 is None or not v2):
        return f'''{{"value":{("true" if v0 else "false")}''' f''',"cell":{cell(v1, home)}''' f''',"raw":{quoted(v2)}''' '}'
    v0 = '' if v0 is None else f''',"value":{("true" if v0 else "false")}'''
    v1 = '' if v1 is None else f''',"cell":{cell(v1, home)}'''
    v2 = '' if not v2 else f''',"raw":{quoted(v2)}'''
    v3 = '' if v3 is None else f''',"trouble":{quoted(v3)}'''
    v4 = '' if v4 is False else f''',"is_formula":{("true" if v4 else "false")}'''
    return f'''{{{f"{v0}{v1}{v2}{v3}{v4}"[1:]}}}'''


def read_of_decimal(value: Read[Decimal], home: Home = None) -> str:
    v0, v1, v2, v3, v4, = value
    if v3 is None and v4 is False and not (v0 is None or v1 is None or not v2):
        return f'''{{"value":"{v0!s}"''' f''',"cell":{cell(v1, home)}''' f''',"raw":{quoted(v2)}''' '}'
    v0 = '' if v0 is None else f''',"value":"{v0!s}"'''
    v1 = '' if v1 is None else f''',"cell":{cell(v1, home)}'''
    v2 = '' if not v2 else f''',"raw":{quoted(v2)}'''
    v3 = '' if v3 is None else f''',"trouble":{quoted(v3)}'''
    v4 = '' if v4 is False else f''',"is_formula":{("true" if v4 else "false")}'''
    return f'''{{{f"{v0}{v1}{v2}{v3}{v4}"[1:]}}}'''


def read_of_date(value: Read[date], home: Home = None) -> str:
    v0, v1, v2, v3, v4, = value
    if v3 is None and v4 is False and not (v0 is None or v1 is None or not v2):
        return f'''{{"value":"{day_to_text(v0)}"''' f''',"cell":{cell(v1, home)}''' f''',"raw":{quoted(v2)}''' '}'
    v0 = '' if v0 is None else f''',"value":"{day_to_text(v0)}"'''
    v1 = '' if v1 is None else f''',"cell":{cell(v1, home)}'''
    v2 = '' if not v2 else f''',"raw":{quoted(v2)}'''
    v3 = '' if v3 is None else f''',"trouble":{quoted(v3)}'''
    v4 = '' if v4 is False else f''',"is_formula":{("true" if v4 else "false")}'''
    return f'''{{{f"{v0}{v1}{v2}{v3}{v4}"[1:]}}}'''


def check_in(value: CheckIn, home: Home = None) -> str:
    v0, v1, v2, v3, = value
    v0 = quoted(v0)
    v1 = ('null' if v1 is None else f'''"{day_to_text(v1)}"''')
    v2 = read_of_quantity(v2, home)
    v3 = '' if not v3 else f''',"note":{quoted(v3)}'''
    return f'''{{"label":{v0},"day":{v1},"value":{v2}{v3}}}'''


def pace_point(value: PacePoint, home: Home = None) -> str:
    v0, v1, = value
    v0 = f'''"{day_to_text(v0)}"'''
    v1 = quantity(v1, home)
    return f'''{{"day":{v0},"value":{v1}}}'''


def planned_pace(value: PlannedPace, home: Home = None) -> str:
    v0, v1, = value
    v0 = '' if v0 == 'linear' else f''',"curve":{any_to_text(v0)}'''
    v1 = '' if not v1 else f''',"points":{('[' + ','.join([pace_point(one, home) for one in v1]) + ']')}'''
    return f'''{{{f"{v0}{v1}"[1:]}}}'''


def read_of_planned_pace(value: Read[PlannedPace], home: Home = None) -> str:
    v0, v1, v2, v3, v4, = value
    if v3 is None and v4 is False and not (v0 is None or v1 is None or not v2):
        return f'''{{"value":{planned_pace(v0, home)}''' f''',"cell":{cell(v1, home)}''' f''',"raw":{quoted(v2)}''' '}'
    v0 = '' if v0 is None else f''',"value":{planned_pace(v0, home)}'''
    v1 = '' if v1 is None else f''',"cell":{cell(v1, home)}'''
    v2 = '' if not v2 else f''',"raw":{quoted(v2)}'''
    v3 = '' if v3 is None else f''',"trouble":{quoted(v3)}'''
    v4 = '' if v4 is False else f''',"is_formula":{("true" if v4 else "false")}'''
    return f'''{{{f"{v0}{v1}{v2}{v3}{v4}"[1:]}}}'''


def key_result(value: KeyResult, home: Home = None) -> str:
    v0, _, _, v1, v2, v3, v4, v5, v6, v7, v8, v9, v10, v11, v12, v13, v14, v15, v16, v17, v18, v19, v20, v21, v22, v23, v24, v25, v26, v27, v28, v29, v30, v31, = value
    v0 = read_of_str(v0, home)
    v1 = '' if not v1 else f''',"id":{quoted(v1)}'''
    v2 = '' if v2 == NO_READ else f''',"external_id":{read_of_str(v2, home)}'''
    v3 = '' if v3 == NO_MEASURE else f''',"wording":{measure(v3, home)}'''
    v4 = '' if v4 == NO_MEASURE else f''',"measure":{measure(v4, home)}'''
    v5 = '' if v5 == NO_READ else f''',"baseline":{read_of_quantity(v5, home)}'''
    v6 = '' if v6 == NO_READ else f''',"target":{read_of_quantity(v6, home)}'''
    v7 = '' if v7 == NO_READ else f''',"target_minimum":{read_of_quantity(v7, home)}'''
    v8 = '' if v8 == NO_READ else f''',"target_stretch":{read_of_quantity(v8, home)}'''
    v9 = '' if v9 == NO_READ else f''',"current":{read_of_quantity(v9, home)}'''
    v10 = '' if v10 == NO_READ else f''',"milestone":{read_of_bool(v10, home)}'''
    v11 = '' if v11 == NO_READ else f''',"lower":{read_of_quantity(v11, home)}'''
    v12 = '' if v12 == NO_READ else f''',"upper":{read_of_quantity(v12, home)}'''
    v13 = '' if v13 == NO_READ else f''',"tolerance":{read_of_quantity(v13, home)}'''
    v14 = '' if v14 == NO_READ else f''',"unit":{read_of_str(v14, home)}'''
    v15 = '' if v15 == NO_READ else f''',"weight":{read_of_quantity(v15, home)}'''
    v16 = '' if v16 == NO_READ else f''',"confidence":{read_of_decimal(v16, home)}'''
    v17 = '' if v17 == NO_READ else f''',"owner":{read_of_str(v17, home)}'''
    v18 = '' if v18 == NO_READ else f''',"start":{read_of_date(v18, home)}'''
    v19 = '' if v19 == NO_READ else f''',"due":{read_of_date(v19, home)}'''
    v20 = '' if v20 == NO_READ else f''',"updated":{read_of_date(v20, home)}'''
    v21 = '' if v21 == NO_READ else f''',"status_text":{read_of_str(v21, home)}'''
    v22 = '' if v22 == 'active' else f''',"activity":{quoted(v22)}'''
    v23 = '' if v23 == NO_READ else f''',"note":{read_of_str(v23, home)}'''
    v24 = '' if v24 is None else f''',"committed":{("true" if v24 else "false")}'''
    v25 = '' if v25 == NO_READ else f''',"kpi":{read_of_str(v25, home)}'''
    v26 = '' if not v26 else f''',"check_ins":{('[' + ','.join([check_in(one, home) for one in v26]) + ']')}'''
    v27 = '' if not v27 else f''',"ignored_rules":{('[' + ','.join([quoted(one) for one in sorted(v27)]) + ']')}'''
    v28 = '' if v28 is None else f''',"table":{v28}'''
    v29 = '' if v29 == NO_READ else f''',"pace":{read_of_planned_pace(v29, home)}'''
    v30 = '' if v30 == NO_READ else f''',"aggregation":{read_of_str(v30, home)}'''
    v31 = '' if v31 is None else f''',"period":{cycle(v31, home)}'''
    return f'''{{"text":{v0}{v1}{v2}{v3}{v4}{v5}{v6}{v7}{v8}{v9}{v10}{v11}{v12}{v13}{v14}{v15}{v16}{v17}{v18}{v19}{v20}{v21}{v22}{v23}{v24}{v25}{v26}{v27}{v28}{v29}{v30}{v31}}}'''


def kpi_aim(value: KpiAim, home: Home = None) -> str:
    v0, v1, v2, v3, = value
    v0 = '' if v0 == NO_READ else f''',"target":{read_of_quantity(v0, home)}'''
    v1 = '' if v1 == NO_READ else f''',"lower":{read_of_quantity(v1, home)}'''
    v2 = '' if v2 == NO_READ else f''',"upper":{read_of_quantity(v2, home)}'''
    v3 = '' if v3 == NO_MEASURE else f''',"measure":{measure(v3, home)}'''
    return f'''{{{f"{v0}{v1}{v2}{v3}"[1:]}}}'''


def period_value(value: PeriodValue, home: Home = None) -> str:
    v0, v1, v2, = value
    v0 = cycle(v0, home)
    v1 = read_of_quantity(v1, home)
    v2 = '' if v2 is None else f''',"aim":{kpi_aim(v2, home)}'''
    return f'''{{"period":{v0},"value":{v1}{v2}}}'''


def kpi(value: Kpi, home: Home = None) -> str:
    v0, _, _, v1, v2, v3, v4, v5, v6, v7, v8, v9, v10, v11, v12, v13, v14, v15, v16, v17, v18, = value
    v0 = read_of_str(v0, home)
    v1 = f'''{v1}'''
    v2 = '' if not v2 else f''',"id":{quoted(v2)}'''
    v3 = '' if v3 == NO_READ else f''',"external_id":{read_of_str(v3, home)}'''
    v4 = '' if v4 == NO_READ else f''',"unit":{read_of_str(v4, home)}'''
    v5 = '' if v5 == NO_READ else f''',"owner":{read_of_str(v5, home)}'''
    v6 = '' if v6 == NO_READ else f''',"team":{read_of_str(v6, home)}'''
    v7 = '' if v7 == NO_MEASURE else f''',"measure":{measure(v7, home)}'''
    v8 = '' if v8 == NO_READ else f''',"lower":{read_of_quantity(v8, home)}'''
    v9 = '' if v9 == NO_READ else f''',"upper":{read_of_quantity(v9, home)}'''
    v10 = '' if v10 == NO_READ else f''',"target":{read_of_quantity(v10, home)}'''
    v11 = '' if v11 == NO_READ else f''',"baseline":{read_of_quantity(v11, home)}'''
    v12 = '' if v12 == NO_READ else f''',"tolerance":{read_of_quantity(v12, home)}'''
    v13 = '' if v13 == NO_READ else f''',"current":{read_of_quantity(v13, home)}'''
    v14 = '' if not v14 else f''',"periods":{('[' + ','.join([period_value(one, home) for one in v14]) + ']')}'''
    v15 = '' if v15 == NO_READ else f''',"aggregation":{read_of_str(v15, home)}'''
    v16 = '' if v16 == NO_READ else f''',"note":{read_of_str(v16, home)}'''
    v17 = '' if not v17 else f''',"ignored_rules":{('[' + ','.join([quoted(one) for one in sorted(v17)]) + ']')}'''
    v18 = '' if v18 is None else f''',"planned_for":{cycle(v18, home)}'''
    return f'''{{"name":{v0},"table":{v1}{v2}{v3}{v4}{v5}{v6}{v7}{v8}{v9}{v10}{v11}{v12}{v13}{v14}{v15}{v16}{v17}{v18}}}'''


def child(value: Child, home: Home = None) -> str:
    v0, v1, v2, v3, v4, = value
    v0 = quoted(v0)
    v1 = quoted(v1)
    v2 = ('null' if v2 is None else f'''"{v2!s}"''')
    v3 = '' if not v3 else f''',"owner":{quoted(v3)}'''
    v4 = '' if v4 is None else f''',"read_on":"{day_to_text(v4)}"'''
    return f'''{{"title":{v0},"workbook":{v1},"progress":{v2}{v3}{v4}}}'''


def aligned(value: Aligned, home: Home = None) -> str:
    v0, v1, v2, v3, v4, v5, = value
    v0 = '' if not v0 else f''',"parent":{quoted(v0)}'''
    v1 = '' if not v1 else f''',"workbook":{quoted(v1)}'''
    v2 = '' if v2 is None else f''',"doubt":{quoted(v2)}'''
    v3 = '' if not v3 else f''',"loop":{('[' + ','.join([quoted(one) for one in v3]) + ']')}'''
    v4 = '' if not v4 else f''',"children":{('[' + ','.join([child(one, home) for one in v4]) + ']')}'''
    v5 = '' if v5 is None else f''',"rolled_up":"{v5!s}"'''
    return f'''{{{f"{v0}{v1}{v2}{v3}{v4}{v5}"[1:]}}}'''


def scored_objective(value: ScoredObjective, home: Home = None) -> str:
    _, _, v0, v1, _, v2, v3, v4, v5, v6, v7, v8, = value
    v0 = ('null' if v0 is None else f'''"{v0!s}"''')
    v1 = ('null' if v1 is None else f'''"{v1!s}"''')
    v2 = quoted(v2)
    v3 = '' if v3 is None else f''',"cycle":{cycle(v3, home)}'''
    v4 = '' if v4 is False else f''',"committed":{("true" if v4 else "false")}'''
    v5 = '' if v5 is False else f''',"keep":{("true" if v5 else "false")}'''
    v6 = '' if v6 is None else f''',"weakest":{v6}'''
    v7 = '' if not v7 else f''',"doubts":{('[' + ','.join([quoted(one) for one in v7]) + ']')}'''
    v8 = '' if v8 is None else f''',"aligned":{aligned(v8, home)}'''
    return f'''{{"progress":{v0},"score":{v1},"status":{v2}{v3}{v4}{v5}{v6}{v7}{v8}}}'''


def input(value: Input, home: Home = None) -> str:
    v0, v1, v2, = value
    if not (v2 is None):
        return f'''{{"name":{quoted(v0)}''' f''',"value":{tagged(v1, home)}''' f''',"cell":{cell(v2, home)}''' '}'
    v0 = quoted(v0)
    v1 = tagged(v1, home)
    v2 = '' if v2 is None else f''',"cell":{cell(v2, home)}'''
    return f'''{{"name":{v0},"value":{v1}{v2}}}'''


def measured_by(value: MeasuredBy, home: Home = None) -> str:
    v0, v1, v2, v3, v4, v5, v6, v7, = value
    v0 = quoted(v0)
    v1 = ('null' if v1 is None else f'''"{v1!s}"''')
    v2 = ('null' if v2 is None else f'''"{v2!s}"''')
    v3 = ('null' if v3 is None else f'''"{v3!s}"''')
    v4 = quoted(v4)
    v5 = quoted(v5)
    v6 = '' if not v6 else f''',"workbook":{quoted(v6)}'''
    v7 = '' if v7 is None else f''',"read_on":"{day_to_text(v7)}"'''
    return f'''{{"name":{v0},"value":{v1},"lower":{v2},"upper":{v3},"unit":{v4},"status":{v5}{v6}{v7}}}'''


def scored_key_result(value: ScoredKeyResult, home: Home = None) -> str:
    _, v0, v1, v2, v3, v4, v5, _, v6, v7, v8, v9, v10, v11, v12, v13, v14, v15, = value
    v0 = ('null' if v0 is None else quoted(v0))
    v1 = ('null' if v1 is None else f'''"{v1!s}"''')
    v2 = ('null' if v2 is None else f'''"{v2!s}"''')
    v3 = ('null' if v3 is None else f'''"{v3!s}"''')
    v4 = ('null' if v4 is None else f'''"{v4!s}"''')
    v5 = ('null' if v5 is None else f'''"{v5!s}"''')
    v6 = ('null' if v6 is None else f'''"{v6!s}"''')
    v7 = quoted(v7)
    v8 = f'''"{v8!s}"'''
    v9 = '' if v9 is None else f''',"due":"{day_to_text(v9)}"'''
    v10 = '' if v10 is False else f''',"committed":{("true" if v10 else "false")}'''
    v11 = '' if v11 is False else f''',"keep":{("true" if v11 else "false")}'''
    v12 = '' if not v12 else f''',"doubts":{('[' + ','.join([quoted(one) for one in v12]) + ']')}'''
    v13 = '' if not v13 else f''',"formula":{quoted(v13)}'''
    v14 = '' if not v14 else f''',"inputs":{('[' + ','.join([input(one, home) for one in v14]) + ']')}'''
    v15 = '' if v15 is None else f''',"measured_by":{measured_by(v15, home)}'''
    return f'''{{"kind":{v0},"baseline":{v1},"target":{v2},"current":{v3},"attainment":{v4},"progress":{v5},"score":{v6},"status":{v7},"share":{v8}{v9}{v10}{v11}{v12}{v13}{v14}{v15}}}'''


def scored_kpi(value: ScoredKpi, home: Home = None) -> str:
    _, v0, v1, v2, v3, v4, v5, v6, v7, v8, = value
    v0 = ('null' if v0 is None else f'''"{v0!s}"''')
    v1 = ('null' if v1 is None else cycle(v1, home))
    v2 = ('null' if v2 is None else cell(v2, home))
    v3 = ('null' if v3 is None else f'''"{v3!s}"''')
    v4 = quoted(v4)
    v5 = '' if v5 is False else f''',"keep":{("true" if v5 else "false")}'''
    v6 = '' if not v6 else f''',"doubts":{('[' + ','.join([quoted(one) for one in v6]) + ']')}'''
    v7 = '' if not v7 else f''',"formula":{quoted(v7)}'''
    v8 = '' if not v8 else f''',"inputs":{('[' + ','.join([input(one, home) for one in v8]) + ']')}'''
    return f'''{{"current":{v0},"period":{v1},"cell":{v2},"progress":{v3},"status":{v4}{v5}{v6}{v7}{v8}}}'''


def message(value: Message, home: Home = None) -> str:
    v0, v1, = value
    v0 = quoted(v0)
    v1 = '' if not v1 else f''',"values":{('[' + ','.join([('[' + quoted(one[0]) + ',' + tagged(one[1], home) + ']') for one in v1]) + ']')}'''
    return f'''{{"template":{v0}{v1}}}'''


def finding(value: Finding, home: Home = None) -> str:
    _, _, v0, v1, _, _, v2, v3, = value
    v0 = message(v0, home)
    v1 = message(v1, home)
    v2 = '' if v2 is False else f''',"about_objective":{("true" if v2 else "false")}'''
    v3 = '' if v3 == 'en' else f''',"language":{quoted(v3)}'''
    return f'''{{"message":{v0},"hint":{v1}{v2}{v3}}}'''


def column(value: Column, home: Home = None) -> str:
    v0, v1, v2, v3, v4, v5, v6, = value
    v0 = any_to_text(v0.value)
    v1 = f'''{v1}'''
    v2 = quoted(v2)
    v3 = cell(v3, home)
    v4 = '' if v4 is False else f''',"owned":{("true" if v4 else "false")}'''
    v5 = '' if v5 is None else f''',"period":{cycle(v5, home)}'''
    v6 = '' if not v6 else f''',"period_label":{quoted(v6)}'''
    return f'''{{"field":{v0},"column":{v1},"header":{v2},"cell":{v3}{v4}{v5}{v6}}}'''


def table(value: Table, home: Home = None) -> str:
    v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, v10, v11, v12, v13, v14, = value
    v0 = quoted(v0)
    v1 = quoted(v1)
    v2 = f'''{v2}'''
    v3 = f'''{v3}'''
    v4 = f'''{v4}'''
    v5 = f'''{v5}'''
    v6 = f'''{v6}'''
    v7 = f'''{v7}'''
    v8 = ('[' + ','.join([column(one, home) for one in v8]) + ']')
    v9 = quoted(v9)
    v10 = quoted(v10)
    v11 = '' if v11 is None else f''',"cycle":{cycle(v11, home)}'''
    v12 = '' if v12 == NO_READ else f''',"cycle_source":{read_of_str(v12, home)}'''
    v13 = '' if not v13 else f''',"title":{quoted(v13)}'''
    v14 = '' if not v14 else f''',"rivals":{('[' + ','.join([column(one, home) for one in v14]) + ']')}'''
    return f'''{{"sheet":{v0},"kind":{v1},"first_header_row":{v2},"header_row":{v3},"first_row":{v4},"last_row":{v5},"left_edge":{v6},"right_edge":{v7},"columns":{v8},"language":{v9},"locale":{v10}{v11}{v12}{v13}{v14}}}'''


def remark(value: LayoutRemark, home: Home = None) -> str:
    v0, v1, v2, v3, v4, v5, v6, = value
    v0 = quoted(v0)
    v1 = cell(v1, home)
    v2 = quoted(v2)
    v3 = '' if not v3 else f''',"guess":{quoted(v3)}'''
    v4 = '' if not v4 else f''',"setting":{quoted(v4)}'''
    v5 = '' if v5 is None else f''',"language":{quoted(v5)}'''
    v6 = '' if v6 is None else f''',"row":{v6}'''
    return f'''{{"kind":{v0},"cell":{v1},"words":{v2}{v3}{v4}{v5}{v6}}}'''


def skipped(value: SkippedTab, home: Home = None) -> str:
    v0, v1, = value
    v0 = quoted(v0)
    v1 = quoted(v1)
    return f'''{{"title":{v0},"reason":{v1}}}'''


def fiscal_calendar(value: FiscalCalendar, home: Home = None) -> str:
    v0, v1, = value
    v0 = '' if v0 == 1 else f''',"fiscal_year_starts":{v0}'''
    v1 = '' if v1 == 'start' else f''',"fiscal_year_named_by":{any_to_text(v1)}'''
    return f'''{{{f"{v0}{v1}"[1:]}}}'''


def options(value: ScoringOptions, home: Home = None) -> str:
    v0, v1, v2, v3, v4, v5, v6, v7, v8, v9, = value
    v0 = f'''"{v0!s}"'''
    v1 = f'''"{v1!s}"'''
    v2 = f'''"{v2!s}"'''
    v3 = '' if v3 == 'zero' else f''',"missing_current":{any_to_text(v3)}'''
    v4 = '' if v4 is False else f''',"committed":{("true" if v4 else "false")}'''
    v5 = f'''"{v5!s}"'''
    v6 = '' if v6 == 'last' else f''',"aggregation":{any_to_text(v6)}'''
    v7 = '' if v7 == 'calendar' else f''',"days":{any_to_text(v7)}'''
    v8 = '' if not v8 else f''',"holidays":{quoted(v8)}'''
    v9 = '' if v9 == NO_FISCALCALENDAR else f''',"calendar":{fiscal_calendar(v9, home)}'''
    return f'''{{"on_track":{v0},"at_risk":{v1},"grace":{v2},"low_confidence":{v5}{v3}{v4}{v6}{v7}{v8}{v9}}}'''


def added_column(value: AddColumn, home: Home = None) -> str:
    v0, v1, v2, v3, v4, v5, v6, v7, v8, = value
    v0 = cell(v0, home)
    v1 = quoted(v1)
    v2 = any_to_text(v2.value)
    v3 = quoted(v3)
    v4 = quoted(v4)
    v5 = f'''{v5}'''
    v6 = f'''{v6}'''
    v7 = f'''{v7}'''
    v8 = '' if v8 == 0 else f''',"header_rows_above":{v8}'''
    return f'''{{"cell":{v0},"header":{v1},"field":{v2},"note":{v3},"number_format":{v4},"width":{v5},"like_column":{v6},"last_row":{v7}{v8}}}'''
