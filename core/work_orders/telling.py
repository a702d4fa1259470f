"""Reading what the citizen told: values in place of tokens; of an anonymous order nobody's."""

from core.context import Core
from core.contract import WorkOrderCreate
from core.vault import service as vault
from core.vault.service import TOKEN
from core.work_orders.sealed import Told
from service.problems import ProblemError
from text.private_data import mask, parse_mobile

PURPOSE = "登记 12345 工单"
HIDDEN = "〔已隐去〕"
WHO_IT_IS = frozenset({"ID", "PHONE", "CARD", "NAME"})
"""Kinds of private values that tell who somebody is: not opened for an anonymous order."""
TITLE = 30


def told_by(core: Core, asked: WorkOrderCreate) -> Told:
    """What was told, opened. Of an anonymous order name and mobile are left out, and what tells
    who somebody is, in tokens or written out, is hidden. A 422 problem for no mobile number."""
    anonymous = asked.anonymous
    return Told(
        what=opened(core, asked.session, asked.what, anonymous),
        title=_title(asked.what),
        where=_maybe(core, asked, asked.where),
        when=_maybe(core, asked, asked.when),
        name=None if anonymous else _maybe(core, asked, asked.name),
        mobile=None if anonymous else _mobile(_maybe(core, asked, asked.mobile)),
    )


def opened(core: Core, session: str, text: str, anonymous: bool) -> str:
    """A text with the values in place of its tokens. Audited."""
    said = text.replace("\0", "")
    return vault.open_text(core, session, _hidden(said) if anonymous else said, PURPOSE)


def _maybe(core: Core, asked: WorkOrderCreate, text: str | None) -> str | None:
    return None if not text else opened(core, asked.session, text, asked.anonymous)


def _hidden(text: str) -> str:
    """Without identity numbers, mobiles, cards and names; plates and addresses stay."""
    masked = mask(TOKEN.sub(lambda one: HIDDEN if one[1] in WHO_IT_IS else one[0], text))
    left = masked.text
    for found in masked.found:
        left = left.replace(found.token, HIDDEN if found.kind in WHO_IT_IS else found.value)
    return left


def _title(what: str) -> str:
    """The first words, with what is private left out."""
    shown = TOKEN.sub(HIDDEN, mask(what.replace("\0", "")).text)
    return shown if len(shown) <= TITLE else f"{shown[:TITLE]}…"


def _mobile(given: str | None) -> str | None:
    if given is None:
        return None
    if (mobile := parse_mobile(given)) is None:
        raise ProblemError(422, "手机号没有读出来，工单还没有登记。请再说一遍 11 位手机号。")
    return mobile
