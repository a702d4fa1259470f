"""What one is told by itself (推送): asked for, shown, ended by one word."""

import re

from rasa_sdk import Tracker

from actions.clients import core
from actions.clients.core import CoreAway, CoreRefused
from actions.failing import failed
from actions.forms.cards import STOP
from actions.turns import said_in
from core.contract import TOPIC_LABELS, PushTopic, PushView
from messages import Act, Option, SignInCard, TextCard, Turn
from text.normalise import normalise

UNSUBSCRIBES = re.compile(
    r"退订|取消订阅|停止推送|取消推送|关闭推送|[不别唔].{0,6}推送|[不别唔]好?.{0,4}发.{0,5}(消息|信息|通知)"
    r"|\bunsubscribe\b|\bstop sending\b"
)
"""Words that end it at once, wherever they are said."""
PUSHES_MEANT = re.compile(
    r"^(?:我的|看看|查看|管理|打开|开启|设置)*(?:消息)?(?:推送|订阅)(?:消息|设置)?了?(?:什么|哪些|啥)?$"
    r"|我?(?:订阅|订)了(?:什么|哪些|啥)"
)
"""Words that ask what one is told by itself."""
NEWS_MEANT = re.compile(
    r"(?:有|出)了?新?的?(?:政策|补贴|津贴)?新?.{0,6}(?:告诉|通知|提醒|话)(?:一?声)?(?:我|俾我知)"
    r"|订阅.{0,6}政策|政策.{0,4}推送"
)
"""Words that ask to be told of new policies."""
ASKS_FOR: dict[str, PushTopic] = {"push_policies": "policies", "push_deadlines": "deadlines"}
DOES = {"pushes", "unsubscribe", *ASKS_FOR}
"""What options of cards, or words, do."""
STOPPED = "已经退订，以后不会主动给您发消息了。您的办件进展照样可以来问我。"
SAFE = "您的订阅没有改动。"


def _option(label: str, do: str) -> Option:
    return Option(label=label, act=Act(intent="my_data", do=do))


PUSHES = _option("消息推送", "pushes")
UNSUBSCRIBE = _option("退订", "unsubscribe")


def wants_news(tracker: Tracker) -> bool:
    """Whether the words ask to be told of new policies."""
    return NEWS_MEANT.search(normalise(said_in(tracker))) is not None


async def push_turn(session: str, do: str) -> Turn:
    """One of DOES, done and told. Who must sign in first is told so."""
    try:
        if do == "unsubscribe":
            await core.stop_pushes(session)
            return Turn(outcome="reported", cards=[TextCard(text=STOPPED, speech=STOPPED)])
        if do in ASKS_FOR:
            return _told(await core.choose_push(session, ASKS_FOR[do]), "好的，记下了。")
        return _told(await core.read_pushes(session))
    except CoreAway:
        return failed(SAFE)
    except CoreRefused as error:
        text = f"{error.says}登录以后，再点一次就好。"
        card = SignInCard(text=text, speech=text, options=[STOP])
        return Turn(outcome="clarified", cards=[card])


def _told(kept: PushView, lead: str = "") -> Turn:
    off = [one.topic for one in kept.topics if not one.on]
    options = [_option(TOPIC_LABELS[of], do) for do, of in ASKS_FOR.items() if of in off]
    if len(off) < len(kept.topics):
        options.append(UNSUBSCRIBE)
    text = lead + kept.says
    return Turn(outcome="reported", cards=[TextCard(text=text, speech=text, options=options)])
