"""Signatures and seals against WeChat's own sample, and against a library that knows them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from wechatpy.crypto import WeChatCrypto

from sandbox.wechat_account import sealing
from sandbox.wechat_account.envelopes import as_xml, read_xml, unwrap, wrap
from sandbox.wechat_account.settings import AccountSettings
from tests.sandbox.wechat_account import vectors

SAFE = AccountSettings(env="test")
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Cn"], exclude_characters="\ufffe"))


def test_the_official_sample_is_signed_and_opens() -> None:
    parts = vectors.TOKEN, vectors.TIMESTAMP, vectors.NONCE, vectors.ENCRYPT
    assert sealing.signature(*parts) == vectors.MSG_SIGNATURE
    assert sealing.is_signed(vectors.MSG_SIGNATURE, *parts)
    assert not sealing.is_signed(vectors.MSG_SIGNATURE, *parts[:3], "x")
    told = read_xml(sealing.unseal(vectors.AES_KEY, vectors.APPID, vectors.ENCRYPT))
    assert told["Content"] == "abcdteT"
    assert told["MsgId"] == "6054768590064713728"


def test_the_official_sample_is_sealed_to_the_same_bytes() -> None:
    sealed = sealing.seal(
        vectors.AES_KEY,
        vectors.ENCRYPT_APPID,
        vectors.ENCRYPT_MESSAGE.encode(),
        vectors.ENCRYPT_SALT,
    )
    assert sealed == vectors.SEALED


def test_the_other_official_sample() -> None:
    parts = vectors.URL_TOKEN, vectors.URL_TIMESTAMP, vectors.URL_NONCE, vectors.URL_ENCRYPT
    assert sealing.signature(*parts) == vectors.URL_SIGNATURE
    told = read_xml(sealing.unseal(vectors.URL_AES_KEY, vectors.URL_APPID, vectors.URL_ENCRYPT))
    assert (told["Content"], told["FromUserName"]) == ("hello", "mycreate")


@pytest.mark.parametrize("sealed", ["", "AAAA", "不是", vectors.ENCRYPT[:-8], "A" * 88])
def test_what_is_broken_does_not_open(sealed: str) -> None:
    with pytest.raises(sealing.Broken):
        sealing.unseal(vectors.AES_KEY, vectors.APPID, sealed)


def test_what_is_another_accounts_does_not_open() -> None:
    with pytest.raises(sealing.Broken, match="another account"):
        sealing.unseal(vectors.AES_KEY, "wx0000000000000000", vectors.ENCRYPT)


@given(st.binary(max_size=300))
def test_what_is_sealed_opens_again(message: bytes) -> None:
    sealed = sealing.seal(vectors.AES_KEY, vectors.APPID, message)
    assert sealing.unseal(vectors.AES_KEY, vectors.APPID, sealed) == message


@given(TEXTS, TEXTS)
def test_xml_keeps_every_word(one: str, other: str) -> None:
    fields = {"Content": one, "Deep": {"Label": other, "Scale": 15}}
    told = read_xml(as_xml(fields))
    assert (told["Content"], told["Deep"]["Label"]) == (one, other)


def test_dangerous_xml_is_no_message() -> None:
    bomb = b'<!DOCTYPE xml [<!ENTITY a "b">]><xml><Content>&a;</Content></xml>'
    for body in (bomb, b"", b"<xml>", b"<other/>", b"success"):
        with pytest.raises(ValueError):
            read_xml(body)


def test_a_library_reads_what_is_sent_and_its_answer_is_read() -> None:
    fields = {"ToUserName": "gh_1", "FromUserName": "o1", "Content": "怎么领]]>"}
    query, body = wrap(fields, "o1", SAFE, 1_800_000_000)
    key, token = SAFE.aes_key.get_secret_value(), SAFE.token.get_secret_value()
    library = WeChatCrypto(token, key, SAFE.appid)
    inner = library.decrypt_message(
        body, query["msg_signature"], query["timestamp"], query["nonce"]
    )
    assert read_xml(inner) == fields
    answer = library.encrypt_message(as_xml({"MsgType": "text"}), "77", "1800000001")
    assert unwrap(answer.encode(), SAFE) == {"MsgType": "text"}
    forged = re.sub(r"(<MsgSignature><!\[CDATA\[)\w", r"\1z", answer)
    with pytest.raises(ValueError, match="signature"):
        unwrap(forged.encode(), SAFE)


@pytest.mark.parametrize(
    ("mode", "names"),
    [
        ("plain", {"ToUserName", "Content"}),
        ("compatible", {"ToUserName", "Content", "Encrypt"}),
        ("safe", {"ToUserName", "Encrypt"}),
    ],
)
def test_what_travels_openly_in_each_mode(mode: str, names: set[str]) -> None:
    settings = AccountSettings(env="test", mode=mode)
    query, body = wrap({"ToUserName": "gh_1", "Content": "你好"}, "o1", settings, 1)
    assert set(read_xml(body)) == names
    assert ("msg_signature" in query) == (mode != "plain")
    assert query["signature"] == sealing.signature(
        "developmentOnlyToken", query["timestamp"], query["nonce"]
    )


def test_an_answer_must_be_sealed_in_safe_mode_only() -> None:
    plain = AccountSettings(env="test", mode="plain")
    answer = b"<xml><MsgType>text</MsgType></xml>"
    assert unwrap(answer, plain) == {"MsgType": "text"}
    with pytest.raises(ValueError, match="safe mode"):
        unwrap(answer, SAFE)
