"""Where a name without quotation marks goes on behind a word that would end most names.

A comma, "với" or "gắn với" ends a name as a rule: a count, a helper or a purpose follows. It does not where the name would be nothing but a
group of people ("Thanh niên | với văn hóa giao thông"), where two halves answer each other ("Hộ an toàn, | thôn bình yên"), where
semicolons part the names of a list anyway, and where a bracket with the short form closes it ("… (gọi tắt là …)").
"""

from __future__ import annotations

import re
from collections.abc import Callable

from extract.names import lexicon, senses

# The end of the phrase at an offset and why it ends, or None where nothing can begin there.
Bound = Callable[[int, int], "tuple[int, str] | None"]

_TOWARDS = re.compile(
    r"(?:với|vì|cùng)[ \u00a0]+(?!sự |mục tiêu|phương châm|tổng |tên |hình thức|nội dung|công an |quy mô|mức |số )(?=[^\W\d])"
)
# What a group of people does, with an object of its own: "Phụ nữ | giúp chồng con hoàn lương".
_DEED = re.compile(
    r"(?:giúp đỡ|giúp|kèm cặp|dìu dắt|nuôi dạy|nhận nuôi|tham gia|thực hiện|phối hợp|nhận|làm|giữ|vận động|dạy|cùng)[ \u00a0]+"
    r"(?!các |những |nhiều |một |mỗi |từng |cho |với )(?=[^\W\d])"
)
_KIN = re.compile(r"(?:con cháu|cháu con|con em|gia đình|dòng họ|họ hàng|ông bà|cha mẹ|vợ chồng)(?!\w)")
_TIED = re.compile(r"gắn (?:liền )?với[ \u00a0]+(?=[^\W\d])")
_COMMA = re.compile(r",[ \u00a0]+(?!(?:các |những |và )?(?:điểm )?mô hình(?!\w))(?=[^\W\d])")
_NEGATION = re.compile(r"không(?!\w)(?! chỉ| những| ngừng| thể)")
_SHORT_FORM = re.compile(
    r"[^.;:()“”\"\n]{1,80}?(?=[ \u00a0]*\((?:được )?(?:gọi|viết|tên|sau đây gọi)[ \u00a0]+(?:tắt|gọn|là))"
)
# A clause of its own stands between the name and the bracket.
_CLAUSE = re.compile(r"(?<!\w)(?:được|đã|có|là|tại|ở|của|do|từ|vừa|mới|đang|sẽ|ra mắt|hoạt động|\d+)(?!\w)")
_CLOSED = frozenset({";", "end", "("})
_ENDED = _CLOSED | {"place", "preposition", "predicate"}
_LONGEST_HALF = 6


class Continuation:
    """Tells for one text how far a name goes on.

    ``bound`` gives end and stop of the phrase that begins at an offset, without going on itself.
    """

    def __init__(self, text: str, low: str, bound: Bound) -> None:
        self._text = text
        self._low = low
        self._bound = bound

    def after(self, start: int, stop: int, limit: int, *, listed: bool) -> int | None:
        """The offset up to which the name from ``start`` goes on behind ``stop``, or None where it ends there.

        ``listed`` tells that semicolons part the names here.
        """
        if self._low[stop] == ",":
            end = self._second_half(start, stop, limit, listed=listed)
        else:
            end = self._behind_preposition(start, stop, limit, listed=listed)
        return end if end is not None else self._to_short_form(stop, limit)

    def _to_short_form(self, stop: int, limit: int) -> int | None:
        short = _SHORT_FORM.match(self._low, stop, limit)
        if short is None or _CLAUSE.search(self._low, stop, short.end()):
            return None
        return short.end()

    def _behind_preposition(self, start: int, stop: int, limit: int, *, listed: bool) -> int | None:
        bearer = senses.is_bearer(self._low[start:stop].rstrip())
        for pattern in (_DEED, _TOWARDS) if bearer else ():
            going_on = pattern.match(self._low, stop, limit)
            if going_on is not None:
                return going_on.end()
        tied = _TIED.match(self._low, stop, limit)
        if tied is not None:
            return self._nominal(tied.end(), limit, _ENDED)
        towards = _TOWARDS.match(self._low, stop, limit) if listed else None
        return self._nominal(towards.end(), limit, _CLOSED) if towards is not None else None

    def _second_half(self, start: int, stop: int, limit: int, *, listed: bool) -> int | None:
        """The end of the second half behind a comma: lower case behind a capital, ending in a word of praise or security."""
        comma = _COMMA.match(self._low, stop, limit)
        if comma is not None and _NEGATION.match(self._low, comma.end()) and "không" in self._low[start:stop]:
            # "không trộm cắp, | không ma túy"
            found = self._bound(comma.end(), limit)
            return found[0] if found else None
        if comma is None or not self._text[start].isupper() or not self._text[comma.end()].islower():
            return None
        right = comma.end()
        found = self._bound(right, limit)
        if found is None or found[1] not in _ENDED | {","}:
            return None
        end = found[0]
        praised = self._praised(right, end)
        if listed:
            fits = praised or senses.has_security(self._low[right:end])
            return end if fits and found[1] != "predicate" else None
        return (
            end if (praised or self._lawful(right, end)) and self._answers(start, stop, right, end) else None
        )

    def _answers(self, start: int, stop: int, right: int, end: int) -> bool:
        """Whether the two halves are about equally long, and the second begins as halves do."""
        begin = self._low.rfind(",", start, stop) + 1 or start
        left, behind = senses.syllables(self._low[begin:stop]), senses.syllables(self._low[right:end])
        if abs(left - behind) > 1 or not 2 < behind <= _LONGEST_HALF:
            return False
        return any(
            lexicon.phrase_at("models_names", key).match(self._low, right) for key in ("halves", "bearers")
        )

    def _lawful(self, right: int, end: int) -> bool:
        """A family, and a word of security at the end: "con cháu chấp hành pháp luật"."""
        security = lexicon.phrase_at_end("models_names", "security")
        return _KIN.match(self._low, right) is not None and security.search(self._low, right, end) is not None

    def _nominal(self, right: int, limit: int, stops: frozenset[str]) -> int | None:
        """The end of a noun phrase that begins and ends as parts of names do: "gắn với | biên giới bình yên"."""
        found = self._bound(right, limit)
        if found is None or found[1] not in stops or not self._praised(right, found[0]):
            return None
        half = lexicon.phrase_at("models_names", "halves").match(self._low, right)
        return found[0] if half or senses.has_start(self._low[right : found[0]]) else None

    def _praised(self, start: int, end: int) -> bool:
        return lexicon.phrase_at_end("models_names", "qualities").search(self._low, start, end) is not None
