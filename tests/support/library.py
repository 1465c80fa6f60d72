"""A library about a medicine that does not exist, small enough to be read whole; most tests start from it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from tests.support.workspace import LANGUAGES

from plainleaf.content.library import read_library
from plainleaf.content.model import Leaflet, Library, Message
from plainleaf.languages import LanguagePack
from plainleaf.problems import PlainleafError, Problem
from plainleaf.translation.lookup import Language
from plainleaf.translation.messages import collect_messages
from plainleaf.translation.packs import catalog_path, read_language, read_pack

Files = Mapping[str, str]

REPOSITORY = Path(__file__).parents[2]
LEAFLET = "leaflets/somnoril.yaml"
SECTIONS = "leaflets/shared/sections.yaml"
TERMS = "leaflets/shared/terms.yaml"
LABELS = "leaflets/shared/labels.yaml"
UNITS = "leaflets/shared/units.yaml"
SOURCES = "leaflets/shared/sources.yaml"
CALLS = "leaflets/shared/calls.yaml"
FACTS = "leaflets/facts/sleep.yaml"
US = "leaflets/places/us.yaml"
UK = "leaflets/places/uk.yaml"

FILES: Files = {
    SECTIONS: """\
schema: 1
sections:
  - section: key_messages
    title: Most important
    medicine: required
    overview: required
    critical: true
    look: key
    style: headline
  - section: how_to_take
    title: How do I take it?
    medicine: required
    overview: none
    critical: false
    look: dose
    headings:
      at-night: At night
  - section: side_effects
    title: What may it do to me?
    medicine: optional
    overview: optional
    critical: false
    look: answer
    style: item
  - section: questions
    title: What should I ask?
    medicine: required
    overview: optional
    critical: false
    look: ask
  - section: about
    medicine: optional
    overview: optional
    critical: false
    look: small
""",
    TERMS: """\
schema: 1
terms:
  - term: somnoril
    text: Somnoril
    kind: medicine
  - term: capsule
    text: Capsule
    kind: form
  - term: guide
    text: Medication Guide
    kind: word
    note: The official one.
""",
    LABELS: """\
schema: 1
labels:
  - label: page
    text: Page {page} of {pages}
  - label: draft
    text: Nobody has approved this sheet.
  - label: frequency-common
    text: Common
  - label: general-information
    text: "No machine knows better than your doctor."
  - label: version
    text: "Version {version}"
  - label: revised
    text: "Changed {date}"
  - label: review-by
    text: "Look again by {date}"
  - label: reading-easy
    text: "Short"
  - label: reading-plain
    text: "Longer"
  - label: reading-full
    text: "All of it"
  - label: check-code
    text: "Code {code}"
  - label: on-screen
    text: "On a screen: {address}"
  - label: summary-only
    text: "Only a part. Ask for the rest."
""",
    UNITS: """\
schema: 1
units:
  - unit: week
    one: "{n}\\u00A0week"
    other: "{n}\\u00A0weeks"
  - unit: day
    one: "{n}\\u00A0day"
    other: "{n}\\u00A0days"
  - unit: milligram
    one: "{n}\\u00A0mg"
    other: "{n}\\u00A0mg"
  - unit: celsius
    one: "{n}\\u00A0°C"
    other: "{n}\\u00A0°C"
  - unit: fahrenheit
    one: "{n}\\u00A0°F"
    other: "{n}\\u00A0°F"
""",
    SOURCES: """\
schema: 1
sources:
  - source: sleep-book
    title: The Book of Sleep
    publisher: Invented Press
    seen: whole
""",
    CALLS: """\
schema: 1
shared: calls
values:
  fever:
    - {amount: 38, unit: celsius}
    - {amount: 100.4, unit: fahrenheit, places: [us]}
statements:
  - id: shared.calls.fever
    section: key_messages
    critical: true
    sources: [sleep-book]
    certainty: C1
    note: Fever is a sign of infection.
    text:
      easy: "Fever of {fever} or more: call {place.emergency}."
      plain: "You have a fever of {fever} or more: call {place.emergency} at once."
      full: same
""",
    FACTS: """\
schema: 1
checklist: sleep
source: sleep-book
facts:
  - fact: ZZ01
    text: It makes people sleepy.
    required_in: [somnoril]
    easy: true
  - fact: ZZ02
    text: It was found by chance.
    required_in: [somnoril]
""",
    US: """\
