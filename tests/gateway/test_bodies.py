"""Every body that the gateway answers with is as the published contract says."""

from __future__ import annotations

import json
from typing import Any

import fastjsonschema
import httpx
import pytest

from station_app import paths
from station_app.gateway.server import Serving
from tests.gateway.devices import Device

PERSON = "a" * 32


def is_as(name: str, answer: httpx.Response) -> None:
    schema = json.loads((paths.resources() / "contract" / "batch.schema.json").read_text("utf-8"))
    draft = "http://json-schema.org/draft-07/schema#"
    wanted: dict[str, Any] = {"$schema": draft, "$ref": f"#/$defs/{name}", "$defs": schema["$defs"]}
    text = json.dumps(wanted).replace('"prefixItems"', '"items"')
    fastjsonschema.compile(json.loads(text))(answer.json())


@pytest.fixture
def sent(gateway: Serving, station: Device) -> Device:
    station.write("person", PERSON, name="杨胜美")
    station.send()
    return station


def test_a_state_totals_a_feed_and_a_verdict(gateway: Serving, sent: Device, county: Device) -> None:
    base = f"/v1/journals/{sent.journal}"
    is_as("state", sent.ask(f"{base}?at=1"))
    is_as("totals", sent.ask(f"{base}/totals"))
    is_as("feed", sent.ask(f"{base}/feed"))
    is_as("feed", county.ask("/v1/scopes/520324/feed"))
    is_as("verdict", sent.put(sent.sealed()))


def test_how_far_a_body_has_come_and_that_a_file_is_kept(gateway: Serving, sent: Device) -> None:
    sent.write("person", "b" * 32, name="秦彬")
    made = sent.sealed(2, number=2)
    length = {"Upload-Offset": "0", "Upload-Length": str(len(made.content))}
    begun = sent.http.put(sent.path(made), content=made.content[:20], headers=length)
    assert begun.status_code == 202
    is_as("offset", begun)
    content = b"a photo"
    name = "0" * 64
    is_as("problem", sent.ask(f"/v1/blobs/{name}", "PUT", content=content))


def test_each_conflict_says_what_is_needed_to_go_on(gateway: Serving, sent: Device) -> None:
    for uid in ("b" * 32, "c" * 32):
        sent.write("person", uid, name="秦彬")
    gap = sent.put(sent.sealed(3, number=3))
    again = Device(gateway, sent.home, sent.journal, sent.key)
    again.write("person", PERSON, name="另一个")
    fork = again.put(again.sealed())
    made = sent.sealed(2, number=2)
    length = {"Upload-Offset": "5", "Upload-Length": str(len(made.content))}
    offset = sent.http.put(sent.path(made), content=made.content[5:], headers=length)
    for answer, code in ((gap, "gap"), (fork, "fork"), (offset, "offset")):
        assert (answer.status_code, answer.json()["code"]) == (409, code)
        is_as("conflict", answer)
        is_as("problem", answer)


def test_a_problem_names_its_code_and_speaks(gateway: Serving, sent: Device) -> None:
    unsigned = httpx.get(f"{gateway.url}/v1/blobs/{'0' * 64}")
    for answer in (sent.ask(f"/v1/journals/{sent.journal}/feed?after=x"), unsigned, sent.put(b"no batch at all")):
        is_as("problem", answer)
        assert answer.json()["detail"]
