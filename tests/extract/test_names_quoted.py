"""Quoted names of models: styles of quotation marks, the words around, enumerations."""

from __future__ import annotations

import pytest

from extract.canonical import canonicalise
from extract.names import document_models, find_models
from extract.sentences import sentences

Case = tuple[str, list[str]]

QUOTED: list[Case] = [
    ("Xã vừa ra mắt mô hình “Tiếng mõ báo yên” tại thôn Đông.", ["Tiếng mõ báo yên"]),
    ('Xã vừa ra mắt mô hình "Tiếng mõ báo yên" tại thôn Đông.', ["Tiếng mõ báo yên"]),
    ("Xã vừa ra mắt mô hình ‘Tiếng mõ báo yên’ tại thôn Đông.", ["Tiếng mõ báo yên"]),
    ("Xã vừa ra mắt mô hình 'Tiếng mõ báo yên' tại thôn Đông.", ["Tiếng mõ báo yên"]),
    ("Xã vừa ra mắt mô hình «Tiếng mõ báo yên» tại thôn Đông.", ["Tiếng mõ báo yên"]),
    ("Xã vừa ra mắt mô hình „Tiếng mõ báo yên“ tại thôn Đông.", ["Tiếng mõ báo yên"]),
    ("Xã vừa ra mắt mô hình ”Tiếng mõ báo yên” tại thôn Đông.", ["Tiếng mõ báo yên"]),
    ("Xã vừa ra mắt mô hình “Tiếng mõ báo yên’ tại thôn Đông.", ["Tiếng mõ báo yên"]),
    ("Huyện có 12 mô hình“Bến đò an toàn”đang hoạt động.", ["Bến đò an toàn"]),
    ("Duy trì các mô hình như: Bến đò an toàn”; “Xóm trọ bình yên”.", ["Bến đò an toàn", "Xóm trọ bình yên"]),
    ("Phường triển khai mô hình “Tổ dân phố không ma túy, được bà con hưởng ứng.", ["Tổ dân phố không ma túy"]),
    ("Xã có mô hình “Cổng làng ‘bình yên’ vùng giáo” từ năm 2019.", ["Cổng làng bình yên vùng giáo"]),
    ("“Mô hình “Loa an ninh” giúp bà con nắm tin nhanh hơn”, trưởng xóm cho biết.", ["Loa an ninh"]),
    ("Đáng chú ý là “Mô hình Nhà trọ an toàn” ở khu công nghiệp.", ["Nhà trọ an toàn"]),
    ("Mô hình điểm “Chợ an toàn cháy nổ” được chọn ở chợ Cầu.", ["Chợ an toàn cháy nổ"]),
    ("Xã lập mô hình bảo đảm ANTT mang tên “Ba cùng, hai biết”.", ["Ba cùng, hai biết"]),
    ("Mô hình có tên gọi “4 tự, 3 phòng” do Công an xã tham mưu.", ["4 tự, 3 phòng"]),
    ("Mô hình “3+1” của phường giúp người lầm lỗi có việc làm.", ["3+1"]),
    ("Mô hình: “Ngõ phố sáng đèn, an toàn giao thông” ra mắt hôm qua.", ["Ngõ phố sáng đèn, an toàn giao thông"]),
    ("Câu lạc bộ “Hoàn lương” của xã có 15 thành viên từng lầm lỗi.", ["Hoàn lương"]),
    ("Xã ra mắt “Câu lạc bộ Nữ chủ nhà trọ tự quản”.", ["Câu lạc bộ Nữ chủ nhà trọ tự quản"]),
    ("Tổ tuần tra “Đêm yên” hoạt động từ 22 giờ, bảo vệ xóm làng.", ["Đêm yên"]),
    ("Tại đây, “Hàng rào an ninh” được duy trì, trộm cắp giảm hẳn.", ["Hàng rào an ninh"]),
    ("“Bãi biển an toàn” là mô hình của Công an phường Bãi Sậy.", ["Bãi biển an toàn"]),
    ("“Cụm cư xá an toàn PCCC” và “Vòi nước chữa cháy đầu hẻm” là hai mô hình mới.",
     ["Cụm cư xá an toàn PCCC", "Vòi nước chữa cháy đầu hẻm"]),
    ("35 thôn thực hiện “Tiếng loa chiều” để nhắc nhở phòng trộm, theo mô hình của huyện.", ["Tiếng loa chiều"]),
    ("Phong trào “Đèn sáng ngõ xóm, lòng dân bình yên” lan khắp xã.", ["Đèn sáng ngõ xóm, lòng dân bình yên"]),
    ("Xã triển khai mô hình “Móc chìa khóa báo tin tố giác tội phạm” (gọi tắt là “Móc khóa báo tin”).",
     ["Móc chìa khóa báo tin tố giác tội phạm"]),
    ('Đồng chí Trưởng Công an xã cho biết thêm, mô hình “Tổ phụ nữ tự quản” hoạt động tốt.', ['Tổ phụ nữ tự quản']),
    ('Đại úy Nam nhấn mạnh: “Mô hình “Xóm không khóa cửa” giúp bà con gắn bó hơn”.', ['Xóm không khóa cửa']),
    ('Mô hình Camera an ninh - “mắt thần” của phố núi.', ['Camera an ninh']),
    ('Phường xây dựng 02 mô hình: “Khu phố không rác”, “Khu phố không tội phạm”.', ['Khu phố không rác', 'Khu phố không tội phạm']),
    ('Tiêu biểu là: Mô hình “Bản không ma túy” của bản Huổi; mô hình “Họ Vàng nói không với ma túy” của xã Sín Chải.', ['Bản không ma túy', 'Họ Vàng nói không với ma túy']),
    ('Tổ chức lễ ra mắt mô hình điểm “Tổ liên gia an toàn PCCC”, “Điểm chữa cháy công cộng” tại tổ 5.', ['Tổ liên gia an toàn PCCC', 'Điểm chữa cháy công cộng']),
    ('Phong trào “Toàn dân bảo vệ ANTQ” ở xã có nhiều mô hình như “Ba trong một”, “Năm có”.', ['Ba trong một', 'Năm có']),
    ('Với phương châm “phòng là chính”, mô hình “Nhà an toàn” được bà con hưởng ứng.', ['Nhà an toàn']),
    ('Mô hình “Công dân số - An ninh số” ra mắt.', ['Công dân số - An ninh số']),
    ('Xã thành lập “Câu lạc bộ phòng, chống tội phạm” với 30 hội viên.', ['Câu lạc bộ phòng, chống tội phạm']),
    ('Đến nay, toàn xã có 12/12 thôn xây dựng mô hình “Thôn sáng - xanh - sạch - an toàn”.', ['Thôn sáng - xanh - sạch - an toàn']),
    ('Thực hiện Chỉ thị 09, xã duy trì “Tiếng kẻng an ninh” từ năm 2012.', ['Tiếng kẻng an ninh']),
    ('Thực hiện Đề án 06, Công an xã ra mắt “Tổ công nghệ số vì an ninh”.', ['Tổ công nghệ số vì an ninh']),
    ('Các mô hình của xã gồm:\n- “Chợ đêm yên”: 2 điểm\n- “Bến phà sáng”: 1 điểm', ['Chợ đêm yên', 'Bến phà sáng']),
    ('Xã có các mô hình: Quản lý con em, không vi phạm pháp luật” ở thôn 3; mô hình “dạy nghề cho người chấp hành xong án phạt tù và mô hình “camera an ninh” ở thôn 5.', ['Quản lý con em, không vi phạm pháp luật', 'dạy nghề cho người chấp hành xong án phạt tù', 'camera an ninh']),
    ('“Lưới an ninh ngõ nhỏ” của phường đã có 40 hộ vào tổ, là mô hình tự nguyện.', ['Lưới an ninh ngõ nhỏ']),
    ('Hội Nông dân có mô hình "Tổ giữ đồng tự quản", Đội đèn pin tuần tra đêm" của ấp với 12 người.', ['Tổ giữ đồng tự quản', 'Đội đèn pin tuần tra đêm']),
]  # fmt: skip

