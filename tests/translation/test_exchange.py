from __future__ import annotations

import configparser
import csv
import io
import json
import re
import subprocess
from collections.abc import Callable, Mapping
from functools import cache, partial
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from tests.support.library import REPOSITORY, edit, library, pack, problems_of, translated
from tests.translation.exchange_examples import FILE, read, take, units, write
from translate.storage import pypo, tbx, xliff

from plainleaf.content.library import read_library
from plainleaf.content.model import DESK, Library, Message
from plainleaf.languages import LanguagePack
from plainleaf.problems import PlainleafError, Position
from plainleaf.translation.catalogs import read_catalog, update_catalog
from plainleaf.translation.exchange.bitext import read_bitext, write_tmx, write_xliff
from plainleaf.translation.exchange.glossary import GlossaryTerm, collect_terms, write_csv, write_tbx
from plainleaf.translation.exchange.intake import Arrival, take_units
from plainleaf.translation.exchange.units import Incoming, Unit, collect_units, is_language, read_po_units
from plainleaf.translation.messages import collect_messages
from plainleaf.translation.packs import catalog_path, read_pack
from plainleaf.workspace import Settings, Workspace, library_folder, read_files

TAGS = ("es", "ar", "zh-Hans")
OWN = catalog_path("es", "somnoril")
SHARED_ES = catalog_path("es", "shared")
SNORES = 'state="translated">Ronquidos fuertes.'
MSGSTR = re.compile(r'^(msgstr(?:\[\d\])?) ".*"$', re.MULTILINE)
WRITERS = ("xliff", "tmx", "po")
LANGUAGE_FOLDERS = sorted(path.parent.name for path in (REPOSITORY / "translations").glob("*/LC_MESSAGES"))
CATALOGS = sorted((REPOSITORY / "translations").glob("*/LC_MESSAGES/*.po"))


@cache
def real_files() -> Mapping[str, str]:
    return read_files(Workspace(REPOSITORY, library_folder(), Settings())).texts


@cache
def real_library() -> Library:
    return read_library(real_files()).library


@cache
def real_messages() -> Mapping[str, tuple[Message, ...]]:
    return collect_messages(real_library())


def current(tag: str) -> dict[str, str]:
    """The real catalogs of a language as `messages update` writes them."""
    language = read_pack(real_files(), tag)
    paths = {domain: catalog_path(tag, domain) for domain in real_messages()}
    return {
        path: update_catalog(real_files()[path], path, language, domain, real_messages()[domain])
        for domain, path in paths.items()
        if domain != DESK or path in real_files()
    }


def emptied(text: str) -> str:
    """A catalog with its header and no translation."""
    head, _, body = text.partition("\n\n")
    return "\n\n".join([head, MSGSTR.sub(r'\1 ""', body)])


def sent(kind: str, domain: str, tag: str, text: str, language: LanguagePack) -> Incoming:
    """What comes back of a catalog that a tool left as it was."""
    many = collect_units(text, language, domain, real_messages()[domain])
    if kind == "po":
        return read_po_units(text, f"{domain}.po", tag, real_messages())
    data = write_xliff(many, domain, tag) if kind == "xliff" else write_tmx(many, tag)
    return read_bitext(data, f"{domain}.{kind}", tag, real_messages())


@pytest.mark.parametrize("tag", TAGS)
@pytest.mark.parametrize("kind", WRITERS)
def test_the_library_goes_out_and_comes_back_as_it_was(kind: str, tag: str) -> None:
    catalogs, language = current(tag), read_pack(real_files(), tag)
    assert catalogs
    for domain, many in real_messages().items():
        path = catalog_path(tag, domain)
        if path not in catalogs:
            assert domain == DESK
            continue
        incoming = sent(kind, domain, tag, catalogs[path], language)
        again = take_units(incoming, catalogs, language, real_messages(), {})
        assert (again.problems, again.catalogs, again.taken, again.unchanged) == ((), {}, 0, len(many))
        blank = {**catalogs, path: emptied(catalogs[path])}
        assert blank[path] != catalogs[path]
        filled = take_units(incoming, blank, language, real_messages(), {})
        assert (filled.problems, filled.taken) == ((), len(many))
        assert filled.catalogs == {path: catalogs[path]}


