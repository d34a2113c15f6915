"""Patterns of boilerplate for the line rules: data, one alternative per line.

Patterns are matched against a whole stripped line of bounded length or, for endings, against its
last characters. No quantifier is nested in another that matches the same characters.
"""

from __future__ import annotations

import re

from toolkit.reading.months import FILLERS, MONTHS, WEEKDAYS, folded

_TITLE = r"[^\n]{2,220}"

VIDEO = (
    r"JUST WATCHED\b[^\n]{0,300}\bMUST WATCH\b[^\n]{0,300}",
    r"Replay More Videos\b[^\n]{0,300}",
    r"Slideshow \(\d{1,3} Images?\)",
    r"(?:prev|next) Image \d{1,3} of \d{1,3}",
    r"(?:Hide|Show) Caption(?: \d{1,3} of \d{1,3})?",
    r"toggle caption",
    r"Watch the latest video at \S+",
    r"(?:WATCH|VIDEO|LISTEN)\s?: [^\n]{2,160}(?<![.?!”\"])",
    r"(?:Watch|Video|Listen)\s?: [^.?!\n]{2,160}",
    r"Media playback is (?:not supported|unsupported) on (?:this|your) device\.?",
)

_AGENCY = r"(?:Associated Press|Reuters|REUTERS|AFP|AP|EPA|Getty Images|Getty|Xinhua|Anadolu)"
_NAME = r"[A-Z][\w’'. \-]{2,40}"

PHOTO = (
    r"(?:Photo|Image|Picture|Credit|Video)(?: [Cc]redits?)?",
    r"\(?(?:Photo|Image|Picture|Video)s?(?: [Cc]redits?)?(?: by)? ?: ?[^.:]{2,90}\)?\.?",
    r"\(?Credit: [^.]{2,90}\)?",
    rf"(?:{_NAME}/)?AP Photo(?:/{_NAME})?",
    rf"{_NAME}/(?:AFP|Reuters|REUTERS|EPA)|(?:AFP|Reuters|REUTERS|EPA)/{_NAME}",
    r"(?:[A-Z][\w’'.,/\- ]{2,60}(?:/| / | via |—))?(?:AFP/)?Getty Images(?:, (?:FILE|File))?",
    r"(?:Photo illustration|Graphic|Illustration) by [A-Z][^.]{2,60}\. Photos? by .{3,160}",
    r"FILE(?: PHOTO)?\s?(?:-|–|—|:) .{10,600}",
    r"\[caption\b.{10,600}\[/caption\]",
    r"(?:Image|Photo) .{10,500} Credit(?:\.\.\.|…|:)? ?[A-Z][^.]{2,80}",
    r"Enlarge this image.{0,400}",
    r"Image (?:copyright|source)[, ] ?[^.?!\n]{2,80}",
    r"(?:Image (?:copyright|source)[, ] ?[^\n]{2,80} )?(?:Image|Media) caption[, ] ?[^\n]{3,400}",
    r"\(?(?:Photos?|Gallery)\s?: [^.?!\n]{2,160}\)?",
    r"(?:PHOTOS?|GALLERY)\s?: [^\n]{2,160}(?<![.”\"])",
    r"\( ?(?:PHOTOS?|VIDEOS?)(?: on POLITICO)?\s?: ?[^()\n]{2,160}\)",
)

CAPTION_ENDS = (
    r"\(AP Photos?(?:[/ ][^()]{0,80})?\)\.?",
    r"\((?:Reuters|REUTERS|AFP|AP|EPA|Getty Images?|Shutterstock|[Ff]ile [Pp]hoto)\)",
    r"\((?:AP|AFP|EPA|Reuters|REUTERS|Getty)(?: file)? (?:photo|Photo|image)s?\)\.?",
    r"\((?:Photo|Image|Picture|Photograph)s?(?: [Cc]redit)?(?: by)?\s?[:/] ?[^()]{2,90}\)"
    r"(?:\.| More)?",
    r"\((?:Photo|Image|Picture|Photograph)s? by [^()]{2,90}\)\.?",
    r"\((?:Credit|Courtesy): [^()]{2,90}\)\.?",
    rf"\([A-Z][^()]{{0,80}}(?:/| via |, |—| / ){_AGENCY}(?:[/ ,][^()]{{0,30}})?\)\.?",
    r"REUTERS/[A-Z][\w’'.\- ]{1,40}(?:/[A-Z][\w ]{2,20}){0,2}(?: [-–] [A-Z0-9]{6,14})?",
    r"\| (?:[A-Z][^|.]{0,80}/)?(?:AP|Getty|AFP|REUTERS|Reuters|POLITICO)(?: (?:Photo|Image)s?)?",
    r"(?:/|—|–| via | / |\. )(?:AFP/)?Getty Images(?: Plus)?(?:, (?:FILE|File))?\.?",
    r"[.”\"] [Pp]hoto(?: [Cc]redit)?s?\s?: ?[A-Z][^.:]{2,80}\.?",
    r"[.”\"] Credit(?:\.\.\.|…|:) ?[A-Z][^.]{2,80}",
)

