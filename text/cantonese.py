"""Cantonese words rewritten to Mandarin, word for word, for search and understanding.

Two tables. `SURE` holds words Mandarin does not write, or writes with the same meaning; they are
always rewritten. `LIKELY` holds words that mean something else in Mandarin (系, 返, 识, 仲 ...);
they are rewritten only in a sentence that holds an unambiguous marker (嘅, 咗, 唔, 边度 ...).
`KEPT` are Mandarin words that contain a word of the tables; they always pass untouched.
Keys are in simplified characters; their traditional spellings are derived.
"""

from __future__ import annotations

import re
from typing import Final

SURE: Final[dict[str, str]] = {
    # negation, being, having
    "唔": "不", "唔係": "不是", "唔系": "不是", "唔该": "请", "唔该晒": "谢谢", "唔使": "不用",
    "唔洗": "不用", "唔得": "不行", "唔好": "不要", "唔好意思": "不好意思", "唔见咗": "丢了",
    "唔见": "丢了", "唔记得": "忘记", "唔知": "不知道", "唔知道": "不知道", "唔识": "不会",
    "唔明": "不明白", "唔紧要": "没关系", "唔通": "难道", "係": "是", "係咪": "是不是",
    "系咪": "是不是", "係唔係": "是不是", "系唔系": "是不是", "冇": "没有", "冇得": "不能",
    "冇办法": "没办法", "有冇": "有没有", "得唔得": "行不行", "使唔使": "需不需要",
    "洗唔洗": "需不需要", "识唔识": "会不会", "知唔知": "知不知道", "啱唔啱": "对不对",
    "未攞": "还没有拿", "仲未": "还没有", "攞未": "拿了没有",
    # particles
    "嘅": "的", "咗": "了", "㗎": "的", "喎": "啊", "啩": "吧", "吖": "啊", "嘞": "了", "嚟": "来",
    "咁": "这么", "咁样": "这样", "噉": "这样", "噉样": "这样", "佢": "他", "佢哋": "他们",
    "我哋": "我们", "你哋": "你们", "人哋": "别人", "哋": "们", "喺": "在", "喺度": "在这里",
    "喺边": "在哪里", "喺边度": "在哪里", "响边度": "在哪里",
    # this, that, some
    "嗰": "那", "嗰个": "那个", "嗰啲": "那些", "嗰度": "那里", "嗰边": "那边", "嗰阵": "那时候",
    "嗰日": "那天", "呢啲": "这些", "啲": "些", "快啲": "快点", "早啲": "早点", "多啲": "多点",
    "少啲": "少点", "平啲": "便宜点",
    # asking
    "边度": "哪里", "边个": "谁", "边位": "哪位", "边啲": "哪些", "乜": "什么", "乜嘢": "什么",
    "乜野": "什么", "咩": "什么", "咩嘢": "什么", "咩野": "什么", "点解": "为什么", "点样": "怎样",
    "几多": "多少", "几多钱": "多少钱", "几钱": "多少钱", "几时": "什么时候", "几耐": "多久",
    "做乜": "做什么",
    # time
    "而家": "现在", "依家": "现在", "啱啱": "刚刚", "啱先": "刚才", "头先": "刚才", "听日": "明天",
    "琴日": "昨天", "寻日": "昨天", "听晚": "明晚", "琴晚": "昨晚", "听朝": "明早",
    "等阵": "等一下", "晏昼": "下午", "下昼": "下午", "上昼": "上午", "朝早": "早上",
    # doing
    "攞": "拿", "俾": "给", "畀": "给", "俾钱": "付钱", "畀钱": "付钱", "睇": "看", "睇下": "看看",
    "搵": "找", "揾": "找", "搵钱": "赚钱", "揾钱": "赚钱", "搵银": "赚钱", "揾银": "赚钱",
    "搵工": "找工作", "揾工": "找工作", "搵食": "谋生", "揾食": "谋生", "谂": "想", "谂住": "打算",
    "谂下": "想想", "揸": "拿", "揸车": "开车", "渣车": "开车", "瞓": "睡", "嗌": "叫",
    "倾偈": "聊天", "执笠": "倒闭", "开档": "开店", "开铺": "开店", "钟意": "喜欢",
    "返屋企": "回家", "返嚟": "回来", "做嘢": "工作",
    # people and things
    "屋企": "家里", "屋企人": "家人", "阿爷": "爷爷", "阿嫲": "奶奶", "嫲嫲": "奶奶",
    "老豆": "爸爸", "阿爸": "爸爸", "阿妈": "妈妈", "家姐": "姐姐", "细佬": "弟弟", "细路": "小孩",
    "细路仔": "小孩", "细佬仔": "小孩", "细蚊仔": "小孩", "苏虾": "婴儿", "仔女": "子女",
    "银纸": "钱", "嘢": "东西", "出世纸": "出生证", "差馆": "派出所", "铺头": "店铺",
    "隔篱": "隔壁", "啱": "对", "靓": "漂亮", "攰": "累",
}  # fmt: skip

