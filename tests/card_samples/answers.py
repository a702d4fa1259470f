"""Answers of realistic length, in the words of one guide: facts, a question back, a warning."""

from messages import (
    ChoicesCard,
    GuideCard,
    HandoverCard,
    NoticeCard,
    Option,
    PlaceCard,
    Section,
    Source,
)

ALLOWANCE = GuideCard(
    text="70至79岁每月200元，80至89岁每月300元，90至99岁每月500元，100岁及以上每月1000元。",
    item="gaoling-jintie",
    name="高龄老人津贴",
    aspect="amount",
    lead="70至79岁每月200元，80至89岁每月300元，90至99岁每月500元，100岁及以上每月1000元。",
    more=["这个标准从2019年10月1日起执行。", "津贴按月发到颐年卡的金融账户。"],
    caution="其中一条来自二手资料，办理前请致电0755-12345核实。",
    sections=[
        Section(
            aspect="eligibility",
            title="办理条件",
            facts=["深圳户籍、年满70周岁的老人可以领高龄老人津贴。"],
        ),
        Section(
            aspect="process",
            title="怎么办",
            facts=[
                "满70岁前2个月会收到政务短信，回复“同意”就算申请了。",
                "每年5月、11月要做资格认证，错过认证次月停发，补认证后补发。",
            ],
        ),
        Section(
            aspect="place",
            title="去哪办",
            facts=["可以到户籍所在社区工作站办理，亲属可以代办。"],
        ),
    ],
    sources=[
        Source(
            title="高龄老人津贴办事指南",
            publisher="广东政务服务网",
            url="https://www.gdzwfw.gov.cn/portal/simple-guide/11440300007542195T3442108219000",
            trust="official",
        ),
        Source(title="高龄津贴领取条件与收款账户", date="2023-07-06", trust="secondary"),
    ],
    as_of="2019-10-01",
    options=[
        Option(label="要什么条件", choice="c-eligibility"),
        Option(label="怎么申请", choice="c-process"),
        Option(label="什么时候发", choice="c-time"),
    ],
)

WHICH = ChoicesCard(
    text="您想办哪一件？",
    options=[
        Option(label="身份证丢了，补领", choice="c-lost"),
        Option(label="身份证到期，换领", choice="c-expired"),
        Option(label="第一次申领身份证", choice="c-first"),
        Option(label="都不是", choice="c-none"),
    ],
)

EMERGENCY = NoticeCard(
    text="如果您或身边的人有危险，请现在就打电话。",
    level="emergency",
    phones=["110", "119", "120"],
)

TROUBLE = NoticeCard(
    text="查办事指南的系统暂时没有回应，请过一会儿再问，或致电政务服务热线。",
    level="warning",
    phones=["0755-12345"],
    reference="R-7F3K",
)

PERSON = HandoverCard(
    text="您可以直接和工作人员说。我已经记下您想找人工。",
    phones=["0755-12345"],
    places=["户籍所在街道的党群服务中心"],
    reference="H-20261122-01",
)

COMMUNITY = PlaceCard(
    text="这是演示用的地点卡片。",
    name="社区工作站",
    address="以户籍所在社区为准",
    phone="0755-12345",
    hours="以现场公布为准",
)

GUIDES = [
    {
        "id": "gaoling-jintie",
        "short_name": "高龄津贴",
        "name_en": "Old-Age Allowance",
        "audience": "person",
        "status": "active",
    },
    {
        "id": "annual-report",
        "short_name": "企业年报",
        "name_en": "Annual Report",
        "audience": "business",
        "status": "active",
    },
]
