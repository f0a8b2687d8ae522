"""The author's commands: python -m alliancelab lab | keys | site | lessons | datasets | seal | check."""

import argparse
import sys
from pathlib import Path

from alliancelab import catalogue
from alliancelab.classroom.course import COURSE
from alliancelab.ground import paths


def main(arguments: list[str] | None = None) -> int:
    """Run one command; 0 when it went well."""
    parser = argparse.ArgumentParser(prog="python -m alliancelab", description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    for name, (help_text, extra) in _COMMANDS.items():
        command = commands.add_parser(name, help=help_text)
        if extra:
            command.add_argument("names", nargs="*", help=extra)
    chosen, rest = parser.parse_known_args(arguments)
    if rest and chosen.command != "lab":
        parser.error(f"{rest[0]} is not an option of {chosen.command}")
    try:
        return globals()[f"_{chosen.command}"](getattr(chosen, "names", []), rest) or 0
    except (LookupError, ValueError) as error:
        print(error, file=sys.stderr)
        return 1


_COMMANDS = {
    "lab": ("open the lessons in JupyterLab (further words go to JupyterLab)", ""),
    "keys": ("make the answer keys again", "lessons; all when none is named"),
    "site": ("export lessons and keys as HTML pages", "the folder; site when none is named"),
    "lessons": ("list the lessons", ""),
    "datasets": ("list the datasets", ""),
    "seal": ("write the new hash of a changed dataset into its descriptor", "datasets"),
    "check": ("check every dataset and lesson against the rules of the house", ""),
}


def _lab(_names, rest) -> None:
    from alliancelab import lab

    lab.serve(rest)


def _keys(names, _rest) -> None:
    from alliancelab.authoring import keys

    for slug in names or COURSE.slugs():
        print(f"made {keys.make_key(slug).relative_to(paths.root())}")
    keys.write_overview()


def _site(names, _rest) -> None:
    from alliancelab.authoring import site

    for path in site.build(Path(names[0] if names else "site")):
        print(f"wrote {path}")


def _lessons(_names, _rest) -> None:
    for slug in COURSE.slugs():
        settings = COURSE.settings(slug)
        print(f"{slug}  {settings.minutes} minutes  {settings.question}")


def _datasets(_names, _rest) -> None:
    for name in catalogue.names():
        table = catalogue.load(name)
        print(f"{name}  {len(table)} rows  known up to {table.attrs['as_of']}")


def _seal(names, _rest) -> None:
    for name in names or catalogue.names():
        print(catalogue.seal(name))


def _check(_names, _rest) -> int:
    from alliancelab.authoring import rules

    broken = rules.broken_rules()
    for sentence in broken:
        print(sentence)
    print(f"{len(broken)} rules broken" if broken else "The house is in order.")
    return bool(broken)


if __name__ == "__main__":
    raise SystemExit(main())
