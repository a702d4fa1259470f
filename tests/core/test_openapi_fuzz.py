"""Core's published contract, fuzzed by schemathesis with the token of each service.

Some of what it makes up is replaced by what there is: a session that is signed in, a draft, cases.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any, cast

import pytest
import schemathesis
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.schemas import APIOperation, BaseSchema
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from core.app import create_app
from core.database import migrate
from core.identity.issuer import Claims, Issuer
from core.security import Scope
from core.work_orders.trained import trained
from sandbox.registers.people import MOTHER
from tests.core_settings import TOKENS, core_settings
from tests.databases import KINDS, fresh_database

CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
EXAMPLES = 6
"""Calls of an operation, with each token, for each kind of data (by the contract or against it)."""
CLOSED = "这个服务令牌不能做这件事。"
ENDS_A_VISIT = {
    "DELETE /v1/identity/sessions/{session}",
    "DELETE /v1/identity/bindings/{session}",
    "POST /v1/my-data/delete",
}
"""What would sign out whom all the others need."""
SESSION = "a-session"
ITEM = "yanglao-zige-renzheng"
Known = dict[str, list[str]]
"""Values there are, by the name of a parameter or of a field of the body."""


class Anybody:
    """An issuer that vouches for one made-up person, whatever the code."""

    def authorize_url(self, **_asked: str) -> str:
        return "http://issuer.test/authorize"

    def claims(self, **_asked: str) -> Claims:
        return Claims(MOTHER.name, MOTHER.id_number, MOTHER.mobile, "face")


@dataclass(frozen=True)
class Service:
    """Core over one database."""

    schema: BaseSchema
    http: TestClient

    def operations(self) -> list[APIOperation[Any, Any, Any, Any]]:
        return [found.ok() for found in self.schema.get_all_operations()]


@pytest.fixture(scope="module", params=KINDS)
def service(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("fuzz")
    with fresh_database(request.param, folder) as url:
        migrate(url)
        app = create_app(core_settings(url, tmp_path_factory.getbasetemp()))
        app.state.parts = replace(app.state.parts, issuer=cast(Issuer, Anybody()))
        trained(app.state.settings.var_dir)  # or the first call takes as long as that
        with TestClient(app) as http:
            yield Service(schemathesis.openapi.from_asgi("/v1/openapi.json", app), http)


def furnish(http: TestClient) -> Known:
    """Sign somebody in, hand two applications in (one approved, one for a clerk), begin a third."""

    def post(path: str, scope: Scope = "dialogue", **body: str) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {TOKENS[scope]}"}
        answer = http.post(f"/v1{path}", json=body, headers=headers)
        assert answer.is_success, answer.text
        found: dict[str, Any] = answer.json()
        return found

    back = "http://gateway.test/back"
    started = post("/identity/sign-ins", "gateway", session=SESSION, redirect_uri=back)
    post("/identity/sign-ins/complete", "gateway", state=started["state"], code="c")
    numbers = []
    for benefit in ("职工养老金", "其他"):
        draft = post("/drafts", session=SESSION, item=ITEM)["id"]
        post(f"/drafts/{draft}/steps", session=SESSION, do="answer", text=benefit)
        done = post(f"/drafts/{draft}/steps", session=SESSION, do="submit")
        numbers.append(done["case"]["number"])
    wish = post("/wishes", conversation="c1", reason="想找人问问")
    return {
        "session": [SESSION],
        "item": [ITEM, "gaoling-jintie"],
        "draft_id": [post("/drafts", session=SESSION, item=ITEM)["id"]],
        "number": numbers,
        "reference": [wish["reference"]],
        "after": ["0", "2147483648", "9223372036854775807", "1" * 18, "a\0b"],
    }


@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
@pytest.mark.parametrize("scope", TOKENS)
def test_every_answer_is_as_the_contract_says(
    service: Service, scope: Scope, mode: GenerationMode
) -> None:
    headers = {"Authorization": f"Bearer {TOKENS[scope]}"}
    known = furnish(service.http)
    seen = Counter(
        status
        for operation in service.operations()
        for status in _fuzz(operation, mode, headers, known)
    )
    assert {200, 403, 422} <= seen.keys(), seen


def _fuzz(
    operation: APIOperation[Any, Any, Any, Any],
    mode: GenerationMode,
    headers: dict[str, str],
    known: Known,
) -> list[int]:
    """Call an operation again and again, unless it is closed to this token; the status codes."""
    statuses: list[int] = []
    closed = False
    if operation.label in ENDS_A_VISIT:
        known = {}
    takes = (operation.path_parameters, operation.query, operation.headers, operation.body)
    if mode is GenerationMode.NEGATIVE and not any(takes):
        return statuses

    @given(case=operation.as_strategy(generation_mode=mode), data=st.data())
    @settings(
        max_examples=EXAMPLES,
        phases=[Phase.generate],
        deadline=None,
        database=None,
        derandomize=True,
        suppress_health_check=list(HealthCheck),
    )
    def run(case: Case, data: st.DataObject) -> None:
        nonlocal closed
        if closed:
            return
        for given_values in (case.path_parameters, case.query, case.body):
            if not isinstance(given_values, dict):
                continue
            for name in given_values.keys() & known.keys():
                if data.draw(st.booleans()):
                    given_values[name] = data.draw(st.sampled_from(known[name]))
        answer = case.call_and_validate(headers=headers, checks=CHECKS)
        statuses.append(answer.status_code)
        closed = answer.status_code == 403 and answer.json()["detail"] == CLOSED

    run()
    return statuses
