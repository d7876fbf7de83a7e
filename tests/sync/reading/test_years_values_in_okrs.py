"""What there is of a year so far over key results of a quarter: never their current value, unless the quarter is the
first of the year or the target is the year's."""

from __future__ import annotations

from datetime import date

import pytest

from sync.identity import identify
from sync.model.past import History
from sync.model.rows import Field
from sync.model.scores import Doubt
from sync.options import FiscalCalendar, ReadingOptions, ScoringOptions
from sync.reading import all_remarks, read_rows
from sync.scoring import score
from tests.sheets import sheet_of

DAY = date(2026, 11, 20)


def told(
    headers: str,
    values: str,
    tab: str = "OKR Q4 2026",
    options: ReadingOptions | None = None,
    day: date = DAY,
) -> tuple[str | None, list[tuple[str, str]]]:
    """A row's current value, and what is told of columns."""
    options = options or ReadingOptions()
    sheet = sheet_of(f"Objective | Key result | {headers}\nGrow | Revenue | {values}", tab)
    rows = read_rows([sheet], options, day)
    [(_, row)] = rows.key_results()
    current = None if row.current.value is None else str(row.current.value.value)
    return current, [(one.kind, one.words) for one in all_remarks([sheet], rows, options)]


def start_and_status(
    headers: str, values: str, tab: str, words: str = "Revenue", day: date = DAY
) -> tuple[date | None, str]:
    """The first day of the time that a row has, where that is not its cycle's, and its status as scored."""
    sheet = sheet_of(f"Objective | Key result | {headers}\nGrow | {words} | {values}", tab)
    rows = identify(read_rows([sheet], ReadingOptions(), day), {})
    [objective] = score(rows, day, ScoringOptions(), History()).objectives
    [row] = objective.key_results
    period = row.key_result.period
    return None if period is None else period.first_day, row.status.value


OF_A_YEAR = (
    "YTD", "YTD Actual", "Year to date", "YTD Nov", "YTD 2026", "Lũy kế năm", "TH lũy kế năm", "Lũy kế từ đầu năm",
    "TH 11 tháng", "Lũy kế 11 tháng", "Thực hiện 11T", "11M actual", "Thực hiện năm", "Lũy kế 2026", "Actual 2026",
    "Jan–Nov", "T1-T11", "Luy ke nam", "Số liệu 11 tháng đầu năm", "YTD thực hiện",
)  # fmt: skip


@pytest.mark.parametrize("header", OF_A_YEAR)
def test_alone_it_is_asked_about(header: str) -> None:
    assert told(f"Target | {header}", "100 | 310") == (None, [("years_value", header)])


@pytest.mark.parametrize("header", OF_A_YEAR)
@pytest.mark.parametrize("own", ["TH Q4", "Current", "Thực hiện"])
def test_beside_the_quarters_own_value_it_is_none_of_ours(own: str, header: str) -> None:
    assert told(f"Target | {own} | {header}", "100 | 40 | 310") == ("40", [])
    assert told(f"Target | {header} | {own}", "100 | 310 | 40") == ("40", [])


@pytest.mark.parametrize("header", ["YTD", "Lũy kế năm", "YTD Nov"])
def test_beside_months_the_latest_counts_and_says_so(header: str) -> None:
    assert told(f"Target | T10 | T11 | {header}", "100 | 20 | 30 | 310") == ("30", [("years_value_beside", header)])


def test_what_was_before_the_cycle_is_no_value_of_its_own() -> None:
    assert told("Target | TH Q3 | YTD", "100 | 90 | 310")[0] is None


@pytest.mark.parametrize("header", ["Lũy kế", "Cumulative", "Lũy kế T11", "Lũy kế đến nay", "TH 2 tháng",
                                    "QTD", "As of 15 Nov 2026", "Tính đến 15/11/2026",
                                    "Thực hiện đến 15.11.2026"])  # fmt: skip
def test_what_names_no_year_is_of_the_cycle(header: str) -> None:
    assert told(f"Target | {header}", "100 | 40") == ("40", [])


@pytest.mark.parametrize("header", ["TH Nam", "Việt Nam", "Thực hiện năm trước"])
def test_a_word_like_a_years_says_none(header: str) -> None:
    assert all(kind != "years_value" for kind, _ in told(f"Target | {header}", "100 | 40")[1])


@pytest.mark.parametrize(("tab", "day"), [("OKR Q1 2026", date(2026, 3, 1)), ("OKR H1 2026", date(2026, 5, 1)),
                                          ("OKR 2026", DAY)])  # fmt: skip
def test_from_the_years_first_day_it_is_the_cycles(tab: str, day: date) -> None:
    for header in ("YTD", "Lũy kế năm", "TH 2 tháng"):
        assert told(f"Target | {header}", "100 | 40", tab, day=day) == ("40", [])


