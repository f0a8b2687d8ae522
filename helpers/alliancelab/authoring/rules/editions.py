"""Rules of a dataset's editions: nothing changes without a seal, no seal without a line, no number without a reason."""

import shutil
from pathlib import Path

from alliancelab.authoring import seals
from alliancelab.authoring.rules import rule
from alliancelab.authoring.rules.plants import DATASET, package, replaced
from alliancelab.authoring.rules.subjects import DatasetFiles, NotReadable
from alliancelab.catalogue import editions
from alliancelab.ground.messages import say

_TABLE = "datasets/{dataset}/{dataset}.csv"


def _changed_and_hashed(root: Path) -> None:
    """A careless author's way round the seal: the value and the hash are changed by hand, the sealed copy is not."""
    replaced(_TABLE, ",steel,2018-03-23", ",steel,2018-03-24")(root)
    content = (root / "datasets" / DATASET / f"{DATASET}.csv").read_bytes()
    package(lambda p: p["resources"][0].update(hash=seals.digest(content)))(root)


def _sealed_by_hand(root: Path) -> None:
    """A bolder one: the sealed copy and the last digest are made again too, and no line tells of the value."""
    _changed_and_hashed(root)
    home = root / "datasets" / DATASET
    for path in home.glob("*.csv"):
        if path.name != editions.CHANGES:
            shutil.copy(path, home / seals.SEALED)
    shutil.copy(home / "datapackage.json", home / seals.SEALED)
    lines = editions.read(home)
    last = max(n for n, line in enumerate(lines) if not line.row)
    lines[last] = lines[last]._replace(new=editions.digest(seals.sealed_records(home)))
    editions.write(home, lines)


@rule(
    "rows-sealed",
    "dataset",
    "Each row, source, column and word of the descriptor is the one that was sealed (sealed/).",
    _changed_and_hashed,
)
def _rows_sealed(data: DatasetFiles):
    if changed := seals.changed_rows(data.home, data.package, data.contents):
        yield say("authoring.rows_changed", where=data.where, n=len(changed), rows=", ".join(changed[:5]))


def _faults(data: DatasetFiles, kind: str):
    try:
        lines = editions.read(data.home)
    except ValueError as error:
        raise NotReadable(str(error)) from None
    held = seals.sealed_records(data.home)
    # A draft has no editions yet; what was never sealed is said by the rule above.
    if held is not None:
        for found, sentence in editions.faults(held, data.package.get("version"), lines):
            if found == kind:
                yield f"{data.where}: {sentence}"


@rule(
    "changes-readable",
    "dataset",
    "The change log (changes.csv) can be read.",
    replaced("datasets/{dataset}/changes.csv", "version,day,", "version,date,"),
)
def _changes_readable(data: DatasetFiles):
    try:
        editions.read(data.home)
    except ValueError as error:
        yield str(error)


@rule(
    "changes-traced",
    "dataset",
    "Each value that differs from an earlier edition has a line in changes.csv, and the lines taken back give it.",
    _sealed_by_hand,
)
def _changes_traced(data: DatasetFiles):
    yield from _faults(data, "trace")
    told = {line.version for line in editions.read(data.home)}
    for version in [revision["version"] for revision in data.package["revisions"] if revision.get("version")]:
        # A log that was begun anew would have lost what the revisions still tell of; drafts (0.x) have no log.
        if version not in told and not version.startswith("0."):
            yield say("authoring.edition_lost", where=data.where, version=version)


@rule(
    "version-by-rule",
    "dataset",
    "A version is numbered by rule: major where a value changed, minor where rows were added, patch where words did.",
    package(lambda p: p.update(version="9.0.0")),
)
def _version_by_rule(data: DatasetFiles):
    yield from _faults(data, "version")