@pytest.mark.parametrize("tag", ["es", "ar"])
@pytest.mark.parametrize("domain", ["shared", "somnoril"])
def test_a_language_without_a_catalog_gets_a_whole_one(tag: str, domain: str) -> None:
    files = {path: text for path, text in translated(tag).items() if not path.endswith(".po")}
    arrival = take(read(write(domain, tag), tag=tag), tag, files)
    path = catalog_path(tag, domain)
    many = collect_messages(library())[domain]
    assert (arrival.problems, arrival.taken, list(arrival.catalogs)) == ((), len(many), [path])
    text = arrival.catalogs[path]
    assert update_catalog(text, path, pack(tag), domain, many) == text
    assert [unit.texts for unit in units(domain, tag, {**files, **arrival.catalogs})] == [
        unit.texts for unit in units(domain, tag)
    ]


def taken(arrival: Arrival, msgctxt: str = "somnoril.snoring/plain") -> tuple[tuple[str, ...], bool]:
    """What the one new catalog says, once `messages update` has been found to change nothing in it."""
    ((path, text),) = arrival.catalogs.items()
    domain = Path(path).stem
    assert update_catalog(text, path, pack("es"), domain, collect_messages(library())[domain]) == text
    entry = read_catalog(text, path, "es", domain).entries[msgctxt]
    return entry.texts, entry.fuzzy


def changed(old: str, new: str, domain: str = "somnoril") -> Arrival:
    text = write(domain)
    assert old in text
    return take(read(text.replace(old, new, 1)))


@pytest.mark.parametrize("state", ["translated", "signed-off", "final"])
def test_a_changed_translation_arrives_and_nothing_else_moves(state: str) -> None:
    arrival = changed(SNORES, f'state="{state}">Ronca mucho.')
    assert (arrival.problems, arrival.taken) == ((), 1)
    assert taken(arrival) == (("Ronca mucho.",), False)
    own = [
        unit for unit in units("somnoril", files={**translated("es"), **arrival.catalogs}) if "snoring" not in unit.name
    ]
    before = [unit for unit in units("somnoril") if "snoring" not in unit.name]
    assert [(unit.msgctxt, unit.texts, unit.doubtful) for unit in own] == [
        (unit.msgctxt, unit.texts, unit.doubtful) for unit in before
    ]


@pytest.mark.parametrize(
    "mark",
    [
        'state="new"',
        'state="needs-translation"',
        'state="needs-adaptation"',
        'state="needs-l10n"',
        'state="needs-review-translation"',
        'state="needs-review-adaptation"',
        'state="needs-review-l10n"',
        'state="x-thinking"',
        'state="translated" state-qualifier="fuzzy-match"',
        'state="final" state-qualifier="leveraged-mt"',
    ],
)
@pytest.mark.parametrize("text", ["Ronquidos fuertes.", "Ronca mucho."])
def test_what_is_not_finished_comes_in_as_fuzzy(mark: str, text: str) -> None:
    arrival = changed(SNORES, f"{mark}>{text}")
    assert [(one.code, one.strength) for one in arrival.problems] == [("T055", "warning")]
    assert taken(arrival) == ((text,), True)


def test_a_unit_that_is_not_approved_and_has_no_state_is_doubted() -> None:
    name = 'resname="somnoril.snoring/plain"'
    text = write("somnoril").replace(f" {SNORES}", ">Ronca mucho.")
    assert taken(take(read(text))) == (("Ronca mucho.",), False)
    assert taken(take(read(text.replace(name, f'{name} approved="no"')))) == (("Ronca mucho.",), True)
    assert taken(take(read(text.replace(name, f'{name} approved="yes"')))) == (("Ronca mucho.",), False)


