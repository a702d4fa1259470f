"""What an errand adds to its definition: what depends on other modules of core at the moment."""

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import Any

from core.contract import FieldView
from core.drafts.state import Draft
from core.items.definition import FieldDefinition


@dataclass(frozen=True)
class Objection:
    """Why the answers cannot stand. `drop` are forgotten and asked for again."""

    says: str
    field: str
    drop: tuple[str, ...]


@dataclass(frozen=True)
class Handed:
    """What came of handing in: its number, and the view by its name in a `StepResult`."""

    number: str
    view: dict[str, Any]


class Errand(ABC):
    """One object a kind, without state. A `record` is a value `<id>|<as it is shown>`."""

    def shape(
        self, draft: Draft, values: dict[str, str], field: FieldDefinition
    ) -> FieldDefinition | None:
        """The field as it is asked now, e.g. with the times that are free; None = not at all."""
        return field

    def settle(self, draft: Draft, changed: set[str]) -> None:  # noqa: B027  most need none
        """Fill what follows from the answers, forget what no longer fits them. `changed`: the
        fields just answered; none when the draft is opened."""

    def objection(self, draft: Draft) -> Objection | None:
        """What is wrong with the answers as a whole, asked after each was taken."""
        return None

    def read_back(self, draft: Draft, session: str) -> list[FieldView]:
        """Rows of the review beside the fields: what is to be paid, where to go."""
        return []

    def about(self, draft: Draft) -> str | None:
        """The matter that it is about."""
        return None

    @abstractmethod
    def submit(self, draft: Draft, session: str, key: str) -> Handed:
        """Hand in. The same key once more does nothing more."""

    @abstractmethod
    def again(self, draft: Draft, number: str, session: str) -> Handed:
        """What came of it, when it was handed in before."""


def id_of(record: str) -> str:
    return record.partition("|")[0]


def row(id: str, label: str, value: str) -> FieldView:
    """A row of the review that is not the citizen's to change."""
    return FieldView(id=id, label=label, value=value, source="register", editable=False)
