"""The rules of the house that a machine can check; each broken one is a sentence that says where."""

import re

import nbformat

from alliancelab import catalogue
from alliancelab.authoring import keys
from alliancelab.classroom.course import COURSE
from alliancelab.ground import paths

_SETTINGS = ("title", "question", "minutes", "status", "claims", "datasets", "objectives")
_NEVER = {
    r"^\s*[%!]": "a magic or shell command",
    r"sys\.path|\.\./|C:\\|^/": "a path",
    r"import \*": "a star import",
    r"filterwarnings": "a switched-off warning",
    r"requests\.|urllib|https?://": "a network call",
}
# Names of laws and of other lessons carry figures that no table gives.
_NOT_DATA = r"Section 232|section-232-[a-z]+|[Ll]esson \d\d|\*\*\d\d minutes\.?\*\*|\bA\d\d\b|`[^`]*`"


def broken_rules() -> list[str]:
    """Every broken rule of every dataset and lesson, one sentence each; empty when all is in order.

    >>> broken_rules()
    []
    """
    found = [sentence for name in catalogue.names() for sentence in dataset_rules(name)]
    found += [sentence for slug in COURSE.slugs() for sentence in lesson_rules(slug)]
    strays = {path.stem for path in paths.notebooks().glob("*.ipynb")} - set(COURSE.slugs())
    readme = paths.root() / "README.md"
    if readme.is_file() and keys.with_overview() != readme.read_text(encoding="utf-8"):
        found.append("README.md has another table of lessons than the folders; run make keys.")
    return found + [f"notebooks/{slug}.ipynb has no lesson folder of its name." for slug in sorted(strays)]


def dataset_rules(name: str) -> list[str]:
    """Broken rules of one dataset: that it loads, grades its rows and describes each column."""
    try:
        table, package = catalogue.load(name), catalogue.descriptor(name)
    except (ValueError, LookupError) as error:
        return [str(error)]
    found = [
        f"datasets/{name}/datapackage.json has no {key}."
        for key in ("title", "grain", "cautions", "coverage", "revisions", "as_of", "review_by", "licenses")
        if not package.get(key)
    ]
    fields = package["resources"][0]["schema"]["fields"]
    found += [f"datasets/{name}: column {f['name']} has no description." for f in fields if not f.get("description")]
    for column in ("source_id", "evidence"):
        if column not in table or table[column].isna().any():
            found.append(f"datasets/{name}: a row has no {column}.")
    if "evidence" in table and not set(table["evidence"].dropna()) <= {"primary", "secondary"}:
        found.append(f"datasets/{name}: evidence is primary or secondary; nothing unverified ships.")
    used = set(table.get("source_id", [])) ^ set(catalogue.sources(table, name)["source_id"])
    return found + [f"datasets/{name}: source {source} is not in sources.csv." for source in sorted(used)]


def lesson_rules(slug: str) -> list[str]:
    """Broken rules of one lesson: its settings, objectives, notebook, key and prose."""
    where = f"lessons/{slug}"
    absent = [part for part in ("lesson.md", "exercises.py", "key.ipynb") if not (COURSE.home(slug) / part).is_file()]
    if absent or not COURSE.notebook(slug).is_file():
        return [f"{where} lacks {', '.join(absent) or 'its notebook'}."]
    settings, plan = COURSE.split(slug)
    found = [f"{where}/lesson.md has no setting {key}." for key in _SETTINGS if key not in settings]
    if found:
        return found
    found += [f"{where}: no dataset is called {n}." for n in settings.datasets if n not in catalogue.names()]
    student = nbformat.read(COURSE.notebook(slug), 4)
    found += _objective_rules(slug, settings) + _notebook_rules(slug, settings, student) + _key_rules(slug)
    prose = "\n".join(cell.source for cell in student.cells if cell.cell_type == "markdown")
    return found + number_rules(slug, prose, "notebook") + number_rules(slug, _own_words(plan), "lesson.md")