schema: 1
place: us
name: United States
paper: letter
values:
  emergency: {telephone: "911", certainty: C1, source: Everybody knows}
  report_name: {name: Sleep Watch, certainty: C1, source: Invented}
  report_web: {web: example.org/sleep, certainty: C1, source: Invented}
  helpline: {telephone: 1-555-0100, certainty: C2, source: Hearsay}
  guide: {term: guide, certainty: C1, source: Invented}
""",
    UK: """\
schema: 1
place: uk
name: United Kingdom
paper: a4
values:
  emergency: {telephone: "999", certainty: C1, source: Everybody knows}
""",
    LEAFLET: """\
schema: 1
leaflet: somnoril
kind: medicine
version: "1.0"
names:
  generic: somnoril
  brands: [{name: Night Owl, places: [us]}, {name: Dozewell}]
  say: SOM-no-ril
revised: 2026-01-31
review_by: 2028-01-31
places: [us, uk]
values:
  wait: {amount: 4, unit: week}
  nap: {low: 0.5, high: 1.25, unit: day}
dose: {form: capsule, unit: milligram}
schedule: {type: daily, times: [bedtime]}
sections:
  - section: key_messages
    statements:
      - use: shared.calls.fever
      - id: somnoril.sleepy
        critical: true
        covers: [ZZ01]
        sources: [sleep-book]
        certainty: C1
        text:
          easy: It makes you sleepy. Do not drive.
          plain: same
          full: It makes you sleepy for a time. Do not drive.
      - id: somnoril.wait
        sources: [sleep-book]
        certainty: C1
        text:
          easy: "Work high up: wait {wait} after the last capsule."
          plain: same
          full: same
  - section: how_to_take
    statements:
      - id: somnoril.swallow
        heading: at-night
        style: step
        sources: [sleep-book]
        certainty: C1
        blank: {kind: number, unit: milligram}
        text:
          easy: Swallow it whole.
          plain: Swallow it whole with water. You may nap for {nap}.
          full: same
  - section: side_effects
    statements:
      - id: somnoril.snoring
        sources: [sleep-book]
        certainty: C2
        frequency: {band: common}
        text:
          plain: Loud snoring.
          full: same
  - section: questions
    statements:
      - id: somnoril.ask-what
        sources: [sleep-book]
        certainty: C1
        text: {easy: "What if I miss one?", plain: same, full: same}
      - id: somnoril.ask-when
        sources: [sleep-book]
        certainty: C1
        text: {easy: "When can I drive?", plain: same, full: same}
      - id: somnoril.ask-who
        sources: [sleep-book]
        certainty: C1
        text: {easy: "Who can I call?", plain: same, full: same}
  - section: about
    statements:
      - id: somnoril.found
        covers: [ZZ02]
        sources: [sleep-book]
        certainty: C1
        text:
          plain: It was found by chance.
          full: same
      - id: somnoril.cite
        citation: true
        sources: [sleep-book]
        certainty: C1
        text:
          full: "The Book of Sleep, 3rd edition, 2019, pages 12 to 14."
