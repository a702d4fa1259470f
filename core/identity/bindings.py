"""Binding an account to a person (绑定), so that they need not sign in each time.

One person may have several accounts; an account has one person. A bound account is never surer
than a name that was verified (实名): what needs a face needs a sign-in of its own.
"""

from core.audit import service as audit
from core.context import Core
from core.contract import BindingCreate, BindingView, SessionView
from core.identity.accounts import bound_to, end_binding, row_of
from core.identity.consents import record_consent
from core.identity.models import AccountRow, SessionAccountRow
from core.identity.sessions import open_session, person_of, require, sign_out, view
from service.problems import ProblemError

PURPOSE = "绑定渠道账号"
NO_ACCOUNT = "这个对话不是从公众号里打开的，没有账号可以绑定。请从公众号里打开再试。"


def bind(core: Core, asked: BindingCreate) -> BindingView:
    """Bind the session's account to who is signed in, and put on record what they agreed to.

    Bound to them already, nothing happens; bound to somebody else, that binding ends. Problems:
    403 where nobody is signed in by name, 409 where the session has no account.
    """
    person = require(core, asked.session, "real_name")
    row = row_of(core, asked.session, lock=True)
    if row is None:
        raise ProblemError(409, NO_ACCOUNT)
    if row.person != person.id:
        end_binding(core, row, "账号绑定了另一个人")
        row.consent = record_consent(
            core,
            person=person.id,
            session=asked.session,
            purpose=PURPOSE,
            item="",
            about=None,
            words=asked.words,
        )
        row.person, row.bound_at = person.id, core.now
        core.db.flush()
        audit.record(core, "identity.bound", person=person.id, subject=row.id, purpose=PURPOSE)
    return _view(core, row)


def unbind(core: Core, session: str) -> None:
    """End the binding of the session's account, and sign the session out. Does nothing where
    there is neither."""
    row = row_of(core, session, lock=True)
    if row is not None:
        end_binding(core, row, "解除绑定")
    sign_out(core, session)


def binding(core: Core, session: str) -> BindingView:
    """Whether the account of a session is bound."""
    return _view(core, row_of(core, session))


def renew(core: Core, session: str) -> SessionView:
    """Sign a session in as who its account is bound to, where nobody is signed in on it."""
    held = core.db.get(SessionAccountRow, session)
    if held is not None:
        held.seen_at = core.now
    row = row_of(core, session, lock=True)
    if person_of(core, session) is None and row is not None and row.person is not None:
        hours = core.parts.settings.bound_hours
        open_session(core, session, row.person, "real_name", hours)
        audit.record(
            core, "identity.renewed", person=row.person, subject=row.id, purpose="绑定的账号登录"
        )
    return view(core, session)


def _view(core: Core, row: AccountRow | None) -> BindingView:
    if row is None or row.person is None:
        return BindingView(bound=False)
    return BindingView(bound=True, since=row.bound_at, accounts=len(bound_to(core, row.person)))
