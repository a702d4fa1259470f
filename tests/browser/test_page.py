"""How the page behaves, in front of the scripted gateway: layout, keys, trouble, late cards."""

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from messages import AnyCard, TextCard
from tests.browser.fake_gateway import FakeGateway
from tests.card_samples import answers

CARDS: list[AnyCard] = [
    answers.ALLOWANCE,
    answers.WHICH,
    answers.PERSON,
    answers.COMMUNITY,
    answers.EMERGENCY,
    answers.TROUBLE,
]
OVERFLOW = "document.scrollingElement.scrollWidth"


def ask(page: Page, question: str) -> None:
    page.locator("#question").fill(question)
    page.keyboard.press("Enter")


def test_a_guide_card_shows_fact_source_and_date(
    page: Page, fake: FakeGateway, fake_site: str
) -> None:
    fake.cards = [answers.ALLOWANCE]
    page.goto(fake_site)
    ask(page, "高龄津贴多少钱")
    card = page.locator("article.card")
    expect(card.locator(".lead")).to_have_text(answers.ALLOWANCE.lead)
    expect(card.locator(".sources")).to_contain_text("内容日期：2019年10月1日")
    expect(card.get_by_role("link", name="高龄老人津贴办事指南")).to_have_attribute(
        "href", str(answers.ALLOWANCE.sources[0].url)
    )
    expect(card.get_by_text("高龄津贴领取条件与收款账户")).to_be_visible()
    expect(card.get_by_role("link")).to_have_count(1)  # what may not be linked is not
    expect(card.get_by_text("亲属可以代办")).to_be_hidden()
    card.get_by_text("去哪办").click()
    expect(card.get_by_text("亲属可以代办")).to_be_visible()


def test_every_card_is_shown_and_the_policy_is_kept(
    page: Page, fake: FakeGateway, fake_site: str
) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    fake.cards = CARDS
    page.goto(fake_site)
    ask(page, "都来一张")
    for card in CARDS:
        first_words = getattr(card, "lead", card.text)
        expect(page.locator(".list").get_by_text(first_words).first).to_be_attached()
    expect(page.locator(".emergency a[href='tel:110']")).to_be_attached()
    assert complaints == []


def test_a_card_type_from_the_future_is_shown_by_its_text(
    page: Page, fake: FakeGateway, fake_site: str
) -> None:
    page.goto(fake_site)
    page.route(
        "**/api/chat",
        lambda route: route.fulfill(
            json={
                "conversation_id": "c0",
                "outcome": "answered",
                "cards": [{"type": "hologram", "text": "老版本也看得懂这句"}],
                "event_ids": [1],
            }
        ),
    )
    ask(page, "新卡片")
    expect(page.get_by_text("老版本也看得懂这句").first).to_be_visible()


def test_the_keyboard_alone_is_enough(page: Page, fake: FakeGateway, fake_site: str) -> None:
    fake.cards = [answers.ALLOWANCE]
    page.goto(fake_site)
    box = page.locator("#question")
    expect(box).to_be_focused()
    page.keyboard.type("第一行")
    page.keyboard.press("Shift+Enter")
    page.keyboard.type("第二行")
    page.keyboard.press("Enter")
    expect(page.locator(".bubble")).to_contain_text("第一行\n第二行")
    expect(page.locator("article.card")).to_be_visible()
    expect(box).to_be_focused()
    expect(box).to_have_value("")

    for _ in range(3):  # back over the quick replies to the first of them
        page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="要什么条件")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("article.card")).to_have_count(2)
    assert fake.received[-1]["choice"] == "c-eligibility"
    expect(box).to_be_focused()


def test_the_skip_link_leads_to_the_input(page: Page, fake_site: str) -> None:
    page.goto(fake_site)
    expect(page.locator("#question")).to_be_focused()
    link = page.locator("a, button, select, textarea").first
    expect(link).to_have_text("跳到输入框")
    expect(link).not_to_be_in_viewport()
    link.focus()
    expect(link).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("#question")).to_be_focused()