def test_a_fuzzy_message_of_a_po_file_stays_fuzzy() -> None:
    text = edit(translated("es"), OWN, 'msgctxt "somnoril.snoring/plain"', '#, fuzzy\nmsgctxt "somnoril.snoring/plain"')
    arrival = take(read(text[OWN], "somnoril.po"))
    assert [one.code for one in arrival.problems] == ["T055"]
    assert taken(arrival) == (("Ronquidos fuertes.",), True)


@pytest.mark.parametrize("name", ["somnoril.xlf", "somnoril.po"])
def test_what_was_doubted_stays_doubted_until_its_text_changes(name: str) -> None:
    old = 'msgctxt "somnoril.snoring/plain"'
    files = edit(translated("es"), OWN, old, f"#, fuzzy\n{old}")
    text = translated("es")[OWN] if name.endswith(".po") else write("somnoril")
    same = take(read(text, name), files=files)
    assert (same.catalogs, [(one.code, one.strength) for one in same.problems]) == ({}, [("T055", "warning")])
    assert "messages keep" in same.problems[0].hint
    other = take(read(text.replace("Ronquidos fuertes.", "Ronca mucho."), name), files=files)
    assert other.problems == ()
    assert taken(other) == (("Ronca mucho.",), False)


def test_a_stale_translation_goes_out_as_doubtful_and_comes_back_corrected() -> None:
    files = edit(translated("es"), OWN, 'msgid "Loud snoring."', 'msgid "Snoring."')
    text = write("somnoril", files=files)
    assert 'state="needs-review-translation">Ronquidos fuertes.' in text
    assert "Ronquidos" not in write_tmx(units("somnoril", files=files), "es").decode()
    assert take(read(text), files=files).catalogs == {}
    done = text.replace('state="needs-review-translation">Ronquidos', 'state="translated">Ronquido')
    assert taken(take(read(done), files=files)) == (("Ronquido fuertes.",), False)


@pytest.mark.parametrize("name", ["somnoril.po", FILE])
def test_a_source_that_is_not_todays_is_refused(name: str) -> None:
    text = translated("es")[OWN] if name.endswith(".po") else write("somnoril")
    arrival = take(read(text.replace("Loud snoring.", "Loud  snoring."), name))
    assert [one.code for one in arrival.problems] == ["T053"]
    assert arrival.catalogs == {}


def test_no_message_of_another_domain_is_touched() -> None:
    source = "<source>Nobody has approved this sheet.</source>"
    draft = f'<trans-unit id="label/draft">{source}<target>Otra.</target></trans-unit>'
    text = write("somnoril").replace("</body>", f"{draft}</body>")
    arrival = take(read(text))
    assert [one.code for one in arrival.problems] == ["T052"]
    assert arrival.catalogs == {}
    # In a file that names no domain of ours, the address alone says where a message belongs.
    loose = take(read(text.replace('original="somnoril"', 'original="all.pot"')))
    assert (loose.problems, list(loose.catalogs)) == ((), [SHARED_ES])
    assert taken(loose, "label/draft") == (("Otra.",), False)


def test_an_address_in_two_domains_is_not_guessed_at() -> None:
    messages = collect_messages(library())
    double = {**messages, "copy": messages["somnoril"]}
    text = write("somnoril").replace(SNORES, 'state="translated">Otra.').replace('original="somnoril"', 'original="x"')
    arrival = take_units(read(text), translated("es"), pack("es"), double, {})
    assert {one.code for one in arrival.problems} == {"T052"}
    assert arrival.catalogs == {}


