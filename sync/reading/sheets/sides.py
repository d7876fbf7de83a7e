"""The name of a KPI ─▶ which side of its target is the healthy one, where no column and no baseline says so. Names that
say neither ('Exclusions', 'Approval steps', 'Admissions') are asked about, and not judged by a guess."""

from __future__ import annotations

import re
from functools import lru_cache

from sync.patterns import RarePattern
from sync.reading.texts.text import bare
from sync.reading.texts.turned_names import is_turned_round
from sync.reading.texts.wording import falls_by_name


@lru_cache(maxsize=4096)
def falls_as_a_kpi(name: str) -> bool | None:
    """Given the name of a KPI, return True where lower is better, False where higher is, None where the name does not
    tell: as ``falls_by_name``, but for what is said of its words by others ('tỷ lệ không hài lòng', 'thu nợ xấu')."""
    words = bare(name)
    if _EITHER_SIDE.search(words) is not None:
        return None
    if _SHARE_OF_SALES.search(words) is not None:
        part = _SHARE_OF_SALES.sub("", words)
        return falls_as_a_kpi(part) if part else None
    if _BETTER_WHEN_LESS.search(words) is not None and not is_turned_round(name):
        return True
    if _NOT_AS_IT_SHOULD.search(words) is not None and not is_turned_round(name):
        return True
    if _NOTHING_WRONG.search(words) is not None:
        return False
    if _MONEY_MOVED.search(words) is not None and _TAKES_OR_LACKS.search(words) is None:
        return False
    return None if _TIME_GIVEN.search(words) is not None else falls_by_name(name)


@lru_cache(maxsize=4096)
def falls_by_what_it_counts(name: str) -> bool | None:
    """Given the name of a KPI that is no measure of a side known by itself, return True where it counts what went wrong
    or what waits ('cancelled clinics'), False where it counts what was done or won ('homes built'), None where it says
    neither."""
    words = bare(name)
    if _EITHER_SIDE.search(words) is not None:
        return None
    if _SHARE_OF_SALES.search(words) is not None:
        part = _SHARE_OF_SALES.sub("", words)
        return falls_by_what_it_counts(part) if part else None
    if is_turned_round(name):
        return False
    if _WENT_WRONG.search(words) is not None:
        # 'Cancelled operations rebooked': what was done about it may be counted.
        return None if _MAY_BE_MENDED.search(_WENT_WRONG.sub(" ", words)) is not None else True
    return False if _WAS_DONE.search(words) is not None else None


@lru_cache(maxsize=4096)
def is_a_cost(name: str) -> bool:
    """Given the name of a KPI, return whether it is money that goes out, which accounts may write below zero, and not
    by how much that changed."""
    words = bare(name)
    is_cost = _COST.search(words) is not None and _OF_A_CHANGE.search(words) is None
    return is_cost and falls_as_a_kpi(name) is True


