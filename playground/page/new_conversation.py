"""A direct message or group conversation that is not in the list yet: one chooses the people."""

from collections.abc import Awaitable, Callable
from typing import Any

from playground.page import words
from playground.page.faces import avatar
from playground.page.here import Here
from playground.page.tags import Tag, unfolding
from playground.person import MOST_OTHERS
from playground.workspace import Channel

_CHOSEN = """(e) => {
  const boxes = [...e.target.querySelectorAll('input:checked')];
  if (!boxes.length) return;
  emit(boxes.map((box) => box.value));
  e.target.reset();
  e.target.closest('details').open = false;
}"""
# Beyond the most that Slack brings together, the other boxes cannot be ticked.
_LIMIT = f"""(e) => {{
  const boxes = [...e.currentTarget.querySelectorAll('input')];
  const full = boxes.filter((box) => box.checked).length >= {MOST_OTHERS};
  for (const box of boxes) box.disabled = full && !box.checked;
}}"""


def draw_new_conversation(here: Here, open_channel: Callable[[Channel], Awaitable[None]]) -> None:
    """Draw the list of people, folded; `open_channel` is called with the conversation of those who were chosen."""

    async def meet(event: Any) -> None:
        handles = [here.workspace.members[user_id].name for user_id in event.args]
        opened: list[Channel] = []

        async def open_group() -> None:
            opened.append(await here.person.open_group(handles))

        if await here.attempt(open_group()):
            await open_channel(opened[0])

    def draw() -> None:
        with Tag("form") as form:
            Tag("p", here.say(words.WRITE_TO_HINT, most=MOST_OTHERS), "hint")
            for member in here.workspace.people():
                if member.id != here.person.id:
                    with Tag("label", css="tick"):
                        Tag("input", type="checkbox", value=member.id)
                        avatar(member)
                        Tag("span", member.shown_name)
            Tag("button", here.say(words.OPEN_GROUP), "quiet", type="submit")
        form.hears("submit.prevent", meet, _CHOSEN).on("change", js_handler=_LIMIT)

    with Tag("details", css="menu write") as menu:
        Tag("summary", f"＋ {here.say(words.WRITE_TO)}")
        unfolding(menu, draw)
