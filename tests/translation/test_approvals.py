from __future__ import annotations

import datetime as dt
import unicodedata
from dataclasses import replace
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError
from tests.support.library import message, problems_of

from plainleaf.languages import SOURCE_TAG
from plainleaf.problems import PlainleafError, Position
from plainleaf.translation.approval.records import (
    Acknowledgement,
    Approval,
    Approvals,
    Entry,
    Lack,
    MessageRecord,
    Name,
    Origin,
    Role,
    Signoff,
    Wording,
    approvals_path,
    clashes,
    content_hash,
    format_approvals,
    lacking,
    merge,
    parse_approvals,
    person,
    read_approvals,
    read_own_approvals,
    record_entries,
    source_wording,
)
from plainleaf.workspace import FilesReading

DAY = dt.date(2026, 2, 1)
FILE = "translations/es/approvals.yaml"

texts = st.text(max_size=12)
pieces = st.lists(texts, min_size=5, max_size=10)  # locale, address, source, plural, and one to six forms
words = (
    st.text(st.characters(exclude_categories=["C", "Zl", "Zp"]), min_size=1, max_size=20).map(str.strip).filter(bool)
)
NAME = TypeAdapter(Name)


def _is_name(text: str) -> bool:
    try:
        NAME.validate_python(text)
    except ValidationError:
        return False
    return True


names = words.filter(_is_name)
days = st.dates()
roles = st.sampled_from(["translator", "reviser", "clinician"])
origins = st.sampled_from(["human", "machine", "machine+human"])
hashes = st.text("0123456789abcdef", min_size=20, max_size=20)
approvals_given = st.builds(Approval, role=roles, by=names, qualification=words, date=days, origin=origins)
seen = st.builds(Acknowledgement, code=st.just("T031"), reason=words, by=names, date=days, origin=origins)
records = st.builds(
    MessageRecord,
    message=words,
    approvals=st.lists(approvals_given, max_size=3).map(tuple),
    acknowledged=st.lists(seen, max_size=2).map(tuple),
)
signoffs = st.builds(
    Signoff,
    leaflet=st.just("somnoril"),
    place=st.just("us"),
    approvals=st.lists(approvals_given, min_size=1, max_size=2).map(tuple),
)
files = st.builds(
    Approvals,
    messages=st.dictionaries(hashes, records, max_size=4),
    signoffs=st.dictionaries(hashes, signoffs, max_size=2),
)


def _hash(parts: list[str]) -> str:
    locale, msgctxt, msgid, plural, *forms = parts
    return content_hash(locale, msgctxt, msgid, plural, forms)


def _composed(parts: list[str]) -> list[str]:
    return [unicodedata.normalize("NFC", part) for part in parts]


def _wording(*warnings: str, msgctxt: str = "somnoril.wait/easy", text: str = "Espere.", locale: str = "es") -> Wording:
    return Wording(locale, message(msgctxt), (text,), Position(FILE, 3), warnings)


def _by(role: Role, name: str, origin: Origin = "human") -> Approval:
    return Approval(role=role, by=name, qualification="knows", date=DAY, origin=origin)


def _said(wording: Wording, *given: Approval, acknowledged: tuple[Acknowledgement, ...] = ()) -> Approvals:
    entries = [Entry(wording, one) for one in given]
    return record_entries(Approvals(), [*entries, Entry(wording, None, acknowledged)])


def test_the_hash_stays_what_it_was() -> None:
    assert content_hash("es", "a/easy", "Wait.", "", ("Espere.",)) == "4a2568636a5e0cf2b397"


@given(pieces, pieces)
def test_texts_have_one_hash_only_if_they_are_the_same(one: list[str], other: list[str]) -> None:
    assert (_hash(one) == _hash(other)) == (_composed(one) == _composed(other))


@given(pieces, st.data())
def test_any_edit_of_any_part_changes_the_hash(parts: list[str], data: st.DataObject) -> None:
    """Language, address, source, plural or a form: characters put in, taken away or overwritten."""
    index = data.draw(st.integers(0, len(parts) - 1))
    part = parts[index]
    start = data.draw(st.integers(0, len(part)))
    end = data.draw(st.integers(start, len(part)))
    edited = [*parts[:index], part[:start] + data.draw(texts) + part[end:], *parts[index + 1 :]]
    assert (_hash(edited) == _hash(parts)) == (_composed(edited) == _composed(parts))
    edited[index] = part
    assert _hash(edited) == _hash(parts)


