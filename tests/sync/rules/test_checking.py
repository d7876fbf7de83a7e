"""Rules over everything: who may speak, in which order, whose row is excused, and what a failing rule does."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sync.model.cells import CellRef
from sync.model.findings import Finding, Severity
from sync.model.past import History
from sync.model.readings import Read
from sync.model.rows import LayoutRemark
from sync.model.scores import Scored
from sync.options import RuleOptions
from sync.rules import Rule, all_codes, check, formula_in_the_way, matches, rule, rules
from sync.rules.checking import check_with
from tests.sync.rows import PAUSED, key_result, objective, rows, scored
from tests.sync.rules.examples import checked, past_of, scored_sheet

AS_OF = date(2026, 11, 20)
NO_PAST = History()
MANY = """
| Objective | Key result                      | Baseline | Target | Current | Owner | Due        | Notes |
| Grow      | Weekly active teams reach 2,000 | 1200     | 2000   | #REF!   |       | 2027-12-31 |       |
|           | Launch the partner portal       |          |        |         |       |            |       |
| Loyalty   | Churn                           | 5        | 5      | 4       | Ana   |            |       |
"""


def codes(findings: tuple[Finding, ...]) -> list[str]:
    return [finding.code for finding in findings]


def of_sheet(sheet: str, **options: tuple[str, ...]) -> tuple[Finding, ...]:
    return checked(sheet, AS_OF, options=RuleOptions(**options))  # type: ignore[arg-type]


def test_findings_are_ordered_by_row_column_and_code_and_always_the_same() -> None:
    findings = of_sheet(MANY)
    places = [(finding.cell.row, finding.cell.column, finding.code) for finding in findings]
    assert places == sorted(places)
    assert len(places) >= 6
    assert findings == of_sheet(MANY)


def test_sheets_come_in_the_workbooks_order() -> None:
    first, second = scored_sheet(MANY, AS_OF), scored_sheet(MANY, AS_OF)
    moved = second.objectives[0].objective._replace(
        sheet="A tab behind",
        title=Read("Grow", CellRef("A tab behind", 2, 1)),
        key_results=(),
        table=1,
    )
    behind = second.objectives[0]._replace(objective=moved, key_results=())
    tables = (first.rows.tables[0], first.rows.tables[0]._replace(sheet="A tab behind"))
    both = first._replace(rows=first.rows._replace(tables=tables), objectives=(behind, *first.objectives))
    sheets = [finding.cell.sheet for finding in check(both, NO_PAST, RuleOptions())]
    assert sheets[0] == "Q4 2026"
    assert sheets[-1] == "A tab behind"


def test_only_the_selected_rules_speak() -> None:
    assert set(codes(of_sheet(MANY, select=("OKR101", "OKR2")))) == {"OKR101", "OKR201", "OKR204"}
    without_cells = {code for code in codes(of_sheet(MANY)) if code.startswith(("OKR11", "OKR12", "OKR13"))}
    assert set(codes(of_sheet(MANY, select=("okr1",), ignore=("OKR10",)))) == without_cells
    assert of_sheet(MANY, ignore=("OKR",)) == ()


@pytest.mark.parametrize(
    ("code", "patterns", "meant"),
    [
        ("OKR201", ("OKR201",), True),
        ("OKR201", ("OKR2",), True),
        ("OKR201", ("okr201",), True),
        ("OKR201", ("OKR3", "OKR20"), True),
        ("OKR201", ("OKR202",), False),
        ("OKR201", (), False),
        ("OKR201", ("", " "), False),
    ],
)
def test_a_code_is_meant_by_itself_or_its_family(code: str, patterns: tuple[str, ...], meant: bool) -> None:
    assert matches(code, patterns) is meant


@given(st.sampled_from(all_codes()), st.integers(0, 6))
def test_every_beginning_of_a_code_is_its_family(code: str, length: int) -> None:
    assert matches(code, (code[:length],)) is (length > 0)


def test_a_row_is_excused_by_its_notes_and_no_other_row_is() -> None:
    sheet = """
    | Objective | Key result                | Baseline | Target | Current | Notes              |
    | Grow      | Launch the partner portal |          |        |         | okr: ignore OKR201 |
    |           | Write the handbook        |          |        |         |                    |
    """
    assert [finding.row for finding in of_sheet(sheet, select=("OKR201",))] == [3]


def test_a_paused_key_result_is_left_in_peace() -> None:
    open_one = key_result(baseline="5", target="5", current="4")
    assert "OKR112" in codes(check(scored(objective(open_one)), NO_PAST, RuleOptions()))
    paused = objective(open_one._replace(activity=PAUSED))
    assert codes(check(scored(paused), NO_PAST, RuleOptions())) == []


def test_a_rule_that_fails_is_a_finding_and_the_others_go_on() -> None:
    def fails(_: object) -> tuple[()]:
        raise ZeroDivisionError("oh no")

    broken = tuple(one._replace(check=fails) if one.code == "OKR112" else one for one in rules())
    two = objective(key_result(baseline="5", target="5", current="#error_cell"), key_result(row=3, current="1"))
    findings = check_with(broken, scored(two), NO_PAST, RuleOptions())
    failed = [finding for finding in findings if finding.code == "OKR000"]
    assert len(failed) == 1
    assert failed[0].severity is Severity.error
    assert failed[0].row is None, "what is wrong with us is nobody's warning in a sheet"
    assert dict(failed[0].message.values) == {"rule": "OKR112", "error": "ZeroDivisionError: oh no"}
    assert "OKR101" in codes(findings)
    assert "OKR000" not in codes(check_with(broken, scored(two), NO_PAST, RuleOptions(ignore=("OKR0",))))


def test_a_finding_about_a_cell_of_another_tab_stands_at_its_own_row() -> None:
    there = CellRef("KPI", 9, 4)
    one = key_result(baseline="5", target="9", current="#error_cell")
    elsewhere = objective(one._replace(current=one.current._replace(cell=there)))
    (found,) = [finding for finding in check(scored(elsewhere), NO_PAST, RuleOptions()) if finding.code == "OKR101"]
    assert found.cell == one.text.cell
    assert dict(found.message.values)["cell"] == "KPI!D9"


def test_an_objectives_findings_say_so_where_it_shares_its_row() -> None:
    shared = check(scored(objective(key_result())), NO_PAST, RuleOptions(select=("OKR204",)))
    own = check(scored(objective(key_result(row=3), own_row=True)), NO_PAST, RuleOptions(select=("OKR204",)))
    assert [finding.about_objective for finding in (*shared, *own)] == [True, False]


def test_layout_remarks_become_findings_with_the_setting_that_helps() -> None:
    cell = CellRef("Q4 2026", 1, 12)
    remarks = (
        LayoutRemark("unplaced_column", cell, "Tagret", "target", 'columns = { "Tagret" = "target" }'),
        LayoutRemark("doubtful_column", cell, "Number", "current"),
        LayoutRemark("row_skipped", CellRef("Q4 2026", 9, 1), "see above"),
    )
    found = check(Scored(rows()._replace(remarks=remarks), AS_OF), NO_PAST, RuleOptions())
    assert sorted((finding.code, finding.severity) for finding in found) == [
        ("OKR140", "info"),
        ("OKR140", "warning"),
        ("OKR141", "info"),
    ]
    assert any('"Tagret" = "target"' in dict(finding.hint.values).get("setting", "") for finding in found)  # type: ignore[operator]
    assert all(finding.row is None for finding in found)


def test_a_formula_in_an_owned_cell_is_told_unless_its_row_or_the_settings_say_not_to() -> None:
    cells = (CellRef("Q4 2026", 2, 12), CellRef("Q4 2026", 3, 12))
    excused = key_result(row=3)
    read = rows(objective(key_result(row=2), excused._replace(ignored_rules=frozenset({"OKR142"}))))
    found = formula_in_the_way(read, cells, RuleOptions())
    assert [(finding.code, finding.cell, finding.row) for finding in found] == [("OKR142", cells[0], 2)]
    assert formula_in_the_way(read, cells, RuleOptions(ignore=("OKR14",))) == ()


def test_a_rule_is_found_by_its_code_in_any_case() -> None:
    assert rule("okr201").name == "task-not-value"
    with pytest.raises(KeyError):
        rule("OKR999")


def test_nothing_to_check_has_no_findings() -> None:
    assert check(Scored(rows()._replace(tables=()), AS_OF), NO_PAST, RuleOptions()) == ()


def test_tables_side_by_side_hear_of_their_rows_in_their_own_language() -> None:
    findings = of_sheet(
        """
        | Objective | Key result | Baseline | Target | Current | | Mục tiêu | Kết quả then chốt | Giá trị đầu | Chỉ tiêu | Hiện tại |
        | Grow      | Teams      | 0        | 100    | 40      | | Lớn lên  | Khách mới         | 0           | 100      | 40       |
        | Grow      | Teams      | 0        | 100    | 40      | | Lớn lên  | Khách mới         | 0           | 100      | 40       |
        """  # noqa: E501
    )
    twice = [(finding.cell.a1, finding.language) for finding in findings if finding.code == "OKR123"]
    assert twice == [("B3", "en"), ("H3", "vi")]


@pytest.mark.parametrize("one", [rule for rule in rules() if rule.page.trips is not None], ids=lambda one: one.code)
def test_a_rule_that_is_not_asked_had_nothing_to_say(one: Rule) -> None:
    asked_always = tuple(rule._replace(only_with=0) for rule in rules())
    for example in (one.page.trips, one.page.passes):
        assert example is not None
        for history in (NO_PAST, past_of(example)):
            whole = scored_sheet(example.sheet, example.as_of, history)
            assert check(whole, history, RuleOptions()) == check_with(asked_always, whole, history, RuleOptions())