@pytest.mark.parametrize("kind", ["po", "xlf"])
def test_an_empty_target_erases_nothing(kind: str) -> None:
    name = f"somnoril.{kind}"
    text = (
        emptied(translated("es")[OWN])
        if kind == "po"
        else re.sub(r"<target.*</target>", "<target/>", write("somnoril"))
    )
    arrival = take(read(text, name))
    count = len(collect_messages(library())["somnoril"])
    assert [(one.code, one.strength) for one in arrival.problems] == [("T056", "warning")] * count
    assert (arrival.catalogs, arrival.empty) == ({}, 0)
    nothing = take(read(text, name), files={**translated("es"), OWN: emptied(translated("es")[OWN])})
    assert (nothing.problems, nothing.catalogs, nothing.empty) == ((), {}, count)


def test_a_plural_that_lacks_a_form_or_counts_in_another_way_is_refused() -> None:
    text = translated("es")[SHARED_ES]
    assert {one.code for one in take(read(re.sub(r"msgstr\[1\].*", 'msgstr[1] ""', text), "shared.po")).problems} == {
        "T056"
    }
    other = text.replace("plural=(n != 1)", "plural=(n > 1)").replace("semanas", "sems")
    arrival = take(read(other, "shared.po"))
    assert {one.code for one in arrival.problems} == {"T056"}
    assert arrival.catalogs == {}


def test_a_unit_that_stands_twice_alike_counts_once() -> None:
    again = '<trans-unit id="somnoril.snoring/plain"><source>Loud snoring.</source><target>Ronca.</target></trans-unit>'
    text = write("somnoril").replace("</body>", f"{again}</body>").replace(SNORES, 'state="translated">Ronca.')
    assert taken(take(read(text))) == (("Ronca.",), False)


@pytest.mark.parametrize(
    "target",
    [
        'Trabajo en altura: espere <ph id="1"/> más.',
        'Trabajo en altura: espere <x id="1"/> más.',
        "Trabajo en altura: espere {wait} más.",
        '<mrk mtype="seg" mid="0">Trabajo en altura: <!-- so --></mrk>espere <ph id="1">{wait}</ph> más.',
        'Trabajo en altura: espere <ph id="9">{wait}</ph> más.',
    ],
)
def test_tags_become_placeholders_exactly(target: str) -> None:
    old = 'Trabajo en altura: espere <ph id="1">{wait}</ph> tras la última cápsula.'
    arrival = changed(old, target)
    assert arrival.problems == ()
    assert taken(arrival, "somnoril.wait/easy")[0] == ("Trabajo en altura: espere {wait} más.",)


@pytest.mark.parametrize(
    "tag", ['<ph id="1">{weight}</ph>', '<ph id="2"/>', '<bpt id="1">{wait}</bpt>', '<g id="1">{wait}</g>', "<it/>"]
)
def test_a_tag_that_is_no_placeholder_of_the_source_is_refused(tag: str) -> None:
    arrival = changed('espere <ph id="1">{wait}</ph>', f"espere {tag}")
    assert [one.code for one in arrival.problems] == ["T054"]
    assert arrival.catalogs == {}


LAUGHS = '<!DOCTYPE tmx [<!ENTITY a "ha">' + "".join(
    f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)
TRICKS = {
    "billion laughs": LAUGHS + "]><tmx><body>&i;</body></tmx>",
    "a file of ours": '<!DOCTYPE xliff [<!ENTITY x SYSTEM "file:///etc/passwd">]><xliff>&x;</xliff>',
    "an address": '<!DOCTYPE xliff [<!ENTITY % x SYSTEM "http://127.0.0.1:9/x.dtd">%x;]><xliff/>',
    "an entity of a document type elsewhere": '<!DOCTYPE tmx SYSTEM "tmx14.dtd"><tmx><body>&x;</body></tmx>',
}


@pytest.mark.parametrize("text", TRICKS.values(), ids=list(TRICKS))
def test_documents_that_play_tricks_are_refused(text: str) -> None:
    (problem,) = problems_of(lambda: read(text))
    assert problem.code == "T050"
    assert "entit" in problem.message


