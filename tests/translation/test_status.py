from __future__ import annotations

from tests.support.library import (
    FILES,
    LEAFLET,
    REPOSITORY,
    catalogs,
    edit,
    language,
    library,
    message,
    packs,
    translated,
    write_entry,
)
from tests.translation.examples import OWN_ES, SHARED_ES

from plainleaf.content.library import read_library
from plainleaf.content.model import DESK
from plainleaf.problems import Position
from plainleaf.translation.approval.records import Approval, Approvals, MessageRecord, content_hash
from plainleaf.translation.catalogs import update_catalog
from plainleaf.translation.messages import collect_messages
from plainleaf.translation.packs import catalog_path, known_tags, read_pack
from plainleaf.translation.status import (
    LeafletStatus,
    Standings,
    count_words,
    domain_status,
    leaflet_status,
    orphan_catalogs,
    stale_templates,
)
from plainleaf.translation.usage import SheetKey, used_messages
from plainleaf.workspace import FilesReading, find_workspace, read_files

SHEETS = 6  # two places, three levels


def _count(files: dict[str, str] | None = None, tag: str = "es", approvals: Approvals | None = None) -> LeafletStatus:
    usage = used_messages(library())["somnoril"]
    return leaflet_status("somnoril", usage.values(), Standings(language(tag, files), approvals or Approvals()))


def test_a_sheet_uses_what_it_prints_and_the_furniture_around_it() -> None:
    usage = used_messages(library())["somnoril"]
    assert len(usage) == SHEETS
    easy = {one.msgctxt for one in usage[SheetKey("us", "easy")]}
    full = {one.msgctxt for one in usage[SheetKey("us", "full")]}
    assert {"somnoril.wait/easy", "shared.calls.fever/easy", "unit/week", "label/draft", "term/somnoril"} <= easy
    assert {"place/us", "unit/fahrenheit", "somnoril/say"} <= easy
    assert easy.isdisjoint({"place/uk", "somnoril.found/plain", "somnoril.cite/full"})
    assert "somnoril.found/plain" in full
    assert "unit/fahrenheit" not in {one.msgctxt for one in usage[SheetKey("uk", "easy")]}


def test_a_whole_translation_can_be_printed_and_is_not_approved() -> None:
    for tag in ("es", "ar", "en"):
        status = _count(tag=tag)
        assert (status.stale, status.missing, status.faulty, status.words_left) == (0, 0, 0, 0)
        assert status.complete == status.unapproved == status.messages
        assert status.printable == status.sheets == SHEETS
        assert status.is_printable


def test_one_missing_message_takes_the_sheets_that_print_it_out_of_print() -> None:
    status = _count(edit(translated("es"), OWN_ES, "Se halló por casualidad.", ""))
    assert (status.missing, status.printable, status.sheets) == (1, 2, SHEETS)  # it stands at two of three levels
    assert status.words_left == count_words(message("somnoril.found/plain"))
    assert not status.is_printable


def test_furniture_takes_every_sheet_out_of_print() -> None:
    status = _count(edit(translated("es"), SHARED_ES, "Nadie ha aprobado esta hoja.", ""))
    assert (status.missing, status.printable) == (1, 0)
    assert _count(edit(translated("es"), SHARED_ES, "Reino Unido", "")).printable == SHEETS // 2


def test_what_is_fuzzy_or_unsafe_is_to_be_translated_again() -> None:
    files = edit(translated("es"), OWN_ES, 'msgid "Loud snoring."', 'msgid "Snoring."')
    files = edit(files, OWN_ES, "espere {wait} tras", "espere tras")
    status = _count(files)
    assert (status.stale, status.faulty, status.printable) == (1, 1, 0)
    assert status.words_left == count_words(message("somnoril.snoring/plain")) + count_words(
        message("somnoril.wait/easy")
    )


def test_a_broken_catalog_is_a_missing_one() -> None:
    status = _count(edit(translated("es"), OWN_ES, 'msgstr "Ronquidos', "msgstr Ronquidos"))
    assert status.missing == sum(1 for one in collect_messages(library())["somnoril"])
    assert status.printable == 0


def test_approvals_count_message_by_message() -> None:
    one = message("somnoril.snoring/plain")
    given = tuple(
        Approval.model_validate({"role": role, "by": by, "qualification": "q", "date": "2026-02-01"})
        for role, by in (("translator", "Ana"), ("reviser", "Luis"))
    )
    key = content_hash("es", one.msgctxt, one.msgid, "", ("Ronquidos fuertes.",))
    approvals = Approvals(messages={key: MessageRecord(message=one.msgctxt, approvals=given)})
    status = _count(approvals=approvals)
    assert status.unapproved == status.messages - 1


def test_a_message_that_several_leaflets_print_counts_once() -> None:
    usage = used_messages(library())["somnoril"]
    standings = Standings(language("es"))
    once = leaflet_status("*", usage.values(), standings)
    twice = leaflet_status("*", [*usage.values(), *usage.values()], standings)
    assert (once.messages, 2 * once.sheets) == (twice.messages, twice.sheets)


def test_domains_are_counted_whole() -> None:
    messages = collect_messages(library())["shared"]
    status = domain_status(messages, Standings(language("es")), "shared")
    assert (status.messages, status.translated) == (len(messages), len(messages))
    assert set(status.as_json()) >= {"lang", "domain", "messages", "translated", "fuzzy", "missing", "faulty"}


def test_catalogs_that_nothing_reads_are_named() -> None:
    lost = {
        "translations/aspirin.pot": "",
        catalog_path("es", "aspirin"): "",
        catalog_path("fr", "somnoril"): "",
        catalog_path("es", "desk"): "",
        "translations/desk.pot": "",
        catalog_path("es", "broken"): "",
    }
    files = {**FILES, **packs(), **catalogs("es"), **lost, "leaflets/broken.yaml": "no leaflet yet"}
    found = orphan_catalogs(library(), FilesReading(files, {}))
    assert [problem.position for problem in found] == [
        Position("translations/aspirin.pot"),
        Position("translations/es/LC_MESSAGES/aspirin.po"),
        Position("translations/fr/LC_MESSAGES/somnoril.po"),
    ]
    assert {(problem.code, problem.strength) for problem in found} == {("T060", "warning")}


def test_the_repository_holds_the_templates_and_catalogs_of_its_content() -> None:
    """Whoever edits a text and commits no template, or no catalogs, is told here."""
    files = read_files(find_workspace(REPOSITORY))
    made = read_library(files.texts).library
    assert stale_templates(made, files.texts) == []
    assert orphan_catalogs(made, files) == []
    seen = 0
    for tag in known_tags(files.texts)[1:]:
        for domain, messages in collect_messages(made).items():
            path = catalog_path(tag, domain)
            if domain == DESK and path not in files.texts:
                continue
            assert (
                update_catalog(files.texts[path], path, read_pack(files.texts, tag), domain, messages)
                == files.texts[path]
            )
            seen += 1
    assert seen >= 15


def test_an_entry_of_another_text_is_stale() -> None:
    changed = edit(FILES, LEAFLET, "plain: Loud snoring.", "plain: Very loud snoring.")
    new = message("somnoril.snoring/plain", changed)
    old = write_entry(message("somnoril.snoring/plain"), ("Ronquidos fuertes.",))
    assert old in translated("es")[OWN_ES]
    assert Standings(language("es")).of(new).state == "stale"
