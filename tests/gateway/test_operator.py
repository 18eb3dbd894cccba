"""The operator's pages, in a real browser where there is one, and by plain requests."""

from __future__ import annotations

import logging
import os
import re
import shutil
import time
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
from station_app.domain.problem import Rejected
from station_app.gateway import accounts, status
from station_app.gateway.accounts import FREE, HOLDS_S, LONGEST_WAIT_S, Gate
from station_app.gateway.server import METRICS_VARIABLE, Serving, Setup, serving
from station_app.gateway.status import Asked
from station_app.gateway.store import devices, folded, journals
from station_app.gateway.store.devices import ACTIVE, Admitted
from station_app.gateway.store.engine import Cursor
from station_app.text import gateway as words
from tests.gateway.devices import CLIENTS, Device, admitted

ACCOUNT, PASSWORD = "周值班", "看门的人 起得很早 先浇花"
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
    with serving(setup) as served:
        accounts.put(served.platform, ACCOUNT, PASSWORD)
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
    assert client.post("/operator/login", data={"account": ACCOUNT, "password": PASSWORD}).status_code == 303
    return client


def token_of(client: httpx.Client) -> str:
    found = re.search(r'name="token" value="([^"]+)"', client.get("/operator").text)
    assert found is not None
    return found[1]


def test_an_operator_sees_what_waits_and_takes_a_word_away(watched: Serving, browser: webdriver.Chrome) -> None:
    station = write_a_bad_day(watched)
    browser.get(f"{watched.url}/operator")
    assert not browser.find_elements(By.TAG_NAME, "table")
    browser.find_element(By.ID, "account").send_keys(ACCOUNT)
    browser.find_element(By.ID, "password").send_keys("不对")
    browser.find_element(By.CSS_SELECTOR, "button").click()
    patient(browser).until(lambda _: "密码不对" in browser.find_element(By.CSS_SELECTOR, "[role=alert]").text)
    browser.find_element(By.ID, "account").send_keys(ACCOUNT)
    browser.find_element(By.ID, "password").send_keys(PASSWORD)
    browser.find_element(By.CSS_SELECTOR, "button").click()
    patient(browser).until(lambda _: browser.find_elements(By.TAG_NAME, "section"))
    sections = {one.get_attribute("id"): one.text for one in browser.find_elements(By.TAG_NAME, "section")}
    browser.find_element(By.XPATH, "//section[@id='places']//summary").click()
    assert station.journal in browser.find_element(By.ID, "places").text
    assert "这一格要填的不是这一类" in sections["quarantine"] or "姓名" in sections["quarantine"]
    assert "恢复过旧备份" in sections["forks"]
    assert "没有。" in sections["review"]
    row = browser.find_element(By.XPATH, "//section[@id='devices']//tr[.//button]")
    row.find_element(By.NAME, "reason").send_keys("电脑丢了")
    row.find_element(By.TAG_NAME, "button").click()
    patient(browser).until(lambda _: "要停用" in browser.find_element(By.TAG_NAME, "main").text)
    browser.find_element(By.XPATH, "//button[text()='停用']").click()
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
    assert (page.status_code, station.journal in page.text) == (200, False)
    asked = {"key": station.key.public, "reason": "x", "token": "x"}
    assert httpx.post(f"{watched.url}/operator/revoke", data=asked).status_code == 403
    forged = httpx.get(f"{watched.url}/operator", cookies={"operator": "AAAA"})
    assert station.journal not in forged.text


def test_a_form_of_another_site_does_nothing(watched: Serving) -> None:
    station = write_a_bad_day(watched)
    client = session_of(watched)
    asked = {"key": station.key.public, "reason": "x"}
    assert client.post("/operator/revoke", data=asked).status_code == 403
    assert client.post("/operator/logout").status_code == 403
    station.write("person", "e" * 32, name="秦彬")
    assert station.send(4)["acked"] == 4
    token = token_of(client)
    first = client.post("/operator/revoke", data={**asked, "token": token})
    assert (first.status_code, "要停用" in first.text) == (200, True)
    assert client.post("/operator/revoke", data={**asked, "token": token, "sure": "yes"}).status_code == 303
    unknown = client.post("/operator/revoke", data={**asked, "key": "k", "token": token})
    assert "没有这台设备" in unknown.text


def test_the_cookie_and_the_page_are_closed_to_others(watched: Serving) -> None:
    client = session_of(watched)
    cookie = (
        client.post("/operator/login", data={"account": ACCOUNT, "password": PASSWORD}).headers["set-cookie"].lower()
    )
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
    assert page.text.count("&lt;script&gt;") == 3
    assert "<script>" not in page.text
    assert "<i>" not in page.text


