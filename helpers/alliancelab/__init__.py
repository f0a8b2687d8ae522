"""Helper modules of the Alliance Lab: tables with sources, rules over them, figures and exercises."""

import codecs
import io
import sys

__version__ = "0.2.0"

_PLAIN = {"✓": "+", "✗": "x", "○": "o", "●": "*"}


def _plain_sign(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return "".join(_PLAIN.get(sign, "?") for sign in error.object[error.start : error.end]), error.end


# A Windows console of one code page (cp932, cp1252) lacks some signs of a verdict: a plainer one is printed
# there instead of an error. Done here, because a script may start with any module.
codecs.register_error("alliancelab", _plain_sign)
for _stream in (sys.stdout, sys.stderr):
    if isinstance(_stream, io.TextIOWrapper):
        _stream.reconfigure(errors="alliancelab")
