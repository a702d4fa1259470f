"""What a citizen is told about a person: what happened, what is safe, what next."""

from typing import Literal

from channels.gateway.replies import say
from channels.gateway.wire import Locale
from messages import Act, HandoverCard, NoticeCard, Option, TextCard

LEAVE = {
    "回到机器人",
    "回到小政",
    "不等了",
    "不排了",
    "不排队了",
    "取消排队",
    "不用人工了",
    "取消人工",
    "结束人工",
    "结束人工服务",
    "退出人工",
    "backtothebot",
    "stopwaiting",
}
"""Exact words, normalised and without marks, that give the conversation back to the bot."""

CALL_ME = {"留电话等回电", "留电话", "给我回电", "请回电", "callmeback"}
"""Exact words that ask to be rung back."""


def option(locale: Locale, zh: str, en: str) -> Option:
    """Something to press that says `zh` to the gateway."""
    return Option(label=say(locale, zh, en), act=Act(text=zh))


def _leave(locale: Locale) -> Option:
    return option(locale, "不等了", "Stop waiting")


def _back(locale: Locale) -> Option:
    return option(locale, "回到小政", "Back to the bot")


def _call_me(locale: Locale) -> Option:
    return option(locale, "留电话等回电", "Call me back")


def _work_order(locale: Locale) -> Option:
    label = say(locale, "提交工单", "File a request")
    return Option(label=label, act=Act(intent="complaint"))


def waiting(
    locale: Locale, number: int, ahead: int, minutes: int | None, staffed: bool
) -> HandoverCard:
    """In the queue. `minutes` None: nobody knows, so nothing is said of it."""
    place = f"前面还有 {ahead} 位" if ahead else "下一个就是您"
    place_en = f"{ahead} before you" if ahead else "you are next"
    zh = f"已为您排队等人工：{number} 号，{place}"
    en = f"You are waiting for a person: number {number}, {place_en}"
    if minutes is not None:
        zh, en = f"{zh}，大约等 {minutes} 分钟", f"{en}, about {minutes} min"
    text = say(
        locale,
        f"{zh}。等的时候可以接着问我；不想等了，说“不等了”。",
        f"{en}. You can go on asking me; say “stop waiting” to leave the queue.",
    )
    if not staffed:
        text += say(
            locale,
            "现在没有同事在线，可能要久一些，也可以留电话等回电。",
            " No colleague is online now, so it may take longer; you can ask to be called back.",
        )
    options = [_leave(locale)] if staffed else [_call_me(locale), _leave(locale)]
    return HandoverCard(
        text=text,
        speech=say(locale, f"{zh}。", f"{en}."),
        number=number,
        ahead=ahead,
        minutes=minutes,
        options=options,
    )


def closed(locale: Locale, opens: str | None) -> HandoverCard:
    """Nobody answers now. `opens` says from when on somebody does."""
    zh = f"现在不是人工服务时间，{opens}开始有同事在。" if opens else "现在不是人工服务时间。"
    text = say(
        locale,
        f"{zh}不用白等：可以留电话，到时给您回电，也可以提交工单。着急请打 12345。",
        "No colleague is at work now. You need not wait: leave a number to be called back, or "
        "file a request. If it is urgent, call 12345.",
    )
    return HandoverCard(
        text=text,
        speech=text,
        phones=["12345"],
        options=[_call_me(locale), _work_order(locale)],
    )


def receipt(locale: Locale, agent: str) -> HandoverCard:
    """A message went to the person who has the conversation."""
    text = say(locale, f"已转给人工客服{agent}。", f"Passed on to {agent}.")
    return HandoverCard(text=text, speech="", agent=agent, options=[_back(locale)])


def joined(locale: Locale, agent: str) -> HandoverCard:
    """Somebody took the conversation."""
    text = say(
        locale,
        f"人工客服{agent}来了，前面说过的都看得到，不用再说一遍。",
        f"{agent} is here now and can see what was said before.",
    )
    return HandoverCard(text=text, speech=text, agent=agent, options=[_back(locale)])


def of_person(locale: Locale, agent: str, text: str) -> TextCard:
    """The words of an agent."""
    return TextCard(
        text=text, speech=text, speaker="person", speaker_name=agent, options=[_back(locale)]
    )


def over(locale: Locale, ending: Literal["handed_back", "ended"]) -> NoticeCard:
    """The agent is done."""
    zh = {
        "handed_back": "人工服务先到这里，接下来还是我帮您。刚才没办完的，对我说“继续办”。",
        "ended": "人工服务结束了，我是小政，还有事随时问我。",
    }[ending]
    text = say(locale, zh, "The colleague has left. It is me, the assistant, again; just ask.")
    return NoticeCard(text=text, speech=text)


def left(locale: Locale, was_claimed: bool) -> TextCard:
    """The citizen came back to the bot."""
    zh = "好的，人工服务结束了" if was_claimed else "好的，不排队了"
    text = say(
        locale,
        f"{zh}。我是小政，接着问我就行；没办完的，对我说“继续办”。",
        "All right. It is me, the assistant, again. Go on asking.",
    )
    return TextCard(text=text, speech=text)


def put_first(locale: Locale, agent: str) -> NoticeCard:
    """The agent went away without a word."""
    text = say(
        locale,
        f"抱歉，{agent}的连接断了。您说的话都在，已经把您排到最前面，会有别的同事接着帮您；"
        "等的时候可以接着问我。着急请打 12345。",
        f"Sorry, {agent} lost the connection. Nothing is lost and you are first in the queue. "
        "If it is urgent, call 12345.",
    )
    return NoticeCard(text=text, speech=text, level="warning", phones=["12345"])


def ask_number(locale: Locale, opens: str | None, again: bool = False) -> TextCard:
    """To be rung back a number is needed."""
    first = "这里面没看到 11 位手机号，没有记下。" if again else ""
    when = f"，{opens}以后" if opens else "，同事有空就"
    text = say(
        locale,
        f"{first}请发您的手机号{when}给您回电。号码会加密保存，只用来回这个电话。",
        "Please send your mobile number, and a colleague will call you back. It is kept "
        "encrypted and used for this call only.",
    )
    return TextCard(text=text, speech=text)


def will_call(locale: Locale, phone: str, opens: str | None) -> TextCard:
    """The number is kept; `phone` is its token."""
    when = f"{opens}以后" if opens else "同事有空就"
    text = say(
        locale,
        f"记下了：{phone}。{when}给您回电，您不用再等。回电不会问验证码和银行卡密码。",
        f"Noted: {phone}. A colleague will call you back. Nobody will ask for codes or passwords.",
    )
    return TextCard(text=text, speech=text)


def not_kept(locale: Locale) -> NoticeCard:
    """Core could not keep the number."""
    text = say(
        locale,
        "抱歉，号码这次没能存下。请过一会儿再说“留电话等回电”，或者直接打 12345。",
        "Sorry, your number could not be kept. Please try again later or call 12345.",
    )
    return NoticeCard(text=text, speech=text, level="warning", phones=["12345"])
