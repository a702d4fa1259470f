"""Somebody with the account on their phone: follows, asks, speaks, applies, pays, is told news.

The whole product stands behind it, and the sandbox for WeChat in between. With
LXZ_TEST_SCREENSHOTS=<folder> what the phone looks like on the way is kept.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.test_errands import open_notice
from tests.browser.visitor import Visitor, photo
from tests.conversations.people import people_of
from tests.stack import ROOT, Stack

pytestmark = pytest.mark.stack

PHONE = {"width": 390, "height": 844}
NEWS_MS = 20_000
RECORDING = Path(__file__).parents[1] / "channels" / "voice" / "recordings" / "lost_card.amr"


class Follower(Visitor):
    """Somebody who holds the phone."""

    def say(self, words: str) -> None:
        before = self.answers.count()
        self.page.get_by_label("说什么").fill(words)
        self.page.keyboard.press("Enter")
        expect(self.answers).not_to_have_count(before, timeout=NEWS_MS)

    @property
    def answers(self) -> Locator:
        return self.page.locator(".item.account")

    @property
    def last(self) -> Locator:
        return self.answers.last

    def hears(self, words: str) -> None:
        """What the newest message says."""
        expect(self.last).to_contain_text(words, timeout=NEWS_MS)

    def fill_in(self, *steps: tuple[str, str]) -> None:
        """Answer one question after the other: what is asked, the answer."""
        for question, words in steps:
            self.hears(question)
            self.say(words)

    def send_file(self, kind: str, file: object) -> None:
        before = self.answers.count()
        tools = self.page.locator("#tools")
        if not tools.is_visible():
            self.page.get_by_role("button", name="更多").click()
        self.page.locator(f"input[data-kind={kind}]").set_input_files(file)  # type: ignore[arg-type]
        expect(self.answers).not_to_have_count(before, timeout=60_000)
        self.page.get_by_role("button", name="更多").click()

    def open(self, label: str) -> Page:
        """A link of the newest message, in WeChat's browser."""
        with self.page.context.expect_page() as opened:
            self.last.get_by_role("link", name=label).click()
        return opened.value


@pytest.fixture
def follower(browser: Browser, stack: Stack) -> Iterator[Follower]:
    """A phone with the account open, which is not followed yet."""
    menu = [sys.executable, "-m", "cli", "wechat", "menu", "publish"]
    subprocess.run(menu, cwd=ROOT, env=os.environ | stack.variables, check=True)
    context = browser.new_context(locale="zh-CN", viewport=PHONE, is_mobile=True, has_touch=True)
    context.set_default_timeout(15_000)
    errors: list[str] = []
    context.on("weberror", lambda error: errors.append(str(error.error)))
    one = Follower(context.new_page(), "wechat")
    port, nobody_yet = stack.variables["LXZ_SANDBOX_WECHAT_PORT"], f"阿珍{os.getpid()}"
    one.page.goto(f"http://127.0.0.1:{port}/phone?user={nobody_yet}")
    yield one
    context.close()
    assert errors == []


def test_a_follower_asks_speaks_applies_pays_and_is_told(follower: Follower, stack: Stack) -> None:
    _follows_and_taps_the_menu(follower)
    _asks_by_text_and_by_number(follower)
    _asks_by_voice(follower)
    _applies_with_a_sign_in(follower, stack)
    _pays(follower)


def _follows_and_taps_the_menu(one: Follower) -> None:
    one.page.get_by_role("button", name="关注", exact=True).click()
    one.hears("我是罗小政")
    one.keep_picture("1-follow")
    one.page.get_by_role("button", name="办事", exact=True).click()
    one.page.get_by_role("button", name="高龄津贴", exact=True).click()
    one.hears("高龄老人津贴")


def _asks_by_text_and_by_number(one: Follower) -> None:
    one.say("身份证丢了怎么补办")
    one.hears("1 要带什么")
    one.keep_picture("2-ask")
    one.say("1")
    one.hears("户口簿")


def _asks_by_voice(one: Follower) -> None:
    one.send_file("voice", RECORDING)
    one.hears("社保卡")
    one.keep_picture("3-voice")


def _applies_with_a_sign_in(one: Follower, stack: Stack) -> None:
    owner = people_of(stack).pick("founder")
    one.say("我要办个体户")
    one.fill_in(("要先拿批准文件", "不用先批准"))
    one.hears("登录")
    one.keep_picture("4-sign-in")
    browser = one.open("登录")
    browser.get_by_role("link", name="登录并记住这个微信").click()
    browser.get_by_label("或者填登记库里任何一位的证件号").fill(owner.id_number)
    browser.get_by_role("button", name="登录", exact=True).click()
    expect(browser.get_by_role("heading", name="登录成功")).to_be_visible()
    browser.close()
    expect(one.page.locator(".item.account", has_text="要给店起名称吗")).to_be_visible(
        timeout=NEWS_MS
    )
    expect(one.page.locator(".item.account", has_text="已经记住您的身份")).to_be_visible(
        timeout=NEWS_MS
    )
    one.say("要起名称")
    one.fill_in(
        ("想用什么名称", "深圳市罗湖区阿珍糖水铺"),
        ("个人经营", "个人经营"),
        ("主要做哪一行", "卖糖水的小吃店"),
        ("经营场所在哪里", "深圳市罗湖区东门中路2064号1楼12铺"),
        ("场所是怎么来的", "租的"),
    )
    one.hears("经营场所使用证明")
    one.send_file("image", photo("租赁合同.jpg"))
    one.hears("核对")
    one.keep_picture("5-review")
    one.say("提交")
    one.hears("已通过")
    one.keep_picture("6-verdict")


def _pays(one: Follower) -> None:
    notice = open_notice()
    one.say(f"帮我缴费，单号{notice.number}，执收单位编码{notice.unit_code}")
    one.hears(notice.what)
    one.say("确认，去付款")
    one.hears("去付款")
    one.keep_picture("7-pay")
    till = one.open("去付款")
    till.get_by_role("button", name="用微信支付").click()
    sheet = till.frame_locator("iframe")
    sheet.get_by_role("button", name="确认支付").click()
    expect(till.get_by_role("status")).to_contain_text("微信说已经付了")
    till.close()
    one.hears("已支付")
    one.keep_picture("8-push")