def test_the_fiscal_year_counts() -> None:
    fiscal = ReadingOptions(calendar=FiscalCalendar(fiscal_year_starts=10))
    assert told("Target | YTD", "100 | 40", "OKR Oct-Dec 2026", fiscal) == ("40", [])
    assert told("Target | YTD", "100 | 40", "OKR Q2 2026", fiscal)[0] is None


@pytest.mark.parametrize(
    ("target", "value"),
    [("Chỉ tiêu năm", "YTD"), ("KH 2026", "YTD"), ("Target 2026", "Actual 2026"), ("Chỉ tiêu 2026", "Thực hiện 2026"),
     ("Target FY2026", "Actual FY2026"), ("KH năm", "TH năm")],
)  # fmt: skip
def test_beside_a_years_target_it_counts_and_is_paced_by_the_year(target: str, value: str) -> None:
    for tab in ("OKR Q4 2026", "Quý 4", "H2 2026"):
        assert told(f"{target} | {value}", "400 | 310", tab) == ("310", [("years_own", target)])
        assert start_and_status(f"{target} | {value}", "400 | 310", tab) == (date(2026, 1, 1), "at risk")


def test_rows_with_days_of_their_own_keep_them_beside_a_years_target() -> None:
    headers, values = "Start | Due | Target 2026 | Actual 2026", "2026-10-01 | 2026-12-31 | 400 | 310"
    assert told(headers, values) == ("310", [("years_own", "Target 2026")])
    assert start_and_status(headers, values, "OKR Q4 2026") == (None, "on track")


@pytest.mark.parametrize(
    ("headers", "tab"),
    [("YTD Target | YTD", "OKR Q4 2026"), ("Target Q4 2026 | Actual Q4 2026", "OKR Q4 2026"),
     ("Target 2026 | Actual 2026", "OKR 2026"), ("Target 2026 | Actual 2026", "OKR"),
     ("Target 2026 | Current", "OKR Q4 2026")],
)  # fmt: skip
def test_of_other_pairs_nothing_is_said(headers: str, tab: str) -> None:
    assert told(headers, "400 | 310", tab) == ("310", [])


def test_a_year_that_stands_over_all_columns_makes_them_none_of_a_years() -> None:
    for year in ("Năm 2026", "2026"):
        table = f" |  | {year} | \nObjective | Key result | Target | Actual\nGrow | Revenue | 400 | 310"
        sheet = sheet_of(table, "OKR Q4 2026", ("C1:D1",))
        rows = read_rows([sheet], ReadingOptions(), DAY)
        assert all_remarks([sheet], rows, ReadingOptions()) == ()
        assert [row.period for _, row in rows.key_results()] == [None]


def test_under_a_group_that_says_so() -> None:
    sheet = sheet_of(
        "Objective | Key result | Q4 | | YTD |\n | | KH | TH | KH | TH\nGrow | Revenue | 100 | 40 | 400 | 310",
        "OKR Q4 2026",
        ("C1:D1", "E1:F1"),
    )
    [(_, row)] = read_rows([sheet], ReadingOptions(), DAY).key_results()
    assert (row.target.raw, row.current.raw) == ("100", "40")


@pytest.mark.parametrize(
    ("quarter", "year"), [("Quý 4", "Năm 2026"), ("Q4 2026", "FY 2026"), ("Q4", "FY2026"), ("Tháng 11", "Năm 2026")]
)
@pytest.mark.parametrize("values", ["KH | TH", "Target | Actual", "KH | Lũy kế"])
def test_beside_the_years_pair_a_quarters_is_a_part_of_it(quarter: str, year: str, values: str) -> None:
    headers = f"Objective | Key result | {quarter} | | {year} |\n | | KH | TH | {values}\n"
    sheet = sheet_of(f"{headers}Grow | Revenue | 100 | 40 | 400 | 310", "OKR 2026", ("C1:D1", "E1:F1"))
    [(_, row)] = read_rows([sheet], ReadingOptions(), DAY).key_results()
    assert (row.target.raw, row.current.raw) == ("400", "310")
    assert told("KH Q4 | TH Q4 | KH năm 2026 | TH năm 2026", "100 | 40 | 400 | 310", "OKR 2026")[0] == "310"


@pytest.mark.parametrize("values", ["KH |", "KH | TH"])
def test_unless_nothing_is_the_years_but_its_target(values: str) -> None:
    headers = f"Objective | Key result | Quý 4 | | Năm 2026 |\n | | KH | TH | {values}\n"
    sheet = sheet_of(f"{headers}Grow | Revenue | 100 | 40 | 400 |", "OKR 2026", ("C1:D1", "E1:F1"))
    [(_, row)] = read_rows([sheet], ReadingOptions(), DAY).key_results()
    assert (row.target.raw, row.current.raw) == ("100", "40")


