"""A person please: a citizen on the page, an agent at the desk, each in a browser of their own.

With LXZ_TEST_SCREENSHOTS=<folder> what they see on the way is kept.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from channels.gateway.handover.agents import parse_agents
from channels.gateway.settings import DEVELOPMENT_SECRETS

pytestmark = pytest.mark.stack

AGENTS = parse_agents(DEVELOPMENT_SECRETS["LXZ_GATEWAY_DESK_AGENTS"])
LIVE_MS = 8_000
"""How long words may take from one page to the other."""


def say(page: Page, words: str) -> None:
    page.get_by_label("输入您的问题").fill(words)
    page.keyboard.press("Enter")


def keep_picture(page: Page, name: str) -> None:
    """What a page shows, as a picture, where somebody wants to look."""
    folder = os.environ.get("LXZ_TEST_SCREENSHOTS")
    if folder is not None:
        page.wait_for_timeout(500)  # the scrolling is smooth
        page.screenshot(path=Path(folder) / f"handover-{name}.png")


@pytest.fixture
def desk(browser: Browser, site_url: str) -> Iterator[Page]:
    """小李, signed in; whatever an earlier test left in the queue is finished first."""
    context = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 800})
    page = context.new_page()
    page.goto(f"{site_url}/desk")
    page.get_by_label("名字").fill("小李")
    page.get_by_label("令牌").fill(AGENTS["小李"])
    page.keyboard.press("Enter")
    expect(page.locator("#agent")).to_have_text("小李")
    while int(page.locator("#count").inner_text()) > 0:
        before = page.locator("#count").inner_text()
        page.keyboard.press("Alt+KeyN")
        expect(page.locator("#count")).not_to_have_text(before)
        page.get_by_role("button", name="结束服务").click()
        expect(page.locator("#slots")).to_contain_text("已结束")
    yield page
    page.get_by_role("button", name="退出").click()
    expect(page.get_by_label("令牌")).to_be_visible()
    context.close()


def test_a_person_answers_and_gives_the_conversation_back(
    page: Page, desk: Page, site_url: str
) -> None:
    page.goto(site_url)
    say(page, "转人工")
    expect(page.locator(".waiting .number")).to_be_visible()
    expect(page.get_by_role("button", name="不等了")).to_be_visible()
    keep_picture(page, "waiting")

    expect(desk.locator("#waiting .slip")).to_contain_text("转人工", timeout=LIVE_MS)
    keep_picture(desk, "queue")
    desk.keyboard.press("Alt+KeyN")
    expect(desk.locator("#lines")).to_contain_text("转人工")
    expect(page.locator(".list").get_by_text("人工客服小李来了")).to_be_visible(timeout=LIVE_MS)

    say(page, "我的手机13800138000，想问居住证")
    expect(page.locator(".receipt").last).to_contain_text("已转给人工客服小李")
    expect(desk.locator(".line.citizen").last).to_contain_text("〔手机号〕", timeout=LIVE_MS)
    expect(desk.locator("#lines")).not_to_contain_text("13800138000")

    desk.get_by_label("查办事指南").fill("居住证")
    desk.locator("#guides button").first.click()
    desk.locator("#guide button").first.click()
    desk.keyboard.press("Enter")
    expect(page.locator(".card.person")).to_contain_text("人工客服 小李", timeout=LIVE_MS)
    keep_picture(desk, "talk")
    keep_picture(page, "person")

    desk.get_by_label("回复").fill("祝您顺利。")
    desk.get_by_role("button", name="交回小政").click()
    expect(page.locator(".list").get_by_text("祝您顺利。")).to_be_visible(timeout=LIVE_MS)
    expect(page.locator(".list").get_by_text("人工服务先到这里")).to_be_visible()
    expect(desk.locator("#slots")).to_contain_text("已交回")
    say(page, "高龄津贴多少钱")
    expect(page.locator(".receipt")).to_have_count(1)  # that 小李 came
    keep_picture(page, "back")


def test_the_citizen_goes_back_to_the_assistant(page: Page, desk: Page, site_url: str) -> None:
    page.goto(site_url)
    say(page, "转人工")
    expect(page.locator(".waiting .number")).to_be_visible()
    expect(desk.locator("#waiting .slip")).to_be_visible(timeout=LIVE_MS)
    desk.keyboard.press("Alt+KeyN")
    expect(page.locator(".list").get_by_text("人工客服小李来了")).to_be_visible(timeout=LIVE_MS)
    page.get_by_role("button", name="回到小政").last.click()
    expect(page.locator(".list").get_by_text("人工服务结束了")).to_be_visible()
    expect(desk.locator("#slots")).to_contain_text("市民结束了", timeout=LIVE_MS)
    expect(desk.get_by_role("button", name="发送")).to_be_disabled()


def test_who_leaves_the_queue_is_gone_from_the_desk(page: Page, desk: Page, site_url: str) -> None:
    page.goto(site_url)
    say(page, "转人工")
    expect(desk.locator("#waiting .slip")).to_be_visible(timeout=LIVE_MS)
    page.get_by_role("button", name="不等了").click()
    expect(page.locator(".list").get_by_text("不排队了")).to_be_visible()
    expect(desk.locator("#waiting .slip")).to_have_count(0, timeout=LIVE_MS)
