"""Find near-duplicate articles, describe them, and weigh or drop them."""

from toolkit.duplicates.groups import near_duplicates
from toolkit.duplicates.keeping import drop_copies, weigh_copies

__all__ = ["drop_copies", "near_duplicates", "weigh_copies"]
