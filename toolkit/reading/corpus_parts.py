"""One part of a corpus: its file, its facts, and its rows of the ledger in sections."""

from __future__ import annotations

from itertools import accumulate, pairwise
from typing import TYPE_CHECKING, Any

import pandas as pd

from toolkit.reading.corpus_folder import PartFacts
from toolkit.reading.ledgers import Ledger
from toolkit.reading.storage import pack_articles, write_packed

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from toolkit.reading.storage import Packed


class SectionedLedger(Ledger):
    """The ledger of a part, in sections; see `CorpusLedger`."""

    def __init__(self, sections: Iterable[Iterable[Any]]) -> None:
        held = [list(section) for section in sections]
        super().__init__(row for section in held for row in section)
        self.sections = [len(section) for section in held]


def split_sections(part: pd.DataFrame, sizes: Sequence[int]) -> list[list[tuple[Any, ...]]]:
    """Return the rows of the ledger of a part, in sections of the sizes that are listed."""
    rows = list(part.attrs.get("ledger", ()))
    bounds = [0, *accumulate(sizes)]
    return [rows[start:end] for start, end in pairwise(bounds)]


def write_part(table: pd.DataFrame, path: Path, packed: Packed | None = None) -> PartFacts:
    """Write one part of a corpus, whole or not at all, and return its facts.

    Parameters
    ----------
    table : DataFrame
        The articles, indexed by ``article_id``.
    path : Path
        The file.
    packed : Packed, optional
        The same as it is stored, if that is known.
    """
    import pyarrow.compute as pc

    packed = packed or pack_articles(table)
    content, digest = packed.digest(), write_packed(packed, path)
    texts = [packed.table.column(column) for column in ("title", "body")]
    n_characters = sum(pc.sum(pc.utf8_length(text)).as_py() or 0 for text in texts)
    dates = pd.to_datetime(packed.table.column("date").to_pandas(), errors="coerce").dropna()
    first, last = (f"{d:%Y-%m-%d}" if len(dates) else "" for d in (dates.min(), dates.max()))
    n_rows, sections = packed.table.num_rows, _sections_of(table)
    return PartFacts(path.name, n_rows, n_characters, first, last, digest, content, sections)


def _sections_of(table: pd.DataFrame) -> list[int]:
    held = table.attrs.get("ledger")
    if held is None:
        return []
    return held.sections if isinstance(held, SectionedLedger) else [len(held)]