@given(pieces)
def test_a_digit_in_any_part_changes_the_hash(parts: list[str]) -> None:
    for index in range(len(parts)):
        assert len({_hash([*parts[:index], parts[index] + end, *parts[index + 1 :]]) for end in ("", "4", "6")}) == 3


@given(pieces)
def test_how_a_letter_is_composed_does_not_matter(parts: list[str]) -> None:
    assert _hash([unicodedata.normalize("NFD", part) for part in parts]) == _hash(parts)


def test_a_text_cannot_run_into_its_neighbour() -> None:
    hashes_found = {
        content_hash("es", "a", "bc", "", ("d",)),
        content_hash("es", "ab", "c", "", ("d",)),
        content_hash("es", "a", "b", "c", ("d",)),
        content_hash("es", "a", "bc", "", ("", "d")),
        content_hash("es", "a", "bc", "", ("d", "")),
        content_hash("es", "a", "bc1:d", "", ()),
    }
    assert len(hashes_found) == 6


def test_english_is_its_own_text() -> None:
    unit = source_wording(message("unit/week"))
    assert (unit.locale, unit.texts) == (SOURCE_TAG, ("{n}\u00a0week", "{n}\u00a0weeks"))
    assert unit.hash == content_hash("en", "unit/week", "{n}\u00a0week", "{n}\u00a0weeks", unit.texts)


@given(files)
def test_a_file_says_what_was_written(approvals: Approvals) -> None:
    text = format_approvals(approvals)
    read = parse_approvals(text, FILE)
    assert format_approvals(read) == text
    # Typed by hand it is not the program's own writing, and takes the strict way.
    assert parse_approvals(f"# mine\n{text}", FILE) == read
    assert read.messages.keys() == approvals.messages.keys()
    for key, record in read.messages.items():
        assert sorted(map(repr, record.approvals)) == sorted(map(repr, approvals.messages[key].approvals))
        assert sorted(map(repr, record.acknowledged)) == sorted(map(repr, approvals.messages[key].acknowledged))


@given(files)
def test_a_file_does_not_depend_on_who_came_first(approvals: Approvals) -> None:
    turned = Approvals(
        messages={
            key: record.model_copy(update={"approvals": record.approvals[::-1]})
            for key, record in reversed(approvals.messages.items())
        },
        signoffs=dict(reversed(approvals.signoffs.items())),
    )
    assert format_approvals(turned) == format_approvals(approvals)


@given(files, files)
def test_merging_keeps_every_text_and_every_person(one: Approvals, other: Approvals) -> None:
    both = merge(one, other)
    for key in one.messages.keys() | other.messages.keys():
        given_by = {
            (approval.role, person(approval.by), approval.origin)
            for file in (one, other)
            for approval in (file.messages[key].approvals if key in file.messages else ())
        }
        assert {(a.role, person(a.by), a.origin) for a in both.messages[key].approvals} == given_by
    assert both.signoffs.keys() == one.signoffs.keys() | other.signoffs.keys()
    assert merge(both, both) == merge(both, Approvals())


def test_what_a_person_said_first_stays() -> None:
    wording = _wording()
    once = _said(wording, _by("translator", "Ana"))
    later = _by("translator", "ANA").model_copy(update={"date": dt.date(2027, 1, 1)})
    assert record_entries(once, [Entry(wording, later)]) == once
    assert len(record_entries(once, [Entry(wording, _by("reviser", "Luis"))]).messages[wording.hash].approvals) == 2


@pytest.mark.parametrize(
    ("one", "other"),
    [("Ana Díaz", "ana  díaz "), ("Ana", "\uff21\uff4e\uff41"), ("Jose\u0301", "José"), ("Ana", "A\u200bn\u2060a")]
    + [("Ana", "Ana" + hidden) for hidden in ("\u034f", "\ufe0f", "\u3164", "\u2800", ".", "\U000e0101")],
)
def test_one_person_is_not_two(one: str, other: str) -> None:
    assert person(one) == person(other)
    wording = _wording()
    assert lacking(wording, _said(wording, _by("translator", one), _by("reviser", other))) == Lack(people=True)


