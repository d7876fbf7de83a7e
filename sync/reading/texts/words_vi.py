"""The Vietnamese words that carry meaning in the text of a key result, and what each does there."""

from __future__ import annotations

from sync.reading.texts.marks import Mark, Marks

VIETNAMESE: dict[Marks, str] = {
    Mark.up: (
        "tăng | tăng trưởng | tăng thêm | nâng | nâng cao | gia tăng | tăng cường | mở rộng | đẩy mạnh | "
        "phát triển thêm | tăng tốc | kéo dài | tăng được | nhiều lên | nhiều hơn trước | cao hơn trước | "
        "↑ | ↗ | ▲ | ⬆"
    ),
    Mark.down: (
        "giảm | giảm bớt | hạ | cắt giảm | cắt | rút ngắn | thu hẹp | hạ thấp | giảm thiểu | tiết kiệm | "
        "tiết kiệm được | tiết kiệm thêm | kéo giảm | bớt | rút từ | rút còn | rút xuống | "
        "rút xuống còn | rút gọn | rút bớt | "
        "↓ | ↘ | ▼ | ⬇ | giảm thêm | giảm được | sụt giảm | đẩy lùi | tiết giảm | tinh giản | tinh gọn | tụt | sụt | "
        "bớt được | bớt đi | ít đi | "
        "thấp đi | ngắn đi | rẻ đi | rẻ hơn | ngắn hơn | rẻ hơn trước | ngắn hơn trước | ít hơn trước | thấp hơn trước"
    ),
    Mark.nothing: (
        "cân nặng | dân cư | "
        "hiện đại | xuất hiện | thể hiện | hiện thực | phát hiện | hiện vật | hiện trường | lát cắt | mặt cắt | "
        "cắt cỏ | cắt tóc | cắt nghĩa | trợ cấp | phụ cấp | đẳng cấp | cao cấp | trung cấp | năng lượng | tài năng | "
        "tiềm năng | đa năng | năng khiếu | năng động | tăng trọng | tăng huyết áp | giảm xóc | nâng hạ | chứng từ | "
        "bình quân | trung bình | thủ tục | điện năng | nhân công | nhân lực | nhân khẩu | quy định | phương án | "
        "kế hoạch | "
        "đề án | "
        "lộ trình | chiến lược | dự thảo | "
        "thời khóa biểu | thời khoá biểu | kịch bản | chuẩn bị | làm thêm | nghiêm trọng | năm sau | quý sau | "
        "tháng sau | tuần sau | kỳ sau | "
        "đóng gói | "
        "từ khóa | từ thiện | phòng ban | năng lực | khả năng | tính năng | chức năng | kỹ năng | hà nội | đà nẵng | "
        "xe nâng | thu phí | thu phí quản lý | bán trú | bán dẫn | bán kính | bán thời gian | van giảm áp | "
        "vận chuyển | chuyển phát | luân chuyển | chậm luân chuyển | dây chuyền | trung chuyển | "
        "chuyển khoản | chuyển tiền | giám đốc | giám sát | "
        "giám định | giảng viên | quà tặng | tặng quà | đặt hàng | đặt phòng | đặt bàn | đặt chỗ | đặt vé | "
        "đặt lịch | hạ tầng | hạ long | giữ chỗ | giữ xe | giữ trẻ | rút tiền | rút kinh nghiệm | chỉ tiêu | "
        "điện tử | tự động | tự nhiên | tự nguyện | hạ ngầm | hạ bãi | hạ thủy | hạ tàu | hạ cánh | cắt máng | "
        "giữ vị trí quản lý | giữ vị trí lãnh đạo | "
        "giữ vị trí chủ chốt | giữ chức | giữ chức vụ | giữ vai trò | "
        "trả về | chu kỳ | nhập khẩu | cơ cấu | đất nền | bất động sản | ban giám đốc"
    ),
    Mark.limit: "giới hạn | khống chế | hạn chế | kiểm soát",
    Mark.spends: (
        "vay | trả nợ | góp vốn | thưởng | tài trợ | ủng hộ | chuyển khoản | chi | trích | đầu tư | dành | rót | "
        "phân bổ"
    ),
    Mark.saves: "tiết kiệm | tiết kiệm được | tiết kiệm thêm | để dành",
    Mark.streak: "liên tiếp | liên tục",
    Mark.served: (
        "phản hồi | trả lời | giải quyết | xử lý | giao hàng | giao | review | duyệt | phê duyệt | hoàn tiền | "
        "xuất hàng | khắc phục | tiếp nhận | cấp | trả kết quả | báo giá | gọi lại | liên hệ | bảo hành | "
        "thanh toán | chi trả | trả hồ sơ | xác nhận | onboard"
    ),
    Mark.improve: "cải thiện | đưa | thay đổi | tối ưu | tối ưu hóa | tối ưu hoá | điều chỉnh",
    Mark.reach: (
        "đạt | đạt được | đạt mức | đạt tới | đạt đến | đạt mốc | cán mốc | chạm mốc | chạm | là | bằng | lên tới | "
        "chiếm | hoàn thành | = | :"
    ),
    Mark.exceed: "vượt | vượt quá | vượt mốc | vượt mức | quá",
    Mark.add: (
        "bổ sung | thêm mới | tuyển | tuyển sinh | tuyển dụng | tuyển thêm | tuyển được | ký | ký kết | ký được | "
        "ký thêm | "
        "được cấp | kết nạp | thu hút | chiêu mộ | giành | giành được | có thêm | mở thêm | mở mới | kiếm thêm | "
        "kết nối thêm"
    ),
    Mark.do: (
        "cung cấp | so sánh | lựa chọn | thu mua | chăm sóc | chạy bộ | đi bộ | đạp xe | thành lập | đề xuất | "
        "tổ chức | thực hiện | bố trí | tái hiện | ra mắt | xuất bản | viết | đăng | bán | bán được | mở | "
        "triển khai | đào tạo | phỏng vấn | gặp | gặp gỡ | gọi | chốt | chốt được | hoàn tất | xây dựng | sản xuất | "
        "phát hành | đọc | chạy | tham gia | có | giao | nhận | thu | thu về | thu được | tạo | tạo ra | kiếm | "
        "kiếm được | phục vụ | tiếp cận | khảo sát | đóng | nâng cấp | phát triển | tự động hóa | số hóa | "
        "chuẩn hóa | thu hồi | phủ sóng | kiểm tra | phân tích | hỗ trợ | rà soát | hợp tác | liên kết | kết nối | "
        "bắt tay | phát sóng | đăng ký | hợp nhất | sáp nhập | lắp đặt | sửa chữa | khắc phục | bảo trì | bảo dưỡng | "
        "kiểm kê | kiểm toán | soạn | soạn thảo | thiết kế | tập huấn | hướng dẫn | huấn luyện | diễn tập | cài đặt | "
        "bàn giao | nghiên cứu | tìm hiểu | tìm kiếm | mua sắm | gửi | nộp | lập | quyên góp | huy động | vận động | "
        "tư vấn | liên hệ | kiểm định | phê duyệt | ban hành | công bố | biên soạn | nghiệm thu | thi công | "
        "khai trương | thanh lý | tham quan | quay video | thay thế | cải tạo | kiểm định | di dời | áp dụng | "
        "cảm ơn | vận hành | hoàn thiện | thiết lập | củng cố | trình bày | để dành | tập gym | tập thể dục | "
        "tập luyện | luyện tập | tập yoga"
    ),
    Mark.keep: "luôn | luôn nằm | luôn ở | luôn ở mức | duy trì | giữ | giữ vững | giữ ở | giữ mức | giữ nguyên",
    Mark.start: "từ hạng | từ vị trí | từ vị trí thứ | từ thứ hạng | từ | từ mức | từ khoảng",
    Mark.end: "đến | tới | thành | đến mức | tới mức",
    Mark.end_up: (
        "lên hạng | lên vị trí | lên vị trí thứ | lên thứ hạng | lên | lên đến | lên tới | lên mức | lên thành"
    ),
    Mark.end_down: (
        "rút xuống | rút còn | rút xuống còn | xuống hạng | về vị trí | xuống | xuống còn | xuống mức | "
        "xuống đến | xuống tới | còn | chỉ còn | về | "
        "về mức | về còn"
    ),
    Mark.by: "thêm | thêm được | thêm ít nhất",
    Mark.new: "mới",
    Mark.more: "nữa | bổ sung thêm",
    Mark.at_least: (
        "ít nhất | tối thiểu | ít nhất là | tối thiểu là | không dưới | không ít hơn | không thấp hơn | không kém | "
        "lớn hơn hoặc bằng | cao hơn hoặc bằng | nhiều hơn hoặc bằng | trên hoặc bằng | từ ít nhất | chí ít | "
        "t . thiểu | tổi thiểu | tổi thiểu là | tối thiếu | tối thiếu là"
    ),
    Mark.at_most: (
        "tối đa | tối đa là | t . đa | không quá | không vượt quá | không vượt | không hơn | không cao hơn | "
        "không lớn hơn | không nhiều hơn | nhiều nhất | nhỏ hơn hoặc bằng | không để quá | chỉ tối đa | "
        "cấm vượt | cấm quá | tránh vượt | tránh quá | dưới hoặc bằng | thấp hơn hoặc bằng | "
        "ko quá | ko để quá | ko vượt quá"
    ),
    Mark.or_more: "trở lên | đổ lên | trl | hoặc hơn | hoặc cao hơn",
    Mark.or_less: "trở xuống | đổ xuống | đổ lại | hoặc ít hơn | hoặc thấp hơn | trở lại",
    Mark.between: (
        "nằm giữa | luôn nằm giữa | luôn nằm trong | luôn nằm trong khoảng | nằm trong | trong khoảng | "
        "trong khoảng từ | ở khoảng từ | nằm trong khoảng | trong phạm vi"
    ),
    Mark.both: "và | đồng thời | cũng như | song song | trong khi",
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
        "kết quả | "
        "phấn đấu | quyết tâm | cố gắng | "
        "sâu | lại | riêng | trực tiếp | xong | dứt điểm | khoảng | được | dc | đc | mức | thành công | tổng | "
        "tổng cộng | tổng số | số | ngay | cả | ~ | ≈ | chừng | gần | xấp xỉ | đủ | ở mức | trên dưới | "
        "ít ra | mốc | con số | "
        "các | những | chỉ số | tổng giá trị | ngưỡng | mức ngưỡng | bản quyền | phi hàng không | vận tải hàng không | "
        "ngành hàng không | dịch vụ hàng không | an ninh hàng không | an toàn hàng không | cảng hàng không | "
        "hãng hàng không | hàng không vũ trụ"
    ),
    Mark.stop: (
        "của | cho | từ | trong | tại | ở | với | về | và | hoặc | để | trên | theo | mà | là | đến | tới | trước | "
        "sau | cùng | qua | đã | được | bởi | do | khi | tham gia | sử dụng | mỗi | hàng | hằng | vào | có | không | "
        "đảm bảo | chưa | cuối | đầu | hết | thuộc | đang | nhưng | sang | cả năm | cả quý | cả tháng | dịp | "
        "lần đầu | chở"
    ),
    Mark.every: "mỗi | hàng | hằng | một | trên một | / | trên mỗi",
    Mark.times: "gấp | gấp khoảng | gấp hơn",
    Mark.name: (
        "ấp | ca | phòng | mẫu | biểu | phụ lục | bản | "
        "thế kỷ | thế kỉ | hsk | topik | "
        "giải | loại | lớp | khối | nhóm | top | cấp | cấp độ | kho | xưởng | cơ sở | chi nhánh | nhà máy | "
        "phân xưởng | vùng | khu vực | miền | đội | kênh | cụm | "
        "dây chuyền | "
        "cửa hàng | toà | tòa | trạm | giai đoạn | phiên bản | đợt | khóa | khoá | lần thứ | vòng | bậc | level | "
        "qđ | nđ | cv | nq | tt | tcvn | qcvn | lần | kr | okr | quý | tháng | tuần | năm | ngày | iso | soc | "
        "số thứ tự | "
        "quốc lộ | nghị định | thông tư | chương | phần | bước | hạng mục | windows | phòng số | vị trí số | "
        "đứng thứ | xếp thứ | lên win | "
        "đứng số | số hạng | thành số | trở thành số | là số"
    ),
    Mark.rate: (
        "hệ số | mật độ | tỷ lệ | tỉ lệ | tỷ suất | tỉ suất | tỷ trọng | tỉ trọng | biên | biên lợi nhuận | "
        "phần trăm | mức độ | thị phần"
    ),
    Mark.money: (
        "tiết kiệm | tiết kiệm được | tiết kiệm thêm | kiếm | kiếm được | kiếm thêm | gây quỹ | quyên góp | "
        "giải ngân | lntt | lnst | thu ngân sách | revpar | adr | hóa đơn trung bình | hoá đơn trung bình | dtt | "
        "giá thành | dự toán | giá bán | doanh số | doanh thu | doanh thu hàng không | chi phí | lợi nhuận | "
        "ngân sách | công nợ | dòng tiền | tồn kho | hàng tồn kho | hàng tồn | tiền | thu nhập | lương | phí | quỹ | "
        "giá trị | giá | vốn | giá vốn | lãi | lỗ | nợ | gmv | mrr | arr | doanh thu thuần | tài trợ | đầu tư | ds | "
        "dthu | dt | cp | ln | dư nợ | dư nợ cho vay | xuất khẩu | tài sản | deal size | burn rate | cpl | cpa | "
        "chi tiêu | basket size | cac | aov | arpu | ltv | ebitda | tiền điện | tiền nước | "
        "tiền nhà | tiền thuê | tiền thuê nhà | tiền ăn | tiền phạt | sinh hoạt phí | phí vận chuyển | phí ship | "
        "phí quản lý | giá nhập | giá vốn hàng bán | giá thành sản xuất | dư nợ xấu | nợ phải thu | phải trả"
    ),
    Mark.lower_is_better: (
        "thu tiền bình quân | ngày thu tiền | kỳ thu tiền | ngày phải thu | bị trả về | hàng trả lại | gọi nhỡ | "
        "cuộc gọi nhỡ | tải trang | thời gian tải | tử vong | biến chứng | tái nhập viện | ô nhiễm | phát thải | "
        "khí thải | rác thải | tiêu hao | phế liệu | gian lận | mất mát | hư hỏng | ngừng máy | gián đoạn | "
        "thời gian chờ | hoàn đơn | đơn hoàn | trả lại hàng | bom hàng | boom hàng | bỏ giỏ hàng | thất nghiệp | "
        "nợ đọng | tiêu thụ điện | điện năng tiêu thụ | lãi vay | lãi suất vay | suy dinh dưỡng | hộ nghèo | độ ồn | "
        "sai số | kiện tụng | tranh chấp | giao sai | giao nhầm | tỷ lệ bồi thường | tổn thất | tỷ lệ tổn thất | "
        "cir | đổi trả | yếu kém | tỷ lệ bảo hành | chạy rỗng | xe rỗng | cúp điện | mất điện | mất nước | "
        "dư lượng | ca mắc | ca nhiễm | trộm cắp | nhầm lẫn | giao trễ | đi muộn | nghỉ không phép | ùn tắc | "
        "mỡ cơ thể | huyết áp | đường huyết | tgian | tg chờ | tg xử lý | tg phản hồi | tg giao | tỷ lệ thoát | "
        "hàng tồn | giá thành | tồn đọng | nhiễm khuẩn | hết hàng | vắng mặt | bỏ học | dừng máy | tăng ca | "
        "làm thêm giờ | số giờ làm thêm | sai sót | sai lệch | hàng lỗi | hàng hỏng | tai nạn lao động | cháy nổ | "
        "vi phạm | rò rỉ | không phù hợp | điểm không phù hợp | nghỉ ốm | chuyển tuyến | hộ cận nghèo | cận nghèo | "
        "sinh con thứ ba | khiếu kiện | đơn thư khiếu kiện | nước thải | bị gỡ | thất lạc | nghỉ việc | thôi việc | "
        "lỗi | tỷ lệ lỗi | rời bỏ | khiếu nại | phàn nàn | phản ánh | chi phí | thời gian | tồn kho | nợ xấu | "
        "quá hạn | trễ hạn | trễ | chậm | sự cố | tai nạn | hao hụt | lãng phí | tái nghèo | hoàn hàng | trả hàng | "
        "giá vốn | hủy đơn | huỷ đơn | phế phẩm | nợ | công nợ | độ trễ | lượng mỡ | mỡ thừa | hủy | huỷ | "
        "thất thoát | downtime | thoát trang | tái phát | rớt môn | thi lại | reopen | gỡ cài đặt | uninstall | "
        "hủy đăng ký | huỷ đăng ký | thất bại | nhầm hàng | gãy vỡ | bể vỡ | chậm thanh toán | cuộc gọi rớt | "
        "rớt cuộc gọi | quá tải | sâu bệnh | mổ lấy thai | tỷ lệ làm lại | tỷ lệ sửa lại | tỷ lệ refund | "
        "tỷ lệ hoàn tiền | tỷ lệ chết | cháy hàng | out of stock | tỷ lệ từ chối | bỏ cuộc | bỏ giữa chừng | "
        "tỷ lệ trượt | lưu ban | học sinh yếu | béo phì | cận thị | hút thuốc | tảo hôn | ly hôn | cận date | "
        "tỷ lệ hết hạn | hàng hết hạn | hàng chậm luân chuyển | biến động lao động | rời mạng | không nghe máy | "
        "dữ liệu thiếu | bounce | timeout | drop-off | anr | tiền điện | tiền nước | tiền nhà | tiền thuê | "
        "tiền thuê nhà | tiền ăn | tiền phạt | sinh hoạt phí | phí vận chuyển | phí ship | phí quản lý | giá nhập | "
        "giá vốn hàng bán | giá thành sản xuất | dư nợ xấu | nợ phải thu | phải trả | ticket tồn | đơn tồn | "
        "hồ sơ tồn | bàn thua | thẻ đỏ | thẻ vàng | dung lượng app | dung lượng ứng dụng | lượng nước tiêu thụ | "
        "lượng điện tiêu thụ | lượng rác | thuốc trừ sâu | lương trên doanh thu | chi phí marketing trên doanh thu | "
        "chi phí trên doanh thu | tổng chi phí vận hành | mức chi tiêu | tiền xăng | tiền cà phê | tiền điện thoại | "
        "dư nợ thẻ tín dụng | tỷ lệ mất khách | tỷ lệ turnover | tỷ lệ nhảy việc | tỷ lệ giao chậm | "
        "tỷ lệ giao thất bại | tỷ lệ sai đơn | tỷ lệ nghỉ ốm | tỷ lệ nghỉ học | vắng học | trốn học | đi học muộn | "
        "tỷ lệ heo chết | tỷ lệ cây chết | tỷ lệ cá chết | tỷ lệ gà chết | nhập viện lại | tỷ lệ mổ lại | "
        "thực phẩm hỏng | tỷ lệ đổ vỡ | tỷ lệ khuyết tật | đơn thư tồn | án tồn | phòng trống | lạm phát | hao phí | "
        "sai lệch kiểm kê | độ lệch ngân sách | độ lệch chuẩn | trận thua | lần thua | vụ cháy | số người chết | "
        "dừng chuyền | số alert | số cảnh báo | số hotfix | review xấu | đánh giá xấu | thủng lưới"
    ),
    Mark.higher_is_better: (
        "thu ngân sách | doanh thu | doanh số | lợi nhuận | giữ chân | hài lòng | chuyển đổi | tăng trưởng | "
        "năng suất | quay lại | quay trở lại | đúng hạn | hoàn thành | thị phần | điểm | lượt xem | đơn hàng | "
        "biên lợi nhuận | hiệu suất | người dùng | khách hàng tiềm năng | dòng tiền | sử dụng | tham gia | "
        "vòng quay | vòng quay hàng tồn kho | vòng quay tồn kho | thời gian sử dụng | thời gian xem | "
        "thời gian hoạt động | thời gian lưu lại | thời gian ở lại | thời lượng | tuổi thọ | đúng giờ | "
        "đúng tiến độ | không lỗi | sản lượng | công suất | điểm số | thời gian học | thời gian tự học | "
        "thời gian đọc | thời gian vận hành | tương tác | mở email | người theo dõi | độ chính xác | "
        "độ chính xác tồn kho | độ chính xác hàng tồn kho | thời gian tập luyện | thời gian tập | "
        "thời gian dành cho | thời gian trên app | thời gian trên trang | thời gian trung bình trên trang | "
        "thời gian trên site | thời gian lưu trú | thời gian giữa hai lần hỏng | thời gian gắn bó | "
        "thời gian kiểm soát bóng | kiểm soát bóng | thời gian làm việc hiệu quả | thời gian chạy máy | "
        "thời gian thiền | thời gian ngủ | thời gian chơi | thời gian đọc sách | thời gian học tập | mtbf"
    ),
    Mark.unit: (
        "nhà hàng | đầu sách | cơ sở | chữ ký | phòng khám | suất học bổng | hội viên | nhà hảo tâm | giải pháp | "
        "phương án | bài toán | gia đình | mặt bằng | tình nguyện viên | nhà đầu tư | doanh nghiệp | đơn vị | like | "
        "follow | follower | followers | view | sub | share | comment | camera | mem | lái xe | tài xế | căn hộ | "
        "bình luận | tin nhắn | thử nghiệm | kịch bản | lao động | công nhân | giáo viên | bác sĩ | điều dưỡng | "
        "phòng mổ | trạm | suất | ha | mét | cuộc hẹn | đề tài | đoàn | tiết | thẻ | phiếu | kho | kế toán | "
        "hộ gia đình | hộ | lô | kiện | container | bệnh nhân | giường | suất ăn | bữa ăn | gói thầu | gói | "
        "lớp học | tour | booking | post | bản cập nhật | từ vựng | từ mới | tai nạn lao động | tai nạn | version | "
        "phiên bản | module | feature | kh | nv | sp | hđ | đh | call | demo | task | ticket | email | session | "
        "event | deal | sáng kiến | sự cố | khiếu nại | hồ sơ | cuộc họp | giao dịch | thuê bao | điểm bán | bug | "
        "bugs | ngày | giờ | phút | giây | tuần | tháng | quý | năm | kg | g | km | m | lít | người | khách hàng | "
        "khách | thành viên | nhân viên | nhân sự | kỹ sư | hợp đồng | đơn hàng | đơn | cửa hàng | chi nhánh | "
        "sản phẩm | tính năng | bài viết | bài | buổi | khóa học | khoá học | khóa | lượt | lượt tải | lượt xem | "
        "lần | cuộc gọi | cuộc | cuốn sách | cuốn | quyển | trang | điểm | sao | phòng | căn | cái | chiếc | lỗi | "
        "đại lý | đối tác | nhà cung cấp | nhà tài trợ | nhà phân phối | nhà thầu | khách sạn | học viên | học sinh | "
        "sinh viên | ứng viên | thị trường | quốc gia | nước | tỉnh | thành phố | đội | nhóm | dự án | chiến dịch | "
        "sự kiện | video | kênh | người dùng | người theo dõi | lead | leads | tấn | ca | bữa | bước | calo | kcal | "
        "m² | m2 | ly | cốc | chai | đối tượng | bằng khen | trường đại học | trường hợp | trường | bệnh viện | "
        "ngân hàng | tỉnh thành | vé | vụ | hộp | bộ | mẫu | ý tưởng | đề xuất | báo cáo | tài liệu | quy trình | "
        "phản hồi | đánh giá | giải | giải thưởng | chứng chỉ | bằng | cây | máy | xe | chuyến | mặt hàng | mã | "
        "lớp | cộng tác viên | trưởng nhóm | ứng dụng | giấy chứng nhận | cán bộ | ngày công | ngày hội | bản mô tả"
    ),
    Mark.time_unit: "ngày | giờ | phút | giây | tuần | tháng | quý | năm | tiếng | ngày làm việc | h",
}

VIETNAMESE_WITH_MARKS: dict[Marks, str] = {
    Mark.do: (
        "giải phóng | giải đáp | giải trình | giải cứu | tái thả | thu gom | tiêm phòng | đóng mới | cắt tỉa | "
        "cat tia | khai giảng | sơn kẻ | giải tỏa | giải toả | giải thể | giải mã | đưa ra | giải | trồng | mua | "
        "thuê | dạy | sửa | xây | lắp | khoan | đào | nạo vét | rải"
    ),
    Mark.never: "đừng",
    Mark.improve: "chuyển | kéo | đẩy | ép",
    Mark.now: "đang",
    Mark.name: "quận | huyện | phường | khu | tầng | kỳ | hạng | thứ | điều | mùa",
}
"""Words that are others as well where marks are left out: 'trong', 'thue', 'day', 'dung'."""
