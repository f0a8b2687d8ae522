"""What a notebook shows of tables and values: words, numbers that can be read, days, links, Japanese, short lists."""

import json
import re

import numpy as np
import pandas as pd
import pytest
from alliancelab import catalogue, tariffs
from alliancelab.classroom import formatters
from alliancelab.ground import paths, shown, wording
from IPython.core.interactiveshell import InteractiveShell


@pytest.fixture(scope="module")
def display():
    """What a notebook shows of a value, as plain text and as HTML."""
    shell = InteractiveShell()
    formatters.install(shell)
    formatters.install(shell)

    def displayed(value):
        parts, _ = shell.display_formatter.format(value)
        return parts["text/plain"], parts.get("text/html", "")

    return displayed


def test_a_number_has_the_decimals_a_reader_can_use():
    assert wording.numbers([1728.37, 34647.46]) == ["1,728", "34,647"]
    assert wording.numbers([273.559, 8.0]) == ["273.6", "8.0"] and wording.numbers([25.0, 50.0]) == ["25", "50"]
    assert wording.numbers([8.134, 4.99]) == ["8.13", "4.99"] and wording.numbers([0.3321, 0.0112]) == [
        "0.332",
        "0.011",
    ]
    # From a hundred one decimal, from a thousand none: at the limit itself too.
    assert wording.numbers([1000, 3.25]) == ["1,000", "3"] and wording.numbers([999, 3.25]) == ["999.0", "3.2"]
    assert wording.numbers([100, 3.25]) == ["100.0", "3.2"] and wording.numbers([99, 3.25]) == ["99.00", "3.25"]
    assert wording.numbers([1e-7]) == ["0.0000001"] and wording.numbers([-0.0, -0.001, 5.0])[:2] == ["0", "0"]
    assert wording.numbers([1.657694e9, None]) == ["1,657,694,000", "–"] and wording.numbers([0]) == ["0"]
    assert wording.numbers([float("inf")]) == ["without end"]
    assert wording.numbers([2017, 2018], "year") == ["2017", "2018"] and wording.numbers([2017], "people") == ["2,017"]


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (np.float64(75.8095), "75.81"),
        ((np.float64(65.123), 66.9), "(65.12, 66.9)"),
        (np.int64(3412), "3412"),
        (np.True_, "yes"),
        (False, "no"),
        (pd.Timestamp("2018-03-23"), "2018-03-23"),
        (np.datetime64("2018-03-23"), "2018-03-23"),
        (pd.Timestamp("2018-03-08 18:50"), "2018-03-08 18:50"),
        (pd.Timedelta(days=96), "96 days"),
        (pd.Timedelta(minutes=10), "10 minutes"),
        (pd.NaT, "–"),
        (pd.NA, "–"),
        (float("nan"), "–"),
        (np.array(["JPN", "KOR"]), "JPN, KOR"),
        (pd.Categorical(["exempt_temporary"]), "exempt for a time"),
        ({"by tonnage (%)": np.float64(65.12), "by value (%)": 66.94}, "by tonnage (%)  65.12\nby value (%)    66.94"),
        ({1: 2}, "{1: 2}"),
    ],
)
def test_a_value_that_a_cell_ends_with_is_shown_in_words(display, value, words):
    assert display(value)[0] == words


def test_a_table_has_headings_in_words_and_numbers_to_the_right(display):
    status = catalogue.load("section-232-status")
    japan = status[(status["country_code"] == "JPN") & (status["product"] == "steel")]
    text, page = display(japan[["from_date", "before_date", "treatment", "rate_pct", "grade"]])
    assert text.splitlines()[::5] == [
        "From        Before      Treatment          Rate (%)  Grade",
        "2026-04-06  –           full duty                50  copy",
    ]
    assert '<th scope="col" class="number">Rate (%)</th>' in page and '<td class="number">50</td>' in page
    left = ' style="text-align:left"'
    assert f'<td class="whole"{left}>2026-04-06</td><td class="whole"{left}>–</td><td{left}>full duty</td>' in page
    one = display(japan[["country_code", "rate_pct"]].iloc[0])[0]
    assert one.splitlines() == ["Country code  JPN", "Rate (%)      25"]


def test_the_labels_of_rows_are_shown_where_they_say_something(display):
    counts = pd.Series(["trq", "tariff", "tariff"], name="treatment").value_counts()
    assert display(counts)[0].splitlines() == [
        "Treatment          Count",
        "full duty              2",
        "tariff-rate quota      1",
    ]
    table = pd.DataFrame(
        {"year": [2018, 2018], "country_name": ["Japan", "Chad"], "quantity_kt": [1200.0, 2.0]}, [7, 9]
    )
    assert display(table)[0].splitlines()[1].split() == ["2018", "Japan", "1,200"]
    crossed = table.pivot_table(index="country_name", columns=["year"], values="quantity_kt")
    assert display(crossed)[0].splitlines() == ["         Year", "Country   2018", "Chad         2", "Japan    1,200"]
    page = display(table.pivot_table(index="country_name", columns=["quantity_kt", "year"], values="quantity_kt"))[1]
    assert page.count('scope="row"') == 2 and "<th></th>" not in page