CAPTION_THEN = re.compile(
    r"([^\n]{10,420}?(?:\(Photo: [^()]{2,90}\)|\| (?:[^|]{0,60}/)?"
    r"(?:AP Photos?|Getty Images|REUTERS|Reuters|AFP|AP)"
    r"(?:/(?:The )?[A-Z][\w]{2,20}(?: House)?)?)) (?=\S)"
)
"""A caption that a scraper joined to the headline or to the highlights after it."""

ENDS_OF_CREDITS = (")", ").", ") More")
CREDIT_SIGNS = ("REUTERS/", "|", "Getty", "hoto", "redit")
"""A quick test: each ending above is in brackets with such an end, or holds one of these signs."""

_READ = r"(?:READ|Read) (?:MORE|More|more|ALSO|Also|also)"
_STORIES = r"(?:STOR(?:Y|IES)|[Ss]tor(?:y|ies)|COVERAGE|[Cc]overage|[Aa]rticles?|[Ll]inks?)"
_ELSEWHERE = (
    r"(?:À lire aussi|Lire aussi|Voir aussi|Lesen Sie auch|Mehr zum Thema|Lea también|Lee también"
    r"|Lire également|Sur le même sujet|Lesen Sie mehr|Leia também|Leia mais|Veja também"
    r"|Ver también|Leggi anche|Lees ook|Lees meer|Czytaj (?:także|też|więcej)|Zobacz (?:też|także)"
    r"|Läs också|Läs mer|Les også|Læs også|Lue myös|Čtěte také|Citește și|Διαβάστε (?:επίσης|ακόμα)"
    r"|Читайте також|延伸阅读|関連記事|관련기사"
    r"|Ayrıca okuyun|İlgili haber|İLGİLİ HABER|Читайте также"
    r"|اقرأ أيضا|اقرأ أيضاً|إقرأ أيضا|اقرأ ايضا"
    r"|بیشتر بخوانید|مزید پڑھیں)"
)

LINKS = (
    rf"{_READ}(?: from [A-Z][\w’' ]{{2,40}})?\s?:?",
    rf"{_READ}\s?: ?{_TITLE}",
    rf"(?:ALSO|Also) (?:READ|Read|read)\s?: ?{_TITLE}",
    rf"(?:SEE|See) (?:ALSO|Also|also)\s?:(?: ?{_TITLE})?",
    rf"(?:RELATED|Related)(?: {_STORIES})?\s?:?",
    rf"(?:RELATED|Related)(?: {_STORIES})?\s?: ?{_TITLE}",
    rf"(?:MORE ON THIS|More [Oo]n [Tt]his)\s?(?:\.\.\.|…|:)(?: {_TITLE})?",
    r"(?:MORE FROM|More from) [A-Z][\w’'. &-]{2,50}:?",
    r"Read or Share this story: ?\S+",
    r"(?:Read|See|View) (?:more|the full (?:story|article|report))[^.!?\n]{0,120} here\.?",
    r"(?:>> ?|- )?(?:CLICK|Click) (?:HERE|here|FOR|for|TO|to|through)\b[^.!?,\n]{0,200}[.!]?",
    r"CLICK HERE [A-Z0-9 .'’!&:-]{2,100}",
    rf"{_ELSEWHERE}\s?(?:[:：] ?{_TITLE})?",
    r"(?:Tags|TAGS|Keywords|KEYWORDS)\s?: ?[^.?!\n]{2,160}",
)

