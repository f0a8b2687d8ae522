"""The evidence behind each claim of the article: its verdict, its rows and their documents, one click away.

claims is the dataset article-claims; findings maps a claim to its Finding (`classroom.course.findings()`).
Claims without a finding are shown as UNSHOWN: their lesson is not on the disk, or the reader has not
proposed a verdict yet.
"""

import functools
import re
from html import escape

import pandas as pd
from IPython.display import HTML

from alliancelab import catalogue
from alliancelab.article.claims import UNSHOWN, Finding
from alliancelab.ground.suggestions import brief

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
        found = findings.get(claim.claim_id) or Finding(UNSHOWN, "", {})
        lines.append(
            (
                claim.claim_id,
                claim.lesson,
                group_of(claim.kind),
                claim.paraphrase,
                (mine or {}).get(claim.claim_id, NO_OPINION),
                found.verdict,
                found.sentence,
                found.count,
                found.primary,
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


def documents(rows: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """The documents behind rows of several datasets, those with most rows first.

    Columns as in `catalogue.sources`; a document listed by two datasets stands once.

    >>> len(documents({"eu-members": catalogue.load("eu-members")}))
    1
    """
    if not rows:
        return pd.DataFrame(columns=["rows", "publisher", "title", "published", "url", "source_id"])
    listed = [catalogue.sources(part, name) for name, part in rows.items()]
    every = pd.concat(listed, ignore_index=True)
    count = every.groupby("source_id")["rows"].transform("sum")
    every = every.assign(rows=count).drop_duplicates("source_id")
    return every.sort_values("rows", ascending=False, kind="stable", ignore_index=True)


def row_names(rows: dict[str, pd.DataFrame]) -> list[str]:
    """The names of rows that a reason may point to: their keys, or the dataset where rows have no short name.

    >>> row_names({"eu-members": catalogue.load("eu-members").head(2)})
    ['AUT', 'BEL']
    """
    names = []
    for name, part in rows.items():
        key = _key(name)
        alone = len(key) == 1 and name not in _TOGETHER
        names += [str(value) for value in part[key[0]]] if alone else [name]
    return list(dict.fromkeys(names))


def score(table: pd.DataFrame, partly: float, judgements: str, read_only: bool) -> tuple[float, int]:
    """A score in percent by one rule, and how many claims it is about (0 claims: the score is nan).

    table is `dossier.table`; partly is what a partly supported claim counts (0 to 1); judgements is
    "left out", "as supported" or "as not supported"; read_only keeps claims with a row read in a primary
    document.

    >>> two = pd.DataFrame({"verdict": ["supported", "partly supported"], "primary": [1, 0]})
    >>> score(two, 0.5, "left out", False)
    (75.0, 2)
    """
    kept = counted_by(table, judgements, read_only)
    worth = {
        "supported": 1.0,
        "partly supported": partly,
        "not supported": 0.0,
        "a judgement": 1.0 if judgements == "as supported" else 0.0,
    }
    return float(kept["verdict"].map(worth).mean() * 100), len(kept)


def counted_by(table: pd.DataFrame, judgements: str, read_only: bool) -> pd.DataFrame:
    """The claims that a rule counts (see `score`).

    >>> counted_by(pd.DataFrame({"verdict": ["a judgement"], "primary": [1]}), "left out", False).empty
    True
    """
    kept = table[table["primary"] > 0] if read_only else table
    return kept[kept["verdict"] != "a judgement"] if judgements == "left out" else kept


def page(claims: pd.DataFrame, findings: dict) -> HTML:
    """One folded entry a claim: open it for the reason, the rows it rests on and their documents.

    Plain HTML without scripts, so that it also opens in an exported page and on paper.

    >>> page(catalogue.load("article-claims"), {}).data.count("<details>") == len(catalogue.load("article-claims"))
    True
    """
    return HTML("\n".join(_entry(claim, findings.get(claim.claim_id)) for claim in claims.itertuples()))


def _entry(claim, found) -> str:
    verdict = found.verdict if found else UNSHOWN
    name, words = escape(str(claim.claim_id)), escape(claim.paraphrase)
    head = f"<summary><strong>{name}</strong> {words} <strong>({escape(verdict)})</strong></summary>"
    if not found:
        return f"<details>{head}<p>To test it: {escape(claim.how_to_test)}.</p></details>"
    body = "".join(_rows_html(name, part) for name, part in found.rows.items())
    return f"<details>{head}<p>{escape(found.sentence)}</p>{body}{_documents_html(documents(found.rows))}</details>"


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


@functools.cache
def _key(name: str) -> list[str]:
    key = catalogue.descriptor(name)["resources"][0]["schema"].get("primaryKey", [])
    return [key] if isinstance(key, str) else key
