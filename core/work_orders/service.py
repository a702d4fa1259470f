"""What a citizen does with work orders (工单): file, see, urge, add, rate, withdraw."""

from sqlalchemy import select

from core.context import SHENZHEN, Core
from core.contract import WorkOrderStep, WorkOrderView
from core.vault import files
from core.work_orders.access import of_session, theirs
from core.work_orders.filing import file
from core.work_orders.look_up import look_up
from core.work_orders.missing import missing
from core.work_orders.models import WorkOrderEventRow, WorkOrderRow
from core.work_orders.moves import announce, by_number, move
from core.work_orders.numbers import spelled
from core.work_orders.personal import data_of, forget_person
from core.work_orders.routing import route
from core.work_orders.telling import opened
from core.work_orders.views import view
from service.problems import ProblemError

__all__ = [
    "data_of",
    "file",
    "forget_person",
    "look_up",
    "mine",
    "missing",
    "one",
    "route",
    "step",
]


def mine(core: Core, session: str, limit: int = 20) -> list[WorkOrderView]:
    """The orders of a session and of who is signed in there, newest first."""
    query = select(WorkOrderRow).where(of_session(core, session))
    rows = core.db.scalars(query.order_by(WorkOrderRow.id.desc()).limit(limit))
    return [view(core, row) for row in rows]


def one(core: Core, number: str, session: str) -> WorkOrderView:
    """An order of the session, or of who is signed in; a 404 problem for any other."""
    return view(core, theirs(core, by_number(core, spelled(number)), session))


def step(core: Core, number: str, asked: WorkOrderStep) -> WorkOrderView:
    """Do what the citizen asks. The same key again does nothing more; with other contents it is
    a 409 problem."""
    row = theirs(core, by_number(core, spelled(number), lock=True), asked.session)
    keyed = _keyed(core, row, asked)
    if keyed and _done_before(core, keyed):
        return view(core, row)
    match asked.do:
        case "urge":
            _urge(core, row)
        case "rate":
            _rate(row, asked.rating)
        case "add" if not (asked.text or "").strip():
            raise ProblemError(422, "要补充什么？请写一两句，我转给承办单位。")
        case _:
            pass
    note = opened(core, asked.session, asked.text or "", row.anonymous)
    move(core, row, asked.do, "citizen", note=note, keyed=keyed)
    if asked.do == "withdraw":
        for one in row.files:
            files.release_file(core, one)
        row.files = []
    announce(core, row, but=asked.session)
    return view(core, row)


def _urge(core: Core, row: WorkOrderRow) -> None:
    """Once a day in Shenzhen."""
    if row.urged_at is not None and row.urged_at.astimezone(SHENZHEN).date() == core.today:
        raise ProblemError(409, "今天已经催过一次，承办单位看得到。明天还没有消息，可以再催。")
    row.urged, row.urged_at = row.urged + 1, core.now


def _rate(row: WorkOrderRow, rating: int | None) -> None:
    if rating is None:
        raise ProblemError(422, "请给 1 到 5 分：5 分很满意，1 分很不满意。")
    if row.rating is not None:
        raise ProblemError(409, "这张工单已经评过分了，谢谢您。")
    row.rating = rating


def _keyed(core: Core, row: WorkOrderRow, asked: WorkOrderStep) -> tuple[str, str] | None:
    if asked.key is None:
        return None
    cipher = core.parts.cipher
    contents = asked.model_dump_json(exclude={"key"})
    return (
        cipher.digest(f"{row.number}|{asked.key}", "work_order_events.key"),
        cipher.digest(contents, "work_order_events.asked"),
    )


def _done_before(core: Core, keyed: tuple[str, str]) -> bool:
    query = select(WorkOrderEventRow).where(WorkOrderEventRow.key_digest == keyed[0])
    known = core.db.scalar(query)
    if known is not None and known.asked_digest != keyed[1]:
        raise ProblemError(409, "这个请求和之前同一编号的请求内容不一样，没有执行。")
    return known is not None
