"""The evidence behind each claim of the article: its verdict, its rows and their documents, one click away.

claims is the dataset article-claims; findings maps a claim to what its lesson found (`ledger.findings()`).
Claims without a finding are shown as UNSHOWN: their lesson is not on the disk, or the reader has not
proposed a verdict yet.
"""

import functools
import re
from collections.abc import Iterator
from html import escape

import pandas as pd
from IPython.display import HTML

from alliancelab import catalogue
from alliancelab.classroom import course
from alliancelab.ground.suggestions import brief

UNSHOWN = "not shown yet"
NO_OPINION = "no opinion"
# Coded once, by the makers of this kit, by the rule: what would you have to look at to decide?
GROUPS = {
    "facts to look up": ("date", "list", "count", "order", "share"),
    "what governments said": ("statement", "claim", "forecast"),
    "readings of events": ("pattern", "process", "coding", "what-if", "judgement"),
}
MOST_ROWS = 100
_HIDDEN = {"source_id", "remark", "before_date", "last_date", "date_precision"}
# People are counted here, not listed, and by one thing at a time: crossing two would single somebody out.
_TOGETHER = {
    "abduction-record": [
        ["region"],
        ["status", "status_asserted_by"],
        ["dprk_claim", "dprk_claim_asserted_by", "japan_answer"],
    ]
}


def table(claims: pd.DataFrame, findings: dict, mine: dict | None = None) -> pd.DataFrame:
    """One row a claim: its group, the verdict you proposed, the tables' verdict and reason, and its rows.

    mine maps a claim to your verdict. Columns: claim_id, lesson, group, claim, yours, verdict, because,
    rows (how many), primary (how many of them were read in a primary document).

    >>> table(catalogue.load("article-claims"), {})["verdict"].unique().tolist()
    ['not shown yet']
    """
    lines = []
    for claim in claims.itertuples():
        found = findings.get(claim.claim_id)
        verdict, because, rows = found or (UNSHOWN, "", pd.DataFrame({"evidence": []}))
        lines.append(
            (
                claim.claim_id,
                claim.lesson,
                group_of(claim.kind),
                claim.paraphrase,
                (mine or {}).get(claim.claim_id, NO_OPINION),
                verdict,
                because,
                len(rows),
                int((rows["evidence"] == "primary").sum()),
            )
        )
    columns = ["claim_id", "lesson", "group", "claim", "yours", "verdict", "because", "rows", "primary"]
    return pd.DataFrame(lines, columns=columns)


def group_of(kind: str) -> str:
    """The group of a kind of statement: something to look up, something said, or a reading.

    >>> group_of("date")
    'facts to look up'
    """
    found = next((group for group, kinds in GROUPS.items() if kind in kinds), None)
    if found is None:
        raise LookupError(f"No group has the kind {brief(kind)}. Add it to dossier.GROUPS.")
    return found


def parts(rows: pd.DataFrame, names: list[str]) -> dict[str, pd.DataFrame]:
    """The rows of a finding by dataset, each with its dataset's columns, however many it was put together from.

    names are the datasets to look in first (those of the lesson). Raises LookupError for rows that are
    in no dataset: a verdict may rest on rows of the kit only.

    >>> members = catalogue.load("eu-members")
    >>> [(name, len(part)) for name, part in parts(members.head(3), ["eu-members"]).items()]
    [('eu-members', 3)]
    """
    found, left = {}, rows
    for name in _likely(rows, names):
        if left.empty:
            break
        here = _belong(left, name)
        if here.any():
            fields = [field["name"] for field in catalogue.descriptor(name)["resources"][0]["schema"]["fields"]]
            found[name] = left.loc[here, [column for column in fields if column in left]]
            left = left[~here]
    if len(left):
        raise LookupError(f"{len(left)} rows behind a verdict are in no dataset; keep the key columns and source_id.")
    return found


