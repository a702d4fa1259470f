"""A draft while it is worked on: its row, its definition, its answers opened, who is signed in."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import select

from core.context import Core
from core.contract import ASSURANCE_ORDER, Assurance
from core.drafts.models import AnswerRow, DraftRow, StepRow
from core.identity.service import SignedIn
from core.items.definition import ItemDefinition
from core.vault import rotation

Source = Literal["typed", "sign_in", "register"]
SOURCES: dict[str, Source] = {"sign_in": "sign_in", "register": "register"}


@dataclass
class Answer:
    """One opened answer; `value` is None where the field was skipped."""

    value: str | None
    source: Source
    position: int


@dataclass
class LookedUp:
    """What came of looking into one register: for whom (digest) and whether there is a record."""

    key: str
    record: bool


class Draft:
    """A draft in one call. Holds private values: never log it."""

    def __init__(self, core: Core, row: DraftRow, definition: ItemDefinition) -> None:
        self.core, self.row, self.definition = core, row, definition
        self.person: SignedIn | None = None
        self.found: dict[str, Any] = {}
        """What an errand asked of other modules in this call, by its own names."""
        self._rows = {
            one.field: one
            for one in core.db.scalars(select(AnswerRow).where(AnswerRow.draft_id == row.id))
        }
        self.answers = {field: self._opened(one) for field, one in self._rows.items()}
        self.registers = self._opened_registers()

    @property
    def values(self) -> dict[str, str]:
        """All filled fields and papers, with for_whom where only one answer is possible."""
        fixed = (
            {"for_whom": self.definition.for_whom[0]} if len(self.definition.for_whom) == 1 else {}
        )
        return fixed | {k: a.value for k, a in self.answers.items() if a.value is not None}

    @property
    def relation(self) -> str:
        return self.values.get("for_whom", "self")

    @property
    def locked(self) -> bool:
        """Somebody's, and they are not signed in (any more): nothing may be shown or changed."""
        return self.row.person is not None and self.person is None

    def put(self, field: str, value: str | None, source: Source = "typed") -> None:
        """Keep an answer; None = skipped."""
        row = self._rows.get(field)
        position = 1 + max((one.position for one in self._rows.values()), default=0)
        if row is None:
            row = AnswerRow(draft_id=self.row.id, field=field)
            self._rows[field] = row
            self.core.db.add(row)
        row.sealed = None
        if value is not None:
            row.sealed = self.core.parts.cipher.seal(value, answer_context(row))
        row.source, row.position, row.answered_at = source, position, self.core.now
        self.answers[field] = Answer(value, source, position)
        self.touch()

    def drop(self, field: str) -> None:
        """Forget an answer."""
        if (row := self._rows.pop(field, None)) is not None:
            self.core.db.delete(row)
            self.core.db.flush()
            del self.answers[field]
            self.touch()

    def keep_registers(self) -> None:
        """Store what was looked up."""
        kept = {name: [one.key, one.record] for name, one in self.registers.items()}
        context = registers_context(self.row)
        self.row.sealed_registers = self.core.parts.cipher.seal(json.dumps(kept), context)

    def touch(self) -> None:
        self.row.updated_at = self.core.now

    def _opened(self, row: AnswerRow) -> Answer:
        value = None
        if row.sealed is not None:
            value = self.core.parts.cipher.open(row.sealed, answer_context(row))
        return Answer(value, SOURCES.get(row.source, "typed"), row.position)

    def _opened_registers(self) -> dict[str, LookedUp]:
        if self.row.sealed_registers is None:
            return {}
        kept = self.core.parts.cipher.open(self.row.sealed_registers, registers_context(self.row))
        return {name: LookedUp(*one) for name, one in json.loads(kept).items()}


def needs_sign_in(definition: ItemDefinition) -> bool:
    """An application always; an errand where it says so."""
    return definition.kind == "application" or definition.assurance != "anonymous"


def least_assurance(definition: ItemDefinition) -> Assurance:
    """How sure a sign-in the matter needs. Who applies is always known somehow."""
    return "phone" if definition.assurance == "anonymous" else definition.assurance


def sure_enough(person: SignedIn, definition: ItemDefinition) -> bool:
    """Is this sign-in as sure as the matter needs?"""
    least = ASSURANCE_ORDER.index(least_assurance(definition))
    return ASSURANCE_ORDER.index(person.assurance) >= least


def digest_of(definition: ItemDefinition) -> str:
    return hashlib.sha256(definition.model_dump_json().encode()).hexdigest()


def answer_context(row: AnswerRow) -> str:
    """What an answer is sealed for."""
    return f"draft_answers:{row.draft_id}:{row.field}"


def registers_context(row: DraftRow) -> str:
    """What the look-ups of a draft are sealed for."""
    return f"drafts.registers:{row.id}"


def result_context(row: StepRow) -> str:
    """What the result of a step is sealed for."""
    return f"draft_steps:{row.draft_id}:{row.key_digest}"


rotation.register(StepRow, StepRow.sealed_result, result_context)
rotation.register(AnswerRow, AnswerRow.sealed, answer_context)
rotation.register(DraftRow, DraftRow.sealed_registers, registers_context)
