"""What a browser remembers for the desk, and what it cannot be made to remember."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from plainleaf.build.plan import Target
from plainleaf.desk.station import MOST_IN_PACKET, Station, new_station, read_station

SHEET = Target("thalidomide", "zh-Hans", "plain", "bilingual-letter", "us", "en")
NAMES = st.text(max_size=50)


def remember(station: Station) -> Station | None:
    return read_station({name: value for name, (value, _) in station.cookies().items()})


def test_what_is_remembered_comes_back() -> None:
    station = replace(new_station(), language="pt-BR", name="Réception; 2 = «A»").opened(SHEET)
    station = station.with_favorite("thalidomide", wanted=True).with_packet([SHEET, replace(SHEET, lang="ar")])
    assert remember(station) == station


def test_a_browser_that_was_not_here_is_nobody() -> None:
    assert read_station({}) is None
    assert read_station({"id": "me"}) is None
    assert new_station().id != new_station().id


def test_only_what_is_new_is_set_again() -> None:
    before = replace(new_station(), name="Desk")
    assert before.cookies(before) == {}
    assert before.with_packet([SHEET]).cookies(before) == {
        "packet": ("thalidomide:zh-Hans:plain:bilingual-letter:us:en", None)
    }


def test_what_was_opened_last_comes_first_and_once() -> None:
    station = new_station()
    for lang in ("en", "es", "en", *(f"x{number}" for number in range(9))):
        station = station.opened(replace(SHEET, lang=lang))
    assert [one.lang for one in station.recent] == [f"x{number}" for number in reversed(range(1, 9))]


def test_a_packet_has_an_end_and_holds_each_leaflet_once() -> None:
    many = [replace(SHEET, leaflet=f"medicine-{number}") for number in range(40)]
    assert len(new_station().with_packet([*many, *many]).packet) == MOST_IN_PACKET
    assert new_station().with_packet([SHEET, SHEET]).packet == (SHEET,)


def test_favorites_come_and_go() -> None:
    station = (
        new_station().with_favorite("a", wanted=True).with_favorite("b", wanted=True).with_favorite("a", wanted=True)
    )
    assert station.favorites == ("a", "b")
    assert station.with_favorite("a", wanted=False).favorites == ("b",)


def test_a_form_of_another_station_is_not_known() -> None:
    one, other = new_station(), new_station()
    assert one.knows(one.token(b"secret"), b"secret")
    assert not one.knows(other.token(b"secret"), b"secret")
    assert not one.knows(one.token(b"secret"), b"another")
    assert not one.knows("", b"secret")
    assert not one.knows("é", b"secret")


@given(st.dictionaries(st.sampled_from(["language", "name", "recent", "favorites", "packet"]), st.text(max_size=200)))
def test_any_cookies_are_read(cookies: dict[str, str]) -> None:
    station = read_station({"id": "A" * 22, **cookies})
    assert station is not None
    assert len(station.name) <= 40
    assert remember(station) == station
    for value, _ in station.cookies().values():
        assert value.isascii()
        assert not set(value) & set(' ",;\\')
