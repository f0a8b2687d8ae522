"""Rules of a dataset: that its descriptor is whole, its files keep what it promises, and every row has a source."""

import json
import re

from alliancelab.authoring import seals
from alliancelab.authoring.rules import rule
from alliancelab.authoring.rules.plants import added, constraint, gone, package, replaced
from alliancelab.authoring.rules.subjects import DatasetFiles
from alliancelab.catalogue import GRADES, NOTHING, descriptor, editions, schema
from alliancelab.ground import days
from alliancelab.ground.messages import say

_TABLE = "datasets/{dataset}/{dataset}.csv"
_SOURCES = "datasets/{dataset}/sources.csv"
_ABOUT_ITSELF = ("title", "description", "grain", "cautions", "coverage", "revisions", "as_of", "review_by", "licenses")
_SOURCE_COLUMNS = ("source_id", "publisher", "title", "url", "published", "accessed", "licence", "grade")
PROFILE = "tabular-data-resource"
# What a draft made by `new` says where its author has not written yet.
TO_FILL_IN = "(to fill in)"


@rule(
    "descriptor", "dataset", "A dataset has a descriptor that can be read.", gone("datasets/{dataset}/datapackage.json")
)
def _descriptor(data: DatasetFiles):
    try:
        descriptor(data.name, data.home)
    except ValueError as error:
        yield str(error)


@rule(
    "files",
    "dataset",
    "A dataset is NAME.csv and sources.csv, and the change log that seal writes.",
    added("datasets/{dataset}/more.csv", "a,b\n"),
)
def _files(data: DatasetFiles):
    wanted = {f"{data.name}.csv", "sources.csv"}
    there = {path.name for path in data.home.glob("*.csv")} - {editions.CHANGES}
    named = {resource["path"] for resource in data.package["resources"]}
    for name in sorted((wanted ^ there) | (wanted ^ named)):
        yield say("authoring.files", where=data.where, name=name)


@rule("own-name", "dataset", "A dataset's name is its folder's.", package(lambda p: p.update(name="another")))
def _own_name(data: DatasetFiles):
    if data.package.get("name") != data.name:
        yield say("authoring.own_name", where=data.where, given=data.package.get("name"))


@rule(
    "says-of-itself",
    "dataset",
    f"The descriptor has {', '.join(_ABOUT_ITSELF)}, none of them empty.",
    package(lambda p: p.pop("grain")),
)
def _says_of_itself(data: DatasetFiles):
    for part in _ABOUT_ITSELF:
        if not data.package.get(part):
            yield say("authoring.descriptor_lacks", where=data.where, part=part)


@rule(
    "review-day",
    "dataset",
    "as_of, review_by and the days of revisions are days, and the review comes after as_of.",
    package(lambda p: p.update(review_by="2017-01-01")),
)
def _review_day(data: DatasetFiles):
    given = {part: data.package.get(part) for part in ("as_of", "review_by")}
    given |= {f"revision {n}": each.get("date") for n, each in enumerate(data.package.get("revisions", []), start=1)}
    read = {}
    for part, value in given.items():
        try:
            read[part] = days.read(value, part)
        except ValueError as error:
            yield f"{data.where}/datapackage.json: {error}"
    if {"as_of", "review_by"} <= set(read) and read["review_by"] <= read["as_of"]:
        yield say("authoring.review_before", where=data.where, **given)


@rule(
    "look-up",
    "dataset",
    "The descriptor says where an author looks at the next review (review_look_up), or 'none: ' and why.",
    package(lambda p: p.pop("review_look_up")),
)
def _look_up(data: DatasetFiles):
    told = data.package.get("review_look_up")
    sentences = isinstance(told, list) and told and all(isinstance(each, str) and " " in each.strip() for each in told)
    # "none" stands alone, and with a reason: a table that is closed has nothing beside it to look up.
    if not sentences or (len(told) > 1 and any(each.startswith(NOTHING) for each in told)):
        yield say("authoring.look_up", where=data.where, given=told)


@rule(
    "profile",
    "dataset",
    "Each resource says that it is a table (profile), so that R reads it too.",
    package(lambda p: p["resources"][0].pop("profile")),
)
def _profile(data: DatasetFiles):
    for resource in data.package["resources"]:
        if resource.get("profile") != PROFILE:
            yield say("authoring.profile", where=data.where, path=resource["path"], wanted=PROFILE)