def test_wrong_passwords_are_slowed_down_and_nobody_waits_for_another_s(watched: Serving) -> None:
    gate, now = Gate(watched.platform), 1_000_000.0
    for _ in range(FREE - 1):
        assert gate.enter(ACCOUNT, "x", "10.0.0.9", now) == ""
        assert gate.wait_s(ACCOUNT, "10.0.0.9", now) == 0
    waits = []
    for _ in range(12):
        assert gate.enter(ACCOUNT, "x", "10.0.0.9", now) == ""
        waits.append(gate.wait_s(ACCOUNT, "10.0.0.9", now))
        now += waits[-1]
    assert waits[:4] == [1, 2, 4, 8]
    assert waits[-1] == LONGEST_WAIT_S
    assert gate.wait_s(ACCOUNT, "10.0.0.9", now) == 0
    assert gate.enter(ACCOUNT, "x", "10.0.0.9", now) == ""
    assert gate.wait_s("别人", "10.0.0.9", now) > 0, "whoever guesses many accounts waits for each"
    assert gate.wait_s(ACCOUNT, "10.0.0.8", now) == 0, "the operator elsewhere does not"
    session = gate.enter(ACCOUNT, PASSWORD, "10.0.0.8", now)
    assert gate.whose(session, now) == ACCOUNT
    for number in range(FREE):
        gate.enter(ACCOUNT, "x", f"2001:db8::{number}", now)
    assert gate.wait_s(ACCOUNT, "2001:db8::ffff", now) > 0, "a household has many such addresses"