def _objective_rules(slug: str, settings: dict) -> list[str]:
    known = COURSE.exercises(slug)
    named = {(o["id"], key) for o in settings.objectives for key in o["exercises"]}
    own = {(exercise.objective, key) for key, exercise in known.items()}
    found = [f"lessons/{slug}: objective {o} and exercise {k} do not name each other." for o, k in sorted(named ^ own)]
    claims = set(getattr(COURSE.module(slug), "CLAIMS", {}))
    if odd := sorted(set(settings.claims) ^ claims):
        found.append(f"lessons/{slug}: claim {odd[0]} is not both in the settings and found for in CLAIMS.")
    for key, exercise in known.items():
        if len(exercise.hints) < 2 or not exercise.why or not exercise.solution:
            found.append(f"lessons/{slug}: exercise {key} needs two hints, a solution and why it matters.")
    if settings.status == "ready" and not 5 <= len(known) <= 8:
        found.append(f"lessons/{slug} has {len(known)} exercises; five to eight are wanted.")
    return found


def _notebook_rules(slug: str, settings: dict, student) -> list[str]:
    where, found = f"notebooks/{slug}.ipynb", []
    asked = set()
    level = 0
    for n, cell in enumerate(student.cells, start=1):
        if cell.cell_type == "markdown":
            if cell.metadata.get("editable", True):
                found.append(f"{where}, cell {n}: instructions must be locked (editable false).")
            for marks in re.findall(r"^(#+) ", cell.source, flags=re.M):
                if len(marks) > level + 1:
                    found.append(f"{where}, cell {n}: a heading level is skipped.")
                level = len(marks)
            continue
        if cell.outputs or cell.execution_count:
            found.append(f"{where}, cell {n}: the student's copy keeps no outputs.")
        if len(cell.source.splitlines()) > 10:
            found.append(f"{where}, cell {n}: more than ten lines of code.")
        for pattern, what in _NEVER.items():
            if re.search(pattern, cell.source, flags=re.M):
                found.append(f"{where}, cell {n}: {what} has no place in a lesson.")
        key = keys.exercise_in(cell)
        asked |= {key} if key else set()
        if key and not cell.metadata.get("editable", True):
            found.append(f"{where}, cell {n}: an answer cell must be open.")
    titles = sum(c.cell_type == "markdown" and c.source.startswith("# ") for c in student.cells)
    if titles != 1:
        found.append(f"{where} has {titles} titles (#); one is wanted.")
    unasked = set(COURSE.exercises(slug)) ^ asked
    found += [f"{where}: exercise {key} is not both asked and defined." for key in sorted(unasked)]
    return found + _size_rules(where, settings, student)


def _size_rules(where: str, settings: dict, student) -> list[str]:
    if settings.status != "ready":
        return []
    words = sum(len(c.source.split()) for c in student.cells if c.cell_type == "markdown")
    found = [] if 700 <= words <= 1500 else [f"{where} has {words} words of prose; 700 to 1,500 are wanted."]
    cells = len(student.cells)
    # A lesson of more than fifty minutes may have the cells of its longer time.
    most = round(45 * max(settings.minutes, 50) / 50)
    return found + ([] if 25 <= cells <= most else [f"{where} has {cells} cells; 25 to {most} are wanted."])


def _key_rules(slug: str) -> list[str]:
    key = nbformat.read(COURSE.home(slug) / "key.ipynb", 4)
    made = keys.with_solutions(slug)
    same = [(a.source, a.cell_type) for a in key.cells] == [(b.source, b.cell_type) for b in made.cells]
    found = [] if same else [f"lessons/{slug}/key.ipynb is not made from its notebook; run make keys."]
    if keys.with_answers(slug) != (COURSE.home(slug) / "lesson.md").read_text(encoding="utf-8"):
        found.append(f"lessons/{slug}/lesson.md has other answers than its exercises; run make keys.")
    return found


def number_rules(slug: str, prose: str, where: str) -> list[str]:
    """Numbers in prose that no table gives, or that no longer agree with the tables.

    A lesson's NUMBERS maps the words as they stand in its prose to a function that computes them.
    """
    numbers = COURSE.module(slug).NUMBERS
    found = []
    for text, compute in numbers.items():
        if (now := compute()) != text:
            found.append(f"lessons/{slug}: the prose says {text!r}, the tables say {now!r}.")
    prose = re.sub(_NOT_DATA, " ", prose)
    for text in sorted(numbers, key=len, reverse=True):
        prose = prose.replace(text, " ")
    left = re.findall(r"\S*\d\S*", prose)
    return found + [f"lessons/{slug}, {where}: no table gives {token!r}; add it to NUMBERS." for token in left]


def _own_words(plan: str) -> str:
    return re.sub(r"<!-- answers -->.*?<!-- end -->", "", plan, flags=re.S)
