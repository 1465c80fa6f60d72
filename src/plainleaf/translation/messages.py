"""What is to be translated: every message of the library, by the domain that owns it, as gettext templates.

Templates are built with Babel's catalog, so that flags and comments survive; they carry no dates and no line
numbers, so that a template changes only when a text does.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Mapping

from babel.messages.catalog import Catalog
from babel.messages.pofile import write_po

from plainleaf.content.model import DESK, PATIENT, SHARED, Library, Message

FIXED_DATE = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
FORMAT_VERSION = "1"
HEADER = """\
# plainleaf: messages of “{domain}”.
# Source text and translations: CC BY 4.0; see LICENSE-CONTENT."""


def collect_messages(library: Library) -> dict[str, tuple[Message, ...]]:
    """Domain to its messages, in the order of the files; citations stay in English and are not among them."""
    shared: dict[str, Message] = dict(library.furniture)
    domains: dict[str, dict[str, Message]] = {SHARED: shared}
    for statement in library.shared.values():
        if not statement.citation:
            shared.update({message.msgctxt: message for message in statement.texts.values()})
    for leaflet in library.leaflets.values():
        own = domains.setdefault(leaflet.id, {})
        if leaflet.say:
            own[leaflet.say.msgctxt] = leaflet.say
        for section in leaflet.sections:
            for statement in section.statements:
                for message in statement.texts.values():
                    if message.domain == leaflet.id and not statement.citation:
                        own[message.msgctxt] = message
    of_no_leaflet = {DESK: library.desk, PATIENT: library.patient}
    domains |= {domain: dict(words) for domain, words in of_no_leaflet.items() if words}
    return {domain: tuple(messages.values()) for domain, messages in domains.items()}


def make_template(domain: str, messages: tuple[Message, ...]) -> Catalog:
    """The ``.pot`` of a domain as a Babel catalog."""
    catalog = Catalog(
        domain=domain,
        project="plainleaf",
        version=FORMAT_VERSION,
        header_comment=HEADER.format(domain=domain),
        msgid_bugs_address="see CONTRIBUTING.md",
        last_translator="nobody",
        language_team="none",
        creation_date=FIXED_DATE,
        revision_date=FIXED_DATE,
        fuzzy=False,
    )
    for message in messages:
        catalog.add(
            (message.msgid, message.plural) if message.plural else message.msgid,
            context=message.msgctxt,
            auto_comments=[message.comment] if message.comment else [],
            locations=[(message.position.file, 0)],
            flags={"python-brace-format"} if "{" in message.msgid else set(),
        )
    return catalog


def format_po(catalog: Catalog, *, previous: bool = False) -> str:
    """A catalog as text: nothing wrapped, no line numbers."""
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=0, include_lineno=False, include_previous=previous)
    return buffer.getvalue().decode("utf-8")


def make_templates(library: Library) -> Mapping[str, str]:
    """Path below the workspace to text, for every ``translations/<domain>.pot``."""
    return {
        f"translations/{domain}.pot": format_po(make_template(domain, messages))
        for domain, messages in collect_messages(library).items()
    }
