"""Block Kit: the blocks of a message, modal or Home tab, drawn as Slack lays them out."""

from collections.abc import Callable

from playground.page import words
from playground.page.controls import Field, Surface, draw_control
from playground.page.tags import Tag, drawn
from playground.workspace import JsonObject


def draw_blocks(surface: Surface, blocks: list[JsonObject]) -> None:
    """Draw blocks one under the other; of one that cannot be drawn, its type."""
    for block in blocks:
        draw = _BLOCKS.get(block["type"])
        if draw is None:
            Tag("p", surface.here.say(words.CANNOT_DRAW, type=block["type"]), "cannot")
        else:
            draw(surface, block)


def draw_image(surface: Surface, image: JsonObject, css: str) -> None:
    """An image that the playground itself serves; of one from elsewhere only its description, to stay on loopback."""
    address = image.get("image_url") or image.get("slack_file", {}).get("url", "")
    if address.startswith(surface.here.playground.url):
        Tag("img", css=css, src=address, alt=image["alt_text"])
    else:
        Tag("span", surface.here.say(words.ELSEWHERE, alt=image["alt_text"]), "cannot")


def _header(surface: Surface, block: JsonObject) -> None:
    Tag("h3", block["text"]["text"], "part header")


def _section(surface: Surface, block: JsonObject) -> None:
    with Tag("div", css="part section"):
        with Tag("div", css="section-text"):
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
            # A button speaks for itself; a menu or picker is about the text it stands beside.
            label = "" if accessory["type"] == "button" else (block.get("text") or {}).get("text", "")
            draw_control(surface, block, accessory, label)


def _divider(surface: Surface, block: JsonObject) -> None:
    Tag("hr", css="part")


def _context(surface: Surface, block: JsonObject) -> None:
    with Tag("div", css="part context"):
        for element in block["elements"]:
            if element["type"] == "image":
                draw_image(surface, element, "icon")
            else:
                drawn(surface.here.marked.text_object(element), "text", tag="span")


def _actions(surface: Surface, block: JsonObject) -> None:
    with Tag("div", css="part actions"):
        for element in block["elements"]:
            label = "" if element["type"] == "button" else element.get("placeholder", {}).get("text", "")
            draw_control(surface, block, element, label)


def _image(surface: Surface, block: JsonObject) -> None:
    with Tag("figure", css="part"):
        if title := block.get("title"):
            Tag("figcaption", title["text"])
        draw_image(surface, block, "picture")


def _rich_text(surface: Surface, block: JsonObject) -> None:
    drawn(surface.here.marked.rich_text(block), "part text")


def _input(surface: Surface, block: JsonObject) -> None:
    """A field with its label, hint and room for what is wrong."""
    element, say = block["element"], surface.here.say
    grouped = element["type"] in ("checkboxes", "radio_buttons")
    with Tag("div", css="part field"):
        with Tag("label", block["label"]["text"], "label") as label:
            if block.get("optional"):
                Tag("span", say(words.OPTIONAL), "optional")
        control = draw_control(surface, block, element)
        if grouped:
            control.set(role="group", aria_labelledby=label.html_id)
        else:
            label.set(for_=control.html_id)
        hints = [block["hint"]["text"]] if "hint" in block else []
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
