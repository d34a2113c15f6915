"""Articles made of sentences of real ones, as many as wanted: for measuring what size costs.

Each is about 400 words from one subject (a section of the real articles) with some sentences from
elsewhere. Subjects come and go over twelve years, outlets are of uneven size and favour some
subjects, 6 in 100 articles are near-copies of an earlier one, 2 in 100 have no date. The same
seed gives the same articles, and the first 10,000 of a million are those of 10,000.
"""

from __future__ import annotations

import json
import re
from collections import deque
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
import pandas as pd

if TYPE_CHECKING:
    from collections.abc import Iterator

DATA = Path(__file__).parents[2] / "shared" / "data"
SOURCES = {
    "us-news": ("articles.parquet", "section"),
    "world-affairs": ("articles.parquet", "section"),
    "un-general-debate": ("speeches.parquet", None),
    "reuters-21578": ("articles.parquet", None),
}
SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z\"“])")
WORDS = (8, 45)
LEAST_SENTENCES = 1500
CHUNK = 1_000
PART = 20_000
"""Articles in a file."""
N_OUTLETS, N_YEARS, FIRST_YEAR = 40, 12, 2010
COPIES, UNDATED, FROM_ELSEWHERE = 0.06, 0.02, 0.25
REMEMBERED = 20
"""Chunks from which a near-copy may be made."""
PARAGRAPH = 3


class Pools(NamedTuple):
    """Sentences and headlines as they stand in JSON, and the sentences of each subject."""

    sentences: list[str]
    headlines: list[str]
    subjects: list[np.ndarray]


def sentence_pools(data: Path = DATA) -> Pools:
    """Return the sentences of the corpora, each once, grouped by subject."""
    sentences: dict[str, int] = {}
    of_subject: dict[str, list[int]] = {}
    headlines: dict[str, None] = {}
    for corpus, (file, column) in SOURCES.items():
        table = pd.read_parquet(data / corpus / file)
        names = table[column].fillna("") if column else [corpus] * len(table)
        headlines |= dict.fromkeys(one for one in table["title"].fillna("") if one.strip())
        for name, text in zip(names, table["text"].fillna(""), strict=True):
            for one in SENTENCE_END.split(" ".join(text.split())):
                if WORDS[0] <= one.count(" ") + 1 <= WORDS[1]:
                    at = sentences.setdefault(one, len(sentences))
                    of_subject.setdefault(f"{corpus}:{name}", []).append(at)
    kept = [np.unique(one) for one in of_subject.values() if len(one) >= LEAST_SENTENCES]
    return Pools([_in_json(one) for one in sentences], [_in_json(one) for one in headlines], kept)


def _in_json(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)[1:-1]


class Maker:
    """Draws articles chunk by chunk, each chunk from a generator of its own."""

    def __init__(self, seed: int, pools: Pools) -> None:
        self.seed, self.pools = seed, pools
        start = np.random.default_rng([seed, 0])
        n = len(pools.subjects)
        self.outlets = [f"The {name} {kind}" for kind in ("Post", "Herald", "Times", "Monitor")
                        for name in ("Harbour", "Valley", "Northern", "Capital", "Coastal",
                                     "River", "Island", "Border", "Summit", "Union")]  # fmt: skip
        size = 1 / np.arange(1, N_OUTLETS + 1)
        self.outlet_size = size / size.sum()
        self.outlet_taste = start.normal(0, 0.5, (N_OUTLETS, n))
        months = np.arange(12 * N_YEARS)[:, None]
        peaks, widths = start.uniform(0, len(months), (3, n)), start.uniform(2, 30, (3, n))
        self.course = sum(
            2 * np.exp(-(((months - peak) / width) ** 2))
            for peak, width in zip(peaks, widths, strict=True)
        )
        self.earlier: deque[list[tuple]] = deque(maxlen=REMEMBERED)

    def chunk(self, k: int) -> list[tuple]:
        """Return the facts of the articles of chunk ``k``: draws, not yet text."""
        draw = np.random.default_rng([self.seed, k + 1])
        days = draw.integers(0, 365 * N_YEARS, CHUNK)
        outlet = draw.choice(N_OUTLETS, CHUNK, p=self.outlet_size)
        liking = self.course[days * 12 // 365] + self.outlet_taste[outlet]
        subject = (liking + draw.gumbel(size=liking.shape)).argmax(axis=1)
        length = np.clip(draw.lognormal(np.log(16.0), 0.45, CHUNK), 4, 80).astype(int)
        undated = draw.random(CHUNK) < UNDATED
        is_copy = draw.random(CHUNK) < COPIES
        headline = draw.integers(0, len(self.pools.headlines), CHUNK)
        made: list[tuple] = []
        for i in range(CHUNK):
            if is_copy[i] and self.earlier:
                made.append(self._copy(draw, outlet[i]))
                continue
            pool = self.pools.subjects[subject[i]]
            own = pool[draw.integers(0, len(pool), length[i])]
            other = draw.integers(0, len(self.pools.sentences), length[i])
            words = np.where(draw.random(length[i]) < FROM_ELSEWHERE, other, own)
            made.append((words, headline[i], -1 if undated[i] else days[i], outlet[i]))
        self.earlier.append(made)
        return made

    def _copy(self, draw: np.random.Generator, outlet: int) -> tuple:
        """Return an earlier article with another sentence at its end, up to two days later."""
        held = self.earlier[draw.integers(len(self.earlier))]
        words, headline, day, _ = held[draw.integers(len(held))]
        last = draw.integers(0, len(self.pools.sentences))
        later = day if day < 0 else min(day + draw.integers(0, 3), 365 * N_YEARS - 1)
        return (np.append(words, last), headline, later, outlet)

    def rows(self, n: int) -> Iterator[tuple[str, str, str, str]]:
        """Yield headline, date, outlet and text of ``n`` articles, escaped for JSON."""
        first = np.datetime64(f"{FIRST_YEAR}-01-01")
        written = np.datetime_as_string(first + np.arange(365 * N_YEARS))
        sentences = self.pools.sentences
        for k in range(-(-n // CHUNK)):
            for words, headline, day, outlet in self.chunk(k)[: n - k * CHUNK]:
                said = [sentences[one] for one in words.tolist()]
                text = "\\n\\n".join(
                    " ".join(said[at : at + PARAGRAPH]) for at in range(0, len(said), PARAGRAPH)
                )
                date = "" if day < 0 else str(written[day])
                yield self.pools.headlines[headline], date, self.outlets[outlet], text


def make_articles(n: int, folder: Path, *, seed: int = 2018, data: Path = DATA) -> Path:
    """Write ``n`` articles as JSON lines, 20,000 to a file; return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    rows = Maker(seed, sentence_pools(data)).rows(n)
    for part in range(-(-n // PART)):
        path = folder / f"articles-{part:05d}.jsonl"
        with path.open("w", encoding="utf-8", newline="\n") as file:
            for at in range(part * PART, min((part + 1) * PART, n)):
                title, date, source, text = next(rows)
                file.write(
                    f'{{"id": "made-{at:08d}", "title": "{title}", "date": "{date}", '
                    f'"source": "{source}", "text": "{text}"}}\n'
                )
    return folder
