"""Ages and terms, counted outside the decision tables.

Three ways to count, because the law has three:

- **age** (周岁): a year is full on the birthday itself. 民法典 第一千二百五十九条 lets 以上, 以下
  and 届满 include the number itself; on which day a year of age is full it does not say. Criminal
  law counts from the day after the birthday (法释〔2006〕1号 第二条); benefits are given from
  the birthday on, the reading that favours the citizen. The choice is ours.
- **term** (期间, e.g. 毕业2年内): the first day does not count, and the corresponding day is the
  last day of the term (民法典 第二百零一条、第二百零二条). So a year is over on the day after it.
- **calendar**: the difference of the years (出生当年或次年).

Without a corresponding day (29 February in a common year) the last day of the month is the last
day of the term (民法典 第二百零二条), so in the first two ways the year is full on 1 March.
"""

import calendar
import datetime as dt

ONE_DAY = dt.timedelta(days=1)


def full_months(since: dt.date, on: dt.date) -> int:
    """Whole months from a day to another; negative where `since` is in the future."""
    if on < since:
        return -full_months(on, since)
    last = _last_of_month(on)
    full_on = on.replace(day=since.day) if since.day <= last.day else last + ONE_DAY
    return _months_apart(since, on) - (on < full_on)


def full_years(since: dt.date, on: dt.date) -> int:
    """Whole years from a birth date to a day: full on the birthday itself."""
    months = full_months(since, on)
    return months // 12 if months >= 0 else -(-months // 12)


def years_over(since: dt.date, on: dt.date) -> int:
    """Terms of a year that are over: the corresponding day is still within the term. Negative
    where `since` is a year or more in the future."""
    if on < since:
        return full_years(since, on)
    last_day = on.replace(day=min(since.day, _last_of_month(on).day))
    return max(0, (_months_apart(since, on) - (on <= last_day)) // 12)


def calendar_years(since: dt.date, on: dt.date) -> int:
    """0 in the same calendar year, 1 in the next one."""
    return on.year - since.year


def days(since: dt.date, on: dt.date) -> int:
    """Days from one to the other; negative where `since` is in the future."""
    return (on - since).days


def _months_apart(since: dt.date, on: dt.date) -> int:
    return (on.year - since.year) * 12 + on.month - since.month


def _last_of_month(day: dt.date) -> dt.date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])
