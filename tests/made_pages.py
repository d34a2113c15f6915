"""A made-up story for pages that tests write: paragraphs, and its headline."""

STORY = (
    "The council voted nine to four on Monday to build a second ferry quay at the old pier, after "
    "a debate that lasted more than five hours and drew a large crowd.",
    "Work starts in spring and should last two years, the mayor's office said, with ferries using "
    "a temporary jetty on the northern side of the harbour until then.",
    "Opponents said they would appeal to the regional court before the end of the month, arguing "
    "that the cost estimate had left out the dredging of the channel.",
)
P = "".join(f"<p>{paragraph}</p>" for paragraph in STORY)
TITLE = "Harbour council approves new ferry quay"
H = f"<h1>{TITLE}</h1>"
