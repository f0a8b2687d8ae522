"""Helper modules of the Alliance Lab: tables with sources, rules over them, figures and exercises."""

__version__ = "0.2.0"
