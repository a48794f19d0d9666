"""Dates as Vietnamese news sites print them."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

VIETNAM = timezone(timedelta(hours=7))
_WEEKDAYS = ("Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ Nhật")


def weekday(published: str) -> str:
    """The day of the week: “Thứ Năm”."""
    return _WEEKDAYS[datetime.fromisoformat(published).weekday()]


def day(published: str) -> str:
    """Day, month, year: “15/06/2023”."""
    return datetime.fromisoformat(published).strftime("%d/%m/%Y")


def clock(published: str) -> str:
    """Hours and minutes: “16:21”."""
    return datetime.fromisoformat(published).strftime("%H:%M")
