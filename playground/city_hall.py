"""A sample city hall: invented people, their sections and their channels, with the app already invited to some."""

from dataclasses import dataclass

from playground.app import App
from playground.ids import make_id
from playground.installing import install
from playground.workspace import Channel, ChannelKind, Member, Workspace


@dataclass(frozen=True)
class _Sample:
    """One invented person. `cohort` is the year (期) of the dialogue programme the person took part in."""

    handle: str
    name: str
    department: str
    grade: str
    cohort: str = ""
    is_admin: bool = False
    is_guest: bool = False
    locale: str = "ja-JP"


_PEOPLE = (
    _Sample("sato.misaki", "佐藤 美咲", "人事課", "係長", "第1期", is_admin=True),
    _Sample("suzuki.kenta", "鈴木 健太", "子育て支援課", "主事", "第3期"),
    _Sample("takahashi.yoko", "高橋 陽子", "子育て支援課", "課長補佐"),
    _Sample("tanaka.daichi", "田中 大地", "子育て支援課", "主任", "第2期"),
    _Sample("ito.sakura", "伊藤 さくら", "市民課", "主事", "第3期"),
    _Sample("watanabe.makoto", "渡辺 誠", "市民課", "課長"),
    _Sample("yamamoto.rina", "山本 里奈", "産業振興課", "主任", "第3期"),
    _Sample("nakamura.hiroshi", "中村 博", "産業振興課", "係長", "第1期"),
    _Sample("kobayashi.yuta", "小林 勇太", "都市計画課", "主事"),
    _Sample("kato.naomi", "加藤 直美", "都市計画課", "課長補佐", "第2期"),
    _Sample("yoshida.aoi", "吉田 葵", "図書館", "主任"),
    _Sample("emma.clark", "Emma Clark", "産業振興課", "主事", locale="en-US"),
    _Sample("mori.shota", "森 翔太", "やまなみ大学", "研究員", is_guest=True),
)


@dataclass(frozen=True)
class _Place:
    """One channel; `departments` empty means everybody but guests."""

    name: str
    topic: str
    departments: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    kind: ChannelKind = "public"
    with_bot: bool = True


_PLACES = (
    _Place("ひろば", "全庁のみんなの広場です", handles=("mori.shota",)),
    _Place("子育て支援課", "子育て支援課の連絡と雑談", ("子育て支援課",)),
    _Place("市民課", "市民課の連絡と雑談", ("市民課",)),
    _Place("オフサイト", "オフサイトミーティングのお知らせ"),
    _Place("研修事務局", "研修の準備", ("人事課",), ("nakamura.hiroshi", "kato.naomi"), "private"),
    _Place("都市計画課", "都市計画課の連絡と雑談", ("都市計画課",), with_bot=False),
    _Place("課長会議", "課長・課長補佐の相談", (), (), "private", with_bot=False),
)
_CHIEFS = ("課長", "課長補佐")


def city_hall(
    app: App | None, token: str = "", *, name: str = "やまなみ市役所", domain: str = "yamanami-city"
) -> Workspace:
    """A workspace with about a dozen people; the same domain always gives the same ids.

    Without an app it waits for one to be installed.

    The app's bot is in #ひろば, #子育て支援課, #市民課, #オフサイト and the private #研修事務局; it is not yet in the
    public #都市計画課 nor in the private #課長会議.
    """
    workspace = Workspace(name, domain, make_id("T", domain))
    for sample in _PEOPLE:
        workspace.add_member(_member(sample, domain))
    installation = install(workspace, app, token) if app else None
    for place in _PLACES:
        members = [make_id("U", f"{domain}/{sample.handle}") for sample in _PEOPLE if _belongs(sample, place)]
        if place.with_bot and installation:
            members.append(installation.user_id)
        channel_id = make_id("C", f"{domain}/{place.name}")
        workspace.add_channel(
            Channel(channel_id, place.name, place.kind, members, topic=place.topic, creator=members[0])
        )
    return workspace


def _member(sample: _Sample, domain: str) -> Member:
    return Member(
        id=make_id("U", f"{domain}/{sample.handle}"),
        name=sample.handle,
        real_name=sample.name,
        display_name=sample.name,
        department=sample.department,
        grade=sample.grade,
        cohort=sample.cohort,
        locale=sample.locale,
        is_admin=sample.is_admin,
        is_owner=sample.is_admin,
        is_restricted=sample.is_guest,
    )


def _belongs(sample: _Sample, place: _Place) -> bool:
    if sample.handle in place.handles:
        return True
    if place.name == "課長会議":
        return sample.grade in _CHIEFS
    return sample.department in place.departments if place.departments else not sample.is_guest
