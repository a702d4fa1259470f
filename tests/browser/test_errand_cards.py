"""The cards of errands, in front of the scripted gateway: pay, book, wait, complain, match, park.
With LXZ_TEST_SCREENSHOTS=<folder> what they look like is kept."""

import pytest
from playwright.sync_api import Page, expect

from messages import AnyCard, TextCard
from tests.browser.conftest import Phone
from tests.browser.fake_gateway import FakeGateway
from tests.browser.test_application_cards import (
    SIDEWAYS,
    SMALL_TARGETS,
    begin,
    keep_picture,
    say,
)
from tests.card_samples import errands

ERRANDS: dict[str, AnyCard] = {
    "to-pay": errands.TO_PAY,
    "paid": errands.PAID,
    "booked": errands.BOOKED,
    "complaint": errands.COMPLAINT,
    "answered": errands.ANSWERED,
    "queueing": errands.QUEUEING,
    "called": errands.CALLED,
    "matches": errands.MATCHES,
    "car-park": errands.CAR_PARK,
}


def test_an_appointment_says_when_where_and_what_to_bring(
    page: Page, fake: FakeGateway, fake_site: str
) -> None:
    card = begin(page, fake, fake_site, errands.BOOKED)
    expect(card.get_by_role("heading", level=2)).to_have_text("11月25日（周三）09:00–09:30")
    for words in ("约好了。", "结婚登记", "已预约", "到窗口办", "3号窗口", errands.BOOKED.booking):
        expect(card.get_by_text(words).first).to_be_visible()
    expect(card.locator(".facts li")).to_have_text(errands.BOOKED.bring)
    expect(card.get_by_text("演示：时间和窗口是试用的")).to_be_visible()
    off = errands.BOOKED.model_copy(
        update={"state": "cancelled", "state_label": "已取消", "bring": [], "options": []}
    )
    fake.script = [[off]]
    card.get_by_role("button", name="取消预约").click()
    expect(page.locator(".state.over")).to_have_text("已取消")
    assert fake.received[-1]["choice"] == "c-cancel"
    expect(card.get_by_text("这一步已经过了")).to_be_visible()
    expect(card.get_by_role("button")).to_have_count(0)
    keep_picture(page, "desk-cancelled")


def test_a_work_order_is_answered_and_rated(page: Page, fake: FakeGateway, fake_site: str) -> None:
    card = begin(page, fake, fake_site, errands.COMPLAINT)
    expect(card.locator(".lead")).to_have_text("记下了。")
    for words in ("已派单", "罗湖区住房和建设局", "2026年11月29日", errands.COMPLAINT.ticket):
        expect(card.get_by_text(words).first).to_be_visible()
    expect(card.locator("ol li")).to_have_text(errands.COMPLAINT.progress)
    fake.script = [[errands.ANSWERED], [TextCard(text="谢谢您的评价。")]]
    say(page, "我的工单")
    expect(page.locator(".reply")).to_contain_text("要求工地晚上10点后停工")
    expect(page.get_by_text("2026年11月29日")).to_have_count(0)
    page.get_by_role("button", name="很满意", exact=True).click()
    expect(page.get_by_text("谢谢您的评价。").first).to_be_visible()
    assert fake.received[-1]["choice"] == "c-rate-5"


def test_a_queue_ticket_says_how_long_and_then_where_to_go(
    page: Page, fake: FakeGateway, fake_site: str
) -> None:
    card = begin(page, fake, fake_site, errands.QUEUEING)
    expect(card.get_by_role("heading")).to_have_text("综合服务窗口排队号A108")
    for words in ("3 位", "15 分钟", "等候中", "可以先坐一坐", "到大厅请另外取号"):
        expect(card.get_by_text(words).first).to_be_visible()
    fake.push(errands.CALLED)
    expect(page.locator(".entry.answer")).to_have_count(2, timeout=20_000)
    called = page.locator(".entry.answer").last
    expect(called.locator(".state.act")).to_have_text("请到窗口")
    expect(called.get_by_text("请到12号窗口")).to_be_visible()
    expect(called.get_by_text("大约要等")).to_have_count(0)
    expect(card.get_by_text("3 位")).to_have_count(0)


def test_matches_say_why_and_lead_on(page: Page, fake: FakeGateway, fake_site: str) -> None:
    card = begin(page, fake, fake_site, errands.MATCHES)
    lead, no = card.locator("h2 + p").inner_text().split("\n")
    assert lead.endswith("不是审批决定，以审核为准。")  # the rows' own lines are not said twice
    assert no == "看来不符合的：残疾人补贴。"
    expect(card.get_by_text("看来符合", exact=True)).to_be_visible()
    expect(card.get_by_text("有没有做过失能评估")).to_be_visible()
    expect(card.get_by_text("育儿补贴")).to_be_hidden()
    card.get_by_text("看来不符合的 1 项").click()
    expect(card.get_by_text("育儿补贴")).to_be_visible()
    keep_picture(page, "desk-matches-unfolded")
    card.get_by_role("button", name="现在就办 高龄老人津贴").click()
    expect(page.locator(".entry.answer")).to_have_count(2)
    assert fake.received[-1]["choice"] == "c-apply"
    expect(page.locator(".bubble").last).to_contain_text("现在就办")


def test_a_car_park_says_how_many_places_are_free(
    page: Page, fake: FakeGateway, fake_site: str
) -> None:
    full = errands.CAR_PARK.model_copy(update={"free": 0})
    card = begin(page, fake, fake_site, full, errands.CAR_PARK)
    for words in ("36 个空位", "共 210 个车位", "约 120 米", "2026年11月22日 14:05 的数"):
        expect(card.get_by_text(words)).to_be_visible()
    expect(page.get_by_text("没有空位")).to_be_visible()


@pytest.mark.parametrize("name", ERRANDS)
def test_every_card_at_a_desk_keeps_the_policy(
    page: Page, fake: FakeGateway, fake_site: str, name: str
) -> None:
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    card = begin(page, fake, fake_site, ERRANDS[name])
    expect(card.locator(".demo, h2").first).to_be_visible()
    assert page.evaluate(SIDEWAYS) == [0, 0]
    assert complaints == []
    keep_picture(page, f"desk-{name}")


@pytest.mark.parametrize("larger", [False, True], ids=["normal", "larger-type"])
@pytest.mark.parametrize("locale", ["zh-CN", "zh-HK", "en-GB"])
def test_320_px_are_enough(
    phone: Phone, fake: FakeGateway, fake_site: str, locale: str, larger: bool
) -> None:
    with phone(locale, width=320) as page:
        page.goto(fake_site)
        if larger:
            page.locator("button[aria-pressed]").first.click()
        for number, (name, card) in enumerate(ERRANDS.items(), 1):
            fake.script = [[card]]
            say(page)
            expect(page.locator(".entry.answer")).to_have_count(number)
            if page.locator(".entry.answer").last.locator("summary").count():
                page.locator(".entry.answer").last.locator("summary").click()
            assert page.evaluate(SIDEWAYS) == [0, 0]
            assert page.evaluate(SMALL_TARGETS) == []
            keep_picture(page, f"phone-{name}-{locale}{'-larger' if larger else ''}")
