"""To the issuer and back: who may sign a conversation in, and what the page says."""

import json
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

from channels.gateway.models import Conversation
from channels.gateway.routes import sign_in
from channels.gateway.sign_in_client import SignInClient, SignInFailed
from core.database import migrate
from tests.channels.gateway.conftest import Gateway, Make
from tests.core.identity.conftest import PEOPLE, TOKENS, House
from tests.databases import fresh_database

pytestmark = pytest.mark.asyncio

PUBLIC = "http://gateway"
CALLBACK = "/api/sign-in/callback"


class Core(httpx.AsyncBaseTransport):
    """Stands for core's identity module: one state a start, each good for its session once."""

    def __init__(self) -> None:
        self.answer: httpx.Response | None = None
        self.asked: list[tuple[str, str, Any]] = []
        self.states: dict[str, str] = {}
        self.as_session: str | None = None

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        body = json.loads(request.content) if request.content else None
        self.asked.append((request.method, request.url.path, body))
        assert request.headers["authorization"] == "Bearer a-core-token"
        if self.answer is not None:
            return self.answer
        if request.method == "DELETE":
            return httpx.Response(204)
        if request.url.path.endswith("/sign-ins"):
            state = f"state-{len(self.states)}"
            self.states[state] = body["session"]
            url = f"http://issuer.test/authorize?state={state}"
            return httpx.Response(201, json={"authorize_url": url, "state": state})
        session = self.as_session or self.states.pop(body["state"])
        return httpx.Response(200, json={"session": session, "signed_in": True})

    def asked_for(self, method: str, ending: str) -> list[Any]:
        return [body for how, path, body in self.asked if how == method and path.endswith(ending)]


class Site:
    """A gateway whose sign-in goes to a core that does as it is told."""

    def __init__(self, gateway: Gateway, core: httpx.AsyncBaseTransport, token: str) -> None:
        self.gateway = gateway
        self.client = SignInClient("http://core", token, core)
        self.gone_on: list[str] = []
        self.broken = False
        gateway.app.include_router(sign_in.router)
        gateway.app.dependency_overrides[sign_in.sign_in_client] = lambda: self.client
        gateway.app.state.services.road.after_sign_in = self._go_on

    async def _go_on(self, conversation: Conversation) -> None:
        self.gone_on.append(conversation.id)
        if self.broken:
            raise RuntimeError("Rasa is away")

    def browser(self) -> httpx.AsyncClient:
        return self.gateway.client()


async def opened(browser: httpx.AsyncClient) -> str:
    """A conversation of this browser."""
    reply = await browser.post("/api/chat", json={"text": "你好"})
    return str(reply.json()["conversation_id"])


async def begun(browser: httpx.AsyncClient, conversation: str, **more: str) -> httpx.Response:
    return await browser.get("/api/sign-in", params={"conversation_id": conversation, **more})


async def returned(browser: httpx.AsyncClient, **answer: str) -> httpx.Response:
    return await browser.get(CALLBACK, params=answer)


@pytest_asyncio.fixture
async def core() -> Core:
    return Core()


@pytest_asyncio.fixture
async def site(make_gateway: Make, core: Core, tmp_path: Path) -> AsyncIterator[Site]:
    gateway = await make_gateway(public_url=f"{PUBLIC}/", web_dir=tmp_path / "none")
    built = Site(gateway, core, "a-core-token")
    yield built
    await built.client.close()


async def test_a_conversation_signs_in_and_goes_on(site: Site, core: Core) -> None:
    async with site.browser() as browser:
        conversation = await opened(browser)
        off = await begun(browser, conversation, wanted="face")
        page = await returned(browser, state="state-0", code="c1")
        again = await returned(browser, state="state-0", code="c1")
    assert (off.status_code, off.headers["location"]) == (
        302,
        "http://issuer.test/authorize?state=state-0",
    )
    (started,) = core.asked_for("POST", "/sign-ins")
    assert started == {
        "session": conversation,
        "redirect_uri": f"{PUBLIC}{CALLBACK}",
        "wanted": "face",
    }
    assert core.asked_for("POST", "/complete") == [{"state": "state-0", "code": "c1"}]
    assert page.status_code == 200 and "登录成功，可以回到对话" in page.text
    assert '<a href="/">' in page.text and page.headers["cache-control"] == "no-store"
    assert site.gone_on == [conversation]
    assert again.status_code == 403 and "已经用过" in again.text


