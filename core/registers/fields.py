"""The seven registers, what a record of each holds, and of which type."""

import datetime as dt
from typing import Any, Literal

from core.registers.interface import Record, RegisterUnavailable

Kind = type[str] | type[bool] | type[int] | type[list[Any]] | type[dt.date]
"""`date` is an ISO 8601 string."""

RegisterName = Literal[
    "population",
    "household",
    "education",
    "social_security",
    "marriage",
    "disability",
    "business",
]

FIELDS: dict[RegisterName, dict[str, Kind]] = {
    "population": {
        "name": str,
        "id_number": str,
        "sex": str,
        "birth_date": dt.date,
        "alive": bool,
        "mobile": str,
    },
    "household": {
        "city": str,
        "district": str,
        "street": str,
        "address": str,
        "registered_on": dt.date,
        "members": list,
        "minors": list,
    },
    "education": {
        "school": str,
        "degree": str,
        "full_time": bool,
        "graduated_on": dt.date,
        "certificate_number": str,
    },
    "social_security": {
        "insured": bool,
        "type": str,
        "months_in_shenzhen": int,
        "employer": str,
        "stopped_on": dt.date,
        "pension": bool,
        "pension_verified_on": dt.date,
        "unemployed_registered": bool,
    },
    "marriage": {"status": str, "spouse_id_number": str, "registered_on": dt.date},
    "disability": {"certificate_number": str, "level": int, "kind": str},
    "business": {
        "name": str,
        "credit_code": str,
        "kind": str,
        "state": str,
        "legal_person_id": str,
        "address": str,
        "registered_on": dt.date,
    },
}
"""Any of them may be None in a record: unknown."""


def conform(register: RegisterName, record: Record) -> Record:
    """Exactly the fields of the register: others are dropped, absent ones are None.

    Raises RegisterUnavailable, naming the field, where a value is of another type.
    """
    fields = FIELDS[register]
    for field, kind in fields.items():
        if not _is_a(record.get(field), kind):
            raise RegisterUnavailable(f"{register}: {field} is no {kind.__name__}")
    return {field: record.get(field) for field in fields}


def _is_a(value: Any, kind: Kind) -> bool:
    if value is None or kind is not dt.date:
        return value is None or type(value) is kind
    try:
        return isinstance(value, str) and bool(dt.date.fromisoformat(value))
    except ValueError:
        return False
