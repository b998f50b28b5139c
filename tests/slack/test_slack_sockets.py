"""Socket Mode: the same product over WebSockets, of which any may break at any time."""

from __future__ import annotations

import asyncio
import json
import shutil
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from sqlalchemy import func, select

from bot.core import Clock
from bot.db import Tx
from bot.dialogue import service
from bot.ledger import Participation
from bot.recruitment.model import Joining
from handlers import slack_sockets
from playground.app import App
from playground.faults import Fault
from tests.slack.knock import Knock
from tests.slack.relay import Line, relay
from tests.town import Town, words_of

HIROBA, SECTION = "ひろば", "子育て支援課"
CALL = "/yubi 昼休みに昇仙峡の話をしませんか"


@pytest.fixture
async def town(migrated_sqlite: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[Town]:
    """The whole product by Socket Mode, with two sockets open."""
    monkeypatch.setattr(slack_sockets, "APART", 0.05)
    monkeypatch.setattr(slack_sockets, "LOOK_EVERY", 0.05)
    monkeypatch.setattr(slack_sockets, "FIRST_PAUSE", 0.05)
    monkeypatch.setattr(slack_sockets, "OPEN_WITHIN", 0.5)
    monkeypatch.setattr(slack_sockets, "LINGER", 0.3)
    file = shutil.copy(migrated_sqlite, tmp_path / "taiwa.sqlite3")
    async with Town.open(f"sqlite:///{file}", Clock(), sockets=True, retry_pace=0.02) as town:
        await _until(lambda: len(_open(town)) == 2)
        yield town


@pytest.fixture
def app(town: Town) -> App:
    assert town.workspace.installation is not None
    return town.workspace.installation.app


def _open(town: Town) -> list[Any]:
    return [socket for app in town.playground.apps for socket in town.playground.sockets.open_for(app)]


async def _until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(10):
        while not holds():
            await asyncio.sleep(0.01)


async def _call(town: Town) -> Any:
    await town.person("suzuki.kenta").say(HIROBA, CALL)
    await town.settled()
    return town.card(HIROBA)


def _counted(tx: Tx) -> tuple[int, int]:
    rows = [tx.execute(select(func.count()).select_from(table)).scalar_one() for table in (Joining, Participation)]
    return rows[0], rows[1]


async def test_commands_clicks_forms_and_answers_come_through_the_sockets(town: Town) -> None:
    card = await _call(town)
    ito, suzuki = town.person("ito.sakura"), town.person("suzuki.kenta")
    await ito.click(card, "recruitment.join")
    await town.settled()
    assert f"@{ito.id}" in words_of(card)
    await suzuki.say(HIROBA, "/yubi list")
    assert "昇仙峡" in words_of(town.notes("suzuki.kenta", HIROBA)[-1])
    await suzuki.say(HIROBA, "/yubi")
    await suzuki.submit({"title": "", "minimum": "0"})
    assert suzuki.modal().errors, "what is wrong stands beside its field"
    await suzuki.submit({"title": "朝の散歩", "minimum": ""})
    await town.settled()
    assert "朝の散歩" in words_of(town.card(HIROBA))


async def test_each_of_two_sockets_brings_its_share(town: Town) -> None:
    card = await _call(town)
    for handle in ("ito.sakura", "kobayashi.yuta", "yoshida.aoi", "emma.clark"):
        await town.person(handle).click(card, "recruitment.join")
    await town.settled()
    assert "参加者 4人" in words_of(card)


async def test_a_click_whose_socket_breaks_in_the_middle_is_stored_once(town: Town) -> None:
    card = await _call(town)
    town.playground.weather.disconnect = 1
    await town.person("ito.sakura").click(card, "recruitment.join")
    town.playground.weather.clear()
    await _until(lambda: len(_open(town)) == 2)
    await town.person("kobayashi.yuta").click(card, "recruitment.join")
    await town.settled()
    assert "参加者 2人" in words_of(card)
    assert await town.core.read(_counted) == (2, 3)


async def _prompt(town: Town) -> Any:
    """This week's topic, shown to a section."""
    await town.person("takahashi.yoko").say(SECTION, "/dialogue start")
    await town.person("takahashi.yoko").submit({})
    await town.settled()
    meets = await town.core.read(service.next_prompt_at)
    assert meets is not None
    await town.move_clock_to(meets)
    return town.card(SECTION)


async def test_an_answer_whose_socket_breaks_comes_again_and_counts_once(town: Town) -> None:
    card = await _prompt(town)
    town.playground.weather.disconnect = 1
    for handle in ("suzuki.kenta", "tanaka.daichi", "suzuki.kenta"):
        await town.person(handle).say(SECTION, "わたしは", thread_ts=card.ts)
    await _until(lambda: len(_open(town)) < 2)
    town.playground.weather.clear()
    await town.playground.settled()
    await town.settled()
    assert await town.core.read(_counted) == (0, 2)


async def test_an_envelope_that_comes_again_changes_nothing_and_is_acknowledged(town: Town, app: App) -> None:
    card = await _call(town)
    async with aiohttp.ClientSession() as session:
        knock = Knock(session, "", "", town)
        call = card.blocks[-1]["elements"][0]["value"]
        click = knock.click("ito.sakura", HIROBA, "recruitment.join", call)
    for attempt in range(3):
        again = {"retry_attempt": attempt, "retry_reason": "timeout" if attempt else ""}
        await town.playground.sockets.send(app, "interactive", click, 3, again)
    await town.settled()
    assert "参加者 1人" in words_of(card)
    assert await town.core.read(_counted) == (1, 2)


async def test_an_answer_that_could_not_be_stored_is_not_acknowledged_and_comes_again(town: Town) -> None:
    card = await _prompt(town)
    town.playground.delivery.answer_seconds = 0.2
    town.core.writer.MOST_WAITING = 0
    await town.person("suzuki.kenta").say(SECTION, "わたしは", thread_ts=card.ts)
    await asyncio.sleep(0.1)
    del town.core.writer.MOST_WAITING
    assert await town.core.read(_counted) == (0, 0)
    await town.playground.settled()
    assert await town.core.read(_counted) == (0, 1)


ODD: tuple[Any, ...] = (None, 7, "x", [], {}, {"type": "block_actions"}, {"command": "/yubi"}, {"type": 7, "team": []})


async def test_what_slack_never_sends_is_passed_over_and_the_sockets_stay(town: Town) -> None:
    before = _open(town)
    for socket in before:
        for odd in (*ODD, {"type": "event_callback", "team_id": town.workspace.id}):
            await socket.websocket.send_text(json.dumps({"envelope_id": "e", "type": "interactive", "payload": odd}))
        for raw in ("", "{", "null", "[]", "7", '"x"', '{"type": "disconnect?"}', "[" * 5_000):
            await socket.websocket.send_text(raw)
        await socket.websocket.send_bytes(b"\xff\xfe")
    card = await _call(town)
    await town.person("ito.sakura").click(card, "recruitment.join")
    await town.settled()
    assert "参加者 1人" in words_of(card)
    assert set(map(id, _open(town))) == set(map(id, before))


async def test_sockets_that_are_to_end_stay_until_others_are_open(town: Town, app: App) -> None:
    before, numbers = set(map(id, _open(town))), set()
    await town.playground.sockets.disconnect(app, "warning")

    def is_renewed() -> bool:
        numbers.add(len(_open(town)))
        return len(_open(town)) == 2 and not before & set(map(id, _open(town)))

    await _until(is_renewed)
    assert min(numbers) == 2 and max(numbers) > 2
    await town.person("ito.sakura").click(await _call(town), "recruitment.join")
    assert (await town.core.read(_counted))[0] == 1


async def test_sockets_that_slack_ends_at_once_are_followed_by_one_each(town: Town, app: App) -> None:
    """Left to itself the SDK opens two when Slack both announces and closes, and closes one with what came by it."""
    asked = len(town.playground.calls)
    await town.playground.sockets.disconnect(app)
    await _until(lambda: len(_open(town)) == 2)
    await town.person("ito.sakura").click(await _call(town), "recruitment.join")
    assert (await town.core.read(_counted))[0] == 1
    await asyncio.sleep(0.3)
    opened = [call for call in [*town.playground.calls][asked:] if call.method == "apps.connections.open"]
    assert len(opened) == 2


async def test_sockets_come_back_however_long_slack_could_not_be_reached(town: Town, app: App) -> None:
    for method in ("drop_after_storing", "error_after_storing", "rate_limited"):
        town.playground.faults.add(Fault(method, "apps.connections.open", times=2))  # type: ignore[arg-type]
    for socket in _open(town):
        town.playground.sockets.cut(socket)
    assert len(_open(town)) == 0
    await _until(lambda: len(_open(town)) == 2)
    await town.person("ito.sakura").click(await _call(town), "recruitment.join")


async def test_a_line_that_falls_silent_is_given_up(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    """As when a firewall forgets a connection: it is neither closed nor does anything come."""
    monkeypatch.setattr(slack_sockets, "PING_EVERY", 0.2)
    line, before = Line(), _open(town)
    async with relay(int(town.playground.url.split(":")[2].strip("/")), line=line) as port:
        town.playground.url = f"http://127.0.0.1:{port}/"
        for socket in before:
            town.playground.sockets.cut(socket)
        await _until(lambda: len(_open(town)) == 2)
        silent = set(map(id, _open(town)))
        line.fall_silent()
        await _until(lambda: len(_open(town)) == 2 and not silent & set(map(id, _open(town))))
        await town.person("ito.sakura").click(await _call(town), "recruitment.join")
        assert (await town.core.read(_counted))[0] == 1
        assert town.house.sockets is not None
        await town.house.sockets.stop()


async def test_an_address_that_was_used_up_is_not_dialled_again(town: Town, app: App) -> None:
    """The SDK alone would try it for ever: it is good once, and the socket broke before it was open."""
    town.playground.sockets._tickets = _Forgetful(times=3)
    for socket in _open(town):
        town.playground.sockets.cut(socket)
    await _until(lambda: len(_open(town)) == 2)


class _Forgetful(dict[str, App]):
    """Knows none of the next tickets."""

    def __init__(self, times: int) -> None:
        super().__init__()
        self.times = times

    def pop(self, key: str, default: Any = None) -> Any:
        self.times -= 1
        return None if self.times >= 0 else super().pop(key, default)


async def test_ready_says_whether_a_socket_is_open_and_no_request_is_let_in(town: Town, app: App) -> None:
    async with aiohttp.ClientSession() as session:

        async def ready() -> tuple[int, Any]:
            async with session.get(f"{town.url}readyz") as answer:
                return answer.status, await answer.json()

        assert await ready() == (200, {"database": True, "slack": True, "socket": True})
        async with session.post(f"{town.url}slack/events", data=b"{}") as answer:
            assert answer.status == 404
        await town.playground.sockets.disconnect(app, "link_disabled")
        async with asyncio.timeout(5):
            while await ready() != (503, {"database": True, "slack": True, "socket": False}):
                await asyncio.sleep(0.02)
        async with session.get(f"{town.url}healthz") as answer:
            assert answer.status == 200


async def test_who_stops_finishes_and_acknowledges_what_has_begun(town: Town, app: App) -> None:
    assert town.house.sockets is not None
    card = await _call(town)
    busy = asyncio.create_task(town.core.write(lambda tx: tx.exec_driver_sql(_SLOW) and None))
    await asyncio.sleep(0.05)
    clicked = asyncio.create_task(town.person("ito.sakura").click(card, "recruitment.join"))
    await asyncio.sleep(0.05)
    await town.house.sockets.stop()
    await asyncio.gather(busy, clicked)
    assert await town.core.read(_counted) == (1, 2)
    await _until(lambda: not _open(town))


_SLOW = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 2000000) SELECT max(i) FROM n"
