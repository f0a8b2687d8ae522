"""Rules of values that can be checked: against another table, an order, a sum, a total, the coverage."""

from alliancelab.authoring.rules import rule
from alliancelab.authoring.rules.plants import package
from alliancelab.authoring.rules.subjects import DatasetFiles, NotReadable
from alliancelab.catalogue import checks, schema
from alliancelab.ground.messages import say


def _refused(whole: dict) -> None:
    """A check that the table does not pass: every end of a duty before 2019."""
    whole["coverage"]["to"] = "2018-12-31"
    whole.setdefault("checks", []).append(
        {"kind": "coverage", "says": "Days lie within the coverage.", "columns": ["from_date", "before_date"]}
    )


@rule(
    "table-checks",
    "dataset",
    "What a descriptor declares of its values (checks) holds: keys into another table, orders, sums, totals, coverage.",
    package(_refused),
)
def _table_checks(data: DatasetFiles):
    def other(name: str):
        home = DatasetFiles(data.home.parent / str(name))
        try:
            return home.tables[0]
        except NotReadable:
            raise ValueError(say("authoring.check_no_dataset", name=name)) from None

    if list(_checks_said(data)):
        return
    table = data.tables[0]
    key = schema.key_of(data.package["resources"][0])
    try:
        for says, rows in checks.faults(table, data.package, other):
            named = table.iloc[rows[:5]][key].astype("str").agg(" ".join, axis=1).tolist()
            yield say("authoring.check_broken", where=data.where, says=says, n=len(rows), rows=", ".join(named))
    except ValueError as error:
        yield f"{data.where}: {error}"


def _unsaid(whole: dict) -> None:
    whole["checks"] = [{"kind": "order", "columns": ["from_date", "before_date"]}]


@rule("checks-said", "dataset", "Each declared check says in a sentence what it asks.", package(_unsaid))
def _checks_said(data: DatasetFiles):
    given = data.package.get("checks", [])
    if not isinstance(given, list) or not all(isinstance(c, dict) and isinstance(c.get("says"), str) for c in given):
        yield say("authoring.check_unsaid", where=data.where)
