"""Booking an appointment (预约): the matter, when, one of the free times, who comes."""

from pydantic import TypeAdapter

from core.appointments import service as appointments
from core.contract import BookingCreate, ServiceKind, SlotsFound
from core.drafts.state import Draft
from core.errands import times
from core.errands.base import Errand, Handed, Objection, id_of
from core.items.definition import FieldDefinition

DECIDES_TIME = {"matter", "way", "when"}
ONE_WAY = TypeAdapter[ServiceKind](ServiceKind)


class Book(Errand):
    """Fields `matter`, `way`, `when`, `slot`, `name`, `mobile`."""

    def shape(
        self, draft: Draft, values: dict[str, str], field: FieldDefinition
    ) -> FieldDefinition | None:
        if field.id != "slot" or "when" not in values:
            return field
        return times.with_times(field, self._found(draft))

    def settle(self, draft: Draft, changed: set[str]) -> None:
        """At a window unless another way was said; the one time that was meant needs no choice."""
        if "way" not in draft.values:
            draft.put("way", "window", "register")
        if changed & DECIDES_TIME and "slot" not in changed:
            draft.drop("slot")
        if {"matter", "when"} <= draft.values.keys() and "slot" not in draft.values:
            found = self._found(draft)
            if slot := times.the_one_meant(draft, found, draft.values["when"]):
                draft.put("slot", times.record(slot), "register")

    def objection(self, draft: Draft) -> Objection | None:
        if not {"matter", "when"} <= draft.values.keys() or "slot" in draft.values:
            return None
        found = self._found(draft)
        return None if found.slots else Objection(found.says, "when", ("when",))

    def about(self, draft: Draft) -> str | None:
        return id_of(draft.values["matter"]) if "matter" in draft.values else None

    def submit(self, draft: Draft, session: str, key: str) -> Handed:
        values = draft.values
        asked = BookingCreate(
            session=session,
            item=self.about(draft),
            title=values["matter"].partition("|")[2] or None,
            kind=ONE_WAY.validate_python(values.get("way", "window")),
            slot=id_of(values["slot"]),
            name=values.get("name"),
            mobile=values.get("mobile"),
            key=key,
        )
        booking = appointments.book(draft.core, asked)
        return Handed(booking.booking, {"booking": booking})

    def again(self, draft: Draft, number: str, session: str) -> Handed:
        return Handed(number, {"booking": appointments.one(draft.core, number, session)})

    def _found(self, draft: Draft) -> SlotsFound:
        values = draft.values
        kind = ONE_WAY.validate_python(values.get("way", "window"))
        return times.found(draft, self.about(draft), kind, values.get("when", ""))