_BUTTON = r"(?:Facebook|Twitter|X|WhatsApp|LinkedIn|Reddit|Pinterest|Telegram|[Ee]-?mail|Messenger)"

_ACCOUNT = r"@\w{2,30}"
_SITE = r"(?:Twitter|Facebook|Instagram|LinkedIn|SoundCloud|YouTube|Telegram|Google\+|X|Flipboard)"

FOLLOW = (
    rf"(?:- )?(?:FOLLOW|Follow|Find|Like) .{{2,80}} (?:on|at|via) {_SITE}\b[^.!?\n]{{0,60}}\.?",
    rf"(?:- )?(?:FOLLOW|Follow)(?: [^\s.]{{1,30}}){{0,6}} {_ACCOUNT}(?:,? (?:and )?{_ACCOUNT})*\.?",
    rf"(?:Follow {_ACCOUNT} ?){{1,4}}",
    rf"Join us on {_SITE}\S*(?: and {_SITE}\S*)?",
    r"(?:Share|Print|Email) this (?:article|story|page|post)",
    rf"Share (?:this with|this on|on|via|to) {_BUTTON}",
    r"Download (?:the|our) [^.?!\n]{0,30}\bapp(?: now| here| for free)?[.!]?",
)

NEWSLETTER = (
    r"(?:SIGN UP|Sign [Uu]p) (?:for|to|here|now|today)\b[^\n]{0,200}"
    r"\b(?:[Nn]ewsletters?|NEWSLETTERS?|inbox|[Ee]mails?|[Aa]lerts?|[Bb]riefings?)\b[^\n]{0,120}",
    r"(?:SUBSCRIBE|Subscribe) (?:to|here|now|today)\b[^\n.]{0,200}"
    r"\b(?:[Nn]ewsletters?|inbox|[Ee]mail|[Aa]lerts|[Bb]riefing|[Pp]odcast)\b[^\n.]{0,120}\.?",
    r"(?:[Nn]ewsletter|NEWSLETTER) ?(?:[Ss]ign|SIGN)[ -]?(?:[Uu]p|UP)",
    r"[^.\n]{0,60}delivered to your inbox: sign up for our newsletter",
    r"Get [^.\n]{2,60}[. ] ?(?:Subscribe|Sign up) to [^.\n]{0,80}newsletter[^.\n]{0,40}\.?",
    r"(?:Manage|View all) [^.\n]{0,40}[Nn]ewsletters\.?",
)

FORM_WORDS = (
    "By signing up you agree to receive email newsletters",
    "Please verify you're not a robot by clicking the box",
    "Choose your country United States of America",
    "This site is protected by reCAPTCHA and the Google Privacy Policy",
)

MARKS = (
    r"(?:Advertisement|ADVERTISEMENT|Advertising|Sponsored|SPONSORED)"
    r"(?:(?: |\s?[-–—:]\s?)(?:Advertisement|(?:Continue [Rr]eading|CONTINUE READING)"
    r"(?: the main story| [Bb]elow| BELOW)?|Scroll (?:down )?to [Cc]ontinue))?\s?:?",
    r"(?:Anzeige|ANZEIGE|Werbung|WERBUNG|Publicité|PUBLICITÉ|Publicidad|PUBLICIDAD|Publicidade"
    r"|Pubblicità|PUBBLICITÀ|Advertentie|Reklama|REKLAMA|Реклама|РЕКЛАМА|Annons|ANNONS|Annonse"
    r"|Mainos|Διαφήμιση|إعلان|广告|広告|광고)\s?:?",
    r"You (?:may|might) also like\s?:?",
    r"Recommended (?:for you|stories|reading)\s?:?",
    r"(?:Story|STORY|Article) (?:[Cc]ontinue[sd]|CONTINUE[SD]) (?:[Bb]elow|BELOW)"
    r"(?: [Aa]dvertisement| [Tt]his [Aa]d)?\.?",
    r"Continue [Rr]eading(?: [Bb]elow| the main story)?",
    r"\[(?:pullquote|image|video|gallery)\]",
    r"CLOSE",
    r"LISTEN TO ARTICLE",
    r"Skip Ad",
)

