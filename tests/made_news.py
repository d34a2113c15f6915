"""Made-up news for tests of size: a few hundred short articles that differ, with dates."""

from __future__ import annotations

import json
import random
from pathlib import Path

STEMS = ("har", "bor", "mar", "ket", "tru", "ves", "con", "dal", "lim", "ster", "fen", "gro")
WORDS = [f"{one}{other}{end}" for one in STEMS for other in STEMS for end in ("", "er", "in")]
SUBJECTS = (
    ["attack", "attacks", "troops", "ceasefire", "front", "town", "shelling", "convoy"],
    ["talks", "envoy", "minister", "ministers", "treaty", "summit", "border", "delegation"],
    ["bank", "loan", "prices", "wages", "factory", "export", "tax", "budget"],
)
SENTENCES = (
    "The {} of the {} was seen by the {} in the {}.",
    "There is a {} and it has been with the {} for years, said the {} of the {}.",
    "It was not the {} but the {} that they would have to {} with the {}.",
)


THEMES = (
    '[conflict]\nterms = ["attack*", "troops", "ceasefire"]\n\n'
    '[diplomacy]\nterms = ["talks", "envoy", "minister*"]\n'
)


def made_rows(n: int, *, seed: int = 7) -> list[dict[str, str]]:
    """Return ``n`` articles over two years; every twentieth is nearly the one before it."""
    draw = random.Random(seed)
    rows: list[dict[str, str]] = []
    for k in range(n):
        words = [*draw.choices(WORDS, k=16), *draw.choices(SUBJECTS[k % 3], k=8)]
        draw.shuffle(words)
        text = " ".join(
            draw.choice(SENTENCES).format(*words[at : at + 4]) for at in range(0, 24, 4)
        )
        if k % 20 == 19:
            text = f"{rows[-1]['text']} It ended."
        day = f"{2016 + k % 2}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"
        rows.append(
            {
                "title": f"{words[0].title()} and {words[1]} of {words[2]}",
                "date": "" if k % 50 == 49 else day,
                "source": ("Harbour Post", "River Times", "Harbour post")[k % 7 // 3],
                "text": text,
            }
        )
    return rows


def write_news(folder: Path, n: int, *, name: str = "news.jsonl") -> tuple[Path, Path]:
    """Write articles and themes; return their paths."""
    articles, themes = folder / name, folder / "themes.toml"
    lines = (json.dumps(row) for row in made_rows(n))
    articles.write_text("\n".join(lines) + "\n", encoding="utf-8")
    themes.write_text(THEMES, encoding="utf-8")
    return articles, themes
