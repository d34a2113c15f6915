"""``python -m toolkit`` does what the command ``toolkit`` does."""

import signal
import sys
from pathlib import Path

if (__name__ == "__main__" or Path(sys.argv[0]).stem == "toolkit") and (
    signal.getsignal(signal.SIGINT) is signal.default_int_handler
):
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl-C while it loads ends it without a word

from toolkit.cli import main

if __name__ == "__main__":
    sys.exit(main())
