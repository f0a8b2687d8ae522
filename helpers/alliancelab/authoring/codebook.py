"""The codebook of each dataset, made from its descriptor, its rows and its change log; nothing in it is typed.

Markdown for reading and printing, a page of the site with the same words, and what search engines and data
archives read (schema.org). `counts` says how many rows have which grade and how well sources are recorded.
"""

import json
from collections.abc import Sequence
from html import escape
from pathlib import Path

import pandas as pd
from nbconvert.filters.markdown import markdown2html

from alliancelab import agreement, catalogue
from alliancelab.catalogue import GRADES, editions
from alliancelab.ground import paths, shown
from alliancelab.ground.messages import say

# Where two codings of a table, and the rules they follow, are kept.
_SECOND, _RULES = "second-codings", "coding-rules"
_BOUNDS = ("minimum", "maximum", "minLength", "maxLength", "pattern")
_UNKNOWN = ("", "unknown", "none")
_STYLE = (
    "<style>body{font-family:sans-serif;line-height:1.5;margin:1em auto;max-width:70em;padding:0 1em;color:#111;"
    "background:#fff}table{border-collapse:collapse;display:block;overflow-x:auto}th,td{border-bottom:1px solid #999;"
    "padding:.3em .6em;text-align:left;vertical-align:top}a{color:#0b3d91}</style>"
)


