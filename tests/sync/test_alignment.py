"""Which objective supports which, and what children come to together."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from sync.called import objectives_by_name, objectives_by_parent
from sync.cycles import cycle_by_id
from sync.identity import identify
from sync.model.findings import Finding
from sync.model.past import Elsewhere, History, ObjectiveElsewhere
from sync.model.readings import Quantity
from sync.model.scores import Aligned, Scored, Status
from sync.options import FiscalCalendar, ReadingOptions, RuleOptions, ScoringOptions
from sync.reading import read_rows
from sync.rules import check
from sync.scoring import score
from tests.sync.reading.test_layouts import sheets_in

AS_OF = date(2026, 11, 15)
Q4 = cycle_by_id("2026-Q4", FiscalCalendar())
HEAD = "Mục tiêu | Mục tiêu cha | Kết quả then chốt | Giá trị đầu | Chỉ tiêu | Hiện tại\n"
TREE = (
    f"=== Q4 2026\n{HEAD}Vươn xa | | Thị phần | 0 | 100 | 10\n"
    "Lớn mạnh | Vươn xa | Khách mới | 0 | 100 | 60\nGọn nhẹ | vuon xa | Chi phí | 100 | 0 | 60\n"
)


def scored(tabs: str, *elsewhere: ObjectiveElsewhere) -> Scored:
    rows = identify(read_rows(sheets_in(tabs)[0], ReadingOptions(), AS_OF))
    return score(rows, AS_OF, ScoringOptions(), beside(*elsewhere))


def beside(*elsewhere: ObjectiveElsewhere) -> History:
    """What is known where other workbooks have these."""
    of = {one.workbook: [each for each in elsewhere if each.workbook == one.workbook] for one in elsewhere}
    return History(
        objectives_elsewhere=Elsewhere({name: objectives_by_name(each) for name, each in of.items()}),
        children_elsewhere=Elsewhere({name: objectives_by_parent(each) for name, each in of.items()}),
    )


def aligned(found: Scored, title: str) -> Aligned:
    (one,) = [each.aligned for each in found.objectives if each.objective.title.value == title]
    assert one is not None
    return one


def told(found: Scored) -> list[Finding]:
    return list(check(found, History(), RuleOptions(select=("OKR126", "OKR127", "OKR128", "OKR129"))))


def codes(found: Scored) -> list[str]:
    return [finding.code for finding in told(found)]


def there(title: str, parent: str = "", workbook: str = "board", **said: object) -> ObjectiveElsewhere:
    node = ObjectiveElsewhere(workbook, title, "", parent, Q4, None, "Lan", Decimal("0.5"), Status.on_track, AS_OF)
    return node._replace(**said)


def test_children_roll_up_beside_the_parents_own_score() -> None:
    found = scored(TREE)
    above = aligned(found, "Vươn xa")
    assert [child.title for child in above.children] == ["Lớn mạnh", "Gọn nhẹ"]
    assert above.rolled_up == Decimal("0.5")
    assert found.objectives[0].score == Decimal("0.10")
    assert aligned(found, "Gọn nhẹ").parent == "Vươn xa"
    assert codes(found) == []


def test_an_objective_without_key_results_takes_the_score_of_its_children() -> None:
    tabs = (
        "=== Q4 2026\nLoại | Nội dung | Mục tiêu cha | Giá trị đầu | Chỉ tiêu | Hiện tại\n"
        "O | Vươn xa | | | |\nO | Lớn mạnh | Vươn xa | | |\nKR | Khách mới | | 0 | 100 | 60\n"
        "O | Gọn nhẹ | Vươn xa | | |\nKR | Chi phí | | 100 | 0 | 90"
    )
    above = scored(tabs).objectives[0]
    assert (above.score, above.status) == (Decimal("0.35"), Status.at_risk)
    assert codes(scored(tabs)) == []


def test_a_parent_is_found_on_another_tab_and_in_another_workbook() -> None:
    company = "=== Công ty Q4 2026\nMục tiêu | Kết quả then chốt | Giá trị đầu | Chỉ tiêu | Hiện tại\n"
    two_tabs = f"{company}Vươn xa | Thị phần | 0 | 100 | 10\n=== Q4 2026\n{HEAD}Lớn mạnh | Vươn xa | Khách | 0 | 9 | 3"
    assert aligned(scored(two_tabs), "Lớn mạnh").parent == "Vươn xa"
    alone = f"=== Q4 2026\n{HEAD}Lớn mạnh | Vươn xa | Khách | 0 | 9 | 3"
    elsewhere = aligned(scored(alone, there("Vươn xa")), "Lớn mạnh")
    assert (elsewhere.parent, elsewhere.workbook) == ("Vươn xa", "board")


def test_children_of_other_workbooks_count_and_say_when_they_were_read() -> None:
    company = (
        "=== Q4 2026\nMục tiêu | Kết quả then chốt | Giá trị đầu | Chỉ tiêu | Hiện tại\nVươn xa | Phần | 0 | 10 | 1"
    )
    found = scored(
        company,
        there("Lớn mạnh", "Vươn xa", "sales", progress=Decimal("0.9"), weight=Quantity(Decimal(75))),
        there("Gọn nhẹ", "Vươn xa", "ops", progress=Decimal("0.1"), weight=Quantity(Decimal(25))),
        there("Bỏ rồi", "Vươn xa", "ops", progress=Decimal("0.1"), status=str(Status.left_out)),
    )
    above = aligned(found, "Vươn xa")
    assert [child.workbook for child in above.children] == ["ops", "ops", "sales"]
    assert {child.read_on for child in above.children} == {AS_OF}
    assert above.rolled_up == Decimal("0.7")


def test_a_years_objective_is_a_parent_and_last_quarters_is_none() -> None:
    alone = f"=== Q4 2026\n{HEAD}Lớn mạnh | Vươn xa | Khách | 0 | 9 | 3"
    year, before = (cycle_by_id(id, FiscalCalendar()) for id in ("2026", "2026-Q3"))
    assert codes(scored(alone, there("Vươn xa", cycle=year))) == []
    assert codes(scored(alone, there("Vươn xa", cycle=before))) == ["OKR127"]


def test_a_parent_of_two_other_workbooks_is_not_guessed() -> None:
    two = (there("Vươn xa"), there("Vươn xa", workbook="lab"))
    assert codes(scored(f"=== Q4 2026\n{HEAD}Lớn mạnh | Vươn xa | Khách | 0 | 9 | 3", *two)) == ["OKR127"]
    named = scored(f"=== Q4 2026\n{HEAD}Lớn mạnh | Lab: Vươn xa | Khách | 0 | 9 | 3", *two)
    assert aligned(named, "Lớn mạnh").workbook == "lab"
    assert codes(named) == []


def test_a_circle_is_told_at_each_of_its_objectives_and_rolls_nothing_up() -> None:
    found = scored(
        f"=== Q4 2026\n{HEAD}A vươn | B vươn | Khách | 0 | 9 | 3\nB vươn | C vươn | Chi | 0 | 9 | 3\n"
        "C vươn | A vươn | Đơn | 0 | 9 | 3\nD vươn | C vươn | Thu | 0 | 9 | 3"
    )
    assert codes(found) == ["OKR128"] * 3
    assert aligned(found, "A vươn").loop == ("A vươn", "B vươn", "C vươn")
    assert aligned(found, "D vươn").parent == "C vươn"


def test_a_circle_may_lead_through_another_workbook() -> None:
    alone = f"=== Q4 2026\n{HEAD}Lớn mạnh | Vươn xa | Khách | 0 | 9 | 3"
    assert codes(scored(alone, there("Vươn xa", "Lớn mạnh"))) == ["OKR128"]


def test_a_table_that_is_grouped_by_its_parents_has_no_circles() -> None:
    found = scored(
        "=== Q4 2026\nMục tiêu cha | Kết quả then chốt | Giá trị đầu | Chỉ tiêu | Hiện tại\n"
        "Lớn mạnh | Khách | 0 | 9 | 3\nLớn mạnh | Chi | 0 | 9 | 3"
    )
    assert "OKR128" not in codes(found)


@given(st.lists(st.integers(0, 7), min_size=8, max_size=8))
def test_whatever_names_whatever_nothing_fails_and_what_is_rolled_up_is_a_share(parents: list[int]) -> None:
    rows = "".join(f"O số {n} | O số {parent} | Khách {n} | 0 | 100 | {n * 20} \n" for n, parent in enumerate(parents))
    found = scored(f"=== Q4 2026\n{HEAD}{rows}")
    for one in found.objectives:
        assert one.aligned is not None
        assert one.aligned.rolled_up is None or 0 <= one.aligned.rolled_up <= 1
        assert (one.aligned.doubt == "parent_loop") == bool(one.aligned.loop)


def test_a_long_way_up_is_walked() -> None:
    rows = "".join(f"O{n} lớn | O{n + 1} lớn | Khách {n} | 0 | 100 | 40\n" for n in range(1500))
    found = scored(f"=== Q4 2026\n{HEAD}{rows}")
    assert codes(found)[-1:] == ["OKR127"]


def test_a_parent_is_found_by_whatever_name_it_bears() -> None:
    tree = TREE.replace("Vươn xa | |", "O1: Vươn xa | |")
    for name in ("Vươn xa", "O: Vươn xa", "O1 - Vươn xa", "board: Vươn xa", "board: O1: Vươn xa", "Board:vuon xa"):
        rows = identify(read_rows(sheets_in(tree.replace("| Vươn xa |", f"| {name} |"))[0], ReadingOptions(), AS_OF))
        found = score(rows, AS_OF, ScoringOptions(), History(workbook="board"))
        assert codes(found) == [], name
        assert aligned(found, "Lớn mạnh").parent == "Vươn xa", name


def test_a_parent_elsewhere_is_found_by_whatever_name_it_bears() -> None:
    above = there("O2: Win the market")
    for name in ("Win the market", "O: Win the market", "board: Win the market", "board: O2 - Win the market"):
        found = scored(TREE.replace("| vuon xa |", f"| {name} |"), above)
        assert codes(found) == [], name
        assert aligned(found, "Gọn nhẹ").workbook == "board", name


def test_a_title_of_nothing_but_colons_is_a_title() -> None:
    title = "09:00:00, " * 800
    found = scored(
        f"=== Q4 2026\n{HEAD}{title} | | Thị phần | 0 | 100 | 10\nLớn mạnh | {title} | Khách | 0 | 100 | 60\n"
    )
    assert aligned(found, "Lớn mạnh").doubt is None
