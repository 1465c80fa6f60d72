"""Names of medicines that do not exist, in the letters of each language; plainly no medicines in any of them."""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plainleaf.languages import SOURCE_TAG

# A name is `Bench` and two to four of these syllables, written as each script writes them.
_LATIN = [a + b for a in "bdklmnstpf" for b in "aiu"]
_ENDING = "l"
_HAN = "巴比布达迪杜卡基库拉利鲁马米穆纳尼努萨西苏塔蒂图帕皮普法菲富"
_ARABIC = [a + b for a in "بدكلمنستبف" for b in "ايو"]
_NAGARI = [a + b for a in "बदकलमनसतपफ" for b in "ािु"]
# Of its own look, or a short sentence with a name in it is taken for another language.
_SPANISH = (
    "bre ción dor ella encia ero eza gue illo iña jar lle miento nes ñar oso que quil rro sión tad tidad tre uela"
    " umbre ura ue vez yor zón"
)
_SYLLABLES: Mapping[str, tuple[str, Sequence[str]]] = {
    "zh-Hans": ("本奇", _HAN),
    "ar": ("بنش", _ARABIC),
    "hi": ("बेंच", _NAGARI),
    "es": ("Benque", _SPANISH.split()),
}


@dataclass(frozen=True, slots=True)
class Name:
    """What a made-up medicine is called, as the syllables of its name."""

    syllables: tuple[int, ...]

    @property
    def slug(self) -> str:
        """As its files are called."""
        return "bench" + "".join(_LATIN[at] for at in self.syllables)

    def write(self, tag: str) -> str:
        """As a language writes it; in Latin letters, not quite the English ones, where no others are known here."""
        if tag in _SYLLABLES:
            first, syllables = _SYLLABLES[tag]
            return first + "".join(syllables[at] for at in self.syllables)
        return self.slug.capitalize() + ("" if tag == SOURCE_TAG else _ENDING)


def make_names(count: int, chance: random.Random) -> list[Name]:
    """So many different names, the same for the same seed."""
    names: dict[tuple[int, ...], None] = {}
    while len(names) < count:
        names[tuple(chance.randrange(len(_LATIN)) for _ in range(chance.randint(2, 4)))] = None
    return [Name(syllables) for syllables in names]


def tell_apart(number: int) -> str:
    """A number as letters, for names that may have no digits."""
    return _LATIN[number % len(_LATIN)] + _LATIN[number // len(_LATIN)]
