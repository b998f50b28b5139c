"""Settings: a bad one stops the start with one line that says which and how to mend it; secrets are never shown."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from bot import __main__ as command
from bot.cipher import Cipher
from bot.settings import MAKE_A_KEY, BadSettings, Settings, for_serving, load, unknown_names

GOOD = {"TAIWA_SLACK_BOT_TOKEN": "xoxb-very-secret", "TAIWA_SLACK_SIGNING_SECRET": "also-very-secret"}
KEY = "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0LTEyMzQ="
OAUTH = {
    "TAIWA_SLACK_SIGNING_SECRET": "also-very-secret",
    "TAIWA_SLACK_CLIENT_ID": "1.2",
    "TAIWA_SLACK_CLIENT_SECRET": "client-secret",
    "TAIWA_ENCRYPTION_KEYS": KEY,
    "TAIWA_PUBLIC_URL": "https://taiwa.example.jp",
}


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An environment without settings, in a folder without `.env`."""
    for name in list(os.environ):
        if name.startswith("TAIWA_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)


def _set(monkeypatch: pytest.MonkeyPatch, **values: str) -> None:
    for name, value in values.items():
        monkeypatch.setenv(name, value)


def test_nothing_needs_to_be_set_to_begin_with() -> None:
    settings = load()
    assert settings.database_url == "sqlite:///taiwa.sqlite3"
    assert settings.slack_api_url == "https://slack.com/api/"


BAD = (
    ("TAIWA_DATABASE_URL", "taiwa.sqlite3", "sqlite:///FILE"),
    ("TAIWA_DATABASE_URL", "mysql://u:geheim@host/x", "sqlite:///FILE or postgresql://"),
    ("TAIWA_DATABASE_URL", "sqlite://", "sqlite:///FILE"),
    ("TAIWA_DATABASE_URL", "sqlite:///:memory:", "sqlite:///FILE"),
    ("TAIWA_DATABASE_URL", "sqlite+aiosqlite:///x", "sqlite:///FILE"),
    ("TAIWA_DATABASE_URL", "sqlite:////no/such/folder/taiwa.sqlite3", "/no/such/folder does not exist"),
    ("TAIWA_PORT", "many", "valid integer"),
    ("TAIWA_PORT", "0", "greater than or equal to 1"),
    ("TAIWA_PORT", "70000", "less than or equal to 65535"),
    ("TAIWA_TIMEZONE", "Japan Standard Time", "Asia/Tokyo"),
    ("TAIWA_TIMEZONE", "Asia", "Asia/Tokyo"),
    ("TAIWA_TIMEZONE", "../../etc/passwd", "Asia/Tokyo"),
    ("TAIWA_LANGUAGE", "fr", "'ja' or 'en'"),
    ("TAIWA_SLACK_API_URL", "slack.com/api", "https://"),
    ("TAIWA_SLACK_API_URL", "http://slack.com/api/", "https://"),
    ("TAIWA_SLACK_API_URL", "https://", "https://"),
    ("TAIWA_PUBLIC_URL", "ftp://taiwa.example.jp", "https://"),
    ("TAIWA_SLACK_BOT_TOKEN", "xoxp-very-secret", "xoxb-"),
    ("TAIWA_SLACK_APP_TOKEN", "xoxb-very-secret", "xapp-"),
    ("TAIWA_ENCRYPTION_KEYS", "geheim", "number 1 is no key; make one by: openssl rand"),
    ("TAIWA_ENCRYPTION_KEYS", f"{KEY}, geheim", "number 2 is no key; make one by: openssl rand"),
    ("TAIWA_ENCRYPTION_KEYS", KEY[:-4], "number 1 is no key"),
    ("TAIWA_ENCRYPTION_KEYS", "あ", "number 1 is no key"),
    ("TAIWA_CA_FILE", "/no/such/file.pem", "/no/such/file.pem cannot be read: No such file"),
    ("TAIWA_CA_FILE", "/", "cannot be read"),
    ("TAIWA_CA_FILE", __file__, "holds no certificate in PEM"),
)


@pytest.mark.parametrize(("name", "value", "how"), BAD)
def test_a_bad_setting_is_one_line_with_its_name_and_how_to_mend_it(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], name: str, value: str, how: str
) -> None:
    _set(monkeypatch, **{**GOOD, name: value})
    monkeypatch.setattr(sys, "argv", ["taiwa", "serve"])
    with pytest.raises(SystemExit) as stopped:
        command.main()
    said = capsys.readouterr()
    assert stopped.value.code == 2
    [line] = said.err.splitlines()
    assert line.startswith(f"taiwa: {name}: ") and how in line
    assert "secret" not in line and "geheim" not in line
    assert said.out == ""


