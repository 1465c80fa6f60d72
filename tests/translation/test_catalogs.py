from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from tests.support.library import (
    ARABIC,
    FILES,
    LEAFLET,
    PLURAL_FORMS,
    REPOSITORY,
    catalogs,
    edit,
    library,
    message,
    pack,
    problems_of,
    write_entry,
    write_header,
)
from tests.translation.examples import OWN_ES, SHARED_AR

from plainleaf.content.model import Message
from plainleaf.problems import PlainleafError, Position, Problem
from plainleaf.translation.catalogs import DomainCatalog, read_catalog, update_catalog
from plainleaf.translation.messages import collect_messages

HELLO = Message("d", "d/hello", "Hello", Position("d.yaml", 1))
HEAD = write_header("es") + "\n"
PO_WORDS = [
    "msgctxt ",
    "msgid ",
    "msgstr ",
    "msgid_plural ",
    "msgstr[0] ",
    "msgstr[5] ",
    '"',
    "a",
    "\\",
    "n",
    "#~ ",
    "#| ",
]
PO_WORDS += ["#, fuzzy", "#. ", '""', "\n", "\n", "\r", " ", "Plural-Forms: nplurals=2; plural=(n", ";", "\u2028", "é"]


def _read(text: str) -> DomainCatalog:
    return read_catalog(text, "es.po", "es", "d")


def _update(old: str | None, *messages: Message) -> str:
    return update_catalog(old, "es.po", pack("es"), "d", messages)


def _said(msgid: str) -> Message:
    return Message("d", "d/hello", msgid, Position("d.yaml", 1))


def test_a_catalog_is_read_with_positions() -> None:
    catalog = _read(HEAD + "# Note.\n" + write_entry(HELLO, ("Hola",), "fuzzy"))
    entry = catalog.entries["d/hello"]
    assert (entry.msgid, entry.texts, entry.fuzzy, entry.position) == ("Hello", ("Hola",), True, Position("es.po", 10))


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ('msgctxt "a"\nmsgid "b"\nmsgstr "c\n', [3]),
        ('msgctxt "a"\nmsgid "b"\nmsgstr c\n', [3]),
        ('msgctxt "a"\nmsgid "b"\nmsgstr "c" d\n', [3]),
        ('msgctxt "a"\nmsgid "b"\nmsgstr "c"d"\n', [3]),
        ('msgctxt "a"\nmsgid "b"\nmsgstr "c\\"\n', [3]),
        ('stray words\nmsgctxt "a"\nmsgid "b"\nmsgstr "c"\nmore\n', [1, 5]),
        ('msgctxt "a"\nmsgid "b"\nmsgstr "c"\n\n"d"\n', [5]),
        ('msgctxt "a"\nmsgid "b"\nmsgstr "c"\nmsgctxt "a"\nmsgid "b"\nmsgstr "d"\n', [4]),
        ('msgctxt "a"\nmsgid "b"\nmsgstr "c"\nmsgctxt "a"\nmsgid "other"\nmsgstr "d"\n', [4]),
        ('msgid ""\nmsgstr ""\n\nmsgid ""\nmsgstr ""\n', [4]),
        ('msgctxt "a"\nmsgid "b"\n', [2]),
        ('\n\nmsgctxt "a"\nmsgid "b"\nmsgid_plural "c"\nmsgstr[0] "d"\nmsgstr[7] "e"\n', [4]),
        ('msgctxt "a"\nmsgid "b"\nmsgstr[x] "c"\n', [3]),
        ("<<<<<<< ours\n", [1]),
        ('msgid ""\nmsgstr "Plural-Forms: nplurals=99999999999; plural=0;\\n"\n', [1]),
        ('# By hand.\nmsgid ""\nmsgstr "Plural-Forms: nplurals=x; plural=0;\\n"\n', [2]),
        ('msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=n/0;\\n"\n', [1]),
        ('msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=n;\\n"\n', [1]),
        ('msgid ""\nmsgstr "Plural-Forms: nplurals=2; plural=exit(n);\\n"\n', [1]),
        ('msgid ""\nmsgstr "PO-Revision-Date: yesterday\\n"\n', [1]),
        ('msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=iso-8859-1\\n"\n', [1]),
        ('msgid ""\nmsgstr "Content-Type: text/plain; charset=CHARSET\\n"\n', [1]),
    ],
)
def test_what_babel_would_forgive_is_refused(text: str, lines: list[int]) -> None:
    problems = problems_of(lambda: _read(text))
    assert [(problem.code, problem.position.line) for problem in problems] == [("T001", line) for line in lines]


