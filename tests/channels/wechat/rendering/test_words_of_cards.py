"""What a citizen reads for each type of card."""

from urllib.parse import quote

import pytest

from channels.wechat.mini_program import MiniProgram
from channels.wechat.outgoing import Choices, Image, MiniProgramCard, News, Text
from channels.wechat.rendering import render
from messages import (
    AnyCard,
    FormCard,
    GuideCard,
    HandoverCard,
    NoticeCard,
    Option,
    PaymentCard,
    PlaceCard,
    TextCard,
)
from messages.cards import Source
from tests.card_samples import answers, applications, errands
from tests.channels.wechat.rendering.links import LINKS

PAGE = "https://example.com/wechat/page"


def said(*cards: AnyCard, locale: str = "zh-CN") -> str:
    """The text of a reply that is one text, perhaps with a menu."""
    message = render(cards, LINKS, locale)[0]  # type: ignore[arg-type]
    assert isinstance(message, Text | Choices)
    return message.content if isinstance(message, Text) else message.as_text


def test_guide_links_the_source_inside_its_own_line() -> None:
    card = GuideCard(
        text="纸鸢登记不收费。\n来源：管理处《纸鸢登记办法》（2024-03-01）；《放纸鸢的人说的》（没有注明日期）。",
        name="纸鸢登记",
        aspect="fee",
        lead="纸鸢登记不收费。",
        sources=[
            Source(title="纸鸢登记办法", url="https://example.com/kite", trust="official"),
            Source(title="放纸鸢的人说的", trust="secondary"),
        ],
    )
    assert said(card) == (
        "纸鸢登记不收费。\n"
        '来源：管理处<a href="https://example.com/kite">《纸鸢登记办法》</a>（2024-03-01）；'
        "《放纸鸢的人说的》（没有注明日期）。"
    )


def test_guide_and_what_can_be_asked_next() -> None:
    assert said(answers.ALLOWANCE).endswith(
        "回复数字就能选：\n1 要什么条件\n2 怎么申请\n3 什么时候发"
    )


def test_a_question_back_is_a_menu() -> None:
    assert render([answers.WHICH], LINKS) == [
        Choices(
            head="您想办哪一件？",
            options=(
                ("1", "身份证丢了，补领"),
                ("2", "身份证到期，换领"),
                ("3", "第一次申领身份证"),
                ("4", "都不是"),
            ),
            as_text="您想办哪一件？\n\n回复数字就能选：\n1 身份证丢了，补领\n2 身份证到期，换领\n"
            "3 第一次申领身份证\n4 都不是",
        )
    ]


def test_form_question() -> None:
    assert said(applications.ACCOUNT) == (
        "高龄老人津贴（3/5）\n"
        "记下了，给谁办：给爸爸妈妈。\n"
        "津贴打到哪张银行卡？\n"
        "（例如：6217 0000 0000 0000 000）\n"
        "您发来的会加密保存，显示时遮住一部分。办好以后，可以把聊天里的这条消息删掉。\n\n"
        "回复数字就能选：\n1 上一步"
    )


def test_form_photo() -> None:
    text = said(applications.PAPER)
    assert f'直接发照片给我，或者<a href="{PAGE}">在网页上传</a>。\n这一项可以不填。' in text


def test_form_example_that_the_question_does_not_say() -> None:
    card = applications.ACCOUNT.model_copy(
        update={"text": "哪张卡？", "private": False, "total": 0}
    )
    assert said(card).startswith("高龄老人津贴\n哪张卡？\n例如：6217 0000 0000 0000 000\n\n")


