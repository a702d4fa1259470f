"""A real Chromium for the page: against a running stack, or against a scripted gateway."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright

from tests.browser.fake_gateway import FakeGateway, Server, create_app

CHROMIUM = Path(os.environ.get("LXZ_TEST_CHROMIUM", "/usr/bin/chromium"))
DIST = Path(__file__).parents[2] / "channels" / "web" / "dist"
ARGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
Phone = Callable[..., AbstractContextManager[Page]]
"""Of a locale and a width in px."""


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """Closed with the package: Playwright's event loop must not outlive it."""
    if not CHROMIUM.exists():
        pytest.skip(f"Chromium is not installed at {CHROMIUM}")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A desktop window with a Chinese browser; every script error fails the test."""
    context = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 800})
    context.set_default_timeout(10_000)
    errors: list[str] = []
    context.on("weberror", lambda error: errors.append(str(error.error)))
    yield context
    context.close()
    assert errors == []


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


@pytest.fixture
def phone(browser: Browser) -> Phone:
    """Opens a page on a phone; script errors and complaints of the browser fail the test."""

    @contextmanager
    def opened(locale: str = "zh-CN", width: int = 390) -> Iterator[Page]:
        size = ViewportSize(width=width, height=width * 2)
        context = browser.new_context(locale=locale, viewport=size, is_mobile=True, has_touch=True)
        context.set_default_timeout(10_000)
        page = context.new_page()
        troubles: list[str] = []
        page.on("pageerror", lambda error: troubles.append(str(error)))
        page.on("console", lambda message: troubles.append(message.text))
        yield page
        context.close()
        assert troubles == []

    return opened


@pytest.fixture(scope="session")
def site_url(request: pytest.FixtureRequest) -> str:
    """The running product: the one named in LXZ_TEST_URL, else the run's own stack."""
    named = os.environ.get("LXZ_TEST_URL")
    return named or str(request.getfixturevalue("stack").url)


@pytest.fixture
def fake() -> FakeGateway:
    return FakeGateway()


@pytest.fixture
def fake_site(fake: FakeGateway) -> Iterator[str]:
    """The address of the built page in front of the scripted gateway `fake`."""
    if not (DIST / "index.html").exists():
        pytest.skip("channels/web/dist is not built: npm run build")
    server = Server(create_app(fake, DIST))
    yield server.start()
    fake.forget()
    server.stop()
