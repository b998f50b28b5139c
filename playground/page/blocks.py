"""Block Kit: the blocks of a message, modal or Home tab, drawn as Slack lays them out, and again where they change."""

from collections.abc import Callable

from playground.block_defaults import elements_of
from playground.input_values import has_state
from playground.page import words
from playground.page.controls import draw_control
from playground.page.emoji import plain
from playground.page.surface import Field, Surface
from playground.page.tags import Tag, drawn
from playground.workspace import JsonObject, View


class Blocks:
    """Blocks one under the other. When they change, those that stay the same are left alone.

    So a button does not vanish from under a finger, nor a caret from a field, because a line elsewhere in the card is
    new.
    """

    def __init__(self, surface: Surface) -> None:
        self._surface = surface
        self._shown: list[tuple[JsonObject, Tag]] = []
        self._column = Tag("div")

    def show(self, blocks: list[JsonObject]) -> None:
        """Show these blocks from now on."""
        before, fresh = len(self._shown), len(blocks)
        head = _length_alike(self._shown, blocks)
        room = min(before, fresh) - head
        tail = min(_length_alike(self._shown[::-1], blocks[::-1]), room)
        for block, place in self._shown[head : before - tail]:
            self._surface.fields.pop(block["block_id"], None)
            place.delete()
        drawn = [self._draw(dict(blocks[index]), index) for index in range(head, fresh - tail)]
        self._shown[head : before - tail] = drawn
        for (block, _), now in zip(self._shown, blocks, strict=True):
            block["block_id"] = now["block_id"]

    def _draw(self, block: JsonObject, index: int) -> tuple[JsonObject, Tag]:
        with self._column, Tag("div", css="part") as place:
            draw = _BLOCKS.get(block["type"])
            if draw is None:
                Tag("p", self._surface.here.say(words.CANNOT_DRAW, type=block["type"]), "cannot")
            else:
                draw(self._surface, block)
        place.move(target_index=index)
        return block, place


def _length_alike(shown: list[tuple[JsonObject, Tag]], blocks: list[JsonObject]) -> int:
    """How many blocks from the beginning on need not be drawn again."""
    alike = 0
    for (block, _), now in zip(shown, blocks, strict=False):
        if not _is_alike(block, now):
            break
        alike += 1
    return alike


def _is_alike(block: JsonObject, now: JsonObject) -> bool:
    """Whether a block looks as before. An id that Slack made up is new each time; what was entered hangs on it."""
    holds_values = any(map(has_state, elements_of(block)))
    return block | {"block_id": ""} == now | {"block_id": ""} and (
        not holds_values or block["block_id"] == now["block_id"]
    )


def draw_image(surface: Surface, image: JsonObject, css: str) -> None:
    """An image that the playground itself serves; of one from elsewhere only its description, to stay on loopback."""
    address = image.get("image_url") or image.get("slack_file", {}).get("url", "")
    if address.startswith(surface.here.playground.url):
        Tag("img", css=css, src=address, alt=image["alt_text"])
    else:
        Tag("span", surface.here.say(words.ELSEWHERE, alt=image["alt_text"]), "cannot")


def _header(surface: Surface, block: JsonObject) -> None:
    # In a message or form it stands below a heading of the page's; on Home it is right below the title.
    level = "h2" if isinstance(surface.where, View) and surface.where.type == "home" else "h3"
    Tag(level, plain(block["text"]), "header")


def _section(surface: Surface, block: JsonObject) -> None:
    with Tag("div", css="section"):
        with Tag("div", css="section-text") as said:
            if text := block.get("text"):
                drawn(surface.here.marked.text_object(text), "text")
            if fields := block.get("fields"):
                with Tag("div", css="fields"):
                    for field in fields:
                        drawn(surface.here.marked.text_object(field), "text")
        accessory = block.get("accessory")
        if accessory and accessory["type"] == "image":
            draw_image(surface, accessory, "thumbnail")
        elif accessory:
            control = draw_control(surface, block, accessory)
            # A button speaks for itself, and so does a menu of deeds; a select or picker is about the text beside it.
            if accessory["type"] not in ("button", "overflow"):
                control.set(aria_labelledby=said.html_id)


def _divider(surface: Surface, block: JsonObject) -> None:
    Tag("hr")


def _context(surface: Surface, block: JsonObject) -> None:
    with Tag("div", css="context"):
        for element in block["elements"]:
            if element["type"] == "image":
                draw_image(surface, element, "icon")
            else:
                drawn(surface.here.marked.text_object(element), "text", tag="span")


def _actions(surface: Surface, block: JsonObject) -> None:
    with Tag("div", css="actions"):
        for element in block["elements"]:
            control = draw_control(surface, block, element)
            if element["type"] not in ("button", "overflow"):
                placeholder = element.get("placeholder")
                control.set(aria_label=plain(placeholder) if placeholder else surface.here.say(words.CHOOSE))


def _image(surface: Surface, block: JsonObject) -> None:
    with Tag("figure"):
        if title := block.get("title"):
            Tag("figcaption", plain(title))
        draw_image(surface, block, "picture")


def _rich_text(surface: Surface, block: JsonObject) -> None:
    drawn(surface.here.marked.rich_text(block), "text")


def _input(surface: Surface, block: JsonObject) -> None:
    """A field with its label, hint and room for what is wrong."""
    element, say = block["element"], surface.here.say
    grouped = element["type"] in ("checkboxes", "radio_buttons") or element["type"].startswith("multi_")
    with Tag("div", css="field"):
        with Tag("label", plain(block["label"]), "label") as label:
            if block.get("optional"):
                Tag("span", say(words.OPTIONAL), "optional")
        control = draw_control(surface, block, element)
        if grouped:
            control.set(role="group", aria_labelledby=label.html_id)
        else:
            label.set(for_=control.html_id)
        hints = [plain(block["hint"])] if "hint" in block else []
        if most := element.get("max_length"):
            hints.append(say(words.AT_MOST, count=most))
        hint = Tag("p", " · ".join(hints), "hint") if hints else None
        error = Tag("p", "", "error", role="alert")
        control.set(aria_describedby=f"{hint.html_id} {error.html_id}" if hint else error.html_id)
        surface.fields[block["block_id"]] = Field(control, error)


_BLOCKS: dict[str, Callable[[Surface, JsonObject], None]] = {
    "header": _header,
    "section": _section,
    "divider": _divider,
    "context": _context,
    "actions": _actions,
    "image": _image,
    "rich_text": _rich_text,
    "input": _input,
}
