"""The operator's pages, in a real browser where there is one, and by plain requests."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from selenium import webdriver
from selenium.common.exceptions import NoSuchElementException, StaleElementReferenceException
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import WebDriverWait

from station_app import paths
from station_app.domain.judging import Home
from station_app.gateway.operator import HOLDS_S, TRIES, Gate
from station_app.gateway.server import Serving, Setup, serving
from station_app.gateway.store import devices
from station_app.gateway.store.devices import ACTIVE, Admitted
from tests.gateway.devices import CLIENTS, Device, admitted

PASSWORD = "看门的 密码 8"
PERSON = "a" * 32
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--window-size=1280,1100",
)


@pytest.fixture
def watched(setup: Setup) -> Iterator[Serving]:
    with serving(setup, operator_password=PASSWORD) as served:
        yield served
        while CLIENTS:
            CLIENTS.pop().close()


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[webdriver.Chrome]:
    program, driver = shutil.which("chromium"), shutil.which("chromedriver")
    if not program or not driver:
        pytest.skip("no Chromium with its driver on this machine (build/setup.sh installs them)")
    options = webdriver.ChromeOptions()
    options.binary_location = program
    for flag in (*FLAGS, f"--user-data-dir={tmp_path / 'browser'}"):
        options.add_argument(flag)
    (tmp_path / "fonts").symlink_to(paths.resources() / "fonts")  # the machine may have no Chinese face of its own
    service = webdriver.ChromeService(driver, env={**os.environ, "XDG_DATA_HOME": str(tmp_path)})
    made = webdriver.Chrome(options=options, service=service)
    yield made
    made.quit()


def write_a_bad_day(gateway: Serving) -> Device:
    """A station with a refused line, a held one and a fork; another whose device was revoked."""
    station = admitted(gateway, "1" * 32, "520324116000")
    station.write("person", PERSON, name="杨胜美")
    station.write("person", "c" * 32, name=7)
    lost = Device(gateway, station.home, "8" * 32, station.key).write("person", "d" * 32, name="丢了")
    station.write("person", "d" * 32, "correct", (lost,), name="等着")
    station.send()
    clone = Device(gateway, station.home, station.journal, station.key)
    clone.write("person", PERSON, name="别人")
    assert clone.put(clone.sealed()).status_code == 409
    return station


def patient(browser: webdriver.Chrome) -> WebDriverWait[webdriver.Chrome]:
    """Waits for a page that is still coming, over the one that is going."""
    return WebDriverWait(browser, 20, ignored_exceptions=[StaleElementReferenceException, NoSuchElementException])


def session_of(gateway: Serving) -> httpx.Client:
    client = httpx.Client(base_url=gateway.url)
    CLIENTS.append(client)
    assert client.post("/operator/login", data={"password": PASSWORD}).status_code == 303
    return client


def test_an_operator_sees_what_waits_and_takes_a_word_away(watched: Serving, browser: webdriver.Chrome) -> None:
    station = write_a_bad_day(watched)
    browser.get(f"{watched.url}/operator")
    assert not browser.find_elements(By.TAG_NAME, "table")
    browser.find_element(By.ID, "password").send_keys("不对")
    browser.find_element(By.CSS_SELECTOR, "button").click()
    patient(browser).until(lambda _: "密码不对" in browser.find_element(By.CSS_SELECTOR, "[role=alert]").text)
    browser.find_element(By.ID, "password").send_keys(PASSWORD)
    browser.find_element(By.CSS_SELECTOR, "button").click()
    patient(browser).until(lambda _: browser.find_elements(By.TAG_NAME, "section"))
    sections = {one.get_attribute("id"): one.text for one in browser.find_elements(By.TAG_NAME, "section")}
    assert station.journal[:8] in sections["journals"]
    assert "这一格要填的不是这一类" in sections["quarantine"] or "姓名" in sections["quarantine"]
    assert "恢复过旧备份" in sections["forks"]
    assert "没有。" in sections["review"]
    row = browser.find_element(By.XPATH, "//section[@id='devices']//tr[.//button]")
    row.find_element(By.NAME, "reason").send_keys("电脑丢了")
    row.find_element(By.TAG_NAME, "button").click()
    patient(browser).until(lambda _: "已停用" in browser.find_element(By.ID, "devices").text)
    station.write("person", "e" * 32, name="秦彬")
    assert station.put(station.sealed(4, number=2)).json()["code"] == "batch_key_revoked"
    browser.get(f"{watched.url}/operator?q=somewhere")
    assert "请先问清楚" in browser.find_element(By.ID, "review").text
    browser.find_element(By.XPATH, "//button[text()='退出']").click()
    patient(browser).until(lambda _: browser.find_elements(By.ID, "password"))


def test_nothing_is_shown_or_done_without_the_password(watched: Serving) -> None:
    station = write_a_bad_day(watched)
    page = httpx.get(f"{watched.url}/operator")
    assert (page.status_code, station.journal[:8] in page.text) == (200, False)
    asked = {"key": station.key.public, "reason": "x", "token": "x"}
    assert httpx.post(f"{watched.url}/operator/revoke", data=asked).status_code == 403
    forged = httpx.get(f"{watched.url}/operator", cookies={"operator": "AAAA"})
    assert station.journal[:8] not in forged.text


def test_a_form_of_another_site_does_nothing(watched: Serving) -> None:
    station = write_a_bad_day(watched)
    client = session_of(watched)
    asked = {"key": station.key.public, "reason": "x"}
    assert client.post("/operator/revoke", data=asked).status_code == 403
    assert client.post("/operator/logout").status_code == 403
    station.write("person", "e" * 32, name="秦彬")
    assert station.send(4)["acked"] == 4
    token = re.search(r'name="token" value="([^"]+)"', client.get("/operator").text)
    assert token is not None
    assert client.post("/operator/revoke", data={**asked, "token": token[1]}).status_code == 303
    unknown = client.post("/operator/revoke", data={**asked, "key": "k", "token": token[1]})
    assert "没有这台设备" in unknown.text


def test_the_cookie_and_the_page_are_closed_to_others(watched: Serving) -> None:
    client = session_of(watched)
    cookie = client.post("/operator/login", data={"password": PASSWORD}).headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    page = client.get("/operator")
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert page.headers["cache-control"] == "no-store"
    assert not re.search(r"<script|https?://|<img|@import", page.text)


def test_what_a_stranger_wrote_is_shown_as_text(watched: Serving) -> None:
    named = Admitted("k" * 43, Home("1" * 32, "STATION", "520324116000"), "<script>站", "", ACTIVE, "<i>", "d" * 32)
    watched.platform.engine.write(lambda cursor: devices.admit(cursor, named))
    page = session_of(watched).get("/operator", params={"q": "<script>"})
    assert page.text.count("&lt;script&gt;") == 2
    assert "<script>" not in page.text
    assert "<i>" not in page.text


def test_wrong_passwords_are_slowed_down(watched: Serving) -> None:
    answers = [httpx.post(f"{watched.url}/operator/login", data={"password": "x"}) for _ in range(TRIES + 1)]
    assert [one.status_code for one in answers] == [403] * TRIES + [429]
    assert int(answers[-1].headers["retry-after"]) > 0
    right = httpx.post(f"{watched.url}/operator/login", data={"password": PASSWORD})
    assert right.status_code == 429


def test_a_session_ends_with_time_and_with_the_password() -> None:
    gate = Gate(b"secret", PASSWORD)
    session = gate.session(PASSWORD, 1_000_000)
    assert gate.holds(session, 1_000_000 + HOLDS_S)
    assert not gate.holds(session, 1_000_001 + HOLDS_S)
    assert not Gate(b"secret", "new").holds(session, 1_000_000)
    assert not gate.holds(session[:-2] + "AA", 1_000_000)


@pytest.mark.parametrize("content", [b"\xff", b"a" * 5_000, b"&".join([b"a=1"] * 20), b""])
def test_a_strange_form_is_no_accident(watched: Serving, content: bytes) -> None:
    answer = httpx.post(f"{watched.url}/operator/login", content=content)
    assert answer.status_code in (400, 403)


def test_there_are_no_pages_where_no_password_was_given(gateway: Serving) -> None:
    assert httpx.get(f"{gateway.url}/operator").status_code == 404