@pytest.mark.parametrize(
    "text",
    [
        'msgctxt "a"\r\nmsgid "b"\r\nmsgstr "c"\r\n',
        'msgctxt "a"\nmsgid ""\n"b"\nmsgstr ""\n  "c"\n',
        '#~| msgid "x"\n#~ msgid "y"\n#~ msgstr "z"\n\nmsgctxt "a"\nmsgid "b"\nmsgstr "c"\n',
        '#| msgid "x"\n#, fuzzy, c-format\nmsgctxt "a"\nmsgid "b"\nmsgstr "c"\n',
        '\ufeffmsgctxt "a"\nmsgid "b"\nmsgstr "c"\n',
        '\ufeffmsgid ""\nmsgstr "Content-Type: text/plain; charset=utf8\\n"\n\nmsgctxt "a"\nmsgid "b"\nmsgstr "c"\n',
    ],
)
def test_what_other_tools_write_is_read(text: str) -> None:
    entry = _read(text).entries["a"]
    assert (entry.msgid, entry.texts) == ("b", ("c",))


@given(st.text(max_size=300) | st.lists(st.sampled_from(PO_WORDS), max_size=40).map("".join))
@example('#~ "a')
@example('msgctxt "a"\nmsgstr "b"')
@example('msgid "a"\nmsgid_plural "b"\nmsgstr "c"')
@example('msgid_plural "b"\nmsgstr[0] "c"')
@example('msgstr "c"')
@example('#: \u2068a\nmsgid "a"\nmsgstr ""')
@example('msgid ""\nmsgstr "Content-Type: text/plain; charset=none\\n"')
@example('msgid ""\nmsgstr "Language: \\\\\\n"')
def test_no_text_ends_in_a_traceback(text: str) -> None:
    for action in (_read, lambda old: _update(old, HELLO)):
        with suppress(PlainleafError):
            action(text)


@given(st.dictionaries(st.text(min_size=1).map("d/{}".format), st.text(min_size=1), min_size=1, max_size=3))
@example({"d/a": "a\nb\n", "d/b": 'quo"te\\n\\', "d/c": "\u2028\x85\x0b\x0c\x1c"})
def test_any_text_is_read_back_as_it_was_written(texts: dict[str, str]) -> None:
    text = HEAD + "\n".join(
        write_entry(Message("d", name, name, HELLO.position), (said,)) for name, said in texts.items()
    )
    messages = tuple(Message("d", name, name, HELLO.position) for name in texts)
    for file in (text, _update(text, *messages)):
        read = _read(file).entries
        assert {name: entry.texts for name, entry in read.items()} == {name: (said,) for name, said in texts.items()}


def test_a_new_catalog_holds_every_message_untranslated() -> None:
    messages = collect_messages(library())["shared"]
    read = read_catalog(update_catalog(None, "f.po", pack("ar"), "shared", messages), "f.po", "ar", "shared")
    assert list(read.entries) == [one.msgctxt for one in messages]
    assert not any(entry.is_complete for entry in read.entries.values())
    assert len(read.entries["unit/week"].texts) == 6


@pytest.mark.parametrize("tag", ["es", "ar"])
def test_updating_what_is_up_to_date_changes_no_byte(tag: str) -> None:
    for path, text in catalogs(tag).items():
        domain = path.rpartition("/")[2].removesuffix(".po")
        messages = collect_messages(library())[domain]
        once = update_catalog(text, path, pack(tag), domain, messages)
        assert update_catalog(once, path, pack(tag), domain, messages) == once
        assert (
            read_catalog(once, path, tag, domain).entries.keys() == read_catalog(text, path, tag, domain).entries.keys()
        )