def test_columns_of_one_value_above_are_joined(display):
    points = pd.DataFrame({("Tokyo", "deal_alone"): [1], ("Tokyo", "consult"): [2], ("Washington", "consult"): [3]})
    page = display(points)[1]
    assert 'scope="colgroup" colspan="2" style="text-align:left">Tokyo</th><th scope="col" ' in page
    assert display(points)[0].splitlines()[1].split("  ")[0] == "Deal alone"


def test_a_long_table_says_how_many_rows_are_left_and_an_empty_one_that_it_has_none(display):
    text, page = display(pd.DataFrame({"people": range(91)}))
    assert text.splitlines()[-1] == "… and 61 more rows" and page.endswith("<p>… and 61 more rows</p>")
    assert page.count("<td") == shown.MOST_ROWS and shown.html(pd.DataFrame({"people": range(91)})).count("<td") == 91
    assert display(pd.DataFrame({"people": []}))[0] == "No rows."


def test_addresses_are_links_and_nothing_of_a_table_is_markup():
    rows = pd.DataFrame({"title": ["<b>A</b>", "B"], "url": ["https://a.example/x", "javascript:alert(1)"]})
    page = shown.html(rows)
    assert '<a href="https://a.example/x" style="text-decoration:underline">&lt;b&gt;A&lt;/b&gt;</a>' in page
    assert "javascript" not in page and "Address" not in page
    alone = shown.html(pd.DataFrame({"url": ["https://www.a.example/x?<i>", "https://www.a.example/x"]}))
    assert '">a.example</a>' in alone and alone.count("<a ") == 1 and "<i>" not in alone


def test_japanese_says_that_it_is_japanese():
    words = pd.DataFrame(
        {"japanese": ["日米同盟"], "reading_kana": ["にちべいどうめい"], "meaning": ["the tie 日米 of 1960"]}
    )
    page = shown.html(words)
    assert page.count(' lang="ja">') == 3 and 'style="text-align:left" lang="ja">日米同盟</td>' in page
    assert 'the tie <span lang="ja">日米</span> of 1960' in page and "Reading (kana)" in page


def test_cautions_are_a_list_of_texts_of_which_the_first_are_in_view(display):
    texts = catalogue.descriptor("places")["cautions"]
    chosen = catalogue.cautions("places", first=(3, 1))
    assert list(chosen) == texts == chosen[:] and chosen == texts
    view, rest = display(chosen)[1].split("<details>")
    assert view.count("<li>") == 2 and view.index(texts[2][:30]) < view.index(texts[0][:30])
    assert f"<summary>{len(texts) - 2} more cautions</summary>" in rest and rest.count("<li>") == len(texts) - 2
    assert display(chosen)[0].splitlines()[1:3] == [f"- {texts[2]}", f"- {texts[0]}"]
    assert "<details>" not in display(catalogue.citations(["places", "glossary"]))[1]
    for odd in ((0,), (99,), ("1",), 1, "12"):
        with pytest.raises(ValueError, match="Give numbers of those"):
            catalogue.cautions("places", first=odd)


def read_by_students():
    """Names of the datasets whose cautions a notebook shows."""
    cells = "".join(path.read_text(encoding="utf-8") for path in (paths.root() / "notebooks").glob("*.ipynb"))
    return sorted(set(re.findall(r'catalogue\.(?:cautions|describe)\(\\"([-\w]+)\\"', cells)))


@pytest.mark.parametrize("name", read_by_students())
def test_a_caution_that_a_student_reads_names_no_column(name):
    columns = [field["name"] for field in catalogue.descriptor(name)["resources"][0]["schema"]["fields"]]
    named = [column for column in columns if "_" in column and column in " ".join(catalogue.cautions(name))]
    assert named == []


@pytest.mark.parametrize("name", catalogue.names())
def test_a_dataset_has_headings_in_words_each_its_own(name):
    titles = catalogue.headings(catalogue.load(name))
    assert not [title for title in titles.values() if "_" in title or re.search(r"\bid\b", title)]
    assert len(set(titles.values())) == len(titles)


def test_a_treatment_has_the_words_of_the_figures():
    assert {code: wording.value(code, "treatment") for code in tariffs.TREATMENTS} == tariffs.TREATMENT_LABELS
    # Elsewhere it is a word like any other, such as a term of the glossary.
    assert wording.value("tariff", "term") == "tariff"


def test_no_plain_word_of_a_loaded_table_is_shown_as_another():
    for name in catalogue.names():
        table = catalogue.load(name).select_dtypes("str")
        plain = [
            (column, each)
            for column in table
            for each in table[column].dropna().unique()
            if " " in each or each.isalpha()
        ]
        changed = [(name, *pair) for pair in plain if wording.value(pair[1], pair[0]).casefold() != pair[1].casefold()]
        assert changed == []


@pytest.mark.parametrize("name", catalogue.names())
def test_a_loaded_table_is_shown_without_a_machine_word(name):
    table = catalogue.load(name)
    assert not re.search(r"\bNaT\b|<NA>|\bnan\b|\de[+-]\d", shown.text(table, titles=catalogue.headings(table)))
    coded = [table[column].cat.categories for column in table if isinstance(table[column].dtype, pd.CategoricalDtype)]
    assert not [code for codes in coded for code in codes if "_" in wording.value(code)]


def test_what_is_no_table_is_a_sentence():
    for odd in (None, 5, ["a"], json):
        for door in (shown.html, shown.text):
            with pytest.raises(ValueError, match="must be a table"):
                door(odd)
