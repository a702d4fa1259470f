"""Fields that every matter has that can be applied for on another's behalf (代办)."""

from core.items.definition import FieldDefinition, ItemDefinition, Option

RELATION_OPTIONS = {
    "self": Option(
        value="self",
        label="本人",
        also=["自己", "我自己", "给自己", "给我自己", "我本人", "我", "myself", "for me"],
    ),
    "parent": Option(
        value="parent",
        label="父亲或母亲",
        also=[
            "父母",
            "妈妈",
            "我妈",
            "老妈",
            "母亲",
            "爸爸",
            "我爸",
            "老爸",
            "父亲",
            "爸妈",
            "爹",
            "娘",
            "妈",
            "爸",
            "my mother",
            "my father",
            "my parents",
            "my mum",
            "my mom",
            "my dad",
        ],
    ),
    "child": Option(
        value="child",
        label="子女",
        also=[
            "孩子",
            "儿子",
            "女儿",
            "小孩",
            "宝宝",
            "我儿子",
            "我女儿",
            "小朋友",
            "my child",
            "my son",
            "daughter",
        ],
    ),
    "spouse": Option(
        value="spouse",
        label="配偶",
        also=[
            "老公",
            "老婆",
            "丈夫",
            "妻子",
            "爱人",
            "先生",
            "太太",
            "我老公",
            "我老婆",
            "wife",
            "husband",
        ],
    ),
}
CALLED = {"parent": "您父亲或母亲", "child": "您的孩子", "spouse": "您的配偶"}
OF_WHOM = {"parent": "父亲或母亲", "child": "孩子", "spouse": "配偶"}


def for_whom(definition: ItemDefinition) -> FieldDefinition | None:
    """The question for whom it is; None where only one answer is possible."""
    if len(definition.for_whom) < 2:
        return None
    return FieldDefinition.model_construct(
        id="for_whom",
        label="给谁办",
        type="choice",
        ask=f"这次是给谁办{definition.title}？",
        also=["办给谁", "替谁办"],
        options=[RELATION_OPTIONS[one] for one in definition.for_whom],
    )


def about_other(relation: str) -> list[FieldDefinition]:
    """Who the other is, and that acting for them is agreed to."""
    called, of_whom = CALLED[relation], OF_WHOM[relation]
    agreed = f"{called}同意由您代办，也同意为这件事查询有关的登记信息，对吗？"
    if relation == "child":
        agreed = "您是孩子的父母或监护人，同意为这件事查询孩子的登记信息，对吗？"
    return [
        FieldDefinition.model_construct(
            id="beneficiary_name",
            label=f"{of_whom}姓名",
            type="name",
            ask=f"{called}叫什么名字？",
            example="李四",
            also=[],
        ),
        FieldDefinition.model_construct(
            id="beneficiary_id",
            label=f"{of_whom}身份证号码",
            type="id_number",
            ask=f"{called}的身份证号码是多少？",
            also=[f"{of_whom}身份证", f"{of_whom}身份证号"],
        ),
        FieldDefinition.model_construct(
            id="acting_consent",
            label="代办授权",
            type="yes_no",
            ask=agreed,
            also=["授权"],
            must='"yes"',
            otherwise="没有得到同意，不能代办。请先征得同意，或者请本人登录自己的账号来办。",
        ),
    ]
