"""What there is of a year or quarter so far in a check-in log, and of a KPI that a key result points at: no value of a
later part of it, but of rates and stocks."""

from __future__ import annotations

from datetime import date

import pytest

from sync.identity import identify
from sync.model.past import History
from sync.model.rows import Field
from sync.options import ReadingOptions, RuleOptions, ScoringOptions
from sync.reading import read_rows
from sync.rules import check
from sync.scoring import score
from tests.sheets import sheet_of

DAY = date(2026, 11, 20)


def scored(tabs: dict[str, str], options: ReadingOptions | None = None) -> tuple[list[str | None], list[str]]:
    """What key results of several tabs come to, and the codes of what is said of values."""
    sheets = [sheet_of(text, title) for title, text in tabs.items()]
    rows = identify(read_rows(sheets, options or ReadingOptions(), DAY), {})
    found = score(rows, DAY, ScoringOptions(), History())
    currents = [one.current for objective in found.objectives for one in objective.key_results]
    codes = [one.code for one in check(found, History(), RuleOptions()) if one.code in ("OKR119", "OKR140")]
    return [None if one is None else f"{one:f}" for one in currents], codes


ROW = "Objective | Key result | Target{}\nGrow | {} | 100{}"
LOG = "Date | Key result | {}\n2026-11-10 | {} | 310"


@pytest.mark.parametrize("header", ["YTD", "YTD value", "Value YTD", "Lũy kế năm"])
def test_a_log_of_the_year_so_far_has_no_quarters_value(header: str) -> None:
    def found(
        row: str, tab: str, words: str = "Revenue", options: ReadingOptions | None = None
    ) -> tuple[list[str | None], list[str]]:
        return scored({tab: row, "Check-ins": LOG.format(header, words)}, options)

    plain = ROW.format("", "Revenue", "")
    assert found(plain, "OKR Q4 2026") == ([None], ["OKR140"])
    assert found(plain, "OKR") == ([None], ["OKR140"])
    assert found(plain, "OKR 2026") == (["310"], [])
    assert found(plain, "Annual OKRs") == (["310"], [])
    assert found(ROW.format("", "Revenue this year", ""), "OKR", "Revenue this year") == (["310"], [])
    assert found(ROW.format(" | Start | Due", "Revenue", " | 2026-01-01 | 2026-12-31"), "OKR") == (["310"], [])
    assert found(ROW.format(" | Baseline", "Revenue", " | 240"), "OKR Q4 2026")[0] == ["310"]
    assert found(plain, "OKR Q4 2026", options=ReadingOptions(columns={header: Field.value})) == (["310"], [])


@pytest.mark.parametrize("header", ["Value", "Lũy kế", "Current"])
def test_any_other_log_has(header: str) -> None:
    assert scored({"OKR Q4 2026": ROW.format("", "Revenue", ""), "Check-ins": LOG.format(header, "Revenue")}) == (
        ["310"],
        [],
    )


@pytest.mark.parametrize("header", ["Actual 2026", "Giá trị năm 2026", "Kết quả 2026", "Value (2026)", "Actual FY2026"])
def test_a_log_that_names_its_year_has_the_values_of_its_days(header: str) -> None:
    tabs = {
        "OKR Q4 2026": ROW.format("", "Revenue", ""),
        "Check-ins": LOG.format(header, "Revenue").replace("310", "40"),
    }
    assert scored(tabs) == (["40"], [])


@pytest.mark.parametrize("header", ["YTD 2026", "Lũy kế 2026", "Lũy kế từ đầu năm 2026", "T1-T11/2026",
                                    "Value since the start of 2026", "TH 11 tháng 2026"])  # fmt: skip
def test_but_not_one_of_all_the_year_so_far(header: str) -> None:
    tabs = {"OKR Q4 2026": ROW.format("", "Revenue", ""), "Check-ins": LOG.format(header, "Revenue")}
    assert scored(tabs)[0] == [None]
    months = {"T11 2026": ROW.format("", "Revenue", ""), "Check-ins": LOG.format("QTD 2026", "Revenue")}
    assert scored(months)[0] == [None]


@pytest.mark.parametrize(
    "words", ["Conversion rate to 5%", "NPS", "Active users", "Tỷ lệ giữ chân đạt 90%", "Followers", "Số cửa hàng"]
)
@pytest.mark.parametrize("header", ["YTD", "Lũy kế năm"])
def test_a_rate_or_a_stock_in_a_log_of_the_year_is_the_quarters_too(words: str, header: str) -> None:
    row = f"Objective | Key result | Target\nGrow | {words} | {{}}"
    log = LOG.format(header, words).replace("310", "{}")
    for target, value, current in (("100", "31", "31"), ("5%", "4%", "4")):
        assert scored({"OKR Q4 2026": row.format(target), "Check-ins": log.format(value)}) == ([current], [])


