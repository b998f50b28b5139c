"""What one can do with a message: reply, react, choose one of the app's shortcuts, and change or delete one's own."""

from collections.abc import Callable
from functools import partial

from playground.page import words
from playground.page.ask import confirmed
from playground.page.here import Here
from playground.page.reactions import draw_emoji, emoji_name, toggle
from playground.page.tags import CLOSING, Tag, unfolding
from playground.workspace import Channel, JsonObject, Message


def draw_menu(
    here: Here, channel: Channel, message: Message, reply: Callable[[], None] | None, edit: Callable[[], None]
) -> Tag:
    """Draw the menu's button; what it offers is drawn when it is opened."""
    person, say = here.person, here.say

    def item(text: str, then: Callable[[], object], css: str = "item") -> Tag:
        return Tag("button", text, css, type="button").hears("click", lambda: then(), CLOSING)

    async def choose(callback_id: str) -> None:
        await here.attempt(person.shortcut(channel, message.ts, callback_id))

    async def delete() -> None:
        if await confirmed(here, _question(here)):
            await here.attempt(person.delete(message))

    def draw_emojis() -> None:
        with Tag("div", css="emojis", role="group", aria_label=say(words.REACT)):
            for name in words.EMOJI:
                choice = item("", partial(toggle, here, channel, message.ts, name), "emoji")
                choice.set(aria_label=emoji_name(here, name), title=emoji_name(here, name))
                with choice:
                    draw_emoji(name)

    def draw_shortcuts() -> None:
        installation = here.workspace.installation
        for shortcut in installation.app.shortcuts.values() if installation else ():
            if shortcut.kind == "message":
                with item("", partial(choose, shortcut.callback_id)):
                    Tag("span", shortcut.name)
                    Tag("span", here.app.shown_name if here.app else "", "about")

    def draw() -> None:
        draw_emojis()
        if reply:
            item(say(words.REPLY), reply)
        draw_shortcuts()
        if message.user == person.id:
            item(say(words.EDIT), edit)
            item(say(words.DELETE), delete, "item danger")

    with Tag("details", css="menu more") as menu:
        label = say(words.MESSAGE_MENU)
        Tag("summary", "⋯", "button quiet", aria_label=label, title=label, data_field=f"{message.ts}/menu")
        unfolding(menu, draw)
    return menu


def _question(here: Here) -> JsonObject:
    sentences = {
        "title": words.DELETE_ASK,
        "text": words.DELETE_ABOUT,
        "confirm": words.DELETE,
        "deny": words.CANCEL,
    }
    texts = {part: {"type": "plain_text", "text": here.say(text)} for part, text in sentences.items()}
    return {**texts, "style": "danger"}
