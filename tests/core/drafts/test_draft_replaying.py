"""The same step again, one after another and at once."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from core.contract import DRAFTS_PATH
from service.problems import ProblemError
from tests.core.drafts.conftest import TOKENS, House


def test_the_same_key_does_a_step_once(house: House) -> None:
    draft = house.open()
    first = house.say(draft.id, "本人", key="k1")
    assert house.say(draft.id, "本人", key="k1") == first
    assert first.draft.question and first.draft.question.field == "hukou"
    assert house.say(draft.id, "高龄津贴", key="k2").draft.failures == 1
    assert house.say(draft.id, "高龄津贴", key="k2").draft.failures == 1
    with pytest.raises(ProblemError) as caught:
        house.say(draft.id, "父亲或母亲", key="k1")
    assert caught.value.status == 409


def test_the_same_key_at_once_does_a_step_once(house: House) -> None:
    draft = house.open("shop")
    house.sign_in("s1")
    body = {"session": "s1", "do": "answer", "text": "高龄津贴", "key": "k"}
    headers = {"Authorization": f"Bearer {TOKENS['dialogue']}"}

    def post(_: int) -> tuple[int, str]:
        answer = house.http.post(f"{DRAFTS_PATH}/{draft.id}/steps", json=body, headers=headers)
        return answer.status_code, answer.text

    with ThreadPoolExecutor(4) as pool:
        answers = set(pool.map(post, range(8)))
    assert {status for status, _ in answers} == {200}
    assert len(answers) == 1
    assert house.read(draft.id).failures == 1
