#!/usr/bin/env bash
# mail-parser: the body of a newsletter holds its text twice, once with tags.
#
# Versions:  mail-parser 4.8.0; Python 3.11
# Expected:  A mail states one text in two forms (multipart/alternative); body is one of them.
# Happens:   body is both, with a line "--- mail_boundary ---" between them: every word of a
#            newsletter counts twice, names of tags and attributes are words, and so are "mail" and
#            "boundary". The forms lie apart in text_plain and text_html.
# Output:
#   words of the text: 7; in body: 14, and those of the boundary and the tags
#   a sentence is in body 2 times; tags are in body: True
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check \
  mail-parser==4.8.0
cd "$work"

venv/bin/python - <<'PY'
from email.message import EmailMessage

import mailparser

sentence = "The mayor opened the harbour on Monday."
mail = EmailMessage()
mail["From"], mail["To"], mail["Subject"] = "a@example.org", "b@example.org", "Harbour"
mail.set_content(f"{sentence}\n")
mail.add_alternative(f'<p class="story">{sentence}</p>', subtype="html")
body = mailparser.parse_from_bytes(mail.as_bytes()).body
n = len(sentence.split())
n_body = n * body.count(sentence)
print(f"words of the text: {n}; in body: {n_body}, and those of the boundary and the tags")
print(f"a sentence is in body {body.count(sentence)} times; tags are in body: {'<p class' in body}")
raise SystemExit(0 if body.count(sentence) == 2 and "<p class" in body else "changed")
PY