def test_whoever_has_to_wait_is_told_so(watched: Serving, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(accounts, "now_s", lambda: 1_000_000.0)
    asked = {"account": ACCOUNT, "password": "x"}
    answers = [httpx.post(f"{watched.url}/operator/login", data=asked) for _ in range(FREE + 1)]
    assert [one.status_code for one in answers] == [403] * FREE + [429]
    assert int(answers[-1].headers["retry-after"]) > 0


def test_a_session_ends_with_time_with_the_password_and_when_it_is_left(watched: Serving) -> None:
    gate, now = Gate(watched.platform), 1_000_000.0
    session = gate.enter(ACCOUNT, PASSWORD, "", now)
    assert gate.whose(session, now + HOLDS_S - 1) == ACCOUNT
    assert gate.whose(session, now + HOLDS_S + 1) == ""
    assert gate.whose(session[:-2] + "AA", now) == ""
    accounts.put(watched.platform, ACCOUNT, f"{PASSWORD} 再锁门")
    assert gate.whose(session, now) == ""
    client = httpx.Client(base_url=watched.url)
    CLIENTS.append(client)
    client.post("/operator/login", data={"account": ACCOUNT, "password": f"{PASSWORD} 再锁门"})
    cookie = client.cookies["operator"]
    assert client.post("/operator/logout", data={"token": token_of(client)}).status_code == 303
    kept = httpx.get(f"{watched.url}/operator", cookies={"operator": cookie})
    assert 'name="password"' in kept.text, "an old cookie opens nothing"


def test_a_weak_password_and_a_name_that_is_none_make_no_account(gateway: Serving) -> None:
    for name, password in (("周值班", "12345678"), ("周值班", "周值班"), ("", PASSWORD), ("\n", PASSWORD)):
        with pytest.raises(Rejected):
            accounts.put(gateway.platform, name, password)
    with pytest.raises(Rejected, match="account_unknown"):
        accounts.drop(gateway.platform, "没有的")
    assert httpx.get(f"{gateway.url}/operator").status_code == 404


def test_what_was_done_stands_on_the_page_and_in_the_log_and_no_password_does(
    watched: Serving, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "station_app.gateway")
    station = write_a_bad_day(watched)
    httpx.post(f"{watched.url}/operator/login", data={"account": ACCOUNT, "password": "猜的口令"})
    client = session_of(watched)
    asked = {"key": station.key.public, "reason": "电脑丢了", "sure": "yes", "token": token_of(client)}
    assert client.post("/operator/revoke", data=asked).status_code == 303
    log = client.get("/operator").text.split('<section id="log">')[1]
    for words_of_log in ("密码不对", "进入", "停用设备", "电脑丢了", ACCOUNT, "127.0.0.1", "设了帐号密码", "somewhere"):
        assert words_of_log in log, words_of_log
    for told in ('"operator": "login_failed"', '"operator": "login"', '"operator": "revoke"', ACCOUNT):
        assert told in caplog.text, told
    for secret in ("猜的口令", PASSWORD):
        assert secret not in log
        assert secret not in caplog.text


def test_a_county_is_stopped_only_by_whoever_types_its_whole_name(watched: Serving) -> None:
    county = admitted(watched, "3" * 32, "520324", "COUNTY")
    client = session_of(watched)
    asked = {"key": county.key.public, "reason": "换了人", "token": token_of(client)}
    page = client.post("/operator/revoke", data=asked).text
    assert "全县各站都受影响" in page
    for name in ("", "somewhere"):
        refused = client.post("/operator/revoke", data={**asked, "sure": "yes", "name": name})
        assert "没有停用" in refused.text
    assert county.ask(f"/v1/journals/{county.journal}").status_code == 200
    name = f"somewhere {county.home}"
    assert client.post("/operator/revoke", data={**asked, "sure": "yes", "name": name}).status_code == 303
    assert county.believed(county.ask(f"/v1/journals/{county.journal}"))["code"] == "device_revoked"


def many_places(gateway: Serving, number: int) -> None:
    """So many stations, each with a journal: the first was heard longest ago, one never."""

    def work(cursor: Cursor) -> None:
        for place in range(number):
            home = Home(f"{place + 16:032x}", "STATION", "520324116000")
            key, name = f"{place:043d}", f"第{place:04d}号人大代表联络站"
            devices.admit(cursor, Admitted(key, home, name, "", ACTIVE, "2026-11-01", f"{place:032x}"))
            if place:
                journal = journals.locked(cursor, journals.begun(f"{place:032x}", home.uid, "office", key))
                journals.touched(cursor, journal.uid, f"2026-{place % 12 + 1:02d}-{place % 28 + 1:02d}T09:00:00+08:00")

    gateway.platform.engine.write(work)


def test_three_thousand_places_are_walked_searched_and_ordered_the_silent_first(watched: Serving) -> None:
    many_places(watched, 3_000)
    client = session_of(watched)
    first = client.get("/operator").text
    places = first.split('<section id="places">')[1].split("</section>")[0]
    assert places.index("第0000号") < places.index("第0084号"), "who was never heard, then who was heard longest ago"
    assert "第 1/60 页，共 3000 行" in places
    assert places.count("<tr>") == 51
    last = client.get("/operator?places=59&sort=name").text.split('<section id="places">')[1].split("</section>")[0]
    assert "第2999号人大代表联络站" in last
    found = client.get("/operator", params={"q": "第1234号"}).text
    assert f"{1234:032x}" in found, "a journal's whole name"
    assert found.split('<section id="places">')[1].count("第1234号") >= 1
    by_journal = client.get("/operator", params={"q": f"{1234:032x}"}).text
    assert "第1234号人大代表联络站" in by_journal
    took = []
    for _ in range(5):
        begun = time.perf_counter()
        watched.platform.engine.read(status.counts)
        watched.platform.engine.read(lambda cursor: status.places(cursor, Asked()))
        took.append(time.perf_counter() - begun)
    assert min(took) < 0.2


def test_figures_are_for_whoever_has_the_token(setup: Setup, monkeypatch: pytest.MonkeyPatch) -> None:
    with serving(setup) as served:
        assert httpx.get(f"{served.url}/metrics").status_code == 404
    monkeypatch.setenv(METRICS_VARIABLE, "t0ken")
    with serving(setup) as served:
        assert httpx.get(f"{served.url}/metrics").status_code == 401
        assert httpx.get(f"{served.url}/metrics", headers={"Authorization": "Bearer x"}).status_code == 401
        told = httpx.get(f"{served.url}/metrics", headers={"Authorization": "Bearer t0ken"})
        assert "lzb_journals" in told.text


@pytest.mark.parametrize("content", [b"\xff", b"a" * 5_000, b"&".join([b"a=1"] * 20), b""])
def test_a_strange_form_is_no_accident(watched: Serving, content: bytes) -> None:
    answer = httpx.post(f"{watched.url}/operator/login", content=content)
    assert answer.status_code in (400, 403)


def test_there_are_no_pages_where_there_is_no_account(gateway: Serving) -> None:
    assert httpx.get(f"{gateway.url}/operator").status_code == 404


def test_a_refused_line_and_a_batch_aside_are_decided_on_the_page(watched: Serving) -> None:
    station = write_a_bad_day(watched)
    client = session_of(watched)
    token = token_of(client)
    refused = watched.platform.engine.read(folded.quarantined)
    line = {"journal": refused[0][0], "seq": str(refused[0][1])}
    assert client.post("/operator/decide", data={**line, "outcome": "DROPPED", "token": "x"}).status_code == 403
    assert client.post("/operator/decide", data={**line, "outcome": "DROPPED", "token": token}).status_code == 303
    assert len(watched.platform.engine.read(folded.decided)) == 1
    assert f'name="seq" value="{line["seq"]}"' not in client.get("/operator").text
    aside = [row[0] for row in watched.platform.engine.read(journals.aside)]
    for name in aside:
        assert client.post("/operator/decide", data={"hash": name, "outcome": "x", "token": token}).status_code == 200
        assert (
            client.post("/operator/decide", data={"hash": name, "outcome": "DROPPED", "token": token}).status_code
            == 303
        )
    assert watched.platform.engine.read(journals.aside) == []
    assert words.EVENTS["decide"] in client.get("/operator").text
    assert station.journal