def test_a_changed_source_makes_its_translation_fuzzy_and_keeps_the_previous_source() -> None:
    old = catalogs("es")[OWN_ES]
    changed = edit(FILES, LEAFLET, "easy: Swallow it whole.", 'easy: "Swallow it, please:\\nwhole."')
    messages = collect_messages(library(changed))["somnoril"]
    text = update_catalog(old, OWN_ES, pack("es"), "somnoril", messages)
    entry = read_catalog(text, OWN_ES, "es", "somnoril").entries["somnoril.swallow/easy"]
    assert (entry.fuzzy, entry.texts) == (True, ("Tráguela entera.",))
    assert not entry.translates(message("somnoril.swallow/easy", changed))
    assert '#| msgid "Swallow it whole."\n' in text
    assert update_catalog(text, OWN_ES, pack("es"), "somnoril", messages) == text


def test_the_previous_source_is_the_one_that_was_translated() -> None:
    first = _update(HEAD + write_entry(_said("One"), ("Uno",)), _said("Two\nlines"))
    second = _update(first, _said("Three"))
    assert '#| msgid "One"\n' in first
    assert '#| msgid "One"\n' in second
    assert "Two" not in second


def test_what_was_in_doubt_gets_no_previous_source() -> None:
    """Otherwise somebody could keep for a new source what was never known to say the old one."""
    text = _update(HEAD + write_entry(_said("One"), ("Uno",), "fuzzy"), _said("Two"))
    assert _read(text).entries["d/hello"].previous == ()
    assert "#|" not in text


def test_a_previous_source_of_another_message_is_none_of_this_one() -> None:
    """GNU's tools guess from similar texts and say whose they were."""
    guessed = HEAD + '#| msgctxt "d/other"\n#| msgid "Hullo"\n' + write_entry(HELLO, ("Hola",), "fuzzy")
    assert _read(guessed).entries["d/hello"].previous == ()
    own = HEAD + '#| msgctxt "d/hello"\n#| msgid "Hul"\n#| "lo"\n' + write_entry(HELLO, ("Hola",), "fuzzy")
    assert _read(own).entries["d/hello"].previous == ("Hullo",)


def _counted(header: str, *forms: str) -> str:
    rows = [f'msgstr[{index}] "{form}"' for index, form in enumerate(forms)]
    plural = f'"Plural-Forms: {header}\\n"\n' if header else ""
    head = f'msgid ""\nmsgstr ""\n{plural}'
    return "\n".join([head, 'msgctxt "d/week"\nmsgid "{n} week"\nmsgid_plural "{n} weeks"', *rows, ""])


ARABIC_RULE = PLURAL_FORMS["ar"]


@pytest.mark.parametrize(
    ("tag", "text", "line"),
    [
        ("es", _counted("nplurals=4; plural=(n%4);", *"abcd"), 1),
        ("es", _counted("", "a", "b"), 1),
        ("ar", _counted("nplurals=2; plural=(n != 1);", "a", "b"), 1),
        ("ar", _counted(ARABIC_RULE.replace("n==0 ? 0 : n==1 ? 1", "n==1 ? 0 : n==0 ? 1"), *"abcdef"), 1),
        ("ar", _counted(ARABIC_RULE, "a", "b"), 6),
    ],
)
def test_a_plural_rule_is_that_of_the_language(tag: str, text: str, line: int) -> None:
    problems = problems_of(lambda: read_catalog(text, "x.po", tag, "d", pack(tag)))
    assert (problems[0].code, problems[0].position) == ("T001", Position("x.po", line))


