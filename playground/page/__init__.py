"""The playground's web page: `attach` puts it into a playground before that is started."""

from pathlib import Path

import aiohttp
import nicegui
from fastapi import Request
from nicegui import ui

from playground.page import words
from playground.page.faces import draw_people
from playground.page.here import Here
from playground.page.product_clock import ProductClock
from playground.page.reading import Reading
from playground.page.tags import Tag
from playground.page.window import Window
from playground.person import Person
from playground.server import Playground
from playground.workspace import Workspace

_ASSETS = Path(__file__).parent
_STYLE = (_ASSETS / "style.css").read_text(encoding="utf-8")
_FOCUS = (_ASSETS / "focus.js").read_text(encoding="utf-8")


def attach(playground: Playground, clock_url: str = "") -> None:
    """Serve the page at the playground's address; `clock_url` is where the product's clock is read and moved.

    `/` offers the people one can be, `/as/HANDLE` (or id) is one of them, `/as/HANDLE/CHANNEL_ID` in one channel.
    """
    reading = Reading()
    clock = ProductClock(clock_url) if clock_url else None

    def page(request: Request) -> None:
        _dress()
        match request.url.path.strip("/").split("/"):
            case ["as", name, *place] if person := _person(playground, name):
                _speak(person.member.locale)
                Window(Here(playground, person, clock), reading, *place[:1])
            case path:
                _speak(request.headers.get("accept-language", "ja"))
                _draw_door(playground, request.headers.get("accept-language", "ja"), lost=path != [""])

    # NiceGUI is one per process; a second playground, as in tests, takes it over from the first.
    nicegui.app.middleware_stack = None
    ui.run_with(
        playground.app,
        root=page,
        title="Taiwa",
        tailwind=False,
        show_welcome_message=False,
        gzip_middleware_factory=None,  # on loopback, packing costs more time than it saves
    )


async def warm_up(playground: Playground) -> None:
    """Have the page drawn once, so that its first visitor does not wait for what is made only once."""
    async with aiohttp.ClientSession() as session, session.get(playground.url) as response:
        await response.read()


def _person(playground: Playground, name: str) -> Person | None:
    for workspace in playground.workspaces.values():
        for member in workspace.people():
            if name in (member.id, member.name):
                return Person(playground, workspace, member)
    return None


def _dress() -> None:
    ui.add_css(_STYLE)
    ui.add_head_html(f'<script type="module">{_FOCUS}</script>')


def _speak(locale: str) -> None:
    """Tell browser and screen reader which language this is."""
    ui.context.client.page.language = "ja" if locale.startswith("ja") else "en-US"


def _draw_door(playground: Playground, locale: str, lost: bool) -> None:
    """Who would you like to be?"""
    say = words.Say(locale)
    with Tag("div", css="door"):
        if lost:
            Tag("p", say(words.NOBODY), "failure", role="alert")
        for workspace in playground.workspaces.values():
            _draw_hall(workspace, say)


def _draw_hall(workspace: Workspace, say: words.Say) -> None:
    Tag("p", workspace.name, "workspace")
    Tag("h1", say(words.WHO), "title")
    Tag("p", say(words.WHO_HINT), "hint")
    draw_people(workspace, say)
