"""Filing and listing wishes to talk to a person (转人工意愿)."""

import datetime as dt
import hashlib
import logging
import secrets
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from core.contract import Page, Wish, WishCreate
from core.paging import after_id
from core.wishes.models import WishRow
from service.problems import ProblemError
from text.private_data import mask

log = logging.getLogger("luoxiaozheng.core.wishes")

SHENZHEN = ZoneInfo("Asia/Shanghai")
LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that is misread: no 0 O 1 I
ATTEMPTS = 8


def new_reference(now: dt.datetime) -> str:
    """A reference to quote, such as W-20261122-7K3Q; the day is Shenzhen's."""
    tail = "".join(secrets.choice(LETTERS) for _ in range(4))
    return f"W-{now.astimezone(SHENZHEN):%Y%m%d}-{tail}"


def file_wish(session: Session, wish: WishCreate) -> tuple[Wish, bool]:
    """Store a wish and commit; (wish, whether it is new).

    The same idempotency key files one wish; with other contents it is a 409 problem.
    The reason is masked once more here, whoever sent it.
    """
    key = _sha256(wish.idempotency_key) if wish.idempotency_key else None
    wish = wish.model_copy(update={"reason": mask(wish.reason.replace("\0", "")).text})
    digest = _sha256(wish.model_dump_json(exclude={"idempotency_key"}))
    for _ in range(ATTEMPTS):
        if (known := _by_key(session, key)) is not None:
            return _repeated(known, digest), False
        now = dt.datetime.now(dt.UTC)
        row = WishRow(
            reference=new_reference(now),
            idempotency_key=key,
            digest=digest,
            conversation=wish.conversation,
            channel=wish.channel,
            reason=wish.reason,
            created_at=now,
        )
        session.add(row)
        try:
            session.commit()
        except IntegrityError:  # the key was filed meanwhile, or the reference is taken
            session.rollback()
            continue
        log.info("wish filed", extra={"reference": row.reference, "channel": row.channel})
        return _public(row), True
    raise ProblemError(503, "暂时没能记下，请稍后再试。", {"Retry-After": "1"})


def find_wish(session: Session, reference: str) -> Wish:
    """The wish of a reference, or a 404 problem."""
    row = session.scalar(select(WishRow).where(WishRow.reference == reference))
    if row is None:
        raise ProblemError(404, "没有这个编号。")
    return _public(row)


def list_wishes(session: Session, limit: int, after: str | None) -> Page[Wish]:
    """Wishes, newest first, `limit` a page; `after` is the last page's `next`."""
    query = select(WishRow).order_by(WishRow.id.desc()).limit(limit + 1)
    if (last := after_id(after)) is not None:
        query = query.where(WishRow.id < last)
    rows = list(session.scalars(query))
    more = str(rows[limit - 1].id) if len(rows) > limit else None
    return Page[Wish](items=[_public(row) for row in rows[:limit]], next=more)


def _by_key(session: Session, key: str | None) -> WishRow | None:
    if key is None:
        return None
    return session.scalar(select(WishRow).where(WishRow.idempotency_key == key))


def _repeated(known: WishRow, digest: str) -> Wish:
    if known.digest != digest:
        raise ProblemError(409, "这个 idempotency key 已经用于另一份内容。")
    return _public(known)


def _public(row: WishRow) -> Wish:
    return Wish(
        reference=row.reference,
        conversation=row.conversation,
        channel=row.channel,
        reason=row.reason,
        created_at=row.created_at,
    )


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