def codebook(name: str) -> str:
    """The codebook of one dataset as Markdown: grain, columns and codes, rules, coverage, cautions, agreement,
    sources by grade, changes, corrections. Raises LookupError for an unknown dataset.

    >>> codebook("eu-members").startswith("# ")
    True
    """
    package, table = catalogue.descriptor(name), catalogue.load(name)
    parts = [
        f"# {package['title']}",
        package["description"],
        f"{catalogue.cite(name)} {say('codebook.review', day=package['review_by'], n=len(table))}",
        _section("grain", package["grain"]),
        _section("columns", _columns(package)),
        _section("rules", _rules(name, package)),
        _section("coverage", _bullets(f"{part}: {text}" for part, text in package["coverage"].items())),
        _section("cautions", _bullets(package["cautions"])),
        _section("agreement", _agreement(name)),
        _section("sources", _sources(table)),
        _section("changes", _changes(name)),
        _section("corrections", say("codebook.corrections_how", name=name)),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def page(name: str) -> str:
    """The codebook as one HTML page, with the dataset's description for search engines (schema.org) in it."""
    about = json.dumps(schema_org(name), ensure_ascii=False).replace("</", "<\\/")
    head = f'<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{escape(name)}</title>'
    script = f'<script type="application/ld+json">{about}</script>'
    # Nothing in a table or a descriptor is read as markup of a page.
    words = markdown2html(codebook(name).replace("&", "&amp;").replace("<", "&lt;"))
    return f'<!doctype html><html lang="en"><head>{head}{_STYLE}{script}</head><body><main>{words}</main></body></html>'


def schema_org(name: str) -> dict:
    """A dataset in the words of schema.org/Dataset, as search engines for data read it.

    >>> schema_org("eu-members")["@type"]
    'Dataset'
    """
    package = catalogue.descriptor(name)
    licence = package["licenses"][0]
    span = [str(package["coverage"].get(end, "..")) for end in ("from", "to")]
    measured = [
        {"@type": "PropertyValue", "name": f["name"], "description": f["description"]}
        | ({"unitText": f["unit"]} if f.get("unit") else {})
        for f in package["resources"][0]["schema"]["fields"]
    ]
    files = [
        {
            "@type": "DataDownload",
            "name": r["path"],
            "encodingFormat": "text/csv",
            "sha256": r["hash"].partition(":")[2],
        }
        for r in package["resources"]
    ]
    return {
        "@context": "https://schema.org",
        "@type": "Dataset",
        "name": package["title"],
        "alternateName": name,
        "description": f"{package['description']} {package['grain']}",
        "version": package["version"],
        "dateCreated": package["created"][:10],
        "dateModified": package["revisions"][-1]["date"],
        "license": licence.get("path", licence["name"]),
        "isAccessibleForFree": True,
        "creator": {"@type": "Organization", "name": say("codebook.creator")},
        "includedInDataCatalog": {"@type": "DataCatalog", "name": "Alliance Lab"},
        "temporalCoverage": "/".join(span),
        "variableMeasured": measured,
        "distribution": files,
        "citation": catalogue.cite(name),
    }


def counts(names: Sequence[str] | None = None) -> pd.DataFrame:
    """Per dataset, and in all: rows, rows of each grade, sources, and how many sources have what a record should.

    The columns of a source are address, accessed (the day on which it was read), licence, original (the issuing
    authority's own, with an address) and archived (an archived address). A document that two datasets cite
    counts in each.

    >>> counts(["eu-members"]).loc["eu-members", "sources"].item()
    1
    """
    rows = {}
    for name in names or catalogue.names():
        table, sources = catalogue.load(name), catalogue.source_records(name)
        grades = table["grade"].astype("str").value_counts()
        has = {part: ~sources[part].fillna("").isin(_UNKNOWN) for part in ("url", "accessed", "licence")}
        archived = sources["archived"].notna().sum() if "archived" in sources else 0
        rows[name] = {
            "rows": len(table),
            **{grade: int(grades.get(grade, 0)) for grade in GRADES},
            "sources": len(sources),
            "address": int(has["url"].sum()),
            "accessed": int(has["accessed"].sum()),
            "licence": int(has["licence"].sum()),
            "official": int((has["url"] & (sources["grade"].astype("str") == "original")).sum()),
            "archived": int(archived),
        }
    table = pd.DataFrame.from_dict(rows, orient="index")
    table.loc[say("codebook.in_all")] = table.sum()
    return table


def build(out: Path) -> list[Path]:
    """Write the page of each dataset's codebook, and a list of them, into a folder. Returns the files."""
    out.mkdir(parents=True, exist_ok=True)
    items = []
    written = []
    for name in catalogue.names():
        path = out / f"{name}.html"
        path.write_text(page(name), encoding="utf-8", newline="\n")
        written.append(path)
        items.append(f'<li><a href="{name}.html">{escape(catalogue.descriptor(name)["title"])}</a></li>')
    title = escape(say("codebook.title"))
    index = (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>{_STYLE}</head>'
        f"<body><main><h1>{title}</h1><ul>{''.join(items)}</ul></main></body></html>"
    )
    (out / "index.html").write_text(index, encoding="utf-8", newline="\n")
    return [out / "index.html", *written]


def _section(part: str, text: str) -> str:
    return f"## {say(f'codebook.{part}')}\n\n{text}" if text else ""


def _bullets(texts) -> str:
    return "\n".join(f"- {text}" for text in texts)


def _markdown(rows: pd.DataFrame) -> str:
    lines = [list(rows.columns), ["---"] * len(rows.columns), *rows.fillna("").astype("str").to_numpy().tolist()]
    cells = [[str(cell).replace("|", "\\|").replace("\n", " ") for cell in line] for line in lines]
    return "\n".join(f"| {' | '.join(line)} |" for line in cells)


def _columns(package: dict) -> str:
    fields = package["resources"][0]["schema"]["fields"]
    headings = [say(f"codebook.column_{part}") for part in ("name", "type", "codes", "meaning")]
    return _markdown(pd.DataFrame([_column(field) for field in fields], columns=headings))


def _column(field: dict) -> list[str]:
    rules = field.get("constraints", {})
    unit = f" ({field['unit']})" if field.get("unit") else ""
    codes = [", ".join(map(str, rules.get("enum", [])))] + [
        f"{part} {rules[part]}" for part in _BOUNDS if part in rules
    ]
    codes.append("" if rules.get("required") else say("codebook.may_be_empty"))
    meaning = f"{field['title']}: {field['description']}"
    return [f"`{field['name']}`", field["type"] + unit, "; ".join(each for each in codes if each), meaning]


def _rules(name: str, package: dict) -> str:
    key = ", ".join(catalogue.key(name))
    said = [say("codebook.key", columns=key), *(check["says"] for check in package.get("checks", []))]
    text = _bullets(said)
    if _RULES in catalogue.names():
        rules = catalogue.load(_RULES)
        rules = rules[rules["dataset"].astype("str") == name].drop(columns=["dataset", "source_id", "grade"])
        if len(rules):
            text += "\n\n" + _markdown(rules.dropna(axis="columns", how="all"))
    return text


def _agreement(name: str) -> str:
    codings = catalogue.load(_SECOND) if _SECOND in catalogue.names() else pd.DataFrame({"dataset": []})
    codings = codings[codings["dataset"].astype("str") == name]
    if codings.empty:
        return ""
    measured = agreement.by_variable(codings).drop(columns="dataset").round(2)
    return f"{_markdown(measured)}\n\n{say('codebook.agreement_who')}"


def _sources(table: pd.DataFrame) -> str:
    name = table.attrs["dataset"]
    listed = catalogue.source_records(name)
    grades = catalogue.grades(table)
    counted = _bullets(say("codebook.grade", grade=grade, n=int(n)) for grade, n in grades.items())
    used = table["source_id"].value_counts().rename("rows")
    listed = listed.set_index("source_id").join(used).reset_index()
    listed["title"] = [_linked(title, url) for title, url in zip(listed["title"], listed["url"], strict=True)]
    wanted = ["publisher", "title", "published", "accessed", "licence", "archived", "grade", "rows", "source_id"]
    return f"{counted}\n\n{_markdown(listed[[part for part in wanted if part in listed]])}"


def _linked(title: str, url: str) -> str:
    """A title as a Markdown link where the source has an address of a web page."""
    web = shown.address(url).replace("(", "%28").replace(")", "%29")
    words = title.replace("[", "\\[").replace("]", "\\]")
    return f"[{words}]({web})" if web else title


def _changes(name: str) -> str:
    lines = editions.read(paths.datasets() / name)
    headings = [say(f"codebook.edition_{part}") for part in ("version", "day", "cells", "why")]
    told = [[each.version, each.day, len(each.lines), each.why] for each in editions.editions(lines)]
    return f"{_markdown(pd.DataFrame(told, columns=headings))}\n\n{say('codebook.trace', name=name)}" if told else ""
