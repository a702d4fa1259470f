"""Callbacks are proven by WeChat's own sample before anything is read from them."""

import pytest
from defusedxml.ElementTree import fromstring

from channels.wechat.receiving.envelope import FRESH_S, Envelope, NotProven, Proof, Unreadable
from channels.wechat.receiving.incoming import parse
from tests.sandbox.wechat_account import vectors

NOW = float(vectors.TIMESTAMP)
SIGNATURE = "16120ec1b8dbb870f510d87ce6bc2463eae6ca1a"
"""Of token, timestamp and nonce of the sample."""
FROM_XML = f"<xml><Content>abcdteT</Content><Encrypt><![CDATA[{vectors.ENCRYPT}]]></Encrypt></xml>"


def envelope(mode: str = "safe") -> Envelope:
    return Envelope(vectors.TOKEN, vectors.AES_KEY, vectors.APPID, mode)  # type: ignore[arg-type]


def proof(**changed: str) -> Proof:
    given = {
        "signature": SIGNATURE,
        "timestamp": vectors.TIMESTAMP,
        "nonce": vectors.NONCE,
        "msg_signature": vectors.MSG_SIGNATURE,
    }
    return Proof(**(given | changed))


def test_the_official_sample_is_opened() -> None:
    told = parse(envelope().open(proof(), FROM_XML.encode(), NOW))
    assert (told.kind, told.words) == ("text", "abcdteT")
    assert told.openid == "oyORnuP8q7ou2gfYjqLzSIWZf0rs"
    assert told.key == "m:6054768590064713728"


def test_what_is_closed_is_what_the_other_side_opens() -> None:
    closed = fromstring(envelope().close("<xml>好的</xml>", proof()))
    again = proof(msg_signature=str(closed.findtext("MsgSignature")))
    sent = f"<xml><Encrypt>{closed.findtext('Encrypt')}</Encrypt></xml>"
    assert envelope().open(again, sent.encode(), NOW) == "<xml>好的</xml>"


@pytest.mark.parametrize("name", ["signature", "timestamp", "nonce", "msg_signature"])
@pytest.mark.parametrize("value", ["", "x", "1409735670", "é"])
def test_nothing_unsigned_is_opened(name: str, value: str) -> None:
    with pytest.raises(NotProven):
        envelope().open(proof(**{name: value}), FROM_XML.encode(), NOW)


@pytest.mark.parametrize("late", [FRESH_S + 1, -FRESH_S - 1])
def test_an_old_callback_is_refused(late: float) -> None:
    with pytest.raises(NotProven):
        envelope().open(proof(), FROM_XML.encode(), NOW + late)


def test_compatible_mode_believes_the_encrypted_part_alone() -> None:
    forged = FROM_XML.replace("abcdteT", "forged")
    told = parse(envelope("compatible").open(proof(), forged.encode(), NOW))
    assert told.words == "abcdteT"


def test_a_plain_message_is_no_message_in_safe_mode() -> None:
    with pytest.raises(Unreadable):
        envelope().open(proof(), b"<xml><Content>x</Content></xml>", NOW)


def test_a_message_for_another_account_is_refused() -> None:
    other = Envelope(vectors.TOKEN, vectors.AES_KEY, "wxanother", "safe")
    with pytest.raises(NotProven):
        other.open(proof(), FROM_XML.encode(), NOW)


def test_plain_mode_needs_the_signature_too() -> None:
    assert envelope("plain").open(proof(), b"<xml/>", NOW) == "<xml/>"
    with pytest.raises(NotProven):
        envelope("plain").open(proof(signature="0" * 40), b"<xml/>", NOW)
