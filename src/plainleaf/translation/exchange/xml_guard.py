"""A first look at an XML document that somebody else wrote, before anything else reads it.

Entities are how a small document makes a machine read its own files or fill its memory. A translators' file needs
none, so a document that declares any is refused at the declaration, and nothing is ever expanded or loaded.
"""

from __future__ import annotations

from typing import NoReturn
from xml.parsers import expat

from plainleaf.problems import PlainleafError, Position, Problem

_MAX_DEPTH = 64


def root_of(data: bytes, file: str) -> tuple[str, str]:
    """Name of the root element, without its prefix, and its version.

    Raises:
        PlainleafError: T050, when it is no XML, declares or uses entities of its own, or is nested beyond reason.
    """
    look = _Look(file)
    try:
        look.parser.Parse(data, True)  # noqa: FBT003 - expat takes it by place only
    except expat.ExpatError as error:
        refuse(file, error.lineno, f"this is not XML: {expat.ErrorString(error.code)}")
    except (LookupError, ValueError):
        refuse(file, 1, "this is in an encoding that is not read", "save it as UTF-8")
    return look.name, look.version


def refuse(file: str, line: int, fault: str, hint: str = "export the file from the tool again") -> NoReturn:
    """Stop with T050."""
    raise PlainleafError(Problem(Position(file, line), "T050", fault, hint))


class _Look:
    """What the parser tells on its way through the document."""

    def __init__(self, file: str) -> None:
        self.file, self.name, self.version, self.depth = file, "", "", 0
        self.parser = expat.ParserCreate()
        self.parser.StartElementHandler, self.parser.EndElementHandler = self._start, self._end
        self.parser.StartDoctypeDeclHandler, self.parser.SkippedEntityHandler = self._doctype, self._skipped

    def _refuse(self, fault: str) -> NoReturn:
        refuse(self.file, self.parser.CurrentLineNumber, fault)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if not self.name:
            self.name, self.version = name.rpartition(":")[2], attributes.get("version", "")
        self.depth += 1
        if self.depth > _MAX_DEPTH:
            self._refuse(f"elements are nested more than {_MAX_DEPTH} deep")

    def _end(self, _: str) -> None:
        self.depth -= 1

    def _doctype(self, _name: str, _system: str | None, _public: str | None, has_subset: int) -> None:
        if has_subset:
            self._refuse("the document declares entities of its own, and is not read")

    def _skipped(self, name: str, _is_parameter: int) -> None:
        self._refuse(f"the document uses an entity that XML does not have: {name[:40]}")
