"""Telling, opening and deleting what core keeps about who is signed in (我的数据).

Each module knows its own tables; here they are asked in turn.
"""

import hashlib

from core.appointments import service as appointments
from core.audit import service as audit
from core.audit.words import LOOK_UPS
from core.cases import service as cases
from core.context import Core
from core.contract import Assurance, AuditEntry, Deleted, MyData, MyDataDelete, PersonData
from core.drafts import personal as drafts
from core.identity import service as identity
from core.identity.service import SignedIn
from core.payments import service as payments
from core.pushes import service as pushes
from core.vault import service as vault
from core.work_orders import service as work_orders
from service.problems import ProblemError

SIGN_IN_FIRST = "要查看、下载或删除您名下的数据，请先登录。"
LEAST: Assurance = "real_name"
SHOWN = 10
PAGE = 200
ABOUT = (
    "这里是政务服务助手保存的、和您有关的全部数据。上传的文件本身、以及对话的文字不在里面："
    "对话里的证件号码、手机号等已经遮住，原样内容加密保管 {hours:g} 小时后删除。"
)


def summary(core: Core, session: str) -> MyData:
    """What is kept about who is signed in, without private values."""
    person = _signed_in(core, session)
    sessions = identity.sessions_of(core, person.id)
    return MyData(
        name=vault.tokenise(core, session, "NAME", person.name),
        drafts=drafts.open_of(core, person.id, sessions),
        cases=cases.my_cases(core, session, PAGE, None).items,
        consents=identity.consents_of(core, person.id),
        look_ups=audit.count_about(core, person.id, LOOK_UPS),
        last_look_ups=audit.about(core, person.id, SHOWN, None, LOOK_UPS).items,
    )


def export(core: Core, session: str) -> PersonData:
    """Everything about who is signed in, opened. Audited."""
    person = _signed_in(core, session)
    sessions = identity.sessions_of(core, person.id)
    audit.record(core, "my_data.export", person=person.id, purpose="本人下载自己的数据")
    about = {
        "说明": ABOUT.format(hours=core.parts.settings.token_hours),
        "下载时间": core.now.isoformat(),
    }
    return PersonData(
        data=about
        | identity.data_of(core, person.id)
        | {
            "草稿": drafts.data_of(core, person.id, sessions),
            "办件": cases.data_of(core, person.id),
            "预约": appointments.data_of(core, person.id),
            "缴费": payments.data_of(core, person.id),
            "工单": work_orders.data_of(core, person.id),
            "推送": pushes.data_of(core, person.id),
            "查询和使用记录": [
                {"时间": one.at.isoformat(), "做了什么": one.what, "用途": one.purpose}
                for one in _all_entries(core, person.id)
            ],
        }
    )


def delete(core: Core, asked: MyDataDelete) -> Deleted:
    """Delete what need not stay on file, and sign the person out everywhere. Audited.

    The same key again, soon after, gives the same answer: nobody is signed in by then.
    """
    receipt = hashlib.sha256(f"{asked.session}|{asked.key}".encode()).hexdigest()
    if (done := audit.done_before(core, "my_data.delete", receipt)) is not None:
        return Deleted.model_validate(done)
    person = _signed_in(core, asked.session)
    sessions = identity.sessions_of(core, person.id)
    gone = drafts.forget_person(core, person.id, sessions)
    kept = cases.forget_person(core, person.id, sessions)
    coming = appointments.forget_person(core, person.id, sessions)
    waiting = work_orders.forget_person(core, person.id, sessions)
    paid = payments.forget_person(core, person.id, sessions)
    pushes.forget_person(core, person.id)
    on_file = kept + coming + waiting + paid > 0
    consents = identity.forget_person(core, person.id, sessions, on_file=on_file)
    for session in sessions:
        vault.forget_session(core, session)
    deleted = Deleted(drafts=gone, consents=consents, cases_kept=kept)
    audit.record(
        core,
        "my_data.delete",
        person=person.id,
        subject=receipt,
        purpose="本人要求删除",
        detail=deleted.model_dump(),
    )
    return deleted


def _signed_in(core: Core, session: str) -> SignedIn:
    if identity.person_of(core, session) is None:
        raise ProblemError(403, SIGN_IN_FIRST)
    return identity.require(core, session, LEAST)


def _all_entries(core: Core, person: str) -> list[AuditEntry]:
    page = audit.about(core, person, PAGE, None)
    entries = page.items
    while page.next is not None:
        page = audit.about(core, person, PAGE, page.next)
        entries += page.items
    return entries
