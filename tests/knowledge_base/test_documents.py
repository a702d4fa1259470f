"""Search in longer texts: splitting, lexical and vector evidence, adding."""

import numpy as np
import pytest

from knowledge_base.documents import PASSAGE, DocumentSearch, Found, bigrams, split, title
from knowledge_base.vectors import VectorCache
from tests.knowledge_base.fake_encoder import FakeEncoder

POLICIES = {
    "rent": "罗湖区减免租金的通知 国有物业的承租人免两个月租金。个体工商户同样适用。",
    "loans": "创业担保贷款办法 个人最高六十万元，期限三年。利息由财政贴息。",
    "masks": "口罩供应公告 每户每周可以预约一次，每次十只。在药店领取。",
}


@pytest.fixture
def search() -> DocumentSearch:
    made = DocumentSearch(VectorCache(FakeEncoder(dimension=16)))
    made.add(POLICIES)
    return made


@pytest.mark.parametrize(
    ("question", "right"),
    [
        ("国有物业租金减免几个月？", "rent"),
        ("担保贷款最高多少", "loans"),
        ("口罩怎么预约", "masks"),
    ],
)
def test_finds_the_text_by_its_words(search: DocumentSearch, question: str, right: str) -> None:
    assert search.search(question)[0].id == right


def test_traditional_questions_find_simplified_texts(search: DocumentSearch) -> None:
    assert search.search("創業擔保貸款的期限")[0].id == "loans"


def test_scores_fall_and_limit_holds(search: DocumentSearch) -> None:
    found = search.search("租金", limit=2)
    assert len(found) == 2
    assert found[0].score > found[1].score


def test_words_that_stand_in_one_clause_count_more_than_the_same_words_apart() -> None:
    far = "戊己庚辛壬癸。"
    apart, together = f"甲乙。{far * 4}丙丁。", f"{far * 2}甲乙。丙丁。{far * 2}"
    search = DocumentSearch(VectorCache(Blind(dimension=16)))
    search.add({"apart": apart, "together": together, "other": far})
    assert search.search("甲乙 丙丁")[0].id == "together"


class Blind(FakeEncoder):
    """All texts have the same vector."""

    def _encode(self, texts: list[str], batch_size: int = 32):  # type: ignore[no-untyped-def]
        return np.ones((len(texts), self.dimension), dtype=np.float32)


def test_vectors_decide_where_no_word_is_shared() -> None:
    passage = "甲乙丙丁。"
    encoder = Alike(FakeEncoder(dimension=16), "戊己庚辛", passage)
    search = DocumentSearch(VectorCache(encoder))
    search.add({**POLICIES, "near": passage})
    assert search.search("戊己庚辛")[0].id == "near"


class Alike(FakeEncoder):
    """Gives one question the vector of one passage."""

    def __init__(self, like: FakeEncoder, question: str, passage: str) -> None:
        super().__init__(dimension=like.dimension)
        self._same = {"q:" + question: "p:" + passage}

    def _encode(self, texts: list[str], batch_size: int = 32):  # type: ignore[no-untyped-def]
        return super()._encode([self._same.get(text, text) for text in texts])


def test_a_question_of_asking_words_alone_is_answered(search: DocumentSearch) -> None:
    assert {found.id for found in search.search("什么")} == set(POLICIES)
    assert {found.id for found in search.search("？")} == set(POLICIES)


def test_nothing_added_nothing_found() -> None:
    assert DocumentSearch(VectorCache(FakeEncoder())).search("租金") == []


def test_one_text_alone_is_found() -> None:
    search = DocumentSearch(VectorCache(FakeEncoder()))
    search.add({"only": "一个通知"})
    assert search.search("通知") == [Found("only", 0.0)]


def test_a_text_added_again_replaces_the_old_one(search: DocumentSearch) -> None:
    search.search("口罩")
    search.add({"masks": "游泳池开放公告 每天九点开门。"})
    assert search.search("游泳池几点开门")[0].id == "masks"
    assert len(search.search("口罩")) == len(POLICIES)


def test_texts_are_encoded_once() -> None:
    encoder = FakeEncoder()
    cache = VectorCache(encoder)
    DocumentSearch(cache).add(POLICIES)
    encoded = len(encoder.encoded)
    DocumentSearch(cache).add(POLICIES)
    assert len(encoder.encoded) == encoded


def test_an_empty_text_is_refused_and_changes_nothing(search: DocumentSearch) -> None:
    with pytest.raises(ValueError, match="blank"):
        search.add({"new": "新的通知", "blank": " \u3000"})
    assert {found.id for found in search.search("新的通知")} == set(POLICIES)


@pytest.mark.parametrize("text", ["", "短。", "句子。" * 200, "无标点" * 300, "a b\n\nc；" * 90])
def test_passages_joined_are_the_text(text: str) -> None:
    passages = split(text)
    assert "".join(passages) == text
    assert all(0 < len(passage) <= PASSAGE for passage in passages)


def test_passages_end_with_sentences_where_they_can() -> None:
    assert split("甲乙。丙丁。", size=3) == ["甲乙。", "丙丁。"]
    assert split("甲" * 120 + "。" + "乙" * 120 + "。") == ["甲" * 120 + "。", "乙" * 120 + "。"]


def test_title_is_what_stands_before_the_first_space() -> None:
    assert title("  关于租金的通知 各单位：") == "关于租金的通知"
    assert len(title("长" * 99)) == 50
    assert title(" ") == ""


def test_bigrams_do_not_cross_punctuation() -> None:
    assert bigrams("租金，减免2个月") == ["租金", "减免", "免2", "2个", "个月"]