def refused(action: Callable[[], object]) -> set[str]:
    """The codes that an action stops with; none when it ends well."""
    try:
        action()
    except PlainleafError as error:
        return {problem.code for problem in error.problems}
    return set()


@given(st.binary(max_size=200) | st.text("<>/&;!?\"'[] axliffmtuvseg{}=\n", max_size=120).map(str.encode))
def test_no_file_makes_the_reader_crash(data: bytes) -> None:
    for start in (b"", b'<tmx version="1.4">', b'<xliff version="1.2"><file target-language="es">'):
        assert refused(partial(read, start + data)) <= {"T050", "T051"}


@given(st.data())
def test_no_damage_to_a_file_makes_the_reader_crash_or_erase(data: st.DataObject) -> None:
    text = data.draw(st.sampled_from([write("somnoril"), write("shared"), translated("es")[OWN]]))
    start = data.draw(st.integers(0, len(text)))
    junk = data.draw(st.text('<>/"=[] \n&;{}msgtrxiduw', max_size=12))
    damaged = text[:start] + junk + text[start + data.draw(st.integers(0, 60)) :]
    arrivals: list[Arrival] = []
    name = "somnoril.po" if text.startswith("msgid") else FILE
    assert refused(lambda: arrivals.append(take(read(damaged, name)))) or arrivals
    for path, new in (pair for arrival in arrivals for pair in arrival.catalogs.items()):
        assert all(any(unit.texts) for unit in units(Path(path).stem, files={**translated("es"), path: new}))


SCRIPTS = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"]) | st.sampled_from("<>&\"'{}[]\n\t\r\\%#~|")
)


@given(SCRIPTS.filter(str.strip), SCRIPTS, st.sampled_from(["xliff", "tmx"]))
def test_every_text_comes_back_letter_by_letter(text: str, more: str, kind: str) -> None:
    if re.search("[\ufffe\uffff]", text + more):
        text, more = (re.sub("[\ufffe\uffff]", "", one) + "x" for one in (text, more))
    sources = (f"Take {{dose}} {more}", f"Take {{dose}}s {more}")
    texts = (text + "{dose}", f"{{dose}}{text}{{dose}}{{else}}")
    many = (
        Unit("d", "d.one/easy", sources[:1], texts[:1], doubtful=False, position=Position("d.po"), comment=text),
        Unit("d", "d.two", sources, texts, doubtful=False, position=Position("d.po"), numbers=("1", "2")),
    )
    data = write_xliff(many, "d", "es") if kind == "xliff" else write_tmx(many, "es")
    incoming = read_bitext(data, "d", "es", ["d"])
    assert incoming.problems == ()
    assert [(unit.msgctxt, unit.sources, unit.texts, unit.doubtful) for unit in incoming.units] == [
        (unit.msgctxt, unit.sources, unit.texts, False) for unit in many
    ]


def test_a_text_that_xml_cannot_hold_goes_out_empty() -> None:
    for sign in ("\x07", "\ufffe", "\ud800"):
        unit = Unit("d", "d/x", ("Hi",), (f"Ho{sign}la",), doubtful=False, position=Position("d.po"))
        assert read_bitext(write_xliff([unit], "d", "es"), "d", "es", ["d"]).units[0].texts == ("",)


@pytest.mark.parametrize(
    ("said", "tag", "same"),
    [
        ("es-ES", "es", True),
        ("ES", "es", True),
        ("zh-CN", "zh-Hans", True),
        ("zh_Hans_CN", "zh-Hans", True),
        ("zh-TW", "zh-Hans", False),
        ("zh-Hant", "zh-Hans", False),
        ("pt-PT", "pt-BR", False),
        ("pt", "pt-BR", True),
        ("pt-BR", "pt-BR", True),
        ("sr-Latn", "sr", False),
        ("en-GB", "en", True),
        ("", "es", False),
        ("not a tag", "es", False),
    ],
)
def test_tags_of_tools_are_compared_by_language_script_and_region(said: str, tag: str, *, same: bool) -> None:
    assert is_language(said, tag) is same