def test_enter_that_ends_a_composition_does_not_send(
    page: Page, fake: FakeGateway, fake_site: str
) -> None:
    page.goto(fake_site)
    page.locator("#question").fill("ju zhu zheng")
    page.locator("#question").evaluate(
        "box => box.dispatchEvent(new KeyboardEvent('keydown',"
        " {key: 'Enter', isComposing: true, bubbles: true, cancelable: true}))"
    )
    expect(page.locator("#question")).to_have_value("ju zhu zheng")
    expect(page.locator(".bubble")).to_have_count(0)


@pytest.mark.parametrize("larger", [False, True], ids=["normal", "larger-type"])
@pytest.mark.parametrize("locale", ["zh-CN", "zh-HK", "en-GB"])
def test_360_px_are_enough(
    browser: Browser, fake: FakeGateway, fake_site: str, locale: str, larger: bool
) -> None:
    fake.guides = answers.GUIDES
    fake.cards = [*CARDS, TextCard(text="https://example.org/" + "x" * 200)]
    context = browser.new_context(
        locale=locale, viewport={"width": 360, "height": 740}, is_mobile=True, has_touch=True
    )
    page = context.new_page()
    page.goto(fake_site)
    if larger:
        page.locator("button[aria-pressed]").first.click()
    page.locator(".matters summary").click()
    assert page.evaluate(OVERFLOW) <= 360
    ask(page, "长" * 300)
    expect(page.locator(".entry.answer")).to_have_count(len(fake.cards))
    page.locator("article.card summary").first.click()
    assert page.evaluate(OVERFLOW) <= 360
    assert page.locator(".scroller").evaluate("box => box.scrollWidth - box.clientWidth") == 0
    context.close()


def test_larger_type_is_larger_and_remembered(page: Page, fake_site: str) -> None:
    size = "parseFloat(getComputedStyle(document.querySelector('#question')).fontSize)"
    page.goto(fake_site)
    before = page.evaluate(size)
    page.get_by_role("button", name="大字").click()
    assert page.evaluate(size) >= before * 1.25
    page.reload()
    expect(page.get_by_role("button", name="大字")).to_have_attribute("aria-pressed", "true")
    assert page.evaluate(size) >= before * 1.25


def test_the_language_is_chosen_remembered_and_sent(
    page: Page, fake: FakeGateway, fake_site: str
) -> None:
    page.goto(fake_site)
    page.get_by_label("语言").select_option("zh-HK")
    expect(page.get_by_text("您好，我是羅小政")).to_be_visible()
    page.reload()
    ask(page, "居住證")
    expect(page.get_by_text("好的。").first).to_be_visible()
    assert fake.received[0]["locale"] == "zh-HK"
    assert page.evaluate("document.documentElement.lang") == "zh-HK"


def test_a_failed_message_is_sent_again_once(page: Page, fake: FakeGateway, fake_site: str) -> None:
    fake.failures = 1
    page.goto(fake_site)
    ask(page, "能收到吗")
    page.get_by_role("button", name="重新发送").click()
    expect(page.locator(".entry.answer")).to_have_count(1)
    expect(page.get_by_role("button", name="重新发送")).to_have_count(0)
    ids = [message["client_message_id"] for message in fake.received]
    assert len(ids) == 2
    assert ids[0] == ids[1]


def test_a_lost_network_is_told_and_the_message_kept(
    context: BrowserContext, page: Page, fake_site: str
) -> None:
    page.goto(fake_site)
    context.set_offline(True)
    expect(page.get_by_text("网络断开了")).to_be_visible()
    ask(page, "还在吗")
    expect(page.get_by_text("没有发出去，请检查网络。")).to_be_visible()
    context.set_offline(False)
    page.get_by_role("button", name="重新发送").click()
    expect(page.locator(".entry.answer")).to_have_count(1)


