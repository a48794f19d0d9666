"""Names of models without quotation marks."""

from __future__ import annotations

import pytest

from extract.canonical import canonicalise
from extract.names import document_models, find_models
from extract.sentences import sentences

Case = tuple[str, list[str]]

UNQUOTED: list[Case] = [
    ("Để giữ yên khu trọ, phường lập mô hình câu lạc bộ nữ chủ nhà trọ; trộm cắp, tội phạm giảm.", ["câu lạc bộ nữ chủ nhà trọ"]),
    ("Mô hình khu, cụm công nghiệp an toàn về an ninh trật tự có 40 nhà máy.", ["khu, cụm công nghiệp an toàn về an ninh trật tự"]),
    ("Mô hình Đội xe ôm tự quản chở 30 cụ già miễn phí.", ["Đội xe ôm tự quản"]),
    ("Mô hình Tổ liên gia tự quản trồng các hàng cây ven đường.", ["Tổ liên gia tự quản"]),
    ("Mô hình camera an ninh ở khu 5 được khen.", ["camera an ninh"]),
    ("Mô hình Camera an ninh được triển khai đến các thôn.", ["Camera an ninh"]),
    ("Mô hình camera giám sát khu dân cư đã được lắp ở phường 7.", ["camera giám sát khu dân cư"]),
    ("Hiện mô hình Tổ tự quản về ANTT thôn Nà Pó có 9 thành viên.", ["Tổ tự quản về ANTT"]),
    ("Mô hình An ninh cơ sở (ANCS) ra mắt ở 4 xã; mô hình ANCS sẽ được nhân rộng.", ["An ninh cơ sở"]),
    ("Xã xây dựng mô hình điểm về an ninh cơ sở tại thôn Trung.", ["an ninh cơ sở"]),
    ("Mô hình an ninh cơ sở năm 2022 được công nhận ở 5 phường.", ["an ninh cơ sở"]),
    ("Mô hình dòng họ Giàng tự quản về an ninh trật tự ở xã Tả Phìn ra đời năm 2017.", ["dòng họ Giàng tự quản về an ninh trật tự"]),
    ("Ở bản Sín, Dòng họ Giàng tự quản về an ninh trật tự vẫn họp hằng quý.", ["Dòng họ Giàng tự quản về an ninh trật tự"]),
    ("Mô hình Đội xe ôm tự quản đón 30 người tham gia.", ["Đội xe ôm tự quản"]),
    ("Mô hình khu nhà trọ tự quản về ANTT của phường Linh Sơn gồm 12 dãy trọ.", ["khu nhà trọ tự quản về ANTT"]),
    ("Mô hình Điểm báo cháy đầu ngõ áp dụng ở 3 phường.", ["Điểm báo cháy đầu ngõ"]),
    ("Mô hình thôn, xóm không có tội phạm và tệ nạn xã hội phát huy hiệu quả.", ["thôn, xóm không có tội phạm và tệ nạn xã hội"]),
    ("Mô hình Cựu chiến binh với công tác bảo đảm ANTT được duy trì.", ["Cựu chiến binh với công tác bảo đảm ANTT"]),
    ("Mô hình camera an ninh kết hợp loa cảnh báo là cách làm mới.", ["camera an ninh kết hợp loa cảnh báo"]),
    ("Mô hình Hội đồng hương tự quản, do Công an xã hướng dẫn, có 40 hộ.", ["Hội đồng hương tự quản"]),
    ("Nhờ mô hình Tiếng kẻng an ninh mà trộm cắp giảm.", ["Tiếng kẻng an ninh"]),
    ("Mô hình cổng rào an ninh không chỉ đẹp mà còn hữu ích.", ["cổng rào an ninh"]),
    ("Cuối buổi lễ, xã ra mắt Câu lạc bộ Thanh niên phòng, chống tội phạm với 25 thành viên.",
     ["Câu lạc bộ Thanh niên phòng, chống tội phạm"]),
    ("Mô hình Tổ tự quản “6 trong 1” của xã Tam An giữ yên xóm làng.", ["6 trong 1"]),
    ("98 điểm mô hình khối, xóm, thôn, bản sạch về ma túy đã được lập.", ["khối, xóm, thôn, bản sạch về ma túy"]),
    ("Mô hình tổ công nhân vì môi trường xanh - tự quản về an ninh trật tự ra đời.",
     ["tổ công nhân vì môi trường xanh - tự quản về an ninh trật tự"]),
    ("Mô hình gặp gỡ, tuyên truyền, giáo dục người vi phạm pháp luật được 3 phường làm.",
     ["gặp gỡ, tuyên truyền, giáo dục người vi phạm pháp luật"]),
    ("Mô hình Zalo kết nối bình yên thu hút hàng nghìn người.", ["Zalo kết nối bình yên"]),
    ("Mô hình Xóm trọ bình yên tại tổ 4, phường Bắc Sơn.", ["Xóm trọ bình yên"]),
    ("Triển khai mô hình camera an ninh trên tất cả các tuyến đường.", ["camera an ninh"]),
    ("Mô hình Phụ nữ tham gia phòng, chống ma túy và tệ nạn xã hội, ra mắt tháng 3.",
     ["Phụ nữ tham gia phòng, chống ma túy và tệ nạn xã hội"]),
    ("Mô hình Trung tâm điều hành camera an ninh vận hành từ tháng 5.", ["Trung tâm điều hành camera an ninh"]),
    ("Người dân gọi mô hình Tổ hòa giải liên gia là chỗ dựa.", ["Tổ hòa giải liên gia"]),
    ("Sau 2 năm, mô hình Ngư dân tự quản vùng biển quy tụ 80 tàu cá.", ["Ngư dân tự quản vùng biển"]),
    ("Mô hình khu dân cư an toàn về an ninh trật tự góp phần kéo giảm tội phạm.", ["khu dân cư an toàn về an ninh trật tự"]),
    ("Ban chỉ đạo mô hình Cụm liên kết bảo đảm ANTT họp giao ban.", ["Cụm liên kết bảo đảm ANTT"]),
    ("Mô hình Tổ bảo vệ học đường tự quản của Trường THCS An Lạc được khen.", ["Tổ bảo vệ học đường tự quản"]),
    ("Đến nay mô hình Móc khóa tố giác tội phạm phủ khắp 12 ấp.", ["Móc khóa tố giác tội phạm"]),
    ('Công an xã đang duy trì các mô hình: Camera an ninh; Xóm đạo bình yên; Tổ tàu thuyền an toàn.', ['Camera an ninh', 'Xóm đạo bình yên', 'Tổ tàu thuyền an toàn']),
    ('Mô hình 2 không, 3 có về an ninh trật tự ra mắt tại bản.', ['2 không, 3 có về an ninh trật tự']),
    ('MÔ HÌNH CAMERA AN NINH PHÁT HUY HIỆU QUẢ\nTừ khi lắp camera, xóm yên.', ['CAMERA AN NINH']),
    ('Công an huyện chọn xã Tân Lập làm điểm xây dựng mô hình tổ tuần tra nhân dân trong năm 2024.', ['tổ tuần tra nhân dân']),
    ('Từ tháng 3, mô hình Tiếng loa an ninh phát 2 buổi mỗi ngày.', ['Tiếng loa an ninh']),
    ('Bên cạnh mô hình Camera an ninh, Công an phường còn lập nhóm Zalo để nhận tin báo.', ['Camera an ninh']),
    ('Ngoài ra, xã còn có mô hình Đội dân phòng xung kích với 15 người, mô hình Cổng trường an toàn giao thông và mô hình Ánh sáng đường quê.', ['Đội dân phòng xung kích', 'Cổng trường an toàn giao thông', 'Ánh sáng đường quê']),
    ('Hai mô hình Khu nhà trọ an toàn và Doanh nghiệp tự quản về ANTT được nhân ra 9 phường.', ['Khu nhà trọ an toàn', 'Doanh nghiệp tự quản về ANTT']),
    ('Mô hình Câu lạc bộ Cựu chiến binh tự quản ra đời năm 2020, đến nay Câu lạc bộ có 60 người.', ['Câu lạc bộ Cựu chiến binh tự quản']),
    ('Công an phường tham mưu thành lập Câu lạc bộ phòng, chống tội phạm với 30 hội viên.', ['Câu lạc bộ phòng, chống tội phạm']),
    ('Mô hình Phum Tà Dung an toàn về an ninh ra mắt.', ['Phum Tà Dung an toàn về an ninh']),
    ('Mô hình Tiếng mõ an ninh - Thôn xóm bình yên được treo biển.', ['Tiếng mõ an ninh - Thôn xóm bình yên']),
    ('Các mô hình như mô hình Tổ gác đêm tự quản, Tổ cứu hộ ven sông; Xóm làng an vui, gia đình hòa thuận được duy trì.', ['Tổ gác đêm tự quản', 'Tổ cứu hộ ven sông', 'Xóm làng an vui, gia đình hòa thuận']),
    ('Mô hình Tổ thuyền tự quản và đơn vị biên phòng ký giao ước.', ['Tổ thuyền tự quản']),
    ('Chợ huyện có 3 mô hình tốt như: tổ tiểu thương, xe ba gác tự quản về trật tự; loa an ninh khu chợ; đội chữa cháy tình nguyện.', ['tổ tiểu thương, xe ba gác tự quản về trật tự', 'loa an ninh khu chợ', 'đội chữa cháy tình nguyện']),
    ('Mô hình Hai biết, ba giữ không ma túy đón đoàn tham quan.', ['Hai biết, ba giữ không ma túy']),
]  # fmt: skip


def models(text: str) -> list[str]:
    canonical = canonicalise(text).text
    return document_models(find_models(canonical, sentences(canonical), []))


@pytest.mark.parametrize(("text", "expected"), UNQUOTED)
def test_unquoted_name_ends_before_predicate_and_place(text: str, expected: list[str]) -> None:
    assert models(text) == expected
