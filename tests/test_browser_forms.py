"""Every exercise of every lesson answered in its form with the keyboard alone, wrongly first, and there again later."""

import pytest
from alliancelab.classroom import COURSE, fields, kinds
from labs import drawn, focused, opened, ready, restarted, run_all, run_cell, signed, tab_to
from playwright.sync_api import expect

# A first answer that is wrong or half-way, by sort of field: the sentence must say so and nothing must be lost.
SLIPS = {fields.Typed: "12x", fields.Boxes: "no number", fields.Picked: "Atlantis"}

# Its answer is the sheet of codes above it, which test_browser_20 fills in.
ON_A_SHEET = "code-a-dozen"


def forms_of(page):
    """The keys of the exercises whose forms are on the page."""
    classes = page.eval_on_selector_all(".al-form", "forms => forms.map(form => [...form.classList])")
    known = {f"al-{key}": key for slug in COURSE.slugs() for key in COURSE.exercises(slug)}
    return [known[name] for names in classes for name in names if name in known]


def form(page, key):
    return page.locator(f".al-form.al-{key}").first


def status(page, key):
    return form(page, key).locator("p[role=status]").first


def pressed(page, key, words):
    """Reach a button of the form with Tab and press it with the space bar."""
    button = form(page, key).get_by_role("button", name=words, exact=True)
    if not button.evaluate("node => node === document.activeElement"):
        tab_to(page, button, most=24)
    page.keyboard.press("Space")


def typed(page, box, text):
    focused(page, box)
    page.keyboard.press("Control+A")
    # A sentence comes at once, as from a Japanese keyboard; letter by letter it takes seconds.
    (page.keyboard.type if len(text) < 20 else page.keyboard.insert_text)(text)
    page.keyboard.press("Tab")


def chosen(page, key, letter, options):
    button = form(page, key).locator(".widget-toggle-button").nth(list(options).index(letter))
    focused(page, button)
    page.keyboard.press("Space")


def put(page, key, exercise, field, answer):
    """Put an answer into the form of an exercise by keyboard."""
    boxes = form(page, key).locator("input[type=text], textarea")
    if isinstance(field, fields.Choice):
        chosen(page, key, answer, exercise.options)
    elif isinstance(field, fields.Reasons):
        chosen(page, key, answer[0], exercise.options)
        typed(page, boxes.first, answer[1])
    elif isinstance(field, fields.Boxes):
        for n, label in enumerate(exercise.wanted):
            typed(page, boxes.nth(n), fields._written(answer[label]))
    else:
        text = ", ".join(map(str, answer)) if isinstance(answer, list) else fields._written(answer)
        typed(page, boxes.last, text)


def worked(page, slug):
    """Answer every form on the page; return the sentence under each."""
    sentences = {}
    for key in forms_of(page):
        if key == ON_A_SHEET:
            continue
        exercise = COURSE.exercises(slug)[key]
        field = fields.field(exercise)
        answer = kinds.plain(exercise.expected())
        if isinstance(answer, list) and isinstance(exercise, kinds.Names) and not isinstance(exercise, kinds.InOrder):
            answer = sorted(answer)
        if type(field) in SLIPS:
            for box in form(page, key).locator("input[type=text]").all():
                typed(page, box, SLIPS[type(field)])
            pressed(page, key, "Check")
            expect(status(page, key)).to_contain_text("Not yet")
        put(page, key, exercise, field, answer)
        if not isinstance(exercise, kinds.Prediction):
            pressed(page, key, "Check" if exercise.marked else "Keep my answer")
        expect(status(page, key)).to_contain_text("Right" if exercise.marked else "Noted")
        sentences[key] = status(page, key).inner_text()
    return sentences


@pytest.mark.parametrize("slug", COURSE.slugs())
def test_every_exercise_is_answered_by_keyboard_and_is_there_after_a_restart(lesson_of, work, slug):
    page = lesson_of(slug)
    sentences = worked(page, slug)
    sheets = {"80-forecasts": 3, "85-eight-years-on": 1, "90-check-the-article": 1, "20-two-tracks": 1}.get(slug, 0)
    assert len(sentences) >= len(COURSE.exercises(slug)) - sheets
    restarted(page)
    # The cells of the answers need the first cell and nothing else; the rest of the lesson was run before.
    for begins in ("import kit", *(f'lesson.answer("{key}"' for key in sentences)):
        run_cell(page, begins)
    drawn(page)
    # A guess whose result has been shown says so too; what was said of the answer stays.
    after = {key: status(page, key).inner_text() for key in sentences}
    assert after == sentences, [path.read_text(encoding="utf-8") for path in work.rglob("answers.jsonl")]


def test_a_reopened_notebook_shows_answers_in_words_and_the_forms_come_back(lab, browser, copy_of):
    slug = "10-first-look"
    # A copy: a saved notebook is a changed one.
    address = f"{lab}/lab/tree/{copy_of(slug)}?reset"
    page = opened(browser, address)
    run_all(page)
    signed(page, "Aiko")
    sentences = worked(page, slug)
    page.evaluate("window.jupyterapp.commands.execute('docmanager:save')")
    expect(page.locator(".jp-mod-dirty")).to_have_count(0)
    # Without its kernel the page says in words what was answered, and not that a model was not found.
    page.evaluate("window.jupyterapp.shell.currentWidget.context.sessionContext.shutdown()")
    page.goto(address)
    ready(page)
    expect(page.locator(".al-saved").first).to_be_visible()
    words = page.locator(".jp-Notebook").inner_text()
    assert all(sentence.splitlines()[0] in words for sentence in sentences.values())
    gone = page.locator(".jp-OutputArea-output.jupyter-widgets:not(:has(*))").first
    assert gone.evaluate("node => getComputedStyle(node).fontSize") == "0px"
    assert "Run this cell" in gone.evaluate("node => getComputedStyle(node, '::after').content")
    run_all(page)
    signed(page, "Aiko")
    assert {key: status(page, key).inner_text() for key in sentences} == sentences
    expect(page.locator(".al-saved").first).to_be_hidden()
    drawn(page)
    page.close()