LIKELY: Final[dict[str, str]] = {
    "系": "是", "返": "回", "返工": "上班", "返学": "上学", "放工": "下班", "识": "会", "仲": "还",
    "掂": "行", "识得": "会", "边间": "哪间", "仲有": "还有", "仲系": "还是", "喇": "了",
    "摞": "拿", "点算": "怎么办", "点搞": "怎么办", "点计": "怎么算", "边张": "哪张",
    "边种": "哪种", "边样": "哪样", "边日": "哪天", "边科": "哪科", "宜家": "现在", "出世": "出生",
    "呢个": "这个", "呢度": "这里", "呢边": "这边", "呢次": "这次", "呢张": "这张", "呢份": "这份",
    "呢间": "这间", "呢排": "最近", "呢种": "这种", "呢样": "这样", "呢位": "这位", "呢件": "这件",
    "呢两": "这两", "呢几": "这几", "我仔": "我儿子", "我女": "我女儿", "我个仔": "我儿子",
    "我个女": "我女儿", "个仔": "个儿子", "个女": "个女儿", "夜晚": "晚上", "成日": "经常",
}  # fmt: skip

_KEPT_WORDS: Final = (
    # 系
    " 系统 系列 关系 联系 体系 维系 院系 系数 学系 派系 语系 直系 旁系 嫡系 母系 父系 水系 星系"
    " 谱系 世系 根系 色系 系里 系主任 系办 文系 理系 法系 工系 本系 全系 各系 系带 系好 系上 系紧"
    " 系鞋带 系领带 系安全带 系指 系由 系于 系属 干系 系在 确系 纯系 经系"
    # 返, 识, 仲, 喇, 摞, 女, 仔
    " 返还 返回 返乡 返校 往返 遣返 返程 返利 返聘 返现 返点 返修 返岗 返深 返港 返佣 重返 认识"
    " 知识 意识 识别 常识 标识 见识 共识 识字 学识 辨识 熟识 识破 相识 结识 仲裁 仲介 伯仲 仲夏"
    " 仲秋 杜仲 喇叭 喇嘛 一摞 两摞 几摞 个女人 个女生 个女孩 个女儿 个女性 个女士 个女方 个女职"
    " 个女工 个女朋 个女的 我女儿 我女朋 我女友 我女婿 个仔细"
    # 边, 点, 家, 日, 几
    " 边度假 边度过 那边个 这边个 一边个 边个人 边个体 边位置 边位于 周边间 点解决 点解除 点解散"
    " 点解释 点样板 点样品 点样本 点算起 点计算 点搞定 钢琴日 宜家家居 听日语 听日本 老豆腐 我仔细"
    " 牛仔女 几时间 几时段 开档案 公开档 咩咩 乜斜 掂量 掂掇 靓女 靓仔 头先生 工头先 带头先 好几多"
)
KEPT: Final[tuple[str, ...]] = (
    *_KEPT_WORDS.split(),
    *(
        head + "家" + tail
        for head in "而依"
        for tail in "长庭属里人乡具电政中住境暴园用事教装族访校企"
    ),
)

