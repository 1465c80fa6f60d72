"""The syntax of a PO file, held to what the format says.

Babel repairs an unterminated string, takes the first of two messages with one address, and knows no wrong charset. A
catalog that was repaired by guesswork is not what the translator wrote, so its faults are found here first, each with
its line.
"""

from __future__ import annotations

import gettext
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from plainleaf.problems import Position, Problem

STRING = r'"(?P<text>(?:[^"\\]|\\.)*)"'
CONTINUED = re.compile(rf"^[ \t]*{STRING}[ \t]*$")
MOST_PLURAL_FORMS = 6
BYTE_ORDER_MARK = "\ufeff"
_KEYWORD = re.compile(rf"^(?P<word>msgctxt|msgid|msgid_plural|msgstr(?:\[[0-9]\])?)[ \t]+{STRING}[ \t]*$")
_PLURAL_FORMS = re.compile(r"Plural-Forms:[ \t]*(?P<forms>.*?)(?:\\n|$)")
_PLURAL_COUNT = re.compile(r"nplurals\s*=\s*(\d+)")
_CHARSET = re.compile(r"Content-Type:.*?charset=(?P<charset>[^\s;\\]+)")
_UTF_8 = ("utf-8", "utf8")
_SAMPLE = (*range(1_001), 1_000_000, 2_000_000)


@dataclass(slots=True)
class RawMessage:
    """A message as it stands in the file: strings still escaped, by keyword, and the line of each keyword."""

    parts: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)

    @property
    def line(self) -> int:
        """The line on which it starts."""
        return min(self.lines.values())

    @property
    def forms(self) -> list[str]:
        """Its plural forms in order; empty for a message that does not count."""
        return [self.parts[word] for word in sorted(self.parts) if word.startswith("msgstr[")]


def syntax_problem(file: str, line: int, fault: str) -> Problem:
    """T001."""
    return Problem(Position(file, line), "T001", fault, "repair the PO syntax; `msgfmt -c` explains it too")


def faults_of_syntax(text: str, file: str) -> list[Problem]:
    """What Babel would forgive: lines that are not PO, messages that stand twice, too many plural forms."""
    problems: list[Problem] = []
    seen: dict[str | tuple[str, str], int] = {}
    for message in read_messages(text, file, problems):
        # An address is unique in a domain: with another text, too, it would be one message with two translations.
        msgid = message.parts.get("msgid", "")
        key = message.parts.get("msgctxt") or ("", msgid)
        if key in seen:
            name = message.parts.get("msgctxt") or msgid[:40] or "header"
            fault = f"the message `{name}` stands twice; first on line {seen[key]}"
            problems.append(syntax_problem(file, message.line, fault))
        seen.setdefault(key, message.line)
        if not msgid and any(
            int(count) > MOST_PLURAL_FORMS for count in _PLURAL_COUNT.findall(message.parts.get("msgstr", ""))
        ):
            fault = f"no language has more than {MOST_PLURAL_FORMS} plural forms"
            problems.append(syntax_problem(file, message.line, fault))
    return problems


def faults_of_header(text: str, file: str) -> list[Problem]:
    """A header that says another charset than UTF-8, in which every catalog is read."""
    header = read_header(text, file)
    charset = _CHARSET.search(header.parts.get("msgstr", "")) if header else None
    if header is None or charset is None or charset["charset"].lower() in _UTF_8:
        return []
    fault = f"the header says charset {charset['charset'][:30]}, and the file is read as UTF-8"
    hint = "save the file as UTF-8 and say `charset=UTF-8`; `plainleaf messages update` does it too"
    return [Problem(Position(file, header.line), "T001", fault, hint)]


