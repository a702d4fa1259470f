"""What is kept about somebody (我的数据): told, as a file, deleted after asking once more."""

import datetime as dt
import re
from typing import Any
from urllib.parse import quote
from zoneinfo import ZoneInfo

from rasa_sdk import Action, Tracker
from rasa_sdk.executor import CollectingDispatcher

from actions.clients import core
from actions.clients.core import CoreAway, CoreRefused
from actions.failing import failed
from actions.forms.cards import STOP
from actions.forms.moves import Move
from actions.knowledge import knowledge
from actions.locale import language_of
from actions.pushes import DOES, PUSHES, PUSHES_MEANT, UNSUBSCRIBES, push_turn
from actions.question import moved_to, question_turn
from actions.thread import thread_of
from actions.turns import (
    SURE,
    key_of,
    last_turn,
    metadata_of,
    said_in,
    say,
    structured,
    sureness_of,
)
from core.contract import Deleted, MyData
from messages import Act, Option, Outcome, SignInCard, TextCard, Turn
from text.normalise import normalise

SHENZHEN = ZoneInfo("Asia/Shanghai")
WITHOUT_SIGN_IN = (
    "没有登录时，这里只有这次对话和开了头的申请，里面的证件号码、手机号等都遮住或加密了。"
)
SAFE = "您的数据没有改动。"
MEANT = {
    "unsubscribe": UNSUBSCRIBES,
    "pushes": PUSHES_MEANT,
    "looked_up": re.compile(r"谁.*(查|看|用)|(查|看|用)过|\bwho\b"),
    "delete": re.compile(r"删|注销|清除|清空|忘记|忘掉|不.*保留|\b(delete|erase|forget)\b"),
    "export": re.compile(r"导出|下载|\b(export|download)\b"),
}
"""What is wanted, by its words, the first that fits; else a summary."""
SURE_WORDS = re.compile(r"(我?(确认|确定)|真的)要?删除?[掉吧了]?[。！!. ]*")


def _option(label: str, do: str) -> Option:
    return Option(label=label, act=Act(intent="my_data", do=do))


EXPORT = _option("下载我的数据", "export")
DELETE = _option("删除我的数据", "delete")
LOOKED_UP = _option("谁查过我的信息", "looked_up")
SURELY = _option("确认删除", "delete_sure")
KEEP = _option("不删了", "keep")


class ActionMyData(Action):
    def name(self) -> str:
        return "action_my_data"

    async def run(
        self, dispatcher: CollectingDispatcher, tracker: Tracker, domain: dict[str, Any]
    ) -> list[dict[str, Any]]:
        meant = _meant(tracker) in {"unsubscribe", "pushes"}
        if sureness_of(tracker) >= SURE or meant:
            say(dispatcher, tracker, (await my_data_move(tracker)).turn)
            return []
        thread = thread_of(tracker)
        language = language_of(metadata_of(tracker).locale, thread.typed)
        turn = question_turn(knowledge(), thread, language)
        say(dispatcher, tracker, turn)
        return moved_to(thread, turn)


async def my_data_move(tracker: Tracker) -> Move:
    """What was asked for. `over` where drafts were deleted: a form has nothing to fill then."""
    session, do = tracker.sender_id, structured(tracker, "do") or _meant(tracker)
    if do == "keep":
        return Move(_told("好的，什么也没有删。想问别的，随时说。", outcome="smalltalk"))
    if do in DOES:
        return Move(await push_turn(session, do))
    try:
        if do == "delete_sure":
            deleted = await core.delete_my_data(session, f"my-data:{key_of(tracker)}")
            return Move(_told(_deleted(deleted)), over=True)
        kept = await core.my_data(session)
    except CoreAway:
        return Move(failed(SAFE))
    except CoreRefused as error:
        text = WITHOUT_SIGN_IN + error.says
        card = SignInCard(text=text, speech=error.says, options=[STOP])
        return Move(Turn(outcome="clarified", cards=[card]))
    match do:
        case "export":
            return Move(_file(session))
        case "delete":
            return Move(_told(_asked_once_more(kept), SURELY, KEEP, outcome="clarified"))
        case "looked_up":
            return Move(_told(_look_ups(kept), EXPORT, DELETE))
    return Move(_told(_summary(kept), EXPORT, DELETE, LOOKED_UP, PUSHES))


