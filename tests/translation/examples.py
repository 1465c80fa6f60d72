from __future__ import annotations

from collections.abc import Iterable

from tests.support.examples import Example
from tests.support.library import FILES, edit, library, line_of, packs, translated
from tests.translation.documented import PLACE, Documented, documented
from tests.translation.exchange_examples import EXCHANGE
from tests.translation.round_examples import ROUNDS
from tests.translation.sheet_examples import EXAMPLES as SHEETS

from plainleaf.problems import Problem
from plainleaf.translation.packs import catalog_path, read_pack
from plainleaf.translation.status import check_catalogs, stale_templates
from plainleaf.workspace import FilesReading

SHARED_ES, OWN_ES = catalog_path("es", "shared"), catalog_path("es", "somnoril")
SHARED_AR, OWN_AR = catalog_path("ar", "shared"), catalog_path("ar", "somnoril")
PACK_ES = "translations/es/language.yaml"


def checked(files: dict[str, str], tag: str) -> Iterable[Problem]:
    return check_catalogs(library(), FilesReading(files, {}), (tag,), ("somnoril",))


def _wrong(code: str, path: str, old: str, new: str, at: str = "") -> Example:
    """A change to a catalog; its place is the msgid line of the message, or the line on which `at` stands."""
    tag = path.split("/")[1]
    files = edit(translated(tag), path, old, new)
    line = line_of(files, path, at or new)
    rows = files[path].splitlines()
    while not at and not rows[line - 1].startswith("msgid "):
        line -= 1
    return Example(code, path, line, lambda _: checked(files, tag))


def _read(files: dict[str, str]) -> Iterable[Problem]:
    read_pack(files, "es")
    return ()


def _without_pack() -> dict[str, str]:
    return {path: text for path, text in packs().items() if path != PACK_ES}


SAFETY = (
    _wrong("T010", OWN_ES, "espere {wait} tras", "espere tras"),
    _wrong("T010", OWN_ES, "espere {wait} tras", "espere {wait} {wait} tras"),
    _wrong("T010", OWN_ES, "espere {wait} tras", "espere {espera} tras"),
    _wrong("T010", OWN_ES, "espere {wait} tras", "espere {wait tras"),
    _wrong("T010", OWN_ES, "No conduzca.", "No conduzca {wait}."),
    _wrong("T010", SHARED_ES, 'msgstr[1] "{n}\u00a0semanas"', 'msgstr[1] "semanas"'),
    _wrong("T011", OWN_ES, "espere {wait} tras", "espere {wait.number} ratos tras"),
    _wrong("T012", OWN_ES, "espere {wait} tras", "espere 4 o {wait} tras"),
    _wrong("T012", OWN_ES, "Tráguela entera.", "Trague ½ entera."),
    _wrong("T012", OWN_AR, "ابلعها كاملة.", "ابلعها كاملة ٢."),
    _wrong("T013", OWN_ES, "No conduzca.", "No\u200b conduzca."),
    _wrong("T013", OWN_ES, "No conduzca.", "No conduzca\u202e."),
    _wrong("T013", OWN_AR, "ابلعها كاملة.", "ابلعها\u061c كاملة."),
    _wrong("T013", OWN_ES, "Tráguela entera.", "Tra\u0301guela entera."),
    _wrong("T013", OWN_ES, "Tráguela entera.", "Tráguela\x07 entera."),
    _wrong("T014", OWN_ES, "No conduzca.", "<b>No conduzca.</b>"),
    _wrong("T014", OWN_ES, "No conduzca.", "No conduzca&nbsp;."),
    _wrong("T014", OWN_ES, "No conduzca.", "**No conduzca.**"),
    _wrong("T015", OWN_ES, "Da sueño. No conduzca.", "It makes you sleepy. Do not drive. "),
    _wrong("T015", SHARED_ES, '"{n}\u00a0semanas"', '"{n}\u00a0weeks"'),
    _wrong("T016", OWN_AR, "ابلعها كاملة.", "ابلعها whole."),
    _wrong("T017", OWN_ES, "No conduzca.", "No conduzca سيارة."),
)


def _refused(block: Documented) -> Example:
    return Example(block.code, PLACE.file, PLACE.line, lambda _: block.problems(block.refused[0]))


DOCUMENTED = tuple(map(_refused, documented()))
EXAMPLES = (
    _wrong("T001", OWN_ES, "No conduzca.", 'No "conduzca.', 'No "conduzca.'),
    _wrong("T002", OWN_ES, "Tráguela entera.", "", 'msgid "Swallow it whole."'),
    _wrong(
        "T003",
        OWN_ES,
        'msgctxt "somnoril.swallow/easy"',
        '#, fuzzy\nmsgctxt "somnoril.swallow/easy"',
        'msgid "Swallow it whole."',
    ),
    _wrong("T003", OWN_ES, 'msgid "Swallow it whole."', 'msgid "Swallow it."'),
    Example("T004", PACK_ES, 0, lambda _: _read(_without_pack())),
    Example("T005", PACK_ES, 0, lambda _: _read(edit(packs(), PACK_ES, "language: es", "language: fr"))),
    Example("T006", "translations/somnoril.pot", 0, lambda _: stale_templates(library(), FILES)),
    Example(
        "T018",
        OWN_ES,
        line_of(translated("es"), OWN_ES, 'msgid "Swallow it whole."'),
        lambda _: checked(_with_glossary(), "es"),
    ),
    *SAFETY,
    *DOCUMENTED,
    *EXCHANGE,
    *SHEETS,
    *ROUNDS,
)


def _with_glossary() -> dict[str, str]:
    return edit(translated("es"), PACK_ES, "terms:\n", "terms:\n  whole: [completa]\n")