@rule(
    "columns-described",
    "dataset",
    "Each column has a title and a description.",
    package(lambda p: p["resources"][0]["schema"]["fields"][3].pop("description")),
)
def _columns_described(data: DatasetFiles):
    for path, field in data.fields:
        for part in ("title", "description"):
            if not field.get(part):
                yield say("authoring.column_lacks", where=f"{data.where}/{path}", column=field["name"], part=part)


@rule(
    "constraints-known",
    "dataset",
    f"A column has only constraints that are checked: {', '.join(schema.CONSTRAINTS)}.",
    constraint("rate_pct", multipleOf=5),
)
def _constraints_known(data: DatasetFiles):
    for path, field in data.fields:
        for name in sorted(set(field.get("constraints", {})) - set(schema.CONSTRAINTS)):
            yield say("authoring.constraint_unknown", where=f"{data.where}/{path}", column=field["name"], given=name)


@rule(
    "pattern-safe",
    "dataset",
    "No pattern can keep a reader waiting: no repeat of a repeat, no choice in a repeat, no back reference.",
    constraint("row_id", pattern="([A-Za-z0-9-]+)+"),
)
def _pattern_safe(data: DatasetFiles):
    for path, field in data.fields:
        pattern = field.get("constraints", {}).get("pattern")
        if pattern is not None and schema.risky_pattern(pattern):
            yield say("authoring.pattern_risky", where=f"{data.where}/{path}", column=field["name"], given=pattern)


def _table_rule(name: str, says: str, plant, *kinds: str) -> None:
    @rule(name, "dataset", says, plant)
    def _kind(data: DatasetFiles):
        # A risky pattern is never matched: its own rule refuses it first.
        if any(schema.risky_pattern(f.get("constraints", {}).get("pattern", "")) for _, f in data.fields):
            return
        yield from (sentence for kind, sentence in data.faults if kind in kinds)


_table_rule("table-form", "A file is comma-separated UTF-8 text.", replaced(_TABLE, "row_id,", "\ufeffrow_id,"), "form")
_table_rule("table-columns", "A file has its descriptor's columns.", replaced(_TABLE, "row_id,", "row,"), "columns")
_table_rule(
    "table-constraint",
    "A constraint has a value that can be asked.",
    constraint("rate_pct", minimum="low"),
    "constraint",
)
_table_rule("table-type", "A value has its column's type.", replaced(_TABLE, ",tariff,10,", ",tariff,ten,"), "type")
_table_rule("table-required", "A required value is there.", replaced(_TABLE, ",aluminum,2018", ",,2018"), "required")
_table_rule("table-enum", "A coded value is on its list.", replaced(_TABLE, ",tariff,", ",tarif,"), "enum")
_table_rule("table-minimum", "A value is not too small.", constraint("rate_pct", minimum=1), "minimum")
_table_rule("table-maximum", "A value is not too large.", constraint("rate_pct", maximum=30), "maximum")
_table_rule("table-min-length", "A text is not too short.", constraint("row_id", minLength=60), "minLength")
_table_rule("table-max-length", "A text is not too long.", constraint("row_id", maxLength=3), "maxLength")
_table_rule(
    "table-pattern", "A text has its pattern.", replaced(_TABLE, "ARE-aluminum-1,", "ARE aluminum 1,"), "pattern"
)
_table_rule("table-unique", "A unique value occurs once.", constraint("country_name", unique=True), "unique")
_table_rule(
    "table-key",
    "No two rows have one key.",
    package(lambda p: p["resources"][0]["schema"].update(primaryKey=["country_code", "product"])),
    "key",
)


@rule(
    "has-key",
    "dataset",
    "A table names the columns that tell its rows apart.",
    package(lambda p: p["resources"][0]["schema"].pop("primaryKey")),
)
def _has_key(data: DatasetFiles):
    if not schema.key_of(data.package["resources"][0]):
        yield say("authoring.no_key", where=data.where)


@rule(
    "graded",
    "dataset",
    "Each row has a grade and a source.",
    replaced(_TABLE, "proc-10144,copy", ",copy"),
)
def _graded(data: DatasetFiles):
    table = data.tables[0]
    for column in ("source_id", "grade"):
        if column not in table or table[column].isna().any():
            yield say("authoring.ungraded", where=data.where, column=column)
    if "grade" in table and not set(table["grade"].dropna()) <= set(GRADES):
        yield say("authoring.grades", where=data.where, known=" or ".join(GRADES))