def test_in_a_years_table_the_quarter_that_its_targets_name_counts() -> None:
    assert told("Target Q4 | Actual Q4 | YTD", "100 | 40 | 310", "OKR 2026")[0] == "40"
    quarters = " | ".join(f"KH Q{one} | TH Q{one}" for one in range(1, 5))
    assert told(f"{quarters} | YTD", "100 | 90 | 100 | 90 | 100 | 90 | 100 | 40 | 310", "OKR 2026")[0] == "40"


def test_where_no_cycle_is_named_it_is_of_the_quarter_that_runs_or_of_what_rows_say() -> None:
    assert told("Target | YTD", "100 | 310", "OKR")[0] is None
    assert told("Target | YTD", "100 | 40", "OKR", day=date(2026, 2, 20))[0] == "40"
    assert told("Target | YTD | Cycle", "100 | 310 | Q4 2026", "OKR")[0] is None
    assert told("Target | YTD | Cycle", "100 | 310 | 2026", "OKR")[0] == "310"


def test_who_says_in_the_settings_that_it_is_the_value_is_believed() -> None:
    assert told("Target | YTD", "100 | 40", options=ReadingOptions(columns={"YTD": Field.current})) == ("40", [])


def test_beside_a_years_target_that_is_asked_about_it_stands_against_no_target_of_a_text() -> None:
    june = date(2026, 6, 20)
    assert told("Chỉ tiêu năm | YTD", "400 | 310", "OKR Q2 2026", day=june) == (
        "310",
        [("unused_values", "Chỉ tiêu năm")],
    )
    table = "Objective | Key result | Chỉ tiêu năm | YTD\nGrow | Doanh thu đạt 100 | 400 | 310"
    [(_, row)] = read_rows([sheet_of(table, "OKR Q2 2026")], ReadingOptions(), june).key_results()
    assert row.current.value is None
    believed = ReadingOptions(columns={"Chỉ tiêu năm": Field.target})
    assert told("Chỉ tiêu năm | YTD", "400 | 310", "OKR Q2 2026", believed, june) == ("310", [])


ANNUAL = (
    "Annual OKRs", "Yearly OKRs", "FY OKRs", "OKR năm", "OKR năm nay", "OKR cả năm", "Mục tiêu năm", "This year",
    "Company OKRs - annual", "Annual Company OKRs", "OKRs for this year", "Cả năm", "KẾ HOẠCH NĂM", "Full-year goals",
    "OKR năm công ty ABC", "Mục tiêu hàng năm",
)  # fmt: skip


@pytest.mark.parametrize("title", ANNUAL)
def test_in_a_tab_of_the_year_it_is_the_value_and_paced_by_the_year(title: str) -> None:
    assert told("Target | YTD", "400 | 310", title) == ("310", [])
    assert told("Target | T10 | T11 | YTD", "400 | 20 | 30 | 310", title)[0] == "310"
    assert start_and_status("Target | YTD", "400 | 310", title) == (date(2026, 1, 1), "at risk")


def test_so_it_is_below_a_title_that_says_so() -> None:
    table = "Annual OKRs\n\nObjective | Key result | Target | YTD\nGrow | Revenue | 400 | 310"
    [(_, row)] = read_rows([sheet_of(table, "Sheet1")], ReadingOptions(), DAY).key_results()
    assert row.current.raw == "310"


@pytest.mark.parametrize("title", ["Company OKRs", "OKR miền Nam", "OKR Việt Nam", "Kế hoạch 5 năm", "OKR năm ngoái",
                                   "Annual OKRs Q4 2026", "Annual OKRs - quarter view",
                                   "Năm mục tiêu trọng tâm", "Check-in thứ Năm", "Anh Năm", "OKR - Năm", "Theo năm",
                                   "Tổng kết cuối năm", "OKR cuối năm", "FY Solutions", "FY Solutions OKRs",
                                   "Yearly review", "Full-year contracts", "Aligned to annual goals",
                                   "Hướng tới mục tiêu năm", "OKR theo kế hoạch năm"])  # fmt: skip
def test_in_no_other_tab(title: str) -> None:
    assert told("Target | YTD", "400 | 310", title)[0] is None


@pytest.mark.parametrize("line", ["OKRs that support our annual goals", "OKR của phòng, hướng tới kế hoạch năm",
                                  "Năm mục tiêu trọng tâm", "These are the OKRs that we set this year"])  # fmt: skip
def test_nor_below_a_sentence_that_tells_of_the_years_plan(line: str) -> None:
    table = f"{line}\nObjective | Key result | Target | YTD\nGrow | Revenue | 100 | 310"
    [(_, row)] = read_rows([sheet_of(table, "Team")], ReadingOptions(), DAY).key_results()
    assert row.current.value is None


@pytest.mark.parametrize("target", ["Q4 target", "KH quý", "Nov target", "Chỉ tiêu tháng"])
def test_nor_where_a_target_is_of_a_part_of_the_year(target: str) -> None:
    assert told(f"{target} | YTD", "100 | 311", "Annual OKRs")[0] is None
    table = f"Objective | Key result | {target} | YTD\nGrow | Doanh thu năm nay | 100 | 311"
    [(_, row)] = read_rows([sheet_of(table, "OKR")], ReadingOptions(), DAY).key_results()
    assert row.current.value is None