""",
}

SPANISH: Mapping[str, tuple[str, ...]] = {
    "place/uk": ("Reino Unido",),
    "place/us": ("Estados Unidos",),
    "label/page": ("Página {page} de {pages}",),
    "label/draft": ("Nadie ha aprobado esta hoja.",),
    "label/frequency-common": ("Frecuente",),
    "label/general-information": ("Ninguna máquina sabe más que su médico.",),
    "label/version": ("Versión {version}",),
    "label/revised": ("Cambiado el {date}",),
    "label/review-by": ("Mirar otra vez antes del {date}",),
    "label/reading-easy": ("Corto",),
    "label/reading-plain": ("Más largo",),
    "label/reading-full": ("Todo",),
    "label/check-code": ("Código {code}",),
    "label/on-screen": ("En pantalla: {address}",),
    "label/summary-only": ("Solo una parte. Pida el resto.",),
    "section/key_messages": ("Lo más importante",),
    "section/how_to_take": ("¿Cómo lo tomo?",),
    "section/how_to_take/at-night": ("Por la noche",),
    "section/side_effects": ("¿Qué me puede hacer?",),
    "section/questions": ("¿Qué debo preguntar?",),
    "term/somnoril": ("Somnorilo",),
    "term/capsule": ("Cápsula",),
    "term/guide": ("Guía del medicamento",),
    "unit/week": ("{n}\u00a0semana", "{n}\u00a0semanas"),
    "unit/day": ("{n}\u00a0día", "{n}\u00a0días"),
    "unit/milligram": ("{n}\u00a0mg", "{n}\u00a0mg"),
    "unit/celsius": ("{n}\u00a0°C", "{n}\u00a0°C"),
    "unit/fahrenheit": ("{n}\u00a0°F", "{n}\u00a0°F"),
    "shared.calls.fever/easy": ("Fiebre de {fever} o más: llame al {place.emergency}.",),
    "shared.calls.fever/plain": ("Tiene fiebre de {fever} o más: llame enseguida al {place.emergency}.",),
    "somnoril/say": ("som-no-RI-lo",),
    "somnoril.sleepy/easy": ("Da sueño. No conduzca.",),
    "somnoril.sleepy/full": ("Da sueño por un tiempo. No conduzca.",),
    "somnoril.wait/easy": ("Trabajo en altura: espere {wait} tras la última cápsula.",),
    "somnoril.swallow/easy": ("Tráguela entera.",),
    "somnoril.swallow/plain": ("Tráguela entera con agua. Puede dormitar {nap}.",),
    "somnoril.snoring/plain": ("Ronquidos fuertes.",),
    "somnoril.ask-what/easy": ("¿Qué hago si olvido una?",),
    "somnoril.ask-when/easy": ("¿Cuándo puedo conducir?",),
    "somnoril.ask-who/easy": ("¿A quién llamo?",),
    "somnoril.found/plain": ("Se halló por casualidad.",),
}
ARABIC: Mapping[str, tuple[str, ...]] = {
    "place/uk": ("المملكة المتحدة",),
    "place/us": ("الولايات المتحدة",),
    "label/page": ("صفحة {page} من {pages}",),
    "label/draft": ("لم يوافق أحد على هذه الورقة.",),
    "label/frequency-common": ("شائع",),
    "label/general-information": ("لا تعرف آلة أكثر من طبيبك.",),
    "label/version": ("الإصدار {version}",),
    "label/revised": ("تغيّر في {date}",),
    "label/review-by": ("انظر مرة أخرى قبل {date}",),
    "label/reading-easy": ("قصير",),
    "label/reading-plain": ("أطول",),
    "label/reading-full": ("كله",),
    "label/check-code": ("رمز {code}",),
    "label/on-screen": ("على الشاشة: {address}",),
    "label/summary-only": ("جزء فقط. اطلب الباقي.",),
    "section/key_messages": ("الأهم",),
    "section/how_to_take": ("كيف أتناوله؟",),
    "section/how_to_take/at-night": ("في الليل",),
    "section/side_effects": ("ماذا قد يفعل بي؟",),
    "section/questions": ("ماذا أسأل؟",),
    "term/somnoril": ("سومنوريل",),
    "term/capsule": ("كبسولة",),
    "term/guide": ("دليل الدواء",),
    "unit/week": (
        "{n}\u00a0أسبوع",
        "{n}\u00a0أسبوع",
        "{n}\u00a0أسبوعين",
        "{n}\u00a0أسابيع",
        "{n}\u00a0أسبوعًا",
        "{n}\u00a0أسبوع",
    ),
    "unit/day": ("{n}\u00a0يوم",) * 6,
    "unit/milligram": ("{n}\u00a0ملغ",) * 6,
    "unit/celsius": ("{n}\u00a0°م",) * 6,
    "unit/fahrenheit": ("{n}\u00a0°ف",) * 6,
    "shared.calls.fever/easy": ("حمى {fever} أو أكثر: اتصل بـ {place.emergency}.",),
    "shared.calls.fever/plain": ("لديك حمى {fever} أو أكثر: اتصل فورًا بـ {place.emergency}.",),
    "somnoril/say": ("سُمنوريل",),
    "somnoril.sleepy/easy": ("يجعلك تنعس. لا تقد السيارة.",),
    "somnoril.sleepy/full": ("يجعلك تنعس لفترة. لا تقد السيارة.",),
    "somnoril.wait/easy": ("العمل في الأعلى: انتظر {wait} بعد آخر كبسولة.",),
    "somnoril.swallow/easy": ("ابلعها كاملة.",),
    "somnoril.swallow/plain": ("ابلعها كاملة مع الماء. قد تغفو {nap}.",),
    "somnoril.snoring/plain": ("شخير عالٍ.",),
    "somnoril.ask-what/easy": ("ماذا لو نسيت واحدة؟",),
    "somnoril.ask-when/easy": ("متى أقود السيارة؟",),
    "somnoril.ask-who/easy": ("بمن أتصل؟",),
    "somnoril.found/plain": ("وُجد بالصدفة.",),
}
PLURAL_FORMS = {
    "es": "nplurals=2; plural=(n != 1);",
    "ar": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);",
}


def edit(files: Files, path: str, old: str, new: str) -> dict[str, str]:
    """The files with one text replaced where it stands first; it must be there."""
    assert old in files[path], f"{old!r} is not in {path}"
    return {**files, path: files[path].replace(old, new, 1)}


def without(files: Files, path: str) -> dict[str, str]:
    """The files but one; it must be there."""
    assert path in files, path
    return {name: text for name, text in files.items() if name != path}


def line_of(files: Files, path: str, text: str) -> int:
    """The line on which a text stands first."""
    assert text in files[path], f"{text!r} is not in {path}"
    return files[path][: files[path].index(text)].count("\n") + 1


def problems_of(action: Callable[[], object]) -> tuple[Problem, ...]:
    """The problems that an action stops with; it must stop."""
    try:
        action()
    except PlainleafError as error:
        return error.problems
    raise AssertionError("nothing was refused")


def library(files: Files = FILES) -> Library:
    """The library; nothing may be wrong with it."""
    return _invented() if files is FILES else _read(files)


@cache
def _invented() -> Library:
    return _read(FILES)


def _read(files: Files) -> Library:
    reading = read_library(files)
    assert not reading.problems, reading.problems
    return reading.library


def leaflet(files: Files = FILES) -> Leaflet:
    """The invented leaflet."""
    return library(files).leaflets["somnoril"]


def message(msgctxt: str, files: Files = FILES) -> Message:
    """One message of the library by its address."""
    return next(one for many in collect_messages(library(files)).values() for one in many if one.msgctxt == msgctxt)


@cache
def packs() -> Files:
    """The real language packs of `LANGUAGES`, by path."""
    found = (REPOSITORY / "translations" / tag.replace("-", "_") / "language.yaml" for tag in LANGUAGES)
    return {path.relative_to(REPOSITORY).as_posix(): path.read_text(encoding="utf-8") for path in found}


@cache
def pack(tag: str) -> LanguagePack:
    """One real language pack."""
    return read_pack(packs(), tag)


def quote(text: str) -> str:
    """A PO string."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n") + '"'


