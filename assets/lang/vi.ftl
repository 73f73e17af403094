## the frame
demo = BẢN THỬ · nhân vật hư cấu
enlarge = Hãy phóng cửa sổ lên { $wanted } (đang là { $now }).
move = di chuyển
reading = Đang đọc tệp…
say-how-to-quit = { $key } để thoát.
shift = Ca
n-of-m-in = { $n }/{ $m } có mặt
breach-before = trễ hạn trước { $time }
breached = trễ hạn
unassigned = chưa giao
open-tickets = đang mở
first-reply = trả lời đầu
day-1 = T2
day-2 = T3
day-3 = T4
day-4 = T5
day-5 = T6
day-6 = T7
day-7 = CN

## words of the desk
us = ta
customer = khách hàng
customer-short = khách
third-short = bên 3
nobody = không ai
in = ● có mặt
break = ○ nghỉ
off = nghỉ ca
away-sick = ✖ ốm
away-leave = ✖ phép
away-training = ✖ học
away-other = ✖ vắng
profile-customer_champion = tiếp khách
profile-field_expert = chuyên gia
profile-operationalist = vận hành
profile-quality_controller = chất lượng
profile-strategist = chiến lược
profile-analyst = phân tích
stuck = Bị kẹt
stuck-silent = im lặng
stuck-reassigned = chuyển tay
stuck-reopened = mở lại
covered = đủ người
stretched = kiêm nhiệm
gap = thiếu
not-needed = không cần

## queue
queue = Hàng đợi
queue-badge = { $ours }/{ $all } chờ ta
queue-filtered = { $n }/{ $all }
queue-empty = Không có gì đang chờ. { $key } để mở phiếu mới.
queue-no-match = Không phiếu nào có đủ các từ này. Esc để xem lại tất cả.
queue-more = còn { $n } phiếu bên dưới{ $others ->
    [0] {""}
   *[other] {" "}· { $others } phiếu chờ bên khác
  }
left = còn
subject = tiêu đề
channel = kênh
age = tuổi
who = ai

## aging
aging = Tuổi tồn đọng
aging-badge = { $n } · lâu nhất { $age }
n-stuck = { $n } bị kẹt
oldest = lâu nhất trước
formula-aging = Phiếu đang mở theo tuổi từ lúc tạo; mốc biên thuộc nhóm lâu hơn.
formula-stuck = Phiếu chờ ta mà { $hours } giờ không có gì mới, bị chuyển tay { $reassigned } lần hoặc mở lại { $reopened } lần.
left-out-no-age = { $n } phiếu đang mở không có thời điểm tạo nên không có tuổi.

## coverage
coverage-today = Phân vai hôm nay
coverage-badge = thiếu { $gaps } giờ · kiêm { $stretched } giờ
all-covered = ● đủ người
coverage-empty = Chưa có yêu cầu ai cần vào lúc nào. { $key } để thêm: vai trò, giờ, số người.
need-short = cần
slot-covered = { $time } { $profile }: { $who } ({ $seated }/{ $need }).
slot-stretched = { $time } { $profile } phải kiêm nhiệm: { $seated }/{ $need } chỗ ({ $who }); { $present } người giữ vai này nhưng đang cần nơi khác.
slot-gap = { $time } { $profile } thiếu người: { $seated }/{ $need } chỗ ({ $who }).
slot-nobody = { $time } không ai giữ vai { $profile }; cần { $need }.
could-step-in = Có thể vào thay (giờ tuần này): { $who }
nobody-could-step-in = Không ai khác giữ vai này.

