"""Cards of realistic length for the page's own tests, in the words of one guide."""

from datetime import UTC, datetime, timedelta

from messages import (
    BookingCard,
    CaseCard,
    ChoicesCard,
    FormCard,
    GuideCard,
    HandoverCard,
    MatchesCard,
    MatchRow,
    NoticeCard,
    Option,
    PaymentCard,
    PlaceCard,
    ReviewCard,
    ReviewRow,
    SignInCard,
    TicketCard,
)
from messages.cards import Section, Source

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

STOP = Option(label="先不办了", choice="c-stop")
BACK = Option(label="上一步", choice="c-back")

SIGN_IN = SignInCard(
    text="好的，这就办高龄老人津贴。办高龄老人津贴要先确认是您本人。请点“去登录”，登录后会自动接着填。",
    item="gaoling-jintie",
    wanted="face",
    options=[STOP],
)

WHO = FormCard(
    text="登录好了。您是给自己办，还是给家里老人办？",
    item="gaoling-jintie",
    draft="d1",
    title="高龄老人津贴",
    field="for_whom",
    label="给谁办",
    field_type="choice",
    done=0,
    total=5,
    options=[
        Option(label="给自己", choice="c-self"),
        Option(label="给爸爸妈妈", choice="c-parent"),
        Option(label="给别的老人（要有委托书）", choice="c-other"),
    ],
)

ACCOUNT = FormCard(
    text="记下了，给谁办：给爸爸妈妈。津贴打到哪张银行卡？（例如：6217 0000 0000 0000 000）",
    item="gaoling-jintie",
    draft="d1",
    title="高龄老人津贴",
    field="bank_card",
    label="收款银行卡",
    field_type="bank_card",
    example="6217 0000 0000 0000 000",
    private=True,
    done=2,
    total=5,
    options=[BACK],
)

PAPER = FormCard(
    text="请上传户口本首页和本人页的照片。",
    item="gaoling-jintie",
    draft="d1",
    title="高龄老人津贴",
    field="hukou",
    label="户口本",
    field_type="file",
    private=True,
    optional=True,
    upload=True,
    done=3,
    total=5,
    options=[Option(label="跳过", choice="c-skip"), BACK],
)


def review(mobile: str = "138****8000", lead: str = "") -> ReviewCard:
    """The form read back, with one value to tell two of them apart."""
    rows = [
        ReviewRow(field="name", label="姓名", value="陈桂英", source="sign_in"),
        ReviewRow(
            field="id_number", label="身份证号码", value="440303********0021", source="sign_in"
        ),
        ReviewRow(
            field="mobile",
            label="手机号",
            value=mobile,
            source="typed",
            edit=Option(label="改手机号", choice="c-edit-mobile"),
        ),
        ReviewRow(
            field="address",
            label="居住地址",
            value="深圳市罗湖区示例街道示例社区示例花园3栋1402",
            source="register",
            edit=Option(label="改居住地址", choice="c-edit-address"),
        ),
    ]
    return ReviewCard(
        text=f"{lead}高龄老人津贴填好了，请核对。没有问题就说“提交”。",
        item="gaoling-jintie",
        draft="d1",
        title="高龄老人津贴",
        rows=rows,
        waived=["身份证：由登录信息核验", "户口本：由数据共享核验"],
        later=["银行卡复印件：10个工作日内补交"],
        consent="提交就是同意罗湖区民政局为办这件事查阅您的户籍和养老信息，并承诺所填内容属实。",
        demo=True,
        options=[Option(label="提交", choice="c-submit"), BACK, STOP],
    )


APPROVED = CaseCard(
    text="已经提交。高龄老人津贴（办件编号LH202611227K3Q9XYZ）：已通过。下个月起按月发放。",
    item="gaoling-jintie",
    case="LH202611227K3Q9XYZ",
    title="高龄老人津贴",
    state="approved",
    state_label="已通过",
    instant=True,
    demo=True,
    reasons=["年满70周岁。", "是深圳户籍。", "没有重复领取。"],
    sources=["《深圳市高龄老人津贴管理办法》第四条"],
    next_says="从下个月起，每月15日前发到您的银行卡。",
    submitted_at="2026-11-22T14:05:09+08:00",
    result=True,
    options=[Option(label="有进展告诉我", choice="c-follow")],
)

TO_CORRECT = CaseCard(
    text="高龄老人津贴（办件编号LH202611227K3Q9XYZ）：需要补正。",
    item="gaoling-jintie",
    case="LH202611227K3Q9XYZ",
    title="高龄老人津贴",
    state="needs_correction",
    state_label="需要补正",
    reasons=["户口本照片看不清。"],
    corrections=["户口本", "收款银行卡"],
    next_says="请您在2026年12月7日前补好，过期会退件。",
    submitted_at="2026-11-22T14:05:09+08:00",
    deadline="2026-12-07T23:59:59+08:00",
    options=[Option(label="去补正", choice="c-correct"), Option(label="撤回申请", choice="c-back")],
)

IN_A_QUARTER = (datetime.now(UTC) + timedelta(minutes=15)).isoformat()