@pytest.mark.parametrize(
    ("tag", "text"),
    [
        ("es", _counted("nplurals=2; plural=n>1;", "a", "b")),
        ("es", _counted("nplurals=3; plural=n==1 ? 0 : n!=0 && n%1000000==0 ? 1 : 2;", *"abc")),
        ("ar", _counted(ARABIC_RULE, *"abcdef")),
        ("ar", _counted(ARABIC_RULE.replace("(n==0 ?", "((n==0) ?"), *"abcdef")),
        ("ar", _counted(ARABIC_RULE, "", "")),
        ("es", _counted("", "", "")),
    ],
)
def test_a_plural_rule_may_be_written_in_several_ways(tag: str, text: str) -> None:
    assert read_catalog(text, "x.po", tag, "d", pack(tag)).entries.keys() == {"d/week"}


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_updating_twice_writes_nothing_whatever_the_tool(ending: str) -> None:
    text = "\ufeff" + (HEAD + '# Note.\n#~| msgid "x"\n' + write_entry(HELLO, ("Hola",), "fuzzy")).replace("\n", ending)
    once = _update(text, HELLO)
    assert _update(once, HELLO) == once
    assert "\r" not in once
    assert not once.startswith("\ufeff")


REAL = (REPOSITORY / "translations/ar/LC_MESSAGES/shared.po").read_text(encoding="utf-8")


@given(st.data())
def test_no_damage_to_a_real_catalog_ends_in_a_traceback(data: st.DataObject) -> None:
    """Lines lost, doubled, cut and mixed: a catalog comes out, or problems with a place in the file."""
    rows = REAL.split("\n")[: data.draw(st.integers(1, 120))]
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(rows) - 1))
        junk = st.text(max_size=8) | st.sampled_from(PO_WORDS) | st.sampled_from(rows)
        cut = data.draw(st.integers(0, len(rows[at])))
        rows[at : at + data.draw(st.integers(0, 2))] = [rows[at][:cut] + data.draw(junk) + rows[at][cut:]]
    text = "\n".join(rows)
    faults: tuple[Problem, ...] = ()
    try:
        read_catalog(text, "x.po", "ar", "shared", pack("ar"))
    except PlainleafError as error:
        faults = error.problems
    assert all(0 <= fault.position.line <= text.count("\n") + 1 for fault in faults)
    with suppress(PlainleafError):
        update_catalog(text, "x.po", pack("ar"), "shared", (HELLO,))


def test_nothing_is_guessed_from_a_similar_text() -> None:
    old = HEAD + write_entry(_said("Do not drive."), ("No conduzca.",))
    similar = Message("d", "d/other", "Do not drive!", HELLO.position)
    assert _read(_update(old, _said("Do not drive."), similar)).entries["d/other"].texts == ("",)


def test_what_is_gone_is_kept_as_obsolete_and_comes_back_as_fuzzy() -> None:
    gone = _update(HEAD + "# By hand.\n" + write_entry(HELLO, ("Hola",)))
    assert '# By hand.\n#~ msgctxt "d/hello"\n#~ msgid "Hello"\n#~ msgstr "Hola"\n' in gone
    assert _read(gone).entries == {}
    assert _update(gone) == gone
    revived = _update(gone, HELLO)
    assert "#~" not in revived
    entry = _read(revived).entries["d/hello"]
    assert (entry.texts, entry.fuzzy) == (("Hola",), True)


def test_a_translation_that_was_doubted_stays_doubted() -> None:
    text = _update(HEAD + write_entry(HELLO, ("Hola",), "fuzzy"), HELLO)
    assert _read(text).entries["d/hello"].fuzzy
    assert _read(_update(_update(text), HELLO)).entries["d/hello"].fuzzy


def test_what_was_never_translated_leaves_nothing() -> None:
    assert "Hello" not in _update(HEAD + write_entry(HELLO, ("",)))


def test_header_and_comments_of_the_translator_are_kept() -> None:
    head = "# Made by hand.\n" + HEAD.replace(
        "Language: es",
        'Last-Translator: Ana <ana@example.org>\\n"\n"PO-Revision-Date: 2026-01-02 03:04+0100\\n"\n"Language: es',
    ).replace("plural=(n != 1)", "plural=(n > 1)")
    text = _update(head + "# Think about it.\n" + write_entry(HELLO, ("Hola",)), HELLO)
    assert text.startswith("# Made by hand.\n")
    for kept in ("Ana <ana@example.org>", "2026-01-02 03:04+0100", "plural=(n > 1)", "# Think about it.\n"):
        assert kept in text