LISTS: list[Case] = [
    ("Nổi bật là các mô hình “Xóm đạo yên vui”, “Đội thuyền đoàn kết” và “Chùa tinh tấn, an toàn”.",
     ["Xóm đạo yên vui", "Đội thuyền đoàn kết", "Chùa tinh tấn, an toàn"]),
    ("Toàn huyện có 9 mô hình, gồm: “Bản không ma túy” tại xã Nậm Cắt; “Dòng họ Lò tự quản” ở xã Pa Mung, “Ngã ba an toàn” (thị trấn Mường Lan).",
     ["Bản không ma túy", "Dòng họ Lò tự quản", "Ngã ba an toàn"]),
    ("Nhiều mô hình ra đời. Tiêu biểu như: “Ánh đèn đêm”, “Tổ xe thồ tự quản”…", ["Ánh đèn đêm", "Tổ xe thồ tự quản"]),
    ("Các mô hình được nhân rộng như “Xã không pháo”, “Trường học nói không với bạo lực”... đều có kết quả.",
     ["Xã không pháo", "Trường học nói không với bạo lực"]),
    ("Hội Nông dân có “Nông dân với pháp luật”, “Đồng ruộng yên bình”; Hội Phụ nữ có “Gia đình không tội phạm” – đều là mô hình của xã.",
     ["Nông dân với pháp luật", "Đồng ruộng yên bình", "Gia đình không tội phạm"]),
    ("Xã duy trì mô hình Tiếng kẻng vùng biên, Camera an ninh và Tổ tự quản đường biên.",
     ["Tiếng kẻng vùng biên", "Camera an ninh", "Tổ tự quản đường biên"]),
    ("Các mô hình điển hình như Ánh sáng vùng biên, Hòm thư tố giác tội phạm, Tổ an ninh xung kích được bà con ủng hộ.",
     ["Ánh sáng vùng biên", "Hòm thư tố giác tội phạm", "Tổ an ninh xung kích"]),
    ("Có thể kể đến mô hình Tổ dân phố, khu phố không có ma túy; Giáo dục, giúp đỡ người lầm lỗi; Đội tuần tra, canh gác rừng.",
     ["Tổ dân phố, khu phố không có ma túy", "Giáo dục, giúp đỡ người lầm lỗi", "Đội tuần tra, canh gác rừng"]),
    ("Huyện có 6 mô hình, gồm: mô hình bến thuyền an toàn ở xã Hải Đông; tiếng loa an ninh thôn Bắc, xã Hải Tây; con đường hoa tự quản xã Hải Nam.",
     ["bến thuyền an toàn", "tiếng loa an ninh", "con đường hoa tự quản"]),
    ("Các mô hình được duy trì, như: xóm trọ tự quản; tổ lái đò tự quản về an toàn; đội tuần tra an ninh vùng bãi.",
     ["xóm trọ tự quản", "tổ lái đò tự quản về an toàn", "đội tuần tra an ninh vùng bãi"]),
    ("Thành phố xây dựng 10 mô hình, gồm: 4 mô hình kiểu mẫu về an ninh trật tự; 3 mô hình khu phố không có tội phạm; 3 tuyến đường an toàn giao thông.",
     ["khu phố không có tội phạm"]),
    ("Quận ra mắt 2 mô hình tổ liên gia PCCC và Đội chữa cháy tình nguyện.", ["tổ liên gia PCCC", "Đội chữa cháy tình nguyện"]),
    ("Xã nhân rộng mô hình tổ liên gia an toàn phòng cháy, chữa cháy và điểm chữa cháy công cộng ở các hẻm.",
     ["tổ liên gia an toàn phòng cháy, chữa cháy", "điểm chữa cháy công cộng"]),
    ("Mô hình “Hẻm an toàn” và mô hình “Chung cư xanh, an ninh” được khen.", ["Hẻm an toàn", "Chung cư xanh, an ninh"]),
    ("Ngoài mô hình “Xe ôm an toàn”, còn có “Taxi nghĩa tình, phòng chống tội phạm”.",
     ["Xe ôm an toàn", "Taxi nghĩa tình, phòng chống tội phạm"]),
    ("Có 21 mô hình “Dòng họ hiếu thuận, an toàn”, 18 mô hình “Kẻng đêm”, 7 xã thực hiện “Bình yên ngõ xóm”.",
     ["Dòng họ hiếu thuận, an toàn", "Kẻng đêm", "Bình yên ngõ xóm"]),
]  # fmt: skip


def models(text: str) -> list[str]:
    canonical = canonicalise(text).text
    return document_models(find_models(canonical, sentences(canonical), []))


@pytest.mark.parametrize(("text", "expected"), QUOTED)
def test_quoted_name_is_found(text: str, expected: list[str]) -> None:
    assert models(text) == expected


@pytest.mark.parametrize(("text", "expected"), LISTS)
def test_every_name_of_an_enumeration_is_found(text: str, expected: list[str]) -> None:
    assert models(text) == expected
