"""The safety checks of one language on its own catalogs: made when first needed, their findings kept by content."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from pathlib import Path, PurePosixPath

from pydantic import TypeAdapter

from plainleaf.cache import identity_of, remember
from plainleaf.content.model import OPTIONAL
from plainleaf.languages import SOURCE_TAG, LanguagePack, folder_of
from plainleaf.problems import Position, Problem
from plainleaf.translation.catalogs import DomainCatalog, Entry
from plainleaf.translation.safety.comparison import Pair, TargetLanguage
from plainleaf.translation.safety.lexicon import Lexicon, lexicon_path, read_lexicon
from plainleaf.translation.safety.linter import Linter

Findings = Mapping[str, Mapping[str, tuple[Problem, ...]]]
"""Problems by domain and msgctxt."""

_PROBLEMS = TypeAdapter(list[Problem])
_FAULTS: TypeAdapter[tuple[Problem, ...]] = TypeAdapter(tuple[Problem, ...])
_ENGINES = ("py3langid", "wordfreq", "babel", "pydantic", "pyyaml")
_MOST_NEIGHBOURS = 16
"""Catalogs that are looked through together, on average: some thousand messages, of which two hundred show what belongs
together (docs/safety-bench.md). More would make an edit of one the business of all."""
_MOST = 20_000
"""Neighbourhoods of which the findings are kept."""


class Guard:
    """Checks the catalogs of one language."""

    def __init__(
        self,
        files: Mapping[str, str],
        pack: LanguagePack,
        cache: Path | None = None,
        domains: Iterable[str] = (),
        hashes: Mapping[str, str] | None = None,
    ) -> None:
        """Take what the checks need to know; nothing is read yet.

        Args:
            files: texts by path below the workspace.
            cache: where findings are kept; none: nowhere.
            domains: of all catalogs of the language.
            hashes: of its PO files, by domain; without them no findings are kept.
        """
        folders = tuple(f"translations/{folder_of(tag)}/" for tag in (SOURCE_TAG, pack.language))
        names = [folder + name for folder in folders for name in ("lexicon.yaml", "concepts.yaml")]
        self._files = {name: files[name] for name in names if name in files}
        self._pack = pack
        self._cache = cache
        self._neighbourhoods = neighbourhoods(domains)
        self._hashes = hashes

    def findings(self, domain: str, catalogs: Mapping[str, DomainCatalog]) -> Findings:
        """What the checks say of a catalog and of its neighbours, each translation beside all of theirs.

        Of a large language no more is opened than this neighbourhood.
        """
        near = next((some for some in self._neighbourhoods if domain in some), (domain,))
        hashes = self._hashes or {}
        made_from = [
            identity_of(Path(__file__).parents[1], _ENGINES),
            self._files,
            self._pack.model_dump(mode="json"),
            {name: hashes.get(name, "") for name in near},
        ]

        def find() -> list[Problem]:
            return self._find(catalogs[name] for name in near if name in catalogs)

        found: dict[str, dict[str, tuple[Problem, ...]]] = {name: {} for name in near}
        kept = self._cache if self._hashes is not None else None
        for problem in remember(kept, made_from, _PROBLEMS, find, most=_MOST):
            messages = found[PurePosixPath(problem.position.file).stem]
            messages[problem.msgctxt] = (*messages.get(problem.msgctxt, ()), problem)
        return found

    def check(self, entry: Entry) -> tuple[Problem, ...]:
        """What the checks say of one translation by itself."""
        return tuple(self._linter.check_pairs(_pairs(entry)))

    def tell_apart(self, old: str, new: str) -> tuple[str, ...]:
        """Concepts, numbers and negations that one of two English texts has and the other has not."""
        return self._linter.tell_apart(old, new)

    def faults(self) -> tuple[Problem, ...]:
        """T007, for a language whose units or negations the checks do not know: nothing may be printed in it."""
        return self._faults

    @cached_property
    def _faults(self) -> tuple[Problem, ...]:
        path = lexicon_path(self._pack.language)
        if lexicon_path(SOURCE_TAG) not in self._files:
            return ()  # without English words nothing can be compared: a library of another kind
        made_from = ["faults", *_readers(), path, self._files.get(path)]
        return remember(self._cache, made_from, _FAULTS, self._find_faults)

    def _find_faults(self) -> tuple[Problem, ...]:
        tag = self._pack.language
        path = lexicon_path(tag)
        lexicon = read_lexicon({path: self._files[path]}, tag) if path in self._files else None
        if lexicon is not None and lexicon.is_enough_to_publish:
            return ()
        lists = [name for name in ("units", "negation") if lexicon is None or not getattr(lexicon, name)]
        fault = f"the checks of a translation into `{tag}` have no {' and no '.join(f'`{name}`' for name in lists)}"
        hint = "fill the lists in; without them a changed dose or a lost “not” is not seen"
        return (Problem(Position(path), "T007", fault, hint),)

    @cached_property
    def _linter(self) -> Linter:
        pack = self._pack
        target = TargetLanguage(
            pack.language, pack.script, pack.direction, read_lexicon(self._files, pack.language), pack
        )
        return Linter(read_lexicon(self._files, SOURCE_TAG) or Lexicon(language=SOURCE_TAG), target)

    def _find(self, catalogs: Iterable[DomainCatalog]) -> list[Problem]:
        entries = (entry for catalog in catalogs for entry in _current(catalog))
        return self._linter.check_pairs(pair for entry in entries for pair in _pairs(entry))


def neighbourhoods(domains: Iterable[str]) -> list[tuple[str, ...]]:
    """The catalogs of a language, in neighbourhoods that are looked through together; a few are one.

    Where a catalog lives is said by the hash of its name, so that one that comes or goes leaves the others where they
    are. Neighbourhoods that have grown too large are halved, all of them at a time. What no leaflet needs lives alone:
    no leaflet is judged by it.
    """
    names = tuple(domains)
    leaflets = [name for name in names if name not in OPTIONAL]
    count = 1
    while len(leaflets) > count * _MOST_NEIGHBOURS:
        count *= 2
    found: dict[int, list[str]] = {}
    for name in leaflets:
        found.setdefault(int(hashlib.sha256(name.encode()).hexdigest(), 16) % count, []).append(name)
    return [*(tuple(found[number]) for number in sorted(found)), *((name,) for name in names if name in OPTIONAL)]


def _readers() -> tuple[str, str]:
    """Which programs read a lexicon: a change of one may change what is found in it."""
    translation = Path(__file__).parent
    return identity_of(translation.parent / "content", ("pyyaml", "pydantic")), identity_of(translation / "safety", ())


def _current(catalog: DomainCatalog) -> list[Entry]:
    return [entry for entry in catalog.entries.values() if not entry.fuzzy]


def _pairs(entry: Entry) -> Iterator[Pair]:
    """Each form of a translation beside the English form that it stands for."""
    for index, text in enumerate(entry.texts):
        single = not entry.plural or (index == 0 and len(entry.texts) > 1)
        if text.strip():
            msgid = entry.msgid if single else entry.plural
            yield Pair(entry.msgctxt, msgid, text, entry.position, own=True, counted=index + 1 < len(entry.texts))