async def test_the_cookie_of_a_sign_in_is_kept_from_scripts_and_other_sites(site: Site) -> None:
    async with site.browser() as browser:
        off = await begun(browser, await opened(browser))
    cookie = off.headers["set-cookie"].lower()
    assert "httponly" in cookie and "samesite=lax" in cookie
    assert "path=/api/sign-in" in cookie and "max-age=600" in cookie


async def test_a_conversation_of_somebody_else_is_not_found(site: Site, core: Core) -> None:
    async with site.browser() as citizen, site.browser() as stranger:
        conversation = await opened(citizen)
        await opened(stranger)
        answers = [await begun(stranger, one) for one in (conversation, "f" * 32, "none")]
    assert [answer.status_code for answer in answers] == [404] * 3
    assert "找不到这个对话" in answers[0].text
    assert core.asked == []


async def test_a_link_begun_in_another_browser_signs_nobody_in(site: Site, core: Core) -> None:
    async with site.browser() as attacker, site.browser() as victim:
        await begun(attacker, await opened(attacker))
        await opened(victim)
        page = await returned(victim, state="state-0", code="code-of-the-victim")
    assert page.status_code == 403 and "不是在这个浏览器里" in page.text
    assert core.asked_for("POST", "/complete") == [] and site.gone_on == []


async def test_a_sign_in_of_ones_own_does_not_let_anothers_link_in(site: Site, core: Core) -> None:
    async with site.browser() as attacker, site.browser() as victim:
        await begun(attacker, await opened(attacker))
        await begun(victim, await opened(victim))
        page = await returned(victim, state="state-0", code="code-of-the-victim")
    assert page.status_code == 403 and core.asked_for("POST", "/complete") == []


async def test_a_planted_cookie_does_not_help(site: Site, core: Core) -> None:
    async with site.browser() as attacker, site.browser() as victim:
        await begun(attacker, await opened(attacker))
        for cookie in attacker.cookies.jar:
            if cookie.name.startswith("lxz_sign_in_"):
                victim.cookies.jar.set_cookie(cookie)
        page = await returned(victim, state="state-0", code="code-of-the-victim")
    assert page.status_code == 403 and core.asked_for("POST", "/complete") == []


async def test_a_session_of_somebody_else_is_signed_out_again(site: Site, core: Core) -> None:
    core.as_session = "another-session"
    async with site.browser() as browser:
        await begun(browser, await opened(browser))
        page = await returned(browser, state="state-0", code="c1")
    assert page.status_code == 403 and site.gone_on == []
    assert core.asked[-1][:2] == ("DELETE", "/v1/identity/sessions/another-session")


async def test_two_tabs_sign_in_one_after_the_other(site: Site) -> None:
    async with site.browser() as browser:
        conversation = await opened(browser)
        await begun(browser, conversation)
        await begun(browser, conversation)
        pages = [await returned(browser, state=f"state-{n}", code="c") for n in (0, 1)]
    assert [page.status_code for page in pages] == [200, 200]


async def test_who_cancels_is_told_that_nothing_is_lost(site: Site, core: Core) -> None:
    async with site.browser() as browser:
        await begun(browser, await opened(browser))
        page = await returned(browser, state="state-0", error="access_denied")
    assert page.status_code == 200
    assert "您取消了登录" in page.text and "都还在" in page.text
    assert core.asked_for("POST", "/complete") == []


@pytest.mark.parametrize(
    "answer", [{"error": "server_error"}, {}, {"code": ""}, {"code": "c" * 2001}]
)
async def test_an_issuer_without_a_result_is_told_so(
    site: Site, core: Core, answer: dict[str, str]
) -> None:
    async with site.browser() as browser:
        await begun(browser, await opened(browser))
        page = await returned(browser, state="state-0", **answer)
    assert page.status_code == 502 and "没有给出登录结果" in page.text
    assert core.asked_for("POST", "/complete") == []


@pytest.mark.parametrize(
    ("answer", "status", "words"),
    [
        (httpx.Response(403, json={"detail": "这件事需要人脸核验登录。"}), 403, "需要人脸核验"),
        (httpx.Response(503, json={"detail": "平台没有回应。"}), 503, "平台没有回应"),
        (httpx.Response(503, text="<b>gone</b>"), 503, "登录服务暂时没有回应"),
        (httpx.Response(422, json={"detail": "请看 errors。"}), 502, "登录服务暂时没有回应"),
        (httpx.Response(200, json={"unknown": 1}), 502, "登录服务暂时没有回应"),
    ],
)
async def test_what_core_refuses_is_said_with_what_to_do(
    site: Site, core: Core, answer: httpx.Response, status: int, words: str
) -> None:
    async with site.browser() as browser:
        conversation = await opened(browser)
        await begun(browser, conversation)
        core.answer = answer
        back = await returned(browser, state="state-0", code="c1")
        start = await begun(browser, conversation)
    for page in (back, start):
        assert page.status_code == status and words in page.text
        assert "都还在" in page.text and "转人工" in page.text
        assert "gone" not in page.text and "errors" not in page.text
    assert site.gone_on == []


