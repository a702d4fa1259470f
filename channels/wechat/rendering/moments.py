"""Moments (ISO 8601) as a citizen in Shenzhen reads them."""

import calendar
import datetime as dt

from channels.gateway.wire import Locale

SHENZHEN = dt.timezone(dt.timedelta(hours=8))
"""Its clocks know no summer time."""


def day_of(moment: str, locale: Locale) -> str:
    """2026年12月7日, 7 December 2026; what is no moment stays as it is."""
    there = _there(moment)
    return _day(there, locale) if there else moment


def minute_of(moment: str, locale: Locale) -> str:
    """2026年12月7日 14:05, 7 December 2026 14:05; what is no moment stays as it is."""
    there = _there(moment)
    return f"{_day(there, locale)} {there:%H:%M}" if there else moment


def _there(moment: str) -> dt.datetime | None:
    try:
        parsed = dt.datetime.fromisoformat(moment)
        aware = parsed if parsed.tzinfo else parsed.replace(tzinfo=SHENZHEN)
        return aware.astimezone(SHENZHEN)
    except (ValueError, OverflowError):
        return None


def _day(there: dt.datetime, locale: Locale) -> str:
    if locale == "en":
        return f"{there.day} {calendar.month_name[there.month]} {there.year}"
    return f"{there.year}年{there.month}月{there.day}日"
