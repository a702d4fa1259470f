"""What an action of the audit is called in front of the person it is about."""

from collections.abc import Mapping

REGISTERS = {
    "population": "人口库",
    "household": "户籍库",
    "education": "学历库",
    "social_security": "社保库",
    "marriage": "婚姻登记库",
    "disability": "残疾人证库",
    "business": "商事登记库",
}
WORDS = {
    "identity.sign_in": "登录",
    "identity.sign_out": "退出登录",
    "identity.person_added": "建立您的档案",
    "identity.consent": "记下您的授权",
    "identity.consent_withdrawn": "撤回授权",
    "identity.": "处理您的身份信息",
    "register.look_up": "查询{register}里您的记录",
    "register.": "查询登记库里您的记录",
    "draft.": "填写您的申请",
    "case.look_up": "查询办件 {subject}",
    "case.open": "审核人员查看办件 {subject}",
    "case.open_material": "审核人员查看办件 {subject} 的材料",
    "case.accept": "受理办件 {subject}",
    "case.approve": "通过办件 {subject}",
    "case.refuse": "不予通过办件 {subject}",
    "case.correct": "要求补正办件 {subject}",
    "case.deliver": "送达办件 {subject} 的结果",
    "case.close": "办结办件 {subject}",
    "case.withdraw": "撤回办件 {subject}",
    "case.resubmit": "重新提交办件 {subject}",
    "case.ask_review": "申请人工审核办件 {subject}",
    "case.rules_approve": "按规则通过办件 {subject}",
    "case.rules_refuse": "按规则不予通过办件 {subject}",
    "case.rules_pass_on": "把办件 {subject} 转人工审核",
    "case.submit": "提交办件 {subject}",
    "case.result": "下载办件 {subject} 的结果",
    "case.": "处理办件 {subject}",
    "my_data.export": "下载您的数据",
    "my_data.delete": "删除您的数据",
    "vault.": "使用您交来的信息或文件",
}
"""By action; an entry that ends with a dot is for the other actions of its module."""
LOOK_UPS = (
    "register.look_up",
    "case.look_up",
    "case.open",
    "case.open_material",
    "case.result",
    "my_data.export",
)
"""Actions by which somebody got to see a person's records."""
OTHERWISE = "处理您的信息"


def what_was_done(action: str, subject: str, detail: Mapping[str, object]) -> str:
    """One plain phrase; for an action without words of its own, what its module does."""
    module = action.partition(".")[0] + "."
    words = WORDS.get(action) or WORDS.get(module) or OTHERWISE
    register = REGISTERS.get(str(detail.get("register")), "登记库")
    return words.format(subject=subject, register=register).strip()
