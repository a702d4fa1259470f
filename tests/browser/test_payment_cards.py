"""The card of a payment, in front of the scripted gateway: scanned, opened, too late, paid."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Phone
from tests.browser.fake_gateway import FakeGateway
from tests.browser.test_application_cards import begin, keep_picture
from tests.card_samples import errands

BRIDGE = """window.paid = [];
window.WeixinJSBridge = { invoke: (method, signed, done) => {
    window.paid.push([method, signed]);
    done({ err_msg: 'get_brand_wcpay_request:' + (window.paid.length > 1 ? 'ok' : 'cancel') });
} };"""


def test_an_order_is_paid_by_scanning_and_its_receipt_fetched(
    page: Page, fake: FakeGateway, fake_site: str
) -> None:
    card = begin(page, fake, fake_site, errands.TO_PAY)
    expect(card.locator(".lead")).to_have_text("订单开好了。")
    expect(card.locator(".amount strong")).to_have_text("1,288.50 元")
    for words in ("演示：不会真的扣钱。", "待支付", "罗湖区教育局", "陈*", errands.TO_PAY.order):
        expect(card.get_by_text(words).first).to_be_visible()
    expect(card.get_by_role("img", name="付款二维码，小学住宿费，1,288.50 元")).to_be_visible()
    expect(card.get_by_role("timer")).to_contain_text("不用急")
    expect(card.get_by_role("link")).to_have_count(0)  # a desk has a phone beside it

    fake.push(errands.PAID)
    expect(page.locator(".entry.answer")).to_have_count(2, timeout=20_000)
    paid = page.locator(".entry.answer").last
    expect(paid.locator(".amount.paid")).to_contain_text("付好了，谢谢您。")
    expect(card.get_by_role("img")).to_have_count(0)
    expect(card.get_by_role("button")).to_have_count(0)
    expect(card.get_by_text("这一步已经过了")).to_be_visible()
    conversation = next(iter(fake.conversations))
    with page.expect_download() as download:
        paid.get_by_role("link", name="下载缴费收据").click()
    assert download.value.path().read_text() == f"{errands.PAID.order} {conversation}"


def test_a_phone_opens_what_the_code_says(phone: Phone, fake: FakeGateway, fake_site: str) -> None:
    with phone() as page:
        card = begin(page, fake, fake_site, errands.TO_PAY)
        expect(card.get_by_role("link", name="打开付款")).to_have_attribute(
            "href", str(errands.TO_PAY.qr)
        )
        expect(card.get_by_role("img")).to_be_hidden()
        card.get_by_text("用另一部手机扫码付").click()
        expect(card.get_by_role("img")).to_be_visible()
        keep_picture(page, "phone-other-phone")


def test_an_order_that_came_too_late_cannot_be_paid(
    page: Page, fake: FakeGateway, fake_site: str
) -> None:
    late = errands.TO_PAY.model_copy(update={"expires_at": "2026-11-22T14:00:00+08:00"})
    page.clock.set_fixed_time("2026-11-22T14:00:01+08:00")
    card = begin(page, fake, fake_site, late)
    expect(card.get_by_text("付款时间过了")).to_be_visible()
    expect(card.get_by_role("img")).to_have_count(0)
    expect(card.get_by_role("button", name="我付好了")).to_be_enabled()
    keep_picture(page, "desk-too-late")


@pytest.mark.parametrize(
    ("url", "links"), [("https://pay.example.cn/1", 1), ("javascript:alert(1)", 0)]
)
def test_a_page_to_pay_on_opens_beside_the_chat(
    page: Page, fake: FakeGateway, fake_site: str, url: str, links: int
) -> None:
    card = begin(page, fake, fake_site, errands.TO_PAY.model_copy(update={"qr": None, "url": url}))
    expect(card.locator(".amount")).to_be_visible()
    link = card.get_by_role("link", name="去缴费页面")
    expect(link).to_have_count(links)
    if links:
        expect(link).to_have_attribute("href", url)
        expect(link).to_have_attribute("target", "_blank")


def test_inside_wechat_its_own_payment_opens(
    phone: Phone, fake: FakeGateway, fake_site: str
) -> None:
    signed = {"appId": "wx1", "package": "prepay_id=1", "paySign": "s"}
    order = errands.TO_PAY.model_copy(update={"qr": None, "jsapi": signed})
    with phone() as page:
        card = begin(page, fake, fake_site, order)
        expect(card.get_by_text("请在微信里打开这个页面来付款。")).to_be_visible()
    with phone() as page:
        page.add_init_script(BRIDGE)
        card = begin(page, fake, fake_site, order)
        card.get_by_role("button", name="用微信支付").click()
        expect(card.get_by_text("这次没有付。")).to_be_visible()
        card.get_by_role("button", name="用微信支付").click()
        expect(card.get_by_text("微信说付好了")).to_be_visible()
        expect(card.get_by_role("button", name="用微信支付")).to_have_count(0)
        assert page.evaluate("window.paid") == [["getBrandWCPayRequest", signed]] * 2


def test_the_keyboard_alone_reaches_what_an_order_offers(
    page: Page, fake: FakeGateway, fake_site: str
) -> None:
    begin(page, fake, fake_site, errands.TO_PAY)
    expect(page.locator("#question")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="不付了")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    fake.script = [[errands.PAID]]
    page.keyboard.press("Enter")
    expect(page.locator(".amount.paid")).to_be_visible()
    assert fake.received[-1]["choice"] == "c-paid"