_TRADITIONAL: Final = str.maketrans(
    "边几点样时该记识会见办爷妈纸开档细听钱车谂个间张种样银铺虾苏钟执头寻当关联体维数铃经学难从"
    "罗请阵爸佬们还这",
    "邊幾點樣時該記識會見辦爺媽紙開檔細聽錢車諗個間張種樣銀鋪蝦蘇鍾執頭尋當關聯體維數鈴經學難從"
    "羅請陣爸佬們還這",
)
_MARKER: Final = re.compile(
    r"[嘅咗喺冇佢哋啲嗰嚟攞睇搵揾係揸俾畀谂諗乜咩啱嘢咁噉㗎嗌唔瞓]"
    r"|系咪|[点點]解|[点點][样樣]|[边邊]度|[边邊][个個]|[几幾]多|[几幾]耐|屋企|而家|[执執]笠|老豆|[听聽]日"
    r"|琴日|[细細]路|[钟鍾]意|(?:^|[\s,，])呢[个個度张張份间間次种種边邊]"
)
# 唔 before a pause is the Mandarin hum, not a negation.
_HUM: Final = r"唔(?=\s*(?:[,，.。…~～!！、?？]|$))"
# "how" before a verb, but not o'clock, point, place or a little.
_HOW: Final = re.compile(
    r"(?<![\d零〇一二三四五六七八九十两半几有早快多少地网站观要缺优重特景起终热焦钟晚差弱难痛支据节"
    r"盲查定试服务收])[点點](?=攞|拿|办|辦|做|申|报|報|交|预|預|查|填|写|寫|续|續|补|補|换|換|领|領|转"
    r"|轉|改|注|登|缴|繳|处理|去|开始|搬|知|入|整|先)"
)
_NOT_YET: Final = re.compile(r"(?<=[\u4e00-\u9fff])(?<![从尚前攞])未(?=[呀啊㗎嘎\s,，~]*$)")
_SENTENCE_END: Final = re.compile(r"([。！？!?；;\n])")


def _spellings(word: str) -> set[str]:
    return {word, word.translate(_TRADITIONAL)}


def _table(words: dict[str, str]) -> dict[str, str]:
    return {spelling: to for word, to in words.items() for spelling in _spellings(word)}


def _longest_first(words: set[str]) -> str:
    return "|".join(sorted(map(re.escape, words), key=lambda w: (-len(w), w)))


_KEPT_SPELLINGS: Final = {
    form for word in KEPT for s in _spellings(word) for form in (s, s.replace("系", "係"))
}
_SURE: Final = _table(SURE)
_ALL: Final = {**_SURE, **_table(LIKELY)}
_KEEP: Final = re.compile(f"{_HUM}|{_longest_first(_KEPT_SPELLINGS)}")
_SURE_WORDS: Final = re.compile(f"{_HUM}|{_longest_first(_KEPT_SPELLINGS | set(_SURE))}")
_ALL_WORDS: Final = re.compile(f"{_HUM}|{_longest_first(_KEPT_SPELLINGS | set(_ALL))}")


def is_cantonese(sentence: str) -> bool:
    """True when the sentence holds a word that only Cantonese writes."""
    return _MARKER.search(_KEEP.sub(" ", sentence)) is not None


def _sentence(sentence: str) -> str:
    if not is_cantonese(sentence):
        return _SURE_WORDS.sub(lambda m: _word(m, _SURE), sentence)
    sentence = _NOT_YET.sub("没有", _HOW.sub("怎么", sentence))
    return _ALL_WORDS.sub(lambda m: _word(m, _ALL), sentence)


def _word(match: re.Match[str], table: dict[str, str]) -> str:
    found = match.group()
    if found in _KEPT_SPELLINGS or (
        found == "唔" and re.match(_HUM, match.string[match.start() :])
    ):
        return found
    return table[found]


def cantonese(s: str) -> str:
    """Rewrite Cantonese function words and very common content words to Mandarin.

    Longest match first. Mandarin text passes unchanged: 系统, 联系, 仲裁, 返还, 三点 stay.
    """
    return "".join(_sentence(part) for part in _SENTENCE_END.split(s))
