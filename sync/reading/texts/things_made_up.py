"""What a thing is made of: 'quy trình 3 bước', 'văn phòng 5 tầng', 'chai 500 ml'."""

from __future__ import annotations

from sync.reading.texts.cadence import cadence_after
from sync.reading.texts.marks import CHANGES, Mark
from sync.reading.texts.surrounded import Surrounded
from sync.reading.texts.text import word_set
from sync.reading.texts.tokens import Token, Tokens


def is_make_up(read: Tokens, value: Surrounded, before: Token, unit: str) -> bool:
    """'Quy trình 3 bước', 'văn phòng 5 tầng', 'chai 500 ml': in Vietnamese what is counted comes after its number, and
    what a thing is made of after the thing."""
    if before.figure is not None or not before.text[0].isalpha():
        return False
    is_completed = value.verb is not None and value.verb.word in ("hoàn thành", "hoan thanh")
    if value.verb is not None and value.verb.marks & _LEADS_UP & ~Mark.improve and not is_completed:
        return False
    is_group = before.word in _TEAMS and unit in _MEMBERS
    is_amid = before is value.verb and before is not read.tokens[0] and before.marks & _ADDS_OR_DOES != 0
    if is_amid and unit.partition(" ")[0] in _LEVELS:
        return True  # 'Vẽ lại sơ đồ tổ chức 4 bậc'
    counted = " ".join(token.word for token in read.tokens[value.place + 1 : value.place + 3])
    is_counted = counted.startswith(_BEGIN_LIKE_PARTS) or (before.word in _TO_THE_LAST and unit not in AGES)
    is_part = is_group or (unit.partition(" ")[0] in PARTS and not is_counted and value.figure.value <= 20)
    if not is_part and (unit not in SIZES or value.verb is None):
        return False
    if (
        (unit == "sao" and value.verb is None)
        or before.marks & (_NAMES_A_MEASURE | _LEADS_UP | _ADDS_OR_DOES | Mark.new | Mark.more | Mark.by)
        or cadence_after(read, value.place) is not None
    ):
        return False
    return not value.more or unit in SIZES  # 'Dòng sữa 180 ml vị mới'


_LEADS_UP = Mark.reach | Mark.exceed | Mark.keep | CHANGES
_ADDS_OR_DOES = Mark.add | Mark.do
_NAMES_A_MEASURE = Mark.rate | Mark.lower_is_better | Mark.higher_is_better
PARTS = word_set(
    "lớp tầng bước mức bậc cấp pha vòng chiều cánh ngăn chỗ cửa màu trang chương phần chế trụ giai lop tang buoc muc "
    "bac cap vong ngan cho mau chuong phan nhánh khâu công kỳ cột bên tuổi sao tuoi câu"
)
_BEGIN_LIKE_PARTS = tuple(
    (
        "công nhân | công ty | công trình | công việc | công cụ | công dân | công thức | công văn | chương trình | "
        "phần mềm | phần quà | phần thưởng | phần việc | trang trại | trang phục | trang web | cột mốc | cột điện | "
        "cột đèn | cửa hàng | cửa hiệu | lớp học | lớp tập | kỳ thi | cánh đồng | "
        "ngan hang | cong nhan | cong ty | cong trinh | cong viec | cong cu | cong dan | cong thuc | chuong trinh | "
        "phan mem | phan qua | phan thuong | trang trai | cot moc | cot dien | cot den | cua hang | cua hieu | "
        "lop hoc | lop tap | ky thi | canh dong"
    ).split(" | ")
)
"""Words of two syllables, for things that people do and add, whose first is what a thing is made of."""
_TO_THE_LAST = word_set("đủ xong hết du het")
_LEVELS = word_set("bậc bac cấp cap tầng tang mức muc ngạch ngach")
"""What nobody does or adds so many of: they say how a thing is built."""
_TEAMS = ("team", "nhóm", "tổ", "đội", "ban", "tác", "nhom", "doi")
_MEMBERS = ("người", "thành viên", "nhân sự", "bạn", "nguoi", "thanh vien")
AGES = ("tuổi", "tuoi")
SIZES = word_set(
    "ml l kg hz v kv w kw mw mva hp inch inches mm gb tb mb kw kva cc mah oz g gr gram dpi px °c °f gbps mbps"
)
"""What a thing is said to be by its size."""