async def test_a_draft_that_cannot_go_on_does_not_break_the_page(
    site: Site, caplog: pytest.LogCaptureFixture
) -> None:
    site.broken = True
    async with site.browser() as browser:
        await begun(browser, await opened(browser))
        page = await returned(browser, state="state-0", code="c1")
    assert page.status_code == 200 and len(site.gone_on) == 1
    assert "nothing said after sign-in" in [record.message for record in caplog.records]


async def test_starting_is_limited(make_gateway: Make, core: Core, tmp_path: Path) -> None:
    gateway = await make_gateway(limit_address="2/minute", web_dir=tmp_path / "none")
    site = Site(gateway, core, "a-core-token")
    async with site.browser() as browser:
        conversation = await opened(browser)
        codes = [(await begun(browser, conversation)).status_code for _ in range(2)]
    assert codes == [302, 429]


async def test_core_away_is_a_503() -> None:
    class Away(httpx.AsyncBaseTransport):
        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            raise httpx.ConnectError("refused", request=request)

    client = SignInClient("http://core", "token", Away())
    with pytest.raises(SignInFailed) as failure:
        await client.session("s1")
    assert (failure.value.status, failure.value.says) == (503, None)


async def test_browser_gateway_core_and_issuer_sign_a_citizen_in(
    make_gateway: Make, tmp_path: Path
) -> None:
    folder = tmp_path / "core"
    folder.mkdir()
    with fresh_database("sqlite", folder) as url:
        migrate(url)
        house = House(url)
        gateway = await make_gateway(public_url="http://localhost:8080", web_dir=folder / "none")
        site = Site(gateway, httpx.ASGITransport(house.http.app), TOKENS["gateway"])
        async with site.browser() as browser:
            conversation = await opened(browser)
            off = await begun(browser, conversation)
            form = {"answer": "sign_in", "person": "0", "level": "real_name"}
            chosen = house.browser.post(off.headers["location"], data=form, follow_redirects=False)
            back = httpx.URL(chosen.headers["location"])
            assert f"{back.scheme}://{back.netloc.decode()}" == "http://localhost:8080"
            page = await browser.get(back.raw_path.decode())
        view = await site.client.session(conversation)
        await site.client.sign_out(conversation)
        after = await site.client.session(conversation)
        house.engine.dispose()
    assert page.status_code == 200 and PEOPLE[0].name not in page.text
    assert (view.signed_in, view.assurance, view.name) == (True, "real_name", "[NAME_1]")
    assert not after.signed_in and site.gone_on == [conversation]


async def test_the_gateway_binds_an_account_at_core(tmp_path: Path) -> None:
    with fresh_database("sqlite", tmp_path) as url:
        migrate(url)
        house = House(url)
        client = SignInClient("http://core", TOKENS["gateway"], httpx.ASGITransport(house.http.app))
        with pytest.raises(SignInFailed) as nobody:
            await client.bind("s1", "我同意绑定。")
        house.sign_in("s1")
        with pytest.raises(SignInFailed) as nowhere:
            await client.bind("s1", "我同意绑定。")
        for _ in range(2):
            await client.account("s1", "wechat", "o-openid-1")
        with pytest.raises(SignInFailed) as another:
            await client.account("s1", "wechat", "o-openid-2")
        bound = await client.bind("s1", "我同意绑定。")
        await client.sign_out("s1")
        told = await client.binding("s1")
        renewed = await client.renew("s1")
        await client.unbind("s1")
        after = await client.renew("s1")
        await client.close()
        house.engine.dispose()
    statuses = [failure.value.status for failure in (nobody, nowhere, another)]
    assert statuses == [403, 409, 409] and all(one.value.says for one in (nobody, nowhere, another))
    assert bound == told and bound.bound and bound.accounts == 1
    assert (renewed.signed_in, renewed.assurance, after.signed_in) == (True, "real_name", False)
