"""New texts of key results, made of the labelled ones by changes of which it is known what they do to the label.

python -m tests.sync.reading.texts_crossed --seed 1 --count 20000
python -m tests.sync.reading.texts_crossed --change measure --shown 40

The words of one text's measure go into the frame of another (the words and figures that say which way, how much, from
where and how often), other figures of the same shape and other units take the place of those that were typed; labels,
asides and deadlines come before and after; 'from … to' and bounds are spelled otherwise; Vietnamese loses its marks.
A measure that is read otherwise in a new frame holds a word that does what it should not, or a form that the grammar
does not know. For each change the command prints how many texts are right, how many have no value or a doubt
instead of one, and how many have another value than they should; then those that are read otherwise.
"""

from __future__ import annotations

import argparse
import random
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from sync.reading.texts.text import bare
from sync.reading.texts.tokenising import tokenise
from tests.sync.reading.texts_measured import FOLDER, NUMBERS, corpora, is_confident_and_wrong, text_of, wrong_fields


class Labelled(NamedTuple):
    """A text with its kind and the words of its label as typed."""

    text: str
    kind: str
    label: dict[str, str]

    @property
    def line(self) -> str:
        said = " ".join(name if not value else f"{name}={value}" for name, value in self.label.items())
        return f"{self.text} | {self.kind} {said}".rstrip()

    @property
    def vietnamese(self) -> bool:
        return tokenise(self.text, None).vietnamese

    @property
    def marked(self) -> bool:
        return not self.text.isascii() and bare(self.text) != " ".join(self.text.casefold().split())

    def number(self, name: str) -> Decimal | None:
        typed = self.label.get(name, "-").split("~")[0]
        return None if typed == "-" else Decimal(typed)


