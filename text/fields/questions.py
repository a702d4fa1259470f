"""Words that are no answers: questions, and what steers the conversation."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from text.fields import firms
from text.fields.spelling import TOKEN
from text.normalise import normalise

_END: Final = r"(?=[\s,，。.!！?？~…]*$|[,，。?？])"
_ASKING: Final = re.compile(
    r"[?？]"
    rf"|吗|嘛[?？]|(?:么|呢|[咩未]|(?<=[了过])没有呀?){_END}"
    r"|怎么|怎样|怎办|如何|为什么|为何|为啥|什么|什麽|甚么|干嘛|干啥|(?<![哪得])啥|多少|多久|多长时间|多大|多高|几时"
    r"|几(?=[岁天日点号个次年月块元钱种份楼层级分位]|多|时|点钟|个月|工作日)"
    r"|哪[里儿个些种家位天年间边一张]|哪(?=有|能|可)|在哪|到哪|去哪|谁|何时|何处|何地"
    r"|是不是|是否|能否|可否|要不要|能不能|可不可以|会不会|有没有|行不行|对不对|算不算|用不用|需不需要"
    r"|([\u4e00-\u9fff]{1,2})不\1|([\u4e00-\u9fff])没\2"
    r"|是[^,，。是]{1,8}还是|请问|想问|问一?下|问问|咨询|打听|告诉我|给我讲|讲一?下|介绍一?下|解释一?下|说明一?下"
    r"|什么意思|(?:星期|礼拜|周|第)几|点解|点样|点办|边度|边个|几多|得唔得|使唔使|係咪|系咪"
)
_CALM: Final = re.compile(
    r"(?:没有?|不是?|无|也没)[^,，。?？吗呢有]{0,4}什么(?!时候|地方)|什么都|什么也|随便什么|多少都|谁都|哪[里个种]都|怎么都"
    r"|不知道什么|没什么|不管[^,，。?？]{0,6}$|无论[^,，。?？]{0,8}$"
)
_NAMED: Final = re.compile(TOKEN.pattern + r"|[\w.+\-]+@[\w.\-]+", re.ASCII)
"""Tokens and addresses of electronic mail: nothing in them is a word."""
_CLAUSE: Final = re.compile(r"[^,，。;；!！?？、\n]+")
_ENGLISH: Final = re.compile(
    r"\b(?:how|what|where|when|why|who|which|whose)\b|^(?:can|could|do|does|did|is|are|am|will|"
    r"would|should|may|must|have|has) (?:i|you|we|he|she|it|my|the|there|this|that)\b",
    re.IGNORECASE,
)

_STEERING: Final[dict[str, str]] = {
    "stop": (
        "算了 算啦 算了吧 不办了 不办啦 不办 不想办了 先不办了 不弄了 不搞了 不填了 不要了"
        " 不申请了 取消 取消申请 取消办理 退出 退出办理 退出申请 放弃 放弃申请 停 停止 结束"
        " 终止 终止申请 别办了 唔办喇 唔办 唔搞喇 停啦 就到这里 到此为止 stop quit cancel exit"
        " 停一下 先停一下 先停 暂停 先暂停 先放着 先放一放 先不弄了 今天先不办了 不用办了"
        " 不想填了 不想弄了 改天再办 改天再填 下次再办 下次再填 以后再办 晚点再办 晚点再填 迟啲先办"
        " 唔办住 不取消了 先不取消了 别取消了 唔取消喇 不约了 先不约了 唔约喇"
        " 不投诉了 先不投诉了 不投诉 唔投诉喇 不举报了 先不举报了 不举报 不反映了 不提了 唔举报喇"
        " 不付了 先不付了 唔俾喇 never%mind forget%it"
    ),
    "back": (
        "上一步 上一项 上一题 返回 返回上一步 返回上一项 回到上一步 回上一步 退回 退回上一步"
        " 后退 往回 前一步 上一个 上个问题 上一个问题 重填上一项 返上一步 返去上一步 返上一题"
        " 返上一项 回到上一题 退一步 再上一步 再退一步 往回退 back go%back previous"
    ),
    "skip": (
        "跳过 跳过这个 跳过这项 跳过这一步 略过 这个跳过 这项跳过 先跳过 没有这个 没有这项"
        " 没这个 不填 先不填 这个不填 下一个 下一项 下一步 不想填 不想说 冇呢个 skip skip%it"
        " next"
    ),
    "wait": (
        "等一下 等等 等一会 等一会儿 等会 等会儿 稍等 稍等一下 等下 等我一下 等阵 我找一下"
        " 我找找 先等等 让我想想 我想想 想想 想一想 想一下 我想一下"
        " 等我想想 等一等 等一下先 等我找找 等我找一下 等我拿一下 等我看看 稍等片刻 别急 先别急"
        " 等多阵 等我阵 我去拿 我去拿一下 我去找找 wait hold%on one%moment just%a%moment"
    ),
    "restart_other": (
        "换一个 换个 换一件 换个事项 换一个事项 换件事 办别的 办别的事 改办别的 我要办别的"
        " 换别的 换第二样"
    ),
    "review": (
        "看看填了什么 填到哪了 填到哪里了 填到哪儿了 我填了什么 我都填了什么 我填了哪些"
        " 看看填了哪些 看一下填了什么 填了什么 看看我填的 看看进度 到哪一步了 现在到哪一步了"
        " 还差什么 还差哪些 review"
    ),
    "go_on": ("继续 继续办 继续填 继续办理 继续申请 接着办 接着填 接着来 我们继续 continue go%on"),
    "greet": (
        "你好 您好 你好呀 你好啊 您好呀 嗨 哈喽 哈啰 早 早上好 上午好 中午好 下午好 晚上好 早晨"
        " 喂 在吗 在不在 有人吗 你哋好 hello hi hey good%morning"
    ),
    "yes": (
        "是 是的 是啊 是呀 对 对的 对啊 对呀 嗯 嗯嗯 恩 好 好的 好呀 好啊 好吧 可以 可以的 行"
        " 行的 没错 没有错 没问题 没有问题 都对 全对 正确 无误 核对无误 确认无误 确认 确定 同意"
        " 愿意 当然 係 係呀 系 啱 得 无错 冇错 冇问题 ok okay yes yeah yep y confirm confirmed"
        " sure"
    ),
    "no": (
        "不 不是 不是的 不对 不行 不可以 不同意 不愿意 不用 不用了 不需要 没有 没 否 不要 唔係"
        " 唔系 唔使 唔得 唔要 冇 no nope n"
    ),
    "submit": (
        "提交 确认提交 确定提交 可以提交 帮我提交 现在提交 马上提交 直接提交 提交申请 递交 交上去"
        " 交啦 submit submit%it"
    ),
    "unsubscribe": (
        "退订 退订推送 退订消息 取消订阅 不要再推送 不要再推送了 不要推送 不要推送了 别再推送"
        " 别再推送了 别推送了 停止推送 取消推送 关闭推送 唔好再推送 唔好再推送喇 unsubscribe"
    ),
    "person": (
        "转人工 人工 人工客服 找人工 我要人工 转人工客服 转接人工 人工服务 真人 找真人 找客服"
        " 找人 找个人 我要找人 我要和人说 要人工 客服 人工坐席 叫人嚟 搵人 转真人 agent human"
    ),
}
_MILD: Final = frozenset({"yes", "no", "greet"})
"""Senses that yield to another in the same words: 好的, 等一下."""
_POLITE_WORDS: Final = (
    "谢谢 谢谢你 谢谢您 多谢 唔该 唔该晒 麻烦了 不好意思 唔好意思 抱歉 对不起 请 thanks sorry"
    " please"
)
_FETCHES: Final = re.compile(
    "(?:等我|让我|我去|我先去?|等我去)(?:拿|找|取|查|翻|问|看)(?:一?下|找|看)?我?的?"
    "(?:身份证|银行卡|卡|证件?|居住证|户口本|合同|手机|眼镜|材料|资料|家人|家里人|老婆|老公|妈妈?|爸爸?)?"
)
"""Who fetches what the form asks for: 我去拿一下身份证."""
_WORD: Final = re.compile(r"[\W_]+")


def _key(text: str) -> str:
    """Letters and digits only, normalised, without a closing particle where more is left."""
    return _WORD.sub("", normalise(text))


def _table() -> dict[str, str]:
    table: dict[str, str] = {}
    for sense, words in _STEERING.items():
        for word in words.split():
            table.setdefault(_key(word.replace("%", " ")), sense)
    return table


_WORDS: Final = _table()
_POLITE_KEYS: Final = frozenset({"", *map(_key, _POLITE_WORDS.split())})


def steering(text: str) -> str | None:
    """What exact steering words mean: stop, back, skip, wait, restart_other, review, go_on,
    greet, submit, yes, no, unsubscribe or person; None for all other text.

    Words of several clauses steer where each of them does and they agree (算了，不办了), but for
    a polite one or a mere yes, no or greeting beside it (不好意思，等一下).
    """
    whole = _sense(text)
    if whole is not None:
        return whole
    clauses = [one for one in _CLAUSE.findall(text) if _key(one) not in _POLITE_KEYS]
    senses = {_sense(one) for one in clauses}
    senses = senses - _MILD or senses
    return senses.pop() if len(senses) == 1 else None


def _sense(text: str) -> str | None:
    key = _key(text)
    if _FETCHES.fullmatch(key):
        return "wait"
    for word in (
        key,
        key.rstrip("啊呀吧啦了哦喔呢嘛哈"),
        key.removeprefix("请"),
        key.removeprefix("我要"),
        key.removeprefix("我"),
    ):
        if word in _WORDS:
            return _WORDS[word]
    return None


def _without_firm(clause: re.Match[str]) -> str:
    return "某店" if firms.parse(clause.group()) else clause.group()


@lru_cache(maxsize=1024)
def looks_like_question(text: str) -> bool:
    """True for words that ask rather than answer, in Mandarin, Cantonese or English.

    Not for the name of a firm (去哪儿便利店), nor for denials such as 没什么要补充的.
    """
    seen = _CLAUSE.sub(_without_firm, _NAMED.sub("某", text))
    raw = normalise(seen)
    if _ENGLISH.search(raw):
        return True
    return _ASKING.search(_CALM.sub("无", raw)) is not None
