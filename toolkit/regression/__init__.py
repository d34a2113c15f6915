"""Regression of shares on several covariates: outlets, dates, sections."""

from toolkit.regression.prevalence import prevalence_regression

__all__ = ["prevalence_regression"]
