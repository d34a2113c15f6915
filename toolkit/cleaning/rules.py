"""Line rules: what a whole line must look like to be furniture rather than story.

Each rule looks at one stripped line and names a step; a rule acts on whole lines only and asks for
an unmistakable form, because the default must never delete a sentence of the story. Every test is
linear in the length of the line: patterns are anchored, and what stands at the end of a long line
is looked for in its last characters only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

TAIL = 220
LONG = 700


@dataclass(frozen=True, slots=True)
class Rule:
    """One kind of line: which step removes it, where it goes, and how it is recognised.

    ``field`` is the column that the line moves to, '' when it is dropped (it stays in the ledger).
    """

    step: str
    field: str
    reason: str
    test: Callable[[str], bool]


def _whole(pattern: str, *, flags: int = 0, longest: int = LONG) -> Callable[[str], bool]:
    match = re.compile(pattern, flags).fullmatch
    return lambda line: len(line) <= longest and match(line) is not None


def _ending(pattern: str, *, longest: int = LONG) -> Callable[[str], bool]:
    search = re.compile(rf"(?:{pattern})\Z").search
    return lambda line: len(line) <= longest and search(line[-TAIL:]) is not None


_DATE_WORDS = frozenset(
    "updated update published posted last modified first originally created on at by et est edt gmt "
    "utc bst ist pm am a.m p.m of the jan january feb february mar march apr april may jun june jul "
    "july aug august sep sept september oct october nov november dec december mon monday tue tues "
    "tuesday wed wednesday thu thur thurs thursday fri friday sat saturday sun sunday "
    "mis à jour le publié aktualisiert veröffentlicht am actualizado publicado güncelleme yayınlanma "
    "janvier février mars avril mai juin juillet août septembre octobre novembre décembre "
    "januar februar märz juni juli oktober dezember enero febrero marzo abril mayo junio julio agosto "
    "septiembre octubre noviembre diciembre de ocak şubat nisan mayıs haziran temmuz ağustos eylül "
    "ekim kasım aralık".split()
)
_DATE_LABEL = re.compile(
    r"(?:first |last |originally )?(?:updated|published|posted|modified|created|"
    r"mis à jour|publié|aktualisiert|veröffentlicht|actualizado|publicado|güncelleme|تحديث|نشر)\b",
    re.IGNORECASE,
)
_AGO = re.compile(r"\d{1,3} (?:minute|hour|day|week|month|year)s? ago", re.IGNORECASE)


def is_date_line(line: str) -> bool:
    """Tell whether the whole line is a stamp such as "Updated 22 October 2018".

    Examples
    --------
    >>> is_date_line("Updated 22 October 2018"), is_date_line("Updated plans were shown in 2018.")
    (True, False)
    """
    if len(line) > 120:
        return False
    if _AGO.fullmatch(line):
        return True
    if not (_DATE_LABEL.match(line) and any(ch.isdecimal() for ch in line)):
        return False
    words = re.findall(r"[^\W\d_]+(?:\.[^\W\d_]+)?", line.casefold())
    return all(word in _DATE_WORDS or not word.isascii() and _is_arabic(word) for word in words)


def _is_arabic(word: str) -> bool:
    return "\u0600" <= word[0] <= "\u06ff"


_AGENCIES = r"(?:Reuters|REUTERS|AFP|AP|Associated Press|EPA|Getty|Getty Images|Xinhua|Anadolu)"
_CREDIT_IN_PARENTHESES = (
    r"\((?:"
    r"AP Photos?(?:[/ ][^()]{0,80})?|Reuters|REUTERS|AFP|AP|EPA|Getty Images?|Shutterstock|"
    r"(?:AP|AFP|EPA|Reuters|REUTERS|Getty)(?: file)? (?:photo|Photo|image)s?|[Ff]ile [Pp]hoto|"
    r"(?:Photo|Image|Picture|Photograph)s?(?: [Cc]redit)?(?: by)?\s?[:/]? ?[^()]{2,90}|"
    r"(?:Credit|Courtesy)[: ][^()]{2,90}|"
    rf"[A-Z][^()]{{0,80}}(?:/| via |, |—| / ){_AGENCIES}(?:[/ ,][^()]{{0,30}})?"
    r")\)[.]?"
)
_CREDIT_AT_END = (
    r"REUTERS/[A-Z][\w’'.\- ]{1,40}(?:/[A-Z][\w ]{2,20}){0,2}(?: - [A-Z0-9]{6,14})?"
    r"|\| (?:[A-Z][^|.]{0,80}/)?(?:AP|Getty|AFP|REUTERS|Reuters|POLITICO)(?: (?:Photo|Image|Screen ?grab)s?)?"
    r"|(?:/|—|–| via | / |\. )(?:AFP/)?Getty Images(?: Plus)?(?:, (?:FILE|File))?[.]?"
    r"|[Pp]hoto(?: [Cc]redit)?s?\s?: ?[A-Z][^.:]{2,80}"
    r"|Credit(?:\.\.\.|…|:) ?[A-Z][^.]{2,80}"
)
_PHOTO_LINE = (
    r"(?:Photo|Image|Picture|Credit|Video)(?: [Cc]redits?)?"
    r"|\(?(?:Photo|Image|Picture|Video)s?(?: [Cc]redits?)?(?: by)? ?: ?[^.:]{2,90}\)?[.]?"
    r"|Credit: [^.]{2,90}"
    r"|(?:[A-Z][\w’'. \-]{2,40}/)?(?:AP Photo|AFP|Reuters|REUTERS|EPA)(?:/[A-Z][\w’'. \-]{2,40})?"
    r"|(?:[A-Z][\w’'.,/\- ]{2,60}(?:/| / | via |—))?(?:AFP/)?Getty Images(?:, (?:FILE|File))?"
    r"|(?:Photo illustration|Graphic|Illustration|Animation|Photos?) by [A-Z][^.]{2,60}\. Photos? by .{3,160}"
    r"|FILE(?: PHOTO)?\s?(?:-|–|—|:) .{10,600}"
    r"|\[caption\b.{10,600}\[/caption\]"
    r"|(?:Image|Photo) .{10,500} Credit(?:\.\.\.|…|:)? ?[A-Z][^.]{2,80}"
    r"|Enlarge this image.{0,400}"
)
_TITLE = r"[^\n]{2,220}"
_LINK = (
    r"(?:READ|Read) (?:MORE|More|more|ALSO|Also|also)(?: from [A-Z][\w’' ]{2,40})?\s?:?"
    r"|(?:READ|Read) (?:MORE|More|more|ALSO|Also|also)\s?: ?"
    + _TITLE
    + r"|(?:ALSO|Also) (?:READ|Read|read)\s?:? ?"
    + _TITLE
    + r"|(?:SEE|See) (?:ALSO|Also|also)\s?:(?: ?"
    + _TITLE
    + r")?"
    r"|(?:RELATED|Related)(?: (?:STORIES|[Ss]tories|COVERAGE|[Cc]overage|[Aa]rticles?|[Cc]ontent|[Ll]inks))?\s?:?"
    r"|(?:RELATED|Related)(?: (?:STORY|[Ss]tory|ARTICLE|[Aa]rticle))?\s?: ?"
    + _TITLE
    + r"|(?:More On This|MORE ON THIS|More on this)\s?(?:\.\.\.|…|:)(?: "
    + _TITLE
    + r")?"
    r"|(?:MORE FROM|More from) [A-Z][\w’'. &-]{2,50}:?"
    r"|(?:WATCH|Watch|VIDEO|Video|PHOTOS?|Photos?|GALLERY|Gallery|INTERACTIVE|LISTEN|MORE|STORY)\s?: "
    r"[^.?!\n]{2,160}"
    r"|\(? ?(?:PHOTOS?|VIDEOS?|ALSO|Also)(?: on POLITICO)?\s?: ?[^()\n]{2,160}\)"
    r"|Read or Share this story: ?\S+"
    r"|(?:Read|See|View) (?:more|the full (?:story|article|report)|the original (?:story|article))"
    r"[^.!?\n]{0,120} here\.?"
    r"|(?:>> ?|- )?(?:CLICK|Click) (?:HERE|here|FOR|for|TO|to|through)\b[^.!?\n]{0,200}[.!]?"
    r"|Watch the latest video at \S+"
    r"|(?:À lire aussi|Lire aussi|Voir aussi|Lesen Sie auch|Mehr zum Thema|Lea también|Lee también|"
    r"Ayrıca okuyun|İlgili haber|Читайте также|اقرأ أيضا|اقرأ أيضاً|إقرأ أيضا|اقرأ ايضا|بیشتر بخوانید|"
    r"مزید پڑھیں)\s?:?(?: ?" + _TITLE + r")?"
)
_FOLLOW = (
    r"(?:- )?(?:FOLLOW|Follow|Find|Like) (?:(?:us|him|her|them|me|the author)|@\w+|[A-Z][\w’'.]*"
    r"(?: (?:[A-Z][\w’'.]*|reporters?|and|on|the|section|@\w+)){0,9})"
    r"(?: (?:on|at|via) (?:[A-Z]\w+(?:,? and [A-Z]\w+)?)(?:\.com\S*)?:?)?"
    r"(?:[ (]*@\w+\)?(?:,? and)?){0,4}\.?"
    r"|Join us on [A-Z]\w+(?:\.com)?\S*"
)
_NEWSLETTER = (
    r"(?:SIGN UP|Sign up|Sign Up|Subscribe|SUBSCRIBE) (?:for|to|here|now|today|and|below|with)\b[^\n]{0,240}"
    r"\b(?:[Nn]ewsletters?|inbox|[Ee]mails?|[Aa]lerts?|[Bb]riefings?|[Pp]odcasts?)\b[^\n]{0,120}"
    r"|(?:[Nn]ewsletter|NEWSLETTER) ?(?:[Ss]ign|SIGN)[ -]?(?:[Uu]p|UP)"
    r"|(?:Daily |Weekly )?[^.\n]{0,60}delivered to your inbox: sign up for our newsletter"
    r"|Get (?:[A-Z][\w’']*|our|the)(?: [\w’']+){0,6}[. ]+(?:Subscribe|Sign up) to [^.\n]{0,80}newsletter[^.\n]{0,40}\.?"
    r"|(?:Manage|View all) [^.\n]{0,40}[Nn]ewsletters\.?"
)
_FORM_WORDS = (
    "By signing up you agree to receive email newsletters",
    "Please verify you're not a robot by clicking the box",
    "Choose your country United States of America",
    "This site is protected by reCAPTCHA and the Google Privacy Policy",
)


def _is_form(line: str) -> bool:
    """Tell whether the line is the text of a sign-up form; a form may list every country."""
    return len(line) <= 4000 and any(words in line for words in _FORM_WORDS)


_ADVERTISEMENT = (
    r"(?:Advertisement|ADVERTISEMENT|Advertising|Sponsored|SPONSORED)"
    r"(?: (?:Advertisement|Continue reading the main story))?\s?:?"
    r"|(?:Story|STORY|Article|Post) (?:[Cc]ontinue[sd]|CONTINUE[SD]) (?:[Bb]elow|BELOW)"
    r"(?: (?:[Aa]dvertisement|[Tt]his [Aa]d))?\.?"
    r"|Continue [Rr]eading(?: [Bb]elow| the main story)?|\[(?:pullquote|image|video|gallery)\]"
    r"|CLOSE|LISTEN TO ARTICLE|Skip Ad"
)
_VIDEO = (
    r"JUST WATCHED\b[^\n]{0,300}\bMUST WATCH\b[^\n]{0,300}"
    r"|Replay More Videos\b[^\n]{0,300}"
    r"|Slideshow \(\d{1,3} Images?\)|(?:prev|next) Image \d{1,3} of \d{1,3}"
    r"|(?:Hide|Show) Caption(?: \d{1,3} of \d{1,3})?|toggle caption"
)
_COPYRIGHT = (
    r"(?:Copyright|COPYRIGHT)\s?(?:©|\([cC]\)|\d{4}|@|by [A-Z])[^\n]{0,300}"
    r"|(?:©|\([cC]\)) ?(?:Copyright|COPYRIGHT|\d{4}|[A-Z])[^\n]{0,300}"
    r"|(?:[A-Z][^.\n]{0,80}\. )?All [Rr]ights [Rr]eserved\.?"
    r"|Content created by [^\n]{3,80} is available without charge [^\n]{0,400}"
    r"|This material may not be published, broadcast, rewritten[^\n]{0,120}"
)
_CREDITS = (
    r"\(?(?:Additional |Writing and |Reporting and )?(?:[Rr]eporting|[Ww]riting|[Ee]diting|Compiled) "
    r"(?:and (?:writing|editing|additional reporting) )?by [A-Z][^\n]{2,300}"
    r"|(?:[^\n.]|\.(?=[A-Z ][A-Z.])){3,240} contributed (?:reporting )?to this (?:report|story|article|post)\.?"
    r"|(?:Contributing|CONTRIBUTING)\s?: ?[A-Z][^\n]{2,200}"
    r"|(?:\W ?)?This article is based in part on wire service reports\.?"
    r"|\((?:With|with) (?:inputs?|reporting|files|additional reporting) from [^()]{2,80}\)\.?"
    r"|With (?:reporting|files|additional reporting) (?:by|from) [A-Z][^.\n]{2,120}\.?"
    r"|Our Standards: ?The Thomson Reuters Trust Principles\.?"
)
_CORRECTION = (
    r"(?:(?:CORRECTION|Correction|CLARIFICATION|Clarification|Corrections? & [Aa]mplifications?)s?"
    r"(?: \([^()]{2,40}\)|,? [A-Z][a-z]+\.? \d{1,2}(?:, \d{4})?)?\s?[:—–-][^\n]{0,900}"
    r"|Corrections? & [Aa]mplifications?"
    r"|(?:EDITOR|Editor)(?:['’]?[Ss]|S)?['’]? (?:NOTE|[Nn]ote)s?\s?[:—–-][^\n]{0,900}"
    r"|(?:\(?An )?earlier version of this (?:story|article|report|post|column|piece)[^\n]{0,600}"
    r"|An earlier version of this (?:story|article|report|post|column|piece)[^\n]{0,600}"
    r"|(?:UPDATE: )?This (?:story|article|report|post|column|piece) (?:has been|was) (?:updated|corrected|clarified)"
    r"[^\n]{0,600})"
)


def _is_gallery(line: str) -> bool:
    return line.startswith("Photos: ") and (
        "Hide Caption" in line or line[8:60] in line[60:] or line.startswith("Photos: Photos:")
    )


def _is_caption(line: str) -> bool:
    return line[0] not in "“\"‘'«" and _CAPTION_END(line)


_CAPTION_END = _ending(f"(?:{_CREDIT_IN_PARENTHESES}|{_CREDIT_AT_END})")

ANYWHERE = (
    Rule("video", "", "text of a video or slide-show player", _whole(_VIDEO)),
    Rule("captions", "captions", "captions of a picture gallery", _is_gallery),
    Rule("captions", "captions", "photo credit", _whole(_PHOTO_LINE)),
    Rule("captions", "captions", "ends in a photo credit", _is_caption),
    Rule("links", "", "link to another page", _whole(_LINK)),
    Rule("links", "", "invitation to follow", _whole(_FOLLOW, longest=240)),
    Rule("newsletter", "", "invitation to subscribe", _whole(_NEWSLETTER)),
    Rule("newsletter", "", "sign-up form", _is_form),
    Rule("advertisement", "", "advertisement or page marker", _whole(_ADVERTISEMENT, longest=80)),
    Rule("copyright", "", "copyright notice", _whole(_COPYRIGHT)),
    Rule("credits", "notes", "who reported or edited", _whole(_CREDITS)),
    Rule(
        "corrections",
        "notes",
        "correction or note of the editors",
        _whole(_CORRECTION, longest=1200),
    ),
)
"""Rules for lines at any place of the article, the first that matches acts."""


def find_rule(line: str, rules: Iterable[Rule]) -> Rule | None:
    """Return the first of ``rules`` whose test ``line`` passes, or None."""
    return next((rule for rule in rules if rule.test(line)), None)
