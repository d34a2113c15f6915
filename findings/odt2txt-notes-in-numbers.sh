#!/usr/bin/env bash
# odt2txt: the mark of a footnote is joined to the number before it: 12 dead are 121.
#
# Versions:  odt2txt 0.5 (Debian 12, odt2txt 0.5-7); Python 3.11 writes the file
# Expected:  The text of the document as a reader has it: "12 dead".
# Happens:   The mark and the words of a footnote are put into the sentence without a space, so that
#            the note 1 behind 12 makes 121. Spaces that are written as <text:s/> are dropped, and
#            two words are one. Sentences that were deleted stand at the head with the name of their
#            editor and the time, comments within the line. Status 0, no message.
# Output:
#   Editor2018-10-22T09:00:00Nobody was hurt.
#
#   They counted 121Says the ministry.
#
#   dead inAleppo, Editorcheck this
#
#   they said.
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get --option APT::Sandbox::User=root download odt2txt=0.5-7 >/dev/null
dpkg-deb --extract odt2txt_*.deb here

python3 - <<'PY'
import zipfile

names = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{long}:1.0"'
    for short, long in (("office", "office"), ("text", "text"), ("manifest", "manifest"))
)
kind = "application/vnd.oasis.opendocument.text"
content = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document-content {names} xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.2"><office:body><office:text>
<text:tracked-changes><text:changed-region text:id="c1"><text:deletion><office:change-info><dc:creator>Editor</dc:creator><dc:date>2018-10-22T09:00:00</dc:date></office:change-info><text:p>Nobody was hurt.</text:p></text:deletion></text:changed-region></text:tracked-changes>
<text:p>They counted 12<text:note text:id="n1" text:note-class="footnote"><text:note-citation>1</text:note-citation><text:note-body><text:p>Says the ministry.</text:p></text:note-body></text:note> dead in<text:s/>Aleppo,<text:change text:change-id="c1"/> <office:annotation><dc:creator>Editor</dc:creator><text:p>check this</text:p></office:annotation>they said.</text:p>
</office:text></office:body></office:document-content>"""
with zipfile.ZipFile("story.odt", "w") as file:
    file.writestr("mimetype", kind)
    file.writestr("content.xml", content)
    file.writestr(
        "META-INF/manifest.xml",
        f'<manifest:manifest {names}><manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
        '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>',
    )
PY
here/usr/bin/odt2txt.odt2txt --width=-1 story.odt > story.txt
cat story.txt
seen=$(tr -s '\n ' ' ' < story.txt)
for part in "They counted 121" "inAleppo" "Nobody was hurt." "check this"; do
  case "$seen" in
    *"$part"*) ;;
    *)
      echo "changed: $part" >&2
      exit 1
      ;;
  esac
done