def labelled() -> list[Labelled]:
    lines = [line for name in corpora() for line in (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()]
    return [_labelled(line) for line in lines if line and not line.startswith("#")]


def _labelled(line: str) -> Labelled:
    text, label = line.rsplit(" | ", 1)
    kind, *said = label.split()
    return Labelled(text, kind, {name: value for name, _, value in (word.partition("=") for word in said)})


Change = Callable[[Labelled, "Bank", random.Random], Labelled | None]


class Framed(NamedTuple):
    """A text cut into what stands before its measure, the measure, and the rest of its frame."""

    before: str
    measure: str
    after: str
    of: Labelled

    @property
    def group(self) -> tuple[bool, str, str]:
        return self.of.vietnamese and not self.of.text.isascii(), unit_class(self.of), _way(self.of)


class Bank:
    """The measures that may go into the frame of a text: of the same language, in the same kind of unit, going the same
    way unless the frame says which."""

    def __init__(self, texts: list[Labelled]) -> None:
        self.measures: dict[tuple[bool, str, str], list[str]] = defaultdict(list)
        for text in texts:
            framed = framed_of(text)
            if framed is not None:
                self.measures[framed.group].append(framed.measure)

    def measure_for(self, framed: Framed, chance: random.Random) -> str | None:
        vietnamese, unit, way = framed.group
        ways = ("up", "down", "") if _says_which_way(framed.of) else (way,)
        measures = self.measures.get((vietnamese, unit, chance.choice(ways)), [])
        return chance.choice(measures) if measures else None


def unit_class(text: Labelled) -> str:
    unit = text.label.get("unit", "-").split("~")[0]
    if unit == "%" or "%" in text.label.get("unit", "").split("~"):
        return "%"
    if text.label.get("currency", "-") != "-":
        return "money"
    if unit.split("_")[0].split("/")[0].lower() in _TIMES:
        return "time"
    return "none" if unit == "-" else "count"


_TIMES = frozenset(
    "ngày giờ phút giây tuần tháng h ms s days day hours hour minutes min mins weeks months seconds".split()
)
_WAYS = {"increase": "up", "at_least": "up", "decrease": "down", "at_most": "down"}


def _way(text: Labelled) -> str:
    return _WAYS.get(text.kind, "")


def _says_which_way(text: Labelled) -> bool:
    if text.kind in ("at_least", "at_most", "between"):
        return _BOUND.search(text.text) is not None
    return "baseline" in text.label and "target" in text.label


_BOUND = re.compile(
    r"[≥≤<>]|dưới|trên|ít nhất|tối thiểu|tối đa|không quá|không vượt|below|under|at least|at most|more than|no less",
    re.I,
)
_FRAMES = tuple(
    re.compile(pattern)
    for pattern in (
        r"(?P<before>(?:Tăng|Giảm|Nâng|Hạ|Cải thiện|Đưa|Rút ngắn|Cắt giảm) )(?P<measure>[^\d:;,()→+≥≤<>–—-]+?)"
        r"(?P<after> (?:từ|lên|xuống|thêm|ít nhất|còn|đạt) .*\d.*)",
        r"(?P<before>(?:Duy trì|Giữ|Giữ vững) )(?P<measure>[^\d:;,()→+≥≤<>–—-]+?)"
        r"(?P<after> (?:ở mức|trên|dưới|trong khoảng|không quá|≥|≤|từ|ít nhất|tối đa) .*\d.*)",
        r"(?P<before>)(?P<measure>[^\d:;,()→+≥≤<>–—-]+?)"
        r"(?P<after> (?:đạt|tăng|giảm|từ|lên|xuống|còn|≥|≤|>|<|>=|<=|trên|dưới|không quá|không vượt|tối thiểu|tối đa|"
        r"ít nhất|không dưới|không thấp hơn|duy trì|giữ|trong khoảng|vượt) .*\d.*|: ?[^\w]*\d.*)",
        r"(?P<before>(?:Increase|Reduce|Cut|Raise|Grow|Lower|Improve|Lift|Bring|Decrease|Boost|Drop|Shorten) )"
        r"(?P<measure>[^\d:;,()→+≥≤<>–—]+?)(?P<after> (?:from|to|by|down to|up to|below|under|above) .*\d.*)",
        r"(?P<before>(?:Keep|Maintain|Hold) )(?P<measure>[^\d:;,()→+≥≤<>–—]+?)"
        r"(?P<after> (?:at|below|under|above|between|within|over) .*\d.*)",
        r"(?P<before>)(?P<measure>[^\d:;,()→+≥≤<>–—]+?)"
        r"(?P<after> (?:from|≥|≤|>|<|>=|<=|below|under|above|at least|at most|no more than|reaches|reach|hits|rises|"
        r"falls|up|down|between|of at least|to|stays|stay|kept|held|does not exceed|drops|grows) .*\d.*|: ?[^\w]*\d.*)",
    )
)
_NO_MEASURE = re.compile(
    r"(?i)(?:\d|tăng|giảm|nâng|đạt|từ|lên|xuống|còn|hire|open|launch|publish|run|mở|tuyển|viết|bán|tổ chức|ký|no|không|"
    r"kr|sell|get|win|add|have|hold|hoàn thành|có|duy trì|giữ|average|half|một nửa|increase|reduce|grow|we|each|mỗi|"
    r"keep|move|limit|trim|answer|provide|serve|maintain|lift|bring|improve|make|cut|win|send|all|\S+$)"
    r"|.*(?:not|climbs|extended|cut|make|makes|down|up|hires|reduced|hoàn thành|at|or|of|is|may|không|never|chỉ|để|ở)$"
)
"""What begins no name of a measure: a verb is part of the frame."""


def framed_of(text: Labelled) -> Framed | None:
    if text.kind in ("none", "doubt") or "counted" in text.label:
        return None
    for pattern in _FRAMES:
        found = pattern.fullmatch(text.text)
        if found is not None:
            measure = found["measure"].strip()
            if _NO_MEASURE.match(measure) or not measure or len(measure.split()) > 9:
                return None
            return Framed(found["before"], measure, found["after"], text)
    return None


def measure(text: Labelled, bank: Bank, chance: random.Random) -> Labelled | None:
    framed = framed_of(text)
    other = None if framed is None else bank.measure_for(framed, chance)
    if framed is None or other is None or other == framed.measure:
        return None
    if framed.before and not other.split()[0].isupper():
        other = other[0].lower() + other[1:]
    elif not framed.before:
        other = other[0].upper() + other[1:]
    return _in_any_cadence(text._replace(text=f"{framed.before}{other}{framed.after}"))


def _in_any_cadence(text: Labelled) -> Labelled:
    """A measure may name how often it is taken."""
    said = text.label.get("cadence", "-").split("~")
    return text._replace(label={**text.label, "cadence": "~".join((*said, *_ALL_CADENCES))})


_ALL_CADENCES = ("-", "day", "week", "month", "quarter", "year", "hour")
_DIGITS = re.compile(r"(?<![\w.,/:])(?:\d+(?:[.,]\d+)*)(?![.,:]?\d|/\d|:|-\w)")


def figures(text: Labelled, bank: Bank, chance: random.Random) -> Labelled | None:
    """Other figures of the same shape: each times the same, so that their order stays."""
    wanted = {name: value for name in NUMBERS if (value := text.number(name)) is not None and value}
    counted = text.label.get("counted")
    if counted is not None and re.fullmatch(r"-?[\de.]+", counted):
        wanted["counted"] = Decimal(counted)
    if not wanted or any("~" in text.label[name] for name in wanted):
        return None
    factor = Decimal(chance.choice(("0.6", "0.7", "0.8", "0.9", "1.1", "1.2")))
    label = dict(text.label)
    replaced: list[tuple[int, int, str]] = []
    for name, value in wanted.items():
        matches = [
            (found, typed)
            for found in _DIGITS.finditer(text.text)
            if (typed := _plain(found[0])) is not None
            and typed > 2
            and abs(value) / typed in _POWERS
            and not re.fullmatch("(?:19|20)\\d\\d", found[0])
        ]
        if len(matches) != 1:
            return None
        (found, typed), decimals = matches[0], _decimals(matches[0][0][0])
        new = (typed * factor).quantize(Decimal(1).scaleb(-decimals))
        if new <= 2 or new == typed or (new > 100 and "%" in text.text):
            return None
        replaced.append((found.start(), found.end(), _shaped(new, found[0])))
        label[name] = _typed(value / typed * new)
    if len({label[name] for name in wanted}) != len(wanted):
        return None
    said = text.text
    for start, end, typed_new in sorted(replaced, reverse=True):
        said = said[:start] + typed_new + said[end:]
    return text._replace(text=said, label=label)


_POWERS = {Decimal(10) ** power for power in (0, 2, 3, 6, 9, 12)}


def _plain(digits: str) -> Decimal | None:
    if re.fullmatch(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*", digits):
        return Decimal(re.sub("[.,]", "", digits))
    return Decimal(digits.replace(",", ".")) if re.fullmatch(r"\d+(?:[.,]\d+)?", digits) else None


def _decimals(digits: str) -> int:
    if re.fullmatch(r"\d{1,3}(?:([.,])\d{3})(?:\1\d{3})*", digits):
        return 0
    return len(re.split("[.,]", digits)[1]) if re.search("[.,]", digits) else 0


def _typed(value: Decimal) -> str:
    said = format(value, "f")
    return said.rstrip("0").rstrip(".") if "." in said else said


def _shaped(value: Decimal, like: str) -> str:
    grouped = re.fullmatch(r"\d{1,3}(?:([.,])\d{3})+", like)
    if grouped is not None:
        return f"{value:,}".replace(",", grouped[1])
    return format(value, "f").replace(".", "," if "," in like else ".")


def unit(text: Labelled, bank: Bank, chance: random.Random) -> Labelled | None:
    """Another unit, of which the reader has no list, in the place of what is counted."""
    if unit_class(text) != "count":
        return None
    spelled = sorted(text.label["unit"].replace("_", " ").split("~"), key=len, reverse=True)
    found = next((one for one in spelled if re.search(rf"\d\+? {re.escape(one)}(?!\w)", text.text)), None)
    if found is None or "/" in found:
        return None
    place = re.search(rf"(\d\+? ){re.escape(found)}(?!\w)", text.text)
    assert place is not None
    vietnamese = text.marked
    if text.vietnamese and not vietnamese:
        return None
    noun = chance.choice(VIETNAMESE_NOUNS if vietnamese else ENGLISH_NOUNS)
    following = re.match(r" (\w+)", text.text[place.end() :])
    if len(re.findall(r"\d[\d.,]*", text.text)) > 1 or "new" in text.text.split():
        return None  # the unit may be said of another figure
    if vietnamese and following and following[1].lower() not in _AFTER_NOUNS:
        return None  # what follows may belong to the noun
    if not vietnamese and not spelled[0].split()[-1].endswith("s"):
        return None
    said = text.text[: place.end(1)] + noun + text.text[place.end() :]
    spelled = "~".join(one.replace(" ", "_") for one in _spellings(noun, vietnamese=vietnamese))
    label = {**text.label, "unit": spelled}
    return text._replace(text=said, label=label)


_AFTER_NOUNS = frozenset(
    "mới trong trước mỗi cho tại từ ở với mỗi của đến và hàng hằng một để vào cùng về theo trên trở lên xuống".split()
)
_HEADS = {
    noun: head
    for head in ("bộ", "kho", "trạm", "hộ", "phòng", "suất", "mẫu", "lượt", "cuộc", "bài", "mối", "đôi", "tổ", "bản")
    for noun in ("bộ hồ sơ", "kho lạnh", "trạm sạc", "hộ dân", "phòng thí nghiệm", "suất quà", "mẫu thử", "lượt khám",
                 "cuộc phỏng vấn", "bài kiểm tra")
    if noun.startswith(head + " ")
}  # fmt: skip
"""What is counted with a noun of its own is right without what it is of."""
VIETNAMESE_NOUNS = (
    "bán thành phẩm", "kỹ thuật viên", "suất quà", "hộ dân", "giảng viên", "điều phối viên", "luận văn",
    "phòng thí nghiệm", "dây chuyền", "mẫu thử", "cặp vợ chồng", "kho lạnh", "đầu bếp", "chuyên đề", "áo",
    "đôi giày", "tủ lạnh", "tổ máy", "lượt khám", "khung tranh", "thợ hàn", "trạm sạc", "bản vẽ",
    "tấm pin", "bồn cây", "mẻ bánh", "cuộc phỏng vấn", "chậu hoa", "biên tập viên", "ghế", "quán", "cổng thanh toán",
    "bộ hồ sơ", "thùng sữa", "đầu xe", "hợp tác xã", "bài kiểm tra", "vườn rau", "hướng dẫn viên",
    "phương tiện", "công trình", "khoảng vay", "xã", "bức tranh", "mối hàn", "tàu cá",
)  # fmt: skip
ENGLISH_NOUNS = (
    "kitchens", "welders", "grant applications", "panels", "kiosks", "beehives", "murals", "loan officers",
    "solar panels", "parking bays", "tasting notes", "wheelchairs", "bus routes", "scholarship students", "forklifts",
    "trucks", "court filings", "infusion chairs", "referrals", "test rigs", "shift supervisors", "nurse educators",
    "board games", "peer mentors", "charging points", "bakery lines", "dealers", "regions", "meals", "drawings",
)  # fmt: skip


def label(text: Labelled, bank: Bank, chance: random.Random) -> Labelled | None:
    """A label before the text."""
    said = chance.choice(_LABELS)
    is_numbered = said[0].isdigit() or said[1:2] == ")"
    return None if is_numbered and not text.text[0].isalpha() else text._replace(text=said + text.text)


_LABELS = (
    "[SX3] ", "KR2: ", "[Q4] ", "KR 1.2 - ", "2.1. ", "★ ", "[NV] ", "(P1) ", "• ", "KR3. ", "[KHO 2] ", "O1.KR2: ",
    "O2-KR1: ", "#3: ", "[HCM-2026] ", "a) ", "✅ ", "- [ ] ", "KQ1: ", "1/ ", "3) ",
)  # fmt: skip


def case(text: Labelled, bank: Bank, chance: random.Random) -> Labelled | None:
    """All in capitals, or in none. What is a scale in one case alone ('5M', '5m') leaves the text as it is."""
    if re.search(r"\d ?[mMbBtTgG]\b|°", text.text):
        return None
    said = text.text.upper() if chance.random() < 0.5 else text.text.lower()
    return None if said == text.text else text._replace(text=said)


def unmarked(text: Labelled, bank: Bank, chance: random.Random) -> Labelled | None:
    """A Vietnamese text without its marks."""
    if not text.marked or not text.vietnamese:
        return None
    said = _without_marks(text.text)
    return text._replace(text=said) if said != text.text else None


def _spelled_like(text: Labelled, said: str) -> str:
    """What is added to a text, without marks where the text has none."""
    return said if text.marked or not text.vietnamese else _without_marks(said)


def _without_marks(text: str) -> str:
    plain = "".join(char for char in unicodedata.normalize("NFD", text) if not unicodedata.combining(char))
    return plain.replace("đ", "d").replace("Đ", "D")


def deadline(text: Labelled, bank: Bank, chance: random.Random) -> Labelled | None:
    """By when, before the text or after it."""
    if text.kind in ("none", "doubt") and not re.search(r"\d", text.text) and text.kind == "doubt":
        return None
    first = chance.random() < 0.5
    if re.search(
        r"\b(?:Q[1-4]|quý|tháng|năm|tuần|trước|by|before|in|within|trong|hết|cuối|every|each|per)\b", text.text, re.I
    ):
        return None
    dates = (_FIRST_VI if first else _LAST_VI) if text.vietnamese else (_FIRST_EN if first else _LAST_EN)
    date = _spelled_like(text, chance.choice(dates))
    if first and not text.text[0].isalnum():
        return None
    if first:
        start = text.text if re.match(r"\S*[A-ZĐ\d]{2}", text.text) else text.text[0].lower() + text.text[1:]
        return text._replace(text=f"{date} {start}")
    return text._replace(text=f"{text.text.rstrip('.')}{date}")


_FIRST_VI = (
    "Đến 31/12/2026,",
    "Trước 30/11:",
    "Quý 4/2026:",
    "Hết năm 2026,",
    "Trong quý IV,",
    "Cuối năm 2026,",
    "Q4:",
    "Trước Tết,",
    "Đến cuối quý,",
    "Đến tháng 12,",
)
_LAST_VI = (
    " trước 31/12/2026",
    " trong quý 4",
    " trước 15/11",
    " trong Q4/2026",
    " (hạn 30/11)",
    " vào cuối năm",
    " đến hết năm 2026",
    ", chậm nhất 25/12",
    " trước ngày 20/12",
    " - deadline 30/11",
    " trong năm nay",
    " trước Tết",
)
_FIRST_EN = (
    "By 31 December,",
    "In Q4,",
    "By year end:",
    "Before Christmas,",
    "By 30/11/2026,",
    "Q4 2026:",
    "By Dec 15,",
    "This quarter:",
    "By the end of Q4,",
)
_LAST_EN = (
    " by 31 December",
    " in Q4",
    " by year end",
    " before Christmas",
    " by 30/11/2026",
    " (Q4 2026)",
    ", by Dec 15",
    " this quarter",
    " by the end of FY26",
    " before June 30",
    " - due 15 Nov",
)


def aside(text: Labelled, bank: Bank, chance: random.Random) -> Labelled | None:
    """Where, for whom, by whom."""
    if text.kind in ("none", "doubt") or re.search(r"\b(?:tại|ở|for|at|cho|in|with|trên|of)\b|[()]", text.text):
        return None
    asides = _ASIDES_VI if text.vietnamese else _ASIDES_EN
    return text._replace(text=text.text.rstrip(".") + _spelled_like(text, chance.choice(asides)))


_ASIDES_VI = (
    " tại 5 chi nhánh",
    " cho 3 cửa hàng mới",
    " ở 2 nhà máy",
    " (chị Hà phụ trách)",
    " (theo báo cáo tháng)",
    " tại chi nhánh Đà Nẵng",
    " cho khách hàng mới",
    " - phòng Kinh doanh",
    " (số liệu CRM)",
    " ở miền Trung",
    " (đo theo SMV)",
    " tại kho Bình Dương",
)
_ASIDES_EN = (
    " for new stores",
    " at 5 sites",
    " across 3 regions",
    " (owner: Anna)",
    " in the UK",
    " (source: CRM)",
    " for SMB customers",
    " at the Leeds plant",
    " - sales team",
    " across all regions",
)


def baseline(text: Labelled, bank: Bank, chance: random.Random) -> Labelled | None:
    """Where it stands now, in brackets after the value."""
    target = text.number("target") if "~" not in text.label.get("target", "") else None
    if (
        target is None
        or text.kind not in ("increase", "decrease")
        or {"baseline", "change"} & set(text.label)
        or re.search(r"[(/]|\bin\b|trong", text.text)
    ):
        return None
    matches = [
        found for found in _DIGITS.finditer(text.text) if (typed := _plain(found[0])) and target / typed in _POWERS
    ]
    rest = text.text[matches[0].end() :] if len(matches) == 1 else ""
    if len(matches) != 1 or (unit_class(text) == "count" and rest.strip()):
        return None
    found = matches[0]
    typed = _plain(found[0])
    assert typed is not None
    factor = Decimal("0.8") if text.kind == "increase" else Decimal("1.4")
    new = (typed * factor).quantize(Decimal(1).scaleb(-_decimals(found[0])))
    if new == typed or new <= 0 or (new > 100 and "%" in text.text) or re.match(r"\s?[KMB]\b| nghìn|\s?[A-Z]{3}", rest):
        return None
    suffix = re.match(r"\s?(?:%|tỷ|triệu|tr|đ|k|M)?(?:\s?đồng)?", rest)
    now = chance.choice(
        ("hiện tại {}", "hiện {}", "đang {}", "hiện nay {}", "hiện là {}")
        if text.vietnamese
        else ("currently {}", "today: {}", "now {}", "from {}", "was {}", "baseline {}")
    )
    now = _spelled_like(text, now)
    shown = _shaped(new, found[0]) + (suffix[0] if suffix else "")
    before = re.search(r"[$€£]\s?$", text.text[: found.start()])
    shown = (before[0] if before else "") + shown
    said = f"{text.text.rstrip('.')} ({now.format(shown.strip())})"
    return text._replace(text=said, label={**text.label, "baseline": _typed(target / typed * new)})


def spelling(text: Labelled, bank: Bank, chance: random.Random) -> Labelled | None:
    """'From … to' and bounds as others write them."""
    if re.match(r"(?i)(?:tăng|giảm|nâng|cắt|reduce|increase|cut|improve|raise)", text.text) and "change" in text.label:
        return None
    ways = [(pattern, others) for pattern, others in _SPELLINGS if pattern.search(text.text)]
    if not ways or text.kind in ("none", "doubt"):
        return None
    pattern, others = chance.choice(ways)
    said = pattern.sub(lambda found: found.expand(chance.choice(others)), text.text, count=1)
    return None if said == text.text else text._replace(text=said)


_UNITS = r"%|tỷ|triệu|tr|k|M|đ|ngày|giờ|phút|giây|days?|hours?|minutes?|điểm|h|s|ms"
_A = rf"(?P<a>[$€£]?\d[\d.,]*(?: ?(?:{_UNITS})(?!\w))?(?:/\d+)?)"
_B = _A.replace("<a>", "<b>") + r"(?![.,]?\d)"
_SPELLINGS = tuple(
    (re.compile(pattern), tuple(others))
    for pattern, *others in (
        (
            rf" (?:tăng |giảm )?từ {_A} (?:lên|xuống|lên đến|xuống còn) {_B}$",
            r": \g<a> → \g<b>", r" từ \g<a> → \g<b>", r": \g<a> -> \g<b>", r" \g<a> => \g<b>", r" \g<a>→\g<b>",
            r" (từ \g<a> → \g<b>)",
        ),
        (
            rf" từ {_A} lên {_B}",
            r" từ mức \g<a> lên mức \g<b>", r" từ \g<a> lên đến \g<b>", r" từ \g<a> lên tới \g<b>",
            r" \g<a> lên \g<b>", r" từ \g<a> (hiện tại) lên \g<b>",
        ),
        (
            rf" từ {_A} xuống {_B}",
            r" từ mức \g<a> xuống còn \g<b>", r" từ \g<a> về \g<b>", r" từ \g<a> còn \g<b>", r" \g<a> xuống \g<b>",
            r" từ \g<a> xuống dưới \g<b>",
        ),
        (
            rf" from {_A} to {_B}$",
            r": \g<a> → \g<b>", r" \g<a> → \g<b>", r": \g<a> -> \g<b>", r" (\g<a> → \g<b>)",
            r": from \g<a> to \g<b>", r" \g<a> to \g<b>", r" – \g<a> to \g<b>",
        ),
        (
            rf": {_A} → {_B}",
            r": từ \g<a> lên \g<b>", r": from \g<a> to \g<b>", r" \g<a> ⇒ \g<b>", r": \g<a> ➜ \g<b>",
        ),
        (r" (?:≥|>=) ?(?=\d)", " ≥", " >= ", " tối thiểu ", " không dưới ", " ít nhất "),
        (r" (?:≤|<=) ?(?=\d)", " ≤", " <= ", " =< "),
        (
            r" không quá (?=\d)",
            " ≤ ", " không vượt quá ", " tối đa ", " không vượt ", " không lớn hơn ", " không cao hơn ", ": tối đa ",
            " <= ", " chỉ tối đa ",
        ),
        (
            r" (?:tối thiểu|ít nhất|không dưới|không thấp hơn) (?=\d)",
            " ≥ ", " tối thiểu ", " ít nhất ", " không dưới ", " không thấp hơn ", " từ ít nhất ", " không ít hơn ",
        ),
        (r" dưới (?=\d)", " < ", " <", " thấp hơn ", " nhỏ hơn ", " ở dưới ", ": dưới "),
        (
            r"(?<!\bor) (?:below|under) (?=\d)",
            " < ", " below ", " under ", " less than ", " lower than ", " fewer than ", ": under ",
        ),
        (
            r" at least (?=\d)",
            " ≥ ", " of at least ", " a minimum of ", " no less than ", " min ", " >= ", " no fewer than ",
        ),
        (
            r" (?:at most|no more than) (?=\d)",
            " ≤ ", " at most ", " no more than ", " a maximum of ", " not more than ", " max ", " <= ",
            " no higher than ",
        ),
    )
)  # fmt: skip


def decimals(text: Labelled, bank: Bank, chance: random.Random) -> Labelled | None:
    """Thousands without their separator or with a space, decimals with the mark of the other language."""
    found = _DIGITS.search(text.text)
    if found is None or text.kind == "none":
        return None
    typed = found[0]
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+", typed):
        new = re.sub("[.,]", chance.choice(("", " ")), typed)
    elif text.vietnamese and re.fullmatch(r"\d+[.,]\d{1,2}", typed) and not re.search(r"[/:]", text.text):
        new = typed.replace(",", ".") if "," in typed else typed.replace(".", ",")
    else:
        return None
    if re.fullmatch(r"(?:19|20)\d\d", new):
        return None
    return text._replace(text=text.text[: found.start()] + new + text.text[found.end() :])


def frame(text: Labelled, bank: Bank, chance: random.Random) -> Labelled | None:
    """The measure of a text in a frame of which none may have been seen."""
    framed = framed_of(text)
    if framed is None:
        return None
    vietnamese, kind, way = framed.group
    fitting = [
        said
        for language, wanted, ways, said in frames()
        if (language == "vi") is vietnamese and wanted == kind and ways in ("*", "-", way)
    ]
    if not fitting:
        return None
    said = chance.choice(fitting)
    one = framed.measure
    if not re.match(r"\S*[A-ZĐ\d]{2}|[A-Z]+ ", one):
        one = one[0].lower() + one[1:]
    noun = chance.choice(VIETNAMESE_NOUNS if vietnamese else ENGLISH_NOUNS)
    spelled = "~".join(head.replace(" ", "_") for head in _spellings(noun, vietnamese=vietnamese))
    low, high, few = chance.randint(12, 40), chance.randint(45, 92), chance.randint(3, 9)
    filled = said.format(M=one[0].upper() + one[1:], m=one, a=low, b=high, c=few, n=noun, u=spelled)
    return _in_any_cadence(_labelled(filled))


def _spellings(noun: str, *, vietnamese: bool) -> list[str]:
    """A noun, and its head alone where that is right as well."""
    if not vietnamese:
        return [noun, noun.rsplit(maxsplit=1)[-1]]
    return [noun, _HEADS[noun]] if noun in _HEADS else [noun]


@cache
def frames() -> list[tuple[str, str, str, str]]:
    lines = (FOLDER.parent / "frames.txt").read_text(encoding="utf-8").splitlines()
    found = [line.split(" ", 3) for line in lines if line and not line.startswith("#")]
    return [(language, kind, way, said) for language, kind, way, said in found]


CHANGES: tuple[Change, ...] = (
    frame,
    measure, figures, unit, label, case, unmarked, deadline, aside, baseline, spelling, decimals,
)  # fmt: skip


class Crossed(NamedTuple):
    change: str
    of: Labelled
    made: Labelled
    wrong: dict[str, str]
    is_wrong_value: bool


def crossed(seed: int, count: int, changes: tuple[Change, ...] = CHANGES) -> Iterator[Crossed]:
    """Given a seed, yield ``count`` new texts as they are read, each made of one that is read as labelled."""
    chance = random.Random(seed)
    texts = [text for text in labelled() if not wrong_fields(text_of(text.line))]
    bank = Bank(texts)
    seen = {text.text for text in texts}
    tries = 0
    while count and tries < 40 * len(texts) * len(changes):
        tries += 1
        change, text = chance.choice(changes), chance.choice(texts)
        made = change(text, bank, chance)
        if made is None or made.text in seen:
            continue
        seen.add(made.text)
        count -= 1
        wrong = folded(made)
        label = text_of(made.line)
        yield Crossed(change.__name__, text, made, wrong, is_confident_and_wrong(label, wrong))


def joined(seed: int, count: int) -> Iterator[str]:
    """Given a seed, yield ``count`` texts that say two values: two texts of one language with what joins them."""
    chance = random.Random(seed)
    values = [
        text
        for text in labelled()
        if text.kind not in ("none", "doubt") and re.search(r"\d", text.text) and _STANDS_ALONE.fullmatch(text.text)
    ]
    groups = (
        ([text.text for text in values if not text.vietnamese], (" and ", " & ", " + ", " / ", ", ", "; ", " while ")),
        (
            [text.text for text in values if text.marked and text.vietnamese],
            (" và ", " & ", " + ", ", ", "; ", " cùng "),
        ),
        (
            [text.text for text in values if text.vietnamese and not text.marked],
            (" va ", " & ", " / ", ", ", " dong thoi "),
        ),
    )
    for _ in range(count):
        texts, joins = chance.choice(groups)
        one, two = chance.sample(texts, 2)
        is_name = re.match(r"\S*[A-ZĐ\d]{2}|[A-Z] ", two)
        yield one + chance.choice(joins) + (two if is_name else two[0].lower() + two[1:])


_STANDS_ALONE = re.compile(r"(?!KR)[\w≥≤<>][^(:;,]{0,69}(?<!\.)")


def folded(made: Labelled) -> dict[str, str]:
    """The fields read otherwise; a unit is compared without case and marks."""
    label = text_of(made.line)
    wrong = wrong_fields(label)
    if "unit" in wrong and bare(wrong["unit"]) in {bare(one or "None") for one in label.fields["unit"]}:
        del wrong["unit"]
    return wrong


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--change", choices=[change.__name__ for change in CHANGES])
    parser.add_argument("--shown", type=int, default=0, help="how many of those read otherwise to print")
    options = parser.parse_args()
    changes = tuple(change for change in CHANGES if options.change in (None, change.__name__))
    outcomes: dict[str, Counter[str]] = defaultdict(Counter)
    shown = options.shown
    for one in crossed(options.seed, options.count, changes):
        outcome = "right" if not one.wrong else "another value" if one.is_wrong_value else "other"
        outcomes[one.change][outcome] += 1
        if one.wrong and shown:
            shown -= 1
            said = ", ".join(f"{name}: {read}" for name, read in one.wrong.items())
            print(f"{outcome} [{one.change}] {one.made.line}  ─▶  {said}")
    for change, counts in outcomes.items():
        total = sum(counts.values())
        print(f"{change:10} {total:6}  {counts['right'] / total:7.2%} right, {counts['another value']:4} another value")


if __name__ == "__main__":
    main()
