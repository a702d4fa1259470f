"""The page in front of the running stack: a question goes in, a true answer comes out."""

import re

import pytest
from playwright.sync_api import BrowserContext, Page, expect

pytestmark = pytest.mark.stack

QUESTION = "高龄津贴一个月有多少钱？"


def ask(page: Page, question: str) -> None:
    page.get_by_label("输入您的问题").fill(question)
    page.keyboard.press("Enter")


def test_a_question_gets_a_guide_card_with_source_and_date(page: Page, site_url: str) -> None:
    page.goto(site_url)
    ask(page, QUESTION)
    card = page.locator("article.card")
    expect(card).to_be_visible()
    expect(card.locator(".lead")).to_contain_text("200元")
    expect(card.locator(".sources")).to_contain_text("来源：")
    expect(card.locator(".sources")).to_contain_text(re.compile(r"内容日期：\d{4}年|没有注明日期"))


def test_an_example_question_is_answered(page: Page, site_url: str) -> None:
    page.goto(site_url)
    page.locator(".examples button").first.click()
    expect(page.locator("article.card")).to_be_visible()


def test_a_follow_up_choice_stays_with_the_matter(page: Page, site_url: str) -> None:
    page.goto(site_url)
    ask(page, QUESTION)
    page.get_by_role("button", name="要带什么").click()
    expect(page.locator("article.card")).to_have_count(2)
    names = page.locator("article.card .matter > span:first-child").all_inner_texts()
    assert names[0] == names[1]


def test_an_answer_leads_into_the_application(page: Page, site_url: str) -> None:
    page.goto(site_url)
    ask(page, QUESTION)
    page.get_by_role("button", name="现在申请").click()
    expect(page.locator(".form .question")).to_contain_text("给谁办")


def test_a_thumb_is_kept(page: Page, site_url: str) -> None:
    page.goto(site_url)
    ask(page, QUESTION)
    with page.expect_response("**/api/feedback") as kept:
        page.get_by_role("button", name="有用", exact=True).click()
    assert kept.value.ok
    expect(page.get_by_text("谢谢，很高兴帮到您。")).to_be_visible()


def test_the_conversation_resumes_after_a_reload(page: Page, site_url: str) -> None:
    page.goto(site_url)
    ask(page, QUESTION)
    expect(page.locator("article.card")).to_be_visible()
    page.reload()
    expect(page.locator(".bubble")).to_contain_text(QUESTION)
    expect(page.locator("article.card")).to_have_count(1)


def test_a_phone_number_typed_in_is_masked_on_the_page(page: Page, site_url: str) -> None:
    page.goto(site_url)
    ask(page, "我的手机13800138000，高龄津贴有多少钱")
    expect(page.locator(".bubble")).to_contain_text("138****8000")
    expect(page.locator(".bubble")).not_to_contain_text("13800138000")


def test_an_emergency_gets_numbers_to_tap(page: Page, site_url: str) -> None:
    page.goto(site_url)
    ask(page, "家里着火了")
    expect(page.locator(".emergency a[href='tel:119']")).to_be_visible()


def test_a_strange_conversation_id_starts_anew(context: BrowserContext, site_url: str) -> None:
    page = context.new_page()
    page.goto(site_url)
    page.evaluate("sessionStorage.setItem('lxz.conversation', 'not-mine')")
    page.reload()
    ask(page, QUESTION)
    expect(page.locator("article.card")).to_be_visible()


def test_the_matters_there_are_guides_for_can_be_unfolded(page: Page, site_url: str) -> None:
    page.goto(site_url)
    page.get_by_text("我现在能答的").click()
    expect(page.get_by_role("button", name="高龄津贴", exact=True)).to_be_visible()
