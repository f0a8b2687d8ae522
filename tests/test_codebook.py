"""The codebook, the counts and the metadata for a deposit: made from the descriptors, and nothing typed."""

import json
import re

import pytest
from alliancelab import catalogue
from alliancelab.__main__ import main
from alliancelab.authoring import codebook, deposit, site
from alliancelab.ground import paths

NAMES = catalogue.names()


@pytest.mark.parametrize("name", NAMES)
def test_a_codebook_says_everything_the_descriptor_says(name):
    text, package, table = codebook.codebook(name), catalogue.descriptor(name), catalogue.load(name)
    fields = package["resources"][0]["schema"]["fields"]
    assert package["grain"] in text and all(caution in text for caution in package["cautions"])
    assert all(f"| `{field['name']}` |" in text for field in fields)
    codes = [str(code) for field in fields for code in field.get("constraints", {}).get("enum", [])]
    assert all(code in text for code in codes)
    assert all(check["says"] in text for check in package.get("checks", []))
    assert all(source in text for source in set(table["source_id"]))
    assert f"| {package['version']} |" in text and "Open an issue" in text
    assert "alliancelab history" in text and not re.search(r"\| (nan|<NA>|None) \|", text)


def test_agreement_stands_in_the_codebook_of_a_table_that_was_coded_twice_and_in_no_other():
    coded = set(catalogue.load("second-codings")["dataset"]) if "second-codings" in NAMES else set()
    assert {name for name in NAMES if "## Agreement" in codebook.codebook(name)} == coded


@pytest.mark.parametrize("name", NAMES)
def test_a_page_carries_what_search_engines_for_data_ask_for(name):
    page = codebook.page(name)
    about = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL).group(1))
    assert about["@context"] == "https://schema.org" and about["@type"] == "Dataset"
    assert about["name"] and 50 <= len(about["description"]) <= 5000
    assert about["license"].startswith("https://") and about["version"] == catalogue.descriptor(name)["version"]
    assert len(about["variableMeasured"]) == len(catalogue.load(name).columns)
    assert all(re.fullmatch(r"[0-9a-f]{64}", file["sha256"]) for file in about["distribution"])
    assert page.count("<table") >= 2 and "<script>" not in page
    first = catalogue.source_records(name).iloc[0]
    assert first["url"] in ("none", "unknown") or "<a href=" in page


def test_nothing_of_a_table_is_markup_of_a_page(monkeypatch):
    monkeypatch.setattr(codebook, "codebook", lambda name: "# A <script>alert(1)</script> & B\n")
    page = codebook.page("eu-members")
    assert "<script>alert" not in page and "&lt;script&gt;" in page and "&amp; B" in page


def test_the_site_has_a_page_for_every_dataset(tmp_path):
    written = {path.name for path in codebook.build(tmp_path)}
    assert written == {"index.html", *(f"{name}.html" for name in NAMES)}
    index = (tmp_path / "index.html").read_text(encoding="utf-8")
    assert all(f'href="{name}.html"' in index for name in NAMES)


def test_the_site_links_to_the_codebooks(tmp_path, monkeypatch):
    # Without its lessons, which are built and looked at in the browser tests.
    monkeypatch.setattr(type(site.COURSE), "slugs", lambda course: [])
    written = site.build(tmp_path)
    assert tmp_path / "codebook" / "eu-members.html" in written
    assert 'href="codebook/index.html"' in (tmp_path / "index.html").read_text(encoding="utf-8")


def test_counts_add_up_over_grades_and_datasets():
    counts = codebook.counts()
    total = counts.loc["in all"]
    assert (counts[list(catalogue.GRADES)].sum(axis=1) == counts["rows"]).all()
    assert total["rows"] == sum(len(catalogue.load(name)) for name in NAMES)
    assert (counts[["address", "accessed", "licence", "official", "archived"]].max(axis=1) <= counts["sources"]).all()


# What a deposit at Zenodo must have and may have, and the words it knows, after zenodraft/metadata-schema-zenodo.
REQUIRED = {"access_right", "description", "title", "license"}  # the licence because access is open
ALLOWED = REQUIRED | {"creators", "keywords", "language", "notes", "publication_date", "upload_type", "version"}
KINDS = {"dataset", "image", "lesson", "other", "physicalobject", "poster", "presentation", "publication", "software",
         "video"}  # fmt: skip


def lacks(data):
    """What Zenodo would refuse in a deposit's metadata."""
    odd = [f"{part} is missing" for part in REQUIRED if not data.get(part)]
    odd += [f"{part} is not known" for part in set(data) - ALLOWED]
    if data.get("access_right") not in ("open", "closed", "restricted", "embargoed"):
        odd.append("access_right")
    if (
        data.get("upload_type") not in KINDS
        or not data.get("creators")
        or not all(c.get("name") for c in data["creators"])
    ):
        odd.append("upload_type or creators")
    if not re.fullmatch(r"[a-z]{2,3}", data.get("language", "")) or len(data.get("title", "")) < 3:
        odd.append("language or title")
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", data.get("publication_date", "")):
        odd.append("publication_date")
    return odd


def test_the_metadata_for_a_deposit_are_what_zenodo_takes():
    data = deposit.zenodo()
    assert lacks(data) == [] and data["license"] == "CC-BY-4.0"
    assert all(
        f"({name})" in data["description"] for name in NAMES if catalogue.descriptor(name).get("status") != "draft"
    )


@pytest.mark.parametrize("part", sorted(ALLOWED - {"keywords", "notes", "version"}))
def test_metadata_without_a_part_would_be_refused(part):
    assert lacks({key: value for key, value in deposit.zenodo().items() if key != part})


def test_the_file_for_a_deposit_is_the_one_that_is_made():
    assert (paths.root() / deposit.FILE).read_text(encoding="utf-8") == deposit.text()


def test_metadata_that_cannot_be_made_are_said_in_one_sentence(tmp_path):
    (tmp_path / "CITATION.cff").write_text("title: [", encoding="utf-8")
    with pytest.raises(ValueError, match=r"CITATION\.cff or a descriptor lacks"):
        deposit.zenodo(tmp_path)


def test_the_commands_of_the_desk_answer(capsys):
    assert main(["codebook", "eu-members"]) == 0 and "## One row is" in capsys.readouterr().out
    assert main(["codebook", "eu-members", "--html"]) == 0 and "ld+json" in capsys.readouterr().out
    assert main(["codebook", "eu-member"]) == 1 and "Did you mean" in capsys.readouterr().err
    assert main(["counts"]) == 0 and "in all" in capsys.readouterr().out