_COST = RarePattern(
    r"(?<![^\W_])(?:chi phi|gia von|gia thanh|costs?|cogs|expenses?|expenditures?|opex|capex|spend(?:ing)?|sg&a"
    r"|outflows?|overheads?|payroll)(?![^\W_])"
)
_OF_A_CHANGE = RarePattern(
    r"(?<![^\W_])(?:growth|variances?|vs|versus|changes?|overruns?|savings?|yoy|so voi|chenh lech|bien dong"
    r"|tang(?: truong)?|giam)(?![^\W_])"
)
_EITHER_SIDE = RarePattern(
    r"(?<!per )(?<!/ )(?<!/)(?<![^\W_])(?:headcounts?|(?:days )?payables? outstanding|so ngay phai tra|backlog of"
    r"|vong quay tien mat"
    r"|(?:vong quay|turnover) .*\((?:so )?(?:ngay|days)\))(?![^\W_])"
)
"""What one firm wants more of and another less: people, the time until suppliers are paid, how often money turns over
or how many days that takes."""
_SHARE_OF_SALES = RarePattern(
    r"(?: \(?(?:as )?(?:a )?(?:%|percent(?:age)?) of (?:net |total )?(?:revenues?|sales|turnover|income)\)?"
    r"| ?(?:/|tren|so voi) ?(?:tong )?doanh thu(?: thuan)?)$"
)
"""'SG&A % of revenue' is on the side of SG&A."""
_BETTER_WHEN_LESS = RarePattern(
    r"""(?<![^\W_])(?:
        cash\ conversion\ cycle|cash[-\ ]to[-\ ]cash|chu\ ky\ (?:chuyen\ doi\ )?tien\ mat
      |(?<=^)(?:break-?\ ?even|diem\ hoa\ von)|payback|wacc|sg&a|interest\ expenses?|leverage\ ratio|don\ bay
      |loan\ loss\ provisions?|trich\ lap\ du\ phong|overruns?|unreconciled
      |(?<=^)(?:chi\ (?:phi\ )?)?vuot\ (?:ngan\ sach|du\ toan|dinh\ muc)
      |unbilled|discrepanc(?:y|ies)|chenh\ lech\ kiem\ ke|cham\ luan\ chuyen|(?:days\ to\ close|so\ ngay\ dong\ so)
      |open\ (?:audit|findings)|control\ deficienc(?:y|ies)
    )(?![^\W_])""",
    re.VERBOSE,
)
_NOT_AS_IT_SHOULD = RarePattern(
    r"""(?<![^\W_])(?:
        (?:khong|chua)\ (?:hai\ long|dat|tuan\ thu|hoan\ thanh|quay\ lai|phan\ hoi|dung\ (?:han|gio|tien\ do|quy\ dinh))
      |(?:not|dis|un)[-\ ]?satisfied|dissatisfaction
      |non-?\ ?(?:complian(?:ce|t)|conformit(?:y|ies)|attendance|renewals?)
    )(?![^\W_])""",
    re.VERBOSE,
)
_NOTHING_WRONG = RarePattern(
    r"(?<![^\W_])(?:khong (?:vi pham|tai pham|tre|huy|that thoat|no xau)|giam \w+(?: \w+)? dat duoc"
    r"|(?:ty le|ti le|da|muc do) (?:duoc )?doi chieu)(?![^\W_])"
)
_MONEY_MOVED = RarePattern(r"(?<![^\W_])(?:thu (?:hoi )?(?:cong )?no|giai ngan)(?![^\W_])")
_TAKES_OR_LACKS = RarePattern(
    r"(?<![^\W_])(?:thoi gian|so ngay|so lan|ky thu|chi phi (?:cho |de )?(?:thu|giai)|phi thu"
    r"|chua|khong|cham|tre|sai|loi)(?![^\W_])"
)
_TIME_GIVEN = RarePattern(
    r"(?<![^\W_])thoi gian (?:tu )?"
    r"(?:dao tao|tap huan|hoc|lam viec|su dung|gan bo|van hanh|truy cap|xem|o lai)(?![^\W_])"
)
"""Time that is given to something: as much of it as can be, or as little as need be."""
_MAY_BE_MENDED = RarePattern(r"\w{2,}ed(?![^\W_])|\bwithin\b|\b(?:won|rebuilt|met|duoc|da)\b")
_WENT_WRONG = RarePattern(
    r"""(?<![^\W_])(?:
        un(?:filled|paid|planned|opened|read|trained|used|collected|delivered|authori[sz]ed|excused|allocated|processed|answered|resolved|sold)
      |cancell?ed|rejected|abandoned|missed|failed|reopened|overturned|denied|damaged|stolen|delayed|wasted|disputed
      |breached|expired|awaiting|outstanding|repeat\ (?:contacts|calls|visits|offences|admissions)
      |time[-\ ]to[-\ ](?:hire|fill|resolve|respond|deliver|market|close|repair|pay|decide|decision|process)
      |debtors?\ days|falls\ per|ulcers|gaps?|failures?\ to|grievances|evictions|collisions|back-?orders|stoppages
      |bi\ (?:huy|tra|tu\ choi|loi|hong|mat|tre)|chua\ (?:xu\ ly|thanh\ toan|giai\ quyet|thu|giao)
    )(?![^\W_])""",
    re.VERBOSE,
)
_WAS_DONE = RarePattern(
    r"""(?<![^\W_])(?:
        recruited|shipped|built|completed|delivered|sold|trained|published|placed|housed|supported|helped|served|signed
      |won|hired|certified|achieved|met|passed|raised|conducted|held|done|planted|produced|made|launched|installed
      |retained|renewed|upgraded|enrolled|onboarded|graduated|vaccinated|immuni[sz]ed|digiti[sz]ed|migrated|automated
      |mentored|donated|awarded|connected|engaged|distributed|converted|qualified|attended|satisfied|landed
      |volunteers|members|membership|subscribers|subscriptions|followers|clients|visitors|donors|donations|participants
      |learners|students|graduates|partners|partnerships|bookings|demos|enrol+ments?|registrations|leads|deals|downloads
      |installs|views|impressions|clicks|proposals|publications|patents|pipeline|ebitda|surplus|income|liquidity|cash
      |efficiency|success|completions?|acceptance|attainment|achievement|renewals?|readiness|uptake|take-up
      |pass\ rate|market\ share|share\ of\ voice|share\ of\ wallet|on\ time|in\ time|in\ full
      |first[-\ ]time[-\ ](?:right|fix)
      |new\ (?:customers|clients|users|members|accounts|deals|contracts|hires|subscribers|partners|logos|starters
        |distributors|dealers|outlets|stores|listings)
      |\w+-free|zero-\w+\ days|turned\ (?:a?round)|articles|webinars|case\ studies|newsletters|written\ premiums?
      |(?:seen|paid|determined|decided|processed|dispatched|issued|started|treated|assessed|contacted|visited)\ within
      |quality|automation|new\ business|revenues?|sales|profits?|orders?|visits|output|shipments
      |footfall|collections(?=\W*$)|disbursements?|(?:outlets|stores|schools|farms)\ visited
      |(?:picked|packed|units|lines|orders|calls|pieces)\ per\ (?:labou?r\ |man-?\ ?|working\ )?hour
      |khach\ (?:hang\ )?moi|so\ khach\ hang|thanh\ vien|hoi\ vien|hoc\ vien|nguoi\ theo\ doi|bai\ viet|dao\ tao
      |doi\ tac|luot|sang\ kien|y\ tuong|tuyen\ (?:dung|moi|duoc)|ban\ duoc|ky\ (?:moi|duoc)|san\ pham\ moi
      |dat\ (?:chuan|quy\ chuan|tieu\ chuan|muc\ tieu|chi\ tieu|yeu\ cau|ke\ hoach)|theo\ quy\ chuan
      |giai\ quyet\ viec\ lam|(?<!thue\ )thu\ nhap\ binh\ quan|nop\ truc\ tuyen|khong\ dung\ tien\ mat|co\ tai\ khoan
      |duy\ tri\ si\ so|quyen\ gop|lap\ moi|(?<!lai\ suat\ )huy\ dong\ von|dang\ hoat\ dong|casa
      |lap\ day|bao\ phu|hop\ dong|san\ luong|so\ don|chat\ luong|(?:so\ )cua\ hang|ban\ giao|tang\ truong
      |doanh\ (?:thu|so)|loi\ nhuan|don\ hang
    )(?![^\W_])""",
    re.VERBOSE,
)