@pytest.mark.parametrize("days", ["2026-01-01 | 2026-12-31", "2026-01-05 | 2026-12-25"])
def test_days_that_span_the_year_make_a_row_the_years(days: str) -> None:
    assert told("Start | Due | Target | YTD", f"{days} | 400 | 310", "OKR") == ("310", [])
    assert told("Start | Due | Target | YTD", f"{days} | 400 | 310") == ("310", [])


@pytest.mark.parametrize("days", [" | 2026-12-31", "2026-10-01 | 2026-12-31", "2026-01-01 | 2026-03-31",
                                  "2025-01-01 | 2025-12-31", "2026-01-01 | "])  # fmt: skip
def test_other_days_do_not(days: str) -> None:
    assert told("Start | Due | Target | YTD", f"{days} | 400 | 310", "OKR")[0] is None


@pytest.mark.parametrize(("words", "is_of_the_year"), [
    ("Revenue this year reaches 400", True), ("Doanh thu năm nay đạt 400", True), ("Doanh thu cả năm đạt 400", True),
    ("Revenue reaches 400", False), ("Revenue grows by 400 over last year", False),
    ("Doanh thu quý cao hơn năm nay", False), ("Monthly revenue this year reaches 400", False),
    ("Doanh thu miền Nam đạt 400", False), ("Full-year revenue reaches 400", True), ("Cả năm đạt doanh thu 400", True),
    ("Doanh thu cả năm 2026 đạt 400", True), ("Doanh thu cả năm 2027 đạt 400", False),
    ("Sell 400 full-year subscriptions", False), ("Ký hợp đồng cả năm với 400 khách", False),
    ("Chốt ngân sách cả năm 2027 cho 400 phòng", False), ("Chốt ngân sách cả năm cho 400 phòng", False),
    ("Complete this year's performance reviews: 400 staff", False),
])  # fmt: skip
def test_words_may_make_a_row_the_years(words: str, is_of_the_year: bool) -> None:
    table = f"Objective | Key result | Target | YTD\nGrow | {words} | 400 | 310"
    [(_, row)] = read_rows([sheet_of(table, "OKR Q4 2026")], ReadingOptions(), DAY).key_results()
    assert (row.current.raw == "310") == is_of_the_year
    assert (row.period is not None) == is_of_the_year


@pytest.mark.parametrize(("own", "year", "quarter"), [("", "", ""), ("Current | ", "40 | ", "30 | "),
                                                     ("TH Q4 | ", "40 | ", "30 | "),
                                                     ("T10 | T11 | ", "40 | 50 | ", "10 | 30 | ")])  # fmt: skip
def test_in_a_table_of_several_cycles_each_row_goes_by_its_own(own: str, year: str, quarter: str) -> None:
    table = (
        f"Objective | Key result | Cycle | Target | {own}YTD\nGrow | Revenue | 2026 | 400 | {year}310\n"
        f"Win | Sign-ups | Q4 2026 | 100 | {quarter}300"
    )
    rows = [row for _, row in read_rows([sheet_of(table, "OKR")], ReadingOptions(), DAY).key_results()]
    assert [row.current.raw for row in rows] == ["310", "30" if own else ""]


def beside_its_own(header: str, value: str, own: str = "310") -> str:
    """What a year's row has, in a table where a quarter's stands below the same headers."""
    table = (
        f"Objective | Key result | Cycle | Target | Actual | {header}\nGrow | Revenue | 2026 | 400 | {own} | {value}\n"
        "Win | Sign-ups | Q4 2026 | 100 | 30 | 9"
    )
    rows = [row for _, row in read_rows([sheet_of(table, "OKR")], ReadingOptions(), DAY).key_results()]
    assert rows[1].current.raw == "30"
    return rows[0].current.raw


def test_a_years_row_keeps_its_own_beside_a_target_of_a_part_of_the_year() -> None:
    def found(headers: str, year: str, quarter: str, merges: tuple[str, ...] = ()) -> list[tuple[str, str]]:
        table = f"{headers}\nGrow | Revenue | {year}\nWin | Sign-ups | {quarter}"
        rows = read_rows([sheet_of(table, "OKR Q4 2026", merges)], ReadingOptions(), DAY).key_results()
        return [(row.target.raw, row.current.raw) for _, row in rows]

    own = "Objective | Key result"
    by_cycle = found(f"{own} | Cycle | Q4 target | YTD", "2026 | 100 | 310", "Q4 2026 | 50 | 120")
    assert by_cycle == [("100", ""), ("50", "")]
    days = "2026-01-01 | 2026-12-31 | 100 | 310", "2026-10-01 | 2026-12-31 | 50 | 120"
    assert found(f"{own} | Start | Due | KH quý | YTD", *days) == [("100", ""), ("50", "")]
    groups = f" | | | Q4 | | YTD |\n{own} | Cycle | KH | TH | KH | TH"
    values = "2026 | 100 | 40 | 400 | 310", "Q4 2026 | 50 | 30 | 200 | 120"
    assert found(groups, *values, ("D1:E1", "F1:G1")) == [("100", "40"), ("50", "30")]


