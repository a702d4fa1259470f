"""What is sealed opens with its key, in its context, unchanged; and not otherwise."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.settings import CoreSettings
from core.vault.cipher import Cipher, Unreadable, read_keys
from tests.core.vault.conftest import NEW, OLD, settings_with


def cipher(*keys: str) -> Cipher:
    return Cipher.from_settings(settings_with(keys=",".join(keys)))


texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=200)


@given(texts, texts)
def test_a_text_comes_back_in_its_context(text: str, context: str) -> None:
    sealed = cipher(OLD).seal(text, context)
    assert cipher(OLD).open(sealed, context) == text
    assert sealed.startswith("old:") and (len(text) < 4 or text not in sealed)


@given(st.binary(max_size=500), texts)
def test_bytes_come_back_in_their_context(content: bytes, context: str) -> None:
    assert cipher(OLD).open_bytes(cipher(OLD).seal_bytes(content, context), context) == content


@given(texts, texts, texts)
def test_another_context_is_refused(text: str, context: str, other: str) -> None:
    if context == other:
        other += "x"
    with pytest.raises(Unreadable):
        cipher(OLD).open(cipher(OLD).seal(text, context), other)


@given(texts, st.data())
def test_a_changed_byte_is_refused(text: str, data: st.DataObject) -> None:
    sealed = bytearray(cipher(OLD).seal_bytes(text.encode(), "c"))
    at = data.draw(st.integers(0, len(sealed) - 1))
    sealed[at] ^= data.draw(st.integers(1, 255))
    with pytest.raises(Unreadable):
        cipher(OLD).open_bytes(bytes(sealed), "c")


def test_a_wrong_key_under_the_same_name_is_refused() -> None:
    other = "old:" + base64.b64encode(b"x" * 32).decode()
    with pytest.raises(Unreadable):
        cipher(other).open(cipher(OLD).seal("张三", "c"), "c")


@pytest.mark.parametrize("sealed", ["", "old", "old:", "old:!!", "none:AAAA", "old:AAAA"])
def test_what_was_never_sealed_is_refused(sealed: str) -> None:
    with pytest.raises(Unreadable):
        cipher(OLD).open(sealed, "c")


def test_the_same_text_is_sealed_differently_each_time() -> None:
    assert cipher(OLD).seal("张三", "c") != cipher(OLD).seal("张三", "c")


def test_the_first_key_seals_and_all_open() -> None:
    before = cipher(OLD).seal("张三", "c")
    both = cipher(NEW, OLD)
    assert both.open(before, "c") == "张三"
    assert not both.is_current(before) and not both.is_current(before.encode())
    after = both.rotate(before, "c")
    assert after.startswith("new:") and both.is_current(after)
    assert cipher(NEW).open(after, "c") == "张三"


def test_digests_stay_equal_while_the_last_key_stays() -> None:
    digest = cipher(OLD).digest("张三", "c")
    assert cipher(NEW, OLD).digest("张三", "c") == digest
    assert cipher(OLD, NEW).digest("张三", "c") != digest
    assert len(digest) == 64


@given(texts, texts, texts, texts)
def test_digests_differ_with_text_or_context(a: str, b: str, c: str, d: str) -> None:
    same = cipher(OLD).digest(a, b) == cipher(OLD).digest(c, d)
    assert same == ((a, b) == (c, d))


@pytest.mark.parametrize(
    "keys", ["", "x", f"{OLD},{OLD}", "a:", "a:AAAA", "a:!", "a b:AAAA", f"{OLD},", ":AAAA"]
)
def test_keys_that_cannot_be_used_are_refused_without_repeating_them(keys: str) -> None:
    with pytest.raises(ValueError, match="LXZ_CORE_VAULT_KEYS") as caught:
        read_keys(keys)
    assert "AAAA" not in str(caught.value)


def test_the_development_keys_can_be_used() -> None:
    assert Cipher.from_settings(CoreSettings(env="development")).seal("a", "b").startswith("dev:")
