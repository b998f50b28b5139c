"""The way out of the house: by which proxy, and trusting whose certificates."""

from __future__ import annotations

import ssl
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

_AS_IN_THE_ENVIRONMENT = {"wss": "https", "ws": "http"}


def certificates(ca_file: Path | None) -> ssl.SSLContext:
    """What every connection is checked against: the machine's own authorities, and those in this file (PEM)."""
    context = ssl.create_default_context()
    if ca_file is not None:
        context.load_verify_locations(ca_file)
        context.verify_flags &= ~ssl.VERIFY_X509_STRICT  # authorities of one's own often lack a part of RFC 5280
    return context


def proxy_for(url: str) -> str | None:
    """The proxy to this address, as HTTPS_PROXY, HTTP_PROXY and NO_PROXY in the environment say.

    A WebSocket takes the way of its web page. This machine itself is always reached directly.
    """
    parts = urlsplit(url)
    host = parts.hostname or ""
    if _is_this_machine(host) or proxy_bypass(host):
        return None
    proxy = getproxies().get(_AS_IN_THE_ENVIRONMENT.get(parts.scheme, parts.scheme))
    return proxy if not proxy or "://" in proxy else f"http://{proxy}"


def _is_this_machine(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
