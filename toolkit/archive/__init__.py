"""A study that is handed on without its text, and its check by a reader with the articles.

handover       a finished study -> a folder with all that is needed to check it
withheld_text  what of the tables may leave; quotations: the check that no passage is longer
verification   such a folder and a copy of the articles -> which numbers come out equal
"""

from toolkit.archive.handover import share_study
from toolkit.archive.verification import StudyCheck, verify_study

__all__ = ["StudyCheck", "share_study", "verify_study"]
