"""Re-checks a folder of certificates: `python -m verify DIR`."""

import sys

from .folder import main

sys.exit(main(*sys.argv[1:2] or ["."]))
