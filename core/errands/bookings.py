"""Moving or cancelling an appointment: which one is meant comes first."""

from core.appointments import service as appointments
from core.contract import BookingLookUp, BookingStep, BookingView, SlotsFound
from core.drafts.state import Draft
from core.errands import times
from core.errands.base import Errand, Handed, Objection, id_of
from core.items.definition import FieldDefinition, Option
from service.problems import ProblemError

PROOF = ("number", "tail")


class OfABooking(Errand):
    """Fields `booking` where some are known here, else `number` and `tail`, which prove it."""

    def shape(
        self, draft: Draft, values: dict[str, str], field: FieldDefinition
    ) -> FieldDefinition | None:
        known = self._known(draft)
        if field.id in PROOF:
            return None if known or "booking" in values else field
        if field.id == "booking":
            if not known and "booking" not in values:
                return None
            options = [
                Option(value=_record(one), label=_shown(one), also=[one.booking, one.title])
                for one in known
            ]
            return field.model_copy(update={"options": options})
        return field

    def settle(self, draft: Draft, changed: set[str]) -> None:
        known = self._known(draft)
        if "booking" not in draft.values and len(known) == 1:
            draft.put("booking", _record(known[0]), "register")

    def objection(self, draft: Draft) -> Objection | None:
        """Proves a booking that is not known here, and takes it."""
        values = draft.values
        if "booking" in values or not set(PROOF) <= values.keys():
            return None
        asked = BookingLookUp(
            session=draft.row.session, booking=values["number"], proof=values["tail"]
        )
        try:
            found = appointments.look_up(draft.core, asked)
        except ProblemError as error:
            return Objection(error.detail, "number", PROOF)
        if "cancel" not in found.powers:
            return Objection(f"这个预约{found.state_label}，不能再改。", "number", PROOF)
        draft.put("booking", _record(found), "register")
        return None

    def about(self, draft: Draft) -> str | None:
        number = id_of(draft.values.get("booking", ""))
        return next((one.item for one in self._known(draft) if one.booking == number), None)

    def again(self, draft: Draft, number: str, session: str) -> Handed:
        return Handed(number, {"booking": appointments.one(draft.core, number, session)})

    def _known(self, draft: Draft) -> list[BookingView]:
        if "bookings" not in draft.found:
            mine = appointments.mine(draft.core, draft.row.session)
            draft.found["bookings"] = [one for one in mine if one.state == "booked"]
        known: list[BookingView] = draft.found["bookings"]
        return known


class CancelBooking(OfABooking):
    """Read back, then cancelled."""

    def submit(self, draft: Draft, session: str, key: str) -> Handed:
        number = id_of(draft.values["booking"])
        step = BookingStep(session=session, do="cancel", key=key)
        return Handed(number, {"booking": appointments.step(draft.core, number, step)})


class MoveBooking(OfABooking):
    """Fields `when` and `slot` besides."""

    def shape(
        self, draft: Draft, values: dict[str, str], field: FieldDefinition
    ) -> FieldDefinition | None:
        if field.id == "slot" and {"booking", "when"} <= values.keys():
            return times.with_times(field, self._found(draft))
        return super().shape(draft, values, field)

    def settle(self, draft: Draft, changed: set[str]) -> None:
        super().settle(draft, changed)
        if changed & {"booking", "when"} and "slot" not in changed:
            draft.drop("slot")
        if {"booking", "when"} <= draft.values.keys() and "slot" not in draft.values:
            found = self._found(draft)
            if slot := times.the_one_meant(draft, found, draft.values["when"]):
                draft.put("slot", times.record(slot), "register")

    def objection(self, draft: Draft) -> Objection | None:
        if wrong := super().objection(draft):
            return wrong
        if not {"booking", "when"} <= draft.values.keys() or "slot" in draft.values:
            return None
        found = self._found(draft)
        return None if found.slots else Objection(found.says, "when", ("when",))

    def submit(self, draft: Draft, session: str, key: str) -> Handed:
        number = id_of(draft.values["booking"])
        step = BookingStep(session=session, do="move", slot=id_of(draft.values["slot"]), key=key)
        return Handed(number, {"booking": appointments.step(draft.core, number, step)})

    def _found(self, draft: Draft) -> SlotsFound:
        number = id_of(draft.values["booking"])
        booking = next((one for one in self._known(draft) if one.booking == number), None)
        booking = booking or appointments.one(draft.core, number, draft.row.session)
        return times.found(draft, booking.item, booking.kind, draft.values["when"])


def _record(booking: BookingView) -> str:
    return f"{booking.booking}|{_shown(booking)}"


def _shown(booking: BookingView) -> str:
    return f"{booking.says_when} {booking.title}"