COPYRIGHT = (
    r"\(?(?:Copyright|COPYRIGHT)\s?(?:©|\([cC]\)|\d{4}|@|by [A-Z])[^\n]{0,300}",
    r"© ?(?:Copyright|COPYRIGHT|\d{4}|[A-Z])[^\n]{0,300}",
    r"\([cC]\) ?(?:Copyright|COPYRIGHT|\d{4})\b[^\n]{0,300}",
    r"(?:[A-Z][^.\n]{0,80}\. )?All [Rr]ights [Rr]eserved\.?",
    r"Content created by [^\n]{3,80} is available without charge [^\n]{0,400}",
    r"This material may not be published, broadcast, rewritten[^\n]{0,120}",
    r"Please use the sharing tools found via [^\n]{0,500}",
)

_WORK = r"(?:[Rr]eporting|[Ww]riting|[Ee]diting|Compiled)"

CREDITS = (
    rf"\(?(?:Additional )?{_WORK}(?: and {_WORK})? by [A-Z][^\n]{{2,300}}",
    r"(?:[—–-] ?)?(?:Reuters?|REUTERS?|AFP|AP|dpa|UPI|Xinhua)[.;]?",
    r"(?:Contributing|CONTRIBUTING)\s?: ?[A-Z][^\n]{2,200}",
    r"(?:\W ?)?This article is based in part on wire service reports\.?",
    r"\([Ww]ith (?:inputs?|reporting|files|additional reporting) from [^()]{2,80}\)\.?",
    r"With (?:reporting|files|additional reporting) (?:by|from) [A-Z][^.\n]{2,120}\.?",
    r"With inputs? from (?:other )?(?:the )?(?:agencies|AP|AFP|Reuters|PTI|IANS|ANI|dpa|Xinhua)"
    r"(?:(?:,| and) (?:the )?(?:agencies|AP|AFP|Reuters|PTI|IANS|ANI|dpa|Xinhua))*\.?",
    r"(?:Source|SOURCE|Via)\s?: ?(?:Reuters|REUTERS|AFP|AP|dpa|UPI|Xinhua|Agencies|TASS)\.?",
    r"Our Standards: ?The Thomson Reuters Trust Principles\.?",
)
CONTRIBUTED = re.compile(
    r" contributed (?:reporting )?to this (?:report|story|article|post)"
    r"(?: from [A-Z][\w ]{2,20})?\.?\Z"
)
SENTENCE_BREAK = re.compile(r"[^\W\d_]{3}[.!?][”\"]? [A-Z“\"]")

_PIECE = r"(?:story|article|report|post|column|piece)"

NOTES = (
    r"(?:CORRECTION|Correction|CLARIFICATION|Clarification)s?(?: \([^()]{2,40}\)|,? [A-Z][a-z]{2,9}"
    r"\.? \d{1,2}(?:, \d{4})?)?\s?[:—–-][^\n]{0,900}",
    r"Corrections? & [Aa]mplifications?(?:\s?:[^\n]{0,900})?",
    r"(?:EDITOR|Editor)['’]?[Ss]?['’]? (?:NOTE|[Nn]ote)s?\s?[:—–-][^\n]{0,900}",
    rf"\(?(?:An|an) earlier version of this {_PIECE}[^\n]{{0,600}}",
    rf"(?:UPDATE: |[*(•] ?)?This {_PIECE} (?:has been|was) (?:updated|corrected|clarified|amended)"
    r"[^\n]{0,600}",
)

AGO = re.compile(r"\d{1,3} (?:minute|hour|day|week|month|year)s? ago", re.IGNORECASE)
DATE_LABEL = re.compile(
    r"(?:first |last |originally )?(?:updated|published|posted|modified|created|mis à jour|publié"
    r"|aktualisiert|veröffentlicht|actualizado|publicado|güncelleme|تحديث|نشر)\b",
    re.IGNORECASE,
)
DATE_WORD = re.compile(r"[^\W\d_]+(?:\.[^\W\d_]+)?")
_LABEL_WORDS = """
    updated update published posted last modified first originally created by et est edt gmt utc bst
    ist pm p.m a.m mis jour publie aktualisiert veroffentlicht actualizado publicado guncelleme
    yayınlanma
"""
DATE_WORDS = frozenset(map(folded, _LABEL_WORDS.split())) | WEEKDAYS | FILLERS | frozenset(MONTHS)
"""Words that may occur in a date line, as returned by `folded`."""