def test_a_po_file_of_another_language_is_refused() -> None:
    (problem,) = problems_of(lambda: read(translated("ar")[catalog_path("ar", "somnoril")], "somnoril.po"))
    assert problem.code == "T005"


def test_a_catalog_that_cannot_be_read_is_a_problem_and_stays() -> None:
    broken = take(read(write("somnoril")), files={**translated("es"), OWN: 'msgid "a'})
    assert {one.code for one in broken.problems} == {"T001"}
    assert broken.catalogs == {}
    unreadable = {OWN: broken.problems[0]}
    closed = take_units(read(write("somnoril")), translated("es"), pack("es"), collect_messages(library()), unreadable)
    assert closed.problems == (broken.problems[0],)


def test_the_toolkit_and_tools_see_addresses_notes_and_states() -> None:
    store: Any = xliff.xlifffile()
    store.parse(write("somnoril").encode())
    by_id = {unit.xmlelement.get("id"): unit for unit in store.units}
    unit = by_id["somnoril.sleepy/easy"]
    assert "CRITICAL" in unit.getnotes(origin="developer")
    assert unit.get_state_id() == unit.S_UNREVIEWED
    assert not unit.isapproved()
    assert (store.sourcelanguage, store.targetlanguage) == ("en", "es")
    arabic = write("shared", "ar")
    assert "Plural form for the numbers 3, 4, 5, 6, 7, 8, …." in arabic


# The glossary


def glossary(tag: str = "es", files: Mapping[str, str] | None = None) -> dict[str, GlossaryTerm]:
    texts = translated(tag) if files is None else files
    terms = collect_terms(texts, library(), pack(tag), units("shared", tag, texts))
    return {term.context or term.source: term for term in terms}


def test_the_glossary_has_translations_forms_and_what_stays() -> None:
    terms = glossary()
    assert terms["term/somnoril"] == GlossaryTerm("Somnoril", "Somnorilo", "medicine", context="term/somnoril")
    assert terms["term/guide"].note == "The official one."
    assert (terms["Night Owl"].kind, terms["Night Owl"].translate, terms["Night Owl"].target) == (
        "brand",
        False,
        "Night Owl",
    )
    doubted = edit(translated("es"), SHARED_ES, 'msgctxt "term/guide"', '#, fuzzy\nmsgctxt "term/guide"')
    assert glossary(files=doubted)["term/guide"].target == ""
    real = collect_terms(real_files(), real_library(), read_pack(real_files(), "es"), ())
    assert {term.context: term.forms for term in real}["term/thalidomide"] == ("talidomida",)


def test_the_glossary_in_csv_holds_no_formula() -> None:
    rows = [GlossaryTerm(f"{sign}cmd|x", f"{sign}1", "word", (f"{sign}a", "b"), note=f"{sign}n") for sign in "=+-@\t\r"]
    data = write_csv([*rows, GlossaryTerm('He said "no", twice', "línea", "word", translate=False)])
    assert data.startswith(b"\xef\xbb\xbf")
    head, *read_rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    assert head == ["source", "target", "note", "kind", "forms", "translate", "context"]
    assert not any(cell.startswith(tuple("=+-@\t\r")) for row in read_rows for cell in row)
    assert [row[0] for row in read_rows[:2]] == ["'=cmd|x", "'+cmd|x"]
    assert read_rows[-1] == ['He said "no", twice', "línea", "", "word", "", "no", ""]