TO_PAY = PaymentCard(
    text="订单开好了。小学住宿费，1,288.50元，待支付。收款单位：罗湖区教育局。缴款人：陈*。"
    "请用微信扫码付款。（演示：不会真的扣钱。）",
    order="P202611227K3Q9XYZAB",
    title="小学住宿费",
    unit="罗湖区教育局",
    payer="陈*",
    amount_fen=128850,
    state="awaiting",
    state_label="待支付",
    next_says="付好以后，我会在这里告诉您。",
    qr="weixin://wxpay/bizpayurl?pr=p4lpSuKzz",
    expires_at=IN_A_QUARTER,
    demo=True,
    options=[Option(label="我付好了", choice="c-paid"), Option(label="不付了", choice="c-close")],
)

PAID = TO_PAY.model_copy(
    update={
        "text": "小学住宿费，1,288.50元，已支付。收款单位：罗湖区教育局。缴款人：陈*。",
        "state": "paid",
        "state_label": "已支付",
        "next_says": "电子收据可以在这里下载。",
        "qr": None,
        "receipt": True,
        "options": [Option(label="申请退款", choice="c-refund")],
    }
)

BOOKED = BookingCard(
    text="约好了。11月25日（周三）09:00–09:30，结婚登记，已预约。地点：罗湖区民政局婚姻登记处，"
    "示范路1号，3号窗口。预约编号B202611257K3Q9X。",
    booking="B202611257K3Q9X",
    title="结婚登记",
    how="到窗口办",
    place="罗湖区民政局婚姻登记处",
    address="罗湖区示范路1号一楼",
    window="3号窗口",
    starts_at="2026-11-25T09:00:00+08:00",
    says_when="11月25日（周三）09:00–09:30",
    state="booked",
    state_label="已预约",
    next_says="请提前10分钟到。来不了的话，请早点改时间或取消。",
    bring=["双方身份证原件", "双方户口本原件", "3张2寸红底合照"],
    demo=True,
    options=[
        Option(label="改时间", choice="c-move"),
        Option(label="取消预约", choice="c-cancel"),
        Option(label="签到", choice="c-check-in"),
    ],
)

COMPLAINT = TicketCard(
    text="记下了。投诉工单G202611227K3Q9X，已派单。办理：罗湖区住房和建设局（演示）。",
    ticket="G202611227K3Q9X",
    title="投诉：工地半夜还在打桩，吵得老人睡不着",
    state="dispatched",
    state_label="已派单",
    next_says="等不及可以催一下。",
    unit="罗湖区住房和建设局",
    deadline="2026-11-29T18:00:00+08:00",
    progress=["11-22 14:05 已登记", "11-22 14:20 派给罗湖区住房和建设局"],
    demo=True,
    options=[Option(label="催一下", choice="c-urge"), Option(label="撤回", choice="c-withdraw")],
)

ANSWERED = COMPLAINT.model_copy(
    update={
        "text": "投诉工单G202611227K3Q9X，已答复。",
        "state": "answered",
        "state_label": "已答复",
        "next_says": "这次办得怎么样，请您评一评。",
        "answer": "已到现场检查，要求工地晚上10点后停工。再有夜间施工，请随时告诉我们。",
        "progress": [*COMPLAINT.progress, "11-24 16:40 已答复"],
        "options": [
            Option(label=label, choice=f"c-rate-{stars}")
            for stars, label in (
                (5, "很满意"),
                (4, "满意"),
                (3, "一般"),
                (2, "不满意"),
                (1, "很不满意"),
            )
        ],
    }
)

QUEUEING = TicketCard(
    text="您的号是A108，前面还有3位，大约等15分钟。（演示）",
    ticket="A108",
    of="queue",
    title="综合服务窗口",
    state="waiting",
    state_label="等候中",
    next_says="叫到号会在这里告诉您，可以先坐一坐。",
    unit="综合服务窗口",
    ahead=3,
    minutes=15,
    demo=True,
)

CALLED = QUEUEING.model_copy(
    update={
        "text": "轮到您了，请到12号窗口。（演示）",
        "state": "called",
        "state_label": "请到窗口",
        "next_says": "轮到您了，请到12号窗口。",
        "ahead": 0,
        "minutes": 0,
    }
)

MATCHES = MatchesCard(
    text="您可能符合1项：高龄老人津贴。还有1项要看具体情况：居家养老补贴。不是审批决定，以审核为准。\n"
    "高龄老人津贴：年满70周岁，是深圳户籍。\n居家养老补贴：还要知道：是不是独居。\n"
    "看来不符合的：残疾人补贴。",
    rows=[
        MatchRow(
            item="gaoling-jintie",
            title="高龄老人津贴",
            verdict="likely",
            why=["年满70周岁", "是深圳户籍"],
            option=Option(label="现在就办", choice="c-apply"),
        ),
        MatchRow(
            item="jujia-yanglao",
            title="居家养老补贴",
            verdict="open",
            why=["是深圳户籍"],
            missing=["是不是独居", "有没有做过失能评估"],
            option=Option(label="看看条件", choice="c-look"),
        ),
        MatchRow(
            item="yuer-butie",
            title="育儿补贴",
            verdict="no",
            why=["家里没有3岁以下的孩子"],
        ),
    ],
)

CAR_PARK = PlaceCard(
    text="大厅地下停车场，约120米：还有36个空位（共210个）（演示）。",
    name="大厅地下停车场",
    address="罗湖区示范路1号地下一层",
    distance_m=120,
    free=36,
    total=210,
    as_of="2026-11-22T14:05:00+08:00",
    demo=True,
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
