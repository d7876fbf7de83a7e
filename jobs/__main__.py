"""``python -m jobs`` is ``okr-sync``."""

import sys

from jobs.cli.main import main

sys.exit(main())
