"""What one opens to choose from: overflow menus, selects, and lists of boxes for several choices."""

from typing import NamedTuple

from playground.page import words
from playground.page.emoji import plain
from playground.page.here import Here
from playground.page.surface import TICKED, VALUE, Surface
from playground.page.tags import CLOSING, Tag
from playground.workspace import Channel, JsonObject

_ALL_KINDS = ["im", "mpim", "private", "public"]
# Beyond the most that the app takes, the other boxes cannot be ticked.
_LIMIT = """(e) => {
  const boxes = [...e.currentTarget.querySelectorAll('input')];
  const full = boxes.filter((box) => box.checked).length >= MOST;
  for (const box of boxes) box.disabled = full && !box.checked;
}"""


class _Choices(NamedTuple):
    """Options as (value, text) under a heading, which is empty where there are no groups."""

    heading: str
    options: list[tuple[str, str]]


def draw_overflow(surface: Surface, block: JsonObject, element: JsonObject) -> Tag:
    """A button with dots that unfolds a few more things to do."""
    with Tag("details", css="menu overflow") as menu:
        Tag("summary", "⋯", "button", aria_label=surface.here.say(words.MORE), data_field=surface.key(block, element))
        with Tag("div", css="sheet"):
            for option in element["options"]:
                if url := option.get("url"):
                    item = Tag("a", plain(option["text"]), "item button", href=url, target="_blank")
                    item.set(rel="noopener noreferrer")
                else:
                    item = Tag("button", plain(option["text"]), "item", type="button")
                item.hears("click", lambda value=option["value"]: surface.use(block, element, value), CLOSING)
    return menu


def draw_select(surface: Surface, block: JsonObject, element: JsonObject) -> Tag:
    """A list of which one chooses one."""
    held = surface.held(block, element)
    with Tag("select", data_field=surface.key(block, element)) as select:
        Tag("option", _placeholder(surface, element), value="")
        for heading, options in _choices(surface.here, element):
            with Tag("optgroup", label=heading) if heading else select:
                for value, text in options:
                    Tag("option", text, value=value, defaultSelected=value == held or None)
    return select.hears("change", lambda event: surface.choose(select, block, element, event.args or None), VALUE)


def draw_chooser(surface: Surface, block: JsonObject, element: JsonObject) -> Tag:
    """A list of which one may choose several: folded, it says what is chosen."""
    choices = _choices(surface.here, element)
    names = dict(option for group in choices for option in group.options)

    def chosen() -> list[str]:
        held = surface.held(block, element)
        return held if isinstance(held, list) else []

    def sentence() -> str:
        listed = surface.here.say(words.LIST_COMMA).join(names[value] for value in chosen() if value in names)
        return listed or _placeholder(surface, element)

    with Tag("details", css="menu chooser", role="group") as menu:
        key = surface.key(block, element)
        summary = Tag("summary", sentence(), "button", data_field=key)
        with Tag("div", css="sheet"):
            for heading, options in choices:
                if heading:
                    Tag("p", heading, "sheet-title")
                for value, text in options:
                    with Tag("label", css="tick"):
                        box = Tag("input", type="checkbox", value=value, data_field=f"{key}{value}")
                        box.set(defaultChecked=value in chosen() or None)
                        Tag("span", text)

    async def choose(values: list[str]) -> None:
        await surface.choose(menu, block, element, values)
        if not summary.is_deleted:
            summary.set_text(sentence())

    if most := element.get("max_selected_items"):
        menu.on("change", js_handler=_LIMIT.replace("MOST", str(int(most))))
    return menu.hears("change", lambda event: choose(event.args), TICKED)


def _placeholder(surface: Surface, element: JsonObject) -> str:
    return plain(element["placeholder"]) if "placeholder" in element else surface.here.say(words.CHOOSE)


def _choices(here: Here, element: JsonObject) -> list[_Choices]:
    """What an element lets one choose from: the app's own options, or what there is in the workspace."""
    match element["type"].removeprefix("multi_"):
        case "users_select":
            return [_Choices("", [(member.id, member.shown_name) for member in here.workspace.people()])]
        case "channels_select":
            return [_channels(here, ["public"], without_bots=False)]
        case "conversations_select":
            wanted = element.get("filter", {})
            return [_channels(here, wanted.get("include", _ALL_KINDS), wanted.get("exclude_bot_users", False))]
    groups = element.get("option_groups") or [element]
    return [
        _Choices(
            plain(group["label"]) if "label" in group else "",
            [(option["value"], plain(option["text"])) for option in group["options"]],
        )
        for group in groups
    ]


def _channels(here: Here, kinds: list[str], without_bots: bool) -> _Choices:
    """The conversations of these kinds that this person can see."""

    def is_offered(channel: Channel) -> bool:
        seen = (channel.kind == "public" and not here.person.member.is_guest) or here.person.id in channel.members
        with_bot = channel.is_direct and any(member.is_bot for member in here.others(channel))
        return channel.kind in kinds and seen and not channel.archived and not (without_bots and with_bot)

    offered = filter(is_offered, here.workspace.channels.values())
    return _Choices("", [(channel.id, here.title(channel)) for channel in offered])
