"""What applying costs: core under load on both databases, and a turn of the form.

    python -m bench.applications [--times N] [--turns N] [--out FOLDER]

Core runs in a process of its own (`python -m core`, one uvicorn worker). Four things are asked of
it over HTTP by 1 and by 8 clients that wait for each answer: to decide a filled application, to
take a whole application, to list the cases of who is signed in, to look a case up by number and
proof. Then the whole product is started, and a turn of the form is measured beside a turn in which
Rasa and the action server do next to nothing. PostgreSQL is measured where LXZ_TEST_POSTGRES_URL
names a server. Writes applications.md and applications.json.
"""

import argparse
import datetime as dt
import json
import os
import platform
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import text
from sqlalchemy.orm import sessionmaker

from core.context import Core
from core.database import make_engine, migrate, write_session
from core.identity.issuer import Claims
from core.identity.models import SessionRow
from core.identity.people import person_signing_in
from core.parts import build_parts
from core.security import Caller
from core.settings import DEVELOPMENT_TOKEN, CoreSettings
from sandbox.registers.generator import generate
from tests.conversations.people import People, Someone
from tests.databases import VARIABLE, fresh_database
from tests.stack import ROOT, Stack

ITEM, ANSWER = "yanglao-zige-renzheng", "退休金"
CLIENTS = (1, 8)
WARM_UP = 20
VERSIONS = ("fastapi", "uvicorn", "sqlalchemy", "psycopg", "zen-engine", "rasa-sdk")
MEASURED = {
    "decide": "秒批决定：交一份填好的申请",
    "apply": "整份申请：打开、回答、提交",
    "list": "查进度：登录后列出我的办件",
    "look_up": "查进度：办件编号加证件尾号",
}
TURNS = {"form": "填表一轮", "trivial": "最小动作一轮（“谢谢”）"}


def main() -> None:
    given = arguments()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        core = {
            kind: measure_core(kind, folder / kind, given.times)
            for kind in ("sqlite", "postgresql")
            if kind == "sqlite" or os.environ.get(VARIABLE)
        }
        if "postgresql" not in core:
            say(f"postgresql: skipped, {VARIABLE} is not set")
        turns = measure_turns(folder / "stack", given.turns)
    found = {"setting": setting(core), "core": core, "turns": turns}
    given.out.mkdir(parents=True, exist_ok=True)
    written = json.dumps(found, ensure_ascii=False, indent=1)
    (given.out / "applications.json").write_text(written + "\n", encoding="utf-8")
    (given.out / "applications.md").write_text(report(found), encoding="utf-8")
    say(report(found))


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--times", type=int, default=400, help="calls of each kind, at most 600")
    parser.add_argument("--turns", type=int, default=200, help="turns of each kind")
    parser.add_argument("--out", type=Path, default=ROOT / "docs" / "benchmarks")
    return parser.parse_args()


def measure_core(kind: str, folder: Path, times: int) -> dict[str, Any]:
    """Seconds of each call and in all, by what was measured and how many clients there were."""
    folder.mkdir(parents=True)
    with fresh_database(kind, folder) as url:
        migrate(url)
        sessions = signed_in(url, pensioners(times))
        found: dict[str, Any] = {"version": server_version(url)}
        with serving(url, folder) as client:
            clock([partial(apply, client, one) for one in list(sessions)[:WARM_UP]], 1)
            for clients in CLIENTS:
                found[str(clients)] = measure_clients(client, sessions, clients)
                say(f"{kind}, {clients} clients: {found[str(clients)]}")
    return found


def measure_clients(
    client: httpx.Client, sessions: dict[str, Someone], clients: int
) -> dict[str, Any]:
    filled = {one: fill(client, one) for one in sessions}
    found = {"decide": clock([partial(decide, client, *one) for one in filled.items()], clients)}
    found["apply"] = clock([partial(apply, client, one) for one in sessions], clients)
    found["list"] = clock([partial(my_cases, client, one) for one in sessions], clients)
    known = {one: str(my_cases(client, one)["items"][0]["number"]) for one in sessions}
    tails = {one: someone.id_number[-4:] for one, someone in sessions.items()}
    look_ups = [partial(look_up, client, one, known[one], tails[one]) for one in sessions]
    found["look_up"] = clock(look_ups, clients)
    return found


def pensioners(count: int) -> list[Someone]:
    people = People()
    return [people.pick("pensioner") for _ in range(count)]


