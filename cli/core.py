"""`luoxiaozheng core`: what an operator does beside a running core."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import track
from rich.table import Table
from sqlalchemy.orm import Session, sessionmaker

import core.app  # noqa: F401  every module tells which of its columns are sealed
from core import retention
from core.approvals.dryrun import dry_run_over_past
from core.approvals.rulebook import read_rules
from core.approvals.table_lint import check_folder
from core.audit import service as audit
from core.context import Core
from core.database import make_engine, write_session
from core.items.definitions import Definitions
from core.outbox import dead
from core.outbox import service as outbox
from core.parts import build_parts
from core.payments.reconcile import reconcile
from core.security import Caller
from core.settings import CoreSettings
from core.vault.cipher import Cipher
from core.vault.rotation import reseal
from core.work_orders.evaluation import Measured, measure, rows_of
from service.problems import ProblemError

app = typer.Typer(help="核心服务: 审计, 发件箱, 规则, 保管库, 保存期限。", no_args_is_help=True)
rules_app = typer.Typer(help="秒批规则。", no_args_is_help=True)
vault_app = typer.Typer(help="保管库。", no_args_is_help=True)
audit_app = typer.Typer(help="审计。", no_args_is_help=True)
outbox_app = typer.Typer(help="发件箱。", no_args_is_help=True)
payments_app = typer.Typer(help="缴费。", no_args_is_help=True)
app.add_typer(audit_app, name="audit")
app.add_typer(outbox_app, name="outbox")
app.add_typer(rules_app, name="rules")
app.add_typer(vault_app, name="vault")
app.add_typer(payments_app, name="payments")
console = Console(highlight=False)
OPERATOR = Caller("operator", "clerk")


@contextmanager
def _sessions(settings: CoreSettings) -> Iterator[sessionmaker[Session]]:
    engine = make_engine(settings.url)
    try:
        yield sessionmaker(engine, expire_on_commit=False)
    finally:
        engine.dispose()


@contextmanager
def _core() -> Iterator[Core]:
    """A call by the operator. Whoever uses it commits."""
    settings = CoreSettings()
    with _sessions(settings) as sessions, write_session(sessions) as db:
        yield Core(db, build_parts(settings), OPERATOR)


@audit_app.command()
def verify(
    noted: Annotated[
        str | None, typer.Option(help="以前记下的末条哈希; 链里没有它也算出错")
    ] = None,
) -> None:
    """从头核对审计链: 改过一个字节也能发现。"""
    with _sessions(CoreSettings()) as sessions, sessions() as db:
        verdict = audit.verify(db)
        if not verdict.ok:
            console.print(f"broken at entry {verdict.broken}: {verdict.why}")
            raise typer.Exit(1)
        if noted and not audit.holds(db, noted):
            console.print("broken: the noted hash is not in the chain")
            raise typer.Exit(1)
    console.print(f"ok: {verdict.entries} entries, last hash {verdict.hash}", soft_wrap=True)


@outbox_app.command()
def status() -> None:
    """等待, 送达和送不出去的消息各有多少。"""
    with _core() as core:
        found = outbox.counts(core)
        letters = dead.dead_news(core, 20, None).items
    since = f", oldest since {found.oldest:%Y-%m-%d %H:%M} UTC" if found.oldest else ""
    console.print(f"waiting {found.waiting}{since}")
    console.print(f"delivered {found.delivered}")
    console.print(f"dead {found.dead}")
    for one in letters:
        line = f"  {one.id} {one.kind}, {one.attempts} attempts, last: {one.failure}"
        console.print(line, soft_wrap=True)


@outbox_app.command()
def retry(
    event: Annotated[int | None, typer.Argument(help="哪一封死信, 不写就是全部")] = None,
) -> None:
    """把死信从头再送。"""
    with _core() as core:
        number = 1
        try:
            if event is None:
                number = dead.retry_all(core)
            else:
                dead.retry(core, event)
        except ProblemError as problem:
            console.print(problem.detail)
            raise typer.Exit(1) from problem
        core.db.commit()
    console.print(f"{number} to be sent again")


@app.command("retention")
def purge(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="只数不删")] = False,
) -> None:
    """删除过了保存期限的数据。"""
    settings = CoreSettings()
    with _sessions(settings) as sessions:
        for job, number in retention.run(sessions, build_parts(settings), OPERATOR, dry_run):
            console.print(f"{job.name}: {number} ({job.what})", soft_wrap=True)


@rules_app.command("check")
def check_rules() -> None:
    """检查每一份规则: 出处, 兜底行, 输入与事项定义是否对得上。"""
    settings = CoreSettings()
    problems = check_folder(settings.rules_dir, Definitions(settings.items_dir).all())
    for line in problems:
        console.print(line, soft_wrap=True)
    if problems:
        raise typer.Exit(1)
    console.print("ok")


@rules_app.command("dry-run")
def dry_run_rules(
    file: Annotated[Path, typer.Argument(help="新一版规则", exists=True, dir_okay=False)],
) -> None:
    """拿新规则重算办过的件, 只看会有哪些不同, 什么也不改。"""
    with _core() as core:
        summary = dry_run_over_past(core, read_rules(file))
    console.print(f"tried {summary.tried}, not possible {summary.untried}")
    for (old, new), number in summary.moves.items():
        console.print(f"  {old} -> {new}: {number}")
    for one in summary.changed:
        console.print(f"  {one.which}: {one.old} -> {one.new} ({one.reason})", soft_wrap=True)


@payments_app.command("reconcile")
def reconcile_payments(
    date: Annotated[
        dt.datetime | None, typer.Option(formats=["%Y-%m-%d"], help="哪一天的账单, 默认昨天")
    ] = None,
    provider: Annotated[str | None, typer.Option(help="哪个支付平台, 默认全部")] = None,
) -> None:
    """拿支付平台的日账单核对订单: 漏记的补记, 对不上的列出来。"""
    differs = False
    with _core() as core:
        day = date.date() if date else core.today - dt.timedelta(days=1)
        for name in [provider] if provider else list(core.parts.payments.providers):
            try:
                outcome = reconcile(core, name, day)
            except ProblemError as problem:
                console.print(f"{name} {day}: {problem.detail}", soft_wrap=True)
                differs = True
                continue
            core.db.commit()
            counts = f"{outcome.entries} entries, {outcome.credited} credited now"
            console.print(f"{name} {day}: {counts}, {len(outcome.differences)} differences")
            for line in outcome.differences:
                console.print(f"  {line}", soft_wrap=True)
            differs = differs or bool(outcome.differences)
    if differs:
        raise typer.Exit(1)


@vault_app.command("rotate")
def rotate_keys() -> None:
    """用最新的密钥把所有加密的内容重新加密一遍, 旧密钥才能退役。"""
    settings = CoreSettings()
    with _sessions(settings) as sessions, write_session(sessions) as db:
        number = reseal(db, Cipher.from_settings(settings))
        db.commit()
    console.print(f"{number} values sealed anew")


@app.command("routing")
def evaluate_routing(
    file: Annotated[Path, typer.Argument(help="每行 text, category, unit", dir_okay=False)],
) -> None:
    """用标好的句子检查工单分类和派单准不准, 列出分错的。"""
    measured = Measured()
    try:
        with _core() as core:
            rows = rows_of(file)
            seen = measure(core, rows)
            for latest in track(seen, "routing", len(rows), console=console, transient=True):
                measured = latest
    except (ProblemError, OSError) as problem:
        console.print(problem.detail if isinstance(problem, ProblemError) else str(problem))
        raise typer.Exit(1) from problem
    sent = measured.dispatched
    right = measured.dispatched_right / sent if sent else 0.0
    console.print(f"rows {measured.rows}")
    console.print(f"category right {measured.share(measured.category):.3f}")
    console.print(f"unit right {measured.share(measured.unit):.3f}")
    console.print(f"dispatched {measured.share(sent):.3f}, of these right {right:.3f}")
    table = Table("labelled", "found", "rows", title="confused")
    for (labelled, found), number in measured.confused.most_common():
        table.add_row(labelled, found, str(number))
    console.print(table)
