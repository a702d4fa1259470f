"""The value of a field as a person reads it."""

import datetime as dt

from core.items.definition import FieldDefinition


def yuan(fen: int) -> str:
    """100050 -> 1,000.50元"""
    whole, rest = divmod(fen, 100)
    return f"{whole:,}.{rest:02d}元" if rest else f"{whole:,}元"


def in_words(field: FieldDefinition, value: str) -> str:
    """A stored value in words: the label of an option, yuan for fen, a day with its characters.

    A value from before the field had its type stays as it is.
    """
    try:
        return _in_words(field, value)
    except ValueError:
        return value


def _in_words(field: FieldDefinition, value: str) -> str:
    match field.type:
        case "choice":
            return next((one.label for one in field.options if one.value == value), value)
        case "yes_no":
            return {"yes": "是", "no": "否"}.get(value, value)
        case "money":
            return yuan(int(value))
        case "matter" | "record":
            return value.partition("|")[2] or value
        case "date":
            day = dt.date.fromisoformat(value)
            return f"{day.year}年{day.month}月{day.day}日"
        case "year_month":
            year, month = value.split("-")
            return f"{int(year)}年{int(month)}月"
    return value
