"""Counted things: a number, the noun phrase it counts, and how exact it is.

Every count of a text is found here; which of them a fact may be made of is decided in `extract.facts`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from extract.lexicon import load
from extract.masks import Mask, masked
from extract.numerals import Numeral, find_numerals
from extract.records import Qualifier, Quantity, Segment
from extract.units import UnitPhrase, known_noun_at, unit_at

_QUALIFIERS = load("qualifiers")
_AFTER = {
    qualifier: tuple(" " + word for word in _QUALIFIERS.words(f"{qualifier.value}.after"))
    for qualifier in (Qualifier.AT_LEAST,)
}
_PREPOSITIONS = frozenset(_QUALIFIERS.words("lists.prepositions"))
_LARGE_ANYWAY = 30  # “trên 14 tuyến đường” is on 14 roads, “trên 80 hộ” more than 80 households
_SPATIAL = frozenset({"place", "point"})
_CURRENCY = re.compile(
    r"\s?(?:đồng|VNĐ|VND|vnđ|vnd|đ|USD|usd|đô la)(?![\w])(?!\s+(?:chí|bào|đội|thời|loạt|thuận|hồ))"
)
_BIG_MONEY = re.compile(r"(?:triệu|tỷ|tỉ)\Z")
_ENDS_PHRASE = re.compile(r"\s?(?:[.,;:)/”\"…]|$|để|cho|trong|mua|lắp|từ|do|của|tiền|vào|và|xây|trở)")
_BESIDE = re.compile(r"\s?(?:,|và|cùng|với|, cùng)\s")  # “bảy xã và một thị trấn”
# “mỗi ngõ có một tổ tự quản”: behind “each” an article counts.
_EACH = re.compile(r"(?<!\w)[Mm]ỗi\s[^.;,]{2,40}\s(?:có|đặt|lập|trang bị|gồm|xây dựng|thành lập)\s+$")
_EACH_REACH = 60
_REACH = 120
_ELLIPSIS_REACH = 70
_PART_BEFORE = re.compile(r"(?:,|;|(?<!\w)(?:và|trong đó|trong đó có|giữ lại|còn lại|còn))\s*$")
_PART_BEHIND = re.compile(
    r"\s+(?:ở|tại|thuộc|khá|tốt|trung bình|yếu|kém|xuất sắc|loại|đạt|hoạt động|được|mới|bị)(?!\w)"
)
_REST_BEFORE = re.compile(r"(?<!\w)(?:giữ lại|còn lại|còn|chỉ còn)\s*$")
# “…, kế đến là Trung Kiên 71”, “riêng xã Sơn Dung có 4”, “Sông Hinh: 4”: a name before the number, the end of the item behind it.
_PLACE_BEFORE = re.compile(
    r"(?:^|[,;:.(]|(?<!\w)(?:và|là|trong đó|riêng|còn))\s*(?:(?:kế đến là|nhiều nhất là|trong đó|riêng|tiếp đến là|là|tại|ở|TP|TX|thị trấn|xã|phường|huyện|thị xã|thành phố|quận)\.?\s+)*"
    r"[A-ZÀ-ỸĐ][^\W\d_]*(?:\s[A-ZÀ-ỸĐ][^\W\d_]*){1,3}\s*(?:có|:|được)?\s*$"
)
_ITEM_BEHIND = re.compile(r"\s*(?:[.,;)…]|và(?!\w)|$)")
_GOES_ON = re.compile(r"\s*(?:Trong đó|Cụ thể|Gồm)(?!\w)")
_INVERTED = re.compile(r"(?<!\w)(?:tổng số|số lượng|số)\s+(?:các\s+)?(?!\d)", re.IGNORECASE)
_INVERTED_REACH = 90  # characters between “số” and its number
_INVERTED_GAP = re.compile(
    r"[^.;:\d]{0,60}?(?<!\w)(?:là|lên|lên đến|lên tới|tới|còn|đạt|từ|từ \d[\d.]* lên|xuống còn|tăng lên)\s+(?:hơn |trên |gần |khoảng )?"
)
_INVERTED_BEHIND = re.compile(r"\s*(?:[.,;)…]|và(?!\w)|lên(?!\w)|vào cuối(?!\w)|$)")
_END_BEHIND = re.compile(r"\s*(?:[.;,]|$)")


def find_quantities(text: str, sentences: Sequence[Segment], masks: Sequence[Mask]) -> list[Quantity]:
    """The counts of a canonical text, in order.

    Flags: ``number_word`` (the number is written in words), ``unknown_unit`` (the noun is not in the lexicon), ``implied_currency``
    (“30 triệu” without đồng), ``quoted_unit`` (the noun stands in quotation marks), ``elliptical`` (the noun is that of the count before), ``inverted`` (the noun stands before the number).
    """
    ends = [sentence.end for sentence in sentences]
    found: list[Quantity] = []
    for numeral in find_numerals(text, masks):
        at = bisect_right(ends, numeral.start)
        limit = min(ends[at] if at < len(ends) else len(text), numeral.end + _REACH)
        if numeral.form == "article" and not (
            (found and _BESIDE.fullmatch(text, found[-1].end, numeral.start))
            or _EACH.search(text, max(0, numeral.start - _EACH_REACH), numeral.start)
        ):
            continue
        if numeral.value == 0:
            continue  # “camera 0 đồng”, “xã 0 ma túy”: a slogan
        quantity = (
            _money(text, numeral)
            or _elliptical(text, numeral, found, ends[at - 1] if at else 0)
            or _inverted(text, numeral, ends[at - 1] if at else 0)
            or _count(text, numeral, limit, masks)
        )
        if quantity is not None:
            found.append(quantity)
    return found


def _money(text: str, numeral: Numeral) -> Quantity | None:
    match = _CURRENCY.match(text, numeral.end)
    if match is not None:
        written = match.group().strip()
        unit = "đồng" if written.lower() in ("đồng", "đ", "vnđ", "vnd") else written.lower()
        start = match.end() - len(written)
        return _quantity(numeral, UnitPhrase(start, match.end(), unit, "money", known=True))
    big = numeral.form == "figures" and _BIG_MONEY.search(text, numeral.start, numeral.end)
    if big and _ENDS_PHRASE.match(text, numeral.end):
        unit_phrase = UnitPhrase(numeral.end, numeral.end, "đồng", "money", known=True)
        return _quantity(numeral, unit_phrase, ("implied_currency",))
    return None


def _count(text: str, numeral: Numeral, limit: int, masks: Sequence[Mask]) -> Quantity | None:
    following = text[numeral.end : numeral.end + 1]
    if following != " " and not following.islower():
        return None
    unit = unit_at(text, numeral.end, limit)
    if unit is None or masked(masks, unit.start, unit.start + 1):
        return None
    flags = []
    if not unit.known:
        if numeral.form in ("words", "article") or _looks_like_a_label(text, numeral):
            return None
        flags.append("unknown_unit")
    if numeral.form in ("words", "article"):
        flags.append("number_word")
    if text[unit.start - 1] in "\"“”‘'":
        flags.append("quoted_unit")
    return _quantity(numeral, unit, tuple(flags), text)


def _elliptical(
    text: str, numeral: Numeral, found: Sequence[Quantity], sentence_start: int
) -> Quantity | None:
    """“22 mô hình, trong đó 15 mô hình ở khu dân cư, 4 ở trường học”: a part counted without its noun.

    Only behind a count that it can be a part of, of the same sentence or of the one that “Trong đó” goes on from, between words that
    mark a part: “đông nhất là Trung Kiên 71, Thới Thuận 64”.
    """
    if numeral.form != "figures" or not found:
        return None
    whole = found[-1]
    if whole.start < sentence_start and not _GOES_ON.match(text, sentence_start, numeral.start):
        return None
    if whole.unit_class in {"money", "duration"} or numeral.start - whole.end > _ELLIPSIS_REACH:
        return None
    before = text[whole.end : numeral.start]
    if not (
        (_PART_BEFORE.search(before) and _PART_BEHIND.match(text, numeral.end))
        or (_REST_BEFORE.search(before) and _END_BEHIND.match(text, numeral.end))
        or (_PLACE_BEFORE.search(before) and _ITEM_BEHIND.match(text, numeral.end))
    ):
        return None
    unit = UnitPhrase(numeral.end, numeral.end, whole.unit, whole.unit_class, known=True)
    return _quantity(numeral, unit, ("elliptical",), text)


def _inverted(text: str, numeral: Numeral, sentence_start: int) -> Quantity | None:
    """“nâng tổng số mô hình toàn huyện lên 47”, “số hộ tham gia là 14.300”, “số tổ tăng từ 3 lên 11”: the noun before the number."""
    if numeral.form != "figures" or not _INVERTED_BEHIND.match(text, numeral.end):
        return None
    start = max(sentence_start, numeral.start - _INVERTED_REACH)
    leads = list(_INVERTED.finditer(text, start, numeral.start))
    if not leads:
        return None
    lead = leads[-1]
    noun = known_noun_at(text, lead.end(), numeral.start)
    if noun is None or not _INVERTED_GAP.fullmatch(text, noun.end, numeral.start):
        return None
    unit = unit_at(text, lead.end(), numeral.start) or noun
    behind = UnitPhrase(numeral.end, numeral.end, unit.name, unit.unit_class, known=True)
    return _quantity(numeral, behind, ("inverted",), text)


def _looks_like_a_label(text: str, numeral: Numeral) -> bool:
    """A number at the beginning of a line or of a quotation (“4 an toàn”) or behind a name: its follower need not be a noun."""
    before = text[max(0, numeral.start - 24) : numeral.start].rstrip(" ")
    if not before or before.endswith(("\n", "“", "‘", '"', "'", "«")):
        return True
    last = before.rpartition(" ")[2]
    return (
        numeral.qualifier_word is None
        and last[:1].isupper()
        and last.isalpha()
        and not last.isupper()
        and " " in before
    )


def _quantity(numeral: Numeral, unit: UnitPhrase, flags: tuple[str, ...] = (), text: str = "") -> Quantity:
    qualifier, start = numeral.qualifier, numeral.qualifier_start
    if (
        numeral.qualifier_word in _PREPOSITIONS
        and unit.unit_class in _SPATIAL
        and numeral.value < _LARGE_ANYWAY
    ):
        qualifier, start = Qualifier.EXACT, numeral.start
    end = max(unit.end, numeral.end)
    for after, words in _AFTER.items():
        for word in words:
            if text.startswith(word, end):
                qualifier, end = after, end + len(word)
    return Quantity(
        start=start,
        end=end,
        number_start=numeral.start,
        number_end=numeral.end,
        value=numeral.value,
        value_max=numeral.value_max,
        qualifier=qualifier,
        unit=unit.name,
        unit_start=unit.start,
        unit_end=unit.end,
        unit_class=unit.unit_class,
        of_total=numeral.of_total,
        flags=flags,
    )
