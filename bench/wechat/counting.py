"""What came of a rush: who was answered, when, and in order."""

import statistics
from collections import Counter, defaultdict
from typing import Any

from bench.wechat.server import Message, WeChat

ASKED = (
    ("居住证怎么办", "居住"),
    ("高龄津贴每月多少钱", "高龄"),
    ("身份证丢了怎么补办", "身份证"),
    ("失业登记怎么办理", "失业"),
    ("社保卡丢了怎么补", "社保卡"),
)
"""What is asked in turn, and a word of its answer alone."""


def counted(messages: list[Message], wechat: WeChat, drained: float) -> dict[str, Any]:
    asked: dict[int, list[Message]] = defaultdict(list)
    for message in messages:
        asked[message.user].append(message)
    waits, out_of_order, unanswered = [], 0, 0
    for user, sent in asked.items():
        got = wechat.answers.get(user, [])
        unanswered += max(0, len(sent) - len(got))
        for message, (when, _, words) in zip(sent, got, strict=False):
            waits.append(when - message.sent)
            out_of_order += ASKED[message.turn % len(ASKED)][1] not in words
    acks = [one.acknowledged - one.sent for one in messages if one.acknowledged is not None]
    ways = Counter(way for got in wechat.answers.values() for _, way, _ in got)
    last_sent = max(one.sent for one in messages)
    return {
        "sent": len(messages),
        "sent_a_second": round(len(messages) / last_sent, 1),
        "statuses": dict(Counter(one.status for one in messages)),
        "acknowledged_within_5_s": sum(one < 5 for one in acks),
        "acknowledged": spread(acks),
        "told_to_wait": sum(one.told_to_wait for one in messages),
        "ways": dict(ways),
        "answers": sum(ways.values()),
        "unanswered": unanswered,
        "out_of_order": out_of_order,
        "turns_a_second": round(sum(ways.values()) / drained, 1) if drained else 0,
        "drained_s": round(drained - last_sent, 1),
        "waited": spread(waits),
    }


def spread(seconds: list[float]) -> dict[str, float]:
    """Seconds."""
    cuts = statistics.quantiles(seconds, n=100, method="inclusive")
    named = {"p50": cuts[49], "p95": cuts[94], "p99": cuts[98], "most": max(seconds)}
    return {name: round(cut, 3) for name, cut in named.items()}
