"""What looks like the name of a model and is none."""

from __future__ import annotations

import pytest

from extract.canonical import canonicalise
from extract.names import document_models, find_models
from extract.sentences import sentences

Case = tuple[str, list[str]]

NO_NAMES: list[Case] = [
    ("Các mô hình tự quản về ANTT tiếp tục được củng cố.", []),
    ("Xã có nhiều mô hình hay, cách làm sáng tạo, hiệu quả về an ninh trật tự.", []),
    ("Toàn tỉnh có 134 mô hình Toàn dân bảo vệ an ninh Tổ quốc.", []),
    ("Phong trào “Toàn dân bảo vệ an ninh Tổ quốc” lan rộng.", []),
    ("Xã có 7 mô hình “Toàn dân bảo vệ ANTQ” hoạt động nền nếp.", []),
    ("Ngày hội “Toàn dân bảo vệ an ninh Tổ quốc” năm 2024 được tổ chức ở xã.", []),
    ("Thực hiện Đề án “Nâng cao chất lượng phong trào bảo vệ an ninh”, Công an xã lên kế hoạch.", []),
    ("Chỉ thị số 09 về “Tăng cường lãnh đạo phong trào bảo vệ an ninh trong tình hình mới”.", []),
    ("Kế hoạch “Bảo đảm an ninh, trật tự dịp Tết” được ban hành.", []),
    ("Phong trào thi đua “Cả nước chung sức xây dựng nông thôn mới” được tổng kết.", []),
    ("Cuộc vận động “Toàn dân tham gia phòng ngừa, tố giác tội phạm” được hưởng ứng.", []),
    ("Khẩu hiệu của tổ là “Tiếng mõ an ninh, ngọn đèn an toàn”.", []),
    ("Camera được ví như “mắt thần” của công an, mô hình nào cũng cần.", []),
    ("Các tổ tự quản là “tai mắt”, “cánh tay nối dài” của lực lượng Công an.", []),
    ("Đây là “chiếc nôi” của mô hình tự quản vùng biên.", []),
    ("Người dân dùng ứng dụng “An ninh số” để báo tin tội phạm.", []),
    ("Diễn đàn “Công an lắng nghe ý kiến nhân dân” thu hút 300 người.", []),
    ("Ông Nam nói: “Có camera an ninh, bà con chúng tôi ngủ ngon hơn nhiều.”", []),
    ("“Từ ngày có tổ tự quản, xóm yên hẳn, không còn trộm cắp”, bà Lan chia sẻ.", []),
    ("Xã vận hành mô hình chính quyền địa phương 2 cấp, bảo đảm an ninh trật tự.", []),
    ("Mô hình tổ chức Công an hai cấp giúp nắm chắc địa bàn.", []),
    ("Công an xã hỗ trợ bà con mô hình nuôi dê sinh sản.", []),
    ("Mô hình Trồng nấm rơm cho thu nhập cao, an ninh trật tự ổn định.", []),
    ("Mô hình “Nuôi bò nhốt chuồng” của anh Vàng được khen.", []),
    ("Mô hình hợp tác xã kiểu mới ở xã biên giới.", []),
    ("Xã được chọn làm mô hình điểm về xây dựng nông thôn mới.", []),
    ("Chọn đây là điển hình “Dân vận khéo” năm 2023.", []),
    ("Xây dựng mô hình trong phong trào bảo vệ an ninh Tổ quốc là việc khó.", []),
    ("Thành phố có 48 mô hình phòng, chống tội phạm.", []),
    ("Tỉnh có 264 mô hình tự phòng, tự quản, tự bảo vệ về ANTT.", []),
    ("Mô hình này đã giúp giảm tội phạm.", []),
    ("Mô hình có 11 thành viên, sinh hoạt hằng quý.", []),
    ("Mô hình mới ra mắt đã thu hút đông đảo người dân.", []),
    ("Mô hình do Công an xã tham mưu, bảo đảm trật tự.", []),
    ("Những mô hình liên quan đến an ninh trật tự đều được rà soát.", []),
    ("Lấy việc xây dựng mô hình quần chúng tự quản làm trọng tâm.", []),
    ("Danh hiệu “Đơn vị văn hóa, an toàn về an ninh trật tự” được trao cho xã.", []),
    ("Bài hát “Vì nhân dân quên mình” mở đầu chương trình an ninh.", []),
    ("Mục tiêu là “không tội phạm, không ma túy” ở mọi mô hình.", []),
    ("Hội thi “Tuyên truyền viên phòng, chống ma túy” diễn ra sôi nổi.", []),
    ("Thế trận “an ninh chủ động” được giữ vững.", []),
    ("Đối tượng lợi dụng chiêu bài “tự do tín ngưỡng” để chống phá.", []),
    ("Tổ công tác đã làm việc với UBND xã về mô hình.", []),
    ("Nghi phạm khai mua số “hàng” trên từ biên giới, bị bắt cùng tang vật.", []),
    ("Câu lạc bộ “Thơ ca xứ Đoài” sinh hoạt hằng tháng.", []),
    ("Hội nghị đề nghị đổi mới mô hình, cách làm cho phù hợp.", []),
    ("Tấm biển “Khu vực có camera giám sát an ninh” đặt ở đầu ngõ.", []),
    ("Chuyên mục “Vì an ninh Tổ quốc” phát sóng hằng tuần.", []),
    ("Phương châm “bốn tại chỗ” được mô hình áp dụng khi có cháy.", []),
    ("Mô hình là điểm sáng của huyện về giữ gìn trật tự.", []),
    ('Các mô hình phòng cháy, chữa cháy tại khu dân cư được kiểm tra.', []),
    ('Mô hình phòng cháy chữa cháy ở chợ còn yếu.', []),
    ('NHIỀU MÔ HÌNH HAY VỀ ĐẢM BẢO ANTT\nXã có tổ tự quản.', []),
    ('Hội viên tham gia lớp tập huấn “Kỹ năng thoát nạn khi cháy” do Công an tổ chức.', []),
    ('Bị cáo nhận tội “Cướp tài sản”, mô hình camera giúp truy vết.', []),
    ('Tổ chức phản động “Nhà nước Đêga” bị triệt phá nhờ mô hình nắm tình hình từ cơ sở.', []),
    ('Trung tâm giới thiệu mô hình Chuyển đổi số trong quản lý hành chính.', []),
    ('Mô hình dân vận khéo được nhân rộng trong lực lượng Công an.', []),
    ('Mô hình “Dân vận khéo” được nhân rộng trong lực lượng Công an.', []),
    ('Xã đạt tiêu chuẩn “An toàn về an ninh, trật tự” ba năm liền.', []),
    ('Công an tỉnh phát động phong trào thi đua “Đi trước, đón đầu, giữ vững an ninh”.', []),
    ('Huyện được tặng cờ “Đơn vị dẫn đầu phong trào bảo vệ an ninh Tổ quốc”.', []),
    ('Thông qua mô hình, nhân dân đã cung cấp 46 nguồn tin.', []),
    ('Việc xây dựng mô hình gắn với chương trình nông thôn mới.', []),
    ('Hiệu quả từ mô hình tự quản ở vùng cao.', []),
    ('Chị Hoa làm giàu từ mô hình VAC, nay là tổ trưởng tổ tự quản về an ninh.', []),
    ('Mô hình Tổ hợp tác trồng quế mang lại thu nhập cao cho xã an toàn.', []),
    ('Công an tỉnh triển khai Đề án Xây dựng “Bản biên giới không ma túy”.', []),
    ('Chỉ thị số 21-CT/TW, ngày 4/5/2020 của Ban Bí thư về “Tăng cường phòng, chống ma túy”; xã có mô hình.', []),
    ('Xã vận động bà con xây dựng “Gia đình văn hóa”, giữ an ninh trật tự, mô hình tự quản.', []),
    ('Bà con gọi “Đường dây nóng” của Công an xã để báo tin về mô hình.', []),
    ('Công an huyện phát động “Toàn dân giao nộp vũ khí, vật liệu nổ”, mô hình được khen.', []),
    ('Học sinh tham gia cuộc thi vẽ tranh “Công an trong mắt em”, mô hình vui.', []),
    ('Mô hình được nhiều người gọi vui là “lá chắn thép” giữa đại ngàn.', []),
    ('Anh Sơn, “hạt nhân” của mô hình, kể chuyện đi tuần.', []),
    ('Mấy năm trước xóm này là “điểm nóng” về ma túy, nay có mô hình nên yên.', []),
    ('Mô hình hoạt động theo nguyên tắc “tự nguyện, tự quản, tự chịu trách nhiệm”.', []),
    ('Lực lượng Công an “đi từng ngõ, gõ từng nhà” tuyên truyền mô hình.', []),
    ('Với cách làm “mưa dầm thấm lâu”, tổ đã hòa giải 12 vụ, mô hình lan rộng.', []),
    ('Mô hình giúp dân “an cư, lạc nghiệp”.', []),
    ('Nhờ mô hình, nạn “tín dụng đen” giảm hẳn.', []),
    ('Hội Phụ nữ tặng “Mái ấm tình thương” cho hội viên, xã có 3 mô hình an ninh.', []),
    ('Theo quy chế, ba hồi kẻng là “báo động cháy”, mô hình ai cũng nhớ.', []),
    ('Chủ đề năm nay là “Chung tay giữ bình yên thôn xóm” gắn với các mô hình.', []),
    ('Tập thể được tặng danh hiệu “Đơn vị tiên tiến” nhờ mô hình tự quản.', []),
    ('Công an xã có mô hình nào hay đều được nhân rộng.', []),
    ('Cô giáo mở lớp “Gieo chữ” ở bản, xã có mô hình an ninh.', []),
    ('“Không ai bị bỏ lại phía sau” là điều mà mô hình hướng tới.', []),
    ('Đây là năm thứ ba mô hình “đi vào lòng dân”.', []),
]  # fmt: skip


def models(text: str) -> list[str]:
    canonical = canonicalise(text).text
    return document_models(find_models(canonical, sentences(canonical), []))


@pytest.mark.parametrize(("text", "expected"), NO_NAMES)
def test_classes_praise_campaigns_and_other_senses_are_no_names(text: str, expected: list[str]) -> None:
    assert models(text) == expected
