"""The cards of one application of realistic length, from the sign-in to the decision."""

from messages import CaseCard, FormCard, Option, ReviewCard, ReviewRow, SignInCard

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
