"""What is planted: how objectives and KPIs go through six quarters, and what should be said of each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

QUARTERS = 6
KEEP_GOING, RAISE, MAKE = "keep going", "raise the bar", "make it a key result"


@dataclass
class Row:
    """A key result in one quarter. ``early`` is done within the first three weeks; ``moved_to`` is the target that
    somebody types over the first one in the middle of the quarter, ``reworded_to`` are words that are typed over the
    first ones then, and what is ``dropped`` is cleared away."""

    text: str
    baseline: float
    target: float
    end: float
    moved_to: float | None = None
    early: bool = False
    reworded_to: str = ""
    dropped: bool = False

    @property
    def score(self) -> float:
        target = self.target if self.moved_to is None else self.moved_to
        return max(0.0, min(1.0, (self.end - self.baseline) / (target - self.baseline)))


@dataclass
class Quarter:
    """An objective in one quarter: the codes that stand at it or at a key result (by its index), and its verdict."""

    title: str
    rows: list[Row]
    codes: frozenset[str] = frozenset()
    row_codes: dict[int, frozenset[str]] = field(default_factory=dict)
    verdict: str = ""


@dataclass
class KpiQuarter:
    value: float
    upper: float = 30
    codes: frozenset[str] = frozenset()
    verdict: str = ""


Objective = list[Quarter]
Kpi = list[KpiQuarter]


OBJECTIVES = {
    "vi": ("Khách hàng yêu mến sản phẩm", "Đạt doanh số kỷ lục", "Vận hành gọn nhẹ", "Đội ngũ gắn bó lâu dài",
           "Dẫn đầu thị trường miền Trung", "Sản phẩm ổn định mỗi ngày"),
    "en": ("Customers love the product", "Record sales for the company", "Lean operations everywhere",
           "A team that stays together", "First choice in the region", "A product that just works"),
}  # fmt: skip
MEASURES = {
    "vi": ("Số khách hàng mới ký hợp đồng", "Số đơn hàng giao đúng hẹn", "Số giờ đào tạo mỗi người",
           "Số cửa hàng mở mới", "Số phản hồi năm sao", "Số lượt dùng thử", "Số bài viết được chia sẻ",
           "Số đối tác hoạt động", "Số khách quay lại", "Số sáng kiến được áp dụng", "Số hội thảo tổ chức",
           "Số tính năng được dùng"),
    "en": ("New customers under contract", "Orders delivered on time", "Hours of training per person",
           "Shops newly opened", "Five star reviews", "Trial users per week", "Articles shared by readers",
           "Active partners in sales", "Returning customers per month", "Ideas put into practice",
           "Workshops held with clients", "Features used by most"),
}  # fmt: skip
KPIS = {"vi": ("Tồn kho", "Ngày thu tiền", "Phiếu chờ xử lý"), "en": ("Stock", "Days to pay", "Open tickets")}


PLACES = (
    "Huế", "Vinh", "Đà Lạt", "Cần Thơ", "Nha Trang", "Hạ Long", "Quy Nhơn", "Pleiku", "Sapa", "Vũng Tàu", "Rạch Giá",
    "Cà Mau", "Phan Thiết", "Lào Cai", "Hội An", "Tây Ninh", "Sóc Trăng", "Kon Tum", "Hà Tĩnh", "Tam Kỳ",
)  # fmt: skip


class Words:
    """Words for rows, of one language, none of them twice in a team. Objectives and key results of a team with a
    ``place`` are its own; others say the same as another team's now and then, and KPIs do always."""

    def __init__(self, language: str, random: Random, place: str = "") -> None:
        self.language = language
        self._place = f" {'ở' if language == 'vi' else 'in'} {place}" if place else ""
        self._objectives = random.sample(OBJECTIVES[language], len(OBJECTIVES[language]))
        self._measures = random.sample(MEASURES[language], len(MEASURES[language]))
        self._kpis = list(KPIS[language])

    def objective(self) -> str:
        return self._objectives.pop() + self._place

    def measures(self, count: int) -> list[str]:
        return [self._measures.pop() + self._place for _ in range(count)]

    def kpi(self) -> str:
        return self._kpis.pop()


def grown(texts: Sequence[str], scores: Sequence[float], random: Random) -> list[list[Row]]:
    """Rows quarter by quarter that begin where they ended, and whose targets lie well beyond that."""
    quarters, starts = [], [float(random.randint(50, 150)) for _ in texts]
    for score in scores:
        rows = []
        for index, text in enumerate(texts):
            way = float(random.randint(100, 300))
            baseline, target = starts[index], starts[index] + way
            end = round(baseline + way * score)
            rows.append(Row(text, baseline, target, end))
            starts[index] = end
        quarters.append(rows)
    return quarters


# ── Objectives ───────────────────────────────────────────────────────────────────────────────────────────────────────


def goes_further(words: Words, random: Random) -> Objective:
    """Fine in every quarter, and set higher in each: the verdict, and no finding."""
    title, rows = words.objective(), grown(words.measures(2), [0.8] * QUARTERS, random)
    return [Quarter(title, own, verdict=RAISE if index else "") for index, own in enumerate(rows)]


def ordinary(words: Words, random: Random) -> Objective:
    """Fine in one quarter, not in the next: nothing follows."""
    scores = [0.55, 0.82, 0.6, 0.5, 0.75, 0.45]
    title = words.objective()
    return [Quarter(title, rows) for rows in grown(words.measures(2), scores, random)]


