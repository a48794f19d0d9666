"""Articles in other languages, or about something else, are marked."""

from __future__ import annotations

import pytest

from nightly.topic import topic_issues


@pytest.mark.parametrize(
    ("text", "language", "issues"),
    [
        ("Xã ra mắt mô hình “Tiếng kẻng an ninh”.", "vi", ()),
        ("TO TU QUAN CUA THON", None, ()),
        ("Đội tuyển thắng ba bàn trong hiệp hai.", "vi", ("off_topic",)),
        ("The commune launched a camera model.", "en", ("not_vietnamese",)),
        ("The team won the match.", "en", ("not_vietnamese", "off_topic")),
    ],
)
def test_language_and_topic_are_noted(text, language, issues):
    assert topic_issues("", text, language) == issues
