"""Which addresses become links."""

import pytest

from channels.wechat.rendering.anchors import anchor, linked


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "/api/x",
        "https://a.cn/ b",
        'https://a.cn/"',
        "",
        "https://a.cn/" * 40,
    ],
)
def test_no_link(url: str) -> None:
    assert linked(url, "这里") == "这里"
    with pytest.raises(ValueError, match="web address"):
        anchor(url, "这里")


def test_link() -> None:
    assert linked("https://a.cn/?a=1&b=2", "这里") == '<a href="https://a.cn/?a=1&b=2">这里</a>'
    assert linked(None, "这里") == "这里"


def test_no_link_inside_a_link() -> None:
    inner = anchor("https://a.cn/", "这里")
    assert linked("https://a.cn/", inner) == inner