def test_the_glossary_in_tbx_is_what_the_toolkit_reads() -> None:
    terms = [
        GlossaryTerm("Kaposi <sarcoma>", "sarcoma de Kaposi", "word", ("Kaposi",), note="A cancer.", context="term/ks"),
        GlossaryTerm("Night Owl", "Night Owl", "brand", translate=False),
        GlossaryTerm("Pen", "", "form", context="term/pen"),
    ]
    store = tbx.tbxfile()
    store.parse(write_tbx(terms, "es"))
    first, second, third = store.units
    assert (first.source, first.target, first.getid()) == ("Kaposi <sarcoma>", "sarcoma de Kaposi", "term.ks")
    assert [term.text for term in first.get_target_terms("es")] == ["sarcoma de Kaposi", "Kaposi"]
    assert (second.source, second.istranslatable()) == ("Night Owl", False)
    assert (third.source, third.target) == ("Pen", None)
    assert store.document.getroot().get("type") == "TBX-Basic"


# What tools read as it is


def test_every_message_tells_the_translator_what_it_is() -> None:
    for domain, many in real_messages().items():
        for message in many:
            assert len(message.comment) > 10, message.msgctxt
            statement, _, level = message.msgctxt.partition("/")
            if "." in statement:
                assert re.match(rf"{domain}, [a-z_]+, {level}\.", message.comment), message.msgctxt
                assert message.critical == ("CRITICAL" in message.comment), message.msgctxt


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_catalogs_are_what_gettext_tools_expect(path: Path) -> None:
    store: Any = pypo.pofile()
    store.parse(path.read_bytes())
    header = store.parseheader()
    assert header["Language"] == path.parts[-3]
    assert header["Content-Type"] == "text/plain; charset=utf-8"
    assert re.fullmatch(r"nplurals=[1-6]; plural=.+;", header["Plural-Forms"])
    for unit in store.units[1:]:
        assert unit.getcontext()
        assert unit.getnotes(origin="developer")
        assert unit.hastypecomment("python-brace-format") == ("{" in unit.source)


@pytest.mark.parametrize("folder", LANGUAGE_FOLDERS)
def test_gettext_accepts_every_catalog(folder: str) -> None:
    found = sorted((REPOSITORY / "translations" / folder / "LC_MESSAGES").glob("*.po"))
    assert found
    for path in found:
        # gettext does not know that {wait.number} is a form of {wait}; T010 and T011 look at that.
        text = path.read_text(encoding="utf-8").replace(".number}", "}")
        done = subprocess.run(
            ["msgfmt", "-c", "-o", "/dev/null", "-"], input=text, capture_output=True, text=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, "")


def test_weblate_is_told_of_every_catalog() -> None:
    described = json.loads((REPOSITORY / "weblate.json").read_text(encoding="utf-8"))
    assert described[0]["slug"] == "shared"
    assert {one["slug"] for one in described} == set(real_messages())
    for one in described:
        assert list(REPOSITORY.glob(one["filemask"]))
        assert (REPOSITORY / one["new_base"]).is_file()
        assert one["file_format_params"]["po_fuzzy_matching"] is False
        assert one["allow_translation_propagation"] is False
    parser = configparser.RawConfigParser(delimiters=("=",))
    parser.read(REPOSITORY / ".weblate", encoding="utf-8")
    assert parser.get("weblate", "translation") == f"plainleaf/{described[0]['slug']}"
    assert not parser.has_section("keys")


def test_crowdin_is_told_of_every_language() -> None:
    settings = yaml.safe_load((REPOSITORY / "crowdin.yml").read_text(encoding="utf-8"))
    (files,) = settings["files"]
    assert {Path(path).stem for path in REPOSITORY.glob(files["source"].lstrip("/"))} == set(real_messages())
    assert set(files["languages_mapping"]["locale_with_underscore"].values()) == set(LANGUAGE_FOLDERS)
    target = files["translation"].replace("%file_name%", "shared")
    for folder in LANGUAGE_FOLDERS:
        assert (REPOSITORY / target.replace("%locale_with_underscore%", folder).lstrip("/")).is_file()
    assert not {"api_token", "project_id"} & settings.keys()