def comfortable(words: Words, random: Random) -> Objective:
    """Fine in every quarter, with targets that are beyond the last value and never beyond the last target."""
    title, texts = words.objective(), words.measures(2)
    quarters = []
    for index in range(QUARTERS):
        target = 200.0 - 4 * index
        rows = [Row(text, 0, target, round(target * 0.85)) for text in texts]
        codes = frozenset({"OKR404"} if index >= 2 else ())
        quarters.append(Quarter(title, rows, codes, verdict=RAISE if index else ""))
    return quarters


def without_stretch(words: Words, random: Random) -> Objective:
    """One of two key results asks for less than what was reached in the quarter before, every second quarter."""
    title, texts = words.objective(), words.measures(2)
    first, second = (grown([text], [0.55] * QUARTERS, random) for text in texts)
    quarters = []
    for index, rows in enumerate(zip(first, second, strict=True)):
        own = [*rows[0], *rows[1]]
        codes: dict[int, frozenset[str]] = {}
        if index % 2:
            before = quarters[-1].rows[0].end
            own[0] = Row(texts[0], before - 40, before - 5, before - 20)
            codes = {0: frozenset({"OKR403"})}
        elif index:
            before = quarters[-1].rows[0].end
            own[0] = Row(texts[0], before, before + 100, before + 55)
        quarters.append(Quarter(title, own, row_codes=codes))
    return quarters


def carried_over(words: Words, random: Random) -> Objective:
    """The same numbers quarter after quarter."""
    title, texts = words.objective(), words.measures(2)
    both = {0: frozenset({"OKR405"}), 1: frozenset({"OKR405"})}
    return [
        Quarter(title, [Row(text, 0, 100, 50 + index) for text in texts], row_codes=both if index else {})
        for index in range(QUARTERS)
    ]


def always_missed(words: Words, random: Random) -> Objective:
    """Missed by far in every quarter, with other numbers each time."""
    title, rows = words.objective(), grown(words.measures(2), [0.1, 0.2, 0.15, 0.1, 0.3, 0.2], random)
    return [Quarter(title, own, frozenset({"OKR408"} if index >= 2 else ())) for index, own in enumerate(rows)]


def moved_target(words: Words, random: Random) -> Objective:
    """Targets that come towards the value in the middle of the second and fifth quarter."""
    title, quarters = words.objective(), []
    for index, rows in enumerate(grown(words.measures(2), [0.5] * QUARTERS, random)):
        codes: dict[int, frozenset[str]] = {}
        if index in (1, 4):
            rows[1].moved_to = rows[1].target - 10
            codes = {1: frozenset({"OKR401"})}
        quarters.append(Quarter(title, rows, row_codes=codes))
    return quarters


def dropped(words: Words, random: Random) -> Objective:
    """One of two key results disappears in the middle of the second and fifth quarter."""
    title, quarters = words.objective(), []
    for index, rows in enumerate(grown(words.measures(2), [0.5] * QUARTERS, random)):
        rows[1].dropped = index in (1, 4)
        quarters.append(Quarter(title, rows, frozenset({"OKR406"} if rows[1].dropped else ())))
    return quarters


def reworded(words: Words, random: Random) -> Objective:
    """Other words in the middle of every quarter: they stay the rows that they were, and nothing is to be told."""
    title, quarters = words.objective(), []
    for rows in grown(words.measures(2), [0.5] * QUARTERS, random):
        rows[0].reworded_to = f"{rows[0].text} (2)"
        rows[1].reworded_to = rows[1].text.replace("Số ", "Tổng số ").replace(" ", "  ", 1).capitalize()
        quarters.append(Quarter(title, rows))
    return quarters


def always_early(words: Words, random: Random) -> list[Objective]:
    """A whole team that is done within three weeks, every quarter."""
    objectives = []
    for number in range(2):
        title, quarters = words.objective(), []
        for index, rows in enumerate(grown(words.measures(2), [1.0] * QUARTERS, random)):
            for row in rows:
                row.early = True
            codes = frozenset({"OKR407"} if index >= 2 and not number else ())
            quarters.append(Quarter(title, rows, codes, verdict=RAISE if index else ""))
        objectives.append(quarters)
    return objectives


# ── KPIs ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _kpi(values: Sequence[float], **codes: Sequence[int]) -> Kpi:
    """Given values beside an upper bound of 30, and the quarters in which other codes are due, return the KPI."""
    quarters = []
    for index, value in enumerate(values):
        out = [one > 30 for one in values]
        verdict = ""
        if index and out[index] == out[index - 1]:
            verdict = MAKE if out[index] else KEEP_GOING
        own = {"OKR501"} if out[index] else set()
        own |= {code for code, at in codes.items() if index in at}
        quarters.append(KpiQuarter(value, codes=frozenset(own), verdict=verdict))
    return quarters


def healthy(random: Random) -> Kpi:
    return _kpi([20 + random.randint(0, 9) for _ in range(QUARTERS)])


def in_and_out(random: Random) -> Kpi:
    return _kpi([20, 33, 25, 36, 24, 31])


def stays_out(random: Random) -> Kpi:
    return _kpi([33, 35, 34, 36, 33, 32], OKR506=(2, 3, 4, 5))


def comes_back(random: Random) -> Kpi:
    return _kpi([36, 34, 33, 29, 25, 24], OKR506=(2,))


def redefined(random: Random) -> Kpi:
    kpi = _kpi([25, 26, 24, 34, 35, 33])
    for index, quarter in enumerate(kpi):
        if index >= 3:
            quarter.upper, quarter.codes, quarter.verdict = 40, frozenset(), KEEP_GOING
    kpi[3].codes = frozenset({"OKR507"})
    return kpi


STORIES = (
    goes_further,
    ordinary,
    comfortable,
    without_stretch,
    carried_over,
    always_missed,
    moved_target,
    dropped,
    reworded,
)
KPI_STORIES = (healthy, in_and_out, stays_out, comes_back, redefined)