@pytest.mark.parametrize("missing", GOOD)
@pytest.mark.parametrize("value", [None, "", "  \n"])
def test_without_what_slack_gives_us_it_says_where_to_find_it(
    monkeypatch: pytest.MonkeyPatch, missing: str, value: str | None
) -> None:
    given = {**GOOD, **({} if value is None else {missing: value})}
    if value is None:
        del given[missing]
    _set(monkeypatch, **given)
    with pytest.raises(BadSettings, match=f"{missing} is not set: copy"):
        for_serving(load())


def test_with_sockets_slack_signs_nothing_and_no_secret_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    _set(monkeypatch, TAIWA_SLACK_BOT_TOKEN="xoxb-1", TAIWA_SLACK_APP_TOKEN="xapp-1")
    assert for_serving(load()).by_sockets


def test_with_oauth_no_token_is_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    _set(monkeypatch, **OAUTH)
    settings = for_serving(load())
    assert settings.by_oauth and settings.keys() == [KEY]


@pytest.mark.parametrize(
    ("missing", "how"),
    [
        ("TAIWA_SLACK_CLIENT_ID", "TAIWA_SLACK_CLIENT_ID is not set, while TAIWA_SLACK_CLIENT_SECRET is: copy"),
        ("TAIWA_SLACK_CLIENT_SECRET", "TAIWA_SLACK_CLIENT_SECRET is not set, while TAIWA_SLACK_CLIENT_ID is: copy"),
        ("TAIWA_ENCRYPTION_KEYS", "TAIWA_ENCRYPTION_KEYS is not set: .+ make a key by: openssl rand"),
        ("TAIWA_PUBLIC_URL", "TAIWA_PUBLIC_URL is not set: .+ https://"),
        ("TAIWA_SLACK_SIGNING_SECRET", "TAIWA_SLACK_SIGNING_SECRET is not set: copy"),
    ],
)
def test_half_of_oauth_is_one_line_that_names_the_other_half(
    monkeypatch: pytest.MonkeyPatch, missing: str, how: str
) -> None:
    _set(monkeypatch, **{name: value for name, value in OAUTH.items() if name != missing})
    with pytest.raises(BadSettings, match=how):
        for_serving(load())


def test_a_token_and_oauth_together_are_one_too_many(monkeypatch: pytest.MonkeyPatch) -> None:
    _set(monkeypatch, **OAUTH, TAIWA_SLACK_BOT_TOKEN="xoxb-1")
    with pytest.raises(BadSettings, match="TAIWA_SLACK_BOT_TOKEN and TAIWA_SLACK_CLIENT_ID are both set: keep"):
        for_serving(load())


@pytest.mark.parametrize("with_spaces", [f" {KEY} ", f"{KEY},", f"{KEY} , {KEY}\n"])
def test_keys_are_listed_with_commas_and_spaces_do_not_count(monkeypatch: pytest.MonkeyPatch, with_spaces: str) -> None:
    _set(monkeypatch, TAIWA_ENCRYPTION_KEYS=with_spaces)
    keys = load().keys()
    assert set(keys) == {KEY}
    Cipher(keys)


def test_the_way_to_make_a_key_that_we_name_makes_one(monkeypatch: pytest.MonkeyPatch) -> None:
    made = subprocess.run(MAKE_A_KEY, shell=True, check=True, capture_output=True, text=True, timeout=60).stdout
    _set(monkeypatch, TAIWA_ENCRYPTION_KEYS=made)
    Cipher(load().keys())


