"""Validation by hand coding: coding sheets, intercoder agreement, corrected shares."""

from toolkit.validating.agreement import coder_agreement, krippendorff_alpha
from toolkit.validating.correcting import correct_prevalence
from toolkit.validating.scoring import classification_scores
from toolkit.validating.sheets import CodingSheet, coding_sheet
from toolkit.validating.themes import validate_themes

__all__ = [
    "CodingSheet",
    "classification_scores",
    "coder_agreement",
    "coding_sheet",
    "correct_prevalence",
    "krippendorff_alpha",
    "validate_themes",
]
