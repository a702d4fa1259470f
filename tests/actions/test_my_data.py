"""What is kept about somebody: told, as a file, deleted after asking once more."""

import datetime as dt
from typing import Any

import pytest

from actions.forms.cards import STOP
from actions.forms.task_form import ValidateTaskForm
from actions.my_data import (
    DELETE,
    EXPORT,
    KEEP,
    LOOKED_UP,
    SAFE,
    SURELY,
    WITHOUT_SIGN_IN,
    ActionMyData,
)
from actions.pushes import PUSHES
from actions.turns import SURE
from core.contract import AuditEntry, Deleted, MyConsent, MyData, MyDraft
from messages import Act, SignInCard, TextCard
from tests.actions.conftest import (
    ENDS,
    GOES_ON,
    ToldBase,
    act,
    failure,
    filling,
    remembered,
    resolution,
    tracker,
    whole,
)
from tests.actions.fake_core import AT, Away, FakeCore, No, case, draft

DATA, GONE = "/v1/my-data", "/v1/my-data/delete"
FIRST = "要查看、下载或删除您名下的数据，请先登录。"


def kept(**more: Any) -> MyData:
    known: dict[str, Any] = {
        "name": "[NAME_1]",
        "drafts": [MyDraft(title="纸鸢登记", updated_at=AT)],
        "cases": [case()],
        "consents": [MyConsent(purpose="提交「纸鸢登记」", at=AT)],
        "look_ups": 1,
        "last_look_ups": [looked_up()],
        **more,
    }
    return MyData.model_validate(known)


def looked_up(purpose: str = "办理「纸鸢登记」") -> AuditEntry:
    what = "查询户籍库里您的记录"
    return AuditEntry(
        at=AT.astimezone(dt.UTC), action="register.look_up", what=what, purpose=purpose
    )


def said_by(text: str, do: str | None = None) -> Any:
    return tracker(text, "my_data", entities={"do": do} if do else None)


@pytest.mark.parametrize("text", ["你们存了我什么信息", "删除我的数据", "导出我的数据"])
async def test_without_a_sign_in_one_sentence_says_what_is_kept(text: str, core: FakeCore) -> None:
    core.on("GET", DATA, No(403, FIRST))
    said = await act(ActionMyData(), said_by(text))
    card = SignInCard(text=WITHOUT_SIGN_IN + FIRST, speech=FIRST, options=[STOP])
    assert said.events == []
    assert said.turn == whole("clarified", card, intent="my_data")


async def test_who_is_signed_in_hears_what_is_kept(core: FakeCore) -> None:
    core.on("GET", DATA, kept())
    said = await act(ActionMyData(), said_by("你们存了我什么信息"))
    text = (
        "[NAME_1]，这里保存着您的登录信息、没有提交的申请1份（纸鸢登记）、办件1件（纸鸢登记）。"
        "您的信息被查看过1次。"
    )
    agreed = "\n您同意过的事（1）：\n2026-11-22 10:00 提交「纸鸢登记」"
    card = TextCard(text=text + agreed, speech=text, options=[EXPORT, DELETE, LOOKED_UP, PUSHES])
    assert said.turn == whole("reported", card, intent="my_data")
    assert core.to("GET", DATA) == [{"session": "c-1"}]


async def test_a_withdrawn_consent_is_not_in_force(core: FakeCore) -> None:
    gone = MyConsent(purpose="提交「纸鸢登记」", at=AT, withdrawn_at=AT)
    core.on("GET", DATA, kept(drafts=[], cases=[], consents=[gone], look_ups=0, last_look_ups=[]))
    said = await act(ActionMyData(), said_by("我的数据"))
    text = "[NAME_1]，这里保存着您的登录信息、没有提交的申请0份、办件0件。您的信息被查看过0次。"
    assert said.turn["cards"][0]["text"] == text


@pytest.mark.parametrize("how", [{"text": "谁查过我的信息"}, {"text": "", "do": "looked_up"}])
async def test_who_looked_is_told_with_the_purpose(how: dict[str, str], core: FakeCore) -> None:
    core.on("GET", DATA, kept(look_ups=12, last_look_ups=[looked_up(), looked_up("")]))
    said = await act(ActionMyData(), said_by(**how))
    head = "您的信息被查看过12次，最近2次如下。"
    lines = "\n2026-11-22 10:00 查询户籍库里您的记录，用于：办理「纸鸢登记」"
    lines += "\n2026-11-22 10:00 查询户籍库里您的记录"
    card = TextCard(text=head + lines, speech=head, options=[EXPORT, DELETE])
    assert said.turn == whole("reported", card, intent="my_data")


@pytest.mark.parametrize(("number", "says"), [(1, "1次，都在这里。"), (0, "还没有人查看过")])
async def test_few_look_ups_are_told_as_they_are(number: int, says: str, core: FakeCore) -> None:
    core.on("GET", DATA, kept(look_ups=number, last_look_ups=[looked_up()] * number))
    said = await act(ActionMyData(), said_by("", "looked_up"))
    assert says in said.turn["cards"][0]["text"]


@pytest.mark.parametrize("how", [{"text": "導出我的數據"}, {"text": "", "do": "export"}])
async def test_the_file_is_a_page_of_the_gateway(how: dict[str, str], core: FakeCore) -> None:
    core.on("GET", DATA, kept())
    said = await act(ActionMyData(), said_by(**how))
    (card,) = said.turn["cards"]
    assert (card["type"], card["url"]) == ("text", "/api/my-data?conversation_id=c-1")
    assert said.turn["outcome"] == "reported"