@pytest.mark.parametrize("header", ["YTD growth", "YTD spend", "YTD average", "YTD cost", "2026", "Năm 2026",
                                    "Tăng trưởng 11 tháng", "YTD %"])  # fmt: skip
def test_what_may_be_another_measure_is_no_years_value_beside_the_rows_own(header: str) -> None:
    assert beside_its_own(header, "12") == "310"


@pytest.mark.parametrize("header", ["YTD", "YTD Actual", "YTD Nov", "YTD (VND)", "YTD value", "Lũy kế năm", "TH năm",
                                    "Actual 2026", "TH 11 tháng", "Lũy kế 11 tháng", "Jan–Nov"])  # fmt: skip
def test_what_is_headed_as_a_years_value_alone_is(header: str) -> None:
    assert beside_its_own(header, "310", "90") == "310"


@pytest.mark.parametrize("nothing", ["-", "n/a", "", "chưa có", "78%"])
def test_a_cell_that_says_nothing_leaves_the_rows_own(nothing: str) -> None:
    assert beside_its_own("YTD", nothing) == "310"


def test_a_cell_that_cannot_be_read_is_asked_about() -> None:
    assert beside_its_own("YTD", "#REF!") == "#REF!"


@pytest.mark.parametrize(("header", "value"), [("YTD", "310"), ("Lũy kế năm", "310"), ("2026", "310"),
                                               ("YTD growth", ""), ("YTD spend", "")])  # fmt: skip
def test_alone_it_is_the_years_where_it_is_headed_so(header: str, value: str) -> None:
    table = (
        f"Objective | Key result | Cycle | Target | {header}\nGrow | Revenue | 2026 | 400 | 310\n"
        "Win | Sign-ups | Q4 2026 | 100 | 9"
    )
    rows = [row for _, row in read_rows([sheet_of(table, "OKR")], ReadingOptions(), DAY).key_results()]
    assert rows[0].current.raw == value


@pytest.mark.parametrize("day", [date(2026, 12, 30), date(2027, 1, 5), date(2027, 3, 1)])
def test_a_year_that_is_over_keeps_what_it_came_to(day: date) -> None:
    def found(table: str, tab: str) -> list[str]:
        return [row.current.raw for _, row in read_rows([sheet_of(table, tab)], ReadingOptions(), day).key_results()]

    for own, year, quarter in (("", "", ""), ("Actual | ", "90 | ", "20 | ")):
        table = (
            f"Objective | Key result | Cycle | Target | {own}YTD\nGrow | Revenue | 2026 | 400 | {year}310\n"
            f"Win | Sign-ups | Q4 2026 | 50 | {quarter}120"
        )
        assert found(table, "OKR") == ["310", "20" if own else ""]
        table = (
            f"Objective | Key result | Target | {own}YTD | Start | Due\n"
            f"Grow | Revenue | 400 | {year}310 | 2026-01-01 | 2026-12-31\n"
            f"Win | Sign-ups | 50 | {quarter}120 | 2026-10-01 | 2026-12-31"
        )
        assert found(table, "OKR Q4 2026") == ["310", "20" if own else ""]
    assert found("Objective | Key result | Target | YTD\nGrow | Doanh thu cả năm 2026 | 400 | 310", "Q4 2026") == [
        "310"
    ]


def test_beside_rows_of_the_new_year_it_is_of_that() -> None:
    table = (
        "Objective | Key result | Cycle | Target | YTD\nGrow | Revenue | 2026 | 400 | 310\n"
        "Win | Sign-ups | Q1 2027 | 50 | 12\nEarn | Revenue | 2027 | 500 | 40\nWin | Sign-ups | Q2 2027 | 50 | 12"
    )
    rows = read_rows([sheet_of(table, "OKR")], ReadingOptions(), date(2027, 2, 5)).key_results()
    assert [row.current.raw for _, row in rows] == ["", "12", "40", ""]


@pytest.mark.parametrize(
    ("headers", "tab", "words"),
    [("Target | YTD | Due", "Annual OKRs", "Revenue"), ("Chỉ tiêu năm | YTD | Hạn", "Q4 2026", "Doanh thu"),
     ("Target | YTD | Hạn", "Q4 2026", "Doanh thu năm nay")],
)  # fmt: skip
def test_a_due_date_alone_leaves_a_years_row_paced_from_january(headers: str, tab: str, words: str) -> None:
    october = date(2026, 10, 6)
    for due in ("2026-12-31", "2026-12-25", "2027-01-05", "2026-11-30"):
        assert start_and_status(headers, f"400 | 210 | {due}", tab, words, october) == (date(2026, 1, 1), "at risk")
    for due in ("2027-06-30", "2025-12-31"):
        assert start_and_status(headers, f"400 | 210 | {due}", tab, words, october)[0] is None


