"""Every sentence of every activity: there in both languages, with the same places to fill, and in a calm voice."""

from __future__ import annotations

import importlib
import re
import string
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.text import Text

MODULES = sorted(
    ".".join(file.relative_to(Path(__file__).parents[1]).with_suffix("").parts)
    for package in ("bot", "handlers")
    for file in (Path(__file__).parents[1] / package).rglob("*.py")
    if "Text(" in file.read_text(encoding="utf-8") and file.name != "__main__.py"
)

ITS_OWN_NAME = ("この指とまれ", "日本語")
"""What is called so in every language."""

JAPANESE = re.compile(r"[ぁ-んァ-ヶ一-龠]")


def _texts(value: Any) -> Iterator[Text]:
    if isinstance(value, Text):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _texts(inner)
    elif isinstance(value, tuple | list):
        for inner in value:
            yield from _texts(inner)
    elif isinstance(value, type) and isinstance(vars(value).get("text"), Text):
        yield vars(value)["text"]


def _sentences() -> list[Any]:
    found = {}
    for name in MODULES:
        module = importlib.import_module(name)
        for attribute, value in vars(module).items():
            for number, said in enumerate(_texts(value)):
                found.setdefault(said, pytest.param(said, id=f"{name}.{attribute}.{number}"))
    return list(found.values())


SENTENCES = _sentences()


def test_there_is_something_to_read() -> None:
    assert len(SENTENCES) > 60


@pytest.mark.parametrize("said", SENTENCES)
def test_a_sentence_is_there_in_both_languages_with_the_same_places_to_fill(said: Text) -> None:
    assert said.ja.strip() and said.en.strip()
    assert _places(said.ja) == _places(said.en)
    without_places = re.sub(r"\{\w*\}", "", said.en)
    for name in ITS_OWN_NAME:
        without_places = without_places.replace(name, "")
    assert not JAPANESE.search(without_places), "Japanese in the English"


@pytest.mark.parametrize("said", SENTENCES)
def test_nobody_is_shouted_at(said: Text) -> None:
    """Care: no exclamation marks, no 決行, no 不参加者, nobody is made to feel missing."""
    for word in ("!", "！", "決行", "欠席者", "未回答者", "no-show", "failed to"):
        assert word not in said.ja + said.en


def _places(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}
