"""What a sheet is made from, as hashes: two sheets of equal inputs are the same print, whatever the clock says.

Hashes cost little beside a sheet that is set, so a build compares them first. They may differ where the sheet would
not (another message of its leaflet, which another level says): then it is set, and held against the hash of the page
itself, before anything is printed.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, fields, is_dataclass
from functools import cache
from importlib.metadata import requires
from pathlib import Path
from re import match

from pydantic import BaseModel

from plainleaf.build.opening import read_clinic
from plainleaf.build.plan import Inputs
from plainleaf.build.sheets import Press
from plainleaf.cache import identity_of
from plainleaf.content.model import Leaflet, Library, Message
from plainleaf.languages import SOURCE_TAG, folder_of
from plainleaf.press.engine import engine_identity
from plainleaf.press.fonts import FontSet, font_identity
from plainleaf.problems import Position
from plainleaf.stacks import hash_text
from plainleaf.translation.lookup import Language
from plainleaf.workspace import FilesReading, Workspace

_LENGTH = 16  # hexadecimal digits; they are compared with those of one path only
_APPROVALS = "approvals.yaml"


@dataclass(frozen=True, slots=True)
class Ledger:
    """The inputs of everything that can be printed for one place; each is worked out once.

    Attributes:
        files: that the library and the languages were read from.
    """

    library: Library
    languages: Mapping[str, Language]
    press: Press
    files: FilesReading
    place: str
    _kept: dict[tuple[str, str], str] = field(default_factory=dict, compare=False, repr=False)

    def inputs(self, leaflet: Leaflet, tags: Collection[str]) -> Inputs:
        """The inputs of a leaflet in one language, or in one beside another, by what they are."""
        press, library = self.press, self.library
        clinic = (press.clinic, press.facts, press.web, press.attach, library.places[self.place])
        return {
            "program": program_identity()[:_LENGTH],
            "engine": self._digest("engine", "", press.engine),
            "theme": self._digest("theme", "", press.look, press.theme),
            "clinic": self._digest("clinic", "", clinic),
            "furniture": self._digest("furniture", "", library.furniture, library.sections, library.sources),
            "leaflet": hash_text(self.files.texts, leaflet.position.file)[:_LENGTH],
            "shared": self._shared(leaflet),
            "fonts": self._digest("fonts", " ".join(tags), [self._fonts(tag) for tag in tags]),
            "language": digest(map(self._language, tags)),
            "messages": digest(self._messages(leaflet, tag) for tag in tags),
        }

    def read(self, leaflet: Leaflet) -> str:
        """A hash of the files that a leaflet was read from, as they are: its own and those that leaflets share."""
        if ("ground", "") not in self._kept:
            ground = (path for path in self.files.texts if path.startswith("leaflets/") and path.count("/") > 1)
            self._kept["ground", ""] = digest(_hashes(self.files.texts, ground))
        return digest([self._kept["ground", ""], hash_text(self.files.texts, leaflet.position.file)])

    def _digest(self, name: str, of: str, *values: object) -> str:
        if (name, of) not in self._kept:
            self._kept[name, of] = digest(values)
        return self._kept[name, of]

    def _shared(self, leaflet: Leaflet) -> str:
        if ("shared", leaflet.id) not in self._kept:
            shared = self.library.shared
            used = (one.id for section in leaflet.sections for one in section.statements if one.id in shared)
            self._kept["shared", leaflet.id] = digest(self._digest("statement", name, shared[name]) for name in used)
        return self._kept["shared", leaflet.id]

    def _fonts(self, tag: str) -> str:
        return font_identity(self.press.fonts, (*self.languages[tag].pack.fonts, *self.press.theme.fonts))

    def _language(self, tag: str) -> str:
        """Pack, word lists, approvals and labels of a language, and the English approvals, which it cannot outrank."""
        if ("language", tag) not in self._kept:
            own = f"translations/{folder_of(tag)}/"
            english = f"translations/{folder_of(SOURCE_TAG)}/"
            files = [
                _hashes(texts, (path for path in texts if path.startswith((own, english)) and path.endswith(".yaml")))
                for texts in (self.files.texts, self.files.beneath)
            ]
            labels = self._wordings(tag, self.library.furniture.values())
            self._kept["language", tag] = digest([files, self.languages[tag].pack, *labels])
        return self._kept["language", tag]

    def _messages(self, leaflet: Leaflet, tag: str) -> str:
        statements = (statement for section in leaflet.sections for statement in section.statements)
        messages = [message for statement in statements for message in statement.texts.values()]
        return digest(self._wordings(tag, messages + ([leaflet.say] if leaflet.say else [])))

    def _wordings(self, tag: str, messages: Iterable[Message]) -> Iterator[str]:
        """What a language has for messages, and what the checks say of it, as texts that `repr` keeps apart."""
        language = self.languages[tag]
        for message in messages:
            if message.domain in language.broken:
                yield repr(language.broken[message.domain])
            elif catalog := language.catalogs.get(message.domain):
                entry = catalog.entries.get(message.msgctxt)
                said = entry and (entry.msgid, entry.plural, entry.texts, entry.fuzzy)
                rule = catalog.plural_forms if message.plural else ""
                yield repr((message.msgctxt, said, rule, [found.code for found in language.findings(message)]))


def digest(values: Iterable[object]) -> str:
    """A hash over records, texts and numbers, whatever line they stand in."""
    whole = hashlib.sha256()
    for value in values:
        for part in _flatten(value):
            data = part if isinstance(part, bytes) else part.encode("utf-8", "surrogatepass")
            whole.update(b"%d%c" % (len(data), b"#" if isinstance(part, bytes) else b":"))
            whole.update(data)
    return whole.hexdigest()[:_LENGTH]


def _flatten(value: object) -> Iterator[str | bytes]:
    """A value as texts, and what it is as bytes, from which it could be read back but for the places in files."""
    if isinstance(value, Position):
        return
    if isinstance(value, str):
        yield value
    elif is_dataclass(value):
        yield type(value).__name__.encode()
        for one in fields(value):
            yield from _flatten(getattr(value, one.name))
    elif isinstance(value, Mapping):
        yield b"mapping %d" % len(value)
        for key, item in value.items():
            yield str(key)
            yield from _flatten(item)
    elif isinstance(value, tuple | list | frozenset):
        yield b"row %d" % len(value)
        for item in sorted(value, key=str) if isinstance(value, frozenset) else value:
            yield from _flatten(item)
    elif isinstance(value, BaseModel):
        yield value.model_dump_json().encode()
    else:
        yield repr(value).encode()


def hash_read(workspace: Workspace, files: FilesReading, fonts: FontSet, families: Collection[str]) -> str:
    """A hash of everything that decides what a build prints, but for what was asked of it.

    Raises:
        PlainleafError: for a logo or an engine that cannot be read.
    """
    read = (_hashes(files.texts, files.texts), _hashes(files.beneath, files.beneath), sorted(files.unreadable))
    program = (program_identity(), engine_identity(), font_identity(fonts, families))
    return digest([*read, *program, workspace.settings, read_clinic(workspace)])


def _hashes(texts: Mapping[str, str], paths: Iterable[str]) -> list[tuple[str, str]]:
    return [(path, hash_text(texts, path)) for path in sorted(paths)]


@cache
def program_identity() -> str:
    """A hash of the program, and of the versions of all that it rests on."""
    names = (match(r"[\w.-]+", line) for line in requires("plainleaf") or () if "extra ==" not in line)
    return identity_of(Path(__file__).parents[1], tuple(sorted(name[0] for name in names if name)))
