"""wechat.md: the setting, and what was measured."""

import datetime as dt
import os
from argparse import Namespace
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

VERSIONS = ("fastapi", "uvicorn", "sqlalchemy", "wechatpy")


def setting(given: Namespace) -> dict[str, Any]:
    """Machine, load and versions."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    return {
        "date": str(dt.date.today()),
        "cores": os.cpu_count(),
        "processor": next((o.split(":")[1].strip() for o in lines if "model name" in o), ""),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30),
        "rate": given.rate,
        "users": given.users,
        "seconds": given.seconds,
        "versions": {name: version(name) for name in VERSIONS},
    }


def listed(values: Mapping[Any, object]) -> str:
    """Names with their values, for a reader."""
    return ", ".join(f"{name}: {value}" for name, value in values.items())


def report(found: dict[str, Any]) -> str:
    """wechat.md: Chinese, with a short summary in English."""
    given, got, web = found["setting"], found["wechat"], found["web"]
    versions = ", ".join(f"{name} {number}" for name, number in given["versions"].items())
    answered = web["outcomes"].get("answered", 0)
    rows = [
        ("发出", f"{got['sent']} 条，每秒 {got['sent_a_second']} 条，{given['users']} 位用户"),
        (
            "5 秒内应答",
            f"{got['acknowledged_within_5_s']} 条；HTTP 状态 {listed(got['statuses'])}",
        ),
        ("应答用时 (秒)", listed(got["acknowledged"])),
        ("当场告知要等", f"{got['told_to_wait']} 条"),
        ("答复", f"{got['answers']} 条 ({listed(got['ways'])})；没有答复 {got['unanswered']} 条"),
        ("次序不对的答复", str(got["out_of_order"])),
        ("每秒答复", str(got["turns_a_second"])),
        ("停发后还要多久答完 (秒)", str(got["drained_s"])),
        ("从问到答 (秒)", listed(got["waited"])),
    ]
    table = "\n".join(f"| {name} | {value} |" for name, value in rows)
    return (
        f"# 公众号: 一阵高峰\n\n"
        f"**In short.** {given['rate']} messages a second from {given['users']} users for "
        f"{given['seconds']} s: {got['acknowledged_within_5_s']} of {got['sent']} acknowledged "
        f"within 5 s (p99 {got['acknowledged']['p99']} s), {got['answers']} answered, "
        f"{got['out_of_order']} out of order, {got['turns_a_second']} turns a second, drained "
        f"{got['drained_s']} s after the last one, longest wait {got['waited']['most']} s. On the "
        f"web's road, where one waits on the line, {answered} of {web['sent']} were answered.\n\n"
        f"{given['date']}; {given['cores']} 核 {given['processor']}, {given['memory_gib']} GiB; "
        f"{versions}。整个产品和扮演微信服务器的程序在同一台机器上。\n\n"
        f"重跑: `make bench-wechat` (要先 `luoxiaozheng build`)。\n\n"
        f"| 公众号 | |\n| --- | --- |\n{table}\n\n"
        f"等的时候市民看到什么: 排队超过十二秒, 当场回一句“您的话收到了，都在。现在问的人多，大约…”"
        f"(每人每分钟最多一句, 不占客服消息额度); 轮到了, 答复按问的次序用客服消息送到。\n\n"
        f"对照, 同一次运行里网页的路 (等四秒没有结果就说“请过一会儿再发一次”): {web['sent']} 条里"
        f"答上 {answered} 条; 用时 (秒) {listed(web['seconds'])}。\n"
    )
