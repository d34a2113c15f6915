#!/usr/bin/env bash
# mailbox of Python: a paragraph that begins with "From " ends the newsletter and begins another one.
#
# Versions:  Python 3.11 (standard library)
# Expected:  In an mbox file (archives of newsletters and alerts) a message begins at a line "From
#            sender date" below a blank line; ">From " in a body stands for "From ".
# Happens:   Any line that begins with "From " ends a message, without a date in it and without a blank
#            line above. That line is then gone from both: the rest of the newsletter is a message
#            without subject and date. Where the writer marked such lines with ">", as mailbox itself
#            does, the mark stays in the text.
# Output:
#   newsletters in the file: 1; messages: 2
#   'Talks' | 'Talks opened.\n'
#   None | 'The end.\n'
#   written and read back: '>From Paris to Rome, markets fell.\n'
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"

python3 - <<'PY'
import mailbox
from email.message import EmailMessage
from pathlib import Path

body = "Talks opened.\nFrom Paris to Rome, markets fell.\nThe end.\n"
head = "From news@example.org Mon Oct 22 10:00:00 2018\nSubject: Talks\n"
Path("a.mbox").write_text(f"{head}Date: Mon, 22 Oct 2018 10:00:00 +0000\n\n{body}")
found = [(mail["Subject"], mail.get_payload()) for mail in mailbox.mbox("a.mbox")]

mail = EmailMessage()
mail.set_content("From Paris to Rome, markets fell.\n")
box = mailbox.mbox("b.mbox")
box.add(mail)
box.flush()
back = mailbox.mbox("b.mbox")[0].get_payload()
print("newsletters in the file: 1; messages:", len(found))
for subject, text in found:
    print(repr(subject), "|", repr(text))
print("written and read back:", repr(back))
same = found == [("Talks", "Talks opened.\n"), (None, "The end.\n")] and back.startswith(">From ")
raise SystemExit(0 if same else "changed")
PY