def test_review_is_a_row_a_line() -> None:
    assert said(applications.review()) == (
        "高龄老人津贴填好了，请核对。\n"
        "没有问题就说“提交”。\n"
        "姓名：陈桂英\n"
        "身份证号码：440303********0021\n"
        "手机号：138****8000\n"
        "居住地址：深圳市罗湖区示例街道示例社区示例花园3栋1402\n"
        "不用交的材料：身份证：由登录信息核验；户口本：由数据共享核验\n"
        "可以后补的材料：银行卡复印件：10个工作日内补交\n"
        "提交就是同意罗湖区民政局为办这件事查阅您的户籍和养老信息，并承诺所填内容属实。\n"
        "演示：规则没有法规依据，结果只供试用，不能当真。\n"
        "要改哪一项，直接说，比如“改手机号”。\n\n"
        "回复数字就能选：\n1 提交\n2 上一步\n3 先不办了"
    )


def test_review_as_the_dialogue_says_it_is_not_told_twice() -> None:
    card = applications.review()
    told = "；".join(f"{row.label}：{row.value}" for row in card.rows)
    text = f"高龄老人津贴填好了，请核对。{told}。{card.consent}没有问题就说“提交”。"
    read = said(card.model_copy(update={"text": text}))
    assert read.startswith("高龄老人津贴填好了，请核对。\n姓名：陈桂英\n身份证号码：4403")
    assert all(read.count(row.value) == 1 for row in card.rows)
    assert read.count("并承诺所填内容属实") == 1


def test_sign_in() -> None:
    assert said(applications.SIGN_IN) == (
        "好的，这就办高龄老人津贴。\n"
        "办高龄老人津贴要先确认是您本人。\n"
        "请点“去登录”，登录后会自动接着填。\n"
        '<a href="https://example.com/wechat/sign-in/face?u=1&s=2">去登录（刷脸）</a>\n\n'
        "回复数字就能选：\n1 先不办了"
    )


RESULT = "/api/cases/LH202611227K3Q9XYZ/result"


def test_case_with_a_result() -> None:
    text = said(applications.APPROVED)
    assert text.startswith("已经提交。\n高龄老人津贴（办件编号LH202611227K3Q9XYZ）：已通过。\n")
    assert "演示：规则没有法规依据" in text
    lead = render([applications.APPROVED], LINKS)[1]
    assert lead == News("办理结果：高龄老人津贴", "已通过", LINKS.paper(RESULT))
    both = said(applications.APPROVED, applications.APPROVED)
    assert "下载" not in text
    assert both.count(f'<a href="{LINKS.paper(RESULT)}">下载办理结果</a>') == 2


def test_case_to_correct() -> None:
    assert "要补正：户口本、收款银行卡\n" in said(applications.TO_CORRECT)
    assert "最迟办结：2026年12月7日" in said(applications.TO_CORRECT)


def order(**changes: object) -> PaymentCard:
    return errands.TO_PAY.model_copy(
        update={"expires_at": "2026-11-23T01:00:00Z", "options": [], **changes}
    )


def test_payment_inside_wechat() -> None:
    link = LINKS.pay("P202611227K3Q9XYZAB")
    card = order(jsapi={"package": "prepay_id=1"}, text="小学住宿费，待支付。（演示）")
    assert render([card], LINKS) == [
        Text(
            "小学住宿费，待支付。（演示）\n金额：1,288.50元\n收款单位：罗湖区教育局\n缴款人：陈*\n"
            "付好以后，我会在这里告诉您。\n"
            "2026年11月23日 09:00 前付都可以。"
        ),
        News("去付款：1,288.50元", card.title, link),
    ]


def test_payment_by_scanning_brings_its_code() -> None:
    text, code = render([order()], LINKS)
    assert (
        isinstance(text, Text)
        and f'不方便扫码，可以<a href="{PAGE}">在网页上付</a>' in text.content
    )
    assert isinstance(code, Image) and code.content.startswith(b"\x89PNG")


@pytest.mark.parametrize("state", ["paid", "closed", "refunded"])
def test_what_is_not_open_is_not_paid(state: str) -> None:
    (message,) = render([order(state=state, jsapi={"a": "b"})], LINKS)
    assert isinstance(message, Text) and "去付款" not in message.content


