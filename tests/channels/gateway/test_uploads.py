"""Files for a form: by the owner, as large as said, kept by core or refused in its words."""

from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from channels.gateway.middleware import MAX_UPLOAD
from tests.channels.gateway.conftest import Gateway, Make

pytestmark = pytest.mark.asyncio

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(200_000)


async def begin(gateway: Gateway, citizen: httpx.AsyncClient) -> str:
    gateway.core.away = False
    reply = await citizen.post("/api/chat", json={"text": "您好"})
    home: str = reply.json()["conversation_id"]
    return home


async def upload(
    citizen: httpx.AsyncClient, home: str, content: bytes = PICTURE, **how: Any
) -> httpx.Response:
    files = {"file": ("身份证 正面.png", content, "text/plain")}
    return await citizen.post(f"/api/conversations/{home}/uploads", files=files, **how)


async def test_a_file_is_kept_and_its_token_handed_in(gateway: Gateway) -> None:
    async with gateway.client() as citizen:
        home = await begin(gateway, citizen)
        kept = await upload(citizen, home)
        message = {"conversation_id": home, "text": kept.json()["token"]}
        reply = (await citizen.post("/api/chat", json=message)).json()
    assert kept.status_code == 200
    assert kept.json()["token"] == "[FILE_2]" and kept.json()["kind"] == "image/png"
    [sent] = gateway.core.called("files")
    assert PICTURE in sent and home.encode() in sent
    assert gateway.rasa.messages[-1] == "[FILE_2]"
    assert reply["cards"][0]["text"] == "听到了：〔已上传的文件〕"
    assert gateway.core.called("open") == []


async def test_only_the_owner_may_upload(gateway: Gateway) -> None:
    async with gateway.client() as owner, gateway.client() as stranger:
        home = await begin(gateway, owner)
        foreign = await upload(stranger, home)
        missing = await upload(stranger, "none")
    assert foreign.status_code == missing.status_code == 404
    assert foreign.content == missing.content
    assert gateway.core.called("files") == []


@pytest.mark.parametrize(
    ("answer", "status", "says"),
    [
        (httpx.Response(415, json={"detail": "请上传 JPG。"}), 415, "请上传 JPG。"),
        (httpx.Response(413, json={"detail": "太大了。"}), 413, "太大了。"),
        (httpx.Response(422, json={"detail": "是空的。"}), 422, "是空的。"),
        (httpx.Response(415, json=[]), 503, "再上传一次"),
        (httpx.Response(401, json={"detail": "令牌"}), 503, "再上传一次"),
        (httpx.Response(200, json={"token": "x"}), 503, "再上传一次"),
        (None, 503, "再上传一次"),
    ],
)
async def test_what_core_does_not_keep_is_told(
    gateway: Gateway, answer: httpx.Response | None, status: int, says: str
) -> None:
    async with gateway.client() as citizen:
        home = await begin(gateway, citizen)
        gateway.core.answer, gateway.core.away = answer, answer is None
        refused = await upload(citizen, home)
    assert refused.status_code == status
    assert refused.headers["content-type"] == "application/problem+json"
    assert says in refused.json()["detail"]


async def test_an_upload_may_be_large_and_other_messages_may_not(gateway: Gateway) -> None:
    async with gateway.client() as citizen:
        home = await begin(gateway, citizen)
        large = await upload(citizen, home, bytes(10 * 1024 * 1024))
        too_large = await upload(citizen, home, bytes(MAX_UPLOAD))

        async def chunks() -> AsyncIterator[bytes]:
            for _ in range(MAX_UPLOAD // 65536 + 1):
                yield bytes(65536)

        path = f"/api/conversations/{home}/uploads"
        unannounced = await citizen.post(path, content=chunks())
        elsewhere = await upload(citizen, f"{home}/uploads/x/..", bytes(70_000))
    assert large.status_code == 200
    for refused in (too_large, unannounced):
        assert refused.status_code == 413
        assert "10 MB" in refused.json()["detail"]
    assert elsewhere.status_code == 413 and "64 KB" in elsewhere.json()["detail"]


async def test_uploads_count_as_messages(make_gateway: Make) -> None:
    gateway = await make_gateway(limit_conversation="2/minute")
    async with gateway.client() as citizen:
        home = await begin(gateway, citizen)
        statuses = [(await upload(citizen, home)).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]


async def test_a_form_without_a_file_is_a_problem(gateway: Gateway) -> None:
    async with gateway.client() as citizen:
        home = await begin(gateway, citizen)
        answer = await citizen.post(f"/api/conversations/{home}/uploads", data={"a": "b"})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