## people
people-days = Nhân sự · { $n } ngày
people-empty = Nhóm chưa có ai. { $key } để thêm người.
col-profiles = vai trò
col-profiles-long = vai trò
col-in = có mặt
col-in-long = có mặt
col-load = tải
col-load-long = phiếu đang mở
col-solved = xong
col-solved-long = đã giải quyết
col-first = đầu
col-first-long = trả lời đầu, trung vị
col-art = ART
col-art-long = thời gian trả lời, trung vị
col-fcr = FCR
col-fcr-long = xong ngay lần đầu
col-csat = CSAT
col-csat-long = hài lòng trên đánh giá
col-rate = tỉ lệ
col-rate-long = nhận và đã xong
col-reopen = mở lại
col-reopen-long = mở lại trên đã xong
col-trend = xu hướng
col-trend-long = số phiếu xong trong kỳ
tickets-of = { $n } phiếu của { $who }
have-no-one = ▲ { $what } hôm nay không ai lo
formula-load = Phiếu đang mở hiện giao cho người này.

## figures
figures-of = { $who } · { $n } ngày
figures-switch = ← nhóm và từng người →
median = trung vị
mean = trung bình
p90 = p90
n = n
figure-received = Tiếp nhận
figure-solved = Đã xong ÷ tiếp nhận
figure-first-response = Trả lời đầu
figure-unanswered = Chưa trả lời
figure-response = Trả lời (ART)
figure-resolution-first = Giải quyết, lần đầu
figure-resolution-full = Giải quyết, lần cuối
figure-fcr = Xong ngay lần đầu (FCR)
figure-cohort = Tiếp nhận và đã xong
figure-csat = Hài lòng (CSAT)
figure-reopen = Mở lại ÷ đã xong
figure-backlog = Tồn đọng
formula-received = Phiếu tạo trong kỳ; với một người là phiếu được giao trong kỳ.
formula-solved = Số phiếu xong trong kỳ ÷ số phiếu tiếp nhận trong kỳ; có thể quá 100 %.
formula-first-response = Từ tin đầu của khách đến trả lời công khai đầu tiên trong kỳ; với một người tính từ lúc được giao.
formula-unanswered = Phiếu đang mở chưa có trả lời công khai vào cuối kỳ. Phiếu chủ động không tính.
formula-response = Từ tin chưa trả lời lâu nhất của khách đến trả lời công khai kế tiếp, theo trả lời trong kỳ.
formula-resolution-first = Từ lúc tạo đến lần xong đầu tiên trong kỳ.
formula-resolution-full = Từ lúc tạo đến lần xong cuối cùng trong kỳ.
formula-fcr = Trong các phiếu xong lần cuối trong kỳ và có trả lời: phiếu có đúng một trả lời và không mở lại trong hạn.
formula-cohort = Trong các phiếu tiếp nhận trong kỳ, phần đã xong đến nay.
formula-csat = Đánh giá 4–5 trên 5, hoặc “tốt”, ÷ mọi đánh giá trong kỳ.
formula-reopen = Số phiếu mở lại trong kỳ ÷ số phiếu xong trong kỳ.
per-day-received = tiếp nhận mỗi ngày, nhiều nhất { $n }
per-day-solved = xong mỗi ngày, nhiều nhất { $n }
formula-backlog = Phiếu chưa xong vào cuối kỳ.
left-out-reply-before-creation = bị loại: trả lời trước khi tạo
left-out-solve-before-creation = bị loại: xong trước khi tạo
left-out-no-creation = bị loại: không có lúc tạo nên không có tuổi, thời gian trả lời hay giải quyết
left-out-no-messages = không tính vào thời gian trả lời: dữ liệu nhập không có giờ của tin nhắn
left-out-no-replies = không tính vào FCR: không có số lần trả lời
left-out-no-solve = bị loại: không rõ xong lúc nào
left-out-no-rating-time = bị loại: không rõ đánh giá lúc nào
left-out-no-agent = chỉ tính cho nhóm: chưa giao ai

## head line
breaching = Trễ hạn trước khi hết ca
formula-breaching = Đồng hồ của phiếu đang mở đã hết giờ hoặc sẽ hết trước khi ca này kết thúc.
formula-unassigned = Phiếu đang mở chưa giao cho ai.
formula-open = Mọi phiếu chưa xong hoặc chưa đóng.
