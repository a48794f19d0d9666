"""Publication dates: finding one in a line, and knowing a date line from a sentence with a date."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from crawler.article.blocks import squeeze
from crawler.article.names import read_names

VIET_NAM = timezone(timedelta(hours=7))
_FIRST_YEAR = 1998
_LONGEST_LINE = 160

_MONTHS = {
    "một": 1, "giêng": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4, "năm": 5, "sáu": 6, "bảy": 7, "bẩy": 7, "tám": 8,
    "chín": 9, "mười": 10, "mười một": 11, "mười hai": 12, "chạp": 12,
}  # fmt: skip
_MONTH = r"(?:\d{1,2}|mười\s+một|mười\s+hai|" + "|".join(word for word in _MONTHS if " " not in word) + ")"
_YEAR = r"(?:19|20)\d{2}"
_NUMERIC = rf"(?<![\d/.-])(?P<d1>\d{{1,2}})\s?(?P<sep>[/.-])\s?(?P<m1>\d{{1,2}})\s?(?P=sep)\s?(?P<y1>{_YEAR})(?!\d|/\d)"
_ISO = rf"(?<![\d/.-])(?P<y2>{_YEAR})[-/](?P<m2>\d{{1,2}})[-/](?P<d2>\d{{1,2}})(?!\d)"
_WORDS = rf"(?<!\d)(?P<d3>\d{{1,2}})\s+tháng\s+(?P<m3>{_MONTH}),?\s+(?:năm\s+)?(?P<y3>{_YEAR})(?!\d)"
_WORDPRESS = rf"tháng\s+(?P<m4>{_MONTH})\s+(?P<d4>\d{{1,2}}),\s*(?P<y4>{_YEAR})(?!\d)"
_ANY_YEAR = re.compile(_YEAR)
_DATE = re.compile("|".join((_NUMERIC, _ISO, _WORDS, _WORDPRESS)), re.IGNORECASE)

_CLOCK = r"(?P<h>[01]?\d|2[0-3])\s?(?::|h|g|giờ)\s?(?P<n>[0-5]\d)(?:\s?phút)?(?::[0-5]\d)?(?:\.\d+)?(?:\s?(?P<half>SA|CH|AM|PM)\b)?(?!\d)"
_WEEKDAY = r"(?:thứ\s+(?:hai|ba|tư|bốn|năm|sáu|bảy|bẩy|[2-7])|chủ\s+nhật|cn|t[2-7])"
_GLUE = rf"(?:[\s,;|()\[\]–-]|ngày|lúc|vào|{_WEEKDAY})*"
_BEFORE = re.compile(rf"(?<![\d:/.]){_CLOCK}{_GLUE}$", re.IGNORECASE)
_AFTER = re.compile(rf"^(?:T|{_GLUE}){_CLOCK}", re.IGNORECASE)
_ANY_CLOCK = re.compile(r"(?<!\d)(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?(?!\d)")
_UPDATED = re.compile(r"cập\s+nhật|sửa", re.IGNORECASE)
_LABEL = re.compile(
    rf"cập\s+nhật(?:\s+lần\s+cuối)?|đăng\s+(?:lúc|ngày|tải)|xuất\s+bản|ngày\s+(?:đăng|xuất\s+bản|cập\s+nhật|đưa\s+tin)|thời\s+gian(?:\s+đăng)?|đăng|"
    rf"lúc|ngày|vào|{_WEEKDAY}|giờ|publish(?:ed)?|posted(?:\s+on)?|[\[(]?\s*(?:gmt|utc)\s*\+?\s*0?7(?::00)?\s*[\])]?|(?:\+07:00)|\bz\b",
    re.IGNORECASE,
)
_TRAILER = re.compile(
    r"(?:lượt\s+(?:xem|đọc|truy\s+cập)|đã\s+xem|số\s+lần\s+xem|views?)\s*:?\s*[\d.,]*(?:\s*lần\b)?|[\d.,]+\s*(?:lượt\s+(?:xem|đọc)|views?|bình\s+luận|lượt)|chia\s+sẻ(?:\s+bài\s+viết)?|"
    r"\|\s*:?\s*[\d.,]+$|(?:nghe\s+)?đọc\s+(?:tin|bài)(?:\s+(?:này|viết))?|nghe\s+(?:tin|bài)|in\s+(?:bài|trang)(?:\s+(?:này|viết))?|bình\s+luận|\d+\s+bình\s+luận|xem\s+cỡ\s+chữ|cỡ\s+chữ|a\s*-\s+a\s+a\s*\+|a\s*-\s*a\s*\+?|google(?:\s+news)?|facebook|zalo|[:.|,;()\[\]/–—•-]",
    re.IGNORECASE,
)

_COUNTER = re.compile(r"\d{1,3}(?:[.,]\d{3})*|\d{1,7}")  # views behind an icon of an eye


@dataclass(frozen=True, slots=True)
class Stamp:
    """A day, with hour and minute where stated (Viet Nam time); ``start``/``end`` span it in its line."""

    day: str
    clock: str | None
    start: int
    end: int

    @property
    def value(self) -> str:
        """``YYYY-MM-DDTHH:MM`` or ``YYYY-MM-DD``."""
        return f"{self.day}T{self.clock}" if self.clock else self.day


@dataclass(frozen=True, slots=True)
class DateLine:
    """A line that says when, and sometimes who.

    ``rest`` is text that runs on after the date, ``updated`` tells that the line calls the date that of an update.
    """

    stamp: Stamp
    author: str | None = None
    rest: str = ""
    updated: bool = False


def find_stamp(text: str) -> Stamp | None:
    """The first full date of a text (day, month, four-digit year), with the time of day beside it.

    Two-digit years are not read: only page clocks print them.
    """
    if not _ANY_YEAR.search(text):  # most lines have none, and the patterns below take ten times as long
        return None
    for match in _DATE.finditer(text):
        day = _day(match)
        if day is None:
            continue
        before, after = _BEFORE.search(text[: match.start()]), _AFTER.search(text[match.end() :])
        if after and (before is None or text[match.end()] == "T"):
            return Stamp(day, _clock(after), match.start(), match.end() + after.end())
        if before:
            return Stamp(day, _clock(before), before.start(), match.end())
        return Stamp(day, None, match.start(), match.end())
    return None


def read_date_line(line: str) -> DateLine | None:
    """The date line in a line; None for a sentence or a list item that only mentions a date.

    A line has no blanks but single spaces between its words (`crawler.article.blocks.squeeze`). What is left of the line without the date, its labels, view counters and share labels must be nothing, or the
    authors: “Nhị Hà 18:07, 10/02/2023”.
    """
    stamp = find_stamp(line) if len(line) <= _LONGEST_LINE else None
    if stamp is None:
        return None
    before, after = (
        _strip(line[: stamp.start]),
        _strip(_ANY_CLOCK.sub(" ", _DATE.sub(" ", line[stamp.end :]))),
    )
    if stamp.clock and _COUNTER.fullmatch(after):
        after = ""
    updated = bool(_UPDATED.search(line[: stamp.start]))
    if not before and not after:
        return DateLine(stamp, updated=updated)
    if before and after:
        return None
    names = read_names(before or after)
    return DateLine(stamp, names, updated=updated) if names else None


def split_run_in(line: str) -> DateLine | None:
    """A date line that runs into the first sentence: “15:09 13/06/2025 PV. Sáng nay …”."""
    stamp = find_stamp(line)
    if stamp is None or stamp.clock is None or stamp.start > 12 or _strip(line[: stamp.start]):
        return None
    rest = line[stamp.end :].lstrip(" -–|,.:()[]")
    sign = re.match(r"(PV|CTV|BBT|P\.V)\s*[.:,–-]\s*(?=\S)", rest)
    if sign:
        return DateLine(stamp, sign[1], rest[sign.end() :])
    return DateLine(stamp, None, rest) if len(rest) > 40 else None


def strip_trailing_date(title: str) -> tuple[str, Stamp | None]:
    """A title without the date that stands in the same line after it, once or twice."""
    stamp = find_stamp(title)
    if stamp is None or stamp.start < 8 or _strip(_DATE.sub(" ", title[stamp.end :])):
        return title, None
    head = title[: stamp.start].rstrip()
    bare = head.rstrip(" (-–|,")
    # “… ngày 19/8/2023” is part of a title, “… 18/08/2025 (18/08/2025)” and “… 29/01/2025 15:51” are not.
    repeated = bool(_DATE.search(title[stamp.end :]))
    if not (stamp.clock or repeated) or re.search(
        r"\b(?:ngày|từ|đến|năm|sáng|chiều|tối)$", bare, re.IGNORECASE
    ):
        return title, None
    return bare, stamp


def from_iso(value: str) -> Stamp | None:
    """A machine-written time (JSON-LD, meta, ``<time datetime>``): an offset or Z is turned into Viet Nam time."""
    text = value.strip()
    try:
        moment = datetime.fromisoformat(text.replace("/", "-"))
    except ValueError:
        return find_stamp(text)
    if len(text) <= 10:
        return _checked(moment, None)
    if moment.tzinfo is not None:
        moment = moment.astimezone(VIET_NAM)
    return _checked(moment, f"{moment:%H:%M}")


def from_epoch(seconds: float) -> Stamp | None:
    """A time from seconds since 1970."""
    try:
        moment = datetime.fromtimestamp(seconds, tz=UTC).astimezone(VIET_NAM)
    except (OverflowError, OSError, ValueError):
        return None
    return _checked(moment, f"{moment:%H:%M}")


def finer(first: Stamp, second: Stamp | None) -> Stamp:
    """The first, unless the second names the same day and knows the time of day better."""
    if second is None or first.day != second.day or second.clock is None:
        return first
    return second if first.clock in {None, "00:00"} else first


def _checked(moment: datetime, clock: str | None) -> Stamp | None:
    return Stamp(f"{moment:%Y-%m-%d}", clock, 0, 0) if moment.year >= _FIRST_YEAR else None


def _day(match: re.Match[str]) -> str | None:
    groups = match.groupdict()
    number = next(number for number in "1234" if groups[f"y{number}"])
    month = re.sub(r"\s+", " ", groups[f"m{number}"].lower())
    try:
        moment = datetime(
            int(groups[f"y{number}"]),
            _MONTHS.get(month) or int(month),
            int(groups[f"d{number}"]),
            tzinfo=VIET_NAM,
        )
    except ValueError:
        return None
    return f"{moment:%Y-%m-%d}" if moment.year >= _FIRST_YEAR else None


def _clock(match: re.Match[str]) -> str:
    hour, half = int(match["h"]), (match["half"] or "").upper()
    if half in {"CH", "PM"} and hour < 12:
        hour += 12
    elif half in {"SA", "AM"} and hour == 12:
        hour = 0
    return f"{hour:02d}:{match['n']}"


def _strip(text: str) -> str:
    """What a date line holds besides date, labels and counters."""
    left = text
    views = re.search(r"\d+\s+lượt\s+xem.*$", left, re.IGNORECASE)
    if views:
        left = left[: views.start()]
    bare = _TRAILER.sub(" ", _LABEL.sub(" ", left))
    core = squeeze(bare)
    if not core or _COUNTER.fullmatch(core):
        return core
    # Something remains: give it back with its own punctuation, so that “A - B” stays two names.
    return squeeze(
        re.sub(
            r"^(?:[\s,;|:–-]|" + _LABEL.pattern + r")+|(?:[\s,;|:–-]|" + _LABEL.pattern + r")+$",
            "",
            left,
            flags=re.IGNORECASE,
        )
    )
