"""A proof: a leaflet laid open for its reviewers, statement by statement, English beside the reader's language.

Unlike the leaflet itself, a proof may be made of translations that are incomplete: what is missing or out of date is
a hole, and says so. Nothing here decides what may be printed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from plainleaf.content.furniture import SourceWork
from plainleaf.content.grammar import Level
from plainleaf.content.model import Leaflet, Message, Statement
from plainleaf.languages import SOURCE_TAG, LanguagePack
from plainleaf.problems import Problem
from plainleaf.translation.approval.records import Wording
from plainleaf.translation.localized import Runs

State = Literal["source", "translated", "missing", "stale", "english"]
FormsOf = tuple[Runs, ...]


@dataclass(frozen=True, slots=True)
class ProofText:
    """One message in both languages, as it will be printed.

    Attributes:
        levels: those that print it; none for furniture.
        source: the English text, one for each plural form.
        target: the translation, one for each plural form of the language; empty for a hole.
        state: ``translated``, or why there is a hole (``missing``, ``stale``); ``english`` stays in English in every
            language; ``source`` in a proof of the English itself.
        former: the translation of an earlier English text, where the state is ``stale``.
        problems: what the checks found, errors and warnings, where the message stands.
        wording: what a reviewer approves; none for a hole and for what stays in English.
    """

    message: Message
    levels: tuple[Level, ...]
    source: FormsOf
    target: FormsOf
    state: State
    former: str = ""
    problems: tuple[Problem, ...] = ()
    wording: Wording | None = None

    @property
    def is_hole(self) -> bool:
        """Whether there is nothing that could be printed or approved."""
        return self.state in ("missing", "stale")

    @property
    def english(self) -> str:
        """The source as printed, in one string; forms apart by a slash, a line to write on as underscores."""
        return _join(self.source)

    @property
    def translation(self) -> str:
        """The same of the translation."""
        return _join(self.target)


@dataclass(frozen=True, slots=True)
class ProofStatement:
    """One statement with the texts in which its levels differ.

    Attributes:
        number: its place in the proof, from 1; reviewers speak of it by this number.
        works: the sources that it cites.
        facts: the facts of the checklists that it carries, with their texts.
        frequency: how often, in English, as printed.
    """

    number: int
    statement: Statement
    texts: tuple[ProofText, ...]
    works: tuple[SourceWork, ...]
    facts: tuple[tuple[str, str], ...]
    frequency: str


@dataclass(frozen=True, slots=True)
class ProofGroup:
    """Statements under one sub-heading, or under none."""

    heading: ProofText | None
    statements: tuple[ProofStatement, ...]


@dataclass(frozen=True, slots=True)
class ProofSection:
    """One section in print order; ``name`` is its English title, or what it is called where none is printed."""

    id: str
    name: str
    critical: bool
    title: ProofText | None
    groups: tuple[ProofGroup, ...]

    @property
    def statements(self) -> tuple[ProofStatement, ...]:
        """All of them, whatever their heading."""
        return tuple(statement for group in self.groups for statement in group.statements)


@dataclass(frozen=True, slots=True)
class Proof:
    """A leaflet in one language and place, for review.

    Attributes:
        furniture: the fixed words of the sheet by what they are, each message once.
        others: of a proof of the English, what the rules for authors say of the leaflet as a whole.
    """

    leaflet: Leaflet
    pack: LanguagePack
    place: str
    place_name: str
    levels: tuple[Level, ...]
    title: ProofText
    sections: tuple[ProofSection, ...]
    furniture: tuple[tuple[str, tuple[ProofText, ...]], ...]
    others: tuple[Problem, ...] = ()

    @property
    def is_source(self) -> bool:
        """Whether it is a proof of the English, with its evidence."""
        return self.pack.language == SOURCE_TAG

    @property
    def statements(self) -> tuple[ProofStatement, ...]:
        """All statements in print order."""
        return tuple(statement for section in self.sections for statement in section.statements)

    @property
    def texts(self) -> tuple[ProofText, ...]:
        """Every message of the proof once: statements in print order, then furniture."""
        texts = [text for statement in self.statements for text in statement.texts]
        texts += [text for _, group in self.furniture for text in group]
        return tuple({text.message.msgctxt: text for text in texts}.values())

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that the checks found, each once."""
        return tuple(dict.fromkeys((*self.others, *(problem for text in self.texts for problem in text.problems))))


def _join(forms: FormsOf) -> str:
    return " / ".join("".join("____" if run.kind == "blank" else run.text for run in runs) for runs in forms)
