"""Validation by reading: coding sheets, agreement of coders, shares corrected by hand codes."""

from toolkit.validation.classification import classification_scores
from toolkit.validation.correction import correct_prevalence
from toolkit.validation.krippendorff import coder_agreement, krippendorff_alpha
from toolkit.validation.sheets import CodingSheet, coding_sheet
from toolkit.validation.theme_validation import validate_themes

__all__ = [
    "CodingSheet",
    "classification_scores",
    "coder_agreement",
    "coding_sheet",
    "correct_prevalence",
    "krippendorff_alpha",
    "validate_themes",
]
