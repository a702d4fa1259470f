"""Somebody has just signed in: what waited for it goes on."""

import pytest

from actions.forms.cards import draft_card
from actions.signed_in import ActionSignedIn
from messages import Act, Option, TextCard
from tests.actions.conftest import act, fills, tracker, whole
from tests.actions.fake_core import Away, FakeCore, No, draft


async def test_a_draft_goes_on(core: FakeCore) -> None:
    core.on("GET", "/v1/drafts", [draft()])
    core.on("POST", "/v1/drafts", draft(resumed=True))
    said = await act(ActionSignedIn(), tracker("/signed_in", "signed_in"))
    card = draft_card(draft(), "接着上次的填。")
    assert said.events == fills()
    assert said.turn == whole("collecting", card, intent="signed_in", item="deng-ji")
    assert core.to("GET", "/v1/drafts") == [{"session": "c-1"}]


@pytest.mark.parametrize("none", [[], Away(), No(403, "")], ids=["none", "away", "refused"])
async def test_without_a_draft_the_way_on_is_said(none: object, core: FakeCore) -> None:
    core.on("GET", "/v1/drafts", none)  # type: ignore[arg-type]
    said = await act(ActionSignedIn(), tracker("/signed_in", "signed_in"))
    text = "登录好了。您可以查自己的办件，也可以接着办事。"
    cases = Option(label="我的办件", act=Act(intent="check_case"))
    data = Option(label="我的数据", act=Act(intent="my_data"))
    card = TextCard(text=text, speech=text, options=[cases, data])
    assert said.events == []
    assert said.turn == whole("smalltalk", card, intent="signed_in")
