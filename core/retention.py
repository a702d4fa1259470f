"""What is deleted when its time is over (保存期限), module by module.

The audit is never deleted. Each module knows its own periods and says how many rows, or files,
are over them; in a dry run nothing changes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module

from sqlalchemy.orm import Session, sessionmaker

from core.audit.service import record
from core.context import Core
from core.database import write_session
from core.parts import Parts
from core.security import Caller


@dataclass(frozen=True)
class Job:
    """`module` offers `purge(core, dry_run) -> int`; `what` is what it deletes."""

    name: str
    module: str
    what: str


JOBS = (
    Job("vault", "core.vault.service", "保管到期的私密信息"),
    Job("identity", "core.identity.service", "过期的登录，400 天没有用过的渠道账号"),
    Job("drafts", "core.drafts.clearing", "90 天没有动过的草稿和它们的文件"),
    Job("cases", "core.cases.look_up", "不再计数的查询失败记录"),
    Job(
        "appointments",
        "core.appointments.service",
        "180 天前的预约、30 天前的排队号、不再计数的查询失败记录",
    ),
    Job("work orders", "core.work_orders.look_up", "不再计数的工单查询失败记录"),
    Job("payments", "core.payments.service", "不再计数的查询失败记录和昨天看过的缴款通知书"),
    Job("pushes", "core.pushes.service", "30 天前的推送和过时没有发出的推送"),
    Job("outbox", "core.outbox.service", "30 天前送达的消息"),
)
"""In this order, each in a transaction of its own."""


def run(
    sessions: sessionmaker[Session], parts: Parts, caller: Caller, dry_run: bool
) -> Iterator[tuple[Job, int]]:
    """Do every job; the job and how much it deleted, or would delete in a dry run."""
    for job in JOBS:
        with write_session(sessions) as db:
            core = Core(db, parts, caller)
            number: int = import_module(job.module).purge(core, dry_run=dry_run)
            if dry_run:
                db.rollback()
            else:
                if number:
                    record(core, "retention.purged", subject=job.name, detail={"count": number})
                db.commit()
        yield job, number