PAGES = {"pay": "pages/pay?to={link}", "page": "pages/web?to={link}"}
MINI = MiniProgram(appid="wx0123456789abcdef", pages=PAGES)  # type: ignore[arg-type]


def test_a_mini_program_opens_the_pages_it_has() -> None:
    (plain, _), (text, code) = render([order()], LINKS), render([order()], LINKS, "zh-CN", MINI)
    assert isinstance(plain, Text) and isinstance(text, Text) and isinstance(code, Image)
    opens = MINI.attributes("page", PAGE)
    assert opens and f'<a href="{PAGE}"{opens}>在网页上付</a>' in text.content
    assert text.content.replace(opens, "") == plain.content


def test_a_mini_program_with_a_picture_pays_by_its_card() -> None:
    mini = MINI.model_copy(update={"picture": b"\x89PNG\r\n"})
    card = order(jsapi={"a": "b"})
    words, lead = render([card], LINKS, "zh-CN", mini)
    path = "pages/pay?to=" + quote(LINKS.pay(card.order), safe="")
    assert lead == MiniProgramCard("去付款：1,288.50元", MINI.appid, path, b"\x89PNG\r\n")
    assert words == render([card], LINKS)[0]


def test_a_mini_program_without_a_picture_pays_by_its_link() -> None:
    card = order(jsapi={"a": "b"})
    (message,) = render([card], LINKS, "zh-CN", MINI)
    assert isinstance(message, Text)
    link = LINKS.pay(card.order)
    assert f'<a href="{link}"{MINI.attributes("pay", link)}>去付款</a>' in message.content


def test_of_several_pages_none_leads() -> None:
    (message,) = render([order(jsapi={"a": "b"}), order(order="P2", jsapi={"a": "b"})], LINKS)
    assert isinstance(message, Text)
    assert message.content.count(">去付款</a>") == 2


def test_of_several_orders_no_code() -> None:
    messages = render([order(), order(order="P2")], LINKS)
    assert [type(one) for one in messages] == [Text]


def test_payment_on_a_page() -> None:
    (message,) = render([order(url="https://example.com/tax")], LINKS)
    assert isinstance(message, Text)
    assert '<a href="https://example.com/tax">去缴费页面</a>' in message.content


def test_receipt() -> None:
    path = "/api/payments/P202611227K3Q9XYZAB/receipt"
    assert f'<a href="{LINKS.paper(path)}">下载缴费收据</a>' in said(errands.PAID)


def test_booking() -> None:
    assert said(errands.BOOKED).startswith(
        "约好了。\n"
        "11月25日（周三）09:00–09:30，结婚登记，已预约。\n"
        "地点：罗湖区民政局婚姻登记处，示范路1号，3号窗口。\n"
        "预约编号B202611257K3Q9X。\n"
        "地址：罗湖区示范路1号一楼\n"
        "要带：双方身份证原件、双方户口本原件、3张2寸红底合照\n"
        "请提前10分钟到。来不了的话，请早点改时间或取消。\n"
        "演示：时间和窗口是试用的，不用真的去。"
    )


def test_work_order_and_its_answer() -> None:
    assert "最新进展：11-22 14:20 派给罗湖区住房和建设局" in said(errands.COMPLAINT)
    answered = said(errands.ANSWERED)
    assert "答复：已到现场检查" in answered and "最新进展" not in answered
    assert answered.endswith("1 很满意\n2 满意\n3 一般\n4 不满意\n5 很不满意")


def test_queue_ticket() -> None:
    assert said(errands.QUEUEING) == (
        "您的号是A108，前面还有3位，大约等15分钟。（演示）\n叫到号会在这里告诉您，可以先坐一坐。"
    )
    assert said(errands.CALLED) == "排队号：A108\n轮到您了，请到12号窗口。（演示）"


