"""How hard a text is to read: sentences, words, syllables and word frequency per language, formulas, gates.

Two loads are always told apart: sentence load (how long the sentences are) and word load (how rare the words are).
In medical text they can point in opposite directions, so no sum of them decides anything. A score is an alarm: it
never proves that a text is understood, and it never earns a text a label such as "Leichte Sprache".
"""

from plainleaf.languages import Limits
from plainleaf.reading.gate import Block, LevelText, check_levels
from plainleaf.reading.measure import Reading, measure_blocks, measure_text

__all__ = ["Block", "LevelText", "Limits", "Reading", "check_levels", "measure_blocks", "measure_text"]
