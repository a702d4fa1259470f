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
    "identity.bound": "绑定您的账号",
    "identity.unbound": "解除账号的绑定",
    "identity.renewed": "用绑定的账号登录",
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
    "booking.book": "预约 {subject}",
    "booking.look_up": "查询预约 {subject}",
    "booking.move": "给预约 {subject} 改时间",
    "booking.cancelled": "取消预约 {subject}",
    "booking.checked_in": "预约 {subject} 签到",
    "booking.served": "办完预约 {subject}",
    "booking.no_show": "记下预约 {subject} 没有到场",
    "booking.": "处理预约 {subject}",
    "work_order.file": "登记工单 {subject}",
    "work_order.look_up": "查询工单 {subject}",
    "work_order.open": "工作人员查看工单 {subject}",
    "work_order.open_file": "工作人员查看工单 {subject} 的附件",
    "work_order.dispatch": "给工单 {subject} 派单",
    "work_order.return": "退回工单 {subject} 重新派单",
    "work_order.merge": "合并工单 {subject}",
    "work_order.answer": "答复工单 {subject}",
    "work_order.close": "办结工单 {subject}",
    "work_order.follow_up": "回访工单 {subject}",
    "work_order.withdraw": "撤回工单 {subject}",
    "work_order.urge": "催办工单 {subject}",
    "work_order.add": "补充工单 {subject}",
    "work_order.rate": "评价工单 {subject}",
    "work_order.": "处理工单 {subject}",
    "payment.look_up": "查询缴款通知书 {subject}",
    "payment.order": "缴费下单 {subject}",
    "payment.paid": "收到订单 {subject} 的付款",
    "payment.refunded": "退回订单 {subject} 的付款",
    "payment.": "处理缴费订单 {subject}",
    "push.on": "订阅推送",
    "push.off": "退订推送",
    "push.": "处理您的推送",
    "my_data.export": "下载您的数据",
    "my_data.delete": "删除您的数据",
    "vault.": "使用您交来的信息或文件",
}
"""By action; an entry that ends with a dot is for the other actions of its module."""
LOOK_UPS = (
    "register.look_up",
    "case.look_up",
    "booking.look_up",
    "case.open",
    "case.open_material",
    "case.result",
    "work_order.look_up",
    "work_order.open",
    "work_order.open_file",
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
