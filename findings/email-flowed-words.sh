#!/usr/bin/env bash
# email, mail-parser: words of a newsletter sent as format=flowed come out in two pieces.
#
# Versions:  email of Python 3.11, mail-parser 4.8.0
# Expected:  The text of a mail is what its sender wrote: RFC 3676 says which line ends are in it.
# Happens:   With "format=flowed; delsp=yes", as Apple Mail and phones send it, a line that ends in a
#            blank goes on in the next, and the blank is not part of the text. get_content() and
#            mail-parser leave both: "Nor \nrby" instead of "Norrby", and a blank before each line
#            that begins with "From". A count of words has two where there was one, a headline of
#            two lines is two lines, and paragraphs are as long as a line.
# Output:
#   email        'The quay of Nor \nrby opened, the coun \ncil said.\n From the start it was hard.\n'
#   mail-parser  'The quay of Nor \nrby opened, the coun \ncil said.\n From the start it was hard.\n'
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install --quiet --no-compile --disable-pip-version-check mail-parser==4.8.0
cd "$work"

venv/bin/python - <<'PY'
import email
import email.policy

import mailparser

mail = b"""Subject: The quay
From: desk@example.org
Date: Mon, 22 Oct 2018 10:00:00 +0000
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8; format=flowed; delsp=yes

The quay of Nor 
rby opened, the coun 
cil said.
 From the start it was hard.
"""
found = {
    "email": email.message_from_bytes(mail, policy=email.policy.default).get_content(),
    "mail-parser": mailparser.parse_from_bytes(mail).body,
}
for name, text in found.items():
    print(f"{name:12} {text!r}")
same = all("Nor \nrby" in text and "\n From" in text for text in found.values())
raise SystemExit(0 if same else "changed")
PY
