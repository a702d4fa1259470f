"""The cards of an application, in front of the scripted gateway: asked, uploaded, read back,
decided. With LXZ_TEST_SCREENSHOTS=<folder> what they look like is kept."""

import os
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from messages import AnyCard, CaseCard, FormCard, TextCard
from tests.browser.fake_gateway import FakeGateway
from tests.card_samples import applications

APPLICATION: list[AnyCard] = [
    applications.SIGN_IN,
    applications.WHO,
    applications.ACCOUNT,
    applications.PAPER,
    applications.review(),
    applications.APPROVED,
    applications.TO_CORRECT,
]
PHOTO = {"name": "户口本.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8" + b"x" * 5000}
SIDEWAYS = """() => [document.scrollingElement, document.querySelector('.scroller')]
    .map(box => box.scrollWidth - box.clientWidth)"""
SMALL_TARGETS = """() => [...document.querySelectorAll('.list button, .list a, .list summary')]
    .filter(target => target.getClientRects().length > 0)
    .filter(target => Math.round(target.getBoundingClientRect().height) < 44)
    .map(target => target.textContent)"""


def say(page: Page, words: str = "我要办高龄津贴") -> None:
    page.locator("#question").fill(words)
    page.keyboard.press("Enter")


def begin(page: Page, fake: FakeGateway, fake_site: str, *cards: AnyCard) -> Locator:
    """Shows the cards as the answer to a first message; returns the last of them."""
    fake.script = [list(cards)]
    page.goto(fake_site)
    say(page)
    expect(page.locator(".entry.answer")).to_have_count(len(cards))
    return page.locator(".entry.answer").nth(len(cards) - 1)


def pick_photo(page: Page, card: Locator) -> None:
    with page.expect_file_chooser() as chooser:
        card.get_by_role("button", name="选照片或文件").click()
    chooser.value.set_files(files=[PHOTO])  # type: ignore[list-item]


def test_a_question_shows_its_step_its_example_and_that_it_is_private(
    page: Page, fake: FakeGateway, fake_site: str
) -> None:
    card = begin(page, fake, fake_site, applications.ACCOUNT)
    expect(card.get_by_role("heading")).to_have_text("高龄老人津贴")
    expect(card.get_by_text("第 3 项，共 5 项")).to_be_visible()
    expect(card.locator(".question")).to_have_text(
        "记下了，给谁办：给爸爸妈妈。津贴打到哪张银行卡？"
    )
    expect(card.locator(".example")).to_have_text("例如：6217 0000 0000 0000 000")
    expect(card.get_by_text("您填的内容会加密保存，不进聊天记录。")).to_be_visible()


def test_an_answer_is_chosen_and_the_older_question_is_passed(
    page: Page, fake: FakeGateway, fake_site: str
) -> None:
    card = begin(page, fake, fake_site, applications.WHO)
    fake.script = [[applications.ACCOUNT]]
    card.get_by_role("button", name="给爸爸妈妈").click()
    expect(page.locator(".bubble").last).to_contain_text("给爸爸妈妈")
    expect(page.locator(".entry.answer")).to_have_count(2)
    assert fake.received[-1]["choice"] == "c-parent"
    first, second = page.locator(".entry.answer").all()
    expect(first.get_by_text("这一步已经过了")).to_be_visible()
    expect(first.get_by_role("button")).to_have_count(0)
    expect(second.get_by_role("button", name="上一步")).to_be_enabled()


def test_an_answer_cannot_be_chosen_twice(page: Page, fake: FakeGateway, fake_site: str) -> None:
    card = begin(page, fake, fake_site, applications.WHO)
    fake.delay_s = 0.5
    fake.script = [[applications.ACCOUNT]]
    card.get_by_role("button", name="给自己").dblclick(force=True)
    expect(page.locator(".entry.answer")).to_have_count(2)
    assert len(fake.received) == 2


def test_a_question_stays_open_under_late_news(
    page: Page, fake: FakeGateway, fake_site: str
) -> None:
    card = begin(page, fake, fake_site, applications.WHO)
    fake.push(applications.TO_CORRECT)
    expect(page.locator(".entry.answer")).to_have_count(2, timeout=20_000)
    expect(card.get_by_role("button", name="给自己")).to_be_enabled()
    expect(page.locator(".case .state")).to_have_text("需要补正")
    expect(page.locator(".case .state")).to_be_in_viewport()


