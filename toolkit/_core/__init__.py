"""What every room builds on and no analysis is written in.

atomic    files written whole or not at all
sealed    arrays and JSON in one file that cannot run, grow or change unseen
html      HTML in which every text is escaped
progress_bars  one progress bar at a time, after two seconds
toml      files in which a person defines something, with the line of a mistake
globs     words with ``*``
"""
