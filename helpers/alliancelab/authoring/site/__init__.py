"""Lessons and keys as single HTML pages that need no network and no kernel."""

import itertools
import json
import re
from html import escape
from pathlib import Path

import nbformat
from nbconvert import HTMLExporter
from plotly.offline import get_plotlyjs
from traitlets.config import Config

from alliancelab.authoring import keys
from alliancelab.classroom.course import COURSE
from alliancelab.ground.messages import say

_STYLE = """<style>
.highlight .c1{color:#3d6b6b!important}.highlight .o,.highlight .ow{color:#7a00c2!important}
.highlight .nb{color:#006100!important}.highlight .s1,.highlight .s2{color:#8f1a1a!important}
.highlight .mi,.highlight .mf{color:#005c00!important}
.jp-InputPrompt,.jp-OutputPrompt{color:#1f4e79!important;opacity:1!important}
@media print{details:not([open])>*:not(summary){display:block}}
</style>
<script>addEventListener("beforeprint",()=>document.querySelectorAll("details").forEach(d=>d.open=true))</script>
"""


def page(notebook: nbformat.NotebookNode, title: str) -> str:
    """One self-contained page of an executed notebook.

    Figures keep their reading as accessible name; widgets show their text; plotly is inside the page.
    """
    number = itertools.count(1)
    exporter = HTMLExporter(config=_config())
    exporter.register_filter("kit_json", lambda data: json.dumps(data).replace("</", "<\\/"))
    exporter.register_filter("kit_number", lambda _: next(number))
    notebook.metadata.pop("widgets", None)
    html, _ = exporter.from_notebook_node(notebook, resources={"plotlyjs": get_plotlyjs(), "metadata": {"name": title}})
    # pandas leaves empty header cells, which a screen reader announces as headings without a name.
    html = re.sub(r"<th([^>]*)>\s*</th>", r"<td\1></td>", html)
    return html.replace("</head>", _STYLE + "</head>", 1)


def _config() -> Config:
    config = Config()
    config.HTMLExporter.template_name = "page"
    config.HTMLExporter.extra_template_basedirs = [str(Path(__file__).parent)]
    for address in ("mathjax_url", "require_js_url", "jquery_url", "widget_renderer_url"):
        config.HTMLExporter[address] = ""
    config.NbConvertBase.display_data_priority = [
        keys.PLOTLY,
        "text/html",
        "text/markdown",
        "image/png",
        "text/plain",
    ]
    return config


def build(out: Path) -> list[Path]:
    """Write index.html, each lesson as a student would read it, and each answer key, into out."""
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
    index = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Alliance Lab</title></head>'
        f"<body><main><h1>Alliance Lab</h1><ul>{''.join(rows)}</ul></main></body></html>"
    )
    (out / "index.html").write_text(index, encoding="utf-8")
    return [out / "index.html", *written]