def faults_of_plurals(text: str, file: str, rule: str | None, counts: frozenset[int]) -> list[Problem]:
    """A plural rule that is not the language's, and messages that do not have as many forms as it says.

    Args:
        rule: gettext's rule of the language pack; it is then the only one.
        counts: how many forms the language can have, where the pack has no rule.
    """
    header = read_header(text, file)
    line = header.line if header else 0
    said = _PLURAL_FORMS.search(header.parts.get("msgstr", "")) if header else None
    count = _PLURAL_COUNT.search(said["forms"]) if said else None
    counted = [message for message in read_messages(text, file, []) if any(map(str.strip, message.forms))]
    if said is None or count is None:
        fault = "there are messages with plural forms, and the header has no Plural-Forms"
        return [syntax_problem(file, line, fault)] if counted else []
    problems = []
    if rule is not None:
        if not same_rule(said["forms"], rule):
            fault = f"the header's Plural-Forms is not that of the language pack: `{said['forms'][:100]}`"
            problems.append(Problem(Position(file, line), "T001", fault, f"the pack says `{rule}`"))
    elif int(count[1]) not in counts:
        known = " or ".join(map(str, sorted(counts)))
        fault = f"the header says {count[1]} plural forms, and the language has {known}"
        problems.append(Problem(Position(file, line), "T001", fault, "is this the right file? Correct Plural-Forms"))
    for message in counted:
        if len(message.forms) != int(count[1]):
            fault = f"`{message.parts.get('msgctxt', '')}` has {len(message.forms)} plural forms, not {count[1]}"
            problems.append(syntax_problem(file, message.lines.get("msgid", message.line), fault))
    return problems


def read_rule(forms: str) -> Callable[[int], int] | None:
    """The function of a ``Plural-Forms`` header; none when it does not work."""
    match = re.match(r"\s*nplurals\s*=\s*(?P<count>[0-9])\s*;\s*plural\s*=(?P<rule>[^;]+)", forms)
    if match is None:
        return None
    try:
        index: Callable[[int], int] = gettext.c2py(match["rule"])
        return index if all(0 <= index(number) < int(match["count"]) for number in _SAMPLE) else None
    except (ValueError, ArithmeticError, RecursionError):
        return None


def same_rule(one: str, other: str) -> bool:
    """Whether two rules choose the same form for every number, however they are written."""
    first, second = read_rule(one), read_rule(other)
    return first is not None and second is not None and all(first(number) == second(number) for number in _SAMPLE)


def read_header(text: str, file: str) -> RawMessage | None:
    """The message without address and source; none when there is no such."""
    return next(
        (m for m in read_messages(text, file, []) if m.parts.get("msgid") == "" and "msgctxt" not in m.parts), None
    )


def read_messages(text: str, file: str, problems: list[Problem]) -> Iterator[RawMessage]:
    """Every message that is not obsolete; lines that are not PO go to `problems`."""
    message = RawMessage()
    word = ""
    for number, ended in enumerate(text.removeprefix(BYTE_ORDER_MARK).split("\n"), 1):
        # Lines end as Babel ends them; other separators are part of a text.
        line = ended.removesuffix("\r")
        bare = line.strip()
        if not bare or bare.startswith("#"):
            word = ""
        elif match := _KEYWORD.match(line):
            word = match["word"]
            if word == "msgctxt" or (word == "msgid" and message.parts.keys() != {"msgctxt"}):
                if message.parts:
                    yield message
                message = RawMessage()
            message.parts[word] = match["text"]
            message.lines[word] = number
        elif word and (match := CONTINUED.match(line)):
            message.parts[word] += match["text"]
        else:
            problems.append(syntax_problem(file, number, f"this line is not PO: `{bare[:50]}`"))
    if message.parts:
        yield message


def previous_source(comments: list[str], unescape: Callable[[str], str]) -> Mapping[str, str]:
    """What the ``#|`` lines of a message say, by keyword, unescaped; Babel takes them for comments.

    Args:
        comments: texts after the ``#``.
    """
    previous: dict[str, str] = {}
    word = ""
    for comment in comments:
        bare = comment.removeprefix("|").strip()
        if not comment.startswith("|"):
            word = ""
        elif match := _KEYWORD.match(bare):
            word = match["word"]
            previous[word] = match["text"]
        elif word and (match := CONTINUED.match(bare)):
            previous[word] += match["text"]
    return {word: unescape(f'"{text}"') for word, text in previous.items()}
