"""Keeping messages that arrived together, in a handful of statements however many they are."""

import datetime as dt
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from channels.wechat.models import InboxRow, UserRow
from channels.wechat.quotas import Grants, Touch
from channels.wechat.receiving.incoming import Incoming, Kind
from channels.wechat.secrets import Keys

TOUCHES: dict[Kind, Touch] = {
    "text": "message",
    "image": "message",
    "voice": "message",
    "video": "message",
    "location": "message",
    "link": "message",
    "click": "click",
    "scanned": "click",
    "follow": "follow",
    "scan": "scan",
}
QUIET: frozenset[Kind] = frozenset({"unfollow", "ignored", "position"})
"""Kept so that they count once, and answered with silence."""


@dataclass(frozen=True)
class Taken:
    """A message that is kept. `new` is false when it was kept before; `done` when it was
    answered before."""

    id: int
    new: bool
    done: bool


async def keep(session: AsyncSession, keys: Keys, batch: Sequence[Incoming]) -> list[Taken]:
    """Keep what is not kept yet, in order; what became of each. Users are made, and what they
    touched counts for their quota. Raises IntegrityError where another process was quicker."""
    digests = [keys.digest(one.key) for one in batch]
    taken = await _kept(session, digests)
    fresh: dict[str, Incoming] = {}
    for digest, one in zip(digests, batch, strict=True):
        if digest not in taken:
            fresh.setdefault(digest, one)
    made = await _insert(session, keys, fresh)
    answers = []
    for digest in digests:
        answers.append(made.get(digest) or taken[digest])
        if (new := made.pop(digest, None)) is not None:  # the next is a copy in the same batch
            taken[digest] = Taken(new.id, new=False, done=new.done)
    return answers


async def _kept(session: AsyncSession, digests: Sequence[str]) -> dict[str, Taken]:
    query = select(InboxRow.key_digest, InboxRow.id, InboxRow.state).where(
        InboxRow.key_digest.in_(digests)
    )
    rows = await session.execute(query)
    return {digest: Taken(id_, new=False, done=state == "done") for digest, id_, state in rows}


async def _insert(
    session: AsyncSession, keys: Keys, fresh: dict[str, Incoming]
) -> dict[str, Taken]:
    if not fresh:
        return {}
    users = await _users(session, keys, fresh.values())
    now = dt.datetime.now(dt.UTC)
    rows = [
        {
            "key_digest": digest,
            "user_id": users[one.openid],
            "sealed": None if one.kind in QUIET else keys.seal(one.model_dump_json()),
            "state": "done" if one.kind in QUIET else "new",
            "tries": 0,
            "arrived_at": now,
        }
        for digest, one in fresh.items()
    ]
    query = insert(InboxRow).returning(
        InboxRow.key_digest, InboxRow.id, sort_by_parameter_order=True
    )
    made = await session.execute(query, rows)
    return {digest: Taken(id_, new=True, done=fresh[digest].kind in QUIET) for digest, id_ in made}


async def _users(session: AsyncSession, keys: Keys, batch: Iterable[Incoming]) -> dict[str, int]:
    """Row ids by openid. What the batch did to grants and following is stored."""
    acts: dict[str, list[Incoming]] = {}
    for one in batch:
        acts.setdefault(one.openid, []).append(one)
    digests = {keys.digest(openid): openid for openid in acts}
    query = (
        select(UserRow.id, UserRow.openid_digest, UserRow.grants, UserRow.follows)
        .where(UserRow.openid_digest.in_(digests))
        .order_by(UserRow.id)
        .with_for_update()
    )
    known = {
        digests[digest]: (id_, grants, follows)
        for id_, digest, grants, follows in await session.execute(query)
    }
    changed = [
        {"id": id_} | _after(grants, follows, acts[openid])
        for openid, (id_, grants, follows) in known.items()
    ]
    if changed:
        await session.execute(update(UserRow), changed)
    ids = {openid: id_ for openid, (id_, _, _) in known.items()}
    return ids | await _new_users(session, keys, {o: a for o, a in acts.items() if o not in ids})


async def _new_users(
    session: AsyncSession, keys: Keys, acts: dict[str, list[Incoming]]
) -> dict[str, int]:
    if not acts:
        return {}
    now = dt.datetime.now(dt.UTC)
    rows = [
        {
            "openid_digest": keys.digest(openid),
            "sealed_openid": keys.seal(openid),
            "seen_event": 0,
            "account_told": False,
            "created_at": now,
            **_after([], True, done),
        }
        for openid, done in acts.items()
    ]
    query = insert(UserRow).returning(UserRow.id, sort_by_parameter_order=True)
    made = await session.scalars(query, rows)
    return dict(zip(acts, made, strict=True))


def _after(grants: list[dict[str, Any]], follows: bool, acts: Iterable[Incoming]) -> dict[str, Any]:
    """A user's grants and following after what they did, in order."""
    now, left = time.time(), Grants.read(grants)
    for one in acts:
        touch = TOUCHES.get(one.kind)
        left = left.touched(touch, now) if touch else left
        follows = one.kind == "follow" if one.kind in ("follow", "unfollow") else follows
    return {"grants": left.rows(), "follows": follows}