@pytest.mark.parametrize("over", ["2025", "Q1 2026"])
def test_a_row_of_a_cycle_that_is_over_has_nothing_of_this_year(over: str) -> None:
    table = (
        f"Objective | Key result | Cycle | Target | YTD\nGrow | Revenue | {over} | 400 | 310\n"
        "Win | Sign-ups | Q4 2026 | 100 | 300"
    )
    rows = read_rows([sheet_of(table, "OKR")], ReadingOptions(), DAY).key_results()
    assert [row.current.raw for _, row in rows] == ["", ""]


OF_A_QUARTER = ("QTD", "Quarter to date", "Lũy kế quý", "Lũy kế Q4", "Q4 to date", "TH quý")


@pytest.mark.parametrize("header", OF_A_QUARTER)
@pytest.mark.parametrize("tab", ["T11 2026", "Tháng 11", "Nov 2026"])
def test_what_there_is_of_a_quarter_is_no_later_months(header: str, tab: str) -> None:
    assert told(f"Target | {header}", "100 | 310", tab) == (None, [("years_value", header)])
    assert told(f"Target | Actual | {header}", "100 | 31 | 310", tab) == ("31", [])
    assert told(f"Target | {header} | MTD", "100 | 310 | 31", tab) == ("31", [])


@pytest.mark.parametrize("header", OF_A_QUARTER)
def test_of_the_first_month_and_of_the_quarter_itself_it_is(header: str) -> None:
    assert told(f"Target | {header}", "100 | 31", "T10 2026", day=date(2026, 10, 20)) == ("31", [])
    assert told(f"Target | {header}", "100 | 31", "OKR Q4 2026") == ("31", [])


@pytest.mark.parametrize("header", OF_A_QUARTER)
@pytest.mark.parametrize("tab", ["OKR", "OKR Q4 2026"])
def test_beside_rows_of_its_months_a_quarters_rows_keep_it(header: str, tab: str) -> None:
    table = (
        f"Objective | Key result | Cycle | Target | {header}\nGrow | Revenue | Q4 2026 | 200 | 140\n"
        "Win | Sign-ups | Q4/2026 | 100 | 60\nTell | Campaign visits | Nov 2026 | 10 | 6\nEarn | Profit | 2026 | 90 | 7"
    )
    sheet = sheet_of(table, tab)
    rows = read_rows([sheet], ReadingOptions(), DAY)
    assert [row.current.raw for _, row in rows.key_results()] == ["140", "60", "", ""]
    assert [one.kind for one in all_remarks([sheet], rows, ReadingOptions())] == ["years_value"]


def test_a_row_without_a_cycle_goes_by_its_tabs() -> None:
    table = (
        "Objective | Key result | Cycle | Target | QTD\nGrow | Revenue | | 200 | 140\n"
        "Tell | Campaign visits | Nov 2026 | 10 | 6"
    )
    for tab in ("Q4 2026", "OKR"):
        rows = read_rows([sheet_of(table, tab)], ReadingOptions(), DAY).key_results()
        assert [row.current.raw for _, row in rows] == ["140", ""]


def test_each_row_has_its_own_of_several_spans() -> None:
    table = (
        "Objective | Key result | Cycle | Target | QTD | YTD\nGrow | Revenue | Q4 2026 | 200 | 140 | 310\n"
        "Tell | Campaign visits | Nov 2026 | 10 | 6 | 30\nEarn | Profit | 2026 | 400 | 140 | 310"
    )
    rows = read_rows([sheet_of(table, "OKR")], ReadingOptions(), DAY).key_results()
    assert [row.current.raw for _, row in rows] == ["140", "", "310"]


def test_beside_a_quarters_months_it_is_what_they_come_to() -> None:
    headers = "Oct Target | Oct Actual | Nov Target | Nov Actual | Dec Target | Dec Actual | Q4 Target | QTD Actual"
    for tab in ("Q4 2026 OKRs", "OKR"):
        assert told(headers, "10 | 9 | 11 | 6 | 14 |  | 35 | 15", tab)[0] == "15"


def test_beside_a_quarters_target_it_counts_in_a_months_tab_too() -> None:
    assert told("KH quý | QTD", "400 | 310", "T11 2026") == ("310", [])
    assert told("KH Q4 | Lũy kế Q4", "400 | 310", "T11 2026") == ("310", [])


def test_a_months_own_words_and_plain_ones_are_of_the_month() -> None:
    for header in ("MTD", "Month to date", "Lũy kế tháng", "Lũy kế", "Current"):
        assert told(f"Target | {header}", "100 | 31", "T11 2026") == ("31", [])


