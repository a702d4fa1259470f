"""Somebody applies on the page: from the first word to the verdict, a correction and the result.

The whole product stands behind it, with the sandbox's page to sign in on. With
LXZ_TEST_SCREENSHOTS=<folder> what the page looks like on the way is kept.
"""

import re
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, expect

from sandbox.registers.people import FOUNDER
from tests.browser.visitor import Visitor
from tests.conversations.people import people_of
from tests.conversations.rows import core_rows
from tests.stack import Stack

pytestmark = pytest.mark.stack

CLERK = {"Authorization": "Bearer development-only-clerk-token"}
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 900, "height": 800}
NEWS_MS = 20_000
"""How long news of a case may take from the clerk to the page."""
NUMBER = re.compile(r"LH\d{8}[0-9A-Z]{8}")


class Applicant(Visitor):
    """Somebody who applies."""

    def case_number(self) -> str:
        """The number on the last card of a case."""
        found = NUMBER.search(self.page.locator(".case .number").last.inner_text())
        assert found is not None
        return found.group()

    def result(self) -> bytes:
        """The result document behind the link of the last card."""
        link = self.page.get_by_role("link", name="下载办理结果").last
        with self.page.expect_download() as download:
            link.click()
        return download.value.path().read_bytes()


def clerk(stack: Stack, number: str, **decision: Any) -> dict[str, Any]:
    """A case as a clerk opens it; with a decision, that is carried out first."""
    url = f"http://127.0.0.1:{stack.variables['LXZ_CORE_PORT']}/v1/cases/review/{number}"
    with httpx.Client(headers=CLERK, timeout=15, trust_env=False) as desk:
        seen = desk.get(url).raise_for_status().json()
        if not decision:
            return dict(seen)
        version = seen["case"]["version"]
        return dict(desk.post(url, json=decision | {"version": version}).raise_for_status().json())


def visit(browser: Browser, stack: Stack, errors: list[str], **how: Any) -> Applicant:
    """Somebody who has just opened the page."""
    context = browser.new_context(locale="zh-CN", **how)
    context.set_default_timeout(15_000)
    context.on("weberror", lambda error: errors.append(str(error.error)))
    visitor = Applicant(context.new_page(), "apply")
    visitor.page.goto(stack.url)
    return visitor


def test_a_shopkeeper_on_a_phone_is_approved_at_once(browser: Browser, stack: Stack) -> None:
    errors: list[str] = []
    one = visit(browser, stack, errors, viewport=PHONE, is_mobile=True, has_touch=True)
    page = one.page
    owner = people_of(stack).pick("founder")

    one.say("我要办个体户")
    one.is_asked("要先拿批准文件")
    one.keep_picture("1-form")
    one.tap("不用先批准")
    expect(page.get_by_role("link", name="去登录")).to_be_visible()
    one.keep_picture("2-sign-in")
    page.get_by_role("link", name="去登录").click()
    expect(page.get_by_role("heading", name="您要用谁的身份登录")).to_be_visible()
    one.keep_picture("2-issuer")
    page.get_by_label("或者填登记库里任何一位的证件号").fill(owner.id_number)
    page.get_by_role("button", name="登录", exact=True).click()
    expect(page.get_by_role("heading", name="登录成功")).to_be_visible()
    one.keep_picture("3-signed-in")
    page.get_by_role("link", name="回到对话").click()

    shop, street = "深圳市罗湖区喜相逢糖水铺", "深圳市罗湖区东门中路2064号1楼12铺"
    one.is_asked("要给店起名称吗")
    one.keep_picture("4-back")
    one.fill(
        ("要给店起名称吗", one.tap, "要起名称"),
        ("想用什么名称", one.say, shop),
        ("个人经营", one.tap, "个人经营"),
        ("主要做哪一行", one.say, "卖糖水的小吃店"),
        ("经营场所在哪里", one.say, street),
        ("场所是怎么来的", one.tap, "租的"),
    )
    one.is_asked("经营场所使用证明")
    one.keep_picture("5-upload")
    one.hand_in_photo()
    review = page.locator(".review").last
    expect(review.get_by_role("heading", name="请核对")).to_be_visible()
    expect(review).to_contain_text(street)
    one.keep_picture("6-review", height=1700)

    review.get_by_role("button", name="修改 经营场所", exact=True).click()
    one.is_asked("经营场所在哪里")
    one.keep_picture("7-edit")
    moved = "深圳市罗湖区翠竹路1056号1楼06铺"
    one.say(moved)
    expect(one.last.locator(".review")).to_contain_text(moved)
    expect(one.last).not_to_contain_text(street)
    one.keep_picture("8-edited")
    one.last.get_by_role("button", name="提交", exact=True).click()
    expect(one.last.locator(".case .state")).to_have_text("已通过")
    one.keep_picture("9-verdict", height=1000)

    number = one.case_number()
    assert one.result().startswith(b"%PDF")
    opened = {field["id"]: field["value"] for field in clerk(stack, number)["fields"]}
    assert (opened["company_name"], opened["address"]) == (shop, moved)

    one.say("我的办件")
    expect(page.locator(".case").filter(has_text=number)).to_have_count(2)
    one.keep_picture("10-my-cases")
    assert core_rows(stack, one.conversation) == [
        {
            "item": "individual-biz-register",
            "draft": "submitted",
            "case": "approved",
            "instant": True,
        }
    ]
    page.context.close()
    assert errors == []


