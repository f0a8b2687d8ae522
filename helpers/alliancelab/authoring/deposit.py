"""Metadata for a deposit with a DOI: .zenodo.json, made from CITATION.cff and the descriptors."""

import json
from html import escape
from pathlib import Path

import yaml

from alliancelab import catalogue
from alliancelab.ground import paths
from alliancelab.ground.messages import say

FILE = ".zenodo.json"


def zenodo(root: Path | None = None) -> dict:
    """What Zenodo asks of a deposit, from what the kit says of itself; Zenodo itself adds the DOI.

    The licence is that of the compilation of tables and lessons; the description names the code's. Raises
    ValueError where CITATION.cff cannot be read.

    >>> zenodo()["access_right"]
    'open'
    """
    root = root or paths.root()
    try:
        cited = yaml.safe_load((root / "CITATION.cff").read_text(encoding="utf-8"))
        names = catalogue.names(root / "datasets")
        packages = [catalogue.descriptor(name, root / "datasets" / name) for name in names]
        ready = [package for package in packages if package.get("status") != "draft"]
        titles = "".join(f"<li>{escape(package['title'])} ({package['name']})</li>" for package in ready)
        return {
            "title": cited["title"],
            "upload_type": "dataset",
            "publication_date": str(cited["date-released"]),
            "creators": [{"name": author["name"]} for author in cited["authors"]],
            "description": f"<p>{escape(cited['abstract'])}</p><p>{say('codebook.deposit')}</p><ul>{titles}</ul>",
            "access_right": "open",
            "license": ready[0]["licenses"][0]["name"],
            "keywords": cited["keywords"],
            "language": "eng",
            "version": str(cited["version"]),
            "notes": say("codebook.deposit_notes", licence=cited["license"]),
        }
    except (OSError, KeyError, TypeError, IndexError, yaml.YAMLError) as error:
        raise ValueError(say("codebook.no_citation", error=str(error))) from None


def text(root: Path | None = None) -> str:
    """The text of .zenodo.json."""
    return json.dumps(zenodo(root), ensure_ascii=False, indent=1) + "\n"


def write(root: Path | None = None) -> Path:
    """Write .zenodo.json beside CITATION.cff. Returns the file."""
    path = (root or paths.root()) / FILE
    path.write_text(text(root), encoding="utf-8", newline="\n")
    return path
