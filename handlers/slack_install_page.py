"""The page on which installing ends: a few calm words in both languages, and no script."""

from __future__ import annotations

from html import escape

from bot.text import LANGUAGES, Language, Text, to

BEGIN_AGAIN = Text("はじめからやり直す", "Begin again")

STYLE = (
    "body{max-width:36rem;margin:15vh auto;padding:0 1.5rem;font:1.05rem/1.9 system-ui,sans-serif;"
    "color:#22302b;background:#f7f6f2}h1{font-size:1.35rem;color:#2f5d50}section+section{margin-top:3rem}"
    "a{color:#2f5d50}"
)


def page(title: Text, said: Text, *, begin_again: bool = False) -> str:
    """The whole page; `begin_again` offers the way back to its beginning."""
    sections = "".join(_section(title, said, begin_again, language) for language in LANGUAGES)
    return (
        '<!doctype html><html lang="ja"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>Taiwa</title><style>{STYLE}</style></head><body><main>{sections}</main></body></html>"
    )


def _section(title: Text, said: Text, begin_again: bool, language: Language) -> str:
    link = f'<p><a href="install">{to(BEGIN_AGAIN, language)}</a></p>' if begin_again else ""  # beside this page
    words = f"<h1>{escape(to(title, language))}</h1><p>{escape(to(said, language))}</p>{link}"
    return f'<section lang="{language}">{words}</section>'