@pytest.mark.parametrize("how", [{"text": "把我的资料删掉"}, {"text": "", "do": "delete"}])
async def test_deleting_is_asked_once_more(how: dict[str, str], core: FakeCore) -> None:
    core.on("GET", DATA, kept())
    said = await act(ActionMyData(), said_by(**how))
    (card,) = said.turn["cards"]
    assert said.turn["outcome"] == "clarified"
    assert "真的要删除吗" in card["text"] and "1件办件按档案管理的要求保存" in card["text"]
    assert [one["label"] for one in card["options"]] == ["确认删除", "不删了"]
    assert SURELY.act == Act(intent="my_data", do="delete_sure")
    assert core.to("POST", GONE) == []


async def test_without_cases_none_is_said_to_stay(core: FakeCore) -> None:
    core.on("GET", DATA, kept(cases=[]))
    said = await act(ActionMyData(), said_by("", "delete"))
    assert "办件" not in said.turn["cards"][0]["text"]


@pytest.mark.parametrize("words", ["确认删除", "我确定删除。", "確認刪除"])
async def test_yes_in_words_deletes_only_what_was_asked(words: str, core: FakeCore) -> None:
    core.on("GET", DATA, kept())
    core.on("POST", GONE, Deleted(drafts=1, consents=0, cases_kept=0))
    asked = (await act(ActionMyData(), said_by(words))).turn
    assert core.to("POST", GONE) == [] and asked["outcome"] == "clarified"
    events = [{"event": "bot", "data": {"custom": asked}}, {"event": "user", "text": words}]
    said = await act(ActionMyData(), tracker(words, "my_data", events=events))
    assert said.turn["outcome"] == "reported" and len(core.to("POST", GONE)) == 1


@pytest.mark.parametrize(
    ("deleted", "says"),
    [
        (Deleted(drafts=1, consents=0, cases_kept=0), "您已经退出登录。"),
        (Deleted(drafts=0, consents=0, cases_kept=2), "2件办件按档案管理的要求保存"),
        (Deleted(drafts=0, consents=0, cases_kept=0), "除此之外，这里没有保存您的申请和办件。"),
    ],
)
async def test_what_is_deleted_and_what_stays_is_said(
    deleted: Deleted, says: str, core: FakeCore
) -> None:
    core.on("POST", GONE, deleted)
    said = await act(ActionMyData(), said_by("", "delete_sure"))
    assert said.events == []
    assert said.turn["outcome"] == "reported" and says in said.turn["cards"][0]["text"]
    assert core.to("POST", GONE) == [{"session": "c-1", "key": "my-data:m-1"}]


async def test_no_is_no(core: FakeCore) -> None:
    said = await act(ActionMyData(), said_by("", KEEP.act.do if KEEP.act else None))
    text = "好的，什么也没有删。想问别的，随时说。"
    assert said.turn == whole("smalltalk", TextCard(text=text, speech=text), intent="my_data")
    assert core.sent == []


@pytest.mark.parametrize("do", ["delete_sure", "export", "delete", "looked_up"])
async def test_core_away_is_said(do: str, core: FakeCore) -> None:
    core.on("GET", DATA, Away())
    core.on("POST", GONE, Away())
    said = await act(ActionMyData(), said_by("", do))
    assert said.turn == whole("failed", failure(SAFE), intent="my_data")


async def test_a_sign_in_that_ended_deletes_nothing(core: FakeCore) -> None:
    core.on("POST", GONE, No(403, FIRST))
    said = await act(ActionMyData(), said_by("", "delete_sure"))
    assert [card["type"] for card in said.turn["cards"]] == ["sign_in"]


async def test_a_doubtful_act_is_a_question(base: ToldBase, core: FakeCore) -> None:
    base.found = resolution("answer", ("deng-ji", 0.9))
    on = tracker("纸鸢登记的信息怎么删", "my_data", sureness=SURE - 0.01)
    said = await act(ActionMyData(), on)
    assert said.turn["outcome"] == "answered"
    assert said.events == remembered("deng-ji")
    assert core.sent == []


async def test_within_a_form_the_form_goes_on(core: FakeCore) -> None:
    core.draft(draft())
    core.on("GET", DATA, kept())
    said = await act(ValidateTaskForm(), filling("/my_data", "my_data"))
    assert said.events == GOES_ON
    assert (said.turn["outcome"], said.turn["then"]) == ("reported", "collecting")
    assert [card["type"] for card in said.turn["cards"]] == ["text", "form"]


async def test_deleting_within_a_form_ends_it(core: FakeCore) -> None:
    core.draft(draft())
    core.on("POST", GONE, Deleted(drafts=1, consents=0, cases_kept=0))
    on = filling("/my_data", "my_data", entities={"do": "delete_sure"})
    said = await act(ValidateTaskForm(), on)
    assert said.events == GOES_ON + ENDS
    assert [card["type"] for card in said.turn["cards"]] == ["text"]
    assert "then" not in said.turn


def test_the_action_of_ones_data_has_its_name() -> None:
    assert ActionMyData().name() == "action_my_data"