def test_a_photo_is_uploaded_and_its_name_shown(
    page: Page, fake: FakeGateway, fake_site: str
) -> None:
    card = begin(page, fake, fake_site, applications.PAPER)
    expect(card.locator("input[type=file]").last).to_have_attribute(
        "accept", "image/jpeg,image/png,application/pdf"
    )
    fake.upload_delay_s = 0.5
    fake.script = [[applications.review()]]
    pick_photo(page, card)
    expect(card.get_by_text("正在上传：户口本.jpg").first).to_be_visible()
    expect(card.get_by_role("progressbar")).to_be_visible()
    expect(page.get_by_role("button", name="跳过")).to_be_disabled()
    expect(page.locator(".bubble").last).to_contain_text("已上传：户口本.jpg")
    expect(page.locator(".entry.answer")).to_have_count(2)
    assert fake.uploads == [("户口本.jpg", PHOTO["buffer"])]
    assert fake.received[-1]["text"] == "[FILE_1]"
    page.reload()
    expect(page.locator(".bubble").last).to_contain_text("〔已上传的文件〕")


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (413, "这个文件太大了"),
        (422, "这个文件看不了"),
        (429, "传得有点快"),
        (503, "系统暂时出了点问题"),
    ],
)
def test_a_refused_photo_says_why_and_can_be_sent_again(
    page: Page, fake: FakeGateway, fake_site: str, status: int, words: str
) -> None:
    card = begin(page, fake, fake_site, applications.PAPER)
    fake.refusals = [status]
    pick_photo(page, card)
    expect(card.get_by_role("alert")).to_contain_text(f"户口本.jpg：{words}")
    assert len(fake.received) == 1  # nothing was handed in
    again = card.get_by_role("button", name="再传一次")
    if status in (413, 422):
        expect(again).to_have_count(0)
        pick_photo(page, card)
    else:
        again.click()
    expect(page.locator(".bubble").last).to_contain_text("已上传：户口本.jpg")
    expect(card.get_by_role("alert")).to_have_count(0)


def test_a_photo_outlives_a_lost_network(
    context: BrowserContext, page: Page, fake: FakeGateway, fake_site: str
) -> None:
    card = begin(page, fake, fake_site, applications.PAPER)
    context.set_offline(True)
    pick_photo(page, card)
    expect(card.get_by_role("alert")).to_contain_text("没有传上去，请检查网络。")
    context.set_offline(False)
    card.get_by_role("button", name="再传一次").click()
    expect(page.locator(".bubble").last).to_contain_text("已上传：户口本.jpg")


def test_a_form_is_read_back_and_a_row_changed(
    page: Page, fake: FakeGateway, fake_site: str
) -> None:
    card = begin(page, fake, fake_site, applications.review())
    expect(card.get_by_role("heading", name="请核对：高龄老人津贴")).to_be_visible()
    for words in ("您填的", "登录信息", "数据共享", "138****8000", "演示", "免交", "可以后补"):
        expect(card.get_by_text(words).first).to_be_visible()
    expect(card.locator(".consent")).to_contain_text("承诺所填内容属实")
    expect(card.get_by_role("button", name="修改")).to_have_count(2)

    asked = applications.ACCOUNT.model_copy(update={"text": "新的手机号是多少？", "example": None})
    fake.script = [[asked], [applications.review("139****9000", lead="记下了。")]]
    card.get_by_role("button", name="修改 手机号").click()
    expect(page.get_by_text("新的手机号是多少？").first).to_be_visible()
    assert fake.received[-1]["choice"] == "c-edit-mobile"
    say(page, "13900009000")
    expect(page.locator(".entry.answer")).to_have_count(3)

    old, _, new = page.locator(".entry.answer").all()
    expect(old.get_by_text("这一步已经过了")).to_be_visible()
    expect(old.get_by_role("button")).to_have_count(0)
    expect(new.locator(".lead")).to_have_text("记下了。")
    fake.script = [[applications.APPROVED]]
    new.get_by_role("button", name="提交").click()
    expect(page.locator(".case")).to_be_visible()
    assert fake.received[-1]["choice"] == "c-submit"
    expect(new.get_by_role("button")).to_have_count(0)


@pytest.mark.parametrize("by_link", [True, False], ids=["by-its-link", "by-the-back-button"])
def test_signing_in_leads_away_and_back_into_the_conversation(
    page: Page, fake: FakeGateway, fake_site: str, by_link: bool
) -> None:
    card = begin(page, fake, fake_site, applications.SIGN_IN)
    link = card.get_by_role("link", name="去登录")
    conversation = next(iter(fake.conversations))
    expect(link).to_have_attribute(
        "href", f"/api/sign-in?conversation_id={conversation}&wanted=face"
    )
    fake.after_sign_in = [applications.WHO]
    link.click()
    back = page.get_by_role("link", name="回到对话")
    expect(back).to_be_visible()
    if by_link:
        back.click()
    else:
        page.go_back()
    expect(page.locator(".bubble")).to_contain_text("我要办高龄津贴")
    expect(page.get_by_role("button", name="给爸爸妈妈")).to_be_enabled()
    expect(page.get_by_role("link", name="去登录")).to_have_count(0)
    assert fake.sign_ins == [{"conversation_id": conversation, "wanted": "face"}]