def _meant(tracker: Tracker) -> str | None:
    words = normalise(said_in(tracker))
    if SURE_WORDS.fullmatch(words) and _was_asked(tracker):
        return "delete_sure"
    return next((do for do, pattern in MEANT.items() if pattern.search(words)), None)


def _was_asked(tracker: Tracker) -> bool:
    """Whether the last turn asked if it is to be deleted."""
    turn = last_turn(tracker)
    return any(SURELY in getattr(card, "options", []) for card in turn.cards) if turn else False


def _told(text: str, *options: Option, outcome: Outcome = "reported") -> Turn:
    card = TextCard(text=text, speech=text.partition("\n")[0], options=list(options))
    return Turn(outcome=outcome, cards=[card])


def _file(session: str) -> Turn:
    text = "您的数据整理成一个文件，请点开链接下载。里面有您的姓名、证件号码等原样内容，请收好。"
    url = f"/api/my-data?conversation_id={quote(session, safe='')}"
    return Turn(outcome="reported", cards=[TextCard(text=text, speech=text, url=url)])


def _summary(kept: MyData) -> str:
    drafts = f"没有提交的申请{len(kept.drafts)}份{_named([one.title for one in kept.drafts])}"
    cases = f"办件{len(kept.cases)}件{_named([one.title for one in kept.cases])}"
    told = f"{kept.name}，这里保存着您的登录信息、{drafts}、{cases}。"
    told += f"您的信息被查看过{kept.look_ups}次。"
    agreed = [f"{_day(one.at)} {one.purpose}" for one in kept.consents if not one.withdrawn_at]
    return "\n".join([told, f"您同意过的事（{len(agreed)}）：", *agreed]) if agreed else told


def _named(titles: list[str]) -> str:
    return f"（{'、'.join(dict.fromkeys(titles))}）" if titles else ""


def _look_ups(kept: MyData) -> str:
    if not kept.look_ups:
        return "还没有人查看过您的信息。"
    shown = kept.last_look_ups
    which = "都在这里" if len(shown) == kept.look_ups else f"最近{len(shown)}次如下"
    lines = [
        f"{_day(one.at)} {one.what}{f'，用于：{one.purpose}' if one.purpose else ''}"
        for one in shown
    ]
    return "\n".join([f"您的信息被查看过{kept.look_ups}次，{which}。", *lines])


def _asked_once_more(kept: MyData) -> str:
    what = f"没有提交的申请（{len(kept.drafts)}份）和它们的文件、您的登录信息、保管的证件号码等"
    text = f"真的要删除吗？会删掉{what}，所有设备都会退出登录，删了找不回来。"
    if kept.cases:
        text += f"已经提交的{len(kept.cases)}件办件按档案管理的要求保存，不能删。"
    return text + "这次对话的文字不在内，私密信息在里面本来就遮住了。"


def _deleted(deleted: Deleted) -> str:
    if deleted.nothing:
        return "已经删除您的登录信息。除此之外，这里没有保存您的申请和办件。"
    text = "已经删除：您的草稿和它们的文件、登录信息、保管的证件号码等。您已经退出登录。"
    if deleted.cases_kept:
        text += f"已经提交的{deleted.cases_kept}件办件按档案管理的要求保存，"
        text += "自动审批时比对过的资料不再保留。"
    return text


def _day(moment: dt.datetime) -> str:
    return f"{moment.astimezone(SHENZHEN):%Y-%m-%d %H:%M}"