def signed_in(url: str, people: list[Someone]) -> dict[str, Someone]:
    """A session for each, signed in as by the issuer."""
    settings = CoreSettings(database_url=url)
    parts, engine = build_parts(settings), make_engine(url)
    sessions = {f"bench-{number}": someone for number, someone in enumerate(people)}
    with write_session(sessionmaker(engine)) as db:
        core = Core(db, parts, Caller("gateway", "gateway"))
        until = core.now + dt.timedelta(hours=12)
        for session, one in sessions.items():
            claims = Claims(one.words["name"], one.id_number, one.words["mobile"] or None, "face")
            db.add(
                SessionRow(
                    session=session,
                    person=person_signing_in(core, claims),
                    assurance="face",
                    signed_in_at=core.now,
                    expires_at=until,
                )
            )
        db.commit()
    engine.dispose()
    return sessions


@contextmanager
def serving(url: str, folder: Path) -> Iterator[httpx.Client]:
    """Core in a process of its own, and a client of the dialogue."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    variables = {"LXZ_CORE_PORT": str(port), "LXZ_CORE_DATABASE_URL": url, "LXZ_ENV": "development"}
    variables |= {"LXZ_CORE_OUTBOX_URL": "", "LXZ_CORE_TOKEN": DEVELOPMENT_TOKEN}
    with ExitStack() as stack:
        log = stack.enter_context((folder / "core.log").open("wb"))
        process = subprocess.Popen(
            [sys.executable, "-m", "core"],
            cwd=ROOT,
            env=os.environ | variables,
            stderr=log,
            stdout=log,
        )
        stack.callback(process.wait)
        stack.callback(process.terminate)
        headers = {"Authorization": f"Bearer {DEVELOPMENT_TOKEN}"}
        base = f"http://127.0.0.1:{port}"
        client = httpx.Client(base_url=base, headers=headers, timeout=60, trust_env=False)
        stack.enter_context(client)
        while True:
            try:
                client.get("/health").raise_for_status()
                break
            except httpx.TransportError:
                if process.poll() is not None:
                    sys.exit((folder / "core.log").read_text()[-3000:])
                time.sleep(0.2)
        yield client


def fill(client: httpx.Client, session: str) -> str:
    """A draft up to its review; its id."""
    opened = client.post("/v1/drafts", json={"session": session, "item": ITEM})
    draft = str(opened.raise_for_status().json()["id"])
    step = {"session": session, "do": "answer", "text": ANSWER}
    answered = client.post(f"/v1/drafts/{draft}/steps", json=step).raise_for_status().json()
    assert answered["draft"]["step"] == "review", answered
    return draft


def decide(client: httpx.Client, session: str, draft: str) -> None:
    step = {"session": session, "do": "submit", "key": draft}
    result = client.post(f"/v1/drafts/{draft}/steps", json=step).raise_for_status().json()
    assert result["case"]["number"], result


def apply(client: httpx.Client, session: str) -> None:
    decide(client, session, fill(client, session))


def my_cases(client: httpx.Client, session: str) -> dict[str, Any]:
    asked = {"session": session, "limit": "5"}
    page: dict[str, Any] = client.get("/v1/cases", params=asked).raise_for_status().json()
    return page


def look_up(client: httpx.Client, session: str, number: str, proof: str) -> None:
    asked = {"session": f"{session}-other", "number": number, "proof": proof}
    client.post("/v1/cases/look-up", json=asked).raise_for_status()


def measure_turns(folder: Path, turns: int) -> dict[str, Any]:
    """A turn of the form and a turn that does nothing, one after the other."""
    stack = Stack(folder)
    taken: dict[str, list[float]] = {name: [] for name in TURNS}
    try:
        stack.start()
        filling = stack.ask("我要办灵活就业参保")["conversation_id"]
        idle = stack.ask("你好")["conversation_id"]
        for number in range(turns + WARM_UP):
            words = "上一步" if number % 2 else "不是"
            for name, said, where in (("trivial", "谢谢", idle), ("form", words, filling)):
                start = time.perf_counter()
                reply = stack.ask(said, conversation_id=where)
                taken[name].append(time.perf_counter() - start)
                wanted = "collecting" if name == "form" else "smalltalk"
                assert reply["outcome"] == wanted, reply
    finally:
        stack.stop()
    return {name: spread(seconds[WARM_UP:]) for name, seconds in taken.items()}


def clock(calls: Sequence[Callable[[], object]], clients: int) -> dict[str, float]:
    """Make all calls, `clients` at once: calls a second, and milliseconds of one."""

    def once(call: Callable[[], object]) -> float:
        start = time.perf_counter()
        call()
        return time.perf_counter() - start

    with ThreadPoolExecutor(clients) as pool:
        start = time.perf_counter()
        taken = list(pool.map(once, calls))
        return {"rate": round(len(calls) / (time.perf_counter() - start), 1)} | spread(taken)


def spread(seconds: list[float]) -> dict[str, float]:
    """Milliseconds."""
    cuts = statistics.quantiles(seconds, n=100, method="inclusive")
    named = {"p50": cuts[49], "p95": cuts[94], "p99": cuts[98]}
    return {"count": len(seconds)} | {name: round(cut * 1e3, 1) for name, cut in named.items()}


def server_version(url: str) -> str:
    engine = make_engine(url)
    query = "SELECT sqlite_version()" if engine.dialect.name == "sqlite" else "SHOW server_version"
    with engine.connect() as connection:
        found = str(connection.scalar(text(query)))
    engine.dispose()
    return found


def setting(core: dict[str, Any]) -> dict[str, Any]:
    """Machine, data and versions."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    registers = generate()
    return {
        "date": str(dt.date.today()),
        "cores": os.cpu_count(),
        "processor": next((o.split(":")[1].strip() for o in lines if "model name" in o), ""),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "load_average": round(os.getloadavg()[1], 1),
        "people": len(registers["population"]),
        "versions": {"Python": platform.python_version()}
        | {name: version(name) for name in VERSIONS}
        | {kind: one["version"] for kind, one in core.items()},
    }