def test_a_case_shows_its_state_in_words_and_its_number_is_copied(
    context: BrowserContext, page: Page, fake: FakeGateway, fake_site: str
) -> None:
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    card = begin(page, fake, fake_site, applications.APPROVED)
    expect(card.locator(".state")).to_have_text("已通过")
    expect(card.locator(".state svg")).to_be_visible()
    expect(card.locator(".lead")).to_have_text("已经提交。")
    for words in ("演示", "秒批", "年满70周岁。", "从下个月起", "2026年11月22日 14:05"):
        expect(card.get_by_text(words).first).to_be_visible()
    expect(card.get_by_text("管理办法")).to_be_hidden()
    card.get_by_text("依据", exact=True).click()
    expect(card.get_by_text("管理办法")).to_be_visible()
    card.get_by_role("button", name="复制").click()
    expect(card.get_by_text("已复制")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == applications.APPROVED.case
    conversation = next(iter(fake.conversations))
    with page.expect_download() as download:
        card.get_by_role("link", name="下载办理结果").click()
    words = download.value.path().read_text()
    assert words == f"{applications.APPROVED.case} {conversation}"


def test_what_can_be_done_about_a_case_stands_under_its_newest_card(
    page: Page, fake: FakeGateway, fake_site: str
) -> None:
    other = applications.APPROVED.model_copy(update={"case": "LH20261122AAAABBBB"})
    first = begin(page, fake, fake_site, applications.TO_CORRECT)
    expect(first.get_by_role("button", name="去补正")).to_be_enabled()
    fake.script = [[applications.TO_CORRECT, other]]
    say(page, "我的办件")
    expect(page.locator(".entry.answer")).to_have_count(3)
    old, mine, another = page.locator(".entry.answer").all()
    expect(old.get_by_role("button", name="去补正")).to_have_count(0)
    expect(mine.get_by_role("button", name="去补正")).to_be_enabled()
    expect(another.get_by_role("button", name="有进展告诉我")).to_be_enabled()


@pytest.mark.parametrize(
    ("state", "look"),
    [
        ("under_review", "waiting"),
        ("needs_correction", "act"),
        ("refused", "bad"),
        ("withdrawn", "over"),
        ("a state of tomorrow", "waiting"),
    ],
)
def test_every_state_has_a_look(
    page: Page, fake: FakeGateway, fake_site: str, state: str, look: str
) -> None:
    card = begin(page, fake, fake_site, applications.TO_CORRECT.model_copy(update={"state": state}))
    expect(card.locator(f".state.{look}")).to_have_text("需要补正")
    expect(card.get_by_text("2026年12月7日", exact=True)).to_be_visible()
    expect(card.get_by_role("link")).to_have_count(0)  # no result to fetch


def test_values_are_shown_as_text(page: Page, fake: FakeGateway, fake_site: str) -> None:
    markup = "<img src=x onerror=\"document.title='hacked'\">"
    marked: list[AnyCard] = [
        card.model_copy(update={"text": markup, "title": markup})
        for card in APPLICATION
        if isinstance(card, FormCard | CaseCard)
    ]
    begin(page, fake, fake_site, applications.review(mobile=markup), *marked)
    expect(page.locator(".value").nth(2)).to_have_text(markup)
    assert page.locator(".list img").count() == 0
    assert page.title() != "hacked"


@pytest.mark.parametrize("larger", [False, True], ids=["normal", "larger-type"])
@pytest.mark.parametrize("locale", ["zh-CN", "zh-HK", "en-GB"])
def test_320_px_are_enough(
    browser: Browser, fake: FakeGateway, fake_site: str, locale: str, larger: bool
) -> None:
    context = browser.new_context(
        locale=locale, viewport={"width": 320, "height": 640}, is_mobile=True, has_touch=True
    )
    context.set_default_timeout(10_000)
    page = context.new_page()
    page.goto(fake_site)
    if larger:
        page.locator("button[aria-pressed]").first.click()
    for number, card in enumerate(APPLICATION, 1):
        fake.script = [[card]]
        say(page)
        expect(page.locator(".entry.answer")).to_have_count(number)
        assert page.evaluate(SIDEWAYS) == [0, 0]
        assert page.evaluate(SMALL_TARGETS) == []
        keep_picture(page, f"{number}-{card.type}-{locale}{'-larger' if larger else ''}")
    page.locator(".case summary").first.click()
    assert page.evaluate(SIDEWAYS) == [0, 0]
    context.close()


def test_the_keyboard_alone_fills_and_submits(
    page: Page, fake: FakeGateway, fake_site: str
) -> None:
    begin(page, fake, fake_site, applications.review())
    fake.script = [[applications.APPROVED], [TextCard(text="好的，有进展我在这里告诉您。")]]
    page.get_by_role("button", name="提交").focus()
    page.keyboard.press("Enter")
    expect(page.locator(".case")).to_be_visible()
    expect(page.locator("#question")).to_be_focused()
    page.keyboard.press("Shift+Tab")
    expect(page.get_by_role("button", name="有进展告诉我")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_text("有进展我在这里告诉您").first).to_be_visible()
    assert fake.received[-1]["choice"] == "c-follow"


def keep_picture(page: Page, name: str) -> None:
    """What the page shows, as a picture, where somebody wants to look."""
    if folder := os.environ.get("LXZ_TEST_SCREENSHOTS"):
        page.wait_for_timeout(400)  # the scrolling is smooth
        page.screenshot(path=Path(folder) / f"{name}.png")
