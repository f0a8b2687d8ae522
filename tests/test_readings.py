"""Readings: each ready lesson has two to five beside the article, scholarly and official, with complete citations."""

import pandas as pd
import pytest
from alliancelab import catalogue
from alliancelab.classroom import Lesson
from alliancelab.classroom.course import COURSE

READY = [slug for slug in COURSE.slugs() if COURSE.settings(slug).status == "ready"]


def lacks(row):
    """What keeps a reader from finding a work: a list of words, empty where the citation is complete."""
    wanted = ["title", "published", "url"]
    if row["side"] == "scholarly":
        wanted.append("author")
    if row["kind"] == "journal article":
        wanted.append("container")
    has = {part: pd.notna(row[part]) and bool(str(row[part])) for part in row.index}
    missing = [part for part in wanted if not has[part]]
    if not (has["author"] or has["publisher"] or has["container"]):
        missing.append("who speaks")
    if row["kind"] == "journal article" and not (has["doi"] or (has["volume"] and has["number"] and has["pages"])):
        missing.append("volume, number and pages, or a DOI")
    if row["kind"] in ("book", "working paper") and not has["publisher"]:
        missing.append("publisher")
    return missing


def gaps(readings, slug):
    rows = readings[(readings["lesson"] == slug) & (readings["side"] != "article")]
    sides = set(rows["side"].astype("str"))
    found = [f"{len(rows)} readings"] if not 2 <= len(rows) <= 5 else []
    found += [f"none is {side}" for side in ("scholarly", "official") if side not in sides]
    return found + [f"{row['title']}: {part}" for _, row in rows.iterrows() for part in lacks(row)]


@pytest.mark.parametrize("slug", READY)
def test_a_lesson_has_two_to_five_readings_with_complete_citations(slug):
    assert gaps(catalogue.load("readings"), slug) == []


def test_the_article_is_named_beside_every_lesson():
    readings = catalogue.load("readings")
    assert set(READY) <= set(readings.loc[readings["side"] == "article", "lesson"])


@pytest.mark.parametrize("column", ["author", "publisher", "volume", "pages"])
def test_a_planted_gap_is_caught(column):
    readings = catalogue.load("readings")
    rows = (readings["lesson"] == "60-abduction-issue") & readings[column].notna() & (readings["doi"].isna())
    readings.loc[rows, column] = None
    assert gaps(readings, "60-abduction-issue")


def test_a_reading_too_many_or_too_few_is_caught():
    readings = catalogue.load("readings")
    assert gaps(pd.concat([readings, readings]), "60-abduction-issue")[0] == "10 readings"
    assert gaps(readings[readings["side"] != "scholarly"], "50-missile-reach") == ["none is scholarly"]


def test_a_lesson_shows_its_readings_as_scholars_cite_them():
    shown = Lesson("70-summit-table").readings().data
    assert "Glenn H. Snyder (1984). The Security Dilemma in Alliance Politics. World Politics 36(4), 461-495." in shown
    assert "href" in shown and "None" not in shown and "nan" not in shown
