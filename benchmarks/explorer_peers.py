"""One page of a peer from the same articles: called by benchmarks/explorer.py.

    python benchmarks/explorer_peers.py pyLDAvis|altair|scattertext given.json page.html

Runs with the peer's own packages on the path, and without this toolkit.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path


def make_pyldavis(given, out):
    import numpy as np
    import pyLDAvis

    prepared = pyLDAvis.prepare(
        np.asarray(given["topic_term"]),
        np.asarray(given["shares"]) / np.asarray(given["shares"]).sum(axis=1, keepdims=True),
        np.maximum(np.asarray(given["lengths"]), 1),
        given["terms"],
        np.asarray(given["uses"]),
        n_jobs=1,
    )
    pyLDAvis.save_html(prepared, str(out))


def make_altair(given, out):
    import altair as alt
    import pandas as pd

    alt.data_transformers.disable_max_rows()
    shares = pd.DataFrame(given["shares"])
    months = pd.Series(given["date"]).str[:7]
    table = shares.groupby(months).mean().melt(ignore_index=False).reset_index()
    table.columns = ["month", "topic", "share"]
    lines = alt.Chart(table).mark_line().encode(x="month", y="share", color="topic:N")
    points = pd.DataFrame({name: given[name] for name in ("title", "source", "date")})
    points["topic"] = shares.idxmax(axis=1)
    points["share"] = shares.max(axis=1)
    marks = alt.Chart(points).mark_circle().encode(x="date", y="share", tooltip=["title", "source"])
    (lines & marks).save(str(out), inline=True)


def make_scattertext(given, out):
    import pandas as pd
    import scattertext as st

    table = pd.DataFrame({name: given[name] for name in ("source", "title", "text")})
    two = table["source"].value_counts().index[:2]
    table = table[table["source"].isin(two)]
    table["parse"] = table["text"].apply(st.whitespace_nlp_with_sentences)
    corpus = st.CorpusFromParsedDocuments(table, category_col="source", parsed_col="parse").build()
    page = st.produce_scattertext_explorer(
        corpus, category=two[0], category_name=two[0], not_category_name=two[1],
        minimum_term_frequency=5, metadata=table["title"],
    )  # fmt: skip
    Path(out).write_text(page, encoding="utf-8")


MAKERS = {"pyLDAvis": make_pyldavis, "altair": make_altair, "scattertext": make_scattertext}

if __name__ == "__main__":
    name, source, target = sys.argv[1:]
    held = json.loads(Path(source).read_text(encoding="utf-8"))
    started = time.perf_counter()
    MAKERS[name](held, target)
    print(f"written in {time.perf_counter() - started:.1f} s")
