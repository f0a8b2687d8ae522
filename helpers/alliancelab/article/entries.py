"""The dossier as a page: one folded entry per claim, with its reason, its rows and their documents."""

from html import escape

import pandas as pd
from IPython.display import HTML

from alliancelab import catalogue
from alliancelab.article import dossier, markup, naming
from alliancelab.article.claims import UNSHOWN, Finding, by_claim
from alliancelab.ground.messages import say
from alliancelab.ground.shown import STYLE
from alliancelab.ground.tables import need

MOST_ROWS = 100
_HIDDEN = {"source_id", "remark", "before_date", "last_date", "date_precision"}
_WHO = ("asserted_by", "claimant", "speaker", "grade")


def page(claims: pd.DataFrame, findings: dict) -> HTML:
    """One folded entry per claim: open it for the reason, the rows it rests on and their documents.

    claims and findings as in `dossier.table`. Plain HTML without scripts, so that it also opens in an
    exported page and on paper. Raises LookupError for a missing column, ValueError for anything else than
    tables and findings.

    >>> from alliancelab import catalogue
    >>> claims = catalogue.load("article-claims")
    >>> page(claims, {}).data.count("<details>") == len(claims)
    True
    """
    need(claims, "paraphrase", "how_to_test", what="claims", dataset="article-claims", unique=["claim_id"])
    findings = by_claim(findings)
    rules = catalogue.load("claim-parts").astype("str").set_index(["claim_id", "part"])
    entries = [_entry(claim, findings.get(claim.claim_id), rules) for claim in claims.itertuples()]
    return HTML("\n".join([STYLE, *entries]))


def _entry(claim: tuple, finding: Finding | None, rules: pd.DataFrame) -> str:
    verdict = finding.verdict if finding else UNSHOWN
    name, words = escape(str(claim.claim_id)), escape(str(claim.paraphrase))
    head = f"<summary><strong>{name}</strong> {words} <strong>({escape(str(verdict))})</strong></summary>"
    if not finding:
        to_test = say("article.to_test", how=claim.how_to_test)
        return f"<details>{head}<p>{escape(to_test)}</p></details>"
    counts = ", ".join(f"{number} {grade}" for grade, number in finding.grades.items() if number)
    by_grade = say("article.by_grade", counts=counts)
    graded = f"<p>{escape(by_grade)}</p>" if counts else ""
    rows = graded + "".join(_rows(name, part) for name, part in finding.rows.items())
    documents = _documents(dossier.documents(finding.rows))
    return f"<details>{head}<p>{escape(finding.sentence)}</p>{_parts(claim, finding, rules)}{rows}{documents}</details>"


def _parts(claim: tuple, finding: Finding, rules: pd.DataFrame) -> str:
    """What was to be decided, by which rule, and how it came out: one line a part."""
    lines = []
    for part in finding.parts:
        outcome = say(f"article.outcome_{part.outcome if part.decides == 'rows' else part.decides}")
        key = (str(claim.claim_id), part.name)
        known = rules.loc[key] if key in rules.index else {}
        lines.append(
            {
                "statement": known.get("statement", part.name),
                "outcome": outcome,
                "rule_for": known.get("rule_for", ""),
                "rule_against": known.get("rule_against", ""),
            }
        )
    return markup.table(pd.DataFrame(lines), styled=False) if lines else ""


def _rows(name: str, part: pd.DataFrame) -> str:
    if name in naming.TOGETHER:
        counts = [
            part.groupby(columns, observed=True, dropna=False).size().rename("people").reset_index()
            for columns in naming.TOGETHER[name]
        ]
        return _noted(name, say("article.people", n=len(part))) + "".join(
            markup.table(each, styled=False) for each in counts
        )
    cut = len(part) > MOST_ROWS
    note = say("article.first_rows", n=len(part), most=MOST_ROWS) if cut else say("article.rows", n=len(part))
    return _noted(name, note) + markup.table(readable(part).head(MOST_ROWS), styled=False)


def _noted(name: str, note: str) -> str:
    return f"<p><code>{escape(name)}</code>: {escape(note)}</p>"


def readable(part: pd.DataFrame, most: int = 7) -> pd.DataFrame:
    """Rows cut to the columns a reader needs, most at the most, days without a time.

    Always there: the first column (a name or key), the first day, the longest text, who asserts it and
    the grade; then others that differ between rows, in the order of the table. Raises ValueError
    for anything else than a table.

    >>> from alliancelab import catalogue
    >>> readable(catalogue.load("eu-members").head(2)).columns.tolist()[0]
    'country_code'
    """
    need(part)
    hidden = _HIDDEN | ({"country_code"} if {"country_name", "row_id"} <= set(part) else set())
    shown = part[[column for column in part if column not in hidden and part[column].notna().any()]].copy()
    days = list(shown.select_dtypes("datetime"))
    for day in days:
        shown[day] = shown[day].dt.strftime("%Y-%m-%d")
    texts = shown.select_dtypes("str")
    longest = [max(texts, key=lambda column: texts[column].str.len().mean())] if len(texts.columns) else []
    always = [*shown.columns[:1], *days[:1], *longest, *(column for column in shown if column in _WHO)]
    always = list(dict.fromkeys(always))
    differ = [c for c in shown if c not in always and shown[c].dtype != "boolean" and shown[c].nunique() > 1]
    chosen = {*always, *differ[: max(most - len(always), 0)]}
    return shown[[column for column in shown if column in chosen]]


def _documents(documents: pd.DataFrame) -> str:
    if documents.empty:
        return ""
    lines = []
    for one in documents.itertuples():
        before, after = say("article.document", publisher=one.publisher), say("article.published", day=one.published)
        lines.append(f"<li>{escape(before)}{markup.link(one.url, one.title)}{escape(after)}</li>")
    heading = say("article.documents_behind")
    return f"<p>{escape(heading)}</p><ul>{''.join(lines)}</ul>"