def test_a_slow_answer_says_what_it_does(page: Page, fake: FakeGateway, fake_site: str) -> None:
    fake.delay_s = 2.5
    page.goto(fake_site)
    ask(page, "慢慢来")
    expect(page.get_by_text("正在查办事指南…")).to_be_visible()
    expect(page.get_by_text("还在查")).to_be_visible()
    expect(page.locator(".entry.answer")).to_have_count(1)
    expect(page.locator(".typing")).to_have_count(0)


def test_the_conversation_is_there_after_a_reload(
    page: Page, fake: FakeGateway, fake_site: str
) -> None:
    page.goto(fake_site)
    ask(page, "第一句")
    expect(page.locator(".entry.answer")).to_have_count(1)
    page.reload()
    expect(page.locator(".bubble")).to_contain_text("第一句")
    ask(page, "第二句")
    expect(page.locator(".entry.answer")).to_have_count(2)
    assert fake.received[1]["conversation_id"] == next(iter(fake.conversations))
    assert page.locator(".entry").count() == 4


def test_a_lost_conversation_is_begun_anew_without_a_word(
    page: Page, fake: FakeGateway, fake_site: str
) -> None:
    page.goto(fake_site)
    ask(page, "第一句")
    expect(page.locator(".entry.answer")).to_have_count(1)
    fake.forget()
    ask(page, "第二句")
    expect(page.locator(".entry.answer")).to_have_count(2)
    page.reload()
    expect(page.locator(".bubble")).to_have_count(1)
    expect(page.locator(".bubble")).to_contain_text("第二句")


def test_a_late_card_arrives_and_is_announced(
    page: Page, fake: FakeGateway, fake_site: str
) -> None:
    page.goto(fake_site)
    ask(page, "等消息")
    expect(page.locator(".entry.answer")).to_have_count(1)
    fake.push(TextCard(text="您的办件有结果了。"))
    # A stream that was cut is opened anew after one, then three, then ten seconds.
    expect(page.locator(".entry.answer")).to_have_count(2, timeout=20_000)
    expect(page.locator("[aria-live=polite]").last).to_have_text("您的办件有结果了。")


def test_markup_is_shown_as_text(page: Page, fake: FakeGateway, fake_site: str) -> None:
    markup = "<img src=x onerror=\"document.title='hacked'\"><b>粗</b>"
    fake.cards = [TextCard(text=markup)]
    page.goto(fake_site)
    ask(page, markup)
    expect(page.locator(".bubble")).to_contain_text(markup)
    expect(page.locator(".text-card")).to_have_text(markup)
    assert page.locator(".list img, .list b").count() == 0
    assert page.title() != "hacked"


def test_too_long_a_message_is_counted_and_not_sent(page: Page, fake_site: str) -> None:
    page.goto(fake_site)
    button = page.get_by_role("button", name="发送")
    expect(button).to_be_disabled()
    page.locator("#question").fill("字" * 990)
    expect(page.get_by_text("还可以输入 10 个字")).to_be_visible()
    expect(button).to_be_enabled()
    page.locator("#question").fill("字" * 1003)
    expect(page.get_by_text("超出 3 个字")).to_be_visible()
    expect(button).to_be_disabled()


def test_a_thumb_is_sent_and_thanked(page: Page, fake: FakeGateway, fake_site: str) -> None:
    fake.cards = [answers.ALLOWANCE]
    page.goto(fake_site)
    ask(page, "高龄津贴")
    with page.expect_response("**/api/feedback"):
        page.get_by_role("button", name="没用").click()
    expect(page.get_by_text("我们记下了")).to_be_visible()
    conversation = next(iter(fake.conversations))
    assert fake.votes == [{"conversation_id": conversation, "event_id": 2, "value": "down"}]


def test_reduced_motion_is_respected(browser: Browser, fake_site: str) -> None:
    context = browser.new_context(reduced_motion="reduce", locale="zh-CN")
    page = context.new_page()
    page.goto(fake_site)
    ask(page, "好")
    expect(page.locator(".entry.answer")).to_have_count(1)
    animation = "getComputedStyle(document.querySelector('.entry')).animationName"
    assert page.evaluate(animation) == "none"
    context.close()
