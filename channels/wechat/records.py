"""What WeChat remembers of customer-service messages, to learn whether one arrived.

https://developers.weixin.qq.com/doc/service/api/customer/message/api_getmsglist
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from channels.wechat.api_errors import Away
from channels.wechat.calling import Caller

PATH = "/customservice/msgrecord/getmsglist"
PAGE = 10_000
PERIOD = dt.timedelta(hours=24)
SENT = 2002


@dataclass(frozen=True)
class Record:
    """One message: `sent` by the account, or received from the user. Pictures and voice messages
    are the words [image] and [voice]."""

    openid: str = field(repr=False)
    sent: bool
    text: str = field(repr=False)
    at: dt.datetime
    worker: str


async def read_records(caller: Caller, since: dt.datetime, until: dt.datetime) -> list[Record]:
    """All records from `since` to `until`, oldest first. Raises ValueError for over 24 hours."""
    if until - since > PERIOD:
        raise ValueError("at most 24 hours")
    records: list[Record] = []
    following = 1
    while True:
        body = {
            "starttime": int(since.timestamp()),
            "endtime": int(until.timestamp()),
            "msgid": following,
            "number": PAGE,
        }
        page = await caller.post(PATH, body)
        try:
            records += [_record(one) for one in page.get("recordlist") or []]
            count, last = int(page.get("number") or 0), int(page.get("msgid") or 0)
        except (KeyError, TypeError, ValueError):
            raise Away("records that cannot be read") from None
        if count < PAGE or last <= following:
            return records
        following = last


def _record(one: Mapping[str, Any]) -> Record:
    return Record(
        openid=str(one["openid"]),
        sent=one["opercode"] == SENT,
        text=str(one.get("text", "")),
        at=dt.datetime.fromtimestamp(one["time"], dt.UTC),
        worker=str(one.get("worker", "")),
    )
