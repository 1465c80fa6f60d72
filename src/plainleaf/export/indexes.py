"""The lists of the site: one of everything, and one for each language in that language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from plainleaf.export.frame import SITE_SCRIPT, Frame
from plainleaf.export.publication import Publication, index_path, level_name, link
from plainleaf.export.screen import INDEX, render
from plainleaf.export.search import index_script
from plainleaf.languages import SOURCE_TAG
from plainleaf.translation.localized import LocalizedLeaflet, plain_text

HOME = "index.html"


@dataclass(frozen=True, slots=True)
class Text:
    """A level of a leaflet: its name in the language of the leaflet, where it is, whether it is a draft."""

    name: str
    address: str
    draft: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One leaflet in one language, with the levels that there are."""

    sheet: LocalizedLeaflet
    texts: tuple[Text, ...]


@dataclass(frozen=True, slots=True)
class LanguageList:
    """All leaflets in one language for one place."""

    sheet: LocalizedLeaflet
    address: str
    entries: tuple[Entry, ...]

    @property
    def draft(self) -> bool:
        """Whether any of them is a draft."""
        return any(text.draft for entry in self.entries for text in entry.texts)


@dataclass(frozen=True, slots=True)
class Wording:
    """The words of a list itself.

    Attributes:
        lang: of these words; a list of everything speaks English.
        digits: ten of them.
    """

    lang: str
    direction: str
    title: str
    search: str
    found: str
    none: str
    skip: str
    language: str
    language_english: str
    draft: str
    draft_english: str
    general: str
    digits: str


def render_indexes(publications: Sequence[Publication], frame: Frame) -> dict[str, str]:
    """All lists by path.

    Raises:
        PlainleafError: P001, when the template does not work.
    """
    shelved = sorted(publications, key=lambda publication: publication.order)
    pages = {HOME: _render(HOME, shelved, frame)} if shelved else {}
    for (place, lang), group in groupby(shelved, lambda publication: publication.order[:2]):
        path = index_path(place, lang)
        pages[path] = _render(path, list(group), frame)
    return pages


def _render(path: str, publications: Sequence[Publication], frame: Frame) -> str:
    home = path == HOME
    first = publications[0].sheet
    shelves = list(_shelves(path, publications))
    return render(
        frame.screen,
        INDEX,
        home=None if home else link(path, HOME),
        words=_english(first) if home else _words(first),
        shelves=shelves,
        places=len({shelf.sheet.place for shelf in shelves}),
        scripts=[link(path, index_script(lang)) for lang in sorted({shelf.sheet.locale for shelf in shelves})],
        script=link(path, SITE_SCRIPT),
        base="" if home else link(path, HOME).removesuffix(HOME),
        only=None if home else first.place,
        **frame.values(path),
    )


def _shelves(path: str, publications: Iterable[Publication]) -> Iterable[LanguageList]:
    for (place, lang), spoken in groupby(publications, lambda publication: publication.order[:2]):
        entries = []
        for _, group in groupby(spoken, lambda publication: publication.sheet.leaflet.id):
            same = list(group)
            texts = tuple(Text(level_name(e.sheet), link(path, e.path), e.sheet.draft) for e in same)
            entries.append(Entry(same[0].sheet, texts))
        yield LanguageList(entries[0].sheet, link(path, index_path(place, lang)), tuple(entries))


def _words(sheet: LocalizedLeaflet) -> Wording:
    label = {name: plain_text(runs) for name, runs in sheet.labels.items()}
    return _word(label, sheet.english_labels, sheet.locale, sheet.direction, "".join(sheet.numbers[:10]))


def _english(sheet: LocalizedLeaflet) -> Wording:
    return _word(sheet.english_labels, sheet.english_labels, SOURCE_TAG, "ltr", "0123456789")


def _word(label: Mapping[str, str], english: Mapping[str, str], lang: str, direction: str, digits: str) -> Wording:
    return Wording(
        lang=lang,
        direction=direction,
        title=label["screen-all"],
        search=label["screen-search"],
        found=label["screen-found"],
        none=label["screen-none"],
        skip=label["screen-skip"],
        language=label["screen-language"],
        language_english=english["screen-language"],
        draft=label["draft"],
        draft_english=english["draft"],
        general=label["general-information"],
        digits=digits,
    )
