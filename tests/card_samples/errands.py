"""Errands of realistic length: a payment, an appointment, a complaint, a queue, a car park."""

from datetime import UTC, datetime, timedelta

from messages import BookingCard, MatchesCard, MatchRow, Option, PaymentCard, PlaceCard, TicketCard

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
