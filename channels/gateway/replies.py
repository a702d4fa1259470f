"""What the gateway itself says: one function a situation, each giving a whole turn.

Everything else a citizen reads comes from the actions.
"""

import secrets

from channels.gateway.doors import Door
from channels.gateway.rasa_client import Reason
from channels.gateway.safety import Answer
from channels.gateway.wire import Locale
from messages import (
    Act,
    AnyCard,
    MessageMetadata,
    NoticeCard,
    Option,
    TextCard,
    Trace,
    Turn,
)
from text.traditional import to_hong_kong

MAX_LENGTH = 1000
"""Characters of one message; more is asked to be put shorter."""

EXAMPLES = ("身份证丢了怎么补办？", "高龄津贴怎么领？", "怎么注册一家公司？")

_WHAT_HAPPENED: dict[Reason | str, tuple[str, str]] = {
    "unreachable": (
        "我正在启动或重启，这句话还没能处理",
        "I am starting up and could not deal with this yet",
    ),
    "timeout": ("这句话查得太久，没有等到结果", "This took too long and I have no result"),
    "busy": (
        "您的上一句话还没处理完，这句话还没轮到",
        "Your previous message is still being handled, so this one has not been",
    ),
}
_SOMETHING_BROKE = ("查询的部分出了点问题，这次没有查到", "Something broke while looking this up")


def reference() -> str:
    """Something short to quote when asking for help, e.g. T-9F04C2A1."""
    return f"T-{secrets.token_hex(4).upper()}"


def empty(locale: Locale) -> Turn:
    """Nothing that can be read was sent."""
    options = [Option(label=example, act=Act(text=example)) for example in EXAMPLES]
    text = say(
        locale,
        "我没有看到文字。请用一句话告诉我您想办什么事，比如下面这些。",
        "I did not see any words. Please tell me in one sentence what you need, for example:",
    )
    return _turn("clarified", TextCard(text=text, speech=text, options=options))


def too_long(locale: Locale, length: int) -> Turn:
    """More than MAX_LENGTH characters. They are not kept."""
    text = say(
        locale,
        f"这段话有 {length} 个字，太长了，我没有保存。请用一两句话说说您想办什么事。",
        f"That was {length} characters, too long for me, and I did not keep it. "
        "Please tell me in one or two sentences what you need.",
    )
    return _turn("clarified", TextCard(text=text, speech=text))


def command(locale: Locale) -> Turn:
    """A message that begins with a slash."""
    text = say(
        locale,
        "以“/”开头的指令在这里用不了。请直接用平常的话告诉我您想办什么事。",
        'Commands that begin with "/" do nothing here. Please tell me in plain words what '
        "you need.",
    )
    return _turn("clarified", TextCard(text=text, speech=text))


def stale_choice(locale: Locale) -> Turn:
    """A choice that was not offered in this conversation."""
    text = say(
        locale,
        "这个选项已经失效，或者不是这次对话里的。请用一句话再说一遍您想办什么事。",
        "This option is no longer valid or is not from this conversation. Please tell me "
        "again in one sentence what you need.",
    )
    return _turn("clarified", TextCard(text=text, speech=text))


def cannot_read_files(locale: Locale) -> NoticeCard:
    """A card for messages that carry files."""
    text = say(
        locale,
        "我现在还看不了图片和文件，也没有保存它们。请把想问的事用文字告诉我。",
        "I cannot read pictures or files yet, and I did not keep them. Please tell me in "
        "words what you need.",
    )
    return NoticeCard(text=text, speech=text)


def only_files(locale: Locale) -> Turn:
    """Files without words."""
    return _turn("clarified", cannot_read_files(locale))


def safety(locale: Locale, kind: str, answer: Answer) -> Turn:
    """The fixed answer to one kind of danger."""
    text = say(locale, answer.zh, answer.en)
    intents = {"self_harm": "self_harm", "abuse": "abuse"}
    fallback = "emergency" if answer.outcome == "emergency" else None
    card: AnyCard
    if answer.level == "info":
        card = TextCard(text=text, speech=text)
    else:
        card = NoticeCard(text=text, speech=text, level=answer.level, phones=answer.phones)
    trace = Trace(intent=intents.get(kind, fallback))
    return Turn(outcome=answer.outcome, cards=[card], trace=trace)


def failed(locale: Locale, reason: Reason | str, quote: str) -> Turn:
    """No answer could be had: what happened, what is safe, what to do."""
    zh, en = _WHAT_HAPPENED.get(reason, _SOMETHING_BROKE)
    text = say(
        locale,
        f"抱歉，{zh}。您说的话已经保存，没有丢。请过一会儿再发一次；"
        f"着急请拨打 12345。编号 {quote}。",
        f"Sorry. {en}. Your message is kept, nothing is lost. Please send it again in a "
        f"moment; if it is urgent, call 12345. Reference {quote}.",
    )
    speech = say(
        locale,
        f"抱歉，{zh}。请过一会儿再说一次，着急请拨打幺二三四五。",
        f"Sorry. {en}. Please try again in a moment, or call 12345.",
    )
    card = NoticeCard(text=text, speech=speech, level="warning", phones=["12345"], reference=quote)
    return _turn("failed", card)


def metadata(locale: Locale, message: str, door: Door) -> MessageMetadata:
    """What the channel can do, and what the message is called."""
    return MessageMetadata(
        locale=locale, buttons=door.buttons, pay=door.pay, spoken=door.spoken, message=message
    )


def signed_in(locale: Locale) -> NoticeCard:
    """Signed in, but the dialogue cannot go on by itself just now."""
    text = say(
        locale,
        "登录成功。对我说“继续办”，就接着刚才的办。",
        "You are signed in. Say “continue” to go on with what you were doing.",
    )
    return NoticeCard(text=text, speech=text)


def _turn(outcome: str, card: AnyCard) -> Turn:
    return Turn.model_validate({"outcome": outcome, "cards": [card]})


def say(locale: Locale, zh: str, en: str) -> str:
    """Chinese or English words, by the locale; in Hong Kong's characters for zh-HK."""
    if locale == "en":
        return en
    return to_hong_kong(zh) if locale == "zh-HK" else zh
