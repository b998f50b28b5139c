"""files.*: uploading in three steps, as the SDKs' files_upload_v2 does."""

import mimetypes
import secrets

from playground.errors import SlackError
from playground.web_api.chat import thread_start
from playground.web_api.lookup import writable_channel
from playground.web_api.method import TIER_4, Call, method
from playground.workspace import File, JsonObject, Message, make_id


@method("files.getUploadURLExternal", scope="files:write", per_minute=TIER_4)
async def get_upload_url(
    call: Call, filename: str, length: int, alt_txt: str = "", snippet_type: str = ""
) -> JsonObject:
    """A URL that takes the bytes of one file (Slack API docs, files.getUploadURLExternal)."""
    if length < 1:
        raise SlackError("invalid_arguments", ["length must be positive [json-pointer:/length]"])
    mimetype = mimetypes.guess_type(filename)[0] or "application/octet-stream"
    file = File(make_id("F"), filename, filename, mimetype, length, call.bot)
    secret = secrets.token_urlsafe(18)
    call.playground.uploads[secret] = file
    call.workspace.files[file.id] = file
    return {"upload_url": f"{call.playground.url}upload/{secret}", "file_id": file.id}


@method("files.completeUploadExternal", scope="files:write", per_minute=TIER_4, json=True)
async def complete_upload(
    call: Call,
    files: list[JsonObject],
    channel_id: str = "",
    channels: str = "",
    initial_comment: str = "",
    thread_ts: str = "",
) -> JsonObject:
    """Finish an upload and share the files in conversations (Slack API docs, files.completeUploadExternal)."""
    uploaded = [_uploaded(call, entry) for entry in files]
    shown = [_file_json(call, file) for file in uploaded]
    for place_id in filter(None, [channel_id, *channels.split(",")]):
        channel = writable_channel(call, place_id)
        message = Message(
            ts=call.workspace.next_ts(),
            text=initial_comment,
            user=call.bot,
            bot_id=call.installation.bot_id,
            app_id=call.installation.app.id,
            files=shown,
            thread_ts=thread_start(channel, thread_ts) if thread_ts else None,
        )
        call.playground.events.post(call.workspace, channel, message)
    return {"files": shown}


@method("files.info", scope="files:read", per_minute=TIER_4)
async def files_info(call: Call, file: str) -> JsonObject:
    """One file that was uploaded (Slack API docs, files.info)."""
    found = call.workspace.files.get(file)
    if found is None or found.content is None:
        raise SlackError("file_not_found")
    return {"file": _file_json(call, found), "comments": [], "response_metadata": {"next_cursor": ""}}


def _uploaded(call: Call, entry: JsonObject) -> File:
    file = call.workspace.files.get(entry.get("id", ""))
    if file is None or file.content is None:
        raise SlackError("file_not_found")
    file.title = entry.get("title") or file.title
    return file


def _file_json(call: Call, file: File) -> JsonObject:
    link = f"{call.playground.url}files/{call.workspace.id}/{file.id}/{file.name}"
    return {
        "id": file.id,
        "created": file.created,
        "name": file.name,
        "title": file.title,
        "mimetype": file.mimetype,
        "filetype": file.name.rpartition(".")[2],
        "size": file.size,
        "user": file.user,
        "mode": "hosted",
        "is_external": False,
        "url_private": link,
        "url_private_download": link,
        "permalink": link,
    }
