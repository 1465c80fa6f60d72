from __future__ import annotations

from collections.abc import Iterable

from tests.support.library import FILES, LABELS, LEAFLET, catalogs, edit, language, library, message, pack, translated
from tests.translation.examples import OWN_ES, SHARED_ES

from plainleaf.content.model import Library
from plainleaf.translation.approval.records import Approval, Approvals, MessageRecord, content_hash
from plainleaf.translation.catalogs import update_catalog
from plainleaf.translation.impact import Impact, find_impact, read_templates
from plainleaf.translation.messages import collect_messages, make_templates
from plainleaf.translation.status import Standings
from plainleaf.translation.usage import SheetKey, used_messages

OLD = ("easy: Swallow it whole.", "easy: Please swallow it whole.")
BOTH = ("es", "ar")


def _impact(now: Library, languages: Iterable[Standings], templates: dict[str, str] | None = None) -> Impact:
    files = dict(make_templates(library()) if templates is None else templates)
    return find_impact(now, used_messages(now), languages, read_templates(files, now))


def _reworded(path: str = LEAFLET, old: str = OLD[0], new: str = OLD[1]) -> Library:
    return library(edit(FILES, path, old, new))


def _spoken(*tags: str) -> list[Standings]:
    return [Standings(language(tag)) for tag in tags]


def test_nothing_edited_costs_nothing() -> None:
    impact = _impact(library(), _spoken("en", *BOTH))
    assert (impact.changes, impact.losses, impact.words) == ((), (), {"es": 0, "ar": 0})


def test_an_edit_withdraws_the_sheets_that_print_the_message() -> None:
    impact = _impact(_reworded(), _spoken("en", *BOTH))
    (change,) = impact.changes
    assert (change.msgctxt, change.kind) == ("somnoril.swallow/easy", "changed")
    assert (change.before, change.now) == ("Swallow it whole.", "Please swallow it whole.")
    sheets = (SheetKey("us", "easy"), SheetKey("uk", "easy"))
    assert [(loss.leaflet, loss.lang, loss.sheets) for loss in impact.withdrawn] == [
        ("somnoril", "es", sheets),
        ("somnoril", "ar", sheets),
    ]
    assert impact.withdrawn[0].places == ("us", "uk")
    assert impact.words == {"es": 4, "ar": 4}
    shape = impact.as_json()
    assert (shape["leaflets"], shape["languages"], shape["sheets"]) == (1, 2, 4)


def test_an_edit_of_furniture_withdraws_everything() -> None:
    impact = _impact(_reworded(LABELS, "Nobody has approved", "No one has approved"), _spoken("es"))
    (loss,) = impact.withdrawn
    assert len(loss.sheets) == 6


def test_templates_and_catalogs_that_were_written_meanwhile_change_nothing() -> None:
    now = _reworded()
    domains = collect_messages(now)
    updated = {
        OWN_ES: update_catalog(catalogs("es")[OWN_ES], OWN_ES, pack("es"), "somnoril", domains["somnoril"]),
        SHARED_ES: update_catalog(catalogs("es")[SHARED_ES], SHARED_ES, pack("es"), "shared", domains["shared"]),
    }
    spoken = [Standings(language("es", {**translated("es"), **updated}))]
    after = _impact(now, spoken, dict(make_templates(now)))
    assert after.withdrawn == _impact(now, _spoken("es")).withdrawn
    assert [change.before for change in after.changes] == ["Swallow it whole."]
    assert after.words == {"es": 4}


def test_a_new_statement_withdraws_a_leaflet_and_a_new_leaflet_none() -> None:
    new = """\
      - id: somnoril.chew
        sources: [sleep-book]
        certainty: C1
        text: {easy: Do not chew it., plain: same, full: same}
  - section: side_effects
"""
    now = _reworded(LEAFLET, "  - section: side_effects\n", new)
    impact = _impact(now, _spoken("es"))
    assert [(change.kind, change.now) for change in impact.changes] == [("new", "Do not chew it.")]
    assert len(impact.withdrawn[0].sheets) == 6
    without = {path: text for path, text in translated("es").items() if path != OWN_ES}
    templates = {path: text for path, text in make_templates(library()).items() if "somnoril" not in path}
    assert _impact(library(), [Standings(language("es", without))], templates).withdrawn == ()


def test_what_nobody_translated_or_somebody_doubts_was_out_of_print_before() -> None:
    missing = edit(translated("es"), OWN_ES, "Ronquidos fuertes.", "")
    doubted = edit(
        translated("es"), OWN_ES, 'msgctxt "somnoril.swallow/easy"', '#, fuzzy\nmsgctxt "somnoril.swallow/easy"'
    )
    for files in (missing, doubted):
        impact = _impact(library(), [Standings(language("es", files))])
        assert (impact.withdrawn, impact.words) == ((), {"es": 0})
    both = _impact(_reworded(), [Standings(language("es", doubted))])
    assert both.withdrawn == ()


def test_what_is_gone_is_named() -> None:
    impact = _impact(
        _reworded(LEAFLET, "          easy: It makes you sleepy. Do not drive.\n          plain: same\n", ""),
        _spoken("es"),
    )
    assert {(change.kind, change.msgctxt) for change in impact.changes} == {("gone", "somnoril.sleepy/easy")}
    assert impact.withdrawn == ()


def test_an_edit_loses_approvals_of_the_source_and_of_its_translations() -> None:
    one = message("somnoril.swallow/easy")

    def approved(tag: str, *texts: str) -> Approvals:
        people = {"translator": "Ana", "reviser": "Luis", "clinician": "Dr. X"}
        given = tuple(
            Approval.model_validate({"role": role, "by": by, "qualification": "q", "date": "2026-02-01"})
            for role, by in people.items()
        )
        key = content_hash(tag, one.msgctxt, one.msgid, "", texts)
        return Approvals(messages={key: MessageRecord(message=one.msgctxt, approvals=given)})

    spoken = [
        Standings(language("en"), approved("en", one.msgid)),
        Standings(language("es"), approved("es", "Tráguela entera.")),
        Standings(language("ar")),
    ]
    impact = _impact(_reworded(), spoken)
    assert [(loss.lang, loss.approvals, len(loss.sheets)) for loss in impact.losses] == [
        ("en", 1, 0),
        ("es", 1, 2),
        ("ar", 0, 2),
    ]
