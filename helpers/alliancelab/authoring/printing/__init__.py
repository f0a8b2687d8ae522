"""Pages for paper: handouts, rubrics with marking sheets, and all that a role-play needs, as print-ready HTML.

Everything is made from what the lessons are made of: notebook, exercises, plan and tables. What a lesson is given
follows from what it has: a rubric in its plan gives a marking sheet, the table of seats in its settings a role-play.
"""

from collections.abc import Callable
from html import escape
from pathlib import Path

from nbconvert.filters.markdown import markdown2html

from alliancelab.authoring.printing import handout, roleplay, rubric
from alliancelab.classroom.course import COURSE, Course
from alliancelab.ground.messages import say
from alliancelab.ground.suggestions import resolve

PAPERS = {"A4": "A4", "Letter": "letter"}
ALL = "all"
_STYLE = Path(__file__).with_name("page.css")
# Each makes documents of a lesson by name, as sheets in Markdown or HTML; or none, for a lesson that has none.
_MAKERS: tuple[Callable, ...] = (handout.sheets, rubric.sheets, roleplay.sheets)


def documents(slug: str, course: Course = COURSE) -> dict[str, list[str]]:
    """The documents of a lesson for paper by name, each as the HTML of its sheets. Raises LookupError for no lesson."""
    made = {}
    for maker in _MAKERS:
        made |= {name: [html(sheet) for sheet in sheets] for name, sheets in maker(slug, course).items()}
    return made


def write(which: str, paper: str, out: Path, course: Course = COURSE) -> list[Path]:
    """Write the documents of one lesson, or of all, into a folder; a file per document. Returns the files.

    which is a lesson, its number, or "all". Raises LookupError for an unknown lesson or paper.
    """
    size = PAPERS[resolve(paper, PAPERS, say("printing.paper"))]
    out.mkdir(parents=True, exist_ok=True)
    written = []
    for slug in slugs(which, course):
        for name, sheets in documents(slug, course).items():
            path = out / f"{slug.partition('-')[0]}-{name}.html"
            title = f"{course.settings(slug).title} ({name})"
            path.write_text(page(title, sheets, size), encoding="utf-8", newline="\n")
            written.append(path)
    return written


def slugs(which: str, course: Course = COURSE) -> list[str]:
    """The lessons meant by a name, a number or "all". Raises LookupError for none."""
    known = course.slugs()
    if which == ALL:
        return known
    return [next((slug for slug in known if slug.partition("-")[0] == which), None) or resolve(which, known, "lesson")]


def page(title: str, sheets: list[str], size: str) -> str:
    """One self-contained page of HTML, a sheet of paper (or a run of them) for each part."""
    style = f"{_STYLE.read_text(encoding='utf-8')}\n@page {{ size: {size}; }}"
    head = f'<meta charset="utf-8"><title>{escape(title)}</title><style>{style}</style>'
    foot = f'<p class="foot">{escape(say("printing.foot", title=title))}</p>'
    body = "\n".join(f'<section class="sheet">{sheet}{foot}</section>' for sheet in sheets)
    return f'<!doctype html>\n<html lang="en"><head>{head}</head><body><main>\n{body}\n</main></body></html>\n'


def html(sheet: str) -> str:
    """A sheet as HTML: one that begins with a tag is kept, another is Markdown in which nothing is read as markup."""
    return sheet if sheet.startswith("<") else markdown2html(escape(sheet, quote=False))
