"""Whether there is a network at all, asked of this machine alone: no packet is sent and no name is looked up."""

from __future__ import annotations

import ipaddress
import socket
from urllib.parse import urlsplit

NOWHERE = "192.0.2.1"
"""An address of no machine (RFC 5737): only the way out is asked for."""

DISCARD = 9


def is_loopback(url: str) -> bool:
    """Whether an address is this very machine."""
    host = urlsplit(url).hostname or ""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def own_address(url: str) -> str:
    """The address that this machine would speak from to reach `url`; "" where it has no way there.

    Another address than before means another network.
    """
    if is_loopback(url):
        return "127.0.0.1"
    for family, target in ((socket.AF_INET, NOWHERE), (socket.AF_INET6, "2001:db8::1")):
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as way:
                way.connect((target, DISCARD))
                return str(way.getsockname()[0])
        except OSError:
            continue
    return ""
