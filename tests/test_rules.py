"""The rules are tried: each catches its planted fault, a sound house breaks none, and CONTRIBUTING lists them all."""

import pytest
from alliancelab.authoring import rules
from alliancelab.authoring.rules import plants
from alliancelab.authoring.rules.subjects import House
from alliancelab.ground import paths

RULES = rules.every()


def test_a_sound_house_breaks_no_rule(sound):
    assert rules.check(sound) == []


@pytest.mark.parametrize("name", RULES)
def test_a_rule_catches_its_planted_fault_in_sentences_that_say_where(name, house):
    RULES[name].plant(house)
    faults = rules.check(house, only=name)
    assert {fault.rule for fault in faults} == {name}, faults
    assert all(fault.sentence and "\n" not in fault.sentence for fault in faults)


def test_contributing_lists_every_rule_from_the_code():
    text = (paths.root() / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert rules.listing() in text, "put the output of python -m alliancelab rules into CONTRIBUTING.md"


def test_one_dataset_lesson_or_rule_is_checked_alone(house):
    RULES["table-form"].plant(house)
    RULES["own-name"].plant(house)
    assert {fault.rule for fault in rules.check(house, only="own-name")} == {"own-name"}
    assert rules.check(house, only=plants.LESSON) == [] and rules.check(house, only=plants.DATASET) != []
    with pytest.raises(LookupError, match="'10-first-look'"):
        rules.check(house, only="10-first-lok")


def test_no_two_rules_have_one_name():
    with pytest.raises(ValueError, match="locked"):
        rules.rule("locked", "lesson", "Again.", lambda root: None)(lambda lesson: [])


def broken(name: str, house) -> list[str]:
    """The sentences of one rule about the lesson or the dataset of a house."""
    whole = House(house)
    subjects = {"lesson": whole.lessons, "dataset": whole.datasets, "house": lambda: [whole]}[RULES[name].about]()
    return [sentence for subject in subjects for sentence in RULES[name].broken(subject)]


def statements(n: int) -> str:
    return "\n".join(f"step_{i} = {i}" for i in range(n))


def own_cell(source: str):
    """Puts a cell of code in the place of the notebook's first."""
    return plants.notebook(lambda cells: plants.first(cells, "code").update(source=[source]))


def words(n: int):
    """Leaves the notebook with a title and n words of prose."""

    def change(cells: list[dict]) -> None:
        prose = [cell for cell in cells if cell["cell_type"] == "markdown"]
        for cell in prose:
            cell["source"] = []
        prose[0]["source"] = ["word " * n]

    return plants.notebook(change)


def cells(n: int):
    """Leaves the notebook with n cells."""

    def change(cells: list[dict]) -> None:
        cells[:] = [cells[0] | {"id": f"cell-{i}"} for i in range(n)]

    return plants.notebook(change)


def both(*changes):
    return lambda root: [change(root) for change in changes]


def more_exercises(n: int):
    text = "\n\n".join(f'class More{i}(HalfOpen):\n    key = "more-{i}"' for i in range(n))
    return plants.added(EXERCISES, f"\n\n{text}\n")


def days_from(as_of: str, review_by: str):
    return plants.package(lambda p: p.update(as_of=as_of, review_by=review_by))


def looked_up(told: object):
    return plants.package(lambda p: p.update(review_look_up=told))


def shows(text: str):
    """A key that prints one text, and a plan that promises 25 and nothing else."""
    output = {"output_type": "stream", "name": "stdout", "text": text}

    def change(cells: list[dict]) -> None:
        for cell in cells:
            if cell["cell_type"] == "code":
                cell["outputs"] = []
        plants.first(cells, "code")["outputs"] = [output]

    promised = plants.replaced(SETTINGS, 'findings = ["199", "20", "11"]', 'findings = ["25"]')
    return both(promised, plants.notebook(change, "lessons/{lesson}/key.ipynb"))


def archived(address: str):
    """Gives sources.csv the column for archived addresses, with one address in its first row."""

    def column(whole: dict) -> None:
        field = {"name": "archived", "type": "string", "title": "Archived", "description": "An archived address."}
        whole["resources"][1]["schema"]["fields"].append(field)

    def change(root) -> None:
        plants.package(column)(root)
        path = root / SOURCES.format(dataset=plants.DATASET)
        head, first, *rest = path.read_text(encoding="utf-8").splitlines()
        lines = [f"{head},archived", f"{first},{address}", *(f"{line}," for line in rest)]
        path.write_text("\n".join(lines) + "\n", encoding="utf-8", newline="\n")

    return change


EXERCISES, SETTINGS = "lessons/{lesson}/exercises.py", "lessons/{lesson}/settings.toml"
SOURCES = "datasets/{dataset}/sources.csv"
OUTPUT = {"output_type": "stream", "name": "stdout", "text": "25"}
DRAFT = plants.replaced(SETTINGS, 'status = "ready"', 'status = "draft"')
LIMITS = [
    ("short-cells", own_cell(statements(10)), 0),
    ("short-cells", own_cell(statements(11)), 1),
    ("short-cells", own_cell("x = [\n" + "1,\n" * 18 + "]"), 0),
    ("short-cells", own_cell("x = [\n" + "1,\n" * 19 + "]"), 1),
    ("short-cells", own_cell("if x:\n" + "\n".join(f"    y = {i}" for i in range(9))), 0),
    ("short-cells", own_cell("if x:\n" + "\n".join(f"    y = {i}" for i in range(10))), 1),
    ("length", words(699), 1),
    ("length", words(700), 0),
    ("length", words(1500), 0),
    ("length", words(1501), 1),
    ("length", both(words(699), DRAFT), 0),
    ("cells", cells(24), 1),
    ("cells", cells(25), 0),
    ("cells", cells(54), 0),
    ("cells", cells(55), 1),
    ("cells", both(cells(55), DRAFT), 0),
    ("cells", both(cells(45), plants.replaced(SETTINGS, "minutes = 60", "minutes = 40")), 0),
    ("cells", both(cells(45), plants.replaced(SETTINGS, "minutes = 60", "minutes = 50")), 0),
    ("cells", both(cells(46), plants.replaced(SETTINGS, "minutes = 60", "minutes = 50")), 1),
    ("number-of-exercises", more_exercises(1), 0),
    ("number-of-exercises", more_exercises(2), 1),
    ("number-of-exercises", both(more_exercises(2), DRAFT), 0),
    ("number-of-exercises", plants.added(EXERCISES, "\n\nFirstDay.key = HalfOpen.key = ''\n"), 0),
    ("number-of-exercises", plants.added(EXERCISES, "\n\nFirstDay.key = HalfOpen.key = DaysWaited.key = ''\n"), 1),
    ("two-hints", plants.added(EXERCISES, "\n\nHalfOpen.hints = ('One.', 'Two.')\n"), 0),
    ("two-hints", plants.added(EXERCISES, "\n\nHalfOpen.hints = ('One.', '')\n"), 1),
    ("two-hints", plants.added(EXERCISES, "\n\nHalfOpen.hints = ['One.', 'Two.']\n"), 1),
    ("why", plants.added(EXERCISES, "\n\nHalfOpen.why = 'x' * 20\n"), 0),
    ("why", plants.added(EXERCISES, "\n\nHalfOpen.why = 'x' * 19\n"), 1),
    ("near-miss", plants.added(EXERCISES, "\n\nDaysWaited.tolerance = 73.5\n"), 0),
    ("near-miss", plants.added(EXERCISES, "\n\nDaysWaited.tolerance = 73.6\n"), 1),
    ("near-miss", plants.added(EXERCISES, "\n\nDaysWaited.wanted, DaysWaited.tolerance = 0, 0.05\n"), 0),
    ("near-miss", plants.added(EXERCISES, "\n\nDaysWaited.wanted, DaysWaited.tolerance = 0, 0.06\n"), 1),
    ("near-miss", plants.added(EXERCISES, "\n\nDaysWaited.wanted, DaysWaited.tolerance = {1: 100, 2: 10}, 1\n"), 1),
    ("mistakes-told-apart", plants.added(EXERCISES, "\n\nHalfOpen.mistakes = lambda _: [('b', 'It is right.')]\n"), 1),
    ("one-title", plants.prose("#Not a title\n\nNor a # here."), 0),
    ("one-title", plants.notebook(lambda all_cells: all_cells[0].update(source=["No title."])), 1),
    ("heading-levels", plants.prose("## A level up\n\n### And one down"), 0),
    ("heading-levels", plants.prose("## A level up\n\n#### And two down"), 1),
    ("no-outputs", plants.notebook(lambda cs: plants.first(cs, "code").update(execution_count=0)), 0),
    ("no-outputs", plants.notebook(lambda cs: plants.first(cs, "code").update(outputs=[OUTPUT])), 1),
    ("review-day", days_from("2026-11-24", "2026-11-24"), 1),
    ("review-day", days_from("2026-11-24", "2026-11-25"), 0),
    ("review-day", days_from("soon", "2026-11-25"), 1),
    ("look-up", looked_up(["none: the years are over."]), 0),
    ("look-up", looked_up(["none: the years are over.", "The Federal Register."]), 1),
    ("look-up", looked_up(["The Federal Register.", "The dockets of the courts."]), 0),
    ("look-up", looked_up(["none"]), 1),
    ("look-up", looked_up([]), 1),
    ("look-up", looked_up("The Federal Register."), 1),
    ("filled-in", plants.package(lambda p: p.update(grain="(to fill in)", status="draft")), 0),
    ("findings-promised", shows("25"), 0),
    ("findings-promised", shows("there were 25. And 7"), 0),
    ("findings-promised", shows("25.0"), 0),
    ("findings-promised", shows("25.4"), 1),
    ("findings-promised", shows("125"), 1),
    ("findings-promised", shows("250"), 1),
    ("findings-promised", shows("1.25"), 1),
    ("findings-promised", plants.replaced(SETTINGS, 'findings = ["199", "20", "11"]', "findings = []"), 1),
    ("claims-owned", DRAFT, 2),
    ("datasets-listed", plants.replaced(SETTINGS, '"eu-members", ', '"eu-members", "readings", '), 1),
    ("datasets-listed", plants.replaced(SETTINGS, '"eu-members", ', '"eu-members", "no-such-table", '), 1),
    ("lessons-named", plants.prose("See lesson 10."), 0),
    ("claims-named", plants.prose("This is claim A01, and A02."), 0),
    ("claims-named", plants.prose("This is claim A77, and A78, and A77."), 2),
    ("numbers-in-notebook", plants.prose("It began in March 2018, see lesson 10, claim A01 and Section 232."), 0),
    ("numbers-in-notebook", plants.prose("It was 1 of 2."), 2),
    ("numbers-in-notebook", plants.prose("The table is `section-232-status`; write `[0, 0]`."), 0),
    ("numbers-in-notebook", plants.prose("It was `65.2`."), 1),
    ("numbers-in-notebook", plants.prose("It was `P9705`."), 0),
    ("numbers-in-notebook", plants.prose("It was `['P9705', 'P0001']`."), 2),
    ("source-address", plants.replaced(SOURCES, "https://", "doi:"), 0),
    ("source-address", plants.replaced(SOURCES, "https://", "ftp://"), 1),
    ("source-record", plants.replaced(SOURCES, ",2026-11-26,", ",unknown,"), 0),
    ("source-record", plants.replaced(SOURCES, ",2026-11-26,", ",November 2026,"), 1),
    ("source-record", archived("https://web.archive.org/web/2018/https://www.cbp.gov/"), 0),
    ("source-record", archived("in my drawer"), 1),
    ("source-columns", archived(""), 0),
]


@pytest.mark.parametrize(("name", "plant", "faults"), LIMITS)
def test_a_rule_holds_exactly_at_its_limit_and_breaks_one_beyond(name, plant, faults, house):
    plant(house)
    assert len(broken(name, house)) == faults
