"""A gateway on loopback for the tour: the reference province, on a port that stays the same while the tour lasts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path

from station_app.domain import clock, exchange
from station_app.domain.exchange import Invitation
from station_app.domain.immutable import immutable
from station_app.gateway import admission, server
from station_app.gateway.server import Serving

DAYS = 30
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


@contextmanager
def loopback(folder: Path) -> Iterator[Loopback]:
    """Run the gateway whose store lies in `folder`; a second time at the address of the first."""
    setup = server.Setup(str(folder / "gateway.db"), folder / "gateway-files")
    with server.serving(setup, _PORTS.get(folder, 0)) as serving:
        _PORTS[folder] = int(serving.url.rpartition(":")[2])
        yield Loopback(serving)