def documents(parted: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """The documents behind rows of several datasets, those with most rows first.

    Columns as in `catalogue.sources`; a document listed by two datasets stands once.

    >>> len(documents(parts(catalogue.load("eu-members"), ["eu-members"])))
    1
    """
    if not parted:
        return pd.DataFrame(columns=["rows", "publisher", "title", "published", "url", "source_id"])
    listed = [catalogue.sources(part, name) for name, part in parted.items()]
    every = pd.concat(listed, ignore_index=True)
    count = every.groupby("source_id")["rows"].transform("sum")
    every = every.assign(rows=count).drop_duplicates("source_id")
    return every.sort_values("rows", ascending=False, kind="stable", ignore_index=True)


def row_names(parted: dict[str, pd.DataFrame]) -> list[str]:
    """The names of rows that a reason may point to: their keys, or the dataset where rows have no short name.

    >>> row_names({"eu-members": catalogue.load("eu-members").head(2)})
    ['AUT', 'BEL']
    """
    names = []
    for name, part in parted.items():
        key = _key(name)
        alone = len(key) == 1 and name not in _TOGETHER
        names += [str(value) for value in part[key[0]]] if alone else [name]
    return list(dict.fromkeys(names))


def of_claim(claim, found) -> dict[str, pd.DataFrame]:
    """The rows behind one claim (a row of article-claims) by dataset; nothing without a finding.

    >>> of_claim(catalogue.load("article-claims").iloc[0], None)
    {}
    """
    if found is None:
        return {}
    known = claim.lesson in course.slugs()
    return parts(found.rows, course.settings(claim.lesson)["datasets"] if known else [])


def page(claims: pd.DataFrame, findings: dict) -> HTML:
    """One folded entry a claim: open it for the reason, the rows it rests on and their documents.

    Plain HTML without scripts, so that it also opens in an exported page and on paper.

    >>> page(catalogue.load("article-claims"), {}).data.count("<details>") == len(catalogue.load("article-claims"))
    True
    """
    return HTML("\n".join(_entry(claim, findings.get(claim.claim_id)) for claim in claims.itertuples()))


def _entry(claim, found) -> str:
    verdict = found.verdict if found else UNSHOWN
    head = (
        f"<summary><strong>{claim.claim_id}</strong> {escape(claim.paraphrase)} <strong>({verdict})</strong></summary>"
    )
    if not found:
        return f"<details>{head}<p>To test it: {escape(claim.how_to_test)}.</p></details>"
    parted = of_claim(claim, found)
    body = "".join(_rows_html(name, part) for name, part in parted.items())
    return f"<details>{head}<p>{escape(found.sentence)}</p>{body}{_documents_html(documents(parted))}</details>"


def _rows_html(name: str, part: pd.DataFrame) -> str:
    if name in _TOGETHER:
        counts = [
            part.groupby(columns, observed=True, dropna=False).size().rename("people").reset_index()
            for columns in _TOGETHER[name]
        ]
        note = f"{len(part)} people, counted together; the official list is in the dataset"
        return f"<p><code>{name}</code>: {note}</p>" + "".join(_table_html(each) for each in counts)
    note = f"{len(part)} {'row' if len(part) == 1 else 'rows'}"
    note += f", the first {MOST_ROWS} shown" if len(part) > MOST_ROWS else ""
    return f"<p><code>{name}</code>: {note}</p>" + _table_html(readable(part).head(MOST_ROWS))


def _table_html(shown: pd.DataFrame) -> str:
    html = shown.to_html(index=False, border=0, na_rep="")
    html = re.sub(r"<td>(?=[-\w]{,14}</td>)", '<td style="text-align:left;white-space:nowrap">', html)
    # Sentences read from the left; JupyterLab sets every cell of a table to the right.
    return re.sub(r"<(t[dh])>", r'<\1 style="text-align:left">', html)


def readable(part: pd.DataFrame, most: int = 7) -> pd.DataFrame:
    """Rows cut to the columns a reader needs, most at the most, days without a time.

    Always there: the first column (a name or key), the first day, the longest text, who asserts it and
    the evidence grade; then others that differ between rows, in the order of the table.

    >>> readable(catalogue.load("eu-members").head(2)).columns.tolist()[0]
    'country_code'
    """
    hidden = _HIDDEN | ({"country_code"} if {"country_name", "row_id"} <= set(part) else set())
    shown = part[[c for c in part if c not in hidden and part[c].notna().any()]].copy()
    days = list(shown.select_dtypes("datetime"))
    for day in days:
        shown[day] = shown[day].dt.strftime("%Y-%m-%d")
    texts = shown.select_dtypes("str")
    longest = [max(texts, key=lambda column: texts[column].str.len().mean())] if len(texts.columns) else []
    said = [c for c in shown if c in ("asserted_by", "claimant", "speaker", "evidence")]
    kept = list(dict.fromkeys([shown.columns[0], *days[:1], *longest, *said]))
    others = [c for c in shown if c not in kept and shown[c].dtype != "boolean" and shown[c].nunique() > 1]
    kept += others[: max(most - len(kept), 0)]
    return shown[[column for column in shown if column in kept]]


def _documents_html(found: pd.DataFrame) -> str:
    lines = []
    for one in found.itertuples():
        title = escape(str(one.title))
        if str(one.url).startswith("http"):
            # Underlined: a link told by its colour alone is none to many readers.
            title = f'<a href="{escape(str(one.url))}" style="text-decoration:underline">{title}</a>'
        lines.append(f"<li>{escape(str(one.publisher))}: {title} ({escape(str(one.published))})</li>")
    return f"<p>Documents:</p><ul>{''.join(lines)}</ul>"


def _likely(rows: pd.DataFrame, names: list[str]) -> Iterator[str]:
    own = rows.attrs.get("dataset")
    first = ([own] if own else []) + list(names)
    yield from dict.fromkeys(first + catalogue.names())


@functools.cache
def _key(name: str) -> list[str]:
    key = catalogue.descriptor(name)["resources"][0]["schema"].get("primaryKey", [])
    return [key] if isinstance(key, str) else key


def _belong(rows: pd.DataFrame, name: str) -> pd.Series:
    key = [*_key(name), "source_id"]
    if len(key) == 1 or not set(key) <= set(rows.columns):
        return pd.Series(False, index=rows.index)
    known = _known(name)
    return pd.Series([each in known for each in _texts(rows, key)], index=rows.index)


@functools.cache
def _known(name: str) -> frozenset[tuple]:
    return frozenset(_texts(catalogue.load(name), [*_key(name), "source_id"]))


def _texts(rows: pd.DataFrame, key: list[str]) -> list[tuple]:
    return list(rows[key].astype("str").itertuples(index=False, name=None))
