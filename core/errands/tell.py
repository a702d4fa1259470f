"""Telling the hotline (12345 工单): in the citizen's own words, only the missing piece asked."""

from pydantic import TypeAdapter

from core.contract import FieldView, RouteAsked, Routing, WorkOrderCreate, WorkOrderKind
from core.drafts.state import Draft
from core.errands.base import Errand, Handed, row
from core.items.definition import FieldDefinition
from core.vault import service as vault
from core.work_orders import service as work_orders

ONE_KIND = TypeAdapter[WorkOrderKind](WorkOrderKind)
IF_MISSING = {"where", "happened"}
SHAPED = ("where", "happened", "anonymous")
"""In the order in which they are asked."""


class Tell(Errand):
    """Fields `kind`, `what`, `where`, `happened`, `anonymous`, `mobile`; paper `photo`."""

    def shape(
        self, draft: Draft, values: dict[str, str], field: FieldDefinition
    ) -> FieldDefinition | None:
        if field.id not in SHAPED or field.id in draft.answers:
            return field
        if not {"kind", "what"} <= values.keys():
            return field if field.id not in IF_MISSING else None
        kind = ONE_KIND.validate_python(values["kind"])
        told = (values["what"], values.get("where"), values.get("happened"))
        lacks = self._missing(draft, kind, *told)
        if field.id in IF_MISSING and _name(field.id) not in lacks:
            return None
        return field.model_copy(update={"ask": f"{self._hint(draft, kind, field)}{field.ask}"})

    def read_back(self, draft: Draft, session: str) -> list[FieldView]:
        if not {"kind", "what"} <= draft.values.keys():
            return []
        routing = self._routing(draft, self._kind(draft))
        return [
            row("category", "归类", routing.category_says),
            row("handled_by", "转给", f"{routing.unit_says}（演示）"),
        ]

    def submit(self, draft: Draft, session: str, key: str) -> Handed:
        values = draft.values
        anonymous = values.get("anonymous") == "yes"
        photo = values.get("photo")
        asked = WorkOrderCreate(
            session=session,
            kind=self._kind(draft),
            what=values["what"],
            where=values.get("where"),
            when=values.get("happened"),
            anonymous=anonymous,
            mobile=None if anonymous else values.get("mobile"),
            files=[vault.tokenise(draft.core, session, "FILE", photo)] if photo else [],
            key=key,
        )
        filed = work_orders.file(draft.core, asked)
        return Handed(filed.number, {"work_order": filed})

    def again(self, draft: Draft, number: str, session: str) -> Handed:
        return Handed(number, {"work_order": work_orders.one(draft.core, number, session)})

    def _hint(self, draft: Draft, kind: WorkOrderKind, field: FieldDefinition) -> str:
        """What to do at once where there is danger, before the first question after the story."""
        what = draft.values["what"]
        lacks = self._missing(draft, kind, what, None, None)
        first = next((id for id in SHAPED if _name(id) in lacks), "anonymous")
        return (self._routing(draft, kind).hint or "") if field.id == first else ""

    def _missing(
        self, draft: Draft, kind: WorkOrderKind, what: str, where: str | None, when: str | None
    ) -> list[str]:
        """As `work_orders.missing`, asked once a call."""
        key = f"missing|{kind}|{what}|{where}|{when}"
        if key not in draft.found:
            draft.found[key] = work_orders.missing(draft.core, kind, what, where, when)
        known: list[str] = draft.found[key]
        return known

    def _routing(self, draft: Draft, kind: WorkOrderKind) -> Routing:
        """Where it would go, asked once a call."""
        key = f"routing|{kind}|{draft.values['what']}"
        if key not in draft.found:
            asked = RouteAsked(text=draft.values["what"], kind=kind)
            draft.found[key] = work_orders.route(draft.core, asked)
        known: Routing = draft.found[key]
        return known

    def _kind(self, draft: Draft) -> WorkOrderKind:
        return ONE_KIND.validate_python(draft.values["kind"])


def _name(field: str) -> str:
    return "when" if field == "happened" else field
