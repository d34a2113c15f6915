#!/usr/bin/env bash
# gensim: coherence over sliding windows loses a word as soon as one of its copies leaves the
# window.
#
# Versions:  gensim 4.4.0, numpy 2.4.6, scipy 1.17.1; Python 3.11
# Expected:  A window counts for a word when the word is anywhere in it.
# Happens:   When the first copy of a repeated word leaves the window the word is struck off, though
#            a second copy is still inside. In "a x a b y z q" with windows of three words, a is in
#            3 windows and together with b in 2; gensim counts 1 and 0. c_v, c_npmi and c_uci are
#            too low for words that are repeated within a sentence or two, as the subject of a news
#            story is.
# Output:
#   windows: ['a x a', 'x a b', 'a b y', 'b y z', 'y z q']
#                  a  b  a+b
#   by hand:      3 3 2
#   gensim:       1 3 0
#   c_npmi of war+talks in a story that is full of both: 0.01
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  gensim==4.4.0 numpy==2.4.6 scipy==1.17.1
cd "$work"

venv/bin/python - <<'PY'
import logging

from gensim.corpora import Dictionary
from gensim.models.coherencemodel import CoherenceModel
from gensim.topic_coherence.text_analysis import WordOccurrenceAccumulator

logging.disable(logging.CRITICAL)
text = "a x a b y z q".split()
words = Dictionary([text])
counted = WordOccurrenceAccumulator({words.token2id["a"], words.token2id["b"]}, words)
counted.accumulate([text], 3)
gensim_counts = (
    counted.get_occurrences("a"), counted.get_occurrences("b"), counted.get_co_occurrences("a", "b"),
)
windows = [set(text[i : i + 3]) for i in range(len(text) - 2)]
by_hand = (
    sum("a" in w for w in windows), sum("b" in w for w in windows), sum({"a", "b"} <= w for w in windows),
)
print("windows:", [" ".join(text[i : i + 3]) for i in range(len(text) - 2)])
print("               a  b  a+b")
print("by hand:     ", *by_hand)
print("gensim:      ", *gensim_counts)
story = ("the war goes on the war talks stall as war talks fail " * 4).split()
coherence = CoherenceModel(
    topics=[["war", "talks"]], texts=[story], dictionary=Dictionary([story]), coherence="c_npmi",
    window_size=10, processes=1,
).get_coherence()
print(f"c_npmi of war+talks in a story that is full of both: {coherence:.2f}")
raise SystemExit(0 if gensim_counts == (1, 3, 0) and by_hand == (3, 3, 2) else "changed")
PY
