"""A PDF that somebody holds: what it says of itself, in the source attached to it and in the codes on its pages.

The file may come from anywhere, so nothing in it is trusted: not its size, not what is packed in it, not its text.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

from plainleaf.press.inspection.attachment import BROKEN, LARGEST_SOURCE, unpack
from plainleaf.press.inspection.file import LARGEST_FILE, MOST_PAGES
from plainleaf.press.source import SOURCE_NAME, LeafletSource, code_of, read_source
from plainleaf.problems import PlainleafError, Position, Problem

_HYPHENS = str.maketrans(dict.fromkeys("\x02\ufffe\u2010\u2011", "-"))  # the first two are PDFium's, at ends of lines
_GAP = 4.0  # points between letters that do not belong together
_LETTER = "[0-9A-HJKMNP-TV-Z]"
_CODE = re.compile(rf"(?<![0-9A-Za-z-]){_LETTER}{{4}}-{_LETTER}{{4}}(?![0-9A-Za-z-])")
_TYPED = re.compile(rf"{_LETTER}{{8}}")
# What a hand or an eye takes for another: letters that no code has, and dashes and blanks of all kinds.
_FOLDED = {**str.maketrans("OIL", "011"), **dict.fromkeys(map(ord, " -\u00a0\u2010\u2011\u2012\u2013\u2014\u2212"))}
_AGAIN = "take it again from where it came from"


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A readable PDF.

    Attributes:
        source: the attached source; none: there is none, or `fault` says why it cannot be read.
        codes: what looks like a check code, page by page; none: the page is empty, as the last ones of a booklet are.
    """

    name: str
    data: bytes
    source: LeafletSource | None
    fault: str
    codes: tuple[tuple[str, ...] | None, ...]

    def inconsistencies(self) -> tuple[str, ...]:
        """Where the file contradicts itself, as sentences."""
        if self.source is None:
            return (self.fault,) if self.fault else ()
        found = []
        if self.source.hash_again() != self.source.content_hash:
            found.append(f"the attached {SOURCE_NAME} is not what its own hash says")
        elif code_of(self.source.content_hash) != self.source.code:
            found.append(f"the attached {SOURCE_NAME} names the code {self.source.code}, which is not that of its hash")
        code = self.source.code
        without = [str(at) for at, codes in enumerate(self.codes, 1) if codes is not None and code not in codes]
        if without:
            pages = f"page {without[0]}" if len(without) == 1 else f"pages {', '.join(without)}"
            found.append(f"the code {code} of the attached {SOURCE_NAME} does not stand on {pages}")
        return tuple(found)


def open_received(data: bytes, name: str) -> ReceivedFile:
    """Read a file.

    Args:
        name: as the person knows it, for messages.

    Raises:
        PlainleafError: P070, it is no PDF or a damaged one; P071, it cannot be opened without a password; P072, it is
            too large; P073, what is attached to it is too large or cannot be unpacked.
    """
    if len(data) > LARGEST_FILE:
        message = f"the file is larger than {LARGEST_FILE:,} bytes, and no leaflet is"
        raise PlainleafError(Problem(Position(name), "P072", message, "name a leaflet that plainleaf printed"))
    attached = _read_attachment(data, name)
    source, fault = None, ""
    if attached is not None:
        try:
            source = read_source(attached, name)
        except PlainleafError as error:
            fault = error.problems[0].message
    return ReceivedFile(name, data, source, fault, _read_codes(data, name))


def fold_code(typed: str) -> str:
    """A code copied by hand as it is printed, ``7K3Q-M2PX``; empty: it is no code.

    Case, dashes and blanks do not matter, and O is read as 0, I and L as 1.
    """
    letters = typed.strip().upper().translate(_FOLDED)
    return f"{letters[:4]}-{letters[4:]}" if _TYPED.fullmatch(letters) else ""


def _read_attachment(data: bytes, name: str) -> bytes | None:
    """The bytes of the attached source, unpacked; none: no source is attached."""
    try:
        # Not repaired: what would be guessed of a damaged file is not what was printed.
        with pikepdf.open(BytesIO(data), attempt_recovery=False, suppress_warnings=True) as pdf:
            if SOURCE_NAME not in pdf.attachments:
                return None
            unpacked = unpack(pdf.attachments[SOURCE_NAME].obj.EF.F)
    except pikepdf.PasswordError:
        message = "the file is encrypted and cannot be opened without its password"
        hint = "plainleaf encrypts nothing: take the file that was printed"
        raise PlainleafError(Problem(Position(name), "P071", message, hint)) from None
    except (pikepdf.PdfError, *BROKEN):
        raise PlainleafError(Problem(Position(name), "P070", "this is no PDF, or a damaged one", _AGAIN)) from None
    if unpacked is None:
        message = f"the attached {SOURCE_NAME} cannot be unpacked, or has more than {LARGEST_SOURCE:,} bytes"
        raise PlainleafError(Problem(Position(name), "P073", message, f"plainleaf did not write it: {_AGAIN}"))
    return unpacked


def _read_codes(data: bytes, name: str) -> tuple[tuple[str, ...] | None, ...]:
    try:
        pdf = pypdfium2.PdfDocument(data)
        try:
            if len(pdf) > MOST_PAGES:
                message = f"the file has {len(pdf):,} pages, and no leaflet has more than {MOST_PAGES}"
                hint = "name a leaflet that plainleaf printed"
                raise PlainleafError(Problem(Position(name), "P072", message, hint))
            pages = [[*_read_lines(page.get_textpage())] for page in pdf]
        finally:
            pdf.close()
    except pypdfium2.PdfiumError:
        raise PlainleafError(Problem(Position(name), "P070", "this is no PDF, or a damaged one", _AGAIN)) from None
    return tuple(tuple(dict.fromkeys(_CODE.findall("\n".join(lines)))) if lines else None for lines in pages)


def _read_lines(text: pypdfium2.PdfTextPage) -> Iterator[str]:
    """The lines of a page as they are seen, from left to right.

    In a line with right-to-left letters PDFium guesses how it is read, and turns the two halves of a code round. The
    places of the letters are not guessed.
    """
    lines: dict[float, list[tuple[float, float, str]]] = {}
    place, x, y = pdfium.FS_RECTF(), ctypes.c_double(), ctypes.c_double()
    for at in range(text.count_chars()):
        if pdfium.FPDFText_IsGenerated(text.raw, at) == 1:
            continue  # a blank or break that PDFium puts in
        pdfium.FPDFText_GetLooseCharBox(text.raw, at, place)
        pdfium.FPDFText_GetCharOrigin(text.raw, at, x, y)
        letter = chr(pdfium.FPDFText_GetUnicode(text.raw, at))
        lines.setdefault(round(y.value, 1), []).append((place.left, place.right, letter))
    for letters in lines.values():
        line, end = "", 0.0
        for start, stop, letter in sorted(letters):
            line += f" {letter}" if start - end > _GAP else letter
            end = stop
        if line.strip():
            yield line.translate(_HYPHENS)