def report(found: dict[str, Any]) -> str:
    """applications.md: Chinese, with a short summary in English."""
    parts = ["# 申请: 快慢", english(found), background(found["setting"])]
    parts += [core_table(found["core"], clients) for clients in CLIENTS]
    parts += [turn_table(found["turns"])]
    return "\n\n".join(parts) + "\n"


def english(found: dict[str, Any]) -> str:
    told = [
        f"on {kind} {one['8']['decide']['rate']} decisions a second with 8 clients "
        f"(p99 {one['8']['decide']['p99']} ms), {one['8']['look_up']['rate']} status queries a "
        f"second (p99 {one['8']['look_up']['p99']} ms)"
        for kind, one in found["core"].items()
    ]
    return (
        f"**In short.** One core process decides and answers: {'; '.join(told)}. A turn of the "
        f"form takes p95 {found['turns']['form']['p95']} ms through the whole product, "
        f"{ratio(found['turns'], 'p95'):.2f} times a trivial turn in the same run."
    )


def background(given: dict[str, Any]) -> str:
    versions = ", ".join(f"{name} {number}" for name, number in given["versions"].items())
    return (
        f"{given['date']}; {given['cores']} 核 {given['processor']}, {given['memory_gib']} GiB; "
        f"{versions}。这台机器同时有别的工作 (结束时五分钟平均负载 {given['load_average']})。"
        f"登记库里有 {given['people']} 个编造的人。\n\n"
        "重跑: `make bench-applications` (要先 `luoxiaozheng build`; "
        f"`{VARIABLE}` 指到一个 PostgreSQL 时也测它)。\n\n"
        "core 在自己的进程里 (uvicorn, 一个 worker), 客户端在同一台机器上, 经 HTTP, 等到答复再发"
        "下一个。事项是养老金领取资格认证: 交一份填好的申请, 要查两个登记库、过决策表、存办件、"
        "记审计链, 在一个事务里。整份申请是三次调用。SQLite 的写入一个接一个。"
    )


def core_table(core: dict[str, Any], clients: int) -> str:
    rows = [
        f"| {label} | {kind} | {one['rate']} | {one['p50']} | {one['p99']} | {one['count']} |"
        for name, label in MEASURED.items()
        for kind, found in core.items()
        for one in [found[str(clients)][name]]
    ]
    head = (
        "| 做什么 | 数据库 | 每秒 | p50 ms | p99 ms | 次数 |\n| --- | --- | --- | --- | --- | --- |"
    )
    return "\n".join([f"## core, {clients} 个客户端\n", head, *rows])


def turn_table(turns: dict[str, Any]) -> str:
    rows = [
        f"| {label} | {turns[name]['p50']} | {turns[name]['p95']} | {turns[name]['count']} |"
        for name, label in TURNS.items()
    ]
    rows.append(f"| 之比 | {ratio(turns, 'p50'):.2f} | {ratio(turns, 'p95'):.2f} | |")
    head = "| 一轮 | p50 ms | p95 ms | 次数 |\n| --- | --- | --- | --- |"
    return "\n".join(["## 填表一轮, 走完整个产品\n", head, *rows])


def ratio(turns: dict[str, Any], which: str) -> float:
    return float(turns["form"][which] / turns["trivial"][which])


def say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    main()
