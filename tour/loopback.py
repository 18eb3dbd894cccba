"""A gateway on loopback for the tour: the reference province, on a port that stays the same while the tour lasts."""

from __future__ import annotations

import importlib.util
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from functools import partial
from pathlib import Path

from station_app import paths
from station_app.domain import clock, exchange
from station_app.domain.exchange import Invitation
from station_app.domain.immutable import immutable
from station_app.gateway import accounts, admission, server
from station_app.gateway.server import Serving
from tour.camera import Camera

DAYS = 30
ACCOUNT = "operator"
SCREENS = {"wide": (1366, 768), "narrow": (390, 844)}
FLAGS = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run")
PATIENCE_S = 30
Keep = Callable[[str, bytes], None]
_PORTS: dict[Path, int] = {}


@immutable
class Loopback:
    """A gateway that listens."""

    serving: Serving

    def invitation(self, name: str, area_code: str, role: str) -> str:
        """The text of a file that admits one device."""
        invitation = Invitation(
            code=exchange.new_code(),
            name=name,
            area_code=area_code,
            role=role,
            expires_on=(date.fromisoformat(clock.today(clock.SystemClock())) + timedelta(days=DAYS)).isoformat(),
            gateway_url=self.serving.url,
        )
        return admission.invite(self.serving.platform, invitation)

    def pictures(self, camera: Camera, password: str) -> None:
        """The operator's pages, by an account with a password, on a screen and on a telephone."""
        browser, driver = shutil.which("chromium"), shutil.which("chromedriver")
        if browser is None or driver is None or importlib.util.find_spec("selenium") is None:
            camera.left_out("operator", "no Chromium with its driver on this machine")
            return
        accounts.put(self.serving.platform, ACCOUNT, password)
        for name, size in SCREENS.items():
            with tempfile.TemporaryDirectory(dir=SHORT if Path(SHORT).is_dir() else None) as folder:
                _look(self.serving.url, password, (browser, driver), (Path(folder), size), partial(_kept, camera, name))


SHORT = "/tmp"
"""Where a browser's folder lies: it makes a socket there, whose path may have 107 bytes (unix(7))."""


def _kept(camera: Camera, screen: str, page: str, content: bytes) -> None:
    camera.file(content, f"operator-{page}-{screen}")


def _look(url: str, password: str, programs: tuple[str, str], screen: tuple[Path, tuple[int, int]], keep: Keep) -> None:
    """Log in as a person does, and look at the page from its top and at its log."""
    from selenium import webdriver  # noqa: PLC0415  (a tour without a browser needs none of it)
    from selenium.webdriver.common.by import By  # noqa: PLC0415  (see above)
    from selenium.webdriver.support.ui import WebDriverWait  # noqa: PLC0415  (see above)

    folder, (width, height) = screen
    (folder / "fonts").symlink_to(paths.resources() / "fonts")  # the machine may have no Chinese face of its own
    options = webdriver.ChromeOptions()
    options.binary_location = programs[0]
    for flag in (*FLAGS, f"--user-data-dir={folder / 'browser'}"):
        options.add_argument(flag)
    metrics = {"width": width, "height": height, "pixelRatio": 1.0}
    options.add_experimental_option("mobileEmulation", {"deviceMetrics": metrics})
    service = webdriver.ChromeService(
        programs[1], env={**os.environ, "XDG_DATA_HOME": str(folder), "TMPDIR": str(folder)}
    )
    browser = webdriver.Chrome(options=options, service=service)
    try:
        browser.get(f"{url}/operator")
        browser.find_element(By.ID, "account").send_keys(ACCOUNT)
        browser.find_element(By.ID, "password").send_keys(password)
        browser.find_element(By.CSS_SELECTOR, "button").click()
        WebDriverWait(browser, PATIENCE_S).until(lambda one: one.find_elements(By.ID, "log"))
        keep("top", browser.get_screenshot_as_png())
        browser.execute_script("document.getElementById('log').scrollIntoView()")
        keep("log", browser.get_screenshot_as_png())
    finally:
        browser.quit()


@contextmanager
def loopback(folder: Path) -> Iterator[Loopback]:
    """Run the gateway whose store lies in `folder`; a second time at the address of the first."""
    setup = server.Setup(str(folder / "gateway.db"), folder / "gateway-files")
    with server.serving(setup, _PORTS.get(folder, 0)) as serving:
        _PORTS[folder] = int(serving.url.rpartition(":")[2])
        yield Loopback(serving)