@rule(
    "grade-of-source",
    "dataset",
    "A row has the grade of its source.",
    replaced(_TABLE, "proc-10144,copy", "proc-10144,original"),
)
def _grade_of_source(data: DatasetFiles):
    table, sources = data.tables
    if not {"source_id", "grade"} <= set(table) & set(sources):
        return
    wanted = table["source_id"].map(sources.drop_duplicates("source_id").set_index("source_id")["grade"].astype("str"))
    odd = table[wanted.notna() & (wanted != table["grade"].astype("str"))]
    for source in odd["source_id"].unique():
        yield say(
            "authoring.grade_of_source", where=data.where, source=source, n=int((odd["source_id"] == source).sum())
        )


@rule(
    "sources-listed",
    "dataset",
    "Each source a row names is in sources.csv, and each in sources.csv is named by a row.",
    replaced(_SOURCES, "proc-10144,", "proc-10145,"),
)
def _sources_listed(data: DatasetFiles):
    table, sources = data.tables
    if "source_id" in table and "source_id" in sources:
        for source in sorted(set(table["source_id"].dropna()) ^ set(sources["source_id"].dropna())):
            yield say("authoring.source_unlisted", where=data.where, source=source)


@rule(
    "source-columns",
    "dataset",
    f"sources.csv has the columns {', '.join(_SOURCE_COLUMNS)}, and may have archived.",
    package(lambda p: p["resources"][1]["schema"]["fields"].pop()),
)
def _source_columns(data: DatasetFiles):
    names = tuple(field["name"] for field in data.package["resources"][1]["schema"]["fields"])
    if names not in (_SOURCE_COLUMNS, (*_SOURCE_COLUMNS, "archived")):
        yield say("authoring.source_columns", where=data.where, wanted=", ".join(_SOURCE_COLUMNS))


@rule(
    "source-address",
    "dataset",
    "A source's address is a web address, or the word none or unknown.",
    replaced(_SOURCES, "https://", "javascript://"),
)
def _source_address(data: DatasetFiles):
    for row in data.tables[1].itertuples():
        address = getattr(row, "url", None)
        if isinstance(address, str) and not re.match(r"(https?://\S+|doi:\S+|none|unknown)$", address):
            yield say("authoring.source_address", where=data.where, source=row.source_id, given=address)


@rule(
    "source-record",
    "dataset",
    "A source says on which day it was read and under which licence, or unknown; an archived address is an address.",
    replaced(_SOURCES, ",2026-11-26,", ",last week,"),
)
def _source_record(data: DatasetFiles):
    wanted = {"accessed": r"\d{4}-\d\d-\d\d|unknown", "licence": r"\S.*", "archived": r"https?://\S+"}
    for row in data.tables[1].to_dict("records"):
        for part, form in wanted.items():
            value = row.get(part)
            # An archived address is given where one is known.
            missing = part == "archived" and not isinstance(value, str)
            if (
                not missing
                and value != TO_FILL_IN
                and not re.fullmatch(form, str(value) if isinstance(value, str) else "")
            ):
                yield say("authoring.source_record", where=data.where, source=row["source_id"], part=part, given=value)


@rule(
    "sealed",
    "dataset",
    "Each file is the one its descriptor was sealed with.",
    replaced(_TABLE, ",steel,2018-03-23", ",steel,2018-03-24"),
)
def _sealed(data: DatasetFiles):
    for resource in data.package["resources"]:
        if resource.get("hash") != seals.digest(data.contents[resource["path"]]):
            yield say("authoring.not_sealed", where=f"{data.where}/{resource['path']}", name=data.name)


@rule(
    "revisions-named",
    "dataset",
    "A revision says on which day what changed and why, and names the rows.",
    package(lambda p: p["revisions"].append({"date": "2026-11-25", "change": "A value", "why": ""})),
)
def _revisions_named(data: DatasetFiles):
    for n, revision in enumerate(data.package.get("revisions", []), start=1):
        for part in ("date", "change", "why"):
            if not revision.get(part):
                yield say("authoring.revision_lacks", where=data.where, n=n, part=part)


@rule(
    "filled-in",
    "dataset",
    f"A dataset that is no draft has nothing left {TO_FILL_IN}.",
    package(lambda p: p.update(grain=TO_FILL_IN)),
)
def _filled_in(data: DatasetFiles):
    text = json.dumps(data.package, ensure_ascii=False) + data.contents["sources.csv"].decode("utf-8", "replace")
    if TO_FILL_IN in text and data.package.get("status") != "draft":
        yield say("authoring.not_filled_in", where=data.where, text=TO_FILL_IN)
