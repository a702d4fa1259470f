"""Public documents for who clearly asks for one, where no guide answers."""

import datetime as dt
from typing import Any

import pytest

from actions.answer import ActionAnswer
from actions.documents import ASKS, LEAD
from actions.forms.task_form import ValidateTaskForm
from core.contract import DocumentLink, DocumentsFound, DocumentView
from messages import TextCard
from tests.actions.conftest import ToldBase, act, filling, resolution, tracker, whole
from tests.actions.fake_core import Away, FakeCore, draft, refusal
from text.normalise import normalise

PATH = "/v1/public-documents"
ASKED = "示例区的财政预算在哪里公开"


def document(**changes: Any) -> DocumentView:
    known: dict[str, Any] = {
        "id": "D-" + "0" * 20,
        "title": "示例区2026年财政预算报告",
        "kind": "budget",
        "kind_label": "财政预算决算",
        "publisher": "示例区财政局",
        "published_on": dt.date(2026, 2, 10),
        "url": "https://example.org/3",
        **changes,
    }
    return DocumentView.model_validate(known)


@pytest.fixture
def declining(base: ToldBase) -> ToldBase:
    base.found = resolution("decline")
    return base


async def test_a_good_hit_answers_with_title_date_publisher_and_link(
    declining: ToldBase, core: FakeCore
) -> None:
    unlinked = document(url=None, number="示财〔2026〕1号", title="示例区决算")
    by = DocumentLink(id="D-" + "1" * 20, title="一图读懂预算", url="https://example.org/4")
    found = [document(interpreted_by=[by]), unlinked]
    core.on("GET", PATH, DocumentsFound(documents=found, good=True))
    said = await act(ActionAnswer(), tracker(ASKED))
    text = "\n".join(
        [
            LEAD,
            "1. 《示例区2026年财政预算报告》（示例区财政局，2026-02-10） https://example.org/3"
            "；解读：《一图读懂预算》 https://example.org/4",
            "2. 《示例区决算》（示例区财政局，2026-02-10，示财〔2026〕1号）"
            "（原文请到发布单位的网站看）",
        ]
    )
    speech = "公开的文件里有《示例区2026年财政预算报告》，示例区财政局发布。"
    card = TextCard(text=text, speech=speech)
    assert (said.turn["outcome"], said.turn["cards"]) == (
        "answered",
        whole("answered", card)["cards"],
    )
    assert core.to("GET", PATH) == [{"q": ASKED, "limit": "3"}]


@pytest.mark.parametrize(
    "answer",
    [DocumentsFound(documents=[document()], good=False), DocumentsFound(documents=[]), Away()],
)
async def test_without_a_good_hit_it_is_declined(
    declining: ToldBase, core: FakeCore, answer: Any
) -> None:
    core.on("GET", PATH, answer)
    assert (await act(ActionAnswer(), tracker(ASKED))).turn["outcome"] == "declined"


async def test_other_words_are_declined_without_a_look(declining: ToldBase, core: FakeCore) -> None:
    assert (await act(ActionAnswer(), tracker("怎么去火星"))).turn["outcome"] == "declined"
    assert core.to("GET", PATH) == []


async def test_a_guide_goes_before_documents(base: ToldBase, core: FakeCore) -> None:
    base.found = resolution("answer", ("deng-ji", 0.9))
    assert (await act(ActionAnswer(), tracker(ASKED))).turn["outcome"] == "answered"
    assert core.to("GET", PATH) == []


async def test_within_a_form_the_form_goes_on(declining: ToldBase, core: FakeCore) -> None:
    core.draft(draft(), refusal(question=True))
    core.on("GET", PATH, DocumentsFound(documents=[document()], good=True))
    said = await act(ValidateTaskForm(), filling(ASKED))
    assert (said.turn["outcome"], said.turn["then"]) == ("answered", "collecting")


@pytest.mark.parametrize(
    "words",
    ["罗湖区十四五规划纲要", "政府信息公开目录", "通知原文", "财政决算", "公务员招考公告",
     "罗府办〔2026〕1号", "红头文件在哪看", "政策文件", "統計公報"],
)  # fmt: skip
def test_words_that_ask_for_a_document(words: str) -> None:
    assert ASKS.search(normalise(words))


@pytest.mark.parametrize("words", ["要带什么文件", "我想办居住证", "补贴多少钱", "我要投诉邻居"])
def test_words_that_do_not(words: str) -> None:
    assert not ASKS.search(normalise(words))
