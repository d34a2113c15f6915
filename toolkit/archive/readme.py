"""The README of a share: what it holds, what it leaves out, how to check and rebuild it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from toolkit._core.number_words import count
from toolkit.archive.exposure import exposure_sentence
from toolkit.archive.quotations import QUOTATION
from toolkit.archive.term_counts import MIN_ARTICLES_OF_SUM

if TYPE_CHECKING:
    from collections.abc import Mapping

CONTENTS = {
    "tables/": "A table of the study, as CSV and Parquet, without titles and texts",
    "counts/": "Counts of terms, as CSV and Parquet",
    "definitions/": "A file that a person wrote, byte for byte: themes, aliases, events, recipe",
    "model/": "The fitted topic model; tt.load_model reads it",
    "report/": "The report, with passages cut to a quotation",
    "environment/": "The packages that the study was made with",
    "study.toml": "The settings, to run the study again",
    "record.json": "Settings, hash of the corpus, what each step did, versions",
    "topics.toml": "The names of the topics, to edit and pass as a recipe",
    "share.json": "What was left out, and how",
    "CITATION.cff": "How to cite the study",
    "README.md": "This page",
}
_COUNTS = {
    "none": "No counts of terms leave.",
    "sums": "counts/term-sums holds counts of terms summed over at least {least} articles: of an "
    "outlet and day where there are so many, else of its month, its year, of the outlet, of all.",
    "matrix": "counts/term-counts holds the counts of each article.",
}
_RARE = (
    " Stop words and terms of fewer than {min_articles} articles are left out, and with them "
    "the order of the words, so that no sentence can be read from the counts."
)


def readme_text(title: str, facts: Mapping[str, Any], *, has: Mapping[str, bool]) -> str:
    """Return the page in Markdown.

    Parameters
    ----------
    title : str
        Title of the study.
    facts : mapping
        Content of ``share.json``.
    has : mapping of str to bool
        Which entries of `CONTENTS` the folder has.
    """
    told = _COUNTS[facts["counts"]].format(least=MIN_ARTICLES_OF_SUM)
    if facts["counts"] != "none":
        told += _RARE.format(min_articles=facts["min_articles"])
        told += f" {exposure_sentence(facts['exposure'], facts['n_articles'])}"
    rows = [f"| `{name}` | {text} |" for name, text in CONTENTS.items() if has.get(name)]
    return "\n".join(
        [
            f"# {' '.join(title.split())}",
            "",
            f"A study of {count(facts['n_articles'], 'article')}, without their text: everything "
            f"that is needed to check it and to carry it on with a copy of the same articles.",
            "",
            "## What is here",
            "",
            "| file | holds |",
            "|---|---|",
            *rows,
            "",
            "## What is left out",
            "",
            f"Titles, texts, captions and authors. No file holds more than {QUOTATION} consecutive "
            f"words of an article; every file was searched for longer passages before it was "
            f"written. {told} {count(facts['n_addresses_cut'], 'address')} that spelled out a "
            f"longer title {'was' if facts['n_addresses_cut'] == 1 else 'were'} cut to the host.",
            "",
            "`text_hash` in tables/articles is a hash of the words of an article. Whoever has the "
            "article can find it by its hash; the hash does not give the article.",
            "",
            "## Check it",
            "",
            "```",
            "toolkit verify .                        are the files as they were written?",
            "toolkit verify . --articles MY-COPY/    which numbers come out of my articles?",
            "```",
            "",
            "## Run it again",
            "",
            "```",
            "python -m venv made-with",
            "made-with/bin/pip install -r environment/requirements.txt",
            "made-with/bin/toolkit report MY-COPY/ --config study.toml --out rebuilt",
            "```",
            "",
            "environment/environment.json says what the hashes of the packages are of.",
            "",
        ]
    )
