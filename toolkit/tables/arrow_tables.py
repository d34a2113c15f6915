"""Tables of other libraries (polars, pyarrow) as pandas tables."""

from __future__ import annotations

from typing import Any

from toolkit.tables.schemas import ARTICLE_ID, LABEL_COLUMNS


def as_pandas(table: Any) -> Any:
    """Convert a table that speaks Arrow's C stream protocol; return anything else as it is.

    A column ``article_id`` becomes the index. A table without a label column is one of shares: its
    columns are topics if their names are whole numbers, and themes otherwise.

    Examples
    --------
    >>> import pyarrow as pa
    >>> as_pandas(pa.table({"article_id": ["a", "b"], "war": [0.0, 1.0]})).columns.name
    'theme'
    """
    import pandas as pd

    if isinstance(table, (pd.DataFrame, pd.Series)) or not hasattr(table, "__arrow_c_stream__"):
        return table
    import pyarrow as pa

    try:
        frame = pa.table(table).to_pandas()
    except (pa.ArrowInvalid, TypeError):  # a single column
        return table
    if ARTICLE_ID not in frame:
        return frame
    frame = frame.set_index(ARTICLE_ID)
    if not set(LABEL_COLUMNS) & set(frame.columns):
        names = [str(name) for name in frame.columns]
        numbered = bool(names) and all(name.isdecimal() for name in names)
        frame.columns = pd.Index(
            [int(name) for name in names] if numbered else names,
            name="topic" if numbered else "theme",
        )
    return frame
