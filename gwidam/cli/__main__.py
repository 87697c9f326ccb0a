"""`python -m gwidam.cli` is the command gwidam."""

import sys

from .main import main

sys.exit(main())
