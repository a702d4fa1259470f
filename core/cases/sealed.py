"""The private side of a case: answers and people, sealed as JSON."""

import json
from dataclasses import dataclass
from typing import Any

from core.cases.models import CaseRow
from core.context import Core
from core.vault import rotation


@dataclass(frozen=True)
class Party:
    """Somebody named in a case. Private: never log it."""

    name: str
    id_number: str
    mobile: str | None = None


def seal_application(
    core: Core, row: CaseRow, owner: Party, beneficiary: Party, answers: dict[str, str]
) -> None:
    """Put who applies for whom, and with what answers, into a row that has its number."""
    people = {"owner": vars(owner), "beneficiary": vars(beneficiary)}
    row.sealed_people = _seal(core, people, _people(row))
    seal_answers(core, row, answers)


def seal_answers(core: Core, row: CaseRow, answers: dict[str, str]) -> None:
    """Replace the answers of a row."""
    row.sealed_answers = _seal(core, answers, _answers(row))


def open_answers(core: Core, row: CaseRow) -> dict[str, str]:
    """The answers by field id. The caller audits."""
    answers: dict[str, str] = json.loads(core.parts.cipher.open(row.sealed_answers, _answers(row)))
    return answers


def open_people(core: Core, row: CaseRow) -> tuple[Party, Party]:
    """Who applied, and who it is for. The caller audits."""
    people = json.loads(core.parts.cipher.open(row.sealed_people, _people(row)))
    return Party(**people["owner"]), Party(**people["beneficiary"])


def _seal(core: Core, data: Any, context: str) -> str:
    return core.parts.cipher.seal(json.dumps(data, ensure_ascii=False), context)


def _people(row: CaseRow) -> str:
    return f"cases.people:{row.number}"


def _answers(row: CaseRow) -> str:
    return f"cases.answers:{row.number}"


rotation.register(CaseRow, CaseRow.sealed_people, _people)
rotation.register(CaseRow, CaseRow.sealed_answers, _answers)
