"""Dialogs: a modal frame, and the question some buttons ask before they do what they say."""

import asyncio

from nicegui import ui

from playground.page.emoji import plain
from playground.page.here import Here
from playground.page.tags import Tag, button, drawn
from playground.workspace import JsonObject


class Dialog(ui.element, component="modal_frame.js"):
    """The browser's modal dialog, open as long as it exists; Escape says "leave"."""


async def confirmed(here: Here, question: JsonObject | None) -> bool:
    """Ask an element's `confirm` question, if it has one; whether the person means it."""
    if question is None:
        return True
    answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()

    def settle(yes: bool) -> None:
        if not answer.done():
            answer.set_result(yes)

    with ui.context.client.content, Dialog().classes("modal small") as dialog:
        dialog.on("leave", lambda: settle(False), args=[])
        heading = Tag("h2", plain(question["title"]), "modal-title")
        dialog.props["aria-labelledby"] = heading.html_id
        with Tag("div", css="modal-body text"):
            drawn(here.marked.text_object(question["text"]))
        with Tag("div", css="modal-foot"):
            button(plain(question["deny"]), lambda: settle(False))
            style = question.get("style", "primary")
            button(plain(question["confirm"]), lambda: settle(True), style, autofocus=True)
    try:
        return await answer
    finally:
        dialog.delete()
