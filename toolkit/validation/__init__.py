"""Validation by hand coding: coding sheets, intercoder agreement, corrected shares."""

from toolkit._core.argument_errors import explain_public
from toolkit.validation.classification import classification_scores
from toolkit.validation.correction import correct_prevalence
from toolkit.validation.krippendorff import coder_agreement, krippendorff_alpha
from toolkit.validation.measure_agreement import theme_agreement, theme_disagreement
from toolkit.validation.sheets import coding_sheet
from toolkit.validation.theme_validation import validate_themes

__all__ = [
    "classification_scores",
    "coder_agreement",
    "coding_sheet",
    "correct_prevalence",
    "krippendorff_alpha",
    "theme_agreement",
    "theme_disagreement",
    "validate_themes",
]

explain_public(globals(), __all__)


def __dir__() -> list[str]:
    """List the public names alone, for completion."""
    return __all__
