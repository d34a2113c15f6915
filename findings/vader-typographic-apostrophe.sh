#!/usr/bin/env bash
# vaderSentiment and sentiment: with the apostrophe that newspapers print, "isn’t good" is as
# positive as "good".
#
# Versions:  vaderSentiment 3.3.2 (PyPI); sentiment 5.0.2, vader-sentiment 1.1.3 (npm); Python 3.11,
#            Node.js 20
# Expected:  "isn't good" is negative with either apostrophe.
# Happens:   The lists of negations hold the apostrophe of the typewriter alone. With ’ the sign of
#            the score turns: a story from an agency's wire (') and from a web page (’) has two
#            moods, and outlets differ by their typography. No message.
# Output:
#   The deal isn't good    vaderSentiment -0.34
#   The deal isn’t good    vaderSentiment  0.44
#   The deal is good       vaderSentiment  0.44
#   The deal isn't good    sentiment -3  vader-sentiment -0.34
#   The deal isn’t good    sentiment 3  vader-sentiment 0.44
#   The deal is good       sentiment 3  vader-sentiment 0.44
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  vaderSentiment==3.3.2
cd "$work"

venv/bin/python - <<'PY'
from vaderSentiment.vaderSentiment import SentimentIntensityAnalyzer

score = SentimentIntensityAnalyzer().polarity_scores
found = {text: score(text)["compound"] for text in ("The deal isn't good", "The deal isn’t good", "The deal is good")}
for text, value in found.items():
    print(f"{text:22} vaderSentiment {value:5.2f}")
straight, curly, good = found.values()
raise SystemExit(0 if straight < 0 < curly == good else "changed")
PY

npm init --yes >/dev/null
npm install --silent --no-audit --no-fund sentiment@5.0.2 vader-sentiment@1.1.3
cat > look.mjs <<'JS'
import Sentiment from "sentiment";
import vader from "vader-sentiment";

const sentiment = new Sentiment();
const texts = ["The deal isn't good", "The deal isn’t good", "The deal is good"];
const scores = [
  texts.map((text) => sentiment.analyze(text).score),
  texts.map((text) => vader.SentimentIntensityAnalyzer.polarity_scores(text).compound),
];
texts.forEach((text, place) =>
  console.log(text.padEnd(22), "sentiment", scores[0][place], " vader-sentiment", scores[1][place].toFixed(2)),
);
const same = scores.every(([straight, curly, good]) => straight < 0 && curly > 0 && curly === good);
if (!same) {
  console.error("changed");
}
process.exit(same ? 0 : 1);
JS
node look.mjs
