"""The field in which one changes what a message of one's own says."""

import html
import re
from collections.abc import Callable
from typing import Any

from playground.page import words
from playground.page.here import Here
from playground.page.tags import Tag, button
from playground.workspace import Message

# Enter saves, but not while Japanese is being converted.
_KEYS = """(e) => {
  if (e.isComposing || e.keyCode === 229) return;
  if (e.key === 'Escape') emit(null);
  else if (e.key === 'Enter' && !e.shiftKey) { e.preventDefault(); e.target.form.requestSubmit(); }
}"""
_WHAT_IT_SAYS = "(e) => { const text = e.target[0].value.trim(); if (text) emit(text); }"


class Editor:
    """Stands in the place of a message's text until it is saved or given up, then calls `done`."""

    def __init__(self, here: Here, message: Message, done: Callable[[], None]) -> None:
        self._here, self._message, self._done = here, message, done
        before = _as_typed(here, message.text)
        with Tag("form", css="editor") as self._form:
            field = Tag("textarea", rows=2, aria_label=here.say(words.EDITING), defaultValue=before, required=True)
            field.on(
                "focus", js_handler="(e) => e.target.setSelectionRange(e.target.value.length, e.target.value.length)"
            )
            field.hears("keydown", done, _KEYS)
            button(here.say(words.CANCEL), done, "quiet")
            Tag("button", here.say(words.SAVE), "quiet primary", type="submit")
        self._form.hears("submit.prevent", self._save, _WHAT_IT_SAYS)
        field.run_method("focus")

    def delete(self) -> None:
        """Take the field away."""
        self._form.delete()

    async def _save(self, event: Any) -> None:
        if await self._here.attempt(self._here.person.edit(self._message, event.args)):
            self._done()


def _as_typed(here: Here, text: str) -> str:
    """What somebody must have typed for Slack to make this text of it: names instead of ids, links as they are."""

    def name(token: re.Match[str]) -> str:
        reference = token[1].partition("|")[0]
        match reference[0], reference[1:]:
            case "@", user_id:
                return here.marked.person(user_id)
            case "#", channel_id:
                return here.marked.channel(channel_id)
            case "!", word:
                return f"@{word}"
        return reference

    return html.unescape(re.sub(r"<([^<>\s][^<>]*)>", name, text))