def test_a_founder_corrects_what_a_clerk_asks_for(browser: Browser, stack: Stack) -> None:
    errors: list[str] = []
    one = visit(browser, stack, errors, viewport=DESKTOP)
    page = one.page

    one.say("我要注册公司")
    one.fill(
        ("股东是您自己一人", one.tap, "自己一人"),
        ("要先拿批准文件", one.tap, "不用先批准"),
    )
    page.get_by_role("link", name="去登录").click()
    page.get_by_label(FOUNDER.name).check()
    one.keep_picture("1-issuer")
    page.get_by_role("button", name="登录", exact=True).click()
    page.get_by_role("link", name="回到对话").click()
    one.fill(
        ("起什么名称", one.say, "深圳市青榕树设计有限公司"),
        ("主要做哪一行", one.tap, "其他行业"),
        ("注册资本打算登记多少钱", one.say, "注册资本十万，缴足年限3年"),
        ("住所", one.say, "深圳市罗湖区笋岗东路2121号华凯大厦1205室"),
        ("场所是怎么来的", one.tap, "租的"),
        ("都由您担任", one.tap, "是"),
        ("任职限制", one.tap, "否"),
        ("章程用", one.tap, "用登记机关的样本"),
    )
    one.hand_in_photo()
    expect(page.locator(".review")).to_contain_text("其他行业")
    one.keep_picture("2-review", height=1700)
    one.last.get_by_role("button", name="提交", exact=True).click()
    expect(one.last.locator(".case .state")).to_have_text("人工审核中")
    one.keep_picture("3-under-review")

    number = one.case_number()
    wanted = "租赁合同没有拍全，请重新上传；行业请选最接近的一类。"
    clerk(stack, number, verdict="correct", fields=["industry", "premises_proof"], note=wanted)
    expect(one.last.locator(".case .state")).to_have_text("需要补正", timeout=NEWS_MS)
    expect(one.last).to_contain_text(wanted)
    one.keep_picture("4-correction")

    one.tap("去补正")
    one.is_asked("主要做哪一行")
    one.keep_picture("5-correcting")
    one.tap("科学研究和技术服务业")
    one.is_asked("住所使用证明")
    one.hand_in_photo()
    expect(one.last.locator(".review")).to_contain_text("科学研究和技术服务业")
    one.keep_picture("6-corrected", height=1300)
    one.last.get_by_role("button", name="提交", exact=True).click()
    expect(one.last.locator(".case .state")).to_have_text("人工审核中")
    assert one.case_number() == number

    clerk(stack, number, verdict="approve", note="材料齐全，准予登记。")
    expect(one.last.locator(".case .state")).to_have_text("已通过", timeout=NEWS_MS)
    expect(one.last).to_contain_text("材料齐全，准予登记。")
    assert one.result().startswith(b"%PDF")
    one.keep_picture("7-approved")
    opened = {field["id"]: field["value"] for field in clerk(stack, number)["fields"]}
    assert opened["industry"] == "科学研究和技术服务业"
    first, correction = core_rows(stack, one.conversation)
    handed_in = {"item": "company-setup", "draft": "submitted"}
    assert first == handed_in | {"case": "approved", "instant": False}
    assert correction == handed_in | {"case": None, "instant": None}
    page.context.close()
    assert errors == []
