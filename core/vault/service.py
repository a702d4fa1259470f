"""Keeping private values behind tokens such as `[PHONE_3]`, and opening them again.

A token is good in its session only, and for `token_hours` after its value was last said.
"""

import datetime as dt
import re
from collections.abc import Sequence

from pydantic import TypeAdapter
from sqlalchemy import and_, delete, exists, func, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import aliased

from core.audit import service as audit
from core.context import Core
from core.contract import Kind, PrivateValue
from core.vault.models import FileRow, TokenRow
from service.problems import ProblemError
from text.private_data import mask

ATTEMPTS = 8
KIND = TypeAdapter[Kind](Kind)
TOKEN = re.compile(r"\[([A-Z]{2,7})_([1-9]\d{0,5})\]")
"""A token. A number never begins with a zero: so the vault never gives the token that a gateway
puts in place of a value it could not hand over."""


def keep_values(core: Core, session: str, values: Sequence[PrivateValue]) -> list[str]:
    """One token a value, in order. By kind inside, so that two calls wait in the same order."""
    audit.record(core, "vault.keep", subject=session, detail={"values": len(values)})
    given = {
        (one.kind, one.value): tokenise(core, session, one.kind, one.value)
        for one in sorted(values, key=lambda one: one.kind)
    }
    return [given[one.kind, one.value] for one in values]


def tokenise(core: Core, session: str, kind: Kind, value: str) -> str:
    """The token of a value: the same for the same value, kind and session. Refreshes its life.

    A number is given once, also when its value is gone. Raises ProblemError 503 when too many
    calls want a number at once.
    """
    digest = core.parts.cipher.digest(value, context_of(session, kind))
    sealed = core.parts.cipher.seal(value, context_of(session, kind))
    for _ in range(ATTEMPTS):
        if (number := _refreshed(core, session, kind, digest)) is not None:
            return f"[{kind}_{number}]"
        of_kind = TokenRow.session == session, TokenRow.kind == kind
        last = core.db.scalar(select(func.max(TokenRow.number)).where(*of_kind)) or 0
        row = TokenRow(
            session=session,
            kind=kind,
            number=last + 1,
            sealed=sealed,
            digest=digest,
            expires_at=_end(core),
        )
        savepoint = core.db.begin_nested()
        try:
            with savepoint:
                core.db.add(row)
            return f"[{kind}_{row.number}]"
        except IntegrityError:  # another call kept the value, or took the number
            continue
    raise ProblemError(503, "现在用的人有点多，请稍后再试。", {"Retry-After": "1"})


def open_tokens(core: Core, session: str, tokens: Sequence[str], purpose: str) -> dict[str, str]:
    """Token to value, without those that are unknown, of another session, or too old. Audited."""
    read = [match for one in tokens if (match := TOKEN.fullmatch(one))]
    wanted = {match[0]: (match[1], int(match[2])) for match in read}
    query = select(TokenRow).where(
        TokenRow.session == session,
        TokenRow.kind.in_({kind for kind, _ in wanted.values()}),
        TokenRow.number.in_({number for _, number in wanted.values()}),
        TokenRow.expires_at > core.now,
    )
    kept = {(row.kind, row.number): row.sealed for row in core.db.scalars(query)}
    opened = {
        token: core.parts.cipher.open(sealed, context_of(session, known[0]))
        for token, known in wanted.items()
        if (sealed := kept.get(known)) is not None
    }
    kinds = " ".join(sorted({wanted[token][0] for token in opened}))
    counts: dict[str, str | int | bool] = {"asked": len(tokens), "opened": len(opened)}
    audit.record(
        core, "vault.open", subject=session, purpose=purpose, detail=counts | {"kinds": kinds}
    )
    return opened


def open_text(core: Core, session: str, text: str, purpose: str) -> str:
    """A text with the value in place of every token that can be opened. Audited."""
    tokens = [match[0] for match in TOKEN.finditer(text)]
    if not tokens:
        return text
    values = open_tokens(core, session, tokens, purpose)
    return TOKEN.sub(lambda token: values.get(token[0], token[0]), text)


def close_text(core: Core, session: str, text: str) -> str:
    """A text with a token in place of every private value that is found in it."""
    masked = mask(text)
    tokens = {
        one.token: tokenise(core, session, KIND.validate_python(one.kind), one.value)
        for one in masked.found
    }
    return TOKEN.sub(lambda token: tokens.get(token[0], token[0]), masked.text)


def purge(core: Core, dry_run: bool = False) -> int:
    """Delete the values and files whose time is over; how many there are. Audited."""
    gone = and_(TokenRow.expires_at <= core.now, TokenRow.sealed.is_not(None))
    old = FileRow.expires_at <= core.now
    tokens = core.db.scalar(select(func.count()).select_from(TokenRow).where(gone)) or 0
    files = core.db.scalar(select(func.count()).select_from(FileRow).where(old)) or 0
    if not dry_run and tokens + files:
        core.db.execute(update(TokenRow).where(gone).values(sealed=None, digest=None))
        later = aliased(TokenRow)
        newer = exists().where(
            later.session == TokenRow.session,
            later.kind == TokenRow.kind,
            later.number > TokenRow.number,
        )
        core.db.execute(delete(TokenRow).where(TokenRow.sealed.is_(None), newer))
        core.db.execute(delete(FileRow).where(old))
        audit.record(core, "vault.purge", detail={"tokens": tokens, "files": files})
    return tokens + files


def forget_session(core: Core, session: str) -> None:
    """Delete the values of a session, and its files that no draft or case holds. Audited.

    Rows stay until the next purge, so that no number is given again."""
    mine = TokenRow.session == session
    gone = {"sealed": None, "digest": None, "expires_at": core.now}
    core.db.execute(update(TokenRow).where(mine).values(gone))
    loose = FileRow.session == session, FileRow.expires_at.is_not(None)
    core.db.execute(delete(FileRow).where(*loose))
    audit.record(core, "vault.forget", subject=session)


def context_of(session: str, kind: str) -> str:
    """What a value is sealed for."""
    return f"vault_tokens:{session}:{kind}"


def _refreshed(core: Core, session: str, kind: Kind, digest: str) -> int | None:
    """The number of a value that is kept already, kept for longer now."""
    known = core.db.scalar(
        select(TokenRow).where(
            TokenRow.session == session, TokenRow.kind == kind, TokenRow.digest == digest
        )
    )
    if known is None:
        return None
    known.expires_at = _end(core)
    return known.number


def _end(core: Core) -> dt.datetime:
    return core.now + dt.timedelta(hours=core.parts.settings.token_hours)