def test_no_more_is_it_a_kpis_value_of_a_later_month() -> None:
    def of_kpi(headers: str, values: str, tab: str) -> tuple[str, list[tuple[str, str]]]:
        sheet = sheet_of(f"KPI | {headers}\nRevenue | {values}", tab)
        rows = read_rows([sheet], ReadingOptions(), DAY)
        return rows.kpis[0].current.raw, [(one.kind, one.words) for one in all_remarks([sheet], rows, ReadingOptions())]

    assert of_kpi("Target | QTD", "100 | 310", "T11 2026") == ("", [("years_value", "QTD")])
    assert of_kpi("Target | Actual | QTD", "100 | 31 | 310", "T11 2026") == ("31", [])
    assert of_kpi("KH quý | QTD", "100 | 310", "T11 2026") == ("310", [])
    assert of_kpi("Target | QTD", "100 | 310", "Q4 2026") == ("310", [])


def test_a_rate_or_a_stock_is_a_months_as_it_is_a_quarters() -> None:
    table = (
        "KPI | Unit | Healthy range | {}\nChurn | % | < 3 | {}2.5\nNPS | | > 40 | {}45\nUptime | | > 99% | {}99.5%\n"
        "Followers | | > 40 | {}45\nRevenue | | > 100 | {}310"
    )
    for own, value, found in (("", "", ["2.5", "45", "99.5%", "45", ""]), ("Actual | ", "7 | ", ["7"] * 5)):
        sheet = sheet_of(table.format(f"{own}QTD", *[value] * 5), "KPI Nov 2026")
        assert [kpi.current.raw for kpi in read_rows([sheet], ReadingOptions(), DAY).kpis] == found


@pytest.mark.parametrize("tab", ["Tháng 11/2026", "Nov 2026"])
@pytest.mark.parametrize(
    ("headers", "values", "current"),
    [
        ("KH quý | TH quý | YTD", "100 | 40 | 311", "40"),
        ("KH quý | TH quý | Lũy kế năm", "100 | 40 | 311", "40"),
        ("KH quý | KH năm | TH quý | YTD", "100 | 400 | 40 | 311", "40"),
        ("KH quý 4 | MTD | QTD", "100 | 21 | 42", "42"),
        ("KH quý | MTD | TH quý", "100 | 21 | 42", "42"),
        ("Q4 target | YTD", "100 | 311", None),
        ("KH quý | TH 2026", "100 | 311", None),
        ("KH quý | MTD", "100 | 21", None),
        ("Q4 target | Month to date", "100 | 21", None),
        ("KH năm | MTD", "400 | 21", None),
    ],
)
def test_a_quarters_target_in_a_months_tab_is_held_against_the_quarters_value_alone(
    tab: str, headers: str, values: str, current: str | None
) -> None:
    assert told(headers, values, tab)[0] == current


@pytest.mark.parametrize(
    "headers", ["Q4 target | Nov target | MTD", "Nov target | MTD | KH quý", "KH tháng | KH quý | MTD", "KH | MTD",
                "Q4 target | Nov target | MTD | QTD", "KH | KH quý 4 | Month to date",
                "KH quý 4 | KH tháng 11 | TH tháng", "Q4 target | Nov target | This month",
                "KH | KH quý 4 | TH tháng | TH quý 3", "KH | KH quý 4 | MTD | TH quý 3"]
)  # fmt: skip
def test_a_months_own_target_is_held_against_what_there_is_of_the_month(headers: str) -> None:
    values = {
        **dict.fromkeys(("KH quý", "KH quý 4", "Q4 target"), "100"),
        **dict.fromkeys(("MTD", "Month to date", "TH tháng", "This month"), "21"),
        "QTD": "42",
        "TH quý 3": "96",
    }
    cells = " | ".join(values.get(one, "30") for one in headers.split(" | "))
    sheet = sheet_of(f"Objective | Key result | {headers}\nGrow | Revenue | {cells}", "Nov 2026")
    [(_, row)] = read_rows([sheet], ReadingOptions(), DAY).key_results()
    assert (row.target.raw, row.current.raw) == ("30", "21")


def test_a_years_target_of_a_kpi_is_not_held_against_what_there_is_of_a_month() -> None:
    for target in ("Chỉ tiêu 2026", "Chỉ tiêu năm", "Q4 target"):
        sheet = sheet_of(f"Chỉ số | Đơn vị | {target} | MTD\nDoanh thu | tỷ | 400 | 21", "KPI tháng 11/2026")
        assert [one.current.value for one in read_rows([sheet], ReadingOptions(), DAY).kpis] == [None]


