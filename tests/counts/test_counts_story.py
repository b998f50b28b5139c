"""The counts as an admin lives them: over real HTTP, on both databases."""

from __future__ import annotations

import csv
import io

import aiohttp

from playground.faults import Fault
from tests.town import Town, words_of

CALL = "/yubi 昼休みに昇仙峡の話をしませんか"
ADMIN = "sato.misaki"


def last_note(town: Town, handle: str) -> str:
    return words_of(town.notes(handle, "ひろば")[-1])


async def somebody_calls_and_two_join(town: Town) -> None:
    await town.person("suzuki.kenta").say("ひろば", CALL)
    await town.settled()
    for handle in ("ito.sakura", "yoshida.aoi"):
        await town.person(handle).click(town.card("ひろば"), "recruitment.join")
    await town.settled()


async def downloaded(town: Town, handle: str) -> tuple[str, bytes]:
    """The file that this person was sent last: its name and its bytes."""
    [file] = town.told(handle)[-1].files
    async with aiohttp.ClientSession() as session, session.get(file["url_private_download"]) as answer:
        assert answer.status == 200
        return file["name"], await answer.read()


async def test_an_admin_sees_the_figures_and_receives_them_as_a_file(town: Town) -> None:
    await somebody_calls_and_two_join(town)
    admin = town.person(ADMIN)

    await admin.say("ひろば", "/participation")
    shown = last_note(town, ADMIN)
    assert "人事評価には使いません。" in shown
    assert "この指とまれ" in shown and "今月 3回・3人" in shown and "先月 0回・0人" in shown

    card = town.notes(ADMIN, "ひろば")[-1]
    await admin.click(card, "counts.csv")
    await town.settled()
    assert last_note(town, ADMIN) == "CSVをダイレクトメッセージでお送りします。"
    name, content = await downloaded(town, ADMIN)
    assert name.startswith("participation-2") and name.endswith(".csv")
    assert content.startswith(b"\xef\xbb\xbf") and b"\r\n" in content
    lines = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
    assert ["今月", "この指とまれ", "3", "3"] in [[line[0], *line[3:]] for line in lines]
    assert ["今年度", "全体", "3", "3"] in [[line[0], *line[3:]] for line in lines]


async def test_an_admin_who_reads_english_gets_english(town: Town) -> None:
    emma = town.person("emma.clark")
    emma.member.is_admin = True

    await emma.say("ひろば", "/participation")
    card = town.notes("emma.clark", "ひろば")[-1]
    assert "Not used for staff appraisal." in words_of(card) and "This month 0 · 0 people" in words_of(card)

    await emma.click(card, "counts.csv")
    await town.settled()
    _, content = await downloaded(town, "emma.clark")
    assert content.decode("utf-8-sig").startswith("Period,From,To,Activity,Participations,People\r\n")


async def test_who_is_no_admin_any_more_is_refused_at_once_also_by_the_button(town: Town) -> None:
    admin = town.person(ADMIN)
    await admin.say("ひろば", "/participation")
    card = town.notes(ADMIN, "ひろば")[-1]
    admin.member.is_admin = admin.member.is_owner = False

    await admin.say("ひろば", "/participation")
    assert "見られるのは、ワークスペースの管理者です。" in last_note(town, ADMIN)
    await admin.click(card, "counts.csv")
    await town.settled()
    assert "見られるのは、ワークスペースの管理者です。" in last_note(town, ADMIN)
    assert town.told(ADMIN) == []


async def test_when_the_chat_product_does_not_answer_it_says_so_and_shows_nothing(town: Town) -> None:
    town.playground.faults.add(Fault("rate_limited", "users.info", seconds=30))
    await town.person(ADMIN).say("ひろば", "/participation")
    assert "いま確かめられませんでした" in last_note(town, ADMIN) and "回・" not in last_note(town, ADMIN)


async def test_a_word_that_it_does_not_know_brings_help(town: Town) -> None:
    await town.person("ito.sakura").say("ひろば", "/participation らいねん")
    assert "「/participation」だけを入力すると" in last_note(town, "ito.sakura")
    assert "/participation らいねん" in last_note(town, "ito.sakura")
