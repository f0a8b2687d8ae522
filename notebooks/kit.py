"""Puts this checkout's helpers first, so that an older installed copy never wins."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "helpers"))
