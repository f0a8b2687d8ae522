"""Lessons and keys as single HTML pages that need no network and no kernel."""

import re
from html import escape
from pathlib import Path

import nbformat
from nbconvert import HTMLExporter

from alliancelab.authoring import codebook, keys
from alliancelab.classroom.course import COURSE
from alliancelab.ground.messages import say
from alliancelab.lab import plotly_js


def page(notebook: nbformat.NotebookNode, title: str) -> str:
    """One self-contained page of an executed notebook.

    Figures keep their reading as accessible name; forms show their words; plotly is inside the page.
    """
    exporter = HTMLExporter(
        template_name="page",
        extra_template_basedirs=[str(Path(__file__).parent)],
        extra_template_paths=[str(plotly_js().parent)],
    )
    html, _ = exporter.from_notebook_node(notebook, resources={"metadata": {"name": title}})
    # pandas leaves empty header cells, which a screen reader announces as headings without a name.
    return re.sub(r"<th([^>]*)>\s*</th>", r"<td\1></td>", html)


def build(out: Path) -> list[Path]:
    """Write index.html, each lesson as a student would read it, each answer key, and each codebook, into out."""
    (out / "keys").mkdir(parents=True, exist_ok=True)
    written, rows = [], []
    for slug in COURSE.slugs():
        settings = COURSE.settings(slug)
        student = keys.executed(nbformat.read(COURSE.notebook(slug), 4), COURSE.notebook(slug).parent)
        key = nbformat.read(COURSE.home(slug) / "key.ipynb", 4)
        for path, notebook in ((out / f"{slug}.html", student), (out / "keys" / f"{slug}.html", key)):
            path.write_text(page(notebook, settings.title), encoding="utf-8")
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