@pytest.mark.parametrize(
    ("given_by", "lack"),
    [
        ("", "a translator and a reviser"),
        ("translator Ana", "a reviser"),
        ("reviser Luis", "a translator"),
        ("translator Ana, reviser Luis", ""),
        ("translator Ana, reviser Ana", "a second person"),
        ("translator Ana, reviser Ana, translator Luis", ""),
        ("clinician Eva, reviser Luis", "a translator"),
    ],
)
def test_a_text_takes_two_people(given_by: str, lack: str) -> None:
    wording = _wording()
    said = [_by(*one.split()) for one in given_by.split(", ") if one]  # type: ignore[arg-type]
    assert str(lacking(wording, _said(wording, *said))) == lack
    assert bool(lacking(wording, _said(wording, *said))) == bool(lack)


@pytest.mark.parametrize(
    ("given_by", "lack"),
    [
        ("", "a translator, a reviser and a clinician"),
        ("translator Ana, reviser Luis", "a clinician"),
        ("translator Ana, reviser Luis, clinician Eva", ""),
        ("translator Ana, reviser Eva, clinician Eva", ""),
        ("translator Ana, reviser Luis, clinician Ana", "a second person"),
        ("translator Ana, reviser Luis, clinician Ana, clinician Eva", ""),
    ],
)
def test_a_critical_text_takes_a_clinician_too(given_by: str, lack: str) -> None:
    wording = _wording(msgctxt="somnoril.sleepy/easy")
    said = [_by(*one.split()) for one in given_by.split(", ") if one]  # type: ignore[arg-type]
    assert str(lacking(wording, _said(wording, *said))) == lack


@pytest.mark.parametrize(
    ("given_by", "lack"),
    [
        ("", "a reviser and a clinician"),
        ("translator Ana, reviser Luis", "a clinician"),
        ("reviser Luis, clinician Luis", "a second person"),
        ("reviser Luis, clinician Eva", ""),
    ],
)
def test_english_takes_a_reviser_and_a_clinician(given_by: str, lack: str) -> None:
    wording = source_wording(message("somnoril.wait/easy"))
    said = [_by(*one.split()) for one in given_by.split(", ") if one]  # type: ignore[arg-type]
    assert str(lacking(wording, _said(wording, *said))) == lack


def test_a_machine_is_nobody() -> None:
    wording = _wording("T031")
    machine = _said(wording, _by("translator", "Machine", "machine"), _by("reviser", "Luis"))
    assert lacking(wording, machine).roles == ("translator",)
    edited = _said(wording, _by("translator", "Ana", "machine+human"), _by("reviser", "Luis"))
    assert not lacking(wording, edited).roles
    found_harmless = Acknowledgement(code="T031", reason="a brand", by="Machine", date=DAY, origin="machine")
    assert lacking(wording, _said(wording, acknowledged=(found_harmless,))).warnings == ("T031",)


def test_a_warning_must_be_acknowledged_for_this_very_text() -> None:
    wording = _wording("T031", "T033")
    people = (_by("translator", "Ana"), _by("reviser", "Luis"))
    one = Acknowledgement(code="T031", reason="a brand", by="Luis", date=DAY)
    assert str(lacking(wording, _said(wording, *people))) == "an acknowledgement of T031 and an acknowledgement of T033"
    assert lacking(wording, _said(wording, *people, acknowledged=(one,))) == Lack(warnings=("T033",))
    both = (one, one.model_copy(update={"code": "T033"}))
    assert not lacking(wording, _said(wording, *people, acknowledged=both))
    assert lacking(replace(wording, texts=("Espere ya.",)), _said(wording, *people, acknowledged=both)).warnings