def test_place() -> None:
    assert said(answers.COMMUNITY) == (
        "社区工作站\n这是演示用的地点卡片。\n地址：以户籍所在社区为准\n"
        "时间：以现场公布为准\n电话：0755-12345"
    )


def test_car_park() -> None:
    assert said(errands.CAR_PARK).endswith("2026年11月22日 14:05 的车位数")


def test_demo_place_says_so() -> None:
    assert said(PlaceCard(text="还有3个空位。", name="停车场", demo=True)).endswith(
        "演示：车位数是试用的，以现场为准。"
    )


def test_matches_offer_each_row() -> None:
    assert said(errands.MATCHES).endswith("1 现在就办：高龄老人津贴\n2 看看条件：居家养老补贴")


def test_notice() -> None:
    assert said(answers.EMERGENCY) == (
        "如果您或身边的人有危险，请现在就打电话。\n电话：110、119、120"
    )
    card = NoticeCard(text="急事请拨打 12345。编号 T-1。", phones=["12345"], reference="T-1")
    assert said(card) == "急事请拨打 12345。编号 T-1。"


def test_waiting_for_a_person() -> None:
    card = HandoverCard(text="已为您排队。", number=3, ahead=2, minutes=10, phones=["12345"])
    assert said(card) == "已为您排队。\n排队号：3\n前面还有 2 位\n大约等 10 分钟\n电话：12345"


def test_what_the_text_says_of_the_queue_is_not_told_twice() -> None:
    card = HandoverCard(text="3 号，前面还有 2 位，大约等 10 分钟。", number=3, ahead=2, minutes=10)
    assert said(card) == card.text


def test_a_person_speaks_under_their_name() -> None:
    card = TextCard(
        text="您好，要哪一种？\n1 新办\n2 换领",
        speaker="person",
        speaker_name="小李",
        options=[Option(label="回到小政", choice="c")],
    )
    assert said(card) == "小李：您好，要哪一种？\n1 新办\n2 换领"


def test_a_page_of_the_gateway_and_no_other() -> None:
    assert LINKS.paper("/api/my-data") in said(TextCard(text="好了。", url="/api/my-data"))
    assert said(TextCard(text="好了。", url="//example.com/x")) == "好了。"


def test_what_looks_like_markup_is_harmless() -> None:
    card = TextCard(text='点<a href="https://evil.example">这里</a>&lt;b&gt; A&B\x07\u202e')
    assert said(card) == '点〈a href="https://evil.example"〉这里〈/a〉＆lt;b＆gt; A&B'


def test_other_languages() -> None:
    assert "Reply with a number:\n1 " in said(answers.WHICH, locale="en")
    assert "回覆數字就能選：\n1 " in said(answers.WHICH, locale="zh-HK")
    assert "Decided by: 7 December 2026" in said(applications.TO_CORRECT, locale="en")
    form = FormCard(
        text="Your age?",
        draft="d",
        title="Card",
        field="a",
        label="Age",
        field_type="integer",
        done=0,
        total=2,
    )
    assert said(form, locale="en") == "Card (1/2)\nYour age?"


def test_nothing_to_say_is_no_message() -> None:
    assert render([TextCard(text=" \x00")], LINKS) == []
    assert render([], LINKS) == []


def test_a_long_answer_ends_with_the_way_to_the_rest() -> None:
    card = TextCard(text="这是一句话。" * 800, options=[Option(label="好的", choice="c")])
    messages = render([card], LINKS)
    assert [type(one) for one in messages] == [Text] * 4
    last = messages[-1]
    assert isinstance(last, Text) and last.content.endswith(
        f'……全文见<a href="{PAGE}">网页</a>\n\n回复数字就能选：\n1 好的'
    )


def test_the_code_to_scan_counts_as_a_message() -> None:
    messages = render([order(text="这是一句话。" * 800)], LINKS)
    assert [type(one) for one in messages] == [Text, Text, Text, Image]
