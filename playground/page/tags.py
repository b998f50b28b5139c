"""Native HTML elements in NiceGUI: what a browser, a keyboard and a screen reader already know how to use."""

from collections.abc import Callable
from typing import Any

from markupsafe import Markup
from nicegui import ui
from nicegui.elements.mixins.text_element import TextElement

CLOSING = """(e) => {
  const menu = e.target.closest('details');
  menu.open = false;
  menu.querySelector('summary').focus();
  emit();
}"""
"""For `hears`: what an item of a `details` menu does when it is chosen. The keyboard is back where it came from."""

Attribute = str | int | bool | None


class Tag(TextElement):
    """One HTML element; `text` is shown as it is, whatever characters it holds.

    Attributes are given as keywords: `aria_label`, `for_`, `type`. None leaves one out. What a field holds at first is
    `defaultValue`, `defaultChecked` or `defaultSelected`: unlike `value`, they leave alone what was typed since.
    """

    def __init__(self, name: str, /, text: str = "", css: str = "", **attributes: Attribute) -> None:
        super().__init__(tag=name, text=text)
        if css:
            self.classes(css)
        if attributes:
            self.set(**attributes)

    def set(self, **attributes: Attribute) -> None:
        """Set attributes, or with None take them away."""
        named = {name.rstrip("_").replace("_", "-"): value for name, value in attributes.items()}
        self.props.update({name: value for name, value in named.items() if value is not None})
        for name in [name for name, value in named.items() if value is None and name in self.props]:
            del self.props[name]

    def hears(self, event: str, then: Callable[..., Any], script: str = "() => emit()") -> "Tag":
        """Call `then` on an event; `script` says what to tell it: `(e) => emit(e.target.value)`."""
        self.on(event, then, js_handler=script)
        return self


def button(text: str, then: Callable[..., Any], css: str = "", **attributes: Attribute) -> Tag:
    """A button that does something on this page."""
    return Tag("button", text, css, type="button", **attributes).hears("click", lambda: then())


def unfolding(menu: Tag, draw: Callable[[], None]) -> None:
    """The sheet of a `details` menu, drawn when it is first opened: most menus never are."""
    sheet = Tag("div", css="sheet")

    def fill() -> None:
        if not sheet.default_slot.children:
            with sheet:
                draw()

    menu.hears("toggle", fill, "(e) => { if (e.target.open) emit(); }")


def drawn(markup: Markup, css: str = "", tag: str = "div") -> ui.html:
    """Text with bold, links and mentions. The type vouches that everything in it has been escaped."""
    return ui.html(str(markup), sanitize=False, tag=tag).classes(css)