@given(
    st.lists(st.tuples(roles, st.sampled_from(["Ana", "Luis", "Eva"]), origins), max_size=6),
    st.sampled_from(["es", "en"]),
    st.sampled_from(["somnoril.sleepy/easy", "somnoril.wait/easy"]),
)
def test_nothing_is_approved_by_fewer_than_two_people(
    given_by: list[tuple[Role, str, Origin]], locale: str, msgctxt: str
) -> None:
    wording = _wording(msgctxt=msgctxt, locale=locale)
    approvals = _said(wording, *(_by(*one) for one in given_by))
    people: dict[str, set[str]] = {role: set() for role in ("translator", "reviser", "clinician")}
    for role, name, origin in given_by:
        if origin != "machine":
            people[role].add(name)
    first, *others = ("reviser", "clinician") if locale == "en" else ("translator", "reviser", "clinician")
    if not wording.message.critical and locale != "en":
        others.remove("clinician")
    choices = product(*(people[role] for role in (first, *others)))
    assert (not lacking(wording, approvals)) == any(one not in rest for one, *rest in choices)


def test_roles_that_one_person_cannot_join() -> None:
    wording = _wording()
    approvals = _said(wording, _by("translator", "Ana"), _by("reviser", "Luis"))
    assert clashes(wording, _by("reviser", "ana"), approvals) == ("translator",)
    assert clashes(wording, _by("clinician", "Ana"), approvals) == ("translator",)
    assert clashes(wording, _by("translator", "Luis"), approvals) == ("reviser",)
    assert clashes(wording, _by("clinician", "Luis"), approvals) == ()
    english = source_wording(message("somnoril.wait/easy"))
    assert clashes(english, _by("clinician", "Luis"), _said(english, _by("reviser", "Luis"))) == ("reviser",)


def test_a_workspace_adds_to_the_records_of_the_library() -> None:
    wording = _wording()
    path = approvals_path("es")
    beneath = format_approvals(_said(wording, _by("translator", "Ana")))
    own = format_approvals(_said(wording, _by("reviser", "Luis")))
    reading = FilesReading({path: own}, {}, {path: beneath})
    assert not lacking(wording, read_approvals(reading, "es"))
    assert lacking(wording, read_own_approvals(reading, "es")).roles == ("translator",)
    assert lacking(wording, read_approvals(FilesReading({}, {}, {path: beneath}), "es")).roles == ("reviser",)
    assert read_approvals(FilesReading({}, {}), "es") == Approvals()


GOOD = """\
schema: 1
messages:
  0123456789abcdef0123:
    message: a/easy
    approvals:
    - {role: reviser, by: Luis, qualification: MA, date: 2026-02-01}
signoffs: {}
"""


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("role: reviser", "role: boss", "L003", 6),
        ("by: Luis", "by: '-'", "L003", 6),
        ("by: Luis", 'by: "Lu\\u202Eis"', "L003", 6),
        ("date: 2026-02-01", "date: soon", "L003", 6),
        ("qualification: MA, ", "", "L003", 6),
        ("0123456789abcdef0123", "0123", "L003", 3),
        ("message: a/easy", "mesage: a/easy", "L003", 4),
        ("    message: a/easy\n", "    message: a/easy\n    message: b/easy\n", "L002", 5),
        ("    approvals:", "    approvals: &a", "L001", 5),
        ("signoffs: {}", "signoffs: {0123456789abcdef0123: {leaflet: a, place: us, approvals: []}}", "L003", 7),
        ("schema: 1", "schema: 2", "L003", 1),
    ],
)
def test_a_broken_file_is_refused_at_its_line(old: str, new: str, code: str, line: int) -> None:
    assert parse_approvals(GOOD, FILE).messages
    assert old in GOOD
    found = problems_of(lambda: parse_approvals(GOOD.replace(old, new, 1), FILE))
    assert (code, Position(FILE, line)) in [(problem.code, problem.position) for problem in found]


@given(st.text(max_size=80))
def test_no_file_crashes_the_reader(text: str) -> None:
    assert problems_of(lambda: parse_approvals(f"{text}\nmessages: 5\n", FILE))


@pytest.mark.parametrize("name", ["An\u0430", "\u0391na", "\u0410\u0391"])
def test_a_name_of_two_scripts_that_look_alike_is_refused(name: str) -> None:
    with pytest.raises(ValidationError, match="one script"):
        NAME.validate_python(name)


@pytest.mark.parametrize("text", ["[" * 100_000, "- " * 100_000, "{a: " * 50_000, "? " * 50_000])
def test_nesting_without_end_is_a_problem_and_no_crash(text: str) -> None:
    with pytest.raises(PlainleafError, match="nested too deeply"):
        parse_approvals(text, "approvals.yaml")
