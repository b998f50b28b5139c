"""The way out: by a proxy, past it where the environment says so, and trusting an authority of one's own."""

from __future__ import annotations

import asyncio
import shutil
import ssl
from base64 import b64encode
from collections.abc import AsyncIterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import trustme

from bot import outside
from handlers import slack_sockets
from handlers.slack_payloads import CHAT
from playground.installing import install
from tests.slack.registry import Registry
from tests.slack.relay import Proxy, relay
from tests.town import words_of

HOST = "slack.test"
"""A name that only the proxy knows."""
HIROBA = "ひろば"


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment without proxies."""
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.mark.parametrize(
    ("url", "environment", "proxy"),
    [
        ("https://slack.com/api/", {}, None),
        ("https://slack.com/api/", {"HTTPS_PROXY": "http://proxy:8080"}, "http://proxy:8080"),
        ("https://slack.com/api/", {"https_proxy": "http://proxy:8080"}, "http://proxy:8080"),
        ("https://slack.com/api/", {"HTTPS_PROXY": "proxy:8080"}, "http://proxy:8080"),
        ("https://slack.com/api/", {"HTTP_PROXY": "http://proxy:8080"}, None),
        ("https://slack.com/api/", {"HTTPS_PROXY": "http://proxy:8080", "NO_PROXY": ".slack.com"}, None),
        ("https://slack.com/api/", {"HTTPS_PROXY": "http://proxy:8080", "NO_PROXY": "*"}, None),
        ("https://slack.com/api/", {"HTTPS_PROXY": ""}, None),
        ("wss://wss.slack.com/link", {"HTTPS_PROXY": "http://proxy:8080"}, "http://proxy:8080"),
        ("ws://elsewhere/link", {"HTTP_PROXY": "http://proxy:8080"}, "http://proxy:8080"),
        ("http://127.0.0.1:3999/api/", {"HTTP_PROXY": "http://proxy:8080"}, None),
        ("http://[::1]:3999/api/", {"HTTP_PROXY": "http://proxy:8080"}, None),
        ("http://localhost:3999/api/", {"HTTP_PROXY": "http://proxy:8080"}, None),
    ],
)
def test_the_environment_says_which_way_leads_out(
    monkeypatch: pytest.MonkeyPatch, url: str, environment: dict[str, str], proxy: str | None
) -> None:
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    assert outside.proxy_for(url) == proxy


def test_an_authority_of_ones_own_is_trusted_besides_the_machines(tmp_path: Path) -> None:
    trustme.CA().cert_pem.write_to_path(str(tmp_path / "ca.pem"))
    alone, more = outside.certificates(None), outside.certificates(tmp_path / "ca.pem")
    assert len(more.get_ca_certs()) == len(alone.get_ca_certs()) + 1
    for context in (alone, more):
        assert context.verify_mode is ssl.CERT_REQUIRED and context.check_hostname
    assert not more.verify_flags & ssl.VERIFY_X509_STRICT


@dataclass(slots=True)
class Far:
    """Slack behind TLS and a proxy, under a name that only the proxy knows."""

    registry: Registry
    proxy: Proxy
    ca_file: Path
    settings: dict[str, Any]


@pytest.fixture
async def far(migrated_sqlite: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Far]:
    monkeypatch.setattr(slack_sockets, "APART", 0.05)
    monkeypatch.setattr(slack_sockets, "FIRST_PAUSE", 0.05)
    file = shutil.copy(migrated_sqlite, tmp_path / "far.sqlite3")
    authority = trustme.CA()
    ca_file = tmp_path / "ca.pem"
    authority.cert_pem.write_to_path(str(ca_file))
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    authority.issue_cert(HOST).configure_cert(tls)
    async with Registry.open(f"sqlite:///{file}") as registry:
        playground, proxy = registry.playground, Proxy()
        registry.app.socket_mode = True
        async with relay(int(playground.url.split(":")[2].strip("/")), tls=tls) as behind_tls:
            async with relay(behind_tls, proxy=proxy) as port:
                playground.url = f"https://{HOST}/"  # so begin its response URLs and the addresses of its sockets
                monkeypatch.setenv("HTTPS_PROXY", f"http://taiwa:word@127.0.0.1:{port}")
                install(registry.city, registry.app, "xoxb-far")
                settings = {
                    "slack_api_url": f"https://{HOST}/api/",
                    "slack_app_token": "xapp-registry",
                    "slack_bot_token": "xoxb-far",
                    "slack_client_id": None,
                }
                yield Far(registry, proxy, ca_file, settings)


async def test_calls_answers_and_sockets_go_by_the_proxy_and_trust_the_authority(far: Far) -> None:
    registry = far.registry
    async with registry.serving(ca_file=far.ca_file, **far.settings):
        sockets = registry.playground.sockets
        await _until(lambda: len(sockets.open_for(registry.app)) == 2)
        square = registry.city.channel_named(HIROBA)
        square.members.append(registry.city.installation.user_id)
        suzuki = registry.playground.person("suzuki.kenta", registry.city)
        await suzuki.say(HIROBA, "/yubi 朝の散歩")
        await _until(lambda: any(message.bot_id for message in square.history()))
        card = square.history()[-1]
        await suzuki.click(card, "recruitment.join")
        await _until(lambda: len(square.seen_by(suzuki.id)) > len(square.history()))
    assert "朝の散歩" in words_of(card)
    assert len(far.proxy.asked) >= 3
    assert set(far.proxy.asked) == {f"CONNECT {HOST}:443 HTTP/1.1"}
    assert far.proxy.credentials == {"Proxy-Authorization: Basic " + b64encode(b"taiwa:word").decode()}


async def test_without_the_authority_nothing_is_said_to_whoever_answers(far: Far) -> None:
    async with far.registry.serving(**far.settings) as house:
        with pytest.raises(Exception, match="ClientConnectorCertificateError"):
            await house.core.chats[CHAT].exchange("1", client_id="1", client_secret="2", redirect_uri="https://x/")
    assert not far.registry.playground.calls


async def test_past_the_proxy_where_the_environment_says_so(far: Far, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_PROXY", HOST)
    async with far.registry.serving(ca_file=far.ca_file, **far.settings) as house:
        with pytest.raises(Exception, match="ClientConnectorDNSError"):
            await house.core.chats[CHAT].exchange("1", client_id="1", client_secret="2", redirect_uri="https://x/")
    assert far.proxy.asked == []


async def _until(holds: Any) -> None:
    async with asyncio.timeout(10):
        while not holds():
            await asyncio.sleep(0.01)
