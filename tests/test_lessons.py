"""Each lesson by the rules of the house, its figures, its words, its readings and its pages."""

import json
import re

import nbformat
import plotly.graph_objects as go
import pytest
from alliancelab import catalogue, charts
from alliancelab.authoring import rules, site
from alliancelab.classroom import COURSE, Lesson

SLUGS = COURSE.slugs()


def stored_key(slug):
    return nbformat.read(COURSE.home(slug) / "key.ipynb", 4)


@pytest.fixture(scope="module")
def faults():
    return rules.check()


def test_the_house_breaks_no_rule(faults):
    assert faults == []


@pytest.mark.parametrize("slug", SLUGS)
def test_a_lesson_keeps_the_rules_of_the_house(slug, faults):
    assert [fault for fault in faults if slug in fault.sentence] == []


@pytest.mark.parametrize("slug", SLUGS)
def test_every_figure_is_small_and_carries_title_units_source_reading_and_table(slug):
    figures = 0
    for cell in stored_key(slug).cells:
        for n, output in enumerate(cell.get("outputs", [])):
            figure = output.get("data", {}).get(charts.MIME)
            if figure:
                figures += 1
                layout = figure["layout"]
                assert layout["meta"]["title"] and layout["xaxis"]["title"]["text"] and "title" not in layout
                assert layout["meta"]["summary"] == output["data"]["text/plain"]
                assert 'class="al-title"' in cell.outputs[n - 1]["data"]["text/html"]
                below = cell.outputs[n + 1]["data"]["text/html"]
                assert "<details>" in below and "Source: " in below
                assert figure["config"]["displayModeBar"] is False and len(json.dumps(figure)) < 24_000
                go.Figure({"data": figure["data"], "layout": layout})  # plotly's own check of names and values
    assert figures or COURSE.settings(slug).status != "ready"


def test_the_site_has_a_page_for_the_lesson_and_one_for_its_key(tmp_path, monkeypatch):
    monkeypatch.setattr(COURSE, "slugs", lambda: ["10-first-look"])
    pages = {path.relative_to(tmp_path).as_posix(): path.read_text("utf-8") for path in site.build(tmp_path)}
    codebooks = {f"codebook/{name}.html" for name in ("index", *catalogue.names())}
    linked = {"10-first-look.html", "keys/10-first-look.html", "codebook/index.html"}
    assert set(pages) == {"index.html"} | linked | codebooks
    assert all(f'href="{name}"' in pages["index.html"] for name in linked)
    for name in ("10-first-look.html", "keys/10-first-look.html"):
        assert 'class="kit-figure ' in pages[name] and "<title>First look</title>" in pages[name]
        assert not re.search(r'<(?:script|link)[^>]+(?:src|href)="http', pages[name]), "a page needs no network"


@pytest.mark.parametrize("slug", SLUGS)
def test_a_lesson_shows_its_words_in_japanese_and_what_to_read(slug):
    lesson = Lesson(slug)
    if COURSE.settings(slug).status == "ready":
        words = lesson.glossary().data
        assert "<tr>" in words.split("</thead>")[1]
        prose = lesson._prose().lower()
        shown = [row for row in catalogue.load("glossary")["term"] if f">{row}<" in words]
        assert shown and all(term.lower().rstrip("y") in prose for term in shown)
    assert "left" in lesson.readings().data or "sources" in lesson.readings().data


def test_every_reading_belongs_to_a_lesson_and_no_other_lesson_shows_it():
    for slug, rows in catalogue.load("readings").groupby("lesson"):
        if slug in SLUGS:
            shown = Lesson(slug).readings().data
            assert all(url in shown for url in rows["url"].str.replace("&", "&amp;"))
            assert shown.count("<tr>") == len(rows) + 1, "a row of headings, and one per reading"
