"""A small language for the shapes of JSON: what is wrong is said in Slack's sentences, each pointing at its place."""

import re
from collections.abc import Callable, Iterator, Mapping
from typing import Any

Rule = Callable[[Any, str], Iterator[str]]
"""Given a value and its JSON pointer, yields a problem for each thing that is wrong with it."""


def problem(sentence: str, pointer: str) -> str:
    """One problem as Slack words it: `must be a string [json-pointer:/blocks/0/block_id]`."""
    return f"{sentence} [json-pointer:{pointer}]"


def string(most: int, least: int = 1) -> Rule:
    """A string of `least` to `most` characters."""

    def rule(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, str):
            yield problem("must provide a string", pointer)
        elif len(value) > most:
            yield problem(f"must be less than {most + 1} characters", pointer)
        elif len(value) < least:
            yield problem(f"must be more than {least - 1} characters", pointer)

    return rule


def matching(pattern: str, sentence: str) -> Rule:
    """A string that matches the whole of a regular expression; otherwise `sentence` is the problem."""
    compiled = re.compile(pattern)

    def rule(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, str) or not compiled.fullmatch(value):
            yield problem(sentence, pointer)

    return rule


def integer(least: int, most: int) -> Rule:
    """A whole number within bounds."""

    def rule(value: Any, pointer: str) -> Iterator[str]:
        if isinstance(value, bool) or not isinstance(value, int):
            yield problem("must provide an integer", pointer)
        elif not least <= value <= most:
            yield problem(f"must be between {least} and {most}", pointer)

    return rule


def boolean(value: Any, pointer: str) -> Iterator[str]:
    """True or false."""
    if not isinstance(value, bool):
        yield problem("must be a boolean", pointer)


def one_of(*allowed: str) -> Rule:
    """One of these words."""

    def rule(value: Any, pointer: str) -> Iterator[str]:
        if value not in allowed:
            yield problem(f"must be one of: {', '.join(allowed)}", pointer)

    return rule


def items(item: Rule, most: int, least: int = 1) -> Rule:
    """An array of `least` to `most` elements, each of which follows `item`."""

    def rule(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, list):
            yield problem("must provide an array", pointer)
            return
        if len(value) > most:
            yield problem(f"no more than {most} items allowed", pointer)
        if len(value) < least:
            yield problem(f"no fewer than {least} items allowed", pointer)
        for index, element in enumerate(value):
            yield from item(element, f"{pointer}/{index}")

    return rule


def shape(required: Mapping[str, Rule], optional: Mapping[str, Rule] | None = None, also: Rule | None = None) -> Rule:
    """An object with these fields and no others; `also` checks what concerns several fields at once."""
    fields = {**required, **(optional or {})}

    def rule(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield problem("must provide an object", pointer)
            return
        for name in required:
            if name not in value:
                yield problem(f"missing required field: {name}", pointer)
        for name, content in value.items():
            if name in fields:
                yield from fields[name](content, f"{pointer}/{name}")
            else:
                yield problem(f"invalid additional property: {name}", pointer)

    return rule


def only(name: str, rule: Rule) -> Rule:
    """An object of which nothing is asked but that this field, if it is there, follows `rule`."""

    def look(value: Any, pointer: str) -> Iterator[str]:
        if name in value:
            yield from rule(value[name], f"{pointer}/{name}")

    return look


def then(first: Rule, second: Rule) -> Rule:
    """`second` is asked only about what `first` finds nothing wrong with, so that it may rely on its shape."""

    def rule(value: Any, pointer: str) -> Iterator[str]:
        found = list(first(value, pointer))
        yield from found or second(value, pointer)

    return rule


def by_type(rules: Mapping[str, Rule]) -> Rule:
    """An object whose `type` says which rule it follows."""

    def rule(value: Any, pointer: str) -> Iterator[str]:
        if not isinstance(value, dict):
            yield problem("must provide an object", pointer)
        elif "type" not in value:
            yield problem("missing required field: type", pointer)
        elif not isinstance(value["type"], str) or value["type"] not in rules:
            yield problem(f"unsupported type: {value['type']}", f"{pointer}/type")
        else:
            yield from rules[value["type"]](value, pointer)

    return rule


def anything(value: Any, pointer: str) -> Iterator[str]:
    """Whatever it is, it is accepted."""
    return iter(())
