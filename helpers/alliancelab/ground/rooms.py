"""Rooms whose modules are fetched when they are first asked for: a lesson loads the figures it draws, no more."""

from collections.abc import Callable, Mapping
from importlib import import_module


def fetched(room: str, names: Mapping[str, str], modules: tuple[str, ...] = ()) -> Callable[[str], object]:
    """The `__getattr__` of a room: a name by the module it lives in, or a module by its own name.

    >>> fetched("alliancelab.ground", {"say": "messages"})("say").__name__
    'say'
    """

    def fetch(name: str) -> object:
        if name in names:
            return getattr(import_module(f"{room}.{names[name]}"), name)
        if name in modules or name in names.values():
            return import_module(f"{room}.{name}")
        raise AttributeError(f"{room} has no {name}")

    return fetch
