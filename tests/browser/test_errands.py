"""Somebody pays, books, complains and asks for a person on the page, from the first word on.

The whole product stands behind it, with the sandbox's page to pay on. With
LXZ_TEST_SCREENSHOTS=<folder> what the page looks like on the way is kept.
"""

import random
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext

import pytest
from playwright.sync_api import Browser, Page, expect

from channels.gateway.handover.agents import parse_agents
from channels.gateway.settings import DEVELOPMENT_SECRETS
from core.items.wording import yuan
from core.payments import sandbox_notices
from core.payments.notices import Notice
from tests.browser.conftest import Phone
from tests.browser.visitor import Visitor

pytestmark = pytest.mark.stack

AGENT, TOKEN = next(iter(parse_agents(DEVELOPMENT_SECRETS["LXZ_GATEWAY_DESK_AGENTS"]).items()))
NEWS_MS = 20_000
"""How long news may take to the page."""
A_TIME = re.compile(r"\d{2}:\d{2}–\d{2}:\d{2}")
ORDER_NUMBER = re.compile(r"G\d{8}[0-9A-Z]{6}")
DICE = random.SystemRandom()


def mobile() -> str:
    """A made-up number: 154 followed by 1 is given to nobody."""
    return f"1541{DICE.randrange(10**7):07d}"


def open_notice() -> Notice:
    """One that still can be paid; the first ones belong to tests/conversations."""
    notices = [one for one in sandbox_notices.generate().values() if one.state == "open"]
    return DICE.choice(notices[len(notices) // 2 :])


def arrive(page: Page, site_url: str, tour: str) -> Visitor:
    page.goto(site_url)
    return Visitor(page, tour)


@pytest.fixture(params=["phone", "desktop"])
def screen(
    request: pytest.FixtureRequest, phone: Phone, page: Page
) -> AbstractContextManager[Page]:
    """A page on a phone, and one on a desk."""
    return phone() if request.param == "phone" else nullcontext(page)


def test_a_notice_is_paid_and_the_receipt_comes(
    screen: AbstractContextManager[Page], site_url: str
) -> None:
    with screen as page:
        one, notice = arrive(page, site_url, "pay"), open_notice()
        one.say(f"帮我缴费，单号{notice.number}，执收单位编码{notice.unit_code}")
        review = one.last.locator(".review")
        for words in (notice.number, notice.what, f"{notice.payer[0]}*", yuan(notice.amount_fen)):
            expect(review).to_contain_text(words)
        expect(review).not_to_contain_text(notice.payer)
        one.keep_picture("1-review", height=1000)
        with page.expect_response("**/api/chat") as answer:
            one.tap("确认，去付款")
        order = one.last.locator(".payment")
        expect(order.locator(".state")).to_have_text("待支付")
        if order.locator("summary").count():
            one.keep_picture("2-on-this-phone")
            order.locator("summary").click()
        expect(order.get_by_role("img", name="付款二维码")).to_be_visible()
        one.keep_picture("3-code", height=1100)

        scanned = next(card for card in answer.value.json()["cards"] if card["type"] == "payment")
        till = page.context.new_page()
        till.goto(scanned["qr"])
        till.get_by_role("button", name="确认支付").click()
        expect(till.get_by_role("heading", name="支付成功")).to_be_visible()
        till.close()
        paid = one.last.locator(".payment", has_text="已支付")
        expect(paid.locator(".amount.paid")).to_contain_text("付好了", timeout=NEWS_MS)
        expect(page.get_by_role("img", name="付款二维码")).to_have_count(0)
        with page.expect_download() as download:
            paid.get_by_role("link", name="下载缴费收据").click()
        assert download.value.path().read_bytes().startswith(b"%PDF")
        one.keep_picture("4-paid")


def test_an_appointment_is_made_moved_and_cancelled(phone: Phone, site_url: str) -> None:
    with phone() as page:
        one = arrive(page, site_url, "booking")
        one.say("下周三上午想预约结婚登记")
        one.is_asked("选哪个")
        one.keep_picture("1-times")
        one.last.get_by_role("button", name=A_TIME).first.click()
        one.fill(("叫什么名字", one.say, "周晓燕"), ("手机号", one.say, mobile()))
        expect(one.last.locator(".review")).to_contain_text("154****")
        one.keep_picture("2-review", height=1000)
        one.tap("确认预约")
        booked = one.last.locator(".booking")
        expect(booked.locator(".state")).to_have_text("已预约")
        first = booked.locator("h2").inner_text()
        assert "（周三）" in first
        one.keep_picture("3-booked", height=1100)

        one.say("改到下周四下午")
        one.is_asked("选哪个")
        one.last.get_by_role("button", name=A_TIME).first.click()
        expect(one.last.locator(".review")).to_contain_text("（周四）")
        one.keep_picture("4-moving")
        one.tap("确认改期")
        expect(booked.locator("h2")).to_contain_text("（周四）")
        one.keep_picture("5-moved", height=1100)

        one.say("那天去不了，把预约取消吧")
        expect(one.last.locator(".review")).to_contain_text("结婚登记")
        one.keep_picture("6-cancelling")
        one.say("确认")
        expect(booked.locator(".state")).to_have_text("已取消")
        one.keep_picture("7-cancelled")


def test_a_complaint_with_a_photo_gets_a_number(phone: Phone, site_url: str) -> None:
    with phone() as page:
        one = arrive(page, site_url, "work-order")
        one.say("我要投诉")
        one.fill(
            ("是什么事", one.say, "楼上装修，天天晚上十一点还在电钻"),
            ("在哪里", one.say, "翠竹路水贝小区"),
            ("要匿名吗", one.tap, "匿名"),
        )
        one.is_asked("照片")
        one.keep_picture("1-photo")
        one.hand_in_photo("楼道.png")
        review = one.last.locator(".review")
        for words in ("电钻", "水贝小区", "转给", "照片"):
            expect(review).to_contain_text(words)
        one.keep_picture("2-review", height=1200)
        one.tap("提交")
        filed = one.last.locator(".work-order")
        expect(filed.locator(".state")).to_have_text("已登记")
        expect(filed).to_contain_text(ORDER_NUMBER)
        one.keep_picture("3-filed", height=1000)


@pytest.fixture
def desk(browser: Browser, site_url: str) -> Iterator[Visitor]:
    """An agent, signed in."""
    context = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 800})
    desk = arrive(context.new_page(), f"{site_url}/desk", "desk")
    desk.page.get_by_label("名字").fill(AGENT)
    desk.page.get_by_label("令牌").fill(TOKEN)
    desk.page.keyboard.press("Enter")
    expect(desk.page.locator("#agent")).to_have_text(AGENT)
    yield desk
    desk.page.get_by_role("button", name="退出").click()
    expect(desk.page.get_by_label("令牌")).to_be_visible()
    context.close()


