"""What identity keeps of a person: told, opened for them, deleted."""

from collections.abc import Sequence
from contextlib import suppress

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError

from core.context import Core
from core.contract import MyConsent
from core.identity.accounts import accounts_of, bound_to, end_binding, subject_of
from core.identity.consents import words_of
from core.identity.models import ConsentRow, PersonRow, SessionRow, SignInRow
from core.identity.people import opened

PROVIDERS = {"wechat": "微信公众号"}


def sessions_of(core: Core, person: str) -> list[str]:
    """The sessions that a person is signed in on."""
    query = select(SessionRow.session).where(SessionRow.person == person)
    return list(core.db.scalars(query.order_by(SessionRow.session)))


def consents_of(core: Core, person: str) -> list[MyConsent]:
    """What a person agreed to, the newest first."""
    return [
        MyConsent(purpose=one.purpose, at=one.at, withdrawn_at=one.withdrawn_at)
        for one in _consents(core, person)
    ]


def data_of(core: Core, person: str) -> dict[str, object]:
    """Who a person is and what they agreed to, opened. Private; the caller audits."""
    row = core.db.get_one(PersonRow, person)
    sign_ins = select(SessionRow).where(SessionRow.person == person)
    others = select(ConsentRow).where(ConsentRow.about == person).order_by(ConsentRow.at)
    return {
        "身份": {
            "姓名": opened(core, row, "name"),
            "证件号码": opened(core, row, "id_number"),
            "手机号": opened(core, row, "mobile"),
            "建档时间": row.created_at.isoformat(),
        },
        "登录": [
            {"时间": one.signed_in_at.isoformat(), "有效期至": one.expires_at.isoformat()}
            for one in core.db.scalars(sign_ins.order_by(SessionRow.signed_in_at))
        ],
        "渠道账号": [
            {
                "平台": PROVIDERS[one.provider],
                "账号": subject_of(core, one),
                "绑定时间": one.bound_at.isoformat() if one.bound_at else None,
            }
            for one in accounts_of(core, person)
        ],
        "您的授权": [
            {
                "用途": one.purpose,
                "时间": one.at.isoformat(),
                "撤回时间": one.withdrawn_at.isoformat() if one.withdrawn_at else None,
                "原文": words_of(core, one),
            }
            for one in _consents(core, person)
        ],
        "代办人登记的您的授权": [
            {"用途": one.purpose, "时间": one.at.isoformat()} for one in core.db.scalars(others)
        ],
    }


def forget_person(core: Core, person: str, sessions: Sequence[str], *, on_file: bool) -> int:
    """Delete sign-ins, bindings, consents no longer in force, name and mobile; how many consents.
    An account stays with its conversation, and nobody's.

    The person as such goes too, unless cases are on file or a consent in force names them.
    """
    row = core.db.get(PersonRow, person, with_for_update=True)
    for account in bound_to(core, person):
        end_binding(core, account, "本人要求删除")
    core.db.execute(delete(SessionRow).where(SessionRow.person == person))
    core.db.execute(delete(SignInRow).where(SignInRow.session.in_(sessions)))
    over = [one for one in _consents(core, person) if one.withdrawn_at is not None]
    for one in over:
        core.db.delete(one)
    if row is not None:
        row.name = row.mobile = None
    core.db.flush()
    if row is not None and not on_file:
        with suppress(IntegrityError), core.db.begin_nested():  # a consent in force keeps them
            core.db.delete(row)
    return len(over)


def _consents(core: Core, person: str) -> list[ConsentRow]:
    query = select(ConsentRow).where(ConsentRow.person == person)
    return list(core.db.scalars(query.order_by(ConsentRow.at.desc(), ConsentRow.id)))
