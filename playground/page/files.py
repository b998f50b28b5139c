"""A file of a message: its name and size, a link that saves it, and a picture of it if it is one."""

from playground.page import words
from playground.page.here import Here
from playground.page.tags import Tag
from playground.workspace import JsonObject

_KILOBYTE, _MEGABYTE = 1024, 1024 * 1024


def draw_file(here: Here, file: JsonObject) -> None:
    """Draw a file as Slack's API describes it."""
    with Tag("div", css="file"):
        if file["mimetype"].startswith("image/") and file["url_private"].startswith(here.playground.url):
            Tag("img", css="picture", src=file["url_private"], alt=file["title"])
        link = Tag("a", file["title"], "file-name", href=file["url_private_download"], download=file["name"])
        link.set(aria_label=here.say(words.DOWNLOAD, name=file["title"]))
        Tag("span", _size(here, file["size"]), "size")


def _size(here: Here, size: int) -> str:
    if size < _KILOBYTE:
        return here.say(words.BYTES, size=size)
    if size < _MEGABYTE:
        return here.say(words.KILOBYTES, size=round(size / _KILOBYTE))
    return here.say(words.MEGABYTES, size=f"{size / _MEGABYTE:.1f}")
