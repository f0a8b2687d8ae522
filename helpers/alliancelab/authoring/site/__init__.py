"""Lessons and keys as single HTML pages that need no network and no kernel."""

import re
from collections.abc import Collection
from html import escape
from pathlib import Path

import nbformat
from nbconvert import HTMLExporter

from alliancelab.authoring import codebook, keys
from alliancelab.classroom import freshness
from alliancelab.classroom.course import COURSE
from alliancelab.ground.messages import say
from alliancelab.lab import plotly_js

# The page itself knows on which day it is read, and shows the second sentence when the check is past.
_FACTS = """<aside class="al-facts"><p>{page}</p><p hidden data-due="{due}"><strong>{old}</strong></p>
<script>(function(old){{old.hidden=new Date().toISOString().slice(0,10)<=old.dataset.due}})
(document.querySelector("[data-due]"))</script></aside>"""


def page(notebook: nbformat.NotebookNode, title: str, datasets: Collection[str] = ()) -> str:
    """One self-contained page of an executed notebook.

    Figures keep their reading as accessible name; forms show their words; plotly is inside the page. With the
    datasets of the lesson it begins with how old its facts are.
    """
    exporter = HTMLExporter(
        template_name="page",
        extra_template_basedirs=[str(Path(__file__).parent)],
        extra_template_paths=[str(plotly_js().parent)],
    )
    html, _ = exporter.from_notebook_node(notebook, resources={"metadata": {"name": title}})
    # pandas leaves empty header cells, which a screen reader announces as headings without a name.
    html = re.sub(r"<th([^>]*)>\s*</th>", r"<td\1></td>", html)
    return re.sub(r"<main[^>]*>", lambda main: main.group() + _facts(datasets), html, count=1)


def _facts(datasets: Collection[str]) -> str:
    found = freshness.facts(datasets)
    if found is None:
        return ""
    sentences = {
        "page": say("freshness.page", known=found, due=found.due),
        "old": say("freshness.page_old", due=found.due),
    }
    return _FACTS.format(due=f"{found.due:%Y-%m-%d}", **{part: escape(text) for part, text in sentences.items()})


def build(out: Path) -> list[Path]:
    """Write index.html, each lesson as a student would read it, each answer key, and each codebook, into out."""
    (out / "keys").mkdir(parents=True, exist_ok=True)
    written, rows = [], []
    for slug in COURSE.slugs():
        settings = COURSE.settings(slug)
        student = keys.executed(nbformat.read(COURSE.notebook(slug), 4), COURSE.notebook(slug).parent)
        key = nbformat.read(COURSE.home(slug) / "key.ipynb", 4)
        for path, notebook in ((out / f"{slug}.html", student), (out / "keys" / f"{slug}.html", key)):
            path.write_text(page(notebook, settings.title, settings.datasets), encoding="utf-8")
            written.append(path)
        answers = escape(say("site.answer_key", title=settings.title))
        rows.append(
            f'<li><a href="{slug}.html">{escape(settings.title)}</a>: {escape(settings.question)} '
            f'(<a href="keys/{slug}.html">{answers}</a>)</li>'
        )
    written += codebook.build(out / "codebook")
    rows.append(f'<li><a href="codebook/index.html">{escape(say("codebook.title"))}</a></li>')
    index = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Alliance Lab</title></head>'
        f"<body><main><h1>Alliance Lab</h1><ul>{''.join(rows)}</ul></main></body></html>"
    )
    (out / "index.html").write_text(index, encoding="utf-8")
    return [out / "index.html", *written]
