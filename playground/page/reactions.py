"""The emoji that people have put to a message: how many each, who, and one's own to put and take back."""

from playground.page import words
from playground.page.here import Here
from playground.page.tags import Tag
from playground.workspace import Channel, Message

_SHAPES = {"+1": "thumb", "heart": "heart", "smile": "smile", "eyes": "eyes", "white_check_mark": "check"}


class Reactions:
    """One button for each emoji, which stays in place while its number changes."""

    def __init__(self, here: Here, channel: Channel, message: Message) -> None:
        self._here, self._channel, self._ts = here, channel, message.ts
        self._row = Tag("div", css="reactions")
        self._shown: dict[str, tuple[Tag, Tag]] = {}

    def show(self, message: Message) -> None:
        """Show the message's reactions as they are now."""
        for name in [name for name in self._shown if name not in message.reactions]:
            self._shown.pop(name)[0].delete()
        for name, people in message.reactions.items():
            if name not in self._shown:
                self._shown[name] = self._draw(name)
            self._count(name, people)

    def _draw(self, name: str) -> tuple[Tag, Tag]:
        with self._row:
            chip = Tag("button", "", "reaction", type="button", data_field=f"{self._ts}/reaction/{name}")
        chip.hears("click", lambda: toggle(self._here, self._channel, self._ts, name))
        with chip:
            draw_emoji(name)
            count = Tag("span")
        return chip, count

    def _count(self, name: str, people: list[str]) -> None:
        here, (chip, count) = self._here, self._shown[name]
        count.set_text(str(len(people)))
        names = here.say(words.LIST_COMMA).join(here.author(user_id).shown_name for user_id in people)
        label = here.say(words.REACTED, emoji=emoji_name(here, name), count=len(people))
        chip.set(aria_pressed=str(here.person.id in people).lower(), aria_label=label, title=names)


def draw_emoji(name: str) -> None:
    """An emoji as a drawn sign; one that the page has no sign for as `:name:`."""
    if name in _SHAPES:
        Tag("span", "", f"icon {_SHAPES[name]}", aria_hidden="true")
    else:
        Tag("span", f":{name}:", aria_hidden="true")


def emoji_name(here: Here, name: str) -> str:
    """What a screen reader says instead of an emoji."""
    return here.say(words.EMOJI[name]) if name in words.EMOJI else name


async def toggle(here: Here, channel: Channel, ts: str, name: str) -> None:
    """Put one's emoji to a message, or take it back."""
    message = channel.messages.get(ts)
    mine = message is not None and here.person.id in message.reactions.get(name, [])
    deed = here.person.unreact if mine else here.person.react
    await here.attempt(deed(channel, ts, name))
