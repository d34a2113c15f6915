#!/usr/bin/env bash
# Intl.Segmenter: each line of a newsletter is a sentence, and so are "Mr." and "on Oct."
#
# Versions:  Intl of Node.js 20.20.2 (ICU 78.2); nothing is installed
# Expected:  Sentences end at a full stop that ends one, and at a blank line. The end of a line within
#            a paragraph, as in mails, wires and text files of 72 letters, is a blank.
# Happens:   The rules of Unicode (UAX 29) end a sentence at each line end, so that a text that is
#            broken into lines has one sentence a line and phrases across two lines are not found;
#            and at a full stop before a capital or a number: "Mr." and "Oct." are sentences, though
#            the locale is English. "U.S. won" holds, since a small letter follows.
# Output:
#   ["The war in the north ","ended on Monday. ","It was over."]
#   ["Mr. ","Smith left on Oct. ","3. ","The U.S. won."]
set -eu

node - <<'JS'
const segmenter = new Intl.Segmenter("en", { granularity: "sentence" });
const sentences = (text) => Array.from(segmenter.segment(text), (part) => part.segment.replace("\n", " "));
const seen = [
  sentences("The war in the north\nended on Monday. It was over."),
  sentences("Mr. Smith left on Oct. 3. The U.S. won."),
].map((parts) => JSON.stringify(parts));
for (const parts of seen) console.log(parts);
const wanted = [
  '["The war in the north ","ended on Monday. ","It was over."]',
  '["Mr. ","Smith left on Oct. ","3. ","The U.S. won."]',
];
if (seen.join("\n") !== wanted.join("\n")) {
  console.error("changed");
  process.exit(1);
}
JS
