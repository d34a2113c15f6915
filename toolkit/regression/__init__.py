"""Several explanations at once: regression of shares on outlets, dates and sections."""

from toolkit.regression.prevalence import prevalence_regression

__all__ = ["prevalence_regression"]
