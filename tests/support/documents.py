"""Small documents for the engine, honest and hostile."""

from __future__ import annotations

from plainleaf.press.html import HtmlDocument
from plainleaf.press.source import LeafletSource, MadeWith, PrintedText, code_of

PAGE = (
    '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>x</title>{head}</head>'
    "<body><h1>x</h1>{body}</body></html>"
)
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><title>t</title>{}</svg>'

_SAID = LeafletSource(
    leaflet="somnoril",
    version="1.0",
    place="us",
    level="easy",
    format="a4",
    status="draft",
    revised="2026-01-31",
    review_by="2028-01-31",
    texts=(PrintedText(lang="en", direction="ltr", title="x", marks=(), sections=()),),
    made_with=MadeWith(program="plainleaf", engine="x", fonts="x", look="x"),
)
SOURCE = _SAID.model_copy(update={"content_hash": _SAID.hash_again(), "code": code_of(_SAID.hash_again())})
"""Of a sheet that says nothing but its code."""


def document(head: str = "", body: str = "", css: str = "", **assets: str | bytes) -> HtmlDocument:
    """A page with a heading and `body`; an asset `dot` is at the address ``asset:dot.svg``, `dot_png` at its own."""

    def address(name: str) -> str:
        return f"asset:{name.removesuffix('_png')}.png" if name.endswith("_png") else f"asset:{name}.svg"

    return HtmlDocument(
        html=PAGE.format(head=head, body=body),
        css=f"body {{ font-family: 'Noto Sans' }} {css}",
        assets={address(name): data.encode() if isinstance(data, str) else data for name, data in assets.items()},
        title="a hostile leaflet",
        locale="en",
        fonts=("Noto Sans",),
    )