@pytest.mark.parametrize("own", ["KH tháng 11", "Chỉ tiêu"])
@pytest.mark.parametrize("beside", ["YTD", "TH 2026", "QTD", "Lũy kế quý"])
def test_a_quarters_value_is_held_against_no_months_target_whatever_stands_beside_it(own: str, beside: str) -> None:
    for headers in (f"{own} | KH quý 4 | TH quý 4 | {beside}", f"KH quý 4 | {own} | TH quý 4 | {beside}"):
        values = {own: "30", "KH quý 4": "100", "TH quý 4": "40"}
        cells = " | ".join(values.get(one, "41") for one in headers.split(" | "))
        sheet = sheet_of(f"Objective | Key result | {headers}\nGrow | Revenue | {cells}", "Tháng 11/2026")
        [(_, row)] = read_rows([sheet], ReadingOptions(), DAY).key_results()
        assert (row.target.raw, row.current.raw) == ("100", "40")


def test_what_there_is_of_the_year_beside_it_changes_no_target() -> None:
    for headers in ("KH quý 4 | KH tháng 11 | Lũy kế", "KH quý 4 | KH tháng 11 | Lũy kế | YTD"):
        sheet = sheet_of(f"Objective | Key result | {headers}\nGrow | Revenue | 100 | 30 | 77 | 311", "Tháng 11/2026")
        [(_, row)] = read_rows([sheet], ReadingOptions(), DAY).key_results()
        assert (row.target.raw, row.current.raw) == ("100", "77")


def test_settings_place_what_there_is_of_a_month_and_a_quarters_target() -> None:
    believed = ReadingOptions(columns={"MTD": Field.current})
    assert told("KH quý | MTD", "100 | 21", "Nov 2026", believed)[0] == "21"
    sheet = sheet_of(
        "Objective | Key result | KH quý 4 | KH T11 | TH tháng\nGrow | Revenue | 100 | 30 | 21", "Nov 2026"
    )
    believed = ReadingOptions(columns={"KH quý 4": Field.target})
    [(_, row)] = read_rows([sheet], believed, DAY).key_results()
    assert (row.target.raw, row.current.raw) == ("100", "21")


@pytest.mark.parametrize("tab", ["Annual OKRs", "OKR năm", "OKR năm nay"])
def test_in_a_tab_of_the_years_goals_rows_are_paced_by_the_year(tab: str) -> None:
    for headers, values in (("Target | Current", "400 | 310"), ("Target | Q3 | Q4", "400 | 280 | 310")):
        assert start_and_status(headers, values, tab) == (date(2026, 1, 1), "at risk")
    assert start_and_status("Target | Current | Due", "400 | 310 | 31/12/2026", tab)[0] == date(2026, 1, 1)


def test_unless_something_says_otherwise() -> None:
    tab = "Annual OKRs"
    assert start_and_status("Q4 target | Q4 actual", "100 | 60", tab) == (None, "on track")
    assert start_and_status("Target | Current | Cycle", "100 | 60 | Q4 2026", tab) == (None, "on track")
    days = "Target | Current | Start | Due", "100 | 60 | 2026-10-01 | 2026-12-31"
    assert start_and_status(*days, tab) == (None, "on track")
    assert start_and_status("Target | Current", "400 | 310", "Annual OKRs Q4 2026") == (None, "on track")


def test_a_row_due_at_the_years_end_is_still_of_it_in_january() -> None:
    sheet = sheet_of(
        "Objective | Key result | Target | Current | Due\nGrow | A | 400 | 390 | 31/12/2026", "Annual OKRs"
    )
    rows = identify(read_rows([sheet], ReadingOptions(), date(2027, 1, 5)), {})
    [objective] = score(rows, date(2027, 1, 5), ScoringOptions(), History()).objectives
    [row] = objective.key_results
    assert row.key_result.period is not None
    assert row.key_result.period.id == "2026"
    assert Doubt.due_before_start not in row.doubts


def test_and_what_may_count_alone_is_asked_about_there_too() -> None:
    sheet = sheet_of("Objective | Key result | Target | Q3 | Q4\nGrow | Revenue | 400 | 90 | 40", "Annual OKRs")
    rows = identify(read_rows([sheet], ReadingOptions(), DAY), {})
    [objective] = score(rows, DAY, ScoringOptions(), History()).objectives
    [row] = objective.key_results
    assert row.progress is None


def test_no_setting_is_offered_that_would_count_for_rows_that_take_it_rightly() -> None:
    rows = "Grow | Revenue | {} | 100 | 42\nGrow | Leads | Nov 2026 | 30 | 42"
    table = f"Objective | Key result | Cycle | Target | QTD\n{rows}"
    for cycle, setting in (("Q4 2026", ""), ("Nov 2026", '[[workbook]] columns = { "QTD" = "current" }')):
        sheet = sheet_of(table.format(cycle), "OKR")
        [remark] = all_remarks([sheet], read_rows([sheet], ReadingOptions(), DAY), ReadingOptions())
        assert (remark.kind, remark.setting) == ("years_value", setting)
