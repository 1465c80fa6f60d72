"""A sheet about a medicine that does not exist, small enough to be spoiled in one place, and printed as it is."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Sequence
from functools import cache
from io import BytesIO
from typing import Any

import weasyprint
from tests.support.pdfs import consistent

from plainleaf.press.mending import mend
from plainleaf.press.source import (
    SOURCE_NAME,
    LeafletSource,
    MadeWith,
    PrintedSection,
    PrintedStatement,
    PrintedText,
)

FONTS = ("Noto Sans", "Noto Naskh Arabic")
ENGLISH = (
    ("fever", "Fever of 38\u00a0°C or more: call 1-555-0100.", ("38\u00a0°C", "1-555-0100")),
    ("drive", "It makes you sleepy (very). Do not drive.", ()),
    ("wait", "Wait 4\u00a0weeks after the last capsule.", ("4\u00a0weeks",)),
)
ARABIC = (
    ("fever", "حُمّى بدرجة 38\u00a0°C (أو أكثر): اتصل بالرقم 1-555-0100.", ("38\u00a0°C", "1-555-0100")),
    ("name", "لا تأخذ Somnoril (الدواء) أثناء الحمل.", ()),
    ("wait", "انتظر 10–14 يومًا بعد آخر كبسولة.", ("10–14 يومًا",)),
)
Statements = Sequence[tuple[str, str, tuple[str, ...]]]


def source(
    statements: Statements = ENGLISH,
    lang: str = "en",
    sheet_format: str = "a4",
    around: tuple[str, ...] = (),
    **said: Any,
) -> LeafletSource:
    """What a sheet says. ``around``: labels; ``said``: other values for its statements, such as `frequency`."""
    printed = tuple(
        PrintedStatement(
            id=f"somnoril.{name}",
            msgctxt=f"somnoril.{name}/easy",
            text=text,
            critical=True,
            action="none",
            quantities=quantities,
            hash="0" * 20,
            status="draft",
            **said,
        )
        for name, text, quantities in statements
    )
    text = PrintedText(
        lang=lang,
        direction="rtl" if lang == "ar" else "ltr",
        title="Somnoril",
        marks=("Draft: nobody has approved it", "General information"),
        around=around,
        sections=(PrintedSection(id="key_messages", title="Most important", statements=printed),),
    )
    bare = LeafletSource(
        leaflet="somnoril",
        version="1.0",
        place="us",
        level="easy",
        format=sheet_format,
        status="draft",
        revised="2026-01-31",
        review_by="2028-01-31",
        texts=(text,),
        made_with=MadeWith(program="plainleaf", engine="an engine", fonts="some", look="plain"),
    )
    return consistent(bare)


def body_of(said: LeafletSource) -> str:
    """Its statements as a section, quantities set apart."""
    rows = "".join(f'<p data-statement="{one.id}">{_inline(one)}</p>' for one in said.texts[0].statements)
    return f"<section><h2>Most important</h2>{rows}</section>"


def _inline(statement: PrintedStatement) -> str:
    text = html.escape(statement.text)
    for quantity in statement.quantities:
        direction = "rtl" if any("\u0600" <= char < "\u0700" for char in quantity) else "ltr"
        text = text.replace(html.escape(quantity), f'<bdi class="q" dir="{direction}">{html.escape(quantity)}</bdi>')
    return text.replace("Somnoril", '<bdi dir="ltr">Somnoril</bdi>')


def page(said: LeafletSource, body: str | None = None, css: str = "", foot: str | None = None) -> str:
    """The sheet as HTML. ``foot``: what every page says; as it should be, when left out."""
    text = said.texts[0]
    shown = f"{said.code} · {text.marks[0]}" if foot is None else foot
    style = f"""
      @page {{ size: A5; margin: 20mm; @bottom-left {{ content: "{shown}"; font: 10pt "Noto Sans" }} }}
      body {{ font: 12pt/1.5 "Noto Sans", "Noto Naskh Arabic" }} h1, h2 {{ font-size: 16pt; break-after: avoid }}
      .q {{ white-space: nowrap }} {css}"""
    return (
        f'<!DOCTYPE html><html lang="{text.lang}" dir="{text.direction}"><head><meta charset="utf-8">'
        f"<title>{text.title}</title><style>{style}</style></head>"
        f"<body><h1>{text.title}</h1>{body_of(said) if body is None else body}</body></html>"
    )


def lay_out(markup: str) -> list[Any]:
    """The engine's page boxes."""
    return [one._page_box for one in weasyprint.HTML(string=markup).render().pages]


def write(markup: str, said: LeafletSource | None = None, **options: Any) -> bytes:
    """The sheet as a PDF, whatever is wrong with it. ``said``: is attached."""
    mend()
    day = dt.datetime(2026, 1, 31, tzinfo=dt.UTC)
    attached = [] if said is None else [(said.as_bytes(), SOURCE_NAME)]
    attachments = [
        weasyprint.Attachment(file_obj=BytesIO(data), name=name, relationship="Source", created=day, modified=day)
        for data, name in attached
    ]
    settings = {"pdf_variant": "pdf/ua-1", **options}
    data: bytes = weasyprint.HTML(string=markup).write_pdf(attachments=attachments, **settings)
    return data


@cache
def printed(lang: str = "en") -> bytes:
    """The sheet with nothing wrong."""
    said = source(ARABIC, "ar") if lang == "ar" else source()
    return write(page(said), said)