def test_a_person_takes_over_and_gives_back(phone: Phone, desk: Visitor, site_url: str) -> None:
    with phone() as page:
        one, lines = arrive(page, site_url, "person"), desk.page.locator("#lines")
        one.say("高龄津贴怎么领")
        expect(one.last).to_contain_text("高龄")
        one.say("转人工")
        number = one.last.locator(".waiting .number").inner_text()
        one.keep_picture("1-waiting")
        desk.page.get_by_role("button", name=f"接待 {number} 号").click()
        expect(lines).to_contain_text("转人工")
        came = page.locator(".list").get_by_text(f"人工客服{AGENT}来了")
        expect(came).to_be_visible(timeout=NEWS_MS)

        desk.page.get_by_label("回复").fill("您好，请问老人家今年多大年纪？")
        desk.page.keyboard.press("Enter")
        bubble = page.locator(".card.person").last
        expect(bubble).to_contain_text("多大年纪", timeout=NEWS_MS)
        one.say("我妈今年82了，户口在罗湖")
        said = lines.locator(".line.citizen").last
        expect(said).to_contain_text("我妈今年82了", timeout=NEWS_MS)
        one.keep_picture("2-person")
        desk.page.get_by_label("查办事指南").fill("高龄")
        desk.page.locator("#guides button").first.click()
        expect(desk.page.locator("#guide button").first).to_be_visible()
        desk.keep_picture("talk")

        desk.page.get_by_label("回复").fill("82岁可以领，让小政帮您申请，祝您顺利。")
        desk.page.get_by_role("button", name="交回小政").click()
        expect(page.locator(".list").get_by_text("人工服务先到这里")).to_be_visible(timeout=NEWS_MS)
        one.say("居住证签注要什么材料")
        expect(one.last).to_contain_text("居住证")
        expect(lines).not_to_contain_text("居住证")
        one.keep_picture("3-back")
