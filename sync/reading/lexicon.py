"""The words that carry meaning in the text of a key result, in Vietnamese and English, and what each does there.

To teach the reader a word, add it here; the grammar is in ``wording.py``.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache

from sync.reading.text import bare, word_set

Marks = int
"""What a word does, as one number: marks joined with ``|``, asked for with ``&``. 0 is a word that does nothing."""


class Mark:
    """What a word or phrase does in a key result. Each is one bit, since every word of every text is asked many times:
    ``word.marks & (Mark.up | Mark.down)`` is not 0 where it is a verb of growth or of decline."""

    nothing = 0  # a phrase of words that do something by themselves: 'vận chuyển'
    up = 1 << 0  # a verb of growth
    down = 1 << 1
    improve = 1 << 2  # a change whose direction the words leave open
    reach = 1 << 3
    exceed = 1 << 4
    add = 1 << 5  # a verb that adds to what there is: hire, sign, recruit
    do = 1 << 6  # a verb that counts what is done: publish, hold
    keep = 1 << 7
    start = 1 << 8  # from
    end = 1 << 9  # to
    end_up = 1 << 10
    end_down = 1 << 11
    by = 1 << 12
    more = 1 << 13  # additional
    new = 1 << 14
    at_least = 1 << 15
    at_most = 1 << 16
    above = 1 << 17
    below = 1 << 18
    or_more = 1 << 19
    or_less = 1 << 20
    between = 1 << 21
    both = 1 << 22  # and
    up_to = 1 << 23
    within = 1 << 24  # a span of time, not a value
    other = 1 << 25  # per, versus: the number after it is something else
    now = 1 << 26
    never = 1 << 27
    aside = 1 << 28  # opens a clause about something else
    filler = 1 << 29
    stop = 1 << 30  # ends a unit
    cadence = 1 << 31
    every = 1 << 32
    times = 1 << 33  # gấp 3, 3 lần
    factor = 1 << 34
    name = 1 << 35  # the number after it belongs to it
    rate = 1 << 36
    money = 1 << 37
    lower_is_better = 1 << 38
    higher_is_better = 1 << 39
    unit = 1 << 40
    time_unit = 1 << 41
    saves = 1 << 42  # puts aside, or spends less: which of the two, the rest of the text says
    streak = 1 << 43  # in a row: how long, not how much
    served = 1 << 44  # what is done for somebody who waits for it
    limit = 1 << 45  # a verb that sets a most: cap, giới hạn
    spends = 1 << 46  # money given out is no value to reach: invest, chi


_BOTH_LANGUAGES: dict[Marks, str] = {
    Mark.at_least: "≥ | >= | ⩾",
    Mark.above: (
        "> | trên | hơn | vượt trên | cao hơn | lớn hơn | nhiều hơn | above | over | more than | greater than | "
        "higher than"
    ),
    Mark.at_most: "≤ | <= | =< | ⩽",
    Mark.below: (
        "< | dưới | thấp hơn | nhỏ hơn | ít hơn | nhanh hơn | below | under | less than | lower than | fewer than | "
        "faster than | in under | in less than"
    ),
    Mark.end: "→ | -> | => | ⇒ | ➔ | ➜",
}

_VIETNAMESE: dict[Marks, str] = {
    Mark.up: (
        "tăng | tăng trưởng | tăng thêm | nâng | nâng cao | gia tăng | tăng cường | mở rộng | đẩy mạnh | "
        "phát triển thêm | tăng tốc | kéo dài | tăng được"
    ),
    Mark.down: (
        "giảm | giảm bớt | hạ | cắt giảm | cắt | rút ngắn | thu hẹp | hạ thấp | giảm thiểu | tiết kiệm | "
        "tiết kiệm được | kéo giảm | bớt | rút từ | rút còn | rút xuống | rút xuống còn | rút gọn | rút bớt | "
        "giảm thêm | giảm được | sụt giảm | đẩy lùi | tiết giảm | tinh giản | tinh gọn"
    ),
    Mark.nothing: (
        "hiện đại | xuất hiện | thể hiện | hiện thực | phát hiện | hiện vật | hiện trường | lát cắt | mặt cắt | "
        "cắt cỏ | cắt tóc | cắt nghĩa | trợ cấp | phụ cấp | đẳng cấp | cao cấp | trung cấp | năng lượng | tài năng | "
        "tiềm năng | đa năng | năng khiếu | năng động | tăng trọng | tăng huyết áp | giảm xóc | nâng hạ | chứng từ | "
        "bình quân | trung bình | năm sau | quý sau | tháng sau | tuần sau | kỳ sau | đóng gói | "
        "từ khóa | từ thiện | phòng ban | năng lực | khả năng | tính năng | chức năng | kỹ năng | hà nội | đà nẵng | "
        "vận chuyển | chuyển phát | luân chuyển | dây chuyền | trung chuyển | chuyển khoản | giám đốc | giám sát | "
        "giám định | giảng viên | quà tặng | tặng quà | đặt hàng | đặt phòng | đặt bàn | đặt chỗ | đặt vé | "
        "đặt lịch | hạ tầng | hạ long | giữ chỗ | giữ xe | giữ trẻ | rút tiền | rút kinh nghiệm | chỉ tiêu | "
        "trả về | nhập khẩu | cơ cấu | đất nền | bất động sản | ban giám đốc"
    ),
    Mark.limit: "giới hạn | khống chế | hạn chế | kiểm soát",
    Mark.spends: (
        "vay | trả nợ | góp vốn | thưởng | tài trợ | ủng hộ | chuyển khoản | chi | đầu tư | dành | rót | phân bổ"
    ),
    Mark.saves: "tiết kiệm | tiết kiệm được | để dành",
    Mark.streak: "liên tiếp | liên tục",
    Mark.served: (
        "phản hồi | trả lời | giải quyết | xử lý | giao hàng | giao | review | duyệt | phê duyệt | hoàn tiền | "
        "xuất hàng | khắc phục | tiếp nhận | cấp | trả kết quả | báo giá | gọi lại | liên hệ | bảo hành | "
        "thanh toán | chi trả | trả hồ sơ | xác nhận | onboard"
    ),
    Mark.improve: "cải thiện | đưa | thay đổi | tối ưu | tối ưu hóa | tối ưu hoá | điều chỉnh",
    Mark.reach: (
        "đạt | đạt được | đạt mức | đạt tới | đạt đến | đạt mốc | cán mốc | chạm mốc | chạm | là | bằng | lên tới | "
        "hoàn thành | = | :"
    ),
    Mark.exceed: "vượt | vượt quá | vượt mốc | vượt mức | quá",
    Mark.add: (
        "bổ sung | thêm mới | tuyển | tuyển dụng | tuyển thêm | tuyển được | ký | ký kết | ký được | ký thêm | "
        "được cấp | kết nạp | thu hút | chiêu mộ | giành | giành được | có thêm | mở thêm | mở mới | kiếm thêm | "
        "kết nối thêm"
    ),
    Mark.do: (
        "cung cấp | so sánh | lựa chọn | chạy bộ | đi bộ | đạp xe | thành lập | đề xuất | tổ chức | thực hiện | "
        "ra mắt | xuất bản | viết | đăng | bán | bán được | mở | triển khai | đào tạo | phỏng vấn | gặp | gặp gỡ | "
        "gọi | chốt | chốt được | hoàn tất | xây dựng | sản xuất | phát hành | đọc | chạy | tham gia | có | giao | "
        "nhận | thu | thu về | thu được | tạo | tạo ra | kiếm | kiếm được | phục vụ | tiếp cận | khảo sát | đóng | "
        "nâng cấp | phát triển | tự động hóa | số hóa | chuẩn hóa | thu hồi | phủ sóng | kiểm tra | phân tích | "
        "rà soát | hợp tác | đăng ký | hợp nhất | sáp nhập | lắp đặt | sửa chữa | khắc phục | bảo trì | bảo dưỡng | "
        "kiểm kê | kiểm toán | soạn | soạn thảo | thiết kế | tập huấn | hướng dẫn | huấn luyện | diễn tập | "
        "cài đặt | bàn giao | nghiên cứu | tìm hiểu | tìm kiếm | mua sắm | gửi | nộp | lập | quyên góp | huy động | "
        "vận động | tư vấn | liên hệ | kiểm định | phê duyệt | ban hành | công bố | biên soạn | nghiệm thu | "
        "thi công | khai trương | thanh lý | tham quan | quay video | thay thế | cải tạo | kiểm định | di dời | áp dụng"
    ),
    Mark.keep: "duy trì | giữ | giữ vững | giữ ở | giữ mức | giữ nguyên",
    Mark.start: "từ hạng | từ vị trí | từ vị trí thứ | từ thứ hạng | từ | từ mức | từ khoảng",
    Mark.end: "đến | tới | thành | đến mức | tới mức",
    Mark.end_up: (
        "lên hạng | lên vị trí | lên vị trí thứ | lên thứ hạng | lên | lên đến | lên tới | lên mức | lên thành"
    ),
    Mark.end_down: (
        "xuống hạng | về vị trí | xuống | xuống còn | xuống mức | xuống đến | xuống tới | còn | chỉ còn | về | "
        "về mức | về còn"
    ),
    Mark.by: "thêm | thêm được | thêm ít nhất",
    Mark.new: "mới",
    Mark.more: "nữa | bổ sung thêm",
    Mark.at_least: (
        "ít nhất | tối thiểu | ít nhất là | tối thiểu là | không dưới | không ít hơn | không thấp hơn | không kém | "
        "lớn hơn hoặc bằng | từ ít nhất | chí ít"
    ),
    Mark.at_most: (
        "tối đa | tối đa là | không quá | không vượt quá | không vượt | không hơn | không cao hơn | không lớn hơn | "
        "không nhiều hơn | nhiều nhất | nhỏ hơn hoặc bằng | không để quá | chỉ tối đa | ko quá | ko để quá | "
        "ko vượt quá"
    ),
    Mark.or_more: "trở lên | hoặc hơn | hoặc cao hơn",
    Mark.or_less: "trở xuống | hoặc ít hơn | hoặc thấp hơn | trở lại",
    Mark.between: "trong khoảng | trong khoảng từ | ở khoảng từ | nằm trong khoảng | trong phạm vi",
    Mark.both: "và",
    Mark.within: "trong | trong vòng | sau | suốt | trong suốt | liên tục | liên tiếp | kéo dài | chậm nhất",
    Mark.other: (
        "so với | so sánh với | trên mỗi | trên tổng | trên tổng số | trong số | trong tổng số | cho mỗi | "
        "tương đương | cứ"
    ),
    Mark.now: (
        "hiện | thay vì | hiện tại | hiện tại là | hiện là | hiện nay | hiện đang | đang là | đang ở | hiện ở mức | "
        "ban đầu | xuất phát | hiện có"
    ),
    Mark.never: "không | chưa | không để | ko | ko để | hok",
    Mark.aside: (
        "tổng giá trị | tổng trị giá | với | trị giá | có giá trị | trong đó | để | mà | nhằm | bao gồm | gồm | "
        "giúp | bằng cách | thông qua | qua | khi | cho | nhờ | do | tại | ở | vào"
    ),
    Mark.filler: (
        "sâu | lại | riêng | trực tiếp | xong | dứt điểm | khoảng | được | dc | đc | mức | thành công | tổng | "
        "tổng cộng | tổng số | số | ngay | cả | ~ | ≈ | chừng | gần | xấp xỉ | đủ | ở mức | ít ra | mốc | con số | "
        "các | những | chỉ số | tổng giá trị | ngưỡng | mức ngưỡng"
    ),
    Mark.stop: (
        "của | cho | từ | trong | tại | ở | với | về | và | hoặc | để | trên | theo | mà | là | đến | tới | trước | "
        "sau | cùng | qua | đã | được | bởi | do | khi | tham gia | sử dụng | mỗi | hàng | hằng | vào | có | không | "
        "chưa | cuối | đầu | hết | thuộc | đang | nhưng | sang"
    ),
    Mark.every: "mỗi | hàng | hằng | một | trên một | / | trên mỗi",
    Mark.times: "gấp | gấp khoảng | gấp hơn",
    Mark.name: (
        "loại | lớp | khối | nhóm | top | cấp | cấp độ | kho | xưởng | cơ sở | chi nhánh | nhà máy | phân xưởng | "
        "dây chuyền | "
        "cửa hàng | toà | tòa | trạm | giai đoạn | phiên bản | đợt | khóa | khoá | lần thứ | vòng | bậc | level | "
        "qđ | nđ | cv | tcvn | qcvn | lần | kr | okr | quý | tháng | tuần | năm | ngày | iso | soc | số thứ tự | "
        "nghị định | thông tư | chương | phần | bước | hạng mục | windows | phòng số | vị trí số | đứng số | số hạng"
    ),
    Mark.rate: (
        "hệ số | mật độ | tỷ lệ | tỉ lệ | tỷ suất | tỉ suất | tỷ trọng | tỉ trọng | biên | biên lợi nhuận | "
        "phần trăm | mức độ | thị phần"
    ),
    Mark.money: (
        "tiết kiệm | tiết kiệm được | kiếm | kiếm được | kiếm thêm | gây quỹ | quyên góp | giải ngân | lntt | lnst | "
        "dtt | giá thành | giá bán | doanh số | doanh thu | chi phí | lợi nhuận | ngân sách | công nợ | dòng tiền | "
        "tiền | thu nhập | lương | phí | quỹ | giá trị | giá | vốn | giá vốn | lãi | lỗ | nợ | gmv | mrr | arr | "
        "doanh thu thuần | tài trợ | đầu tư | ds | dthu | dt | cp | ln | dư nợ | dư nợ cho vay | xuất khẩu | tài sản | "
        "deal size | burn rate | cpl | cpa | cac | aov | arpu | ltv | ebitda"
    ),
    Mark.lower_is_better: (
        "tải trang | thời gian tải | tử vong | biến chứng | tái nhập viện | ô nhiễm | phát thải | khí thải | "
        "rác thải | tiêu hao | phế liệu | gian lận | mất mát | hư hỏng | ngừng máy | gián đoạn | thời gian chờ | "
        "hoàn đơn | đơn hoàn | trả lại hàng | bom hàng | boom hàng | bỏ giỏ hàng | thất nghiệp | nợ đọng | "
        "nhầm lẫn | giao trễ | đi muộn | nghỉ không phép | ùn tắc | mỡ cơ thể | huyết áp | đường huyết | "
        "tỷ lệ thoát | hàng tồn | giá thành | tồn đọng | nhiễm khuẩn | hết hàng | vắng mặt | bỏ học | dừng máy | "
        "tăng ca | làm thêm giờ | sai sót | sai lệch | hàng lỗi | hàng hỏng | tai nạn lao động | cháy nổ | vi phạm | "
        "rò rỉ | thất lạc | nghỉ việc | thôi việc | lỗi | tỷ lệ lỗi | rời bỏ | khiếu nại | phàn nàn | chi phí | "
        "thời gian | tồn kho | nợ xấu | quá hạn | trễ hạn | trễ | chậm | sự cố | tai nạn | hao hụt | lãng phí | "
        "hoàn hàng | trả hàng | giá vốn | hủy đơn | huỷ đơn | phế phẩm | nợ | công nợ | độ trễ | lượng mỡ | "
        "mỡ thừa | hủy | huỷ | thất thoát | downtime | thoát trang"
    ),
    Mark.higher_is_better: (
        "doanh thu | doanh số | lợi nhuận | giữ chân | hài lòng | chuyển đổi | tăng trưởng | năng suất | quay lại | "
        "quay trở lại | đúng hạn | hoàn thành | thị phần | điểm | lượt xem | đơn hàng | biên lợi nhuận | hiệu suất | "
        "người dùng | khách hàng tiềm năng | dòng tiền | sử dụng | tham gia | vòng quay | vòng quay hàng tồn kho | "
        "vòng quay tồn kho | thời gian sử dụng | thời gian xem | thời gian hoạt động | thời gian lưu lại | "
        "thời gian ở lại | thời lượng | tuổi thọ | đúng giờ | đúng tiến độ | không lỗi | sản lượng | công suất | "
        "điểm số | thời gian học | thời gian tự học | thời gian đọc | thời gian vận hành | tương tác | mở email | "
        "người theo dõi"
    ),
    Mark.unit: (
        "đầu sách | phòng khám | suất học bổng | hội viên | nhà hảo tâm | giải pháp | phương án | mặt bằng | "
        "tình nguyện viên | nhà đầu tư | doanh nghiệp | đơn vị | like | follow | follower | followers | view | sub | "
        "share | comment | camera | mem | lái xe | tài xế | căn hộ | bình luận | tin nhắn | thử nghiệm | kịch bản | "
        "lao động | công nhân | giáo viên | bác sĩ | điều dưỡng | phòng mổ | trạm | suất | ha | mét | cuộc hẹn | "
        "đề tài | đoàn | tiết | thẻ | phiếu | kho | kế toán | hộ gia đình | hộ | lô | kiện | container | bệnh nhân | "
        "giường | suất ăn | bữa ăn | gói thầu | gói | lớp học | tour | booking | post | bản cập nhật | từ vựng | "
        "từ mới | tai nạn lao động | tai nạn | version | phiên bản | module | feature | kh | nv | sp | hđ | đh | "
        "call | demo | task | ticket | email | session | event | deal | sáng kiến | sự cố | khiếu nại | hồ sơ | "
        "cuộc họp | giao dịch | thuê bao | điểm bán | bug | bugs | ngày | giờ | phút | giây | tuần | tháng | quý | "
        "năm | kg | g | km | m | lít | người | khách hàng | khách | thành viên | nhân viên | nhân sự | kỹ sư | "
        "hợp đồng | đơn hàng | đơn | cửa hàng | chi nhánh | sản phẩm | tính năng | bài viết | bài | buổi | "
        "khóa học | khoá học | khóa | lượt | lượt tải | lượt xem | lần | cuộc gọi | cuộc | cuốn sách | cuốn | "
        "quyển | trang | điểm | sao | phòng | căn | cái | chiếc | lỗi | đại lý | đối tác | nhà cung cấp | học viên | "
        "học sinh | sinh viên | ứng viên | thị trường | quốc gia | nước | tỉnh | thành phố | đội | nhóm | dự án | "
        "chiến dịch | sự kiện | video | kênh | người dùng | người theo dõi | lead | leads | tấn | ca | bữa | bước | "
        "calo | kcal | m² | m2 | ly | cốc | chai | trường đại học | trường | bệnh viện | ngân hàng | tỉnh thành | "
        "vé | vụ | hộp | bộ | mẫu | ý tưởng | đề xuất | báo cáo | tài liệu | quy trình | phản hồi | đánh giá | "
        "giải | giải thưởng | chứng chỉ | bằng | cây | máy | xe | chuyến | mặt hàng | mã | lớp | cộng tác viên | "
        "ứng dụng"
    ),
    Mark.time_unit: "ngày | giờ | phút | giây | tuần | tháng | quý | năm | tiếng | ngày làm việc | h",
}

_VIETNAMESE_WITH_MARKS: dict[Marks, str] = {
    Mark.do: "trồng | mua | thuê | dạy | sửa | xây | lắp",
    Mark.never: "đừng",
    Mark.improve: "chuyển | kéo | đẩy | ép",
    Mark.now: "đang",
    Mark.name: "quận | huyện | phường | khu | tầng | kỳ | hạng | thứ | điều | mùa",
}
"""Words that are others as well where marks are left out: 'trong', 'thue', 'day', 'dung'."""

_ENGLISH: dict[Marks, str] = {
    Mark.nothing: "lost time | lost-time | cut-off | up to date | drop-in | drop off | double-digit | raise awareness",
    Mark.up: (
        "increase | increases | increased | increasing | grow | grows | growing | growth | growth of | raise | "
        "raises | raising | boost | lift | expand | gain | gains | rise | rises | ramp up | scale | scale up | "
        "step up | uplift | extend | extends | raised | boosted | lifted | expanded | expanding | gained | grew | "
        "grown | rose | risen | rising | climb | climbs | climbed | extended"
    ),
    Mark.down: (
        "reduce | reduces | reduced | reducing | decrease | decreases | cut | cuts | lower | lowers | lowering | "
        "lose | drop | drops | shorten | shrink | decline | minimize | minimise | bring down | slash | trim | "
        "reduction | reduction of | save | saves | saving | lowered | shortened | shortens | dropped | fall | "
        "falls | fell | fallen | falling | declined | declines | cutting | trimmed | trims | shrinks | shrunk | "
        "narrowed | narrow | narrows | lost | saved | brought down | slashed | minimized | minimised | curb | curbed | "
        "shave | shaves | shaved"
    ),
    Mark.limit: "limit | limits | limited | cap | caps | capped | restrict | restricted | contain | contained",
    Mark.spends: "pay | pay off | borrow | award | spend | invest | allocate | donate | budget",
    Mark.saves: "save | saves | saving",
    Mark.streak: "in a row | consecutive | straight | running",
    Mark.served: (
        "reply | respond | resolve | answer | review | acknowledge | triage | refund | ship | deliver | fix | "
        "approve | settle | process | pay | return | close out | call back | contact | dispatch"
    ),
    Mark.improve: (
        "speed up | accelerate | accelerates | streamline | improve | improves | bring | get | move | take | drive | "
        "push | change | shift | optimize | optimise | turn | improvement | improvement of | go | goes | improved | "
        "improving | moved | moves | brought | brings"
    ),
    Mark.reach: (
        "completes | completed | make up | makes up | made up | account for | accounts for | stand at | stands at | "
        "reach | reaches | reached | reaching | achieve | achieves | achieved | achieving | hit | hits | attain | "
        "be | is | equals | equal | get to | complete | = | : | arrive at | obtain | secure | earn | generate | "
        "make | got to"
    ),
    Mark.exceed: "past | beyond | exceed | exceeds | surpass | surpasses | beat | beats | exceeding | outperform",
    Mark.add: (
        "add | land | lands | "
        "hire | hires | recruit | sign | sign up | acquire | win | onboard | attract | enroll | enrol | gain | "
        "bring in | close"
    ),
    Mark.do: (
        "held | follow up | set up | clean up | back up | wrap up | pick up | write up | plant | issue | form | "
        "grade | store | publish | write | hold | run | conduct | interview | organize | organise | host | launch | "
        "ship | deliver | release | sell | open | train | visit | call | meet | book | create | produce | build | "
        "read | collect | send | migrate | implement | finish | post | present | have | merge | consolidate | "
        "combine | fix | repair | install | replace | audit | translate | document | draft | teach | investigate | "
        "resolve | develop"
    ),
    Mark.keep: (
        "keep | keeps | keeping | maintain | maintains | maintaining | stay | stays | staying | hold at | hold | "
        "holds | sustain | remain | remains | stays at | stay at | keep at | remains at | kept | held at | held | "
        "maintained | kept at"
    ),
    Mark.start: "from | up from | down from | from about | from around",
    Mark.end: "to | into | to about | to around | towards",
    Mark.end_down: "down to",
    Mark.up_to: "up to",
    Mark.by: "by | by about | by around | by another",
    Mark.new: "new | net new | brand-new",
    Mark.more: "more | additional | extra | another | further",
    Mark.at_least: (
        "at least | a minimum of | minimum of | minimum | min | no less than | not less than | no fewer than | "
        "no lower than | not below | at or above | at or over"
    ),
    Mark.at_most: (
        "at most | a maximum of | maximum of | maximum | max | no more than | not more than | not exceed | "
        "not exceeding | at or below | at or under | no higher than | not above | no longer than | no greater than"
    ),
    Mark.or_more: "or more | or higher | or above | or better | and above | or greater | plus",
    Mark.or_less: "or less | or fewer | or lower | or below | or under | or faster",
    Mark.between: "between | in the range of | in the range | within the range of",
    Mark.both: "and",
    Mark.within: (
        "within | in | after | during | over the next | over the last | for | in the next | in under | "
        "in less than | throughout | over the past | in the first | in the last | the next | the last | the first"
    ),
    Mark.other: "per | versus | vs | vs. | compared to | compared with | relative to | for every | against | than",
    Mark.now: (
        "instead of | rather than | currently | current | baseline | today | was | currently at | now | now at | "
        "currently around | starting at"
    ),
    Mark.never: "not | no | never | don't | without | doesn't",
    Mark.aside: (
        "totalling | totaling | total value of | of which | averaging | with | who | that | which | worth | "
        "including | so that | where | whose | having | spending | rated | when | via | through | using | for | at | "
        "while | among | across | on"
    ),
    Mark.filler: (
        "on time | real time | full time | part time | first time | all time | one time | a | an | the | about | "
        "around | approximately | roughly | total | total of | a total of | level | level of | some | approx | at | "
        "our | nearly | almost | just | well | all | successfully | rate of | score of | an average of | "
        "average of | average | on average | with | of"
    ),
    Mark.stop: (
        "in | of | for | with | from | by | per | to | on | at | who | that | which | within | and | or | each | "
        "every | before | after | across | through | via | into | over | under | until | as | using | during | "
        "out of | is | are | was | be | this | next | than | up | down | a | the | while | when | so | but"
    ),
    Mark.every: "per | each | every | a | an | / | in a | in each",
    Mark.factor: "double | doubles | triple | triples | quadruple | halve | halves | half",
    Mark.name: (
        "type | month | top | phase | version | tier | level | stage | wave | sprint | batch | no. | number | iso | "
        "soc | ios | android | "
        "kr | okr | quarter | fy | q | week | day | series | python | windows | step | round | part | "
        "chapter | room | group | class | page | web | gpt | article | section | release | bug | ticket | issue | "
        "building | unit | store | plant | warehouse | terminal | year | grade | gate | lot | incident | ward | "
        "line | form"
    ),
    Mark.rate: (
        "rate | ratio | percentage | share | margin | churn | conversion | retention | utilization | utilisation | "
        "uptime | coverage | adoption"
    ),
    Mark.money: (
        "revenue | sales | cost | costs | profit | budget | spend | mrr | arr | gmv | income | margin | savings | "
        "cash | pipeline | bookings"
    ),
    Mark.lower_is_better: (
        "sales cycle | customers lost | clients lost | deals lost | days lost | hours lost | members lost | "
        "mortality | deaths | "
        "infection | infections | complications | emissions | pollution | fraud | damage | damages | scrap | "
        "rework | rejects | rejection rate | cancellations | cancellation | cancellation rate | escalations | "
        "unemployment | dropout | dropouts | drop-outs | overtime | overruns | shortages | stockouts | stock-outs | "
        "overdue | late | crash | crashes | failures | faults | body fat | blood pressure | idle | spam | losses | "
        "delinquency | npl | write-offs | vacancy rate | energy use | water use | breakage | staff turnover | "
        "employee turnover | voluntary turnover | sick days | delinquent | unplanned | misses | mistakes | "
        "rollbacks | vacancies | length of stay | churn | error | errors | bug | bugs | defect | defects | "
        "complaint | complaints | latency | downtime | cost | costs | time | attrition | turnover rate | "
        "bounce rate | incident | incidents | response time | load time | lead time | cycle time | time to hire | "
        "backlog | waste | debt | returns | refunds | cac | wait | abandonment | delay | delays | spend | expenses | "
        "accidents | injuries | change failure rate | failure rate | return rate | drop rate | drop-off rate | "
        "exit rate | hold time | handling time | mttr | no-shows | no-show | absenteeism | absence | absences | "
        "findings | outages | outage | vulnerabilities | pay gap | wage gap | shrinkage | spoilage | readmissions | "
        "fatalities | wait time | waiting list | violations | breaches | injury | reopen rate | rework rate | dso | "
        "cpl | cpa | cpc | aht | tat | opex"
    ),
    Mark.time_unit: (
        "second | seconds | sec | minute | minutes | min | mins | hour | hours | hr | hrs | h | day | days | week | "
        "weeks | month | months | quarter | quarters | year | years | s | ms | working days | business days | sprints"
    ),
    Mark.higher_is_better: (
        "revenue | sales | profit | margin | retention | satisfaction | nps | csat | conversion | growth | uptime | "
        "availability | mrr | arr | adoption | engagement | productivity | utilization | utilisation | score | "
        "on-time | activation | signups | users | customers | win rate | open rate | throughput | coverage | "
        "orders | leads | traffic | dau | mau | wau | gmv | net promoter score | growth rate | hit rate | "
        "close rate | reply rate | call volume | sign-up rate | roas | roi | ltv | arpu | aov | oee | nrr | grr | "
        "toeic | rating | ratings | grade point | headcount | attendance | occupancy | accuracy | yield | "
        "resolution | resolution rate | session duration | time on site | time on page | time in app | watch time | "
        "session time | inventory turnover | inventory turns | stock turnover | stock turn | stock turns | "
        "recovery rate | grade of | compliance | open rates | capacity | output | ielts | gpa | ctr | fcr | ces | "
        "mtbf | enps"
    ),
    Mark.unit: "points",
}

CADENCES: dict[str, str] = {
    **dict.fromkeys(("ngày", "day", "days", "daily", "hàng ngày", "hằng ngày", "đêm", "night"), "day"),
    **dict.fromkeys(("sáng", "tối", "chiều", "morning", "evening"), "day"),
    **dict.fromkeys(("tuần", "week", "wk", "weekly"), "week"),
    **dict.fromkeys(("fortnight", "fortnightly"), "2 weeks"),
    **dict.fromkeys(("tháng", "month", "mo", "monthly"), "month"),
    **dict.fromkeys(("quý", "quarter", "quarterly"), "quarter"),
    **dict.fromkeys(("năm", "year", "yr", "yearly", "annually", "annual"), "year"),
}
"""The word of a period and the cadence that it makes after 'mỗi', 'per' or '/'."""

CADENCE_ADVERBS = frozenset({"daily", "weekly", "fortnightly", "monthly", "quarterly", "yearly", "annually"})

NUMBERS_IN_WORDS: dict[str, int] = {
    "zero": 0, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "twenty": 20, "thirty": 30, "fifty": 50,
}  # fmt: skip
"""Numbers that people write out. 'One' is not among them: it is mostly no number ('one team', 'one place')."""

NUMBERS_AFTER_VERBS: dict[str, int] = {
    "one": 1, "hai": 2, "ba": 3, "bốn": 4, "bon": 4, "sáu": 6, "bảy": 7, "tám": 8, "chín": 9, "mười": 10, "muoi": 10,
}  # fmt: skip
"""Words that are numbers right after a verb of doing or adding, and mostly no numbers elsewhere."""

FACTORS: dict[str, Decimal] = {
    **dict.fromkeys(
        ("double", "doubles", "doubled", "doubling", "gấp đôi", "gap doi", "nhân đôi", "nhan doi"), Decimal(2)
    ),
    **dict.fromkeys(("triple", "triples", "tripled", "tripling", "gấp ba", "gap ba", "nhân ba", "nhan ba"), Decimal(3)),
    **dict.fromkeys(("quadruple", "quadrupled", "gấp bốn", "gap bon", "gấp tư"), Decimal(4)),
    **dict.fromkeys(("gấp rưỡi", "gap ruoi"), Decimal("1.5")),
}
"""Words of one or two syllables that say how many times as much."""

NAMES_WITH_NUMBER_BEFORE_UNIT = frozenset(
    word_set("quý tháng tuần năm ngày week day quarter phần phòng lần quy thang tuan nam ngay phan phong lan")
)
"""Words that name a numbered thing ('tháng 12') but not after 'mỗi' or 'per' ('mỗi tháng 12 bài')."""

PLACES = frozenset(
    {
        "kho",
        "xưởng",
        "cơ sở",
        "chi nhánh",
        "lớp",
        "khối",
        "nhà máy",
        "phân xưởng",
        "dây chuyền",
        "cửa hàng",
        "toà",
        "tòa",
        "trạm",
    }
)
"""Words that name a numbered place ('kho 2'), but not before what is counted there ('kho 5 tầng')."""


def may_be_vietnamese(words: str) -> bool:
    """Whether words are spelled as syllables of Vietnamese without marks may be: 'in', 'to', and not 'camera'."""
    return all(_SYLLABLE.fullmatch(word) for word in words.split(" "))


_OTHER_WITHOUT_MARKS = word_set("tre no huy cham")
"""'Trẻ', 'no', 'huy' and 'chăm' as well as what is late, owed, cancelled or slow."""
_SYLLABLE = re.compile(r"(?:[bdghklmnprstvxc]|ch|gh|gi|kh|ng|ngh|nh|ph|qu|th|tr)?[aeiouy]{1,3}(?:[cmnpt]|ch|ng|nh)?")


class Lexicon:
    """Phrases with all their marks. ``words`` has those of one word; ``phrases`` all longer ones, by their first word,
    longest first; ``seconds`` the words that come second in these. The longest phrase has ``most_words``, and none has
    a number in it."""

    def __init__(self, *languages: dict[Marks, str], without_marks: bool = False) -> None:
        entries: dict[tuple[str, ...], Marks] = {}
        for language in languages:
            for mark, phrases in language.items():
                for phrase in phrases.split(" | "):
                    spelled = bare(phrase) if without_marks and not phrase.isascii() else phrase.strip()
                    is_other = without_marks and language is _ENGLISH and may_be_vietnamese(spelled)
                    if without_marks and mark == Mark.lower_is_better and spelled in _OTHER_WITHOUT_MARKS:
                        continue
                    if spelled and not is_other:
                        words = tuple(spelled.split(" "))
                        entries[words] = entries.get(words, 0) | mark
        self.words = {words[0]: marks for words, marks in entries.items() if len(words) == 1}
        self.phrases: dict[str, list[tuple[list[str], Marks]]] = {}
        for words, marks in sorted(entries.items(), key=lambda entry: -len(entry[0])):
            if len(words) > 1:
                self.phrases.setdefault(words[0], []).append((list(words), marks))
        self.most_words = max(map(len, entries))
        self.without_marks = without_marks
        self.seconds = {first: {words[1] for words, _ in longer} for first, longer in self.phrases.items()}

    def goes_on(self, words: list[str], length: int) -> bool:
        """Given words without marks, and how many of them a phrase takes, return whether its last belongs to the phrase
        after it: 'dat toi thieu' is 'đạt tối thiểu', and not 'đạt tới'."""
        if not self.without_marks or not 1 < length < len(words):
            return False
        last, following = words[length - 1 : length + 1]
        return following in self.seconds.get(last, ()) and any(
            phrase == words[length - 1 : length - 1 + len(phrase)] for phrase, _ in self.phrases[last]
        )

    def longest(self, words: list[str]) -> tuple[int, Marks]:
        """Given words, the first of which opens ``phrases``, return how many of them the longest of these takes, and
        its marks: 1 and 0 where none does."""
        for phrase, marks in self.phrases[words[0]]:
            if words[: len(phrase)] == phrase:
                return len(phrase), marks
        return 1, 0


@cache
def marked() -> Lexicon:
    """The words of a text with Vietnamese marks in it, which may be English ones as well."""
    return Lexicon(_BOTH_LANGUAGES, _VIETNAMESE, _VIETNAMESE_WITH_MARKS, _ENGLISH)


@cache
def english() -> Lexicon:
    return Lexicon(_BOTH_LANGUAGES, _ENGLISH)


@cache
def unmarked() -> Lexicon:
    """The words of a Vietnamese text that was typed without marks, and those English ones that can be no others."""
    return Lexicon(_BOTH_LANGUAGES, _VIETNAMESE, _ENGLISH, without_marks=True)