def write_entry(source: Message, texts: tuple[str, ...], flags: str = "") -> str:
    """One translated message as it stands in a PO file."""
    rows = [f"#, {flags}"] if flags else []
    rows += [f"msgctxt {quote(source.msgctxt)}", f"msgid {quote(source.msgid)}"]
    if source.plural:
        rows.append(f"msgid_plural {quote(source.plural)}")
        rows += [f"msgstr[{index}] {quote(text)}" for index, text in enumerate(texts)]
    else:
        rows.append(f"msgstr {quote(texts[0])}")
    return "\n".join([*rows, ""])


def write_header(tag: str) -> str:
    """The head of a PO file."""
    forms = PLURAL_FORMS[tag]
    rows = ("Content-Type: text/plain; charset=utf-8", f"Language: {tag}", f"Plural-Forms: {forms}")
    return "\n".join(['msgid ""', 'msgstr ""', *(f'"{row}\\n"' for row in rows), ""])


def catalogs(tag: str) -> dict[str, str]:
    """The invented translation into Spanish or Arabic, by path."""
    texts = {"es": SPANISH, "ar": ARABIC}[tag]
    found = {}
    for domain, messages in collect_messages(library()).items():
        entries = [write_entry(one, texts[one.msgctxt]) for one in messages]
        found[catalog_path(tag, domain)] = "\n".join([write_header(tag), *entries])
    return found


def translated(tag: str) -> dict[str, str]:
    """The whole invented library with its translation into one language."""
    return {**FILES, **packs(), **catalogs(tag)}


def language(tag: str, files: Files | None = None) -> Language:
    """A language of the invented library, with its catalogs."""
    return _translated_language(tag) if files is None else read_language(files, tag, {})


@cache
def _translated_language(tag: str) -> Language:
    return read_language(translated(tag), tag, {}) if tag in PLURAL_FORMS else Language(pack(tag))
