"""Home, settings, a message that becomes a call, and the smaller kinds of call, in both languages."""

from __future__ import annotations

from collections.abc import Callable

from tests.browser.keyboard import Keyboard
from tests.browser.window import Window


def test_a_message_becomes_a_call_which_is_joined_from_home_and_one_rests_in_english(
    window: Callable[..., Window], telephone: Callable[..., Keyboard]
) -> None:
    kobayashi, yoshida = window("kobayashi.yuta"), window("yoshida.aoi")
    yoshida.say("図書館の二階が、夕方いつも空いています")
    kobayashi.sees("図書館の二階が")
    kobayashi.picks_for_message("図書館の二階が", "この指とまれにする")
    kobayashi.form_shows("この投稿をもとに呼びかけます")
    kobayashi.fills("題名", "夕方の二階で、本の話を")
    kobayashi.picture("about-form")
    kobayashi.confirms("呼びかける")
    yoshida.sees("もとの投稿")
    yoshida.picture("about-card")

    ito = telephone("ito.sakura")
    ito.opens_home()
    ito.sees("夕方の二階で、本の話を")
    ito.does_not_see("参加者 0人")
    ito.picture("home-390")
    ito.press("この指とまる")
    ito.sees("「夕方の二階で、本の話を」に参加しました。")
    ito.picture("home-joined-390")
    ito.sees("夕方の二階で、本の話を（参加者 1人）")
    kobayashi.sees("伊藤 さくら")
    ito.press("3月31日\\(.\\)まで")
    ito.sees("お送りしません。ほかの方には分かりません。")
    ito.press("English")
    ito.sees("Nobody else can see this.")
    ito.picture("home-paused-en-390")
    ito.press("End the pause")
    ito.sees("Welcome back.")
    ito.press("日本語")
    ito.sees("これからは日本語でお話しします。")
    ito.picture("home-back-390")


def test_taiwa_in_english_shows_help_and_the_same_settings(telephone: Callable[..., Keyboard]) -> None:
    emma = telephone("emma.clark", language="en")
    emma.say("/taiwa")
    emma.sees("What Taiwa does")
    emma.picture("taiwa-en-390")
    emma.press("Choose a day")
    emma.form_shows("Nothing is sent to you up to and including this day.")
    emma.picture("taiwa-pause-form-en-390")
    emma.confirms("Pause")
    emma.form_shows("Nothing until")
    emma.picture("taiwa-paused-en-390")
    emma.keys("Escape")
    emma.opens_home()
    emma.sees("Nothing until")
    emma.picture("home-en-390")
    emma.press("End the pause")
    emma.sees("Welcome back.")


def test_advice_is_found_in_private_and_an_outing_asks_afterwards(window: Callable[..., Window]) -> None:
    tanaka, nakamura = window("tanaka.daichi"), window("nakamura.hiroshi")
    tanaka.say("/yubi")
    tanaka.fills("題名", "住民説明会の進め方を聞きたい")
    tanaka.chooses("どんな呼びかけ", "ちょっと相談（15分、1人か2人と）")
    tanaka.confirms("呼びかける")
    nakamura.sees("どなたが来てくださるかは、呼びかけた方だけに伝わります")
    nakamura.press("この指とまる")
    nakamura.sees("お二人の会話を開きます")
    tanaka.does_not_see("中村 博")
    tanaka.is_in_groups(1)
    tanaka.open(tanaka.group_conversations[0])
    tanaka.sees("お二人をお引き合わせします")
    tanaka.picture("consult-pair")
    nakamura.picture("consult-card")

    nakamura.say("/yubi")
    nakamura.fills("題名", "川沿いの朝市を歩く")
    nakamura.chooses("どんな呼びかけ", "まちへ（催し・散歩・見学）")
    nakamura.confirms("呼びかける")
    tanaka.open("ひろば")
    tanaka.sees("川沿いの朝市を歩く")
    tanaka.press("この指とまる")
    nakamura.sees("田中 大地")
    nakamura.picks("募集を閉じる")
    tanaka.press("はじめて知ったことがあった")
    tanaka.sees("どなたかは、どこにも出ません")
    nakamura.sees("はじめて知ったことがあった方 1人")
    nakamura.picture("outing-over")
