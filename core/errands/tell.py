"""Telling the hotline (12345 工单): in the citizen's own words, only the missing piece asked."""

from pydantic import TypeAdapter

from core.contract import FieldView, RouteAsked, WorkOrderCreate, WorkOrderKind
from core.drafts.state import Draft
from core.errands.base import Errand, Handed, row
from core.items.definition import FieldDefinition
from core.vault import service as vault
from core.work_orders import service as work_orders

ONE_KIND = TypeAdapter[WorkOrderKind](WorkOrderKind)
IF_MISSING = {"where", "happened"}


class Tell(Errand):
    """Fields `kind`, `what`, `where`, `happened`, `anonymous`, `mobile`; paper `photo`."""

    def shape(
        self, draft: Draft, values: dict[str, str], field: FieldDefinition
    ) -> FieldDefinition | None:
        if field.id not in IF_MISSING or field.id in draft.answers:
            return field
        if not {"kind", "what"} <= values.keys():
            return None
        kind = ONE_KIND.validate_python(values["kind"])
        told = (values["what"], values.get("where"), values.get("happened"))
        return field if _name(field.id) in work_orders.missing(draft.core, kind, *told) else None

    def read_back(self, draft: Draft, session: str) -> list[FieldView]:
        if not {"kind", "what"} <= draft.values.keys():
            return []
        asked = RouteAsked(text=draft.values["what"], kind=self._kind(draft))
        routing = work_orders.route(draft.core, asked)
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

    def _kind(self, draft: Draft) -> WorkOrderKind:
        return ONE_KIND.validate_python(draft.values["kind"])


def _name(field: str) -> str:
    return "when" if field == "happened" else field
