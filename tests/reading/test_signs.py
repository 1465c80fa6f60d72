from plainleaf.reading.formulas import FORMULAS, NOT_VALIDATED, SIGNS


def test_every_formula_that_a_leaflet_can_name_has_a_proper_name() -> None:
    named = {formula.name for formula in FORMULAS.values() if formula.source != NOT_VALIDATED}
    assert named - SIGNS.keys() == {"SMOG grade"}
    assert len(SIGNS) > 10