def test_the_command_itself_stops_with_one_line_and_no_traceback(tmp_path: Path) -> None:
    environment = {**os.environ, **GOOD, "TAIWA_PORT": "many"}
    ended = subprocess.run(
        [sys.executable, "-m", "bot", "serve"],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ended.returncode == 2
    assert len(ended.stderr.splitlines()) == 1 and "TAIWA_PORT" in ended.stderr
    assert ended.stdout == ""


def test_a_start_that_fails_is_no_success(tmp_path: Path) -> None:
    (tmp_path / "taiwa.sqlite3").write_text("this is no database, whatever its name says" * 100)
    environment = {**os.environ, **GOOD, "TAIWA_PORT": "65431", "TAIWA_SLACK_API_URL": "http://127.0.0.1:1/"}
    ended = subprocess.run(
        [sys.executable, "-m", "bot", "serve"],
        env=environment,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert ended.returncode not in {0, None}
    assert "not a database" in ended.stderr


@pytest.mark.parametrize("around", ["", " ", "\n", "\r\n"])
def test_spaces_that_came_along_with_a_copied_secret_do_not_count(monkeypatch: pytest.MonkeyPatch, around: str) -> None:
    _set(monkeypatch, **{name: f"{around}{value}{around}" for name, value in GOOD.items()})
    settings = for_serving(load())
    assert settings.slack_bot_token is not None and settings.slack_signing_secret is not None
    assert settings.slack_bot_token.get_secret_value() == "xoxb-very-secret"
    assert settings.slack_signing_secret.get_secret_value() == "also-very-secret"


def test_no_secret_is_shown_with_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    database = "postgresql://taiwa:very-secret@host/taiwa"
    _set(monkeypatch, **{**OAUTH, **GOOD}, TAIWA_DATABASE_URL=database, TAIWA_SLACK_APP_TOKEN="xapp-very-secret")
    settings = load()
    for shown in (repr(settings), str(settings), f"{settings}"):
        for name in ("slack_signing_secret", "slack_client_secret"):
            shown = shown.replace(f"{name}=", "")
        assert "secret" not in shown and KEY not in shown


def test_a_name_that_is_no_setting_is_pointed_out_with_the_nearest_that_is(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    _set(monkeypatch, TAIWA_SLACK_BOT_TOKN="x", TAIWA_ZZZZZZZZ="x", TAIWA_REQUIRE_BROWSER="1", OTHER="x")
    (tmp_path / ".env").write_text("TAIWA_TIMEZON=Asia/Tokyo\nTAIWA_LANGUAGE=en\n")
    assert unknown_names() == [
        "TAIWA_SLACK_BOT_TOKN is not a setting; did you mean TAIWA_SLACK_BOT_TOKEN?",
        "TAIWA_TIMEZON is not a setting; did you mean TAIWA_TIMEZONE?",
        "TAIWA_ZZZZZZZZ is not a setting",
    ]


def test_a_file_named_env_counts_and_the_environment_counts_more(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / ".env").write_text("TAIWA_LANGUAGE=en\nTAIWA_PORT=4000\n")
    _set(monkeypatch, TAIWA_PORT="5000")
    assert (load().language, load().port) == ("en", 5000)


def test_an_address_ends_with_a_slash_however_it_was_typed(monkeypatch: pytest.MonkeyPatch) -> None:
    _set(monkeypatch, TAIWA_PUBLIC_URL="https://taiwa.example.jp", TAIWA_SLACK_API_URL="http://127.0.0.1:3999/api/")
    assert (load().public_url, load().slack_api_url) == ("https://taiwa.example.jp/", "http://127.0.0.1:3999/api/")


def test_every_setting_is_described_in_the_readme() -> None:
    readme = (Path(__file__).parents[1] / "README.md").read_text()
    assert [name for name in Settings.model_fields if f"TAIWA_{name.upper()}" not in readme] == []