def test_what_is_to_change_in_it_is_not() -> None:
    row, log = "Objective | Key result\nGrow | Gain 500 more followers", LOG.format("YTD", "Gain 500 more followers")
    assert scored({"OKR Q4 2026": row, "Check-ins": log}) == ([None], ["OKR140"])


@pytest.mark.parametrize(
    "headers", ["Target | YTD", "Target | Lũy kế năm", "Target | YTD Nov", "Target 2026 | Actual 2026"]
)
def test_a_kpi_of_the_year_so_far_is_no_quarters_value(headers: str) -> None:
    kpis = f"KPI | Unit | {headers}\nSales | orders | 400 | 310"

    def found(row: str, tab: str = "OKR Q4 2026", kpis: str = kpis) -> tuple[list[str | None], list[str]]:
        return scored({tab: row, "KPI": kpis})

    assert found(ROW.format(" | KPI", "Revenue", " | Sales")) == ([None], ["OKR119"])
    assert found(ROW.format(" | KPI | Current", "Revenue", " | Sales | 40")) == (["40"], ["OKR119"])
    assert found(ROW.format(" | KPI", "Revenue", " | Sales"), "OKR 2026") == (["310"], [])
    assert found(ROW.format(" | KPI", "Revenue", " | Sales"), "Annual OKRs") == (["310"], [])
    assert found(ROW.format(" | KPI", "Revenue this year", " | Sales")) == (["310"], [])
    assert found(ROW.format(" | KPI", "Revenue", " | Sales").replace("100", "400")) == (["310"], [])
    assert found(ROW.format(" | KPI | Baseline", "Revenue", " | Sales | 240")) == (["310"], [])
    rates = kpis.replace("orders", "%")
    assert found(ROW.format(" | KPI", "Churn", " | Sales"), kpis=rates)[1] == []
    means = kpis.replace("Unit", "Unit | Aggregation").replace("orders", "tỷ | Trung bình")
    assert found(ROW.format(" | KPI", "Ticket size", " | Sales"), kpis=means) == (["310"], [])


@pytest.mark.parametrize(
    "name",
    ["Followers", "Tổng số khách hàng", "Số khách đang hoạt động", "Số cửa hàng", "Số thuê bao", "Dư nợ", "Công nợ",
     "NPS", "Headcount"],
)  # fmt: skip
def test_how_many_there_are_is_so_on_any_day(name: str) -> None:
    kpis = f"KPI | Unit | Target | YTD\n{name} | | 400 | 52"
    assert scored({"OKR Q4 2026": ROW.format(" | KPI", "Grow it", f" | {name}"), "KPI": kpis}) == (["52"], [])


@pytest.mark.parametrize(
    "name",
    ["New followers", "Followers gained", "Tổng số khách hàng phục vụ", "Số cửa hàng mở mới", "Số thuê bao phát triển",
     "Công nợ thu hồi", "Revenue"],
)  # fmt: skip
def test_of_what_is_ever_more_a_years_is_none_of_a_quarters(name: str) -> None:
    kpis = f"KPI | Unit | Target | YTD\n{name} | | 400 | 52"
    assert scored({"OKR Q4 2026": ROW.format(" | KPI", "Grow it", f" | {name}"), "KPI": kpis}) == ([None], ["OKR119"])


@pytest.mark.parametrize(
    "headers", ["Target | Current", "Target | Lũy kế", "Target | T11", "Target | Q4", "Target | Q3"]
)
def test_any_other_kpi_is(headers: str) -> None:
    kpis = f"KPI | Unit | {headers}\nSales | orders | 400 | 310"
    assert scored({"OKR Q4 2026": ROW.format(" | KPI", "Revenue", " | Sales"), "KPI": kpis}) == (["310"], [])


def test_nor_have_a_log_or_a_kpi_of_the_quarter_so_far_a_months_value() -> None:
    row, pointing = ROW.format("", "Revenue", ""), ROW.format(" | KPI", "Revenue", " | Sales")
    log, kpis = LOG.format("QTD", "Revenue"), "KPI | Unit | Target | QTD\nSales | orders | 400 | 310"
    assert scored({"T11 2026": row, "Check-ins": log}) == ([None], ["OKR140"])
    assert scored({"Q4 2026": row, "Check-ins": log}) == (["310"], [])
    assert scored({"T11 2026": pointing, "KPI": kpis}) == ([None], ["OKR119"])
    assert scored({"Q4 2026": pointing, "KPI": kpis}) == (["310"], [])
