"""The name and unit of a KPI or key result ─▶ whether its value grows through a period until that is over: revenue
does; a rate, a mean or a stock is what it is on any day."""

from __future__ import annotations

from sync.cycles import length_of
from sync.model.rows import Cycle, KeyResult, Kpi
from sync.patterns import RarePattern
from sync.reading.texts.text import fold
from sync.reading.texts.units import PER_MILLE, PERCENT
from sync.reading.texts.wording import is_a_rate_by_name


def adds_up(kpi: Kpi, is_summed: bool) -> bool:
    """Given a KPI and whether a sheet or setting says that values of periods are summed, tell whether its value grows
    through its period until that is over, as far as anything says so."""
    return not _is_a_rate(kpi) and (is_summed or (_says_that_it_adds_up(kpi) and not _says_that_it_does_not(kpi)))


def is_wanted_high(kpi: Kpi) -> bool:
    """Whether a KPI's name says that it adds up, and so that more of it is better: orders, revenue."""
    return _says_that_it_adds_up(kpi)


def key_result_adds_up(key_result: KeyResult) -> bool:
    """Whether a key result's words say that its value grows through its cycle: revenue, new customers, what is hired,
    sold or launched."""
    measure, text = key_result.measure, key_result.text.value or ""
    if (key_result.unit.value or measure.unit) in (PERCENT, PER_MILLE) or measure.cadence is not None:
        return False
    return adds_up_by_words(text) or is_done_one_by_one(text)


def is_done_one_by_one(text: str) -> bool:
    """Whether a key result's words tell somebody to do so many, or count what was done: 'Tuyển 9 người', 'Sell cars',
    'Demos booked'."""
    words = fold(text)
    if _NO_DEEDS.search(words) is not None:
        return False
    if is_a_rate_by_name(words) or _OF_A_MONTH.search(words) is not None or _TO_DATE.search(words) is not None:
        return False
    if _DOES_SO_MANY.match(words) is not None:
        return _MEASURED_ANY_DAY.search(words) is None  # of 'Open 5 stores for the sales team' no word is a level's
    return _DOES_OR_DONE.search(words) is not None and not is_a_level_by_words(text)


def adds_up_by_words(text: str) -> bool:
    """Whether a key result's words alone say that its value grows through its cycle."""
    words = fold(text)
    if _ADDS_UP.search(words) is None or is_a_rate_by_name(words):
        return False
    return not any(pattern.search(words) for pattern in (_ON_ANY_DAY, _TO_DATE, _OF_A_MONTH))


def is_each_months_by_words(text: str) -> bool:
    """Whether a key result's words say that its value is what a month came to: 'Doanh số tháng'."""
    words = fold(text)
    if _ADDS_UP.search(words) is None or _OF_A_MONTH.search(words) is None or is_a_rate_by_name(words):
        return False
    return not any(pattern.search(words) for pattern in (_ON_ANY_DAY, _TO_DATE))


def counts_anew_by_words(text: str) -> bool:
    """Whether a key result's words say that each quarter counts from 0: what adds up, what is new or was done."""
    return adds_up_by_words(text) or (_IS_DONE_ANEW.search(fold(text)) is not None and not is_a_level_by_words(text))


def is_a_level_by_words(text: str) -> bool:
    """Whether a key result's words say that its value goes on from one quarter to the next: a rate, a stock."""
    words = fold(text)
    is_so = is_a_rate_by_name(words) or any(pattern.search(words) for pattern in (_ON_ANY_DAY, _TO_DATE))
    return is_so or (_STOCK.search(words) is not None and _FLOW.search(words) is None)


def may_add_up(kpi: Kpi) -> bool:
    """Whether nothing about a KPI says either."""
    return not (_is_a_rate(kpi) or _says_that_it_adds_up(kpi) or _says_that_it_does_not(kpi))


def is_so_on_any_day(kpi: Kpi) -> bool:
    """Whether a KPI's value is one that a month has as a year has it: a rate, a mean, a stock."""
    return _is_a_rate(kpi) or _ON_ANY_DAY.search(fold(kpi.name.value or "")) is not None


def is_of_a_shorter_one(kpi: Kpi, period: Cycle) -> bool:
    """Given a KPI and the period that its table is of, tell whether its name says that it is of a part of that:
    'Doanh thu tháng' in a quarter's table."""
    name = fold(kpi.name.value or "")
    return length_of(period) != "month" and _OF_A_MONTH.search(name) is not None


def _is_a_rate(kpi: Kpi) -> bool:
    unit = kpi.unit.value or kpi.measure.unit
    return unit in (PERCENT, PER_MILLE) or is_a_rate_by_name(kpi.name.value or "")


