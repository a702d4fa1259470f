"""Errors as problem JSON (https://www.rfc-editor.org/rfc/rfc9457), all made here.

No answer and no log line repeats what was sent.
"""

import logging
import traceback
from http import HTTPStatus
from typing import Any

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

log = logging.getLogger("luoxiaozheng.service")

PROBLEM_JSON = "application/problem+json"


class FieldError(BaseModel):
    """One field that was refused. Never repeats what was sent."""

    model_config = ConfigDict(extra="forbid")

    field: str = Field(description="path of the field, e.g. body.reason")
    message: str


class Problem(BaseModel):
    """An error as problem JSON, https://www.rfc-editor.org/rfc/rfc9457."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    errors: list[FieldError] | None = None


class ProblemError(Exception):
    """Raised anywhere below a route to answer with a problem."""

    def __init__(self, status: int, detail: str, headers: dict[str, str] | None = None) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.headers = headers


def responses(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route, for its OpenAPI page."""
    return {
        status: {"model": Problem, "description": HTTPStatus(status).phrase} for status in statuses
    }


def problem_response(
    status: int,
    detail: str,
    headers: dict[str, str] | None = None,
    errors: list[FieldError] | None = None,
) -> JSONResponse:
    """A problem as a response. `title` is the plain phrase of the status code."""
    body = Problem(title=HTTPStatus(status).phrase, status=status, detail=detail, errors=errors)
    return JSONResponse(
        body.model_dump(exclude_none=True),
        status_code=status,
        headers=headers,
        media_type=PROBLEM_JSON,
    )


async def _on_problem(_request: Request, error: ProblemError) -> JSONResponse:
    return problem_response(error.status, error.detail, error.headers)


async def _on_http(_request: Request, error: HTTPException) -> JSONResponse:
    """What the framework raises. A body that cannot be read is 400 there, and 422 with us, as any
    other content that is refused."""
    if error.status_code == 400:
        return problem_response(422, "请求的内容读不出来，请检查格式和编码（UTF-8）。")
    headers = dict(error.headers) if error.headers else None
    return problem_response(error.status_code, str(error.detail), headers)


async def _on_invalid(_request: Request, error: RequestValidationError) -> JSONResponse:
    errors = [
        FieldError(field=".".join(str(part) for part in item["loc"]), message=item["msg"])
        for item in error.errors()
    ]
    return problem_response(422, "请求的内容不符合要求，请看 errors。", errors=errors)


class LastResort:
    """Answers 500 for whatever was not foreseen. Logs where it happened and the kind of
    error, but not its message, which may quote data."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False

        async def watch(message: Message) -> None:
            nonlocal started
            started = started or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, watch)
        except Exception as error:
            if scope["type"] != "http":
                raise
            where = traceback.extract_tb(error.__traceback__)[-6:]
            frames = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in where]
            log.error("unforeseen", extra={"error": type(error).__name__, "frames": frames})
            if not started:
                await problem_response(500, "系统出了点问题，请稍后再试。")(scope, receive, send)


def _publish_media_type(app: FastAPI) -> None:
    """Make the OpenAPI page name problem JSON, not plain JSON, for every problem."""
    build = app.openapi

    def openapi() -> dict[str, Any]:
        page = build()
        for path in page.get("paths", {}).values():
            for operation in path.values():
                for response in operation["responses"].values():
                    content = response.get("content", {})
                    schema = content.get("application/json", {}).get("schema", {})
                    if schema.get("$ref") == "#/components/schemas/Problem":
                        content[PROBLEM_JSON] = content.pop("application/json")
        return page

    app.openapi = openapi  # type: ignore[method-assign]


def install(app: FastAPI) -> None:
    """Give an application its problem handlers. Call it before other middleware is added."""
    app.exception_handler(ProblemError)(_on_problem)
    app.exception_handler(HTTPException)(_on_http)
    app.exception_handler(RequestValidationError)(_on_invalid)
    app.add_middleware(LastResort)
    _publish_media_type(app)
