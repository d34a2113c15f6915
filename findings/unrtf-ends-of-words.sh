#!/usr/bin/env bash
# unrtf: what follows a letter written as \u is lost to the end of the word; as text, dashes are
# gone.
#
# Versions:  unrtf 0.21.10 (Debian 12, unrtf 0.21.10-clean-1), in a UTF-8 locale
# Expected:  "Erdoğan met Angela in Köln", whether the file writes its letters as \u287? as WordPad
#            does or as \uc0\u287 as TextEdit does.
# Happens:   With --html (and --latex) the sign that stands for the letter in old readers is skipped
#            together with all that follows it up to the next space: Erdoğ, Kö, and the word after an
#            opening quotation mark is gone altogether. Files whose stand-in is written as \'67, as
#            LibreOffice does, are right. With --text the letters are "?", and dashes, apostrophes
#            and quotation marks that have a name are nothing: 2014-18 is 201418. Status 0.
# Output:
#   html, \u287?:       Erdo&#287; met &ldquo;&rdquo; in K&ouml; in 2014&ndash;18, Iran&rsquo;s
#   html, \uc0\u287 :   Erdo&#287; met &ldquo;&rdquo;in K&ouml; in 2014&ndash;18, Iran&rsquo;s
#   html, \u287\'67:    Erdo&#287;an met &ldquo;Angela&rdquo; in K&ouml;ln in 2014&ndash;18, Iran&rsquo;s
#   text, \u287?:       Erdo?an met ?Angela? in K?ln in 201418, Irans
set -eu

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
cd "$work"
apt-get --option APT::Sandbox::User=root download unrtf=0.21.10-clean-1 >/dev/null
dpkg-deb --extract unrtf_*.deb here

write() { # format, the letters g with breve, o with umlaut and two quotation marks
  printf '%s' "{\\rtf1\\ansi\\ansicpg1252\\pard Erdo$2an met $4Angela$5 in K$3ln in 2014\\endash 18, Iran\\rquote s\\par}" > story.rtf
  LC_ALL=C.UTF-8 here/usr/bin/unrtf -P here/usr/share/unrtf "$1" story.rtf 2>/dev/null | grep -o 'Erdo.* in .*s'
}
row() {
  printf '%-19s %s\n' "html, $1:" "$(write --html "$1" "$2" "$3" "$4")"
}
seen=$(
  row '\u287?' '\u246?' '\u8220?' '\u8221?'
  row '\uc0\u287 ' '\u246 ' '\u8220 ' '\u8221 '
  row "\\u287\\'67" "\\u246\\'f6" "\\u8220\\'93" "\\u8221\\'94"
  printf '%-19s %s\n' 'text, \u287?:' "$(write --text '\u287?' '\u246?' '\u8220?' '\u8221?')"
)
echo "$seen"
right='Erdo&#287;an met &ldquo;Angela&rdquo; in K&ouml;ln in 2014&ndash;18, Iran&rsquo;s'
if [ "$(grep -c 'Erdo&#287; met &ldquo;&rdquo; *in K&ouml; in 2014&ndash;18' <<<"$seen")" != 2 ] || ! grep -qF "$right" <<<"$seen" || ! grep -qF 'Erdo?an met ?Angela? in K?ln in 201418, Irans' <<<"$seen"; then
  echo "changed" >&2
  exit 1
fi