def _says_that_it_adds_up(kpi: Kpi) -> bool:
    return _ADDS_UP.search(fold(kpi.name.value or "")) is not None


def _says_that_it_does_not(kpi: Kpi) -> bool:
    name = fold(kpi.name.value or "")
    return _ON_ANY_DAY.search(name) is not None or _TO_DATE.search(name) is not None


_ON_ANY_DAY = RarePattern(
    r"\b(?:trung bình|bình quân|trung binh|binh quan|tb|mỗi|trên|tăng trưởng|tang truong|tồn|ton|điểm|thời gian|"
    r"nhân sự|average|avg|mean|median|per|each|growth|score|time|cycle|share|margin|quality|satisfaction|retention|"
    r"stock|balance|backlog|pipeline|open|active|headcount|team|size|tỷ lệ|tỉ lệ|ty le|ti le|rate|ratio|nps|enps|csat|"
    r"oee|uptime|availability|index|level|days|dso|dpo|định kỳ|dinh ky|recurring|mrr|arr|"
    r"daily|weekly|h[àằ]ng ngày|hang ngay|h[àằ]ng tuần|hang tuan)\b|/"
)
"""What is so on any day, whatever else its name says."""
_STOCK = RarePattern(
    r"\b(?:đang (?:hoạt động|mở|dùng|sử dụng)|dang (?:hoat dong|su dung)|"
    r"(?<!new )(?<!from )(?<!to )(?<!for )(?<!by )(?<!with )(?:followers|subscribers|inventory|installed base|"
    r"(?:user|customer|subscriber|client|member) base|registered users|assets under management|aum|"
    r"paying (?:customers|users|clients|members)|total (?:customers|users|clients|members|accounts|employees)|"
    r"cash (?:on hand|position)|(?:outstanding|total|net|overdue) debts?|receivables?)|"
    r"(?:number|total|no\.) of (?:stores|branches|employees|staff|subscribers|users|members)|"
    r"(?:^|(?<=reach )|(?<=grow )|(?<=increase )|(?<=[0-9]k )|(?<=[0-9]m ))[mwd]au"
    r"(?=\s*(?:$|[(,:;-]|(?:to|from|of|at|by|reach\w*)\b))|"
    r"(?:tổng số|tong so) (?:khách|khach)(?: hàng| hang)?(?=\s*(?:$|[(,:;-]|(?:đạt|dat|lên|len|từ|tu|là|la)\b))|"
    r"(?:số|so) (?:cửa hàng|cua hang|chi nhánh|chi nhanh)(?! (?:mở|mo|mới|moi|khai trương|khai truong|đóng|dong)\b)|"
    r"(?:số|so|tổng|tong) thu[êe] bao(?! (?:mới|moi|phát triển|phat trien|tăng|tang|rời|roi|hủy|huy)\b)|"
    r"(?:^|(?<=tổng )|(?<=tong )|(?<=giảm )|(?<=giam )|(?<=mức )|(?<=muc ))(?:dư nợ|du no|công nợ|cong no)"
    r"(?! (?:thu|đã thu|da thu|phát sinh|phat sinh|mới|moi)\b))\b"
)
"""How many there are: of 'Số cửa hàng mở mới' and 'Công nợ thu hồi' there are ever more."""
_FLOW = RarePattern(
    r"\b(?:gain(?:ed)?|growth|add(?:ed|s)?|additional|more|new|lost|los[es]s?|acquired?|sold|hired?|opened|"
    r"recruit(?:ed)?|onboard(?:ed)?|trained|served|collect(?:ed)?|recover(?:ed)?|cleared|writ(?:e|ten) off|churned|"
    r"turnover|by [0-9][\w.,]*|win|won|attract(?:ed)?|sign(?:ed)?|gia tăng|thực tăng|thuc tang|tăng thêm|tang them|"
    r"audits?|calls?|convert|demos?|emails?|interviews?|invite|meet|migrate|pay down|repay(?:ments?)?|repaid|refunds?|"
    r"(?:re)?activate|resolve|ship to|surveys?|upsell|visits?|write-offs|purchases|"
    r"(?!(?:registered|installed|managed|employed|reached|increased|reduced|based|need|weighted|limited|related)\b)"
    r"[a-z]{3,}ed|"
    r"thu hồi|thu hoi|mở thêm|mo them|được mở|"
    r"thêm|mở bán|dùng thử|revenue|doanh thu)\b"
)
"""What came to it, or comes from it: 'Số thuê bao thực tăng', 'Revenue from followers', 'Subscribers lost'."""
_TO_DATE = RarePattern(r"\b(?:lũy kế|luỹ kế|luy ke|cộng dồn|cong don|cumulative|to date|ytd)\b")
"""What has grown since before the period began."""
_ADDS_UP = RarePattern(
    r"\b(?:doanh (?:thu|số|so)|lợi nhuận|loi nhuan|đơn hàng|don hang|số đơn|khách (?:hàng )?mới|hợp đồng (?:mới|ký)|"
    r"sản lượng|san luong|lượt|luot|revenue|sales|turnover|profit|orders|sign-?ups|leads|downloads|installs|visits|"
    r"output|shipments|bookings|units (?:shipped|sold|produced|made)|"
    r"new (?:customers|clients|users|members|accounts|deals|contracts|hires|subscribers|subscriptions|teams))\b"
)
_IS_DONE_ANEW = RarePattern(
    r"\b(?:new|additional|held|hosted|made|booked|closed|signed|won|hired|shipped|launched|published|delivered|resolved"
    r"|sent|written|mới|cuộc gọi|buổi|tuyển|tổ chức|ra mắt|phát hành)\b"
)
_BEFORE_A_VERB = (
    r"^(?:(?:kr|o) ?[0-9][0-9.]*[:.)\-– ]+|[•*\-–+] ?|[0-9]+[.)] ?)?(?:successfully |hoàn tất |hoàn thành )?"
)
_DOES_SO_MANY = RarePattern(
    _BEFORE_A_VERB + r"(?:hire|recruit|sign(?: up)?|close|launch|book|sell|win|ship|publish|open|deliver|onboard|train|"
    r"acquire|collect|land|interview|release|write|organi[sz]e|conduct|resolve|send|produce|build|plant|deploy|secure|"
    r"tuyển(?: dụng| mới)?|tuyen(?: dung| moi)?|k[ýí](?: kết| mới)?|mở(?: mới| thêm| bán)?|mo (?:moi|them)|"
    r"bán(?: ra)?|thu(?: hồi| về| hút| thập| được)?|chốt|ra mắt|tổ chức|to chuc|đào tạo|dao tao|khai trương|kết nạp|"
    r"phát hành|xuất bản|sản xuất|phỏng vấn|gặp|giao|đăng|triển khai|xây(?: dựng)?|trồng)"
    r"(?: (?:successfully|another|over|about|around|up|to|a|total|of|the|first|more|than|new|at|least|thành|công|được|"
    r"đủ|thêm|mới|hơn|khoảng|tổng|cộng|ít|nhất|tối|thiểu|thanh|cong|duoc|du|them|moi)){0,4} [$€£₫]?[0-9]"
)
"""Somebody is to do so many: the number comes right after the verb, unlike in 'Close rate of 25'."""
_DOES_OR_DONE = RarePattern(
    _BEFORE_A_VERB
    + r"(?:hire|recruit|sell(?! ?-)|onboard|publish|acquire|tuyển|tuyen dung|mở mới|mo moi|mở thêm|mo them|"
    r"khai trương|kết nạp|bán được|ký (?:mới|kết|được|hợp đồng))\b"
    r"|\b(?:hired|recruited|sold|signed|closed|launched|booked|won|opened|published|shipped|onboarded|acquired|hosted|"
    r"delivered|released|collected)(?=\s*(?:$|[(,:;0-9]|in \b|this \b))"
    r"|\b(?:tuyển (?:mới|được)|bán (?:ra|được)|mở mới|ký (?:mới|được)|thu (?:về|được)|thu hồi được|"
    r"đã (?:ký|tuyển|bán|mở|chốt))\b"
)
_NO_DEEDS = RarePattern(
    r"\b(?:giá|đơn giá|don gia|gia ban|lãi|giá trị|chi phí|prices?|value|sell[ -](?:through|out)|frequency|rights|"
    r"tuyển thủ|đúng hạn|hài lòng|runway|stock|followers?|subscribers?|list|community|servers?|lines?|seats?|km/h|"
    r"otif|dso|at any time)\b"
)
"""What is so on any day, though a verb or a thing that was sold is in its words."""
_MEASURED_ANY_DAY = RarePattern(
    r"\b(?:nps|enps|csat|scores?|points?|điểm|ratings?|average|avg|mean|trung bình|bình quân|active|mrr|arr|recurring|"
    r"định kỳ|per|each|mỗi|margin|market share|thị phần|daily|weekly|hàng ngày|hàng tuần)\b|%"
)
"""What is so on any day, beside so many that are to be done: 'Win 5 points of market share'."""
_OF_A_MONTH = RarePattern(r"\b(?:tháng|thang|month|monthly)\b")
