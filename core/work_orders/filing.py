"""Filing a work order (登记工单): read, routed, sealed, stored; once a key."""

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from core.context import Core
from core.contract import WorkOrderCreate, WorkOrderView
from core.identity import service as identity
from core.vault import files
from core.vault import service as vault
from core.work_orders.deadlines import limit_of
from core.work_orders.models import WorkOrderRow
from core.work_orders.moves import put_on_record
from core.work_orders.numbers import new_number
from core.work_orders.proofs import mobile_tail
from core.work_orders.routing import routing
from core.work_orders.sealed import seal_told, set_session
from core.work_orders.telling import PURPOSE, told_by
from core.work_orders.twins import twin_of
from core.work_orders.views import view
from service.problems import ProblemError

ATTEMPTS = 8


def file(core: Core, asked: WorkOrderCreate) -> WorkOrderView:
    """Store an order. The same key again gives the same order; with other contents it is a 409
    problem. Of an anonymous order name and mobile are not kept, also if they were sent."""
    keyed = _digests(core, asked)
    for _ in range(ATTEMPTS):
        if (known := _by_key(core, keyed)) is not None:
            return view(core, known)
        try:
            with core.db.begin_nested():
                row = _stored(core, asked, keyed)
            return view(core, row)
        except IntegrityError:  # the key was filed meanwhile, or the number is taken
            continue
    raise ProblemError(503, "现在用的人有点多，工单还没有登记，请稍后再试。", {"Retry-After": "1"})


def _stored(core: Core, asked: WorkOrderCreate, keyed: tuple[str, str]) -> WorkOrderRow:
    told = told_by(core, asked)
    found = routing(core, told.what, asked.kind, told.where or "")
    told.because.extend(found.because)
    person = None if asked.anonymous else identity.person_of(core, asked.session)
    row = WorkOrderRow(
        number=new_number(core),
        key_digest=keyed[0],
        asked_digest=keyed[1],
        kind=asked.kind,
        state="filed",
        category=found.category,
        unit=found.unit,
        confidence=found.confidence,
        rule=found.rule,
        anonymous=asked.anonymous,
        person=person.id if person else None,
        files=_held(core, asked),
        filed_at=core.now,
        deadline=limit_of(core, asked.kind),
    )
    row.mobile_tail = mobile_tail(core, row.number, told.mobile) if told.mobile else None
    seal_told(core, row, told)
    set_session(core, row, asked.session)
    core.db.add(row)
    core.db.flush()
    row.twin = twin_of(core, row, told)
    put_on_record(core, row, "filed", "file", "citizen")
    return row


def _held(core: Core, asked: WorkOrderCreate) -> list[str]:
    """The ids of the files, held for the order. A 404 problem for one that is gone."""
    if not asked.files:
        return []
    opened = vault.open_tokens(core, asked.session, asked.files, PURPOSE)
    ids = [opened.get(token, "") for token in asked.files]
    for one in ids:
        files.hold_file(core, one)
    return list(dict.fromkeys(ids))


def _digests(core: Core, asked: WorkOrderCreate) -> tuple[str, str]:
    cipher = core.parts.cipher
    contents = asked.model_dump_json(exclude={"key"})
    return (
        cipher.digest(f"{asked.session}|{asked.key}", "work_orders.key"),
        cipher.digest(contents, "work_orders.asked"),
    )


def _by_key(core: Core, keyed: tuple[str, str]) -> WorkOrderRow | None:
    known = core.db.scalar(select(WorkOrderRow).where(WorkOrderRow.key_digest == keyed[0]))
    if known is not None and known.asked_digest != keyed[1]:
        raise ProblemError(409, "这个请求和之前同一编号的请求内容不一样，没有再登记。")
    return known