@pytest.mark.parametrize("charset", ["none", "iso-8859-1", "ascii"])
def test_a_catalog_is_written_in_utf_8_whatever_its_header_says(charset: str) -> None:
    old = HEAD.replace("utf-8", charset) + write_entry(HELLO, ("«你好»",))
    text = _update(old, HELLO)
    assert "«你好»" in text
    assert "charset=utf-8" in text


def test_a_catalog_of_another_language_is_refused() -> None:
    old = HEAD.replace("Language: es", "Language: fr") + write_entry(HELLO, ("Salut",))
    assert [problem.code for problem in problems_of(lambda: _read(old))] == ["T005"]
    traditional = HEAD.replace("Language: es", "Language: zh_Hant")
    assert [problem.code for problem in problems_of(lambda: read_catalog(traditional, "f", "zh-Hans", "d"))] == ["T005"]


@pytest.mark.parametrize("said", ["es", "es_MX", "ES", ""])
def test_a_catalog_may_say_its_region(said: str) -> None:
    assert _read(HEAD.replace("Language: es", f"Language: {said}") + write_entry(HELLO, ("Hola",))).entries


def test_a_message_that_begins_to_count_keeps_its_text_whole() -> None:
    counted = Message("d", "d/hello", "Hello", HELLO.position, plural="Hellos")
    entry = _read(_update(HEAD + write_entry(HELLO, ("Hola",)), counted)).entries["d/hello"]
    assert (entry.texts, entry.fuzzy) == (("Hola", ""), True)
    back = _read(_update(HEAD + write_entry(counted, ("Hola", "Holas")), HELLO)).entries["d/hello"]
    assert (back.texts, back.fuzzy) == (("Hola",), True)


def test_a_changed_plural_is_a_changed_source() -> None:
    week = Message("d", "d/week", "{n} week", HELLO.position, plural="{n} weeks")
    entry = _read(HEAD + write_entry(week, ("{n} semana", "{n} semanas"))).entries["d/week"]
    assert entry.translates(week)
    assert not entry.translates(Message("d", "d/week", "{n} week", HELLO.position, plural="{n} weeks of rest"))
    assert not entry.translates(Message("d", "d/week", "{n} week", HELLO.position))


def test_a_broken_catalog_is_not_updated() -> None:
    problems = problems_of(lambda: _update(HEAD + 'msgid "a\n', HELLO))
    assert [problem.code for problem in problems] == ["T001"]


def test_arabic_has_six_plural_forms() -> None:
    catalog = read_catalog(catalogs("ar")[SHARED_AR], SHARED_AR, "ar", "shared")
    texts = ("0", "1", "2", "few", "many", "other")
    numbers = {
        0: "0",
        1: "1",
        2: "2",
        3: "few",
        10: "few",
        11: "many",
        99: "many",
        100: "other",
        102: "other",
        103: "few",
    }
    assert {number: catalog.choose(texts, Decimal(number), None) for number in numbers} == numbers
    assert catalog.entries["unit/week"].texts == ARABIC["unit/week"]


@pytest.mark.parametrize(
    ("number", "fraction", "form"), [("1", None, "one"), ("1.0", None, "one"), ("2", None, "more")]
)
def test_whole_numbers_follow_the_header(number: str, fraction: int | None, form: str) -> None:
    assert _read(HEAD).choose(("one", "more"), Decimal(number), fraction) == form


@pytest.mark.parametrize(("fraction", "form"), [(None, "more"), (0, "one"), (7, "more")])
def test_fractions_take_the_form_that_the_language_says(fraction: int | None, form: str) -> None:
    assert _read(HEAD).choose(("one", "more"), Decimal("1.5"), fraction) == form
