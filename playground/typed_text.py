"""What Slack makes of text that a person types: mentions and links become tokens, the rest is escaped."""

import html
import re

from playground.workspace import JsonObject, Workspace

_TOKEN = re.compile(r"<([^<>]+)>")
_LINK = re.compile(r"https?://[^\s<>|]+")
_BROADCASTS = ("channel", "here", "everyone")


def escaped(text: str) -> str:
    """`&`, `<` and `>` as entities."""
    return html.escape(text, quote=False)


def message_text(workspace: Workspace, typed: str) -> str:
    """A message's `text`: "@佐藤" becomes `<@U…>`, "#ひろば" `<#C…|ひろば>`, "@here" `<!here>`, links `<https://…>`."""
    return _with_tokens(workspace, typed, "<@{id}>")


def command_text(workspace: Workspace, typed: str) -> str:
    """A command's `text` where the app asked for escaping: as in messages, but people as `<@U…|handle>`."""
    return _with_tokens(workspace, typed, "<@{id}|{name}>")


def rich_text(text: str) -> list[JsonObject]:
    """The blocks that Slack adds to a person's message: one rich_text block with the text's parts."""
    elements: list[JsonObject] = []
    position = 0
    for token in _TOKEN.finditer(text):
        elements += _plain(text[position : token.start()])
        elements.append(_part(token[1]))
        position = token.end()
    elements += _plain(text[position:])
    section = {"type": "rich_text_section", "elements": elements}
    return [{"type": "rich_text", "block_id": "rich", "elements": [section]}]


def _with_tokens(workspace: Workspace, typed: str, person: str) -> str:
    tokens = {f"@{word}": f"<!{word}>" for word in _BROADCASTS}
    for member in workspace.members.values():
        for name in filter(None, (member.name, member.display_name, member.real_name)):
            tokens[f"@{name}"] = person.format(id=member.id, name=member.name)
    for channel in workspace.channels.values():
        if not channel.is_direct:
            tokens[f"#{channel.name}"] = f"<#{channel.id}|{channel.name}>"
    # The longest name first: "@佐藤 美咲" must not end as "@佐藤".
    names = "|".join(re.escape(name) for name in sorted(tokens, key=len, reverse=True))
    parts = re.split(f"({names}|{_LINK.pattern})", typed)
    return "".join(
        tokens.get(part) or (f"<{escaped(part)}>" if _LINK.fullmatch(part) else escaped(part)) for part in parts
    )


def _plain(text: str) -> list[JsonObject]:
    return [{"type": "text", "text": html.unescape(text)}] if text else []


def _part(token: str) -> JsonObject:
    reference = token.partition("|")[0]
    match reference[0], reference[1:]:
        case "@", user_id:
            return {"type": "user", "user_id": user_id}
        case "#", channel_id:
            return {"type": "channel", "channel_id": channel_id}
        case "!", word:
            return {"type": "broadcast", "range": word}
    return {"type": "link", "url": html.unescape(reference)}
