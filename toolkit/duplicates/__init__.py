"""Find near-duplicate articles, describe them, and weigh or drop them."""

from toolkit.duplicates.copies import near_duplicates
from toolkit.duplicates.copy_weights import drop_copies, weigh_copies

__all__ = ["drop_copies", "near_duplicates", "weigh_copies"]
