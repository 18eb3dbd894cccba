"""The page that describes the calls, held against the gateway that answers them."""

from __future__ import annotations

import json
from typing import Any

import httpx
import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from station_app.domain.exchange import authorization
from station_app.gateway.http import contract
from station_app.gateway.http.calls import Calls
from station_app.gateway.server import Serving
from station_app.text import gateway as words
from tests.gateway.devices import Device

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
EXAMPLES = 12


def test_every_call_is_described_and_answered() -> None:
    assert {one.name for one in contract.CALLS} == set(words.CALLS)
    assert all(callable(getattr(Calls, one.name)) for one in contract.CALLS)
    assert {status for one in contract.CALLS for status, _ in one.answers} <= set(words.STATUSES)


def test_the_pages_are_served(gateway: Serving) -> None:
    described = httpx.get(f"{gateway.url}/openapi.json").json()
    assert described == json.loads(json.dumps(contract.openapi()))
    page = httpx.get(f"{gateway.url}/docs").text
    assert all(one.path in page and words.CALLS[one.name] in page for one in contract.CALLS)


@pytest.mark.parametrize(("method", "path", "status"), [("GET", "/v2/x", 404), ("DELETE", "/v1/enrol", 405)])
def test_a_stray_request_is_answered_with_a_problem(gateway: Serving, method: str, path: str, status: int) -> None:
    answer = httpx.request(method, gateway.url + path)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    assert answer.json()["detail"]


@pytest.mark.parametrize("call", contract.CALLS, ids=lambda call: call.name)
def test_whatever_is_asked_is_answered_as_described(county: Device, call: contract.Call) -> None:
    schema = schemathesis.openapi.from_dict(contract.openapi())
    base = county.gateway.url

    @given(schema[call.path][call.method].as_strategy())
    @settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
    def asked(case: schemathesis.Case[Any]) -> None:
        answer = case.call(base_url=base)
        case.validate_response(answer, checks=CHECKS)
        if answer.status_code == 401:
            nonce = answer.headers["www-authenticate"][0].split('"')[1]
            target = answer.request.path_url
            case.headers["Authorization"] = authorization(county.key, case.method, target, nonce)
            case.validate_response(case.call(base_url=base), checks=CHECKS)

    asked()
