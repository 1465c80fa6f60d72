"""The files of a site: what pages say, where their links lead, and what they may load."""

from __future__ import annotations

import posixpath
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from urllib.parse import unquote

import pytest
from tests.support.publications import find, publish_sheet, saying

from plainleaf.content.grammar import Level
from plainleaf.content.schema import Weekly
from plainleaf.export.frame import POLICY
from plainleaf.export.gathering import Gathering
from plainleaf.export.indexes import HOME
from plainleaf.export.reading_back import lost_on, read_statements
from plainleaf.export.screen import PAGE, Screen
from plainleaf.export.site import Site, make_site
from plainleaf.problems import PlainleafError
from plainleaf.translation.localized import plain_text

HOSTILE = "</script><img src=x onerror=\"alert('1')\">&amp;\u2028{{ 7 }}"


class Elements(HTMLParser):
    """Every start tag with its attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str]]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, {name: value or "" for name, value in attrs}))


def pages(site: Site) -> dict[str, str]:
    found = {path: data.decode() for path, data in site.files.items() if path.endswith(".html")}
    assert len(found) > len(site.pages) > 0
    return found


def references(html: str) -> Iterator[tuple[str, str]]:
    """What a page loads or leads to, with the tag."""
    for tag, values in Elements(html).found:
        for name in ("href", "src", "action"):
            if name in values:
                yield tag, values[name]


def changed(screen: Screen, old: str, new: str) -> Screen:
    assert old in screen.templates[PAGE]
    return replace(screen, templates={**screen.templates, PAGE: screen.templates[PAGE].replace(old, new, 1)})


def test_every_page_says_all_that_its_source_says_in_order(gathering: Gathering, site: Site) -> None:
    assert len(gathering.publications) == len(site.pages) == 2 * 4 * 3
    for publication in gathering.publications:
        said = read_statements(site.files[publication.path].decode())
        wanted = publication.source.texts[0].statements
        assert len(wanted) > 30
        assert said == [(statement.id, statement.text) for statement in wanted]


def test_a_draft_says_so_in_the_readers_language_and_in_english(gathering: Gathering, site: Site) -> None:
    for publication in gathering.publications:
        sheet = publication.sheet
        html = site.files[publication.path].decode()
        assert sheet.draft
        assert html.count(plain_text(sheet.labels["draft"])) >= 1
        assert sheet.english_labels["draft"] in html
        assert '<meta name="robots" content="noindex">' in html
    arabic = site.files["us/ar/index.html"].decode()
    assert all(mark in arabic for mark in ("مسودة", "Draft: not yet approved"))
    assert "Draft: not yet approved" in site.files[HOME].decode()


def test_what_is_approved_bears_no_draft_mark(gathering: Gathering) -> None:
    approved = publish_sheet(replace(gathering.publications[0].sheet, draft=False))
    made = make_site([approved], gathering.frame)
    assert made.pages[0]["status"] == "approved"
    mark = plain_text(approved.sheet.labels["draft"])
    assert not any(mark in html for html in pages(made).values())


def test_links_are_relative_and_lead_to_files_of_the_site(site: Site) -> None:
    seen = set()
    for path, html in pages(site).items():
        ids = {values["id"] for _, values in Elements(html).found if "id" in values}
        for tag, target in references(html):
            if tag == "a" and re.match(r"(tel:\+?\d+$|https://)", target):
                continue
            file, _, anchor = target.partition("#")
            assert not re.match(r"[a-z]+:|/", target), f"{path} leads to {target}"
            there = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(file))) if file else path
            assert there in site.files, f"{path} leads to {target}"
            assert not anchor or anchor in ids
            seen.add(there)
    assert seen == site.files.keys()


def test_every_page_is_reached_from_the_list_by_links_alone(site: Site) -> None:
    reached, waiting = set(), [HOME]
    while waiting:
        path = waiting.pop()
        if path in reached or not path.endswith(".html"):
            continue
        reached.add(path)
        for tag, target in references(site.files[path].decode()):
            if tag == "a" and not re.match(r"[a-z]+:|#", target):
                waiting.append(posixpath.normpath(posixpath.join(posixpath.dirname(path), target)))
    assert reached == pages(site).keys()


def test_pages_may_load_files_of_the_site_and_nothing_else(site: Site) -> None:
    for html in pages(site).values():
        elements = Elements(html).found
        (policy,) = [values["content"] for _, values in elements if values.get("http-equiv")]
        assert policy.startswith("default-src 'none'; ")
        assert "unsafe" not in policy
        assert not [tag for tag, values in elements if tag == "script" and not values.get("src")]
        assert not [tag for tag, _ in elements if tag in ("style", "iframe", "object", "base")]
        assert not [name for _, values in elements for name in values if name == "style" or name.startswith("on")]


def test_leaflet_pages_need_no_script(site: Site) -> None:
    for page in site.pages:
        assert "<script" not in site.files[str(page["path"])].decode()


def test_languages_stand_under_their_own_names(site: Site) -> None:
    elements = Elements(site.files["us/es/thalidomide/easy.html"].decode()).found
    links = {v["hreflang"]: v for tag, v in elements if tag == "a" and "hreflang" in v}
    assert {tag: (v["lang"], v["dir"], v["href"]) for tag, v in links.items()} == {
        "ar": ("ar", "rtl", "../../ar/thalidomide/easy.html"),
        "en": ("en", "ltr", "../../en/thalidomide/easy.html"),
        "es": ("es", "ltr", "easy.html"),
        "zh-Hans": ("zh-Hans", "ltr", "../../zh-Hans/thalidomide/easy.html"),
    }
    assert [tag for tag, v in links.items() if v.get("aria-current") == "page"] == ["es"]


def test_a_language_without_the_level_is_linked_at_its_easiest(gathering: Gathering) -> None:
    some = [
        one
        for one in gathering.publications
        if one.sheet.leaflet.id == "thalidomide" and (one.sheet.locale, one.sheet.level) != ("es", Level.FULL)
    ]
    made = make_site(some, gathering.frame)
    html = made.files["us/en/thalidomide/full.html"].decode()
    assert 'href="../../es/thalidomide/easy.html"' in html
    assert "us/es/thalidomide/full.html" not in made.files


def test_telephone_numbers_can_be_called_and_addresses_opened(site: Site) -> None:
    html = site.files["us/en/thalidomide/plain.html"].decode()
    targets = {target for tag, target in references(html) if tag == "a"}
    assert {"tel:911", "tel:18002221222", "https://www.fda.gov/medwatch"} <= targets


def test_texts_are_never_markup(gathering: Gathering) -> None:
    hostile = saying(find(gathering.publications, "thalidomide", "es", Level.EASY), HOSTILE)
    made = make_site([hostile], gathering.frame)
    assert made.refused == ()
    assert len(made.pages) == 1
    for html in pages(made).values():
        assert not [tag for tag, values in Elements(html).found if tag == "img" or "onerror" in values]
    first, *_ = read_statements(made.files[hostile.path].decode())
    assert first[1] == HOSTILE
    index = made.files["search/es.js"].decode()
    assert "\u2028" not in index
    assert r"\u2028" in index


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("{{ s.runs | inline }}</span>{% endmacro %}", "{{ s.runs | inline }}.</span>{% endmacro %}"),
        ("<article>", "<article hidden>"),
        ('<section class="key">', '<section class="key" aria-hidden="true">'),
        ('views if view.section.look != "identity"', 'views[1:] if view.section.look not in ("identity", "call")'),
        ('views if view.section.look != "identity"', 'views | reverse if view.section.look != "identity"'),
        ("{% if leaflet.draft %}<p>", "{% if false %}<p>"),
        ('<p>{{ label["general-information"] | text }}</p>', ""),
        ("<strong>", "<strong popover>"),
        ("{{ drawing(view.mark) }}{% endif %}{{ s.title | inline }}", "{% endif %}"),
        ("<h3>{{ part.heading | inline }}</h3>", ""),
        ("<article>", "<article style='display: none'>"),
        ("<article>", "<article onclick='this.remove()'>"),
        ("<article>", "<article><script>self</script>"),
        ("<article>", "<article><style>p { filter: opacity(0) }</style>"),
        ('<meta http-equiv="Content-Security-Policy" content="{{ policy }}">', ""),
        ('content="{{ policy }}"', 'content="default-src *"'),
    ],
    ids=[
        *("other words", "hidden", "not read", "a section gone", "another order", "no draft mark", "no warning"),
        *("a hidden mark", "a question gone", "a heading gone"),
        *("a style", "a handler", "a program", "a sheet of style", "no policy", "another policy"),
    ],
)  # fmt: skip
def test_a_page_that_does_not_say_all_is_not_written(gathering: Gathering, old: str, new: str) -> None:
    frame = replace(gathering.frame, screen=changed(gathering.frame.screen, old, new))
    some = [one for one in gathering.publications if one.path.endswith("thalidomide/easy.html")]
    made = make_site(some, frame)
    assert len(made.refused) == len(some) == 4
    assert {problem.code for refusal in made.refused for problem in refusal.problems} == {"B011"}
    assert made.files == {}


def test_the_draft_mark_is_said_in_english_too(gathering: Gathering) -> None:
    screen = changed(gathering.frame.screen, '>{{ leaflet.english_labels["draft"] }}<', "><")
    some = [one for one in gathering.publications if one.path.endswith("thalidomide/easy.html")]
    made = make_site(some, replace(gathering.frame, screen=screen))
    assert {refusal.target.lang for refusal in made.refused} == {"ar", "es", "zh-Hans"}


def test_a_page_has_to_say_how_often(gathering: Gathering, site: Site) -> None:
    publication = find(gathering.publications, "thalidomide", "en", Level.EASY)
    (text,), html = publication.source.texts, site.files[publication.path].decode()
    first, *others = text.sections[0].statements
    said = first.model_copy(update={"frequency": "in 1 of 10,000 people"})
    section = text.sections[0].model_copy(update={"statements": (said, *others)})
    changed_text = text.model_copy(update={"sections": (section, *text.sections[1:])})
    source = publication.source.model_copy(update={"texts": (changed_text,)})
    assert lost_on(html, publication.source, "x.html", POLICY, text.marks[0]) == []
    (problem,) = lost_on(html, source, "x.html", POLICY, text.marks[0])
    assert (problem.code, problem.message) == ("B011", f"the page does not say how often: `{first.id}`")


def test_no_page_leads_to_one_that_was_refused(gathering: Gathering) -> None:
    screen = changed(gathering.frame.screen, "<article>", "<article{{ ' hidden' if leaflet.locale == 'ar' }}>")
    made = make_site(gathering.publications, replace(gathering.frame, screen=screen))
    assert {refusal.target.lang for refusal in made.refused} == {"ar"}
    assert len(made.pages) == 2 * 3 * 3
    assert not any("/ar/" in path for path in made.files)
    assert not [target for html in pages(made).values() for _, target in references(html) if "/ar/" in target]


def test_a_broken_template_is_nobodys_page(gathering: Gathering) -> None:
    screen = changed(gathering.frame.screen, "</main>", "{{ nothing.such }}</main>")
    with pytest.raises(PlainleafError) as caught:
        make_site(gathering.publications, replace(gathering.frame, screen=screen))
    assert {(problem.code, problem.position.file) for problem in caught.value.problems} == {
        ("P001", "templates/plain/screen.html")
    }


def test_the_same_leaflets_make_the_same_bytes_in_any_order(gathering: Gathering, site: Site) -> None:
    mixed = list(gathering.publications)
    random.Random(7).shuffle(mixed)  # noqa: S311 - any other order will do
    again = make_site(mixed, gathering.frame)
    assert again == site


def test_the_days_of_a_round_are_a_table_and_a_week_is_said(gathering: Gathering, site: Site) -> None:
    rounds = site.files["us/en/lenalidomide/plain.html"].decode()
    assert rounds.count('<td class="take">') == 21
    assert rounds.count('<td class="rest">') == 7
    daily = find(gathering.publications, "thalidomide", "en", Level.EASY)
    weekly = publish_sheet(replace(daily.sheet, schedule=Weekly(type="weekly", times=("morning",))))
    html = make_site([weekly], gathering.frame).files[weekly.path].decode()
    assert "Take it once a WEEK, not every day." in html
    assert "Take it once a WEEK" not in site.files[daily.path].decode()


def test_each_language_has_its_fonts_and_its_mark_on_paper(site: Site) -> None:
    style = site.files["assets/languages.css"].decode()
    assert ':lang(ar) { font-family: "Noto Naskh Arabic", "Noto Sans", system-ui, sans-serif }' in style
    assert "html:lang(ar) { --factor: 1.15; --leading: 1.7 }" in style
    assert "body.unapproved:lang(zh-Hans) { page: draft-zh-Hans }" in style
    assert 'content: "草稿' in style
